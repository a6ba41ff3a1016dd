r"""A drawing as TikZ, to be read in by ``\input``; it needs ``\usepackage{amsmath,tikz}`` and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derive.diagram.drawing import EM, Box, Dot, Drawing, Point, Shape, Text, Wire

FONT = 10.0
"""The size of the font in pt; :data:`EM` of the drawing's units are as high."""

COLOURS = {
    "Affine": "E6EAF1",
    "Function": "FBE3AE",
    "Join": "F8CFC7",
    "State": "D2E6F5",
    "Gradient": "C0354A",
    "Frame": "F6F7F8",
    "Rule": "C4C9CF",
}

FILLS = {
    **dict.fromkeys(("affine", "part"), "diagramAffine"),
    "function": "diagramFunction",
    **dict.fromkeys(("product", "sum", "join"), "diagramJoin"),
    **dict.fromkeys(("state", "input", "old"), "diagramState"),
}


def render(drawing: Drawing, room: float = 440.0) -> str:
    """The drawing as a ``tikzpicture``.

    Args:
        drawing: any drawing.
        room: how wide it may be, in pt; what would be wider is made smaller, text included.
    """
    unit = FONT / EM
    scale = min(1.0, room / (drawing.width * unit))
    lines = [
        f"% {_commented(drawing.title)}; to be read in by \\input; it needs \\usepackage{{amsmath,tikz}}.",
        r"\begingroup",
        *(rf"\definecolor{{diagram{name}}}{{HTML}}{{{value}}}" for name, value in COLOURS.items()),
        rf"\begin{{tikzpicture}}[x={_number(unit * scale, 4)}pt, y=-{_number(unit * scale, 4)}pt,",
        rf"  wire/.style={{line width={_number(0.75 * scale)}pt, rounded corners={_number(3 * scale)}pt}},",
        rf"  belt/.style={{wire, line width={_number(1.5 * scale)}pt}}, delayed/.style={{wire, dashed}},",
        r"  gradient/.style={wire, draw=diagramGradient, color=diagramGradient},",
        rf"  outline/.style={{draw, line width={_number(0.6 * scale)}pt}},",
        rf"  formula/.style={{inner sep=0pt, outer sep=0pt, font=\fontsize{{{FONT:g}}}{{{1.2 * FONT:g}}}\selectfont}}]",
        rf"\useasboundingbox (0,0) rectangle ({_number(drawing.width)},{_number(drawing.height)});",
    ]
    lines += (_frame(frame, scale) for frame in drawing.frames)
    lines += (line for wire in drawing.wires for line in _wire(wire, list(drawing.strokes(wire))))
    lines += (_dot(dot, scale) for dot in drawing.dots)
    lines += (line for shape in drawing.shapes for line in _shape(shape, scale))
    lines += (_text(text, scale) for text in drawing.labels)
    return "\n".join([*lines, r"\end{tikzpicture}%", r"\endgroup", ""])


def _commented(text: str) -> str:
    return " ".join(text.split())


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _pair(point: Point) -> str:
    return f"({_number(point[0])},{_number(point[1])})"


def _path(points: Sequence[Point]) -> str:
    return " -- ".join(map(_pair, points))


def _rectangle(box: Box) -> str:
    return f"{_pair((box.left, box.top))} rectangle {_pair((box.right, box.bottom))}"


def _frame(box: Box, scale: float) -> str:
    return rf"\draw[rounded corners={_number(8 * scale)}pt, draw=diagramRule, fill=diagramFrame] {_rectangle(box)};"


def _wire(wire: Wire, strokes: Sequence[Sequence[Point]]) -> Iterable[str]:
    """Its own part, with an arrowhead where that reaches the target."""
    for stroke in strokes:
        tip = ", -latex" if stroke[-1] == wire.points[-1] else ""
        yield rf"\draw[{wire.role}{tip}] {_path(stroke)};"


def _dot(dot: Dot, scale: float) -> str:
    colour = "[diagramGradient]" if dot.role == "gradient" else ""
    return rf"\fill{colour} {_pair((dot.x, dot.y))} circle[radius={_number(1.7 * scale)}pt];"


def _shape(shape: Shape, scale: float) -> Iterable[str]:
    fill = f", fill={FILLS[shape.role]}" if shape.role in FILLS else ""
    if shape.outline == "circle":
        yield rf"\draw[outline{fill}] {_pair(shape.box.center)} circle[radius={_number(shape.box.width / 2)}];"
    elif shape.outline == "box":
        yield rf"\draw[outline, rounded corners={_number(2.5 * scale)}pt{fill}] {_rectangle(shape.box)};"
    for text in shape.texts:
        yield _text(text, scale)


def _text(text: Text, scale: float) -> str:
    anchor = {"start": "base west", "middle": "base", "end": "base east"}[text.anchor]
    size = scale * text.scale
    options = f"formula, anchor={anchor}" + (f", scale={_number(size, 3)}" if size != 1.0 else "")
    if text.role == "factor":
        options += ", color=diagramGradient"
    return rf"\node[{options}] at {_pair((text.x, text.base))} {{${text.latex}$}};"
