"""Values that the way back computes again, from what is kept anyway, instead of finding them on the tape.

tanh_c = tanh(c)        read ahead of a loop alone, in chunks of steps, is computed there once more: c is at hand
"""

from __future__ import annotations

from dataclasses import replace

from derive.core.equations import Kind, Tensor
from derive.schedule.memory import place
from derive.schedule.program import Plan, Segment, Statement, same_step


def again(plan: Plan) -> Plan:
    """Take values off the tape that are elementwise in what stays on it, and are read ahead of one loop alone."""
    back = list(plan.back)
    for statement in (s for segment in plan.ahead for s in segment.statements):
        readers = [number for number, segment in enumerate(back) if statement.target in _reads(segment)]
        if len(readers) != 1 or not _cheap(statement, plan):
            continue
        segment = back[readers[0]]
        if statement.target in _reads(replace(segment, ahead=())):
            continue
        others = replace(plan, back=tuple(replace(s, ahead=_without(s, statement.target)) for s in back))
        if {place(plan, tensor).array for tensor in statement.equation.reads()} <= _kept(others):
            back[readers[0]] = replace(segment, ahead=(statement, *segment.ahead))
    return replace(plan, back=tuple(back))


def _cheap(statement: Statement, plan: Plan) -> bool:
    """Whether it is one elementwise term of arrays over time at its own step, in memory of its own."""
    target, terms = statement.target, statement.equation.terms
    if target.kind is not Kind.SIGNAL or target == plan.backward.forward.output or not target.in_time:
        return False
    if len(terms) != 1 or statement.accumulate:
        return False
    alone = place(plan, target).array == target and target not in plan.aliases.values()
    plain = not terms[0].sums and not terms[0].when
    return alone and plain and all(c.base.in_time and same_step(c) for c in terms[0].components())


def _reads(segment: Segment) -> set[Tensor]:
    return {tensor for s in (*segment.ahead, *segment.statements) for tensor in s.equation.reads()}


def _without(segment: Segment, tensor: Tensor) -> tuple[Statement, ...]:
    return tuple(s for s in segment.ahead if tensor not in s.equation.reads())


def _kept(plan: Plan) -> set[Tensor]:
    """The arrays that the way back reads of the forward direction."""
    reads = {tensor for segment in plan.back for tensor in _reads(segment)}
    made = {s.target for segment in plan.back for s in (*segment.ahead, *segment.statements)}
    return {place(plan, tensor).array for tensor in reads - made if tensor.in_time}
