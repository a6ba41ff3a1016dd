r"""What stands in a node and on an edge: operations, with a dot for the array that they act on.

The operation that makes f of a is written σ, 1 - i as 1 - ·, and what takes dC to dv as · k.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import Kind, Size, Tensor
from derive.forms import matrix as mx
from derive.forms.matrix import Reading
from derive.notation import Notation, Symbol
from derive.typeset.latex import FENCES, FUNCTIONS, LatexPrinter

HOLE = "\N{MIDDLE DOT}"
"""The name of the array that is written as a dot."""


def hole(axes: tuple[Size, ...] = ()) -> mx.Array:
    """The array that is written as a dot."""
    return mx.Array(Tensor(HOLE, axes, Kind.SIGNAL), None)


def _is_hole(node: mx.Node) -> bool:
    return isinstance(node, mx.Array) and node.tensor.name == HOLE


class OperationPrinter(LatexPrinter):
    """Prints on one line, fractions with a slash, and the dot."""

    def __init__(self, notation: Notation, reading: Reading) -> None:
        dotted = replace(notation, names={**notation.names, HOLE: Symbol(r"\cdot")})
        super().__init__(dotted, reading)

    def _print_Inner(self, node: mx.Inner) -> str:
        if node.left == node.right:
            return rf"\Vert {self._print(node.left)} \Vert^2"
        if isinstance(node.left, mx.Ones):
            return rf"\Sigma\,{self._print(node.right)}"
        return str(super()._print_Inner(node))

    def _print_Quotient(self, node: mx.Quotient) -> str:
        return rf"{self._print(node.above)} / {self.factor(node.below)}"

    def _print_Transposed(self, node: mx.Transposed) -> str:
        mark = f"^{self.notation.transpose}"
        return rf"(\cdot){mark}" if _is_hole(node.item) else str(super()._print_Transposed(node))

    def operation(self, node: mx.Node) -> str:
        """The operation by its sign alone, where it has one: σ for σ(·)."""
        match node:
            case mx.Applied(function, (mx.Array(),)) if function.__name__ not in FENCES:
                return function_sign(function)
            case mx.Scaled((mx.Constant(value),), mx.Inner(mx.Ones(size), mx.Array())) if value * size.symbol == 1:
                return r"\mathrm{mean}"
            case mx.Inner(mx.Ones(), mx.Array()):
                return r"\Sigma"
            case mx.Scaled((mx.Constant(value),), mx.Array()) if value == -1:
                return "-"
            case mx.Scaled((mx.Constant(value),), mx.Array()) if sp.fraction(value)[0] == 1:
                return rf"\cdot / {self._print(sp.fraction(value)[1])}"
        return str(self._print(node))


def function_sign(function: type[sp.Function]) -> str:
    """σ, tanh, max: a function by its sign or name."""
    name = function.__name__
    return FUNCTIONS.get(name, rf"\operatorname{{{name.replace('_', ' ')}}}")
