"""LSTM that normalises what its gates see and what it reads from the cell.

Source: Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
Stacked, since their products share an operand, or since they stand beside such: W is W_i, W_f,
W_g, W_o; R is R_i, R_f, R_g, R_o.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2); the inner 1/2 is in copies of
parameters, scaled_alpha_u_i, scaled_beta_u_i, scaled_alpha_v_i, scaled_beta_v_i, scaled_b_i,
scaled_alpha_u_f, scaled_beta_u_f, scaled_alpha_v_f, scaled_beta_v_f, scaled_b_f,
scaled_alpha_u_o, scaled_beta_u_o, scaled_alpha_v_o, scaled_beta_v_o, scaled_b_o, so that the a of
a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1), (3), (5), (7), (9), (11)-(15),
(23)-(32), (34)-(52), (60)-(66), (68), (70), (72), (74).
In loops, but for the terms that nothing in the loop feeds: (10), (33).
For all steps at once, since they lie on no such cycle: (2), (4), (6), (8), (16)-(22), (53)-(59),
(67), (69), (71), (73), (75)-(105).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (39), (42),
(44)-(52), (65), (68), (70), (72), (74).
Loops write into arrays that are made before them: the last argument of each call in them.

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

import math
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, divide, multiply, sqrt, subtract, tanh
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble", "complex128")
_DTYPES = tuple(np.dtype(name) for name in DTYPES)

CHUNK = 1 << 17
"""How many numbers of local slopes are computed ahead of a loop at once: what stays in the cache."""

ROWS = 1 << 11
"""How many steps times sequences a product for the gradients of weights takes at once: what stays in the cache."""

KEEP = 1 << 28
"""How many bytes of memory may wait for the next call; 0 keeps none.  ``release`` gives back what waits."""

SMALL = 1 << 17
"""How many bytes an array must have to lie in such memory: the system is fast with smaller ones."""

_SPARE: dict[int, list[Array]] = {}


class Params:
    """The parameters, all views of one contiguous vector ``flat``.

    An update is ``p.flat -= lr * grads.params.flat``; assigning to a parameter copies into it.
    Parameters that share an operand lie side by side and can be had as one stacked matrix:
    W, R.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = (
        "R_i",
        "R_f",
        "R_g",
        "R_o",
        "W_i",
        "W_f",
        "W_g",
        "W_o",
        "alpha_u_i",
        "beta_u_i",
        "alpha_u_f",
        "beta_u_f",
        "alpha_u_g",
        "beta_u_g",
        "alpha_u_o",
        "beta_u_o",
        "alpha_v_i",
        "beta_v_i",
        "alpha_v_f",
        "beta_v_f",
        "alpha_v_g",
        "beta_v_g",
        "alpha_v_o",
        "beta_v_o",
        "b_i",
        "b_f",
        "b_g",
        "b_o",
        "alpha_c",
        "beta_c",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
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
    W: Array  # (4*H, M): W_i, W_f, W_g, W_o
    R: Array  # (4*H, H): R_i, R_f, R_g, R_o

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "R_i": (H, H),
            "R_f": (H, H),
            "R_g": (H, H),
            "R_o": (H, H),
            "W_i": (H, M),
            "W_f": (H, M),
            "W_g": (H, M),
            "W_o": (H, M),
            "alpha_u_i": (H,),
            "beta_u_i": (H,),
            "alpha_u_f": (H,),
            "beta_u_f": (H,),
            "alpha_u_g": (H,),
            "beta_u_g": (H,),
            "alpha_u_o": (H,),
            "beta_u_o": (H,),
            "alpha_v_i": (H,),
            "beta_v_i": (H,),
            "alpha_v_f": (H,),
            "beta_v_f": (H,),
            "alpha_v_g": (H,),
            "beta_v_g": (H,),
            "alpha_v_o": (H,),
            "beta_v_o": (H,),
            "b_i": (H,),
            "b_f": (H,),
            "b_g": (H,),
            "b_o": (H,),
            "alpha_c": (H,),
            "beta_c": (H,),
        }
        total = sum(math.prod(shape) for shape in layout.values())
        if flat is None:
            flat = np.zeros(total, _dtype(dtype))
        _dtype(flat.dtype)
        if flat.shape != (total,) or not flat.flags.c_contiguous:
            raise ValueError(
                f"flat has shape {flat.shape}; it must be a contiguous vector of {total} numbers"
            )
        places: dict[str, tuple[slice, tuple[int, ...]]] = {}
        at = 0
        for name, shape in layout.items():
            places[name] = slice(at, at + math.prod(shape)), shape
            at += math.prod(shape)
        at = places["W_i"][0].start
        places["W"] = slice(at, at + 4 * H * M), (4 * H, M)
        at = places["R_i"][0].start
        places["R"] = slice(at, at + 4 * H * H), (4 * H, H)
        vars(self).update(M=M, H=H, _places=places)
        self._view(flat)

    def _view(self, flat: Array) -> None:
        views = {name: flat[place].reshape(shape) for name, (place, shape) in self._places.items()}
        vars(self).update(views, flat=flat)

    def _on(self, flat: Array) -> Params:
        """Parameters of these sizes on another vector of as many numbers."""
        other = Params.__new__(Params)
        vars(other).update(vars(self))
        other._view(flat)
        return other

    def __setattr__(self, name: str, value: Any) -> None:
        view = vars(self).get(name)
        if not isinstance(view, np.ndarray):
            raise AttributeError(f"there is no parameter {name!r} to set")
        if value is not view:
            if np.shape(value) != view.shape:
                raise ValueError(
                    f"{name} has shape {view.shape}, but the new value has {np.shape(value)}"
                )
            view[...] = value

    def __reduce__(self) -> tuple[Any, ...]:
        return Params, (self.M, self.H, self.flat)

    def __repr__(self) -> str:
        return f"Params(input_size={self.M}, hidden_size={self.H}, dtype={self.flat.dtype})"

    def copy(self) -> Params:
        """The same numbers in memory of their own."""
        return Params(self.M, self.H, self.flat.copy())

    def astype(self, dtype: Any) -> Params:
        """A copy in another of ``DTYPES``."""
        return Params(self.M, self.H, self.flat.astype(_dtype(dtype)))


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque.  It refers to the input, which must not be changed in between."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    x: Array
    v: Array
    mu_v: Array
    a_s_v: Array
    v_i_hat: Array
    v_f_hat: Array
    v_g_hat: Array
    v_o_hat: Array
    a_s_u: Array
    a_s_c: Array
    u: Array
    mu_u: Array
    u_i_hat: Array
    u_f_hat: Array
    u_g_hat: Array
    u_o_hat: Array
    a_i: Array
    a_f: Array
    a_g: Array
    a_o: Array
    c: Array
    mu_c: Array
    c_hat: Array
    a_h: Array
    h: Array

    def part(self, start: int, stop: int) -> Tape:
        """The tape of some of the steps."""
        extent = (stop - start, self.extent[1])
        return Tape(
            self.dtype,
            self.sizes,
            extent,
            self.x[start:stop],
            self.v[start:stop],
            self.mu_v[start:stop],
            self.a_s_v[start:stop],
            self.v_i_hat[start:stop],
            self.v_f_hat[start:stop],
            self.v_g_hat[start:stop],
            self.v_o_hat[start:stop],
            self.a_s_u[start:stop],
            self.a_s_c[start:stop],
            self.u[start:stop],
            self.mu_u[start:stop],
            self.u_i_hat[start:stop],
            self.u_f_hat[start:stop],
            self.u_g_hat[start:stop],
            self.u_o_hat[start:stop],
            self.a_i[start:stop],
            self.a_f[start:stop],
            self.a_g[start:stop],
            self.a_o[start:stop],
            self.c[start : stop + 1],
            self.mu_c[start:stop],
            self.c_hat[start:stop],
            self.a_h[start:stop],
            self.h[start : stop + 1],
        )


class Checkpoints(NamedTuple):
    """A tape that keeps the state before every k-th step, and nothing of the steps between; opaque.

    It refers to the input, which must not be changed in between.
    """

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    every: int
    inputs: tuple[Array, ...]
    states: tuple[State, ...]


class Gradients(NamedTuple):
    """The gradients of the loss by parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    rng: int | np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero.

    Args:
        input_size: M, the number of inputs.
        hidden_size: H, the number of hidden units.
        rng: a seed or a generator.
        dtype: one of ``DTYPES``.

    Raises:
        ValueError: a size that is not positive, or another dtype.
    """
    p = Params(input_size, hidden_size, dtype=dtype)
    random = np.random.default_rng(rng)
    for name in Params.names:
        view = getattr(p, name)
        if view.ndim == 2:
            view[...] = random.uniform(-1, 1, view.shape) / np.sqrt(view.shape[1])
    return p


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell over a batch of sequences.

    Args:
        p: parameters.
        x: (T, N, M), of the parameters' dtype.
        state0: the initial state; None, or a field that is None, means zeros.

        checkpoint_every: k, to keep only the state before every k-th step: ``backward`` then computes the steps between
            once more.  Memory is least for k near √T.  None keeps all.

    Returns:
        y (T, N, H), the final state, and the tape for ``backward``.

    Raises:
        ValueError: a wrong shape or dtype, or no step or sequence at all; the message names the argument.
    """
    M, H = p.M, p.H
    dtype = p.flat.dtype
    x = _checked("x", x, (None, None, M), dtype)
    T, N = x.shape[:2]
    state0 = _state("state0", state0, p, N)

    if checkpoint_every is not None:
        return _in_segments(p, x, state0, checkpoint_every)
    order, product = layout(N, dtype)
    v = vectors((T, N, 4 * H), dtype)
    mu_v = empty((T, N), dtype)
    a_s_v = empty((T, N), dtype)
    v_i_hat = vectors((T, N, H), dtype)
    v_f_hat = vectors((T, N, H), dtype)
    v_g_hat = vectors((T, N, H), dtype)
    v_o_hat = vectors((T, N, H), dtype)
    a_s_u = empty((T, N), dtype)
    a_s_c = empty((T, N), dtype)
    u = vectors((T, N, 4 * H), dtype)
    mu_u = empty((T, N), dtype)
    u_i_hat = vectors((T, N, H), dtype)
    u_f_hat = vectors((T, N, H), dtype)
    u_g_hat = vectors((T, N, H), dtype)
    u_o_hat = vectors((T, N, H), dtype)
    a_i = vectors((T, N, H), dtype)
    a_f = vectors((T, N, H), dtype)
    a_g = vectors((T, N, H), dtype)
    a_o = vectors((T, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    mu_c = empty((T, N), dtype)
    c_hat = vectors((T, N, H), dtype)
    a_h = vectors((T, N, H), dtype)
    h = rows((T + 1, N, H), dtype)
    f = a_f
    g = a_g
    tanh_a_h = a_h
    i = a_i
    o = a_o
    s_c = a_s_c
    s_u = a_s_u
    s_v = a_s_v
    u_i = u[..., :H]
    u_f = u[..., H : 2 * H]
    u_g = u[..., 2 * H : 3 * H]
    u_o = u[..., 3 * H :]
    v_i = v[..., :H]
    v_f = v[..., H : 2 * H]
    v_g = v[..., 2 * H : 3 * H]
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
    mu_v[...] = 1 / 4 / H * v.sum(axis=2)  # (16)
    a_s_v[...] = 1 / 4 / H * ((v - mu_v[:, :, None]) ** 2).sum(axis=2) + 1 / 100000  # (17)
    s_v[...] = np.sqrt(s_v)  # (18)
    v_i_hat[...] = (v_i - mu_v[:, :, None]) / s_v[:, :, None]  # (19)
    v_f_hat[...] = (v_f - mu_v[:, :, None]) / s_v[:, :, None]  # (20)
    v_g_hat[...] = (v_g - mu_v[:, :, None]) / s_v[:, :, None]  # (21)
    v_o_hat[...] = (v_o - mu_v[:, :, None]) / s_v[:, :, None]  # (22)
    a_s_u[...] = 1 / 100000  # (10)
    a_s_c[...] = 1 / 100000  # (33)
    work = vectors((N, H), dtype)
    R_T = laid(p.R.T, order)
    scaled_alpha_u_i = np.array(
        np.broadcast_to(scaled_alpha_u_i, (N, scaled_alpha_u_i.size)), order=order
    )
    scaled_beta_u_i = np.array(
        np.broadcast_to(scaled_beta_u_i, (N, scaled_beta_u_i.size)), order=order
    )
    scaled_alpha_v_i = np.array(
        np.broadcast_to(scaled_alpha_v_i, (N, scaled_alpha_v_i.size)), order=order
    )
    scaled_beta_v_i = np.array(
        np.broadcast_to(scaled_beta_v_i, (N, scaled_beta_v_i.size)), order=order
    )
    scaled_b_i = np.array(np.broadcast_to(scaled_b_i, (N, scaled_b_i.size)), order=order)
    scaled_alpha_u_f = np.array(
        np.broadcast_to(scaled_alpha_u_f, (N, scaled_alpha_u_f.size)), order=order
    )
    scaled_beta_u_f = np.array(
        np.broadcast_to(scaled_beta_u_f, (N, scaled_beta_u_f.size)), order=order
    )
    scaled_alpha_v_f = np.array(
        np.broadcast_to(scaled_alpha_v_f, (N, scaled_alpha_v_f.size)), order=order
    )
    scaled_beta_v_f = np.array(
        np.broadcast_to(scaled_beta_v_f, (N, scaled_beta_v_f.size)), order=order
    )
    scaled_b_f = np.array(np.broadcast_to(scaled_b_f, (N, scaled_b_f.size)), order=order)
    alpha_u_g = np.array(np.broadcast_to(p.alpha_u_g, (N, p.alpha_u_g.size)), order=order)
    beta_u_g = np.array(np.broadcast_to(p.beta_u_g, (N, p.beta_u_g.size)), order=order)
    alpha_v_g = np.array(np.broadcast_to(p.alpha_v_g, (N, p.alpha_v_g.size)), order=order)
    beta_v_g = np.array(np.broadcast_to(p.beta_v_g, (N, p.beta_v_g.size)), order=order)
    b_g = np.array(np.broadcast_to(p.b_g, (N, p.b_g.size)), order=order)
    scaled_alpha_u_o = np.array(
        np.broadcast_to(scaled_alpha_u_o, (N, scaled_alpha_u_o.size)), order=order
    )
    scaled_beta_u_o = np.array(
        np.broadcast_to(scaled_beta_u_o, (N, scaled_beta_u_o.size)), order=order
    )
    scaled_alpha_v_o = np.array(
        np.broadcast_to(scaled_alpha_v_o, (N, scaled_alpha_v_o.size)), order=order
    )
    scaled_beta_v_o = np.array(
        np.broadcast_to(scaled_beta_v_o, (N, scaled_beta_v_o.size)), order=order
    )
    scaled_b_o = np.array(np.broadcast_to(scaled_b_o, (N, scaled_b_o.size)), order=order)
    alpha_c = np.array(np.broadcast_to(p.alpha_c, (N, p.alpha_c.size)), order=order)
    beta_c = np.array(np.broadcast_to(p.beta_c, (N, p.beta_c.size)), order=order)
    half = np.full_like(i[0], 1 / 2)
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
        # (1), (3), (5), (7) u = h_prev @ R_T
        product(h_prev, R_T, u_t)
        mu_u_t[...] = 1 / 4 / H * u_t.sum(axis=1)  # (9)
        s_u_t += 1 / 4 / H * ((u_t - mu_u_t[:, None]) ** 2).sum(axis=1)  # (10)
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
        multiply(scaled_alpha_u_i, u_i_hat_t, i_t)
        add(i_t, scaled_beta_u_i, i_t)
        multiply(scaled_alpha_v_i, v_i_hat_t, work)
        add(i_t, work, i_t)
        add(i_t, scaled_beta_v_i, i_t)
        add(i_t, scaled_b_i, i_t)
        # (24) tanh_a_i = np.tanh(a_i)
        tanh(i_t, i_t)
        # (24) i = 1 / 2 + tanh_a_i / 2
        multiply(half, i_t, i_t)
        add(half, i_t, i_t)
        # (25) a_f = scaled_alpha_u_f * u_f_hat + scaled_beta_u_f + scaled_alpha_v_f * v_f_hat + scaled_beta_v_f + scaled_b_f
        multiply(scaled_alpha_u_f, u_f_hat_t, f_t)
        add(f_t, scaled_beta_u_f, f_t)
        multiply(scaled_alpha_v_f, v_f_hat_t, work)
        add(f_t, work, f_t)
        add(f_t, scaled_beta_v_f, f_t)
        add(f_t, scaled_b_f, f_t)
        # (26) tanh_a_f = np.tanh(a_f)
        tanh(f_t, f_t)
        # (26) f = 1 / 2 + tanh_a_f / 2
        multiply(half, f_t, f_t)
        add(half, f_t, f_t)
        # (27) a_g = alpha_u_g * u_g_hat + beta_u_g + alpha_v_g * v_g_hat + beta_v_g + b_g
        multiply(alpha_u_g, u_g_hat_t, g_t)
        add(g_t, beta_u_g, g_t)
        multiply(alpha_v_g, v_g_hat_t, work)
        add(g_t, work, g_t)
        add(g_t, beta_v_g, g_t)
        add(g_t, b_g, g_t)
        # (28) g = np.tanh(a_g)
        tanh(g_t, g_t)
        # (29) a_o = scaled_alpha_u_o * u_o_hat + scaled_beta_u_o + scaled_alpha_v_o * v_o_hat + scaled_beta_v_o + scaled_b_o
        multiply(scaled_alpha_u_o, u_o_hat_t, o_t)
        add(o_t, scaled_beta_u_o, o_t)
        multiply(scaled_alpha_v_o, v_o_hat_t, work)
        add(o_t, work, o_t)
        add(o_t, scaled_beta_v_o, o_t)
        add(o_t, scaled_b_o, o_t)
        # (30) tanh_a_o = np.tanh(a_o)
        tanh(o_t, o_t)
        # (30) o = 1 / 2 + tanh_a_o / 2
        multiply(half, o_t, o_t)
        add(half, o_t, o_t)
        # (31) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work)
        add(c_t, work, c_t)
        mu_c_t[...] = 1 / H * c_t.sum(axis=1)  # (32)
        s_c_t += 1 / H * ((c_t - mu_c_t[:, None]) ** 2).sum(axis=1)  # (33)
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
        Tape(
            dtype,
            (M, H),
            (T, N),
            x,
            v,
            mu_v,
            a_s_v,
            v_i_hat,
            v_f_hat,
            v_g_hat,
            v_o_hat,
            a_s_u,
            a_s_c,
            u,
            mu_u,
            u_i_hat,
            u_f_hat,
            u_g_hat,
            u_o_hat,
            a_i,
            a_f,
            a_g,
            a_o,
            c,
            mu_c,
            c_hat,
            a_h,
            h,
        ),
    )


def backward(
    p: Params, tape: Tape | Checkpoints, dy: Array, dstate: State | None = None
) -> Gradients:
    """Gradients of a loss, given its gradients by the outputs and by the final state.

    Args:
        p: the parameters that ``forward`` had.
        tape: what ``forward`` returned; it can be used again.
        dy: (T, N, H), gradient by the outputs.
        dstate: gradient by the final state; None, or a field that is None, means zeros.

    Returns:
        Gradients by ``params``, ``x``, and the initial ``state``.

    Raises:
        ValueError: a wrong shape or dtype, or a tape that does not belong to these parameters.
    """
    M, H = p.M, p.H
    dtype = p.flat.dtype
    if not isinstance(tape, Tape | Checkpoints):
        raise ValueError(
            f"tape is a {type(tape).__name__}; it must be what this module's forward returned"
        )
    if tape.sizes != (M, H) or tape.dtype != dtype:
        raise ValueError(
            f"tape belongs to parameters of sizes {tape.sizes} and {tape.dtype}; these are {p}"
        )
    T, N = tape.extent
    dy = _checked("dy", dy, (T, N, H), dtype)
    dstate = _state("dstate", dstate, p, N)
    dx = empty((T, N, M), dtype)
    grads: Params | None = None
    for start, part in _stretches(p, tape):
        steps = slice(start, start + part.extent[0])
        into = (dx[steps],)
        found, dstate = _back(p, part, dy[steps], dstate, into)
        if grads is None:
            grads = found
        else:
            grads.flat += found.flat
    assert grads is not None
    return Gradients(grads, dx, dstate)


def _in_segments(p: Params, x: Array, state: State, every: int) -> tuple[Array, State, Checkpoints]:
    """``forward``, one stretch of steps after another, each from the state that the last one left."""
    if isinstance(every, bool) or not isinstance(every, (int, np.integer)) or every < 1:
        raise ValueError(f"checkpoint_every is {every!r}; it must be a positive integer or None")
    T, N = x.shape[:2]
    y = np.empty((T, N, p.H), p.flat.dtype)
    states = []
    for start in range(0, T, every):
        rows = slice(start, start + every)
        states.append(State(*(field.copy() for field in state)))
        y[rows], state, _ = forward(p, x[rows], state)
    sizes = (p.M, p.H)
    inputs = (x,)
    return y, state, Checkpoints(p.flat.dtype, sizes, (T, N), int(every), inputs, tuple(states))


def _stretches(p: Params, tape: Tape | Checkpoints) -> Iterator[tuple[int, Tape]]:
    """Stretches of steps, from the last to the first: where each starts, and its tape.

    Those between checkpoints are computed once more.
    """
    if isinstance(tape, Checkpoints):
        for number in reversed(range(len(tape.states))):
            first = number * tape.every
            inputs = (array[first : first + tape.every] for array in tape.inputs)
            _, _, again = forward(p, *inputs, tape.states[number])
            for start, part in _stretches(p, again):
                yield first + start, part
        return
    T, N = tape.extent
    number = min(T, round(T * N / ROWS))
    if number < 2:
        yield 0, tape
        return
    for nth in reversed(range(number)):
        start, stop = nth * T // number, (nth + 1) * T // number
        yield start, tape.part(start, stop)


def _back(
    p: Params, tape: Tape, dy: Array, dstate: State, into: tuple[Array, ...]
) -> tuple[Params, State]:
    """``backward`` through a stretch: the gradients by parameters and state; those by inputs are written to ``into``."""
    M, H = p.M, p.H
    dtype = p.flat.dtype
    (
        (T, N),
        x,
        v,
        mu_v,
        a_s_v,
        v_i_hat,
        v_f_hat,
        v_g_hat,
        v_o_hat,
        a_s_u,
        a_s_c,
        u,
        mu_u,
        u_i_hat,
        u_f_hat,
        u_g_hat,
        u_o_hat,
        a_i,
        a_f,
        a_g,
        a_o,
        c,
        mu_c,
        c_hat,
        a_h,
        h,
    ) = tape[2:]
    (dx,) = into
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = layout(N, dtype)
    da_h = vectors((T, N, H), dtype)
    da_o = vectors((T, N, H), dtype)
    da_g = vectors((T, N, H), dtype)
    da_f = vectors((T, N, H), dtype)
    da_i = vectors((T, N, H), dtype)
    du = rows((T, N, 4 * H), dtype)
    dv_o_hat = vectors((T, N, H), dtype)
    dv_g_hat = vectors((T, N, H), dtype)
    dv_f_hat = vectors((T, N, H), dtype)
    dv_i_hat = vectors((T, N, H), dtype)
    ds_v = empty((T, N), dtype)
    da_s_v = empty((T, N), dtype)
    dmu_v = empty((T, N), dtype)
    dv = rows((T, N, 4 * H), dtype)
    f = a_f
    g = a_g
    tanh_a_h = a_h
    i = a_i
    o = a_o
    s_c = a_s_c
    s_u = a_s_u
    s_v = a_s_v
    du_i = du[..., :H]
    du_f = du[..., H : 2 * H]
    du_g = du[..., 2 * H : 3 * H]
    du_o = du[..., 3 * H :]
    dv_i = dv[..., :H]
    dv_f = dv[..., H : 2 * H]
    dv_g = dv[..., 2 * H : 3 * H]
    dv_o = dv[..., 3 * H :]
    u_i = u[..., :H]
    u_f = u[..., H : 2 * H]
    u_g = u[..., 2 * H : 3 * H]
    u_o = u[..., 3 * H :]
    v_i = v[..., :H]
    v_f = v[..., H : 2 * H]
    v_g = v[..., 2 * H : 3 * H]
    v_o = v[..., 3 * H :]
    dh_next = np.array(dstate.h, order=order)  # (38)
    dc_next = np.array(dstate.c, order=order)  # (44)
    span = max(1, min(T, CHUNK // (10 * H * N + 2 * N)))
    dh, dc_hat, dc, work, du_o_hat, du_g_hat, du_f_hat, du_i_hat = vectors((8, N, H), dtype)
    da_s_c, da_s_u = empty((2, N), dtype)
    s_h, s_c2, s_o, s_g, s_f, s_i = vectors((6, span, N, H), dtype)
    s_s_c, s_s_u = empty((2, span, N), dtype)
    s_u2 = vectors((span, N, 4 * H), dtype)
    alpha_c = np.array(np.broadcast_to(p.alpha_c, (N, p.alpha_c.size)), order=order)
    alpha_u_o = np.array(np.broadcast_to(p.alpha_u_o, (N, p.alpha_u_o.size)), order=order)
    alpha_u_g = np.array(np.broadcast_to(p.alpha_u_g, (N, p.alpha_u_g.size)), order=order)
    alpha_u_f = np.array(np.broadcast_to(p.alpha_u_f, (N, p.alpha_u_f.size)), order=order)
    alpha_u_i = np.array(np.broadcast_to(p.alpha_u_i, (N, p.alpha_u_i.size)), order=order)
    R = laid(p.R, order)
    two = np.full_like(dc, 2)
    half = np.full_like(du[0], 1 / 2)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        s_h_c, tanh_a_h_c, o_c, s_s_c_c = (
            s_h[: t1 - t0],
            tanh_a_h[t0:t1],
            o[t0:t1],
            s_s_c[: t1 - t0],
        )
        s_c_c, s_c2_c, c_c, mu_c_c = s_c[t0:t1], s_c2[: t1 - t0], c[t0 + 1 : t1 + 1], mu_c[t0:t1]
        s_o_c, s_g_c, g_c, i_c = s_o[: t1 - t0], s_g[: t1 - t0], g[t0:t1], i[t0:t1]
        s_f_c, f_c, c_prev_c, s_i_c = s_f[: t1 - t0], f[t0:t1], c[t0:t1], s_i[: t1 - t0]
        s_s_u_c, s_u_c, s_u2_c, u_c = s_s_u[: t1 - t0], s_u[t0:t1], s_u2[: t1 - t0], u[t0:t1]
        mu_u_c = mu_u[t0:t1]
        # (39) s_h = (1 - tanh_a_h ** 2) * o
        multiply(tanh_a_h_c, tanh_a_h_c, s_h_c)
        subtract(1, s_h_c, s_h_c)
        multiply(s_h_c, o_c, s_h_c)
        # (42) s_s_c = 1 / s_c
        divide(1, s_c_c, s_s_c_c)
        # (44) s_c2 = c - mu_c[:, :, None]
        subtract(c_c, mu_c_c[:, :, None], s_c2_c)
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
        # (68), (70), (72), (74) s_u2 = u - mu_u[:, :, None]
        subtract(u_c, mu_u_c[:, :, None], s_u2_c)
        steps = zip(
            dy[t0:t1][::-1], da_h[t0:t1][::-1], s_h_c[::-1], c_c[::-1], mu_c_c[::-1],
            s_c_c[::-1], s_s_c_c[::-1], s_c2_c[::-1], f_c[::-1], da_o[t0:t1][::-1], s_o_c[::-1],
            da_g[t0:t1][::-1], s_g_c[::-1], da_f[t0:t1][::-1], s_f_c[::-1], da_i[t0:t1][::-1],
            s_i_c[::-1], u_i[t0:t1][::-1], mu_u_c[::-1], s_u_c[::-1], u_f[t0:t1][::-1],
            u_g[t0:t1][::-1], u_o[t0:t1][::-1], s_s_u_c[::-1], u_c[::-1], du[t0:t1][::-1],
            s_u2_c[::-1], du_o[t0:t1][::-1], du_g[t0:t1][::-1], du_f[t0:t1][::-1],
            du_i[t0:t1][::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_h_t, s_h_t, c_t, mu_c_t, s_c_t, s_s_c_t, s_c2_t, f_t, da_o_t, s_o_t,
            da_g_t, s_g_t, da_f_t, s_f_t, da_i_t, s_i_t, u_i_t, mu_u_t, s_u_t, u_f_t, u_g_t,
            u_o_t, s_s_u_t, u_t, du_t, s_u2_t, du_o_t, du_g_t, du_f_t, du_i_t,
        ) in steps:  # fmt: skip
            # (38) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (39) da_h = dh * s_h
            multiply(dh, s_h_t, da_h_t)
            # (40) dc_hat = da_h * alpha_c
            multiply(da_h_t, alpha_c, dc_hat)
            ds_c = (-1 / (s_c_t**2)) * (dc_hat * (c_t - mu_c_t[:, None])).sum(axis=1)  # (41)
            # (42) da_s_c = ds_c * s_s_c / 2
            multiply(1 / 2, ds_c, da_s_c)
            multiply(da_s_c, s_s_c_t, da_s_c)
            dmu_c = (-2 * da_s_c / H) * (c_t - mu_c_t[:, None]).sum(axis=1) + (
                -1 / s_c_t
            ) * dc_hat.sum(axis=1)  # (43)
            # (44) dc = dmu_c[:, None] / H + 2 * da_s_c[:, None] * s_c2 / H + dc_hat * s_s_c[:, None] + dc_next
            multiply(two, da_s_c[:, None], work)
            multiply(work, s_c2_t, work)
            divide(work, H, work)
            add((dmu_c[:, None] / H), work, dc)
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
            ds_u = (
                (-1 / (s_u_t**2)) * (du_i_hat * (u_i_t - mu_u_t[:, None])).sum(axis=1)
                + (-1 / (s_u_t**2)) * (du_f_hat * (u_f_t - mu_u_t[:, None])).sum(axis=1)
                + (-1 / (s_u_t**2)) * (du_g_hat * (u_g_t - mu_u_t[:, None])).sum(axis=1)
                + (-1 / (s_u_t**2)) * (du_o_hat * (u_o_t - mu_u_t[:, None])).sum(axis=1)
            )  # (64)
            # (65) da_s_u = ds_u * s_s_u / 2
            multiply(1 / 2, ds_u, da_s_u)
            multiply(da_s_u, s_s_u_t, da_s_u)
            dmu_u = (
                (-da_s_u / 2 / H) * (u_t - mu_u_t[:, None]).sum(axis=1)
                + (-1 / s_u_t) * du_i_hat.sum(axis=1)
                + (-1 / s_u_t) * du_f_hat.sum(axis=1)
                + (-1 / s_u_t) * du_g_hat.sum(axis=1)
                + (-1 / s_u_t) * du_o_hat.sum(axis=1)
            )  # (66)
            # (68), (70), (72), (74) du = da_s_u[:, None] * s_u2 / 2 / H
            multiply(half, da_s_u[:, None], du_t)
            multiply(du_t, s_u2_t, du_t)
            divide(du_t, H, du_t)
            # (68) du_o += dmu_u[:, None] / 4 / H + du_o_hat * s_s_u[:, None]
            add(du_o_t, (dmu_u[:, None] / 4 / H), du_o_t)
            multiply(du_o_hat, s_s_u_t[:, None], work)
            add(du_o_t, work, du_o_t)
            # (70) du_g += dmu_u[:, None] / 4 / H + du_g_hat * s_s_u[:, None]
            add(du_g_t, (dmu_u[:, None] / 4 / H), du_g_t)
            multiply(du_g_hat, s_s_u_t[:, None], work)
            add(du_g_t, work, du_g_t)
            # (72) du_f += dmu_u[:, None] / 4 / H + du_f_hat * s_s_u[:, None]
            add(du_f_t, (dmu_u[:, None] / 4 / H), du_f_t)
            multiply(du_f_hat, s_s_u_t[:, None], work)
            add(du_f_t, work, du_f_t)
            # (74) du_i += dmu_u[:, None] / 4 / H + du_i_hat * s_s_u[:, None]
            add(du_i_t, (dmu_u[:, None] / 4 / H), du_i_t)
            multiply(du_i_hat, s_s_u_t[:, None], work)
            add(du_i_t, work, du_i_t)
            # (38) dh_next = du @ R
            product(du_t, R, dh_next)
    dv_o_hat[...] = da_o * p.alpha_v_o  # (53)
    dv_g_hat[...] = da_g * p.alpha_v_g  # (54)
    dv_f_hat[...] = da_f * p.alpha_v_f  # (55)
    dv_i_hat[...] = da_i * p.alpha_v_i  # (56)
    ds_v[...] = (
        (-1 / (s_v**2)) * (dv_i_hat * (v_i - mu_v[:, :, None])).sum(axis=2)
        + (-1 / (s_v**2)) * (dv_f_hat * (v_f - mu_v[:, :, None])).sum(axis=2)
        + (-1 / (s_v**2)) * (dv_g_hat * (v_g - mu_v[:, :, None])).sum(axis=2)
        + (-1 / (s_v**2)) * (dv_o_hat * (v_o - mu_v[:, :, None])).sum(axis=2)
    )  # (57)
    da_s_v[...] = ds_v / 2 / s_v  # (58)
    dmu_v[...] = (
        (-da_s_v / 2 / H) * (v - mu_v[:, :, None]).sum(axis=2)
        + (-1 / s_v) * dv_i_hat.sum(axis=2)
        + (-1 / s_v) * dv_f_hat.sum(axis=2)
        + (-1 / s_v) * dv_g_hat.sum(axis=2)
        + (-1 / s_v) * dv_o_hat.sum(axis=2)
    )  # (59)
    dv[...] = da_s_v[:, :, None] * (v - mu_v[:, :, None]) / 2 / H  # (67), (69), (71), (73)
    dv_o[...] += dmu_v[:, :, None] / 4 / H + dv_o_hat / s_v[:, :, None]  # (67)
    dv_g[...] += dmu_v[:, :, None] / 4 / H + dv_g_hat / s_v[:, :, None]  # (69)
    dv_f[...] += dmu_v[:, :, None] / 4 / H + dv_f_hat / s_v[:, :, None]  # (71)
    dv_i[...] += dmu_v[:, :, None] / 4 / H + dv_i_hat / s_v[:, :, None]  # (73)
    dv_rows = dv.reshape(T * N, 4 * H)
    np.matmul(dv_rows, p.W, out=dx.reshape(T * N, M))  # (75)
    np.matmul(
        du.reshape(T * N, 4 * H).T, h[:-1].reshape(T * N, H), out=grads.R
    )  # (76), (78), (80), (82)
    np.matmul(dv_rows.T, x.reshape(T * N, M), out=grads.W)  # (77), (79), (81), (83)
    grads.alpha_u_i[...] = (da_i.swapaxes(1, 2) * u_i_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (84)
    grads.beta_u_i[...] = da_i.sum(axis=(0, 1))  # (85)
    grads.alpha_u_f[...] = (da_f.swapaxes(1, 2) * u_f_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (86)
    grads.beta_u_f[...] = da_f.sum(axis=(0, 1))  # (87)
    grads.alpha_u_g[...] = (da_g.swapaxes(1, 2) * u_g_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (88)
    grads.beta_u_g[...] = da_g.sum(axis=(0, 1))  # (89)
    grads.alpha_u_o[...] = (da_o.swapaxes(1, 2) * u_o_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (90)
    grads.beta_u_o[...] = da_o.sum(axis=(0, 1))  # (91)
    grads.alpha_v_i[...] = (da_i.swapaxes(1, 2) * v_i_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (92)
    grads.beta_v_i[...] = da_i.sum(axis=(0, 1))  # (93)
    grads.alpha_v_f[...] = (da_f.swapaxes(1, 2) * v_f_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (94)
    grads.beta_v_f[...] = da_f.sum(axis=(0, 1))  # (95)
    grads.alpha_v_g[...] = (da_g.swapaxes(1, 2) * v_g_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (96)
    grads.beta_v_g[...] = da_g.sum(axis=(0, 1))  # (97)
    grads.alpha_v_o[...] = (da_o.swapaxes(1, 2) * v_o_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (98)
    grads.beta_v_o[...] = da_o.sum(axis=(0, 1))  # (99)
    grads.b_i[...] = da_i.sum(axis=(0, 1))  # (100)
    grads.b_f[...] = da_f.sum(axis=(0, 1))  # (101)
    grads.b_g[...] = da_g.sum(axis=(0, 1))  # (102)
    grads.b_o[...] = da_o.sum(axis=(0, 1))  # (103)
    grads.alpha_c[...] = (da_h.swapaxes(1, 2) * c_hat.swapaxes(1, 2)).sum(axis=(0, 2))  # (104)
    grads.beta_c[...] = da_h.sum(axis=(0, 1))  # (105)
    state = State(h=dh_next.copy(), c=dc_next.copy())

    return grads, state


def step(p: Params, x: Array, state: State | None = None) -> tuple[Array, State]:
    """One time step without a tape, for generation.

    Args:
        p: parameters.
        x: (N, M), of the parameters' dtype.
        state: the state before the step; None, or a field that is None, means zeros.

    Returns:
        y (N, H) and the state after the step.

    Raises:
        ValueError: a wrong shape or dtype; the message names the argument.
    """
    M, H = p.M, p.H
    dtype = p.flat.dtype
    x = _checked("x", x, (None, M), dtype)
    N = x.shape[0]
    state = _state("state", state, p, N)
    u_i = state.h @ p.R_i.T  # (1)
    v_i = x @ p.W_i.T  # (2)
    u_f = state.h @ p.R_f.T  # (3)
    v_f = x @ p.W_f.T  # (4)
    u_g = state.h @ p.R_g.T  # (5)
    v_g = x @ p.W_g.T  # (6)
    u_o = state.h @ p.R_o.T  # (7)
    v_o = x @ p.W_o.T  # (8)
    mu_u = (
        1 / 4 / H * u_i.sum(axis=1)
        + 1 / 4 / H * u_f.sum(axis=1)
        + 1 / 4 / H * u_g.sum(axis=1)
        + 1 / 4 / H * u_o.sum(axis=1)
    )  # (9)
    a_s_u = (
        1 / 4 / H * ((u_i - mu_u[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((u_f - mu_u[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((u_g - mu_u[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((u_o - mu_u[:, None]) ** 2).sum(axis=1)
        + 1 / 100000
    )  # (10)
    s_u = np.sqrt(a_s_u)  # (11)
    u_i_hat = (u_i - mu_u[:, None]) / s_u[:, None]  # (12)
    u_f_hat = (u_f - mu_u[:, None]) / s_u[:, None]  # (13)
    u_g_hat = (u_g - mu_u[:, None]) / s_u[:, None]  # (14)
    u_o_hat = (u_o - mu_u[:, None]) / s_u[:, None]  # (15)
    mu_v = (
        1 / 4 / H * v_i.sum(axis=1)
        + 1 / 4 / H * v_f.sum(axis=1)
        + 1 / 4 / H * v_g.sum(axis=1)
        + 1 / 4 / H * v_o.sum(axis=1)
    )  # (16)
    a_s_v = (
        1 / 4 / H * ((v_i - mu_v[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((v_f - mu_v[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((v_g - mu_v[:, None]) ** 2).sum(axis=1)
        + 1 / 4 / H * ((v_o - mu_v[:, None]) ** 2).sum(axis=1)
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
    mu_c = 1 / H * c.sum(axis=1)  # (32)
    a_s_c = 1 / H * ((c - mu_c[:, None]) ** 2).sum(axis=1) + 1 / 100000  # (33)
    s_c = np.sqrt(a_s_c)  # (34)
    c_hat = (c - mu_c[:, None]) / s_c[:, None]  # (35)
    a_h = p.alpha_c * c_hat + p.beta_c  # (36)
    h = o * np.tanh(a_h)  # (37)
    return h, State(h=h, c=c)


def sigmoid(a: Array, out: Array | None = None) -> Array:
    """The logistic function, into ``out`` if given; neither end overflows."""
    s = np.multiply(a, 0.5, out)
    s = np.tanh(s, out)
    s = np.multiply(s, 0.5, out)
    return np.add(s, 0.5, out)


def empty(shape: tuple[int, ...], dtype: Any) -> Array:
    """``np.empty``, in memory that an earlier call used, where there is such."""
    size = math.prod(shape) * dtype.itemsize
    if size < SMALL:
        return np.empty(shape, dtype)
    # sizes that differ by less than an eighth are interchangeable
    step = 1 << (size.bit_length() - 4)
    block = _Block(_taken(-(-size // step) * step))
    return np.asarray(block)[:size].view(dtype).reshape(shape)


def copied(array: Array) -> Array:
    """A copy of an array, in such memory."""
    copy = empty(array.shape, array.dtype)
    copy[...] = array
    return copy


def release() -> None:
    """Give the memory back that waits for the next call."""
    _SPARE.clear()


class _Block:
    """Memory that waits for the next call once the last array that lies in it is gone.

    To the system it would go, and come back, page by page, which takes its time.  Arrays hold their
    block, so that nobody's memory is used again, and each call, in whatever thread, has blocks of its own.
    """

    __slots__ = ("__array_interface__", "memory")

    def __init__(self, memory: Array) -> None:
        self.memory = memory
        self.__array_interface__ = memory.__array_interface__

    def __del__(self, spare: dict[int, list[Array]] = _SPARE) -> None:
        spare.setdefault(self.memory.size, []).append(self.memory)
        for size in list(spare):
            if sum(size * len(blocks) for size, blocks in list(spare.items())) <= KEEP:
                return
            spare.pop(size, None)


def _taken(size: int) -> Array:
    """So many bytes: those that wait, or fresh ones."""
    waiting = _SPARE.pop(size, [])
    try:
        memory = waiting.pop()
    except IndexError:  # there are none, or another thread was faster
        return np.empty(size, np.uint8)
    if waiting:
        _SPARE[size] = waiting  # now the last of all sizes to be given up
    return memory


def layout(N: int, dtype: Any) -> tuple[Literal["C", "F"], Callable[..., Any]]:
    """How a step (N, H) lies in memory, and the function that multiplies it with weights: what is fastest.

    BLAS has its own preference.  Single precision is faster as R @ h, feature by feature, all else as h @ R.T.
    The method ``dot`` has half the overhead of ``np.matmul``, but writes only to what lies row by row.
    """
    if N > 1 and dtype == np.float32:
        return "F", np.matmul
    return "C", np.ndarray.dot


def vectors(shape: tuple[int, ...], dtype: Any) -> Array:
    """An array (…, N, H) whose steps lie in memory as ``layout`` says."""
    if layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*shape[:-2], shape[-1], shape[-2]), dtype).swapaxes(-1, -2)


def rows(shape: tuple[int, ...], dtype: Any) -> Array:
    """An array (…, N, H) that lies row by row, as products of all steps want it.

    What is computed feature by feature is written across the rows.  At distances near a power of two they fall on the
    same few places of the cache; an odd number of cache lines keeps them apart.
    """
    *others, H = shape
    if H < 256 or layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*others, 16 * (-(-H // 16) | 1)), dtype)[..., :H]


def laid(W: Array, order: Literal["C", "F"]) -> Array:
    """A matrix in this order.  A large one is transposed sixteen rows at a time: as many find room in the cache."""
    if W.flags[order] or W.size < 1 << 16:
        return np.asarray(W, order=order)
    source, copy = (
        (W.T, empty(W.shape, W.dtype)) if order == "C" else (W, empty(W.shape[::-1], W.dtype))
    )
    for row in range(0, len(source), 16):
        copy[:, row : row + 16] = source[row : row + 16].T
    return copy if order == "C" else copy.T


def project(x: Array, W: Array, out: Array) -> None:
    """x @ W of all steps: one product where the rows of ``out`` lie at equal distances, else one for each step."""
    T, N, K = out.shape
    if out.strides[0] == N * out.strides[1]:
        np.matmul(x.reshape(T * N, -1), W, out=out.reshape(T * N, K))
    else:
        np.matmul(x, W, out=out)


def _dtype(dtype: Any) -> Any:
    dtype = np.dtype(dtype)
    if dtype not in _DTYPES:
        raise ValueError(f"dtype is {dtype}; it must be one of {', '.join(DTYPES)}")
    return dtype


def _checked(name: str, value: Any, shape: tuple[int | None, ...], dtype: Any) -> Array:
    """The argument as an array of exactly this shape (None: any extent from 1 on) and dtype."""
    array = np.asarray(value)
    fits = array.ndim == len(shape) and all(
        got == extent if extent is not None else got > 0
        for got, extent in zip(array.shape, shape, strict=True)
    )
    if not fits:
        free = iter("TN"[-sum(extent is None for extent in shape) :])
        wanted = ", ".join(next(free) if extent is None else str(extent) for extent in shape)
        rule = " with T and N at least 1" if None in shape else ""
        raise ValueError(f"{name} has shape {array.shape}; it must be ({wanted}){rule}")
    if array.dtype != dtype:
        raise ValueError(
            f"{name} has dtype {array.dtype}; it must be {dtype}, as the parameters are"
        )
    return array


def _state(name: str, value: State | None, p: Params, N: int) -> State:
    """The state with zeros where none was given."""
    shapes: tuple[tuple[int, ...], ...] = ((N, p.H), (N, p.H))
    if value is None:
        value = State(*(None for _ in shapes))  # type: ignore[arg-type]
    if not isinstance(value, tuple) or len(value) != len(shapes):
        raise ValueError(
            f"{name} is {value!r:.60}; it must be State({', '.join(State._fields)}) or None"
        )
    dtype = p.flat.dtype
    return State(
        *(
            np.zeros(shape, dtype)
            if field is None
            else _checked(f"{name}.{key}", field, shape, dtype)
            for key, field, shape in zip(State._fields, value, shapes, strict=True)
        )
    )
