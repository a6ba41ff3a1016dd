"""LSTM that normalises what its gates see and what it reads from the cell.

Source: Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
Side by side, since their products share an operand, or since they stand beside such: W is W_i,
W_f, W_g, W_o; R is R_i, R_f, R_g, R_o.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled
copies of parameters, so that the argument of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1), (3), (5), (7), (9), (11)-(15),
(23)-(32), (34)-(52), (60)-(66), (68), (70), (72), (74).
In loops, except for the terms that nothing in the loop feeds: (10), (33).
For all steps at once, since they lie on no such cycle: (2), (4), (6), (8), (16)-(22), (53)-(59),
(67), (69), (71), (73), (75)-(105).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (39), (42),
(44)-(52), (65), (68), (70), (72), (74).

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
from numpy import add, divide, multiply, negative, sqrt, subtract, tanh

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
    for_each,
    in_order,
    padded_rows,
    project,
    sigmoid,
    step_layout,
    vectors,
)

SIGNATURE = Signature(
    name="layer_norm_lstm",
    sizes={"M": "input_size", "H": "hidden_size"},
    parameters={
        "R_i": ("H", "H"),
        "R_f": ("H", "H"),
        "R_g": ("H", "H"),
        "R_o": ("H", "H"),
        "W_i": ("H", "M"),
        "W_f": ("H", "M"),
        "W_g": ("H", "M"),
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
    stacks={"W": ("W_i", "W_f", "W_g", "W_o"), "R": ("R_i", "R_f", "R_g", "R_o")},
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``; stacked matrices: W, R."""

    signature = SIGNATURE
    M: int
    H: int
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_g: Array  # (H, H)
    R_o: Array  # (H, H)
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_g: Array  # (H, M)
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
    order, product = step_layout(N, dtype)
    v = vectors((T, N, 4 * H), dtype)
    mu_v = empty((T, N), dtype)
    s_v = empty((T, N), dtype)
    v_i_hat = vectors((T, N, H), dtype)
    v_f_hat = vectors((T, N, H), dtype)
    v_g_hat = vectors((T, N, H), dtype)
    v_o_hat = vectors((T, N, H), dtype)
    s_u = empty((T, N), dtype)
    s_c = empty((T, N), dtype)
    u = vectors((T, N, 4 * H), dtype)
    mu_u = empty((T, N), dtype)
    u_i_hat = vectors((T, N, H), dtype)
    u_f_hat = vectors((T, N, H), dtype)
    u_g_hat = vectors((T, N, H), dtype)
    u_o_hat = vectors((T, N, H), dtype)
    i = vectors((T, N, H), dtype)
    f = vectors((T, N, H), dtype)
    g = vectors((T, N, H), dtype)
    o = vectors((T, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    mu_c = empty((T, N), dtype)
    c_hat = vectors((T, N, H), dtype)
    tanh_a_h = vectors((T, N, H), dtype)
    h = padded_rows((T + 1, N, H), dtype)
    u_f = u[..., H : 2 * H]
    u_g = u[..., 2 * H : 3 * H]
    u_i = u[..., :H]
    u_o = u[..., 3 * H :]
    v_f = v[..., H : 2 * H]
    v_g = v[..., 2 * H : 3 * H]
    v_i = v[..., :H]
    v_o = v[..., 3 * H :]
    h[0] = state0.h
    c[0] = state0.c
    scaled_alpha_u_i = p.alpha_u_i * 0.5
    scaled_beta_u_i = p.beta_u_i * 0.5
    scaled_alpha_v_i = p.alpha_v_i * 0.5
    scaled_beta_v_i = p.beta_v_i * 0.5
    scaled_b_i = p.b_i * 0.5
    scaled_alpha_u_f = p.alpha_u_f * 0.5
    scaled_beta_u_f = p.beta_u_f * 0.5
    scaled_alpha_v_f = p.alpha_v_f * 0.5
    scaled_beta_v_f = p.beta_v_f * 0.5
    scaled_b_f = p.b_f * 0.5
    scaled_alpha_u_o = p.alpha_u_o * 0.5
    scaled_beta_u_o = p.beta_u_o * 0.5
    scaled_alpha_v_o = p.alpha_v_o * 0.5
    scaled_beta_v_o = p.beta_v_o * 0.5
    scaled_b_o = p.b_o * 0.5
    project(x, p.W.T, v)  # (2), (4), (6), (8)
    # (16) mu_v = v.sum(axis=1) / (4 * H)
    v.sum(axis=2, out=mu_v)
    divide(mu_v, 4 * H, mu_v)
    work = vectors((T, N, 4 * H), dtype)
    # (17) a_s_v = ((v - mu_v[:, None]) ** 2).sum(axis=1) / (4 * H) + 1 / 100000
    subtract(v, mu_v[:, :, None], work)
    multiply(work, work, work)
    work.sum(axis=2, out=s_v)
    divide(s_v, 4 * H, s_v)
    add(s_v, 1 / 100000, s_v)
    sqrt(s_v, s_v)  # (18)
    # (19) v_i_hat = (v_i - mu_v[:, None]) / s_v[:, None]
    subtract(v_i, mu_v[:, :, None], v_i_hat)
    divide(v_i_hat, s_v[:, :, None], v_i_hat)
    # (20) v_f_hat = (v_f - mu_v[:, None]) / s_v[:, None]
    subtract(v_f, mu_v[:, :, None], v_f_hat)
    divide(v_f_hat, s_v[:, :, None], v_f_hat)
    # (21) v_g_hat = (v_g - mu_v[:, None]) / s_v[:, None]
    subtract(v_g, mu_v[:, :, None], v_g_hat)
    divide(v_g_hat, s_v[:, :, None], v_g_hat)
    # (22) v_o_hat = (v_o - mu_v[:, None]) / s_v[:, None]
    subtract(v_o, mu_v[:, :, None], v_o_hat)
    divide(v_o_hat, s_v[:, :, None], v_o_hat)
    s_u[...] = 1 / 100000  # (10)
    s_c[...] = 1 / 100000  # (33)
    work_ = vectors((N, 4 * H), dtype)
    work_2 = empty((N,), dtype)
    work_3 = vectors((N, H), dtype)
    R_T = in_order(p.R.T, order)
    scaled_alpha_u_i_ = for_each(scaled_alpha_u_i, N)
    scaled_alpha_v_i_ = for_each(scaled_alpha_v_i, N)
    scaled_beta_u_i_ = for_each(scaled_beta_u_i, N)
    scaled_beta_v_i_ = for_each(scaled_beta_v_i, N)
    scaled_b_i_ = for_each(scaled_b_i, N)
    half = constant(1 / 2, (N, H), dtype)
    scaled_alpha_u_f_ = for_each(scaled_alpha_u_f, N)
    scaled_alpha_v_f_ = for_each(scaled_alpha_v_f, N)
    scaled_beta_u_f_ = for_each(scaled_beta_u_f, N)
    scaled_beta_v_f_ = for_each(scaled_beta_v_f, N)
    scaled_b_f_ = for_each(scaled_b_f, N)
    alpha_u_g = for_each(p.alpha_u_g, N)
    alpha_v_g = for_each(p.alpha_v_g, N)
    beta_u_g = for_each(p.beta_u_g, N)
    beta_v_g = for_each(p.beta_v_g, N)
    b_g = for_each(p.b_g, N)
    scaled_alpha_u_o_ = for_each(scaled_alpha_u_o, N)
    scaled_alpha_v_o_ = for_each(scaled_alpha_v_o, N)
    scaled_beta_u_o_ = for_each(scaled_beta_u_o, N)
    scaled_beta_v_o_ = for_each(scaled_beta_v_o, N)
    scaled_b_o_ = for_each(scaled_b_o, N)
    alpha_c = for_each(p.alpha_c, N)
    beta_c = for_each(p.beta_c, N)
    steps = zip(
        u, h[:-1], mu_u, s_u, u_i_hat, u_i, u_f_hat, u_f, u_g_hat, u_g, u_o_hat, u_o, i,
        v_i_hat, f, v_f_hat, g, v_g_hat, o, v_o_hat, c[1:], c[:-1], mu_c, s_c, c_hat,
        tanh_a_h, h[1:].swapaxes(1, 2), o.swapaxes(1, 2), tanh_a_h.swapaxes(1, 2),
        strict=True,
    )  # fmt: skip
    for (
        u_t, h_prev, mu_u_t, s_u_t, u_i_hat_t, u_i_t, u_f_hat_t, u_f_t, u_g_hat_t, u_g_t,
        u_o_hat_t, u_o_t, i_t, v_i_hat_t, f_t, v_f_hat_t, g_t, v_g_hat_t, o_t, v_o_hat_t,
        c_t, c_prev, mu_c_t, s_c_t, c_hat_t, tanh_a_h_t, h_across, o_across,
        tanh_a_h_across,
    ) in steps:  # fmt: skip
        # (1), (3), (5), (7) u = h_prev @ R.T
        product(h_prev, R_T, u_t)
        # (9) mu_u = u.sum(axis=1) / (4 * H)
        u_t.sum(axis=1, out=mu_u_t)
        divide(mu_u_t, 4 * H, mu_u_t)
        # (10) a_s_u += ((u - mu_u[:, None]) ** 2).sum(axis=1) / (4 * H)
        subtract(u_t, mu_u_t[:, None], work_)
        multiply(work_, work_, work_)
        work_.sum(axis=1, out=work_2)
        divide(work_2, 4 * H, work_2)
        add(s_u_t, work_2, s_u_t)
        # (11) s_u = np.sqrt(a_s_u)
        sqrt(s_u_t, s_u_t)
        # (12) u_i_hat = (u_i - mu_u[:, None]) / s_u[:, None]
        subtract(u_i_t, mu_u_t[:, None], u_i_hat_t)
        divide(u_i_hat_t, s_u_t[:, None], u_i_hat_t)
        # (13) u_f_hat = (u_f - mu_u[:, None]) / s_u[:, None]
        subtract(u_f_t, mu_u_t[:, None], u_f_hat_t)
        divide(u_f_hat_t, s_u_t[:, None], u_f_hat_t)
        # (14) u_g_hat = (u_g - mu_u[:, None]) / s_u[:, None]
        subtract(u_g_t, mu_u_t[:, None], u_g_hat_t)
        divide(u_g_hat_t, s_u_t[:, None], u_g_hat_t)
        # (15) u_o_hat = (u_o - mu_u[:, None]) / s_u[:, None]
        subtract(u_o_t, mu_u_t[:, None], u_o_hat_t)
        divide(u_o_hat_t, s_u_t[:, None], u_o_hat_t)
        # (23) a_i = scaled_alpha_u_i * u_i_hat + scaled_beta_u_i + scaled_alpha_v_i * v_i_hat + scaled_beta_v_i + scaled_b_i
        multiply(scaled_alpha_u_i_, u_i_hat_t, i_t)
        multiply(scaled_alpha_v_i_, v_i_hat_t, work_3)
        add(i_t, work_3, i_t)
        add(i_t, scaled_beta_u_i_, i_t)
        add(i_t, scaled_beta_v_i_, i_t)
        add(i_t, scaled_b_i_, i_t)
        # (24) tanh_a_i = np.tanh(a_i)
        tanh(i_t, i_t)
        # (24) i = 1 / 2 + 1 / 2 * tanh_a_i
        multiply(half, i_t, i_t)
        add(half, i_t, i_t)
        # (25) a_f = scaled_alpha_u_f * u_f_hat + scaled_beta_u_f + scaled_alpha_v_f * v_f_hat + scaled_beta_v_f + scaled_b_f
        multiply(scaled_alpha_u_f_, u_f_hat_t, f_t)
        multiply(scaled_alpha_v_f_, v_f_hat_t, work_3)
        add(f_t, work_3, f_t)
        add(f_t, scaled_beta_u_f_, f_t)
        add(f_t, scaled_beta_v_f_, f_t)
        add(f_t, scaled_b_f_, f_t)
        # (26) tanh_a_f = np.tanh(a_f)
        tanh(f_t, f_t)
        # (26) f = 1 / 2 + 1 / 2 * tanh_a_f
        multiply(half, f_t, f_t)
        add(half, f_t, f_t)
        # (27) a_g = alpha_u_g * u_g_hat + beta_u_g + alpha_v_g * v_g_hat + beta_v_g + b_g
        multiply(alpha_u_g, u_g_hat_t, g_t)
        multiply(alpha_v_g, v_g_hat_t, work_3)
        add(g_t, work_3, g_t)
        add(g_t, beta_u_g, g_t)
        add(g_t, beta_v_g, g_t)
        add(g_t, b_g, g_t)
        # (28) g = np.tanh(a_g)
        tanh(g_t, g_t)
        # (29) a_o = scaled_alpha_u_o * u_o_hat + scaled_beta_u_o + scaled_alpha_v_o * v_o_hat + scaled_beta_v_o + scaled_b_o
        multiply(scaled_alpha_u_o_, u_o_hat_t, o_t)
        multiply(scaled_alpha_v_o_, v_o_hat_t, work_3)
        add(o_t, work_3, o_t)
        add(o_t, scaled_beta_u_o_, o_t)
        add(o_t, scaled_beta_v_o_, o_t)
        add(o_t, scaled_b_o_, o_t)
        # (30) tanh_a_o = np.tanh(a_o)
        tanh(o_t, o_t)
        # (30) o = 1 / 2 + 1 / 2 * tanh_a_o
        multiply(half, o_t, o_t)
        add(half, o_t, o_t)
        # (31) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work_3)
        add(c_t, work_3, c_t)
        # (32) mu_c = c.sum(axis=1) / H
        c_t.sum(axis=1, out=mu_c_t)
        divide(mu_c_t, H, mu_c_t)
        # (33) a_s_c += ((c - mu_c[:, None]) ** 2).sum(axis=1) / H
        subtract(c_t, mu_c_t[:, None], work_3)
        multiply(work_3, work_3, work_3)
        work_3.sum(axis=1, out=work_2)
        divide(work_2, H, work_2)
        add(s_c_t, work_2, s_c_t)
        # (34) s_c = np.sqrt(a_s_c)
        sqrt(s_c_t, s_c_t)
        # (35) c_hat = (c - mu_c[:, None]) / s_c[:, None]
        subtract(c_t, mu_c_t[:, None], c_hat_t)
        divide(c_hat_t, s_c_t[:, None], c_hat_t)
        # (36) a_h = alpha_c * c_hat + beta_c
        multiply(alpha_c, c_hat_t, tanh_a_h_t)
        add(tanh_a_h_t, beta_c, tanh_a_h_t)
        # tanh_a_h = np.tanh(a_h)
        tanh(tanh_a_h_t, tanh_a_h_t)
        # (37) h = o * tanh_a_h
        multiply(o_across, tanh_a_h_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy())
    return (
        y,
        state,
        (
            x,
            v,
            mu_v,
            s_v,
            v_i_hat,
            v_f_hat,
            v_g_hat,
            v_o_hat,
            s_u,
            s_c,
            u,
            mu_u,
            u_i_hat,
            u_f_hat,
            u_g_hat,
            u_o_hat,
            i,
            f,
            g,
            o,
            c,
            mu_c,
            c_hat,
            tanh_a_h,
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
    dx: Array,
) -> tuple[Params, State]:
    M, H = p.sizes
    (
        x,
        v,
        mu_v,
        s_v,
        v_i_hat,
        v_f_hat,
        v_g_hat,
        v_o_hat,
        s_u,
        s_c,
        u,
        mu_u,
        u_i_hat,
        u_f_hat,
        u_g_hat,
        u_o_hat,
        i,
        f,
        g,
        o,
        c,
        mu_c,
        c_hat,
        tanh_a_h,
        h,
    ) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = step_layout(N, dtype)
    da_h = vectors((T, N, H), dtype)
    da_o = vectors((T, N, H), dtype)
    da_g = vectors((T, N, H), dtype)
    da_f = vectors((T, N, H), dtype)
    da_i = vectors((T, N, H), dtype)
    du = padded_rows((T, N, 4 * H), dtype)
    dv_o_hat = vectors((T, N, H), dtype)
    dv_g_hat = vectors((T, N, H), dtype)
    dv_f_hat = vectors((T, N, H), dtype)
    dv_i_hat = vectors((T, N, H), dtype)
    ds_v = empty((T, N), dtype)
    da_s_v = empty((T, N), dtype)
    dmu_v = empty((T, N), dtype)
    dv = padded_rows((T, N, 4 * H), dtype)
    du_f = du[..., H : 2 * H]
    du_g = du[..., 2 * H : 3 * H]
    du_i = du[..., :H]
    du_o = du[..., 3 * H :]
    dv_f = dv[..., H : 2 * H]
    dv_g = dv[..., 2 * H : 3 * H]
    dv_i = dv[..., :H]
    dv_o = dv[..., 3 * H :]
    u_f = u[..., H : 2 * H]
    u_g = u[..., 2 * H : 3 * H]
    u_i = u[..., :H]
    u_o = u[..., 3 * H :]
    v_f = v[..., H : 2 * H]
    v_g = v[..., 2 * H : 3 * H]
    v_i = v[..., :H]
    v_o = v[..., 3 * H :]
    dh_next = vectors((N, H), dtype)
    dh_next[...] = dstate.h  # (38)
    dc_next = vectors((N, H), dtype)
    dc_next[...] = dstate.c  # (44)
    span = max(1, min(T, CHUNK // (10 * H * N + 2 * N)))
    s_h, s_c_, s_o, s_g, s_f, s_i = vectors((6, span, N, H), dtype)
    s_s_c, s_s_u = empty((2, span, N), dtype)
    s_u_ = vectors((span, N, 4 * H), dtype)
    dh, dc_hat, work, dc, du_o_hat, du_g_hat, du_f_hat, du_i_hat = vectors((8, N, H), dtype)
    ds_c, work_2, da_s_c, dmu_c, work_3, ds_u, da_s_u, dmu_u = empty((8, N), dtype)
    work_4 = vectors((N, 4 * H), dtype)
    alpha_c = for_each(p.alpha_c, N)
    number = constant(2 / H, (N, H), dtype)
    alpha_u_o = for_each(p.alpha_u_o, N)
    alpha_u_g = for_each(p.alpha_u_g, N)
    alpha_u_f = for_each(p.alpha_u_f, N)
    alpha_u_i = for_each(p.alpha_u_i, N)
    number_ = constant(2 * H, (N, 4 * H), dtype)
    R = in_order(p.R, order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        tanh_a_h_c, s_h_c, o_c, s_c_c = tanh_a_h[t0:t1], s_h[: t1 - t0], o[t0:t1], s_c[t0:t1]
        s_s_c_c, c_c, mu_c_c, s_c__c = (
            s_s_c[: t1 - t0],
            c[t0 + 1 : t1 + 1],
            mu_c[t0:t1],
            s_c_[: t1 - t0],
        )
        s_o_c, g_c, s_g_c, i_c = s_o[: t1 - t0], g[t0:t1], s_g[: t1 - t0], i[t0:t1]
        f_c, s_f_c, c_prev_c, s_i_c = f[t0:t1], s_f[: t1 - t0], c[t0:t1], s_i[: t1 - t0]
        s_u_c, s_s_u_c, u_c, mu_u_c = s_u[t0:t1], s_s_u[: t1 - t0], u[t0:t1], mu_u[t0:t1]
        s_u__c = s_u_[: t1 - t0]
        # (39) s_h = (1 - tanh_a_h ** 2) * o
        multiply(tanh_a_h_c, tanh_a_h_c, s_h_c)
        subtract(1, s_h_c, s_h_c)
        multiply(s_h_c, o_c, s_h_c)
        # (42) s_s_c = 1 / s_c
        divide(1, s_c_c, s_s_c_c)
        # (44) s_c_ = c - mu_c[:, None]
        subtract(c_c, mu_c_c[:, :, None], s_c__c)
        # (45), (46) s_o = (1 - o) * o * tanh_a_h
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, tanh_a_h_c, s_o_c)
        # (47), (48) s_g = (1 - g ** 2) * i
        multiply(g_c, g_c, s_g_c)
        subtract(1, s_g_c, s_g_c)
        multiply(s_g_c, i_c, s_g_c)
        # (49), (50) s_f = (1 - f) * f * c_prev
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        multiply(s_f_c, c_prev_c, s_f_c)
        # (51), (52) s_i = (1 - i) * g * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, g_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        # (65) s_s_u = 1 / s_u
        divide(1, s_u_c, s_s_u_c)
        # (68), (70), (72), (74) s_u_ = u - mu_u[:, None]
        subtract(u_c, mu_u_c[:, :, None], s_u__c)
        steps = zip(
            dy[t0:t1][::-1], da_h[t0:t1][::-1], s_h_c[::-1], s_c_c[::-1], c_c[::-1],
            mu_c_c[::-1], s_s_c_c[::-1], s_c__c[::-1], f_c[::-1], da_o[t0:t1][::-1],
            s_o_c[::-1], da_g[t0:t1][::-1], s_g_c[::-1], da_f[t0:t1][::-1], s_f_c[::-1],
            da_i[t0:t1][::-1], s_i_c[::-1], s_u_c[::-1], u_i[t0:t1][::-1], mu_u_c[::-1],
            u_f[t0:t1][::-1], u_g[t0:t1][::-1], u_o[t0:t1][::-1], s_s_u_c[::-1], u_c[::-1],
            du[t0:t1][::-1], s_u__c[::-1], du_o[t0:t1][::-1], du_g[t0:t1][::-1],
            du_f[t0:t1][::-1], du_i[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_h_t, s_h_t, s_c_t, c_t, mu_c_t, s_s_c_t, s_c__t, f_t, da_o_t, s_o_t,
            da_g_t, s_g_t, da_f_t, s_f_t, da_i_t, s_i_t, s_u_t, u_i_t, mu_u_t, u_f_t, u_g_t,
            u_o_t, s_s_u_t, u_t, du_t, s_u__t, du_o_t, du_g_t, du_f_t, du_i_t,
        ) in steps:  # fmt: skip
            # (38) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (39) da_h = dh * s_h
            multiply(dh, s_h_t, da_h_t)
            # (40) dc_hat = da_h * alpha_c
            multiply(da_h_t, alpha_c, dc_hat)
            # (41) ds_c = -1 / s_c ** 2 * (dc_hat * (c - mu_c[:, None])).sum(axis=1)
            multiply(s_c_t, s_c_t, ds_c)
            divide(1, ds_c, ds_c)
            subtract(c_t, mu_c_t[:, None], work)
            multiply(work, dc_hat, work)
            work.sum(axis=1, out=work_2)
            multiply(ds_c, work_2, ds_c)
            negative(ds_c, ds_c)
            # (42) da_s_c = 1 / 2 * ds_c * s_s_c
            multiply(ds_c, s_s_c_t, da_s_c)
            multiply(1 / 2, da_s_c, da_s_c)
            # (43) dmu_c = -2 / H * da_s_c * (c - mu_c[:, None]).sum(axis=1) - 1 / s_c * dc_hat.sum(axis=1)
            subtract(c_t, mu_c_t[:, None], work)
            work.sum(axis=1, out=dmu_c)
            multiply(da_s_c, dmu_c, dmu_c)
            multiply(2 / H, dmu_c, dmu_c)
            negative(dmu_c, dmu_c)
            divide(1, s_c_t, work_2)
            dc_hat.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(dmu_c, work_2, dmu_c)
            # (44) dc = dmu_c[:, None] / H + 2 / H * da_s_c[:, None] * s_c_ + dc_hat * s_s_c[:, None] + dc_next
            divide(dmu_c, H, work_2)
            multiply(da_s_c[:, None], s_c__t, dc)
            multiply(number, dc, dc)
            add(work_2[:, None], dc, dc)
            multiply(dc_hat, s_s_c_t[:, None], work)
            add(dc, work, dc)
            add(dc, dc_next, dc)
            # (44) dc_next = dc * f
            multiply(dc, f_t, dc_next)
            # (45), (46) da_o = dh * s_o
            multiply(dh, s_o_t, da_o_t)
            # (47), (48) da_g = dc * s_g
            multiply(dc, s_g_t, da_g_t)
            # (49), (50) da_f = dc * s_f
            multiply(dc, s_f_t, da_f_t)
            # (51), (52) da_i = dc * s_i
            multiply(dc, s_i_t, da_i_t)
            # (60) du_o_hat = da_o * alpha_u_o
            multiply(da_o_t, alpha_u_o, du_o_hat)
            # (61) du_g_hat = da_g * alpha_u_g
            multiply(da_g_t, alpha_u_g, du_g_hat)
            # (62) du_f_hat = da_f * alpha_u_f
            multiply(da_f_t, alpha_u_f, du_f_hat)
            # (63) du_i_hat = da_i * alpha_u_i
            multiply(da_i_t, alpha_u_i, du_i_hat)
            # (64) ds_u = -1 / s_u ** 2 * (du_i_hat * (u_i - mu_u[:, None])).sum(axis=1) - 1 / s_u ** 2 * (du_f_hat * (u_f - mu_u[:, None])).sum(axis=1) - 1 / s_u ** 2 * (du_g_hat * (u_g - mu_u[:, None])).sum(axis=1) - 1 / s_u ** 2 * (du_o_hat * (u_o - mu_u[:, None])).sum(axis=1)
            multiply(s_u_t, s_u_t, ds_u)
            divide(1, ds_u, ds_u)
            subtract(u_i_t, mu_u_t[:, None], work)
            multiply(work, du_i_hat, work)
            work.sum(axis=1, out=work_2)
            multiply(ds_u, work_2, ds_u)
            negative(ds_u, ds_u)
            multiply(s_u_t, s_u_t, work_2)
            divide(1, work_2, work_2)
            subtract(u_f_t, mu_u_t[:, None], work)
            multiply(work, du_f_hat, work)
            work.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(ds_u, work_2, ds_u)
            multiply(s_u_t, s_u_t, work_2)
            divide(1, work_2, work_2)
            subtract(u_g_t, mu_u_t[:, None], work)
            multiply(work, du_g_hat, work)
            work.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(ds_u, work_2, ds_u)
            multiply(s_u_t, s_u_t, work_2)
            divide(1, work_2, work_2)
            subtract(u_o_t, mu_u_t[:, None], work)
            multiply(work, du_o_hat, work)
            work.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(ds_u, work_2, ds_u)
            # (65) da_s_u = 1 / 2 * ds_u * s_s_u
            multiply(ds_u, s_s_u_t, da_s_u)
            multiply(1 / 2, da_s_u, da_s_u)
            # (66) dmu_u = -da_s_u * (u - mu_u[:, None]).sum(axis=1) / (2 * H) - 1 / s_u * du_i_hat.sum(axis=1) - 1 / s_u * du_f_hat.sum(axis=1) - 1 / s_u * du_g_hat.sum(axis=1) - 1 / s_u * du_o_hat.sum(axis=1)
            subtract(u_t, mu_u_t[:, None], work_4)
            work_4.sum(axis=1, out=dmu_u)
            multiply(da_s_u, dmu_u, dmu_u)
            divide(dmu_u, 2 * H, dmu_u)
            negative(dmu_u, dmu_u)
            divide(1, s_u_t, work_2)
            du_i_hat.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(dmu_u, work_2, dmu_u)
            divide(1, s_u_t, work_2)
            du_f_hat.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(dmu_u, work_2, dmu_u)
            divide(1, s_u_t, work_2)
            du_g_hat.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(dmu_u, work_2, dmu_u)
            divide(1, s_u_t, work_2)
            du_o_hat.sum(axis=1, out=work_3)
            multiply(work_2, work_3, work_2)
            subtract(dmu_u, work_2, dmu_u)
            # (68), (70), (72), (74) du = da_s_u[:, None] * s_u_ / (2 * H)
            multiply(da_s_u[:, None], s_u__t, du_t)
            divide(du_t, number_, du_t)
            # (68) du_o += dmu_u[:, None] / (4 * H) + du_o_hat * s_s_u[:, None]
            divide(dmu_u, 4 * H, work_2)
            add(du_o_t, work_2[:, None], du_o_t)
            multiply(du_o_hat, s_s_u_t[:, None], work)
            add(du_o_t, work, du_o_t)
            # (70) du_g += dmu_u[:, None] / (4 * H) + du_g_hat * s_s_u[:, None]
            divide(dmu_u, 4 * H, work_2)
            add(du_g_t, work_2[:, None], du_g_t)
            multiply(du_g_hat, s_s_u_t[:, None], work)
            add(du_g_t, work, du_g_t)
            # (72) du_f += dmu_u[:, None] / (4 * H) + du_f_hat * s_s_u[:, None]
            divide(dmu_u, 4 * H, work_2)
            add(du_f_t, work_2[:, None], du_f_t)
            multiply(du_f_hat, s_s_u_t[:, None], work)
            add(du_f_t, work, du_f_t)
            # (74) du_i += dmu_u[:, None] / (4 * H) + du_i_hat * s_s_u[:, None]
            divide(dmu_u, 4 * H, work_2)
            add(du_i_t, work_2[:, None], du_i_t)
            multiply(du_i_hat, s_s_u_t[:, None], work)
            add(du_i_t, work, du_i_t)
            # (38) dh_next = du @ R
            product(du_t, R, dh_next)
    multiply(da_o, p.alpha_v_o, dv_o_hat)  # (53)
    multiply(da_g, p.alpha_v_g, dv_g_hat)  # (54)
    multiply(da_f, p.alpha_v_f, dv_f_hat)  # (55)
    multiply(da_i, p.alpha_v_i, dv_i_hat)  # (56)
    work_ = vectors((T, N, H), dtype)
    work_2_ = empty((T, N), dtype)
    work_3_ = empty((T, N), dtype)
    # (57) ds_v = -1 / s_v ** 2 * (dv_i_hat * (v_i - mu_v[:, None])).sum(axis=1) - 1 / s_v ** 2 * (dv_f_hat * (v_f - mu_v[:, None])).sum(axis=1) - 1 / s_v ** 2 * (dv_g_hat * (v_g - mu_v[:, None])).sum(axis=1) - 1 / s_v ** 2 * (dv_o_hat * (v_o - mu_v[:, None])).sum(axis=1)
    multiply(s_v, s_v, ds_v)
    divide(1, ds_v, ds_v)
    subtract(v_i, mu_v[:, :, None], work_)
    multiply(work_, dv_i_hat, work_)
    work_.sum(axis=2, out=work_2_)
    multiply(ds_v, work_2_, ds_v)
    negative(ds_v, ds_v)
    multiply(s_v, s_v, work_2_)
    divide(1, work_2_, work_2_)
    subtract(v_f, mu_v[:, :, None], work_)
    multiply(work_, dv_f_hat, work_)
    work_.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(ds_v, work_2_, ds_v)
    multiply(s_v, s_v, work_2_)
    divide(1, work_2_, work_2_)
    subtract(v_g, mu_v[:, :, None], work_)
    multiply(work_, dv_g_hat, work_)
    work_.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(ds_v, work_2_, ds_v)
    multiply(s_v, s_v, work_2_)
    divide(1, work_2_, work_2_)
    subtract(v_o, mu_v[:, :, None], work_)
    multiply(work_, dv_o_hat, work_)
    work_.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(ds_v, work_2_, ds_v)
    # (58) da_s_v = 1 / 2 * ds_v / s_v
    divide(ds_v, s_v, da_s_v)
    multiply(1 / 2, da_s_v, da_s_v)
    work_4_ = vectors((T, N, 4 * H), dtype)
    # (59) dmu_v = -da_s_v * (v - mu_v[:, None]).sum(axis=1) / (2 * H) - 1 / s_v * dv_i_hat.sum(axis=1) - 1 / s_v * dv_f_hat.sum(axis=1) - 1 / s_v * dv_g_hat.sum(axis=1) - 1 / s_v * dv_o_hat.sum(axis=1)
    subtract(v, mu_v[:, :, None], work_4_)
    work_4_.sum(axis=2, out=dmu_v)
    multiply(da_s_v, dmu_v, dmu_v)
    divide(dmu_v, 2 * H, dmu_v)
    negative(dmu_v, dmu_v)
    divide(1, s_v, work_2_)
    dv_i_hat.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(dmu_v, work_2_, dmu_v)
    divide(1, s_v, work_2_)
    dv_f_hat.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(dmu_v, work_2_, dmu_v)
    divide(1, s_v, work_2_)
    dv_g_hat.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(dmu_v, work_2_, dmu_v)
    divide(1, s_v, work_2_)
    dv_o_hat.sum(axis=2, out=work_3_)
    multiply(work_2_, work_3_, work_2_)
    subtract(dmu_v, work_2_, dmu_v)
    # (67), (69), (71), (73) dv = da_s_v[:, None] * (v - mu_v[:, None]) / (2 * H)
    subtract(v, mu_v[:, :, None], dv)
    multiply(dv, da_s_v[:, :, None], dv)
    divide(dv, 2 * H, dv)
    # (67) dv_o += dmu_v[:, None] / (4 * H) + dv_o_hat / s_v[:, None]
    divide(dmu_v, 4 * H, work_2_)
    add(dv_o, work_2_[:, :, None], dv_o)
    divide(dv_o_hat, s_v[:, :, None], work_)
    add(dv_o.swapaxes(1, 2), work_.swapaxes(1, 2), dv_o.swapaxes(1, 2))
    # (69) dv_g += dmu_v[:, None] / (4 * H) + dv_g_hat / s_v[:, None]
    divide(dmu_v, 4 * H, work_2_)
    add(dv_g, work_2_[:, :, None], dv_g)
    divide(dv_g_hat, s_v[:, :, None], work_)
    add(dv_g.swapaxes(1, 2), work_.swapaxes(1, 2), dv_g.swapaxes(1, 2))
    # (71) dv_f += dmu_v[:, None] / (4 * H) + dv_f_hat / s_v[:, None]
    divide(dmu_v, 4 * H, work_2_)
    add(dv_f, work_2_[:, :, None], dv_f)
    divide(dv_f_hat, s_v[:, :, None], work_)
    add(dv_f.swapaxes(1, 2), work_.swapaxes(1, 2), dv_f.swapaxes(1, 2))
    # (73) dv_i += dmu_v[:, None] / (4 * H) + dv_i_hat / s_v[:, None]
    divide(dmu_v, 4 * H, work_2_)
    add(dv_i, work_2_[:, :, None], dv_i)
    divide(dv_i_hat, s_v[:, :, None], work_)
    add(dv_i.swapaxes(1, 2), work_.swapaxes(1, 2), dv_i.swapaxes(1, 2))
    dv_rows = dv.reshape(T * N, 4 * H)
    np.matmul(dv_rows, p.W, out=dx.reshape(T * N, M))  # (75)
    np.matmul(
        du.reshape(T * N, 4 * H).T, h[:-1].reshape(T * N, H), out=grads.R
    )  # (76), (78), (80), (82)
    np.matmul(dv_rows.T, x.reshape(T * N, M), out=grads.W)  # (77), (79), (81), (83)
    # (84) dalpha_u_i = (da_i * u_i_hat).sum(axis=0)
    multiply(da_i, u_i_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_u_i)
    da_i.sum(axis=(0, 1), out=grads.beta_u_i)  # (85)
    # (86) dalpha_u_f = (da_f * u_f_hat).sum(axis=0)
    multiply(da_f, u_f_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_u_f)
    da_f.sum(axis=(0, 1), out=grads.beta_u_f)  # (87)
    # (88) dalpha_u_g = (da_g * u_g_hat).sum(axis=0)
    multiply(da_g, u_g_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_u_g)
    da_g.sum(axis=(0, 1), out=grads.beta_u_g)  # (89)
    # (90) dalpha_u_o = (da_o * u_o_hat).sum(axis=0)
    multiply(da_o, u_o_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_u_o)
    da_o.sum(axis=(0, 1), out=grads.beta_u_o)  # (91)
    # (92) dalpha_v_i = (da_i * v_i_hat).sum(axis=0)
    multiply(da_i, v_i_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_v_i)
    da_i.sum(axis=(0, 1), out=grads.beta_v_i)  # (93)
    # (94) dalpha_v_f = (da_f * v_f_hat).sum(axis=0)
    multiply(da_f, v_f_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_v_f)
    da_f.sum(axis=(0, 1), out=grads.beta_v_f)  # (95)
    # (96) dalpha_v_g = (da_g * v_g_hat).sum(axis=0)
    multiply(da_g, v_g_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_v_g)
    da_g.sum(axis=(0, 1), out=grads.beta_v_g)  # (97)
    # (98) dalpha_v_o = (da_o * v_o_hat).sum(axis=0)
    multiply(da_o, v_o_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_v_o)
    da_o.sum(axis=(0, 1), out=grads.beta_v_o)  # (99)
    da_i.sum(axis=(0, 1), out=grads.b_i)  # (100)
    da_f.sum(axis=(0, 1), out=grads.b_f)  # (101)
    da_g.sum(axis=(0, 1), out=grads.b_g)  # (102)
    da_o.sum(axis=(0, 1), out=grads.b_o)  # (103)
    # (104) dalpha_c = (da_h * c_hat).sum(axis=0)
    multiply(da_h, c_hat, work_)
    work_.sum(axis=(0, 1), out=grads.alpha_c)
    da_h.sum(axis=(0, 1), out=grads.beta_c)  # (105)
    dh0 = dh_next.copy()  # (38)
    dc0 = dc_next.copy()  # (44)
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


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
    stretches=True,
)
