r"""Equations and derivations show themselves as mathematics in a notebook.

A notebook asks an object for ``_repr_latex_``.  The classes are data and know no printer, so that it is hung on them
here, from above, when the first public name of :mod:`derive` is asked for.  What is shown is the index form, as the
objects hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from derive.calculus import Backward, Derivation, Path
from derive.core.equations import Bound, Equation, System, Term
from derive.forms.matrix import reading_order
from derive.language import Cell
from derive.typeset.latex import LatexPrinter, Piece
from derive.typeset.text import conditions

BREAK = r" \\ "
WORDS = {"if ": r"\text{if }", " and ": r"\text{ and }", "≤": r"\leq", "≥": r"\geq"}


@cache
def attach() -> None:
    """Give each class its ``_repr_latex_``."""
    for kind, lines in SHOWN.items():
        kind._repr_latex_ = _shown(lines)


def _shown(lines: Callable[[Any], Iterable[str]]) -> Callable[[Any], str]:
    def _repr_latex_(self: Any) -> str:
        return rf"$\displaystyle \begin{{aligned}} {BREAK.join(lines(self))} \end{{aligned}}$"

    return _repr_latex_


def equation(equation: Equation, printer: LatexPrinter | None = None) -> list[str]:
    """The equation on a line, or where a term does not exist on every step, each term on a line of its own."""
    printer = printer or LatexPrinter()
    left = printer.doprint(equation.lhs)
    if not any(term.when for term in equation.terms):
        return [" &= ".join(printer.equation(equation).split(" = ", 1))]
    lines = []
    for nth, (term, piece) in enumerate(zip(equation.terms, printer.terms(equation), strict=True)):
        head = rf"{left} &= {_joined(piece)}" if nth == 0 else rf"&\quad {piece[0]} {piece[1]}"
        lines.append(f"{head} {_condition(term, equation.bounds)}".rstrip())
    return lines


def system(system: System, printer: LatexPrinter | None = None) -> list[str]:
    """Its equations, one below the other."""
    printer = printer or LatexPrinter(reading=reading_order(system))
    return [line for each in system.equations for line in equation(each, printer)]


def backward(backward: Backward) -> list[str]:
    """The forward equations, and then the gradients."""
    printer = LatexPrinter(reading=reading_order(backward.forward))
    return [*system(backward.forward, printer), "", *system(backward.system, printer)]


def derivation(derivation: Derivation) -> list[str]:
    """For each path the local derivative, the product with what arrives, and what the deltas leave; then the sum."""
    printer = LatexPrinter()
    steps = [line for path in derivation.paths for line in _path(path, derivation, printer)]
    return [*steps, *equation(derivation.equation, printer)]


def _path(path: Path, derivation: Derivation, printer: LatexPrinter) -> list[str]:
    over, under = printer.doprint(path.user.lhs), printer.doprint(derivation.target)
    lines = [rf"\frac{{\partial {over}}}{{\partial {under}}} &= {printer.doprint(path.derivative)}"]
    if path.local != path.derivative:
        lines.append(rf"&\to {printer.doprint(path.local)}")
    bounds = tuple(replace(bound, index=bound.index.primed) for bound in derivation.equation.bounds)
    result = path.result.xreplace({index: index.primed for index in derivation.equation.indices})
    last = f"{_joined(printer.term(path.product))} &= {_joined(printer.term(result))} {_condition(result, bounds)}"
    return [*lines, last.rstrip(), ""]


def _joined(piece: Piece) -> str:
    return piece[1] if piece[0] == "+" else f"-{piece[1]}"


def _condition(term: Term, bounds: tuple[Bound, ...]) -> str:
    said = conditions(term.when, bounds)
    for word, latex in WORDS.items():
        said = said.replace(word, latex)
    return rf"&& {said}" if said else ""


SHOWN: dict[type[Any], Callable[[Any], Iterable[str]]] = {
    Equation: equation,
    System: system,
    Derivation: derivation,
    Backward: backward,
    Cell: lambda cell: system(cell.system),
}
