"""Derived equations as an article would write them: in its notation, at its steps, one loss, one sequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeAlias

import sympy as sp

from derive.analysis.flow import STEPS, flow, term_at
from derive.calculus import adjoint
from derive.core.equations import TIME, Bound, Equation, Kind, N, T, Term
from derive.core.functions import Elementwise
from derive.forms.matrix import matrix_form
from derive.language import Cell
from derive.notation.files import known
from derive.notes.script import ROOM, Script, underbraced
from derive.typeset.lines import aligned

Lines: TypeAlias = "tuple[str, ...]"
"""Equations below each other, to be aligned at their equals signs."""


class Hand:
    """An article's notation.

    Args:
        name: of the notation.
        pointing: mark the symbols of tensors.
    """

    def __init__(self, name: str, pointing: bool = False) -> None:
        self.notation, self.pointing = known(name), pointing
        self.on = cache(self._on)

    def _on(self, cell: Cell, steps: int | None = None) -> Derived:
        """The equations of a cell; with the number of steps, those of a network that is unrolled so often."""
        return Derived(Script(adjoint(cell.system), self.notation, self.pointing), steps)


class Derived:
    """The equations of one cell or network.

    Nothing arrives from outside but the network's own loss, and there is one sequence.
    """

    def __init__(self, script: Script, steps: int | None) -> None:
        self.script = script
        backward = script.backward
        self.known = {e.name: e for e in (*backward.forward.equations, *backward.system.equations)}
        self.last = {T.symbol: sp.Integer(steps)} if steps else {}

    def equation(
        self,
        name: str,
        step: sp.Expr | int = TIME,
        where: Mapping[str, int] | None = None,
        through: Iterable[str] = (),
    ) -> Lines:
        """The equation of a tensor.

        Args:
            name: the tensor; ``dc`` for the gradient by c.
            step: the step at which it is read.
            where: tensors that have the same value in all components.
            through: tensors in whose place their own equations are put.
        """
        equation = self.known[name]
        for inner in through:
            equation = substituted(equation, self.known[inner])
        return self.lines(equation, self.at(equation, step, where or {}), step)

    def direct(self, state: str, step: sp.Expr | int = TIME) -> Lines:
        """What the equation of a state itself sends back from ``step`` to the step before."""
        backward, step = self.script.backward, sp.sympify(step)
        derivation = backward.derivation(state)
        terms = [term.xreplace({TIME: step}) for term in flow(backward, derivation.tensor).direct]
        return self.lines(derivation.equation, terms, step - 1)

    def weights(self, equation: str) -> Lines:
        """The gradient of the concatenated weights of an equation."""
        joint = self.script.joints[equation]
        parts = [self.known[f"d{weight.tensor.name}"] for weight in joint.weights]
        alone = [self.script.with_terms(part, map(self.alone, part.terms)) for part in parts]
        node = joint.gradient([matrix_form(part, self.script.reading) for part in alone])
        if node is None:
            raise ValueError(f"the blocks of the weights of {equation} have gradients of several shapes")
        lead = min((weight.tensor for weight in joint.weights), key=lambda tensor: not tensor.name.startswith("W"))
        left = self.script.notation.joined(lead, adjoint=True)
        return aligned(left, [self.script.printer.node_piece(self.script.tree(node))], ROOM)

    def left(self, name: str, step: sp.Expr | int = TIME) -> str:
        """A tensor at a step, as it stands before the equals sign."""
        return self.script.sides(self.known[name], sp.sympify(step))[0]

    # --- how an equation becomes special

    def lines(self, equation: Equation, terms: Sequence[Term], step: sp.Expr | int) -> Lines:
        """The equation with these terms, those that do not exist everywhere above the steps on which they do."""
        left, pieces, _ = self.script.sides(self.script.with_terms(equation, terms), sp.sympify(step))
        for place, term in enumerate(terms):
            for bound in term.when:
                sign, text = pieces[place]
                pieces[place] = sign, underbraced(text, self.script.condition(bound, 1))
        return aligned(left, pieces, ROOM - 8)

    def at(self, equation: Equation, step: sp.Expr | int, where: Mapping[str, int]) -> list[Term]:
        """The terms that are left at a step."""
        within = [_ended(bound, self.last) for bound in equation.bounds if bound.index == TIME]
        terms: list[Term | None] = [self.alone(term) for term in equation.terms]
        if within:
            terms = [term_at(t, sp.sympify(step), within[0], _ended(STEPS, self.last)) for t in terms if t is not None]
        found = (replace(term, expr=_valued(term.expr, where)) for term in terms if term is not None)
        return [term for term in found if term.expr != 0]

    def alone(self, term: Term) -> Term:
        """A term of a network on these steps, of one sequence, with the loss as its only gradient from outside."""
        special = {c: sp.S.Zero for c in term.components() if c.base.kind is Kind.SEED}
        loss = self.script.forward.loss
        special |= {c: sp.S.One for c in term.components() if loss is not None and c.base.of == loss}
        return replace(
            term,
            expr=term.expr.xreplace(special).xreplace(self.last),
            sums=tuple(_ended(bound, self.last) for bound in term.sums if bound.index.size is not N),
            when=tuple(_ended(bound, self.last) for bound in term.when),
        )


def _ended(bound: Bound, last: Mapping[sp.Basic, sp.Basic]) -> Bound:
    return replace(bound, lo=bound.lo.xreplace(last), hi=bound.hi.xreplace(last))


def _valued(expr: sp.Expr, where: Mapping[str, int]) -> sp.Expr:
    """An expression in which some tensors are numbers; a function of a number is one."""
    numbers = {c: sp.Integer(where[c.base.name]) for c in expr.atoms(sp.Indexed) if c.base.name in where}
    return expr.xreplace(numbers).replace(
        lambda e: isinstance(e, Elementwise) and not e.free_symbols, lambda e: e.definition(*e.args)
    )


def substituted(equation: Equation, inner: Equation) -> Equation:
    """An equation with the right-hand side of another, which has one term, in place of its tensor."""
    [term] = inner.terms
    if term.sums or term.when:
        raise ValueError(f"{inner.name} is a sum")

    def put(expr: sp.Expr) -> sp.Expr:
        read = [c for c in expr.atoms(sp.Indexed) if c.base == inner.tensor]
        return expr.xreplace({c: term.expr.xreplace(dict(zip(inner.indices, c.indices, strict=True))) for c in read})

    return Equation(equation.tensor, equation.bounds, tuple(replace(t, expr=put(t.expr)) for t in equation.terms))
