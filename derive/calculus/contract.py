"""Contract the deltas, and collect what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import sympy as sp

from derive.calculus.steps import Contraction
from derive.core.equations import BATCH, Bound, Index, Kind, T, Term

DERIVED = (Kind.ADJOINT, Kind.TANGENT, Kind.SEED)


def contract(term: Term, free: tuple[Bound, ...]) -> tuple[Term | None, tuple[Contraction, ...]]:
    """Use up the deltas of a product.

    Each delta either replaces a summed index, whose range stays behind as a condition on what replaced it, or
    constrains free indices, or decides that there is nothing left (None).  A delta between an index and an integer
    input stays: which component it picks is known only when the input is.

    Raises:
        ValueError: the term is a maximum, of which a delta does not pick one summand.
    """
    if term.reduce != "sum":
        raise ValueError(f"{term} is no sum, from which a delta picks one summand")
    sums = {bound.index: bound for bound in term.sums}
    fixed = {bound.index: bound for bound in free}
    factors = list(sp.Mul.make_args(term.expr))
    steps: list[Contraction] = []
    kept: list[sp.Expr] = []
    while deltas := [f for f in factors if isinstance(f, sp.KroneckerDelta) and not f.has(sp.Indexed)]:
        delta = min(deltas, key=lambda d: _delta_order(d, sums))
        factors.remove(delta)
        gap = delta.args[0] - delta.args[1]
        index = next((i for i in sums if gap.has(i)), None)
        if index is not None:
            value = _solve(gap, index)
            bound = sums.pop(index)
            steps.append(Contraction(delta, index, value))
            factors = [factor.xreplace({index: value}) for factor in factors]
            kept = [factor.xreplace({index: value}) for factor in kept]
            if not _impose(bound, value, sums, fixed):
                return None, tuple(steps)
        else:
            steps.append(Contraction(delta, None, None))
            index = next((i for i in fixed if gap.has(i)), None)
            if index is None:  # two constants; SymPy has answered 0 or 1 where it can
                kept.append(delta)
                continue
            value = _solve(gap, index)
            if any(value.has(other) for other in fixed):
                kept.append(delta)  # an identity between two free indices, as in a Jacobian
            else:
                fixed[index] = fixed[index].meet(value, value)
                if fixed[index].empty:
                    return None, tuple(steps)
        if any(factor == 0 for factor in factors):
            return None, tuple(steps)
    when = tuple(fixed[bound.index] for bound in free if fixed[bound.index] != bound)
    return replace(term, expr=sp.Mul(*factors, *kept), sums=tuple(sums.values()), when=when), tuple(steps)


def _solve(gap: sp.Expr, index: Index) -> sp.Expr:
    """The index that makes the gap vanish; a delta holds each of its indices with coefficient 1 or -1."""
    return index - gap / gap.coeff(index)


def _delta_order(delta: sp.Expr, sums: Mapping[Index, Bound]) -> tuple[bool, int, str]:
    """Time first, then batch, then features; deltas that hold a summed index before those that do not."""
    return (not any(delta.has(index) for index in sums), *axis_order(delta.free_symbols), str(delta))


def _impose(bound: Bound, value: sp.Expr, sums: dict[Index, Bound], fixed: dict[Index, Bound]) -> bool:
    """Keep lo ≤ value ≤ hi as a range of the index that value holds.  False where nothing satisfies it.

    Raises:
        ValueError: the value holds no index, and whether it lies in the range depends on T.
    """
    for known in (sums, fixed):
        for index in known:
            if value.has(index):
                offset = value - index
                known[index] = known[index].meet(bound.lo - offset, bound.hi - offset)
                return not known[index].empty
    if (bound.lo - value).is_positive or (value - bound.hi).is_positive:
        return False
    if (value - bound.lo).is_nonnegative and (bound.hi - value).is_nonnegative:
        return True
    raise ValueError(f"whether {value} lies in {bound} depends on {T}")


def axis_order(symbols: set[sp.Symbol]) -> tuple[int]:
    sizes = {symbol.size for symbol in symbols if isinstance(symbol, Index)}
    return (0 if T in sizes else 1 if BATCH.size in sizes else 2,)


def canonicalise(term: Term, free: tuple[Bound, ...], rule: Mapping[Index, Index] | None = None) -> Term:
    """Give the summed indices their canonical letters, time and batch first, and settle those that vanished.

    A summed index that no longer occurs leaves its range as a factor, and nothing where the largest is taken.  ``rule``
    renames free indices on the way.
    """
    expr = term.expr
    kept = []
    for bound in term.sums:
        if bound.lo == bound.hi:
            expr = expr.xreplace({bound.index: bound.lo})
        elif expr.has(bound.index):
            kept.append(bound)
        elif term.reduce == "sum":
            expr = expr * bound.extent
    kept.sort(key=lambda bound: (*axis_order({bound.index}), _first_seen(expr, bound.index)))
    used = [bound.index.size for bound in free]
    renamed = dict(rule or {})
    for bound in kept:
        size = bound.index.size
        renamed[bound.index] = size.index(used.count(size))
        used.append(size)
    # all at once: a new letter may be an old one
    return replace(term, expr=expr, sums=tuple(kept)).xreplace(renamed)


def _first_seen(expr: sp.Expr, index: Index) -> tuple[str, ...]:
    """A position that does not depend on the index's own letter: the tensors and slots in which it occurs."""
    return tuple(
        sorted(
            f"{component.base.name}:{slot}"
            for component in expr.atoms(sp.Indexed)
            for slot, at in enumerate(component.indices)
            if at.has(index)
        )
    )


def collect(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Add up: terms on the same range that share what arrives (their adjoint or tangent factors) become one.

    dh·h_prev - dh·n is dh·(h_prev - n).  Sums are added only where they are multiples of one another, since Σ R·da and
    Σ V·da are two matrix products.  Maxima stay apart, since max a + max(-a) is not 0.  Zeros are dropped.
    """
    merged: dict[tuple[object, ...], tuple[sp.Expr, sp.Expr, Term]] = {}
    for nth, term in enumerate(terms):
        if term.reduce != "sum":
            merged[nth,] = (sp.S.One, term.expr, term)
            continue
        if term.sums:
            rest, arriving = term.expr.as_coeff_Mul()
        else:
            factors = sp.Mul.make_args(term.expr)
            arriving = sp.Mul(*(f for f in factors if isinstance(f, sp.Indexed) and f.base.kind in DERIVED))
            rest = term.expr / arriving
        key = (arriving, term.sums, term.when)
        before = merged[key][1] if key in merged else sp.S.Zero
        merged[key] = (arriving, before + rest, term)
    return tuple(replace(term, expr=a * rest) for a, rest, term in merged.values() if rest != 0)
