"""Values that the backward function computes again, from what is kept anyway, instead of keeping them on the tape.

tanh_c = tanh(c)        read ahead of a loop alone, in chunks of steps, is computed there once more: c is at hand
"""

from __future__ import annotations

from dataclasses import replace

from derive.core.equations import Kind, T, Tensor
from derive.ir.dependence import same_step
from derive.ir.nodes import Block, Buffer, Function, Life, Loop, Map, Place, Program, Stack, Statement, fresh


def rematerialise(program: Program) -> Program:
    """Take values off the tape that are elementwise in what stays on it, and are read ahead of one loop alone."""
    for statement in program.forward.statements:
        if _cheap(statement, program):
            program = _again(statement, program)
    return program


def _again(statement: Statement, program: Program) -> Program:
    value = statement.target
    readers = [s for s in program.backward.statements if value in s.reads()]
    homes = [
        number
        for number, block in enumerate(program.backward.blocks)
        if isinstance(block, Loop) and any(s in block.ahead for s in readers)
    ]
    if len(homes) != 1:
        return program
    block = program.backward.blocks[homes[0]]
    assert isinstance(block, Loop)
    if any(not any(s is other for other in block.ahead) for s in readers):
        return program  # somebody outside of the chunks needs it
    others = {t for s in program.backward.statements if not any(s is r for r in readers) for t in s.reads()}
    kept = {program.buffer(tensor) for tensor in others | {t for s in readers for t in s.reads() if t != value}}
    if not {program.buffer(tensor) for tensor in statement.reads()} <= kept:
        return program
    copy = Tensor(fresh(f"s_{value.name}", program.names), value.axes, value.kind)
    here = Place(Buffer(copy.name, copy.axes, Life.CHUNK))
    again = replace(statement, target=copy)
    rule = {c: copy.at(c.indices) for s in readers for c in s.components if c.base == value}
    ahead = (again, *(s.rewritten(rule) for s in block.ahead))
    blocks: list[Block] = list(program.backward.blocks)
    blocks[homes[0]] = replace(block, ahead=ahead)
    backward: Function = replace(program.backward, blocks=tuple(blocks))
    return replace(program, backward=backward).placed({copy: here})


def _cheap(statement: Statement, program: Program) -> bool:
    """Whether it is one elementwise operation on arrays over time at its own step, in memory of its own."""
    target = statement.target
    if target.kind is not Kind.SIGNAL or target == program.output or T not in target.axes or isinstance(target, Stack):
        return False
    if len(statement.ops) != 1 or statement.add or not isinstance(statement.ops[0], Map) or statement.ops[0].term.when:
        return False
    alone = [tensor for tensor, place in program.places.items() if place.buffer == program.buffer(target)] == [target]
    return alone and all(c.base.in_time and same_step(c) for c in statement.components)
