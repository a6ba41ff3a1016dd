"""What stands on the right-hand side of an assignment: expressions without indices.

``*`` is elementwise, ``@`` a contraction (matrix times vector, or the dot product of two vectors), ``.prev`` the value
of the last step, ``.T`` a transpose.
"""

from __future__ import annotations

import difflib
import math
import numbers
import reprlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from derive.core import functions
from derive.core.equations import Kind, Size, T, Tensor


class CellError(ValueError):
    """A definition that does not make sense; the message names the cell, the equation and the line."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of an error message: the nearest names, or all that there are."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"there are: {', '.join(known) or 'none'}"


class Value:
    """An expression without indices.  Operators build larger ones; ``axes`` are its feature sizes."""

    @property
    def axes(self) -> tuple[Size, ...]:
        raise NotImplementedError

    @property
    def summed(self) -> bool:
        """Whether its lowered form has a sum in the open."""
        return False

    def __add__(self, other: Operand) -> Value:
        return Sum((*_summands(self), *_summands(as_value(other))))

    def __radd__(self, other: Operand) -> Value:
        return as_value(other) + self

    def __neg__(self) -> Value:
        return Product((Number(sp.S.NegativeOne), self))

    def __sub__(self, other: Operand) -> Value:
        return self + -as_value(other)

    def __rsub__(self, other: Operand) -> Value:
        return as_value(other) + -self

    def __mul__(self, other: Operand) -> Value:
        return Product((*_factors(self), *_factors(as_value(other))))

    def __rmul__(self, other: Operand) -> Value:
        return as_value(other) * self

    def __truediv__(self, other: Operand) -> Value:
        return self * as_value(other) ** -1

    def __rtruediv__(self, other: Operand) -> Value:
        return as_value(other) * self**-1

    def __pow__(self, exponent: Operand) -> Value:
        power = as_value(exponent)
        if not isinstance(power, Number):
            raise CellError(f"an exponent must be a number, not {power}")
        return _finite(self.value**power.value) if isinstance(self, Number) else Power(self, power.value)

    def __matmul__(self, other: Operand) -> Value:
        return Contraction(self, as_value(other))

    @property
    def T(self) -> Value:
        return Transpose(self)

    @property
    def prev(self) -> Value:
        raise CellError(
            f"({self}).prev: only a state has a value before the first step; take .prev of the state itself"
        )

    __array_ufunc__ = None  # an array times a value is for the value to refuse, not for NumPy to take apart

    def __bool__(self) -> bool:
        raise CellError(f"{self} has no truth value: a cell's equations cannot branch on what they compute")


Operand: TypeAlias = "Value | int | float | sp.Expr"


def as_value(operand: Operand) -> Value:
    """Numbers become exact constants; everything else must be a value of this language already."""
    if isinstance(operand, Value):
        return operand
    if isinstance(operand, Size):
        return Number(operand.symbol)
    if isinstance(operand, sp.Expr) and all(
        symbol.is_integer and symbol.is_positive for symbol in operand.free_symbols
    ):
        return _finite(operand)
    if isinstance(operand, numbers.Real) and not isinstance(operand, bool):
        return _finite(sp.Rational(str(operand)) if math.isfinite(operand) else sp.nan)  # 0.1 is 1/10, as it is written
    raise CellError(f"{reprlib.repr(operand)} is a {type(operand).__name__}; {TAKES}")


TAKES = "an equation takes tensors of the cell and numbers"


def _finite(number: sp.Expr) -> Number:
    if not number.is_finite or not number.is_real:
        raise CellError(f"{number} is not a finite real number; {TAKES}")
    return Number(number)


def _summands(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Number) and value.value == 0:  # where Python's sum() begins
        return ()
    return value.items if isinstance(value, Sum) else (value,)


def _factors(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Product) else (value,)


def _common(values: tuple[Value, ...], what: str) -> tuple[Size, ...]:
    """The axes of an elementwise combination: equal ones, and scalars go with anything."""
    shaped = [value for value in values if value.axes]
    for value in shaped[1:]:
        if value.axes != shaped[0].axes:
            raise CellError(
                f"sizes do not fit in {what}: {shaped[0]} is {shape(shaped[0].axes)} but {value} is {shape(value.axes)}"
            )
    return shaped[0].axes if shaped else ()


def shape(axes: tuple[Size, ...]) -> str:
    return "a scalar" if not axes else "(" + ", ".join(map(str, axes)) + ")"


@dataclass(frozen=True)
class Number(Value):
    value: sp.Expr
    axes = ()

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Ref(Value):
    """A tensor at this step, at the step before (``shift`` -1; 1 where time runs backward), or at one end of time."""

    tensor: Tensor
    shift: int = 0
    at: sp.Expr | None = None

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.tensor.features

    @property
    def prev(self) -> Ref:
        """The value of the last step; of a state alone, since only a state has a value before the first."""
        if self.tensor.kind is not Kind.STATE:
            raise CellError(f"{self.tensor.name}.prev: {self.tensor.name} is not a state; declare it with m.state(…)")
        if self.shift or self.at is not None:
            raise CellError(f"{self}.prev: only one step back can be read; carry it in a state of its own")
        return Ref(self.tensor, 1 if self.tensor.reverse else -1)

    @property
    def last(self) -> Ref:
        """The value at the last step, T."""
        return self._at(T.symbol)

    @property
    def first(self) -> Ref:
        """The value at the first step, 1."""
        return self._at(sp.S.One)

    def _at(self, step: sp.Expr) -> Ref:
        if not self.tensor.in_time or self.shift or self.at is not None:
            raise CellError(f"{self}: only a tensor that has a value at every step has a first and a last one")
        return Ref(self.tensor, at=step)

    def __str__(self) -> str:
        return self.tensor.name + (".prev" if self.shift else "" if self.at is None else f"[t={self.at}]")


@dataclass(frozen=True)
class Sum(Value):
    items: tuple[Value, ...]
    label: str = ""

    @property
    def axes(self) -> tuple[Size, ...]:
        return _common(self.items, "a sum")

    @property
    def summed(self) -> bool:
        return any(item.summed for item in self.items)

    def __add__(self, other: Operand) -> Value:
        return Sum((*self.items, *_summands(as_value(other))), self.label)

    def __str__(self) -> str:
        return "(" + " + ".join(map(str, self.items)) + ")"


@dataclass(frozen=True)
class Product(Value):
    items: tuple[Value, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return _common(self.items, "an elementwise product (* is elementwise, @ is a matrix product)")

    @property
    def summed(self) -> bool:
        return any(item.summed for item in self.items)

    def __str__(self) -> str:
        return " * ".join(map(str, self.items))


@dataclass(frozen=True)
class Power(Value):
    base: Value
    exponent: sp.Expr

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.base.axes

    def __str__(self) -> str:
        return f"{self.base}**{self.exponent}"


@dataclass(frozen=True)
class Applied(Value):
    function: type[functions.Elementwise]
    args: tuple[Value, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return _common(self.args, self.function.__name__)

    def __str__(self) -> str:
        return f"{self.function.__name__}({', '.join(map(str, self.args))})"


@dataclass(frozen=True)
class Contraction(Value):
    """The last axis of the left operand against the first of the right one."""

    left: Value
    right: Value
    summed = True

    @property
    def axes(self) -> tuple[Size, ...]:
        left, right = self.left.axes, self.right.axes
        if not left or not right or left[-1] != right[0]:
            raise CellError(
                f"sizes do not fit in {self}: {self.left} is {shape(left)} and {self.right} is {shape(right)}; "
                "@ contracts the last axis of the left with the first axis of the right"
            )
        return left[:-1] + right[1:]

    def __str__(self) -> str:
        return f"{self.left} @ {self.right}"


@dataclass(frozen=True)
class Outer(Value):
    left: Value
    right: Value

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes + self.right.axes

    @property
    def summed(self) -> bool:
        return self.left.summed or self.right.summed

    def __str__(self) -> str:
        return f"outer({self.left}, {self.right})"


@dataclass(frozen=True)
class Transpose(Value):
    item: Value

    @property
    def axes(self) -> tuple[Size, ...]:
        if len(self.item.axes) != 2:
            raise CellError(f"{self.item}.T: only a matrix has a transpose, this is {shape(self.item.axes)}")
        return self.item.axes[::-1]

    @property
    def summed(self) -> bool:
        return self.item.summed

    def __str__(self) -> str:
        return f"{self.item}.T"


@dataclass(frozen=True)
class Total(Value):
    """The sum over all components of a vector or matrix, or (``mean``) their average."""

    item: Value
    mean: bool
    axes = ()
    summed = True

    def __str__(self) -> str:
        return f"{'mean' if self.mean else 'total'}({self.item})"


@dataclass(frozen=True)
class Largest(Value):
    """The largest component of a vector, as a constant."""

    item: Value
    axes = ()
    summed = True

    def __str__(self) -> str:
        return f"largest({self.item})"


def _elementwise(function: type[functions.Elementwise]) -> Callable[..., Value]:
    def apply(*args: Operand) -> Value:
        arity = function.arity
        if len(args) != arity:
            raise CellError(f"{function.__name__} takes {arity} argument{'s'[: arity > 1]}, not {len(args)}")
        return Applied(function, tuple(as_value(arg) for arg in args))

    apply.__name__ = function.__name__
    apply.__doc__ = function.__doc__
    return apply


sigmoid = _elementwise(functions.sigmoid)
tanh = _elementwise(functions.tanh)
exp = _elementwise(functions.exp)
log = _elementwise(functions.log)
sqrt = _elementwise(functions.sqrt)
log_sigmoid = _elementwise(functions.log_sigmoid)
softplus = _elementwise(functions.softplus)
relu = _elementwise(functions.relu)
absolute = _elementwise(functions.absolute)
maximum = _elementwise(functions.maximum)
stop_gradient = _elementwise(functions.stop_gradient)


def identity(value: Operand) -> Value:
    """The function that does nothing, for gates without an activation."""
    return as_value(value)


def total(value: Operand) -> Value:
    """The sum of all components."""
    return Total(as_value(value), mean=False)


def mean(value: Operand) -> Value:
    """The average of all components."""
    return Total(as_value(value), mean=True)


def largest(value: Operand) -> Value:
    """The largest component of a vector, taken as a constant: it has no gradient.

    It shifts exponents so that they cannot overflow, in expressions that do not depend on the shift.
    """
    return Largest(as_value(value))


def log_sum_exp(value: Operand) -> Value:
    """log Σ exp of a vector; neither end overflows."""
    shift = largest(value)
    return shift + log(total(exp(as_value(value) - shift)))


def dot(left: Operand, right: Operand) -> Value:
    """The inner product of two vectors."""
    return Contraction(as_value(left), as_value(right))


def outer(left: Operand, right: Operand) -> Value:
    """The outer product of two vectors: a matrix."""
    return Outer(as_value(left), as_value(right))
