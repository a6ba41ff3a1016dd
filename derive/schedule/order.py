"""The order of statements, and values that are written where they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from derive.core.equations import Kind, Tensor
from derive.core.functions import Elementwise
from derive.schedule.program import Block, Statement, same_step


def settle(statements: Sequence[Statement], blocks: Sequence[Block]) -> tuple[Statement, ...]:
    """An order in which each statement finds what it reads, as near to the given one as can be."""
    parts = {block.tensor.name: {member.name for member in block.members} for block in blocks}

    def cells(tensor: Tensor) -> set[str]:
        return parts.get(tensor.name, {tensor.name})

    # what is carried lives in one variable: it is read for the last time before it is written anew
    writes = [cells(s.target) for s in statements]
    same: list[set[str]] = []
    other: list[set[str]] = []
    for statement in statements:
        components = [c for term in statement.equation.terms for c in term.components()]
        same.append(set().union(*(cells(c.base) for c in components if same_step(c))))
        carried = (c for c in components if not same_step(c) and c.base.kind is Kind.ADJOINT)
        other.append(set().union(*(cells(c.base) for c in carried)))
    needs: list[set[int]] = [
        {
            j
            for j in range(len(statements))
            if j != i and (writes[j] & same[i] or (writes[j] & writes[i] and j < i) or other[j] & writes[i])
        }
        for i in range(len(statements))
    ]
    done: list[int] = []
    while len(done) < len(statements):
        done.append(next(i for i in range(len(statements)) if i not in done and needs[i] <= set(done)))
    return tuple(statements[i] for i in done)


def inline(statements: Sequence[Statement], keep: set[str]) -> tuple[Statement, ...]:
    """Write a value that is read once, by one statement of the same step, where it is read."""
    result = list(statements)
    for statement in statements:
        name, terms = statement.target.name, statement.equation.terms
        readers = [
            (s, c)
            for s in result
            for term in s.equation.terms
            for c in sp.preorder_traversal(term.expr)
            if isinstance(c, sp.Indexed) and c.base.name == name
        ]
        writers = [s for s in result if s.target.name == name]
        if name in keep or len(readers) != 1 or len(writers) != 1 or len(terms) != 1 or terms[0].sums or terms[0].when:
            continue
        reader, component = readers[0]
        if not same_step(component) or any(
            isinstance(a, Elementwise) for a in reader.equation.terms[0].expr.atoms(sp.Function)
        ):
            continue
        value = terms[0].expr.xreplace(dict(zip(statement.equation.indices, component.indices, strict=True)))
        replaced = tuple(replace(t, expr=t.expr.xreplace({component: value})) for t in reader.equation.terms)
        origin = (*statement.origin, *reader.origin)
        merged = Statement(replace(reader.equation, terms=replaced), reader.accumulate, origin)
        result = [merged if s is reader else s for s in result if s is not statement]
    return tuple(result)
