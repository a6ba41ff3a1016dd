"""No output activation function: the cell is read as it is.

Source: Greff et al. 2015, arXiv 1503.04069, section III: NOAF

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build lstm_noaf`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j] + p_i[j]·c[t-1,n,j]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j] + p_f[j]·c[t-1,n,j]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  a_g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  g[t,n,j] = tanh(a_g[t,n,j])
    (7)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (8)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j] + p_o[j]·c[t,n,j]
    (9)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (10) h[t,n,j] = o[t,n,j]·c[t,n,j]
    (11) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r da_g[t+1,n,r]·R_g[r,j]   if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]   if t < T
    (12) do[t,n,j] = dh[t,n,j]·c[t,n,j]
    (13) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (14) dc[t,n,j] = dc_T[n,j]                if t = T
                   + da_o[t,n,j]·p_o[j]       if t ≥ 1
                   + dh[t,n,j]·o[t,n,j]       if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]     if t < T
                   + da_f[t+1,n,j]·p_f[j]     if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]   if t < T
    (15) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (16) da_g[t,n,j] = dg[t,n,j]·(1 - g[t,n,j]²)
    (17) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (18) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (19) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (20) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (21) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j da_g[t,n,j]·W_g[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (22) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (23) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (24) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (25) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (26) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (27) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (28) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (29) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (30) dW_g[j,k] = Σ_{t,n} da_g[t,n,j]·x[t,n,k]
    (31) dR_g[j,r] = Σ_{t,n} da_g[t,n,j]·h[t-1,n,r]
    (32) db_g[j] = Σ_{t,n} da_g[t,n,j]
    (33) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (34) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (35) db_o[j] = Σ_{t,n} da_o[t,n,j]
    (36) dp_o[j] = Σ_{t,n} da_o[t,n,j]·c[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid

SIGNATURE = Signature(
    name="lstm_noaf",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_i": ("H", "M"),
        "R_i": ("H", "H"),
        "b_i": ("H",),
        "p_i": ("H",),
        "W_f": ("H", "M"),
        "R_f": ("H", "H"),
        "b_f": ("H",),
        "p_f": ("H",),
        "W_g": ("H", "M"),
        "R_g": ("H", "H"),
        "b_g": ("H",),
        "W_o": ("H", "M"),
        "R_o": ("H", "H"),
        "b_o": ("H",),
        "p_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE
    M: int
    H: int
    W_i: Array  # (H, M)
    R_i: Array  # (H, H)
    b_i: Array  # (H,)
    p_i: Array  # (H,)
    W_f: Array  # (H, M)
    R_f: Array  # (H, H)
    b_f: Array  # (H,)
    p_f: Array  # (H,)
    W_g: Array  # (H, M)
    R_g: Array  # (H, H)
    b_g: Array  # (H,)
    W_o: Array  # (H, M)
    R_o: Array  # (H, H)
    b_o: Array  # (H,)
    p_o: Array  # (H,)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)


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
    a_i = np.zeros((T + 1, N, H), dtype)
    i = np.zeros((T + 1, N, H), dtype)
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    a_g = np.zeros((T + 1, N, H), dtype)
    g = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    c[0] = state0.c
    for t in range(1, T + 1):
        a_i[t] = x[t] @ p.W_i.T + h[t - 1] @ p.R_i.T + p.b_i + p.p_i * c[t - 1]  # (1)
        i[t] = sigmoid(a_i[t])  # (2)
        a_f[t] = x[t] @ p.W_f.T + h[t - 1] @ p.R_f.T + p.b_f + p.p_f * c[t - 1]  # (3)
        f[t] = sigmoid(a_f[t])  # (4)
        a_g[t] = x[t] @ p.W_g.T + h[t - 1] @ p.R_g.T + p.b_g  # (5)
        g[t] = np.tanh(a_g[t])  # (6)
        c[t] = f[t] * c[t - 1] + g[t] * i[t]  # (7)
        a_o[t] = x[t] @ p.W_o.T + h[t - 1] @ p.R_o.T + p.b_o + p.p_o * c[t]  # (8)
        o[t] = sigmoid(a_o[t])  # (9)
        h[t] = o[t] * c[t]  # (10)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, (x, i, f, g, c, o, h)


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
    (x, i, f, g, c, o, h) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    dg = np.zeros((T + 1, N, H), dtype)
    da_g = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    di = np.zeros((T + 1, N, H), dtype)
    da_i = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (11)
        if t == T:
            dh[t] += dstate.h  # (11)
        if t < T:
            dh[t] += (
                da_i[t + 1] @ p.R_i
                + da_f[t + 1] @ p.R_f
                + da_g[t + 1] @ p.R_g
                + da_o[t + 1] @ p.R_o
            )  # (11)
        do[t] = dh[t] * c[t]  # (12)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (13)
        dc[t] = da_o[t] * p.p_o + dh[t] * o[t]  # (14)
        if t == T:
            dc[t] += dstate.c  # (14)
        if t < T:
            dc[t] += da_i[t + 1] * p.p_i + da_f[t + 1] * p.p_f + dc[t + 1] * f[t + 1]  # (14)
        dg[t] = dc[t] * i[t]  # (15)
        da_g[t] = dg[t] * (1 - g[t] ** 2)  # (16)
        df[t] = dc[t] * c[t - 1]  # (17)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (18)
        di[t] = dc[t] * g[t]  # (19)
        da_i[t] = di[t] * (1 - i[t]) * i[t]  # (20)
        dx[t] = da_i[t] @ p.W_i + da_f[t] @ p.W_f + da_g[t] @ p.W_g + da_o[t] @ p.W_o  # (21)
        grads.W_i += da_i[t].T @ x[t]  # (22)
        grads.R_i += da_i[t].T @ h[t - 1]  # (23)
        grads.b_i += da_i[t].sum(axis=0)  # (24)
        grads.p_i += (da_i[t] * c[t - 1]).sum(axis=0)  # (25)
        grads.W_f += da_f[t].T @ x[t]  # (26)
        grads.R_f += da_f[t].T @ h[t - 1]  # (27)
        grads.b_f += da_f[t].sum(axis=0)  # (28)
        grads.p_f += (da_f[t] * c[t - 1]).sum(axis=0)  # (29)
        grads.W_g += da_g[t].T @ x[t]  # (30)
        grads.R_g += da_g[t].T @ h[t - 1]  # (31)
        grads.b_g += da_g[t].sum(axis=0)  # (32)
        grads.W_o += da_o[t].T @ x[t]  # (33)
        grads.R_o += da_o[t].T @ h[t - 1]  # (34)
        grads.b_o += da_o[t].sum(axis=0)  # (35)
        grads.p_o += (da_o[t] * c[t]).sum(axis=0)  # (36)
    dh0 = da_i[1] @ p.R_i + da_f[1] @ p.R_f + da_g[1] @ p.R_g + da_o[1] @ p.R_o  # (11)
    dc0 = da_i[1] * p.p_i + da_f[1] * p.p_f + dc[1] * f[1]  # (14)
    into_x[...] = dx[1:]
    return grads, State(h=dh0, c=dc0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_i = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i + p.p_i * state.c  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f + p.p_f * state.c  # (3)
    f = sigmoid(a_f)  # (4)
    a_g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    g = np.tanh(a_g)  # (6)
    c = f * state.c + g * i  # (7)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o + p.p_o * c  # (8)
    o = sigmoid(a_o)  # (9)
    h = o * c  # (10)
    return h, State(h=h, c=c)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
