"""An equation as it was read: a tree whose leaves are numbers and symbols of the table.

Products keep their factors and signs in one row: which of them are matrix products, and how they associate, is decided
by shape when values are put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, TypeAlias


class AuditError(ValueError):
    """An input that cannot be audited; the message is one line that says what was given and what is needed."""


class UnreadableError(ValueError):
    """An equation that cannot be read; the message says at which piece of text."""


@dataclass(frozen=True)
class IndexExpr:
    """A letter plus an offset: t-1, T, 3 (no letter)."""

    letter: str
    offset: int = 0

    def value(self, env: Mapping[str, int]) -> int:
        """The number that it is; KeyError where the letter has none."""
        return self.offset + (env[self.letter] if self.letter else 0)

    def __str__(self) -> str:
        if not self.letter:
            return str(self.offset)
        return f"{self.letter}{self.offset:+d}" if self.offset else self.letter


@dataclass(frozen=True)
class Number:
    value: Fraction

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Name:
    """A symbol of the table: its meaning, and what its indices are here; without a meaning, a gap in the table."""

    text: str
    meaning: Node | None = None
    slots: tuple[tuple[str, IndexExpr], ...] = ()

    def __str__(self) -> str:
        if self.meaning is None:
            return self.text
        return shown(self.meaning, dict(self.slots))


@dataclass(frozen=True)
class Sum:
    """Terms with their signs, +1 or -1."""

    terms: tuple[tuple[int, Node], ...]

    def __str__(self) -> str:
        text = "".join((" + " if sign > 0 else " - ") + _inner(term, Sum) for sign, term in self.terms)
        return text[3:] if text.startswith(" + ") else text[1:].replace("- ", "-", 1)


@dataclass(frozen=True)
class Product:
    """Factors and the signs between them: "" (nothing), "⊙" elementwise, "@" matrix, or one that may be either."""

    factors: tuple[Node, ...]
    signs: tuple[str, ...]

    def __str__(self) -> str:
        text = _inner(self.factors[0], Sum, Quotient)
        for sign, factor in zip(self.signs, self.factors[1:], strict=True):
            text += f" {sign} " if sign else " "
            text += _inner(factor, Sum, Quotient, Product)
        return text


@dataclass(frozen=True)
class Quotient:
    top: Node
    bottom: Node

    def __str__(self) -> str:
        return f"{_inner(self.top, Sum, Product)} / {_inner(self.bottom, Sum, Product, Quotient)}"


@dataclass(frozen=True)
class Power:
    base: Node
    exponent: Node

    def __str__(self) -> str:
        return f"{_inner(self.base, Sum, Product, Quotient, Power)}^{_inner(self.exponent, Sum, Product, Quotient)}"


@dataclass(frozen=True)
class Transpose:
    inner: Node

    def __str__(self) -> str:
        return f"{_inner(self.inner, Sum, Product, Quotient, Power)}ᵀ"


@dataclass(frozen=True)
class Call:
    """A function of the language; with ``primes``, its slope at its argument; ``by_output``, by its output."""

    function: str
    arguments: tuple[Node, ...]
    primes: int = 0
    by_output: bool = False

    def __str__(self) -> str:
        name = f"{self.function}{chr(39) * self.primes}" + ("[by output]" if self.by_output else "")
        return f"{name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True)
class Big:
    """A sum or product over an index; without ends, over all that it can be."""

    operation: str
    letter: str
    low: IndexExpr | None
    high: IndexExpr | None
    body: Node

    def __str__(self) -> str:
        ends = f"={self.low}…{self.high or ''}" if self.low is not None else ""
        return f"{'Σ' if self.operation == 'sum' else '∏'}_{{{self.letter}{ends}}} {_inner(self.body, Sum)}"


@dataclass(frozen=True)
class Join:
    """Blocks on top of each other (";") or side by side (",")."""

    parts: tuple[Node, ...]
    sign: str

    def __str__(self) -> str:
        return f"[{f'{self.sign} '.join(map(str, self.parts))}]"


@dataclass(frozen=True)
class Slice:
    """Some rows and columns; each cut is start and stop, as Python has them, or None for all of it."""

    inner: Node
    cuts: tuple[tuple[int | str | None, int | str | None], ...]

    def __str__(self) -> str:
        cuts = ", ".join(f"{'' if a is None else a}:{'' if b is None else b}" for a, b in self.cuts)
        return f"{_inner(self.inner, Sum, Product, Quotient)}[{cuts}]"


@dataclass(frozen=True)
class Over:
    """The sum (or mean) of an array over one of its axes, or over all."""

    operation: str
    inner: Node
    axis: int | None

    def __str__(self) -> str:
        return f"{self.operation}({self.inner}, axis={self.axis})"


@dataclass(frozen=True)
class Where:
    """What holds on some steps only, ends included, and is nothing on the others."""

    inner: Node
    letter: str
    low: IndexExpr | None
    high: IndexExpr | None

    def __str__(self) -> str:
        ends = " ≤ ".join(str(end) for end in (self.low, self.letter, self.high) if end is not None)
        return f"({self.inner} where {ends})"


@dataclass(frozen=True)
class Leaf:
    """Something that the derivation knows the value of; see :mod:`derive.audit.meaning`."""

    what: Any

    def __str__(self) -> str:
        return str(self.what)


Node: TypeAlias = (
    Number | Name | Sum | Product | Quotient | Power | Transpose | Call | Big | Join | Slice | Over | Where | Leaf
)


@dataclass(frozen=True)
class Equation:
    """``left = right``, or with ``adds`` what is added to the left side; ``text`` is the author's own."""

    left: Node
    right: Node
    adds: bool = False
    text: str = ""

    def __str__(self) -> str:
        return f"{self.left} {'+=' if self.adds else '='} {self.right}"


def _inner(node: Node, *weak: type) -> str:
    """In parentheses where it binds less than what it stands in."""
    if isinstance(node, Name) and node.meaning is not None and isinstance(node.meaning, weak):
        return f"({node})"
    return f"({node})" if isinstance(node, weak) else str(node)


def shown(node: Any, slots: Mapping[str, IndexExpr]) -> str:
    """A meaning with its indices as they are here."""
    return str(replaced(node, slots)) if slots else str(node)


def replaced(node: Any, slots: Mapping[str, IndexExpr]) -> Any:
    """A meaning in which letters of indices are replaced."""
    match node:
        case IndexExpr():
            new = slots.get(node.letter)
            return IndexExpr(new.letter, new.offset + node.offset) if new is not None else node
        case tuple():
            return tuple(replaced(part, slots) for part in node)
        case Name():
            return replace(node, slots=tuple((letter, replaced(index, slots)) for letter, index in node.slots))
        case _ if hasattr(node, "__dataclass_fields__"):
            return replace(node, **{f.name: replaced(getattr(node, f.name), slots) for f in fields(node)})
    return node


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below."""
    match node:
        case Sum():
            return tuple(term for _, term in node.terms)
        case Product():
            return node.factors
        case Quotient():
            return (node.top, node.bottom)
        case Power():
            return (node.base, node.exponent)
        case Transpose() | Slice() | Over() | Where():
            return (node.inner,)
        case Call():
            return node.arguments
        case Big():
            return (node.body,)
        case Join():
            return node.parts
    return ()


def with_children(node: Node, new: tuple[Node, ...]) -> Node:
    """The same node with others below it."""
    match node:
        case Sum():
            return Sum(tuple((sign, term) for (sign, _), term in zip(node.terms, new, strict=True)))
        case Product():
            return Product(new, node.signs)
        case Quotient():
            return Quotient(*new)
        case Power():
            return Power(*new)
        case Transpose() | Slice() | Over() | Where():
            return replace(node, inner=new[0])
        case Call():
            return replace(node, arguments=new)
        case Big():
            return replace(node, body=new[0])
        case Join():
            return replace(node, parts=new)
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in children(node):
        yield from walk(child)
