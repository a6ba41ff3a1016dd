"""Elman network with relu, whose slope is 0 on the kink.

Source: Elman 1990

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Joined, so that one product reads what arrives, what is carried and a one: WRb is W, R, b, side by
side.
In loops over time, since they lie on a cycle through time: (1)-(4).
For all steps at once, since they lie on no such cycle: (5)-(8).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (4).

Generated from the forward equations by `derive build rnn_relu`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W[j,k]·x[t,n,k] + Σ_r R[j,r]·h[t-1,n,r] + b[j]
    (2)  h[t,n,j] = relu(a_h[t,n,j])
    (3)  dh[t,n,j] = dy[t,n,j]                  if t ≥ 1
                   + dh_T[n,j]                  if t = T
                   + Σ_r da_h[t+1,n,r]·R[r,j]   if t < T
    (4)  da_h[t,n,j] = dh[t,n,j]·step(a_h[t,n,j])
    (5)  dx[t,n,k] = Σ_j da_h[t,n,j]·W[j,k]
    (6)  dW[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (7)  dR[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (8)  db[j] = Σ_{t,n} da_h[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, maximum, multiply

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
    heaviside,
    in_order,
    padded_rows,
    relu,
    step_layout,
    vectors,
)

SIGNATURE = Signature(
    name="rnn_relu",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={"W": ("H", "M"), "R": ("H", "H"), "b": ("H",)},
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
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
    order, product = step_layout(N, dtype)
    a_h = vectors((T, N, H), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    h = xh1[..., M : H + M]
    h[0] = state0.h
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    WRb_T = in_order(WRb.T, order)
    steps = zip(a_h, xh1[:-1], h[1:].swapaxes(1, 2), a_h.swapaxes(1, 2), strict=True)
    for a_h_t, xh1_prev, h_across, a_h_across in steps:
        # (1) a_h = xh1_prev @ WRb.T
        product(xh1_prev, WRb_T, a_h_t)
        # (2) h = relu(a_h)
        maximum(a_h_across, 0, out=h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, (a_h, xh1)


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
    (a_h, xh1) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da_h = padded_rows((T, N, H), dtype)
    xh = xh1[..., : H + M]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (3)
    span = max(1, min(T, CHUNK // (H * N)))
    s_h = vectors((span, N, H), dtype)
    dh = vectors((N, H), dtype)
    dh_across = dh.T
    R = in_order(p.R, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        a_h_c, s_h_c = a_h[t0:t1], s_h[: t1 - t0]
        # (4) s_h = heaviside(a_h)
        heaviside(a_h_c, s_h_c)
        steps = zip(
            dy[t0:t1][::-1], da_h[t0:t1].swapaxes(1, 2)[::-1], s_h_c.swapaxes(1, 2)[::-1],
            da_h[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for dy_t, da_h_across, s_h_across, da_h_t in steps:
            # (3) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (4) da_h = dh * s_h
            multiply(dh_across, s_h_across, da_h_across)
            # (3) dh_next = da_h @ R
            product(da_h_t, R, dh_next)
    da_h_rows = da_h.reshape(T * N, H)
    np.matmul(da_h_rows, p.W, out=dx.reshape(T * N, M))  # (5)
    dWR = empty((H, H + M), dtype)
    np.matmul(da_h_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR)  # (6), (7)
    grads.W[...] = dWR[:, :M]  # (6)
    grads.R[...] = dWR[:, M:]  # (7)
    da_h_rows.sum(axis=0, out=grads.b)  # (8)
    dh0 = dh_next.copy()  # (3)
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_h = x @ p.W.T + state.h @ p.R.T + p.b  # (1)
    h = relu(a_h)  # (2)
    return h, State(h=h)


KERNEL = Kernel(
    SIGNATURE, Params, State, run=_run, back=_back, advance=_advance, kept=(0, 1), stretches=True
)
