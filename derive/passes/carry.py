"""What step t needs of step t+1 is computed there and carried, so that no step looks ahead.

dc[t] = … + dc[t+1]·f[t+1] + dc_T[t=T]   becomes   dc_next[t] = dc[t]·f[t],   dc_next[T+1] = dc_T   and
dc[t] = … + dc_next[t+1].  Where a cell runs backward in time, its gradient runs forward: t-1 and 1 take the places
of t+1 and T.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import TIME, Bound, Kind, T, Tensor, Term
from derive.ir.dependence import cycles, shift
from derive.ir.lower import in_order
from derive.ir.nodes import Block, Buffer, Life, Loop, Op, Place, Program, Statement, Whole, cells, fresh, op_of


def carry(program: Program) -> Program:
    """Carry the gradients of states, as far as they lie on a cycle through time; all else is read where it lies."""
    statements = program.backward.statements
    reads, on_cycle = cycles(statements)
    taken = program.names
    changed: dict[Statement, tuple[Statement, ...]] = {}
    starts: dict[Statement, Statement] = {}
    places = dict(program.places)
    for number, statement in enumerate(statements):
        state = statement.target.of
        if state is None or state.kind is not Kind.STATE or not statement.target.in_time:
            continue
        inside = {cell for other in on_cycle[number] for cell in cells(statements[other].target)}
        late = [op for op in statement.ops if _reaches(op, inside, state)]
        if not late:
            continue
        carrier = Tensor(fresh(f"{statement.target.name}_next", taken), statement.target.axes, Kind.ADJOINT, of=state)
        places[carrier] = Place(Buffer(carrier.name, carrier.axes, Life.CARRIED))
        start, here, onward, first = _carried(statement, late, carrier, state)
        starts[here] = start
        changed[statement] = (here, onward)
        initial = next(other for other in statements if other.target == program.initial[state])
        kept = tuple(op for op in initial.ops if op not in [op.at(_before(state)) for op in late])
        changed[initial] = (replace(initial, ops=(*kept, first)),)
    blocks: list[Block] = []
    for block in program.backward.blocks:
        made = tuple(new for s in block.statements for new in changed.get(s, (s,)))
        if isinstance(block, Loop):
            if early := tuple(starts[s] for s in made if s in starts):
                blocks.append(Whole(early))
            blocks.append(
                replace(block, statements=in_order(made, True, lambda t: places[t].buffer.life is Life.CARRIED))
            )
        else:
            blocks.append(Whole(made))
    return replace(program, backward=replace(program.backward, blocks=tuple(blocks)), places=places)


def _ahead(state: Tensor) -> int:
    """How many steps after its own a gradient of this state reads."""
    return -1 if state.reverse else 1


def _before(state: Tensor) -> sp.Expr:
    """The step of the value that the state starts from."""
    return T.symbol + 1 if state.reverse else sp.S.Zero


def _last(state: Tensor) -> sp.Expr:
    """The last step that the state reaches."""
    return sp.S.One if state.reverse else T.symbol


def _reaches(op: Op, inside: set[Tensor], state: Tensor) -> bool:
    """Whether the operation brings something of the next step, on the same cycle, on every step that has a next one."""
    ahead = _ahead(state)
    late = [c for c in op.components if shift(c) == ahead and cells(c.base) & inside]
    every = Bound.over(TIME)
    there = every.meet(every.lo - ahead, every.hi - ahead)
    return bool(late) and op.steps == there


def _carried(
    statement: Statement, late: list[Op], carrier: Tensor, state: Tensor
) -> tuple[Statement, Statement, Statement, Op]:
    """What the carrying starts from, what a step takes of it and adds to it, and what is left at the end."""
    ahead, rest = _ahead(state), statement.indices[1:]
    edges = [op for op in statement.ops if op not in late and op.steps is not None and op.steps.lo == op.steps.hi]
    edges = [op for op in edges if op.steps is not None and op.steps.lo == _last(state) and _arrives(op)]
    here = tuple(op for op in statement.ops if op not in late and op not in edges)
    end = _last(state) + ahead
    bounds = tuple(Bound(b.index, end, end) if b.index == TIME else b for b in statement.bounds)
    start = Statement(carrier, bounds, tuple(op.at(_last(state)) for op in edges), origin=statement.origin)
    arrived = op_of(Term(carrier.at((TIME + ahead, *rest))))
    onward = tuple(_earlier(op, ahead) for op in late)
    return (
        start,
        replace(statement, ops=(*here, arrived)),
        Statement(carrier, statement.bounds, onward, origin=statement.origin),
        op_of(Term(carrier.at((_before(state) + ahead, *rest)))),
    )


def _arrives(op: Op) -> bool:
    """Whether it is the gradient that arrives at the final state from outside."""
    return all(tensor.kind is Kind.SEED for tensor in op.reads())


def _earlier(op: Op, ahead: int) -> Op:
    """What the next step brings, as that step computes it: on all steps."""
    when = tuple(bound for bound in op.term.when if bound.index != TIME)
    return op_of(replace(op.term.xreplace({TIME: TIME - ahead}), when=when))
