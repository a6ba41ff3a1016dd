"""Equations in numbers, held against the proof's own unrolling, which shares no code with it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from exact import Rationals, experiment

from derive import adjoint, cell
from derive.cells import builtin
from derive.core.equations import Equation, H, Kind, System, Tensor, Term
from derive.core.evaluate import FLOATS, Fractions, Values, components, digits, evaluate, needed
from derive.language import maximum, mean, relu
from tests.strange_cells import CELLS as STRANGE

SIZES = {"T": 3, "N": 2, "M": 2, "H": 3, "K": 2, "P": 2, "G": 2}


@cell(source="no paper; no function but a kink")
def polynomial(m):
    """What fractions can say: products, quotients, kinks."""
    x, h = m.input("x"), m.state("h")
    m.a = m.affine("", x, h.prev)
    m.h = relu(m.a - mean(m.a)) / (1 + m.a**2) + maximum(h.prev, m.a) / 3


def drawn(system: System, sizes: dict[str, int] = SIZES, seed: int = 0) -> Values:
    """Fractions for all that a system needs."""
    chance = random.Random(seed)
    return {
        name: {at: Fraction(chance.randrange(-99, 100), 110) for at in places}
        for name, places in needed(system, sizes).items()
    }


def test_fractions_are_exactly_those_of_the_proof() -> None:
    """Forward and backward pass, in an arithmetic without rounding."""
    backward = adjoint(polynomial.system)
    given = drawn(backward.objective)
    values = evaluate(backward.objective, SIZES, given, Fractions)
    preset = {(name, at): number for name, numbers in given.items() for at, number in numbers.items()}
    preset |= {("dy", at): number for at, number in given["dy"].items()}
    truth = experiment(polynomial.system, SIZES, Rationals(), preset)
    gradients = evaluate(backward.system, SIZES, values, Fractions)
    for tensor in backward.forward.tensors.values():
        for at in components(tensor, SIZES):
            assert values[tensor.name][at] == truth.network.values[tensor.name, at]
            assert gradients[f"d{tensor.name}"][at] == truth.gradients[tensor.name, at]


@pytest.mark.parametrize("name", [*builtin(), *STRANGE])
def test_floats_are_fifty_digits_rounded(name: str) -> None:
    """Every cell and network can be evaluated, and the arithmetic is the one that was asked for."""
    backward = adjoint({**builtin(), **STRANGE}[name].system)
    fifty = digits(50)
    sizes = {size.name: 2 for size in backward.system.sizes} | SIZES
    found = []
    for arithmetic in (FLOATS, fifty):
        given = {
            name: {at: arithmetic.mpf(number.numerator) / number.denominator for at, number in numbers.items()}
            for name, numbers in drawn(backward.objective, sizes).items()
        }
        values = evaluate(backward.objective, sizes, given, arithmetic)
        found.append(evaluate(backward.system, sizes, values, arithmetic))
    rounded, exact = found
    for tensor, numbers in exact.items():
        for at, number in numbers.items():
            assert abs(rounded[tensor][at] - number) <= 1e-11 * max(1, abs(number)), (tensor, at)
    assert any(float(number) != number for numbers in exact.values() for number in numbers.values())


def test_what_is_needed_is_what_no_equation_gives() -> None:
    system = builtin()["lstm"].system
    wanted = needed(system, {"T": 2, "N": 1, "M": 1, "H": 1})
    assert wanted["h"] == wanted["c"] == [(0, 1, 1)]
    assert wanted["x"] == [(1, 1, 1), (2, 1, 1)]
    assert set(wanted) == {"x", "h", "c"} | {t.name for t in system.of_kind(Kind.PARAMETER)}


def test_a_long_sequence_needs_no_deep_recursion() -> None:
    sizes = {"T": 3000, "N": 1, "M": 1, "H": 1}
    system = builtin()["rnn"].system
    given = {name: dict.fromkeys(places, 0.1) for name, places in needed(system, sizes).items()}
    assert len(evaluate(system, sizes, given)["h"]) == 3001


def test_what_is_missing_is_named() -> None:
    system = builtin()["rnn"].system
    given = drawn(system)
    with pytest.raises(ValueError, match=r"no extent is given for the size H"):
        evaluate(system, {"T": 3, "N": 2, "M": 2}, given, Fractions)
    del given["x"][2, 1, 1]
    with pytest.raises(
        ValueError, match=r"rnn: a\w*\[2, 1, 1\] reads x\[2, 1, 1\], which is neither given nor computed"
    ):
        evaluate(system, SIZES, given)
    with pytest.raises(ValueError, match=r"h: there is no tanh in this arithmetic"):
        evaluate(system, SIZES, drawn(system), Fractions)


def test_a_loop_is_found() -> None:
    """No definition can hold one; a system of equations can."""
    u, v = (Tensor(name, (H,), Kind.SIGNAL) for name in "uv")
    equations = tuple(Equation(a, a.bounds(), (Term(b.at(b.indices())),)) for a, b in ((u, v), (v, u)))
    with pytest.raises(ValueError, match=r"circle: u\[1\] needs itself"):
        evaluate(System("circle", equations), {"H": 1}, {})
