"""Boxes to a tree: which boxes are symbols of the table, and what operators do.

A product is read as one row of factors.  It is not decided here which of them are matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from derive.audit import functions
from derive.audit.reading.boxes import Box, Row, spelled, weight
from derive.audit.reading.latex import ONES
from derive.audit.reading.symbols import Symbol, index_of, longest
from derive.audit.reading.tree import (
    Big,
    Call,
    Equation,
    IndexExpr,
    Join,
    Name,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Slice,
    Sum,
    Transpose,
    UnreadableError,
    Where,
)

OPERATORS = {"·": "·", "×": "×", "*": "*", "⊙": "⊙", "⊗": "⊗", "@": "@"}
CLOSING = {"(": ")", "[": "]", r"\{": r"\}", "⟨": "⟩", "|": "|"}
LARGEST_POWER = 10_000
MOST_BOXES = 2_000


def equations(row: Row, symbols: Sequence[Symbol]) -> list[Equation]:
    """The equations of a display: lines, pieces between commas, and the links of a chain a = b = c.

    Raises:
        UnreadableError: no equation, or one that cannot be read.
    """
    if weight(row) > MOST_BOXES:
        raise UnreadableError(f"an equation of {weight(row)} symbols; {MOST_BOXES} are the most")
    found: list[Equation] = []
    left: Node | None = None
    for piece in _pieces(row):
        sides, adds = _sides(piece)
        if len(sides) == 1 and not found:
            continue
        if sides[0]:
            if len(sides) == 1:
                continue
            left = Reader(sides[0], symbols).whole()
        if left is None:
            continue
        for number, side in enumerate(sides[1:]):
            if side:
                right = Reader(side, symbols).whole()
                found.append(Equation(left, right, adds and number == 0, f"{spelled(piece)}"))
    if not found:
        raise UnreadableError("there is no equation: a = b is needed")
    return found


def _pieces(row: Row) -> Iterator[Row]:
    """The lines of a display, cut at commas that stand between equations; words are left out."""
    lines: list[Row] = []
    for line in _cut(row, r"\\"):
        line = tuple(box for box in line if not box.is_sign("&") and not _empty(box))
        if lines and line and not any(len(side) > 1 for side in [_sides(line)[0]]) and not _condition(line):
            lines[-1] = (*lines[-1], *line)  # a long right side goes on
        else:
            lines.append(line)
    for line in lines:
        parts: list[Row] = []
        for part in _cut(line, ",", ";", words=True):
            if parts and not any(box.is_sign("=") for box in part):
                if not parts[-1] or any(box.kind == "words" for box in part):
                    continue
                if _condition(part):
                    continue
                parts[-1] = (*parts[-1], Box("sign", ","), *part)
            else:
                parts.append(part)
        for part in parts:
            part = tuple(box for box in part if box.kind != "words")
            while part and part[-1].is_sign(".", ",", ";", ":") and part[-1].bare:
                part = part[:-1]
            if part:
                yield part


def _empty(box: Box) -> bool:
    return box.kind == "group" and box.bare and box.args == ((),)


def _condition(row: Row) -> bool:
    """Whether it only says where an equation holds: t < T, j = 1, …, H."""
    return any(box.is_sign("<", ">", "≤", "≥", "∈", "…") for box in row) or len(row) < 2


def _cut(row: Row, *signs: str, words: bool = False) -> list[Row]:
    """The pieces between signs that stand in no brackets."""
    pieces: list[list[Box]] = [[]]
    depth = 0
    for box in row:
        if box.is_sign("(", "[", r"\{", "⟨"):
            depth += 1
        elif box.is_sign(")", "]", r"\}", "⟩"):
            depth -= 1
        if depth <= 0 and box.bare and (box.is_sign(*signs) or (words and box.kind == "words")):
            pieces.append([])
        else:
            pieces[-1].append(box)
    return [tuple(piece) for piece in pieces if piece]


def _sides(row: Row) -> tuple[list[Row], bool]:
    """What stands between equals signs; and whether the first of them is +=."""
    sides: list[list[Box]] = [[]]
    adds = False
    depth = 0
    for box in row:
        depth += box.is_sign("(", "[", r"\{", "⟨") - box.is_sign(")", "]", r"\}", "⟩")
        if depth <= 0 and box.is_sign("=") and box.bare:
            if sides[-1] and sides[-1][-1].is_sign("+", ":", "-"):
                mark = sides[-1].pop()
                if mark.text == "-":
                    raise UnreadableError("-= is no equation for a gradient")
                adds = adds or (mark.text == "+" and len(sides) == 1)
            sides.append([])
        elif depth <= 0 and box.is_sign("≈", "→", "<", ">", "≤", "≥"):
            raise UnreadableError(f"“{box.text}” states no equation")
        else:
            sides[-1].append(box)
    return [tuple(side) for side in sides], adds


class Reader:
    """Reads one side of an equation, box by box."""

    def __init__(self, row: Row, symbols: Sequence[Symbol]) -> None:
        self.row, self.symbols, self.at = row, symbols, 0

    def whole(self) -> Node:
        """The whole row.

        Raises:
            UnreadableError: something is left over or missing.
        """
        node = self.sum()
        if self.at < len(self.row):
            raise UnreadableError(f"cannot be read near “{spelled(self.row[self.at : self.at + 4])}”")
        return node

    @property
    def box(self) -> Box | None:
        return self.row[self.at] if self.at < len(self.row) else None

    def sees(self, *signs: str) -> bool:
        return self.box is not None and self.box.is_sign(*signs)

    def sum(self) -> Node:
        terms: list[tuple[int, Node]] = []
        sign = 1
        while self.sees("+", "-"):
            sign *= 1 if self.row[self.at].text == "+" else -1
            self.at += 1
        terms.append((sign, self.product()))
        while self.sees("+", "-"):
            sign = 1
            while self.sees("+", "-"):
                sign *= 1 if self.row[self.at].text == "+" else -1
                self.at += 1
            terms.append((sign, self.product()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Sum(tuple(terms))

    def product(self) -> Node:
        factors, signs = [self.factor()], []
        while self.box is not None:
            if self.sees("/"):
                self.at += 1
                bottom = self.signed_factor()
                top = factors.pop()
                factors.append(Quotient(top, bottom))
                continue
            if self.sees(*OPERATORS):
                sign = OPERATORS[self.row[self.at].text]
                self.at += 1
            elif self.box.kind in ("words",) or (
                self.box.kind == "sign" and not self.sees("(", "[", r"\{", "∑", "∏", "⟨")
            ):
                break
            else:
                sign = ""
            factors.append(self.signed_factor() if sign else self.factor())
            signs.append(sign)
        return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs))

    def signed_factor(self) -> Node:
        if self.sees("-", "+"):
            sign = -1 if self.sees("-") else 1
            self.at += 1
            return Sum(((sign, self.factor()),))
        return self.factor()

    # --- one factor, with what follows it

    def factor(self) -> Node:
        box = self.box
        if box is None:
            raise UnreadableError(f"something is missing after “{spelled(self.row[-4:])}”")
        match = longest(self.symbols, self.row, self.at)
        if match is not None and match.symbol.function:
            self.at = match.end
            return self.function(match.symbol, match.rest)
        if match is not None:
            text = spelled(self.row[self.at : match.end])
            self.at = match.end
            return self.postfixed(Name(text, match.symbol.meaning, match.slots), match.rest)
        if box.is_sign("∑", "∏"):
            return self.big()
        name = functions.canonical(box.text) if box.kind == "letter" and not (box.args or box.sub) else None
        if name is not None:
            self.at += 1
            return self.applied(name, box)
        if box.is_sign("(", "[", r"\{", "⟨", "|"):
            return self.bracketed()
        self.at += 1
        if box.text == ONES:
            return self.postfixed(Call("ones", ()), replace(box, sub=()))
        if box.kind == "number":
            return self.postfixed(Number(Fraction(box.text)), box)
        if box.kind == "frac":
            return self.postfixed(self.fraction(box), box)
        if box.text == "brace":
            return self.where(box)
        if box.kind == "group":
            return self.postfixed(Reader(box.args[0], self.symbols).whole(), box)
        if box.kind == "root":
            return self.postfixed(Call("sqrt", (Reader(box.args[0], self.symbols).whole(),)), box)
        if box.kind == "rows":
            return self.postfixed(self.matrix(box), box)
        if box.kind == "letter":
            return self.gap(box)
        raise UnreadableError(f"cannot be read near “{spelled(self.row[self.at - 1 : self.at + 3])}”")

    def gap(self, box: Box) -> Node:
        """A symbol that is not in the table; d and ∂ go with what they stand before."""
        parts = [box]
        while parts[-1].kind == "letter" and parts[-1].text in ("d", r"\partial", r"\delta", r"\Delta", r"\nabla"):
            if self.box is None or self.box.kind != "letter" or not parts[-1].bare:
                break
            parts.append(self.box)
            self.at += 1
        last = parts[-1]
        if last.text == "diag" or (box.text == "diag"):
            return Call("diag", (self.argument(),))
        if last.text in ("vec", "tr", "Tr") and self.sees("("):
            raise UnreadableError(f"{last.text} is not known here")
        if last.sup and all(b.kind == "letter" and b.text in (r"\top", "T") for b in last.sup):
            return Transpose(Name(spelled((*parts[:-1], replace(last, sup=())))))
        return Name(spelled(tuple(parts)))

    def fraction(self, box: Box) -> Node:
        top, bottom = box.args
        try:
            return Quotient(Reader(top, self.symbols).whole(), Reader(bottom, self.symbols).whole())
        except UnreadableError:
            return Name(spelled((replace(box, sub=(), sup=()),)))

    def where(self, box: Box) -> Node:
        """A term with a brace below it that says at which steps it is there."""
        inner = Reader(box.args[0], self.symbols).whole()
        parts: list[Row] = [()]
        signs: list[str] = []
        for part in box.sub:
            if part.is_sign("=", "<", ">", "≤", "≥"):
                signs.append(part.text)
                parts.append(())
            else:
                parts[-1] = (*parts[-1], part)
        indices = [index_of(part) for part in parts]
        if any(index is None for index in indices):
            return inner
        return _limited(inner, [index for index in indices if index is not None], signs)

    def matrix(self, box: Box) -> Node:
        rows = []
        width = {len(_cut(row, "&")) for row in box.args}
        if len(width) != 1:
            raise UnreadableError("the rows of a matrix have different lengths")
        for row in box.args:
            cells = [Reader(cell, self.symbols).whole() for cell in _cut(row, "&")]
            rows.append(cells[0] if len(cells) == 1 else Join(tuple(cells), ","))
        return rows[0] if len(rows) == 1 else Join(tuple(rows), ";")

    def bracketed(self) -> Node:
        start = self.row[self.at]
        depth = 0
        for end in range(self.at, len(self.row)):
            box = self.row[end]
            if start.text == "|":
                if end > self.at and box.is_sign("|"):
                    break
                continue
            depth += box.is_sign("(", "[", r"\{", "⟨") - box.is_sign(")", "]", r"\}", "⟩")
            if depth == 0:
                break
        else:
            raise UnreadableError(f"“{start.text.lstrip(chr(92))}” is never closed")
        inner, close = self.row[self.at + 1 : end], self.row[end]
        self.at = end + 1
        if start.text == "|":
            return Call("absolute", (Reader(inner, self.symbols).whole(),))
        compared = [n for n, b in enumerate(inner) if b.is_sign("<", ">", "≤", "≥") and b.bare]
        if start.text == "[" and len(compared) == 1:  # [a > b] is one where it holds, else zero
            sides = (inner[: compared[0]], inner[compared[0] + 1 :])
            greater, less = sides if inner[compared[0]].text in ">≥" else sides[::-1]
            a, b = (Reader(side, self.symbols).whole() for side in (greater, less))
            return self.postfixed(Call("step", (Sum(((1, a), (-1, b))),)), close)
        if start.text == "⟨" and len(parts := _cut(inner, ",")) == 2:
            return Call("inner", tuple(Reader(part, self.symbols).whole() for part in parts))
        if start.text == "[" and (joined := self.joined(inner)) is not None:
            return self.postfixed(joined, close)
        return self.postfixed(Reader(inner, self.symbols).whole(), close)

    def joined(self, inner: Row) -> Node | None:
        """[a; b] and [a, b]; None where the brackets are mere parentheses."""
        for sign in (";", ","):
            parts = _cut(inner, sign)
            if len(parts) > 1:
                return Join(tuple(self.joined(part) or Reader(part, self.symbols).whole() for part in parts), sign)
        return None

    def postfixed(self, node: Node, box: Box) -> Node:
        """Powers, transposes and cuts that follow."""
        if box.primes:
            raise UnreadableError(f"a prime on “{node}”, which is no function")
        if box.sup:
            node = self.raised(node, box.sup)
        if self.sees("["):
            cut = self.cut()
            if cut is not None:
                return self.postfixed(Slice(node, cut), self.row[self.at - 1])
        return node

    def raised(self, node: Node, sup: Row) -> Node:
        if all(box.kind == "letter" and box.text in (r"\top", "T", "t") for box in sup) and len(sup) == 1:
            return Transpose(node)
        if len(sup) == 1 and sup[0].is_sign("*"):
            raise UnreadableError(f"a star on “{node}”")
        exponent = Reader(sup, self.symbols).whole()
        if isinstance(exponent, Number) and abs(exponent.value) > LARGEST_POWER:
            raise UnreadableError(f"the power {exponent} is too large")
        return Power(node, exponent)

    def cut(self) -> tuple[tuple[int | str | None, int | str | None], ...] | None:
        """[1:3] or [:, 2:]; None where the brackets hold no cut."""
        end = next((n for n in range(self.at, len(self.row)) if self.row[n].is_sign("]")), None)
        inner = self.row[self.at + 1 : end] if end is not None else ()
        if end is None or not any(box.is_sign(":") for box in inner):
            return None
        cuts: list[tuple[int | str | None, int | str | None]] = []
        for part in _cut(inner, ","):
            colon = next((n for n, box in enumerate(part) if box.is_sign(":")), None)
            if colon is None:
                return None
            ends = [part[:colon], part[colon + 1 :]]
            cuts.append((_end(ends[0]), _end(ends[1])))
        self.at = end + 1
        return tuple(cuts)

    # --- functions

    def function(self, symbol: Symbol, rest: Box) -> Node:
        meaning = symbol.meaning
        assert isinstance(meaning, Call)
        call = replace(meaning, primes=meaning.primes + rest.primes)
        return self.call(call, rest.sup)

    def applied(self, name: str, box: Box) -> Node:
        return self.call(Call(name, (), box.primes), box.sup)

    def call(self, call: Call, sup: Row) -> Node:
        """The function of what follows; tanh²(x) and tanh(x)² are powers of its value."""
        if sup and sup[0].is_sign("("):
            raise UnreadableError("a derivative of higher order in parentheses")
        if self.sees("("):
            start = self.at
            node = self.bracketed()
            close = self.row[self.at - 1]
            if close.sup:  # the power is of the value
                inner = Reader((*self.row[start : self.at - 1], replace(close, sup=())), self.symbols).bracketed()
                value: Node = self.raised(replace(call, arguments=(inner,)), close.sup)
            else:
                value = replace(call, arguments=(node,))
        else:
            value = replace(call, arguments=(self.argument(),))
        return self.raised(value, sup) if sup else value

    def argument(self) -> Node:
        if self.box is None or self.sees(*OPERATORS, "+", "-", ")", "]"):
            raise UnreadableError("a function without its argument")
        return self.factor()

    # --- sums and products over an index

    def big(self) -> Node:
        box = self.row[self.at]
        operation = "sum" if box.text == "∑" else "prod"
        self.at += 1
        if (inside := next((n for n, b in enumerate(box.sub) if b.is_sign("∈")), None)) is not None:
            return self.over_set(box, operation, inside)
        equals = next((n for n, b in enumerate(box.sub) if b.is_sign("=")), None)
        if equals is None:
            letters = [b.text for b in box.sub if b.kind == "letter" and b.bare]
            if not letters or any(not (b.kind == "letter" or b.is_sign(",")) for b in box.sub):
                raise UnreadableError("a sum that does not say over what")
            body = self.product()
            for letter in reversed(letters):
                body = Big(operation, letter, None, None, body)
            return body
        index, low = index_of(box.sub[:equals]), index_of(box.sub[equals + 1 :])
        high = index_of(box.sup) if box.sup else None
        if index is None or index.offset or not index.letter or low is None or (box.sup and high is None):
            raise UnreadableError(f"the ends of “{spelled((box,))}” cannot be read")
        return Big(operation, index.letter, low, high, self.product())

    def over_set(self, box: Box, operation: str, inside: int) -> Node:
        """Σ_{k ∈ {i, f, o}}: the body once for each, with the letter replaced."""
        members = [b for b in box.sub[inside + 1 :] if not b.is_sign(r"\{", r"\}", "(", ")")]
        if len(members) == 1 and members[0].kind == "group":
            members = list(members[0].args[0])
        if inside != 1 or not members:
            raise UnreadableError(f"the set of “{spelled((box,))}” cannot be read")
        start, ends, terms = self.at, set(), []
        for member in _cut(tuple(members), ","):
            row = _with(self.row[start:], box.sub[0], member)
            reader = Reader(row, self.symbols)
            terms.append(reader.product())
            ends.add(len(row) - reader.at)
        if len(ends) != 1:
            raise UnreadableError(f"what “{spelled((box,))}” reaches over cannot be read")
        self.at = len(self.row) - ends.pop()
        if operation == "prod":
            return Product(tuple(terms), ("",) * (len(terms) - 1))
        return Sum(tuple((1, term) for term in terms))


def _limited(inner: Node, indices: list[IndexExpr], signs: list[str]) -> Node:
    """t = T, t < T, 0 ≤ t ≤ T - 1, t ≥ 2."""
    low: IndexExpr | None = None
    high: IndexExpr | None = None
    place = 1 if len(indices) == 3 else 0
    letter = indices[place]
    for number, sign in enumerate(signs):
        after = number >= place
        other = indices[number + 1 if after else number]
        strict = 1 if sign in "<>" else 0
        if sign == "=":
            low = high = other
        elif (sign in "<≤") == after:
            high = IndexExpr(other.letter, other.offset - strict)
        else:
            low = IndexExpr(other.letter, other.offset + strict)
    if letter.offset or not letter.letter or letter.letter in "TN":
        return inner
    return Where(inner, letter.letter, low, high)


def _end(row: Row) -> int | str | None:
    if not row:
        return None
    text = spelled(row).replace(" ", "")
    try:
        return int(text)
    except ValueError:
        return text


def _with(row: Row, letter: Box, member: Row) -> Row:
    """The boxes with a letter replaced, in scripts and insides too."""
    out: list[Box] = []
    for box in row:
        if box.kind == letter.kind and box.text == letter.text and not box.args and len(member) == 1:
            new = replace(member[0], sub=member[0].sub or box.sub, sup=box.sup, primes=box.primes)
        elif box == letter:
            out.extend(member)
            continue
        else:
            new = box
        out.append(
            replace(
                new,
                args=tuple(_with(arg, letter, member) for arg in box.args) if box.args else new.args,
                sub=_with(new.sub, letter, member),
                sup=_with(new.sup, letter, member),
            )
        )
    return tuple(out)


__all__ = ["IndexExpr", "Reader", "equations"]
