"""Put equations into one another: eliminate what lies between a gradient and what it is wanted in terms of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import sympy as sp

from derive.calculus.contract import canonicalise, collect
from derive.core.equations import Equation, Index, Tensor, Term


def substituted(equation: Equation, definitions: Iterable[Equation]) -> Equation:
    """The equation with what each of these equations defines put in its place, one after the other.

    Raises:
        ValueError: what is defined by a sum over an index is read other than linearly, or inside a maximum.
    """
    for definition in definitions:
        terms = [canonicalise(term, equation.bounds) for whole in equation.terms for term in _put(whole, definition)]
        equation = replace(equation, terms=collect(terms))
    return equation


def solved(equation: Equation, tensor: Tensor) -> Equation:
    """An equation without sums, solved for the component of a tensor that it reads."""
    [component] = {c for term in equation.terms for c in term.components() if c.base == tensor}
    [value] = sp.solve(equation.lhs - sp.Add(*(term.expr for term in equation.terms)), component)
    return Equation(tensor, equation.bounds, (Term(value),))


def _put(term: Term, definition: Equation) -> Iterator[Term]:
    read = [component for component in term.components() if component.base == definition.tensor]
    if not read:
        yield term
    elif not any(part.sums or part.when for part in definition.terms):
        whole = sp.Add(*(part.expr for part in definition.terms))
        yield term.xreplace({c: whole.xreplace(dict(zip(definition.indices, c.indices, strict=False))) for c in read})
    else:
        if term.reduce != "sum":
            raise ValueError(f"{definition.tensor} is a sum inside the maximum {term}")
        for summand in sp.Add.make_args(sp.expand(term.expr)):
            yield from _linear(replace(term, expr=summand), definition)


def _linear(term: Term, definition: Equation) -> Iterator[Term]:
    """A product that holds what is defined at most once, as a factor."""
    read = [component for component in term.components() if component.base == definition.tensor]
    if not read:
        yield term
        return
    rest = term.expr / read[0]
    if len(read) > 1 or rest.has(read[0]):
        raise ValueError(f"{definition.tensor} is no mere factor of {term}")
    taken = {symbol for symbol in term.expr.free_symbols if isinstance(symbol, Index)}
    for part in definition.terms:
        if part.when or part.reduce != "sum":
            raise ValueError(f"{part} does not hold everywhere, or is no sum")
        rule: dict[sp.Basic, sp.Basic] = dict(zip(definition.indices, read[0].indices, strict=False))
        sums = []
        for bound in part.sums:
            size = bound.index.size
            fresh = next(i for i in map(size.index, range(99)) if i not in taken and i not in rule.values())
            rule[bound.index] = fresh
            sums.append(replace(bound, index=fresh))
        yield replace(term, expr=rest * part.expr.xreplace(rule), sums=(*term.sums, *sums))
