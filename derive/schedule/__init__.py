"""From equations to a plan: what is computed in loops over time, and what for all steps at once.

Every pass takes equations and returns equations; none knows any cell.

1. :func:`carry`     a contribution from step t+1 is computed at the end of step t+1 and carried to step t.
2. :func:`share`     a function value that both directions need gets a name and is kept.
3. :func:`segments`  what is on no cycle through time is in no loop (strongly connected components).
4. :func:`split`     of an equation in a loop, the products that do not depend on the loop leave it too.
5. :func:`stack`     products that share an operand become one: tensors are laid side by side in one block.
6. :func:`fuse`      a function's value takes over its argument's memory; neighbours under one function are one call.
7. :func:`inline`    a value that is read once is written where it is read.
8. :func:`slopes`    what a loop multiplies with and does not feed is computed for chunks of steps at once.

``plan(backward)`` is the list of them.  The result says, statement by statement, what a kernel computes, on which
arrays, and which equation of the notes each statement stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.calculus import Backward
from derive.schedule.functions import fuse, share
from derive.schedule.order import inline, settle
from derive.schedule.program import Block, Plan, Segment, Statement
from derive.schedule.slopes import slopes
from derive.schedule.stack import stack, stacked
from derive.schedule.time import carry, direction, fixed_step, segments, split

__all__ = ["Block", "Plan", "Segment", "Statement", "direction", "fixed_step", "plan", "segments"]


def plan(backward: Backward) -> Plan:
    """All passes in their order."""
    adjoints, carries = carry(backward)
    forward, adjoints = share(backward.forward.equations, adjoints)
    ahead = split(segments(forward))
    back = split(segments(adjoints, carries.ties))
    runs, blocks = stack([segment.statements for segment in ahead], adjoints)
    ahead = [replace(segment, statements=tuple(stacked(segment.statements, runs))) for segment in ahead]
    back = [replace(segment, statements=tuple(stacked(segment.statements, runs))) for segment in back]
    ahead, made, aliases = fuse(ahead, blocks, adjoints)
    blocks = [*blocks, *made]
    ahead = [replace(segment, statements=settle(segment.statements, blocks)) for segment in ahead]
    back = [_settled(segment, back, blocks, {tensor.name for tensor in carries.by.values()}) for segment in back]
    taken = {t.name for segment in (*ahead, *back) for s in segment.statements for t in (s.target, *s.equation.reads())}
    taken |= {member.name for block in blocks for member in (block.tensor, *block.members)}
    ahead, back = ([slopes(segment, blocks, taken) for segment in program] for program in (ahead, back))
    return Plan(backward, tuple(ahead), tuple(back), tuple(blocks), aliases, carries.by, carries.start)


def _settled(segment: Segment, program: Sequence[Segment], blocks: Sequence[Block], carriers: set[str]) -> Segment:
    """A segment in order; a value that is read once stands where it is read, unless another segment speaks of it."""
    statements = settle(segment.statements, blocks)
    if not segment.direction:
        return replace(segment, statements=statements)
    outside = [s for other in program if other is not segment for s in other.statements]
    kept = carriers | {tensor.name for s in outside for tensor in (s.target, *s.equation.reads())}
    kept |= {member.name for block in blocks if block.tensor.name in kept for member in block.members}
    return replace(segment, statements=settle(inline(statements, kept), blocks))
