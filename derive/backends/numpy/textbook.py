"""The textbook: the program before any pass, a loop over time, a line an equation, made to be read beside the notes.

Arrays are indexed by t = 1…T as in the notes, states from 0 (or to T+1).
"""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from derive.backends.numpy.expressions import Expressions
from derive.backends.numpy.facts import Facts
from derive.backends.numpy.operands import given
from derive.backends.numpy.text import extent, number, row, shape, steps
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

    # --- names

    def access(self, component: sp.Indexed) -> str:
        tensor: Tensor = component.base
        if tensor.kind in (Kind.PARAMETER, Kind.SEED):
            name = given(self.facts, tensor)
            return f"{name}[{component.indices[0]}]" if T in tensor.axes else name
        return self.at(tensor, component.indices[0])

    def at(self, tensor: Tensor, step: sp.Expr) -> str:
        name = self.names(tensor, tensor.name)
        if T not in tensor.axes:
            return name
        return f"{name}[{number(row(self.program.place(tensor), step))}]"

    def left(self, statement: Statement) -> str:
        tensor = statement.target
        if tensor.of is not None and tensor.of.kind is Kind.PARAMETER:
            return f"grads.{self.facts.attributes[tensor.of]}"
        return self.at(tensor, TIME)

    # --- statements

    def line(self, statement: Statement, ops: Iterable[Op], add: bool) -> str:
        """``left = ops``."""
        ops, tensor, left = tuple(ops), statement.target, self.left(statement)
        axes = tuple(index for index in statement.indices if index != TIME)
        code = self.expressions.sum_of(ops, axes)
        gradient = left.startswith("grads.") and not axes
        if gradient or (left.startswith("grads.") and not add):
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
        groups: dict[str, list[Op]] = {"": []}
        for op in statement.ops:
            groups.setdefault(condition(op.steps), []).append(op)
        lines = []
        if groups[""] or (not statement.add and len(groups) == 1):
            lines.append(self.line(statement, groups[""], statement.add))
        for test, ops in groups.items():
            if test:
                lines += [test, "    " + self.line(statement, ops, True)]
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
        return [self.line(statement, statement.ops, statement.add)]

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
        lines = []
        for equation in self.facts.system.equations:
            if equation.tensor in self.facts.needed:
                lines.append(writer.line(statement_of(equation)))
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
            return f"p.{self.facts.attributes[tensor]}"
        if T in tensor.axes and component.indices[0] != TIME:
            return f"state.{self.facts.fields[tensor]}"
        return self.names(tensor, tensor.name)

    def line(self, statement: Statement) -> str:
        axes = tuple(index for index in statement.indices if index != TIME)
        code = self.of.full(self.expressions.sum_of(statement.ops, axes), statement.ops, axes)
        return f"{self.names(statement.target, statement.target.name)} = {code}{self.facts.comment(statement.origin)}"


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
