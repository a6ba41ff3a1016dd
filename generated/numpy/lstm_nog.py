"""No output gate: the cell is always read.

Source: Greff et al. 2015, arXiv 1503.04069, section III: NOG

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_f, W_g; R is R_i, R_f, R_g; b is b_i, b_f, b_g.
Joined, so that one product reads what arrives, what is carried and a one: scaled_WRb is W, R, b,
side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(16).
For all steps at once, since they lie on no such cycle: (17)-(28).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (10)-(16).

Generated from the forward equations by `derive build lstm_nog`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j] + p_i[j]·c[t-1,n,j]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j] + p_f[j]·c[t-1,n,j]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  a_g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  g[t,n,j] = tanh(a_g[t,n,j])
    (7)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (8)  h[t,n,j] = tanh(c[t,n,j])
    (9)  dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r da_g[t+1,n,r]·R_g[r,j]   if t < T
    (10) dc[t,n,j] = dc_T[n,j]                   if t = T
                   + dh[t,n,j]·(1 - h[t,n,j]²)   if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]        if t < T
                   + da_f[t+1,n,j]·p_f[j]        if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]      if t < T
    (11) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (12) da_g[t,n,j] = dg[t,n,j]·(1 - g[t,n,j]²)
    (13) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (14) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (15) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (16) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (17) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k] + Σ_j da_f[t,n,j]·W_f[j,k] + Σ_j da_g[t,n,j]·W_g[j,k]
    (18) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (19) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (20) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (21) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (22) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (23) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (24) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (25) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (26) dW_g[j,k] = Σ_{t,n} da_g[t,n,j]·x[t,n,k]
    (27) dR_g[j,r] = Σ_{t,n} da_g[t,n,j]·h[t-1,n,r]
    (28) db_g[j] = Σ_{t,n} da_g[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK,
    Array,
    Checkpoints,
    Kernel,
    ParamsBase,
    Signature,
    Tape,
    constant,
    copied,
    empty,
    for_each,
    in_order,
    padded_rows,
    sigmoid,
    step_layout,
    vectors,
)

SIGNATURE = Signature(
    name="lstm_nog",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"),
        "W_f": ("H", "M"),
        "W_g": ("H", "M"),
        "R_i": ("H", "H"),
        "R_f": ("H", "H"),
        "R_g": ("H", "H"),
        "b_i": ("H",),
        "b_f": ("H",),
        "b_g": ("H",),
        "p_i": ("H",),
        "p_f": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_i", "W_f", "W_g"), "R": ("R_i", "R_f", "R_g"), "b": ("b_i", "b_f", "b_g")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, R, b."""

    signature = SIGNATURE
    M: int
    H: int
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_g: Array  # (H, M)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_g: Array  # (H, H)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_g: Array  # (H,)
    p_i: Array  # (H,)
    p_f: Array  # (H,)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    rng: int | np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> Params:
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


def _run(p: Params, T: int, N: int, dtype: Any, x: Array, state0: State) -> tuple[Any, ...]:
    M, H = p.sizes
    order, product = step_layout(N, dtype)
    a = vectors((T, N, 3 * H), dtype)
    c = vectors((T + 1, N, H), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    f = a[..., H : 2 * H]
    g = a[..., 2 * H :]
    i = a[..., :H]
    i_f = a[..., : 2 * H]
    h = xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    scaled_WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    scaled_WRb[: 2 * H] *= 0.5
    scaled_p_i = p.p_i * 0.5
    scaled_p_f = p.p_f * 0.5
    work = vectors((N, H), dtype)
    scaled_WRb_T = in_order(scaled_WRb.T, order)
    scaled_p_i_ = for_each(scaled_p_i, N)
    scaled_p_f_ = for_each(scaled_p_f, N)
    half = constant(1 / 2, (N, 2 * H), dtype)
    steps = zip(
        a, xh1[:-1], c[:-1], i, f, i_f, c[1:], g, h[1:].swapaxes(1, 2),
        c[1:].swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for a_t, xh1_prev, c_prev, i_t, f_t, i_f_t, c_t, g_t, h_across, c_across in steps:
        # (1), (3), (5) a = xh1_prev @ scaled_WRb.T
        product(xh1_prev, scaled_WRb_T, a_t)
        # (1) a_i += scaled_p_i * c_prev
        multiply(scaled_p_i_, c_prev, work)
        add(i_t, work, i_t)
        # (3) a_f += scaled_p_f * c_prev
        multiply(scaled_p_f_, c_prev, work)
        add(f_t, work, f_t)
        # (2), (4), (6) tanh_a = np.tanh(a)
        tanh(a_t, a_t)
        # (2), (4) i_f = 1 / 2 + 1 / 2 * tanh_a_if
        multiply(half, i_f_t, i_f_t)
        add(half, i_f_t, i_f_t)
        # (7) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work)
        add(c_t, work, c_t)
        # (8) h = np.tanh(c)
        tanh(c_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, (a, c, xh1)


def _back(
    p: Params,
    T: int,
    N: int,
    dtype: Any,
    arrays: tuple[Array, ...],
    dy: Array,
    dstate: State,
    dx: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (a, c, xh1) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    f = a[..., H : 2 * H]
    g = a[..., 2 * H :]
    i = a[..., :H]
    da_f = da[..., H : 2 * H]
    da_g = da[..., 2 * H :]
    da_i = da[..., :H]
    h = xh1[..., M : H + M]
    xh = xh1[..., : H + M]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (9)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (10)
    span = max(1, min(T, CHUNK // (4 * H * N)))
    s_c, s_g, s_f, s_i = vectors((4, span, N, H), dtype)
    dh, dc, work = vectors((3, N, H), dtype)
    dc_across = dc.T
    R = in_order(p.R, order)
    p_i = for_each(p.p_i, N)
    p_i_across = p_i.T
    dc_next_across = dc_next.T
    p_f = for_each(p.p_f, N)
    p_f_across = p_f.T
    work_across = work.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        h_c, s_c_c, g_c, s_g_c = h[t0 + 1 : t1 + 1], s_c[: t1 - t0], g[t0:t1], s_g[: t1 - t0]
        i_c, f_c, s_f_c, c_prev_c = i[t0:t1], f[t0:t1], s_f[: t1 - t0], c[t0:t1]
        s_i_c = s_i[: t1 - t0]
        # (10) s_c = 1 - h ** 2
        multiply(h_c, h_c, s_c_c)
        subtract(1, s_c_c, s_c_c)
        # (11), (12) s_g = (1 - g ** 2) * i
        multiply(g_c, g_c, s_g_c)
        subtract(1, s_g_c, s_g_c)
        multiply(s_g_c, i_c, s_g_c)
        # (13), (14) s_f = (1 - f) * f * c_prev
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        multiply(s_f_c, c_prev_c, s_f_c)
        # (15), (16) s_i = (1 - i) * g * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, g_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], s_c_c[::-1], da_g[t0:t1].swapaxes(1, 2)[::-1],
            s_g_c.swapaxes(1, 2)[::-1], da_f[t0:t1].swapaxes(1, 2)[::-1],
            s_f_c.swapaxes(1, 2)[::-1], da_i[t0:t1].swapaxes(1, 2)[::-1],
            s_i_c.swapaxes(1, 2)[::-1], da[t0:t1][::-1], f_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, s_c_t, da_g_across, s_g_across, da_f_across, s_f_across, da_i_across,
            s_i_across, da_t, f_across,
        ) in steps:  # fmt: skip
            # (9) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (10) dc = dh * s_c + dc_next
            multiply(dh, s_c_t, dc)
            add(dc, dc_next, dc)
            # (11), (12) da_g = dc * s_g
            multiply(dc_across, s_g_across, da_g_across)
            # (13), (14) da_f = dc * s_f
            multiply(dc_across, s_f_across, da_f_across)
            # (15), (16) da_i = dc * s_i
            multiply(dc_across, s_i_across, da_i_across)
            # (9) dh_next = da @ R
            product(da_t, R, dh_next)
            # (10) dc_next = da_i * p_i + da_f * p_f + dc * f
            multiply(da_i_across, p_i_across, dc_next_across)
            multiply(da_f_across, p_f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
            multiply(dc_across, f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (17)
    dWR = empty((3 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (18), (19), (22), (23), (26), (27)
    grads.W[...] = dWR[:, :M]  # (18), (22), (26)
    grads.R[...] = dWR[:, M:]  # (19), (23), (27)
    da_rows.sum(axis=0, out=grads.b)  # (20), (24), (28)
    work_ = vectors((T, N, H), dtype)
    # (21) dp_i = (da_i * c_prev).sum(axis=0)
    multiply(da_i.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_i)
    # (25) dp_f = (da_f * c_prev).sum(axis=0)
    multiply(da_f.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_f)
    dh0 = dh_next.copy()  # (9)
    dc0 = dc_next.copy()  # (10)
    return grads, State(h=dh0, c=dc0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_i = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i + p.p_i * state.c  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f + p.p_f * state.c  # (3)
    f = sigmoid(a_f)  # (4)
    a_g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    g = np.tanh(a_g)  # (6)
    c = f * state.c + g * i  # (7)
    h = np.tanh(c)  # (8)
    return h, State(h=h, c=c)


KERNEL = Kernel(
    SIGNATURE, Params, State, run=_run, back=_back, advance=_advance, kept=(0, 1, 1), stretches=True
)
