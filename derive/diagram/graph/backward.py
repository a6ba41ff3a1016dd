r"""The backward pass as a graph: tensors, what reads them, and beside each wire the gradient's way back.

Time goes to the right; each gate has a row.  What arrives at a tensor from one that reads it is that one's gradient
times the factor that stands where the wire enters: the local derivative, in matrix form.  Where wires of a tensor part,
the gradients that come back run together: they are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.calculus import Backward
from derive.core.equations import TIME, Kind, Tensor
from derive.diagram.drawing.layout import Block, Link, Plan, Port, Side, drawn
from derive.diagram.drawing.shapes import Back, Box, Drawing, Shape, Text, size
from derive.diagram.graph.circuit import Columns
from derive.diagram.graph.factors import Factors
from derive.diagram.graph.nodes import SOURCES, Graph, Node, Operand, Role, contracted
from derive.diagram.graph.reader import graph
from derive.notation import DEFAULT, Notation
from derive.notation.printer import MathPrinter

SMALL = 0.78
"""The scale of the factors."""

STEP = 24.0
"""Between neighbouring pins."""


def backward_graph(backward: Backward, notation: Notation = DEFAULT) -> Drawing:
    """The tensors of a step, with the gradient's way back and the local factor on each edge."""
    return drawn(plan(backward, notation))


def plan(backward: Backward, notation: Notation) -> Plan:
    """Columns and rows for the tensors of a step."""
    net = contracted(graph(backward.forward, notation))
    factors = Factors(backward, notation)
    rows = _rows(net)
    columns = _columns(net)
    last = max(columns.values(), default=0) + 1
    places = {key: (columns[key], rows[key]) for key in columns}
    ends = list(_ends(factors, net, notation))
    links: list[Link] = []
    blocks: list[Block] = []
    for node in net.nodes.values():
        if node.role not in (Role.NEW, Role.OUTPUT):
            block, into = _block(net, node, factors, places)
            blocks.append(block)
            carried = net.nodes[node.key].elementwise
            for source in node.sources:
                belt = carried and rows[source] == rows[node.key]
                back = factors.back(source, node.key)
                links.append(_link(net, source, node.key, into[source], 0 if belt else 1, back))
    taken = {row for column, row in places.values()}
    for end, back in ends:
        source = end.sources[0]
        column, row = places[source]
        free = not any(other > column and on == row for other, on in places.values())
        if not free or (last, row) in places.values():
            row = next(
                row + sign * step / 16
                for step in range(1, 16)
                for sign in (-1, 1)
                if row + sign * step / 16 not in taken
            )
        taken.add(row)
        places[end.key] = (last, row)
        blocks.append(_end(end))
        links.append(_link(net, source, end.key, (Port(Side.LEFT),), 2, back))
    order = {row: number for number, row in enumerate(sorted({row for _, row in places.values()}))}
    placed = tuple(replace(b, column=places[b.key][0], row=order[places[b.key][1]]) for b in blocks)
    tracks = max(3, sum(column == 0 for column in columns.values()) + 1)
    title = f"The backward pass of {net.name}: gradients on their way back, with their local factors"
    return Plan(net.name, "backward", title, placed, tuple(links), framed=False, tracks=tracks, apart=10.0)


def _link(net: Graph, source: str, target: str, into: tuple[Port, ...], rank: int, back: Back | None) -> Link:
    tensor = net.nodes[source].tensor
    name = tensor.name if tensor is not None else ""
    return Link(source, target, (Port(Side.RIGHT),), into, "wire", name, rank, back)


# ---------------------------------------------------------------------------------------------------------------------
# Places.


def _rows(net: Graph) -> dict[str, float]:
    """Rows from the top: belts, then a row for each gate, then inputs and old states."""
    lanes = Columns(net)
    belts = {key: number for number, belt in enumerate(net.belts.values()) for key in belt}
    rows: dict[str, float] = {key: float(number) for key, number in belts.items()}
    for chain in net.chains.values():
        rows[chain[0]] = rows[chain[1]]
    filled = [stack for stack in lanes.stacks if stack]
    for number, stack in enumerate(filled, start=len(net.belts)):
        rows.update(dict.fromkeys(stack, float(number)))
    bottom = len(net.belts) + len(filled)
    for node in net.of_role(*SOURCES):
        if node.key not in rows:
            rows[node.key] = float(bottom)
            bottom += 1
    return rows


def _columns(net: Graph) -> dict[str, int]:
    """How many tensors lie before each on the longest way."""
    columns: dict[str, int] = {}
    for node in net.nodes.values():
        if node.role not in (Role.NEW, Role.OUTPUT):
            columns[node.key] = max((columns[source] + 1 for source in node.sources), default=0)
    return columns


def _ends(factors: Factors, net: Graph, notation: Notation) -> Iterator[tuple[Node, Back | None]]:
    """Where gradients arrive from elsewhere: from outside, and from the next step, or from behind the last."""
    printer = MathPrinter(notation)
    shown = {node.tensor.name for node in net.nodes.values() if node.tensor is not None}
    drawn = {(node.tensor, number) for node in net.operations for number in factors.numbers(node.key)}
    for node in net.operations:
        outside: dict[Tensor, list[int]] = {}
        for number, path in factors.paths(node.tensor):
            if path.user.name not in shown:
                for tensor in {component.base: None for component in path.result.components()}:
                    if tensor.in_time and tensor.kind in (Kind.SEED, Kind.ADJOINT):
                        outside.setdefault(tensor, []).append(number)
                        drawn.add((node.tensor, number))
        for count, (tensor, numbers) in enumerate(outside.items()):
            label = notation.symbol(tensor, printer.step(TIME))
            end = Node(f"{node.key}@outside{count or ''}", Role.OUTPUT, label, (Operand(node.key),), tensor)
            yield end, factors.along(node.tensor, numbers)
    for node in net.of_role(Role.NEW):
        assert node.tensor is not None
        if any(old.tensor == node.tensor for old in net.of_role(Role.OLD)):
            ahead = TIME - 1 if node.tensor.reverse else TIME + 1
            later = [number for number, _ in factors.paths(node.tensor) if (node.tensor, number) not in drawn]
            yield replace(node, label=printer.step(ahead)), factors.along(node.tensor, later)


def _block(
    net: Graph, node: Node, factors: Factors, places: dict[str, tuple[int, float]]
) -> tuple[Block, dict[str, tuple[Port, ...]]]:
    """A tensor with a pin for each that it reads, in the order of their rows; one of its own row lies on its line."""
    row = places[node.key][1]
    sources = sorted(node.sources, key=lambda source: (places[source][1], source))
    middle = next((n for n, source in enumerate(sources) if places[source][1] == row), (len(sources) - 1) / 2)
    offsets = {source: STEP * (number - middle) for number, source in enumerate(sources)}
    width = max(34.0, size(node.symbol)[0] + 14)
    reach = 13.0
    box = Box(-width / 2, min([0.0, *offsets.values()]) - reach, width / 2, max([0.0, *offsets.values()]) + reach)
    texts = [Text(node.symbol, 0, (box.top + box.bottom) / 2)]
    room = 0.0
    for source, at in offsets.items():
        label = factors.formula(source, node.key)
        if label:
            text = Text(label, box.left - 10, at - 11.5, SMALL, "end", "factor", back=factors.back(source, node.key))
            texts.append(text)
            room = max(room, text.box.width + 16)
    tensor = node.tensor.name if node.tensor is not None else ""
    shape = Shape(node.key, node.role.value, "box", box, tuple(texts), tensor)
    into: dict[str, tuple[Port, ...]] = {source: (Port(Side.LEFT, at),) for source, at in offsets.items()}
    return Block(shape, 0, 0, replace(box, left=box.left - room, top=box.top - 4)), into


def _end(node: Node) -> Block:
    width, height = size(node.label)
    box = Box(0, -height / 2 - 2, width + 6, height / 2 + 2)
    text = Text(node.label, 3.0, 0, anchor="start")
    tensor = node.tensor.name if node.tensor is not None else ""
    return Block(Shape(node.key, node.role.value, "none", box, (text,), tensor), 0, 0)
