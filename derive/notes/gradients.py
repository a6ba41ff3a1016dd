"""The derivation, one card a tensor: who reads it, local derivatives, paths, their sum.

Every line is made of a :class:`~derive.calculus.Path` of the derivation: the term that reads the tensor, the derivative
with its deltas, the product with what arrives, the contraction, the result in index form and in matrix form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from derive import calculus
from derive.analysis.flow import paths_of
from derive.calculus import Derivation
from derive.core.equations import TIME, Equation, Kind, T, Term
from derive.forms.reader import NoMatrixForm, matrix_term
from derive.forms.reading import in_reading_order
from derive.notes.document import Block, Card, Display, Fold, Heading, Line, Path, Result, Section, Steps, Text, spans
from derive.notes.mistakes import mistakes
from derive.notes.patterns import paths_alike, patterns
from derive.notes.pictures import backward_picture
from derive.notes.writer import KINDS, ROOM, NotesWriter, mark, underbraced
from derive.typeset.lines import CONTINUED, broken, width
from derive.typeset.reader import read
from derive.typeset.tree import EMPTY, Atom, Fraction, Math, Piece, fenced, joined, row, signed


def gradients(writer: NotesWriter, folded: bool = True) -> Section:
    """How every gradient comes about: first the elementwise ones, then those of many paths, then the parameters.

    Args:
        writer: writes the formulas.
        folded: show one card of several that differ by nothing but names, and fold the others away.
    """
    derivations = list(writer.backward.derivations.values())
    simple = [d for d in derivations if d.tensor.kind is Kind.SIGNAL and len(d.paths) == 1]
    parameters = [d for d in derivations if d.tensor.kind is Kind.PARAMETER]
    rest = [d for d in derivations if d not in simple and d not in parameters]
    blocks: list[Block] = [backward_picture(writer)] if folded else []
    if not folded:
        blocks += [*general(writer), *(card(writer, derivation) for derivation in derivations)]
        return Section("The gradients, one by one", "gradients", tuple(blocks))
    parts = (
        ("One path", simple, "These tensors are read once. What arrives from above is taken as given for now."),
        ("Several paths", rest, "What is read by several equations, or at the next step too, collects a sum of paths."),
        (
            "Parameters",
            parameters,
            "A parameter has no step and no sequence: nothing uses up the sums over them, and every step contributes.",
        ),
    )
    for title, members, said in parts:
        if members:
            blocks += [Heading(title), Text(said)]
        for nth, group in enumerate(patterns(members)):
            first, *others = group
            blocks.append(card(writer, first, tuple(mistakes(writer, first)), folded=nth > 0))
            if others:
                names = ", ".join(f"${writer.symbol(other.adjoint)}$" for other in others)
                cards = tuple(card(writer, other) for other in others)
                blocks.append(Fold(f"In the same way: {names}", cards))
    return Section("The gradients, one by one", "gradients", tuple(blocks))


def general(writer: NotesWriter) -> tuple[Block, ...]:
    """The rule by which every gradient is derived."""
    by_whom = (
        r"\sum_{v}\sum_{i} "
        rf"{writer.gradient('v_{i}')}\, \frac{{\partial v_{{i}}}}{{\partial u_{{i'}}}}"
    )
    return (
        Text(
            "A tensor $u$ changes the loss through every equation that reads it. If $v$ is defined by such an equation,"
        ),
        Display(f"{writer.gradient(_COMPONENT)} = {by_whom},"),
        Text(_method(writer)),
    )


_COMPONENT = "u_{i'}"


def _method(writer: NotesWriter) -> str:
    components = writer.notation.form == "components"
    second, first = ("second", "first") if not writer.notation.rows else ("first", "second")
    return (
        f"the loss itself among the $v$, with ${writer.gradient('L')} = 1$. Here $i$ stands for all indices of $v$, "
        f"step "
        "and sequence among them, and $i'$, with primes, for the component of $u$ with respect to which it is "
        "differentiated. The derivative of a component with respect to a component holds a Kronecker delta for each "
        "index, a bracket that is $1$ where its two indices are equal and $0$ elsewhere. A delta under a sum is "
        "used up "
        "by it, "
        r"$\sum_{i} [i=i']\, g_{i} = g_{i'}$. So "
        r"$[t'=t-1]$ becomes a shift in time, "
        f"a sum over the {first} index of a matrix instead of the {second} becomes its transpose, and the indices "
        f"that a "
        "parameter does not have stay under the sum. Each path below shows the local derivative, its product with what "
        "arrives, and what is left when the deltas are used up; "
        f"{'in' if components else 'behind an arrow or in'} the shaded box, without the primes, stands the "
        f"{'sum' if components else 'matrix form'}, with the steps on which it exists."
    )


def card(writer: NotesWriter, derivation: Derivation, warnings: Sequence[str] = (), folded: bool = False) -> Card:
    """The derivation of one gradient.

    Args:
        writer: writes the formulas.
        derivation: the derivation.
        warnings: mistakes that people make with it, as texts.
        folded: show the result alone, the steps only on demand.
    """
    tensor, equation = derivation.tensor, derivation.equation
    several = len(derivation.paths) > 1
    blocks: list[Block] = []
    for group in paths_alike(enumerate(derivation.paths, start=1)):
        first, *others = (path_block(writer, derivation, path, number if several else None) for number, path in group)
        blocks.append(first)
        if others:
            names = ", ".join(f"path {number} through ${writer.bare(path.user.tensor)}$" for number, path in group[1:])
            blocks.append(Fold(f"In the same way: {names}", tuple(others)))
    if not blocks:
        blocks.append(Text(f"No equation reads ${writer.symbol(tensor)}$."))
    if folded and blocks:
        blocks = [Fold("Step by step", tuple(blocks))]
    blocks.append(result(writer, derivation))
    blocks += [Text(f"*Common mistake.* {warning}") for warning in warnings]
    kind = "" if tensor.kind is Kind.SIGNAL else f"the {KINDS[tensor.kind]} "
    remark = f"gradient with respect to {kind}${writer.symbol(tensor)}$"
    return Card(writer.symbol(equation.tensor), remark, tuple(blocks), tensor.name)


def result(writer: NotesWriter, derivation: Derivation) -> Result:
    """The derived equation, each summand over the marks of its paths."""
    _, pieces, _ = writer.sides(derivation.equation)
    marked = [
        (sign, _annotated(writer, formula, derivation, term))
        for (sign, formula), term in zip(pieces, derivation.equation.terms, strict=False)
    ]
    return Result(writer.formula(derivation.equation, marked))


def _annotated(writer: NotesWriter, formula: Math, derivation: Derivation, term: Term) -> Math:
    """A summand of a gradient over the marks of the paths that led to it and the steps on which it exists."""
    numbers = paths_of(derivation, term) if len(derivation.paths) > 1 else ()
    notes = [row(*map(mark, numbers))] if numbers else []
    notes += [writer.condition(bound, derivation.tensor.first) for bound in term.when]
    return underbraced(formula, joined(notes, r"\;")) if notes else formula


def path_block(writer: NotesWriter, derivation: Derivation, path: calculus.Path, number: int | None) -> Path:
    """The lines of one path."""
    printer, target = writer.printer, derivation.target
    slope = Fraction(Atom(r"\partial"), row(r"\partial", printer.doprint(target)))
    left = row(slope, fenced(printer.doprint(path.read.expr)))
    derivative, local = printer.doprint(path.derivative), printer.doprint(path.local)
    lines = _broken_lines(left, _summands(writer, path.derivative), "local derivative")
    if local != derivative:
        lines += _broken_lines(EMPTY, _summands(writer, path.local), _rewriting(writer, path))
    whole = derivation.adjoint.at(index.primed for index in derivation.equation.indices)
    arrived = mark(number) if number else printer.doprint(whole)
    lines += _broken_lines(arrived, [printer.term(path.product)], "times what arrives")
    primed = {index: index.primed for index in derivation.equation.indices}
    result = row("=", signed([printer.term(path.result.xreplace(primed))]))
    matrix = _in_matrix_form(writer, path.result, derivation.equation) if number else EMPTY
    if matrix:
        ranges = [fenced(writer.condition(bound, derivation.tensor.first)) for bound in path.result.when]
        matrix = row(r"\;", r"\longrightarrow", r"\;", matrix, *(part for one in ranges for part in (r"\quad", one)))
    if width(result) + width(matrix) < 0.7 * ROOM:
        lines.append(Line(EMPTY, row(result, matrix), _contracted(writer, path)))
    else:
        lines.append(Line(EMPTY, result, _contracted(writer, path)))
        lines += [Line(EMPTY, row(*([CONTINUED] if nth else []), part)) for nth, part in enumerate(_wrapped(matrix))]
    if width(left) + max(width(line.right) + _reach(line.remark) / 2 for line in lines) > ROOM:
        lines[:1] = [Line(left, EMPTY), replace(lines[0], left=EMPTY)]
    return Path(number, _through(writer, derivation, path), Steps(tuple(lines)))


def _summands(writer: NotesWriter, expr: sp.Expr) -> list[Piece]:
    """The summands of an expression, in the order in which they are read."""
    return [writer.printer.summand(part) for part in in_reading_order(expr, writer.reading)]


def _broken_lines(left: Math, pieces: Sequence[Piece], remark: str) -> list[Line]:
    """A line of a path, or several where its summands need more room; the remark stands at the last."""
    first, *more = broken(pieces, ROOM - width(left) - 0.75 * _reach(remark) - 2.5)
    found = [Line(left, row("=", first)), *(Line(EMPTY, row(CONTINUED, part)) for part in more)]
    return [*found[:-1], replace(found[-1], remark=remark)]


def _wrapped(formula: Math) -> list[Math]:
    """A formula on as many lines as it needs."""
    return broken([("+", formula)], ROOM - 2) if formula else []


def _reach(remark: str) -> float:
    """The width of a remark in em, roughly."""
    return sum(width(read(span.text)) if span.kind == "math" else 0.5 * len(span.text) for span in spans(remark))


def _in_matrix_form(writer: NotesWriter, term: Term, equation: Equation) -> Math:
    if writer.notation.form == "components":
        return EMPTY
    try:
        node = matrix_term(term, equation.indices, writer.reading)
        return signed([writer.printer.node_piece(writer.tree(node))])
    except NoMatrixForm:
        return EMPTY


def _rewriting(writer: NotesWriter, path: calculus.Path) -> str:
    """Why the local derivative looks other than SymPy's answer."""
    kept = path.local.atoms(sp.Function)
    gone = {call for call in path.derivative.atoms(sp.Function) if call not in kept}
    used = [e for e in writer.forward.equations if len(e.terms) == 1 and e.terms[0].expr in gone]
    if used:
        return "slope by its output, " + ", ".join(writer.reference(equation.tensor) for equation in used)
    return "one summand"


def _contracted(writer: NotesWriter, path: calculus.Path) -> str:
    """The deltas used up: what each index was replaced by."""
    rules = []
    for contraction in path.contractions:
        if contraction.index is not None and contraction.value is not None:
            index, value = writer.printer.doprint(contraction.index), writer.printer.step(contraction.value)
            rules.append(row(index, r"\to", value))
        else:
            rules.append(joined(map(writer.printer.step, contraction.delta.args), "="))
    return f"${joined(rules, row(',', chr(92) + ' '))}$" if rules else ""


def _through(writer: NotesWriter, derivation: Derivation, path: calculus.Path) -> str:
    """Where the tensor is read."""
    tensor, user = derivation.tensor, path.user.tensor
    if user.kind is Kind.LOSS:
        at_end = any(step.has(T.symbol) for step in path.read.shifts(tensor))
        return "from outside" + (", at the last step" if at_end else "")
    shifted = any(c.index == TIME and c.value == TIME.primed + 1 for c in path.contractions)
    later = ", which reads it one step later" if shifted else ""
    return f"through ${writer.bare(user)}$, equation\N{NO-BREAK SPACE}{writer.reference(user)}{later}"
