"""A cell in the making: its tensors and equations so far, the lowering to components, and the checks at the end."""

from __future__ import annotations

import keyword
import re
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import sympy as sp

from derive.core import functions
from derive.core.equations import TIME, Bound, Equation, H, Index, Kind, M, N, Size, System, T, Tensor, Term
from derive.language.values import (
    Applied,
    CellError,
    Contraction,
    Largest,
    Number,
    Outer,
    Power,
    Product,
    Ref,
    Sum,
    Total,
    Transpose,
    Value,
    shape,
)

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


class Draft:
    """What a definition has said so far."""

    def __init__(self, cell: str) -> None:
        self.cell = cell
        self.tensors: dict[str, Tensor] = {}
        self.equations: dict[str, Equation] = {}
        self.output: Tensor | None = None
        self.loss: Tensor | None = None
        self.named: dict[Value, Tensor] = {}
        self.resized: dict[sp.Symbol, sp.Symbol] = {}  # the sizes of the layer that is being written, by the cell's own
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
            case Largest(Ref(tensor)):
                stem = f"max_{tensor.name}"
            case Product(items) if refs := [item for item in items if isinstance(item, Ref)]:
                stem = "_".join(ref.tensor.name for ref in refs)
            case _:
                introduced = re.fullmatch(
                    "a_(.*?)(?<!_)[0-9]*", within
                )  # what stands in a_h2 stands in the equation of h
                stem = f"a_{getattr(value, 'label', '') or (introduced[1] if introduced else within)}"
        taken = {*self.tensors, *self.underway}
        return stem if stem not in taken else next(s for n in range(2, 99) if (s := f"{stem}{n}") not in taken)

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
            raise CellError(f"{name!r} cannot name a tensor: letters and digits, with _ before a subscript, as in W_f")
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
            if tensor.kind in (Kind.PARAMETER, Kind.INPUT) and tensor not in read:
                raise CellError(f"{tensor.kind} {tensor.name} is declared, but no equation uses it")
        output = self.output or self.tensors.get("h")
        if output is None or output.name not in self.equations:
            others = [equation.tensor for equation in self.equations.values() if equation.tensor != self.loss]
            if not others:
                raise CellError("the loss is the only equation: name what it is computed from, as in m.yhat = …")
            output = others[-1]
        if not output.batched or not (output.in_time or self.loss):
            raise CellError(f"the output {output.name} does not depend on any input or state")
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


class Lowering:
    """One right-hand side on its way to components."""

    def __init__(self, draft: Draft, name: str, value: Value) -> None:
        self.draft, self.name, self.value = draft, name, value
        self.used: dict[Size, int] = {}
        self.free = tuple(self.fresh(size) for size in value.axes)

    def fresh(self, size: Size) -> Index:
        nth = self.used.get(size, 0)
        self.used[size] = nth + 1
        return size.index(nth)

    def terms(self, value: Value, at: tuple[Index, ...]) -> list[Term]:
        """The summands of the value's component at these indices."""
        if not value.axes:
            at = ()  # a scalar goes with every component
        match value:
            case Number(number):
                return [Term(number.xreplace(self.draft.resized))]
            case Ref(tensor, shift, step_at):
                step = ([TIME + shift] if step_at is None else [step_at]) if tensor.in_time else []
                batch = [N.index()] if tensor.batched else []
                return [Term(tensor.at([*step, *batch, *at]))]
            case Sum(items):
                return [term for item in items for term in self.summand(item, at)]
            case Product(items):
                return self.product(items, [at if item.axes else () for item in items])
            case Outer(left, right):
                return self.product((left, right), [at[: len(left.axes)], at[len(left.axes) :]])
            case Power(base, exponent):
                return [Term(self.plain(base, at) ** exponent)]
            case Applied(function, args):
                return [Term(function(*(self.argument(arg, at) for arg in args)))]
            case Transpose(item):
                return self.terms(item, at[::-1])
            case Contraction(left, right):
                over = self.fresh(left.axes[-1])
                cut = len(left.axes) - 1
                product = self.operand(left, (*at[:cut], over)) * self.operand(right, (over, *at[cut:]))
                return [Term(product, (Bound.over(over),), reduce="sum")]
            case Largest(item):
                if value is not self.value:  # no factor may come between the maximum and what it is the maximum of
                    return self.terms(self.draft.introduce(value, self.name), ())
                over_all = tuple(self.fresh(size) for size in item.axes)
                constant = functions.stop_gradient(self.plain(item, over_all))
                return [Term(constant, tuple(map(Bound.over, over_all)), reduce="max")]
            case Total(item, mean):
                over_all = tuple(self.fresh(size) for size in item.axes)
                weight = sp.Mul(*(1 / size.symbol for size in item.axes)) if mean else sp.S.One
                return [Term(self.plain(item, over_all) * weight, tuple(map(Bound.over, over_all)), reduce="sum")]
        raise CellError(f"{value!r} is no part of the language")

    def summand(self, value: Value, at: tuple[Index, ...]) -> list[Term]:
        """The terms of one summand.  What it sums over ends with it: the next one may use the same letters."""
        used = dict(self.used)
        terms = self.terms(value, at)
        self.used = used
        return terms

    def product(self, items: tuple[Value, ...], at: list[tuple[Index, ...]]) -> list[Term]:
        """A product keeps a sum in the open only where all else is a number."""
        numbers = sp.Mul(*(item.value for item in items if isinstance(item, Number)))
        rest = [(item, index) for item, index in zip(items, at, strict=True) if not isinstance(item, Number)]
        if len(rest) == 1:
            return [replace(term, expr=numbers * term.expr) for term in self.terms(*rest[0])]
        return [Term(sp.Mul(numbers, *(self.plain(item, index) for item, index in rest)))]

    def plain(self, value: Value, at: tuple[Index, ...]) -> sp.Expr:
        """The component as one expression without sums: what holds a sum becomes a tensor of its own."""
        if value.summed:
            value = self.draft.introduce(value, self.name)
        return sp.Add(*(term.expr for term in self.terms(value, at)))

    def argument(self, value: Value, at: tuple[Index, ...]) -> sp.Expr:
        """The argument of a function: a sum of several terms becomes a pre-activation with a name."""
        return self.plain(self.draft.introduce(value, self.name) if isinstance(value, Sum) else value, at)

    def operand(self, value: Value, at: tuple[Index, ...]) -> sp.Expr:
        """The operand of a contraction: always a tensor, so that its gradient is computed once and has a name."""
        bare = value.item if isinstance(value, Transpose) else value
        if not isinstance(bare, Ref):
            value = self.draft.introduce(value, self.name)
        return self.plain(value, at)
