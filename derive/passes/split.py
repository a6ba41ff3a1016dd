"""A product in a loop that nothing in the loop feeds leaves it, with the constants beside it.

a = W x + R h_prev + b   in the loop   becomes   a = W x + b   for all steps before it, and   a += R h_prev.
What holds on some steps only leaves too, so that every step of a loop does the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.core.equations import Tensor
from derive.ir.nodes import Block, Function, Map, Program, Statement, Whole, cells


def split(program: Program) -> Program:
    forward, backward = (_split(function, program.carried) for function in program.functions)
    return replace(program, forward=forward, backward=backward)


def _split(function: Function, carried: Callable[[Tensor], bool]) -> Function:
    blocks: list[Block] = []
    for block in function.blocks:
        if isinstance(block, Whole):
            append_whole(blocks, block.statements)
            continue
        inside = {cell for statement in block.statements for cell in cells(statement.target)}
        before: list[Statement] = []
        loop: list[Statement] = []
        for statement in block.statements:
            free = tuple(op for op in statement.ops if not any(cells(tensor) & inside for tensor in op.reads()))
            rest = tuple(op for op in statement.ops if op not in free)
            heavy = any(not isinstance(op, Map) for op in statement.ops)
            partial = any(op.steps is not None for op in free)
            # what is carried has no memory for all steps, and a sum of constants alone is not worth it
            if statement.target.in_time and not carried(statement.target) and free and rest and (heavy or partial):
                before.append(replace(statement, ops=free))
                statement = replace(statement, ops=rest, add=True)
            loop.append(statement)
        append_whole(blocks, before)
        blocks.append(replace(block, statements=tuple(loop)))
    return replace(function, blocks=tuple(blocks))


def append_whole(blocks: list[Block], statements: list[Statement] | tuple[Statement, ...]) -> None:
    """Put statements behind the blocks, into the last one if that stands outside of time too."""
    if not statements:
        return
    if blocks and isinstance(blocks[-1], Whole):
        blocks[-1] = Whole((*blocks[-1].statements, *statements))
    else:
        blocks.append(Whole(tuple(statements)))
