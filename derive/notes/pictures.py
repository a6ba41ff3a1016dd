"""The cell drawn in four ways, all from its equations."""

from __future__ import annotations

from derive.diagram import backward_graph, circuit, odyssey, unrolled
from derive.notes.document import Picture, Section, Text
from derive.notes.writer import NotesWriter


def pictures(writer: NotesWriter) -> Section:
    """The circuit, the Odyssey's picture, the unrolled network and the graph of the backward pass."""
    system, hand, stem = writer.forward, writer.notation, writer.stem
    belt = " The belt at the top carries the state." if system.states else ""
    return Section(
        "Pictures",
        "pictures",
        (
            Text("Four pictures of the same equations, none of them drawn by hand."),
            Picture(circuit(system, hand), f"The circuit of one step.{belt}", f"{stem}-circuit"),
            Picture(unrolled(system, 3, hand), "The network unrolled over three steps.", f"{stem}-unrolled"),
            Picture(
                odyssey(system, hand),
                "The same with the states in the middle; what comes from the step before is dashed.",
                f"{stem}-odyssey",
            ),
            Picture(
                backward_graph(writer.backward, hand),
                "The way back. Each edge bears the factor by which it multiplies the gradient; its colour is that of "
                "the path in the derivation below.",
                f"{stem}-backward",
            ),
        ),
        need=320,
    )
