"""Elman network with tanh.

Source: Elman 1990

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

Generated from the forward equations by `derive build rnn`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W[j,k]·x[t,n,k] + Σ_r R[j,r]·h[t-1,n,r] + b[j]
    (2)  h[t,n,j] = tanh(a_h[t,n,j])
    (3)  dh[t,n,j] = dy[t,n,j]                  if t ≥ 1
                   + dh_T[n,j]                  if t = T
                   + Σ_r da_h[t+1,n,r]·R[r,j]   if t < T
    (4)  da_h[t,n,j] = dh[t,n,j]·(1 - h[t,n,j]²)
    (5)  dx[t,n,k] = Σ_j da_h[t,n,j]·W[j,k]
    (6)  dW[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (7)  dR[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (8)  db[j] = Σ_{t,n} da_h[t,n,j]

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

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = ("W", "R", "b")

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W: Array  # (H, M)
    R: Array  # (H, H)
    b: Array  # (H,)

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {"W": (H, M), "R": (H, H), "b": (H,)}
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


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque.  It refers to the input, which must not be changed in between."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    x: Array
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
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_h[t] = x[t] @ p.W.T + h[t - 1] @ p.R.T + p.b  # (1)
        h[t] = np.tanh(a_h[t])  # (2)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, Tape(dtype, (M, H), (T, N), x, a_h, h)


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
    (T, N), x, a_h, h = tape[2:]
    grads = Params(M, H, dtype=dtype)
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (3)
        if t == T:
            dh[t] += dstate.h  # (3)
        if t < T:
            dh[t] += da_h[t + 1] @ p.R  # (3)
        da_h[t] = dh[t] * (1 - h[t] ** 2)  # (4)
        dx[t] = da_h[t] @ p.W  # (5)
        grads.W += da_h[t].T @ x[t]  # (6)
        grads.R += da_h[t].T @ h[t - 1]  # (7)
        grads.b += da_h[t].sum(axis=0)  # (8)
    dh[0] = da_h[1] @ p.R  # (3)
    state = State(h=dh[0].copy())

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
    a_h = x @ p.W.T + state.h @ p.R.T + p.b  # (1)
    h = np.tanh(a_h)  # (2)
    return h, State(h=h)


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
    shapes: tuple[tuple[int, ...], ...] = ((N, p.H),)
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
