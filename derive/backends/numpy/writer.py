"""What the writers of statements share: how a component is reached, work arrays, and what the module must import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import sympy as sp

from derive.backends.numpy.expressions import Expressions
from derive.backends.numpy.facts import Facts
from derive.backends.numpy.names import Names
from derive.backends.numpy.operands import Regions, given
from derive.backends.numpy.text import extent, number, part, shape
from derive.core.equations import TIME, Bound, Index, N, T, Tensor
from derive.ir.arithmetic import Constant
from derive.ir.calls import Work
from derive.ir.layout import Layout
from derive.ir.nodes import Buffer, Life, Program, Statement

Ranges = Mapping[Index, Bound]


class Writer:
    """One function of a kernel while it is written.

    Attributes:
        used: what the module must import.
        made: buffers that have memory already.
    """

    def __init__(self, facts: Facts, layout: Layout, used: set[str]) -> None:
        self.facts, self.layout, self.used = facts, layout, used
        self.program: Program = facts.program
        self.names: Names = facts.names.within()
        self.regions = Regions(facts, self.names)
        self.made: set[Buffer] = set()
        self.works: dict[tuple[str, int], str] = {}
        self.works_made: set[str] = set()
        self.folds: Counter[str] = Counter()  # how often the rows of an array are read as those of a matrix
        self.shared: set[str] = set()  # those that are read several times
        self.named: dict[str, str] = {}  # those that have a name now → the array that they belong to
        self.before: list[str] = []  # lines that must stand before the statement at hand
        self.uses_order = self.uses_product = False

    # --- shapes

    def extents(self, buffer: Buffer, rows: str = "") -> list[str]:
        """The extents of a buffer, with ``rows`` steps, or without an axis of time."""
        own = [number(size.symbol) for size in buffer.axes if size is not T]
        return [rows, *own] if rows else own

    def maker(self, axes: Sequence[object], by_rows: bool = False) -> str:
        """The function of the runtime that makes an array with such axes."""
        shaped = len(axes) >= 2 and axes[-2] is N and getattr(axes[-1], "name", "") not in ("T", "N")
        name = "padded_rows" if by_rows and shaped else "vectors" if shaped else "empty"
        self.used.add(name)
        return name

    def memory(self, buffer: Buffer, rows: str = "") -> str:
        """The call that makes a buffer."""
        axes = [size for size in buffer.axes if size is not T]
        maker = self.maker(axes, buffer in self.layout.by_rows and bool(rows))
        return f"{maker}({shape(self.extents(buffer, rows))}, dtype)"

    def work(self, operand: Work, ranges: Ranges) -> tuple[str, str]:
        """The name of a work array and its shape."""
        extents = [number(ranges[i].extent) if i in ranges else extent(i) for i in operand.axes]
        key = (shape(extents), operand.nth)
        if key not in self.works:
            self.works[key] = self.names(("work", key), "work" if not self.works else f"work_{len(self.works) + 1}")
        return self.works[key], key[0]

    # --- operands

    def is_given(self, tensor: Tensor) -> bool:
        return self.program.buffer(tensor).life is Life.GIVEN

    def name(self, tensor: Tensor) -> str:
        """The array in which a tensor lies, all steps of it; gradients of parameters lie in ``grads``."""
        if result := self.facts.result(tensor):
            return result
        return given(self.facts, tensor) if self.is_given(tensor) else self.regions(tensor)

    def by_rows(self, tensor: Tensor) -> bool | None:
        """Whether a vector of each step and sequence lies row by row; None for what is no such thing."""
        buffer = self.program.buffer(tensor)
        if self.layout.holds_vectors(buffer):
            return buffer in self.layout.by_rows
        return True if buffer.axes[:2] == (T, N) and len(buffer.features) == 1 else None

    def parts(self, component: sp.Indexed, ranges: Ranges) -> list[str]:
        """The subscripts of a component's axes other than time."""
        tensor = component.base
        if not tensor.axes:
            return []
        pairs = zip(tensor.axes, component.indices, strict=True)
        return [part(index, size.symbol, ranges) for size, index in pairs if size is not T]

    def constant(self, operand: Constant) -> str:
        return number(operand.value)

    # --- comments

    def said(self, statement: Statement) -> str:
        """A statement as a comment shows it: in the names of the notes, without the marks of a step."""
        expressions = Expressions(self._name_in_comment, frozenset((TIME,)))
        axes = tuple(index for index in statement.indices if index != TIME)
        code = expressions.sum_of(statement.ops, axes)
        numbers = self.facts.ranges(statement.origin)
        equation = f"{statement.target.name} {'+=' if statement.add else '='} {code}"
        return f"# {numbers} {equation}" if numbers else f"# {equation}"

    def _name_in_comment(self, component: sp.Indexed) -> str:
        tensor = component.base
        if T not in tensor.axes or component.indices[0] == TIME or self.program.carried(tensor):
            return str(tensor.name)
        ahead = component.indices[0] - TIME
        if not ahead.is_Integer:
            return f"{tensor.name}[{component.indices[0]}]"
        return f"{tensor.name}{'_prev' if ahead < 0 else '_next'}"
