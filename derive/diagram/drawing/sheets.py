"""How a drawing fits a page: made smaller, turned by a right angle, or cut into pieces that can be read.

Scales are those of the drawing's text.  A cut goes between nodes and labels, through wires alone, where there is such
a place near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from derive.diagram.drawing.shapes import Box, Drawing

READABLE = 0.75
"""What is smaller than this is turned, if it can be larger so."""

LEAST = 0.6
"""What would be smaller than this is cut."""

ASIDE = 0.12
"""How far a cut may be moved, as a part of the piece."""


@dataclass(frozen=True)
class Sheet:
    """A piece of a drawing on a page of its own.

    Attributes:
        box: what is seen of the drawing.
        scale: how large.
        turned: whether it lies on its side.
    """

    box: Box
    scale: float
    turned: bool = False


def whole(drawing: Drawing, width: float, height: float) -> Sheet:
    """All of it on one page of this size, which is in units of the drawing."""
    across, down = drawing.width, drawing.height
    upright, turned = min(1.0, width / across, height / down), min(1.0, width / down, height / across)
    turn = upright < READABLE and turned > 1.1 * upright
    return Sheet(Box(0, 0, across, down), turned if turn else upright, turn)


def sheets(drawing: Drawing, width: float, height: float) -> list[Sheet]:
    """As few pages of this size as it can be read on, from left to right and from the top."""
    one = whole(drawing, width, height)
    if one.scale >= LEAST:
        return [one]
    turned = _pieces(drawing, height, width) < _pieces(drawing, width, height)
    wide, high = (height, width) if turned else (width, height)
    boxes = [shape.box for shape in drawing.shapes] + [text.box for text in drawing.labels]
    boxes += [text.box for shape in drawing.shapes for text in shape.texts]
    xs = _cuts(drawing.width, wide / LEAST, [(box.left, box.right) for box in boxes])
    ys = _cuts(drawing.height, high / LEAST, [(box.top, box.bottom) for box in boxes])
    parts = [
        Box(left, top, right, bottom)
        for top, bottom in zip(ys, ys[1:], strict=False)
        for left, right in zip(xs, xs[1:], strict=False)
    ]
    scale = min(1.0, *(min(wide / part.width, high / part.height) for part in parts))
    return [Sheet(part, scale, turned) for part in parts]


def _pieces(drawing: Drawing, width: float, height: float) -> int:
    return ceil(drawing.width * LEAST / width) * ceil(drawing.height * LEAST / height)


def _cuts(extent: float, most: float, taken: Sequence[tuple[float, float]]) -> list[float]:
    """Where to cut a length into pieces of about equal size: in what is free, if there is such a place near."""
    count = ceil(extent / most)
    piece = extent / count
    places = [0.0]
    for number in range(1, count):
        even = number * piece
        reach = min(ASIDE * piece, max(0.0, most - piece))
        near = [even, *(even + sign * step for step in range(2, int(reach), 2) for sign in (1, -1))]
        free = (at for at in near if not any(low - 2 < at < high + 2 for low, high in taken))
        places.append(next(free, even))
    return [*places, extent]
