"""RWKV-7: a memory that decays by a vector, and forgets under a key.

Source: Peng et al. 2025, arXiv 2503.14456; the time mixing, its low-rank maps as whole matrices, no value residual

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build rwkv7`; the numbers in the comments are those of the notes:

    (1)  x_lag0[t,n,k] = x[t,n,k]
    (2)  a_r[t,n,k] = x[t,n,k] + mu_r[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (3)  r[t,n,g,d] = Σ_k W_r[g,d,k]·a_r[t,n,k]
    (4)  a_v[t,n,k] = x[t,n,k] + mu_v[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (5)  v[t,n,g,d] = Σ_k W_v[g,d,k]·a_v[t,n,k]
    (6)  a_k[t,n,k] = x[t,n,k] + mu_k[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (7)  k[t,n,g,d] = Σ_k W_k[g,d,k]·a_k[t,n,k]
    (8)  a_a2[t,n,k] = x[t,n,k] + mu_a[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (9)  a_a[t,n,g,d] = Σ_k W_a[g,d,k]·a_a2[t,n,k] + b_a[g,d]
    (10) a[t,n,g,d] = sigmoid(a_a[t,n,g,d])
    (11) a_w2[t,n,k] = x[t,n,k] + mu_w[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (12) a_w[t,n,g,d] = Σ_k W_w[g,d,k]·a_w2[t,n,k] + b_w[g,d]
    (13) w[t,n,g,d] = exp(-exp(-1/2)·sigmoid(tanh(a_w[t,n,g,d])))
    (14) a_kappa[t,n,g] = Σ_d k[t,n,g,d]²·xi[g,d]² + 1/1000000000000
    (15) kappa[t,n,g,d] = xi[g,d]·k[t,n,g,d]/sqrt(a_kappa[t,n,g])
    (16) k_tilde[t,n,g,d] = k[t,n,g,d]·(alpha[g,d]·(a[t,n,g,d] - 1) + 1)
    (17) e[t,n,g,d] = Σ_{d1} kappa[t,n,g,d1]·S[t-1,n,g,d,d1]
    (18) S[t,n,g,d,d1] = w[t,n,g,d1]·S[t-1,n,g,d,d1]
                       - a[t,n,g,d1]·kappa[t,n,g,d1]·e[t,n,g,d]
                       + v[t,n,g,d]·k_tilde[t,n,g,d1]
    (19) a_o3[t,n,g,d] = Σ_{d1} r[t,n,g,d1]·S[t,n,g,d,d1]
    (20) a_o2[t,n,g] = Σ_d a_o3[t,n,g,d]/D
    (21) a_o[t,n,g,d] = Σ_{d1} r[t,n,g,d1]·S[t,n,g,d,d1] - a_o2[t,n,g]
    (22) a_o4[t,n,g] = Σ_d a_o[t,n,g,d]²/D + 2/3125
    (23) o[t,n,g,d] = gain[g,d]·a_o[t,n,g,d]/sqrt(a_o4[t,n,g]) + shift[g,d]
    (24) a_h[t,n,g] = Σ_d rho[g,d]·r[t,n,g,d]·k_tilde[t,n,g,d]
    (25) a_g2[t,n,k] = x[t,n,k] + mu_g[k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (26) a_g[t,n,g,d] = Σ_k W_g[g,d,k]·a_g2[t,n,k]
    (27) h[t,n,g,d] = (v[t,n,g,d]·a_h[t,n,g] + o[t,n,g,d])·a_g[t,n,g,d]
    (28) dh[t,n,g,d] = dy[t,n,g,d]
    (29) da_g[t,n,g,d] = dh[t,n,g,d]·(v[t,n,g,d]·a_h[t,n,g] + o[t,n,g,d])
    (30) da_g2[t,n,k] = Σ_{g,d} da_g[t,n,g,d]·W_g[g,d,k]
    (31) da_h[t,n,g] = Σ_d dh[t,n,g,d]·v[t,n,g,d]·a_g[t,n,g,d]
    (32) do[t,n,g,d] = dh[t,n,g,d]·a_g[t,n,g,d]
    (33) da_o4[t,n,g] = -Σ_d do[t,n,g,d]·gain[g,d]·a_o[t,n,g,d]/(2·sqrt(a_o4[t,n,g])³)
    (34) da_o[t,n,g,d] = 2·da_o4[t,n,g]·a_o[t,n,g,d]/D + do[t,n,g,d]·gain[g,d]/sqrt(a_o4[t,n,g])
    (35) da_o2[t,n,g] = -Σ_d da_o[t,n,g,d]
    (36) da_o3[t,n,g,d] = da_o2[t,n,g]/D
    (37) dS[t,n,g,d,d1] = dS_T[n,g,d,d1]                    if t = T
                        + da_o3[t,n,g,d]·r[t,n,g,d1]        if t ≥ 1
                        + da_o[t,n,g,d]·r[t,n,g,d1]         if t ≥ 1
                        + de[t+1,n,g,d]·kappa[t+1,n,g,d1]   if t < T
                        + dS[t+1,n,g,d,d1]·w[t+1,n,g,d1]    if t < T
    (38) de[t,n,g,d] = -Σ_{d1} dS[t,n,g,d,d1]·a[t,n,g,d1]·kappa[t,n,g,d1]
    (39) dk_tilde[t,n,g,d] = Σ_{d1} dS[t,n,g,d1,d]·v[t,n,g,d1] + da_h[t,n,g]·rho[g,d]·r[t,n,g,d]
    (40) dkappa[t,n,g,d] = Σ_{d1} de[t,n,g,d1]·S[t-1,n,g,d1,d]
                         - Σ_{d1} dS[t,n,g,d1,d]·a[t,n,g,d]·e[t,n,g,d1]
    (41) da_kappa[t,n,g] = -Σ_d dkappa[t,n,g,d]·xi[g,d]·k[t,n,g,d]/(2·sqrt(a_kappa[t,n,g])³)
    (42) dw[t,n,g,d] = Σ_{d1} dS[t,n,g,d1,d]·S[t-1,n,g,d1,d]
    (43) da_w[t,n,g,d] = -exp(-1/2)·dw[t,n,g,d]·(1 - sigmoid(tanh(a_w[t,n,g,d])))·(1 - tanh(a_w[t,n,g,d])²)·sigmoid(tanh(a_w[t,n,g,d]))·w[t,n,g,d]
    (44) da_w2[t,n,k] = Σ_{g,d} da_w[t,n,g,d]·W_w[g,d,k]
    (45) da[t,n,g,d] = dk_tilde[t,n,g,d]·alpha[g,d]·k[t,n,g,d]
                     - Σ_{d1} dS[t,n,g,d1,d]·kappa[t,n,g,d]·e[t,n,g,d1]
    (46) da_a[t,n,g,d] = da[t,n,g,d]·a[t,n,g,d]·(1 - a[t,n,g,d])
    (47) da_a2[t,n,k] = Σ_{g,d} da_a[t,n,g,d]·W_a[g,d,k]
    (48) dk[t,n,g,d] = 2·da_kappa[t,n,g]·k[t,n,g,d]·xi[g,d]²
                     + dkappa[t,n,g,d]·xi[g,d]/sqrt(a_kappa[t,n,g])
                     + dk_tilde[t,n,g,d]·(alpha[g,d]·(a[t,n,g,d] - 1) + 1)
    (49) da_k[t,n,k] = Σ_{g,d} dk[t,n,g,d]·W_k[g,d,k]
    (50) dv[t,n,g,d] = Σ_{d1} dS[t,n,g,d,d1]·k_tilde[t,n,g,d1] + dh[t,n,g,d]·a_h[t,n,g]·a_g[t,n,g,d]
    (51) da_v[t,n,k] = Σ_{g,d} dv[t,n,g,d]·W_v[g,d,k]
    (52) dr[t,n,g,d] = Σ_{d1} da_o3[t,n,g,d1]·S[t,n,g,d1,d]
                     + Σ_{d1} da_o[t,n,g,d1]·S[t,n,g,d1,d]
                     + da_h[t,n,g]·rho[g,d]·k_tilde[t,n,g,d]
    (53) da_r[t,n,k] = Σ_{g,d} dr[t,n,g,d]·W_r[g,d,k]
    (54) dx_lag0[t,n,k] = dx_lag0_T[n,k]           if t = T
                        + da_r[t+1,n,k]·mu_r[k]    if t < T
                        + da_v[t+1,n,k]·mu_v[k]    if t < T
                        + da_k[t+1,n,k]·mu_k[k]    if t < T
                        + da_a2[t+1,n,k]·mu_a[k]   if t < T
                        + da_w2[t+1,n,k]·mu_w[k]   if t < T
                        + da_g2[t+1,n,k]·mu_g[k]   if t < T
    (55) dx[t,n,k] = dx_lag0[t,n,k]
                   + da_r[t,n,k]·(1 - mu_r[k])
                   + da_v[t,n,k]·(1 - mu_v[k])
                   + da_k[t,n,k]·(1 - mu_k[k])
                   + da_a2[t,n,k]·(1 - mu_a[k])
                   + da_w2[t,n,k]·(1 - mu_w[k])
                   + da_g2[t,n,k]·(1 - mu_g[k])
    (56) dmu_r[k] = Σ_{t,n} da_r[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (57) dmu_w[k] = Σ_{t,n} da_w2[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (58) dmu_k[k] = Σ_{t,n} da_k[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (59) dmu_v[k] = Σ_{t,n} da_v[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (60) dmu_a[k] = Σ_{t,n} da_a2[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (61) dmu_g[k] = Σ_{t,n} da_g2[t,n,k]·(x_lag0[t-1,n,k] - x[t,n,k])
    (62) dW_r[g,d,k] = Σ_{t,n} dr[t,n,g,d]·a_r[t,n,k]
    (63) dW_w[g,d,k] = Σ_{t,n} da_w[t,n,g,d]·a_w2[t,n,k]
    (64) db_w[g,d] = Σ_{t,n} da_w[t,n,g,d]
    (65) dW_k[g,d,k] = Σ_{t,n} dk[t,n,g,d]·a_k[t,n,k]
    (66) dW_v[g,d,k] = Σ_{t,n} dv[t,n,g,d]·a_v[t,n,k]
    (67) dW_a[g,d,k] = Σ_{t,n} da_a[t,n,g,d]·a_a2[t,n,k]
    (68) db_a[g,d] = Σ_{t,n} da_a[t,n,g,d]
    (69) dW_g[g,d,k] = Σ_{t,n} da_g[t,n,g,d]·a_g2[t,n,k]
    (70) dxi[g,d] = Σ_{t,n} 2·da_kappa[t,n,g]·xi[g,d]·k[t,n,g,d]²
                  + Σ_{t,n} dkappa[t,n,g,d]·k[t,n,g,d]/sqrt(a_kappa[t,n,g])
    (71) dalpha[g,d] = Σ_{t,n} dk_tilde[t,n,g,d]·k[t,n,g,d]·(a[t,n,g,d] - 1)
    (72) dgain[g,d] = Σ_{t,n} do[t,n,g,d]·a_o[t,n,g,d]/sqrt(a_o4[t,n,g])
    (73) dshift[g,d] = Σ_{t,n} do[t,n,g,d]
    (74) drho[g,d] = Σ_{t,n} da_h[t,n,g]·r[t,n,g,d]·k_tilde[t,n,g,d]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="rwkv7",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "mu_r": ("M",), "mu_w": ("M",), "mu_k": ("M",), "mu_v": ("M",), "mu_a": ("M",),
        "mu_g": ("M",), "W_r": ("G", "D", "M"), "W_w": ("G", "D", "M"), "b_w": ("G", "D"),
        "W_k": ("G", "D", "M"), "W_v": ("G", "D", "M"), "W_a": ("G", "D", "M"), "b_a": ("G", "D"),
        "W_g": ("G", "D", "M"), "xi": ("G", "D"), "alpha": ("G", "D"), "gain": ("G", "D"),
        "shift": ("G", "D"), "rho": ("G", "D"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"S": ("N", "G", "D", "D"), "x_lag0": ("N", "M")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    S: Array  # (N, G, D, D)
    x_lag0: Array  # (N, M)


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
    x_lag0 = np.zeros((T + 1, N, M), dtype)
    a_r = np.zeros((T + 1, N, M), dtype)
    r = np.zeros((T + 1, N, G, D), dtype)
    a_v = np.zeros((T + 1, N, M), dtype)
    v = np.zeros((T + 1, N, G, D), dtype)
    a_k = np.zeros((T + 1, N, M), dtype)
    k = np.zeros((T + 1, N, G, D), dtype)
    a_a2 = np.zeros((T + 1, N, M), dtype)
    a_a = np.zeros((T + 1, N, G, D), dtype)
    a = np.zeros((T + 1, N, G, D), dtype)
    a_w2 = np.zeros((T + 1, N, M), dtype)
    a_w = np.zeros((T + 1, N, G, D), dtype)
    w = np.zeros((T + 1, N, G, D), dtype)
    a_kappa = np.zeros((T + 1, N, G), dtype)
    kappa = np.zeros((T + 1, N, G, D), dtype)
    k_tilde = np.zeros((T + 1, N, G, D), dtype)
    e = np.zeros((T + 1, N, G, D), dtype)
    S = np.zeros((T + 1, N, G, D, D), dtype)
    a_o3 = np.zeros((T + 1, N, G, D), dtype)
    a_o2 = np.zeros((T + 1, N, G), dtype)
    a_o = np.zeros((T + 1, N, G, D), dtype)
    a_o4 = np.zeros((T + 1, N, G), dtype)
    o = np.zeros((T + 1, N, G, D), dtype)
    a_h = np.zeros((T + 1, N, G), dtype)
    a_g2 = np.zeros((T + 1, N, M), dtype)
    a_g = np.zeros((T + 1, N, G, D), dtype)
    h = np.zeros((T + 1, N, G, D), dtype)
    S[0] = state0.S
    x_lag0[0] = state0.x_lag0
    for t in range(1, T + 1):
        x_lag0[t] = x[t]  # (1)
        a_r[t] = x[t] + p.mu_r * (x_lag0[t - 1] - x[t])  # (2)
        r[t] = (a_r[t] @ p.W_r.reshape(G * D, M).T).reshape(N, G, D)  # (3)
        a_v[t] = x[t] + p.mu_v * (x_lag0[t - 1] - x[t])  # (4)
        v[t] = (a_v[t] @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (5)
        a_k[t] = x[t] + p.mu_k * (x_lag0[t - 1] - x[t])  # (6)
        k[t] = (a_k[t] @ p.W_k.reshape(G * D, M).T).reshape(N, G, D)  # (7)
        a_a2[t] = x[t] + p.mu_a * (x_lag0[t - 1] - x[t])  # (8)
        a_a[t] = (a_a2[t] @ p.W_a.reshape(G * D, M).T).reshape(N, G, D) + p.b_a  # (9)
        a[t] = sigmoid(a_a[t])  # (10)
        a_w2[t] = x[t] + p.mu_w * (x_lag0[t - 1] - x[t])  # (11)
        a_w[t] = (a_w2[t] @ p.W_w.reshape(G * D, M).T).reshape(N, G, D) + p.b_w  # (12)
        w[t] = np.exp(-(float(np.exp(-1 / 2))) * sigmoid(np.tanh(a_w[t])))  # (13)
        a_kappa[t] = np.einsum("ngd,gd->ng", k[t] ** 2, p.xi**2) + 1 / 1000000000000  # (14)
        kappa[t] = p.xi * k[t] / np.sqrt(a_kappa[t][:, :, None])  # (15)
        k_tilde[t] = (1 + p.alpha * (a[t] + -1)) * k[t]  # (16)
        e[t] = np.einsum("ngda,nga->ngd", S[t - 1], kappa[t])  # (17)
        S[t] = (
            w[t][:, :, None, :] * S[t - 1]
            + k_tilde[t][:, :, None, :] * v[t][:, :, :, None]
            - a[t][:, :, None, :] * e[t][:, :, :, None] * kappa[t][:, :, None, :]
        )  # (18)
        a_o3[t] = np.einsum("ngda,nga->ngd", S[t], r[t])  # (19)
        a_o2[t] = a_o3[t].sum(axis=2) / D  # (20)
        a_o[t] = np.einsum("ngda,nga->ngd", S[t], r[t]) - a_o2[t][:, :, None]  # (21)
        a_o4[t] = (a_o[t] ** 2).sum(axis=2) / D + 2 / 3125  # (22)
        o[t] = p.gain * a_o[t] / np.sqrt(a_o4[t][:, :, None]) + p.shift  # (23)
        a_h[t] = np.einsum("ngd,gd->ng", k_tilde[t] * r[t], p.rho)  # (24)
        a_g2[t] = x[t] + p.mu_g * (x_lag0[t - 1] - x[t])  # (25)
        a_g[t] = (a_g2[t] @ p.W_g.reshape(G * D, M).T).reshape(N, G, D)  # (26)
        h[t] = a_g[t] * (o[t] + a_h[t][:, :, None] * v[t])  # (27)
    y = h[1:].copy()
    state = State(S=S[T].copy(), x_lag0=x_lag0[T].copy())
    return (
        y,
        state,
        (
            x,
            x_lag0,
            a_r,
            r,
            a_v,
            v,
            a_k,
            k,
            a_a2,
            a,
            a_w2,
            a_w,
            w,
            a_kappa,
            kappa,
            k_tilde,
            e,
            S,
            a_o,
            a_o4,
            o,
            a_h,
            a_g2,
            a_g,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, G, D = p.sizes
    (
        x,
        x_lag0,
        a_r,
        r,
        a_v,
        v,
        a_k,
        k,
        a_a2,
        a,
        a_w2,
        a_w,
        w,
        a_kappa,
        kappa,
        k_tilde,
        e,
        S,
        a_o,
        a_o4,
        o,
        a_h,
        a_g2,
        a_g,
    ) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, G, D), dtype)
    da_g = np.zeros((T + 1, N, G, D), dtype)
    da_g2 = np.zeros((T + 1, N, M), dtype)
    da_h = np.zeros((T + 1, N, G), dtype)
    do = np.zeros((T + 1, N, G, D), dtype)
    da_o4 = np.zeros((T + 1, N, G), dtype)
    da_o = np.zeros((T + 1, N, G, D), dtype)
    da_o2 = np.zeros((T + 1, N, G), dtype)
    da_o3 = np.zeros((T + 1, N, G, D), dtype)
    dS = np.zeros((T + 1, N, G, D, D), dtype)
    de = np.zeros((T + 1, N, G, D), dtype)
    dk_tilde = np.zeros((T + 1, N, G, D), dtype)
    dkappa = np.zeros((T + 1, N, G, D), dtype)
    da_kappa = np.zeros((T + 1, N, G), dtype)
    dw = np.zeros((T + 1, N, G, D), dtype)
    da_w = np.zeros((T + 1, N, G, D), dtype)
    da_w2 = np.zeros((T + 1, N, M), dtype)
    da = np.zeros((T + 1, N, G, D), dtype)
    da_a = np.zeros((T + 1, N, G, D), dtype)
    da_a2 = np.zeros((T + 1, N, M), dtype)
    dk = np.zeros((T + 1, N, G, D), dtype)
    da_k = np.zeros((T + 1, N, M), dtype)
    dv = np.zeros((T + 1, N, G, D), dtype)
    da_v = np.zeros((T + 1, N, M), dtype)
    dr = np.zeros((T + 1, N, G, D), dtype)
    da_r = np.zeros((T + 1, N, M), dtype)
    dx_lag0 = np.zeros((T + 1, N, M), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (28)
        da_g[t] = dh[t] * (o[t] + a_h[t][:, :, None] * v[t])  # (29)
        da_g2[t] = da_g[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_g.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (30)
        da_h[t] = (dh[t] * a_g[t] * v[t]).sum(axis=2)  # (31)
        do[t] = dh[t] * a_g[t]  # (32)
        da_o4[t] = (
            -1 / 2 * 1 / np.sqrt(a_o4[t]) ** 3 * np.einsum("ngd,gd->ng", do[t] * a_o[t], p.gain)
        )  # (33)
        da_o[t] = 2 / D * da_o4[t][:, :, None] * a_o[t] + do[t] * p.gain / np.sqrt(
            a_o4[t][:, :, None]
        )  # (34)
        da_o2[t] = -da_o[t].sum(axis=2)  # (35)
        da_o3[t] = da_o2[t][:, :, None] / D  # (36)
        dS[t] = (
            da_o3[t][:, :, :, None] * r[t][:, :, None, :]
            + da_o[t][:, :, :, None] * r[t][:, :, None, :]
        )  # (37)
        if t == T:
            dS[t] += dstate.S  # (37)
        if t < T:
            dS[t] += (
                de[t + 1][:, :, :, None] * kappa[t + 1][:, :, None, :]
                + dS[t + 1] * w[t + 1][:, :, None, :]
            )  # (37)
        de[t] = -np.einsum("ngda,nga->ngd", dS[t], a[t] * kappa[t])  # (38)
        dk_tilde[t] = (
            np.einsum("ngda,ngd->nga", dS[t], v[t]) + da_h[t][:, :, None] * p.rho * r[t]
        )  # (39)
        dkappa[t] = np.einsum("ngda,ngd->nga", S[t - 1], de[t]) - a[t] * np.einsum(
            "ngda,ngd->nga", dS[t], e[t]
        )  # (40)
        da_kappa[t] = (
            -1 / 2 * 1 / np.sqrt(a_kappa[t]) ** 3 * np.einsum("ngd,gd->ng", dkappa[t] * k[t], p.xi)
        )  # (41)
        dw[t] = (dS[t] * S[t - 1]).sum(axis=2)  # (42)
        da_w[t] = (
            -(float(np.exp(-1 / 2)))
            * dw[t]
            * (1 - sigmoid(np.tanh(a_w[t])))
            * (1 - np.tanh(a_w[t]) ** 2)
            * sigmoid(np.tanh(a_w[t]))
            * w[t]
        )  # (43)
        da_w2[t] = da_w[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_w.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (44)
        da[t] = dk_tilde[t] * p.alpha * k[t] - kappa[t] * np.einsum(
            "ngda,ngd->nga", dS[t], e[t]
        )  # (45)
        da_a[t] = da[t] * (1 - a[t]) * a[t]  # (46)
        da_a2[t] = da_a[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_a.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (47)
        dk[t] = (
            2 * da_kappa[t][:, :, None] * p.xi**2 * k[t]
            + dkappa[t] * p.xi / np.sqrt(a_kappa[t][:, :, None])
            + dk_tilde[t] * (1 + p.alpha * (a[t] + -1))
        )  # (48)
        da_k[t] = dk[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_k.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (49)
        dv[t] = (
            np.einsum("ngda,nga->ngd", dS[t], k_tilde[t]) + dh[t] * a_g[t] * a_h[t][:, :, None]
        )  # (50)
        da_v[t] = dv[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_v.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (51)
        dr[t] = (
            np.einsum("ngda,ngd->nga", S[t], da_o3[t])
            + np.einsum("ngda,ngd->nga", S[t], da_o[t])
            + da_h[t][:, :, None] * p.rho * k_tilde[t]
        )  # (52)
        da_r[t] = dr[t].transpose(0, 2, 1).reshape(N, D * G) @ p.W_r.transpose(1, 0, 2).reshape(
            D * G, M
        )  # (53)
        if t == T:
            dx_lag0[t] += dstate.x_lag0  # (54)
        if t < T:
            dx_lag0[t] += (
                da_r[t + 1] * p.mu_r
                + da_v[t + 1] * p.mu_v
                + da_k[t + 1] * p.mu_k
                + da_a2[t + 1] * p.mu_a
                + da_w2[t + 1] * p.mu_w
                + da_g2[t + 1] * p.mu_g
            )  # (54)
        dx[t] = (
            dx_lag0[t]
            + da_r[t] * (1 - p.mu_r)
            + da_v[t] * (1 - p.mu_v)
            + da_k[t] * (1 - p.mu_k)
            + da_a2[t] * (1 - p.mu_a)
            + da_w2[t] * (1 - p.mu_w)
            + da_g2[t] * (1 - p.mu_g)
        )  # (55)
        grads.mu_r += (da_r[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (56)
        grads.mu_w += (da_w2[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (57)
        grads.mu_k += (da_k[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (58)
        grads.mu_v += (da_v[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (59)
        grads.mu_a += (da_a2[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (60)
        grads.mu_g += (da_g2[t] * (x_lag0[t - 1] - x[t])).sum(axis=0)  # (61)
        grads.W_r += (dr[t].reshape(N, G * D).T @ a_r[t]).reshape(G, D, M)  # (62)
        grads.W_w += (da_w[t].reshape(N, G * D).T @ a_w2[t]).reshape(G, D, M)  # (63)
        grads.b_w += da_w[t].sum(axis=0)  # (64)
        grads.W_k += (dk[t].reshape(N, G * D).T @ a_k[t]).reshape(G, D, M)  # (65)
        grads.W_v += (dv[t].reshape(N, G * D).T @ a_v[t]).reshape(G, D, M)  # (66)
        grads.W_a += (da_a[t].reshape(N, G * D).T @ a_a2[t]).reshape(G, D, M)  # (67)
        grads.b_a += da_a[t].sum(axis=0)  # (68)
        grads.W_g += (da_g[t].reshape(N, G * D).T @ a_g2[t]).reshape(G, D, M)  # (69)
        grads.xi += 2 * p.xi * np.einsum("ng,ngd->gd", da_kappa[t], k[t] ** 2) + np.einsum(
            "ngd,ng->gd", dkappa[t] * k[t], 1 / np.sqrt(a_kappa[t])
        )  # (70)
        grads.alpha += (dk_tilde[t] * (a[t] + -1) * k[t]).sum(axis=0)  # (71)
        grads.gain += np.einsum("ngd,ng->gd", do[t] * a_o[t], 1 / np.sqrt(a_o4[t]))  # (72)
        grads.shift += do[t].sum(axis=0)  # (73)
        grads.rho += np.einsum("ngd,ng->gd", k_tilde[t] * r[t], da_h[t])  # (74)
    dS0 = de[1][:, :, :, None] * kappa[1][:, :, None, :] + dS[1] * w[1][:, :, None, :]  # (37)
    dx_lag00 = (
        da_r[1] * p.mu_r
        + da_v[1] * p.mu_v
        + da_k[1] * p.mu_k
        + da_a2[1] * p.mu_a
        + da_w2[1] * p.mu_w
        + da_g2[1] * p.mu_g
    )  # (54)
    into_x[...] = dx[1:]
    return grads, State(S=dS0, x_lag0=dx_lag00)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    x_lag0 = x  # (1)
    a_r = x + p.mu_r * (state.x_lag0 - x)  # (2)
    r = (a_r @ p.W_r.reshape(G * D, M).T).reshape(N, G, D)  # (3)
    a_v = x + p.mu_v * (state.x_lag0 - x)  # (4)
    v = (a_v @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (5)
    a_k = x + p.mu_k * (state.x_lag0 - x)  # (6)
    k = (a_k @ p.W_k.reshape(G * D, M).T).reshape(N, G, D)  # (7)
    a_a2 = x + p.mu_a * (state.x_lag0 - x)  # (8)
    a_a = (a_a2 @ p.W_a.reshape(G * D, M).T).reshape(N, G, D) + p.b_a  # (9)
    a = sigmoid(a_a)  # (10)
    a_w2 = x + p.mu_w * (state.x_lag0 - x)  # (11)
    a_w = (a_w2 @ p.W_w.reshape(G * D, M).T).reshape(N, G, D) + p.b_w  # (12)
    w = np.exp(-(float(np.exp(-1 / 2))) * sigmoid(np.tanh(a_w)))  # (13)
    a_kappa = np.einsum("ngd,gd->ng", k**2, p.xi**2) + 1 / 1000000000000  # (14)
    kappa = p.xi * k / np.sqrt(a_kappa[:, :, None])  # (15)
    k_tilde = (1 + p.alpha * (a + -1)) * k  # (16)
    e = np.einsum("ngda,nga->ngd", state.S, kappa)  # (17)
    S = (
        w[:, :, None, :] * state.S
        + k_tilde[:, :, None, :] * v[:, :, :, None]
        - a[:, :, None, :] * e[:, :, :, None] * kappa[:, :, None, :]
    )  # (18)
    a_o3 = np.einsum("ngda,nga->ngd", S, r)  # (19)
    a_o2 = a_o3.sum(axis=2) / D  # (20)
    a_o = np.einsum("ngda,nga->ngd", S, r) - a_o2[:, :, None]  # (21)
    a_o4 = (a_o**2).sum(axis=2) / D + 2 / 3125  # (22)
    o = p.gain * a_o / np.sqrt(a_o4[:, :, None]) + p.shift  # (23)
    a_h = np.einsum("ngd,gd->ng", k_tilde * r, p.rho)  # (24)
    a_g2 = x + p.mu_g * (state.x_lag0 - x)  # (25)
    a_g = (a_g2 @ p.W_g.reshape(G * D, M).T).reshape(N, G, D)  # (26)
    h = a_g * (o + a_h[:, :, None] * v)  # (27)
    return h, State(S=S, x_lag0=x_lag0)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
