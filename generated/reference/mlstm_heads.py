"""mLSTM with several heads, each with a memory of its own.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build mlstm_heads`; the numbers in the comments are those of the notes:

    (1)  q[t,n,g,d] = Σ_k W_q[g,d,k]·x[t,n,k] + b_q[g,d]
    (2)  v[t,n,g,d] = Σ_k W_v[g,d,k]·x[t,n,k] + b_v[g,d]
    (3)  a_k[t,n,g,d] = Σ_k W_k[g,d,k]·x[t,n,k] + b_k[g,d]
    (4)  k[t,n,g,d] = a_k[t,n,g,d]/sqrt(D)
    (5)  i_tilde[t,n,g] = Σ_k W_i[g,k]·x[t,n,k] + b_i[g]
    (6)  f_tilde[t,n,g] = Σ_k W_f[g,k]·x[t,n,k] + b_f[g]
    (7)  log_f[t,n,g] = log_sigmoid(f_tilde[t,n,g])
    (8)  a_o[t,n,g,d] = Σ_k W_o[g,d,k]·x[t,n,k] + b_o[g,d]
    (9)  o[t,n,g,d] = sigmoid(a_o[t,n,g,d])
    (10) a_m[t,n,g] = log_f[t,n,g] + m[t-1,n,g]
    (11) m[t,n,g] = maximum(a_m[t,n,g], i_tilde[t,n,g])
    (12) a_i_prime[t,n,g] = i_tilde[t,n,g] - m[t,n,g]
    (13) i_prime[t,n,g] = exp(a_i_prime[t,n,g])
    (14) a_f_prime[t,n,g] = log_f[t,n,g] + m[t-1,n,g] - m[t,n,g]
    (15) f_prime[t,n,g] = exp(a_f_prime[t,n,g])
    (16) C[t,n,g,d,d1] = f_prime[t,n,g]·C[t-1,n,g,d,d1] + v[t,n,g,d]·k[t,n,g,d1]·i_prime[t,n,g]
    (17) n[t,n,g,d] = f_prime[t,n,g]·n[t-1,n,g,d] + k[t,n,g,d]·i_prime[t,n,g]
    (18) s[t,n,g] = Σ_d q[t,n,g,d]·n[t,n,g,d]
    (19) e[t,n,g] = exp(minimum(m[t,n,g], 0))
    (20) d[t,n,g] = maximum(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))), 1/1000000000000000)
    (21) a_h[t,n,g,d] = Σ_{d1} q[t,n,g,d1]·C[t,n,g,d,d1]
    (22) h[t,n,g,d] = o[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]
    (23) dh[t,n,g,d] = dy[t,n,g,d]
    (24) da_h[t,n,g,d] = dh[t,n,g,d]·o[t,n,g,d]·e[t,n,g]/d[t,n,g]
    (25) dd[t,n,g] = -Σ_d dh[t,n,g,d]·o[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]²
    (26) de[t,n,g] = dd[t,n,g]·absolute(s[t,n,g])·step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0)))·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)
                   + Σ_d dh[t,n,g,d]·o[t,n,g,d]·a_h[t,n,g,d]/d[t,n,g]
    (27) ds[t,n,g] = dd[t,n,g]·sign(s[t,n,g])·e[t,n,g]·step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0)))·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)
    (28) dn[t,n,g,d] = dn_T[n,g,d]                      if t = T
                     + ds[t,n,g]·q[t,n,g,d]             if t ≥ 1
                     + dn[t+1,n,g,d]·f_prime[t+1,n,g]   if t < T
    (29) dC[t,n,g,d,d1] = dC_T[n,g,d,d1]                      if t = T
                        + da_h[t,n,g,d]·q[t,n,g,d1]           if t ≥ 1
                        + dC[t+1,n,g,d,d1]·f_prime[t+1,n,g]   if t < T
    (30) df_prime[t,n,g] = Σ_{d,d1} dC[t,n,g,d,d1]·C[t-1,n,g,d,d1] + Σ_d dn[t,n,g,d]·n[t-1,n,g,d]
    (31) da_f_prime[t,n,g] = df_prime[t,n,g]·f_prime[t,n,g]
    (32) di_prime[t,n,g] = Σ_{d,d1} dC[t,n,g,d,d1]·v[t,n,g,d]·k[t,n,g,d1]
                         + Σ_d dn[t,n,g,d]·k[t,n,g,d]
    (33) da_i_prime[t,n,g] = di_prime[t,n,g]·i_prime[t,n,g]
    (34) dm[t,n,g] = dm_T[n,g]                                                                                                                                                                                                              if t = T
                   - da_i_prime[t,n,g]                                                                                                                                                                                                      if t ≥ 1
                   - da_f_prime[t,n,g]                                                                                                                                                                                                      if t ≥ 1
                   + de[t,n,g]·e[t,n,g]·step(-m[t,n,g])                                                                                                                                                                                     if t ≥ 1
                   - dd[t,n,g]·(1 - step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0))))·exp(-maximum(m[t,n,g], 0))·step(m[t,n,g])·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)   if t ≥ 1
                   + da_m[t+1,n,g]                                                                                                                                                                                                          if t < T
                   + da_f_prime[t+1,n,g]                                                                                                                                                                                                    if t < T
    (35) da_m[t,n,g] = dm[t,n,g]·step(a_m[t,n,g] - i_tilde[t,n,g])
    (36) do[t,n,g,d] = dh[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]
    (37) da_o[t,n,g,d] = do[t,n,g,d]·o[t,n,g,d]·(1 - o[t,n,g,d])
    (38) dlog_f[t,n,g] = da_m[t,n,g] + da_f_prime[t,n,g]
    (39) df_tilde[t,n,g] = dlog_f[t,n,g]·sigmoid(-f_tilde[t,n,g])
    (40) di_tilde[t,n,g] = dm[t,n,g]·(1 - step(a_m[t,n,g] - i_tilde[t,n,g])) + da_i_prime[t,n,g]
    (41) dk[t,n,g,d] = Σ_{d1} dC[t,n,g,d1,d]·v[t,n,g,d1]·i_prime[t,n,g] + dn[t,n,g,d]·i_prime[t,n,g]
    (42) da_k[t,n,g,d] = dk[t,n,g,d]/sqrt(D)
    (43) dv[t,n,g,d] = Σ_{d1} dC[t,n,g,d,d1]·k[t,n,g,d1]·i_prime[t,n,g]
    (44) dq[t,n,g,d] = ds[t,n,g]·n[t,n,g,d] + Σ_{d1} da_h[t,n,g,d1]·C[t,n,g,d1,d]
    (45) dx[t,n,k] = Σ_{g,d} dq[t,n,g,d]·W_q[g,d,k]
                   + Σ_{g,d} dv[t,n,g,d]·W_v[g,d,k]
                   + Σ_{g,d} da_k[t,n,g,d]·W_k[g,d,k]
                   + Σ_g di_tilde[t,n,g]·W_i[g,k]
                   + Σ_g df_tilde[t,n,g]·W_f[g,k]
                   + Σ_{g,d} da_o[t,n,g,d]·W_o[g,d,k]
    (46) dW_q[g,d,k] = Σ_{t,n} dq[t,n,g,d]·x[t,n,k]
    (47) db_q[g,d] = Σ_{t,n} dq[t,n,g,d]
    (48) dW_v[g,d,k] = Σ_{t,n} dv[t,n,g,d]·x[t,n,k]
    (49) db_v[g,d] = Σ_{t,n} dv[t,n,g,d]
    (50) dW_k[g,d,k] = Σ_{t,n} da_k[t,n,g,d]·x[t,n,k]
    (51) db_k[g,d] = Σ_{t,n} da_k[t,n,g,d]
    (52) dW_i[g,k] = Σ_{t,n} di_tilde[t,n,g]·x[t,n,k]
    (53) db_i[g] = Σ_{t,n} di_tilde[t,n,g]
    (54) dW_f[g,k] = Σ_{t,n} df_tilde[t,n,g]·x[t,n,k]
    (55) db_f[g] = Σ_{t,n} df_tilde[t,n,g]
    (56) dW_o[g,d,k] = Σ_{t,n} da_o[t,n,g,d]·x[t,n,k]
    (57) db_o[g,d] = Σ_{t,n} da_o[t,n,g,d]

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
    name="mlstm_heads",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "W_q": ("G", "D", "M"), "b_q": ("G", "D"), "W_v": ("G", "D", "M"), "b_v": ("G", "D"),
        "W_k": ("G", "D", "M"), "b_k": ("G", "D"), "W_i": ("G", "M"), "b_i": ("G",),
        "W_f": ("G", "M"), "b_f": ("G",), "W_o": ("G", "D", "M"), "b_o": ("G", "D"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"C": ("N", "G", "D", "D"), "n": ("N", "G", "D"), "m": ("N", "G")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    C: Array  # (N, G, D, D)
    n: Array  # (N, G, D)
    m: Array  # (N, G)


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
    M, G, D = p.sizes
    x = from_one(x)
    q = np.zeros((T + 1, N, G, D), dtype)
    v = np.zeros((T + 1, N, G, D), dtype)
    a_k = np.zeros((T + 1, N, G, D), dtype)
    k = np.zeros((T + 1, N, G, D), dtype)
    i_tilde = np.zeros((T + 1, N, G), dtype)
    f_tilde = np.zeros((T + 1, N, G), dtype)
    log_f = np.zeros((T + 1, N, G), dtype)
    a_o = np.zeros((T + 1, N, G, D), dtype)
    o = np.zeros((T + 1, N, G, D), dtype)
    a_m = np.zeros((T + 1, N, G), dtype)
    m = np.zeros((T + 1, N, G), dtype)
    a_i_prime = np.zeros((T + 1, N, G), dtype)
    i_prime = np.zeros((T + 1, N, G), dtype)
    a_f_prime = np.zeros((T + 1, N, G), dtype)
    f_prime = np.zeros((T + 1, N, G), dtype)
    C = np.zeros((T + 1, N, G, D, D), dtype)
    n = np.zeros((T + 1, N, G, D), dtype)
    s = np.zeros((T + 1, N, G), dtype)
    e = np.zeros((T + 1, N, G), dtype)
    d = np.zeros((T + 1, N, G), dtype)
    a_h = np.zeros((T + 1, N, G, D), dtype)
    h = np.zeros((T + 1, N, G, D), dtype)
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        q[t] = (x[t] @ p.W_q.reshape(G * D, M).T).reshape(N, G, D) + p.b_q  # (1)
        v[t] = (x[t] @ p.W_v.reshape(G * D, M).T).reshape(N, G, D) + p.b_v  # (2)
        a_k[t] = (x[t] @ p.W_k.reshape(G * D, M).T).reshape(N, G, D) + p.b_k  # (3)
        k[t] = a_k[t] / (D**0.5)  # (4)
        i_tilde[t] = x[t] @ p.W_i.T + p.b_i  # (5)
        f_tilde[t] = x[t] @ p.W_f.T + p.b_f  # (6)
        log_f[t] = log_sigmoid(f_tilde[t])  # (7)
        a_o[t] = (x[t] @ p.W_o.reshape(G * D, M).T).reshape(N, G, D) + p.b_o  # (8)
        o[t] = sigmoid(a_o[t])  # (9)
        a_m[t] = log_f[t] + m[t - 1]  # (10)
        m[t] = np.maximum(a_m[t], i_tilde[t])  # (11)
        a_i_prime[t] = i_tilde[t] - m[t]  # (12)
        i_prime[t] = np.exp(a_i_prime[t])  # (13)
        a_f_prime[t] = log_f[t] + m[t - 1] - m[t]  # (14)
        f_prime[t] = np.exp(a_f_prime[t])  # (15)
        C[t] = (
            f_prime[t][:, :, None, None] * C[t - 1]
            + i_prime[t][:, :, None, None] * k[t][:, :, None, :] * v[t][:, :, :, None]
        )  # (16)
        n[t] = f_prime[t][:, :, None] * n[t - 1] + i_prime[t][:, :, None] * k[t]  # (17)
        s[t] = (q[t] * n[t]).sum(axis=2)  # (18)
        e[t] = np.exp(np.minimum(m[t], 0))  # (19)
        d[t] = np.maximum(
            np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0))), 1 / 1000000000000000
        )  # (20)
        a_h[t] = np.einsum("ngda,nga->ngd", C[t], q[t])  # (21)
        h[t] = a_h[t] * e[t][:, :, None] * o[t] / d[t][:, :, None]  # (22)
    y = h[1:].copy()
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (x, q, v, k, i_tilde, f_tilde, o, a_m, m, i_prime, f_prime, C, n, s, e, d, a_h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, G, D = p.sizes
    (x, q, v, k, i_tilde, f_tilde, o, a_m, m, i_prime, f_prime, C, n, s, e, d, a_h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, G, D), dtype)
    da_h = np.zeros((T + 1, N, G, D), dtype)
    dd = np.zeros((T + 1, N, G), dtype)
    de = np.zeros((T + 1, N, G), dtype)
    ds = np.zeros((T + 1, N, G), dtype)
    dn = np.zeros((T + 1, N, G, D), dtype)
    dC = np.zeros((T + 1, N, G, D, D), dtype)
    df_prime = np.zeros((T + 1, N, G), dtype)
    da_f_prime = np.zeros((T + 1, N, G), dtype)
    di_prime = np.zeros((T + 1, N, G), dtype)
    da_i_prime = np.zeros((T + 1, N, G), dtype)
    dm = np.zeros((T + 1, N, G), dtype)
    da_m = np.zeros((T + 1, N, G), dtype)
    do = np.zeros((T + 1, N, G, D), dtype)
    da_o = np.zeros((T + 1, N, G, D), dtype)
    dlog_f = np.zeros((T + 1, N, G), dtype)
    df_tilde = np.zeros((T + 1, N, G), dtype)
    di_tilde = np.zeros((T + 1, N, G), dtype)
    dk = np.zeros((T + 1, N, G, D), dtype)
    da_k = np.zeros((T + 1, N, G, D), dtype)
    dv = np.zeros((T + 1, N, G, D), dtype)
    dq = np.zeros((T + 1, N, G, D), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (23)
        da_h[t] = dh[t] * e[t][:, :, None] * o[t] / d[t][:, :, None]  # (24)
        dd[t] = -e[t] / d[t] ** 2 * (dh[t] * a_h[t] * o[t]).sum(axis=2)  # (25)
        de[t] = dd[t] * np.absolute(s[t]) * heaviside(
            np.absolute(s[t]) * e[t] - np.exp(-np.maximum(m[t], 0))
        ) * heaviside(
            np.maximum(np.absolute(s[t]) * e[t], np.exp(-np.maximum(m[t], 0)))
            + -1 / 1000000000000000
        ) + 1 / d[t] * (dh[t] * a_h[t] * o[t]).sum(axis=2)  # (26)
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
        dn[t] = ds[t][:, :, None] * q[t]  # (28)
        if t == T:
            dn[t] += dstate.n  # (28)
        if t < T:
            dn[t] += dn[t + 1] * f_prime[t + 1][:, :, None]  # (28)
        dC[t] = da_h[t][:, :, :, None] * q[t][:, :, None, :]  # (29)
        if t == T:
            dC[t] += dstate.C  # (29)
        if t < T:
            dC[t] += dC[t + 1] * f_prime[t + 1][:, :, None, None]  # (29)
        df_prime[t] = (dC[t] * C[t - 1]).sum(axis=(2, 3)) + (dn[t] * n[t - 1]).sum(axis=2)  # (30)
        da_f_prime[t] = df_prime[t] * f_prime[t]  # (31)
        di_prime[t] = (np.einsum("ngda,nga->ngd", dC[t], k[t]) * v[t]).sum(axis=2) + (
            dn[t] * k[t]
        ).sum(axis=2)  # (32)
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
        do[t] = dh[t] * a_h[t] * e[t][:, :, None] / d[t][:, :, None]  # (36)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (37)
        dlog_f[t] = da_m[t] + da_f_prime[t]  # (38)
        df_tilde[t] = dlog_f[t] * sigmoid(-f_tilde[t])  # (39)
        di_tilde[t] = dm[t] * (1 - heaviside(a_m[t] - i_tilde[t])) + da_i_prime[t]  # (40)
        dk[t] = (
            i_prime[t][:, :, None] * np.einsum("ngda,ngd->nga", dC[t], v[t])
            + dn[t] * i_prime[t][:, :, None]
        )  # (41)
        da_k[t] = dk[t] / (D**0.5)  # (42)
        dv[t] = i_prime[t][:, :, None] * np.einsum("ngda,nga->ngd", dC[t], k[t])  # (43)
        dq[t] = ds[t][:, :, None] * n[t] + np.einsum("ngda,ngd->nga", C[t], da_h[t])  # (44)
        dx[t] = (
            dq[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_q.transpose(1, 0, 2).reshape(D * G, M)
            + dv[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_v.transpose(1, 0, 2).reshape(D * G, M)
            + da_k[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_k.transpose(1, 0, 2).reshape(D * G, M)
            + di_tilde[t] @ p.W_i
            + df_tilde[t] @ p.W_f
            + da_o[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_o.transpose(1, 0, 2).reshape(D * G, M)
        )  # (45)
        grads.W_q += (dq[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (46)
        grads.b_q += dq[t].sum(axis=0)  # (47)
        grads.W_v += (dv[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (48)
        grads.b_v += dv[t].sum(axis=0)  # (49)
        grads.W_k += (da_k[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (50)
        grads.b_k += da_k[t].sum(axis=0)  # (51)
        grads.W_i += di_tilde[t].T @ x[t]  # (52)
        grads.b_i += di_tilde[t].sum(axis=0)  # (53)
        grads.W_f += df_tilde[t].T @ x[t]  # (54)
        grads.b_f += df_tilde[t].sum(axis=0)  # (55)
        grads.W_o += (da_o[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (56)
        grads.b_o += da_o[t].sum(axis=0)  # (57)
    dn0 = dn[1] * f_prime[1][:, :, None]  # (28)
    dC0 = dC[1] * f_prime[1][:, :, None, None]  # (29)
    dm0 = da_m[1] + da_f_prime[1]  # (34)
    into_x[...] = dx[1:]
    return grads, State(C=dC0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    q = (x @ p.W_q.reshape(G * D, M).T).reshape(N, G, D) + p.b_q  # (1)
    v = (x @ p.W_v.reshape(G * D, M).T).reshape(N, G, D) + p.b_v  # (2)
    a_k = (x @ p.W_k.reshape(G * D, M).T).reshape(N, G, D) + p.b_k  # (3)
    k = a_k / (D**0.5)  # (4)
    i_tilde = x @ p.W_i.T + p.b_i  # (5)
    f_tilde = x @ p.W_f.T + p.b_f  # (6)
    log_f = log_sigmoid(f_tilde)  # (7)
    a_o = (x @ p.W_o.reshape(G * D, M).T).reshape(N, G, D) + p.b_o  # (8)
    o = sigmoid(a_o)  # (9)
    a_m = log_f + state.m  # (10)
    m = np.maximum(a_m, i_tilde)  # (11)
    a_i_prime = i_tilde - m  # (12)
    i_prime = np.exp(a_i_prime)  # (13)
    a_f_prime = log_f + state.m - m  # (14)
    f_prime = np.exp(a_f_prime)  # (15)
    C = (
        f_prime[:, :, None, None] * state.C
        + i_prime[:, :, None, None] * k[:, :, None, :] * v[:, :, :, None]
    )  # (16)
    n = f_prime[:, :, None] * state.n + i_prime[:, :, None] * k  # (17)
    s = (q * n).sum(axis=2)  # (18)
    e = np.exp(np.minimum(m, 0))  # (19)
    d = np.maximum(
        np.maximum(np.absolute(s) * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000
    )  # (20)
    a_h = np.einsum("ngda,nga->ngd", C, q)  # (21)
    h = a_h * e[:, :, None] * o / d[:, :, None]  # (22)
    return h, State(C=C, n=n, m=m)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
