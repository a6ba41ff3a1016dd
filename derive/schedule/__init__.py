"""From equations to a plan: what is computed before the time loop, in it, and after it.

Every pass takes equations and returns equations; none knows any cell.

1. :func:`carry`     a contribution from step t+1 is computed at the end of step t+1 and carried to step t.
2. :func:`share`     a function value that both directions need gets a name and is kept.
3. :func:`phases`    what is on no cycle through time leaves the loop (strongly connected components).
4. :func:`split`     of an equation in the loop, the products that do not depend on the loop leave it too.
5. :func:`stack`     products that share an operand become one: tensors are laid side by side in one block.
6. :func:`fuse`      a function's value takes over its argument's memory; neighbours under one function are one call.

``plan(backward)`` is the list of them.  The result says, statement by statement, what a kernel computes, on which
arrays, and which equation of the notes each statement stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import Backward
from derive.schedule.functions import fuse, share
from derive.schedule.order import inline, settle
from derive.schedule.program import Block, Plan, Program, Statement
from derive.schedule.stack import stack, stacked
from derive.schedule.time import carry, phases, split

__all__ = ["Block", "Plan", "Program", "Statement", "plan"]


def plan(backward: Backward) -> Plan:
    """All passes in their order."""
    adjoints, carries = carry(backward)
    forward, adjoints = share(backward.forward.equations, adjoints)
    ahead, cyclic, rest = phases(forward)
    early, late = split(ahead, cyclic)
    final = [Statement(equation, origin=(equation.name,)) for equation in rest]
    carried = {name for state, tensor in carries.items() for name in (tensor.name, f"d{state}")}
    back_ahead, back_cyclic, back_rest = phases(adjoints, always=carried)
    back_early, back_late = split(back_ahead, back_cyclic)
    back_final = [Statement(equation, origin=(equation.name,)) for equation in back_rest]
    runs, blocks = stack([early, late, final], adjoints)
    early, late, final = (stacked(part, runs) for part in (early, late, final))
    back_early, back_late, back_final = (stacked(part, runs) for part in (back_early, back_late, back_final))
    fused, made, aliases = fuse([*early, *late, *final], blocks, adjoints)
    blocks = [*blocks, *made]
    sizes = [len(part) for part in (early, late, final)]
    moved = _like(fused, [early, late, final])
    assert sum(map(len, moved)) <= sum(sizes)
    kept = {t.name for s in (*back_early, *back_final) for t in (s.target, *s.equation.reads())}
    kept |= {carrier.name for carrier in carries.values()} | {
        m.name for b in blocks if b.tensor.name in kept for m in b.members
    }
    back_loop = inline(settle(back_late, blocks), kept)
    return Plan(
        backward,
        Program(settle(moved[0], blocks), settle(moved[1], blocks), settle(moved[2], blocks)),
        Program(settle(back_early, blocks), back_loop, settle(back_final, blocks)),
        tuple(blocks),
        aliases,
        carries,
    )


def _like(fused: Sequence[Statement], parts: Sequence[Sequence[Statement]]) -> list[list[Statement]]:
    """Sort fused statements back into the phases that they came from."""
    phase = {name: i for i, part in enumerate(parts) for s in part for name in s.origin if not s.accumulate or i == 1}
    return [
        [s for s in fused if (s in part) or (not any(s in p for p in parts) and phase[s.origin[-1]] == i)]
        for i, part in enumerate(parts)
    ]
