"""What is wrong in the articles from which the project starts, beside what is derived.

erratum     what an erratum is                    hand       derived equations as an article would write them
article0…3  the errata of each article            trial      a cell in numbers, against which a formula can be held

A printed formula that is refuted lives with its erratum, as LaTeX and as a small function; what it should be is never
typed in, but taken from the derivation.  To add an erratum, add it to its article; to add an article, list it here.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.notes.document import Block, Card, Document, Formula, Heading, Line, Result, Section, Steps, Table, Text
from derive.notes.errata import article0, article1, article2, article3
from derive.notes.errata.erratum import Article, Erratum, Measured
from derive.notes.errata.hand import Hand
from derive.notes.errata.trial import SEED
from derive.typeset.reader import read
from derive.typeset.tree import EMPTY, Atom, row

ARTICLES = (article0.ARTICLE, article1.ARTICLE, article2.ARTICLE, article3.ARTICLE)


def errata(interactive: bool = False) -> Document:
    """The wrong equations and numbers of the articles, each with the derived equation and the measured disagreement.

    Args:
        interactive: mark the symbols of tensors, for a page on which one can point at them.
    """
    measured = {e.number: e.measured() for article in ARTICLES for e in article.errata if e.measured is not None}
    return Document(
        name="errata",
        title="Errata of four articles on the LSTM",
        about="Their equations and numbers that are wrong, and what is derived instead.",
        sections=(
            _overview(measured),
            *(_section(article, Hand(article.notation, interactive), measured) for article in ARTICLES),
        ),
    )


def _overview(measured: Mapping[str, Measured]) -> Section:
    """All errata, and how they were measured."""
    every = [erratum for article in ARTICLES for erratum in article.errata]
    rows = tuple((e.number, e.what, measured[e.number].short) for e in every if e.number in measured)
    others = "; ".join(f"{e.number}, {e.what}" for e in every if e.number not in measured)
    return Section(
        "Overview",
        "overview",
        (
            Text(
                "The articles are tutorials, and most of what they say is right. Here stand the equations and numbers "
                "that are not; statements that are merely loose are left out. The equations and gradients of cells "
                "beside them are not typed in: they are what is derived for the cell of which the article speaks, "
                "printed in the article's own notation."
            ),
            Table(("", "what", "disagreement"), rows, small=True),
            Text(f"Refuted by the derivation alone: {others}."),
            Heading("How it is measured"),
            Text(_method()),
        ),
    )


def _method() -> str:
    return (
        "The printed formula and the derived one are evaluated with the same numbers, and held against the gradient "
        "as the forward pass alone shows it: a component is moved up and down by $10^{-15}$, in arithmetic of 50 "
        r"digits, and the difference of the losses is divided by $2 \cdot 10^{-15}$. The relative error of a formula "
        r"$v$ for a gradient $g$ is $\lVert v - g \rVert / \lVert g \rVert$; that of a number $v$ for $g$ is "
        "$|v - g| / |g|$. Weights, inputs and targets are multiples of $1/64$ between $-3/2$ and $3/2$, drawn with "
        f"seed {SEED} of Python's generator; states begin at zero, and there is one sequence. Article 1 has three "
        "steps, one input and two hidden units; the others have one input and one unit. Other numbers give errors of "
        "other sizes."
    )


def _section(article: Article, hand: Hand, measured: Mapping[str, Measured]) -> Section:
    by = f"By {article.author}. " if article.author else ""
    cards = (card(erratum, hand, measured.get(erratum.number)) for erratum in article.errata)
    blocks: tuple[Block, ...] = (Text(by + article.about), *cards)
    return Section(f"Article {article.number}: {article.title}", f"article-{article.number}", blocks, need=220)


def card(erratum: Erratum, hand: Hand, measured: Measured | None) -> Card:
    """What is wrong, what is printed, what is derived, and by how much they differ."""
    right = erratum.right(hand)
    printed = tuple(
        Line(EMPTY, read(line), "" if number else "as printed") for number, line in enumerate(erratum.printed)
    )
    blocks: list[Block] = [
        Text(erratum.wrong),
        Steps(printed),
        Result(Formula(right), erratum.remark or "derived"),
    ]
    if measured is not None:
        blocks.append(Text(f"*Measured.* {measured.said}"))
    title = row(Atom(erratum.number), r"\quad", right[0].left)
    return Card(title, erratum.what, tuple(blocks), need=150 + _height(*printed, *right))


def _height(*lines: Line) -> float:
    """The height of formulas in pt, roughly."""
    return sum(34 if one.whole.tall else 18 for one in lines)
