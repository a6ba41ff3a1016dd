"""What stands on the right-hand side of an assignment: expressions without indices.

``*`` is elementwise, ``@`` a contraction (matrix times vector, or the dot product of two vectors), ``.prev`` the value
of the last step, ``.T`` a transpose, ``a[:H]`` a part, ``a[:, None]`` a matrix of equal columns.
"""

from __future__ import annotations

import math
import numbers
import operator
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn, TypeAlias

import numpy as np
import sympy as sp

from derive.core import functions
from derive.core.equations import Kind, Size, T, Tensor
from derive.language.errors import CellError
from derive.language.sizing import ONE, fit_number, fitted, shape, size_of


class Value:
    """An expression without indices.  Operators build larger ones; ``axes`` are its feature sizes."""

    @property
    def axes(self) -> tuple[Size, ...]:
        raise NotImplementedError

    @property
    def summed(self) -> bool:
        """Whether its lowered form has a sum in the open, or terms that hold on a part of an axis."""
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
            return Applied(functions.power, (self, power))
        if isinstance(self, Number):
            return _finite(self.value**power.value)
        whole = (2 * power.value).is_Integer  # what a printer knows how to write: powers, roots, their reciprocals
        return Power(self, power.value) if whole else Applied(functions.power, (self, power))

    def __rpow__(self, base: Operand) -> Value:
        return as_value(base) ** self

    def __matmul__(self, other: Operand) -> Value:
        return contraction(self, as_value(other))

    def __rmatmul__(self, other: Operand) -> Value:
        return as_value(other) @ self

    def __abs__(self) -> Value:
        return Applied(functions.absolute, (self,))

    def __gt__(self, other: Operand) -> Comparison:
        return Comparison(self, ">", as_value(other))

    def __lt__(self, other: Operand) -> Comparison:
        return Comparison(self, "<", as_value(other))

    def __ge__(self, other: Operand) -> Comparison:
        return Comparison(self, ">=", as_value(other))

    def __le__(self, other: Operand) -> Comparison:
        return Comparison(self, "<=", as_value(other))

    def __getitem__(self, key: object) -> Value:
        if isinstance(key, Ref):
            return Lookup(self, key)
        return part(self, key if isinstance(key, tuple) else (key,))

    def __iter__(self) -> NoReturn:
        raise CellError(f"{self} cannot be taken apart in a loop; a[0], a[1:3], a[:H] are parts of a tensor")

    @property
    def T(self) -> Value:
        return Transpose(self)

    @property
    def prev(self) -> Value:
        raise CellError(
            f"({self}).prev: only a tensor has a value of the step before; name it, as in m.a = …, m.a.prev(start=0)"
        )

    def __array_ufunc__(self, function: Any, method: str, *inputs: Any, **options: Any) -> Value:
        """Arrays and NumPy's numbers may stand left of an operator; NumPy's functions know nothing of equations."""
        name = function.__name__
        if method == "__call__" and not options and name in OPERATORS:
            return OPERATORS[name](*map(as_value, inputs))  # type: ignore[no-any-return]
        instead = f"write {name}(…) of the package derive" if name in functions.FUNCTIONS else TAKES
        raise CellError(f"np.{name} takes arrays, and {self} is none; {instead}")

    def __bool__(self) -> bool:
        raise CellError(
            f"{self} has no truth value: a cell's equations cannot branch on what they compute; "
            "where(a > b, x, y) chooses component by component"
        )


OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "matmul": operator.matmul,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
}

Operand: TypeAlias = "Value | int | float | sp.Expr | Size | np.ndarray"


@dataclass(frozen=True)
class Comparison:
    """``a > b``: the first argument of ``where``, and nothing else."""

    left: Value
    sign: str
    right: Value

    def __bool__(self) -> bool:
        raise CellError(
            f"{self} is not known while the equations are written; where({self}, x, y) chooses component by component"
        )

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


def as_value(operand: object) -> Value:
    """Numbers become exact constants, arrays constants with a name; all else must be a value of this language."""
    match operand:
        case Value():
            return operand
        case Comparison():
            raise CellError(f"{operand} is a comparison, and no number; where({operand}, x, y) chooses by it")
        case Size():
            return Number(fitted(operand).symbol)
        case sp.Expr() if all(symbol.is_integer and symbol.is_positive for symbol in operand.free_symbols):
            return _finite(fit_number(operand))
        case bool() | np.bool_():
            pass
        case np.ndarray() if operand.dtype.kind in "iuf":
            return Literal.of(operand)
        case numbers.Real():  # 0.1 is 1/10, as it is written
            return _finite(sp.Rational(str(operand)) if math.isfinite(operand) else sp.nan)
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


def common(values: tuple[Value, ...], what: str) -> tuple[Size, ...]:
    """The axes of an elementwise combination: equal ones; scalars go with anything, an axis of extent 1 with any."""
    shaped = [value for value in values if value.axes]
    axes = shaped[0].axes if shaped else ()
    for value in shaped[1:]:
        pairs = list(zip(axes, value.axes, strict=False))
        if len(axes) != len(value.axes) or any(a != b and ONE not in (a, b) for a, b in pairs):
            hint = "; a[:, None] makes a matrix of equal columns, a[None, :] of equal rows"
            raise CellError(
                f"sizes do not fit in {what}: {shaped[0]} is {shape(shaped[0].axes)} but {value} is {shape(value.axes)}"
                + (hint if len(axes) != len(value.axes) else "")
            )
        axes = tuple(b if a == ONE else a for a, b in pairs)
    return axes


@dataclass(frozen=True)
class Number(Value):
    value: sp.Expr
    axes = ()

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Literal(Value):
    """An array of numbers that the definition states; ``name`` where it gives one."""

    numbers: bytes
    dtype: str
    extents: tuple[int, ...]
    name: str = ""

    @classmethod
    def of(cls, array: np.ndarray, name: str = "") -> Value:
        """The array as a value; one without axes is a number."""
        if not np.isfinite(array).all():
            raise CellError(f"an array of numbers that are not all finite: {reprlib.repr(array.tolist())}")
        if 0 in array.shape:
            raise CellError(f"an array without numbers, of shape {array.shape}")
        if not array.shape:
            return as_value(array.item())
        array = array.astype(np.int64 if array.dtype.kind in "iu" else np.float64)
        return cls(array.tobytes(), array.dtype.str, array.shape, name)

    @property
    def array(self) -> np.ndarray:
        return np.frombuffer(self.numbers, self.dtype).reshape(self.extents)

    @property
    def axes(self) -> tuple[Size, ...]:
        return tuple(map(Size.number, self.extents))

    def __str__(self) -> str:
        return self.name or f"array{self.extents}"


@dataclass(frozen=True)
class Ref(Value):
    """A tensor at this step, at the step before (``shift`` -1; 1 where time runs backward), or at one end of time."""

    tensor: Tensor
    shift: int = 0
    at: sp.Expr | None = None
    start: sp.Expr | None = field(default=None, compare=False)  # before the first step, for an input of a layer

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.tensor.features

    @property
    def prev(self) -> Value:
        """The value of the last step; ``prev(2)`` of the step before that.

        A state has a value before its first step.  An input starts from 0, or from what ``prev(start=…)`` says; of
        whatever else the cell computes the start must be said.
        """
        if self.at is not None or not self.tensor.in_time:
            raise CellError(f"{self}.prev: only a tensor that has a value at every step has one at the step before")
        if self.shift or self.tensor.kind is not Kind.STATE:
            return Delayed(Ref(self.tensor), 1 + abs(self.shift), self.start)
        return Ref(self.tensor, 1 if self.tensor.reverse else -1)

    def __call__(self, steps: int = 1, start: float = 0) -> Value:
        """``h.prev(2)``: the value of two steps ago."""
        if not self.shift:
            raise CellError(f"{self} is a tensor, not a function")
        return Delayed(Ref(self.tensor), 0)(steps, start)

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
class Delayed(Value):
    """A tensor so many steps ago, and the number that it was before the first step; None where nothing says so."""

    item: Ref
    steps: int
    start: sp.Expr | None = None

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes

    @property
    def prev(self) -> Value:
        return Delayed(self.item, self.steps + 1, self.start)

    def __call__(self, steps: int = 1, start: float | None = None) -> Value:
        """``x.prev(2, start=1)``: the value of two steps ago, and 1 before the first step."""
        if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
            raise CellError(f"{self.item.tensor.name}.prev({steps!r}): how many steps back is a number from 1 on")
        return Delayed(self.item, max(self.steps - 1, 0) + steps, None if start is None else start_value(start))

    def __str__(self) -> str:
        return f"{self.item}.prev" + (f"({self.steps})" if self.steps > 1 else "")


def start_value(start: object) -> sp.Expr:
    """The number that a state starts from; it may be infinite."""
    if isinstance(start, numbers.Real) and not isinstance(start, bool) and math.isinf(start):
        return sp.S.Infinity if float(start) > 0 else sp.S.NegativeInfinity
    value = as_value(start)
    if not isinstance(value, Number) or value.value.free_symbols:
        raise CellError(f"a state starts from a number, not from {value}")
    return value.value


@dataclass(frozen=True)
class Sum(Value):
    items: tuple[Value, ...]
    label: str = ""

    @cached_property
    def _axes(self) -> tuple[Size, ...]:
        return common(self.items, "a sum")

    @property
    def axes(self) -> tuple[Size, ...]:
        return self._axes

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

    @cached_property
    def _axes(self) -> tuple[Size, ...]:
        return common(self.items, "an elementwise product (* is elementwise, @ is a matrix product)")

    @property
    def axes(self) -> tuple[Size, ...]:
        return self._axes

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
        return common(self.args, self.function.__name__)

    def __str__(self) -> str:
        return f"{self.function.__name__}({', '.join(map(str, self.args))})"


@dataclass(frozen=True)
class Contraction(Value):
    """Σ over one axis of a product.  ``heads`` leading axes are shared and stay: a product for each of them."""

    left: Value
    right: Value
    heads: int = 0
    summed = True

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes[:-1] + self.right.axes[self.heads + 1 :]

    def __str__(self) -> str:
        return f"{self.left} @ {self.right}"


def contraction(left: Value, right: Value) -> Value:
    """The last axis of the left operand against the first of the right one, behind the axes that both share as heads.

    Where one operand has three axes or more and the other two, the leading axes are heads: (G, D, E) @ (G, E) is a
    product for each of G.
    """
    a, b = left.axes, right.axes
    heads = max(len(a), len(b)) - 2 if min(len(a), len(b)) > 1 else 0
    if not a or not b or a[:heads] != b[:heads] or len(a) == heads or len(b) == heads or a[-1] != b[heads]:
        raise CellError(
            f"sizes do not fit in {left} @ {right}: {left} is {shape(a)} and {right} is {shape(b)}; "
            + (
                f"@ contracts the last axis of the left with the first axis of the right behind {heads} shared ones"
                if heads
                else "@ contracts the last axis of the left with the first axis of the right"
            )
        )
    match left, right:  # a diagonal matrix times anything is elementwise
        case Diagonal(item), _:
            return item * right if len(b) == 1 else part(item, (slice(None), *[None] * (len(b) - 1))) * right
        case _, Diagonal(item):
            return left * item if len(a) == 1 else left * part(item, (*[None] * (len(a) - 1), slice(None)))
    return Contraction(left, right, heads)


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
class Reduced(Value):
    """What is left of a value without some of its axes."""

    item: Value
    over: tuple[int, ...]
    summed = True

    @property
    def axes(self) -> tuple[Size, ...]:
        return tuple(size for place, size in enumerate(self.item.axes) if place not in self.over)


@dataclass(frozen=True)
class Total(Reduced):
    """The sum over some axes, or (``mean``) the average."""

    mean: bool

    def __str__(self) -> str:
        axis = f", axis={', '.join(map(str, self.over))}" if self.axes else ""
        return f"{'mean' if self.mean else 'total'}({self.item}{axis})"


@dataclass(frozen=True)
class Largest(Reduced):
    """The largest component along some axes, as a constant."""

    def __str__(self) -> str:
        return f"largest({self.item})"


@dataclass(frozen=True)
class Diagonal(Value):
    """A matrix of zeros around a vector."""

    item: Value

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes * 2

    @property
    def summed(self) -> bool:
        return self.item.summed

    def __str__(self) -> str:
        return f"diag({self.item})"


@dataclass(frozen=True)
class Filled(Value):
    """One number, or one scalar, everywhere."""

    item: Value
    sizes: tuple[Size, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.sizes

    @property
    def summed(self) -> bool:
        return self.item.summed

    def __str__(self) -> str:
        return f"full({self.item}, {shape(self.sizes)})"


@dataclass(frozen=True)
class Concatenated(Value):
    """Values one behind the other along an axis."""

    items: tuple[Value, ...]
    axis: int
    summed = True

    @property
    def axes(self) -> tuple[Size, ...]:
        first = self.items[0].axes
        return (*first[: self.axis], Size.joined(i.axes[self.axis] for i in self.items), *first[self.axis + 1 :])

    def __str__(self) -> str:
        return f"concat({', '.join(map(str, self.items))})"


@dataclass(frozen=True)
class Shifted(Value):
    """A value moved along an axis; what enters is 0."""

    item: Value
    by: int
    axis: int
    summed = True

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes

    def __str__(self) -> str:
        return f"shift({self.item}, {self.by})"


@dataclass(frozen=True)
class Lookup(Value):
    """The row of a table that an integer input picks."""

    table: Value
    token: Ref
    summed = True

    def __post_init__(self) -> None:
        tensor = self.token.tensor
        if tensor.kind is not Kind.TOKEN or self.token.shift:
            raise CellError(
                f"{self.table}[{self.token}]: a table is looked up by an integer input, m.input('x', tokens=V)"
            )
        if not self.table.axes or self.table.axes[0] != tensor.vocabulary:
            raise CellError(
                f"{self.table}[{self.token}]: {self.token} is one of {tensor.vocabulary}, "
                f"but {self.table} is {shape(self.table.axes)}"
            )

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.token.axes + self.table.axes[1:]

    def __str__(self) -> str:
        return f"{self.table}[{self.token}]"


@dataclass(frozen=True)
class Pick:
    """One axis of a part: of the value's own (``own``), beginning behind ``start``; of ``size``, or a single place."""

    own: bool
    start: sp.Expr
    size: Size | None


@dataclass(frozen=True)
class Part(Value):
    """A part of a value, or a value with an axis of extent 1 put in: what a pair of brackets says."""

    item: Value
    picks: tuple[Pick, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return tuple(pick.size for pick in self.picks if pick.size is not None)

    def inner(self, at: tuple[sp.Expr, ...]) -> tuple[sp.Expr, ...]:
        """The indices of the value at these indices of the part."""
        left: Iterator[sp.Expr] = iter(at)
        places = []
        for pick in self.picks:
            index = next(left) if pick.size is not None else sp.S.One
            if pick.own:
                places.append(index + pick.start)
        return tuple(places)

    def __str__(self) -> str:
        return f"{self.item}[…]"


def part(value: Value, keys: tuple[object, ...]) -> Value:
    """``value[keys]``, counted from 0 as Python counts: numbers, slices of numbers and sizes, None for a new axis."""
    wanted = sum(key is not None and key is not Ellipsis for key in keys)
    if wanted > len(value.axes):
        raise CellError(f"{value} is {shape(value.axes)}: it has no {wanted} axes to take a part of")
    rest = [slice(None)] * (len(value.axes) - wanted)
    if Ellipsis in keys:
        place = keys.index(Ellipsis)
        keys = (*keys[:place], *rest, *keys[place + 1 :])
    else:
        keys = (*keys, *rest)
    axes = iter(value.axes)
    picks = [Pick(False, sp.S.Zero, ONE) if key is None else _pick(value, next(axes), key) for key in keys]
    if all(pick.own for pick in picks) and tuple(pick.size for pick in picks) == value.axes:
        return value
    return Part(value, tuple(picks))


def _pick(value: Value, size: Size, key: object) -> Pick:
    whole = size.symbol
    match key:
        case slice(start=start, stop=stop, step=None | 1):
            lo = _place(start, whole) if start is not None else sp.S.Zero
            hi = _place(stop, whole) if stop is not None else whole
            run = None
            if (lo.is_nonnegative and (whole - hi).is_nonnegative) is True:
                run = size_of(hi - lo, [size, *(end for end in (start, stop) if isinstance(end, Size))])
            if run is None:
                raise CellError(f"{value}[{lo}:{hi}]: whether that is a part of {size} is not known for every {size}")
            return Pick(True, lo, run)
        case int() if not isinstance(key, bool):
            place = _place(key, whole)
            if not (place.is_nonnegative and (whole - place).is_positive):
                raise CellError(f"{value}[{key}]: whether there is such a component is not known for every {size}")
            return Pick(True, place, None)
    raise CellError(f"{value}[{key!r}]: brackets take a number, a slice such as 1:3 or :H, None, or an integer input")


def _place(end: object, whole: sp.Expr) -> sp.Expr:
    """Where a slice begins or ends; a negative number counts from behind."""
    if isinstance(end, Size):
        return fitted(end).symbol
    if isinstance(end, sp.Expr):
        return fit_number(end)
    if isinstance(end, int) and not isinstance(end, bool):
        return sp.Integer(end) if end >= 0 else whole + end
    raise CellError(f"{end!r} is no place on an axis: a number, or a size such as H")
