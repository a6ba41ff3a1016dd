"""What is said of a definition that does not make sense."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CellError(ValueError):
    """A definition that does not make sense; the message names the cell, the equation and the line."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of an error message: the nearest names, or all that there are."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"there are: {', '.join(known) or 'none'}"
