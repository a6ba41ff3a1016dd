"""The simple recurrent network."""

from derive.language import Builder, cell, tanh


@cell(source="Elman 1990")
def rnn(m: Builder) -> None:
    """Elman network with tanh."""
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev))
