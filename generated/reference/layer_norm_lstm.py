"""LSTM that normalises what its gates see and what it reads from the cell.

Source: Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build layer_norm_lstm`; the numbers in the comments are those of the notes:

    (1)  u_i[t,n,j] = Σ_r R_i[j,r]·h[t-1,n,r]
    (2)  v_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k]
    (3)  u_f[t,n,j] = Σ_r R_f[j,r]·h[t-1,n,r]
    (4)  v_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k]
    (5)  u_g[t,n,j] = Σ_r R_g[j,r]·h[t-1,n,r]
    (6)  v_g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k]
    (7)  u_o[t,n,j] = Σ_r R_o[j,r]·h[t-1,n,r]
    (8)  v_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k]
    (9)  mu_u[t,n] = Σ_j u_i[t,n,j]/(4·H)
                   + Σ_j u_f[t,n,j]/(4·H)
                   + Σ_j u_g[t,n,j]/(4·H)
                   + Σ_j u_o[t,n,j]/(4·H)
    (10) a_s_u[t,n] = Σ_j (u_i[t,n,j] - mu_u[t,n])²/(4·H)
                    + Σ_j (u_f[t,n,j] - mu_u[t,n])²/(4·H)
                    + Σ_j (u_g[t,n,j] - mu_u[t,n])²/(4·H)
                    + Σ_j (u_o[t,n,j] - mu_u[t,n])²/(4·H)
                    + 1/100000
    (11) s_u[t,n] = sqrt(a_s_u[t,n])
    (12) u_i_hat[t,n,j] = (u_i[t,n,j] - mu_u[t,n])/s_u[t,n]
    (13) u_f_hat[t,n,j] = (u_f[t,n,j] - mu_u[t,n])/s_u[t,n]
    (14) u_g_hat[t,n,j] = (u_g[t,n,j] - mu_u[t,n])/s_u[t,n]
    (15) u_o_hat[t,n,j] = (u_o[t,n,j] - mu_u[t,n])/s_u[t,n]
    (16) mu_v[t,n] = Σ_j v_i[t,n,j]/(4·H)
                   + Σ_j v_f[t,n,j]/(4·H)
                   + Σ_j v_g[t,n,j]/(4·H)
                   + Σ_j v_o[t,n,j]/(4·H)
    (17) a_s_v[t,n] = Σ_j (v_i[t,n,j] - mu_v[t,n])²/(4·H)
                    + Σ_j (v_f[t,n,j] - mu_v[t,n])²/(4·H)
                    + Σ_j (v_g[t,n,j] - mu_v[t,n])²/(4·H)
                    + Σ_j (v_o[t,n,j] - mu_v[t,n])²/(4·H)
                    + 1/100000
    (18) s_v[t,n] = sqrt(a_s_v[t,n])
    (19) v_i_hat[t,n,j] = (v_i[t,n,j] - mu_v[t,n])/s_v[t,n]
    (20) v_f_hat[t,n,j] = (v_f[t,n,j] - mu_v[t,n])/s_v[t,n]
    (21) v_g_hat[t,n,j] = (v_g[t,n,j] - mu_v[t,n])/s_v[t,n]
    (22) v_o_hat[t,n,j] = (v_o[t,n,j] - mu_v[t,n])/s_v[t,n]
    (23) a_i[t,n,j] = alpha_u_i[j]·u_i_hat[t,n,j]
                    + beta_u_i[j]
                    + alpha_v_i[j]·v_i_hat[t,n,j]
                    + beta_v_i[j]
                    + b_i[j]
    (24) i[t,n,j] = sigmoid(a_i[t,n,j])
    (25) a_f[t,n,j] = alpha_u_f[j]·u_f_hat[t,n,j]
                    + beta_u_f[j]
                    + alpha_v_f[j]·v_f_hat[t,n,j]
                    + beta_v_f[j]
                    + b_f[j]
    (26) f[t,n,j] = sigmoid(a_f[t,n,j])
    (27) a_g[t,n,j] = alpha_u_g[j]·u_g_hat[t,n,j]
                    + beta_u_g[j]
                    + alpha_v_g[j]·v_g_hat[t,n,j]
                    + beta_v_g[j]
                    + b_g[j]
    (28) g[t,n,j] = tanh(a_g[t,n,j])
    (29) a_o[t,n,j] = alpha_u_o[j]·u_o_hat[t,n,j]
                    + beta_u_o[j]
                    + alpha_v_o[j]·v_o_hat[t,n,j]
                    + beta_v_o[j]
                    + b_o[j]
    (30) o[t,n,j] = sigmoid(a_o[t,n,j])
    (31) c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (32) mu_c[t,n] = Σ_j c[t,n,j]/H
    (33) a_s_c[t,n] = Σ_j (c[t,n,j] - mu_c[t,n])²/H + 1/100000
    (34) s_c[t,n] = sqrt(a_s_c[t,n])
    (35) c_hat[t,n,j] = (c[t,n,j] - mu_c[t,n])/s_c[t,n]
    (36) a_h[t,n,j] = alpha_c[j]·c_hat[t,n,j] + beta_c[j]
    (37) h[t,n,j] = o[t,n,j]·tanh(a_h[t,n,j])
    (38) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r du_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r du_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r du_g[t+1,n,r]·R_g[r,j]   if t < T
                   + Σ_r du_o[t+1,n,r]·R_o[r,j]   if t < T
    (39) da_h[t,n,j] = dh[t,n,j]·o[t,n,j]·(1 - tanh(a_h[t,n,j])²)
    (40) dc_hat[t,n,j] = da_h[t,n,j]·alpha_c[j]
    (41) ds_c[t,n] = -Σ_j dc_hat[t,n,j]·(c[t,n,j] - mu_c[t,n])/s_c[t,n]²
    (42) da_s_c[t,n] = ds_c[t,n]/(2·s_c[t,n])
    (43) dmu_c[t,n] = -Σ_j 2·da_s_c[t,n]·(c[t,n,j] - mu_c[t,n])/H - Σ_j dc_hat[t,n,j]/s_c[t,n]
    (44) dc[t,n,j] = dc_T[n,j]                                if t = T
                   + dmu_c[t,n]/H                             if t ≥ 1
                   + 2·da_s_c[t,n]·(c[t,n,j] - mu_c[t,n])/H   if t ≥ 1
                   + dc_hat[t,n,j]/s_c[t,n]                   if t ≥ 1
                   + dc[t+1,n,j]·f[t+1,n,j]                   if t < T
    (45) do[t,n,j] = dh[t,n,j]·tanh(a_h[t,n,j])
    (46) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (47) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (48) da_g[t,n,j] = dg[t,n,j]·(1 - g[t,n,j]²)
    (49) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (50) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (51) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (52) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (53) dv_o_hat[t,n,j] = da_o[t,n,j]·alpha_v_o[j]
    (54) dv_g_hat[t,n,j] = da_g[t,n,j]·alpha_v_g[j]
    (55) dv_f_hat[t,n,j] = da_f[t,n,j]·alpha_v_f[j]
    (56) dv_i_hat[t,n,j] = da_i[t,n,j]·alpha_v_i[j]
    (57) ds_v[t,n] = -Σ_j dv_i_hat[t,n,j]·(v_i[t,n,j] - mu_v[t,n])/s_v[t,n]²
                   - Σ_j dv_f_hat[t,n,j]·(v_f[t,n,j] - mu_v[t,n])/s_v[t,n]²
                   - Σ_j dv_g_hat[t,n,j]·(v_g[t,n,j] - mu_v[t,n])/s_v[t,n]²
                   - Σ_j dv_o_hat[t,n,j]·(v_o[t,n,j] - mu_v[t,n])/s_v[t,n]²
    (58) da_s_v[t,n] = ds_v[t,n]/(2·s_v[t,n])
    (59) dmu_v[t,n] = -Σ_j da_s_v[t,n]·(v_i[t,n,j] - mu_v[t,n])/(2·H)
                    - Σ_j da_s_v[t,n]·(v_f[t,n,j] - mu_v[t,n])/(2·H)
                    - Σ_j da_s_v[t,n]·(v_g[t,n,j] - mu_v[t,n])/(2·H)
                    - Σ_j da_s_v[t,n]·(v_o[t,n,j] - mu_v[t,n])/(2·H)
                    - Σ_j dv_i_hat[t,n,j]/s_v[t,n]
                    - Σ_j dv_f_hat[t,n,j]/s_v[t,n]
                    - Σ_j dv_g_hat[t,n,j]/s_v[t,n]
                    - Σ_j dv_o_hat[t,n,j]/s_v[t,n]
    (60) du_o_hat[t,n,j] = da_o[t,n,j]·alpha_u_o[j]
    (61) du_g_hat[t,n,j] = da_g[t,n,j]·alpha_u_g[j]
    (62) du_f_hat[t,n,j] = da_f[t,n,j]·alpha_u_f[j]
    (63) du_i_hat[t,n,j] = da_i[t,n,j]·alpha_u_i[j]
    (64) ds_u[t,n] = -Σ_j du_i_hat[t,n,j]·(u_i[t,n,j] - mu_u[t,n])/s_u[t,n]²
                   - Σ_j du_f_hat[t,n,j]·(u_f[t,n,j] - mu_u[t,n])/s_u[t,n]²
                   - Σ_j du_g_hat[t,n,j]·(u_g[t,n,j] - mu_u[t,n])/s_u[t,n]²
                   - Σ_j du_o_hat[t,n,j]·(u_o[t,n,j] - mu_u[t,n])/s_u[t,n]²
    (65) da_s_u[t,n] = ds_u[t,n]/(2·s_u[t,n])
    (66) dmu_u[t,n] = -Σ_j da_s_u[t,n]·(u_i[t,n,j] - mu_u[t,n])/(2·H)
                    - Σ_j da_s_u[t,n]·(u_f[t,n,j] - mu_u[t,n])/(2·H)
                    - Σ_j da_s_u[t,n]·(u_g[t,n,j] - mu_u[t,n])/(2·H)
                    - Σ_j da_s_u[t,n]·(u_o[t,n,j] - mu_u[t,n])/(2·H)
                    - Σ_j du_i_hat[t,n,j]/s_u[t,n]
                    - Σ_j du_f_hat[t,n,j]/s_u[t,n]
                    - Σ_j du_g_hat[t,n,j]/s_u[t,n]
                    - Σ_j du_o_hat[t,n,j]/s_u[t,n]
    (67) dv_o[t,n,j] = dmu_v[t,n]/(4·H)
                     + da_s_v[t,n]·(v_o[t,n,j] - mu_v[t,n])/(2·H)
                     + dv_o_hat[t,n,j]/s_v[t,n]
    (68) du_o[t,n,j] = dmu_u[t,n]/(4·H)
                     + da_s_u[t,n]·(u_o[t,n,j] - mu_u[t,n])/(2·H)
                     + du_o_hat[t,n,j]/s_u[t,n]
    (69) dv_g[t,n,j] = dmu_v[t,n]/(4·H)
                     + da_s_v[t,n]·(v_g[t,n,j] - mu_v[t,n])/(2·H)
                     + dv_g_hat[t,n,j]/s_v[t,n]
    (70) du_g[t,n,j] = dmu_u[t,n]/(4·H)
                     + da_s_u[t,n]·(u_g[t,n,j] - mu_u[t,n])/(2·H)
                     + du_g_hat[t,n,j]/s_u[t,n]
    (71) dv_f[t,n,j] = dmu_v[t,n]/(4·H)
                     + da_s_v[t,n]·(v_f[t,n,j] - mu_v[t,n])/(2·H)
                     + dv_f_hat[t,n,j]/s_v[t,n]
    (72) du_f[t,n,j] = dmu_u[t,n]/(4·H)
                     + da_s_u[t,n]·(u_f[t,n,j] - mu_u[t,n])/(2·H)
                     + du_f_hat[t,n,j]/s_u[t,n]
    (73) dv_i[t,n,j] = dmu_v[t,n]/(4·H)
                     + da_s_v[t,n]·(v_i[t,n,j] - mu_v[t,n])/(2·H)
                     + dv_i_hat[t,n,j]/s_v[t,n]
    (74) du_i[t,n,j] = dmu_u[t,n]/(4·H)
                     + da_s_u[t,n]·(u_i[t,n,j] - mu_u[t,n])/(2·H)
                     + du_i_hat[t,n,j]/s_u[t,n]
    (75) dx[t,n,k] = Σ_j dv_i[t,n,j]·W_i[j,k]
                   + Σ_j dv_f[t,n,j]·W_f[j,k]
                   + Σ_j dv_g[t,n,j]·W_g[j,k]
                   + Σ_j dv_o[t,n,j]·W_o[j,k]
    (76) dR_i[j,r] = Σ_{t,n} du_i[t,n,j]·h[t-1,n,r]
    (77) dW_i[j,k] = Σ_{t,n} dv_i[t,n,j]·x[t,n,k]
    (78) dR_f[j,r] = Σ_{t,n} du_f[t,n,j]·h[t-1,n,r]
    (79) dW_f[j,k] = Σ_{t,n} dv_f[t,n,j]·x[t,n,k]
    (80) dR_g[j,r] = Σ_{t,n} du_g[t,n,j]·h[t-1,n,r]
    (81) dW_g[j,k] = Σ_{t,n} dv_g[t,n,j]·x[t,n,k]
    (82) dR_o[j,r] = Σ_{t,n} du_o[t,n,j]·h[t-1,n,r]
    (83) dW_o[j,k] = Σ_{t,n} dv_o[t,n,j]·x[t,n,k]
    (84) dalpha_u_i[j] = Σ_{t,n} da_i[t,n,j]·u_i_hat[t,n,j]
    (85) dbeta_u_i[j] = Σ_{t,n} da_i[t,n,j]
    (86) dalpha_u_f[j] = Σ_{t,n} da_f[t,n,j]·u_f_hat[t,n,j]
    (87) dbeta_u_f[j] = Σ_{t,n} da_f[t,n,j]
    (88) dalpha_u_g[j] = Σ_{t,n} da_g[t,n,j]·u_g_hat[t,n,j]
    (89) dbeta_u_g[j] = Σ_{t,n} da_g[t,n,j]
    (90) dalpha_u_o[j] = Σ_{t,n} da_o[t,n,j]·u_o_hat[t,n,j]
    (91) dbeta_u_o[j] = Σ_{t,n} da_o[t,n,j]
    (92) dalpha_v_i[j] = Σ_{t,n} da_i[t,n,j]·v_i_hat[t,n,j]
    (93) dbeta_v_i[j] = Σ_{t,n} da_i[t,n,j]
    (94) dalpha_v_f[j] = Σ_{t,n} da_f[t,n,j]·v_f_hat[t,n,j]
    (95) dbeta_v_f[j] = Σ_{t,n} da_f[t,n,j]
    (96) dalpha_v_g[j] = Σ_{t,n} da_g[t,n,j]·v_g_hat[t,n,j]
    (97) dbeta_v_g[j] = Σ_{t,n} da_g[t,n,j]
    (98) dalpha_v_o[j] = Σ_{t,n} da_o[t,n,j]·v_o_hat[t,n,j]
    (99) dbeta_v_o[j] = Σ_{t,n} da_o[t,n,j]
    (100)db_i[j] = Σ_{t,n} da_i[t,n,j]
    (101)db_f[j] = Σ_{t,n} da_f[t,n,j]
    (102)db_g[j] = Σ_{t,n} da_g[t,n,j]
    (103)db_o[j] = Σ_{t,n} da_o[t,n,j]
    (104)dalpha_c[j] = Σ_{t,n} da_h[t,n,j]·c_hat[t,n,j]
    (105)dbeta_c[j] = Σ_{t,n} da_h[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid

SIGNATURE = Signature(
    name="layer_norm_lstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "R_i": ("H", "H"),
        "W_i": ("H", "M"),
        "R_f": ("H", "H"),
        "W_f": ("H", "M"),
        "R_g": ("H", "H"),
        "W_g": ("H", "M"),
        "R_o": ("H", "H"),
        "W_o": ("H", "M"),
        "alpha_u_i": ("H",),
        "beta_u_i": ("H",),
        "alpha_u_f": ("H",),
        "beta_u_f": ("H",),
        "alpha_u_g": ("H",),
        "beta_u_g": ("H",),
        "alpha_u_o": ("H",),
        "beta_u_o": ("H",),
        "alpha_v_i": ("H",),
        "beta_v_i": ("H",),
        "alpha_v_f": ("H",),
        "beta_v_f": ("H",),
        "alpha_v_g": ("H",),
        "beta_v_g": ("H",),
        "alpha_v_o": ("H",),
        "beta_v_o": ("H",),
        "b_i": ("H",),
        "b_f": ("H",),
        "b_g": ("H",),
        "b_o": ("H",),
        "alpha_c": ("H",),
        "beta_c": ("H",),
    },
    inputs={"x": ("T", "N", "M")},
    output=("T", "N", "H"),
    states={"h": ("N", "H"), "c": ("N", "H")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE
    M: int
    H: int
    R_i: Array  # (H, H)
    W_i: Array  # (H, M)
    R_f: Array  # (H, H)
    W_f: Array  # (H, M)
    R_g: Array  # (H, H)
    W_g: Array  # (H, M)
    R_o: Array  # (H, H)
    W_o: Array  # (H, M)
    alpha_u_i: Array  # (H,)
    beta_u_i: Array  # (H,)
    alpha_u_f: Array  # (H,)
    beta_u_f: Array  # (H,)
    alpha_u_g: Array  # (H,)
    beta_u_g: Array  # (H,)
    alpha_u_o: Array  # (H,)
    beta_u_o: Array  # (H,)
    alpha_v_i: Array  # (H,)
    beta_v_i: Array  # (H,)
    alpha_v_f: Array  # (H,)
    beta_v_f: Array  # (H,)
    alpha_v_g: Array  # (H,)
    beta_v_g: Array  # (H,)
    alpha_v_o: Array  # (H,)
    beta_v_o: Array  # (H,)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_g: Array  # (H,)
    b_o: Array  # (H,)
    alpha_c: Array  # (H,)
    beta_c: Array  # (H,)


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)


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
    x = from_one(x)
    u_i = np.zeros((T + 1, N, H), dtype)
    v_i = np.zeros((T + 1, N, H), dtype)
    u_f = np.zeros((T + 1, N, H), dtype)
    v_f = np.zeros((T + 1, N, H), dtype)
    u_g = np.zeros((T + 1, N, H), dtype)
    v_g = np.zeros((T + 1, N, H), dtype)
    u_o = np.zeros((T + 1, N, H), dtype)
    v_o = np.zeros((T + 1, N, H), dtype)
    mu_u = np.zeros((T + 1, N), dtype)
    a_s_u = np.zeros((T + 1, N), dtype)
    s_u = np.zeros((T + 1, N), dtype)
    u_i_hat = np.zeros((T + 1, N, H), dtype)
    u_f_hat = np.zeros((T + 1, N, H), dtype)
    u_g_hat = np.zeros((T + 1, N, H), dtype)
    u_o_hat = np.zeros((T + 1, N, H), dtype)
    mu_v = np.zeros((T + 1, N), dtype)
    a_s_v = np.zeros((T + 1, N), dtype)
    s_v = np.zeros((T + 1, N), dtype)
    v_i_hat = np.zeros((T + 1, N, H), dtype)
    v_f_hat = np.zeros((T + 1, N, H), dtype)
    v_g_hat = np.zeros((T + 1, N, H), dtype)
    v_o_hat = np.zeros((T + 1, N, H), dtype)
    a_i = np.zeros((T + 1, N, H), dtype)
    i = np.zeros((T + 1, N, H), dtype)
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    a_g = np.zeros((T + 1, N, H), dtype)
    g = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    mu_c = np.zeros((T + 1, N), dtype)
    a_s_c = np.zeros((T + 1, N), dtype)
    s_c = np.zeros((T + 1, N), dtype)
    c_hat = np.zeros((T + 1, N, H), dtype)
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    c[0] = state0.c
    for t in range(1, T + 1):
        u_i[t] = h[t - 1] @ p.R_i.T  # (1)
        v_i[t] = x[t] @ p.W_i.T  # (2)
        u_f[t] = h[t - 1] @ p.R_f.T  # (3)
        v_f[t] = x[t] @ p.W_f.T  # (4)
        u_g[t] = h[t - 1] @ p.R_g.T  # (5)
        v_g[t] = x[t] @ p.W_g.T  # (6)
        u_o[t] = h[t - 1] @ p.R_o.T  # (7)
        v_o[t] = x[t] @ p.W_o.T  # (8)
        mu_u[t] = (
            u_i[t].sum(axis=1) / (4 * H)
            + u_f[t].sum(axis=1) / (4 * H)
            + u_g[t].sum(axis=1) / (4 * H)
            + u_o[t].sum(axis=1) / (4 * H)
        )  # (9)
        a_s_u[t] = (
            ((u_i[t] - mu_u[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((u_f[t] - mu_u[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((u_g[t] - mu_u[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((u_o[t] - mu_u[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + 1 / 100000
        )  # (10)
        s_u[t] = np.sqrt(a_s_u[t])  # (11)
        u_i_hat[t] = (u_i[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (12)
        u_f_hat[t] = (u_f[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (13)
        u_g_hat[t] = (u_g[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (14)
        u_o_hat[t] = (u_o[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (15)
        mu_v[t] = (
            v_i[t].sum(axis=1) / (4 * H)
            + v_f[t].sum(axis=1) / (4 * H)
            + v_g[t].sum(axis=1) / (4 * H)
            + v_o[t].sum(axis=1) / (4 * H)
        )  # (16)
        a_s_v[t] = (
            ((v_i[t] - mu_v[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((v_f[t] - mu_v[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((v_g[t] - mu_v[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + ((v_o[t] - mu_v[t][:, None]) ** 2).sum(axis=1) / (4 * H)
            + 1 / 100000
        )  # (17)
        s_v[t] = np.sqrt(a_s_v[t])  # (18)
        v_i_hat[t] = (v_i[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (19)
        v_f_hat[t] = (v_f[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (20)
        v_g_hat[t] = (v_g[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (21)
        v_o_hat[t] = (v_o[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (22)
        a_i[t] = (
            p.alpha_u_i * u_i_hat[t] + p.beta_u_i + p.alpha_v_i * v_i_hat[t] + p.beta_v_i + p.b_i
        )  # (23)
        i[t] = sigmoid(a_i[t])  # (24)
        a_f[t] = (
            p.alpha_u_f * u_f_hat[t] + p.beta_u_f + p.alpha_v_f * v_f_hat[t] + p.beta_v_f + p.b_f
        )  # (25)
        f[t] = sigmoid(a_f[t])  # (26)
        a_g[t] = (
            p.alpha_u_g * u_g_hat[t] + p.beta_u_g + p.alpha_v_g * v_g_hat[t] + p.beta_v_g + p.b_g
        )  # (27)
        g[t] = np.tanh(a_g[t])  # (28)
        a_o[t] = (
            p.alpha_u_o * u_o_hat[t] + p.beta_u_o + p.alpha_v_o * v_o_hat[t] + p.beta_v_o + p.b_o
        )  # (29)
        o[t] = sigmoid(a_o[t])  # (30)
        c[t] = f[t] * c[t - 1] + g[t] * i[t]  # (31)
        mu_c[t] = c[t].sum(axis=1) / H  # (32)
        a_s_c[t] = ((c[t] - mu_c[t][:, None]) ** 2).sum(axis=1) / H + 1 / 100000  # (33)
        s_c[t] = np.sqrt(a_s_c[t])  # (34)
        c_hat[t] = (c[t] - mu_c[t][:, None]) / s_c[t][:, None]  # (35)
        a_h[t] = p.alpha_c * c_hat[t] + p.beta_c  # (36)
        h[t] = o[t] * np.tanh(a_h[t])  # (37)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return (
        y,
        state,
        (
            x,
            u_i,
            v_i,
            u_f,
            v_f,
            u_g,
            v_g,
            u_o,
            v_o,
            mu_u,
            s_u,
            u_i_hat,
            u_f_hat,
            u_g_hat,
            u_o_hat,
            mu_v,
            s_v,
            v_i_hat,
            v_f_hat,
            v_g_hat,
            v_o_hat,
            i,
            f,
            g,
            o,
            c,
            mu_c,
            s_c,
            c_hat,
            a_h,
            h,
        ),
    )


def _back(
    p: Params,
    T: int,
    N: int,
    dtype: Any,
    arrays: tuple[Array, ...],
    dy: Array,
    dstate: State,
    into_x: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (
        x,
        u_i,
        v_i,
        u_f,
        v_f,
        u_g,
        v_g,
        u_o,
        v_o,
        mu_u,
        s_u,
        u_i_hat,
        u_f_hat,
        u_g_hat,
        u_o_hat,
        mu_v,
        s_v,
        v_i_hat,
        v_f_hat,
        v_g_hat,
        v_o_hat,
        i,
        f,
        g,
        o,
        c,
        mu_c,
        s_c,
        c_hat,
        a_h,
        h,
    ) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dc_hat = np.zeros((T + 1, N, H), dtype)
    ds_c = np.zeros((T + 1, N), dtype)
    da_s_c = np.zeros((T + 1, N), dtype)
    dmu_c = np.zeros((T + 1, N), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dg = np.zeros((T + 1, N, H), dtype)
    da_g = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    di = np.zeros((T + 1, N, H), dtype)
    da_i = np.zeros((T + 1, N, H), dtype)
    dv_o_hat = np.zeros((T + 1, N, H), dtype)
    dv_g_hat = np.zeros((T + 1, N, H), dtype)
    dv_f_hat = np.zeros((T + 1, N, H), dtype)
    dv_i_hat = np.zeros((T + 1, N, H), dtype)
    ds_v = np.zeros((T + 1, N), dtype)
    da_s_v = np.zeros((T + 1, N), dtype)
    dmu_v = np.zeros((T + 1, N), dtype)
    du_o_hat = np.zeros((T + 1, N, H), dtype)
    du_g_hat = np.zeros((T + 1, N, H), dtype)
    du_f_hat = np.zeros((T + 1, N, H), dtype)
    du_i_hat = np.zeros((T + 1, N, H), dtype)
    ds_u = np.zeros((T + 1, N), dtype)
    da_s_u = np.zeros((T + 1, N), dtype)
    dmu_u = np.zeros((T + 1, N), dtype)
    dv_o = np.zeros((T + 1, N, H), dtype)
    du_o = np.zeros((T + 1, N, H), dtype)
    dv_g = np.zeros((T + 1, N, H), dtype)
    du_g = np.zeros((T + 1, N, H), dtype)
    dv_f = np.zeros((T + 1, N, H), dtype)
    du_f = np.zeros((T + 1, N, H), dtype)
    dv_i = np.zeros((T + 1, N, H), dtype)
    du_i = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (38)
        if t == T:
            dh[t] += dstate.h  # (38)
        if t < T:
            dh[t] += (
                du_i[t + 1] @ p.R_i
                + du_f[t + 1] @ p.R_f
                + du_g[t + 1] @ p.R_g
                + du_o[t + 1] @ p.R_o
            )  # (38)
        da_h[t] = dh[t] * (1 - np.tanh(a_h[t]) ** 2) * o[t]  # (39)
        dc_hat[t] = da_h[t] * p.alpha_c  # (40)
        ds_c[t] = -1 / s_c[t] ** 2 * (dc_hat[t] * (c[t] - mu_c[t][:, None])).sum(axis=1)  # (41)
        da_s_c[t] = 1 / 2 * ds_c[t] / s_c[t]  # (42)
        dmu_c[t] = -2 / H * da_s_c[t] * (c[t] - mu_c[t][:, None]).sum(axis=1) - 1 / s_c[t] * dc_hat[
            t
        ].sum(axis=1)  # (43)
        dc[t] = (
            dmu_c[t][:, None] / H
            + 2 / H * da_s_c[t][:, None] * (c[t] - mu_c[t][:, None])
            + dc_hat[t] / s_c[t][:, None]
        )  # (44)
        if t == T:
            dc[t] += dstate.c  # (44)
        if t < T:
            dc[t] += dc[t + 1] * f[t + 1]  # (44)
        do[t] = dh[t] * np.tanh(a_h[t])  # (45)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (46)
        dg[t] = dc[t] * i[t]  # (47)
        da_g[t] = dg[t] * (1 - g[t] ** 2)  # (48)
        df[t] = dc[t] * c[t - 1]  # (49)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (50)
        di[t] = dc[t] * g[t]  # (51)
        da_i[t] = di[t] * (1 - i[t]) * i[t]  # (52)
        dv_o_hat[t] = da_o[t] * p.alpha_v_o  # (53)
        dv_g_hat[t] = da_g[t] * p.alpha_v_g  # (54)
        dv_f_hat[t] = da_f[t] * p.alpha_v_f  # (55)
        dv_i_hat[t] = da_i[t] * p.alpha_v_i  # (56)
        ds_v[t] = (
            -1 / s_v[t] ** 2 * (dv_i_hat[t] * (v_i[t] - mu_v[t][:, None])).sum(axis=1)
            - 1 / s_v[t] ** 2 * (dv_f_hat[t] * (v_f[t] - mu_v[t][:, None])).sum(axis=1)
            - 1 / s_v[t] ** 2 * (dv_g_hat[t] * (v_g[t] - mu_v[t][:, None])).sum(axis=1)
            - 1 / s_v[t] ** 2 * (dv_o_hat[t] * (v_o[t] - mu_v[t][:, None])).sum(axis=1)
        )  # (57)
        da_s_v[t] = 1 / 2 * ds_v[t] / s_v[t]  # (58)
        dmu_v[t] = (
            -da_s_v[t] * (v_i[t] - mu_v[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_v[t] * (v_f[t] - mu_v[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_v[t] * (v_g[t] - mu_v[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_v[t] * (v_o[t] - mu_v[t][:, None]).sum(axis=1) / (2 * H)
            - 1 / s_v[t] * dv_i_hat[t].sum(axis=1)
            - 1 / s_v[t] * dv_f_hat[t].sum(axis=1)
            - 1 / s_v[t] * dv_g_hat[t].sum(axis=1)
            - 1 / s_v[t] * dv_o_hat[t].sum(axis=1)
        )  # (59)
        du_o_hat[t] = da_o[t] * p.alpha_u_o  # (60)
        du_g_hat[t] = da_g[t] * p.alpha_u_g  # (61)
        du_f_hat[t] = da_f[t] * p.alpha_u_f  # (62)
        du_i_hat[t] = da_i[t] * p.alpha_u_i  # (63)
        ds_u[t] = (
            -1 / s_u[t] ** 2 * (du_i_hat[t] * (u_i[t] - mu_u[t][:, None])).sum(axis=1)
            - 1 / s_u[t] ** 2 * (du_f_hat[t] * (u_f[t] - mu_u[t][:, None])).sum(axis=1)
            - 1 / s_u[t] ** 2 * (du_g_hat[t] * (u_g[t] - mu_u[t][:, None])).sum(axis=1)
            - 1 / s_u[t] ** 2 * (du_o_hat[t] * (u_o[t] - mu_u[t][:, None])).sum(axis=1)
        )  # (64)
        da_s_u[t] = 1 / 2 * ds_u[t] / s_u[t]  # (65)
        dmu_u[t] = (
            -da_s_u[t] * (u_i[t] - mu_u[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_u[t] * (u_f[t] - mu_u[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_u[t] * (u_g[t] - mu_u[t][:, None]).sum(axis=1) / (2 * H)
            - da_s_u[t] * (u_o[t] - mu_u[t][:, None]).sum(axis=1) / (2 * H)
            - 1 / s_u[t] * du_i_hat[t].sum(axis=1)
            - 1 / s_u[t] * du_f_hat[t].sum(axis=1)
            - 1 / s_u[t] * du_g_hat[t].sum(axis=1)
            - 1 / s_u[t] * du_o_hat[t].sum(axis=1)
        )  # (66)
        dv_o[t] = (
            dmu_v[t][:, None] / (4 * H)
            + da_s_v[t][:, None] * (v_o[t] - mu_v[t][:, None]) / (2 * H)
            + dv_o_hat[t] / s_v[t][:, None]
        )  # (67)
        du_o[t] = (
            dmu_u[t][:, None] / (4 * H)
            + da_s_u[t][:, None] * (u_o[t] - mu_u[t][:, None]) / (2 * H)
            + du_o_hat[t] / s_u[t][:, None]
        )  # (68)
        dv_g[t] = (
            dmu_v[t][:, None] / (4 * H)
            + da_s_v[t][:, None] * (v_g[t] - mu_v[t][:, None]) / (2 * H)
            + dv_g_hat[t] / s_v[t][:, None]
        )  # (69)
        du_g[t] = (
            dmu_u[t][:, None] / (4 * H)
            + da_s_u[t][:, None] * (u_g[t] - mu_u[t][:, None]) / (2 * H)
            + du_g_hat[t] / s_u[t][:, None]
        )  # (70)
        dv_f[t] = (
            dmu_v[t][:, None] / (4 * H)
            + da_s_v[t][:, None] * (v_f[t] - mu_v[t][:, None]) / (2 * H)
            + dv_f_hat[t] / s_v[t][:, None]
        )  # (71)
        du_f[t] = (
            dmu_u[t][:, None] / (4 * H)
            + da_s_u[t][:, None] * (u_f[t] - mu_u[t][:, None]) / (2 * H)
            + du_f_hat[t] / s_u[t][:, None]
        )  # (72)
        dv_i[t] = (
            dmu_v[t][:, None] / (4 * H)
            + da_s_v[t][:, None] * (v_i[t] - mu_v[t][:, None]) / (2 * H)
            + dv_i_hat[t] / s_v[t][:, None]
        )  # (73)
        du_i[t] = (
            dmu_u[t][:, None] / (4 * H)
            + da_s_u[t][:, None] * (u_i[t] - mu_u[t][:, None]) / (2 * H)
            + du_i_hat[t] / s_u[t][:, None]
        )  # (74)
        dx[t] = dv_i[t] @ p.W_i + dv_f[t] @ p.W_f + dv_g[t] @ p.W_g + dv_o[t] @ p.W_o  # (75)
        grads.R_i += du_i[t].T @ h[t - 1]  # (76)
        grads.W_i += dv_i[t].T @ x[t]  # (77)
        grads.R_f += du_f[t].T @ h[t - 1]  # (78)
        grads.W_f += dv_f[t].T @ x[t]  # (79)
        grads.R_g += du_g[t].T @ h[t - 1]  # (80)
        grads.W_g += dv_g[t].T @ x[t]  # (81)
        grads.R_o += du_o[t].T @ h[t - 1]  # (82)
        grads.W_o += dv_o[t].T @ x[t]  # (83)
        grads.alpha_u_i += (da_i[t] * u_i_hat[t]).sum(axis=0)  # (84)
        grads.beta_u_i += da_i[t].sum(axis=0)  # (85)
        grads.alpha_u_f += (da_f[t] * u_f_hat[t]).sum(axis=0)  # (86)
        grads.beta_u_f += da_f[t].sum(axis=0)  # (87)
        grads.alpha_u_g += (da_g[t] * u_g_hat[t]).sum(axis=0)  # (88)
        grads.beta_u_g += da_g[t].sum(axis=0)  # (89)
        grads.alpha_u_o += (da_o[t] * u_o_hat[t]).sum(axis=0)  # (90)
        grads.beta_u_o += da_o[t].sum(axis=0)  # (91)
        grads.alpha_v_i += (da_i[t] * v_i_hat[t]).sum(axis=0)  # (92)
        grads.beta_v_i += da_i[t].sum(axis=0)  # (93)
        grads.alpha_v_f += (da_f[t] * v_f_hat[t]).sum(axis=0)  # (94)
        grads.beta_v_f += da_f[t].sum(axis=0)  # (95)
        grads.alpha_v_g += (da_g[t] * v_g_hat[t]).sum(axis=0)  # (96)
        grads.beta_v_g += da_g[t].sum(axis=0)  # (97)
        grads.alpha_v_o += (da_o[t] * v_o_hat[t]).sum(axis=0)  # (98)
        grads.beta_v_o += da_o[t].sum(axis=0)  # (99)
        grads.b_i += da_i[t].sum(axis=0)  # (100)
        grads.b_f += da_f[t].sum(axis=0)  # (101)
        grads.b_g += da_g[t].sum(axis=0)  # (102)
        grads.b_o += da_o[t].sum(axis=0)  # (103)
        grads.alpha_c += (da_h[t] * c_hat[t]).sum(axis=0)  # (104)
        grads.beta_c += da_h[t].sum(axis=0)  # (105)
    dh0 = du_i[1] @ p.R_i + du_f[1] @ p.R_f + du_g[1] @ p.R_g + du_o[1] @ p.R_o  # (38)
    dc0 = dc[1] * f[1]  # (44)
    into_x[...] = dx[1:]
    return grads, State(h=dh0, c=dc0)


def _advance(p: Params, N: int, dtype: Any, x: Array, state: State) -> tuple[Array, State]:
    M, H = p.sizes
    u_i = state.h @ p.R_i.T  # (1)
    v_i = x @ p.W_i.T  # (2)
    u_f = state.h @ p.R_f.T  # (3)
    v_f = x @ p.W_f.T  # (4)
    u_g = state.h @ p.R_g.T  # (5)
    v_g = x @ p.W_g.T  # (6)
    u_o = state.h @ p.R_o.T  # (7)
    v_o = x @ p.W_o.T  # (8)
    mu_u = (
        u_i.sum(axis=1) / (4 * H)
        + u_f.sum(axis=1) / (4 * H)
        + u_g.sum(axis=1) / (4 * H)
        + u_o.sum(axis=1) / (4 * H)
    )  # (9)
    a_s_u = (
        ((u_i - mu_u[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((u_f - mu_u[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((u_g - mu_u[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((u_o - mu_u[:, None]) ** 2).sum(axis=1) / (4 * H)
        + 1 / 100000
    )  # (10)
    s_u = np.sqrt(a_s_u)  # (11)
    u_i_hat = (u_i - mu_u[:, None]) / s_u[:, None]  # (12)
    u_f_hat = (u_f - mu_u[:, None]) / s_u[:, None]  # (13)
    u_g_hat = (u_g - mu_u[:, None]) / s_u[:, None]  # (14)
    u_o_hat = (u_o - mu_u[:, None]) / s_u[:, None]  # (15)
    mu_v = (
        v_i.sum(axis=1) / (4 * H)
        + v_f.sum(axis=1) / (4 * H)
        + v_g.sum(axis=1) / (4 * H)
        + v_o.sum(axis=1) / (4 * H)
    )  # (16)
    a_s_v = (
        ((v_i - mu_v[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((v_f - mu_v[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((v_g - mu_v[:, None]) ** 2).sum(axis=1) / (4 * H)
        + ((v_o - mu_v[:, None]) ** 2).sum(axis=1) / (4 * H)
        + 1 / 100000
    )  # (17)
    s_v = np.sqrt(a_s_v)  # (18)
    v_i_hat = (v_i - mu_v[:, None]) / s_v[:, None]  # (19)
    v_f_hat = (v_f - mu_v[:, None]) / s_v[:, None]  # (20)
    v_g_hat = (v_g - mu_v[:, None]) / s_v[:, None]  # (21)
    v_o_hat = (v_o - mu_v[:, None]) / s_v[:, None]  # (22)
    a_i = p.alpha_u_i * u_i_hat + p.beta_u_i + p.alpha_v_i * v_i_hat + p.beta_v_i + p.b_i  # (23)
    i = sigmoid(a_i)  # (24)
    a_f = p.alpha_u_f * u_f_hat + p.beta_u_f + p.alpha_v_f * v_f_hat + p.beta_v_f + p.b_f  # (25)
    f = sigmoid(a_f)  # (26)
    a_g = p.alpha_u_g * u_g_hat + p.beta_u_g + p.alpha_v_g * v_g_hat + p.beta_v_g + p.b_g  # (27)
    g = np.tanh(a_g)  # (28)
    a_o = p.alpha_u_o * u_o_hat + p.beta_u_o + p.alpha_v_o * v_o_hat + p.beta_v_o + p.b_o  # (29)
    o = sigmoid(a_o)  # (30)
    c = f * state.c + g * i  # (31)
    mu_c = c.sum(axis=1) / H  # (32)
    a_s_c = ((c - mu_c[:, None]) ** 2).sum(axis=1) / H + 1 / 100000  # (33)
    s_c = np.sqrt(a_s_c)  # (34)
    c_hat = (c - mu_c[:, None]) / s_c[:, None]  # (35)
    a_h = p.alpha_c * c_hat + p.beta_c  # (36)
    h = o * np.tanh(a_h)  # (37)
    return h, State(h=h, c=c)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
