"""Mamba-2: a state space that decays by one number for each head.

Source: Dao & Gu 2024, arXiv 2405.21060; without the short convolution before and the norm behind

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build mamba2`; the numbers in the comments are those of the notes:

    (1)  a_v[t,n,g,d] = Σ_k W_v[g,d,k]·x[t,n,k]
    (2)  v[t,n,g,d] = a_v[t,n,g,d]·sigmoid(a_v[t,n,g,d])
    (3)  a_z[t,n,g,d] = Σ_k W_z[g,d,k]·x[t,n,k]
    (4)  z[t,n,g,d] = a_z[t,n,g,d]·sigmoid(a_z[t,n,g,d])
    (5)  a_B[t,n,s] = Σ_k W_B[s,k]·x[t,n,k]
    (6)  B[t,n,s] = a_B[t,n,s]·sigmoid(a_B[t,n,s])
    (7)  a_C[t,n,s] = Σ_k W_C[s,k]·x[t,n,k]
    (8)  C[t,n,s] = a_C[t,n,s]·sigmoid(a_C[t,n,s])
    (9)  a_dt[t,n,g] = Σ_k W_dt[g,k]·x[t,n,k] + b_dt[g]
    (10) dt[t,n,g] = softplus(a_dt[t,n,g])
    (11) a[t,n,g] = exp(-dt[t,n,g]·exp(log_A[g]))
    (12) h[t,n,g,d,s] = a[t,n,g]·h[t-1,n,g,d,s] + v[t,n,g,d]·B[t,n,s]·dt[t,n,g]
    (13) a_y[t,n,g,d] = Σ_s C[t,n,s]·h[t,n,g,d,s] + d[g]·v[t,n,g,d]
    (14) y[t,n,g,d] = z[t,n,g,d]·a_y[t,n,g,d]
    (15) dy[t,n,g,d] = dy_out[t,n,g,d]
    (16) da_y[t,n,g,d] = dy[t,n,g,d]·z[t,n,g,d]
    (17) dh[t,n,g,d,s] = dh_T[n,g,d,s]                if t = T
                       + da_y[t,n,g,d]·C[t,n,s]       if t ≥ 1
                       + dh[t+1,n,g,d,s]·a[t+1,n,g]   if t < T
    (18) da[t,n,g] = Σ_{d,s} dh[t,n,g,d,s]·h[t-1,n,g,d,s]
    (19) ddt[t,n,g] = -da[t,n,g]·exp(log_A[g])·a[t,n,g] + Σ_{s,d} dh[t,n,g,d,s]·v[t,n,g,d]·B[t,n,s]
    (20) da_dt[t,n,g] = ddt[t,n,g]·sigmoid(a_dt[t,n,g])
    (21) dC[t,n,s] = Σ_{g,d} da_y[t,n,g,d]·h[t,n,g,d,s]
    (22) da_C[t,n,s] = dC[t,n,s]·(a_C[t,n,s]·(1 - sigmoid(a_C[t,n,s]))·sigmoid(a_C[t,n,s]) + sigmoid(a_C[t,n,s]))
    (23) dB[t,n,s] = Σ_{g,d} dh[t,n,g,d,s]·v[t,n,g,d]·dt[t,n,g]
    (24) da_B[t,n,s] = dB[t,n,s]·(a_B[t,n,s]·(1 - sigmoid(a_B[t,n,s]))·sigmoid(a_B[t,n,s]) + sigmoid(a_B[t,n,s]))
    (25) dz[t,n,g,d] = dy[t,n,g,d]·a_y[t,n,g,d]
    (26) da_z[t,n,g,d] = dz[t,n,g,d]·(a_z[t,n,g,d]·(1 - sigmoid(a_z[t,n,g,d]))·sigmoid(a_z[t,n,g,d]) + sigmoid(a_z[t,n,g,d]))
    (27) dv[t,n,g,d] = Σ_s dh[t,n,g,d,s]·B[t,n,s]·dt[t,n,g] + da_y[t,n,g,d]·d[g]
    (28) da_v[t,n,g,d] = dv[t,n,g,d]·(a_v[t,n,g,d]·(1 - sigmoid(a_v[t,n,g,d]))·sigmoid(a_v[t,n,g,d]) + sigmoid(a_v[t,n,g,d]))
    (29) dx[t,n,k] = Σ_{g,d} da_v[t,n,g,d]·W_v[g,d,k]
                   + Σ_{g,d} da_z[t,n,g,d]·W_z[g,d,k]
                   + Σ_s da_B[t,n,s]·W_B[s,k]
                   + Σ_s da_C[t,n,s]·W_C[s,k]
                   + Σ_g da_dt[t,n,g]·W_dt[g,k]
    (30) dW_v[g,d,k] = Σ_{t,n} da_v[t,n,g,d]·x[t,n,k]
    (31) dW_z[g,d,k] = Σ_{t,n} da_z[t,n,g,d]·x[t,n,k]
    (32) dW_B[s,k] = Σ_{t,n} da_B[t,n,s]·x[t,n,k]
    (33) dW_C[s,k] = Σ_{t,n} da_C[t,n,s]·x[t,n,k]
    (34) dW_dt[g,k] = Σ_{t,n} da_dt[t,n,g]·x[t,n,k]
    (35) db_dt[g] = Σ_{t,n} da_dt[t,n,g]
    (36) dlog_A[g] = -Σ_{t,n} da[t,n,g]·dt[t,n,g]·exp(log_A[g])·a[t,n,g]
    (37) dd[g] = Σ_{t,n,d} da_y[t,n,g,d]·v[t,n,g,d]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim, S state size.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid, softplus,
)  # fmt: skip

SIGNATURE = Signature(
    name="mamba2",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim", "S": "state_size"},
    parameters={
        "W_v": ("G", "D", "M"), "W_z": ("G", "D", "M"), "W_B": ("S", "M"), "W_C": ("S", "M"),
        "W_dt": ("G", "M"), "b_dt": ("G",), "log_A": ("G",), "d": ("G",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"h": ("N", "G", "D", "S")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, G, D, S)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    num_heads: int,
    head_dim: int,
    state_size: int,
    rng: Any = None,
    dtype: Any = np.float64,
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, num_heads, head_dim, state_size, rng=rng, dtype=dtype)


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
    M, G, D, S = p.sizes
    x = from_one(x)
    a_v = np.zeros((T + 1, N, G, D), dtype)
    v = np.zeros((T + 1, N, G, D), dtype)
    a_z = np.zeros((T + 1, N, G, D), dtype)
    z = np.zeros((T + 1, N, G, D), dtype)
    a_B = np.zeros((T + 1, N, S), dtype)
    B = np.zeros((T + 1, N, S), dtype)
    a_C = np.zeros((T + 1, N, S), dtype)
    C = np.zeros((T + 1, N, S), dtype)
    a_dt = np.zeros((T + 1, N, G), dtype)
    dt = np.zeros((T + 1, N, G), dtype)
    a = np.zeros((T + 1, N, G), dtype)
    h = np.zeros((T + 1, N, G, D, S), dtype)
    a_y = np.zeros((T + 1, N, G, D), dtype)
    y_ = np.zeros((T + 1, N, G, D), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_v[t] = (x[t] @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (1)
        v[t] = a_v[t] * sigmoid(a_v[t])  # (2)
        a_z[t] = (x[t] @ p.W_z.reshape(G * D, M).T).reshape(N, G, D)  # (3)
        z[t] = a_z[t] * sigmoid(a_z[t])  # (4)
        a_B[t] = x[t] @ p.W_B.T  # (5)
        B[t] = a_B[t] * sigmoid(a_B[t])  # (6)
        a_C[t] = x[t] @ p.W_C.T  # (7)
        C[t] = a_C[t] * sigmoid(a_C[t])  # (8)
        a_dt[t] = x[t] @ p.W_dt.T + p.b_dt  # (9)
        dt[t] = softplus(a_dt[t])  # (10)
        a[t] = np.exp(-np.exp(p.log_A) * dt[t])  # (11)
        h[t] = (
            a[t][:, :, None, None] * h[t - 1]
            + B[t][:, None, None, :] * dt[t][:, :, None, None] * v[t][:, :, :, None]
        )  # (12)
        a_y[t] = np.einsum("ngds,ns->ngd", h[t], C[t]) + p.d[:, None] * v[t]  # (13)
        y_[t] = a_y[t] * z[t]  # (14)
    y = y_[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, a_v, v, a_z, z, a_B, B, a_C, C, a_dt, dt, a, h, a_y)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, G, D, S = p.sizes
    (x, a_v, v, a_z, z, a_B, B, a_C, C, a_dt, dt, a, h, a_y) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dy_ = np.zeros((T + 1, N, G, D), dtype)
    da_y = np.zeros((T + 1, N, G, D), dtype)
    dh = np.zeros((T + 1, N, G, D, S), dtype)
    da = np.zeros((T + 1, N, G), dtype)
    ddt = np.zeros((T + 1, N, G), dtype)
    da_dt = np.zeros((T + 1, N, G), dtype)
    dC = np.zeros((T + 1, N, S), dtype)
    da_C = np.zeros((T + 1, N, S), dtype)
    dB = np.zeros((T + 1, N, S), dtype)
    da_B = np.zeros((T + 1, N, S), dtype)
    dz = np.zeros((T + 1, N, G, D), dtype)
    da_z = np.zeros((T + 1, N, G, D), dtype)
    dv = np.zeros((T + 1, N, G, D), dtype)
    da_v = np.zeros((T + 1, N, G, D), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dy_[t] = dy[t]  # (15)
        da_y[t] = dy_[t] * z[t]  # (16)
        dh[t] = da_y[t][:, :, :, None] * C[t][:, None, None, :]  # (17)
        if t == T:
            dh[t] += dstate.h  # (17)
        if t < T:
            dh[t] += dh[t + 1] * a[t + 1][:, :, None, None]  # (17)
        da[t] = (dh[t] * h[t - 1]).sum(axis=(2, 3))  # (18)
        ddt[t] = (np.einsum("ngds,ns->ngd", dh[t], B[t]) * v[t]).sum(axis=2) - da[t] * np.exp(
            p.log_A
        ) * a[t]  # (19)
        da_dt[t] = ddt[t] * sigmoid(a_dt[t])  # (20)
        dC[t] = np.einsum("ngds,ngd->ns", h[t], da_y[t])  # (21)
        da_C[t] = dC[t] * (
            (1 - sigmoid(a_C[t])) * a_C[t] * sigmoid(a_C[t]) + sigmoid(a_C[t])
        )  # (22)
        dB[t] = np.einsum("ng,ngs->ns", dt[t], np.einsum("ngds,ngd->ngs", dh[t], v[t]))  # (23)
        da_B[t] = dB[t] * (
            (1 - sigmoid(a_B[t])) * a_B[t] * sigmoid(a_B[t]) + sigmoid(a_B[t])
        )  # (24)
        dz[t] = dy_[t] * a_y[t]  # (25)
        da_z[t] = dz[t] * (
            (1 - sigmoid(a_z[t])) * a_z[t] * sigmoid(a_z[t]) + sigmoid(a_z[t])
        )  # (26)
        dv[t] = (
            dt[t][:, :, None] * np.einsum("ngds,ns->ngd", dh[t], B[t]) + da_y[t] * p.d[:, None]
        )  # (27)
        da_v[t] = dv[t] * (
            (1 - sigmoid(a_v[t])) * a_v[t] * sigmoid(a_v[t]) + sigmoid(a_v[t])
        )  # (28)
        dx[t] = (
            da_v[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_v.transpose(1, 0, 2).reshape(D * G, M)
            + da_z[t].transpose(0, 2, 1).reshape(N, D * G)
            @ p.W_z.transpose(1, 0, 2).reshape(D * G, M)
            + da_B[t] @ p.W_B
            + da_C[t] @ p.W_C
            + da_dt[t] @ p.W_dt
        )  # (29)
        grads.W_v += (da_v[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (30)
        grads.W_z += (da_z[t].reshape(N, G * D).T @ x[t]).reshape(G, D, M)  # (31)
        grads.W_B += da_B[t].T @ x[t]  # (32)
        grads.W_C += da_C[t].T @ x[t]  # (33)
        grads.W_dt += da_dt[t].T @ x[t]  # (34)
        grads.b_dt += da_dt[t].sum(axis=0)  # (35)
        grads.log_A += -np.exp(p.log_A) * (da[t] * a[t] * dt[t]).sum(axis=0)  # (36)
        grads.d += (da_y[t] * v[t]).sum(axis=(0, 2))  # (37)
    dh0 = dh[1] * a[1][:, :, None, None]  # (17)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p, N, dtype, x, state):
    M, G, D, S = p.sizes
    a_v = (x @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (1)
    v = a_v * sigmoid(a_v)  # (2)
    a_z = (x @ p.W_z.reshape(G * D, M).T).reshape(N, G, D)  # (3)
    z = a_z * sigmoid(a_z)  # (4)
    a_B = x @ p.W_B.T  # (5)
    B = a_B * sigmoid(a_B)  # (6)
    a_C = x @ p.W_C.T  # (7)
    C = a_C * sigmoid(a_C)  # (8)
    a_dt = x @ p.W_dt.T + p.b_dt  # (9)
    dt = softplus(a_dt)  # (10)
    a = np.exp(-np.exp(p.log_A) * dt)  # (11)
    h = (
        a[:, :, None, None] * state.h
        + B[:, None, None, :] * dt[:, :, None, None] * v[:, :, :, None]
    )  # (12)
    a_y = np.einsum("ngds,ns->ngd", h, C) + p.d[:, None] * v  # (13)
    y_ = a_y * z  # (14)
    return y_, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
