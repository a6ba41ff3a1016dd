"""Quasi-recurrent network: gates see two steps of the input.

Source: Bradbury, Merity, Xiong & Socher 2016, arXiv 1611.01576; fo-pooling, filters of width 2

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_z,
W_f, W_o; V is V_z, V_f, V_o; b is b_z, b_f, b_o.
In loops over time, since they lie on a cycle through time: (8), (11).
For all steps at once, since they lie on no such cycle: (1)-(7), (9)-(10), (12)-(28).

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
from numpy import add, multiply, subtract, tanh

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    padded_rows, project, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="qrnn",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_z": ("H", "M"), "W_f": ("H", "M"), "W_o": ("H", "M"), "V_z": ("H", "M"),
        "V_f": ("H", "M"), "V_o": ("H", "M"), "b_z": ("H",), "b_f": ("H",), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"c": ("N", "H"), "x_lag0": ("N", "M")},
    gradients=("x",),
    stacks={"W": ("W_z", "W_f", "W_o"), "V": ("V_z", "V_f", "V_o"), "b": ("b_z", "b_f", "b_o")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, V, b."""

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
    x_lag0 = padded_rows((T + 1, N, M), dtype)
    a = vectors((T, N, 3 * H), dtype)
    c = vectors((T + 1, N, H), dtype)
    h = vectors((T, N, H), dtype)
    a_fo, f, o, z = a[..., H:], a[..., H : 2 * H], a[..., 2 * H :], a[..., :H]
    c[0] = state0.c
    x_lag0[0] = state0.x_lag0
    x_lag0[1:] = x  # (1)
    work = vectors((T, N, 3 * H), dtype)
    # (2), (4), (6) a = x @ W.T + x_lag0_prev @ V.T + b
    project(x, p.W.T, a)
    project(x_lag0[:-1], p.V.T, work)
    add(a, work, a)
    add(a, p.b, a)
    tanh(z, z)  # (3)
    sigmoid(a_fo, a_fo)  # (5), (7)
    work_ = vectors((N, H), dtype)
    one = constant(1, (N, H), dtype)
    steps = zip(c[1:], f, c[:-1], z, strict=True)
    for c_t, f_t, c_prev, z_t in steps:
        # (8) c = f * c_prev + (1 - f) * z
        multiply(f_t, c_prev, c_t)
        subtract(one, f_t, work_)
        multiply(work_, z_t, work_)
        add(c_t, work_, c_t)
    multiply(o, c[1:], h)  # (9)
    y = copied(h)
    state = State(c=c[T].copy(), x_lag0=x_lag0[T].copy())
    return y, state, (x, x_lag0, a, c)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, x_lag0, a, c) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    do = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    dc = vectors((T, N, H), dtype)
    df = vectors((T, N, H), dtype)
    dz = vectors((T, N, H), dtype)
    dx_lag0 = vectors((T, N, M), dtype)
    f, o, z, da_f = a[..., H : 2 * H], a[..., 2 * H :], a[..., :H], da[..., H : 2 * H]
    da_o, da_z = da[..., 2 * H :], da[..., :H]
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (11)
    dh[...] = dy  # (10)
    multiply(dh, c[1:], do)  # (12)
    # (13) da_o = do * (1 - o) * o
    subtract(1, o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), do.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows[:, 2 * H :].T, x.reshape(T * N, M), out=grads.W_o)  # (26)
    np.matmul(da_rows[:, 2 * H :].T, x_lag0[:-1].reshape(T * N, M), out=grads.V_o)  # (27)
    da_rows[:, 2 * H :].sum(axis=0, out=grads.b_o)  # (28)
    steps = zip(dc[::-1], dh[::-1], o[::-1], f[::-1], strict=True)
    for dc_t, dh_t, o_t, f_t in steps:
        # (11) dc = dh * o + dc_next
        multiply(dh_t, o_t, dc_t)
        add(dc_t, dc_next, dc_t)
        # (11) dc_next = dc * f
        multiply(dc_t, f_t, dc_next)
    # (14) df = dc * (c_prev - z)
    subtract(c[:-1], z, df)
    multiply(df, dc, df)
    # (15) da_f = df * (1 - f) * f
    subtract(1, f.swapaxes(1, 2), da_f.swapaxes(1, 2))
    multiply(da_f.swapaxes(1, 2), df.swapaxes(1, 2), da_f.swapaxes(1, 2))
    multiply(da_f.swapaxes(1, 2), f.swapaxes(1, 2), da_f.swapaxes(1, 2))
    # (16) dz = dc * (1 - f)
    subtract(1, f, dz)
    multiply(dz, dc, dz)
    # (17) da_z = dz * (1 - z ** 2)
    multiply(z.swapaxes(1, 2), z.swapaxes(1, 2), da_z.swapaxes(1, 2))
    subtract(1, da_z, da_z)
    multiply(da_z.swapaxes(1, 2), dz.swapaxes(1, 2), da_z.swapaxes(1, 2))
    work = vectors((T - 1, N, M), dtype)
    # (18) dx_lag0 = dx_lag0_T + da_next @ V
    dx_lag0[...] = 0
    add(dx_lag0[-1:], dstate.x_lag0, dx_lag0[-1:])
    project(da[1:], p.V, work)
    add(dx_lag0[:-1], work, dx_lag0[:-1])
    da_rows = da.reshape(T * N, 3 * H)
    # (19) dx = dx_lag0 + da @ W
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))
    add(dx.swapaxes(1, 2), dx_lag0.swapaxes(1, 2), dx.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows[:, :H].T, x_rows, out=grads.W_z)  # (20)
    np.matmul(da_rows[:, :H].T, x_lag0[:-1].reshape(T * N, M), out=grads.V_z)  # (21)
    da_rows[:, :H].sum(axis=0, out=grads.b_z)  # (22)
    np.matmul(da_rows[:, H : 2 * H].T, x_rows, out=grads.W_f)  # (23)
    np.matmul(da_rows[:, H : 2 * H].T, x_lag0[:-1].reshape(T * N, M), out=grads.V_f)  # (24)
    da_rows[:, H : 2 * H].sum(axis=0, out=grads.b_f)  # (25)
    dc0 = dc_next.copy()  # (11)
    dx_lag00 = vectors((N, M), dtype)
    np.matmul(da[0], p.V, out=dx_lag00)  # (18)
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


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 1, 0, 1),
    stretches=True,
)
