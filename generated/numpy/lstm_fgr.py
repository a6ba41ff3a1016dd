"""Full gate recurrence: every gate sees all gates of the step before.

Source: Greff et al. 2015, arXiv 1503.04069, section III: FGR

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_g,
W_i, W_f, W_o; R is R_g, R_i, R_f, R_o; b is b_g, b_i, b_f, b_o; R_iiifio is R_ii, R_if, R_io;
R_fifffo is R_fi, R_ff, R_fo; R_oiofoo is R_oi, R_of, R_oo.
Joined, so that one product reads what arrives, what is carried and a one: WRb is W, R, b, side by
side.
In loops over time, since they lie on a cycle through time: (1)-(20).
For all steps at once, since they lie on no such cycle: (21)-(45).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (13)-(16),
(18), (20).

Generated from the forward equations by `derive build lstm_fgr`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k]
                    + Σ_r R_i[j,r]·h[t-1,n,r]
                    + b_i[j]
                    + p_i[j]·c[t-1,n,j]
                    + Σ_r R_ii[j,r]·i[t-1,n,r]
                    + Σ_r R_fi[j,r]·f[t-1,n,r]
                    + Σ_r R_oi[j,r]·o[t-1,n,r]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k]
                    + Σ_r R_f[j,r]·h[t-1,n,r]
                    + b_f[j]
                    + p_f[j]·c[t-1,n,j]
                    + Σ_r R_if[j,r]·i[t-1,n,r]
                    + Σ_r R_ff[j,r]·f[t-1,n,r]
                    + Σ_r R_of[j,r]·o[t-1,n,r]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  a_g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  g[t,n,j] = tanh(a_g[t,n,j])
    (7)  c[t,n,j] = c[t-1,n,j]·f[t,n,j] + g[t,n,j]·i[t,n,j]
    (8)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k]
                    + Σ_r R_o[j,r]·h[t-1,n,r]
                    + b_o[j]
                    + p_o[j]·c[t,n,j]
                    + Σ_r R_io[j,r]·i[t-1,n,r]
                    + Σ_r R_fo[j,r]·f[t-1,n,r]
                    + Σ_r R_oo[j,r]·o[t-1,n,r]
    (9)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (10) h[t,n,j] = tanh(c[t,n,j])·o[t,n,j]
    (11) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r da_g[t+1,n,r]·R_g[r,j]   if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]   if t < T
    (12) do[t,n,j] = do_T[n,j]                     if t = T
                   + dh[t,n,j]·tanh(c[t,n,j])      if t ≥ 1
                   + Σ_r da_i[t+1,n,r]·R_oi[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_of[r,j]   if t < T
                   + Σ_r da_o[t+1,n,r]·R_oo[r,j]   if t < T
    (13) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (14) dc[t,n,j] = dc_T[n,j]                                  if t = T
                   + da_o[t,n,j]·p_o[j]                         if t ≥ 1
                   + dh[t,n,j]·(1 - tanh(c[t,n,j])²)·o[t,n,j]   if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]                       if t < T
                   + da_f[t+1,n,j]·p_f[j]                       if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]                     if t < T
    (15) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (16) da_g[t,n,j] = dg[t,n,j]·(1 - g[t,n,j]²)
    (17) df[t,n,j] = df_T[n,j]                     if t = T
                   + dc[t,n,j]·c[t-1,n,j]          if t ≥ 1
                   + Σ_r da_i[t+1,n,r]·R_fi[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_ff[r,j]   if t < T
                   + Σ_r da_o[t+1,n,r]·R_fo[r,j]   if t < T
    (18) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (19) di[t,n,j] = di_T[n,j]                     if t = T
                   + dc[t,n,j]·g[t,n,j]            if t ≥ 1
                   + Σ_r da_i[t+1,n,r]·R_ii[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_if[r,j]   if t < T
                   + Σ_r da_o[t+1,n,r]·R_io[r,j]   if t < T
    (20) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (21) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j da_g[t,n,j]·W_g[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (22) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (23) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (24) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (25) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (26) dR_ii[j,r] = Σ_{t,n} da_i[t,n,j]·i[t-1,n,r]
    (27) dR_fi[j,r] = Σ_{t,n} da_i[t,n,j]·f[t-1,n,r]
    (28) dR_oi[j,r] = Σ_{t,n} da_i[t,n,j]·o[t-1,n,r]
    (29) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (30) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (31) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (32) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (33) dR_if[j,r] = Σ_{t,n} da_f[t,n,j]·i[t-1,n,r]
    (34) dR_ff[j,r] = Σ_{t,n} da_f[t,n,j]·f[t-1,n,r]
    (35) dR_of[j,r] = Σ_{t,n} da_f[t,n,j]·o[t-1,n,r]
    (36) dW_g[j,k] = Σ_{t,n} da_g[t,n,j]·x[t,n,k]
    (37) dR_g[j,r] = Σ_{t,n} da_g[t,n,j]·h[t-1,n,r]
    (38) db_g[j] = Σ_{t,n} da_g[t,n,j]
    (39) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (40) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (41) db_o[j] = Σ_{t,n} da_o[t,n,j]
    (42) dp_o[j] = Σ_{t,n} da_o[t,n,j]·c[t,n,j]
    (43) dR_io[j,r] = Σ_{t,n} da_o[t,n,j]·i[t-1,n,r]
    (44) dR_fo[j,r] = Σ_{t,n} da_o[t,n,j]·f[t-1,n,r]
    (45) dR_oo[j,r] = Σ_{t,n} da_o[t,n,j]·o[t-1,n,r]

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
    name="lstm_fgr",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_g": ("H", "M"),
        "W_i": ("H", "M"),
        "W_f": ("H", "M"),
        "W_o": ("H", "M"),
        "R_g": ("H", "H"),
        "R_i": ("H", "H"),
        "R_f": ("H", "H"),
        "R_o": ("H", "H"),
        "b_g": ("H",),
        "b_i": ("H",),
        "b_f": ("H",),
        "b_o": ("H",),
        "p_i": ("H",),
        "R_ii": ("H", "H"),
        "R_if": ("H", "H"),
        "R_io": ("H", "H"),
        "R_fi": ("H", "H"),
        "R_ff": ("H", "H"),
        "R_fo": ("H", "H"),
        "R_oi": ("H", "H"),
        "R_of": ("H", "H"),
        "R_oo": ("H", "H"),
        "p_f": ("H",),
        "p_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H"), "i": ("N", "H"), "f": ("N", "H"), "o": ("N", "H")},
    gradients=("x",),
    stacks={
        "W": ("W_g", "W_i", "W_f", "W_o"),
        "R": ("R_g", "R_i", "R_f", "R_o"),
        "b": ("b_g", "b_i", "b_f", "b_o"),
        "R_iiifio": ("R_ii", "R_if", "R_io"),
        "R_fifffo": ("R_fi", "R_ff", "R_fo"),
        "R_oiofoo": ("R_oi", "R_of", "R_oo"),
    },
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, R, b, R_iiifio, R_fifffo, R_oiofoo."""

    signature = SIGNATURE
    M: int
    H: int
    W_g: Array  # (H, M)
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_o: Array  # (H, M)
    R_g: Array  # (H, H)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_o: Array  # (H, H)
    b_g: Array  # (H,)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_o: Array  # (H,)
    p_i: Array  # (H,)
    R_ii: Array  # (H, H)
    R_if: Array  # (H, H)
    R_io: Array  # (H, H)
    R_fi: Array  # (H, H)
    R_ff: Array  # (H, H)
    R_fo: Array  # (H, H)
    R_oi: Array  # (H, H)
    R_of: Array  # (H, H)
    R_oo: Array  # (H, H)
    p_f: Array  # (H,)
    p_o: Array  # (H,)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)
    i: Array  # (N, H)
    f: Array  # (N, H)
    o: Array  # (N, H)


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
    i = padded_rows((T + 1, N, H), dtype)
    f = padded_rows((T + 1, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    o = padded_rows((T + 1, N, H), dtype)
    tanh_c = vectors((T, N, H), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    a_f = a[..., 2 * H : 3 * H]
    a_i = a[..., H : 2 * H]
    a_ifo = a[..., H:]
    a_o = a[..., 3 * H :]
    g = a[..., :H]
    h = xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    i[0] = state0.i
    f[0] = state0.f
    o[0] = state0.o
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    work = vectors((N, 3 * H), dtype)
    work_2 = vectors((N, H), dtype)
    WRb_T = in_order(WRb.T, order)
    R_iiifio_T = in_order(p.R_iiifio.T, order)
    R_fifffo_T = in_order(p.R_fifffo.T, order)
    R_oiofoo_T = in_order(p.R_oiofoo.T, order)
    p_i = for_each(p.p_i, N)
    p_f = for_each(p.p_f, N)
    work_2_across = work_2.T
    p_o = for_each(p.p_o, N)
    steps = zip(
        a, xh1[:-1], i[:-1], a_ifo, f[:-1], o[:-1], c[:-1], a_i, i[1:].swapaxes(1, 2),
        a_i.swapaxes(1, 2), a_f, f[1:].swapaxes(1, 2), a_f.swapaxes(1, 2), g,
        c[1:].swapaxes(1, 2), c[:-1].swapaxes(1, 2), g.swapaxes(1, 2), c[1:], a_o,
        o[1:].swapaxes(1, 2), a_o.swapaxes(1, 2), tanh_c, h[1:].swapaxes(1, 2),
        tanh_c.swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        a_t, xh1_prev, i_prev, a_ifo_t, f_prev, o_prev, c_prev, a_i_t, i_across, a_i_across,
        a_f_t, f_across, a_f_across, g_t, c_across, c_prev_across, g_across, c_t, a_o_t,
        o_across, a_o_across, tanh_c_t, h_across, tanh_c_across,
    ) in steps:  # fmt: skip
        # (1), (3), (5), (8) a = xh1_prev @ WRb.T
        product(xh1_prev, WRb_T, a_t)
        # (1), (3), (8) a_ifo += i_prev @ R_iiifio.T + f_prev @ R_fifffo.T + o_prev @ R_oiofoo.T
        product(i_prev, R_iiifio_T, work)
        add(a_ifo_t, work, a_ifo_t)
        product(f_prev, R_fifffo_T, work)
        add(a_ifo_t, work, a_ifo_t)
        product(o_prev, R_oiofoo_T, work)
        add(a_ifo_t, work, a_ifo_t)
        # (1) a_i += p_i * c_prev
        multiply(p_i, c_prev, work_2)
        add(a_i_t, work_2, a_i_t)
        # (2) i = sigmoid(a_i)
        sigmoid(a_i_across, i_across)
        # (3) a_f += p_f * c_prev
        multiply(p_f, c_prev, work_2)
        add(a_f_t, work_2, a_f_t)
        # (4) f = sigmoid(a_f)
        sigmoid(a_f_across, f_across)
        # (6) g = np.tanh(a_g)
        tanh(g_t, g_t)
        # (7) c = c_prev * f + g * i
        multiply(c_prev_across, f_across, c_across)
        multiply(g_across, i_across, work_2_across)
        add(c_across, work_2_across, c_across)
        # (8) a_o += p_o * c
        multiply(p_o, c_t, work_2)
        add(a_o_t, work_2, a_o_t)
        # (9) o = sigmoid(a_o)
        sigmoid(a_o_across, o_across)
        # tanh_c = np.tanh(c)
        tanh(c_t, tanh_c_t)
        # (10) h = tanh_c * o
        multiply(tanh_c_across, o_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy(), i=i[T].copy(), f=f[T].copy(), o=o[T].copy())
    return y, state, (a, i, f, c, o, tanh_c, xh1)


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
    (a, i, f, c, o, tanh_c, xh1) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da = padded_rows((T, N, 4 * H), dtype)
    g = a[..., :H]
    da_f = da[..., 2 * H : 3 * H]
    da_g = da[..., :H]
    da_i = da[..., H : 2 * H]
    da_ifo = da[..., H:]
    da_o = da[..., 3 * H :]
    xh = xh1[..., : H + M]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (11)
    do_next = vectors((N, H), dtype)
    do_next[...] = dstate.o  # (12)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (14)
    df_next = vectors((N, H), dtype)
    df_next[...] = dstate.f  # (17)
    di_next = vectors((N, H), dtype)
    di_next[...] = dstate.i  # (19)
    span = max(1, min(T, CHUNK // (5 * H * N)))
    s_o, s_c, s_g, s_f, s_i = vectors((5, span, N, H), dtype)
    dh, do, dc, work, df, di = vectors((6, N, H), dtype)
    do_across = do.T
    p_o = for_each(p.p_o, N)
    p_o_across = p_o.T
    dc_across = dc.T
    dh_across = dh.T
    work_across = work.T
    dc_next_across = dc_next.T
    df_across = df.T
    di_across = di.T
    R = in_order(p.R, order)
    R_oiofoo = in_order(p.R_oiofoo, order)
    p_i = for_each(p.p_i, N)
    p_i_across = p_i.T
    p_f = for_each(p.p_f, N)
    p_f_across = p_f.T
    R_fifffo = in_order(p.R_fifffo, order)
    R_iiifio = in_order(p.R_iiifio, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        o_c, s_o_c, tanh_c_c, s_c_c = (
            o[t0 + 1 : t1 + 1],
            s_o[: t1 - t0],
            tanh_c[t0:t1],
            s_c[: t1 - t0],
        )
        g_c, s_g_c, i_c, f_c = g[t0:t1], s_g[: t1 - t0], i[t0 + 1 : t1 + 1], f[t0 + 1 : t1 + 1]
        s_f_c, s_i_c = s_f[: t1 - t0], s_i[: t1 - t0]
        # (13) s_o = (1 - o) * o
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        # (14) s_c = (1 - tanh_c ** 2) * o
        multiply(tanh_c_c, tanh_c_c, s_c_c)
        subtract(1, s_c_c, s_c_c)
        multiply(s_c_c, o_c, s_c_c)
        # (15), (16) s_g = (1 - g ** 2) * i
        multiply(g_c, g_c, s_g_c)
        subtract(1, s_g_c, s_g_c)
        multiply(s_g_c, i_c, s_g_c)
        # (18) s_f = (1 - f) * f
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        # (20) s_i = (1 - i) * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], tanh_c_c[::-1], da_o[t0:t1].swapaxes(1, 2)[::-1],
            s_o_c.swapaxes(1, 2)[::-1], s_c_c.swapaxes(1, 2)[::-1],
            da_g[t0:t1].swapaxes(1, 2)[::-1], s_g_c.swapaxes(1, 2)[::-1], c[t0:t1][::-1],
            da_f[t0:t1].swapaxes(1, 2)[::-1], s_f_c.swapaxes(1, 2)[::-1], g_c[::-1],
            da_i[t0:t1].swapaxes(1, 2)[::-1], s_i_c.swapaxes(1, 2)[::-1], da[t0:t1][::-1],
            da_ifo[t0:t1][::-1], f_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, tanh_c_t, da_o_across, s_o_across, s_c_across, da_g_across, s_g_across,
            c_prev, da_f_across, s_f_across, g_t, da_i_across, s_i_across, da_t, da_ifo_t,
            f_across,
        ) in steps:  # fmt: skip
            # (11) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (12) do = dh * tanh_c + do_next
            multiply(dh, tanh_c_t, do)
            add(do, do_next, do)
            # (13) da_o = do * s_o
            multiply(do_across, s_o_across, da_o_across)
            # (14) dc = da_o * p_o + dh * s_c + dc_next
            multiply(da_o_across, p_o_across, dc_across)
            multiply(dh_across, s_c_across, work_across)
            add(dc_across, work_across, dc_across)
            add(dc_across, dc_next_across, dc_across)
            # (15), (16) da_g = dc * s_g
            multiply(dc_across, s_g_across, da_g_across)
            # (17) df = dc * c_prev + df_next
            multiply(dc, c_prev, df)
            add(df, df_next, df)
            # (18) da_f = df * s_f
            multiply(df_across, s_f_across, da_f_across)
            # (19) di = dc * g + di_next
            multiply(dc, g_t, di)
            add(di, di_next, di)
            # (20) da_i = di * s_i
            multiply(di_across, s_i_across, da_i_across)
            # (11) dh_next = da @ R
            product(da_t, R, dh_next)
            # (12) do_next = da_ifo @ R_oiofoo
            product(da_ifo_t, R_oiofoo, do_next)
            # (14) dc_next = da_i * p_i + da_f * p_f + dc * f
            multiply(da_i_across, p_i_across, dc_next_across)
            multiply(da_f_across, p_f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
            multiply(dc_across, f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
            # (17) df_next = da_ifo @ R_fifffo
            product(da_ifo_t, R_fifffo, df_next)
            # (19) di_next = da_ifo @ R_iiifio
            product(da_ifo_t, R_iiifio, di_next)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (21)
    dWR = empty((4 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (22), (23), (29), (30), (36), (37), (39), (40)
    grads.W[...] = dWR[:, :M]  # (22), (29), (36), (39)
    grads.R[...] = dWR[:, M:]  # (23), (30), (37), (40)
    da_rows.sum(axis=0, out=grads.b)  # (24), (31), (38), (41)
    work_ = vectors((T, N, H), dtype)
    # (25) dp_i = (da_i * c_prev).sum(axis=0)
    multiply(da_i.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_i)
    np.matmul(da_rows[:, H:].T, i[:-1].reshape(T * N, H), out=grads.R_iiifio)  # (26), (33), (43)
    np.matmul(da_rows[:, H:].T, f[:-1].reshape(T * N, H), out=grads.R_fifffo)  # (27), (34), (44)
    np.matmul(da_rows[:, H:].T, o[:-1].reshape(T * N, H), out=grads.R_oiofoo)  # (28), (35), (45)
    # (32) dp_f = (da_f * c_prev).sum(axis=0)
    multiply(da_f.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_f)
    # (42) dp_o = (da_o * c).sum(axis=0)
    multiply(da_o.swapaxes(1, 2), c[1:].swapaxes(1, 2), work_.swapaxes(1, 2))
    work_.sum(axis=(0, 1), out=grads.p_o)
    dh0 = dh_next.copy()  # (11)
    do0 = do_next.copy()  # (12)
    dc0 = dc_next.copy()  # (14)
    df0 = df_next.copy()  # (17)
    di0 = di_next.copy()  # (19)
    return grads, State(h=dh0, c=dc0, i=di0, f=df0, o=do0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_i = (
        x @ p.W_i.T
        + state.h @ p.R_i.T
        + p.b_i
        + p.p_i * state.c
        + state.i @ p.R_ii.T
        + state.f @ p.R_fi.T
        + state.o @ p.R_oi.T
    )  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = (
        x @ p.W_f.T
        + state.h @ p.R_f.T
        + p.b_f
        + p.p_f * state.c
        + state.i @ p.R_if.T
        + state.f @ p.R_ff.T
        + state.o @ p.R_of.T
    )  # (3)
    f = sigmoid(a_f)  # (4)
    a_g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    g = np.tanh(a_g)  # (6)
    c = state.c * f + g * i  # (7)
    a_o = (
        x @ p.W_o.T
        + state.h @ p.R_o.T
        + p.b_o
        + p.p_o * c
        + state.i @ p.R_io.T
        + state.f @ p.R_fo.T
        + state.o @ p.R_oo.T
    )  # (8)
    o = sigmoid(a_o)  # (9)
    h = o * np.tanh(c)  # (10)
    return h, State(h=h, c=c, i=i, f=f, o=o)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 1, 1, 1, 1, 0, 1),
    stretches=True,
)
