"""The kernels against PyTorch: outputs, final states, and every gradient that autograd gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from derive.interop import load
from derive.interop import torch as interop
from tests.kernels import STYLES
from tests.parity.chain import TOLERANCE, Chain, H, M, P

torch.set_num_threads(1)

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

MODULES: dict[str, Any] = {
    "rnn": lambda **options: torch.nn.RNN(M, H, nonlinearity="tanh", **options),
    "rnn_relu": lambda **options: torch.nn.RNN(M, H, nonlinearity="relu", **options),
    "lstm": lambda **options: torch.nn.LSTM(M, H, **options),
    "lstmp": lambda **options: torch.nn.LSTM(M, H, proj_size=P, **options),
    "gru": lambda **options: torch.nn.GRU(M, H, **options),
}
ONE, BOTH = (False,), (False, True)


def made(chain: Chain, **options: Any) -> Any:
    """The module, with random numbers for all its weights, both biases included."""
    dtype = getattr(torch, chain.dtype)
    both = len(chain.against) == 2
    module = MODULES[chain.cell](num_layers=chain.layers, bidirectional=both, dtype=dtype, **options)
    for seed, weight in enumerate(module.parameters()):
        weight.data = torch.from_numpy(chain.random(*weight.shape, seed=(10, seed)))
    return module


def tensor(array: Any) -> Any:
    return torch.from_numpy(array).requires_grad_()


def stacked(chain: Chain, states: Any) -> list[Any]:
    """h and c as PyTorch has them: (layers · directions, N, …)."""
    return [np.stack([states[at][part] for at in chain.places]) for part in range(len(chain.module.State._fields))]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize(("layers", "against"), [(1, ONE), (1, BOTH), (3, ONE), (2, BOTH)])
@pytest.mark.parametrize("cell", MODULES)
@pytest.mark.parametrize("bias", [True, False])
def test_forward_and_backward(
    cell: str, layers: int, against: tuple[bool, ...], dtype: str, style: Any, bias: bool, agree: Any
) -> None:
    chain = Chain.of(cell, style, layers, against, dtype)
    module = made(chain, bias=bias)
    params = {}
    for at in chain.places:
        layer, direction = at
        params[at] = chain.params(layer)
        load(params[at], interop.read(module.state_dict(), cell, layer, against[direction]))

    x, state0 = tensor(chain.x), [tensor(part) for part in stacked(chain, chain.states(3))]
    y, state = module(x, state0[0] if len(state0) == 1 else tuple(state0))
    state = [state] if len(state0) == 1 else list(state)
    dstate = stacked(chain, chain.states(4))
    torch.autograd.backward([y, *state], [torch.from_numpy(d) for d in (chain.dy, *dstate)])

    our_y, our_state, tapes = chain.forward(params, chain.x, chain.states(3))
    dparams, dx, dstate0 = chain.backward(params, tapes, chain.dy, chain.states(4))

    def check(kind: str, name: str, ours: Any, theirs: Any) -> None:
        agree(f"torch     {cell:18} {dtype}  {kind}", name, ours, theirs.detach().numpy(), TOLERANCE[dtype])

    check("forward", "y", our_y, y)
    check("backward", "dx", dx, x.grad)
    for field, ours, theirs in zip(chain.module.State._fields, stacked(chain, our_state), state, strict=True):
        check("forward", field, ours, theirs)
    for field, ours, theirs in zip(chain.module.State._fields, stacked(chain, dstate0), state0, strict=True):
        check("backward", f"d{field}0", ours, theirs.grad)
    expected = {name: weight.grad for name, weight in module.named_parameters()}
    for layer, direction in chain.places:
        grads = interop.write(dparams[layer, direction], cell, layer, against[direction], gradients=True)
        for name, ours in grads.items():
            if bias or not name.startswith("bias"):
                check("backward", f"d{name}", ours, expected.pop(name))
    assert not expected


@pytest.mark.parametrize("cell", MODULES)
def test_a_module_that_was_written_and_read_again_is_the_same(cell: str) -> None:
    chain = Chain.of(cell, "numpy", 2, BOTH, "float32")
    module = made(chain)
    before = {name: weight.clone() for name, weight in module.state_dict().items()}
    entries = {}
    for layer, direction in chain.places:
        weights = interop.read(module.state_dict(), cell, layer, BOTH[direction])
        entries |= interop.write(weights, cell, layer, BOTH[direction])
    module.load_state_dict({name: torch.from_numpy(array) for name, array in entries.items()})
    assert all(torch.equal(weight, before[name]) for name, weight in module.state_dict().items())
