"""What a plan costs: operations, calls, and numbers that are kept and moved, as expressions in T, N, M, H.

The reckoning is that of NumPy: each product of arrays, each reduction and each operation between two arrays is one
call, which reads its operands and writes its result.  A call in a loop is made at every step, on the arrays of that
step.  A copy is no operation, but moves what it copies; plain numbers are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from itertools import groupby

import sympy as sp

from derive.core.equations import TIME, Bound, Index, N, T, Tensor, Term
from derive.core.functions import stop_gradient
from derive.schedule.memory import held, numbers, place, tape
from derive.schedule.program import Joined, Plan, Scaled, Segment, Statement
from derive.schedule.time import fixed_step


@dataclass(frozen=True)
class Cost:
    """What is spent on a sequence.

    Attributes:
        products: multiply-adds of products between arrays.
        elementwise: all other operations; a function counts as one, what is made of tanh as what it takes.
        in_loops: calls at each step.
        ahead: calls for each chunk of steps.
        once: calls for all steps.
        moved: numbers that the calls read and write.
        held: numbers in the arrays of all steps, and in those of one step that a loop needs beside them; no chunks.
        tape: numbers that the way back needs of the forward direction, inputs included.
    """

    products: sp.Expr = sp.S.Zero
    elementwise: sp.Expr = sp.S.Zero
    in_loops: sp.Expr = sp.S.Zero
    ahead: sp.Expr = sp.S.Zero
    once: sp.Expr = sp.S.Zero
    moved: sp.Expr = sp.S.Zero
    held: sp.Expr = sp.S.Zero
    tape: sp.Expr = sp.S.Zero

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


def cost(plan: Plan) -> Cost:
    """What both directions cost together."""
    kept = Cost(held=numbers(held(plan)) + numbers(_passing(plan)), tape=numbers(tape(plan)))
    spent = (_spent(segment) for segment in (*plan.ahead, *plan.back))
    copies = (*map(_copied, plan.scaled), *map(_beside, plan.joined))
    whole = reduce(Cost.__add__, (*spent, *copies), kept)
    return Cost(*(sp.expand(getattr(whole, part.name)) for part in fields(whole)))


def _copied(scaled: Scaled) -> Cost:
    """A parameter's copy, and one call for each stretch of rows that is scaled."""
    every = sp.Mul(*(size.symbol for size in scaled.of.axes[1:]))
    stretches = [(scale, [size for size, _ in run]) for scale, run in groupby(scaled.runs, lambda run: run[1])]
    rows = [sp.Add(*sizes) for scale, sizes in stretches if scale != 1]
    work = sp.Add(*rows) * every
    return Cost(once=sp.Integer(len(rows)), elementwise=work, moved=2 * work)


def _beside(joined: Joined) -> Cost:
    """What is copied to lie side by side: inputs and parameters, read and written, and ones, written."""
    inputs = sp.Add(*(tensor.features[0].symbol for tensor in joined.inputs))
    moved = (2 * inputs + sp.Integer(joined.wide is not None)) * T.symbol * N.symbol
    return Cost(moved=moved + 2 * sp.Mul(*(size.symbol for size in joined.weights.axes)))


def _passing(plan: Plan) -> set[Tensor]:
    """The values that a loop computes and does not keep, as they are at one step."""
    kept = held(plan)
    loops = (segment for segment in (*plan.ahead, *plan.back) if segment.direction)
    made = {place(plan, s.target).array for segment in loops for s in segment.statements if s.target.in_time}
    return {Tensor(t.name, t.axes[1:], t.kind) for t in made - kept}


def _spent(segment: Segment) -> Cost:
    when = "in_loops" if segment.direction else "once"
    ahead = (_statement(statement, "ahead") for statement in segment.ahead)
    return reduce(Cost.__add__, (*ahead, *(_statement(statement, when) for statement in segment.statements)), Cost())


def _statement(statement: Statement, when: str) -> Cost:
    equation = statement.equation
    spent = Cost()
    for number, term in enumerate(equation.terms):
        ranges = {bound.index: bound for bound in (*equation.bounds, *term.sums, *term.when)}
        alone = when == "in_loops" and fixed_step(term) is not None
        ledger = _Ledger(ranges, "once" if alone else when)
        value = ledger.term(term, equation.indices)
        if number or statement.accumulate:
            ledger.call(equation.indices, (frozenset(equation.indices), value), equation.indices)
        elif isinstance(term.expr, sp.Indexed) and not term.sums:
            ledger.copy(value, equation.indices)
        spent += ledger.spent
    return spent


class _Ledger:
    """The calls of one term.  A value is known by the indices on which it lies."""

    def __init__(self, ranges: dict[Index, Bound], when: str) -> None:
        self.ranges, self.when = ranges, when
        self.spent = Cost()

    def size(self, indices: Iterable[Index]) -> sp.Expr:
        """How many numbers lie on these indices, over all times that the call is made."""
        every = {*indices, *([TIME] if self.when == "in_loops" and TIME in self.ranges else [])}
        return sp.Mul(*(self.ranges[index].extent for index in every))

    def call(
        self,
        over: Iterable[Index],
        operands: Sequence[frozenset[Index]],
        result: Iterable[Index],
        product: bool = False,
    ) -> frozenset[Index]:
        """One call: an operation for each combination of the indices ``over``."""
        moved = sp.Add(*(self.size(array) for array in (*operands, frozenset(result)) if array))
        work = {"products" if product else "elementwise": self.size(over)}
        self.spent += Cost(**{self.when: sp.S.One}, **work, moved=moved)
        return frozenset(result)

    def copy(self, value: frozenset[Index], result: Iterable[Index]) -> None:
        self.spent += Cost(moved=self.size(value) + self.size(result))

    def term(self, term: Term, target: Sequence[Index]) -> frozenset[Index]:
        expr = -term.expr if term.expr.as_coeff_Mul()[0].is_negative else term.expr  # it is subtracted
        summed = frozenset(bound.index for bound in term.sums)
        if not summed:
            return self.value(expr)
        number, product = expr.as_coeff_Mul()
        factors = sp.Mul.make_args(product)
        groups: dict[frozenset[Index], sp.Expr] = {}
        for factor in factors:
            if _free(factor) & summed:
                groups[_free(factor)] = groups.get(_free(factor), sp.S.One) * factor
        outer = sp.Mul(number, *(factor for factor in factors if not _free(factor) & summed))
        operands = [self.value(group) for group in groups.values()]
        over = frozenset().union(*groups)
        result = self.call(over, operands, over - summed, product=len(groups) > 1)
        if outer == 1:
            return result
        scale = self.value(outer)
        return self.call(result | scale, (result, scale), result | scale)

    def value(self, expr: sp.Expr) -> frozenset[Index]:
        """An expression without sums."""
        if not expr.has(sp.Indexed) or isinstance(expr, sp.Indexed):
            return _free(expr)
        if isinstance(expr, stop_gradient):
            return self.value(expr.args[0])
        if isinstance(expr, sp.Pow):
            inner = self.value(expr.base)
            if expr.exp == -1 or not expr.exp.is_negative:
                return self.call(inner, (inner,), inner)
            return self.call(inner, (self.call(inner, (inner,), inner),), inner)
        if isinstance(expr, sp.Add | sp.Mul):
            return self.combined(expr)
        inner = frozenset().union(*map(_free, expr.args))
        self.call(inner, [self.value(arg) for arg in expr.args], inner)
        for part, nothing in zip(getattr(expr, "by_tanh", None) or (), (1, 1, 0), strict=False):
            if part != nothing:  # it is made of tanh
                self.call(inner, (inner,), inner)
        return inner

    def combined(self, expr: sp.Expr) -> frozenset[Index]:
        """Summands or factors, two at a time; a minus and a fraction bar are no calls of their own."""
        parts = []
        for part in expr.args:
            if part == -1 and expr.is_Mul:
                continue
            if expr.is_Add and part.as_coeff_Mul()[0].is_negative:
                part = -part
            elif expr.is_Mul and part.is_Pow and part.exp.is_negative:
                part = 1 / part
            parts.append(self.value(part))
        first, *rest = sorted(parts, key=len)
        for part in rest:
            first = self.call(first | part, (first, part), first | part)
        return first


def _free(expr: sp.Expr) -> frozenset[Index]:
    return frozenset(symbol for symbol in expr.free_symbols if isinstance(symbol, Index))
