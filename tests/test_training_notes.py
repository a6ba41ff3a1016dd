"""The notes on head, loss, layers and the step: what they print is true, and they can be set."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from chromium import browser
from printed import Printed
from typesetting import compiled as typeset
from typesetting import faults, needs_browser, needs_tex

from derive.calculus.substitute import solved, substituted
from derive.cells import builtin
from derive.core.equations import Bound, Equation, H, Kind, Tensor, Term
from derive.notation import DEFAULT
from derive.notation.files import NAMES, known
from derive.notes.document import Card, Document, Equations, Result, Steps, Table, walk
from derive.notes.networks import LOSSES, STABLE, classifier
from derive.notes.training import LISTING, RATE, Excerpt, by_output, derived, example, moved, stated, training
from derive.pages import html, latex

C = 3


@pytest.fixture(scope="module")
def document() -> Document:
    return training()


def section(document: Document, anchor: str) -> tuple:
    return next(section.blocks for section in document.sections if section.anchor == anchor)


def softmax(a: np.ndarray) -> np.ndarray:
    return np.exp(a) / np.exp(a).sum()


def squash(name: str) -> Callable[[np.ndarray], np.ndarray]:
    return np.tanh if "tanh" in name else lambda a: 1 / (1 + np.exp(-a))


def printed(name: str, a: np.ndarray, q: np.ndarray, **more: np.ndarray) -> Printed:
    """Reads a formula of a loss; its symbols have these values."""
    values = {"a": a, "q": q, "s": squash(name)(a), "p": softmax(a), **more}
    columns = {symbol: lambda step, n, value=value: value[:, None] for symbol, value in values.items()}
    return Printed(columns, {"C": C, "T": 1, "N": 1}, C)


def measured(loss: Callable[[np.ndarray], float], a: np.ndarray) -> np.ndarray:
    """The gradient by central differences of the fourth order."""
    step = 1e-3
    near = [(loss(a + step * e) - loss(a - step * e)) / (2 * step) for e in np.eye(C)]
    far = [(loss(a + 2 * step * e) - loss(a - 2 * step * e)) / (4 * step) for e in np.eye(C)]
    return (4 * np.array(near) - np.array(far)) / 3


A, Q = np.array([0.7, -1.1, 0.3]), np.array([0.2, 0.5, 0.3])

FORMULAE: dict[str, Callable[[np.ndarray], float]] = {
    "squared error, halved": lambda a: ((a - Q) ** 2).sum() / 2,
    "squared error": lambda a: ((a - Q) ** 2).sum(),
    "mean squared error": lambda a: ((a - Q) ** 2).mean(),
    "halved, of a sigmoid": lambda a: ((1 / (1 + np.exp(-a)) - Q) ** 2).sum() / 2,
    "halved, of a tanh": lambda a: ((np.tanh(a) - Q) ** 2).sum() / 2,
    "binary cross-entropy": lambda a: -(Q * np.log(1 / (1 + np.exp(-a))) + (1 - Q) * np.log(1 / (1 + np.exp(a)))).sum(),
    "softmax, cross-entropy": lambda a: -(Q * np.log(softmax(a))).sum(),
}
"""The losses as textbooks have them."""


@pytest.mark.parametrize("name", LOSSES)
def test_each_row_of_the_losses_is_the_loss_and_its_gradient(name: str) -> None:
    script = Excerpt(LOSSES[name], DEFAULT)
    loss = FORMULAE[name]
    assert printed(name, A, Q).evaluate(stated(script), 1, 1) == pytest.approx(loss(A), rel=1e-12)
    gradient = printed(name, A, Q).evaluate(by_output(script), 1, 1)[:, 0]
    np.testing.assert_allclose(gradient, measured(loss, A), rtol=1e-9)


def test_the_losses_are_those_of_the_table(document: Document) -> None:
    (table,) = (block for block in section(document, "losses") if isinstance(block, Table))
    assert [row[0] for row in table.rows] == list(LOSSES) == list(FORMULAE)
    assert [row[2] for row in table.rows[:3]] == [
        "$a^{t} - q^{t}$",
        r"$2\,(a^{t} - q^{t})$",
        r"$\frac{2}{C}\,(a^{t} - q^{t})$",
    ]


def test_the_form_that_does_not_overflow_is_the_same_loss() -> None:
    forms = [derived(cell.system) for cell in (classifier, STABLE)]
    assert [set(form.derivations) >= {"a", "h", "V", "b"} for form in forms] == [True, True]
    from derive.backends.numpy import compiled

    h, q = np.array([[[0.3, -0.8]]]), Q[None, None]
    results = []
    for cell in (classifier, STABLE):
        kernel = compiled(cell)
        p = kernel.init(hidden_size=2, outputs=C, rng=3)
        loss, _, tape = kernel.forward(p, h, q)[0], *kernel.forward(p, h, q)[-2:]
        results.append((loss, kernel.backward(p, tape).params.flat))
    assert results[0][0] == pytest.approx(results[1][0], rel=1e-14)
    np.testing.assert_allclose(results[0][1], results[1][1], rtol=1e-13)


def test_every_line_from_the_exponentials_to_p_less_q_has_one_value(document: Document) -> None:
    """The gradients in between are measured, not derived."""
    e = np.exp(A)
    after = {
        "e": lambda e: -Q @ np.log(e / e.sum()),
        "p": lambda p: -Q @ np.log(p),
        "l": lambda values: -Q @ values,
    }
    values = {"e": e, "p": e / e.sum(), "l": np.log(e / e.sum())}
    deltas = {rf"\delta {name}": measured(after[name], values[name]) for name in after}
    zeta = lambda z: -Q @ np.log(e / z)  # noqa: E731
    total = e.sum()
    deltas[r"\delta \zeta"] = np.array([(zeta(total + 1e-5) - zeta(total - 1e-5)) / 2e-5])
    reader = printed("softmax", A, Q, **values, **deltas)
    scalars = {r"\zeta": total, r"\delta \zeta": deltas[r"\delta \zeta"].item(), r"\delta L": 1.0}
    reader.symbols = {**reader.symbols, **{k: lambda step, n, v=v: v for k, v in scalars.items()}}
    (steps,) = (block for block in section(document, "together") if isinstance(block, Steps))
    found = [reader.evaluate(line.right.removeprefix("=").strip(), 1, 1)[:, 0] for line in steps.lines]
    assert len(found) == 7
    for value in found:
        np.testing.assert_allclose(value, softmax(A) - Q, rtol=1e-6)
    assert steps.lines[-1].right == "= p^{t} - q^{t}"


def test_the_softmax_moves_by_its_jacobian() -> None:
    script = Excerpt(classifier, DEFAULT)
    direction = np.array([0.4, 1.3, -0.6])
    reader = printed("softmax", A, Q, **{r"\dot{a}": direction})
    (_, pieces, _) = script.sides(moved(script))
    value = reader.evaluate(" ".join(sign + text for sign, text in pieces).removeprefix("+"), 1, 1)[:, 0]
    numeric = (softmax(A + 1e-5 * direction) - softmax(A - 1e-5 * direction)) / 2e-5
    np.testing.assert_allclose(value, numeric, rtol=1e-8)
    jacobian = np.diag(softmax(A)) - np.outer(softmax(A), softmax(A))
    np.testing.assert_allclose(jacobian @ direction, numeric, rtol=1e-8)


def test_many_to_one_hears_of_the_loss_at_the_last_step_alone(document: Document) -> None:
    (steps,) = (block for block in section(document, "modes") if isinstance(block, Steps))
    assert [(line.left, line.right) for line in steps.lines] == [
        (r"\delta h_2^{T}", r"= V^\top\,\delta a"),
        (r"\delta h_2^{t}", r"= R_2^\top\,\delta a_{h,2}^{t+1}"),
    ]


def test_the_lower_layer_gets_what_the_upper_one_sends_to_its_input(document: Document) -> None:
    blocks = section(document, "layers")
    card = next(block for block in blocks if isinstance(block, Card))
    (result,) = (block for block in card.blocks if isinstance(block, Result))
    alone = next(block for block in blocks if isinstance(block, Equations) and not block.tags)
    assert [formula.single for formula in alone.formulas] == [
        r"\delta h^{t} = \Delta^{t} + R^\top\,\delta a_h^{t+1}",
        r"\delta x^{t} = W^\top\,\delta a_h^{t}",
    ]
    assert r"\delta h_1^{t} = \underbrace{W_2^\top\,\delta a_{h,2}^{t}}" in result.formula.single
    assert r" + \underbrace{R_1^\top\,\delta a_{h,1}^{t+1}}" in result.formula.single


def test_the_numbers_of_the_step_are_those_of_the_network(document: Document) -> None:
    """Computed once more, by hand and by differences."""
    _, p, x, q = example()
    names = ["W_1", "R_1", "b_1", "W_2", "R_2", "b_2", "V", "b"]
    values = np.array([getattr(p, name).item() for name in names])

    def loss(w: np.ndarray) -> float:
        lower = upper = 0.0
        for value in x.ravel():
            lower = np.tanh(w[0] * value + w[1] * lower + w[2])
            upper = np.tanh(w[3] * lower + w[4] * upper + w[5])
        return (w[6] * upper + w[7] - q.item()) ** 2 / 2

    step = 1e-5 * np.eye(len(names))
    gradient = np.array([(loss(values + s) - loss(values - s)) / 2e-5 for s in step])
    blocks = section(document, "example")
    (table,) = (block for block in blocks if isinstance(block, Table))
    read = np.array([[float(cell.strip("$")) for cell in row[1:]] for row in table.rows])
    np.testing.assert_allclose(read, np.array([values, gradient, values - RATE * gradient]).T, atol=6e-5)
    said = " ".join(block.text for block in blocks if not isinstance(block, Table))
    losses = [loss(values), loss(values - RATE * gradient), loss(values + RATE * gradient)]
    assert losses[1] < losses[0] < losses[2]
    assert all(f"${value:.4f}$" in said for value in losses)


def test_the_listing_runs_and_learns() -> None:
    record: list[float] = []
    names: dict = {"record": record}
    exec(LISTING.replace("    g = ", "    record.append(loss)\n    g = "), names)
    assert record[-1] < record[0] / 10


# --- the document


def test_equations_are_numbered_without_gap_and_cards_have_names_of_their_own(document: Document) -> None:
    numbers = [formula.number for formula in document.formulas.values()]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    blocks = [block for section in document.sections for block in walk(section.blocks)]
    cards = [block.tensor for block in blocks if isinstance(block, Card)]
    assert len(cards) == len(set(cards)) > 10


def test_what_is_pointed_at_is_known() -> None:
    marked = training(pointing=True)
    page = html.page(marked)
    used = set(re.findall(r"\\htmlData\{t=(\w+)\}", page))
    assert used - {"ta", "tp"} <= set(marked.facts)
    assert {fact.of for fact in marked.facts.values()} - {None} <= set(marked.facts)


def test_it_is_the_same_every_time(document: Document) -> None:
    assert latex.standalone(training()) == latex.standalone(document)


@needs_tex
@pytest.mark.parametrize("hand", ["default", "stacked-row", "index"])
def test_tex_sets_it_without_a_fault(hand: str, tmp_path: Path) -> None:
    notation = DEFAULT if hand == "default" else known(hand)
    assert faults(typeset(latex.standalone(training(notation)), tmp_path)) == []


@pytest.mark.pages
@pytest.mark.parametrize("hand", NAMES)
def test_every_hand_can_write_it(hand: str) -> None:
    own = training(known(hand))
    assert own.formulas.keys() == training().formulas.keys()
    assert [section.anchor for section in own.sections] == [section.anchor for section in training().sections]


@needs_browser
def test_a_browser_sets_it(tmp_path: Path) -> None:
    file = tmp_path / "training.html"
    file.write_text(html.page(training(pointing=True)), encoding="utf-8")
    with browser(tmp_path / "profile") as page:
        page.open(file)
        assert page.evaluate("[...document.querySelectorAll('.katex-error')].map(e => e.title)") == []
        assert page.requests == [file.resolve().as_uri()]
        assert page.complaints == []
        for width in (400, 1280):
            page.size(width, 900)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.point("#together ~ .wide [data-t=p]")
        assert page.evaluate("document.querySelectorAll('.use[data-t=p]').length") > 3


# --- equations put into one another


def test_equations_are_put_into_one_another() -> None:
    system = builtin()["min_gru"].system
    update = substituted(system.equation("h"), [system.equation("n"), system.equation("z")])
    assert {tensor.name for tensor in update.reads()} == {"a_z", "h", "W_n", "x", "b_n"}


def test_what_is_summed_cannot_be_put_into_a_function() -> None:
    system = derived(classifier.system).forward
    with pytest.raises(ValueError, match="is no mere factor"):
        substituted(system.equation("e"), [system.equation("a")])
    assert str(solved(system.equation("p"), system.tensors["e"])) == "e[t, n, c] = p[t, n, c]*zeta[t, n]"


def test_a_summed_index_is_taken_for_no_other() -> None:
    system = builtin()["rnn"].system
    state, twice = system.tensors["h"], Tensor("twice", system.tensors["h"].axes, Kind.SIGNAL)
    R, (t, n, j, r) = system.tensors["R"], (*state.indices(), H.index(1))
    product = Equation(twice, twice.bounds(), (Term(R.at((j, r)) * state.at((t, n, r)), (Bound.over(r),)),))
    once_more = Equation(state, twice.bounds(), (Term(R.at((j, r)) * twice.at((t, n, r)), (Bound.over(r),)),))
    (term,) = substituted(once_more, [product]).terms
    assert [str(bound.index) for bound in term.sums] == ["r", "l"]
    products = [{f"R[j, {one}]", f"R[{one}, {other}]", f"h[t, n, {other}]"} for one, other in permutations("rl")]
    assert set(map(str, term.components())) in products
