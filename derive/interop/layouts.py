"""The form of the data that says how a framework keeps the weights of a cell.

A framework keeps a few arrays.  Each is made of blocks side by side, a block for each gate, and a block is one of our
parameters.  So a layout is a list of arrays (:class:`Kept`), each with the names of its blocks in their order.

A bias that a framework keeps in two summands, b_ih + b_hh, stands in its layout twice; nothing more is said about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

UNUSED = ""
"""Stands where an array has a block that the framework does not read."""


@dataclass(frozen=True)
class Kept:
    """One array of a framework.

    Attributes:
        name: what the framework calls it.
        shape: the sizes of one block, as ours are: rows first.
        blocks: our parameters, in the framework's order.
        columns: it is the transpose of the stacked blocks (the row form, x K + b).
        halves: the first and the second half of the blocks are its two rows.
        optional: it may be absent, which means zeros.
    """

    name: str
    shape: tuple[str, ...]
    blocks: tuple[str, ...]
    columns: bool = False
    halves: bool = False
    optional: bool = False

    @property
    def extents(self) -> tuple[tuple[int, str], ...]:
        """Along each axis a multiple of a size; the size "" is 1."""
        rows, *rest = self.shape
        if self.halves:
            return ((2, ""), (len(self.blocks) // 2, rows))
        stacked = ((len(self.blocks), rows), *((1, size) for size in rest))
        return stacked[::-1] if self.columns else stacked

    def measure(self, array: Array, known: Mapping[str, int]) -> dict[str, int]:
        """The known sizes and those that this array tells.

        Raises:
            ValueError: the array does not have the shape that it must.
        """
        sizes = {"": 1, **known}
        fits = array.ndim == len(self.extents)
        for extent, (factor, size) in zip(array.shape, self.extents, strict=False):
            fits = fits and extent == factor * sizes.setdefault(size, extent // factor) > 0
        if not fits:
            raise ValueError(f"{self.name} has shape {array.shape}; it must be {self.describe(known)}")
        return sizes

    def describe(self, sizes: Mapping[str, int]) -> str:
        """The shape in letters, and in numbers where the sizes are known."""
        letters = _tuple("·".join([str(n)] * (n > 1) + [size] * (size != "")) for n, size in self.extents)
        known = {"": 1, **sizes}
        if not {size for _, size in self.extents} <= set(known):
            return letters
        return f"{letters} = {_tuple(str(n * known[size]) for n, size in self.extents)}"

    def zeros(self, sizes: Mapping[str, int], dtype: Any) -> Array:
        """The array that stands for an absent one."""
        return np.zeros([n * sizes[size] for n, size in self.extents], dtype)

    def divide(self, array: Array) -> list[Array]:
        """The blocks, each in memory of its own."""
        stacked = array.reshape(-1) if self.halves else array.T if self.columns else array
        return [block.copy() for block in np.split(stacked, len(self.blocks))]

    def join(self, blocks: Iterable[Array]) -> Array:
        """The array that is made of the blocks."""
        stacked = np.concatenate(list(blocks))
        return np.ascontiguousarray(stacked.reshape(2, -1) if self.halves else stacked.T if self.columns else stacked)


Layout = tuple[Kept, ...]


def parameters(layout: Layout, suffix: str = "") -> dict[str, Kept]:
    """Our parameters in the layout's order, each as the array that it is with us, where its name has the suffix."""
    return {name: Kept(name + suffix, kept.shape, (name,)) for kept in layout for name in kept.blocks if name != UNUSED}


@dataclass(frozen=True)
class Framework:
    """The layouts of the cells that a framework has."""

    name: str
    layouts: Mapping[str, Layout]

    def layout(self, cell: str) -> Layout:
        """The layout of a cell.

        Raises:
            ValueError: the framework has no such cell.
        """
        if cell not in self.layouts:
            raise ValueError(f"{self.name} keeps no weights of a cell {cell!r}; of {', '.join(self.layouts)} it does")
        return self.layouts[cell]

    def renamed(self, pattern: str) -> Framework:
        """The same arrays under other names, as "{}_l0" makes them of the names here."""

        def rename(layout: Layout) -> Layout:
            return tuple(replace(kept, name=pattern.format(kept.name)) for kept in layout)

        return Framework(self.name, {cell: rename(layout) for cell, layout in self.layouts.items()})


def _tuple(items: Iterable[str]) -> str:
    first, *rest = items
    return f"({', '.join([first, *rest])}{'' if rest else ','})"
