"""Functions of one number and their slopes, in any arithmetic.

What a function is, and what its slope is, comes from :mod:`derive.core.functions`; nothing is typed in here but names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import sympy as sp

from derive.core import functions as core

X = sp.Symbol("x", real=True)

KNOWN: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    **{
        name: getattr(core, name)
        for name in [
            "sigmoid",
            "tanh",
            "exp",
            "log",
            "sqrt",
            "relu",
            "softplus",
            "log_sigmoid",
            "step",
            "sign",
            "absolute",
        ]
    },
    **{name: getattr(sp, name) for name in ["sinh", "cosh", "sech", "csch", "coth", "sin", "cos"]},
    "identity": lambda x: x,
    "square": lambda x: x**2,
    "reciprocal": lambda x: 1 / x,
    "expit": core.sigmoid,
}
"""Functions by name, as expressions."""

ALIASES = {
    r"\sigma": "sigmoid",
    "σ": "sigmoid",
    "logistic": "sigmoid",
    "sigm": "sigmoid",
    "sig": "sigmoid",
    "expit": "sigmoid",
    "ReLU": "relu",
    "ln": "log",
    "abs": "absolute",
    "sgn": "sign",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "heaviside": "step",
    "logsigmoid": "log_sigmoid",
}
"""Other names of these functions."""


def canonical(name: str) -> str | None:
    """The function of this name, under its own name; None where there is none."""
    name = ALIASES.get(name, name)
    name = ALIASES.get(name.lstrip("\\"), name.lstrip("\\"))
    return name if name in KNOWN else None


@cache
def expression(name: str, primes: int = 0) -> sp.Expr:
    """The function, or its slope, of ``X``, in SymPy's own functions."""
    value = KNOWN[name](X)
    for _ in range(primes):
        value = value.diff(X)
    return value.replace(lambda e: isinstance(e, core.Elementwise), lambda e: e.definition(*e.args))


@cache
def slope_by_output(name: str) -> sp.Expr | None:
    """The slope as a function of the function's own value, which is ``X``; None where it is not one."""
    value = KNOWN[name](X)
    marked = value.diff(X).xreplace({value: sp.Symbol("y", real=True)})
    if marked.has(X):
        return None
    return marked.xreplace({sp.Symbol("y", real=True): X})


def number(expr: sp.Expr, x: Any, arithmetic: Any) -> Any:
    """The value of an expression in ``X``."""
    match expr:
        case sp.Symbol():
            return x
        case sp.Rational():
            return arithmetic.mpf(int(expr.p)) / int(expr.q)
        case sp.Add():
            return sum((number(part, x, arithmetic) for part in expr.args), arithmetic.mpf(0))
        case sp.Mul():
            product = arithmetic.mpf(1)
            for part in expr.args:
                product *= number(part, x, arithmetic)
            return product
        case sp.Pow():
            base, exponent = number(expr.base, x, arithmetic), expr.exp
            if exponent.is_Integer:
                return base ** int(exponent)
            if (2 * exponent).is_Integer:
                return arithmetic.sqrt(base) ** int(2 * exponent)
        case sp.Piecewise():
            for value, when in expr.args:
                if when == sp.true:
                    return number(value, x, arithmetic)
                left, right = (number(side, x, arithmetic) for side in when.args)
                if {"StrictGreaterThan": left > right, "StrictLessThan": left < right}[type(when).__name__]:
                    return number(value, x, arithmetic)
        case sp.Function():
            return getattr(arithmetic, type(expr).__name__)(number(expr.args[0], x, arithmetic))
    raise TypeError(f"no number for {expr}")
