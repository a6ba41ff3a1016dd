"""What a picture is made of: shapes, wires and labels with their places.  Both writers read this and nothing else.

Lengths are in units of which :data:`EM` make the height of the font; x goes to the right, y down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from derive.typeset.runs import typeset
from derive.typeset.tree import Math

EM = 14.0

PATHS = ("0060A0", "C04A00", "00785A", "A0488A", "8A6A00", "4A4AA8")
"""The colours of the paths of a gradient, on white: as in the notes."""

SUM = "2E7D8C"
"""The colour of gradients that are added up, or that have but one path."""

Point: TypeAlias = "tuple[float, float]"
Anchor: TypeAlias = Literal["start", "middle", "end"]


def colour(path: int) -> int:
    """The number of a path's colour, from 1."""
    return (path - 1) % len(PATHS) + 1


@dataclass(frozen=True)
class Back:
    """What comes back over a wire: a gradient, by its name, and the paths of its derivation that it takes there.

    The paths have the numbers that they have in the notes; the only path of a gradient has none.
    """

    tensor: str
    paths: tuple[int, ...] = ()


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
    """A formula at a place.  ``y`` is its middle, ``x`` its start, middle or end.

    ``tensor`` is what it stands for; a factor has the gradient that it is a factor of in ``back`` instead.
    """

    formula: Math
    x: float
    y: float
    scale: float = 1.0
    anchor: Anchor = "middle"
    role: str = ""
    tensor: str = ""
    back: Back | None = None

    @property
    def base(self) -> float:
        """The base line, a quarter of an em below the middle."""
        return self.y + 0.25 * EM * self.scale

    @property
    def box(self) -> Box:
        formula, em = typeset(self.formula), EM * self.scale
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * formula.width * em
        return Box(left, self.base - formula.above * em, left + formula.width * em, self.base + formula.below * em)

    def moved(self, x: float, y: float) -> Text:
        return replace(self, x=self.x + x, y=self.y + y)


def size(formula: Math, scale: float = 1.0) -> Point:
    """Width and height of a formula."""
    return typeset(formula).width * EM * scale, 1.2 * EM * scale


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
    Gradients run the other way: those of one target share their end.

    Attributes:
        tensor: what it carries: the tensor that its source computes, or the gradient that it is a part of.
        paths: the numbers of the paths of the derivation that a gradient takes here, where there are several.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    own: tuple[Point, ...]
    role: str = "wire"
    tensor: str = ""
    paths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stroke:
    """A piece of a wire; ``paths`` are those that it shows, none where gradients are added up already."""

    points: tuple[Point, ...]
    paths: tuple[int, ...] = ()


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

    def strokes(self, wire: Wire) -> Iterator[Stroke]:
        """The wire's own part, in pieces that begin and end at the dots on it: corners there are not rounded.

        From the first dot on, a gradient is a sum.
        """
        points = list(self._dotted(wire))
        dots = {(dot.x, dot.y) for dot in self.dots if dot.role == wire.role or wire.role != "gradient"}
        piece, paths = [points[0]], wire.paths
        for point in points[1:-1]:
            piece.append(point)
            if point in dots:
                yield Stroke(tuple(piece), paths)
                piece, paths = [point], ()
        yield Stroke((*piece, points[-1]), paths)

    def _dotted(self, wire: Wire) -> Iterator[Point]:
        """The corners of the wire's own part; those of a gradient with the dots between them."""
        dots = [(dot.x, dot.y) for dot in self.dots if dot.role == wire.role]
        for start, end in zip(wire.own, wire.own[1:], strict=False):
            yield start
            between = [p for p in dots if _between(start, p, end)]
            yield from sorted(between, key=lambda p: abs(p[0] - start[0]) + abs(p[1] - start[1]))
        yield wire.own[-1]


def _between(start: Point, point: Point, end: Point) -> bool:
    """Whether a point lies on a segment, and at neither of its ends."""
    (x, y), (u, v), (z, w) = start, point, end
    return (x == u == z and min(y, w) < v < max(y, w)) or (y == v == w and min(x, z) < u < max(x, z))
