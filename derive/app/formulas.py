"""Equations as LaTeX to put into a text of one's own, in any author's notation, in matrix form or in components."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derive.calculus import Backward
from derive.core.equations import Equation
from derive.language import CellError
from derive.notation import DEFAULT, Notation
from derive.notation.files import NotationError, find
from derive.notes.writer import NotesWriter
from derive.typeset.tree import Underbraced, joined, signed

FORMS = ("matrix", "components")


def notation_of(name: str, form: str = "") -> Notation:
    """A notation by its name or file, in its own form or in the one that is wanted.

    Raises:
        CellError: there is no such notation, or no such form.
    """
    try:
        notation = find(name)
    except NotationError as error:
        raise CellError(str(error)) from error
    if not form:
        return notation
    if form not in FORMS:
        raise CellError(f"there is no form {form!r}; there are: {', '.join(FORMS)}")
    return replace(notation, form=form)  # type: ignore[arg-type]


def latex(backward: Backward, equations: Iterable[Equation], notation: Notation = DEFAULT) -> str:
    """The equations as an ``aligned`` environment, one a line; below a summand the steps on which it exists."""
    writer = NotesWriter(backward, notation)
    lines = " \\\\\n".join(f"  {_line(writer, equation)}" for equation in equations)
    return f"\\begin{{aligned}}\n{lines}\n\\end{{aligned}}"


def _line(writer: NotesWriter, equation: Equation) -> str:
    left, pieces, _ = writer.sides(equation)
    shown = []
    for (sign, summand), term in zip(pieces, equation.terms, strict=False):
        steps = joined([writer.condition(bound, equation.tensor.first) for bound in term.when], ", ")
        shown.append((sign, Underbraced(summand, steps) if term.when else summand))
    return f"{left} &= {signed(shown or pieces)}"
