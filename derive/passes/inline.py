"""A value that is read once, at the step that computes it, is written where it is read, and needs no memory."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.core.equations import Tensor
from derive.core.functions import Elementwise
from derive.ir.dependence import ordered, same_step
from derive.ir.nodes import Block, Loop, Map, Program, Statement, cells


def inline(program: Program) -> Program:
    """Inline values in the loops of the backward function, unless another block needs them."""
    results = set(program.results)
    blocks: list[Block] = []
    for number, block in enumerate(program.backward.blocks):
        if isinstance(block, Loop):
            others = [s for at, other in enumerate(program.backward.blocks) if at != number for s in other.statements]
            kept = {cell for s in others for tensor in (s.target, *s.reads()) for cell in cells(tensor)} | results
            statements = _inlined(block.statements, kept, program)
            block = replace(block, statements=statements)
        blocks.append(block)
    return replace(program, backward=replace(program.backward, blocks=tuple(blocks)))


def _inlined(statements: tuple[Statement, ...], kept: set[Tensor], program: Program) -> tuple[Statement, ...]:
    result = list(statements)
    writers: dict[Tensor, int] = {}
    for statement in statements:
        for cell in cells(statement.target):
            writers[cell] = writers.get(cell, 0) + 1
    for statement in statements:
        value = statement.target
        # inlining changes statements: readers are looked up among those that stand now
        readers = _readers(result, value)
        if value in kept or len(cells(value)) > 1 or writers[value] != 1 or program.carried(value) or len(readers) != 1:
            continue
        here = next(s for s in result if s.target == value)
        if here.add or len(here.ops) != 1 or not isinstance(here.ops[0], Map) or here.ops[0].term.when:
            continue
        reader, component = readers[0]
        # a function of a compound value would need memory for it all the same
        if not same_step(component) or any(op.term.expr.atoms(Elementwise) for op in reader.ops):
            continue
        inside = here.ops[0].term.expr.xreplace(dict(zip(here.indices, component.indices, strict=True)))
        merged = replace(reader.rewritten({component: inside}), origin=(*here.origin, *reader.origin))
        made = [merged if s is reader else s for s in result if s is not here]
        if (order := ordered(made, True, program.carried)) is not None:
            result = list(order)
    return tuple(result)


def _readers(statements: list[Statement], value: Tensor) -> list[tuple[Statement, sp.Indexed]]:
    """Each place where the value, or a stack that it lies in, is read."""
    return [
        (s, node)
        for s in statements
        for op in s.ops
        if any(value in cells(tensor) for tensor in op.reads())
        for node in sp.preorder_traversal(op.term.expr)
        if isinstance(node, sp.Indexed) and value in cells(node.base)
    ]
