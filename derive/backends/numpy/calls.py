"""Calls as text: what all of them have in common, whether they stand in a loop or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from derive.backends.numpy.expressions import RUNTIME
from derive.backends.numpy.names import UFUNCS
from derive.backends.numpy.operands import Operand
from derive.backends.numpy.text import einsum, filled, fitted
from derive.core.equations import Index
from derive.ir.calls import Call

Axes = tuple[Index, ...]
Show = Callable[[object], Operand]


@dataclass(frozen=True)
class Sides:
    """A product of two arrays with its indices sorted: a has rows and inner, b has inner and columns."""

    a: Operand
    b: Operand
    rows: Axes
    columns: Axes
    inner: Axes
    batch: frozenset[Index]
    out: Axes

    @property
    def is_matrix(self) -> bool:
        """Whether it is one product of two matrices, or of a matrix and a vector, whose result needs no transpose."""
        return not self.batch and bool(self.inner) and self.rows + self.columns == self.out


def sides(call: Call, a: Operand, b: Operand, order: Callable[[Index], tuple[int, str]]) -> Sides:
    """The two sides of a product, in the order in which the result has their indices."""
    out = call.out.axes
    inner = tuple(sorted(call.over & set(a.axes) & set(b.axes), key=order))
    batch = frozenset(a.axes) & frozenset(b.axes) - call.over
    rows, columns = (tuple(i for i in out if i in side.axes) for side in (a, b))
    if rows + columns != out or not rows:  # what comes for each sequence stands on the left
        a, b, rows, columns = b, a, columns, rows
    return Sides(a, b, rows, columns, inner, batch, out)


def function(name: str, used: set[str]) -> str:
    """A function as the module has it; ``used`` collects what is to be imported."""
    if name in RUNTIME or name in UFUNCS:
        used.add(RUNTIME.get(name, name))
        return RUNTIME.get(name, name)
    return f"np.{name}"


def elementwise(call: Call, args: Sequence[Operand], out: str, used: set[str], turned: bool = False) -> str:
    """A call that works component by component: ``multiply(f, c_prev, c)``.

    The last argument is where it writes: by position, since a keyword costs a tenth of the call.  ``turned``: all
    operands are transposed views already.
    """
    texts = [arg.text if turned else fitted(arg.text, arg.axes, call.out.axes) for arg in args]
    if call.function == "copy":
        return f"{filled(out)} = {texts[0]}"
    if call.function == "square":
        return f"{function('multiply', used)}({texts[0]}, {texts[0]}, {out})"
    if call.function == "relu":
        return f"{function('maximum', used)}({texts[0]}, 0, out={out})"
    if call.function in ("maximum", "minimum"):  # these two may take many arrays one day
        return f"{function(call.function, used)}({', '.join(texts)}, out={out})"
    return f"{function(call.function, used)}({', '.join([*texts, out])})"


def reduction(call: Call, arg: Operand, out: str) -> str:
    """A sum or maximum over some axes."""
    over = [at for at, index in enumerate(arg.axes) if index in call.over]
    axis = str(over[0]) if len(over) == 1 else str(tuple(over))
    left = tuple(index for index in arg.axes if index not in call.over)
    target = fitted(out, call.out.axes, left) if left != call.out.axes else out
    return f"{arg.text}.{call.function}(axis={axis}, out={target})"


def contraction(call: Call, args: Sequence[Operand], out: str) -> str:
    """Any product: an einsum."""
    subscripts = einsum([arg.axes for arg in args], call.out.axes)
    return f'np.einsum("{subscripts}", {", ".join(arg.text for arg in args)}, out={out})'


def batched(parts: Sides, out: str) -> str | None:
    """A matrix product for each of some indices; None for that of a matrix and a vector, at which einsum is faster."""
    if not parts.batch or not parts.inner:
        return None
    rows, columns = (tuple(i for i in side if i not in parts.batch) for side in (parts.rows, parts.columns))
    if len(rows) != 1 or len(columns) != 1 or len(parts.inner) != 1:
        return None
    batch = tuple(index for index in parts.out if index in parts.batch)
    a, b = (
        _turned(parts.a, (*batch, *rows, *parts.inner)),
        _turned(parts.b, (*batch, *parts.inner, *columns)),
    )
    target = _turned(Operand(out, parts.out), (*batch, *rows, *columns))
    return f"np.matmul({a}, {b}, out={target})"


def _turned(operand: Operand, axes: Axes) -> str:
    """An array with its axes in this order."""
    if operand.axes == axes:
        return operand.text
    return f"{operand.text}.transpose({', '.join(str(operand.axes.index(index)) for index in axes)})"
