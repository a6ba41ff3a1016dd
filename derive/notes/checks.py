r"""What was checked, and with which errors.

Every gradient is held against differences of the forward equations alone, both with fifty digits, so that nothing but
the difference itself is inexact; and, for pages that are made on the spot, the kernels against those gradients.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import add

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import Equation, Kind, N, System, T, Tensor, Term
from derive.core.evaluate import At, Evaluation, Number, Values, digits, needed
from derive.core.functions import stop_gradient
from derive.forms.tree import Array
from derive.notes.document import Block, Items, Section, Table, Text
from derive.notes.writer import NotesWriter
from derive.typeset.tree import Math

ARITHMETIC = digits(50)
STRIDE = ARITHMETIC.mpf(10) ** -12
"""How far a tensor is moved to either side: an error of the order of its square is left."""

NOTHING = 1e-30
"""What is smaller is no more than the rounding of fifty digits."""

EXTENTS = {T.name: 3, N.name: 2, "M": 2, "H": 3}
OTHERS = 2
"""The extent of a size that only some cells have."""

Measured = Mapping[str, tuple[float, float]]
"""The errors of the reference kernel and of the fast one, by the name of the tensor whose gradient it is."""


def checks(writer: NotesWriter, measured: Measured | None = None) -> Section:
    """What was checked.

    Args:
        writer: the derivation.
        measured: the errors of the kernels, where they have been measured (:func:`derive.notes.measured.measured`).
    """
    blocks: list[Block] = []
    sample = Sample.of(writer.backward)
    if sample is not None:
        blocks += [Text(_said(writer, sample, measured)), _table(writer, sample, measured)]
    blocks += [Text("The tests of the generator demand more, of every cell of its zoo:"), PROOFS]
    return Section("Checks", "checks", tuple(blocks), need=180)


PROOFS = Items(
    (
        "*Proof for all sizes, by Coq.* A file for each cell states its forward equations and its gradients as they "
        "stand here, and proves that they are right whatever $T$, $N$ and the other sizes are. Coq differentiates the "
        "equations itself, over any rings with a derivation, and no axiom is used. The files are in the folder coq "
        "beside the notes; the command derive prove writes and checks them, for any cell. The file of a cell that "
        "cannot be proved yet says why.",
        "*Proof at small sizes.* The network is unrolled into scalar equations, SymPy differentiates each of them, and "
        "tangents are carried through it in exact rational numbers, where the values of functions such as $\\tanh$ are "
        "rational numbers drawn at random. Every component of every derived gradient must be equal to that, without "
        "a tolerance. This proof shares no code with the derivation.",
        "*Central differences* of the kernels, of fourth order, in double precision, for every number that the loss "
        "depends on: errors below $10^{-8}$ of the largest entry of a gradient.",
        "*Complex steps*, $\\operatorname{Im} L(u + \\mathrm{i} h)/h$ with $h = 10^{-30}$, where all functions are "
        "analytic: errors below $2 \\cdot 10^{-13}$ of the largest entry.",
        "Wrong gradients must fail: one that is off by a thousandth, a carry left out, a transpose left out, two gates "
        "exchanged.",
    )
)
"""What the tests demand; the tolerances are those of ``tests/test_kernels.py``."""


def _said(writer: NotesWriter, sample: Sample, measured: Measured | None) -> str:
    sizes = ", ".join(f"{name}={extent}" for name, extent in sample.sizes.items())
    loss = writer.bare(writer.backward.objective.equations[-1].tensor)
    said = (
        "All parameters, inputs, initial states and arriving gradients are fixed numbers between $-1$ and $1$ "
        f"(${sizes}$), and every tensor $u$ is moved in a direction $d$ of such numbers. Computed with 50 digits, "
        rf"$({loss}(u + \varepsilon d) - {loss}(u - \varepsilon d))/2\varepsilon$ with $\varepsilon = 10^{{-12}}$ "
        "needs the forward equations alone"
    )
    if sample.stops:
        said += r"; what stands in $\operatorname{sg}$ is held as it was"
    said += (
        f". It should be $\\sum_i d_i\\, {writer.gradient('u_i')}$ with the derived gradient, but for an error of the "
        r"order of $\varepsilon^2$. The largest relative errors, for each row:"
    )
    if measured is not None:
        said = said.removesuffix(":") + (
            ", are those in the second column. The last columns show how far the gradients of the generated kernels, "
            "in double precision, are from those of 50 digits, relative to the largest entry of each gradient, as "
            "measured when this page was made."
        )
    return said


def _table(writer: NotesWriter, sample: Sample, measured: Measured | None) -> Table:
    """A row for each group of tensors."""
    rows = []
    for tensors in sample.groups():
        symbols = ", ".join(f"${_symbol(writer, tensor)}$" for tensor in tensors)
        row = [symbols, largest(sample.errors[tensor.name] for tensor in tensors)]
        if measured is not None:
            for column in (0, 1):
                row.append(written(max(measured[tensor.name][column] for tensor in tensors)))
        rows.append(tuple(row))
    head = ("gradients by", "differences", *(("reference kernel", "fast kernel") if measured is not None else ()))
    return Table(head, tuple(rows), wide=(0, 0.5))


def _symbol(writer: NotesWriter, tensor: Tensor) -> Math:
    if tensor.kind is not Kind.STATE:
        return writer.symbol(tensor)
    initial = T.symbol + 1 if tensor.reverse else sp.S.Zero
    return writer.printer.doprint(Array(tensor, initial))


@dataclass(frozen=True)
class Error:
    """How far a difference is from a gradient, relative to it, or as it is where both are zero."""

    size: Number
    absolute: bool = False


def largest(errors: Iterable[Error]) -> str:
    """The largest of several errors, as text."""
    worst = max(errors, key=lambda error: error.size)
    return written(worst.size) + (" (absolute)" if worst.absolute else "")


def written(error: float) -> str:
    """An error to one digit."""
    if error == 0:
        return "$0$"
    if error < NOTHING:
        return r"$< 10^{-30}$"
    power = math.floor(math.log10(error))
    digit = round(error / ARITHMETIC.mpf(10) ** power)
    return rf"$10^{{{power + 1}}}$" if digit == 10 else rf"${int(digit)} \cdot 10^{{{power}}}$"


# ---------------------------------------------------------------------------------------------------------------------


def numbers(start: int = 0) -> Iterator[Number]:
    """Numbers between -1 and 1, odd multiples of 1/512, so that none is zero and each is exact in double precision."""
    place = start
    while True:
        yield ARITHMETIC.mpf(2 * (309 * place % 500) - 499) / 512
        place += 1


@dataclass(frozen=True)
class Sample:
    """A derivation at fixed numbers.

    Attributes:
        backward: the derivation.
        sizes: the extent of every axis.
        given: the numbers to begin with.
        values: all that follows, gradients included.
    """

    backward: Backward
    sizes: Mapping[str, int]
    given: Values
    values: Values

    @classmethod
    def of(cls, backward: Backward) -> Sample | None:
        """The sample of a derivation; None where its equations have no real values at these numbers."""
        objective = backward.objective
        sizes = {**EXTENTS, **{size.name: EXTENTS.get(size.name, OTHERS) for size in objective.sizes}}
        sizes = {name: sizes[name] for name in (T.name, N.name, *(size.name for size in objective.sizes))}
        for positive in (False, True):
            stream = numbers()
            given = {
                name: {at: abs(next(stream)) if positive else next(stream) for at in places}
                for name, places in needed(objective, sizes).items()
            }
            try:
                forward = Evaluation(objective, sizes, ARITHMETIC)(given)
                values = Evaluation(backward.system, sizes, ARITHMETIC)(forward)
            except (ArithmeticError, TypeError, ValueError):  # a quotient by zero, the logarithm of what is negative
                continue
            if all(isinstance(n, ARITHMETIC.mpf) for tensor in values.values() for n in tensor.values()):
                return cls(backward, sizes, given, values)
        return None

    @property
    def tensors(self) -> list[Tensor]:
        """All that the loss can be differentiated by, and that is given."""
        forward = self.backward.forward
        return [*forward.parameters, *forward.of_kind(Kind.INPUT), *forward.states]

    def groups(self) -> list[list[Tensor]]:
        """The tensors that share a row: parameters by the letter of their name, inputs, initial states."""
        found: dict[tuple[Kind, str], list[Tensor]] = {}
        for tensor in self.tensors:
            letter = tensor.name.split("_")[0] if tensor.kind is Kind.PARAMETER else ""
            found.setdefault((tensor.kind, letter), []).append(tensor)
        return list(found.values())

    def gradient(self, tensor: Tensor) -> dict[At, Number]:
        """The derived gradient by what is given of the tensor."""
        adjoint = self.values[self.backward.derivation(tensor).adjoint.name]
        return {at: adjoint[at] for at in self.given[tensor.name]}

    @cached_property
    def stops(self) -> bool:
        """Whether a gradient is stopped by decree, so that it is not that of the loss."""
        return any(_stops(term) for equation in self.backward.forward.equations for term in equation.terms)

    @cached_property
    def errors(self) -> dict[str, Error]:
        """For each tensor, how far the derived slope in a direction is from the difference of the loss."""
        objective = held(self.backward.objective)
        loss = Evaluation(objective, self.sizes, ARITHMETIC)
        kept = {u.name: self.values[u.of.name] for u in objective.tensors.values() if u.of and u.of.name in self.values}
        given = {**{u: kept[u] for u in needed(objective, self.sizes) if u in kept}, **self.given}
        return {tensor.name: self._error(tensor, loss, given) for tensor in self.tensors}

    def _error(self, tensor: Tensor, loss: Evaluation, given: Values) -> Error:
        gradient, base = self.gradient(tensor), given[tensor.name]
        direction = dict(zip(base, numbers(start=250), strict=False))
        ends = []
        for stride in (STRIDE, -STRIDE):
            moved = {at: number + stride * direction[at] for at, number in base.items()}
            ends.append(loss({**given, tensor.name: moved})[loss.system.equations[-1].name][0,])
        measured = (ends[0] - ends[1]) / (2 * STRIDE)
        derived = reduce(add, (gradient[at] * direction[at] for at in gradient))
        if abs(measured) < NOTHING:
            return Error(abs(measured - derived), absolute=True)
        return Error(abs(derived / measured - 1))


def _stops(term: Term) -> bool:
    """Whether the term stops a gradient; a maximum that shifts exponents is no such stop, for nothing depends on it."""
    return term.reduce == "sum" and bool(term.expr.has(stop_gradient))


def held(system: System) -> System:
    """The system with what stands in ``stop_gradient`` given from outside."""
    return replace(system, equations=tuple(map(_held, system.equations)))


def _held(equation: Equation) -> Equation:
    terms = []
    for term in equation.terms:
        calls = term.expr.atoms(stop_gradient) if _stops(term) else ()
        fixed = {call: call.args[0].xreplace({c: _fixed(c) for c in call.atoms(sp.Indexed)}) for call in calls}
        terms.append(replace(term, expr=term.expr.xreplace(fixed)))
    return replace(equation, terms=tuple(terms))


def _fixed(component: sp.Indexed) -> sp.Expr:
    tensor: Tensor = component.base
    return tensor.like(f"{tensor.name} held", Kind.GIVEN).at(component.indices if tensor.axes else ())
