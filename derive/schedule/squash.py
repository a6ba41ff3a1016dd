"""One tanh for all gates: functions that are tanh but for an affine map of argument and value become one call.

    i = σ(a_i), f = σ(a_f), g = tanh(a_g)       with σ(a) = ½ + ½ tanh(½ a) becomes
    a = tanh(a)                                  for all three, where a_i and a_f were computed with halved weights, and
    i, f = ½ + ½ a                               for the two that are no tanh

The weights are halved in copies, once for all steps; the way back has the values, and never sees the arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Equation, Kind, Tensor, Term
from derive.core.functions import Elementwise
from derive.core.functions import tanh as hyperbolic
from derive.schedule.memory import place
from derive.schedule.order import settle
from derive.schedule.program import Block, Plan, Scaled, Segment, Statement, first_feature, fresh, same_step_reach
from derive.schedule.stack import side_by_side


@dataclass(frozen=True)
class _Squash:
    """A statement that applies such a function to neighbours in an array, in their own memory."""

    statement: Statement
    members: tuple[Tensor, ...]

    @property
    def function(self) -> type[Elementwise]:
        return type(self.statement.equation.terms[0].expr)

    @property
    def map(self) -> tuple[sp.Rational, sp.Rational, sp.Rational]:
        """The function as shift + outer·tanh(inner·a): inner, outer, shift."""
        found = self.function.by_tanh
        assert found is not None
        return found

    @property
    def argument(self) -> Tensor:
        tensor: Tensor = self.statement.equation.terms[0].expr.args[0].base
        return tensor


def squash(plan: Plan) -> Plan:
    """Write such functions in the loops of the forward direction by one tanh for each stretch of neighbours."""
    found = [[s for s in _squashes(segment, plan) if s.map[0] == 1 or _scalable(s, plan)] for segment in plan.ahead]
    inner = {member: squash.map[0] for squash in sum(found, []) for member in squash.members}
    segments, blocks, aliases, taken = [], list(plan.blocks), dict(plan.aliases), plan.names
    scaling = _Scaling(plan, inner, taken)
    for segment, squashes in zip(plan.ahead, found, strict=True):
        statements = list(segment.statements)
        for stretch in _stretches(squashes, plan):
            made = _one_call(stretch, blocks, aliases, taken)
            spent = [squash.statement for squash in stretch]
            at = max(statements.index(statement) for statement in spent)
            statements[at : at + 1] = made
            statements = [statement for statement in statements if statement not in spent]
        scaled = tuple(scaling.of(statement) for statement in statements)
        segments.append(replace(segment, statements=settle(scaled, blocks)))
    return replace(plan, ahead=tuple(segments), blocks=tuple(blocks), aliases=aliases, scaled=tuple(scaling.made))


def _squashes(segment: Segment, plan: Plan) -> list[_Squash]:
    """The statements of a loop that apply such a function in place."""
    members = {block.tensor: block.members for block in plan.blocks}
    found = []
    for statement in segment.statements if segment.direction else ():
        terms, target = statement.equation.terms, statement.target
        if len(terms) == 1 and isinstance(terms[0].expr, Elementwise) and type(terms[0].expr).by_tanh is not None:
            argument = plan.aliases.get(target.name)
            if argument is not None and terms[0].expr.args[0] == argument.at(statement.equation.indices):
                found.append(_Squash(statement, members.get(argument, (argument,))))
    return found


def _scalable(squash: _Squash, plan: Plan) -> bool:
    """Whether each term of its argument is linear in a parameter that lies as the argument does."""
    writers = [
        s for segment in plan.ahead for s in segment.statements if set(plan.parts(s.target)) & set(squash.members)
    ]
    return all(_parameter(term, statement) is not None for statement in writers for term in statement.equation.terms)


def _parameter(term: Term, statement: Statement) -> sp.Indexed | None:
    """The factor of a term that can be scaled, row by row, in its place."""
    slot = first_feature(statement.target)
    row = statement.equation.indices[slot : slot + 1]
    for factor in sp.Mul.make_args(term.expr) if term.reduce == "sum" else ():
        parameter = isinstance(factor, sp.Indexed) and factor.base.kind is Kind.PARAMETER and factor.base.axes
        if parameter and factor.indices[:1] == row and factor.base.axes[0] == statement.target.axes[slot]:
            return factor
    return None


class _Scaling:
    """Puts copies of parameters, scaled row by row, where they are; ``made`` collects the copies."""

    def __init__(self, plan: Plan, inner: dict[Tensor, sp.Rational], taken: set[str]) -> None:
        self.plan, self.inner, self.taken = plan, inner, taken
        self.made: list[Scaled] = []

    def of(self, statement: Statement) -> Statement:
        """The statement, with what it adds to each member scaled."""
        parts = self.plan.parts(statement.target)
        scales = tuple(self.inner.get(part, sp.S.One) for part in parts)
        if set(scales) == {sp.S.One}:
            return statement
        slot = first_feature(statement.target)
        runs = tuple((part.axes[slot].symbol, scale) for part, scale in zip(parts, scales, strict=True))
        terms = []
        for term in statement.equation.terms:
            factor = _parameter(term, statement)
            assert factor is not None
            terms.append(term.xreplace({factor: self._copy(factor.base, runs).at(factor.indices)}))
        return replace(statement, equation=replace(statement.equation, terms=tuple(terms)))

    def _copy(self, parameter: Tensor, runs: tuple[tuple[sp.Expr, sp.Rational], ...]) -> Tensor:
        for scaled in self.made:
            if scaled.of == parameter and scaled.runs == runs:
                return scaled.tensor
        name = fresh(f"scaled_{parameter.name}", self.taken)
        self.made.append(Scaled(Tensor(name, parameter.axes, Kind.PARAMETER), parameter, runs))
        return self.made[-1].tensor


def _stretches(squashes: Sequence[_Squash], plan: Plan) -> list[list[_Squash]]:
    """Neighbours in an array, none of which needs another's value at the same step; those that gain by it."""
    statements = [statement for segment in plan.ahead for statement in segment.statements]
    reach = same_step_reach(statements, plan.blocks)
    stretches: list[list[_Squash]] = []
    for squash in sorted(squashes, key=lambda squash: _position(squash, plan)):
        last = stretches[-1] if stretches else []
        values = {value for other in last for part in (other, squash) for value in _values(part, plan)}
        needed = {name for other in (*last, squash) for member in other.members for name in reach[member.name]}
        if last and _adjacent(last[-1], squash, plan) and not {value.name for value in values} & needed:
            last.append(squash)
        else:
            stretches.append([squash])
    return [stretch for stretch in stretches if len(stretch) > 1 or stretch[0].map[0] != 1]


def _position(squash: _Squash, plan: Plan) -> tuple[str, int]:
    array = place(plan, squash.argument).array
    return array.name, plan.parts(array).index(squash.members[0])


def _adjacent(one: _Squash, other: _Squash, plan: Plan) -> bool:
    before, after = place(plan, one.argument), place(plan, other.argument)
    return before.array == after.array and before.stop == after.start


def _values(squash: _Squash, plan: Plan) -> tuple[Tensor, ...]:
    return plan.parts(squash.statement.target)


def _one_call(
    stretch: Sequence[_Squash], blocks: list[Block], aliases: dict[str, Tensor], taken: set[str]
) -> list[Statement]:
    """tanh of all at once, and the affine maps of those that are no tanh; ``blocks`` and ``aliases`` grow."""
    values: list[Tensor] = []  # tanh of each member
    maps: list[Statement] = []
    for squash in stretch:
        statement, argument = squash.statement, squash.argument
        value = statement.target
        mine = next((block.members for block in blocks if block.tensor == value), (value,))
        if squash.map[0] != 1:
            mine = tuple(_tanh_of(member, taken) for member in squash.members)
            value = mine[0]
            if argument not in squash.members:
                value = _tanh_of(argument, taken)
                blocks.append(Block(value, mine))
            aliases[value.name] = argument
            _, outer, shift = squash.map
            term = Term(outer * value.at(statement.equation.indices) + shift)
            maps.append(replace(statement, equation=replace(statement.equation, terms=(term,))))
        values += mine
    if len(stretch) > 1:
        argument = _run(tuple(member for squash in stretch for member in squash.members), blocks, taken)
        value = _tanh_of(argument, taken)
        blocks.append(Block(value, tuple(values)))
        aliases[value.name] = argument
    origin = tuple(name for squash in stretch for name in squash.statement.origin)
    terms = (Term(hyperbolic(argument.at(value.indices()))),)
    return [Statement(Equation(value, value.bounds(), terms), origin=origin), *maps]


def _tanh_of(tensor: Tensor, taken: set[str]) -> Tensor:
    return Tensor(fresh(f"tanh_{tensor.name}", taken), tensor.axes, Kind.SIGNAL)


def _run(members: tuple[Tensor, ...], blocks: list[Block], taken: set[str]) -> Tensor:
    """The tensor in which these lie side by side."""
    found = next((block.tensor for block in blocks if block.members == members), None)
    if found is None:
        found = side_by_side(members, False, taken)
        blocks.append(Block(found, members))
    return found
