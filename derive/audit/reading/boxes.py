"""What LaTeX and plain text are read to first: boxes in a row, with their scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["letter", "number", "sign", "frac", "root", "group", "rows", "words", "space"]


@dataclass(frozen=True)
class Box:
    """A letter or word, a number, a sign, or a construct with rows of boxes in it, and its scripts.

    Scripts are kept apart from their order: ``W_f^t`` and ``W^t_f`` are the same box.
    """

    kind: Kind
    text: str = ""
    args: tuple[Row, ...] = ()
    sub: Row = ()
    sup: Row = ()
    primes: int = 0

    @property
    def bare(self) -> bool:
        """Whether it has no scripts."""
        return not (self.sub or self.sup or self.primes)

    def is_sign(self, *texts: str) -> bool:
        return self.kind == "sign" and self.text in texts


Row: TypeAlias = "tuple[Box, ...]"


def weight(row: Row) -> int:
    """How many boxes there are, scripts and insides included."""
    return sum(1 + box.primes + weight(box.sub) + weight(box.sup) + sum(map(weight, box.args)) for box in row)


def spelled(row: Row) -> str:
    """The boxes in a line, for messages."""
    text = ""
    for box in row:
        inner = ", ".join(map(spelled, box.args))
        text += {"frac": f"({inner.replace(', ', ')/(', 1)})", "root": f"√({inner})", "group": f"({inner})"}.get(
            box.kind, box.text.lstrip("\\") + (f"({inner})" if inner else "")
        )
        text += "'" * box.primes
        for mark, script in (("_", box.sub), ("^", box.sup)):
            if script:
                word = spelled(script)
                text += mark + (word if len(word) == 1 else f"{{{word}}}")
    return text
