"""Mistakes that people make with a gradient, each told at its card and read off its derivation."""

from __future__ import annotations

import math
from collections.abc import Iterator

from derive.analysis.flow import flow
from derive.analysis.gates import is_squashed
from derive.calculus import Derivation
from derive.core.equations import TIME, Kind
from derive.core.functions import sigmoid, tanh
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.notes.writer import NotesWriter, shape

VALUE = 0.9
"""A gate that is nearly open, for which the wrong slope is shown in numbers."""


def mistakes(writer: NotesWriter, derivation: Derivation) -> Iterator[str]:
    """What may go wrong with this gradient, as texts."""
    yield from _slope(writer, derivation)
    yield from _direct_alone(writer, derivation)
    yield from _shapes(writer, derivation)
    yield from _shifted(writer, derivation)


def _slope(writer: NotesWriter, derivation: Derivation) -> Iterator[str]:
    """The slope of a function taken at its value instead of its argument."""
    for path in derivation.paths[:1] if len(derivation.paths) == 1 else ():
        value, argument = writer.bare(path.user.tensor), writer.bare(derivation.tensor)
        if is_squashed(path.user, sigmoid):
            logistic = 1 / (1 + math.exp(-VALUE))
            yield (
                rf"The slope is that at ${argument}$, which the value knows, $\sigma'({argument}) = "
                rf"{value}\,(1-{value})$. "
                rf"Putting the value itself into the slope, $\sigma'({value})$, is wrong: for ${value} = {VALUE:g}$ "
                rf"it gives "
                f"${logistic * (1 - logistic):.3f}$ instead of ${VALUE * (1 - VALUE):.2f}$."
            )
        elif is_squashed(path.user, tanh):
            yield (
                rf"The slope is $1 - {value}^2$ with the value, as $\tanh'({argument})$ says. Putting the value "
                rf"into the slope "
                rf"once more, $1 - \tanh^2({value})$, is wrong: for ${value} = {VALUE:g}$ it gives "
                f"${1 - math.tanh(VALUE) ** 2:.3f}$ instead of ${1 - VALUE**2:.2f}$."
            )


def _direct_alone(writer: NotesWriter, derivation: Derivation) -> Iterator[str]:
    """The direct path of a state taken for its whole gradient."""
    if derivation.tensor.kind is not Kind.STATE:
        return
    flowing = flow(writer.backward, derivation.tensor)
    others = dict.fromkeys(path.user.tensor for path, _ in flowing.others if path.user.tensor.kind is not Kind.LOSS)
    if flowing.direct and others:
        yield (
            f"The path through the next ${writer.bare(derivation.tensor)}$ is often taken for the whole gradient. "
            f"It leaves "
            f"out what comes back through {writer.listed(others, bare=True)}."
        )
    elif len(others) > 1:
        yield (
            f"Each of {writer.listed(others, bare=True)} reads ${writer.bare(derivation.tensor)}$; a sum with one "
            f"of these "
            "terms missing still trains, only worse, so that nothing but a check of gradients finds it."
        )


def _shapes(writer: NotesWriter, derivation: Derivation) -> Iterator[str]:
    """The factors of an outer product exchanged."""
    form = matrix_form(derivation.equation, writer.reading)
    if derivation.tensor.kind is not Kind.PARAMETER or form is None:
        return
    for term in form.terms:
        node = term.node.item if isinstance(term.node, mx.Summed) else term.node
        if isinstance(node, mx.Outer):
            right, wrong = (writer.printer.doprint(writer.tree(one)) for one in (node, mx.Outer(node.right, node.left)))
            sizes = (shape(axes) for axes in (node.axes, node.axes[::-1]))
            if node.axes[0] == node.axes[1]:
                yield (
                    f"With the factors exchanged, ${wrong}$ instead of ${right}$, the shape is the same, and no "
                    f"program "
                    "complains."
                )
                return
            have, exchanged = sizes if not writer.notation.rows else reversed([*sizes])
            yield (
                f"${right}$ lies in ${have}$, as ${writer.bare(derivation.tensor)}$ does; with the factors exchanged, "
                f"${wrong}$ lies in ${exchanged}$. Where both sizes are equal no program complains."
            )
            return


def _shifted(writer: NotesWriter, derivation: Derivation) -> Iterator[str]:
    """A weight that is used on the state of the step before, paired with the state of the same step."""
    if derivation.tensor.kind is not Kind.PARAMETER:
        return
    for path in derivation.paths:
        for component in path.read.components():
            if component.base.kind is Kind.STATE and component.indices[0] == TIME - 1:
                now, before = (writer.at_step(component.base, step) for step in (TIME, TIME - 1))
                user = writer.gradient(writer.symbol(path.user.tensor))
                yield (
                    f"${user}$ belongs with ${before}$, which was read at that step, and not with ${now}$. At the "
                    f"first "
                    "step it is the initial state, whose term is missing where that is silently taken to be zero."
                )
                return
