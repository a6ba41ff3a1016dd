"""The words of a proof: how paths, sums and ranges are written, for all the lemmas alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derive.core.equations import Bound, Equation, Kind, T, Tensor, Term
from derive.proof.expressions import PRODUCT
from derive.proof.routes import Route, routes
from derive.proof.statement import Statement

DERIVED = (Kind.ADJOINT, Kind.SEED)


@dataclass(frozen=True)
class Lemma:
    """A step of the proof.

    Attributes:
        text: definitions, statement and proof.
        about: what is refused where Coq refuses it, in words.
    """

    text: str
    about: str


class Words:
    """The statement and the paths of a certificate, and how the proof writes them."""

    def __init__(self, statement: Statement) -> None:
        self.say, self.backward = statement, statement.backward
        self.forward = self.backward.forward
        self.routes = routes(self.backward)

    def pattern(self, equation: Equation) -> str:
        return " ".join([self.say.names.of[equation.name], *map(str, equation.tensor.indices())])

    def direct(self) -> list[Route]:
        """The paths of what arrives: from the loss itself."""
        return [route for route in self.routes if not self.forward.defines(route.path.user.tensor)]

    @cached_property
    def outputs(self) -> dict[sp.Expr, Equation]:
        """The equations of one function application, by what they compute."""
        return {
            equation.terms[0].expr: equation
            for equation in self.forward.equations
            if len(equation.terms) == 1
            and isinstance(equation.terms[0].expr, sp.Function)
            and not equation.terms[0].sums
        }

    def reads(self, equation: Equation) -> list[list[Route]]:
        """The paths through each term of an equation."""
        return [
            [r for r in self.routes if r.path.user.name == equation.name and r.path.read is term]
            for term in equation.terms
        ]

    def groups(self, u: Tensor, mine: list[Route]) -> tuple[list[tuple[Term, list[Route]]], list[Route]]:
        """The terms of the gradient's equation, each with the paths that it collects, and the paths that none does."""
        terms, left = self.backward.derivation(u).equation.terms, list(mine)
        groups: list[tuple[Term, list[Route]]] = []
        for term in terms:
            same = [r for r in left if (r.path.result.sums, r.path.result.when) == (term.sums, term.when)]
            chosen = next(([r] for r in same if r.path.result.expr == term.expr), None)
            if chosen is None:
                arriving = _arriving(term.expr)
                chosen = [r for r in same if _arriving(r.path.result.expr) == arriving]
                total = sp.Add(*(r.path.result.expr for r in chosen))
                if sp.expand(total - term.expr) != 0 and not term.sums:
                    chosen = chosen or same
            groups.append((term, chosen))
            left = [r for r in left if r not in chosen]
        return groups, left

    def definition(self, route: Route) -> str:
        return f"Definition F'{route.number} : B := {self.say.sums(route.bounds)}{self.read(route)}."

    def moves(self, tensor: Tensor, at: Iterable[sp.Expr]) -> str:
        return f"D ({self.say.component(tensor.at(at), False)})"

    def read(self, route: Route) -> str:
        """What stands inside F_k."""
        return " * ".join([*self.weight(route), *self.share(route)])

    def weight(self, route: Route) -> list[str]:
        """The gradient of the reader; 1 for the loss that a network states, nothing for what arrives."""
        if route.weight is not None:
            return [self.say.component(route.weight, True)]
        return ["1"] if self.forward.defines(route.path.user.tensor) else []

    def share(self, route: Route) -> list[str]:
        one = [] if route.coefficient == 1 else [self.say.expression(route.coefficient, True, PRODUCT)]
        return [*one, self.moves(route.tensor, route.at)]

    def given(self, bounds: Iterable[Bound]) -> str:
        """Indices and their ranges, as arguments of a lemma."""
        bounds = list(bounds)
        names = " ".join(str(b.index) for b in bounds)
        ranges = " ".join(f"(R'{b.index} : ({self.say.span(b)})%N)" for b in bounds)
        return f"({names} : nat) {ranges} " if bounds else ""

    @staticmethod
    def arguments(bounds: Iterable[Bound]) -> str:
        bounds = list(bounds)
        return " ".join([*(str(b.index) for b in bounds), *(f"R'{b.index}" for b in bounds)])

    @staticmethod
    def peel(bounds: Iterable[Bound]) -> str:
        return "".join(f"apply: eq_big_nat => {b.index} R'{b.index}. " for b in bounds)

    @staticmethod
    def total(found: Iterable[Route]) -> str:
        return " + ".join(f"B'{r.number}" for r in found) or "0"

    def component(self, equation: Equation, b: bool) -> str:
        """The left-hand side of an equation."""
        return self.say.component(equation.tensor.at(equation.indices), b)

    def solved(self, equation: Equation, hypothesis: str) -> tuple[str, str]:
        """Variables and range of a lemma about an equation, and why the equation holds there."""
        names = " ".join(str(b.index) for b in equation.bounds)
        holds = f"{hypothesis} ({self.pattern(equation)})"
        if timed := [b for b in equation.bounds if b.index.size == T]:
            return f"({names} : nat) (R't : ({self.say.span(timed[0])})%N) ", f"if_true ({holds}) R't"
        return f"({names} : nat) " if names else "", holds

    @staticmethod
    def at(lemma: str, equation: Equation) -> str:
        """A lemma about an equation, at the equation's own indices."""
        ranges = ["R't"] if any(b.index.size == T for b in equation.bounds) else []
        return f"({' '.join([lemma, *(str(b.index) for b in equation.bounds), *ranges])})"


def fold(lemma: str, proofs: Sequence[str]) -> str:
    """The proof about a sum ((a + b) + c) from proofs about its summands, by a lemma about two."""
    whole = proofs[0]
    for proof in proofs[1:]:
        whole = f"apply: {lemma}; [{whole} | {proof}]"
    return whole


def _arriving(expr: sp.Expr) -> frozenset[sp.Expr]:
    return frozenset(c for c in expr.atoms(sp.Indexed) if c.base.kind in DERIVED)
