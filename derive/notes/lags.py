"""How far gradients reach, measured: their norm over the lag, by our own kernels.

One error arrives at the output of the last step, and the backward pass gives the gradient by every earlier input; its
norm against that of the last input is what the notes plot, as a geometric mean over networks drawn at random and their
sequences.  It is computed in float64, and comes out the same on every machine to the few digits that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType

import numpy as np
import sympy as sp

from derive.backends.numpy import loaded
from derive.calculus import Backward, adjoint
from derive.cells import builtin
from derive.core.equations import FIXED, M, N, System, T, Tensor
from derive.core.evaluate import extent

LAGS = 100
BEFORE = 50
"""Steps that go before the longest lag, so that the states are what they come to be, and not zero."""

NETWORKS, SEQUENCES = 6, 8
INPUTS, UNITS = 8, 32

Norms = tuple[float, ...]
"""The norm at lag 0, 1, …, against that at lag 0."""


@cache
def derived(name: str) -> Backward:
    """The derivation of a cell of the zoo."""
    return adjoint(builtin()[name].system)


@cache
def of_builtin(name: str, **biases: float) -> Norms:
    """The norms for a cell of the zoo, with biases that are added to those that it is drawn with."""
    return norms(_kernel(name), derived(name).forward, biases)


def norms_of(backward: Backward) -> Norms | None:
    """The norms for a cell; None for what is no cell that reads a sequence and answers with one, or has no gradient."""
    system = backward.forward
    given = [tensor for tensor in system.inputs if tensor.kind in FIXED or not tensor.in_time]
    if system.loss is not None or system.output is None or not system.inputs or given:
        return None
    found = norms(loaded(backward, "reference"), system)
    return found if np.isfinite(found).all() else None


def norms(kernel: ModuleType, system: System, biases: Mapping[str, float] | None = None) -> Norms:
    """The norms by a kernel: inputs from a normal distribution, matrices drawn as by its ``init``.

    Peepholes and gains, which ``init`` leaves at zero, are drawn from -1 … 1.  The order of the draws is that of the
    definition and not that of the kernel, whose layout may change.
    """
    # as many units where they stand in heads, or along several axes
    several = max((len(set(state.features)) for state in system.states), default=1)
    units = round(UNITS ** (1 / max(several, 1)))
    sizes = {size.argument: INPUTS if size is M else units for size in system.sizes}
    extents = {size.name: INPUTS if size is M else units for size in system.sizes}
    extents |= {T.name: BEFORE + LAGS + 1, N.name: SEQUENCES}
    logarithms = np.zeros(LAGS + 1)
    for seed in range(NETWORKS):
        random = np.random.default_rng(seed)
        p = kernel.init(**sizes, rng=0)
        for tensor in system.parameters:
            view = getattr(p, tensor.name)
            if view.ndim == 2 or _scales(tensor, system):
                columns = view.shape[1] if view.ndim == 2 else 1
                view[...] = random.uniform(-1, 1, view.shape) / np.sqrt(columns)
        for name, value in (biases or {}).items():
            getattr(p, name)[...] += value
        inputs = [random.standard_normal([extent(size, extents) for size in tensor.axes]) for tensor in system.inputs]
        y, _, tape = kernel.forward(p, *inputs)
        dy = np.zeros_like(y)
        dy[-1] = random.standard_normal(y[-1].shape)
        by_input = getattr(kernel.backward(p, tape, dy), system.inputs[0].name)
        squares = np.sum(by_input[: -LAGS - 2 : -1].reshape(LAGS + 1, SEQUENCES, -1) ** 2, axis=2)
        with np.errstate(divide="ignore"):
            logarithms += np.mean(np.log(squares), axis=1)
    with np.errstate(invalid="ignore"):
        relative = np.exp((logarithms - logarithms[0]) / (2 * NETWORKS))
    return tuple(map(float, relative))


def _scales(tensor: Tensor, system: System) -> bool:
    """Whether the parameter multiplies anything."""
    products = (term.expr for equation in system.users(tensor) for term in equation.terms if term.expr.is_Mul)
    return any(tensor in {component.base for component in product.atoms(sp.Indexed)} for product in products)


def through_tanh(weight: float, start: float) -> float:
    """∂h[T]/∂h[0] of a plain RNN of one unit, h[t] = tanh(weight · h[t-1]), over as many steps as there are lags."""
    kernel = _kernel("rnn")
    p = kernel.init(input_size=1, hidden_size=1)
    p.flat[...] = 0
    p.R[...] = weight
    y, _, tape = kernel.forward(p, np.zeros((LAGS, 1, 1)), kernel.State(np.full((1, 1), float(start))))
    dy = np.zeros_like(y)
    dy[-1] = 1
    return float(kernel.backward(p, tape, dy).state[0][0, 0])


@cache
def _kernel(name: str) -> ModuleType:
    return loaded(derived(name), "reference")


def rounded(values: Sequence[float], digits: int = 3) -> list[float]:
    """The numbers with so many significant digits, which do not depend on the machine."""
    return [float(f"{value:.{digits}g}") for value in values]
