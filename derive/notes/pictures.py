"""The cell drawn from its equations: unrolled, backward, and as in the Search Space Odyssey."""

from __future__ import annotations

from derive.diagram import backward_graph, odyssey, unrolled
from derive.notes.document import Picture, Section, Text
from derive.notes.writer import NotesWriter


def unrolled_picture(writer: NotesWriter) -> Picture:
    """The network over three steps."""
    drawing = unrolled(writer.forward, 3, writer.notation)
    return Picture(drawing, "The network unrolled over three steps.", f"{writer.stem}-unrolled")


def backward_picture(writer: NotesWriter) -> Picture:
    """The graph of the backward pass."""
    return Picture(
        backward_graph(writer.backward, writer.notation),
        "The backward pass. Each edge bears the factor by which it multiplies the gradient; its colour is that of the "
        "path in the derivation.",
        f"{writer.stem}-backward",
    )


def other_picture(writer: NotesWriter) -> Section:
    """The circuit once more, as the Search Space Odyssey draws it."""
    caption = "The circuit with the states in the middle; what comes from the step before is dashed."
    picture = Picture(odyssey(writer.forward, writer.notation), caption, f"{writer.stem}-odyssey")
    return Section(
        "Another picture", "pictures", (Text("The same equations, drawn as in the Search Space Odyssey."), picture)
    )
