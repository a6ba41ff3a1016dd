"""The flow of the error: what one step multiplies it by, what many steps do, and what that comes to in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from derive.analysis.flow import Step, chain_step, direct_step
from derive.analysis.gates import KeepBias, fractions, keep_biases
from derive.calculus import adjoint_of
from derive.core.equations import TIME, Index, T, Tensor, Term
from derive.forms.reader import NoMatrixForm, matrix_term
from derive.forms.tree import Added, Array, Diagonal, Eye, Node, Scaled
from derive.notes import lags
from derive.notes.document import (
    Block,
    Card,
    Curve,
    Display,
    Equations,
    Fold,
    Heading,
    Plot,
    Section,
    Table,
    Text,
    literal,
)
from derive.notes.writer import NotesWriter
from derive.typeset.tree import Fenced, Fraction, Math, Scripts, Sign, fenced, joined, number, row, signed, words

LAG = sp.Symbol("k", integer=True)
STEP = Index("s", T)
"""The letters of a lag, and of a step between two others."""

PLAIN = "rnn"
"""The cell that the others are compared with."""


def error_flow(writer: NotesWriter) -> Section | None:
    """The section; None where no state hands its error on in one factor."""
    cards = [card for state in writer.forward.states if (card := _card(writer, state)) is not None]
    if not cards:
        return None
    blocks: list[Block] = [
        Text(
            "How much of an error is left after many steps? Along one path it is multiplied at every step, by what "
            "stands in the derived equations before the gradient of the step that follows."
        ),
        *cards,
    ]
    if writer.forward.name != PLAIN:
        plain = NotesWriter(lags.derived(PLAIN), writer.notation)
        found = [card for state in plain.forward.states if (card := _card(plain, state)) is not None]
        said = Text("The plain RNN, for comparison:"), Equations(tuple(plain.equations))
        beside = tuple(replace(card, blocks=(*said, *card.blocks)) for card in found)
        blocks.append(Fold("The plain RNN, for comparison", beside))
    blocks += [*_numbers(writer), *_measured(writer)]
    return Section("The flow of the error", "error-flow", tuple(blocks), need=220)


def _card(writer: NotesWriter, state: Tensor) -> Card | None:
    """What one step multiplies the error of a state by, and many; None where that is no one factor."""
    direct = direct_step(writer.backward, state)
    step = direct or chain_step(writer.backward, state)
    if step is None:
        return None
    formulas = by_factor(writer, step) if step.elementwise else by_matrix(writer, step)
    remark = "the error along its direct path" if direct else "the error by the only way that it has"
    return Card(writer.symbol(state), remark, (*map(Display, formulas), Text(meaning(writer, step))))


# ---------------------------------------------------------------------------------------------------------------------
# The factor of a step, and the product of many.


def by_factor(writer: NotesWriter, step: Step) -> list[Math]:
    """∂c^t/∂c^{t-1} where each component goes its own way, and the product over k steps."""
    state, node = step.state, factor_node(writer, step)

    def written(now: sp.Expr) -> Math:
        if node is None:
            return writer.printer.component(state, (now, *state.indices()[1:]))
        return writer.printer.doprint(Array(state, now))

    def ratio(before: sp.Expr) -> Math:
        slope = Fraction(row(r"\partial", written(TIME)), row(r"\partial", written(before)))
        return Scripts(Fenced(slope, "", r"\vert"), below=words("direct"))

    one = step.factor == 1
    many = _factor(writer, step) if one else row(_product(writer, step), _factor(writer, step.at(STEP)))
    return [
        joined(
            [row(ratio(step.ahead), "=", _factor(writer, step)), row(ratio(_lag(step)), "=", many)],
            row(",", r"\qquad"),
        )
    ]


def by_matrix(writer: NotesWriter, step: Step) -> list[Math]:
    """∂L/∂h^{t-1} where a matrix mixes the components, and the product over k steps where there is a matrix form."""
    state, printer = step.state, writer.partial
    adjoint = writer.backward.derivation(state).adjoint
    try:
        node = _matrix(writer, step)
    except NoMatrixForm:
        node = None
    if node is None or writer.notation.form == "components":
        gradient = adjoint.at(step.arriving)
        terms = (printer.term(replace(term, expr=term.expr * gradient)) for term in step.terms)
        return [row(printer.component(adjoint, (step.ahead, *state.indices()[1:])), r"\ni", signed(terms))]

    def chained(before: sp.Expr, matrix: Math) -> Math:
        left, right = (printer.doprint(Array(adjoint, now)) for now in (before, TIME))
        return row(left, r"\ni", joined((right, matrix) if writer.notation.rows else (matrix, right)))

    many = fenced(row(_product(writer, step), printer.doprint(writer.tree(_matrix(writer, step.at(STEP))))))
    return [chained(step.ahead, printer.doprint(writer.tree(node))), chained(_lag(step), many)]


def factor_node(writer: NotesWriter, step: Step) -> Node | None:
    """The factor of an elementwise step as a matrix, diagonal or a multiple of I; None where it has no such form."""
    if writer.notation.form == "components":
        return None
    axes = step.state.indices()[2 if step.state.batched else 1 :]
    held = [index for index in axes if step.factor.has(index)]
    if held and len(axes) > 1:
        return None  # a matrix that is multiplied component by component
    try:
        node = matrix_term(Term(step.factor), held, writer.reading)
    except NoMatrixForm:
        return None
    if held:
        return Diagonal(node)
    if not axes:
        return node
    return Eye(axes[0].size) if step.factor == 1 else Scaled((node,), Eye(axes[0].size))


def _factor(writer: NotesWriter, step: Step) -> Math:
    """The factor of an elementwise step."""
    node = factor_node(writer, step)
    if node is None:
        formula = writer.printer.doprint(step.factor)
        return fenced(formula) if isinstance(step.factor, sp.Add) else formula
    return (
        writer.printer.factor(writer.tree(node))
        if isinstance(node, Added)
        else writer.printer.doprint(writer.tree(node))
    )


def _matrix(writer: NotesWriter, step: Step) -> Node:
    """What stands before the gradient, as one matrix."""
    rows, columns = (indices[2 if step.state.batched else 1 :] for indices in (step.state.indices(), step.arriving))
    nodes = [matrix_term(Term(term.expr), (*rows, *columns), writer.reading) for term in step.terms]
    return nodes[0] if len(nodes) == 1 else Added(tuple(nodes))


def _lag(step: Step) -> sp.Expr:
    """k steps before, or after where time runs backward."""
    return TIME + LAG if step.state.reverse else TIME - LAG


def _product(writer: NotesWriter, step: Step) -> Math:
    """The sign of the product over k steps."""
    first, last = (TIME, TIME + LAG - 1) if step.state.reverse else (TIME - LAG + 1, TIME)
    return Sign("prod", row("s", "=", writer.printer.step(first), tight=True), writer.printer.step(last))


def meaning(writer: NotesWriter, step: Step) -> str:
    """What the product comes to."""
    if not step.elementwise:
        order = "the latest" if writer.notation.rows != step.state.reverse else "the earliest"
        slopes = any(tensor.in_time for term in step.terms for tensor in term.reads())
        return (
            f"The factors stand in the order of their steps, {order} first, and the same weights stand in all of "
            f"them{', beside slopes' * slopes}. If every factor has a norm of at most $\\rho$, the product has one of "
            "at most $\\rho^{k}$: for $\\rho < 1$ the error vanishes. With large weights it may "
            f"explode{', as far as the slopes allow' * slopes}."
        )
    if step.factor == 1:
        return (
            "The factor is exactly $1$, at every step and therefore over any number of steps: whatever error is on "
            "this path stays, and neither vanishes nor explodes. This is the *constant error carousel*."
        )
    if fractions(step.factor, writer.forward):
        return (
            "No weight and no slope stands in it: each component is multiplied by a number between $0$ and $1$ that "
            "the cell computes at each step. On this path an error cannot explode, and it stays for as long as the "
            "factor stays near $1$. Nothing makes it stay there but what the gate has learnt."
        )
    return "This is all that happens to the error on this path; what else reads the state adds paths of its own."


# ---------------------------------------------------------------------------------------------------------------------
# Numbers.


def _numbers(writer: NotesWriter) -> list[Block]:
    """What a factor comes to that is the same at each step."""
    given = [sp.Rational(9, 10), sp.Rational(99, 100), sp.Rational(999, 1000), sp.S.One, sp.Rational(11, 10)]
    rows = [(f"${float(w):g}$", w) for w in given]
    rows += [(rf"$\sigma({bias}) = {scientific(logistic(bias))}$", logistic(bias)) for bias in BIASES]
    powers = (10, 100, 1000)
    plain = NotesWriter(lags.derived(PLAIN), writer.notation)
    [state] = plain.forward.states
    before, after = (plain.printer.doprint(Array(state, now)) for now in (TIME - 1, TIME))
    zero, end = (plain.printer.doprint(Array(state, sp.Integer(now))) for now in (0, lags.LAGS))
    held, loose = (scientific(lags.through_tanh(1.1, start)) for start in (0.5, 0.0))
    return [
        Heading("In numbers"),
        Text(
            "A factor that is the same at every step, and what is left of an error after $10$, $100$ and $1000$ "
            r"steps; $\sigma(b)$ is a gate that sees nothing but its bias $b$:"
        ),
        Table(
            ("factor $w$", *(f"$w^{{{power}}}$" for power in powers)),
            tuple((name, *(f"${scientific(w**power)}$" for power in powers)) for name, w in rows),
        ),
        Text(
            rf"A weight above $1$ need not make an error explode. In ${after} = \tanh(1.1\,{before})$, the plain RNN "
            rf"with one unit, no input and ${zero} = 0.5$, the slope of tanh more than makes up for the weight: its "
            rf"kernel gives $\partial {end} / \partial {zero} = {held}$. Only from ${zero} = 0$ on, a point of rest "
            rf"that every disturbance leaves, is it $1.1^{{{lags.LAGS}}} = {loose}$."
        ),
    ]


def logistic(bias: int) -> sp.Expr:
    return 1 / (1 + sp.exp(-bias))


def scientific(value: sp.Expr | float, digits: int = 4) -> str:
    r"""A number with a few significant digits: 0.3487, 2.656 \cdot 10^{-5}."""
    number = float(value)
    if number in (0, 1):
        return str(int(number))
    mantissa, _, exponent = f"{number:.{digits - 1}e}".partition("e")
    if -3 <= int(exponent) < 4:
        return f"{number:#.{digits}g}"
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


# ---------------------------------------------------------------------------------------------------------------------
# Measured.

BIASES = (0, 1, 3, 5)
"""What is added to the bias of a gate that keeps the state."""

EVERY = 2
"""Lags from one point of a curve to the next."""

LONGEST = 14
"""The signs of a name for which there is room beside a plot."""


NAMED = (PLAIN, "lstm", "gru")
"""The cells that every cell is compared with."""


def _measured(writer: NotesWriter) -> list[Block]:
    """Gradient norms over the lag: of the cell with several keep biases, and of others as they are drawn."""
    name, biases = writer.forward.name, keep_biases(writer.backward)
    mine = name.upper() if name in NAMED else literal(f"``{name}``") if len(name) <= LONGEST else "this cell"
    runs: list[tuple[str, lags.Norms, bool]] = []
    for keep in BIASES if biases else BIASES[:1]:
        if (norms := lags.norms_of(writer.backward, keep)) is not None:
            runs.append((f"${_set_to(writer, biases, keep)}$" if biases else mine, norms, True))
    own = [(label, scientific(norms[-1], 2)) for label, norms, _ in runs]
    runs += [(one.upper(), lags.of_builtin(one), False) for one in NAMED if one != name]
    if name != "lstm":
        lstm = NotesWriter(lags.derived("lstm"), writer.notation)
        keep = BIASES[-1]
        label = f"LSTM, ${_set_to(lstm, keep_biases(lstm.backward), keep)}$"
        runs.append((label, lags.of_builtin("lstm", keep), False))
    plain = NotesWriter(lags.derived(PLAIN), writer.notation)
    [x] = plain.forward.inputs
    last, back = (plain.printer.doprint(Array(adjoint_of(x), now)) for now in (T.symbol, T.symbol - LAG))
    ratio = f"${_norm(back)} / {_norm(last)}$"
    others = [f"${scientific(norms[-1], 2)}$ in {label}" for label, norms, strong in runs if not strong]
    said = (
        f"One error at the output of step $T$, and the norm of the gradient that it sends to the input of every step "
        f"before, divided by that of the last: {ratio}. After ${lags.LAGS}$ steps "
        + "".join(f"${left}$ is left {'with' if biases else 'in'} {label}, " for label, left in own)
        + f"{'and ' if own else ''}{', '.join(others)}. The curves show the whole gradient, not the direct path alone: "
        "the other paths may add to it, and make it grow."
    )
    count = lags.units(writer.backward)
    fewer = f" ({count} in this cell, whose state is a matrix)" if count < lags.UNITS else ""
    caption = (
        f"Gradients from the kernels, over the lag: {lags.UNITS} units{fewer}, {lags.INPUTS} normal inputs, parameters "
        "as `init` leaves them, matrices random and all else zero"
        + (", and the bias of what keeps the state changed as said" if biases else "")
        + f"; geometric mean over {lags.NETWORKS} networks with {lags.SEQUENCES} sequences each."
    )
    curves = tuple(curve(*run) for run in runs)
    return [Heading("Measured"), Text(said), Plot(curves, "lag $k$", ratio, caption, f"{writer.stem}-lags")]


def _set_to(writer: NotesWriter, biases: Sequence[KeepBias], keep: int) -> Math:
    """The biases and what they are changed to, in few signs: b_f = 3."""
    names = [writer.bare(bias.tensor) for bias in biases[:1]]
    return row(*names, "=", number(keep * biases[0].sign))


def _norm(symbol: Math) -> Math:
    return Fenced(symbol, r"\Vert", r"\Vert")


def curve(name: str, norms: lags.Norms, strong: bool) -> Curve:
    """The norms that a logarithmic axis can show."""
    points = list(enumerate(lags.rounded(norms)))[::EVERY]
    return Curve(name, tuple((lag, norm) for lag, norm in points if norm > 0), strong)
