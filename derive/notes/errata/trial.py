"""A cell in numbers, against which a formula can be held.

The measure of every gradient is taken from the forward pass alone: a component is moved up and down, and the difference
of the losses is divided by that of the component.  In arithmetic of 50 digits such a central difference errs by 1e-30,
so that it can tell the derived formula, which errs by the rounding of a float, from one that is wrong; and a digit that
is printed does not depend on the machine.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from derive.calculus import Backward, adjoint
from derive.core.equations import Kind, System, Tensor
from derive.core.evaluate import At, Values, components, digits, evaluate, needed
from derive.language import Cell

ARITHMETIC = digits(50)
STEP = ARITHMETIC.mpf(10) ** -15
SEED = 9

Row: TypeAlias = NDArray[np.float64]
"""A vector as a matrix of one row; a matrix as it stands behind a row."""


class Trial:
    """A cell evaluated with random numbers, forward and backward: multiples of 1/64 between -3/2 and 3/2.

    Initial states are zero.

    Args:
        cell: a cell or network.
        sizes: the extent of every axis, by the size's name; one sequence.
        fixed: numbers of some tensors, in all components, instead of those that would be drawn or computed.
    """

    def __init__(self, cell: Cell, sizes: Mapping[str, int], fixed: Mapping[str, float] | None = None) -> None:
        self.backward: Backward = adjoint(cell.system)
        self.sizes = {**sizes, "N": 1}
        self.given = self._given(random.Random(SEED), fixed or {})

    def _given(self, draw: random.Random, fixed: Mapping[str, float]) -> Values:
        """What the forward pass needs, in the order in which the system declares it."""
        tensors = self.objective.tensors
        found: Values = {}
        for name, places in needed(self.objective, self.sizes).items():
            free = tensors[name].kind in (Kind.PARAMETER, Kind.INPUT, Kind.GIVEN)
            found[name] = {at: ARITHMETIC.mpf(draw.randrange(-96, 97) if free else 0) / 64 for at in places}
        for name, number in fixed.items():
            places = list(found[name]) if name in found else components(tensors[name], self.sizes)
            found[name] = {at: ARITHMETIC.mpf(number) for at in places}
        return found

    @property
    def objective(self) -> System:
        """The forward equations, and that of the loss."""
        return self.backward.objective

    @cached_property
    def values(self) -> Values:
        """Everything that is computed, forward and backward."""
        forward = evaluate(self.objective, self.sizes, self.given, ARITHMETIC)
        return evaluate(self.backward.system, self.sizes, forward, ARITHMETIC)

    def __call__(self, name: str, step: int | None = None) -> Row:
        """The value of a tensor, at a step if it has any; ``dc`` is the derived gradient by ``c``."""
        tensor = {**self.objective.tensors, **self.backward.system.tensors}[name]
        return self._row(tensor, step, self.values[name])

    def difference(self, name: str, step: int | None = None) -> Row:
        """The gradient of the loss by a tensor, measured, with all else that is not computed from it held fixed."""
        tensor = self.objective.tensors[name]
        return self._row(tensor, step, {at: self._slope(name, at) for at in self._places(tensor, step)})

    def loss(self, moved: Mapping[str, Mapping[At, Any]]) -> Any:
        """The loss with some components other than they are."""
        given = {name: {**self.given.get(name, {}), **moved.get(name, {})} for name in {**self.given, **moved}}
        return evaluate(self.objective, self.sizes, given, ARITHMETIC)["L"][0,]

    def descended(self, rate: float) -> float:
        """The loss after a step against the derived gradient by the parameters; with it where the rate is negative."""
        rate = ARITHMETIC.mpf(rate)
        parameters = [tensor.name for tensor in self.backward.forward.parameters]
        return float(
            self.loss(
                {
                    name: {at: number - rate * self.values[f"d{name}"][at] for at, number in self.given[name].items()}
                    for name in parameters
                }
            )
        )

    def _slope(self, name: str, at: At) -> Any:
        """The loss is moved by one component."""
        here = self.values[name][at]
        return (self.loss({name: {at: here + STEP}}) - self.loss({name: {at: here - STEP}})) / (2 * STEP)

    def _places(self, tensor: Tensor, step: int | None) -> list[At]:
        return [at for at in components(tensor, self.sizes) if step is None or at[0] == step]

    def _row(self, tensor: Tensor, step: int | None, numbers: Mapping[At, Any]) -> Row:
        shape = [self.sizes[size.name] for size in tensor.features]
        array = np.array([float(numbers[at]) for at in self._places(tensor, step)]).reshape(shape)
        return array.T if array.ndim == 2 else np.atleast_2d(array)
