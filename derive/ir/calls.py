"""Statements as calls: what is computed into which memory, one elementary operation after the other.

``c = f·c_prev + i·g`` becomes ``multiply(f, c_prev) → c``, ``multiply(i, g) → work``, ``add(c, work) → c``, so that a
loop over time allocates nothing.  Cost is a fold over calls, and the NumPy backend prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import TIME, Bound, Index
from derive.ir.arithmetic import Constant, Leaf, Product, Summed, Tree, added, natural, negated, tree_of
from derive.ir.nodes import Map, Op, Statement

Axes = tuple[Index, ...]


@dataclass(frozen=True)
class Target:
    """The memory of the statement's own value."""

    axes: Axes


@dataclass(frozen=True)
class Work:
    """A work array: the nth of those with these axes."""

    axes: Axes
    nth: int


Operand = Leaf | Constant | Target | Work

SLOW = ("sum", "max", "product")
"""Calls that want a place of their own to write to."""


@dataclass(frozen=True)
class Call:
    """One operation: ``out = function(args)``.

    ``function`` is add, multiply, …, a function of the language, copy, or one of sum, max and product, which run over
    the indices ``over``.
    """

    function: str
    args: tuple[Operand, ...]
    out: Target | Work
    over: frozenset[Index] = frozenset()


@dataclass(frozen=True)
class Step:
    """The calls of a statement that hold on the same part of its indices; ``when`` is empty for all of it."""

    when: tuple[Bound, ...]
    calls: tuple[Call, ...]
    add: bool
    sums: tuple[Bound, ...] = ()

    def ranges(self, statement: Statement) -> dict[Index, Bound]:
        """The range of every index of the statement, and of sums over a part of an index; other sums are whole."""
        return {bound.index: bound for bound in (*statement.bounds, *self.sums, *self.when)}


def steps_of(
    statement: Statement, in_loop: bool, *, detour: bool = False, products_in_place: bool = True
) -> Iterator[Step]:
    """A statement as calls, those that hold on a part only behind the others.

    Args:
        statement: what to compute.
        in_loop: it is computed step by step, so that nothing has an axis of time.
        detour: only the last call may write to the target: it is read on the way, or writing to it is slow.
        products_in_place: whether a product may write to the target as it is.
    """
    fixed = in_loop or statement.step is not None
    axes = tuple(index for index in statement.indices if not (fixed and index == TIME))
    parts: dict[tuple[tuple[Bound, ...], tuple[Bound, ...]], list[Op]] = {((), ()): []}
    for op in statement.ops:
        # the same letter may run over a part in one sum, and over all of it in another
        narrow = tuple(bound for bound in op.term.sums if bound.index != TIME and bound != Bound.over(bound.index))
        parts.setdefault((op.term.when, narrow), []).append(op)
    whole = {bound for op in statement.ops for bound in op.term.sums if bound.index == TIME}
    for (when, narrow), ops in parts.items():
        part = bool(when or narrow)
        if ops or not (part or statement.add):
            add = statement.add or part
            calls = _Assembler(axes, fixed, detour, products_in_place).calls(ops, add)
            yield Step(when, calls, add, (*whole, *narrow))


class _Assembler:
    def __init__(self, axes: Axes, fixed: bool, detour: bool, products_in_place: bool) -> None:
        self.target, self.detour, self.products_in_place = Target(axes), detour, products_in_place
        self.fixed = frozenset((TIME,)) if fixed else frozenset()
        self.made: list[Call] = []
        self.busy: set[Work] = set()

    def calls(self, ops: Sequence[Op], add: bool) -> tuple[Call, ...]:
        trees = [tree_of(op, compounds_first=True) for op in ops]
        if add:
            for tree in trees:
                value, negative = self.signed(tree)
                self.call("subtract" if negative else "add", (self.target, value), self.target)
                self.release(value)
            return tuple(self.made)
        if not ops:
            return (Call("copy", (Constant(sp.S.Zero),), self.target),)
        # a product first, since it is written where it belongs; what lies in memory already comes last
        order = sorted(
            range(len(ops)), key=lambda at: (isinstance(ops[at], Map), isinstance(trees[at], Leaf | Constant))
        )
        total = added([trees[at] for at in order])
        value = self.emit(total, self.borrow(self.target.axes) if self.detour else self.target)
        if value != self.target:
            last = self.made[-1] if self.made else None
            if (
                last is not None
                and value == last.out
                and last.out.axes == self.target.axes
                and last.function not in SLOW
            ):
                self.made[-1] = replace(last, out=self.target)
            else:
                self.call("copy", (value,), self.target)
        return tuple(self.made)

    def signed(self, tree: Tree) -> tuple[Operand, bool]:
        """A value, and whether it is to be subtracted."""
        inner = negated(tree)
        return self.emit(tree if inner is None else inner), inner is not None

    def axes(self, tree: Tree) -> Axes:
        """The axes of a value: time, batch, then those of the target in its order, then the others."""
        mine = [index for index in self.target.axes if index in tree.axes]
        others = sorted(tree.axes - self.fixed - set(mine), key=natural)
        return tuple(sorted([*mine, *others], key=lambda index: natural(index)[0]))

    def emit(self, tree: Tree, out: Target | Work | None = None) -> Operand:
        """Compute a tree, into ``out`` if it fits there; what is in memory already stays where it is."""
        if isinstance(tree, Leaf | Constant):
            return tree
        axes = self.axes(tree)
        place = out if out is not None and out.axes == axes else None
        if isinstance(tree, Summed | Product):
            if isinstance(tree, Product) and place == self.target and not self.products_in_place:
                place = None
            args = (tree.value,) if isinstance(tree, Summed) else (tree.a, tree.b)
            values = tuple(self.emit(arg) for arg in args)
            place = place or self.borrow(axes)
            self.call(tree.how if isinstance(tree, Summed) else "product", values, place, tree.over - self.fixed)
        else:
            made: list[Operand] = []
            for arg in tree.args:
                made.append(self.emit(arg, place if place not in made else None))
            values = tuple(made)
            # the memory of an argument will do: it is not needed any more
            place = (
                place or next((v for v in values if isinstance(v, Work) and v.axes == axes), None) or self.borrow(axes)
            )
            self.call(tree.function, values, place)
        for value in values:
            if isinstance(value, Work) and value != place:
                self.busy.discard(value)
        return place

    def call(
        self, function: str, args: tuple[Operand, ...], out: Target | Work, over: frozenset[Index] = frozenset()
    ) -> None:
        self.made.append(Call(function, args, out, over))

    def borrow(self, axes: Axes) -> Work:
        """A work array that is free; those of the same shape are the same, whatever their indices are called."""
        sizes = [index.size for index in axes]
        taken = {work.nth for work in self.busy if [index.size for index in work.axes] == sizes}
        work = Work(axes, next(n for n in range(len(taken) + 1) if n not in taken))
        self.busy.add(work)
        return work

    def release(self, value: Operand) -> None:
        if isinstance(value, Work):
            self.busy.discard(value)
