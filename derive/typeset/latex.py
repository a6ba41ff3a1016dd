r"""Index form and matrix form → LaTeX, on SymPy's own printer.

One printer prints SymPy expressions in components, with Kronecker deltas and explicit sums, and the nodes of
:mod:`derive.forms.matrix`, which SymPy's dispatch (``_print_<Class>``) takes like its own.  Factors and summands stand
in the reading order, not in SymPy's canonical one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import sympy as sp
from sympy.printing.latex import LatexPrinter as SympyPrinter

from derive.core.equations import Bound, Equation, Index, N, T, Tensor, Term
from derive.forms import matrix as mx
from derive.forms.matrix import MatrixEquation, Node, Reading, in_reading_order, negative
from derive.notation import DEFAULT, Notation

FUNCTIONS = {
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
    "exp": r"\exp",
    "log": r"\log",
    "log_sigmoid": r"\log\sigma",
    "maximum": r"\max",
    "stop_gradient": r"\operatorname{sg}",
}
"""Functions that have a sign of their own; the others are set by their names."""

FENCES = {
    "sqrt": (r"\sqrt{", "}"),
    "absolute": (r"\lvert ", r"\rvert"),
    "Abs": (r"\lvert ", r"\rvert"),
}
"""Functions that are written around their argument."""

Piece: TypeAlias = "tuple[str, str]"
"""A summand and the sign before it."""


class LatexPrinter(SympyPrinter):
    """Prints expressions, terms and matrix nodes.

    Args:
        notation: how names, steps and adjoints are written.
        reading: the order of factors and summands; :func:`derive.forms.matrix.reading_order` of the cell's system.
    """

    def __init__(self, notation: Notation = DEFAULT, reading: Reading = mx.UNORDERED) -> None:
        super().__init__()
        self.notation, self.reading = notation, reading

    # --- components

    def _print_Indexed(self, component: sp.Indexed) -> str:
        tensor = component.base
        indices: tuple[sp.Expr, ...] = component.indices if tensor.axes else ()
        step = self.step(indices[0]) if tensor.in_time else ""
        indices = indices[int(tensor.in_time) :]
        if self.notation.rows and len(tensor.features) == 2:  # written transposed
            indices = (*indices[:-2], *indices[:-3:-1])
        rest = [self._print(index) for index in indices]
        return self.notation.symbol(tensor, step, ("" if all(map(_short, rest)) else ",").join(rest))

    def _print_Index(self, index: Index) -> str:
        return self.notation.index(index)

    def step(self, step: sp.Expr) -> str:
        """A step as it is read: t, t-1, T, t-k+1."""
        offset, rest = step.as_coeff_Add()
        if rest == 0:
            return str(offset)
        parts = sorted(sp.Add.make_args(rest), key=lambda part: (negative(part), not isinstance(part, Index)))
        text = "".join(f"{sign}{part}" for sign, part in map(self.summand, parts)).removeprefix("+")
        return text + (f"{int(offset):+d}" if offset else "")

    def _print_KroneckerDelta(self, delta: sp.KroneckerDelta, exp: None = None) -> str:
        left, right = sorted(delta.args, key=lambda side: (not isinstance(side, Index), "'" in str(side)))
        return self.notation.kronecker(self.step(left), self.step(right))

    def _print_Add(self, total: sp.Add, order: None = None) -> str:
        return signed(self.summand(part) for part in in_reading_order(total, self.reading))

    def summand(self, expr: sp.Expr) -> Piece:
        """The expression without its sign, and the sign."""
        return ("-", self._print(-expr)) if negative(expr) else ("+", self._print(expr))

    def _print_Mul(self, product: sp.Mul) -> str:
        if not product.has(sp.Indexed, Index):
            return str(super()._print_Mul(product))
        if negative(product):
            return f"-{self._print(-product)}"
        number = sp.Mul(*(factor for factor in product.args if not factor.has(sp.Indexed, Index)))
        rest = [factor for factor in product.args if factor.has(sp.Indexed, Index)]
        below = sorted((1 / f for f in rest if f.is_Pow and f.exp.is_negative), key=self.reading)
        above = sorted((f for f in rest if not (f.is_Pow and f.exp.is_negative)), key=self.reading)
        if below:
            p, q = sp.fraction(number)
            deltas = [factor for factor in above if isinstance(factor, sp.KroneckerDelta)]
            top = [factor for factor in above if factor not in deltas]
            top = [p, *top] if p != 1 or not top else top
            fraction = rf"\frac{{{self.product(top)}}}{{{self.product([q, *below] if q != 1 else below)}}}"
            return r"\,".join([fraction, *map(self._print, deltas)])
        return self.product([number, *above] if number != 1 else above)

    def product(self, factors: Sequence[sp.Expr]) -> str:
        """Factors side by side."""
        only = len(factors) == 1
        texts = [self._print(f) if only or not isinstance(f, sp.Add) else fenced(self._print(f)) for f in factors]
        return r"\,".join(texts)

    def _print_Pow(self, power: sp.Pow) -> str:
        base, exponent = power.args
        if not power.has(sp.Indexed, Index):
            return str(super()._print_Pow(power))
        if exponent.is_negative:
            return rf"\frac{{1}}{{{self._print(1 / power)}}}"
        return self.raised(base, self._print(base), exponent)

    def raised(self, base: sp.Expr | Node, text: str, exponent: sp.Expr, mark: str = "") -> str:
        """A power; tanh²(x) of a function that is written by its name."""
        above = f"{mark}{self._print(exponent)}"
        name = _function_of(base)
        if name and name not in FENCES:
            return text.replace("(", f"^{{{above}}}(", 1)
        return f"{fenced(text)}^{{{above}}}"

    def _print_Rational(self, number: sp.Rational) -> str:
        power = len(str(number.q)) - 1
        if number.q != 10**power or number.q == 1:
            return str(super()._print_Rational(number))
        if power > 3:
            return rf"10^{{-{power}}}" if number.p == 1 else rf"{number.p} \cdot 10^{{-{power}}}"
        return str(number.p / number.q)

    def _print_Function(self, function: sp.Function, exp: str | None = None) -> str:
        return self.applied(function.func.__name__, [self._print(arg) for arg in function.args])

    def _print_step(self, function: sp.Function, exp: str | None = None) -> str:
        argument = function.args[0]
        right = sp.Add(*(-part for part in sp.Add.make_args(argument) if negative(part)))
        return f"[{self._print(argument + right)} > {self._print(right)}]"

    def applied(self, name: str, args: Sequence[str]) -> str:
        """A function of printed arguments."""
        if name in FENCES:
            return args[0].join(FENCES[name])
        return FUNCTIONS.get(name, r"\operatorname{" + name.replace("_", r"\_") + "}") + fenced(", ".join(args))

    _print_exp = _print_log = _print_Abs = _print_sign = _print_Function

    # --- sums

    def sums(self, bounds: Iterable[Bound], batch_limits: bool = False) -> str:
        r"""The signs of the sums, \sum_{t=1}^{T}\sum_{n,j}: time, and what is not a whole range, with its limits."""
        limits, whole = "", []
        for bound in bounds:
            index = self._print(bound.index)
            if bound.index.size is T or batch_limits or bound != Bound.over(bound.index):
                limits += rf"\sum_{{{index}={self._print(bound.lo)}}}^{{{self.step(bound.hi)}}}"
            else:
                whole.append(index)
        return limits + (rf"\sum_{{{','.join(whole)}}}" if whole else "")

    def term(self, term: Term) -> Piece:
        """A term in components."""
        sign, text = self.summand(term.expr)
        sums = [bound for bound in term.sums if not self.understood(bound, term.expr)]
        if not sums:
            return sign, fenced(text) if isinstance(term.expr, sp.Add) else text
        return sign, self.sums(sums) + (fenced(text) if isinstance(term.expr, sp.Add) else text)

    def understood(self, bound: Bound, expr: sp.Expr) -> bool:
        """Whether a sum need not be written: over the whole range of an index that two factors bear."""
        if self.notation.form == "matrix" or bound.index.size in (T, N) or bound != Bound.over(bound.index):
            return False
        bearing = [factor for factor in sp.Mul.make_args(expr) if factor.has(bound.index)]
        return len(bearing) == 2 and all(isinstance(factor, sp.Indexed) for factor in bearing)

    def terms(self, equation: Equation) -> list[Piece]:
        """The right-hand side of an equation in components."""
        return [self.term(term) for term in equation.terms] or [("+", "0")]

    def component(self, tensor: Tensor, indices: Iterable[sp.Expr]) -> str:
        """A component of the tensor."""
        return str(self._print(tensor.at(indices)))

    def equation(self, equation: Equation | MatrixEquation) -> str:
        """The equation on one line."""
        if isinstance(equation, MatrixEquation):
            pieces = [self.node_piece(term.node) for term in equation.terms] or [("+", "0")]
            return f"{self._print(equation.lhs)} = {signed(pieces)}"
        return f"{self._print(equation.lhs)} = {signed(self.terms(equation))}"

    # --- matrix form

    def node_piece(self, node: Node) -> Piece:
        """A summand in matrix form without its sign, and the sign."""
        positive = _without_sign(node)
        return ("+", self._print(node)) if positive is None else ("-", self._print(positive))

    def _print_Constant(self, node: mx.Constant) -> str:
        return str(self._print(node.value))

    def _print_Ones(self, node: mx.Ones) -> str:
        return self.notation.ones

    def _print_Eye(self, node: mx.Eye) -> str:
        return "I"

    def _print_Array(self, node: mx.Array) -> str:
        return self.notation.symbol(node.tensor, "" if node.step is None else self.step(node.step))

    def _print_Concatenated(self, node: mx.Concatenated) -> str:
        return "[" + (r",\, " if self.notation.rows else r";\, ").join(map(self._print, node.items)) + "]"

    def _print_Joined(self, node: mx.Joined) -> str:
        return self.notation.joined(min((item.tensor for item in node.items), key=_lead))

    def _print_Transposed(self, node: mx.Transposed) -> str:
        return self.transposed(node.item)

    def transposed(self, node: Node) -> str:
        """A matrix or vector with the mark of the transpose."""
        text = self._print(node)
        plain = isinstance(node, mx.Ones | mx.Concatenated) or (
            isinstance(node, mx.Array) and node.step is None and node.tensor.of is None
        )
        return f"{text if plain else fenced(text)}^{self.notation.transpose}"

    def _print_Diagonal(self, node: mx.Diagonal) -> str:
        return r"\operatorname{diag}" + fenced(self._print(node.item))

    def _print_Matmul(self, node: mx.Matmul) -> str:
        right = self._print(node.right) if isinstance(node.right, mx.Matmul) else self.factor(node.right)
        chain = self.notation.rows and isinstance(node.left, mx.Matmul)
        return rf"{self._print(node.left) if chain else self.factor(node.left)}\,{right}"

    def _print_Outer(self, node: mx.Outer) -> str:
        if self.notation.rows:
            return rf"{self.transposed(node.left)}\,{self.factor(node.right)}"
        return rf"{self.factor(node.left)}\,{self.transposed(node.right)}"

    def _print_Inner(self, node: mx.Inner) -> str:
        if len(node.left.axes) == 2:
            return rf"\langle {self._print(node.left)},\, {self._print(node.right)} \rangle"
        if self.notation.rows:
            left = self._print(node.left) if isinstance(node.left, mx.Matmul) else self.factor(node.left)
            return rf"{left}\,{self.transposed(node.right)}"
        right = node.right
        text = self._print(right) if isinstance(right, mx.Matmul) else self.factor(right)
        return rf"{self.transposed(node.left)}\,{text}"

    def _print_Hadamard(self, node: mx.Hadamard) -> str:
        return r" \odot ".join(map(self.factor, node.items))

    def _print_Quotient(self, node: mx.Quotient) -> str:
        if not node.below.axes:
            return rf"\frac{{{self._print(node.above)}}}{{{self._print(node.below)}}}"
        above = (
            fenced(self._print(node.above)) if isinstance(node.above, mx.Added | mx.Summed) else self._print(node.above)
        )
        return rf"{above} \oslash {self.factor(node.below)}"

    def _print_Scaled(self, node: mx.Scaled) -> str:
        positive = _without_sign(node)
        if positive is not None:
            return f"-{self._print(positive)}"
        item = node.item
        last = fenced(self._print(item)) if isinstance(item, mx.Added) else self._print(item)
        return r"\,".join([*map(self.factor, node.factors), last])

    def _print_Added(self, node: mx.Added) -> str:
        return signed(map(self.node_piece, node.items))

    def _print_Raised(self, node: mx.Raised) -> str:
        mark = r"\odot " if node.base.axes and not isinstance(node.base, mx.Applied) else ""
        return self.raised(node.base, self._print(node.base), node.exponent, mark)

    def _print_Applied(self, node: mx.Applied) -> str:
        if node.function.__name__ == "step":
            return self.bracket(node.args[0])
        return self.applied(node.function.__name__, [self._print(arg) for arg in node.args])

    def bracket(self, node: Node) -> str:
        """[u > v], 1 where it holds and 0 elsewhere: the step function of u - v."""
        items = node.items if isinstance(node, mx.Added) else (node,)
        pieces = [self.node_piece(item) for item in items]
        left = signed(piece for piece in pieces if piece[0] == "+") or "0"
        right = signed(("+", text) for sign, text in pieces if sign == "-") or "0"
        return f"[{left} > {right}]"

    def _print_Summed(self, node: mx.Summed) -> str:
        item = self._print(node.item)
        return self.sums(node.bounds, batch_limits=True) + (fenced(item) if isinstance(node.item, mx.Added) else item)

    def factor(self, node: Node) -> str:
        """A node within a product: in parentheses unless it holds together by itself."""
        text = self._print(node)
        return str(text) if isinstance(node, ATOMS) or _fraction(node) else fenced(text)


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


def _function_of(base: sp.Expr | Node) -> str:
    if isinstance(base, mx.Applied):
        return base.function.__name__
    return type(base).__name__ if isinstance(base, sp.Function) else ""


def _short(index: str) -> bool:
    return len(index.rstrip("'")) == 1


def fenced(text: str) -> str:
    """The formula in parentheses that are as tall as it is."""
    tall = r"\frac" in text or r"\sum" in text
    return rf"\left({text}\right)" if tall else f"({text})"


def signed(pieces: Iterable[Piece]) -> str:
    """Summands joined by their signs."""
    text = "".join(f" {sign} {piece}" for sign, piece in pieces)
    return text.removeprefix(" + ") if text.startswith(" +") else text.replace(" - ", "-", 1)
