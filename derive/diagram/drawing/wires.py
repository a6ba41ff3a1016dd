"""What becomes of routed wires: corners, forks, the part that each is drawn by, and gradients beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from derive.diagram.drawing.shapes import Back, Box, Dot, Point, Wire

BESIDE = 2.5
"""How far two wires that run beside each other are from their common line."""


def straight(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without the points at which nothing bends."""
    kept = [points[0]]
    for here, after in zip(points[1:], [*points[2:], None], strict=True):
        if here == kept[-1]:
            continue
        before = kept[-1]
        if after is not None and (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
            continue
        kept.append(here)
    return tuple(kept)


def segments(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    yield from zip(points, points[1:], strict=False)


def along(start: Point, end: Point) -> Box:
    """A segment as a box."""
    return Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def parted(wires: Iterable[Wire]) -> list[Wire]:
    """Each wire with the part that it does not share with those before it."""
    done: list[Wire] = []
    for wire in wires:
        before = [other.points for other in done if other.source == wire.source]
        done.append(replace(wire, own=_own(wire.points, before)))
    return done


def paired(wires: Iterable[Wire], back: Mapping[tuple[str, str], Back]) -> Iterator[Wire]:
    """Wires moved aside, and for some of them another one the other way on the other side.

    Args:
        wires: the wires that go forward.
        back: what comes back beside a wire, by the wire's ends.
    """
    for wire in wires:
        yield replace(wire, points=_aside(wire, wire.points, BESIDE), own=_aside(wire, wire.own, BESIDE))
        if (wire.source, wire.target) in back:
            gradient = back[wire.source, wire.target]
            yield Wire(
                wire.target,
                wire.source,
                _aside(wire, wire.points, -BESIDE)[::-1],
                _aside(wire, wire.own, -BESIDE)[::-1],
                "gradient",
                gradient.tensor,
                gradient.paths,
            )


def _aside(wire: Wire, points: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """Points of a wire moved aside; its ends stay on the borders on which they lie."""
    moved = [(x + by, y + by) for x, y in points]
    for end, beside in ((0, 1), (-1, -2)):
        if points[end] == wire.points[end]:
            (x, y), (u, _) = points[end], points[beside]
            moved[end] = (x + by, y) if x == u else (x, y + by)
    return tuple(moved)


def dots(wires: Iterable[Wire]) -> tuple[Dot, ...]:
    """Where the wires of one source part: the points from which its wires go on in three directions or more.

    The wires of gradients run together where those beside them part.
    """
    trees: dict[tuple[bool, str, Point], list[Wire]] = {}
    for wire in wires:
        back = wire.role == "gradient"
        root = (wire.target, wire.points[-1]) if back else (wire.source, wire.points[0])
        trees.setdefault((back, *root), []).append(wire)
    found: list[Dot] = []
    for (back, _, _), tree in trees.items():
        for point in sorted({point for wire in tree for point in wire.points}):
            directions = {
                direction(point, end)
                for wire in tree
                for segment in segments(wire.points)
                if _on(point, *segment)
                for end in segment
                if end != point
            }
            if len(directions) >= 3:
                found.append(Dot(*point, "gradient" if back else ""))
    return tuple(found)


def _own(points: tuple[Point, ...], others: Iterable[tuple[Point, ...]]) -> tuple[Point, ...]:
    """The part of a wire from where it leaves the others that begin as it does."""
    best = points
    for other in others:
        rest = _after(points, other)
        if _extent(rest) < _extent(best):
            best = rest
    return best


def _after(points: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[Point, ...]:
    """What is left of a path where it parts from another."""
    if points[0] != other[0]:
        return points
    for number, (mine, theirs) in enumerate(zip(points[1:], other[1:], strict=False)):
        if mine != theirs:
            start = points[number]
            if direction(start, mine) != direction(start, theirs):
                return points[number:]
            if _extent((start, mine)) <= _extent((start, theirs)):
                return points[number + 1 :]
            return (theirs, *points[number + 1 :])
    return points[min(len(points), len(other)) - 1 :]


def _extent(points: Sequence[Point]) -> float:
    return sum(abs(u - x) + abs(v - y) for (x, y), (u, v) in segments(points))


def _on(point: Point, start: Point, end: Point) -> bool:
    box = along(start, end)
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def direction(start: Point, end: Point) -> tuple[int, int]:
    return (end[0] > start[0]) - (end[0] < start[0]), (end[1] > start[1]) - (end[1] < start[1])
