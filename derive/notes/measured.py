"""How far the gradients of the kernels are from those of fifty digits.

This is measured on the spot, on the machine at hand, and so never stands in ``generated/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from derive.backends.numpy import Style, loaded
from derive.calculus import Backward
from derive.core.equations import Kind, Tensor
from derive.core.evaluate import At, Number
from derive.notes.checks import Measured, Sample

STYLES: tuple[Style, Style] = ("reference", "numpy")


def measured(backward: Backward) -> Measured | None:
    """The errors of both kernels in double precision; None where the equations have no real values to compare."""
    sample = Sample.of(backward)
    if sample is None:
        return None
    reference, fast = (_gradients(sample, style) for style in STYLES)
    return {u.name: (_error(sample, u, reference[u.name]), _error(sample, u, fast[u.name])) for u in sample.tensors}


def _error(sample: Sample, tensor: Tensor, array: Any) -> float:
    """The largest error of a gradient, against its largest entry."""
    exact = sample.gradient(tensor)
    here = _array(tensor, exact)
    worst = max(abs(float(array[place]) - exact[at]) for at, place in _places(tensor, exact).items())
    scale = abs(here).max()
    return float(worst / scale if scale > 0 else worst)


def _gradients(sample: Sample, style: Style) -> dict[str, Any]:
    """The gradients by a kernel, by the names of the tensors."""
    forward, seeds = sample.backward.forward, sample.backward.seeds
    kernel = loaded(sample.backward, style)

    def given(tensor: Tensor) -> Any:
        return _array(tensor, sample.given[tensor.name])

    wanted = kernel.init.__annotations__
    extents = {size.argument: sample.sizes[size.name] for size in forward.sizes}
    p = kernel.init(**{argument: extent for argument, extent in extents.items() if argument in wanted})
    for tensor in forward.parameters:
        getattr(p, tensor.name)[...] = given(tensor)
    tape = kernel.forward(p, *map(given, forward.inputs), kernel.State(*map(given, forward.states)))[-1]
    at_end = {seed.of: given(seed) for seed in seeds if not seed.in_time}
    final = kernel.State(*(at_end[state] for state in forward.states))
    grads = kernel.backward(p, tape, *(given(seed) for seed in seeds if seed.in_time), final)
    inputs = zip(forward.of_kind(Kind.INPUT), grads[1:-1], strict=True)
    states = zip(forward.states, grads[-1], strict=True)
    parameters = {tensor.name: getattr(grads.params, tensor.name) for tensor in forward.parameters}
    return {**parameters, **{tensor.name: array for tensor, array in (*inputs, *states)}}


def _array(tensor: Tensor, numbers: Mapping[At, Number]) -> Any:
    """Numbers of a tensor as an array in double precision; those of an initial state without an axis of time."""
    places = _places(tensor, numbers)
    array = np.zeros([1 + max(along) for along in zip(*places.values(), strict=True)])
    for at, place in places.items():
        array[place] = float(numbers[at])
    return array


def _places(tensor: Tensor, numbers: Mapping[At, Number]) -> dict[At, At]:
    """The place of each component in an array, which counts from 0."""
    lead = 1 if tensor.kind is Kind.STATE or not tensor.axes else 0
    return {at: tuple(index - 1 for index in at[lead:]) for at in numbers}
