"""Study notes: what the engine did, as documents that know no format.

document    what a page can hold              writer        a derivation in an author's notation
cell        the notes of a cell: which sections there are, in order, a module each
training    head, loss, layers and update     zoo, errata   the cells compared; four articles corrected
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from derive.cells import builtin
from derive.notation import Notation
from derive.notes.cell import cell_notes
from derive.notes.document import Document
from derive.notes.errata import errata
from derive.notes.training import training
from derive.notes.writer import NotesWriter
from derive.notes.zoo import comparison


@dataclass(frozen=True)
class Topic:
    """A document that is about no single cell: what it is about, and how it is made.

    ``make`` takes a notation, and whether to mark the symbols of tensors so that one can point at them.
    """

    about: str
    make: Callable[[Notation, bool], Document]


DOCUMENTS: Mapping[str, Topic] = MappingProxyType(
    {
        "training": Topic("Head, loss, layers and update, derived.", training),
        "zoo": Topic(
            "The cells side by side: equations, parameters, operations and saved numbers a step.",
            lambda notation, interactive: comparison(builtin().values(), interactive),
        ),
        "errata": Topic(
            "Wrong equations and numbers of four tutorials on the LSTM, beside what is derived.",
            lambda notation, interactive: errata(interactive),
        ),
    }
)
"""The documents that are about no single cell, by their names."""

__all__ = ["DOCUMENTS", "Document", "NotesWriter", "Topic", "cell_notes"]
