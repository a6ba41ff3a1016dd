"""A drawing as SVG: plain text, classes and ``data-`` attributes, and colours that follow those around it.

The element can stand in a page as it is, several in one page too: it has no ids.  It takes its colours from these
variables of the page, where there are any:

    --p1 … --p6     of the paths of a gradient: path k has colour (k - 1) % 6 + 1, as in the notes
    --delta         of gradients that are added up, or that have but one path
    --use, --grad   behind what bears the class ``use`` or ``grad``

Lines and letters have the colour of the text around the drawing.  What stands for a tensor bears its name in
``data-t``: nodes, wires and the weights in nodes that of what they carry, gradients and their factors that of the
adjoint.  ``data-paths`` has the numbers of the paths that a gradient takes there.  ``data-from`` and ``data-to`` are
the nodes at a wire's ends, which have their keys in ``data-node``.

A drawing is as wide as its text is readable, and shrinks with the page to :data:`LEAST` of that: what is around it
should scroll then (``overflow-x: auto``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from derive.diagram.drawing.shapes import EM, PATHS, SUM, Box, Dot, Drawing, Point, Shape, Stroke, Text, Wire, colour
from derive.typeset.runs import Formula, typeset

SERIF = '"Latin Modern Roman", "STIX Two Text", "Cambria Math", "Times New Roman", serif'

LIGHT = {
    **{f"p{n}": f"#{colour.lower()}" for n, colour in enumerate(PATHS, start=1)},
    **{"delta": f"#{SUM.lower()}", "use": "#ffe59a", "grad": "#b9dcfb"},
}
DARK = {
    **{"p1": "#6cb0e6", "p2": "#f0925a", "p3": "#55c09d", "p4": "#d48cc2", "p5": "#cfae45", "p6": "#a3a3f0"},
    **{"delta": "#6fc0cf", "use": "#5d4a10", "grad": "#17456e"},
}


def _variable(name: str) -> str:
    return f"var(--{name}, {LIGHT[name]})"


COLOURED = "\n".join(f".derive-diagram .p{n} {{ color: {_variable(f'p{n}')}; }}" for n in range(1, len(PATHS) + 1))

STYLE = f"""\
.derive-diagram {{ font-family: KaTeX_Main, {SERIF}; max-width: 100%; height: auto; }}
.derive-diagram .italic {{ font-family: KaTeX_Math, {SERIF}; font-style: italic; }}
.derive-diagram text {{ fill: currentColor; }}
.derive-diagram .stroke {{ fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; }}
.derive-diagram .frame {{ fill: currentColor; fill-opacity: .045; stroke: currentColor; stroke-opacity: .25; }}
.derive-diagram .outline {{ fill: none; stroke: currentColor; stroke-width: 1.2; }}
.derive-diagram :is(.affine, .part) .outline {{ fill: rgb(120 140 170 / .16); }}
.derive-diagram .function .outline {{ fill: rgb(245 185 60 / .38); }}
.derive-diagram :is(.product, .sum, .join) .outline {{ fill: rgb(235 110 90 / .30); }}
.derive-diagram :is(.state, .input, .old) .outline {{ fill: rgb(80 160 220 / .26); }}
.derive-diagram .wire path {{ fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linejoin: round; }}
.derive-diagram .belt path {{ stroke-width: 2.6; }}
.derive-diagram .delayed path {{ stroke-dasharray: 5 3.5; }}
.derive-diagram .gradient path {{ stroke-width: 1.8; }}
.derive-diagram .wire path.head {{ fill: currentColor; stroke: none; }}
.derive-diagram .wire path.hit {{ stroke: transparent; stroke-width: 5; stroke-dasharray: none; }}
.derive-diagram .dot {{ fill: currentColor; }}
.derive-diagram .room {{ pointer-events: all; }}
.derive-diagram :is(.gradient, .factor) {{ color: {_variable("delta")}; }}
{COLOURED}
.derive-diagram .use > :is(.outline, .room) {{ fill: {_variable("use")}; }}
.derive-diagram .grad > :is(.outline, .room) {{ fill: {_variable("grad")}; }}
.derive-diagram :is(.use, .grad) > .outline {{ stroke-width: 2.4; }}
.derive-diagram .wire:is(.use, .grad) path:not(.head, .hit) {{ stroke-width: 3.4; }}
"""
"""The looks of all drawings."""


def _variables(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


ALONE = f"""\
svg:root {{ color: #1c2330; background: #fff; }}
@media (prefers-color-scheme: dark) {{
svg:root {{ color: #e4e8ee; background: #14181f; {_variables(DARK)} }}
}}
"""
"""Colours where nothing is around it."""

CORNER = 5.0
HEAD = 6.5
LEAST = 0.8
"""How far a drawing shrinks with the page: its letters stay above 11 px."""


def render(drawing: Drawing, style: bool = True) -> str:
    """The drawing as an SVG element, to stand in a page or in a file of its own.

    Args:
        drawing: any drawing.
        style: whether to put the style sheet in; a page with several drawings needs :data:`STYLE` but once.  Without
            it, the drawing is for such a page alone.
    """
    w, h = _number(drawing.width), _number(drawing.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="derive-diagram {drawing.kind}" role="img" '
        f'width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="{_number(EM)}" '
        f'style="min-width: {_number(LEAST * drawing.width)}px">',
        f"<title>{escape(drawing.title)}</title>",
        f"<desc>{escape(description(drawing))}</desc>",
    ]
    if style:
        lines.append(f"<style>\n{STYLE}{ALONE}</style>")
    lines += (_rectangle(frame, "frame", 12) for frame in drawing.frames)
    lines += (_wire(wire, list(drawing.strokes(wire))) for wire in drawing.wires)
    lines += map(_dot, drawing.dots)
    lines += (line for shape in drawing.shapes for line in _shape(shape))
    lines += (_text(text) for text in drawing.labels)
    return "\n".join([*lines, "</svg>", ""])


def description(drawing: Drawing) -> str:
    """In words, what each node is made of: c from f, c[t-1], i, g."""
    names = {shape.key: _name(shape) for shape in drawing.shapes}
    into: dict[str, list[str]] = {}
    for wire in drawing.wires:
        into.setdefault(wire.target, []).append(names.get(wire.source, wire.source))
    lines = (f"{names.get(key, key)} from {', '.join(dict.fromkeys(sources))}" for key, sources in into.items())
    return "; ".join(lines) + "." if into else drawing.title


def _name(shape: Shape) -> str:
    """What a node is called: what it computes, or what stands in it."""
    if "@" in shape.key:
        return shape.key.replace("@", "[", 1) + "]"
    return shape.tensor or " ".join(typeset(text.formula).text for text in shape.texts) or shape.key


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
        yield _rectangle(shape.box, "outline", 4) if shape.outline == "box" else _room(shape.box)
    yield from map(_text, shape.texts)
    yield "</g>"


def _tensor(name: str) -> str:
    return f' data-t="{escape(name)}"' if name else ""


def _paths(paths: Sequence[int]) -> str:
    return f' data-paths="{" ".join(map(str, paths))}"' if paths else ""


def _wire(wire: Wire, strokes: list[Stroke]) -> str:
    """Its own part, with an arrowhead where that reaches the target."""
    kinds = "wire" if wire.role == "wire" else f"wire {wire.role}"
    head = ""
    if wire.own[-1] == wire.points[-1]:
        last = strokes[-1]
        size = 1.4 * HEAD if wire.role == "belt" else HEAD
        strokes[-1] = replace(last, points=_shortened(last.points, size))
        only = f" p{colour(last.paths[0])}" if len(last.paths) == 1 else ""
        head = f'<path class="head{only}" d="{_head(wire.own, size)}"/>'
    points = " ".join(map(_pair, wire.points))
    hit = f'<path class="hit" d="{_rounded(wire.own)}"/>'  # wide enough to be pointed at
    return (
        f'<g class="{kinds}" data-from="{escape(wire.source)}" data-to="{escape(wire.target)}"{_tensor(wire.tensor)}'
        f'{_paths(wire.paths)} data-points="{points}">{"".join(map(_stroke, strokes))}{head}{hit}</g>'
    )


DASH = 7
"""How long each colour is where a wire has several."""


def _stroke(stroke: Stroke) -> str:
    """A line in the colour of its path; in turns, where it has several."""
    line = f'd="{_rounded(stroke.points)}"'
    if not stroke.paths:
        return f"<path {line}/>"
    others = DASH * (len(stroke.paths) - 1)
    dashes = [f' stroke-dasharray="{DASH} {others}" stroke-dashoffset="{-DASH * n}"' for n in range(len(stroke.paths))]
    lines = zip(stroke.paths, dashes if others else [""], strict=True)
    return "".join(f'<path class="p{colour(path)}"{dash} {line}/>' for path, dash in lines)


def _shortened(points: Sequence[Point], head: float) -> tuple[Point, ...]:
    """So that the line ends within its arrowhead."""
    (x, y), (u, v) = points[-2:]
    length = abs(u - x) + abs(v - y)
    by = min(head / 2, length / 2) / length
    return (*points[:-1], (u - (u - x) * by, v - (v - y) * by))


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


def _head(points: Sequence[Point], size: float) -> str:
    """A triangle at the end."""
    before, tip = points[-2:]
    back = _towards(tip, before, size)
    dx, dy = (tip[0] - back[0]) * 0.42, (tip[1] - back[1]) * 0.42
    return f"M{_pair(tip)}L{_pair((back[0] - dy, back[1] + dx))}L{_pair((back[0] + dy, back[1] - dx))}Z"


def _pair(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def tspans(formula: Formula, scale: float) -> str:
    """The pieces of a formula, every one moved to where it belongs, relative to where the one before it ends.

    Args:
        formula: a formula on one line.
        scale: the size of its type.
    """
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
    return "".join(parts)


def strokes(formula: Formula, scale: float, left: float, base: float) -> str:
    """The lines of a formula: accents, primes, the bars of roots.

    Args:
        formula: a formula on one line.
        scale: the size of its type.
        left, base: where it begins, and its base line.
    """
    return "".join(
        f'<path class="stroke" d="M{" L".join(_pair((left + x * scale, base - y * scale)) for x, y in one.points)}" '
        f'stroke-width="{_number(one.thick * scale)}"/>'
        for one in formula.strokes
    )


def _text(text: Text) -> str:
    """A line of text."""
    scale = EM * text.scale
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    font = "" if text.scale == 1.0 else f' font-size="{_number(scale)}"'
    formula = typeset(text.formula)
    line = f'<text x="{_number(text.x)}" y="{_number(text.base)}"{anchor}{font}>{tspans(formula, scale)}</text>'
    line += strokes(formula, scale, text.box.left, text.base)
    if text.back is not None:
        paths = text.back.paths
        kinds = " ".join([text.role, *(f"p{colour(path)}" for path in paths if len(paths) == 1)])
        return f'<g class="{kinds}"{_tensor(text.back.tensor)}{_paths(paths)}>{_room(text.box)}{line}</g>'
    if text.tensor:
        return f'<g class="{text.role}"{_tensor(text.tensor)}>{_room(text.box)}{line}</g>'
    return line


def _room(box: Box) -> str:
    """What lights up behind a name."""
    return _rectangle(box, "room", 3).replace("/>", ' fill="none"/>')
