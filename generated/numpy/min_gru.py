"""minGRU: gate and candidate see the input alone.

Source: Feng et al. 2024, arXiv 2410.01201

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_z,
W_n; b is b_z, b_n.
In loops over time, since they lie on a cycle through time: (4)-(5).
For all steps at once, since they lie on no such cycle: (1)-(3), (6)-(13).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (4)-(5).

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
from numpy import add, multiply, subtract

from .runtime import (
    CHUNK,
    Array,
    Checkpoints,
    Kernel,
    ParamsBase,
    Signature,
    Tape,
    copied,
    empty,
    padded_rows,
    project,
    sigmoid,
    vectors,
)

SIGNATURE = Signature(
    name="min_gru",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={"W_z": ("H", "M"), "W_n": ("H", "M"), "b_z": ("H",), "b_n": ("H",)},
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_z", "W_n"), "b": ("b_z", "b_n")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE
    M: int
    H: int
    W_z: Array  # (H, M)
    W_n: Array  # (H, M)
    b_z: Array  # (H,)
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
    a = vectors((T, N, 2 * H), dtype)
    h = vectors((T + 1, N, H), dtype)
    n = a[..., H:]
    z = a[..., :H]
    h[0] = state0.h
    # (1), (3) a = x @ W.T + b
    project(x, p.W.T, a)
    add(a, p.b, a)
    sigmoid(z, z)  # (2)
    span = max(1, min(T, CHUNK // (H * N)))
    s_h = vectors((span, N, H), dtype)
    work = vectors((N, H), dtype)
    for t0 in range(0, T, span):
        t1 = min(t0 + span, T)
        z_c, s_h_c = z[t0:t1], s_h[: t1 - t0]
        # (4) s_h = 1 - z
        subtract(1, z_c, s_h_c)
        steps = zip(h[t0 + 1 : t1 + 1], s_h_c, h[t0:t1], n[t0:t1], z_c, strict=True)
        for h_t, s_h_t, h_prev, n_t, z_t in steps:
            # (4) h = s_h * h_prev + n * z
            multiply(s_h_t, h_prev, h_t)
            multiply(n_t, z_t, work)
            add(h_t, work, h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, (x, a, h)


def _back(
    p: Params,
    T: int,
    N: int,
    dtype: Any,
    arrays: tuple[Array, ...],
    dy: Array,
    dstate: State,
    dx: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (x, a, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 2 * H), dtype)
    dz = vectors((T, N, H), dtype)
    n = a[..., H:]
    z = a[..., :H]
    da_z = da[..., :H]
    dn = da[..., H:]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (5)
    span = max(1, min(T, CHUNK // (H * N)))
    s_h_ = vectors((span, N, H), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        z_c, s_h__c = z[t0:t1], s_h_[: t1 - t0]
        # (5) s_h_ = 1 - z
        subtract(1, z_c, s_h__c)
        steps = zip(dh[t0:t1][::-1], dy[t0:t1][::-1], s_h__c[::-1], strict=True)
        for dh_t, dy_t, s_h__t in steps:
            # (5) dh = dy + dh_next
            add(dy_t, dh_next, dh_t)
            # (5) dh_next = dh * s_h_
            multiply(dh_t, s_h__t, dh_next)
    multiply(dh.swapaxes(1, 2), z.swapaxes(1, 2), dn.swapaxes(1, 2))  # (6)
    # (7) dz = dh * (n - h_prev)
    subtract(n, h[:-1], dz)
    multiply(dz, dh, dz)
    # (8) da_z = dz * (1 - z) * z
    subtract(1, z.swapaxes(1, 2), da_z.swapaxes(1, 2))
    multiply(da_z.swapaxes(1, 2), dz.swapaxes(1, 2), da_z.swapaxes(1, 2))
    multiply(da_z.swapaxes(1, 2), z.swapaxes(1, 2), da_z.swapaxes(1, 2))
    da_rows = da.reshape(T * N, 2 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (9)
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.W)  # (10), (12)
    da_rows.sum(axis=0, out=grads.b)  # (11), (13)
    dh0 = dh_next.copy()  # (5)
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_z = x @ p.W_z.T + p.b_z  # (1)
    z = sigmoid(a_z)  # (2)
    n = x @ p.W_n.T + p.b_n  # (3)
    h = (1 - z) * state.h + n * z  # (4)
    return h, State(h=h)


KERNEL = Kernel(
    SIGNATURE, Params, State, run=_run, back=_back, advance=_advance, kept=(0, 0, 1), stretches=True
)
