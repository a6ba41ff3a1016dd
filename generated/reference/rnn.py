"""Elman network with tanh.

Source: Elman 1990

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build rnn`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W[j,k]·x[t,n,k] + Σ_r R[j,r]·h[t-1,n,r] + b[j]
    (2)  h[t,n,j] = tanh(a_h[t,n,j])
    (3)  dh[t,n,j] = dy[t,n,j]                  if t ≥ 1
                   + dh_T[n,j]                  if t = T
                   + Σ_r da_h[t+1,n,r]·R[r,j]   if t < T
    (4)  da_h[t,n,j] = dh[t,n,j]·(1 - h[t,n,j]²)
    (5)  dx[t,n,k] = Σ_j da_h[t,n,j]·W[j,k]
    (6)  dW[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (7)  dR[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (8)  db[j] = Σ_{t,n} da_h[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one

SIGNATURE = Signature(
    name="rnn",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={"W": ("H", "M"), "R": ("H", "H"), "b": ("H",)},
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE
    M: int
    H: int
    W: Array  # (H, M)
    R: Array  # (H, H)
    b: Array  # (H,)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    rng: int | np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> Params:
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


def _run(p: Params, T: int, N: int, dtype: Any, x: Array, state0: State) -> tuple[Any, ...]:
    M, H = p.sizes
    x = from_one(x)
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_h[t] = x[t] @ p.W.T + h[t - 1] @ p.R.T + p.b  # (1)
        h[t] = np.tanh(a_h[t])  # (2)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, h)


def _back(
    p: Params,
    T: int,
    N: int,
    dtype: Any,
    arrays: tuple[Array, ...],
    dy: Array,
    dstate: State,
    into_x: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (x, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (3)
        if t == T:
            dh[t] += dstate.h  # (3)
        if t < T:
            dh[t] += da_h[t + 1] @ p.R  # (3)
        da_h[t] = dh[t] * (1 - h[t] ** 2)  # (4)
        dx[t] = da_h[t] @ p.W  # (5)
        grads.W += da_h[t].T @ x[t]  # (6)
        grads.R += da_h[t].T @ h[t - 1]  # (7)
        grads.b += da_h[t].sum(axis=0)  # (8)
    dh0 = da_h[1] @ p.R  # (3)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_h = x @ p.W.T + state.h @ p.R.T + p.b  # (1)
    h = np.tanh(a_h)  # (2)
    return h, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
