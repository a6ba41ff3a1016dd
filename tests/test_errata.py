"""The errata: that all are on the page, that the printed formulas are wrong and the derived ones right."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typesetting import needs_tex

from derive.cells.lstm import lstm
from derive.cells.rnn import rnn
from derive.core.equations import TIME
from derive.notes.document import Card, Document, Result, walk
from derive.notes.errata import ARTICLES, errata
from derive.notes.errata.article1 import LSTM, RNN, STEPS, trial
from derive.notes.errata.erratum import ROUNDING, Erratum, disagreement, figures, misshapen, number
from derive.notes.errata.hand import Hand, Lines
from derive.pages import html, latex
from derive.typeset.reader import read

REFUTED = (
    *("0.2", "1.1", "1.2", "1.3", "1.4", "1.5", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "1.14"),
    *("1.16", "1.18", "2.4"),
)
"""Statements that are refuted by numbers."""

DERIVED = (
    *("0.1", "0.4", "0.5", "0.6", "1.6", "1.15", "1.17", "1.19", "1.20", "2.1", "2.2", "2.3", "2.5", "2.6", "2.7"),
    *("3.1", "3.3"),
)
"""Formulas that are refuted by the derivation."""

HELPFUL = ("0.8", "2.8")
"""Loose statements with a number in them."""

EVERY = {erratum.number: erratum for article in ARTICLES for erratum in article.errata}
SHAPES = ("1.5", "1.13")
FORMULAS = ("0.2", "1.2", "1.3", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.14", "1.16", "2.4")


@pytest.fixture(scope="module")
def document() -> Document:
    return errata()


def cards(document: Document) -> dict[str, Card]:
    found = [block for section in document.sections for block in walk(section.blocks) if isinstance(block, Card)]
    return {str(card.title).partition(r"\quad")[0]: card for card in found}


def test_every_wrong_formula_is_on_the_page(document: Document) -> None:
    assert sorted(cards(document)) == sorted((*REFUTED, *DERIVED, *HELPFUL))
    text = latex.body(document)
    for erratum in EVERY.values():
        assert all(str(read(line)) in text for line in erratum.printed), erratum.number
        assert erratum.number in REFUTED or erratum.number in DERIVED or erratum.number in HELPFUL
    overview = document.sections[0]
    for number_ in EVERY:
        assert re.search(rf"(?<!\d){re.escape(number_)}\b", str(overview)), number_


def test_every_erratum_shows_a_derived_equation(document: Document) -> None:
    for number_, card in cards(document).items():
        [result] = [block for block in card.blocks if isinstance(block, Result)]
        assert result.formula.lines, number_
        assert all(str(line.right)[:4] in ("= " + str(line.right)[2:4], r"\ni ") for line in result.formula.lines), (
            number_
        )


def wrong_and_right(erratum: Erratum) -> None:
    """The printed statement is far off, and the derived one is not."""
    assert erratum.measured is not None
    measured = erratum.measured()
    if erratum.number in SHAPES:
        assert measured.short == "shape"
        return
    assert measured.error is not None
    assert measured.error > 1e-3
    assert (measured.rest is not None) == (erratum.number in FORMULAS)
    assert measured.rest is None or measured.rest < ROUNDING


@pytest.mark.parametrize("number_", REFUTED)
def test_what_is_refuted_is_wrong_and_what_is_derived_is_right(number_: str) -> None:
    wrong_and_right(EVERY[number_])


def test_a_spoiled_erratum_is_noticed() -> None:
    v = trial()
    true, derived = v.difference("i", 3), v("di", 3)
    wrong_and_right(replace(EVERY["1.9"], measured=lambda: disagreement(v("dc", 3) * v("g", 2), true, derived)))
    right = replace(EVERY["1.9"], measured=lambda: disagreement(v("dc", 3) * v("g", 3), true, derived))
    with pytest.raises(AssertionError):
        wrong_and_right(right)
    underived = replace(EVERY["1.9"], measured=lambda: disagreement(v("dc", 3) * v("g", 2), true, 1.001 * derived))
    with pytest.raises(AssertionError):
        wrong_and_right(underived)
    with pytest.raises(ValueError, match="has a shape that fits"):
        misshapen(np.ones((3, 1)), np.ones((1, 2)), "x", np.ones((3, 2)), "W")


@pytest.mark.parametrize("cell", [LSTM, RNN], ids=["lstm", "rnn"])
def test_the_measure_agrees_with_every_derived_gradient(cell) -> None:
    """Differences of the loss against the backward pass, for all that the network computes."""
    v = trial(cell)
    for derivation in v.backward.derivations.values():
        tensor = derivation.tensor
        for step in range(1, STEPS + 1) if tensor.in_time else (None,):
            gradient, measured = v(derivation.adjoint.name, step), v.difference(tensor.name, step)
            assert np.abs(gradient - measured).max() < 1e-15 + 1e-14 * np.abs(measured).max(), (tensor.name, step)


# --- derived equations, as an article writes them


def shown(lines: Lines) -> tuple[str, ...]:
    return tuple(f"{line.left} &{line.right}" for line in lines)


def test_the_last_step_and_the_ones_before() -> None:
    on = Hand("stacked-row").on(LSTM, STEPS)
    last = r"\frac{dL}{dc^{3}} &= \frac{dL}{dh^{3}} \odot o^{3} \odot (1 - \tanh^{2}(c^{3}))"
    assert shown(on.equation("dc", 3)) == (last,)
    assert shown(on.equation("dc", 2)) == (last.replace("3", "2") + r" + \frac{dL}{dc^{3}} \odot f^{3}",)
    assert shown(on.equation("dh", 3)) == (r"\frac{dL}{dh^{3}} &= \frac{dL}{d\hat{y}}\,W_{\hat{y}}^\top",)
    assert shown(on.equation("dy_hat")) == (r"\frac{dL}{d\hat{y}} &= \hat{y} - y",)
    assert shown(on.direct("c", 3)) == (r"\frac{dL}{dc^{2}} &\ni \frac{dL}{dc^{3}} \odot f^{3}",)


def test_values_and_equations_are_put_in_place() -> None:
    on = Hand("olah").on(RNN, STEPS)
    assert shown(on.equation("h", where={"a_h": 0})) == ("h_t &= 0",)
    through = Hand("olah").on(rnn).equation("dh", TIME - 1, through=["da_h"])
    assert shown(through) == (
        r"\frac{\partial L}{\partial h_{t-1}} &= W_h^\top\,"
        r"\left(\frac{\partial L}{\partial h_t} \odot (1 - h_t \odot h_t)\right)",
    )
    with pytest.raises(ValueError, match="dx is a sum"):
        on.equation("da_h", through=["dx"])
    before = Hand("olah").on(lstm).equation("dc", TIME - 1, where={"f": 0})
    assert shown(before)[0].endswith(r"\odot (1 - \tanh^{2}(c_{t-1}))}_{t \geq 2}")


# --- numbers


def test_numbers_are_read_easily() -> None:
    assert [figures(x) for x in (0, 0.0302, 1.96, 9.96, 26.4, 996, 3.04e-9, -0.5)] == [
        *("0", "0.030", "2.0", "10", "26", "1000", r"3.0 \cdot 10^{-9}", "-0.50"),
    ]
    assert figures(2.6561e-5, 4) == r"2.656 \cdot 10^{-5}"
    assert figures(13780.6, 4) == "13780"
    assert number("", 1, 2).said.endswith("relative error is $0.50$.")
    assert "factor of $50$" in number("", 100, 2).said


# --- pages


def test_the_same_bytes_every_time(document: Document) -> None:
    trial.cache_clear()
    assert latex.standalone(errata()) == latex.standalone(document)


@needs_tex
def test_tex_sets_it_without_a_fault(document: Document, tmp_path: Path) -> None:
    (tmp_path / "errata.tex").write_text(latex.standalone(document))
    for _ in range(2):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "errata.tex"], cwd=tmp_path, capture_output=True
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    log = (tmp_path / "errata.log").read_text(errors="replace")
    assert not re.findall(r"Overfull .*|.*undefined.*|LaTeX Warning.*", log)


def test_a_page_has_all_of_it(document: Document) -> None:
    plain, interactive = html.page(document), html.page(errata(interactive=True))
    for page in (plain, interactive):
        assert page.count('<article class="card"') == len(EVERY)
        assert r"{\color{@" not in page
    assert r"\deriveTensor{c}" in interactive
    assert r"\deriveTensor{c}" not in plain
