"""How long each buffer must live: of which steps are values needed, and does the backward function need them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive.core.equations import Kind, Tensor
from derive.ir.dependence import same_step
from derive.ir.nodes import Block, Buffer, Life, Place, Program, Whole, statements_of

FIXED = (Life.GIVEN, Life.CARRIED, Life.CHUNK, Life.STEP)


def keep(program: Program) -> Program:
    """Put on the tape what the backward function reads of the forward function, and nothing else."""
    made = {program.buffer(s.target) for s in program.forward.statements}
    made |= {program.buffer(load.target) for load in program.forward.loads}
    read = {program.buffer(tensor) for s in program.backward.statements for tensor in s.reads()}
    lives: dict[Buffer, Life] = {}
    for buffer in program.buffers:
        if buffer.life not in FIXED:
            lives[buffer] = Life.TAPE if buffer in made & read else Life.ARRAY if buffer.in_time else Life.VALUE
    return relived(program, lives)


def relived(program: Program, lives: dict[Buffer, Life]) -> Program:
    """The program with other lives of buffers."""
    new = {buffer: replace(buffer, life=life) for buffer, life in lives.items() if life is not buffer.life}
    if not new:
        return program
    places = {
        tensor: Place(new[place.buffer], place.offset, place.lag)
        for tensor, place in program.places.items()
        if place.buffer in new
    }
    return program.placed(places)


def narrow(program: Program) -> Program:
    """A value that only its own step needs takes the memory of one step, not that of all."""
    shared = {program.buffer(tensor) for tensor in _outside(program)}
    lives: dict[Buffer, Life] = {}
    for function in program.functions:
        users: dict[Buffer, set[int]] = {}
        late: set[Buffer] = set()
        for number, block in enumerate(function.blocks):
            for buffer in _buffers(program, block):
                users.setdefault(buffer, set()).add(number)
            if isinstance(block, Whole):
                late |= _buffers(program, block)
                continue
            # what the chunk's prologue computes is needed on the chunk's other steps too
            late |= {program.buffer(s.target) for s in block.ahead}
            late |= {program.buffer(t) for s in block.ahead for t in s.reads()}
            late |= {program.buffer(c.base) for s in block.statements for c in s.components if not same_step(c)}
        for buffer, blocks in users.items():
            if buffer.life is Life.ARRAY and len(blocks) == 1 and buffer not in late | shared:
                lives[buffer] = Life.STEP
    return relived(program, lives)


def _outside(program: Program) -> Iterable[Tensor]:
    """What is handed out, or put in place before the blocks."""
    yield from (program.output, *program.derivation.forward.states)
    yield from (tensor for tensor in program.results if tensor.kind is Kind.ADJOINT)
    yield from (load.target for function in program.functions for load in function.loads)


def _buffers(program: Program, block: Block) -> set[Buffer]:
    statements = statements_of(block)
    return {program.buffer(tensor) for s in statements for tensor in (s.target, *s.reads())}
