"""A program as text for a terminal: what is computed when, how arrays lie, and what each pass gains."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import fields

import sympy as sp

from derive.calculus import Backward, numbering
from derive.core.equations import TIME, Equation, N, T
from derive.ir import Copy, Life, Load, Loop, Program, Stack, Statement, lower
from derive.ir.cost import Cost, cost
from derive.ir.nodes import Block, Function
from derive.passes import stages
from derive.typeset.text import TextPrinter, order

WHEN = {0: "For all steps at once:", 1: "In a loop, t = 1…T:", -1: "In a loop, t = T…1:"}
AHEAD = "Ahead of the next loop, for chunks of steps that fit into the cache:"

COUNTED = [
    "Forward and backward together, for T steps of N sequences.  A function counts as one operation.  A number has 4",
    "bytes in float32 and 8 in float64.  The tape, which is what the backward function needs of the forward function,",
    "is part of the arrays; chunks are not.",
]

AMOUNTS = {
    "products": "multiply-adds of products",
    "elementwise": "other operations",
    "in_loops": "calls at each step",
    "ahead": "calls for each chunk",
    "once": "calls for all steps",
    "moved": "numbers read and written",
    "held": "numbers in arrays",
    "tape": "numbers on the tape",
}
"""What is counted, in the words of the page."""


def schedule(derivation: Backward, width: int | None = None) -> Iterator[tuple[str, list[str]]]:
    """The scheduled program as sections, each a title and its lines."""
    before = start = lower(derivation)
    passes = []
    for step, program in stages(derivation):
        passes.append((step, program))
    made = passes[-1][1]
    printer = _Printer(derivation, width)
    yield "Forward", list(printer.function(made.forward))
    yield "Backward", list(printer.function(made.backward))
    if stacks := [f"{s.name:<16} {', '.join(part.name for part in s.parts)}" for s in made.stacks]:
        yield "Side by side, in one array", stacks
    if copies := [f"{copy.target.name:<16} {_copied(copy)}" for copy in made.copies]:
        yield "Copies of parameters", copies
    if taken := list(_taken_over(made)):
        yield "In the memory of another tensor", taken
    if steps := [buffer.name for buffer in made.buffers if buffer.life is Life.STEP]:
        yield "Of one step only", [", ".join(steps)]
    yield "Costs", COUNTED
    costs = cost(start)
    yield "Before all passes: the equations as they stand, in as few loops as they allow", _amounts(costs)
    for number, (step, before) in enumerate(passes, start=1):
        after = cost(before)
        yield f"{number}. {step.name}: {step.reason}", _amounts(after, costs) or ["as before"]
        costs = after
    yield "After all passes", _amounts(costs)


class _Printer:
    """Prints statements as equations, with the numbers of the notes behind them."""

    def __init__(self, derivation: Backward, width: int | None) -> None:
        self.printer, self.numbers = TextPrinter(order(derivation.forward)), numbering(derivation)
        self.width = width

    def function(self, function: Function) -> Iterator[str]:
        for load in function.loads:
            if isinstance(load, Load) and load.source != load.target:
                yield f"Before all: {load}"
        for block in function.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Loop) and block.ahead:
            yield AHEAD
            yield from self.statements(block.ahead)
        yield WHEN[block.direction if isinstance(block, Loop) else 0]
        yield from self.statements(block.statements)

    def statements(self, statements: Sequence[Statement]) -> Iterator[str]:
        for statement in statements:
            lines = self.text(statement).splitlines()
            numbers = sorted({self.numbers[name] for name in statement.origin if name in self.numbers})
            yield f"    {lines[0]}   {', '.join(f'({number})' for number in numbers)}".rstrip()
            yield from (f"    {line}" for line in lines[1:])

    def text(self, statement: Statement) -> str:
        terms = tuple(op.term for op in statement.ops)
        bounds = tuple(bound for bound in statement.bounds if statement.step is None or bound.index != TIME)
        equation = Equation(statement.target, bounds, terms)
        lhs = statement.lhs if statement.step is None else statement.lhs.xreplace({TIME: statement.step})
        width = None if self.width is None else self.width - 4
        return self.printer.assignment(lhs, equation, "+=" if statement.add else "=", width)


def _copied(copy: Copy) -> str:
    parts = ", ".join(part.name for part in copy.parts)
    stretches = itertools.groupby(copy.runs, lambda run: run[1])
    runs = (f"{TextPrinter().doprint(sp.Add(*(rows for rows, _ in run)))} rows by {scale}" for scale, run in stretches)
    scaled = ", ".join(runs)
    return f"{parts}: {scaled}" if scaled else parts


def _taken_over(program: Program) -> Iterator[str]:
    """Which tensors share a place with others."""
    homes: dict[object, list[str]] = {}
    for tensor, place in program.places.items():
        if not isinstance(tensor, Stack):
            homes.setdefault((place, tensor.features), []).append(tensor.name)
    for names in homes.values():
        if len(names) > 1:
            yield f"{names[-1]:<16} {', '.join(names[:-1])}"


def _amounts(after: Cost, before: Cost | None = None) -> list[str]:
    """Each amount, or with ``before`` those that changed, from what to what."""
    lines = []
    for part in fields(Cost):
        new, old = (amount(getattr(costs, part.name)) for costs in (after, before or after))
        if before is None or new != old:
            lines.append(f"{AMOUNTS[part.name]:<26} {new if before is None else f'{old}  →  {new}'}")
    return lines


def amount(expr: sp.Expr) -> str:
    """(12·H² + 12·H·M)·N·T + 2·H·N: what is needed for each step of each sequence, each sequence, each step, once."""
    printer, rest = TextPrinter(), sp.expand(expr)
    parts = []
    for factor in (N.symbol * T.symbol, T.symbol, N.symbol):
        parts.append(
            (rest.coeff(N.symbol, int(factor.has(N.symbol))).coeff(T.symbol, int(factor.has(T.symbol))), factor)
        )
        rest = sp.expand(rest - parts[-1][0] * factor)
    texts = [_factor(printer, coefficient, factor) for coefficient, factor in parts if coefficient != 0]
    return " + ".join([*texts, *([str(printer.doprint(rest))] if rest != 0 or not texts else [])])


def _factor(printer: TextPrinter, coefficient: sp.Expr, factor: sp.Expr) -> str:
    if coefficient == 1:
        return str(printer.doprint(factor))
    text = str(printer.doprint(coefficient))
    return f"{f'({text})' if coefficient.is_Add else text}·{printer.doprint(factor)}"
