"""The notes of a cell: which sections there are, and in which order."""

from __future__ import annotations

from derive.calculus import Backward
from derive.core.equations import Kind, Tensor
from derive.notation import DEFAULT, Notation
from derive.notes.cases import cases
from derive.notes.chain_rule import chain_rule
from derive.notes.checks import Measured, checks
from derive.notes.document import Document, Fact, Section, literal
from derive.notes.error_flow import error_flow
from derive.notes.example import example
from derive.notes.exercises import exercises
from derive.notes.forward import conventions, forward
from derive.notes.gradients import gradients
from derive.notes.notations import translations
from derive.notes.pictures import other_picture
from derive.notes.references import references
from derive.notes.summary import summary
from derive.notes.time import edges, recurrences
from derive.notes.why import why
from derive.notes.writer import KINDS, NotesWriter, shape


def cell_notes(
    backward: Backward, notation: Notation = DEFAULT, interactive: bool = False, measured: Measured | None = None
) -> Document:
    """The study notes of a cell or network.

    Args:
        backward: the derivation.
        notation: the notation.
        interactive: mark the symbols of tensors, for a page on which one can point at them.
        measured: the errors of the kernels, for a page that is made on the spot.
    """
    writer = NotesWriter(backward, notation, interactive)
    system = backward.forward
    return Document(
        name=writer.stem,
        title=f"`{system.name}`: forward and backward pass{_as_in(writer.notation)}",
        sections=tuple(_sections(writer, measured)),
        about=literal(system.doc),
        source=literal(system.source),
        facts=facts(writer) if interactive else {},
    )


def _as_in(notation: Notation) -> str:
    """Whose notation it is, if not our own."""
    if notation.name == DEFAULT.name:
        return ""
    return f", in the notation of *{literal(notation.title or notation.name)}*"


def _sections(writer: NotesWriter, measured: Measured | None) -> list[Section]:
    """The course: why, forward, the rule, every gradient, what it comes to; then appendices."""
    states, worked = bool(writer.forward.states), example(writer)
    return [
        why(writer),
        conventions(writer),
        forward(writer),
        *([worked.forward()] if worked else []),
        chain_rule(writer),
        *([edges(writer)] if states else []),
        gradients(writer),
        *([worked.backward()] if worked else []),
        summary(writer),
        *filter(None, (error_flow(writer), cases(writer), exercises(writer))),
        *([recurrences(writer)] if states else []),
        other_picture(writer),
        checks(writer, measured),
        translations(writer),
        references(writer),
    ]


def facts(writer: NotesWriter) -> dict[str, Fact]:
    """What there is to say of each tensor."""
    tensors = {**writer.backward.objective.tensors, **writer.backward.system.tensors}
    known = (tensor for tensor in tensors.values() if tensor.kind is not Kind.LOSS or tensor == writer.forward.loss)
    return {tensor.name: _fact(writer, tensor) for tensor in known}


def _fact(writer: NotesWriter, tensor: Tensor) -> Fact:
    equations = (*writer.forward.equations, *writer.backward.system.equations)
    of = tensor.of if tensor.kind is Kind.ADJOINT else None
    derived = writer.backward.derivations.get(tensor.name)
    return Fact(
        symbol=writer.symbol(tensor),
        kind=KINDS.get(tensor.kind, str(tensor.kind)) if of is None else "gradient with respect to",
        shape=shape(tensor.features),
        equation=writer.numbers.get(tensor.name),
        used=tuple(writer.numbers[e.name] for e in equations if e.name in writer.numbers and tensor in e.reads()),
        of=of.name if of is not None else None,
        gradient=derived.adjoint.name if derived else None,
    )
