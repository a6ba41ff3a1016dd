"""Index form → NumPy expressions.

A term becomes one expression on whole arrays.  Its free indices are the axes of the result, in order; each tensor
component becomes an array whose axes are its indices, transposed and broadcast to fit.  A sum over products becomes a
matrix product where it is one, a ``sum`` where a single array is reduced, and ``einsum`` in every other case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp
from sympy.printing.precedence import PRECEDENCE, precedence
from sympy.printing.pycode import PythonCodePrinter

from derive.core.equations import Index, Kind, N, T, Term

Access = Callable[[sp.Indexed], str]
"""How the array is reached whose axes are the component's free indices, in the component's order: ``h[t - 1]``."""

_ORDER = (Kind.SEED, Kind.ADJOINT, Kind.TANGENT, Kind.PARAMETER, Kind.SIGNAL, Kind.STATE, Kind.INPUT, Kind.GIVEN)


def free_indices(expr: sp.Expr) -> frozenset[Index]:
    return frozenset(symbol for symbol in expr.free_symbols if isinstance(symbol, Index))


def axes_of(component: sp.Indexed, loose: frozenset[Index]) -> tuple[Index, ...]:
    """The axes of a component's array: its indices, less those that are fixed at this point of the program."""
    found = (next(iter(free_indices(index)), None) for index in component.indices)
    return tuple(index for index in found if index is not None and index in loose)


class NumpyPrinter(PythonCodePrinter):
    """Prints an elementwise expression so that the result has exactly the axes ``target``."""

    def __init__(self, access: Access, target: tuple[Index, ...], loose: frozenset[Index]) -> None:
        super().__init__({"fully_qualified_modules": False})
        self.access, self.target, self.loose = access, target, loose

    def _print_Indexed(self, component: sp.Indexed) -> str:
        axes = axes_of(component, self.loose)
        return fitted(self.access(component), axes, self.target)

    def _print_Mul(self, product: sp.Mul) -> str:
        sign, factors = "", list(product.args)
        if product.as_coeff_Mul()[0].is_negative:
            sign, product = "-", -product
            factors = list(sp.Mul.make_args(product))
        below = [f for f in factors if f.is_Pow and f.exp.is_negative] + [
            sp.Integer(f.q) ** -1 for f in factors if f.is_Rational and f.q != 1
        ]
        above = [sp.Integer(f.p) if f.is_Rational else f for f in factors if not (f.is_Pow and f.exp.is_negative)]
        above = sorted((f for f in above if f != 1), key=reading_order) or [sp.S.One]
        text = " * ".join(self.parenthesize(factor, PRECEDENCE["Mul"]) for factor in above)
        for divisor in sorted((1 / f for f in below), key=reading_order):
            text += f" / {self.parenthesize(divisor, PRECEDENCE['Pow'])}"
        return sign + text

    def _print_Add(self, total: sp.Add) -> str:
        terms = sorted(total.args, key=lambda term: (term.as_coeff_Mul()[0].is_negative, reading_order(term)))
        if all(term.as_coeff_Mul()[0].is_negative for term in terms):
            return f"-({self._print(-total)})"
        text: str = self.parenthesize(terms[0], precedence(total))
        for term in terms[1:]:
            negative = term.as_coeff_Mul()[0].is_negative
            text += " - " if negative else " + "
            text += self.parenthesize(-term if negative else term, precedence(total) + negative)
        return text

    def _print_Pow(self, power: sp.Pow, **_: object) -> str:
        if power.exp == -1:
            return f"1 / {self.parenthesize(power.base, PRECEDENCE['Pow'])}"
        if power.exp == sp.Rational(1, 2):
            return f"np.sqrt({self._print(power.base)})"
        if power.exp.is_negative:
            return f"1 / {self.parenthesize(power.base**-power.exp, PRECEDENCE['Pow'])}"
        return (
            f"{self.parenthesize(power.base, PRECEDENCE['Pow'])} ** {self.parenthesize(power.exp, PRECEDENCE['Pow'])}"
        )

    def _print_Rational(self, number: sp.Rational) -> str:
        return f"{number.p} / {number.q}"

    def _call(self, function: str, *args: sp.Expr) -> str:
        return f"{function}({', '.join(map(self._print, args))})"

    def _print_sigmoid(self, e: sp.Expr) -> str:
        return self._call("sigmoid", *e.args)

    def _print_tanh(self, e: sp.Expr) -> str:
        return self._call("np.tanh", *e.args)

    def _print_exp(self, e: sp.Expr) -> str:
        return self._call("np.exp", *e.args)

    def _print_log(self, e: sp.Expr) -> str:
        return self._call("np.log", *e.args)

    def _print_sqrt(self, e: sp.Expr) -> str:
        return self._call("np.sqrt", *e.args)

    def _print_log_sigmoid(self, e: sp.Expr) -> str:
        return f"-softplus({self._print(-e.args[0])})"

    def _print_softplus(self, e: sp.Expr) -> str:
        return self._call("softplus", *e.args)

    def _print_relu(self, e: sp.Expr) -> str:
        return f"np.maximum({self._print(e.args[0])}, 0)"

    def _print_step(self, e: sp.Expr) -> str:
        return self._call("heaviside", *e.args)

    def _print_sign(self, e: sp.Expr) -> str:
        return self._call("np.sign", *e.args)

    def _print_absolute(self, e: sp.Expr) -> str:
        return self._call("np.abs", *e.args)

    def _print_maximum(self, e: sp.Expr) -> str:
        return self._call("np.maximum", *e.args)

    def _print_stop_gradient(self, e: sp.Expr) -> str:
        return str(self._print(e.args[0]))


def reading_order(expr: sp.Expr) -> tuple[int, int, str]:
    """Numbers, then what arrives, then parameters, gates, states: the order in which a paper multiplies."""
    components = sorted(expr.atoms(sp.Indexed), key=str)
    if not components:
        return (-1, 0, str(expr))
    # a compound factor such as (1 - i) stands behind the plain ones of its kind
    return (min(_ORDER.index(c.base.kind) for c in components), 0 if expr.is_Symbol else len(components), str(expr))


def fitted(text: str, axes: tuple[Index, ...], target: tuple[Index, ...]) -> str:
    """An array with these axes, transposed and with new axes where the target has one that it lacks."""
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


def term_code(term: Term, target: tuple[Index, ...], access: Access, loose: frozenset[Index]) -> str:
    """The term as one expression with the axes ``target`` (or fewer leading ones, where it broadcasts)."""

    def show(expr: sp.Expr, axes: tuple[Index, ...]) -> str:
        return str(NumpyPrinter(access, axes, loose).doprint(expr))

    summed = frozenset(bound.index for bound in term.sums)
    if not summed:
        return show(term.expr, target)
    number, product = term.expr.as_coeff_Mul()
    factors = sorted(sp.Mul.make_args(product), key=reading_order)
    inner = [factor for factor in factors if free_indices(factor) & summed]
    outer = sp.Mul(number, *(factor for factor in factors if not free_indices(factor) & summed))
    text, axes = _contract(inner, summed, target, show, loose, term.reduce)
    text = fitted(text, axes, target)
    if outer == 1:
        return text
    if outer == -1:
        return f"-({text})"
    scale = show(outer, target)
    weak = outer.is_Add or outer.as_coeff_Mul()[0].is_negative
    wrapped = text if "@" not in text else f"({text})"
    return f"{f'({scale})' if weak else scale} * {wrapped}"


def _contract(
    factors: Sequence[sp.Expr],
    summed: frozenset[Index],
    target: tuple[Index, ...],
    show: Callable[[sp.Expr, tuple[Index, ...]], str],
    loose: frozenset[Index],
    reduce: str,
) -> tuple[str, tuple[Index, ...]]:
    """The sum of a product as code, and the axes of the result."""
    groups: dict[frozenset[Index], sp.Expr] = {}
    for factor in factors:
        key = free_indices(factor) & loose
        groups[key] = groups.get(key, sp.S.One) * factor
    order = tuple(sorted(summed, key=_natural))
    everywhere = tuple(index for index in target if any(index in group for group in groups))
    if len(groups) == 1:
        (axes_set, expr) = next(iter(groups.items()))
        axes = (*order, *(index for index in everywhere if index in axes_set))
        axes = tuple(sorted(axes, key=lambda i: _native(expr, i, loose)))
        where = tuple(axes.index(index) for index in order)
        text = show(expr, axes)
        compound = not isinstance(expr, sp.Indexed)
        left = tuple(index for index in axes if index not in summed)
        axis = str(where[0]) if len(where) == 1 else str(where)
        return f"{f'({text})' if compound else text}.{reduce}(axis={axis})", left
    if len(groups) == 2:
        (left_set, left), (right_set, right) = groups.items()
        if left_set & right_set == summed:
            first = tuple(index for index in everywhere if index in left_set)
            second = tuple(index for index in everywhere if index in right_set)
            if first + second != everywhere:
                (left, right), (first, second) = (right, left), (second, first)
            if first + second == everywhere:
                return _matmul(left, right, first, second, order, show), everywhere
    letters = _letters([*everywhere, *order])
    operands, texts = [], []
    for axes_set, expr in groups.items():
        axes = tuple(sorted(axes_set, key=lambda i: _native(expr, i, loose)))
        operands.append("".join(letters[index] for index in axes))
        texts.append(show(expr, axes))
    result = "".join(letters[index] for index in everywhere)
    return f'np.einsum("{",".join(operands)}->{result}", {", ".join(texts)})', everywhere


def _matmul(
    left: sp.Expr,
    right: sp.Expr,
    first: tuple[Index, ...],
    second: tuple[Index, ...],
    over: tuple[Index, ...],
    show: Callable[[sp.Expr, tuple[Index, ...]], str],
) -> str:
    """``first`` × ``second`` with the sum over ``over``; time and batch are folded into one axis where they pair."""

    def operand(expr: sp.Expr, rows: tuple[Index, ...], columns: tuple[Index, ...]) -> str:
        native = tuple(sorted(rows + columns, key=lambda i: _native(expr, i, frozenset(rows + columns))))
        flipped = native == columns + rows and bool(rows and columns)
        groups = (columns, rows) if flipped else (rows, columns)
        text = show(expr, groups[0] + groups[1])
        text = text if isinstance(expr, sp.Indexed) else f"({text})"
        if len(rows) > 1 or len(columns) > 1:
            text = f"{text}.reshape({', '.join(_extent(group) for group in groups if group)})"
        return f"{text}.T" if flipped else text

    text = f"{operand(left, first, over)} @ {operand(right, over, second)}"
    if len(first) > 1 or len(second) > 1:
        text = f"({text}).reshape({', '.join(index.size.name for index in (*first, *second))})"
    return text


def _extent(indices: tuple[Index, ...]) -> str:
    names = [name.replace("*", " * ") for name in map(_size_name, indices)]
    return " * ".join(f"({name})" if "+" in name and len(names) > 1 else name for name in names)


def _size_name(index: Index) -> str:
    return str(index.size)


def _natural(index: Index) -> tuple[int, str]:
    return (0 if index.size is T else 1 if index.size is N else 2, index.name)


def _native(expr: sp.Expr, index: Index, loose: frozenset[Index]) -> tuple[int, int, str]:
    """Where the index stands in the expression's own arrays: time, batch, then as the largest array has it."""
    for component in sorted(expr.atoms(sp.Indexed), key=lambda c: (-len(c.indices), str(c))):
        axes = axes_of(component, loose)
        if index in axes:
            return (_natural(index)[0], axes.index(index), index.name)
    return (*_natural(index)[:1], 9, index.name)


def _letters(indices: Sequence[Index]) -> dict[Index, str]:
    """A letter of its own for each index, its own where that is free."""
    letters: dict[Index, str] = {}
    for index in indices:
        pool = [index.name[0], *"abcdefgijklmopqrsuvwxyz"]
        letters[index] = next(letter for letter in pool if letter not in letters.values())
    return letters
