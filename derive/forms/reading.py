"""The order in which a paper writes factors and summands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import sympy as sp

from derive.core.equations import Index, Kind, N, System, T, Tensor

Reading: TypeAlias = "Callable[[sp.Expr], tuple[object, ...]]"

_RANK = {
    Kind.PARAMETER: 0,
    Kind.SEED: 1,
    Kind.ADJOINT: 1,
    Kind.TANGENT: 1,
    Kind.SIGNAL: 2,
    Kind.STATE: 3,
    Kind.INPUT: 4,
}


def reading_order(system: System) -> Reading:
    """The key by which factors are sorted: numbers, parameters, what arrives (adjoints), gates, states, inputs.

    Among equals, functions come last, o before tanh(c); then it is the order in which the system declares them, and
    simpler ones first: f before 1 - f.
    """
    position = {name: i for i, name in enumerate(system.tensors)}

    def key(factor: sp.Expr) -> tuple[object, ...]:
        if isinstance(factor, sp.KroneckerDelta):  # last, and in the order of their axes
            sizes = [index.size for index in factor.free_symbols if isinstance(index, Index)]
            return (9, False, 0 if T in sizes else 1 if N in sizes else 2, 0, str(factor))
        tensors = {component.base for component in factor.atoms(sp.Indexed)}
        rank, place = max(((_RANK.get(t.kind, 5), _position(t, position)) for t in tensors), default=(-1, 0))
        return (rank, factor.has(sp.Function), place, int(sp.count_ops(factor)), str(factor))

    return key


def _position(tensor: Tensor, position: dict[str, int]) -> int:
    return position.get(tensor.name, len(position)) if tensor.of is None else _position(tensor.of, position)


def in_reading_order(total: sp.Expr, reading: Reading) -> list[sp.Expr]:
    """The summands of an expression: positive ones first, so that it reads 1 - z and h - n."""
    return sorted(sp.Add.make_args(total), key=lambda part: (negative(part), reading(part)))


def negative(summand: sp.Expr) -> bool:
    """Whether a minus sign stands before it."""
    return bool(summand.as_coeff_Mul()[0].is_negative)


UNORDERED = reading_order(System("", ()))
"""The order where no system gives one."""
