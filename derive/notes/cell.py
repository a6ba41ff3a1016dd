"""The notes of a cell: which sections there are, and in which order."""

from __future__ import annotations

from derive.calculus import Backward
from derive.core.equations import Kind, Tensor
from derive.notation import DEFAULT, Notation
from derive.notes.cases import cases
from derive.notes.checks import Measured, checks
from derive.notes.document import Document, Fact, Section, literal
from derive.notes.error_flow import error_flow
from derive.notes.example import example
from derive.notes.forward import forward, notation
from derive.notes.gradients import gradients
from derive.notes.hands import translations
from derive.notes.pictures import pictures
from derive.notes.references import references
from derive.notes.script import KINDS, Script, shape
from derive.notes.summary import summary
from derive.notes.time import edges, way


def cell_notes(
    backward: Backward, hand: Notation = DEFAULT, pointing: bool = False, measured: Measured | None = None
) -> Document:
    """The study notes of a cell or network.

    Args:
        backward: the derivation.
        hand: the notation.
        pointing: mark the symbols of tensors, for a page on which one can point at them.
        measured: the errors of the kernels, for a page that is made on the spot.
    """
    script = Script(backward, hand, pointing)
    system = backward.forward
    return Document(
        name=script.stem,
        title=f"`{system.name}`: forward and backward pass",
        sections=tuple(_sections(script, measured)),
        about=literal(system.doc),
        source=literal(system.source),
        facts=facts(script) if pointing else {},
    )


def _sections(script: Script, measured: Measured | None) -> list[Section]:
    states = bool(script.forward.states)
    return [
        notation(script),
        forward(script),
        pictures(script),
        gradients(script),
        *([edges(script)] if states else []),
        summary(script),
        *([way(script)] if states else []),
        *filter(None, (error_flow(script), cases(script))),
        *filter(None, (example(script),)),
        checks(script, measured),
        translations(script),
        references(script),
    ]


def facts(script: Script) -> dict[str, Fact]:
    """What there is to say of each tensor."""
    tensors = {**script.backward.objective.tensors, **script.backward.system.tensors}
    known = (tensor for tensor in tensors.values() if tensor.kind is not Kind.LOSS or tensor == script.forward.loss)
    return {tensor.name: _fact(script, tensor) for tensor in known}


def _fact(script: Script, tensor: Tensor) -> Fact:
    equations = (*script.forward.equations, *script.backward.system.equations)
    of = tensor.of if tensor.kind is Kind.ADJOINT else None
    derived = script.backward.derivations.get(tensor.name)
    return Fact(
        symbol=script.symbol(tensor),
        kind=KINDS.get(tensor.kind, str(tensor.kind)) if of is None else "gradient by",
        shape=shape(tensor.features),
        equation=script.numbers.get(tensor.name),
        used=tuple(script.numbers[e.name] for e in equations if e.name in script.numbers and tensor in e.reads()),
        of=of.name if of is not None else None,
        gradient=derived.adjoint.name if derived else None,
    )
