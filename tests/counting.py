"""Arrays that count what NumPy does with them: the oracle of what a kernel costs."""

from __future__ import annotations

import math
import types
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np

from derive.backends.numpy.expressions import RUNTIME

MADE = ("empty", "zeros", "full", "array", "asarray", "broadcast_to", "concatenate")
"""NumPy's functions that make arrays."""

MEMORY = ("empty", "copied", "vectors", "padded_rows", "constant", "for_each", "in_order")
"""Those of the runtime."""

FUNCTIONS = tuple(RUNTIME.values())
"""Functions of the runtime: each counts as one operation."""


class Counted(np.ndarray):
    """An array that enters each of NumPy's calls with it into a tally."""

    tally: Counter[str] = Counter()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        plain = [_plain(array) for array in inputs]
        into = {} if out is None else {"out": tuple(map(_plain, out))}
        result = getattr(ufunc, method)(*plain, **into, **options)
        if ufunc is np.matmul:
            self.count(products=result.size * plain[0].shape[-1])
        else:
            self.count(elementwise=plain[0].size if method == "reduce" else np.size(result))
        return out[0] if out is not None else counted(result)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function is np.einsum:
            subscripts, *arrays = args
            extents = {
                letter: extent
                for word, array in zip(subscripts.split("->")[0].split(","), arrays, strict=True)
                for letter, extent in zip(word, array.shape, strict=True)
            }
            self.count(products=math.prod(extents.values()))
            result = np.einsum(subscripts, *map(_plain, arrays), **{key: _plain(v) for key, v in options.items()})
            return options.get("out", counted(result))
        return super().__array_function__(function, types, args, options)

    @classmethod
    def count(cls, **work: int) -> None:
        cls.tally.update(calls=1, **work)


def counted(value: Any) -> Any:
    return np.asarray(value).view(Counted)


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counted) else value


@contextmanager
def watched(module: types.ModuleType) -> Iterator[Counter[str]]:
    """The tally of what a kernel does meanwhile."""
    own = {name: _counting(getattr(module, name)) for name in MEMORY if hasattr(module, name)}
    own |= {name: _as_one(getattr(module, name)) for name in FUNCTIONS if hasattr(module, name)}
    if hasattr(module, "step_layout"):  # the method ``dot`` does not say that it is called
        layout = module.step_layout
        own["step_layout"] = lambda N, dtype: (layout(N, dtype)[0], np.matmul)
    Counted.tally.clear()
    with mock.patch.dict(vars(module), {"np": _numpy(), **own}):
        yield Counted.tally


def _numpy() -> Any:
    stand_in = types.ModuleType("numpy")
    vars(stand_in).update(vars(np))
    for name in MADE:
        setattr(stand_in, name, _counting(getattr(np, name)))
    return stand_in


def _counting(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **options: counted(function(*args, **options))


def _as_one(function: Callable[..., Any]) -> Callable[..., Any]:
    def apply(*arrays: Any, **options: Any) -> Any:
        result = function(*map(_plain, arrays), **{key: _plain(value) for key, value in options.items()})
        Counted.count(elementwise=np.size(result))
        return counted(result)

    return apply
