"""The flow of the error: factors, products, numbers, curves."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import sympy as sp
from test_matrix import Values
from test_notation import SIZES, Reader

from derive import Backward, Builder, Cell, adjoint, cell
from derive.analysis.flow import chain_step, direct_step
from derive.backends.numpy import loaded
from derive.cells import builtin
from derive.core.equations import TIME
from derive.core.functions import Elementwise
from derive.notation import DEFAULT
from derive.notation.files import NAMES, find
from derive.notes import lags
from derive.notes.document import Curve, Plot, Section, walk
from derive.notes.error_flow import by_factor, by_matrix, error_flow, scientific
from derive.notes.script import Script
from derive.pages import latex, plot
from tests import strange_cells

CELLS = {**builtin(), **strange_cells.CELLS}


@cache
def derived(name: str) -> Backward:
    return adjoint(CELLS[name].system)


def section(name: str, hand: str = "default") -> Section | None:
    return error_flow(Script(derived(name), DEFAULT if hand == "default" else find(hand)))


def shown(name: str, hand: str = "default") -> list[str]:
    """The formulas on lines of their own."""
    script = Script(derived(name), DEFAULT if hand == "default" else find(hand))
    steps = [direct_step(script.backward, s) or chain_step(script.backward, s) for s in script.forward.states]
    return [
        formula for step in steps if step for formula in (by_factor if step.elementwise else by_matrix)(script, step)
    ]


# --- the factor of a step


@pytest.mark.parametrize("name", CELLS)
def test_the_factor_of_the_direct_path_is_the_slope_of_the_state_s_own_equation(name: str) -> None:
    system = CELLS[name].system
    for state in system.states:
        step = direct_step(derived(name), state)
        if step is not None and step.elementwise:
            before, own = sp.Symbol("before"), state.indices()
            right = sp.Add(*(term.expr for term in system.equation(state).terms))
            slope = right.xreplace({state[(step.ahead, *own[1:])]: before}).diff(before)
            assert sp.expand(slope - step.factor) == 0


def numbers(expr: sp.Expr, at: dict[sp.Symbol, int], arrays: dict[str, np.ndarray]) -> float:
    """An expression in components, its indices counted from 1 (the step of a state from 0)."""
    expr = expr.xreplace({symbol: sp.Integer(value) for symbol, value in at.items()})
    rule = {}
    for component in expr.atoms(sp.Indexed):
        place = [
            int(i) - (0 if size.name == "T" else 1)
            for size, i in zip(component.base.axes, component.indices, strict=True)
        ]
        rule[component] = sp.Float(arrays[component.base.name][tuple(place)], 30)
    value = expr.xreplace(rule)
    return float(value.replace(lambda part: isinstance(part, Elementwise), lambda part: part.definition(*part.args)))


@pytest.mark.parametrize("name", ["rnn", "rnn_relu"])
def test_the_product_of_the_chain_s_factors_is_the_gradient_that_the_kernel_gives(name: str) -> None:
    backward = derived(name)
    [state] = backward.forward.states
    step = chain_step(backward, state)
    assert step is not None
    kernel, random = loaded(backward, "reference"), np.random.default_rng(1)
    p = kernel.init(2, 3, rng=random)
    x, start = random.standard_normal((4, 1, 2)), random.standard_normal((1, 3))
    y, _, tape = kernel.forward(p, x, kernel.State(start))
    dy = np.zeros_like(y)
    dy[-1] = random.standard_normal(y[-1].shape)
    h = np.concatenate([start[None], y])
    a = np.concatenate([np.zeros((1, 1, 3)), x @ p.W.T + h[:-1] @ p.R.T + p.b])
    error = dy[-1, 0]
    for t in (4, 3, 2, 1):
        [term] = step.terms
        _, n, j = state.indices()
        [r] = [index for index in step.arriving if index not in (TIME, n)]
        at = [{TIME: t, n: 1, j: row, r: column} for row in (1, 2, 3) for column in (1, 2, 3)]
        matrix = np.reshape([numbers(term.expr, one, {"h": h, "a_h": a, "R": p.R}) for one in at], (3, 3))
        error = matrix @ error
    assert np.allclose(error, kernel.backward(p, tape, dy).state.h[0], rtol=1e-12)


def test_what_the_notes_print() -> None:
    diagonal = r"\frac{\partial c^{t}}{\partial c^{t-1}} = \operatorname{diag}(f^{t}), \qquad "
    product = r"\frac{\partial c^{t}}{\partial c^{t-k}} = \prod_{s=t-k+1}^{t} \operatorname{diag}(f^{s})"
    assert diagonal + product in shown("lstm")
    assert diagonal + product in shown("peephole_lstm")
    assert any(r"\operatorname{diag}(z^{t})" in formula for formula in shown("gru"))
    assert any(r"\operatorname{diag}(1 - i^{s})" in formula for formula in shown("lstm_cifg"))
    carousel = r"\frac{\partial c^{t}}{\partial c^{t-1}} = I, \qquad \frac{\partial c^{t}}{\partial c^{t-k}} = I"
    assert carousel in shown("lstm_1997")
    assert carousel in shown("lstm_nfg")
    assert r"\prod_{s=t-k+1}^{t} f'^{s}\,I" in shown("mlstm")[0]
    assert r"\prod_{s=t}^{t+k-1}" in " ".join(shown("masked_both_ways"))  # a layer that reads backward
    plain = r"R^\top\,\operatorname{diag}(1 - h^{s} \odot h^{s})"
    assert any(rf"\prod_{{s=t-k+1}}^{{t}} {plain}" in formula for formula in shown("rnn"))
    assert r"\prod_{s=t-k+1}^{t} f_{nj}^{s}" in shown("lstm", "index")[0]


@pytest.mark.parametrize("hand", [name for name in NAMES if name != "index"])
@pytest.mark.parametrize("name", ["rnn", "tied"])
def test_a_printed_step_holds_in_its_own_convention(name: str, hand: str) -> None:
    script = Script(derived(name), find(hand))
    [state] = script.forward.states
    step = direct_step(script.backward, state) or chain_step(script.backward, state)
    assert step is not None
    values = Values(SIZES)
    reader = Reader(script, values)
    gradient = script.backward.derivation(state).adjoint
    terms = [term.__class__(term.expr * gradient.at(step.arriving), term.sums) for term in step.terms]
    wanted = reader.wanted(script.with_terms(script.backward.derivation(state).equation, terms), 2, 1)
    got = reader.evaluate(by_matrix(script, step)[0].split(" = ")[1], 2, 1)
    assert got.shape == wanted.shape
    assert np.allclose(got, wanted)


@pytest.mark.parametrize("hand", ["default", *NAMES])
@pytest.mark.parametrize("name", ["lstm", "mlstm", "tied", "forecaster"])
def test_every_hand_can_write_it(name: str, hand: str) -> None:
    formulas = shown(name, hand)
    assert formulas
    assert not [formula for formula in formulas if formula.count("{") != formula.count("}")]


def test_it_is_left_out_where_it_makes_no_sense() -> None:
    assert section("stateless") is None
    assert section("normalised") is None


# --- numbers


def test_numbers_are_those_of_exact_arithmetic() -> None:
    assert scientific(sp.Rational(9, 10) ** 100) == r"2.656 \cdot 10^{-5}"
    assert float(Fraction(9, 10) ** 100) == pytest.approx(2.656e-5, rel=1e-4)
    assert scientific(sp.Rational(11, 10) ** 100) == r"1.378 \cdot 10^{4}"
    assert scientific(sp.Rational(1)) == "1"
    assert scientific(sp.Rational(1, 3)) == "0.3333"
    found = section("lstm")
    assert found is not None
    text = "".join(map(latex.block, found.blocks))
    assert r"$2.656 \cdot 10^{-5}$" in text
    assert r"$1.378 \cdot 10^{4}$" in text
    assert "000017" not in text


def test_a_tanh_with_a_weight_above_one_does_not_explode() -> None:
    h, product = 0.5, 1.0
    for _ in range(lags.LAGS):
        h = math.tanh(1.1 * h)
        product *= 1.1 * (1 - h * h)
    assert lags.through_tanh(1.1, 0.5) == pytest.approx(product, rel=1e-9)
    assert product < 1e-8
    assert lags.through_tanh(1.1, 0.0) == pytest.approx(float(Fraction(11, 10) ** 100), rel=1e-12)


# --- curves


@cell(source="tests")
def halving(m: Builder) -> None:
    """Half of the old state, and the input."""
    x, h = m.input("x"), m.state("h")
    m.h = 0.5 * h.prev + m.affine("", x)


@cell(source="tests")
def gained(m: Builder) -> None:
    """A gain that is zero to begin with."""
    x, h = m.input("x"), m.state("h")
    m.a = m.affine("", x)
    m.h = 0.5 * h.prev + m.param("alpha", *h.axes) * m.a


@pytest.mark.parametrize("one", [halving, gained], ids=lambda one: one.name)
def test_the_norm_over_the_lag_is_what_it_must_be_where_that_is_known(one: Cell) -> None:
    norms = lags.norms_of(adjoint(one.system))
    assert norms == pytest.approx([0.5**lag for lag in range(lags.LAGS + 1)], rel=1e-9)


@pytest.mark.parametrize("name", ["peephole_lstm", "gru"])
def test_both_kernels_give_the_same_curve(name: str) -> None:
    """Which does not depend on how a kernel lays out its parameters."""
    system = CELLS[name].system
    slow, fast = (lags.norms(loaded(derived(name), style), system) for style in ("reference", "numpy"))
    assert slow == pytest.approx(fast, rel=1e-9)
    assert lags.rounded(slow) == lags.rounded(fast)


def test_the_wider_the_forget_gate_the_further_gradients_reach() -> None:
    left = [lags.of_builtin("lstm", b_f=bias)[-1] for bias in (0, 1, 3)]
    assert left == sorted(left)
    assert lags.of_builtin("rnn")[-1] < left[0] < 1e-15
    assert left[-1] > 1e-3
    assert lags.norms_of(derived("forecaster")) is None


def plotted(name: str) -> Plot:
    found = section(name)
    assert found is not None
    [only] = [block for block in walk(found.blocks) if isinstance(block, Plot)]
    return only


def test_a_plot_shows_every_curve_and_no_label_covers_another() -> None:
    found = plotted("peephole_lstm")
    axes = plot.Axes.of(found)
    labelled = axes.labelled(found)
    assert [one.curve.strong for one in labelled] == [False] * 6 + [True]
    assert len({one.dashes for one in labelled}) == len(labelled)
    heights = sorted(one.height for one in labelled)
    room = plot.LINE * plot.EM / (plot.HEIGHT - plot.TOP - plot.BOTTOM)
    assert min(b - a for a, b in zip(heights, heights[1:], strict=False)) > 0.999 * room
    assert heights[0] >= -1e-9
    assert all(0 <= axes.height(y) <= 1 for curve in found.curves for _, y in curve.points)
    drawn = plot.svg(found)
    assert drawn.count('class="curve') == len(found.curves)
    curves = re.findall(r'<path d="M([\d. ]+)"', drawn)
    assert len(curves) == len(found.curves)
    for line in curves:
        xs, ys = np.reshape([*map(float, line.split())], (-1, 2)).T
        assert plot.LEFT <= min(xs) <= max(xs) <= plot.WIDTH - plot.RIGHT
        assert plot.TOP <= min(ys) <= max(ys) <= plot.HEIGHT - plot.BOTTOM
    assert latex.block(found).count(r"\addplot") == len(found.curves)
    assert plotted("dense_peephole_lstm").curves[-1].name == "this cell"


def test_axes_fit_what_they_show() -> None:
    def axes(*values: float) -> plot.Axes:
        return plot.Axes.of(Plot((Curve("a", tuple(enumerate(values))),), "", "", "", ""))

    assert axes(1, 0.1, 1e-3) == plot.Axes(2, -3, 0)
    assert axes(1, 1e-34).decades == [-35, -30, -25, -20, -15, -10, -5, 0]
    assert axes(1, 1) == plot.Axes(1, 0, 1)


def test_points_have_three_digits() -> None:
    for curve in plotted("rnn").curves:
        assert all(y == float(f"{y:.3g}") for _, y in curve.points)
        assert [x for x, _ in curve.points] == list(range(0, lags.LAGS + 1, 2))
