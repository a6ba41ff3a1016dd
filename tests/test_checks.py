"""The checks in the notes: that they find what is wrong, and say what the tests demand."""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import cache

import pytest
import test_kernels

from derive import Backward, adjoint, cell
from derive.cells import builtin
from derive.language import log
from derive.notation import DEFAULT, Notation
from derive.notation.files import NAMES, known
from derive.notes.checks import PROOFS, Sample, checks, written
from derive.notes.document import Table
from derive.notes.measured import measured
from derive.notes.writer import NotesWriter
from tests.strange_cells import CELLS as STRANGE

CELLS = {**builtin(), **STRANGE}
SOME = ["rnn_relu", "lstm", "lstm_1997_truncated", "mlstm", "slstm", "masked_both_ways", "both_ends", "two_inputs"]


@cache
def backward(name: str) -> Backward:
    return adjoint(CELLS[name].system)


@cache
def sample(name: str) -> Sample:
    found = Sample.of(backward(name))
    assert found is not None
    return found


def table(name: str, hand: Notation = DEFAULT, **options: object) -> Table:
    section = checks(NotesWriter(backward(name), hand), **options)
    return next(block for block in section.blocks if isinstance(block, Table))


@pytest.mark.parametrize("name", SOME)
def test_differences_agree_with_what_is_derived(name: str) -> None:
    errors = sample(name).errors
    assert set(errors) == {tensor.name for tensor in sample(name).tensors}
    assert max(error.size for error in errors.values()) < 1e-21
    assert any(error.size > 1e-35 for error in errors.values())  # it is a difference that is measured


def test_what_is_zero_is_said_to_be_so() -> None:
    """Nothing reads this state, so that a relative error would be 0/0."""
    errors = sample("delay_line").errors
    assert [name for name, error in errors.items() if error.absolute] == ["h"]


def test_a_wrong_gradient_is_seen() -> None:
    """One that is off by a thousandth, and one without its carry."""
    derived = backward("lstm")
    for damaged, tensor, size in (("factor", "c", 1e-5), ("carry", "W_f", 1e-3)):
        derivations = dict(derived.derivations)
        there = derivations["c"]
        terms = there.equation.terms
        if damaged == "factor":
            terms = (*terms[:-1], replace(terms[-1], expr=terms[-1].expr * 1001 / 1000))
        else:
            terms = terms[:-1]
        derivations["c"] = replace(there, equation=replace(there.equation, terms=terms))
        found = Sample.of(replace(derived, derivations=derivations))
        assert found is not None
        assert found.errors[tensor].size > size


@pytest.mark.parametrize("name", ["lstm", "both_ends", "generator", "scalar_functions", "stateless"])
def test_kernels_are_measured(name: str) -> None:
    """Both are right to rounding, in every tensor, and rounding is seen."""
    found = measured(backward(name))
    assert found is not None
    assert set(found) == {tensor.name for tensor in sample(name).tensors}
    assert max(map(max, found.values())) < 1e-14
    assert max(map(max, found.values())) > 1e-17
    assert all(len(row) == 4 for row in table(name, measured=found).rows)


def test_where_there_are_no_real_values_nothing_is_measured() -> None:
    @cell(source="no paper")
    def complex_logarithm(m):
        """The logarithm of what is never positive."""
        x, h = m.input("x"), m.state("h")
        m.h = log(-(m.affine("", x, h.prev) ** 2) - 1)

    derived = adjoint(complex_logarithm.system)
    assert Sample.of(derived) is None
    assert measured(derived) is None
    assert not any(isinstance(block, Table) for block in checks(NotesWriter(derived)).blocks)


@pytest.mark.parametrize("hand", NAMES)
def test_every_tensor_has_its_row_in_every_hand(hand: str) -> None:
    for name in ("gru", "both_ends"):
        writer = NotesWriter(backward(name), known(hand))
        listed = sum(row[0].count("$") // 2 for row in table(name, known(hand)).rows)
        assert listed == len(sample(name).tensors)
        assert str(writer.symbol(sample(name).tensors[0])) in table(name, known(hand)).rows[0][0]


def test_tolerances_are_those_of_the_tests() -> None:
    [central] = [item for item in PROOFS.items if item.startswith("*Central differences*")]
    [by_complex_steps] = [item for item in PROOFS.items if item.startswith("*Complex steps*")]
    differences = inspect.getsource(test_kernels.test_every_gradient_agrees_with_central_differences)
    steps = inspect.getsource(test_kernels.test_every_gradient_agrees_with_complex_steps)
    assert "error < 1e-8" in differences
    assert "$10^{-8}$" in central
    assert "error < 2e-13" in steps
    assert r"$2 \cdot 10^{-13}$" in by_complex_steps


@pytest.mark.parametrize(
    ("error", "text"),
    [(0.0, "$0$"), (3.14e-21, r"$3 \cdot 10^{-21}$"), (9.7e-9, "$10^{-8}$"), (2e-39, "$< 10^{-30}$")],
)
def test_errors_are_written_with_one_digit(error: float, text: str) -> None:
    assert written(error) == text
