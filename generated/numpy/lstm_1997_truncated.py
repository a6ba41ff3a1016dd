"""LSTM of 1997 with the truncated gradient that it was trained by.

Source: Hochreiter & Schmidhuber 1997, with one cell in a block

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_g, W_o; R is R_i, R_g, R_o; b is b_i, b_g, b_o.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1), (3), (5), (7)-(9), (11).
In loops, except for the terms that nothing in the loop feeds: (2), (4), (6).
For all steps at once, since they lie on no such cycle: (10), (12)-(28).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (11).

Generated from the forward equations by `derive build lstm_1997_truncated`; the numbers in the comments are those of the notes:

    (1)  stop_gradient_h[t,n,j] = stop_gradient(h[t-1,n,j])
    (2)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·stop_gradient_h[t,n,r] + b_i[j]
    (3)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (4)  a_g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·stop_gradient_h[t,n,r] + b_g[j]
    (5)  g[t,n,j] = 4·sigmoid(a_g[t,n,j]) - 2
    (6)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·stop_gradient_h[t,n,r] + b_o[j]
    (7)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (8)  c[t,n,j] = c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (9)  h[t,n,j] = o[t,n,j]·(2·sigmoid(c[t,n,j]) - 1)
    (10) dh[t,n,j] = dy[t,n,j]   if t ≥ 1
                   + dh_T[n,j]   if t = T
    (11) dc[t,n,j] = dc_T[n,j]                                                        if t = T
                   + 2·dh[t,n,j]·o[t,n,j]·(1 - sigmoid(c[t,n,j]))·sigmoid(c[t,n,j])   if t ≥ 1
                   + dc[t+1,n,j]                                                      if t < T
    (12) do[t,n,j] = dh[t,n,j]·(2·sigmoid(c[t,n,j]) - 1)
    (13) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (14) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (15) da_g[t,n,j] = 4·dg[t,n,j]·(1 - sigmoid(a_g[t,n,j]))·sigmoid(a_g[t,n,j])
    (16) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (17) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (18) dstop_gradient_h[t,n,j] = Σ_r da_i[t,n,r]·R_i[r,j]
                                 + Σ_r da_g[t,n,r]·R_g[r,j]
                                 + Σ_r da_o[t,n,r]·R_o[r,j]
    (19) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k] + Σ_j da_g[t,n,j]·W_g[j,k] + Σ_j da_o[t,n,j]·W_o[j,k]
    (20) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (21) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·stop_gradient_h[t,n,r]
    (22) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (23) dW_g[j,k] = Σ_{t,n} da_g[t,n,j]·x[t,n,k]
    (24) dR_g[j,r] = Σ_{t,n} da_g[t,n,j]·stop_gradient_h[t,n,r]
    (25) db_g[j] = Σ_{t,n} da_g[t,n,j]
    (26) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (27) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·stop_gradient_h[t,n,r]
    (28) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    in_order, padded_rows, project, sigmoid, step_layout, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="lstm_1997_truncated",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"), "W_g": ("H", "M"), "W_o": ("H", "M"), "R_i": ("H", "H"),
        "R_g": ("H", "H"), "R_o": ("H", "H"), "b_i": ("H",), "b_g": ("H",), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_i", "W_g", "W_o"), "R": ("R_i", "R_g", "R_o"), "b": ("b_i", "b_g", "b_o")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, R, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(input_size: int, hidden_size: int, rng: Any = None, dtype: Any = np.float64) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, hidden_size, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, H), state, tape.

    ``state0`` None means zeros; ``checkpoint_every`` k keeps only every k-th state, and computes the rest again.
    """
    y, state, tape = KERNEL.forward(p, (x,), state0, checkpoint_every)
    return y, state, tape


def backward(
    p: Params, tape: Tape | Checkpoints, dy: Array, dstate: State | None = None
) -> Gradients:
    """Gradients of a loss, given its gradients with respect to y and to the final state; None means zeros."""
    params, inputs, state = KERNEL.backward(p, tape, dy, dstate)
    return Gradients(params, *inputs, state)


def step(p: Params, x: Array, state: State | None = None) -> tuple[Array, State]:
    """One time step without a tape, for generation: y and the state after it."""
    return KERNEL.step(p, (x,), state)


def _run(p, T, N, dtype, x, state0):
    M, H = p.sizes
    order, product = step_layout(N, dtype)
    a = vectors((T, N, 3 * H), dtype)
    stop_gradient_h = padded_rows((T, N, H), dtype)
    g = vectors((T, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    sigmoid_c = vectors((T, N, H), dtype)
    h = vectors((T + 1, N, H), dtype)
    i, o, sigmoid_a_g = a[..., :H], a[..., 2 * H :], a[..., H : 2 * H]
    h[0] = state0.h
    c[0] = state0.c
    scaled_W = p.W * 0.5
    scaled_b = p.b * 0.5
    scaled_R = p.R * 0.5
    # (2), (4), (6) a = x @ scaled_W.T + scaled_b
    project(x, scaled_W.T, a)
    add(a, scaled_b, a)
    work = vectors((N, 3 * H), dtype)
    scaled_R_T = in_order(scaled_R.T, order)
    half = constant(1 / 2, (N, 3 * H), dtype)
    number = constant(4, (N, H), dtype)
    number_ = constant(-2, (N, H), dtype)
    two = constant(2, (N, H), dtype)
    number__ = constant(-1, (N, H), dtype)
    steps = zip(
        stop_gradient_h, h[:-1], a, g, sigmoid_a_g, c[1:], i, c[:-1], sigmoid_c, h[1:], o,
        strict=True,
    )  # fmt: skip
    for (
        stop_gradient_h_t, h_prev, a_t, g_t, sigmoid_a_g_t, c_t, i_t, c_prev, sigmoid_c_t,
        h_t, o_t,
    ) in steps:  # fmt: skip
        # (1) stop_gradient_h = h_prev
        stop_gradient_h_t[...] = h_prev
        # (2), (4), (6) a += stop_gradient_h @ scaled_R.T
        product(stop_gradient_h_t, scaled_R_T, work)
        add(a_t, work, a_t)
        # (3), (7) tanh_a = np.tanh(a)
        tanh(a_t, a_t)
        # (3), (7) i_sigmoid_a_g_o = 1 / 2 + 1 / 2 * tanh_a
        multiply(half, a_t, a_t)
        add(half, a_t, a_t)
        # (5) g = 4 * sigmoid_a_g + -2
        multiply(number, sigmoid_a_g_t, g_t)
        add(g_t, number_, g_t)
        # (8) c = c_prev + g * i
        multiply(g_t, i_t, c_t)
        add(c_t, c_prev, c_t)
        # sigmoid_c = sigmoid(c)
        sigmoid(c_t, sigmoid_c_t)
        # (9) h = (2 * sigmoid_c + -1) * o
        multiply(two, sigmoid_c_t, h_t)
        add(h_t, number__, h_t)
        multiply(h_t, o_t, h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, (x, a, stop_gradient_h, g, sigmoid_c)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, a, stop_gradient_h, g, sigmoid_c) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    do = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    dc = vectors((T, N, H), dtype)
    dg = vectors((T, N, H), dtype)
    di = vectors((T, N, H), dtype)
    dstop_gradient_h = vectors((T, N, H), dtype)
    i, o, sigmoid_a_g, da_g = a[..., :H], a[..., 2 * H :], a[..., H : 2 * H], da[..., H : 2 * H]
    da_i, da_o = da[..., :H], da[..., 2 * H :]
    dh0 = np.zeros((N, H), dtype)  # (10)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (11)
    # (10) dh = dy + dh_T
    dh[...] = dy
    add(dh[-1:], dstate.h, dh[-1:])
    # (12) do = dh * (2 * sigmoid_c + -1)
    multiply(2, sigmoid_c, do)
    add(do, -1, do)
    multiply(do, dh, do)
    # (13) da_o = do * (1 - o) * o
    subtract(1, o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), do.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows[:, 2 * H :].T, x.reshape(T * N, M), out=grads.W_o)  # (26)
    np.matmul(da_rows[:, 2 * H :].T, stop_gradient_h.reshape(T * N, H), out=grads.R_o)  # (27)
    da_rows[:, 2 * H :].sum(axis=0, out=grads.b_o)  # (28)
    span = max(1, min(T, CHUNK // (H * N)))
    s_c = vectors((span, N, H), dtype)
    two = constant(2, (N, H), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        sigmoid_c_c, s_c_c, dh_c = sigmoid_c[t0:t1], s_c[: t1 - t0], dh[t0:t1]
        o_c = o[t0:t1]
        # (11) s_c = dh * (1 - sigmoid_c) * o * sigmoid_c
        subtract(1, sigmoid_c_c, s_c_c)
        multiply(s_c_c, dh_c, s_c_c)
        multiply(s_c_c, o_c, s_c_c)
        multiply(s_c_c, sigmoid_c_c, s_c_c)
        steps = zip(dc[t0:t1][::-1], s_c_c[::-1], strict=True)
        for dc_t, s_c_t in steps:
            # (11) dc = 2 * s_c + dc_next
            multiply(two, s_c_t, dc_t)
            add(dc_t, dc_next, dc_t)
            # (11) dc_next = dc
            dc_next[...] = dc_t
    multiply(dc, i, dg)  # (14)
    # (15) da_g = 4 * dg * (1 - sigmoid_a_g) * sigmoid_a_g
    subtract(1, sigmoid_a_g.swapaxes(1, 2), da_g.swapaxes(1, 2))
    multiply(da_g.swapaxes(1, 2), dg.swapaxes(1, 2), da_g.swapaxes(1, 2))
    multiply(da_g.swapaxes(1, 2), sigmoid_a_g.swapaxes(1, 2), da_g.swapaxes(1, 2))
    multiply(4, da_g, da_g)
    multiply(dc, g, di)  # (16)
    # (17) da_i = di * (1 - i) * i
    subtract(1, i.swapaxes(1, 2), da_i.swapaxes(1, 2))
    multiply(da_i.swapaxes(1, 2), di.swapaxes(1, 2), da_i.swapaxes(1, 2))
    multiply(da_i.swapaxes(1, 2), i.swapaxes(1, 2), da_i.swapaxes(1, 2))
    project(da, p.R, dstop_gradient_h)  # (18)
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (19)
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows[:, :H].T, x_rows, out=grads.W_i)  # (20)
    stop_gradient_h_rows = stop_gradient_h.reshape(T * N, H)
    np.matmul(da_rows[:, :H].T, stop_gradient_h_rows, out=grads.R_i)  # (21)
    da_rows[:, :H].sum(axis=0, out=grads.b_i)  # (22)
    np.matmul(da_rows[:, H : 2 * H].T, x_rows, out=grads.W_g)  # (23)
    np.matmul(da_rows[:, H : 2 * H].T, stop_gradient_h_rows, out=grads.R_g)  # (24)
    da_rows[:, H : 2 * H].sum(axis=0, out=grads.b_g)  # (25)
    dc0 = dc_next.copy()  # (11)
    return grads, State(h=dh0, c=dc0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    stop_gradient_h = state.h  # (1)
    a_i = x @ p.W_i.T + stop_gradient_h @ p.R_i.T + p.b_i  # (2)
    i = sigmoid(a_i)  # (3)
    a_g = x @ p.W_g.T + stop_gradient_h @ p.R_g.T + p.b_g  # (4)
    g = 4 * sigmoid(a_g) + -2  # (5)
    a_o = x @ p.W_o.T + stop_gradient_h @ p.R_o.T + p.b_o  # (6)
    o = sigmoid(a_o)  # (7)
    c = state.c + g * i  # (8)
    h = o * (2 * sigmoid(c) + -1)  # (9)
    return h, State(h=h, c=c)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0),
    stretches=True,
)
