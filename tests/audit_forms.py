"""Right equations in many forms and spellings, and mutants of them, for the tests of the audit.

An equation is written once, in Python, for column vectors; it is rewritten as a syntax tree by rules that keep its
value, spelled as Python, LaTeX or Unicode, and turned to rows.  Mutants come from rules of their own.
"""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SPELLINGS = ("python", "latex", "unicode")


@dataclass(frozen=True)
class Sheet:
    """A cell's equations, and what their names mean: meaning, LaTeX."""

    cell: str
    names: dict[str, tuple[str, str]]
    equations: tuple[str, ...]


def _gates(letters: str, states: str) -> dict[str, tuple[str, str]]:
    names = {"x": ("x[t]", "x_t"), "h": ("h[t]", "h_t"), "hp": ("h[t-1]", "h_{t-1}"), "dh": ("dh[t]", r"\delta h_t")}
    names |= {"dhp": ("dh[t-1] from t", r"\delta h^{rec}_{t-1}"), "dx": ("dx[t]", r"\delta x_t")}
    for g in letters:
        names[g] = (f"{g}[t]", f"{g}_t")
        names[f"a{g}"] = (f"a_{g}[t]", f"a_{{{g},t}}")
        names[f"d{g}"] = (f"d{g}[t]", rf"\delta {g}_t")
        names[f"da{g}"] = (f"da_{g}[t]", rf"\delta a_{{{g},t}}")
        for w in "WR":
            names[f"{w}{g}"] = (f"{w}_{g}", f"{w}_{g}")
            names[f"d{w}{g}"] = (f"d{w}_{g} of t", rf"\frac{{\partial L_t}}{{\partial {w}_{g}}}")
        names[f"db{g}"] = (f"db_{g} of t", rf"\frac{{\partial L_t}}{{\partial b_{g}}}")
    for s in states:
        names |= {
            s: (f"{s}[t]", f"{s}_t"),
            f"{s}p": (f"{s}[t-1]", f"{s}_{{t-1}}"),
            f"d{s}": (f"d{s}[t]", rf"\delta {s}_t"),
        }
        names |= {
            f"d{s}n": (f"d{s}[t+1]", rf"\delta {s}_{{t+1}}"),
            f"d{s}p": (f"d{s}[t-1] from t", rf"\delta {s}^{{rec}}_{{t-1}}"),
        }
    return names


LSTM = Sheet(
    "lstm",
    {**_gates("ifgo", "c"), "fn": ("f[t+1]", "f_{t+1}")},
    (
        "dao = dh * tanh(c) * o * (1 - o)",
        "do = dh * tanh(c)",
        "dc = dh * o * (1 - tanh(c)**2) + dcn * fn",
        "dai = dc * g * i * (1 - i)",
        "daf = dc * cp * f * (1 - f)",
        "dag = dc * i * (1 - g**2)",
        "dag = dg * (1 - g**2)",
        "dhp = Ri.T @ dai + Rf.T @ daf + Rg.T @ dag + Ro.T @ dao",
        "dx = Wi.T @ dai + Wf.T @ daf + Wg.T @ dag + Wo.T @ dao",
        "dWf = daf @ x.T",
        "dRo = dao @ hp.T",
        "dWi = (dc * g * i * (1 - i)) @ x.T",
        "dbg = dc * i * (1 - g**2)",
        "dcp = dc * f",
    ),
)
PEEPHOLES = Sheet(
    "peephole_lstm",
    {
        **_gates("ifgo", "c"),
        "fn": ("f[t+1]", "f_{t+1}"),
        "pi": ("p_i", "p_i"),
        "pf": ("p_f", "p_f"),
        "po": ("p_o", "p_o"),
        "dain": ("da_i[t+1]", r"\delta a_{i,t+1}"),
        "dafn": ("da_f[t+1]", r"\delta a_{f,t+1}"),
        "dpf": ("dp_f of t", r"\frac{\partial L_t}{\partial p_f}"),
        "dpo": ("dp_o of t", r"\frac{\partial L_t}{\partial p_o}"),
    },
    (
        "dc = dh * o * (1 - tanh(c)**2) + po * dao + pi * dain + pf * dafn + dcn * fn",
        "dpf = daf * cp",
        "dpo = dao * c",
        "dao = do * o * (1 - o)",
    ),
)
GRU = Sheet(
    "gru",
    {
        **_gates("zrn", ""),
        "u": ("u[t]", "u_t"),
        "du": ("du[t]", r"\delta u_t"),
        "dRn": ("dR_n of t", r"\frac{\partial L_t}{\partial R_n}"),
    },
    (
        "dz = dh * (hp - n)",
        "dn = dh * (1 - z)",
        "dan = dh * (1 - z) * (1 - n**2)",
        "dr = dan * u",
        "du = dan * r",
        "daz = dh * (hp - n) * z * (1 - z)",
        "dhp = dh * z + Rr.T @ dar + Rz.T @ daz + Rn.T @ du",
        "dRn = du @ hp.T",
    ),
)
RNN = Sheet(
    "rnn",
    {
        **dict(_gates("", "").items()),
        "R": ("R", "R"),
        "W": ("W", "W"),
        "da": ("da_h[t]", r"\delta a_t"),
        "dW": ("dW of t", r"\frac{\partial L_t}{\partial W}"),
        "dR": ("dR of t", r"\frac{\partial L_t}{\partial R}"),
        "db": ("db of t", r"\frac{\partial L_t}{\partial b}"),
    },
    (
        "da = dh * (1 - h**2)",
        "dhp = R.T @ da",
        "dx = W.T @ (dh * (1 - h**2))",
        "dW = da @ x.T",
        "dR = (dh * (1 - h**2)) @ hp.T",
        "db = dh * (1 - h**2)",
    ),
)
SHEETS = (LSTM, PEEPHOLES, GRU, RNN)


# --- spelling


def spell(node: ast.expr, sheet: Sheet, spelling: str) -> str:
    """An expression as an author would type it."""
    if spelling == "python":
        return ast.unparse(node)
    return _Speller(sheet, spelling).text(node)


class _Speller:
    def __init__(self, sheet: Sheet, spelling: str) -> None:
        self.sheet, self.latex = sheet, spelling == "latex"

    def text(self, node: ast.expr, weak: int = 0) -> str:
        level, text = self._text(node)
        if level < weak:
            return rf"\left({text}\right)" if self.latex else f"({text})"
        return text

    def _text(self, node: ast.expr) -> tuple[int, str]:
        match node:
            case ast.Constant(value=value):
                return 4, str(value)
            case ast.Name(id=name):
                return 4, self.sheet.names[name][1] if self.latex else name
            case ast.Attribute(value=value):
                return 3, self.text(value, 4) + (r"^\top" if self.latex else "ᵀ")
            case ast.UnaryOp(operand=operand):
                return 1, f"-{self.text(operand, 2)}"
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                shown = rf"\{name}" if self.latex and name in ("tanh", "exp") else name
                shown = (r"\sigma" if self.latex else "σ") if name == "sigmoid" else shown
                shown = rf"\mathrm{{{name}}}" if self.latex and not shown.startswith("\\") else shown
                return (
                    4,
                    f"{shown}({self.text(argument)})"
                    if not self.latex
                    else rf"{shown}\left({self.text(argument)}\right)",
                )
            case ast.BinOp(op=ast.Add()):
                return 1, f"{self.text(node.left, 1)} + {self.text(node.right, 2)}"
            case ast.BinOp(op=ast.Sub()):
                return 1, f"{self.text(node.left, 1)} - {self.text(node.right, 2)}"
            case ast.BinOp(op=ast.Mult()):
                sign = r" \odot " if self.latex else " ⊙ "
                return 2, self.text(node.left, 2) + sign + self.text(node.right, 3)
            case ast.BinOp(op=ast.MatMult()):
                weak = 3 if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult) else 2
                return 2, f"{self.text(node.left, weak)} {'' if self.latex else '·'} {self.text(node.right, 3)}"
            case ast.BinOp(op=ast.Div()):
                if self.latex:
                    return 4, rf"\frac{{{self.text(node.left)}}}{{{self.text(node.right)}}}"
                return 2, f"{self.text(node.left, 3)} / {self.text(node.right, 3)}"
            case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=value)):
                return 3, self.text(node.left, 4) + (
                    f"^{{{value}}}" if self.latex else {2: "²", 3: "³"}.get(value, f"^{value}")
                )
        raise ValueError(ast.unparse(node))


def rows(node: ast.expr) -> ast.expr:
    """The same for row vectors and weights of (inputs, units): the transpose of the whole."""

    class Turn(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            left, right = self.visit(node.left), self.visit(node.right)
            if isinstance(node.op, ast.MatMult):
                left, right = right, left
            return ast.BinOp(left, node.op, right)

    return Turn().visit(copy.deepcopy(node))


# --- forms of equal value


def _each(change: Callable[[ast.expr], ast.expr | None]) -> Callable[[ast.expr], ast.expr]:
    """A rule made everywhere where it can be made, from the inside out."""

    class Everywhere(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            node = super().generic_visit(node)
            return (change(node) or node) if isinstance(node, ast.expr) else node

    return lambda node: Everywhere().visit(copy.deepcopy(node))


def _expr(text: str, **parts: ast.expr) -> ast.expr:
    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(parts.get(node.id, node))

    return Fill().visit(ast.parse(text, mode="eval").body)


def _is(node: ast.expr, op: type) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, op)


def _one_minus_square(node: ast.expr) -> ast.expr | None:
    """y in 1 - y²."""
    if _is(node, ast.Sub) and isinstance(node.left, ast.Constant) and _is(node.right, ast.Pow):
        return node.right.left
    return None


def _one_minus(node: ast.expr) -> ast.expr | None:
    if _is(node, ast.Sub) and isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Name):
        return node.right
    return None


def _swapped(*ops: type) -> Callable[[ast.expr], ast.expr | None]:
    return lambda n: ast.BinOp(n.right, n.op, n.left) if any(_is(n, op) for op in ops) else None


def _slope(text: str, inside: bool) -> Callable[[ast.expr], ast.expr | None]:
    """1 - y² in another form; of y = tanh(c), c where ``inside``."""

    def change(node: ast.expr) -> ast.expr | None:
        y = _one_minus_square(node)
        if y is None or (inside and not isinstance(y, ast.Call)):
            return None
        return _expr(text, Y=y.args[0] if inside else y)  # type: ignore[attr-defined]

    return change


def _function(text: str) -> Callable[[ast.expr], ast.expr | None]:
    return lambda n: _expr(text, Y=n.args[0]) if isinstance(n, ast.Call) and n.func.id == "tanh" else None  # type: ignore[attr-defined]


def _gate(letters: str) -> Callable[[ast.expr], ast.expr | None]:
    """A gate or candidate by what it is of its pre-activation."""

    def change(node: ast.expr) -> ast.expr | None:
        if isinstance(node, ast.Name) and node.id in letters:
            function = "tanh" if node.id in "gn" else "sigmoid"
            return ast.Call(ast.Name(function), [ast.Name(f"a{node.id}")], [])
        return None

    return change


FORMS: dict[str, Callable[[ast.expr], ast.expr]] = {
    "as it is": copy.deepcopy,
    "factors reordered": _each(_swapped(ast.Mult)),
    "terms reordered": _each(_swapped(ast.Add)),
    "all reordered": _each(_swapped(ast.Add, ast.Mult)),
    "expanded": _each(
        lambda n: (
            _expr(
                "A * B + A * C" if isinstance(n.right.op, ast.Add) else "A * B - A * C",
                A=n.left,
                B=n.right.left,
                C=n.right.right,
            )  # type: ignore[attr-defined]
            if _is(n, ast.Mult) and (_is(n.right, ast.Add) or _is(n.right, ast.Sub))  # type: ignore[attr-defined]
            else None
        )
    ),
    "as a difference of squares": _each(_slope("(1 - Y) * (1 + Y)", False)),
    "logistic expanded": _each(
        lambda n: (
            _expr("A * (Y - Y**2)", A=n.left.left, Y=n.left.right)  # type: ignore[attr-defined]
            if _is(n, ast.Mult)
            and _one_minus(n.right) is not None
            and _is(n.left, ast.Mult)
            and ast.dump(n.left.right) == ast.dump(_one_minus(n.right))  # type: ignore[attr-defined,arg-type]
            else None
        )
    ),
    "sech": _each(_slope("sech(Y)**2", True)),
    "cosh": _each(_slope("1 / cosh(Y)**2", True)),
    "exponentials": _each(_slope("4 / (exp(Y) + exp(-Y))**2", True)),
    "tanh by exponentials": _each(_function("(exp(2 * Y) - 1) / (exp(2 * Y) + 1)")),
    "tanh by sigmoid": _each(_function("2 * sigmoid(2 * Y) - 1")),
    "squares as products": _each(lambda n: _expr("A * A", A=n.left) if _is(n, ast.Pow) else None),  # type: ignore[attr-defined]
    "one minus turned": _each(lambda n: _expr("-(Y - 1)", Y=n.right) if _one_minus(n) is not None else None),  # type: ignore[attr-defined]
    "sigmoid of minus": _each(
        lambda n: _expr(f"sigmoid(-a{n.right.id})") if _one_minus(n) is not None and n.right.id in "ifozr" else None
    ),  # type: ignore[attr-defined]
    "gates by pre-activations": _each(_gate("ifgozrn")),
    "twice minus": _each(lambda n: _expr("-(-A)", A=n) if _is(n, ast.Mult) and _is(n.left, ast.Mult) else None),  # type: ignore[attr-defined]
    "halved and doubled": lambda n: _expr("2 * A / 2", A=n),
    "transposed twice": _each(
        lambda n: (
            ast.Attribute(ast.BinOp(ast.Attribute(n.right, "T"), n.op, ast.Attribute(n.left, "T")), "T")  # type: ignore[attr-defined]
            if _is(n, ast.MatMult)
            else None
        )
    ),
    "associated to the right": _each(
        lambda n: (
            _expr("A * (B * C)", A=n.left.left, B=n.left.right, C=n.right)  # type: ignore[attr-defined]
            if _is(n, ast.Mult) and _is(n.left, ast.Mult)  # type: ignore[attr-defined]
            else None
        )
    ),
}


def document(
    sheet: Sheet, claims: dict[str, tuple[str, ast.expr]], spelling: str, as_rows: bool, batch: bool = False
) -> str:
    """An audit file of some equations."""
    front = ["---", f"forward: {sheet.cell}", f"vectors: {'rows' if as_rows else 'columns'}"]
    front += [f"weights: {'input' if as_rows else 'output'} first", *(["batch: N"] if batch else []), "---"]
    table = ["| symbol | means |", "|---|---|"]
    for name, (meaning, latex) in sheet.names.items():
        table.append(f"| `{latex if spelling == 'latex' else name}` | {meaning} |")
    lines = []
    for number, (left, right) in claims.items():
        side = spell(rows(right) if as_rows else right, sheet, spelling)
        if spelling == "latex":
            lines.append(f"({number}) $${sheet.names[left][1]} = {side}$$")
        else:
            lines.append(f"({number}) `{left} = {side}`")
    return "\n".join([*front, "", *table, "", *lines, ""])


def parsed(equation: str) -> tuple[str, ast.expr]:
    left, _, right = equation.partition(" = ")
    return left, ast.parse(right, mode="eval").body


def right_documents() -> Iterator[tuple[str, int, str]]:
    """Every form of every equation in every spelling and both layouts: what it is, how many claims, and the text."""
    for sheet in SHEETS:
        for spelling in SPELLINGS:
            for as_rows in (False, True):
                for form, change in FORMS.items():
                    claims = {}
                    for number, equation in enumerate(sheet.equations, 1):
                        left, right = parsed(equation)
                        new = change(right)
                        if form == "as it is" or ast.unparse(new) != ast.unparse(right):
                            claims[f"{number}"] = (left, new)
                    if claims:
                        what = f"{sheet.cell}, {spelling}, {'rows' if as_rows else 'columns'}, {form}"
                        yield what, len(claims), document(sheet, claims, spelling, as_rows)


# --- mutants


def mutant(right: ast.expr, sheet: Sheet, draw: random.Random) -> ast.expr:
    """One slip of the pen at a random place."""
    tree = copy.deepcopy(right)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    for _ in range(200):
        node = draw.choice(nodes)
        names = sorted(name for name in sheet.names if not name.startswith("d"))
        gradients = sorted(
            name for name in sheet.names if name.startswith("da") or name in ("dh", "dc", "du", "dz", "dr")
        )
        new: ast.expr | None = None
        match node:
            case ast.Name(id=name):
                pool = gradients if name.startswith("d") else names
                alike = [n for n in pool if n != name and n[0].isupper() == name[0].isupper()]
                new = ast.Name(draw.choice(alike)) if alike else None
            case ast.Constant(value=value):
                new = ast.Constant(value + 1)
            case ast.BinOp(op=ast.Mult() | ast.MatMult()):
                new = draw.choice([node.left, node.right, ast.BinOp(node.left, ast.Add(), node.right)])
            case ast.BinOp(op=ast.Add()):
                new = draw.choice([node.left, node.right, ast.BinOp(node.left, ast.Sub(), node.right)])
            case ast.BinOp(op=ast.Sub()):
                new = draw.choice(
                    [
                        ast.BinOp(node.left, ast.Add(), node.right),
                        ast.BinOp(node.right, ast.Sub(), node.left),
                        node.right,
                    ]
                )
            case ast.BinOp(op=ast.Pow()):
                new = node.left
            case ast.Attribute():
                new = node.value
            case ast.Call(func=ast.Name(id=name)):
                new = draw.choice(
                    [node.args[0], ast.Call(ast.Name("sigmoid" if name == "tanh" else "tanh"), node.args, [])]
                )
        if new is not None:
            return _replaced(tree, node, new)
    raise AssertionError(ast.unparse(right))


def _replaced(tree: ast.expr, old: ast.expr, new: ast.expr) -> ast.expr:
    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    return ast.fix_missing_locations(Put().visit(tree))
