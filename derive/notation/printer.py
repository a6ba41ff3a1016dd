r"""Index form and matrix form → formulas, as trees of mathematics in an author's notation.

One printer prints SymPy expressions in components, with Kronecker deltas and explicit sums, and the nodes of
:mod:`derive.forms.tree`, which SymPy's dispatch (``_print_<Class>``) takes like its own.  Factors and summands stand
in the reading order, not in SymPy's canonical one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import sympy as sp
from sympy.printing.printer import Printer

from derive.core.equations import Bound, Equation, Index, N, T, Tensor, Term
from derive.core.functions import FUNCTIONS
from derive.forms import tree as mx
from derive.forms.reading import UNORDERED, Reading, in_reading_order, negative
from derive.forms.tree import MatrixEquation, Node
from derive.notation import DEFAULT, Notation, spelled
from derive.typeset.reader import read
from derive.typeset.tree import (
    EMPTY,
    Atom,
    Fenced,
    Fraction,
    Math,
    Piece,
    Root,
    Row,
    Scripts,
    Sign,
    Word,
    fenced,
    filled,
    joined,
    number,
    row,
    scripted,
    signed,
)

HOLES = "ABCD"
"""Letters that stand for the arguments in the sign of a function that is written around them."""

AROUND = tuple(name for name, function in FUNCTIONS.items() if isinstance(function.latex, tuple))
"""Functions that are written around their arguments."""

ZERO: Piece = ("+", Atom("0"))


def function_sign(name: str) -> Math:
    """σ, tanh, max: a function by its sign or name."""
    sign = FUNCTIONS[name].latex if name in FUNCTIONS else ""
    return read(sign) if isinstance(sign, str) and sign else Word(name, "operatorname")


@cache
def around(name: str) -> Math:
    """A function that is written around its arguments, with letters in their places."""
    parts = FUNCTIONS[name].latex
    return read("".join(part + hole for part, hole in zip(parts, (*HOLES[: len(parts) - 1], ""), strict=True)))


class MathPrinter(Printer):  # type: ignore[misc]  # SymPy has no types
    """Prints expressions, terms and matrix nodes as trees.

    Args:
        notation: how names, steps and adjoints are written.
        reading: the order of factors and summands; :func:`derive.forms.reading.reading_order` of the cell's system.
    """

    printmethod = "_derive_math"

    def __init__(self, notation: Notation = DEFAULT, reading: Reading = UNORDERED) -> None:
        super().__init__()
        self.notation, self.reading = notation, reading

    def doprint(self, expr: sp.Expr | Node) -> Math:
        """The formula of an expression or of a node in matrix form."""
        found: Math = self._print(expr)
        return found

    def emptyPrinter(self, expr: object) -> Math:  # noqa: N802  # SymPy's name
        raise TypeError(f"no way to print {type(expr).__name__}: {expr}")

    # --- components

    def _print_Indexed(self, component: sp.Indexed) -> Math:
        tensor = component.base
        indices: tuple[sp.Expr, ...] = component.indices if tensor.axes else ()
        step = self.step(indices[0]) if tensor.in_time else EMPTY
        indices = indices[int(tensor.in_time) :]
        if self.notation.rows and len(tensor.features) == 2:  # written transposed
            indices = (*indices[:-2], *indices[:-3:-1])
        rest = [self._print(index) for index in indices]
        return self.notation.symbol(tensor, step, joined(rest, "," if any(map(_long, rest)) else EMPTY))

    def _print_Index(self, index: Index) -> Math:
        return self.notation.index(index)

    def _print_Symbol(self, symbol: sp.Symbol) -> Math:
        return spelled(symbol.name).math()

    def step(self, step: sp.Expr) -> Math:
        """A step as it is read: t, t-1, T, t-k+1."""
        offset, rest = sp.sympify(step).as_coeff_Add()
        if rest == 0:
            return number(offset)
        parts = sorted(sp.Add.make_args(rest), key=lambda part: (negative(part), not isinstance(part, Index)))
        pieces = list(map(self.summand, parts))
        if offset:
            pieces.append(("-" if offset < 0 else "+", number(abs(int(offset)))))
        (sign, first), *others = pieces
        return row(*([] if sign == "+" else [sign]), first, *(one for piece in others for one in piece), tight=True)

    def _print_KroneckerDelta(self, delta: sp.KroneckerDelta) -> Math:
        left, right = sorted(delta.args, key=lambda side: (not isinstance(side, Index), "'" in str(side)))
        return self.notation.kronecker(self.step(left), self.step(right))

    def _print_Add(self, total: sp.Add) -> Math:
        return signed(self.summand(part) for part in in_reading_order(total, self.reading))

    def summand(self, expr: sp.Expr) -> Piece:
        """The expression without its sign, and the sign."""
        return ("-", self._print(-expr)) if negative(expr) else ("+", self._print(expr))

    def _print_Mul(self, product: sp.Mul) -> Math:
        if negative(product):
            return row("-", self._print(-product))
        coefficient = sp.Mul(*(factor for factor in product.args if factor.is_Rational))
        rest = [factor for factor in product.args if not factor.is_Rational]
        below = sorted((1 / f for f in rest if f.is_Pow and negative(f.exp)), key=self.reading)
        above = sorted((f for f in rest if not (f.is_Pow and negative(f.exp))), key=self.reading)
        if below:
            p, q = sp.fraction(coefficient)
            deltas = [factor for factor in above if isinstance(factor, sp.KroneckerDelta)]
            top = [factor for factor in above if factor not in deltas]
            top = [p, *top] if p != 1 or not top else top
            fraction = Fraction(self.product(top), self.product([q, *below] if q != 1 else below))
            return joined([fraction, *map(self._print, deltas)])
        return self.product([coefficient, *above] if coefficient != 1 else above)

    def product(self, factors: Sequence[sp.Expr]) -> Math:
        """Factors side by side."""
        only = len(factors) == 1
        return joined(self._print(f) if only or not isinstance(f, sp.Add) else fenced(self._print(f)) for f in factors)

    def _print_Pow(self, power: sp.Pow) -> Math:
        base, exponent = power.args
        if negative(exponent):
            return Fraction(Atom("1"), self._print(1 / power))
        if exponent == sp.S.Half:
            return Root(self._print(base))
        if isinstance(base, Index) or (base.is_Symbol and not isinstance(base, sp.Indexed)):
            return scripted(self._print(base), above=self._print(exponent))
        return self.raised(base, exponent)

    def raised(self, base: sp.Expr | Node, exponent: sp.Expr, mark: Math = EMPTY) -> Math:
        """A power; tanh²(x) of a function that is written by its name."""
        above = row(mark, self._print(exponent))
        name, args = _call(base)
        if name and name not in AROUND and name != "step":
            return row(scripted(function_sign(name), above=above), self.arguments(args))
        return Scripts(fenced(self._print(base)), above=above)

    def _print_Rational(self, value: sp.Rational) -> Math:
        power = len(str(value.q)) - 1
        if value.q == 1 or value.q != 10**power:
            return number(value.p) if value.q == 1 else Fraction(number(value.p), number(value.q))
        if power > 3:
            ten = Scripts(Atom("10"), above=number(-power))
            return ten if value.p == 1 else row(number(value.p), r"\cdot", ten)
        return number(str(value.p / value.q))

    _print_Integer = _print_One = _print_Zero = _print_NegativeOne = _print_Half = _print_Rational

    def _print_Float(self, value: sp.Float) -> Math:
        return number(f"{float(value):g}")

    def _print_int(self, value: int) -> Math:
        return number(value)

    def _print_Infinity(self, value: sp.Expr) -> Math:
        return Atom(r"\infty")

    def _print_Max(self, function: sp.Max) -> Math:
        return row(r"\max", self.arguments(sorted(function.args, key=str)))

    def _print_Min(self, function: sp.Min) -> Math:
        return row(r"\min", self.arguments(sorted(function.args, key=str)))

    def _print_Function(self, function: sp.Function) -> Math:
        return self.applied(function.func.__name__, function.args)

    def _print_step(self, function: sp.Function) -> Math:
        argument = function.args[0]
        right = sp.Add(*(-part for part in sp.Add.make_args(argument) if negative(part)))
        return Fenced(row(self._print(argument + right), ">", self._print(right)), "[", "]")

    def applied(self, name: str, args: Sequence[sp.Expr | Node]) -> Math:
        """A function of its arguments."""
        if name in ("absolute", "Abs"):
            return Fenced(self._print(args[0]), r"\lvert", r"\rvert")
        if name in AROUND:
            show = self._print if FUNCTIONS[name].latex[0] else self.held
            return filled(around(name), {hole: show(arg) for hole, arg in zip(HOLES, args, strict=False)})
        return row(function_sign(name), self.arguments(args))

    def held(self, arg: sp.Expr | Node) -> Math:
        """An argument that the sign of its function does not enclose: in parentheses if it is a sum or has a sign."""
        if isinstance(arg, Node):
            loose = isinstance(arg, mx.Added | mx.Summed) or _without_sign(arg) is not None
        else:
            loose = arg.is_Add or arg.could_extract_minus_sign()
        return fenced(self._print(arg)) if loose else self._print(arg)

    def arguments(self, args: Sequence[sp.Expr | Node]) -> Math:
        """What a function is taken of, in parentheses."""
        return fenced(joined(map(self._print, args), ","))

    _print_exp = _print_log = _print_Abs = _print_sign = _print_Function

    # --- sums

    def sums(self, bounds: Iterable[Bound], batch_limits: bool = False) -> list[Math]:
        r"""The signs of the sums, \sum_{t=1}^{T}\sum_{n,j}: time, and what is not a whole range, with its limits."""
        limits: list[Math] = []
        whole: list[Math] = []
        for bound in bounds:
            index = self._print(bound.index)
            if bound.index.size is T or batch_limits or bound != Bound.over(bound.index):
                start = row(index, "=", self._print(bound.lo), tight=True)
                limits.append(Sign("sum", start, self.step(bound.hi)))
            else:
                whole.append(index)
        return [*limits, Sign("sum", joined(whole, ","))] if whole else limits

    def term(self, term: Term) -> Piece:
        """A term in components."""
        sign, formula = self.summand(term.expr)
        sums = [bound for bound in term.sums if not self.understood(bound, term.expr)]
        return sign, row(*self.sums(sums), fenced(formula) if isinstance(term.expr, sp.Add) else formula)

    def understood(self, bound: Bound, expr: sp.Expr) -> bool:
        """Whether a sum need not be written: over the whole range of an index that two factors bear."""
        if self.notation.form == "matrix" or bound.index.size in (T, N) or bound != Bound.over(bound.index):
            return False
        bearing = [factor for factor in sp.Mul.make_args(expr) if factor.has(bound.index)]
        return len(bearing) == 2 and all(isinstance(factor, sp.Indexed) for factor in bearing)

    def terms(self, equation: Equation) -> list[Piece]:
        """The right-hand side of an equation in components."""
        return [self.term(term) for term in equation.terms] or [ZERO]

    def component(self, tensor: Tensor, indices: Iterable[sp.Expr]) -> Math:
        """A component of the tensor."""
        return self.doprint(tensor.at(indices))

    def equation(self, equation: Equation | MatrixEquation) -> Math:
        """The equation on one line."""
        if isinstance(equation, MatrixEquation):
            pieces = [self.node_piece(term.node) for term in equation.terms] or [ZERO]
        else:
            pieces = self.terms(equation)
        return row(self._print(equation.lhs), "=", signed(pieces))

    def condition(self, bound: Bound, first: sp.Expr | int) -> Math:
        """The range of an index that begins with ``first``, as short as it can be said: t<T, t ≥ 2, t=T."""
        index, lo, hi = self._print(bound.index), bound.lo, bound.hi
        if lo == hi:
            return row(index, "=", self.step(lo), tight=True)
        if lo == first:
            if hi == T.symbol - 1:
                return row(index, "<", "T", tight=True)
            return row(index, r"\leq", self._print(hi))
        if hi == bound.index.size.symbol:
            return row(index, r"\geq", self._print(lo))
        return row(self._print(lo), r"\leq", index, r"\leq", self._print(hi))

    # --- matrix form

    def node_piece(self, node: Node) -> Piece:
        """A summand in matrix form without its sign, and the sign."""
        positive = _without_sign(node)
        return ("+", self._print(node)) if positive is None else ("-", self._print(positive))

    def _print_Constant(self, node: mx.Constant) -> Math:
        return self.doprint(node.value)

    def _print_Ones(self, node: mx.Ones) -> Math:
        return read(self.notation.ones)

    def _print_Eye(self, node: mx.Eye) -> Math:
        return Atom("I")

    def _print_Array(self, node: mx.Array) -> Math:
        return self.notation.symbol(node.tensor, EMPTY if node.step is None else self.step(node.step))

    def _print_Concatenated(self, node: mx.Concatenated) -> Math:
        between = row("," if self.notation.rows else ";", r"\,")
        return Fenced(joined(map(self._print, node.items), between), "[", "]")

    def _print_Joined(self, node: mx.Joined) -> Math:
        return self.notation.joined(min((item.tensor for item in node.items), key=_lead))

    def _print_Transposed(self, node: mx.Transposed) -> Math:
        return self.transposed(node.item)

    def transposed(self, node: Node) -> Math:
        """A matrix or vector with the mark of the transpose."""
        formula = self._print(node)
        plain = isinstance(node, mx.Ones | mx.Concatenated) or (
            isinstance(node, mx.Array) and node.step is None and node.tensor.of is None
        )
        return scripted(formula if plain else fenced(formula), above=read(self.notation.transpose))

    def _print_Diagonal(self, node: mx.Diagonal) -> Math:
        return row(Word("diag", "operatorname"), fenced(self._print(node.item)))

    def _print_Matmul(self, node: mx.Matmul) -> Math:
        right = self._print(node.right) if isinstance(node.right, mx.Matmul) else self.factor(node.right)
        chain = self.notation.rows and isinstance(node.left, mx.Matmul)
        return joined([self._print(node.left) if chain else self.factor(node.left), right])

    def _print_Outer(self, node: mx.Outer) -> Math:
        if self.notation.rows:
            return joined([self.transposed(node.left), self.factor(node.right)])
        return joined([self.factor(node.left), self.transposed(node.right)])

    def _print_Inner(self, node: mx.Inner) -> Math:
        if len(node.left.axes) == 2:
            both = joined(map(self._print, (node.left, node.right)), row(",", r"\,"))
            return Fenced(both, r"\langle", r"\rangle")
        if self.notation.rows:
            left = self._print(node.left) if isinstance(node.left, mx.Matmul) else self.factor(node.left)
            return joined([left, self.transposed(node.right)])
        right = self._print(node.right) if isinstance(node.right, mx.Matmul) else self.factor(node.right)
        return joined([self.transposed(node.left), right])

    def _print_Hadamard(self, node: mx.Hadamard) -> Math:
        return joined(map(self.factor, node.items), Atom(r"\odot"))

    def _print_Quotient(self, node: mx.Quotient) -> Math:
        above = self._print(node.above)
        if not node.below.axes:
            return Fraction(above, self._print(node.below))
        grouped = fenced(above) if isinstance(node.above, mx.Added | mx.Summed) else above
        return row(grouped, r"\oslash", self.factor(node.below))

    def _print_Scaled(self, node: mx.Scaled) -> Math:
        positive = _without_sign(node)
        if positive is not None:
            return row("-", self._print(positive))
        last = fenced(self._print(node.item)) if isinstance(node.item, mx.Added) else self._print(node.item)
        return joined([*map(self.factor, node.factors), last])

    def _print_Added(self, node: mx.Added) -> Math:
        return signed(map(self.node_piece, node.items))

    def _print_Raised(self, node: mx.Raised) -> Math:
        mark = Atom(r"\odot") if node.base.axes and not isinstance(node.base, mx.Applied) else EMPTY
        return self.raised(node.base, node.exponent, mark)

    def _print_Applied(self, node: mx.Applied) -> Math:
        if node.function.__name__ == "step":
            return self.bracket(node.args[0])
        return self.applied(node.function.__name__, node.args)

    def bracket(self, node: Node) -> Math:
        """[u > v], 1 where it holds and 0 elsewhere: the step function of u - v."""
        items = node.items if isinstance(node, mx.Added) else (node,)
        pieces = [self.node_piece(item) for item in items]
        left = signed(piece for piece in pieces if piece[0] == "+") or Atom("0")
        right = signed(("+", formula) for sign, formula in pieces if sign == "-") or Atom("0")
        return Fenced(row(left, ">", right), "[", "]")

    def _print_Summed(self, node: mx.Summed) -> Math:
        item = self._print(node.item)
        return row(
            *self.sums(node.bounds, batch_limits=True), fenced(item) if isinstance(node.item, mx.Added) else item
        )

    def factor(self, node: Node) -> Math:
        """A node within a product: in parentheses unless it holds together by itself."""
        formula = self._print(node)
        return formula if isinstance(node, ATOMS) or _fraction(node) else fenced(formula)


def _lead(tensor: Tensor) -> bool:
    """The weights of the input give the joined matrix its name."""
    return not tensor.name.startswith("W")


ATOMS = (
    mx.Concatenated,
    mx.Joined,
    mx.Constant,
    mx.Ones,
    mx.Eye,
    mx.Array,
    mx.Transposed,
    mx.Diagonal,
    mx.Applied,
    mx.Raised,
)


def _without_sign(node: Node) -> Node | None:
    """A node with a minus sign before it, without that sign; None where there is no such sign."""
    match node:
        case mx.Constant(value) if negative(value):
            return mx.Constant(-value)
        case mx.Scaled((mx.Constant(value), *rest), item) if negative(value):
            factors = (*([] if value == -1 else [mx.Constant(-value)]), *rest)
            return mx.Scaled(factors, item) if factors else item
    return None


def _fraction(node: Node) -> bool:
    return isinstance(node, mx.Quotient) and not node.below.axes


def _call(base: sp.Expr | Node) -> tuple[str, Sequence[sp.Expr | Node]]:
    """The name and the arguments of what is a function of something; else no name."""
    if isinstance(base, mx.Applied):
        return base.function.__name__, base.args
    return (type(base).__name__, base.args) if isinstance(base, sp.Function) else ("", ())


def _long(index: Math) -> bool:
    """Whether an index is more than a letter with primes, so that a comma has to part it from the next."""
    return isinstance(index, Row) or (isinstance(index, Scripts) and bool(index.below))
