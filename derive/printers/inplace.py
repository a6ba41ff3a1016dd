"""Equations → NumPy calls that write where the result belongs.

``c = f·c_prev + i·g`` becomes

    multiply(f, c_prev, c)
    multiply(i, g, work)
    add(c, work, c)

so that a loop over time allocates nothing.  The last argument is where a call writes: by position, since a keyword
costs a tenth of the call.  What has no such form (an ``einsum``, a reduction) is left to
:mod:`derive.printers.numpy`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp

from derive.core import functions
from derive.core.equations import Index, Term
from derive.printers.numpy import free_indices, reading_order

Show = Callable[[sp.Expr, tuple[Index, ...]], str]
Product = Callable[[Term], str | None]

BARE = ("add", "divide", "exp", "log", "multiply", "negative", "sqrt", "subtract", "tanh")
"""What is imported from NumPy by name: in a short loop, looking it up in the module costs a tenth of the call."""

UFUNCS = {
    functions.tanh: "tanh",
    functions.exp: "exp",
    functions.log: "log",
    functions.sqrt: "sqrt",
    functions.sign: "np.sign",
    functions.absolute: "np.abs",
    functions.sigmoid: "sigmoid",
}


class NoPlace(Exception):
    """There is no way to write this expression in place."""


class Assembler:
    """Turns the terms of one statement into calls that write into ``target``.

    Args:
        target: the array to write to, as text.
        axes: its axes.
        show: prints a component so that it has certain axes.
        product: the operands ``a, b`` of a matrix product, or None where a term is none.
        work: the name of the work arrays; the second is called ``work2`` and so on.
        whole: the target is an array of its own, no slice of one, as ``product`` must have it.
        busy: the target is the first work array.
    """

    def __init__(
        self,
        target: str,
        axes: tuple[Index, ...],
        show: Show,
        product: Product,
        work: str,
        whole: bool,
        busy: bool = False,
    ) -> None:
        self.target, self.axes, self.show, self.product, self.work = target, axes, show, product, work
        self.whole = whole
        self.lines: list[str] = []
        self.works = self._busy = int(busy)  # how many work arrays of the target's shape are needed at once; and now

    def assign(self, terms: Sequence[Term]) -> list[str]:
        """target = Σ terms."""
        if not terms:
            return [f"{self.target}[...] = 0"]
        first = min(terms, key=lambda term: (self.product(term) is None, self._leaf(term.expr)))
        rest = [term for term in terms if term is not first]
        value, negative = self._value(first, self.target)
        if negative:
            self.lines.append(f"negative({value}, {self.target})")
        elif value != self.target and not rest:
            self.lines.append(f"{self.target}[...] = {value}")
        elif value != self.target:
            # two values that stand somewhere already: add them up here
            second, sign = self._value(rest.pop(0), self._borrow())
            self._release()
            self._call("subtract" if sign else "add", value, second)
        return self.add(rest)

    def add(self, terms: Sequence[Term]) -> list[str]:
        """target += Σ terms."""
        for term in terms:
            work = self._borrow()
            value, negative = self._value(term, work)
            self._release()
            self._call("subtract" if negative else "add", self.target, value)
        return self.lines

    # --- values

    def _call(self, name: str, *operands: str, out: str | None = None) -> str:
        out = out or self.target
        function = name if "." in name or name in ("product", *BARE, *UFUNCS.values()) else f"np.{name}"
        named = "out=" if name == "maximum" else ""  # NumPy wants to be told there
        self.lines.append(f"{function}({', '.join(operands)}, {named}{out})")
        return out

    def _borrow(self) -> str:
        self._busy += 1
        self.works = max(self.works, self._busy)
        return f"{self.work}{self._busy if self._busy > 1 else ''}"

    def _release(self) -> None:
        self._busy -= 1

    def _leaf(self, expr: sp.Expr) -> bool:
        return isinstance(expr, (sp.Indexed, sp.Symbol)) or expr.is_number or isinstance(expr, functions.stop_gradient)

    def _value(self, term: Term, out: str) -> tuple[str, bool]:
        """The term's value, without its sign, and whether it is to be subtracted."""
        negative = bool(term.expr.as_coeff_Mul()[0].is_negative)
        if negative:
            term = Term(-term.expr, term.sums, term.when, term.reduce)
        if term.sums:
            operands = self.product(term)
            if operands is None:
                raise NoPlace
            function = "product" if self.whole or out != self.target else "matmul"
            return self._call(function, operands, out=out), negative
        return self._expr(term.expr, out), negative

    def _expr(self, expr: sp.Expr, out: str) -> str:
        if self._leaf(expr):
            return self.show(expr, self.axes)
        if not set(self.axes) <= free_indices(expr):
            return f"({self.show(expr, self.axes)})"  # smaller than the target: not worth an array of its own
        if isinstance(expr, sp.Add):
            return self._sum(expr, out)
        if isinstance(expr, sp.Mul):
            return self._product(expr, out)
        if isinstance(expr, sp.Pow):
            return self._power(expr, out)
        if isinstance(expr, functions.maximum):
            return self._call("maximum", *self._operands(expr.args, out), out=out)
        if isinstance(expr, functions.relu):
            return self._call("maximum", self._expr(expr.args[0], out), "0", out=out)
        name = UFUNCS.get(type(expr))
        if name is None:
            raise NoPlace
        return self._call(name, self._expr(expr.args[0], out), out=out)

    def _operands(self, exprs: Sequence[sp.Expr], out: str) -> list[str]:
        """Several values at once.  One of the first two, which the first call uses up, may lie in ``out``."""
        texts: list[str] = []
        borrowed = 0
        for position, expr in enumerate(exprs):
            if self._leaf(expr):
                texts.append(self.show(expr, self.axes))
                continue
            if position < 2 and out not in texts:
                texts.append(self._expr(expr, out))
                continue
            texts.append(self._expr(expr, self._borrow()))
            borrowed += 1
        for _ in range(borrowed):
            self._release()
        return texts

    def _sum(self, expr: sp.Add, out: str) -> str:
        terms = sorted(expr.args, key=lambda term: (term.as_coeff_Mul()[0].is_negative, reading_order(term)))
        signs = [bool(term.as_coeff_Mul()[0].is_negative) for term in terms]
        values = self._operands([-term if sign else term for term, sign in zip(terms, signs, strict=True)], out)
        if signs[0]:
            raise NoPlace
        result = values[0]
        for value, sign in zip(values[1:], signs[1:], strict=True):
            result = self._call("subtract" if sign else "add", result, value, out=out)
        return result

    def _product(self, expr: sp.Mul, out: str) -> str:
        factors = sorted(expr.args, key=lambda factor: (self._leaf(factor), reading_order(factor)))
        below = [1 / factor for factor in factors if factor.is_Pow and factor.exp.is_negative]
        above = [factor for factor in factors if not (factor.is_Pow and factor.exp.is_negative)] or [sp.S.One]
        values = self._operands([*above, *below], out)
        result = values[0]
        for number, value in enumerate(values[1:], start=1):
            result = self._call("multiply" if number < len(above) else "divide", result, value, out=out)
        return result

    def _power(self, expr: sp.Pow, out: str) -> str:
        if expr.exp.is_negative:
            return self._call("divide", "1", self._expr(1 / expr, out), out=out)
        base = self._expr(expr.base, out)
        if expr.exp == 2:
            return self._call("multiply", base, base, out=out)
        if expr.exp == sp.Rational(1, 2):
            return self._call("sqrt", base, out=out)
        return self._call("power", base, str(expr.exp), out=out)
