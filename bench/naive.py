"""An LSTM as one writes it by hand for the first time: clear, vectorised over the batch, a line an equation.

It is here to be compared with; nothing is derived, and nothing is tested against it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any


def sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def forward(W: Array, R: Array, b: Array, x: Array) -> tuple[Array, list[Any]]:
    """y (T, N, H) and what each step must remember.  The gates i, f, g, o lie side by side in W (4H, M), R and b."""
    T, N, _ = x.shape
    H = R.shape[1]
    h = c = np.zeros((N, H), x.dtype)
    y, cache = np.zeros((T, N, H), x.dtype), []
    for t in range(T):
        a = x[t] @ W.T + h @ R.T + b
        i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H]), sigmoid(a[:, 3 * H :])
        g = np.tanh(a[:, 2 * H : 3 * H])
        h_prev, c_prev = h, c
        c = f * c_prev + i * g
        h = o * np.tanh(c)
        y[t] = h
        cache.append((h_prev, c_prev, i, f, g, o, c))
    return y, cache


def backward(W: Array, R: Array, x: Array, cache: list[Any], dy: Array) -> tuple[Array, Array, Array, Array]:
    """The gradients by W, R, b and x."""
    dW, dR, db, dx = np.zeros_like(W), np.zeros_like(R), np.zeros(len(W), W.dtype), np.zeros_like(x)
    dh_next = dc_next = np.zeros_like(dy[0])
    for t in reversed(range(len(x))):
        h_prev, c_prev, i, f, g, o, c = cache[t]
        tanh_c = np.tanh(c)
        dh = dy[t] + dh_next
        dc = dc_next + dh * o * (1 - tanh_c**2)
        da_i = dc * g * i * (1 - i)
        da_f = dc * c_prev * f * (1 - f)
        da_g = dc * i * (1 - g**2)
        da_o = dh * tanh_c * o * (1 - o)
        da = np.hstack((da_i, da_f, da_g, da_o))
        dW += da.T @ x[t]
        dR += da.T @ h_prev
        db += da.sum(axis=0)
        dx[t] = da @ W
        dh_next, dc_next = da @ R, dc * f
    return dW, dR, db, dx
