"""Whole networks, each derived at once, against PyTorch: packed sequences, both directions, layers with a loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from derive import Network, network, softmax_cross_entropy
from derive.cells import builtin
from derive.interop import load
from derive.interop import torch as interop
from tests.kernels import STYLES, kernel_of
from tests.parity.chain import TOLERANCE, H, M, N, T

torch.set_num_threads(1)

K = 7
CELLS: dict[str, Any] = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
LENGTHS = (4, T, 1)
assert len(LENGTHS) == N


def both_ways(cell: str) -> Any:
    """A tagger that reads sequences of different lengths in both directions."""

    @network(source="test", name=f"both_ways_{cell}")
    def tagger(m: Network) -> None:
        size = m.size("K", "output_size")
        x, mask = m.input("x"), m.mask()
        forward = m.layer(builtin()[cell], x, name="f", mask=mask, padded="zero")
        backward = m.layer(builtin()[cell], x, name="b", mask=mask, padded="zero", reverse=True)
        m.yhat = m.affine("y", forward, backward, size=size)
        m.output(m.yhat)

    return tagger


def stacked(cell: str) -> Any:
    """Two layers, a head, softmax and cross-entropy."""

    @network(source="test", name=f"stacked_{cell}")
    def classifier(m: Network) -> None:
        size = m.size("K", "output_size")
        x, target = m.input("x"), m.input("target", size)
        below = m.layer(builtin()[cell], x, name="1")
        m.logits = m.affine("y", m.layer(builtin()[cell], below, name="2"), size=size)
        m.output(m.logits)
        m.loss(softmax_cross_entropy(m.logits, target), over="mean")

    return classifier


def random(dtype: str, *shape: int, seed: int, scale: float = 0.8) -> Any:
    return np.random.default_rng(seed).uniform(-scale, scale, shape).astype(dtype)


def randomised(module: Any, dtype: str) -> Any:
    for seed, weight in enumerate(module.parameters()):
        weight.data = torch.from_numpy(random(dtype, *weight.shape, seed=10 + seed))
    return module


def tensor(array: Any) -> Any:
    return torch.from_numpy(array).requires_grad_()


def states_of(kernel: Any, p: Any, dtype: str, labels: str, seed: int) -> tuple[Any, list[Any]]:
    """A random state, as ours and as PyTorch has it."""
    values = {name: random(dtype, N, H, seed=seed + at) for at, name in enumerate(kernel.State._fields)}
    parts = dict.fromkeys(name[0] for name in values)
    theirs = [np.stack([values[f"{part}_{label}"] for label in labels]) for part in parts]
    return kernel.State(**values), theirs


def grads_of(module: Any) -> dict[str, Any]:
    return {name: weight.grad.numpy() for name, weight in module.named_parameters()}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("cell", CELLS)
def test_packed_sequences_in_both_directions(cell: str, dtype: str, style: Any, agree: Any) -> None:
    module = randomised(CELLS[cell](M, H, bidirectional=True), dtype)
    head = randomised(nn.Linear(2 * H, K), dtype)
    kernel = kernel_of(both_ways(cell), style)
    p = kernel.Params(input_size=M, hidden_size=H, output_size=K, dtype=dtype)
    forward = interop.read(module.state_dict(), cell, suffix="_f")
    backward = interop.read(module.state_dict(), cell, reverse=True, suffix="_b")
    weight = head.weight.detach().numpy()
    load(p, forward | backward | {"W_y": weight[:, :H], "R_y": weight[:, H:], "b_y": head.bias.detach().numpy()})

    array, dy = random(dtype, T, N, M, seed=1), random(dtype, T, N, K, seed=2)
    mask = (np.arange(T)[:, None] < LENGTHS).astype(dtype)
    state0, their_state0 = states_of(kernel, p, dtype, "fb", seed=100)
    dstate, their_dstate = states_of(kernel, p, dtype, "fb", seed=200)

    x, initial = tensor(array), [tensor(part) for part in their_state0]
    packed = pack_padded_sequence(x, torch.tensor(LENGTHS), enforce_sorted=False)
    out, final = module(packed, tuple(initial) if len(initial) > 1 else initial[0])
    final = final if len(initial) > 1 else [final]
    y = head(pad_packed_sequence(out, total_length=T)[0])
    torch.autograd.backward([y, *final], [torch.from_numpy(d) for d in (dy, *their_dstate)])

    our_y, state, tape = kernel.forward(p, array, mask, state0)
    g = kernel.backward(p, tape, dy, dstate)

    def check(name: str, ours: Any, theirs: Any) -> None:
        agree(f"torch     packed, both directions, {cell:5} {dtype}", name, ours, theirs, TOLERANCE[dtype])

    check("y", our_y, y.detach().numpy())
    check("dx", g.x, x.grad.numpy())
    for name, parts, theirs in (("state", state, final), ("dstate0", g.state, [part.grad for part in initial])):
        for at, part in enumerate("hc"[: len(initial)]):
            ours = np.stack([getattr(parts, f"{part}_{label}") for label in "fb"])
            check(f"{name} {part}", ours, theirs[at].detach().numpy())
    ours = interop.write(g.params, cell, suffix="_f", gradients=True)
    ours |= interop.write(g.params, cell, reverse=True, suffix="_b", gradients=True)
    ours |= {"weight": np.hstack([g.params.W_y, g.params.R_y]), "bias": g.params.b_y}
    expected = grads_of(module) | grads_of(head)
    assert ours.keys() == expected.keys()
    for name, grad in ours.items():
        check(f"d{name}", grad, expected[name])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("cell", CELLS)
def test_layers_head_and_cross_entropy(cell: str, dtype: str, style: Any, agree: Any) -> None:
    module = randomised(CELLS[cell](M, H, num_layers=2), dtype)
    head = randomised(nn.Linear(H, K), dtype)
    kernel = kernel_of(stacked(cell), style)
    p = kernel.Params(input_size=M, hidden_size=H, output_size=K, dtype=dtype)
    one, two = (interop.read(module.state_dict(), cell, layer, suffix=f"_{layer + 1}") for layer in (0, 1))
    load(p, one | two | {"W_y": head.weight.detach().numpy(), "b_y": head.bias.detach().numpy()})

    array, classes = random(dtype, T, N, M, seed=1), np.random.default_rng(3).integers(0, K, (T, N))
    x = tensor(array)
    logits = head(module(x)[0])
    loss = nn.functional.cross_entropy(logits.reshape(-1, K), torch.from_numpy(classes).reshape(-1))
    loss.backward()

    our_loss, our_logits, _, tape = kernel.forward(p, array, np.eye(K, dtype=dtype)[classes])
    g = kernel.backward(p, tape)

    def check(name: str, ours: Any, theirs: Any) -> None:
        agree(f"torch     layers, head and loss, {cell:7} {dtype}", name, ours, theirs, TOLERANCE[dtype])

    check("loss", our_loss, loss.detach().numpy())
    check("logits", our_logits, logits.detach().numpy())
    check("dx", g.x, x.grad.numpy())
    ours = {"weight": g.params.W_y, "bias": g.params.b_y}
    for layer in (0, 1):
        ours |= interop.write(g.params, cell, layer, suffix=f"_{layer + 1}", gradients=True)
    expected = grads_of(module) | grads_of(head)
    assert ours.keys() == expected.keys()
    for name, grad in ours.items():
        check(f"d{name}", grad, expected[name])
