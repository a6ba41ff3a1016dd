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

MADE = ("empty", "zeros", "array", "asarray", "ascontiguousarray", "broadcast_to", "concatenate")
HELPERS = ("softplus", "heaviside")


class Counted(np.ndarray):
    """An array that enters each of NumPy's calls with it into a tally."""

    tally: Counter[str] = Counter()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        plain = [array.view(np.ndarray) if isinstance(array, Counted) else array for array in inputs]
        into = {} if out is None else {"out": tuple(a.view(np.ndarray) if isinstance(a, Counted) else a for a in out)}
        result = getattr(ufunc, method)(*plain, **into, **options)
        if ufunc is np.matmul:
            self.count(products=result.size * plain[0].shape[-1])
        else:
            self.count(elementwise=plain[0].size if method == "reduce" else np.size(result))
        return out[0] if out is not None else counted(result)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function is np.einsum:
            letters, arrays = args[0].split("->")[0].split(","), args[1:]
            extents = {
                i: n
                for word, array in zip(letters, arrays, strict=True)
                for i, n in zip(word, array.shape, strict=True)
            }
            self.count(products=math.prod(extents.values()))
            args = (args[0], *(np.asarray(array) for array in arrays))
            return counted(np.einsum(*args, **options))
        return super().__array_function__(function, types, args, options)

    @classmethod
    def count(cls, **work: int) -> None:
        cls.tally.update(calls=1, **work)


def counted(value: Any) -> Any:
    return np.asarray(value).view(Counted)


@contextmanager
def watched(module: types.ModuleType) -> Iterator[Counter[str]]:
    """The tally of what a kernel does meanwhile.  A function that it brings along counts as one operation."""
    own = {name: _as_one(getattr(module, name)) for name in HELPERS if hasattr(module, name)}
    if hasattr(module, "layout"):  # the method ``dot`` does not say that it is called
        own["layout"] = lambda N, dtype, layout=module.layout: (layout(N, dtype)[0], np.matmul)
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
    def apply(a: Any, out: Any = None) -> Any:
        plain = function(a.view(np.ndarray), *([] if out is None else [out.view(np.ndarray)]))
        Counted.count(elementwise=plain.size)
        return counted(plain) if out is None else out

    return apply
