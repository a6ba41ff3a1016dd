"""What a plan is made of: statements, blocks of tensors side by side, the program of one direction."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import TIME, Equation, Size, Tensor


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

    @property
    def step(self) -> sp.Expr | None:
        """The one step of time that this computes, if it is but one."""
        return next((b.lo for b in self.equation.bounds if b.index == TIME and b.lo == b.hi), None)


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
class Segment:
    """Statements that are computed for all steps at once (direction 0), or in a loop over time (1: from 1 to T; -1).

    ``ahead`` is what such a loop multiplies with and does not feed; it is computed for chunks of steps.
    """

    direction: int
    statements: tuple[Statement, ...]
    ahead: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Scaled:
    """A copy of a parameter whose rows are scaled: so many of them by this, the next ones by that."""

    tensor: Tensor
    of: Tensor
    runs: tuple[tuple[sp.Expr, sp.Rational], ...]


@dataclass(frozen=True)
class Joined:
    """Vectors side by side, so that one product reads them: inputs, a state, and a one where there is a bias.

    Attributes:
        rows: the tensor that holds inputs and state.  It has the steps of the state: what step t reads is row t-1, or
            row t+1 where the state runs backward in time.
        wide: the rows, and a one behind each; None where there is no bias.
        inputs: what arrives.
        state: what is carried.
        weights: a copy of the parameters that all of it is multiplied with, side by side too.
        parts: these parameters: a matrix for each input, that of the state, and the bias if there is one.
    """

    rows: Tensor
    wide: Tensor | None
    inputs: tuple[Tensor, ...]
    state: Tensor
    weights: Tensor
    parts: tuple[Tensor, ...]

    @property
    def before(self) -> sp.Expr:
        """The step of the state that step t reads."""
        return TIME + (1 if self.state.reverse else -1)

    @property
    def home(self) -> Tensor:
        """The array in which all of it lies."""
        return self.wide or self.rows

    @property
    def matrices(self) -> tuple[Tensor, ...]:
        return self.parts[: len(self.inputs) + 1]

    @property
    def extent(self) -> sp.Expr:
        """How many columns inputs and state have together."""
        return self.rows.features[0].symbol

    def offset(self, member: Tensor) -> sp.Expr:
        """From which column on an input or the state lies in the rows, and its matrix in the weights."""
        before = itertools.takewhile(lambda tensor: tensor != member, (*self.inputs, self.state))
        return sp.Add(*(tensor.features[0].symbol for tensor in before))

    def column(self, matrix: Tensor) -> sp.Expr:
        """From which column on a matrix lies in the weights."""
        return self.offset((*self.inputs, self.state)[self.parts.index(matrix)])


@dataclass(frozen=True)
class Plan:
    """Both directions, and how their arrays are laid out.

    Attributes:
        backward: the derivation that the plan computes.
        ahead: the segments of the forward direction.
        back: the segments of the backward direction.
        blocks: arrays that hold several tensors side by side; runs of a block are blocks too.
        aliases: tensor → the tensor whose memory it takes over.
        carries: state → the tensor that carries its gradient from step to step.
        starts: state → the tensor that the carrying starts from.
        scaled: copies of parameters that the forward direction reads.
        joined: what lies side by side with a state.
    """

    backward: Backward
    ahead: tuple[Segment, ...]
    back: tuple[Segment, ...]
    blocks: tuple[Block, ...] = ()
    aliases: dict[str, Tensor] = field(default_factory=dict)
    carries: dict[str, Tensor] = field(default_factory=dict)
    starts: dict[str, Tensor] = field(default_factory=dict)
    scaled: tuple[Scaled, ...] = ()
    joined: tuple[Joined, ...] = ()

    def parts(self, tensor: Tensor) -> tuple[Tensor, ...]:
        """What lies side by side in a block; of any other tensor, itself."""
        return next((block.members for block in self.blocks if block.tensor == tensor), (tensor,))

    @property
    def names(self) -> set[str]:
        """All names that are taken."""
        statements = [s for segment in (*self.ahead, *self.back) for s in (*segment.ahead, *segment.statements)]
        spoken = {t.name for s in statements for t in (s.target, *s.equation.reads())}
        members = {t.name for block in self.blocks for t in (block.tensor, *block.members)}
        copies = {copy.tensor.name for copy in self.scaled} | {joined.weights.name for joined in self.joined}
        return spoken | members | copies

    @property
    def ties(self) -> list[tuple[str, str]]:
        """What must stand in one loop, as edges: each carrier with the gradient that it carries to."""
        return [(tensor.name, tensor.name.removesuffix("_next")) for tensor in self.carries.values()] + [
            (tensor.name.removesuffix("_start"), tensor.name) for tensor in self.starts.values()
        ]


def first_feature(tensor: Tensor) -> int:
    return len(tensor.axes) - len(tensor.features)


def total(sizes: Sequence[Size]) -> Size:
    """The size of several side by side: 4*H."""
    name = str(sum((size.symbol for size in sizes), sp.S.Zero))
    return Size(name, "stacked", "", "BCD", tuple(sizes))


def fresh(name: str, taken: set[str]) -> str:
    """The name, or one like it, that is not taken yet; from now on it is."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def same_step(component: sp.Indexed) -> bool:
    """Whether it is there once its own step is done: a value at this step, at an end of time, or outside of time."""
    return not component.base.in_time or component.indices[0] not in (TIME - 1, TIME + 1)


def reachable(start: str, reads: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(reads[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += reads[name]
    return seen


def same_step_reach(statements: Sequence[Statement], blocks: Sequence[Block]) -> dict[str, set[str]]:
    """Tensor → all tensors that it needs at the same step, whatever the way."""
    parts = {block.tensor.name: {member.name for member in block.members} for block in blocks}
    reads: dict[str, set[str]] = {}
    for statement in statements:
        components = (c for term in statement.equation.terms for c in term.components() if same_step(c))
        names = set().union(*(parts.get(c.base.name, {c.base.name}) for c in components))
        for name in parts.get(statement.target.name, {statement.target.name}):
            reads.setdefault(name, set()).update(names)
    graph = {name: {n for n in names if n in reads} for name, names in reads.items()}
    return {name: reachable(name, graph) for name in graph}
