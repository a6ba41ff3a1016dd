"""All that is needed to write the cell down in code: forward and backward pass in one frame."""

from __future__ import annotations

import sympy as sp

from derive.analysis.flow import paths_of
from derive.core.equations import TIME, Equation, T
from derive.notation import DEFAULT
from derive.notes.document import Block, Box, Code, Equations, Formula, Section, Text
from derive.notes.numpy_loop import numpy_lines
from derive.notes.time import at_edge
from derive.notes.writer import NotesWriter, part
from derive.typeset.tree import Fenced, joined

ENDS = (T.symbol - 1, T.symbol)


def summary(writer: NotesWriter) -> Section:
    """The forward pass, the backward pass, the gradients of initial states and of parameters."""
    initial = tuple(at_edge(writer, state, sp.S.Zero) for state in writer.forward.states)
    loop, after = tuple(loop_equations(writer)), tuple(sums(writer))
    blocks: list[Block] = [
        Text(r"Forward, for $t = 1, \dots, T$:"),
        Equations(tuple(writer.equations), "repeat"),
        Text(_order(writer)),
        Equations(loop, "repeat"),
    ]
    if initial:
        blocks += [Text("Then the gradients of the initial states:"), Equations(initial)]
    if after:
        blocks.append(Text("And those of the parameters, whose sums can be accumulated on the way:"))
        blocks.append(Equations(after, "repeat", compact=not writer.gradient("u").tall))
    if (lines := numpy_lines(writer)) is not None:
        blocks.append(Text(_program_said(writer)))
        blocks.append(Code("\n".join(lines)))
    height = _height(*writer.equations, *loop, *initial, *after) + 30 * (2 + bool(initial) + bool(after))
    return Section(
        "Summary: all that it takes, on one page", "summary", (Box(tuple(blocks)),), need=min(height + 60, 650)
    )


def _program_said(writer: NotesWriter) -> str:
    """What the lines of NumPy begin with."""
    seeds = ", ".join(f"`{seed.name}`" for seed in writer.backward.seeds)
    return (
        "The same in NumPy, for one sequence. Arrays in time have rows $0, \\dots, T+1$ and begin as zeros, the "
        "states with "
        f"their initial values in row $0$; {seeds} arrive from outside:"
    )


def _order(writer: NotesWriter) -> str:
    """In which direction the backward pass goes, and what is zero at its beginning."""
    turned = any(tensor.reverse for tensor in writer.forward.states)
    said = r"Backward, for $t = T, \dots, 1$"
    if turned:
        said += r" (and for what runs backward in time itself, for $t = 1, \dots, T$)"
    if writer.forward.states:
        every = r"$\delta$" if writer.notation.adjoint == DEFAULT.adjoint else "gradient"
        said += f", where every {every} of step $T+1$ is zero and so is the term that holds it"
        if any(not seed.in_time for seed in writer.backward.seeds):
            said += ", and $[t=T]$ is $1$ at the last step and $0$ before"
    return said + ":"


def loop_equations(writer: NotesWriter) -> list[Formula]:
    """What the backward pass computes at each step, in order."""
    return [_summarised(writer, e) for e in writer.backward.system.equations if e.tensor.in_time]


def sums(writer: NotesWriter) -> list[Formula]:
    """What is summed over the steps; concatenated weights as one."""
    joined: dict[str, Formula | None] = {}
    for joint in writer.joints.values():
        if (formula := writer.joint_gradient(joint)) is not None:
            names = [writer.backward.derivation(weight.tensor).adjoint.name for weight in joint.weights]
            first = min(names, key=lambda name: writer.numbers[name])
            joined.update({name: formula if name == first else None for name in names})
    equations = [e for e in writer.backward.system.equations if not e.tensor.in_time]
    found = [joined.get(e.name) if e.name in joined else _summarised(writer, e) for e in equations]
    return [formula for formula in found if formula is not None]


def _summarised(writer: NotesWriter, equation: Equation) -> Formula:
    """An equation of the loop t = T…1, in which what comes from step T+1 is zero."""
    _, pieces, _ = writer.sides(equation)
    first = equation.tensor.first
    marked = []
    derivation = next(d for d in writer.backward.derivations.values() if d.equation == equation)
    for (sign, summand), term in zip(pieces, equation.terms, strict=False):
        special = [b for b in term.when if b.index != TIME or b.lo not in (0, 1) or b.hi not in ENDS]
        brackets = [Fenced(writer.condition(bound, first), "[", "]") for bound in special]
        paths = paths_of(derivation, term) if len(derivation.paths) > 1 else ()
        whole = joined([*brackets, summand])
        marked.append((sign, part(paths[0], whole) if len(paths) == 1 else whole))
    return writer.formula(equation, marked)


def _height(*formulas: Formula) -> float:
    """The height of equations in pt, roughly."""
    return sum(32 if line.right.tall else 17 for formula in formulas for line in formula.lines)
