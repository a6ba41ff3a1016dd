"""The value of a tree: a matrix, as the author would have it.

Vectors are columns or rows, weights as the layout says.  Where a product may be read in several ways, each way that
fits by shape is one value of it; all sizes differ, so that few do.
"""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import mpmath
import numpy as np
import sympy as sp

from derive.audit import functions
from derive.audit.meaning import Derivative, Extent, Gradient, Read
from derive.audit.reading.tree import (
    Big,
    Call,
    IndexExpr,
    Join,
    Leaf,
    Name,
    Node,
    Number,
    Over,
    Power,
    Product,
    Quotient,
    Slice,
    Sum,
    Transpose,
    Where,
    walk,
)
from derive.audit.truth import ARITHMETIC, Array, MissingError, World

Vectors = Literal["columns", "rows"]
MOST = 24
"""How many values a piece of an equation may have."""


class UnknownError(LookupError):
    """A symbol without a meaning."""

    def __init__(self, *names: str) -> None:
        super().__init__(", ".join(names))
        self.names = names


class ShapeError(ValueError):
    """No reading of a product or sum fits by shape."""


@dataclass(frozen=True)
class Layout:
    """How vectors and weights lie, and what the signs of products mean where the author says it."""

    vectors: Vectors = "columns"
    input_first: bool = False
    components: bool = False
    products: tuple[tuple[str, str], ...] = ()
    side: bool = False
    """Whether blocks that fit both ways are joined the other way."""
    numerator: bool = True
    """Whether ∂u/∂v has the components of u first."""
    across: bool = False
    """Whether gradients lie across the vectors that they belong to (the numerator layout)."""
    loose: bool = False
    """Whether factors may be transposed at will, where they do not fit as they stand."""

    def __str__(self) -> str:
        if self.components:
            return "components"
        across = ", gradients across" if self.across else ""
        return f"vectors as {self.vectors}{across}, weights {'input first' if self.input_first else 'output first'}"


class Evaluator:
    """Puts values into trees.

    Args:
        world: true values.
        layout: how they lie.
        definitions: what names outside the table stand for.
        exact: fifty digits, rather than those of a float.
    """

    def __init__(
        self, world: World, layout: Layout, definitions: Mapping[str, Node] | None = None, exact: bool = True
    ) -> None:
        self.world, self.layout, self.exact = world, layout, exact
        self.definitions = dict(definitions or {})
        self.arithmetic: Any = ARITHMETIC if exact else mpmath.fp
        self.leaves: dict[Any, Array] = {}
        self.depth = 0
        self.truncated = False

    def __call__(self, node: Node, env: Mapping[str, int]) -> list[Array]:
        """Every value that the node may have.

        Raises:
            UnknownError: a symbol has no meaning.
            MissingError: a step does not exist.
            ShapeError: nothing fits.
        """
        values = self._value(node, env)
        return values if len(values) < 2 else self._distinct(values)

    def _value(self, node: Node, env: Mapping[str, int]) -> list[Array]:
        match node:
            case Number():
                return [self._scalar(node.value)]
            case Name():
                return self._name(node, env)
            case Leaf():
                return self._leaf(node.what, env)
            case Sum():
                return self._each(node.terms, env)
            case Product():
                return self._product(node, env)
            case Quotient():
                return self._pairs(node.top, node.bottom, env, _divided)
            case Power():
                return self._power(node, env)
            case Transpose():
                return [value.T for value in self(node.inner, env)]
            case Call():
                return self._call(node, env)
            case Big():
                return self._big(node, env)
            case Join():
                return self._join(node, env)
            case Slice():
                return self._slice(node, env)
            case Over():
                return self._over(node, env)
            case Where():
                return self._where(node, env)

    # --- leaves

    def _scalar(self, value: Fraction | int) -> Array:
        value = Fraction(value)
        return self._filled((1, 1), self.arithmetic.mpf(value.numerator) / value.denominator)

    def _filled(self, shape: tuple[int, ...], number: Any) -> Array:
        return np.full(shape, number, dtype=object if self.exact else float)

    def _name(self, node: Name, env: Mapping[str, int]) -> list[Array]:
        if node.meaning is None:
            if node.text not in self.definitions:
                raise UnknownError(node.text)
            self.depth += 1
            if self.depth > 40:
                raise UnknownError(node.text)
            try:
                return self(self.definitions[node.text], env)
            finally:
                self.depth -= 1
        inner = {**env, **{letter: self._index(index, env) for letter, index in node.slots}}
        return self(node.meaning, inner)

    def _index(self, index: IndexExpr, env: Mapping[str, int]) -> int:
        try:
            return index.value({"T": self.world.setting.steps, "N": self.world.setting.batch, **env})
        except KeyError:
            raise UnknownError(index.letter) from None

    def _leaf(self, what: Any, env: Mapping[str, int]) -> list[Array]:
        match what:
            case Extent():
                return [self._scalar(self.world.sizes[what.name])]
            case Read():
                step = self._step(what, env)
                array = self._cached(("read", what.name, step), lambda: self.world.array(what.name, step))
                return [self._laid(array, what, env)]
            case Gradient():
                laid = self._laid(self._gradient(what, env), what.of, env)
                return [laid.T if self.layout.across else laid]
            case Derivative():
                return self._derivative(what, env)
        raise TypeError(f"no value for {what!r}")

    def _cached(self, key: Any, make: Callable[[], Array]) -> Array:
        if key not in self.leaves:
            array = make()
            self.leaves[key] = array if self.exact else array.astype(float)
        return self.leaves[key]

    def _step(self, read: Read, env: Mapping[str, int]) -> int | None:
        return None if read.step is None else self._index(read.step, env)

    def _gradient(self, gradient: Gradient, env: Mapping[str, int]) -> Array:
        name, step = gradient.of.name, self._step(gradient.of, env)
        if gradient.share is not None:
            share = self._index(gradient.share, env)
            return self._cached(("share", name, share), lambda: self.world.share(name, share))
        if gradient.whole:
            return self._cached(("d", name, step), lambda: self.world.array(f"d{name}", step))
        source = None if gradient.source is None else self._index(gradient.source, env)
        paths = tuple(self.world.paths(name, step, source, gradient.outside, gradient.users))
        return self._cached(("part", name, step, paths), lambda: self._part(name, step, paths))

    def _part(self, name: str, step: int | None, paths: tuple[int, ...]) -> Array:
        self.world.array(f"d{name}", step)  # the step exists
        return self.world.part(name, step, paths)

    def _derivative(self, what: Derivative, env: Mapping[str, int]) -> list[Array]:
        at, step = self._step(what.of, env), self._step(what.by, env)
        key = ("derivative", what, at, step)
        matrix = self._cached(key, lambda: self.world.derivative(what.of.name, at or 0, what.by.name, step, what.total))
        if what.of.at or what.by.at:
            row = self._flat(what.of, env)
            column = self._flat(what.by, env)
            return [self._filled((1, 1), matrix[row, column])]
        found = [matrix if self.layout.numerator else matrix.T]
        if matrix.shape[0] == matrix.shape[1]:
            off = matrix - np.diag(np.diag(matrix))
            if not np.any(np.abs(off.astype(float)) > 1e-20):
                diagonal = np.diag(matrix)[:, None]
                found = [diagonal if self.layout.vectors == "columns" else diagonal.T, matrix]
        return found

    def _flat(self, read: Read, env: Mapping[str, int]) -> int:
        shape = [self.world.sizes[size.name] for size in self.world.tensors[read.name].features]
        return int(np.ravel_multi_index([self._index(i, env) - 1 for i in read.at], shape)) if read.at else 0

    def _laid(self, array: Array, read: Read, env: Mapping[str, int]) -> Array:
        """A tensor as the author's matrix."""
        tensor = self.world.tensors[read.name]
        if read.at and tensor.batched and "#" in env:
            array = array[env["#"] - 1 : env["#"]]
        if read.at:
            places = [self._index(index, env) - 1 for index in read.at]
            if any(not 0 <= place < extent for place, extent in zip(places, array.shape[-len(places) :], strict=True)):
                raise MissingError(str(read))
            where: Any = (..., *places)
            number = array[where]
            return np.asarray(number, dtype=array.dtype).reshape(1, -1)
        if tensor.batched and "#" in env:
            array = array[env["#"] - 1 : env["#"]]
        if not tensor.batched:
            if array.ndim == 2:
                return array.T if self.layout.input_first else array
            flat = array.reshape(1, -1)
            return flat if self.layout.vectors == "rows" else flat.T
        if array.ndim >= 3:
            if array.shape[0] != 1:
                raise ShapeError(f"{read} is a matrix for each sequence")
            matrix: Array = array[0]
            return matrix.T if self.layout.input_first else matrix
        flat = array.reshape(array.shape[0], -1)
        return flat if self.layout.vectors == "rows" else flat.T

    # --- operations

    def _each(self, terms: Sequence[tuple[int, Node]], env: Mapping[str, int]) -> list[Array]:
        values = [[value * sign if sign < 0 else value for value in self(term, env)] for sign, term in terms]
        found: list[Array] = []
        shapes = dict.fromkeys(value.shape for one in values for value in one)
        for shape in sorted(shapes, key=lambda shape: -shape[0] * shape[1]):
            fitting = [
                [v for v in one if v.shape == shape] or [v for v in one if v.size == 1 or _spreads(v.shape, shape)]
                for one in values
            ]
            if all(fitting):
                total = fitting[0]
                for one in fitting[1:]:
                    total = self._pairwise(total, one, _added)
                found += total
        if not found:
            raise ShapeError(f"terms of the shapes {' and '.join(_shapes(values))} are added")
        return found

    def _pairs(
        self, left: Node, right: Node, env: Mapping[str, int], how: Callable[[Array, Array], Array]
    ) -> list[Array]:
        return self._pairwise(self(left, env), self(right, env), how)

    def _product(self, node: Product, env: Mapping[str, int]) -> list[Array]:
        """Every way to put parentheses that fits by shape; the left-most first."""
        values = [self(factor, env) for factor in node.factors]
        best: dict[tuple[int, int], list[Array]] = {(n, n): value for n, value in enumerate(values)}
        count = len(values)
        for length in range(2, count + 1):
            for start in range(count - length + 1):
                end = start + length - 1
                found: list[Array] = []
                for split in range(end - 1, start - 1, -1):
                    left, right = best[start, split], best[split + 1, end]
                    sign = node.signs[split]
                    for a, b in itertools.product(left, right):
                        times = self._times(a, b, sign)
                        if self.layout.loose and not times:
                            for one, two in ((a, b.T), (a.T, b), (a.T, b.T)):
                                times += self._times(one, two, sign)
                        found += times
                    if len(found) > MOST:
                        break
                best[start, end] = self._distinct(found)
        if not best[0, count - 1]:
            raise ShapeError(f"the factors of {node} do not fit: {' and '.join(_shapes(values))}")
        return best[0, count - 1]

    def _times(self, a: Array, b: Array, sign: str) -> list[Array]:
        how = dict(self.layout.products).get(sign)
        scalar = a.size == 1 or b.size == 1
        if self.layout.components:
            return [a * b] if scalar or a.shape == b.shape else []
        found: list[Array] = []
        fits = a.shape[1] == b.shape[0]
        same = a.shape == b.shape or _stretches(a, b)
        if how == "outer" or (sign == "⊗" and how is None):
            if a.shape[1] == 1 and b.shape[1] == 1 and not scalar:
                found.append(a @ b.T)
            elif a.shape[0] == 1 and b.shape[0] == 1 and not scalar:
                found.append(a.T @ b)
        if how == "elementwise" or sign == "⊙":
            return [a * b] if same or scalar or _broadcasts(a, b) else []
        if how == "matrix" or sign == "@":
            if fits:
                found.append(a @ b)
            elif scalar and sign != "@":
                found.append(a * b)
            return found
        if scalar:
            found.append(a * b)
            if fits and not (a.size == 1 and b.size == 1) and min(a.shape[0], b.shape[1]) >= 1:
                found.append(a @ b)
            return found
        if a.shape == b.shape:
            found.append(a * b)
        if fits:
            found.append(a @ b)
        if same and a.shape != b.shape:
            found.append(a * b)
        return found

    def _power(self, node: Power, env: Mapping[str, int]) -> list[Array]:
        found = []
        for base, exponent in itertools.product(self(node.base, env), self(node.exponent, env)):
            if exponent.size != 1:
                raise ShapeError(f"the exponent of {node} is no number")
            power = exponent.item()
            whole = int(power) if power == int(power) else None
            if abs(power) > 10_000 or (whole is None and any(x < 0 for x in base.ravel())):
                raise ShapeError(f"the exponent of {node} is too large")
            found.append(base**whole if whole is not None and whole >= 0 else self._map(base, lambda x: x**power))  # noqa: B023
        return found

    def _map(self, array: Array, function: Callable[[Any], Any]) -> Array:
        try:
            flat = [function(x) for x in array.ravel()]
        except (ZeroDivisionError, OverflowError, ValueError) as error:
            raise ShapeError(f"a value does not exist: {error}") from None
        filled = np.empty(len(flat), dtype=object)
        filled[:] = flat
        out: Array = filled.reshape(array.shape)
        if any(isinstance(x, complex) or hasattr(x, "imag") and x.imag != 0 for x in flat):
            raise ShapeError("a value is not real")
        return out if self.exact else out.astype(float)

    def _call(self, node: Call, env: Mapping[str, int]) -> list[Array]:
        if node.function == "ones":  # how many is decided by what they stand beside
            extents = sorted({extent for name, extent in self.world.sizes.items() if name != "T"} - {1})
            one = self.arithmetic.mpf(1)
            rows = self.layout.vectors == "rows"
            return [self._filled(shape, one) for shape in [(1, 1), *((1, n) if rows else (n, 1) for n in extents)]]
        arguments = [self(argument, env) for argument in node.arguments]
        if node.function == "diag":
            return [np.diag(v.ravel()) if 1 in v.shape else np.diag(v)[:, None] for v in arguments[0]]
        if node.function == "inner":
            pairs = [(a, b) for a, b in itertools.product(*arguments) if a.shape == b.shape]
            return [np.asarray((a * b).sum()).reshape(1, 1) for a, b in pairs]
        if node.function == "outer":
            return [np.outer(a, b) for a, b in itertools.product(*arguments)]
        if len(arguments) != 1:
            raise ShapeError(f"{node.function} takes one argument")
        expr = (
            functions.slope_by_output(node.function)
            if node.by_output
            else functions.expression(node.function, node.primes)
        )
        assert expr is not None
        return [self._map(value, self._function(expr)) for value in arguments[0]]

    def _function(self, expr: sp.Expr) -> Callable[[Any], Any]:
        return lambda x: functions.number(expr, x, self.arithmetic)

    def _big(self, node: Big, env: Mapping[str, int]) -> list[Array]:
        if sequences(node):
            return self._sequences(node, env)
        steps, lenient = self._range(node, env)
        if steps.stop < steps.start:
            raise MissingError(f"{node} begins beyond its end")
        total: list[Array] | None = None
        for value in steps:
            try:
                values = self(node.body, {**env, node.letter: value, **self._as_time(node, value)})
            except MissingError:
                if lenient or (value == self.world.setting.steps and node.operation == "sum"):
                    continue  # what would come from beyond the last step is nothing
                raise
            if total is None:
                total = values
            elif node.operation == "sum":
                total = self._alike(total, values)
            else:
                # ∏ does not say on which side the next factor stands
                sign = "@" if min(values[0].shape) > 1 else "⊙"
                total = [v for a in total for b in values for v in (*self._times(a, b, sign), *self._times(b, a, sign))]
                total = self._distinct(total)
                if not total:
                    raise ShapeError(f"the factors of {node} do not fit")
        if total is None:
            return [self._scalar(0 if node.operation == "sum" else 1)]
        return self._distinct(total)

    def _sequences(self, node: Big, env: Mapping[str, int]) -> list[Array]:
        """The sum over the sequences of the batch."""
        total: list[Array] | None = None
        for number in range(1, self.world.setting.batch + 1):
            values = self(node.body, {**env, "#": number})
            total = values if total is None else self._alike(total, values)
        return total or [self._scalar(0)]

    def _as_time(self, node: Big, value: int) -> dict[str, int]:
        """A symbol without a slot is meant at the step that the sum is at."""
        return {"t": value} if self._in_time(node) else {}

    def _in_time(self, node: Big) -> bool:
        return self.size_of(node.body, node.letter) is None

    def _where(self, node: Where, env: Mapping[str, int]) -> list[Array]:
        value = env.get(node.letter)
        if value is None:
            raise UnknownError(node.letter)
        low = value if node.low is None else self._index(node.low, env)
        high = value if node.high is None else self._index(node.high, env)
        return self(node.inner, env) if low <= value <= high else [self._scalar(0)]

    def _range(self, node: Big, env: Mapping[str, int]) -> tuple[range, bool]:
        size = self.size_of(node.body, node.letter)
        if node.low is None:
            extent = self.world.setting.steps if size is None else self.world.sizes[size]
            return range(1, extent + 1), size is None
        low = self._index(node.low, env)
        if node.high is None:
            high = self.world.setting.steps if size is None else self.world.sizes[size]
        elif size is not None and node.high.letter and node.high.letter not in env:
            high = self.world.sizes[size] + (node.high.offset if node.high.letter in self.world.sizes else 0)
            low += 0 if node.low.letter or node.low.offset else 1  # counted from zero
            high = min(high, self.world.sizes[size])
        else:
            high = self._index(node.high, env)
        if high - low > 1000:
            raise ShapeError(f"a sum over {high - low} values")
        return range(low, high + 1), False

    def size_of(self, node: Node, letter: str) -> str | None:
        """The size that a letter of components runs over; None for a letter of steps."""
        for part in walk(node):
            if isinstance(part, Name) and part.meaning is not None:
                for mine, index in part.slots:
                    if index.letter == letter:
                        size = self._axis(part.meaning, mine)
                        if size is not None:
                            return size
        return None

    def _axis(self, meaning: Node, letter: str) -> str | None:
        for part in walk(meaning):
            if isinstance(part, Leaf):
                for read in _reads(part.what):
                    features = self.world.tensors[read.name].features
                    for place, index in enumerate(read.at):
                        if index.letter == letter:
                            return features[place].name
        return None

    def _join(self, node: Join, env: Mapping[str, int]) -> list[Array]:
        choices = [self(part, env) for part in node.parts]
        found = []
        for parts in itertools.islice(itertools.product(*choices), MOST):
            axes = [0, 1] if node.sign == ";" else [1, 0]
            if self.layout.side:
                axes.reverse()
            vectors = self._joins_vectors(parts)
            if vectors is not None:
                axes = [vectors]
            for axis in axes:
                if len({part.shape[1 - axis] for part in parts}) == 1:
                    found.append(np.concatenate(parts, axis=axis))
                    break
        if not found:
            shapes = [choice[0].shape for choice in choices]
            raise ShapeError(f"the blocks of {node} do not fit: {shapes}")
        return found

    def _joins_vectors(self, parts: Iterable[Array]) -> int | None:
        """Vectors are joined lengthwise, whichever sign stands between them."""
        parts = list(parts)
        batch = self.world.setting.batch
        across, along = (0, 1) if self.layout.vectors == "rows" else (1, 0)
        vectors = all(part.shape[across] in (1, batch) for part in parts) and any(p.shape[along] > 1 for p in parts)
        return along if vectors and len({part.shape[across] for part in parts}) == 1 else None

    def _slice(self, node: Slice, env: Mapping[str, int]) -> list[Array]:
        found = []
        for value in self(node.inner, env):
            cuts = [slice(self._end(a, env), self._end(b, env)) for a, b in node.cuts]
            if len(cuts) == 1:
                found.append(value[cuts[0]] if value.shape[0] != 1 else value[:, cuts[0]])
            elif len(cuts) == 2:
                found.append(value[cuts[0], cuts[1]])
            else:
                raise ShapeError(f"{node} has {len(cuts)} indices")
        return found

    def _end(self, end: int | str | None, env: Mapping[str, int]) -> int | None:
        if end is None or isinstance(end, int):
            return end
        try:
            return self._whole(ast.parse(end, mode="eval").body, env)
        except (SyntaxError, ValueError):
            raise UnknownError(end) from None

    def _whole(self, node: ast.expr, env: Mapping[str, int]) -> int:
        """A whole number made of sizes: 2 * H, M + H."""
        match node:
            case ast.Constant(value=int() as value):
                return value
            case ast.Name(id=name) if name in self.world.sizes or name in env:
                return self.world.sizes.get(name) or env[name]
            case ast.UnaryOp(op=ast.USub()):
                return -self._whole(node.operand, env)
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult()):
                left, right = self._whole(node.left, env), self._whole(node.right, env)
                how = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}[type(node.op)]
                return int(how(left, right))
        raise UnknownError(ast.unparse(node))

    def _over(self, node: Over, env: Mapping[str, int]) -> list[Array]:
        found = []
        for value in self(node.inner, env):
            if node.axis is None:
                total = (
                    value.sum().reshape(1, 1) if hasattr(value.sum(), "reshape") else self._filled((1, 1), value.sum())
                )
                count = value.size
            else:
                if not -2 <= node.axis < 2:
                    raise ShapeError(f"there is no axis {node.axis}")
                total, count = value.sum(axis=node.axis, keepdims=True), value.shape[node.axis]
            found.append(total / count if node.operation == "mean" else total)
        return found

    # --- several values

    def _alike(self, left: list[Array], right: list[Array]) -> list[Array]:
        """Sums over steps: what is read in one way at one step is read so at all."""
        if len(left) == len(right):
            return [_added(a, b) for a, b in zip(left, right, strict=True)]
        return self._pairwise(left, right, _added)

    def _pairwise(self, left: list[Array], right: list[Array], how: Callable[[Array, Array], Array]) -> list[Array]:
        found, error = [], None
        for a, b in itertools.product(left, right):
            try:
                found.append(how(a, b))
            except ShapeError as shapes:
                error = shapes
        if not found and error is not None:
            raise error
        return self._distinct(found)

    def _distinct(self, values: list[Array]) -> list[Array]:
        """Without those that are the same numbers in the same shape."""
        if len(values) < 2:
            return values
        found: dict[Any, Array] = {}
        for value in values[: 4 * MOST]:
            key = (value.shape, tuple(round(float(x), 12) if abs(x) < 1e290 else str(x) for x in value.ravel()))
            found.setdefault(key, value)
        self.truncated = self.truncated or len(found) > MOST or len(values) > 4 * MOST
        return list(found.values())[:MOST]


def _reads(what: Any) -> tuple[Read, ...]:
    """The tensors that something known is made of."""
    match what:
        case Read():
            return (what,)
        case Gradient():
            return (what.of,)
        case Derivative():
            return (what.of, what.by)
    return ()


def sequences(node: Big) -> bool:
    """Whether a sum runs over the sequences of a batch: up to N, or over n, which is no index of anything in it."""
    if node.operation != "sum":
        return False
    used = any(
        index.letter == node.letter for part in walk(node.body) if isinstance(part, Name) for _, index in part.slots
    )
    return not used and (node.letter == "n" or (node.high is not None and node.high == IndexExpr("N")))


def _added(a: Array, b: Array) -> Array:
    if a.shape != b.shape and a.size != 1 and b.size != 1 and not _broadcasts(a, b):
        raise ShapeError(f"{a.shape} and {b.shape} are added")
    return a + b


def _spreads(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    """Whether a row or column is added to each of a matrix."""
    return (
        small != large
        and all(m in (n, 1) for m, n in zip(small, large, strict=True))
        and any(m == n for m, n in zip(small, large, strict=True))
    )


def _divided(a: Array, b: Array) -> Array:
    if a.shape != b.shape and a.size != 1 and b.size != 1 and not _broadcasts(a, b):
        raise ShapeError(f"{a.shape} is divided by {b.shape}")
    if any(x == 0 for x in b.ravel()):
        raise ShapeError("a division by zero")
    return a / b


def _stretches(a: Array, b: Array) -> bool:
    """Whether a vector beside a matrix of as many columns (or rows) is taken for each of them."""
    return any(
        x.shape[axis] == 1 and x.shape[1 - axis] == y.shape[1 - axis] and x.shape[1 - axis] > 1
        for x, y in ((a, b), (b, a))
        for axis in (0, 1)
    ) and 1 not in (max(a.shape), max(b.shape))


def _broadcasts(a: Array, b: Array) -> bool:
    return all(m == n or 1 in (m, n) for m, n in zip(a.shape, b.shape, strict=True)) and (
        a.shape[0] == b.shape[0] or a.shape[1] == b.shape[1]
    )


def _shapes(values: Iterable[list[Array]]) -> list[str]:
    return ["×".join(map(str, value[0].shape)) if value else "?" for value in values]
