"""mLSTM: a matrix memory of values v under keys k, read by queries q.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build mlstm`; the numbers in the comments are those of the notes:

    (1)  q[t,n,j] = Σ_k W_q[j,k]·x[t,n,k] + b_q[j]
    (2)  v[t,n,j] = Σ_k W_v[j,k]·x[t,n,k] + b_v[j]
    (3)  a_k[t,n,j] = Σ_k W_k[j,k]·x[t,n,k] + b_k[j]
    (4)  k[t,n,j] = a_k[t,n,j]/sqrt(H)
    (5)  i_tilde[t,n] = Σ_k W_i[k]·x[t,n,k] + b_i
    (6)  f_tilde[t,n] = Σ_k W_f[k]·x[t,n,k] + b_f
    (7)  log_f[t,n] = log_sigmoid(f_tilde[t,n])
    (8)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + b_o[j]
    (9)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (10) a_m[t,n] = log_f[t,n] + m[t-1,n]
    (11) m[t,n] = maximum(a_m[t,n], i_tilde[t,n])
    (12) a_i_prime[t,n] = i_tilde[t,n] - m[t,n]
    (13) i_prime[t,n] = exp(a_i_prime[t,n])
    (14) a_f_prime[t,n] = log_f[t,n] + m[t-1,n] - m[t,n]
    (15) f_prime[t,n] = exp(a_f_prime[t,n])
    (16) C[t,n,j,r] = f_prime[t,n]·C[t-1,n,j,r] + v[t,n,j]·k[t,n,r]·i_prime[t,n]
    (17) n[t,n,j] = f_prime[t,n]·n[t-1,n,j] + k[t,n,j]·i_prime[t,n]
    (18) s[t,n] = Σ_j q[t,n,j]·n[t,n,j]
    (19) e[t,n] = exp(minimum(m[t,n], 0))
    (20) d[t,n] = maximum(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))), 1/1000000000000000)
    (21) a_h[t,n,j] = Σ_r q[t,n,r]·C[t,n,j,r]
    (22) h[t,n,j] = o[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]
    (23) dh[t,n,j] = dy[t,n,j]
    (24) da_h[t,n,j] = dh[t,n,j]·o[t,n,j]·e[t,n]/d[t,n]
    (25) dd[t,n] = -Σ_j dh[t,n,j]·o[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]²
    (26) de[t,n] = dd[t,n]·absolute(s[t,n])·step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0)))·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)
                 + Σ_j dh[t,n,j]·o[t,n,j]·a_h[t,n,j]/d[t,n]
    (27) ds[t,n] = dd[t,n]·sign(s[t,n])·e[t,n]·step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0)))·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)
    (28) dn[t,n,j] = dn_T[n,j]                    if t = T
                   + ds[t,n]·q[t,n,j]             if t ≥ 1
                   + dn[t+1,n,j]·f_prime[t+1,n]   if t < T
    (29) dC[t,n,j,r] = dC_T[n,j,r]                    if t = T
                     + da_h[t,n,j]·q[t,n,r]           if t ≥ 1
                     + dC[t+1,n,j,r]·f_prime[t+1,n]   if t < T
    (30) df_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·C[t-1,n,j,r] + Σ_j dn[t,n,j]·n[t-1,n,j]
    (31) da_f_prime[t,n] = df_prime[t,n]·f_prime[t,n]
    (32) di_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·v[t,n,j]·k[t,n,r] + Σ_j dn[t,n,j]·k[t,n,j]
    (33) da_i_prime[t,n] = di_prime[t,n]·i_prime[t,n]
    (34) dm[t,n] = dm_T[n]                                                                                                                                                                                              if t = T
                 - da_i_prime[t,n]                                                                                                                                                                                      if t ≥ 1
                 - da_f_prime[t,n]                                                                                                                                                                                      if t ≥ 1
                 + de[t,n]·e[t,n]·step(-m[t,n])                                                                                                                                                                         if t ≥ 1
                 - dd[t,n]·(1 - step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0))))·exp(-maximum(m[t,n], 0))·step(m[t,n])·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)   if t ≥ 1
                 + da_m[t+1,n]                                                                                                                                                                                          if t < T
                 + da_f_prime[t+1,n]                                                                                                                                                                                    if t < T
    (35) da_m[t,n] = dm[t,n]·step(a_m[t,n] - i_tilde[t,n])
    (36) do[t,n,j] = dh[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]
    (37) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (38) dlog_f[t,n] = da_m[t,n] + da_f_prime[t,n]
    (39) df_tilde[t,n] = dlog_f[t,n]·sigmoid(-f_tilde[t,n])
    (40) di_tilde[t,n] = dm[t,n]·(1 - step(a_m[t,n] - i_tilde[t,n])) + da_i_prime[t,n]
    (41) dk[t,n,j] = Σ_r dC[t,n,r,j]·v[t,n,r]·i_prime[t,n] + dn[t,n,j]·i_prime[t,n]
    (42) da_k[t,n,j] = dk[t,n,j]/sqrt(H)
    (43) dv[t,n,j] = Σ_r dC[t,n,j,r]·k[t,n,r]·i_prime[t,n]
    (44) dq[t,n,j] = ds[t,n]·n[t,n,j] + Σ_r da_h[t,n,r]·C[t,n,r,j]
    (45) dx[t,n,k] = Σ_j dq[t,n,j]·W_q[j,k]
                   + Σ_j dv[t,n,j]·W_v[j,k]
                   + Σ_j da_k[t,n,j]·W_k[j,k]
                   + di_tilde[t,n]·W_i[k]
                   + df_tilde[t,n]·W_f[k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (46) dW_q[j,k] = Σ_{t,n} dq[t,n,j]·x[t,n,k]
    (47) db_q[j] = Σ_{t,n} dq[t,n,j]
    (48) dW_v[j,k] = Σ_{t,n} dv[t,n,j]·x[t,n,k]
    (49) db_v[j] = Σ_{t,n} dv[t,n,j]
    (50) dW_k[j,k] = Σ_{t,n} da_k[t,n,j]·x[t,n,k]
    (51) db_k[j] = Σ_{t,n} da_k[t,n,j]
    (52) dW_i[k] = Σ_{t,n} di_tilde[t,n]·x[t,n,k]
    (53) db_i = Σ_{t,n} di_tilde[t,n]
    (54) dW_f[k] = Σ_{t,n} df_tilde[t,n]·x[t,n,k]
    (55) db_f = Σ_{t,n} df_tilde[t,n]
    (56) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (57) db_o[j] = Σ_{t,n} da_o[t,n,j]

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
    name="mlstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_q": ("H", "M"), "b_q": ("H",), "W_v": ("H", "M"), "b_v": ("H",), "W_k": ("H", "M"),
        "b_k": ("H",), "W_i": ("M",), "b_i": (), "W_f": ("M",), "b_f": (), "W_o": ("H", "M"),
        "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"C": ("N", "H", "H"), "n": ("N", "H"), "m": ("N",)},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    C: Array  # (N, H, H)
    n: Array  # (N, H)
    m: Array  # (N,)


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
    x = from_one(x)
    q = np.zeros((T + 1, N, H), dtype)
    v = np.zeros((T + 1, N, H), dtype)
    a_k = np.zeros((T + 1, N, H), dtype)
    k = np.zeros((T + 1, N, H), dtype)
    i_tilde = np.zeros((T + 1, N), dtype)
    f_tilde = np.zeros((T + 1, N), dtype)
    log_f = np.zeros((T + 1, N), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    a_m = np.zeros((T + 1, N), dtype)
    m = np.zeros((T + 1, N), dtype)
    a_i_prime = np.zeros((T + 1, N), dtype)
    i_prime = np.zeros((T + 1, N), dtype)
    a_f_prime = np.zeros((T + 1, N), dtype)
    f_prime = np.zeros((T + 1, N), dtype)
    C = np.zeros((T + 1, N, H, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    s = np.zeros((T + 1, N), dtype)
    e = np.zeros((T + 1, N), dtype)
    d = np.zeros((T + 1, N), dtype)
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        q[t] = x[t] @ p.W_q.T + p.b_q  # (1)
        v[t] = x[t] @ p.W_v.T + p.b_v  # (2)
        a_k[t] = x[t] @ p.W_k.T + p.b_k  # (3)
        k[t] = a_k[t] / (H**0.5)  # (4)
        i_tilde[t] = x[t] @ p.W_i + p.b_i  # (5)
        f_tilde[t] = x[t] @ p.W_f + p.b_f  # (6)
        log_f[t] = log_sigmoid(f_tilde[t])  # (7)
        a_o[t] = x[t] @ p.W_o.T + p.b_o  # (8)
        o[t] = sigmoid(a_o[t])  # (9)
        a_m[t] = log_f[t] + m[t - 1]  # (10)
        m[t] = np.maximum(a_m[t], i_tilde[t])  # (11)
        a_i_prime[t] = i_tilde[t] - m[t]  # (12)
        i_prime[t] = np.exp(a_i_prime[t])  # (13)
        a_f_prime[t] = log_f[t] + m[t - 1] - m[t]  # (14)
        f_prime[t] = np.exp(a_f_prime[t])  # (15)
        C[t] = (
            f_prime[t][:, None, None] * C[t - 1]
            + i_prime[t][:, None, None] * k[t][:, None, :] * v[t][:, :, None]
        )  # (16)
        n[t] = f_prime[t][:, None] * n[t - 1] + i_prime[t][:, None] * k[t]  # (17)
        s[t] = (q[t] * n[t]).sum(axis=1)  # (18)
        e[t] = np.exp(np.minimum(m[t], 0))  # (19)
        d[t] = np.maximum(
            np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0))), 1 / 1000000000000000
        )  # (20)
        a_h[t] = np.einsum("njr,nr->nj", C[t], q[t])  # (21)
        h[t] = a_h[t] * e[t][:, None] * o[t] / d[t][:, None]  # (22)
    y = h[1:].copy()
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (x, q, v, k, i_tilde, f_tilde, o, a_m, m, i_prime, f_prime, C, n, s, e, d, a_h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, q, v, k, i_tilde, f_tilde, o, a_m, m, i_prime, f_prime, C, n, s, e, d, a_h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dd = np.zeros((T + 1, N), dtype)
    de = np.zeros((T + 1, N), dtype)
    ds = np.zeros((T + 1, N), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    dC = np.zeros((T + 1, N, H, H), dtype)
    df_prime = np.zeros((T + 1, N), dtype)
    da_f_prime = np.zeros((T + 1, N), dtype)
    di_prime = np.zeros((T + 1, N), dtype)
    da_i_prime = np.zeros((T + 1, N), dtype)
    dm = np.zeros((T + 1, N), dtype)
    da_m = np.zeros((T + 1, N), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dlog_f = np.zeros((T + 1, N), dtype)
    df_tilde = np.zeros((T + 1, N), dtype)
    di_tilde = np.zeros((T + 1, N), dtype)
    dk = np.zeros((T + 1, N, H), dtype)
    da_k = np.zeros((T + 1, N, H), dtype)
    dv = np.zeros((T + 1, N, H), dtype)
    dq = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (23)
        da_h[t] = dh[t] * e[t][:, None] * o[t] / d[t][:, None]  # (24)
        dd[t] = -e[t] / d[t] ** 2 * (dh[t] * a_h[t] * o[t]).sum(axis=1)  # (25)
        de[t] = dd[t] * np.absolute(s[t]) * heaviside(
            np.absolute(s[t]) * e[t] - np.exp(-np.maximum(m[t], 0))
        ) * heaviside(
            np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0)))
            + -1 / 1000000000000000
        ) + 1 / d[t] * (dh[t] * a_h[t] * o[t]).sum(axis=1)  # (26)
        ds[t] = (
            dd[t]
            * e[t]
            * np.sign(s[t])
            * heaviside(np.absolute(s[t]) * e[t] - np.exp(-np.maximum(m[t], 0)))
            * heaviside(
                np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0)))
                + -1 / 1000000000000000
            )
        )  # (27)
        dn[t] = ds[t][:, None] * q[t]  # (28)
        if t == T:
            dn[t] += dstate.n  # (28)
        if t < T:
            dn[t] += dn[t + 1] * f_prime[t + 1][:, None]  # (28)
        dC[t] = da_h[t][:, :, None] * q[t][:, None, :]  # (29)
        if t == T:
            dC[t] += dstate.C  # (29)
        if t < T:
            dC[t] += dC[t + 1] * f_prime[t + 1][:, None, None]  # (29)
        df_prime[t] = (dC[t] * C[t - 1]).sum(axis=(1, 2)) + (dn[t] * n[t - 1]).sum(axis=1)  # (30)
        da_f_prime[t] = df_prime[t] * f_prime[t]  # (31)
        di_prime[t] = (np.einsum("njr,nr->nj", dC[t], k[t]) * v[t]).sum(axis=1) + (
            dn[t] * k[t]
        ).sum(axis=1)  # (32)
        da_i_prime[t] = di_prime[t] * i_prime[t]  # (33)
        dm[t] = (
            de[t] * e[t] * heaviside(-m[t])
            - da_i_prime[t]
            - da_f_prime[t]
            - dd[t]
            * (1 - heaviside(np.absolute(s[t]) * e[t] - np.exp(-np.maximum(m[t], 0))))
            * heaviside(
                np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0)))
                + -1 / 1000000000000000
            )
            * np.exp(-np.maximum(m[t], 0))
            * heaviside(m[t])
        )  # (34)
        if t == T:
            dm[t] += dstate.m  # (34)
        if t < T:
            dm[t] += da_m[t + 1] + da_f_prime[t + 1]  # (34)
        da_m[t] = dm[t] * heaviside(a_m[t] - i_tilde[t])  # (35)
        do[t] = dh[t] * a_h[t] * e[t][:, None] / d[t][:, None]  # (36)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (37)
        dlog_f[t] = da_m[t] + da_f_prime[t]  # (38)
        df_tilde[t] = dlog_f[t] * sigmoid(-f_tilde[t])  # (39)
        di_tilde[t] = dm[t] * (1 - heaviside(a_m[t] - i_tilde[t])) + da_i_prime[t]  # (40)
        dk[t] = (
            i_prime[t][:, None] * np.einsum("nrj,nr->nj", dC[t], v[t]) + dn[t] * i_prime[t][:, None]
        )  # (41)
        da_k[t] = dk[t] / (H**0.5)  # (42)
        dv[t] = i_prime[t][:, None] * np.einsum("njr,nr->nj", dC[t], k[t])  # (43)
        dq[t] = ds[t][:, None] * n[t] + np.einsum("nrj,nr->nj", C[t], da_h[t])  # (44)
        dx[t] = (
            dq[t] @ p.W_q
            + dv[t] @ p.W_v
            + da_k[t] @ p.W_k
            + di_tilde[t][:, None] * p.W_i
            + df_tilde[t][:, None] * p.W_f
            + da_o[t] @ p.W_o
        )  # (45)
        grads.W_q += dq[t].T @ x[t]  # (46)
        grads.b_q += dq[t].sum(axis=0)  # (47)
        grads.W_v += dv[t].T @ x[t]  # (48)
        grads.b_v += dv[t].sum(axis=0)  # (49)
        grads.W_k += da_k[t].T @ x[t]  # (50)
        grads.b_k += da_k[t].sum(axis=0)  # (51)
        grads.W_i += x[t].T @ di_tilde[t]  # (52)
        grads.b_i[...] += di_tilde[t].sum(axis=0)  # (53)
        grads.W_f += x[t].T @ df_tilde[t]  # (54)
        grads.b_f[...] += df_tilde[t].sum(axis=0)  # (55)
        grads.W_o += da_o[t].T @ x[t]  # (56)
        grads.b_o += da_o[t].sum(axis=0)  # (57)
    dn0 = dn[1] * f_prime[1][:, None]  # (28)
    dC0 = dC[1] * f_prime[1][:, None, None]  # (29)
    dm0 = da_m[1] + da_f_prime[1]  # (34)
    into_x[...] = dx[1:]
    return grads, State(C=dC0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    q = x @ p.W_q.T + p.b_q  # (1)
    v = x @ p.W_v.T + p.b_v  # (2)
    a_k = x @ p.W_k.T + p.b_k  # (3)
    k = a_k / (H**0.5)  # (4)
    i_tilde = x @ p.W_i + p.b_i  # (5)
    f_tilde = x @ p.W_f + p.b_f  # (6)
    log_f = log_sigmoid(f_tilde)  # (7)
    a_o = x @ p.W_o.T + p.b_o  # (8)
    o = sigmoid(a_o)  # (9)
    a_m = log_f + state.m  # (10)
    m = np.maximum(a_m, i_tilde)  # (11)
    a_i_prime = i_tilde - m  # (12)
    i_prime = np.exp(a_i_prime)  # (13)
    a_f_prime = log_f + state.m - m  # (14)
    f_prime = np.exp(a_f_prime)  # (15)
    C = (
        f_prime[:, None, None] * state.C + i_prime[:, None, None] * k[:, None, :] * v[:, :, None]
    )  # (16)
    n = f_prime[:, None] * state.n + i_prime[:, None] * k  # (17)
    s = (q * n).sum(axis=1)  # (18)
    e = np.exp(np.minimum(m, 0))  # (19)
    d = np.maximum(
        np.maximum(np.absolute(s) * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000
    )  # (20)
    a_h = np.einsum("njr,nr->nj", C, q)  # (21)
    h = a_h * e[:, None] * o / d[:, None]  # (22)
    return h, State(C=C, n=n, m=m)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
