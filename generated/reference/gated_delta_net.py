"""Gated DeltaNet: a memory that decays, and replaces what it overwrites.

Source: Yang, Kautz & Hatamizadeh 2024, arXiv 2412.06464; without the short convolutions and the output norm

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build gated_delta_net`; the numbers in the comments are those of the notes:

    (1)  a_q[t,n,g,d] = Σ_k W_q[g,d,k]·x[t,n,k]
    (2)  a_q3[t,n,g,d] = a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])
    (3)  a_q2[t,n,g] = Σ_d a_q3[t,n,g,d]² + 1/1000000
    (4)  q[t,n,g,d] = a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g])
    (5)  a_k[t,n,g,d] = Σ_k W_k[g,d,k]·x[t,n,k]
    (6)  a_k3[t,n,g,d] = a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])
    (7)  a_k2[t,n,g] = Σ_d a_k3[t,n,g,d]² + 1/1000000
    (8)  k[t,n,g,d] = a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g])
    (9)  a_v[t,n,g,d] = Σ_k W_v[g,d,k]·x[t,n,k]
    (10) v[t,n,g,d] = a_v[t,n,g,d]·sigmoid(a_v[t,n,g,d])
    (11) a_alpha[t,n,g] = Σ_k W_alpha[g,k]·x[t,n,k] + b_alpha[g]
    (12) alpha[t,n,g] = exp(-exp(log_A[g])·softplus(a_alpha[t,n,g]))
    (13) a_beta[t,n,g] = Σ_k W_beta[g,k]·x[t,n,k] + b_beta[g]
    (14) beta[t,n,g] = sigmoid(a_beta[t,n,g])
    (15) P[t,n,g,d,d1] = alpha[t,n,g]·S[t-1,n,g,d,d1]
    (16) a_e[t,n,g,d] = v[t,n,g,d] - Σ_{d1} k[t,n,g,d1]·P[t,n,g,d,d1]
    (17) e[t,n,g,d] = beta[t,n,g]·a_e[t,n,g,d]
    (18) S[t,n,g,d,d1] = P[t,n,g,d,d1] + k[t,n,g,d1]·e[t,n,g,d]
    (19) a_h[t,n,g,d] = Σ_{d1} q[t,n,g,d1]·S[t,n,g,d,d1]
    (20) a_g[t,n,g,d] = Σ_k W_g[g,d,k]·x[t,n,k]
    (21) h[t,n,g,d] = a_h[t,n,g,d]·a_g[t,n,g,d]·sigmoid(a_g[t,n,g,d])
    (22) dh[t,n,g,d] = dy[t,n,g,d]
    (23) da_g[t,n,g,d] = dh[t,n,g,d]·(a_h[t,n,g,d]·a_g[t,n,g,d]·(1 - sigmoid(a_g[t,n,g,d]))·sigmoid(a_g[t,n,g,d]) + a_h[t,n,g,d]·sigmoid(a_g[t,n,g,d]))
    (24) da_h[t,n,g,d] = dh[t,n,g,d]·a_g[t,n,g,d]·sigmoid(a_g[t,n,g,d])
    (25) dS[t,n,g,d,d1] = dS_T[n,g,d,d1]                    if t = T
                        + da_h[t,n,g,d]·q[t,n,g,d1]         if t ≥ 1
                        + dP[t+1,n,g,d,d1]·alpha[t+1,n,g]   if t < T
    (26) de[t,n,g,d] = Σ_{d1} dS[t,n,g,d,d1]·k[t,n,g,d1]
    (27) da_e[t,n,g,d] = de[t,n,g,d]·beta[t,n,g]
    (28) dP[t,n,g,d,d1] = -da_e[t,n,g,d]·k[t,n,g,d1] + dS[t,n,g,d,d1]
    (29) dbeta[t,n,g] = Σ_d de[t,n,g,d]·a_e[t,n,g,d]
    (30) da_beta[t,n,g] = dbeta[t,n,g]·beta[t,n,g]·(1 - beta[t,n,g])
    (31) dalpha[t,n,g] = Σ_{d,d1} dP[t,n,g,d,d1]·S[t-1,n,g,d,d1]
    (32) da_alpha[t,n,g] = -dalpha[t,n,g]·exp(log_A[g])·sigmoid(a_alpha[t,n,g])·alpha[t,n,g]
    (33) dv[t,n,g,d] = da_e[t,n,g,d]
    (34) da_v[t,n,g,d] = dv[t,n,g,d]·(a_v[t,n,g,d]·(1 - sigmoid(a_v[t,n,g,d]))·sigmoid(a_v[t,n,g,d]) + sigmoid(a_v[t,n,g,d]))
    (35) dk[t,n,g,d] = -Σ_{d1} da_e[t,n,g,d1]·P[t,n,g,d1,d] + Σ_{d1} dS[t,n,g,d1,d]·e[t,n,g,d1]
    (36) da_k2[t,n,g] = -Σ_d dk[t,n,g,d]·a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])/(2·sqrt(a_k2[t,n,g])³)
    (37) da_k3[t,n,g,d] = 2·da_k2[t,n,g]·a_k3[t,n,g,d]
    (38) da_k[t,n,g,d] = da_k3[t,n,g,d]·(a_k[t,n,g,d]·(1 - sigmoid(a_k[t,n,g,d]))·sigmoid(a_k[t,n,g,d]) + sigmoid(a_k[t,n,g,d]))
                       + dk[t,n,g,d]·(a_k[t,n,g,d]·(1 - sigmoid(a_k[t,n,g,d]))·sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g]) + sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g]))
    (39) dq[t,n,g,d] = Σ_{d1} da_h[t,n,g,d1]·S[t,n,g,d1,d]
    (40) da_q2[t,n,g] = -Σ_d dq[t,n,g,d]·a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])/(2·sqrt(a_q2[t,n,g])³)
    (41) da_q3[t,n,g,d] = 2·da_q2[t,n,g]·a_q3[t,n,g,d]
    (42) da_q[t,n,g,d] = da_q3[t,n,g,d]·(a_q[t,n,g,d]·(1 - sigmoid(a_q[t,n,g,d]))·sigmoid(a_q[t,n,g,d]) + sigmoid(a_q[t,n,g,d]))
                       + dq[t,n,g,d]·(a_q[t,n,g,d]·(1 - sigmoid(a_q[t,n,g,d]))·sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g]) + sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g]))
    (43) dx[t,n,k] = Σ_{g,d} da_q[t,n,g,d]·W_q[g,d,k]
                   + Σ_{g,d} da_k[t,n,g,d]·W_k[g,d,k]
                   + Σ_{g,d} da_v[t,n,g,d]·W_v[g,d,k]
                   + Σ_g da_alpha[t,n,g]·W_alpha[g,k]
                   + Σ_g da_beta[t,n,g]·W_beta[g,k]
                   + Σ_{g,d} da_g[t,n,g,d]·W_g[g,d,k]
    (44) dW_q[g,d,k] = Σ_{t,n} da_q[t,n,g,d]·x[t,n,k]
    (45) dW_k[g,d,k] = Σ_{t,n} da_k[t,n,g,d]·x[t,n,k]
    (46) dW_v[g,d,k] = Σ_{t,n} da_v[t,n,g,d]·x[t,n,k]
    (47) dlog_A[g] = -Σ_{t,n} dalpha[t,n,g]·exp(log_A[g])·softplus(a_alpha[t,n,g])·alpha[t,n,g]
    (48) dW_alpha[g,k] = Σ_{t,n} da_alpha[t,n,g]·x[t,n,k]
    (49) db_alpha[g] = Σ_{t,n} da_alpha[t,n,g]
    (50) dW_beta[g,k] = Σ_{t,n} da_beta[t,n,g]·x[t,n,k]
    (51) db_beta[g] = Σ_{t,n} da_beta[t,n,g]
    (52) dW_g[g,d,k] = Σ_{t,n} da_g[t,n,g,d]·x[t,n,k]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid, softplus,
)  # fmt: skip

SIGNATURE = Signature(
    name="gated_delta_net",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "W_q": ("G", "D", "M"), "W_k": ("G", "D", "M"), "W_v": ("G", "D", "M"), "log_A": ("G",),
        "W_alpha": ("G", "M"), "b_alpha": ("G",), "W_beta": ("G", "M"), "b_beta": ("G",),
        "W_g": ("G", "D", "M"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"S": ("N", "G", "D", "D")},
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
    a_q = np.zeros((T + 1, N, G, D), dtype)
    a_q3 = np.zeros((T + 1, N, G, D), dtype)
    a_q2 = np.zeros((T + 1, N, G), dtype)
    q = np.zeros((T + 1, N, G, D), dtype)
    a_k = np.zeros((T + 1, N, G, D), dtype)
    a_k3 = np.zeros((T + 1, N, G, D), dtype)
    a_k2 = np.zeros((T + 1, N, G), dtype)
    k = np.zeros((T + 1, N, G, D), dtype)
    a_v = np.zeros((T + 1, N, G, D), dtype)
    v = np.zeros((T + 1, N, G, D), dtype)
    a_alpha = np.zeros((T + 1, N, G), dtype)
    alpha = np.zeros((T + 1, N, G), dtype)
    a_beta = np.zeros((T + 1, N, G), dtype)
    beta = np.zeros((T + 1, N, G), dtype)
    P = np.zeros((T + 1, N, G, D, D), dtype)
    a_e = np.zeros((T + 1, N, G, D), dtype)
    e = np.zeros((T + 1, N, G, D), dtype)
    S = np.zeros((T + 1, N, G, D, D), dtype)
    a_h = np.zeros((T + 1, N, G, D), dtype)
    a_g = np.zeros((T + 1, N, G, D), dtype)
    h = np.zeros((T + 1, N, G, D), dtype)
    S[0] = state0.S
    for t in range(1, T + 1):
        a_q[t] = (x[t] @ p.W_q.reshape(G * D, M).T).reshape(N, G, D)  # (1)
        a_q3[t] = a_q[t] * sigmoid(a_q[t])  # (2)
        a_q2[t] = (a_q3[t] ** 2).sum(axis=2) + 1 / 1000000  # (3)
        q[t] = a_q[t] * sigmoid(a_q[t]) / np.sqrt(a_q2[t][:, :, None])  # (4)
        a_k[t] = (x[t] @ p.W_k.reshape(G * D, M).T).reshape(N, G, D)  # (5)
        a_k3[t] = a_k[t] * sigmoid(a_k[t])  # (6)
        a_k2[t] = (a_k3[t] ** 2).sum(axis=2) + 1 / 1000000  # (7)
        k[t] = a_k[t] * sigmoid(a_k[t]) / np.sqrt(a_k2[t][:, :, None])  # (8)
        a_v[t] = (x[t] @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (9)
        v[t] = a_v[t] * sigmoid(a_v[t])  # (10)
        a_alpha[t] = x[t] @ p.W_alpha.T + p.b_alpha  # (11)
        alpha[t] = np.exp(-np.exp(p.log_A) * softplus(a_alpha[t]))  # (12)
        a_beta[t] = x[t] @ p.W_beta.T + p.b_beta  # (13)
        beta[t] = sigmoid(a_beta[t])  # (14)
        P[t] = alpha[t][:, :, None, None] * S[t - 1]  # (15)
        a_e[t] = v[t] - np.einsum("ngda,nga->ngd", P[t], k[t])  # (16)
        e[t] = a_e[t] * beta[t][:, :, None]  # (17)
        S[t] = P[t] + e[t][:, :, :, None] * k[t][:, :, None, :]  # (18)
        a_h[t] = np.einsum("ngda,nga->ngd", S[t], q[t])  # (19)
        a_g[t] = (x[t] @ p.W_g.reshape(G * D, M).T).reshape(N, G, D)  # (20)
        h[t] = a_g[t] * a_h[t] * sigmoid(a_g[t])  # (21)
    y = h[1:].copy()
    state = State(S=S[T].copy())
    return (
        y,
        state,
        (
            x,
            a_q,
            a_q3,
            a_q2,
            q,
            a_k,
            a_k3,
            a_k2,
            k,
            a_v,
            a_alpha,
            alpha,
            beta,
            P,
            a_e,
            e,
            S,
            a_h,
            a_g,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, G, D = p.sizes
    (
        x,
        a_q,
        a_q3,
        a_q2,
        q,
        a_k,
        a_k3,
        a_k2,
        k,
        a_v,
        a_alpha,
        alpha,
        beta,
        P,
        a_e,
        e,
        S,
        a_h,
        a_g,
    ) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, G, D), dtype)
    da_g = np.zeros((T + 1, N, G, D), dtype)
    da_h = np.zeros((T + 1, N, G, D), dtype)
    dS = np.zeros((T + 1, N, G, D, D), dtype)
    de = np.zeros((T + 1, N, G, D), dtype)
    da_e = np.zeros((T + 1, N, G, D), dtype)
    dP = np.zeros((T + 1, N, G, D, D), dtype)
    dbeta = np.zeros((T + 1, N, G), dtype)
    da_beta = np.zeros((T + 1, N, G), dtype)
    dalpha = np.zeros((T + 1, N, G), dtype)
    da_alpha = np.zeros((T + 1, N, G), dtype)
    dv = np.zeros((T + 1, N, G, D), dtype)
    da_v = np.zeros((T + 1, N, G, D), dtype)
    dk = np.zeros((T + 1, N, G, D), dtype)
    da_k2 = np.zeros((T + 1, N, G), dtype)
    da_k3 = np.zeros((T + 1, N, G, D), dtype)
    da_k = np.zeros((T + 1, N, G, D), dtype)
    dq = np.zeros((T + 1, N, G, D), dtype)
    da_q2 = np.zeros((T + 1, N, G), dtype)
    da_q3 = np.zeros((T + 1, N, G, D), dtype)
    da_q = np.zeros((T + 1, N, G, D), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (22)
        da_g[t] = dh[t] * (
            (1 - sigmoid(a_g[t])) * a_g[t] * a_h[t] * sigmoid(a_g[t]) + a_h[t] * sigmoid(a_g[t])
        )  # (23)
        da_h[t] = dh[t] * a_g[t] * sigmoid(a_g[t])  # (24)
        dS[t] = da_h[t][:, :, :, None] * q[t][:, :, None, :]  # (25)
        if t == T:
            dS[t] += dstate.S  # (25)
        if t < T:
            dS[t] += dP[t + 1] * alpha[t + 1][:, :, None, None]  # (25)
        de[t] = np.einsum("ngda,nga->ngd", dS[t], k[t])  # (26)
        da_e[t] = de[t] * beta[t][:, :, None]  # (27)
        dP[t] = dS[t] - da_e[t][:, :, :, None] * k[t][:, :, None, :]  # (28)
        dbeta[t] = (de[t] * a_e[t]).sum(axis=2)  # (29)
        da_beta[t] = dbeta[t] * (1 - beta[t]) * beta[t]  # (30)
        dalpha[t] = (dP[t] * S[t - 1]).sum(axis=(2, 3))  # (31)
        da_alpha[t] = -dalpha[t] * np.exp(p.log_A) * alpha[t] * sigmoid(a_alpha[t])  # (32)
        dv[t] = da_e[t]  # (33)
        da_v[t] = dv[t] * (
            (1 - sigmoid(a_v[t])) * a_v[t] * sigmoid(a_v[t]) + sigmoid(a_v[t])
        )  # (34)
        dk[t] = np.einsum("ngda,ngd->nga", dS[t], e[t]) - np.einsum(
            "ngda,ngd->nga", P[t], da_e[t]
        )  # (35)
        da_k2[t] = (
            -1 / 2 * 1 / np.sqrt(a_k2[t]) ** 3 * (dk[t] * a_k[t] * sigmoid(a_k[t])).sum(axis=2)
        )  # (36)
        da_k3[t] = 2 * da_k2[t][:, :, None] * a_k3[t]  # (37)
        da_k[t] = da_k3[t] * (
            (1 - sigmoid(a_k[t])) * a_k[t] * sigmoid(a_k[t]) + sigmoid(a_k[t])
        ) + dk[t] * (
            (1 - sigmoid(a_k[t])) * a_k[t] * sigmoid(a_k[t]) / np.sqrt(a_k2[t][:, :, None])
            + sigmoid(a_k[t]) / np.sqrt(a_k2[t][:, :, None])
        )  # (38)
        dq[t] = np.einsum("ngda,ngd->nga", S[t], da_h[t])  # (39)
        da_q2[t] = (
            -1 / 2 * 1 / np.sqrt(a_q2[t]) ** 3 * (dq[t] * a_q[t] * sigmoid(a_q[t])).sum(axis=2)
        )  # (40)
        da_q3[t] = 2 * da_q2[t][:, :, None] * a_q3[t]  # (41)
        da_q[t] = da_q3[t] * (
            (1 - sigmoid(a_q[t])) * a_q[t] * sigmoid(a_q[t]) + sigmoid(a_q[t])
        ) + dq[t] * (
            (1 - sigmoid(a_q[t])) * a_q[t] * sigmoid(a_q[t]) / np.sqrt(a_q2[t][:, :, None])
            + sigmoid(a_q[t]) / np.sqrt(a_q2[t][:, :, None])
        )  # (42)
        dx[t] = (
            da_q[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_q.transpose(1, 0, 2).reshape(D * G, M)
            + da_k[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_k.transpose(1, 0, 2).reshape(D * G, M)
            + da_v[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_v.transpose(1, 0, 2).reshape(D * G, M)
            + da_alpha[t] @ p.W_alpha
            + da_beta[t] @ p.W_beta
            + da_g[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_g.transpose(1, 0, 2).reshape(D * G, M)
        )  # (43)
        grads.W_q += (da_q[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (44)
        grads.W_k += (da_k[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (45)
        grads.W_v += (da_v[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (46)
        grads.log_A += -np.exp(p.log_A) * (dalpha[t] * alpha[t] * softplus(a_alpha[t])).sum(
            axis=0
        )  # (47)
        grads.W_alpha += da_alpha[t].T @ x[t]  # (48)
        grads.b_alpha += da_alpha[t].sum(axis=0)  # (49)
        grads.W_beta += da_beta[t].T @ x[t]  # (50)
        grads.b_beta += da_beta[t].sum(axis=0)  # (51)
        grads.W_g += (da_g[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (52)
    dS0 = dP[1] * alpha[1][:, :, None, None]  # (25)
    into_x[...] = dx[1:]
    return grads, State(S=dS0)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    a_q = (x @ p.W_q.reshape(G * D, M).T).reshape(N, G, D)  # (1)
    a_q3 = a_q * sigmoid(a_q)  # (2)
    a_q2 = (a_q3**2).sum(axis=2) + 1 / 1000000  # (3)
    q = a_q * sigmoid(a_q) / np.sqrt(a_q2[:, :, None])  # (4)
    a_k = (x @ p.W_k.reshape(G * D, M).T).reshape(N, G, D)  # (5)
    a_k3 = a_k * sigmoid(a_k)  # (6)
    a_k2 = (a_k3**2).sum(axis=2) + 1 / 1000000  # (7)
    k = a_k * sigmoid(a_k) / np.sqrt(a_k2[:, :, None])  # (8)
    a_v = (x @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (9)
    v = a_v * sigmoid(a_v)  # (10)
    a_alpha = x @ p.W_alpha.T + p.b_alpha  # (11)
    alpha = np.exp(-np.exp(p.log_A) * softplus(a_alpha))  # (12)
    a_beta = x @ p.W_beta.T + p.b_beta  # (13)
    beta = sigmoid(a_beta)  # (14)
    P = alpha[:, :, None, None] * state.S  # (15)
    a_e = v - np.einsum("ngda,nga->ngd", P, k)  # (16)
    e = a_e * beta[:, :, None]  # (17)
    S = P + e[:, :, :, None] * k[:, :, None, :]  # (18)
    a_h = np.einsum("ngda,nga->ngd", S, q)  # (19)
    a_g = (x @ p.W_g.reshape(G * D, M).T).reshape(N, G, D)  # (20)
    h = a_g * a_h * sigmoid(a_g)  # (21)
    return h, State(S=S)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
