"""Measure the gradients of a function under the contract of the kernels, by central differences and complex steps.

    y, state, tape = forward(p, x, state0)                  # loss, y, state, tape where the function has its own loss
    params, dx, dstate0 = backward(p, tape, dy, dstate)     # or a named tuple of these; without dy where it has a loss

Nothing else about the function is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from derive.checking.report import Finding

Array = np.ndarray[Any, Any]

DIFFERENCE, FINER, CLOSE = 2e-4, 2e-6, 1e-6
"""The step of differences (of fourth order), a shorter one, and the relative error up to which a gradient is right."""

COMPLEX, CLOSER = 1e-30, 1e-11
"""The same for complex steps, which lose no digits."""

FLOOR = 1e-4
"""An entry is measured to rounding of the loss: errors are relative to at least this part of the largest gradient."""


@dataclass(frozen=True)
class Problem:
    """A function with random arguments, and the gradients that arrive at its results.

    Attributes:
        forward, backward: the function.
        params: a collection of arrays: a mapping, a named tuple, or what the kernels' ``init`` returns.
        inputs: by name, in the order of the arguments.
        state0: a tuple of arrays, or None for a function without states.
        dy: the gradient at the output; None for a function that has its own loss.
        dstate: the gradient at the final state.
        fixed: names of inputs for which no gradient is returned.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    params: Any
    inputs: Mapping[str, Any]
    state0: Any
    dy: Any
    dstate: Any
    fixed: tuple[str, ...] = ()

    def run(self) -> tuple[Any, ...]:
        """The own loss, if there is one, then y, the final state and the tape."""
        return tuple(self.forward(self.params, *self.inputs.values(), self.state0))

    def loss(self) -> Any:
        """The loss whose gradients are ``dy`` and ``dstate``."""
        *own, y, state, _ = self.run()
        total = own[0] if self.dy is None else (self.dy * y).sum()
        return total + sum((d * s).sum() for d, s in zip(self.dstate or (), state or (), strict=True))

    def arrays(self) -> dict[str, Array]:
        """Every array that the loss depends on, by the name of its gradient."""
        found = dict(named(self.params))
        found |= {name: array for name, array in self.inputs.items() if name not in self.fixed}
        return found | {f"{name}[0]": array for name, array in named(self.state0)}

    def gradients(self) -> dict[str, Array]:
        """What ``backward`` returns, by the same names.

        Raises:
            ValueError: a gradient is missing or has another shape than what it belongs to.
        """
        arriving = () if self.dy is None else (self.dy,)
        params, *inputs, state = self.backward(self.params, self.run()[-1], *arriving, self.dstate)
        gradients = dict(named(params))
        free = [name for name in self.inputs if name not in self.fixed]
        if len(inputs) != len(free):
            raise ValueError(f"backward returns gradients of {len(inputs)} inputs; there are {len(free)}: {free}")
        gradients |= dict(zip(free, inputs, strict=True))
        gradients |= {f"{name}[0]": array for name, array in named(state)}
        for name, array in self.arrays().items():
            if name not in gradients:
                raise ValueError(
                    f"backward returns no gradient with respect to {name}; there are: {', '.join(gradients)}"
                )
            if np.shape(gradients[name]) != np.shape(array):
                raise ValueError(
                    f"the gradient with respect to {name} is {np.shape(gradients[name])}; it must be {np.shape(array)}"
                )
        return gradients

    @property
    def entries(self) -> int:
        """How many entries there are to measure."""
        return sum(array.size for array in self.arrays().values())


def named(arrays: Any) -> Iterator[tuple[str, Array]]:
    """The arrays of a collection with their names: of a mapping, a named tuple, the kernels' parameters, a tuple."""
    if arrays is None:
        return
    if isinstance(arrays, np.ndarray):
        yield "", arrays
    elif hasattr(arrays, "keys"):
        yield from ((name, arrays[name]) for name in arrays.keys())  # noqa: SIM118  (not every such class iterates)
    elif hasattr(arrays, "_fields"):
        yield from zip(arrays._fields, arrays, strict=True)
    elif hasattr(arrays, "names"):
        yield from ((name, getattr(arrays, name)) for name in arrays.names)
    elif isinstance(arrays, Sequence):
        yield from ((str(number), array) for number, array in enumerate(arrays))
    else:
        raise ValueError(f"a {type(arrays).__name__} is no collection of arrays: give a dictionary or a named tuple")


def central_difference(problem: Problem, array: Array, at: tuple[int, ...], h: float = DIFFERENCE) -> float:
    """∂loss/∂array[at] by central differences of fourth order: the error is of the order of h⁴."""
    before = array[at]

    def loss(shift: float) -> Any:
        array[at] = before + shift
        value = problem.loss()
        array[at] = before
        return value

    return float((8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h))


def complex_step(problem: Problem, array: Array, at: tuple[int, ...], h: float = COMPLEX) -> float:
    """∂loss/∂array[at] of a problem in complex numbers, to rounding."""
    before = array[at]
    array[at] = before + 1j * h
    slope = problem.loss().imag / h
    array[at] = before
    return float(slope)


def measured(
    problem: Problem,
    check: str,
    step: Callable[[Problem, Array, tuple[int, ...]], float] = central_difference,
    tolerance: float = CLOSE,
    advance: Callable[[int], object] = lambda entries: None,
) -> Iterator[Finding]:
    """Hold each gradient that the function returns against what is measured.

    Args:
        problem: the function with its arguments; the arrays are changed in place, and changed back.
        check: the name under which the findings go.
        step: how a derivative is measured.
        tolerance: up to which relative error a gradient counts as right.
        advance: is told how many entries have been measured.
    """
    gradients = {name: np.array(array) for name, array in problem.gradients().items()}  # memory may be used again
    repeated = problem.gradients()
    slopes = {}
    for name, array in problem.arrays().items():
        slopes[name] = np.array([step(problem, array, at) for at in np.ndindex(array.shape)]).reshape(array.shape)
        advance(array.size)
    floor = FLOOR * max((float(np.abs(slope).max()) for slope in slopes.values() if slope.size), default=0)
    for name, slope in slopes.items():
        if not slope.size:
            continue
        gradient, scale = np.real(gradients[name]), max(float(np.abs(slope).max()), floor) or 1.0
        if step is central_difference:
            _past_kinks(problem, name, slope, gradient, tolerance * scale)
        errors = np.abs(gradient - slope) / scale
        place = int(np.argmax(np.where(np.isnan(errors), np.inf, errors)))
        worst = tuple(int(i) for i in np.unravel_index(place, errors.shape))
        error = float(errors[worst])
        finding = Finding(name, check, error, tolerance, worst, float(gradient[worst]), float(slope[worst]))
        if finding.ok and not np.array_equal(gradients[name], repeated[name]):
            finding = replace(finding, error=np.inf, at=(), remark="is another one when backward is called again")
        yield finding


def _past_kinks(problem: Problem, name: str, slope: Array, gradient: Array, off: float) -> None:
    """Measure the entries that are off once more, by a shorter step: the long one may lead across a kink of relu."""
    for at in map(tuple, np.argwhere(np.abs(gradient - slope) > off)):
        shorter = central_difference(problem, problem.arrays()[name], at, FINER)
        if abs(shorter - gradient[at]) < abs(slope[at] - gradient[at]):
            slope[at] = shorter
