r"""What stands in a node and on an edge: operations, with a dot for the array that they act on.

The operation that makes f of a is written σ, 1 - i as 1 - ·, and what takes dC to dv as · k.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import Kind, Size, Tensor
from derive.forms import tree as mx
from derive.forms.reading import Reading
from derive.notation import Notation, Symbol
from derive.notation.printer import AROUND, MathPrinter, function_sign
from derive.typeset.reader import read
from derive.typeset.tree import Atom, Fenced, Fraction, Math, Scripts, Word, fenced, joined, number, row

HOLE = "\N{MIDDLE DOT}"
"""The name of the array that is written as a dot."""

DOT = Atom(r"\cdot")


def hole(axes: tuple[Size, ...] = ()) -> mx.Array:
    """The array that is written as a dot."""
    return mx.Array(Tensor(HOLE, axes, Kind.SIGNAL), None)


def _is_hole(node: mx.Node) -> bool:
    return isinstance(node, mx.Array) and node.tensor.name == HOLE


class OperationPrinter(MathPrinter):
    """Prints on one line, fractions with a slash, and the dot."""

    def __init__(self, notation: Notation, reading: Reading) -> None:
        dotted = replace(notation, names={**notation.names, HOLE: Symbol(DOT)})
        super().__init__(dotted, reading)

    def _print_Inner(self, node: mx.Inner) -> Math:
        if node.left == node.right:
            return Scripts(Fenced(self._print(node.left), r"\Vert", r"\Vert"), above=number(2))
        if isinstance(node.left, mx.Ones):
            return joined([Atom(r"\Sigma"), self._print(node.right)])
        return super()._print_Inner(node)

    def _print_Quotient(self, node: mx.Quotient) -> Math:
        return row(self.factor(node.above), "/", self.factor(node.below))

    def _print_Transposed(self, node: mx.Transposed) -> Math:
        if _is_hole(node.item):
            return Scripts(fenced(DOT), above=read(self.notation.transpose))
        return super()._print_Transposed(node)

    def factor(self, node: mx.Node) -> Math:
        formula = self.doprint(node)
        apart = isinstance(formula, Fraction) or (isinstance(node, mx.Quotient) and not node.below.axes)
        return fenced(formula) if apart else super().factor(node)

    def operation(self, node: mx.Node) -> Math:
        """The operation by its sign alone, where it has one: σ for σ(·)."""
        match node:
            case mx.Applied(function, (mx.Array(),)) if function.__name__ not in AROUND:
                return function_sign(function.__name__)
            case mx.Scaled((mx.Constant(value),), mx.Inner(mx.Ones(size), mx.Array())) if value * size.symbol == 1:
                return Word("mean")
            case mx.Inner(mx.Ones(), mx.Array()):
                return Atom(r"\Sigma")
            case mx.Scaled((mx.Constant(value),), mx.Array()) if value == -1:
                return Atom("-")
            case mx.Scaled((mx.Constant(value),), mx.Array()) if sp.fraction(value)[0] == 1:
                return row(DOT, "/", self.factor(mx.Constant(sp.fraction(value)[1])))
        return self.doprint(node)
