"""The textbook kernel: the equations as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import sympy as sp

from derive.core.equations import TIME, Bound, Equation, Index, Kind, T, Tensor, Term
from derive.kernels.writer import Writer, loose_indices
from derive.schedule import loops, sums_over_time

HEADER = {1: "for t in range(1, T + 1):", -1: "for t in range(T, 0, -1):"}


class ReferenceWriter(Writer):
    """The textbook: arrays are indexed by t = 1…T as in the notes, states from 0 (or to T+1); a line an equation."""

    one_based = True

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return f"p.{tensor.name}"
        if tensor.kind is Kind.SEED and tensor.of is not None:
            return f"dy[{component.indices[0]}]" if tensor.in_time else f"dstate.{tensor.of.name}"
        name = self.identifier(tensor)
        return f"{name}[{component.indices[0]}]" if tensor.in_time else name

    def _left(self, tensor: Tensor, step: sp.Expr) -> str:
        if tensor.of is not None and tensor.of.kind is Kind.PARAMETER:
            return f"grads.{tensor.of.name}"
        return f"{self.identifier(tensor)}[{step}]" if tensor.in_time else self.identifier(tensor)

    def line(self, equation: Equation, terms: Sequence[Term], *, step: sp.Expr = TIME, accumulate: bool = False) -> str:
        """``left = terms`` at one step."""
        tensor = equation.tensor
        target: tuple[Index, ...] = tuple(index for index in equation.indices if index != TIME)
        loose = loose_indices(replace(equation, terms=tuple(terms))) - {TIME}
        code = self.sum_of(terms, target, loose)
        left = self._left(tensor, step)
        parameter = left.startswith("grads.")
        if not tensor.in_time and not parameter and not accumulate:
            code = self.full(code, terms, target)
        if parameter and not tensor.axes:
            left += "[...]"
        return f"{left} {'+=' if accumulate or parameter else '='} {code}{self.comment([equation.name])}"

    # --- the two directions

    @cached_property
    def saved(self) -> tuple[str, ...]:
        return tuple(self.identifier(t) for t in (*self.inputs, *(e.tensor for e in self.forward.equations)))

    def _allocate(self, tensor: Tensor) -> str:
        rows = "T + 2" if tensor.last else "T + 1"
        return f"{self.identifier(tensor)} = np.zeros(({rows}, N{self.feature_shape(tensor)}), dtype)"

    def run_lines(self, needed: frozenset[str] | None = None) -> list[str]:
        equations = [e for e in self.forward.equations if needed is None or e.name in needed]
        inputs = [u for u in self.inputs if u.in_time and (needed is None or u.name in needed)]
        lines = [f"{self.identifier(u)} = from_one({self.identifier(u)})" for u in inputs]
        lines += [self._allocate(e.tensor) for e in equations if e.tensor.in_time]
        ends = {state: ("T + 1", "1") if state.reverse else ("0", "T") for state in self.states}
        lines += [f"{self.identifier(s)}[{start}] = state0.{s.name}" for s, (start, _) in ends.items()]
        for way, part in loops(equations):
            if way:
                lines.append(HEADER[way])
                for equation in part:
                    over_time = not equation.tensor.in_time
                    if over_time:
                        lines.insert(-1 - part.index(equation), f"{self.identifier(equation.tensor)} = dtype.type(0)")
                    terms = [_at_step(term) for term in equation.terms]
                    lines.append("    " + self.line(equation, terms, accumulate=over_time))
            else:
                lines += [self.line(equation, equation.terms) for equation in part]
        name = self.identifier(self.output)
        rows = ("[1:-1]" if self.output.last else "[1:]") if self.output.in_time else ""
        final = ", ".join(f"{s.name}={self.identifier(s)}[{end}].copy()" for s, (_, end) in ends.items())
        return [*lines, f"y = {name}{rows}.copy()", f"state = State({final})"]

    @cached_property
    def backward_lines(self) -> list[str]:
        equations = self.backward.system.equations
        lines = ["dy = from_one(dy)"] if self.takes_dy and self.output.in_time else []
        for equation in equations:
            tensor = equation.tensor
            if tensor.in_time:
                lines.append(self._allocate(tensor))
            elif tensor.of not in self.forward.parameters and any(map(sums_over_time, equation.terms)):
                lines.append(f"{self.identifier(tensor)} = np.zeros({self.shape(tensor)}, dtype)")
        for way, part in loops(equations):
            if way:
                lines.append(HEADER[way])
                for equation in part:
                    lines += ["    " + line for line in self._at_each_step(equation)]
                for equation in part:
                    lines += self._before_the_first(equation)
            else:
                lines += [self.line(equation, equation.terms) for equation in part]
        return lines

    def _at_each_step(self, equation: Equation) -> list[str]:
        """The terms by the steps on which they exist, as conditions on t within 1…T."""
        groups: dict[str, list[Term]] = {"": []}
        for term in equation.terms:
            groups.setdefault(_condition(term), []).append(_at_step(term))
        lines: list[str] = []
        for condition, terms in groups.items():
            if terms and not condition:
                lines.append(self.line(equation, terms, accumulate=not equation.tensor.in_time))
            elif terms:
                lines += [condition, "    " + self.line(equation, terms, accumulate=True)]
        return lines

    def _before_the_first(self, equation: Equation) -> list[str]:
        """The gradient of the value that a state starts from."""
        tensor = equation.tensor
        if tensor.of is None or tensor.of.kind is not Kind.STATE:
            return []
        edge = T.symbol + 1 if tensor.reverse else sp.S.Zero
        terms = [term.xreplace({TIME: edge}) for term in equation.terms if _exists_at(term, equation, edge)]
        return [self.line(equation, terms, step=edge)] if terms else []


def _at_step(term: Term) -> Term:
    """The summand of one step of a sum over time."""
    return replace(term, sums=tuple(bound for bound in term.sums if bound.index != TIME), when=())


def _steps(term: Term, bounds: Iterable[Bound]) -> Bound | None:
    return next((bound for bound in (*term.when, *bounds) if bound.index == TIME), None)


def _condition(term: Term) -> str:
    """On which of the steps 1…T the term exists."""
    bound = _steps(term, ())
    if bound is None:
        return ""
    if bound.lo == bound.hi:
        return f"if t == {bound.lo}:"
    conditions = ["t > 1"] if bound.lo == 2 else []
    conditions += ["t < T"] if bound.hi == T.symbol - 1 else []
    return f"if {' and '.join(conditions)}:" if conditions else ""


def _exists_at(term: Term, equation: Equation, step: sp.Expr) -> bool:
    bound = _steps(term, equation.bounds)
    return bound is not None and step in (bound.lo, bound.hi)
