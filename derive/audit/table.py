"""The table of symbols: from rows of text to patterns with meanings."""

from __future__ import annotations

from collections.abc import Iterable

from derive.audit.meaning import Language, slots
from derive.audit.reading import latex, plain
from derive.audit.reading.boxes import Row
from derive.audit.reading.symbols import Symbol
from derive.audit.reading.tree import AuditError, Call, Node, UnreadableError


def symbols(rows: Iterable[tuple[str, str]], language: Language, time: str) -> list[Symbol]:
    """The table, read.

    Raises:
        AuditError: a row says nothing that can be read.
    """
    found = []
    for number, (text, meaning) in enumerate(rows):
        try:
            found.append(symbol(text, language.read(meaning), time, number))
        except AuditError as error:
            raise AuditError(f"row {text!r} of the table: {error}") from None
    return found


def symbol(text: str, meaning: Node | None, time: str = "t", number: int = 0) -> Symbol:
    """A row of the table.

    Raises:
        AuditError: the symbol cannot be read.
    """
    letters = slots(meaning, {time: "t", rf"\{time}": "t"}) if meaning is not None else {}
    function = isinstance(meaning, Call) and not meaning.arguments
    patterns = tuple(dict.fromkeys(pattern for pattern in _patterns(text) if pattern))
    if not patterns:
        raise AuditError("the symbol cannot be read")
    return Symbol(text, meaning, patterns, {} if function else letters, function, number)


def _patterns(text: str) -> list[Row]:
    """A symbol as LaTeX and as plain text; a function may be written with its argument's place, f(·)."""
    for ending in ("(x)", "(z)", "(a)", "(.)", r"(\cdot)", "(·)", "()", "(y)"):
        if text.endswith(ending) and len(text) > len(ending) and "[" not in text:
            text = text[: -len(ending)]
    found = []
    for read in (latex.boxes, plain.boxes):
        try:
            found.append(read(text))
        except UnreadableError:
            continue
    for row in list(found):
        if len(row) == 1 and row[0].kind == "frac" and row[0].bare:
            top, bottom = row[0].args
            slash = latex.boxes("/")
            found.append((*top, *slash, *bottom))
    return found
