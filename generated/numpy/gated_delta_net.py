"""Gated DeltaNet: a memory that decays, and replaces what it overwrites.

Source: Yang, Kautz & Hatamizadeh 2024, arXiv 2412.06464; without the short convolutions and the output norm

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is
W_alpha, W_beta; b is b_alpha, b_beta.
In loops over time, since they lie on a cycle through time: (15), (17)-(18), (25)-(28).
In loops, except for the terms that nothing in the loop feeds: (16).
For all steps at once, since they lie on no such cycle: (1)-(14), (19)-(24), (29)-(52).

Generated from the forward equations by `derive build gated_delta_net`; the numbers in the comments are those of the notes:

    (1)  a_q[t,n,g,d] = Σ_k W_q[g,d,k]·x[t,n,k]
    (2)  a_q3[t,n,g,d] = a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])
    (3)  a_q2[t,n,g] = Σ_d a_q3[t,n,g,d]² + 1/1000000
    (4)  q[t,n,g,d] = a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g])
    (5)  a_k[t,n,g,d] = Σ_k W_k[g,d,k]·x[t,n,k]
    (6)  a_k3[t,n,g,d] = a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])
    (7)  a_k2[t,n,g] = Σ_d a_k3[t,n,g,d]² + 1/1000000
    (8)  k[t,n,g,d] = a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g])
    (9)  a_v[t,n,g,d] = Σ_k W_v[g,d,k]·x[t,n,k]
    (10) v[t,n,g,d] = a_v[t,n,g,d]·sigmoid(a_v[t,n,g,d])
    (11) a_alpha[t,n,g] = Σ_k W_alpha[g,k]·x[t,n,k] + b_alpha[g]
    (12) alpha[t,n,g] = exp(-exp(log_A[g])·softplus(a_alpha[t,n,g]))
    (13) a_beta[t,n,g] = Σ_k W_beta[g,k]·x[t,n,k] + b_beta[g]
    (14) beta[t,n,g] = sigmoid(a_beta[t,n,g])
    (15) P[t,n,g,d,d1] = alpha[t,n,g]·S[t-1,n,g,d,d1]
    (16) a_e[t,n,g,d] = v[t,n,g,d] - Σ_{d1} k[t,n,g,d1]·P[t,n,g,d,d1]
    (17) e[t,n,g,d] = beta[t,n,g]·a_e[t,n,g,d]
    (18) S[t,n,g,d,d1] = P[t,n,g,d,d1] + k[t,n,g,d1]·e[t,n,g,d]
    (19) a_h[t,n,g,d] = Σ_{d1} q[t,n,g,d1]·S[t,n,g,d,d1]
    (20) a_g[t,n,g,d] = Σ_k W_g[g,d,k]·x[t,n,k]
    (21) h[t,n,g,d] = a_h[t,n,g,d]·a_g[t,n,g,d]·sigmoid(a_g[t,n,g,d])
    (22) dh[t,n,g,d] = dy[t,n,g,d]
    (23) da_g[t,n,g,d] = dh[t,n,g,d]·(a_h[t,n,g,d]·a_g[t,n,g,d]·(1 - sigmoid(a_g[t,n,g,d]))·sigmoid(a_g[t,n,g,d]) + a_h[t,n,g,d]·sigmoid(a_g[t,n,g,d]))
    (24) da_h[t,n,g,d] = dh[t,n,g,d]·a_g[t,n,g,d]·sigmoid(a_g[t,n,g,d])
    (25) dS[t,n,g,d,d1] = dS_T[n,g,d,d1]                    if t = T
                        + da_h[t,n,g,d]·q[t,n,g,d1]         if t ≥ 1
                        + dP[t+1,n,g,d,d1]·alpha[t+1,n,g]   if t < T
    (26) de[t,n,g,d] = Σ_{d1} dS[t,n,g,d,d1]·k[t,n,g,d1]
    (27) da_e[t,n,g,d] = de[t,n,g,d]·beta[t,n,g]
    (28) dP[t,n,g,d,d1] = -da_e[t,n,g,d]·k[t,n,g,d1] + dS[t,n,g,d,d1]
    (29) dbeta[t,n,g] = Σ_d de[t,n,g,d]·a_e[t,n,g,d]
    (30) da_beta[t,n,g] = dbeta[t,n,g]·beta[t,n,g]·(1 - beta[t,n,g])
    (31) dalpha[t,n,g] = Σ_{d,d1} dP[t,n,g,d,d1]·S[t-1,n,g,d,d1]
    (32) da_alpha[t,n,g] = -dalpha[t,n,g]·exp(log_A[g])·sigmoid(a_alpha[t,n,g])·alpha[t,n,g]
    (33) dv[t,n,g,d] = da_e[t,n,g,d]
    (34) da_v[t,n,g,d] = dv[t,n,g,d]·(a_v[t,n,g,d]·(1 - sigmoid(a_v[t,n,g,d]))·sigmoid(a_v[t,n,g,d]) + sigmoid(a_v[t,n,g,d]))
    (35) dk[t,n,g,d] = -Σ_{d1} da_e[t,n,g,d1]·P[t,n,g,d1,d] + Σ_{d1} dS[t,n,g,d1,d]·e[t,n,g,d1]
    (36) da_k2[t,n,g] = -Σ_d dk[t,n,g,d]·a_k[t,n,g,d]·sigmoid(a_k[t,n,g,d])/(2·sqrt(a_k2[t,n,g])³)
    (37) da_k3[t,n,g,d] = 2·da_k2[t,n,g]·a_k3[t,n,g,d]
    (38) da_k[t,n,g,d] = da_k3[t,n,g,d]·(a_k[t,n,g,d]·(1 - sigmoid(a_k[t,n,g,d]))·sigmoid(a_k[t,n,g,d]) + sigmoid(a_k[t,n,g,d]))
                       + dk[t,n,g,d]·(a_k[t,n,g,d]·(1 - sigmoid(a_k[t,n,g,d]))·sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g]) + sigmoid(a_k[t,n,g,d])/sqrt(a_k2[t,n,g]))
    (39) dq[t,n,g,d] = Σ_{d1} da_h[t,n,g,d1]·S[t,n,g,d1,d]
    (40) da_q2[t,n,g] = -Σ_d dq[t,n,g,d]·a_q[t,n,g,d]·sigmoid(a_q[t,n,g,d])/(2·sqrt(a_q2[t,n,g])³)
    (41) da_q3[t,n,g,d] = 2·da_q2[t,n,g]·a_q3[t,n,g,d]
    (42) da_q[t,n,g,d] = da_q3[t,n,g,d]·(a_q[t,n,g,d]·(1 - sigmoid(a_q[t,n,g,d]))·sigmoid(a_q[t,n,g,d]) + sigmoid(a_q[t,n,g,d]))
                       + dq[t,n,g,d]·(a_q[t,n,g,d]·(1 - sigmoid(a_q[t,n,g,d]))·sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g]) + sigmoid(a_q[t,n,g,d])/sqrt(a_q2[t,n,g]))
    (43) dx[t,n,k] = Σ_{g,d} da_q[t,n,g,d]·W_q[g,d,k]
                   + Σ_{g,d} da_k[t,n,g,d]·W_k[g,d,k]
                   + Σ_{g,d} da_v[t,n,g,d]·W_v[g,d,k]
                   + Σ_g da_alpha[t,n,g]·W_alpha[g,k]
                   + Σ_g da_beta[t,n,g]·W_beta[g,k]
                   + Σ_{g,d} da_g[t,n,g,d]·W_g[g,d,k]
    (44) dW_q[g,d,k] = Σ_{t,n} da_q[t,n,g,d]·x[t,n,k]
    (45) dW_k[g,d,k] = Σ_{t,n} da_k[t,n,g,d]·x[t,n,k]
    (46) dW_v[g,d,k] = Σ_{t,n} da_v[t,n,g,d]·x[t,n,k]
    (47) dlog_A[g] = -Σ_{t,n} dalpha[t,n,g]·exp(log_A[g])·softplus(a_alpha[t,n,g])·alpha[t,n,g]
    (48) dW_alpha[g,k] = Σ_{t,n} da_alpha[t,n,g]·x[t,n,k]
    (49) db_alpha[g] = Σ_{t,n} da_alpha[t,n,g]
    (50) dW_beta[g,k] = Σ_{t,n} da_beta[t,n,g]·x[t,n,k]
    (51) db_beta[g] = Σ_{t,n} da_beta[t,n,g]
    (52) dW_g[g,d,k] = Σ_{t,n} da_g[t,n,g,d]·x[t,n,k]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, exp, multiply, negative, power, sqrt, subtract

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty, padded_rows,
    project, sigmoid, softplus, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="gated_delta_net",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "W_q": ("G", "D", "M"), "W_k": ("G", "D", "M"), "W_v": ("G", "D", "M"), "log_A": ("G",),
        "W_alpha": ("G", "M"), "W_beta": ("G", "M"), "b_alpha": ("G",), "b_beta": ("G",),
        "W_g": ("G", "D", "M"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"S": ("N", "G", "D", "D")},
    gradients=("x",),
    stacks={"W": ("W_alpha", "W_beta"), "b": ("b_alpha", "b_beta")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    S: Array  # (N, G, D, D)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int, num_heads: int, head_dim: int, rng: Any = None, dtype: Any = np.float64
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, num_heads, head_dim, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, G, D), state, tape.

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
    M, G, D = p.sizes
    a_q = empty((T, N, G, D), dtype)
    sigmoid_a_q = empty((T, N, G, D), dtype)
    a_q3 = empty((T, N, G, D), dtype)
    sqrt_a_q2 = vectors((T, N, G), dtype)
    q = empty((T, N, G, D), dtype)
    a_k = empty((T, N, G, D), dtype)
    sigmoid_a_k = empty((T, N, G, D), dtype)
    a_k3 = empty((T, N, G, D), dtype)
    sqrt_a_k2 = vectors((T, N, G), dtype)
    k = empty((T, N, G, D), dtype)
    a_v = empty((T, N, G, D), dtype)
    sigmoid_a_v = empty((T, N, G, D), dtype)
    v = empty((T, N, G, D), dtype)
    a = vectors((T, N, 2 * G), dtype)
    softplus_a_alpha = vectors((T, N, G), dtype)
    alpha = vectors((T, N, G), dtype)
    a_g = empty((T, N, G, D), dtype)
    sigmoid_a_g = empty((T, N, G, D), dtype)
    a_e = empty((T, N, G, D), dtype)
    P = empty((T, N, G, D, D), dtype)
    e = empty((T, N, G, D), dtype)
    S = empty((T + 1, N, G, D, D), dtype)
    a_h = empty((T, N, G, D), dtype)
    h = empty((T, N, G, D), dtype)
    a_alpha, beta = a[..., :G], a[..., G:]
    S[0] = state0.S
    x_rows = x.reshape(T * N, M)
    np.matmul(x_rows, p.W_q.reshape(G * D, M).T, out=a_q.reshape(T * N, G * D))  # (1)
    sigmoid(a_q, sigmoid_a_q)
    multiply(a_q, sigmoid_a_q, a_q3)  # (2)
    work = empty((T, N, G, D), dtype)
    # (3) a_q2 = (a_q3 ** 2).sum(axis=2) + 1 / 1000000
    multiply(a_q3, a_q3, work)
    work.sum(axis=3, out=sqrt_a_q2)
    add(sqrt_a_q2, 1 / 1000000, sqrt_a_q2)
    sqrt(sqrt_a_q2, sqrt_a_q2)
    # (4) q = a_q * sigmoid_a_q / sqrt_a_q2[:, :, None]
    multiply(a_q, sigmoid_a_q, q)
    divide(q, sqrt_a_q2[:, :, :, None], q)
    np.matmul(x_rows, p.W_k.reshape(G * D, M).T, out=a_k.reshape(T * N, G * D))  # (5)
    sigmoid(a_k, sigmoid_a_k)
    multiply(a_k, sigmoid_a_k, a_k3)  # (6)
    # (7) a_k2 = (a_k3 ** 2).sum(axis=2) + 1 / 1000000
    multiply(a_k3, a_k3, work)
    work.sum(axis=3, out=sqrt_a_k2)
    add(sqrt_a_k2, 1 / 1000000, sqrt_a_k2)
    sqrt(sqrt_a_k2, sqrt_a_k2)
    # (8) k = a_k * sigmoid_a_k / sqrt_a_k2[:, :, None]
    multiply(a_k, sigmoid_a_k, k)
    divide(k, sqrt_a_k2[:, :, :, None], k)
    np.matmul(x_rows, p.W_v.reshape(G * D, M).T, out=a_v.reshape(T * N, G * D))  # (9)
    sigmoid(a_v, sigmoid_a_v)
    multiply(a_v, sigmoid_a_v, v)  # (10)
    # (11), (13) a = x @ W.T + b
    project(x, p.W.T, a)
    add(a, p.b, a)
    softplus(a_alpha, softplus_a_alpha)
    work_2 = empty((G,), dtype)
    # (12) alpha = np.exp(-np.exp(log_A) * softplus_a_alpha)
    exp(p.log_A, work_2)
    multiply(work_2, softplus_a_alpha, alpha)
    negative(alpha, alpha)
    exp(alpha, alpha)
    sigmoid(beta, beta)  # (14)
    np.matmul(x_rows, p.W_g.reshape(G * D, M).T, out=a_g.reshape(T * N, G * D))  # (20)
    sigmoid(a_g, sigmoid_a_g)
    a_e[...] = v  # (16)
    work_ = empty((N, G, D), dtype)
    steps = zip(P, alpha, S[:-1], k, a_e, e, beta, S[1:], strict=True)
    for P_t, alpha_t, S_prev, k_t, a_e_t, e_t, beta_t, S_t in steps:
        # (15) P = alpha[:, :, None, None] * S_prev
        multiply(alpha_t[:, :, None, None], S_prev, P_t)
        # (16) a_e += -np.einsum("ngda,nga->ngd", P, k)
        np.einsum("ngd,ngad->nga", k_t, P_t, out=work_)
        subtract(a_e_t, work_, a_e_t)
        # (17) e = a_e * beta[:, :, None]
        multiply(a_e_t, beta_t[:, :, None], e_t)
        # (18) S = P + e[:, :, :, None] * k[:, :, None, :]
        multiply(e_t[:, :, :, None], k_t[:, :, None, :], S_t)
        add(S_t, P_t, S_t)
    np.einsum("tngd,tngad->tnga", q, S[1:], out=a_h)  # (19)
    # (21) h = a_g * a_h * sigmoid_a_g
    multiply(a_g, a_h, h)
    multiply(h, sigmoid_a_g, h)
    y = copied(h)
    state = State(S=S[T].copy())
    return (
        y,
        state,
        (
            x,
            a_q,
            sigmoid_a_q,
            a_q3,
            sqrt_a_q2,
            q,
            a_k,
            sigmoid_a_k,
            a_k3,
            sqrt_a_k2,
            k,
            a_v,
            sigmoid_a_v,
            a,
            softplus_a_alpha,
            alpha,
            a_g,
            sigmoid_a_g,
            a_e,
            P,
            e,
            S,
            a_h,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, G, D = p.sizes
    (
        x,
        a_q,
        sigmoid_a_q,
        a_q3,
        sqrt_a_q2,
        q,
        a_k,
        sigmoid_a_k,
        a_k3,
        sqrt_a_k2,
        k,
        a_v,
        sigmoid_a_v,
        a,
        softplus_a_alpha,
        alpha,
        a_g,
        sigmoid_a_g,
        a_e,
        P,
        e,
        S,
        a_h,
    ) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = empty((T, N, G, D), dtype)
    da_g = empty((T, N, G, D), dtype)
    da_h = empty((T, N, G, D), dtype)
    dq = empty((T, N, G, D), dtype)
    da_q2 = vectors((T, N, G), dtype)
    da_q3 = empty((T, N, G, D), dtype)
    da_q = empty((T, N, G, D), dtype)
    dS = empty((T, N, G, D, D), dtype)
    de = empty((T, N, G, D), dtype)
    da_e = empty((T, N, G, D), dtype)
    dP = empty((T, N, G, D, D), dtype)
    dbeta = vectors((T, N, G), dtype)
    da = padded_rows((T, N, 2 * G), dtype)
    dalpha = vectors((T, N, G), dtype)
    dv = empty((T, N, G, D), dtype)
    da_v = empty((T, N, G, D), dtype)
    dk = empty((T, N, G, D), dtype)
    da_k2 = vectors((T, N, G), dtype)
    da_k3 = empty((T, N, G, D), dtype)
    da_k = empty((T, N, G, D), dtype)
    a_alpha, beta, da_alpha, da_beta = a[..., :G], a[..., G:], da[..., :G], da[..., G:]
    dS_next = empty((N, G, D, D), dtype)
    dS_next[...] = dstate.S  # (25)
    dh[...] = dy  # (22)
    work = empty((T, N, G, D), dtype)
    # (23) da_g = dh * (a_h * sigmoid_a_g + (1 - sigmoid_a_g) * a_g * a_h * sigmoid_a_g)
    multiply(a_h, sigmoid_a_g, da_g)
    subtract(1, sigmoid_a_g, work)
    multiply(work, a_g, work)
    multiply(work, a_h, work)
    multiply(work, sigmoid_a_g, work)
    add(da_g, work, da_g)
    multiply(da_g, dh, da_g)
    # (24) da_h = dh * a_g * sigmoid_a_g
    multiply(dh, a_g, da_h)
    multiply(da_h, sigmoid_a_g, da_h)
    np.einsum("tngd,tngda->tnga", da_h, S[1:], out=dq)  # (39)
    work_2 = vectors((T, N, G), dtype)
    # (40) da_q2 = -1 / 2 * 1 / sqrt_a_q2 ** 3 * (dq * a_q * sigmoid_a_q).sum(axis=2)
    power(sqrt_a_q2, 3, da_q2)
    divide(1, da_q2, da_q2)
    multiply(dq, a_q, work)
    multiply(work, sigmoid_a_q, work)
    work.sum(axis=3, out=work_2)
    multiply(da_q2, work_2, da_q2)
    multiply(1 / 2, da_q2, da_q2)
    negative(da_q2, da_q2)
    # (41) da_q3 = 2 * da_q2[:, :, None] * a_q3
    multiply(da_q2[:, :, :, None], a_q3, da_q3)
    multiply(2, da_q3, da_q3)
    work_3 = empty((T, N, G, D), dtype)
    # (42) da_q = da_q3 * (sigmoid_a_q + (1 - sigmoid_a_q) * a_q * sigmoid_a_q) + dq * (sigmoid_a_q / sqrt_a_q2[:, :, None] + (1 - sigmoid_a_q) * a_q * sigmoid_a_q / sqrt_a_q2[:, :, None])
    subtract(1, sigmoid_a_q, da_q)
    multiply(da_q, a_q, da_q)
    multiply(da_q, sigmoid_a_q, da_q)
    add(da_q, sigmoid_a_q, da_q)
    multiply(da_q, da_q3, da_q)
    divide(sigmoid_a_q, sqrt_a_q2[:, :, :, None], work)
    subtract(1, sigmoid_a_q, work_3)
    multiply(work_3, a_q, work_3)
    multiply(work_3, sigmoid_a_q, work_3)
    divide(work_3, sqrt_a_q2[:, :, :, None], work_3)
    add(work, work_3, work)
    multiply(work, dq, work)
    add(da_q, work, da_q)
    x_rows = x.reshape(T * N, M)
    np.matmul(da_q.reshape(T * N, G * D).T, x_rows, out=grads.W_q.reshape(G * D, M))  # (44)
    np.matmul(da_g.reshape(T * N, G * D).T, x_rows, out=grads.W_g.reshape(G * D, M))  # (52)
    steps = zip(
        dS[::-1], da_h[::-1], q[::-1], de[::-1], k[::-1], da_e[::-1], beta[::-1], dP[::-1],
        alpha[::-1], strict=True,
    )  # fmt: skip
    for dS_t, da_h_t, q_t, de_t, k_t, da_e_t, beta_t, dP_t, alpha_t in steps:
        # (25) dS = da_h[:, :, :, None] * q[:, :, None, :] + dS_next
        multiply(da_h_t[:, :, :, None], q_t[:, :, None, :], dS_t)
        add(dS_t, dS_next, dS_t)
        # (26) de = np.einsum("ngda,nga->ngd", dS, k)
        np.einsum("ngd,ngad->nga", k_t, dS_t, out=de_t)
        # (27) da_e = de * beta[:, :, None]
        multiply(de_t, beta_t[:, :, None], da_e_t)
        # (28) dP = dS - da_e[:, :, :, None] * k[:, :, None, :]
        multiply(da_e_t[:, :, :, None], k_t[:, :, None, :], dP_t)
        subtract(dS_t, dP_t, dP_t)
        # (25) dS_next = dP * alpha[:, :, None, None]
        multiply(dP_t, alpha_t[:, :, None, None], dS_next)
    # (29) dbeta = (de * a_e).sum(axis=2)
    multiply(de, a_e, work)
    work.sum(axis=3, out=dbeta)
    # (30) da_beta = dbeta * (1 - beta) * beta
    subtract(1, beta.swapaxes(1, 2), da_beta.swapaxes(1, 2))
    multiply(da_beta.swapaxes(1, 2), dbeta.swapaxes(1, 2), da_beta.swapaxes(1, 2))
    multiply(da_beta.swapaxes(1, 2), beta.swapaxes(1, 2), da_beta.swapaxes(1, 2))
    work_4 = empty((T, N, G, D, D), dtype)
    # (31) dalpha = (dP * S_prev).sum(axis=(2, 3))
    multiply(dP, S[:-1], work_4)
    work_4.sum(axis=(3, 4), out=dalpha)
    work_5 = empty((G,), dtype)
    # (32) da_alpha = -dalpha * np.exp(log_A) * alpha * sigmoid(a_alpha)
    exp(p.log_A, work_5)
    sigmoid(a_alpha.swapaxes(1, 2), da_alpha.swapaxes(1, 2))
    multiply(work_5, da_alpha, da_alpha)
    multiply(da_alpha.swapaxes(1, 2), dalpha.swapaxes(1, 2), da_alpha.swapaxes(1, 2))
    multiply(da_alpha.swapaxes(1, 2), alpha.swapaxes(1, 2), da_alpha.swapaxes(1, 2))
    negative(da_alpha, da_alpha)
    dv[...] = da_e  # (33)
    # (34) da_v = dv * (sigmoid_a_v + (1 - sigmoid_a_v) * a_v * sigmoid_a_v)
    subtract(1, sigmoid_a_v, da_v)
    multiply(da_v, a_v, da_v)
    multiply(da_v, sigmoid_a_v, da_v)
    add(da_v, sigmoid_a_v, da_v)
    multiply(da_v, dv, da_v)
    # (35) dk = np.einsum("ngda,ngd->nga", dS, e) - np.einsum("ngda,ngd->nga", P, da_e)
    np.einsum("tngd,tngda->tnga", e, dS, out=dk)
    np.einsum("tngd,tngda->tnga", da_e, P, out=work)
    subtract(dk, work, dk)
    # (36) da_k2 = -1 / 2 * 1 / sqrt_a_k2 ** 3 * (dk * a_k * sigmoid_a_k).sum(axis=2)
    power(sqrt_a_k2, 3, da_k2)
    divide(1, da_k2, da_k2)
    multiply(dk, a_k, work)
    multiply(work, sigmoid_a_k, work)
    work.sum(axis=3, out=work_2)
    multiply(da_k2, work_2, da_k2)
    multiply(1 / 2, da_k2, da_k2)
    negative(da_k2, da_k2)
    # (37) da_k3 = 2 * da_k2[:, :, None] * a_k3
    multiply(da_k2[:, :, :, None], a_k3, da_k3)
    multiply(2, da_k3, da_k3)
    # (38) da_k = da_k3 * (sigmoid_a_k + (1 - sigmoid_a_k) * a_k * sigmoid_a_k) + dk * (sigmoid_a_k / sqrt_a_k2[:, :, None] + (1 - sigmoid_a_k) * a_k * sigmoid_a_k / sqrt_a_k2[:, :, None])
    subtract(1, sigmoid_a_k, da_k)
    multiply(da_k, a_k, da_k)
    multiply(da_k, sigmoid_a_k, da_k)
    add(da_k, sigmoid_a_k, da_k)
    multiply(da_k, da_k3, da_k)
    divide(sigmoid_a_k, sqrt_a_k2[:, :, :, None], work)
    subtract(1, sigmoid_a_k, work_3)
    multiply(work_3, a_k, work_3)
    multiply(work_3, sigmoid_a_k, work_3)
    divide(work_3, sqrt_a_k2[:, :, :, None], work_3)
    add(work, work_3, work)
    multiply(work, dk, work)
    add(da_k, work, da_k)
    work_6 = vectors((T, N, M), dtype)
    # (43) dx = da_q.transpose(0, 2, 1).reshape(N, D * G) @ W_q.transpose(1, 0, 2).reshape(D * G, M) + da_k.transpose(0, 2, 1).reshape(N, D * G) @ W_k.transpose(1, 0, 2).reshape(D * G, M) + da_v.transpose(0, 2, 1).reshape(N, D * G) @ W_v.transpose(1, 0, 2).reshape(D * G, M) + da @ W + da_g.transpose(0, 2, 1).reshape(N, D * G) @ W_g.transpose(1, 0, 2).reshape(D * G, M)
    np.einsum("gdk,tngd->tnk", p.W_q, da_q, out=dx)
    np.einsum("gdk,tngd->tnk", p.W_k, da_k, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_v, da_v, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    project(da, p.W, work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_g, da_g, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    np.matmul(da_k.reshape(T * N, G * D).T, x_rows, out=grads.W_k.reshape(G * D, M))  # (45)
    np.matmul(da_v.reshape(T * N, G * D).T, x_rows, out=grads.W_v.reshape(G * D, M))  # (46)
    # (47) dlog_A = -np.exp(log_A) * (dalpha * alpha * softplus_a_alpha).sum(axis=0)
    exp(p.log_A, grads.log_A)
    multiply(dalpha, alpha, work_2)
    multiply(work_2, softplus_a_alpha, work_2)
    work_2.sum(axis=(0, 1), out=work_5)
    multiply(grads.log_A, work_5, grads.log_A)
    negative(grads.log_A, grads.log_A)
    da_rows = da.reshape(T * N, 2 * G)
    np.matmul(da_rows.T, x_rows, out=grads.W)  # (48), (50)
    da_rows.sum(axis=0, out=grads.b)  # (49), (51)
    dS0 = dS_next.copy()  # (25)
    return grads, State(S=dS0)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    a_q = (x @ p.W_q.reshape(G * D, M).T).reshape(N, G, D)  # (1)
    a_q3 = a_q * sigmoid(a_q)  # (2)
    a_q2 = (a_q3**2).sum(axis=2) + 1 / 1000000  # (3)
    q = a_q * sigmoid(a_q) / np.sqrt(a_q2[:, :, None])  # (4)
    a_k = (x @ p.W_k.reshape(G * D, M).T).reshape(N, G, D)  # (5)
    a_k3 = a_k * sigmoid(a_k)  # (6)
    a_k2 = (a_k3**2).sum(axis=2) + 1 / 1000000  # (7)
    k = a_k * sigmoid(a_k) / np.sqrt(a_k2[:, :, None])  # (8)
    a_v = (x @ p.W_v.reshape(G * D, M).T).reshape(N, G, D)  # (9)
    v = a_v * sigmoid(a_v)  # (10)
    a_alpha = x @ p.W_alpha.T + p.b_alpha  # (11)
    alpha = np.exp(-np.exp(p.log_A) * softplus(a_alpha))  # (12)
    a_beta = x @ p.W_beta.T + p.b_beta  # (13)
    beta = sigmoid(a_beta)  # (14)
    P = alpha[:, :, None, None] * state.S  # (15)
    a_e = v - np.einsum("ngda,nga->ngd", P, k)  # (16)
    e = a_e * beta[:, :, None]  # (17)
    S = P + e[:, :, :, None] * k[:, :, None, :]  # (18)
    a_h = np.einsum("ngda,nga->ngd", S, q)  # (19)
    a_g = (x @ p.W_g.reshape(G * D, M).T).reshape(N, G, D)  # (20)
    h = a_g * a_h * sigmoid(a_g)  # (21)
    return h, State(S=S)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
    stretches=True,
)
