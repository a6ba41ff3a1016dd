"""From a plan to a drawing: where lines, nodes, wires and labels lie.  Pure geometry.

A plan puts nodes at the crossings of columns and rows, and says what is connected to what.  Between columns, and
between rows, run tracks for the wires.  Wires are routed on all these lines (:mod:`derive.diagram.drawing.route`), then
every track that no wire uses is taken out, and the columns and rows move together.  Since only the distances between
lines change, what the router guarantees remains true: no wire meets a node that it does not belong to, none lies along
another.

Labels come last, beside the wires that they name, where there is room; where there is none, everything moves apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from derive.diagram.drawing import route
from derive.diagram.drawing.bands import OUTSIDE, Bands
from derive.diagram.drawing.labels import Tag, placed
from derive.diagram.drawing.route import HORIZONTAL, VERTICAL, Congested
from derive.diagram.drawing.shapes import Back, Box, Dot, Drawing, Point, Shape, Text, Wire
from derive.diagram.drawing.wires import along, dots, paired, parted, straight

CLEAR = 5.0
"""What a wire keeps from a node in its own column or row."""

BORDER = 10.0
"""Around everything."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"

    @property
    def axis(self) -> int:
        return HORIZONTAL if self in (Side.LEFT, Side.RIGHT) else VERTICAL


@dataclass(frozen=True)
class Port:
    """A place on a node's border: a side, how far from the node's line, and how unwelcome it is."""

    side: Side
    at: float = 0.0
    cost: int = 0


@dataclass(frozen=True)
class Block:
    """A node to be placed.  Its box, texts and ports are relative to the crossing of its column and row.

    Attributes:
        shape: what is drawn.
        column, row: where.
        room: the box with what else must stay free of wires around it.
    """

    shape: Shape
    column: int
    row: int
    room: Box | None = None

    @property
    def key(self) -> str:
        return self.shape.key

    @property
    def footprint(self) -> Box:
        return self.room or self.shape.box


@dataclass(frozen=True)
class Link:
    """An edge to be routed, with the ports that it may leave and enter by.

    Links with the same source and the same ports out are one net.  Those of lower rank are routed first.  ``back`` asks
    for a second wire beside it, the other way.
    """

    source: str
    target: str
    out: tuple[Port, ...]
    into: tuple[Port, ...]
    role: str = "wire"
    tensor: str = ""
    rank: int = 0
    back: Back | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be drawn.

    Attributes:
        name, kind, title: as in the drawing.
        blocks: the nodes.
        links: the edges.
        tags: the names of wires.
        ends: the columns and rows that lie outside of the frame.
        framed: whether there is a frame.
        tracks: how many tracks lie between columns, and between rows, to begin with.
        crossing: what it costs that two wires cross, in units of length.
        margin: the distance between a track and the nodes of the next column or row.
        apart: the least distance between neighbouring columns or rows.
        trunks: whether a wire to several targets always leads to the farthest first, and branches off to the others.
        around: whether wires may pass to the left and right of everything, as they may above and below.
    """

    name: str
    kind: str
    title: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    tags: tuple[Tag, ...] = ()
    end_columns: frozenset[int] = frozenset()
    end_rows: frozenset[int] = frozenset()
    framed: bool = True
    tracks: int = 3
    crossing: int = 8
    margin: float = 12.0
    apart: float = 22.0
    trunks: bool = False
    around: bool = False


def drawn(plan: Plan) -> Drawing:
    """The drawing of a plan."""
    for number, block in enumerate(plan.blocks):
        for other in plan.blocks[:number]:
            if (block.column, block.row) == (other.column, other.row) and block.footprint.meets(other.footprint):
                raise ValueError(f"{plan.name}: {block.key} and {other.key} have one place in the {plan.kind}")
    tracks = plan.tracks
    while True:
        field = _Field.of(plan, tracks)
        try:
            paths = field.routed()
            break
        except Congested:
            tracks += 2
            if tracks > 40:
                raise
    needed = field.used(paths)
    for more in range(12):
        places = needed.settled(6.0 * more)
        drawing = needed.drawing(paths, places, strict=more < 11)
        if drawing is not None:
            return drawing
    raise AssertionError("a drawing that need not be strict is always one")


# ---------------------------------------------------------------------------------------------------------------------
# The field.


@dataclass(frozen=True)
class _Path:
    """The way of one link: the ports that it uses, and the lines on whose crossings it bends, from source to target."""

    link: Link
    out: Port
    into: Port
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Field:
    """A plan on its lines."""

    plan: Plan
    columns: Bands
    rows: Bands

    @classmethod
    def of(cls, plan: Plan, tracks: int) -> _Field:
        blocks = {block.key: block for block in plan.blocks}
        across: list[tuple[int, float]] = []
        down: list[tuple[int, float]] = []
        for link in plan.links:
            for key, ports in ((link.source, link.out), (link.target, link.into)):
                for port in ports:
                    if port.side.axis == HORIZONTAL:
                        down.append((blocks[key].row, port.at))
                    else:
                        across.append((blocks[key].column, port.at))
        wide = [(b.column, b.footprint.left, b.footprint.right) for b in plan.blocks]
        high = [(b.row, b.footprint.top, b.footprint.bottom) for b in plan.blocks]
        return cls(
            plan,
            Bands.of(wide, across, tracks, plan.end_columns, plan.margin, plan.apart, plan.around),
            Bands.of(high, down, tracks, plan.end_rows, plan.margin, plan.apart, True),
        )

    def at(self, block: Block, xs: Sequence[float], ys: Sequence[float]) -> Point:
        """Where the crossing of a block lies."""
        return xs[self.columns.line(block.column, 0.0)], ys[self.rows.line(block.row, 0.0)]

    # --- wires

    def routed(self) -> list[_Path]:
        """Route all links."""
        xs, ys = self.columns.places(), self.rows.places()
        blocks = {block.key: block for block in self.plan.blocks}
        boxes = {key: block.footprint.moved(*self.at(block, xs, ys)).grown(CLEAR) for key, block in blocks.items()}
        grid = route.Grid(xs, ys, _inside(boxes.values(), xs, ys), self.plan.crossing, self.plan.trunks)
        nets: dict[tuple[str, tuple[Port, ...]], list[Link]] = {}
        for link in self.plan.links:
            nets.setdefault((link.source, link.out), []).append(link)

        def before(key: str, port: Port) -> route.Port | None:
            """The first crossing outside of a port, if there is one."""
            block, box = blocks[key], boxes[key]
            x: int | None = None
            y: int | None = None
            match port.side:
                case Side.LEFT:
                    x = max((n for n, at in enumerate(xs) if at <= box.left), default=None)
                case Side.RIGHT:
                    x = min((n for n, at in enumerate(xs) if at >= box.right), default=None)
                case Side.TOP:
                    y = max((n for n, at in enumerate(ys) if at <= box.top), default=None)
                case Side.BOTTOM:
                    y = min((n for n, at in enumerate(ys) if at >= box.bottom), default=None)
            if port.side.axis == HORIZONTAL:
                y = self.rows.line(block.row, port.at)
            else:
                x = self.columns.line(block.column, port.at)
            return None if x is None or y is None else route.Port(x, y, port.side.axis, port.cost)

        def ways(key: str, ports: tuple[Port, ...]) -> dict[route.Port, Port]:
            return {way: port for port in ports if (way := before(key, port)) is not None}

        asked = []
        sides = []
        for (source, out), links in nets.items():
            ways_out, ways_in = ways(source, out), [ways(link.target, link.into) for link in links]
            asked.append(route.Net(tuple(ways_out), tuple(map(tuple, ways_in)), tuple(link.rank for link in links)))
            sides.append((ways_out, ways_in))
        found = []
        for links, (ways_out, ways_in), paths in zip(nets.values(), sides, route.route(grid, asked), strict=True):
            for link, way_in, path in zip(links, ways_in, paths, strict=True):
                found.append(_Path(link, ways_out[path.out], way_in[path.into], path.points))
        return found

    def used(self, paths: list[_Path]) -> _Field:
        """The same without the tracks that no wire uses; the paths are rewritten to the lines that are left."""
        across: set[int] = set()
        down: set[int] = set()
        for path in paths:
            for (x, y), (u, v) in zip(path.points, path.points[1:], strict=False):
                if x == u:
                    across.add(x)
                if y == v:
                    down.add(y)
            (x, y), (u, v) = path.points[0], path.points[-1]
            for (at_x, at_y), port in (((x, y), path.out), ((u, v), path.into)):
                (down if port.side.axis == HORIZONTAL else across).add(at_y if port.side.axis == HORIZONTAL else at_x)
        columns, new_x = self.columns.kept(across)
        rows, new_y = self.rows.kept(down)
        for number, path in enumerate(paths):
            turns = _turns(path)
            paths[number] = replace(path, points=tuple((new_x[x], new_y[y]) for x, y in turns))
        return _Field(self.plan, columns, rows)

    # --- places

    def settled(self, more: float) -> tuple[list[float], list[float]]:
        return self.columns.places(more), self.rows.places(more)

    def drawing(self, paths: Iterable[_Path], places: tuple[list[float], list[float]], strict: bool) -> Drawing | None:
        """Everything in its place; None where a label finds none (unless it need not)."""
        plan, (xs, ys) = self.plan, places
        at = {block.key: self.at(block, xs, ys) for block in plan.blocks}
        shapes = tuple(_moved(block.shape, *at[block.key]) for block in plan.blocks)
        boxes = {shape.key: shape.box for shape in shapes}
        wires: list[Wire] = []
        for path in sorted(paths, key=lambda path: path.link.rank):
            link = path.link
            start = _border(boxes[link.source], path.out, at[link.source])
            end = _border(boxes[link.target], path.into, at[link.target])
            points = straight([start, *((xs[x], ys[y]) for x, y in path.points), end])
            wires.append(Wire(link.source, link.target, points, points, link.role, link.tensor))
        wires = parted(wires)
        back = {(link.source, link.target): link.back for link in plan.links if link.back is not None}
        if back:
            wires = list(paired(wires, back))
        forks = dots(wires)
        labels = placed(plan.tags, shapes, wires, forks, strict)
        if labels is None:
            return None
        outside = {block.key for block in plan.blocks if block.column in plan.end_columns or block.row in plan.end_rows}
        frames = (_frame(shapes, wires, labels, outside),) if plan.framed and len(outside) < len(shapes) else ()
        return _fitted(Drawing(plan.name, plan.kind, plan.title, 0, 0, frames, shapes, tuple(wires), forks, labels))


def _inside(boxes: Iterable[Box], xs: Sequence[float], ys: Sequence[float]) -> Iterator[tuple[int, int]]:
    """The crossings that lie in one of the boxes."""
    for box in boxes:
        within = [n for n, y in enumerate(ys) if box.top < y < box.bottom]
        for x in (n for n, x in enumerate(xs) if box.left < x < box.right):
            for y in within:
                yield x, y


def _turns(path: _Path) -> list[tuple[int, int]]:
    """The points at which a path bends, counting its ports as parts of it."""
    points = path.points
    axes = [
        path.out.side.axis,
        *(HORIZONTAL if y == v else VERTICAL for (_, y), (_, v) in zip(points, points[1:], strict=False)),
        path.into.side.axis,
    ]
    return [point for point, before, after in zip(points, axes, axes[1:], strict=False) if before != after]


def _border(box: Box, port: Port, at: Point) -> Point:
    match port.side:
        case Side.LEFT:
            return box.left, at[1] + port.at
        case Side.RIGHT:
            return box.right, at[1] + port.at
        case Side.TOP:
            return at[0] + port.at, box.top
    return at[0] + port.at, box.bottom


def _moved(shape: Shape, x: float, y: float) -> Shape:
    return replace(shape, box=shape.box.moved(x, y), texts=tuple(text.moved(x, y) for text in shape.texts))


# ---------------------------------------------------------------------------------------------------------------------
# Labels and frame.


def _frame(shapes: Iterable[Shape], wires: Iterable[Wire], labels: Iterable[Text], outside: set[str]) -> Box:
    """Around all but the ends."""
    inner = [shape.box for shape in shapes if shape.key not in outside]
    inner += [text.box for text in labels]
    for wire in wires:
        points = list(wire.points)
        if wire.source in outside:
            points = points[1:]
        if wire.target in outside:
            points = points[:-1]
        inner += [along(point, point) for point in points]
    return Box.union(inner).grown(OUTSIDE / 2)


def _fitted(drawing: Drawing) -> Drawing:
    """Moved so that it begins at 0, and as large as what is in it."""
    boxes = [*drawing.frames, *(shape.box for shape in drawing.shapes), *(text.box for text in drawing.labels)]
    boxes += [text.box for shape in drawing.shapes for text in shape.texts]
    boxes += [along(point, point) for wire in drawing.wires for point in wire.points]
    whole = Box.union(boxes).grown(BORDER)
    x, y = -whole.left, -whole.top

    def shifted(point: Point) -> Point:
        return round(point[0] + x, 2), round(point[1] + y, 2)

    return replace(
        drawing,
        width=round(whole.width, 2),
        height=round(whole.height, 2),
        frames=tuple(frame.moved(x, y) for frame in drawing.frames),
        shapes=tuple(_moved(shape, x, y) for shape in drawing.shapes),
        wires=tuple(
            replace(wire, points=tuple(map(shifted, wire.points)), own=tuple(map(shifted, wire.own)))
            for wire in drawing.wires
        ),
        dots=tuple(Dot(*shifted((dot.x, dot.y)), dot.role) for dot in drawing.dots),
        labels=tuple(text.moved(x, y) for text in drawing.labels),
    )
