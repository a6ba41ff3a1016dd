r"""A formula on one line: pieces of text with their places, as SVG has them, and the room that they take.

Fractions are set with a slash.  Accents, primes and the bars of roots are lines of ours, since fonts disagree about
where they belong.  Lengths are in em; x goes to the right, y up from the base line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from derive.typeset.signs import Role, sign
from derive.typeset.tree import (
    Accented,
    Atom,
    DeltaMark,
    Fenced,
    Fraction,
    Grid,
    Math,
    PathNumber,
    PathPart,
    Root,
    Row,
    Scripts,
    Sign,
    Styled,
    TensorMark,
    Underbraced,
    Word,
    role_of,
)

SCRIPT = 0.7
RAISED, LOWERED = 0.42, 0.22
SLANT = 0.06
ASCENT, DESCENT = 0.72, 0.24
THIN = "\u2005"
"""The space around an operator."""

_WIDTHS = {
    **dict(zip("abcdefghijklm", (53, 43, 44, 53, 47, 53, 49, 58, 36, 43, 54, 31, 88), strict=True)),
    **dict(zip("nopqrstuvwxyz", (60, 49, 51, 46, 47, 47, 38, 58, 51, 74, 58, 51, 48), strict=True)),
    **dict(zip("ABCDEFGHIJKLM", (75, 77, 74, 83, 76, 70, 79, 86, 49, 60, 87, 69, 102), strict=True)),
    **dict(zip("NOPQRSTUVWXYZ", (86, 77, 71, 79, 76, 65, 66, 75, 76, 108, 86, 70, 72), strict=True)),
    **dict.fromkeys("()[]", 40),
    **dict.fromkeys(".,:;!|", 30),
    **dict.fromkeys("/·", 52),
    **dict.fromkeys("αβγδσωφψπ", 66),
    **dict.fromkeys("\u2009\u2005", 25),
    **dict.fromkeys("⊙⊘⊗⊕⊤+−=<>≤≥×±•≈≠∋∈", 78),
    **dict.fromkeys("ΓΔΘΛΞΠΦΨΩ√", 84),
    **dict.fromkeys("→⟶Σ\u2003", 100),
}
"""Hundredths of an em; a sign that is not listed takes 55."""

_TALL = set("bdfhkltijβδζθλξφψ") | {chr(code) for code in range(ord("A"), ord("Z") + 1)} | set("ΓΔΘΛΞΠΣΥΦΨΩ0123456789")
_LOW, _HIGH = 0.46, 0.70
"""The heights of x and of X."""


@dataclass(frozen=True)
class Run:
    """A piece of text: upright or italic, how large, how far above the base line, and where it begins."""

    text: str
    italic: bool = False
    scale: float = 1.0
    rise: float = 0.0
    left: float = 0.0

    @property
    def width(self) -> float:
        return self.scale * sum(_WIDTHS.get(letter, 55) / 100 for letter in self.text)


@dataclass(frozen=True)
class Stroke:
    """A line through points: a bar, a hat, a prime."""

    points: tuple[tuple[float, float], ...]
    thick: float = 0.05

    def moved(self, right: float, scale: float = 1.0, up: float = 0.0) -> Stroke:
        return Stroke(tuple((x * scale + right, y * scale + up) for x, y in self.points), self.thick * scale)


@dataclass(frozen=True)
class Formula:
    """Pieces and lines from left to right, and the room that they take: to the right, above and below the base line."""

    runs: tuple[Run, ...]
    width: float
    strokes: tuple[Stroke, ...] = ()

    @property
    def above(self) -> float:
        texts = (run.rise + ASCENT * run.scale for run in self.runs)
        return max((*texts, *(y for stroke in self.strokes for _, y in stroke.points)), default=ASCENT)

    @property
    def below(self) -> float:
        return max((DESCENT * run.scale - run.rise for run in self.runs), default=DESCENT)

    @property
    def text(self) -> str:
        """All of its letters."""
        return "".join(run.text for run in self.runs)


EMPTY = Formula((), 0.0)


@cache
def typeset(formula: Math) -> Formula:
    """The formula as pieces of text and lines."""
    whole = _set(formula, False)
    return replace(whole, runs=tuple(_merged(whole.runs)))


def text(letters: str) -> Formula:
    """Plain text as a formula."""
    run = Run(letters)
    return Formula((run,), run.width)


def line(formulas: Iterable[Formula]) -> Formula:
    """Formulas side by side."""
    runs: list[Run] = []
    strokes: list[Stroke] = []
    width = 0.0
    for part in formulas:
        runs += (replace(run, left=run.left + width) for run in part.runs)
        strokes += (stroke.moved(width) for stroke in part.strokes)
        width += part.width
    return Formula(tuple(runs), width, tuple(strokes))


def _set(node: Math, tight: bool) -> Formula:
    """A node; ``tight``: it stands in a script, where operators have no space."""
    match node:
        case Atom(name):
            letters, role = sign(name)
            run = Run(letters, italic=role is Role.LETTER)
            return Formula((run,), run.width) if letters else EMPTY
        case Word(letters):
            return text(letters)
        case Row(items):
            return line(_spaced(items, tight or node.tight))
        case Styled("mathit", item):
            return _faced(_set(item, tight), italic=True)
        case Styled(_, item):
            return _faced(_set(item, tight), italic=False)
        case Scripts():
            return _scripted(node, tight)
        case Accented(accent, item):
            return _accented(_set(item, True), accent)
        case Fraction(above, below):
            return line([_together(above), text("/"), _together(below)])
        case Root(item):
            inner = _set(item, tight)
            top = inner.above + 0.1
            hook = Stroke(((0.02, 0.22), (0.12, 0.28), (0.28, -0.18), (0.44, top), (0.46 + inner.width + 0.06, top)))
            return Formula(
                line([Formula((), 0.46), inner]).runs,
                0.54 + inner.width,
                (hook, *(stroke.moved(0.46) for stroke in inner.strokes)),
            )
        case Fenced(item, left, right):
            return line([text(sign(left)[0]), _set(item, tight), text(sign(right)[0])])
        case Sign(command, below, above):
            return _scripted(Scripts(Atom(f"\\{command}"), below, above), tight)
        case Underbraced(item, _) | TensorMark(_, item) | DeltaMark(item) | PathPart(_, item):
            return _set(item, tight)
        case PathNumber(number):
            return text(f"({number})")
        case Grid(rows):
            lines = ["; ", *[", "] * 0]
            cells = [text("[")]
            for nth, one in enumerate(rows):
                cells += [text(lines[0])] if nth else []
                cells += [part for at, cell in enumerate(one) for part in ([text(" ")] * bool(at) + [_set(cell, True)])]
            return line([*cells, text("]")])
    raise TypeError(f"no way to set {type(node).__name__}")


def _spaced(items: Iterable[Math], tight: bool) -> Iterable[Formula]:
    """The items of a row, operators between two operands with a space on either side."""
    before = Role.RELATION
    for item in items:
        role, one = role_of(item), _set(item, tight)
        operator = role is Role.RELATION or (role is Role.BINARY and before not in (Role.BINARY, Role.RELATION))
        apart = operator and not tight and one.text not in "·•"
        yield line([text(THIN), one, text(THIN)]) if apart else one
        before = role if role is not Role.SPACE else before


def _scripted(node: Scripts, tight: bool) -> Formula:
    """A base with its scripts, one above the other, and primes before what stands above."""
    base = _set(node.base, tight)
    primes = [_prime(at) for at in range(node.primes)]
    above = _set(node.above, True) if node.above else None
    raised = line([Formula((), 0.3 * node.primes, tuple(primes)), above or EMPTY])
    runs, strokes, widths = list(base.runs), list(base.strokes), [0.0]
    for script, rise in ((_set(node.below, True) if node.below else EMPTY, -LOWERED), (raised, RAISED)):
        left = base.width + (SLANT if rise > 0 else 0.0)
        runs += (
            replace(run, scale=run.scale * SCRIPT, rise=rise + run.rise * SCRIPT, left=left + run.left * SCRIPT)
            for run in script.runs
        )
        strokes += (stroke.moved(left, SCRIPT, rise) for stroke in script.strokes)
        widths += [script.width * SCRIPT + SLANT] if script.width else []
    return Formula(tuple(runs), base.width + max(widths), tuple(strokes))


def _prime(nth: int) -> Stroke:
    """A prime in the place of a superscript."""
    left = 0.3 * nth
    return Stroke(((left + 0.2, 0.66), (left + 0.06, 0.12)), 0.09)


_ACCENTS = {
    "hat": ((-0.17, 0.0), (0.0, 0.13), (0.17, 0.0)),
    "check": ((-0.17, 0.13), (0.0, 0.0), (0.17, 0.13)),
    "tilde": ((-0.2, 0.02), (-0.12, 0.09), (-0.04, 0.08), (0.04, 0.04), (0.12, 0.03), (0.2, 0.1)),
    "bar": ((-0.2, 0.05), (0.2, 0.05)),
    "vec": ((-0.22, 0.05), (0.2, 0.05), (0.1, 0.12), (0.2, 0.05), (0.1, -0.02)),
    "breve": ((-0.15, 0.12), (-0.08, 0.03), (0.08, 0.03), (0.15, 0.12)),
    "acute": ((-0.06, 0.0), (0.1, 0.14)),
    "grave": ((-0.1, 0.14), (0.06, 0.0)),
    "dot": ((-0.04, 0.05), (0.04, 0.05)),
}


def _accented(base: Formula, accent: str) -> Formula:
    """The accent above the middle of the base."""
    letters = base.text
    high = any(letter in _TALL for letter in letters)
    top = max((y for stroke in base.strokes for _, y in stroke.points), default=_HIGH if high else _LOW) + 0.08
    slant = 0.08 if any(run.italic for run in base.runs) else 0.0
    middle = base.width / 2 + (slant if high else slant / 2)
    if accent == "ddot":
        marks = [Stroke(_ACCENTS["dot"], 0.1).moved(middle + side, up=top) for side in (-0.13, 0.13)]
    else:
        marks = [Stroke(_ACCENTS[accent], 0.1 if accent == "dot" else 0.055).moved(middle, up=top)]
    return replace(base, strokes=(*base.strokes, *marks))


def _faced(part: Formula, italic: bool) -> Formula:
    return replace(part, runs=tuple(replace(run, italic=italic) for run in part.runs))


def _together(part: Math) -> Formula:
    """A side of a fraction: in parentheses where it is more than one symbol or number."""
    inner = _set(part, True)
    whole = not isinstance(part, Row) or (part.tight and len(part.items) < 3)
    return inner if whole else line([text("("), inner, text(")")])


def _merged(runs: Iterable[Run]) -> Iterable[Run]:
    """Neighbours that look alike become one piece."""
    last: Run | None = None
    for run in runs:
        adjoins = last is not None and abs(last.left + last.width - run.left) < 1e-9
        if last and adjoins and (last.italic, last.scale, last.rise) == (run.italic, run.scale, run.rise):
            last = replace(last, text=last.text + run.text)
        else:
            if last:
                yield last
            last = run
    if last:
        yield last
