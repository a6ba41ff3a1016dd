"""Minimal gated unit: one gate forgets and resets.

Source: Zhou, Wu, Zhang & Zhou 2016, arXiv 1603.09420

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build mgu`; the numbers in the comments are those of the notes:

    (1)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j]
    (2)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (3)  f_h[t,n,j] = f[t,n,j]·h[t-1,n,j]
    (4)  a_n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + Σ_r R_n[j,r]·f_h[t,n,r] + b_n[j]
    (5)  n[t,n,j] = tanh(a_n[t,n,j])
    (6)  h[t,n,j] = (1 - f[t,n,j])·h[t-1,n,j] + f[t,n,j]·n[t,n,j]
    (7)  dh[t,n,j] = dy[t,n,j]                      if t ≥ 1
                   + dh_T[n,j]                      if t = T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]     if t < T
                   + df_h[t+1,n,j]·f[t+1,n,j]       if t < T
                   + dh[t+1,n,j]·(1 - f[t+1,n,j])   if t < T
    (8)  dn[t,n,j] = dh[t,n,j]·f[t,n,j]
    (9)  da_n[t,n,j] = dn[t,n,j]·(1 - n[t,n,j]²)
    (10) df_h[t,n,j] = Σ_r da_n[t,n,r]·R_n[r,j]
    (11) df[t,n,j] = df_h[t,n,j]·h[t-1,n,j] + dh[t,n,j]·(n[t,n,j] - h[t-1,n,j])
    (12) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (13) dx[t,n,k] = Σ_j da_f[t,n,j]·W_f[j,k] + Σ_j da_n[t,n,j]·W_n[j,k]
    (14) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (15) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (16) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (17) dW_n[j,k] = Σ_{t,n} da_n[t,n,j]·x[t,n,k]
    (18) dR_n[j,r] = Σ_{t,n} da_n[t,n,j]·f_h[t,n,r]
    (19) db_n[j] = Σ_{t,n} da_n[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="mgu",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_f": ("H", "M"), "R_f": ("H", "H"), "b_f": ("H",), "W_n": ("H", "M"), "R_n": ("H", "H"),
        "b_n": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)


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
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    f_h = np.zeros((T + 1, N, H), dtype)
    a_n = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_f[t] = x[t] @ p.W_f.T + h[t - 1] @ p.R_f.T + p.b_f  # (1)
        f[t] = sigmoid(a_f[t])  # (2)
        f_h[t] = f[t] * h[t - 1]  # (3)
        a_n[t] = x[t] @ p.W_n.T + f_h[t] @ p.R_n.T + p.b_n  # (4)
        n[t] = np.tanh(a_n[t])  # (5)
        h[t] = (1 - f[t]) * h[t - 1] + f[t] * n[t]  # (6)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, f, f_h, n, h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, f, f_h, n, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    da_n = np.zeros((T + 1, N, H), dtype)
    df_h = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (7)
        if t == T:
            dh[t] += dstate.h  # (7)
        if t < T:
            dh[t] += (
                da_f[t + 1] @ p.R_f + df_h[t + 1] * f[t + 1] + dh[t + 1] * (1 - f[t + 1])
            )  # (7)
        dn[t] = dh[t] * f[t]  # (8)
        da_n[t] = dn[t] * (1 - n[t] ** 2)  # (9)
        df_h[t] = da_n[t] @ p.R_n  # (10)
        df[t] = df_h[t] * h[t - 1] + dh[t] * (n[t] - h[t - 1])  # (11)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (12)
        dx[t] = da_f[t] @ p.W_f + da_n[t] @ p.W_n  # (13)
        grads.W_f += da_f[t].T @ x[t]  # (14)
        grads.R_f += da_f[t].T @ h[t - 1]  # (15)
        grads.b_f += da_f[t].sum(axis=0)  # (16)
        grads.W_n += da_n[t].T @ x[t]  # (17)
        grads.R_n += da_n[t].T @ f_h[t]  # (18)
        grads.b_n += da_n[t].sum(axis=0)  # (19)
    dh0 = da_f[1] @ p.R_f + df_h[1] * f[1] + dh[1] * (1 - f[1])  # (7)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f  # (1)
    f = sigmoid(a_f)  # (2)
    f_h = f * state.h  # (3)
    a_n = x @ p.W_n.T + f_h @ p.R_n.T + p.b_n  # (4)
    n = np.tanh(a_n)  # (5)
    h = (1 - f) * state.h + f * n  # (6)
    return h, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
