r"""A formula of LaTeX on one line: pieces of text with their places, as SVG has them, and how much room they take.

The formulas are those that a notation and the printer make: symbols with accents and scripts, names, operators,
fractions (set with a slash) and roots.  A command that is not known is set as its name.  Lengths are in em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

GREEK = {
    **{
        "alpha": "α",
        "beta": "β",
        "gamma": "γ",
        "delta": "δ",
        "epsilon": "ϵ",
        "varepsilon": "ε",
        "zeta": "ζ",
        "eta": "η",
    },
    **{"theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ"},
    **{"pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ"},
    **{"psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π"},
    **{"Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω"},
}
SIGNS = {
    **{"odot": "⊙", "oslash": "⊘", "otimes": "⊗", "oplus": "⊕", "times": "×", "cdot": "·", "bullet": "•", "pm": "±"},
    **{"top": "⊤", "partial": "∂", "sum": "Σ", "prod": "Π", "langle": "⟨", "rangle": "⟩", "lvert": "|", "rvert": "|"},
    **{
        "Vert": "‖",
        "leq": "≤",
        "geq": "≥",
        "to": "→",
        "infty": "∞",
        "nabla": "∇",
        "prime": "′",
        "ell": "ℓ",
        "dots": "…",
    },
    **{
        ",": "\u2009",
        ";": "\u2005",
        "!": "",
        " ": " ",
        "quad": "\u2003",
        "left": "",
        "right": "",
        "|": "‖",
        "ldots": "…",
    },
}
ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308"}
ACCENTS |= {"check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300"}
UPRIGHT = ("mathrm", "operatorname", "text", "mathbf", "boldsymbol", "textrm")
NOTHING = ("displaystyle", "textstyle", "scriptstyle", "big", "Big", "bigl", "bigr", "limits")

SCRIPT = 0.7
RAISED, LOWERED = 0.42, 0.22
SLANT = 0.06
ASCENT, DESCENT = 0.72, 0.24

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\S")
_SPACED = "+-=<>⊙⊘⊗≤≥→"
_WIDTHS = {
    **dict(zip("abcdefghijklm", (53, 43, 44, 53, 47, 53, 49, 58, 36, 43, 54, 31, 88), strict=True)),
    **dict(zip("nopqrstuvwxyz", (60, 49, 51, 46, 47, 47, 38, 58, 51, 74, 58, 51, 48), strict=True)),
    **dict(zip("ABCDEFGHIJKLM", (75, 77, 74, 83, 76, 70, 79, 86, 49, 60, 87, 69, 102), strict=True)),
    **dict(zip("NOPQRSTUVWXYZ", (86, 77, 71, 79, 76, 65, 66, 75, 76, 108, 86, 70, 72), strict=True)),
    **dict.fromkeys("()[]", 40),
    **dict.fromkeys("'′.,:;!|", 30),
    **dict.fromkeys("/·", 52),
    **dict.fromkeys("αβγδσωφψπ", 66),
    **dict.fromkeys("\u2009\u2005", 25),
    **dict.fromkeys("⊙⊘⊗⊕⊤+−=<>≤≥×±•", 78),
    **dict.fromkeys("ΓΔΘΛΞΠΦΨΩ√", 84),
    **dict.fromkeys("→Σ\u2003", 100),
}
"""Hundredths of an em; what is not listed takes 55."""


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
        return self.scale * sum(0.0 if _combining(sign) else _WIDTHS.get(sign, 55) / 100 for sign in self.text)


@dataclass(frozen=True)
class Formula:
    """Pieces from left to right, and the room that they take: to the right, and above and below the base line."""

    runs: tuple[Run, ...]
    width: float

    @property
    def above(self) -> float:
        return max((run.rise + ASCENT * run.scale for run in self.runs), default=ASCENT)

    @property
    def below(self) -> float:
        return max((DESCENT * run.scale - run.rise for run in self.runs), default=DESCENT)


@cache
def typeset(latex: str) -> Formula:
    """The formula as pieces of text."""
    tokens = _TOKEN.findall(latex)
    parts: list[Formula] = []
    while tokens:
        part, tokens = _list(tokens)
        parts.append(part)
        tokens = tokens[1:]  # an unmatched brace
    whole = _row(parts)
    return replace(whole, runs=tuple(_merged(whole.runs)))


def _list(tokens: list[str], tight: bool = False) -> tuple[Formula, list[str]]:
    """What stands before the brace that closes the group, and the rest from that brace on."""
    parts: list[Formula] = []
    while tokens and tokens[0] != "}":
        item, tokens = _item(tokens, tight or not parts)
        scripts = {}
        while tokens and tokens[0] in "^_":
            mark = tokens[0]
            scripts[mark], tokens = _item(tokens[1:], tight=True)
        parts.append(_scripted(item, scripts.get("_"), scripts.get("^")))
    return _row(parts), tokens


def _item(tokens: list[str], tight: bool) -> tuple[Formula, list[str]]:
    """What comes next, a group or a command with its arguments as one, and the rest.

    Args:
        tokens: what is left.
        tight: whether an operator comes without spaces: in scripts, and where nothing stands before it.
    """
    if not tokens:
        return Formula((), 0.0), tokens
    head, rest = tokens[0], tokens[1:]
    if head == "{":
        inner, rest = _list(rest, tight)
        return inner, rest[1:]
    if not head.startswith("\\"):
        return _sign(head, tight), rest
    command = head[1:]
    if command == "color":
        return Formula((), 0.0), _item(rest, tight=True)[1]
    if command in ACCENTS:
        inner, rest = _item(rest, tight=True)
        return _accented(inner, ACCENTS[command]), rest
    if command in UPRIGHT:
        inner, rest = _item(rest, tight=True)
        return replace(inner, runs=tuple(replace(run, italic=False) for run in inner.runs)), rest
    if command == "frac":
        above, rest = _item(rest, tight=True)
        below, rest = _item(rest, tight=True)
        return _row([_held_together(above), _sign("/", True), _held_together(below)]), rest
    if command == "sqrt":
        inner, rest = _item(rest, tight=True)
        return _row([_sign("√", True), _held_together(inner)]), rest
    if command == "mathit":
        inner, rest = _item(rest, tight=True)
        return replace(inner, runs=tuple(replace(run, italic=True) for run in inner.runs)), rest
    if command in GREEK:
        return _sign(GREEK[command], tight, italic=GREEK[command].islower()), rest
    if command in SIGNS:
        return _sign(SIGNS[command], tight), rest
    if command in NOTHING:
        return Formula((), 0.0), rest
    return _sign(command, tight, italic=False), rest


def _sign(text: str, tight: bool, italic: bool | None = None) -> Formula:
    """One sign or name; a binary operator comes with thin spaces around it."""
    if italic is None:
        italic = text.isalpha() and text.isascii()
    text = {"-": "−", "'": "′"}.get(text, text)
    if text in _SPACED + "−" and text and not tight:
        text = f"\u2005{text}\u2005"
    run = Run(text, italic)
    return Formula((run,) if text else (), run.width if text else 0.0)


def _row(parts: Iterable[Formula]) -> Formula:
    """One after the other."""
    runs: list[Run] = []
    width = 0.0
    for part in parts:
        runs += (replace(run, left=run.left + width) for run in part.runs)
        width += part.width
    return Formula(tuple(runs), width)


def _scripted(base: Formula, below: Formula | None, above: Formula | None) -> Formula:
    """A base with scripts, one above the other."""
    runs = list(base.runs)
    widths = [0.0]
    for script, rise in ((below, -LOWERED), (above, RAISED)):
        if script is not None:
            runs += (
                replace(
                    run,
                    scale=run.scale * SCRIPT,
                    rise=rise + run.rise * SCRIPT,
                    left=base.width + (SLANT if rise > 0 else 0.0) + run.left * SCRIPT,
                )
                for run in script.runs
            )
            widths.append(script.width * SCRIPT + SLANT)
    return Formula(tuple(runs), base.width + max(widths))


def _accented(base: Formula, accent: str) -> Formula:
    """The accent on the first piece."""
    first, *rest = base.runs or (Run(" "),)
    return replace(base, runs=(replace(first, text=first.text[:1] + accent + first.text[1:]), *rest))


def _held_together(part: Formula) -> Formula:
    """In parentheses, if it is not a single symbol or number."""
    text = "".join(run.text for run in part.runs)
    plain = sum(run.rise == 0 for run in part.runs) <= 1 or text.lstrip("√").isalnum()
    return part if plain else _row([_sign("(", True), part, _sign(")", True)])


def _merged(runs: Iterable[Run]) -> Iterable[Run]:
    """Neighbours that look alike become one piece."""
    last: Run | None = None
    for run in runs:
        if last and (last.italic, last.scale, last.rise) == (run.italic, run.scale, run.rise):
            last = replace(last, text=last.text + run.text)
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _combining(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f" or "\u20d0" <= sign <= "\u20ff"
