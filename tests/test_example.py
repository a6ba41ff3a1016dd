"""The worked example: that its numbers are right, and that the arithmetic on the page can be followed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import pytest
from derive.notes.dealt import ARITHMETIC, chosen
from exact import Digits, experiment

from derive import Backward, adjoint, network
from derive.cells import builtin
from derive.language import log, squared_error
from derive.notation import DEFAULT, Notation
from derive.notation.files import NAMES, known
from derive.notes.document import Display, Line, Section, Steps, Table, Text, spans, walk
from derive.notes.example import decimal, example
from derive.notes.writer import NotesWriter
from tests.strange_cells import CELLS as STRANGE

CELLS = {**builtin(), **STRANGE}


@cache
def backward(name: str) -> Backward:
    return adjoint(CELLS[name].system)


@cache
def section(name: str, hand: Notation = DEFAULT) -> Section | None:
    return example(NotesWriter(backward(name), hand))


def lines(found: Section) -> list[Line]:
    return [line for block in walk(found.blocks) if isinstance(block, Steps) for line in block.lines]


@pytest.mark.parametrize("name", ["lstm", "gru_reset_before", "mlstm", "layer_norm_lstm", "forecaster", "generator"])
def test_the_numbers_are_those_of_the_proof(name: str) -> None:
    """Every gradient, against dual numbers carried through the unrolled network."""
    derived = backward(name)
    found = chosen(derived)
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


def test_the_equations_in_numbers_hold() -> None:
    """What stands between two equals signs is, but for rounding, what stands behind the second."""
    followed = 0
    for name in ("rnn", "lstm", "peephole_lstm", "gru", "lstm_cifg", "min_gru"):
        for value, result in printed_equations(name):
            assert value == pytest.approx(result, abs=4e-4), name
            followed += 1
    assert followed > 200


def printed_equations(name: str) -> Iterator[tuple[float, float]]:
    found = section(name)
    assert found is not None
    text = " ".join(rf",\quad {line.left}" + line.right if line.left else line.right for line in lines(found))
    text = re.sub(r"\\quad \{\}", "", text)
    for equation in text.split(r",\quad"):
        _, *sides = equation.split("=")
        if len(sides) == 2:
            yield number(sides[0]), number(sides[1])


def number(latex: str) -> float:
    text = re.sub(r"\\tanh\^\{2\}\(([^()]+)\)", r"tanh(\1)**2", latex)
    text = re.sub(r"\^\{(-?\d)\}", r"**\1", text.replace(r"\cdot", "*").replace(r"\sigma", "sigmoid"))
    return float(eval(text.replace("\\", ""), {"tanh": math.tanh, "sigmoid": lambda x: 1 / (1 + math.exp(-x))}))


def test_a_line_in_full() -> None:
    """What a student reads: weights times what they act on, and the result; then the gate, on the same line."""
    found = section("lstm")
    assert found is not None
    first = lines(found)[0]
    assert first.left == "a_i^{1}"
    assert first.right == (r"= 0.6 \cdot 0.5 - 0.4 \cdot (-0.1) + 0.2 = 0.54,\quad i^{1} = \sigma(0.54) = 0.6318")
    assert first.remark == r"\eqref{lstm:a_i}, \eqref{lstm:i}"


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
    assert decimal(ARITHMETIC.mpf(value)) == text


def test_the_check_agrees_with_the_gradient_to_all_its_digits() -> None:
    for name in ("rnn_relu", "lstm", "slstm", "gru", "normalised", "two_inputs", "generator"):
        found = section(name)
        assert found is not None
        [check] = [block for block in found.blocks if isinstance(block, Display)]
        measured, derived = re.findall(r"= (-?\d+\.\d{6})\b", check.latex)
        assert float(measured) == pytest.approx(float(derived), abs=1.1e-6), name
        assert float(derived) != 0


# --- everywhere


def test_one_number_an_array_is_enough_but_where_it_would_hide_something() -> None:
    vectors = ("layer_norm_lstm", "normalised", "stacked_tagger")  # a mean, a mean, a softmax of one number
    numbers = ("lstm", "slstm", "mlstm", "forecaster")
    scalar = {name: found.scalar for name in (*vectors, *numbers) if (found := chosen(backward(name)))}
    assert scalar == {**dict.fromkeys(vectors, False), **dict.fromkeys(numbers, True)}


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
        texts = [block.text for block in walk(found.blocks) if isinstance(block, Text)]
        texts += [
            cell for block in walk(found.blocks) if isinstance(block, Table) for row in block.rows for cell in row
        ]
        remarks = [line.remark for line in lines(found)]
        references = [span.text for text in (*texts, *remarks) for span in spans(text) if span.kind == "reference"]
        defined = {f"{writer.forward.name}:{tensor}" for tensor in writer.numbers}
        assert set(references) == defined
        formulas = [span.text for text in texts for span in spans(text) if span.kind == "math"]
        whole = " ".join([*formulas, *(line.left + line.right for line in lines(found))])
        assert not re.search(r"--|- -|\+ -|nan|mpf|W_\*", whole)
