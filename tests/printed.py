r"""Reads printed matrix equations back: LaTeX of :mod:`derive.notation.printer` → numbers.

An oracle for the printer: what is evaluated is what a reader sees, with the precedence that a reader gives it.  Vectors
are columns, a transpose is a row, side by side is the matrix product (or a scalar times anything), ⊙ and ⊘ are
elementwise and need equal shapes.  Knows the signs that occur, and fails on any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import sympy as sp

from derive.core import functions

TOKEN = re.compile(r"@\d+@|\\[A-Za-z]+|\\.|\d+|[A-Za-z]|[-+={}()\[\]^_',;<>/]")
IGNORED = {r"\,", r"\;", r"\ ", r"\left", r"\right"}
NAMED = {r"\sigma": "sigmoid", r"\tanh": "tanh", r"\exp": "exp", r"\log": "log", r"\max": "maximum"}
BASES = r"\mathrm", r"\tilde", r"\hat", r"\bar", r"\dot"
ENDS = {"}", ")", "]", ",", ";", ">", r"\rvert", r"\rangle", None}

Lookup = Callable[[str, int], np.ndarray]
"""The value of a symbol at a step, or of one that is not in time (step None)."""


class Printed:
    """Evaluates the right-hand side of a printed equation.

    Args:
        symbols: printed symbol, without a step → the array at (step, sequence); both may be None.
        sizes: extents of the sizes; all features have the same one, ``ones``.
        rows: vectors are rows, and what is concatenated stands side by side, not one below the other.
    """

    def __init__(
        self,
        symbols: Mapping[str, Callable[[int | None, int], np.ndarray]],
        sizes: Mapping[str, int],
        ones: int,
        rows: bool = False,
        batch: str = "n",
    ) -> None:
        self.symbols, self.sizes, self.ones, self.rows, self.batch = symbols, sizes, ones, rows, batch

    def evaluate(self, latex: str, step: int, sequence: int) -> np.ndarray:
        self.tokens = [token for token in TOKEN.findall(latex) if token not in IGNORED]
        assert not TOKEN.sub("", latex).strip(), f"unknown signs in {latex}"
        self.place, self.at = 0, {"t": step, self.batch: sequence, **self.sizes}
        value = self.sum()
        assert self.head is None, f"not read: {self.tokens[self.place :]} of {latex}"
        return value

    # --- tokens

    @property
    def head(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, expected: str | None = None) -> str:
        token = self.head
        assert token is not None
        assert expected is None or token == expected, f"{token} where {expected} should be"
        self.place += 1
        return token

    def group(self) -> list[str]:
        """The tokens of an argument in braces, or a single one."""
        if self.head != "{":
            return [self.take()]
        start, depth = self.place + 1, 0
        while True:
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
            if depth == 0:
                return self.tokens[start : self.place - 1]

    # --- grammar

    def sum(self) -> np.ndarray:
        value = None
        while self.head not in ENDS:
            sign = -1 if self.head == "-" else 1
            if self.head in ("+", "-"):
                self.take()
            term = sign * self.elementwise()
            assert value is None or np.ndim(value) == 0 or np.ndim(term) == 0 or value.shape == term.shape
            value = term if value is None else value + term
        assert value is not None
        return value

    def elementwise(self) -> np.ndarray:
        value = self.juxtaposed()
        while self.head in (r"\odot", r"\oslash"):
            divide = self.take() == r"\oslash"
            other = self.juxtaposed()
            assert np.shape(value) == np.shape(other)
            value = value / other if divide else value * other
        return value

    def juxtaposed(self) -> np.ndarray:
        if self.head == r"\sum":
            return self.summed()
        value = self.factor()
        while self.head not in ENDS | {"+", "-", r"\odot", r"\oslash"}:
            other = self.summed() if self.head == r"\sum" else self.factor()
            value = value * other if np.ndim(value) == 0 or np.ndim(other) == 0 else value @ other
            value = value.item() if np.shape(value) == (1, 1) else value
        return value

    def summed(self) -> np.ndarray:
        """A sum reaches as far as products do."""
        self.take(r"\sum")
        self.take("_")
        index, _, first = self.group()
        self.take("^")
        (last,) = self.group()
        start, total = self.place, 0
        outside = dict(self.at)
        for number in range(int(first), self.sizes[last] + 1):
            self.place, self.at = start, {**outside, index: number}
            total = total + self.elementwise()
        self.at = outside
        return total

    def factor(self) -> np.ndarray:
        token = self.head
        if token == r"\frac":
            self.take()
            return self.inside(self.group()) / self.inside(self.group())
        if token == r"\sqrt":
            self.take()
            return np.sqrt(self.inside(self.group()))
        if token in (r"\lvert", "[", r"\langle"):
            value = self.fenced(self.take())
            if self.head != "^" or np.ndim(value) == 0:
                return value
            self.take()
            return self.raised(value, self.group())
        if token in NAMED and self.applied():
            return self.function(NAMED[self.take()])
        if token == r"\operatorname":
            self.take()
            return self.function("".join(self.group()))
        value = self.atom()
        while self.head == "^":
            self.take()
            value = self.raised(value, self.group())
        return value

    def applied(self) -> bool:
        return self.tokens[self.place + 1] in ("(", "^") or self.tokens[self.place + 1] in NAMED

    def inside(self, tokens: list[str]) -> np.ndarray:
        outer = self.tokens, self.place
        self.tokens, self.place = tokens, 0
        value = self.sum()
        assert self.head is None
        self.tokens, self.place = outer
        return value

    def raised(self, value: np.ndarray, above: list[str]) -> np.ndarray:
        if above == [r"\top"]:
            return np.transpose(value)
        if above[0] == r"\odot":
            return value ** self.inside(above[1:])
        assert np.ndim(value) == 0
        return value ** self.inside(above)

    def fenced(self, opening: str) -> np.ndarray:
        left = self.sum()
        if opening == r"\lvert":
            self.take(r"\rvert")
            return abs(left)
        if opening == "[" and self.head in (",", ";"):
            return self.concatenated(left)
        self.take(">" if opening == "[" else ",")
        right = self.sum()
        self.take("]" if opening == "[" else r"\rangle")
        return 1.0 * (left > right) if opening == "[" else np.sum(left * right)

    def concatenated(self, first: np.ndarray) -> np.ndarray:
        """Rows stand side by side, with commas between; columns one below the other, with semicolons."""
        items = [first]
        while self.head != "]":
            self.take("," if self.rows else ";")
            items.append(self.sum())
        self.take("]")
        assert all(np.shape(item)[0 if self.rows else 1] == 1 for item in items)
        return np.concatenate(items, axis=1 if self.rows else 0)

    def function(self, name: str) -> np.ndarray:
        if name == "log" and self.head in NAMED:  # log σ
            self.take()
            name = "log_sigmoid"
        power = 1
        if self.head == "^":
            self.take()
            power = self.inside(self.group())
        if name == "diag":
            self.take("(")
            value = self.sum()
            self.take(")")
            return np.diag(value[0] if self.rows else value[:, 0])
        self.take("(")
        args = [self.sum()]
        while self.head == ",":
            self.take()
            args.append(self.sum())
        self.take(")")
        definition = getattr(functions, name.replace(" ", "_")).definition
        apply = np.vectorize(lambda *scalars: float(definition(*map(sp.Float, scalars))))
        value = apply(*args) ** power
        return value.item() if np.ndim(value) == 0 else value

    def atom(self) -> np.ndarray:
        if self.head == "(":
            self.take()
            value = self.sum()
            self.take(")")
            return value
        if self.head.isdigit():
            return float(self.take())
        if self.head == r"\mathbf":
            self.take()
            assert self.group() == ["1"]
            return np.ones((1, self.ones) if self.rows else (self.ones, 1))
        if self.head == "I":
            self.take()
            return np.eye(self.ones)
        return self.symbol()

    def symbol(self) -> np.ndarray:
        if self.head.startswith("@"):  # a symbol that was recognised as a whole, with its step
            return self.symbols[self.take()](self.at["t"], self.at[self.batch])
        name = ""
        if self.head == r"\delta":
            name = self.take() + " "
        name += self.take()
        if name.removeprefix(r"\delta ") in BASES:
            name += "{" + "".join(self.group()) + "}"
        if self.head == "_":
            self.take()
            below = self.group()
            name += "_" + ("".join(below) if len(below) == 1 and len(below[0]) == 1 else "{" + "".join(below) + "}")
        while self.head == "'":
            name += self.take()
        if name in self.sizes:
            return float(self.sizes[name])
        known = self.symbols[name]
        step = None
        if self.head == "^" and self.tokens[self.place + 1 : self.place + 3] not in (["{", r"\odot"],):
            mark = self.place
            self.take()
            above = self.group()
            if above[0] in ("t", "T"):
                step = self.at[above[0]] + (int("".join(above[1:])) if above[1:] else 0)
            else:
                self.place = mark
        return known(step, self.at[self.batch])
