"""The study notes: what they say, and that TeX sets them without a fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_matrix import oddities
from typesetting import compiled, faults, needs_tex

from derive import Backward, Cell, H, adjoint, cell
from derive.calculus import numbering
from derive.cells import builtin
from derive.core.equations import Kind, Tensor
from derive.language import sigmoid, tanh
from derive.notation import DEFAULT, Notation, spelled
from derive.notes import cell_notes
from derive.notes.document import literal, spans
from derive.pages import latex as pages
from derive.pages import markdown
from derive.typeset.lines import broken, width
from derive.typeset.reader import read


@cell(source=r"Smith & Søn 2024, 50 % of ~20 cells, $x_1^2$ #7 {braces} \ 'naïve' → ⊙ ∮")
def user_cell(m):
    """Many names: r_h, a & b, 100%, under_score, x^2, <tag>."""
    x, h, c = m.input("x"), m.state("h"), m.state("c_tilde")
    m.alpha = sigmoid(m.affine("in", x, h.prev))
    m.i_prime = sigmoid(m.affine("i2", x, h.prev) + c.prev)
    m.m2 = m.alpha * h.prev
    m.gate = tanh(m.affine("gate", x, m.m2)) / (1 + m.alpha**2)
    m.c_tilde = (1 - m.i_prime) * c.prev + m.gate * m.param("W_ab_c", H)
    m.h = tanh(m.c_tilde)


@cell(source="no paper")
def stateless(m):
    m.y = sigmoid(m.affine("", m.input("x")))


def render_body(backward: Backward) -> str:
    return pages.body(cell_notes(backward))


def render_document(backward: Backward) -> str:
    return pages.standalone(cell_notes(backward))


def backward(name: str) -> Backward:
    return adjoint(builtin()[name].system)


@pytest.fixture(scope="module")
def lstm() -> str:
    return render_document(backward("lstm"))


# --- what they say


def test_the_direct_path_and_what_it_leaves_out(lstm: str) -> None:
    assert r"\frac{\partial L}{\partial c^{t-1}} \ni \frac{\partial L}{\partial c^{t}} \odot f^{t}" in lstm
    assert r"\underbrace{\frac{\partial L}{\partial c^{t}} \odot f^{t}}_{\text{direct}}" in lstm
    through_h = r"\underbrace{\frac{\partial L}{\partial h^{t-1}} \odot o^{t-1} \odot (1 - \tanh^{2}(c^{t-1}))}"
    assert through_h + r"_{\text{through }h,\;t \geq 2}" in lstm
    assert r"R_f^\top\,\frac{\partial L}{\partial a_f^{t}}" in lstm
    assert "leaves out what comes back through $h$" in lstm


def test_peepholes_are_among_what_the_direct_path_leaves_out() -> None:
    text = render_body(backward("peephole_lstm"))
    for peephole in (
        r"\underbrace{p_i \odot \frac{\partial L}{\partial a_i^{t}}}_{\text{through }a_i}",
        r"\underbrace{p_f \odot \frac{\partial L}{\partial a_f^{t}}}_{\text{through }a_f}",
        r"\underbrace{p_o \odot \frac{\partial L}{\partial a_o^{t-1}}}_{\text{through }a_o,\;t \geq 2}",
    ):
        assert peephole in text


def test_a_state_without_a_direct_path_says_so() -> None:
    text = render_body(backward("rnn"))
    assert "there is no direct path" in text
    assert (
        r"R^\top\,\frac{\partial L}{\partial a_h^{t}}" in text or r"R^\top\,\frac{\partial L}{\partial a^{t}}" in text
    )


def test_matrix_form_is_matrix_notation(lstm: str) -> None:
    for sign in (r"W_f^\top", r"\odot", r"\delta a_f^{t}\,(x^{t})^\top", r"\sum_{t=1}^{T}", r"\sum_{n=1}^{N}"):
        assert sign in lstm


def test_every_step_of_the_engine_is_on_the_page(lstm: str) -> None:
    derivations = backward("lstm").derivations.values()
    paths = [path for derivation in derivations for path in derivation.paths]
    assert lstm.count("local derivative}") == len(paths) + 2  # the rule on one edge, the answer of an exercise
    assert lstm.count("times what arrives}") == len(paths) + 2
    assert lstm.count(r"slope by its output") == 5
    assert "[t'=t-1]" in lstm
    assert r"$t \to t'+1,\ n \to n',\ r \to j'$" in lstm


def test_a_path_has_one_colour_in_card_and_summary(lstm: str) -> None:
    for number, term in ((3, r"R_i^\top\,\delta a_i^{t+1}"), (4, r"R_f^\top\,\delta a_f^{t+1}")):
        assert rf"\underbrace{{{term}}}_{{\derivePath{{{number}}}{{{number}}}\;t<T}}" in lstm
        assert rf"\derivePart{{{number}}}{{{term}}}" in lstm


def test_markdown_says_what_latex_says(lstm: str) -> None:
    derived = backward("lstm")
    text = markdown.page(cell_notes(derived))
    assert {int(n) for n in re.findall(r"\\tag\{(\d+)\}", text)} == set(numbering(derived).values())
    assert text.count(r"\text{local derivative}") == lstm.count("local derivative}")
    assert not re.findall(r"\\derive|\\eqref|\\color", text)
    assert text.count("$$") % 2 == 0
    assert text.count("{") == text.count("}")
    shown = re.findall(r"!\[.+?\]\((.+?)\)", text)
    written = {str(path) for path in markdown.files(cell_notes(derived))}
    assert {"lstm-circuit.svg", "lstm-backward.svg"} <= set(shown) <= written


def test_the_edges_of_time(lstm: str) -> None:
    first = r"\delta c^{0} &= \delta c^{1} \odot f^{1}"
    last = r"\delta c^{T} & = \Gamma_c + \delta h^{T} \odot o^{T} \odot (1 - \tanh^{2}(c^{T}))"
    assert first in lstm
    assert last in lstm
    assert r"[t=T]\,\Gamma_c" in lstm


@pytest.mark.parametrize("name", ["lstm", "gru"])
def test_numbers_are_those_of_the_kernels(name: str) -> None:
    derived = backward(name)
    text = render_body(derived)
    defined = dict(re.findall(r"\\tag\{(\d+)\}\\label\{%s:(\w+)\}" % name, text))  # noqa: UP031
    assert {tensor: int(number) for number, tensor in defined.items()} == numbering(derived)


def test_notes_are_the_same_every_time() -> None:
    assert render_document(backward("gru")) == render_document(backward("gru"))


# --- names


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("W_f", "W_f"),
        ("a_den", r"a_{\mathrm{den}}"),
        ("alpha", r"\alpha"),
        ("Gamma", r"\Gamma"),
        ("m2", "m_2"),
        ("r_h", "r_h"),
        ("tanh_c", r"\mathrm{tanh}_c"),
        ("i_prime", "i'"),
        ("c_tilde", r"\tilde{c}"),
        ("W_ab_c", r"W_{\mathrm{ab},c}"),
        ("b_i2", r"b_{\mathrm{i2}}"),
        ("R_ff", r"R_{\mathrm{f{}f}}"),
    ],
)
def test_names_are_spelled_sensibly(name: str, latex: str) -> None:
    assert str(spelled(name).math()) == latex


def test_time_may_stand_below_and_names_may_be_given() -> None:
    tensor = Tensor("a_f", (H,), Kind.SIGNAL)
    assert str(DEFAULT.symbol(tensor, read("t"), read("nj"))) == "a_{f,nj}^{t}"
    other = Notation("other", {"a_f": spelled("f").accented("bar")}, time="subscript")
    assert str(other.symbol(tensor, read("t"))) == r"\bar{f}_t"


def test_user_text_is_escaped() -> None:
    assert pages.inline(literal("a & b_1 50% #2 $x$ {y} ~ ^ \\")) == (
        r"a \& b\_1 50\% \#2 \$x\$ \{y\} \textasciitilde{} \textasciicircum{} \textbackslash{}"
    )
    assert pages.inline(literal("ε and Ω, ``a_b``, ∮")) == r"$\epsilon$ and $\Omega$, \texttt{a\_b}, [contour integral]"


def test_markup_is_read_in_stretches() -> None:
    text = r"as *the $f$ gate*, `W_f`, in \eqref{lstm:c}; [here](https://x.org/a_b): 3 \$, \*"
    found = [(span.kind, span.text, span.target) for span in spans(text)]
    assert found == [
        ("plain", "as ", ""),
        ("emphasis", "the $f$ gate", ""),
        ("plain", ", ", ""),
        ("code", "W_f", ""),
        ("plain", ", in ", ""),
        ("reference", "lstm:c", ""),
        ("plain", "; ", ""),
        ("link", "here", "https://x.org/a_b"),
        ("plain", ": 3 ", ""),
        ("plain", "$", ""),
        ("plain", ", ", ""),
        ("plain", "*", ""),
    ]


# --- lines


def test_long_sums_are_broken() -> None:
    assert width(read(r"\frac{a}{b + c}")) < width(read(r"a b + c + d"))
    pieces = [("+", read(r"R_i^\top\,\delta a_i^{t+1}"))] * 12
    lines = broken(pieces, 30)
    assert 2 < len(lines) < 6
    assert max(map(width, lines)) < 33
    assert " ".join(map(str, lines)).count(r"\delta") == 12


# --- what TeX says


@needs_tex
@pytest.mark.parametrize(
    "one",
    [builtin()["peephole_lstm"], builtin()["mlstm"], oddities, user_cell, stateless],
    ids=lambda one: one.name,
)
def test_tex_sets_the_notes_without_a_fault(one: Cell, tmp_path: Path) -> None:
    assert faults(compiled(render_document(adjoint(one.system)), tmp_path)) == []


@needs_tex
def test_bodies_can_be_read_into_another_document(tmp_path: Path) -> None:
    frame = r"""\documentclass[10pt]{report}
\usepackage{amsmath,amssymb,array,booktabs,xcolor,tikz,pgfplots}
\pgfplotsset{compat=1.16}
\begin{document}
\chapter{Cells}
Before: $$1$$ \begin{equation} a = b \label{mine} \end{equation}
\input{rnn} \input{gru} See \eqref{mine} and \eqref{gru:dz}.
\end{document}
"""
    bodies = {name: render_body(backward(name)) for name in ("rnn", "gru")}
    assert faults(compiled(frame, tmp_path, **bodies)) == []
