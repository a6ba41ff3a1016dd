"""No input activation function: the block input is linear.

Source: Greff et al. 2015, arXiv 1503.04069, section III: NIAF

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

Generated from the forward equations by `derive build lstm_niaf`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j] + p_i[j]·c[t-1,n,j]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j] + p_f[j]·c[t-1,n,j]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (7)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j] + p_o[j]·c[t,n,j]
    (8)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (9)  h[t,n,j] = o[t,n,j]·tanh(c[t,n,j])
    (10) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r dg[t+1,n,r]·R_g[r,j]     if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]   if t < T
    (11) do[t,n,j] = dh[t,n,j]·tanh(c[t,n,j])
    (12) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (13) dc[t,n,j] = dc_T[n,j]                                  if t = T
                   + da_o[t,n,j]·p_o[j]                         if t ≥ 1
                   + dh[t,n,j]·o[t,n,j]·(1 - tanh(c[t,n,j])²)   if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]                       if t < T
                   + da_f[t+1,n,j]·p_f[j]                       if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]                     if t < T
    (14) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (15) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (16) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (17) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (18) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (19) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j dg[t,n,j]·W_g[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (20) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (21) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (22) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (23) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (24) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (25) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (26) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (27) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (28) dW_g[j,k] = Σ_{t,n} dg[t,n,j]·x[t,n,k]
    (29) dR_g[j,r] = Σ_{t,n} dg[t,n,j]·h[t-1,n,r]
    (30) db_g[j] = Σ_{t,n} dg[t,n,j]
    (31) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (32) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (33) db_o[j] = Σ_{t,n} da_o[t,n,j]
    (34) dp_o[j] = Σ_{t,n} da_o[t,n,j]·c[t,n,j]

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
    W, R, b.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = (
        "W_i",
        "W_f",
        "W_o",
        "W_g",
        "R_i",
        "R_f",
        "R_o",
        "R_g",
        "b_i",
        "b_f",
        "b_o",
        "b_g",
        "p_i",
        "p_f",
        "p_o",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_o: Array  # (H, M)
    W_g: Array  # (H, M)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_o: Array  # (H, H)
    R_g: Array  # (H, H)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_o: Array  # (H,)
    b_g: Array  # (H,)
    p_i: Array  # (H,)
    p_f: Array  # (H,)
    p_o: Array  # (H,)
    W: Array  # (4*H, M): W_i, W_f, W_o, W_g
    R: Array  # (4*H, H): R_i, R_f, R_o, R_g
    b: Array  # (4*H,): b_i, b_f, b_o, b_g

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "W_i": (H, M),
            "W_f": (H, M),
            "W_o": (H, M),
            "W_g": (H, M),
            "R_i": (H, H),
            "R_f": (H, H),
            "R_o": (H, H),
            "R_g": (H, H),
            "b_i": (H,),
            "b_f": (H,),
            "b_o": (H,),
            "b_g": (H,),
            "p_i": (H,),
            "p_f": (H,),
            "p_o": (H,),
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
        at = places["b_i"][0].start
        places["b"] = slice(at, at + 4 * H), (4 * H,)
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
    a_i: Array
    i: Array
    a_f: Array
    f: Array
    g: Array
    c: Array
    a_o: Array
    o: Array
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
    a_i = np.zeros((T + 1, N, H), dtype)
    i = np.zeros((T + 1, N, H), dtype)
    a_f = np.zeros((T + 1, N, H), dtype)
    f = np.zeros((T + 1, N, H), dtype)
    g = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    c[0] = state0.c
    for t in range(1, T + 1):
        a_i[t] = x[t] @ p.W_i.T + h[t - 1] @ p.R_i.T + p.b_i + p.p_i * c[t - 1]  # (1)
        i[t] = sigmoid(a_i[t])  # (2)
        a_f[t] = x[t] @ p.W_f.T + h[t - 1] @ p.R_f.T + p.b_f + p.p_f * c[t - 1]  # (3)
        f[t] = sigmoid(a_f[t])  # (4)
        g[t] = x[t] @ p.W_g.T + h[t - 1] @ p.R_g.T + p.b_g  # (5)
        c[t] = f[t] * c[t - 1] + g[t] * i[t]  # (6)
        a_o[t] = x[t] @ p.W_o.T + h[t - 1] @ p.R_o.T + p.b_o + p.p_o * c[t]  # (7)
        o[t] = sigmoid(a_o[t])  # (8)
        h[t] = o[t] * np.tanh(c[t])  # (9)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy())
    return y, state, Tape(dtype, (M, H), (T, N), x, a_i, i, a_f, f, g, c, a_o, o, h)


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
    (T, N), x, a_i, i, a_f, f, g, c, a_o, o, h = tape[2:]
    grads = Params(M, H, dtype=dtype)
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    dg = np.zeros((T + 1, N, H), dtype)
    df = np.zeros((T + 1, N, H), dtype)
    da_f = np.zeros((T + 1, N, H), dtype)
    di = np.zeros((T + 1, N, H), dtype)
    da_i = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (10)
        if t == T:
            dh[t] += dstate.h  # (10)
        if t < T:
            dh[t] += (
                da_i[t + 1] @ p.R_i + da_f[t + 1] @ p.R_f + dg[t + 1] @ p.R_g + da_o[t + 1] @ p.R_o
            )  # (10)
        do[t] = dh[t] * np.tanh(c[t])  # (11)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (12)
        dc[t] = da_o[t] * p.p_o + dh[t] * o[t] * (1 - np.tanh(c[t]) ** 2)  # (13)
        if t == T:
            dc[t] += dstate.c  # (13)
        if t < T:
            dc[t] += da_i[t + 1] * p.p_i + da_f[t + 1] * p.p_f + dc[t + 1] * f[t + 1]  # (13)
        dg[t] = dc[t] * i[t]  # (14)
        df[t] = dc[t] * c[t - 1]  # (15)
        da_f[t] = df[t] * (1 - f[t]) * f[t]  # (16)
        di[t] = dc[t] * g[t]  # (17)
        da_i[t] = di[t] * (1 - i[t]) * i[t]  # (18)
        dx[t] = da_i[t] @ p.W_i + da_f[t] @ p.W_f + dg[t] @ p.W_g + da_o[t] @ p.W_o  # (19)
        grads.W_i += da_i[t].T @ x[t]  # (20)
        grads.R_i += da_i[t].T @ h[t - 1]  # (21)
        grads.b_i += da_i[t].sum(axis=0)  # (22)
        grads.p_i += (da_i[t] * c[t - 1]).sum(axis=0)  # (23)
        grads.W_f += da_f[t].T @ x[t]  # (24)
        grads.R_f += da_f[t].T @ h[t - 1]  # (25)
        grads.b_f += da_f[t].sum(axis=0)  # (26)
        grads.p_f += (da_f[t] * c[t - 1]).sum(axis=0)  # (27)
        grads.W_g += dg[t].T @ x[t]  # (28)
        grads.R_g += dg[t].T @ h[t - 1]  # (29)
        grads.b_g += dg[t].sum(axis=0)  # (30)
        grads.W_o += da_o[t].T @ x[t]  # (31)
        grads.R_o += da_o[t].T @ h[t - 1]  # (32)
        grads.b_o += da_o[t].sum(axis=0)  # (33)
        grads.p_o += (da_o[t] * c[t]).sum(axis=0)  # (34)
    dh[0] = da_i[1] @ p.R_i + da_f[1] @ p.R_f + dg[1] @ p.R_g + da_o[1] @ p.R_o  # (10)
    dc[0] = da_i[1] * p.p_i + da_f[1] * p.p_f + dc[1] * f[1]  # (13)
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
    M = p.M
    dtype = p.flat.dtype
    x = _checked("x", x, (None, M), dtype)
    N = x.shape[0]
    state = _state("state", state, p, N)
    a_i = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i + p.p_i * state.c  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f + p.p_f * state.c  # (3)
    f = sigmoid(a_f)  # (4)
    g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    c = f * state.c + g * i  # (6)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o + p.p_o * c  # (7)
    o = sigmoid(a_o)  # (8)
    h = o * np.tanh(c)  # (9)
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
