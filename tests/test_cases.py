"""Gates, and what cells are when their gates stand open or shut."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import sympy as sp

from derive import Backward, adjoint
from derive.analysis.flow import direct_step
from derive.analysis.gates import Setting, candidates, exponential, gates, groups, held, put, remembers
from derive.cells import builtin
from derive.core.equations import Tensor
from derive.core.evaluate import At, evaluate
from derive.notation import DEFAULT
from derive.notation.files import NAMES, find
from derive.notes.cases import cases
from derive.notes.document import Steps, Text, walk
from derive.notes.writer import NotesWriter
from tests import strange_cells
from tests.kernels import kernel, random_case, sizes_of

CELLS = {**builtin(), **strange_cells.CELLS}


@cache
def derived(name: str) -> Backward:
    return adjoint(CELLS[name].system)


def named(tensors: tuple[Tensor, ...]) -> str:
    return " ".join(tensor.name for tensor in tensors)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *{"rnn": "", "lstm": "i f o", "lstm_1997": "i o", "peephole_lstm": "i f o", "lstm_nig": "f o"}.items(),
        *{"lstm_nog": "i f", "lstm_cifg": "i o", "lstm_fgr": "i f o", "gru": "r z", "gru_reset_before": "r z"}.items(),
        *{
            "min_gru": "z",
            "layer_norm_lstm": "i f o",
            "slstm": "o i_prime f_prime",
            "mlstm": "o i_prime f_prime",
            "stateless": "",
        }.items(),
        *{"both_ends": "", "stacked_tagger": "i_1 f_1 o_1", "scalar_state": ""}.items(),
    ],
)
def test_gates_are_found_in_the_equations(name: str, found: str) -> None:
    assert named(gates(CELLS[name].system)) == found


@pytest.mark.parametrize(
    ("name", "states", "found"),
    [
        *[("lstm", "c", "f i"), ("peephole_lstm", "c", "f i"), ("lstm_1997", "c", "i"), ("lstm_cifg", "c", "i")],
        *[("gru", "h", "z"), ("min_gru", "h", "z"), ("lstm_nig", "c", "f"), ("matrix_memory", "C n", "f i")],
    ],
)
def test_gates_on_the_direct_path_come_before_those_that_write(name: str, states: str, found: str) -> None:
    [group] = groups(derived(name))
    assert (named(group.states), named(group.gates)) == (states, found)
    assert len(group.settings) == 2 ** len(group.gates)


def settings(name: str) -> list[Setting]:
    """Every case of the notes, and all gates open or shut."""
    whole = [dict.fromkeys(gates(CELLS[name].system), sp.Integer(value)) for value in (0, 1)]
    return [*whole, *(setting for group in groups(derived(name)) for setting in group.settings)]


def by_place(tensor: Tensor, array: np.ndarray) -> dict[At, float]:
    """Components by their indices, which count from 1."""
    if not tensor.axes:
        return {(0,): float(array)}
    return {tuple(i + 1 for i in at): float(value) for at, value in np.ndenumerate(array)}


GATED = [
    name
    for name in builtin()
    if (found := gates(builtin()[name].system))
    if not any(exponential(builtin()[name].system, gate) for gate in found)  # no bias makes an exponential be 1
    and all(f"b_{gate.name}" in builtin()[name].system.tensors for gate in found)  # nor a quotient of two gates
]


@pytest.mark.parametrize("name", GATED)
def test_what_is_left_is_what_the_kernel_does_when_its_gates_are_saturated(name: str) -> None:
    system, module = CELLS[name].system, kernel(name, "reference")
    sizes = sizes_of(module)
    extents = {size.name: sizes[size.argument] for size in system.sizes if size.argument in sizes}
    for number, setting in enumerate(settings(name)):
        case = random_case(module, T=3, N=2, seed=number)
        start = case.state0
        for gate, value in setting.items():
            getattr(case.p, f"b_{gate.name}")[...] = 40 if value else -40
        if any(gate in system.states for gate in setting):  # gates of the step before stand as they do at every step
            start = start._replace(**{gate.name: np.full((2, 4), float(value)) for gate, value in setting.items()})
        y, state, _ = module.forward(case.p, *case.inputs.values(), start)
        given = {p.name: by_place(p, getattr(case.p, p.name)) for p in system.parameters}
        given |= {x.name: by_place(x, case.inputs[x.name]) for x in system.inputs}
        for tensor, array in zip(system.states, start, strict=True):
            given[tensor.name] = by_place(tensor, array[None])
            given[tensor.name] = {(0, *at[1:]): number for at, number in given[tensor.name].items()}
        found = evaluate(held(system, setting), {"T": 3, "N": 2, **extents}, given)
        assert system.output is not None
        wanted = by_place(system.output, y)
        got = found[system.output.name]
        assert [got[at] for at in wanted] == pytest.approx(list(wanted.values()), rel=1e-9, abs=1e-12), setting
        for tensor, array in zip(system.states, state, strict=True):
            if tensor not in setting:
                wanted = {(3, *at[1:]): value for at, value in by_place(tensor, array[None]).items()}
                got = [found[tensor.name][at] for at in wanted]
                assert got == pytest.approx(list(wanted.values()), rel=1e-9, abs=1e-12), (setting, tensor)


@pytest.mark.parametrize("name", CELLS)
def test_the_direct_path_is_that_of_what_is_left(name: str) -> None:
    backward = derived(name)
    for group in groups(backward):
        for setting in group.settings:
            left = held(backward.forward, setting)
            for state in group.states:
                step, before = direct_step(backward, state), sp.Symbol("before")
                assert step is not None
                right = sp.Add(*(term.expr for term in left.equation(state).terms))
                slope = right.xreplace({state[(step.ahead, *state.indices()[1:])]: before}).diff(before)
                assert sp.expand(slope - put(step.factor, setting)) == 0


@pytest.mark.parametrize(
    ("name", "state", "shut", "remembered"),
    [("gru", "h", "z", True), ("gru", "h", "r z", False), ("lstm", "c", "f", True), ("lstm", "c", "f i", False)],
)
def test_whether_anything_is_remembered(name: str, state: str, shut: str, remembered: bool) -> None:
    system = CELLS[name].system
    left = held(system, {system.tensors[gate]: sp.S.Zero for gate in shut.split()})
    assert remembers(left, system.tensors[state]) == remembered


def test_candidates_are_no_gates() -> None:
    system = CELLS["lstm"].system
    assert named(candidates(system, system.tensors["c"])) == "g"
    assert candidates(CELLS["lstm_niaf"].system, CELLS["lstm_niaf"].system.tensors["c"]) == ()


# --- what the notes say


def line(left: str, right: str, remark: str = "") -> tuple[str, str, str]:
    return left, right, remark


def lines(name: str, hand: str = "default") -> list[tuple[str, str, str]]:
    """The lines as LaTeX, with their remarks."""
    section = cases(NotesWriter(derived(name), DEFAULT if hand == "default" else find(hand)))
    assert section is not None
    found = [line for block in walk(section.blocks) if isinstance(block, Steps) for line in block.lines]
    return [(str(line.left), str(line.right), line.remark) for line in found]


def said(name: str) -> str:
    section = cases(NotesWriter(derived(name)))
    assert section is not None
    return " ".join(block.text for block in walk(section.blocks) if isinstance(block, Text))


def test_the_four_cases_of_an_lstm_and_the_two_extremes() -> None:
    path = line(r"\delta c^{t-1}", r"\ni \delta c^{t}", "direct path")
    kept, cut = line("c^{t}", "= c^{t-1}", "new state"), "new state, no direct path"
    summed, empty = line("c^{t}", "= c^{t-1} + g^{t}", "new state"), line("c^{t}", "= 0", cut)
    silent = line("h^{t}", "= 0", "output")
    cases_ = [kept, path, line("c^{t}", "= g^{t}", cut), empty, silent, summed, path]
    extremes = [summed, path, line("h^{t}", r"= \tanh(c^{t})", "output"), empty, silent]
    assert lines("lstm") == [*cases_, *extremes]
    text = said("lstm")
    assert r"$\sigma(-40) = 4.2 \cdot 10^{-18}$" in text
    assert r"$(1 - \varepsilon)^{w}$ of $c^{t-w}$ is left: $0.3660$" in text
    assert "$c^{t} = c^{t-1} + 1$ would count the steps" in text


def test_other_cells_say_what_is_right_for_them() -> None:
    assert line("h^{t}", "= h^{t-1}", "new state") in lines("gru")
    assert line("a_n^{t}", r"= W_n\,x^{t} + b_n") in lines("gru_reset_before")
    assert "no older step acts any more" in said("min_gru")
    assert r"With $z^{t} = \varepsilon$ instead of $0$" in said("min_gru")
    assert "no direct path" not in " ".join(remark for *_, remark in lines("lstm_1997"))
    assert len(lines("min_gru")) == 3  # all gates are the one gate
    assert cases(NotesWriter(derived("rnn"))) is None


@pytest.mark.parametrize("hand", NAMES)
@pytest.mark.parametrize("name", ["peephole_lstm", "gru_reset_before", "lstm_fgr", "matrix_memory"])
def test_every_hand_can_write_them(name: str, hand: str) -> None:
    plain, written = lines(name), lines(name, hand)
    assert [remark for *_, remark in written] == [remark for *_, remark in plain]
    assert not [left for left, right, _ in written if (left + right).count("{") != (left + right).count("}")]
