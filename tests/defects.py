"""Cells and networks that were once derived, scheduled or printed wrongly: the smallest of each kind, kept.

``CELLS`` are about what is computed when; ``NAMED`` bear names that a kernel might need for itself.
``tests/test_random_cells.py`` runs all of them through the same checks as the random ones.
"""

from __future__ import annotations

from derive import (
    Builder,
    Cell,
    H,
    M,
    Network,
    cell,
    dot,
    exp,
    maximum,
    mean,
    network,
    outer,
    relu,
    sigmoid,
    squared_error,
    tanh,
)
from derive.cells import builtin

TIMING, NAMES = "tests/defects.py", "tests/defects.py, names"


# --- a signal outside of the recurrence that reads the state before


@cell(source=TIMING)
def head_on_previous_state(m: Builder) -> None:
    """What comes out depends on the state before, on no cycle through time."""
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("h", x, h.prev))
    m.y = tanh(m.affine("y", x, h.prev))
    m.output(m.y)


@cell(source=TIMING)
def recurrent_additive(m: Builder) -> None:
    """The recurrent additive network of Lee, Levy & Zettlemoyer 2017, its gates on the output before."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.z = m.affine("z", x, bias=False)
    m.i, m.f = sigmoid(m.affine("i", x, h.prev)), sigmoid(m.affine("f", x, h.prev))
    m.c = m.i * m.z + m.f * c.prev
    m.h = tanh(m.c)
    m.y = m.h + m.i * c.prev
    m.output(m.y)


@cell(source=TIMING)
def plus_rnn(m: Builder) -> None:
    """The +RNN of Collins, Sohl-Dickstein & Sussillo 2017: an update gate, and the old state in what comes out."""
    x, h = m.input("x"), m.state("h")
    m.u, m.g = sigmoid(m.affine("u", x, h.prev)), sigmoid(m.affine("g", x, h.prev))
    m.s = tanh(m.affine("s", x, h.prev))
    m.w = relu(m.affine("w", x, h.prev))
    m.h = m.g * h.prev + (1 - m.g) * m.s
    m.y = m.u * m.h + (1 - m.u) * m.w * h.prev
    m.output(m.y)


@cell(source=TIMING)
def weighted_keys(m: Builder) -> None:
    """Numerator and denominator of earlier values, and a bonus for the present one, as in RWKV-4."""
    x, a, b = m.input("x"), m.state("a"), m.state("b")
    m.k, m.v, m.r = m.affine("k", x), m.affine("v", x), sigmoid(m.affine("r", x))
    m.e = exp(m.param("u", H) + m.k)
    m.y = m.r * (a.prev + m.e * m.v) / (b.prev**2 + m.e)
    m.a = exp(-exp(m.param("w", H))) * a.prev + exp(m.k) * m.v
    m.b = exp(-exp(m.param("w", H))) * b.prev + exp(m.k)
    m.output(m.y)


@cell(source=TIMING)
def difference_of_states(m: Builder) -> None:
    """A gated unit that shows how far its state has moved."""
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x, h.prev))
    m.g = tanh(m.affine("g", x, h.prev))
    m.h = m.z * h.prev + (1 - m.z) * m.g
    m.y = m.h - h.prev
    m.output(m.y)


@cell(source=TIMING)
def innovations(m: Builder) -> None:
    """A Kalman filter with a gain that is learnt; what comes out is what the state before did not foresee."""
    x, s = m.input("x"), m.state("s")
    m.foreseen = m.param("A", H, H) @ s.prev
    m.y = x - m.param("C", M, H) @ m.foreseen
    m.s = m.foreseen + m.param("K", H, M) @ m.y
    m.output(m.y)


@network(source=TIMING)
def network_with_head_on_previous_state(m: Network) -> None:
    """The head of a network reads the state before."""
    x, target, h = m.input("x"), m.input("target", H, gradient=False), m.state("h")
    m.h = tanh(m.affine("h", x, h.prev))
    m.y = m.affine("y", x, h.prev)
    m.output(m.y)
    m.loss(squared_error(m.y, target, "half"))


# --- what is read one step back, and when it is written


@cell(source=TIMING)
def delayed_product(m: Builder) -> None:
    """Two gates on the input, and two that read the product of these one step back."""
    x, b = m.input("x"), m.state("b")
    m.i = sigmoid(m.affine("i", x))
    m.g = tanh(m.affine("g", x))
    m.b = m.i * m.g
    m.o = sigmoid(m.affine("o", x, b.prev))
    m.u = tanh(m.affine("u", x, b.prev))
    m.h = m.o * m.u
    m.output(m.h)


@cell(source=TIMING)
def exchanged(m: Builder) -> None:
    """Two states that change places at every step, and an output that none of them reads."""
    x, a, b = m.input("x"), m.state("a"), m.state("b")
    m.a = b.prev
    m.b = a.prev / 2
    m.y = m.affine("y", x) + b.prev
    m.output(m.y)


@cell(source=TIMING)
def states_named_alike(m: Builder) -> None:
    """The name of a state is that of another with an ending."""
    x, c, c_next = m.input("x"), m.state("c"), m.state("c_next")
    m.c = tanh(m.affine("c", x, c_next.prev)) + 0.5 * c.prev
    m.c_next = tanh(m.affine("n", x, c.prev)) * m.c
    m.y = m.c * m.c_next
    m.output(m.y)


@cell(source=TIMING)
def states_named_after_steps(m: Builder) -> None:
    """The names of states and signals end as those of their neighbours in time might."""
    x, h, h_prev, h_T = m.input("x"), m.state("h"), m.state("h_prev"), m.state("h_T")
    m.h = tanh(m.affine("h", x, h_prev.prev, h_T.prev))
    m.h_prev = m.h * h.prev
    m.h_T = 0.5 * h_T.prev + h_prev.prev
    m.h_t = m.h + m.h_prev * m.h_T
    m.output(m.h_t)


# --- parameters of three axes


@cell(source=TIMING)
def second_order(m: Builder) -> None:
    """A second-order network, as of Giles et al. 1992: each pair of an input and a unit has a weight for each unit."""
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.param("W", H, H, M) @ x @ h.prev + m.param("b", H))


@cell(source=TIMING)
def tensor_product(m: Builder) -> None:
    """A parameter of three axes between two vectors of the state, and a reduction of all of it."""
    x, h = m.input("x"), m.state("h")
    m.u = tanh(m.affine("u", x, h.prev))
    m.Q = m.param("V", H, H, H) @ m.u
    m.h = tanh(m.Q @ h.prev) + mean(m.Q) * dot(m.u, h.prev) + outer(m.u, m.u) @ h.prev


# --- terms that are special


@cell(source=TIMING)
def maximum_of_one(m: Builder) -> None:
    """The larger of a tensor and itself: a slope is a function of nothing but a number."""
    x, h = m.input("x"), m.state("h")
    m.a = m.affine("a", x, h.prev)
    m.h = tanh(maximum(m.a, m.a))


@cell(source=TIMING)
def parameter_used_in_and_out_of_time(m: Builder) -> None:
    """A product of parameters, and a component of one at each step: one part of its gradient has no sum over t."""
    x, h = m.input("x"), m.state("h")
    W = m.param("W", H, H)
    m.a = W @ m.param("V", H, M)
    m.u = tanh(m.a @ x + h.prev)
    m.h = tanh(outer(m.u, m.u) / (W**2 + 1)) @ m.u


@cell(source=TIMING)
def states_in_a_chain(m: Builder) -> None:
    """A delay of a delay, read in a matrix, and an output that is a state of the input alone."""
    x, a, b, c = m.input("x"), m.state("a", M), m.state("b"), m.state("c")
    m.u = m.affine("u", x) + tanh(outer(b.prev, b.prev)).T @ c.prev
    m.b = m.param("W", H, M) @ a.prev
    m.a = m.affine("a", x, size=M)
    m.c = b
    m.y = a + mean(m.u)
    m.output(m.y)


@network(source=TIMING)
def layers_of_gated_units(m: Network) -> None:
    """Two layers whose gates are parts of blocks, which products outside of the loop read by rows."""
    below = m.layer(builtin()["gru"], m.input("x"), name="1")
    m.output(m.layer(builtin()["gru"], below, name="2"))


@network(source=TIMING)
def layer_of_nested_sums(m: Network) -> None:
    """A layer with a label that is a number, and sums within sums that have no name of their own."""

    def definition(m: Builder) -> None:
        x, h = m.input("x"), m.state("h")
        m.u4 = tanh(relu(m.affine("l4", x) + tanh(m.affine("l5", h.prev) + (x @ m.param("V", M)) ** 2)))
        m.h = tanh((m.u4 + (h.prev + 1) ** 2) * 0.5)

    target = m.input("target", H, gradient=False)
    m.y = 1 * m.layer(Cell(definition, TIMING, "inner"), m.input("x"), name="1")
    m.output(m.y)
    m.loss(squared_error(m.y, target, "half"))


# --- names


@cell(source=NAMES)
def names_of_python(m: Builder) -> None:
    """Tensors named as what a loop calls."""
    x, h = m.input("x"), m.state("h")
    m.range = sigmoid(m.affine("r", x, h.prev))
    m.max = tanh(m.affine("m", x, h.prev))
    m.min = m.max * m.range
    m.extent = tanh(m.affine("e", x, R=m.min))
    m.zip = m.extent + m.range
    m.h = m.range * h.prev + m.extent * m.zip


@cell(source=NAMES)
def names_of_gradients(m: Builder) -> None:
    """Tensors and states named as what carries a gradient."""
    x, g, grads, tape = m.input("x"), m.state("g"), m.state("grads"), m.state("tape")
    m.dh_next = sigmoid(m.affine("i", x, g.prev))
    m.g = m.dh_next * g.prev + tanh(m.affine("f", x, grads.prev))
    m.grads = m.g * tape.prev
    m.tape = tanh(m.affine("t", x, g.prev)) + 0.5 * tape.prev
    m["steps"] = m.g + m.grads
    m.output(m["steps"])


@cell(source=NAMES)
def names_of_parameters(m: Builder) -> None:
    """Parameters named as what a collection of parameters has of its own."""
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.param("flat", H, M) @ x + m.param("copy", H, H) @ h.prev + m.param("names", H) * m.param("dtype"))


@cell(source=NAMES)
def names_of_arguments(m: Builder) -> None:
    """Inputs named as the arguments and results of a kernel, and as its modules."""
    h = m.state("h")
    state, params, np, y, t, p = (m.input(name) for name in ("state", "params", "np", "y", "t", "p"))
    m.h = tanh(m.affine("a", state, h.prev, params) + m.affine("b", np, y, U=t, V=p))


MADE = [made for made in list(globals().values()) if isinstance(made, Cell)]
CELLS = {made.name: made for made in MADE if made.source == TIMING}
NAMED = {made.name: made for made in MADE if made.source == NAMES}
