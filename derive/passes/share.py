"""A function value that both directions need is kept, not computed twice.

h = o·tanh(c) becomes tanh_c = tanh(c), h = o·tanh_c, and the backward pass reads tanh_c.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import TIME, Bound, Kind, Tensor, Term
from derive.core.functions import Elementwise
from derive.ir.nodes import Block, Buffer, Life, Loop, Place, Program, Statement, Whole, fresh, op_of


def share(program: Program) -> Program:
    """Name each function of a tensor that stands inside a larger expression and that the backward pass needs again."""
    needed = {a for statement in program.backward.statements for a in applications(statement)}
    taken, places = program.names, dict(program.places)
    named: dict[sp.Basic, sp.Basic] = {}

    def shared(statement: Statement) -> tuple[Statement, ...]:
        before = []
        for application in applications(statement):
            if application in named or application not in needed or is_application(statement, application):
                continue
            argument = application.args[0].base
            name = fresh(f"{type(application).__name__}_{argument.name}", taken)
            tensor = Tensor(name, argument.axes, Kind.SIGNAL)
            places[tensor] = Place(Buffer(name, tensor.axes, Life.TAPE))
            bounds = tuple(Bound.over(index) for index in application.args[0].indices)
            before.append(Statement(tensor, bounds, (op_of(Term(application)),)))
            named[application] = tensor.at(application.args[0].indices)
        return (*before, statement)

    blocks: list[Block] = []
    for block in program.forward.blocks:
        statements = tuple(new for statement in block.statements for new in shared(statement))
        blocks.append(replace(block, statements=statements) if isinstance(block, Loop) else Whole(statements))
    made = {component.base for component in named.values()}
    forward = replace(program.forward, blocks=tuple(blocks)).mapped(
        lambda statement: statement if statement.target in made else _renamed(statement, named)
    )
    backward = program.backward.mapped(lambda statement: _renamed(statement, named))
    return replace(program, forward=forward, backward=backward, places=places)


def applications(statement: Statement) -> list[sp.Expr]:
    """The functions of one whole tensor of the same step that occur, in a fixed order."""
    found = {a for op in statement.ops for a in op.term.expr.atoms(Elementwise) if _of_a_tensor(a)}
    return sorted(found, key=sp.default_sort_key)


def _of_a_tensor(application: sp.Expr) -> bool:
    [argument, *others] = application.args
    if others or not isinstance(argument, sp.Indexed) or not argument.base.in_time or argument.indices[0] != TIME:
        return False
    # each axis under its own canonical index, so that equal functions are equal expressions
    return tuple(argument.indices) == tuple(argument.base.indices())


def is_application(statement: Statement, application: sp.Expr) -> bool:
    """Whether the statement is nothing but this function."""
    return len(statement.ops) == 1 and statement.ops[0].term == Term(application) and not statement.add


def _renamed(statement: Statement, named: dict[sp.Basic, sp.Basic]) -> Statement:
    if not any(application in named for application in applications(statement)):
        return statement
    return replace(statement, ops=tuple(op.rewritten(named) for op in statement.ops))
