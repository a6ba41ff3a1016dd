"""Errata of the article on the LSTM's diagrams."""

from __future__ import annotations

import sympy as sp

from derive.cells.lstm import dense_peephole_lstm, lstm, peephole_lstm
from derive.notes.errata.erratum import Article, Erratum, Measured


def peepholes() -> Measured:
    """How many numbers the peepholes hold, counted in the two cells."""
    cells = (dense_peephole_lstm, peephole_lstm)
    dense, diagonal = (sp.latex(cell.system.parameter_count - lstm.system.parameter_count) for cell in cells)
    said = f"With $H$ units, the peepholes hold ${dense}$ numbers in the first cell, ${diagonal}$ in the second."
    return Measured(said, f"${dense}$, ${diagonal}$")


ARTICLE = Article(
    3,
    "Understanding LSTM and its diagrams",
    "Yan",
    "olah",
    "It has words and diagrams, and no formulas; its cell has dense peepholes.",
    (
        Erratum(
            "3.1",
            "two diagrams",
            (r"\text{“essentially the same”}",),
            "In the first, gates see the whole cell through a matrix; in the second, each component sees its own. They "
            "are equal only if the matrices are diagonal.",
            lambda hand: (
                *hand.on(dense_peephole_lstm).equation("a_f"),
                *hand.on(peephole_lstm).equation("a_f"),
            ),
            peepholes,
        ),
        Erratum(
            "3.3",
            "what the output gate controls",
            (r"\text{“how much new memory should output to the next LSTM unit”}",),
            r"The new memory itself passes without a gate. What is gated is the output, after a tanh, which is not "
            "mentioned.",
            lambda hand: (*hand.on(dense_peephole_lstm).equation("c"), *hand.on(dense_peephole_lstm).equation("h")),
        ),
    ),
)
