"""LSTM over an axis of space."""

from derive.core.equations import H, M
from derive.language import Builder, Value, cell, conv, sigmoid, tanh


@cell(source="Shi et al. 2015, arXiv 1506.04214, in one dimension with filters of 3 taps")
def conv_lstm(m: Builder) -> None:
    """ConvLSTM: channels over a row of places, every product a convolution."""
    X = m.size("X", "width")
    x, h, c = m.input("x", M, X), m.state("h", H, X), m.state("c", H, X)

    def gate(name: str, peephole: Value | None = None) -> Value:
        products = conv(m.param(f"W_{name}", 3, H, M), x) + conv(m.param(f"R_{name}", 3, H, H), h.prev)
        seen = m.param(f"p_{name}", H, X) * peephole if peephole is not None else 0
        return products + seen + m.param(f"b_{name}", H)[:, None]

    m.i, m.f, m.g = sigmoid(gate("i", c.prev)), sigmoid(gate("f", c.prev)), tanh(gate("g"))
    m.c = m.f * c.prev + m.i * m.g
    m.o = sigmoid(gate("o", m.c))
    m.h = m.o * tanh(m.c)
