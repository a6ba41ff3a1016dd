r"""The commands of our own in the formulas of a document, for formats that know none of them.

A document's formulas hold ``\derivePath{2}{2}``, ``\deriveDelta{…}`` and ``{\color{@c}c^{t}}``; see
:mod:`derive.notes.document`.
"""

from __future__ import annotations

import re
from collections.abc import Callable


def replaced(latex: str, opening: str, by: Callable[[str], str]) -> str:
    r"""What stands in the groups that begin with ``opening`` goes through ``by``.

    Args:
        latex: a formula.
        opening: how the group begins, its brace included: ``\deriveDelta{``.
        by: from what is inside the group to what stands in the place of all of it.
    """
    done = ""
    while (start := latex.find(opening)) >= 0:
        stop = closing(latex, start)
        inside = replaced(latex[start + len(opening) : stop], opening, by)
        done, latex = done + latex[:start] + by(inside), latex[stop + 1 :]
    return done + latex


def closing(latex: str, start: int) -> int:
    """Where the group that begins at ``start`` ends.

    Raises:
        ValueError: it never does.
    """
    depth = 0
    for brace in re.finditer(r"\\.|[{}]", latex[start:]):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0 and brace[0] == "}":
            return start + brace.start()
    raise ValueError(f"a brace that is never closed in {latex!r}")
