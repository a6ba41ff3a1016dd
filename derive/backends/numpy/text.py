"""Arrays as text: shapes, slices of steps and columns, and axes fitted to those of another array."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sympy as sp

from derive.core.equations import TIME, Bound, Index, T
from derive.core.functions import Elementwise, sqrt
from derive.ir.nodes import Buffer, Place, free_indices


def number(expr: sp.Expr) -> str:
    """A number, which may hold sizes, as Python writes it: ``4 * H``, ``H + M``, ``1 / 2``, ``H ** 0.5``."""
    expr = sp.sympify(expr)
    if expr.is_Rational and not expr.is_Integer:
        return f"{expr.p} / {expr.q}"
    if expr.is_Float:
        return repr(float(expr))
    if expr.is_NumberSymbol:
        return f"np.{expr}"
    if expr.is_Add:
        first, *rest = sorted(
            expr.args, key=lambda term: (term.is_number, term.as_coeff_Mul()[0].is_negative, str(term))
        )
        signs = ("-" if term.as_coeff_Mul()[0].is_negative else "+" for term in rest)
        return number(first) + "".join(
            f" {sign} {number(abs_of(term))}" for sign, term in zip(signs, rest, strict=True)
        )
    if expr.is_Mul:
        above, below = expr.as_numer_denom()
        if below != 1:
            return f"{_factor(above)} / {_factor(below)}"
        return " * ".join(_factor(factor) for factor in sorted(expr.args, key=_in_order))
    if isinstance(expr, sqrt):
        return number(expr.definition(*expr.args))
    if isinstance(expr, Elementwise):  # a NumPy number would make all that it meets a float64
        return f"float(np.{type(expr).__name__}({', '.join(map(number, expr.args))}))"
    if expr.is_Pow and expr.exp == sp.Rational(1, 2):
        return f"{_factor(expr.base)} ** 0.5"
    if expr.is_Pow and expr.exp.is_negative:
        return f"1 / {_factor(1 / expr)}"
    if expr.is_Pow:
        return f"{_factor(expr.base)} ** {_factor(expr.exp)}"
    return str(expr)


def abs_of(term: sp.Expr) -> sp.Expr:
    """A summand without its sign."""
    return -term if term.as_coeff_Mul()[0].is_negative else term


def _in_order(expr: sp.Expr) -> tuple[bool, str]:
    return (not expr.is_number, str(expr))


def _factor(expr: sp.Expr) -> str:
    text = number(expr)
    return f"({text})" if " " in text else text


def extent(index: Index) -> str:
    """How many values an index has."""
    return number(index.size.symbol)


def shape(extents: Sequence[str]) -> str:
    """A tuple: ``(T, N, 4 * H)``."""
    return f"({', '.join(extents)}{',' * (len(extents) == 1)})"


def between(start: sp.Expr, stop: sp.Expr, total: sp.Expr) -> str:
    """A slice as it is written, open where it reaches an end: ``:H``, ``H : 2 * H``, ``3 * H :``, ``1:``, ``:-1``."""
    low = "" if start == 0 else _row(start, total)
    high = "" if stop == total else _row(stop, total)
    return f"{low}{' ' if ' ' in low else ''}:{' ' if ' ' in low + high and high else ''}{high}"


def _row(at: sp.Expr, total: sp.Expr) -> str:
    """A row, counted from the end where the number of steps decides it."""
    behind = at - total
    return number(behind) if at.has(T.symbol) and behind.is_Integer and behind.is_negative else number(at)


def steps(buffer: Buffer) -> sp.Expr:
    """How many rows a buffer has."""
    return T.symbol + buffer.before + buffer.after


def row(place: Place, step: sp.Expr) -> sp.Expr:
    """The row of a buffer in which a step of a tensor lies."""
    return step + place.lag - 1 + place.buffer.before


def rows(place: Place, index: sp.Expr, steps_: Bound | None) -> str:
    """The rows of a buffer at a step (``index``) of a statement that is computed on some steps; ":" for all of them."""
    total = steps(place.buffer)
    if not index.has(TIME) or steps_ is None:
        return _row(row(place, index), total)
    start, stop = (row(place, index.xreplace({TIME: end})) for end in (steps_.lo, steps_.hi))
    return between(start, stop + 1, total)


def part(index: sp.Expr, size: sp.Expr, ranges: Mapping[Index, Bound]) -> str:
    """The part of an axis at an index, which may be shifted or fixed; ":" for all of it."""
    free = next(iter(free_indices(index)), None)
    if free is None:
        return number(index - 1)
    bound = ranges.get(free, Bound.over(free))
    return between(index.xreplace({free: bound.lo}) - 1, index.xreplace({free: bound.hi}), size)


def subscript(parts: Sequence[str]) -> str:
    """A subscript; empty where it is all of every axis."""
    wanted = list(parts)
    while wanted and wanted[-1] == ":":
        wanted.pop()
    return f"[{', '.join(wanted)}]" if wanted else ""


def filled(array: str) -> str:
    """An array as the left side of an assignment that fills it: ``h[...]``.  A subscript is not repeated."""
    return array if array.endswith("]") else f"{array}[...]"


def chunk_rows(place: Place, index: sp.Expr) -> str:
    """The rows of a buffer at a step, for the chunk of steps at hand: ``[t0:t1]``."""
    ahead = row(place, index) - TIME + 1
    return f"t0 + {ahead} : t1 + {ahead}" if ahead else "t0:t1"


def delta(
    expr: sp.KroneckerDelta, access: Callable[[sp.Indexed], str], fixed: frozenset[Index], used: set[str]
) -> tuple[str, tuple[Index, ...]]:
    """A delta as an array: the identity matrix, or one-hot rows of an integer input."""
    sides = sorted(expr.args, key=lambda side: isinstance(side, sp.Indexed))
    if isinstance(sides[1], sp.Indexed):
        [row] = free_indices(sides[0])
        used.add("one_hot")
        return f"one_hot({access(sides[1])}, {extent(row)}, dtype)", axes_of(expr, fixed)
    if not all(isinstance(side, Index) for side in sides):
        raise TypeError(f"no array for {expr}")
    return f"np.eye({extent(sides[0])}, dtype=dtype)", axes_of(expr, fixed)


def diagonal(text: str, axes: tuple[Index, ...]) -> tuple[str, tuple[Index, ...]]:
    """An array of which two axes have one index: its diagonal, which lies along the last axis."""
    for index in axes:
        if axes.count(index) == 2:
            first, second = (place for place, axis in enumerate(axes) if axis == index)
            return f"{text}.diagonal(0, {first}, {second})", (*(i for i in axes if i != index), index)
    return text, axes


def axes_of(component: sp.Expr, fixed: frozenset[Index]) -> tuple[Index, ...]:
    """The axes of the array that a component stands for: its indices, less those that are fixed."""
    if isinstance(component, sp.KroneckerDelta):
        first, second = sorted(component.args, key=lambda side: not isinstance(side, sp.Indexed))
        inner = first.indices if isinstance(first, sp.Indexed) else (first,)
        found = (next(iter(free_indices(index)), None) for index in (*inner, second))
        return tuple(index for index in found if index is not None and index not in fixed)
    found = (next(iter(free_indices(index)), None) for index in component.indices if component.base.axes)
    return tuple(index for index in found if index is not None and index not in fixed)


def fitted(text: str, axes: tuple[Index, ...], target: tuple[Index, ...]) -> str:
    """An array with these axes, transposed, and with new axes where the target has one that it lacks."""
    wanted = tuple(index for index in target if index in axes)
    if wanted != axes:
        order = ", ".join(str(axes.index(index)) for index in wanted)
        text = f"{text}.T" if len(axes) == 2 else f"{text}.transpose({order})"
    missing = [index not in wanted for index in target]
    while missing and missing[0]:  # leading axes come by themselves
        missing.pop(0)
    if wanted and any(missing):
        text += "[" + ", ".join("None" if gap else ":" for gap in missing) + "]"
    return text


def folded(indices: Sequence[Index]) -> str:
    """The extent of several axes as one: ``T * N``."""
    return " * ".join(_grouped(extent(index), len(indices) > 1) for index in indices)


def _grouped(text: str, several: bool) -> str:
    return f"({text})" if several and "+" in text else text


def einsum(operands: Sequence[tuple[Index, ...]], result: tuple[Index, ...]) -> str:
    """The subscripts of an einsum, each index under a letter of its own."""
    letters: dict[Index, str] = {}
    for index in (index for axes in (*operands, result) for index in axes):
        pool = [index.name[0], *"abcdefghijklmopqrsuvwxyz"]
        letters.setdefault(index, next(letter for letter in pool if letter not in letters.values()))
    return ",".join("".join(letters[i] for i in axes) for axes in operands) + "->" + "".join(letters[i] for i in result)
