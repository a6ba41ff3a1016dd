"""The functions that a definition calls: those of :mod:`derive.core.functions`, and those that are made of them."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from derive.core import functions
from derive.core.equations import Size
from derive.language.errors import CellError
from derive.language.sizing import Extent, fit_all, shape
from derive.language.values import (
    Applied,
    Comparison,
    Concatenated,
    Contraction,
    Diagonal,
    Filled,
    Largest,
    Number,
    Operand,
    Outer,
    Shifted,
    Total,
    Value,
    as_value,
    common,
    part,
)


def _elementwise(function: type[functions.Elementwise]) -> Callable[..., Value]:
    def apply(*args: Operand) -> Value:
        arity = function.arity
        if len(args) != arity:
            raise CellError(f"{function.__name__} takes {arity} argument{'s'[: arity > 1]}, not {len(args)}")
        values = tuple(as_value(arg) for arg in args)
        common(values, function.__name__)
        return Applied(function, values)

    apply.__name__ = apply.__qualname__ = function.__name__
    apply.__doc__ = function.__doc__
    return apply


sigmoid = _elementwise(functions.sigmoid)
tanh = _elementwise(functions.tanh)
exp = _elementwise(functions.exp)
expm1 = _elementwise(functions.expm1)
log = _elementwise(functions.log)
sqrt = _elementwise(functions.sqrt)
sin = _elementwise(functions.sin)
cos = _elementwise(functions.cos)
erf = _elementwise(functions.erf)
log_sigmoid = _elementwise(functions.log_sigmoid)
softplus = _elementwise(functions.softplus)
relu = _elementwise(functions.relu)
absolute = _elementwise(functions.absolute)
maximum = _elementwise(functions.maximum)
minimum = _elementwise(functions.minimum)
weigh = _elementwise(functions.weigh)
stop_gradient = _elementwise(functions.stop_gradient)


def where(condition: Comparison, x: Operand, y: Operand) -> Value:
    """x where the comparison holds, else y, component by component; no gradient passes through the comparison."""
    if not isinstance(condition, Comparison):
        raise CellError(f"where: first comes a comparison, as in where(a > b, x, y), not {condition}")
    left, right, then, otherwise = condition.left, condition.right, as_value(x), as_value(y)
    if condition.sign in ("<", ">="):  # a < b is b > a, and a ≥ b is not b > a
        left, right = right, left
    if condition.sign in (">=", "<="):
        then, otherwise = otherwise, then
    values = (left, right, then, otherwise)
    common(values, "where")
    return Applied(functions.where, values)


# ---------------------------------------------------------------------------------------------------------------------
# Made of these.


def identity(value: Operand) -> Value:
    """The function that does nothing, for gates without an activation."""
    return as_value(value)


def silu(value: Operand) -> Value:
    """x σ(x), also called swish."""
    return as_value(value) * sigmoid(value)


def gelu(value: Operand) -> Value:
    """x Φ(x) = x (1 + erf(x/√2)) / 2, exactly, as PyTorch has it."""
    value = as_value(value)
    return value * (1 + erf(value / sp.sqrt(2))) / 2


def elu(value: Operand, alpha: float = 1) -> Value:
    """x where x > 0, else α (eˣ - 1); the exponent never overflows."""
    value = as_value(value)
    return where(value > 0, value, alpha * expm1(minimum(value, 0)))


def clip(value: Operand, low: Operand, high: Operand) -> Value:
    """The value between ``low`` and ``high``; outside of them its slope is 0, and on them too."""
    return minimum(maximum(value, low), high)


def total(value: Operand, axis: int | tuple[int, ...] | None = None) -> Value:
    """The sum of all components, or along an axis."""
    value = as_value(value)
    return Total(value, _over(value, axis), mean=False)


def mean(value: Operand, axis: int | tuple[int, ...] | None = None) -> Value:
    """The average of all components, or along an axis."""
    value = as_value(value)
    return Total(value, _over(value, axis), mean=True)


def norm(value: Operand, axis: int | tuple[int, ...] | None = None, eps: float = 0) -> Value:
    """√(Σ x² + ε), of all components or along an axis; without ε it has no gradient where all of them are 0."""
    squares = total(as_value(value) ** 2, axis)
    return sqrt(squares + eps if eps else squares)


def largest(value: Operand, axis: int | None = None) -> Value:
    """The largest component, of all or along an axis, taken as a constant: it has no gradient.

    It shifts exponents so that they cannot overflow, in expressions that do not depend on the shift.
    """
    value = as_value(value)
    return Largest(value, _over(value, axis))


def softmax(value: Operand, axis: int = -1) -> Value:
    """exp(x) / Σ exp(x) along an axis, the last one unless said otherwise; no exponent overflows."""
    value = as_value(value)
    [place] = _over(value, axis)
    powers = exp(value - _spread(largest(value, axis), place))
    return powers / _spread(total(powers, axis), place)


def log_sum_exp(value: Operand, axis: int | None = None) -> Value:
    """log Σ exp, of all components or along an axis; neither end overflows."""
    value = as_value(value)
    top = largest(value, axis)
    spread = top if axis is None else _spread(top, *_over(value, axis))
    return top + log(total(exp(value - spread), axis))


def dot(left: Operand, right: Operand) -> Value:
    """The inner product of two vectors."""
    left, right = as_value(left), as_value(right)
    if len(left.axes) > 1 or len(right.axes) > 1:
        return left @ right
    if not left.axes or left.axes != right.axes:
        raise CellError(f"sizes do not fit in dot: {left} is {shape(left.axes)} and {right} is {shape(right.axes)}")
    return Contraction(left, right)


def outer(left: Operand, right: Operand) -> Value:
    """The outer product of two vectors: a matrix."""
    return Outer(as_value(left), as_value(right))


def diag(value: Operand) -> Value:
    """The matrix with this vector on its diagonal."""
    value = as_value(value)
    if len(value.axes) != 1:
        raise CellError(f"diag({value}): {value} is {shape(value.axes)}; a diagonal is a vector")
    return Diagonal(value)


def eye(size: Extent) -> Value:
    """The identity matrix."""
    return Diagonal(Filled(Number(sp.S.One), fit_all(size)))


def concat(*values: Operand, axis: int = 0) -> Value:
    """Vectors one behind the other; matrices along an axis."""
    items = tuple(map(as_value, values))
    if len(items) < 2:
        raise CellError("concat takes two values or more")
    [place] = _over(items[0], axis)
    for item in items:
        if len(item.axes) != len(items[0].axes) or not _same(item.axes, items[0].axes, place):
            raise CellError(
                f"sizes do not fit in concat: {items[0]} is {shape(items[0].axes)} but {item} is {shape(item.axes)}"
            )
    return Concatenated(items, place)


def shift(value: Operand, by: int, axis: int = -1) -> Value:
    """The components moved ``by`` places up along an axis (down if negative); zeros enter.

    A convolution of three taps over an axis of any width is W_1 @ shift(x, 1) + W_2 @ x + W_3 @ shift(x, -1).
    """
    value = as_value(value)
    if isinstance(by, bool) or not isinstance(by, int):
        raise CellError(f"shift({value}, {by!r}): by how many places is a number")
    [place] = _over(value, axis)
    return Shifted(value, by, place) if by else value


def conv(weights: Operand, value: Operand) -> Value:
    """A convolution along the last axis: weights (taps, out, in) over a value (in, width), zeros beyond both ends.

    The result is (out, width).  The taps are a plain number, the width is free; the middle tap sees the place itself.
    """
    weights, value = as_value(weights), as_value(value)
    taps = weights.axes[0].name if weights.axes else ""
    if len(weights.axes) != 3 or len(value.axes) != 2 or not taps.isdigit():
        raise CellError(
            f"conv({weights}, {value}): weights are (taps, out, in), taps a number, and a value (in, width), "
            f"not {shape(weights.axes)} and {shape(value.axes)}"
        )
    count = int(taps)
    return sum((weights[tap] @ shift(value, tap - count // 2) for tap in range(count)), Number(sp.S.Zero))


def _over(value: Value, axis: int | tuple[int, ...] | None) -> tuple[int, ...]:
    """The axes, counted from the front; all of them for None."""
    count = len(value.axes)
    if axis is None:
        return tuple(range(count))
    chosen = axis if isinstance(axis, tuple) else (axis,)
    for one in chosen:
        if isinstance(one, bool) or not isinstance(one, int) or not -count <= one < count:
            raise CellError(f"axis={one!r}: {value} is {shape(value.axes)}, whose axes are 0 to {count - 1}")
    return tuple(sorted({one % count for one in chosen}))


def _spread(value: Value, place: int) -> Value:
    """The value with an axis of extent 1 put in at this place."""
    if not value.axes:
        return value
    keys: list[object] = [slice(None)] * len(value.axes)
    return part(value, (*keys[:place], None, *keys[place:]))


def _same(left: tuple[Size, ...], right: tuple[Size, ...], apart: int) -> bool:
    return all(a == b for place, (a, b) in enumerate(zip(left, right, strict=True)) if place != apart)
