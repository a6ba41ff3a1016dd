"""What arrives at a step and what is carried to it, side by side: one product reads both, and the bias.

    a = Σ W x + b   ahead, and   a += Σ R h_prev   in the loop        becomes        a = Σ [W R b] [x h_prev 1]

The rows [x h 1] are made before the loop, which writes each h into the row of the step that reads it.  On the way back
they are there, and the gradients of W and R are one product too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from derive.core.equations import TIME, Bound, Equation, Kind, N, Size, T, Tensor, Term
from derive.schedule.memory import place
from derive.schedule.program import Joined, Plan, Segment, Statement, fresh

ONE = Size("1", "a one", "", "u")


def join(plan: Plan) -> Plan:
    """Join the products of inputs that stand ahead of a loop with the product of a state that they are added to."""
    for segment in plan.ahead:
        for statement in segment.statements if segment.direction else ():
            plan = _joined(statement, _before(statement, plan), plan)
    back = plan.back
    for joined in plan.joined:
        back = tuple(_gathered(segment, joined) for segment in back)
    return replace(plan, ahead=tuple(segment for segment in plan.ahead if segment.statements), back=back)


def _before(statement: Statement, plan: Plan) -> list[Statement]:
    """What is written, before this statement, to the memory that it writes to."""
    statements = [s for segment in plan.ahead for s in segment.statements]
    mine = set(plan.parts(statement.target))
    return [s for s in statements[: statements.index(statement)] if mine & set(plan.parts(s.target))]


def _joined(statement: Statement, early: Sequence[Statement], plan: Plan) -> Plan:
    """The plan with this statement's product joined, or as it was."""
    carried = next((term for term in statement.equation.terms if _operand(term, statement, Kind.STATE)), None)
    if carried is None or len(early) != 1:
        return plan
    [hoisted] = early
    if hoisted.accumulate or hoisted.target != statement.target or hoisted.step is not None:
        return plan
    arriving = [term for term in hoisted.equation.terms if _operand(term, hoisted, Kind.INPUT, Kind.GIVEN)]
    biases = [term for term in hoisted.equation.terms if term not in arriving]
    if not arriving or len(biases) > 1 or not all(_bias(term, hoisted) for term in biases):
        return plan
    state = _factors(carried)[1]
    if not _free(state.base, plan):
        return plan
    inputs = tuple(_factors(term)[1].base for term in arriving)
    parts = tuple(_factors(term)[0].base for term in (*arriving, carried, *biases))
    name = "".join(tensor.name for tensor in (*inputs, state.base))
    taken = plan.names | {tensor.name for tensor in plan.backward.forward.parameters}
    width = _total([tensor.features[0] for tensor in (*inputs, state.base)])
    rows = Tensor(fresh(name, taken), (T, N, width), Kind.STATE, last=state.base.last)
    all_of_it = _total([*width.parts, ONE]) if biases else width
    wide = Tensor(fresh(f"{name}1", taken), (T, N, all_of_it), Kind.STATE, last=rows.last) if biases else None
    copy = fresh("".join(part.name for part in parts), taken)
    weights = Tensor(copy, (parts[0].axes[0], all_of_it), Kind.PARAMETER)
    joined = Joined(rows, wide, inputs, state.base, weights, parts)
    column, row = all_of_it.index(), statement.equation.indices[-1]
    product = Term(weights.at((row, column)) * joined.home.at((*state.indices[:-1], column)), (Bound.over(column),))
    rest = tuple(term for term in statement.equation.terms if term is not carried)
    origin = tuple(dict.fromkeys((*hoisted.origin, *statement.origin)))
    made = Statement(replace(statement.equation, terms=(product, *rest)), origin=origin)
    ahead = tuple(_replaced(segment, {hoisted: (), statement: (made,)}) for segment in plan.ahead)
    return replace(plan, ahead=ahead, joined=(*plan.joined, joined))


def _total(sizes: Sequence[Size]) -> Size:
    return Size(str(sp.Add(*(size.symbol for size in sizes))), "joined", "", "uvw", tuple(sizes))


def _gathered(segment: Segment, joined: Joined) -> Segment:
    """The segment with the gradients of all parts as one product, where it computes each of them as one."""
    if segment.direction:
        return segment
    steps = (*(TIME for _ in joined.inputs), joined.before)
    reads = dict(zip(joined.matrices, zip((*joined.inputs, joined.state), steps, strict=True), strict=True))
    mine = {s.target.of: s for s in segment.statements if s.target.of in joined.matrices}
    deltas = {_delta(mine[matrix], *reads[matrix]) if matrix in mine else None for matrix in joined.matrices}
    if len(deltas) > 1 or None in deltas:
        return segment
    [delta] = deltas
    assert delta is not None
    size = joined.rows.features[0]
    name = "d" + "".join(matrix.name for matrix in joined.matrices)
    gradient = Tensor(name, (joined.weights.axes[0], size), Kind.ADJOINT, of=joined.weights)
    column, row = size.index(), delta.indices[-1]
    product = delta * joined.rows.at((joined.before, *delta.indices[1:-1], column))
    sums = mine[joined.matrices[0]].equation.terms[0].sums
    origin = tuple(name for matrix in joined.matrices for name in mine[matrix].origin)
    whole = Equation(gradient, (Bound.over(row), Bound.over(column)), (Term(product, sums),))
    made = [Statement(whole, origin=origin)]
    for matrix in joined.matrices:
        statement = mine[matrix]
        first, second = statement.equation.indices
        part = Term(gradient.at((first, joined.column(matrix) + second)))
        made.append(Statement(replace(statement.equation, terms=(part,)), origin=statement.origin))
    one, *others = (s for s in segment.statements if s in mine.values())
    return _replaced(segment, {one: tuple(made), **dict.fromkeys(others, ())})


def _delta(statement: Statement, vector: Tensor, step: sp.Expr) -> sp.Indexed | None:
    """What the gradient of a matrix multiplies with this vector at this step, all steps and sequences together."""
    terms, indices = statement.equation.terms, statement.equation.indices
    if len(terms) != 1 or statement.accumulate or {bound.index for bound in terms[0].sums} != {TIME, N.index()}:
        return None
    factors = [factor for factor in sp.Mul.make_args(terms[0].expr) if isinstance(factor, sp.Indexed)]
    other = vector.at((step, N.index(), indices[-1]))
    if len(factors) != 2 or sp.Mul(*factors) != terms[0].expr or other not in factors:
        return None
    [delta] = (factor for factor in factors if factor != other)
    return delta if delta.indices == (TIME, N.index(), indices[0]) else None


def _factors(term: Term) -> tuple[sp.Expr, ...]:
    """The parameter first."""
    factors = sp.Mul.make_args(term.expr)
    return tuple(sorted(factors, key=lambda f: isinstance(f, sp.Indexed) and f.base.kind is not Kind.PARAMETER))


def _operand(term: Term, statement: Statement, *kinds: Kind) -> bool:
    """Whether the term is a matrix of parameters times a vector of one of these kinds: a state of another step."""
    factors, indices = _factors(term), statement.equation.indices
    if len(factors) != 2 or len(term.sums) != 1 or term.when or len(indices) != 3 or indices[0] != TIME:
        return False
    if not all(isinstance(factor, sp.Indexed) for factor in factors):
        return False
    weight, vector = factors
    step = vector.indices[0] if vector.base.axes[:1] == (T,) else None
    there = step is not None and (step == TIME) != (vector.base.kind is Kind.STATE)
    return (
        weight.base.kind is Kind.PARAMETER
        and weight.indices == (indices[-1], term.sums[0].index)
        and vector.base.kind in kinds
        and there
        and vector.indices[1:] == (indices[1], term.sums[0].index)
    )


def _bias(term: Term, statement: Statement) -> bool:
    expr = term.expr
    vector = isinstance(expr, sp.Indexed) and expr.base.kind is Kind.PARAMETER and not term.when
    return vector and expr.indices == statement.equation.indices[-1:]


def _free(state: Tensor, plan: Plan) -> bool:
    """Whether nothing else decides where the state lies."""
    elsewhere = {*plan.aliases.values(), *(member for block in plan.blocks for member in block.members)}
    joined = {joined.state for joined in plan.joined}
    return place(plan, state).array == state and state not in elsewhere | joined


def _replaced(segment: Segment, new: dict[Statement, tuple[Statement, ...]]) -> Segment:
    statements: Sequence[Statement] = segment.statements
    return replace(segment, statements=tuple(s for old in statements for s in new.get(old, (old,))))
