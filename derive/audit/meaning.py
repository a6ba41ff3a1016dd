"""What a symbol means, in a small language that settles what published formulas leave open.

    x[t]  h[t-1]  W_f  a_f[t]            a tensor of the forward equations, at a step
    [x[t]; h[t-1]]   [W_f, R_f]          blocks in one vector or matrix
    dc[t]   dW_f                         the whole gradient of the loss with respect to it
    dc[t] from t+1                       the part that arrives from the next step
    dh[t] from above                     the part that arrives from outside, by no equation of the cell
    dc[t] from h                         the part that arrives through the equation of h
    dW_f of t                            the share of one step
    what da_f sends to x[t]              one path
    partial derivative of the equation of h[t] with respect to c[t]
    total derivative of h[t] with respect to h[t-1]
    sigmoid   slope of tanh at its argument   slope of tanh by its output
    1 - f[t]   tanh(c[t])   W_f.T        what can be computed from all these
    T  N  H  M                           sizes

Where steps are not said, the step of the equation is meant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from derive.audit import functions
from derive.audit.reading.tree import (
    AuditError,
    Call,
    IndexExpr,
    Join,
    Leaf,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
)
from derive.calculus import Backward
from derive.core.equations import Kind, Tensor
from derive.language import nearest

LONGEST = 500


@dataclass(frozen=True)
class Read:
    """A tensor at a step; with ``at``, one component of it."""

    name: str
    step: IndexExpr | None = None
    at: tuple[IndexExpr, ...] = ()

    def __str__(self) -> str:
        indices = [*([self.step] if self.step is not None else []), *self.at]
        return self.name + (f"[{','.join(map(str, indices))}]" if indices else "")


@dataclass(frozen=True)
class Gradient:
    """A gradient of the loss: all of it, or the part that ``user`` or another step sends, or the share of one step."""

    of: Read
    source: IndexExpr | None = None
    outside: bool = False
    users: tuple[str, ...] = ()
    share: IndexExpr | None = None

    @property
    def whole(self) -> bool:
        return self.source is None and not self.outside and not self.users and self.share is None

    def __str__(self) -> str:
        text = f"d{self.of}"
        if self.outside:
            text += " from above"
        if self.users:
            text += f" through {' and '.join(self.users)}"
        if self.source is not None:
            text += f" from {self.source}"
        return text + (f" of {self.share}" if self.share is not None else "")


@dataclass(frozen=True)
class Derivative:
    """The derivative of one tensor with respect to another: by the equation alone, or through all that lies between."""

    of: Read
    by: Read
    total: bool

    def __str__(self) -> str:
        return f"{'d' if self.total else '∂'}{self.of}/{'d' if self.total else '∂'}{self.by}"


@dataclass(frozen=True)
class Extent:
    """A size."""

    name: str

    def __str__(self) -> str:
        return self.name


SPLIT = re.compile(r"\s+(from|through|of|via|by way of)\s+")
SENDS = re.compile(r"what\s+(?:d)?(\S+)\s+(?:sends|passes|gives)\s+(?:back\s+)?to\s+(.+)", re.IGNORECASE)
SLOPE = re.compile(
    r"(?:slope|derivative)\s+of\s+(?:the\s+)?(\w+)(?:\s+(at|by|of|in terms of|from|as a function of)\s+(?:its\s+)?"
    r"(argument|input|pre-?activation|output|value))?",
    re.IGNORECASE,
)
PARTIAL = re.compile(
    r"(partial|total|local)?\s*derivative\s+of\s+(?:the\s+)?(?:equation\s+(?:of|for)\s+)?(.+?)\s+"
    r"(?:with respect to|w\.?r\.?t\.?|by)\s+(.+)",
    re.IGNORECASE,
)
OUTSIDE = ("above", "outside", "the loss", "the layer above", "the output", "loss", "output")


class Language:
    """Reads meanings for one system."""

    def __init__(self, backward: Backward) -> None:
        self.tensors: dict[str, Tensor] = dict(backward.objective.tensors)
        self.seeds = {tensor.name for tensor in backward.seeds}
        self.sizes = {size.name for size in backward.forward.sizes} | {"T", "N"}

    def read(self, text: str) -> Node | None:
        """The tree of a meaning; None for a row that is left open (empty, or a guess with a question mark).

        Raises:
            AuditError: it says nothing that the language knows.
        """
        text = " ".join(text.strip().strip("`$").split())
        if not text or text.endswith("?") or text in ("-", "…", "unknown"):
            return None
        if len(text) > LONGEST:
            raise AuditError(f"a meaning of {len(text)} characters; {LONGEST} are the most")
        for spelled, plain in (("∂L/∂", "d"), ("dL/d", "d"), ("⊙", "*"), ("·", "*"), ("−", "-"), ("^T", ".T")):
            text = text.replace(spelled, plain)
        try:
            return self._read(text)
        except RecursionError:
            raise AuditError("a meaning that nests too deep") from None

    def _read(self, text: str) -> Node:
        if (match := SENDS.fullmatch(text)) is not None:
            return self._part(match[2], (self._user(match[1]),))
        if (match := SLOPE.fullmatch(text)) is not None and (name := functions.canonical(match[1])) is not None:
            by_output = (match[3] or "").lower() in ("output", "value")
            if by_output and functions.slope_by_output(name) is None:
                raise AuditError(f"the slope of {name} is no function of its output")
            return Call(name, (), 1, by_output)
        if (match := PARTIAL.fullmatch(text)) is not None:
            total = (match[1] or "partial").lower() == "total"
            return Leaf(Derivative(self._tensor(match[2]), self._tensor(match[3]), total))
        if (name := functions.canonical(text.removeprefix("the "))) is not None and text not in self.tensors:
            return Call(name, ())
        head, *rest = SPLIT.split(text)
        node = self._expression(head)
        for word, what in zip(rest[::2], rest[1::2], strict=True):
            node = self._narrowed(node, word, what)
        return node

    def _user(self, text: str) -> str:
        name = text.partition("[")[0]
        for known in (name, name.removeprefix("d"), name.removeprefix("a_")):
            if known in self.tensors:
                return known
        raise AuditError(f"there is no tensor {name!r}; {nearest(name, self.tensors)}")

    def _part(self, text: str, users: tuple[str, ...]) -> Node:
        read = self._tensor(text)
        return Leaf(Gradient(read, users=users))

    def _tensor(self, text: str) -> Read:
        node = self._expression(text)
        if isinstance(node, Leaf) and isinstance(node.what, Read):
            return node.what
        raise AuditError(f"{text!r} must be a tensor at a step, as c[t]")

    def _narrowed(self, node: Node, word: str, what: str) -> Node:
        """A gradient of which only a part is meant."""
        if isinstance(node, Join):
            return replace(node, parts=tuple(self._narrowed(part, word, what) for part in node.parts))
        if isinstance(node, Transpose):
            return Transpose(self._narrowed(node.inner, word, what))
        if not (isinstance(node, Leaf) and isinstance(node.what, Gradient)):
            raise AuditError(f"“{word} {what}” narrows a gradient, as in dc[t] from t+1, and {node} is none")
        gradient = node.what
        what = what.strip().removeprefix("step ").strip()
        if what.lower() in OUTSIDE:
            return Leaf(replace(gradient, outside=True))
        index = _index_text(what)
        if word == "of":
            if index is None:
                raise AuditError(f"“of {what}”: the share of one step is wanted, as in dW_f of t")
            return Leaf(replace(gradient, share=index)) if index.letter != "n" else node
        if index is not None and (what not in self.tensors or not index.letter or index.letter == "t"):
            return Leaf(replace(gradient, source=index, of=gradient.of))
        users = tuple(self._user(name) for name in re.split(r"\s*(?:,|and|\+)\s*", what))
        return Leaf(replace(gradient, users=(*gradient.users, *users)))

    # --- expressions, by Python's syntax

    def _expression(self, text: str) -> Node:
        try:
            tree = ast.parse(text.strip().replace(";", "|"), mode="eval").body
        except (SyntaxError, ValueError, MemoryError) as error:
            raise AuditError(f"the meaning {text!r} cannot be read: {getattr(error, 'msg', error)}") from None
        return self._node(tree)

    def _node(self, node: ast.expr) -> Node:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Number(Fraction(str(value)))
            case ast.UnaryOp(op=ast.USub()):
                return Sum(((-1, self._node(node.operand)),))
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                sign = 1 if isinstance(node.op, ast.Add) else -1
                return Sum(((1, self._node(node.left)), (sign, self._node(node.right))))
            case ast.BinOp(op=ast.Mult() | ast.MatMult()):
                times = "⊙" if isinstance(node.op, ast.Mult) else "@"
                return Product((self._node(node.left), self._node(node.right)), (times,))
            case ast.BinOp(op=ast.Div()):
                return Quotient(self._node(node.left), self._node(node.right))
            case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int() as value)) if abs(value) < 100:
                return Power(self._node(node.left), Number(Fraction(value)))
            case ast.List() | ast.Tuple():
                return self._join(node.elts)
            case ast.Attribute(attr="T"):
                return Transpose(self._node(node.value))
            case ast.Call(func=ast.Name(id=name), args=[argument]) if functions.canonical(name):
                return Call(str(functions.canonical(name)), (self._node(argument),))
            case ast.Subscript(value=ast.Name(id="d")) if "d" not in self.tensors or isinstance(
                node.slice, ast.Tuple | ast.BinOp
            ):
                return self._gradient_of(self._join(_elements(node.slice)))
            case ast.Subscript(value=ast.Name(id=name)):
                return self._component(name, _elements(node.slice))
            case ast.Name(id=name):
                if name in self.sizes and name not in self.tensors:
                    return Leaf(Extent(name))
                return self._component(name, [])
        raise AuditError(f"the meaning {ast.unparse(node)!r} cannot be read")

    def _join(self, elements: list[ast.expr]) -> Node:
        """[a, b; c, d]: commas bind tighter than semicolons."""
        lines: list[list[Node]] = [[]]
        for element in elements:
            first, *others = _alternatives(element)
            lines[-1].append(self._node(first))
            lines.extend([self._node(other)] for other in others)
        rows = [line[0] if len(line) == 1 else Join(tuple(line), ",") for line in lines]
        return rows[0] if len(rows) == 1 else Join(tuple(rows), ";")

    def _gradient_of(self, node: Node) -> Node:
        """The gradient of a vector or matrix of blocks; what is a state of the step before arrives from this step."""
        if isinstance(node, Join):
            return replace(node, parts=tuple(map(self._gradient_of, node.parts)))
        if isinstance(node, Leaf) and isinstance(node.what, Read):
            read = node.what
            joint = self.tensors[read.name].kind is Kind.STATE and read.step is not None
            source = IndexExpr(read.step.letter, read.step.offset + 1) if joint and read.step is not None else None
            return Leaf(Gradient(read, source=source))
        raise AuditError(f"d[…] holds tensors, as in d[W_f, R_f], and {node} is none")

    def _component(self, name: str, elements: list[ast.expr]) -> Node:
        indices = []
        for element in elements:
            index = _index_text(ast.unparse(element))
            if index is None:
                raise AuditError(f"{name}[{ast.unparse(element)}]: an index is a letter, a number, or a letter ± one")
            indices.append(index)
        gradient = False
        if name not in self.tensors:
            gradient = name.startswith("d") and name[1:].lstrip("_") in self.tensors
            if not gradient:
                known = [*self.tensors, *(f"d{tensor}" for tensor in self.tensors)]
                raise AuditError(f"there is no tensor {name!r} in the forward equations; {nearest(name, known)}")
            name = name[1:].lstrip("_")
        tensor = self.tensors[name]
        step = None
        if tensor.in_time:
            step, indices = (indices[0], indices[1:]) if indices else (IndexExpr("t"), [])
        if indices and len(indices) == len(tensor.features) + 1 and tensor.batched:
            indices = indices[1:]
        if indices and len(indices) != len(tensor.features):
            raise AuditError(f"{name} has {len(tensor.features)} indices beside the step, and {len(indices)} are given")
        read = Read(name, step, tuple(indices))
        return Leaf(Gradient(read) if gradient else read)


def _elements(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """a | b | c, which stands for a; b; c."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_alternatives(node.left), *_alternatives(node.right)]
    return [node]


INDEX = re.compile(r"([A-Za-z][A-Za-z_]*)?\s*(?:([+-])?\s*(\d+))?")


def _index_text(text: str) -> IndexExpr | None:
    match = INDEX.fullmatch(text.strip())
    if match is None or not text.strip() or (match[1] and match[3] and not match[2]):
        return None
    offset = int(match[3] or 0) * (-1 if match[2] == "-" else 1)
    return IndexExpr(match[1] or "", offset)


def leaves(node: Any) -> Iterator[Any]:
    """What the derivation knows, below a node, meanings of symbols included."""
    from derive.audit.reading.tree import Name, walk

    for part in walk(node):
        if isinstance(part, Leaf):
            yield part.what
        elif isinstance(part, Name) and part.meaning is not None:
            yield from leaves(part.meaning)


def letters(node: Any) -> set[str]:
    """The letters of the indices in a meaning."""
    found: set[str] = set()

    def look(value: Any) -> None:
        match value:
            case IndexExpr():
                found.add(value.letter)
            case tuple():
                for part in value:
                    look(part)
            case _ if hasattr(value, "__dataclass_fields__"):
                for name in value.__dataclass_fields__:
                    look(getattr(value, name))

    look(node)
    return found - {"", "T"}


def slots(node: Node, names: Mapping[str, str]) -> dict[str, str]:
    """Which letters of a symbol are slots, and of which letter of the meaning: the time letter may be another one."""
    mine = letters(node)
    found = {letter: letter for letter in mine} | {rf"\{letter}": letter for letter in mine if len(letter) > 1}
    return found | {author: own for author, own in names.items() if own in mine and author not in mine}
