"""What a program is made of: operations, statements, loops, memory.

An operation is one term of an equation, classified once (:func:`op_of`): elementwise (:class:`Map`), a reduction of one
expression (:class:`Reduce`), a product of two (:class:`Gemm`), a contraction of more (:class:`Contract`).  Its leaves
are components of tensors, with time and batch as indices: ``h[t - 1, n, r]``.  Where a tensor lies in memory is a
:class:`Place`: a buffer, the first of its columns, and how far its steps are shifted.  Nothing else says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Self

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import TIME, Bound, Index, Kind, N, Size, T, Tensor, Term

# --- operations


def free_indices(expr: sp.Expr) -> frozenset[Index]:
    """The indices that occur in an expression."""
    return frozenset(symbol for symbol in expr.free_symbols if isinstance(symbol, Index))


@dataclass(frozen=True)
class Op:
    """A summand of a statement.  ``term`` is what it computes; subclasses say what form it has."""

    term: Term
    sign: ClassVar[str] = ""

    @property
    def steps(self) -> Bound | None:
        """The steps on which it holds, where these are not all steps of its statement."""
        return next((bound for bound in self.term.when if bound.index == TIME), None)

    @property
    def components(self) -> tuple[sp.Indexed, ...]:
        return self.term.components()

    def reads(self) -> frozenset[Tensor]:
        return self.term.reads()

    def rewritten(self, rule: Mapping[sp.Basic, sp.Basic]) -> Op:
        """The operation with leaves or indices replaced, classified anew."""
        return op_of(self.term.xreplace(rule))

    def at(self, step: sp.Expr) -> Op:
        """The operation at one step, which then is all that it holds on."""
        when = tuple(bound for bound in self.term.when if bound.index != TIME)
        return op_of(replace(self.term.xreplace({TIME: step}), when=when))

    def __str__(self) -> str:
        return f"{self.sign}{self.term}"


@dataclass(frozen=True)
class Map(Op):
    """An elementwise expression."""

    @property
    def expr(self) -> sp.Expr:
        return self.term.expr


@dataclass(frozen=True)
class Reduce(Op):
    """``factor`` · the sum, or the largest, of one elementwise expression."""

    expr: sp.Expr
    factor: sp.Expr

    @property
    def how(self) -> str:
        return self.term.reduce


@dataclass(frozen=True)
class Gemm(Op):
    """``factor`` · Σ a·b over indices that both have: a matrix product, for each value of ``batch``."""

    a: sp.Expr
    b: sp.Expr
    factor: sp.Expr
    inner: frozenset[Index]
    batch: frozenset[Index]

    @property
    def plain(self) -> bool:
        """Whether it multiplies two tensors as they are, by nothing else, for no batch."""
        return isinstance(self.a, sp.Indexed) and isinstance(self.b, sp.Indexed) and self.factor == 1 and not self.batch

    def operands(self) -> tuple[sp.Expr, sp.Expr]:
        """A parameter, if there is one, and the other operand."""
        return (self.b, self.a) if _is_parameter(self.b) and not _is_parameter(self.a) else (self.a, self.b)


@dataclass(frozen=True)
class Contract(Op):
    """``factor`` · Σ of a product of several, of which each has some of the summed indices."""

    factors: tuple[sp.Expr, ...]
    factor: sp.Expr


def _is_parameter(expr: sp.Expr) -> bool:
    return isinstance(expr, sp.Indexed) and expr.base.kind is Kind.PARAMETER


def op_of(term: Term) -> Op:
    """Classify a term: the one place where it is asked whether something is a matrix product."""
    summed = frozenset(bound.index for bound in term.sums)
    if not summed:
        return Map(term)
    if term.reduce != "sum":  # a maximum is taken of the whole: factors do not leave it
        return Reduce(term, term.expr, sp.S.One)
    number, product = term.expr.as_coeff_Mul()
    inner: dict[frozenset[Index], sp.Expr] = {}
    outer = number
    for factor in sp.Mul.make_args(product):
        key = free_indices(factor)
        if key & summed:
            inner[key] = inner.get(key, sp.S.One) * factor
        else:
            outer *= factor
    if len(inner) == 1:
        return Reduce(term, next(iter(inner.values())), outer)
    if len(inner) == 2:
        (left, a), (right, b) = inner.items()
        if summed <= left & right:
            return Gemm(term, a, b, outer, summed, (left & right) - summed)
    return Contract(term, tuple(inner.values()), outer)


# --- statements


@dataclass(frozen=True)
class Statement:
    """``target[indices] = Σ ops``, or ``+=`` where it adds to what is there.

    Attributes:
        target: what is computed.
        bounds: the target's indices with their ranges.  A statement without operations sets zero.
        add: add to what the target holds already.
        origin: the tensors whose equations in the notes this stands for.
    """

    target: Tensor
    bounds: tuple[Bound, ...]
    ops: tuple[Op, ...]
    add: bool = False
    origin: tuple[str, ...] = ()

    @property
    def indices(self) -> tuple[Index, ...]:
        return tuple(bound.index for bound in self.bounds)

    @property
    def lhs(self) -> sp.Expr:
        return self.target.at(self.indices)

    @property
    def steps(self) -> Bound | None:
        """The steps that it computes; None for what stands outside of time."""
        return next((bound for bound in self.bounds if bound.index == TIME), None)

    @property
    def step(self) -> sp.Expr | None:
        """The one step that it computes, if it is exactly one."""
        steps = self.steps
        return steps.lo if steps is not None and steps.lo == steps.hi else None

    @property
    def accumulates(self) -> bool:
        """Whether it adds up over time, a step after the other where it stands in a loop."""
        return self.add and self.steps is None and any(b.index == TIME for op in self.ops for b in op.term.sums)

    @property
    def components(self) -> Iterator[sp.Indexed]:
        return (component for op in self.ops for component in op.components)

    def reads(self) -> frozenset[Tensor]:
        return frozenset().union(*(op.reads() for op in self.ops))

    def rewritten(self, rule: Mapping[sp.Basic, sp.Basic]) -> Statement:
        """The statement with leaves replaced in what it reads."""
        if not any(component in rule for component in self.components):
            return self
        return replace(self, ops=tuple(op.rewritten(rule) for op in self.ops))

    def at(self, step: sp.Expr) -> Statement:
        """The statement at one step."""
        bounds = tuple(Bound(b.index, step, step) if b.index == TIME else b for b in self.bounds)
        return replace(self, bounds=bounds, ops=tuple(op.at(step) for op in self.ops))

    def __str__(self) -> str:
        steps = self.steps
        where = f"   [{steps}]" if steps is not None and steps != Bound.over(TIME) else ""
        return f"{self.lhs} {'+=' if self.add else '='} {' + '.join(map(str, self.ops)) or '0'}{where}"


@dataclass(frozen=True)
class Whole:
    """Statements that are computed for all their steps at once, one after the other."""

    statements: tuple[Statement, ...]

    def __str__(self) -> str:
        return "\n".join(["for all steps at once:", *(f"    {s}" for s in self.statements)])


@dataclass(frozen=True)
class Loop:
    """Statements that are computed step by step: from 1 to T (direction 1), or from T to 1 (-1).

    ``ahead`` is the prologue of a chunk of steps: what the loop multiplies with and does not feed.
    """

    direction: int
    statements: tuple[Statement, ...]
    ahead: tuple[Statement, ...] = ()

    def __str__(self) -> str:
        lines = ["for chunks of steps:", *(f"    {s}" for s in self.ahead)] if self.ahead else []
        way = "t = 1…T" if self.direction > 0 else "t = T…1"
        return "\n".join([*lines, f"for {way}:", *(f"    {s}" for s in self.statements)])


Block = Whole | Loop


def statements_of(block: Block) -> tuple[Statement, ...]:
    """All statements of a block, those of a chunk's prologue first."""
    return (*block.ahead, *block.statements) if isinstance(block, Loop) else block.statements


# --- memory


class Stack(Tensor):
    """Tensors side by side along their first feature axis, as one tensor.

    ``lags`` says how far the steps of each part are shifted: row s of the whole holds step s - lag of the part.
    """

    parts: tuple[Tensor, ...]
    lags: tuple[int, ...]

    def __new__(
        cls,
        name: str,
        parts: tuple[Tensor, ...],
        size: Size,
        of: Tensor | None = None,
        lags: tuple[int, ...] = (),
        like: Tensor | None = None,
    ) -> Self:
        model = like or parts[0]
        slot = first_feature(model)
        axes = [*model.axes[:slot], size, *model.axes[slot + 1 :]]
        stack: Self = super().__new__(cls, name, axes, model.kind, model.first, of, model.last)
        stack.parts, stack.lags = parts, lags or (0,) * len(parts)
        return stack

    def _hashable_content(self) -> tuple[str, ...]:
        return self._stack_content

    @cached_property
    def _stack_content(self) -> tuple[str, ...]:
        # a stack of the same name in another program has other parts
        *content, of = super()._hashable_content()
        parts = ("…".join(part._hashable_content()) for part in self.parts)
        return (*content, f"{of}[{'|'.join(parts)}]{self.lags}")

    def offset(self, part: Tensor) -> sp.Expr:
        """How many columns lie before those of a part."""
        before = self.parts[: self.parts.index(part)]
        return sp.Add(*(tensor.features[0].symbol for tensor in before))


def first_feature(tensor: Tensor) -> int:
    """The axis behind time and batch."""
    return len(tensor.axes) - len(tensor.features)


def cells(tensor: Tensor) -> frozenset[Tensor]:
    """The tensors that lie in it; itself, where it is no stack."""
    if isinstance(tensor, Stack):
        return frozenset().union(*map(cells, tensor.parts))
    return frozenset((tensor,))


class Life(StrEnum):
    """How long a buffer lives, and so how many steps it holds."""

    GIVEN = "given from outside"
    ARRAY = "all steps"
    TAPE = "all steps, kept for the backward function"
    CARRIED = "one step, carried to the next"
    STEP = "one step"
    CHUNK = "a chunk of steps"
    VALUE = "no steps"


@dataclass(frozen=True)
class Buffer:
    """Memory.  Where it holds all steps, it has ``before`` rows before step 1 and ``after`` rows behind step T."""

    name: str
    axes: tuple[Size, ...]
    life: Life
    before: int = 0
    after: int = 0

    @property
    def features(self) -> tuple[Size, ...]:
        return tuple(size for size in self.axes if size not in (T, N))

    @property
    def in_time(self) -> bool:
        """Whether it has an axis of steps."""
        return T in self.axes and self.life not in (Life.CARRIED, Life.STEP)

    @property
    def numbers(self) -> sp.Expr:
        """How many numbers it holds."""
        extents = [
            T.symbol + self.before + self.after if s is T else s.symbol for s in self.axes if s is not T or self.in_time
        ]
        return sp.Mul(*extents)

    def __str__(self) -> str:
        rows = f", {self.before} before, {self.after} after" if self.before or self.after else ""
        return f"{self.name} ({', '.join(map(str, self.axes))}): {self.life}{rows}"


@dataclass(frozen=True)
class Place:
    """Where a tensor lies: from which column of a buffer on, its step s at the buffer's step s + lag."""

    buffer: Buffer
    offset: sp.Expr = sp.S.Zero
    lag: int = 0

    def __str__(self) -> str:
        return f"{self.buffer.name}[{self.offset}:]" + (f" shifted by {self.lag}" if self.lag else "")


# --- prologue


@dataclass(frozen=True)
class Load:
    """What arrives is put in its place: the value that a state starts from, a copy of an input, or a one.

    ``source`` is the tensor that is given; None for a one.
    """

    target: Tensor
    source: Tensor | None

    def __str__(self) -> str:
        if self.target.kind is Kind.STATE and self.target == self.source:
            return f"{self.target.name}: its initial value"
        return f"{self.target.name} = {self.source.name if self.source is not None else 1}, on all steps"


@dataclass(frozen=True)
class Copy:
    """A copy of parameters, side by side where they are several; ``runs`` lists (row count, factor)."""

    target: Tensor
    parts: tuple[Tensor, ...]
    runs: tuple[tuple[sp.Expr, sp.Rational], ...] = ()

    def __str__(self) -> str:
        scaled = ", ".join(f"{rows} rows by {factor}" for rows, factor in self.runs)
        return f"{self.target.name} = [{' '.join(part.name for part in self.parts)}]" + (
            f": {scaled}" if scaled else ""
        )


# --- programs


@dataclass(frozen=True)
class Function:
    """One direction: what is put in place first, then blocks in their order."""

    loads: tuple[Load | Copy, ...]
    blocks: tuple[Block, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for block in self.blocks for statement in statements_of(block))

    def mapped(self, change: Callable[[Statement], Statement]) -> Function:
        """The function with each statement changed."""
        blocks: list[Block] = []
        for block in self.blocks:
            statements = tuple(map(change, block.statements))
            if isinstance(block, Loop):
                blocks.append(Loop(block.direction, statements, tuple(map(change, block.ahead))))
            else:
                blocks.append(Whole(statements))
        return replace(self, blocks=tuple(blocks))

    def __str__(self) -> str:
        return "\n".join([*(f"put {load}" for load in self.loads), *map(str, self.blocks)])


@dataclass(frozen=True)
class Program:
    """Both directions of a cell, and where everything lies.

    Attributes:
        derivation: the equations that it computes.
        forward: from parameters, inputs and initial state to output and final state.
        backward: from what arrives at output and final state to every gradient.
        places: tensor → where it lies.
        initial: state → the tensor that holds the gradient with respect to its initial value.
    """

    derivation: Backward
    forward: Function
    backward: Function
    places: Mapping[Tensor, Place]
    initial: Mapping[Tensor, Tensor] = field(default_factory=dict)

    @property
    def functions(self) -> tuple[Function, Function]:
        return self.forward, self.backward

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (*self.forward.statements, *self.backward.statements)

    @property
    def output(self) -> Tensor:
        output = self.derivation.forward.output
        assert output is not None
        return output

    @property
    def results(self) -> tuple[Tensor, ...]:
        """What the backward function hands out: gradients of parameters, inputs and initial states."""
        forward = self.derivation.forward
        wanted = forward.of_kind(Kind.PARAMETER, Kind.INPUT)
        return (*(self.derivation.derivation(tensor).adjoint for tensor in wanted), *self.initial.values())

    @property
    def buffers(self) -> tuple[Buffer, ...]:
        return tuple(dict.fromkeys(place.buffer for place in self.places.values()))

    @property
    def copies(self) -> tuple[Copy, ...]:
        return tuple(load for function in self.functions for load in function.loads if isinstance(load, Copy))

    @property
    def stacks(self) -> tuple[Stack, ...]:
        return tuple(tensor for tensor in self.places if isinstance(tensor, Stack))

    @property
    def names(self) -> set[str]:
        """The names of all tensors."""
        return {tensor.name for tensor in self.places}

    def place(self, tensor: Tensor) -> Place:
        return self.places[tensor]

    def buffer(self, tensor: Tensor) -> Buffer:
        return self.places[tensor].buffer

    def carried(self, tensor: Tensor) -> bool:
        """Whether only one step of it exists at a time, which is carried to the next."""
        return self.places[tensor].buffer.life is Life.CARRIED

    def placed(self, places: Mapping[Tensor, Place]) -> Program:
        """The program with some tensors in other places."""
        return replace(self, places={**self.places, **places})

    def without_unused(self) -> Program:
        """The program without places of tensors that nothing speaks of any more."""
        used = {t for s in self.statements for t in (s.target, *s.reads())}
        used |= {tensor for function in self.functions for load in function.loads for tensor in _mentioned(load)}
        used |= {*self.results, self.output, *self.derivation.forward.states, *self.derivation.forward.inputs}
        used |= {*self.derivation.forward.parameters, *self.derivation.seeds}
        used |= {tensor.of for tensor in used if isinstance(tensor.of, Stack)}
        used |= {part for tensor in used for part in cells(tensor)}
        return replace(self, places={tensor: place for tensor, place in self.places.items() if tensor in used})

    def __str__(self) -> str:
        memory = "\n".join(f"    {buffer}" for buffer in self.buffers if buffer.life is not Life.GIVEN)
        return f"forward\n{self.forward}\n\nbackward\n{self.backward}\n\nmemory\n{memory}"


def _mentioned(load: Load | Copy) -> tuple[Tensor, ...]:
    return (load.target,) if isinstance(load, Load) else (load.target, *load.parts)


def fresh(name: str, taken: set[str]) -> str:
    """The name, or one like it, that is not taken yet; from now on it is."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name
