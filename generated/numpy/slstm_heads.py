"""sLSTM with several heads, each a block of the recurrent matrices.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (3), (5), (7)-(32).
In loops, except for the terms that nothing in the loop feeds: (1)-(2), (4), (6).
For all steps at once, since they lie on no such cycle: (33)-(45).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (18)-(19),
(25)-(29), (31)-(32).

Generated from the forward equations by `derive build slstm_heads`; the numbers in the comments are those of the notes:

    (1)  i_tilde[t,n,g,d] = Σ_k W_i[g,d,k]·x[t,n,k] + Σ_{d1} R_i[g,d,d1]·h[t-1,n,g,d1] + b_i[g,d]
    (2)  f_tilde[t,n,g,d] = Σ_k W_f[g,d,k]·x[t,n,k] + Σ_{d1} R_f[g,d,d1]·h[t-1,n,g,d1] + b_f[g,d]
    (3)  log_f[t,n,g,d] = log_sigmoid(f_tilde[t,n,g,d])
    (4)  a_z[t,n,g,d] = Σ_k W_z[g,d,k]·x[t,n,k] + Σ_{d1} R_z[g,d,d1]·h[t-1,n,g,d1] + b_z[g,d]
    (5)  z[t,n,g,d] = tanh(a_z[t,n,g,d])
    (6)  a_o[t,n,g,d] = Σ_k W_o[g,d,k]·x[t,n,k] + Σ_{d1} R_o[g,d,d1]·h[t-1,n,g,d1] + b_o[g,d]
    (7)  o[t,n,g,d] = sigmoid(a_o[t,n,g,d])
    (8)  a_m[t,n,g,d] = log_f[t,n,g,d] + m[t-1,n,g,d]
    (9)  m[t,n,g,d] = maximum(a_m[t,n,g,d], i_tilde[t,n,g,d])
    (10) a_i_prime[t,n,g,d] = i_tilde[t,n,g,d] - m[t,n,g,d]
    (11) i_prime[t,n,g,d] = exp(a_i_prime[t,n,g,d])
    (12) a_f_prime[t,n,g,d] = log_f[t,n,g,d] + m[t-1,n,g,d] - m[t,n,g,d]
    (13) f_prime[t,n,g,d] = exp(a_f_prime[t,n,g,d])
    (14) c[t,n,g,d] = f_prime[t,n,g,d]·c[t-1,n,g,d] + z[t,n,g,d]·i_prime[t,n,g,d]
    (15) n[t,n,g,d] = f_prime[t,n,g,d]·n[t-1,n,g,d] + i_prime[t,n,g,d]
    (16) h[t,n,g,d] = o[t,n,g,d]·c[t,n,g,d]/n[t,n,g,d]
    (17) dh[t,n,g,d] = dy[t,n,g,d]                               if t ≥ 1
                     + dh_T[n,g,d]                               if t = T
                     + Σ_{d1} di_tilde[t+1,n,g,d1]·R_i[g,d1,d]   if t < T
                     + Σ_{d1} df_tilde[t+1,n,g,d1]·R_f[g,d1,d]   if t < T
                     + Σ_{d1} da_z[t+1,n,g,d1]·R_z[g,d1,d]       if t < T
                     + Σ_{d1} da_o[t+1,n,g,d1]·R_o[g,d1,d]       if t < T
    (18) dn[t,n,g,d] = dn_T[n,g,d]                                     if t = T
                     - dh[t,n,g,d]·o[t,n,g,d]·c[t,n,g,d]/n[t,n,g,d]²   if t ≥ 1
                     + dn[t+1,n,g,d]·f_prime[t+1,n,g,d]                if t < T
    (19) dc[t,n,g,d] = dc_T[n,g,d]                         if t = T
                     + dh[t,n,g,d]·o[t,n,g,d]/n[t,n,g,d]   if t ≥ 1
                     + dc[t+1,n,g,d]·f_prime[t+1,n,g,d]    if t < T
    (20) df_prime[t,n,g,d] = dc[t,n,g,d]·c[t-1,n,g,d] + dn[t,n,g,d]·n[t-1,n,g,d]
    (21) da_f_prime[t,n,g,d] = df_prime[t,n,g,d]·f_prime[t,n,g,d]
    (22) di_prime[t,n,g,d] = dc[t,n,g,d]·z[t,n,g,d] + dn[t,n,g,d]
    (23) da_i_prime[t,n,g,d] = di_prime[t,n,g,d]·i_prime[t,n,g,d]
    (24) dm[t,n,g,d] = dm_T[n,g,d]             if t = T
                     - da_i_prime[t,n,g,d]     if t ≥ 1
                     - da_f_prime[t,n,g,d]     if t ≥ 1
                     + da_m[t+1,n,g,d]         if t < T
                     + da_f_prime[t+1,n,g,d]   if t < T
    (25) da_m[t,n,g,d] = dm[t,n,g,d]·step(a_m[t,n,g,d] - i_tilde[t,n,g,d])
    (26) do[t,n,g,d] = dh[t,n,g,d]·c[t,n,g,d]/n[t,n,g,d]
    (27) da_o[t,n,g,d] = do[t,n,g,d]·o[t,n,g,d]·(1 - o[t,n,g,d])
    (28) dz[t,n,g,d] = dc[t,n,g,d]·i_prime[t,n,g,d]
    (29) da_z[t,n,g,d] = dz[t,n,g,d]·(1 - z[t,n,g,d]²)
    (30) dlog_f[t,n,g,d] = da_m[t,n,g,d] + da_f_prime[t,n,g,d]
    (31) df_tilde[t,n,g,d] = dlog_f[t,n,g,d]·sigmoid(-f_tilde[t,n,g,d])
    (32) di_tilde[t,n,g,d] = dm[t,n,g,d]·(1 - step(a_m[t,n,g,d] - i_tilde[t,n,g,d]))
                           + da_i_prime[t,n,g,d]
    (33) dx[t,n,k] = Σ_{g,d} di_tilde[t,n,g,d]·W_i[g,d,k]
                   + Σ_{g,d} df_tilde[t,n,g,d]·W_f[g,d,k]
                   + Σ_{g,d} da_z[t,n,g,d]·W_z[g,d,k]
                   + Σ_{g,d} da_o[t,n,g,d]·W_o[g,d,k]
    (34) dW_i[g,d,k] = Σ_{t,n} di_tilde[t,n,g,d]·x[t,n,k]
    (35) dR_i[g,d,d1] = Σ_{t,n} di_tilde[t,n,g,d]·h[t-1,n,g,d1]
    (36) db_i[g,d] = Σ_{t,n} di_tilde[t,n,g,d]
    (37) dW_f[g,d,k] = Σ_{t,n} df_tilde[t,n,g,d]·x[t,n,k]
    (38) dR_f[g,d,d1] = Σ_{t,n} df_tilde[t,n,g,d]·h[t-1,n,g,d1]
    (39) db_f[g,d] = Σ_{t,n} df_tilde[t,n,g,d]
    (40) dW_z[g,d,k] = Σ_{t,n} da_z[t,n,g,d]·x[t,n,k]
    (41) dR_z[g,d,d1] = Σ_{t,n} da_z[t,n,g,d]·h[t-1,n,g,d1]
    (42) db_z[g,d] = Σ_{t,n} da_z[t,n,g,d]
    (43) dW_o[g,d,k] = Σ_{t,n} da_o[t,n,g,d]·x[t,n,k]
    (44) dR_o[g,d,d1] = Σ_{t,n} da_o[t,n,g,d]·h[t-1,n,g,d1]
    (45) db_o[g,d] = Σ_{t,n} da_o[t,n,g,d]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, exp, maximum, multiply, negative, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty, heaviside,
    log_sigmoid, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="slstm_heads",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "W_i": ("G", "D", "M"), "R_i": ("G", "D", "D"), "b_i": ("G", "D"), "W_f": ("G", "D", "M"),
        "R_f": ("G", "D", "D"), "b_f": ("G", "D"), "W_z": ("G", "D", "M"), "R_z": ("G", "D", "D"),
        "b_z": ("G", "D"), "W_o": ("G", "D", "M"), "R_o": ("G", "D", "D"), "b_o": ("G", "D"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={
        "h": ("N", "G", "D"), "c": ("N", "G", "D"), "n": ("N", "G", "D"), "m": ("N", "G", "D"),
    },
    gradients=("x",),
    start={"m": -np.inf},
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, G, D)
    c: Array  # (N, G, D)
    n: Array  # (N, G, D)
    m: Array  # (N, G, D)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int, num_heads: int, head_dim: int, rng: Any = None, dtype: Any = np.float64
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, num_heads, head_dim, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, G, D), state, tape.

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
    M, G, D = p.sizes
    i_tilde = empty((T, N, G, D), dtype)
    f_tilde = empty((T, N, G, D), dtype)
    z = empty((T, N, G, D), dtype)
    o = empty((T, N, G, D), dtype)
    a_m = empty((T, N, G, D), dtype)
    m = empty((T + 1, N, G, D), dtype)
    i_prime = empty((T, N, G, D), dtype)
    f_prime = empty((T, N, G, D), dtype)
    c = empty((T + 1, N, G, D), dtype)
    n = empty((T + 1, N, G, D), dtype)
    h = empty((T + 1, N, G, D), dtype)
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    scaled_W_o = p.W_o * 0.5
    scaled_b_o = p.b_o * 0.5
    scaled_R_o = p.R_o * 0.5
    x_rows = x.reshape(T * N, M)
    # (1) i_tilde = (x @ W_i.reshape(G * D, M).T).reshape(N, G, D) + b_i
    np.matmul(x_rows, p.W_i.reshape(G * D, M).T, out=i_tilde.reshape(T * N, G * D))
    add(i_tilde, p.b_i, i_tilde)
    # (2) f_tilde = (x @ W_f.reshape(G * D, M).T).reshape(N, G, D) + b_f
    np.matmul(x_rows, p.W_f.reshape(G * D, M).T, out=f_tilde.reshape(T * N, G * D))
    add(f_tilde, p.b_f, f_tilde)
    # (4) a_z = (x @ W_z.reshape(G * D, M).T).reshape(N, G, D) + b_z
    np.matmul(x_rows, p.W_z.reshape(G * D, M).T, out=z.reshape(T * N, G * D))
    add(z, p.b_z, z)
    # (6) a_o = (x @ scaled_W_o.reshape(G * D, M).T).reshape(N, G, D) + scaled_b_o
    np.matmul(x_rows, scaled_W_o.reshape(G * D, M).T, out=o.reshape(T * N, G * D))
    add(o, scaled_b_o, o)
    work, log_f = empty((2, N, G, D), dtype)
    steps = zip(
        h[:-1], i_tilde, f_tilde, z, o, a_m, m[:-1], m[1:], i_prime, f_prime, c[1:], c[:-1],
        n[1:], n[:-1], h[1:], strict=True,
    )  # fmt: skip
    for (
        h_prev, i_tilde_t, f_tilde_t, z_t, o_t, a_m_t, m_prev, m_t, i_prime_t, f_prime_t,
        c_t, c_prev, n_t, n_prev, h_t,
    ) in steps:  # fmt: skip
        # (1) i_tilde += np.einsum("ngd,gad->nga", h_prev, R_i)
        np.matmul(h_prev.transpose(1, 0, 2), p.R_i.transpose(0, 2, 1), out=work.transpose(1, 0, 2))
        add(i_tilde_t, work, i_tilde_t)
        # (2) f_tilde += np.einsum("ngd,gad->nga", h_prev, R_f)
        np.matmul(h_prev.transpose(1, 0, 2), p.R_f.transpose(0, 2, 1), out=work.transpose(1, 0, 2))
        add(f_tilde_t, work, f_tilde_t)
        # (3) log_f = log_sigmoid(f_tilde)
        log_sigmoid(f_tilde_t, log_f)
        # (4) a_z += np.einsum("ngd,gad->nga", h_prev, R_z)
        np.matmul(h_prev.transpose(1, 0, 2), p.R_z.transpose(0, 2, 1), out=work.transpose(1, 0, 2))
        add(z_t, work, z_t)
        # (5) z = np.tanh(a_z)
        tanh(z_t, z_t)
        # (6) a_o += np.einsum("ngd,gad->nga", h_prev, scaled_R_o)
        np.matmul(
            h_prev.transpose(1, 0, 2), scaled_R_o.transpose(0, 2, 1), out=work.transpose(1, 0, 2)
        )
        add(o_t, work, o_t)
        # (7) tanh_a_o = np.tanh(a_o)
        tanh(o_t, o_t)
        # (7) o = 1 / 2 + 1 / 2 * tanh_a_o
        multiply(1 / 2, o_t, o_t)
        add(1 / 2, o_t, o_t)
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
        multiply(o_t, c_t, h_t)
        divide(h_t, n_t, h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (x, i_tilde, f_tilde, z, o, a_m, i_prime, f_prime, c, n, h)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, G, D = p.sizes
    (x, i_tilde, f_tilde, z, o, a_m, i_prime, f_prime, c, n, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    da_o = empty((T, N, G, D), dtype)
    da_z = empty((T, N, G, D), dtype)
    df_tilde = empty((T, N, G, D), dtype)
    di_tilde = empty((T, N, G, D), dtype)
    dh_next = empty((N, G, D), dtype)
    dh_next[...] = dstate.h  # (17)
    dn_next = empty((N, G, D), dtype)
    dn_next[...] = dstate.n  # (18)
    dc_next = empty((N, G, D), dtype)
    dc_next[...] = dstate.c  # (19)
    dm_next = empty((N, G, D), dtype)
    dm_next[...] = dstate.m  # (24)
    span = max(1, min(T, CHUNK // (7 * D * G * N)))
    s_n, work, s_c, s_m, s_o, s_z, s_f_tilde, s_i_tilde = empty((8, span, N, G, D), dtype)
    dh, dn, dc, df_prime, work_2, da_f_prime, di_prime, da_i_prime, dm, da_m, dlog_f = empty(
        (11, N, G, D), dtype
    )
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
            n[t0:t1][::-1], z_c[::-1], i_prime_c[::-1], s_m_c[::-1], da_o[t0:t1][::-1],
            s_o_c[::-1], da_z[t0:t1][::-1], s_z_c[::-1], df_tilde[t0:t1][::-1],
            s_f_tilde_c[::-1], di_tilde[t0:t1][::-1], s_i_tilde_c[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, s_n_t, f_prime_t, s_c_t, c_prev, n_prev, z_t, i_prime_t, s_m_t, da_o_t, s_o_t,
            da_z_t, s_z_t, df_tilde_t, s_f_tilde_t, di_tilde_t, s_i_tilde_t,
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
            multiply(dh, s_o_t, da_o_t)
            # (28), (29) da_z = dc * s_z
            multiply(dc, s_z_t, da_z_t)
            # (30) dlog_f = da_m + da_f_prime
            add(da_m, da_f_prime, dlog_f)
            # (31) df_tilde = dlog_f * s_f_tilde
            multiply(dlog_f, s_f_tilde_t, df_tilde_t)
            # (32) di_tilde = dm * s_i_tilde + da_i_prime
            multiply(dm, s_i_tilde_t, di_tilde_t)
            add(di_tilde_t, da_i_prime, di_tilde_t)
            # (17) dh_next = np.einsum("ngd,gda->nga", di_tilde, R_i) + np.einsum("ngd,gda->nga", df_tilde, R_f) + np.einsum("ngd,gda->nga", da_z, R_z) + np.einsum("ngd,gda->nga", da_o, R_o)
            np.matmul(di_tilde_t.transpose(1, 0, 2), p.R_i, out=dh_next.transpose(1, 0, 2))
            np.matmul(df_tilde_t.transpose(1, 0, 2), p.R_f, out=work_2.transpose(1, 0, 2))
            add(dh_next, work_2, dh_next)
            np.matmul(da_z_t.transpose(1, 0, 2), p.R_z, out=work_2.transpose(1, 0, 2))
            add(dh_next, work_2, dh_next)
            np.matmul(da_o_t.transpose(1, 0, 2), p.R_o, out=work_2.transpose(1, 0, 2))
            add(dh_next, work_2, dh_next)
    work_ = vectors((T, N, M), dtype)
    # (33) dx = di_tilde.transpose(0, 2, 1).reshape(N, D * G) @ W_i.transpose(1, 0, 2).reshape(D * G, M) + df_tilde.transpose(0, 2, 1).reshape(N, D * G) @ W_f.transpose(1, 0, 2).reshape(D * G, M) + da_z.transpose(0, 2, 1).reshape(N, D * G) @ W_z.transpose(1, 0, 2).reshape(D * G, M) + da_o.transpose(0, 2, 1).reshape(N, D * G) @ W_o.transpose(1, 0, 2).reshape(D * G, M)
    np.einsum("gdk,tngd->tnk", p.W_i, di_tilde, out=dx)
    np.einsum("gdk,tngd->tnk", p.W_f, df_tilde, out=work_)
    add(dx.swapaxes(1, 2), work_.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_z, da_z, out=work_)
    add(dx.swapaxes(1, 2), work_.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_o, da_o, out=work_)
    add(dx.swapaxes(1, 2), work_.swapaxes(1, 2), dx.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    np.matmul(di_tilde.reshape(T * N, G * D).T, x_rows, out=grads.W_i.reshape(G * D, M))  # (34)
    np.einsum("tngd,tnga->gda", di_tilde, h[:-1], out=grads.R_i)  # (35)
    di_tilde.sum(axis=(0, 1), out=grads.b_i)  # (36)
    np.matmul(df_tilde.reshape(T * N, G * D).T, x_rows, out=grads.W_f.reshape(G * D, M))  # (37)
    np.einsum("tngd,tnga->gda", df_tilde, h[:-1], out=grads.R_f)  # (38)
    df_tilde.sum(axis=(0, 1), out=grads.b_f)  # (39)
    np.matmul(da_z.reshape(T * N, G * D).T, x_rows, out=grads.W_z.reshape(G * D, M))  # (40)
    np.einsum("tngd,tnga->gda", da_z, h[:-1], out=grads.R_z)  # (41)
    da_z.sum(axis=(0, 1), out=grads.b_z)  # (42)
    np.matmul(da_o.reshape(T * N, G * D).T, x_rows, out=grads.W_o.reshape(G * D, M))  # (43)
    np.einsum("tngd,tnga->gda", da_o, h[:-1], out=grads.R_o)  # (44)
    da_o.sum(axis=(0, 1), out=grads.b_o)  # (45)
    dh0 = dh_next.copy()  # (17)
    dn0 = dn_next.copy()  # (18)
    dc0 = dc_next.copy()  # (19)
    dm0 = dm_next.copy()  # (24)
    return grads, State(h=dh0, c=dc0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    i_tilde = (
        (x @ p.W_i.reshape(G * D, M).T).reshape(N, G, D)
        + np.einsum("ngd,gad->nga", state.h, p.R_i)
        + p.b_i
    )  # (1)
    f_tilde = (
        (x @ p.W_f.reshape(G * D, M).T).reshape(N, G, D)
        + np.einsum("ngd,gad->nga", state.h, p.R_f)
        + p.b_f
    )  # (2)
    log_f = log_sigmoid(f_tilde)  # (3)
    a_z = (
        (x @ p.W_z.reshape(G * D, M).T).reshape(N, G, D)
        + np.einsum("ngd,gad->nga", state.h, p.R_z)
        + p.b_z
    )  # (4)
    z = np.tanh(a_z)  # (5)
    a_o = (
        (x @ p.W_o.reshape(G * D, M).T).reshape(N, G, D)
        + np.einsum("ngd,gad->nga", state.h, p.R_o)
        + p.b_o
    )  # (6)
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
    kept=(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1),
    stretches=True,
)
