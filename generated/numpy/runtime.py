"""What all kernels share: parameters, checks, the tape, memory that is used again, and how arrays lie.

A kernel module says what it computes; this one says how it is called.  It needs NumPy and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Shape = tuple[int, ...]
Axes = tuple[str, ...]
Shared = TypeVar("Shared")

CHUNK = 1 << 17
"""How many numbers of local slopes are computed ahead of a loop at once: what stays in the cache."""

ROWS = 1 << 11
"""How many steps times sequences a product for the gradients of weights takes at once: what stays in the cache."""

KEEP = 1 << 28
"""How many bytes of memory may wait for the next call; 0 keeps none.  ``release`` gives back what waits."""

SMALL = 1 << 17
"""How many bytes an array must have to lie in such memory: the system is fast with smaller ones."""


# --- what a kernel takes and returns, as data


@dataclass(frozen=True)
class Signature:
    """What the functions of a kernel take and return.  An axis is a size: T, N, or one of ``sizes``.

    Attributes:
        name: the cell's name.
        sizes: size → the argument of ``init`` that sets it.
        parameters: parameter → its axes, in the order in which they lie in ``Params.flat``.
        stacks: matrix → the parameters that lie side by side in it.
        inputs: argument of ``forward`` → its axes.
        output: the axes of y.
        states: state → its axes.
        gradients: the inputs whose gradients ``backward`` returns, under these names.
        loss: whether ``forward`` returns the loss first, and ``backward`` takes no ``dy``.
        start: state → the number that it starts from where none is given, if that is not 0.
        tokens: input that holds integers → the size of what they are indices of, counted from 0.
        step: the inputs that ``step`` takes; None where there is no ``step``.
        inseparable: why steps cannot be computed a stretch after the other; empty where they can.
        dtypes: the dtypes of parameters.
    """

    name: str
    sizes: Mapping[str, str]
    parameters: Mapping[str, Axes]
    inputs: Mapping[str, Axes]
    output: Axes
    states: Mapping[str, Axes]
    gradients: tuple[str, ...] = ()
    stacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loss: bool = False
    start: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)
    step: tuple[str, ...] | None = None
    inseparable: str = ""
    dtypes: tuple[str, ...] = ("float32", "float64", "longdouble", "complex128")

    def shape(self, axes: Axes, known: Mapping[str, int]) -> tuple[int | None, ...]:
        """Axes in numbers; None for what is not known."""
        return tuple(known[axis] if axis in known else _sum(axis, known) for axis in axes)


def _sum(axis: str, known: Mapping[str, int]) -> int | None:
    """An axis of several sizes side by side, such as ``3*H`` or ``H + M``; None where one of them is not known."""
    total = 0
    for summand in axis.replace(" ", "").split("+"):
        number = 1
        for factor in summand.split("*"):
            if not factor.isdigit() and factor not in known:
                return None
            number *= int(factor) if factor.isdigit() else known[factor]
        total += number
    return total


class ParamsBase:
    """The parameters, all views of one contiguous vector ``flat``.

    An update is ``p.flat -= lr * grads.params.flat``; assigning to a parameter copies into it.  Parameters are
    attributes and items, ``p.W_i`` and ``p["W_i"]``; ``dict(p)`` and ``np.savez(file, **p)`` take them as a mapping.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of the kernel's, or a ``flat`` that does not
            fit.
    """

    signature: ClassVar[Signature]
    names: ClassVar[tuple[str, ...]]
    attributes: ClassVar[Mapping[str, str]] = {}
    """Parameter → the attribute that it is, where its own name is one of this class."""

    flat: Array
    sizes: Shape
    _places: dict[str, tuple[slice, Shape]]

    def __init_subclass__(cls) -> None:
        cls.names = tuple(cls.signature.parameters)

    def __init__(self, *sizes: int, flat: Array | None = None, dtype: Any = np.float64, **named: int) -> None:
        signature = self.signature
        known = dict(zip(signature.sizes, _sizes(signature, sizes, named), strict=True))
        layout: dict[str, Shape] = {}
        for name, axes in signature.parameters.items():
            layout[name] = tuple(extent for extent in signature.shape(axes, known) if extent is not None)
        total = sum(math.prod(shape) for shape in layout.values())
        if flat is None:
            flat = np.zeros(total, checked_dtype(dtype, signature.dtypes))
        checked_dtype(flat.dtype, signature.dtypes)
        if flat.shape != (total,) or not flat.flags.c_contiguous:
            raise ValueError(f"flat has shape {flat.shape}; it must be a contiguous vector of {total} numbers")
        lies: dict[str, tuple[slice, Shape]] = {}
        at = 0
        for name, shape in layout.items():
            lies[name] = slice(at, at + math.prod(shape)), shape
            at += math.prod(shape)
        for name, parts in signature.stacks.items():
            rows = sum(lies[part][1][0] for part in parts)
            start, stop = lies[parts[0]][0].start, lies[parts[-1]][0].stop
            lies[name] = slice(start, stop), (rows, *lies[parts[0]][1][1:])
        places = {self.attributes.get(name, name): place for name, place in lies.items()}
        vars(self).update(known, sizes=tuple(known.values()), _places=places)
        self._view(flat)

    def _view(self, flat: Array) -> None:
        own = vars(self)
        own.update({name: flat[place].reshape(shape) for name, (place, shape) in self._places.items()}, flat=flat)

    def _on(self, flat: Array) -> Self:
        """Parameters of these sizes on another vector of as many numbers."""
        other = type(self).__new__(type(self))
        vars(other).update(vars(self))
        other._view(flat)
        return other

    def keys(self) -> tuple[str, ...]:
        return self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.signature.parameters

    def __getitem__(self, name: str) -> Array:
        if self.attributes.get(name, name) not in self._places:
            raise KeyError(f"there is no parameter {name!r}; there are {', '.join(self.names)}")
        view: Array = vars(self)[self.attributes.get(name, name)]
        return view

    def __setitem__(self, name: str, value: Any) -> None:
        _assign(name, self[name], value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "flat" and name not in self._places:
            raise AttributeError(f"there is no parameter {name!r} to set; there are {', '.join(self.names)}")
        _assign(name, vars(self)[name], value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name} cannot be deleted: all parameters are views of one vector")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.sizes, self.flat)

    def __repr__(self) -> str:
        sizes = zip(self.signature.sizes.values(), self.sizes, strict=True)
        return f"Params({', '.join(f'{name}={size}' for name, size in sizes)}, dtype={self.flat.dtype})"

    def copy(self) -> Self:
        """The same numbers in memory of their own."""
        return self._on(self.flat.copy())

    def astype(self, dtype: Any) -> Self:
        """A copy in another of the kernel's dtypes."""
        return self._on(self.flat.astype(checked_dtype(dtype, self.signature.dtypes)))


def _assign(name: str, view: Array, value: Any) -> None:
    """Copy a value into a view of exactly its shape."""
    if value is not view:
        if np.shape(value) != view.shape:
            raise ValueError(f"{name} has shape {view.shape}, but the new value has {np.shape(value)}")
        view[...] = value


def _restored(kind: type[ParamsBase], sizes: Shape, flat: Array) -> ParamsBase:
    return kind(*sizes, flat=flat)


def _sizes(signature: Signature, sizes: Shape, named: Mapping[str, int]) -> list[int]:
    """The extents of all sizes, in order, given by position or by name."""
    arguments = list(signature.sizes.values())
    if len(sizes) > len(arguments) or set(named) - set(arguments[len(sizes) :]):
        by_name = ", ".join(named) or "none"
        raise TypeError(f"the sizes are {', '.join(arguments)}; given are {len(sizes)}, and {by_name} by name")
    given = {**dict(zip(arguments, sizes, strict=False)), **named}
    if missing := [name for name in arguments if name not in given]:
        raise TypeError(f"{' and '.join(missing)} must be given")
    return [positive(name, given[name]) for name in arguments]


def positive(name: str, value: Any, otherwise: str = "") -> int:
    """A positive integer, or a ValueError."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} is {value!r}; it must be a positive integer{otherwise}")
    return int(value)


# --- the tape


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque.  What it holds of the inputs must not be changed in between."""

    owner: str
    dtype: Any
    sizes: Shape
    extent: tuple[int, int]
    mark: int
    arrays: tuple[Array, ...]


class Checkpoints(NamedTuple):
    """A tape that keeps the state before every k-th step, and nothing of the steps between; opaque.

    It refers to the input, which must not be changed in between.
    """

    owner: str
    dtype: Any
    sizes: Shape
    extent: tuple[int, int]
    mark: int
    every: int
    inputs: tuple[Array, ...]
    states: tuple[Any, ...]


def mark_of(p: ParamsBase) -> int:
    """A number that changes with the parameters' values: the sum of their bits, which is fast."""
    word = np.uint64 if p.flat.nbytes % 8 == 0 else np.uint32
    return int(np.add.reduce(p.flat.view(word)))


# --- a kernel


class _Shapes(NamedTuple):
    """The shapes of what a call takes and returns."""

    output: Shape
    states: tuple[Shape, ...]
    gradients: tuple[Shape, ...]


class Kernel:
    """The functions around the equations of one cell: what is checked, cut into stretches, computed again.

    Args:
        signature: what they take and return.
        params, state: the module's own classes.
        run: ``run(p, T, N, dtype, *inputs, state0)`` → (loss,) y, state, arrays of the tape.
        back: ``back(p, T, N, dtype, arrays, (dy,) dstate, *gradients of inputs to write to)`` → gradients of parameters
            and of the initial state.
        advance: ``advance(p, N, dtype, *inputs, state)`` → y, state after one step.
        predict: as ``run``, without a loss and a tape.
        kept: for each array of the tape, how many rows it has beside the T of the steps; None if it has no steps.
        stretches: whether ``back`` may be called for stretches of steps, one after the other.
    """

    def __init__(
        self,
        signature: Signature,
        params: type[ParamsBase],
        state: Callable[..., Any],
        *,
        run: Callable[..., tuple[Any, ...]],
        back: Callable[..., tuple[Any, Any]],
        advance: Callable[..., tuple[Array, Any]] | None = None,
        predict: Callable[..., tuple[Array, Any]] | None = None,
        predicts: tuple[str, ...] = (),
        kept: tuple[int | None, ...] = (),
        stretches: bool = False,
    ) -> None:
        self.signature, self.params, self.state = signature, params, state
        self.run, self.back, self.advance_one, self.predict_all = run, back, advance, predict
        self.predicts, self.kept, self.stretches = predicts, kept, stretches
        self.shapes = lru_cache(maxsize=64)(self._shapes)
        self.features = lru_cache(maxsize=64)(self._features)
        self.timed_first = lru_cache(maxsize=64)(self._timed_first)
        self.names = tuple(signature.inputs)

    # --- the four functions

    def init(self, *sizes: int, rng: int | np.random.Generator | None, dtype: Any) -> Any:
        """Fresh parameters: matrices uniform in ±1/√(columns), all else zero."""
        p = self.params(*sizes, dtype=dtype)
        random = np.random.default_rng(rng)
        for name in p.names:
            view = p[name]
            if view.ndim >= 2:
                view[...] = random.uniform(-1, 1, view.shape) / np.sqrt(view.shape[-1])
        return p

    def forward(
        self, p: ParamsBase, inputs: tuple[Any, ...], state0: Any, every: int | None, steps: int | None = None
    ) -> tuple[Any, ...]:
        """(loss,) y, state, tape."""
        self._check_params(p)
        arrays, T, N = self._inputs(p, self.names, inputs, steps)
        state = self._state("state0", state0, p, N)
        head = (self.signature.name, p.flat.dtype, p.sizes, (T, N), mark_of(p))
        if every is not None:
            if self.signature.inseparable:
                raise ValueError(f"checkpoint_every is {every!r}; it must be None, since {self.signature.inseparable}")
            every = positive("checkpoint_every", every, " or None")
            return self._checkpointed(p, tuple(arrays), state, every, head)
        *found, kept = self.run(p, T, N, p.flat.dtype, *arrays, state)
        return (*found, Tape(*head, kept))

    def backward(self, p: ParamsBase, tape: Any, dy: Any, dstate: Any) -> tuple[Any, tuple[Array, ...], Any]:
        """The gradients of parameters, inputs and initial state."""
        self._check_params(p)
        self._check_tape(p, tape)
        T, N = tape.extent
        shapes = self.shapes(p.sizes, T, N)
        arriving: tuple[Array, ...] = ()
        if not self.signature.loss:
            arriving = (checked("dy", dy, shapes.output, p.flat.dtype),)
        dstate = self._state("dstate", dstate, p, N, start=False)
        gradients = tuple(empty(shape, p.flat.dtype) for shape in shapes.gradients)
        if self.signature.inseparable:
            found, dstate = self.back(p, T, N, p.flat.dtype, tape.arrays, *arriving, dstate, *gradients)
            return found, gradients, dstate
        total: ParamsBase | None = None
        for start, part in self._stretches(p, tape):
            steps = slice(start, start + part.extent[0])
            into = (gradient[steps] for gradient in gradients)
            found, dstate = self.back(p, *part.extent, p.flat.dtype, part.arrays, arriving[0][steps], dstate, *into)
            if total is None:
                total = found
            else:
                total.flat += found.flat
        assert total is not None
        return total, gradients, dstate

    def step(self, p: ParamsBase, inputs: tuple[Any, ...], state: Any) -> tuple[Array, Any]:
        """y and the state after one step."""
        assert self.advance_one is not None
        assert self.signature.step is not None
        self._check_params(p)
        arrays, _, N = self._inputs(p, self.signature.step, inputs, 1, state or ())
        return self.advance_one(p, N, p.flat.dtype, *arrays, self._state("state", state, p, N))

    def predict(
        self, p: ParamsBase, inputs: tuple[Any, ...], state0: Any, steps: int | None = None
    ) -> tuple[Array, Any]:
        """y and the final state of a network, without its loss."""
        assert self.predict_all is not None
        self._check_params(p)
        arrays, T, N = self._inputs(p, self.predicts, inputs, steps)
        return self.predict_all(p, T, N, p.flat.dtype, *arrays, self._state("state0", state0, p, N))

    # --- stretches of steps

    def _checkpointed(
        self, p: ParamsBase, inputs: tuple[Array, ...], state: Any, every: int, head: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """``forward``, one stretch of steps after another, each from the state that the last one left."""
        T, N = head[3]
        y = empty(self.shapes(p.sizes, T, N).output, p.flat.dtype)
        states = []
        for start in range(0, T, every):
            rows = slice(start, start + every)
            states.append(self.state(*(part.copy() for part in state)))
            parts = [array[rows] for array in inputs]
            y[rows], state, _ = self.run(p, len(parts[0]), N, p.flat.dtype, *parts, state)
        name, dtype, sizes, extent, mark = head
        return y, state, Checkpoints(name, dtype, sizes, extent, mark, every, inputs, tuple(states))

    def _stretches(self, p: ParamsBase, tape: Tape | Checkpoints) -> Iterator[tuple[int, Tape]]:
        """Stretches of steps, from the last to the first: where each starts, and its tape.

        Those between checkpoints are computed once more.
        """
        T, N = tape.extent
        if isinstance(tape, Checkpoints):
            for number in reversed(range(len(tape.states))):
                first = number * tape.every
                inputs = [array[first : first + tape.every] for array in tape.inputs]
                steps = len(inputs[0])
                *_, kept = self.run(p, steps, N, p.flat.dtype, *inputs, tape.states[number])
                for start, part in self._stretches(p, Tape(*tape[:3], (steps, N), tape.mark, kept)):
                    yield first + start, part
            return
        number = min(T, round(T * N / ROWS)) if self.stretches else 1
        if number < 2:
            yield 0, tape
            return
        for nth in reversed(range(number)):
            start, stop = nth * T // number, (nth + 1) * T // number
            arrays = tuple(
                array if more is None else array[start : stop + more]
                for array, more in zip(tape.arrays, self.kept, strict=True)
            )
            yield start, tape._replace(extent=(stop - start, N), arrays=arrays)

    # --- checks

    def _shapes(self, sizes: Shape, T: int, N: int) -> _Shapes:
        known = {"T": T, "N": N, **dict(zip(self.signature.sizes, sizes, strict=True))}

        def shape(axes: Axes) -> Shape:
            return tuple(extent for extent in self.signature.shape(axes, known) if extent is not None)

        gradients = tuple(shape(self.signature.inputs[name]) for name in self.signature.gradients)
        return _Shapes(shape(self.signature.output), tuple(map(shape, self.signature.states.values())), gradients)

    def _check_params(self, p: Any) -> None:
        if type(p) is not self.params:
            kind = f"parameters of {p.signature.name}" if isinstance(p, ParamsBase) else f"a {type(p).__name__}"
            raise ValueError(f"p is {kind}; it must be Params of {self.signature.name}, as init makes them")

    def _check_tape(self, p: ParamsBase, tape: Any) -> None:
        if not isinstance(tape, Tape | Checkpoints):
            raise ValueError(f"tape is a {type(tape).__name__}; it must be what this module's forward returned")
        if tape.owner != self.signature.name:
            raise ValueError(f"tape belongs to {tape.owner}; it must be what forward of {self.signature.name} returned")
        if tape.sizes != p.sizes or tape.dtype != p.flat.dtype:
            raise ValueError(f"tape belongs to parameters of sizes {tape.sizes} and {tape.dtype}; these are {p}")
        if tape.mark != mark_of(p):
            raise ValueError("tape belongs to other values of the parameters: they must be those that forward had")

    def _inputs(
        self, p: ParamsBase, names: tuple[str, ...], inputs: tuple[Any, ...], steps: int | None, state: Any = None
    ) -> tuple[list[Array], int, int]:
        """The inputs, checked, and the numbers of their steps and sequences; those of one step have no axis of time."""
        dtype, features = p.flat.dtype, self.features(p.sizes)
        found: dict[str, int | None] = {"T": None, "N": None}
        arrays: list[Any] = list(inputs)
        for at in self.timed_first(names):  # they say how many steps and sequences there are
            axes, shape = features[names[at]]
            if state is not None and axes[:1] == ("T",):
                axes, shape = axes[1:], shape[1:]
            wanted = tuple(found.get(axis, extent) for axis, extent in zip(axes, shape, strict=True))
            if names[at] in self.signature.tokens:
                count = dict(zip(self.signature.sizes, p.sizes, strict=True))[self.signature.tokens[names[at]]]
                array = checked_tokens(names[at], inputs[at], wanted, count, axes)
            else:
                array = checked(names[at], inputs[at], wanted, dtype, axes)
            arrays[at] = array
            for axis, extent in zip(axes[:2], array.shape, strict=False):
                if axis in found:
                    found[axis] = extent
        T = found["T"] if found["T"] is not None else positive("steps", steps)
        N = found["N"] if found["N"] is not None else len(state[0]) if state else 1
        return arrays, T, N

    def _timed_first(self, names: tuple[str, ...]) -> list[int]:
        return sorted(range(len(names)), key=lambda at: "T" not in self.signature.inputs[names[at]])

    def _features(self, sizes: Shape) -> dict[str, tuple[Axes, tuple[int | None, ...]]]:
        known = dict(zip(self.signature.sizes, sizes, strict=True))
        return {name: (axes, self.signature.shape(axes, known)) for name, axes in self.signature.inputs.items()}

    def _state(self, name: str, value: Any, p: ParamsBase, N: int, start: bool = True) -> Any:
        """The state, with the cell's own default where none was given."""
        fields = self.signature.states
        if value is None:
            value = (None,) * len(fields)
        if not isinstance(value, tuple) or len(value) != len(fields):
            raise ValueError(f"{name} is {value!r:.60}; it must be State({', '.join(fields)}) or None")
        parts = []
        for key, shape, part in zip(fields, self.shapes(p.sizes, 1, N).states, value, strict=True):
            if part is not None:
                parts.append(checked(f"{name}.{key}", part, shape, p.flat.dtype))
            elif start and key in self.signature.start:
                parts.append(np.full(shape, self.signature.start[key], p.flat.dtype))
            else:
                parts.append(np.zeros(shape, p.flat.dtype))
        return self.state(*parts)


def checked_dtype(dtype: Any, allowed: tuple[str, ...]) -> Any:
    """The dtype, if it is one of these; else a ValueError."""
    dtype = np.dtype(dtype)
    if dtype not in [np.dtype(name) for name in allowed]:
        raise ValueError(f"dtype is {dtype}; it must be one of {', '.join(allowed)}")
    return dtype


def checked(name: str, value: Any, shape: tuple[int | None, ...], dtype: Any, axes: Axes = ()) -> Array:
    """The argument as an array of exactly this shape (None: any extent from 1 on) and dtype; else a ValueError."""
    array = np.asarray(value)
    fits = array.ndim == len(shape) and all(
        got == extent if extent is not None else got > 0 for got, extent in zip(array.shape, shape, strict=True)
    )
    if not fits:
        names = axes or ("?",) * len(shape)
        wanted = ", ".join(
            letter if extent is None else str(extent) for letter, extent in zip(names, shape, strict=True)
        )
        rule = " with T and N at least 1" if None in shape else ""
        raise ValueError(f"{name} has shape {array.shape}; it must be ({wanted}){rule}")
    if array.dtype != dtype:
        raise ValueError(f"{name} has dtype {array.dtype}; it must be {dtype}, as the parameters are")
    return array


def checked_tokens(name: str, value: Any, shape: tuple[int | None, ...], count: int, axes: Axes) -> Array:
    """Integers from 0 to ``count`` - 1, as an array of exactly this shape; else a ValueError."""
    array = np.asarray(value)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} has dtype {array.dtype}; it must hold integers")
    array = checked(name, array, shape, array.dtype, axes)
    if array.min() < 0 or array.max() >= count:
        raise ValueError(f"{name} holds {array.min()} to {array.max()}; it must hold integers from 0 to {count - 1}")
    return array


# --- functions


def sigmoid(a: Array, out: Array | None = None) -> Array:
    """The logistic function, into ``out`` if given; neither end overflows."""
    s = np.multiply(a, 0.5, out)
    s = np.tanh(s, out)
    s = np.multiply(s, 0.5, out)
    result: Array = np.add(s, 0.5, out)
    return result


def softplus(a: Array, out: Array | None = None) -> Array:
    """log(1 + exp(a)), into ``out`` if given; neither end overflows."""
    flipped = np.where(a.real > 0, -a, a)
    result: Array = np.add(np.where(a.real > 0, a, 0), np.log1p(np.exp(flipped)), out)
    return result


def log_sigmoid(a: Array, out: Array | None = None) -> Array:
    """log of the logistic function, into ``out`` if given; neither end overflows."""
    result: Array = np.negative(softplus(np.negative(a)), out)
    return result


def heaviside(a: Array, out: Array | None = None) -> Array:
    """1 where a > 0, else 0, into ``out`` if given; NaN stays NaN."""
    result = np.where(np.isnan(a), a, a > 0).astype(a.dtype)
    if out is None:
        return result
    out[...] = result
    return out


def relu(a: Array, out: Array | None = None) -> Array:
    """max(a, 0), into ``out`` if given."""
    result: Array = np.maximum(a, 0, out=out)
    return result


def choose(a: Array, b: Array, x: Array, y: Array, out: Array | None = None) -> Array:
    """x where a > b, else y, into ``out`` if given."""
    result: Array = np.where(np.greater(a, b), x, y)
    if out is None:
        return result
    out[...] = result
    return out


def weigh(w: Array, x: Array, out: Array | None = None) -> Array:
    """w·x, and 0 where the weight w is 0, however large x is, into ``out`` if given."""
    result: Array = np.multiply(w, np.where(np.equal(w, 0), np.zeros((), np.result_type(x)), x), out)
    return result


_ERF: Callable[..., Array] = np.vectorize(math.erf, otypes=[float])


def erf(a: Array, out: Array | None = None) -> Array:
    """The error function in double precision, into ``out`` if given."""
    result: Array = _ERF(a).astype(a.dtype)
    if out is None:
        return result
    out[...] = result
    return out


def one_hot(tokens: Array, count: int, dtype: Any) -> Array:
    """For each integer the row that is 1 at its place, and 0 elsewhere."""
    result: Array = (tokens[..., None] == np.arange(count)).astype(dtype)
    return result


def scatter(tokens: Array, rows: Array, out: Array) -> None:
    """Add each row to that of ``out`` which its integer picks; ``out`` starts from zero."""
    out[...] = 0
    np.add.at(out, tokens, rows)


# --- memory


_SPARE: dict[int, list[Array]] = {}


def empty(shape: Shape, dtype: Any) -> Array:
    """``np.empty``, in memory that an earlier call used, where there is such."""
    size = math.prod(shape) * dtype.itemsize
    if size < SMALL:
        return np.empty(shape, dtype)
    # sizes that differ by less than an eighth are interchangeable
    step = 1 << (size.bit_length() - 4)
    block = _Block(_taken(-(-size // step) * step))
    array: Array = np.asarray(block)[:size].view(dtype).reshape(shape)
    return array


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


# --- how arrays lie


Product = Callable[..., Any]


def step_layout(N: int, dtype: Any) -> tuple[Literal["C", "F"], Product]:
    """How a step (N, H) lies in memory, and the function that multiplies it with weights: what is fastest.

    BLAS has its own preference.  Single precision is faster as R @ h, feature by feature, all else as h @ R.T.
    The method ``dot`` has half the overhead of ``np.matmul``, but writes only to what lies row by row.
    """
    if N > 1 and dtype == np.float32:
        return "F", np.matmul
    return "C", np.ndarray.dot


def vectors(shape: Shape, dtype: Any) -> Array:
    """An array (…, N, H) whose steps lie in memory as ``step_layout`` says."""
    if step_layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*shape[:-2], shape[-1], shape[-2]), dtype).swapaxes(-1, -2)


def padded_rows(shape: Shape, dtype: Any) -> Array:
    """An array (…, N, H) that lies row by row, as products of all steps want it.

    What is computed feature by feature is written across the rows.  At distances near a power of two they fall on the
    same few places of the cache; an odd number of cache lines keeps them apart.
    """
    *others, H = shape
    if H < 256 or step_layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*others, 16 * (-(-H // 16) | 1)), dtype)[..., :H]


def in_order(W: Array, order: Literal["C", "F"]) -> Array:
    """A matrix in this order.  A large one is transposed sixteen rows at a time: as many find room in the cache."""
    if W.flags[order] or W.size < 1 << 16:
        return np.asarray(W, order=order)
    source, copy = (W.T, empty(W.shape, W.dtype)) if order == "C" else (W, empty(W.shape[::-1], W.dtype))
    for row in range(0, len(source), 16):
        copy[:, row : row + 16] = source[row : row + 16].T
    return copy if order == "C" else copy.T


def for_each(vector: Array, N: int) -> Array:
    """A vector as one of each of N sequences, (N, H): NumPy is faster where nothing is broadcast."""
    copy = vectors((N, vector.size), vector.dtype)
    copy[...] = vector
    return copy


def constant(value: float, shape: Shape, dtype: Any) -> Array:
    """A number as an array: a plain number costs a call in a loop as much again as the call itself."""
    array = vectors(shape, dtype)
    array.fill(value)
    return array


def project(x: Array, W: Array, out: Array) -> None:
    """x @ W of all steps: one product where the rows of ``out`` lie at equal distances, else one for each step."""
    T, N, K = out.shape
    if out.strides[0] == N * out.strides[1]:
        np.matmul(x.reshape(T * N, x.shape[-1]), W, out=out.reshape(T * N, K))
    else:
        np.matmul(x, W, out=out)


def from_one(a: Array) -> Array:
    """The same rows, counted from 1."""
    return np.concatenate([np.zeros_like(a[:1]), a])
