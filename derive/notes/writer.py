r"""A derivation in an author's hand: symbols, equations with their numbers, concatenated weights.

Every module of the notes writes its formulas through a :class:`NotesWriter`, so that a tensor is written alike
wherever it stands, and an equation bears the number of :func:`derive.calculus.numbering`, as the lines of the kernels
do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import sympy as sp

from derive.calculus import Backward, numbering
from derive.core.equations import TIME, Bound, Equation, Kind, Size, Tensor, Term
from derive.forms.conventions import Joint, in_rows, joints
from derive.forms.reader import matrix_form
from derive.forms.reading import Reading, reading_order
from derive.forms.tree import Applied, Array, Inner, Joined, MatrixEquation, Node, Ones, Quotient, walk
from derive.notation import DEFAULT, PARTIAL, Notation
from derive.notation.printer import ZERO, MathPrinter
from derive.notes.document import Formula
from derive.typeset.lines import aligned, width
from derive.typeset.tree import (
    Atom,
    DeltaMark,
    Grid,
    Math,
    PathNumber,
    PathPart,
    Piece,
    Styled,
    TensorMark,
    Underbraced,
    joined,
    row,
    scripted,
    words,
)

ROOM = 37.0
"""The width of a displayed formula in em, less that of its number."""


class NotesWriter:
    """Writes the formulas of one derivation.

    Args:
        backward: the derivation.
        notation: whose hand.
        interactive: mark the symbol of each tensor with its name, for a page on which one can point at it.
    """

    def __init__(self, backward: Backward, notation: Notation = DEFAULT, interactive: bool = False) -> None:
        self.backward, self.forward = backward, backward.forward
        self.notation = notation = notation.on(backward.forward.tensors.values())
        self.reading = reading_order(self.forward)
        self.interactive = interactive
        self.printer = self.in_notation(notation)
        self.numbers = numbering(backward)

    def in_notation(self, notation: Notation) -> MathPrinter:
        """A printer of another notation that is like our own in all else."""
        return NotesPrinter(notation, self.reading, self.interactive)

    @property
    def stem(self) -> str:
        """What files are called: the system, and the hand if it is another than the default."""
        name = self.forward.name
        return name if self.notation.name == DEFAULT.name else f"{name}_{self.notation.name}"

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that occur, of those that may need a word: functions, ones, Frobenius products, quotients."""
        systems = (self.forward, self.backward.system)
        forms = [matrix_form(equation, self.reading) for system in systems for equation in system.equations]
        nodes = [node for form in forms if form for term in form.terms for node in walk(term.node)]
        found = {
            "components": not all(forms),
            "ones": any(isinstance(node, Ones) for node in nodes),
            "frobenius": any(isinstance(node, Inner) and len(node.left.axes) == 2 for node in nodes),
            "quotient": any(isinstance(node, Quotient) and bool(node.below.axes) for node in nodes),
            **{node.function.__name__: True for node in nodes if isinstance(node, Applied)},
        }
        return frozenset(name for name, occurs in found.items() if occurs)

    def symbol(self, tensor: Tensor) -> Math:
        """The tensor as it stands in matrix form, at step t."""
        return self.printer.doprint(Array(tensor, TIME if tensor.in_time else None))

    def gradient(self, symbol: Math | str) -> Math:
        """The gradient with respect to what the symbol stands for."""
        return self.notation.gradient(symbol)

    # --- concatenated weights

    @cached_property
    def joints(self) -> dict[str, Joint]:
        """What this notation concatenates, by the equation that it stands in."""
        if self.notation.weights == "split" or self.notation.form == "components":
            return {}
        input_first = self.notation.weights == "input first"
        return {joint.equation: joint for joint in joints(self.forward, input_first, self.reading)}

    @cached_property
    def blocks(self) -> tuple[Math, ...]:
        """What each concatenated matrix consists of, on as few lines as it needs."""
        found: list[Math] = []
        used = ROOM
        for joint in self.joints.values():
            parts = [self.printer.doprint(self.tree(weight)) for weight in joint.weights]
            grid = Grid(tuple((part,) for part in parts) if self.notation.rows else (tuple(parts),))
            formula = row(self.printer.doprint(self.tree(Joined(joint.weights))), "=", grid)
            size = width(formula)
            if used + size > ROOM:
                found, used = [*found, formula], size
            else:
                found[-1], used = row(found[-1], r"\qquad", formula), used + size
        return tuple(found)

    def joint_gradient(self, joint: Joint) -> Formula | None:
        """The gradient of a concatenated matrix; None where those of its blocks differ."""
        equations = [self.backward.derivation(weight.tensor).equation for weight in joint.weights]
        node = joint.gradient([matrix_form(equation, self.reading) for equation in equations])
        if node is None:
            return None
        lead = min((weight.tensor for weight in joint.weights), key=lambda tensor: not tensor.name.startswith("W"))
        left = self.notation.joined(lead, adjoint=True)
        lines = aligned(left, [self.printer.node_piece(self.tree(node))], ROOM)
        first, *also = sorted(equations, key=lambda equation: self.numbers[equation.name])
        labels = tuple(self.label(equation.tensor) for equation in also)
        return Formula(lines, self.numbers[first.name], self.label(first.tensor), labels)

    def tree(self, node: Node) -> Node:
        """A node as this notation writes vectors."""
        return in_rows(node) if self.notation.rows else node

    # --- equations

    def form(self, equation: Equation) -> MatrixEquation | None:
        """The equation in matrix form, where it has one and the notation uses it."""
        if self.notation.form == "components":
            return None
        form = matrix_form(equation, self.reading)
        joint = self.joints.get(equation.name) if equation in self.forward.equations else None
        return joint.joined(form) if form and joint else form

    def sides(
        self, equation: Equation, step: sp.Expr = TIME, printer: MathPrinter | None = None
    ) -> tuple[Math, list[Piece], bool]:
        """Left-hand side at a step, summands, and whether they are in matrix form rather than in components."""
        printer = printer or self.printer
        form = self.form(equation)
        if form is None:
            return printer.doprint(equation.lhs.xreplace({TIME: step})), printer.terms(equation), False
        left = printer.doprint(Array(equation.tensor, step if equation.tensor.in_time else None))
        return left, [printer.node_piece(self.tree(term.node)) for term in form.terms] or [ZERO], True

    def formula(self, equation: Equation, pieces: Sequence[Piece] | None = None) -> Formula:
        """The equation in matrix form, with its number."""
        left, plain, _ = self.sides(equation)
        return Formula(aligned(left, pieces or plain, ROOM), self.numbers[equation.name], self.label(equation.tensor))

    def label(self, tensor: Tensor) -> str:
        return f"{self.forward.name}:{tensor.name}"

    def reference(self, tensor: Tensor) -> str:
        return rf"\eqref{{{self.label(tensor)}}}"

    @cached_property
    def equations(self) -> list[Formula]:
        """The forward equations in matrix form."""
        return [self.formula(equation) for equation in self.forward.equations]

    @cached_property
    def components(self) -> list[Formula]:
        """The forward equations in components."""
        return list(map(self.in_components, self.forward.equations))

    def in_components(self, equation: Equation) -> Formula:
        return Formula(aligned(self.printer.doprint(equation.lhs), self.printer.terms(equation), ROOM))

    @cached_property
    def loss(self) -> Formula:
        """The equation by which gradients arrive from outside."""
        return self.in_components(self.backward.objective.equations[-1])

    def bare(self, tensor: Tensor) -> Math:
        """The tensor's name, without a step."""
        return self.printer.doprint(Array(tensor, None))

    def condition(self, bound: Bound, first: int) -> Math:
        """The range of an index, as short as it can be said."""
        return self.printer.condition(bound, first)

    def marked(self, tensor: Tensor, symbol: Math) -> Math:
        """A symbol that knows its tensor, where these notes have such."""
        return TensorMark(tensor.name, symbol) if self.interactive else symbol

    def at_step(self, tensor: Tensor, step: sp.Expr | None) -> Math:
        """The tensor at a step, in matrix form."""
        return self.printer.doprint(Array(tensor, step))

    def listed(self, tensors: Iterable[Tensor], bare: bool = False) -> str:
        """Several tensors in a text: $i^{t}$, $f^{t}$ and $o^{t}$; or without their steps."""
        *some, last = (f"${self.bare(tensor) if bare else self.symbol(tensor)}$" for tensor in tensors)
        return f"{', '.join(some)} and {last}" if some else last

    @staticmethod
    def with_terms(equation: Equation, terms: Iterable[Term]) -> Equation:
        """The equation with another right-hand side."""
        return Equation(equation.tensor, equation.bounds, tuple(terms))

    @property
    def partial(self) -> MathPrinter:
        r"""Writes \partial L/\partial u out where the default would write δu, for comparison with other texts."""
        return self.in_notation(PARTIAL) if self.notation.name == DEFAULT.name else self.printer


class NotesPrinter(MathPrinter):
    """Prints Kronecker deltas in their colour, and marks the symbol of each tensor with the tensor's name.

    Args:
        notation: how names, steps and adjoints are written.
        reading: the order of factors and summands.
        marked: whether to mark symbols.
    """

    def __init__(self, notation: Notation, reading: Reading, marked: bool) -> None:
        super().__init__(notation, reading)
        self.marked = marked

    def _print_Indexed(self, component: sp.Indexed) -> Math:
        return self.mark(component.base, super()._print_Indexed(component))

    def _print_Array(self, node: Array) -> Math:
        return self.mark(node.tensor, super()._print_Array(node))

    def _print_KroneckerDelta(self, delta: sp.KroneckerDelta) -> Math:
        return DeltaMark(super()._print_KroneckerDelta(delta))

    def mark(self, tensor: Tensor, symbol: Math) -> Math:
        """A symbol that knows its tensor."""
        return TensorMark(tensor.name, symbol) if self.marked else symbol


KINDS = {
    Kind.INPUT: "input",
    Kind.STATE: "state",
    Kind.SIGNAL: "computed",
    Kind.PARAMETER: "parameter",
    Kind.ADJOINT: "adjoint",
    Kind.TANGENT: "tangent",
    Kind.SEED: "gradient from outside",
}
"""Kinds of tensors, in the order of the table, and what the notes call them."""


def shape(features: Sequence[Size], flat: bool = False) -> Math:
    """The space that an array lives in; a flat array is a matrix of one row."""
    return scripted(Styled("mathbb", Atom("R")), above=extents(features, flat))


def extents(features: Sequence[Size], flat: bool = False) -> Math:
    """The sizes of an array: H × M."""
    names = [Atom(size.name) for size in features]
    return joined([Atom("1"), *names] if flat and len(names) == 1 else names, Atom(r"\times"))


def mark(number: int) -> Math:
    """The mark of a path: its number in a circle of its colour."""
    return PathNumber(number, colour(number))


COLOURS = 6


def colour(number: int) -> int:
    """The colour of a path, by its number."""
    return (number - 1) % COLOURS + 1


def part(number: int, formula: Math) -> Math:
    """A summand in the colour of its path."""
    return PathPart(colour(number), formula)


def underbraced(formula: Math, below: Math | str) -> Math:
    """A formula above a brace; a string below it is words."""
    return Underbraced(formula, words(below) if isinstance(below, str) else below)
