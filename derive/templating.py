r"""The Jinja2 environments of the emitters.

Templates hold layout and loops, no mathematics.  In a checkout they lie in ``templates/`` at the top level, in an
installed package in ``derive/_templates``, where the wheel puts them.

A name that a template uses and nobody gave is an error, never an empty string.  LaTeX is full of braces and per cent
signs, so that its templates have delimiters of their own:

    \VAR{cell.name}          the value of an expression
    \BLOCK{for e in forward} a statement
    \#{ … }                  a comment
    %% for e in forward      a statement on a line of its own
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Target = Literal["numpy", "latex", "html", "markdown"]

DELIMITERS: dict[str, dict[str, str]] = {
    "latex": {
        "block_start_string": r"\BLOCK{",
        "block_end_string": "}",
        "variable_start_string": r"\VAR{",
        "variable_end_string": "}",
        "comment_start_string": r"\#{",
        "comment_end_string": "}",
        "line_statement_prefix": "%%",
    },
}


def folder() -> Path:
    """Where the templates lie: inside an installed package, else beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


@cache
def environment(target: Target) -> Environment:
    """The environment that renders ``templates/<target>/``."""
    return Environment(
        loader=FileSystemLoader(folder() / target),
        undefined=StrictUndefined,
        autoescape=target == "html",  # all else is plain text, with nothing to escape
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **DELIMITERS.get(target, {}),  # type: ignore[arg-type]
    )
