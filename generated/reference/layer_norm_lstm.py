"""LSTM that normalises what its gates see and what it reads from the cell.

Source: Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

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
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble", "complex128")
_DTYPES = tuple(np.dtype(name) for name in DTYPES)


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
    u_i: Array
    v_i: Array
    u_f: Array
    v_f: Array
    u_g: Array
    v_g: Array
    u_o: Array
    v_o: Array
    mu_u: Array
    a_s_u: Array
    s_u: Array
    u_i_hat: Array
    u_f_hat: Array
    u_g_hat: Array
    u_o_hat: Array
    mu_v: Array
    a_s_v: Array
    s_v: Array
    v_i_hat: Array
    v_f_hat: Array
    v_g_hat: Array
    v_o_hat: Array
    a_i: Array
    i: Array
    a_f: Array
    f: Array
    a_g: Array
    g: Array
    a_o: Array
    o: Array
    c: Array
    mu_c: Array
    a_s_c: Array
    s_c: Array
    c_hat: Array
    a_h: Array
    h: Array


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
        v_i[t] = x[t] @ p.W_i.T  # (2)
        v_f[t] = x[t] @ p.W_f.T  # (4)
        v_g[t] = x[t] @ p.W_g.T  # (6)
        v_o[t] = x[t] @ p.W_o.T  # (8)
        mu_v[t] = (
            1 / 4 / H * v_i[t].sum(axis=1)
            + 1 / 4 / H * v_f[t].sum(axis=1)
            + 1 / 4 / H * v_g[t].sum(axis=1)
            + 1 / 4 / H * v_o[t].sum(axis=1)
        )  # (16)
        a_s_v[t] = (
            1 / 4 / H * ((v_i[t] - mu_v[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((v_f[t] - mu_v[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((v_g[t] - mu_v[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((v_o[t] - mu_v[t][:, None]) ** 2).sum(axis=1)
            + 1 / 100000
        )  # (17)
        s_v[t] = np.sqrt(a_s_v[t])  # (18)
        v_i_hat[t] = (v_i[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (19)
        v_f_hat[t] = (v_f[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (20)
        v_g_hat[t] = (v_g[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (21)
        v_o_hat[t] = (v_o[t] - mu_v[t][:, None]) / s_v[t][:, None]  # (22)
        u_i[t] = h[t - 1] @ p.R_i.T  # (1)
        u_f[t] = h[t - 1] @ p.R_f.T  # (3)
        u_g[t] = h[t - 1] @ p.R_g.T  # (5)
        u_o[t] = h[t - 1] @ p.R_o.T  # (7)
        mu_u[t] = (
            1 / 4 / H * u_i[t].sum(axis=1)
            + 1 / 4 / H * u_f[t].sum(axis=1)
            + 1 / 4 / H * u_g[t].sum(axis=1)
            + 1 / 4 / H * u_o[t].sum(axis=1)
        )  # (9)
        a_s_u[t] = (
            1 / 4 / H * ((u_i[t] - mu_u[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((u_f[t] - mu_u[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((u_g[t] - mu_u[t][:, None]) ** 2).sum(axis=1)
            + 1 / 4 / H * ((u_o[t] - mu_u[t][:, None]) ** 2).sum(axis=1)
            + 1 / 100000
        )  # (10)
        s_u[t] = np.sqrt(a_s_u[t])  # (11)
        u_i_hat[t] = (u_i[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (12)
        u_f_hat[t] = (u_f[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (13)
        u_g_hat[t] = (u_g[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (14)
        u_o_hat[t] = (u_o[t] - mu_u[t][:, None]) / s_u[t][:, None]  # (15)
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
        mu_c[t] = 1 / H * c[t].sum(axis=1)  # (32)
        a_s_c[t] = 1 / H * ((c[t] - mu_c[t][:, None]) ** 2).sum(axis=1) + 1 / 100000  # (33)
        s_c[t] = np.sqrt(a_s_c[t])  # (34)
        c_hat[t] = (c[t] - mu_c[t][:, None]) / s_c[t][:, None]  # (35)
        a_h[t] = p.alpha_c * c_hat[t] + p.beta_c  # (36)
        h[t] = o[t] * np.tanh(a_h[t])  # (37)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return (
        y,
        state,
        Tape(
            dtype,
            (M, H),
            (T, N),
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
            a_s_u,
            s_u,
            u_i_hat,
            u_f_hat,
            u_g_hat,
            u_o_hat,
            mu_v,
            a_s_v,
            s_v,
            v_i_hat,
            v_f_hat,
            v_g_hat,
            v_o_hat,
            a_i,
            i,
            a_f,
            f,
            a_g,
            g,
            a_o,
            o,
            c,
            mu_c,
            a_s_c,
            s_c,
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
    dx = np.empty((T, N, M), dtype)
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
    yield 0, tape


def _back(
    p: Params, tape: Tape, dy: Array, dstate: State, into: tuple[Array, ...]
) -> tuple[Params, State]:
    """``backward`` through a stretch: the gradients by parameters and state; those by inputs are written to ``into``."""
    M, H = p.M, p.H
    dtype = p.flat.dtype
    (
        (T, N),
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
        a_s_u,
        s_u,
        u_i_hat,
        u_f_hat,
        u_g_hat,
        u_o_hat,
        mu_v,
        a_s_v,
        s_v,
        v_i_hat,
        v_f_hat,
        v_g_hat,
        v_o_hat,
        a_i,
        i,
        a_f,
        f,
        a_g,
        g,
        a_o,
        o,
        c,
        mu_c,
        a_s_c,
        s_c,
        c_hat,
        a_h,
        h,
    ) = tape[2:]
    grads = Params(M, H, dtype=dtype)
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
        ds_c[t] = (-1 / (s_c[t] ** 2)) * (dc_hat[t] * (c[t] - mu_c[t][:, None])).sum(axis=1)  # (41)
        da_s_c[t] = ds_c[t] / 2 / s_c[t]  # (42)
        dmu_c[t] = (-2 * da_s_c[t] / H) * (c[t] - mu_c[t][:, None]).sum(axis=1) + (
            -1 / s_c[t]
        ) * dc_hat[t].sum(axis=1)  # (43)
        dc[t] = (
            dmu_c[t][:, None] / H
            + 2 * da_s_c[t][:, None] * (c[t] - mu_c[t][:, None]) / H
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
        du_o_hat[t] = da_o[t] * p.alpha_u_o  # (60)
        du_g_hat[t] = da_g[t] * p.alpha_u_g  # (61)
        du_f_hat[t] = da_f[t] * p.alpha_u_f  # (62)
        du_i_hat[t] = da_i[t] * p.alpha_u_i  # (63)
        ds_u[t] = (
            (-1 / (s_u[t] ** 2)) * (du_i_hat[t] * (u_i[t] - mu_u[t][:, None])).sum(axis=1)
            + (-1 / (s_u[t] ** 2)) * (du_f_hat[t] * (u_f[t] - mu_u[t][:, None])).sum(axis=1)
            + (-1 / (s_u[t] ** 2)) * (du_g_hat[t] * (u_g[t] - mu_u[t][:, None])).sum(axis=1)
            + (-1 / (s_u[t] ** 2)) * (du_o_hat[t] * (u_o[t] - mu_u[t][:, None])).sum(axis=1)
        )  # (64)
        da_s_u[t] = ds_u[t] / 2 / s_u[t]  # (65)
        dmu_u[t] = (
            (-da_s_u[t] / 2 / H) * (u_i[t] - mu_u[t][:, None]).sum(axis=1)
            + (-da_s_u[t] / 2 / H) * (u_f[t] - mu_u[t][:, None]).sum(axis=1)
            + (-da_s_u[t] / 2 / H) * (u_g[t] - mu_u[t][:, None]).sum(axis=1)
            + (-da_s_u[t] / 2 / H) * (u_o[t] - mu_u[t][:, None]).sum(axis=1)
            + (-1 / s_u[t]) * du_i_hat[t].sum(axis=1)
            + (-1 / s_u[t]) * du_f_hat[t].sum(axis=1)
            + (-1 / s_u[t]) * du_g_hat[t].sum(axis=1)
            + (-1 / s_u[t]) * du_o_hat[t].sum(axis=1)
        )  # (66)
        du_o[t] = (
            dmu_u[t][:, None] / 4 / H
            + da_s_u[t][:, None] * (u_o[t] - mu_u[t][:, None]) / 2 / H
            + du_o_hat[t] / s_u[t][:, None]
        )  # (68)
        du_g[t] = (
            dmu_u[t][:, None] / 4 / H
            + da_s_u[t][:, None] * (u_g[t] - mu_u[t][:, None]) / 2 / H
            + du_g_hat[t] / s_u[t][:, None]
        )  # (70)
        du_f[t] = (
            dmu_u[t][:, None] / 4 / H
            + da_s_u[t][:, None] * (u_f[t] - mu_u[t][:, None]) / 2 / H
            + du_f_hat[t] / s_u[t][:, None]
        )  # (72)
        du_i[t] = (
            dmu_u[t][:, None] / 4 / H
            + da_s_u[t][:, None] * (u_i[t] - mu_u[t][:, None]) / 2 / H
            + du_i_hat[t] / s_u[t][:, None]
        )  # (74)
        dv_o_hat[t] = da_o[t] * p.alpha_v_o  # (53)
        dv_g_hat[t] = da_g[t] * p.alpha_v_g  # (54)
        dv_f_hat[t] = da_f[t] * p.alpha_v_f  # (55)
        dv_i_hat[t] = da_i[t] * p.alpha_v_i  # (56)
        ds_v[t] = (
            (-1 / (s_v[t] ** 2)) * (dv_i_hat[t] * (v_i[t] - mu_v[t][:, None])).sum(axis=1)
            + (-1 / (s_v[t] ** 2)) * (dv_f_hat[t] * (v_f[t] - mu_v[t][:, None])).sum(axis=1)
            + (-1 / (s_v[t] ** 2)) * (dv_g_hat[t] * (v_g[t] - mu_v[t][:, None])).sum(axis=1)
            + (-1 / (s_v[t] ** 2)) * (dv_o_hat[t] * (v_o[t] - mu_v[t][:, None])).sum(axis=1)
        )  # (57)
        da_s_v[t] = ds_v[t] / 2 / s_v[t]  # (58)
        dmu_v[t] = (
            (-da_s_v[t] / 2 / H) * (v_i[t] - mu_v[t][:, None]).sum(axis=1)
            + (-da_s_v[t] / 2 / H) * (v_f[t] - mu_v[t][:, None]).sum(axis=1)
            + (-da_s_v[t] / 2 / H) * (v_g[t] - mu_v[t][:, None]).sum(axis=1)
            + (-da_s_v[t] / 2 / H) * (v_o[t] - mu_v[t][:, None]).sum(axis=1)
            + (-1 / s_v[t]) * dv_i_hat[t].sum(axis=1)
            + (-1 / s_v[t]) * dv_f_hat[t].sum(axis=1)
            + (-1 / s_v[t]) * dv_g_hat[t].sum(axis=1)
            + (-1 / s_v[t]) * dv_o_hat[t].sum(axis=1)
        )  # (59)
        dv_o[t] = (
            dmu_v[t][:, None] / 4 / H
            + da_s_v[t][:, None] * (v_o[t] - mu_v[t][:, None]) / 2 / H
            + dv_o_hat[t] / s_v[t][:, None]
        )  # (67)
        dv_g[t] = (
            dmu_v[t][:, None] / 4 / H
            + da_s_v[t][:, None] * (v_g[t] - mu_v[t][:, None]) / 2 / H
            + dv_g_hat[t] / s_v[t][:, None]
        )  # (69)
        dv_f[t] = (
            dmu_v[t][:, None] / 4 / H
            + da_s_v[t][:, None] * (v_f[t] - mu_v[t][:, None]) / 2 / H
            + dv_f_hat[t] / s_v[t][:, None]
        )  # (71)
        dv_i[t] = (
            dmu_v[t][:, None] / 4 / H
            + da_s_v[t][:, None] * (v_i[t] - mu_v[t][:, None]) / 2 / H
            + dv_i_hat[t] / s_v[t][:, None]
        )  # (73)
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
    dh[0] = du_i[1] @ p.R_i + du_f[1] @ p.R_f + du_g[1] @ p.R_g + du_o[1] @ p.R_o  # (38)
    dc[0] = dc[1] * f[1]  # (44)
    state = State(h=dh[0].copy(), c=dc[0].copy())

    into[0][...] = dx[1:]
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


def from_one(a: Array) -> Array:
    """The same rows, counted from 1."""
    return np.concatenate([np.zeros_like(a[:1]), a])


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
