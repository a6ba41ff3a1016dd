"""Plain text and Unicode, as people type formulas, to the boxes of LaTeX.

``dc_prev``, ``c[t-1]``, ``∂L/∂c_t``, ``σ'(a)``, ``hₜ₋₁``, ``Wᵀ``: words are single symbols, subscripts after an
underscore reach to the end of the word, raised and lowered letters become scripts.
"""

from __future__ import annotations

import re
import unicodedata

from derive.audit.reading import latex
from derive.audit.reading.boxes import Row


def _plain(letters: str) -> dict[str, str]:
    """Raised or lowered letters, and what each is on the line."""
    return {letter: unicodedata.normalize("NFKC", letter).replace("\N{MINUS SIGN}", "-") for letter in letters}


RAISED = _plain("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵗᶠⁱᵒᶜᵍʰʲᵏˡᵐⁿᵖʳˢᵘᵛʷˣʸᶻᵃᵇᵈᵉ") | {"ᵀ": "\\top", "⊤": "\\top"}
LOWERED = _plain("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₜₐₑₕᵢⱼₖₗₘₙₒₚᵣₛᵤᵥₓ")
WORD = re.compile(
    r"(?P<raised>[{raised}]+)|(?P<lowered>[{lowered}]+)|(?P<accent>[̂̃̄̇])"
    r"|(?P<latex>\\[A-Za-z]+)|(?P<word>{head}{tail}*(?:_{tail}+)*)"
    r"|(?P<script>[_^](?P<bare>{tail}+))|(?P<other>.)".format(
        raised="".join(RAISED),
        lowered="".join(LOWERED),
        head=rf"[^\W\d_{''.join(RAISED)}{''.join(LOWERED)}]",
        tail=rf"[^\W_{''.join(RAISED)}{''.join(LOWERED)}]",
    ),
    re.DOTALL,
)
ACCENTS = {"̂": r"\hat", "̃": r"\tilde", "̄": r"\bar", "̇": r"\dot"}
SPECIAL = set("".join(RAISED) + "".join(LOWERED) + "'′″^{}\\⊙∘⊗·×∂∑Σ∏√−")
"""What makes a span of code plain text rather than Python."""


def boxes(text: str) -> Row:
    """The boxes of a line of plain text.

    Raises:
        UnreadableError: as :func:`.latex.boxes` does.
    """
    return latex.boxes(as_latex(text))


def as_latex(text: str) -> str:
    """Plain text spelled as LaTeX."""
    text = text.replace("**", "^").replace(".T", r"^{\top}").replace("&&", " ")
    out: list[str] = []
    for match in WORD.finditer(text):
        if match["raised"]:
            out.append("^{" + " ".join(RAISED[c] for c in match["raised"]) + "}")
        elif match["lowered"]:
            out.append("_{" + " ".join(LOWERED[c] for c in match["lowered"]) + "}")
        elif match["accent"]:
            if out:
                out[-1] = f"{ACCENTS[match['accent']]}{{{out[-1]}}}"
        elif match["word"]:
            out.append(_word(match["word"]))
        elif match["script"]:
            out.append(f"{match['script'][0]}{{{_one(match['bare'])}}}")
        elif match["latex"]:
            out.append(match["latex"] + " ")
        else:
            out.append({"#": " ", "$": " ", "%": " "}.get(match["other"], match["other"]))
    return "".join(out)


def _word(word: str) -> str:
    """A word with its subscripts: dc_prev is dc with prev below it."""
    head, *below = [part for part in word.split("_") if part] or [word]
    prefix = ""
    if head[0] in "δ∂Δ" and len(head) > 1:
        prefix, head = head[0] + " ", head[1:]
    text = prefix + _one(head)
    return text + ("_{" + ",".join(map(_one, below)) + "}" if below else "")


def _one(word: str) -> str:
    return word if len(word) == 1 or word.isdigit() else rf"\mathrm{{{word}}}" if word.isascii() else word
