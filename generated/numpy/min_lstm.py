"""minLSTM: forget and input gate are normalised to add up to 1.

Source: Feng et al. 2024, arXiv 2410.01201

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_f,
W_i, W_n; b is b_f, b_i, b_n.
In loops over time, since they lie on a cycle through time: (6)-(7).
For all steps at once, since they lie on no such cycle: (1)-(5), (8)-(19).

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
from numpy import add, multiply, negative, subtract

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    log_sigmoid, padded_rows, project, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="min_lstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_f": ("H", "M"), "W_i": ("H", "M"), "W_n": ("H", "M"), "b_f": ("H",), "b_i": ("H",),
        "b_n": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_f", "W_i", "W_n"), "b": ("b_f", "b_i", "b_n")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

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
    a = vectors((T, N, 3 * H), dtype)
    f_prime = vectors((T, N, H), dtype)
    h = vectors((T + 1, N, H), dtype)
    a_f, a_i, n = a[..., :H], a[..., H : 2 * H], a[..., 2 * H :]
    h[0] = state0.h
    # (1)-(3) a = x @ W.T + b
    project(x, p.W.T, a)
    add(a, p.b, a)
    work = vectors((T, N, H), dtype)
    # (4) a_f_prime = log_sigmoid(a_f) - log_sigmoid(a_i)
    log_sigmoid(a_f, f_prime)
    log_sigmoid(a_i, work)
    subtract(f_prime, work, f_prime)
    sigmoid(f_prime, f_prime)  # (5)
    work_ = vectors((N, H), dtype)
    one = constant(1, (N, H), dtype)
    steps = zip(h[1:], f_prime, h[:-1], n, strict=True)
    for h_t, f_prime_t, h_prev, n_t in steps:
        # (6) h = f_prime * h_prev + (1 - f_prime) * n
        multiply(f_prime_t, h_prev, h_t)
        subtract(one, f_prime_t, work_)
        multiply(work_, n_t, work_)
        add(h_t, work_, h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, (x, a, f_prime, h)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, a, f_prime, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    df_prime = vectors((T, N, H), dtype)
    da_f_prime = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    a_f, a_i, n, da_f = a[..., :H], a[..., H : 2 * H], a[..., 2 * H :], da[..., :H]
    da_i, dn = da[..., H : 2 * H], da[..., 2 * H :]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (7)
    steps = zip(dh[::-1], dy[::-1], f_prime[::-1], strict=True)
    for dh_t, dy_t, f_prime_t in steps:
        # (7) dh = dy + dh_next
        add(dy_t, dh_next, dh_t)
        # (7) dh_next = dh * f_prime
        multiply(dh_t, f_prime_t, dh_next)
    # (8) df_prime = dh * (h_prev - n)
    subtract(h[:-1], n, df_prime)
    multiply(df_prime, dh, df_prime)
    # (9) da_f_prime = df_prime * (1 - f_prime) * f_prime
    subtract(1, f_prime, da_f_prime)
    multiply(da_f_prime, df_prime, da_f_prime)
    multiply(da_f_prime, f_prime, da_f_prime)
    # (10) dn = dh * (1 - f_prime)
    subtract(1, f_prime.swapaxes(1, 2), dn.swapaxes(1, 2))
    multiply(dn.swapaxes(1, 2), dh.swapaxes(1, 2), dn.swapaxes(1, 2))
    # (11) da_i = -da_f_prime * sigmoid(-a_i)
    negative(a_i.swapaxes(1, 2), da_i.swapaxes(1, 2))
    sigmoid(da_i, da_i)
    multiply(da_i.swapaxes(1, 2), da_f_prime.swapaxes(1, 2), da_i.swapaxes(1, 2))
    negative(da_i, da_i)
    # (12) da_f = da_f_prime * sigmoid(-a_f)
    negative(a_f.swapaxes(1, 2), da_f.swapaxes(1, 2))
    sigmoid(da_f, da_f)
    multiply(da_f.swapaxes(1, 2), da_f_prime.swapaxes(1, 2), da_f.swapaxes(1, 2))
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (13)
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.W)  # (14), (16), (18)
    da_rows.sum(axis=0, out=grads.b)  # (15), (17), (19)
    dh0 = dh_next.copy()  # (7)
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


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 1),
    stretches=True,
)
