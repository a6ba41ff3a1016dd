"""What a picture is made of: shapes, wires and labels with their places.  Both writers read this and nothing else.

Lengths are in units of which :data:`EM` make the height of the font; x goes to the right, y down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from derive.diagram.formula import typeset

EM = 14.0
Point: TypeAlias = "tuple[float, float]"
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @classmethod
    def union(cls, boxes: Iterable[Box]) -> Box:
        boxes = list(boxes)
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, x: float, y: float) -> Box:
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def meets(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Text:
    """A formula.  ``y`` is its middle, ``x`` its start, middle or end."""

    latex: str
    x: float
    y: float
    scale: float = 1.0
    anchor: Anchor = "middle"
    role: str = ""
    tensor: str = ""

    @property
    def base(self) -> float:
        """The base line, a quarter of an em below the middle."""
        return self.y + 0.25 * EM * self.scale

    @property
    def box(self) -> Box:
        formula, em = typeset(self.latex), EM * self.scale
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * formula.width * em
        return Box(left, self.base - formula.above * em, left + formula.width * em, self.base + formula.below * em)

    def moved(self, x: float, y: float) -> Text:
        return Text(self.latex, self.x + x, self.y + y, self.scale, self.anchor, self.role, self.tensor)


def size(latex: str, scale: float = 1.0) -> Point:
    """Width and height of a formula."""
    formula = typeset(latex)
    return formula.width * EM * scale, 1.2 * EM * scale


@dataclass(frozen=True)
class Shape:
    """A node: a box or a circle with texts, or texts alone.

    Attributes:
        key: its name in the graph.
        role: what it is, for its looks.
        outline: its form.
        box: its place.
        texts: what stands in it.
        tensor: the tensor that it computes or stands for.
    """

    key: str
    role: str
    outline: Literal["box", "circle", "none"]
    box: Box
    texts: tuple[Text, ...]
    tensor: str = ""


@dataclass(frozen=True)
class Wire:
    """An edge from the border of its source to the border of its target.

    Edges of one source share their beginning.  ``own`` is what is left of this one where it parts from those before it.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    own: tuple[Point, ...]
    role: str = "wire"
    tensor: str = ""


@dataclass(frozen=True)
class Dot:
    """Where a wire forks."""

    x: float
    y: float
    role: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture.

    Attributes:
        name: the system's name.
        kind: which picture it is.
        title: what it shows, in words.
        width, height: its size; everything lies within 0…width and 0…height.
        frames: rectangles behind everything.
        shapes, wires, dots, labels: what is seen.
    """

    name: str
    kind: str
    title: str
    width: float
    height: float
    frames: tuple[Box, ...]
    shapes: tuple[Shape, ...]
    wires: tuple[Wire, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Text, ...]

    def strokes(self, wire: Wire) -> Iterator[tuple[Point, ...]]:
        """The wire's own part, in pieces that begin and end at the dots on its corners: those are not rounded."""
        dots = {(dot.x, dot.y) for dot in self.dots}
        piece = [wire.own[0]]
        for point in wire.own[1:-1]:
            piece.append(point)
            if point in dots:
                yield tuple(piece)
                piece = [point]
        yield (*piece, wire.own[-1])
