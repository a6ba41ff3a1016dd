"""Reads the statement of a certificate as Coq does, and computes it in numbers: an oracle for the printer.

It knows the few forms that a statement consists of (sums over ranges of natural numbers, ``if``, application,
arithmetic, successors and predecessors) and nothing of the equations that the text was printed from.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import reduce
from typing import Any

TOKEN = re.compile(r"\\sum_|=>|<-|\[seq|[]|]|<=|==|%:R|%N|\.\+\d|\.-\d|[\w']+|[()<+*/=-]")
Reader = Callable[[dict[str, Any]], Any]


def tokens(text: str) -> list[str]:
    bare = re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL)
    found = TOKEN.findall(bare)
    assert "".join(found) == re.sub(r"\s", "", bare), "a sign that is not read"
    return found


class Text:
    """A recursive-descent reader; what it reads becomes a function of the values of names."""

    def __init__(self, text: str) -> None:
        self.left = tokens(text)

    def take(self, *wanted: str) -> str:
        token = self.left.pop(0)
        assert not wanted or token in wanted, f"{token} where {wanted} is due, before {self.left[:6]}"
        return token

    def sees(self, *wanted: str) -> bool:
        return bool(self.left) and self.left[0] in wanted

    def expression(self) -> Reader:
        """A sum; ``if`` reaches as far as it can."""
        value = self.product()
        while self.sees("+", "-"):
            join, right = {"+": operator.add, "-": operator.sub}[self.take()], self.product()
            value = lambda names, a=value, b=right, join=join: join(a(names), b(names))  # noqa: E731
        return value

    def product(self) -> Reader:
        if self.sees("-"):
            self.take()
            inner = self.product()
            return lambda names: -inner(names)
        if self.sees("\\sum_"):  # binds weaker than *, stronger than +
            return self.sum()
        value = self.application()
        while self.sees("*"):
            self.take()
            right = self.sum() if self.sees("\\sum_") else self.application()
            value = lambda names, a=value, b=right: a(names) * b(names)  # noqa: E731
        return value

    def sum(self) -> Reader:
        self.take("\\sum_")
        self.take("(")
        lo = self.application()
        self.take("<=")
        index = self.take()
        self.take("<")
        hi = self.application()
        self.take(")")
        body = self.product()
        return lambda names: reduce(
            operator.add, [body({**names, index: i}) for i in range(lo(names), hi(names))], names["0"]
        )

    def application(self) -> Reader:
        if self.sees("if"):
            return self.choice()
        head = self.argument()
        arguments = []
        while (
            self.left
            and (self.left[0] in ("(", "[seq") or re.match(r"[\w']", self.left[0]))
            and not self.sees("then", "else")
        ):
            arguments.append(self.argument())
        if not arguments:
            return head
        return lambda names: head(names)(*(argument(names) for argument in arguments))

    def choice(self) -> Reader:
        self.take("if")
        self.take("(")
        lo, _, index, _, hi = self.application(), self.take("<="), self.take(), self.take("<"), self.application()
        self.take(")")
        self.take("%N")
        self.take("then")
        yes, _, no = self.expression(), self.take("else"), self.expression()
        return lambda names: yes(names) if lo(names) <= names[index] < hi(names) else no(names)

    def argument(self) -> Reader:
        token = self.take()
        if token == "[seq":
            body, _, index, _ = self.expression(), self.take("|"), self.take(), self.take("<-")
            span, _ = self.expression(), self.take("]")
            return lambda names: [body({**names, index: i}) for i in range(*span(names))]
        if token == "(":
            value = self.expression()
            if self.sees("=="):
                self.take()
                right, left = self.expression(), value
                value = lambda names: int(left(names) == right(names))  # noqa: E731
            self.take(")")
        elif token.isdigit():
            value = lambda names: int(token)  # noqa: E731
        else:
            value = lambda names: names[token]  # noqa: E731
        while self.left and re.match(r"\.[+-]\d$|%:R$|%N$", self.left[0]):
            mark, before = self.take(), value
            if mark == "%:R":
                value = lambda names, before=before: names["0"] + before(names)  # noqa: E731
            elif mark.startswith("."):
                value = lambda names, before=before, by=int(mark[1:]): max(0, before(names) + by)  # noqa: E731
        return value


def read(text: str) -> Reader:
    """The text as a function of the values of its names."""
    reader = Text(text)
    value = reader.expression()
    assert not reader.left, f"{reader.left[:8]} is left over"
    return value


def cases(text: str, definition: str) -> dict[str, tuple[list[str], Reader]]:
    """The cases of a definition by ``match``: for each constructor its variables, and the body."""
    found = re.search(rf"Definition {definition} .*?\bwith\n(.*?)\n  end\.", text, re.DOTALL)
    assert found
    rules: dict[str, tuple[list[str], Reader]] = {}
    for case in re.split(r"^  \| ", found[1], flags=re.MULTILINE)[1:]:
        pattern, body = case.split(" => ", 1)
        constructor, *variables = pattern.split()
        rules[constructor] = (variables, read(body))
    return rules


class Values:
    """The components that a definition by cases defines, each computed when it is asked for."""

    def __init__(self, rules: dict[str, tuple[list[str], Reader]], names: dict[str, Any]) -> None:
        self.rules, self.names, self.known = rules, names, {}

    def __call__(self, component: tuple[Any, ...]) -> Any:
        if component not in self.known:
            constructor, *at = component if isinstance(component, tuple) else (component,)
            variables, body = self.rules[constructor]
            self.known[component] = body({**self.names, **dict(zip(variables, at, strict=True))})
        return self.known[component]
