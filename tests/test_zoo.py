"""What is known of the cells: parameter counts, what a variant changes, and identities that must hold exactly."""

from __future__ import annotations

import pytest
import sympy as sp

from derive import (
    Builder,
    Cell,
    System,
    absolute,
    adjoint,
    cell,
    dot,
    exp,
    identity,
    log_sigmoid,
    maximum,
    outer,
    sigmoid,
    sqrt,
    tanh,
)
from derive.cells import builtin
from derive.core.equations import TIME, H
from tests.exact import (
    Digits,
    Experiment,
    Key,
    Rationals,
    components,
    computed,
    differences,
    experiment,
    extents,
    size_of,
)

ZOO = builtin()

# Parameters of one layer with n units, m inputs, a projection to q: the formulas of the literature.
# G heads of D units or rows of D numbers, states of S, B blocks of S cells, R rows of memory, X places of width w.
n, m, q, g, d, s, b, w = sp.symbols("n m q g d s b w")
PARAMETERS = {
    "rnn": n * m + n**2 + n,
    "rnn_relu": n * m + n**2 + n,
    "lstm": 4 * (n * m + n**2 + n),
    "lstm_1997": 3 * (n * m + n**2 + n),
    "lstm_1997_truncated": 3 * (n * m + n**2 + n),
    "lstm_1997_blocks": 2 * (b * m + b * b * s + b) + (b * s * m + (b * s) ** 2 + b * s),
    "peephole_lstm": 4 * (n * m + n**2 + n) + 3 * n,
    "dense_peephole_lstm": 4 * (n * m + n**2 + n) + 3 * n**2,
    "lstmp": 4 * (n * m + n * q + n) + q * n,
    "lstm_nig": 3 * (n * m + n**2 + n) + 2 * n,
    "lstm_nfg": 3 * (n * m + n**2 + n) + 2 * n,
    "lstm_nog": 3 * (n * m + n**2 + n) + 2 * n,
    "lstm_niaf": 4 * (n * m + n**2 + n) + 3 * n,
    "lstm_noaf": 4 * (n * m + n**2 + n) + 3 * n,
    "lstm_cifg": 3 * (n * m + n**2 + n) + 2 * n,
    "lstm_np": 4 * (n * m + n**2 + n),
    "lstm_fgr": 4 * (n * m + n**2 + n) + 3 * n + 9 * n**2,
    "gru": 3 * (n * m + n**2 + n) + n,
    "gru_reset_before": 3 * (n * m + n**2 + n),
    "mgu": 2 * (n * m + n**2 + n),
    "min_gru": 2 * (n * m + n),
    "layer_norm_lstm": 4 * (n * m + n**2 + n) + 2 * (4 * n) + 2 * (4 * n) + 2 * n,
    "slstm": 4 * (n * m + n**2 + n),
    "slstm_heads": 4 * (g * d * m + g * d**2 + g * d),
    "mlstm": 4 * (n * m + n) + 2 * (m + 1),
    "mlstm_heads": 4 * (g * d * m + g * d) + 2 * g * (m + 1),
    "sru": 4 * n * m + 4 * n,
    "qrnn": 3 * (2 * n * m + n),
    "min_lstm": 3 * (n * m + n),
    "lru": 3 * n + 4 * n * m + m,
    "mamba2": 2 * g * d * m + 2 * s * m + g * m + 3 * g,
    "gated_delta_net": 4 * g * d * m + 2 * (g * m + g) + g,
    "rwkv7": 6 * m + 6 * g * d * m + 7 * g * d,
    "ntm": n * m + n**2 + n * d + n + 3 * (d * n + d) + 2 * (n + 1),
    "conv_lstm": 4 * (3 * n * m + 3 * n**2 + n) + 3 * n * w,
}


def size_symbol(name: str) -> sp.Symbol:
    return sp.Symbol(name, integer=True, positive=True)


def test_every_cell_is_known() -> None:
    assert list(PARAMETERS) == [name for name in ZOO if name in PARAMETERS]
    assert set(PARAMETERS) == set(ZOO)


@pytest.mark.parametrize("name", PARAMETERS)
def test_number_of_parameters(name: str) -> None:
    letters = {"H": n, "M": m, "P": q, "G": g, "D": d, "S": s, "B": b, "X": w}
    counted = ZOO[name].system.parameter_count.xreplace({size_symbol(size): by for size, by in letters.items()})
    assert sp.expand(counted - PARAMETERS[name]) == 0


@pytest.mark.parametrize("cell", ZOO.values(), ids=ZOO)
def test_definition_says_where_it_is_from(cell: Cell) -> None:
    assert cell.source
    assert cell.system.source == cell.source
    assert cell.doc
    assert len(cell.summary) <= 72
    assert cell.summary.endswith(".")


def gradients(cell: Cell | System, arithmetic: Rationals | None = None, **preset: int) -> Experiment:
    system = cell.system if isinstance(cell, Cell) else cell
    return experiment(system, size_of(system), arithmetic, preset)


def terms(cell: Cell, gradient: str) -> list[str]:
    return [str(term) for term in adjoint(cell.system).system.equation(gradient).terms]


# ---------------------------------------------------------------------------------------------------------------------
# LSTM and its variants.


def test_no_peepholes_is_the_lstm() -> None:
    assert {str(e) for e in ZOO["lstm_np"].system.equations} == {str(e) for e in ZOO["lstm"].system.equations}


@pytest.mark.parametrize(
    ("name", "gone", "changed"),
    [
        ("lstm_nig", "i", {"c": "c[t - 1, n, j]*f[t, n, j] + g[t, n, j]"}),
        ("lstm_nfg", "f", {"c": "c[t - 1, n, j] + g[t, n, j]*i[t, n, j]"}),
        ("lstm_nog", "o", {"h": "tanh(c[t, n, j])"}),
        ("lstm_cifg", "f", {"c": "(1 - i[t, n, j])*c[t - 1, n, j] + g[t, n, j]*i[t, n, j]"}),
        ("lstm_noaf", "", {"h": "c[t, n, j]*o[t, n, j]"}),
    ],
)
def test_variant_changes_what_it_says_and_nothing_else(name: str, gone: str, changed: dict[str, str]) -> None:
    vanilla, variant = ZOO["peephole_lstm"].system, ZOO[name].system
    removed = {gone, f"a_{gone}"} if gone else set()
    assert {e.name for e in vanilla.equations} - {e.name for e in variant.equations} == removed
    assert {p.name for p in vanilla.parameters} - {p.name for p in variant.parameters} == (
        {f"{letter}_{gone}" for letter in "WRbp"} if gone else set()
    )
    for equation in variant.equations:
        right = " + ".join(map(str, equation.terms))
        assert right == changed.get(equation.name, " + ".join(map(str, vanilla.equation(equation.name).terms)))


def test_linear_block_input() -> None:
    assert str(ZOO["lstm_niaf"].system.equation("g")).replace("g[", "a_g[", 1) == str(
        ZOO["peephole_lstm"].system.equation("a_g")
    )


def test_coupled_gate_weighs_new_against_old() -> None:
    (term,) = terms(ZOO["lstm_cifg"], "di")
    assert sp.sympify(term.replace("[t - 1, n, j]", "_prev").replace("[t, n, j]", "")) == sp.sympify("dc*(g - c_prev)")


@pytest.mark.parametrize("source", "ifo")
@pytest.mark.parametrize("target", "ifo")
def test_gate_recurrence_goes_both_ways(source: str, target: str) -> None:
    """R_ab leads from gate a of one step to gate b of the next, and the error back the same way."""
    fgr = ZOO["lstm_fgr"]
    forward = [str(term) for term in fgr.system.equation(f"a_{target}").terms]
    assert f"Σ_{{r=1…H}} R_{source}{target}[j, r]*{source}[t - 1, n, r]" in forward
    back = f"Σ_{{r=1…H}} R_{source}{target}[r, j]*da_{target}[t + 1, n, r]  [t=0…T - 1]"
    assert back in terms(fgr, f"d{source}")


def test_output_gate_may_see_the_old_cell() -> None:
    """Which of the two the appendix of the Odyssey prints is not certain; the vanilla choice is an option."""
    old = ZOO["lstm_fgr"].variant("old", output_sees_new_cell=False)
    assert "c[t - 1, n, j]*p_o[j]" in map(str, old.system.equation("a_o").terms)
    assert differences(old.system, adjoint(old.system).system, extents(T=3, N=2, M=1, H=2)) == []


def test_carry_of_1997_is_exactly_one() -> None:
    for name in ("lstm_1997", "lstm_1997_truncated"):
        carried = [term for term in terms(ZOO[name], "dc") if "t + 1" in term]
        assert carried == ["dc[t + 1, n, j]  [t=0…T - 1]"]


def test_truncated_gradient_is_that_of_the_direct_paths() -> None:
    """No error leaves a step through h; without recurrent weights nothing is truncated, with them something is."""
    full, truncated = ZOO["lstm_1997"], ZOO["lstm_1997_truncated"]
    assert terms(truncated, "dh") == ["dy[t, n, j]  [t=1…T]", "dh_T[n, j]  [t=T…T]"]
    for preset, same in (({"R_i": 0, "R_g": 0, "R_o": 0}, True), ({}, False)):
        exact = Rationals(3)
        left = gradients(full, exact, **preset)
        right = experiment(truncated.system, left.network.sizes, exact, {**left.network.given, **left.seeds})
        assert {left.network.value(k) == right.network.value(k) for k in left.network.scalars} == {True}
        assert ([left.gradients[k] == right.gradients[k] for k in left.network.given].count(False) == 0) is same


def test_diagonal_peepholes_are_dense_ones_on_the_diagonal() -> None:
    exact = Rationals(2)
    diagonal = gradients(ZOO["peephole_lstm"], exact)
    preset: dict[str | Key, object] = {**diagonal.network.given, **diagonal.seeds}
    for gate in "ifo":
        preset |= {(f"P_{gate}", (j, r)): 0 for j in (1, 2) for r in (1, 2) if j != r}
        preset |= {(f"P_{gate}", (j, j)): diagonal.network.given[f"p_{gate}", (j,)] for j in (1, 2)}
    dense = experiment(ZOO["dense_peephole_lstm"].system, diagonal.network.sizes, exact, preset)
    for key, gradient in diagonal.gradients.items():
        name, at = key
        assert gradient == dense.gradients[(name.replace("p", "P"), at * 2) if name.startswith("p_") else key]


def test_projection() -> None:
    lstmp = ZOO["lstmp"].system
    shapes = {tensor.name: [size.name for size in tensor.features] for tensor in lstmp.tensors.values()}
    assert [shapes[name] for name in ("h", "c", "m", "V", "R_i")] == [["P"], ["H"], ["H"], ["P", "H"], ["H", "P"]]
    assert lstmp.output is lstmp.tensors["h"]
    assert terms(ZOO["lstmp"], "dm") == ["Σ_{p=1…P} V[p, j]*dh[t, n, p]"]


# ---------------------------------------------------------------------------------------------------------------------
# GRU.


def test_update_gate_keeps_the_old_state() -> None:
    for name in ("gru", "gru_reset_before"):
        assert "dh[t + 1, n, j]*z[t + 1, n, j]  [t=0…T - 1]" in terms(ZOO[name], "dh")
    assert "(1 - z[t + 1, n, j])*dh[t + 1, n, j]  [t=0…T - 1]" in terms(ZOO["min_gru"], "dh")


def test_reset_before_and_after_coincide_for_one_unit_only() -> None:
    """R(r ⊙ h) = r ⊙ R h where R is a number; with two units the products differ."""
    for units, same in ((1, True), (2, False)):
        exact = Rationals(4)
        after = experiment(ZOO["gru"].system, extents(T=3, N=2, M=2, H=units), exact, {"b_Rn": 0})
        preset = {**after.network.given, **after.seeds}
        before = experiment(ZOO["gru_reset_before"].system, after.network.sizes, exact, preset)
        shared = [key for key in after.gradients if key in before.gradients and key[0] not in ("r", "a_r")]
        assert all(after.gradients[key] == before.gradients[key] for key in shared) is same


def test_minimal_gates_do_not_see_the_state() -> None:
    system = ZOO["min_gru"].system
    assert [e.name for e in system.users(system.tensors["h"])] == ["h"]


# ---------------------------------------------------------------------------------------------------------------------
# Layer normalisation.


@pytest.mark.parametrize("label", ["u", "v"])
def test_normalisation_does_not_see_a_shift(label: str) -> None:
    """One LN over all gates: adding the same to every row changes nothing, so that their gradients add up to zero."""
    truth = gradients(ZOO["layer_norm_lstm"])
    for t in (1, 2, 3):
        rows = [(f"{label}_{gate}", (t, 1, j)) for gate in "ifgo" for j in (1, 2)]
        assert sum(truth.gradients[row] for row in rows) == 0
        assert all(truth.gradients[row] != 0 for row in rows)


def test_normalisation_does_not_see_a_scale() -> None:
    """Without ε the gradient stands at right angles to what was normalised; 50 digits, since the root is real here."""
    system = ZOO["layer_norm_lstm"].variant("without", eps=0).system
    truth = experiment(system, size_of(system), Digits(50))
    for label in "uv":
        rows = [(f"{label}_{gate}", (2, 1, j)) for gate in "ifgo" for j in (1, 2)]
        assert abs(sum(truth.gradients[row] * truth.network.value(row) for row in rows)) < 1e-45
        hats = [truth.network.value((f"{name}_hat", at)) for name, at in rows]
        assert abs(sum(hats)) < 1e-45
        assert abs(sum(hat**2 for hat in hats) - len(hats)) < 1e-45
    assert differences(system, adjoint(system).system, size_of(system)) == []


def test_carried_cell_is_not_normalised() -> None:
    system = ZOO["layer_norm_lstm"].system
    assert " + ".join(map(str, system.equation("c").terms)) == " + ".join(
        map(str, ZOO["lstm"].system.equation("c").terms)
    )


# ---------------------------------------------------------------------------------------------------------------------
# xLSTM.

NOTHING_FROM_THE_STATES = {"dc_T": 0, "dn_T": 0, "dm_T": 0, "dC_T": 0}
EMPTY = {"c": 0, "n": 0, "C": 0}
each_xlstm = pytest.mark.parametrize("name", ["slstm", "mlstm"])


@pytest.mark.parametrize("log_forget", [identity, log_sigmoid], ids=["exp", "sigmoid"])
@each_xlstm
def test_output_does_not_depend_on_the_stabiliser(name: str, log_forget: object) -> None:
    """dL/dm is zero at every step, without tolerance, for a loss that reads h: to treat m as a constant is exact."""
    cell = ZOO[name].variant("other", log_forget=log_forget)
    truth = gradients(cell, **NOTHING_FROM_THE_STATES)
    stabilisers = computed(cell.system.tensors["m"], truth.network.sizes)
    assert {truth.gradients[key] for key in stabilisers} == {0}
    assert all(truth.gradients[key] != 0 for key in components(cell.system.tensors["W_f"], truth.network.sizes))
    assert differences(cell.system, adjoint(cell.system).system, size_of(cell.system)) == []


def test_scale_of_the_input_gate_cancels() -> None:
    """From c = n = 0: h¹ = o¹ ⊙ z¹, and dL/db_i = 0 for every sequence, both exactly."""
    truth = gradients(ZOO["slstm"], **EMPTY, **NOTHING_FROM_THE_STATES)
    value = truth.network.value
    for j in (1, 2):
        at = (1, 2, j)
        assert value(("h", at)) == value(("o", at)) * value(("z", at))
        assert truth.gradients["b_i", (j,)] == 0
        assert truth.gradients["b_f", (j,)] != 0
    assert differences(ZOO["slstm"].system, adjoint(ZOO["slstm"].system).system, truth.network.sizes) == []


@cell(source="Beck et al. 2024, as it is before it is stabilised")
def plain_slstm(m: Builder) -> None:
    x, h, c, n = m.input("x"), m.state("h"), m.state("c"), m.state("n")
    m.i = exp(m.affine("i", x, h.prev))
    m.f = sigmoid(m.affine("f", x, h.prev))
    m.z = tanh(m.affine("z", x, h.prev))
    m.o = sigmoid(m.affine("o", x, h.prev))
    m.c = m.f * c.prev + m.i * m.z
    m.n = m.f * n.prev + m.i
    m.h = m.o * m.c / m.n


@cell(source="Beck et al. 2024, as it is before it is stabilised")
def plain_mlstm(m: Builder) -> None:
    x, C, n = m.input("x"), m.state("C", H, H), m.state("n")
    m.q, m.k, m.v = m.affine("q", x), m.affine("k", x) / sqrt(H), m.affine("v", x)
    m.i, m.f = exp(m.affine("i", x, size=())), sigmoid(m.affine("f", x, size=()))
    m.o = sigmoid(m.affine("o", x))
    m.C = m.f * C.prev + m.i * outer(m.v, m.k)
    m.n = m.f * n.prev + m.i * m.k
    m.h = m.o * (m.C @ m.q) / maximum(absolute(dot(m.n, m.q)), 1)


@pytest.mark.parametrize(("name", "plain"), [("slstm", plain_slstm), ("mlstm", plain_mlstm)])
def test_stabilised_form_is_the_plain_one(name: str, plain: Cell) -> None:
    """The same outputs and the same gradients to 45 digits, from empty memory and whatever m there is to begin with."""
    digits, system = Digits(50), ZOO[name].system
    sizes = size_of(system, H=3)
    left = experiment(plain.system, sizes, digits, {**EMPTY, **NOTHING_FROM_THE_STATES})
    preset = {**left.network.given, **left.seeds, **NOTHING_FROM_THE_STATES}
    right = experiment(system, sizes, digits, preset)
    for key in [*computed(system.tensors["h"], sizes), *left.network.given]:
        if key[0] not in EMPTY:
            assert abs(left.network.value(key) - right.network.value(key)) < 1e-45
            assert abs(left.gradients[key] - right.gradients[key]) < 1e-40


def test_memory_is_a_matrix_and_gates_are_numbers() -> None:
    system = ZOO["mlstm"].system
    shapes = {tensor.name: [size.name for size in tensor.features] for tensor in system.tensors.values()}
    assert [shapes[name] for name in ("C", "n", "m", "i_prime", "h")] == [["H", "H"], ["H"], [], [], ["H"]]
    for equation in system.equations:
        assert not any(
            c.base.name == "h" and c.indices[0] != TIME for term in equation.terms for c in term.components()
        )
