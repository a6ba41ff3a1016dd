"""LSTM of 1997 in memory blocks: the cells of a block share their gates.

Source: Hochreiter & Schmidhuber 1997, blocks of several cells that share their gates

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_o; b is b_i, b_o.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (2), (4), (6)-(16).
In loops, except for the terms that nothing in the loop feeds: (1), (3), (5).
For all steps at once, since they lie on no such cycle: (17)-(26).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (10)-(12),
(14), (16).

Generated from the forward equations by `derive build lstm_1997_blocks`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,b] = Σ_k W_i[b,k]·x[t,n,k] + Σ_{b1,s} R_i[b,b1,s]·h[t-1,n,b1,s] + b_i[b]
    (2)  i[t,n,b] = sigmoid(a_i[t,n,b])
    (3)  a_o[t,n,b] = Σ_k W_o[b,k]·x[t,n,k] + Σ_{b1,s} R_o[b,b1,s]·h[t-1,n,b1,s] + b_o[b]
    (4)  o[t,n,b] = sigmoid(a_o[t,n,b])
    (5)  a_g[t,n,b,s] = Σ_k W_g[b,s,k]·x[t,n,k] + Σ_{b1,s1} R_g[b,s,b1,s1]·h[t-1,n,b1,s1] + b_g[b,s]
    (6)  g[t,n,b,s] = 4·sigmoid(a_g[t,n,b,s]) - 2
    (7)  c[t,n,b,s] = c[t-1,n,b,s] + i[t,n,b]·g[t,n,b,s]
    (8)  h[t,n,b,s] = o[t,n,b]·(2·sigmoid(c[t,n,b,s]) - 1)
    (9)  dh[t,n,b,s] = dy[t,n,b,s]                                  if t ≥ 1
                     + dh_T[n,b,s]                                  if t = T
                     + Σ_{b1} da_i[t+1,n,b1]·R_i[b1,b,s]            if t < T
                     + Σ_{b1} da_o[t+1,n,b1]·R_o[b1,b,s]            if t < T
                     + Σ_{b1,s1} da_g[t+1,n,b1,s1]·R_g[b1,s1,b,s]   if t < T
    (10) dc[t,n,b,s] = dc_T[n,b,s]                                                            if t = T
                     + 2·dh[t,n,b,s]·o[t,n,b]·(1 - sigmoid(c[t,n,b,s]))·sigmoid(c[t,n,b,s])   if t ≥ 1
                     + dc[t+1,n,b,s]                                                          if t < T
    (11) dg[t,n,b,s] = dc[t,n,b,s]·i[t,n,b]
    (12) da_g[t,n,b,s] = 4·dg[t,n,b,s]·(1 - sigmoid(a_g[t,n,b,s]))·sigmoid(a_g[t,n,b,s])
    (13) do[t,n,b] = Σ_s dh[t,n,b,s]·(2·sigmoid(c[t,n,b,s]) - 1)
    (14) da_o[t,n,b] = do[t,n,b]·o[t,n,b]·(1 - o[t,n,b])
    (15) di[t,n,b] = Σ_s dc[t,n,b,s]·g[t,n,b,s]
    (16) da_i[t,n,b] = di[t,n,b]·i[t,n,b]·(1 - i[t,n,b])
    (17) dx[t,n,k] = Σ_b da_i[t,n,b]·W_i[b,k]
                   + Σ_b da_o[t,n,b]·W_o[b,k]
                   + Σ_{b,s} da_g[t,n,b,s]·W_g[b,s,k]
    (18) dR_i[b,b1,s] = Σ_{t,n} da_i[t,n,b]·h[t-1,n,b1,s]
    (19) dW_i[b,k] = Σ_{t,n} da_i[t,n,b]·x[t,n,k]
    (20) db_i[b] = Σ_{t,n} da_i[t,n,b]
    (21) dR_o[b,b1,s] = Σ_{t,n} da_o[t,n,b]·h[t-1,n,b1,s]
    (22) dW_o[b,k] = Σ_{t,n} da_o[t,n,b]·x[t,n,k]
    (23) db_o[b] = Σ_{t,n} da_o[t,n,b]
    (24) dR_g[b,s,b1,s1] = Σ_{t,n} da_g[t,n,b,s]·h[t-1,n,b1,s1]
    (25) dW_g[b,s,k] = Σ_{t,n} da_g[t,n,b,s]·x[t,n,k]
    (26) db_g[b,s] = Σ_{t,n} da_g[t,n,b,s]

Shapes: T steps, N sequences, M inputs, B blocks, S block size.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    padded_rows, project, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="lstm_1997_blocks",
    sizes={"M": "input_size", "B": "blocks", "S": "block_size"},
    parameters={
        "R_i": ("B", "B", "S"), "W_i": ("B", "M"), "W_o": ("B", "M"), "b_i": ("B",),
        "b_o": ("B",), "R_o": ("B", "B", "S"), "R_g": ("B", "S", "B", "S"),
        "W_g": ("B", "S", "M"), "b_g": ("B", "S"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "B", "S"),
    states={"h": ("N", "B", "S"), "c": ("N", "B", "S")},
    gradients=("x",),
    stacks={"W": ("W_i", "W_o"), "b": ("b_i", "b_o")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, B, S)
    c: Array  # (N, B, S)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int, blocks: int, block_size: int, rng: Any = None, dtype: Any = np.float64
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, blocks, block_size, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, B, S), state, tape.

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
    M, B, S = p.sizes
    a = vectors((T, N, 2 * B), dtype)
    sigmoid_a_g = empty((T, N, B, S), dtype)
    g = empty((T, N, B, S), dtype)
    c = empty((T + 1, N, B, S), dtype)
    sigmoid_c = empty((T, N, B, S), dtype)
    h = empty((T + 1, N, B, S), dtype)
    i, o = a[..., :B], a[..., B:]
    h[0] = state0.h
    c[0] = state0.c
    scaled_W = p.W * 0.5
    scaled_b = p.b * 0.5
    scaled_W_g = p.W_g * 0.5
    scaled_b_g = p.b_g * 0.5
    scaled_R_i = p.R_i * 0.5
    scaled_R_o = p.R_o * 0.5
    scaled_R_g = p.R_g * 0.5
    # (1), (3) a = x @ scaled_W.T + scaled_b
    project(x, scaled_W.T, a)
    add(a, scaled_b, a)
    # (5) a_g = (x @ scaled_W_g.reshape(B * S, M).T).reshape(N, B, S) + scaled_b_g
    np.matmul(
        x.reshape(T * N, M), scaled_W_g.reshape(B * S, M).T, out=sigmoid_a_g.reshape(T * N, B * S)
    )
    add(sigmoid_a_g, scaled_b_g, sigmoid_a_g)
    work = vectors((N, B), dtype)
    work_2 = empty((N, B, S), dtype)
    half = constant(1 / 2, (N, 2 * B), dtype)
    steps = zip(
        h[:-1], i, o, a, sigmoid_a_g, g, c[1:], c[:-1], sigmoid_c, h[1:], strict=True,
    )  # fmt: skip
    for (
        h_prev, i_t, o_t, a_t, sigmoid_a_g_t, g_t, c_t, c_prev, sigmoid_c_t, h_t,
    ) in steps:  # fmt: skip
        # (1) a_i += h_prev.reshape(N, B * S) @ scaled_R_i.reshape(B, B * S).T
        np.einsum("bas,nas->nb", scaled_R_i, h_prev, out=work)
        add(i_t, work, i_t)
        # (3) a_o += h_prev.reshape(N, B * S) @ scaled_R_o.reshape(B, B * S).T
        np.einsum("bas,nas->nb", scaled_R_o, h_prev, out=work)
        add(o_t, work, o_t)
        # (2), (4) tanh_a = np.tanh(a)
        tanh(a_t, a_t)
        # (2), (4) i_o = 1 / 2 + 1 / 2 * tanh_a
        multiply(half, a_t, a_t)
        add(half, a_t, a_t)
        # (5) a_g += (h_prev.reshape(N, B * S) @ scaled_R_g.reshape(B * S, B * S).T).reshape(N, B, S)
        np.einsum("nbs,acbs->nac", h_prev, scaled_R_g, out=work_2)
        add(sigmoid_a_g_t, work_2, sigmoid_a_g_t)
        # tanh_a_g = np.tanh(a_g)
        tanh(sigmoid_a_g_t, sigmoid_a_g_t)
        # sigmoid_a_g = 1 / 2 + 1 / 2 * tanh_a_g
        multiply(1 / 2, sigmoid_a_g_t, sigmoid_a_g_t)
        add(1 / 2, sigmoid_a_g_t, sigmoid_a_g_t)
        # (6) g = 4 * sigmoid_a_g + -2
        multiply(4, sigmoid_a_g_t, g_t)
        add(g_t, -2, g_t)
        # (7) c = c_prev + g * i[:, :, None]
        multiply(g_t, i_t[:, :, None], c_t)
        add(c_t, c_prev, c_t)
        # sigmoid_c = sigmoid(c)
        sigmoid(c_t, sigmoid_c_t)
        # (8) h = (2 * sigmoid_c + -1) * o[:, :, None]
        multiply(2, sigmoid_c_t, h_t)
        add(h_t, -1, h_t)
        multiply(h_t, o_t[:, :, None], h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, (x, a, sigmoid_a_g, g, sigmoid_c, h)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, B, S = p.sizes
    (x, a, sigmoid_a_g, g, sigmoid_c, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    da_g = empty((T, N, B, S), dtype)
    da = padded_rows((T, N, 2 * B), dtype)
    i, o, da_i, da_o = a[..., :B], a[..., B:], da[..., :B], da[..., B:]
    dh_next = empty((N, B, S), dtype)
    dh_next[...] = dstate.h  # (9)
    dc_next = empty((N, B, S), dtype)
    dc_next[...] = dstate.c  # (10)
    span = max(1, min(T, CHUNK // (2 * B * N + 2 * B * N * S)))
    s_c, s_g = empty((2, span, N, B, S), dtype)
    s_o, s_i = vectors((2, span, N, B), dtype)
    dh, dc, work = empty((3, N, B, S), dtype)
    do, di = vectors((2, N, B), dtype)
    do_across = do.T
    di_across = di.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        sigmoid_c_c, s_c_c, o_c = sigmoid_c[t0:t1], s_c[: t1 - t0], o[t0:t1]
        sigmoid_a_g_c, s_g_c, i_c = sigmoid_a_g[t0:t1], s_g[: t1 - t0], i[t0:t1]
        s_o_c, s_i_c = s_o[: t1 - t0], s_i[: t1 - t0]
        # (10) s_c = (1 - sigmoid_c) * o[:, :, None] * sigmoid_c
        subtract(1, sigmoid_c_c, s_c_c)
        multiply(s_c_c, o_c[:, :, :, None], s_c_c)
        multiply(s_c_c, sigmoid_c_c, s_c_c)
        # (11), (12) s_g = (1 - sigmoid_a_g) * i[:, :, None] * sigmoid_a_g
        subtract(1, sigmoid_a_g_c, s_g_c)
        multiply(s_g_c, i_c[:, :, :, None], s_g_c)
        multiply(s_g_c, sigmoid_a_g_c, s_g_c)
        # (14) s_o = (1 - o) * o
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        # (16) s_i = (1 - i) * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], s_c_c[::-1], da_g[t0:t1][::-1], s_g_c[::-1], sigmoid_c_c[::-1],
            da_o[t0:t1].swapaxes(1, 2)[::-1], s_o_c.swapaxes(1, 2)[::-1], g[t0:t1][::-1],
            da_i[t0:t1].swapaxes(1, 2)[::-1], s_i_c.swapaxes(1, 2)[::-1], da_i[t0:t1][::-1],
            da_o[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, s_c_t, da_g_t, s_g_t, sigmoid_c_t, da_o_across, s_o_across, g_t, da_i_across,
            s_i_across, da_i_t, da_o_t,
        ) in steps:  # fmt: skip
            # (9) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (10) dc = 2 * dh * s_c + dc_next
            multiply(dh, s_c_t, dc)
            multiply(2, dc, dc)
            add(dc, dc_next, dc)
            # (10) dc_next = dc
            dc_next[...] = dc
            # (11), (12) da_g = 4 * dc * s_g
            multiply(dc, s_g_t, da_g_t)
            multiply(4, da_g_t, da_g_t)
            # (13) do = (dh * (2 * sigmoid_c + -1)).sum(axis=2)
            multiply(2, sigmoid_c_t, work)
            add(work, -1, work)
            multiply(work, dh, work)
            work.sum(axis=2, out=do)
            # (14) da_o = do * s_o
            multiply(do_across, s_o_across, da_o_across)
            # (15) di = (dc * g).sum(axis=2)
            multiply(dc, g_t, work)
            work.sum(axis=2, out=di)
            # (16) da_i = di * s_i
            multiply(di_across, s_i_across, da_i_across)
            # (9) dh_next = (da_i @ R_i.reshape(B, B * S)).reshape(N, B, S) + (da_o @ R_o.reshape(B, B * S)).reshape(N, B, S) + (da_g.reshape(N, B * S) @ R_g.reshape(B * S, B * S)).reshape(N, B, S)
            np.einsum("bas,nb->nas", p.R_i, da_i_t, out=dh_next)
            np.einsum("bas,nb->nas", p.R_o, da_o_t, out=work)
            add(dh_next, work, dh_next)
            np.einsum("bsac,nbs->nac", p.R_g, da_g_t, out=work)
            add(dh_next, work, dh_next)
    da_rows = da.reshape(T * N, 2 * B)
    work_ = vectors((T, N, M), dtype)
    # (17) dx = da @ W + da_g.reshape(N, B * S) @ W_g.reshape(B * S, M)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))
    work_[...] = (da_g.reshape(T * N, B * S) @ p.W_g.reshape(B * S, M)).reshape(T, N, M)
    add(dx.swapaxes(1, 2), work_.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.matmul(
        da_rows[:, :B].T, h[:-1].reshape(T * N, B * S), out=grads.R_i.reshape(B, B * S)
    )  # (18)
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows.T, x_rows, out=grads.W)  # (19), (22)
    da_rows.sum(axis=0, out=grads.b)  # (20), (23)
    np.matmul(
        da_rows[:, B:].T, h[:-1].reshape(T * N, B * S), out=grads.R_o.reshape(B, B * S)
    )  # (21)
    np.matmul(
        da_g.reshape(T * N, B * S).T,
        h[:-1].reshape(T * N, B * S),
        out=grads.R_g.reshape(B * S, B * S),
    )  # (24)
    np.matmul(da_g.reshape(T * N, B * S).T, x_rows, out=grads.W_g.reshape(B * S, M))  # (25)
    da_g.sum(axis=(0, 1), out=grads.b_g)  # (26)
    dh0 = dh_next.copy()  # (9)
    dc0 = dc_next.copy()  # (10)
    return grads, State(h=dh0, c=dc0)


def _advance(p, N, dtype, x, state):
    M, B, S = p.sizes
    a_i = x @ p.W_i.T + state.h.reshape(N, B * S) @ p.R_i.reshape(B, B * S).T + p.b_i  # (1)
    i = sigmoid(a_i)  # (2)
    a_o = x @ p.W_o.T + state.h.reshape(N, B * S) @ p.R_o.reshape(B, B * S).T + p.b_o  # (3)
    o = sigmoid(a_o)  # (4)
    a_g = (
        (x @ p.W_g.reshape(B * S, M).T).reshape(N, B, S)
        + (state.h.reshape(N, B * S) @ p.R_g.reshape(B * S, B * S).T).reshape(N, B, S)
        + p.b_g
    )  # (5)
    g = 4 * sigmoid(a_g) + -2  # (6)
    c = state.c + g * i[:, :, None]  # (7)
    h = o[:, :, None] * (2 * sigmoid(c) + -1)  # (8)
    return h, State(h=h, c=c)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 1),
    stretches=True,
)
