"""Expressions without indices → terms in components.

The lowering picks the indices, makes the sums explicit, and gives what may not stand where it stands a name of its own:
a sum inside a function, a contraction inside a product or a power, an operand of a contraction that is no plain tensor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

import sympy as sp

from derive.core import functions
from derive.core.equations import TIME, Bound, Index, N, Size, Tensor, Term
from derive.language.errors import CellError
from derive.language.sizing import ONE
from derive.language.values import (
    Applied,
    Concatenated,
    Contraction,
    Delayed,
    Diagonal,
    Filled,
    Largest,
    Literal,
    Lookup,
    Number,
    Outer,
    Part,
    Power,
    Product,
    Ref,
    Shifted,
    Sum,
    Total,
    Transpose,
    Value,
)

At = Sequence[sp.Expr]


class Namer(Protocol):
    """Who gives names to what cannot stand where it stands."""

    def introduce(self, value: Value, within: str) -> Ref:
        """A tensor of its own for the value."""

    def constant(self, array: Literal) -> Tensor:
        """A tensor for numbers that the definition states."""

    def delayed(self, value: Delayed) -> Ref:
        """The state that carries what is read from further back."""


class Lowering:
    """One right-hand side on its way to components."""

    def __init__(self, namer: Namer, name: str, value: Value) -> None:
        self.namer, self.name, self.value = namer, name, value
        self.used: dict[Size, int] = {}
        self.free = tuple(self.fresh(size) for size in value.axes)

    def fresh(self, size: Size) -> Index:
        nth = self.used.get(size, 0)
        self.used[size] = nth + 1
        return size.index(nth)

    def terms(self, value: Value, at: At) -> list[Term]:
        """The summands of the value's component at these indices."""
        if not value.axes:
            at = ()  # a scalar goes with every component
        match value:
            case Number(number):
                return [Term(number)]
            case Ref():
                return [Term(_component(value, at))]
            case Delayed():
                return self.terms(self.namer.delayed(value), at)
            case Literal():
                return [Term(self.namer.constant(value).at(at))]
            case Sum(items):
                return [term for item in items for term in self.summand(item, _fit(item, value, at))]
            case Product(items):
                return self.product(items, [_fit(item, value, at) for item in items])
            case Outer(left, right):
                return self.product((left, right), [at[: len(left.axes)], at[len(left.axes) :]])
            case Power(base, exponent):
                return [Term(self.plain(base, at) ** exponent)]
            case Applied(function, args):
                return [Term(function(*(self.argument(arg, _fit(arg, value, at)) for arg in args)))]
            case Transpose(item):
                return self.terms(item, at[::-1])
            case Part(item):
                return [Term(self.plain(item, value.inner(tuple(at))))]
            case Filled(item):
                return self.terms(item, ())
            case Diagonal(item):
                return [Term(sp.KroneckerDelta(*at) * self.plain(item, at[:1]))]
            case Contraction(left, right, heads):
                over = self.fresh(left.axes[-1])
                cut = len(left.axes) - 1
                product = self.operand(left, (*at[:cut], over)) * self.operand(right, (*at[:heads], over, *at[cut:]))
                return [Term(product, (Bound.over(over),), reduce="sum")]
            case Lookup(table, token):
                row, rank = self.fresh(table.axes[0]), len(token.axes)
                picked = sp.KroneckerDelta(row, _component(token, at[:rank]))
                return [Term(self.operand(table, (row, *at[rank:])) * picked, (Bound.over(row),), reduce="sum")]
            case Largest(item, along):
                if value is not self.value:  # no factor may come between the maximum and what it is the maximum of
                    return self.terms(self.namer.introduce(value, self.name), at)
                places, over_all = self.along(item, along, at)
                constant = functions.stop_gradient(self.plain(item, places))
                return [Term(constant, over_all, reduce="max")]
            case Total(item, along, mean):
                places, over_all = self.along(item, along, at)
                weight = sp.Mul(*(1 / bound.extent for bound in over_all)) if mean else sp.S.One
                return [Term(self.plain(item, places) * weight, over_all, reduce="sum")]
            case Concatenated():
                return list(self.pieces(value, at))
            case Shifted(item, by, axis):
                index, inner = at[axis], [*at]
                inner[axis] = index - by
                lo, hi = (1 + by, sp.oo) if by > 0 else (-sp.oo, item.axes[axis].symbol + by)
                return [_where(term, index, lo, hi) for term in self.terms(self.named(item), inner)]
        raise CellError(f"{value!r} is no part of the language")

    def along(self, item: Value, axes: tuple[int, ...], at: At) -> tuple[At, tuple[Bound, ...]]:
        """The indices of an item that is summed along some axes, and the bounds of the sums."""
        rest = iter(at)
        places = [self.fresh(size) if place in axes else next(rest) for place, size in enumerate(item.axes)]
        return places, tuple(Bound.over(places[place]) for place in axes)

    def pieces(self, value: Concatenated, at: At) -> Iterable[Term]:
        """The terms of each item on its part of the axis."""
        index, begin = at[value.axis], sp.S.Zero
        for item in value.items:
            inner, extent = [*at], item.axes[value.axis].symbol
            inner[value.axis] = index - begin
            for term in self.summand(item if not item.summed else self.named(item), inner):
                yield _where(term, index, begin + 1, begin + extent)
            begin += extent

    def summand(self, value: Value, at: At) -> list[Term]:
        """The terms of one summand.  What it sums over ends with it: the next one may use the same letters."""
        used = dict(self.used)
        terms = self.terms(value, at)
        self.used = used
        return terms

    def product(self, items: tuple[Value, ...], at: Sequence[At]) -> list[Term]:
        """A product keeps a sum in the open only where all else is a number."""
        numbers = sp.Mul(*(item.value for item in items if isinstance(item, Number)))
        rest = [(item, index) for item, index in zip(items, at, strict=True) if not isinstance(item, Number)]
        if len(rest) == 1 and not isinstance(rest[0][0], Largest):
            return [replace(term, expr=numbers * term.expr) for term in self.terms(*rest[0])]
        return [Term(sp.Mul(numbers, *(self.plain(item, index) for item, index in rest)))]

    def plain(self, value: Value, at: At) -> sp.Expr:
        """The component as one expression without sums: what holds a sum becomes a tensor of its own."""
        return sp.Add(*(term.expr for term in self.terms(self.named(value) if value.summed else value, at)))

    def argument(self, value: Value, at: At) -> sp.Expr:
        """The argument of a function: a sum of several terms becomes a pre-activation with a name."""
        return self.plain(self.named(value) if isinstance(value, Sum) else value, at)

    def operand(self, value: Value, at: At) -> sp.Expr:
        """The operand of a contraction: always a tensor, so that its gradient is computed once and has a name."""
        bare = value.item if isinstance(value, Transpose) else value
        return self.plain(value if isinstance(bare, Ref | Literal | Delayed) else self.named(value), at)

    def named(self, value: Value) -> Value:
        """The value under a name of its own."""
        return value if isinstance(value, Ref) else self.namer.introduce(value, self.name)


def _component(ref: Ref, at: At) -> sp.Expr:
    tensor = ref.tensor
    step = ([TIME + ref.shift] if ref.at is None else [ref.at]) if tensor.in_time else []
    batch = [N.index()] if tensor.batched else []
    return tensor.at([*step, *batch, *at])


def _fit(item: Value, whole: Value, at: At) -> At:
    """The indices of an item at a component of what it is a part of: an axis of extent 1 has one place."""
    if not item.axes:
        return ()
    return [
        sp.S.One if own == ONE != size else index for own, size, index in zip(item.axes, whole.axes, at, strict=True)
    ]


def _where(term: Term, place: sp.Expr, lo: sp.Expr, hi: sp.Expr) -> Term:
    """The term where the place on the axis, which is an index, lies between two ends."""
    [index] = place.atoms(Index)
    offset = place - index
    known = next((bound for bound in term.when if bound.index == index), Bound.over(index))
    narrowed = known.meet(lo - offset, hi - offset)
    others = tuple(bound for bound in term.when if bound.index != index)
    return replace(term, when=others if narrowed == Bound.over(index) else (*others, narrowed))
