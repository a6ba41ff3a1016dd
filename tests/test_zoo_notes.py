"""The cells side by side: what is said of them holds for their kernels, and for what textbooks count."""

from __future__ import annotations

from pathlib import Path

import pytest
import sympy as sp
from chromium import browser
from kernels import kernel, random_case
from typesetting import compiled as typeset
from typesetting import faults, needs_browser, needs_tex

from derive.cells import builtin
from derive.core.equations import H, M
from derive.notes.document import Card, Document, Equations, Table, walk
from derive.notes.zoo import UNITS, Entry, carried, comparison, entry_of, parent
from derive.pages import html, latex

pytestmark = pytest.mark.pages  # to compare the zoo is to derive all of it

h, m, P = H.symbol, M.symbol, sp.Symbol("P", integer=True, positive=True)


def entry(name: str) -> Entry:
    return entry_of(builtin()[name])


@pytest.fixture(scope="module")
def document() -> Document:
    return comparison(builtin().values())


def table(document: Document, anchor: str, which: int = 0) -> dict[str, tuple[str, ...]]:
    """A table's rows by the cells' names."""
    blocks = next(section.blocks for section in document.sections if section.anchor == anchor)
    tables = [block for block in blocks if isinstance(block, Table)]
    return {row[0].strip("`"): row[1:] for row in tables[which].rows}


def card(document: Document, name: str) -> Card:
    title = rf"\texttt{{{name}}}".replace("_", r"\_")
    blocks = (block for section in document.sections for block in walk(section.blocks))
    return next(block for block in blocks if isinstance(block, Card) and str(block.title) == title)


def shown(card: Card) -> list[str]:
    return [str(f.single) for block in card.blocks if isinstance(block, Equations) for f in block.formulas]


# --- counts


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("rnn", h**2 + h * m + h),
        ("lstm", 4 * (h**2 + h * m + h)),
        ("lstm_1997", 3 * (h**2 + h * m + h)),
        ("peephole_lstm", 4 * (h**2 + h * m + h) + 3 * h),
        ("dense_peephole_lstm", 4 * (h**2 + h * m + h) + 3 * h**2),
        ("lstm_cifg", 3 * (h**2 + h * m + h) + 2 * h),
        ("lstm_fgr", 4 * (h**2 + h * m + h) + 3 * h + 9 * h**2),
        ("lstmp", 4 * (h * m + h * P + h) + h * P),
        ("gru", 3 * (h**2 + h * m + h) + h),
        ("gru_reset_before", 3 * (h**2 + h * m + h)),
        ("min_gru", 2 * (h * m + h)),
        ("slstm", 4 * (h**2 + h * m + h)),
        ("mlstm", 4 * (h * m + h) + 2 * (m + 1)),
    ],
)
def test_parameters_are_those_that_are_known(name: str, count: sp.Expr) -> None:
    assert sp.expand(entry(name).parameters - count) == 0


@pytest.mark.parametrize("name", ["rnn_relu", "lstm", "lstmp", "lstm_fgr", "gru", "layer_norm_lstm", "slstm", "mlstm"])
def test_parameters_and_what_is_kept_are_those_of_the_kernel(name: str) -> None:
    module = kernel(name, "numpy")
    kept = []
    for steps in (3, 4):
        case = random_case(module, T=steps, N=1)
        *_, tape = case.forward()
        kept.append(sum(array.size for array in tape.arrays))
    known = ((name, size) for name, size in vars(case.p).items() if isinstance(size, int))
    sizes = {sp.Symbol(name, integer=True, positive=True): size for name, size in known}
    assert entry(name).parameters.subs(sizes) == case.p.flat.size
    # a one beside what arrives and what is carried, so that one product adds the bias, is memory that holds nothing
    assert kept[1] - kept[0] - entry(name).budget.kept.subs(sizes) in (0, 1)


@pytest.mark.parametrize(
    ("name", "ahead"),
    [
        ("rnn", 2 * (h**2 + h * m)),
        ("lstm", 8 * (h**2 + h * m)),
        ("peephole_lstm", 8 * (h**2 + h * m)),
        ("lstmp", 8 * (h * P + h * m) + 2 * h * P),
        ("gru", 6 * (h**2 + h * m)),
        ("gru_reset_before", 6 * (h**2 + h * m)),
        ("min_gru", 4 * h * m),
    ],
)
def test_products_are_two_operations_a_weight_and_twice_that_on_the_way_back(name: str, ahead: sp.Expr) -> None:
    assert sp.expand(entry(name).budget.products_ahead - ahead) == 0
    assert sp.expand(entry(name).budget.products_back - 2 * ahead) == 0


@pytest.mark.parametrize("name", ["rnn", "rnn_relu"])
def test_other_operations_of_the_elman_network_can_be_counted_by_hand(name: str) -> None:
    """W x and R h added, the bias added, a function; on the way back 1 - h², δh times that, Δ + R^T δ, and the bias."""
    assert entry(name).budget.others_ahead == 3 * h
    assert entry(name).budget.others_back == {"rnn": 5, "rnn_relu": 4}[name] * h


def test_numbers_are_the_formulas_at_their_sizes(document: Document) -> None:
    row = table(document, "parameters")["lstm"]
    assert row == ("$h$, $c$", "$i$, $f$, $o$", "$4 H^{2} + 4 H M + 4 H$", r"$131\,584$")
    assert 4 * (2 * UNITS**2 + UNITS) == 131584
    products, others, both = (table(document, "work", which) for which in range(3))
    assert products["lstm"] == ("$8 H^{2} + 8 H M$", "$16 H^{2} + 16 H M$")
    elementwise = int(entry("lstm").budget.others_ahead / h)
    assert others["lstm"][0] == f"${elementwise} H$"
    assert both["lstm"][0] == f"${16 * UNITS**2 + elementwise * UNITS:,}$".replace(",", r"\,")


def test_every_cell_is_in_every_table(document: Document) -> None:
    for anchor, which in (("parameters", 0), ("work", 0), ("work", 1), ("work", 2), ("carry", 0)):
        assert list(table(document, anchor, which)) == list(builtin())


# --- what a cell changes


def test_the_families_stand_in_order(document: Document) -> None:
    titles = [section.title for section in document.sections]
    assert titles[1:6] == [
        "The simple recurrent network",
        "Long short-term memory",
        "Gated recurrent units",
        "LSTM with layer normalisation",
        "sLSTM and mLSTM of xLSTM, in their stabilised forms, with one head and with several",
    ]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("lstm", None),
        ("rnn_relu", "rnn"),
        ("peephole_lstm", "lstm"),
        ("lstmp", "lstm"),
        ("lstm_cifg", "peephole_lstm"),
        ("lstm_fgr", "peephole_lstm"),
        ("gru", None),
        ("gru_reset_before", "gru"),
        ("mlstm", None),
    ],
)
def test_a_cell_is_held_against_the_one_that_it_changes(name: str, nearest: str | None) -> None:
    names = list(builtin())
    found = parent(entry(name), [entry(other) for other in names[: names.index(name)]])
    assert (found.cell.name if found else None) == nearest


def test_what_is_shown_is_the_difference(document: Document) -> None:
    assert shown(card(document, "lstm")) == [
        *(rf"{gate}^{{t}} = \sigma(W_{gate}\,x^{{t}} + R_{gate}\,h^{{t-1}} + b_{gate})" for gate in "if"),
        r"g^{t} = \tanh(W_g\,x^{t} + R_g\,h^{t-1} + b_g)",
        r"o^{t} = \sigma(W_o\,x^{t} + R_o\,h^{t-1} + b_o)",
        r"c^{t} = f^{t} \odot c^{t-1} + i^{t} \odot g^{t}",
        r"h^{t} = o^{t} \odot \tanh(c^{t})",
    ]
    assert shown(card(document, "lstm_cifg")) == [r"c^{t} = (1 - i^{t}) \odot c^{t-1} + i^{t} \odot g^{t}"]
    assert card(document, "lstm_cifg").blocks[0].text == (
        "As `peephole_lstm`, but without $W_f$, $R_f$, $b_f$, $p_f$, $f$ and with:"
    )
    assert shown(card(document, "lstmp"))[-1] == r"h^{t} = V\,m^{t}"
    assert "c^{t}" not in " ".join(shown(card(document, "lstm_fgr"))).replace(r"p_o \odot c^{t}", "")


@pytest.mark.parametrize("name", builtin())
def test_no_equation_is_lost(name: str) -> None:
    """Each stands by itself, or in the one that takes a function of it."""
    one = entry(name)
    said = " ".join(equation.says for equation in one.equations)
    assert all(str(equation) in said for equation in one.system.equations)


# --- how states carry an error


@pytest.mark.parametrize(
    ("name", "state", "factor"),
    [
        ("rnn", "h", ""),
        ("lstm", "h", ""),
        ("lstm", "c", "$f^{t}$"),
        ("lstm_1997", "c", "$1$"),
        ("lstm_cifg", "c", "$1 - i^{t}$"),
        ("gru", "h", "$z^{t}$"),
        ("min_gru", "h", "$1 - z^{t}$"),
        ("slstm", "n", "$f'^{t}$"),
        ("mlstm", "C", "$f'^{t}$"),
    ],
)
def test_the_factor_of_the_direct_path(name: str, state: str, factor: str) -> None:
    assert carried(entry(name), entry(name).system.tensors[state]) == factor


# --- the document


@needs_tex
def test_tex_sets_it_without_a_fault(document: Document, tmp_path: Path) -> None:
    assert faults(typeset(latex.standalone(document), tmp_path)) == []


@needs_browser
def test_a_browser_sets_it(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "zoo.html"
    file.write_text(html.page(document), encoding="utf-8")
    with browser(tmp_path / "profile") as page:
        page.open(file)
        assert page.evaluate("[...document.querySelectorAll('.katex-error')].map(e => e.title)") == []
        assert page.requests == [file.resolve().as_uri()]
        assert page.complaints == []
        for width in (400, 1280):
            page.size(width, 900)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_cell_alone_can_be_shown() -> None:
    alone = comparison([builtin()["mlstm"]])
    assert "P" not in table(alone, "parameters")["mlstm"][2]
    assert len(shown(card(alone, "mlstm"))) > 10
