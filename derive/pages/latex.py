r"""A document as LaTeX.

A body has no preamble, to be read in by ``\\input``; a comment in it says what to load.  A document compiles by itself
with pdflatex.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import Environment
from sympy.printing.latex import greek_letters_set

from derive.diagram.drawing import tikz
from derive.notation import spelled
from derive.notes.document import Block, Display, Document, Equations, Result, Span, Steps, on_paper, spans
from derive.notes.writer import mark
from derive.pages.plot import Axes
from derive.templating import environment


def body(document: Document) -> str:
    """The document without a preamble."""
    return _surroundings().get_template("body.tex.j2").render(document=on_paper(document))


def standalone(document: Document) -> str:
    """The document with a preamble."""
    return _surroundings().get_template("document.tex.j2").render(document=document, body=body(document))


@cache
def _surroundings() -> Environment:
    latex = environment("latex").overlay()
    latex.filters.update(text=inline, block=block, mark=mark, tikz=tikz.pages, axes=Axes.of)
    latex.filters.update(listing=listing, decade="1e{}".format, dashes=dashes, coordinates=coordinates)
    latex.tests.update(displayed=displayed)
    return latex


def displayed(one: Block) -> bool:
    """Whether the block is a displayed formula, which goes on with the paragraph before it."""
    return isinstance(one, Display | Equations | Steps | Result)


def block(one: Block) -> str:
    """A block, by the macro of its name."""
    module = _surroundings().get_template("blocks.tex.j2").module
    return str(getattr(module, type(one).__name__.lower())(one)).strip()


def coordinates(points: Iterable[tuple[float, float]]) -> str:
    """Points of a curve."""
    return " ".join(f"({x:g},{y:g})" for x, y in points)


def listing(text: str) -> str:
    """Lines of a program as the lines of an alignment; ``verbatim`` cannot stand within a frame."""
    lines = (_set(line).replace(" ", "~").replace("-", "{-}") for line in text.strip().splitlines())
    return "".join(rf"{line}\cr" + "\n" for line in lines)


def dashes(lengths: Sequence[float]) -> str:
    """What of a line is drawn and left out in turns; all is drawn where nothing is said."""
    pattern = " ".join(f"{'off' if at % 2 else 'on'} {length:g}pt" for at, length in enumerate(lengths))
    return f"dash pattern={pattern}" if pattern else "solid"


def inline(text: str) -> str:
    """A text in markup."""
    return "".join(map(_span, spans(text)))


def _span(span: Span) -> str:
    match span.kind:
        case "math":
            return f"${span.text}$"
        case "code":
            return rf"\texttt{{{_set(span.text)}}}"
        case "emphasis":
            return rf"\emph{{{inline(span.text)}}}"
        case "link":
            text = inline(span.text).replace("/", r"/\allowbreak{}")  # where an address may be broken
            return rf"\href{{{span.target}}}{{{text}}}"
        case "reference":
            return rf"\eqref{{{span.text}}}"
    return _set(span.text)


def _set(text: str) -> str:
    """Plain text; a character that pdflatex may not know by its name."""
    return "".join(SPECIAL.get(character) or _known(character) for character in text)


SPECIAL = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "\N{NO-BREAK SPACE}": "~",
    "→": r"$\to$",
    "⊙": r"$\odot$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "−": "$-$",
}


def _known(character: str) -> str:
    """A character that pdflatex knows, or what stands for it."""
    if ord(character) < 0x180 or character in "–—‘’“”…":
        return character
    name = unicodedata.name(character, f"U+{ord(character):X}").lower()
    if name.startswith("greek ") and (letter := name.split()[-1]) in greek_letters_set:
        return f"${spelled(letter.capitalize() if 'capital' in name else letter).math()}$"
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or f"[{name}]"
