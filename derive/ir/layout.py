"""How arrays lie, as far as it decides what is written where: which of them products read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import sympy as sp

from derive.core.equations import TIME, Kind, N, T, Tensor
from derive.ir.calls import Step, steps_of
from derive.ir.nodes import Buffer, Gemm, Life, Program, Statement


class Layout:
    """What the NumPy kernel knows of a program's memory beyond its places."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def by_rows(self) -> frozenset[Buffer]:
        """The buffers of vectors that matrix products read: they lie row by row, as products of all steps want them."""
        found = {
            self.program.buffer(factor.base)
            for statement in self.program.statements
            for op in statement.ops
            if isinstance(op, Gemm) and not op.batch
            for factor in (op.a, op.b)
            if factor.is_Indexed
        }
        return frozenset(buffer for buffer in found if self.holds_vectors(buffer))

    def holds_vectors(self, buffer: Buffer) -> bool:
        """Whether it holds a vector for each step and sequence, which may lie feature by feature; results do not."""
        shaped = buffer.axes[:2] == (T, N) and len(buffer.features) == 1
        return shaped and buffer not in self.results and buffer.life is not Life.GIVEN

    @cached_property
    def results(self) -> frozenset[Buffer]:
        """The gradients of inputs, which are handed out."""
        return frozenset(
            self.program.buffer(tensor)
            for tensor in self.program.results
            if tensor.of is not None and tensor.of.kind is Kind.INPUT
        )

    @cached_property
    def inputs_on_tape(self) -> tuple[Tensor, ...]:
        """The inputs that the backward function reads where they were given."""
        read = {tensor for statement in self.program.backward.statements for tensor in statement.reads()}
        return tuple(tensor for tensor in self.program.derivation.forward.inputs if tensor in read)

    def whole(self, tensor: Tensor) -> bool:
        """Whether a tensor fills its buffer, so that a step of it lies in one piece."""
        place = self.program.place(tensor)
        return place.offset == 0 and place.buffer.features == tensor.features

    def reads_itself(self, statement: Statement, in_loop: bool) -> bool:
        """Whether what a statement writes to is read on the way, more than once or not first."""
        reads = [c for c in statement.components if self._meet(statement, c, in_loop)]
        return bool(reads) and (len(statement.ops) > 1 or len(reads) > 1 or any(op.term.sums for op in statement.ops))

    def _meet(self, statement: Statement, component: sp.Indexed, in_loop: bool) -> bool:
        """Whether a component may lie where the statement writes to."""
        mine, other = self.program.place(statement.target), self.program.place(component.base)
        if mine.buffer != other.buffer or (
            in_loop and mine.buffer.in_time and component.indices[0] + other.lag != TIME + mine.lag
        ):
            return False
        stop, first = (place.offset + _columns(t) for place, t in ((mine, statement.target), (other, component.base)))
        return not ((other.offset - stop).is_nonnegative or (mine.offset - first).is_nonnegative)

    def steps_of(self, statement: Statement, in_loop: bool) -> Iterator[Step]:
        """The calls of a statement."""
        buffer = self.program.buffer(statement.target)
        # to write, and read again, across the rows is dear: the last call alone does
        rows = in_loop and len(statement.ops) > 1 and buffer in self.by_rows and not statement.add
        rows = rows and not any(op.term.sums for op in statement.ops)
        detour = not statement.add and (rows or self.reads_itself(statement, in_loop))
        return steps_of(
            statement, in_loop, detour=detour, products_in_place=not in_loop or self.whole(statement.target)
        )


def _columns(tensor: Tensor) -> sp.Expr:
    return tensor.features[0].symbol if tensor.features else sp.S.One
