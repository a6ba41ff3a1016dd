"""Cells and networks that no paper has: what a user might write, and what a scheduler might get wrong."""

from __future__ import annotations

from derive import (
    Builder,
    Cell,
    H,
    M,
    Network,
    absolute,
    binary_cross_entropy,
    cell,
    dot,
    exp,
    log,
    log_sigmoid,
    maximum,
    mean,
    network,
    outer,
    relu,
    sigmoid,
    softmax_cross_entropy,
    softplus,
    sqrt,
    squared_error,
    tanh,
    total,
)
from derive.cells.lstm import lstm
from derive.cells.rnn import rnn

HERE = "tests/strange_cells.py"


@cell(source=HERE)
def normalised(m: Builder) -> None:
    """A mean that is broadcast, a variance, a gain and a shift."""
    x, h = m.input("x"), m.state("h")
    m.u = m.affine("", x, h.prev)
    m.v = m.u - mean(m.u)
    m.s = sqrt(mean(m.v**2) + 1e-2)
    m.h = tanh(m.param("alpha", H) * m.v / m.s + m.param("beta", H))


@cell(source=HERE)
def quadratic(m: Builder) -> None:
    """Outer products, a matrix and its transpose times a vector, a dot product."""
    x, h = m.input("x"), m.state("h")
    m.u = (m.affine("", x, h.prev) - mean(h.prev)) ** 2 * 0.3
    m.C = outer(m.u, m.u)
    m.h = tanh(m.C @ m.u + m.C.T @ m.u * dot(m.u, m.u))


@cell(source=HERE)
def antisymmetric(m: Builder) -> None:
    """A matrix made of a parameter, outside of time."""
    x, h = m.input("x"), m.state("h")
    W = m.param("W", H, H)
    m.A = W - W.T
    m.h = h.prev + 0.1 * tanh(m.A @ h.prev + m.affine("z", x))


@cell(source=HERE)
def delay_line(m: Builder) -> None:
    """A state on no cycle, of another size than the rest."""
    x, s, _ = m.input("x"), m.state("s", M), m.state("h")
    m.s = x
    m.h = tanh(m.affine("h", x, s.prev))


@cell(source=HERE)
def awkward_names(m: Builder) -> None:
    """Names that a kernel needs for itself."""
    x, y, p = m.input("x"), m.state("y"), m.state("p")
    m.np = sigmoid(m.affine("n", x, y.prev, p.prev))
    m.p = m.np * p.prev + (1 - m.np) * tanh(m.affine("t", x))
    m.t = sigmoid(m.affine("o", x, y.prev))
    m.y = m.t * tanh(m.p)
    m.output(y)


@cell(source=HERE)
def matrix_memory(m: Builder) -> None:
    """A matrix that is carried, gates of one number, a maximum."""
    x, C, n = m.input("x"), m.state("C", H, H), m.state("n")
    for name in "qkv":
        m[name] = m.affine(name, x)
    m.i, m.f = exp(m.affine("i", x, size=())), sigmoid(m.affine("f", x, size=()))
    m.C = m.f * C.prev + m.i * outer(m.v, m.k)
    m.n = m.f * n.prev + m.i * m.k
    m.h = sigmoid(m.affine("o", x)) * (m.C @ m.q) / maximum(absolute(dot(m.n, m.q)), 1)


@cell(source=HERE)
def projected(m: Builder) -> None:
    """An output of another size than the cell."""
    P = m.size("P", "proj_size")
    x, y, c = m.input("x"), m.state("y", P), m.state("c")
    for gate, squash in {"i": sigmoid, "f": sigmoid, "g": tanh, "o": sigmoid}.items():
        m[gate] = squash(m.affine(gate, x, y.prev))
    m.c = m.f * c.prev + m.i * m.g
    m.y = m.param("V", P, H) @ (m.o * tanh(m.c))
    m.output(y)


@cell(source=HERE)
def stabilised(m: Builder) -> None:
    """A running maximum that is read at this step and at the last, and a quotient of states."""
    x, h = m.input("x"), m.state("h")
    c, n, s = m.state("c"), m.state("n"), m.state("s")
    m.z, m.o = tanh(m.affine("z", x, h.prev)), sigmoid(m.affine("o", x, h.prev))
    m.log_i, m.log_f = m.affine("i", x, h.prev), log_sigmoid(m.affine("f", x, h.prev))
    m.s = maximum(m.log_f + s.prev, m.log_i)
    m.i, m.f = exp(m.log_i - m.s), exp(m.log_f + s.prev - m.s)
    m.c, m.n = m.f * c.prev + m.i * m.z, m.f * n.prev + m.i
    m.h = m.o * m.c / (absolute(m.n) + 1)


@cell(source=HERE)
def stateless(m: Builder) -> None:
    """No state at all."""
    m.a = m.affine("1", m.input("x"))
    m.y = softplus(m.a) * m.param("s") + log(m.a**2 + 1)


@cell(source=HERE)
def two_inputs(m: Builder) -> None:
    """Two inputs of different sizes, and a kink."""
    x, u, h = m.input("x"), m.input("u", H), m.state("h")
    m.g = sigmoid(m.affine("g", x, h.prev) + relu(u))
    m.h = m.g * h.prev * u + (1 - m.g) * tanh(m.affine("h", x, u))


@cell(source=HERE)
def scalar_state(m: Builder) -> None:
    """A state of one number, a parameter of one number, a diagonal recurrence."""
    x, h, s = m.input("x"), m.state("h"), m.scalar_state("s")
    m.h = tanh(m.affine("h", x) + m.param("u", H) * h.prev + m.param("gamma") * s.prev)
    m.s = total(m.h * m.param("v", H)) * 0.5 + s.prev * 0.3


@cell(source=HERE)
def scalar_functions(m: Builder) -> None:
    """Functions of parameters that are one number."""
    x, h = m.input("x"), m.state("h")
    m.a = m.param("W", H, M) @ x + m.param("R", H, H) @ h.prev
    m.z = sigmoid(m.a + m.param("b_z", H))
    m.g = tanh(m.a + m.param("b_g", H))
    m.h = (sigmoid(m.param("zeta")) * (1 - m.z) + exp(m.param("nu"))) * m.g + m.z * h.prev


@cell(source=HERE)
def tied(m: Builder) -> None:
    """One matrix in two products, once as its transpose, and one operand in three."""
    x, h = m.input("x", H), m.state("h")
    W = m.param("W", H, H)
    m.a, m.b = tanh(W @ x + W.T @ h.prev), sigmoid(W @ h.prev)
    m.h = m.a * m.b + m.param("V", H, H) @ h.prev


@network(source=HERE)
def forecaster(m: Network) -> None:
    """Many-to-one: the last step alone is read."""
    K = m.size("K", "output_size")
    x, target = m.input("x"), m.input("target", K, steps=False)
    m.yhat = m.affine("y", m.layer(lstm, x).last, size=K)
    m.output(m.yhat)
    m.loss(squared_error(m.yhat, target, "half"), over="mean")


@network(source=HERE)
def stacked_tagger(m: Network) -> None:
    """Many-to-many, two layers of different sizes, softmax and cross-entropy."""
    K, G = m.size("K", "output_size"), m.size("G", "second_size")
    x, target = m.input("x"), m.input("target", K)
    y = m.layer(rnn, m.layer(lstm, x, name="1"), name="2", size=G)
    m.logits = m.affine("y", y, size=K)
    m.output(m.logits)
    m.loss(softmax_cross_entropy(m.logits, target), over="mean")


@network(source=HERE)
def masked_both_ways(m: Network) -> None:
    """Two directions of time, sequences of different lengths, both conventions of padding."""
    K = m.size("K", "output_size")
    x, target, mask = m.input("x"), m.input("target", K), m.mask()
    y = m.layer(lstm, x, name="f", mask=mask)
    z = m.layer(lstm, x, name="b", mask=mask, reverse=True, padded="zero")
    m.logits = m.affine("y", y, z, size=K)
    m.output(m.logits)
    m.loss(binary_cross_entropy(m.logits, target))


@network(source=HERE)
def both_ends(m: Network) -> None:
    """Both ends of time are read, of states in both directions and of what is no state."""
    K = m.size("K", "output_size")
    x, target = m.input("x"), m.input("target", K, steps=False, gradient=False)
    y, z = m.layer(rnn, x, name="f"), m.layer(rnn, x, name="b", reverse=True)
    m.s = sigmoid(m.affine("s", y))
    m.yhat = m.affine("y", y.last, z.first, m.s.first, U=m.s.last, V=y.first, size=K)
    m.output(m.yhat)
    m.loss(squared_error(m.yhat, target, "sum"))


@network(source=HERE)
def generator(m: Network) -> None:
    """One-to-many: the output is fed back, the input comes once."""
    z, target = m.input("z", steps=False), m.input("target")
    y, h = m.state("y", M), m.state("h")
    m.h = tanh(m.affine("h", y.prev, h.prev) + m.affine("z", z))
    m.y = m.affine("y", m.h, size=M)
    m.output(y)
    m.loss(squared_error(m.y, target, "mean"))


CELLS = {made.name: made for made in list(globals().values()) if isinstance(made, Cell) and made.source == HERE}
