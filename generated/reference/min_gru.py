"""minGRU: gate and candidate see the input alone.

Source: Feng et al. 2024, arXiv 2410.01201

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build min_gru`; the numbers in the comments are those of the notes:

    (1)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + b_z[j]
    (2)  z[t,n,j] = sigmoid(a_z[t,n,j])
    (3)  n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + b_n[j]
    (4)  h[t,n,j] = (1 - z[t,n,j])·h[t-1,n,j] + z[t,n,j]·n[t,n,j]
    (5)  dh[t,n,j] = dy[t,n,j]                      if t ≥ 1
                   + dh_T[n,j]                      if t = T
                   + dh[t+1,n,j]·(1 - z[t+1,n,j])   if t < T
    (6)  dn[t,n,j] = dh[t,n,j]·z[t,n,j]
    (7)  dz[t,n,j] = dh[t,n,j]·(n[t,n,j] - h[t-1,n,j])
    (8)  da_z[t,n,j] = dz[t,n,j]·z[t,n,j]·(1 - z[t,n,j])
    (9)  dx[t,n,k] = Σ_j da_z[t,n,j]·W_z[j,k] + Σ_j dn[t,n,j]·W_n[j,k]
    (10) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (11) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (12) dW_n[j,k] = Σ_{t,n} dn[t,n,j]·x[t,n,k]
    (13) db_n[j] = Σ_{t,n} dn[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid

SIGNATURE = Signature(
    name="min_gru",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={"W_z": ("H", "M"), "b_z": ("H",), "W_n": ("H", "M"), "b_n": ("H",)},
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
    W_z: Array  # (H, M)
    b_z: Array  # (H,)
    W_n: Array  # (H, M)
    b_n: Array  # (H,)


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
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_z[t] = x[t] @ p.W_z.T + p.b_z  # (1)
        z[t] = sigmoid(a_z[t])  # (2)
        n[t] = x[t] @ p.W_n.T + p.b_n  # (3)
        h[t] = (1 - z[t]) * h[t - 1] + n[t] * z[t]  # (4)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, z, n, h)


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
    (x, z, n, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (5)
        if t == T:
            dh[t] += dstate.h  # (5)
        if t < T:
            dh[t] += dh[t + 1] * (1 - z[t + 1])  # (5)
        dn[t] = dh[t] * z[t]  # (6)
        dz[t] = dh[t] * (n[t] - h[t - 1])  # (7)
        da_z[t] = dz[t] * (1 - z[t]) * z[t]  # (8)
        dx[t] = da_z[t] @ p.W_z + dn[t] @ p.W_n  # (9)
        grads.W_z += da_z[t].T @ x[t]  # (10)
        grads.b_z += da_z[t].sum(axis=0)  # (11)
        grads.W_n += dn[t].T @ x[t]  # (12)
        grads.b_n += dn[t].sum(axis=0)  # (13)
    dh0 = dh[1] * (1 - z[1])  # (5)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_z = x @ p.W_z.T + p.b_z  # (1)
    z = sigmoid(a_z)  # (2)
    n = x @ p.W_n.T + p.b_n  # (3)
    h = (1 - z) * state.h + n * z  # (4)
    return h, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
