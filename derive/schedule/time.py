"""What the loops over time must do, and what need not be in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import TIME, Bound, Equation, Kind, T, Tensor, Term
from derive.schedule.program import Segment, Statement, reachable, same_step


@dataclass
class Carries:
    """How gradients travel from step to step.

    Attributes:
        by: state → the tensor that carries its gradient.
        start: state → the tensor that the carrying starts from.
    """

    by: dict[str, Tensor] = field(default_factory=dict)
    start: dict[str, Tensor] = field(default_factory=dict)


def carry(backward: Backward) -> tuple[tuple[Equation, ...], Carries]:
    """Compute at step t+1 what step t needs of it.

    dc[t] = … + dc[t+1]·f[t+1] + dc_T[t=T]   becomes   dc_next[t] = dc[t]·f[t],   dc_start = dc_T   and
    dc[t] = … + dc_next[t+1], where dc_next[T+1] is dc_start.  Where a cell runs backward in time, its gradient runs
    forward: t-1 and 1 take the places of t+1 and T.
    """
    equations: list[Equation] = []
    carries = Carries()
    for equation in backward.system.equations:
        of = equation.tensor.of
        if of is None or of.kind is not Kind.STATE:
            equations.append(equation)
            continue
        ahead, edge = (-1, sp.S.One) if of.reverse else (1, T.symbol)
        late = [term for term in equation.terms if _reads_at(term, TIME + ahead)]
        starts = [term for term in equation.terms if term not in late and fixed_step(term) == edge]
        here = tuple(term for term in equation.terms if term not in late and term not in starts)
        tensor = Tensor(f"{equation.name}_next", equation.tensor.axes, Kind.ADJOINT, 1, of=of)
        start = Tensor(f"{equation.name}_start", equation.tensor.axes[1:], Kind.ADJOINT, 1, of=of)
        carries.by[of.name], carries.start[of.name] = tensor, start
        arrived = Term(tensor.at((TIME + ahead, *equation.indices[1:])))
        equations.append(Equation(start, start.bounds(), tuple(_at(term, edge) for term in starts)))
        equations.append(Equation(equation.tensor, tensor.bounds(), (*here, arrived)))
        earlier = tuple(replace(term.xreplace({TIME: TIME - ahead}), when=()) for term in late)
        equations.append(Equation(tensor, tensor.bounds(), earlier))
    return tuple(equations), carries


def _reads_at(term: Term, step: sp.Expr) -> bool:
    """Whether the term reads a gradient at this step."""
    components = (c for c in term.components() if c.base.in_time and c.base.kind is Kind.ADJOINT)
    return any(component.indices[0] == step for component in components)


def fixed_step(term: Term) -> sp.Expr | None:
    """The one step on which the term exists, if it is but one."""
    bound = next((bound for bound in term.when if bound.index == TIME), None)
    return bound.lo if bound is not None and bound.lo == bound.hi else None


def _at(term: Term, step: sp.Expr) -> Term:
    return replace(term.xreplace({TIME: step}), when=())


def segments(equations: Sequence[Equation], ties: Iterable[tuple[str, str]] = ()) -> list[tuple[int, list[Equation]]]:
    """The loops over time, and what lies before, between and after them.

    Equations that lie on a common cycle through time (a strongly connected component of the dependence graph) form a
    loop; all else is computed for all steps at once.  ``ties`` are further edges of the graph.

    Returns:
        (direction, equations) in order; direction 1 runs from 1 to T, -1 from T to 1, and 0 is no loop.
    """
    defined = {equation.name: equation for equation in equations}
    reads = {name: {t.name for t in e.reads() if t.name in defined} for name, e in defined.items()}
    for reader, read in ties:
        reads[reader].add(read)
    reach = {name: reachable(name, reads) for name in defined}
    cycle = {name: frozenset(m for m in reach[name] if name in reach[m]) for name in defined}
    order = in_order(equations)
    result: list[tuple[int, list[Equation]]] = []
    done: set[str] = set()
    while len(done) < len(defined):
        ready = [name for name in order if name not in done and reads[name] <= done | cycle[name] | {name}]
        ready = [name for name in ready if all(reads[m] <= done | cycle[name] for m in cycle[name])]
        free = [name for name in ready if not cycle[name]]
        if free:
            if not result or result[-1][0]:
                result.append((0, []))
            result[-1][1].append(defined[free[0]])
            done.add(free[0])
        else:
            members = [defined[name] for name in order if name in cycle[ready[0]]]
            result.append((direction(members), members))
            done |= cycle[ready[0]]
    return result


def direction(equations: Sequence[Equation]) -> int:
    """Which way a loop over these must run: 1 if a step reads the one before, -1 if it reads the one after.

    Raises:
        ValueError: both, so that no loop computes them.
    """
    names = {equation.name for equation in equations}
    steps = {
        component.indices[0] - TIME
        for equation in equations
        for term in equation.terms
        for component in term.components()
        if component.base.name in names and component.base.in_time and not same_step(component)
    }
    if len(steps) > 1:
        raise ValueError(f"{', '.join(sorted(names))} depend on each other in both directions of time")
    return -int(steps.pop()) if steps else 0


def in_order(equations: Sequence[Equation]) -> list[str]:
    """Their names in the given order, but after whatever is read at the same step."""
    names = [equation.name for equation in equations]
    same = {
        e.name: {c.base.name for term in e.terms for c in term.components() if same_step(c)} & set(names)
        for e in equations
    }
    done: list[str] = []
    while len(done) < len(names):
        done.append(next(name for name in names if name not in done and same[name] <= set(done)))
    return done


def loops(equations: Sequence[Equation], ties: Iterable[tuple[str, str]] = ()) -> list[tuple[int, list[Equation]]]:
    """As few loops over time as the equations allow, and what stands outside of time: (1, -1 or 0, equations)."""
    defined = {equation.name for equation in equations}
    result: list[tuple[int | None, list[Equation]]] = []  # None: a loop whose direction does not matter yet
    for equation in (e for _, part in segments(equations, ties) for e in part):
        if not equation.tensor.in_time and not any(sums_over_time(term) for term in equation.terms):
            computed = {e.name for e in result[-1][1]} if result else set()
            if result and result[-1][0] != 0 and not computed & {tensor.name for tensor in equation.reads()}:
                result.insert(-1, (0, [equation]))
            elif result and result[-1][0] == 0:
                result[-1][1].append(equation)
            else:
                result.append((0, [equation]))
            continue
        components = (c for term in equation.terms for c in term.components() if c.base.name in defined)
        steps = {int(c.indices[0] - TIME) for c in components if c.base.in_time and c.indices[0].has(TIME)} - {0}
        way = -steps.pop() if steps else None
        if result and result[-1][0] != 0 and (way is None or result[-1][0] in (None, way)):
            result[-1] = (result[-1][0] or way, [*result[-1][1], equation])
        else:
            result.append((way, [equation]))
    return [(1 if way is None else way, part) for way, part in result]


def sums_over_time(term: Term) -> bool:
    return any(bound.index == TIME for bound in term.sums)


def split(parts: Sequence[Segment]) -> tuple[Segment, ...]:
    """Take out of each loop the products that nothing in it feeds, with the constants beside them.

    What exists on one step only is a statement of its own, outside.
    """
    result: list[Segment] = []
    for part in parts:
        way, equations = part.direction, [statement.equation for statement in part.statements]
        inside = {equation.name for equation in equations} if way else set()
        ahead: list[Statement] = []
        loop: list[Statement] = []
        for equation in equations:
            edges = [term for term in equation.terms if fixed_step(term) is not None and equation.tensor.in_time]
            steady = [replace(term, when=()) for term in equation.terms if term not in edges]
            free = [term for term in steady if not any(tensor.name in inside for tensor in term.reads())]
            rest = [term for term in steady if term not in free]
            early = bool(edges) or not way or (bool(free and rest) and any(term.sums for term in steady))
            origin = (equation.name,)
            if early:
                ahead.append(Statement(replace(equation, terms=tuple(free)), origin=origin))
                ahead += [_edge(equation, term) for term in edges]
            if way:
                terms = rest if early else steady
                loop.append(Statement(replace(equation, terms=tuple(terms)), accumulate=early, origin=origin))
        if ahead:
            if not result or result[-1].direction:
                result.append(Segment(0, ()))
            result[-1] = replace(result[-1], statements=(*result[-1].statements, *ahead))
        if way:
            result.append(Segment(way, tuple(loop)))
    return tuple(result)


def _edge(equation: Equation, term: Term) -> Statement:
    """What a term adds to the one step on which it exists."""
    step = fixed_step(term)
    bounds = tuple(Bound(bound.index, step, step) if bound.index == TIME else bound for bound in equation.bounds)
    return Statement(Equation(equation.tensor, bounds, (_at(term, step),)), True, (equation.name,))
