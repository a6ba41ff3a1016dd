r"""Expressions as Coq text: with :mod:`.statement`, and Coq, all that must be trusted.

Every index is a natural number that counts from 1 as in the equations, time among them: ``h[t-1,n,j]`` is
``h t.-1 n j``, and ``Σ_{k=1…M}`` is ``\sum_(1 <= k < M.+1)``.  A computed component is read through the assignment
``v`` (forward, over the ring A) or ``w`` (gradients, over the ring B); in B, values of A are under ``ev``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import Bound, Equation, Term
from derive.core.functions import Elementwise
from derive.proof.names import Names

LARGEST = 64
"""Numbers beyond this are not written in Coq's numerals, which count: a denominator becomes a constant of its own."""

SUM, PRODUCT, ARGUMENT = range(3)
"""Where a text stands: among summands, among factors, as the argument of a function."""


class Refused(Exception):
    """A certificate cannot be written, for the reason given."""


class Expressions:
    """Components, indices and expressions of one derivation as Coq text.

    Attributes:
        backward: the derivation.
        names: the identifiers of its tensors.
        constants: the names of numbers that are no integers, as far as they have been printed.
    """

    def __init__(self, backward: Backward) -> None:
        self.backward, self.names = backward, Names(backward)
        self.constants: dict[sp.Expr, str] = {}
        self.functions: dict[str, type[Elementwise] | None] = {}  # called so far; None: 1/x, which is no class
        self.maxima = False

    @cached_property
    def unit(self) -> int:
        """The common denominator: rational numbers are printed as multiples of its inverse."""
        systems = (self.backward.objective, self.backward.system)
        found = [term.expr for system in systems for equation in system.equations for term in equation.terms]
        for function in {call.func for expr in found for call in expr.atoms(Elementwise)}:
            found += [function(*sp.symbols("x:9")[: function.arity]).fdiff(n + 1) for n in range(function.arity)]
        numbers = {number.q for expr in found for number in sp.sympify(expr).atoms(sp.Rational)}
        return int(sp.ilcm(1, *(q for q in numbers if q <= LARGEST)))

    # ---- expressions

    def index(self, at: sp.Expr) -> str:
        """The text of an index: a symbol shifted by a number."""
        shift, symbol = at.as_coeff_Add()
        if symbol == 0 and shift >= 0:
            return str(shift)
        if not shift.is_Integer or shift < -1 or shift > 4:
            raise Refused(f"the index {at} is shifted by more than a certificate can say")
        name = str(symbol) if symbol.is_Symbol else f"({symbol})"
        return name + {-1: ".-1", 0: "", 1: ".+1"}.get(int(shift), f".+{shift}")

    def span(self, bound: Bound) -> str:
        """The range of an index, its end left out: ``1 <= t < T.+1``."""
        return f"{self.index(bound.lo)} <= {bound.index} < {self.index(bound.hi + 1)}"

    def component(self, at: sp.Indexed, b: bool) -> str:
        """One component, over A or B."""
        words = [self.names.of[at.base.name], *map(self.index, at.indices if at.base.axes else ())]
        text, assignment = " ".join(words), self.names.assignment(at.base)
        if assignment:
            text = f"{assignment} {text}" if len(words) == 1 else f"{assignment} ({text})"
        return f"ev ({text})" if b and not self.names.over_b(at.base) else text

    def constant(self, value: sp.Expr) -> str:
        """The name of a number that is no integer: of 1/4 over_4, of 1/H over_H, of any other constant_1."""
        inverse = 1 / value
        name = f"over_{inverse}" if inverse.is_Integer or inverse.is_Symbol else f"constant_{len(self.constants) + 1}"
        return self.constants.setdefault(value, name)

    def expression(self, e: sp.Expr, b: bool, where: int = SUM) -> str:
        """An expression over A, or its value over B."""

        def enclosed(text: str, when: bool) -> str:
            return f"({text})" if when else text

        def leaf(text: str) -> str:
            return enclosed(f"ev ({text})" if b else text, where == ARGUMENT)

        if isinstance(e, sp.Indexed):
            return enclosed(self.component(e, b), where == ARGUMENT)
        if isinstance(e, Elementwise) and self.varies(e):
            self.functions.setdefault(type(e).__name__, type(e))
            return leaf(" ".join([type(e).__name__, *(self.expression(part, False, ARGUMENT) for part in e.args)]))
        match e:
            case sp.Add():
                text = self.expression(e.args[0], b, PRODUCT)
                for part in e.args[1:]:
                    negative = part.as_coeff_Mul()[0] < 0
                    text += f" {'-' if negative else '+'} {self.expression(-part if negative else part, b, PRODUCT)}"
                return enclosed(text, where != SUM)
            case sp.Mul() if e.as_coeff_Mul()[0] < 0:
                return f"(- {self.expression(-e, b, ARGUMENT)})"
            case sp.Mul():
                return enclosed(" * ".join(self.expression(part, b, PRODUCT) for part in e.args), where == ARGUMENT)
            case sp.Integer():
                return f"(- {self.number(-int(e))})" if e < 0 else self.number(int(e))
            case sp.Rational():
                if e < 0:
                    return f"(- {self.expression(-e, b, ARGUMENT)})"
                times, rest = divmod(int(e.p) * self.unit, int(e.q))
                share = leaf(self.constant(e if rest else sp.Rational(1, self.unit)))
                return share if rest or times == 1 else f"({self.number(times)} * {share})"
            case sp.Symbol() if e.is_integer:
                return f"{e}%:R"
            case sp.Dummy():
                return leaf(e.name)
            case sp.KroneckerDelta():
                left, right = (self.lookup(side) for side in e.args)
                return f"({left} == {right})%:R"
            case sp.Pow() if self.varies(e.base) and e.exp.is_Integer:
                if abs(e.exp) > 16:
                    raise Refused(f"the power {e}")
                factor = e.base
                if e.exp < 0:
                    self.functions.setdefault("inv", None)
                    text = leaf(f"inv {self.expression(factor, False, ARGUMENT)}")
                else:
                    text = self.expression(factor, b, PRODUCT)
                return enclosed(" * ".join([text] * abs(int(e.exp))), where == ARGUMENT)
            case _ if not self.varies(e) and (e.is_number or e.free_symbols):
                return leaf(self.constant(e))
        raise Refused(f"there is no Coq text for {e}, a {type(e).__name__}")

    def number(self, n: int) -> str:
        """A natural number of the ring."""
        if n <= LARGEST:
            return str(n) if n <= 1 else f"{n}%:R"
        high, low = divmod(n, LARGEST)
        return f"({self.number(high)} * {LARGEST}%:R + {self.number(low)})"

    @staticmethod
    def varies(e: sp.Expr) -> bool:
        """Whether a tensor's component (or a variable of a slope) occurs."""
        return bool(e.atoms(sp.Indexed, sp.Dummy))

    def lookup(self, side: sp.Expr) -> str:
        """One side of a Kronecker delta: an index, or the component of a tensor of integers."""
        return self.component(side, False) if isinstance(side, sp.Indexed) else self.index(side)

    def sums(self, bounds: Iterable[Bound]) -> str:
        return "".join(rf"\sum_({self.span(bound)}) " for bound in bounds)

    def term(self, term: Term, b: bool) -> str:
        """A summand of an equation, with its sums and conditions."""
        if term.reduce == "max":
            self.maxima = True
            text = self.expression(term.expr, b)
            for bound in reversed(term.sums):
                span = f"index_iota {self.index(bound.lo)} {self.index(bound.hi + 1)}"
                text = f"largest [seq {text} | {bound.index} <- {span}]"
            text = f"ev ({text})" if b else text
        else:
            text = f"{self.sums(term.sums)}{self.expression(term.expr, b, PRODUCT if term.sums else SUM)}"
        for bound in reversed(term.when):
            text = f"if ({self.span(bound)})%N then {text} else 0"
        return text

    def right(self, equation: Equation, b: bool) -> str:
        """The right-hand side of an equation, over A or B."""
        texts = [self.term(term, b) for term in equation.terms]
        return "\n      + ".join(f"({text})" for text in texts) if len(texts) > 1 else "".join(texts) or "0"
