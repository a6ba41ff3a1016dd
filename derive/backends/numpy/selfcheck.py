"""Does a printed kernel compute its equations?  It is run at tiny sizes, against the equations themselves.

The equations are evaluated component by component (:mod:`derive.core.evaluate`), which knows no program and no pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np

from derive.calculus import Backward
from derive.core.equations import Kind, Size, System, Tensor
from derive.core.evaluate import Values, evaluate, needed

SHAPES = ((1, 1), (3, 2))
"""(T, N): one step has no neighbours; with three, what comes two steps late shows."""

TOLERANCE = 1e-7


class Equations:
    """What the equations of a derivation give at random numbers: the right answers for its kernels."""

    def __init__(self, derivation: Backward) -> None:
        self.derivation = derivation

    @cached_property
    def answers(self) -> list[tuple[dict[str, int], Values]]:
        """Sizes, and every value of the forward and backward equations, for each of ``SHAPES``."""
        return [self._answer(T, N) for T, N in SHAPES]

    def _answer(self, T: int, N: int) -> tuple[dict[str, int], Values]:
        system, random = self.derivation.forward, np.random.default_rng(0)
        extents = iter(range(2, 99))
        sizes = {"T": T, "N": N, **{size.name: next(extents) for size in plain_sizes(system)}}
        given: Values = {}
        for whole in (system, self.derivation.objective):
            wanted = needed(whole, sizes).items()
            given |= {
                name: {at: random.uniform(-0.9, 0.9) for at in places} for name, places in wanted if name not in given
            }
        forward = evaluate(system, sizes, given)
        return sizes, evaluate(self.derivation.system, sizes, {**given, **forward}) | forward

    def disagreement(self, module: ModuleType) -> str:
        """Where a kernel differs from the equations; empty where it does not."""
        for sizes, values in self.answers:
            for again in ("", ", the second time"):  # memory is used again
                for name, found, right in _compared(module, self.derivation, sizes, values):
                    if found.shape != right.shape:
                        return f"{name} has shape {found.shape}, not {right.shape}, at T={sizes['T']}{again}"
                    known = np.isfinite(right)
                    error = np.abs(found - right)[known].max(initial=0)
                    if not error <= TOLERANCE * (1 + np.abs(right[known]).max(initial=0)):
                        return f"{name} is off by {error:.1e} at T={sizes['T']}, N={sizes['N']}{again}"
        return ""


def plain_sizes(system: System) -> list[Size]:
    """The sizes that are not made of others."""
    found: dict[str, Size] = {}
    for size in system.sizes:
        for part in size.parts or (size,):
            if not part.name.isdigit():
                found[part.name] = part
    return list(found.values())


def _compared(
    module: ModuleType, derivation: Backward, sizes: dict[str, int], values: Values
) -> Iterator[tuple[str, Any, Any]]:
    """Name, what the kernel gives, and what is right."""
    system = derivation.forward
    signature = module.SIGNATURE
    p = module.init(**{argument: sizes[size] for size, argument in signature.sizes.items()})
    for tensor in system.parameters:
        p[tensor.name][...] = _array(values[tensor.name], tensor, sizes)
    inputs = [_array(values[tensor.name], tensor, sizes) for tensor in system.inputs]
    ends = {state: ((sizes["T"] + 1, 1) if state.reverse else (0, sizes["T"])) for state in system.states}
    state0 = module.State(*(_array(values[s.name], s, sizes, step=start) for s, (start, _) in ends.items()))
    *loss, y, state, tape = module.forward(
        p, *inputs, *([] if any(t.in_time for t in system.inputs) else [sizes["T"]]), state0
    )
    if loss and system.loss is not None:
        yield "the loss", np.asarray(loss[0]), _array(values[system.loss.name], system.loss, sizes)
    output = system.output
    assert output is not None
    yield "y", y, _array(values[output.name], output, sizes)
    for (tensor, (_, end)), found in zip(ends.items(), state, strict=True):
        yield f"the final {tensor.name}", found, _array(values[tensor.name], tensor, sizes, step=end)
    seeds = {seed.of: seed for seed in derivation.seeds if seed.of is not None and not _is_dy(seed, system)}
    dstate = module.State(*(_array(values[seeds[s].name], seeds[s], sizes) for s in system.states))
    dy = [_array(values[seed.name], seed, sizes) for seed in derivation.seeds if _is_dy(seed, system)]
    grads = module.backward(p, tape, *dy, dstate)
    for tensor in system.parameters:
        yield f"the gradient of {tensor.name}", grads.params[tensor.name], _gradient(tensor, derivation, values, sizes)
    for tensor, found in zip(system.of_kind(Kind.INPUT), grads[1:-1], strict=True):
        yield f"the gradient of {tensor.name}", found, _gradient(tensor, derivation, values, sizes)
    for (tensor, (start, _)), found in zip(ends.items(), grads[-1], strict=True):
        yield f"the gradient of the initial {tensor.name}", found, _gradient(tensor, derivation, values, sizes, start)


def _is_dy(seed: Tensor, system: System) -> bool:
    return system.loss is None and seed.of == system.output and (seed.in_time or seed.of not in system.states)


def _gradient(
    tensor: Tensor, derivation: Backward, values: Values, sizes: dict[str, int], step: int | None = None
) -> Any:
    adjoint = derivation.derivation(tensor).adjoint
    return _array(values[adjoint.name], adjoint, sizes, step)


def _array(numbers: dict[tuple[int, ...], Any], tensor: Tensor, sizes: dict[str, int], step: int | None = None) -> Any:
    """The components of a tensor as an array; NaN for what is no finite real number."""
    extents = [_extent(size, sizes) for size in tensor.axes]
    if step is not None:
        extents = extents[1:]
    array = np.full(extents, np.nan)
    for at in np.ndindex(*extents):
        place = tuple(i + 1 for i in at)
        value = numbers[(*((step,) if step is not None else ()), *place) or (0,)]
        array[at] = value if not isinstance(value, complex) else np.nan
    return array


def _extent(size: Size, sizes: dict[str, int]) -> int:
    if size.parts:
        return sum(_extent(part, sizes) for part in size.parts)
    return int(size.name) if size.name.isdigit() else sizes[size.name]
