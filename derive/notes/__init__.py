"""Study notes: what the engine did, as documents that know no format.

document    what a page can hold              script        a derivation in an author's hand
cell        the notes of a cell: which sections there are, in order, a module each
training    head, loss, layers and update     zoo, errata   the cells compared; four articles corrected
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from derive.cells import builtin
from derive.notation import Notation
from derive.notes.cell import cell_notes
from derive.notes.document import Document
from derive.notes.errata import errata
from derive.notes.script import Script
from derive.notes.training import training
from derive.notes.zoo import comparison

DOCUMENTS: Mapping[str, Callable[[Notation, bool], Document]] = MappingProxyType(
    {
        "training": training,
        "zoo": lambda hand, pointing: comparison(builtin().values(), pointing),
        "errata": lambda hand, pointing: errata(pointing),
    }
)
"""The documents that are about no single cell, by their names; made in a hand, with marks to point at or without."""

__all__ = ["DOCUMENTS", "Document", "Script", "cell_notes"]
