"""Networks: layers, heads, losses, masks, sequence modes, against formulas of the literature and plain composition."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from derive import (
    CellError,
    Network,
    binary_cross_entropy,
    network,
    sigmoid,
    softmax_cross_entropy,
    squared_error,
    tanh,
)
from derive.backends.numpy import Style
from derive.cells.lstm import lstm
from derive.cells.rnn import rnn
from tests.kernels import STYLES, kernel, kernel_of

RNG = np.random.default_rng(0)


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Style:
    return request.param


def head(loss: Any, over: Any = "sum") -> Any:
    """A network that is nothing but a loss of x against target."""

    @network(source="test")
    def bare(m: Network) -> None:
        x, target = m.input("x"), m.input("target")
        m.a = x * 1
        m.output(m.a)
        m.loss(loss(m.a, target), over=over)

    return bare


def run(cell: Any, style: Style, a: Any, target: Any) -> tuple[Any, Any]:
    """Loss and gradient by the prediction, for one step of one sequence."""
    k = kernel_of(cell, style)
    p = k.Params(a.size, dtype=a.dtype)
    loss, _, _, tape = k.forward(p, a.reshape(1, 1, -1), target.reshape(1, 1, -1))
    return loss, k.backward(p, tape).x.ravel()


def softmax(a: Any) -> Any:
    e = np.exp(a - a.max())
    return e / e.sum()


def logistic(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


K = 5
A, ONE_HOT, FREE = RNG.normal(size=K), np.eye(K)[2], RNG.uniform(0, 1, K)

# the gradients as the literature prints them
LOSSES = {
    "half": (lambda a, t: squared_error(a, t, "half"), FREE, lambda a, t: (((a - t) ** 2).sum() / 2, a - t)),
    "sum": (lambda a, t: squared_error(a, t, "sum"), FREE, lambda a, t: (((a - t) ** 2).sum(), 2 * (a - t))),
    "mean": (lambda a, t: squared_error(a, t, "mean"), FREE, lambda a, t: (((a - t) ** 2).mean(), 2 / K * (a - t))),
    "softmax": (
        softmax_cross_entropy,
        ONE_HOT,
        lambda a, t: (-(t * np.log(softmax(a))).sum(), softmax(a) - t),
    ),
    "softmax of weights": (
        softmax_cross_entropy,
        FREE,
        lambda a, t: (-(t * np.log(softmax(a))).sum(), t.sum() * softmax(a) - t),
    ),
    "binary": (
        binary_cross_entropy,
        FREE,
        lambda a, t: (-(t * np.log(logistic(a)) + (1 - t) * np.log(logistic(-a))).sum(), logistic(a) - t),
    ),
    "half after a sigmoid": (
        lambda a, t: squared_error(sigmoid(a), t, "half"),
        FREE,
        lambda a, t: (
            ((logistic(a) - t) ** 2).sum() / 2,
            (logistic(a) - t) * logistic(a) * (1 - logistic(a)),
        ),
    ),
    "half after a tanh": (
        lambda a, t: squared_error(tanh(a), t, "half"),
        FREE,
        lambda a, t: (((np.tanh(a) - t) ** 2).sum() / 2, (np.tanh(a) - t) * (1 - np.tanh(a) ** 2)),
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_and_its_gradient_are_those_of_the_literature(name: str, style: Style) -> None:
    loss, target, formula = LOSSES[name]
    got, gradient = run(head(loss), style, A, target)
    want, slope = formula(A, target)
    np.testing.assert_allclose(got, want, rtol=1e-13)
    np.testing.assert_allclose(gradient, slope, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("loss", [softmax_cross_entropy, binary_cross_entropy])
@pytest.mark.parametrize("size", [1e4, 80.0, 1.0])
def test_logits_of_any_size_are_safe_in_single_precision(loss: Any, size: float, style: Style) -> None:
    a = np.array([size, -size, 0, size / 2, -size], "float32")
    for target in (np.eye(5, dtype="float32")[1], np.full(5, 0.2, "float32")):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            got, gradient = run(head(loss), style, a, target)
        exact, slope = run(head(loss), style, a.astype("longdouble"), target.astype("longdouble"))
        assert gradient.dtype == np.float32
        np.testing.assert_allclose(got, float(exact), rtol=1e-5)
        np.testing.assert_allclose(gradient, slope.astype(float), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("over", ["sum", "mean"])
def test_a_loss_is_summed_or_averaged_over_steps_and_sequences(over: str, style: Style) -> None:
    k = kernel_of(head(lambda a, t: squared_error(a, t, "half"), over), style)
    x, target = RNG.normal(size=(4, 3, 2)), RNG.normal(size=(4, 3, 2))
    p = k.Params(2)
    loss, _, _, tape = k.forward(p, x, target)
    share = 1 / 12 if over == "mean" else 1
    np.testing.assert_allclose(loss, ((x - target) ** 2).sum() / 2 * share)
    np.testing.assert_allclose(k.backward(p, tape).x, (x - target) * share)


# ---------------------------------------------------------------------------------------------------------------------
# Layers against plain composition of the kernels of their cells.


def plain(m: Network, y: Any) -> None:
    """End a network with its layer: the loss is the weighted sum of the outputs."""
    weight = m.input("weight", y.axes[0], gradient=False)
    m.output(y)
    m.loss(weight @ y)


@network(source="test")
def two_layers(m: Network) -> None:
    plain(m, m.layer(rnn, m.layer(lstm, m.input("x"), name="1"), name="2", size=m.size("G", "second_size")))


@network(source="test")
def backward_in_time(m: Network) -> None:
    plain(m, m.layer(lstm, m.input("x"), reverse=True))


def masked(padded: Any, reverse: bool = False) -> Any:
    @network(source="test")
    def net(m: Network) -> None:
        plain(m, m.layer(lstm, m.input("x"), mask=m.mask(), padded=padded, reverse=reverse))

    return net


def fill(p: Any) -> Any:
    p.flat[...] = np.random.default_rng(1).uniform(-0.7, 0.7, p.flat.shape)
    return p


def copied(p: Any, whole: Any, label: str = "") -> Any:
    """Parameters of one layer, out of those of the network."""
    for name in p.names:
        setattr(p, name, getattr(whole, name + label))
    return p


def test_stacked_layers_are_the_cells_one_after_the_other(style: Style) -> None:
    net, first, second = kernel_of(two_layers, style), kernel("lstm", style), kernel("rnn", style)
    p = fill(net.init(3, 4, second_size=5))
    x, weight = RNG.normal(size=(6, 2, 3)), RNG.normal(size=(6, 2, 5))
    _, y, state, tape = net.forward(p, x, weight)
    grads = net.backward(p, tape)
    p1, p2 = copied(first.init(3, 4), p, "_1"), copied(second.init(4, 5), p, "_2")
    y1, s1, tape1 = first.forward(p1, x)
    y2, s2, tape2 = second.forward(p2, y1)
    g2 = second.backward(p2, tape2, weight)
    g1 = first.backward(p1, tape1, g2.x)
    np.testing.assert_allclose(y, y2)
    for one, other in zip(state, (*s1, *s2), strict=True):
        np.testing.assert_allclose(one, other)
    np.testing.assert_allclose(grads.x, g1.x, rtol=1e-10)
    for label, g in (("_1", g1), ("_2", g2)):
        for name in g.params.names:
            np.testing.assert_allclose(getattr(grads.params, name + label), getattr(g.params, name), rtol=1e-10)


def test_a_layer_backward_in_time_is_the_cell_on_reversed_sequences(style: Style) -> None:
    net, cell = kernel_of(backward_in_time, style), kernel("lstm", style)
    p = fill(net.init(3, 4))
    q = copied(cell.init(3, 4), p)
    x, weight = RNG.normal(size=(6, 2, 3)), RNG.normal(size=(6, 2, 4))
    start = net.State(RNG.normal(size=(2, 4)), RNG.normal(size=(2, 4)))
    arriving = net.State(RNG.normal(size=(2, 4)), RNG.normal(size=(2, 4)))
    _, y, state, tape = net.forward(p, x, weight, start)
    grads = net.backward(p, tape, arriving)
    y2, state2, tape2 = cell.forward(q, x[::-1], cell.State(*start))
    g = cell.backward(q, tape2, weight[::-1], cell.State(*arriving))
    np.testing.assert_allclose(y, y2[::-1])
    np.testing.assert_allclose(grads.x, g.x[::-1], rtol=1e-10)
    np.testing.assert_allclose(grads.params.flat, g.params.flat, rtol=1e-10)
    for one, other in zip((*state, *grads.state), (*state2, *g.state), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10)


@pytest.mark.parametrize("padded", ["hold", "zero"])
@pytest.mark.parametrize("reverse", [False, True])
def test_padded_sequences_are_the_short_ones(padded: str, reverse: bool, style: Style) -> None:
    net, cell = kernel_of(masked(padded, reverse), style), kernel("lstm", style)
    p = fill(net.init(3, 4))
    q = copied(cell.init(3, 4), p)
    x, weight = RNG.normal(size=(5, 3, 3)), RNG.normal(size=(5, 3, 4))
    lengths = [5, 2, 3]
    mask = (np.arange(5)[:, None] < np.array(lengths)).astype(float)
    _, y, state, tape = net.forward(p, x=x, mask=mask, weight=weight)
    grads = net.backward(p, tape)
    total = np.zeros_like(p.flat)
    way = slice(None, None, -1) if reverse else slice(None)
    for n, length in enumerate(lengths):
        one, dy = x[:length, [n]][way], weight[:length, [n]].copy()[way]
        out, final, tape1 = cell.forward(q, one)
        np.testing.assert_allclose(y[:length, [n]], out[way])
        # before the first step that goes on, a held output is the initial state: zeros
        rest = final.h if padded == "hold" and not reverse else np.zeros((1, 4))
        np.testing.assert_allclose(y[length:, [n]], np.broadcast_to(rest, (5 - length, 1, 4)))
        if padded == "hold" and not reverse:
            dy[-1] += weight[length:, [n]].sum(axis=0)
        g = cell.backward(q, tape1, dy)
        total += g.params.flat
        np.testing.assert_allclose(grads.x[:length, [n]], g.x[way], rtol=1e-9, atol=1e-13)
        np.testing.assert_array_equal(grads.x[length:, n], 0)
        for field, want in zip(state, final, strict=True):
            np.testing.assert_allclose(field[[n]], want)
    np.testing.assert_allclose(grads.params.flat, total, rtol=1e-9, atol=1e-12)


def test_a_masked_step_in_the_middle_is_as_if_it_were_not_there(style: Style) -> None:
    net, cell = kernel_of(masked("hold"), style), kernel("lstm", style)
    p = fill(net.init(3, 4))
    x, weight = RNG.normal(size=(5, 1, 3)), RNG.normal(size=(5, 1, 4))
    mask = np.array([1.0, 0, 1, 0, 1]).reshape(5, 1)
    _, y, _, _ = net.forward(p, x=x, mask=mask, weight=weight)
    out, _, _ = cell.forward(copied(cell.init(3, 4), p), x[::2])
    np.testing.assert_allclose(y, out[[0, 0, 1, 1, 2]])


def test_backpropagation_can_be_cut_and_joined_at_any_step(style: Style) -> None:
    """Carried states make two halves of a run; handing their gradients back makes the whole gradient of two halves."""
    cell = kernel("lstm", style)
    p = fill(cell.init(3, 4))
    x, dy = RNG.normal(size=(7, 2, 3)), RNG.normal(size=(7, 2, 4))
    y, final, tape = cell.forward(p, x)
    whole = cell.backward(p, tape, dy)
    y1, middle, tape1 = cell.forward(p, x[:4])
    y2, last, tape2 = cell.forward(p, x[4:], middle)
    np.testing.assert_allclose(np.concatenate([y1, y2]), y)
    np.testing.assert_allclose(last.c, final.c)
    g2 = cell.backward(p, tape2, dy[4:])
    cut, joined = cell.backward(p, tape1, dy[:4]), cell.backward(p, tape1, dy[:4], g2.state)
    np.testing.assert_allclose(joined.params.flat + g2.params.flat, whole.params.flat, rtol=1e-10)
    np.testing.assert_allclose(np.concatenate([joined.x, g2.x]), whole.x, rtol=1e-10)
    assert not np.allclose(cut.params.flat + g2.params.flat, whole.params.flat)


def test_the_truncated_gradient_of_1997_is_not_the_full_one(style: Style) -> None:
    full, cut = kernel("lstm_1997", style), kernel("lstm_1997_truncated", style)
    p, q = fill(full.init(3, 4)), fill(cut.init(3, 4))
    x, dy = RNG.normal(size=(5, 2, 3)), RNG.normal(size=(5, 2, 4))
    (y, _, tape), (z, _, tape2) = full.forward(p, x), cut.forward(q, x)
    np.testing.assert_allclose(y, z, rtol=1e-13)
    one, other = full.backward(p, tape, dy).params, cut.backward(q, tape2, dy).params
    assert not np.allclose(one.W_i, other.W_i)
    # on the last step alone, nothing comes back through the recurrence, and the two agree
    dy[:-1] = 0
    x, dy = x[-1:], dy[-1:]
    one = full.backward(p, full.forward(p, x)[2], dy).params.flat
    np.testing.assert_allclose(one, cut.backward(q, cut.forward(q, x)[2], dy).params.flat)


def test_prediction_needs_no_target_and_agrees_with_forward(style: Style) -> None:
    net = kernel("stacked_tagger", style)
    p = fill(net.init(3, 4, output_size=5, second_size=2))
    x, target = RNG.normal(size=(6, 2, 3)), RNG.uniform(size=(6, 2, 5))
    _, y, state, _ = net.forward(p, x, target)
    again, final = net.predict(p, x)
    np.testing.assert_array_equal(y, again)
    for one, other in zip(state, final, strict=True):
        np.testing.assert_array_equal(one, other)


def test_generation_runs_as_many_steps_as_asked(style: Style) -> None:
    net = kernel("generator", style)
    p = fill(net.init(3, 4))
    z = RNG.normal(size=(2, 3))
    y, _ = net.predict(p, z, steps=5)
    assert y.shape == (5, 2, 3)
    state = None
    for want in y:
        out, state = net.step(p, z, state)
        np.testing.assert_allclose(out, want)
    with pytest.raises(ValueError, match="steps is 0; it must be a positive integer"):
        net.predict(p, z, steps=0)


# ---------------------------------------------------------------------------------------------------------------------
# Mistakes.


def wrong_loss(m: Network) -> None:
    m.loss(m.layer(rnn, m.input("x")))


def wrong_factor(m: Network) -> None:
    m.loss(squared_error(m.layer(rnn, m.input("x")), m.input("t", m.size("K", "k")), "double"))  # type: ignore[arg-type]


def wrong_padding(m: Network) -> None:
    m.layer(rnn, m.input("x"), mask=m.mask(), padded="repeat")  # type: ignore[arg-type]


def too_many_inputs(m: Network) -> None:
    x = m.input("x")
    m.layer(rnn, x, x)


def no_input(m: Network) -> None:
    m.layer(rnn)


def last_of_the_last(m: Network) -> None:
    m.a = m.layer(rnn, m.input("x")).last
    m.b = m.a.last


def same_name_twice(m: Network) -> None:
    m.layer(rnn, m.layer(rnn, m.input("x")))


def nothing_but_a_loss(m: Network) -> None:
    m.loss(squared_error(m.input("x"), m.input("target", gradient=False), "half"))


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (nothing_but_a_loss, "the loss is the only equation: name what it is computed from"),
        (wrong_loss, r"the loss must be a scalar, but .* is \(H\)"),
        (wrong_factor, "factor is 'double'; it must be 'sum', 'half' or 'mean'"),
        (wrong_padding, "padded is 'repeat'; it must be 'hold' or 'zero'"),
        (too_many_inputs, "layer rnn: the cell has no input for x"),
        (no_input, "layer rnn: no tensor is given for the cell's input x"),
        (last_of_the_last, "equation b: a: only a tensor that has a value at every step has a first and a last one"),
        (same_name_twice, "h"),
    ],
    ids=lambda case: getattr(case, "__name__", None),
)
def test_a_network_that_makes_no_sense_is_refused(definition: Any, message: str) -> None:
    with pytest.raises(CellError, match=rf"cell {definition.__name__}: .*{message}"):
        _ = network(source="test")(definition).system
