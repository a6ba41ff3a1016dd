"""Gradients that come about alike: the weights of all gates, the gates themselves."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from derive.calculus import Derivation
from derive.core.equations import Tensor, Term


def patterns(derivations: Iterable[Derivation]) -> list[list[Derivation]]:
    """The derivations in groups that differ by nothing but the names of tensors, in order of their first members."""
    groups: dict[object, list[Derivation]] = {}
    for derivation in derivations:
        groups.setdefault(_pattern(derivation), []).append(derivation)
    return list(groups.values())


def _pattern(derivation: Derivation) -> object:
    """What is left of a derivation without the names of its tensors."""
    paths = tuple((path.user.tensor.kind, _nameless(path.read), _nameless(path.result)) for path in derivation.paths)
    return derivation.tensor.kind, derivation.tensor.axes, paths


def _nameless(term: Term) -> str:
    """A term in which a tensor is called by its kind and shape."""
    names = {c: sp.Function(_kind(c.base))(*c.indices) for c in term.components()}
    return str(term.xreplace(names))


def _kind(tensor: Tensor) -> str:
    of = f"_{tensor.of.kind}" if tensor.of is not None else ""
    return f"{tensor.kind}{of}_{'_'.join(size.name for size in tensor.axes)}".replace(" ", "_")
