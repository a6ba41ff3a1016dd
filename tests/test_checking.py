"""The checks that users call: that they accept what is right, and find what is wrong, wherever it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
from test_exact import MISTAKES

from derive import Backward, adjoint, cell, check, grad_check
from derive.cells import builtin
from derive.checking import proof
from derive.checking.checks import proved
from derive.checking.proof import Dual, Free, prove
from derive.checking.report import Report
from tests import defects, strange_cells

ZOO = builtin()
SOME = {
    **{name: ZOO[name] for name in ("rnn_relu", "lstm", "lstm_1997_truncated", "mlstm", "layer_norm_lstm")},
    **{name: strange_cells.CELLS[name] for name in ("two_inputs", "masked_both_ways", "both_ends", "scalar_functions")},
}
PROVED = {**ZOO, **strange_cells.CELLS, **defects.CELLS, **defects.NAMED}


# ---------------------------------------------------------------------------------------------------------------------
# The proof.


@pytest.mark.parametrize("name", PROVED)
def test_every_gradient_is_proved(name: str) -> None:
    findings = list(prove(adjoint(PROVED[name].system), N=1))
    assert [str(finding) for finding in findings if not finding.ok] == []
    assert {finding.check for finding in findings} == {"exact"}


def damaged(backward: Backward, mistake: Callable[[Any], Any]) -> Backward:
    """The derivation with a mistake in its equations."""
    there = {equation.tensor.of: equation for equation in mistake(backward.system).equations}
    derivations = {
        name: replace(derivation, equation=there.get(derivation.tensor, replace(derivation.equation, terms=())))
        for name, derivation in backward.derivations.items()
    }
    return replace(backward, derivations=derivations)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_seeded_mistake_is_found(mistake: Callable[[Any], Any]) -> None:
    wrong = damaged(adjoint(ZOO["peephole_lstm"].system), mistake)
    assert not Report("wrong", tuple(proved(wrong))).ok


def test_functions_without_rational_tangents_are_held_against_differences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(proof.SLOPES, "tanh")
    derived = adjoint(ZOO["lstm"].system)
    findings = list(prove(derived, T=2, N=1))
    assert {finding.check for finding in findings} == {"60 digits"}
    assert all(finding.ok for finding in findings)
    wrong = damaged(derived, MISTAKES["0.1 % off"])
    assert [f.gradient for f in prove(wrong, T=2, N=1) if not f.ok] == ["W_f"]


def test_free_values_keep_what_holds_of_functions() -> None:
    free, x = Free(random.Random(0)), Fraction(3, 7)
    assert free.exp(x) * free.exp(-x) == 1
    assert free.tanh(x) == -free.tanh(-x)
    assert (free.exp(Fraction(0)), free.tanh(Fraction(0))) == (1, 0)
    moved = free.exp(Dual(x, {("x", (0,)): Fraction(2)}))
    assert (moved.value, moved.slope) == (free.exp(x), {("x", (0,)): 2 * free.exp(x)})
    assert free.stopped(moved) == free.exp(x)


def test_what_is_divided_by_zero_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([Fraction(1)] * 3)
    draw = Free.draw
    monkeypatch.setattr(Free, "draw", lambda self: next(draws, None) or draw(self))

    @cell(source="a test")
    def pole(m):
        x, h = m.input("x"), m.state("h")
        m.h = m.affine("h", x, h.prev) / (m.param("a") - m.param("b"))

    assert all(finding.ok for finding in prove(adjoint(pole.system), N=1))


# ---------------------------------------------------------------------------------------------------------------------
# A cell.


@pytest.mark.parametrize("name", SOME)
def test_cells_are_right(name: str) -> None:
    steps: list[tuple[str, int, int]] = []
    report = check(SOME[name], advance=lambda *told: steps.append(told))
    assert report.ok, str(report)
    assert steps[0] == ("exact", 1, 1)
    assert steps[-1][1] == steps[-1][2]
    for tensor in SOME[name].system.parameters:
        assert f"\n{tensor.name} " in str(report)


def test_stopped_gradients_are_proved_and_not_measured() -> None:
    report = check(ZOO["lstm_1997_truncated"])
    assert report.ok
    assert report.checks == ("exact", "kernels")
    assert "kernels: gradients are stopped by decree" in str(report)


def test_a_kernel_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from derive.checking import checks as module

    def broken(*_: object) -> None:
        raise SyntaxError("no kernel")

    monkeypatch.setattr(module, "loaded", broken)
    report = check(ZOO["rnn"])
    assert not report.ok
    assert "textbook: cannot be computed: SyntaxError: no kernel" in str(report)


# ---------------------------------------------------------------------------------------------------------------------
# A function of the user's own.


class State(NamedTuple):
    h: Any
    c: Any


class Hand:
    """An LSTM with peepholes from c to its output gate, forward and backward by hand; ``mistake`` breaks one thing."""

    def __init__(self, mistake: str = "") -> None:
        self.mistake = mistake

    def forward(self, p: dict[str, Any], x: Any, state0: Any = None) -> tuple[Any, State, Any]:
        h, c = state0
        ys, tape = [], []
        for t in range(len(x)):
            a = x[t] @ p["W"].T + h @ p["R"].T + p["b"]
            i, f, g, o = np.split(a, 4, axis=1)
            i, f, g = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), np.tanh(g)
            c_new = f * c + i * g
            o = 1 / (1 + np.exp(-o - p["p"] * c_new))
            tape.append((x[t], h, c, i, f, g, o, c_new))
            h, c = o * np.tanh(c_new), c_new
            ys.append(h)
        return np.stack(ys), State(h, c), tape

    def backward(self, p: dict[str, Any], tape: Any, dy: Any, dstate: Any = None) -> tuple[Any, Any, State]:
        bad = self.mistake
        grads = {name: np.zeros_like(array) for name, array in p.items()}
        dx, (dh, dc) = np.zeros((len(tape), *tape[0][0].shape)), dstate
        for t in reversed(range(len(tape))):
            x, h, c, i, f, g, o, c_new = tape[t]
            dh = dh + dy[t]
            do = dh * np.tanh(c_new) * o * (1 - o)
            dc = dc + dh * o * (1 - np.tanh(c_new) ** 2) + (0 if bad == "peephole" else do * p["p"])
            di, df, dg = dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2)
            if bad == "swapped gate":
                di, df = df, di
            if bad == "read a step early":
                df = dc * (tape[t - 1][2] if t else c) * f * (1 - f)
            da = np.concatenate([di, df, dg, do], axis=1)
            grads["W"] += da.T @ x
            grads["R"] += da.T @ h
            grads["b"] += da[0] if bad == "sum" else da.sum(axis=0)
            grads["p"] += (do * (c if bad == "time" else c_new)).sum(axis=0)
            dx[t] = da @ p["W"]
            dh = da @ (p["R"].reshape(4, 3, 3).swapaxes(1, 2).reshape(12, 3) if bad == "transpose" else p["R"])
            dc = np.zeros_like(dc) if bad == "carry" else dc * f
        if bad == "0.1 %":
            grads["R"][4, 1] *= 1.001
        return grads, dx, State(dh, dc)


def problem() -> tuple[dict[str, Any], Any, State]:
    rng = np.random.default_rng(0)
    shapes = {"W": (12, 2), "R": (12, 3), "b": (12,), "p": (3,)}
    p = {name: rng.uniform(-0.8, 0.8, shape) for name, shape in shapes.items()}
    return p, rng.uniform(-1, 1, (4, 2, 2)), State(*rng.uniform(-1, 1, (2, 2, 3)))


def test_a_right_function_is_accepted() -> None:
    p, x, state0 = problem()
    before = {name: array.copy() for name, array in p.items()}
    report = grad_check((Hand().forward, Hand().backward), p, x, state0=state0, complex_steps=False)
    assert report.ok, str(report)
    assert {f.gradient for f in report.findings} == {"W", "R", "b", "p", "x", "h[0]", "c[0]"}
    assert all(np.array_equal(before[name], array) for name, array in p.items())


WRONG = {
    "0.1 %": "R[4, 1]",
    "carry": "",
    "transpose": "",
    "sum": "b[",
    "swapped gate": "",
    "read a step early": "",
    "peephole": "",
    "time": "p[",
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_function_is_rejected(mistake: str) -> None:
    p, x, state0 = problem()
    report = grad_check((Hand(mistake).forward, Hand(mistake).backward), p, x, state0=state0)
    assert not report.ok
    assert f"the gradient with respect to {WRONG[mistake]}" in str(report)
    if WRONG[mistake]:
        assert len(report.failures) == 1


def test_generated_kernels_follow_the_contract() -> None:
    from generated.numpy import gru

    rng = np.random.default_rng(0)
    p = gru.init(input_size=2, hidden_size=3, rng=0)
    state0 = gru.State(rng.uniform(-1, 1, (2, 3)))
    report = grad_check(gru, p, rng.uniform(-1, 1, (3, 2, 2)), state0=state0, complex_steps=True)
    assert report.ok, str(report)
    assert report.checks == ("differences", "complex steps")


def test_other_gradients_the_second_time_are_found() -> None:
    hand, calls = Hand(), iter(range(1000))

    def backward(*arguments: Any) -> Any:
        grads, dx, state = hand.backward(*arguments)
        grads["b"] = grads["b"] + 1e-9 * next(calls)
        return grads, dx, state

    p, x, state0 = problem()
    report = grad_check((hand.forward, backward), p, x, state0=state0)
    assert [str(f) for f in report.failures] == [
        "differences: the gradient with respect to b is another one when backward is called again"
    ]


def test_what_does_not_fit_is_said() -> None:
    hand = Hand()
    p, x, state0 = problem()

    def without_bias(*arguments: Any) -> Any:
        grads, dx, state = hand.backward(*arguments)
        return {name: array for name, array in grads.items() if name != "b"}, dx, state

    def transposed(*arguments: Any) -> Any:
        grads, dx, state = hand.backward(*arguments)
        return {**grads, "W": grads["W"].T}, dx, state

    with pytest.raises(ValueError, match="no gradient with respect to b; there are: W, R, p, x"):
        grad_check((hand.forward, without_bias), p, x, state0=state0)
    with pytest.raises(ValueError, match=r"gradient with respect to W is \(2, 12\); it must be \(12, 2\)"):
        grad_check((hand.forward, transposed), p, x, state0=state0)
    with pytest.raises(ValueError, match="W is float32; differences are taken of float64 arrays"):
        grad_check((hand.forward, hand.backward), {**p, "W": p["W"].astype(np.float32)}, x, state0=state0)


# ---------------------------------------------------------------------------------------------------------------------
# The command.


def test_command_prints_a_table(derive: Callable[..., Any]) -> None:
    said = derive("check", "rnn")
    assert said.code == 0
    assert said.err == ""
    head, *rows = said.out.splitlines()[2:]
    assert head.split()[:3] == ["gradient", "exact", "textbook,"]
    assert [row.split()[:2] for row in rows[:5]] == [[name, "proved"] for name in ("x", "h[0]", "W", "R", "b")]
    assert "rnn: every gradient is right" in said.out


def test_command_fails_where_a_gradient_is_wrong(derive: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from derive.checking import checks

    right = checks.adjoint
    monkeypatch.setattr(checks, "adjoint", lambda system: damaged(right(system), MISTAKES["0.1 % off"]))
    said = derive("check", "peephole_lstm")
    assert said.code == 1
    assert said.err == "derive: wrong: peephole_lstm\n"
    assert "exact: the gradient with respect to W_f[" in said.out
    assert "textbook, T=4: the gradient with respect to W_f[" in said.out
    assert "numpy, complex: the gradient with respect to W_f[" in said.out
    assert derive("check", "nothing").code == 2
