"""A program carried out, statement by statement, on small arrays: in numbers, and in what the numbers stand for.

Every buffer is an array of numbers and an array of labels beside it: which component of which tensor lies there, and
how much of it has been added up.  Whatever is read is checked against its label, so that a value that was not written,
was not complete or has been overwritten is found where it is read, whatever numbers it happens to be.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import sympy as sp

from derive.core.equations import TIME, Bound, Index, Kind, T, Tensor
from derive.core.evaluate import FLOATS, in_numbers
from derive.core.functions import Elementwise
from derive.ir.nodes import (
    Block,
    Buffer,
    Copy,
    Function,
    Life,
    Load,
    Loop,
    Op,
    Program,
    Stack,
    Statement,
    first_feature,
)

Array: TypeAlias = Any
Grid: TypeAlias = Mapping[Index, Array]
"""The values of each index, along an axis of its own."""

SPAN = 2
"""How many steps a chunk has, so that chunks end within small problems."""


class IllegalProgram(Exception):
    """A program reads what is not there, writes where something else is needed still, or does not fit its memory."""


class Machine:
    """The memory of a program while it is carried out.

    Args:
        program: what to carry out.
        sizes: the extent of every size, by its name.
        given: inputs, parameters, initial states and seeds by name; what is in time has a row for each step.
        arithmetic: floats, or any of those of :mod:`derive.core.evaluate`, which are slow.
    """

    def __init__(
        self, program: Program, sizes: Mapping[str, int], given: Mapping[str, Array], arithmetic: Any = FLOATS
    ) -> None:
        self.program, self.arithmetic = program, arithmetic
        self.sizes = in_numbers(sizes)
        self.exact = arithmetic is not FLOATS
        self.steps = sizes["T"]
        self.labels: dict[Tensor, Array] = {}
        self.labelled = 0
        self.values: dict[Buffer, Array] = {}
        self.holds: dict[Buffer, Array] = {}
        self.functions: dict[type[Elementwise], Callable[..., Array]] = {}
        self.given = given
        self.chunk = (1, self.steps)  # the steps of the chunk at hand
        for tensor in sorted(program.places, key=lambda tensor: isinstance(tensor, Stack)):
            self.label(tensor)
        # how often each component is written to, all in all; then, and so far, in the run that counts
        self.parts = self.done = np.zeros(self.labelled + 1, int)
        for self.counting in (True, False):
            self.done = np.zeros_like(self.parts)
            self.values, self.holds = {}, {}
            self._give()
            self.run(program.forward)
            self._check_results((program.output, *program.derivation.forward.states))
            self._forget()
            self.run(program.backward)
            self._check_results(program.results)
            self.parts = self.done

    # --- results

    def result(self, tensor: Tensor) -> Array:
        """All steps of a tensor, or for a state the value that it ends with, or what has no steps."""
        return self._read(tensor, self._everywhere(tensor))

    def _everywhere(self, tensor: Tensor) -> tuple[Array, ...]:
        ranges = [
            np.arange(1, self.steps + 1) if size is T else np.arange(1, self.extent(size.symbol) + 1)
            for size in tensor.axes
        ]
        if tensor.kind is Kind.STATE and tensor.in_time:
            ranges[0] = np.array([1 if tensor.reverse else self.steps])
        return np.ix_(*ranges) if ranges else ()

    def _check_results(self, tensors: Sequence[Tensor]) -> None:
        for tensor in tensors:
            self.result(tensor)

    # --- memory

    def extent(self, expr: sp.Expr) -> int:
        return int(sp.sympify(expr).xreplace(self.sizes))

    def _memory(self, buffer: Buffer) -> tuple[Array, Array]:
        if buffer not in self.values:
            rows = self.steps + buffer.before + buffer.after if buffer.in_time else 1
            if buffer.life is Life.CHUNK:
                rows = SPAN
            shape = [rows if size is T else self.extent(size.symbol) for size in buffer.axes]
            kind = object if self.exact else float
            self.values[buffer] = np.full(shape, self.arithmetic.mpf(0) if self.exact else np.nan, kind)
            self.holds[buffer] = np.full(shape, -1)
        return self.values[buffer], self.holds[buffer]

    def label(self, tensor: Tensor) -> Array:
        """A number of its own for each component, steps from -1 to T+2; those of a stack are those of its parts."""
        if tensor not in self.labels:
            if isinstance(tensor, Stack):
                parts = zip(tensor.parts, tensor.lags, strict=True)
                # row s of the whole holds step s - lag of the part
                shifted = [np.roll(self.label(part), lag, axis=0) if lag else self.label(part) for part, lag in parts]
                self.labels[tensor] = np.concatenate(shifted, axis=first_feature(tensor))
            else:
                shape = [self.steps + 4 if s is T else self.extent(s.symbol) for s in tensor.axes]
                count = int(np.prod(shape))
                self.labels[tensor] = np.arange(self.labelled, self.labelled + count).reshape(shape)
                self.labelled += count
        return self.labels[tensor]

    def _where(self, tensor: Tensor, at: tuple[Array, ...]) -> tuple[Buffer, tuple[Array, ...]]:
        """The buffer in which components lie, and where: ``at`` counts steps as the notes do, all else from 1."""
        place = self.program.place(tensor)
        buffer, where = place.buffer, []
        slot = first_feature(tensor)
        for axis, values in enumerate(at):
            if tensor.axes[axis] is T:
                where.append(self._row(buffer, values + place.lag))
            else:
                where.append(values - 1 + (self.extent(place.offset) if axis == slot else 0))
        array = self._memory(buffer)[0]
        if len(where) != array.ndim:
            raise IllegalProgram(f"{tensor.name} has {len(where)} axes, but lies in {buffer}")
        for values, extent in zip(where, array.shape, strict=True):
            if np.any(values < 0) or np.any(values >= extent):
                raise IllegalProgram(f"{tensor.name} is spoken of outside of its memory, {buffer}")
        return buffer, tuple(where)

    def _row(self, buffer: Buffer, steps: Array) -> Array:
        if not buffer.in_time:
            return steps * 0
        if buffer.life is Life.CHUNK:
            return steps - self.chunk[0]
        return steps - 1 + buffer.before

    def _read(self, tensor: Tensor, at: tuple[Array, ...]) -> Array:
        buffer, where = self._where(tensor, at)
        values, holds = self._memory(buffer)
        if not self.counting:
            wanted = self.label(tensor)[self._labelled(tensor, at)]
            found = holds[where]
            wrong = (wanted != found) | (self.done[wanted] < self.parts[wanted])
            if np.any(wrong):
                raise IllegalProgram(f"{tensor.name} is read where {self._said(found[wrong][0])}, in {buffer.name}")
        return values[where]

    def _said(self, label: int) -> str:
        if label < 0:
            return "nothing has been written"
        tensor = next(t for t, labels in self.labels.items() if not isinstance(t, Stack) and label in labels)
        return f"{tensor.name} lies, {self.done[label]} of {self.parts[label]} parts of it"

    def _labelled(self, tensor: Tensor, at: tuple[Array, ...]) -> tuple[Array, ...]:
        return tuple(v + 1 if size is T else v - 1 for v, size in zip(at, tensor.axes, strict=True))

    def _write(self, tensor: Tensor, at: tuple[Array, ...], value: Array, add: bool, said: object) -> None:
        buffer, where = self._where(tensor, at)
        values, holds = self._memory(buffer)
        labels = self.label(tensor)[self._labelled(tensor, at)]
        shape = np.broadcast_shapes(*(a.shape for a in at)) if at else ()
        if not self.counting and add and np.any(wrong := holds[where] != labels):
            raise IllegalProgram(f"{said}: it adds to where {self._said(holds[where][wrong][0])}, in {buffer.name}")
        if not self.counting and not add and np.any(self.done[labels]):
            raise IllegalProgram(f"{said}: {tensor.name} has been written already")
        self.done[labels] += 1
        values[where] = np.broadcast_to(value, shape) + (values[where] if add else 0)
        holds[where] = labels

    def _give(self) -> None:
        """What comes from outside is there."""
        for tensor, place in self.program.places.items():
            if place.buffer.life is Life.GIVEN and not isinstance(tensor, Stack):
                self._write(tensor, self._given_at(tensor), self.given[tensor.name], False, tensor)

    def _given_at(self, tensor: Tensor) -> tuple[Array, ...]:
        ranges = [np.arange(1, (self.steps if s is T else self.extent(s.symbol)) + 1) for s in tensor.axes]
        return np.ix_(*ranges) if ranges else ()

    def _forget(self) -> None:
        """Between the two functions only what is given, and what is on the tape, survives."""
        kept = (Life.GIVEN, Life.TAPE)
        self.values = {buffer: array for buffer, array in self.values.items() if buffer.life in kept}
        self.holds = {buffer: array for buffer, array in self.holds.items() if buffer.life in kept}

    # --- statements

    def run(self, function: Function) -> None:
        for load in function.loads:
            self._load(load)
        for block in function.blocks:
            self._block(block)

    def _load(self, load: Load | Copy) -> None:
        if isinstance(load, Copy):
            self._copy(load)
            return
        tensor = load.target
        if load.source is not None and load.source == tensor:  # a state: the value that it starts from
            steps, *others = self._given_at(tensor)
            before = np.full_like(steps[:1], self.steps + 1 if tensor.reverse else 0)
            self._write(tensor, (before, *others), self.given[tensor.name], False, load)
            return
        at = self._given_at(tensor)
        self._write(tensor, at, 1.0 if load.source is None else self._read(load.source, at), False, load)

    def _copy(self, copy: Copy) -> None:
        """A scaled copy is another tensor: its numbers are labelled as its own."""
        parts = []
        for part in copy.parts:
            whole = self._read(part, self._given_at(part))
            parts.append(whole[..., None] if whole.ndim < len(copy.target.axes) else whole)
        value = np.concatenate(parts, axis=1) if len(parts) > 1 else parts[0]
        factors = [float(factor) for rows, factor in copy.runs for _ in range(self.extent(rows))]
        if factors:
            value = value * np.reshape(factors, (-1,) + (1,) * (value.ndim - 1))
        self._write(copy.target, self._given_at(copy.target), value, False, copy)

    def _block(self, block: Block) -> None:
        if not isinstance(block, Loop):
            for statement in block.statements:
                self._compute(statement, None)
            return
        starts = range(1, self.steps + 1, SPAN) if block.ahead else (1,)
        for start in starts if block.direction > 0 else reversed(starts):
            self.chunk = (start, min(start + SPAN - 1, self.steps) if block.ahead else self.steps)
            for statement in block.ahead:
                self._compute(statement, self.chunk)
            # the row before the first and behind the last step are reached by what is carried to them, never computed
            steps = range(self.chunk[0], self.chunk[1] + 1)
            for step in steps if block.direction > 0 else reversed(steps):
                for statement in block.statements:
                    self._compute(statement, (step, step))

    def _compute(self, statement: Statement, steps: tuple[int, int] | None) -> None:
        at = self.grid(statement.bounds, steps)
        if at is None:
            return
        indices = self._subscript(statement.lhs, at)
        shape = np.broadcast_shapes(*(values.shape for values in at.values())) if at else ()
        zero = self.arithmetic.mpf(0) if self.exact else 0.0
        total = np.full(shape, zero, object if self.exact else float)
        for op in statement.ops if not self.counting else ():
            self._add(op, statement, total, at, steps)
        self._write(statement.target, indices, total, statement.add, statement)

    def _add(self, op: Op, statement: Statement, total: Array, whole: Grid, steps: tuple[int, int] | None) -> None:
        narrowed = {bound.index: bound for bound in op.term.when}
        bounds = [narrowed.get(bound.index, bound) for bound in statement.bounds]
        at = self.grid([*bounds, *op.term.sums], steps)
        if at is None:
            return
        shape = np.broadcast_shapes(*(values.shape for values in at.values())) if at else ()
        value = np.broadcast_to(np.asarray(self._value(op.term.expr, at)), shape)
        summed = tuple(range(len(bounds), len(shape)))
        if summed:
            value = value.max(axis=summed) if op.term.reduce == "max" else value.sum(axis=summed)
        where = tuple(np.asarray(at[b.index]).ravel() - np.asarray(whole[b.index]).ravel()[0] for b in statement.bounds)
        total[np.ix_(*where) if where else ()] += value

    def grid(self, bounds: Sequence[Bound], steps: tuple[int, int] | None) -> Grid | None:
        """The values of each index along an axis of its own; None where there are none."""
        ranges = []
        for bound in bounds:
            lo, hi = self.extent(bound.lo), self.extent(bound.hi)
            if bound.index == TIME and steps is not None:
                lo, hi = max(lo, steps[0]), min(hi, steps[1])
            if lo > hi:
                return None
            ranges.append(np.arange(lo, hi + 1))
        return dict(zip((bound.index for bound in bounds), np.ix_(*ranges), strict=True)) if ranges else {}

    def _subscript(self, component: sp.Indexed, at: Grid) -> tuple[Array, ...]:
        if not component.base.axes:
            return ()
        return tuple(np.asarray(self._value(index, at)) for index in component.indices)

    def _value(self, expr: sp.Expr, at: Grid) -> Array:
        if isinstance(expr, sp.Indexed):
            return self._read(expr.base, self._subscript(expr, at))
        if isinstance(expr, Index):
            return at[expr]
        if not expr.args:
            number = sp.sympify(expr.xreplace(self.sizes))
            if number.is_Integer:
                return int(number)
            return self.arithmetic.mpf(int(number.p)) / int(number.q) if self.exact else float(number)
        values = [self._value(arg, at) for arg in expr.args]
        if isinstance(expr, sp.Add):
            return reduce(operator.add, values)
        if isinstance(expr, sp.Mul):
            return reduce(operator.mul, values)
        if isinstance(expr, sp.Pow):
            return self._power(*values)
        if isinstance(expr, sp.KroneckerDelta):
            return np.equal(*values) * 1
        return self._function(type(expr))(*values)

    def _power(self, base: Array, exponent: Array) -> Array:
        if self.exact:
            root = np.frompyfunc(self.arithmetic.mpf(0).__class__.__pow__, 2, 1)
            return root(base, exponent)
        return np.power(np.asarray(base, float), exponent)

    def _function(self, function: type[Elementwise]) -> Callable[..., Array]:
        """A function by its definition, for whole arrays."""
        if function not in self.functions:
            symbols = sp.symbols(f"x:{function.arity}")
            definition = sp.sympify(function.definition(*symbols))
            if self.exact:
                made = sp.lambdify(symbols, definition, modules=[self.arithmetic.__dict__, "mpmath"])
                self.functions[function] = np.frompyfunc(made, function.arity, 1)
            else:
                self.functions[function] = sp.lambdify(symbols, definition, [{"erf": np.vectorize(math.erf)}, "numpy"])
        return self.functions[function]
