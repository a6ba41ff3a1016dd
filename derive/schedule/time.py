"""What the loop over time must do, and what need not be in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.calculus import Backward
from derive.equations import TIME, Equation, Kind, T, Tensor, Term
from derive.schedule.program import Statement, reachable, same_step


def carry(backward: Backward) -> tuple[tuple[Equation, ...], dict[str, Tensor]]:
    """Compute at step t+1 what step t needs of it.

    dc[t] = … + dc[t+1]·f[t+1] + dc_T[t=T]   becomes   dc_next[t] = dc[t]·f[t]   and   dc[t] = … + dc_next[t+1],
    where the gradient of the final state is what dc_next starts from.
    """
    equations: list[Equation] = []
    carries: dict[str, Tensor] = {}
    for equation in backward.system.equations:
        of = equation.tensor.of
        if of is None or of.kind is not Kind.STATE:
            equations.append(equation)
            continue
        late = [term for term in equation.terms if _shifted(term)]
        here = tuple(replace(term, when=()) for term in equation.terms if term not in late and not _final_seed(term))
        tensor = Tensor(f"{equation.name}_next", equation.tensor.axes, Kind.ADJOINT, 1, of=of)
        carries[of.name] = tensor
        arrived = Term(tensor.at((TIME + 1, *equation.indices[1:])))
        equations.append(Equation(equation.tensor, tensor.bounds(), (*here, arrived)))
        earlier = tuple(replace(term.xreplace({TIME: TIME - 1}), when=()) for term in late)
        equations.append(Equation(tensor, tensor.bounds(), earlier))
    return tuple(equations), carries


def _shifted(term: Term) -> bool:
    return any(c.base.in_time and c.indices[0] == TIME + 1 for c in term.components())


def _final_seed(term: Term) -> bool:
    return any(bound.index == TIME and bound.lo == T.symbol for bound in term.when)


def phases(
    equations: Sequence[Equation], always: Iterable[str] = ()
) -> tuple[list[Equation], list[Equation], list[Equation]]:
    """Before the loop, in it, after it.

    In the loop is what lies on a cycle through time (or is named in ``always``), and what lies between two such; before
    it, what the loop needs.
    """
    defined = {equation.name: equation for equation in equations}
    reads = {name: {t.name for t in e.reads() if t.name in defined} for name, e in defined.items()}
    reach = {name: reachable(name, reads) for name in defined}
    cyclic = {name for name in defined if name in reach[name]} | set(always)
    loop = {
        name
        for name in defined
        if name in cyclic or (reach[name] & cyclic and any(name in reach[other] for other in cyclic))
    }
    before = {name for name in defined if name not in loop and any(name in reach[other] for other in loop)}
    if not loop:
        before = set(defined)
    ordered = [defined[name] for name in _order(defined, reads)]
    return (
        [e for e in ordered if e.name in before],
        [e for e in ordered if e.name in loop],
        [e for e in ordered if e.name not in before | loop],
    )


def _order(defined: dict[str, Equation], reads: dict[str, set[str]]) -> list[str]:
    """The given order, but after whatever is read at the same step."""
    same = {
        name: {c.base.name for term in e.terms for c in term.components() if same_step(c)} & set(defined)
        for name, e in defined.items()
    }
    done: list[str] = []
    while len(done) < len(defined):
        done.append(next(name for name in defined if name not in done and same[name] <= set(done)))
    return done


def split(before: Sequence[Equation], loop: Sequence[Equation]) -> tuple[list[Statement], list[Statement]]:
    """Take the products that nothing in the loop feeds out of it, with the constants beside them."""
    inside = {equation.name for equation in loop}
    early = [Statement(equation, origin=(equation.name,)) for equation in before]
    late: list[Statement] = []
    for equation in loop:
        free = [term for term in equation.terms if not any(tensor.name in inside for tensor in term.reads())]
        rest = [term for term in equation.terms if term not in free]
        if any(term.sums for term in free) and rest:
            early.append(Statement(replace(equation, terms=tuple(free)), origin=(equation.name,)))
            late.append(Statement(replace(equation, terms=tuple(rest)), accumulate=True, origin=(equation.name,)))
        else:
            late.append(Statement(equation, origin=(equation.name,)))
    return early, late
