"""The worked example: that its numbers are right, and that the arithmetic on the page can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from exact import Digits, experiment

from derive import Backward, adjoint, network
from derive.cells import builtin
from derive.forms import tree as mx
from derive.language import log, squared_error
from derive.notation.files import NAMES, known
from derive.notes.document import Display, Line, Section, Steps, Table, Text, spans, walk
from derive.notes.example import WorkedExample, decimal, example
from derive.notes.example_values import ARITHMETIC, best_example
from derive.notes.writer import NotesWriter
from derive.typeset.tree import Atom, Fenced, Fraction, Grid, Math, Row, Scripts
from tests.strange_cells import CELLS as STRANGE

CELLS = {**builtin(), **STRANGE}


@cache
def backward(name: str) -> Backward:
    return adjoint(CELLS[name].system)


@cache
def worked(name: str) -> WorkedExample | None:
    return example(NotesWriter(backward(name)))


@cache
def section(name: str) -> Section | None:
    """Both sections as one."""
    found = worked(name)
    if found is None:
        return None
    ahead, back = found.forward(), found.backward()
    return Section(ahead.title, ahead.anchor, (*ahead.blocks, *back.blocks))


def lines(found: Section) -> list[Line]:
    return [line for block in walk(found.blocks) if isinstance(block, Steps) for line in block.lines]


@pytest.mark.parametrize("name", ["lstm", "gru_reset_before", "mlstm", "layer_norm_lstm", "forecaster", "generator"])
def test_the_numbers_are_those_of_the_proof(name: str) -> None:
    """Every gradient, against dual numbers carried through the unrolled network."""
    derived = backward(name)
    found = best_example(derived)
    assert found is not None
    arithmetic = Digits(30)
    preset = {(tensor, at): number for tensor, numbers in found.given.items() for at, number in numbers.items()}
    truth = experiment(derived.forward, found.sizes, arithmetic, preset)
    compared = 0
    for tensor in derived.forward.tensors.values():
        for at, number in found.numbers.get(f"d{tensor.name}", {}).items():
            assert abs(number - truth.gradients[tensor.name, at]) < 1e-20
            compared += 1
    assert compared > 15


# --- following it


def value(formula: Math) -> np.ndarray | float:
    """A formula in numbers, as a reader computes it: matrices side by side are multiplied, ⊙ is component by "
    "component."""
    items = list(formula.items) if isinstance(formula, Row) else [formula]
    for signs in (("+", "-"), (r"\odot",), (r"\oslash",)):
        for at in reversed(range(1, len(items))):
            if isinstance(items[at], Atom) and items[at].text in signs:
                left, right = value(Row(tuple(items[:at]))), value(Row(tuple(items[at + 1 :])))
                sign = items[at].text
                return {"+": np.add, "-": np.subtract, r"\odot": np.multiply, r"\oslash": np.divide}[sign](left, right)
    if isinstance(items[0], Atom) and items[0].text == "-":
        return -value(Row(tuple(items[1:])))
    factors: list[np.ndarray | float] = []
    items = [item for item in items if item != Atom(r"\,")]
    while items:
        item = items.pop(0)
        name, power = (item.base, item.above) if isinstance(item, Scripts) else (item, None)
        if isinstance(name, Atom) and name.text in FUNCTIONS:
            inner = FUNCTIONS[name.text](value(items.pop(0)))
            factors.append(inner ** float(str(power)) if power else inner)
        else:
            factors.append(one_value(item))
    whole = factors[0]
    for factor in factors[1:]:
        whole = whole @ factor if np.ndim(whole) and np.ndim(factor) else whole * factor
    return whole


FUNCTIONS = {
    r"\tanh": np.tanh,
    r"\sigma": lambda x: 1 / (1 + np.exp(-x)),
    r"\exp": np.exp,
}


def one_value(item: Math) -> np.ndarray | float:
    match item:
        case Grid(rows):
            return np.array([[value(cell) for cell in row] for row in rows], dtype=float)
        case Fenced(inner, "("):
            return value(inner)
        case Fraction(above, below):
            return value(above) / value(below)
        case Scripts(Fenced(inner), _, above):
            return value(inner) ** float(str(above).removeprefix(r"\odot"))
        case Scripts(Atom("10"), _, above):
            return 10.0 ** float(str(above))
        case Atom(text):
            return float(text)
    raise TypeError(item)


def printed_equations(name: str) -> Iterator[tuple[np.ndarray | float, np.ndarray | float]]:
    """What stands between two equals signs in numbers, and what stands behind the second."""
    found = section(name)
    assert found is not None
    rows: list[list[Math]] = []
    for line in lines(found):
        items = list(line.right.items) if isinstance(line.right, Row) else [line.right]
        if items[0] == Atom("="):
            rows.append(items)
        elif rows:
            rows[-1] += items[2:]  # behind the blank of a line that goes on
    for items in rows:
        text = str(Row(tuple(items)))
        if items.count(Atom("=")) == 2 and "bmatrix" in text and not re.search(r"[A-Za-z]_|\^\{[t0-9]", text):
            at = len(items) - 1 - items[::-1].index(Atom("="))
            yield value(Row(tuple(items[1:at]))), value(Row(tuple(items[at + 1 :])))


def test_the_equations_in_numbers_hold() -> None:
    """What stands between two equals signs is, except for rounding, what stands behind the second."""
    followed = 0
    for name in ("rnn", "lstm", "peephole_lstm", "gru", "lstm_cifg", "min_gru"):
        for computed, result in printed_equations(name):
            assert computed == pytest.approx(result, abs=6e-4), name
            followed += 1
    assert followed > 150


def test_a_line_in_full() -> None:
    """What a student reads: the equation, then weights times what they act on, and the result."""
    found = section("lstm")
    assert found is not None
    shown = lines(found)
    first = next(at for at, line in enumerate(shown) if str(line.left) == "a_i^{1}")
    assert str(shown[first].right) == r"= W_i\,x^{1} + R_i\,h^{0} + b_i"
    assert shown[first].remark == r"\eqref{lstm:a_i}"
    assert str(shown[first + 1].right).count("bmatrix") == 2 * 5


def test_a_transpose_shows() -> None:
    """With one unit, a matrix and its transpose would be the same number."""
    found = worked("lstm")
    assert found is not None
    W, x = (found.array(found.writer.forward.tensors[name], step) for name, step in (("W_i", None), ("x", 1)))
    turned = found.printer.transposed(mx.Array(found.writer.forward.tensors["W_i"], None))
    assert isinstance(W, Grid)
    assert isinstance(turned, Grid)
    assert turned.rows == tuple(zip(*W.rows, strict=True)) != W.rows
    assert isinstance(x, Grid)
    assert len(x.rows) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.6", "0.6"),
        ("-1", "-1"),
        ("0.64565630622579540", "0.6457"),
        ("-0.01", "-0.01"),
        ("0.00123456", "0.00123"),
        ("0.000123456", "0.000123"),
        ("-0.00001234", r"-1.23 \cdot 10^{-5}"),
        ("1e-30", "0"),
        ("12.345678", "12.3457"),
        ("0.99999", "1.0000"),
    ],
)
def test_numbers_are_rounded_as_it_says(value: str, text: str) -> None:
    assert str(decimal(ARITHMETIC.mpf(value))) == text


def test_the_check_agrees_with_the_gradient_to_all_its_digits() -> None:
    for name in ("rnn_relu", "lstm", "slstm", "gru", "normalised", "two_inputs", "generator"):
        found = section(name)
        assert found is not None
        [check] = [block for block in found.blocks if isinstance(block, Display)]
        measured, derived = re.findall(r"= (-?\d+\.\d{6})\b", str(check.formula))
        assert float(measured) == pytest.approx(float(derived), abs=1.1e-6), name
        assert float(derived) != 0


# --- everywhere


def test_it_is_left_out_where_it_would_help_nobody() -> None:
    @network(source="no paper")
    def complex_logarithm(m):
        """The logarithm of what is never positive."""
        x, target = m.input("x"), m.input("target")
        m.y = log(-(x**2) - 1)
        m.output(m.y)
        m.loss(squared_error(m.y, target, "half"))

    assert section("masked_both_ways") is None  # steps both ways
    assert example(NotesWriter(adjoint(complex_logarithm.system))) is None


def test_a_stopped_gradient_is_held_against_no_difference() -> None:
    found = section("lstm_1997_truncated")
    assert found is not None
    assert not any(isinstance(block, Display) for block in found.blocks)


@pytest.mark.parametrize("hand", NAMES)
def test_in_every_hand(hand: str) -> None:
    for name in ("gru", "normalised", "generator"):
        writer = NotesWriter(backward(name), known(hand))
        found = example(writer)
        assert found is not None
        blocks = [block for part in (found.forward(), found.backward()) for block in walk(part.blocks)]
        texts = [block.text for block in blocks if isinstance(block, Text)]
        texts += [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]
        shown = [line for block in blocks if isinstance(block, Steps) for line in block.lines]
        remarks = [line.remark for line in shown]
        references = [span.text for text in (*texts, *remarks) for span in spans(text) if span.kind == "reference"]
        defined = {f"{writer.forward.name}:{tensor}" for tensor in writer.numbers}
        assert set(references) == defined
        formulas = [span.text for text in texts for span in spans(text) if span.kind == "math"]
        whole = " ".join([*formulas, *(f"{line.left}{line.right}" for line in shown)])
        assert not re.search(r"--|- -|\+ -|nan|mpf|W_\*", whole)
