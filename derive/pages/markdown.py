r"""A document as Markdown with formulas between dollar signs, as notebooks and code hosts set it.

Pictures are files beside it: :func:`files` gives them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePath, PurePosixPath

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from derive.diagram.drawing import svg
from derive.notes.document import Block, Document, Picture, Plot, Span, spans, walk
from derive.pages import plot
from derive.templating import environment
from derive.typeset.tree import DeltaMark, Math, PathNumber, PathPart, TensorMark, mapped, words


def files(document: Document) -> dict[PurePath, str]:
    """The page, and the pictures that it shows."""
    drawn = {
        one.name: svg.render(one.drawing) if isinstance(one, Picture) else plot.svg(one, alone=True)
        for section in document.sections
        for one in walk(section.blocks)
        if isinstance(one, Picture | Plot)
    }
    return {
        PurePosixPath(f"{document.name}.md"): page(document),
        **{PurePosixPath(f"{name}.svg"): picture for name, picture in drawn.items()},
    }


def page(document: Document) -> str:
    """The document as a page."""
    numbers = {label: formula.number for label, formula in document.formulas.items()}
    text = _surroundings().get_template("document.md.j2").render(document=document, numbers=numbers)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


@cache
def _surroundings() -> Environment:
    markdown = environment("markdown").overlay()
    markdown.filters.update(text=inline, cell=_cell, plain=_plain, remark=_remark, math=math, block=_block)
    markdown.filters.update(circled=circled)
    return markdown


@pass_context
def _block(context: Context, one: Block) -> str:
    """A block, by the macro of its name."""
    module = context.environment.get_template("blocks.md.j2").make_module({"numbers": context["numbers"]})
    return str(getattr(module, type(one).__name__.lower())(one)).strip("\n")


def math(formula: Math | str) -> str:
    """A formula without colours, whose commands are ours alone."""
    return str(plain(formula)) if isinstance(formula, Math) else formula


def plain(formula: Math) -> Math:
    """The formula without what only our own pages can set."""
    match formula:
        case DeltaMark(item) | PathPart(_, item) | TensorMark(_, item):
            return plain(item)
        case PathNumber(number):
            return words(circled(number))
    return mapped(formula, plain)


def circled(number: int) -> str:
    """A number in a circle, where there is such a sign."""
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


@pass_context
def inline(context: Context, text: str) -> str:
    """A text in markup."""
    return "".join(_span(span, context["numbers"]) for span in spans(text))


@pass_context
def _cell(context: Context, text: str) -> str:
    """A cell of a table, in which a bar would end it."""
    return re.sub(r"(?<!\\)\|", r"\\vert " if "$" in text else r"\\|", inline(context, text))


def _span(span: Span, numbers: Mapping[str, int]) -> str:
    match span.kind:
        case "math":
            return f"${math(span.text)}$"
        case "code":
            return f"`{span.text}`"
        case "emphasis":
            return f"*{''.join(_span(inner, numbers) for inner in spans(span.text))}*"
        case "link":
            return f"[{span.text}]({span.target})"
        case "reference":
            return f"({numbers[span.text]})"
    return re.sub(r"([\\`*_<\[\]#])", r"\\\1", span.text)


@pass_context
def _remark(context: Context, text: str) -> str:
    """A text within a formula."""
    parts = []
    for span in spans(text):
        if span.kind == "math":
            parts.append(math(span.text))
        elif span.kind == "reference":
            parts.append(rf"\text{{({context['numbers'][span.text]})}}")
        else:
            parts.append(rf"\text{{{span.text}}}")
    return "".join(parts)


@pass_context
def _plain(context: Context, text: str) -> str:
    """A text in which nothing is set."""
    return "".join(f"({context['numbers'][s.text]})" if s.kind == "reference" else s.text for s in spans(text))
