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

Conventions that the reader must know: a number added to an array is added to every component, and a function of an
array acts on every component.  A scalar tensor is never added to a vector silently: it comes with the vector of ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import sympy as sp

from derive.core.equations import Bound, Equation, Index, Kind, N, Size, System, T, Tensor, Term

# ---------------------------------------------------------------------------------------------------------------------
# The tree.


@dataclass(frozen=True)
class Node:
    """A scalar (no axes), a column vector (one axis) or a matrix (two)."""

    @property
    def axes(self) -> tuple[Size, ...]:
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Node):
    """A number or a size.  Beside an array it stands for an array of that number."""

    value: sp.Expr
    axes = ()


@dataclass(frozen=True)
class Ones(Node):
    """The vector of ones."""

    size: Size

    @property
    def axes(self) -> tuple[Size, ...]:
        return (self.size,)


@dataclass(frozen=True)
class Eye(Node):
    """The identity matrix."""

    size: Size

    @property
    def axes(self) -> tuple[Size, ...]:
        return (self.size, self.size)


@dataclass(frozen=True)
class Array(Node):
    """A tensor, at a step if it is in time; ``row``: in the row convention, where it is written transposed."""

    tensor: Tensor
    step: sp.Expr | None
    row: bool = False

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.tensor.features[::-1] if self.row else self.tensor.features


@dataclass(frozen=True)
class Concatenated(Node):
    """Vectors joined to one."""

    items: tuple[Array, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Joined(Node):
    """Weights joined to one matrix, which acts on the concatenation of what they act on."""

    items: tuple[Array, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Transposed(Node):
    """A matrix with its axes exchanged."""

    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes[::-1]


@dataclass(frozen=True)
class Diagonal(Node):
    """The matrix that has the vector on its diagonal."""

    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes * 2


@dataclass(frozen=True)
class Matmul(Node):
    """A matrix times a vector or a matrix."""

    left: Node
    right: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes[:-1] + self.right.axes[1:]


@dataclass(frozen=True)
class Outer(Node):
    """u vᵀ of two vectors."""

    left: Node
    right: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.left.axes + self.right.axes


@dataclass(frozen=True)
class Inner(Node):
    """uᵀ v of two vectors, or the sum over all components of A ⊙ B for two matrices."""

    left: Node
    right: Node
    axes = ()


@dataclass(frozen=True)
class Hadamard(Node):
    """The elementwise product of arrays of one shape."""

    items: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.items[0].axes


@dataclass(frozen=True)
class Quotient(Node):
    """An array divided by a scalar, or elementwise by an array of its shape."""

    above: Node
    below: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.above.axes or self.below.axes


@dataclass(frozen=True)
class Scaled(Node):
    """Scalars times an array."""

    factors: tuple[Node, ...]
    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes


@dataclass(frozen=True)
class Added(Node):
    """A sum of arrays of one shape (and numbers)."""

    items: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return max((item.axes for item in self.items), key=len)


@dataclass(frozen=True)
class Raised(Node):
    """Every component to a power."""

    base: Node
    exponent: sp.Expr

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.base.axes


@dataclass(frozen=True)
class Applied(Node):
    """A function of every component."""

    function: type[sp.Function]
    args: tuple[Node, ...]

    @property
    def axes(self) -> tuple[Size, ...]:
        return max((arg.axes for arg in self.args), key=len)


@dataclass(frozen=True)
class Summed(Node):
    """A sum over steps, over sequences, or both."""

    bounds: tuple[Bound, ...]
    item: Node

    @property
    def axes(self) -> tuple[Size, ...]:
        return self.item.axes


def walk(node: Node) -> Iterator[Node]:
    """The node and every node in it."""
    yield node
    for value in vars(node).values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield from walk(part)


@dataclass(frozen=True)
class MatrixTerm:
    """One summand and, where it is narrower than its equation, the range on which it exists."""

    node: Node
    when: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class MatrixEquation:
    """An equation in matrix form, beside the one in components that it was read from."""

    lhs: Array
    terms: tuple[MatrixTerm, ...]
    source: Equation = field(repr=False, compare=False)


# ---------------------------------------------------------------------------------------------------------------------
# The order in which a paper writes factors and summands.

Reading: TypeAlias = "Callable[[sp.Expr], tuple[object, ...]]"

_RANK = {
    Kind.PARAMETER: 0,
    Kind.SEED: 1,
    Kind.ADJOINT: 1,
    Kind.TANGENT: 1,
    Kind.SIGNAL: 2,
    Kind.STATE: 3,
    Kind.INPUT: 4,
}


def reading_order(system: System) -> Reading:
    """The key by which factors are sorted: numbers, parameters, what arrives (adjoints), gates, states, inputs.

    Among equals, functions come last, o before tanh(c); then it is the order in which the system declares them, and
    simpler ones first: f before 1 - f.
    """
    position = {name: i for i, name in enumerate(system.tensors)}

    def key(factor: sp.Expr) -> tuple[object, ...]:
        if isinstance(factor, sp.KroneckerDelta):  # last, and in the order of their axes
            sizes = [index.size for index in factor.free_symbols if isinstance(index, Index)]
            return (9, False, 0 if T in sizes else 1 if N in sizes else 2, 0, str(factor))
        tensors = {component.base for component in factor.atoms(sp.Indexed)}
        rank, place = max(((_RANK.get(t.kind, 5), _position(t, position)) for t in tensors), default=(-1, 0))
        return (rank, factor.has(sp.Function), place, int(sp.count_ops(factor)), str(factor))

    return key


def _position(tensor: Tensor, position: dict[str, int]) -> int:
    return position.get(tensor.name, len(position)) if tensor.of is None else _position(tensor.of, position)


def in_reading_order(total: sp.Expr, reading: Reading) -> list[sp.Expr]:
    """The summands of an expression: positive ones first, so that it reads 1 - z and h - n."""
    return sorted(sp.Add.make_args(total), key=lambda part: (negative(part), reading(part)))


def negative(summand: sp.Expr) -> bool:
    """Whether a minus sign stands before it."""
    return bool(summand.as_coeff_Mul()[0].is_negative)


# ---------------------------------------------------------------------------------------------------------------------
# From components to the tree.


class NoMatrixForm(Exception):
    """The expression has no matrix form; the message says why."""


UNORDERED = reading_order(System("", ()))


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
    node = _Reader(reading).network(term.expr, _features(free), inner)
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


def turned(node: Node) -> Node:
    """The transpose of a matrix, carried inwards to its arrays."""
    match node:
        case Transposed(item):
            return item
        case Outer(left, right):
            return Outer(right, left)
        case Matmul(left, right) if len(right.axes) == 2:
            return Matmul(turned(right), turned(left))
        case Hadamard(items):
            return Hadamard(tuple(map(turned, items)))
        case Added(items):
            return Added(tuple(map(turned, items)))
        case Quotient(above, below):
            return Quotient(turned(above), turned(below))
        case Scaled(factors, item):
            return Scaled(factors, turned(item))
        case Raised(base, exponent):
            return Raised(turned(base), exponent)
        case Applied(function, args):
            return Applied(function, tuple(map(turned, args)))
        case _ if len(node.axes) < 2 or isinstance(node, Eye | Diagonal):
            return node
    return Transposed(node)


# ---------------------------------------------------------------------------------------------------------------------
# Conventions: vectors as rows, weights concatenated.


def in_rows(node: Node) -> Node:
    """The transpose of a whole expression in terms of transposed arrays: what it is where vectors are rows.

    W x becomes x W, with a W that has as many rows as x has components; u vᵀ becomes vᵀ u, of rows.
    """
    match node:
        case Array(tensor, step):
            return Array(tensor, step, row=True)
        case Transposed(item) | Diagonal(item):
            return type(node)(in_rows(item))
        case Matmul(left, right) | Outer(left, right) | Inner(left, right):
            return type(node)(in_rows(right), in_rows(left))
        case Hadamard(items) | Added(items):
            return type(node)(tuple(map(in_rows, items)))
        case Concatenated(items) | Joined(items):
            return type(node)(tuple(Array(item.tensor, item.step, row=True) for item in items))
        case Quotient(above, below):
            return Quotient(in_rows(above), in_rows(below))
        case Scaled(factors, item):
            return Scaled(tuple(map(in_rows, factors)), in_rows(item))
        case Raised(base, exponent):
            return Raised(in_rows(base), exponent)
        case Applied(function, args):
            return Applied(function, tuple(map(in_rows, args)))
        case Summed(bounds, item):
            return Summed(bounds, in_rows(item))
    return node


@dataclass(frozen=True)
class Joint:
    """The weights of one equation that can be one matrix, and the vectors that they act on, in one order."""

    equation: str
    weights: tuple[Array, ...]
    vectors: tuple[Array, ...]

    def joined(self, form: MatrixEquation) -> MatrixEquation:
        """The equation with one product in place of several."""
        product = Matmul(Joined(self.weights), Concatenated(self.vectors))
        parts = [Matmul(*pair) for pair in zip(self.weights, self.vectors, strict=True)]
        places = [place for place, term in enumerate(form.terms) if term.node in parts]
        terms = [
            MatrixTerm(product) if place == places[0] else term
            for place, term in enumerate(form.terms)
            if place not in places[1:]
        ]
        return MatrixEquation(form.lhs, tuple(terms), form.source)

    def gradient(self, forms: Sequence[MatrixEquation | None]) -> Node | None:
        """The gradient of the joined matrix, from those of its blocks; None where they do not have one shape."""
        found: set[tuple[tuple[Bound, ...], Node]] = set()
        for form, vector in zip(forms, self.vectors, strict=True):
            match form:
                case MatrixEquation(_, (MatrixTerm(Summed(bounds, Outer(left, right)), ()),)) if right == vector:
                    found.add((bounds, left))
                case _:
                    return None
        if len(found) > 1:
            return None
        [(bounds, left)] = found
        return Summed(bounds, Outer(left, Concatenated(self.vectors)))


def joints(system: System, input_first: bool, reading: Reading) -> Iterator[Joint]:
    """What can be concatenated: products of one equation with parameters that no other equation reads."""
    for equation in system.equations:
        form = matrix_form(equation, reading)
        parts = [
            (node.left, node.right)
            for node in (term.node for term in (form.terms if form else ()) if not term.when)
            if isinstance(node, Matmul) and isinstance(node.left, Array) and isinstance(node.right, Array)
            if node.left.tensor.kind is Kind.PARAMETER and node.right.step is not None and len(node.right.axes) == 1
            if sum(1 for _ in system.users(node.left.tensor)) == 1
        ]
        if len(parts) > 1 and len({weight.tensor for weight, _ in parts}) == len(parts):
            parts.sort(key=lambda part: (part[1].tensor.kind is Kind.INPUT) is not input_first)
            yield Joint(equation.name, *zip(*parts, strict=True))


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
