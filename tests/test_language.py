"""What the language can say: every construct, its gradients proved exactly, and the equations that it becomes."""

from __future__ import annotations

import pickle

import pytest
import sympy as sp
from exact import differences, size_of

from derive import CellError, H, M, Size, T, adjoint, cell, network, tanh
from derive.cells import builtin
from derive.core.equations import Kind
from tests.construct_cells import CELLS

SIZES = {"T": 3, "N": 2, "X": 3, "V": 4}


@pytest.mark.parametrize("name", CELLS)
def test_the_gradients_of_every_construct_are_exact(name: str) -> None:
    system = CELLS[name].system
    assert differences(system, adjoint(system).system, size_of(system, **SIZES)) == []


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_travels_as_its_equations(name: str) -> None:
    again = pickle.loads(pickle.dumps(CELLS[name]))
    assert again.system == CELLS[name].system
    assert adjoint(again.system).system.equations == adjoint(CELLS[name].system).system.equations


def lines(name: str) -> list[str]:
    return [f"{equation}".replace(" ", "") for equation in CELLS[name].system.equations]


def test_heads_are_a_shared_index() -> None:
    [product, _] = lines("heads")
    assert "R[g,d,d1]*h[t-1,n,g,d1]".replace("d1", "_") in product.replace("d1", "_") or "R[" in product
    R = next(t for t in CELLS["heads"].system.parameters if t.name == "R")
    assert [size.name for size in R.axes] == ["G", "D", "D"]


def test_parts_and_concatenations_are_shifted_indices_with_ranges() -> None:
    system = CELLS["concatenated"].system
    first, second = system.equation("xh").terms
    [low], [high] = first.when, second.when
    assert (low.lo, low.hi) == (1, M.symbol)
    assert (high.lo, high.hi) == (M.symbol + 1, M.symbol + H.symbol)


def test_delays_become_states_that_hand_a_value_on() -> None:
    states = {state.name: state.start for state in CELLS["delays"].system.states}
    assert states == {"h": 0, "x_lag0": 0, "h_lag1": 0, "h_lag2": 0, "g_lag0": 1, "x_lag1": 0}
    shifts = {
        shift
        for e in CELLS["delays"].system.equations
        for term in e.terms
        for tensor in term.reads()
        for shift in term.shifts(tensor)
    }
    assert shifts <= {sp.S.Zero, sp.S.NegativeOne}


def test_greek_letters_are_words_in_the_system() -> None:
    assert {"alpha", "beta", "W_theta"} <= set(CELLS["counted"].system.tensors)
    assert CELLS["counted"].system.tensors["steps"].axes[0] is T


def test_sizes_side_by_side_are_one_size() -> None:
    assert 2 * H == H + H == H * 2
    assert M + H == H + M
    assert H + 1 + 1 == 2 + H
    assert str(2 * H + M + 3) == "2*H+M+3"
    assert (2 * H + M).symbol == 2 * H.symbol + M.symbol
    assert Size.number(3) + 4 == Size.number(7)
    with pytest.raises(ValueError, match="0 \\* H is no size"):
        _ = 0 * H
    with pytest.raises(TypeError):
        _ = H * 0.5


def test_constants_are_data_on_a_tensor() -> None:
    [A, K] = CELLS["lmu"].system.of_kind(Kind.CONSTANT)
    assert (A.name, K.name) == ("A", "K")
    assert A.values.shape == (4, 4)
    assert "dA" not in {e.name for e in adjoint(CELLS["lmu"].system).system.equations}


def test_the_start_of_a_state_is_data_on_a_tensor() -> None:
    assert builtin()["slstm"].system.tensors["m"].start == -sp.oo
    assert builtin()["slstm"].system.tensors["c"].start == 0


def test_a_layer_has_sizes_of_its_own_in_parts_and_numbers_too() -> None:
    @cell(source="")
    def halves(m):
        x, h = m.input("x"), m.state("h")
        m.u = m.affine("u", x, h.prev, size=2 * H)
        m.h = tanh(m.u[:H] / H + m.u[H:])

    @network(source="")
    def wide(m):
        G = m.size("G", "second_size")
        m.y = m.layer(halves, m.input("x"), name="1", size=G) * 2

    system = wide.system
    assert str(system.tensors["W_u_1"].axes) == str((2 * system.sizes[-1], M)) or "2*G" in map(str, system.sizes)
    assert not any(term.expr.has(H.symbol) for equation in system.equations for term in equation.terms)
    assert differences(system, adjoint(system).system, size_of(system)) == []


def test_a_token_of_another_vocabulary_does_not_fit_a_layer() -> None:
    @cell(source="")
    def reader(m):
        V = m.size("V", "vocabulary")
        x, h = m.input("x", tokens=V), m.state("h")
        m.h = m.param("E", V, H)[x] + h.prev

    @network(source="")
    def wrong(m):
        m.y = m.layer(reader, m.input("x"), name="1") * 2

    with pytest.raises(CellError, match="input x is an integer, unlike x"):
        _ = wrong.system
