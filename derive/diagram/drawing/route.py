"""Wires on a grid of lines: each at right angles, around all obstacles, none along another.

A net leads from one source to one or more targets, and is a tree: a target is connected to the nearest point of what
is there already.  Wires of different nets may cross, at right angles and where both go straight on; they never share a
stretch of a line, and never touch at a bend.  All of this is kept by one rule: every crossing point of two lines
belongs to at most one net in each direction, and where a wire bends or forks, to one net in both.

The path of each connection is the shortest (A*), where a bend and a crossing have their prices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

BEND, FORK = 40, 12
"""What a bend and a fork cost, in units of length."""

HORIZONTAL, VERTICAL = 0, 1


class Congested(Exception):
    """There is no room for a wire."""


@dataclass(frozen=True)
class Port:
    """A way into or out of a node: the point of the grid before it, the direction, and the price of using it."""

    x: int
    y: int
    axis: int
    cost: int = 0

    @property
    def place(self) -> tuple[int, int, int]:
        return self.x, self.y, self.axis


@dataclass(frozen=True)
class Net:
    """A source and its targets, each with the ports that may be used; targets of lower rank are connected first."""

    source: tuple[Port, ...]
    targets: tuple[tuple[Port, ...], ...]
    ranks: tuple[int, ...]


@dataclass(frozen=True)
class Path:
    """A connection: the ports used, and the points of the grid from the source's port to the target's."""

    out: Port
    into: Port
    points: tuple[tuple[int, int], ...]


class Grid:
    """The lines, what is blocked, and which net owns which point in which direction."""

    def __init__(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        blocked: Iterable[tuple[int, int]],
        crossing: int,
        trunks: bool = False,
    ) -> None:
        self.crossing, self.trunks = crossing, trunks
        self.xs, self.ys = [round(x) for x in xs], [round(y) for y in ys]
        self.columns, self.rows = len(xs), len(ys)
        self.blocked = bytearray(self.columns * self.rows)
        for x, y in blocked:
            self.blocked[y * self.columns + x] = 1
        self.owner: tuple[list[int], list[int]] = ([0] * len(self.blocked), [0] * len(self.blocked))

    def at(self, port: Port) -> int:
        return port.y * self.columns + port.x

    def point(self, at: int) -> tuple[int, int]:
        return at % self.columns, at // self.columns

    def claim(self, at: int, axis: int, net: int) -> None:
        self.owner[axis][at] = net

    def release(self) -> None:
        for owned in self.owner:
            owned[:] = [0] * len(owned)


class _Tree:
    """What is connected of a net: each point with the one before it on the way from the source."""

    def __init__(self, net: Net, number: int) -> None:
        self.net, self.number = net, number
        self.parents: dict[int, int] = {}
        self.out: Port | None = None
        self.paths: dict[int, Path] = {}

    def join(self, grid: Grid, rank: int) -> bool:
        """Connect the targets of a rank: the farthest first, or the nearest where that is cheaper and allowed."""
        net, start = self.net, self.net.source[0]
        waiting = [i for i in range(len(net.targets)) if net.ranks[i] == rank]
        waiting.sort(key=lambda i: (-_distance(grid, net.targets[i][0], start), i))
        before = self._state(grid)
        cost = self._connected(grid, waiting)
        if len(waiting) > 1 and not grid.trunks:
            found = self._state(grid)
            self._restore(grid, before)
            other = self._connected(grid, waiting[::-1])
            if cost is not None and (other is None or cost <= other):
                self._restore(grid, found)
            else:
                cost = other
        return cost is not None

    def _connected(self, grid: Grid, targets: Sequence[int]) -> int | None:
        """Connect targets in this order; returns what it costs, None where there is no way for one."""
        whole = 0
        for index in targets:
            taken = {path.into.place for path in self.paths.values()}  # an array may reach a node twice
            way = _connect(grid, self, [port for port in self.net.targets[index] if port.place not in taken])
            if way is None:
                return None
            into, points, reached, cost = way
            whole += cost
            self.out = self.out or reached
            assert self.out is not None
            for before, after in zip(points, points[1:], strict=False):
                self.parents[before] = after
            self.parents.setdefault(points[-1], -1)
            _claim(grid, self.number, points, into, reached)
            path = [points[0]]
            while (following := self.parents[path[-1]]) >= 0:
                path.append(following)
            self.paths[index] = Path(self.out, into, tuple(map(grid.point, reversed(path))))
        return whole

    def _state(self, grid: Grid) -> tuple[dict[int, int], Port | None, dict[int, Path], list[list[int]]]:
        return dict(self.parents), self.out, dict(self.paths), [list(owned) for owned in grid.owner]

    def _restore(self, grid: Grid, state: tuple[dict[int, int], Port | None, dict[int, Path], list[list[int]]]) -> None:
        parents, self.out, paths, owners = state
        self.parents, self.paths = dict(parents), dict(paths)
        for owned, kept in zip(grid.owner, owners, strict=True):
            owned[:] = kept


def route(grid: Grid, nets: Sequence[Net], attempts: int = 12) -> list[list[Path]]:
    """The paths of every net, one for each of its targets.

    Targets of one rank are connected in the order of the nets.  Those of a net for which there is no way come first at
    the next attempt, but for those of rank 0.

    Raises:
        Congested: there still is no way.
    """
    order = sorted({(rank, index) for index, net in enumerate(nets) for rank in net.ranks})
    for _ in range(attempts):
        grid.release()
        for number, net in enumerate(nets, start=1):  # what has no choice keeps its place free
            for ports in (net.source, *net.targets):
                if len(ports) == 1:
                    grid.claim(grid.at(ports[0]), ports[0].axis, number)
        trees = [_Tree(net, number) for number, net in enumerate(nets, start=1)]
        failed = next((at for at in order if not trees[at[1]].join(grid, at[0])), None)
        if failed is None:
            return [[tree.paths[index] for index in range(len(tree.net.targets))] for tree in trees]
        order.remove(failed)
        order.insert(sum(rank == 0 for rank, _ in order) if failed[0] else 0, failed)
    raise Congested(f"no way for all {len(nets)} nets")


def _distance(grid: Grid, one: Port, other: Port) -> int:
    return abs(grid.xs[one.x] - grid.xs[other.x]) + abs(grid.ys[one.y] - grid.ys[other.y])


def _claim(grid: Grid, number: int, points: Sequence[int], into: Port, out: Port | None) -> None:
    """Take possession of a path: of its points in the direction in which it passes, in both where it bends or ends."""
    axes = [HORIZONTAL if abs(a - b) == 1 else VERTICAL for a, b in zip(points, points[1:], strict=False)]
    for at, (before, after) in zip(points, zip([into.axis, *axes], [*axes, None], strict=True), strict=True):
        if after is None:
            after = out.axis if out is not None else 1 - before
        grid.claim(at, before, number)
        grid.claim(at, after, number)


def _connect(grid: Grid, tree: _Tree, target: Sequence[Port]) -> tuple[Port, list[int], Port | None, int] | None:
    """The cheapest path from a target to the tree, or to a port of the source while there is none.

    Returns the target's port, the points of the path from there, the source's port where the path ends at one, and what
    the path costs.
    """
    xs, ys, columns, rows = grid.xs, grid.ys, grid.columns, grid.rows
    blocked, owner, parents = grid.blocked, grid.owner, tree.parents
    mine = (0, tree.number)
    exits = {} if parents else {(grid.at(port), port.axis): port for port in tree.net.source}
    tolls = {2 * at + axis: port.cost for (at, axis), port in exits.items()}
    ends = [grid.point(at) for at in parents] or [(port.x, port.y) for port in tree.net.source]
    left, right = xs[min(x for x, _ in ends)], xs[max(x for x, _ in ends)]
    top, bottom = ys[min(y for _, y in ends)], ys[max(y for _, y in ends)]

    def ahead(at: int) -> int:
        """At least what is still to go."""
        x, y = xs[at % columns], ys[at // columns]
        return max(left - x, 0, x - right) + max(top - y, 0, y - bottom)

    costs: dict[int, int] = {}  # of a point and a direction, as 2 · point + axis
    came: dict[int, int] = {}
    starts: dict[int, Port] = {}
    heap: list[tuple[int, int]] = []

    def reach(state: int, cost: int, before: int) -> None:
        cost += tolls.get(state, 0)
        if cost < costs.get(state, 1 << 60):
            costs[state] = cost
            came[state] = before
            heappush(heap, (cost + ahead(state >> 1), state))

    for port in target:
        at = grid.at(port)
        if not blocked[at] and owner[port.axis][at] in mine:
            state = 2 * at + port.axis
            if port.cost < costs.get(state, 1 << 60):
                starts[state] = port
            reach(state, port.cost, -1)
    done: set[int] = set()
    while heap:
        _, state = heappop(heap)
        if state in done:
            continue
        done.add(state)
        at, axis = state >> 1, state & 1
        free = owner[0][at] in mine and owner[1][at] in mine
        if (at in parents and free) or (at, axis) in exits:
            cost, points = costs[state], [at]
            while came[state] >= 0:
                state = came[state]
                if state >> 1 != points[-1]:
                    points.append(state >> 1)
            return starts[state], points[::-1], exits.get((at, axis)), cost
        cost = costs[state]
        if free:
            reach(state ^ 1, cost + BEND, state)
        x, y = at % columns, at // columns
        if axis == HORIZONTAL:
            steps = ((at - 1) if x > 0 else -1, (at + 1) if x < columns - 1 else -1)
        else:
            steps = ((at - columns) if y > 0 else -1, (at + columns) if y < rows - 1 else -1)
        for to in steps:
            if to < 0 or blocked[to] or owner[axis][to] not in mine:
                continue
            length = abs(xs[to % columns] - xs[x]) if axis == HORIZONTAL else abs(ys[to // columns] - ys[y])
            price = cost + length
            if owner[1 - axis][to] not in mine:
                price += grid.crossing
            if to in parents:
                price += FORK
            reach(2 * to + axis, price, state)
    return None
