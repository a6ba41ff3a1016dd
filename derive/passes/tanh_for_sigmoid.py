"""One tanh for all gates: functions that are tanh but for an affine map of argument and value become one call.

    i = σ(a_i), f = σ(a_f), g = tanh(a_g)       with σ(a) = ½ + ½ tanh(½ a) becomes
    a = tanh(a)                                  for all three, where a_i and a_f were computed with halved weights, and
    i, f = ½ + ½ a                               for the two that are no tanh

The weights are halved in copies, once for all steps; the backward function has the values, and sees no arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Kind, Tensor, Term
from derive.core.functions import Elementwise, tanh
from derive.ir.dependence import ordered
from derive.ir.nodes import (
    Block,
    Buffer,
    Copy,
    Function,
    Life,
    Load,
    Loop,
    Op,
    Place,
    Program,
    Stack,
    Statement,
    cells,
    first_feature,
    fresh,
    op_of,
)
from derive.passes.fuse import application
from derive.passes.stack import stack_name, total

Affine = tuple[sp.Rational, sp.Rational, sp.Rational]


@dataclass(frozen=True)
class _Squash:
    """A statement of a loop that applies such a function in its argument's own memory."""

    statement: Statement
    function: type[Elementwise]
    argument: Tensor

    @property
    def map(self) -> Affine:
        """The function as shift + outer·tanh(inner·a): inner, outer, shift."""
        assert self.function.by_tanh is not None
        return self.function.by_tanh

    @property
    def members(self) -> tuple[Tensor, ...]:
        return self.argument.parts if isinstance(self.argument, Stack) else (self.argument,)

    @property
    def values(self) -> tuple[Tensor, ...]:
        target = self.statement.target
        return target.parts if isinstance(target, Stack) else (target,)


def tanh_for_sigmoid(program: Program) -> Program:
    """Write such functions in the loops of the forward function by one tanh for each stretch of neighbours."""
    found = [s for block in program.forward.blocks if isinstance(block, Loop) for s in _squashes(block, program)]
    found = [squash for squash in found if squash.map[0] == 1 or _scalable(squash, program)]
    places, taken = dict(program.places), program.names
    blocks: list[Block] = []
    written: set[Tensor] = set()
    for block in program.forward.blocks:
        if isinstance(block, Loop):
            statements = block.statements
            mine = [squash for squash in found if any(squash.statement is s for s in statements)]
            for stretch in _stretches(mine, statements, program):
                made = _one_call(stretch, statements, {**program.places, **places}, taken)
                if made is not None:
                    statements, new = made
                    places |= new
                    written |= {member for squash in stretch if squash.map[0] != 1 for member in squash.members}
            block = replace(block, statements=statements)
        blocks.append(block)
    inner = {member: squash.map[0] for squash in found for member in squash.members if member in written}
    program = replace(program, forward=replace(program.forward, blocks=tuple(blocks)), places=places)
    return _scaled(program, inner, taken)


def _squashes(block: Loop, program: Program) -> list[_Squash]:
    found = []
    for statement in block.statements:
        one = application(statement)
        if one is None or one.function.by_tanh is None:
            continue
        if program.place(one.argument) == program.place(statement.target):
            found.append(_Squash(statement, one.function, one.argument))
    return found


def _writers(members: Sequence[Tensor], program: Program) -> list[Statement]:
    return [s for s in program.forward.statements if cells(s.target) & set(members)]


def _scalable(squash: _Squash, program: Program) -> bool:
    """Whether each summand of its argument is linear in a parameter that lies as the argument does."""
    writers = _writers(squash.members, program)
    return all(_parameter(op, statement) is not None for statement in writers for op in statement.ops)


def _parameter(op: Op, statement: Statement) -> sp.Indexed | None:
    """The factor of a summand that can be scaled, row by row, in its place."""
    slot = first_feature(statement.target)
    row = statement.indices[slot : slot + 1]
    for factor in sp.Mul.make_args(op.term.expr) if op.term.reduce == "sum" and not op.term.when else ():
        if not isinstance(factor, sp.Indexed) or factor.base.kind is not Kind.PARAMETER or not factor.base.axes:
            continue
        if tuple(factor.indices[:1]) == row and factor.base.axes[0] == statement.target.axes[slot]:
            return factor
    return None


def _stretches(squashes: Sequence[_Squash], statements: tuple[Statement, ...], program: Program) -> list[list[_Squash]]:
    """Neighbours in a buffer that can be one call; those that gain by it."""
    stretches = [[squash] for squash in squashes]
    for squash in squashes:
        before = next((s for s in stretches if _adjacent(s[-1], squash, program)), None)
        after = next(s for s in stretches if s[0] is squash) if any(s[0] is squash for s in stretches) else None
        if before is None or after is None or before is after:
            continue
        # none may need another's value at the same step
        if _one_call([*before, *after], statements, program.places, program.names) is not None:
            stretches.remove(after)
            before += after
    return [stretch for stretch in stretches if len(stretch) > 1 or stretch[0].map[0] != 1]


def _adjacent(one: _Squash, other: _Squash, program: Program) -> bool:
    before, after = program.place(one.argument), program.place(other.argument)
    if not one.argument.features or before.buffer != after.buffer:
        return False
    return bool(before.offset + one.argument.features[0].symbol == after.offset)


def _one_call(
    stretch: Sequence[_Squash], statements: tuple[Statement, ...], places: Mapping[Tensor, Place], taken: set[str]
) -> tuple[tuple[Statement, ...], dict[Tensor, Place]] | None:
    """The statements with tanh of all at once and the affine maps of those that are no tanh; and places of what is new.

    None where a member waits for another one's value.
    """
    new: dict[Tensor, Place] = {}
    values: list[Tensor] = []  # tanh of each member
    maps: list[Statement] = []
    alone: Tensor | None = None
    for squash in stretch:
        value, mine = squash.statement.target, squash.values
        if squash.map[0] != 1:
            mine = tuple(_tanh_of(member, taken) for member in squash.members)
            value = mine[0]
            if len(mine) > 1:
                value = Stack(fresh(f"tanh_{squash.argument.name}", taken), mine, squash.argument.features[0])
                new[value] = places[squash.argument]
            new |= {tensor: places[member] for tensor, member in zip(mine, squash.members, strict=True)}
            _, outer, shift = squash.map
            term = Term(outer * value.at(squash.statement.indices) + shift)
            maps.append(replace(squash.statement, ops=(op_of(term),)))
        values += mine
        alone = value
    if len(stretch) == 1:
        argument, whole = stretch[0].argument, alone
    else:
        members = tuple(member for squash in stretch for member in squash.members)
        known = (tensor for tensor in {**places, **new} if isinstance(tensor, Stack) and tensor.parts == members)
        argument = next(known, None) or Stack(
            fresh(stack_name([member.name for member in members], False, taken), taken),
            members,
            total([m.features[0] for m in members]),
        )
        whole = Stack(fresh(f"tanh_{argument.name}", taken), tuple(values), argument.features[0])
        new |= {argument: places[members[0]], whole: places[members[0]]}
    assert whole is not None
    origin = tuple(name for squash in stretch for name in squash.statement.origin)
    term = Term(tanh(argument.at(whole.indices())))
    made = (Statement(whole, whole.bounds(), (op_of(term),), origin=origin), *maps)
    spent = [squash.statement for squash in stretch]
    last = max(at for at, statement in enumerate(statements) if any(statement is s for s in spent))
    changed = [
        new
        for at, s in enumerate(statements)
        for new in (*(() if any(s is o for o in spent) else (s,)), *(made if at == last else ()))
    ]
    order = ordered(changed, True)
    return None if order is None else (order, new)


def _tanh_of(tensor: Tensor, taken: set[str]) -> Tensor:
    return Tensor(fresh(f"tanh_{tensor.name}", taken), tensor.axes, Kind.SIGNAL)


# --- scaled copies


def _scaled(program: Program, inner: dict[Tensor, sp.Rational], taken: set[str]) -> Program:
    """The program in which what is added up for these members is scaled, by copies of the parameters."""
    made: dict[tuple[Tensor, tuple[tuple[sp.Expr, sp.Rational], ...]], Tensor] = {}

    def scaled(statement: Statement) -> Statement:
        target = statement.target
        parts = target.parts if isinstance(target, Stack) else (target,)
        scales = tuple(inner.get(part, sp.S.One) for part in parts)
        if set(scales) == {sp.S.One} or _computes_values(statement, inner):
            return statement
        slot = first_feature(target)
        runs = tuple((part.axes[slot].symbol, scale) for part, scale in zip(parts, scales, strict=True))
        ops = []
        for op in statement.ops:
            factor = _parameter(op, statement)
            assert factor is not None
            key = (factor.base, runs)
            if key not in made:
                made[key] = Tensor(fresh(f"scaled_{factor.base.name}", taken), factor.base.axes, Kind.PARAMETER)
            ops.append(op.rewritten({factor: made[key].at(factor.indices)}))
        return replace(statement, ops=tuple(ops))

    forward = program.forward.mapped(scaled)
    sources = {copy.target: copy.parts for copy in program.copies}
    copies = [Copy(tensor, sources.get(base, (base,)), runs) for (base, runs), tensor in made.items()]
    used = {tensor for statement in forward.statements for tensor in statement.reads()}
    loads: list[Load | Copy] = [load for load in forward.loads if not isinstance(load, Copy) or load.target in used]
    places = {tensor: Place(Buffer(tensor.name, tensor.axes, Life.VALUE)) for tensor in made.values()}
    forward = Function((*loads, *copies), forward.blocks)
    return replace(program, forward=forward).placed(places)


def _computes_values(statement: Statement, inner: dict[Tensor, sp.Rational]) -> bool:
    return not cells(statement.target) & set(inner)
