"""The simple recurrent network."""

from collections.abc import Callable

from derive.language import Builder, Value, cell, relu, tanh


@cell(source="Elman 1990")
def rnn(m: Builder, squash: Callable[[Value], Value] = tanh) -> None:
    """Elman network with tanh."""
    x, h = m.input("x"), m.state("h")
    m.h = squash(m.affine("", x, h.prev))


rnn_relu = rnn.variant("rnn_relu", doc="Elman network with relu, whose slope is 0 on the kink.", squash=relu)
