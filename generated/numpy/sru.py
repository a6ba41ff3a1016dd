"""SRU: gates see the old state through a vector; a highway around it.

Source: Lei, Zhang, Wang, Dai & Artzi 2018, arXiv 1709.02755; with the projection of the authors' code

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_u,
W_p, W_f.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (3), (6), (14)-(15).
In loops, except for the terms that nothing in the loop feeds: (2), (11).
For all steps at once, since they lie on no such cycle: (1), (4)-(5), (7)-(10), (12)-(13),
(16)-(25).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (14)-(15).

Generated from the forward equations by `derive build sru`; the numbers in the comments are those of the notes:

    (1)  u[t,n,j] = Σ_k W_u[j,k]·x[t,n,k]
    (2)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + b_f[j] + v_f[j]·c[t-1,n,j]
    (3)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (4)  a_r[t,n,j] = Σ_k W_r[j,k]·x[t,n,k] + b_r[j] + v_r[j]·c[t-1,n,j]
    (5)  r[t,n,j] = sigmoid(a_r[t,n,j])
    (6)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + u[t,n,j]·(1 - f[t,n,j])
    (7)  a_p[t,n,j] = Σ_k W_p[j,k]·x[t,n,k]
    (8)  h[t,n,j] = r[t,n,j]·c[t,n,j] + (1 - r[t,n,j])·a_p[t,n,j]
    (9)  dh[t,n,j] = dy[t,n,j]
    (10) da_p[t,n,j] = dh[t,n,j]·(1 - r[t,n,j])
    (11) dc[t,n,j] = dc_T[n,j]                if t = T
                   + dh[t,n,j]·r[t,n,j]       if t ≥ 1
                   + da_f[t+1,n,j]·v_f[j]     if t < T
                   + da_r[t+1,n,j]·v_r[j]     if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]   if t < T
    (12) dr[t,n,j] = dh[t,n,j]·(c[t,n,j] - a_p[t,n,j])
    (13) da_r[t,n,j] = dr[t,n,j]·r[t,n,j]·(1 - r[t,n,j])
    (14) df[t,n,j] = dc[t,n,j]·(c[t-1,n,j] - u[t,n,j])
    (15) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (16) du[t,n,j] = dc[t,n,j]·(1 - f[t,n,j])
    (17) dx[t,n,k] = Σ_j du[t,n,j]·W_u[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j da_r[t,n,j]·W_r[j,k]
                   + Σ_j da_p[t,n,j]·W_p[j,k]
    (18) dW_u[j,k] = Σ_{t,n} du[t,n,j]·x[t,n,k]
    (19) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (20) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (21) dv_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (22) dW_r[j,k] = Σ_{t,n} da_r[t,n,j]·x[t,n,k]
    (23) db_r[j] = Σ_{t,n} da_r[t,n,j]
    (24) dv_r[j] = Σ_{t,n} da_r[t,n,j]·c[t-1,n,j]
    (25) dW_p[j,k] = Σ_{t,n} da_p[t,n,j]·x[t,n,k]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    for_each, padded_rows, project, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="sru",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_u": ("H", "M"), "W_p": ("H", "M"), "W_f": ("H", "M"), "b_f": ("H",), "v_f": ("H",),
        "W_r": ("H", "M"), "b_r": ("H",), "v_r": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"c": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_u", "W_p", "W_f")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    c: Array  # (N, H)


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
    c = vectors((T + 1, N, H), dtype)
    r = vectors((T, N, H), dtype)
    h = vectors((T, N, H), dtype)
    a_p, f, u = a[..., H : 2 * H], a[..., 2 * H :], a[..., :H]
    c[0] = state0.c
    scaled_W = p.W.copy()
    scaled_W[2 * H :] *= 0.5
    scaled_b_f = p.b_f * 0.5
    scaled_v_f = p.v_f * 0.5
    project(x, scaled_W.T, a)  # (1), (2), (7)
    add(f, scaled_b_f, f)  # (2)
    work = vectors((N, H), dtype)
    scaled_v_f_ = for_each(scaled_v_f, N)
    half = constant(1 / 2, (N, H), dtype)
    one = constant(1, (N, H), dtype)
    steps = zip(c[:-1], f, c[1:], u, strict=True)
    for c_prev, f_t, c_t, u_t in steps:
        # (2) a_f += scaled_v_f * c_prev
        multiply(scaled_v_f_, c_prev, work)
        add(f_t, work, f_t)
        # (3) tanh_a_f = np.tanh(a_f)
        tanh(f_t, f_t)
        # (3) f = 1 / 2 + 1 / 2 * tanh_a_f
        multiply(half, f_t, f_t)
        add(half, f_t, f_t)
        # (6) c = f * c_prev + (1 - f) * u
        multiply(f_t, c_prev, c_t)
        subtract(one, f_t, work)
        multiply(work, u_t, work)
        add(c_t, work, c_t)
    work_ = vectors((T, N, H), dtype)
    # (4) a_r = x @ W_r.T + b_r + v_r * c_prev
    project(x, p.W_r.T, r)
    multiply(p.v_r, c[:-1], work_)
    add(r, work_, r)
    add(r, p.b_r, r)
    sigmoid(r, r)  # (5)
    # (8) h = r * c + (1 - r) * a_p
    multiply(r, c[1:], h)
    subtract(1, r, work_)
    multiply(work_, a_p, work_)
    add(h, work_, h)
    y = copied(h)
    state = State(c=c[T].copy())
    return y, state, (x, a, c, r)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, a, c, r) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    dr = vectors((T, N, H), dtype)
    da_r = padded_rows((T, N, H), dtype)
    dc = vectors((T, N, H), dtype)
    a_p, f, u, da_f = a[..., H : 2 * H], a[..., 2 * H :], a[..., :H], da[..., 2 * H :]
    da_p, du = da[..., H : 2 * H], da[..., :H]
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (11)
    dh[...] = dy  # (9)
    # (10) da_p = dh * (1 - r)
    subtract(1, r.swapaxes(1, 2), da_p.swapaxes(1, 2))
    multiply(da_p.swapaxes(1, 2), dh.swapaxes(1, 2), da_p.swapaxes(1, 2))
    # (12) dr = dh * (c - a_p)
    subtract(c[1:], a_p, dr)
    multiply(dr, dh, dr)
    # (13) da_r = dr * (1 - r) * r
    subtract(1, r.swapaxes(1, 2), da_r.swapaxes(1, 2))
    multiply(da_r.swapaxes(1, 2), dr.swapaxes(1, 2), da_r.swapaxes(1, 2))
    multiply(da_r.swapaxes(1, 2), r.swapaxes(1, 2), da_r.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    da_r_rows = da_r.reshape(T * N, H)
    np.matmul(da_r_rows.T, x_rows, out=grads.W_r)  # (22)
    da_r_rows.sum(axis=0, out=grads.b_r)  # (23)
    work = vectors((T, N, H), dtype)
    # (24) dv_r = (da_r * c_prev).sum(axis=0)
    multiply(da_r.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work.swapaxes(1, 2))
    work.sum(axis=(0, 1), out=grads.v_r)
    np.matmul(da_p.reshape(T * N, H).T, x_rows, out=grads.W_p)  # (25)
    work_2 = vectors((T - 1, N, H), dtype)
    # (11) dc = dh * r + da_r_next * v_r
    multiply(dh, r, dc)
    multiply(da_r[1:], p.v_r, work_2)
    add(dc[:-1], work_2, dc[:-1])
    span = max(1, min(T, CHUNK // (H * N)))
    s_f, work_ = vectors((2, span, N, H), dtype)
    work_2_ = vectors((N, H), dtype)
    v_f = for_each(p.v_f, N)
    v_f_across = v_f.T
    dc_next_across = dc_next.T
    work_2__across = work_2_.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        f_c, s_f_c, c_prev_c, u_c = f[t0:t1], s_f[: t1 - t0], c[t0:t1], u[t0:t1]
        work__c = work_[: t1 - t0]
        # (14), (15) s_f = (1 - f) * f * (c_prev - u)
        subtract(1, f_c, s_f_c)
        subtract(c_prev_c, u_c, work__c)
        multiply(s_f_c, work__c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        steps = zip(
            dc[t0:t1][::-1], da_f[t0:t1].swapaxes(1, 2)[::-1], dc[t0:t1].swapaxes(1, 2)[::-1],
            s_f_c.swapaxes(1, 2)[::-1], f_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for dc_t, da_f_across, dc_across, s_f_across, f_across in steps:
            # (11) dc += dc_next
            add(dc_t, dc_next, dc_t)
            # (14), (15) da_f = dc * s_f
            multiply(dc_across, s_f_across, da_f_across)
            # (11) dc_next = da_f * v_f + dc * f
            multiply(da_f_across, v_f_across, dc_next_across)
            multiply(dc_across, f_across, work_2__across)
            add(dc_next_across, work_2__across, dc_next_across)
    # (16) du = dc * (1 - f)
    subtract(1, f.swapaxes(1, 2), du.swapaxes(1, 2))
    multiply(du.swapaxes(1, 2), dc.swapaxes(1, 2), du.swapaxes(1, 2))
    da_rows = da.reshape(T * N, 3 * H)
    work_3 = vectors((T, N, M), dtype)
    # (17) dx = da @ W + da_r @ W_r
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))
    project(da_r, p.W_r, work_3)
    add(dx.swapaxes(1, 2), work_3.swapaxes(1, 2), dx.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows[:, :H].T, x_rows, out=grads.W_u)  # (18)
    np.matmul(da_rows[:, 2 * H :].T, x_rows, out=grads.W_f)  # (19)
    da_rows[:, 2 * H :].sum(axis=0, out=grads.b_f)  # (20)
    # (21) dv_f = (da_f * c_prev).sum(axis=0)
    multiply(da_f.swapaxes(1, 2), c[:-1].swapaxes(1, 2), work.swapaxes(1, 2))
    work.sum(axis=(0, 1), out=grads.v_f)
    dc0 = vectors((N, H), dtype)
    # (11) dc0 = da_r[1] * v_r + dc_next
    multiply(da_r[0], p.v_r, dc0)
    add(dc0, dc_next, dc0)
    return grads, State(c=dc0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    u = x @ p.W_u.T  # (1)
    a_f = x @ p.W_f.T + p.b_f + p.v_f * state.c  # (2)
    f = sigmoid(a_f)  # (3)
    a_r = x @ p.W_r.T + p.b_r + p.v_r * state.c  # (4)
    r = sigmoid(a_r)  # (5)
    c = f * state.c + (1 - f) * u  # (6)
    a_p = x @ p.W_p.T  # (7)
    h = r * c + (1 - r) * a_p  # (8)
    return h, State(c=c)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 1, 0),
    stretches=True,
)
