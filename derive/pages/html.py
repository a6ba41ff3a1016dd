r"""A document as one HTML file, which opens without a network.

KaTeX sets the formulas when the page opens; its program, style and fonts (``derive/vendor/katex/``) travel in the file.

Every symbol of a tensor knows which tensor it stands for, so that interactive at one lights up where it is used, its
gradient, and its place in the pictures: KaTeX sets ``\deriveTensor{c}{c^{t}}`` as an element that bears the name.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sympy as sp
from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from derive.diagram import Drawing
from derive.diagram.drawing import svg
from derive.language import Cell
from derive.notation.files import NAMES, known
from derive.notes import Topic
from derive.notes.document import Block, Card, Document, Section, Span, literal, spans
from derive.notes.writer import colour, mark
from derive.pages import plot
from derive.templating import environment, folder
from derive.typeset.tree import Math

KATEX = Path(__file__).resolve().parent.parent / "vendor" / "katex"


def page(document: Document, index: str = "", shelf: Sequence[str] = ()) -> str:
    """The document as a page.

    Args:
        document: the document, its symbols marked (``interactive``).
        index: the file that lists the documents, to which the page then leads back.
        shelf: the names of the pages that are written together, in their order: where a text names one, it leads there.
    """
    at = shelf.index(document.name) if document.name in shelf else None
    facts = {name: vars(fact) for name, fact in document.facts.items()}
    return _template("page.html.j2").render(
        document=document,
        index=index,
        before=shelf[at - 1] if at else "",
        after=shelf[at + 1] if at is not None and at + 1 < len(shelf) else "",
        shelf=frozenset(shelf) - {document.name},
        facts=Markup(json.dumps(facts, ensure_ascii=False, default=str).replace("<", r"\u003c")),
        numbers={label: formula.number for label, formula in document.formulas.items()},
    )


def index_page(cells: Iterable[Cell], documents: Mapping[str, Topic], folder: Path) -> str:
    """A page that lists what there are notes of in a folder, and leads to them."""
    there = [entry for entry in (Entry(cell, folder) for cell in cells) if entry.links]
    others = [(name, links, topic.about) for name, topic in documents.items() if (links := _links(name, folder))]
    path = [name for name in READING if (folder / f"{name}.html").is_file()]
    return _template("index.html.j2").render(entries=there, documents=others, path=path)


READING = ("rnn", "lstm", "peephole_lstm", "gru", "training", "layer_norm_lstm", "mlstm", "zoo", "errata")
"""An order in which the notes can be read: each adds one idea to those before."""


@dataclass(frozen=True)
class Link:
    """A file of notes, and what leads there."""

    text: str
    file: str


@dataclass(frozen=True)
class Entry:
    """A line of the index: a cell, and the folder that its notes are in."""

    cell: Cell
    folder: Path

    @property
    def links(self) -> list[Link]:
        """The files of its notes, the page first, then other formats, then other hands."""
        name = self.cell.name
        others = sorted(path.stem for path in self.folder.glob(f"{name}_*.html"))
        hands = {stem.removeprefix(f"{name}_") for stem in others} & {hand.name for hand in map(known, NAMES)}
        return [*_links(name, self.folder), *(Link(hand, f"{name}_{hand}.html") for hand in sorted(hands))]

    @property
    def about(self) -> str:
        return literal(self.cell.summary)

    @property
    def origin(self) -> str:
        return literal(self.cell.source)

    @property
    def parameters(self) -> str:
        """How many numbers its parameters hold: 4H^2 + 4HM + 4H."""
        return str(sp.latex(self.cell.system.parameter_count, order="grlex"))


def _links(name: str, folder: Path) -> list[Link]:
    """The files of a document that are there."""
    kinds = {"page": ".html", "PDF": ".pdf", "LaTeX": ".tex", "Markdown": ".md"}
    return [Link(text, f"{name}{suffix}") for text, suffix in kinds.items() if (folder / f"{name}{suffix}").is_file()]


# ---------------------------------------------------------------------------------------------------------------------
# Blocks.


@pass_context
def _block(context: Context, one: Block) -> Markup:
    """A block, by the macro of its name."""
    module = context.environment.get_template("blocks.html.j2").make_module(
        {"numbers": context["numbers"], "shelf": context["shelf"]}
    )
    return Markup(getattr(module, type(one).__name__.lower())(one))


def chips(section: Section) -> list[Card]:
    """The cards of a section that a list of contents can lead to."""
    return [block for block in section.blocks if isinstance(block, Card) and block.tensor]


# ---------------------------------------------------------------------------------------------------------------------
# Text and formulas.


def _math(formula: Math | str) -> Markup:
    """A formula in a line of text."""
    return Markup('<span class="math">{}</span>').format(str(formula))


def _display(formula: Math | str) -> Markup:
    """A formula with sums and fractions at their full height."""
    return Markup('<span class="math">{}</span>').format(rf"\displaystyle {{}}{formula}")


@pass_context
def _inline(context: Context, text: str) -> Markup:
    """A text in markup."""
    return Markup("").join(_span(span, context["numbers"], context.get("shelf", ())) for span in spans(text))


def _span(span: Span, numbers: Mapping[str, int], shelf: Collection[str] = ()) -> Markup:
    match span.kind:
        case "math":
            return _math(span.text)
        case "code":
            code = Markup("<code>{}</code>").format(span.text)
            return Markup('<a href="{}.html">{}</a>').format(span.text, code) if span.text in shelf else code
        case "emphasis":
            return Markup("<em>{}</em>").format(Markup("").join(_span(inner, numbers) for inner in spans(span.text)))
        case "link":
            return Markup('<a href="{}">{}</a>').format(span.target, span.text)
        case "reference":
            return Markup('<a href="#eq-{0}">({0})</a>').format(numbers[span.text])
    return Markup(html.escape(span.text, quote=False))


def said(text: str) -> Markup:
    """A text in markup that refers to no equation."""
    return Markup("").join(_span(span, {}) for span in spans(text))


# ---------------------------------------------------------------------------------------------------------------------
# What travels in the file.


def _svg(drawing: Drawing) -> Markup:
    """A drawing without its style, which the page has once."""
    return Markup(svg.render(drawing, style=False))


@cache
def _surroundings() -> Environment:
    page = environment("html").overlay()
    page.filters.update(math=_math, display=_display, text=_inline, said=said, block=_block)
    page.filters.update(chips=chips, colour=colour, mark=mark, svg=_svg)
    page.filters.update(plot=lambda it: Markup(plot.svg(it)))
    page.globals.update(
        katex=_katex(),
        drawing_style=Markup(f"{svg.STYLE}\n{plot.STYLE}"),
        program=Markup((folder() / "html" / "page.js").read_text(encoding="utf-8")),
    )
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
