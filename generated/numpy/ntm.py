"""Neural Turing machine: rows of memory, addressed by cosine with a key.

Source: Graves, Wayne & Danihelka 2014, arXiv 1410.5401; addressing by content and by the last weights, no shift

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_k,
W_a, W_e; b is b_k, b_a, b_e.
Joined, so that one product reads what arrives, what is carried and a one: W_hR_hb_h is W_h, R_h,
b_h, side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(2), (4), (6), (8), (10),
(12)-(13), (16)-(22), (25)-(29), (31)-(44), (46).
In loops, except for the terms that nothing in the loop feeds: (3), (5), (7), (9), (11),
(14)-(15), (45).
For all steps at once, since they lie on no such cycle: (23)-(24), (30), (47)-(61).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (26)-(27),
(29), (33)-(34), (36), (38), (40), (42), (44), (46).

Generated from the forward equations by `derive build ntm`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W_h[j,k]·x[t,n,k]
                    + Σ_r R_h[j,r]·h[t-1,n,r]
                    + Σ_d P_h[j,d]·r[t-1,n,d]
                    + b_h[j]
    (2)  h[t,n,j] = tanh(a_h[t,n,j])
    (3)  a_k[t,n,d] = Σ_j W_k[d,j]·h[t,n,j] + b_k[d]
    (4)  k[t,n,d] = tanh(a_k[t,n,d])
    (5)  a_a[t,n,d] = Σ_j W_a[d,j]·h[t,n,j] + b_a[d]
    (6)  a[t,n,d] = tanh(a_a[t,n,d])
    (7)  a_e[t,n,d] = Σ_j W_e[d,j]·h[t,n,j] + b_e[d]
    (8)  e[t,n,d] = sigmoid(a_e[t,n,d])
    (9)  a_g[t,n] = Σ_j W_g[j]·h[t,n,j] + b_g
    (10) g[t,n] = sigmoid(a_g[t,n])
    (11) a_beta[t,n] = Σ_j W_beta[j]·h[t,n,j] + b_beta
    (12) beta[t,n] = softplus(a_beta[t,n])
    (13) a_cosine[t,n,p] = Σ_d k[t,n,d]·S[t-1,n,p,d]
    (14) a_cosine2[t,n,p] = Σ_d S[t-1,n,p,d]² + 1/100000000
    (15) a_cosine3[t,n] = Σ_d k[t,n,d]² + 1/100000000
    (16) cosine[t,n,p] = a_cosine[t,n,p]/(sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n]))
    (17) max_a_w[t,n] = Σ_p stop_gradient(beta[t,n]·cosine[t,n,p])
    (18) a_w[t,n,p] = beta[t,n]·cosine[t,n,p] - max_a_w[t,n]
    (19) a_w2[t,n] = Σ_p exp(a_w[t,n,p])
    (20) w[t,n,p] = g[t,n]·exp(a_w[t,n,p])/a_w2[t,n] + (1 - g[t,n])·w[t-1,n,p]
    (21) S[t,n,p,d] = (1 - e[t,n,d]·w[t,n,p])·S[t-1,n,p,d] + a[t,n,d]·w[t,n,p]
    (22) r[t,n,d] = Σ_p w[t,n,p]·S[t,n,p,d]
    (23) y[t,n,i_D+H] = h[t,n,i_D+H]     if i_D+H ≤ H
                      + r[t,n,i_D+H-H]   if i_D+H ≥ H+1
    (24) dy[t,n,i_D+H] = dy_out[t,n,i_D+H]
    (25) dr[t,n,d] = dr_T[n,d]                    if t = T
                   + dy[t,n,d+H]                  if t ≥ 1
                   + Σ_j da_h[t+1,n,j]·P_h[j,d]   if t < T
    (26) dS[t,n,p,d] = dS_T[n,p,d]                                 if t = T
                     + dr[t,n,d]·w[t,n,p]                          if t ≥ 1
                     + da_cosine[t+1,n,p]·k[t+1,n,d]               if t < T
                     + 2·da_cosine2[t+1,n,p]·S[t,n,p,d]            if t < T
                     + dS[t+1,n,p,d]·(1 - e[t+1,n,d]·w[t+1,n,p])   if t < T
    (27) dw[t,n,p] = dw_T[n,p]                               if t = T
                   - Σ_d dS[t,n,p,d]·e[t,n,d]·S[t-1,n,p,d]   if t ≥ 1
                   + Σ_d dS[t,n,p,d]·a[t,n,d]                if t ≥ 1
                   + Σ_d dr[t,n,d]·S[t,n,p,d]                if t ≥ 1
                   + dw[t+1,n,p]·(1 - g[t+1,n])              if t < T
    (28) da_w2[t,n] = -Σ_p dw[t,n,p]·g[t,n]·exp(a_w[t,n,p])/a_w2[t,n]²
    (29) da_w[t,n,p] = da_w2[t,n]·exp(a_w[t,n,p]) + dw[t,n,p]·g[t,n]·exp(a_w[t,n,p])/a_w2[t,n]
    (30) dmax_a_w[t,n] = -Σ_p da_w[t,n,p]
    (31) dcosine[t,n,p] = da_w[t,n,p]·beta[t,n]
    (32) da_cosine3[t,n] = -Σ_p dcosine[t,n,p]·a_cosine[t,n,p]/(2·sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n])³)
    (33) da_cosine2[t,n,p] = -dcosine[t,n,p]·a_cosine[t,n,p]/(2·sqrt(a_cosine2[t,n,p])³·sqrt(a_cosine3[t,n]))
    (34) da_cosine[t,n,p] = dcosine[t,n,p]/(sqrt(a_cosine2[t,n,p])·sqrt(a_cosine3[t,n]))
    (35) dbeta[t,n] = Σ_p da_w[t,n,p]·cosine[t,n,p]
    (36) da_beta[t,n] = dbeta[t,n]·sigmoid(a_beta[t,n])
    (37) dg[t,n] = Σ_p dw[t,n,p]·exp(a_w[t,n,p])/a_w2[t,n] - Σ_p dw[t,n,p]·w[t-1,n,p]
    (38) da_g[t,n] = dg[t,n]·g[t,n]·(1 - g[t,n])
    (39) de[t,n,d] = -Σ_p dS[t,n,p,d]·w[t,n,p]·S[t-1,n,p,d]
    (40) da_e[t,n,d] = de[t,n,d]·e[t,n,d]·(1 - e[t,n,d])
    (41) da[t,n,d] = Σ_p dS[t,n,p,d]·w[t,n,p]
    (42) da_a[t,n,d] = da[t,n,d]·(1 - a[t,n,d]²)
    (43) dk[t,n,d] = Σ_p da_cosine[t,n,p]·S[t-1,n,p,d] + 2·da_cosine3[t,n]·k[t,n,d]
    (44) da_k[t,n,d] = dk[t,n,d]·(1 - k[t,n,d]²)
    (45) dh[t,n,j] = dh_T[n,j]                    if t = T
                   + Σ_d da_k[t,n,d]·W_k[d,j]     if t ≥ 1
                   + Σ_d da_a[t,n,d]·W_a[d,j]     if t ≥ 1
                   + Σ_d da_e[t,n,d]·W_e[d,j]     if t ≥ 1
                   + da_g[t,n]·W_g[j]             if t ≥ 1
                   + da_beta[t,n]·W_beta[j]       if t ≥ 1
                   + dy[t,n,j]                    if t ≥ 1
                   + Σ_r da_h[t+1,n,r]·R_h[r,j]   if t < T
    (46) da_h[t,n,j] = dh[t,n,j]·(1 - h[t,n,j]²)
    (47) dx[t,n,k] = Σ_j da_h[t,n,j]·W_h[j,k]
    (48) dW_h[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (49) dR_h[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (50) dP_h[j,d] = Σ_{t,n} da_h[t,n,j]·r[t-1,n,d]
    (51) db_h[j] = Σ_{t,n} da_h[t,n,j]
    (52) dW_k[d,j] = Σ_{t,n} da_k[t,n,d]·h[t,n,j]
    (53) db_k[d] = Σ_{t,n} da_k[t,n,d]
    (54) dW_a[d,j] = Σ_{t,n} da_a[t,n,d]·h[t,n,j]
    (55) db_a[d] = Σ_{t,n} da_a[t,n,d]
    (56) dW_e[d,j] = Σ_{t,n} da_e[t,n,d]·h[t,n,j]
    (57) db_e[d] = Σ_{t,n} da_e[t,n,d]
    (58) dW_g[j] = Σ_{t,n} da_g[t,n]·h[t,n,j]
    (59) db_g = Σ_{t,n} da_g[t,n]
    (60) dW_beta[j] = Σ_{t,n} da_beta[t,n]·h[t,n,j]
    (61) db_beta = Σ_{t,n} da_beta[t,n]

Shapes: T steps, N sequences, M inputs, H hidden units, D row size, R memory rows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, exp, multiply, negative, power, sqrt, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, constant, copied, empty,
    for_each, in_order, padded_rows, sigmoid, softplus, step_layout, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="ntm",
    sizes={"M": "input_size", "H": "hidden_size", "D": "row_size", "R": "memory_rows"},
    parameters={
        "W_h": ("H", "M"), "R_h": ("H", "H"), "P_h": ("H", "D"), "b_h": ("H",), "W_k": ("D", "H"),
        "W_a": ("D", "H"), "W_e": ("D", "H"), "b_k": ("D",), "b_a": ("D",), "b_e": ("D",),
        "W_g": ("H",), "b_g": (), "W_beta": ("H",), "b_beta": (),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "D+H"),
    states={"h": ("N", "H"), "r": ("N", "D"), "w": ("N", "R"), "S": ("N", "R", "D")},
    gradients=("x",),
    stacks={"W": ("W_k", "W_a", "W_e"), "b": ("b_k", "b_a", "b_e")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    r: Array  # (N, D)
    w: Array  # (N, R)
    S: Array  # (N, R, D)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    row_size: int,
    memory_rows: int,
    rng: Any = None,
    dtype: Any = np.float64,
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, hidden_size, row_size, memory_rows, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M) → y (T, N, D+H), state, tape.

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
    M, H, D, R = p.sizes
    order, product = step_layout(N, dtype)
    a_kae = vectors((T, N, 3 * D), dtype)
    g = empty((T, N), dtype)
    a_beta = empty((T, N), dtype)
    sqrt_a_cosine2 = vectors((T, N, R), dtype)
    sqrt_a_cosine3 = empty((T, N), dtype)
    xh1 = padded_rows((T + 1, N, H + M + 1), dtype)
    beta = empty((T, N), dtype)
    a_cosine = vectors((T, N, R), dtype)
    cosine = vectors((T, N, R), dtype)
    exp_a_w = vectors((T, N, R), dtype)
    a_w2 = empty((T, N), dtype)
    w = vectors((T + 1, N, R), dtype)
    S = empty((T + 1, N, R, D), dtype)
    r = padded_rows((T + 1, N, D), dtype)
    y_ = vectors((T, N, D + H), dtype)
    a, e, k, h = a_kae[..., D : 2 * D], a_kae[..., 2 * D :], a_kae[..., :D], xh1[..., M : H + M]
    h[0] = state0.h
    r[0] = state0.r
    w[0] = state0.w
    S[0] = state0.S
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    W_hR_hb_h = np.concatenate([p.W_h, p.R_h, p.b_h[:, None]], axis=1)
    scaled_b = p.b.copy()
    scaled_b[2 * D :] *= 0.5
    scaled_W = p.W.copy()
    scaled_W[2 * D :] *= 0.5
    a_kae[...] = scaled_b  # (3), (5), (7)
    g[...] = p.b_g  # (9)
    a_beta[...] = p.b_beta  # (11)
    sqrt_a_cosine2[...] = 1 / 100000000  # (14)
    sqrt_a_cosine3[...] = 1 / 100000000  # (15)
    a_h, work = vectors((2, N, H), dtype)
    work_2 = vectors((N, 3 * D), dtype)
    work_3, max_a_w = empty((2, N), dtype)
    work_4 = empty((N, R, D), dtype)
    work_5 = vectors((N, R), dtype)
    work_6 = vectors((N, D), dtype)
    W_hR_hb_h_T = in_order(W_hR_hb_h.T, order)
    P_h_T = in_order(p.P_h.T, order)
    a_h_across = a_h.T
    scaled_W_T = in_order(scaled_W.T, order)
    half = constant(1 / 2, (N, D), dtype)
    steps = zip(
        xh1[:-1], r[:-1], h[1:].swapaxes(1, 2), h[1:], a_kae, e, g, a_beta, beta, a_cosine,
        k, S[:-1], sqrt_a_cosine2, sqrt_a_cosine3, cosine, exp_a_w, a_w2, w[1:], w[:-1],
        S[1:], a, r[1:], strict=True,
    )  # fmt: skip
    for (
        xh1_prev, r_prev, h_across, h_t, a_kae_t, e_t, g_t, a_beta_t, beta_t, a_cosine_t,
        k_t, S_prev, sqrt_a_cosine2_t, sqrt_a_cosine3_t, cosine_t, exp_a_w_t, a_w2_t, w_t,
        w_prev, S_t, a_t, r_t,
    ) in steps:  # fmt: skip
        # (1) a_h = xh1_prev @ W_hR_hb_h.T + r_prev @ P_h.T
        product(xh1_prev, W_hR_hb_h_T, a_h)
        product(r_prev, P_h_T, work)
        add(a_h, work, a_h)
        # (2) h = np.tanh(a_h)
        tanh(a_h_across, h_across)
        # (3), (5), (7) a_kae += h @ scaled_W.T
        product(h_t, scaled_W_T, work_2)
        add(a_kae_t, work_2, a_kae_t)
        # (4), (6), (8) tanh_a_kae = np.tanh(a_kae)
        tanh(a_kae_t, a_kae_t)
        # (8) e = 1 / 2 + 1 / 2 * tanh_a_e
        multiply(half, e_t, e_t)
        add(half, e_t, e_t)
        # (9) a_g += h @ W_g
        np.einsum("j,nj->n", p.W_g, h_t, out=work_3)
        add(g_t, work_3, g_t)
        # (10) g = sigmoid(a_g)
        sigmoid(g_t, g_t)
        # (11) a_beta += h @ W_beta
        np.einsum("j,nj->n", p.W_beta, h_t, out=work_3)
        add(a_beta_t, work_3, a_beta_t)
        # (12) beta = softplus(a_beta)
        softplus(a_beta_t, beta_t)
        # (13) a_cosine = np.einsum("npd,nd->np", S_prev, k)
        np.einsum("nd,npd->np", k_t, S_prev, out=a_cosine_t)
        # (14) a_cosine2 += (S_prev ** 2).sum(axis=2)
        multiply(S_prev, S_prev, work_4)
        work_4.sum(axis=2, out=work_5)
        add(sqrt_a_cosine2_t, work_5, sqrt_a_cosine2_t)
        # (15) a_cosine3 += (k ** 2).sum(axis=1)
        multiply(k_t, k_t, work_6)
        work_6.sum(axis=1, out=work_3)
        add(sqrt_a_cosine3_t, work_3, sqrt_a_cosine3_t)
        # sqrt_a_cosine2 = np.sqrt(a_cosine2)
        sqrt(sqrt_a_cosine2_t, sqrt_a_cosine2_t)
        # sqrt_a_cosine3 = np.sqrt(a_cosine3)
        sqrt(sqrt_a_cosine3_t, sqrt_a_cosine3_t)
        # (16) cosine = a_cosine / sqrt_a_cosine2 / sqrt_a_cosine3[:, None]
        divide(a_cosine_t, sqrt_a_cosine2_t, cosine_t)
        divide(cosine_t, sqrt_a_cosine3_t[:, None], cosine_t)
        # (17) max_a_w = (beta[:, None] * cosine).max(axis=1)
        multiply(beta_t[:, None], cosine_t, work_5)
        work_5.max(axis=1, out=max_a_w)
        # (18) a_w = beta[:, None] * cosine - max_a_w[:, None]
        multiply(beta_t[:, None], cosine_t, exp_a_w_t)
        subtract(exp_a_w_t, max_a_w[:, None], exp_a_w_t)
        # exp_a_w = np.exp(a_w)
        exp(exp_a_w_t, exp_a_w_t)
        # (19) a_w2 = exp_a_w.sum(axis=1)
        exp_a_w_t.sum(axis=1, out=a_w2_t)
        # (20) w = exp_a_w * g[:, None] / a_w2[:, None] + (1 - g[:, None]) * w_prev
        multiply(exp_a_w_t, g_t[:, None], w_t)
        divide(w_t, a_w2_t[:, None], w_t)
        subtract(1, g_t, work_3)
        multiply(work_3[:, None], w_prev, work_5)
        add(w_t, work_5, w_t)
        # (21) S = (1 - e[:, None, :] * w[:, :, None]) * S_prev + a[:, None, :] * w[:, :, None]
        multiply(e_t[:, None, :], w_t[:, :, None], S_t)
        subtract(1, S_t, S_t)
        multiply(S_t, S_prev, S_t)
        multiply(a_t[:, None, :], w_t[:, :, None], work_4)
        add(S_t, work_4, S_t)
        # (22) r = np.einsum("npd,np->nd", S, w)
        np.einsum("np,npd->nd", w_t, S_t, out=r_t)
    # (23) y = h + r
    y_[...] = 0
    add(y_[:, :, :H].swapaxes(1, 2), h[1:].swapaxes(1, 2), y_[:, :, :H].swapaxes(1, 2))
    add(y_[:, :, H:].swapaxes(1, 2), r[1:].swapaxes(1, 2), y_[:, :, H:].swapaxes(1, 2))
    y = copied(y_)
    state = State(h=h[T].copy(), r=r[T].copy(), w=w[T].copy(), S=S[T].copy())
    return (
        y,
        state,
        (
            a_kae,
            g,
            a_beta,
            sqrt_a_cosine2,
            sqrt_a_cosine3,
            xh1,
            beta,
            a_cosine,
            cosine,
            exp_a_w,
            a_w2,
            w,
            S,
            r,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H, D, R = p.sizes
    (
        a_kae,
        g,
        a_beta,
        sqrt_a_cosine2,
        sqrt_a_cosine3,
        xh1,
        beta,
        a_cosine,
        cosine,
        exp_a_w,
        a_w2,
        w,
        S,
        r,
    ) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    dy_ = vectors((T, N, D + H), dtype)
    dh = vectors((T, N, H), dtype)
    da_w = vectors((T, N, R), dtype)
    da_beta = empty((T, N), dtype)
    da_g = empty((T, N), dtype)
    da_kae = padded_rows((T, N, 3 * D), dtype)
    da_h = padded_rows((T, N, H), dtype)
    dmax_a_w = empty((T, N), dtype)
    a, e, k = a_kae[..., D : 2 * D], a_kae[..., 2 * D :], a_kae[..., :D]
    da_a, da_e, da_k = da_kae[..., D : 2 * D], da_kae[..., 2 * D :], da_kae[..., :D]
    h, xh = xh1[..., M : H + M], xh1[..., : H + M]
    dr_next = vectors((N, D), dtype)
    dr_next[...] = dstate.r  # (25)
    dS_next = empty((N, R, D), dtype)
    dS_next[...] = dstate.S  # (26)
    dw_next = vectors((N, R), dtype)
    dw_next[...] = dstate.w  # (27)
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (45)
    dy_[...] = dy  # (24)
    dh[...] = dy_[:, :, :H]  # (45)
    span = max(1, min(T, CHUNK // (2 * D * N * R + 2 * N * R + 3 * D * N + 3 * N + H * N)))
    s_w, s_beta, s_g = empty((3, span, N), dtype)
    s_w_, s_cosine, work = vectors((3, span, N, R), dtype)
    s_S, s_S_ = empty((2, span, N, R, D), dtype)
    s_e, s_a, s_k = vectors((3, span, N, D), dtype)
    s_h = vectors((span, N, H), dtype)
    dr, de, da, dk, work_6 = vectors((5, N, D), dtype)
    dS, work_3 = empty((2, N, R, D), dtype)
    dw, work_2, dcosine, da_cosine = vectors((4, N, R), dtype)
    da_w2, work_4, da_cosine3, dbeta, dg = empty((5, N), dtype)
    work_5 = empty((N, D, R), dtype)
    work_7 = vectors((N, H), dtype)
    de_across = de.T
    da_across = da.T
    two = constant(2, (N, D), dtype)
    dk_across = dk.T
    W = in_order(p.W, order)
    W_g = for_each(p.W_g, N)
    W_beta = for_each(p.W_beta, N)
    P_h = in_order(p.P_h, order)
    R_h = in_order(p.R_h, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        g_c, s_w_c, exp_a_w_c = g[t0:t1], s_w[: t1 - t0], exp_a_w[t0:t1]
        s_w__c, a_w2_c = s_w_[: t1 - t0], a_w2[t0:t1]
        sqrt_a_cosine2_c, s_cosine_c = sqrt_a_cosine2[t0:t1], s_cosine[: t1 - t0]
        sqrt_a_cosine3_c, a_cosine_c = sqrt_a_cosine3[t0:t1], a_cosine[t0:t1]
        S_prev_c, s_S_c, work_c, e_c = S[t0:t1], s_S[: t1 - t0], work[: t1 - t0], e[t0:t1]
        w_c, s_S__c, a_beta_c = w[t0 + 1 : t1 + 1], s_S_[: t1 - t0], a_beta[t0:t1]
        s_beta_c, s_g_c, s_e_c = s_beta[: t1 - t0], s_g[: t1 - t0], s_e[: t1 - t0]
        a_c, s_a_c, k_c, s_k_c = a[t0:t1], s_a[: t1 - t0], k[t0:t1], s_k[: t1 - t0]
        h_c, s_h_c = h[t0 + 1 : t1 + 1], s_h[: t1 - t0]
        # (27) s_w = 1 - g
        subtract(1, g_c, s_w_c)
        # (29) s_w_ = exp_a_w * g[:, None] / a_w2[:, None]
        multiply(exp_a_w_c, g_c[:, :, None], s_w__c)
        divide(s_w__c, a_w2_c[:, :, None], s_w__c)
        # (34) s_cosine = 1 / sqrt_a_cosine2 / sqrt_a_cosine3[:, None]
        divide(1, sqrt_a_cosine2_c, s_cosine_c)
        divide(s_cosine_c, sqrt_a_cosine3_c[:, :, None], s_cosine_c)
        # (26), (33) s_S = a_cosine[:, :, None] * S_prev / sqrt_a_cosine2[:, :, None] ** 3 / sqrt_a_cosine3[:, None, None]
        multiply(a_cosine_c[:, :, :, None], S_prev_c, s_S_c)
        power(sqrt_a_cosine2_c, 3, work_c)
        divide(s_S_c, work_c[:, :, :, None], s_S_c)
        divide(s_S_c, sqrt_a_cosine3_c[:, :, None, None], s_S_c)
        # (26), (33) s_S_ = 1 - e[:, None, :] * w[:, :, None]
        multiply(e_c[:, :, None, :], w_c[:, :, :, None], s_S__c)
        subtract(1, s_S__c, s_S__c)
        # (36) s_beta = sigmoid(a_beta)
        sigmoid(a_beta_c, s_beta_c)
        # (38) s_g = (1 - g) * g
        subtract(1, g_c, s_g_c)
        multiply(s_g_c, g_c, s_g_c)
        # (40) s_e = (1 - e) * e
        subtract(1, e_c, s_e_c)
        multiply(s_e_c, e_c, s_e_c)
        # (42) s_a = 1 - a ** 2
        multiply(a_c, a_c, s_a_c)
        subtract(1, s_a_c, s_a_c)
        # (44) s_k = 1 - k ** 2
        multiply(k_c, k_c, s_k_c)
        subtract(1, s_k_c, s_k_c)
        # (46) s_h = 1 - h ** 2
        multiply(h_c, h_c, s_h_c)
        subtract(1, s_h_c, s_h_c)
        steps = zip(
            dy_[t0:t1][::-1], w_c[::-1], a_c[::-1], S[t0 + 1 : t1 + 1][::-1], S_prev_c[::-1],
            e_c[::-1], s_w_c[::-1], a_w2_c[::-1], g_c[::-1], exp_a_w_c[::-1], da_w[t0:t1][::-1],
            s_w__c[::-1], beta[t0:t1][::-1], sqrt_a_cosine3_c[::-1], a_cosine_c[::-1],
            sqrt_a_cosine2_c[::-1], s_cosine_c[::-1], k_c[::-1], s_S__c[::-1], s_S_c[::-1],
            cosine[t0:t1][::-1], da_beta[t0:t1][::-1], s_beta_c[::-1], w[t0:t1][::-1],
            da_g[t0:t1][::-1], s_g_c[::-1], da_e[t0:t1].swapaxes(1, 2)[::-1],
            s_e_c.swapaxes(1, 2)[::-1], da_a[t0:t1].swapaxes(1, 2)[::-1],
            s_a_c.swapaxes(1, 2)[::-1], da_k[t0:t1].swapaxes(1, 2)[::-1],
            s_k_c.swapaxes(1, 2)[::-1], da_kae[t0:t1][::-1], dh[t0:t1][::-1],
            da_h[t0:t1].swapaxes(1, 2)[::-1], dh[t0:t1].swapaxes(1, 2)[::-1],
            s_h_c.swapaxes(1, 2)[::-1], da_h[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for (
            dy__t, w_t, a_t, S_t, S_prev, e_t, s_w_t, a_w2_t, g_t, exp_a_w_t, da_w_t, s_w__t,
            beta_t, sqrt_a_cosine3_t, a_cosine_t, sqrt_a_cosine2_t, s_cosine_t, k_t, s_S__t,
            s_S_t, cosine_t, da_beta_t, s_beta_t, w_prev, da_g_t, s_g_t, da_e_across,
            s_e_across, da_a_across, s_a_across, da_k_across, s_k_across, da_kae_t, dh_t,
            da_h_across, dh_across, s_h_across, da_h_t,
        ) in steps:  # fmt: skip
            # (25) dr = dy + dr_next
            add(dy__t[:, H:], dr_next, dr)
            # (26) dS = dr[:, None, :] * w[:, :, None] + dS_next
            multiply(dr[:, None, :], w_t[:, :, None], dS)
            add(dS, dS_next, dS)
            # (27) dw = np.einsum("npd,nd->np", dS, a) + np.einsum("npd,nd->np", S, dr) + dw_next - np.einsum("npd,nd->np", dS * S_prev, e)
            np.einsum("nd,npd->np", a_t, dS, out=dw)
            np.einsum("nd,npd->np", dr, S_t, out=work_2)
            add(dw, work_2, dw)
            add(dw, dw_next, dw)
            multiply(dS, S_prev, work_3)
            np.einsum("nd,npd->np", e_t, work_3, out=work_2)
            subtract(dw, work_2, dw)
            # (27) dw_next = dw * s_w[:, None]
            multiply(dw, s_w_t[:, None], dw_next)
            # (28) da_w2 = -g / a_w2 ** 2 * (dw * exp_a_w).sum(axis=1)
            multiply(a_w2_t, a_w2_t, da_w2)
            divide(g_t, da_w2, da_w2)
            multiply(dw, exp_a_w_t, work_2)
            work_2.sum(axis=1, out=work_4)
            multiply(da_w2, work_4, da_w2)
            negative(da_w2, da_w2)
            # (29) da_w = da_w2[:, None] * exp_a_w + dw * s_w_
            multiply(da_w2[:, None], exp_a_w_t, da_w_t)
            multiply(dw, s_w__t, work_2)
            add(da_w_t, work_2, da_w_t)
            # (31) dcosine = da_w * beta[:, None]
            multiply(da_w_t, beta_t[:, None], dcosine)
            # (32) da_cosine3 = -1 / 2 * 1 / sqrt_a_cosine3 ** 3 * (dcosine * a_cosine / sqrt_a_cosine2).sum(axis=1)
            power(sqrt_a_cosine3_t, 3, da_cosine3)
            divide(1, da_cosine3, da_cosine3)
            multiply(dcosine, a_cosine_t, work_2)
            divide(work_2, sqrt_a_cosine2_t, work_2)
            work_2.sum(axis=1, out=work_4)
            multiply(da_cosine3, work_4, da_cosine3)
            multiply(1 / 2, da_cosine3, da_cosine3)
            negative(da_cosine3, da_cosine3)
            # (34) da_cosine = dcosine * s_cosine
            multiply(dcosine, s_cosine_t, da_cosine)
            # (26), (33) dS_next = da_cosine[:, :, None] * k[:, None, :] + dS * s_S_ - dcosine[:, :, None] * s_S
            multiply(da_cosine[:, :, None], k_t[:, None, :], dS_next)
            multiply(dS, s_S__t, work_3)
            add(dS_next, work_3, dS_next)
            multiply(dcosine[:, :, None], s_S_t, work_3)
            subtract(dS_next, work_3, dS_next)
            # (35) dbeta = (da_w * cosine).sum(axis=1)
            multiply(da_w_t, cosine_t, work_2)
            work_2.sum(axis=1, out=dbeta)
            # (36) da_beta = dbeta * s_beta
            multiply(dbeta, s_beta_t, da_beta_t)
            # (37) dg = 1 / a_w2 * (dw * exp_a_w).sum(axis=1) - (dw * w_prev).sum(axis=1)
            divide(1, a_w2_t, dg)
            multiply(dw, exp_a_w_t, work_2)
            work_2.sum(axis=1, out=work_4)
            multiply(dg, work_4, dg)
            multiply(dw, w_prev, work_2)
            work_2.sum(axis=1, out=work_4)
            subtract(dg, work_4, dg)
            # (38) da_g = dg * s_g
            multiply(dg, s_g_t, da_g_t)
            # (39) de = -np.einsum("npd,np->nd", dS * S_prev, w)
            multiply(dS.transpose(0, 2, 1), S_prev.transpose(0, 2, 1), work_5)
            np.einsum("np,ndp->nd", w_t, work_5, out=de)
            negative(de, de)
            # (40) da_e = de * s_e
            multiply(de_across, s_e_across, da_e_across)
            # (41) da = np.einsum("npd,np->nd", dS, w)
            np.einsum("np,npd->nd", w_t, dS, out=da)
            # (42) da_a = da * s_a
            multiply(da_across, s_a_across, da_a_across)
            # (43) dk = np.einsum("npd,np->nd", S_prev, da_cosine) + 2 * da_cosine3[:, None] * k
            np.einsum("np,npd->nd", da_cosine, S_prev, out=dk)
            multiply(da_cosine3[:, None], k_t, work_6)
            multiply(two, work_6, work_6)
            add(dk, work_6, dk)
            # (44) da_k = dk * s_k
            multiply(dk_across, s_k_across, da_k_across)
            # (45) dh += da_kae @ W + da_g[:, None] * W_g + da_beta[:, None] * W_beta + dh_next
            product(da_kae_t, W, work_7)
            add(dh_t, work_7, dh_t)
            multiply(da_g_t[:, None], W_g, work_7)
            add(dh_t, work_7, dh_t)
            multiply(da_beta_t[:, None], W_beta, work_7)
            add(dh_t, work_7, dh_t)
            add(dh_t, dh_next, dh_t)
            # (46) da_h = dh * s_h
            multiply(dh_across, s_h_across, da_h_across)
            # (25) dr_next = da_h @ P_h
            product(da_h_t, P_h, dr_next)
            # (45) dh_next = da_h @ R_h
            product(da_h_t, R_h, dh_next)
    # (30) dmax_a_w = -da_w.sum(axis=1)
    da_w.sum(axis=2, out=dmax_a_w)
    negative(dmax_a_w, dmax_a_w)
    da_h_rows = da_h.reshape(T * N, H)
    np.matmul(da_h_rows, p.W_h, out=dx.reshape(T * N, M))  # (47)
    dW_hR_h = empty((H, H + M), dtype)
    np.matmul(da_h_rows.T, xh[:-1].reshape(T * N, H + M), out=dW_hR_h)  # (48), (49)
    grads.W_h[...] = dW_hR_h[:, :M]  # (48)
    grads.R_h[...] = dW_hR_h[:, M:]  # (49)
    np.matmul(da_h_rows.T, r[:-1].reshape(T * N, D), out=grads.P_h)  # (50)
    da_h_rows.sum(axis=0, out=grads.b_h)  # (51)
    da_kae_rows = da_kae.reshape(T * N, 3 * D)
    np.matmul(da_kae_rows.T, h[1:].reshape(T * N, H), out=grads.W)  # (52), (54), (56)
    da_kae_rows.sum(axis=0, out=grads.b)  # (53), (55), (57)
    np.matmul(h[1:].reshape(T * N, H).T, da_g.reshape(T * N), out=grads.W_g)  # (58)
    da_g.sum(axis=(0, 1), out=grads.b_g)  # (59)
    np.matmul(h[1:].reshape(T * N, H).T, da_beta.reshape(T * N), out=grads.W_beta)  # (60)
    da_beta.sum(axis=(0, 1), out=grads.b_beta)  # (61)
    dr0 = dr_next.copy()  # (25)
    dS0 = dS_next.copy()  # (26)
    dw0 = dw_next.copy()  # (27)
    dh0 = dh_next.copy()  # (45)
    return grads, State(h=dh0, r=dr0, w=dw0, S=dS0)


def _advance(p, N, dtype, x, state):
    M, H, D, R = p.sizes
    a_h = x @ p.W_h.T + state.h @ p.R_h.T + state.r @ p.P_h.T + p.b_h  # (1)
    h = np.tanh(a_h)  # (2)
    a_k = h @ p.W_k.T + p.b_k  # (3)
    k = np.tanh(a_k)  # (4)
    a_a = h @ p.W_a.T + p.b_a  # (5)
    a = np.tanh(a_a)  # (6)
    a_e = h @ p.W_e.T + p.b_e  # (7)
    e = sigmoid(a_e)  # (8)
    a_g = h @ p.W_g + p.b_g  # (9)
    g = sigmoid(a_g)  # (10)
    a_beta = h @ p.W_beta + p.b_beta  # (11)
    beta = softplus(a_beta)  # (12)
    a_cosine = np.einsum("npd,nd->np", state.S, k)  # (13)
    a_cosine2 = (state.S**2).sum(axis=2) + 1 / 100000000  # (14)
    a_cosine3 = (k**2).sum(axis=1) + 1 / 100000000  # (15)
    cosine = a_cosine / np.sqrt(a_cosine2) / np.sqrt(a_cosine3[:, None])  # (16)
    max_a_w = (beta[:, None] * cosine).max(axis=1)  # (17)
    a_w = beta[:, None] * cosine - max_a_w[:, None]  # (18)
    a_w2 = np.exp(a_w).sum(axis=1)  # (19)
    w = np.exp(a_w) * g[:, None] / a_w2[:, None] + (1 - g[:, None]) * state.w  # (20)
    S = (1 - e[:, None, :] * w[:, :, None]) * state.S + a[:, None, :] * w[:, :, None]  # (21)
    r = np.einsum("npd,np->nd", S, w)  # (22)
    y_ = np.zeros((N, D + H), dtype)  # (23)
    y_[:, :H] += h  # (23)
    y_[:, H:] += r  # (23)
    return y_, State(h=h, r=r, w=w, S=S)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1),
    stretches=True,
)
