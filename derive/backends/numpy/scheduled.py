"""The kernel to run: a program after its passes, as calls on whole arrays and on the rows of arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sympy as sp

from derive.backends.numpy.facts import Facts
from derive.backends.numpy.loops import LoopWriter
from derive.backends.numpy.text import between, number, steps, subscript
from derive.backends.numpy.textbook import Textbook, restricted
from derive.core.equations import Kind, T, Tensor
from derive.ir.layout import Layout
from derive.ir.nodes import Buffer, Copy, Function, Life, Load, Loop, Stack


class Scheduled:
    """Prints the functions of a program after its passes."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.program, self.layout = facts, facts.program, Layout(facts.program)
        self.used: set[str] = set()
        self.textbook = Textbook(facts)
        self.loss = ""

    # --- the tape

    @property
    def taped(self) -> tuple[Tensor | Buffer, ...]:
        """What the backward function needs: inputs where they were given, then buffers in the order of their making."""
        made = [self.program.buffer(s.target) for s in self.program.forward.statements]
        made += [self.program.buffer(load.target) for load in self.program.forward.loads]
        kept = dict.fromkeys(buffer for buffer in made if buffer.life is Life.TAPE)
        return (*self.layout.inputs_on_tape, *kept)

    @property
    def kept(self) -> list[int | None]:
        """For each of these, how many rows it has beside those of the steps; None where it has no steps."""
        return [
            (item.before + item.after if isinstance(item, Buffer) else 0) if T in item.axes else None
            for item in self.taped
        ]

    def _names_of_tape(self, writer: LoopWriter) -> list[str]:
        return [
            writer.regions.root(item) if isinstance(item, Buffer) else self.facts.argument(item) for item in self.taped
        ]

    # --- functions

    def run(self, needed: frozenset[Tensor] | None = None) -> tuple[list[str], list[str]]:
        """The body of the forward function, or of what is needed for the output alone; and the names on its tape."""
        function = self.program.forward if needed is None else restricted(self.program.forward, needed)
        writer = LoopWriter(self.facts, self.layout, self.used)
        body = self._blocks(function, writer)
        loads = [line for load in function.loads for line in self._load(load, writer)]
        output = self.facts.output
        rows = ""
        if output.in_time:
            buffer = self.program.buffer(output)
            rows = subscript([between(sp.Integer(buffer.before), T.symbol + buffer.before, steps(buffer))])
        ends = []
        for state, field in self.facts.fields.items():
            last = "T" if self.program.buffer(state).before else "T - 1"
            ends.append(f"{field}={writer.regions(state)}[{0 if state.reverse else last}].copy()")
        self.used.add("copied")
        results = [f"y = copied({writer.regions(output)}{rows})", f"state = State({', '.join(ends)})"]
        tape = self._names_of_tape(writer) if needed is None else []
        if self.facts.loss is not None and needed is None:
            self.loss = f"{writer.regions(self.facts.loss)}[()]"
        lines = [
            *self._constants(function, writer),
            *self._head(writer),
            *self._allocated(function, writer),
            *writer.regions.cut_lines(),
            *loads,
            *body,
            *results,
        ]
        return lines, tape

    def back(self) -> tuple[list[str], list[str], dict[Tensor, str], list[str]]:
        """The body of the backward function, the names of the tape, those of the arrays into which gradients of inputs
        are to be written, and the gradients of initial states as arguments of ``State``."""
        writer = LoopWriter(self.facts, self.layout, self.used)
        gradients = {}
        for tensor in self.facts.differentiated:
            buffer = self.program.buffer(self.facts.derivation.derivation(tensor).adjoint)
            gradients[tensor] = writer.regions.root(buffer)
            writer.made.add(buffer)
        tape = self._names_of_tape(writer)
        function = self.program.backward
        body = self._blocks(function, writer)
        self.used.add("empty")
        lines = ["grads = p._on(empty(p.flat.shape, dtype))"]
        if not self._assigns_all(function):
            lines.append("grads.flat.fill(0)")
        skip = {self.program.buffer(self.facts.derivation.derivation(t).adjoint) for t in self.facts.differentiated}
        lines += [
            *self._constants(function, writer),
            *self._head(writer),
            *self._allocated(function, writer, skip),
            *writer.regions.cut_lines(),
            *body,
        ]
        made = {state: self.program.initial[state] for state in self.facts.fields}
        initial = [f"{self.facts.fields[state]}={writer.regions(tensor)}" for state, tensor in made.items()]
        return lines, tape, gradients, initial

    def step(self) -> list[str]:
        return self.textbook.step()

    # --- parts of a function

    def _blocks(self, function: Function, writer: LoopWriter) -> list[str]:
        writer.uses_order = writer.uses_product = False
        lines = []
        for block in function.blocks:
            lines += writer.loop(block) if isinstance(block, Loop) else writer.whole(block)
        return lines

    def _constants(self, function: Function, writer: LoopWriter) -> list[str]:
        """The numbers that the definition states, where the function reads them."""
        read = {tensor for statement in function.statements for tensor in statement.reads()}
        return self.facts.constant_lines(writer.names, read)

    @staticmethod
    def _head(writer: LoopWriter) -> list[str]:
        """How steps lie and are multiplied, where the function asks for it."""
        if not (writer.uses_order or writer.uses_product):
            return []
        order, product = ("order" if writer.uses_order else "_"), ("product" if writer.uses_product else "_")
        return [f"{order}, {product} = step_layout(N, dtype)"]

    def _allocated(self, function: Function, writer: LoopWriter, skip: set[Buffer] | None = None) -> Iterator[str]:
        """Arrays for what this function computes for all steps."""
        targets = [s.target for s in function.statements] + [load.target for load in function.loads]
        for buffer in dict.fromkeys(map(self.program.buffer, targets)):
            if buffer.life in (Life.ARRAY, Life.TAPE) and T in buffer.axes and buffer not in (skip or ()):
                yield f"{writer.regions.root(buffer)} = {writer.memory(buffer, number(steps(buffer)))}"

    def _assigns_all(self, function: Function) -> bool:
        """Whether every gradient of a parameter is assigned as a whole, so that none need be zero before."""
        whole = {s.target for s in function.statements if not s.add}
        members = {part for tensor in whole if isinstance(tensor, Stack) for part in tensor.parts}
        wanted = self.facts.system.of_kind(Kind.PARAMETER)
        return {self.facts.derivation.derivation(p).adjoint for p in wanted} <= whole | members

    def _load(self, load: Load | Copy, writer: LoopWriter) -> list[str]:
        if isinstance(load, Copy):
            return self._copy(load, writer)
        tensor = load.target
        if load.source == tensor:
            return [f"{writer.regions(tensor)}[{'T' if tensor.reverse else 0}] = state0.{self.facts.fields[tensor]}"]
        place = self.program.place(tensor)
        total = steps(place.buffer)
        first = 1 + place.lag - 1 + place.buffer.before
        rows = between(sp.Integer(first), T.symbol + first, total)
        extent = place.buffer.features[0].symbol
        if load.source is None:
            return [f"{writer.regions.root(place.buffer)}[..., {number(place.offset)}] = 1"]
        columns = between(place.offset, place.offset + tensor.features[0].symbol, extent)
        return [f"{writer.regions.root(place.buffer)}[{rows}, :, {columns}] = {self.facts.argument(load.source)}"]

    def _copy(self, copy: Copy, writer: LoopWriter) -> list[str]:
        """A copy of parameters: side by side, their rows scaled."""
        name = writer.regions(copy.target)
        parts = [f"p.{self.facts.attributes[part]}{'' if part.features[1:] else '[:, None]'}" for part in copy.parts]
        runs = [(scale, [rows for rows, _ in run]) for scale, run in groupby(copy.runs, lambda run: run[1])]
        if len(parts) == 1 and len(runs) == 1:
            return [f"{name} = p.{self.facts.attributes[copy.parts[0]]} * {float(runs[0][0])}"]
        joined = f"np.concatenate([{', '.join(parts)}], axis=1)"
        lines = [
            f"{name} = {joined}" if len(parts) > 1 else f"{name} = p.{self.facts.attributes[copy.parts[0]]}.copy()"
        ]
        start, total = sp.S.Zero, copy.target.axes[0].symbol
        for scale, sizes in runs:
            stop = start + sp.Add(*sizes)
            rows = subscript([between(start, stop, total)])
            lines += [f"{name}{rows} *= {float(scale)}"] if scale != 1 else []
            start = stop
        return lines

    # --- words

    @property
    def story(self) -> list[str]:
        """What was done to the equations, and why that is allowed."""
        blocks = [block for function in self.program.functions for block in function.blocks]
        loops = {n for b in blocks if isinstance(b, Loop) for s in b.statements for n in s.origin}
        carried = self.program.carried
        outside = [s for b in blocks if not isinstance(b, Loop) for s in b.statements if not carried(s.target)]
        whole = {n for s in outside if s.target not in self.program.initial.values() for n in s.origin}
        ahead = {n for b in blocks if isinstance(b, Loop) for s in b.ahead for n in s.origin}
        story = []
        if self.facts.stacks:
            made = "; ".join(f"{s.name} is {', '.join(part.name for part in s.parts)}" for s in self.facts.stacks)
            story.append(
                f"Side by side, since their products share an operand, or since they stand beside such: {made}."
            )
        for copy in self.program.copies:
            if len(copy.parts) > 1:
                story.append(
                    f"Joined, so that one product reads what arrives, what is carried and a one: {copy.target.name} is "
                    f"{', '.join(part.name for part in copy.parts)}, side by side."
                )
        if any(copy.runs for copy in self.program.copies):
            story.append(
                "One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2): the inner 1/2 is in scaled copies "
                "of parameters, so that the argument of a sigmoid is half that of the notes."
            )
        told = {
            "In loops over time, since they lie on a cycle through time": loops - whole,
            "In loops, except for the terms that nothing in the loop feeds": loops & whole,
            "For all steps at once, since they lie on no such cycle": whole - loops,
            "For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of": ahead,
        }
        return [
            *story,
            *(f"{why}: {numbers}." for why, names in told.items() if (numbers := self.facts.ranges(names, 2))),
        ]
