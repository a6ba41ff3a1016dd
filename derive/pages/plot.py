"""A plot as SVG, and the geometry that it shares with LaTeX: decades on the axis, labels that do not collide.

Each curve is labelled where it ends, in its own colour and its own dashes, so that neither is needed to tell it from
the others.  Colours follow the page, as those of drawings do (:mod:`derive.diagram.drawing.svg`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from derive.diagram.drawing.svg import ALONE, LIGHT, SERIF, strokes, tspans
from derive.notes.document import Curve, Plot, spans
from derive.notes.writer import COLOURS, colour
from derive.typeset.reader import read
from derive.typeset.runs import Formula, line, typeset
from derive.typeset.runs import text as plain

DASHES = ((), (7, 3), (2, 2.5), (9, 3, 2, 3), (4, 2), (9, 3, 2, 3, 2, 3), (12, 4), (3, 6))
"""What is drawn and left out in turns, in pt, curve by curve."""

WIDTH, HEIGHT = 560.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 122.0, 34.0, 46.0
EM = 16.0
LEAST = 0.6
"""How far it shrinks with the page."""

LINE = 1.25
"""The least distance between two labels, in em."""


@dataclass(frozen=True)
class Labelled:
    """A curve, its colour and dashes, and how high its label stands, from 0 at the bottom of the axis to 1."""

    curve: Curve
    number: int
    height: float

    @property
    def dashes(self) -> tuple[float, ...]:
        return DASHES[(self.number - 1) % len(DASHES)]

    @property
    def colour(self) -> int:
        return colour(self.number)


@dataclass(frozen=True)
class Axes:
    """The ranges of a plot; those of the values are powers of ten."""

    last: float
    low: int
    high: int

    @classmethod
    def of(cls, plot: Plot) -> Axes:
        values = [math.log10(y) for curve in plot.curves for _, y in curve.points]
        every = _decades(max(values) - min(values))
        low, high = math.floor(min(values) / every) * every, math.ceil(max(values) / every) * every
        return cls(max(x for curve in plot.curves for x, _ in curve.points), low, max(high, low + every))

    @property
    def decades(self) -> list[int]:
        """The powers that are marked."""
        return list(range(self.low, self.high + 1, _decades(self.high - self.low)))

    def height(self, value: float) -> float:
        """Where a value stands, from 0 to 1."""
        return (math.log10(value) - self.low) / (self.high - self.low)

    def labelled(self, plot: Plot) -> list[Labelled]:
        """The curves with their labels, none nearer to another than a line."""
        least = LINE * EM / (HEIGHT - TOP - BOTTOM)
        order = sorted(range(len(plot.curves)), key=lambda at: -plot.curves[at].points[-1][1])
        wanted = [self.height(plot.curves[at].points[-1][1]) for at in order]
        placed = dict(zip(order, _spread(wanted, least), strict=True))
        return [Labelled(curve, at + 1, placed[at]) for at, curve in enumerate(plot.curves)]


def _decades(extent: float) -> int:
    """Decades from one mark to the next: at most about eight marks."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if extent <= 8 * step or step == 200)


def _spread(wanted: list[float], least: float) -> list[float]:
    """Heights from the top down, as near to the wanted ones as a least distance allows, the lowest not below 0."""
    placed: list[float] = []
    for height in wanted:
        placed.append(min(height, placed[-1] - least) if placed else height)
    floor = 0.0
    for at in reversed(range(len(placed))):
        placed[at] = max(placed[at], floor)
        floor = placed[at] + least
    return placed


# ---------------------------------------------------------------------------------------------------------------------
# SVG.


def svg(plot: Plot, alone: bool = False) -> str:
    """The plot as an SVG element.

    Args:
        plot: any plot.
        alone: to stand in a file of its own, with its style, and not in a page that has :data:`STYLE`.
    """
    axes = Axes.of(plot)
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" class="derive-plot" role="img" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}" font-size="{EM:g}" '
            f'style="min-width: {LEAST * WIDTH:g}px">',
            f"<title>{escape(_words(plot.caption))}</title>",
            *([f"<style>\n{STYLE}\n{ALONE}</style>"] if alone else []),
            *_frame(plot, axes),
            *(line for one in axes.labelled(plot) for line in _curve(one, axes)),
            "</svg>",
        ]
    )


STYLE = "\n".join(
    [
        f".derive-plot {{ font-family: KaTeX_Main, {SERIF}; max-width: 100%; height: auto; }}",
        f".derive-plot .italic {{ font-family: KaTeX_Math, {SERIF}; font-style: italic; }}",
        ".derive-plot text { fill: currentColor; }",
        ".derive-plot path { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round; }",
        ".derive-plot .strong path { stroke-width: 3; }",
        ".derive-plot .strong text { font-weight: bold; }",
        ".derive-plot .grid path { stroke-width: 1; opacity: .16; }",
        ".derive-plot .axis path { stroke-width: 1; }",
        *(f".derive-plot .p{n} {{ color: var(--p{n}, {LIGHT[f'p{n}']}); }}" for n in range(1, COLOURS + 1)),
    ]
)
"""The looks of all plots."""


def _x(value: float, axes: Axes) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * value / axes.last


def _y(height: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * height


def _frame(plot: Plot, axes: Axes) -> Iterator[str]:
    """Grid, axes, and what stands at them."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    decades = [(power, _y((power - axes.low) / (axes.high - axes.low))) for power in axes.decades]
    marks = [(value, _x(value, axes)) for value in _marks(axes.last)]
    yield '<g class="grid">'
    yield from (f'<path d="M{LEFT:g} {y:.1f}H{right:g}"/>' for _, y in decades)
    yield "</g>"
    yield '<g class="axis">'
    yield f'<path d="M{LEFT:g} {TOP:g}V{bottom:g}H{right:g}"/>'
    yield from (f'<path d="M{LEFT:g} {y:.1f}h-5"/>' for _, y in decades)
    yield from (f'<path d="M{x:.1f} {bottom:g}v5"/>' for _, x in marks)
    for power, y in decades:
        yield _text(typeset(read("1" if power == 0 else f"10^{{{power}}}")), LEFT - 8, y + 0.33 * EM, "end")
    for value, x in marks:
        yield _text(plain(f"{value:g}"), x, bottom + 1.3 * EM, "middle")
    yield _text(_label(plot.x), (LEFT + right) / 2, HEIGHT - 6, "middle")
    yield _text(_label(plot.y), 4, 0.95 * EM, "start")
    yield "</g>"


def _marks(last: float) -> list[float]:
    """Where the axis of the lags is marked: about five times."""
    power = 10.0 ** math.floor(math.log10(last))
    step = next(part * power for part in (0.2, 0.5, 1, 2) if last / (part * power) <= 6)
    return [at * step for at in range(int(last / step + 1e-9) + 1)]


def _curve(one: Labelled, axes: Axes) -> Iterator[str]:
    points = [(_x(x, axes), _y(axes.height(y))) for x, y in one.curve.points]
    end, label = points[-1], (WIDTH - RIGHT + 14, _y(one.height))
    dashes = f' stroke-dasharray="{" ".join(f"{length:g}" for length in one.dashes)}"' if one.dashes else ""
    yield f'<g class="curve p{one.colour}{" strong" * one.curve.strong}">'
    yield f'<path d="M{" ".join(f"{x:.1f} {y:.1f}" for x, y in points)}"{dashes}/>'
    yield f'<path class="lead" d="M{end[0]:.1f} {end[1]:.1f}L{label[0] - 3:.1f} {label[1]:.1f}" stroke-width="1"/>'
    yield _text(_label(one.curve.name), label[0], label[1] + 0.33 * EM, "start")
    yield "</g>"


def _label(text: str) -> Formula:
    """A text in markup on one line."""
    return line(typeset(read(span.text)) if span.kind == "math" else plain(span.text) for span in spans(text))


def _words(text: str) -> str:
    return "".join(span.text for span in spans(text))


def _text(formula: Formula, x: float, y: float, anchor: str) -> str:
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * formula.width * EM
    text = f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{tspans(formula, EM)}</text>'
    return text + strokes(formula, EM, left, y)
