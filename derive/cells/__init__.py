"""The zoo, and cells from files of the user's own.

A cell is called for by a *specifier*: the name of a built-in cell (``lstm``), a file (``my_cell.py``) or one cell of a
file (``my_cell.py::my_lstm``).

To add a built-in cell, define it in a module of this folder, and name the module in :data:`MODULES`.
"""

from __future__ import annotations

import importlib
import runpy
import sys
import traceback
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from derive.language import Cell, CellError, nearest
from derive.language.builder import listening

MODULES = ("rnn", "lstm", "odyssey", "gru", "layer_norm", "xlstm", "elementwise", "memory", "convolution")
"""The modules of the zoo, in the order in which its cells are listed; within a module, the order of definition."""


class Zoo(dict[str, Cell]):
    """Cells by their names."""

    def __missing__(self, name: str) -> Cell:
        raise KeyError(f"unknown cell {name!r}; {nearest(name, self)}")


@cache
def builtin() -> dict[str, Cell]:
    """Every built-in cell by its name."""
    zoo = Zoo()
    for name in MODULES:
        zoo.update(_cells_of(vars(importlib.import_module(f"{__name__}.{name}")), name, known=zoo))
    return zoo


def find(specifier: str) -> dict[str, Cell]:
    """The cells that a specifier calls for, one or all those of a file, each by a specifier for it alone.

    Raises:
        CellError: there is no such cell or file, or the file cannot be run or defines no cell.
    """
    file, _, name = specifier.partition("::")
    if not (file.endswith(".py") or "/" in file or name):
        if specifier not in builtin():
            raise CellError(f"unknown cell {specifier!r}; {nearest(specifier, builtin())}")
        return {specifier: builtin()[specifier]}
    cells = load(Path(file))
    if name and name not in cells:
        raise CellError(f"{file} defines no cell {name!r}; {nearest(name, cells)}")
    return {f"{file}::{cell.name}": cell for cell in cells.values() if name in ("", cell.name)}


def load(file: Path) -> dict[str, Cell]:
    """The cells that a Python file defines, in order.  The file is run, and may import its neighbours.

    Raises:
        CellError: the file is missing, cannot be run, or defines no cell.
    """
    if "\0" in str(file):
        raise CellError(f"{str(file)!r} is no name of a file")
    if not file.is_file():
        raise CellError(f"{file} is not a file" if file.exists() else f"there is no file {file}")
    if file.suffix != ".py":
        raise CellError(f"{file} is not a Python file: its name must end in .py")
    try:
        stamp = file.stat()
        return dict(_loaded(file.resolve(), str(file), stamp.st_mtime_ns, stamp.st_size))
    except OSError as error:
        raise CellError(f"cannot read {file}: {error.strerror}") from error


@cache
def _loaded(path: Path, file: str, *stamp: int) -> Mapping[str, Cell]:
    """The cells of a file, which is run once for each time that it changes."""
    neighbours = str(path.parent)
    sys.path.insert(0, neighbours)
    made: list[Cell] = []
    try:
        with listening(made.append):
            names = runpy.run_path(file, run_name=path.stem)
    except CellError as error:
        raise CellError(f"{file}: {error}") from None
    except SyntaxError as error:
        raise CellError(f"{error.filename or file}, line {error.lineno}: {error.msg}") from None
    except (Exception, SystemExit) as error:  # a file that ends its own run ends not this one
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        where = f"{file}, line {lines[-1]}" if lines else file
        raise CellError(f"{where}: {type(error).__name__}: {' '.join(str(error).split())}") from error
    finally:
        sys.path.remove(neighbours)
    _refuse_twins([cell for cell in made if cell.place[0] == file], file)
    cells = _cells_of(names, file, known=builtin())
    if not cells:
        raise CellError(f"{file} defines no cell: decorate a definition with @cell(source=…) of the package derive")
    return cells


def _refuse_twins(made: Iterable[Cell], file: str) -> None:
    """Two cells of one name, of which the second would silently take the place of the first."""
    lines: dict[str, int] = {}
    for cell in made:
        line = cell.place[1]
        if cell.name in lines:
            raise CellError(
                f"{file} defines two cells named {cell.name}, in line {lines[cell.name]} and in line {line}: "
                "@cell(…, name=…) renames one"
            )
        if cell.name in builtin():
            there, at = builtin()[cell.name].place
            raise CellError(
                f"{file}, line {line}: a cell named {cell.name} is built in ({Path(there).name}, line {at}); "
                "rename yours, by @cell(…, name=…)"
            )
        lines[cell.name] = line


def _cells_of(names: Mapping[str, object], where: str, known: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells among a module's names, by their own names; those that it imported from ``known`` are not its own."""
    found: dict[str, Cell] = {}
    for value in names.values():
        if not isinstance(value, Cell) or any(value is other for other in known.values()):
            continue
        if found.setdefault(value.name, value) is not value:
            raise CellError(f"{where} defines two cells named {value.name}: @cell(…, name=…) renames one")
    return found
