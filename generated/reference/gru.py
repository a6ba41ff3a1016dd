"""GRU, reset after: the gate r acts on R_n h, which has its own bias.

Source: Cho et al. 2014, arXiv 1406.1078; as PyTorch and Keras have it

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

Generated from the forward equations by `derive build gru`; the numbers in the comments are those of the notes:

    (1)  a_r[t,n,j] = Σ_k W_r[j,k]·x[t,n,k] + Σ_r R_r[j,r]·h[t-1,n,r] + b_r[j]
    (2)  r[t,n,j] = sigmoid(a_r[t,n,j])
    (3)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_r R_z[j,r]·h[t-1,n,r] + b_z[j]
    (4)  z[t,n,j] = sigmoid(a_z[t,n,j])
    (5)  u[t,n,j] = Σ_r R_n[j,r]·h[t-1,n,r] + b_Rn[j]
    (6)  a_n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + b_n[j] + r[t,n,j]·u[t,n,j]
    (7)  n[t,n,j] = tanh(a_n[t,n,j])
    (8)  h[t,n,j] = z[t,n,j]·h[t-1,n,j] + (1 - z[t,n,j])·n[t,n,j]
    (9)  dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_r[t+1,n,r]·R_r[r,j]   if t < T
                   + Σ_r da_z[t+1,n,r]·R_z[r,j]   if t < T
                   + Σ_r du[t+1,n,r]·R_n[r,j]     if t < T
                   + dh[t+1,n,j]·z[t+1,n,j]       if t < T
    (10) dn[t,n,j] = dh[t,n,j]·(1 - z[t,n,j])
    (11) da_n[t,n,j] = dn[t,n,j]·(1 - n[t,n,j]²)
    (12) du[t,n,j] = da_n[t,n,j]·r[t,n,j]
    (13) dz[t,n,j] = dh[t,n,j]·(h[t-1,n,j] - n[t,n,j])
    (14) da_z[t,n,j] = dz[t,n,j]·z[t,n,j]·(1 - z[t,n,j])
    (15) dr[t,n,j] = da_n[t,n,j]·u[t,n,j]
    (16) da_r[t,n,j] = dr[t,n,j]·r[t,n,j]·(1 - r[t,n,j])
    (17) dx[t,n,k] = Σ_j da_r[t,n,j]·W_r[j,k] + Σ_j da_z[t,n,j]·W_z[j,k] + Σ_j da_n[t,n,j]·W_n[j,k]
    (18) dW_r[j,k] = Σ_{t,n} da_r[t,n,j]·x[t,n,k]
    (19) dR_r[j,r] = Σ_{t,n} da_r[t,n,j]·h[t-1,n,r]
    (20) db_r[j] = Σ_{t,n} da_r[t,n,j]
    (21) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (22) dR_z[j,r] = Σ_{t,n} da_z[t,n,j]·h[t-1,n,r]
    (23) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (24) dW_n[j,k] = Σ_{t,n} da_n[t,n,j]·x[t,n,k]
    (25) db_n[j] = Σ_{t,n} da_n[t,n,j]
    (26) dR_n[j,r] = Σ_{t,n} du[t,n,j]·h[t-1,n,r]
    (27) db_Rn[j] = Σ_{t,n} du[t,n,j]

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
    b, R_nrz, W_rzn.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = (
        "W_r",
        "W_z",
        "W_n",
        "R_n",
        "R_r",
        "R_z",
        "b_Rn",
        "b_r",
        "b_z",
        "b_n",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_r: Array  # (H, M)
    W_z: Array  # (H, M)
    W_n: Array  # (H, M)
    R_n: Array  # (H, H)
    R_r: Array  # (H, H)
    R_z: Array  # (H, H)
    b_Rn: Array  # (H,)
    b_r: Array  # (H,)
    b_z: Array  # (H,)
    b_n: Array  # (H,)
    b: Array  # (4*H,): b_Rn, b_r, b_z, b_n
    R_nrz: Array  # (3*H, H): R_n, R_r, R_z
    W_rzn: Array  # (3*H, M): W_r, W_z, W_n

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "W_r": (H, M),
            "W_z": (H, M),
            "W_n": (H, M),
            "R_n": (H, H),
            "R_r": (H, H),
            "R_z": (H, H),
            "b_Rn": (H,),
            "b_r": (H,),
            "b_z": (H,),
            "b_n": (H,),
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
        at = places["b_Rn"][0].start
        places["b"] = slice(at, at + 4 * H), (4 * H,)
        at = places["R_n"][0].start
        places["R_nrz"] = slice(at, at + 3 * H * H), (3 * H, H)
        at = places["W_r"][0].start
        places["W_rzn"] = slice(at, at + 3 * H * M), (3 * H, M)
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
    a_r: Array
    r: Array
    a_z: Array
    z: Array
    u: Array
    a_n: Array
    n: Array
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
    a_r = np.zeros((T + 1, N, H), dtype)
    r = np.zeros((T + 1, N, H), dtype)
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    u = np.zeros((T + 1, N, H), dtype)
    a_n = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    for t in range(1, T + 1):
        a_r[t] = x[t] @ p.W_r.T + h[t - 1] @ p.R_r.T + p.b_r  # (1)
        r[t] = sigmoid(a_r[t])  # (2)
        a_z[t] = x[t] @ p.W_z.T + h[t - 1] @ p.R_z.T + p.b_z  # (3)
        z[t] = sigmoid(a_z[t])  # (4)
        u[t] = h[t - 1] @ p.R_n.T + p.b_Rn  # (5)
        a_n[t] = x[t] @ p.W_n.T + p.b_n + r[t] * u[t]  # (6)
        n[t] = np.tanh(a_n[t])  # (7)
        h[t] = z[t] * h[t - 1] + (1 - z[t]) * n[t]  # (8)
    y = h[1:].copy()
    state = State(h=h[T].copy())
    return y, state, Tape(dtype, (M, H), (T, N), x, a_r, r, a_z, z, u, a_n, n, h)


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
    (T, N), x, a_r, r, a_z, z, u, a_n, n, h = tape[2:]
    grads = Params(M, H, dtype=dtype)
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    da_n = np.zeros((T + 1, N, H), dtype)
    du = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dr = np.zeros((T + 1, N, H), dtype)
    da_r = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (9)
        if t == T:
            dh[t] += dstate.h  # (9)
        if t < T:
            dh[t] += (
                da_r[t + 1] @ p.R_r + da_z[t + 1] @ p.R_z + du[t + 1] @ p.R_n + dh[t + 1] * z[t + 1]
            )  # (9)
        dn[t] = dh[t] * (1 - z[t])  # (10)
        da_n[t] = dn[t] * (1 - n[t] ** 2)  # (11)
        du[t] = da_n[t] * r[t]  # (12)
        dz[t] = dh[t] * (h[t - 1] - n[t])  # (13)
        da_z[t] = dz[t] * (1 - z[t]) * z[t]  # (14)
        dr[t] = da_n[t] * u[t]  # (15)
        da_r[t] = dr[t] * (1 - r[t]) * r[t]  # (16)
        dx[t] = da_r[t] @ p.W_r + da_z[t] @ p.W_z + da_n[t] @ p.W_n  # (17)
        grads.W_r += da_r[t].T @ x[t]  # (18)
        grads.R_r += da_r[t].T @ h[t - 1]  # (19)
        grads.b_r += da_r[t].sum(axis=0)  # (20)
        grads.W_z += da_z[t].T @ x[t]  # (21)
        grads.R_z += da_z[t].T @ h[t - 1]  # (22)
        grads.b_z += da_z[t].sum(axis=0)  # (23)
        grads.W_n += da_n[t].T @ x[t]  # (24)
        grads.b_n += da_n[t].sum(axis=0)  # (25)
        grads.R_n += du[t].T @ h[t - 1]  # (26)
        grads.b_Rn += du[t].sum(axis=0)  # (27)
    dh[0] = da_r[1] @ p.R_r + da_z[1] @ p.R_z + du[1] @ p.R_n + dh[1] * z[1]  # (9)
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
    a_r = x @ p.W_r.T + state.h @ p.R_r.T + p.b_r  # (1)
    r = sigmoid(a_r)  # (2)
    a_z = x @ p.W_z.T + state.h @ p.R_z.T + p.b_z  # (3)
    z = sigmoid(a_z)  # (4)
    u = state.h @ p.R_n.T + p.b_Rn  # (5)
    a_n = x @ p.W_n.T + p.b_n + r * u  # (6)
    n = np.tanh(a_n)  # (7)
    h = z * state.h + (1 - z) * n  # (8)
    return h, State(h=h)


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
