"""Errata of the article on how the LSTM improves the RNN: the one with a backward pass."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np

from derive.cells.lstm import lstm, lstm_1997
from derive.cells.rnn import rnn
from derive.core.equations import TIME
from derive.language import Cell, Network, network, squared_error
from derive.notes.errata.erratum import (
    Article,
    Erratum,
    Measured,
    disagreement,
    figures,
    misshapen,
    number,
)
from derive.notes.errata.hand import Derived, Hand, Lines, line
from derive.notes.errata.trial import Row, Trial

# ---------------------------------------------------------------------------------------------------------------------
# The networks of which the article speaks.

STEPS = 3
SIZES = {"T": STEPS, "M": 1, "H": 2}
GATES = "oifg"


def many_to_one(cell: Cell) -> Cell:
    """A layer, a linear head on its last step, half the squared error."""

    @network(source="article 1", name=f"{cell.name}_forecaster")
    def forecaster(m: Network) -> None:
        x, y = m.input("x"), m.input("y", steps=False, gradient=False)
        h = m.layer(cell, x)
        m.y_hat = m.affine("y_hat", h.last, size=y.axes[0])
        m.output(m.y_hat)
        m.loss(squared_error(m.y_hat, y, "half"))

    return forecaster


LSTM, RNN = many_to_one(lstm), many_to_one(rnn)


def derived(hand: Hand) -> Derived:
    """The equations of the LSTM's three steps."""
    return hand.on(LSTM, STEPS)


@cache
def trial(cell: Cell = LSTM) -> Trial:
    """The network in numbers."""
    return Trial(cell, SIZES)


# ---------------------------------------------------------------------------------------------------------------------
# What the article computes with.


def slope_of_sigmoid(a: Row) -> Row:
    """σ'(a), of what stands in the parentheses."""
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)


def slope_of_tanh(a: Row) -> Row:
    """tanh'(a), of what stands in the parentheses."""
    return 1 - np.tanh(a) ** 2


def factor(gate: str, printed: Row, repaired: Row | None = None, if_: str = "") -> Measured:
    """What stands before X³ in the gradient of a gate's weights; it is the gradient of its bias at the last step."""
    true, derived = trial().difference(f"a_{gate}", STEPS), trial()(f"da_{gate}", STEPS)
    return disagreement(printed, true, derived, repaired, if_, "what stands before $X^3$")


def concatenated() -> Row:
    """X³, as a row."""
    return np.hstack([trial()("x", STEPS), trial()("h", STEPS - 1)])


def weights(gate: str) -> Row:
    """W of a gate: as many rows as X has components."""
    return np.vstack([trial()(f"W_{gate}"), trial()(f"R_{gate}")])


def gate_gradient(hand: Hand, gate: str) -> Lines:
    """The gradients of a gate's weights and bias, and what they sum."""
    on = derived(hand)
    through = ["do" if gate == "o" else f"d{gate}"]
    return (
        *on.weights(f"a_{gate}"),
        *on.equation(f"db_{gate}"),
        *on.equation(f"da_{gate}", STEPS, through=through),
    )


# ---------------------------------------------------------------------------------------------------------------------
# Measurements.


def decay() -> Measured:
    """0.9 to the power of 100."""
    return number(
        rf"$1.7\cdot10^{{-5}}$ is reached near $0.9^{{{np.log(1.7e-5) / np.log(0.9):.0f}}}$.",
        0.000017,
        float(Fraction(9, 10) ** 100),
    )


def ascent() -> Measured:
    """The sign of the loss's gradient, and where a step by it leads."""
    v = trial()
    found = disagreement(v("y") - v("y_hat"), v.difference("y_hat"), v("dy_hat"))
    before, down, up = (figures(loss, 3) for loss in (v.descended(0), v.descended(0.1), v.descended(-0.1)))
    said = f"A step of rate 0.1 takes the loss from ${before}$ to ${up}$ with the printed sign, else to ${down}$."
    return replace(found, said=f"{found.said} {said}")


def chain() -> Measured:
    """The product of matrices alone, and what the first step adds to the gradient of the recurrent weights."""
    v = trial(RNN)
    printed = v("dy_hat") @ v("W_y_hat").T @ v("R").T @ v("R").T
    found = disagreement(printed, v.difference("h", 1), v("dh", 1), of="$dL/dh^1$")
    path = float(np.linalg.norm(v("h", 0).T @ v("da_h", 1)))
    said = f"The one path shown adds ${figures(path)}$ to the gradient of the recurrent weights, since $h^0 = 0$."
    return replace(found, said=f"{found.said} {said}")


def squashed_growth() -> Measured:
    """The product of 100 slopes of h = tanh(1.1 h)."""
    fixed = {"R": 1.1, "W": 0, "b": 0, "h": 0.5, "dy": 0, "dh_T": 1}
    slope = Trial(rnn, {"T": 100, "M": 1, "H": 1}, fixed).difference("h", 0).item()
    return number(
        rf"With $w = 1.1$, $h^0 = 0.5$ and no input, $dh^{{100}}/dh^0 = {figures(slope)}$, not $1.1^{{100}} = "
        rf"{figures(1.1**100, 4)}$.",
        1.1**100,
        slope,
    )


def head_shapes() -> Measured:
    """The printed product with the forward pass's own shapes."""
    return misshapen(trial()("dy_hat"), trial()("h", STEPS).T, r"\frac{dL}{d\hat{y}}\,(h^3)^\top")


def outer_shapes() -> Measured:
    """A column of gradients times a row of inputs."""
    column = trial()("da_o", STEPS).T
    return misshapen(column, concatenated(), r"(\dots)\,(X^3)^\top", weights("o"), "W_o")


def output_gate() -> Measured:
    v = trial()
    return factor("o", v("dh", 3) * np.tanh(v("c", 3)) * slope_of_sigmoid(v("o", 3)))


def candidate() -> Measured:
    v = trial()
    n, dc = v("g", 3), v("dc", 3)
    return factor("g", dc * slope_of_tanh(n), dc * (1 - n**2), "with the slope of 1.7 mended")


def input_gate_itself() -> Measured:
    v = trial()
    return disagreement(v("dc", 3) * v("g", 2), v.difference("i", 3), v("di", 3))


def input_gate() -> Measured:
    v = trial()
    i, dc = v("i", 3), v("dc", 3)
    return factor("i", dc * slope_of_sigmoid(i), dc * i * (1 - i), "with the slope of 1.7 mended")


def input_gate_again() -> Measured:
    v = trial()
    return factor("i", v("dc", 3) * slope_of_tanh(v("i", 3)))


def forget_gate() -> Measured:
    v = trial()
    f, dc = v("f", 3), v("dc", 3)
    return factor("f", dc * slope_of_tanh(f), dc * f * (1 - f), "with the right slope")


def inputs() -> Measured:
    v = trial()
    joined = np.hstack([weights(gate) for gate in GATES])
    same, own = np.hstack([v("do", 3)] * len(GATES)), np.hstack([v(f"d{gate}", 3) for gate in GATES])
    true, derived = np.hstack([v.difference("x", 3), v.difference("h", 2)]), np.hstack([v("dx", 3), v("dh", 2)])
    return disagreement(same @ joined.T, true, derived, own @ joined.T, "with each gate's own gradient")


def cell_before() -> Measured:
    v = trial()
    return disagreement(v("dc", 3) * v("f", 3), v.difference("c", 2), v("dc", 2))


def carried(forget: float, steps: int) -> float:
    """How much of a cell's error is left after some steps with a forget gate, along the direct path."""
    silent = {name: 0 for gate in GATES for name in (f"W_{gate}", f"R_{gate}", f"b_{gate}")}
    fixed = {**silent, "f": forget, "dy": 0, "dh_T": 0, "dc_T": 1}
    return Trial(lstm, {"T": steps, "M": 1, "H": 1}, fixed).difference("c", 0).item()


def not_ensured() -> Measured:
    left = carried(0.9, 100)
    return number(rf"With $f = 0.9$ at each of 100 steps, $dc^{{100}}/dc^0 = {figures(left, 3)}$.", 1, left)


# ---------------------------------------------------------------------------------------------------------------------

ARTICLE = Article(
    1,
    "How the LSTM improves the RNN",
    "Miguel",
    "stacked-row",
    "Three steps, one input, two hidden units, a linear head on the last step; the loss, which it does not define, is "
    r"taken as $\frac{1}{2}(\hat{y}-y)^2$. Vectors are rows; $X^t = [x^t, h^{t-1}]$, and $W_k$ consists of the rows "
    "$W_{kx}$ above $W_{kh}$.",
    (
        Erratum(
            "1.1",
            "what is left of 0.9 after 100 steps",
            (r"0.9^{100} = 0.000017",),
            "The power is larger by half.",
            lambda hand: (line("0.9^{100}", f"= {figures(float(Fraction(9, 10) ** 100), 4)}"),),
            decay,
        ),
        Erratum(
            "1.2",
            "the gradient by the prediction",
            (r"\frac{dL}{d\hat{y}} = y - \hat{y}",),
            r"The sign is wrong: with the update $W - \eta\,dL/dW$, which the article prints, the loss would grow.",
            lambda hand: derived(hand).equation("dy_hat"),
            ascent,
        ),
        Erratum(
            "1.3",
            "the chain of the plain RNN",
            (r"\frac{dL}{dW^1} = \frac{dL}{d\hat{y}}\,W_h^\top W_n^\top \cdots W_2^\top\,\frac{dh^1}{dW^1}",),
            "The slope of the activation is missing at every step. The matrices are one matrix, used at all steps, so "
            "that the gradient is a sum over the steps and not one path. The article itself says that its formula is "
            "“not completely accurate”.",
            lambda hand: (
                *hand.on(RNN, STEPS).equation("dh", 1, through=["da_h"]),
                *hand.on(RNN, STEPS).equation("dh", 2, through=["da_h"]),
                *hand.on(RNN, STEPS).equation("dh", 3),
                *hand.on(RNN, STEPS).equation("da_h"),
                *hand.on(RNN, STEPS).weights("a_h"),
            ),
            chain,
        ),
        Erratum(
            "1.4",
            "when gradients explode",
            (r"w = 0.9\text{: vanishing},\quad w = 1.1\text{: exploding}",),
            r"That is so for $h^t = w h^{t-1}$. With tanh each factor also holds a slope, and where the state "
            "settles their product is below 1.",
            lambda hand: hand.on(rnn).equation("dh", TIME - 1, through=["da_h"]),
            squashed_growth,
        ),
        Erratum(
            "1.5",
            "the gradients of the head",
            (
                r"\frac{dL}{dW_{\hat{y}}} = \Bigl(\frac{dL}{d\hat{y}}\,(h^3)^\top\Bigr)^\top",
                r"\frac{dL}{dh^3} = (\cdots)^\top",
            ),
            "Forward, $h$ is a row; here it is taken for a column.",
            lambda hand: (*derived(hand).equation("dW_y_hat"), *derived(hand).equation("dh", 3)),
            head_shapes,
        ),
        Erratum(
            "1.6",
            "the names of the head",
            (r"\hat{y} = h \cdot W_h + B_h,\quad \frac{dL}{dW_{\hat{y}}},\ \frac{dL}{dB_{\hat{y}}}",),
            r"One matrix and one bias bear two names each, and $W_h$ is another matrix elsewhere.",
            lambda hand: (*derived(hand).equation("y_hat"), *derived(hand).equation("db_y_hat")),
        ),
        Erratum(
            "1.7",
            "the slopes of the gates",
            (
                r"\sigma'(o^3),\ \sigma'(i^3),\ \tanh'(n^3),\ \dots",
                r"\frac{dL}{dW_o} = \Bigl(\frac{dL}{dh^3} \times \tanh(c^3) \times \sigma'(o^3) \cdots\Bigr)",
            ),
            r"The slope is to be taken where the function was, at the pre-activation: $\sigma'(a_o) = o(1-o)$, while "
            r"$\sigma'(o)$ of the gate's value is something else. All weights and biases of the gates suffer from it.",
            lambda hand: gate_gradient(hand, "o"),
            output_gate,
        ),
        Erratum(
            "1.8",
            "weights and bias of the candidate",
            (r"\frac{dL}{dW_n},\ \frac{dL}{dB_n} = \frac{dL}{dc^3} \times \tanh'(n^3) \cdots",),
            "The factor $i^3$ is missing, beside the slope of 1.7.",
            lambda hand: gate_gradient(hand, "g"),
            candidate,
        ),
        Erratum(
            "1.9",
            "the gradient by the input gate",
            (r"\frac{dL}{di^3} = \frac{dL}{dc^3} \times n^2",),
            "The candidate is that of the same step.",
            lambda hand: derived(hand).equation("di", 3),
            input_gate_itself,
        ),
        Erratum(
            "1.10",
            "weights and bias of the input gate",
            (r"\frac{dL}{dW_i},\ \frac{dL}{dB_i} = \frac{dL}{dc^3} \times \sigma'(i^3) \cdots",),
            "The factor $n^3$ is missing, beside the slope of 1.7.",
            lambda hand: gate_gradient(hand, "i"),
            input_gate,
        ),
        Erratum(
            "1.11",
            "the same once more",
            (r"\frac{dL}{dW_i},\ \frac{dL}{dB_i} = \frac{dL}{dc^3} \times \tanh'(i^3) \cdots",),
            "This contradicts the line before: the input gate is a sigmoid.",
            lambda hand: derived(hand).equation("da_i", 3, through=["di"]),
            input_gate_again,
        ),
        Erratum(
            "1.12",
            "weights and bias of the forget gate",
            (r"\frac{dL}{dW_f},\ \frac{dL}{dB_f} = \frac{dL}{dc^3} \times \tanh'(f^3) \cdots",),
            "The factor $c^2$ is missing, and the forget gate is a sigmoid.",
            lambda hand: gate_gradient(hand, "f"),
            forget_gate,
        ),
        Erratum(
            "1.13",
            "the shape of the gradients of the weights",
            (r"\frac{dL}{dW_o} = (\cdots (X^3)^\top)",),
            "A column times a row has the shape of the transpose of $W_o$; so for all gates, and likewise for the "
            "biases. With rows, the input stands first.",
            lambda hand: derived(hand).weights("a_o"),
            outer_shapes,
        ),
        Erratum(
            "1.14",
            "the gradient by the input",
            (r"\frac{dL}{dX^3} = \sum_k \Bigl(\Bigl(\frac{dL}{do^3}\Bigr)^\top W_k^\top\Bigr)^\top",),
            "All four terms hold the gradient by the output gate, and none the slope of its gate.",
            lambda hand: (*derived(hand).equation("dx", 3), *derived(hand).equation("dh", 2)),
            inputs,
        ),
        Erratum(
            "1.15",
            "the parts of that gradient",
            (r"\frac{dL}{dX^3} = \Bigl[\frac{dx^3}{dh^2};\ \frac{dL}{dh^2};\ \frac{dL}{dh^2}\Bigr]",),
            "The first part is the gradient by $x^3$; the others are the two components of that by $h^2$.",
            lambda hand: (
                line(
                    r"\frac{dL}{dX^3}",
                    rf"= \left[{derived(hand).left('dx', 3)},\ {derived(hand).left('dh', 2)}\right]",
                ),
            ),
        ),
        Erratum(
            "1.16",
            "the gradient by the cell before",
            (r"\frac{dL}{dc^2} = \frac{dL}{dc^3} \times f^3",),
            "The path through $h^2$ is missing. It is at step 1 as well.",
            lambda hand: (*derived(hand).equation("dc", 2), *derived(hand).equation("dc", 1)),
            cell_before,
        ),
        Erratum(
            "1.17",
            "the factor of the direct path",
            (r"c^3 \to c^2\text{: “depends on the output gate and the forget gate”}",),
            "The direct factor is the forget gate alone. The output gate enters on the way through $h$.",
            lambda hand: derived(hand).direct("c", 3),
            remark="direct path alone",
        ),
        Erratum(
            "1.18",
            "what the gates ensure",
            (r"\text{“the passed error as close to 1 as possible”: “no vanishing or exploding”}",),
            "What may be near 1 is the factor from step to step, not the error, and nothing keeps it there.",
            lambda hand: hand.on(lstm).direct("c"),
            not_ensured,
            remark="direct path alone",
        ),
        Erratum(
            "1.19",
            "the cell of 1997",
            (r"c^t = f^t \times c^{t-1} + i^t \times n^t",),
            "In 1997 there was no forget gate; it is of 2000. Only without it the error of the cell is carried "
            "unchanged.",
            lambda hand: (*hand.on(lstm_1997).equation("c"), *hand.on(lstm_1997).direct("c")),
        ),
        Erratum(
            "1.20",
            "the update",
            (r"W_{\text{old}} - \eta\,\frac{dL}{dW}\text{: “adding a portion”}",),
            "The portion is subtracted; see 1.2 for what adding it does.",
            lambda hand: (line(r"W_{\text{new}}", rf"= W_{{\text{{old}}}} - \eta\,{hand.notation.gradient('W')}"),),
            remark="gradient descent",
        ),
    ),
)
