"""The graph of one step: operations, the arrays that pass between them, and the ends where arrays come in and leave.

:mod:`derive.diagram.graph.reader` reads it off the equations; here it is only data, with its belts, and two other views
of it: with the old and the new value of a state in one node, and with nothing but the tensors that have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from derive.core.equations import Tensor
from derive.typeset.tree import EMPTY, Math


class Role(StrEnum):
    """What a node does."""

    INPUT = "input"
    OLD = "old"
    AFFINE = "affine"
    FUNCTION = "function"
    PRODUCT = "product"
    SUM = "sum"
    JOIN = "join"
    NEW = "new"
    OUTPUT = "output"
    STATE = "state"


SOURCES = (Role.INPUT, Role.OLD)
ENDS = (*SOURCES, Role.NEW, Role.OUTPUT)
CARRIERS = (Role.PRODUCT, Role.SUM, Role.JOIN)
"""What a belt is made of."""


@dataclass(frozen=True)
class Operand:
    """An edge into a node.

    Attributes:
        source: the node that it comes from.
        weight: what an affine map multiplies it by.
        parameter: the tensor that this is, if it is one alone.
        delayed: whether it is of the step before.
    """

    source: str
    weight: Math = EMPTY
    parameter: str = ""
    delayed: bool = False


@dataclass(frozen=True)
class Node:
    """An operation, or an end.

    Attributes:
        key: its name among the nodes.
        role: what it does.
        label: what is written in it.
        operands: the edges that arrive.
        tensor: the tensor that it computes, if its result has a name.
        symbol: that tensor at its step, as it is written.
        elementwise: whether every component of the result depends on the same component of the operands alone.
        bias: what an affine map adds.
        parameter: the tensor that this is, if it is one alone.
    """

    key: str
    role: Role
    label: Math
    operands: tuple[Operand, ...] = ()
    tensor: Tensor | None = None
    symbol: Math = EMPTY
    elementwise: bool = True
    bias: Math = EMPTY
    parameter: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(operand.source for operand in self.operands)


@dataclass(frozen=True)
class Graph:
    """The nodes of one step, each behind its operands.

    Attributes:
        name: the system's name.
        nodes: by their keys.
        values: the node that computes a tensor, by the tensor's name.
        output: the tensor that a layer above sees.
    """

    name: str
    nodes: dict[str, Node]
    values: dict[str, str]
    output: Tensor | None = None

    def of_role(self, *roles: Role) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.role in roles)

    @property
    def operations(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.role not in ENDS)

    @cached_property
    def users(self) -> dict[str, tuple[str, ...]]:
        """The nodes that an edge leads to, by the node that it comes from."""
        users: dict[str, list[str]] = {key: [] for key in self.nodes}
        for node in self.nodes.values():
            for source in node.sources:
                users[source].append(node.key)
        return {key: tuple(found) for key, found in users.items()}

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...]:
        return tuple((source, node.key) for node in self.nodes.values() for source in node.sources)

    @cached_property
    def belts(self) -> dict[str, tuple[str, ...]]:
        """For each state that has one, the elementwise path from its old value to the new: its operations in order.

        Paths without a function are preferred, and among those the longest.  No operation lies on two belts, and no
        belt passes through another state.
        """
        belts: dict[str, tuple[str, ...]] = {}
        ends = self.of_role(Role.NEW)
        for end in ends:
            taken = {key for belt in belts.values() for key in belt}
            taken |= {other.sources[0] for other in ends if other.sources != end.sources}
            starts = [node.key for node in self.of_role(Role.OLD) if node.tensor == end.tensor]
            for allowed in (CARRIERS, (*CARRIERS, Role.FUNCTION)):
                paths = [path for start in starts if (path := self._path(start, end.sources[0], allowed, taken))]
                if paths:
                    belts[end.key] = max(paths, key=len)
                    break
        return belts

    @cached_property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The belts with both their ends: from the old value to the new."""
        chains = {}
        for end, belt in self.belts.items():
            sources = [self.nodes[source] for source in self.nodes[belt[0]].sources]
            tensor = self.nodes[end].tensor
            start = next(node.key for node in sources if node.role is Role.OLD and node.tensor == tensor)
            chains[end] = (start, *belt, end)
        return chains

    def _path(self, start: str, end: str, allowed: Sequence[Role], taken: set[str]) -> tuple[str, ...]:
        """The longest elementwise path from a source, itself left out, to an operation; empty if there is none."""
        best: dict[str, tuple[str, ...]] = {start: ()}
        for node in self.operations:
            if node.role in allowed and node.elementwise and node.key not in taken:
                ways = [best[source] for source in node.sources if source in best]
                if ways:
                    best[node.key] = (*max(ways, key=len), node.key)
        return best.get(end, ())


def folded(net: Graph) -> Graph:
    """The graph with one node for each state: it is computed at this step, and read at this one and the next.

    A state that is the output leads to an end of its own.
    """
    states = {node.tensor.name: node for node in net.of_role(Role.NEW) if node.tensor is not None}
    old = {node.key: states[node.tensor.name] for node in net.of_role(Role.OLD) if node.tensor is not None}
    now = {net.values[name]: node for name, node in states.items() if net.values[name] == name}

    def rewired(operand: Operand, reader: Node) -> Operand:
        if operand.source in old:
            return replace(operand, source=old[operand.source].key, delayed=True)
        state = now.get(operand.source)
        return operand if state is None or state.key == reader.key else replace(operand, source=state.key)

    nodes: dict[str, Node] = {}
    folded_states = [replace(node, role=Role.STATE) for node in states.values()]
    for node in net.nodes.values():
        following = [state for state in folded_states if state.sources == (node.key,)]
        own = [] if node.role in (Role.OLD, Role.NEW) else [node]
        for each in (*own, *following):
            nodes[each.key] = replace(each, operands=tuple(rewired(operand, each) for operand in each.operands))
    if net.output is not None and net.output.name in states:
        state = states[net.output.name]
        key = f"{net.output.name}@output"
        nodes[key] = Node(key, Role.OUTPUT, state.symbol, (Operand(state.key),), state.tensor, state.symbol)
    return Graph(net.name, nodes, net.values, net.output)


def contracted(net: Graph) -> Graph:
    """The graph between tensors alone: a node for each that has a name, whose operands are those that it is made of."""
    named = {key for key, node in net.nodes.items() if node.tensor is not None}
    carried = {key for belt in net.belts.values() for key in belt}

    def within(key: str) -> Iterator[str]:
        for source in net.nodes[key].sources:
            if source in named:
                yield source
            else:
                yield from within(source)

    nodes: dict[str, Node] = {}
    for key, node in net.nodes.items():
        if key not in named:
            continue
        role = node.role
        if role in (Role.PRODUCT, Role.SUM, Role.JOIN):
            role = Role.SUM if key in carried else Role.JOIN
        operands = tuple(Operand(source) for source in dict.fromkeys(within(key)))
        nodes[key] = replace(node, role=role, label=node.symbol, operands=operands, elementwise=key in carried)
    return Graph(net.name, nodes, net.values, net.output)


def abridged(net: Graph) -> Graph:
    """The graph without operations that have no name, but for belts and what leads straight to them.

    What is left out is a part of the tensor that is made of it, which is shown by its symbol instead of its operation.
    """
    belts = {key for belt in net.belts.values() for key in belt}
    kept = {key for key, node in net.nodes.items() if node.tensor is not None} | belts
    front = sorted(belts)
    while front:  # what has no name has to show all that it does
        for source in net.nodes[front.pop()].sources:
            if source not in kept:
                kept.add(source)
                front.append(source)

    def within(key: str) -> Iterator[str]:
        for source in net.nodes[key].sources:
            if source in kept:
                yield source
            else:
                yield from within(source)

    nodes: dict[str, Node] = {}
    for key, node in net.nodes.items():
        if key in kept and set(node.sources) <= kept:
            nodes[key] = node
        elif key in kept:
            operands = tuple(Operand(source) for source in dict.fromkeys(within(key)))
            nodes[key] = replace(
                node, role=Role.JOIN, label=node.symbol, symbol=EMPTY, operands=operands, elementwise=False
            )
    return Graph(net.name, nodes, net.values, net.output)
