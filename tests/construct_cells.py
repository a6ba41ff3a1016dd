"""A cell for each construct of the language that the zoo does not need, or needs in one way only."""

from __future__ import annotations

from math import inf

import numpy as np

from derive import (
    Builder,
    Cell,
    H,
    M,
    Network,
    binary_cross_entropy,
    cell,
    clip,
    concat,
    cos,
    diag,
    elu,
    erf,
    exp,
    eye,
    gelu,
    largest,
    log_sum_exp,
    mean,
    minimum,
    network,
    norm,
    outer,
    shift,
    sigmoid,
    silu,
    sin,
    softmax,
    softmax_cross_entropy,
    tanh,
    total,
    where,
)
from derive.cells.elementwise import qrnn

HERE = "tests/construct_cells.py"


@cell(source=HERE)
def heads(m: Builder) -> None:
    """A product for each head, and a factor for each head."""
    G, D = m.size("G", "num_heads"), m.size("D", "head_dim")
    x, h = m.input("x"), m.state("h", G, D)
    m.h = tanh(m.affine("", x, h.prev, size=(G, D))) * m.param("s", G)[:, None]


@cell(source=HERE)
def matrices_of_heads(m: Builder) -> None:
    """A product of matrices for each head, and a row for each head."""
    G, D = m.size("G", "num_heads"), m.size("D", "head_dim")
    x, S = m.input("x", G, D), m.state("S", G, D, D)
    m.S = 0.5 * (m.param("R", G, D, D) @ S.prev) + x[:, None, :] * m.param("b", D)[None, :, None]
    m.y = x @ m.S
    m.output(m.y)


@cell(source=HERE)
def concatenated(m: Builder) -> None:
    """One matrix for input and state, one product for two gates, and their halves."""
    x, h = m.input("x"), m.state("h")
    m.xh = concat(x, h.prev)
    m.u = m.param("W", 2 * H, M + H) @ m.xh + m.param("b", 2 * H)
    m.h = tanh(m.u[:H]) * sigmoid(m.u[H:])


@cell(source=HERE)
def parts(m: Builder) -> None:
    """Single components, parts of a matrix, a part of an expression, a matrix put together."""
    x, h = m.input("x"), m.state("h", 4)
    m.a = m.affine("", x, h.prev, size=4)
    m.A = concat(outer(m.a[:2], m.a[1:3]), m.param("B", 2, 2), axis=1)
    m.h = tanh(m.A[0] * m.a[-1] + (m.a * h.prev)[0] + m.A[1, 1:3][0])


@cell(source=HERE)
def delays(m: Builder) -> None:
    """The input of a step ago, a state of three, a signal with a start of its own."""
    x, h = m.input("x"), m.state("h")
    m.g = tanh(m.affine("", x.prev, h.prev(3)))
    m.h = m.g + m.g.prev(start=1) * 0.5 + h.prev.prev * 0.3 + x.prev(2, start=0)[:, None][0, 0]


@cell(source=HERE)
def counted(m: Builder) -> None:
    """Greek names, a state that counts the steps, another that starts from -1."""
    x, h = m.input("α"), m.state("h", start=-1)
    k = m.steps()
    m["β"] = m.affine("θ", x) / k
    m.h = tanh(m["β"] + h.prev)


@cell(source=HERE)
def largest_so_far(m: Builder) -> None:
    """A running maximum from minus infinity."""
    x, h = m.input("x", H), m.state("h", start=-inf)
    m.h = where(x > h.prev, x, h.prev)
    m.y = m.h * m.param("p", H)
    m.output(m.y)


@cell(source="Voelker, Kajić & Eliasmith 2019, the Legendre memory unit, of order 4 with Euler steps")
def lmu(m: Builder) -> None:
    """Legendre memory: a matrix of numbers moves the memory."""
    order, theta = 4, 10
    i, j = np.indices((order, order))
    A = (2 * i + 1) / theta * np.where(i < j, -1.0, (-1.0) ** (i - j + 1))
    B = (2 * i[:, 0] + 1) / theta * (-1.0) ** i[:, 0]
    x, h, s = m.input("x"), m.state("h"), m.state("m", order)
    m.u = total(m.param("e_x", M) * x) + total(m.param("e_h", H) * h.prev) + total(m.param("e_m", order) * s.prev)
    m.m = s.prev + m.constant("A", A) @ s.prev + B * m.u
    m.h = tanh(m.affine("h", x, h.prev, m.m))


@cell(source="Gu, Gupta, Goel & Ré 2022, S4D-Lin with Euler steps, of 4 modes")
def s4d(m: Builder) -> None:
    """A diagonal state space for each channel, its imaginary parts as numbers."""
    x, u, v = m.input("x", H), m.state("u", H, 4), m.state("v", H, 4)
    rate = exp(m.param("log_dt", H))[:, None]
    decay, turn = exp(-0.5 * rate), rate * (np.pi * np.arange(4))[None]
    m.a, m.b = decay * cos(turn), decay * sin(turn)
    m.u = m.a * u.prev - m.b * v.prev + rate * x[:, None]
    m.v = m.a * v.prev + m.b * u.prev
    m.h = total(m.param("C_u", H, 4) * m.u - m.param("C_v", H, 4) * m.v, axis=1)


@cell(source=HERE)
def diagonals(m: Builder) -> None:
    """Diagonal matrices alone, in products and in sums."""
    x, h = m.input("x"), m.state("h", 3)
    m.z = diag(m.param("d", 3)) + 0.5 * eye(3) + m.param("V", 3, 3)
    m.h = tanh(m.z @ h.prev + diag(m.param("w", 3)) @ (m.affine("", x, size=3) + h.prev))


@cell(source=HERE)
def row_of_places(m: Builder) -> None:
    """A convolution over a row whose width is free, of two taps that look back."""
    C, X = m.size("C", "channels"), m.size("X", "width")
    x, h = m.input("x", C, X), m.state("h", C, X)
    m.h = tanh(m.param("U", C, C) @ h.prev + m.param("V", C, C) @ shift(x, 2) + shift(x, -1) + m.param("b", C)[:, None])


@cell(source=HERE)
def embedding(m: Builder) -> None:
    """An integer input, by which a table is looked up."""
    V = m.size("V", "vocabulary")
    x, h = m.input("x", tokens=V), m.state("h")
    m.h = tanh(m.param("E", V, H)[x] + m.param("R", H, H) @ h.prev)


@cell(source=HERE)
def functions(m: Builder) -> None:
    """Functions of one argument, of two and of three, along an axis and over all."""
    x, h = m.input("x"), m.state("h")
    m.a = m.affine("", x, h.prev)
    m.p = softmax(m.a)
    m.q = where(m.a >= h.prev, m.p, silu(m.a)) + elu(m.a) + clip(m.a, -1, 1) + gelu(m.a) + minimum(abs(m.a), h.prev)
    m.r = 2**m.a + norm(m.a, eps=1) + (1 + m.a**2) ** m.p + (1 + m.a**2) ** 0.3 + erf(m.a) * sin(m.a)
    m.O = outer(m.p, tanh(m.r))
    m.h = tanh(m.q + total(m.O, axis=0) + mean(m.O, axis=1) + log_sum_exp(m.O, axis=1) + largest(m.p) - largest(m.p))


@cell(source=HERE)
def shared(m: Builder) -> None:
    """The same weights twice, on purpose."""
    x, h = m.input("x"), m.state("h")
    m.a = sigmoid(m.affine("a", x, h.prev))
    m.h = tanh(m.affine("a", x, m.a * h.prev, tie=True))


@cell(source=HERE)
def given(m: Builder) -> None:
    """An input without a gradient, one without steps."""
    x, u, z, h = m.input("x"), m.input("u", H, gradient=False), m.input("z", steps=False), m.state("h")
    m.h = tanh(m.affine("", x, h.prev) + m.affine("z", z)) * u


@network(source=HERE)
def tagger(m: Network) -> None:
    """Integers in, a layer with a delay that is masked, softmax over classes out."""
    K, V = m.size("K", "output_size"), m.size("V", "vocabulary")
    x, target, mask = m.input("x", tokens=V), m.input("target", K, gradient=False), m.mask()
    m.e = m.param("E", V, M)[x]
    y = m.layer(qrnn, m.e, name="1", mask=mask)
    z = m.layer(qrnn, y, name="2", size=2 * H, mask=mask, reverse=True)
    m.logits = m.affine("y", z, size=K)
    m.output(m.logits)
    m.loss(softmax_cross_entropy(m.logits, target) + binary_cross_entropy(m.logits, target))


CELLS = {made.name: made for made in list(globals().values()) if isinstance(made, Cell) and made.place[0] == __file__}
