r"""LaTeX that people write by hand → the tree: symbols in the files of notations, formulas in the text of the notes.

A grammar for the small language of formulas that the tree can hold:

    formula  = { scripted }                     item   = group | command { argument } | sign
    scripted = item { "_" argument | "^" argument | "'" }
    group    = "{" formula "}"                  argument = group | command | one sign

An unknown command without arguments is a sign of its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from derive.typeset.signs import ACCENTS
from derive.typeset.tree import (
    EMPTY,
    Accented,
    Atom,
    Fenced,
    Fraction,
    Math,
    Root,
    Row,
    Scripts,
    Sign,
    Styled,
    Underbraced,
    Word,
    row,
    scripted,
)

WORDS = ("mathrm", "operatorname", "text", "textrm", "texttt")
STYLES = ("mathbf", "boldsymbol", "mathit", "mathcal", "mathbb")
LARGE = ("sum", "prod")
IGNORED = ("displaystyle", "textstyle", "scriptstyle", "limits", "bigl", "bigr", "big", "Big", "Bigl", "Bigr")


class Unreadable(ValueError):
    """The text is no formula; the message says why."""


@cache
def read(latex: str) -> Math:
    """The tree of a formula.

    Raises:
        Unreadable: a brace is never closed or never opened, or a command lacks its argument.
    """
    reader = _Reader(latex)
    whole = reader.formula()
    if reader.token:
        raise Unreadable(f"{latex!r}: nothing is open that {reader.token!r} could close")
    return whole


def _tokens(latex: str) -> Iterator[str]:
    """Commands with their backslash, numbers, and single characters; blanks only separate."""
    at = 0
    while at < len(latex):
        end = at + 1
        if latex[at] == "\\":
            while end < len(latex) and latex[end].isalpha() and latex[end].isascii():
                end += 1
            end = max(end, at + 2)
        elif latex[at].isdigit():
            while end < len(latex) and (latex[end].isdigit() or latex[end : end + 2].strip(".0123456789") == ""):
                end += 1
        if not latex[at].isspace():
            yield latex[at:end]
        at = end


class _Reader:
    """Reads one formula by recursive descent."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.rest = _tokens(latex)
        self.token = next(self.rest, "")

    def take(self) -> str:
        taken, self.token = self.token, next(self.rest, "")
        return taken

    def formula(self) -> Math:
        """All up to the brace that closes the group, or the end."""
        items: list[Math] = []
        while self.token and self.token not in ("}", "\\right"):
            items.append(self.scripted())
        return row(*items)

    def scripted(self) -> Math:
        base = self.item() if self.token not in ("_", "^", "'") else EMPTY
        below, above, primes = EMPTY, EMPTY, 0
        while self.token and self.token in "_^'":
            mark = self.take()
            if mark == "'":
                primes += 1
            elif mark == "_":
                below = self.argument()
            else:
                above = self.argument()
        if isinstance(base, Sign):
            return Sign(base.command, below, above)
        if isinstance(base, Underbraced):
            return Underbraced(base.item, below)
        if primes:
            return Scripts(base, below, above, primes)
        return scripted(base, below, above)

    def item(self) -> Math:
        token = self.take()
        name = token[1:]
        if token == "{":
            return self.closed()
        if not token.startswith("\\"):
            return Atom(token)
        if name in IGNORED:
            return self.item() if self.token not in ("", "}") else EMPTY
        if name in ACCENTS:
            return Accented(name, self.argument())
        if name in WORDS:
            return self.word(name)
        if name in STYLES:
            return Styled(name, self.argument())
        if name in LARGE:
            return Sign(name, EMPTY)
        match name:
            case "frac":
                return Fraction(self.argument(), self.argument())
            case "sqrt":
                return Root(self.argument())
            case "underbrace":
                return Underbraced(self.argument(), EMPTY)
            case "left":
                left = self.take()
                inner = self.formula()
                if self.take() != "\\right":
                    raise Unreadable(f"{self.latex!r}: \\left{left} without \\right")
                return Fenced(inner, left, self.take())
        return Atom(token)

    def argument(self) -> Math:
        """A group or the next sign, as what a command or a script takes."""
        if not self.token or self.token == "}":
            raise Unreadable(f"{self.latex!r}: an argument is missing")
        return self.item()

    def closed(self) -> Math:
        inner = self.formula()
        if self.take() != "}":
            raise Unreadable(f"{self.latex!r}: a brace is never closed")
        return inner

    def word(self, command: str) -> Math:
        """The letters of a name: what its group says, without braces of its own."""
        inner = self.argument()
        atoms = inner.items if isinstance(inner, Row) else (inner,)
        letters = "".join(
            " " if atom.text == "\\ " else atom.text.removeprefix("\\") for atom in atoms if isinstance(atom, Atom)
        )
        return Word(letters, command)
