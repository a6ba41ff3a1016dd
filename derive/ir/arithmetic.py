"""Operations as trees of elementary operations, two operands at a time: what cost counts and backends print.

SymPy's sums and products have many arguments and no order.  A tree has an order, that in which a paper multiplies, and
says where numbers go: ``a·b/2`` multiplies by a half, ``a/(4H)`` divides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy as sp

from derive.core.equations import TIME, Index, Kind, T
from derive.core.functions import Elementwise, stop_gradient
from derive.ir.nodes import Contract, Gemm, Map, Op, Reduce, free_indices

_ORDER = (
    *(Kind.SEED, Kind.ADJOINT, Kind.TANGENT, Kind.PARAMETER, Kind.SIGNAL, Kind.STATE, Kind.INPUT),
    *(Kind.GIVEN, Kind.TOKEN, Kind.CONSTANT),
)


@dataclass(frozen=True)
class Leaf:
    """A component of a tensor."""

    component: sp.Indexed

    @property
    def axes(self) -> frozenset[Index]:
        return free_indices(self.component)


@dataclass(frozen=True)
class Constant:
    """A number, which may hold sizes: 1/2, 4·H, √H."""

    value: sp.Expr
    axes: frozenset[Index] = frozenset()


@dataclass(frozen=True)
class Apply:
    """A function of one or two values: add, multiply, …, or one of the language by its name."""

    function: str
    args: tuple[Tree, ...]

    @property
    def axes(self) -> frozenset[Index]:
        return frozenset().union(*(arg.axes for arg in self.args))


@dataclass(frozen=True)
class Summed:
    """The sum, or the largest, of a value over some of its indices."""

    value: Tree
    over: frozenset[Index]
    how: str

    @property
    def axes(self) -> frozenset[Index]:
        return self.value.axes - self.over


@dataclass(frozen=True)
class Product:
    """Σ a·b over indices that both have, for each value of those that both keep."""

    a: Tree
    b: Tree
    over: frozenset[Index]

    @property
    def axes(self) -> frozenset[Index]:
        return (self.a.axes | self.b.axes) - self.over

    @property
    def batch(self) -> frozenset[Index]:
        return (self.a.axes & self.b.axes) - self.over


Tree = Leaf | Constant | Apply | Summed | Product


def tree_of(op: Op, compounds_first: bool = False) -> Tree:
    """An operation as a tree.

    Args:
        op: the operation.
        compounds_first: factors that are no tensors stand first, so that what they are computed into can be used on;
            else they stand behind the plain ones of their kind, as a reader expects.
    """
    build = _Builder(compounds_first)
    match op:
        case Map():
            return build.value(op.expr)
        case Reduce():
            over = frozenset(bound.index for bound in op.term.sums)
            return build.scaled(Summed(build.value(op.expr), over, op.how), op.factor)
        case Gemm():
            return build.scaled(Product(build.value(op.a), build.value(op.b), op.inner), op.factor)
        case Contract():
            over = frozenset(bound.index for bound in op.term.sums)
            return build.scaled(build.contracted([build.value(f) for f in op.factors], over), op.factor)
    raise TypeError(f"no tree for {op!r}")


def negated(tree: Tree) -> Tree | None:
    """What is negated, where the tree is a negation."""
    return tree.args[0] if isinstance(tree, Apply) and tree.function == "negative" else None


def added(trees: Sequence[Tree]) -> Tree:
    """Σ of trees: those that are negated are subtracted, once there is something to subtract them from."""
    signed = sorted(trees, key=lambda tree: negated(tree) is not None)
    total = signed[0]
    for tree in signed[1:]:
        inner = negated(tree)
        total = Apply("add", (total, tree)) if inner is None else Apply("subtract", (total, inner))
    return total


class _Builder:
    def __init__(self, compounds_first: bool) -> None:
        self.compounds_first = compounds_first

    def order(self, expr: sp.Expr) -> tuple[object, ...]:
        return (isinstance(expr, sp.Indexed) and self.compounds_first, *reading_order(expr))

    def value(self, expr: sp.Expr) -> Tree:
        """An expression without sums."""
        if isinstance(expr, sp.Indexed | Index | sp.KroneckerDelta):
            return Leaf(expr)
        if not free_indices(expr) and not expr.has(sp.Indexed):
            return Constant(expr)
        if isinstance(expr, sp.Add):
            terms = sorted(expr.args, key=lambda term: (term.as_coeff_Mul()[0].is_negative, *self.order(term)))
            if all(term.as_coeff_Mul()[0].is_negative for term in terms):
                return Apply("negative", (self.value(-expr),))
            return added([self.value(term) for term in terms])
        if isinstance(expr, sp.Mul):
            return self.product(expr)
        if isinstance(expr, sp.Pow):
            return self.power(expr)
        if isinstance(expr, stop_gradient):
            return self.value(expr.args[0])
        if isinstance(expr, Elementwise):
            return Apply(type(expr).__name__, tuple(self.value(arg) for arg in expr.args))
        raise TypeError(f"no elementary operation computes {expr!r}")

    def product(self, expr: sp.Expr) -> Tree:
        if expr.as_coeff_Mul()[0].is_negative:
            return Apply("negative", (self.value(-expr),))
        factors = sp.Mul.make_args(expr)
        number = sp.Mul(*(factor for factor in factors if not factor.has(sp.Indexed) and not free_indices(factor)))
        rest = [factor for factor in factors if factor.has(sp.Indexed) or free_indices(factor)]
        below = [1 / factor for factor in rest if factor.is_Pow and factor.exp.is_negative]
        above = sorted((f for f in rest if not (f.is_Pow and f.exp.is_negative)), key=self.order)
        value: Tree | None = None
        for factor in above:
            value = self.value(factor) if value is None else Apply("multiply", (value, self.value(factor)))
        if value is None:
            value, number = Constant(number), sp.S.One
        for factor in sorted(below, key=self.order):
            value = Apply("divide", (value, self.value(factor)))
        return self.scaled(value, number)

    def scaled(self, value: Tree, factor: sp.Expr) -> Tree:
        """A value times a factor that the sum, if there is one, does not see."""
        number, rest = factor.as_coeff_Mul()
        if number.is_negative:
            return Apply("negative", (self.scaled(value, -factor),))
        if rest.has(sp.Indexed) or free_indices(rest):
            sized = [f for f in sp.Mul.make_args(rest) if not f.has(sp.Indexed) and not free_indices(f)]
            number = sp.Mul(number, *sized)
            value = Apply("multiply", (self.value(factor / number), value))
            factor = number
        if factor == 1:
            return value
        above, below = factor.as_numer_denom()
        # by a power of two it is the same to multiply, which is faster
        if above != 1 or (below.is_Integer and below.is_Pow is False and bin(int(below)).count("1") == 1):
            return Apply("multiply", (Constant(factor), value))
        return Apply("divide", (value, Constant(below)))

    def power(self, power: sp.Pow) -> Tree:
        if power.exp.is_negative:
            return Apply("divide", (Constant(sp.S.One), self.value(1 / power)))
        base = self.value(power.base)
        if power.exp == 2:
            return Apply("square", (base,))
        if power.exp == sp.Rational(1, 2):
            return Apply("sqrt", (base,))
        return Apply("power", (base, self.value(power.exp)))

    def contracted(self, factors: list[Tree], over: frozenset[Index]) -> Tree:
        """A product of several, summed two at a time: an index that two of them have is summed as soon as they meet."""
        while len(factors) > 2:
            *_, i, j = min(_pairs(factors, over))
            others = [factor for at, factor in enumerate(factors) if at not in (i, j)]
            rest = _axes(others)
            factors = [_meet(factors[j], factors[i], over - rest), *others]
            over &= rest
        return _meet(factors[0], factors[1], over) if len(factors) == 2 else _total(factors[0], over)


def _axes(factors: Sequence[Tree]) -> frozenset[Index]:
    return frozenset().union(*(factor.axes for factor in factors))


def _pairs(factors: Sequence[Tree], over: frozenset[Index]) -> Iterator[tuple[int, int, int, int]]:
    """Which two may meet first: how many axes are left of them, how many are summed, and their numbers."""
    for i in range(len(factors)):
        for j in range(i):
            summed = over - _axes([factor for at, factor in enumerate(factors) if at not in (i, j)])
            together = factors[i].axes | factors[j].axes
            yield len(together - summed), -len(together & summed), i, j


def _total(value: Tree, over: frozenset[Index]) -> Tree:
    return Summed(value, over & value.axes, "sum") if over & value.axes else value


def _meet(a: Tree, b: Tree, over: frozenset[Index]) -> Tree:
    """Two factors, summed over what no other factor needs."""
    a, b = _total(a, over - b.axes), _total(b, over - a.axes)
    shared = over & a.axes & b.axes
    if not shared:
        return Apply("multiply", (a, b))
    if a.axes == b.axes:
        return Summed(Apply("multiply", (a, b)), shared, "sum")
    return Product(a, b, shared)


def reading_order(expr: sp.Expr) -> tuple[int, int, str]:
    """Numbers, then what arrives, then parameters, gates, states: the order in which a paper multiplies."""
    components = sorted(expr.atoms(sp.Indexed), key=str)
    if not components:
        return (-1, 0, str(expr))
    # a compound factor such as (1 - i) stands behind the plain ones of its kind
    return (min(_ORDER.index(c.base.kind) for c in components), 0 if expr.is_Symbol else len(components), str(expr))


def natural(index: Index) -> tuple[int, str]:
    """Time, then batch, then features."""
    return (0 if index.size is T or index == TIME else 1 if index.size.name == "N" else 2, index.name)
