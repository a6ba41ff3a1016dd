"""Study notes: what the engine did, as documents that know no format.

document    what a page can hold                  script     a derivation in an author's hand
cell        the notes of a cell, made of its sections: forward, gradients, time, summary, hands
"""

from derive.notes.cell import cell_notes
from derive.notes.document import Document
from derive.notes.script import Script

__all__ = ["Document", "Script", "cell_notes"]
