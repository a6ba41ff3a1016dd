"""Linear recurrent unit: a complex diagonal, as two reals.

Source: Orvieto et al. 2023, arXiv 2303.06349

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: B is B_u,
B_v.
In loops over time, since they lie on a cycle through time: (5), (7).
In loops, except for the terms that nothing in the loop feeds: (10), (12).
For all steps at once, since they lie on no such cycle: (1)-(4), (6), (8)-(9), (11), (13)-(25).

Generated from the forward equations by `derive build lru`; the numbers in the comments are those of the notes:

    (1)  lambda_u[j] = exp(-exp(nu[j]))·cos(exp(theta[j]))
    (2)  lambda_v[j] = exp(-exp(nu[j]))·sin(exp(theta[j]))
    (3)  gamma[j] = exp(log_gamma[j])
    (4)  a_u[t,n,j] = Σ_k B_u[j,k]·x[t,n,k]
    (5)  u[t,n,j] = lambda_u[j]·u[t-1,n,j] - lambda_v[j]·v[t-1,n,j] + gamma[j]·a_u[t,n,j]
    (6)  a_v[t,n,j] = Σ_k B_v[j,k]·x[t,n,k]
    (7)  v[t,n,j] = lambda_u[j]·v[t-1,n,j] + lambda_v[j]·u[t-1,n,j] + gamma[j]·a_v[t,n,j]
    (8)  y[t,n,k] = Σ_j C_u[k,j]·u[t,n,j] - Σ_j C_v[k,j]·v[t,n,j] + d[k]·x[t,n,k]
    (9)  dy[t,n,k] = dy_out[t,n,k]
    (10) dv[t,n,j] = dv_T[n,j]                 if t = T
                   - Σ_k dy[t,n,k]·C_v[k,j]    if t ≥ 1
                   - du[t+1,n,j]·lambda_v[j]   if t < T
                   + dv[t+1,n,j]·lambda_u[j]   if t < T
    (11) da_v[t,n,j] = dv[t,n,j]·gamma[j]
    (12) du[t,n,j] = du_T[n,j]                 if t = T
                   + Σ_k dy[t,n,k]·C_u[k,j]    if t ≥ 1
                   + du[t+1,n,j]·lambda_u[j]   if t < T
                   + dv[t+1,n,j]·lambda_v[j]   if t < T
    (13) da_u[t,n,j] = du[t,n,j]·gamma[j]
    (14) dgamma[j] = Σ_{t,n} du[t,n,j]·a_u[t,n,j] + Σ_{t,n} dv[t,n,j]·a_v[t,n,j]
    (15) dlambda_v[j] = -Σ_{t,n} du[t,n,j]·v[t-1,n,j] + Σ_{t,n} dv[t,n,j]·u[t-1,n,j]
    (16) dlambda_u[j] = Σ_{t,n} du[t,n,j]·u[t-1,n,j] + Σ_{t,n} dv[t,n,j]·v[t-1,n,j]
    (17) dx[t,n,k] = Σ_j da_u[t,n,j]·B_u[j,k] + Σ_j da_v[t,n,j]·B_v[j,k] + dy[t,n,k]·d[k]
    (18) dnu[j] = -dlambda_u[j]·exp(-exp(nu[j]))·exp(nu[j])·cos(exp(theta[j]))
                - dlambda_v[j]·exp(-exp(nu[j]))·exp(nu[j])·sin(exp(theta[j]))
    (19) dtheta[j] = -dlambda_u[j]·exp(-exp(nu[j]))·exp(theta[j])·sin(exp(theta[j]))
                   + dlambda_v[j]·exp(-exp(nu[j]))·cos(exp(theta[j]))·exp(theta[j])
    (20) dlog_gamma[j] = dgamma[j]·gamma[j]
    (21) dB_u[j,k] = Σ_{t,n} da_u[t,n,j]·x[t,n,k]
    (22) dB_v[j,k] = Σ_{t,n} da_v[t,n,j]·x[t,n,k]
    (23) dC_u[k,j] = Σ_{t,n} dy[t,n,k]·u[t,n,j]
    (24) dC_v[k,j] = -Σ_{t,n} dy[t,n,k]·v[t,n,j]
    (25) dd[k] = Σ_{t,n} dy[t,n,k]·x[t,n,k]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, cos, exp, multiply, negative, sin, subtract

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty, padded_rows,
    project, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="lru",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "nu": ("H",), "theta": ("H",), "log_gamma": ("H",), "B_u": ("H", "M"), "B_v": ("H", "M"),
        "C_u": ("M", "H"), "C_v": ("M", "H"), "d": ("M",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "M"),
    states={"u": ("N", "H"), "v": ("N", "H")},
    gradients=("x",),
    stacks={"B": ("B_u", "B_v")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: B."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    u: Array  # (N, H)
    v: Array  # (N, H)


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
    """Run the cell: x (T, N, M) → y (T, N, M), state, tape.

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
    a = vectors((T, N, 2 * H), dtype)
    u = padded_rows((T + 1, N, H), dtype)
    v = padded_rows((T + 1, N, H), dtype)
    y_ = vectors((T, N, M), dtype)
    a_u, a_v = a[..., :H], a[..., H:]
    u[0] = state0.u
    v[0] = state0.v
    lambda_u = empty((H,), dtype)
    work = empty((H,), dtype)
    # (1) lambda_u = np.cos(np.exp(theta)) * np.exp(-np.exp(nu))
    exp(p.theta, lambda_u)
    cos(lambda_u, lambda_u)
    exp(p.nu, work)
    negative(work, work)
    exp(work, work)
    multiply(lambda_u, work, lambda_u)
    lambda_v = empty((H,), dtype)
    # (2) lambda_v = np.exp(-np.exp(nu)) * np.sin(np.exp(theta))
    exp(p.nu, lambda_v)
    negative(lambda_v, lambda_v)
    exp(lambda_v, lambda_v)
    exp(p.theta, work)
    sin(work, work)
    multiply(lambda_v, work, lambda_v)
    gamma = empty((H,), dtype)
    exp(p.log_gamma, gamma)  # (3)
    project(x, p.B.T, a)  # (4), (6)
    work_, work_2 = vectors((2, N, H), dtype)
    steps = zip(u[:-1], a_u, v[:-1], u[1:], a_v, v[1:], strict=True)
    for u_prev, a_u_t, v_prev, u_t, a_v_t, v_t in steps:
        # (5) u = lambda_u * u_prev + a_u * gamma - lambda_v * v_prev
        multiply(lambda_u, u_prev, work_)
        multiply(a_u_t, gamma, work_2)
        add(work_, work_2, work_)
        multiply(lambda_v, v_prev, work_2)
        subtract(work_, work_2, u_t)
        # (7) v = lambda_u * v_prev + lambda_v * u_prev + a_v * gamma
        multiply(lambda_u, v_prev, work_)
        multiply(lambda_v, u_prev, work_2)
        add(work_, work_2, work_)
        multiply(a_v_t, gamma, work_2)
        add(work_, work_2, v_t)
    work_2_ = vectors((T, N, M), dtype)
    # (8) y = u @ C_u.T + d * x - v @ C_v.T
    project(u[1:], p.C_u.T, y_)
    multiply(p.d, x, work_2_)
    add(y_, work_2_, y_)
    project(v[1:], p.C_v.T, work_2_)
    subtract(y_, work_2_, y_)
    y = copied(y_)
    state = State(u=u[T].copy(), v=v[T].copy())
    return y, state, (x, lambda_u, lambda_v, gamma, a, u, v)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, lambda_u, lambda_v, gamma, a, u, v) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dy_ = padded_rows((T, N, M), dtype)
    dv = vectors((T, N, H), dtype)
    du = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 2 * H), dtype)
    a_u, a_v, da_u, da_v = a[..., :H], a[..., H:], da[..., :H], da[..., H:]
    dv_next = vectors((N, H), dtype)
    dv_next[...] = dstate.v  # (10)
    du_next = vectors((N, H), dtype)
    du_next[...] = dstate.u  # (12)
    dy_[...] = dy  # (9)
    dy__rows = dy_.reshape(T * N, M)
    np.matmul(dy__rows.T, u[1:].reshape(T * N, H), out=grads.C_u)  # (23)
    # (24) dC_v = -(dy.T @ v)
    np.matmul(dy__rows.T, v[1:].reshape(T * N, H), out=grads.C_v)
    negative(grads.C_v, grads.C_v)
    work = vectors((T, N, M), dtype)
    # (25) dd = (dy * x).sum(axis=0)
    multiply(dy_.swapaxes(1, 2), x.swapaxes(1, 2), work.swapaxes(1, 2))
    work.sum(axis=(0, 1), out=grads.d)
    # (10) dv = -(dy @ C_v)
    project(dy_, p.C_v, dv)
    negative(dv, dv)
    project(dy_, p.C_u, du)  # (12)
    work_ = vectors((N, H), dtype)
    steps = zip(dv[::-1], du[::-1], strict=True)
    for dv_t, du_t in steps:
        # (10) dv += dv_next
        add(dv_t, dv_next, dv_t)
        # (12) du += du_next
        add(du_t, du_next, du_t)
        # (10) dv_next = dv * lambda_u - du * lambda_v
        multiply(dv_t, lambda_u, dv_next)
        multiply(du_t, lambda_v, work_)
        subtract(dv_next, work_, dv_next)
        # (12) du_next = du * lambda_u + dv * lambda_v
        multiply(du_t, lambda_u, du_next)
        multiply(dv_t, lambda_v, work_)
        add(du_next, work_, du_next)
    multiply(dv, gamma, da_v)  # (11)
    multiply(du, gamma, da_u)  # (13)
    work_2 = vectors((T, N, H), dtype)
    dgamma = empty((H,), dtype)
    work_3 = empty((H,), dtype)
    # (14) dgamma = (du * a_u).sum(axis=0) + (dv * a_v).sum(axis=0)
    multiply(du, a_u, work_2)
    work_2.sum(axis=(0, 1), out=dgamma)
    multiply(dv, a_v, work_2)
    work_2.sum(axis=(0, 1), out=work_3)
    add(dgamma, work_3, dgamma)
    dlambda_v = empty((H,), dtype)
    # (15) dlambda_v = (dv * u_prev).sum(axis=0) - (du * v_prev).sum(axis=0)
    multiply(dv.swapaxes(1, 2), u[:-1].swapaxes(1, 2), work_2.swapaxes(1, 2))
    work_2.sum(axis=(0, 1), out=dlambda_v)
    multiply(du.swapaxes(1, 2), v[:-1].swapaxes(1, 2), work_2.swapaxes(1, 2))
    work_2.sum(axis=(0, 1), out=work_3)
    subtract(dlambda_v, work_3, dlambda_v)
    dlambda_u = empty((H,), dtype)
    # (16) dlambda_u = (du * u_prev).sum(axis=0) + (dv * v_prev).sum(axis=0)
    multiply(du.swapaxes(1, 2), u[:-1].swapaxes(1, 2), work_2.swapaxes(1, 2))
    work_2.sum(axis=(0, 1), out=dlambda_u)
    multiply(dv.swapaxes(1, 2), v[:-1].swapaxes(1, 2), work_2.swapaxes(1, 2))
    work_2.sum(axis=(0, 1), out=work_3)
    add(dlambda_u, work_3, dlambda_u)
    da_rows = da.reshape(T * N, 2 * H)
    # (17) dx = da @ B + dy * d
    np.matmul(da_rows, p.B, out=dx.reshape(T * N, M))
    multiply(dy_, p.d, work)
    add(dx.swapaxes(1, 2), work.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.B)  # (21), (22)
    dv0 = dv_next.copy()  # (10)
    du0 = du_next.copy()  # (12)
    work_4 = empty((H,), dtype)
    # (18) dnu = -dlambda_u * np.cos(np.exp(theta)) * np.exp(-np.exp(nu)) * np.exp(nu) - dlambda_v * np.exp(-np.exp(nu)) * np.exp(nu) * np.sin(np.exp(theta))
    exp(p.theta, grads.nu)
    cos(grads.nu, grads.nu)
    exp(p.nu, work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    multiply(grads.nu, work_3, grads.nu)
    exp(p.nu, work_3)
    multiply(grads.nu, work_3, grads.nu)
    multiply(grads.nu, dlambda_u, grads.nu)
    negative(grads.nu, grads.nu)
    exp(p.nu, work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    exp(p.nu, work_4)
    multiply(work_3, work_4, work_3)
    exp(p.theta, work_4)
    sin(work_4, work_4)
    multiply(work_3, work_4, work_3)
    multiply(work_3, dlambda_v, work_3)
    subtract(grads.nu, work_3, grads.nu)
    # (19) dtheta = dlambda_v * np.cos(np.exp(theta)) * np.exp(-np.exp(nu)) * np.exp(theta) - dlambda_u * np.exp(-np.exp(nu)) * np.exp(theta) * np.sin(np.exp(theta))
    exp(p.theta, grads.theta)
    cos(grads.theta, grads.theta)
    exp(p.nu, work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    multiply(grads.theta, work_3, grads.theta)
    exp(p.theta, work_3)
    multiply(grads.theta, work_3, grads.theta)
    multiply(grads.theta, dlambda_v, grads.theta)
    exp(p.nu, work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    exp(p.theta, work_4)
    multiply(work_3, work_4, work_3)
    exp(p.theta, work_4)
    sin(work_4, work_4)
    multiply(work_3, work_4, work_3)
    multiply(work_3, dlambda_u, work_3)
    subtract(grads.theta, work_3, grads.theta)
    multiply(dgamma, gamma, grads.log_gamma)  # (20)
    return grads, State(u=du0, v=dv0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    lambda_u = np.cos(np.exp(p.theta)) * np.exp(-np.exp(p.nu))  # (1)
    lambda_v = np.exp(-np.exp(p.nu)) * np.sin(np.exp(p.theta))  # (2)
    gamma = np.exp(p.log_gamma)  # (3)
    a_u = x @ p.B_u.T  # (4)
    u = lambda_u * state.u + a_u * gamma - lambda_v * state.v  # (5)
    a_v = x @ p.B_v.T  # (6)
    v = lambda_u * state.v + lambda_v * state.u + a_v * gamma  # (7)
    y_ = u @ p.C_u.T + p.d * x - v @ p.C_v.T  # (8)
    return y_, State(u=u, v=v)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, None, None, None, 0, 1, 1),
    stretches=True,
)
