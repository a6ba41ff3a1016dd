"""Local slopes: what a loop multiplies with, but does not feed, is computed for chunks of steps at once.

    da_f = dc·(1 - f)·f·c_prev        becomes        s_f = (1 - f)·f·c_prev   ahead, and   da_f = dc·s_f   in the loop

The slopes of all steps would double the memory of a backward pass; those of a chunk stay in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from derive.core.equations import Bound, Equation, Index, Kind, Tensor, Term
from derive.schedule.program import Block, Segment, Statement


def slopes(segment: Segment, blocks: Sequence[Block], taken: set[str]) -> Segment:
    """Move the factors that do not depend on the loop ahead of it; ``taken`` collects the new names."""
    if not segment.direction:
        return segment
    targets = {statement.target for statement in segment.statements}
    inside = {t.name for t in targets} | {m.name for b in blocks if b.tensor in targets for m in b.members}
    ahead: list[Statement] = []
    loop: list[Statement] = []
    for statement in segment.statements:
        terms = tuple(_split(term, statement, inside, ahead, taken) for term in statement.equation.terms)
        loop.append(replace(statement, equation=replace(statement.equation, terms=terms)))
    return replace(segment, statements=tuple(loop), ahead=tuple(ahead))


def _split(term: Term, statement: Statement, inside: set[str], ahead: list[Statement], taken: set[str]) -> Term:
    """The term with its fixed factors replaced by one tensor, if they are worth one."""
    factors = sp.Mul.make_args(term.expr)
    fixed = [factor for factor in factors if _fixed(factor, inside)]
    product = sp.Mul(*fixed)
    if term.sums or not product.atoms(sp.Indexed) or isinstance(product, sp.Indexed) or len(fixed) == len(factors):
        return term
    equation = statement.equation
    indices = [index for index in equation.indices if product.has(index)]
    found = next(
        (s for s in ahead if s.equation.terms[0].expr == product and s.equation.indices == tuple(indices)), None
    )
    if found is None:
        stem = f"s_{statement.target.name.removeprefix('d').removeprefix('a_')}"
        name = next(n for k in range(99) if (n := f"{stem}{k + 1 if k else ''}") not in taken)
        taken.add(name)
        axes = [size for size, index in zip(statement.target.axes, equation.indices, strict=True) if index in indices]
        bounds = tuple(Bound.over(index) for index in indices if isinstance(index, Index))
        tensor = Tensor(name, axes, Kind.SIGNAL)
        found = Statement(Equation(tensor, bounds, (Term(product),)), origin=statement.origin)
        ahead.append(found)
    rest = sp.Mul(*(factor for factor in factors if factor not in fixed))
    return replace(term, expr=rest * found.target.at(indices))


def _fixed(factor: sp.Expr, inside: set[str]) -> bool:
    """Whether the factor is made of arrays over time that the loop does not compute."""
    components = factor.atoms(sp.Indexed)
    return bool(components) and all(
        c.base.in_time and c.base.name not in inside and c.base.kind is not Kind.SEED for c in components
    )
