"""The same tensors as other authors write them."""

from __future__ import annotations

from derive.core.equations import TIME, Kind
from derive.forms.tree import Array
from derive.notation import DEFAULT
from derive.notation.files import NAMES, known
from derive.notes.document import Items, Section, Table, Text, literal
from derive.notes.writer import NotesWriter


def translations(writer: NotesWriter) -> Section:
    """A table of the notations, the one at hand first, and how each differs from its source."""
    own = writer.notation
    notations = (own, *(n for n in (DEFAULT, *map(known, NAMES)) if n.name != own.name))
    tensors = [t for t in writer.forward.tensors.values() if t.kind is not Kind.LOSS]
    printers = [writer.in_notation(notation.on(tensors)) for notation in notations]
    derived = writer.backward.derivations.values()
    shown = [*tensors, *(d.adjoint for d in derived if d.tensor in writer.forward.states)]
    rows = tuple(
        tuple(f"${printer.doprint(Array(tensor, TIME if tensor.in_time else None))}$" for printer in printers)
        for tensor in shown
    )
    said = (
        "Other authors write the same in other ways; the names of the column *default* are those of the generated "
        "kernels, except for accents and Greek letters. Where vectors are rows, the matrices are transposed. With "
        "`--notation` these notes are written in any of them."
    )
    table = Table(tuple(literal(notation.name) for notation in notations), rows, small=True)
    remarks = tuple(f"*{literal(n.name)}* ({literal(n.title)}). {n.remark}" for n in notations if n.remark)
    blocks = (Text(said), table, Text("How they differ from their sources:"), Items(remarks))
    return Section("Other notations", "notations", blocks, need=400)
