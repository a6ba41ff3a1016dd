"""Equations → a program: each equation a statement, in as few loops over time as they allow.

It is the textbook, as the notes have it.  All else is left to the passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import TIME, Bound, Equation, Kind, T, Tensor
from derive.ir.dependence import cycles, ordered, same_step, shift, topological
from derive.ir.nodes import (
    Block,
    Buffer,
    Function,
    Life,
    Load,
    Loop,
    Op,
    Place,
    Program,
    Statement,
    Whole,
    cells,
    fresh,
    op_of,
)

GIVEN = (Kind.INPUT, Kind.GIVEN, Kind.TOKEN, Kind.CONSTANT, Kind.PARAMETER, Kind.SEED)


def lower(derivation: Backward, *, one_based: bool = False) -> Program:
    """The program of a derivation, before any pass.

    Args:
        derivation: a cell's equations and those of its gradients.
        one_based: step t lies in row t of every array, as in the notes; else in row t - 1, or row t of a state.

    Raises:
        ValueError: the system has no output, or has been derived already, so that gradients of gradients are asked for.
    """
    system = derivation.forward
    if system.output is None:
        raise ValueError(f"{system.name} has no output; a kernel needs one")
    if derived := system.of_kind(Kind.SEED, Kind.ADJOINT, Kind.TANGENT):
        raise ValueError(
            f"{system.name} holds derivatives already ({derived[0].name}): a kernel computes a system and its first "
            "gradients, not those of gradients; derive.evaluate computes any system"
        )
    forward = [statement for equation in system.equations for statement in _apart(statement_of(equation))]
    taken = set(system.tensors) | {tensor.name for tensor in derivation.objective.tensors.values()}
    taken |= set(derivation.system.tensors)
    backward: list[Statement] = []
    initial: dict[Tensor, Tensor] = {}
    for equation in derivation.system.equations:
        state = equation.tensor.of
        if state is None or state.kind is not Kind.STATE:
            backward += _apart(statement_of(equation))
            continue
        inside, start = _without_start(equation, state, taken)
        backward += [inside, start]
        initial[state] = start.target
    functions = (
        Function(tuple(Load(s, s) for s in system.states), few_loops(forward)),
        Function((), few_loops(backward)),
    )
    kept = {tensor for statement in functions[1].statements for tensor in statement.reads()}
    tensors = {*system.tensors.values(), *derivation.objective.of_kind(Kind.SEED), *kept}
    tensors |= {statement.target for function in functions for statement in function.statements}
    computed = {statement.target for statement in forward}
    order = sorted(tensors, key=lambda tensor: tensor.name)
    places = {tensor: Place(_buffer(tensor, tensor in computed & kept, one_based)) for tensor in order}
    return Program(derivation, *functions, places, initial)


def statement_of(equation: Equation) -> Statement:
    ops = tuple(map(op_of, equation.terms))
    return Statement(equation.tensor, equation.bounds, ops, origin=(equation.name,))


def _apart(statement: Statement) -> list[Statement]:
    """A sum over time and what is added to it once, as statements of their own: a loop would add it at every step."""
    over_time = tuple(op for op in statement.ops if any(bound.index == TIME for bound in op.term.sums))
    once = tuple(op for op in statement.ops if op not in over_time)
    if statement.target.in_time or not over_time or not once:
        return [statement]
    return [replace(statement, ops=over_time), replace(statement, ops=once, add=True)]


def _without_start(equation: Equation, state: Tensor, taken: set[str]) -> tuple[Statement, Statement]:
    """The gradient of a state on the steps 1…T, and that of the value that it starts from, under a name of its own."""
    whole = statement_of(equation)
    edge = T.symbol + 1 if state.reverse else sp.S.Zero
    bounds = tuple(Bound.over(b.index) if b.index == TIME else b for b in whole.bounds)
    inside = replace(whole, bounds=bounds, ops=tuple(op for op in map(_within, whole.ops) if op is not None))
    at_edge = tuple(op.at(edge) for op in whole.ops if edge in _ends(op, whole))
    start = Tensor(fresh(f"{equation.name}0", taken), equation.tensor.axes[1:], Kind.ADJOINT, of=state)
    return inside, Statement(start, whole.bounds[1:], at_edge, origin=whole.origin)


def _ends(op: Op, statement: Statement) -> tuple[sp.Expr, ...]:
    steps = op.steps or statement.steps
    return (steps.lo, steps.hi) if steps is not None else ()


def _within(op: Op) -> Op | None:
    """The operation on the steps 1…T; None where it holds on none of them."""
    if op.steps is None:
        return op
    every = Bound.over(TIME)
    steps = op.steps.meet(every.lo, every.hi)
    if steps.empty:
        return None
    when = tuple(steps if bound.index == TIME else bound for bound in op.term.when)
    return op_of(replace(op.term, when=tuple(bound for bound in when if bound != every)))


def _buffer(tensor: Tensor, kept: bool, one_based: bool) -> Buffer:
    computed = Life.TAPE if kept else Life.ARRAY if tensor.in_time else Life.VALUE
    life = Life.GIVEN if tensor.kind in GIVEN else computed
    starts = tensor.kind is Kind.STATE
    before = int(tensor.in_time and (one_based or (starts and not tensor.reverse)))
    return Buffer(tensor.name, tensor.axes, life, before, int(starts and tensor.reverse))


# --- loops


@dataclass
class _Gathering:
    """A loop, or statements outside of time, while they are collected."""

    loop: bool
    way: int | None = None  # None: the direction does not matter yet
    statements: list[Statement] = field(default_factory=list)
    written: set[Tensor] = field(default_factory=set)

    def take(self, statements: Sequence[Statement]) -> None:
        self.statements += statements
        self.written.update(cell for statement in statements for cell in cells(statement.target))

    def needed_by(self, statements: Sequence[Statement]) -> bool:
        """Whether they read what this computes, or add to it."""
        tensors = (tensor for s in statements for tensor in (*s.reads(), *((s.target,) if s.add else ())))
        return any(cells(tensor) & self.written for tensor in tensors)

    def join(self, statements: Sequence[Statement], way: int | None) -> bool:
        """Take these into the loop, if it can compute them at the same step; ``way`` is their own direction."""
        ways = {self.way, way} - {None}
        for component in (c for statement in statements for c in statement.components):
            if not cells(component.base) & self.written or (component.base.in_time and same_step(component)):
                continue
            ahead = shift(component)
            if ahead is None:
                return False  # it needs the end of the loop
            ways.add(-1 if ahead > 0 else 1)
        if len(ways) > 1:
            return False
        self.way = next(iter(ways), None)
        self.take(statements)
        return True


def few_loops(statements: Sequence[Statement]) -> tuple[Block, ...]:
    """As few loops over time as the statements allow; what stands outside of time lies between them."""
    groups: list[_Gathering] = []
    for block in distributed(statements):
        for unit in [block.statements] if isinstance(block, Loop) else [(s,) for s in block.statements]:
            _gather(unit, block.direction if isinstance(block, Loop) else None, groups)
    place = {id(statement): at for at, statement in enumerate(statements)}
    blocks: list[Block] = []
    for group in groups:
        inside = sorted(group.statements, key=lambda statement: place[id(statement)])
        if not group.loop:
            blocks.append(Whole(in_order(inside, in_loop=False)))
            continue
        sums = [s for s in inside if not s.target.in_time and not s.add]
        if sums:  # what adds up over time starts from zero
            blocks.append(Whole(tuple(replace(s, ops=()) for s in sums)))
        body = tuple(s if s.target.in_time else _part(s, over_time=True) for s in in_order(inside, in_loop=True))
        blocks.append(Loop(group.way or 1, body))
        once = tuple(rest for s in sums if (rest := _part(s, over_time=False)).ops)
        if once:  # what does not add up over time is added once, and not at every step
            blocks.append(Whole(once))
    return tuple(blocks)


def _part(statement: Statement, over_time: bool) -> Statement:
    """What a statement adds up over time, or the rest of it."""
    ops = (op for op in statement.ops if any(b.index == TIME for b in op.term.sums) is over_time)
    return replace(statement, ops=tuple(ops), add=True)


def _gather(unit: tuple[Statement, ...], way: int | None, groups: list[_Gathering]) -> None:
    """Put statements that belong together where they can stand: into the last loop, around it, or into a new one."""
    at = max((number for number, group in enumerate(groups) if group.loop), default=-1)
    behind = any(group.needed_by(unit) for group in groups[at + 1 :])
    if any(s.target.in_time or any(b.index == TIME for op in s.ops for b in op.term.sums) for s in unit):
        if at < 0 or behind or not groups[at].join(unit, way):
            groups.append(_Gathering(True, way))
            groups[-1].take(unit)
        return
    if at >= 0 and not behind and not groups[at].needed_by(unit):
        at -= 1  # it can stand before the loop, if it is no part of what stands behind it
    if at + 1 == len(groups) or groups[at + 1].loop:
        groups.insert(at + 1, _Gathering(False))
    groups[at + 1].take(unit)


def in_order(
    statements: Sequence[Statement], in_loop: bool, carried: Callable[[Tensor], bool] = lambda tensor: False
) -> tuple[Statement, ...]:
    """These statements in an order in which each finds what it reads."""
    order = ordered(statements, in_loop, carried)
    assert order is not None, "an algebraic loop, which the language refuses"
    return order


def distributed(statements: Sequence[Statement]) -> list[Block]:
    """The loops that cycles through time make necessary; all else is computed for all steps at once.

    Raises:
        ValueError: some depend on each other in both directions of time, so that no loop computes them.
    """
    order = ordered(statements, in_loop=True)
    assert order is not None, "an algebraic loop, which the language refuses"
    reads, on_cycle = cycles(order)
    leader = [min(members) if members else at for at, members in enumerate(on_cycle)]
    count = len(order)
    before: dict[int, set[int]] = {group: set() for group in leader}
    for at in range(count):
        before[leader[at]] |= {leader[other] for other in reads[at]} - {leader[at]}
    # statements of all steps first, wherever they can come first: that joins neighbours
    rank = {group: group + (count if on_cycle[group] else 0) for group in before}
    back = {number: group for group, number in rank.items()}
    sequence = topological(back, {rank[group]: {rank[other] for other in earlier} for group, earlier in before.items()})
    assert sequence is not None
    blocks: list[Block] = []
    for group in (back[number] for number in sequence):
        if on_cycle[group]:
            members = tuple(order[at] for at in sorted(on_cycle[group]))
            blocks.append(Loop(direction(members), members))
        elif blocks and isinstance(blocks[-1], Whole):
            blocks[-1] = Whole((*blocks[-1].statements, order[group]))
        else:
            blocks.append(Whole((order[group],)))
    return blocks


def direction(statements: Sequence[Statement]) -> int:
    """Which way a loop over these must run: 1 if a step reads the one before, -1 if it reads the one after."""
    written = {cell for statement in statements for cell in cells(statement.target)}
    ahead = {
        shift(component)
        for statement in statements
        for component in statement.components
        if cells(component.base) & written and not same_step(component)
    }
    ways = {None if step is None else -1 if step > 0 else 1 for step in ahead}
    if len(ways) > 1 or None in ways:
        names = ", ".join(sorted(tensor.name for tensor in written))
        raise ValueError(f"{names} depend on each other in both directions of time, or on the end of it")
    return ways.pop() or 1 if ways else 1
