r"""A drawing as TikZ: a box, to be read in by ``\input`` where a figure or a paragraph of its own is.

It needs ``\usepackage{amsmath,tikz}`` and nothing else.  The paths of a gradient have the colours ``derive1`` …
``derive6`` of the document, path k colour (k - 1) % 6 + 1, and what is added up ``deriveDelta``; where the document has
no such colours, they are those of the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derive.diagram.drawing.shapes import EM, PATHS, SUM, Box, Dot, Drawing, Point, Shape, Stroke, Text, Wire, colour
from derive.diagram.drawing.sheets import Sheet, sheets, whole
from derive.diagram.drawing.wires import along, segments

FONT = 10.0
"""The size of the font in pt; :data:`EM` of the drawing's units are as high."""

COLOURS = {
    "Affine": "E6EAF1",
    "Function": "FBE3AE",
    "Join": "F8CFC7",
    "State": "D2E6F5",
    "Frame": "F6F7F8",
    "Rule": "C4C9CF",
}

FILLS = {
    **dict.fromkeys(("affine", "part"), "diagramAffine"),
    "function": "diagramFunction",
    **dict.fromkeys(("product", "sum", "join"), "diagramJoin"),
    **dict.fromkeys(("state", "input", "old"), "diagramState"),
}


PAGE = 466.0, 660.0
"""The room on a page of A4 with margins of 23 mm, less some lines for a caption, in pt."""


def render(drawing: Drawing, width: float = PAGE[0], height: float = PAGE[1]) -> str:
    """The drawing as a ``tikzpicture``.

    What is too large is made smaller, text included, or turned by a right angle, where it would become hard to read.

    Args:
        drawing: any drawing.
        width, height: the room for it, in pt.
    """
    return _picture(drawing, whole(drawing, width / UNIT, height / UNIT))


def pages(drawing: Drawing, width: float = PAGE[0], height: float = PAGE[1]) -> list[str]:
    """The same in as few pictures as it takes to be readable: mostly one, else pieces of it from left to right.

    Args:
        drawing: any drawing.
        width, height: the room for each picture, in pt.
    """
    return [_picture(drawing, sheet) for sheet in sheets(drawing, width / UNIT, height / UNIT)]


UNIT = FONT / EM
"""The drawing's unit, in pt."""


def _picture(drawing: Drawing, sheet: Sheet) -> str:
    box, scale = sheet.box, sheet.scale
    cut = box != Box(0, 0, drawing.width, drawing.height)
    lines = [
        f"% {_commented(drawing.title)}; to be read in by \\input; it needs \\usepackage{{amsmath,tikz}}.",
        r"\begingroup",
        *(rf"\definecolor{{diagram{name}}}{{HTML}}{{{value}}}" for name, value in COLOURS.items()),
        *(rf"\providecolor{{derive{n}}}{{HTML}}{{{value}}}" for n, value in enumerate(PATHS, start=1)),
        rf"\providecolor{{deriveDelta}}{{HTML}}{{{SUM}}}",
        *([r"\rotatebox{90}{%"] if sheet.turned else []),
        rf"\begin{{tikzpicture}}[x={_number(UNIT * scale, 4)}pt, y=-{_number(UNIT * scale, 4)}pt,",
        rf"  wire/.style={{line width={_number(0.75 * scale)}pt, rounded corners={_number(3 * scale)}pt}},",
        rf"  belt/.style={{wire, line width={_number(1.5 * scale)}pt}}, delayed/.style={{wire, dashed}},",
        rf"  gradient/.style={{wire, line width={_number(0.95 * scale)}pt, deriveDelta}},",
        rf"  outline/.style={{draw, line width={_number(0.6 * scale)}pt}},",
        rf"  formula/.style={{inner sep=0pt, outer sep=0pt, font=\fontsize{{{FONT:g}}}{{{1.2 * FONT:g}}}\selectfont}}]",
        rf"\useasboundingbox {_rectangle(box)};",
        *([rf"\clip {_rectangle(box)};"] if cut else []),
    ]
    lines += (_frame(frame, scale) for frame in drawing.frames)
    wires = (wire for wire in drawing.wires if any(map(box.grown(1).meets, _segments(wire))))
    lines += (line for wire in wires for line in _wire(wire, drawing.strokes(wire), scale))
    lines += (_dot(dot, scale) for dot in drawing.dots if box.meets(Box.around(dot.x, dot.y, 4, 4)))
    shapes = (shape for shape in drawing.shapes if box.meets(_extent(shape)))
    lines += (line for shape in shapes for line in _shape(shape, scale))
    lines += (_text(text, scale) for text in drawing.labels if box.meets(text.box))
    return "\n".join([*lines, r"\end{tikzpicture}%", *(["}%"] if sheet.turned else []), r"\endgroup", ""])


def _extent(shape: Shape) -> Box:
    return Box.union([shape.box, *(text.box for text in shape.texts)])


def _segments(wire: Wire) -> Iterable[Box]:
    return (along(start, end).grown(1) for start, end in segments(wire.own))


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


def _wire(wire: Wire, strokes: Iterable[Stroke], scale: float) -> Iterable[str]:
    """Its own part, with an arrowhead where that reaches the target."""
    for stroke in strokes:
        tip = ", -latex" if stroke.points[-1] == wire.points[-1] else ""
        for looks in _looks(stroke.paths, scale):
            yield rf"\draw[{wire.role}{looks}{tip}] {_path(stroke.points)};"


DASH = 5.0
"""How long each colour is where a wire has several, in pt."""


def _looks(paths: Sequence[int], scale: float) -> Iterable[str]:
    """The colour of a path; those of several in turns."""
    if len(paths) < 2:
        return [f", derive{colour(path)}" for path in paths] or [""]
    on, off = DASH * scale, DASH * scale * (len(paths) - 1)
    pattern = f"dash pattern=on {_number(on)}pt off {_number(off)}pt"
    return [
        f", derive{colour(path)}, {pattern}, dash phase={_number(on * (len(paths) - n))}pt"
        for n, path in enumerate(paths)
    ]


def _dot(dot: Dot, scale: float) -> str:
    looks = "[deriveDelta]" if dot.role == "gradient" else ""
    return rf"\fill{looks} {_pair((dot.x, dot.y))} circle[radius={_number(1.7 * scale)}pt];"


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
    if text.back is not None:
        paths = text.back.paths
        options += f", derive{colour(paths[0])}" if len(paths) == 1 else ", deriveDelta"
    return rf"\node[{options}] at {_pair((text.x, text.base))} {{${text.formula}$}};"
