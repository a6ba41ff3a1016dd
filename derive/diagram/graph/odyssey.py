"""The cell as the Search Space Odyssey draws it: the cell in the middle, gates to both sides, the output above.

It is the circuit with old and new value of a state in one node; a dashed wire brings the value of the step before.  The
way from the input through the main state to the output goes straight up, and all that joins it comes from the sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from derive.core.equations import System
from derive.diagram.drawing.labels import Tag
from derive.diagram.drawing.layout import Block, Link, Plan, Port, Side, drawn
from derive.diagram.drawing.shapes import Drawing, Text
from derive.diagram.graph.blocks import Look, end, look
from derive.diagram.graph.circuit import step
from derive.diagram.graph.nodes import Graph, Node, Role, folded
from derive.notation import DEFAULT, Notation


def odyssey(system: System, notation: Notation = DEFAULT) -> Drawing:
    """One step of a cell with its states in the middle."""
    net = step(system, notation)
    return drawn(plan(folded(net), list(net.belts)))


def plan(net: Graph, belts: list[str]) -> Plan:
    """Columns and rows for the nodes of a folded graph; ``belts`` are its states that are carried elementwise."""
    places = _Sides(net, belts).places
    looks: dict[str, Look] = {}
    for key, (column, _) in places.items():
        pins = Side.BOTTOM if column == 0 else Side.LEFT if column < 0 else Side.RIGHT
        looks[key] = look(net.nodes[key], pins)
    top = max((row for _, row in places.values()), default=0) + 1
    bottom = min((row for _, row in places.values()), default=0) - 1
    taken: set[int] = set()
    for node in net.of_role(Role.INPUT):
        column, at = _under(net, node, looks, places)
        while column in taken:
            column += 1
        taken.add(column)
        looks[node.key] = end(node, Side.TOP, at if column not in taken - {column} else 0.0)
        places[node.key] = (column, bottom)
    for number, node in enumerate(net.of_role(Role.OUTPUT)):
        looks[node.key] = end(node, Side.BOTTOM)
        places[node.key] = (places[node.sources[0]][0] + number, top)
    blocks = tuple(Block(looks[key].shape, column, top - row) for key, (column, row) in places.items())
    ends = [net.of_role(Role.OUTPUT) and 0, net.of_role(Role.INPUT) and top - bottom]
    return Plan(
        net.name,
        "odyssey",
        f"One step of {net.name}, the cell in the middle",
        blocks,
        tuple(_links(net, looks, places)),
        tuple(_tags(net)),
        crossing=120,
        trunks=True,
        around=True,
        end_rows=frozenset(row for row in ends if isinstance(row, int)),
    )


@dataclass(frozen=True)
class _Way:
    """A way from an input: whether it passes the main state, how many affine maps and old values, and its nodes."""

    main: bool = False
    affine: int = 0
    carries: int = 0
    path: tuple[str, ...] = ()

    @property
    def worth(self) -> tuple[bool, int, int, int]:
        return self.main, -self.affine, -self.carries, len(self.path)


@dataclass
class _Sides:
    """Places: column 0 is the way straight up, others are counted from it to both sides; rows are counted upwards."""

    net: Graph
    belts: list[str]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free = {-1: 0, 1: 0}  # the lowest row that is free on each side
        spine = self.spine()
        self.waiting = set(spine)
        row = -1
        for key in spine:
            self.waiting.discard(key)
            self.places[key] = (0, 0)
            row = self.beside(self.pending(key), row + 1)
            self.places[key] = (0, row)
        for node in self.net.nodes.values():  # what does not lead to the output
            if node.role is Role.STATE and node.key not in self.places:
                self.beside([node.key], 0)

    def beside(self, sources: list[str], row: int) -> int:
        """Place nodes with all that they need on the two sides, at this row or above; returns the row."""
        sides: list[tuple[int, str]] = []
        load = dict(self.free)
        before = dict(self.places)
        for source in sources:
            if source not in self.places:
                side = min((-1, 1), key=lambda side: (load[side], side))
                sides.append((side, source))
                load[side] += self.grow(source, side, 0)
        self.places = before
        row = max([row, *(load[side] - 1 for side, _ in sides)])
        heights = {-1: 0, 1: 0}
        for side, source in sides:
            heights[side] += self.grow(source, side, row - heights[side])
            self.free[side] = row + 1
        return row

    def spine(self) -> list[str]:
        """The way from the input to the output.

        It passes through the main state if there is one; of those that do, it is one through few affine maps that does
        not carry an old value along, and then the longest.
        """
        net = self.net
        ends = net.of_role(Role.OUTPUT) or net.of_role(Role.STATE)
        main = self.belts[0] if self.belts else None
        best: dict[str, _Way] = {}
        for node in net.nodes.values():
            if node.role is not Role.INPUT:
                ways = [best[o.source] for o in node.operands if not o.delayed and o.source in best]
                way = max(reversed(ways), key=lambda way: way.worth, default=_Way())
                affine = node.role is Role.AFFINE
                carries = not affine and any(operand.delayed for operand in node.operands)
                best[node.key] = _Way(
                    way.main or node.key == main, way.affine + affine, way.carries + carries, (*way.path, node.key)
                )
        if not ends:
            return []
        return [key for key in best[ends[0].key].path if net.nodes[key].role is not Role.OUTPUT]

    def pending(self, key: str) -> list[str]:
        """The operations that a node reads and that have no place yet."""
        return [
            operand.source
            for operand in self.net.nodes[key].operands
            if not operand.delayed and self.loose(operand.source)
        ]

    def loose(self, key: str) -> bool:
        return key not in self.places and key not in self.waiting and self.net.nodes[key].role is not Role.INPUT

    def grow(self, key: str, side: int, row: int, depth: int = 1) -> int:
        """Place a node and what it needs, outwards and downwards; returns the rows taken."""
        self.places[key] = (side * depth, row)
        used = 0
        for source in self.pending(key):
            if self.loose(source):
                used += self.grow(source, side, row - used, depth + 1)
        return max(used, 1)


def _under(net: Graph, node: Node, looks: dict[str, Look], places: dict[str, tuple[int, int]]) -> tuple[int, float]:
    """Where an input stands: below the lowest pin of the middle column that it leads to, if there is one."""
    pins = [
        (places[user][1], port.at)
        for user in net.users[node.key]
        if user in places and places[user][0] == 0
        for source, ports in zip(net.nodes[user].sources, looks[user].into, strict=True)
        if source == node.key
        for port in ports[:1]
    ]
    return 0, min(pins)[1] if pins else 0.0


def _links(net: Graph, looks: dict[str, Look], places: dict[str, tuple[int, int]]) -> Iterator[Link]:
    """The edges: those that go straight are routed first, those of the step before last."""
    for node in net.nodes.values():
        for operand, into in zip(node.operands, looks[node.key].into, strict=True):
            source = net.nodes[operand.source]
            tensor = source.tensor.name if source.tensor is not None else ""
            out = looks[source.key].out
            column, row = places[source.key]
            to_column, to_row = places[node.key]
            link = Link(source.key, node.key, out, into, "wire", tensor, 2)
            if operand.delayed:
                link = replace(link, out=SIDEWAYS, role="delayed", rank=4)
                if node.key == source.key:
                    link = replace(link, into=(Port(Side.BOTTOM), Port(Side.TOP)))
            elif source.role is Role.INPUT:
                link = replace(link, rank=3)
            elif column == to_column == 0:
                link = replace(link, rank=0)
            elif row == to_row:
                link = replace(link, rank=1)
            yield link


SIDEWAYS = (Port(Side.LEFT), Port(Side.RIGHT))
"""The ways out of a state for what the next step reads."""


def _tags(net: Graph) -> Iterator[Tag]:
    """The names of wires: of all that has one, but for what only the function behind it reads, and states."""
    for node in net.nodes.values():
        users = [net.nodes[user] for user in net.users[node.key]]
        if not node.symbol or node.role in (Role.INPUT, Role.OUTPUT, Role.STATE):
            continue
        if any(user.role in (Role.STATE, Role.OUTPUT) for user in users):
            continue
        if len(users) == 1 and users[0].role is Role.FUNCTION and users[0].symbol:
            continue
        tensor = node.tensor.name if node.tensor is not None else ""
        yield Tag(node.key, Text(node.symbol, 0, 0, 0.9, role="name", tensor=tensor))
