"""Minimal gated unit: one gate forgets and resets.

Source: Zhou, Wu, Zhang & Zhou 2016, arXiv 1603.09420

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_f,
W_n; b is b_f, b_n.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (2)-(3), (5)-(12).
In loops, except for the terms that nothing in the loop feeds: (1), (4).
For all steps at once, since they lie on no such cycle: (13)-(19).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (7)-(9),
(11)-(12).

Generated from the forward equations by `derive build mgu`; the numbers in the comments are those of the notes:

    (1)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j]
    (2)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (3)  f_h[t,n,j] = f[t,n,j]·h[t-1,n,j]
    (4)  a_n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + Σ_r R_n[j,r]·f_h[t,n,r] + b_n[j]
    (5)  n[t,n,j] = tanh(a_n[t,n,j])
    (6)  h[t,n,j] = (1 - f[t,n,j])·h[t-1,n,j] + f[t,n,j]·n[t,n,j]
    (7)  dh[t,n,j] = dy[t,n,j]                      if t ≥ 1
                   + dh_T[n,j]                      if t = T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]     if t < T
                   + df_h[t+1,n,j]·f[t+1,n,j]       if t < T
                   + dh[t+1,n,j]·(1 - f[t+1,n,j])   if t < T
    (8)  dn[t,n,j] = dh[t,n,j]·f[t,n,j]
    (9)  da_n[t,n,j] = dn[t,n,j]·(1 - n[t,n,j]²)
    (10) df_h[t,n,j] = Σ_r da_n[t,n,r]·R_n[r,j]
    (11) df[t,n,j] = df_h[t,n,j]·h[t-1,n,j] + dh[t,n,j]·(n[t,n,j] - h[t-1,n,j])
    (12) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (13) dx[t,n,k] = Σ_j da_f[t,n,j]·W_f[j,k] + Σ_j da_n[t,n,j]·W_n[j,k]
    (14) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (15) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (16) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (17) dW_n[j,k] = Σ_{t,n} da_n[t,n,j]·x[t,n,k]
    (18) dR_n[j,r] = Σ_{t,n} da_n[t,n,j]·f_h[t,n,r]
    (19) db_n[j] = Σ_{t,n} da_n[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    in_order, padded_rows, project, sigmoid, step_layout, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="mgu",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_f": ("H", "M"), "W_n": ("H", "M"), "R_f": ("H", "H"), "b_f": ("H",), "b_n": ("H",),
        "R_n": ("H", "H"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_f", "W_n"), "b": ("b_f", "b_n")},
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
    order, product = step_layout(N, dtype)
    a = vectors((T, N, 2 * H), dtype)
    f_h = padded_rows((T, N, H), dtype)
    h = padded_rows((T + 1, N, H), dtype)
    f, n = a[..., :H], a[..., H:]
    h[0] = state0.h
    scaled_W = p.W.copy()
    scaled_W[:H] *= 0.5
    scaled_b = p.b.copy()
    scaled_b[:H] *= 0.5
    scaled_R_f = p.R_f * 0.5
    # (1), (4) a = x @ scaled_W.T + scaled_b
    project(x, scaled_W.T, a)
    add(a, scaled_b, a)
    work, work_2 = vectors((2, N, H), dtype)
    scaled_R_f_T = in_order(scaled_R_f.T, order)
    half = constant(1 / 2, (N, H), dtype)
    R_n_T = in_order(p.R_n.T, order)
    one = constant(1, (N, H), dtype)
    one_across = one.T
    work_across = work.T
    work_2_across = work_2.T
    steps = zip(
        h[:-1], f, f_h.swapaxes(1, 2), f.swapaxes(1, 2), h[:-1].swapaxes(1, 2), f_h, n,
        n.swapaxes(1, 2), h[1:].swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        h_prev, f_t, f_h_across, f_across, h_prev_across, f_h_t, n_t, n_across, h_across,
    ) in steps:  # fmt: skip
        # (1) a_f += h_prev @ scaled_R_f.T
        product(h_prev, scaled_R_f_T, work)
        add(f_t, work, f_t)
        # (2) tanh_a_f = np.tanh(a_f)
        tanh(f_t, f_t)
        # (2) f = 1 / 2 + 1 / 2 * tanh_a_f
        multiply(half, f_t, f_t)
        add(half, f_t, f_t)
        # (3) f_h = f * h_prev
        multiply(f_across, h_prev_across, f_h_across)
        # (4) a_n += f_h @ R_n.T
        product(f_h_t, R_n_T, work)
        add(n_t, work, n_t)
        # (5) n = np.tanh(a_n)
        tanh(n_t, n_t)
        # (6) h = (1 - f) * h_prev + f * n
        subtract(one_across, f_across, work_across)
        multiply(work_across, h_prev_across, work_across)
        multiply(f_across, n_across, work_2_across)
        add(work_across, work_2_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, (x, a, f_h, h)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, a, f_h, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da = padded_rows((T, N, 2 * H), dtype)
    f, n, da_f, da_n = a[..., :H], a[..., H:], da[..., :H], da[..., H:]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (7)
    span = max(1, min(T, CHUNK // (4 * H * N)))
    s_n, s_f, s_f_, s_h = vectors((4, span, N, H), dtype)
    dh, df_h, df, work = vectors((4, N, H), dtype)
    dh_across = dh.T
    R_n = in_order(p.R_n, order)
    df_h_across = df_h.T
    df_across = df.T
    work_across = work.T
    R_f = in_order(p.R_f, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        n_c, s_n_c, f_c, h_prev_c = n[t0:t1], s_n[: t1 - t0], f[t0:t1], h[t0:t1]
        s_f_c, s_f__c, s_h_c = s_f[: t1 - t0], s_f_[: t1 - t0], s_h[: t1 - t0]
        # (8), (9) s_n = (1 - n ** 2) * f
        multiply(n_c, n_c, s_n_c)
        subtract(1, s_n_c, s_n_c)
        multiply(s_n_c, f_c, s_n_c)
        # (11) s_f = n - h_prev
        subtract(n_c, h_prev_c, s_f_c)
        # (12) s_f_ = (1 - f) * f
        subtract(1, f_c, s_f__c)
        multiply(s_f__c, f_c, s_f__c)
        # (7) s_h = 1 - f
        subtract(1, f_c, s_h_c)
        steps = zip(
            dy[t0:t1][::-1], da_n[t0:t1].swapaxes(1, 2)[::-1], s_n_c.swapaxes(1, 2)[::-1],
            da_n[t0:t1][::-1], h_prev_c.swapaxes(1, 2)[::-1], s_f_c.swapaxes(1, 2)[::-1],
            da_f[t0:t1].swapaxes(1, 2)[::-1], s_f__c.swapaxes(1, 2)[::-1], da_f[t0:t1][::-1],
            f_c[::-1], s_h_c[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_n_across, s_n_across, da_n_t, h_prev_across, s_f_across, da_f_across,
            s_f__across, da_f_t, f_t, s_h_t,
        ) in steps:  # fmt: skip
            # (7) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (8), (9) da_n = dh * s_n
            multiply(dh_across, s_n_across, da_n_across)
            # (10) df_h = da_n @ R_n
            product(da_n_t, R_n, df_h)
            # (11) df = df_h * h_prev + dh * s_f
            multiply(df_h_across, h_prev_across, df_across)
            multiply(dh_across, s_f_across, work_across)
            add(df_across, work_across, df_across)
            # (12) da_f = df * s_f_
            multiply(df_across, s_f__across, da_f_across)
            # (7) dh_next = da_f @ R_f + df_h * f + dh * s_h
            product(da_f_t, R_f, dh_next)
            multiply(df_h, f_t, work)
            add(dh_next, work, dh_next)
            multiply(dh, s_h_t, work)
            add(dh_next, work, dh_next)
    da_rows = da.reshape(T * N, 2 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (13)
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.W)  # (14), (17)
    np.matmul(da_rows[:, :H].T, h[:-1].reshape(T * N, H), out=grads.R_f)  # (15)
    da_rows.sum(axis=0, out=grads.b)  # (16), (19)
    np.matmul(da_rows[:, H:].T, f_h.reshape(T * N, H), out=grads.R_n)  # (18)
    dh0 = dh_next.copy()  # (7)
    return grads, State(h=dh0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f  # (1)
    f = sigmoid(a_f)  # (2)
    f_h = f * state.h  # (3)
    a_n = x @ p.W_n.T + f_h @ p.R_n.T + p.b_n  # (4)
    n = np.tanh(a_n)  # (5)
    h = (1 - f) * state.h + f * n  # (6)
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
