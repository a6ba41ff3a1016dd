"""Long short-term memory: of 1997, with a forget gate, with peepholes, and with a projection."""

from collections.abc import Callable

from derive.core.equations import H, M, Size
from derive.language import Builder, Value, cell, identity, sigmoid, stop_gradient, tanh, total

GATES = {"i": sigmoid, "f": sigmoid, "g": tanh, "o": sigmoid}


@cell(source="Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000")
def lstm(m: Builder) -> None:
    """LSTM with forget gate."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    for gate, squash in GATES.items():
        m[gate] = squash(m.affine(gate, x, h.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.h = m.o * tanh(m.c)


@cell(source="Hochreiter & Schmidhuber 1997, with one cell in a block")
def lstm_1997(m: Builder, recurrent: Callable[[Value], Value] = identity) -> None:
    """LSTM without forget gate: what is in the cell stays.

    The carry is exactly 1.  The squashing functions are those of the paper: g has the range (-2, 2), and the cell is
    read through (-1, 1).
    """
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    h_prev = recurrent(h.prev)
    m.i = sigmoid(m.affine("i", x, h_prev))
    m.g = 4 * sigmoid(m.affine("g", x, h_prev)) - 2
    m.o = sigmoid(m.affine("o", x, h_prev))
    m.c = c.prev + m.i * m.g
    m.h = m.o * (2 * sigmoid(m.c) - 1)


lstm_1997_truncated = lstm_1997.variant(
    "lstm_1997_truncated",
    doc="""LSTM of 1997 with the truncated gradient that it was trained by.

    Errors that arrive at the inputs of cell and gates change the weights, but are not followed further back in time;
    only the cell carries them.  The gradients therefore are not those of the loss, on purpose.
    """,
    recurrent=stop_gradient,
)


@cell(source="Hochreiter & Schmidhuber 1997, blocks of several cells that share their gates")
def lstm_1997_blocks(m: Builder) -> None:
    """LSTM of 1997 in memory blocks: the cells of a block share their gates."""
    B, S = m.size("B", "blocks"), m.size("S", "block_size")
    x, h, c = m.input("x"), m.state("h", B, S), m.state("c", B, S)

    def net(name: str, *rows: Size) -> Value:  # every gate and cell sees all cells of all blocks
        everyone = m.param(f"R_{name}", *rows, B, S) * h.prev[(None,) * len(rows)]
        return m.param(f"W_{name}", *rows, M) @ x + total(everyone, axis=(-2, -1)) + m.param(f"b_{name}", *rows)

    m.i, m.o = sigmoid(net("i", B)), sigmoid(net("o", B))
    m.g = 4 * sigmoid(net("g", B, S)) - 2
    m.c = c.prev + m.i[:, None] * m.g
    m.h = m.o[:, None] * (2 * sigmoid(m.c) - 1)


@cell(source="Gers & Schmidhuber 2000; Greff et al. 2015, arXiv 1503.04069, section II")
def peephole_lstm(
    m: Builder,
    gates: str = "ifo",
    coupled: bool = False,
    peepholes: bool = True,
    gates_see_gates: bool = False,
    output_sees_new_cell: bool = True,
    squash_in: Callable[[Value], Value] = tanh,
    squash_out: Callable[[Value], Value] = tanh,
) -> None:
    """LSTM with diagonal peepholes, the vanilla of the Search Space Odyssey.

    Input and forget gate see the old cell, the output gate the new one.  The options make the Odyssey's eight variants.
    """
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    gates_prev = {name: m.state(name).prev for name in gates if gates_see_gates}

    def gate(name: str, cell: Value) -> Value | int:
        if name not in gates:
            return 1
        a = m.affine(name, x, h.prev)
        if peepholes:
            a += m.param(f"p_{name}", H) * cell
        for other, prev in gates_prev.items():
            a += m.param(f"R_{other}{name}", H, H) @ prev  # from the other gate to this one
        m[name] = sigmoid(a)
        return m[name]

    i = gate("i", c.prev)
    f = 1 - i if coupled else gate("f", c.prev)
    m.g = squash_in(m.affine("g", x, h.prev))
    m.c = f * c.prev + i * m.g
    o = gate("o", m.c if output_sees_new_cell else c.prev)
    m.h = o * squash_out(m.c)


@cell(source="peepholes as full matrices; diagonal ones: Gers & Schmidhuber 2000")
def dense_peephole_lstm(m: Builder) -> None:
    """LSTM with peepholes of full matrices: every gate sees the whole cell."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.i = sigmoid(m.affine("i", x, h.prev, c.prev))
    m.f = sigmoid(m.affine("f", x, h.prev, c.prev))
    m.g = tanh(m.affine("g", x, h.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.o = sigmoid(m.affine("o", x, h.prev, m.c))
    m.h = m.o * tanh(m.c)


@cell(source="Sak, Senior & Beaufays 2014, arXiv 1402.1128; without peepholes, as PyTorch has it")
def lstmp(m: Builder) -> None:
    """LSTM with projection: its output is a shorter vector than its cell."""
    P = m.size("P", "proj_size")
    x, h, c = m.input("x"), m.state("h", P), m.state("c")
    for gate, squash in GATES.items():
        m[gate] = squash(m.affine(gate, x, h.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.m = m.o * tanh(m.c)
    m.h = m.param("V", P, H) @ m.m
