"""An order in which equations can be evaluated, as a rank of every component: why they have exactly one solution.

The rank of a component is (stage, time, position).  Tensors that depend on each other through time share a stage;
within it, time goes forward or backward, and at one step the position decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sympy as sp
from sympy.utilities.iterables import strongly_connected_components, topological_sort

from derive.core.equations import TIME, Equation


@dataclass(frozen=True)
class Place:
    """Where a tensor's components stand: ``direction`` is 1 where time goes forward, -1 backward, 0 without time."""

    stage: int
    direction: int
    position: int


class Cyclic(Exception):
    """There is no such order."""


def places(equations: Iterable[Equation]) -> dict[str, Place]:
    """The place of every tensor that the equations define.

    Raises:
        Cyclic: a component needs itself, or tensors need each other both ways in time.
    """
    defined = {equation.name: equation for equation in equations}
    reads = {name: list(_reads(equation, defined)) for name, equation in defined.items()}
    edges = [(name, read) for name, found in reads.items() for read, _ in found]
    found: dict[str, Place] = {}
    for stage, members in enumerate(strongly_connected_components((list(defined), edges))):
        inside = [(name, read, shift) for name in members for read, shift in reads[name] if read in members]
        shifts = {shift for *_, shift in inside}
        if None in shifts or (any(s > 0 for s in shifts if s) and any(s < 0 for s in shifts if s)):
            raise Cyclic(f"{', '.join(sorted(members))} need each other in both directions of time")
        direction = -1 if any(s > 0 for s in shifts if s) else 1 if any(s < 0 for s in shifts if s) else 0
        try:
            steps = topological_sort((members, [(read, name) for name, read, shift in inside if shift == 0]))
        except ValueError:
            raise Cyclic(f"{', '.join(sorted(members))} need each other at one step") from None
        found.update({name: Place(stage, direction, position) for position, name in enumerate(steps)})
    return found


def _reads(equation: Equation, defined: dict[str, Equation]) -> Iterable[tuple[str, int | None]]:
    """What the equation reads of the others, and how many steps later; None: at a step of its own."""
    summed = {bound.index for term in equation.terms for bound in term.sums}
    for term in equation.terms:
        for at in sorted(term.expr.atoms(sp.Indexed), key=sp.default_sort_key):
            if at.base.name in defined:
                both = equation.tensor.in_time and at.base.in_time and TIME not in summed
                relative = at.indices[0] - TIME if both else None
                yield at.base.name, int(relative) if relative is not None and relative.is_Integer else None
