"""How far gradients reach, measured: their norm over the lag, by our own kernels.

One error arrives at the output of the last step, and the backward pass gives the gradient by every earlier input; its
norm against that of the last input is what the notes plot, as a geometric mean over networks drawn at random and their
sequences.  It is computed in float64, and comes out the same on every machine to the few digits that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from math import prod
from types import ModuleType

import numpy as np
import sympy as sp

from derive.analysis.gates import keep_biases
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

WORK = 1_000_000_000
"""Multiplications beyond which there are fewer units: a state that is a matrix, contracted with two more, has H⁴."""

Norms = tuple[float, ...]
"""The norm at lag 0, 1, …, against that at lag 0."""


@cache
def derived(name: str) -> Backward:
    """The derivation of a cell of the zoo."""
    return adjoint(builtin()[name].system)


@cache
def of_builtin(name: str, keep: float = 0.0) -> Norms:
    """The norms for a cell of the zoo, with a number added to its keep bias."""
    found = norms_of(derived(name), keep)
    if found is None:
        raise ValueError(f"{name} is no cell that reads a sequence and answers with one")
    return found


def norms_of(backward: Backward, keep: float = 0.0) -> Norms | None:
    """The norms for a cell; None for what is no cell that reads a sequence and answers with one, or has no gradient.

    Args:
        backward: the derivation.
        keep: what is added to the bias by which the cell keeps its state (:func:`derive.analysis.gates.keep_biases`).
    """
    system = backward.forward
    given = [tensor for tensor in system.inputs if tensor.kind in FIXED or not tensor.in_time]
    if system.loss is not None or system.output is None or not system.inputs or given:
        return None
    biases = {bias.tensor.name: keep * bias.sign for bias in keep_biases(backward)} if keep else {}
    kernel = loaded(backward, "reference")
    for gains in ((), _gains(system)):
        found = norms(kernel, system, biases, units(backward), gains)
        if np.isfinite(found).all():
            return found
    return None


def units(backward: Backward) -> int:
    """How many hidden units are measured with: :data:`UNITS`, or fewer where those would take minutes."""
    count = UNITS
    while count > 4 and _work(backward, count) > WORK:
        count //= 2
    return count


def _work(backward: Backward, count: int) -> int:
    """The multiplications of all runs, where every term is computed component by component."""
    extents = {size.name: count for size in backward.objective.sizes} | {M.name: INPUTS, N.name: SEQUENCES}
    step = 0
    for equation in (*backward.forward.equations, *backward.system.equations):
        for term in equation.terms:
            indices = {*equation.indices, *(bound.index for bound in term.sums)}
            step += prod(extents.get(index.size.name, 1) for index in indices)
    return step * (BEFORE + LAGS + 1) * NETWORKS


def norms(
    kernel: ModuleType,
    system: System,
    biases: Mapping[str, float] | None = None,
    units: int = UNITS,
    gains: Collection[str] = (),
) -> Norms:
    """The norms by a kernel: inputs from a normal distribution, parameters as its ``init`` leaves them.

    That is, matrices are uniform between ±1/√columns, and all else is zero.  The order of the draws is that of the
    definition and not that of the kernel, whose layout may change.

    Args:
        kernel: the kernel of the cell.
        system: the cell.
        biases: numbers that are added to biases, by their names.
        units: the number of hidden units.
        gains: parameters that are one, without which nothing would reach the inputs.
    """
    sizes = {size.argument: INPUTS if size is M else units for size in system.sizes if not size.parts}
    extents = {size.name: INPUTS if size is M else units for size in system.sizes}
    extents |= {T.name: BEFORE + LAGS + 1, N.name: SEQUENCES}
    logarithms = np.zeros(LAGS + 1)
    for seed in range(NETWORKS):
        random = np.random.default_rng(seed)
        p = kernel.init(**sizes, rng=0)
        for tensor in system.parameters:
            view = getattr(p, tensor.name)
            if view.ndim == 2:
                view[...] = random.uniform(-1, 1, view.shape) / np.sqrt(view.shape[1])
            elif tensor.name in gains:
                view[...] = 1
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


def _gains(system: System) -> list[str]:
    """The vectors and numbers that multiply something, as the gain of a normalisation does."""
    return [tensor.name for tensor in system.parameters if len(tensor.features) < 2 and _scales(tensor, system)]


def _scales(tensor: Tensor, system: System) -> bool:
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
