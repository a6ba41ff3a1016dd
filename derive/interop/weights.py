"""Weights by our names, from a framework's arrays and back, and into the parameters of a kernel.

Where a framework keeps a bias in two summands, what was read remembers them.  Written back, they are restored where
their sum still is the bias; else the first summand is the bias and the second is zero.  Either way the sum is the bias,
bit for bit: ours → theirs → ours is exact, and so is theirs → ours → theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import repeat
from typing import Any, Protocol

import numpy as np

from derive.interop.layouts import UNUSED, Array, Framework, Layout, parameters


class Params(Protocol):
    """What a generated kernel calls ``Params``."""

    @property
    def names(self) -> tuple[str, ...]: ...


class Weights(dict[str, Array]):
    """Arrays by the names of our parameters, and the summands of those biases that the framework keeps as sums.

    Weights of several layers are united by ``|``.
    """

    def __init__(
        self, values: Mapping[str, Array] | None = None, summands: Mapping[str, tuple[Array, ...]] | None = None
    ) -> None:
        super().__init__(values or {})
        self.summands = dict(summands or {})

    def __or__(self, other: Mapping[str, Array]) -> Weights:  # type: ignore[override]
        summands = {name: parts for name, parts in self.summands.items() if name not in other}
        return Weights({**self, **other}, summands | getattr(other, "summands", {}))


def load(p: Params, weights: Mapping[str, Any], *, partial: bool = False) -> None:
    """Copy weights into the parameters of a kernel, whose dtype stays.  Nothing is copied if anything is wrong.

    Args:
        p: the ``Params`` of a generated kernel.
        weights: arrays by the names of parameters.
        partial: the weights may be those of some parameters only, as those of one layer of a network are.

    Raises:
        ValueError: names that are missing or that ``p`` has not, or a wrong shape or dtype.
    """
    arrays = {name: as_array(name, value) for name, value in weights.items()}
    _compare_names(arrays, p.names, "the kernel has", missing_is_fine=partial)
    for name, array in arrays.items():
        target = getattr(p, name)
        if array.shape != target.shape:
            raise ValueError(f"{name} has shape {array.shape}; the kernel's has {target.shape}")
        if not np.can_cast(array.dtype, target.dtype, "same_kind"):
            raise ValueError(f"{name} has dtype {array.dtype}; the kernel's has {target.dtype}")
    for name, array in arrays.items():
        getattr(p, name)[...] = array


def as_array(name: str, value: Any) -> Array:
    """The array of NumPy's that an array or tensor of any framework is.

    Raises:
        ValueError: there is none, or it is not of floating-point numbers.
    """
    try:
        for method in ("detach", "cpu", "numpy"):  # tensors of PyTorch have all three, variables of Keras the last
            value = getattr(value, method)() if hasattr(value, method) else value
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{name} is no array that NumPy knows: {error}") from None
    if not np.issubdtype(array.dtype, np.inexact):
        raise ValueError(f"{name} has dtype {array.dtype}; it must be one of floating-point numbers")
    return array


def unpack(framework: Framework, cell: str, arrays: Mapping[str, Any], suffix: str = "") -> Weights:
    """Our weights from a framework's arrays.

    Raises:
        ValueError: the framework has no such cell, or an array is missing, unknown or of a wrong shape.
    """
    layout = framework.layout(cell)
    given = {name: as_array(name, value) for name, value in arrays.items()}
    try:
        sizes = _measure(layout, given)
    except ValueError as error:
        fitting = [f"{other!r}" for other in framework.layouts if _fits(framework.layouts[other], given)]
        hint = f"; these are weights of a cell {' or '.join(fitting)}" if fitting else ""
        raise ValueError(f"cell {cell!r} of {framework.name}: {error}{hint}") from None
    dtype = np.result_type(*given.values())
    found: dict[str, list[Array]] = {}
    for kept in layout:
        array = given[kept.name] if kept.name in given else kept.zeros(sizes, dtype)
        for name, block in zip(kept.blocks, kept.divide(array), strict=True):
            found.setdefault(name, []).append(block)
    found.pop(UNUSED, None)
    return Weights(
        {name + suffix: reduce(np.add, summands) for name, summands in found.items()},
        {name + suffix: tuple(summands) for name, summands in found.items() if len(summands) > 1},
    )


def pack(
    framework: Framework,
    cell: str,
    weights: Params | Mapping[str, Any],
    suffix: str = "",
    *,
    bias: bool = True,
    like: Weights | None = None,
    gradients: bool = False,
    partial: bool = False,
) -> dict[str, Array]:
    """A framework's arrays from our weights.

    Args:
        framework: whose.
        cell: the cell whose weights they are.
        weights: the ``Params`` of a kernel, or arrays by the names of parameters.
        suffix: what follows the names, as in W_i_1; names that it does not follow are left alone.
        bias: write biases; without, they must be zero.
        like: what was read, to restore the summands of biases; by default ``weights`` itself, if that was read.
        gradients: the weights are gradients; then each summand of a bias has the gradient of the sum.
        partial: there may be more names than the cell has, as in a network.

    Raises:
        ValueError: the framework has no such cell, or a parameter is missing, unknown or of a wrong shape.
    """
    layout = framework.layout(cell)
    ours = parameters(layout, suffix)
    given = weights if isinstance(weights, Mapping) else {name: getattr(weights, name) for name in weights.names}
    taken = [name for name in given if name.endswith(suffix) and (not partial or name.removesuffix(suffix) in ours)]
    values = {name: as_array(name, given[name]) for name in taken}
    try:
        sizes = _measure(tuple(ours.values()), values)
    except ValueError as error:
        raise ValueError(f"cell {cell!r} of {framework.name}: {error}") from None
    known = {} if gradients else getattr(weights if like is None else like, "summands", {})
    dtype = np.result_type(*values.values())
    count = Counter(name for kept in layout for name in kept.blocks)
    parts: dict[str, Iterator[Array]] = {UNUSED: repeat(np.zeros(()))}
    for name, own in ours.items():
        parts[name] = iter(_summands(values[own.name], count[name], known.get(own.name, ()), alike=gradients))
    arrays = {}
    for kept in layout:
        shape = [sizes[size] for size in kept.shape]
        arrays[kept.name] = kept.join(np.broadcast_to(next(parts[name]), shape) for name in kept.blocks).astype(dtype)
    if bias:
        return arrays
    for kept in layout:
        if kept.optional and np.any(arrays.pop(kept.name)):
            raise ValueError(f"cell {cell!r} of {framework.name}: bias is False, but the biases are not all zero")
    return arrays


def _summands(value: Array, count: int, known: tuple[Array, ...], alike: bool) -> tuple[Array, ...]:
    """What was known, if that still adds up to the value; else the value and then zeros, or the value each time."""
    known = tuple(part.astype(value.dtype) for part in known)
    if len(known) == count and np.array_equal(reduce(np.add, known), value, equal_nan=True):
        return known
    return (value, *[value if alike else np.zeros_like(value)] * (count - 1))


def _measure(layout: Layout, given: Mapping[str, Array]) -> dict[str, int]:
    """The sizes that the arrays tell, once there are all and no others; the optional ones may be absent together."""
    optional = {kept.name for kept in layout if kept.optional}
    whole = not optional.isdisjoint(given)
    _compare_names(given, [kept.name for kept in layout if whole or not kept.optional], "it has")
    sizes: dict[str, int] = {"": 1}
    for kept in layout:
        if kept.name in given:
            sizes = kept.measure(given[kept.name], sizes)
    return sizes


def _fits(layout: Layout, given: Mapping[str, Array]) -> bool:
    try:
        return bool(_measure(layout, given))
    except ValueError:
        return False


def _compare_names(given: Iterable[str], wanted: Iterable[str], whose: str, missing_is_fine: bool = False) -> None:
    given, wanted = list(given), list(wanted)
    missing = [] if missing_is_fine else [name for name in wanted if name not in given]
    unknown = [name for name in given if name not in wanted]
    if missing or unknown:
        found = [f"{what}: {', '.join(names)}" for what, names in (("missing", missing), ("unknown", unknown)) if names]
        raise ValueError(f"{'; '.join(found)} ({whose} {', '.join(wanted)}; given: {', '.join(given) or 'nothing'})")
