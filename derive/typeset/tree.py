r"""A formula as a tree: what LaTeX, pictures and widths are printed from.

The nodes are those of typesetting, atoms, rows, scripts, fractions, roots, fences, and three of ours: the symbol of a
tensor, which a page can be pointed at; a summand in the colour of its path; the number of a path.  ``str()`` of a node
is its LaTeX.  :mod:`derive.typeset.runs` makes text with coordinates of a tree, :mod:`derive.typeset.lines` its width.

Nothing reads LaTeX but :mod:`derive.typeset.reader`, which is a grammar, and reads what people write by hand: the
symbols in the files of notations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from derive.typeset.signs import Role, sign


@dataclass(frozen=True)
class Math:
    """A formula, or a part of one; ``str()`` gives its LaTeX."""

    @property
    def parts(self) -> Iterator[Math]:
        """The nodes directly within."""
        for field in fields(self):
            value = getattr(self, field.name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Math):
                    yield part

    @property
    def tall(self) -> bool:
        """Whether parentheses around it have to be larger than those of a line."""
        return any(part.tall for part in self.parts)

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Atom(Math):
    r"""A sign, as LaTeX calls it: ``c``, ``0.5``, ``+``, ``\odot``; its meaning is in :mod:`derive.typeset.signs`."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Word(Math):
    r"""Letters that make one name, upright: ``den``; in the face of ``\mathrm``, ``\operatorname`` or ``\text``."""

    text: str
    command: str = "mathrm"

    def __str__(self) -> str:
        text = self.text
        if self.command == "mathrm":
            text = "".join(
                f"{letter}{{}}" if pair[:1] == "f" and pair[1:] in _LIGATED else letter
                for letter, pair in zip(text, (text[at : at + 2] for at in range(len(text))), strict=True)
            )
            text = text.replace(" ", r"\ ")
        return rf"\{self.command}{{{text.replace('_', chr(92) + '_')}}}"


_LIGATED = ("f", "i", "l")
"""The letters with which an f would become one sign."""


@dataclass(frozen=True)
class Styled(Math):
    r"""Something in another face: ``\mathbf{1}``, ``\boldsymbol{\delta}``."""

    command: str
    item: Math

    def __str__(self) -> str:
        return rf"\{self.command}{{{self.item}}}"


@dataclass(frozen=True)
class Row(Math):
    """One after the other.  ``tight``: operators in it have no space around them, as in ``t-1``."""

    items: tuple[Math, ...]
    tight: bool = False

    def __str__(self) -> str:
        text = ""
        before = Role.RELATION  # an operator at the beginning has one operand
        for item in self.items:
            role = role_of(item)
            if self.tight or role not in (Role.BINARY, Role.RELATION):
                text += _blank(text, str(item)) + str(item)
            elif role is Role.BINARY and before in (Role.BINARY, Role.RELATION):
                text += str(item)
            else:
                text += f" {item} " if text else f"{item} "
            before = role if role is not Role.SPACE else before
        return text

    def __bool__(self) -> bool:
        return any(self.items)


EMPTY: Math = Row(())


@dataclass(frozen=True)
class Scripts(Math):
    """A base with what stands below and above at its right.  ``primes`` come before what stands above."""

    base: Math
    below: Math = EMPTY
    above: Math = EMPTY
    primes: int = 0

    def __str__(self) -> str:
        below = _script("_", self.below)
        above = _script("^", self.above, braces=not _command(self.above))
        return f"{self.base}{below}{chr(39) * self.primes}{above}"


@dataclass(frozen=True)
class Accented(Math):
    r"""An accent, by its command: ``hat``, ``tilde``."""

    accent: str
    item: Math

    def __str__(self) -> str:
        return rf"\{self.accent}{{{self.item}}}"


@dataclass(frozen=True)
class Fraction(Math):
    """A numerator above a denominator; within a line of text, pictures set it with a slash."""

    above: Math
    below: Math

    @property
    def tall(self) -> bool:
        return True

    def __str__(self) -> str:
        return rf"\frac{{{self.above}}}{{{self.below}}}"


@dataclass(frozen=True)
class Root(Math):
    """A square root."""

    item: Math

    def __str__(self) -> str:
        return rf"\sqrt{{{self.item}}}"


@dataclass(frozen=True)
class Fenced(Math):
    """Something between two signs, parentheses if nothing else is said, as tall as it is."""

    item: Math
    left: str = "("
    right: str = ")"

    def __str__(self) -> str:
        if self.item.tall:
            return rf"\left{_spaced(self.left or '.', self.item)}\right{self.right}"
        return f"{_spaced(self.left, self.item)}{self.right}"


@dataclass(frozen=True)
class Sign(Math):
    r"""A large operator, ``\sum`` or ``\prod``, with its limits."""

    command: str
    below: Math
    above: Math = EMPTY

    @property
    def tall(self) -> bool:
        return True

    def __str__(self) -> str:
        above = f"^{{{self.above}}}" if self.above else ""
        return rf"\{self.command}_{{{self.below}}}{above}"


@dataclass(frozen=True)
class Underbraced(Math):
    """Something above a brace, and what stands below the brace."""

    item: Math
    below: Math

    def __str__(self) -> str:
        return rf"\underbrace{{{self.item}}}_{{{self.below}}}"


@dataclass(frozen=True)
class Grid(Math):
    """A matrix, written out in brackets."""

    rows: tuple[tuple[Math, ...], ...]

    @property
    def parts(self) -> Iterator[Math]:
        for row in self.rows:
            yield from row

    @property
    def tall(self) -> bool:
        return True

    def __str__(self) -> str:
        rows = r" \\ ".join(" & ".join(map(str, row)) for row in self.rows)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


@dataclass(frozen=True)
class TensorMark(Math):
    """What stands for a tensor, by the tensor's name: a page lights it up."""

    tensor: str
    item: Math

    def __str__(self) -> str:
        return rf"\deriveTensor{{{self.tensor}}}{{{self.item}}}"


@dataclass(frozen=True)
class DeltaMark(Math):
    """A Kronecker delta, in its own colour."""

    item: Math

    def __str__(self) -> str:
        return rf"\deriveDelta{{{self.item}}}"


@dataclass(frozen=True)
class PathPart(Math):
    """A summand in the colour of its path."""

    colour: int
    item: Math

    def __str__(self) -> str:
        return rf"\derivePart{{{self.colour}}}{{{self.item}}}"


@dataclass(frozen=True)
class PathNumber(Math):
    """The number of a path in a circle of its colour."""

    number: int
    colour: int

    def __str__(self) -> str:
        return rf"\derivePath{{{self.number}}}{{{self.colour}}}"


# ---------------------------------------------------------------------------------------------------------------------
# How the LaTeX of neighbours is joined.


def role_of(node: Math) -> Role:
    """The role of a sign; whatever is made of several is like a letter."""
    return sign(node.text)[1] if isinstance(node, Atom) else Role.LETTER


def _blank(before: str, after: str) -> str:
    """A blank where a command would swallow the letter behind it, and between two commands, for people to read."""
    start = before.rfind("\\")
    open_command = start >= 0 and before[start + 1 :].isalpha()
    word = after[1:2] if after.startswith("\\") else after[:1]
    return " " if open_command and word.isalpha() else ""


def _spaced(before: str, item: Math) -> str:
    text = str(item)
    return before + (" " if before.startswith("\\") and before[1:].isalpha() else "") + text


def _command(node: Math) -> bool:
    r"""Whether it is one command, which needs no braces as a script: ``\top``."""
    return isinstance(node, Atom) and node.text.startswith("\\")


def _script(mark: str, node: Math, braces: bool = False) -> str:
    if not node:
        return ""
    text = str(node)
    return f"{mark}{text}" if not braces and (len(text) == 1 or _command(node)) else f"{mark}{{{text}}}"


# ---------------------------------------------------------------------------------------------------------------------
# Making trees.

Piece: TypeAlias = "tuple[str, Math]"
"""A summand and the sign before it."""


def row(*items: Math | str, tight: bool = False) -> Math:
    """Items side by side; a string is one atom, and rows within it are dissolved."""
    found: list[Math] = []
    for item in items:
        node = Atom(item) if isinstance(item, str) else item
        if isinstance(node, Row) and node.tight == tight:
            found += node.items
        elif node:
            found.append(node)
    return found[0] if len(found) == 1 else Row(tuple(found), tight)


def joined(items: Iterable[Math], between: Math | str = r"\,") -> Math:
    """Items with a sign or a space between them."""
    found: list[Math | str] = []
    for item in items:
        found += [between, item] if found else [item]
    return row(*found)


def scripted(base: Math, below: Math = EMPTY, above: Math = EMPTY) -> Math:
    """A base with scripts.

    A script of a tensor's symbol belongs to the symbol, and two scripts of one base are one node.
    """
    if isinstance(base, TensorMark) and not (isinstance(base.item, Scripts) and base.item.above):
        return replace(base, item=scripted(base.item, below, above))
    if isinstance(base, Scripts) and not (base.above or (base.below and below)):
        return replace(base, below=base.below or below, above=above)
    return Scripts(base, below, above) if below or above else base


def words(text: str) -> Math:
    """Words of a language within a formula."""
    return Word(text, "text")


def number(text: str | int) -> Math:
    """A number; a minus before it is a sign of its own."""
    text = str(text)
    return row("-", Atom(text[1:]), tight=True) if text.startswith("-") else Atom(text)


def fenced(item: Math) -> Math:
    """The formula in parentheses that are as tall as it is."""
    return Fenced(item)


def signed(pieces: Iterable[Piece]) -> Math:
    """Summands joined by their signs; a plus before the first is not written."""
    found: list[Math | str] = []
    for mark, piece in pieces:
        found += [piece] if mark == "+" and not found else [mark, piece]
    return row(*found)


def walk(node: Math) -> Iterator[Math]:
    """The node and every node within."""
    yield node
    for part in node.parts:
        yield from walk(part)


def filled(template: Math, holes: Mapping[str, Math]) -> Math:
    """A template with trees in the place of its atoms of these names.

    Scripts that end up empty disappear, and a script on a script joins its base.
    """
    if isinstance(template, Atom):
        return holes.get(template.text, template)
    whole = mapped(template, lambda part: filled(part, holes))
    match whole:
        case Scripts(base, below, above, 0):
            return scripted(base, below, above)
        case Row(items, tight):
            return row(*items, tight=tight)
    return whole


def mapped(node: Math, change: Callable[[Math], Math]) -> Math:
    """The node, each node directly within it changed."""
    values = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            value = tuple(change(part) if isinstance(part, Math) else part for part in value)
        elif isinstance(value, Math):
            value = change(value)
        values[field.name] = value
    return type(node)(**values)


def holds(node: Math, text: str) -> bool:
    """Whether an atom of this name is in it."""
    return any(isinstance(part, Atom) and part.text == text for part in walk(node))
