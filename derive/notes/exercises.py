"""Exercises with their answers folded away, made of the derivation, and checked by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from derive.analysis.flow import direct_step
from derive.analysis.gates import OPEN, groups, held, put
from derive.core.equations import TIME, Equation, Kind
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.notes.document import Block, Fold, Formula, Heading, Result, Section, Steps, Text
from derive.notes.gradients import path_block
from derive.notes.writer import ROOM, NotesWriter, shape
from derive.typeset.lines import aligned


@dataclass(frozen=True)
class WrongTerm:
    """A gradient with one fault in it: the true equation, the wrong one, the place of the fault, and what it is."""

    right: Equation
    wrong: Equation
    place: int
    fault: str


def exercises(writer: NotesWriter) -> Section | None:
    """The exercises that the cell has something for; None where it has none."""
    blocks: list[Block] = []
    kinds = (_derive, _hold_open, _wrong_term, _which_shape)
    posed = [list(kind(writer)) for kind in kinds]
    for number, exercise in enumerate(filter(None, posed), start=1):
        blocks += [Heading(f"Exercise {number}"), *exercise]
    return Section("Exercises", "exercises", tuple(blocks), need=160) if blocks else None


def _derive(writer: NotesWriter) -> Iterator[Block]:
    """Derive the gradient with respect to a pre-activation."""
    for derivation in reversed(list(writer.backward.derivations.values())):
        single = derivation.tensor.kind is Kind.SIGNAL and len(derivation.paths) == 1
        if single and not derivation.paths[0].read.sums and derivation.paths[0].read.expr.has(sp.Function):
            user = derivation.paths[0].user
            adjoint = writer.symbol(writer.backward.derivation(user.tensor).adjoint)
            yield Text(
                f"Derive ${writer.symbol(derivation.adjoint)}$ from ${adjoint}$ and equation "
                f"{writer.reference(user.tensor)}."
            )
            yield Fold("Answer", (path_block(writer, derivation, derivation.paths[0], None),))
            return


def _hold_open(writer: NotesWriter) -> Iterator[Block]:
    """Hold the gate on a direct path so that everything is kept."""
    for group in groups(writer.backward):
        state, gate = group.states[0], group.gates[0]
        step = direct_step(writer.backward, state)
        for value in (OPEN, sp.S.Zero):
            if step and step.elementwise and step.factor.has(gate) and put(step.factor, {gate: value}) == 1:
                left, pieces, _ = writer.sides(held(writer.forward, {gate: value}).equation(state))
                lag = sp.Symbol("k", integer=True)
                now, before = (writer.at_step(state, at) for at in (TIME, TIME - lag))
                yield Text(
                    f"Set ${writer.symbol(gate)} = {value}$ at every step. What becomes of "
                    f"${writer.symbol(state)}$, and by "
                    f"what is an error on its direct path multiplied over $k$ steps?"
                )
                yield Fold(
                    "Answer",
                    (
                        Steps(aligned(left, pieces, ROOM - 8)),
                        Text(
                            f"On the direct path, ${now}$ depends on ${before}$ by a factor of $1$, however large "
                            f"$k$ is: the "
                            "error neither vanishes nor explodes there. The other paths are still open."
                        ),
                    ),
                )
                return


def wrong_term(writer: NotesWriter) -> WrongTerm | None:
    """The gradient with most terms, one of them a step too early; None where no term comes from the next step."""
    candidates = [d for d in writer.backward.derivations.values() if len(d.equation.terms) > 1]
    for derivation in sorted(candidates, key=lambda d: -len(d.equation.terms)):
        terms = derivation.equation.terms
        late = [
            (place, component)
            for place, term in enumerate(terms)
            for component in term.components()
            if component.base.kind is Kind.ADJOINT and component.base.in_time and component.indices[0] == TIME + 1
            if component.base != derivation.adjoint
        ]
        if late:
            place, component = late[len(late) // 2]
            early = component.base.at((TIME, *component.indices[1:]))
            changed = replace(terms[place], expr=terms[place].expr.xreplace({component: early}), when=())
            wrong = replace(derivation.equation, terms=(*terms[:place], changed, *terms[place + 1 :]))
            return WrongTerm(derivation.equation, wrong, place, "step")
    return None


def _wrong_term(writer: NotesWriter) -> Iterator[Block]:
    posed = wrong_term(writer)
    if posed is None:
        return
    left, pieces, _ = writer.sides(posed.wrong)
    right = writer.sides(posed.right)[1][posed.place][1]
    yield Text("One term of this gradient is wrong. Which, and why?")
    yield Steps(aligned(left, pieces, ROOM - 8))
    wrong = pieces[posed.place][1]
    yield Fold(
        "Answer",
        (
            Text(
                f"${wrong}$ should be ${right}$. The equation that reads "
                f"${writer.symbol(posed.right.tensor.of or posed.right.tensor)}$ "
                "here is that of the next step, so that its gradient is taken there, and the term exists only while "
                "there "
                "is a next step."
            ),
            Result(Formula(aligned(left, writer.sides(posed.right)[1], ROOM - 8)), "right"),
        ),
    )


def _which_shape(writer: NotesWriter) -> Iterator[Block]:
    """Which of the products has the shape of a matrix."""
    for derivation in writer.backward.derivations.values():
        form = matrix_form(derivation.equation, writer.reading)
        if derivation.tensor.kind is not Kind.PARAMETER or form is None or len(derivation.tensor.features) != 2:
            continue
        node = form.terms[0].node.item if form.terms and isinstance(form.terms[0].node, mx.Summed) else None
        if isinstance(node, mx.Outer) and node.axes[0] != node.axes[1]:
            products = (mx.Outer(node.right, node.left), node, mx.Inner(node.left, node.left))
            shown = [writer.printer.doprint(writer.tree(product)) for product in products]
            parts = [f"${writer.printer.doprint(writer.tree(part))}$" for part in (node.left, node.right)]
            tensor = derivation.tensor
            features = tensor.features[::-1] if writer.notation.rows else tensor.features
            yield Text(
                f"{parts[0]} has the size ${node.left.axes[0].name}$ and {parts[1]} the size "
                f"${node.right.axes[0].name}$. Which of "
                f"${shown[0]}$, ${shown[1]}$ and ${shown[2]}$ has the shape of ${writer.bare(tensor)}$, "
                f"${shape(features)}$?"
            )
            yield Fold("Answer", (Text(f"${shown[1]}$. The first is its transpose, and the last is a single number."),))
            return
