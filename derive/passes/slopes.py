"""Local slopes: what a loop multiplies with, but does not feed, is computed for chunks of steps at once.

    da_f = dc·(1 - f)·f·c_prev        becomes        s_f = (1 - f)·f·c_prev   ahead, and   da_f = dc·s_f   in the loop

The slopes of all steps would double the memory of a backward pass; those of a chunk stay in the cache.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import Bound, Index, Kind, T, Tensor, Term
from derive.ir.nodes import Block, Buffer, Function, Life, Loop, Map, Op, Place, Program, Statement, cells, fresh, op_of


def slopes(program: Program) -> Program:
    """Move the factors that do not depend on a loop ahead of it."""
    places = dict(program.places)
    forward, backward = (_hoisted(function, places) for function in program.functions)
    return replace(program, forward=forward, backward=backward, places=places)


def _hoisted(function: Function, places: dict[Tensor, Place]) -> Function:
    blocks: list[Block] = []
    for block in function.blocks:
        if isinstance(block, Loop):
            inside = {cell for statement in block.statements for cell in cells(statement.target)}
            ahead: list[Statement] = list(block.ahead)
            statements = tuple(
                replace(s, ops=tuple(_split(op, s, inside, ahead, places) for op in s.ops)) for s in block.statements
            )
            block = replace(block, statements=statements, ahead=tuple(ahead))
        blocks.append(block)
    return replace(function, blocks=tuple(blocks))


def _split(
    op: Op, statement: Statement, inside: set[Tensor], ahead: list[Statement], places: dict[Tensor, Place]
) -> Op:
    """The operation with its fixed factors replaced by one tensor, if they are worth one."""
    if not isinstance(op, Map) or op.term.when:
        return op
    factors = sp.Mul.make_args(op.expr)
    fixed = [factor for factor in factors if _fixed(factor, inside)]
    product = sp.Mul(*fixed)
    # a single array is at hand as it is, and what is fixed as a whole would be computed outside of the loop
    if isinstance(product, sp.Indexed) or not fixed or len(fixed) == len(factors):
        return op
    indices = [index for index in statement.indices if product.has(index)]
    if any(isinstance(symbol, Index) and symbol not in indices for symbol in product.free_symbols):
        return op
    found = next((s for s in ahead if s.ops[0].term.expr == product and list(s.indices) == indices), None)
    if found is None:
        name = fresh(f"s_{_stem(statement.target)}", {tensor.name for tensor in places})
        axes = [size for size, index in zip(statement.target.axes, statement.indices, strict=True) if index in indices]
        tensor = Tensor(name, axes, Kind.SIGNAL)
        places[tensor] = Place(Buffer(name, tensor.axes, Life.CHUNK if T in axes else Life.VALUE))
        bounds = tuple(Bound.over(index) for index in indices)
        found = Statement(tensor, bounds, (op_of(Term(product)),), origin=statement.origin)
        ahead.append(found)
    rest = sp.Mul(*(factor for factor in factors if factor not in fixed))
    return op_of(replace(op.term, expr=rest * found.target.at(indices)))


def _stem(tensor: Tensor) -> str:
    """What the gradient that is multiplied belongs to, without the mark of a pre-activation."""
    name = tensor.of.name if tensor.of is not None else tensor.name
    return name.removeprefix("a_")


def _fixed(factor: sp.Expr, inside: set[Tensor]) -> bool:
    """Whether the factor is made of arrays over time that the loop does not compute."""
    components = factor.atoms(sp.Indexed)
    return bool(components) and all(
        c.base.in_time and not cells(c.base) & inside and c.base.kind is not Kind.SEED for c in components
    )
