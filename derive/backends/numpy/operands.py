"""Operands of calls as data: which rows and columns of which array, and under which name a loop has them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sympy as sp

from derive.backends.numpy.facts import Facts
from derive.backends.numpy.names import Names
from derive.backends.numpy.text import between
from derive.core.equations import Index, Kind, T, Tensor
from derive.ir.nodes import Buffer, Life, Place, Stack, cells


@dataclass(frozen=True)
class Operand:
    """An array as a call has it.

    Attributes:
        text: as the call writes it, before its axes are fitted to those of the result.
        axes: its axes, in the order in which it has them.
        by_rows: whether it lies row by row where others may lie feature by feature; None where there is no difference.
        name: the variable that it is, where it is all of one.
        stem: what other views of it are named after.
    """

    text: str
    axes: tuple[Index, ...]
    by_rows: bool | None = None
    name: str = ""
    stem: str = ""


class Regions:
    """Names for parts of buffers: tensors in one place have one name.

    A part is named after the tensor that is left in it at the end; several tensors side by side after the first stack
    of those that lie there.
    """

    def __init__(self, facts: Facts, names: Names) -> None:
        self.facts, self.program, self.names = facts, facts.program, names
        self.shown: dict[tuple[Buffer, sp.Expr, sp.Expr], str] = {}
        written = [cell for s in self.program.statements for cell in cells(s.target)]
        for tensor in (*self.program.stacks, *self.program.places, *written):
            if isinstance(tensor, Stack):
                self.shown.setdefault(self.key(tensor), tensor.name)
            elif not self.hidden(tensor):
                self.shown[self.key(tensor)] = tensor.name
        self.cuts: dict[str, tuple[Buffer, str]] = {}  # name → the buffer, and the columns of it
        self.uses: Counter[str] = Counter()  # how often each of these names is spoken of

    def hidden(self, tensor: Tensor) -> bool:
        """Whether a tensor is a part of a stack that has the same place, so that the stack names it."""
        return any(tensor in stack.parts and self.key(stack) == self.key(tensor) for stack in self.program.stacks)

    def key(self, tensor: Tensor) -> tuple[Buffer, sp.Expr, sp.Expr]:
        place = self.program.place(tensor)
        return place.buffer, place.offset, tensor.features[0].symbol if tensor.features else sp.S.One

    def root(self, buffer: Buffer) -> str:
        """The name of a whole buffer."""
        extent = buffer.features[0].symbol if buffer.features else sp.S.One
        return self.names(buffer, self.shown.get((buffer, sp.S.Zero, extent), buffer.name))

    def __call__(self, tensor: Tensor) -> str:
        """The name of a tensor's part of its buffer, all steps of it."""
        place = self.program.place(tensor)
        cut = self.cut(place, tensor)
        if not cut:
            return self.root(place.buffer)
        if place.buffer.life not in (Life.ARRAY, Life.TAPE):  # it is made where it is needed
            tail = ", :" * (len(place.buffer.features) - 1)
            return f"{self.root(place.buffer)}[..., {cut}{tail}]"
        name = self.names(self.key(tensor), self.shown[self.key(tensor)])
        self.cuts[name] = (place.buffer, cut)
        self.uses[name] += 1
        return name

    @staticmethod
    def cut(place: Place, tensor: Tensor) -> str:
        """The columns of a buffer that a tensor has; empty for all of them."""
        if not place.buffer.features or not tensor.features:
            return ""
        total = place.buffer.features[0].symbol
        cut = between(place.offset, place.offset + tensor.features[0].symbol, total)
        return "" if cut == ":" else cut

    def cut_lines(self) -> list[str]:
        """Names for the parts of buffers that have been spoken of."""
        lines = []
        spoken = [(name, *self.cuts[name]) for name, uses in self.uses.items() if uses > 0]
        for name, buffer, cut in sorted(spoken, key=lambda item: (self.root(item[1]), item[0])):
            tail = ", :" * (len(buffer.features) - 1)
            lines.append(f"{name} = {self.root(buffer)}[..., {cut}{tail}]")
        return lines


def given(facts: Facts, tensor: Tensor) -> str:
    """What comes from outside, as the functions' arguments have it."""
    if tensor.kind is Kind.PARAMETER and tensor in facts.attributes:
        return f"p.{facts.attributes[tensor]}"
    if tensor.kind is Kind.SEED and tensor.of is not None:
        if tensor.of in facts.fields and T not in tensor.axes:
            return f"dstate.{facts.fields[tensor.of]}"
        return "dy"
    return facts.argument(tensor)
