"""GRU, reset before: the gate r acts on h, and R_n on what is left of it.

Source: Cho et al. 2014, arXiv 1406.1078v3; ONNX with linear_before_reset=0

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build gru_reset_before`; the numbers in the comments are those of the notes:

    (1)  a_r[t,n,j] = Σ_k W_r[j,k]·x[t,n,k] + Σ_r R_r[j,r]·h[t-1,n,r] + b_r[j]
    (2)  r[t,n,j] = sigmoid(a_r[t,n,j])
    (3)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_r R_z[j,r]·h[t-1,n,r] + b_z[j]
    (4)  z[t,n,j] = sigmoid(a_z[t,n,j])
    (5)  r_h[t,n,j] = r[t,n,j]·h[t-1,n,j]
    (6)  a_n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + Σ_r R_n[j,r]·r_h[t,n,r] + b_n[j]
    (7)  n[t,n,j] = tanh(a_n[t,n,j])
    (8)  h[t,n,j] = z[t,n,j]·h[t-1,n,j] + (1 - z[t,n,j])·n[t,n,j]
    (9)  dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_r[t+1,n,r]·R_r[r,j]   if t < T
                   + Σ_r da_z[t+1,n,r]·R_z[r,j]   if t < T
                   + dr_h[t+1,n,j]·r[t+1,n,j]     if t < T
                   + dh[t+1,n,j]·z[t+1,n,j]       if t < T
    (10) dn[t,n,j] = dh[t,n,j]·(1 - z[t,n,j])
    (11) da_n[t,n,j] = dn[t,n,j]·(1 - n[t,n,j]²)
    (12) dr_h[t,n,j] = Σ_r da_n[t,n,r]·R_n[r,j]
    (13) dz[t,n,j] = dh[t,n,j]·(h[t-1,n,j] - n[t,n,j])
    (14) da_z[t,n,j] = dz[t,n,j]·z[t,n,j]·(1 - z[t,n,j])
    (15) dr[t,n,j] = dr_h[t,n,j]·h[t-1,n,j]
    (16) da_r[t,n,j] = dr[t,n,j]·r[t,n,j]·(1 - r[t,n,j])
    (17) dx[t,n,k] = Σ_j da_r[t,n,j]·W_r[j,k] + Σ_j da_z[t,n,j]·W_z[j,k] + Σ_j da_n[t,n,j]·W_n[j,k]
    (18) dW_r[j,k] = Σ_{t,n} da_r[t,n,j]·x[t,n,k]
    (19) dR_r[j,r] = Σ_{t,n} da_r[t,n,j]·h[t-1,n,r]
    (20) db_r[j] = Σ_{t,n} da_r[t,n,j]
    (21) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (22) dR_z[j,r] = Σ_{t,n} da_z[t,n,j]·h[t-1,n,r]
    (23) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (24) dW_n[j,k] = Σ_{t,n} da_n[t,n,j]·x[t,n,k]
    (25) dR_n[j,r] = Σ_{t,n} da_n[t,n,j]·r_h[t,n,r]
    (26) db_n[j] = Σ_{t,n} da_n[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid

SIGNATURE = Signature(
    name="gru_reset_before",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_r": ("H", "M"),
        "R_r": ("H", "H"),
        "b_r": ("H",),
        "W_z": ("H", "M"),
        "R_z": ("H", "H"),
        "b_z": ("H",),
        "W_n": ("H", "M"),
        "R_n": ("H", "H"),
        "b_n": ("H",),
    },
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
    W_r: Array  # (H, M)
    R_r: Array  # (H, H)
    b_r: Array  # (H,)
    W_z: Array  # (H, M)
    R_z: Array  # (H, H)
    b_z: Array  # (H,)
    W_n: Array  # (H, M)
    R_n: Array  # (H, H)
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
    a_r = np.zeros((T + 1, N, H), dtype)
    r = np.zeros((T + 1, N, H), dtype)
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    r_h = np.zeros((T + 1, N, H), dtype)
    a_n = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_r[t] = x[t] @ p.W_r.T + h[t - 1] @ p.R_r.T + p.b_r  # (1)
        r[t] = sigmoid(a_r[t])  # (2)
        a_z[t] = x[t] @ p.W_z.T + h[t - 1] @ p.R_z.T + p.b_z  # (3)
        z[t] = sigmoid(a_z[t])  # (4)
        r_h[t] = r[t] * h[t - 1]  # (5)
        a_n[t] = x[t] @ p.W_n.T + r_h[t] @ p.R_n.T + p.b_n  # (6)
        n[t] = np.tanh(a_n[t])  # (7)
        h[t] = z[t] * h[t - 1] + (1 - z[t]) * n[t]  # (8)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, (x, r, z, r_h, n, h)


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
    (x, r, z, r_h, n, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    da_n = np.zeros((T + 1, N, H), dtype)
    dr_h = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dr = np.zeros((T + 1, N, H), dtype)
    da_r = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (9)
        if t == T:
            dh[t] += dstate.h  # (9)
        if t < T:
            dh[t] += (
                da_r[t + 1] @ p.R_r
                + da_z[t + 1] @ p.R_z
                + dr_h[t + 1] * r[t + 1]
                + dh[t + 1] * z[t + 1]
            )  # (9)
        dn[t] = dh[t] * (1 - z[t])  # (10)
        da_n[t] = dn[t] * (1 - n[t] ** 2)  # (11)
        dr_h[t] = da_n[t] @ p.R_n  # (12)
        dz[t] = dh[t] * (h[t - 1] - n[t])  # (13)
        da_z[t] = dz[t] * (1 - z[t]) * z[t]  # (14)
        dr[t] = dr_h[t] * h[t - 1]  # (15)
        da_r[t] = dr[t] * (1 - r[t]) * r[t]  # (16)
        dx[t] = da_r[t] @ p.W_r + da_z[t] @ p.W_z + da_n[t] @ p.W_n  # (17)
        grads.W_r += da_r[t].T @ x[t]  # (18)
        grads.R_r += da_r[t].T @ h[t - 1]  # (19)
        grads.b_r += da_r[t].sum(axis=0)  # (20)
        grads.W_z += da_z[t].T @ x[t]  # (21)
        grads.R_z += da_z[t].T @ h[t - 1]  # (22)
        grads.b_z += da_z[t].sum(axis=0)  # (23)
        grads.W_n += da_n[t].T @ x[t]  # (24)
        grads.R_n += da_n[t].T @ r_h[t]  # (25)
        grads.b_n += da_n[t].sum(axis=0)  # (26)
    dh0 = da_r[1] @ p.R_r + da_z[1] @ p.R_z + dr_h[1] * r[1] + dh[1] * z[1]  # (9)
    into_x[...] = dx[1:]
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_r = x @ p.W_r.T + state.h @ p.R_r.T + p.b_r  # (1)
    r = sigmoid(a_r)  # (2)
    a_z = x @ p.W_z.T + state.h @ p.R_z.T + p.b_z  # (3)
    z = sigmoid(a_z)  # (4)
    r_h = r * state.h  # (5)
    a_n = x @ p.W_n.T + r_h @ p.R_n.T + p.b_n  # (6)
    n = np.tanh(a_n)  # (7)
    h = z * state.h + (1 - z) * n  # (8)
    return h, State(h=h)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
