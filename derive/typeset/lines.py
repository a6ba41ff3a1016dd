r"""How wide a formula is, and where a long one breaks.

TeX breaks no displayed formula by itself.  The width is estimated from the LaTeX source in em, well enough to decide
how many summands fit on a line; the tests compile the notes and allow no overfull line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from derive.typeset.latex import Piece

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_]|\S")
_BINARY = {"+", "-", r"\odot", r"\oslash", r"\cdot"}
_RELATIONS = {"=", "<", ">", r"\leq", r"\geq", r"\to", r"\in", r"\longrightarrow"}
_WIDTHS = {
    **dict.fromkeys("()[]|", 0.39),
    **dict.fromkeys("',.:;il!", 0.32),
    **dict.fromkeys(_BINARY, 1.23),
    **dict.fromkeys(_RELATIONS, 1.35),
    **{r"\,": 0.17, r"\;": 0.28, r"\!": -0.17, r"\ ": 0.33, r"\quad": 1.0, r"\qquad": 2.0},
    **{r"\tanh": 2.1, r"\exp": 1.6, r"\log": 1.4, r"\max": 2.0, r"\top": 0.78, r"\prime": 0.3},
    **{r"\left": 0.25, r"\right": 0.25, r"\partial": 0.57, r"\langle": 0.39, r"\rangle": 0.39},
    **dict.fromkeys((r"\lvert", r"\rvert"), 0.28),
    **dict.fromkeys((r"\textcircled", r"\displaystyle", r"\scriptstyle"), 0.0),
}
_STACKED = (r"\sum", r"\underbrace")
_WRAPPERS = (
    *(r"\mathrm", r"\operatorname", r"\mathbf", r"\boldsymbol", r"\text", r"\deriveDelta"),
    *(r"\hat", r"\tilde", r"\bar", r"\dot"),
)


def width(latex: str) -> float:
    """The width of a displayed formula in em, roughly."""
    tokens = _TOKEN.findall(latex)
    total, rest = _run(tokens)
    while rest:  # an unmatched brace
        more, rest = _run(rest[1:])
        total += more
    return total


def _run(tokens: list[str]) -> tuple[float, list[str]]:
    """The width up to the brace that closes the group, and what comes after."""
    total = 0.0
    while tokens and tokens[0] != "}":
        item, tokens = _item(tokens)
        below = above = 0.0
        stacked = item[1]
        while tokens and tokens[0] in "^_":
            mark = tokens[0]
            script, tokens = _argument(tokens[1:])
            if mark == "_":
                below = 0.7 * script
            else:
                above = 0.7 * script
        total += max(item[0], below, above) if stacked else item[0] + max(below, above)
    return total, tokens


def _item(tokens: list[str]) -> tuple[tuple[float, bool], list[str]]:
    """The width of what comes next, whether its scripts stand above and below it, and what comes after."""
    head, rest = tokens[0], tokens[1:]
    if head == "{":
        inner, rest = _run(rest)
        return (inner, False), rest[1:]
    if head == r"\frac":
        top, rest = _argument(rest)
        bottom, rest = _argument(rest)
        return (max(top, bottom) + 0.25, False), rest
    if head == r"\sqrt":
        inner, rest = _argument(rest)
        return (inner + 0.9, False), rest
    if head == r"\derivePart":  # in the colour of a path
        _, rest = _argument(rest)
        return _item(rest)
    if head == r"\derivePath":  # a number in a circle
        _, rest = _argument(rest)
        return (1.1, False), rest
    if head == r"\color":
        _, rest = _argument(rest)
        return (0.0, False), rest
    if head == r"\sum":
        return (1.45, True), rest
    if head in _STACKED or head in _WRAPPERS:
        inner, rest = _argument(rest)
        return (inner, head in _STACKED), rest
    if head in _WIDTHS:
        return (_WIDTHS[head], False), rest
    return ((0.76 if head.isupper() or head[1:2].isupper() else 0.55), False), rest


def _argument(tokens: list[str]) -> tuple[float, list[str]]:
    if not tokens:
        return 0.0, tokens
    (size, _), rest = _item(tokens)
    return size, rest


def broken(pieces: Iterable[Piece], room: float) -> list[str]:
    """Summands over as many lines as they need, each at most ``room`` em wide where its summands allow it."""
    lines: list[str] = []
    used = 0.0
    for sign, piece in pieces:
        size = width(piece) + 1.23
        if lines and used + size <= room:
            lines[-1] += f" {sign} {piece}"
            used += size
        else:
            first = not lines
            lines.append(piece if first and sign == "+" else f"{sign}{piece}" if first else f"{sign} {piece}")
            used = size
    return lines


def aligned(left: str, pieces: Sequence[Piece], room: float) -> tuple[str, ...]:
    """The lines of an equation, for an alignment at the equals sign."""
    first, *more = broken(pieces, room - width(left) - 2.4)
    return (f"{left} &= {first}", *(rf"&\quad {{}}{line}" for line in more))
