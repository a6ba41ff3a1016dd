"""What is generated, where it goes, and whether it still is what the definitions say.

:data:`PRODUCTS` is the whole list.  To generate something new for every cell, add a row.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath

from derive import proof
from derive.backends import numpy as kernels
from derive.calculus import Backward, adjoint
from derive.language import Cell
from derive.notation import DEFAULT
from derive.notes import DOCUMENTS, Document, cell_notes
from derive.pages import latex

Files = dict[PurePath, str]
"""Text by its path below the output folder."""


class Material:
    """What the products of a cell are made of; each part is made when it is first asked for, and once.

    Args:
        cell: what to derive.
        single_file: whether each kernel holds the runtime, instead of importing it from beside it.
    """

    def __init__(self, cell: Cell, single_file: bool = False) -> None:
        self.cell, self.single_file = cell, single_file

    @cached_property
    def backward(self) -> Backward:
        return adjoint(self.cell.system)

    @cached_property
    def notes(self) -> Document:
        return cell_notes(self.backward)

    def kernel(self, style: kernels.Style) -> str:
        return kernels.render(self.backward, style, single_file=self.single_file)


@dataclass(frozen=True)
class Product:
    """A file that every cell gets: its path, and the function that makes its text."""

    path: str
    render: Callable[[Material], str]

    def file(self, cell: Cell) -> PurePath:
        return PurePosixPath(self.path.format(cell=cell.name))


PRODUCTS = (
    Product("reference/{cell}.py", lambda material: material.kernel("reference")),
    Product("numpy/{cell}.py", lambda material: material.kernel("numpy")),
    Product("coq/{cell}.v", lambda material: proof.document(material.backward)),
    Product("coq/{cell}_over_reals.v", lambda material: proof.over_reals(material.backward)),
    Product("latex/{cell}_body.tex", lambda material: latex.body(material.notes)),
    Product("latex/{cell}.tex", lambda material: latex.standalone(material.notes)),
)

PACKAGES = {
    ".": "What the definitions in derive/cells/ lead to.  Regenerate with `make derive`; do not edit.",
    "numpy": "The kernels to run.  They need NumPy and nothing else.",
    "reference": "The textbook kernels: a loop over time, a line an equation, to be read beside the notes.",
}
"""Folders that can be imported from, and the first line of what their ``__init__.py`` says."""


RUNTIME = "runtime"
"""The module that all kernels of a folder share; no cell can have its name."""


def outputs(cell: Cell, single_file: bool = False) -> Files:
    """Derive the cell, and render everything that it gets; ``single_file`` as in :class:`Material`."""
    material = Material(cell, single_file)
    return {product.file(cell): product.render(material) for product in PRODUCTS}


def document(name: str) -> Files:
    """One of the documents that are about no single cell, in the default notation."""
    made = DOCUMENTS[name].make(DEFAULT, False)
    return {
        PurePosixPath(f"latex/{name}_body.tex"): latex.body(made),
        PurePosixPath(f"latex/{name}.tex"): latex.standalone(made),
    }


def packages(cells: Iterable[Cell]) -> Files:
    """The ``__init__.py`` of each folder that can be imported from; it lists the modules."""
    lines = [f"    {cell.name:<24} {cell.summary}".rstrip() for cell in cells]
    texts = {folder: [says] if folder == "." else [says, "", *lines, ""] for folder, says in PACKAGES.items()}
    return {PurePosixPath(folder, "__init__.py"): '"""' + "\n".join(text) + '"""\n' for folder, text in texts.items()}


def runtimes() -> Files:
    """The runtime, which kernels import from beside them, for each folder of kernels."""
    source = kernels.runtime_source()
    return {PurePosixPath(folder, f"{RUNTIME}.py"): source for folder in PACKAGES if folder != "."}


def library() -> Files:
    """What the certificates rest on, beside them."""
    return {PurePosixPath("coq", proof.LIBRARY, name): text for name, text in proof.library().items()}


def write(files: Mapping[PurePath, str | bytes], root: Path) -> list[PurePath]:
    """Write what differs from what is there, and return its paths.  No file is ever half written."""
    changed = []
    for path, text in files.items():
        target, data = root / path, text.encode() if isinstance(text, str) else text
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            part.write_bytes(data)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        changed.append(path)
    return changed


class Fault(StrEnum):
    """How a file can differ from what is derived."""

    MISSING = "missing"
    CHANGED = "changed"  # edited by hand, or derived from an older definition
    LEFTOVER = "leftover"  # no cell makes it


@dataclass(frozen=True)
class Stale:
    """A file that is not what is derived; ``diff`` leads from what is there to what should be."""

    path: PurePath
    fault: Fault
    diff: str = ""


def stale(files: Mapping[PurePath, str], root: Path, complete: bool = False) -> Iterator[Stale]:
    """The files below ``root`` that are not as derived.

    Args:
        files: what should be there.
        root: the output folder.
        complete: ``files`` is all that should be there; report whatever else of its kinds is.
    """
    for path, text in files.items():
        target = root / path
        if not target.is_file():
            yield Stale(path, Fault.MISSING)
        elif (there := target.read_bytes()) != text.encode():
            yield Stale(path, Fault.CHANGED, _diff(there.decode(errors="replace"), text, path))
    if complete:
        kinds = {path.suffix for path in files}  # not what compiling a .tex leaves beside it
        for found in sorted(root.rglob("*")):
            path = PurePosixPath(found.relative_to(root))
            if found.suffix in kinds and path not in files and found.is_file():
                yield Stale(path, Fault.LEFTOVER)


def _diff(there: str, derived: str, path: PurePath) -> str:
    lines = difflib.unified_diff(
        there.splitlines(), derived.splitlines(), f"{path} (there)", f"{path} (derived)", "", ""
    )
    return "\n".join(line.rstrip("\n") for line in lines)
