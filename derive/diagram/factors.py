"""The factors of the chain rule: what a gradient is multiplied by on its way over an edge, in matrix form."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import sympy as sp

from derive.calculus import Backward, Path, collect
from derive.core.equations import TIME, Kind, Tensor, Term
from derive.diagram.drawing import Back
from derive.diagram.signs import OperationPrinter, hole
from derive.forms import matrix as mx
from derive.forms.matrix import NoMatrixForm, matrix_term, reading_order
from derive.notation import Notation


@dataclass(frozen=True)
class Arriving:
    """What reaches a tensor over an edge: a path of its derivation, by its number, and the path's result."""

    tensor: Tensor
    number: int
    term: Term


class Factors:
    """The local derivative of each edge: what a gradient is multiplied by on its way from a tensor to an operand."""

    def __init__(self, backward: Backward, notation: Notation) -> None:
        self.printer = OperationPrinter(notation, reading_order(backward.forward))
        self.derivations = backward.derivations
        self.known: dict[tuple[str, str], list[Arriving]] = {}
        for derivation in backward.derivations.values():
            if not derivation.tensor.in_time and not derivation.tensor.batched:
                continue
            for number, path in enumerate(derivation.paths, start=1):
                at, term, arriving = _at_user(path, derivation.tensor)
                if arriving is not None:
                    found = Arriving(derivation.tensor, number, term)
                    self.known.setdefault((at, path.user.name), []).append(found)

    def back(self, source: str, target: str) -> Back | None:
        """Which gradient comes back over an edge, and on which paths; None where none does."""
        found = self.known.get((source, target))
        return self.along(found[0].tensor, [one.number for one in found]) if found else None

    def paths(self, tensor: Tensor | None) -> Iterable[tuple[int, Path]]:
        """The paths of a tensor's derivation with their numbers; none where no gradient is asked for."""
        derivation = self.derivations.get(tensor.name if tensor is not None else "")
        return enumerate(derivation.paths if derivation is not None else (), start=1)

    def numbers(self, source: str) -> set[int]:
        """The numbers of the paths that reach a node over edges."""
        return {one.number for (at, _), found in self.known.items() if at == source for one in found}

    def along(self, tensor: Tensor | None, numbers: Iterable[int]) -> Back | None:
        """The gradient of a tensor on some of its paths; a path that is the only one bears no number."""
        derivation = self.derivations.get(tensor.name if tensor is not None else "")
        if derivation is None:
            return None
        return Back(derivation.adjoint.name, tuple(numbers) if len(derivation.paths) > 1 else ())

    def latex(self, source: str, target: str) -> str:
        """The factor as it is written; nothing where there is none."""
        found = self.known.get((source, target), ())
        if not found:
            return ""
        indices = found[0].tensor.indices()
        arriving = {c.base for one in found for c in one.term.components() if c.base.kind is Kind.ADJOINT}
        nodes = []
        for term in collect(one.term for one in found):
            try:
                nodes.append(factor(matrix_term(term, indices, self.printer.reading), arriving))
            except NoMatrixForm:
                return r"\cdots"
        return str(self.printer.doprint(nodes[0] if len(nodes) == 1 else mx.Added(tuple(nodes))))


def _at_user(path: Path, tensor: Tensor) -> tuple[str, Term, Tensor | None]:
    """A path's key of the tensor at its step, and its result written at the step of the equation that reads it."""
    adjoints = [c for c in path.result.components() if c.base.kind is Kind.ADJOINT and c.base.of == path.user.tensor]
    if not adjoints or not adjoints[0].base.in_time:
        return tensor.name, path.result, None
    ahead = adjoints[0].indices[0] - TIME
    term = replace(path.result, expr=path.result.xreplace({TIME: TIME - ahead}).expr, when=())
    if ahead == 0 or not ahead.is_number:
        return tensor.name, term, adjoints[0].base
    return f"{tensor.name}@{str(TIME - ahead).replace(' ', '')}", term, adjoints[0].base


def factor(node: mx.Node, gone: Collection[Tensor]) -> mx.Node:
    """What an array is multiplied by from the left or elementwise; the whole product with a dot for the array, else."""
    rest = _left(node, gone)
    return rest if rest is not None else _dotted(node, gone)


def _left(node: mx.Node, gone: Collection[Tensor]) -> mx.Node | None:
    """The product without the array, if all that is left acts on it from the left or elementwise."""
    match node:
        case mx.Array(tensor):
            return ONE if tensor in gone else None
        case mx.Hadamard(items):
            parts = [(item, _left(item, gone)) for item in items]
            if sum(rest is not None for _, rest in parts) == 1:
                return _product([item if rest is None else rest for item, rest in parts])
        case mx.Scaled(factors, item):
            rest = _left(item, gone)
            if rest is not None:
                return _product([*factors, rest])
            if sum(_left(f, gone) is not None for f in factors) == 1:
                return _product([*(f if (rest := _left(f, gone)) is None else rest for f in factors), item])
        case mx.Quotient(above, below):
            rest = _left(above, gone)
            return None if rest is None else mx.Quotient(rest, below)
        case mx.Matmul(left, right):
            rest = _left(right, gone)
            if rest is not None and len(right.axes) == 1:
                return left if rest == ONE else mx.Matmul(left, mx.Diagonal(rest)) if len(rest.axes) == 1 else None
        case mx.Inner(left, right):
            for one, other in ((left, right), (right, left)):
                rest = _left(one, gone)
                if rest is not None and len(one.axes) == 1 and len(rest.axes) < 2:
                    return mx.Transposed(_product([rest, other]))
    return None


def _dotted(node: mx.Node, gone: Collection[Tensor]) -> mx.Node:
    """The product with a dot in the array's place."""
    if isinstance(node, mx.Array) and node.tensor in gone:
        return hole(node.tensor.features)
    parts = {
        name: tuple(_dotted(part, gone) if isinstance(part, mx.Node) else part for part in value)
        if isinstance(value, tuple)
        else _dotted(value, gone)
        if isinstance(value, mx.Node)
        else value
        for name, value in vars(node).items()
    }
    return type(node)(**parts)


ONE = mx.Constant(sp.S.One)


def _product(items: Iterable[mx.Node]) -> mx.Node:
    """Several factors as one: scalars, and arrays that are multiplied elementwise."""
    kept = [item for item in items if item != ONE]
    scalars = tuple(item for item in kept if not item.axes)
    arrays = tuple(item for item in kept if item.axes)
    if not arrays:
        return (*scalars, ONE)[0] if len(scalars) < 2 else mx.Scaled(scalars[:-1], scalars[-1])
    whole = arrays[0] if len(arrays) == 1 else mx.Hadamard(arrays)
    return mx.Scaled(scalars, whole) if scalars else whole
