"""What a plan is made of: statements, blocks of tensors side by side, the program of one direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.equations import TIME, Equation, Size, Tensor


@dataclass(frozen=True)
class Statement:
    """One equation to evaluate.

    Attributes:
        equation: what is computed.
        accumulate: add to what the target holds already.
        origin: the tensors whose equations in the notes this stands for.
    """

    equation: Equation
    accumulate: bool = False
    origin: tuple[str, ...] = ()

    @property
    def target(self) -> Tensor:
        return self.equation.tensor


@dataclass(frozen=True)
class Block:
    """Tensors laid side by side along their first feature axis, in one array."""

    tensor: Tensor
    members: tuple[Tensor, ...]

    def offset(self, member: Tensor) -> sp.Expr:
        before = self.members[: self.members.index(member)]
        return sum((tensor.features[0].symbol for tensor in before), sp.S.Zero)

    def run(self, members: Sequence[Tensor]) -> bool:
        """Whether these are neighbours in the block, in its order."""
        at = [self.members.index(member) for member in members if member in self.members]
        return len(at) == len(members) and at == list(range(at[0], at[0] + len(at)))


@dataclass(frozen=True)
class Program:
    """One direction: three lists of statements."""

    before: tuple[Statement, ...]
    loop: tuple[Statement, ...]
    after: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.before + self.loop + self.after

    @cached_property
    def outside(self) -> frozenset[str]:
        """What is computed, in whole or in part, for all steps at once."""
        return frozenset(statement.target.name for statement in self.before + self.after)


@dataclass(frozen=True)
class Plan:
    """Both directions, and how their arrays are laid out.

    Attributes:
        backward: the derivation that the plan computes.
        forward_program: the forward direction.
        backward_program: the backward direction.
        blocks: arrays that hold several tensors side by side; runs of a block are blocks too.
        homes: view → the block that it is a slice of.
        aliases: tensor → the tensor whose memory it takes over.
        carries: state → the tensor that carries its gradient from step to step.
    """

    backward: Backward
    forward_program: Program
    backward_program: Program
    blocks: tuple[Block, ...] = ()
    aliases: dict[str, Tensor] = field(default_factory=dict)
    carries: dict[str, Tensor] = field(default_factory=dict)


def first_feature(tensor: Tensor) -> int:
    return len(tensor.axes) - len(tensor.features)


def total(sizes: Sequence[Size]) -> Size:
    """The size of several side by side: 4*H."""
    name = str(sum((size.symbol for size in sizes), sp.S.Zero))
    return Size(name, "stacked", "", "BCD")


def same_step(component: sp.Indexed) -> bool:
    return (
        not component.base.in_time or component.indices[0] == TIME or component.indices[0] not in (TIME - 1, TIME + 1)
    )


def reachable(start: str, reads: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(reads[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += reads[name]
    return seen
