"""The flow of the error: what one step multiplies it by, what many steps do, and what that comes to in numbers."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive.analysis.flow import Step, chain_step, direct_step
from derive.analysis.gates import fractions
from derive.calculus import adjoint_of
from derive.core.equations import TIME, Index, T, Tensor, Term
from derive.forms.matrix import Added, Array, Diagonal, Eye, Node, NoMatrixForm, Scaled, matrix_term
from derive.notes import lags
from derive.notes.document import Block, Card, Curve, Display, Equations, Heading, Plot, Section, Table, Text, literal
from derive.notes.script import Script
from derive.typeset.latex import fenced, signed

LAG = sp.Symbol("k", integer=True)
STEP = Index("s", T)
"""The letters of a lag, and of a step between two others."""

PLAIN = "rnn"
"""The cell that the others are held against."""


def error_flow(script: Script) -> Section | None:
    """The section; None where no state hands its error on in one factor."""
    cards = [card for state in script.forward.states if (card := _card(script, state)) is not None]
    if not cards:
        return None
    blocks: list[Block] = [
        Text(
            "How much of an error is left after many steps? Along one path it is multiplied at every step, by what "
            "stands in the derived equations before the gradient of the step that follows."
        ),
        *cards,
    ]
    if script.forward.name != PLAIN:
        plain = Script(lags.derived(PLAIN), script.notation)
        found = [card for state in plain.forward.states if (card := _card(plain, state)) is not None]
        said = Text("The plain RNN, to be held against it:"), Equations(tuple(plain.equations))
        blocks += [replace(card, blocks=(*said, *card.blocks)) for card in found]
    blocks += [*_numbers(script), *_measured(script)]
    return Section("The flow of the error", "error-flow", tuple(blocks), need=220)


def _card(script: Script, state: Tensor) -> Card | None:
    """What one step multiplies the error of a state by, and many; None where that is no one factor."""
    direct = direct_step(script.backward, state)
    step = direct or chain_step(script.backward, state)
    if step is None:
        return None
    formulas = by_factor(script, step) if step.elementwise else by_matrix(script, step)
    remark = "the error along its direct path" if direct else "the error by the only way that it has"
    return Card(script.symbol(state), remark, (*map(Display, formulas), Text(meaning(script, step))))


# ---------------------------------------------------------------------------------------------------------------------
# The factor of a step, and the product of many.


def by_factor(script: Script, step: Step) -> list[str]:
    """∂c^t/∂c^{t-1} where each component goes its own way, and the product over k steps."""
    state, node = step.state, factor_node(script, step)

    def written(now: sp.Expr) -> str:
        if node is None:
            return script.printer.component(state, (now, *state.indices()[1:]))
        return str(script.printer.doprint(Array(state, now)))

    def ratio(before: sp.Expr) -> str:
        return rf"\frac{{\partial {written(TIME)}}}{{\partial {written(before)}}}"

    one = step.factor == 1
    many = _factor(script, step) if one else rf"{_product(script, step)} {_factor(script, step.at(STEP))}"
    return [rf"{ratio(step.ahead)} = {_factor(script, step)}, \qquad {ratio(_lag(step))} = {many}"]


def by_matrix(script: Script, step: Step) -> list[str]:
    """∂L/∂h^{t-1} where a matrix mixes the components, and the product over k steps where there is a matrix form."""
    state, printer = step.state, script.partial
    adjoint = script.backward.derivation(state).adjoint
    try:
        node = _matrix(script, step)
    except NoMatrixForm:
        node = None
    if node is None or script.notation.form == "components":
        gradient = adjoint.at(step.arriving)
        terms = (printer.term(replace(term, expr=term.expr * gradient)) for term in step.terms)
        return [f"{printer.component(adjoint, (step.ahead, *state.indices()[1:]))} = {signed(terms)}"]

    def chained(before: sp.Expr, matrix: str) -> str:
        left, right = (str(printer.doprint(Array(adjoint, now))) for now in (before, TIME))
        parts = (right, matrix) if script.notation.rows else (matrix, right)
        return left + " = " + r"\,".join(parts)

    many = rf"\Biggl({_product(script, step)} {printer.doprint(script.tree(_matrix(script, step.at(STEP))))}\Biggr)"
    return [chained(step.ahead, printer.doprint(script.tree(node))), chained(_lag(step), many)]


def factor_node(script: Script, step: Step) -> Node | None:
    """The factor of an elementwise step as a matrix, diagonal or a multiple of I; None where it has no such form."""
    if script.notation.form == "components":
        return None
    axes = step.state.indices()[2 if step.state.batched else 1 :]
    held = [index for index in axes if step.factor.has(index)]
    if held and len(axes) > 1:
        return None  # a matrix that is multiplied component by component
    try:
        node = matrix_term(Term(step.factor), held, script.reading)
    except NoMatrixForm:
        return None
    if held:
        return Diagonal(node)
    if not axes:
        return node
    return Eye(axes[0].size) if step.factor == 1 else Scaled((node,), Eye(axes[0].size))


def _factor(script: Script, step: Step) -> str:
    """The factor of an elementwise step."""
    node = factor_node(script, step)
    if node is None:
        text = str(script.printer.doprint(step.factor))
        return fenced(text) if isinstance(step.factor, sp.Add) else text
    return (
        script.printer.factor(script.tree(node))
        if isinstance(node, Added)
        else script.printer.doprint(script.tree(node))
    )


def _matrix(script: Script, step: Step) -> Node:
    """What stands before the gradient, as one matrix."""
    rows, columns = (indices[2 if step.state.batched else 1 :] for indices in (step.state.indices(), step.arriving))
    nodes = [matrix_term(Term(term.expr), (*rows, *columns), script.reading) for term in step.terms]
    return nodes[0] if len(nodes) == 1 else Added(tuple(nodes))


def _lag(step: Step) -> sp.Expr:
    """k steps before, or after where time runs backward."""
    return TIME + LAG if step.state.reverse else TIME - LAG


def _product(script: Script, step: Step) -> str:
    """The sign of the product over k steps."""
    first, last = (TIME, TIME + LAG - 1) if step.state.reverse else (TIME - LAG + 1, TIME)
    return rf"\prod_{{s={script.printer.step(first)}}}^{{{script.printer.step(last)}}}"


def meaning(script: Script, step: Step) -> str:
    """What the product comes to."""
    if not step.elementwise:
        order = "the latest" if script.notation.rows != step.state.reverse else "the earliest"
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
    if fractions(step.factor, script.forward):
        return (
            "No weight and no slope stands in it: each component is multiplied by a number between $0$ and $1$ that "
            "the cell computes at each step. On this path an error cannot explode, and it stays for as long as the "
            "factor stays near $1$. Nothing makes it stay there but what the gate has learnt."
        )
    return "This is all that happens to the error on this path; what else reads the state adds paths of its own."


# ---------------------------------------------------------------------------------------------------------------------
# Numbers.


def _numbers(script: Script) -> list[Block]:
    """What a factor comes to that is the same at each step."""
    given = [sp.Rational(9, 10), sp.Rational(99, 100), sp.Rational(999, 1000), sp.S.One, sp.Rational(11, 10)]
    rows = [(f"${float(w):g}$", w) for w in given]
    rows += [(rf"$\sigma({bias}) = {scientific(logistic(bias))}$", logistic(bias)) for bias in BIASES]
    powers = (10, 100, 1000)
    plain = Script(lags.derived(PLAIN), script.notation)
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
"""What is added to the bias of the forget gate."""

EVERY = 2
"""Lags from one point of a curve to the next."""

LONGEST = 14
"""The signs of a name for which there is room beside a plot."""


def _measured(script: Script) -> list[Block]:
    """Gradient norms over the lag."""
    lstm = Script(lags.derived("lstm"), script.notation)
    [x], bias = lstm.forward.inputs, lstm.bare(lstm.forward.tensors["b_f"])
    name = script.forward.name
    runs = [(f"LSTM, ${bias} = {value}$", lags.of_builtin("lstm", b_f=value), name == "lstm") for value in BIASES]
    runs += [(one.upper(), lags.of_builtin(one), name == one) for one in (PLAIN, "gru")]
    own = lags.norms_of(script.backward) if name not in ("lstm", PLAIN, "gru") else None
    if own is not None:
        runs.append((literal(f"``{name}``") if len(name) <= LONGEST else "this cell", own, True))
    last, back = (lstm.printer.doprint(Array(adjoint_of(x), now)) for now in (T.symbol, T.symbol - LAG))
    left = {label: scientific(norms[-1], 2) for label, norms, _ in runs}
    shut, *_, wide = (label for label, _, _ in runs[: len(BIASES)])
    own_left = f", and ${scientific(own[-1], 2)}$ in {runs[-1][0]}" if own is not None else ""
    said = (
        f"One error at the output of step $T$, and the norm of the gradient that it sends to the input of every step "
        f"before, against that of the last: ${_norm(back)} / {_norm(last)}$. After ${lags.LAGS}$ steps "
        f"${left['RNN']}$ is left in the RNN and no more than ${left[shut]}$ in the LSTM whose forget gate is half "
        f"open, but ${left[wide]}$ where it begins wide open{own_left}. What the curves show is the whole gradient, "
        "not the direct path alone: the other paths may add to it, and make it grow."
    )
    caption = (
        f"Gradients from the kernels, over the lag: {lags.UNITS} units, {lags.INPUTS} normal inputs, matrices as "
        f"`init` draws them, peepholes and gains between $-1$ and $1$; geometric mean over {lags.NETWORKS} networks "
        f"with {lags.SEQUENCES} sequences each."
    )
    curves = tuple(curve(*run) for run in runs)
    ratio = f"${_norm(back)} / {_norm(last)}$"
    return [Heading("Measured"), Text(said), Plot(curves, "lag $k$", ratio, caption, f"{script.stem}-lags")]


def _norm(symbol: str) -> str:
    left, right = (r"\left", r"\right") if r"\frac" in symbol else ("", "")
    return rf"{left}\Vert {symbol} {right}\Vert"


def curve(name: str, norms: lags.Norms, strong: bool) -> Curve:
    """The norms that a logarithmic axis can show."""
    points = list(enumerate(lags.rounded(norms)))[::EVERY]
    return Curve(name, tuple((lag, norm) for lag, norm in points if norm > 0), strong)
