"""Long short-term memory, without and with peepholes."""

from derive.equations import H
from derive.language import Builder, cell, sigmoid, tanh

GATES = {"i": sigmoid, "f": sigmoid, "g": tanh, "o": sigmoid}


@cell(source="Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000")
def lstm(m: Builder) -> None:
    """LSTM with forget gate."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    for gate, squash in GATES.items():
        m[gate] = squash(m.affine(gate, x, h.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.h = m.o * tanh(m.c)


@cell(source="Gers & Schmidhuber 2000; Greff et al. 2015, arXiv 1503.04069, section II")
def peephole_lstm(m: Builder) -> None:
    """LSTM whose gates see the cell: input and forget gate the old state, the output gate the new one."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.i = sigmoid(m.affine("i", x, h.prev) + m.param("p_i", H) * c.prev)
    m.f = sigmoid(m.affine("f", x, h.prev) + m.param("p_f", H) * c.prev)
    m.g = tanh(m.affine("g", x, h.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.o = sigmoid(m.affine("o", x, h.prev) + m.param("p_o", H) * m.c)
    m.h = m.o * tanh(m.c)
