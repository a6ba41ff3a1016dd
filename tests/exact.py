"""Proof at small sizes, without tolerance: an oracle that shares nothing with the calculus.

A system is unrolled until every component is a scalar equation of its own, without indices and without deltas.  SymPy
differentiates each scalar equation; tangents (dual numbers) are carried forward through the unrolled network, a unit
tangent injected at every component of every tensor.  All of it in exact rationals, so that a derived gradient is either
equal to the oracle's or wrong.

Activations stay exact because their *outputs* are the free rationals: σ(a) is any rational s, the same wherever the
same a comes up, and its slope s(1-s) follows.  What is rational anyway (relu, absolute, maximum, …) is evaluated.

    differences(cell.system, adjoint(cell.system).system, extents(T=3, N=2, M=2, H=2))   # [] or what is wrong
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property, reduce
from typing import Any, Protocol

import mpmath
import sympy as sp

from derive.core.equations import FIXED, Bound, Equation, Kind, System, T, Tensor, Term
from derive.core.functions import Elementwise, maximum

Key = tuple[str, tuple[int, ...]]  # one component: ("c", (2, 1, 1)); a tensor without axes has the index 0
Number = Any  # Fraction or mpf


def extents(**by_name: int) -> dict[str, int]:
    """The extent of every axis, by the size's name."""
    return by_name


def symbol(name: str) -> sp.Symbol:
    """What stands for a size in an expression."""
    return sp.Symbol(name, integer=True, positive=True)


class OutOfRange(LookupError):
    """An equation reads a component that neither exists nor is given."""


# ---------------------------------------------------------------------------------------------------------------------
# Arithmetic.


class Arithmetic(Protocol):
    def number(self, value: sp.Rational | int) -> Number: ...
    def draw(self) -> Number: ...
    def irrational(self, text: str) -> Number: ...
    def apply(self, function: type[Elementwise], *args: Number) -> Number: ...


class Rationals:
    """Exact arithmetic.  The output of a function is itself where that is rational, else a free rational of its own."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.outputs: dict[tuple[type[Elementwise], tuple[Fraction, ...]], Fraction] = {}

    def number(self, value: sp.Rational | int) -> Fraction:
        return Fraction(int(value.p), int(value.q)) if isinstance(value, sp.Rational) else Fraction(value)

    def irrational(self, text: str) -> Fraction:
        """A rational that stands for √2, or π: always the same."""
        return self.outputs.setdefault((text, ()), self.draw())  # type: ignore[arg-type]

    def draw(self) -> Fraction:
        """Neither zero nor an integer, so that it does not cancel what is exact, as exp(0) = 1."""
        return Fraction(self.random.choice((-1, 1)) * self.random.randrange(63, 1024, 2), 512)

    def apply(self, function: type[Elementwise], *args: Fraction) -> Fraction:
        if (function, args) not in self.outputs:
            value = function.definition(*(sp.Rational(arg.numerator, arg.denominator) for arg in args))
            self.outputs[function, args] = self.number(value) if isinstance(value, sp.Rational) else self.draw()
        return self.outputs[function, args]


class Digits:
    """Arithmetic with as many digits as wanted and the functions as they are defined."""

    def __init__(self, digits: int = 50, seed: int = 0) -> None:
        self.mp = mpmath.mp.clone()
        self.mp.dps = digits
        self.random = random.Random(seed)
        # by name, since lambdify takes no methods from a context and would fall back on double precision
        self.functions = {name: getattr(self.mp, name) for name in ("exp", "log", "sqrt", "tanh")}

    def number(self, value: sp.Rational | int) -> Number:
        return self.mp.mpf(int(value.p)) / int(value.q) if isinstance(value, sp.Rational) else self.mp.mpf(value)

    def irrational(self, text: str) -> Number:
        return self.mp.mpmathify(sp.N(sp.sympify(text), self.mp.dps + 5))

    def draw(self) -> Number:
        return self.mp.mpf(self.random.randrange(-99, 100)) / 64

    def apply(self, function: type[Elementwise], *args: Number) -> Number:
        symbols = sp.symbols(f"x:{len(args)}")
        return sp.lambdify(symbols, function.definition(*symbols), modules=[self.functions])(*args)


# ---------------------------------------------------------------------------------------------------------------------
# Unroll.


@dataclass(frozen=True)
class Scalar:
    """One scalar equation.  ``value`` is an expression in v0, v1, …, which stand for the components ``reads``."""

    target: Key
    value: sp.Expr
    reads: tuple[Key, ...]


def components(tensor: Tensor, sizes: Mapping[str, int]) -> list[Key]:
    """Every component of a tensor, on all steps on which it exists."""
    steps = range(tensor.first, sizes["T"] + tensor.last + 1)
    extents = {symbol(name): extent for name, extent in sizes.items()}
    ranges = [steps if size is T else range(1, int(size.symbol.xreplace(extents)) + 1) for size in tensor.axes]
    return [(tensor.name, at) for at in itertools.product(*ranges)] if ranges else [(tensor.name, (0,))]


def computed(tensor: Tensor, sizes: Mapping[str, int]) -> list[Key]:
    """The components on steps 1…T, on which equations are evaluated: all but a state's initial ones."""
    return [key for key in components(tensor, sizes) if not tensor.in_time or 1 <= key[1][0] <= sizes["T"]]


def initial(tensor: Tensor, sizes: Mapping[str, int]) -> list[Key]:
    """The components of a state at which its recurrence begins: step 0, or T+1 where it runs backward."""
    return [key for key in components(tensor, sizes) if key not in set(computed(tensor, sizes))]


def final(tensor: Tensor, sizes: Mapping[str, int]) -> list[Key]:
    """The components of a state at which its recurrence ends."""
    end = 1 if tensor.reverse else sizes["T"]
    return [key for key in components(tensor, sizes) if key[1][0] == end]


def unroll(system: System, sizes: Mapping[str, int]) -> dict[Key, Scalar]:
    """Every equation at every value of its indices, its sums written out."""
    return {scalar.target: scalar for equation in system.equations for scalar in _scalars(equation, sizes)}


def _scalars(equation: Equation, sizes: Mapping[str, int]) -> Iterator[Scalar]:
    """One scalar equation for each value of the indices.

    Most of them look alike: the expression in placeholders is built once for all that read in the same pattern.
    """
    ends = {sp.Symbol(name, integer=True, positive=True): sp.Integer(extent) for name, extent in sizes.items()}
    readers = [[_reader(component, ends) for component in term.components()] for term in equation.terms]
    conditions = [_ranges(term.when, ends) for term in equation.terms]
    alike: dict[Any, sp.Expr] = {}
    for at in _assignments(equation.bounds, ends):
        reads: dict[Key, int] = {}
        pattern = []
        for nth, term in enumerate(equation.terms):
            if all(at[index] in steps for index, steps in conditions[nth]):
                inner = [{**at, **summed} for summed in _assignments(term.sums, ends)]
                slots = [tuple(reads.setdefault(read(where), len(reads)) for read in readers[nth]) for where in inner]
                bare = [_indices(term.expr, where) for where in inner]
                pattern.append((nth, tuple(zip(slots, bare, strict=True))))
        if (shape := tuple(pattern)) not in alike:
            terms = [equation.terms[nth] for nth, _ in shape]
            alike[shape] = sp.Add(*(_bare(t, slots, ends) for t, (_, slots) in zip(terms, shape, strict=True)))
        place = tuple(at[index] for index in equation.indices) or (0,)
        yield Scalar((equation.name, place), alike[shape], tuple(reads))


class same(Elementwise):
    """1 where two numbers are equal, else 0: a Kronecker delta of numbers."""

    arity = 2

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((1, sp.Eq(*args)), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


def _indices(expr: sp.Expr, values: Mapping[Any, int]) -> tuple[tuple[Any, int], ...]:
    """The values of the indices that stand in deltas, and not only in the brackets of components."""
    if not expr.has(sp.KroneckerDelta):
        return ()
    return tuple((index, value) for index, value in values.items() if expr.has(index))


def _bare(term: Term, slots: Iterable[Any], ends: Mapping[sp.Basic, sp.Integer]) -> sp.Expr:
    """The term at some values of all its indices, its components replaced by placeholders."""
    summands = []
    for numbers, indices in slots:
        components = zip(term.components(), map(_placeholder, numbers), strict=True)
        bare = term.expr.xreplace({**ends, **dict(components)}).xreplace(dict(indices))
        summands.append(bare.replace(sp.KroneckerDelta, same))
    return sp.Add(*summands) if term.reduce == "sum" else reduce(maximum, summands)


def _reader(component: sp.Indexed, ends: Mapping[sp.Basic, sp.Integer]) -> Callable[[Mapping[Any, int]], Key]:
    """From the values of the indices to the component that is read."""
    offsets = []
    for at in component.indices:
        index = next(iter(at.free_symbols - set(ends)), None)
        offsets.append((index, int((at - (index or 0)).xreplace(ends))))
    name = component.base.name
    return lambda values: (name, tuple(shift + (values[index] if index else 0) for index, shift in offsets))


@cache
def _placeholder(nth: int) -> sp.Symbol:
    return sp.Symbol(f"v{nth}")


def _ranges(bounds: tuple[Bound, ...], ends: Mapping[sp.Basic, sp.Integer]) -> list[tuple[Any, range]]:
    return [(b.index, range(int(b.lo.xreplace(ends)), int(b.hi.xreplace(ends)) + 1)) for b in bounds]


def _assignments(bounds: tuple[Bound, ...], ends: Mapping[sp.Basic, sp.Integer]) -> Iterator[dict[Any, int]]:
    ranges = _ranges(bounds, ends)
    for values in itertools.product(*(steps for _, steps in ranges)):
        yield {index: value for (index, _), value in zip(ranges, values, strict=True)}


# ---------------------------------------------------------------------------------------------------------------------
# Evaluate, and carry tangents.


@dataclass(frozen=True)
class Dual:
    """A number and its derivative by every component that it depends on, itself included."""

    value: Number
    slope: dict[Key, Number]


@dataclass
class Unrolled:
    """A system at one size, unrolled and evaluated on demand from what is given from outside."""

    system: System
    sizes: Mapping[str, int]
    given: dict[Key, Number]
    arithmetic: Arithmetic
    scalars: dict[Key, Scalar] = field(init=False)
    known: dict[Key, Number] = field(init=False, default_factory=dict)
    duals: dict[Key, Dual] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.scalars = unroll(self.system, self.sizes)

    def value(self, key: Key) -> Number:
        if key in self.given:
            return self.given[key]
        if key not in self.known:
            scalar = self._scalar(key)
            compute, _ = compiled(scalar.value, len(scalar.reads))
            self.known[key] = compute(self.arithmetic, *map(self.value, scalar.reads))
        return self.known[key]

    def dual(self, key: Key) -> Dual:
        """The value with its tangents: v̇ = Σ over what v reads of ∂v/∂u · u̇, and the unit tangent injected at v."""
        if key not in self.duals:
            slope = {key: self.arithmetic.number(1)}
            if key not in self.given:
                scalar = self._scalar(key)
                _, differentiate = compiled(scalar.value, len(scalar.reads))
                reads = [self.dual(read) for read in scalar.reads]
                partials = differentiate(self.arithmetic, *map(self.value, scalar.reads))
                for partial, read in zip(partials, reads, strict=True):
                    if partial != 0:
                        for at, moved in read.slope.items():
                            slope[at] = slope[at] + partial * moved if at in slope else partial * moved
            self.duals[key] = Dual(self.value(key), slope)
        return self.duals[key]

    def _scalar(self, key: Key) -> Scalar:
        try:
            return self.scalars[key]
        except KeyError:
            raise OutOfRange(f"{key[0]}{list(key[1])} is read, but does not exist") from None

    @cached_property
    def values(self) -> dict[Key, Number]:
        """All that is given or computed."""
        return {**self.given, **{key: self.value(key) for key in self.scalars}}


@cache
def compiled(value: sp.Expr, count: int) -> tuple[Any, Any]:
    """Python functions for a scalar expression and for its partial derivatives, by SymPy, by all its placeholders."""
    symbols = [_placeholder(nth) for nth in range(count)]
    arguments = ", ".join(("A", *map(str, symbols)))
    slopes = "".join(f"{_source(value.diff(symbol))}, " for symbol in symbols)
    return tuple(eval(f"lambda {arguments}: {body}", FUNCTIONS) for body in (_source(value), f"({slopes})"))


FUNCTIONS: dict[str, Any] = {"Integer": sp.Integer, "Rational": sp.Rational}


def _source(expr: sp.Expr) -> str:
    """A scalar expression as Python in the arithmetic A."""
    match expr:
        case sp.Symbol():
            return str(expr.name)
        case _ if not expr.is_Rational and not expr.free_symbols:
            return f"A.irrational({sp.srepr(str(expr))})"
        case sp.Rational():
            return f"A.number({sp.srepr(expr)})"
        case sp.Add():
            return "(" + " + ".join(map(_source, expr.args)) + ")"
        case sp.Mul():
            return "*".join(map(_source, expr.args))
        case sp.Pow() if expr.exp.is_Integer:
            return f"({_source(expr.base)})**({int(expr.exp)})"
        case Elementwise():
            FUNCTIONS[type(expr).__name__] = type(expr)
            return f"A.apply({', '.join((type(expr).__name__, *map(_source, expr.args)))})"
    raise TypeError(f"no exact arithmetic for {expr!r}")


# ---------------------------------------------------------------------------------------------------------------------
# Compare.


@dataclass
class Experiment:
    """A forward system with random parameters, inputs, initial states and arriving gradients, and its true gradients.

    Attributes:
        network: the forward equations, evaluated.
        seeds: the gradients that arrive, as ("dy", …) at every output and as ("dc_T", …) at every final state.
        gradients: the derivative of the loss by every component of every tensor of the system.
    """

    network: Unrolled
    seeds: dict[Key, Number]
    gradients: dict[Key, Number]

    def arriving(self, derived: System) -> dict[Key, Number]:
        """The seeds under the names that a derived system gives them."""
        given: dict[Key, Number] = {}
        for tensor in derived.of_kind(Kind.SEED):
            source = "dy" if tensor.in_time else f"d{tensor.of}_T"
            given |= {(tensor.name, at): value for (name, at), value in self.seeds.items() if name == source}
        return given

    def evaluate(self, derived: System, also: Mapping[Key, Number] | None = None) -> Unrolled:
        """A derived system on the same numbers; it may read whatever the forward system computes."""
        given = {**self.network.values, **self.arriving(derived), **(also or {})}
        return Unrolled(derived, self.network.sizes, given, self.network.arithmetic)


def experiment(
    forward: System,
    sizes: Mapping[str, int],
    arithmetic: Arithmetic | None = None,
    preset: Mapping[str | Key, Number] | None = None,
) -> Experiment:
    """Draw what is given, and compute every gradient of  L = Σ dy·y + Σ d<state>_T·<state>[T]  by dual numbers.

    In a network that states its own loss, this loss takes the place of Σ dy·y.
    ``preset`` says what is not to be drawn, by the component or by the tensor: parameters, inputs, initial states
    (by the state's name) and seeds.
    """
    arithmetic = arithmetic or Rationals()
    preset = preset or {}

    def draw(keys: Iterable[Key]) -> dict[Key, Number]:
        chosen = {key: preset.get(key, preset.get(key[0])) for key in keys}
        return {key: arithmetic.draw() if value is None else value for key, value in chosen.items()}

    given: dict[Key, Number] = {}
    for tensor in forward.tensors.values():
        if tensor.vocabulary is not None:
            picks = random.Random(7)
            given |= {
                key: arithmetic.number(picks.randint(1, sizes[tensor.vocabulary.name]))
                for key in components(tensor, sizes)
            }
        elif not forward.defines(tensor):
            given |= draw(components(tensor, sizes))
        elif tensor.kind is Kind.STATE:
            given |= draw(initial(tensor, sizes))
    network = Unrolled(forward, sizes, given, arithmetic)

    arriving: list[tuple[Key, Key]] = []  # a component that the loss reads, and its seed
    if forward.output is not None and forward.loss is None:
        arriving += [(key, ("dy", key[1])) for key in computed(forward.output, sizes)]
    for state in forward.states:
        arriving += [(key, (f"d{state.name}_T", key[1][1:])) for key in final(state, sizes)]
    seeds = draw(seed for _, seed in arriving)
    weights = [(key, seeds[seed]) for key, seed in arriving]
    if forward.loss is not None:
        weights += [(key, arithmetic.number(1)) for key in components(forward.loss, sizes)]

    gradients = {key: arithmetic.number(0) for tensor in forward.tensors.values() for key in components(tensor, sizes)}
    for key, weight in weights:
        for at, slope in network.dual(key).slope.items():
            gradients[at] += weight * slope
    return Experiment(network, seeds, gradients)


def differences(forward: System, backward: System, sizes: Mapping[str, int], seed: int = 0) -> list[str]:
    """Where the derived gradients differ from the true ones.  Empty means proved at these sizes."""
    return list(mismatches(experiment(forward, sizes, Rationals(seed)), backward))


def mismatches(truth: Experiment, backward: System) -> Iterator[str]:
    """Hold every equation of a backward system against the gradients of an experiment."""
    network = truth.evaluate(backward)
    for tensor in truth.network.system.tensors.values():
        if tensor.kind in FIXED:
            continue
        equations = [e for e in backward.equations if e.tensor.kind is Kind.ADJOINT and e.tensor.of == tensor]
        if len(equations) != 1:
            yield f"{tensor.name} has {len(equations)} gradients"
            continue
        adjoint = equations[0].name
        for _, at in components(tensor, truth.network.sizes):
            try:
                value = network.value((adjoint, at))
            except (OutOfRange, ZeroDivisionError) as error:
                yield f"{adjoint}{list(at)}: {error}"
            else:
                if value != (right := truth.gradients[tensor.name, at]):
                    yield f"{adjoint}{list(at)} is {float(value):.6g}, but must be {float(right):.6g}"


def faulty(truth: Experiment, equation: Equation) -> str | None:
    """What is wrong with one equation of a backward system when all others are right; None if nothing is."""
    tensor = equation.tensor.of
    assert tensor is not None
    others = {(f"d{name}", at): value for (name, at), value in truth.gradients.items() if f"d{name}" != equation.name}
    network = truth.evaluate(System("one equation", (equation,)), others)
    for _, at in components(tensor, truth.network.sizes):
        try:
            if network.value((equation.name, at)) != truth.gradients[tensor.name, at]:
                return f"{equation.name}{list(at)}"
        except OutOfRange as error:
            return str(error)
    return None


def size_of(system: System, **chosen: int) -> dict[str, int]:
    """Sizes for a system: T=3, N=2, M=2, H=2 and 2 for its own sizes, unless chosen otherwise."""
    return {
        "T": 3,
        "N": 2,
        "M": 2,
        "H": 2,
        **{part.name: 2 for size in system.sizes for part in size.parts or (size,)},
    } | chosen
