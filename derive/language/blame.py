"""Which equation and which line of a definition are to blame for an error."""

from __future__ import annotations

import ast
import linecache
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any


def blame(error: BaseException, definition: Callable[..., Any]) -> tuple[str, str]:
    """The name of the equation that was being written, and ``line 7: m.h = …``; empty where they are not known."""
    code = getattr(definition, "__code__", None)
    walked = list(traceback.walk_tb(error.__traceback__))
    summaries = traceback.extract_tb(error.__traceback__)
    own = [
        (frame, summary)
        for (frame, _), summary in zip(walked, summaries, strict=True)
        if code is not None and frame.f_code.co_filename == code.co_filename
    ]
    if not own:
        return "", ""
    frame, summary = own[-1]
    line = f"line {summary.lineno}: {summary.line}" if summary.line else f"line {summary.lineno}"
    return _equation(frame, (summary.lineno or 0, summary.colno or 0)), line


def _equation(frame: FrameType, position: tuple[int, int]) -> str:
    """What the assignment at this position defines: h for ``m.h = …``, and i for ``m[gate] = …`` with gate = "i"."""
    source = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.AugAssign):
            continue
        if not (node.lineno, node.col_offset) <= position <= (node.end_lineno or 0, node.end_col_offset or 0):
            continue
        match node.targets[0] if isinstance(node, ast.Assign) else node.target:
            case ast.Attribute(attr=name):
                return name
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                return name
            case ast.Subscript(slice=ast.Name(id=variable)) if isinstance(gate := frame.f_locals.get(variable), str):
                return gate
    return ""
