"""Names of tensors: ASCII in the whole system, whatever letters they are written with."""

from __future__ import annotations

import re
import unicodedata

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


def spelled_out(name: str) -> str:
    """The name with its Greek letters as words: α is alpha, W_θ is W_theta; notes print them as letters again.

    λ is lamda, as Unicode and SymPy have it, since lambda is a word of Python's own.
    """
    if not isinstance(name, str) or name.isascii():
        return name
    parts: list[str] = []
    for letter in unicodedata.normalize("NFKC", name):
        word = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)", unicodedata.name(letter, ""))
        if word is None:
            parts.append(letter)
            continue
        if parts and parts[-1] != "_":
            parts.append("_")
        parts += [word[2].lower() if word[1] == "SMALL" else word[2].capitalize(), "_"]
    text = "".join(parts)
    return re.sub(r"_(?=[0-9_]|$)", "", text)  # alpha1 and alpha_beta, not alpha_1 and alpha__beta
