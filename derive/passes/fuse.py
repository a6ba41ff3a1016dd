"""A function's value takes over its argument's memory where nothing else reads the argument; neighbours are one call.

i = σ(a_i), f = σ(a_f)   becomes   i_f = σ(a_if), in the memory of a_if.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Kind, Tensor, Term
from derive.core.functions import Elementwise
from derive.ir.dependence import ordered
from derive.ir.nodes import Block, Loop, Map, Program, Stack, Statement, Whole, cells, fresh, op_of
from derive.passes.stack import total


@dataclass(frozen=True)
class Application:
    """A statement that is one function of one tensor, component by component."""

    statement: Statement
    function: type[Elementwise]
    argument: Tensor


def application(statement: Statement) -> Application | None:
    """The statement as a function of one whole tensor, if it is one."""
    if len(statement.ops) != 1 or statement.add or not isinstance(statement.ops[0], Map) or statement.ops[0].term.when:
        return None
    expr = statement.ops[0].term.expr
    if not isinstance(expr, Elementwise) or len(expr.args) != 1 or not isinstance(expr.args[0], sp.Indexed):
        return None
    argument = expr.args[0]
    if tuple(argument.indices) != statement.indices or argument.base.axes != statement.target.axes:
        return None
    return Application(statement, type(expr), argument.base)


def fuse(program: Program) -> Program:
    """Compute functions in place, and those of neighbours at once."""
    readers: dict[Tensor, int] = {}
    for statement in program.statements:
        for cell in {cell for tensor in statement.reads() for cell in cells(tensor)}:
            readers[cell] = readers.get(cell, 0) + 1
    kept = {program.output, *program.derivation.forward.states}
    places = dict(program.places)
    taken = program.names
    blocks: list[Block] = []
    for block in program.forward.blocks:
        found = {}
        for statement in block.statements:
            one = application(statement)
            # nobody else needs the argument, and both are what the cell computes for itself
            if one is not None and readers[one.argument] == 1 and one.argument not in kept:
                if statement.target.kind is Kind.SIGNAL and one.argument.kind is Kind.SIGNAL:
                    places[statement.target] = places[one.argument]
                    found[one.argument] = one
        statements = list(block.statements)
        for stack in [tensor for tensor in places if isinstance(tensor, Stack)]:
            for run in _alike(stack, found):
                made = _together(run, stack, places, taken)
                spent = [one.statement for one in run]
                new = [made if s is spent[0] else s for s in statements if not any(s is one for one in spent[1:])]
                # a member may wait for another one's value
                if (order := ordered(new, isinstance(block, Loop), program.carried)) is not None:
                    statements = list(order)
                    found = {argument: one for argument, one in found.items() if one not in run}
        blocks.append(
            replace(block, statements=tuple(statements)) if isinstance(block, Loop) else Whole(tuple(statements))
        )
    return replace(program, forward=replace(program.forward, blocks=tuple(blocks)), places=places)


def _alike(stack: Stack, found: dict[Tensor, Application]) -> list[Sequence[Application]]:
    """Stretches of neighbours in a stack under the same function."""
    functions = [(found[part].function if part in found else None, part) for part in stack.parts]
    stretches = [[found[part] for _, part in g] for f, g in itertools.groupby(functions, key=lambda x: x[0]) if f]
    return [stretch for stretch in stretches if len(stretch) > 1]


def _together(run: Sequence[Application], stack: Stack, places: dict[Tensor, object], taken: set[str]) -> Statement:
    """One statement for neighbours, in the memory of their arguments; ``places`` and ``taken`` grow."""
    arguments = tuple(one.argument for one in run)
    values = tuple(one.statement.target for one in run)
    whole = next((t for t in places if isinstance(t, Stack) and t.parts == arguments), None)
    if whole is None:
        name = fresh(f"{stack.name}_{''.join(value.name for value in values)}", taken)
        whole = Stack(name, arguments, total([argument.features[0] for argument in arguments]))
        places[whole] = places[arguments[0]]
    out = Stack(fresh("_".join(value.name for value in values), taken), values, whole.features[0])
    places[out] = places[whole]
    term = Term(run[0].function(whole.at(out.indices())))
    return Statement(out, out.bounds(), (op_of(term),), origin=tuple(n for one in run for n in one.statement.origin))
