"""Operations as Python expressions, as a reader expects them: the textbook, and the comments of the other kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp

from derive.backends.numpy.text import axes_of, delta, diagonal, einsum, extent, fitted, folded, number
from derive.core.equations import Index
from derive.core.functions import FUNCTIONS
from derive.ir.arithmetic import Apply, Constant, Leaf, Product, Summed, Tree, added, natural, tree_of
from derive.ir.nodes import Op

Access = Callable[[sp.Indexed], str]
"""How the array is reached whose axes are the component's free indices: ``h[t - 1]``."""

SUM, MINUS, PRODUCT, SIGN, POWER, ATOM = range(6)
"""How tightly the outermost operation binds."""

INFIX = {"add": (" + ", SUM), "subtract": (" - ", SUM), "multiply": (" * ", PRODUCT), "divide": (" / ", PRODUCT)}

RUNTIME = {name: name for name, function in FUNCTIONS.items() if not function.numpy} | {
    "step": "heaviside",
    "where": "choose",
}
"""Functions that the runtime brings along, and what they are called there; all others are NumPy's."""

Axes = tuple[Index, ...]


class Expressions:
    """Prints operations so that their values have certain axes.

    Args:
        access: how a component's array is reached.
        fixed: indices that are fixed at this point of the program, such as the step of a loop.
    """

    def __init__(self, access: Access, fixed: frozenset[Index]) -> None:
        self.access, self.fixed = access, fixed
        self.used: set[str] = set()  # of the runtime's functions

    def sum_of(self, ops: Sequence[Op], axes: Axes) -> str:
        """Σ of the operations."""
        if not ops:
            return "0"
        return self.show(added([tree_of(op) for op in ops]), axes)[0]

    def axes(self, ops: Sequence[Op]) -> frozenset[Index]:
        """The axes that the sum of the operations has by itself."""
        return frozenset().union(*(tree_of(op).axes for op in ops)) - self.fixed

    def show(self, tree: Tree, axes: Axes) -> tuple[str, int]:
        """A tree as text whose value has the axes, or can be broadcast to them, and how tightly it binds."""
        match tree:
            case Leaf(component):
                text, own = self.leaf(component)
                return fitted(text, own, axes), ATOM
            case Constant(value):
                text = number(value)
                return text, ATOM if " " not in text else PRODUCT if value.is_Mul or value.is_Rational else SUM
            case Summed():
                return self.summed(tree, axes)
            case Product():
                return self.product(tree, axes)
            case Apply(function, args):
                return self.applied(function, args, axes)
        raise TypeError(tree)

    def leaf(self, component: sp.Expr) -> tuple[str, Axes]:
        """A component, or a delta, as an array with its axes."""
        if isinstance(component, sp.KroneckerDelta):
            return delta(component, self.access, self.fixed, self.used)
        return diagonal(self.access(component), axes_of(component, self.fixed))

    def applied(self, function: str, args: tuple[Tree, ...], axes: Axes) -> tuple[str, int]:
        shown = [self.show(arg, axes) for arg in args]
        if function in INFIX:
            sign, level = INFIX[function]
            strict = function in ("subtract", "divide")  # a - (b - c), a / (b * c)
            left, right = self.wrap(shown[0], level), self.wrap(shown[1], level + strict)
            return f"{left}{sign}{right}", level
        if function == "negative":
            return f"-{self.wrap(shown[0], PRODUCT)}", MINUS
        if function in ("square", "power"):
            exponent = "2" if function == "square" else self.wrap(shown[1], ATOM)
            return f"{self.wrap(shown[0], ATOM)} ** {exponent}", POWER
        name = RUNTIME.get(function, f"np.{function}")
        if function in RUNTIME:
            self.used.add(name)
        return f"{name}({', '.join(text for text, _ in shown)})", ATOM

    @staticmethod
    def wrap(shown: tuple[str, int], level: int) -> str:
        text, own = shown
        return text if own >= level else f"({text})"

    def natural(self, tree: Tree) -> Axes:
        """Axes for a value that is summed: as its own largest array has them."""
        leaves = sorted(
            _leaves(tree), key=lambda leaf: (-len(axes_of(leaf.component, self.fixed)), str(leaf.component))
        )
        order = [index for leaf in leaves for index in axes_of(leaf.component, self.fixed)]
        known = sorted(dict.fromkeys(order), key=lambda index: natural(index)[0])
        return tuple(index for index in known if index in tree.axes)

    def summed(self, tree: Summed, axes: Axes) -> tuple[str, int]:
        inner = self.natural(tree.value)
        over = tuple(inner.index(index) for index in inner if index in tree.over)
        text = self.wrap(self.show(tree.value, inner), ATOM)
        axis = str(over[0]) if len(over) == 1 else str(over)
        left = tuple(index for index in inner if index not in tree.over)
        return fitted(f"{text}.{tree.how}(axis={axis})", left, axes), ATOM

    def product(self, tree: Product, axes: Axes) -> tuple[str, int]:
        a, b = tree.a, tree.b
        out = tuple(index for index in axes if index in tree.axes)
        over = tuple(sorted(tree.over - self.fixed, key=natural))
        batch = (a.axes & b.axes) - tree.over - self.fixed
        first, second = (tuple(index for index in out if index in side.axes) for side in (a, b))
        if first + second != out or not first:  # what comes for each sequence stands on the left
            (a, b), (first, second) = (b, a), (second, first)
        if batch or first + second != out or not over:
            sides = [self.natural(side) for side in (a, b)]
            texts = [self.show(side, own)[0] for side, own in zip((a, b), sides, strict=True)]
            text = f'np.einsum("{einsum(sides, out)}", {", ".join(texts)})'
            return fitted(text, out, axes), ATOM
        left, right = self.matrix(a, first, over), self.matrix(b, over, second)
        text, level = f"{left} @ {right}", MINUS  # it binds as tightly as *, which would take it apart
        if len(first) > 1 or len(second) > 1:
            text, level = f"({text}).reshape({', '.join(map(extent, out))})", ATOM
        wanted = fitted("", out, axes)
        return (f"({text}){wanted}", ATOM) if wanted else (text, level)

    def matrix(self, side: Tree, rows: Axes, columns: Axes) -> str:
        """One side of a matrix product; several axes that stand together are folded into one."""
        own = self.natural(side)
        turned = own == columns + rows and bool(rows and columns)
        groups = (columns, rows) if turned else (rows, columns)
        text = self.wrap(self.show(side, groups[0] + groups[1]), ATOM)
        if len(rows) > 1 or len(columns) > 1:
            text = f"{text}.reshape({', '.join(folded(group) for group in groups if group)})"
        return f"{text}.T" if turned else text


def _leaves(tree: Tree) -> list[Leaf]:
    match tree:
        case Leaf():
            return [tree]
        case Constant():
            return []
        case Summed():
            return _leaves(tree.value)
        case Product():
            return [*_leaves(tree.a), *_leaves(tree.b)]
    return [leaf for arg in tree.args for leaf in _leaves(arg)]
