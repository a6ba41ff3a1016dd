"""LSTM of 1997 in memory blocks: the cells of a block share their gates.

Source: Hochreiter & Schmidhuber 1997, blocks of several cells that share their gates

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build lstm_1997_blocks`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,b] = Σ_k W_i[b,k]·x[t,n,k] + Σ_{b1,s} R_i[b,b1,s]·h[t-1,n,b1,s] + b_i[b]
    (2)  i[t,n,b] = sigmoid(a_i[t,n,b])
    (3)  a_o[t,n,b] = Σ_k W_o[b,k]·x[t,n,k] + Σ_{b1,s} R_o[b,b1,s]·h[t-1,n,b1,s] + b_o[b]
    (4)  o[t,n,b] = sigmoid(a_o[t,n,b])
    (5)  a_g[t,n,b,s] = Σ_k W_g[b,s,k]·x[t,n,k] + Σ_{b1,s1} R_g[b,s,b1,s1]·h[t-1,n,b1,s1] + b_g[b,s]
    (6)  g[t,n,b,s] = 4·sigmoid(a_g[t,n,b,s]) - 2
    (7)  c[t,n,b,s] = c[t-1,n,b,s] + i[t,n,b]·g[t,n,b,s]
    (8)  h[t,n,b,s] = o[t,n,b]·(2·sigmoid(c[t,n,b,s]) - 1)
    (9)  dh[t,n,b,s] = dy[t,n,b,s]                                  if t ≥ 1
                     + dh_T[n,b,s]                                  if t = T
                     + Σ_{b1} da_i[t+1,n,b1]·R_i[b1,b,s]            if t < T
                     + Σ_{b1} da_o[t+1,n,b1]·R_o[b1,b,s]            if t < T
                     + Σ_{b1,s1} da_g[t+1,n,b1,s1]·R_g[b1,s1,b,s]   if t < T
    (10) dc[t,n,b,s] = dc_T[n,b,s]                                                            if t = T
                     + 2·dh[t,n,b,s]·o[t,n,b]·(1 - sigmoid(c[t,n,b,s]))·sigmoid(c[t,n,b,s])   if t ≥ 1
                     + dc[t+1,n,b,s]                                                          if t < T
    (11) dg[t,n,b,s] = dc[t,n,b,s]·i[t,n,b]
    (12) da_g[t,n,b,s] = 4·dg[t,n,b,s]·(1 - sigmoid(a_g[t,n,b,s]))·sigmoid(a_g[t,n,b,s])
    (13) do[t,n,b] = Σ_s dh[t,n,b,s]·(2·sigmoid(c[t,n,b,s]) - 1)
    (14) da_o[t,n,b] = do[t,n,b]·o[t,n,b]·(1 - o[t,n,b])
    (15) di[t,n,b] = Σ_s dc[t,n,b,s]·g[t,n,b,s]
    (16) da_i[t,n,b] = di[t,n,b]·i[t,n,b]·(1 - i[t,n,b])
    (17) dx[t,n,k] = Σ_b da_i[t,n,b]·W_i[b,k]
                   + Σ_b da_o[t,n,b]·W_o[b,k]
                   + Σ_{b,s} da_g[t,n,b,s]·W_g[b,s,k]
    (18) dR_i[b,b1,s] = Σ_{t,n} da_i[t,n,b]·h[t-1,n,b1,s]
    (19) dW_i[b,k] = Σ_{t,n} da_i[t,n,b]·x[t,n,k]
    (20) db_i[b] = Σ_{t,n} da_i[t,n,b]
    (21) dR_o[b,b1,s] = Σ_{t,n} da_o[t,n,b]·h[t-1,n,b1,s]
    (22) dW_o[b,k] = Σ_{t,n} da_o[t,n,b]·x[t,n,k]
    (23) db_o[b] = Σ_{t,n} da_o[t,n,b]
    (24) dR_g[b,s,b1,s1] = Σ_{t,n} da_g[t,n,b,s]·h[t-1,n,b1,s1]
    (25) dW_g[b,s,k] = Σ_{t,n} da_g[t,n,b,s]·x[t,n,k]
    (26) db_g[b,s] = Σ_{t,n} da_g[t,n,b,s]

Shapes: T steps, N sequences, M inputs, B blocks, S block size.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="lstm_1997_blocks",
    sizes={"M": "input_size", "B": "blocks", "S": "block_size"},
    parameters={
        "R_i": ("B", "B", "S"), "W_i": ("B", "M"), "b_i": ("B",), "R_o": ("B", "B", "S"),
        "W_o": ("B", "M"), "b_o": ("B",), "R_g": ("B", "S", "B", "S"), "W_g": ("B", "S", "M"),
        "b_g": ("B", "S"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "B", "S"),
    states={"h": ("N", "B", "S"), "c": ("N", "B", "S")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, B, S)
    c: Array  # (N, B, S)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int, blocks: int, block_size: int, rng: Any = None, dtype: Any = np.float64
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, blocks, block_size, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, B, S), state, tape.

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
    M, B, S = p.sizes
    x = from_one(x)
    a_i = np.zeros((T + 1, N, B), dtype)
    i = np.zeros((T + 1, N, B), dtype)
    a_o = np.zeros((T + 1, N, B), dtype)
    o = np.zeros((T + 1, N, B), dtype)
    a_g = np.zeros((T + 1, N, B, S), dtype)
    g = np.zeros((T + 1, N, B, S), dtype)
    c = np.zeros((T + 1, N, B, S), dtype)
    h = np.zeros((T + 1, N, B, S), dtype)
    h[0] = state0.h
    c[0] = state0.c
    for t in range(1, T + 1):
        a_i[t] = (
            x[t] @ p.W_i.T + h[t - 1].reshape(N, B * S) @ p.R_i.reshape(B, B * S).T + p.b_i
        )  # (1)
        i[t] = sigmoid(a_i[t])  # (2)
        a_o[t] = (
            x[t] @ p.W_o.T + h[t - 1].reshape(N, B * S) @ p.R_o.reshape(B, B * S).T + p.b_o
        )  # (3)
        o[t] = sigmoid(a_o[t])  # (4)
        a_g[t] = (
            (x[t] @ p.W_g.reshape(B * S, M).T).reshape(N, B, S)
            + (h[t - 1].reshape(N, B * S) @ p.R_g.reshape(B * S, B * S).T).reshape(N, B, S)
            + p.b_g
        )  # (5)
        g[t] = 4 * sigmoid(a_g[t]) + -2  # (6)
        c[t] = c[t - 1] + g[t] * i[t][:, :, None]  # (7)
        h[t] = o[t][:, :, None] * (2 * sigmoid(c[t]) + -1)  # (8)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, (x, i, o, a_g, g, c, h)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, B, S = p.sizes
    (x, i, o, a_g, g, c, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, B, S), dtype)
    dc = np.zeros((T + 1, N, B, S), dtype)
    dg = np.zeros((T + 1, N, B, S), dtype)
    da_g = np.zeros((T + 1, N, B, S), dtype)
    do = np.zeros((T + 1, N, B), dtype)
    da_o = np.zeros((T + 1, N, B), dtype)
    di = np.zeros((T + 1, N, B), dtype)
    da_i = np.zeros((T + 1, N, B), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (9)
        if t == T:
            dh[t] += dstate.h  # (9)
        if t < T:
            dh[t] += (
                (da_i[t + 1] @ p.R_i.reshape(B, B * S)).reshape(N, B, S)
                + (da_o[t + 1] @ p.R_o.reshape(B, B * S)).reshape(N, B, S)
                + (da_g[t + 1].reshape(N, B * S) @ p.R_g.reshape(B * S, B * S)).reshape(N, B, S)
            )  # (9)
        dc[t] = 2 * dh[t] * o[t][:, :, None] * (1 - sigmoid(c[t])) * sigmoid(c[t])  # (10)
        if t == T:
            dc[t] += dstate.c  # (10)
        if t < T:
            dc[t] += dc[t + 1]  # (10)
        dg[t] = dc[t] * i[t][:, :, None]  # (11)
        da_g[t] = 4 * dg[t] * (1 - sigmoid(a_g[t])) * sigmoid(a_g[t])  # (12)
        do[t] = (dh[t] * (2 * sigmoid(c[t]) + -1)).sum(axis=2)  # (13)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (14)
        di[t] = (dc[t] * g[t]).sum(axis=2)  # (15)
        da_i[t] = di[t] * (1 - i[t]) * i[t]  # (16)
        dx[t] = (
            da_i[t] @ p.W_i + da_o[t] @ p.W_o + da_g[t].reshape(N, B * S) @ p.W_g.reshape(B * S, M)
        )  # (17)
        grads.R_i += (da_i[t].T @ h[t - 1].reshape(N, B * S)).reshape(B, B, S)  # (18)
        grads.W_i += da_i[t].T @ x[t]  # (19)
        grads.b_i += da_i[t].sum(axis=0)  # (20)
        grads.R_o += (da_o[t].T @ h[t - 1].reshape(N, B * S)).reshape(B, B, S)  # (21)
        grads.W_o += da_o[t].T @ x[t]  # (22)
        grads.b_o += da_o[t].sum(axis=0)  # (23)
        grads.R_g += (da_g[t].reshape(N, B * S).T @ h[t - 1].reshape(N, B * S)).reshape(
            B, S, B, S
        )  # (24)
        grads.W_g += (da_g[t].reshape(N, B * S).T @ x[t]).reshape(B, S, M)  # (25)
        grads.b_g += da_g[t].sum(axis=0)  # (26)
    dh0 = (
        (da_i[1] @ p.R_i.reshape(B, B * S)).reshape(N, B, S)
        + (da_o[1] @ p.R_o.reshape(B, B * S)).reshape(N, B, S)
        + (da_g[1].reshape(N, B * S) @ p.R_g.reshape(B * S, B * S)).reshape(N, B, S)
    )  # (9)
    dc0 = dc[1]  # (10)
    into_x[...] = dx[1:]
    return grads, State(h=dh0, c=dc0)


def _advance(p, N, dtype, x, state):
    M, B, S = p.sizes
    a_i = x @ p.W_i.T + state.h.reshape(N, B * S) @ p.R_i.reshape(B, B * S).T + p.b_i  # (1)
    i = sigmoid(a_i)  # (2)
    a_o = x @ p.W_o.T + state.h.reshape(N, B * S) @ p.R_o.reshape(B, B * S).T + p.b_o  # (3)
    o = sigmoid(a_o)  # (4)
    a_g = (
        (x @ p.W_g.reshape(B * S, M).T).reshape(N, B, S)
        + (state.h.reshape(N, B * S) @ p.R_g.reshape(B * S, B * S).T).reshape(N, B, S)
        + p.b_g
    )  # (5)
    g = 4 * sigmoid(a_g) + -2  # (6)
    c = state.c + g * i[:, :, None]  # (7)
    h = o[:, :, None] * (2 * sigmoid(c) + -1)  # (8)
    return h, State(h=h, c=c)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
