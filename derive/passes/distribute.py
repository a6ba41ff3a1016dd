"""What lies on no cycle through time is in no loop, but one call for all steps."""

from __future__ import annotations

from dataclasses import replace

from derive.ir.lower import distributed
from derive.ir.nodes import Function, Program, Statement


def distribute(program: Program) -> Program:
    """A loop for each cycle of the dependence graph (Allen & Kennedy 1987); all else stands outside."""
    forward, backward = (
        replace(function, blocks=tuple(distributed(_flat(function)))) for function in program.functions
    )
    return replace(program, forward=forward, backward=backward)


def _flat(function: Function) -> tuple[Statement, ...]:
    """The statements as they would stand outside of loops: a sum over time needs no zero to start from."""
    sums = {statement.target for statement in function.statements if statement.accumulates}
    return tuple(
        replace(statement, add=False) if statement.accumulates else statement
        for statement in function.statements
        if statement.ops or statement.target not in sums
    )
