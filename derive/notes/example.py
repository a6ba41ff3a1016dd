r"""A worked example: two steps of one sequence in round numbers, every intermediate printed.

Where every size can be 1, an equation is printed in numbers, a^1 = 0.5 · 1 + 0.1 = 0.6.  Where a cell needs vectors, as
a normalised one does, whose components all vanish if there is but one, the numbers stand in tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from derive.core import functions
from derive.core.equations import TIME, Equation, Kind, N, System, Tensor
from derive.core.evaluate import At, Number, Values, in_numbers, places, run
from derive.forms.matrix import Array
from derive.notes.dealt import ARITHMETIC, STEPS, Example, chosen
from derive.notes.document import Block, Display, Heading, Line, Section, Steps, Table, Text
from derive.notes.script import ROOM, ZERO, Script
from derive.typeset.latex import LatexPrinter, Piece, fenced, signed
from derive.typeset.lines import broken, width

LONGEST = 120
"""The number of tensors beyond which nobody follows with a pencil."""


def example(script: Script) -> Section | None:
    """The numbers of two steps; None where they would help nobody.

    That is where states run backward in time, so that no order of the steps is the order of the calculation; where the
    equations have no real value for our round numbers; and where there are too many of them to follow.
    """
    if any(state.reverse for state in script.forward.states) or len(script.numbers) > LONGEST:
        return None
    found = chosen(script.backward)
    if found is None:
        return None
    return Section("A worked example", "example", tuple(Pages(script, found).blocks()), need=200)


@dataclass(frozen=True)
class Pages:
    """An example in the script's hand."""

    script: Script
    found: Example

    def blocks(self) -> Iterator[Block]:
        """All that the section holds."""
        yield Text(self.beginning())
        yield from self.in_equations() if self.found.scalar else self.in_tables()
        yield from self.check()

    def beginning(self) -> str:
        """What the numbers are."""
        objective = self.script.backward.objective
        sizes = ", ".join(f"{name}={extent}" for name, extent in self.found.sizes.items())
        given = [
            f"${self.left(tensor, step)} = {self.array(tensor, step)}$"
            for tensor in map(objective.tensors.__getitem__, self.found.given)
            if self.found.scalar or tensor.kind is Kind.SEED
            for step in self.steps(tensor)
            if not objective.defines(tensor) or step == 0
        ]
        said = [f"Two steps of one sequence, with ${sizes}$"]
        said.append(", so that every array is one number." if self.found.scalar else "; the rows of a matrix follow ;.")
        said.append(" All is computed with the exact values, and printed to four decimals, or three digits where it is")
        said.append(" small, so that the last decimal of what is computed from printed numbers may differ.")
        if given:
            what = "The numbers to begin with are" if self.found.scalar else "From outside arrive"
            said.append(f" {what} {', '.join(given)}.")
        return "".join(said)

    @cached_property
    def printer(self) -> NumberPrinter:
        return NumberPrinter(self.script, self.found.numbers)

    # --- arrays

    @staticmethod
    def steps(tensor: Tensor) -> Sequence[int | None]:
        """The steps on which the tensor exists."""
        return range(tensor.first, STEPS + 1) if tensor.in_time else (None,)

    def left(self, tensor: Tensor, step: int | None) -> str:
        """The tensor as it stands before the equals sign."""
        if self.script.notation.form == "matrix":
            return str(self.script.printer.doprint(Array(tensor, None if step is None else sp.Integer(step))))
        single = {index: sp.S.One for index in tensor.indices() if self.found.scalar or index.size is N}
        at = {**single, **({} if step is None else {TIME: sp.Integer(step)})}
        return str(self.script.printer.doprint(tensor.at(tensor.indices()).xreplace(at)))

    def array(self, tensor: Tensor, step: int | None) -> str:
        """The numbers of a tensor at one step: 0.3, (0.3, 0.1), (0.3, 0.1; 0.2, 0.5)."""
        lead = int(tensor.in_time) + int(tensor.batched)
        here = self.found.numbers[tensor.name]
        numbers = {at[lead:]: number for at, number in here.items() if step is None or at[0] == step}
        if self.script.notation.rows and len(tensor.features) == 2:
            numbers = {at[::-1]: number for at, number in numbers.items()}
        rows: dict[At, list[str]] = {}
        for at in sorted(numbers):
            rows.setdefault(at[:-1], []).append(decimal(numbers[at]))
        text = r";\, ".join(r",\, ".join(row) for row in rows.values())
        return f"({text})" if tensor.features and not self.found.scalar else text

    # --- all sizes 1: equations in numbers

    def in_equations(self) -> Iterator[Block]:
        forward, backward = self.script.forward, self.script.backward.system
        before, after = _outside_of_time(forward)
        yield Heading("Forward")
        yield from self.several("Once, before the first step:", before, None)
        for step in range(1, STEPS + 1):
            yield from self.several(f"Step {step}:", [e for e in forward.equations if e.tensor.in_time], step)
        yield from self.several("After the last step:", after, None)
        if self.script.backward.seeds:
            yield from self.several("The loss:", self.script.backward.objective.equations[-1:], None)
        before, after = _outside_of_time(backward)
        yield Heading("Backward")
        yield from self.several("What comes before the last step:", before, None)
        for step in range(STEPS, 0, -1):
            yield from self.several(f"Step {step}:", [e for e in backward.equations if e.tensor.in_time], step)
        initial = [e for e in backward.equations if e.tensor.in_time and e.tensor.first == 0]
        yield from self.several("The initial states:", initial, 0)
        yield from self.several("The parameters, with a summand for each step:", after, None)

    def several(self, title: str, equations: Sequence[Equation], step: int | None) -> Iterator[Block]:
        """Equations at one step under a title, two on a line where the second goes on with the first."""
        lines: list[Line] = []
        before: Equation | None = None
        for equation in equations:
            left, pieces = self.equation(equation, step)
            reference = self.reference(equation.tensor)
            whole = f"{left} = {signed(pieces)}"
            if before is not None and before.tensor in equation.reads() and len(equation.terms) == 1:
                last = lines[-1]
                if width(f"{last.left}{last.right}{whole}") < ROOM - 3:
                    lines[-1] = Line(last.left, rf"{last.right},\quad {whole}", f"{last.remark}, {reference}")
                    before = None
                    continue
            first, *more = broken(pieces, ROOM - width(left) - 4)
            rows = [Line(left, f"= {first}"), *(Line("", rf"\quad {{}}{row}") for row in more)]
            lines += [*rows[:-1], replace(rows[-1], remark=reference)]
            before = equation if not more else None
        if lines:
            yield Text(title)
            yield Steps(tuple(lines))

    def equation(self, equation: Equation, step: int | None) -> tuple[str, list[Piece]]:
        """What stands before the equals sign, and what follows, with the result as the last piece."""
        fixed = {} if step is None else {TIME: sp.Integer(step)}
        value = self.array(equation.tensor, step)
        pieces = list(self.summands(equation, fixed)) or [ZERO]
        return self.left(equation.tensor, step), pieces if signed(pieces) == value else [*pieces, ("=", value)]

    def summands(self, equation: Equation, fixed: Mapping[sp.Basic, sp.Integer]) -> Iterator[Piece]:
        """The right-hand side in numbers, its sums written out."""
        sizes = self.found.sizes
        free = {**in_numbers(sizes), **dict.fromkeys(equation.indices, sp.S.One), **fixed}
        for term in equation.terms:
            if all(free[bound.index] in run(bound, sizes) for bound in term.when):
                for at in places(term.sums, sizes):
                    summed = {bound.index: sp.Integer(value) for bound, value in zip(term.sums, at, strict=True)}
                    yield self.printer.piece(term.expr.xreplace({**free, **summed}))

    # --- larger sizes: numbers in tables

    def in_tables(self) -> Iterator[Block]:
        """The numbers of all steps beside each other, and those of the parameters beside their gradients."""
        script, objective, backward = self.script, self.script.backward.objective, self.script.backward.system
        given = [tensor for tensor in objective.inputs if tensor.in_time]
        once = [tensor for tensor in objective.inputs if not tensor.in_time]
        inside, outside = _by_time(script.forward)
        yield Heading("Forward")
        yield from self.table([*given, *inside], range(min((t.first for t in inside), default=1), STEPS + 1))
        yield from self.once("for all steps", [*once, *outside])
        if script.backward.seeds:
            loss = objective.equations[-1].tensor
            yield Text(f"The loss is ${script.bare(loss)} = {self.array(loss, None)}$.")
        inside, outside = _by_time(backward)
        yield Heading("Backward")
        yield from self.table(inside, range(STEPS, min((t.first for t in inside), default=1) - 1, -1))
        yield from self.once("for all steps", [t for t in outside if t.of is None or t.of.kind is not Kind.PARAMETER])
        rows = tuple(
            (f"${script.symbol(of)}$", *self.row(of, [None]), *self.row(tensor, [None]), script.reference(tensor))
            for tensor in outside
            if (of := tensor.of) is not None and of.kind is Kind.PARAMETER
        )
        if rows:
            yield Table(("", "value", "gradient", ""), rows, small=True)

    def table(self, tensors: Sequence[Tensor], steps: Sequence[int]) -> Iterator[Block]:
        """The numbers of tensors in time, a column for each step."""
        if rows := tuple((f"${self.script.symbol(u)}$", *self.row(u, steps), self.reference(u)) for u in tensors):
            yield Table(("", *(f"$t={step}$" for step in steps), ""), rows, small=True)

    def once(self, title: str, tensors: Sequence[Tensor]) -> Iterator[Block]:
        """The numbers of tensors that are no step's own."""
        if rows := tuple((f"${self.script.symbol(u)}$", *self.row(u, [None]), self.reference(u)) for u in tensors):
            yield Table(("", title, ""), rows, small=True)

    def reference(self, tensor: Tensor) -> str:
        """The equation that defines the tensor, if one does."""
        return self.script.reference(tensor) if tensor.name in self.script.numbers else ""

    def row(self, tensor: Tensor, columns: Sequence[int | None]) -> Iterator[str]:
        """The numbers of a tensor at several steps; nothing where it does not exist."""
        there = self.steps(tensor)
        return (f"${self.array(tensor, step)}$" if step in there else "" for step in columns)

    # --- the check

    def check(self) -> Iterator[Block]:
        """One gradient against a difference of the loss; not where gradients are stopped by decree."""
        forward, found = self.script.forward, self.found
        terms = (term for equation in forward.equations for term in equation.terms)
        stopped = any(term.reduce == "sum" and term.expr.has(functions.stop_gradient) for term in terms)
        moved = next(iter((*forward.parameters, *forward.of_kind(Kind.INPUT))), None)
        if stopped or moved is None:
            return
        at, base = next(iter(found.given[moved.name].items()))
        above, below = (base + ARITHMETIC.mpf(stride) / 10**4 for stride in (1, -1))
        first, second = (found.loss(moved, at, number) for number in (above, below))
        gradient = found.numbers[self.script.backward.derivation(moved).adjoint.name][at]
        symbol = self.left(moved, at[0] if moved.in_time else None)
        if not found.scalar:
            symbol = self.script.printer.component(moved, map(sp.Integer, at))
        yield Heading("A check")
        yield Text(
            f"The gradient by ${symbol} = {decimal(base)}$ is the slope of the loss. With ${decimal(above)}$ in its "
            f"place, and all else as it was, the loss is ${fixed(first, 10)}$, with ${decimal(below)}$ it is "
            f"${fixed(second, 10)}$, and so the gradient, beside the one derived, is about"
        )
        subtrahend = fixed(second, 10)
        over = f"{fixed(first, 10)} - {fenced(subtrahend) if second < 0 else subtrahend}"
        slope = (first - second) / (above - below)
        yield Display(
            rf"\frac{{{over}}}{{{decimal(above - below)}}} = {fixed(slope, 6)}, \qquad "
            rf"{self.script.gradient(symbol)} = {fixed(gradient, 6)}."
        )


class NumberPrinter(LatexPrinter):
    """Prints expressions with a number in the place of each component."""

    def __init__(self, script: Script, numbers: Values) -> None:
        super().__init__(script.notation, script.reading)
        self.numbers = numbers

    def piece(self, expr: sp.Expr) -> Piece:
        """A summand without its sign, and the sign."""
        sign, text = self.summand(expr)
        return (sign, fenced(text)) if isinstance(expr, sp.Add) else (sign, text)

    def summand(self, expr: sp.Expr) -> Piece:
        sign, text = super().summand(expr)
        return ({"+": "-", "-": "+"}[sign], text[1:]) if text.startswith("-") and not expr.is_Add else (sign, text)

    def product(self, factors: Sequence[sp.Expr]) -> str:
        texts = [fenced(self._print(f)) if isinstance(f, sp.Add) else self._print(f) for f in factors]
        first, *more = texts if len(factors) > 1 else [self._print(factors[0])]
        return r" \cdot ".join([first, *(fenced(text) if text.startswith("-") else text for text in more)])

    def _print_Mul(self, product: sp.Mul) -> str:
        return super()._print_Mul(product).removeprefix("--")  # the negative of what is negative here

    def _print_Indexed(self, component: sp.Indexed) -> str:
        at = tuple(map(int, component.indices))
        return decimal(self.numbers[component.base.name][at])


def decimal(number: Number) -> str:
    """A number to four decimals, and a small one to three digits; without the zeros at its end if it is exact."""
    size = abs(number)
    if size < SMALLEST:
        return "0"
    if size < ARITHMETIC.mpf(10) ** -4:
        exponent = int(ARITHMETIC.floor(ARITHMETIC.log10(size)))
        return rf"{fixed(number / ARITHMETIC.mpf(10) ** exponent, 2)} \cdot 10^{{{exponent}}}"
    decimals = next(count for count in (4, 5, 6) if size * 10**count >= 100 or count == 6)
    text = fixed(number, decimals)
    exact = abs(size * 10**decimals - ARITHMETIC.nint(size * 10**decimals)) < SMALLEST
    return text.rstrip("0").rstrip(".") if exact else text


SMALLEST = 1e-12
"""What is smaller is zero but for rounding."""


def fixed(number: Number, decimals: int) -> str:
    """A number to so many decimals."""
    whole, rest = divmod(int(ARITHMETIC.nint(abs(number) * 10**decimals)), 10**decimals)
    return f"{'-' if number < 0 and (whole or rest) else ''}{whole}.{rest:0{decimals}d}"


def _by_time(system: System) -> tuple[list[Tensor], list[Tensor]]:
    """What a system computes at each step, and what it computes once."""
    computed = [equation.tensor for equation in system.equations]
    return [tensor for tensor in computed if tensor.in_time], [tensor for tensor in computed if not tensor.in_time]


def _outside_of_time(system: System) -> tuple[list[Equation], list[Equation]]:
    """The equations that are no step's own: those that need none, and those that come when the steps are done."""
    before: list[Equation] = []
    outside = [equation for equation in system.equations if not equation.tensor.in_time]
    for equation in outside:
        computed = [tensor.name for tensor in equation.reads() if system.defines(tensor)]
        if set(computed) <= {known.name for known in before}:
            before.append(equation)
    return before, [equation for equation in outside if equation not in before]
