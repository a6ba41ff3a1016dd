"""What a kernel's module says of its cell: sizes, parameters, arguments, equation numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from derive.backends.numpy.names import RESERVED, Names, member
from derive.calculus import Backward, numbering
from derive.core.equations import TIME, H, Kind, M, Size, T, Tensor
from derive.core.functions import Elementwise
from derive.ir.nodes import Program, Stack, cells
from derive.typeset import text

WIDTH = 96  # of the equations in a kernel's docstring


class Facts:
    """The facts of one program that its module states."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.derivation: Backward = program.derivation
        self.system = program.derivation.forward
        self.numbers = numbering(self.derivation)
        self.names = Names(RESERVED | {size.name for size in self.sizes})
        for tensor in self.inputs:  # arguments come first: they keep their names
            self.names(tensor, tensor.name)

    # --- sizes and shapes

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes that ``init`` takes, inputs first."""
        tensors = (*self.inputs, *self.states, *self.system.parameters)
        used = dict.fromkeys(part for tensor in tensors for size in tensor.features for part in _parts(size))
        return tuple(size for size in dict.fromkeys((M, H, *used)) if size in used)

    @staticmethod
    def axes(tensor: Tensor, steps: bool = True) -> tuple[str, ...]:
        """The names of a tensor's axes; for a state, or without ``steps``, those of one step."""
        return tuple(str(size) for size in tensor.axes if steps or size.name != "T")

    # --- what comes in and goes out

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        return self.system.inputs

    @property
    def states(self) -> tuple[Tensor, ...]:
        return self.system.states

    @property
    def output(self) -> Tensor:
        return self.program.output

    @property
    def differentiated(self) -> tuple[Tensor, ...]:
        """The inputs with respect to which there are gradients."""
        return self.system.of_kind(Kind.INPUT)

    def argument(self, tensor: Tensor) -> str:
        return self.names(tensor, tensor.name)

    @cached_property
    def fields(self) -> dict[Tensor, str]:
        """State → the field that it is."""
        found: dict[Tensor, str] = {}
        for state in self.states:
            found[state] = member(state.name, found.values())
        return found

    @cached_property
    def gradient_fields(self) -> dict[Tensor, str]:
        """Input → the field of its gradient."""
        found: dict[Tensor, str] = {}
        for tensor in self.differentiated:
            found[tensor] = member(self.argument(tensor), ("params", "state", *found.values()))
        return found

    @cached_property
    def parameters(self) -> tuple[Tensor, ...]:
        """The parameters in the order in which they lie in ``flat``: those of a stack side by side."""
        order = list(dict.fromkeys(self.program.buffer(tensor) for tensor in self.system.parameters))
        at = {tensor: number for number, tensor in enumerate(self.system.parameters)}
        part: dict[Tensor, int] = {}
        for stack in self.stacks:  # the largest first: it says how they lie
            for number, tensor in enumerate(stack.parts):
                part.setdefault(tensor, number)
        return tuple(
            sorted(
                self.system.parameters,
                key=lambda tensor: (order.index(self.program.buffer(tensor)), part.get(tensor, 0), at[tensor]),
            )
        )

    @cached_property
    def stacks(self) -> tuple[Stack, ...]:
        """The parameters that lie side by side, as one tensor, the largest first."""
        found = [tensor for tensor in self.program.stacks if tensor.kind is Kind.PARAMETER]
        return tuple(sorted(found, key=lambda stack: -len(stack.parts)))

    @cached_property
    def attributes(self) -> dict[Tensor, str]:
        """Parameter, or stack of them → the attribute of ``Params`` that it is."""
        found: dict[Tensor, str] = {}
        for tensor in (*self.parameters, *self.stacks):
            found[tensor] = member(tensor.name, (*found.values(), *(size.name for size in self.sizes)))
        return found

    def result(self, tensor: Tensor) -> str:
        """Where the gradients of parameters have a tensor; empty for what is no such gradient, or one step of it."""
        of = tensor.of
        summed = tensor.kind is Kind.ADJOINT and of is not None and T not in tensor.axes
        return f"grads.{self.attributes[of]}" if summed and of in self.attributes else ""

    @property
    def loss(self) -> Tensor | None:
        return self.system.loss

    @cached_property
    def start(self) -> dict[str, float]:
        """State → the number that it starts from, where the cell says so."""
        return {s.name: float(s.start) for s in self.states if s.start != 0}

    @cached_property
    def tokens(self) -> dict[str, str]:
        """Integer input → the size of what it is an index of."""
        return {self.argument(t): str(t.vocabulary) for t in self.inputs if t.vocabulary is not None}

    @property
    def constants(self) -> tuple[Tensor, ...]:
        """The numbers that the definition states."""
        return self.system.of_kind(Kind.CONSTANT)

    def constant_lines(self, names: Names, read: Iterable[Tensor]) -> list[str]:
        """The constants that a function reads, in its dtype."""
        wanted = set(read)
        return [f'{names(t, t.name)} = CONSTANTS["{t.name}"].astype(dtype)' for t in self.constants if t in wanted]

    # --- which functions there are

    @cached_property
    def needed(self) -> frozenset[Tensor]:
        """What the output and the states depend on: all but the loss and its targets."""
        reads: dict[Tensor, set[Tensor]] = {}
        for statement in self.program.forward.statements:
            found = {cell for tensor in statement.reads() for cell in cells(tensor)}
            for cell in cells(statement.target):
                reads.setdefault(cell, set()).update(found)
        seen: set[Tensor] = set()
        todo: list[Tensor] = [self.output, *self.states]
        while todo:
            tensor = todo.pop()
            if tensor not in seen:
                seen.add(tensor)
                todo += reads.get(tensor, ())
        return frozenset(seen)

    @property
    def needed_inputs(self) -> tuple[Tensor, ...]:
        wanted = {t for e in self.system.equations if e.tensor in self.needed for t in e.reads()}
        return tuple(tensor for tensor in self.inputs if tensor in wanted)

    @cached_property
    def steppable(self) -> bool:
        """Whether one step at a time can be taken: nothing runs backward in time or waits for an end of it."""
        components = [
            c
            for e in self.system.equations
            if e.tensor in self.needed
            for term in e.terms
            for c in term.components()
            if c.base.in_time
        ]
        ends = any(not c.indices[0].has(TIME) for c in components) or not self.output.in_time
        return not ends and not any(state.reverse for state in self.states)

    @property
    def inseparable(self) -> str:
        """Why the steps cannot be computed a stretch after the other; empty where they can."""
        if self.loss is not None:
            return "the loss of a network is taken over all steps"
        if any(state.reverse for state in self.states):
            return "a state runs backward in time"
        if not self.steppable:
            return "an end of time is read"
        return "" if self.inputs and all(tensor.in_time for tensor in self.inputs) else "not all inputs have steps"

    @cached_property
    def dtypes(self) -> tuple[str, ...]:
        """Complex numbers may go through where the cell is analytic: no max, abs or relu on the way."""
        applied = {a for e in self.system.equations for term in e.terms for a in term.expr.atoms(Elementwise)}
        analytic = all(type(function).analytic for function in applied)
        plain = all(term.reduce == "sum" for e in self.system.equations for term in e.terms)
        return ("float32", "float64", "longdouble", *(("complex128",) if analytic and plain else ()))

    # --- words

    @cached_property
    def equations(self) -> list[str]:
        """All equations with their numbers, as ``derive show`` prints them."""
        order = text.order(self.system)
        printed = (text.equations(s, order, WIDTH, self.numbers) for s in (self.system, self.derivation.system))
        return [line for block in printed for line in block.splitlines()]

    def comment(self, origin: Iterable[str]) -> str:
        """The numbers of the equations that a line stands for, as a comment behind it."""
        numbers = self.ranges(origin)
        return f"  # {numbers}" if numbers else ""

    def ranges(self, origin: Iterable[str], least: int = 3) -> str:
        """The numbers of these equations: (1), (3)-(5).  Fewer neighbours than ``least`` are told one by one."""
        numbers = sorted({self.numbers[name] for name in origin if name in self.numbers})
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        parts = [[(run[0], run[-1])] if len(run) >= max(least, 2) else [(n, n) for n in run] for run in runs]
        texts = (f"({first})" if first == last else f"({first})-({last})" for part in parts for first, last in part)
        return ", ".join(texts)


def _parts(size: Size) -> Iterable[Size]:
    if size.parts:
        return [part for whole in size.parts for part in _parts(whole)]
    return () if size.name.isdigit() else (size,)
