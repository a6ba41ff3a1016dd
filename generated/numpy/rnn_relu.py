"""Elman network with relu, whose slope is 0 on the kink.

Source: Elman 1990

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
In loops over time, since they lie on a cycle through time: (2)-(4).
In loops, but for the terms that nothing in the loop feeds: (1).
For all steps at once, since they lie on no such cycle: (5)-(8).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (4).
Loops write into arrays that are made before them: the last argument of each call in them.

Generated from the forward equations by `derive build rnn_relu`; the numbers in the comments are those of the notes:

    (1)  a_h[t,n,j] = Σ_k W[j,k]·x[t,n,k] + Σ_r R[j,r]·h[t-1,n,r] + b[j]
    (2)  h[t,n,j] = relu(a_h[t,n,j])
    (3)  dh[t,n,j] = dy[t,n,j]                  if t ≥ 1
                   + dh_T[n,j]                  if t = T
                   + Σ_r da_h[t+1,n,r]·R[r,j]   if t < T
    (4)  da_h[t,n,j] = dh[t,n,j]·step(a_h[t,n,j])
    (5)  dx[t,n,k] = Σ_j da_h[t,n,j]·W[j,k]
    (6)  dW[j,k] = Σ_{t,n} da_h[t,n,j]·x[t,n,k]
    (7)  dR[j,r] = Σ_{t,n} da_h[t,n,j]·h[t-1,n,r]
    (8)  db[j] = Σ_{t,n} da_h[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, multiply
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble")
_DTYPES = tuple(np.dtype(name) for name in DTYPES)

CHUNK = 1 << 17
"""How many numbers of local slopes are computed ahead of a loop at once: what stays in the cache."""


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
        views: dict[str, Any] = {"M": M, "H": H, "flat": flat}
        start: dict[str, int] = {}
        at = 0
        for name, shape in layout.items():
            start[name], end = at, at + math.prod(shape)
            views[name] = flat[at:end].reshape(shape)
            at = end
        vars(self).update(views)

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
    """A tape that keeps the state before every k-th step, and nothing of the steps between; opaque."""

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
    a_h = vectors((T, N, H), dtype)
    h = vectors((T + 1, N, H), dtype)
    h[0] = state0.h
    project(x, p.W.T, a_h)  # (1)
    a_h += p.b
    work = vectors((N, H), dtype)
    R_T = np.asarray(p.R.T, order=order)
    steps = zip(a_h, h[:-1], h[1:], strict=True)
    for a_h_t, h_prev, h_t in steps:
        # (1) a_h += h_prev @ R_T
        product(h_prev, R_T, work)
        add(a_h_t, work, a_h_t)
        # (2) h = np.maximum(a_h, 0)
        np.maximum(a_h_t, 0, out=h_t)
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
    if isinstance(tape, Checkpoints):
        return _back_through_segments(p, tape, dy, dstate)
    x, a_h, h = tape[3:]
    grads = Params(M, H, dtype=dtype)
    order, product = layout(N, dtype)
    da_h = np.empty((T, N, H), dtype)
    dx = np.empty((T, N, M), dtype)
    dh_next = np.array(dstate.h, order=order)  # (3)
    span = max(1, min(T, CHUNK // (H * N)))
    dh = vectors((N, H), dtype)
    s_h = vectors((span, N, H), dtype)
    R = np.asarray(p.R, order=order)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        s_h_c, a_h_c = s_h[: t1 - t0], a_h[t0:t1]
        s_h_c[...] = heaviside(a_h_c)  # (4)
        da_h_c = da_h[t0:t1] if order == "C" else vectors((t1 - t0, N, H), dtype)
        steps = zip(dy[t0:t1][::-1], da_h_c[::-1], s_h_c[::-1], strict=True)
        for dy_t, da_h_t, s_h_t in steps:
            # (3) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (4) da_h = dh * s_h
            multiply(dh, s_h_t, da_h_t)
            # (3) dh_next = da_h @ R
            product(da_h_t, R, dh_next)
        if order == "F":
            da_h[t0:t1] = da_h_c
    da_h_rows = da_h.reshape(T * N, H)
    np.matmul(da_h_rows, p.W, out=dx.reshape(T * N, M))  # (5)
    np.matmul(da_h_rows.T, x.reshape(T * N, M), out=grads.W)  # (6)
    np.matmul(da_h_rows.T, h[:-1].reshape(T * N, H), out=grads.R)  # (7)
    grads.b[...] = da_h_rows.sum(axis=0)  # (8)
    state = State(h=dh_next.copy())
    return Gradients(grads, dx, state)


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


def _back_through_segments(p: Params, tape: Checkpoints, dy: Array, dstate: State) -> Gradients:
    """``backward``, from the last stretch of steps to the first: each is computed once more, then gone back through."""
    grads = Params(*tape.sizes, dtype=tape.dtype)
    dx = np.empty(tape.inputs[0].shape, tape.dtype)
    for number in reversed(range(len(tape.states))):
        rows = slice(number * tape.every, (number + 1) * tape.every)
        _, _, part = forward(p, *(array[rows] for array in tape.inputs), tape.states[number])
        g = backward(p, part, dy[rows], dstate)
        grads.flat += g.params.flat
        dx[rows] = g.x
        dstate = g.state
    return Gradients(grads, dx, dstate)


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
    h = np.maximum(a_h, 0)  # (2)
    return h, State(h=h)


def heaviside(a: Array) -> Array:
    """1 where a > 0, else 0; NaN stays NaN."""
    return np.where(np.isnan(a), a, a > 0).astype(a.dtype)


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
        return np.empty(shape, dtype)
    return np.empty((*shape[:-2], shape[-1], shape[-2]), dtype).swapaxes(-1, -2)


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
