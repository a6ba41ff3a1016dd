"""Proof at small sizes: rational tangents through the unrolled network against the derived gradients.

The forward equations are evaluated in dual numbers, each a rational and its derivatives with respect to all that is
given.  Functions such as exp are no obstacle: their *values* are free rationals, the same wherever the same argument
comes up, and their derivatives follow (exp' = exp, tanh' = 1 - tanh²).  So no rounding takes place, and a derived
gradient is either equal or wrong.  Where a function is not in :data:`SLOPES`, differences in 60 digits take the place
of tangents.

This is an implementation on :mod:`derive.core.evaluate`.  The tests have another, which shares no code with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

from derive.calculus import Backward
from derive.checking.report import At, Finding
from derive.core.equations import FIXED, Kind, System, Tensor
from derive.core.evaluate import Evaluation, Values, digits, evaluate, extent, needed
from derive.core.functions import stop_gradient

Slope = dict[tuple[str, At], Any]
SIZES = {"T": 3, "N": 2, "M": 2, "H": 2}
DRAWS = 8
"""How many draws of numbers are tried until no denominator vanishes."""

DIGITS, STEP, CLOSE = 60, 20, 1e-25
"""Digits of the arithmetic, of the step of differences, and the error up to which these count as right."""


# ---------------------------------------------------------------------------------------------------------------------
# Dual numbers.


@dataclass(frozen=True, eq=False)
class Dual:
    """A number with its derivatives with respect to all that is given."""

    value: Fraction
    slope: Slope

    def _with(self, other: Any, value: Fraction, own: Fraction, others: Fraction) -> Dual:
        """A function of two numbers, of which the derivatives are ``own`` and ``others``."""
        slope = {key: own * moved for key, moved in self.slope.items()}
        for key, moved in (other.slope if isinstance(other, Dual) else {}).items():
            slope[key] = slope.get(key, 0) + others * moved
        return Dual(value, slope)

    def __add__(self, other: Any) -> Dual:
        return self._with(other, self.value + bare(other), Fraction(1), Fraction(1))

    __radd__ = __add__

    def __mul__(self, other: Any) -> Dual:
        return self._with(other, self.value * bare(other), bare(other), self.value)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Dual:
        value: Fraction = self.value**exponent
        return self._with(0, value, exponent * self.value ** (exponent - 1) if exponent else Fraction(0), Fraction(0))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < bare(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= bare(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > bare(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= bare(other))


def bare(number: Any) -> Fraction:
    """The value of a dual number; any other number is its own."""
    return number.value if isinstance(number, Dual) else number


# ---------------------------------------------------------------------------------------------------------------------
# An arithmetic in which functions have free rational values.

SLOPES: dict[str, Callable[[Free, Fraction, Fraction], Fraction]] = {
    "exp": lambda free, x, value: value,
    "log": lambda free, x, value: 1 / x,
    "sqrt": lambda free, x, value: 1 / (2 * value),
    "tanh": lambda free, x, value: 1 - value**2,
    "sin": lambda free, x, value: bare(free.cos(x)),
    "cos": lambda free, x, value: -bare(free.sin(x)),
}
"""The derivative of each function of :mod:`sympy` in its argument, its value, and functions of its argument."""

ODD, EVEN = ("tanh", "sin"), ("cos",)
AT_ZERO = {"exp": 1, "tanh": 0, "sin": 0, "cos": 1}


@dataclass
class Free:
    """Exact arithmetic for numbers and dual numbers, with a free value for each function at each argument."""

    random: random.Random
    known: dict[tuple[str, Fraction], Fraction] = field(default_factory=dict)
    mpf = staticmethod(Fraction)

    def __getattr__(self, name: str) -> Callable[[Any], Any]:
        if name not in SLOPES:
            raise AttributeError(name)
        return lambda x: self.apply(name, x)

    def apply(self, name: str, x: Any) -> Any:
        at, value = bare(x), self.value(name, bare(x))
        if not isinstance(x, Dual):
            return value
        slope = SLOPES[name](self, at, value)
        return Dual(value, {key: slope * moved for key, moved in x.slope.items()})

    def value(self, name: str, x: Fraction) -> Fraction:
        """A positive number below 2, but for what holds of the function: exp(-x) = 1/exp(x), tanh(-x) = -tanh(x)."""
        if x == 0 and name in AT_ZERO:
            return Fraction(AT_ZERO[name])
        if x < 0 and name == "exp":
            return 1 / self.value(name, -x)
        if x < 0 and name in (*ODD, *EVEN):
            return self.value(name, -x) * (-1 if name in ODD else 1)
        if (name, x) not in self.known:
            self.known[name, x] = Fraction(self.random.randrange(63, 1024, 2), 512)
        return self.known[name, x]

    def stopped(self, x: Any) -> Fraction:
        """What ``stop_gradient`` makes of a number: its value alone."""
        return bare(x)

    def draw(self) -> Fraction:
        return Fraction(self.random.choice((-1, 1)) * self.random.randrange(63, 1024, 2), 512)


# ---------------------------------------------------------------------------------------------------------------------
# The proof.


def sizes_for(system: System, **chosen: int) -> dict[str, int]:
    """Small sizes for every axis of a system."""
    return {**SIZES, **{size.name: 2 for size in system.sizes if size.name not in SIZES}, **chosen}


def given_tensors(system: System) -> list[Tensor]:
    """The tensors that the loss is differentiated with respect to: parameters, inputs, and states at their start."""
    return list(system.of_kind(Kind.PARAMETER, Kind.INPUT, Kind.STATE))


def prove(backward: Backward, **chosen: int) -> Iterator[Finding]:
    """Hold every derived gradient of parameters, inputs and initial states against tangents.

    Args:
        backward: a system with its derived equations.
        chosen: sizes by their names, such as ``T=5``; the others are small.

    Raises:
        Undecided: no draw of numbers keeps all denominators from vanishing, or gradients are stopped in a system with
            functions that are not in :data:`SLOPES`.
        ValueError: a derived equation reads what does not exist.
    """
    sizes = sizes_for(backward.forward, **chosen)
    try:
        yield from _by_tangents(backward, sizes)
    except UnknownFunction as error:
        yield from _by_differences(backward, sizes, str(error))


class Undecided(Exception):
    """The proof cannot be made: no draw of numbers will do, or a function has no exact arithmetic."""


class UnknownFunction(Exception):
    """A function that is not in :data:`SLOPES`."""


def _by_tangents(backward: Backward, sizes: Mapping[str, int]) -> list[Finding]:
    for seed in range(DRAWS):
        free = Free(random.Random(seed))
        try:
            return list(_compared(backward, sizes, free, partial(_tangents, backward, sizes, free)))
        except ZeroDivisionError:
            continue
        except ValueError as error:
            if "in this arithmetic" in str(error):
                raise UnknownFunction(str(error)) from error
            raise
    raise Undecided(f"{backward.forward.name}: a denominator vanishes in each of {DRAWS} draws")


def _tangents(backward: Backward, sizes: Mapping[str, int], free: Free, given: Values) -> Values:
    """The true gradients, by the name of the tensor."""
    tensors = backward.objective.tensors
    moved: Values = {
        name: {
            at: number if tensors[name].kind in FIXED else Dual(number, {(name, at): Fraction(1)})
            for at, number in numbers.items()
        }
        for name, numbers in given.items()
    }
    loss = backward.objective.equations[-1].tensor
    value = evaluate(backward.objective, sizes, moved, free)[loss.name][(0,)]
    slope = value.slope if isinstance(value, Dual) else {}
    return {name: {at: slope.get((name, at), Fraction(0)) for at in numbers} for name, numbers in given.items()}


def _compared(
    backward: Backward, sizes: Mapping[str, int], arithmetic: Any, truth: Callable[[Values], Values], close: float = 0.0
) -> Iterator[Finding]:
    """The derived gradients against those that ``truth`` finds."""
    given: Values = {}
    for name, places in needed(backward.objective, sizes).items():
        vocabulary = backward.objective.tensors[name].vocabulary
        count = extent(vocabulary, sizes) if vocabulary is not None else 0
        given[name] = {at: nth % count + 1 if count else arithmetic.draw() for nth, at in enumerate(places)}
    measured = truth(given)
    values = evaluate(backward.forward, sizes, given, arithmetic)
    derived = evaluate(backward.system, sizes, {**given, **values}, arithmetic)
    check = "60 digits" if close else "exact"
    for tensor in given_tensors(backward.forward):
        gradient = derived[backward.derivation(tensor).adjoint.name]
        label = f"{tensor.name}[0]" if tensor.kind is Kind.STATE else tensor.name
        true = measured[tensor.name]
        if not true:  # a size of 0
            continue
        scale = max(map(abs, true.values())) or 1
        errors = {at: abs(gradient[at] - number) for at, number in true.items()}
        worst = max(errors, key=errors.__getitem__)
        error = float(errors[worst] / scale) or (5e-324 if errors[worst] else 0.0)  # no error is too small to be one
        yield Finding(label, check, error, close, worst, float(gradient[worst]), float(true[worst]))


def _by_differences(backward: Backward, sizes: Mapping[str, int], remark: str) -> Iterator[Finding]:
    """As many digits as make rounding invisible; what is left of the third derivative is of the order of 1e-40."""
    context, source = digits(DIGITS), random.Random(0)
    context.draw = lambda: context.mpf(source.randrange(1, 64) * source.choice((-1, 1))) / 96
    if truncated(backward.forward):
        raise Undecided(f"{remark}, and a difference does not see where a gradient is stopped")
    objective = Evaluation(backward.objective, sizes, context)
    loss = backward.objective.equations[-1].tensor
    step = context.mpf(10) ** -STEP

    def at(given: Values, name: str, place: At, shift: Any) -> Any:
        moved = {**given, name: {**given[name], place: given[name][place] + shift}}
        return objective(moved)[loss.name][(0,)]

    def slopes(given: Values) -> Values:
        names = [tensor.name for tensor in given_tensors(backward.forward)]
        return {
            name: {
                place: (at(given, name, place, step) - at(given, name, place, -step)) / (2 * step) for place in places
            }
            for name, places in given.items()
            if name in names
        }

    yield from _compared(backward, sizes, context, slopes, CLOSE)


def truncated(system: System) -> bool:
    """Whether gradients are stopped by decree, so that the gradient is not that of the loss.

    A maximum that only shifts exponents is no such stop: nothing depends on it.
    """
    terms = (term for equation in system.equations for term in equation.terms)
    return any(term.reduce == "sum" and term.expr.has(stop_gradient) for term in terms)
