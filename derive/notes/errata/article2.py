"""Errata of the walkthrough of gates."""

from __future__ import annotations

from derive.cells.lstm import lstm
from derive.core.equations import TIME
from derive.notes.errata.article1 import carried
from derive.notes.errata.erratum import Article, Erratum, Measured, distance, figures, number
from derive.notes.errata.hand import Hand, Lines
from derive.notes.errata.trial import Trial

NEW = {"f": 0, "i": 1}


def older_states(hand: Hand) -> Lines:
    """The way from a cell to the next that does not go through the forget gate."""
    on = hand.on(lstm)
    return (
        *on.equation("c", where=NEW),
        *on.equation("dc", TIME - 1, where=NEW),
        *on.equation("dh", TIME - 1, where=NEW, through=["da_f", "da_i"]),
    )


def reached() -> Measured:
    """How far the cell of the next step follows that of this one, with the gates held."""
    held = {**NEW, "dy": 0, "dh_T": 0, "dc_T": 1}
    trial = Trial(lstm, {"T": 2, "M": 1, "H": 1}, held)
    measured, derived = trial.difference("c", 1), trial("dc", 1)
    rest = distance(derived, measured)
    said = f"With one unit, $|\\partial c_t/\\partial c_{{t-1}}| = {figures(abs(measured.item()))}$ instead of 0."
    return Measured(said, f"${figures(abs(measured.item()))}$", abs(measured.item()), rest)


def leak() -> Measured:
    """What is left after 100 steps of a gate that is nearly open."""
    left = carried(0.99, 100)
    return number(rf"With $\varepsilon = 0.01$ and $w = 100$ there is left ${figures(left)}$.", 1, left)


ARTICLE = Article(
    2,
    "a walkthrough by gates, in “lego blocks”",
    "",
    "olah",
    r"It writes $\otimes$ for the product of components, $F_t$ and $I_t$ for what the gates let pass, and $c_t'$ for "
    r"$\tanh c_t$. It has no backward pass, and its four cases of gates at 0 and 1 have the right formulas.",
    (
        Erratum(
            "2.1",
            "the bias of the candidate",
            (r"\tilde{c}_t = \tanh(W_c [h_{t-1}, x_t] + b_i)",),
            "This is the bias of the input gate.",
            lambda hand: (*hand.on(lstm).equation("g"), *hand.on(lstm).equation("a_g")),
        ),
        Erratum(
            "2.2",
            "what the input gate lets pass",
            (r"I_t = i_t \otimes \tilde{c}_{t-1}",),
            "The candidate is that of the same step.",
            lambda hand: hand.on(lstm).equation("c"),
        ),
        Erratum(
            "2.3",
            "both gates closed",
            (r"f_t = i_t = 0\text{: “we allow both the vectors $c_{t-1}, \tilde{c}_t$ to pass”}",),
            "The words are those of the next case. With both gates closed neither passes.",
            lambda hand: (
                *hand.on(lstm).equation("c", where={"f": 0, "i": 0}),
                *hand.on(lstm).equation("h", where={"c": 0}),
            ),
        ),
        Erratum(
            "2.4",
            "older cells when the forget gate is closed",
            (r"f_t = 0,\ i_t = 1\text{: “do NOT need cell states before time step $t$”}",),
            r"The candidate and the output gate read $h_{t-1} = o_{t-1} \odot \tanh(c_{t-1})$, so that older cells "
            "still act; below with the two gates held at these values.",
            older_states,
            reached,
        ),
        Erratum(
            "2.5",
            "what is forgotten",
            (r"\text{“partially forgets … concatenated vector $[h_{t-1}, x_t]$”}",),
            "The gate is computed from the concatenated vector; it multiplies the old cell.",
            lambda hand: (*hand.on(lstm).equation("a_f"), *hand.on(lstm).equation("c")),
        ),
        Erratum(
            "2.6",
            "what is squashed",
            (r"c_t'\text{: “function of previous cell state $c_{t-1}$ and … $c_t$”}",),
            r"It is a function of the new cell alone, $c_t' = \tanh(c_t)$.",
            lambda hand: hand.on(lstm).equation("h"),
        ),
        Erratum(
            "2.7",
            "the gate and what it lets pass",
            (r"\text{“similarly for $I_t = c$”}",),
            r"The cases fix the gate $i_t$; $I_t$ is its product with the candidate, the second term of the cell.",
            lambda hand: hand.on(lstm).equation("c"),
        ),
        Erratum(
            "2.8",
            "gates at 0 and 1",
            (r"f, i \in \{0, 1\}",),
            r"A sigmoid only comes near: with $f = 1 - \varepsilon$ at each of $w$ steps, there is left "
            r"$(1 - \varepsilon)^w$ of what should pass unchanged.",
            lambda hand: hand.on(lstm).direct("c"),
            leak,
            remark="direct path alone",
        ),
    ),
)
