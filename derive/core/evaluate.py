"""A system of equations in numbers, component by component, in any arithmetic.

    values = evaluate(system, {"T": 3, "N": 2, "M": 2, "H": 3}, given)     # values["c"][2, 1, 3] is c at t=2, n=1, j=3

It is slow and plain: nothing is vectorised, a function is what its definition says, and every component is computed
once, when it is needed.  Forward, backward and tangent systems are evaluated alike; what a backward system reads of the
forward pass is given to it.  The notes compute their examples and checks with it, no kernel does.
"""

from __future__ import annotations

import itertools
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

import mpmath
import numpy as np
import sympy as sp

from derive.core.equations import Bound, Equation, Kind, Size, System, Tensor
from derive.core.functions import Elementwise, stop_gradient

Number: TypeAlias = Any
"""A number of the arithmetic: float, Fraction, or one with as many digits as wanted."""

At: TypeAlias = tuple[int, ...]
"""The indices of a component; (0,) for a tensor without axes."""

Values: TypeAlias = dict[str, dict[At, Number]]
"""Numbers by the tensor's name and the component's indices."""

Reader: TypeAlias = Callable[[Sequence[int]], Number]
"""From the values of indices to a number."""

FLOATS: Any = mpmath.fp


class Fractions:
    """Exact arithmetic, in which there is no exponential function."""

    mpf = staticmethod(Fraction)


def digits(count: int) -> Any:
    """Arithmetic with so many decimal digits."""
    context = mpmath.mp.clone()
    context.dps = count
    return context


def in_numbers(sizes: Mapping[str, int]) -> dict[sp.Basic, sp.Integer]:
    """What takes the place of the symbols of sizes in an expression."""
    return {sp.Symbol(name, integer=True, positive=True): sp.Integer(extent) for name, extent in sizes.items()}


def extent(size: Size, sizes: Mapping[str, int]) -> int:
    """The extent of an axis, which may be several sizes side by side, or a number."""
    return int(size.symbol.xreplace(in_numbers(sizes)))


def run(bound: Bound, sizes: Mapping[str, int]) -> range:
    """The values of an index."""
    lo, hi = (end.xreplace(in_numbers(sizes)) for end in (bound.lo, bound.hi))
    if unknown := lo.free_symbols | hi.free_symbols:
        raise _no_extent(unknown)
    return range(int(lo), int(hi) + 1)


def places(bounds: Iterable[Bound], sizes: Mapping[str, int]) -> Iterator[At]:
    """The values of several indices, the last one fastest."""
    return itertools.product(*(run(bound, sizes) for bound in bounds))


def components(tensor: Tensor, sizes: Mapping[str, int]) -> list[At]:
    """The indices of every component of a tensor, on all steps on which it exists."""
    return list(places(tensor.bounds(), sizes)) if tensor.axes else [(0,)]


def needed(system: System, sizes: Mapping[str, int]) -> dict[str, list[At]]:
    """What must be given: whatever no equation defines, and the initial states."""
    defined = {e.name: set(places(e.bounds, sizes)) for e in system.equations if e.tensor.axes}
    tensors = [t for t in system.tensors.values() if not system.defines(t) or t.kind is Kind.STATE]
    tensors = [t for t in tensors if t.kind is not Kind.CONSTANT]
    return {t.name: [at for at in components(t, sizes) if at not in defined.get(t.name, ())] for t in tensors}


def evaluate(
    system: System, sizes: Mapping[str, int], given: Mapping[str, Mapping[At, Number]], arithmetic: Any = FLOATS
) -> Values:
    """Every component that the equations define, beside all that is given.

    Args:
        system: the equations.
        sizes: the extent of every axis, by the size's name.
        given: at least what ``needed`` lists; for a backward system, the seeds and the values of the forward pass.
        arithmetic: ``FLOATS``, ``Fractions``, ``digits(50)``: how a number is made of a rational one (``mpf``), and the
            functions in which those of the language are defined.  Where numbers carry tangents, its ``stopped`` says
            what ``stop_gradient`` makes of a number.

    Raises:
        ValueError: a size, a component or a function is missing, or a component needs itself.
    """
    return Evaluation(system, sizes, arithmetic)(given)


class Evaluation:
    """``evaluate`` prepared once, for many given numbers."""

    def __init__(self, system: System, sizes: Mapping[str, int], arithmetic: Any = FLOATS) -> None:
        self.system = system
        self.known: Values = defaultdict(dict)
        self.rules = {e.name: _Rule(e, sizes, self.known, arithmetic) for e in system.equations}
        self.order = [(rule.name, at) for rule in self.rules.values() for at in rule.places]
        self.constants = {t.name: _numbers(t, arithmetic) for t in system.of_kind(Kind.CONSTANT)}

    def __call__(self, given: Mapping[str, Mapping[At, Number]]) -> Values:
        """All that is computed, beside all that is given."""
        for old in self.known.values():
            old.clear()
        for name, numbers in (*self.constants.items(), *given.items()):
            self.known[name].update(numbers)
        order: dict[tuple[str, At], None] = {}
        for component in self.order:
            waiting = [component]
            while waiting:
                name, at = waiting[-1]
                if at not in self.known[name]:
                    try:
                        self.known[name][at] = self.rules[name].value(at)
                    except _Missing as missing:
                        self._check(missing.component, waiting)
                        waiting.append(missing.component)
                        continue
                order[waiting.pop()] = None
        self.order = list(order)  # in which nothing will be missing the next time
        return {name: dict(numbers) for name, numbers in self.known.items()}

    def _check(self, missing: tuple[str, At], waiting: list[tuple[str, At]]) -> None:
        """That what is missing can be computed."""
        name, at = missing
        shown, reader = (f"{name}[{', '.join(map(str, at))}]" for name, at in (missing, waiting[-1]))
        if name not in self.rules or at not in self.rules[name].places:
            raise ValueError(f"{self.system.name}: {reader} reads {shown}, which is neither given nor computed")
        if missing in waiting:
            raise ValueError(f"{self.system.name}: {shown} needs itself")


def _numbers(constant: Tensor, arithmetic: Any) -> dict[At, Number]:
    assert constant.values is not None
    return {tuple(i + 1 for i in at): arithmetic.mpf(x.item()) for at, x in np.ndenumerate(constant.values)}


class _Missing(LookupError):
    """A component that is read and not known yet."""

    def __init__(self, name: str, at: At) -> None:
        self.component = (name, at)


class _Rule:
    """An equation, ready to be evaluated at any values of its indices."""

    def __init__(self, equation: Equation, sizes: Mapping[str, int], known: Values, arithmetic: Any) -> None:
        self.name, self.known, self.arithmetic = equation.name, known, arithmetic
        extents = in_numbers(sizes)
        self.axes = len(equation.indices)
        self.places = dict.fromkeys(places(equation.bounds, sizes) if self.axes else [(0,)])
        self.terms = []
        for term in equation.terms:
            order = [*equation.indices, *(bound.index for bound in term.sums)]
            when = [(order.index(bound.index), run(bound, sizes)) for bound in term.when]
            summed = list(places(term.sums, sizes))
            self.terms.append((when, summed, term.reduce, self.reader(term.expr.xreplace(extents), order)))

    def value(self, at: At) -> Number:
        """The right-hand side at these indices."""
        free = at[: self.axes]
        total = self.arithmetic.mpf(0)
        for when, summed, how, read in self.terms:
            if all(free[place] in steps for place, steps in when):
                summands = [read((*free, *inner)) for inner in summed]
                total += max(summands) if how == "max" else reduce(operator.add, summands)
        return total

    def reader(self, expr: sp.Expr, order: Sequence[sp.Symbol]) -> Reader:
        """An expression as a function of the indices in this order; a function is replaced by its definition."""
        match expr:
            case sp.Indexed():
                return self.component(expr, order)
            case sp.Rational():
                number = self.arithmetic.mpf(int(expr.p)) / int(expr.q)
                return lambda at: number
            case sp.Add() | sp.Mul():
                parts = [self.reader(part, order) for part in expr.args]
                join = operator.add if isinstance(expr, sp.Add) else operator.mul
                return lambda at: reduce(join, [part(at) for part in parts])
            case sp.KroneckerDelta():
                left, right = (self.reader(side, order) for side in expr.args)
                one, zero = self.arithmetic.mpf(1), self.arithmetic.mpf(0)
                return lambda at: one if left(at) == right(at) else zero
            case sp.NumberSymbol():
                number = self.function(str(expr)) * self.arithmetic.mpf(1)
                return lambda at: number
            case stop_gradient() if hasattr(self.arithmetic, "stopped"):
                stopped, part = self.arithmetic.stopped, self.reader(expr.args[0], order)
                return lambda at: stopped(part(at))
            case Elementwise():
                return self.reader(expr.definition(*expr.args), order)
            case sp.Piecewise():
                cases = [(self.condition(when, order), self.reader(value, order)) for value, when in expr.args]
                return lambda at: next(value(at) for holds, value in cases if holds(at))
            case sp.Pow() if (2 * expr.exp).is_Integer:
                base, twice = self.reader(expr.base, order), int(2 * expr.exp)
                if twice % 2 == 0:
                    return lambda at: base(at) ** (twice // 2)
                root = self.function("sqrt")
                return lambda at: root(base(at)) ** twice
            case sp.Pow():
                base, exponent = (self.reader(part, order) for part in expr.args)
                return lambda at: base(at) ** exponent(at)
            case sp.Function():
                function, argument = self.function(expr.func.__name__), self.reader(expr.args[0], order)
                return lambda at: function(argument(at))
            case sp.Symbol() if expr in order:
                place = order.index(expr)
                return lambda at: at[place]
            case sp.Symbol():
                raise _no_extent([expr])
        raise TypeError(f"{self.name}: no number for {expr!r}")

    def function(self, name: str) -> Any:
        if (found := getattr(self.arithmetic, name, None)) is None:
            raise ValueError(f"{self.name}: there is no {name} in this arithmetic")
        return found

    def condition(self, when: sp.Basic, order: Sequence[sp.Symbol]) -> Reader:
        """Whether the condition of a case holds."""
        if when == sp.true:
            return lambda at: True
        ordered = {sp.Gt: operator.gt, sp.Ge: operator.ge, sp.Lt: operator.lt, sp.Le: operator.le}
        compare = {**ordered, sp.Eq: operator.eq, sp.Ne: operator.ne}[when.func]
        left, right = (self.reader(side, order) for side in when.args)
        return lambda at: compare(left(at), right(at))

    def component(self, expr: sp.Indexed, order: Sequence[sp.Symbol]) -> Reader:
        """A component of a tensor, whose indices may be shifted or fixed."""
        name, known = expr.base.name, self.known[expr.base.name]
        places: list[tuple[int | None, int]] = []
        for index in expr.indices:
            [free] = index.free_symbols & set(order) or [None]
            places.append((order.index(free) if free else None, int(index - (free or 0))))

        def read(at: Sequence[int]) -> Number:
            where = tuple([shift if place is None else at[place] + shift for place, shift in places])
            try:
                return known[where]
            except KeyError:
                raise _Missing(name, where) from None

        return read


def _no_extent(sizes: Iterable[sp.Basic]) -> ValueError:
    return ValueError(f"no extent is given for the size {', '.join(sorted(map(str, sizes)))}")
