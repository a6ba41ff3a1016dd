"""How the error flows from step to step: equations read at another step, direct paths, complete recurrences.

The *direct path* of a state is what its own update equation alone sends back to the step before, with all else that the
equation reads held fixed: dL/dc^{t-1} = dL/dc^t ⊙ f^t for the cell of an LSTM.  The complete recurrence has the other
paths too, through whatever else reads the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.calculus import Backward, Derivation, Path
from derive.core.equations import TIME, Bound, Equation, Index, Kind, Tensor, Term

STEPS = Bound.over(TIME)
"""t = 1 … T."""


def on_range(term: Term, within: Bound) -> Bound:
    """The steps on which a term of an equation on ``within`` exists."""
    return next((bound for bound in term.when if bound.index == TIME), within)


def term_at(term: Term, step: sp.Expr, within: Bound, steps: Bound = STEPS) -> Term | None:
    """A term of an equation, read at another step: t-1 for the steps 1…T, or one of the ends; None if there is none.

    Args:
        term: a term of an equation that holds for ``within``.
        step: the step that takes the place of t; it may hold t.
        within: the steps on which the equation holds.
        steps: the range of the t in ``step``.
    """
    exists = on_range(term, within)
    moved = term.xreplace({TIME: step}).expr
    others = tuple(bound for bound in term.when if bound.index != TIME)
    if not step.has(TIME):
        if (exists.lo - step).is_positive or (step - exists.hi).is_positive:
            return None
        return replace(term, expr=moved, when=others)
    ahead = step - TIME
    left = steps.meet(exists.lo - ahead, exists.hi - ahead)
    if left.empty:
        return None
    return replace(term, expr=moved, when=others if left == steps else (*others, left))


def equation_at(equation: Equation, step: sp.Expr, steps: Bound = STEPS) -> tuple[Term, ...]:
    """The right-hand side of an equation in time, read at another step."""
    within = next(bound for bound in equation.bounds if bound.index == TIME)
    terms = (term_at(term, step, within, steps) for term in equation.terms)
    return tuple(term for term in terms if term is not None)


@dataclass(frozen=True)
class Flow:
    """What reaches a state at step t-1, for t = 1…T.

    Attributes:
        state: the state.
        direct: the terms through its own update equation.
        others: the other paths, and what each of them contributes.
    """

    state: Tensor
    direct: tuple[Term, ...]
    others: tuple[tuple[Path, Term], ...]


def flow(backward: Backward, state: Tensor) -> Flow:
    """The direct path of a state and the paths beside it."""
    derivation = backward.derivation(state)
    within = next(bound for bound in derivation.equation.bounds if bound.index == TIME)
    arriving = [(path, term_at(path.result, TIME - 1, within)) for path in derivation.paths]
    direct = tuple(term for path, term in arriving if term is not None and path.user.tensor == state)
    others = tuple((path, term) for path, term in arriving if term is not None and path.user.tensor != state)
    return Flow(state, direct, others)


@dataclass(frozen=True)
class Step:
    """How an error gets from a state at step t to the same state one step before (after, where time runs backward).

        δc[t-1,n,j] = Σ terms · δc[t,n,j]        elementwise: one factor for each component, ∂c[t,n,j]/∂c[t-1,n,j]
        δh[t-1,n,j] = Σ_r terms · δh[t,n,r]      by a matrix, which mixes the components

    Attributes:
        state: the state.
        ahead: t-1, or t+1 for a state that is carried backward in time.
        terms: what stands before the gradient at step t.
        arriving: the indices of that gradient.
    """

    state: Tensor
    ahead: sp.Expr
    terms: tuple[Term, ...]
    arriving: tuple[Index, ...]

    @property
    def elementwise(self) -> bool:
        return self.arriving == self.state.indices()

    @property
    def factor(self) -> sp.Expr:
        """What each component is multiplied by, in an elementwise step."""
        return sp.Add(*(term.expr for term in self.terms))

    def at(self, now: sp.Expr) -> Step:
        """The same with another step in the place of t."""
        return replace(self, terms=tuple(term.xreplace({TIME: now}) for term in self.terms))


def direct_step(backward: Backward, state: Tensor) -> Step | None:
    """The step along the direct path; None where there is none."""
    return _step(backward, state, flow(backward, state).direct)


def chain_step(backward: Backward, state: Tensor) -> Step | None:
    """The step of a state without a direct path to which all error comes by one way, as in a plain RNN; else None.

    What lies on the way is put in: R^T δa^t becomes R^T diag(φ') δh^t.
    """
    adjoint, flowing = backward.derivation(state).adjoint, flow(backward, state)
    terms = [term for path, term in flowing.others if path.user.tensor.kind is not Kind.LOSS]
    while not flowing.direct and len(terms) == 1:
        [component] = _arriving(terms[0])
        if component.base == adjoint:
            return _step(backward, state, terms)
        if not backward.system.defines(component.base):  # it arrives from outside: there is no way back from there
            break
        before = backward.system.equation(component.base)
        if len(before.terms) != 1 or before.terms[0].sums or not _arriving(before.terms[0]):
            break
        rule = dict(zip(before.indices, component.indices, strict=True))
        terms = [terms[0].xreplace({component: before.terms[0].expr.xreplace(rule)})]
    return None


def _step(backward: Backward, state: Tensor, terms: Sequence[Term]) -> Step | None:
    """These terms of the gradient of a state, each without the gradient of a neighbouring step that it holds."""
    adjoint = backward.derivation(state).adjoint
    found: list[Term] = []
    places: set[tuple[sp.Expr, ...]] = set()
    for term in terms:
        [component] = _arriving(term)
        if component.base != adjoint:
            return None
        now, *others = component.indices
        here = {TIME: 2 * TIME - now}  # the step at which the gradient stands becomes t
        found.append(replace(term, expr=(term.expr / component).xreplace(here), when=()))
        places.add((TIME, *others))
    if len(places) != 1:
        return None
    [arriving] = places
    return Step(state, TIME + (1 if state.reverse else -1), tuple(found), arriving)


def paths_of(derivation: Derivation, term: Term) -> tuple[int, ...]:
    """The numbers, from 1, of the paths that were added up to a term of the derived equation."""
    arriving = _arriving(term)
    alike = [replace(path.result, expr=sp.S.One) == replace(term, expr=sp.S.One) for path in derivation.paths]
    return tuple(
        number
        for number, (path, like) in enumerate(zip(derivation.paths, alike, strict=True), start=1)
        if like and (path.result.expr == term.expr or (not term.sums and _arriving(path.result) == arriving))
    )


def _arriving(term: Term) -> frozenset[sp.Indexed]:
    kinds = (Kind.ADJOINT, Kind.SEED)
    return frozenset(component for component in term.components() if component.base.kind in kinds)
