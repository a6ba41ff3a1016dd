"""sLSTM with several heads, each a block of the recurrent matrices.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

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

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, heaviside, log_sigmoid,
    sigmoid,
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
    x = from_one(x)
    i_tilde = np.zeros((T + 1, N, G, D), dtype)
    f_tilde = np.zeros((T + 1, N, G, D), dtype)
    log_f = np.zeros((T + 1, N, G, D), dtype)
    a_z = np.zeros((T + 1, N, G, D), dtype)
    z = np.zeros((T + 1, N, G, D), dtype)
    a_o = np.zeros((T + 1, N, G, D), dtype)
    o = np.zeros((T + 1, N, G, D), dtype)
    a_m = np.zeros((T + 1, N, G, D), dtype)
    m = np.zeros((T + 1, N, G, D), dtype)
    a_i_prime = np.zeros((T + 1, N, G, D), dtype)
    i_prime = np.zeros((T + 1, N, G, D), dtype)
    a_f_prime = np.zeros((T + 1, N, G, D), dtype)
    f_prime = np.zeros((T + 1, N, G, D), dtype)
    c = np.zeros((T + 1, N, G, D), dtype)
    n = np.zeros((T + 1, N, G, D), dtype)
    h = np.zeros((T + 1, N, G, D), dtype)
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        i_tilde[t] = (
            (x[t] @ p.W_i.reshape(G * D, M).T).reshape(N, G, D)
            + np.einsum("ngd,gad->nga", h[t - 1], p.R_i)
            + p.b_i
        )  # (1)
        f_tilde[t] = (
            (x[t] @ p.W_f.reshape(G * D, M).T).reshape(N, G, D)
            + np.einsum("ngd,gad->nga", h[t - 1], p.R_f)
            + p.b_f
        )  # (2)
        log_f[t] = log_sigmoid(f_tilde[t])  # (3)
        a_z[t] = (
            (x[t] @ p.W_z.reshape(G * D, M).T).reshape(N, G, D)
            + np.einsum("ngd,gad->nga", h[t - 1], p.R_z)
            + p.b_z
        )  # (4)
        z[t] = np.tanh(a_z[t])  # (5)
        a_o[t] = (
            (x[t] @ p.W_o.reshape(G * D, M).T).reshape(N, G, D)
            + np.einsum("ngd,gad->nga", h[t - 1], p.R_o)
            + p.b_o
        )  # (6)
        o[t] = sigmoid(a_o[t])  # (7)
        a_m[t] = log_f[t] + m[t - 1]  # (8)
        m[t] = np.maximum(a_m[t], i_tilde[t])  # (9)
        a_i_prime[t] = i_tilde[t] - m[t]  # (10)
        i_prime[t] = np.exp(a_i_prime[t])  # (11)
        a_f_prime[t] = log_f[t] + m[t - 1] - m[t]  # (12)
        f_prime[t] = np.exp(a_f_prime[t])  # (13)
        c[t] = f_prime[t] * c[t - 1] + i_prime[t] * z[t]  # (14)
        n[t] = f_prime[t] * n[t - 1] + i_prime[t]  # (15)
        h[t] = o[t] * c[t] / n[t]  # (16)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (x, i_tilde, f_tilde, z, o, a_m, i_prime, f_prime, c, n, h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, G, D = p.sizes
    (x, i_tilde, f_tilde, z, o, a_m, i_prime, f_prime, c, n, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, G, D), dtype)
    dn = np.zeros((T + 1, N, G, D), dtype)
    dc = np.zeros((T + 1, N, G, D), dtype)
    df_prime = np.zeros((T + 1, N, G, D), dtype)
    da_f_prime = np.zeros((T + 1, N, G, D), dtype)
    di_prime = np.zeros((T + 1, N, G, D), dtype)
    da_i_prime = np.zeros((T + 1, N, G, D), dtype)
    dm = np.zeros((T + 1, N, G, D), dtype)
    da_m = np.zeros((T + 1, N, G, D), dtype)
    do = np.zeros((T + 1, N, G, D), dtype)
    da_o = np.zeros((T + 1, N, G, D), dtype)
    dz = np.zeros((T + 1, N, G, D), dtype)
    da_z = np.zeros((T + 1, N, G, D), dtype)
    dlog_f = np.zeros((T + 1, N, G, D), dtype)
    df_tilde = np.zeros((T + 1, N, G, D), dtype)
    di_tilde = np.zeros((T + 1, N, G, D), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (17)
        if t == T:
            dh[t] += dstate.h  # (17)
        if t < T:
            dh[t] += (
                np.einsum("ngd,gda->nga", di_tilde[t + 1], p.R_i)
                + np.einsum("ngd,gda->nga", df_tilde[t + 1], p.R_f)
                + np.einsum("ngd,gda->nga", da_z[t + 1], p.R_z)
                + np.einsum("ngd,gda->nga", da_o[t + 1], p.R_o)
            )  # (17)
        dn[t] = -dh[t] * o[t] * c[t] / n[t] ** 2  # (18)
        if t == T:
            dn[t] += dstate.n  # (18)
        if t < T:
            dn[t] += dn[t + 1] * f_prime[t + 1]  # (18)
        dc[t] = dh[t] * o[t] / n[t]  # (19)
        if t == T:
            dc[t] += dstate.c  # (19)
        if t < T:
            dc[t] += dc[t + 1] * f_prime[t + 1]  # (19)
        df_prime[t] = dc[t] * c[t - 1] + dn[t] * n[t - 1]  # (20)
        da_f_prime[t] = df_prime[t] * f_prime[t]  # (21)
        di_prime[t] = dc[t] * z[t] + dn[t]  # (22)
        da_i_prime[t] = di_prime[t] * i_prime[t]  # (23)
        dm[t] = -da_i_prime[t] - da_f_prime[t]  # (24)
        if t == T:
            dm[t] += dstate.m  # (24)
        if t < T:
            dm[t] += da_m[t + 1] + da_f_prime[t + 1]  # (24)
        da_m[t] = dm[t] * heaviside(a_m[t] - i_tilde[t])  # (25)
        do[t] = dh[t] * c[t] / n[t]  # (26)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (27)
        dz[t] = dc[t] * i_prime[t]  # (28)
        da_z[t] = dz[t] * (1 - z[t] ** 2)  # (29)
        dlog_f[t] = da_m[t] + da_f_prime[t]  # (30)
        df_tilde[t] = dlog_f[t] * sigmoid(-f_tilde[t])  # (31)
        di_tilde[t] = dm[t] * (1 - heaviside(a_m[t] - i_tilde[t])) + da_i_prime[t]  # (32)
        dx[t] = (
            di_tilde[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_i.transpose(1, 0, 2).reshape(D * G, M)
            + df_tilde[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_f.transpose(1, 0, 2).reshape(D * G, M)
            + da_z[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_z.transpose(1, 0, 2).reshape(D * G, M)
            + da_o[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_o.transpose(1, 0, 2).reshape(D * G, M)
        )  # (33)
        grads.W_i += (di_tilde[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (34)
        grads.R_i += np.einsum("ngd,nga->gad", h[t - 1], di_tilde[t])  # (35)
        grads.b_i += di_tilde[t].sum(axis=0)  # (36)
        grads.W_f += (df_tilde[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (37)
        grads.R_f += np.einsum("ngd,nga->gad", h[t - 1], df_tilde[t])  # (38)
        grads.b_f += df_tilde[t].sum(axis=0)  # (39)
        grads.W_z += (da_z[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (40)
        grads.R_z += np.einsum("ngd,nga->gad", h[t - 1], da_z[t])  # (41)
        grads.b_z += da_z[t].sum(axis=0)  # (42)
        grads.W_o += (da_o[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (43)
        grads.R_o += np.einsum("ngd,nga->gad", h[t - 1], da_o[t])  # (44)
        grads.b_o += da_o[t].sum(axis=0)  # (45)
    dh0 = (
        np.einsum("ngd,gda->nga", di_tilde[1], p.R_i)
        + np.einsum("ngd,gda->nga", df_tilde[1], p.R_f)
        + np.einsum("ngd,gda->nga", da_z[1], p.R_z)
        + np.einsum("ngd,gda->nga", da_o[1], p.R_o)
    )  # (17)
    dn0 = dn[1] * f_prime[1]  # (18)
    dc0 = dc[1] * f_prime[1]  # (19)
    dm0 = da_m[1] + da_f_prime[1]  # (24)
    into_x[...] = dx[1:]
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


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
