"""sLSTM: exponential gates, a normaliser n and a stabiliser m.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

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

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, heaviside, log_sigmoid,
    sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="slstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"), "R_i": ("H", "H"), "b_i": ("H",), "W_f": ("H", "M"), "R_f": ("H", "H"),
        "b_f": ("H",), "W_z": ("H", "M"), "R_z": ("H", "H"), "b_z": ("H",), "W_o": ("H", "M"),
        "R_o": ("H", "H"), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H"), "n": ("N", "H"), "m": ("N", "H")},
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
    x = from_one(x)
    i_tilde = np.zeros((T + 1, N, H), dtype)
    f_tilde = np.zeros((T + 1, N, H), dtype)
    log_f = np.zeros((T + 1, N, H), dtype)
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    a_m = np.zeros((T + 1, N, H), dtype)
    m = np.zeros((T + 1, N, H), dtype)
    a_i_prime = np.zeros((T + 1, N, H), dtype)
    i_prime = np.zeros((T + 1, N, H), dtype)
    a_f_prime = np.zeros((T + 1, N, H), dtype)
    f_prime = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        i_tilde[t] = x[t] @ p.W_i.T + h[t - 1] @ p.R_i.T + p.b_i  # (1)
        f_tilde[t] = x[t] @ p.W_f.T + h[t - 1] @ p.R_f.T + p.b_f  # (2)
        log_f[t] = log_sigmoid(f_tilde[t])  # (3)
        a_z[t] = x[t] @ p.W_z.T + h[t - 1] @ p.R_z.T + p.b_z  # (4)
        z[t] = np.tanh(a_z[t])  # (5)
        a_o[t] = x[t] @ p.W_o.T + h[t - 1] @ p.R_o.T + p.b_o  # (6)
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
    M, H = p.sizes
    (x, i_tilde, f_tilde, z, o, a_m, i_prime, f_prime, c, n, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    df_prime = np.zeros((T + 1, N, H), dtype)
    da_f_prime = np.zeros((T + 1, N, H), dtype)
    di_prime = np.zeros((T + 1, N, H), dtype)
    da_i_prime = np.zeros((T + 1, N, H), dtype)
    dm = np.zeros((T + 1, N, H), dtype)
    da_m = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dlog_f = np.zeros((T + 1, N, H), dtype)
    df_tilde = np.zeros((T + 1, N, H), dtype)
    di_tilde = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (17)
        if t == T:
            dh[t] += dstate.h  # (17)
        if t < T:
            dh[t] += (
                di_tilde[t + 1] @ p.R_i
                + df_tilde[t + 1] @ p.R_f
                + da_z[t + 1] @ p.R_z
                + da_o[t + 1] @ p.R_o
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
            di_tilde[t] @ p.W_i + df_tilde[t] @ p.W_f + da_z[t] @ p.W_z + da_o[t] @ p.W_o
        )  # (33)
        grads.W_i += di_tilde[t].T @ x[t]  # (34)
        grads.R_i += di_tilde[t].T @ h[t - 1]  # (35)
        grads.b_i += di_tilde[t].sum(axis=0)  # (36)
        grads.W_f += df_tilde[t].T @ x[t]  # (37)
        grads.R_f += df_tilde[t].T @ h[t - 1]  # (38)
        grads.b_f += df_tilde[t].sum(axis=0)  # (39)
        grads.W_z += da_z[t].T @ x[t]  # (40)
        grads.R_z += da_z[t].T @ h[t - 1]  # (41)
        grads.b_z += da_z[t].sum(axis=0)  # (42)
        grads.W_o += da_o[t].T @ x[t]  # (43)
        grads.R_o += da_o[t].T @ h[t - 1]  # (44)
        grads.b_o += da_o[t].sum(axis=0)  # (45)
    dh0 = di_tilde[1] @ p.R_i + df_tilde[1] @ p.R_f + da_z[1] @ p.R_z + da_o[1] @ p.R_o  # (17)
    dn0 = dn[1] * f_prime[1]  # (18)
    dc0 = dc[1] * f_prime[1]  # (19)
    dm0 = da_m[1] + da_f_prime[1]  # (24)
    into_x[...] = dx[1:]
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


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
