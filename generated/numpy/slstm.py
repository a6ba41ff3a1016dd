"""sLSTM: exponential gates, a normaliser n and a stabiliser m.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_f, W_z, W_o; R is R_i, R_f, R_z, R_o; b is b_i, b_f, b_z, b_o.
Joined, so that one product reads what arrives, what is carried and a one: scaled_WRb is W, R, b,
side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(32).
For all steps at once, since they lie on no such cycle: (33)-(45).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (18)-(19),
(25)-(29), (31)-(32).

Generated from the forward equations by `derive build slstm`; the numbers in the comments are those of the notes:

    (1)  i_tilde[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j]
    (2)  f_tilde[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j]
    (3)  log_f[t,n,j] = log_sigmoid(f_tilde[t,n,j])
    (4)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_r R_z[j,r]·h[t-1,n,r] + b_z[j]
    (5)  z[t,n,j] = tanh(a_z[t,n,j])
    (6)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j]
    (7)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (8)  a_m[t,n,j] = log_f[t,n,j] + m[t-1,n,j]
    (9)  m[t,n,j] = maximum(a_m[t,n,j], i_tilde[t,n,j])
    (10) a_i_prime[t,n,j] = i_tilde[t,n,j] - m[t,n,j]
    (11) i_prime[t,n,j] = exp(a_i_prime[t,n,j])
    (12) a_f_prime[t,n,j] = log_f[t,n,j] + m[t-1,n,j] - m[t,n,j]
    (13) f_prime[t,n,j] = exp(a_f_prime[t,n,j])
    (14) c[t,n,j] = f_prime[t,n,j]·c[t-1,n,j] + z[t,n,j]·i_prime[t,n,j]
    (15) n[t,n,j] = f_prime[t,n,j]·n[t-1,n,j] + i_prime[t,n,j]
    (16) h[t,n,j] = o[t,n,j]·c[t,n,j]/n[t,n,j]
    (17) dh[t,n,j] = dy[t,n,j]                        if t ≥ 1
                   + dh_T[n,j]                        if t = T
                   + Σ_r di_tilde[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r df_tilde[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r da_z[t+1,n,r]·R_z[r,j]       if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]       if t < T
    (18) dn[t,n,j] = dn_T[n,j]                               if t = T
                   - dh[t,n,j]·o[t,n,j]·c[t,n,j]/n[t,n,j]²   if t ≥ 1
                   + dn[t+1,n,j]·f_prime[t+1,n,j]            if t < T
    (19) dc[t,n,j] = dc_T[n,j]                      if t = T
                   + dh[t,n,j]·o[t,n,j]/n[t,n,j]    if t ≥ 1
                   + dc[t+1,n,j]·f_prime[t+1,n,j]   if t < T
    (20) df_prime[t,n,j] = dc[t,n,j]·c[t-1,n,j] + dn[t,n,j]·n[t-1,n,j]
    (21) da_f_prime[t,n,j] = df_prime[t,n,j]·f_prime[t,n,j]
    (22) di_prime[t,n,j] = dc[t,n,j]·z[t,n,j] + dn[t,n,j]
    (23) da_i_prime[t,n,j] = di_prime[t,n,j]·i_prime[t,n,j]
    (24) dm[t,n,j] = dm_T[n,j]             if t = T
                   - da_i_prime[t,n,j]     if t ≥ 1
                   - da_f_prime[t,n,j]     if t ≥ 1
                   + da_m[t+1,n,j]         if t < T
                   + da_f_prime[t+1,n,j]   if t < T
    (25) da_m[t,n,j] = dm[t,n,j]·step(a_m[t,n,j] - i_tilde[t,n,j])
    (26) do[t,n,j] = dh[t,n,j]·c[t,n,j]/n[t,n,j]
    (27) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (28) dz[t,n,j] = dc[t,n,j]·i_prime[t,n,j]
    (29) da_z[t,n,j] = dz[t,n,j]·(1 - z[t,n,j]²)
    (30) dlog_f[t,n,j] = da_m[t,n,j] + da_f_prime[t,n,j]
    (31) df_tilde[t,n,j] = dlog_f[t,n,j]·sigmoid(-f_tilde[t,n,j])
    (32) di_tilde[t,n,j] = dm[t,n,j]·(1 - step(a_m[t,n,j] - i_tilde[t,n,j])) + da_i_prime[t,n,j]
    (33) dx[t,n,k] = Σ_j di_tilde[t,n,j]·W_i[j,k]
                   + Σ_j df_tilde[t,n,j]·W_f[j,k]
                   + Σ_j da_z[t,n,j]·W_z[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (34) dW_i[j,k] = Σ_{t,n} di_tilde[t,n,j]·x[t,n,k]
    (35) dR_i[j,r] = Σ_{t,n} di_tilde[t,n,j]·h[t-1,n,r]
    (36) db_i[j] = Σ_{t,n} di_tilde[t,n,j]
    (37) dW_f[j,k] = Σ_{t,n} df_tilde[t,n,j]·x[t,n,k]
    (38) dR_f[j,r] = Σ_{t,n} df_tilde[t,n,j]·h[t-1,n,r]
    (39) db_f[j] = Σ_{t,n} df_tilde[t,n,j]
    (40) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (41) dR_z[j,r] = Σ_{t,n} da_z[t,n,j]·h[t-1,n,r]
    (42) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (43) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (44) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (45) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, exp, maximum, multiply, negative, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    heaviside, in_order, log_sigmoid, padded_rows, sigmoid, step_layout, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="slstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"), "W_f": ("H", "M"), "W_z": ("H", "M"), "W_o": ("H", "M"),
        "R_i": ("H", "H"), "R_f": ("H", "H"), "R_z": ("H", "H"), "R_o": ("H", "H"), "b_i": ("H",),
        "b_f": ("H",), "b_z": ("H",), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H"), "n": ("N", "H"), "m": ("N", "H")},
    gradients=("x",),
    stacks={
        "W": ("W_i", "W_f", "W_z", "W_o"), "R": ("R_i", "R_f", "R_z", "R_o"),
        "b": ("b_i", "b_f", "b_z", "b_o"),
    },
    start={"m": -np.inf},
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, R, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)
    n: Array  # (N, H)
    m: Array  # (N, H)


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

    ``state0`` None means zeros, except m = -inf; ``checkpoint_every`` k keeps only every k-th state, and computes the rest again.
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
    a = vectors((T, N, 4 * H), dtype)
    a_m = vectors((T, N, H), dtype)
    m = vectors((T + 1, N, H), dtype)
    i_prime = vectors((T, N, H), dtype)
    f_prime = vectors((T, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    n = vectors((T + 1, N, H), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    a_zo, f_tilde, i_tilde, o = a[..., 2 * H :], a[..., H : 2 * H], a[..., :H], a[..., 3 * H :]
    z, h = a[..., 2 * H : 3 * H], xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    scaled_WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    scaled_WRb[3 * H :] *= 0.5
    log_f, work = vectors((2, N, H), dtype)
    scaled_WRb_T = in_order(scaled_WRb.T, order)
    half = constant(1 / 2, (N, H), dtype)
    steps = zip(
        a, xh1[:-1], f_tilde, a_zo, o, a_m, m[:-1], m[1:], i_tilde, i_prime, f_prime, c[1:],
        c[:-1], z, n[1:], n[:-1], h[1:].swapaxes(1, 2), o.swapaxes(1, 2),
        c[1:].swapaxes(1, 2), n[1:].swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        a_t, xh1_prev, f_tilde_t, a_zo_t, o_t, a_m_t, m_prev, m_t, i_tilde_t, i_prime_t,
        f_prime_t, c_t, c_prev, z_t, n_t, n_prev, h_across, o_across, c_across, n_across,
    ) in steps:  # fmt: skip
        # (1), (2), (4), (6) a = xh1_prev @ scaled_WRb.T
        product(xh1_prev, scaled_WRb_T, a_t)
        # (3) log_f = log_sigmoid(f_tilde)
        log_sigmoid(f_tilde_t, log_f)
        # (5), (7) tanh_a_zo = np.tanh(a_zo)
        tanh(a_zo_t, a_zo_t)
        # (7) o = 1 / 2 + 1 / 2 * tanh_a_o
        multiply(half, o_t, o_t)
        add(half, o_t, o_t)
        # (8) a_m = log_f + m_prev
        add(log_f, m_prev, a_m_t)
        # (9) m = np.maximum(a_m, i_tilde)
        maximum(a_m_t, i_tilde_t, out=m_t)
        # (10) a_i_prime = i_tilde - m
        subtract(i_tilde_t, m_t, i_prime_t)
        # (11) i_prime = np.exp(a_i_prime)
        exp(i_prime_t, i_prime_t)
        # (12) a_f_prime = log_f + m_prev - m
        add(log_f, m_prev, f_prime_t)
        subtract(f_prime_t, m_t, f_prime_t)
        # (13) f_prime = np.exp(a_f_prime)
        exp(f_prime_t, f_prime_t)
        # (14) c = f_prime * c_prev + i_prime * z
        multiply(f_prime_t, c_prev, c_t)
        multiply(i_prime_t, z_t, work)
        add(c_t, work, c_t)
        # (15) n = f_prime * n_prev + i_prime
        multiply(f_prime_t, n_prev, n_t)
        add(n_t, i_prime_t, n_t)
        # (16) h = o * c / n
        multiply(o_across, c_across, h_across)
        divide(h_across, n_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (a, a_m, i_prime, f_prime, c, n, xh1)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (a, a_m, i_prime, f_prime, c, n, xh1) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da = padded_rows((T, N, 4 * H), dtype)
    f_tilde, i_tilde, o = a[..., H : 2 * H], a[..., :H], a[..., 3 * H :]
    z, da_o, da_z = a[..., 2 * H : 3 * H], da[..., 3 * H :], da[..., 2 * H : 3 * H]
    df_tilde, di_tilde, xh = da[..., H : 2 * H], da[..., :H], xh1[..., : H + M]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (17)
    dn_next = vectors((N, H), dtype)
    dn_next[...] = dstate.n  # (18)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (19)
    dm_next = vectors((N, H), dtype)
    dm_next[...] = dstate.m  # (24)
    span = max(1, min(T, CHUNK // (7 * H * N)))
    s_n, work, s_c, s_m, s_o, s_z, s_f_tilde, s_i_tilde = vectors((8, span, N, H), dtype)
    dh, dn, dc, df_prime, work_2, da_f_prime, di_prime, da_i_prime, dm, da_m, dlog_f = vectors(
        (11, N, H), dtype
    )
    dh_across = dh.T
    dc_across = dc.T
    dlog_f_across = dlog_f.T
    dm_across = dm.T
    work_2_across = work_2.T
    da_i_prime_across = da_i_prime.T
    R = in_order(p.R, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        o_c, c_c, s_n_c = o[t0:t1], c[t0 + 1 : t1 + 1], s_n[: t1 - t0]
        n_c, work_c, s_c_c = n[t0 + 1 : t1 + 1], work[: t1 - t0], s_c[: t1 - t0]
        a_m_c, i_tilde_c, s_m_c = a_m[t0:t1], i_tilde[t0:t1], s_m[: t1 - t0]
        s_o_c, z_c, s_z_c = s_o[: t1 - t0], z[t0:t1], s_z[: t1 - t0]
        i_prime_c, f_tilde_c = i_prime[t0:t1], f_tilde[t0:t1]
        s_f_tilde_c, s_i_tilde_c = s_f_tilde[: t1 - t0], s_i_tilde[: t1 - t0]
        # (18) s_n = o * c / n ** 2
        multiply(o_c, c_c, s_n_c)
        multiply(n_c, n_c, work_c)
        divide(s_n_c, work_c, s_n_c)
        # (19) s_c = o / n
        divide(o_c, n_c, s_c_c)
        # (25) s_m = heaviside(a_m - i_tilde)
        subtract(a_m_c, i_tilde_c, s_m_c)
        heaviside(s_m_c, s_m_c)
        # (26), (27) s_o = (1 - o) * o * c / n
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, c_c, s_o_c)
        divide(s_o_c, n_c, s_o_c)
        # (28), (29) s_z = (1 - z ** 2) * i_prime
        multiply(z_c, z_c, s_z_c)
        subtract(1, s_z_c, s_z_c)
        multiply(s_z_c, i_prime_c, s_z_c)
        # (31) s_f_tilde = sigmoid(-f_tilde)
        negative(f_tilde_c, s_f_tilde_c)
        sigmoid(s_f_tilde_c, s_f_tilde_c)
        # (32) s_i_tilde = 1 - heaviside(a_m - i_tilde)
        subtract(a_m_c, i_tilde_c, s_i_tilde_c)
        heaviside(s_i_tilde_c, s_i_tilde_c)
        subtract(1, s_i_tilde_c, s_i_tilde_c)
        steps = zip(
            dy[t0:t1][::-1], s_n_c[::-1], f_prime[t0:t1][::-1], s_c_c[::-1], c[t0:t1][::-1],
            n[t0:t1][::-1], z_c[::-1], i_prime_c[::-1], s_m_c[::-1],
            da_o[t0:t1].swapaxes(1, 2)[::-1], s_o_c.swapaxes(1, 2)[::-1],
            da_z[t0:t1].swapaxes(1, 2)[::-1], s_z_c.swapaxes(1, 2)[::-1],
            df_tilde[t0:t1].swapaxes(1, 2)[::-1], s_f_tilde_c.swapaxes(1, 2)[::-1],
            s_i_tilde_c.swapaxes(1, 2)[::-1], di_tilde[t0:t1].swapaxes(1, 2)[::-1],
            da[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, s_n_t, f_prime_t, s_c_t, c_prev, n_prev, z_t, i_prime_t, s_m_t, da_o_across,
            s_o_across, da_z_across, s_z_across, df_tilde_across, s_f_tilde_across,
            s_i_tilde_across, di_tilde_across, da_t,
        ) in steps:  # fmt: skip
            # (17) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (18) dn = dn_next - dh * s_n
            multiply(dh, s_n_t, dn)
            subtract(dn_next, dn, dn)
            # (18) dn_next = dn * f_prime
            multiply(dn, f_prime_t, dn_next)
            # (19) dc = dh * s_c + dc_next
            multiply(dh, s_c_t, dc)
            add(dc, dc_next, dc)
            # (19) dc_next = dc * f_prime
            multiply(dc, f_prime_t, dc_next)
            # (20) df_prime = dc * c_prev + dn * n_prev
            multiply(dc, c_prev, df_prime)
            multiply(dn, n_prev, work_2)
            add(df_prime, work_2, df_prime)
            # (21) da_f_prime = df_prime * f_prime
            multiply(df_prime, f_prime_t, da_f_prime)
            # (22) di_prime = dc * z + dn
            multiply(dc, z_t, di_prime)
            add(di_prime, dn, di_prime)
            # (23) da_i_prime = di_prime * i_prime
            multiply(di_prime, i_prime_t, da_i_prime)
            # (24) dm = dm_next - da_i_prime - da_f_prime
            subtract(dm_next, da_i_prime, dm)
            subtract(dm, da_f_prime, dm)
            # (25) da_m = dm * s_m
            multiply(dm, s_m_t, da_m)
            # (24) dm_next = da_m + da_f_prime
            add(da_m, da_f_prime, dm_next)
            # (26), (27) da_o = dh * s_o
            multiply(dh_across, s_o_across, da_o_across)
            # (28), (29) da_z = dc * s_z
            multiply(dc_across, s_z_across, da_z_across)
            # (30) dlog_f = da_m + da_f_prime
            add(da_m, da_f_prime, dlog_f)
            # (31) df_tilde = dlog_f * s_f_tilde
            multiply(dlog_f_across, s_f_tilde_across, df_tilde_across)
            # (32) di_tilde = dm * s_i_tilde + da_i_prime
            multiply(dm_across, s_i_tilde_across, work_2_across)
            add(work_2_across, da_i_prime_across, di_tilde_across)
            # (17) dh_next = da @ R
            product(da_t, R, dh_next)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (33)
    dWR = empty((4 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (34), (35), (37), (38), (40), (41), (43), (44)
    grads.W[...] = dWR[:, :M]  # (34), (37), (40), (43)
    grads.R[...] = dWR[:, M:]  # (35), (38), (41), (44)
    da_rows.sum(axis=0, out=grads.b)  # (36), (39), (42), (45)
    dh0 = dh_next.copy()  # (17)
    dn0 = dn_next.copy()  # (18)
    dc0 = dc_next.copy()  # (19)
    dm0 = dm_next.copy()  # (24)
    return grads, State(h=dh0, c=dc0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    i_tilde = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i  # (1)
    f_tilde = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f  # (2)
    log_f = log_sigmoid(f_tilde)  # (3)
    a_z = x @ p.W_z.T + state.h @ p.R_z.T + p.b_z  # (4)
    z = np.tanh(a_z)  # (5)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o  # (6)
    o = sigmoid(a_o)  # (7)
    a_m = log_f + state.m  # (8)
    m = np.maximum(a_m, i_tilde)  # (9)
    a_i_prime = i_tilde - m  # (10)
    i_prime = np.exp(a_i_prime)  # (11)
    a_f_prime = log_f + state.m - m  # (12)
    f_prime = np.exp(a_f_prime)  # (13)
    c = f_prime * state.c + i_prime * z  # (14)
    n = f_prime * state.n + i_prime  # (15)
    h = o * c / n  # (16)
    return h, State(h=h, c=c, n=n, m=m)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 1, 1, 1),
    stretches=True,
)
