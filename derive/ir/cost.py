"""What a program costs: operations, calls, and numbers that are kept and moved, as expressions in T, N, M, H.

It is counted on the calls that the NumPy kernel makes.  A call in a loop is made at every step, on the arrays of that
step; it reads its operands and writes its result.  A copy is no operation, but moves what it copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from itertools import groupby

import sympy as sp

from derive.core.equations import TIME, Bound, Index, T
from derive.ir.calls import Axes, Call, Target
from derive.ir.layout import Layout
from derive.ir.nodes import Block, Copy, Life, Load, Loop, Program, Statement


@dataclass(frozen=True)
class Cost:
    """What is spent on a sequence.

    Attributes:
        products: multiply-adds of products between arrays.
        elementwise: all other operations; a function counts as one.
        in_loops: calls at each step.
        ahead: calls for each chunk of steps.
        once: calls for all steps.
        moved: numbers that the calls read and write.
        held: numbers in the arrays of all steps, and in those of one step that a loop needs beside them; no chunks.
        tape: numbers that the backward function needs of the forward function, inputs included.
    """

    products: sp.Expr = sp.S.Zero
    elementwise: sp.Expr = sp.S.Zero
    in_loops: sp.Expr = sp.S.Zero
    ahead: sp.Expr = sp.S.Zero
    once: sp.Expr = sp.S.Zero
    moved: sp.Expr = sp.S.Zero
    held: sp.Expr = sp.S.Zero
    tape: sp.Expr = sp.S.Zero

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


def cost(program: Program) -> Cost:
    """What both functions cost together."""
    layout = Layout(program)
    lives = (Life.ARRAY, Life.TAPE, Life.STEP)
    held = sp.Add(*(b.numbers for b in program.buffers if b.life in lives and T in b.axes))
    kept = sp.Add(*(b.numbers for b in program.buffers if b.life is Life.TAPE))
    total = Cost(held=held, tape=kept + sp.Add(*(program.buffer(x).numbers for x in layout.inputs_on_tape)))
    spent = (_block(block, layout) for function in program.functions for block in function.blocks)
    loads = (_load(load) for function in program.functions for load in function.loads)
    whole = reduce(Cost.__add__, (*spent, *loads), total)
    return Cost(*(sp.expand(getattr(whole, part.name)) for part in fields(whole)))


def _load(load: Load | Copy) -> Cost:
    """Parameters and inputs that are copied, and one call for each stretch of rows that is scaled."""
    if isinstance(load, Load):
        if load.source == load.target:  # an initial state
            return Cost()
        numbers = sp.Mul(*(size.symbol for size in load.target.axes))
        return Cost(moved=numbers * (1 if load.source is None else 2))
    size = sp.Mul(*(axis.symbol for axis in load.target.axes))
    every = sp.Mul(*(axis.symbol for axis in load.target.axes[1:]))
    stretches = [(scale, [rows for rows, _ in run]) for scale, run in groupby(load.runs, lambda run: run[1])]
    work = sp.Add(*(sp.Add(*rows) for scale, rows in stretches if scale != 1)) * every
    calls = sum(scale != 1 for scale, _ in stretches)
    return Cost(once=sp.Integer(calls), elementwise=work, moved=2 * work + 2 * size)


def _block(block: Block, layout: Layout) -> Cost:
    if isinstance(block, Loop):
        ahead = [_statement(s, layout, "ahead") for s in block.ahead]
        return reduce(Cost.__add__, (*ahead, *(_statement(s, layout, "in_loops") for s in block.statements)), Cost())
    return reduce(Cost.__add__, (_statement(s, layout, "once") for s in block.statements), Cost())


def _statement(statement: Statement, layout: Layout, when: str) -> Cost:
    in_loop = when == "in_loops"
    total = Cost()
    for step in layout.steps_of(statement, in_loop):
        bounds = step.ranges(statement)
        every = bounds[TIME].extent if in_loop and TIME in bounds else sp.S.One
        for call in step.calls:
            total += _call(call, bounds, every, when)
    return total


def _call(call: Call, bounds: dict[Index, Bound], every: sp.Expr, when: str) -> Cost:
    def size(axes: Iterable[Index]) -> sp.Expr:
        return every * sp.Mul(*(bounds.get(index, Bound.over(index)).extent for index in axes))

    arrays = [sorted(arg.axes, key=str) for arg in call.args if arg.axes or isinstance(arg, Target)]
    moved = sp.Add(*(size(_seen(axes, call, bounds, when)) for axes in (*arrays, call.out.axes)))
    if call.function == "copy":
        return Cost(moved=moved)
    over = {*call.out.axes, *call.over} if call.function == "product" else _work(call)
    amount = size(_seen(over, call, bounds, when))
    kind = "products" if call.function == "product" else "elementwise"
    return Cost(**{kind: amount, when: sp.S.One, "moved": moved})


def _work(call: Call) -> Iterable[Index]:
    return {*call.out.axes, *call.over}


def _seen(axes: Iterable[Index], call: Call, bounds: dict[Index, Bound], when: str) -> Axes:
    """Without time in a loop, whose steps are counted by themselves."""
    return tuple(index for index in axes if not (when == "in_loops" and index == TIME))
