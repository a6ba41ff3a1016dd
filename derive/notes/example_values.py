"""Round numbers for the worked example, such that as little as possible vanishes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from derive.calculus import Backward
from derive.core.equations import Kind, N, System, T, Tensor
from derive.core.evaluate import At, Evaluation, Number, Values, digits, evaluate, needed

STEPS = 2
ARITHMETIC = digits(30)


@dataclass(frozen=True)
class Example:
    """A derivation in numbers.

    Attributes:
        backward: the derivation.
        sizes: the extent of every axis.
        given: what it begins with.
        numbers: all of the forward and the backward pass.
    """

    backward: Backward
    sizes: Mapping[str, int]
    given: Values
    numbers: Values

    def vanishing(self, system: System) -> int:
        """How many of the tensors that the system computes are zero throughout."""
        return sum(not any(map(_visible, numbers)) for numbers in self._computed(system))

    def rank(self) -> tuple[Number, ...]:
        """The less, the better: what vanishes forward, what backward; how far from 1 the rest is at most."""
        forward, backward = self.backward.forward, self.backward.system
        sizes = [abs(n) for system in (forward, backward) for numbers in self._computed(system) for n in numbers]
        far = max((max(size, 1 / size) for size in filter(_visible, sizes)), default=0)
        return self.vanishing(forward), self.vanishing(backward), far

    def _computed(self, system: System) -> list[list[Number]]:
        return [list(self.numbers[equation.name].values()) for equation in system.equations if equation.terms]

    def loss(self, moved: Tensor, at: At, number: Number) -> Number:
        """The loss with another number in this place."""
        given = {**self.given, moved.name: {**self.given[moved.name], at: number}}
        objective = self.backward.objective
        return evaluate(objective, self.sizes, given, ARITHMETIC)[objective.equations[-1].name][0,]


def _visible(number: Number) -> bool:
    return bool(abs(number) > 1e-12)


EXTENT = 2
"""The extent of every axis but time and batch: with less, no transpose would show."""


def best_example(backward: Backward) -> Example | None:
    """The best of several ways to deal out the round numbers; None where none has real values."""
    objective = backward.objective
    sizes = {T.name: STEPS, N.name: 1, **{size.name: EXTENT for size in objective.sizes}}
    return min(_examples(backward, sizes), key=Example.rank, default=None)


def _examples(backward: Backward, sizes: Mapping[str, int]) -> Iterator[Example]:
    objective = backward.objective
    forward, backwards = (Evaluation(system, sizes, ARITHMETIC) for system in (objective, backward.system))
    for offset in range(9):
        given = example_values(objective, sizes, offset)
        try:
            numbers = backwards(forward(given))
        except (ArithmeticError, TypeError, ValueError):  # a quotient by zero, a comparison of complex numbers, log 0
            continue
        if all(isinstance(number, ARITHMETIC.mpf) for values in numbers.values() for number in values.values()):
            yield Example(backward, sizes, given, numbers)


def example_values(system: System, sizes: Mapping[str, int], offset: int) -> Values:
    """Round numbers for all that must be given, no two neighbours alike; a mask is 1."""
    deck = itertools.islice(round_numbers(), offset, None)
    wanted = needed(system, sizes)
    order = (Kind.INPUT, Kind.GIVEN, Kind.STATE, Kind.PARAMETER, Kind.SEED)
    tensors = sorted((system.tensors[name] for name in wanted), key=lambda tensor: order.index(tensor.kind))
    return {
        tensor.name: {
            at: ARITHMETIC.mpf(1) if tensor.kind is Kind.GIVEN and not tensor.features else next(deck)
            for at in wanted[tensor.name]
        }
        for tensor in tensors
    }


def round_numbers() -> Iterator[Number]:
    """0.5, 0.3, -0.1, …: tenths up to 0.9, those with a 5 at their end, the same of the other sign, and all again."""
    for turn in itertools.count():
        for place, sign in enumerate("++-++-++-"):
            hundredths = 10 * (1 + (4 + 7 * place) % 9) + 5 * (turn % 2)
            yield ARITHMETIC.mpf(hundredths if (sign == "+") == (turn // 2 % 2 == 0) else -hundredths) / 100
