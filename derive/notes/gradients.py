"""The derivation, one card a tensor: who reads it, local derivatives, paths, their sum.

Every line is made of a :class:`~derive.calculus.Path` of the derivation: the term that reads the tensor, the derivative
with its deltas, the product with what arrives, the contraction, the result in index form and in matrix form.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from derive import calculus
from derive.analysis.flow import paths_of
from derive.calculus import Derivation
from derive.core.equations import TIME, Equation, Kind, T, Term
from derive.forms.matrix import NoMatrixForm, matrix_term
from derive.notes.document import Block, Card, Display, Line, Path, Result, Section, Steps, Text
from derive.notes.script import KINDS, ROOM, Script, mark, signed_piece, underbraced
from derive.typeset.latex import fenced
from derive.typeset.lines import width


def gradients(script: Script) -> Section:
    """How every gradient comes about, in the order in which the backward pass computes them."""
    by_whom = (
        r"\sum_{v}\sum_{i} "
        rf"{script.gradient('v_{i}')}\, \frac{{\partial v_{{i}}}}{{\partial u_{{i'}}}}"
    )
    return Section(
        "The gradients, one by one",
        "gradients",
        (
            Text(
                "A tensor $u$ changes the loss through every equation that reads it. If $v$ is defined by such an "
                "equation,"
            ),
            Display(f"{script.gradient(chr(117) + '_{i' + chr(39) + '}')} = {by_whom},"),
            Text(_method(script)),
            *(card(script, derivation) for derivation in script.backward.derivations.values()),
        ),
    )


def _method(script: Script) -> str:
    components = script.notation.form == "components"
    second, first = ("second", "first") if not script.notation.rows else ("first", "second")
    return (
        f"the loss itself among the $v$, with ${script.gradient('L')} = 1$. Here $i$ stands for all indices of $v$, "
        f"step and "
        "sequence among them, and $i'$, with primes, for the component of $u$ that is differentiated by. The "
        "derivative of a component by a component holds a Kronecker delta for each index, and a delta under a sum is "
        "used up by it, "
        r"$\sum_{i} \deriveDelta{\boldsymbol{\delta}_{i i'}}\, g_{i} = g_{i'}$. So "
        r"$\deriveDelta{\boldsymbol{\delta}_{t',\,t-1}}$ becomes a shift in time, "
        f"a sum over the {first} index of a matrix instead of the {second} becomes its transpose, and the indices "
        f"that a "
        "parameter does not have stay under the sum. Each path below shows the local derivative, its product with what "
        "arrives, and what is left when the deltas are used up; "
        f"{'in' if components else 'behind an arrow or in'} the shaded box, without the primes, stands the "
        f"{'sum' if components else 'matrix form'}, with the steps on which it exists."
    )


def card(script: Script, derivation: Derivation) -> Card:
    """The derivation of one gradient."""
    tensor, equation = derivation.tensor, derivation.equation
    several = len(derivation.paths) > 1
    blocks: list[Block] = [
        path_block(script, derivation, path, number if several else None)
        for number, path in enumerate(derivation.paths, start=1)
    ]
    if not blocks:
        blocks.append(Text(f"No equation reads ${script.symbol(tensor)}$."))
    blocks.append(result(script, derivation))
    kind = "" if tensor.kind is Kind.SIGNAL else f"{KINDS[tensor.kind]} "
    return Card(
        script.symbol(equation.tensor), f"gradient by {kind}${script.symbol(tensor)}$", tuple(blocks), tensor.name
    )


def result(script: Script, derivation: Derivation) -> Result:
    """The derived equation, each summand over the marks of its paths."""
    _, pieces, _ = script.sides(derivation.equation)
    marked = [
        (sign, _annotated(script, text, derivation, term))
        for (sign, text), term in zip(pieces, derivation.equation.terms, strict=False)
    ]
    return Result(script.formula(derivation.equation, marked))


def _annotated(script: Script, text: str, derivation: Derivation, term: Term) -> str:
    """A summand of a gradient over the marks of the paths that led to it and the steps on which it exists."""
    numbers = paths_of(derivation, term) if len(derivation.paths) > 1 else ()
    notes = ["".join(map(mark, numbers))] if numbers else []
    notes += [script.condition(bound, derivation.tensor.first) for bound in term.when]
    if not notes:
        return text
    return underbraced(text, r"\;".join(notes))


def path_block(script: Script, derivation: Derivation, path: calculus.Path, number: int | None) -> Path:
    """The lines of one path."""
    printer, target = script.printer, derivation.target
    term = printer.doprint(path.read.expr)
    left = rf"\frac{{\partial}}{{\partial {printer.doprint(target)}}}{fenced(term)}"
    derivative, local = printer.doprint(path.derivative), printer.doprint(path.local)
    lines = [Line(left, f"= {derivative}", "local derivative")]
    if local != derivative:
        lines.append(Line("", f"= {local}", _rewriting(script, path)))
    whole = derivation.adjoint.at(index.primed for index in derivation.equation.indices)
    lines.append(
        Line(
            mark(number) if number else printer.doprint(whole),
            f"= {signed_piece(printer.term(path.product))}",
            "times what arrives",
        )
    )
    primed = {index: index.primed for index in derivation.equation.indices}
    result = f"= {signed_piece(printer.term(path.result.xreplace(primed)))}"
    matrix = _in_matrix_form(script, path.result, derivation.equation) if number else ""
    when = "".join(rf"\quad ({script.condition(bound, derivation.tensor.first)})" for bound in path.result.when)
    if matrix:
        matrix = rf"\;\longrightarrow\; {matrix}{when}"
    if width(result) + width(matrix) < 0.7 * ROOM:
        lines.append(Line("", f"{result} {matrix}".rstrip(), _contracted(script, path)))
    else:
        lines += [Line("", result, _contracted(script, path)), *([Line("", matrix)] if matrix else [])]
    if width(left) + max(width(line.right) + width(line.remark) / 2 for line in lines) > ROOM:
        lines[:1] = [Line("", left), replace(lines[0], left="")]
    return Path(number, _through(script, derivation, path), Steps(tuple(lines)))


def _in_matrix_form(script: Script, term: Term, equation: Equation) -> str:
    if script.notation.form == "components":
        return ""
    try:
        node = matrix_term(term, equation.indices, script.reading)
        return signed_piece(script.printer.node_piece(script.tree(node)))
    except NoMatrixForm:
        return ""


def _rewriting(script: Script, path: calculus.Path) -> str:
    """Why the local derivative looks other than SymPy's answer."""
    kept = path.local.atoms(sp.Function)
    gone = {call for call in path.derivative.atoms(sp.Function) if call not in kept}
    used = [e for e in script.forward.equations if len(e.terms) == 1 and e.terms[0].expr in gone]
    if used:
        return "slope by its output, " + ", ".join(script.reference(equation.tensor) for equation in used)
    return "one summand"


def _contracted(script: Script, path: calculus.Path) -> str:
    """The deltas used up: what each index was replaced by."""
    rules = []
    for contraction in path.contractions:
        if contraction.index is not None and contraction.value is not None:
            index, value = script.printer.doprint(contraction.index), script.printer.step(contraction.value)
            rules.append(rf"{index} \to {value}")
        else:
            rules.append("=".join(script.printer.step(side) for side in contraction.delta.args))
    text = r",\ ".join(rules)
    return f"${text}$" if rules else ""


def _through(script: Script, derivation: Derivation, path: calculus.Path) -> str:
    """Where the tensor is read."""
    tensor, user = derivation.tensor, path.user.tensor
    if user.kind is Kind.LOSS:
        at_end = any(step.has(T.symbol) for step in path.read.shifts(tensor))
        return "from outside" + (", at the last step" if at_end else "")
    shifted = any(c.index == TIME and c.value == TIME.primed + 1 for c in path.contractions)
    later = ", which reads it one step later" if shifted else ""
    return f"through ${script.bare(user)}$, equation\N{NO-BREAK SPACE}{script.reference(user)}{later}"
