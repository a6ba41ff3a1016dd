"""Errata of the article on forward propagation in two ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from derive.cells.lstm import lstm, peephole_lstm
from derive.notes.errata.erratum import Article, Erratum, Measured, disagreement, figures
from derive.notes.errata.hand import Hand, Lines, line
from derive.notes.errata.trial import ARITHMETIC, Trial

ONES = {"f": 1, "i": 1, "o": 1}
CELLS = (1, 2, 3)


def all_ones(hand: Hand) -> Lines:
    """All four at 1, as the article counts gates; then the three that are gates."""
    cell = hand.on(lstm)
    return (
        *cell.equation("c", where={**ONES, "g": 1}),
        *cell.equation("c", where=ONES),
        *cell.equation("h", where=ONES),
    )


def given_out() -> Measured:
    """What an open output gate gives out of a cell that holds 1, 2, 3."""
    trials = [Trial(lstm, {"T": 1, "M": 1, "H": 1}, fixed={**ONES, "g": 0, "c": cell}) for cell in CELLS]
    outputs = np.array([[trial("h", 1).item() for trial in trials]])
    found = disagreement(np.array([CELLS], float), outputs, np.tanh(np.array([CELLS], float)))
    listed = ", ".join(figures(output, 3) for output in outputs.flat)
    return replace(found, said=f"Of cells that hold 1, 2, 3 comes out {listed}. {found.said}")


def ends_of_sigmoid(hand: Hand) -> Lines:
    """How near to its bounds the logistic function comes."""
    far = 1 / (1 + ARITHMETIC.exp(40))
    return (line(r"\sigma(-40)", rf"= 1 - \sigma(40) = {figures(float(far))}"),)


def rounded_ends() -> Measured:
    """The same in double precision."""
    above, below = (1 / (1 + np.exp(-np.float64(a))) for a in (40, -40))
    said = f"In double precision, $\\sigma(40)$ is rounded to ${above:g}$, and $\\sigma(-40) = {figures(below)}$ stays."
    return Measured(said, f"${figures(below)}$")


ARTICLE = Article(
    0,
    "Understanding LSTM forward propagation in two ways",
    "Tamura",
    "article0",
    "Its forward equations are right, and it has no backward pass. The first statement below is held against the LSTM "
    "without peepholes, the one on peepholes against the LSTM with diagonal ones.",
    (
        Erratum(
            "0.1",
            "what a gate adds up",
            (r"\text{“linear products of $y^{(t)}$ and $c^{(t)}$”}",),
            "A gate adds products of the input of this step and the output of the step before. No cell state is in it.",
            lambda hand: hand.on(lstm).equation("a_f"),
        ),
        Erratum(
            "0.2",
            "all gates at one",
            (r"(1, \dots, 1)\text{: “forget nothing, …, gives out everything”}",),
            "The article counts the block input among the gates. If it is 1 too, the cell counts steps, whatever "
            "the input is. If only the three gates are 1, the output still is squashed.",
            all_ones,
            given_out,
        ),
        Erratum(
            "0.4",
            "peepholes",
            (r"\text{“each gate gets the information of the cell”}",),
            "The block input, which the article counts among the gates, sees no cell. Input and forget gate see the "
            "old cell, the output gate the new one, each component only its own.",
            lambda hand: tuple(
                line for name in ("a_i", "a_f", "a_g", "a_o") for line in hand.on(peephole_lstm).equation(name)
            ),
        ),
        Erratum(
            "0.5",
            "how the new cell is mixed",
            (r"\text{“mixed with the output of the forget cell”}",),
            "It is a forget gate. Of the three mixtures that the article names, two are products, the last is a sum.",
            lambda hand: hand.on(lstm).equation("c"),
        ),
        Erratum(
            "0.6",
            "the output",
            (r"\text{“mixed with the output of the output gate”}",),
            "The activation of the output is left out.",
            lambda hand: hand.on(lstm).equation("h"),
        ),
        Erratum(
            "0.8",
            "the range of a gate",
            (r"[0, 1]",),
            "The interval is open: the ends are reached by rounding only, and only the upper one.",
            ends_of_sigmoid,
            rounded_ends,
        ),
    ),
)
