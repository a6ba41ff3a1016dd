"""Quasi-recurrent network: gates see two steps of the input.

Source: Bradbury, Merity, Xiong & Socher 2016, arXiv 1611.01576; fo-pooling, filters of width 2

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build qrnn`; the numbers in the comments are those of the notes:

    (1)  x_lag0[t,n,k] = x[t,n,k]
    (2)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_k V_z[j,k]·x_lag0[t-1,n,k] + b_z[j]
    (3)  z[t,n,j] = tanh(a_z[t,n,j])
    (4)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_k V_f[j,k]·x_lag0[t-1,n,k] + b_f[j]
    (5)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (6)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_k V_o[j,k]·x_lag0[t-1,n,k] + b_o[j]
    (7)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (8)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + z[t,n,j]·(1 - f[t,n,j])
    (9)  h[t,n,j] = o[t,n,j]·c[t,n,j]
    (10) dh[t,n,j] = dy[t,n,j]
    (11) dc[t,n,j] = dc_T[n,j]                if t = T
                   + dh[t,n,j]·o[t,n,j]       if t ≥ 1
                   + dc[t+1,n,j]·f[t+1,n,j]   if t < T
    (12) do[t,n,j] = dh[t,n,j]·c[t,n,j]
    (13) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (14) df[t,n,j] = dc[t,n,j]·(c[t-1,n,j] - z[t,n,j])
    (15) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (16) dz[t,n,j] = dc[t,n,j]·(1 - f[t,n,j])
    (17) da_z[t,n,j] = dz[t,n,j]·(1 - z[t,n,j]²)
    (18) dx_lag0[t,n,k] = dx_lag0_T[n,k]               if t = T
                        + Σ_j da_z[t+1,n,j]·V_z[j,k]   if t < T
                        + Σ_j da_f[t+1,n,j]·V_f[j,k]   if t < T
                        + Σ_j da_o[t+1,n,j]·V_o[j,k]   if t < T
    (19) dx[t,n,k] = dx_lag0[t,n,k]
                   + Σ_j da_z[t,n,j]·W_z[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (20) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (21) dV_z[j,k] = Σ_{t,n} da_z[t,n,j]·x_lag0[t-1,n,k]
    (22) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (23) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (24) dV_f[j,k] = Σ_{t,n} da_f[t,n,j]·x_lag0[t-1,n,k]
    (25) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (26) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (27) dV_o[j,k] = Σ_{t,n} da_o[t,n,j]·x_lag0[t-1,n,k]
    (28) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="qrnn",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_z": ("H", "M"), "V_z": ("H", "M"), "b_z": ("H",), "W_f": ("H", "M"), "V_f": ("H", "M"),
        "b_f": ("H",), "W_o": ("H", "M"), "V_o": ("H", "M"), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"c": ("N", "H"), "x_lag0": ("N", "M")},
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
    x_lag0: Array  # (N, M)


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
    x_lag0 = np.zeros((T + 1, N, M), dtype)
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    c[0] = state0.c
    x_lag0[0] = state0.x_lag0
    for t in range(1, T + 1):
        x_lag0[t] = x[t]  # (1)
        a_z[t] = x[t] @ p.W_z.T + x_lag0[t - 1] @ p.V_z.T + p.b_z  # (2)
        z[t] = np.tanh(a_z[t])  # (3)
        a_f[t] = x[t] @ p.W_f.T + x_lag0[t - 1] @ p.V_f.T + p.b_f  # (4)
        f[t] = sigmoid(a_f[t])  # (5)
        a_o[t] = x[t] @ p.W_o.T + x_lag0[t - 1] @ p.V_o.T + p.b_o  # (6)
        o[t] = sigmoid(a_o[t])  # (7)
        c[t] = f[t] * c[t - 1] + (1 - f[t]) * z[t]  # (8)
        h[t] = o[t] * c[t]  # (9)
    y = h[1:].copy()
    state = State(c=c[T].copy(), x_lag0=x_lag0[T].copy())
    return y, state, (x, x_lag0, z, f, o, c)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, x_lag0, z, f, o, c) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dx_lag0 = np.zeros((T + 1, N, M), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (10)
        dc[t] = dh[t] * o[t]  # (11)
        if t == T:
            dc[t] += dstate.c  # (11)
        if t < T:
            dc[t] += dc[t + 1] * f[t + 1]  # (11)
        do[t] = dh[t] * c[t]  # (12)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (13)
        df[t] = dc[t] * (c[t - 1] - z[t])  # (14)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (15)
        dz[t] = dc[t] * (1 - f[t])  # (16)
        da_z[t] = dz[t] * (1 - z[t] ** 2)  # (17)
        if t == T:
            dx_lag0[t] += dstate.x_lag0  # (18)
        if t < T:
            dx_lag0[t] += da_z[t + 1] @ p.V_z + da_f[t + 1] @ p.V_f + da_o[t + 1] @ p.V_o  # (18)
        dx[t] = dx_lag0[t] + da_z[t] @ p.W_z + da_f[t] @ p.W_f + da_o[t] @ p.W_o  # (19)
        grads.W_z += da_z[t].T @ x[t]  # (20)
        grads.V_z += da_z[t].T @ x_lag0[t - 1]  # (21)
        grads.b_z += da_z[t].sum(axis=0)  # (22)
        grads.W_f += da_f[t].T @ x[t]  # (23)
        grads.V_f += da_f[t].T @ x_lag0[t - 1]  # (24)
        grads.b_f += da_f[t].sum(axis=0)  # (25)
        grads.W_o += da_o[t].T @ x[t]  # (26)
        grads.V_o += da_o[t].T @ x_lag0[t - 1]  # (27)
        grads.b_o += da_o[t].sum(axis=0)  # (28)
    dc0 = dc[1] * f[1]  # (11)
    dx_lag00 = da_z[1] @ p.V_z + da_f[1] @ p.V_f + da_o[1] @ p.V_o  # (18)
    into_x[...] = dx[1:]
    return grads, State(c=dc0, x_lag0=dx_lag00)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    x_lag0 = x  # (1)
    a_z = x @ p.W_z.T + state.x_lag0 @ p.V_z.T + p.b_z  # (2)
    z = np.tanh(a_z)  # (3)
    a_f = x @ p.W_f.T + state.x_lag0 @ p.V_f.T + p.b_f  # (4)
    f = sigmoid(a_f)  # (5)
    a_o = x @ p.W_o.T + state.x_lag0 @ p.V_o.T + p.b_o  # (6)
    o = sigmoid(a_o)  # (7)
    c = f * state.c + (1 - f) * z  # (8)
    h = o * c  # (9)
    return h, State(c=c, x_lag0=x_lag0)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
