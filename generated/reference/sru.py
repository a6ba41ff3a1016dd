"""SRU: gates see the old state through a vector; a highway around it.

Source: Lei, Zhang, Wang, Dai & Artzi 2018, arXiv 1709.02755; with the projection of the authors' code

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build sru`; the numbers in the comments are those of the notes:

    (1)  u[t,n,j] = Σ_k W_u[j,k]·x[t,n,k]
    (2)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + b_f[j] + v_f[j]·c[t-1,n,j]
    (3)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (4)  a_r[t,n,j] = Σ_k W_r[j,k]·x[t,n,k] + b_r[j] + v_r[j]·c[t-1,n,j]
    (5)  r[t,n,j] = sigmoid(a_r[t,n,j])
    (6)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + u[t,n,j]·(1 - f[t,n,j])
    (7)  a_p[t,n,j] = Σ_k W_p[j,k]·x[t,n,k]
    (8)  h[t,n,j] = r[t,n,j]·c[t,n,j] + (1 - r[t,n,j])·a_p[t,n,j]
    (9)  dh[t,n,j] = dy[t,n,j]
    (10) da_p[t,n,j] = dh[t,n,j]·(1 - r[t,n,j])
    (11) dc[t,n,j] = dc_T[n,j]                if t = T
                   + dh[t,n,j]·r[t,n,j]       if t ≥ 1
                   + da_f[t+1,n,j]·v_f[j]     if t < T
                   + da_r[t+1,n,j]·v_r[j]     if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]   if t < T
    (12) dr[t,n,j] = dh[t,n,j]·(c[t,n,j] - a_p[t,n,j])
    (13) da_r[t,n,j] = dr[t,n,j]·r[t,n,j]·(1 - r[t,n,j])
    (14) df[t,n,j] = dc[t,n,j]·(c[t-1,n,j] - u[t,n,j])
    (15) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (16) du[t,n,j] = dc[t,n,j]·(1 - f[t,n,j])
    (17) dx[t,n,k] = Σ_j du[t,n,j]·W_u[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j da_r[t,n,j]·W_r[j,k]
                   + Σ_j da_p[t,n,j]·W_p[j,k]
    (18) dW_u[j,k] = Σ_{t,n} du[t,n,j]·x[t,n,k]
    (19) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (20) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (21) dv_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (22) dW_r[j,k] = Σ_{t,n} da_r[t,n,j]·x[t,n,k]
    (23) db_r[j] = Σ_{t,n} da_r[t,n,j]
    (24) dv_r[j] = Σ_{t,n} da_r[t,n,j]·c[t-1,n,j]
    (25) dW_p[j,k] = Σ_{t,n} da_p[t,n,j]·x[t,n,k]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="sru",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_u": ("H", "M"), "W_f": ("H", "M"), "b_f": ("H",), "v_f": ("H",), "W_r": ("H", "M"),
        "b_r": ("H",), "v_r": ("H",), "W_p": ("H", "M"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"c": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    c: Array  # (N, H)


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
    u = np.zeros((T + 1, N, H), dtype)
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    a_r = np.zeros((T + 1, N, H), dtype)
    r = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    a_p = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    c[0] = state0.c
    for t in range(1, T + 1):
        u[t] = x[t] @ p.W_u.T  # (1)
        a_f[t] = x[t] @ p.W_f.T + p.b_f + p.v_f * c[t - 1]  # (2)
        f[t] = sigmoid(a_f[t])  # (3)
        a_r[t] = x[t] @ p.W_r.T + p.b_r + p.v_r * c[t - 1]  # (4)
        r[t] = sigmoid(a_r[t])  # (5)
        c[t] = f[t] * c[t - 1] + (1 - f[t]) * u[t]  # (6)
        a_p[t] = x[t] @ p.W_p.T  # (7)
        h[t] = r[t] * c[t] + (1 - r[t]) * a_p[t]  # (8)
    y = h[1:].copy()
    state = State(c=c[T].copy())
    return y, state, (x, u, f, r, c, a_p)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, u, f, r, c, a_p) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_p = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    dr = np.zeros((T + 1, N, H), dtype)
    da_r = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    du = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (9)
        da_p[t] = dh[t] * (1 - r[t])  # (10)
        dc[t] = dh[t] * r[t]  # (11)
        if t == T:
            dc[t] += dstate.c  # (11)
        if t < T:
            dc[t] += da_f[t + 1] * p.v_f + da_r[t + 1] * p.v_r + dc[t + 1] * f[t + 1]  # (11)
        dr[t] = dh[t] * (c[t] - a_p[t])  # (12)
        da_r[t] = dr[t] * (1 - r[t]) * r[t]  # (13)
        df[t] = dc[t] * (c[t - 1] - u[t])  # (14)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (15)
        du[t] = dc[t] * (1 - f[t])  # (16)
        dx[t] = du[t] @ p.W_u + da_f[t] @ p.W_f + da_r[t] @ p.W_r + da_p[t] @ p.W_p  # (17)
        grads.W_u += du[t].T @ x[t]  # (18)
        grads.W_f += da_f[t].T @ x[t]  # (19)
        grads.b_f += da_f[t].sum(axis=0)  # (20)
        grads.v_f += (da_f[t] * c[t - 1]).sum(axis=0)  # (21)
        grads.W_r += da_r[t].T @ x[t]  # (22)
        grads.b_r += da_r[t].sum(axis=0)  # (23)
        grads.v_r += (da_r[t] * c[t - 1]).sum(axis=0)  # (24)
        grads.W_p += da_p[t].T @ x[t]  # (25)
    dc0 = da_f[1] * p.v_f + da_r[1] * p.v_r + dc[1] * f[1]  # (11)
    into_x[...] = dx[1:]
    return grads, State(c=dc0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    u = x @ p.W_u.T  # (1)
    a_f = x @ p.W_f.T + p.b_f + p.v_f * state.c  # (2)
    f = sigmoid(a_f)  # (3)
    a_r = x @ p.W_r.T + p.b_r + p.v_r * state.c  # (4)
    r = sigmoid(a_r)  # (5)
    c = f * state.c + (1 - f) * u  # (6)
    a_p = x @ p.W_p.T  # (7)
    h = r * c + (1 - r) * a_p  # (8)
    return h, State(c=c)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
