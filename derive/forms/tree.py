"""Equations between arrays as trees: scalars, column vectors and matrices of one sequence, and what is done to them.

Conventions that the reader must know: a number added to an array is added to every component, and a function of an
array acts on every component.  A scalar tensor is never added to a vector silently: it comes with the vector of ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sympy as sp

from derive.core.equations import Bound, Equation, Size, Tensor


@dataclass(frozen=True)
class Node:
    """A scalar (no axes), a column vector (one axis) or a matrix (two)."""

    @property
    def axes(self) -> tuple[Size, ...]:
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Node):
    """A number or a size.  Beside an array it stands for an array of that number."""

    value: sp.Expr
    axes = ()


@dataclass(frozen=True)
class Ones(Node):
    """The vector of ones."""

    size: Size

    @property
    def axes(self) -> tuple[Size, ...]:
        return (self.size,)


@dataclass(frozen=True)
class Eye(Node):
    """The identity matrix."""

    size: Size

    @property
    def axes(self) -> tuple[Size, ...]:
        return (self.size, self.size)


@dataclass(frozen=True)
class Array(Node):
    """A tensor, at a step if it is in time; ``row``: in the row convention, where it is written transposed."""

    tensor: Tensor
    step: sp.Expr | None
    row: bool = False

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.tensor.features[::-1] if self.row else self.tensor.features


@dataclass(frozen=True)
class Concatenated(Node):
    """Vectors joined to one."""

    items: tuple[Array, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Joined(Node):
    """Weights joined to one matrix, which acts on the concatenation of what they act on."""

    items: tuple[Array, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Transposed(Node):
    """A matrix with its axes exchanged."""

    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes[::-1]


@dataclass(frozen=True)
class Diagonal(Node):
    """The matrix that has the vector on its diagonal."""

    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes * 2


@dataclass(frozen=True)
class Matmul(Node):
    """A matrix times a vector or a matrix."""

    left: Node
    right: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes[:-1] + self.right.axes[1:]


@dataclass(frozen=True)
class Outer(Node):
    """u vᵀ of two vectors."""

    left: Node
    right: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes + self.right.axes


@dataclass(frozen=True)
class Inner(Node):
    """uᵀ v of two vectors, or the sum over all components of A ⊙ B for two matrices."""

    left: Node
    right: Node
    axes = ()


@dataclass(frozen=True)
class Hadamard(Node):
    """The elementwise product of arrays of one shape."""

    items: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Quotient(Node):
    """An array divided by a scalar, or elementwise by an array of its shape."""

    above: Node
    below: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.above.axes or self.below.axes


@dataclass(frozen=True)
class Scaled(Node):
    """Scalars times an array."""

    factors: tuple[Node, ...]
    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes


@dataclass(frozen=True)
class Added(Node):
    """A sum of arrays of one shape (and numbers)."""

    items: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return max((item.axes for item in self.items), key=len)


@dataclass(frozen=True)
class Raised(Node):
    """Every component to a power."""

    base: Node
    exponent: sp.Expr

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.base.axes


@dataclass(frozen=True)
class Applied(Node):
    """A function of every component."""

    function: type[sp.Function]
    args: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return max((arg.axes for arg in self.args), key=len)


@dataclass(frozen=True)
class Summed(Node):
    """A sum over steps, over sequences, or both."""

    bounds: tuple[Bound, ...]
    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes


def walk(node: Node) -> Iterator[Node]:
    """The node and every node in it."""
    yield node
    for value in vars(node).values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield from walk(part)


@dataclass(frozen=True)
class MatrixTerm:
    """One summand and, where it is narrower than its equation, the range on which it exists."""

    node: Node
    when: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class MatrixEquation:
    """An equation in matrix form, beside the one in components that it was read from."""

    lhs: Array
    terms: tuple[MatrixTerm, ...]
    source: Equation = field(repr=False, compare=False)


def turned(node: Node) -> Node:
    """The transpose of a matrix, carried inwards to its arrays."""
    match node:
        case Transposed(item):
            return item
        case Outer(left, right):
            return Outer(right, left)
        case Matmul(left, right) if len(right.axes) == 2:
            return Matmul(turned(right), turned(left))
        case Hadamard(items):
            return Hadamard(tuple(map(turned, items)))
        case Added(items):
            return Added(tuple(map(turned, items)))
        case Quotient(above, below):
            return Quotient(turned(above), turned(below))
        case Scaled(factors, item):
            return Scaled(factors, turned(item))
        case Raised(base, exponent):
            return Raised(turned(base), exponent)
        case Applied(function, args):
            return Applied(function, tuple(map(turned, args)))
        case _ if len(node.axes) < 2 or isinstance(node, Eye | Diagonal):
            return node
    return Transposed(node)


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node, each node directly within it changed."""
    values = {
        name: tuple(change(part) if isinstance(part, Node) else part for part in value)
        if isinstance(value, tuple)
        else change(value)
        if isinstance(value, Node)
        else value
        for name, value in vars(node).items()
    }
    return type(node)(**values)
