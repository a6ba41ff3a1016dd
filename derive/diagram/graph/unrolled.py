"""A network over several steps: the same parts again and again, and the states that they hand on.

A cell is one part.  In a network, what a state depends on and what depends on it make a part; what only reads them is
a part of its own, at every step or, where it has no time, once.  Parts stand one above the other, a column a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from derive.core.equations import TIME, Kind, System, T, Tensor
from derive.diagram.drawing.labels import Tag
from derive.diagram.drawing.layout import Block, Link, Plan, Port, Side, drawn
from derive.diagram.drawing.shapes import Box, Drawing, Shape, Text, size
from derive.diagram.graph.reader import closed
from derive.notation import DEFAULT, Notation
from derive.typeset.tree import EMPTY, Math, Word, joined, number, row

PIN, WIDE = 24.0, 36.0
"""Between neighbouring pins at the sides, and above and below."""


def unrolled(system: System, steps: int = 3, notation: Notation = DEFAULT) -> Drawing:
    """A cell or network over its first steps, of which the last is T."""
    return drawn(plan(system, steps, notation))


@dataclass(frozen=True)
class Edge:
    """A value that one part hands to another: from where, to where, and what."""

    source: str
    target: str
    tensor: Tensor
    step: int | None
    ahead: int = 0


@dataclass(frozen=True)
class Parts:
    """How a system falls apart into recurrent parts and what reads them.

    Attributes:
        system: the system.
        steps: how many steps are shown.
    """

    system: System
    steps: int

    @cached_property
    def reads(self) -> dict[str, dict[Tensor, set[sp.Expr | None]]]:
        """What each computed tensor reads, and at which steps (None where the tensor has no time)."""
        found: dict[str, dict[Tensor, set[sp.Expr | None]]] = {}
        for equation in self.system.equations:
            if not closed(equation.tensor) or equation.tensor == self.system.loss:
                reads = found.setdefault(equation.name, {})
                for term in equation.terms:
                    for component in term.components():
                        if not closed(component.base):
                            at = component.indices[0] if component.base.in_time else None
                            reads.setdefault(component.base, set()).add(at)
        return found

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """Everything that a tensor depends on, at this step or before."""
        found = {}
        for name in self.reads:
            seen: set[str] = set()
            front = [name]
            while front:
                for tensor in self.reads.get(front.pop(), ()):
                    if tensor.name not in seen:
                        seen.add(tensor.name)
                        front.append(tensor.name)
            found[name] = frozenset(seen)
        return found

    @cached_property
    def of(self) -> dict[str, str]:
        """The part of each computed tensor.  A part is named by its first tensor, that of the loss by the loss."""
        system, reach, names = self.system, self.reach, list(self.reads)
        if system.loss is None:
            return dict.fromkeys(names, names[0])
        parts = {
            name: next(other for other in names if other == name or (other in reach[name] and name in reach[other]))
            for name in names
            if name in reach[name]
        }
        for late in dict.fromkeys(
            parts.values()
        ):  # a state that feeds another and reads the same, as a stabiliser does
            for early in dict.fromkeys(parts.values()):
                alike = self._outside(late, parts) - {early} == self._outside(early, parts)
                if early != late and early in reach[late] and alike:
                    parts = {name: early if part == late else part for name, part in parts.items()}
        recurrent = dict(parts)
        output = reach.get(system.output.name, frozenset()) | {system.output.name} if system.output else frozenset()
        for name in names:
            if name not in parts:
                user = next((part for other, part in recurrent.items() if name in reach[other]), None)
                head = f"{'head' if system.equation(name).tensor.in_time else 'readout'}"
                parts[name] = user or (head if name in output else system.loss.name)
        return parts

    def _outside(self, part: str, parts: dict[str, str]) -> set[str]:
        """The inputs and the recurrent parts that a part depends on directly, or through what is in no part."""
        found: set[str] = set()
        front = [name for name in parts if parts[name] == part]
        seen = set(front)
        while front:
            for tensor in self.reads.get(front.pop(), ()):
                name = tensor.name
                if parts.get(name, part) != part:
                    found.add(parts[name])
                elif name not in self.reads:
                    found |= {name} if tensor.kind in (Kind.INPUT, Kind.GIVEN) else set()
                elif name not in seen:
                    seen.add(name)
                    front.append(name)
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parts, each behind those that it reads at the same step."""
        order = dict.fromkeys(self.of[name] for name in self.reads)
        done: list[str] = []
        while len(done) < len(order):
            done.append(
                next(
                    part
                    for part in order
                    if part not in done and not any(p not in done and p != part for p in self._below(part))
                )
            )
        return tuple(done)

    def _below(self, part: str) -> set[str]:
        return {
            self.of[tensor.name]
            for name, reads in self.reads.items()
            if self.of[name] == part
            for tensor in reads
            if tensor.name in self.of
        }

    def timed(self, part: str) -> bool:
        """Whether there is one of it at every step."""
        inside = [self.system.equation(name).tensor for name in self.reads if self.of[name] == part]
        return self.system.loss is None or all(tensor.in_time for tensor in inside)

    def copies(self, part: str) -> list[tuple[str, int | None]]:
        """The key of a part at each step; a part without time has one."""
        return [(f"{part}@{t}", t) for t in range(1, self.steps + 1)] if self.timed(part) else [(part, None)]

    def edges(self) -> Iterator[Edge]:
        """What is handed from part to part."""
        seen = set()
        for part in self.names:
            for key, t in self.copies(part):
                for name, reads in self.reads.items():
                    if self.of[name] != part:
                        continue
                    for tensor, ats in reads.items():
                        for step in self._steps(tensor, ats, t):
                            source = self._source(tensor, step)
                            edge = Edge(source, key, tensor, step, 0 if t is None or step is None else t - step)
                            if source != key and edge not in seen:
                                seen.add(edge)
                                yield edge
        for tensor in self.system.states:
            end = 1 if tensor.reverse else self.steps
            yield Edge(self._source(tensor, end), f"{tensor.name}@end", tensor, end, -1 if tensor.reverse else 1)
        output = self.system.output
        if output is not None and output.name in self.of and self.system.loss is None:
            for t in range(1, self.steps + 1) if output.in_time else (None,):
                yield Edge(self._source(output, t), f"{output.name}@{t}@output", output, t)
        if self.system.loss is not None:
            yield Edge(self.of[self.system.loss.name], "loss@output", self.system.loss, None)

    def _steps(self, tensor: Tensor, ats: set[sp.Expr | None], t: int | None) -> Sequence[int | None]:
        """The steps at which a part at step t (or once) reads a tensor."""
        if not tensor.in_time:
            return [None]
        found: set[int] = set()
        for at in ats - {None}:
            assert at is not None
            value = at.xreplace({T.symbol: sp.Integer(self.steps)})
            if value.has(TIME) and t is None:
                found |= set(range(1, self.steps + 1))  # a sum over all steps
            else:
                found.add(int(value.xreplace({TIME: sp.Integer(t or 0)})))
        return sorted(found)

    def _source(self, tensor: Tensor, step: int | None) -> str:
        part = self.of.get(tensor.name)
        if part is None or (step is not None and not 1 <= step <= self.steps):
            return f"{tensor.name}@{step}" if step is not None else tensor.name
        return f"{part}@{step}" if self.timed(part) else part


# ---------------------------------------------------------------------------------------------------------------------
# Places.

FACING = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.TOP: Side.BOTTOM, Side.BOTTOM: Side.TOP}


class _Pins:
    """Where the edges meet the parts: states at the sides, what is read at the same step below, results above."""

    def __init__(self, parts: Parts, edges: list[Edge], notation: Notation) -> None:
        self.part = {key: part for part in parts.names for key, _ in parts.copies(part)}
        outer = [edge for edge in edges if not (edge.source in self.part and edge.target in self.part)]
        self.wide = max([WIDE, *(size(_symbol(notation, edge))[0] + 14 for edge in outer if not edge.ahead)])
        self.slots: dict[tuple[str, str], dict[str, int]] = {}
        for edge in edges:
            for key, side in ((edge.source, out_of(edge)), (edge.target, FACING[out_of(edge)])):
                if key in self.part:
                    slots = self.slots.setdefault(self._row(key, side), {})
                    slots.setdefault(self._slot(edge, side), len(slots))

    def _row(self, key: str, side: Side) -> tuple[str, str]:
        across = side in (Side.LEFT, Side.RIGHT)
        return (self.part[key], "across") if across else (key, side.value)

    def _slot(self, edge: Edge, side: Side) -> str:
        return f"{edge.source} {edge.tensor.name}" if side is Side.BOTTOM else edge.tensor.name

    def port(self, edge: Edge, key: str, side: Side) -> Port:
        slots = self.slots[self._row(key, side)]
        slot = slots[self._slot(edge, side)]
        if side in (Side.LEFT, Side.RIGHT):
            return Port(side, PIN * (slot - (len(slots) - 1) / 2))
        return Port(side, self.wide * ((slot + 1) // 2) * (1 if slot % 2 == 0 else -1))  # from the middle to both sides

    def count(self, key: str, side: Side) -> int:
        return len(self.slots.get(self._row(key, side), ()))


def out_of(edge: Edge) -> Side:
    """The side by which an edge leaves: forward or backward in time, or upwards."""
    return Side.RIGHT if edge.ahead > 0 else Side.LEFT if edge.ahead < 0 else Side.TOP


def plan(system: System, steps: int, notation: Notation) -> Plan:
    """Columns for the steps, with one between any two; rows for the parts, counted upwards."""
    parts = Parts(system, steps)
    edges = list(parts.edges())
    pins = _Pins(parts, edges, notation)
    row = {part: number for number, part in enumerate(parts.names)}
    places: dict[str, tuple[int, float]] = {
        key: (2 * (t or steps), float(row[part])) for part in parts.names for key, t in parts.copies(part)
    }
    inner = set(places)
    blocks = [_part(key, _label(parts, part, notation), pins) for part in parts.names for key, _ in parts.copies(part)]
    ports: dict[tuple[Edge, str], Port] = {}
    for edge in edges:
        for key, other, side in (
            (edge.source, edge.target, out_of(edge)),
            (edge.target, edge.source, FACING[out_of(edge)]),
        ):
            if key in inner:
                ports[edge, key] = pins.port(edge, key, side)
                continue
            if key not in places:
                column, level = places[other]
                aligned = side in (Side.LEFT, Side.RIGHT) or (level == 0 if side is Side.TOP else level == len(row) - 1)
                column += {Side.RIGHT: -2, Side.LEFT: 2}.get(side, 0)
                level += {Side.TOP: -0.5, Side.BOTTOM: 0.5}.get(side, 0.0)
                if not aligned:
                    column = 2 * (edge.step or 1) - 1
                    while (column, level) in places.values():
                        level -= 0.01
                places[key] = (column, level)
                at = pins.port(edge, other, FACING[side]).at if aligned else 0.0
                blocks.append(_end(key, _symbol(notation, edge), edge, side, at))
            block = next(block for block in blocks if block.key == key)
            x, y = block.shape.box.center
            ports[edge, key] = Port(side, y if side in (Side.LEFT, Side.RIGHT) else x)
    order = {at: number for number, at in enumerate(sorted({at for _, at in places.values()}, reverse=True))}
    links = [
        Link(
            edge.source,
            edge.target,
            (ports[edge, edge.source],),
            (ports[edge, edge.target],),
            "belt" if edge.ahead else "wire",
            edge.tensor.name,
            0 if edge.ahead else 1,
        )
        for edge in edges
    ]
    tags = [
        Tag(edge.source, Text(_symbol(notation, edge), 0, 0, 0.9, role="name", tensor=edge.tensor.name), edge.target)
        for edge in edges
        if edge.source in inner and edge.target in inner
    ]
    return Plan(
        system.name,
        "unrolled",
        f"{system.name} over {steps} steps",
        tuple(replace(b, column=places[b.key][0], row=order[places[b.key][1]]) for b in blocks),
        tuple(links),
        tuple(tags),
        framed=False,
        apart=44.0,
    )


def _part(key: str, label: Math, pins: _Pins) -> Block:
    across = max(pins.count(key, Side.TOP), pins.count(key, Side.BOTTOM))
    width = max(64.0, size(label)[0] + 28, pins.wide * (across + 1 - across % 2))
    height = max(46.0, PIN * pins.count(key, Side.LEFT) + 6)
    return Block(Shape(key, "part", "box", Box.around(0, 0, width, height), (Text(label, 0, 0),)), 0, 0)


def _end(key: str, symbol: Math, edge: Edge, side: Side, at: float) -> Block:
    """A value that comes from outside or leaves, beside the pin that it belongs to."""
    across = side in (Side.LEFT, Side.RIGHT)
    width, height = size(symbol)
    x, y = (0.0, at) if across else (at, 0.0)
    box = Box.around(x, y, width + 8, height + 4)
    role = "old" if side in (Side.RIGHT,) else edge.tensor.kind.value.split()[-1]
    return Block(Shape(key, role, "none", box, (Text(symbol, x, y),), edge.tensor.name), 0, 0)


def _symbol(notation: Notation, edge: Edge) -> Math:
    return notation.symbol(edge.tensor, EMPTY if edge.step is None else number(edge.step))


def _label(parts: Parts, part: str, notation: Notation) -> Math:
    """A part by its states; a cell by its name, and what has no state by its last tensor."""
    if parts.system.loss is None:
        return Word(parts.system.name.replace("_", " "))
    states = [tensor for tensor in parts.system.states if parts.of.get(tensor.name) == part]
    last = [name for name in parts.reads if parts.of[name] == part][-1]
    tensors = states or [parts.system.equation(last).tensor]
    return joined((notation.symbol(tensor) for tensor in tensors), row(",", r"\,"))
