"""The textbook kernel: the equations as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import sympy as sp

from derive.equations import TIME, Equation, Index, Kind, T, Tensor, Term
from derive.kernels.writer import Writer, loose_indices


class ReferenceWriter(Writer):
    """The textbook: arrays are indexed by t = 1…T as in the notes, states from 0; a line an equation."""

    one_based = True

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return f"p.{tensor.name}"
        name = self._seed(tensor) if tensor.kind is Kind.SEED else self.identifier(tensor)
        return f"{name}[{component.indices[0]}]" if tensor.in_time else name

    def _seed(self, tensor: Tensor) -> str:
        return "dy" if tensor.in_time or tensor.of is None else f"dstate.{tensor.of.name}"

    def _left(self, equation: Equation, at: str) -> str:
        tensor = equation.tensor
        if tensor.of is not None and tensor.of.kind is Kind.PARAMETER:
            return f"grads.{tensor.of.name}"
        return f"{self.identifier(tensor)}[{at}]" if tensor.in_time else self.identifier(tensor)

    @cached_property
    def saved(self) -> tuple[str, ...]:
        return tuple(self.identifier(t) for t in (*self.inputs, *(e.tensor for e in self.forward.equations)))

    @cached_property
    def forward_lines(self) -> list[str]:
        lines = [f"{self.identifier(u)} = from_one({self.identifier(u)})" for u in self.inputs]
        for equation in self.forward.equations:
            tensor = equation.tensor
            if tensor.in_time:
                lines.append(f"{self.identifier(tensor)} = np.zeros((T + 1, N{self.feature_shape(tensor)}), dtype)")
        lines += [f"{self.identifier(state)}[0] = state0.{state.name}" for state in self.states]
        timeless = [e for e in self.forward.equations if not e.tensor.in_time]
        lines += [self._forward(e) for e in timeless]
        lines.append("for t in range(1, T + 1):")
        lines += [f"    {self._forward(e)}" for e in self.forward.equations if e not in timeless]
        final = ", ".join(f"{state.name}={self.identifier(state)}[T].copy()" for state in self.states)
        lines.append(f"y = {self.identifier(self.output)}[1:].copy()")
        lines.append(f"state = State({final})")
        return lines

    def _forward(self, equation: Equation) -> str:
        target = tuple(index for index in equation.indices if index != TIME)
        code = self.sum_of(equation.terms, target, loose_indices(equation) - {TIME})
        if not equation.tensor.in_time:
            code = self.full(code, equation.tensor, equation.terms, target)
        return f"{self._left(equation, 't')} = {code}{self.comment([equation.name])}"

    @cached_property
    def backward_lines(self) -> list[str]:
        lines = ["dy = from_one(dy)"]
        for equation in self.backward.system.equations:
            tensor = equation.tensor
            name = self.identifier(tensor)
            if tensor.in_time:
                lines.append(f"{name} = np.zeros((T + 1, N{self.feature_shape(tensor)}), dtype)")
            elif tensor.of is not None and tensor.of.kind is not Kind.PARAMETER:
                lines.append(f"{name} = np.zeros({self.shape(tensor)}, dtype)")
        lines.append("for t in range(T, 0, -1):")
        late: list[str] = []
        for equation in self.backward.system.equations:
            target = tuple(index for index in equation.indices if index != TIME)
            for guard, terms in self._guarded(equation):
                over_time = [t for t in terms if any(b.index == TIME for b in t.sums)]
                inside = over_time if not equation.tensor.in_time else terms
                if inside:
                    lines += self._add(equation, [_at_step(t) for t in inside], target, "t", guard, bool(over_time))
                if not equation.tensor.in_time and len(over_time) < len(terms):
                    rest = [term for term in terms if term not in over_time]
                    late += self._add(equation, rest, target, "t", "", True, indent="")
        lines += late
        lines.append("# t = 0: the gradient of the initial state")
        for equation in self.backward.system.equations:
            if equation.tensor.first == 0:
                terms = [t.xreplace({TIME: sp.S.Zero}) for t in equation.terms if t.when and t.when[0].lo == 0]
                target = tuple(index for index in equation.indices if index != TIME)
                lines += self._add(equation, terms, target, "0", "", False, indent="")
        return lines

    def _guarded(self, equation: Equation) -> list[tuple[str, list[Term]]]:
        """The terms by the steps on which they exist, as a condition on t within 1…T."""
        groups: dict[str, list[Term]] = {"": [], "if t < T:": [], "if t == T:": []}
        for term in equation.terms:
            bound = next((b for b in term.when if b.index == TIME), None)
            if bound is None or bound.hi == T.symbol and bound.lo in (0, 1):
                groups[""].append(term)
            else:
                groups["if t < T:" if bound.hi == T.symbol - 1 else "if t == T:"].append(term)
        return [(guard, terms) for guard, terms in groups.items() if terms]

    def _add(
        self,
        equation: Equation,
        terms: list[Term],
        target: tuple[Index, ...],
        at: str,
        guard: str,
        accumulate: bool,
        indent: str = "    ",
    ) -> list[str]:
        if not terms:
            return []
        code = self.sum_of(terms, target, loose_indices(replace_terms(equation, terms)) - {TIME})
        left = self._left(equation, at)
        operator = "+=" if accumulate or guard else "="
        if operator == "=" and not equation.tensor.axes:
            left += "[...]"
        line = f"{left} {operator} {code}{self.comment([equation.name])}"
        return [f"{indent}{guard}", f"{indent}    {line}"] if guard else [f"{indent}{line}"]


def replace_terms(equation: Equation, terms: Iterable[Term]) -> Equation:
    return Equation(equation.tensor, equation.bounds, tuple(terms))


def _at_step(term: Term) -> Term:
    """The summand of one step of a sum over time."""
    return Term(term.expr, tuple(bound for bound in term.sums if bound.index != TIME))
