"""ConvLSTM: channels over a row of places, every product a convolution.

Source: Shi et al. 2015, arXiv 1506.04214, in one dimension with filters of 3 taps

The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do.

Generated from the forward equations by `derive build conv_lstm`; the numbers in the comments are those of the notes:

    (1)  W_i_part[j,k] = W_i[1,j,k]
    (2)  x_shifted[t,n,k,x] = x[t,n,k,x+1]   if x < X
    (3)  W_i_part2[j,k] = W_i[2,j,k]
    (4)  W_i_part3[j,k] = W_i[3,j,k]
    (5)  x_shifted2[t,n,k,x] = x[t,n,k,x-1]   if x ≥ 2
    (6)  R_i_part[j,r] = R_i[1,j,r]
    (7)  h_shifted[t,n,j,x] = h[t-1,n,j,x+1]   if x < X
    (8)  R_i_part2[j,r] = R_i[2,j,r]
    (9)  R_i_part3[j,r] = R_i[3,j,r]
    (10) h_shifted2[t,n,j,x] = h[t-1,n,j,x-1]   if x ≥ 2
    (11) a_i[t,n,j,x] = Σ_k W_i_part[j,k]·x_shifted[t,n,k,x]
                      + Σ_k W_i_part2[j,k]·x[t,n,k,x]
                      + Σ_k W_i_part3[j,k]·x_shifted2[t,n,k,x]
                      + Σ_r R_i_part[j,r]·h_shifted[t,n,r,x]
                      + Σ_r R_i_part2[j,r]·h[t-1,n,r,x]
                      + Σ_r R_i_part3[j,r]·h_shifted2[t,n,r,x]
                      + p_i[j,x]·c[t-1,n,j,x]
                      + b_i[j]
    (12) i[t,n,j,x] = sigmoid(a_i[t,n,j,x])
    (13) W_f_part[j,k] = W_f[1,j,k]
    (14) W_f_part2[j,k] = W_f[2,j,k]
    (15) W_f_part3[j,k] = W_f[3,j,k]
    (16) R_f_part[j,r] = R_f[1,j,r]
    (17) R_f_part2[j,r] = R_f[2,j,r]
    (18) R_f_part3[j,r] = R_f[3,j,r]
    (19) a_f[t,n,j,x] = Σ_k x_shifted[t,n,k,x]·W_f_part[j,k]
                      + Σ_k W_f_part2[j,k]·x[t,n,k,x]
                      + Σ_k x_shifted2[t,n,k,x]·W_f_part3[j,k]
                      + Σ_r h_shifted[t,n,r,x]·R_f_part[j,r]
                      + Σ_r R_f_part2[j,r]·h[t-1,n,r,x]
                      + Σ_r h_shifted2[t,n,r,x]·R_f_part3[j,r]
                      + p_f[j,x]·c[t-1,n,j,x]
                      + b_f[j]
    (20) f[t,n,j,x] = sigmoid(a_f[t,n,j,x])
    (21) W_g_part[j,k] = W_g[1,j,k]
    (22) W_g_part2[j,k] = W_g[2,j,k]
    (23) W_g_part3[j,k] = W_g[3,j,k]
    (24) R_g_part[j,r] = R_g[1,j,r]
    (25) R_g_part2[j,r] = R_g[2,j,r]
    (26) R_g_part3[j,r] = R_g[3,j,r]
    (27) a_g[t,n,j,x] = Σ_k x_shifted[t,n,k,x]·W_g_part[j,k]
                      + Σ_k W_g_part2[j,k]·x[t,n,k,x]
                      + Σ_k x_shifted2[t,n,k,x]·W_g_part3[j,k]
                      + Σ_r h_shifted[t,n,r,x]·R_g_part[j,r]
                      + Σ_r R_g_part2[j,r]·h[t-1,n,r,x]
                      + Σ_r h_shifted2[t,n,r,x]·R_g_part3[j,r]
                      + b_g[j]
    (28) g[t,n,j,x] = tanh(a_g[t,n,j,x])
    (29) c[t,n,j,x] = f[t,n,j,x]·c[t-1,n,j,x] + i[t,n,j,x]·g[t,n,j,x]
    (30) W_o_part[j,k] = W_o[1,j,k]
    (31) W_o_part2[j,k] = W_o[2,j,k]
    (32) W_o_part3[j,k] = W_o[3,j,k]
    (33) R_o_part[j,r] = R_o[1,j,r]
    (34) R_o_part2[j,r] = R_o[2,j,r]
    (35) R_o_part3[j,r] = R_o[3,j,r]
    (36) a_o[t,n,j,x] = Σ_k x_shifted[t,n,k,x]·W_o_part[j,k]
                      + Σ_k W_o_part2[j,k]·x[t,n,k,x]
                      + Σ_k x_shifted2[t,n,k,x]·W_o_part3[j,k]
                      + Σ_r h_shifted[t,n,r,x]·R_o_part[j,r]
                      + Σ_r R_o_part2[j,r]·h[t-1,n,r,x]
                      + Σ_r h_shifted2[t,n,r,x]·R_o_part3[j,r]
                      + p_o[j,x]·c[t,n,j,x]
                      + b_o[j]
    (37) o[t,n,j,x] = sigmoid(a_o[t,n,j,x])
    (38) h[t,n,j,x] = o[t,n,j,x]·tanh(c[t,n,j,x])
    (39) dh[t,n,j,x] = dy[t,n,j,x]                          if t ≥ 1
                     + dh_T[n,j,x]                          if t = T
                     + dh_shifted[t+1,n,j,x-1]              if t < T and x ≥ 2
                     + dh_shifted2[t+1,n,j,x+1]             if t < T and x < X
                     + Σ_r da_i[t+1,n,r,x]·R_i_part2[r,j]   if t < T
                     + Σ_r da_f[t+1,n,r,x]·R_f_part2[r,j]   if t < T
                     + Σ_r da_g[t+1,n,r,x]·R_g_part2[r,j]   if t < T
                     + Σ_r da_o[t+1,n,r,x]·R_o_part2[r,j]   if t < T
    (40) do[t,n,j,x] = dh[t,n,j,x]·tanh(c[t,n,j,x])
    (41) da_o[t,n,j,x] = do[t,n,j,x]·o[t,n,j,x]·(1 - o[t,n,j,x])
    (42) dR_o_part3[j,r] = Σ_{t,n,x} da_o[t,n,j,x]·h_shifted2[t,n,r,x]
    (43) dR_o_part2[j,r] = Σ_{t,n,x} da_o[t,n,j,x]·h[t-1,n,r,x]
    (44) dR_o_part[j,r] = Σ_{t,n,x} da_o[t,n,j,x]·h_shifted[t,n,r,x]
    (45) dW_o_part3[j,k] = Σ_{t,n,x} da_o[t,n,j,x]·x_shifted2[t,n,k,x]
    (46) dW_o_part2[j,k] = Σ_{t,n,x} da_o[t,n,j,x]·x[t,n,k,x]
    (47) dW_o_part[j,k] = Σ_{t,n,x} da_o[t,n,j,x]·x_shifted[t,n,k,x]
    (48) dc[t,n,j,x] = dc_T[n,j,x]                                      if t = T
                     + da_o[t,n,j,x]·p_o[j,x]                           if t ≥ 1
                     + dh[t,n,j,x]·o[t,n,j,x]·(1 - tanh(c[t,n,j,x])²)   if t ≥ 1
                     + da_i[t+1,n,j,x]·p_i[j,x]                         if t < T
                     + da_f[t+1,n,j,x]·p_f[j,x]                         if t < T
                     + dc[t+1,n,j,x]·f[t+1,n,j,x]                       if t < T
    (49) dg[t,n,j,x] = dc[t,n,j,x]·i[t,n,j,x]
    (50) da_g[t,n,j,x] = dg[t,n,j,x]·(1 - g[t,n,j,x]²)
    (51) dR_g_part3[j,r] = Σ_{t,n,x} da_g[t,n,j,x]·h_shifted2[t,n,r,x]
    (52) dR_g_part2[j,r] = Σ_{t,n,x} da_g[t,n,j,x]·h[t-1,n,r,x]
    (53) dR_g_part[j,r] = Σ_{t,n,x} da_g[t,n,j,x]·h_shifted[t,n,r,x]
    (54) dW_g_part3[j,k] = Σ_{t,n,x} da_g[t,n,j,x]·x_shifted2[t,n,k,x]
    (55) dW_g_part2[j,k] = Σ_{t,n,x} da_g[t,n,j,x]·x[t,n,k,x]
    (56) dW_g_part[j,k] = Σ_{t,n,x} da_g[t,n,j,x]·x_shifted[t,n,k,x]
    (57) df[t,n,j,x] = dc[t,n,j,x]·c[t-1,n,j,x]
    (58) da_f[t,n,j,x] = df[t,n,j,x]·f[t,n,j,x]·(1 - f[t,n,j,x])
    (59) dR_f_part3[j,r] = Σ_{t,n,x} da_f[t,n,j,x]·h_shifted2[t,n,r,x]
    (60) dR_f_part2[j,r] = Σ_{t,n,x} da_f[t,n,j,x]·h[t-1,n,r,x]
    (61) dR_f_part[j,r] = Σ_{t,n,x} da_f[t,n,j,x]·h_shifted[t,n,r,x]
    (62) dW_f_part3[j,k] = Σ_{t,n,x} da_f[t,n,j,x]·x_shifted2[t,n,k,x]
    (63) dW_f_part2[j,k] = Σ_{t,n,x} da_f[t,n,j,x]·x[t,n,k,x]
    (64) dW_f_part[j,k] = Σ_{t,n,x} da_f[t,n,j,x]·x_shifted[t,n,k,x]
    (65) di[t,n,j,x] = dc[t,n,j,x]·g[t,n,j,x]
    (66) da_i[t,n,j,x] = di[t,n,j,x]·i[t,n,j,x]·(1 - i[t,n,j,x])
    (67) dh_shifted2[t,n,j,x] = Σ_r da_i[t,n,r,x]·R_i_part3[r,j]
                              + Σ_r da_f[t,n,r,x]·R_f_part3[r,j]
                              + Σ_r da_g[t,n,r,x]·R_g_part3[r,j]
                              + Σ_r da_o[t,n,r,x]·R_o_part3[r,j]
    (68) dR_i_part3[j,r] = Σ_{t,n,x} da_i[t,n,j,x]·h_shifted2[t,n,r,x]
    (69) dR_i_part2[j,r] = Σ_{t,n,x} da_i[t,n,j,x]·h[t-1,n,r,x]
    (70) dh_shifted[t,n,j,x] = Σ_r da_i[t,n,r,x]·R_i_part[r,j]
                             + Σ_r da_f[t,n,r,x]·R_f_part[r,j]
                             + Σ_r da_g[t,n,r,x]·R_g_part[r,j]
                             + Σ_r da_o[t,n,r,x]·R_o_part[r,j]
    (71) dR_i_part[j,r] = Σ_{t,n,x} da_i[t,n,j,x]·h_shifted[t,n,r,x]
    (72) dx_shifted2[t,n,k,x] = Σ_j da_i[t,n,j,x]·W_i_part3[j,k]
                              + Σ_j da_f[t,n,j,x]·W_f_part3[j,k]
                              + Σ_j da_g[t,n,j,x]·W_g_part3[j,k]
                              + Σ_j da_o[t,n,j,x]·W_o_part3[j,k]
    (73) dW_i_part3[j,k] = Σ_{t,n,x} da_i[t,n,j,x]·x_shifted2[t,n,k,x]
    (74) dW_i_part2[j,k] = Σ_{t,n,x} da_i[t,n,j,x]·x[t,n,k,x]
    (75) dx_shifted[t,n,k,x] = Σ_j da_i[t,n,j,x]·W_i_part[j,k]
                             + Σ_j da_f[t,n,j,x]·W_f_part[j,k]
                             + Σ_j da_g[t,n,j,x]·W_g_part[j,k]
                             + Σ_j da_o[t,n,j,x]·W_o_part[j,k]
    (76) dW_i_part[j,k] = Σ_{t,n,x} da_i[t,n,j,x]·x_shifted[t,n,k,x]
    (77) dx[t,n,k,x] = dx_shifted[t,n,k,x-1]    if x ≥ 2
                     + dx_shifted2[t,n,k,x+1]   if x < X
                     + Σ_j da_i[t,n,j,x]·W_i_part2[j,k]
                     + Σ_j da_f[t,n,j,x]·W_f_part2[j,k]
                     + Σ_j da_g[t,n,j,x]·W_g_part2[j,k]
                     + Σ_j da_o[t,n,j,x]·W_o_part2[j,k]
    (78) dW_i[i_3,j,k] = dW_i_part[j,k]    if i_3 = 1
                       + dW_i_part2[j,k]   if i_3 = 2
                       + dW_i_part3[j,k]   if i_3 = 3
    (79) dR_i[i_3,j,r] = dR_i_part[j,r]    if i_3 = 1
                       + dR_i_part2[j,r]   if i_3 = 2
                       + dR_i_part3[j,r]   if i_3 = 3
    (80) dp_i[j,x] = Σ_{t,n} da_i[t,n,j,x]·c[t-1,n,j,x]
    (81) db_i[j] = Σ_{t,n,x} da_i[t,n,j,x]
    (82) dW_f[i_3,j,k] = dW_f_part[j,k]    if i_3 = 1
                       + dW_f_part2[j,k]   if i_3 = 2
                       + dW_f_part3[j,k]   if i_3 = 3
    (83) dR_f[i_3,j,r] = dR_f_part[j,r]    if i_3 = 1
                       + dR_f_part2[j,r]   if i_3 = 2
                       + dR_f_part3[j,r]   if i_3 = 3
    (84) dp_f[j,x] = Σ_{t,n} da_f[t,n,j,x]·c[t-1,n,j,x]
    (85) db_f[j] = Σ_{t,n,x} da_f[t,n,j,x]
    (86) dW_g[i_3,j,k] = dW_g_part[j,k]    if i_3 = 1
                       + dW_g_part2[j,k]   if i_3 = 2
                       + dW_g_part3[j,k]   if i_3 = 3
    (87) dR_g[i_3,j,r] = dR_g_part[j,r]    if i_3 = 1
                       + dR_g_part2[j,r]   if i_3 = 2
                       + dR_g_part3[j,r]   if i_3 = 3
    (88) db_g[j] = Σ_{t,n,x} da_g[t,n,j,x]
    (89) dW_o[i_3,j,k] = dW_o_part[j,k]    if i_3 = 1
                       + dW_o_part2[j,k]   if i_3 = 2
                       + dW_o_part3[j,k]   if i_3 = 3
    (90) dR_o[i_3,j,r] = dR_o_part[j,r]    if i_3 = 1
                       + dR_o_part2[j,r]   if i_3 = 2
                       + dR_o_part3[j,r]   if i_3 = 3
    (91) dp_o[j,x] = Σ_{t,n} da_o[t,n,j,x]·c[t,n,j,x]
    (92) db_o[j] = Σ_{t,n,x} da_o[t,n,j,x]

Shapes: T steps, N sequences, M inputs, H hidden units, X width.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .runtime import (
    Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, from_one, sigmoid,
)  # fmt: skip

SIGNATURE = Signature(
    name="conv_lstm",
    sizes={"M": "input_size", "H": "hidden_size", "X": "width"},
    parameters={
        "W_i": ("3", "H", "M"), "R_i": ("3", "H", "H"), "p_i": ("H", "X"), "b_i": ("H",),
        "W_f": ("3", "H", "M"), "R_f": ("3", "H", "H"), "p_f": ("H", "X"), "b_f": ("H",),
        "W_g": ("3", "H", "M"), "R_g": ("3", "H", "H"), "b_g": ("H",), "W_o": ("3", "H", "M"),
        "R_o": ("3", "H", "H"), "p_o": ("H", "X"), "b_o": ("H",),
    },
    inputs={"x": ("T", "N", "M", "X")},
    output=("T", "N", "H", "X"),
    states={"h": ("N", "H", "X"), "c": ("N", "H", "X")},
    gradients=("x",),
    step=("x",),
    dtypes=("float32", "float64", "longdouble", "complex128"),
)  # fmt: skip


class Params(ParamsBase):
    """The parameters, all views of one vector ``flat``."""

    signature = SIGNATURE


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H, X)
    c: Array  # (N, H, X)


class Gradients(NamedTuple):
    """The gradients of the loss with respect to parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M, X)
    state: State


def init(
    input_size: int, hidden_size: int, width: int, rng: Any = None, dtype: Any = np.float64
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero; ``rng`` is a seed or a generator."""
    return KERNEL.init(input_size, hidden_size, width, rng=rng, dtype=dtype)


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell: x (T, N, M, X) → y (T, N, H, X), state, tape.

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
    M, H, X = p.sizes
    x = from_one(x)
    x_shifted = np.zeros((T + 1, N, M, X), dtype)
    x_shifted2 = np.zeros((T + 1, N, M, X), dtype)
    h_shifted = np.zeros((T + 1, N, H, X), dtype)
    h_shifted2 = np.zeros((T + 1, N, H, X), dtype)
    a_i = np.zeros((T + 1, N, H, X), dtype)
    i = np.zeros((T + 1, N, H, X), dtype)
    a_f = np.zeros((T + 1, N, H, X), dtype)
    f = np.zeros((T + 1, N, H, X), dtype)
    a_g = np.zeros((T + 1, N, H, X), dtype)
    g = np.zeros((T + 1, N, H, X), dtype)
    c = np.zeros((T + 1, N, H, X), dtype)
    a_o = np.zeros((T + 1, N, H, X), dtype)
    o = np.zeros((T + 1, N, H, X), dtype)
    h = np.zeros((T + 1, N, H, X), dtype)
    h[0] = state0.h
    c[0] = state0.c
    W_i_part = p.W_i[0]  # (1)
    W_i_part2 = p.W_i[1]  # (3)
    W_i_part3 = p.W_i[2]  # (4)
    R_i_part = p.R_i[0]  # (6)
    R_i_part2 = p.R_i[1]  # (8)
    R_i_part3 = p.R_i[2]  # (9)
    W_f_part = p.W_f[0]  # (13)
    W_f_part2 = p.W_f[1]  # (14)
    W_f_part3 = p.W_f[2]  # (15)
    R_f_part = p.R_f[0]  # (16)
    R_f_part2 = p.R_f[1]  # (17)
    R_f_part3 = p.R_f[2]  # (18)
    W_g_part = p.W_g[0]  # (21)
    W_g_part2 = p.W_g[1]  # (22)
    W_g_part3 = p.W_g[2]  # (23)
    R_g_part = p.R_g[0]  # (24)
    R_g_part2 = p.R_g[1]  # (25)
    R_g_part3 = p.R_g[2]  # (26)
    W_o_part = p.W_o[0]  # (30)
    W_o_part2 = p.W_o[1]  # (31)
    W_o_part3 = p.W_o[2]  # (32)
    R_o_part = p.R_o[0]  # (33)
    R_o_part2 = p.R_o[1]  # (34)
    R_o_part3 = p.R_o[2]  # (35)
    for t in range(1, T + 1):
        x_shifted[t, :, :, : X - 1] += x[t, :, :, 1:]  # (2)
        x_shifted2[t, :, :, 1:] += x[t, :, :, : X - 1]  # (5)
        h_shifted[t, :, :, : X - 1] += h[t - 1, :, :, 1:]  # (7)
        h_shifted2[t, :, :, 1:] += h[t - 1, :, :, : X - 1]  # (10)
        a_i[t] = (
            np.einsum("nkx,jk->njx", x_shifted[t], W_i_part)
            + np.einsum("nkx,jk->njx", x[t], W_i_part2)
            + np.einsum("nkx,jk->njx", x_shifted2[t], W_i_part3)
            + np.einsum("nrx,jr->njx", h_shifted[t], R_i_part)
            + np.einsum("nrx,jr->njx", h[t - 1], R_i_part2)
            + np.einsum("nrx,jr->njx", h_shifted2[t], R_i_part3)
            + p.p_i * c[t - 1]
            + p.b_i[:, None]
        )  # (11)
        i[t] = sigmoid(a_i[t])  # (12)
        a_f[t] = (
            np.einsum("nkx,jk->njx", x_shifted[t], W_f_part)
            + np.einsum("nkx,jk->njx", x[t], W_f_part2)
            + np.einsum("nkx,jk->njx", x_shifted2[t], W_f_part3)
            + np.einsum("nrx,jr->njx", h_shifted[t], R_f_part)
            + np.einsum("nrx,jr->njx", h[t - 1], R_f_part2)
            + np.einsum("nrx,jr->njx", h_shifted2[t], R_f_part3)
            + p.p_f * c[t - 1]
            + p.b_f[:, None]
        )  # (19)
        f[t] = sigmoid(a_f[t])  # (20)
        a_g[t] = (
            np.einsum("nkx,jk->njx", x_shifted[t], W_g_part)
            + np.einsum("nkx,jk->njx", x[t], W_g_part2)
            + np.einsum("nkx,jk->njx", x_shifted2[t], W_g_part3)
            + np.einsum("nrx,jr->njx", h_shifted[t], R_g_part)
            + np.einsum("nrx,jr->njx", h[t - 1], R_g_part2)
            + np.einsum("nrx,jr->njx", h_shifted2[t], R_g_part3)
            + p.b_g[:, None]
        )  # (27)
        g[t] = np.tanh(a_g[t])  # (28)
        c[t] = f[t] * c[t - 1] + g[t] * i[t]  # (29)
        a_o[t] = (
            np.einsum("nkx,jk->njx", x_shifted[t], W_o_part)
            + np.einsum("nkx,jk->njx", x[t], W_o_part2)
            + np.einsum("nkx,jk->njx", x_shifted2[t], W_o_part3)
            + np.einsum("nrx,jr->njx", h_shifted[t], R_o_part)
            + np.einsum("nrx,jr->njx", h[t - 1], R_o_part2)
            + np.einsum("nrx,jr->njx", h_shifted2[t], R_o_part3)
            + p.p_o * c[t]
            + p.b_o[:, None]
        )  # (36)
        o[t] = sigmoid(a_o[t])  # (37)
        h[t] = o[t] * np.tanh(c[t])  # (38)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return (
        y,
        state,
        (
            x,
            W_i_part,
            W_i_part2,
            W_i_part3,
            R_i_part,
            R_i_part2,
            R_i_part3,
            W_f_part,
            W_f_part2,
            W_f_part3,
            R_f_part,
            R_f_part2,
            R_f_part3,
            W_g_part,
            W_g_part2,
            W_g_part3,
            R_g_part,
            R_g_part2,
            R_g_part3,
            W_o_part,
            W_o_part2,
            W_o_part3,
            R_o_part,
            R_o_part2,
            R_o_part3,
            x_shifted,
            x_shifted2,
            h_shifted,
            h_shifted2,
            i,
            f,
            g,
            c,
            o,
            h,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, into_x):
    M, H, X = p.sizes
    (
        x,
        W_i_part,
        W_i_part2,
        W_i_part3,
        R_i_part,
        R_i_part2,
        R_i_part3,
        W_f_part,
        W_f_part2,
        W_f_part3,
        R_f_part,
        R_f_part2,
        R_f_part3,
        W_g_part,
        W_g_part2,
        W_g_part3,
        R_g_part,
        R_g_part2,
        R_g_part3,
        W_o_part,
        W_o_part2,
        W_o_part3,
        R_o_part,
        R_o_part2,
        R_o_part3,
        x_shifted,
        x_shifted2,
        h_shifted,
        h_shifted2,
        i,
        f,
        g,
        c,
        o,
        h,
    ) = arrays
    grads = p._on(np.zeros_like(p.flat))
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H, X), dtype)
    do = np.zeros((T + 1, N, H, X), dtype)
    da_o = np.zeros((T + 1, N, H, X), dtype)
    dc = np.zeros((T + 1, N, H, X), dtype)
    dg = np.zeros((T + 1, N, H, X), dtype)
    da_g = np.zeros((T + 1, N, H, X), dtype)
    df = np.zeros((T + 1, N, H, X), dtype)
    da_f = np.zeros((T + 1, N, H, X), dtype)
    di = np.zeros((T + 1, N, H, X), dtype)
    da_i = np.zeros((T + 1, N, H, X), dtype)
    dh_shifted2 = np.zeros((T + 1, N, H, X), dtype)
    dh_shifted = np.zeros((T + 1, N, H, X), dtype)
    dx_shifted2 = np.zeros((T + 1, N, M, X), dtype)
    dx_shifted = np.zeros((T + 1, N, M, X), dtype)
    dx = np.zeros((T + 1, N, M, X), dtype)
    dR_o_part3 = np.zeros((H, H), dtype)  # (42)
    dR_o_part2 = np.zeros((H, H), dtype)  # (43)
    dR_o_part = np.zeros((H, H), dtype)  # (44)
    dW_o_part3 = np.zeros((H, M), dtype)  # (45)
    dW_o_part2 = np.zeros((H, M), dtype)  # (46)
    dW_o_part = np.zeros((H, M), dtype)  # (47)
    dR_g_part3 = np.zeros((H, H), dtype)  # (51)
    dR_g_part2 = np.zeros((H, H), dtype)  # (52)
    dR_g_part = np.zeros((H, H), dtype)  # (53)
    dW_g_part3 = np.zeros((H, M), dtype)  # (54)
    dW_g_part2 = np.zeros((H, M), dtype)  # (55)
    dW_g_part = np.zeros((H, M), dtype)  # (56)
    dR_f_part3 = np.zeros((H, H), dtype)  # (59)
    dR_f_part2 = np.zeros((H, H), dtype)  # (60)
    dR_f_part = np.zeros((H, H), dtype)  # (61)
    dW_f_part3 = np.zeros((H, M), dtype)  # (62)
    dW_f_part2 = np.zeros((H, M), dtype)  # (63)
    dW_f_part = np.zeros((H, M), dtype)  # (64)
    dR_i_part3 = np.zeros((H, H), dtype)  # (68)
    dR_i_part2 = np.zeros((H, H), dtype)  # (69)
    dR_i_part = np.zeros((H, H), dtype)  # (71)
    dW_i_part3 = np.zeros((H, M), dtype)  # (73)
    dW_i_part2 = np.zeros((H, M), dtype)  # (74)
    dW_i_part = np.zeros((H, M), dtype)  # (76)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (39)
        if t == T:
            dh[t] += dstate.h  # (39)
        if t < T:
            dh[t, :, :, 1:] += dh_shifted[t + 1, :, :, : X - 1]  # (39)
        if t < T:
            dh[t, :, :, : X - 1] += dh_shifted2[t + 1, :, :, 1:]  # (39)
        if t < T:
            dh[t] += (
                np.einsum("nrx,rj->njx", da_i[t + 1], R_i_part2)
                + np.einsum("nrx,rj->njx", da_f[t + 1], R_f_part2)
                + np.einsum("nrx,rj->njx", da_g[t + 1], R_g_part2)
                + np.einsum("nrx,rj->njx", da_o[t + 1], R_o_part2)
            )  # (39)
        do[t] = dh[t] * np.tanh(c[t])  # (40)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (41)
        dR_o_part3 += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (42)
        dR_o_part2 += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ h[t - 1].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (43)
        dR_o_part += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (44)
        dW_o_part3 += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (45)
        dW_o_part2 += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ x[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (46)
        dW_o_part += da_o[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (47)
        dc[t] = da_o[t] * p.p_o + dh[t] * o[t] * (1 - np.tanh(c[t]) ** 2)  # (48)
        if t == T:
            dc[t] += dstate.c  # (48)
        if t < T:
            dc[t] += da_i[t + 1] * p.p_i + da_f[t + 1] * p.p_f + dc[t + 1] * f[t + 1]  # (48)
        dg[t] = dc[t] * i[t]  # (49)
        da_g[t] = dg[t] * (1 - g[t] ** 2)  # (50)
        dR_g_part3 += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (51)
        dR_g_part2 += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ h[t - 1].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (52)
        dR_g_part += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (53)
        dW_g_part3 += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (54)
        dW_g_part2 += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ x[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (55)
        dW_g_part += da_g[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (56)
        df[t] = dc[t] * c[t - 1]  # (57)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (58)
        dR_f_part3 += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (59)
        dR_f_part2 += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ h[t - 1].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (60)
        dR_f_part += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (61)
        dW_f_part3 += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (62)
        dW_f_part2 += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ x[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (63)
        dW_f_part += da_f[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (64)
        di[t] = dc[t] * g[t]  # (65)
        da_i[t] = di[t] * (1 - i[t]) * i[t]  # (66)
        dh_shifted2[t] = (
            np.einsum("nrx,rj->njx", da_i[t], R_i_part3)
            + np.einsum("nrx,rj->njx", da_f[t], R_f_part3)
            + np.einsum("nrx,rj->njx", da_g[t], R_g_part3)
            + np.einsum("nrx,rj->njx", da_o[t], R_o_part3)
        )  # (67)
        dR_i_part3 += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (68)
        dR_i_part2 += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ h[t - 1].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (69)
        dh_shifted[t] = (
            np.einsum("nrx,rj->njx", da_i[t], R_i_part)
            + np.einsum("nrx,rj->njx", da_f[t], R_f_part)
            + np.einsum("nrx,rj->njx", da_g[t], R_g_part)
            + np.einsum("nrx,rj->njx", da_o[t], R_o_part)
        )  # (70)
        dR_i_part += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ h_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, H)  # (71)
        dx_shifted2[t] = (
            np.einsum("njx,jk->nkx", da_i[t], W_i_part3)
            + np.einsum("njx,jk->nkx", da_f[t], W_f_part3)
            + np.einsum("njx,jk->nkx", da_g[t], W_g_part3)
            + np.einsum("njx,jk->nkx", da_o[t], W_o_part3)
        )  # (72)
        dW_i_part3 += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted2[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (73)
        dW_i_part2 += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ x[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (74)
        dx_shifted[t] = (
            np.einsum("njx,jk->nkx", da_i[t], W_i_part)
            + np.einsum("njx,jk->nkx", da_f[t], W_f_part)
            + np.einsum("njx,jk->nkx", da_g[t], W_g_part)
            + np.einsum("njx,jk->nkx", da_o[t], W_o_part)
        )  # (75)
        dW_i_part += da_i[t].transpose(1, 0, 2).reshape(H, N * X) @ x_shifted[t].transpose(
            0, 2, 1
        ).reshape(N * X, M)  # (76)
        dx[t] = (
            np.einsum("njx,jk->nkx", da_i[t], W_i_part2)
            + np.einsum("njx,jk->nkx", da_f[t], W_f_part2)
            + np.einsum("njx,jk->nkx", da_g[t], W_g_part2)
            + np.einsum("njx,jk->nkx", da_o[t], W_o_part2)
        )  # (77)
        dx[t, :, :, 1:] += dx_shifted[t, :, :, : X - 1]  # (77)
        dx[t, :, :, : X - 1] += dx_shifted2[t, :, :, 1:]  # (77)
        grads.p_i += (da_i[t] * c[t - 1]).sum(axis=0)  # (80)
        grads.b_i += da_i[t].sum(axis=(0, 2))  # (81)
        grads.p_f += (da_f[t] * c[t - 1]).sum(axis=0)  # (84)
        grads.b_f += da_f[t].sum(axis=(0, 2))  # (85)
        grads.b_g += da_g[t].sum(axis=(0, 2))  # (88)
        grads.p_o += (da_o[t] * c[t]).sum(axis=0)  # (91)
        grads.b_o += da_o[t].sum(axis=(0, 2))  # (92)
    dh0 = (
        np.einsum("nrx,rj->njx", da_i[1], R_i_part2)
        + np.einsum("nrx,rj->njx", da_f[1], R_f_part2)
        + np.einsum("nrx,rj->njx", da_g[1], R_g_part2)
        + np.einsum("nrx,rj->njx", da_o[1], R_o_part2)
    )  # (39)
    dh0[:, :, 1:] += dh_shifted[1, :, :, : X - 1]  # (39)
    dh0[:, :, : X - 1] += dh_shifted2[1, :, :, 1:]  # (39)
    dc0 = da_i[1] * p.p_i + da_f[1] * p.p_f + dc[1] * f[1]  # (48)
    grads.W_i[:1] += dW_i_part  # (78)
    grads.W_i[1:2] += dW_i_part2  # (78)
    grads.W_i[2:] += dW_i_part3  # (78)
    grads.R_i[:1] += dR_i_part  # (79)
    grads.R_i[1:2] += dR_i_part2  # (79)
    grads.R_i[2:] += dR_i_part3  # (79)
    grads.W_f[:1] += dW_f_part  # (82)
    grads.W_f[1:2] += dW_f_part2  # (82)
    grads.W_f[2:] += dW_f_part3  # (82)
    grads.R_f[:1] += dR_f_part  # (83)
    grads.R_f[1:2] += dR_f_part2  # (83)
    grads.R_f[2:] += dR_f_part3  # (83)
    grads.W_g[:1] += dW_g_part  # (86)
    grads.W_g[1:2] += dW_g_part2  # (86)
    grads.W_g[2:] += dW_g_part3  # (86)
    grads.R_g[:1] += dR_g_part  # (87)
    grads.R_g[1:2] += dR_g_part2  # (87)
    grads.R_g[2:] += dR_g_part3  # (87)
    grads.W_o[:1] += dW_o_part  # (89)
    grads.W_o[1:2] += dW_o_part2  # (89)
    grads.W_o[2:] += dW_o_part3  # (89)
    grads.R_o[:1] += dR_o_part  # (90)
    grads.R_o[1:2] += dR_o_part2  # (90)
    grads.R_o[2:] += dR_o_part3  # (90)
    into_x[...] = dx[1:]
    return grads, State(h=dh0, c=dc0)


def _advance(p, N, dtype, x, state):
    M, H, X = p.sizes
    W_i_part = p.W_i[0]  # (1)
    x_shifted = np.zeros((N, M, X), dtype)  # (2)
    x_shifted[:, :, : X - 1] += x[:, :, 1:]  # (2)
    W_i_part2 = p.W_i[1]  # (3)
    W_i_part3 = p.W_i[2]  # (4)
    x_shifted2 = np.zeros((N, M, X), dtype)  # (5)
    x_shifted2[:, :, 1:] += x[:, :, : X - 1]  # (5)
    R_i_part = p.R_i[0]  # (6)
    h_shifted = np.zeros((N, H, X), dtype)  # (7)
    h_shifted[:, :, : X - 1] += state.h[:, :, 1:]  # (7)
    R_i_part2 = p.R_i[1]  # (8)
    R_i_part3 = p.R_i[2]  # (9)
    h_shifted2 = np.zeros((N, H, X), dtype)  # (10)
    h_shifted2[:, :, 1:] += state.h[:, :, : X - 1]  # (10)
    a_i = (
        np.einsum("nkx,jk->njx", x_shifted, W_i_part)
        + np.einsum("nkx,jk->njx", x, W_i_part2)
        + np.einsum("nkx,jk->njx", x_shifted2, W_i_part3)
        + np.einsum("nrx,jr->njx", h_shifted, R_i_part)
        + np.einsum("nrx,jr->njx", state.h, R_i_part2)
        + np.einsum("nrx,jr->njx", h_shifted2, R_i_part3)
        + p.p_i * state.c
        + p.b_i[:, None]
    )  # (11)
    i = sigmoid(a_i)  # (12)
    W_f_part = p.W_f[0]  # (13)
    W_f_part2 = p.W_f[1]  # (14)
    W_f_part3 = p.W_f[2]  # (15)
    R_f_part = p.R_f[0]  # (16)
    R_f_part2 = p.R_f[1]  # (17)
    R_f_part3 = p.R_f[2]  # (18)
    a_f = (
        np.einsum("nkx,jk->njx", x_shifted, W_f_part)
        + np.einsum("nkx,jk->njx", x, W_f_part2)
        + np.einsum("nkx,jk->njx", x_shifted2, W_f_part3)
        + np.einsum("nrx,jr->njx", h_shifted, R_f_part)
        + np.einsum("nrx,jr->njx", state.h, R_f_part2)
        + np.einsum("nrx,jr->njx", h_shifted2, R_f_part3)
        + p.p_f * state.c
        + p.b_f[:, None]
    )  # (19)
    f = sigmoid(a_f)  # (20)
    W_g_part = p.W_g[0]  # (21)
    W_g_part2 = p.W_g[1]  # (22)
    W_g_part3 = p.W_g[2]  # (23)
    R_g_part = p.R_g[0]  # (24)
    R_g_part2 = p.R_g[1]  # (25)
    R_g_part3 = p.R_g[2]  # (26)
    a_g = (
        np.einsum("nkx,jk->njx", x_shifted, W_g_part)
        + np.einsum("nkx,jk->njx", x, W_g_part2)
        + np.einsum("nkx,jk->njx", x_shifted2, W_g_part3)
        + np.einsum("nrx,jr->njx", h_shifted, R_g_part)
        + np.einsum("nrx,jr->njx", state.h, R_g_part2)
        + np.einsum("nrx,jr->njx", h_shifted2, R_g_part3)
        + p.b_g[:, None]
    )  # (27)
    g = np.tanh(a_g)  # (28)
    c = f * state.c + g * i  # (29)
    W_o_part = p.W_o[0]  # (30)
    W_o_part2 = p.W_o[1]  # (31)
    W_o_part3 = p.W_o[2]  # (32)
    R_o_part = p.R_o[0]  # (33)
    R_o_part2 = p.R_o[1]  # (34)
    R_o_part3 = p.R_o[2]  # (35)
    a_o = (
        np.einsum("nkx,jk->njx", x_shifted, W_o_part)
        + np.einsum("nkx,jk->njx", x, W_o_part2)
        + np.einsum("nkx,jk->njx", x_shifted2, W_o_part3)
        + np.einsum("nrx,jr->njx", h_shifted, R_o_part)
        + np.einsum("nrx,jr->njx", state.h, R_o_part2)
        + np.einsum("nrx,jr->njx", h_shifted2, R_o_part3)
        + p.p_o * c
        + p.b_o[:, None]
    )  # (36)
    o = sigmoid(a_o)  # (37)
    h = o * np.tanh(c)  # (38)
    return h, State(h=h, c=c)


KERNEL = Kernel(SIGNATURE, Params, State, run=_run, back=_back, advance=_advance)
