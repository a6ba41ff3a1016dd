"""Certificates: what they say is what is derived; Coq accepts right gradients and refuses wrong ones."""

from __future__ import annotations

import contextlib
import random
import re
import sys
from functools import cache, partial
from pathlib import Path
from typing import Any

import coq_text
import pytest
import strange_cells
import sympy as sp
from wrong_gradients import mutants, rewritten

from derive import Backward, Cell, adjoint
from derive.cells import builtin
from derive.core.equations import Kind
from derive.core.evaluate import digits, evaluate, needed
from derive.core.functions import Elementwise, stop_gradient
from derive.proof import LIBRARY, REALS, Refused, certificate, coq, library
from derive.proof.statement import Statement

ARITHMETIC = digits(40)
SIZES = {"T": 2, "N": 2, "M": 2, "H": 3}
STRANGE = [value for value in vars(strange_cells).values() if isinstance(value, Cell)]
STATED = [builtin()[name] for name in ("rnn", "peephole_lstm", "mlstm", "lstm_1997_truncated")]


@cache
def derived(cell: Cell) -> Backward:
    return adjoint(cell.system)


@pytest.mark.parametrize("cell", [*STATED, *STRANGE], ids=lambda cell: cell.name)
def test_what_a_certificate_says_is_what_is_derived(cell: Cell) -> None:
    """Every component of forward and backward pass: the printed text in numbers, and the equations in numbers."""
    said = Said(cell)
    for name, numbers in said.expected.items():
        head = said.statement.names.of[name]
        if name in said.statement.names.computed | said.statement.names.adjoints:
            values = said.v if name in said.statement.names.computed else said.w
            for at, number in numbers.items():
                component = (head, *at) if said.axes[name] else head
                assert abs(values(component) - number) < 1e-30, f"{name}{at}"
    if any(term.expr.has(stop_gradient) for equation in cell.system.equations for term in equation.terms):
        return  # its slope is a decree, which no difference shows
    left, right = said.claim()
    assert abs(left - right) < 1e-15 * (1 + abs(left))
    assert abs(left) > 1e-12


class Said:
    """The statement of a cell's certificate, at random numbers."""

    def __init__(self, cell: Cell) -> None:
        backward = derived(cell)
        self.statement, objective = Statement(backward), backward.objective
        try:
            self.text = certificate(backward).statement
        except Refused as why:
            pytest.skip(str(why))
        self.statement.text()
        self.sizes = {**{size.name: 2 for size in objective.sizes}, **SIZES}
        r = random.Random(0)
        draw = lambda: ARITHMETIC.mpf(r.randint(20, 90)) / 97  # noqa: E731
        given = {name: {at: draw() for at in places} for name, places in needed(objective, self.sizes).items()}
        forward = evaluate(objective, self.sizes, given, ARITHMETIC)
        self.expected = evaluate(backward.system, self.sizes, forward, ARITHMETIC)
        loss = objective.equations[-1].name
        self.expected = {name: numbers for name, numbers in self.expected.items() if name != loss}
        tensors = {**objective.tensors, **backward.system.tensors}
        self.axes = {name: tensor.axes for name, tensor in tensors.items()}
        self.rules = coq_text.cases(self.text, "forward"), coq_text.cases(self.text, "backward")
        self.given = given
        fixed = {tensor.name for tensor in objective.tensors.values() if tensor.kind is Kind.GIVEN}
        self.shift = {
            name: {at: (draw() - draw()) * (name not in fixed) for at in numbers} for name, numbers in given.items()
        }
        names = self.names(0)
        self.v = coq_text.Values(self.rules[0], names)
        self.w = coq_text.Values(self.rules[1], {**names, "v": self.v})
        names["v"] = self.v
        self.w.names["w"] = self.w

    def names(self, by: Any) -> dict[str, Any]:
        """What every name means, where all that is not a gradient is moved by so much along the shift."""
        of, initial = self.statement.names.of, self.statement.names.initial
        names: dict[str, Any] = {"0": ARITHMETIC.mpf(0), "ev": lambda value: value, **self.sizes}
        for name, numbers in self.given.items():
            moved = {
                at: n + by * self.shift[name][at] * (name not in self.statement.names.seeds)
                for at, n in numbers.items()
            }
            state = name in initial
            keyed = {at[1:] if state else at: number for at, number in moved.items()}
            value = partial(component, keyed) if self.axes[name] else next(iter(moved.values()))
            names[initial[name] if state else of[name]] = value
        for tensor in (*self.statement.names.computed, *self.statement.names.adjoints):
            head = of[tensor]
            names[head] = partial(lambda head, *at: (head, *at), head) if self.axes[tensor] else head
        names |= FUNCTIONS
        for value, name in self.statement.constants.items():
            names[name] = number(value.xreplace({s: sp.Integer(self.sizes[s.name]) for s in value.free_symbols}))
        return names

    def claim(self) -> tuple[Any, Any]:
        """Both sides of the claim, with differences of fifteen digits for D."""
        found = re.search(r"Definition claim .*?:=\n(.*?)\n  = (.*?)\.\n", self.text + "\n", re.DOTALL)
        assert found
        stride = ARITHMETIC.mpf(10) ** -12
        ends = []
        for by in (stride, -stride):
            names = self.names(by)
            names["v"] = coq_text.Values(self.rules[0], names)
            ends.append(names)
        here = {**self.names(0), "v": self.v, "w": self.w}
        sides = []
        for side in (found[1], found[2]):
            # D (e) is read as D e, with e computed on both sides of where the gradient is taken
            def difference(names: dict[str, Any], of: Any) -> Any:
                ahead, behind = ({**names, **end, **only(names)} for end in ends)
                return (of(ahead) - of(behind)) / (2 * stride)

            sides.append(Moving(side, difference).expression()(here))
        return sides[0], sides[1]


def component(numbers: dict[tuple[int, ...], Any], *at: int) -> Any:
    return numbers[at]


def only(names: dict[str, Any]) -> dict[str, Any]:
    """The values of indices, which do not move."""
    return {name: value for name, value in names.items() if isinstance(value, int)}


class Moving(coq_text.Text):
    """Reads ``D (e)`` too."""

    def __init__(self, text: str, difference: Any) -> None:
        super().__init__(text)
        self.difference = difference

    def application(self) -> coq_text.Reader:
        if self.sees("D"):
            self.take()
            of = self.argument()
            return lambda names: self.difference(names, of)
        return super().application()


def number(expr: sp.Expr) -> Any:
    return ARITHMETIC.mpf(str(sp.N(expr, 40)))


def functions() -> dict[str, Any]:
    """Every function of the language, as what its definition says."""
    library = {name: getattr(ARITHMETIC, name) for name in ("exp", "log", "sqrt", "tanh", "sin", "cos", "erf")}
    made: dict[str, Any] = {"inv": lambda x: 1 / x, "largest": max, "index_iota": lambda lo, hi: (lo, hi)}
    for function in Elementwise.__subclasses__():
        x = sp.symbols("x:9")[: function.arity]
        made[function.__name__] = sp.lambdify(x, function.definition(*x), [library])
    return made


FUNCTIONS = functions()


def test_slopes_are_printed_as_they_are() -> None:
    """What a certificate assumes of a function is the derivative of its definition."""
    statement = Statement(derived(builtin()["rnn"]))
    stride = sp.Rational(1, 10**15)
    places = (sp.Rational(3, 7), sp.Rational(2, 9), sp.Rational(5, 8), sp.Rational(1, 6))
    for function in Elementwise.__subclasses__():
        if function.__name__ == "stop_gradient":
            continue
        values = places[: function.arity]
        names = {
            "0": ARITHMETIC.mpf(0),
            "ev": lambda value: value,
            **{f"x{i}": number(v) for i, v in enumerate(values)},
        }
        names |= FUNCTIONS
        printed = statement.partials(function)
        names |= {name: number(value) for value, name in statement.constants.items()}
        for place, text in enumerate(printed):
            ends = [
                function.definition(*(v + by * int(i == place) for i, v in enumerate(values)))
                for by in (stride, -stride)
            ]
            slope = sp.N((ends[0] - ends[1]) / (2 * stride), 40)
            assert abs(coq_text.read(text)(names) - number(slope)) < 1e-20, function.__name__


@pytest.mark.parametrize("cell", [*builtin().values(), *STRANGE], ids=lambda cell: cell.name)
def test_identifiers_are_distinct_and_no_words_of_coq(cell: Cell) -> None:
    statement = Statement(derived(cell))
    names = [*statement.names.of.values(), *statement.names.initial.values()]
    assert len(names) == len(set(names))
    assert not {"do", "if", "of", "T", "N", "t", "n", "v", "w", "ev", "D"} & set(names)


def test_the_functions_of_the_reals_are_proved_there() -> None:
    text = library()["reals.v"]
    for name in REALS:
        assert f"Definition {name} " in text
        assert f"Lemma slope_{name} x : D ({name} x) = " in text
    assert certificate(derived(builtin()["gru"])).speaks_of_reals
    assert "relu, step would have to be there" in certificate(derived(builtin()["rnn_relu"])).over_reals


def test_a_file_of_its_own_says_why_there_is_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    from derive import proof

    def refuse(*_: Any) -> None:
        raise Refused("it is Tuesday")

    monkeypatch.setattr(sys.modules["derive.proof.certificate"], "lemmas", refuse)
    text = proof.document(derived(builtin()["rnn"]))
    assert text == "(* rnn: there is no certificate yet: it is Tuesday *)\n"


def test_a_certificate_assumes_nothing_but_slopes() -> None:
    """Its hypotheses are about functions, constants and the number of steps; its proofs end with Qed."""
    for name in ("lstm", "mlstm"):
        text = certificate(derived(builtin()[name])).text
        hypotheses = re.findall(r"^Hypothes[ei]s (\w+|\()", text, re.MULTILINE)
        assert {h.split("_")[0] for h in hypotheses} <= {"slope", "law", "one", "("}
        for word in ("Axiom", "Parameter", "Admitted", "admit", "Conjecture", "Abort"):
            assert not re.search(rf"\b{word}\b", text)
        for source in library().values():
            assert not re.search(r"\b(Admitted|Axiom|admit)\b", source)
    assert "(Hv' : solves forward v)" in text  # inside a section that ends before the theorem
    assert text.index("End Any'.") < text.index("Theorem ")


# ---------------------------------------------------------------------------------------------------------------------
# With Coq.


needs_coq = pytest.mark.skipif(coq.version() is None, reason=coq.REMEDY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for certificates, with what they rest on."""
    made = tmp_path_factory.mktemp("coq")
    (made / LIBRARY).mkdir()
    for name, text in library().items():
        (made / LIBRARY / name).write_text(text)
    coq.prepare(made)
    return made


def judged(backward: Backward, folder: Path) -> coq.Verdict:
    made = certificate(backward)
    (folder / f"{made.name}.v").write_text(made.text)
    return coq.check(made, folder)


PROVED = ["rnn", "min_gru", "tied", "scalar_functions", "generator", "both_ends", "matrix_memory"]


@pytest.mark.coq
@needs_coq
@pytest.mark.parametrize("name", PROVED)
def test_right_gradients_are_proved(name: str, folder: Path) -> None:
    cell = {**builtin(), **{cell.name: cell for cell in STRANGE}}[name]
    verdict = judged(derived(cell), folder)
    assert verdict.proved, verdict.message
    assert verdict.axioms == ()


@pytest.mark.coq
@needs_coq
@pytest.mark.parametrize("name", ["rnn", "min_gru"])
def test_right_gradients_are_proved_however_they_are_written(name: str, folder: Path) -> None:
    verdict = judged(rewritten(derived(builtin()[name])), folder)
    assert verdict.proved, verdict.message


def drawn(count: int) -> list[tuple[str, str]]:
    """Mutants of the two smallest cells, drawn at random, by cell and mistake."""
    found = [(name, what) for name in ("rnn", "min_gru") for what, _ in mutants(derived(builtin()[name]))]
    return random.Random(1).sample(found, count)


@pytest.mark.coq
@needs_coq
@pytest.mark.parametrize(("name", "what"), drawn(16))
def test_wrong_gradients_are_refused(name: str, what: str, folder: Path) -> None:
    mutant = next(mutant for found, mutant in mutants(derived(builtin()[name])) if found == what)
    try:
        verdict = judged(mutant, folder)
    except Refused:
        return  # the generator says why: its equations cannot be evaluated in any order
    assert not verdict.proved
    assert verdict.refused is not None
    assert what[1 : what.index(",")] in verdict.refused.about or "slopes" in verdict.refused.about


def test_a_mutant_of_every_cell_is_written_without_a_fault() -> None:
    """Whether it is right is for Coq to say; the generator must not fail."""
    for name in ("rnn", "gru", "lstmp"):
        for _, mutant in random.Random(2).sample(list(mutants(derived(builtin()[name]))), 6):
            with contextlib.suppress(Refused):
                certificate(mutant)
