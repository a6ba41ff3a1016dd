"""The forward pass that an audit is about: a cell by its name, or a block of equations, read and not run.

    f = sigmoid(W_f @ x + R_f @ h_prev + b_f)        Python, or
    f[t] = sigmoid(W_f x[t] + R_f h[t-1] + b_f)      with steps

Names that no line defines are parameters; what is read of the step before is a state; ``x`` is the input.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from derive import cells
from derive.audit.reading.tree import AuditError
from derive.core.equations import H, M
from derive.language import Builder, Cell, CellError
from derive.language import words as language

FUNCTIONS = {
    name: getattr(language, name)
    for name in [
        "sigmoid",
        "tanh",
        "exp",
        "log",
        "sqrt",
        "relu",
        "softplus",
        "log_sigmoid",
        "absolute",
        "stop_gradient",
        "identity",
    ]
}
FUNCTIONS |= {"σ": language.sigmoid, "abs": language.absolute}


def cell(specifier: str, block: str, folder: Path) -> Cell:
    """The cell of a specifier, or of a block.

    Raises:
        AuditError: there is none, or it makes no sense.
    """
    if specifier.strip("|> ") in ("", "below", "block", "fenced", "here"):
        if not block.strip():
            raise AuditError("the forward pass is missing: forward: lstm, my_cell.py::name, or a fenced block")
        return of_block(block)
    file, colons, name = specifier.partition("::")
    if file.endswith(".py") and not Path(file).is_absolute():
        specifier = f"{folder / file}{colons}{name}"
    try:
        found = cells.find(specifier)
        if len(found) != 1:
            raise AuditError(f"{specifier} defines several cells; say which: {' or '.join(found)}")
        [one] = found.values()
        _ = one.system
    except CellError as error:
        raise AuditError(str(error)) from None
    return one


def of_block(text: str) -> Cell:
    """The cell of a block of equations.

    Raises:
        AuditError: a line is none.
    """
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    equations = [_equation(line) for line in lines if line]
    if not equations:
        raise AuditError("the block of the forward pass holds no equation")

    def definition(m: Builder) -> None:
        Block(m, equations).define()

    try:
        made = Cell(definition, "a block of equations", "block")
        _ = made.system
    except CellError as error:
        raise AuditError(f"the forward pass: {error}") from None
    return made


STEP = re.compile(r"\[\s*t\s*(-\s*1)?\s*\]")


def _equation(line: str) -> tuple[str, ast.expr, str]:
    plain = STEP.sub(lambda match: "_prev" if match[1] else "", line).replace("⊙", "*").replace("·", "@")
    plain = plain.replace("σ", "sigmoid")
    plain = re.sub(r"(?<![\w.])([A-Z]\w*)\s+(?=[a-z]\w*)", r"\1 @ ", plain)  # W_f x is a product
    try:
        [statement] = ast.parse(plain).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise AuditError(f"the forward pass: {line[:60]!r} is no equation") from None
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value, line
    raise AuditError(f"the forward pass: {line[:60]!r} is no equation a = b")


class Block:
    """Defines a cell from its equations."""

    def __init__(self, m: Builder, equations: list[tuple[str, ast.expr, str]]) -> None:
        self.m, self.equations = m, equations
        self.defined = [name for name, _, _ in equations]
        names = [n.id for _, value, _ in equations for n in ast.walk(value) if isinstance(n, ast.Name)]
        self.states = {
            name.removesuffix("_prev"): m.state(name.removesuffix("_prev"))
            for name in dict.fromkeys(names)
            if name.endswith("_prev") and name.removesuffix("_prev") in self.defined
        }
        self.known: dict[str, object] = {}
        for name in ("x", "u"):
            if name in names and name not in self.defined:
                vectors = any(isinstance(n, ast.MatMult) for _, value, _ in equations for n in ast.walk(value))
                self.known[name] = m.input(name, M if vectors else H)
                break

    def define(self) -> None:
        for name, value, _ in self.equations:
            self.m[name] = self.value(value)

    def value(self, node: ast.expr, size: object = H) -> object:
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name):
                return self.name(name, size)
            case ast.UnaryOp(op=ast.USub()):
                return -self.value(node.operand)  # type: ignore[operator]
            case ast.BinOp(op=ast.MatMult()):
                right = self.value(node.right)
                return self.matrix(node.left, right) @ right  # type: ignore[operator]
            case ast.BinOp():
                left, right = self.value(node.left), self.value(node.right)
                match node.op:
                    case ast.Add():
                        return left + right  # type: ignore[operator]
                    case ast.Sub():
                        return left - right  # type: ignore[operator]
                    case ast.Mult():
                        return left * right  # type: ignore[operator]
                    case ast.Div():
                        return left / right  # type: ignore[operator]
                    case ast.Pow():
                        return left**right  # type: ignore[operator]
            case ast.Call(func=ast.Name(id=name), args=[argument]) if name in FUNCTIONS:
                return FUNCTIONS[name](self.value(argument))
            case ast.Call(func=ast.Attribute(attr=name), args=[argument]) if name in FUNCTIONS:
                return FUNCTIONS[name](self.value(argument))
        raise AuditError(f"the forward pass: {ast.unparse(node)[:60]!r} cannot be read")

    def name(self, name: str, size: object) -> object:
        if name.endswith("_prev") and name.removesuffix("_prev") in self.states:
            return self.states[name.removesuffix("_prev")].prev
        if name in self.defined:
            return self.m[name]
        if name not in self.known:
            self.known[name] = self.m.param(name, H)
        return self.known[name]

    def matrix(self, node: ast.expr, right: object) -> object:
        match node:
            case ast.Name(id=name) if name not in self.defined and not name.endswith("_prev"):
                if name not in self.known:
                    axes = getattr(right, "axes", (M,))
                    self.known[name] = self.m.param(name, H, axes[-1])
                return self.known[name]
        return self.value(node)
