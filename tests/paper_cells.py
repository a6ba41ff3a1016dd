"""Cells from papers that are not in the zoo, as a user would write them down."""

from __future__ import annotations

from derive import Builder, H, cell, exp, relu, sigmoid, softplus, tanh
from derive.language import Cell, dot


@cell(source="Zhou et al. 2016, minimal gated unit")
def mgu(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.f = sigmoid(m.affine("f", x, h.prev))
    m.n = tanh(m.affine("n", x, m.f * h.prev))
    m.h = (1 - m.f) * h.prev + m.f * m.n


@cell(source="Lei et al. 2018, simple recurrent unit")
def sru(m: Builder) -> None:
    x, c = m.input("x"), m.state("c")
    m.u = m.affine("", x)
    m.f = sigmoid(m.affine("f", x) + m.param("v_f", H) * c.prev)
    m.r = sigmoid(m.affine("r", x) + m.param("v_r", H) * c.prev)
    m.c = m.f * c.prev + (1 - m.f) * m.u
    m.h = m.r * m.c + (1 - m.r) * (m.param("P", H, x.axes[-1]) @ x)
    m.output(m.h)


@cell(source="van der Westhuizen & Lasenby 2018, just another network")
def janet(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.s = m.affine("f", x, h.prev)
    m.g = tanh(m.affine("g", x, h.prev))
    m.h = sigmoid(m.s) * h.prev + (1 - sigmoid(m.s - 1)) * m.g


@cell(source="Laurent & von Brecht 2016, chaos free network")
def cfn(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.f = sigmoid(m.affine("f", x, h.prev))
    m.i = sigmoid(m.affine("i", x, h.prev))
    m.h = m.f * tanh(h.prev) + m.i * tanh(m.affine("h", x))


@cell(source="Jozefowicz et al. 2015, MUT1")
def mut1(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x))
    m.r = sigmoid(m.affine("r", x, h.prev))
    m.n = tanh(m.param("R", H, H) @ (m.r * h.prev) + tanh(m.affine("x", x)) + m.param("b", H))
    m.h = m.n * m.z + h.prev * (1 - m.z)


@cell(source="Jozefowicz et al. 2015, MUT2")
def mut2(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x, h.prev))
    m.r = sigmoid(m.affine("r", h.prev) + m.param("w", H) * dot(m.param("v", x.axes[-1]), x))
    m.n = tanh(m.affine("n", x, m.r * h.prev))
    m.h = m.n * m.z + h.prev * (1 - m.z)


@cell(source="Jozefowicz et al. 2015, MUT3")
def mut3(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x, tanh(h.prev)))
    m.r = sigmoid(m.affine("r", x, h.prev))
    m.n = tanh(m.affine("n", x, m.r * h.prev))
    m.h = m.n * m.z + h.prev * (1 - m.z)


@cell(source="Mikolov et al. 2015, structurally constrained network")
def scrn(m: Builder) -> None:
    S = m.size("S", "context_size")
    x, s, h = m.input("x"), m.state("s", S), m.state("h")
    m.s = 0.05 * (m.param("B", S, x.axes[-1]) @ x) + 0.95 * s.prev
    m.h = sigmoid(m.affine("h", x, h.prev, m.s))
    m.y = tanh(m.affine("y", m.h, m.s))
    m.output(m.y)


@cell(source="Kusupati et al. 2018, FastGRNN")
def fast_grnn(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.u = m.param("W", H, x.axes[-1]) @ x + m.param("U", H, H) @ h.prev
    m.z = sigmoid(m.u + m.param("b_z", H))
    m.n = tanh(m.u + m.param("b_n", H))
    m.h = (sigmoid(m.param("zeta")) * (1 - m.z) + sigmoid(m.param("nu"))) * m.n + m.z * h.prev


@cell(source="no paper; three states, each read by the next")
def cascade(m: Builder) -> None:
    x, a, b, c = m.input("x"), m.state("a"), m.state("b"), m.state("c")
    m.f = sigmoid(m.affine("f", x, a.prev, b.prev))
    m.a = m.f * a.prev + (1 - m.f) * tanh(m.affine("a", x))
    m.b = m.f * b.prev + (1 - m.f) * tanh(m.affine("b", m.a))
    m.c = m.f * c.prev + (1 - m.f) * tanh(m.affine("c", m.b))
    m.h = m.a + m.b * m.c
    m.output(m.h)


@cell(source="Zilly et al. 2017, recurrent highway network of depth 3")
def highway(m: Builder) -> None:
    x, s = m.input("x"), m.state("s")
    last = s.prev
    for depth in "123":
        inputs = (x, last) if depth == "1" else (last,)
        m[f"t_{depth}"] = sigmoid(m.affine(f"t_{depth}", *inputs))
        m[f"g_{depth}"] = tanh(m.affine(f"g_{depth}", *inputs))
        name = "s" if depth == "3" else f"s_{depth}"
        m[name] = m[f"g_{depth}"] * m[f"t_{depth}"] + last * (1 - m[f"t_{depth}"])
        last = m[name]


@cell(source="no paper; no gate, no function")
def leaky(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.h = 0.9 * h.prev + m.affine("", x)


@cell(source="no paper; a state of one number")
def counter(m: Builder) -> None:
    x, s = m.input("x"), m.scalar_state("s")
    m.g = sigmoid(m.affine("g", x, size=()))
    m.s = s.prev + m.g
    m.y = exp(-m.s)
    m.output(m.y)


@cell(source="no paper; the product of two states is a third")
def product(m: Builder) -> None:
    x, a, b, p = m.input("x"), m.state("a"), m.state("b"), m.state("p")
    m.a = tanh(m.affine("a", x, p.prev))
    m.b = sigmoid(m.affine("b", x, p.prev))
    m.p = m.a * m.b * a.prev * b.prev


@cell(source="Krause et al. 2016, multiplicative LSTM")
def multiplicative_lstm(m: Builder) -> None:
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.m = (m.param("W_m", H, x.axes[-1]) @ x) * (m.param("R_m", H, H) @ h.prev)
    for gate, squash in {"i": sigmoid, "f": sigmoid, "g": tanh, "o": sigmoid}.items():
        m[gate] = squash(m.affine(gate, x, m.m))
    m.c = m.f * c.prev + m.i * m.g
    m.h = m.o * tanh(m.c)


@cell(source="no paper; a deep transition with a way around it")
def deep(m: Builder) -> None:
    x, h = m.input("x"), m.state("h")
    m.one = relu(m.affine("1", x, h.prev))
    m.two = relu(m.affine("2", m.one))
    m.three = softplus(m.affine("3", m.two, m.one))
    m.h = tanh(m.affine("4", m.three) + h.prev)


CELLS = {made.name: made for made in list(globals().values()) if isinstance(made, Cell)}
