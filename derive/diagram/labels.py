"""The names of wires: each beside a wire that it names, where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from derive.diagram.drawing import EM, Shape, Text, Wire
from derive.diagram.wires import along, direction, segments


@dataclass(frozen=True)
class Tag:
    """A label to be put beside the wires that leave a node, or beside the one to a target."""

    source: str
    text: Text
    target: str = ""


def placed(
    tags: Iterable[Tag], shapes: Sequence[Shape], wires: Sequence[Wire], strict: bool
) -> tuple[Text, ...] | None:
    """The labels beside their wires, each at the best place that is free."""
    taken = [shape.box.grown(1.0) for shape in shapes]
    lines = [along(start, end).grown(1.5) for wire in wires for start, end in segments(wire.points)]
    found: list[Text] = []
    for tag in tags:
        for text in _candidates(
            tag.text, [w for w in wires if w.source == tag.source and tag.target in ("", w.target)]
        ):
            box = text.box
            if not any(box.meets(other) for other in (*taken, *lines)):
                found.append(text)
                taken.append(box)
                break
        else:
            if strict:
                return None
    return tuple(found)


def _candidates(text: Text, wires: Iterable[Wire]) -> list[Text]:
    """Places beside wires, the best first: near the source, to the right of what goes up, above what goes across."""
    width, height = text.box.width, 0.9 * EM * text.scale
    found: list[tuple[float, Text]] = []
    for wire in wires:
        run = 0.0
        for number, (start, end) in enumerate(segments(wire.points)):
            length = abs(end[0] - start[0]) + abs(end[1] - start[1])
            (x, y), (dx, dy) = start, direction(start, end)
            reach = (height if dx == 0 else width) / 2
            along = reach + 2.0
            while along <= length - reach + 2.0 or along == reach + 2.0:
                for side in (1, -1):
                    price = run + along + 30 * number + (8 if side < 0 else 0)
                    if dx == 0:
                        place = replace(text, x=x + side * 4, y=y + dy * along, anchor="start" if side > 0 else "end")
                    else:
                        place = replace(text, x=x + dx * along, y=y - side * (height / 2 + 4), anchor="middle")
                    found.append((price, place))
                along += 5.0
            run += length
    return [place for _, place in sorted(found, key=lambda item: item[0])]
