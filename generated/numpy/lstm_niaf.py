"""No input activation function: the block input is linear.

Source: Greff et al. 2015, arXiv 1503.04069, section III: NIAF

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_f, W_o, W_g; R is R_i, R_f, R_o, R_g; b is b_i, b_f, b_o, b_g.
Joined, so that one product reads what arrives, what is carried and a one: scaled_WRb is W, R, b,
side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(18).
For all steps at once, since they lie on no such cycle: (19)-(34).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (11)-(13),
(15)-(18).

Generated from the forward equations by `derive build lstm_niaf`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j] + p_i[j]·c[t-1,n,j]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j] + p_f[j]·c[t-1,n,j]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (7)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j] + p_o[j]·c[t,n,j]
    (8)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (9)  h[t,n,j] = o[t,n,j]·tanh(c[t,n,j])
    (10) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r dg[t+1,n,r]·R_g[r,j]     if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]   if t < T
    (11) do[t,n,j] = dh[t,n,j]·tanh(c[t,n,j])
    (12) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (13) dc[t,n,j] = dc_T[n,j]                                  if t = T
                   + da_o[t,n,j]·p_o[j]                         if t ≥ 1
                   + dh[t,n,j]·o[t,n,j]·(1 - tanh(c[t,n,j])²)   if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]                       if t < T
                   + da_f[t+1,n,j]·p_f[j]                       if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]                     if t < T
    (14) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (15) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (16) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (17) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (18) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (19) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j dg[t,n,j]·W_g[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (20) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (21) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (22) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (23) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (24) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (25) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (26) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (27) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (28) dW_g[j,k] = Σ_{t,n} dg[t,n,j]·x[t,n,k]
    (29) dR_g[j,r] = Σ_{t,n} dg[t,n,j]·h[t-1,n,r]
    (30) db_g[j] = Σ_{t,n} dg[t,n,j]
    (31) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (32) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (33) db_o[j] = Σ_{t,n} da_o[t,n,j]
    (34) dp_o[j] = Σ_{t,n} da_o[t,n,j]·c[t,n,j]

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
    name="lstm_niaf",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"),
        "W_f": ("H", "M"),
        "W_o": ("H", "M"),
        "W_g": ("H", "M"),
        "R_i": ("H", "H"),
        "R_f": ("H", "H"),
        "R_o": ("H", "H"),
        "R_g": ("H", "H"),
        "b_i": ("H",),
        "b_f": ("H",),
        "b_o": ("H",),
        "b_g": ("H",),
        "p_i": ("H",),
        "p_f": ("H",),
        "p_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H")},
    gradients=("x",),
    stacks={
        "W": ("W_i", "W_f", "W_o", "W_g"),
        "R": ("R_i", "R_f", "R_o", "R_g"),
        "b": ("b_i", "b_f", "b_o", "b_g"),
    },
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
    W_o: Array  # (H, M)
    W_g: Array  # (H, M)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_o: Array  # (H, H)
    R_g: Array  # (H, H)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_o: Array  # (H,)
    b_g: Array  # (H,)
    p_i: Array  # (H,)
    p_f: Array  # (H,)
    p_o: Array  # (H,)


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
    a = vectors((T, N, 4 * H), dtype)
    c = vectors((T + 1, N, H), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    a_if = a[..., : 2 * H]
    f = a[..., H : 2 * H]
    g = a[..., 3 * H :]
    i = a[..., :H]
    o = a[..., 2 * H : 3 * H]
    h = xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    scaled_WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    scaled_WRb[: 3 * H] *= 0.5
    scaled_p_i = p.p_i * 0.5
    scaled_p_f = p.p_f * 0.5
    scaled_p_o = p.p_o * 0.5
    work, tanh_c = vectors((2, N, H), dtype)
    scaled_WRb_T = in_order(scaled_WRb.T, order)
    scaled_p_i_ = for_each(scaled_p_i, N)
    scaled_p_f_ = for_each(scaled_p_f, N)
    half = constant(1 / 2, (N, 2 * H), dtype)
    scaled_p_o_ = for_each(scaled_p_o, N)
    half_ = constant(1 / 2, (N, H), dtype)
    tanh_c_across = tanh_c.T
    steps = zip(
        a, xh1[:-1], c[:-1], i, f, a_if, c[1:], g, o, h[1:].swapaxes(1, 2),
        o.swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        a_t, xh1_prev, c_prev, i_t, f_t, a_if_t, c_t, g_t, o_t, h_across, o_across,
    ) in steps:  # fmt: skip
        # (1), (3), (5), (7) a = xh1_prev @ scaled_WRb.T
        product(xh1_prev, scaled_WRb_T, a_t)
        # (1) a_i += scaled_p_i * c_prev
        multiply(scaled_p_i_, c_prev, work)
        add(i_t, work, i_t)
        # (3) a_f += scaled_p_f * c_prev
        multiply(scaled_p_f_, c_prev, work)
        add(f_t, work, f_t)
        # (2), (4) tanh_a_if = np.tanh(a_if)
        tanh(a_if_t, a_if_t)
        # (2), (4) i_f = 1 / 2 + 1 / 2 * tanh_a_if
        multiply(half, a_if_t, a_if_t)
        add(half, a_if_t, a_if_t)
        # (6) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work)
        add(c_t, work, c_t)
        # (7) a_o += scaled_p_o * c
        multiply(scaled_p_o_, c_t, work)
        add(o_t, work, o_t)
        # (8) tanh_a_o = np.tanh(a_o)
        tanh(o_t, o_t)
        # (8) o = 1 / 2 + 1 / 2 * tanh_a_o
        multiply(half_, o_t, o_t)
        add(half_, o_t, o_t)
        # tanh_c = np.tanh(c)
        tanh(c_t, tanh_c)
        # (9) h = o * tanh_c
        multiply(o_across, tanh_c_across, h_across)
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
    da = padded_rows((T, N, 4 * H), dtype)
    f = a[..., H : 2 * H]
    g = a[..., 3 * H :]
    i = a[..., :H]
    o = a[..., 2 * H : 3 * H]
    da_f = da[..., H : 2 * H]
    da_i = da[..., :H]
    da_o = da[..., 2 * H : 3 * H]
    dg = da[..., 3 * H :]
    xh = xh1[..., : H + M]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (10)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (13)
    span = max(1, min(T, CHUNK // (5 * H * N)))
    s_tanh_c, s_o, s_c, s_f, s_i = vectors((5, span, N, H), dtype)
    dh, dc, work = vectors((3, N, H), dtype)
    dh_across = dh.T
    p_o = for_each(p.p_o, N)
    p_o_across = p_o.T
    dc_across = dc.T
    work_across = work.T
    dc_next_across = dc_next.T
    R = in_order(p.R, order)
    p_i = for_each(p.p_i, N)
    p_i_across = p_i.T
    p_f = for_each(p.p_f, N)
    p_f_across = p_f.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        c_c, s_tanh_c_c, o_c, s_o_c = (
            c[t0 + 1 : t1 + 1],
            s_tanh_c[: t1 - t0],
            o[t0:t1],
            s_o[: t1 - t0],
        )
        s_c_c, f_c, s_f_c, c_prev_c = s_c[: t1 - t0], f[t0:t1], s_f[: t1 - t0], c[t0:t1]
        i_c, s_i_c, g_c = i[t0:t1], s_i[: t1 - t0], g[t0:t1]
        # s_tanh_c = np.tanh(c)
        tanh(c_c, s_tanh_c_c)
        # (11), (12) s_o = (1 - o) * o * s_tanh_c
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, s_tanh_c_c, s_o_c)
        # (13) s_c = (1 - s_tanh_c ** 2) * o
        multiply(s_tanh_c_c, s_tanh_c_c, s_c_c)
        subtract(1, s_c_c, s_c_c)
        multiply(s_c_c, o_c, s_c_c)
        # (15), (16) s_f = (1 - f) * f * c_prev
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        multiply(s_f_c, c_prev_c, s_f_c)
        # (17), (18) s_i = (1 - i) * g * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, g_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], da_o[t0:t1].swapaxes(1, 2)[::-1], s_o_c.swapaxes(1, 2)[::-1],
            s_c_c.swapaxes(1, 2)[::-1], dg[t0:t1].swapaxes(1, 2)[::-1],
            i_c.swapaxes(1, 2)[::-1], da_f[t0:t1].swapaxes(1, 2)[::-1],
            s_f_c.swapaxes(1, 2)[::-1], da_i[t0:t1].swapaxes(1, 2)[::-1],
            s_i_c.swapaxes(1, 2)[::-1], da[t0:t1][::-1], f_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_o_across, s_o_across, s_c_across, dg_across, i_across, da_f_across,
            s_f_across, da_i_across, s_i_across, da_t, f_across,
        ) in steps:  # fmt: skip
            # (10) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (11), (12) da_o = dh * s_o
            multiply(dh_across, s_o_across, da_o_across)
            # (13) dc = da_o * p_o + dh * s_c + dc_next
            multiply(da_o_across, p_o_across, dc_across)
            multiply(dh_across, s_c_across, work_across)
            add(dc_across, work_across, dc_across)
            add(dc_across, dc_next_across, dc_across)
            # (14) dg = dc * i
            multiply(dc_across, i_across, dg_across)
            # (15), (16) da_f = dc * s_f
            multiply(dc_across, s_f_across, da_f_across)
            # (17), (18) da_i = dc * s_i
            multiply(dc_across, s_i_across, da_i_across)
            # (10) dh_next = da @ R
            product(da_t, R, dh_next)
            # (13) dc_next = da_i * p_i + da_f * p_f + dc * f
            multiply(da_i_across, p_i_across, dc_next_across)
            multiply(da_f_across, p_f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
            multiply(dc_across, f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (19)
    dWR = empty((4 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (20), (21), (24), (25), (28), (29), (31), (32)
    grads.W[...] = dWR[:, :M]  # (20), (24), (28), (31)
    grads.R[...] = dWR[:, M:]  # (21), (25), (29), (32)
    da_rows.sum(axis=0, out=grads.b)  # (22), (26), (30), (33)
    work_ = vectors((T, N, H), dtype)
    # (23) dp_i = (da_i * c_prev).sum(axis=0)
    multiply(da_i.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_i)
    # (27) dp_f = (da_f * c_prev).sum(axis=0)
    multiply(da_f.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_f)
    # (34) dp_o = (da_o * c).sum(axis=0)
    multiply(da_o.swapaxes(1, 2), c[1:].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_o)
    dh0 = dh_next.copy()  # (10)
    dc0 = dc_next.copy()  # (13)
    return grads, State(h=dh0, c=dc0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_i = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i + p.p_i * state.c  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f + p.p_f * state.c  # (3)
    f = sigmoid(a_f)  # (4)
    g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    c = f * state.c + g * i  # (6)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o + p.p_o * c  # (7)
    o = sigmoid(a_o)  # (8)
    h = o * np.tanh(c)  # (9)
    return h, State(h=h, c=c)


KERNEL = Kernel(
    SIGNATURE, Params, State, run=_run, back=_back, advance=_advance, kept=(0, 1, 1), stretches=True
)
