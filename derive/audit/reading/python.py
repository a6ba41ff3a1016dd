"""Python code, as people write backward passes in it, to the tree; by ``ast``, and nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from derive.audit import functions
from derive.audit.reading.symbols import Symbol
from derive.audit.reading.tree import (
    Call,
    Equation,
    IndexExpr,
    Join,
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
    UnreadableError,
)

LONGEST, MOST_NODES = 20_000, 4_000
MODULES = ("np", "numpy", "torch", "jnp", "math", "F", "tf", "cp", "sp", "xp", "nn", "scipy", "special")


def statements(text: str, symbols: Sequence[Symbol], strict: bool = False) -> list[Equation]:
    """The assignments of a piece of code, as equations.

    Args:
        text: the code.
        symbols: the table.
        strict: ``*`` is elementwise, as NumPy has it; else it may be any product.

    Raises:
        UnreadableError: it is no Python, or holds something that is no equation.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"code of {len(text)} characters; {LONGEST} are the most")
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"no Python: {getattr(error, 'msg', error)}") from None
    if (count := sum(1 for _ in ast.walk(tree))) > MOST_NODES:
        raise UnreadableError(f"code of {count} pieces; {MOST_NODES} are the most")
    reader = Reader(symbols, strict)
    found = []
    try:
        for statement in tree.body:
            found += reader.statement(statement)
    except RecursionError:
        raise UnreadableError("the code nests too deep") from None
    if not found:
        raise UnreadableError("there is no equation: a = b is needed")
    return found


def parses(text: str) -> bool:
    """Whether a piece of text is Python with an assignment."""
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, ast.Assign | ast.AugAssign | ast.Compare) for node in ast.walk(tree))


class Reader:
    def __init__(self, symbols: Sequence[Symbol], strict: bool = False) -> None:
        self.star = "⊙" if strict else "*"
        self.patterns = []
        for symbol in symbols:
            try:
                pattern = ast.parse(symbol.text.strip(), mode="eval").body
                if symbol.function and isinstance(pattern, ast.Call):
                    pattern = pattern.func
                self.patterns.append((symbol, pattern))
            except (SyntaxError, ValueError):
                continue

    def statement(self, node: ast.stmt) -> list[Equation]:
        text = ast.unparse(node)
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                return [Equation(self.read(n), self.read(v), False, text) for n, v in zip(names, values, strict=True)]
            case ast.Assign(targets=targets):
                right = self.read(node.value)
                return [Equation(self.read(target), right, False, text) for target in targets]
            case ast.AugAssign(op=ast.Add()):
                return [Equation(self.read(node.target), self.read(node.value), True, text)]
            case ast.AugAssign(op=ast.Mult()):
                left = self.read(node.target)
                return [Equation(left, Product((left, self.read(node.value)), (self.star,)), False, text)]
            case ast.Expr(value=ast.Compare(left=left, ops=ops, comparators=sides)) if all(
                isinstance(op, ast.Eq) for op in ops
            ):
                return [Equation(self.read(left), self.read(side), False, text) for side in sides]
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Import() | ast.ImportFrom():
                return []
        raise UnreadableError(f"“{text.splitlines()[0][:60]}” is no equation")

    # --- expressions

    def read(self, node: ast.expr) -> Node:
        for symbol, pattern in self.patterns:
            if symbol.function:
                continue
            slots: dict[str, IndexExpr] = {}
            if _fits(pattern, node, symbol.letters, slots):
                return Name(ast.unparse(node), symbol.meaning, tuple(sorted(slots.items())))
        match node:
            case ast.Constant(value=bool() | str() | bytes() | None):
                pass
            case ast.Constant(value=int() | float() as value):
                if abs(value) < 1e18:
                    return Number(Fraction(str(value)))
            case ast.BinOp():
                return self.operation(node)
            case ast.UnaryOp(op=ast.USub()):
                return Sum(((-1, self.read(node.operand)),))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.read(node.operand)
            case ast.Attribute(attr="T" | "mT" | "H"):
                return Transpose(self.read(node.value))
            case ast.Call():
                return self.call(node)
            case ast.Subscript():
                return self.cut(node)
            case ast.Name() | ast.Attribute():
                return Name(ast.unparse(node))
            case ast.List() | ast.Tuple() if node.elts:
                return Join(tuple(map(self.read, node.elts)), ",")
        raise UnreadableError(f"“{ast.unparse(node)[:60]}” cannot be read")

    def operation(self, node: ast.BinOp) -> Node:
        left, right = self.read(node.left), self.read(node.right)
        match node.op:
            case ast.Add():
                before = left.terms if isinstance(left, Sum) and isinstance(node.left, ast.BinOp) else ((1, left),)
                return Sum((*before, (1, right)))
            case ast.Sub():
                before = left.terms if isinstance(left, Sum) and isinstance(node.left, ast.BinOp) else ((1, left),)
                return Sum((*before, (-1, right)))
            case ast.Mult():
                return Product((left, right), (self.star,))
            case ast.MatMult():
                return Product((left, right), ("@",))
            case ast.Div():
                return Quotient(left, right)
            case ast.Pow():
                if isinstance(right, Number) and abs(right.value) <= 10_000:
                    return Power(left, right)
        raise UnreadableError(f"“{ast.unparse(node)[:60]}” cannot be read")

    def call(self, node: ast.Call) -> Node:
        for symbol, pattern in self.patterns:
            if symbol.function and ast.dump(pattern) == ast.dump(node.func) and isinstance(symbol.meaning, Call):
                return replace(symbol.meaning, arguments=tuple(map(self.read, node.args)))
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        match node.func:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
                return self.library(node, name, list(node.args), options)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=module)), attr=name) if module in MODULES:
                return self.library(node, name, list(node.args), options)
            case ast.Attribute(attr=name):
                return self.library(node, name, [node.func.value, *node.args], options)
            case ast.Name(id=name):
                return self.library(node, name, list(node.args), options)
        raise UnreadableError(f"“{ast.unparse(node)[:60]}” cannot be read")

    def library(
        self, node: ast.Call, name: str, arguments: list[ast.expr], options: Mapping[str | None, ast.expr]
    ) -> Node:
        joins = name in ("concatenate", "concat", "cat", "hstack", "vstack", "column_stack", "row_stack", "stack")
        if joins and arguments and isinstance(arguments[0], ast.List | ast.Tuple):
            parts = tuple(map(self.read, arguments[0].elts))
            axis = _axis(arguments[1] if len(arguments) > 1 else options.get("axis", options.get("dim")))
            side = name in ("hstack", "column_stack") or axis in (1, -1)
            return Join(parts, "," if side else ";")
        values = [self.read(argument) for argument in arguments]
        match name, values:
            case "dot" | "matmul" | "mm" | "bmm", [a, b]:
                return Product((a, b), ("@",))
            case "multiply" | "mul", [a, b]:
                return Product((a, b), ("⊙",))
            case "outer", [a, b]:
                return Call("outer", (a, b))
            case "add", [a, b]:
                return Sum(((1, a), (1, b)))
            case "subtract", [a, b]:
                return Sum(((1, a), (-1, b)))
            case "divide", [a, b]:
                return Quotient(a, b)
            case "power" | "pow", [a, Number() as b] if abs(b.value) <= 10_000:
                return Power(a, b)
            case "transpose" | "t", [a]:
                return Transpose(a)
            case "sum" | "mean", [a, *rest]:
                over = arguments[1] if rest else options.get("axis", options.get("dim"))
                return Over(name, a, _axis(over))
            case "zeros_like", [_]:
                return Number(Fraction(0))
            case "ones_like", [_]:
                return Number(Fraction(1))
            case "diag" | "diagflat", [a]:
                return Call("diag", (a,))
            case "copy" | "array" | "asarray" | "float" | "clone" | "detach", [a]:
                return a
            case _, [a] if (known := functions.canonical(name)) is not None:
                return Call(known, (a,))
        raise UnreadableError(f"“{ast.unparse(node.func)[:60]}” is no function that is known here")

    def cut(self, node: ast.Subscript) -> Node:
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        cuts = []
        for item in items:
            match item:
                case ast.Slice(lower=low, upper=high, step=None):
                    cuts.append((_end(low), _end(high)))
                case _:
                    return Name(ast.unparse(node))
        return Slice(self.read(node.value), tuple(cuts))


def _axis(node: ast.expr | None) -> int | None:
    if node is None:
        return None
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise UnreadableError(f"the axis {ast.unparse(node)[:40]} is no number") from None
    if not isinstance(value, int):
        raise UnreadableError(f"the axis {ast.unparse(node)[:40]} is no number")
    return value


def _end(node: ast.expr | None) -> int | str | None:
    match node:
        case None:
            return None
        case ast.Constant(value=int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
    return ast.unparse(node)


def _fits(pattern: ast.AST, node: ast.AST, letters: Mapping[str, str], slots: dict[str, IndexExpr]) -> bool:
    """Whether code is a symbol of the table; the slots are filled on the way."""
    match pattern, node:
        case ast.Name(id=left), ast.Name(id=right):
            return left == right
        case ast.Attribute(), ast.Attribute():
            return pattern.attr == node.attr and _fits(pattern.value, node.value, letters, slots)
        case ast.Subscript(), ast.Subscript():
            mine = pattern.slice.elts if isinstance(pattern.slice, ast.Tuple) else [pattern.slice]
            here = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return (
                len(mine) == len(here)
                and _fits(pattern.value, node.value, letters, slots)
                and all(_fits_index(p, n, letters, slots) for p, n in zip(mine, here, strict=True))
            )
        case ast.Call(), ast.Call():
            return ast.dump(pattern) == ast.dump(node)
    return False


def _fits_index(pattern: ast.expr, node: ast.expr, letters: Mapping[str, str], slots: dict[str, IndexExpr]) -> bool:
    mine, here = _index(pattern), _index(node)
    if mine is None or here is None or mine.letter not in letters:
        return ast.dump(pattern) == ast.dump(node)
    slot = letters[mine.letter]
    index = IndexExpr(here.letter, here.offset - mine.offset)
    return slots.setdefault(slot, index) == index


def _index(node: ast.expr) -> IndexExpr | None:
    match node:
        case ast.Name(id=letter):
            return IndexExpr(letter)
        case ast.Constant(value=int() as value):
            return IndexExpr("", value)
        case ast.BinOp(left=ast.Name(id=letter), op=ast.Add() | ast.Sub(), right=ast.Constant(value=int() as value)):
            return IndexExpr(letter, value if isinstance(node.op, ast.Add) else -value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return IndexExpr("", -value)
    return None
