"""ConvLSTM: channels over a row of places, every product a convolution.

Source: Shi et al. 2015, arXiv 1506.04214, in one dimension with filters of 3 taps

The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.
In loops over time, since they lie on a cycle through time: (7), (10), (12), (20), (28)-(29),
(37)-(41), (48)-(50), (57)-(58), (65)-(67), (70).
In loops, except for the terms that nothing in the loop feeds: (11), (19), (27), (36).
For all steps at once, since they lie on no such cycle: (1)-(6), (8)-(9), (13)-(18), (21)-(26),
(30)-(35), (42)-(47), (51)-(56), (59)-(64), (68)-(69), (71)-(92).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (40)-(41),
(48)-(50), (57)-(58), (65)-(66).

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
from numpy import add, multiply, subtract, tanh

from .runtime import (
    CHUNK, Array, Checkpoints, Kernel, ParamsBase, Signature, Tape, copied, empty, sigmoid,
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
    x_shifted = empty((T, N, M, X), dtype)
    x_shifted2 = empty((T, N, M, X), dtype)
    i = empty((T, N, H, X), dtype)
    f = empty((T, N, H, X), dtype)
    g = empty((T, N, H, X), dtype)
    o = empty((T, N, H, X), dtype)
    h_shifted = empty((T, N, H, X), dtype)
    h_shifted2 = empty((T, N, H, X), dtype)
    c = empty((T + 1, N, H, X), dtype)
    h = empty((T + 1, N, H, X), dtype)
    h[0] = state0.h
    c[0] = state0.c
    W_i_part = p.W_i[0].copy()  # (1)
    W_i_part2 = p.W_i[1].copy()  # (3)
    W_i_part3 = p.W_i[2].copy()  # (4)
    R_i_part = p.R_i[0].copy()  # (6)
    R_i_part2 = p.R_i[1].copy()  # (8)
    R_i_part3 = p.R_i[2].copy()  # (9)
    W_f_part = p.W_f[0].copy()  # (13)
    W_f_part2 = p.W_f[1].copy()  # (14)
    W_f_part3 = p.W_f[2].copy()  # (15)
    R_f_part = p.R_f[0].copy()  # (16)
    R_f_part2 = p.R_f[1].copy()  # (17)
    R_f_part3 = p.R_f[2].copy()  # (18)
    W_g_part = p.W_g[0].copy()  # (21)
    W_g_part2 = p.W_g[1].copy()  # (22)
    W_g_part3 = p.W_g[2].copy()  # (23)
    R_g_part = p.R_g[0].copy()  # (24)
    R_g_part2 = p.R_g[1].copy()  # (25)
    R_g_part3 = p.R_g[2].copy()  # (26)
    W_o_part = p.W_o[0].copy()  # (30)
    W_o_part2 = p.W_o[1].copy()  # (31)
    W_o_part3 = p.W_o[2].copy()  # (32)
    R_o_part = p.R_o[0].copy()  # (33)
    R_o_part2 = p.R_o[1].copy()  # (34)
    R_o_part3 = p.R_o[2].copy()  # (35)
    # (2) x_shifted = x
    x_shifted[...] = 0
    add(x_shifted[:, :, :, : X - 1], x[:, :, :, 1:], x_shifted[:, :, :, : X - 1])
    # (5) x_shifted2 = x
    x_shifted2[...] = 0
    add(x_shifted2[:, :, :, 1:], x[:, :, :, : X - 1], x_shifted2[:, :, :, 1:])
    work = empty((T, N, H, X), dtype)
    # (11) a_i = np.einsum("nkx,jk->njx", x_shifted, W_i_part) + np.einsum("nkx,jk->njx", x, W_i_part2) + np.einsum("nkx,jk->njx", x_shifted2, W_i_part3) + b_i[:, None]
    np.einsum("jk,tnkx->tnjx", W_i_part, x_shifted, out=i)
    np.einsum("jk,tnkx->tnjx", W_i_part2, x, out=work)
    add(i, work, i)
    np.einsum("jk,tnkx->tnjx", W_i_part3, x_shifted2, out=work)
    add(i, work, i)
    add(i, p.b_i[:, None], i)
    # (19) a_f = np.einsum("nkx,jk->njx", x_shifted, W_f_part) + np.einsum("nkx,jk->njx", x, W_f_part2) + np.einsum("nkx,jk->njx", x_shifted2, W_f_part3) + b_f[:, None]
    np.einsum("jk,tnkx->tnjx", W_f_part, x_shifted, out=f)
    np.einsum("jk,tnkx->tnjx", W_f_part2, x, out=work)
    add(f, work, f)
    np.einsum("jk,tnkx->tnjx", W_f_part3, x_shifted2, out=work)
    add(f, work, f)
    add(f, p.b_f[:, None], f)
    # (27) a_g = np.einsum("nkx,jk->njx", x_shifted, W_g_part) + np.einsum("nkx,jk->njx", x, W_g_part2) + np.einsum("nkx,jk->njx", x_shifted2, W_g_part3) + b_g[:, None]
    np.einsum("jk,tnkx->tnjx", W_g_part, x_shifted, out=g)
    np.einsum("jk,tnkx->tnjx", W_g_part2, x, out=work)
    add(g, work, g)
    np.einsum("jk,tnkx->tnjx", W_g_part3, x_shifted2, out=work)
    add(g, work, g)
    add(g, p.b_g[:, None], g)
    # (36) a_o = np.einsum("nkx,jk->njx", x_shifted, W_o_part) + np.einsum("nkx,jk->njx", x, W_o_part2) + np.einsum("nkx,jk->njx", x_shifted2, W_o_part3) + b_o[:, None]
    np.einsum("jk,tnkx->tnjx", W_o_part, x_shifted, out=o)
    np.einsum("jk,tnkx->tnjx", W_o_part2, x, out=work)
    add(o, work, o)
    np.einsum("jk,tnkx->tnjx", W_o_part3, x_shifted2, out=work)
    add(o, work, o)
    add(o, p.b_o[:, None], o)
    work_, tanh_c = empty((2, N, H, X), dtype)
    steps = zip(
        h_shifted, h[:-1], h_shifted2, i, c[:-1], f, g, c[1:], o, h[1:], strict=True,
    )  # fmt: skip
    for (
        h_shifted_t, h_prev, h_shifted2_t, i_t, c_prev, f_t, g_t, c_t, o_t, h_t,
    ) in steps:  # fmt: skip
        # (7) h_shifted = h_prev
        h_shifted_t[...] = 0
        add(h_shifted_t[:, :, : X - 1], h_prev[:, :, 1:], h_shifted_t[:, :, : X - 1])
        # (10) h_shifted2 = h_prev
        h_shifted2_t[...] = 0
        add(h_shifted2_t[:, :, 1:], h_prev[:, :, : X - 1], h_shifted2_t[:, :, 1:])
        # (11) a_i += np.einsum("nrx,jr->njx", h_shifted, R_i_part) + np.einsum("nrx,jr->njx", h_prev, R_i_part2) + np.einsum("nrx,jr->njx", h_shifted2, R_i_part3) + p_i * c_prev
        np.einsum("jr,nrx->njx", R_i_part, h_shifted_t, out=work_)
        add(i_t, work_, i_t)
        np.einsum("jr,nrx->njx", R_i_part2, h_prev, out=work_)
        add(i_t, work_, i_t)
        np.einsum("jr,nrx->njx", R_i_part3, h_shifted2_t, out=work_)
        add(i_t, work_, i_t)
        multiply(p.p_i, c_prev, work_)
        add(i_t, work_, i_t)
        # (12) i = sigmoid(a_i)
        sigmoid(i_t, i_t)
        # (19) a_f += np.einsum("nrx,jr->njx", h_shifted, R_f_part) + np.einsum("nrx,jr->njx", h_prev, R_f_part2) + np.einsum("nrx,jr->njx", h_shifted2, R_f_part3) + p_f * c_prev
        np.einsum("jr,nrx->njx", R_f_part, h_shifted_t, out=work_)
        add(f_t, work_, f_t)
        np.einsum("jr,nrx->njx", R_f_part2, h_prev, out=work_)
        add(f_t, work_, f_t)
        np.einsum("jr,nrx->njx", R_f_part3, h_shifted2_t, out=work_)
        add(f_t, work_, f_t)
        multiply(p.p_f, c_prev, work_)
        add(f_t, work_, f_t)
        # (20) f = sigmoid(a_f)
        sigmoid(f_t, f_t)
        # (27) a_g += np.einsum("nrx,jr->njx", h_shifted, R_g_part) + np.einsum("nrx,jr->njx", h_prev, R_g_part2) + np.einsum("nrx,jr->njx", h_shifted2, R_g_part3)
        np.einsum("jr,nrx->njx", R_g_part, h_shifted_t, out=work_)
        add(g_t, work_, g_t)
        np.einsum("jr,nrx->njx", R_g_part2, h_prev, out=work_)
        add(g_t, work_, g_t)
        np.einsum("jr,nrx->njx", R_g_part3, h_shifted2_t, out=work_)
        add(g_t, work_, g_t)
        # (28) g = np.tanh(a_g)
        tanh(g_t, g_t)
        # (29) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work_)
        add(c_t, work_, c_t)
        # (36) a_o += np.einsum("nrx,jr->njx", h_shifted, R_o_part) + np.einsum("nrx,jr->njx", h_prev, R_o_part2) + np.einsum("nrx,jr->njx", h_shifted2, R_o_part3) + p_o * c
        np.einsum("jr,nrx->njx", R_o_part, h_shifted_t, out=work_)
        add(o_t, work_, o_t)
        np.einsum("jr,nrx->njx", R_o_part2, h_prev, out=work_)
        add(o_t, work_, o_t)
        np.einsum("jr,nrx->njx", R_o_part3, h_shifted2_t, out=work_)
        add(o_t, work_, o_t)
        multiply(p.p_o, c_t, work_)
        add(o_t, work_, o_t)
        # (37) o = sigmoid(a_o)
        sigmoid(o_t, o_t)
        # tanh_c = np.tanh(c)
        tanh(c_t, tanh_c)
        # (38) h = o * tanh_c
        multiply(o_t, tanh_c, h_t)
    y = copied(h[1:])
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
            i,
            f,
            g,
            o,
            h_shifted,
            h_shifted2,
            c,
            h,
        ),
    )


def _back(p, T, N, dtype, arrays, dy, dstate, dx):
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
        i,
        f,
        g,
        o,
        h_shifted,
        h_shifted2,
        c,
        h,
    ) = arrays
    grads = p._on(empty(p.flat.shape, dtype))
    da_o = empty((T, N, H, X), dtype)
    da_g = empty((T, N, H, X), dtype)
    da_f = empty((T, N, H, X), dtype)
    da_i = empty((T, N, H, X), dtype)
    dx_shifted2 = empty((T, N, M, X), dtype)
    dx_shifted = empty((T, N, M, X), dtype)
    dh_next = empty((N, H, X), dtype)
    dh_next[...] = dstate.h  # (39)
    dc_next = empty((N, H, X), dtype)
    dc_next[...] = dstate.c  # (48)
    span = max(1, min(T, CHUNK // (6 * H * N * X)))
    s_tanh_c, s_o, s_c, s_g, s_f, s_i = empty((6, span, N, H, X), dtype)
    dh, dc, work, dh_shifted2, dh_shifted = empty((5, N, H, X), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        c_c, s_tanh_c_c, o_c = c[t0 + 1 : t1 + 1], s_tanh_c[: t1 - t0], o[t0:t1]
        s_o_c, s_c_c, g_c, s_g_c = s_o[: t1 - t0], s_c[: t1 - t0], g[t0:t1], s_g[: t1 - t0]
        i_c, f_c, s_f_c, c_prev_c = i[t0:t1], f[t0:t1], s_f[: t1 - t0], c[t0:t1]
        s_i_c = s_i[: t1 - t0]
        # s_tanh_c = np.tanh(c)
        tanh(c_c, s_tanh_c_c)
        # (40), (41) s_o = (1 - o) * o * s_tanh_c
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, s_tanh_c_c, s_o_c)
        # (48) s_c = (1 - s_tanh_c ** 2) * o
        multiply(s_tanh_c_c, s_tanh_c_c, s_c_c)
        subtract(1, s_c_c, s_c_c)
        multiply(s_c_c, o_c, s_c_c)
        # (49), (50) s_g = (1 - g ** 2) * i
        multiply(g_c, g_c, s_g_c)
        subtract(1, s_g_c, s_g_c)
        multiply(s_g_c, i_c, s_g_c)
        # (57), (58) s_f = (1 - f) * f * c_prev
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        multiply(s_f_c, c_prev_c, s_f_c)
        # (65), (66) s_i = (1 - i) * g * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, g_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], da_o[t0:t1][::-1], s_o_c[::-1], s_c_c[::-1], da_g[t0:t1][::-1],
            s_g_c[::-1], da_f[t0:t1][::-1], s_f_c[::-1], da_i[t0:t1][::-1], s_i_c[::-1],
            f_c[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_o_t, s_o_t, s_c_t, da_g_t, s_g_t, da_f_t, s_f_t, da_i_t, s_i_t, f_t,
        ) in steps:  # fmt: skip
            # (39) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (40), (41) da_o = dh * s_o
            multiply(dh, s_o_t, da_o_t)
            # (48) dc = da_o * p_o + dh * s_c + dc_next
            multiply(da_o_t, p.p_o, dc)
            multiply(dh, s_c_t, work)
            add(dc, work, dc)
            add(dc, dc_next, dc)
            # (49), (50) da_g = dc * s_g
            multiply(dc, s_g_t, da_g_t)
            # (57), (58) da_f = dc * s_f
            multiply(dc, s_f_t, da_f_t)
            # (65), (66) da_i = dc * s_i
            multiply(dc, s_i_t, da_i_t)
            # (48) dc_next = da_i * p_i + da_f * p_f + dc * f
            multiply(da_i_t, p.p_i, dc_next)
            multiply(da_f_t, p.p_f, work)
            add(dc_next, work, dc_next)
            multiply(dc, f_t, work)
            add(dc_next, work, dc_next)
            # (67) dh_shifted2 = np.einsum("nrx,rj->njx", da_i, R_i_part3) + np.einsum("nrx,rj->njx", da_f, R_f_part3) + np.einsum("nrx,rj->njx", da_g, R_g_part3) + np.einsum("nrx,rj->njx", da_o, R_o_part3)
            np.einsum("rj,nrx->njx", R_i_part3, da_i_t, out=dh_shifted2)
            np.einsum("rj,nrx->njx", R_f_part3, da_f_t, out=work)
            add(dh_shifted2, work, dh_shifted2)
            np.einsum("rj,nrx->njx", R_g_part3, da_g_t, out=work)
            add(dh_shifted2, work, dh_shifted2)
            np.einsum("rj,nrx->njx", R_o_part3, da_o_t, out=work)
            add(dh_shifted2, work, dh_shifted2)
            # (70) dh_shifted = np.einsum("nrx,rj->njx", da_i, R_i_part) + np.einsum("nrx,rj->njx", da_f, R_f_part) + np.einsum("nrx,rj->njx", da_g, R_g_part) + np.einsum("nrx,rj->njx", da_o, R_o_part)
            np.einsum("rj,nrx->njx", R_i_part, da_i_t, out=dh_shifted)
            np.einsum("rj,nrx->njx", R_f_part, da_f_t, out=work)
            add(dh_shifted, work, dh_shifted)
            np.einsum("rj,nrx->njx", R_g_part, da_g_t, out=work)
            add(dh_shifted, work, dh_shifted)
            np.einsum("rj,nrx->njx", R_o_part, da_o_t, out=work)
            add(dh_shifted, work, dh_shifted)
            # (39) dh_next = dh_shifted + dh_shifted2 + np.einsum("nrx,rj->njx", da_i, R_i_part2) + np.einsum("nrx,rj->njx", da_f, R_f_part2) + np.einsum("nrx,rj->njx", da_g, R_g_part2) + np.einsum("nrx,rj->njx", da_o, R_o_part2)
            np.einsum("rj,nrx->njx", R_i_part2, da_i_t, out=dh_next)
            np.einsum("rj,nrx->njx", R_f_part2, da_f_t, out=work)
            add(dh_next, work, dh_next)
            np.einsum("rj,nrx->njx", R_g_part2, da_g_t, out=work)
            add(dh_next, work, dh_next)
            np.einsum("rj,nrx->njx", R_o_part2, da_o_t, out=work)
            add(dh_next, work, dh_next)
            add(dh_next[:, :, 1:], dh_shifted[:, :, : X - 1], dh_next[:, :, 1:])
            add(dh_next[:, :, : X - 1], dh_shifted2[:, :, 1:], dh_next[:, :, : X - 1])
    dR_o_part3 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_o, h_shifted2, out=dR_o_part3)  # (42)
    dR_o_part2 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_o, h[:-1], out=dR_o_part2)  # (43)
    dR_o_part = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_o, h_shifted, out=dR_o_part)  # (44)
    dW_o_part3 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_o, x_shifted2, out=dW_o_part3)  # (45)
    dW_o_part2 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_o, x, out=dW_o_part2)  # (46)
    dW_o_part = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_o, x_shifted, out=dW_o_part)  # (47)
    dR_g_part3 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_g, h_shifted2, out=dR_g_part3)  # (51)
    dR_g_part2 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_g, h[:-1], out=dR_g_part2)  # (52)
    dR_g_part = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_g, h_shifted, out=dR_g_part)  # (53)
    dW_g_part3 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_g, x_shifted2, out=dW_g_part3)  # (54)
    dW_g_part2 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_g, x, out=dW_g_part2)  # (55)
    dW_g_part = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_g, x_shifted, out=dW_g_part)  # (56)
    dR_f_part3 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_f, h_shifted2, out=dR_f_part3)  # (59)
    dR_f_part2 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_f, h[:-1], out=dR_f_part2)  # (60)
    dR_f_part = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_f, h_shifted, out=dR_f_part)  # (61)
    dW_f_part3 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_f, x_shifted2, out=dW_f_part3)  # (62)
    dW_f_part2 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_f, x, out=dW_f_part2)  # (63)
    dW_f_part = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_f, x_shifted, out=dW_f_part)  # (64)
    dR_i_part3 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_i, h_shifted2, out=dR_i_part3)  # (68)
    dR_i_part2 = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_i, h[:-1], out=dR_i_part2)  # (69)
    dR_i_part = empty((H, H), dtype)
    np.einsum("tnjx,tnrx->jr", da_i, h_shifted, out=dR_i_part)  # (71)
    work_ = empty((T, N, M, X), dtype)
    # (72) dx_shifted2 = np.einsum("njx,jk->nkx", da_i, W_i_part3) + np.einsum("njx,jk->nkx", da_f, W_f_part3) + np.einsum("njx,jk->nkx", da_g, W_g_part3) + np.einsum("njx,jk->nkx", da_o, W_o_part3)
    np.einsum("jk,tnjx->tnkx", W_i_part3, da_i, out=dx_shifted2)
    np.einsum("jk,tnjx->tnkx", W_f_part3, da_f, out=work_)
    add(dx_shifted2, work_, dx_shifted2)
    np.einsum("jk,tnjx->tnkx", W_g_part3, da_g, out=work_)
    add(dx_shifted2, work_, dx_shifted2)
    np.einsum("jk,tnjx->tnkx", W_o_part3, da_o, out=work_)
    add(dx_shifted2, work_, dx_shifted2)
    dW_i_part3 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_i, x_shifted2, out=dW_i_part3)  # (73)
    dW_i_part2 = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_i, x, out=dW_i_part2)  # (74)
    # (75) dx_shifted = np.einsum("njx,jk->nkx", da_i, W_i_part) + np.einsum("njx,jk->nkx", da_f, W_f_part) + np.einsum("njx,jk->nkx", da_g, W_g_part) + np.einsum("njx,jk->nkx", da_o, W_o_part)
    np.einsum("jk,tnjx->tnkx", W_i_part, da_i, out=dx_shifted)
    np.einsum("jk,tnjx->tnkx", W_f_part, da_f, out=work_)
    add(dx_shifted, work_, dx_shifted)
    np.einsum("jk,tnjx->tnkx", W_g_part, da_g, out=work_)
    add(dx_shifted, work_, dx_shifted)
    np.einsum("jk,tnjx->tnkx", W_o_part, da_o, out=work_)
    add(dx_shifted, work_, dx_shifted)
    dW_i_part = empty((H, M), dtype)
    np.einsum("tnjx,tnkx->jk", da_i, x_shifted, out=dW_i_part)  # (76)
    # (77) dx = dx_shifted + dx_shifted2 + np.einsum("njx,jk->nkx", da_i, W_i_part2) + np.einsum("njx,jk->nkx", da_f, W_f_part2) + np.einsum("njx,jk->nkx", da_g, W_g_part2) + np.einsum("njx,jk->nkx", da_o, W_o_part2)
    np.einsum("jk,tnjx->tnkx", W_i_part2, da_i, out=dx)
    np.einsum("jk,tnjx->tnkx", W_f_part2, da_f, out=work_)
    add(dx, work_, dx)
    np.einsum("jk,tnjx->tnkx", W_g_part2, da_g, out=work_)
    add(dx, work_, dx)
    np.einsum("jk,tnjx->tnkx", W_o_part2, da_o, out=work_)
    add(dx, work_, dx)
    add(dx[:, :, :, 1:], dx_shifted[:, :, :, : X - 1], dx[:, :, :, 1:])
    add(dx[:, :, :, : X - 1], dx_shifted2[:, :, :, 1:], dx[:, :, :, : X - 1])
    work_2 = empty((T, N, H, X), dtype)
    # (80) dp_i = (da_i * c_prev).sum(axis=0)
    multiply(da_i, c[:-1], work_2)
    work_2.sum(axis=(0, 1), out=grads.p_i)
    da_i.sum(axis=(0, 1, 3), out=grads.b_i)  # (81)
    # (84) dp_f = (da_f * c_prev).sum(axis=0)
    multiply(da_f, c[:-1], work_2)
    work_2.sum(axis=(0, 1), out=grads.p_f)
    da_f.sum(axis=(0, 1, 3), out=grads.b_f)  # (85)
    da_g.sum(axis=(0, 1, 3), out=grads.b_g)  # (88)
    # (91) dp_o = (da_o * c).sum(axis=0)
    multiply(da_o, c[1:], work_2)
    work_2.sum(axis=(0, 1), out=grads.p_o)
    da_o.sum(axis=(0, 1, 3), out=grads.b_o)  # (92)
    dh0 = dh_next.copy()  # (39)
    dc0 = dc_next.copy()  # (48)
    # (78) dW_i = dW_i_part + dW_i_part2 + dW_i_part3
    grads.W_i[...] = 0
    add(grads.W_i[:1], dW_i_part, grads.W_i[:1])
    add(grads.W_i[1:2], dW_i_part2, grads.W_i[1:2])
    add(grads.W_i[2:], dW_i_part3, grads.W_i[2:])
    # (79) dR_i = dR_i_part + dR_i_part2 + dR_i_part3
    grads.R_i[...] = 0
    add(grads.R_i[:1], dR_i_part, grads.R_i[:1])
    add(grads.R_i[1:2], dR_i_part2, grads.R_i[1:2])
    add(grads.R_i[2:], dR_i_part3, grads.R_i[2:])
    # (82) dW_f = dW_f_part + dW_f_part2 + dW_f_part3
    grads.W_f[...] = 0
    add(grads.W_f[:1], dW_f_part, grads.W_f[:1])
    add(grads.W_f[1:2], dW_f_part2, grads.W_f[1:2])
    add(grads.W_f[2:], dW_f_part3, grads.W_f[2:])
    # (83) dR_f = dR_f_part + dR_f_part2 + dR_f_part3
    grads.R_f[...] = 0
    add(grads.R_f[:1], dR_f_part, grads.R_f[:1])
    add(grads.R_f[1:2], dR_f_part2, grads.R_f[1:2])
    add(grads.R_f[2:], dR_f_part3, grads.R_f[2:])
    # (86) dW_g = dW_g_part + dW_g_part2 + dW_g_part3
    grads.W_g[...] = 0
    add(grads.W_g[:1], dW_g_part, grads.W_g[:1])
    add(grads.W_g[1:2], dW_g_part2, grads.W_g[1:2])
    add(grads.W_g[2:], dW_g_part3, grads.W_g[2:])
    # (87) dR_g = dR_g_part + dR_g_part2 + dR_g_part3
    grads.R_g[...] = 0
    add(grads.R_g[:1], dR_g_part, grads.R_g[:1])
    add(grads.R_g[1:2], dR_g_part2, grads.R_g[1:2])
    add(grads.R_g[2:], dR_g_part3, grads.R_g[2:])
    # (89) dW_o = dW_o_part + dW_o_part2 + dW_o_part3
    grads.W_o[...] = 0
    add(grads.W_o[:1], dW_o_part, grads.W_o[:1])
    add(grads.W_o[1:2], dW_o_part2, grads.W_o[1:2])
    add(grads.W_o[2:], dW_o_part3, grads.W_o[2:])
    # (90) dR_o = dR_o_part + dR_o_part2 + dR_o_part3
    grads.R_o[...] = 0
    add(grads.R_o[:1], dR_o_part, grads.R_o[:1])
    add(grads.R_o[1:2], dR_o_part2, grads.R_o[1:2])
    add(grads.R_o[2:], dR_o_part3, grads.R_o[2:])
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


KERNEL = Kernel(
    SIGNATURE,
    Params,
    State,
    run=_run,
    back=_back,
    advance=_advance,
    kept=(
        0,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
    ),
    stretches=True,
)
