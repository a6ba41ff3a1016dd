r"""What a page of study notes can hold: data that knows no format.

A document is made once, from a derivation, and each format sets it in its own way (:mod:`derive.pages`).  To add a kind
of block, add a class here and a macro of its name to ``blocks`` in each folder of ``templates/``.

Text is written in a small markup, in which ``spans`` finds: ``$formulas$``, `` `code` ``, ``*emphasis*``,
``[links](https://…)`` and references to equations, ``\eqref{label}``; a backslash takes the meaning from a sign.
Formulas are trees (:mod:`derive.typeset.tree`); within a text they are LaTeX, which a tree prints itself as.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from derive.diagram import Drawing
from derive.typeset.lines import Line as Line  # a line of a formula is one of a derivation too
from derive.typeset.tree import Math

# ---------------------------------------------------------------------------------------------------------------------
# Formulas.


@dataclass(frozen=True)
class Formula:
    """An equation, its lines aligned at the equals sign; where it has one, its number and the label of that.

    ``also`` are the labels of further equations that it holds.
    """

    lines: tuple[Line, ...]
    number: int | None = None
    label: str = ""
    also: tuple[str, ...] = ()

    @property
    def single(self) -> Math | None:
        """The whole equation, where it is one line."""
        return self.lines[0].whole if len(self.lines) == 1 else None

    @property
    def tall(self) -> bool:
        """Whether it has fractions or sums."""
        return any(line.left.tall or line.right.tall for line in self.lines)


# ---------------------------------------------------------------------------------------------------------------------
# Blocks.


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Display:
    """A formula on a line of its own."""

    formula: Math | str


@dataclass(frozen=True)
class Code:
    """Lines of a program, set as they are."""

    text: str


@dataclass(frozen=True)
class Equations:
    """Equations below each other.

    Attributes:
        formulas: the equations.
        tags: whether their numbers are defined here, repeated, or not shown.
        compact: sums are set low, with their limits beside them.
    """

    formulas: tuple[Formula, ...]
    tags: Literal["define", "repeat", ""] = ""
    compact: bool = False


@dataclass(frozen=True)
class Steps:
    """Lines of a derivation, with their remarks at the right."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Path:
    """A path to a tensor, in its colour: what it goes through, and its lines."""

    number: int | None
    text: str
    steps: Steps


@dataclass(frozen=True)
class Result:
    """An equation in a shaded box; its number is defined here if it has one."""

    formula: Formula
    remark: str = ""


@dataclass(frozen=True)
class Card:
    """What belongs together, under a formula as its title.

    Attributes:
        title: a formula.
        remark: what is said of it.
        blocks: what the card holds.
        tensor: the tensor whose gradient it derives, if it does.
        need: the room in pt that should be left on a page for it.
    """

    title: Math | str
    remark: str
    blocks: tuple[Block, ...]
    tensor: str = ""
    need: float = 0


@dataclass(frozen=True)
class Table:
    """A table; its cells are text.

    Attributes:
        head: the first line.
        rows: the other lines.
        numeric: the columns that are set flush right.
        wide: the column, if any, whose text may need several lines, and its part of the width.
        small: set in a smaller type.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    wide: tuple[int, float] | None = None
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing under a caption."""

    drawing: Drawing
    caption: str
    name: str


@dataclass(frozen=True)
class Curve:
    """A line of a plot: its name, a text, and its points; ``strong`` makes it stand out."""

    name: str
    points: tuple[tuple[float, float], ...]
    strong: bool = False


@dataclass(frozen=True)
class Plot:
    """Curves over a linear axis, their values on a logarithmic one.

    Attributes:
        curves: the lines.
        x, y: what the axes show, as texts.
        caption: what stands below.
        name: what links call it.
    """

    curves: tuple[Curve, ...]
    x: str
    y: str
    caption: str
    name: str


@dataclass(frozen=True)
class Box:
    """Blocks in a frame, which stays on one page where it can."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader may skip: a page shows their title, and them when it is opened; on paper they stand there.

    Attributes:
        title: what is in it, a text.
        blocks: what it holds.
        anchor: what links call it, if it is called.
        paper: whether it is worth its paper.
    """

    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    paper: bool = True


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


Block: TypeAlias = (
    Text
    | Items
    | Display
    | Code
    | Equations
    | Steps
    | Path
    | Result
    | Card
    | Table
    | Picture
    | Plot
    | Box
    | Fold
    | Heading
)


@dataclass(frozen=True)
class Section:
    """A part of a document.

    Attributes:
        title: its heading.
        anchor: what links call it.
        blocks: what it holds.
        need: the room in pt that should be left on a page for its beginning.
    """

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    need: float = 0


@dataclass(frozen=True)
class Fact:
    """What there is to say of a tensor at which a reader points.

    Attributes:
        symbol: how it is written.
        kind: what it is.
        shape: the space that it lives in.
        equation: the number of the equation that defines it, if one does.
        used: the numbers of the equations that read it.
        of: the tensor whose gradient it is, if it is one.
        gradient: its gradient.
    """

    symbol: Math
    kind: str
    shape: Math
    equation: int | None
    used: tuple[int, ...]
    of: str | None
    gradient: str | None


@dataclass(frozen=True)
class Document:
    """A whole text.

    Attributes:
        name: the name of its files.
        title, about, source: what stands at its head.
        sections: its parts.
        facts: what is known of its tensors, by their names.
    """

    name: str
    title: str
    sections: tuple[Section, ...]
    about: str = ""
    source: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def formulas(self) -> dict[str, Formula]:
        """The equations that are defined in it, by their labels."""
        blocks = [block for section in self.sections for block in walk(section.blocks)]
        listed = [
            f for block in blocks if isinstance(block, Equations) and block.tags == "define" for f in block.formulas
        ]
        boxed = [block.formula for block in blocks if isinstance(block, Result) and block.formula.number is not None]
        return {formula.label: formula for formula in (*listed, *boxed)}


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks, and those within them."""
    for block in blocks:
        yield block
        if isinstance(block, Card | Box | Fold):
            yield from walk(block.blocks)


def on_paper(document: Document) -> Document:
    """The document without folds: what they hold stands in a section at its end, under the titles that they had."""
    folds: list[Fold] = []

    def unfolded(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        found: list[Block] = []
        for block in blocks:
            if isinstance(block, Fold) and not block.paper:
                found.append(Text(f"{block.title}."))
            elif isinstance(block, Fold):
                folds.append(block)
                found.append(Text(f"{block.title} ({len(folds)} in the last section)."))
            elif isinstance(block, Card | Box):
                found.append(replace(block, blocks=unfolded(block.blocks)))
            else:
                found.append(block)
        return tuple(found)

    sections = [replace(section, blocks=unfolded(section.blocks)) for section in document.sections]
    away: list[Block] = []
    for nth, fold in enumerate(folds, start=1):
        away += [Heading(f"{nth}. {fold.title}"), *_opened(fold.blocks)]
    if away:
        sections.append(Section("Answers, and what goes the same way", "away", tuple(away)))
    return replace(document, sections=tuple(sections))


def _opened(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, folds within them open."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Fold):
            found += _opened(block.blocks)
        elif isinstance(block, Card | Box):
            found.append(replace(block, blocks=_opened(block.blocks)))
        else:
            found.append(block)
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------------
# Markup.

SpanKind: TypeAlias = Literal["plain", "math", "code", "emphasis", "link", "reference"]
SIGNS: tuple[SpanKind, ...] = ("math", "code", "emphasis", "link", "reference", "plain")


@dataclass(frozen=True)
class Span:
    """A stretch of text: what it is, what it says, and where a link leads."""

    kind: SpanKind
    text: str
    target: str = ""


_SIGNS = re.compile(
    r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`|\*(?P<emphasis>[^*]+)\*|\[(?P<link>[^\]]+)\]\((?P<target>[^)]+)\)"
    r"|\\eqref\{(?P<reference>[^}]+)\}|\\(?P<plain>[\\$`*\[])"
)


def spans(text: str) -> Iterator[Span]:
    """The stretches of a text in markup."""
    place = 0
    for found in _SIGNS.finditer(text):
        if plain := text[place : found.start()]:
            yield Span("plain", plain)
        kind: SpanKind = next(kind for kind in SIGNS if found[kind])
        yield Span(kind, found[kind], found["target"] or "")
        place = found.end()
    if place < len(text):
        yield Span("plain", text[place:])


def literal(text: str) -> str:
    """A user's text as markup that says just that; its blanks as one, its ````code```` as code."""
    plain, *quoted = re.split(r"``(.+?)``", " ".join(text.split()))
    rest = zip(quoted[::2], quoted[1::2], strict=True)
    return _bare(plain) + "".join(f"`{code}`{_bare(more)}" for code, more in rest)


def _bare(text: str) -> str:
    return re.sub(r"([\\$`*\[])", r"\\\1", text)
