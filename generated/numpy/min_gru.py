"""minGRU: gate and candidate see the input alone.

Source: Feng et al. 2024, arXiv 2410.01201

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
Stacked, since their products share an operand, or since they stand beside such: W is W_z, W_n; b
is b_z, b_n.
In loops over time, since they lie on a cycle through time: (4)-(5).
For all steps at once, since they lie on no such cycle: (1)-(3), (6)-(13).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (4)-(5).
Loops write into arrays that are made before them: the last argument of each call in them.

Generated from the forward equations by `derive build min_gru`; the numbers in the comments are those of the notes:

    (1)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + b_z[j]
    (2)  z[t,n,j] = sigmoid(a_z[t,n,j])
    (3)  n[t,n,j] = Σ_k W_n[j,k]·x[t,n,k] + b_n[j]
    (4)  h[t,n,j] = (1 - z[t,n,j])·h[t-1,n,j] + z[t,n,j]·n[t,n,j]
    (5)  dh[t,n,j] = dy[t,n,j]                      if t ≥ 1
                   + dh_T[n,j]                      if t = T
                   + dh[t+1,n,j]·(1 - z[t+1,n,j])   if t < T
    (6)  dn[t,n,j] = dh[t,n,j]·z[t,n,j]
    (7)  dz[t,n,j] = dh[t,n,j]·(n[t,n,j] - h[t-1,n,j])
    (8)  da_z[t,n,j] = dz[t,n,j]·z[t,n,j]·(1 - z[t,n,j])
    (9)  dx[t,n,k] = Σ_j da_z[t,n,j]·W_z[j,k] + Σ_j dn[t,n,j]·W_n[j,k]
    (10) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (11) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (12) dW_n[j,k] = Σ_{t,n} dn[t,n,j]·x[t,n,k]
    (13) db_n[j] = Σ_{t,n} dn[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, multiply, subtract
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
    W, b.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = ("W_z", "W_n", "b_z", "b_n")

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_z: Array  # (H, M)
    W_n: Array  # (H, M)
    b_z: Array  # (H,)
    b_n: Array  # (H,)
    W: Array  # (2*H, M): W_z, W_n
    b: Array  # (2*H,): b_z, b_n

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "W_z": (H, M),
            "W_n": (H, M),
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
        at = places["W_z"][0].start
        places["W"] = slice(at, at + 2 * H * M), (2 * H, M)
        at = places["b_z"][0].start
        places["b"] = slice(at, at + 2 * H), (2 * H,)
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
    a: Array
    h: Array

    def part(self, start: int, stop: int) -> Tape:
        """The tape of some of the steps."""
        extent = (stop - start, self.extent[1])
        return Tape(
            self.dtype,
            self.sizes,
            extent,
            self.x[start:stop],
            self.a[start:stop],
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
    a = vectors((T, N, 2 * H), dtype)
    h = vectors((T + 1, N, H), dtype)
    z = a[..., :H]
    n = a[..., H:]
    h[0] = state0.h
    project(x, p.W.T, a)  # (1), (3)
    a += p.b
    z[...] = sigmoid(z)  # (2)
    span = max(1, min(T, CHUNK // (H * N)))
    work = vectors((N, H), dtype)
    s_h = vectors((span, N, H), dtype)
    for t0 in range(0, T, span):
        t1 = min(t0 + span, T)
        s_h_c, z_c = s_h[: t1 - t0], z[t0:t1]
        # (4) s_h = 1 - z
        subtract(1, z_c, s_h_c)
        steps = zip(h[t0 + 1 : t1 + 1], s_h_c, h[t0:t1], n[t0:t1], z_c, strict=True)
        for h_t, s_h_t, h_prev, n_t, z_t in steps:
            # (4) h = s_h * h_prev + n * z
            multiply(s_h_t, h_prev, h_t)
            multiply(n_t, z_t, work)
            add(h_t, work, h_t)
    y = copied(h[1:])
    state = State(h=h[T].copy())
    return y, state, Tape(dtype, (M, H), (T, N), x, a, h)


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
    (T, N), x, a, h = tape[2:]
    (dx,) = into
    grads = p._on(empty(p.flat.shape, dtype))
    order, _ = layout(N, dtype)
    dh = vectors((T, N, H), dtype)
    da = rows((T, N, 2 * H), dtype)
    dz = vectors((T, N, H), dtype)
    z = a[..., :H]
    n = a[..., H:]
    da_z = da[..., :H]
    dn = da[..., H:]
    dh_next = np.array(dstate.h, order=order)  # (5)
    span = max(1, min(T, CHUNK // (H * N)))
    s_h_next = vectors((span, N, H), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        s_h_next_c, z_c = s_h_next[: t1 - t0], z[t0:t1]
        # (5) s_h_next = 1 - z
        subtract(1, z_c, s_h_next_c)
        steps = zip(dh[t0:t1][::-1], dy[t0:t1][::-1], s_h_next_c[::-1], strict=True)
        for dh_t, dy_t, s_h_next_t in steps:
            # (5) dh = dy + dh_next
            add(dy_t, dh_next, dh_t)
            # (5) dh_next = dh * s_h_next
            multiply(dh_t, s_h_next_t, dh_next)
    dn[...] = dh * z  # (6)
    dz[...] = dh * (n - h[:-1])  # (7)
    da_z[...] = dz * (1 - z) * z  # (8)
    da_rows = da.reshape(T * N, 2 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (9)
    np.matmul(da_rows.T, x.reshape(T * N, M), out=grads.W)  # (10), (12)
    grads.b[...] = da_rows.sum(axis=0)  # (11), (13)
    state = State(h=dh_next.copy())

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
    a_z = x @ p.W_z.T + p.b_z  # (1)
    z = sigmoid(a_z)  # (2)
    n = x @ p.W_n.T + p.b_n  # (3)
    h = (1 - z) * state.h + n * z  # (4)
    return h, State(h=h)


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
