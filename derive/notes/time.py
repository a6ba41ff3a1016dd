"""What time does to the gradients of the states: its edges, and the way of the error from step to step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sympy as sp

from derive.analysis.flow import equation_at, flow
from derive.core.equations import TIME, Bound, Kind, T, Tensor, Term
from derive.forms.tree import Array
from derive.notation import DEFAULT
from derive.notation.printer import ZERO
from derive.notes.document import Block, Card, Equations, Formula, Line, Result, Section, Steps, Text
from derive.notes.pictures import unrolled_picture
from derive.notes.writer import ROOM, NotesWriter, underbraced
from derive.typeset.lines import aligned
from derive.typeset.tree import Math, Piece, joined, row, words

AMONG = r"\ni"
"""The sign between a gradient and some of its summands."""


def edges(writer: NotesWriter) -> Section:
    """The gradient of each state at the last step, in between, and at step 0."""
    between = r"$1 \leq t < T$"
    blocks: list[Block] = [
        unrolled_picture(writer),
        Text(
            r"Inputs, and whatever the cell computes that is no state, exist on the steps $1, \dots, T$. The states "
            r"exist on $0, \dots, T$; at step $0$ they are given. What a delta shifts to step $t+1$ exists only "
            r"while $t+1 \leq T$, and "
            "what comes from the same step only from $t = 1$ on. So the gradient of a state has three forms: at the "
            "last step, in between, and at step $0$, where it is the gradient of the initial state."
        ),
    ]
    for state in writer.forward.states:
        forms = ((at_edge(writer, state, T.symbol), "last step"), (at_edge(writer, state, TIME), between))
        whole = (*forms, (at_edge(writer, state, sp.S.Zero), "initial state"))
        blocks.append(Steps(tuple(line for formula, remark in whole for line in _remarked(formula, remark))))
    return Section("The edges of time", "edges", tuple(blocks), need=160)


def at_edge(writer: NotesWriter, state: Tensor, step: sp.Expr) -> Formula:
    """The gradient of a state at an end of time, or between them."""
    equation = writer.backward.derivation(state).equation
    terms = equation_at(equation, step, Bound(TIME, sp.S.One, T.symbol - 1))
    left, pieces, _ = writer.sides(writer.with_terms(equation, terms), step)
    return Formula(aligned(left, pieces, ROOM - 8))


def _remarked(formula: Formula, remark: str) -> Iterable[Line]:
    """The lines of a formula, the last one with a remark."""
    *lines, last = formula.lines
    yield from (*lines, replace(last, remark=remark))


# ---------------------------------------------------------------------------------------------------------------------


def recurrences(writer: NotesWriter) -> Section:
    """The direct path of each state, and beside it everything that reaches it."""
    said = "What reaches the gradient of a state at step $t-1$, path by path."
    if writer.notation.name == DEFAULT.name:
        said += " Gradients are written out, for comparison with other texts."
    cards = (recurrence(writer, state) for state in writer.forward.states)
    return Section("The recurrence, path by path", "recurrence", (Text(said), *cards), need=220)


def recurrence(writer: NotesWriter, state: Tensor) -> Card:
    """How the error of a state gets from step t to step t-1."""
    flowing = flow(writer.backward, state)
    left, direct = one_step_back(writer, state, flowing.direct)
    _, others = one_step_back(writer, state, [term for _, term in flowing.others])
    complete = [(sign, underbraced(text, "direct")) for sign, text in direct if flowing.direct]
    for (sign, text), (path, term) in zip(others, flowing.others, strict=False):
        outside = path.user.tensor.kind is Kind.LOSS
        notes = [words("from outside") if outside else row(words("through "), writer.bare(path.user.tensor))]
        notes += [writer.condition(bound, 1) for bound in term.when]
        complete.append((sign, underbraced(text, joined(notes, row(",", r"\;")))))
    within = tuple(
        Formula(aligned(*one_step_back(writer, other, [*now.direct, *(term for _, term in now.others)]), ROOM))
        for other in writer.forward.states
        if other != state and any(_reads_back(writer, term, other) for _, term in flowing.others)
        for now in [flow(writer.backward, other)]
    )
    users = dict.fromkeys(path.user.tensor for path, _ in flowing.others if path.user.tensor.kind is not Kind.LOSS)
    symbol, last = f"${writer.symbol(state)}$", f"${writer.printer.doprint(Array(state, TIME - 1))}$"
    blocks: list[Block] = []
    if flowing.direct:
        blocks.append(
            Text(
                f"The equation of {symbol} itself reads {last}. With everything else in it held fixed, this *direct "
                rf"path* is one summand of the gradient; $\ni$ says that there are others:"
            )
        )
        blocks.append(Result(Formula(aligned(left, direct, ROOM - 8, AMONG)), "direct path alone"))
    else:
        blocks.append(Text(f"The equation of {symbol} does not itself read {last}, so that there is no direct path."))
    blocks.append(Text(r"The complete recurrence, for $t = 1, \dots, T$, is"))
    blocks.append(Equations((Formula(aligned(left, complete or [ZERO], ROOM)),)))
    if within:
        blocks += [Text("in which"), Equations(within)]
    if flowing.direct and users:
        left_out = ", ".join(f"${writer.bare(user)}$" for user in users)
        blocks.append(Text(f"The shorter formula leaves out what comes back through {left_out}."))
    before = writer.printer.doprint(Array(writer.backward.derivation(state).adjoint, TIME - 1))
    return Card(before, "from step $t$ to step $t-1$", tuple(blocks))


def one_step_back(writer: NotesWriter, state: Tensor, terms: Iterable[Term]) -> tuple[Math, list[Piece]]:
    r"""The gradient of a state at t-1 as the sum of these terms, with \partial L/\partial u written out."""
    equation = writer.with_terms(writer.backward.derivation(state).equation, terms)
    left, pieces, _ = writer.sides(equation, TIME - 1, writer.partial)
    return left, pieces


def _reads_back(writer: NotesWriter, term: Term, state: Tensor) -> bool:
    """Whether the term holds the gradient of the state at t-1."""
    adjoint = writer.backward.derivation(state).adjoint
    return any(c.base == adjoint and c.indices[0] == TIME - 1 for c in term.components())
