r"""Notations as files: one small TOML file each, those of known authors beside this module.

A file says what differs from the default.  Tables hold LaTeX, where ``*`` and ``@`` are places to fill in:

    title = "Greff et al. 2017"
    step = "(*)"                     # * is the step: c^{(t)}
    adjoint = '\delta *'             # * is the symbol; or an accent: bar
    vectors = "columns"              # or rows
    weights = "split"                # or input first, state first
    [names]                          # of tensors
    h = "y"
    [gates]                          # of what is computed at each step
    g = "z"
    [tags]                           # what stands below the parameters of a gate
    g = "z"
    [roles]                          # * is the gate's tag, @ its symbol
    a = '\bar{@}'
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from derive.notation import DEFAULT, PLACE, ROLES, Notation, Symbol
from derive.typeset.reader import Unreadable
from derive.typeset.reader import read as formula
from derive.typeset.signs import ACCENTS

FOLDER = Path(__file__).resolve().parent
NAMES = ("odyssey", "article0", "stacked-row", "olah", "coursera", "pytorch", "index")
"""The authors, in the order of the table of translations."""

SYMBOLS = ("names", "gates")
PATTERNS = ("tags", "roles")


class NotationError(ValueError):
    """A notation that is not there, or a file that is none; the message says what is wrong and where."""


def find(specifier: str) -> Notation:
    """A notation by its name, or from a file of the user's.

    Raises:
        NotationError: there is none, or the file says what no notation can say.
    """
    if specifier == DEFAULT.name:
        return DEFAULT
    if specifier in NAMES:
        return known(specifier)
    if not specifier.endswith(".toml"):
        raise NotationError(f"there is no notation {specifier!r}; {_nearest(specifier, (DEFAULT.name, *NAMES))}")
    path = Path(specifier)
    try:
        return read(path.read_text(encoding="utf-8"), path.stem, specifier)
    except OSError as error:
        raise NotationError(f"cannot read the notation {specifier}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotationError(f"{specifier} is no text in UTF-8") from error


@cache
def known(name: str) -> Notation:
    """One of the notations that come with this package."""
    file = f"{name}.toml"
    return read((FOLDER / file).read_text(encoding="utf-8"), name, file)


def read(text: str, name: str, where: str) -> Notation:
    """The notation that a file says.

    Raises:
        NotationError: a key, a role or a value is none.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotationError(f"{where} is no TOML: {error}") from error
    types = get_type_hints(Notation)
    allowed = [field.name for field in fields(Notation) if field.name not in ("name", "index_letters")]
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in allowed:
            raise NotationError(f"{where}: unknown key {key!r}; {_nearest(key, allowed)}")
        if key in SYMBOLS + PATTERNS:
            values[key] = _table(key, value, where)
        elif not isinstance(value, str):
            raise NotationError(f"{where}: {key} must be a string, not {value!r}")
        elif (choices := get_args(types[key])) and value not in choices:
            raise NotationError(f"{where}: {key} cannot be {value!r}; {_nearest(value, choices)}")
        else:
            values[key] = value
    if "step" in values:
        values["step"] = _template(values["step"], "step", where)
    if "adjoint" in values and values["adjoint"] not in ACCENTS:
        values["adjoint"] = _template(values["adjoint"], "adjoint", where)
    return Notation(name, **values)


def _table(key: str, value: object, where: str) -> dict[str, Symbol] | dict[str, str]:
    if not isinstance(value, dict):
        raise NotationError(f"{where}: {key} must be a table: [{key}]")
    for entry, text in value.items():
        if not isinstance(text, str) or not text or not _readable(text):
            raise NotationError(f"{where}: {key}.{entry} must be LaTeX in quotes, its braces closed, not {text!r}")
        if key == "roles" and entry not in ROLES:
            raise NotationError(f"{where}: unknown role {entry!r}; {_nearest(entry, ROLES)}")
    return {entry: Symbol.read(text) for entry, text in value.items()} if key in SYMBOLS else value


def _template(text: str, key: str, where: str) -> str:
    """A pattern with one place ``*``."""
    if text.count(PLACE) != 1 or not _readable(text):
        accents = f", or be an accent: {', '.join(ACCENTS)}" if key == "adjoint" else ""
        raise NotationError(f"{where}: {key} = {text!r} must hold one * for what it is put around{accents}")
    return text


def _readable(text: str) -> bool:
    try:
        formula(text)
    except Unreadable:
        return False
    return True


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"there are: {', '.join(known)}"
