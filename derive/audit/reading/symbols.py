"""The symbols of the table as patterns, which direct how boxes are read.

A symbol may stand for a whole family: in ``X^t`` the letter t is a slot, which ``X^3`` and ``X^{t-1}`` fill.  Where
several symbols fit, the longest wins, then the one that fits without a shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive.audit.reading.boxes import Box, Row, weight
from derive.audit.reading.tree import IndexExpr, Node

Slots = Mapping[str, IndexExpr]


@dataclass(frozen=True)
class Symbol:
    """A row of the table.

    Attributes:
        text: as it stands in the table.
        meaning: what it means; None while that is unknown.
        patterns: as boxes, in each way in which it may be written.
        letters: the letters that are slots, and the letter of the meaning that each fills.
        function: whether it is a function, to be followed by its argument.
        number: of the row.
    """

    text: str
    meaning: Node | None
    patterns: tuple[Row, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    function: bool = False
    number: int = 0


@dataclass(frozen=True)
class Match:
    """A symbol found in a row: its slots, where it ends, and the scripts that are left over on its last box."""

    symbol: Symbol
    slots: tuple[tuple[str, IndexExpr], ...]
    end: int
    rest: Box
    size: int
    exact: bool


def longest(symbols: Sequence[Symbol], row: Row, start: int) -> Match | None:
    """The symbol that stands at this place of the row."""
    found = [match for symbol in symbols for pattern in symbol.patterns for match in _at(symbol, pattern, row, start)]
    return max(found, key=lambda m: (m.size, m.exact, not (m.rest.sup or m.rest.primes)), default=None)


def _at(symbol: Symbol, pattern: Row, row: Row, start: int) -> Iterator[Match]:
    if not pattern:
        return
    tail = pattern[-1]
    for place, slots in _heads(pattern[:-1], row, start, symbol.letters, {}):
        if place >= len(row):
            continue
        for box, rest in _without_postfix(symbol, tail, row[place]):
            for filled in _box(tail, box, symbol.letters, slots):
                exact = not any(index.offset for index in filled.values()) and all(
                    filled[mine].letter == letter for letter, mine in symbol.letters.items() if mine in filled
                )
                yield Match(symbol, tuple(sorted(filled.items())), place + 1, rest, weight(pattern), exact)


def _heads(
    pattern: Row, row: Row, start: int, letters: Mapping[str, str], slots: Slots, depth: int = 0
) -> Iterator[tuple[int, dict[str, IndexExpr]]]:
    """Every place up to which the boxes before a pattern's last one may reach."""
    if not pattern:
        yield start, dict(slots)
        return
    here = letters if depth else {}  # outside of brackets and scripts a letter is a letter
    for used, length, filled in _step(pattern, row[start:], here, slots):
        inside = depth + pattern[0].is_sign("(", "[", "⟨") - pattern[0].is_sign(")", "]", "⟩")
        yield from _heads(pattern[used:], row, start + length, letters, filled, inside)


def _without_postfix(symbol: Symbol, tail: Box, last: Box) -> Iterator[tuple[Box, Box]]:
    """The last box as the pattern may have it, and the scripts that follow as a power, a transpose or a slope."""
    yield last, Box("group")
    if not tail.sup and last.sup and (symbol.function or _postfix(last.sup)):
        yield replace(last, sup=()), Box("group", sup=last.sup)
    if tail.sup and len(last.sup) > len(tail.sup):  # h^{t\top}
        *inner, mark = last.sup
        if mark.kind == "letter" and mark.text in (r"\top", "T"):
            yield replace(last, sup=tuple(inner)), Box("group", sup=(mark,))
    if symbol.function and last.primes > tail.primes:
        left = Box("group", sup=() if tail.sup else last.sup, primes=last.primes - tail.primes)
        yield replace(last, sup=last.sup if tail.sup else (), primes=tail.primes), left


def _postfix(sup: Row) -> bool:
    """Whether a superscript is a power or a transpose: no time, no name."""
    return all(
        box.kind == "number" or box.is_sign("-", "/", "(", ")") or (box.kind == "letter" and box.text in (r"\top", "T"))
        for box in sup
    )


def _row(pattern: Row, row: Row, letters: Mapping[str, str], slots: Slots) -> Iterator[dict[str, IndexExpr]]:
    """Every way in which a whole row fits a pattern."""
    if not pattern:
        if not row:
            yield dict(slots)
        return
    for used, length, filled in _step(pattern, row, letters, slots):
        yield from _row(pattern[used:], row[length:], letters, filled)


def _step(
    pattern: Row, row: Row, letters: Mapping[str, str], slots: Slots
) -> Iterator[tuple[int, int, dict[str, IndexExpr]]]:
    """The first box of the pattern, or its first index: how many boxes of the pattern and the row, and the slots."""
    first = pattern[0]
    if first.kind == "letter" and first.text in letters and first.bare:
        mine, used, offset = letters[first.text], 1, 0
        if len(pattern) >= 3 and pattern[1].is_sign("+", "-") and pattern[2].kind == "number":
            offset, used = int(float(pattern[2].text)) * (1 if pattern[1].text == "+" else -1), 3
        for length, index in _indices(row):
            index = IndexExpr(index.letter, index.offset - offset)
            if slots.get(mine, index) == index:
                yield used, length, {**slots, mine: index}
    if row:  # a letter may be both an index and a label: R_{r,jr}
        for filled in _box(first, row[0], letters, slots):
            yield 1, 1, filled


def _box(pattern: Box, box: Box, letters: Mapping[str, str], slots: Slots) -> Iterator[dict[str, IndexExpr]]:
    if pattern.kind != box.kind or pattern.text != box.text or pattern.primes != box.primes:
        return
    if len(pattern.args) != len(box.args):
        return
    rows = [*zip(pattern.args, box.args, strict=True), (pattern.sub, box.sub), (pattern.sup, box.sup)]

    def fits(place: int, slots: Slots) -> Iterator[dict[str, IndexExpr]]:
        if place == len(rows):
            yield dict(slots)
            return
        for filled in _row(*rows[place], letters, slots):
            yield from fits(place + 1, filled)

    yield from fits(0, slots)


def index_of(row: Row) -> IndexExpr | None:
    """A whole row as an index, in parentheses or not."""
    if len(row) > 2 and row[0].is_sign("(", "⟨", "[") and row[-1].is_sign(")", "⟩", "]"):
        row = row[1:-1]
    return next((index for length, index in _indices(row) if length == len(row)), None)


def _indices(row: Row) -> Iterator[tuple[int, IndexExpr]]:
    """The indices with which a row may begin, the longest first: t-1, then t."""
    if not row or not row[0].bare or row[0].args:
        return
    head = row[0]
    if head.kind == "number" and "." not in head.text and len(head.text) < 7:
        yield 1, IndexExpr("", int(head.text))
    elif head.kind == "letter":
        shift = row[2].text if len(row) >= 3 and row[1].is_sign("+", "-") and row[2].kind == "number" else ""
        if shift.isdigit() and len(shift) < 5:
            yield 3, IndexExpr(head.text, int(shift) * (1 if row[1].text == "+" else -1))
        yield 1, IndexExpr(head.text)
