"""RWKV-7: a memory that decays by a vector, and forgets under a key.

Source: Peng et al. 2025, arXiv 2503.14456; the time mixing, its low-rank maps as whole matrices, no value residual

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
In loops over time, since they lie on a cycle through time: (17)-(18), (37)-(38).
For all steps at once, since they lie on no such cycle: (1)-(16), (19)-(36), (39)-(74).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (18).

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
from numpy import add, divide, exp, multiply, negative, power, sqrt, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty,
    padded_rows, sigmoid, vectors,
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
    x_lag0 = vectors((T + 1, N, M), dtype)
    a_r = padded_rows((T, N, M), dtype)
    r = empty((T, N, G, D), dtype)
    a_v = padded_rows((T, N, M), dtype)
    v = empty((T, N, G, D), dtype)
    a_k = padded_rows((T, N, M), dtype)
    k = empty((T, N, G, D), dtype)
    a_a2 = padded_rows((T, N, M), dtype)
    a = empty((T, N, G, D), dtype)
    a_w2 = padded_rows((T, N, M), dtype)
    tanh_a_w = empty((T, N, G, D), dtype)
    w = empty((T, N, G, D), dtype)
    sqrt_a_kappa = vectors((T, N, G), dtype)
    kappa = empty((T, N, G, D), dtype)
    k_tilde = empty((T, N, G, D), dtype)
    a_h = vectors((T, N, G), dtype)
    a_g2 = padded_rows((T, N, M), dtype)
    a_g = empty((T, N, G, D), dtype)
    e = empty((T, N, G, D), dtype)
    S = empty((T + 1, N, G, D, D), dtype)
    a_o3 = empty((T, N, G, D), dtype)
    a_o2 = vectors((T, N, G), dtype)
    a_o = empty((T, N, G, D), dtype)
    sqrt_a_o4 = vectors((T, N, G), dtype)
    o = empty((T, N, G, D), dtype)
    h = empty((T, N, G, D), dtype)
    S[0] = state0.S
    x_lag0[0] = state0.x_lag0
    x_lag0[1:] = x  # (1)
    # (2) a_r = x + mu_r * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_r.swapaxes(1, 2))
    multiply(a_r, p.mu_r, a_r)
    add(a_r, x, a_r)
    np.matmul(a_r.reshape(T * N, M), p.W_r.reshape(G * D, M).T, out=r.reshape(T * N, G * D))  # (3)
    # (4) a_v = x + mu_v * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_v.swapaxes(1, 2))
    multiply(a_v, p.mu_v, a_v)
    add(a_v, x, a_v)
    np.matmul(a_v.reshape(T * N, M), p.W_v.reshape(G * D, M).T, out=v.reshape(T * N, G * D))  # (5)
    # (6) a_k = x + mu_k * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_k.swapaxes(1, 2))
    multiply(a_k, p.mu_k, a_k)
    add(a_k, x, a_k)
    np.matmul(a_k.reshape(T * N, M), p.W_k.reshape(G * D, M).T, out=k.reshape(T * N, G * D))  # (7)
    # (8) a_a2 = x + mu_a * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_a2.swapaxes(1, 2))
    multiply(a_a2, p.mu_a, a_a2)
    add(a_a2, x, a_a2)
    # (9) a_a = (a_a2 @ W_a.reshape(G * D, M).T).reshape(N, G, D) + b_a
    np.matmul(a_a2.reshape(T * N, M), p.W_a.reshape(G * D, M).T, out=a.reshape(T * N, G * D))
    add(a, p.b_a, a)
    sigmoid(a, a)  # (10)
    # (11) a_w2 = x + mu_w * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_w2.swapaxes(1, 2))
    multiply(a_w2, p.mu_w, a_w2)
    add(a_w2, x, a_w2)
    # (12) a_w = (a_w2 @ W_w.reshape(G * D, M).T).reshape(N, G, D) + b_w
    np.matmul(a_w2.reshape(T * N, M), p.W_w.reshape(G * D, M).T, out=tanh_a_w.reshape(T * N, G * D))
    add(tanh_a_w, p.b_w, tanh_a_w)
    tanh(tanh_a_w, tanh_a_w)
    # (13) w = np.exp(-(float(np.exp(-1 / 2))) * sigmoid(tanh_a_w))
    sigmoid(tanh_a_w, w)
    multiply(float(np.exp(-1 / 2)), w, w)
    negative(w, w)
    exp(w, w)
    work = empty((G, D), dtype)
    work_2 = empty((T, N, G, D), dtype)
    # (14) a_kappa = np.einsum("ngd,gd->ng", k ** 2, xi ** 2) + 1 / 1000000000000
    multiply(p.xi, p.xi, work)
    multiply(k, k, work_2)
    np.einsum("gd,tngd->tng", work, work_2, out=sqrt_a_kappa)
    add(sqrt_a_kappa, 1 / 1000000000000, sqrt_a_kappa)
    sqrt(sqrt_a_kappa, sqrt_a_kappa)
    # (15) kappa = xi * k / sqrt_a_kappa[:, :, None]
    multiply(p.xi, k, kappa)
    divide(kappa, sqrt_a_kappa[:, :, :, None], kappa)
    # (16) k_tilde = (1 + alpha * (a + -1)) * k
    add(a, -1, k_tilde)
    multiply(k_tilde, p.alpha, k_tilde)
    add(1, k_tilde, k_tilde)
    multiply(k_tilde, k, k_tilde)
    # (24) a_h = np.einsum("ngd,gd->ng", k_tilde * r, rho)
    multiply(k_tilde, r, work_2)
    np.einsum("gd,tngd->tng", p.rho, work_2, out=a_h)
    # (25) a_g2 = x + mu_g * (x_lag0_prev - x)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), a_g2.swapaxes(1, 2))
    multiply(a_g2, p.mu_g, a_g2)
    add(a_g2, x, a_g2)
    np.matmul(
        a_g2.reshape(T * N, M), p.W_g.reshape(G * D, M).T, out=a_g.reshape(T * N, G * D)
    )  # (26)
    span = max(1, min(T, CHUNK // (D * G * N)))
    s_S = empty((span, N, G, D), dtype)
    work_ = empty((N, G, D, D), dtype)
    for t0 in range(0, T, span):
        t1 = min(t0 + span, T)
        a_c, kappa_c, s_S_c = a[t0:t1], kappa[t0:t1], s_S[: t1 - t0]
        # (18) s_S = a * kappa
        multiply(a_c, kappa_c, s_S_c)
        steps = zip(
            e[t0:t1], kappa_c, S[t0:t1], S[t0 + 1 : t1 + 1], w[t0:t1], k_tilde[t0:t1], v[t0:t1],
            s_S_c, strict=True,
        )  # fmt: skip
        for e_t, kappa_t, S_prev, S_t, w_t, k_tilde_t, v_t, s_S_t in steps:
            # (17) e = np.einsum("ngda,nga->ngd", S_prev, kappa)
            np.einsum("ngd,ngad->nga", kappa_t, S_prev, out=e_t)
            # (18) S = w[:, :, None, :] * S_prev + k_tilde[:, :, None, :] * v[:, :, :, None] - e[:, :, :, None] * s_S[:, :, None, :]
            multiply(w_t[:, :, None, :], S_prev, S_t)
            multiply(k_tilde_t[:, :, None, :], v_t[:, :, :, None], work_)
            add(S_t, work_, S_t)
            multiply(e_t[:, :, :, None], s_S_t[:, :, None, :], work_)
            subtract(S_t, work_, S_t)
    np.einsum("tngd,tngad->tnga", r, S[1:], out=a_o3)  # (19)
    # (20) a_o2 = a_o3.sum(axis=2) / D
    a_o3.sum(axis=3, out=a_o2)
    divide(a_o2, D, a_o2)
    # (21) a_o = np.einsum("ngda,nga->ngd", S, r) - a_o2[:, :, None]
    np.einsum("tngd,tngad->tnga", r, S[1:], out=a_o)
    subtract(a_o, a_o2[:, :, :, None], a_o)
    # (22) a_o4 = (a_o ** 2).sum(axis=2) / D + 2 / 3125
    multiply(a_o, a_o, work_2)
    work_2.sum(axis=3, out=sqrt_a_o4)
    divide(sqrt_a_o4, D, sqrt_a_o4)
    add(sqrt_a_o4, 2 / 3125, sqrt_a_o4)
    sqrt(sqrt_a_o4, sqrt_a_o4)
    # (23) o = gain * a_o / sqrt_a_o4[:, :, None] + shift
    multiply(p.gain, a_o, o)
    divide(o, sqrt_a_o4[:, :, :, None], o)
    add(o, p.shift, o)
    # (27) h = a_g * (o + a_h[:, :, None] * v)
    multiply(a_h[:, :, :, None], v, h)
    add(h, o, h)
    multiply(h, a_g, h)
    y = copied(h)
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
            tanh_a_w,
            w,
            sqrt_a_kappa,
            kappa,
            k_tilde,
            a_h,
            a_g2,
            a_g,
            e,
            S,
            a_o,
            sqrt_a_o4,
            o,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
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
        tanh_a_w,
        w,
        sqrt_a_kappa,
        kappa,
        k_tilde,
        a_h,
        a_g2,
        a_g,
        e,
        S,
        a_o,
        sqrt_a_o4,
        o,
    ) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = empty((T, N, G, D), dtype)
    da_g = empty((T, N, G, D), dtype)
    da_g2 = vectors((T, N, M), dtype)
    da_h = vectors((T, N, G), dtype)
    do = empty((T, N, G, D), dtype)
    da_o4 = vectors((T, N, G), dtype)
    da_o = empty((T, N, G, D), dtype)
    da_o2 = vectors((T, N, G), dtype)
    da_o3 = empty((T, N, G, D), dtype)
    dr = empty((T, N, G, D), dtype)
    da_r = vectors((T, N, M), dtype)
    dS = empty((T, N, G, D, D), dtype)
    de = empty((T, N, G, D), dtype)
    dk_tilde = empty((T, N, G, D), dtype)
    dkappa = empty((T, N, G, D), dtype)
    da_kappa = vectors((T, N, G), dtype)
    dw = empty((T, N, G, D), dtype)
    da_w = empty((T, N, G, D), dtype)
    da_w2 = vectors((T, N, M), dtype)
    da = empty((T, N, G, D), dtype)
    da_a = empty((T, N, G, D), dtype)
    da_a2 = vectors((T, N, M), dtype)
    dk = empty((T, N, G, D), dtype)
    da_k = vectors((T, N, M), dtype)
    dv = empty((T, N, G, D), dtype)
    da_v = vectors((T, N, M), dtype)
    dx_lag0 = vectors((T, N, M), dtype)
    dS_next = empty((N, G, D, D), dtype)
    dS_next[...] = dstate.S  # (37)
    dh[...] = dy  # (28)
    # (29) da_g = dh * (o + a_h[:, :, None] * v)
    multiply(a_h[:, :, :, None], v, da_g)
    add(da_g, o, da_g)
    multiply(da_g, dh, da_g)
    np.einsum("gdk,tngd->tnk", p.W_g, da_g, out=da_g2)  # (30)
    work = empty((T, N, G, D), dtype)
    # (31) da_h = (dh * a_g * v).sum(axis=2)
    multiply(dh, a_g, work)
    multiply(work, v, work)
    work.sum(axis=3, out=da_h)
    multiply(dh, a_g, do)  # (32)
    work_2 = vectors((T, N, G), dtype)
    # (33) da_o4 = -1 / 2 * 1 / sqrt_a_o4 ** 3 * np.einsum("ngd,gd->ng", do * a_o, gain)
    power(sqrt_a_o4, 3, da_o4)
    divide(1, da_o4, da_o4)
    multiply(do, a_o, work)
    np.einsum("gd,tngd->tng", p.gain, work, out=work_2)
    multiply(da_o4, work_2, da_o4)
    multiply(1 / 2, da_o4, da_o4)
    negative(da_o4, da_o4)
    # (34) da_o = 2 / D * da_o4[:, :, None] * a_o + do * gain / sqrt_a_o4[:, :, None]
    multiply(da_o4[:, :, :, None], a_o, da_o)
    multiply(2 / D, da_o, da_o)
    multiply(do, p.gain, work)
    divide(work, sqrt_a_o4[:, :, :, None], work)
    add(da_o, work, da_o)
    # (35) da_o2 = -da_o.sum(axis=2)
    da_o.sum(axis=3, out=da_o2)
    negative(da_o2, da_o2)
    # (36) da_o3 = da_o2[:, :, None] / D
    divide(da_o2, D, work_2)
    da_o3[...] = work_2[:, :, :, None]
    # (52) dr = np.einsum("ngda,ngd->nga", S, da_o3) + np.einsum("ngda,ngd->nga", S, da_o) + da_h[:, :, None] * rho * k_tilde
    np.einsum("tngd,tngda->tnga", da_o3, S[1:], out=dr)
    np.einsum("tngd,tngda->tnga", da_o, S[1:], out=work)
    add(dr, work, dr)
    multiply(da_h[:, :, :, None], p.rho, work)
    multiply(work, k_tilde, work)
    add(dr, work, dr)
    np.einsum("gdk,tngd->tnk", p.W_r, dr, out=da_r)  # (53)
    work_3 = vectors((T, N, M), dtype)
    # (56) dmu_r = (da_r * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_r, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_r)
    # (61) dmu_g = (da_g2 * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_g2, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_g)
    np.matmul(
        dr.reshape(T * N, G * D).T, a_r.reshape(T * N, M), out=grads.W_r.reshape(G * D, M)
    )  # (62)
    np.matmul(
        da_g.reshape(T * N, G * D).T, a_g2.reshape(T * N, M), out=grads.W_g.reshape(G * D, M)
    )  # (69)
    # (72) dgain = np.einsum("ngd,ng->gd", do * a_o, 1 / sqrt_a_o4)
    divide(1, sqrt_a_o4, work_2)
    multiply(do, a_o, work)
    np.einsum("tng,tngd->gd", work_2, work, out=grads.gain)
    do.sum(axis=(0, 1), out=grads.shift)  # (73)
    # (74) drho = np.einsum("ngd,ng->gd", k_tilde * r, da_h)
    multiply(k_tilde, r, work)
    np.einsum("tng,tngd->gd", da_h, work, out=grads.rho)
    work_ = empty((N, G, D, D), dtype)
    work_2_ = empty((N, G, D), dtype)
    steps = zip(
        dS[::-1], da_o3[::-1], r[::-1], da_o[::-1], a[::-1], kappa[::-1], de[::-1], w[::-1],
        strict=True,
    )  # fmt: skip
    for dS_t, da_o3_t, r_t, da_o_t, a_t, kappa_t, de_t, w_t in steps:
        # (37) dS = da_o3[:, :, :, None] * r[:, :, None, :] + da_o[:, :, :, None] * r[:, :, None, :] + dS_next
        multiply(da_o3_t[:, :, :, None], r_t[:, :, None, :], dS_t)
        multiply(da_o_t[:, :, :, None], r_t[:, :, None, :], work_)
        add(dS_t, work_, dS_t)
        add(dS_t, dS_next, dS_t)
        # (38) de = -np.einsum("ngda,nga->ngd", dS, a * kappa)
        multiply(a_t, kappa_t, work_2_)
        np.einsum("ngd,ngad->nga", work_2_, dS_t, out=de_t)
        negative(de_t, de_t)
        # (37) dS_next = de[:, :, :, None] * kappa[:, :, None, :] + dS * w[:, :, None, :]
        multiply(de_t[:, :, :, None], kappa_t[:, :, None, :], dS_next)
        multiply(dS_t, w_t[:, :, None, :], work_)
        add(dS_next, work_, dS_next)
    # (39) dk_tilde = np.einsum("ngda,ngd->nga", dS, v) + da_h[:, :, None] * rho * r
    np.einsum("tngd,tngda->tnga", v, dS, out=dk_tilde)
    multiply(da_h[:, :, :, None], p.rho, work)
    multiply(work, r, work)
    add(dk_tilde, work, dk_tilde)
    # (40) dkappa = np.einsum("ngda,ngd->nga", S_prev, de) - a * np.einsum("ngda,ngd->nga", dS, e)
    np.einsum("tngd,tngda->tnga", de, S[:-1], out=dkappa)
    np.einsum("tngd,tngda->tnga", e, dS, out=work)
    multiply(a, work, work)
    subtract(dkappa, work, dkappa)
    # (41) da_kappa = -1 / 2 * 1 / sqrt_a_kappa ** 3 * np.einsum("ngd,gd->ng", dkappa * k, xi)
    power(sqrt_a_kappa, 3, da_kappa)
    divide(1, da_kappa, da_kappa)
    multiply(dkappa, k, work)
    np.einsum("gd,tngd->tng", p.xi, work, out=work_2)
    multiply(da_kappa, work_2, da_kappa)
    multiply(1 / 2, da_kappa, da_kappa)
    negative(da_kappa, da_kappa)
    work_4 = empty((T, N, G, D, D), dtype)
    # (42) dw = (dS * S_prev).sum(axis=2)
    multiply(dS.transpose(0, 1, 2, 4, 3), S[:-1].transpose(0, 1, 2, 4, 3), work_4)
    work_4.sum(axis=4, out=dw)
    # (43) da_w = -(float(np.exp(-1 / 2))) * dw * (1 - sigmoid(tanh_a_w)) * (1 - tanh_a_w ** 2) * sigmoid(tanh_a_w) * w
    sigmoid(tanh_a_w, da_w)
    subtract(1, da_w, da_w)
    multiply(tanh_a_w, tanh_a_w, work)
    subtract(1, work, work)
    multiply(da_w, work, da_w)
    sigmoid(tanh_a_w, work)
    multiply(da_w, work, da_w)
    multiply(da_w, dw, da_w)
    multiply(da_w, w, da_w)
    multiply(float(np.exp(-1 / 2)), da_w, da_w)
    negative(da_w, da_w)
    np.einsum("gdk,tngd->tnk", p.W_w, da_w, out=da_w2)  # (44)
    # (45) da = dk_tilde * alpha * k - kappa * np.einsum("ngda,ngd->nga", dS, e)
    multiply(dk_tilde, p.alpha, da)
    multiply(da, k, da)
    np.einsum("tngd,tngda->tnga", e, dS, out=work)
    multiply(kappa, work, work)
    subtract(da, work, da)
    # (46) da_a = da * (1 - a) * a
    subtract(1, a, da_a)
    multiply(da_a, da, da_a)
    multiply(da_a, a, da_a)
    np.einsum("gdk,tngd->tnk", p.W_a, da_a, out=da_a2)  # (47)
    work_5 = empty((G, D), dtype)
    # (48) dk = 2 * da_kappa[:, :, None] * xi ** 2 * k + dkappa * xi / sqrt_a_kappa[:, :, None] + dk_tilde * (1 + alpha * (a + -1))
    multiply(p.xi, p.xi, work_5)
    multiply(work_5, da_kappa[:, :, :, None], dk)
    multiply(dk, k, dk)
    multiply(2, dk, dk)
    multiply(dkappa, p.xi, work)
    divide(work, sqrt_a_kappa[:, :, :, None], work)
    add(dk, work, dk)
    add(a, -1, work)
    multiply(work, p.alpha, work)
    add(1, work, work)
    multiply(work, dk_tilde, work)
    add(dk, work, dk)
    np.einsum("gdk,tngd->tnk", p.W_k, dk, out=da_k)  # (49)
    # (50) dv = np.einsum("ngda,nga->ngd", dS, k_tilde) + dh * a_g * a_h[:, :, None]
    np.einsum("tngd,tngad->tnga", k_tilde, dS, out=dv)
    multiply(dh, a_g, work)
    multiply(work, a_h[:, :, :, None], work)
    add(dv, work, dv)
    np.einsum("gdk,tngd->tnk", p.W_v, dv, out=da_v)  # (51)
    work_6 = vectors((T - 1, N, M), dtype)
    # (54) dx_lag0 = dx_lag0_T + da_r_next * mu_r + da_v_next * mu_v + da_k_next * mu_k + da_a2_next * mu_a + da_w2_next * mu_w + da_g2_next * mu_g
    dx_lag0[...] = 0
    add(dx_lag0[-1:], dstate.x_lag0, dx_lag0[-1:])
    multiply(da_r[1:], p.mu_r, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    multiply(da_v[1:], p.mu_v, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    multiply(da_k[1:], p.mu_k, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    multiply(da_a2[1:], p.mu_a, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    multiply(da_w2[1:], p.mu_w, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    multiply(da_g2[1:], p.mu_g, work_6)
    add(dx_lag0[:-1], work_6, dx_lag0[:-1])
    work_7 = empty((M,), dtype)
    # (55) dx = dx_lag0 + da_r * (1 - mu_r) + da_v * (1 - mu_v) + da_k * (1 - mu_k) + da_a2 * (1 - mu_a) + da_w2 * (1 - mu_w) + da_g2 * (1 - mu_g)
    subtract(1, p.mu_r, work_7)
    multiply(work_7, da_r, dx)
    subtract(1, p.mu_v, work_7)
    multiply(work_7, da_v, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    subtract(1, p.mu_k, work_7)
    multiply(work_7, da_k, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    subtract(1, p.mu_a, work_7)
    multiply(work_7, da_a2, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    subtract(1, p.mu_w, work_7)
    multiply(work_7, da_w2, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    subtract(1, p.mu_g, work_7)
    multiply(work_7, da_g2, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    add(dx.swapaxes(1, 2), dx_lag0.swapaxes(1, 2), dx.swapaxes(1, 2))
    # (57) dmu_w = (da_w2 * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_w2, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_w)
    # (58) dmu_k = (da_k * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_k, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_k)
    # (59) dmu_v = (da_v * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_v, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_v)
    # (60) dmu_a = (da_a2 * (x_lag0_prev - x)).sum(axis=0)
    subtract(x_lag0[:-1].swapaxes(1, 2), x.swapaxes(1, 2), work_3.swapaxes(1, 2))
    multiply(work_3, da_a2, work_3)
    work_3.sum(axis=(0, 1), out=grads.mu_a)
    np.matmul(
        da_w.reshape(T * N, G * D).T, a_w2.reshape(T * N, M), out=grads.W_w.reshape(G * D, M)
    )  # (63)
    da_w.sum(axis=(0, 1), out=grads.b_w)  # (64)
    np.matmul(
        dk.reshape(T * N, G * D).T, a_k.reshape(T * N, M), out=grads.W_k.reshape(G * D, M)
    )  # (65)
    np.matmul(
        dv.reshape(T * N, G * D).T, a_v.reshape(T * N, M), out=grads.W_v.reshape(G * D, M)
    )  # (66)
    np.matmul(
        da_a.reshape(T * N, G * D).T, a_a2.reshape(T * N, M), out=grads.W_a.reshape(G * D, M)
    )  # (67)
    da_a.sum(axis=(0, 1), out=grads.b_a)  # (68)
    # (70) dxi = 2 * xi * np.einsum("ng,ngd->gd", da_kappa, k ** 2) + np.einsum("ngd,ng->gd", dkappa * k, 1 / sqrt_a_kappa)
    multiply(k, k, work)
    np.einsum("tngd,tng->gd", work, da_kappa, out=grads.xi)
    multiply(p.xi, grads.xi, grads.xi)
    multiply(2, grads.xi, grads.xi)
    divide(1, sqrt_a_kappa, work_2)
    multiply(dkappa, k, work)
    np.einsum("tng,tngd->gd", work_2, work, out=work_5)
    add(grads.xi, work_5, grads.xi)
    # (71) dalpha = (dk_tilde * (a + -1) * k).sum(axis=0)
    add(a, -1, work)
    multiply(work, dk_tilde, work)
    multiply(work, k, work)
    work.sum(axis=(0, 1), out=grads.alpha)
    dS0 = dS_next.copy()  # (37)
    dx_lag00 = vectors((N, M), dtype)
    work_8 = vectors((N, M), dtype)
    # (54) dx_lag00 = da_r[1] * mu_r + da_v[1] * mu_v + da_k[1] * mu_k + da_a2[1] * mu_a + da_w2[1] * mu_w + da_g2[1] * mu_g
    multiply(da_r[0], p.mu_r, dx_lag00)
    multiply(da_v[0], p.mu_v, work_8)
    add(dx_lag00, work_8, dx_lag00)
    multiply(da_k[0], p.mu_k, work_8)
    add(dx_lag00, work_8, dx_lag00)
    multiply(da_a2[0], p.mu_a, work_8)
    add(dx_lag00, work_8, dx_lag00)
    multiply(da_w2[0], p.mu_w, work_8)
    add(dx_lag00, work_8, dx_lag00)
    multiply(da_g2[0], p.mu_g, work_8)
    add(dx_lag00, work_8, dx_lag00)
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


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0),
    stretches=True,
)
