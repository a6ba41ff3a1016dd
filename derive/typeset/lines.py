"""How wide a formula is when TeX displays it, and where a long one breaks.

TeX breaks no displayed formula by itself.  The width is estimated from the tree, in em, well enough to decide how many
summands fit on a line; the tests compile the notes and allow no overfull line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from derive.typeset.signs import Role
from derive.typeset.tree import (
    EMPTY,
    Accented,
    Atom,
    DeltaMark,
    Fenced,
    Fraction,
    Grid,
    Math,
    PathNumber,
    PathPart,
    Piece,
    Root,
    Row,
    Scripts,
    Sign,
    Styled,
    TensorMark,
    Underbraced,
    Word,
    role_of,
    row,
)

_WIDTHS = {
    **dict.fromkeys("()[]|/", 0.39),
    **dict.fromkeys("',.:;il!", 0.32),
    **{r"\,": 0.17, r"\;": 0.28, r"\!": -0.17, r"\ ": 0.33, r"\quad": 1.0, r"\qquad": 2.0, "{}": 0.0},
    **{r"\tanh": 2.1, r"\exp": 1.6, r"\log": 1.4, r"\max": 2.0, r"\min": 1.8, r"\top": 0.78},
    **dict.fromkeys((r"\langle", r"\rangle"), 0.39),
    **dict.fromkeys((r"\lvert", r"\rvert"), 0.28),
}
_BINARY, _RELATION, _CAPITAL, _LETTER = 1.23, 1.35, 0.76, 0.55
SCRIPT = 0.7


def width(formula: Math) -> float:
    """The width of a displayed formula in em, roughly."""
    match formula:
        case Atom(text):
            return _atom(text, role_of(formula))
        case Word(text):
            return sum(_atom(letter, Role.LETTER) for letter in text)
        case Row(items):
            return sum(map(width, items))
        case Scripts(base, below, above, primes):
            return width(base) + SCRIPT * max(width(below), width(above) + 0.35 * primes)
        case Fraction(above, below):
            return max(width(above), width(below)) + 0.25
        case Root(item):
            return width(item) + 0.9
        case Fenced(item, left, right):
            grown = 0.5 if formula.tall else 0.0
            return width(item) + _atom(left, Role.PLAIN) + _atom(right, Role.PLAIN) + grown
        case Sign(_, below, above):
            return max(1.45, SCRIPT * width(below), SCRIPT * width(above))
        case Underbraced(item, below):
            return max(width(item), SCRIPT * width(below))
        case Grid(rows):
            return max(sum(width(cell) + 1 for cell in line) for line in rows) + 1
        case PathNumber():
            return 1.1
        case Styled(_, item) | Accented(_, item) | TensorMark(_, item) | DeltaMark(item) | PathPart(_, item):
            return width(item)
    raise TypeError(f"no width of {type(formula).__name__}")


def _atom(text: str, role: Role) -> float:
    if text in _WIDTHS:
        return _WIDTHS[text]
    if role is Role.BINARY:
        return _BINARY
    if role is Role.RELATION:
        return _RELATION
    if text.startswith("\\"):
        return _CAPITAL if text[1:2].isupper() else _LETTER
    return sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _LETTER) for letter in text)


@dataclass(frozen=True)
class Line:
    """A line of an equation or a derivation: what stands before the sign of alignment, the rest, and a remark.

    The remark is text in the markup of the notes.
    """

    left: Math
    right: Math
    remark: str = ""

    @property
    def whole(self) -> Math:
        """The line without the alignment."""
        return row(self.left, self.right)


def broken(pieces: Iterable[Piece], room: float) -> list[Math]:
    """Summands over as many lines as they need, each at most ``room`` em wide where its summands allow it."""
    lines: list[Math] = []
    used = 0.0
    for sign, piece in (part for whole in pieces for part in _parts(whole, room)):
        size = width(piece) + _BINARY
        if lines and used + size <= room:
            lines[-1] = row(lines[-1], sign, piece)
            used += size
        else:
            lines.append(piece if not lines and sign == "+" else row(sign, piece))
            used = size
    return lines


def _parts(piece: Piece, room: float) -> Iterator[Piece]:
    """The summand, or where it alone is too wide its factors, each behind the sign that joins it to those before."""
    sign, formula = piece
    if width(formula) <= room or not isinstance(formula, Row):
        yield piece
        return
    part: list[Math] = []
    for item in formula.items:
        if isinstance(item, Atom) and role_of(item) is Role.BINARY and part:
            yield sign, row(*part)
            sign, part = item.text, []
        else:
            part.append(item)
    yield sign, row(*part)


CONTINUED = row(r"\quad", "{}")
"""What a line that goes on with the one before begins with: a blank, and nothing, so that a plus joins two summands."""


def aligned(left: Math, pieces: Sequence[Piece], room: float, relation: str = "=") -> tuple[Line, ...]:
    """The lines of an equation, to be aligned at its equals sign."""
    first, *more = broken(pieces, room - width(left) - 2.4)
    return (Line(left, row(relation, first)), *(Line(EMPTY, row(CONTINUED, line)) for line in more))
