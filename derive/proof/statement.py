"""What a certificate says: the equations and the claim.  This, the printer of expressions, and Coq must be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy as sp

from derive.core.equations import BATCH, Equation, Kind, T, Tensor
from derive.core.functions import Elementwise
from derive.proof.expressions import PRODUCT, Expressions


class Statement(Expressions):
    """The sentences of one derivation's certificate, before its proof."""

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
        return " -> ".join(
            [*["nat"] * (len(tensor.axes) - axes), "nat" if tensor.name in self.names.integers else ring]
        )

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
                "\n(* For every perturbation: what the arriving gradients make of the movement of outputs and final"
                "\n   states is what the gradients make of the movement of parameters, inputs and initial states. *)",
                "Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=",
                "    " + " +\n    ".join(f"({text})" for text in left),
                "  = " + " +\n    ".join(f"({text})" for text in right) + ".",
            ]
        )
