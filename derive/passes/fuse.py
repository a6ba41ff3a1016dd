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
from derive.ir.nodes import Block, Loop, Map, Place, Program, Stack, Statement, Whole, cells, fresh, op_of
from derive.passes.stack import stack_name, total


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
            if one is None or readers[one.argument] != 1 or one.argument in kept:
                continue
            if statement.target.kind is Kind.SIGNAL and one.argument.kind is Kind.SIGNAL:
                places[statement.target] = places[one.argument]
                found[one.argument] = one
        statements = block.statements
        for stack in [tensor for tensor in places if isinstance(tensor, Stack)]:
            for run in _alike(stack, found):
                statements, spent = _merged(run, stack, statements, isinstance(block, Loop), places, taken)
                found = {argument: one for argument, one in found.items() if one not in spent}
        blocks.append(replace(block, statements=statements) if isinstance(block, Loop) else Whole(statements))
    return replace(program, forward=replace(program.forward, blocks=tuple(blocks)), places=places)


def _merged(
    run: Sequence[Application],
    stack: Stack,
    statements: tuple[Statement, ...],
    in_loop: bool,
    places: dict[Tensor, Place],
    taken: set[str],
) -> tuple[tuple[Statement, ...], list[Application]]:
    """The statements with neighbours computed at once, as many as can be; and those that no longer stand alone."""
    spent: list[Application] = []
    rest = list(run)
    while len(rest) > 1:
        count = 1
        best: tuple[Statement, ...] | None = None
        while count < len(rest):  # a member may wait for another one's value
            trial = _put_together(rest[: count + 1], stack, statements, dict(places), set(taken), in_loop)
            if trial is None:
                break
            count, best = count + 1, trial
        if best is not None:
            made = _put_together(rest[:count], stack, statements, places, taken, in_loop)
            assert made is not None
            statements = made
            spent += rest[:count]
        rest = rest[count:]
    return statements, spent


def _put_together(
    run: Sequence[Application],
    stack: Stack,
    statements: tuple[Statement, ...],
    places: dict[Tensor, Place],
    taken: set[str],
    in_loop: bool,
) -> tuple[Statement, ...] | None:
    """The statements with one for these neighbours; None where there then is no order for them."""
    made = _together(run, stack, places, taken)
    first, *others = [one.statement for one in run]
    new = [made if s is first else s for s in statements if not any(s is one for one in others)]
    return ordered(new, in_loop)


def _alike(stack: Stack, found: dict[Tensor, Application]) -> list[Sequence[Application]]:
    """Stretches of neighbours in a stack under the same function."""
    functions = [(found[part].function if part in found else None, part) for part in stack.parts]
    stretches = [[found[part] for _, part in g] for f, g in itertools.groupby(functions, key=lambda x: x[0]) if f]
    return [stretch for stretch in stretches if len(stretch) > 1]


def _together(run: Sequence[Application], stack: Stack, places: dict[Tensor, Place], taken: set[str]) -> Statement:
    """One statement for neighbours, in the memory of their arguments; ``places`` and ``taken`` grow."""
    arguments = tuple(one.argument for one in run)
    values = tuple(one.statement.target for one in run)
    whole = next((t for t in places if isinstance(t, Stack) and t.parts == arguments), None)
    if whole is None:
        name = fresh(stack_name([argument.name for argument in arguments], False, taken), taken)
        whole = Stack(name, arguments, total([argument.features[0] for argument in arguments]))
        places[whole] = places[arguments[0]]
    out = Stack(fresh("_".join(value.name for value in values), taken), values, whole.features[0])
    places[out] = places[whole]
    term = Term(run[0].function(whole.at(out.indices())))
    return Statement(out, out.bounds(), (op_of(term),), origin=tuple(n for one in run for n in one.statement.origin))
