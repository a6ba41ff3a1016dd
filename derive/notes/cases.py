"""Special cases: what a cell is when its gates stand open or shut, by putting 1 and 0 into its equations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import sympy as sp

from derive.analysis.flow import direct_step
from derive.analysis.gates import (
    OPEN,
    SHUT,
    Group,
    Setting,
    candidates,
    exponential,
    gates,
    groups,
    held,
    opened,
    put,
    reached,
    remembers,
)
from derive.core.equations import TIME, System, Tensor, Term
from derive.forms.tree import Array
from derive.notes.document import Block, Heading, Line, Section, Steps, Text
from derive.notes.error_flow import scientific
from derive.notes.writer import ROOM, NotesWriter
from derive.typeset.lines import aligned
from derive.typeset.tree import row, signed

WINDOW = sp.Symbol("w", integer=True)
"""The letter of a number of steps."""


def cases(writer: NotesWriter) -> Section | None:
    """The section; None where there is no gate."""
    found = gates(writer.forward)
    if not found:
        return None
    several = len(found) > 1
    blocks: list[Block] = [
        Text(
            f"{_listed(writer, found)} {'are gates' if several else 'is a gate'}: {_what_gates_are(writer, found)}. A "
            "gate at $1$ lets it pass, and at $0$ stops it. These values, put into the equations for all steps, leave:"
        )
    ]
    for group in groups(writer.backward):
        blocks += _of_group(writer, group)
    if all(set(group.gates) != set(found) for group in groups(writer.backward)):
        for value, word in ((OPEN, "open"), (SHUT, "shut")):
            blocks += _extreme(writer, dict.fromkeys(found, value), f"All gates {word}, at ${value}$")
    return Section("Special cases", "cases", (*blocks, *_remarks(writer)), need=220)


def _what_gates_are(writer: NotesWriter, found: Sequence[Tensor]) -> str:
    """Outputs of sigmoids, of exponentials, or of both, that multiply something."""
    exponentials = [gate for gate in found if exponential(writer.forward, gate)]
    if not exponentials:
        return (
            "outputs of sigmoids that multiply something" if len(found) > 1 else "a sigmoid that multiplies something"
        )
    kinds = (
        "exponentials"
        if len(exponentials) == len(found)
        else "sigmoids, or as in the equations of states exponentials,"
    )
    return (
        f"outputs of {kinds} that multiply something. An exponential, {_listed(writer, exponentials)}, is positive, "
        f"but "
        "may be larger than $1$"
    )


def _of_group(writer: NotesWriter, group: Group) -> Iterator[Block]:
    """Every way to open and shut the gates in the equation of a state."""
    for setting in group.settings:
        system = held(writer.forward, setting)
        words = dict.fromkeys(filter(None, (effect(writer, system, state, setting) for state in group.states)))
        states = [tensor for tensor in _changed(writer.forward, system) if _carried(writer.forward, tensor)]
        yield _titled(writer, setting, "; ".join(words))
        yield Steps(tuple(_lines(writer, system, setting, [*group.states, *states])))


def _extreme(writer: NotesWriter, setting: Setting, title: str) -> Iterator[Block]:
    """All gates at one value."""
    system = held(writer.forward, setting)
    lines = tuple(_lines(writer, system, setting, _changed(writer.forward, system)))
    if lines:
        yield Text(f"*{title}*:")
        yield Steps(lines)


def _titled(writer: NotesWriter, setting: Setting, words: str) -> Text:
    values = ", ".join(f"${writer.symbol(gate)} = {value}$" for gate, value in setting.items())
    return Text(f"{values}: {words}." if words else f"{values}:")


def _carried(system: System, tensor: Tensor) -> bool:
    return tensor in system.states or tensor == system.output


def _changed(before: System, after: System) -> list[Tensor]:
    """What reads otherwise now and is of use: states, the output, products with gates, readers of what is gone."""
    ends = [tensor for tensor in (*before.states, before.output, before.loss) if tensor and after.defines(tensor)]
    live, gone = reached(after, ends), {equation.tensor for equation in after.equations if not equation.terms}
    changed = [equation.tensor for equation in after.equations if equation != before.equation(equation.tensor)]
    told = opened(before) | {tensor for tensor in changed if before.equation(tensor).reads() & gone}
    return [tensor for tensor in changed if tensor in live and (_carried(before, tensor) or tensor in told)]


def effect(writer: NotesWriter, system: System, state: Tensor, setting: Setting) -> str:
    """What becomes of a state, in words; nothing where there is no word for it."""
    step, terms = direct_step(writer.backward, state), system.equation(state).terms
    factor = put(step.factor, setting) if step else None
    if not terms:
        return "the state is emptied, for neither the old nor anything new gets in"
    if factor == 1 and len(terms) == 1:
        return "the old state is kept as it is"
    if factor == 1:
        return "what is new is added to the old state, a sum that nothing bounds"
    if factor == 0 and remembers(system, state):
        return "the old state is overwritten; older steps still act, but only through what the new one is computed from"
    if factor == 0:
        return "the old state is overwritten, and no older step acts any more"
    return ""


def _lines(writer: NotesWriter, system: System, setting: Setting, tensors: Iterable[Tensor]) -> Iterator[Line]:
    """The equations of these tensors, and the direct path of those that have one.

    What is divided by zero, as an average over what no gate has let in, is left out.
    """
    for tensor in dict.fromkeys(tensors):
        if any(term.expr.has(sp.nan, sp.zoo) for term in system.equation(tensor).terms):
            continue
        left, pieces, _ = writer.sides(system.equation(tensor))
        step = direct_step(writer.backward, tensor) if tensor in system.states else None
        remark = "output" if tensor == system.output and step is None else "new state" * (tensor in system.states)
        factor = put(step.factor, setting) if step is not None and step.elementwise else None
        cut = ", no direct path" if factor == 0 else ""
        *lines, last = aligned(left, pieces, ROOM - 8)
        yield from (*lines, replace(last, remark=remark + cut))
        if step is not None and factor:
            yield _path(writer, tensor, factor, step.ahead)


def _path(writer: NotesWriter, state: Tensor, factor: sp.Expr, ahead: sp.Expr) -> Line:
    """What the direct path sends back to the step before."""
    derived = writer.backward.derivation(state).equation
    terms = [Term(derived.tensor.at(state.indices()) * factor)]
    left, pieces, _ = writer.sides(writer.with_terms(derived, terms), ahead)
    return Line(left, row(r"\ni", signed(pieces)), "direct path")


# ---------------------------------------------------------------------------------------------------------------------
# Remarks.


def _remarks(writer: NotesWriter) -> Iterator[Block]:
    """That no gate gets there, and that a candidate is no gate."""
    yield Heading("How near a gate comes")
    shut = scientific(1 / (1 + math.exp(40)), 2)
    yield Text(
        "A sigmoid only approaches $0$ and $1$, and the cases are limits. In double precision it is rounded to $1$ "
        rf"from about $37$ on, while $\sigma(-40) = {shut}$ is not yet $0$."
        + "".join(f" {said}" for group in groups(writer.backward) for said in [_decay(writer, group)] if said)
    )
    for group in groups(writer.backward):
        for state in group.states:
            if said := _candidate(writer, group, state):
                yield Text(said)


def _decay(writer: NotesWriter, group: Group) -> str:
    """What (1-ε)^w gives, where a gate on the direct path keeps the state."""
    [state, *_] = group.states
    step = direct_step(writer.backward, state)
    gate = group.gates[0]
    for setting in group.settings:
        if step and step.factor.has(gate) and put(step.factor, setting) == 1:
            if len(held(writer.forward, setting).equation(state).terms) > 1:
                continue
            near = r"1 - \varepsilon" if setting[gate] == 1 else r"\varepsilon"
            now, before = (writer.printer.doprint(Array(state, at)) for at in (TIME, TIME - WINDOW))
            rest = scientific(sp.Rational(99, 100) ** 100)
            return (
                f"A state is handed on unchanged, ${now} = {before}$, only if its gates stand so at each of the $w$ "
                rf"steps from $t-w+1$ to $t$. With ${writer.symbol(gate)} = {near}$ instead of ${setting[gate]}$, "
                rf"$(1 - \varepsilon)^{{w}}$ of ${before}$ is left: ${rest}$ of it with $\varepsilon = 0.01$ and "
                "$w = 100$."
            )
    return ""


def _candidate(writer: NotesWriter, group: Group, state: Tensor) -> str:
    """What would become of a state if its candidate were held at 1 as if it were a gate."""
    [*found] = candidates(writer.forward, state)
    step = direct_step(writer.backward, state)
    setting = dict.fromkeys(gates(writer.forward), OPEN)
    if len(found) != 1 or step is None or put(step.factor, setting) != 1:
        return ""
    [candidate] = found
    equation = held(writer.forward, setting).equation(state)
    terms = tuple(replace(term, expr=put(term.expr, {candidate: OPEN})) for term in equation.terms)
    if len(terms) < 2 or not any(term.expr == 1 for term in terms):
        return ""
    left, pieces, _ = writer.sides(replace(equation, terms=terms))
    return (
        f"${writer.symbol(candidate)}$ is a candidate and no gate, for it may be negative. Were it held at $1$ as "
        f"well, with all gates open, ${left} = {signed(pieces)}$ would count the steps, whatever the input."
    )


def _listed(writer: NotesWriter, tensors: Iterable[Tensor]) -> str:
    *some, last = (f"${writer.symbol(tensor)}$" for tensor in tensors)
    return f"{', '.join(some)} and {last}" if some else last
