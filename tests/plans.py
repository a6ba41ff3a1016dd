"""A plan carried out statement by statement, on whole grids of indices: slow, and knowing nothing of kernels.

Every array has a row for each of the steps 0…T+1.  What a plan lays side by side, or lets take over memory, lies so
here too: a value that is overwritten while it is still needed is lost.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp

from derive.core import functions
from derive.core.equations import TIME, Bound, Equation, Index, Kind, T, Tensor, Term
from derive.schedule import Joined, Plan, Segment, Statement
from derive.schedule.memory import place

FUNCTIONS = {
    functions.sigmoid: lambda a: 1 / (1 + np.exp(-a)),
    functions.tanh: np.tanh,
    functions.exp: np.exp,
    functions.log: np.log,
    functions.sqrt: np.sqrt,
    functions.log_sigmoid: lambda a: -np.log1p(np.exp(-a)),
    functions.softplus: lambda a: np.log1p(np.exp(a)),
    functions.step: lambda a: (a > 0) * 1.0,
    functions.relu: lambda a: np.maximum(a, 0),
    functions.sign: np.sign,
    functions.absolute: np.abs,
    functions.maximum: np.maximum,
    functions.stop_gradient: lambda a: a,
}


class Machine:
    """The arrays of a plan while it is carried out.

    Args:
        plan: what to carry out.
        sizes: the extent of every size, by its name.
        given: inputs, parameters, initial states and seeds by name; what is in time has rows from step 1, states of 0.
    """

    def __init__(self, plan: Plan, sizes: Mapping[str, int], given: Mapping[str, Any]) -> None:
        self.plan = plan
        self.sizes = {sp.Symbol(name, integer=True, positive=True): size for name, size in sizes.items()}
        self.arrays: dict[str, Any] = {}
        self.edges = {start.name: plan.carries[state] for state, start in plan.starts.items()}
        for tensor in plan.backward.objective.tensors.values():
            if tensor.name in given:
                self.give(tensor, given[tensor.name])
        for joined in plan.joined:
            self.join(joined)
        for copy in plan.scaled:
            factors = [float(scale) for rows, scale in copy.runs for _ in range(self.extent(rows))]
            whole = self.view(copy.of)
            self.view(copy.tensor)[...] = whole * np.reshape(factors, (-1,) + (1,) * (whole.ndim - 1))
        for segment in (*plan.ahead, *plan.back):
            self.carry_out(segment)

    def extent(self, expr: sp.Expr) -> int:
        return int(sp.sympify(expr).xreplace(self.sizes))

    def view(self, tensor: Tensor) -> Any:
        """The part of an array in which the tensor lies."""
        home, start, stop = place(self.plan, tensor)
        if home.name not in self.arrays:
            shape = [self.extent(size.symbol) + (2 if size is T else 0) for size in home.axes]
            self.arrays[home.name] = np.full(shape, np.nan)
        array = self.arrays[home.name]
        if stop is None:
            return array
        before = len(home.axes) - len(home.features)
        return array[(slice(None),) * before + (slice(self.extent(start), self.extent(stop)),)]

    def give(self, tensor: Tensor, value: Any) -> None:
        """What comes from outside: for a state, the value that it starts from."""
        if tensor.kind is Kind.STATE:
            self.view(tensor)[self.extent(T.symbol) + 1 if tensor.reverse else 0] = value
        else:
            self.view(tensor)[slice(1, -1) if tensor.in_time else ...] = value

    def join(self, joined: Joined) -> None:
        """What lies beside a state, in the row from which its step reads it, and what both are multiplied with."""
        parts = [self.view(part) for part in joined.parts]
        self.view(joined.weights)[...] = np.hstack([part.reshape(len(part), -1) for part in parts])
        early, late = (slice(0, -2), slice(2, None))
        rows = self.view(joined.home)[late if joined.state.reverse else early]
        for tensor in joined.inputs:
            start = self.extent(joined.offset(tensor))
            rows[..., start : start + self.extent(tensor.features[0].symbol)] = self.view(tensor)[1:-1]
        if joined.wide is not None:
            rows[..., -1] = 1

    # --- statements

    def carry_out(self, segment: Segment) -> None:
        for statement in segment.ahead:
            self.compute(statement)
        if not segment.direction:
            for statement in segment.statements:
                self.compute(statement)
            return
        steps = range(0, self.extent(T.symbol) + 2)
        for step in steps if segment.direction > 0 else reversed(steps):
            for statement in segment.statements:
                self.compute(statement, step)

    def compute(self, statement: Statement, step: int | None = None) -> None:
        """A statement for all steps, or for one; a sum over steps grows step by step.  It reads before it writes."""
        equation, target = statement.equation, self.view(statement.target)
        at = self.grid(equation.bounds, step)
        if at is None:
            return
        where, value = self.subscript(equation.lhs, at), np.zeros_like(target)
        for term in equation.terms:
            self.add(term, equation, value, step)
        growing = step is not None and not equation.tensor.in_time and not np.isnan(target).any()
        target[where] = value[where] + (target[where] if statement.accumulate or growing else 0)
        if equation.name in self.edges:  # what is carried starts from here
            carried = self.edges[equation.name]
            state = carried.of
            assert state is not None
            self.view(carried)[0 if state.reverse else -1] = target

    def add(self, term: Term, equation: Equation, target: Any, step: int | None) -> None:
        ranges = {bound.index: bound for bound in (*equation.bounds, *term.when, *term.sums)}
        at = self.grid(tuple(ranges.values()), step)
        if at is None:
            return
        axes = tuple(number for number, index in enumerate(ranges) if index not in equation.indices)
        shape = np.broadcast_shapes(*(values.shape for values in at.values())) if at else ()
        value = np.broadcast_to(self.value(term.expr, at), shape)
        value = getattr(value, term.reduce)(axis=axes) if axes else value
        own = self.grid(tuple(ranges[index] for index in equation.indices), step)
        assert own is not None
        target[self.subscript(equation.lhs, own)] += value

    def grid(self, bounds: Sequence[Bound], step: int | None) -> dict[Index, Any] | None:
        """The values of each index along an axis of its own; None where there are none."""
        ranges = []
        for bound in bounds:
            lo, hi = self.extent(bound.lo), self.extent(bound.hi)
            if bound.index == TIME and step is not None:
                lo, hi = max(lo, step), min(hi, step)
            if lo > hi:
                return None
            ranges.append(np.arange(lo, hi + 1))
        return dict(zip((bound.index for bound in bounds), np.ix_(*ranges), strict=True)) if ranges else {}

    def subscript(self, component: sp.Indexed, at: Mapping[Index, Any]) -> Any:
        """Steps count from 0, all else from 1."""
        tensor = component.base
        if not tensor.axes:
            return ...
        return tuple(
            self.value(index, at) - (0 if size is T else 1)
            for size, index in zip(tensor.axes, component.indices, strict=True)
        )

    def value(self, expr: sp.Expr, at: Mapping[Index, Any]) -> Any:
        if isinstance(expr, sp.Indexed):
            return self.view(expr.base)[self.subscript(expr, at)]
        if isinstance(expr, Index):
            return at[expr]
        if not expr.args:
            number = sp.sympify(expr.xreplace(self.sizes))
            return int(number) if number.is_Integer else float(number)
        values = [self.value(arg, at) for arg in expr.args]
        if isinstance(expr, sp.Add):
            return sum(values)
        if isinstance(expr, sp.Mul):
            return reduce(operator.mul, values)
        if isinstance(expr, sp.Pow):
            return np.power(np.asarray(values[0], float), values[1])
        return FUNCTIONS[type(expr)](*values)
