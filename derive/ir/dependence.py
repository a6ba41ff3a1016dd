"""Who must come before whom: the order of statements, and which of them lie on a cycle through time.

A statement depends on those that write what it reads.  Within a loop that holds for what is read at the same step;
what is read at another step is there already, or (where only one step of it is kept) must be read before it is
written anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import sympy as sp

from derive.core.equations import TIME, Tensor
from derive.ir.nodes import Statement, cells

Node = TypeVar("Node", bound=Hashable)


def same_step(component: sp.Indexed) -> bool:
    """Whether it is read at the step of its statement, or has no step at all."""
    return not component.base.in_time or component.indices[0] == TIME


def shift(component: sp.Indexed) -> int | None:
    """How many steps after its statement's own it is read; None for a fixed step, or for what has no steps."""
    if not component.base.in_time or not component.indices[0].has(TIME):
        return None
    return int(component.indices[0] - TIME)


def writers(statements: Iterable[Statement]) -> dict[Tensor, list[Statement]]:
    """Tensor → the statements that write it, or a part of it."""
    found: dict[Tensor, list[Statement]] = {}
    for statement in statements:
        for cell in cells(statement.target):
            found.setdefault(cell, []).append(statement)
    return found


def ordered(
    statements: Sequence[Statement], in_loop: bool, carried: Callable[[Tensor], bool] = lambda tensor: False
) -> tuple[Statement, ...] | None:
    """An order in which each statement finds what it reads, as near to the given one as can be; None if there is none.

    Args:
        statements: those of one block.
        in_loop: they are carried out step by step, not each for all steps at once.
        carried: of which tensors only one step is kept.
    """
    number = {id(statement): at for at, statement in enumerate(statements)}
    written = writers(statements)
    before: list[set[int]] = [set() for _ in statements]
    for at, statement in enumerate(statements):
        for component in statement.components:
            for cell in cells(component.base):
                others = {number[id(other)] for other in written.get(cell, ())} - {at}
                if not in_loop or same_step(component):
                    before[at] |= others
                elif carried(cell):
                    for late in others:  # it is overwritten there
                        before[late].add(at)
        for cell in cells(statement.target):
            for other in written[cell]:
                late = number[id(other)]
                # what adds comes after what sets; those that add keep their order
                if late != at and (statement.add, at) > (other.add, late):
                    before[at].add(late)
    order = topological(range(len(statements)), dict(enumerate(before)))
    return None if order is None else tuple(statements[at] for at in order)


def topological(nodes: Iterable[int], before: Mapping[int, set[int]]) -> list[int] | None:
    """The smallest first, of those whose predecessors are done; None where there is a cycle."""
    after: dict[int, list[int]] = {}
    missing = {}
    for node in nodes:
        missing[node] = len(before[node])
        for earlier in before[node]:
            after.setdefault(earlier, []).append(node)
    ready = [node for node, count in missing.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        order.append(heapq.heappop(ready))
        for node in after.get(order[-1], ()):
            missing[node] -= 1
            if not missing[node]:
                heapq.heappush(ready, node)
    return order if len(order) == len(missing) else None


def cycles(statements: Sequence[Statement]) -> tuple[list[set[int]], list[set[int]]]:
    """For each statement, by number: those that it depends on at any step, and those on a common cycle with it."""
    written = writers(statements)
    number = {id(statement): at for at, statement in enumerate(statements)}
    reads: list[set[int]] = []
    for at, statement in enumerate(statements):
        found = {number[id(w)] for t in statement.reads() for cell in cells(t) for w in written.get(cell, ())}
        mine = {number[id(w)] for cell in cells(statement.target) for w in written[cell]}
        if statement.add:  # it depends on what sets, and on those before it that add
            found |= {other for other in mine if (statements[other].add, other) < (True, at)}
        reads.append(found)
    component = strongly_connected(reads)
    members: dict[int, set[int]] = {}
    for at, leader in enumerate(component):
        members.setdefault(leader, set()).add(at)
    on_cycle = [
        members[leader] if len(members[leader]) > 1 or at in reads[at] else set() for at, leader in enumerate(component)
    ]
    return reads, on_cycle


def strongly_connected(edges: Sequence[set[int]]) -> list[int]:
    """For each node, the leader of its strongly connected component (Tarjan 1972, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    leader = [0] * len(edges)
    stack: list[int] = []
    waiting: set[int] = set()
    for root in range(len(edges)):
        if root in index:
            continue
        work = [(root, iter(sorted(edges[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        waiting.add(root)
        while work:
            node, todo = work[-1]
            for other in todo:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    waiting.add(other)
                    work.append((other, iter(sorted(edges[other]))))
                    break
                if other in waiting:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    while True:
                        member = stack.pop()
                        waiting.discard(member)
                        leader[member] = node
                        if member == node:
                            break
    return leader
