r"""A worked example: two steps of one sequence in round numbers, every intermediate printed.

All sizes are 2, so that every product of matrices, and every transpose, can be followed with a pencil.  An equation
stands beside the numbers put into it; the other step is a table.  Where an equation has no matrix form, or a notation
writes components, all numbers stand in tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import sympy as sp

from derive.core import functions
from derive.core.equations import TIME, Equation, Kind, System, Tensor
from derive.core.evaluate import At, Number, Values, in_numbers, run
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.forms.tree import Array, Node, Summed
from derive.notation.printer import MathPrinter
from derive.notes.document import Block, Display, Fold, Heading, Line, Section, Steps, Table, Text
from derive.notes.example_values import ARITHMETIC, STEPS, Example, best_example
from derive.notes.patterns import alike
from derive.notes.writer import ROOM, NotesWriter
from derive.typeset.lines import CONTINUED, broken, width
from derive.typeset.reader import read
from derive.typeset.tree import EMPTY, Fraction, Grid, Math, Piece, fenced, joined, number, row

LONGEST = 120
"""The number of tensors beyond which nobody follows with a pencil."""


def example(writer: NotesWriter) -> WorkedExample | None:
    """The numbers of two steps; None where they would help nobody.

    That is where states run backward in time, so that no order of the steps is the order of the calculation; where the
    equations have no real value for our round numbers; and where there are too many of them to follow.
    """
    if any(state.reverse for state in writer.forward.states) or len(writer.numbers) > LONGEST:
        return None
    values = best_example(writer.backward)
    return None if values is None else WorkedExample(writer, values)


@dataclass(frozen=True)
class WorkedExample:
    """An example as the notes write it."""

    writer: NotesWriter
    values: Example

    def forward(self) -> Section:
        """The forward pass in numbers."""
        return Section("A worked example, forward", "example", tuple(self._forward()), need=200)

    def backward(self) -> Section:
        """The backward pass in numbers, each equation beside them, and a check of one gradient."""
        return Section("The example, backward", "example-backward", tuple(self._backward()), need=200)

    def _forward(self) -> Iterator[Block]:
        writer, objective = self.writer, self.writer.backward.objective
        before, after = _outside_of_time(writer.forward)
        inside = [e for e in writer.forward.equations if e.tensor.in_time]
        yield Text(self._beginning())
        yield from self._given()
        yield from self._once(before, "Once, before the first step:")
        yield from self._steps(inside, 1, "Step 1, an equation a line and the numbers put into it:")
        if inside:
            yield Fold("Both steps in a table", tuple(self._table([e.tensor for e in inside], range(1, STEPS + 1))))
        yield from self._once(after, "After the last step:")
        if writer.backward.seeds:
            loss = objective.equations[-1].tensor
            yield Text(f"The loss is ${writer.bare(loss)} = {self.array(loss, None)}$.")

    def _backward(self) -> Iterator[Block]:
        backward = self.writer.backward.system
        before, after = _outside_of_time(backward)
        inside = [e for e in backward.equations if e.tensor.in_time]
        yield Text(
            f"From the last step, $t={STEPS}$, to the first. At step ${STEPS}$ nothing arrives from a later step; at "
            "step $1$ every path is at work, so that is the step to follow."
        )
        yield from self._once(before, "What comes before the last step:")
        if inside:
            yield Fold("Both steps in a table", tuple(self._table([e.tensor for e in inside], range(STEPS, 0, -1))))
        yield from self._steps(inside, 1, "Step 1, each equation beside its numbers:")
        initial = [e for e in inside if e.tensor.first == 0]
        yield from self._steps(initial, 0, "The initial states:")
        yield from self._steps(after, None, "The parameters, with a summand for each step:")
        yield from self.check()

    # --- what it begins with

    def _beginning(self) -> str:
        sizes = ", ".join(f"{name}={extent}" for name, extent in self.values.sizes.items())
        return (
            f"Two steps of one sequence, with ${sizes}$. All is computed with the exact values, and printed to four "
            "decimals, or three digits where it is small, so that the last decimal of a number computed from printed "
            "ones may differ."
        )

    def _given(self) -> Iterator[Block]:
        """The parameters, inputs and initial states, and the gradients that arrive."""
        objective = self.writer.backward.objective
        given = [objective.tensors[name] for name in self.values.given]
        formulas = [
            row(self.left(tensor, step), "=", self.array(tensor, step))
            for tensor in given
            for step in self.steps(tensor)
            if not objective.defines(tensor) or step == 0
        ]
        lines: list[list[Math]] = [[]]
        for formula in formulas:
            if lines[-1] and sum(map(width, lines[-1])) + 2 * len(lines[-1]) + width(formula) > ROOM:
                lines.append([])
            lines[-1].append(formula)
        yield Text("The numbers to begin with:")
        yield Steps(tuple(Line(EMPTY, joined(line, row(",", r"\quad"))) for line in lines))

    @cached_property
    def printer(self) -> NumberPrinter:
        return NumberPrinter(self.writer, self.values.numbers)

    # --- arrays

    @staticmethod
    def steps(tensor: Tensor) -> Sequence[int | None]:
        """The steps on which the tensor exists."""
        return range(tensor.first, STEPS + 1) if tensor.in_time else (None,)

    def left(self, tensor: Tensor, step: int | None) -> Math:
        """The tensor as it stands before the equals sign."""
        return self.writer.printer.doprint(Array(tensor, None if step is None else sp.Integer(step)))

    def array(self, tensor: Tensor, step: int | None) -> Math:
        """The numbers of a tensor at one step."""
        return self.printer.doprint(Array(tensor, None if step is None else sp.Integer(step)))

    # --- equations in numbers

    def _once(self, equations: Sequence[Equation], title: str) -> Iterator[Block]:
        yield from self._steps(equations, None, title)

    def _steps(self, equations: Sequence[Equation], step: int | None, title: str) -> Iterator[Block]:
        """Equations at one step, each with its numbers on the lines below it; one of each kind, the others folded."""
        if not equations:
            return
        groups = alike(equations)
        first = Steps(tuple(line for group in groups for line in self._lines(group[0], step)))
        others = [equation for group in groups for equation in group[1:]]
        yield Text(title)
        yield first
        if others:
            names = ", ".join(f"${self.left(equation.tensor, step)}$" for equation in others)
            lines = tuple(line for equation in others for line in self._lines(equation, step))
            yield Fold(f"In the same way: {names}", (Steps(lines),), paper=False)

    def _lines(self, equation: Equation, step: int | None) -> Iterator[Line]:
        """The equation at a step, and the numbers put into it."""
        writer = self.writer
        value: Piece = ("=", self.array(equation.tensor, step))
        left = self.left(equation.tensor, step)
        symbols = self._pieces(equation, step, writer.printer)
        numbers = self._pieces(equation, step, self.printer)
        reference = writer.reference(equation.tensor)
        if symbols is None or numbers is None:
            yield Line(left, row("=", value[1]), reference)
            return
        first, *more = broken(symbols, ROOM - width(left) - 4)
        yield Line(left, row("=", first), reference)
        yield from (Line(EMPTY, row(CONTINUED, line)) for line in more)
        if not symbols or (len(numbers) == 1 and numbers[0] == ("+", value[1])):
            yield Line(EMPTY, row("=", value[1]))
            return
        first, *more = broken([*numbers, value], ROOM - width(left) - 2)
        if max(map(width, (first, *more))) > ROOM:  # what nobody could follow anyway
            yield Line(EMPTY, row("=", value[1]))
            return
        yield Line(EMPTY, row("=", first))
        yield from (Line(EMPTY, row(CONTINUED, line)) for line in more)

    def _pieces(self, equation: Equation, step: int | None, printer: MathPrinter) -> list[Piece] | None:
        """The right-hand side at a step, its sums written out; None where there is no matrix form."""
        form = matrix_form(equation, self.writer.reading)
        if form is None or self.writer.notation.form == "components":
            return None
        fixed = {**in_numbers(self.values.sizes), **({} if step is None else {TIME: sp.Integer(step)})}
        pieces = []
        for term in form.terms:
            if all(fixed.get(bound.index, 1) in run(bound, self.values.sizes) for bound in term.when):
                pieces += [printer.node_piece(self.writer.tree(node)) for node in self._written_out(term.node, fixed)]
        return pieces or [("+", number(0))]

    def _written_out(self, node: Node, fixed: Mapping[sp.Basic, sp.Basic]) -> Iterator[Node]:
        """A summand at a step; a sum over steps, one by one."""
        match node:
            case mx.Scaled(factors, Summed(bounds, item)):
                for one in self._written_out(Summed(bounds, item), fixed):
                    yield mx.Scaled(tuple(at(factor, fixed) for factor in factors), one)
            case Summed(bounds, item):
                over_time = [bound for bound in bounds if bound.index == TIME]
                for step in run(over_time[0], self.values.sizes) if over_time else (None,):
                    yield at(item, fixed if step is None else {**fixed, TIME: sp.Integer(step)})
            case _:
                yield at(node, fixed)

    # --- tables

    def _table(self, tensors: Sequence[Tensor], steps: Sequence[int]) -> Iterator[Block]:
        """The numbers of tensors in time, a column for each step."""
        rows = tuple((f"${self.writer.symbol(u)}$", *self._row(u, steps), self.writer.reference(u)) for u in tensors)
        if rows:
            yield Table(("", *(f"$t={step}$" for step in steps), ""), rows, small=True)

    def _row(self, tensor: Tensor, steps: Sequence[int]) -> Iterator[str]:
        """The numbers of a tensor at several steps, flat; nothing where it does not exist."""
        there = self.steps(tensor)
        return (f"${self.flat(tensor, step)}$" if step in there else "" for step in steps)

    def flat(self, tensor: Tensor, step: int | None) -> Math:
        """The numbers of an array on one line: 0.3, (0.3, 0.1), (0.3, 0.1; 0.2, 0.5)."""
        rows = self.printer.rows(tensor, step)
        if not tensor.features:
            return decimal(rows[0][0])
        vector = len(tensor.features) == 1
        lines = [[line[0] for line in rows]] if vector and not self.writer.notation.rows else rows
        return fenced(joined((joined(map(decimal, line), row(",", r"\,")) for line in lines), row(";", r"\,")))

    # --- the check

    def check(self) -> Iterator[Block]:
        """One gradient against a difference of the loss; not where gradients are stopped by decree."""
        forward, values = self.writer.forward, self.values
        terms = (term for equation in forward.equations for term in equation.terms)
        stopped = any(term.reduce == "sum" and term.expr.has(functions.stop_gradient) for term in terms)
        moved = next(iter((*forward.parameters, *forward.of_kind(Kind.INPUT))), None)
        if stopped or moved is None:
            return
        place, base = next(iter(values.given[moved.name].items()))
        above, below = (base + ARITHMETIC.mpf(stride) / 10**4 for stride in (1, -1))
        first, second = (values.loss(moved, place, moved_to) for moved_to in (above, below))
        gradient = values.numbers[self.writer.backward.derivation(moved).adjoint.name][place]
        symbol = self.writer.printer.component(moved, map(sp.Integer, place))
        yield Heading("A check")
        yield Text(
            f"The gradient with respect to ${symbol} = {decimal(base)}$ is the slope of the loss. With "
            f"${decimal(above)}$ in its place, and all else as it was, the loss is ${fixed(first, 10)}$; with "
            f"${decimal(below)}$ it is ${fixed(second, 10)}$. So the gradient, beside the one derived, is about"
        )
        subtrahend = fixed(second, 10)
        over = row(fixed(first, 10), "-", fenced(subtrahend) if second < 0 else subtrahend)
        slope = Fraction(over, decimal(above - below))
        yield Display(
            row(
                *(slope, "=", fixed((first - second) / (above - below), 6), ",", r"\qquad"),
                *(self.writer.gradient(symbol), "=", fixed(gradient, 6)),
            )
        )


def at(node: Node, fixed: Mapping[sp.Basic, sp.Basic]) -> Node:
    """A node in which indices and sizes are numbers."""
    values = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            value = tuple(at(part, fixed) if isinstance(part, Node) else part for part in value)
        elif isinstance(value, Node):
            value = at(value, fixed)
        elif isinstance(value, sp.Expr) and not isinstance(value, Tensor):
            value = value.xreplace(fixed)
        values[field.name] = value
    return replace(node, **values)


class NumberPrinter(MathPrinter):
    """Prints nodes in matrix form with numbers in the place of arrays."""

    def __init__(self, writer: NotesWriter, numbers: Values) -> None:
        super().__init__(writer.notation, writer.reading)
        self.numbers = numbers

    def rows(self, tensor: Tensor, step: sp.Expr | int | None) -> list[list[Number]]:
        """The numbers of an array, as the rows of the matrix that it is; a vector is a column, or a row of rows."""
        lead = int(tensor.in_time) + int(tensor.batched)
        values = self.numbers[tensor.name]
        here = {at[lead:]: value for at, value in values.items() if step is None or at[0] == step}
        found: dict[At, list[Number]] = {}
        if len(tensor.features) == 2:
            turned = {at[::-1]: value for at, value in here.items()} if self.notation.rows else here
            for place in sorted(turned):
                found.setdefault(place[:1], []).append(turned[place])
            return list(found.values())
        line = [here[place] for place in sorted(here)]
        return [line] if self.notation.rows or not tensor.features else [[value] for value in line]

    def grid(self, rows: Sequence[Sequence[Number]]) -> Math:
        return Grid(tuple(tuple(map(decimal, line)) for line in rows))

    def _print_Array(self, node: Array) -> Math:
        rows = self.rows(node.tensor, node.step)
        return self.grid(rows) if node.tensor.features else decimal(rows[0][0])

    def transposed(self, node: Node) -> Math:
        if isinstance(node, Array) and node.tensor.features:
            rows = self.rows(node.tensor, node.step)
            return self.grid([list(column) for column in zip(*rows, strict=True)])
        return super().transposed(node)

    def factor(self, node: Node) -> Math:
        formula = super().factor(node)
        return fenced(formula) if self._negative(node) else formula

    def node_piece(self, node: Node) -> Piece:
        sign, formula = super().node_piece(node)
        return (sign, fenced(formula)) if self._negative(node) else (sign, formula)

    def _negative(self, node: Node) -> bool:
        return isinstance(node, Array) and not node.axes and self.rows(node.tensor, node.step)[0][0] < 0


def decimal(value: Number) -> Math:
    """A number to four decimals, and a small one to three digits; without the zeros at its end if it is exact."""
    size = abs(value)
    if size < SMALLEST:
        return number(0)
    if size < ARITHMETIC.mpf(10) ** -4:
        exponent = int(ARITHMETIC.floor(ARITHMETIC.log10(size)))
        return row(fixed(value / ARITHMETIC.mpf(10) ** exponent, 2), r"\cdot", read(f"10^{{{exponent}}}"))
    decimals = next(count for count in (4, 5, 6) if size * 10**count >= 100 or count == 6)
    text = _fixed(value, decimals)
    exact = abs(size * 10**decimals - ARITHMETIC.nint(size * 10**decimals)) < SMALLEST
    return number(text.rstrip("0").rstrip(".") if exact else text)


SMALLEST = 1e-12
"""What is smaller is zero except for rounding."""


def fixed(value: Number, decimals: int) -> Math:
    """A number to so many decimals."""
    return number(_fixed(value, decimals))


def _fixed(value: Number, decimals: int) -> str:
    whole, rest = divmod(int(ARITHMETIC.nint(abs(value) * 10**decimals)), 10**decimals)
    return f"{'-' if value < 0 and (whole or rest) else ''}{whole}.{rest:0{decimals}d}"


def _outside_of_time(system: System) -> tuple[list[Equation], list[Equation]]:
    """The equations that belong to no step: those that need none, and those that come when the steps are done."""
    before: list[Equation] = []
    outside = [equation for equation in system.equations if not equation.tensor.in_time]
    for equation in outside:
        computed = [tensor.name for tensor in equation.reads() if system.defines(tensor)]
        if set(computed) <= {known.name for known in before}:
            before.append(equation)
    return before, [equation for equation in outside if equation not in before]
