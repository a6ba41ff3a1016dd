"""A plan as text for a terminal: what is computed when, how arrays lie, and what each pass of the scheduler gained."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

import sympy as sp

from derive.calculus import Backward, numbering
from derive.core.equations import TIME, N, T
from derive.schedule import Joined, Plan, Scaled, Segment, Statement, plan, stages, start
from derive.schedule.cost import Cost, cost
from derive.typeset.text import TextPrinter, order

WHEN = {0: "For all steps at once:", 1: "In a loop, t = 1…T:", -1: "In a loop, t = T…1:"}
AHEAD = "Ahead of the next loop, for chunks of steps that fit into the cache:"

COUNTED = [
    "Forward and backward together, for T steps of N sequences.  A function counts as one operation, one that is",
    "made of tanh as all that it takes.  A number has 4 bytes in float32 and 8 in float64.  The tape, which is what",
    "the way back needs of the way there, is part of the arrays; chunks are not.",
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


def schedule(backward: Backward, width: int | None = None) -> Iterator[tuple[str, list[str]]]:
    """The plan as sections, each a title and its lines."""
    made, numbers = plan(backward), numbering(backward)
    printer = TextPrinter(order(backward.forward))
    for title, segments in (("Forward", made.ahead), ("Backward", made.back)):
        yield title, [line for part in segments for line in _segment(part, printer, numbers, width)]
    blocks = [f"{b.tensor.name:<16} {', '.join(member.name for member in b.members)}" for b in made.blocks]
    if blocks:
        yield "Side by side, in one array", blocks
    if made.joined:
        yield "Side by side with a state, for one product", [line for j in made.joined for line in _joined(j)]
    if made.scaled:
        yield "Copies of parameters, with rows scaled", list(map(_scaled, made.scaled))
    if aliases := _aliases(made):
        yield "In the memory of its argument", aliases
    yield "Costs", COUNTED
    before = cost(start(backward))
    yield "Before all passes: the equations as they stand, in as few loops as they allow", _amounts(before)
    for number, (step, left) in enumerate(stages(backward), start=1):
        after = cost(left)
        yield f"{number}. {step.name}: {step.reason}", _amounts(after, before) or ["as before"]
        before = after
    yield "After all passes", _amounts(before)


def _joined(joined: Joined) -> Iterator[str]:
    inputs = [f"{tensor.name}[{TIME}]" for tensor in joined.inputs]
    row = ", ".join([*inputs, f"{joined.state.name}[{joined.before}]", *(["1"] if joined.wide else [])])
    yield f"{f'{joined.home.name}[{joined.before}]':<16} {row}".replace(" + ", "+").replace(" - ", "-")
    yield f"{joined.weights.name:<16} {', '.join(part.name for part in joined.parts)}"


def _scaled(copy: Scaled) -> str:
    runs = ", ".join(f"{rows} rows by {scale}" for rows, scale in _stretches(copy))
    return f"{copy.tensor.name:<16} {copy.of.name}: {runs}"


def _stretches(copy: Scaled) -> Iterator[tuple[str, sp.Rational]]:
    """Neighbours that are scaled alike are told together."""
    for scale, runs in itertools.groupby(copy.runs, lambda run: run[1]):
        yield str(TextPrinter().doprint(sp.Add(*(rows for rows, _ in runs)))), scale


def _aliases(plan: Plan) -> list[str]:
    parts = {block.tensor: block.members for block in plan.blocks}
    pairs = {name: argument for name, argument in plan.aliases.items() if argument not in parts}
    return [f"{name:<16} {argument.name}" for name, argument in pairs.items()]


def _segment(segment: Segment, printer: TextPrinter, numbers: Mapping[str, int], width: int | None) -> Iterator[str]:
    if segment.ahead:
        yield AHEAD
        yield from _statements(segment.ahead, printer, numbers, width)
    if segment.statements:
        yield WHEN[segment.direction]
        yield from _statements(segment.statements, printer, numbers, width)


def _statements(
    statements: Sequence[Statement], printer: TextPrinter, numbers: Mapping[str, int], width: int | None
) -> Iterator[str]:
    for statement in statements:
        lines = _text(statement, printer, None if width is None else width - 4).splitlines()
        said = {numbers[name] for origin in statement.origin if (name := _noted(origin)) in numbers}
        origin = ", ".join(f"({number})" for number in sorted(said))
        yield f"    {lines[0]}   {origin}".rstrip()
        yield from (f"    {line}" for line in lines[1:])


def _noted(name: str) -> str:
    """The notes know no carriers: what carries dh stands for dh."""
    return name.removesuffix("_next").removesuffix("_start")


def _text(statement: Statement, printer: TextPrinter, width: int | None) -> str:
    said = printer.equation(statement.equation, width)
    left = str(printer.doprint(statement.equation.lhs))
    target = (
        statement.equation.lhs if statement.step is None else statement.equation.lhs.xreplace({TIME: statement.step})
    )
    sign = "+=" if statement.accumulate else "="
    return f"{printer.doprint(target)} {sign}{said.removeprefix(left + ' =')}"


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
    said = [_factor(printer, coefficient, factor) for coefficient, factor in parts if coefficient != 0]
    return " + ".join([*said, *([str(printer.doprint(rest))] if rest != 0 or not said else [])])


def _factor(printer: TextPrinter, coefficient: sp.Expr, factor: sp.Expr) -> str:
    if coefficient == 1:
        return str(printer.doprint(factor))
    text = str(printer.doprint(coefficient))
    return f"{f'({text})' if coefficient.is_Add else text}·{printer.doprint(factor)}"
