"""A cell in the making: its tensors and equations so far, the lowering to components, and the checks at the end."""

from __future__ import annotations

import keyword
import re
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import sympy as sp

from derive.core.equations import FIXED, TIME, Bound, Equation, H, Kind, M, N, Size, System, T, Tensor
from derive.language.errors import CellError
from derive.language.lower import Lowering
from derive.language.names import NAME
from derive.language.sizing import shape
from derive.language.values import (
    Applied,
    Concatenated,
    Delayed,
    Largest,
    Literal,
    Lookup,
    Part,
    Product,
    Ref,
    Shifted,
    Value,
)


class Draft:
    """What a definition has said so far."""

    def __init__(self, cell: str) -> None:
        self.cell = cell
        self.tensors: dict[str, Tensor] = {}
        self.equations: dict[str, Equation] = {}
        self.output: Tensor | None = None
        self.loss: Tensor | None = None
        self.named: dict[Value, Tensor] = {}
        self.labels: set[str] = set()  # of affine maps
        self.mask: Ref | None = None  # of the layer that is being written
        self.reverse = False  # whether that layer runs from the last step to the first
        self.underway: set[str] = set()  # names of equations whose right-hand side is being lowered
        self.sizes = {size.name: size for size in (T, N, M, H)}

    def size(self, name: str, argument: str) -> Size:
        if not NAME.fullmatch(name) or not argument.isidentifier() or keyword.iskeyword(argument):
            raise CellError(f"size({name!r}, {argument!r}): a size is named as in m.size('P', 'proj_size')")
        clash = [s for s in self.sizes.values() if s.name == name or s.argument == argument]
        if clash or name in self.tensors:
            other = f"{clash[0]} ({clash[0].argument})" if clash else f"a tensor {name}"
            raise CellError(f"size({name!r}, {argument!r}): there is {other} already")
        taken = {letter for size in self.sizes.values() for letter in size.letters}
        letter = next((letter for letter in (name[0].lower(), *"pdeuvwz") if letter not in taken), f"i_{name}")
        self.sizes[name] = Size(name, argument.replace("_", " "), argument, letter)
        return self.sizes[name]

    def define(self, name: str, value: Value) -> Tensor:
        axes = value.axes
        declared = self.tensors.get(name)
        if declared is not None and declared.kind is not Kind.STATE:
            raise CellError(f"{name} is {_article(declared.kind)} already")
        if declared is not None and declared.features != axes:
            raise CellError(f"state {name} is {shape(declared.features)} but its update is {shape(axes)}")
        self.underway.add(name)
        lowering = Lowering(self, name, value)
        terms = lowering.terms(value, lowering.free)
        if declared is None:
            outer_axes = [size for size in (T, N) if any(term.expr.has(size.index()) for term in terms)]
            declared = self.declare(Tensor(name, (*outer_axes, *axes), Kind.SIGNAL)).tensor
        bounds = tuple(Bound.over(index) for index in declared.indices())
        self.equations[name] = Equation(declared, bounds, tuple(terms))
        return declared

    def define_loss(self, value: Value, average: bool) -> None:
        """The sum (or the average) of a scalar over the steps and sequences that it is stated for."""
        if value.axes:
            raise CellError(f"the loss must be a scalar, but {value} is {shape(value.axes)}; total(…) adds it up")
        terms = []
        if isinstance(value, Largest):
            value = self.introduce(value, "loss")  # the sum over steps is no part of the maximum
        for term in Lowering(self, "loss", value).terms(value, ()):
            over = tuple(Bound.over(size.index()) for size in (T, N) if term.expr.has(size.index()))
            weight = sp.Mul(*(1 / bound.extent for bound in over)) if average else sp.S.One
            terms.append(replace(term, expr=term.expr * weight, sums=(*over, *term.sums)))
        self.loss = self.declare(Tensor("loss", (), Kind.SIGNAL)).tensor
        self.equations["loss"] = Equation(self.loss, (), tuple(terms))

    def introduce(self, value: Value, within: str) -> Ref:
        """Name a value that may not stand where it stands; the same value gets the same name."""
        if value not in self.named:
            self.named[value] = self.define(self._fresh_name(value, within), value)
        return Ref(self.named[value])

    def introduced(self, name: str) -> Value | None:
        """The value that a name was introduced for, if it was."""
        return next((value for value, tensor in self.named.items() if tensor.name == name), None)

    def _fresh_name(self, value: Value, within: str) -> str:
        match value:
            case Applied(function, (Ref(tensor),)):
                stem = f"{function.__name__}_{tensor.name}"
            case Largest(item):
                stem = f"max_{item.tensor.name if isinstance(item, Ref) else within.removeprefix('max_')}"
            case Part(Ref(tensor)):
                stem = f"{tensor.name}_part"
            case Shifted(Ref(tensor)):
                stem = f"{tensor.name}_shifted"
            case Lookup(Ref(tensor), Ref(token)):
                stem = f"{tensor.name}_{token.name}"
            case Product(items) | Concatenated(items) if refs := [item for item in items if isinstance(item, Ref)]:
                stem = "_".join(ref.tensor.name for ref in refs)
            case _:
                introduced = re.fullmatch(
                    "a_(.*?)(?<!_)[0-9]*", within
                )  # what stands in a_h2 stands in the equation of h
                stem = f"a_{getattr(value, 'label', '') or (introduced[1] if introduced else within)}"
        return self._free(stem)

    def _free(self, stem: str) -> str:
        """The name, or one with a number behind it where the name is taken."""
        taken = {*self.tensors, *self.underway}
        return stem if stem not in taken else next(s for n in range(2, 999) if (s := f"{stem}{n}") not in taken)

    def constant(self, array: Literal) -> Tensor:
        """The tensor of numbers that the definition states; the same numbers are one constant."""
        if array not in self.named:
            name = array.name or self._free("K")
            self.named[array] = self.declare(Tensor(name, array.axes, Kind.CONSTANT, values=array.array)).tensor
        return self.named[array]

    def delayed(self, value: Delayed) -> Ref:
        """A tensor of some steps ago, read from a delay line: states that hand a value on, one step each.

        ``x_lag2[t] = x_lag1[t-1]`` holds x[t-2].  A state is its own lag 0; of all else ``x_lag0[t] = x[t]`` is kept.
        """
        tensor, start = value.item.tensor, value.start
        state = tensor.kind is Kind.STATE
        if start is None and not state and tensor.kind not in (Kind.INPUT, Kind.GIVEN):
            raise CellError(
                f"{value}: {tensor.name} is not a state; say what it was before the first step, "
                f"as in {tensor.name}.prev(start=0), or declare it with m.state(…)"
            )
        start = start if start is not None else tensor.start
        reverse = tensor.reverse if state else self.reverse
        line = value.item
        for lag in range(1 if state else 0, value.steps):
            before = line if lag == 0 else Ref(line.tensor, 1 if reverse else -1)
            line = self._carried(f"{tensor.name}_lag{lag}", before, start, reverse)
        return Ref(line.tensor, 1 if reverse else -1)

    def _carried(self, name: str, value: Ref, start: sp.Expr, reverse: bool) -> Ref:
        """A state that takes this value at every step; where the layer's mask is 0 it keeps its own."""
        axes = (T, N, *value.axes)
        wanted = Tensor(name, axes, Kind.STATE, last=int(reverse), start=start)
        known = self.tensors.get(name)
        if known is not None and known != wanted:
            raise CellError(f"{value.tensor.name} is delayed twice, with two starts: {known.start} and {start}")
        if known is None:
            state = self.declare(wanted)
            held = value if self.mask is None else self.mask * value + (1 - self.mask) * state.prev
            self.define(name, held)
        return Ref(wanted)

    def declare(self, tensor: Tensor) -> Ref:
        name, known = tensor.name, self.tensors.get(tensor.name)
        if known is not None:
            if known == tensor and tensor.kind is Kind.PARAMETER:
                return Ref(known)
            raise CellError(
                f"{name} is declared as {_article(tensor.kind)} {shape(tensor.features)}, "
                f"but it is {_article(known.kind)} {shape(known.features)} already"
            )
        if not isinstance(name, str) or not NAME.fullmatch(name) or keyword.iskeyword(name):
            raise CellError(
                f"{name!r} cannot name a tensor: letters (Greek too) and digits, with _ before a subscript, as in W_f"
            )
        if name in self.sizes:
            raise CellError(f"{name} cannot name a tensor: it is the number of {self.sizes[name].meaning}")
        pairs = [(name, other) for other in self.tensors] + [(other, name) for other in self.tensors]
        for derived, plain in pairs:
            if derived in _derived_from(plain):
                raise CellError(f"{name} cannot name a tensor: {derived} is a derivative of {plain}")
        self.tensors[name] = tensor
        return Ref(tensor)

    # --- the end

    def finish(self, source: str, doc: str) -> System:
        for tensor in self.tensors.values():
            if tensor.kind is Kind.STATE and tensor.name not in self.equations:
                raise CellError(f"state {tensor.name} is never updated: write m.{tensor.name} = …")
        if not self.equations:
            raise CellError("there are no equations")
        equations = self._in_order()
        for equation in equations:
            for tensor in equation.reads():
                if self.tensors.get(tensor.name) != tensor:
                    raise CellError(f"equation {equation.name}: {tensor.name} is a tensor of another cell")
        read = frozenset().union(*(equation.reads() for equation in equations))
        for tensor in self.tensors.values():
            if tensor.kind in (Kind.PARAMETER, Kind.INPUT, *FIXED) and tensor not in read:
                raise CellError(f"{tensor.kind} {tensor.name} is declared, but no equation uses it")
        output = self.output or self.tensors.get("h")
        if output is None or output.name not in self.equations:
            others = [equation.tensor for equation in self.equations.values() if equation.tensor != self.loss]
            if not others:
                raise CellError("the loss is the only equation: name what it is computed from, as in m.yhat = …")
            output = others[-1]
        if not output.batched or not (output.in_time or self.loss):
            raise CellError(f"the output {output.name} does not depend on any input or state")
        for tensor in self.tensors.values():
            if tensor.kind is Kind.SIGNAL and tensor not in read and tensor not in (output, self.loss):
                raise CellError(f"equation {tensor.name}: {tensor.name} is computed, but nothing reads it")
        return System(self.cell, equations, output, source, doc, tuple(self.tensors.values()), self.loss)

    def _in_order(self) -> tuple[Equation, ...]:
        """The equations so that each stands after those whose result it needs at the same step."""
        graph = {name: _same_step_reads(equation) & set(self.equations) for name, equation in self.equations.items()}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            loop = " → ".join(reversed(error.args[1]))
            raise CellError(
                f"equation {error.args[1][0]}: algebraic loop {loop} within one step; read the step before with .prev"
            ) from None
        done: dict[str, Equation] = {}
        while len(done) < len(graph):  # the first that is ready, so that the written order is kept where it can be
            name = next(name for name in graph if name not in done and graph[name] <= set(done))
            done[name] = self.equations[name]
        return tuple(done.values())


def _derived_from(name: str) -> tuple[str, ...]:
    """The names that the calculus makes of a name: gradients, second gradients, tangents."""
    return (f"d{name}", f"d2{name}", f"t{name}")


def _article(kind: Kind) -> str:
    return f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind.value}"


def _same_step_reads(equation: Equation) -> set[str]:
    components = (component for term in equation.terms for component in term.components())
    return {c.base.name for c in components if not c.base.in_time or c.indices[0] not in (TIME - 1, TIME + 1)}
