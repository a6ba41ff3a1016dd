"""minLSTM: forget and input gate are normalised to add up to 1.

Source: Feng et al. 2024, arXiv 2410.01201

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build min_lstm`; the numbers in the comments are those of the notes:

    (1)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + b_f[j]
    (2)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + b_i[j]
    (3)  n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + b_n[j]
    (4)  a_f_prime[t,n,j] = log_sigmoid(a_f[t,n,j]) - log_sigmoid(a_i[t,n,j])
    (5)  f_prime[t,n,j] = sigmoid(a_f_prime[t,n,j])
    (6)  h[t,n,j] = f_prime[t,n,j]·h[t-1,n,j] + n[t,n,j]·(1 - f_prime[t,n,j])
    (7)  dh[t,n,j] = dy[t,n,j]                      if t ≥ 1
                   + dh_T[n,j]                      if t = T
                   + dh[t+1,n,j]·f_prime[t+1,n,j]   if t < T
    (8)  df_prime[t,n,j] = dh[t,n,j]·(h[t-1,n,j] - n[t,n,j])
    (9)  da_f_prime[t,n,j] = df_prime[t,n,j]·f_prime[t,n,j]·(1 - f_prime[t,n,j])
    (10) dn[t,n,j] = dh[t,n,j]·(1 - f_prime[t,n,j])
    (11) da_i[t,n,j] = -da_f_prime[t,n,j]·sigmoid(-a_i[t,n,j])
    (12) da_f[t,n,j] = da_f_prime[t,n,j]·sigmoid(-a_f[t,n,j])
    (13) dx[t,n,k] = Σ_j da_f[t,n,j]·W_f[j,k] + Σ_j da_i[t,n,j]·W_i[j,k] + Σ_j dn[t,n,j]·W_n[j,k]
    (14) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (15) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (16) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (17) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (18) dW_n[j,k] = Σ_{t,n} dn[t,n,j]·x[t,n,k]
    (19) db_n[j] = Σ_{t,n} dn[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, log_sigmoid, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="min_lstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_f": ("H", "M"), "b_f": ("H",), "W_i": ("H", "M"), "b_i": ("H",), "W_n": ("H", "M"),
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
    a_i = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    a_f_prime = np.zeros((T + 1, N, H), dtype)
    f_prime = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_f[t] = x[t] @ p.W_f.T + p.b_f  # (1)
        a_i[t] = x[t] @ p.W_i.T + p.b_i  # (2)
        n[t] = x[t] @ p.W_n.T + p.b_n  # (3)
        a_f_prime[t] = log_sigmoid(a_f[t]) - log_sigmoid(a_i[t])  # (4)
        f_prime[t] = sigmoid(a_f_prime[t])  # (5)
        h[t] = f_prime[t] * h[t - 1] + (1 - f_prime[t]) * n[t]  # (6)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, a_f, a_i, n, f_prime, h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, a_f, a_i, n, f_prime, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    df_prime = np.zeros((T + 1, N, H), dtype)
    da_f_prime = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    da_i = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (7)
        if t == T:
            dh[t] += dstate.h  # (7)
        if t < T:
            dh[t] += dh[t + 1] * f_prime[t + 1]  # (7)
        df_prime[t] = dh[t] * (h[t - 1] - n[t])  # (8)
        da_f_prime[t] = df_prime[t] * (1 - f_prime[t]) * f_prime[t]  # (9)
        dn[t] = dh[t] * (1 - f_prime[t])  # (10)
        da_i[t] = -da_f_prime[t] * sigmoid(-a_i[t])  # (11)
        da_f[t] = da_f_prime[t] * sigmoid(-a_f[t])  # (12)
        dx[t] = da_f[t] @ p.W_f + da_i[t] @ p.W_i + dn[t] @ p.W_n  # (13)
        grads.W_f += da_f[t].T @ x[t]  # (14)
        grads.b_f += da_f[t].sum(axis=0)  # (15)
        grads.W_i += da_i[t].T @ x[t]  # (16)
        grads.b_i += da_i[t].sum(axis=0)  # (17)
        grads.W_n += dn[t].T @ x[t]  # (18)
        grads.b_n += dn[t].sum(axis=0)  # (19)
    dh0 = dh[1] * f_prime[1]  # (7)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    a_f = x @ p.W_f.T + p.b_f  # (1)
    a_i = x @ p.W_i.T + p.b_i  # (2)
    n = x @ p.W_n.T + p.b_n  # (3)
    a_f_prime = log_sigmoid(a_f) - log_sigmoid(a_i)  # (4)
    f_prime = sigmoid(a_f_prime)  # (5)
    h = f_prime * state.h + (1 - f_prime) * n  # (6)
    return h, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
