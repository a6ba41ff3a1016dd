"""Index form → matrix form.

An equation in components becomes an equation between the scalars, column vectors and matrices of one sequence:

    Σ_r R[r,j] da[t+1,n,r]           →  Rᵀ da^{t+1}
    Σ_t Σ_n da[t,n,j] x[t,n,k]       →  Σ_n Σ_t da^t (x^t)ᵀ
    Σ_r C[t,n,j,r] q[t,n,r]          →  C^t q^t
    Σ_j v[j]²/H                      →  (1/H) vᵀ v

There is no rule for any cell.  A product is read as a tensor network: each factor is a node on the feature indices that
it holds, none (scalar), one (vector) or two (matrix).  Factors on the same indices are multiplied elementwise, then the
summed indices are eliminated one by one: one that only a vector holds is an inner product, one that a matrix holds too
is a product with that matrix or its transpose, one that two matrices hold is a matrix product.  What is left lies on
the free indices, and two vectors on different free indices are an outer product.  Time stays as a mark on each array,
and the batch index is dropped: it only comes back where it is summed over.

What cannot be written so (three free indices, a sum that three matrices share) has no matrix form:
:func:`matrix_form` returns None, and the index form stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy as sp

from derive.core.equations import Equation, Index, N, T, Tensor, Term
from derive.core.functions import weigh
from derive.forms.reading import UNORDERED, Reading, in_reading_order
from derive.forms.tree import (
    Added,
    Applied,
    Array,
    Constant,
    Diagonal,
    Eye,
    Hadamard,
    Inner,
    Matmul,
    MatrixEquation,
    MatrixTerm,
    Node,
    Ones,
    Outer,
    Quotient,
    Raised,
    Scaled,
    Summed,
    Transposed,
    turned,
)


class NoMatrixForm(Exception):
    """The expression has no matrix form; the message says why."""


def matrix_form(equation: Equation, reading: Reading = UNORDERED) -> MatrixEquation | None:
    """The equation between arrays of one sequence, or None where there is none: then the index form stands."""
    try:
        lhs = _array(equation.lhs, _features(equation.indices))
        if not isinstance(lhs, Array):
            return None
        terms = tuple(MatrixTerm(matrix_term(term, equation.indices, reading), term.when) for term in equation.terms)
    except NoMatrixForm:
        return None
    return MatrixEquation(lhs, terms, equation)


def matrix_term(term: Term, free: Sequence[Index], reading: Reading = UNORDERED) -> Node:
    """One summand as an array on the free feature indices.

    Raises:
        NoMatrixForm: it is none.
    """
    for size in (T, N):
        marks = {symbol for symbol in term.expr.free_symbols if isinstance(symbol, Index) and symbol.size is size}
        if len(marks) > 1:
            raise NoMatrixForm(f"{term} holds two indices over {size}")
    outer = tuple(sorted((b for b in term.sums if b.index.size in (T, N)), key=lambda b: b.index.size is T))
    inner = tuple(b.index for b in term.sums if b.index.size not in (T, N))
    product = term.expr.replace(weigh, sp.Mul)  # the same but for an infinite number of no weight
    node = _Reader(reading).network(product, _features(free), inner)
    if not outer:
        return node
    if isinstance(node, Scaled) and isinstance(node.factors[0], Constant):  # a number stands before the sum
        rest = Scaled(node.factors[1:], node.item) if node.factors[1:] else node.item
        return Scaled(node.factors[:1], Summed(outer, rest))
    return Summed(outer, node)


def _features(indices: Iterable[Index]) -> tuple[Index, ...]:
    return tuple(index for index in indices if index.size not in (T, N))


def _held(expr: sp.Expr) -> set[Index]:
    """The feature indices of an expression."""
    return set(_features(symbol for symbol in expr.free_symbols if isinstance(symbol, Index)))


def _array(component: sp.Indexed, axes: tuple[Index, ...]) -> Node:
    """The array whose component this is, its axes in the order asked for."""
    tensor: Tensor = component.base
    step = component.indices[0] if tensor.in_time else None
    at = tuple(index for size, index in zip(tensor.axes, component.indices, strict=False) if size not in (T, N))
    if len(at) > 2 or len(set(at)) < len(at) or not all(isinstance(index, Index) for index in at):
        raise NoMatrixForm(f"{component} is no component of a matrix, vector or scalar")
    array = Array(tensor, step)
    if at == axes:
        return array
    if at == axes[::-1]:
        return Transposed(array)
    raise NoMatrixForm(f"{component} does not lie on {axes}")


_LAST = (8, False, 0, 0, "")
"""The place, in the reading order, of what was contracted: after the factors that are plain arrays."""


@dataclass(frozen=True)
class _Factor:
    place: tuple[object, ...]
    node: Node
    below: bool = False  # the fraction bar


@dataclass(frozen=True)
class _Reader:
    """Reads expressions: what has no sum inside, elementwise; a product with its sums, as a network."""

    reading: Reading

    def elementwise(self, expr: sp.Expr, axes: tuple[Index, ...]) -> Node:
        """An expression without sums as an array on exactly these axes (a number may stay a number)."""
        if not expr.has(sp.Indexed, Index):
            return Constant(expr)
        if isinstance(expr, sp.Add):
            return Added(tuple(self.elementwise(part, axes) for part in in_reading_order(expr, self.reading)))
        if _held(expr) != set(axes) or isinstance(expr, sp.Mul | sp.Pow | sp.KroneckerDelta):
            return self.network(expr, axes, ())
        match expr:
            case sp.Indexed():
                return _array(expr, axes)
            case sp.Function() if not isinstance(expr, sp.Piecewise):
                return Applied(expr.func, tuple(self.elementwise(arg, axes) for arg in expr.args))
        raise NoMatrixForm(f"{expr} has no matrix form")

    def network(self, product: sp.Expr, free: tuple[Index, ...], summed: tuple[Index, ...]) -> Node:
        """A product, summed over some of its indices, as an array on the free ones."""
        if len(free) > 2:
            raise NoMatrixForm(f"{product} has {len(free)} free indices")
        if not summed and not product.has(sp.Indexed, Index):
            return Constant(product)
        network = _Network((*free, *summed))
        for factor in sp.Mul.make_args(product):
            if not factor.has(sp.Indexed, Index):
                network.number *= factor
                continue
            held = _held(factor)
            axes = tuple(index for index in network.order if index in held)
            if len(axes) < len(held) or len(axes) > 2:
                raise NoMatrixForm(f"{factor} holds {len(held)} indices")
            network.group(*axes).extend(self.powers(factor, axes))
        return network.contracted(free, summed)

    def powers(self, factor: sp.Expr, axes: tuple[Index, ...]) -> list[_Factor]:
        """A factor as what is multiplied: the square of a vector is the vector twice, a negative power stands below."""
        if isinstance(factor, sp.KroneckerDelta):
            if set(axes) != set(factor.args):
                raise NoMatrixForm(f"{factor} is no identity matrix")
            return [_Factor(self.reading(factor), Eye(axes[0].size))]
        base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if not exponent.is_number:
            raise NoMatrixForm(f"{factor} has an exponent that is no number")
        size, below = abs(exponent), bool(exponent.is_negative)
        node, place = self.elementwise(base, axes), self.reading(base)
        if size == 2 and axes and not isinstance(base, sp.Function):
            return [_Factor(place, node, below)] * 2
        return [_Factor(place, node if size == 1 else Raised(node, size), below)]


class _Network:
    """The factors of a product by the feature indices that they hold.

    Attributes:
        order: the indices; a matrix lies with the earlier one as its rows.
        number: what stands in front.
    """

    def __init__(self, order: tuple[Index, ...]) -> None:
        self.order = order
        self.number = sp.S.One
        self.groups: dict[frozenset[Index], list[_Factor]] = {}

    def group(self, *indices: Index) -> list[_Factor]:
        return self.groups.setdefault(frozenset(indices), [])

    def take(self, *indices: Index) -> Node | None:
        """The elementwise product of all that lies on exactly these indices, the first one as rows; it leaves."""
        factors = self.groups.pop(frozenset(indices), None)
        if not factors:
            return None
        node = _elementwise_product(factors)
        return node if indices == self.ordered(indices) else turned(node)

    def ordered(self, indices: Iterable[Index]) -> tuple[Index, ...]:
        return tuple(sorted(indices, key=self.order.index))

    def contracted(self, free: tuple[Index, ...], summed: tuple[Index, ...]) -> Node:
        """Eliminate the summed indices, those first that fewest matrices hold, and assemble what is left."""
        pending = list(summed)
        while pending:
            index = min(reversed(pending), key=lambda i: sum(len(group) == 2 for group in self.groups if i in group))
            pending.remove(index)
            self.eliminate(index, pending)
        scalars = self.groups.pop(frozenset(), [])
        return _scaled(self.number, scalars, self.on(free))

    def eliminate(self, index: Index, pending: list[Index]) -> None:
        """Sum over one index: all that holds it becomes one factor on what else it holds."""
        matrices = [group for group in self.groups if index in group and len(group) == 2]
        others = self.ordered(next(iter(group - {index})) for group in matrices)
        match others:
            case ():
                self.group().append(_Factor(_LAST, self.inner(index)))
            case (other,) if other in pending and sum(bool(group & {index, other}) for group in self.groups) == 1:
                pending.remove(other)
                self.group().append(_Factor(_LAST, self.inner(*self.ordered((index, other)))))
            case (other,):
                matrix, vector = self.take(other, index), self.take(index)
                self.group(other).append(_Factor(_LAST, Matmul(_given(matrix), vector or Ones(index.size))))
            case (row, column):
                left, right, vector = self.take(row, index), self.take(index, column), self.take(index)
                scaled = _given(right) if vector is None else Matmul(Diagonal(vector), _given(right))
                self.group(row, column).append(_Factor(_LAST, Matmul(_given(left), scaled)))
            case _:
                raise NoMatrixForm(f"{len(others)} matrices share the index {index}")

    def inner(self, *indices: Index) -> Node:
        """The sum over all components of a vector or matrix that nothing else holds."""
        factors = sorted(self.groups.pop(frozenset(indices)), key=lambda factor: factor.place)
        if len(factors) == 1 and len(indices) == 2:
            rows, columns = (Ones(index.size) for index in indices)
            return Inner(rows, Matmul(_elementwise_product(factors), columns))
        if len(factors) == 1:
            return Inner(Ones(indices[0].size), factors[0].node)
        if all(factor.below for factor in factors[:-1]) or factors[-1].below:
            return Inner(Ones(indices[0].size), _elementwise_product(factors))
        return Inner(_elementwise_product(factors[:-1]), factors[-1].node)

    def on(self, free: tuple[Index, ...]) -> Node | None:
        """What lies on the free indices; None for a scalar."""
        if not free:
            return None
        matrix = self.take(*free) if len(free) == 2 else None
        vectors = [self.take(index) for index in free]
        if len(free) == 1:
            return vectors[0] or Ones(free[0].size)
        left, right = vectors
        if matrix is None:
            return Outer(left or Ones(free[0].size), right or Ones(free[1].size))
        matrix = matrix if left is None else Matmul(Diagonal(left), matrix)
        return matrix if right is None else Matmul(matrix, Diagonal(right))


def _given(node: Node | None) -> Node:
    assert node is not None
    return node


def _elementwise_product(factors: Iterable[_Factor]) -> Node:
    factors = sorted(factors, key=lambda factor: factor.place)
    above = [factor.node for factor in factors if not factor.below]
    below = [factor.node for factor in factors if factor.below]
    top = _hadamard(above) if above else Constant(sp.S.One)
    return Quotient(top, _hadamard(below)) if below else top


def _hadamard(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Hadamard(tuple(nodes))


def _scaled(number: sp.Expr, scalars: Iterable[_Factor], core: Node | None) -> Node:
    """number · scalars · core, the scalars that divide below one fraction bar."""
    factors = sorted(scalars, key=lambda factor: factor.place)
    above = [factor.node for factor in factors if not factor.below]
    below = [factor.node for factor in factors if factor.below]
    if core is None:
        core = above.pop() if above else None
    if core is None and not below:
        return Constant(number)
    node = core or Constant(sp.S.One)
    if above:
        node = Scaled(tuple(above), node)
    if below:
        p, q = sp.fraction(abs(number))
        number = sp.sign(number)
        node = _times(p, node)
        node = Quotient(node, _times(q, below[0] if len(below) == 1 else Scaled(tuple(below[:-1]), below[-1])))
    return _times(number, node)


def _times(number: sp.Expr, node: Node) -> Node:
    if number == 1:
        return node
    if isinstance(node, Constant):
        return Constant(number * node.value)
    if isinstance(node, Scaled):
        return Scaled((Constant(number), *node.factors), node.item)
    return Scaled((Constant(number),), node)
