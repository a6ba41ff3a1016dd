"""What time does to the gradients of the states: its edges, and the way of the error from step to step."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from derive.analysis.flow import equation_at, flow
from derive.core.equations import TIME, Bound, Kind, T, Tensor, Term
from derive.forms.matrix import Array
from derive.notation import DEFAULT
from derive.notes.document import Block, Card, Equations, Formula, Line, Result, Section, Steps, Text
from derive.notes.script import ROOM, ZERO, Script, underbraced
from derive.typeset.latex import Piece
from derive.typeset.lines import aligned


def edges(script: Script) -> Section:
    """The gradient of each state at the last step, in between, and at step 0."""
    between = r"$1 \leq t < T$"
    blocks: list[Block] = [
        Text(
            r"Inputs, and whatever the cell computes that is no state, exist on the steps $1, \dots, T$. The states "
            r"exist on $0, \dots, T$; at step $0$ they are given. What a delta shifts to step $t+1$ exists only "
            r"while $t+1 \leq T$, and "
            "what comes from the same step only from $t = 1$ on. So the gradient of a state has three forms: at the "
            "last step, in between, and at step $0$, where it is the gradient of the initial state."
        )
    ]
    for state in script.forward.states:
        forms = ((at_edge(script, state, T.symbol), "last step"), (at_edge(script, state, TIME), between))
        whole = (*forms, (at_edge(script, state, sp.S.Zero), "initial state"))
        blocks.append(Steps(tuple(line for formula, remark in whole for line in _remarked(formula, remark))))
    return Section("The edges of time", "edges", tuple(blocks), need=160)


def at_edge(script: Script, state: Tensor, step: sp.Expr) -> Formula:
    """The gradient of a state at an end of time, or between them."""
    equation = script.backward.derivation(state).equation
    terms = equation_at(equation, step, Bound(TIME, sp.S.One, T.symbol - 1))
    left, pieces, _ = script.sides(script.with_terms(equation, terms), step)
    return Formula(aligned(left, pieces, ROOM - 8))


def _remarked(formula: Formula, remark: str) -> Iterable[Line]:
    """The lines of a formula, the last one with a remark."""
    for number, line in enumerate(formula.lines, start=1):
        left, _, right = line.partition("&")
        yield Line(left.strip(), right.strip(), remark if number == len(formula.lines) else "")


# ---------------------------------------------------------------------------------------------------------------------


def way(script: Script) -> Section:
    """The direct path of each state, and beside it everything that reaches it."""
    said = "What reaches the gradient of a state at step $t-1$, path by path."
    if script.notation.name == DEFAULT.name:
        said += " Gradients are written out, so that the formulas can be held against those of other texts."
    cards = (recurrence(script, state) for state in script.forward.states)
    return Section("The way of the error through time", "way", (Text(said), *cards), need=220)


def recurrence(script: Script, state: Tensor) -> Card:
    """How the error of a state gets from step t to step t-1."""
    flowing = flow(script.backward, state)
    left, direct = one_step_back(script, state, flowing.direct)
    _, others = one_step_back(script, state, [term for _, term in flowing.others])
    complete = [(sign, underbraced(text, r"\text{direct}")) for sign, text in direct if flowing.direct]
    for (sign, text), (path, term) in zip(others, flowing.others, strict=False):
        outside = path.user.tensor.kind is Kind.LOSS
        notes = [r"\text{from outside}" if outside else rf"\text{{through }}{script.bare(path.user.tensor)}"]
        notes += [script.condition(bound, 1) for bound in term.when]
        complete.append((sign, underbraced(text, r",\;".join(notes))))
    within = tuple(
        Formula(aligned(*one_step_back(script, other, [*now.direct, *(term for _, term in now.others)]), ROOM))
        for other in script.forward.states
        if other != state and any(_reads_back(script, term, other) for _, term in flowing.others)
        for now in [flow(script.backward, other)]
    )
    users = dict.fromkeys(path.user.tensor for path, _ in flowing.others if path.user.tensor.kind is not Kind.LOSS)
    symbol, last = f"${script.symbol(state)}$", f"${script.printer.doprint(Array(state, TIME - 1))}$"
    blocks: list[Block] = []
    if flowing.direct:
        blocks.append(
            Text(
                f"The equation of {symbol} itself reads {last}. With everything else in it held fixed, this *direct "
                f"path* "
                "alone gives"
            )
        )
        blocks.append(Result(Formula(aligned(left, direct, ROOM - 8)), "direct path alone"))
    else:
        blocks.append(Text(f"The equation of {symbol} does not itself read {last}, so that there is no direct path."))
    blocks.append(Text(r"The complete recurrence, for $t = 1, \dots, T$, is"))
    blocks.append(Equations((Formula(aligned(left, complete or [ZERO], ROOM)),)))
    if within:
        blocks += [Text("in which"), Equations(within)]
    if flowing.direct and users:
        left_out = ", ".join(f"${script.bare(user)}$" for user in users)
        blocks.append(Text(f"The shorter formula leaves out what comes back through {left_out}."))
    before = script.printer.doprint(Array(script.backward.derivation(state).adjoint, TIME - 1))
    return Card(before, "from step $t$ to step $t-1$", tuple(blocks))


def one_step_back(script: Script, state: Tensor, terms: Iterable[Term]) -> tuple[str, list[Piece]]:
    r"""The gradient of a state at t-1 as the sum of these terms, with \partial L/\partial u written out."""
    equation = script.with_terms(script.backward.derivation(state).equation, terms)
    left, pieces, _ = script.sides(equation, TIME - 1, script.partial)
    return left, pieces


def _reads_back(script: Script, term: Term, state: Tensor) -> bool:
    """Whether the term holds the gradient of the state at t-1."""
    adjoint = script.backward.derivation(state).adjoint
    return any(c.base == adjoint and c.indices[0] == TIME - 1 for c in term.components())
