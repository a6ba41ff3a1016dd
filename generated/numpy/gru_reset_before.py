"""GRU, reset before: the gate r acts on h, and R_n on what is left of it.

Source: Cho et al. 2014, arXiv 1406.1078v3; ONNX with linear_before_reset=0

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_r,
W_z, W_n; b is b_r, b_z, b_n; R_rz is R_r, R_z.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (2), (4)-(5), (7)-(16).
In loops, except for the terms that nothing in the loop feeds: (1), (3), (6).
For all steps at once, since they lie on no such cycle: (17)-(26).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (10)-(11),
(13)-(16).

Generated from the forward equations by `derive build gru_reset_before`; the numbers in the comments are those of the notes:

    (1)  a_r[t,n,j] = Σ_k W_r[j,k]·x[t,n,k] + Σ_r R_r[j,r]·h[t-1,n,r] + b_r[j]
    (2)  r[t,n,j] = sigmoid(a_r[t,n,j])
    (3)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_r R_z[j,r]·h[t-1,n,r] + b_z[j]
    (4)  z[t,n,j] = sigmoid(a_z[t,n,j])
    (5)  r_h[t,n,j] = r[t,n,j]·h[t-1,n,j]
    (6)  a_n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + Σ_r R_n[j,r]·r_h[t,n,r] + b_n[j]
    (7)  n[t,n,j] = tanh(a_n[t,n,j])
    (8)  h[t,n,j] = z[t,n,j]·h[t-1,n,j] + (1 - z[t,n,j])·n[t,n,j]
    (9)  dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_r[t+1,n,r]·R_r[r,j]   if t < T
                   + Σ_r da_z[t+1,n,r]·R_z[r,j]   if t < T
                   + dr_h[t+1,n,j]·r[t+1,n,j]     if t < T
                   + dh[t+1,n,j]·z[t+1,n,j]       if t < T
    (10) dn[t,n,j] = dh[t,n,j]·(1 - z[t,n,j])
    (11) da_n[t,n,j] = dn[t,n,j]·(1 - n[t,n,j]²)
    (12) dr_h[t,n,j] = Σ_r da_n[t,n,r]·R_n[r,j]
    (13) dz[t,n,j] = dh[t,n,j]·(h[t-1,n,j] - n[t,n,j])
    (14) da_z[t,n,j] = dz[t,n,j]·z[t,n,j]·(1 - z[t,n,j])
    (15) dr[t,n,j] = dr_h[t,n,j]·h[t-1,n,j]
    (16) da_r[t,n,j] = dr[t,n,j]·r[t,n,j]·(1 - r[t,n,j])
    (17) dx[t,n,k] = Σ_j da_r[t,n,j]·W_r[j,k] + Σ_j da_z[t,n,j]·W_z[j,k] + Σ_j da_n[t,n,j]·W_n[j,k]
    (18) dW_r[j,k] = Σ_{t,n} da_r[t,n,j]·x[t,n,k]
    (19) dR_r[j,r] = Σ_{t,n} da_r[t,n,j]·h[t-1,n,r]
    (20) db_r[j] = Σ_{t,n} da_r[t,n,j]
    (21) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (22) dR_z[j,r] = Σ_{t,n} da_z[t,n,j]·h[t-1,n,r]
    (23) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (24) dW_n[j,k] = Σ_{t,n} da_n[t,n,j]·x[t,n,k]
    (25) dR_n[j,r] = Σ_{t,n} da_n[t,n,j]·r_h[t,n,r]
    (26) db_n[j] = Σ_{t,n} da_n[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK,
    Array,
    Checkpoints,
    Kernel,
    ParamsBase,
    Signature,
    Tape,
    constant,
    copied,
    empty,
    in_order,
    padded_rows,
    project,
    sigmoid,
    step_layout,
    vectors,
)

SIGNATURE = Signature(
    name="gru_reset_before",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "W_r": ("H", "M"),
        "W_z": ("H", "M"),
        "W_n": ("H", "M"),
        "R_r": ("H", "H"),
        "R_z": ("H", "H"),
        "b_r": ("H",),
        "b_z": ("H",),
        "b_n": ("H",),
        "R_n": ("H", "H"),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H")},
    gradients=("x",),
    stacks={"W": ("W_r", "W_z", "W_n"), "b": ("b_r", "b_z", "b_n"), "R_rz": ("R_r", "R_z")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, b, R_rz."""

    signature = SIGNATURE
    M: int
    H: int
    W_r: Array  # (H, M)
    W_z: Array  # (H, M)
    W_n: Array  # (H, M)
    R_r: Array  # (H, H)
    R_z: Array  # (H, H)
    b_r: Array  # (H,)
    b_z: Array  # (H,)
    b_n: Array  # (H,)
    R_n: Array  # (H, H)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    rng: int | np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> Params:
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


def _run(p: Params, T: int, N: int, dtype: Any, x: Array, state0: State) -> tuple[Any, ...]:
    M, H = p.sizes
    order, product = step_layout(N, dtype)
    a = vectors((T, N, 3 * H), dtype)
    r_h = padded_rows((T, N, H), dtype)
    h = padded_rows((T + 1, N, H), dtype)
    a_rz = a[..., : 2 * H]
    n = a[..., 2 * H :]
    r = a[..., :H]
    z = a[..., H : 2 * H]
    h[0] = state0.h
    scaled_W = p.W.copy()
    scaled_W[: 2 * H] *= 0.5
    scaled_b = p.b.copy()
    scaled_b[: 2 * H] *= 0.5
    scaled_R_rz = p.R_rz * 0.5
    # (1), (3), (6) a = x @ scaled_W.T + scaled_b
    project(x, scaled_W.T, a)
    add(a, scaled_b, a)
    work = vectors((N, 2 * H), dtype)
    work_2, work_3 = vectors((2, N, H), dtype)
    scaled_R_rz_T = in_order(scaled_R_rz.T, order)
    half = constant(1 / 2, (N, 2 * H), dtype)
    R_n_T = in_order(p.R_n.T, order)
    work_2_across = work_2.T
    one = constant(1, (N, H), dtype)
    one_across = one.T
    work_3_across = work_3.T
    steps = zip(
        h[:-1], a_rz, r_h.swapaxes(1, 2), r.swapaxes(1, 2), h[:-1].swapaxes(1, 2), r_h, n,
        z.swapaxes(1, 2), n.swapaxes(1, 2), h[1:].swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        h_prev, a_rz_t, r_h_across, r_across, h_prev_across, r_h_t, n_t, z_across, n_across,
        h_across,
    ) in steps:  # fmt: skip
        # (1), (3) a_rz += h_prev @ scaled_R_rz.T
        product(h_prev, scaled_R_rz_T, work)
        add(a_rz_t, work, a_rz_t)
        # (2), (4) tanh_a_rz = np.tanh(a_rz)
        tanh(a_rz_t, a_rz_t)
        # (2), (4) r_z = 1 / 2 + 1 / 2 * tanh_a_rz
        multiply(half, a_rz_t, a_rz_t)
        add(half, a_rz_t, a_rz_t)
        # (5) r_h = r * h_prev
        multiply(r_across, h_prev_across, r_h_across)
        # (6) a_n += r_h @ R_n.T
        product(r_h_t, R_n_T, work_2)
        add(n_t, work_2, n_t)
        # (7) n = np.tanh(a_n)
        tanh(n_t, n_t)
        # (8) h = z * h_prev + (1 - z) * n
        multiply(z_across, h_prev_across, work_2_across)
        subtract(one_across, z_across, work_3_across)
        multiply(work_3_across, n_across, work_3_across)
        add(work_2_across, work_3_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, (x, a, r_h, h)


def _back(
    p: Params,
    T: int,
    N: int,
    dtype: Any,
    arrays: tuple[Array, ...],
    dy: Array,
    dstate: State,
    dx: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (x, a, r_h, h) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da = padded_rows((T, N, 3 * H), dtype)
    n = a[..., 2 * H :]
    r = a[..., :H]
    z = a[..., H : 2 * H]
    da_n = da[..., 2 * H :]
    da_r = da[..., :H]
    da_rz = da[..., : 2 * H]
    da_z = da[..., H : 2 * H]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (9)
    span = max(1, min(T, CHUNK // (3 * H * N)))
    s_n, work, s_z, s_r = vectors((4, span, N, H), dtype)
    dh, dr_h, work_2 = vectors((3, N, H), dtype)
    dh_across = dh.T
    R_n = in_order(p.R_n, order)
    dr_h_across = dr_h.T
    R_rz = in_order(p.R_rz, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        n_c, s_n_c, z_c, work_c = n[t0:t1], s_n[: t1 - t0], z[t0:t1], work[: t1 - t0]
        s_z_c, h_prev_c, r_c, s_r_c = s_z[: t1 - t0], h[t0:t1], r[t0:t1], s_r[: t1 - t0]
        # (10), (11) s_n = (1 - n ** 2) * (1 - z)
        multiply(n_c, n_c, s_n_c)
        subtract(1, s_n_c, s_n_c)
        subtract(1, z_c, work_c)
        multiply(s_n_c, work_c, s_n_c)
        # (13), (14) s_z = (1 - z) * z * (h_prev - n)
        subtract(1, z_c, s_z_c)
        subtract(h_prev_c, n_c, work_c)
        multiply(s_z_c, work_c, s_z_c)
        multiply(s_z_c, z_c, s_z_c)
        # (15), (16) s_r = (1 - r) * r * h_prev
        subtract(1, r_c, s_r_c)
        multiply(s_r_c, r_c, s_r_c)
        multiply(s_r_c, h_prev_c, s_r_c)
        steps = zip(
            dy[t0:t1][::-1], da_n[t0:t1].swapaxes(1, 2)[::-1], s_n_c.swapaxes(1, 2)[::-1],
            da_n[t0:t1][::-1], da_z[t0:t1].swapaxes(1, 2)[::-1], s_z_c.swapaxes(1, 2)[::-1],
            da_r[t0:t1].swapaxes(1, 2)[::-1], s_r_c.swapaxes(1, 2)[::-1], da_rz[t0:t1][::-1],
            r_c[::-1], z_c[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_n_across, s_n_across, da_n_t, da_z_across, s_z_across, da_r_across,
            s_r_across, da_rz_t, r_t, z_t,
        ) in steps:  # fmt: skip
            # (9) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (10), (11) da_n = dh * s_n
            multiply(dh_across, s_n_across, da_n_across)
            # (12) dr_h = da_n @ R_n
            product(da_n_t, R_n, dr_h)
            # (13), (14) da_z = dh * s_z
            multiply(dh_across, s_z_across, da_z_across)
            # (15), (16) da_r = dr_h * s_r
            multiply(dr_h_across, s_r_across, da_r_across)
            # (9) dh_next = da_rz @ R_rz + dr_h * r + dh * z
            product(da_rz_t, R_rz, dh_next)
            multiply(dr_h, r_t, work_2)
            add(dh_next, work_2, dh_next)
            multiply(dh, z_t, work_2)
            add(dh_next, work_2, dh_next)
    da_rows = da.reshape(T * N, 3 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (17)
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.W)  # (18), (21), (24)
    np.matmul(da_rows[:, : 2 * H].T, h[:-1].reshape(T * N, H), out=grads.R_rz)  # (19), (22)
    da_rows.sum(axis=0, out=grads.b)  # (20), (23), (26)
    np.matmul(da_rows[:, 2 * H :].T, r_h.reshape(T * N, H), out=grads.R_n)  # (25)
    dh0 = dh_next.copy()  # (9)
    return grads, State(h=dh0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    a_r = x @ p.W_r.T + state.h @ p.R_r.T + p.b_r  # (1)
    r = sigmoid(a_r)  # (2)
    a_z = x @ p.W_z.T + state.h @ p.R_z.T + p.b_z  # (3)
    z = sigmoid(a_z)  # (4)
    r_h = r * state.h  # (5)
    a_n = x @ p.W_n.T + r_h @ p.R_n.T + p.b_n  # (6)
    n = np.tanh(a_n)  # (7)
    h = z * state.h + (1 - z) * n  # (8)
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
