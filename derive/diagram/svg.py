"""A drawing as SVG: plain text, classes and ``data-`` attributes, and colours that follow those around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from derive.diagram.drawing import EM, Box, Dot, Drawing, Point, Shape, Text, Wire
from derive.diagram.formula import typeset

SERIF = '"Latin Modern Roman", "STIX Two Text", "Cambria Math", "Times New Roman", serif'

STYLE = f"""\
.derive-diagram {{ color: var(--diagram-ink, currentColor); font-family: KaTeX_Main, {SERIF}; }}
.derive-diagram .italic {{ font-family: KaTeX_Math, {SERIF}; font-style: italic; }}
.derive-diagram text {{ fill: currentColor; }}
.derive-diagram .frame {{ fill: currentColor; fill-opacity: .045; stroke: currentColor; stroke-opacity: .25; }}
.derive-diagram .outline {{ fill: none; stroke: currentColor; stroke-width: 1.2; }}
.derive-diagram :is(.affine, .part) .outline {{ fill: var(--diagram-affine, rgb(120 140 170 / .16)); }}
.derive-diagram .function .outline {{ fill: var(--diagram-function, rgb(245 185 60 / .38)); }}
.derive-diagram :is(.product, .sum, .join) .outline {{ fill: var(--diagram-join, rgb(235 110 90 / .30)); }}
.derive-diagram :is(.state, .input, .old) .outline {{ fill: var(--diagram-state, rgb(80 160 220 / .26)); }}
.derive-diagram .wire path {{ fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linejoin: round; }}
.derive-diagram .belt path {{ stroke-width: 2.6; }}
.derive-diagram .delayed path {{ stroke-dasharray: 5 3.5; }}
.derive-diagram .wire path.head {{ fill: currentColor; stroke: none; }}
.derive-diagram :is(.gradient, .factor) {{ color: var(--diagram-gradient, #d1495b); }}
.derive-diagram .dot {{ fill: currentColor; }}
"""
"""The looks of all drawings.  A page sets the variables to change the colours."""

ALONE = """\
svg.derive-diagram:root { color: #1c2330; background: #fff; }
@media (prefers-color-scheme: dark) { svg.derive-diagram:root { color: #e4e8ee; background: #14181f; } }
"""
"""Colours where nothing is around it."""

CORNER = 5.0
HEAD = 6.5


def render(drawing: Drawing, style: bool = True) -> str:
    """The drawing as an SVG document, which can stand in an HTML page as it is.

    Args:
        drawing: any drawing.
        style: whether to put the style sheet in; a page with several drawings needs :data:`STYLE` but once.
    """
    w, h = _number(drawing.width), _number(drawing.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="derive-diagram {drawing.kind}" role="img" '
        f'width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="{_number(EM)}">',
        f"<title>{escape(drawing.title)}</title>",
    ]
    if style:
        lines.append(f"<style>\n{STYLE}{ALONE}</style>")
    lines += (_rectangle(frame, "frame", 12) for frame in drawing.frames)
    lines += (_wire(wire, list(drawing.strokes(wire))) for wire in drawing.wires)
    lines += map(_dot, drawing.dots)
    lines += (line for shape in drawing.shapes for line in _shape(shape))
    lines += (_text(text) for text in drawing.labels)
    return "\n".join([*lines, "</svg>", ""])


def _number(value: float) -> str:
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def _rectangle(box: Box, name: str, corner: float) -> str:
    return (
        f'<rect class="{name}" x="{_number(box.left)}" y="{_number(box.top)}" '
        f'width="{_number(box.width)}" height="{_number(box.height)}" rx="{_number(corner)}"/>'
    )


def _dot(dot: Dot) -> str:
    return f'<circle class="{f"dot {dot.role}".strip()}" cx="{_number(dot.x)}" cy="{_number(dot.y)}" r="2.6"/>'


def _shape(shape: Shape) -> Iterable[str]:
    yield f'<g class="node {shape.role}" data-node="{escape(shape.key)}"{_tensor(shape.tensor)}>'
    if shape.outline == "circle":
        x, y = shape.box.center
        yield f'<circle class="outline" cx="{_number(x)}" cy="{_number(y)}" r="{_number(shape.box.width / 2)}"/>'
    else:
        yield _rectangle(shape.box, "outline" if shape.outline == "box" else "room", 4).replace(
            'class="room"', 'class="room" fill="none"'
        )
    yield from map(_text, shape.texts)
    yield "</g>"


def _tensor(name: str) -> str:
    return f' data-tensor="{escape(name)}"' if name else ""


def _wire(wire: Wire, strokes: list[Sequence[Point]]) -> str:
    """Its own part, with an arrowhead where that reaches the target."""
    kinds = "wire" if wire.role == "wire" else f"wire {wire.role}"
    head = ""
    if wire.own[-1] == wire.points[-1]:
        strokes[-1] = _shortened(strokes[-1])
        head = f'<path class="head" d="{_head(wire.own)}"/>'
    points = " ".join(map(_pair, wire.points))
    return (
        f'<g class="{kinds}" data-from="{escape(wire.source)}" data-to="{escape(wire.target)}"{_tensor(wire.tensor)} '
        f'data-points="{points}"><path d="{"".join(map(_rounded, strokes))}"/>{head}</g>'
    )


def _shortened(points: Sequence[Point]) -> list[Point]:
    """So that the line ends within its arrowhead."""
    (x, y), (u, v) = points[-2:]
    length = abs(u - x) + abs(v - y)
    by = min(HEAD / 2, length / 2) / length
    return [*points[:-1], (u - (u - x) * by, v - (v - y) * by)]


def _rounded(points: Sequence[Point]) -> str:
    """A path with rounded corners; the corners themselves are the control points of its curves."""
    path = "M" + _pair(points[0])
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, _length(before, here) / 2, _length(here, after) / 2)
        path += f"L{_pair(_towards(here, before, radius))}Q{_pair(here)} {_pair(_towards(here, after, radius))}"
    return path + "L" + _pair(points[-1])


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: Point, end: Point, by: float) -> Point:
    length = _length(start, end)
    return start[0] + (end[0] - start[0]) * by / length, start[1] + (end[1] - start[1]) * by / length


def _head(points: Sequence[Point]) -> str:
    """A triangle at the end."""
    before, tip = points[-2:]
    back = _towards(tip, before, HEAD)
    dx, dy = (tip[0] - back[0]) * 0.42, (tip[1] - back[1]) * 0.42
    return f"M{_pair(tip)}L{_pair((back[0] - dy, back[1] + dx))}L{_pair((back[0] + dy, back[1] - dx))}Z"


def _pair(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _text(text: Text) -> str:
    """A line of text; every piece is moved to where it belongs, relative to where the one before it ends."""
    formula = typeset(text.latex)
    scale = EM * text.scale
    parts = []
    at = rise = 0.0
    for run in formula.runs:
        attributes = [f'class="{"italic" if run.italic else "upright"}"']
        if abs(run.left - at) > 1e-6:
            attributes.append(f'dx="{_number((run.left - at) * scale)}"')
        if run.rise != rise:
            attributes.append(f'dy="{_number((rise - run.rise) * scale)}"')
        if run.scale != 1.0:
            attributes.append(f'font-size="{_number(run.scale * scale)}"')
        parts.append(f"<tspan {' '.join(attributes)}>{escape(run.text)}</tspan>")
        at, rise = run.left + run.width, run.rise
    kind = f' class="{text.role}"' if text.role else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    font = "" if text.scale == 1.0 else f' font-size="{_number(scale)}"'
    return (
        f'<text{kind}{_tensor(text.tensor)} x="{_number(text.x)}" y="{_number(text.base)}"{anchor}{font}>'
        f"{''.join(parts)}</text>"
    )
