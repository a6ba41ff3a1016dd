"""Sizes as a definition writes them: M, H, numbers, sums of sizes; in a layer of a network, the layer's own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import TypeAlias

import sympy as sp

from derive.core.equations import N, Size, T
from derive.language.errors import CellError

Extent: TypeAlias = "Size | int"
"""A size, or a plain number as one."""

ONE = Size.number(1)

_LAYER: ContextVar[Mapping[Size, Size]] = ContextVar("the sizes of a layer")


@contextlib.contextmanager
def layer(sizes: Mapping[Size, Size]) -> Iterator[None]:
    """While a cell's definition runs as a layer of a network, its own M and H are the sizes that these are."""
    token = _LAYER.set(sizes)
    try:
        yield
    finally:
        _LAYER.reset(token)


def fitted(size: Extent) -> Size:
    """A size of a definition as one of the whole system.

    Raises:
        CellError: it is no size.
    """
    if isinstance(size, int) and not isinstance(size, bool):
        if size < 1:
            raise CellError(f"{size} is no size: a size is positive")
        return Size.number(size)
    if not isinstance(size, Size):
        raise CellError(f"{size!r} is no size: a size is M, H, what m.size(…) makes, a number, or a sum of these")
    if size in (T, N):
        raise CellError(f"{size} is never written: a tensor has {size.meaning} if what it is made of has")
    own = _LAYER.get({})
    return Size.joined(own.get(part, part) for part in size.parts) if size.parts else own.get(size, size)


def fit_all(sizes: Extent | Iterable[Extent]) -> tuple[Size, ...]:
    """One size, or several, as those of the whole system."""
    return tuple(map(fitted, sizes if isinstance(sizes, tuple | list) else (sizes,)))


def fit_number(number: sp.Expr) -> sp.Expr:
    """A number that may hold sizes of the definition."""
    return number.xreplace({size.symbol: own.symbol for size, own in _LAYER.get({}).items()})


def size_of(extent: sp.Expr, among: Iterable[Size]) -> Size | None:
    """The size that is so large, made of these sizes; None where it is none, or where that is not known."""
    known = {part.symbol: part for size in among for part in (size.parts or (size,))}
    parts: list[Size] = []
    for symbol, count in sp.expand(extent).as_coefficients_dict().items():
        part = Size.number(int(count)) if symbol == 1 and count > 0 else known.get(symbol)
        if part is None or not count.is_Integer or count < 0:
            return None
        parts += [part] if symbol == 1 else [part] * int(count)
    return Size.joined(parts) if parts else None


def shape(axes: tuple[Size, ...]) -> str:
    """How a message writes the axes of a value."""
    return "a scalar" if not axes else "(" + ", ".join(map(str, axes)) + ")"
