"""Neural Turing machine: rows of memory, addressed by cosine with a key.

Source: Graves, Wayne & Danihelka 2014, arXiv 1410.5401; addressing by content and by the last weights, no shift

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build ntm`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W_h[j,k]·x[t,n,k]
                    + Σ_r R_h[j,r]·h[t-1,n,r]
                    + Σ_d P_h[j,d]·r[t-1,n,d]
                    + b_h[j]
    (2)  h[t,n,j] = tanh(a_h[t,n,j])
    (3)  a_k[t,n,d] = Σ_j W_k[d,j]·h[t,n,j] + b_k[d]
    (4)  k[t,n,d] = tanh(a_k[t,n,d])
    (5)  a_a[t,n,d] = Σ_j W_a[d,j]·h[t,n,j] + b_a[d]
    (6)  a[t,n,d] = tanh(a_a[t,n,d])
    (7)  a_e[t,n,d] = Σ_j W_e[d,j]·h[t,n,j] + b_e[d]
    (8)  e[t,n,d] = sigmoid(a_e[t,n,d])
    (9)  a_g[t,n] = Σ_j W_g[j]·h[t,n,j] + b_g
    (10) g[t,n] = sigmoid(a_g[t,n])
    (11) a_beta[t,n] = Σ_j W_beta[j]·h[t,n,j] + b_beta
    (12) beta[t,n] = softplus(a_beta[t,n])
    (13) a_cosine[t,n,p] = Σ_d k[t,n,d]·S[t-1,n,p,d]
    (14) a_cosine2[t,n,p] = Σ_d S[t-1,n,p,d]² + 1/100000000
    (15) a_cosine3[t,n] = Σ_d k[t,n,d]² + 1/100000000
    (16) cosine[t,n,p] = a_cosine[t,n,p]/(sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n]))
    (17) max_a_w[t,n] = Σ_p stop_gradient(beta[t,n]·cosine[t,n,p])
    (18) a_w[t,n,p] = beta[t,n]·cosine[t,n,p] - max_a_w[t,n]
    (19) a_w2[t,n] = Σ_p exp(a_w[t,n,p])
    (20) w[t,n,p] = g[t,n]·exp(a_w[t,n,p])/a_w2[t,n] + (1 - g[t,n])·w[t-1,n,p]
    (21) S[t,n,p,d] = (1 - e[t,n,d]·w[t,n,p])·S[t-1,n,p,d] + a[t,n,d]·w[t,n,p]
    (22) r[t,n,d] = Σ_p w[t,n,p]·S[t,n,p,d]
    (23) y[t,n,i_D+H] = h[t,n,i_D+H]     if i_D+H ≤ H
                      + r[t,n,i_D+H-H]   if i_D+H ≥ H+1
    (24) dy[t,n,i_D+H] = dy_out[t,n,i_D+H]
    (25) dr[t,n,d] = dr_T[n,d]                    if t = T
                   + dy[t,n,d+H]                  if t ≥ 1
                   + Σ_j da_h[t+1,n,j]·P_h[j,d]   if t < T
    (26) dS[t,n,p,d] = dS_T[n,p,d]                                 if t = T
                     + dr[t,n,d]·w[t,n,p]                          if t ≥ 1
                     + da_cosine[t+1,n,p]·k[t+1,n,d]               if t < T
                     + 2·da_cosine2[t+1,n,p]·S[t,n,p,d]            if t < T
                     + dS[t+1,n,p,d]·(1 - e[t+1,n,d]·w[t+1,n,p])   if t < T
    (27) dw[t,n,p] = dw_T[n,p]                               if t = T
                   - Σ_d dS[t,n,p,d]·e[t,n,d]·S[t-1,n,p,d]   if t ≥ 1
                   + Σ_d dS[t,n,p,d]·a[t,n,d]                if t ≥ 1
                   + Σ_d dr[t,n,d]·S[t,n,p,d]                if t ≥ 1
                   + dw[t+1,n,p]·(1 - g[t+1,n])              if t < T
    (28) da_w2[t,n] = -Σ_p dw[t,n,p]·g[t,n]·exp(a_w[t,n,p])/a_w2[t,n]²
    (29) da_w[t,n,p] = da_w2[t,n]·exp(a_w[t,n,p]) + dw[t,n,p]·g[t,n]·exp(a_w[t,n,p])/a_w2[t,n]
    (30) dmax_a_w[t,n] = -Σ_p da_w[t,n,p]
    (31) dcosine[t,n,p] = da_w[t,n,p]·beta[t,n]
    (32) da_cosine3[t,n] = -Σ_p dcosine[t,n,p]·a_cosine[t,n,p]/(2·sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n])³)
    (33) da_cosine2[t,n,p] = -dcosine[t,n,p]·a_cosine[t,n,p]/(2·sqrt(a_cosine2[t,n,p])³·sqrt(a_cosine3[t,n]))
    (34) da_cosine[t,n,p] = dcosine[t,n,p]/(sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n]))
    (35) dbeta[t,n] = Σ_p da_w[t,n,p]·cosine[t,n,p]
    (36) da_beta[t,n] = dbeta[t,n]·sigmoid(a_beta[t,n])
    (37) dg[t,n] = Σ_p dw[t,n,p]·exp(a_w[t,n,p])/a_w2[t,n] - Σ_p dw[t,n,p]·w[t-1,n,p]
    (38) da_g[t,n] = dg[t,n]·g[t,n]·(1 - g[t,n])
    (39) de[t,n,d] = -Σ_p dS[t,n,p,d]·w[t,n,p]·S[t-1,n,p,d]
    (40) da_e[t,n,d] = de[t,n,d]·e[t,n,d]·(1 - e[t,n,d])
    (41) da[t,n,d] = Σ_p dS[t,n,p,d]·w[t,n,p]
    (42) da_a[t,n,d] = da[t,n,d]·(1 - a[t,n,d]²)
    (43) dk[t,n,d] = Σ_p da_cosine[t,n,p]·S[t-1,n,p,d] + 2·da_cosine3[t,n]·k[t,n,d]
    (44) da_k[t,n,d] = dk[t,n,d]·(1 - k[t,n,d]²)
    (45) dh[t,n,j] = dh_T[n,j]                    if t = T
                   + Σ_d da_k[t,n,d]·W_k[d,j]     if t ≥ 1
                   + Σ_d da_a[t,n,d]·W_a[d,j]     if t ≥ 1
                   + Σ_d da_e[t,n,d]·W_e[d,j]     if t ≥ 1
                   + da_g[t,n]·W_g[j]             if t ≥ 1
                   + da_beta[t,n]·W_beta[j]       if t ≥ 1
                   + dy[t,n,j]                    if t ≥ 1
                   + Σ_r da_h[t+1,n,r]·R_h[r,j]   if t < T
    (46) da_h[t,n,j] = dh[t,n,j]·(1 - h[t,n,j]²)
    (47) dx[t,n,k] = Σ_j da_h[t,n,j]·W_h[j,k]
    (48) dW_h[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (49) dR_h[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (50) dP_h[j,d] = Σ_{t,n} da_h[t,n,j]·r[t-1,n,d]
    (51) db_h[j] = Σ_{t,n} da_h[t,n,j]
    (52) dW_k[d,j] = Σ_{t,n} da_k[t,n,d]·h[t,n,j]
    (53) db_k[d] = Σ_{t,n} da_k[t,n,d]
    (54) dW_a[d,j] = Σ_{t,n} da_a[t,n,d]·h[t,n,j]
    (55) db_a[d] = Σ_{t,n} da_a[t,n,d]
    (56) dW_e[d,j] = Σ_{t,n} da_e[t,n,d]·h[t,n,j]
    (57) db_e[d] = Σ_{t,n} da_e[t,n,d]
    (58) dW_g[j] = Σ_{t,n} da_g[t,n]·h[t,n,j]
    (59) db_g = Σ_{t,n} da_g[t,n]
    (60) dW_beta[j] = Σ_{t,n} da_beta[t,n]·h[t,n,j]
    (61) db_beta = Σ_{t,n} da_beta[t,n]

Shapes: T steps, N sequences, M inputs, H hidden units, D row size, R memory rows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid, softplus,
)  # fmt: skip

SIGNATURE = Signature(
    name="ntm",
    sizes={"M": "input_size", "H": "hidden_size", "D": "row_size", "R": "memory_rows"},
    parameters={
        "W_h": ("H", "M"), "R_h": ("H", "H"), "P_h": ("H", "D"), "b_h": ("H",), "W_k": ("D", "H"),
        "b_k": ("D",), "W_a": ("D", "H"), "b_a": ("D",), "W_e": ("D", "H"), "b_e": ("D",),
        "W_g": ("H",), "b_g": (), "W_beta": ("H",), "b_beta": (),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "D+H"),
    states={"h": ("N", "H"), "r": ("N", "D"), "w": ("N", "R"), "S": ("N", "R", "D")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    r: Array  # (N, D)
    w: Array  # (N, R)
    S: Array  # (N, R, D)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    row_size: int,
    memory_rows: int,
    rng: Any = None,
    dtype: Any = np.float64,
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, hidden_size, row_size, memory_rows, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, D+H), state, tape.

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
    M, H, D, R = p.sizes
    x = from_one(x)
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    a_k = np.zeros((T + 1, N, D), dtype)
    k = np.zeros((T + 1, N, D), dtype)
    a_a = np.zeros((T + 1, N, D), dtype)
    a = np.zeros((T + 1, N, D), dtype)
    a_e = np.zeros((T + 1, N, D), dtype)
    e = np.zeros((T + 1, N, D), dtype)
    a_g = np.zeros((T + 1, N), dtype)
    g = np.zeros((T + 1, N), dtype)
    a_beta = np.zeros((T + 1, N), dtype)
    beta = np.zeros((T + 1, N), dtype)
    a_cosine = np.zeros((T + 1, N, R), dtype)
    a_cosine2 = np.zeros((T + 1, N, R), dtype)
    a_cosine3 = np.zeros((T + 1, N), dtype)
    cosine = np.zeros((T + 1, N, R), dtype)
    max_a_w = np.zeros((T + 1, N), dtype)
    a_w = np.zeros((T + 1, N, R), dtype)
    a_w2 = np.zeros((T + 1, N), dtype)
    w = np.zeros((T + 1, N, R), dtype)
    S = np.zeros((T + 1, N, R, D), dtype)
    r = np.zeros((T + 1, N, D), dtype)
    y_ = np.zeros((T + 1, N, D + H), dtype)
    h[0] = state0.h
    r[0] = state0.r
    w[0] = state0.w
    S[0] = state0.S
    for t in range(1, T + 1):
        a_h[t] = x[t] @ p.W_h.T + h[t - 1] @ p.R_h.T + r[t - 1] @ p.P_h.T + p.b_h  # (1)
        h[t] = np.tanh(a_h[t])  # (2)
        a_k[t] = h[t] @ p.W_k.T + p.b_k  # (3)
        k[t] = np.tanh(a_k[t])  # (4)
        a_a[t] = h[t] @ p.W_a.T + p.b_a  # (5)
        a[t] = np.tanh(a_a[t])  # (6)
        a_e[t] = h[t] @ p.W_e.T + p.b_e  # (7)
        e[t] = sigmoid(a_e[t])  # (8)
        a_g[t] = h[t] @ p.W_g + p.b_g  # (9)
        g[t] = sigmoid(a_g[t])  # (10)
        a_beta[t] = h[t] @ p.W_beta + p.b_beta  # (11)
        beta[t] = softplus(a_beta[t])  # (12)
        a_cosine[t] = np.einsum("npd,nd->np", S[t - 1], k[t])  # (13)
        a_cosine2[t] = (S[t - 1] ** 2).sum(axis=2) + 1 / 100000000  # (14)
        a_cosine3[t] = (k[t] ** 2).sum(axis=1) + 1 / 100000000  # (15)
        cosine[t] = a_cosine[t] / np.sqrt(a_cosine2[t]) / np.sqrt(a_cosine3[t][:, None])  # (16)
        max_a_w[t] = (beta[t][:, None] * cosine[t]).max(axis=1)  # (17)
        a_w[t] = beta[t][:, None] * cosine[t] - max_a_w[t][:, None]  # (18)
        a_w2[t] = np.exp(a_w[t]).sum(axis=1)  # (19)
        w[t] = (
            np.exp(a_w[t]) * g[t][:, None] / a_w2[t][:, None] + (1 - g[t][:, None]) * w[t - 1]
        )  # (20)
        S[t] = (1 - e[t][:, None, :] * w[t][:, :, None]) * S[t - 1] + a[t][:, None, :] * w[t][
            :, :, None
        ]  # (21)
        r[t] = np.einsum("npd,np->nd", S[t], w[t])  # (22)
        y_[t, :, :H] += h[t]  # (23)
        y_[t, :, H:] += r[t]  # (23)
    y = y_[1:].copy()
    state = State(h=h[T].copy(), r=r[T].copy(), w=w[T].copy(), S=S[T].copy())
    return (
        y,
        state,
        (
            x,
            h,
            k,
            a,
            e,
            g,
            a_beta,
            beta,
            a_cosine,
            a_cosine2,
            a_cosine3,
            cosine,
            a_w,
            a_w2,
            w,
            S,
            r,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H, D, R = p.sizes
    (x, h, k, a, e, g, a_beta, beta, a_cosine, a_cosine2, a_cosine3, cosine, a_w, a_w2, w, S, r) = (
        arrays
    )
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dy_ = np.zeros((T + 1, N, D + H), dtype)
    dr = np.zeros((T + 1, N, D), dtype)
    dS = np.zeros((T + 1, N, R, D), dtype)
    dw = np.zeros((T + 1, N, R), dtype)
    da_w2 = np.zeros((T + 1, N), dtype)
    da_w = np.zeros((T + 1, N, R), dtype)
    dmax_a_w = np.zeros((T + 1, N), dtype)
    dcosine = np.zeros((T + 1, N, R), dtype)
    da_cosine3 = np.zeros((T + 1, N), dtype)
    da_cosine2 = np.zeros((T + 1, N, R), dtype)
    da_cosine = np.zeros((T + 1, N, R), dtype)
    dbeta = np.zeros((T + 1, N), dtype)
    da_beta = np.zeros((T + 1, N), dtype)
    dg = np.zeros((T + 1, N), dtype)
    da_g = np.zeros((T + 1, N), dtype)
    de = np.zeros((T + 1, N, D), dtype)
    da_e = np.zeros((T + 1, N, D), dtype)
    da = np.zeros((T + 1, N, D), dtype)
    da_a = np.zeros((T + 1, N, D), dtype)
    dk = np.zeros((T + 1, N, D), dtype)
    da_k = np.zeros((T + 1, N, D), dtype)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dy_[t] = dy[t]  # (24)
        dr[t] = dy_[t, :, H:]  # (25)
        if t == T:
            dr[t] += dstate.r  # (25)
        if t < T:
            dr[t] += da_h[t + 1] @ p.P_h  # (25)
        dS[t] = dr[t][:, None, :] * w[t][:, :, None]  # (26)
        if t == T:
            dS[t] += dstate.S  # (26)
        if t < T:
            dS[t] += (
                da_cosine[t + 1][:, :, None] * k[t + 1][:, None, :]
                + 2 * da_cosine2[t + 1][:, :, None] * S[t]
                + dS[t + 1] * (1 - e[t + 1][:, None, :] * w[t + 1][:, :, None])
            )  # (26)
        dw[t] = (
            np.einsum("npd,nd->np", dS[t], a[t])
            + np.einsum("npd,nd->np", S[t], dr[t])
            - np.einsum("npd,nd->np", dS[t] * S[t - 1], e[t])
        )  # (27)
        if t == T:
            dw[t] += dstate.w  # (27)
        if t < T:
            dw[t] += dw[t + 1] * (1 - g[t + 1][:, None])  # (27)
        da_w2[t] = -g[t] / a_w2[t] ** 2 * (dw[t] * np.exp(a_w[t])).sum(axis=1)  # (28)
        da_w[t] = (
            da_w2[t][:, None] * np.exp(a_w[t])
            + dw[t] * np.exp(a_w[t]) * g[t][:, None] / a_w2[t][:, None]
        )  # (29)
        dmax_a_w[t] = -da_w[t].sum(axis=1)  # (30)
        dcosine[t] = da_w[t] * beta[t][:, None]  # (31)
        da_cosine3[t] = (
            -1
            / 2
            * 1
            / np.sqrt(a_cosine3[t]) ** 3
            * (dcosine[t] * a_cosine[t] / np.sqrt(a_cosine2[t])).sum(axis=1)
        )  # (32)
        da_cosine2[t] = (
            -1
            / 2
            * dcosine[t]
            * a_cosine[t]
            / np.sqrt(a_cosine2[t]) ** 3
            / np.sqrt(a_cosine3[t][:, None])
        )  # (33)
        da_cosine[t] = dcosine[t] / np.sqrt(a_cosine2[t]) / np.sqrt(a_cosine3[t][:, None])  # (34)
        dbeta[t] = (da_w[t] * cosine[t]).sum(axis=1)  # (35)
        da_beta[t] = dbeta[t] * sigmoid(a_beta[t])  # (36)
        dg[t] = 1 / a_w2[t] * (dw[t] * np.exp(a_w[t])).sum(axis=1) - (dw[t] * w[t - 1]).sum(
            axis=1
        )  # (37)
        da_g[t] = dg[t] * (1 - g[t]) * g[t]  # (38)
        de[t] = -np.einsum("npd,np->nd", dS[t] * S[t - 1], w[t])  # (39)
        da_e[t] = de[t] * (1 - e[t]) * e[t]  # (40)
        da[t] = np.einsum("npd,np->nd", dS[t], w[t])  # (41)
        da_a[t] = da[t] * (1 - a[t] ** 2)  # (42)
        dk[t] = (
            np.einsum("npd,np->nd", S[t - 1], da_cosine[t]) + 2 * da_cosine3[t][:, None] * k[t]
        )  # (43)
        da_k[t] = dk[t] * (1 - k[t] ** 2)  # (44)
        dh[t] = (
            da_k[t] @ p.W_k
            + da_a[t] @ p.W_a
            + da_e[t] @ p.W_e
            + da_g[t][:, None] * p.W_g
            + da_beta[t][:, None] * p.W_beta
            + dy_[t, :, :H]
        )  # (45)
        if t == T:
            dh[t] += dstate.h  # (45)
        if t < T:
            dh[t] += da_h[t + 1] @ p.R_h  # (45)
        da_h[t] = dh[t] * (1 - h[t] ** 2)  # (46)
        dx[t] = da_h[t] @ p.W_h  # (47)
        grads.W_h += da_h[t].T @ x[t]  # (48)
        grads.R_h += da_h[t].T @ h[t - 1]  # (49)
        grads.P_h += da_h[t].T @ r[t - 1]  # (50)
        grads.b_h += da_h[t].sum(axis=0)  # (51)
        grads.W_k += da_k[t].T @ h[t]  # (52)
        grads.b_k += da_k[t].sum(axis=0)  # (53)
        grads.W_a += da_a[t].T @ h[t]  # (54)
        grads.b_a += da_a[t].sum(axis=0)  # (55)
        grads.W_e += da_e[t].T @ h[t]  # (56)
        grads.b_e += da_e[t].sum(axis=0)  # (57)
        grads.W_g += h[t].T @ da_g[t]  # (58)
        grads.b_g[...] += da_g[t].sum(axis=0)  # (59)
        grads.W_beta += h[t].T @ da_beta[t]  # (60)
        grads.b_beta[...] += da_beta[t].sum(axis=0)  # (61)
    dr0 = da_h[1] @ p.P_h  # (25)
    dS0 = (
        da_cosine[1][:, :, None] * k[1][:, None, :]
        + 2 * da_cosine2[1][:, :, None] * S[0]
        + dS[1] * (1 - e[1][:, None, :] * w[1][:, :, None])
    )  # (26)
    dw0 = dw[1] * (1 - g[1][:, None])  # (27)
    dh0 = da_h[1] @ p.R_h  # (45)
    into_x[...] = dx[1:]
    return grads, State(h=dh0, r=dr0, w=dw0, S=dS0)


def _advance(p, N, dtype, x, state):
    M, H, D, R = p.sizes
    a_h = x @ p.W_h.T + state.h @ p.R_h.T + state.r @ p.P_h.T + p.b_h  # (1)
    h = np.tanh(a_h)  # (2)
    a_k = h @ p.W_k.T + p.b_k  # (3)
    k = np.tanh(a_k)  # (4)
    a_a = h @ p.W_a.T + p.b_a  # (5)
    a = np.tanh(a_a)  # (6)
    a_e = h @ p.W_e.T + p.b_e  # (7)
    e = sigmoid(a_e)  # (8)
    a_g = h @ p.W_g + p.b_g  # (9)
    g = sigmoid(a_g)  # (10)
    a_beta = h @ p.W_beta + p.b_beta  # (11)
    beta = softplus(a_beta)  # (12)
    a_cosine = np.einsum("npd,nd->np", state.S, k)  # (13)
    a_cosine2 = (state.S**2).sum(axis=2) + 1 / 100000000  # (14)
    a_cosine3 = (k**2).sum(axis=1) + 1 / 100000000  # (15)
    cosine = a_cosine / np.sqrt(a_cosine2) / np.sqrt(a_cosine3[:, None])  # (16)
    max_a_w = (beta[:, None] * cosine).max(axis=1)  # (17)
    a_w = beta[:, None] * cosine - max_a_w[:, None]  # (18)
    a_w2 = np.exp(a_w).sum(axis=1)  # (19)
    w = np.exp(a_w) * g[:, None] / a_w2[:, None] + (1 - g[:, None]) * state.w  # (20)
    S = (1 - e[:, None, :] * w[:, :, None]) * state.S + a[:, None, :] * w[:, :, None]  # (21)
    r = np.einsum("npd,np->nd", S, w)  # (22)
    y_ = np.zeros((N, D + H), dtype)  # (23)
    y_[:, :H] += h  # (23)
    y_[:, H:] += r  # (23)
    return y_, State(h=h, r=r, w=w, S=S)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
