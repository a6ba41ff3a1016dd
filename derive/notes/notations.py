"""The same tensors as other authors write them."""

from __future__ import annotations

from derive.core.equations import TIME, Kind
from derive.forms.tree import Array
from derive.notation import DEFAULT
from derive.notation.files import NAMES, known
from derive.notes.document import Section, Table, Text, literal
from derive.notes.writer import NotesWriter


def translations(writer: NotesWriter) -> Section:
    """A table of the notations, the one at hand first."""
    own = writer.notation
    hands = (own, *(n for n in (DEFAULT, *map(known, NAMES)) if n.name != own.name))
    tensors = [t for t in writer.forward.tensors.values() if t.kind is not Kind.LOSS]
    printers = [writer.in_hand(hand.on(tensors)) for hand in hands]
    derived = writer.backward.derivations.values()
    shown = [*tensors, *(d.adjoint for d in derived if d.tensor in writer.forward.states)]
    rows = tuple(
        tuple(f"${printer.doprint(Array(tensor, TIME if tensor.in_time else None))}$" for printer in printers)
        for tensor in shown
    )
    said = (
        "Other authors write the same otherwise; the names of the column *default* are, but for accents and Greek "
        "letters, those of the generated kernels. Where vectors are rows, the matrices are transposed."
    )
    table = Table(tuple(literal(hand.name) for hand in hands), rows, small=True)
    return Section("In other hands", "hands", (Text(said), table), need=400)
