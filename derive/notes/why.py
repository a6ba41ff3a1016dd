"""The first screen: what the cell is for, its picture, and a sentence for each gate."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.analysis.flow import direct_step
from derive.analysis.gates import gates
from derive.core.equations import TIME, Equation, Tensor, Term
from derive.diagram import circuit
from derive.forms.reader import NoMatrixForm, matrix_term
from derive.notes.document import Block, Items, Picture, Section, Text
from derive.notes.writer import NotesWriter
from derive.typeset.tree import Math

SEVERAL = 2
"""From this number of belts on, the caption says how many there are."""


def why(writer: NotesWriter) -> Section:
    """What is carried, what the gates do, and what is to be derived."""
    blocks: list[Block] = [Text(_task(writer))]
    blocks += [Picture(circuit(writer.forward, writer.notation), _caption(writer), f"{writer.stem}-circuit")]
    if sentences := tuple(_gates(writer)):
        blocks += [Text("What its gates do, read off the equations:"), Items(sentences)]
    blocks.append(Text(_question(writer)))
    return Section("Why", "why", tuple(blocks))


def _task(writer: NotesWriter) -> str:
    system = writer.forward
    if not system.states:
        return "It carries nothing from step to step: every step stands by itself."
    states = writer.listed(system.states)
    several = len(system.states) > 1
    inputs = f" It reads ${', '.join(str(writer.symbol(tensor)) for tensor in system.inputs)}$ at every step" * bool(
        system.inputs
    )
    output = f", and what it gives out is ${writer.symbol(system.output)}$" if system.output else ""
    return (
        f"A recurrent cell applies the same equations at every step, and hands on what it remembers: here "
        f"{states}, its state{'s' * several}.{inputs}{output if inputs else ''}."
    )


def _caption(writer: NotesWriter) -> str:
    """The circuit; that the belts at the top carry the states, and how many there are."""
    belts = [state for state in writer.forward.states if _direct(writer, state)]
    said = "One step as a circuit: inputs come from below, the states of the step before from the left."
    if len(belts) >= SEVERAL:
        count = {2: "two", 3: "three", 4: "four"}.get(len(belts), str(len(belts)))
        return f"{said} The {count} belts at the top carry the states {writer.listed(belts)}."
    return f"{said} The belt at the top carries the state {writer.listed(belts)}." if belts else said


def _direct(writer: NotesWriter, state: Tensor) -> bool:
    step = direct_step(writer.backward, state)
    return step is not None and step.elementwise


def _gates(writer: NotesWriter) -> Iterator[str]:
    """For each gate, what it lets pass, and where to."""
    for gate in gates(writer.forward):
        found: dict[str, list[str]] = {}
        for equation in writer.forward.equations:
            for passed in _passed(writer, equation, gate):
                found.setdefault(str(writer.symbol(equation.tensor)), []).append(passed)
        clauses = [f"{' and '.join(dict.fromkeys(passed))} into ${target}$" for target, passed in found.items()]
        if clauses:
            yield f"${writer.symbol(gate)}$ lets {', and '.join(clauses)}."


def _passed(writer: NotesWriter, equation: Equation, gate: Tensor) -> Iterator[str]:
    """What stands beside the gate, or beside one minus it, in an equation."""
    for term in equation.terms:
        factors = sp.Mul.make_args(term.expr)
        for factor in factors:
            by = [c for c in factor.atoms(sp.Indexed) if c.base == gate and c.indices[0] == TIME]
            rest = [other for other in factors if other != factor and other.has(sp.Indexed)]
            if not by or not rest:
                continue
            if factor == by[0]:
                yield f"${_beside(writer, equation, rest)}$"
            elif factor == 1 - by[0]:
                yield f"${_beside(writer, equation, rest)}$, as far as it is shut,"


def _beside(writer: NotesWriter, equation: Equation, factors: list[sp.Expr]) -> Math:
    """What stands beside a gate, in matrix form where it has one."""
    product = sp.Mul(*factors)
    free = [index for index in equation.indices if product.has(index)]
    try:
        return writer.printer.doprint(writer.tree(matrix_term(Term(product), free, writer.reading)))
    except NoMatrixForm:
        return writer.printer.doprint(product)


def _question(writer: NotesWriter) -> str:
    return (
        "To learn, one needs the gradient of a loss with respect to every parameter. The loss reaches a parameter over "
        "every step at which it is used, and over everything that those steps hand on. What follows shows how to "
        "compute all of these gradients in one pass from the last step to the first, *backpropagation through time*: "
        "first with numbers, then the rule for one edge, then every gradient, and what it all comes to on one page."
    )
