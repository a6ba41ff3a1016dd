"""The textbook: the program before any pass, a loop over time, a line an equation, made to be read beside the notes.

Arrays are indexed by t = 1…T as in the notes, states from 0 (or to T+1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy as sp

from derive.backends.numpy.expressions import Expressions
from derive.backends.numpy.facts import Facts
from derive.backends.numpy.operands import given
from derive.backends.numpy.text import extent, number, part, row, shape, steps, subscript
from derive.core.equations import TIME, Bound, Index, Kind, T, Tensor
from derive.ir.lower import statement_of
from derive.ir.nodes import Block, Function, Life, Loop, Op, Statement, Whole, cells

HEADER = {1: "for t in range(1, T + 1):", -1: "for t in range(T, 0, -1):"}
FIXED = frozenset((TIME,))


class Textbook:
    """Prints the functions of a program that no pass has touched."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.program, self.names = facts, facts.program, facts.names
        self.expressions = Expressions(self.access, FIXED)
        self.loss = ""
        self.ranges: Mapping[Index, Bound] = {}  # of the indices of the operations at hand, where they are not whole

    # --- names

    def access(self, component: sp.Indexed) -> str:
        tensor: Tensor = component.base
        if tensor.kind in (Kind.PARAMETER, Kind.SEED):
            rows = [str(component.indices[0])] if T in tensor.axes else []
            return f"{given(self.facts, tensor)}{subscript([*rows, *self.columns(component)])}"
        return self.at(component)

    def at(self, component: sp.Indexed) -> str:
        """A component of what is computed or comes from outside."""
        tensor: Tensor = component.base
        name = self.names(tensor, tensor.name)
        rows = [number(row(self.program.place(tensor), component.indices[0]))] if T in tensor.axes else []
        return f"{name}{subscript([*rows, *self.columns(component)])}"

    def columns(self, component: sp.Indexed) -> list[str]:
        """The subscripts of a component's axes other than time."""
        tensor: Tensor = component.base
        pairs = zip(tensor.axes, component.indices, strict=False)
        return [part(index, size.symbol, self.ranges) for size, index in pairs if size is not T]

    # --- statements

    def line(self, statement: Statement, ops: Iterable[Op], add: bool, ranges: tuple[Bound, ...] = ()) -> str:
        """``left = ops``, on a part of the left-hand side where they hold on no more."""
        self.ranges = {bound.index: bound for bound in ranges}
        ops, tensor = tuple(ops), statement.target
        result = self.facts.result(tensor)
        columns = subscript(self.columns(statement.lhs)) if result else ""
        left = f"{result}{columns}" if result else self.at(statement.lhs)
        axes = tuple(index for index in statement.indices if index != TIME)
        code = self.expressions.sum_of(ops, axes)
        self.ranges = {}
        if result and not columns and (not axes or not add):
            left += "[...]"
        elif not tensor.in_time and not add:
            code = self.full(code, ops, axes)
        sign = "+=" if add else "="
        return f"{left} {sign} {code}{self.facts.comment(statement.origin)}"

    def full(self, code: str, ops: tuple[Op, ...], axes: tuple[Index, ...]) -> str:
        """A new value must have all its axes, even where the expression would be broadcast."""
        if set(axes) <= self.expressions.axes(ops) and ops:
            return code
        sizes = shape([extent(index) for index in axes])
        if not ops:
            return f"np.zeros({sizes}, dtype)" if axes else "dtype.type(0)"
        return f"np.broadcast_to({code}, {sizes})" if axes else code

    def in_loop(self, statement: Statement) -> list[str]:
        """The operations by the steps on which they hold, as conditions on t within 1…T."""
        whole, *groups = grouped(statement)
        lines = []
        if whole[2] or (not statement.add and not groups):
            lines.append(self.line(statement, whole[2], statement.add))
        for test, when, ops in groups:
            line = self.line(statement, ops, True, when)
            lines += [test, f"    {line}"] if test else [line]
        return lines

    def block(self, block: Block) -> list[str]:
        if isinstance(block, Whole):
            return [line for statement in block.statements for line in self.outside(statement)]
        body = [line for statement in block.statements for line in self.in_loop(statement)]
        return [HEADER[block.direction], *(f"    {line}" for line in body)]

    def outside(self, statement: Statement) -> list[str]:
        parameter = statement.target.of is not None and statement.target.of.kind is Kind.PARAMETER
        if parameter and not statement.ops:
            return []  # gradients of parameters start from zero
        (_, _, whole), *groups = grouped(statement)
        lines = [self.line(statement, whole, statement.add)] if whole or not (parameter and groups) else []
        return [*lines, *(self.line(statement, ops, True, when) for _, when, ops in groups)]

    def allocate(self, function: Function) -> list[str]:
        lines = []
        for tensor in dict.fromkeys(cell for s in function.statements for cell in cells(s.target)):
            if tensor.in_time:
                buffer = self.program.buffer(tensor)
                sizes = [number(steps(buffer)), *(number(size.symbol) for size in tensor.axes[1:])]
                lines.append(f"{self.names(tensor, tensor.name)} = np.zeros({shape(sizes)}, dtype)")
        return lines

    # --- functions

    def run(self, needed: frozenset[Tensor] | None = None) -> list[str]:
        """The body of the forward function, or of what is needed for the output alone."""
        function = self.program.forward if needed is None else restricted(self.program.forward, needed)
        body = [line for block in function.blocks for line in self.block(block)]
        read = {tensor for statement in function.statements for tensor in statement.reads()}
        timed = [tensor for tensor in self.facts.inputs if tensor.in_time and tensor in read]
        lines = [f"{self.facts.argument(tensor)} = from_one({self.facts.argument(tensor)})" for tensor in timed]
        lines += self.facts.constant_lines(self.names, read)
        lines += self.allocate(function)
        for state, name in self.facts.fields.items():
            start = "T + 1" if state.reverse else "0"
            lines.append(f"{self.names(state, state.name)}[{start}] = state0.{name}")
        output = self.facts.output
        rows = ("[1:-1]" if output.last else "[1:]") if output.in_time else ""
        ends = [
            f"{name}={self.names(state, state.name)}[{1 if state.reverse else 'T'}].copy()"
            for state, name in self.facts.fields.items()
        ]
        lines += body
        if self.facts.loss is not None:
            self.loss = self.names(self.facts.loss, self.facts.loss.name)
        return [*lines, f"y = {self.names(output, output.name)}{rows}.copy()", f"state = State({', '.join(ends)})"]

    @property
    def tape(self) -> list[str]:
        """The arrays that the backward function reads of the forward function."""
        return [self.names(tensor, tensor.name) for tensor in self.taped]

    @property
    def taped(self) -> tuple[Tensor, ...]:
        read = {tensor for statement in self.program.backward.statements for tensor in statement.reads()}
        made = [tensor for tensor in self.facts.inputs if tensor in read]
        kept = (s.target for s in self.program.forward.statements if self.program.buffer(s.target).life is Life.TAPE)
        return tuple(dict.fromkeys((*made, *kept)))

    def back(self) -> list[str]:
        """The body of the backward function."""
        function = self.program.backward
        lines = ["grads = p._on(np.zeros_like(p.flat))"]
        if self.facts.loss is None and self.facts.output.in_time:
            lines.append("dy = from_one(dy)")
        read = {tensor for statement in function.statements for tensor in statement.reads()}
        lines += self.facts.constant_lines(self.names, read)
        lines += self.allocate(function)
        lines += [line for block in function.blocks for line in self.block(block)]
        for tensor, name in self.gradients.items():
            made = self.facts.derivation.derivation(tensor).adjoint
            rows = "[1:]" if made.in_time else ""
            lines.append(f"{name}[...] = {self.names(made, made.name)}{rows}")
        return lines

    @property
    def gradients(self) -> dict[Tensor, str]:
        """Input → the array into which its gradient is to be written."""
        return {tensor: self.names(("into", tensor), f"into_{tensor.name}") for tensor in self.facts.differentiated}

    @property
    def initial(self) -> list[str]:
        """The gradients of the initial states, as arguments of ``State``."""
        made = {state: self.program.initial[state] for state in self.facts.fields}
        return [f"{self.facts.fields[s]}={self.names(tensor, tensor.name)}" for s, tensor in made.items()]

    def step(self) -> list[str]:
        """One step from ``state`` on plain values: a line an equation."""
        writer = _OneStep(self)
        self.step_names: dict[Tensor, str] = {}
        equations = [equation for equation in self.facts.system.equations if equation.tensor in self.facts.needed]
        lines = self.facts.constant_lines(writer.names, (t for equation in equations for t in equation.reads()))
        for equation in equations:
            lines += writer.lines(statement_of(equation))
        self.expressions.used |= writer.expressions.used
        self.step_names = {tensor: writer.names(tensor, tensor.name) for tensor in self.facts.needed}
        return lines


class _OneStep:
    """The forward equations of one step; a state of the step before is read from ``state``."""

    def __init__(self, of: Textbook) -> None:
        self.of, self.facts = of, of.facts
        self.names = of.names.within()
        self.expressions = Expressions(self.access, FIXED)
        self.loss = ""

    def access(self, component: sp.Indexed) -> str:
        tensor: Tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            name = f"p.{self.facts.attributes[tensor]}"
        elif T in tensor.axes and component.indices[0] != TIME:
            name = f"state.{self.facts.fields[tensor]}"
        else:
            name = self.names(tensor, tensor.name)
        return f"{name}{subscript(self.of.columns(component))}"

    def lines(self, statement: Statement) -> list[str]:
        axes = tuple(index for index in statement.indices if index != TIME)
        name, comment = self.names(statement.target, statement.target.name), self.facts.comment(statement.origin)
        (_, _, whole), *groups = grouped(statement)
        code = self.of.full(self.expressions.sum_of(whole, axes), tuple(whole), axes)
        lines = [f"{name} = {code}{comment}"]
        for _, when, ops in groups:
            self.of.ranges = {bound.index: bound for bound in when}
            cut = subscript(self.of.columns(statement.lhs))
            lines.append(f"{name}{cut} += {self.expressions.sum_of(ops, axes)}{comment}")
            self.of.ranges = {}
        return lines


def grouped(statement: Statement) -> list[tuple[str, tuple[Bound, ...], list[Op]]]:
    """The operations by where they hold and what they sum over: a test of the step, the ranges of other indices.

    Those that hold everywhere and sum over all of each index come first.
    """
    groups: dict[tuple[str, tuple[Bound, ...]], list[Op]] = {("", ()): []}
    for op in statement.ops:
        bounds = (*op.term.when, *op.term.sums)
        when = tuple(bound for bound in bounds if bound.index != TIME and bound != Bound.over(bound.index))
        groups.setdefault((condition(op.steps), when), []).append(op)
    return [(test, when, ops) for (test, when), ops in groups.items()]


def restricted(function: Function, needed: frozenset[Tensor]) -> Function:
    """What a function computes of some tensors, and nothing else."""
    blocks: list[Block] = []
    for block in function.blocks:
        kept = tuple(s for s in block.statements if cells(s.target) & needed)
        if isinstance(block, Loop):
            ahead = tuple(s for s in block.ahead if cells(s.target) & needed)
            if kept:
                blocks.append(Loop(block.direction, kept, ahead))
        elif kept:
            blocks.append(Whole(kept))
    read = {cell for block in blocks for s in block.statements for t in s.reads() for cell in cells(t)}
    return Function(tuple(load for load in function.loads if cells(load.target) & (read | needed)), tuple(blocks))


def condition(bound: Bound | None) -> str:
    """On which of the steps 1…T something holds, as a test; empty for all of them."""
    if bound is None:
        return ""
    if bound.lo == bound.hi:
        return f"if t == {bound.lo}:"
    tests = [f"t > {number(bound.lo - 1)}"] if bound.lo != 1 else []
    tests += [f"t < {number(bound.hi + 1)}"] if bound.hi != T.symbol else []
    return f"if {' and '.join(tests)}:" if tests else ""
