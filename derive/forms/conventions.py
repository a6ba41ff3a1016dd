"""Conventions of authors: vectors as rows, weights concatenated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.core.equations import Bound, Kind, System
from derive.forms.reader import matrix_form
from derive.forms.reading import Reading
from derive.forms.tree import (
    Added,
    Applied,
    Array,
    Concatenated,
    Diagonal,
    Hadamard,
    Inner,
    Joined,
    Matmul,
    MatrixEquation,
    MatrixTerm,
    Node,
    Outer,
    Quotient,
    Raised,
    Scaled,
    Summed,
    Transposed,
)


def in_rows(node: Node) -> Node:
    """The transpose of a whole expression in terms of transposed arrays: what it is where vectors are rows.

    W x becomes x W, with a W that has as many rows as x has components; u vᵀ becomes vᵀ u, of rows.
    """
    match node:
        case Array(tensor, step):
            return Array(tensor, step, row=True)
        case Transposed(item) | Diagonal(item):
            return type(node)(in_rows(item))
        case Matmul(left, right) | Outer(left, right) | Inner(left, right):
            return type(node)(in_rows(right), in_rows(left))
        case Hadamard(items) | Added(items):
            return type(node)(tuple(map(in_rows, items)))
        case Concatenated(items) | Joined(items):
            return type(node)(tuple(Array(item.tensor, item.step, row=True) for item in items))
        case Quotient(above, below):
            return Quotient(in_rows(above), in_rows(below))
        case Scaled(factors, item):
            return Scaled(tuple(map(in_rows, factors)), in_rows(item))
        case Raised(base, exponent):
            return Raised(in_rows(base), exponent)
        case Applied(function, args):
            return Applied(function, tuple(map(in_rows, args)))
        case Summed(bounds, item):
            return Summed(bounds, in_rows(item))
    return node


@dataclass(frozen=True)
class Joint:
    """The weights of one equation that can be one matrix, and the vectors that they act on, in one order."""

    equation: str
    weights: tuple[Array, ...]
    vectors: tuple[Array, ...]

    def joined(self, form: MatrixEquation) -> MatrixEquation:
        """The equation with one product in place of several."""
        product = Matmul(Joined(self.weights), Concatenated(self.vectors))
        parts = [Matmul(*pair) for pair in zip(self.weights, self.vectors, strict=True)]
        places = [place for place, term in enumerate(form.terms) if term.node in parts]
        terms = [
            MatrixTerm(product) if place == places[0] else term
            for place, term in enumerate(form.terms)
            if place not in places[1:]
        ]
        return MatrixEquation(form.lhs, tuple(terms), form.source)

    def gradient(self, forms: Sequence[MatrixEquation | None]) -> Node | None:
        """The gradient of the joined matrix, from those of its blocks; None where they do not have one shape."""
        found: set[tuple[tuple[Bound, ...], Node]] = set()
        for form, vector in zip(forms, self.vectors, strict=True):
            match form:
                case MatrixEquation(_, (MatrixTerm(Summed(bounds, Outer(left, right)), ()),)) if right == vector:
                    found.add((bounds, left))
                case _:
                    return None
        if len(found) > 1:
            return None
        [(bounds, left)] = found
        return Summed(bounds, Outer(left, Concatenated(self.vectors)))


def joints(system: System, input_first: bool, reading: Reading) -> Iterator[Joint]:
    """What can be concatenated: products of one equation with parameters that no other equation reads."""
    for equation in system.equations:
        form = matrix_form(equation, reading)
        parts = [
            (node.left, node.right)
            for node in (term.node for term in (form.terms if form else ()) if not term.when)
            if isinstance(node, Matmul) and isinstance(node.left, Array) and isinstance(node.right, Array)
            if node.left.tensor.kind is Kind.PARAMETER and node.right.step is not None and len(node.right.axes) == 1
            if sum(1 for _ in system.users(node.left.tensor)) == 1
        ]
        if len(parts) > 1 and len({weight.tensor for weight, _ in parts}) == len(parts):
            parts.sort(key=lambda part: (part[1].tensor.kind is Kind.INPUT) is not input_first)
            yield Joint(equation.name, *zip(*parts, strict=True))
