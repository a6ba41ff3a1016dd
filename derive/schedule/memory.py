"""Where the tensors of a plan lie, and which of them need an array for all steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sympy as sp

from derive.core.equations import TIME, Kind, T, Tensor
from derive.schedule.program import Plan, Segment


class Place(NamedTuple):
    """The array that holds a tensor, and from where to where along its first feature; no ``stop`` means all of it."""

    array: Tensor
    start: sp.Expr
    stop: sp.Expr | None


def place(plan: Plan, tensor: Tensor) -> Place:
    tensor = plan.aliases.get(tensor.name, tensor)
    for joined in plan.joined:
        if tensor == joined.state:
            start = joined.offset(tensor)
            return Place(joined.home, start, start + tensor.features[0].symbol)
        if tensor == joined.rows and joined.wide is not None:
            return Place(joined.wide, sp.S.Zero, joined.extent)
    first = next((b.members[0] for b in plan.blocks if b.tensor == tensor), tensor)
    extent = tensor.features[0].symbol if tensor.features else sp.S.One
    holders = [b for b in plan.blocks if first in b.members]
    if not holders:
        return Place(tensor, sp.S.Zero, None)
    block = max(holders, key=lambda b: len(b.members))
    start = block.offset(first)
    return Place(block.tensor, start, start + extent)


def held(plan: Plan) -> frozenset[Tensor]:
    """The arrays that hold all steps: what is handed out, what one segment computes and another reads, and every block.

    So does what a step reads of another step, unless it is carried.
    """
    forward = plan.backward.forward
    segments = (*plan.ahead, *plan.back)
    spoken: set[Tensor] = {*forward.states, *([forward.output] if forward.output is not None else [])}
    made = {s.target for segment in plan.back for s in segment.statements}
    spoken |= {tensor for tensor in made if tensor.of is not None and tensor.of.kind is Kind.INPUT}
    carried = set(plan.carries.values())
    reads = [_reads(segment) for segment in segments]
    for number, segment in enumerate(segments):
        targets = {s.target for s in segment.statements}
        if not segment.direction:
            spoken |= targets
        parts = _parts(plan, targets)
        spoken |= {t for other, read in enumerate(reads) if other != number for t in read & parts}
        spoken |= _late(segment) & parts - carried
    roots = {place(plan, tensor).array for tensor in spoken}
    roots |= {b.tensor for b in plan.blocks if place(plan, b.tensor).array == b.tensor}
    return frozenset(root for root in roots if root.in_time)


def _parts(plan: Plan, tensors: set[Tensor]) -> set[Tensor]:
    """The tensors, and those that share an array with one of them."""
    roots = {place(plan, tensor).array for tensor in tensors}
    members = {member for block in plan.blocks for member in (*block.members, block.tensor)}
    return tensors | {member for member in members if place(plan, member).array in roots}


def _reads(segment: Segment) -> set[Tensor]:
    """What the segment reads and does not compute ahead of its own loop."""
    reads = {t for s in (*segment.ahead, *segment.statements) for t in s.equation.reads()}
    return reads - {s.target for s in segment.ahead}


def _late(segment: Segment) -> set[Tensor]:
    """What the segment reads of another step than its own."""
    components = (c for s in segment.statements for term in s.equation.terms for c in term.components())
    return {c.base for c in components if c.base.in_time and c.indices[0] != TIME}


def tape(plan: Plan) -> tuple[Tensor, ...]:
    """What the way back needs of the forward direction: the inputs, then arrays in the order in which they are made.

    An input that lies beside a state in such an array is there; the ones behind it are not needed any more.
    """
    reads = set().union(*map(_reads, plan.back))
    forward = [s.target for segment in plan.ahead for s in segment.statements]
    roots = {place(plan, t).array for t in reads if t.in_time}
    kept = [place(plan, t).array if t.in_time else t for t in forward]
    narrow = {joined.home: joined.rows for joined in plan.joined}
    arrays = tuple(dict.fromkeys(narrow.get(t, t) for t in kept if t in roots | reads))
    copied = {tensor for joined in plan.joined if joined.rows in arrays for tensor in joined.inputs}
    return (*(tensor for tensor in plan.backward.forward.inputs if tensor not in copied), *arrays)


def numbers(tensors: Iterable[Tensor]) -> sp.Expr:
    """How many numbers the arrays hold.  A state has a row more than there are steps: that from which it starts."""
    return sp.Add(
        *(sp.Mul(*(rows(tensor) if size is T else size.symbol for size in tensor.axes)) for tensor in tensors)
    )


def rows(tensor: Tensor) -> sp.Expr:
    return T.symbol + 1 if tensor.kind is Kind.STATE else T.symbol
