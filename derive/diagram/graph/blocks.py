"""How the nodes of a graph look: their outlines, sizes, texts, and where wires may arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from derive.diagram.drawing.layout import Port, Side
from derive.diagram.drawing.shapes import Anchor, Box, Shape, Text, size
from derive.diagram.graph.nodes import Node, Role
from derive.typeset.tree import row as in_row

RADIUS = 11.0
"""Of a join."""

SMALL = 0.8
"""The scale of weights."""

PIN = 26.0
"""Between neighbouring pins of an affine map, at least."""

ANYWHERE = (Port(Side.BOTTOM), Port(Side.LEFT, cost=4), Port(Side.RIGHT, cost=8), Port(Side.TOP, cost=10))
UPWARDS = (Port(Side.TOP), Port(Side.RIGHT, cost=6), Port(Side.LEFT, cost=12), Port(Side.BOTTOM, cost=10))


@dataclass(frozen=True)
class Look:
    """A node before it has a place.

    Attributes:
        shape: relative to the crossing on which it will lie.
        into: for each of its operands, the ports by which the edge may arrive.
        out: the ports by which its value may leave.
    """

    shape: Shape
    into: tuple[tuple[Port, ...], ...]
    out: tuple[Port, ...]


def look(node: Node, pins: Side = Side.BOTTOM, free: bool = False) -> Look:
    """A node of a graph; an affine map has its pins on the side asked for, or the only one that it has, anywhere."""
    tensor = node.tensor.name if node.tensor is not None else ""
    match node.role:
        case Role.AFFINE:
            made = _affine(node, tensor, pins)
            return replace(made, into=(ANYWHERE,)) if free else made
        case Role.FUNCTION:
            width = max(34.0, size(node.label)[0] + 14)
            box = Box.around(0, 0, width, 26)
            shape = Shape(node.key, node.role.value, "box", box, (Text(node.label, 0, 0),), tensor)
            return Look(shape, (ANYWHERE,), UPWARDS)
        case Role.STATE:
            across = max(2 * RADIUS + 12, size(node.label)[0] + 12)
            shape = Shape(
                node.key, node.role.value, "circle", Box.around(0, 0, across, across), (Text(node.label, 0, 0),), tensor
            )
            return Look(shape, (ANYWHERE,), UPWARDS)
        case Role.PRODUCT | Role.SUM | Role.JOIN:
            return _join(node, tensor)
    width, height = size(node.label)
    shape = Shape(
        node.key, node.role.value, "none", Box.around(0, 0, width + 6, height + 4), (Text(node.label, 0, 0),), tensor
    )
    return Look(shape, (ANYWHERE,) * len(node.operands), UPWARDS)


def end(node: Node, towards: Side, at: float = 0.0) -> Look:
    """An end of the graph, whose wire lies on one side of it, ``at`` so far from the middle of its column."""
    width, height = size(node.label)
    tensor = node.tensor.name if node.tensor is not None else ""
    anchor: Anchor = "middle"
    box, x = Box.around(at, 0, width + 6, height + 4), at
    if towards is Side.RIGHT:
        anchor, x, box = "end", -3.0, Box(-width - 6, -height / 2 - 2, 0, height / 2 + 2)
    if towards is Side.LEFT:
        anchor, x, box = "start", 3.0, Box(0, -height / 2 - 2, width + 6, height / 2 + 2)
    shape = Shape(node.key, node.role.value, "none", box, (Text(node.label, x, 0, anchor=anchor),), tensor)
    port = (Port(towards, at),)
    return Look(shape, (port,) * len(node.operands), port)


def _join(node: Node, tensor: str) -> Look:
    """A circle, or where more arrive than it has sides, or its sign is long, a box."""
    many = len(node.operands) > (2 if node.role is Role.JOIN else 3)
    outline: Literal["circle", "box"] = "circle" if not many and size(node.label)[0] < 1.5 * RADIUS else "box"
    width = 2 * RADIUS if outline == "circle" else max(size(node.label)[0] + 10, 2 * RADIUS)
    into: tuple[tuple[Port, ...], ...] = (ANYWHERE,) * len(node.operands)
    if many:
        count = len(node.operands)
        width = max(width, 16.0 * count)
        into = tuple((Port(Side.BOTTOM, 16.0 * (nth - (count - 1) / 2)),) for nth in range(count))
    shape = Shape(
        node.key, node.role.value, outline, Box.around(0, 0, width, 2 * RADIUS), (Text(node.label, 0, 0),), tensor
    )
    return Look(shape, into, UPWARDS)


def _affine(node: Node, tensor: str, pins: Side) -> Look:
    """A box with a row of pins, each beside the weight of what arrives there, and what is added."""
    weights = [operand.weight for operand in node.operands]
    parameters = [operand.parameter for operand in node.operands]
    count = len(weights)
    bias = in_row("+", r"\,", node.bias) if node.bias and weights else node.bias
    widths = [size(weight, SMALL)[0] for weight in weights]
    added = size(bias, SMALL)[0] if bias else 0.0
    if pins in (Side.TOP, Side.BOTTOM):
        pitch = max([PIN, *(width + 8 for width in widths)])
        width = max(pitch * count, added + 12, 34.0)
        height = 40.0 if bias and weights else 26.0
        away = 1 if pins is Side.BOTTOM else -1
        places = [pitch * (nth - (count - 1) / 2) for nth in range(count)]
        row = away * (height / 2 - 12) if bias else 0.0
        texts = [
            Text(weight, x, row, SMALL, role="weight", tensor=parameter)
            for weight, x, parameter in zip(weights, places, parameters, strict=True)
        ]
        if bias:
            y = -away * (height / 2 - 13) if weights else 0.0
            texts.append(Text(bias, 0, y, SMALL, role="weight", tensor=node.parameter))
    else:
        pitch = 20.0
        height = max(pitch * count + 4, 26.0)
        width = max([*widths, 0.0]) + (added + 8 if bias else 0.0) + 16
        away = -1 if pins is Side.LEFT else 1
        places = [pitch * (nth - (count - 1) / 2) for nth in range(count)]
        anchor: Anchor = "start" if pins is Side.LEFT else "end"
        texts = [
            Text(weight, away * (width / 2 - 6), y, SMALL, anchor, role="weight", tensor=parameter)
            for weight, y, parameter in zip(weights, places, parameters, strict=True)
        ]
        if bias:
            other: Anchor = "end" if pins is Side.LEFT else "start"
            texts.append(Text(bias, -away * (width / 2 - 6), 0, SMALL, other, role="weight", tensor=node.parameter))
    box = Box.around(0, 0, width, height)
    into: tuple[tuple[Port, ...], ...] = tuple((Port(pins, at),) for at in places)
    return Look(Shape(node.key, node.role.value, "box", box, tuple(texts), tensor), into, UPWARDS)
