"""The names of wires: each beside a wire that it names, where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.diagram.drawing.shapes import Anchor, Box, Dot, Shape, Text, Wire
from derive.diagram.drawing.wires import along, direction, segments

GAP = 3.5
"""Between a wire and its name."""


@dataclass(frozen=True)
class Tag:
    """A label to be put beside the wires that leave a node, or beside the one to a target."""

    source: str
    text: Text
    target: str = ""


def placed(
    tags: Iterable[Tag], shapes: Sequence[Shape], wires: Sequence[Wire], dots: Iterable[Dot], strict: bool
) -> tuple[Text, ...] | None:
    """The labels beside their wires, each at the best place that is free.

    Returns None where one has no place; one that is not ``strict`` is left out then.
    """
    taken = [shape.box.grown(1.0) for shape in shapes]
    taken += [Box.around(dot.x, dot.y, 6.5, 6.5) for dot in dots]
    taken += [along(start, end).grown(1.4) for wire in wires for start, end in segments(wire.points)]
    found: list[Text] = []
    for tag in tags:
        named = [wire for wire in wires if wire.source == tag.source and tag.target in ("", wire.target)]
        free = (text for text in _candidates(tag.text, named) if not any(map(text.box.meets, taken)))
        text = next(free, None)
        if text is not None:
            found.append(text)
            taken.append(text.box)
        elif strict:
            return None
    return tuple(found)


def _candidates(text: Text, wires: Iterable[Wire]) -> list[Text]:
    """Places beside wires, the best first: near the source, to the right of what goes up, above what goes across."""
    above, below = text.y - text.box.top, text.box.bottom - text.y
    found: list[tuple[float, Text]] = []
    for wire in wires:
        done = 0.0
        for number, (start, end) in enumerate(segments(wire.points)):
            length = abs(end[0] - start[0]) + abs(end[1] - start[1])
            (x, y), (dx, dy) = start, direction(start, end)
            reach = (above + below if dx == 0 else text.box.width) / 2
            for at in _steps(reach, length):
                for side in (1, -1):
                    if dx == 0:
                        anchor: Anchor = "start" if side > 0 else "end"
                        place = replace(text, x=x + side * GAP, y=y + dy * at, anchor=anchor)
                    else:
                        place = replace(text, x=x + dx * at, y=y - (below + GAP if side > 0 else -above - GAP))
                    found.append((done + at + 30 * number + (8 if side < 0 else 0), place))
            done += length
    return [place for _, place in sorted(found, key=lambda item: item[0])]


def _steps(reach: float, length: float) -> Iterator[float]:
    """Where along a segment a label may have its middle; once in any case."""
    at = reach + 2.0
    yield at
    while (at := at + 5.0) <= length - reach:
        yield at
