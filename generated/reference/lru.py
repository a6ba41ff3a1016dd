"""Linear recurrent unit: a complex diagonal, as two reals.

Source: Orvieto et al. 2023, arXiv 2303.06349

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

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

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one,
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
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

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
    x = from_one(x)
    a_u = np.zeros((T + 1, N, H), dtype)
    u = np.zeros((T + 1, N, H), dtype)
    a_v = np.zeros((T + 1, N, H), dtype)
    v = np.zeros((T + 1, N, H), dtype)
    y_ = np.zeros((T + 1, N, M), dtype)
    u[0] = state0.u
    v[0] = state0.v
    lambda_u = np.cos(np.exp(p.theta)) * np.exp(-np.exp(p.nu))  # (1)
    lambda_v = np.exp(-np.exp(p.nu)) * np.sin(np.exp(p.theta))  # (2)
    gamma = np.exp(p.log_gamma)  # (3)
    for t in range(1, T + 1):
        a_u[t] = x[t] @ p.B_u.T  # (4)
        u[t] = lambda_u * u[t - 1] + a_u[t] * gamma - lambda_v * v[t - 1]  # (5)
        a_v[t] = x[t] @ p.B_v.T  # (6)
        v[t] = lambda_u * v[t - 1] + lambda_v * u[t - 1] + a_v[t] * gamma  # (7)
        y_[t] = u[t] @ p.C_u.T + p.d * x[t] - v[t] @ p.C_v.T  # (8)
    y = y_[1:].copy()
    state = State(u=u[T].copy(), v=v[T].copy())
    return y, state, (x, lambda_u, lambda_v, gamma, a_u, u, a_v, v)


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H = p.sizes
    (x, lambda_u, lambda_v, gamma, a_u, u, a_v, v) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dy_ = np.zeros((T + 1, N, M), dtype)
    dv = np.zeros((T + 1, N, H), dtype)
    da_v = np.zeros((T + 1, N, H), dtype)
    du = np.zeros((T + 1, N, H), dtype)
    da_u = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    dgamma = np.zeros((H,), dtype)  # (14)
    dlambda_v = np.zeros((H,), dtype)  # (15)
    dlambda_u = np.zeros((H,), dtype)  # (16)
    for t in range(T, 0, -1):
        dy_[t] = dy[t]  # (9)
        dv[t] = -(dy_[t] @ p.C_v)  # (10)
        if t == T:
            dv[t] += dstate.v  # (10)
        if t < T:
            dv[t] += dv[t + 1] * lambda_u - du[t + 1] * lambda_v  # (10)
        da_v[t] = dv[t] * gamma  # (11)
        du[t] = dy_[t] @ p.C_u  # (12)
        if t == T:
            du[t] += dstate.u  # (12)
        if t < T:
            du[t] += du[t + 1] * lambda_u + dv[t + 1] * lambda_v  # (12)
        da_u[t] = du[t] * gamma  # (13)
        dgamma += (du[t] * a_u[t]).sum(axis=0) + (dv[t] * a_v[t]).sum(axis=0)  # (14)
        dlambda_v += (dv[t] * u[t - 1]).sum(axis=0) - (du[t] * v[t - 1]).sum(axis=0)  # (15)
        dlambda_u += (du[t] * u[t - 1]).sum(axis=0) + (dv[t] * v[t - 1]).sum(axis=0)  # (16)
        dx[t] = da_u[t] @ p.B_u + da_v[t] @ p.B_v + dy_[t] * p.d  # (17)
        grads.B_u += da_u[t].T @ x[t]  # (21)
        grads.B_v += da_v[t].T @ x[t]  # (22)
        grads.C_u += dy_[t].T @ u[t]  # (23)
        grads.C_v += -(dy_[t].T @ v[t])  # (24)
        grads.d += (dy_[t] * x[t]).sum(axis=0)  # (25)
    dv0 = dv[1] * lambda_u - du[1] * lambda_v  # (10)
    du0 = du[1] * lambda_u + dv[1] * lambda_v  # (12)
    grads.nu[...] = -dlambda_u * np.cos(np.exp(p.theta)) * np.exp(-np.exp(p.nu)) * np.exp(
        p.nu
    ) - dlambda_v * np.exp(-np.exp(p.nu)) * np.exp(p.nu) * np.sin(np.exp(p.theta))  # (18)
    grads.theta[...] = dlambda_v * np.cos(np.exp(p.theta)) * np.exp(-np.exp(p.nu)) * np.exp(
        p.theta
    ) - dlambda_u * np.exp(-np.exp(p.nu)) * np.exp(p.theta) * np.sin(np.exp(p.theta))  # (19)
    grads.log_gamma[...] = dgamma * gamma  # (20)
    into_x[...] = dx[1:]
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


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
