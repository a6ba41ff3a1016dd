"""The circuit of a cell: time goes to the right on conveyor belts, every gate stands in a column of its own.

The elementwise path from the old value of a state to the new one is a belt, a straight line at the top.  What joins it
comes from below, in a column: affine maps at the bottom, what is made of them above.  What is read off a belt hangs
below it.  Inputs come from below, old states from the left; new states and the output leave to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from derive.core.equations import System
from derive.diagram.drawing.labels import Tag
from derive.diagram.drawing.layout import Block, Link, Plan, Port, Side, drawn
from derive.diagram.drawing.shapes import Drawing, Text
from derive.diagram.graph.blocks import Look, end, look
from derive.diagram.graph.nodes import SOURCES, Graph, Node, Role, abridged
from derive.diagram.graph.reader import graph
from derive.notation import DEFAULT, Notation


def circuit(system: System, notation: Notation = DEFAULT) -> Drawing:
    """The circuit of one step of a cell; a large one is abridged."""
    return drawn(plan(step(system, notation)))


LARGE = 60
"""How many operations are drawn one by one."""


def step(system: System, notation: Notation = DEFAULT) -> Graph:
    """The graph of one step as it is drawn."""
    net = graph(system, notation)
    return net if len(net.operations) <= LARGE else abridged(net)


def plan(net: Graph) -> Plan:
    """Columns and rows for the nodes of a graph."""
    columns = Columns(net)
    rows = _rows(net, columns)  # counted upwards until here
    looks: dict[str, Look] = {}
    places: dict[str, tuple[int, float]] = {}
    for node in net.operations:
        looks[node.key] = look(node, free=len(node.operands) == 1 and not grounded(net, node))
        places[node.key] = (columns.of[node.key], rows[node.key])
    starts = {chain[0]: chain[1] for chain in net.chains.values()}
    bottom = 0.0
    for node in net.of_role(Role.OLD):
        looks[node.key] = end(node, Side.RIGHT)
        if node.key not in starts:
            bottom -= 1
        places[node.key] = (-1, rows[starts[node.key]] if node.key in starts else bottom)
    last = len(columns.stacks)
    for node, row in _sinks(net, places):
        looks[node.key] = end(node, Side.LEFT)
        places[node.key] = (last, row)
    bottom = min([row for _, row in places.values()]) - 1
    used: set[int] = set()
    for node in net.of_role(Role.INPUT):
        looks[node.key], column = _input(net, node, looks, places, used)
        places[node.key] = (column, bottom)

    order = {row: number for number, row in enumerate(sorted({row for _, row in places.values()}, reverse=True))}
    blocks = tuple(Block(looks[key].shape, column, order[row]) for key, (column, row) in places.items())
    return Plan(
        net.name,
        "circuit",
        f"One step of {net.name} as a circuit",
        blocks,
        tuple(_links(net, looks, columns)),
        tuple(_tags(net)),
        frozenset({-1, last}),
        frozenset({order[bottom]} if net.of_role(Role.INPUT) else ()),
    )


def _sinks(net: Graph, places: dict[str, tuple[int, float]]) -> Iterator[tuple[Node, float]]:
    """The rows of what leaves to the right: that of its source where nothing is in the way, else one of its own."""
    taken: set[float] = set()
    lowest = (-1, min(row for _, row in places.values()) - 1)  # of an input, which has no place yet
    at = {node.key: places.get(node.sources[0], lowest) for node in net.of_role(Role.NEW, Role.OUTPUT)}
    for key in sorted(at, key=lambda key: (key not in net.belts, -at[key][0])):
        node, (column, row) = net.nodes[key], at[key]
        free = not any(other > column and on == row for other, on in places.values())
        if row in taken or (node.key not in net.belts and not free):
            row = next(row + step / 16 for step in range(1, 16) if row + step / 16 not in taken)
        taken.add(row)
        yield node, row


# ---------------------------------------------------------------------------------------------------------------------
# Columns.


@dataclass
class Columns:
    """Which operations stand one above the other, and in what order from left to right."""

    net: Graph
    stacks: list[list[str]] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        net = self.net
        self.belt = {key for belt in net.belts.values() for key in belt}
        self.roots = {node.sources[0] for node in net.of_role(Role.NEW, Role.OUTPUT)} - self.belt
        order = list(net.nodes)
        ends = sorted(net.of_role(Role.NEW, Role.OUTPUT), key=lambda node: order.index(node.sources[0]))
        for node in ends:
            for key in net.belts.get(node.key) or [key for key in node.sources if self.loose(key)]:
                self.settle(key)
        for node in net.operations:  # whatever is left
            if node.key not in self.of:
                self.settle(node.key)

    def settle(self, key: str) -> int:
        """Give a node its column: that of the operand on which it stands, or a new one."""
        node = self.net.nodes[key]
        pending = [s for s in dict.fromkeys(node.sources) if self.loose(s)]
        standing = [source for source in pending if not self.hangs(source)]
        hung = next((s for s in pending if s not in standing), None) if key in self.roots else None
        base = standing[-1] if standing and not self.grounded(node) else None
        for source in pending:
            if source not in (base, hung) and source not in self.of:
                self.settle(source)
        if base is not None and base not in self.of:
            column = self.settle(base)
        else:
            column = len(self.stacks)
            self.stacks.append([])
        if self.stacks[column] and self.stacks[column][-1] not in node.sources:
            column = len(self.stacks)
            self.stacks.append([])
        if key in self.belt:
            self.of[key] = column
            return column
        self.stand(key, column)
        while hung is not None and hung not in self.of:
            self.stand(hung, column)
            above = [s for s in self.net.nodes[hung].sources if self.loose(s) and self.hangs(s)]
            for source in self.net.nodes[hung].sources:
                if self.loose(source) and source not in above[:1]:
                    self.settle(source)
            hung = above[0] if above else None
        return column

    def stand(self, key: str, column: int) -> None:
        self.of[key] = column
        self.stacks[column].append(key)

    def loose(self, key: str) -> bool:
        """Whether it is an operation off the belts that has no column yet."""
        return key not in self.of and key not in self.belt and self.net.nodes[key].role not in SOURCES

    def grounded(self, node: Node) -> bool:
        return grounded(self.net, node)

    def hangs(self, key: str) -> bool:
        """Whether all that it is made of comes off belts, so that it can hang below them."""
        node = self.net.nodes[key]
        if key in self.of or self.grounded(node) or node.role in SOURCES:
            return False
        return bool(node.sources) and all(source in self.belt or self.hangs(source) for source in node.sources)


def grounded(net: Graph, node: Node) -> bool:
    """Whether it is an affine map that stands at the bottom: it reads an input or an old state, or nothing."""
    roles = {net.nodes[source].role for source in node.sources}
    return node.role is Role.AFFINE and (not roles or not roles.isdisjoint(SOURCES))


# ---------------------------------------------------------------------------------------------------------------------
# Rows.


def _rows(net: Graph, columns: Columns) -> dict[str, int]:
    """The row of each operation, counted upwards: affine maps in row 0, belts above all else.

    A node is higher than what it stands on, and no lower than what reaches it from the side.  What stands on nothing
    has the row of what reads it, with nothing between them.
    """
    below = {above: under for stack in columns.stacks for under, above in zip(stack, stack[1:], strict=False)}
    loose = [node for node in net.operations if node.key not in columns.belt and not grounded(net, node)]
    floating = [stack for stack in columns.stacks if stack and not grounded(net, net.nodes[stack[0]])]
    rows = dict.fromkeys(columns.of, 0)

    def rise() -> None:
        for _ in loose:
            before = dict(rows)
            for node in loose:
                at = columns.of[node.key]
                beside = [rows[s] for s in node.sources if s in rows and s not in columns.belt and columns.of[s] != at]
                under = [rows[below[node.key]] + 1] if node.key in below else []
                rows[node.key] = max([rows[node.key], *under, *beside])
            if rows == before:
                return

    rise()
    for stack in reversed(floating):  # what is read stands to the left of what reads it
        top = stack[-1]
        readers = [
            u for u in net.users[top] if u in rows and u not in columns.belt and not columns.grounded(net.nodes[u])
        ]
        if readers:
            reader = min(readers, key=lambda key: rows[key])
            for _ in columns.stacks:
                if not _between(columns, rows, rows[reader], columns.of[top], columns.of[reader]):
                    break
                rows[reader] += 1
                rise()
            lift = rows[reader] - rows[top]
        else:
            hanging = all(source in columns.belt for source in net.nodes[stack[0]].sources)
            lift = max(rows[node.key] for node in loose) - rows[top] if hanging else 0
        for key in stack:
            rows[key] += lift
        rise()
    high = max((rows[node.key] for node in net.operations if node.key not in columns.belt), default=-1) + 1
    for number, belt in enumerate(reversed(net.belts.values())):
        for key in belt:
            rows[key] = high + number
    return rows


def _between(columns: Columns, rows: dict[str, int], row: int, one: int, other: int) -> bool:
    """Whether a node off the belts lies in a row between two columns."""
    low, high = sorted((one, other))
    return any(
        low < column < high and rows[key] == row for key, column in columns.of.items() if key not in columns.belt
    )


# ---------------------------------------------------------------------------------------------------------------------
# Ends, wires, names.


def _input(
    net: Graph,
    node: Node,
    looks: dict[str, Look],
    places: dict[str, tuple[int, float]],
    used: set[int],
) -> tuple[Look, int]:
    """An input below the first pin that it leads to, so that its wire begins straight."""
    pins = [
        (places[user][0], port.at)
        for user in net.users[node.key]
        if user in places and places[user][0] >= 0
        for source, ports in zip(net.nodes[user].sources, looks[user].into, strict=True)
        if source == node.key
        for port in ports[:1]
    ]
    column, at = min(pins, default=(0, 0.0))
    while column in used:
        column += 1
    used.add(column)
    return end(node, Side.TOP, at), column


def _links(net: Graph, looks: dict[str, Look], columns: Columns) -> Iterator[Link]:
    """The edges.  Belts are routed first, then what stands or hangs in one column; inputs and old states come last."""
    carried = {step for chain in net.chains.values() for step in zip(chain, chain[1:], strict=False)}
    on_belt = {source for source, _ in carried}
    for node in net.nodes.values():
        for operand, into in zip(node.operands, looks[node.key].into, strict=True):
            source = net.nodes[operand.source]
            out = looks[source.key].out if source.key not in on_belt else (Port(Side.RIGHT),)
            link = Link(source.key, node.key, out, into, "wire", _name(source), 3)
            if (source.key, node.key) in carried:
                carried.remove((source.key, node.key))  # an array may reach a node twice
                link = replace(link, into=(Port(Side.LEFT),), role="belt", rank=0)
            elif source.key in columns.of and columns.of[source.key] == columns.of.get(node.key):
                link = replace(link, rank=1)
            elif source.role not in SOURCES and not grounded(net, node):
                link = replace(link, rank=2)
            yield link


def _name(node: Node) -> str:
    return node.tensor.name if node.tensor is not None else ""


def _tags(net: Graph) -> Iterable[Tag]:
    """The names of wires: of all that has one, but for what only the function above it reads, and what leaves."""
    for node in net.operations:
        users = [net.nodes[user] for user in net.users[node.key]]
        if not node.symbol or any(user.role in (Role.NEW, Role.OUTPUT) for user in users):
            continue
        if len(users) == 1 and users[0].role is Role.FUNCTION and users[0].symbol:
            continue
        yield Tag(node.key, Text(node.symbol, 0, 0, 0.9, role="name", tensor=_name(node)))
