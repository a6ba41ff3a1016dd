"""The recipe: the passes in their order, each with its reason.

Every pass takes a plan and returns a plan that computes the same; none knows any cell.  The first plan is the notes as
they stand: each equation a statement, in as few loops over time as they allow.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.calculus import Backward
from derive.core.equations import Equation
from derive.schedule import functions, order, slopes, stack, time
from derive.schedule.again import again
from derive.schedule.join import join
from derive.schedule.program import Block, Plan, Segment, Statement
from derive.schedule.squash import squash


@dataclass(frozen=True)
class Pass:
    """A step of the recipe: its name, why it is taken, and the function that takes it."""

    name: str
    reason: str
    apply: Callable[[Plan], Plan]


def start(backward: Backward) -> Plan:
    """The equations as they stand, in as few loops as they allow."""
    return Plan(backward, _looped(backward.forward.equations), _looped(backward.system.equations))


def carry(plan: Plan) -> Plan:
    equations, carries = time.carry(plan.backward)
    carried = replace(plan, carries=carries.by, starts=carries.start)
    return replace(carried, back=_looped(equations, carried.ties))


def share(plan: Plan) -> Plan:
    forward, adjoints = functions.share(_equations(plan.ahead), _equations(plan.back))
    return replace(plan, ahead=_looped(forward), back=_looped(adjoints, plan.ties))


def distribute(plan: Plan) -> Plan:
    parts = time.segments(_equations(plan.ahead)), time.segments(_equations(plan.back), plan.ties)
    ahead, back = (tuple(Segment(way, _statements(equations)) for way, equations in part) for part in parts)
    return replace(plan, ahead=ahead, back=back)


def split(plan: Plan) -> Plan:
    return replace(plan, ahead=time.split(plan.ahead), back=time.split(plan.back))


def lay_side_by_side(plan: Plan) -> Plan:
    runs, blocks = stack.stack([segment.statements for segment in plan.ahead], _equations(plan.back))

    def merged(program: Sequence[Segment]) -> tuple[Segment, ...]:
        made = (tuple(stack.stacked(part.statements, runs)) for part in program)
        return tuple(
            replace(part, statements=statements if part.direction else stack.led_by_products(statements, blocks))
            for part, statements in zip(program, made, strict=True)
        )

    return replace(plan, ahead=merged(plan.ahead), back=merged(plan.back), blocks=tuple(blocks))


def fuse(plan: Plan) -> Plan:
    ahead, made, aliases = functions.fuse(plan.ahead, plan.blocks, _equations(plan.back))
    blocks = (*plan.blocks, *made)
    settled = tuple(replace(segment, statements=order.settle(segment.statements, blocks)) for segment in ahead)
    return replace(plan, ahead=settled, blocks=blocks, aliases=aliases)


def inline(plan: Plan) -> Plan:
    carriers = {tensor.name for tensor in plan.carries.values()}
    return replace(plan, back=tuple(_inlined(segment, plan.back, plan.blocks, carriers) for segment in plan.back))


def hoist(plan: Plan) -> Plan:
    taken = plan.names
    ahead, back = (
        tuple(slopes.slopes(segment, plan.blocks, taken) for segment in part) for part in (plan.ahead, plan.back)
    )
    return replace(plan, ahead=ahead, back=back)


RECIPE = (
    Pass("carry", "what step t needs of step t+1 is computed there and carried: no step looks ahead", carry),
    Pass("share", "a function value that both directions need is kept, not computed twice", share),
    Pass("distribute", "what lies on no cycle through time is in no loop, but one call for all steps", distribute),
    Pass("split", "a product in a loop that nothing in the loop feeds leaves it too", split),
    Pass("stack", "products that share an operand are one product, of tensors side by side", lay_side_by_side),
    Pass("fuse", "a function's value takes over its argument's memory; neighbours are one call", fuse),
    Pass("join", "what arrives and what is carried lie side by side, with a one: one product reads both, and b", join),
    Pass("squash", "functions that are tanh but for an affine map are one tanh, of halved arguments", squash),
    Pass("inline", "a value that is read once is written where it is read, and needs no memory", inline),
    Pass("slopes", "factors that the loop does not feed are computed for chunks of steps, in the cache", hoist),
    Pass("again", "a value that is cheap to compute again, for such chunks, is not kept", again),
)


def stages(backward: Backward, without: Container[str] = ()) -> Iterator[tuple[Pass, Plan]]:
    """Each pass with the plan that it leaves; ``without`` names passes that are not taken."""
    plan = start(backward)
    for step in RECIPE:
        if step.name not in without:
            plan = step.apply(plan)
            yield step, plan


def plan(backward: Backward, without: Container[str] = ()) -> Plan:
    """All passes in their order, but for those named."""
    *_, (_, last) = stages(backward, without)
    return last


# ---------------------------------------------------------------------------------------------------------------------


def _looped(equations: Sequence[Equation], ties: Sequence[tuple[str, str]] = ()) -> tuple[Segment, ...]:
    """As few loops as the equations allow; within each, they stand as near to the given order as can be."""
    place = {name: number for number, name in enumerate(time.in_order(equations))}
    parts = time.loops(equations, ties)
    return tuple(Segment(way, _statements(sorted(part, key=lambda e: place[e.name]))) for way, part in parts)


def _statements(equations: Sequence[Equation]) -> tuple[Statement, ...]:
    return tuple(Statement(equation, origin=(equation.name,)) for equation in equations)


def _equations(program: Sequence[Segment]) -> tuple[Equation, ...]:
    return tuple(statement.equation for segment in program for statement in segment.statements)


def _inlined(segment: Segment, program: Sequence[Segment], blocks: Sequence[Block], carriers: set[str]) -> Segment:
    """A segment in order; a value that is read once stands where it is read, unless another segment speaks of it."""
    statements = order.settle(segment.statements, blocks)
    if not segment.direction:
        return replace(segment, statements=statements)
    outside = [s for other in program if other is not segment for s in other.statements]
    kept = carriers | {tensor.name for s in outside for tensor in (s.target, *s.equation.reads())}
    kept |= {member.name for block in blocks if block.tensor.name in kept for member in block.members}
    return replace(segment, statements=order.settle(order.inline(statements, kept), blocks))
