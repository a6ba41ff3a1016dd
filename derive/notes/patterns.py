"""Gradients that come about alike: the weights of all gates, the gates themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import sympy as sp

from derive.calculus import Derivation, Path
from derive.core.equations import Equation, Tensor, Term

Item = TypeVar("Item")


def patterns(derivations: Iterable[Derivation]) -> list[list[Derivation]]:
    """The derivations in groups that differ by nothing but the names of tensors, in order of their first members."""
    return _grouped(derivations, lambda one: (one.tensor.kind, one.tensor.axes, tuple(map(_of_path, one.paths))))


def alike(equations: Iterable[Equation]) -> list[list[Equation]]:
    """The equations in groups that differ by nothing but the names of tensors."""
    return _grouped(equations, lambda one: (one.tensor.kind, one.tensor.axes, tuple(map(_nameless, one.terms))))


def paths_alike(paths: Iterable[tuple[int, Path]]) -> list[list[tuple[int, Path]]]:
    """Numbered paths of one derivation in groups that differ by nothing but the names of tensors."""
    return _grouped(paths, lambda one: _of_path(one[1]))


def _grouped(items: Iterable[Item], pattern: Callable[[Item], Hashable]) -> list[list[Item]]:
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(pattern(item), []).append(item)
    return list(groups.values())


def _of_path(path: Path) -> Hashable:
    return path.user.tensor.kind, _nameless(path.read), _nameless(path.result)


def _nameless(term: Term) -> str:
    """A term in which a tensor is called by its kind and shape."""
    names = {c: sp.Function(_kind(c.base))(*c.indices) for c in term.components()}
    return str(term.xreplace(names))


def _kind(tensor: Tensor) -> str:
    of = f"_{tensor.of.kind}" if tensor.of is not None else ""
    return f"{tensor.kind}{of}_{'_'.join(size.name for size in tensor.axes)}".replace(" ", "_")
