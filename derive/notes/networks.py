"""The small networks from which the notes derive what surrounds a cell: head, loss, layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from derive.cells.rnn import rnn
from derive.core.equations import H, Size
from derive.language import (
    Cell,
    Network,
    Value,
    binary_cross_entropy,
    dot,
    exp,
    log,
    network,
    sigmoid,
    softmax_cross_entropy,
    squared_error,
    tanh,
    total,
)
from derive.language.values import Ref

Loss: TypeAlias = "Callable[[Network, Ref, Ref], Value]"
"""What is added up, for a network with the output and the target given."""


def dense(m: Network, h: Ref, C: Size) -> Ref:
    """The head: as many numbers as the target has."""
    m.a = m.param("V", C, H) @ h + m.param("b", C)
    m.output(m.a)
    return m.a


def headed(name: str, loss: Loss) -> Cell:
    """A head and a loss at every step, above whatever gives h."""

    @network(source="", name=name)
    def definition(m: Network) -> None:
        C = m.size("C", "outputs")
        h, q = m.input("h", H), m.input("q", C, gradient=False)
        m.loss(loss(m, dense(m, h, C), q))

    return definition


def by_softmax(m: Network, a: Ref, q: Ref) -> Value:
    """Cross-entropy of the softmax, every step of it under a name of its own."""
    m.e = exp(a)
    m.zeta = total(m.e)
    m.p = m.e / m.zeta
    m.l = log(m.p)
    return -dot(q, m.l)


def after(squash: Callable[[Value], Value]) -> Loss:
    """Half the squared error of what a function makes of the head."""

    def loss(m: Network, a: Ref, q: Ref) -> Value:
        m.s = squash(a)
        return squared_error(m.s, q, "half")

    return loss


classifier = headed("classifier", by_softmax)

LOSSES: Mapping[str, Cell] = {
    "squared error, halved": headed("half", lambda m, a, q: squared_error(a, q, "half")),
    "squared error": headed("whole", lambda m, a, q: squared_error(a, q, "sum")),
    "mean squared error": headed("mean", lambda m, a, q: squared_error(a, q, "mean")),
    "halved, of a sigmoid": headed("after_sigmoid", after(sigmoid)),
    "halved, of a tanh": headed("after_tanh", after(tanh)),
    "binary cross-entropy": headed("binary", lambda m, a, q: binary_cross_entropy(a, q)),
    "softmax, cross-entropy": classifier,
}
"""Losses that are in use, each on a head of its own."""

STABLE = headed("stable", lambda m, a, q: softmax_cross_entropy(a, q))
"""The same loss as the last one, in the form that does not overflow."""


@network(source="")
def forecaster(m: Network) -> None:
    """Two layers, and one output after the last step."""
    C = m.size("C", "outputs")
    x, q = m.input("x"), m.input("q", C, steps=False, gradient=False)
    h = m.layer(rnn, m.layer(rnn, x, name="1"), name="2")
    m.loss(squared_error(dense(m, h.last, C), q, "half"))


@network(source="")
def both_ways(m: Network) -> None:
    """Two layers over one input, one of them from the last step to the first."""
    C = m.size("C", "outputs")
    x, q = m.input("x"), m.input("q", C, gradient=False)
    right, left = m.layer(rnn, x, name="right"), m.layer(rnn, x, name="left", reverse=True)
    m.a = m.param("V_right", C, H) @ right + m.param("V_left", C, H) @ left + m.param("b", C)
    m.output(m.a)
    m.loss(squared_error(m.a, q, "half"))
