r"""Study notes as one HTML file a cell, which opens without a network.

The page says what the notes in LaTeX say, from the same data: :class:`derive.notes.Notes`.  KaTeX sets the formulas
when the page opens; its program, style and fonts (``derive/vendor/katex/``) travel in the file.

Every symbol of a tensor knows which tensor it stands for, so that pointing at one lights up where it is used, and its
gradient.  The printer marks it by a colour of its own, ``{\color{@c}c^{t}}``, which is as wide as the plain symbol
where lines are broken; :func:`pointed` makes KaTeX's ``\htmlData`` of it.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import sympy as sp
from jinja2 import Environment, Template
from markupsafe import Markup

from derive import matrix as mx
from derive.calculus import Backward
from derive.equations import TIME, Equation, Kind, N, T, Tensor
from derive.language import Cell
from derive.notes import COLOURS, KINDS, Formula, Notes, shape
from derive.printers.latex import LatexPrinter, Piece
from derive.templating import environment, folder

KATEX = Path(__file__).resolve().parent / "vendor" / "katex"


def render(backward: Backward, index: str = "") -> str:
    """The notes of a cell as a page.

    Args:
        backward: the derivation.
        index: the file that lists the cells, to which the page then leads back.
    """
    return _template("page.html.j2").render(notes=Page(backward), index=index)


def render_index(entries: Iterable[Entry]) -> str:
    """A page that lists cells and leads to their notes."""
    return _template("index.html.j2").render(entries=list(entries))


@dataclass(frozen=True)
class Entry:
    """A line of the index.

    Attributes:
        cell: the cell.
        page: the file of its notes.
        pdf: the same as PDF, if there is one.
    """

    cell: Cell
    page: str
    pdf: str = ""

    @property
    def parameters(self) -> str:
        """How many numbers its parameters hold: 4H^2 + 4HM + 4H."""
        count = sp.Add(*(sp.Mul(*(size.symbol for size in tensor.axes)) for tensor in self.cell.system.parameters))
        return sp.latex(sp.expand(count), order="grlex") if count != 0 else "0"


# ---------------------------------------------------------------------------------------------------------------------
# What stands on the page, beyond what the notes hold.


class PointingPrinter(LatexPrinter):
    """Marks the symbol of each tensor with the tensor's name."""

    def _print_Indexed(self, component: sp.Indexed) -> str:
        return _marked(component.base, super()._print_Indexed(component))

    def _print_Array(self, node: mx.Array) -> str:
        return _marked(node.tensor, super()._print_Array(node))


def _marked(tensor: Tensor, symbol: str) -> str:
    return rf"{{\color{{@{tensor.name}}}{symbol}}}"


class Page(Notes):
    """Everything that the templates need to know of one cell."""

    def __init__(self, backward: Backward) -> None:
        super().__init__(backward)
        delta = self.notation.delta
        coloured = replace(self.notation, delta=rf"\htmlClass{{{{delta}}}}{{{{{delta}}}}}")
        self.printer = PointingPrinter(coloured, self.reading)

    def sides(
        self, equation: Equation, step: sp.Expr = TIME, printer: LatexPrinter | None = None
    ) -> tuple[str, list[Piece], bool]:
        """As in the notes, with every tensor marked, whoever asks."""
        if printer is not None:
            printer = PointingPrinter(printer.notation, printer.reading)
        return super().sides(equation, step, printer)

    @property
    def title(self) -> str:
        return self.forward.name

    @property
    def about(self) -> Markup:
        return said(self.forward.doc)

    @property
    def origin(self) -> Markup:
        return said(self.forward.source)

    @cached_property
    def extents(self) -> list[tuple[str, str, str]]:
        """Letters, extent and meaning of the indices."""
        return [(", ".join(size.letters), size.name, size.meaning) for size in (T, N, *self.forward.sizes)]

    @cached_property
    def contents(self) -> list[tuple[str, str]]:
        """Anchor and symbol of each card."""
        return [(f"card-{d.tensor.name}", self.symbol(d.adjoint)) for d in self.backward.derivations.values()]

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The labels of the notes → the numbers of their equations."""
        equations = (*self.forward.equations, *self.backward.system.equations)
        return {self.label(equation.tensor): str(self.numbers[equation.name]) for equation in equations}

    def prose(self, text: str) -> Markup:
        """A line of the notes that mixes words, formulas and references."""
        parts = re.split(r"\$(.+?)\$", text)
        set_ = [_math(part) if place % 2 else self._words(part) for place, part in enumerate(parts)]
        return Markup("").join(set_)

    def _words(self, text: str) -> Markup:
        parts = re.split(r"\\eqref\{(.+?)\}", text)
        return Markup("").join(
            Markup('<a href="#eq-{0}">({0})</a>').format(self.anchors[part]) if place % 2 else _plain(part)
            for place, part in enumerate(parts)
        )

    @cached_property
    def facts(self) -> Markup:
        """What the page says of a tensor that is pointed at, as JSON: name → what it is, where it stands."""
        tensors = {**self.backward.objective.tensors, **self.backward.system.tensors}
        facts = {name: self.fact(tensor) for name, tensor in tensors.items() if tensor.kind is not Kind.LOSS}
        return Markup(json.dumps(facts, ensure_ascii=False).replace("<", r"\u003c"))

    def fact(self, tensor: Tensor) -> dict[str, object]:
        equations = (*self.forward.equations, *self.backward.system.equations)
        of = tensor.of if tensor.kind is Kind.ADJOINT else None
        derived = self.backward.derivations.get(tensor.name)
        return {
            "symbol": pointed(self.symbol(tensor)),
            "kind": KINDS.get(tensor.kind, str(tensor.kind)) if of is None else "gradient by",
            "of": of and of.name,
            "shape": shape(tensor.features),
            "equation": self.numbers.get(tensor.name),
            "used": [self.numbers[equation.name] for equation in equations if tensor in equation.reads()],
            "gradient": derived and derived.adjoint.name,
        }


@dataclass(frozen=True)
class Side:
    """A line of a formula: what stands before the equals sign, and the rest."""

    left: str
    right: str


def lines(formula: Formula) -> list[Side]:
    """The lines of a formula, apart at the equals sign."""
    return [Side(left.strip(), right.strip()) for left, _, right in (line.partition("&") for line in formula.lines)]


def colour(number: int) -> int:
    """The colour of a path, the same as in the notes in LaTeX."""
    return (number - 1) % COLOURS + 1


# ---------------------------------------------------------------------------------------------------------------------
# Text and formulas.

_MARK = r"{\color{@"


def pointed(latex: str) -> str:
    r"""The marks of the printer as data that the page can find: ``\htmlData{t=c}{c^{t}}``."""
    done = ""
    while (start := latex.find(_MARK)) >= 0:
        stop = _closing(latex, start)
        name, _, symbol = latex[start + len(_MARK) : stop].partition("}")
        done, latex = done + latex[:start], latex[stop + 1 :]
        if (script := re.match(r"\^(\\[A-Za-z]+|\w)", latex)) and "^" not in symbol:
            symbol, latex = symbol + script[0], latex[script.end() :]  # stands above what is below
        done += rf"\htmlData{{t={name}}}{{{pointed(symbol)}}}"
    return done + latex


def _closing(latex: str, start: int) -> int:
    """Where the group that begins at ``start`` ends."""
    depth = 0
    for brace in re.finditer(r"\\.|[{}]", latex[start:]):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return start + brace.start()
    raise ValueError(f"a brace that is never closed in {latex!r}")


def _math(latex: str) -> Markup:
    """A formula in a line of text."""
    return Markup('<span class="math">{}</span>').format(pointed(latex))


def _display(latex: str) -> Markup:
    """A formula with sums and fractions at their full height."""
    return Markup('<span class="math">{}</span>').format(rf"\displaystyle {{}}{pointed(latex)}")


def _plain(text: str) -> Markup:
    return Markup(html.escape(text.replace("~", "\N{NO-BREAK SPACE}").replace(r"\ ", " "), quote=False))


def said(text: str) -> Markup:
    """A user's text: its blanks as one, ``code`` in its own face."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return Markup(re.sub(r"``(.+?)``", r"<code>\1</code>", escaped))


# ---------------------------------------------------------------------------------------------------------------------
# What travels in the file.


@cache
def _surroundings() -> Environment:
    page = environment("html").overlay()
    page.filters.update(math=_math, display=_display, lines=lines, colour=colour, said=said)
    page.globals.update(katex=_katex(), program=Markup((folder() / "html" / "page.js").read_text(encoding="utf-8")))
    return page


def _template(name: str) -> Template:
    return _surroundings().get_template(name)


@cache
def _katex() -> Mapping[str, Markup]:
    """KaTeX's program, and its style with the fonts in it."""
    style = re.sub(r"src:url\((fonts/\w+(?:-\w+)?\.woff2)\)[^}]*", _font, _text("katex.min.css"))
    return {"script": Markup(_text("katex.min.js")), "style": Markup(style), "licence": Markup(_text("LICENSE"))}


def _text(name: str) -> str:
    return (KATEX / name).read_text(encoding="utf-8").strip()


def _font(found: re.Match[str]) -> str:
    data = base64.b64encode((KATEX / found[1]).read_bytes()).decode()
    return f'src:url(data:font/woff2;base64,{data}) format("woff2")'
