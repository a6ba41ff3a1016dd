"""mLSTM: a matrix memory of values v under keys k, read by queries q.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_q,
W_v, W_k, W_o; b is b_q, b_v, b_k, b_o.
In loops over time, since they lie on a cycle through time: (10)-(11), (16)-(17), (28)-(29), (35).
In loops, except for the terms that nothing in the loop feeds: (34).
For all steps at once, since they lie on no such cycle: (1)-(9), (12)-(15), (18)-(27), (30)-(33),
(36)-(57).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (35).

Generated from the forward equations by `derive build mlstm`; the numbers in the comments are those of the notes:

    (1)  q[t,n,j] = Σ_k W_q[j,k]·x[t,n,k] + b_q[j]
    (2)  v[t,n,j] = Σ_k W_v[j,k]·x[t,n,k] + b_v[j]
    (3)  a_k[t,n,j] = Σ_k W_k[j,k]·x[t,n,k] + b_k[j]
    (4)  k[t,n,j] = a_k[t,n,j]/sqrt(H)
    (5)  i_tilde[t,n] = Σ_k W_i[k]·x[t,n,k] + b_i
    (6)  f_tilde[t,n] = Σ_k W_f[k]·x[t,n,k] + b_f
    (7)  log_f[t,n] = log_sigmoid(f_tilde[t,n])
    (8)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + b_o[j]
    (9)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (10) a_m[t,n] = log_f[t,n] + m[t-1,n]
    (11) m[t,n] = maximum(a_m[t,n], i_tilde[t,n])
    (12) a_i_prime[t,n] = i_tilde[t,n] - m[t,n]
    (13) i_prime[t,n] = exp(a_i_prime[t,n])
    (14) a_f_prime[t,n] = log_f[t,n] + m[t-1,n] - m[t,n]
    (15) f_prime[t,n] = exp(a_f_prime[t,n])
    (16) C[t,n,j,r] = f_prime[t,n]·C[t-1,n,j,r] + v[t,n,j]·k[t,n,r]·i_prime[t,n]
    (17) n[t,n,j] = f_prime[t,n]·n[t-1,n,j] + k[t,n,j]·i_prime[t,n]
    (18) s[t,n] = Σ_j q[t,n,j]·n[t,n,j]
    (19) e[t,n] = exp(minimum(m[t,n], 0))
    (20) d[t,n] = maximum(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))), 1/1000000000000000)
    (21) a_h[t,n,j] = Σ_r q[t,n,r]·C[t,n,j,r]
    (22) h[t,n,j] = o[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]
    (23) dh[t,n,j] = dy[t,n,j]
    (24) da_h[t,n,j] = dh[t,n,j]·o[t,n,j]·e[t,n]/d[t,n]
    (25) dd[t,n] = -Σ_j dh[t,n,j]·o[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]²
    (26) de[t,n] = dd[t,n]·absolute(s[t,n])·step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0)))·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)
                 + Σ_j dh[t,n,j]·o[t,n,j]·a_h[t,n,j]/d[t,n]
    (27) ds[t,n] = dd[t,n]·sign(s[t,n])·e[t,n]·step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0)))·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)
    (28) dn[t,n,j] = dn_T[n,j]                    if t = T
                   + ds[t,n]·q[t,n,j]             if t ≥ 1
                   + dn[t+1,n,j]·f_prime[t+1,n]   if t < T
    (29) dC[t,n,j,r] = dC_T[n,j,r]                    if t = T
                     + da_h[t,n,j]·q[t,n,r]           if t ≥ 1
                     + dC[t+1,n,j,r]·f_prime[t+1,n]   if t < T
    (30) df_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·C[t-1,n,j,r] + Σ_j dn[t,n,j]·n[t-1,n,j]
    (31) da_f_prime[t,n] = df_prime[t,n]·f_prime[t,n]
    (32) di_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·v[t,n,j]·k[t,n,r] + Σ_j dn[t,n,j]·k[t,n,j]
    (33) da_i_prime[t,n] = di_prime[t,n]·i_prime[t,n]
    (34) dm[t,n] = dm_T[n]                                                                                                                                                                                              if t = T
                 - da_i_prime[t,n]                                                                                                                                                                                      if t ≥ 1
                 - da_f_prime[t,n]                                                                                                                                                                                      if t ≥ 1
                 + de[t,n]·e[t,n]·step(-m[t,n])                                                                                                                                                                         if t ≥ 1
                 - dd[t,n]·(1 - step(absolute(s[t,n])·e[t,n] - exp(-maximum(m[t,n], 0))))·exp(-maximum(m[t,n], 0))·step(m[t,n])·step(maximum(absolute(s[t,n])·e[t,n], exp(-maximum(m[t,n], 0))) - 1/1000000000000000)   if t ≥ 1
                 + da_m[t+1,n]                                                                                                                                                                                          if t < T
                 + da_f_prime[t+1,n]                                                                                                                                                                                    if t < T
    (35) da_m[t,n] = dm[t,n]·step(a_m[t,n] - i_tilde[t,n])
    (36) do[t,n,j] = dh[t,n,j]·e[t,n]·a_h[t,n,j]/d[t,n]
    (37) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (38) dlog_f[t,n] = da_m[t,n] + da_f_prime[t,n]
    (39) df_tilde[t,n] = dlog_f[t,n]·sigmoid(-f_tilde[t,n])
    (40) di_tilde[t,n] = dm[t,n]·(1 - step(a_m[t,n] - i_tilde[t,n])) + da_i_prime[t,n]
    (41) dk[t,n,j] = Σ_r dC[t,n,r,j]·v[t,n,r]·i_prime[t,n] + dn[t,n,j]·i_prime[t,n]
    (42) da_k[t,n,j] = dk[t,n,j]/sqrt(H)
    (43) dv[t,n,j] = Σ_r dC[t,n,j,r]·k[t,n,r]·i_prime[t,n]
    (44) dq[t,n,j] = ds[t,n]·n[t,n,j] + Σ_r da_h[t,n,r]·C[t,n,r,j]
    (45) dx[t,n,k] = Σ_j dq[t,n,j]·W_q[j,k]
                   + Σ_j dv[t,n,j]·W_v[j,k]
                   + Σ_j da_k[t,n,j]·W_k[j,k]
                   + di_tilde[t,n]·W_i[k]
                   + df_tilde[t,n]·W_f[k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (46) dW_q[j,k] = Σ_{t,n} dq[t,n,j]·x[t,n,k]
    (47) db_q[j] = Σ_{t,n} dq[t,n,j]
    (48) dW_v[j,k] = Σ_{t,n} dv[t,n,j]·x[t,n,k]
    (49) db_v[j] = Σ_{t,n} dv[t,n,j]
    (50) dW_k[j,k] = Σ_{t,n} da_k[t,n,j]·x[t,n,k]
    (51) db_k[j] = Σ_{t,n} da_k[t,n,j]
    (52) dW_i[k] = Σ_{t,n} di_tilde[t,n]·x[t,n,k]
    (53) db_i = Σ_{t,n} di_tilde[t,n]
    (54) dW_f[k] = Σ_{t,n} df_tilde[t,n]·x[t,n,k]
    (55) db_f = Σ_{t,n} df_tilde[t,n]
    (56) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (57) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
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
    name="mlstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_q": ("H", "M"), "W_v": ("H", "M"), "W_k": ("H", "M"), "W_o": ("H", "M"), "b_q": ("H",),
        "b_v": ("H",), "b_k": ("H",), "b_o": ("H",), "W_i": ("M",), "b_i": (), "W_f": ("M",),
        "b_f": (),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"C": ("N", "H", "H"), "n": ("N", "H"), "m": ("N",)},
    gradients=("x",),
    stacks={"W": ("W_q", "W_v", "W_k", "W_o"), "b": ("b_q", "b_v", "b_k", "b_o")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    C: Array  # (N, H, H)
    n: Array  # (N, H)
    m: Array  # (N,)


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
    a = vectors((T, N, 4 * H), dtype)
    k = vectors((T, N, H), dtype)
    i_tilde = empty((T, N), dtype)
    f_tilde = empty((T, N), dtype)
    log_f = empty((T, N), dtype)
    a_m = empty((T, N), dtype)
    m = empty((T + 1, N), dtype)
    i_prime = empty((T, N), dtype)
    f_prime = empty((T, N), dtype)
    e = empty((T, N), dtype)
    C = empty((T + 1, N, H, H), dtype)
    a_h = vectors((T, N, H), dtype)
    n = vectors((T + 1, N, H), dtype)
    s = empty((T, N), dtype)
    absolute_s = empty((T, N), dtype)
    d = empty((T, N), dtype)
    h = vectors((T, N, H), dtype)
    a_k, o, q, v = a[..., 2 * H : 3 * H], a[..., 3 * H :], a[..., :H], a[..., H : 2 * H]
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    # (1)-(3), (8) a = x @ W.T + b
    project(x, p.W.T, a)
    add(a, p.b, a)
    divide(a_k, H**0.5, k)  # (4)
    x_rows = x.reshape(T * N, M)
    # (5) i_tilde = x @ W_i + b_i
    np.matmul(x_rows, p.W_i, out=i_tilde.reshape(T * N))
    add(i_tilde, p.b_i, i_tilde)
    # (6) f_tilde = x @ W_f + b_f
    np.matmul(x_rows, p.W_f, out=f_tilde.reshape(T * N))
    add(f_tilde, p.b_f, f_tilde)
    log_sigmoid(f_tilde, log_f)  # (7)
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
    work = vectors((N, H), dtype)
    work_2 = empty((N, H, H), dtype)
    steps = zip(C[1:], f_prime, C[:-1], i_prime, k, v, strict=True)
    for C_t, f_prime_t, C_prev, i_prime_t, k_t, v_t in steps:
        # (16) C = f_prime[:, None, None] * C_prev + i_prime[:, None, None] * k[:, None, :] * v[:, :, None]
        multiply(f_prime_t[:, None, None], C_prev, C_t)
        multiply(i_prime_t[:, None], k_t, work)
        multiply(work[:, None, :], v_t[:, :, None], work_2)
        add(C_t, work_2, C_t)
    np.einsum("tnr,tnjr->tnj", q, C[1:], out=a_h)  # (21)
    work = vectors((N, H), dtype)
    steps = zip(n[1:], f_prime, n[:-1], i_prime, k, strict=True)
    for n_t, f_prime_t, n_prev, i_prime_t, k_t in steps:
        # (17) n = f_prime[:, None] * n_prev + i_prime[:, None] * k
        multiply(f_prime_t[:, None], n_prev, n_t)
        multiply(i_prime_t[:, None], k_t, work)
        add(n_t, work, n_t)
    work_ = vectors((T, N, H), dtype)
    # (18) s = (q * n).sum(axis=1)
    multiply(q, n[1:], work_)
    work_.sum(axis=2, out=s)
    absolute(s, absolute_s)
    work_2_ = empty((T, N), dtype)
    # (20) d = np.maximum(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000)
    multiply(absolute_s, e, d)
    maximum(m[1:], 0, out=work_2_)
    negative(work_2_, work_2_)
    exp(work_2_, work_2_)
    maximum(d, work_2_, out=d)
    maximum(d, 1 / 1000000000000000, out=d)
    # (22) h = a_h * e[:, None] * o / d[:, None]
    multiply(a_h, e[:, :, None], h)
    multiply(h, o, h)
    divide(h, d[:, :, None], h)
    y = copied(h)
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return (
        y,
        state,
        (x, a, k, i_tilde, f_tilde, a_m, m, i_prime, f_prime, e, C, a_h, n, s, absolute_s, d),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
    M, H = p.sizes
    (x, a, k, i_tilde, f_tilde, a_m, m, i_prime, f_prime, e, C, a_h, n, s, absolute_s, d) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    dh = vectors((T, N, H), dtype)
    da_h = vectors((T, N, H), dtype)
    dd = empty((T, N), dtype)
    de = empty((T, N), dtype)
    ds = empty((T, N), dtype)
    do = vectors((T, N, H), dtype)
    da = padded_rows((T, N, 4 * H), dtype)
    dn = vectors((T, N, H), dtype)
    dC = empty((T, N, H, H), dtype)
    df_prime = empty((T, N), dtype)
    da_f_prime = empty((T, N), dtype)
    di_prime = empty((T, N), dtype)
    da_i_prime = empty((T, N), dtype)
    dk = vectors((T, N, H), dtype)
    dm = empty((T, N), dtype)
    da_m = empty((T, N), dtype)
    dlog_f = empty((T, N), dtype)
    df_tilde = empty((T, N), dtype)
    di_tilde = empty((T, N), dtype)
    o, q, v, da_k = a[..., 3 * H :], a[..., :H], a[..., H : 2 * H], da[..., 2 * H : 3 * H]
    da_o, dq, dv = da[..., 3 * H :], da[..., :H], da[..., H : 2 * H]
    dn_next = vectors((N, H), dtype)
    dn_next[...] = dstate.n  # (28)
    dC_next = empty((N, H, H), dtype)
    dC_next[...] = dstate.C  # (29)
    dm_next = empty((N,), dtype)
    dm_next[...] = dstate.m  # (34)
    dh[...] = dy  # (23)
    # (24) da_h = dh * e[:, None] * o / d[:, None]
    multiply(dh, e[:, :, None], da_h)
    multiply(da_h, o, da_h)
    divide(da_h, d[:, :, None], da_h)
    work = vectors((T, N, H), dtype)
    work_2 = empty((T, N), dtype)
    # (25) dd = -e / d ** 2 * (dh * a_h * o).sum(axis=1)
    multiply(d, d, dd)
    divide(e, dd, dd)
    multiply(dh, a_h, work)
    multiply(work, o, work)
    work.sum(axis=2, out=work_2)
    multiply(dd, work_2, dd)
    negative(dd, dd)
    work_3 = empty((T, N), dtype)
    work_4 = empty((T, N), dtype)
    # (26) de = dd * absolute_s * heaviside(absolute_s * e - np.exp(-np.maximum(m, 0))) * heaviside(np.maximum(absolute_s * e, np.exp(-np.maximum(m, 0))) + -1 / 1000000000000000) + 1 / d * (dh * a_h * o).sum(axis=1)
    divide(1, d, de)
    multiply(dh, a_h, work)
    multiply(work, o, work)
    work.sum(axis=2, out=work_2)
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
    # (36) do = dh * a_h * e[:, None] / d[:, None]
    multiply(dh, a_h, do)
    multiply(do, e[:, :, None], do)
    divide(do, d[:, :, None], do)
    # (37) da_o = do * (1 - o) * o
    subtract(1, o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), do.swapaxes(1, 2), da_o.swapaxes(1, 2))
    multiply(da_o.swapaxes(1, 2), o.swapaxes(1, 2), da_o.swapaxes(1, 2))
    # (44) dq = ds[:, None] * n + np.einsum("nrj,nr->nj", C, da_h)
    np.einsum("tnr,tnrj->tnj", da_h, C[1:], out=dq)
    multiply(ds[:, :, None], n[1:], work)
    add(dq.swapaxes(1, 2), work.swapaxes(1, 2), dq.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows[:, :H].T, x_rows, out=grads.W_q)  # (46)
    da_rows[:, :H].sum(axis=0, out=grads.b_q)  # (47)
    np.matmul(da_rows[:, 3 * H :].T, x_rows, out=grads.W_o)  # (56)
    da_rows[:, 3 * H :].sum(axis=0, out=grads.b_o)  # (57)
    steps = zip(dn[::-1], ds[::-1], q[::-1], f_prime[::-1], strict=True)
    for dn_t, ds_t, q_t, f_prime_t in steps:
        # (28) dn = ds[:, None] * q + dn_next
        multiply(ds_t[:, None], q_t, dn_t)
        add(dn_t, dn_next, dn_t)
        # (28) dn_next = dn * f_prime[:, None]
        multiply(dn_t, f_prime_t[:, None], dn_next)
    dn0 = dn_next.copy()  # (28)
    steps = zip(dC[::-1], da_h[::-1], q[::-1], f_prime[::-1], strict=True)
    for dC_t, da_h_t, q_t, f_prime_t in steps:
        # (29) dC = da_h[:, :, None] * q[:, None, :] + dC_next
        multiply(da_h_t[:, :, None], q_t[:, None, :], dC_t)
        add(dC_t, dC_next, dC_t)
        # (29) dC_next = dC * f_prime[:, None, None]
        multiply(dC_t, f_prime_t[:, None, None], dC_next)
    work_5 = empty((T, N, H, H), dtype)
    # (30) df_prime = (dC * C_prev).sum(axis=(1, 2)) + (dn * n_prev).sum(axis=1)
    multiply(dC, C[:-1], work_5)
    work_5.sum(axis=(2, 3), out=df_prime)
    multiply(dn, n[:-1], work)
    work.sum(axis=2, out=work_2)
    add(df_prime, work_2, df_prime)
    multiply(df_prime, f_prime, da_f_prime)  # (31)
    # (32) di_prime = (np.einsum("njr,nr->nj", dC, k) * v).sum(axis=1) + (dn * k).sum(axis=1)
    np.einsum("tnr,tnjr->tnj", k, dC, out=work)
    multiply(work, v, work)
    work.sum(axis=2, out=di_prime)
    multiply(dn, k, work)
    work.sum(axis=2, out=work_2)
    add(di_prime, work_2, di_prime)
    multiply(di_prime, i_prime, da_i_prime)  # (33)
    # (41) dk = i_prime[:, None] * np.einsum("nrj,nr->nj", dC, v) + dn * i_prime[:, None]
    np.einsum("tnr,tnrj->tnj", v, dC, out=dk)
    multiply(i_prime[:, :, None], dk, dk)
    multiply(dn, i_prime[:, :, None], work)
    add(dk, work, dk)
    divide(dk.swapaxes(1, 2), H**0.5, da_k.swapaxes(1, 2))  # (42)
    # (43) dv = i_prime[:, None] * np.einsum("njr,nr->nj", dC, k)
    np.einsum("tnr,tnjr->tnj", k, dC, out=dv)
    multiply(i_prime[:, :, None], dv, dv)
    x_rows = x.reshape(T * N, M)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows[:, H : 2 * H].T, x_rows, out=grads.W_v)  # (48)
    da_rows[:, H : 2 * H].sum(axis=0, out=grads.b_v)  # (49)
    np.matmul(da_rows[:, 2 * H : 3 * H].T, x_rows, out=grads.W_k)  # (50)
    da_rows[:, 2 * H : 3 * H].sum(axis=0, out=grads.b_k)  # (51)
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
    span = max(1, min(T, CHUNK // N))
    s_m = empty((span, N), dtype)
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
    negative(f_tilde, df_tilde)
    sigmoid(df_tilde, df_tilde)
    multiply(df_tilde, dlog_f, df_tilde)
    # (40) di_tilde = dm * (1 - heaviside(a_m - i_tilde)) + da_i_prime
    subtract(a_m, i_tilde, di_tilde)
    heaviside(di_tilde, di_tilde)
    subtract(1, di_tilde, di_tilde)
    multiply(di_tilde, dm, di_tilde)
    add(di_tilde, da_i_prime, di_tilde)
    work_6 = vectors((T, N, M), dtype)
    # (45) dx = da @ W + di_tilde[:, None] * W_i + df_tilde[:, None] * W_f
    np.matmul(da.reshape(T * N, 4 * H), p.W, out=dx.reshape(T * N, M))
    multiply(di_tilde[:, :, None], p.W_i, work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    multiply(df_tilde[:, :, None], p.W_f, work_6)
    add(dx.swapaxes(1, 2), work_6.swapaxes(1, 2), dx.swapaxes(1, 2))
    x_rows = x.reshape(T * N, M)
    np.matmul(x_rows.T, di_tilde.reshape(T * N), out=grads.W_i)  # (52)
    di_tilde.sum(axis=(0, 1), out=grads.b_i)  # (53)
    np.matmul(x_rows.T, df_tilde.reshape(T * N), out=grads.W_f)  # (54)
    df_tilde.sum(axis=(0, 1), out=grads.b_f)  # (55)
    dm0 = empty((N,), dtype)
    add(da_f_prime[0], dm_next, dm0)  # (34)
    return grads, State(C=dC0, n=dn0, m=dm0)


def _advance(p, N, dtype, x, state):
    M, H = p.sizes
    q = x @ p.W_q.T + p.b_q  # (1)
    v = x @ p.W_v.T + p.b_v  # (2)
    a_k = x @ p.W_k.T + p.b_k  # (3)
    k = a_k / (H**0.5)  # (4)
    i_tilde = x @ p.W_i + p.b_i  # (5)
    f_tilde = x @ p.W_f + p.b_f  # (6)
    log_f = log_sigmoid(f_tilde)  # (7)
    a_o = x @ p.W_o.T + p.b_o  # (8)
    o = sigmoid(a_o)  # (9)
    a_m = log_f + state.m  # (10)
    m = np.maximum(a_m, i_tilde)  # (11)
    a_i_prime = i_tilde - m  # (12)
    i_prime = np.exp(a_i_prime)  # (13)
    a_f_prime = log_f + state.m - m  # (14)
    f_prime = np.exp(a_f_prime)  # (15)
    C = (
        f_prime[:, None, None] * state.C + i_prime[:, None, None] * k[:, None, :] * v[:, :, None]
    )  # (16)
    n = f_prime[:, None] * state.n + i_prime[:, None] * k  # (17)
    s = (q * n).sum(axis=1)  # (18)
    e = np.exp(np.minimum(m, 0))  # (19)
    d = np.maximum(
        np.maximum(np.absolute(s) * e, np.exp(-np.maximum(m, 0))), 1 / 1000000000000000
    )  # (20)
    a_h = np.einsum("njr,nr->nj", C, q)  # (21)
    h = a_h * e[:, None] * o / d[:, None]  # (22)
    return h, State(C=C, n=n, m=m)


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0),
    stretches=True,
)
