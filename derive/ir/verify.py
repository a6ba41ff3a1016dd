"""Is a program legal, and does it compute its equations?

It is carried out at a few small sizes, all different, with a label on every number in memory: each read must find the
component that it asks for, complete and not overwritten.  That is a check of the whole program, not of a pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from derive.core.equations import Kind
from derive.ir.machine import IllegalProgram, Machine
from derive.ir.nodes import Program

LENGTHS = ((1, 1), (2, 3), (5, 2))
"""(T, N): one step has no neighbours, two have no middle, five are more than two chunks."""


def verify(program: Program) -> None:
    """Check that every read finds what it asks for.

    Raises:
        IllegalProgram: it does not; the message names the tensor, and what lies in its place.
    """
    for steps, batch in LENGTHS:
        sizes = small_sizes(program, steps, batch)
        Machine(program, sizes, random_numbers(program, sizes))


def small_sizes(program: Program, steps: int, batch: int) -> dict[str, int]:
    """An extent for every size, no two alike."""
    system = program.derivation.forward
    own = [size for size in system.sizes if not size.parts and not size.name.isdigit()]
    extents = (extent for extent in range(2, 99) if extent not in (steps, batch))
    return {"T": steps, "N": batch, **{size.name: next(extents) for size in own}}


def random_numbers(program: Program, sizes: Mapping[str, int], seed: int = 0) -> dict[str, Any]:
    """Numbers for all that is given from outside, by name."""
    random = np.random.default_rng(seed)
    objective = program.derivation.objective
    given = (*objective.inputs, *objective.parameters, *objective.states, *objective.of_kind(Kind.SEED))
    drawn: dict[str, Any] = {tensor.name: random.uniform(-0.9, 0.9, shape) for tensor, shape in _shapes(given, sizes)}
    for token, shape in _shapes(objective.of_kind(Kind.TOKEN), sizes):
        drawn[token.name] = random.integers(1, _extent(token.vocabulary, sizes) + 1, shape)
    return drawn | {tensor.name: tensor.values for tensor in objective.of_kind(Kind.CONSTANT)}


def _shapes(tensors: Any, sizes: Mapping[str, int]) -> Iterator[tuple[Any, tuple[int, ...]]]:
    for tensor in tensors:
        axes = tensor.axes[1:] if tensor.kind is Kind.STATE else tensor.axes
        yield tensor, tuple(_extent(size, sizes) for size in axes)


def _extent(size: Any, sizes: Mapping[str, int]) -> int:
    if size.parts:
        return sum(_extent(part, sizes) for part in size.parts)
    return int(size.name) if size.name.isdigit() else sizes[size.name]


__all__ = ["IllegalProgram", "random_numbers", "small_sizes", "verify"]
