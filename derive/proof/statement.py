r"""What a certificate says: the equations and the claim, as Coq text.  This file, and Coq, are all that must be trusted.

Every index is a natural number that counts from 1 as in the equations, time among them: ``h[t-1,n,j]`` is ``h t.-1 n j``,
and ``Σ_{k=1…M}`` is ``\sum_(1 <= k < M.+1)``.  A computed component is read through the assignment ``v`` (forward, over
the ring A) or ``w`` (gradients, over the ring B); in B, the value of an element of A is under ``ev``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import BATCH, Bound, Equation, Kind, T, Tensor, Term
from derive.core.functions import Elementwise
from derive.proof.names import Names

LARGEST = 64
"""Numbers beyond this are not written in Coq's numerals, which count: a denominator becomes a constant of its own."""

SUM, PRODUCT, ARGUMENT = range(3)
"""Where a text stands: among summands, among factors, as the argument of a function."""


class Refused(Exception):
    """A certificate cannot be written, for the reason given."""


class Statement:
    """The sentences of one derivation's certificate, before its proof.

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

    # ---- the document

    conclusion = "exists v w, [/\\ the_solution forward v, the_solution (backward v) w & claim v w]"
    """The equations have exactly one solution, and the claim holds of it."""

    @property
    def theorem(self) -> str:
        return f"{self.backward.forward.name}_gradients_right"

    def rule(self, equation: Equation, b: bool) -> str:
        """A case of ``forward`` or ``backward``: what a component is, on the steps of its equation and elsewhere."""
        tensor, text = equation.tensor, self.right(equation, b)
        pattern = " ".join([self.names.of[tensor.name], *map(str, equation.indices)])
        timed = [bound for bound in equation.bounds if bound.index.size == T]
        if timed:
            rest = " ".join([self.names.initial.get(tensor.name, ""), *map(str, equation.indices[1:])])
            text = f"if ({self.span(timed[0])})%N then {text} else {rest if tensor.name in self.names.initial else 0}"
        return f"  | {pattern} => {text}"

    def signature(self, tensor: Tensor, ring: str, axes: int = 0) -> str:
        return " -> ".join([*["nat"] * (len(tensor.axes) - axes), "nat" if tensor.name in self.names.integers else ring])

    def declarations(self) -> Iterator[str]:
        """The variables: what is given, and what is assumed of functions and constants."""
        forward = self.backward.forward
        sizes = dict.fromkeys(s for size in (T, BATCH.size, *forward.sizes) for s in (size.parts or (size,)))
        slopes: dict[str, str] = {}
        while new := [name for name in self.functions if name not in slopes]:
            slopes.update({name: self.slope(name, self.functions[name]) for name in sorted(new)})
        if self.maxima:
            yield "Variable largest : seq A -> A."
            yield "Hypothesis slope_largest : forall s, D (largest s) = 0.  (* it is held as it is *)"
        for value, name in self.constants.items():
            yield f"Variable {name} : A.  (* {value} *)"
            yield f"Hypothesis slope_{name} : D {name} = 0."
            if value == sp.Rational(1, self.unit):
                yield f"Hypothesis law_{name} : {1 / value}%:R * {name} = 1."
        for name in sorted(slopes):
            function = self.functions[name]
            yield f"Variable {name} : {' -> '.join(['A'] * (1 + (function.arity if function else 1)))}."
        for name in sorted(slopes):
            yield slopes[name]
        yield f"Variables {' '.join(str(size.symbol) for size in sizes if size.symbol.is_Symbol)} : nat."
        yield "Hypothesis one_step : (0 < T)%N."
        for tensor in forward.tensors.values():
            if tensor.name not in self.names.computed:
                yield f"Variable {self.names.of[tensor.name]} : {self.signature(tensor, 'A')}."
            elif tensor.kind is Kind.STATE:
                yield f"Variable {self.names.initial[tensor.name]} : {self.signature(tensor, 'A', 1)}."
            if tensor.kind is Kind.GIVEN and tensor.name not in self.names.integers:
                at = " ".join(map(str, tensor.indices()))
                given = self.names.of[tensor.name]
                yield f"Hypothesis still_{given} : {f'forall {at}, ' if at else ''}D ({given} {at}) = 0."
        for seed in self.backward.seeds:
            yield f"Variable {self.names.of[seed.name]} : {self.signature(seed, 'B')}."

    def slope(self, name: str, function: type[Elementwise] | None) -> str:
        """What is assumed of a function: its slope."""
        names = " ".join(f"x{i}" for i in range(function.arity if function else 1))
        slope = " + ".join(f"{part} * D {x}" for part, x in zip(self.partials(function), names.split(), strict=True))
        return f"Hypothesis slope_{name} : forall {names}, D ({name} {names}) = {slope}."

    def partials(self, function: type[Elementwise] | None) -> list[str]:
        """The slopes of a function by each of its arguments, which are called x0, x1, …"""
        x = [sp.Dummy(f"x{i}") for i in range(function.arity if function else 1)]
        slopes = [function(*x).fdiff(i + 1) for i in range(len(x))] if function else [-(x[0] ** -2)]
        return [self.expression(sp.sympify(slope), True, PRODUCT) for slope in slopes]

    def components(self, name: str, equations: Iterable[Equation]) -> str:
        """The type of the components that equations define."""
        cases = []
        for equation in equations:
            indices = " ".join(map(str, equation.tensor.indices()))
            cases.append(f"  | {self.names.of[equation.name]}" + (f" ({indices} : nat)" if indices else ""))
        return "\n".join([f"Inductive {name} : Set :=", *cases]) + "."

    def claim(self) -> tuple[list[str], list[str]]:
        """The summands of both sides: what arrives times what moves, and gradients times what is moved."""
        forward, left, right = self.backward.forward, [], []
        for term in self.backward.objective.equations[-1].terms:
            [at] = [c for c in term.components() if not self.names.over_b(c.base)]
            factor = term.expr / at
            weight = "" if factor == 1 else f"{self.expression(factor, True, PRODUCT)} * "
            left.append(f"{self.sums(term.sums)}{weight}D ({self.component(at, False)})")
        for u in forward.tensors.values():
            if u.kind not in (Kind.LOSS, Kind.GIVEN) and (u.kind is Kind.STATE or u.name not in self.names.computed):
                right.append(self.pairing(u))
        return left, right

    def pairing(self, u: Tensor) -> str:
        """Gradient times movement, summed over all of a given tensor, or over the initial values of a state."""
        bounds, at = u.bounds(), list(u.indices())
        moved = self.component(u.at(at), False)
        if u.kind is Kind.STATE:
            bounds, at[0] = bounds[1:], T.symbol + 1 if u.reverse else sp.S.Zero
            moved = " ".join([self.names.initial[u.name], *map(str, at[1:])])
        gradient = self.component(self.backward.derivation(u).adjoint.at(at), True)
        return f"{self.sums(bounds)}{gradient} * D ({moved})"

    def text(self) -> str:
        """The whole of it."""
        forward, system = self.backward.forward, self.backward.system
        rules = [self.rule(equation, False) for equation in forward.equations]
        gradients = [self.rule(equation, True) for equation in system.equations]
        left, right = self.claim()
        return "\n".join(
            [
                *self.declarations(),
                "\n(* What the cell computes. *)",
                self.components("signal", forward.equations),
                "Definition forward (v : signal -> A) (what : signal) : A :=\n  match what with",
                *rules,
                "  end.",
                "\n(* Its gradients. *)",
                self.components("gradient", system.equations),
                "Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=\n  match what with",
                *gradients,
                "  end.",
                "\n(* For every perturbation: what the arriving gradients make of the movement of outputs and final states is what"
                "\n   the gradients make of the movement of parameters, inputs and initial states. *)",
                "Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=",
                "    " + " +\n    ".join(f"({text})" for text in left),
                "  = " + " +\n    ".join(f"({text})" for text in right) + ".",
            ]
        )
