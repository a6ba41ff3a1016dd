"""Every function's slope against the derivative of its definition, symbolically and in numbers; values on the kinks."""

from __future__ import annotations

import itertools

import mpmath
import pytest
import sympy as sp

from derive.core import functions
from derive.core.functions import (
    Elementwise,
    absolute,
    erf,
    maximum,
    minimum,
    relu,
    sigmoid,
    sign,
    step,
    stop_gradient,
    tanh,
    weigh,
)

ALL = list(functions.FUNCTIONS.values())
SMOOTH = [f for f in ALL if (f.analytic or f is erf) and f not in (stop_gradient, weigh)]
KINKED = [f for f in ALL if f not in (*SMOOTH, stop_gradient, weigh)]


def spelled_out(expr: sp.Expr) -> sp.Expr:
    """The expression with every function of the language replaced by its definition."""
    return expr.replace(lambda e: isinstance(e, Elementwise), lambda e: type(e).definition(*e.args))


def symbols_of(function: type[Elementwise], **facts: bool) -> tuple[sp.Symbol, ...]:
    return sp.symbols(f"x:{function.arity}", **facts)


@pytest.mark.parametrize("function", SMOOTH)
def test_slope_is_derivative_of_definition(function: type[Elementwise]) -> None:
    at = symbols_of(function, positive=True)
    for x in at:
        error = spelled_out(function(*at).diff(x)) - function.definition(*at).diff(x)
        assert sp.simplify(error.rewrite(sp.exp)) == 0


@pytest.mark.parametrize("function", [f for f in ALL if f.by_tanh is not None])
def test_what_is_tanh_but_for_an_affine_map(function: type[Elementwise]) -> None:
    x = sp.Symbol("x", real=True)
    inner, outer, shift = function.by_tanh or (0, 0, 0)
    error = function.definition(x) - (outer * sp.tanh(inner * x) + shift)
    assert sp.simplify(error.rewrite(sp.exp)) == 0


@pytest.mark.parametrize("function", SMOOTH)
def test_slope_in_numbers(function: type[Elementwise]) -> None:
    """Fifty digits against mpmath's own differentiation, at real points and off the real line."""
    at = symbols_of(function)
    with mpmath.workdps(50):
        value = sp.lambdify(at, function.definition(*at), "mpmath")
        for nth, x in enumerate(at):
            slope = sp.lambdify(at, spelled_out(function(*at).diff(x)), "mpmath")
            for point in (mpmath.mpf("0.3"), mpmath.mpf("2.7"), mpmath.mpc("0.4", "-0.6")):
                here = [point, mpmath.mpf("1.3")][: function.arity]
                measured = mpmath.diff(value, tuple(here), tuple(int(n == nth) for n in range(function.arity)))
                assert abs(slope(*here) - measured) < mpmath.mpf("1e-20")


@pytest.mark.parametrize("function", KINKED)
def test_slope_off_the_kinks(function: type[Elementwise]) -> None:
    """Exact central differences: between kinks these functions are linear."""
    half, points = sp.Rational(1, 2), [sp.Rational(p) for p in (-3, -1, 2, 5)]
    symbols = sp.symbols(f"x:{function.arity}")
    tested = 0
    for at in itertools.permutations(points, function.arity):
        for nth, symbol in enumerate(symbols):
            slope = spelled_out(function(*symbols).diff(symbol)).subs(dict(zip(symbols, at, strict=True)))
            up, down = ([p + away * (1 if n == nth else 0) for n, p in enumerate(at)] for away in (half, -half))
            assert slope == function.definition(*up) - function.definition(*down)
            tested += 1
    assert tested >= 4


def test_values_and_slopes_on_the_kinks() -> None:
    """What the docstrings say: 0 for relu, absolute, step and sign; on a tie of maximum the second takes all."""
    x, y = sp.symbols("x y")

    def at_zero(expr: sp.Expr) -> sp.Expr:
        return spelled_out(expr).subs({x: 0, y: 0})

    for function in (relu, absolute, step, sign):
        assert at_zero(function(x)) == 0
        assert at_zero(function(x).diff(x)) == 0
    for function in (maximum, minimum):
        assert [at_zero(function(x, y).diff(s)) for s in (x, y)] == [0, 1]


def test_stop_gradient_is_the_identity_without_a_slope() -> None:
    x = sp.Symbol("x")
    assert stop_gradient.definition(x) == x
    assert stop_gradient(x).diff(x) == 0
    assert (x * stop_gradient(x)).diff(x) == stop_gradient(x)


def test_weigh_is_a_product_in_which_a_weight_of_zero_wins() -> None:
    w, x = sp.symbols("w x")
    assert spelled_out(weigh(w, x)).subs(w, 2).subs(x, 3) == 6
    assert spelled_out(weigh(w, x)).subs(w, 0) == 0
    assert [weigh(w, x).diff(s) for s in (w, x)] == [x, w]


def test_slopes_are_said_by_the_output() -> None:
    """The form of every backward pass: the slope of a gate needs the gate and not what went into it."""
    x = sp.Symbol("x")
    assert sigmoid(x).diff(x) == sigmoid(x) * (1 - sigmoid(x))
    assert tanh(x).diff(x) == 1 - tanh(x) ** 2
    for function in (sigmoid, tanh, functions.exp, functions.sqrt):
        assert function(x).diff(x).subs(function(x), sp.Symbol("y")).free_symbols <= {sp.Symbol("y")}


def test_a_function_without_a_definition_says_so() -> None:
    with pytest.raises(NotImplementedError, match="Elementwise"):
        Elementwise.definition(sp.Symbol("x"))
