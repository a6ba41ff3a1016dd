"""What all kernels have in common: names, parameters, states, and the text of one statement."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derive.calculus import Backward, numbering
from derive.core.equations import TIME, Equation, H, Index, Kind, M, N, Size, T, Tensor, Term
from derive.core.functions import Elementwise
from derive.printers.inplace import BARE
from derive.printers.numpy import free_indices, term_code
from derive.schedule import Block, Plan, plan
from derive.typeset import text

WIDTH = 96  # of the equations in a kernel's docstring

RESERVED = frozenset(
    ["np", "math", "p", "t", "T", "N", "y", "x_t", "state", "state0", "tape", "dy", "dstate", "dtype", "grads", "views"]
    + ["steps", "span", "t0", "t1", "work", "Any", "ClassVar", "NDArray", "NamedTuple", "Array", "DTYPES", "CHUNK"]
    + [
        "Params",
        "State",
        "Tape",
        "Checkpoints",
        "Gradients",
        "init",
        "checkpoint_every",
        "forward",
        "backward",
        "predict",
        "step",
        "loss",
    ]
    + [*BARE, "sigmoid", "softplus", "heaviside", "from_one", "empty", "copied", "vectors", "rows", "laid"]
    + ["layout", "order", "product", "project", "release"]
)
"""Names that a kernel uses for itself; a tensor of such a name gets an underscore behind it."""

HELPERS = ("sigmoid", "softplus", "heaviside", "vectors", "rows", "laid", "project")
"""The functions that a kernel brings along where it calls them."""


@dataclass(frozen=True)
class Parameter:
    """A row of the table of parameters: its name, its sizes, and (for a stack) what lies side by side in it."""

    name: str
    sizes: tuple[str, ...]
    members: tuple[str, ...] = ()

    @property
    def extent(self) -> str:
        return " * ".join(f"({size})" if "+" in size else size for size in self.sizes) or "1"


class Writer:
    """What both styles have in common: names, parameters, states, and the text of one statement."""

    def __init__(self, backward: Backward) -> None:
        self.backward = backward
        self.forward = backward.forward
        self.plan: Plan = plan(backward)
        self.numbers = numbering(backward)
        if self.forward.output is None:
            raise ValueError(f"{self.forward.name} has no output")
        self.output = self.forward.output

    # --- facts for the template

    @property
    def chunked(self) -> bool:
        """Whether some loop multiplies with what is computed ahead of it."""
        return False

    @property
    def name(self) -> str:
        return self.forward.name

    @property
    def story(self) -> list[str]:
        """What was done to the equations, a sentence each."""
        return []

    @cached_property
    def equations(self) -> list[str]:
        """All equations with their numbers, as ``derive show`` prints them."""
        order = text.order(self.forward)
        printed = (text.equations(s, order, WIDTH, self.numbers) for s in (self.forward, self.backward.system))
        return [line for block in printed for line in block.splitlines()]

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes that ``init`` takes, inputs first."""
        tensors = (*self.inputs, *self.states, *self.forward.parameters)
        used = dict.fromkeys(size for tensor in tensors for size in tensor.features)
        return tuple(size for size in dict.fromkeys((M, H, *used)) if size in used)

    @property
    def size_names(self) -> str:
        return ", ".join(size.name for size in self.sizes)

    def sizes_in(self, lines: Iterable[str], inputs: Iterable[Tensor]) -> str:
        """The line that names the sizes that code or checked inputs speak of; empty where there are none."""
        code = "\n".join([*lines, *map(self.feature_shape, inputs)])
        names = [size.name for size in self.sizes if re.search(rf"\b{size.name}\b", code)]
        return f"{', '.join(names)} = {', '.join(f'p.{name}' for name in names)}" if names else ""

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the order in which they lie in ``flat``: those of a stack side by side."""
        rows: dict[str, Parameter] = {}
        for tensor in self.forward.parameters:
            block = next((b for b in self._weights if tensor in b.members), None)
            for member in block.members if block else (tensor,):
                rows[member.name] = Parameter(member.name, tuple(map(str, member.features)))
        return tuple(rows.values())

    @cached_property
    def stacks(self) -> tuple[Parameter, ...]:
        return tuple(
            Parameter(b.tensor.name, tuple(map(str, b.tensor.features)), tuple(m.name for m in b.members))
            for b in self._weights
        )

    @cached_property
    def _weights(self) -> tuple[Block, ...]:
        return tuple(b for b in self.plan.blocks if b.tensor.kind is Kind.PARAMETER)

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        return self.forward.inputs

    @property
    def states(self) -> tuple[Tensor, ...]:
        return self.forward.states

    @property
    def differentiated(self) -> tuple[Tensor, ...]:
        """The inputs by which there are gradients."""
        return self.forward.of_kind(Kind.INPUT)

    @property
    def handed_out(self) -> list[str]:
        """The names of the gradients by inputs."""
        return [self.adjoint(tensor) for tensor in self.differentiated]

    @property
    def takes_dy(self) -> bool:
        """Whether a gradient by the output arrives from outside; a network that states its loss needs none."""
        return self.forward.loss is None

    @cached_property
    def needed(self) -> frozenset[str]:
        """What the output and the states depend on: all but the loss and its targets."""
        reads = {e.name: {t.name for t in e.reads()} for e in self.forward.equations}
        found = {self.output.name, *(state.name for state in self.states)}
        for _ in reads:
            found |= {name for reader in found & set(reads) for name in reads[reader]}
        functions = {f"{type(a).__name__}_{name}" for a in self._applications for name in found}
        return frozenset(found | functions)

    @cached_property
    def _applications(self) -> set[sp.Expr]:
        return {a for e in self.forward.equations for term in e.terms for a in term.expr.atoms(Elementwise)}

    @property
    def needed_inputs(self) -> tuple[Tensor, ...]:
        return tuple(tensor for tensor in self.inputs if tensor.name in self.needed)

    # a template must ask here: Jinja's filters would take tensor["in_time"], a component, for tensor.in_time

    @staticmethod
    def timed(inputs: Iterable[Tensor]) -> list[Tensor]:
        return [tensor for tensor in inputs if tensor.in_time]

    def timed_first(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        """Those that arrive at every step, then those that arrive once."""
        return [*self.timed(inputs), *(tensor for tensor in inputs if not tensor.in_time)]

    @cached_property
    def steppable(self) -> bool:
        """Whether one step at a time can be taken: nothing runs backward in time or waits for an end of it."""
        components = [
            c
            for e in self.forward.equations
            if e.name in self.needed
            for term in e.terms
            for c in term.components()
            if c.base.in_time
        ]
        ends = any(not c.indices[0].has(TIME) for c in components) or not self.output.in_time
        return not ends and not any(state.reverse for state in self.states)

    @property
    def inseparable(self) -> str:
        """Why the steps cannot be computed a stretch after the other; empty where they can."""
        if not self.takes_dy:
            return "the loss of a network is taken over all steps"
        if any(state.reverse for state in self.states):
            return "a state runs backward in time"
        if not self.steppable:
            return "an end of time is read"
        return "" if self.inputs and all(tensor.in_time for tensor in self.inputs) else "not all inputs have steps"

    @property
    def refers(self) -> bool:
        """Whether the tape holds an input as it was given."""
        return any(self.identifier(tensor) in self.saved for tensor in self.inputs)

    @property
    def segmentable(self) -> bool:
        return not self.inseparable

    @cached_property
    def analytic(self) -> bool:
        """Whether complex numbers may go through: no max, abs or relu on the way."""
        return all(type(function).analytic for function in self._applications)

    @cached_property
    def helpers(self) -> tuple[str, ...]:
        """The functions of the template that this kernel calls."""
        return tuple(name for name in HELPERS if f"{name}(" in self._code)

    @cached_property
    def imported(self) -> tuple[str, ...]:
        """What the code calls by its bare name."""
        return tuple(name for name in BARE if re.search(rf"(?<![\w.]){name}\(", self._code))

    @cached_property
    def _code(self) -> str:
        return "\n".join([*self.run_lines(), *self.backward_lines, *(self.step_lines if self.steppable else [])])

    def identifier(self, tensor: Tensor) -> str:
        """The tensor's name as a Python name of its own."""
        name = tensor.name
        sizes = {size.name for size in self.sizes}
        while name in RESERVED or keyword.iskeyword(name) or name in sizes:
            name += "_"
        return name

    def adjoint(self, tensor: Tensor) -> str:
        return self.identifier(self.backward.derivation(tensor).adjoint)

    def carrier(self, state: Tensor) -> str:
        return self.identifier(self.plan.carries[state.name])

    def shape(self, tensor: Tensor, *, whole: bool = False) -> str:
        """The shape of one step's value, or (``whole``) with the axis of time where the tensor has it."""
        sizes = ["T"] if whole and tensor.in_time else []
        sizes += [*(["N"] if tensor.batched else []), *map(str, tensor.features)]
        return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"

    def feature_shape(self, tensor: Tensor) -> str:
        return "".join(f", {size}" for size in tensor.features)

    # --- statements

    def access(self, component: sp.Indexed) -> str:
        raise NotImplementedError

    def sum_of(self, terms: Iterable[Term], target: tuple[Index, ...], loose: frozenset[Index]) -> str:
        """The terms as one expression."""
        code = ""
        for term in terms:
            summand = term_code(term, target, self.access, loose)
            minus = summand.startswith("-")
            code += (" - " if minus else " + ") + summand[minus:] if code else summand
        return code or "0"

    def full(self, code: str, terms: Sequence[Term], target: tuple[Index, ...]) -> str:
        """A new value must have all its axes, even where the expression would be broadcast."""
        covered = (
            frozenset().union(*(free_indices(t.expr) - {b.index for b in t.sums} for t in terms)) if terms else set()
        )
        if set(target) <= covered:
            return code
        sizes = ", ".join("T" if i.size is T else "N" if i.size is N else str(i.size) for i in target)
        if not terms:
            return f"np.zeros(({sizes},), dtype)" if target else "dtype.type(0)"
        return f"np.broadcast_to({code}, ({sizes},))" if target else code

    def comment(self, names: Iterable[str]) -> str:
        numbers = self.ranges(names, 3)
        return f"  # {numbers}" if numbers else ""

    def ranges(self, names: Iterable[str], least: int = 2) -> str:
        """The numbers of these equations: (1), (3)-(5).  Fewer neighbours than ``least`` are told one by one."""
        numbers = sorted({self.numbers[name] for name in map(self._noted, names) if name in self.numbers})
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        parts = [[(run[0], run[-1])] if len(run) >= max(least, 2) else [(n, n) for n in run] for run in runs]
        said = (f"({first})" if first == last else f"({first})-({last})" for part in parts for first, last in part)
        return ", ".join(said)

    @staticmethod
    def _noted(name: str) -> str:
        return name.removesuffix("_next").removesuffix("_start")

    def run_lines(self, needed: frozenset[str] | None = None) -> list[str]:
        """The forward direction, from ``state0`` to ``y`` and ``state``; only what is needed, where that is said."""
        raise NotImplementedError

    @cached_property
    def backward_lines(self) -> list[str]:
        raise NotImplementedError

    @cached_property
    def saved(self) -> tuple[str, ...]:
        """The arrays that the tape holds."""
        raise NotImplementedError

    @property
    def fills(self) -> bool:
        """Whether the way back assigns every gradient by a parameter as a whole, so that none need be zero before."""
        return False

    @property
    def in_stretches(self) -> bool:
        """Whether the way back goes through a stretch of steps after the other."""
        return False

    @cached_property
    def step_lines(self) -> list[str]:
        """One step from ``state`` on plain values: a line an equation."""
        return _StepWriter(self).lines


class _StepWriter(Writer):
    """The forward equations of one step; a state of the step before is read from ``state``."""

    def __init__(self, of: Writer) -> None:
        self.forward, self.numbers, self.plan, self.backward = of.forward, of.numbers, of.plan, of.backward
        self.output = of.output

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return f"p.{tensor.name}"
        if tensor.in_time and component.indices[0] != TIME:
            return f"state.{tensor.name}"
        return self.identifier(tensor)

    @property
    def lines(self) -> list[str]:
        lines = []
        for equation in self.forward.equations:
            if equation.name not in self.needed:
                continue
            target = tuple(index for index in equation.indices if index != TIME)
            loose = loose_indices(equation) - {TIME}
            code = self.full(self.sum_of(equation.terms, target, loose), equation.terms, target)
            lines.append(f"{self.identifier(equation.tensor)} = {code}{self.comment([equation.name])}")
        return lines


def loose_indices(equation: Equation) -> frozenset[Index]:
    """All indices that are axes of arrays in this equation."""
    return frozenset(
        index
        for term in (*equation.terms, Term(equation.lhs))
        for component in term.components()
        for index in free_indices(component)
    )
