"""mLSTM with several heads, each with a memory of its own.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_f; b is b_i, b_f.
In loops over time, since they lie on a cycle through time: (10)-(11), (16)-(17), (28)-(29), (35).
In loops, except for the terms that nothing in the loop feeds: (34).
For all steps at once, since they lie on no such cycle: (1)-(9), (12)-(15), (18)-(27), (30)-(33),
(36)-(57).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (35).

Generated from the forward equations by `derive build mlstm_heads`; the numbers in the comments are those of the notes:

    (1)  q[t,n,g,d] = Σ_k W_q[g,d,k]·x[t,n,k] + b_q[g,d]
    (2)  v[t,n,g,d] = Σ_k W_v[g,d,k]·x[t,n,k] + b_v[g,d]
    (3)  a_k[t,n,g,d] = Σ_k W_k[g,d,k]·x[t,n,k] + b_k[g,d]
    (4)  k[t,n,g,d] = a_k[t,n,g,d]/sqrt(D)
    (5)  i_tilde[t,n,g] = Σ_k W_i[g,k]·x[t,n,k] + b_i[g]
    (6)  f_tilde[t,n,g] = Σ_k W_f[g,k]·x[t,n,k] + b_f[g]
    (7)  log_f[t,n,g] = log_sigmoid(f_tilde[t,n,g])
    (8)  a_o[t,n,g,d] = Σ_k W_o[g,d,k]·x[t,n,k] + b_o[g,d]
    (9)  o[t,n,g,d] = sigmoid(a_o[t,n,g,d])
    (10) a_m[t,n,g] = log_f[t,n,g] + m[t-1,n,g]
    (11) m[t,n,g] = maximum(a_m[t,n,g], i_tilde[t,n,g])
    (12) a_i_prime[t,n,g] = i_tilde[t,n,g] - m[t,n,g]
    (13) i_prime[t,n,g] = exp(a_i_prime[t,n,g])
    (14) a_f_prime[t,n,g] = log_f[t,n,g] + m[t-1,n,g] - m[t,n,g]
    (15) f_prime[t,n,g] = exp(a_f_prime[t,n,g])
    (16) C[t,n,g,d,d1] = f_prime[t,n,g]·C[t-1,n,g,d,d1] + v[t,n,g,d]·k[t,n,g,d1]·i_prime[t,n,g]
    (17) n[t,n,g,d] = f_prime[t,n,g]·n[t-1,n,g,d] + k[t,n,g,d]·i_prime[t,n,g]
    (18) s[t,n,g] = Σ_d q[t,n,g,d]·n[t,n,g,d]
    (19) e[t,n,g] = exp(minimum(m[t,n,g], 0))
    (20) d[t,n,g] = maximum(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))), 1/1000000000000000)
    (21) a_h[t,n,g,d] = Σ_{d1} q[t,n,g,d1]·C[t,n,g,d,d1]
    (22) h[t,n,g,d] = o[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]
    (23) dh[t,n,g,d] = dy[t,n,g,d]
    (24) da_h[t,n,g,d] = dh[t,n,g,d]·o[t,n,g,d]·e[t,n,g]/d[t,n,g]
    (25) dd[t,n,g] = -Σ_d dh[t,n,g,d]·o[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]²
    (26) de[t,n,g] = dd[t,n,g]·absolute(s[t,n,g])·step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0)))·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)
                   + Σ_d dh[t,n,g,d]·o[t,n,g,d]·a_h[t,n,g,d]/d[t,n,g]
    (27) ds[t,n,g] = dd[t,n,g]·sign(s[t,n,g])·e[t,n,g]·step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0)))·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)
    (28) dn[t,n,g,d] = dn_T[n,g,d]                      if t = T
                     + ds[t,n,g]·q[t,n,g,d]             if t ≥ 1
                     + dn[t+1,n,g,d]·f_prime[t+1,n,g]   if t < T
    (29) dC[t,n,g,d,d1] = dC_T[n,g,d,d1]                      if t = T
                        + da_h[t,n,g,d]·q[t,n,g,d1]           if t ≥ 1
                        + dC[t+1,n,g,d,d1]·f_prime[t+1,n,g]   if t < T
    (30) df_prime[t,n,g] = Σ_{d,d1} dC[t,n,g,d,d1]·C[t-1,n,g,d,d1] + Σ_d dn[t,n,g,d]·n[t-1,n,g,d]
    (31) da_f_prime[t,n,g] = df_prime[t,n,g]·f_prime[t,n,g]
    (32) di_prime[t,n,g] = Σ_{d,d1} dC[t,n,g,d,d1]·v[t,n,g,d]·k[t,n,g,d1]
                         + Σ_d dn[t,n,g,d]·k[t,n,g,d]
    (33) da_i_prime[t,n,g] = di_prime[t,n,g]·i_prime[t,n,g]
    (34) dm[t,n,g] = dm_T[n,g]                                                                                                                                                                                                              if t = T
                   - da_i_prime[t,n,g]                                                                                                                                                                                                      if t ≥ 1
                   - da_f_prime[t,n,g]                                                                                                                                                                                                      if t ≥ 1
                   + de[t,n,g]·e[t,n,g]·step(-m[t,n,g])                                                                                                                                                                                     if t ≥ 1
                   - dd[t,n,g]·(1 - step(absolute(s[t,n,g])·e[t,n,g] - exp(-maximum(m[t,n,g], 0))))·exp(-maximum(m[t,n,g], 0))·step(m[t,n,g])·step(maximum(absolute(s[t,n,g])·e[t,n,g], exp(-maximum(m[t,n,g], 0))) - 1/1000000000000000)   if t ≥ 1
                   + da_m[t+1,n,g]                                                                                                                                                                                                          if t < T
                   + da_f_prime[t+1,n,g]                                                                                                                                                                                                    if t < T
    (35) da_m[t,n,g] = dm[t,n,g]·step(a_m[t,n,g] - i_tilde[t,n,g])
    (36) do[t,n,g,d] = dh[t,n,g,d]·e[t,n,g]·a_h[t,n,g,d]/d[t,n,g]
    (37) da_o[t,n,g,d] = do[t,n,g,d]·o[t,n,g,d]·(1 - o[t,n,g,d])
    (38) dlog_f[t,n,g] = da_m[t,n,g] + da_f_prime[t,n,g]
    (39) df_tilde[t,n,g] = dlog_f[t,n,g]·sigmoid(-f_tilde[t,n,g])
    (40) di_tilde[t,n,g] = dm[t,n,g]·(1 - step(a_m[t,n,g] - i_tilde[t,n,g])) + da_i_prime[t,n,g]
    (41) dk[t,n,g,d] = Σ_{d1} dC[t,n,g,d1,d]·v[t,n,g,d1]·i_prime[t,n,g] + dn[t,n,g,d]·i_prime[t,n,g]
    (42) da_k[t,n,g,d] = dk[t,n,g,d]/sqrt(D)
    (43) dv[t,n,g,d] = Σ_{d1} dC[t,n,g,d,d1]·k[t,n,g,d1]·i_prime[t,n,g]
    (44) dq[t,n,g,d] = ds[t,n,g]·n[t,n,g,d] + Σ_{d1} da_h[t,n,g,d1]·C[t,n,g,d1,d]
    (45) dx[t,n,k] = Σ_{g,d} dq[t,n,g,d]·W_q[g,d,k]
                   + Σ_{g,d} dv[t,n,g,d]·W_v[g,d,k]
                   + Σ_{g,d} da_k[t,n,g,d]·W_k[g,d,k]
                   + Σ_g di_tilde[t,n,g]·W_i[g,k]
                   + Σ_g df_tilde[t,n,g]·W_f[g,k]
                   + Σ_{g,d} da_o[t,n,g,d]·W_o[g,d,k]
    (46) dW_q[g,d,k] = Σ_{t,n} dq[t,n,g,d]·x[t,n,k]
    (47) db_q[g,d] = Σ_{t,n} dq[t,n,g,d]
    (48) dW_v[g,d,k] = Σ_{t,n} dv[t,n,g,d]·x[t,n,k]
    (49) db_v[g,d] = Σ_{t,n} dv[t,n,g,d]
    (50) dW_k[g,d,k] = Σ_{t,n} da_k[t,n,g,d]·x[t,n,k]
    (51) db_k[g,d] = Σ_{t,n} da_k[t,n,g,d]
    (52) dW_i[g,k] = Σ_{t,n} di_tilde[t,n,g]·x[t,n,k]
    (53) db_i[g] = Σ_{t,n} di_tilde[t,n,g]
    (54) dW_f[g,k] = Σ_{t,n} df_tilde[t,n,g]·x[t,n,k]
    (55) db_f[g] = Σ_{t,n} df_tilde[t,n,g]
    (56) dW_o[g,d,k] = Σ_{t,n} da_o[t,n,g,d]·x[t,n,k]
    (57) db_o[g,d] = Σ_{t,n} da_o[t,n,g,d]

Shapes: T steps, N sequences, M inputs, G num heads, D head dim.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import absolute, add, divide, exp, maximum, minimum, multiply, negative, sign, subtract

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty, heaviside,
    log_sigmoid, padded_rows, project, sigmoid, vectors,
)  # fmt: skip

SIGNATURE = Signature(
    name="mlstm_heads",
    sizes={"M": "input_size", "G": "num_heads", "D": "head_dim"},
    parameters={
        "W_q": ("G", "D", "M"), "b_q": ("G", "D"), "W_v": ("G", "D", "M"), "b_v": ("G", "D"),
        "W_k": ("G", "D", "M"), "b_k": ("G", "D"), "W_i": ("G", "M"), "W_f": ("G", "M"),
        "b_i": ("G",), "b_f": ("G",), "W_o": ("G", "D", "M"), "b_o": ("G", "D"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "G", "D"),
    states={"C": ("N", "G", "D", "D"), "n": ("N", "G", "D"), "m": ("N", "G")},
    gradients=("x",),
    stacks={"W": ("W_i", "W_f"), "b": ("b_i", "b_f")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    C: Array  # (N, G, D, D)
    n: Array  # (N, G, D)
    m: Array  # (N, G)


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
    q = empty((T, N, G, D), dtype)
    v = empty((T, N, G, D), dtype)
    a_k = empty((T, N, G, D), dtype)
    k = empty((T, N, G, D), dtype)
    i = vectors((T, N, 2 * G), dtype)
    log_f = vectors((T, N, G), dtype)
    o = empty((T, N, G, D), dtype)
    a_m = vectors((T, N, G), dtype)
    m = vectors((T + 1, N, G), dtype)
    i_prime = vectors((T, N, G), dtype)
    f_prime = vectors((T, N, G), dtype)
    e = vectors((T, N, G), dtype)
    C = empty((T + 1, N, G, D, D), dtype)
    a_h = empty((T, N, G, D), dtype)
    n = empty((T + 1, N, G, D), dtype)
    s = vectors((T, N, G), dtype)
    absolute_s = vectors((T, N, G), dtype)
    d = vectors((T, N, G), dtype)
    h = empty((T, N, G, D), dtype)
    f_tilde, i_tilde = i[..., G:], i[..., :G]
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    x_rows = x.reshape(T * N, M)
    # (1) q = (x @ W_q.reshape(G * D, M).T).reshape(N, G, D) + b_q
    np.matmul(x_rows, p.W_q.reshape(G * D, M).T, out=q.reshape(T * N, G * D))
    add(q, p.b_q, q)
    # (2) v = (x @ W_v.reshape(G * D, M).T).reshape(N, G, D) + b_v
    np.matmul(x_rows, p.W_v.reshape(G * D, M).T, out=v.reshape(T * N, G * D))
    add(v, p.b_v, v)
    # (3) a_k = (x @ W_k.reshape(G * D, M).T).reshape(N, G, D) + b_k
    np.matmul(x_rows, p.W_k.reshape(G * D, M).T, out=a_k.reshape(T * N, G * D))
    add(a_k, p.b_k, a_k)
    divide(a_k, D**0.5, k)  # (4)
    # (5), (6) i = x @ W.T + b
    project(x, p.W.T, i)
    add(i, p.b, i)
    log_sigmoid(f_tilde, log_f)  # (7)
    # (8) a_o = (x @ W_o.reshape(G * D, M).T).reshape(N, G, D) + b_o
    np.matmul(x_rows, p.W_o.reshape(G * D, M).T, out=o.reshape(T * N, G * D))
    add(o, p.b_o, o)
    sigmoid(o, o)  # (9)
    steps = zip(a_m, log_f, m[:-1], m[1:], i_tilde, strict=True)
    for a_m_t, log_f_t, m_prev, m_t, i_tilde_t in steps:
        # (10) a_m = log_f + m_prev
        add(log_f_t, m_prev, a_m_t)
        # (11) m = np.maximum(a_m, i_tilde)
        maximum(a_m_t, i_tilde_t, out=m_t)
    subtract(i_tilde, m[1:], i_prime)  # (12)
    exp(i_prime, i_prime)  # (13)
    # (14) a_f_prime = log_f + m_prev - m
    add(log_f, m[:-1], f_prime)
    subtract(f_prime, m[1:], f_prime)
    exp(f_prime, f_prime)  # (15)
    # (19) e = np.exp(np.minimum(m, 0))
    minimum(m[1:], 0, out=e)
    exp(e, e)
    work = empty((N, G, D), dtype)
    work_2 = empty((N, G, D, D), dtype)
    steps = zip(C[1:], f_prime, C[:-1], i_prime, k, v, strict=True)
    for C_t, f_prime_t, C_prev, i_prime_t, k_t, v_t in steps:
        # (16) C = f_prime[:, :, None, None] * C_prev + i_prime[:, :, None, None] * k[:, :, None, :] * v[:, :, :, None]
        multiply(f_prime_t[:, :, None, None], C_prev, C_t)
        multiply(i_prime_t[:, :, None], k_t, work)
        multiply(work[:, :, None, :], v_t[:, :, :, None], work_2)
        add(C_t, work_2, C_t)
    np.einsum("tngd,tngad->tnga", q, C[1:], out=a_h)  # (21)
    work = empty((N, G, D), dtype)
    steps = zip(n[1:], f_prime, n[:-1], i_prime, k, strict=True)
    for n_t, f_prime_t, n_prev, i_prime_t, k_t in steps:
        # (17) n = f_prime[:, :, None] * n_prev + i_prime[:, :, None] * k
        multiply(f_prime_t[:, :, None], n_prev, n_t)
        multiply(i_prime_t[:, :, None], k_t, work)
        add(n_t, work, n_t)
    work_ = empty((T, N, G, D), dtype)
    # (18) s = (q * n).sum(axis=2)
    multiply(q, n[1:], work_)
    work_.sum(axis=3, out=s)
    absolute(s, absolute_s)
    work_2_ = vectors((T, N, G), dtype)
    # (20) d = np.maximum(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000)
    multiply(absolute_s, e, d)
    maximum(m[1:], 0, out=work_2_)
    negative(work_2_, work_2_)
    exp(work_2_, work_2_)
    maximum(d, work_2_, out=d)
    maximum(d, 1 / 1000000000000000, out=d)
    # (22) h = a_h * e[:, :, None] * o / d[:, :, None]
    multiply(a_h, e[:, :, :, None], h)
    multiply(h, o, h)
    divide(h, d[:, :, :, None], h)
    y = copied(h)
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return y, state, (x, q, v, k, i, o, a_m, m, i_prime, f_prime, e, C, a_h, n, s, absolute_s, d)


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, G, D = p.sizes
    (x, q, v, k, i, o, a_m, m, i_prime, f_prime, e, C, a_h, n, s, absolute_s, d) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = empty((T, N, G, D), dtype)
    da_h = empty((T, N, G, D), dtype)
    dd = vectors((T, N, G), dtype)
    de = vectors((T, N, G), dtype)
    ds = vectors((T, N, G), dtype)
    do = empty((T, N, G, D), dtype)
    da_o = empty((T, N, G, D), dtype)
    dq = empty((T, N, G, D), dtype)
    dn = empty((T, N, G, D), dtype)
    dC = empty((T, N, G, D, D), dtype)
    df_prime = vectors((T, N, G), dtype)
    da_f_prime = vectors((T, N, G), dtype)
    di_prime = vectors((T, N, G), dtype)
    da_i_prime = vectors((T, N, G), dtype)
    dk = empty((T, N, G, D), dtype)
    da_k = empty((T, N, G, D), dtype)
    dv = empty((T, N, G, D), dtype)
    dm = vectors((T, N, G), dtype)
    da_m = vectors((T, N, G), dtype)
    dlog_f = vectors((T, N, G), dtype)
    di = padded_rows((T, N, 2 * G), dtype)
    df_tilde, di_tilde, f_tilde, i_tilde = di[..., G:], di[..., :G], i[..., G:], i[..., :G]
    dn_next = empty((N, G, D), dtype)
    dn_next[...] = dstate.n  # (28)
    dC_next = empty((N, G, D, D), dtype)
    dC_next[...] = dstate.C  # (29)
    dm_next = vectors((N, G), dtype)
    dm_next[...] = dstate.m  # (34)
    dh[...] = dy  # (23)
    # (24) da_h = dh * e[:, :, None] * o / d[:, :, None]
    multiply(dh, e[:, :, :, None], da_h)
    multiply(da_h, o, da_h)
    divide(da_h, d[:, :, :, None], da_h)
    work = empty((T, N, G, D), dtype)
    work_2 = vectors((T, N, G), dtype)
    # (25) dd = -e / d ** 2 * (dh * a_h * o).sum(axis=2)
    multiply(d, d, dd)
    divide(e, dd, dd)
    multiply(dh, a_h, work)
    multiply(work, o, work)
    work.sum(axis=3, out=work_2)
    multiply(dd, work_2, dd)
    negative(dd, dd)
    work_3 = vectors((T, N, G), dtype)
    work_4 = vectors((T, N, G), dtype)
    # (26) de = dd * absolute_s * heaviside(absolute_s * e - np.exp(-np.maximum(m, 0))) * heaviside(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))) + -1 / 1000000000000000) + 1 / d * (dh * a_h * o).sum(axis=2)
    divide(1, d, de)
    multiply(dh, a_h, work)
    multiply(work, o, work)
    work.sum(axis=3, out=work_2)
    multiply(de, work_2, de)
    multiply(absolute_s, e, work_2)
    maximum(m[1:], 0, out=work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    subtract(work_2, work_3, work_2)
    heaviside(work_2, work_2)
    multiply(absolute_s, e, work_3)
    maximum(m[1:], 0, out=work_4)
    negative(work_4, work_4)
    exp(work_4, work_4)
    maximum(work_3, work_4, out=work_3)
    add(work_3, -1 / 1000000000000000, work_3)
    heaviside(work_3, work_3)
    multiply(work_2, work_3, work_2)
    multiply(work_2, dd, work_2)
    multiply(work_2, absolute_s, work_2)
    add(de, work_2, de)
    # (27) ds = dd * e * np.sign(s) * heaviside(absolute_s * e - np.exp(-np.maximum(m, 0))) * heaviside(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))) + -1 / 1000000000000000)
    sign(s, ds)
    multiply(absolute_s, e, work_2)
    maximum(m[1:], 0, out=work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    subtract(work_2, work_3, work_2)
    heaviside(work_2, work_2)
    multiply(ds, work_2, ds)
    multiply(absolute_s, e, work_2)
    maximum(m[1:], 0, out=work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    maximum(work_2, work_3, out=work_2)
    add(work_2, -1 / 1000000000000000, work_2)
    heaviside(work_2, work_2)
    multiply(ds, work_2, ds)
    multiply(ds, dd, ds)
    multiply(ds, e, ds)
    # (36) do = dh * a_h * e[:, :, None] / d[:, :, None]
    multiply(dh, a_h, do)
    multiply(do, e[:, :, :, None], do)
    divide(do, d[:, :, :, None], do)
    # (37) da_o = do * (1 - o) * o
    subtract(1, o, da_o)
    multiply(da_o, do, da_o)
    multiply(da_o, o, da_o)
    # (44) dq = ds[:, :, None] * n + np.einsum("ngda,ngd->nga", C, da_h)
    np.einsum("tngd,tngda->tnga", da_h, C[1:], out=dq)
    multiply(ds[:, :, :, None], n[1:], work)
    add(dq, work, dq)
    x_rows = x.reshape(T * N, M)
    np.matmul(dq.reshape(T * N, G * D).T, x_rows, out=grads.W_q.reshape(G * D, M))  # (46)
    dq.sum(axis=(0, 1), out=grads.b_q)  # (47)
    np.matmul(da_o.reshape(T * N, G * D).T, x_rows, out=grads.W_o.reshape(G * D, M))  # (56)
    da_o.sum(axis=(0, 1), out=grads.b_o)  # (57)
    steps = zip(dn[::-1], ds[::-1], q[::-1], f_prime[::-1], strict=True)
    for dn_t, ds_t, q_t, f_prime_t in steps:
        # (28) dn = ds[:, :, None] * q + dn_next
        multiply(ds_t[:, :, None], q_t, dn_t)
        add(dn_t, dn_next, dn_t)
        # (28) dn_next = dn * f_prime[:, :, None]
        multiply(dn_t, f_prime_t[:, :, None], dn_next)
    dn0 = dn_next.copy()  # (28)
    steps = zip(dC[::-1], da_h[::-1], q[::-1], f_prime[::-1], strict=True)
    for dC_t, da_h_t, q_t, f_prime_t in steps:
        # (29) dC = da_h[:, :, :, None] * q[:, :, None, :] + dC_next
        multiply(da_h_t[:, :, :, None], q_t[:, :, None, :], dC_t)
        add(dC_t, dC_next, dC_t)
        # (29) dC_next = dC * f_prime[:, :, None, None]
        multiply(dC_t, f_prime_t[:, :, None, None], dC_next)
    work_5 = empty((T, N, G, D, D), dtype)
    # (30) df_prime = (dC * C_prev).sum(axis=(2, 3)) + (dn * n_prev).sum(axis=2)
    multiply(dC, C[:-1], work_5)
    work_5.sum(axis=(3, 4), out=df_prime)
    multiply(dn, n[:-1], work)
    work.sum(axis=3, out=work_2)
    add(df_prime, work_2, df_prime)
    multiply(df_prime, f_prime, da_f_prime)  # (31)
    # (32) di_prime = (np.einsum("ngda,nga->ngd", dC, k) * v).sum(axis=2) + (dn * k).sum(axis=2)
    np.einsum("tngd,tngad->tnga", k, dC, out=work)
    multiply(work, v, work)
    work.sum(axis=3, out=di_prime)
    multiply(dn, k, work)
    work.sum(axis=3, out=work_2)
    add(di_prime, work_2, di_prime)
    multiply(di_prime, i_prime, da_i_prime)  # (33)
    # (41) dk = i_prime[:, :, None] * np.einsum("ngda,ngd->nga", dC, v) + dn * i_prime[:, :, None]
    np.einsum("tngd,tngda->tnga", v, dC, out=dk)
    multiply(i_prime[:, :, :, None], dk, dk)
    multiply(dn, i_prime[:, :, :, None], work)
    add(dk, work, dk)
    divide(dk, D**0.5, da_k)  # (42)
    # (43) dv = i_prime[:, :, None] * np.einsum("ngda,nga->ngd", dC, k)
    np.einsum("tngd,tngad->tnga", k, dC, out=dv)
    multiply(i_prime[:, :, :, None], dv, dv)
    x_rows = x.reshape(T * N, M)
    np.matmul(dv.reshape(T * N, G * D).T, x_rows, out=grads.W_v.reshape(G * D, M))  # (48)
    dv.sum(axis=(0, 1), out=grads.b_v)  # (49)
    np.matmul(da_k.reshape(T * N, G * D).T, x_rows, out=grads.W_k.reshape(G * D, M))  # (50)
    da_k.sum(axis=(0, 1), out=grads.b_k)  # (51)
    dC0 = dC_next.copy()  # (29)
    # (34) dm = de * e * heaviside(-m) + da_f_prime_next - da_i_prime - da_f_prime - dd * (1 - heaviside(absolute_s * e - np.exp(-np.maximum(m, 0)))) * heaviside(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))) + -1 / 1000000000000000) * np.exp(-np.maximum(m, 0)) * heaviside(m)
    negative(m[1:], dm)
    heaviside(dm, dm)
    multiply(dm, de, dm)
    multiply(dm, e, dm)
    subtract(dm, da_i_prime, dm)
    subtract(dm, da_f_prime, dm)
    multiply(absolute_s, e, work_2)
    maximum(m[1:], 0, out=work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    subtract(work_2, work_3, work_2)
    heaviside(work_2, work_2)
    subtract(1, work_2, work_2)
    multiply(absolute_s, e, work_3)
    maximum(m[1:], 0, out=work_4)
    negative(work_4, work_4)
    exp(work_4, work_4)
    maximum(work_3, work_4, out=work_3)
    add(work_3, -1 / 1000000000000000, work_3)
    heaviside(work_3, work_3)
    multiply(work_2, work_3, work_2)
    maximum(m[1:], 0, out=work_3)
    negative(work_3, work_3)
    exp(work_3, work_3)
    multiply(work_2, work_3, work_2)
    heaviside(m[1:], work_3)
    multiply(work_2, work_3, work_2)
    multiply(work_2, dd, work_2)
    subtract(dm, work_2, dm)
    add(dm[:-1], da_f_prime[1:], dm[:-1])
    span = max(1, min(T, CHUNK // (G * N)))
    s_m = vectors((span, N, G), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        a_m_c, i_tilde_c, s_m_c = a_m[t0:t1], i_tilde[t0:t1], s_m[: t1 - t0]
        # (35) s_m = heaviside(a_m - i_tilde)
        subtract(a_m_c, i_tilde_c, s_m_c)
        heaviside(s_m_c, s_m_c)
        steps = zip(dm[t0:t1][::-1], da_m[t0:t1][::-1], s_m_c[::-1], strict=True)
        for dm_t, da_m_t, s_m_t in steps:
            # (34) dm += dm_next
            add(dm_t, dm_next, dm_t)
            # (35) da_m = dm * s_m
            multiply(dm_t, s_m_t, da_m_t)
            # (34) dm_next = da_m
            dm_next[...] = da_m_t
    add(da_m, da_f_prime, dlog_f)  # (38)
    # (39) df_tilde = dlog_f * sigmoid(-f_tilde)
    negative(f_tilde.swapaxes(1, 2), df_tilde.swapaxes(1, 2))
    sigmoid(df_tilde, df_tilde)
    multiply(df_tilde.swapaxes(1, 2), dlog_f.swapaxes(1, 2), df_tilde.swapaxes(1, 2))
    # (40) di_tilde = dm * (1 - heaviside(a_m - i_tilde)) + da_i_prime
    subtract(a_m.swapaxes(1, 2), i_tilde.swapaxes(1, 2), di_tilde.swapaxes(1, 2))
    heaviside(di_tilde, di_tilde)
    subtract(1, di_tilde, di_tilde)
    multiply(di_tilde.swapaxes(1, 2), dm.swapaxes(1, 2), di_tilde.swapaxes(1, 2))
    add(di_tilde.swapaxes(1, 2), da_i_prime.swapaxes(1, 2), di_tilde.swapaxes(1, 2))
    work_6 = vectors((T, N, M), dtype)
    # (45) dx = dq.transpose(0, 2, 1).reshape(N, D * G) @ W_q.transpose(1, 0, 2).reshape(D * G, M) + dv.transpose(0, 2, 1).reshape(N, D * G) @ W_v.transpose(1, 0, 2).reshape(D * G, M) + da_k.transpose(0, 2, 1).reshape(N, D * G) @ W_k.transpose(1, 0, 2).reshape(D * G, M) + di @ W + da_o.transpose(0, 2, 1).reshape(N, D * G) @ W_o.transpose(1, 0, 2).reshape(D * G, M)
    np.einsum("gdk,tngd->tnk", p.W_q, dq, out=dx)
    np.einsum("gdk,tngd->tnk", p.W_v, dv, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_k, da_k, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    project(di, p.W, work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    np.einsum("gdk,tngd->tnk", p.W_o, da_o, out=work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    di_rows = di.reshape(T * N, 2 * G)
    np.matmul(di_rows.T, x.reshape(T * N, M), out=grads.W)  # (52), (54)
    di_rows.sum(axis=0, out=grads.b)  # (53), (55)
    dm0 = vectors((N, G), dtype)
    add(da_f_prime[0], dm_next, dm0)  # (34)
    return grads, State(C=dC0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, G, D = p.sizes
    q = (x @ p.W_q.reshape(G * D, M).T).reshape(N, G, D) + p.b_q  # (1)
    v = (x @ p.W_v.reshape(G * D, M).T).reshape(N, G, D) + p.b_v  # (2)
    a_k = (x @ p.W_k.reshape(G * D, M).T).reshape(N, G, D) + p.b_k  # (3)
    k = a_k / (D**0.5)  # (4)
    i_tilde = x @ p.W_i.T + p.b_i  # (5)
    f_tilde = x @ p.W_f.T + p.b_f  # (6)
    log_f = log_sigmoid(f_tilde)  # (7)
    a_o = (x @ p.W_o.reshape(G * D, M).T).reshape(N, G, D) + p.b_o  # (8)
    o = sigmoid(a_o)  # (9)
    a_m = log_f + state.m  # (10)
    m = np.maximum(a_m, i_tilde)  # (11)
    a_i_prime = i_tilde - m  # (12)
    i_prime = np.exp(a_i_prime)  # (13)
    a_f_prime = log_f + state.m - m  # (14)
    f_prime = np.exp(a_f_prime)  # (15)
    C = (
        f_prime[:, :, None, None] * state.C
        + i_prime[:, :, None, None] * k[:, :, None, :] * v[:, :, :, None]
    )  # (16)
    n = f_prime[:, :, None] * state.n + i_prime[:, :, None] * k  # (17)
    s = (q * n).sum(axis=2)  # (18)
    e = np.exp(np.minimum(m, 0))  # (19)
    d = np.maximum(
        np.maximum(np.absolute(s) * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000
    )  # (20)
    a_h = np.einsum("ngda,nga->ngd", C, q)  # (21)
    h = a_h * e[:, :, None] * o / d[:, :, None]  # (22)
    return h, State(C=C, n=n, m=m)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0),
    stretches=True,
)
