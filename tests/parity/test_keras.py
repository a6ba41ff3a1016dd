"""The kernels against Keras on PyTorch: outputs, final states, and every gradient.

Asked for float64, Keras computes LSTM and GRU with reset_after in float64, by loops of its own for PyTorch.  The other
two go through keras.ops, whose products are rounded to float32 whatever the dtype of the layer, because its table of
type promotion says so (as JAX does by default).  So those two agree as float32 does, and as float64 does once that one
entry of the table is lifted; the equations are the same code both times.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch
from keras.src.backend.common import dtypes

from derive.interop import keras as interop
from derive.interop import load
from tests.kernels import STYLES
from tests.parity.chain import TOLERANCE, Chain, H

torch.set_num_threads(1)

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

LAYERS: dict[str, Any] = {
    "rnn": (keras.layers.SimpleRNN, {}),
    "rnn_relu": (keras.layers.SimpleRNN, {"activation": "relu"}),
    "lstm": (keras.layers.LSTM, {}),
    "gru": (keras.layers.GRU, {"reset_after": True}),
    "gru_reset_before": (keras.layers.GRU, {"reset_after": False}),
}
ROUNDED = ("rnn", "rnn_relu", "gru_reset_before")
LIFTED = "float64, lifted"
CASES = [*((cell, dtype) for cell in LAYERS for dtype in TOLERANCE), *((cell, LIFTED) for cell in ROUNDED)]
ONE, BOTH = (False,), (False, True)


@contextmanager
def float64_kept() -> Iterator[None]:
    """keras.ops computes in float64 what is in float64."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(dtypes.BIT64_TO_BIT32_DTYPE, "float64", "float64")
        yield


def made(chain: Chain, bias: bool) -> list[Any]:
    """The layers, with random numbers for all their weights."""
    kind, options = LAYERS[chain.cell]
    layers = []
    for at in range(chain.layers):
        layer = kind(H, return_sequences=True, return_state=True, use_bias=bias, dtype=chain.dtype, **options)
        layer = keras.layers.Bidirectional(layer, dtype=chain.dtype) if len(chain.against) == 2 else layer
        layer.build((None, None, chain.inputs_of(at)))
        weights = layer.get_weights()
        layer.set_weights([chain.random(*w.shape, seed=(10, at, seed)) for seed, w in enumerate(weights)])
        layers.append(layer)
    return layers


def tensor(array: Any) -> Any:
    return torch.from_numpy(array).requires_grad_()


def by_sequence(x: Any) -> Any:
    """Keras has the sequences first, then the steps."""
    return np.ascontiguousarray(np.swapaxes(x, 0, 1))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("layers", "against"), [(1, ONE), (1, BOTH), (3, ONE), (2, BOTH)])
@pytest.mark.parametrize(("cell", "dtype"), CASES)
@pytest.mark.parametrize("bias", [True, False])
def test_forward_and_backward(
    cell: str, layers: int, against: tuple[bool, ...], dtype: str, style: Any, bias: bool, agree: Any
) -> None:
    chain = Chain.of(cell, style, layers, against, dtype.split(",")[0])
    tolerance = TOLERANCE["float32" if dtype == "float64" and cell in ROUNDED else chain.dtype]
    modules = made(chain, bias)
    params = {}
    for at in chain.places:
        layer, direction = at
        params[at] = chain.params(layer)
        load(params[at], interop.read(modules[layer].get_weights(), cell, bool(direction)))

    state0, dstate = chain.states(3), chain.states(4)
    their_state0 = {at: [tensor(part) for part in state] for at, state in state0.items()}
    x = tensor(by_sequence(chain.x))
    y, their_state = x, {}
    with float64_kept() if dtype == LIFTED else nullcontext():
        for layer, module in enumerate(modules):
            initial = [part for d in range(len(against)) for part in their_state0[layer, d]]
            y, *final = module(y, initial_state=initial)
            for d in range(len(against)):
                their_state[layer, d] = final[d * len(final) // len(against) : (d + 1) * len(final) // len(against)]
        seeds = [(y, by_sequence(chain.dy))]
        seeds += [(p, d) for at in chain.places for p, d in zip(their_state[at], dstate[at], strict=True)]
        torch.autograd.backward([out for out, _ in seeds], [torch.from_numpy(d) for _, d in seeds])

    our_y, our_state, tapes = chain.forward(params, chain.x, state0)
    dparams, dx, dstate0 = chain.backward(params, tapes, chain.dy, dstate)

    def check(kind: str, name: str, ours: Any, theirs: Any) -> None:
        agree(f"keras     {cell:18} {dtype:15}  {kind}", name, ours, theirs.detach().numpy(), tolerance)

    check("forward", "y", by_sequence(our_y), y)
    check("backward", "dx", by_sequence(dx), x.grad)
    for layer, direction in chain.places:
        at = layer, direction
        for field, ours, theirs in zip(chain.module.State._fields, our_state[at], their_state[at], strict=True):
            check("forward", f"{field} of {at}", ours, theirs)
        for field, ours, theirs in zip(chain.module.State._fields, dstate0[at], their_state0[at], strict=True):
            check("backward", f"d{field}0 of {at}", ours, theirs.grad)
        variables = modules[layer].trainable_variables
        count = len(variables) // len(against)
        grads = interop.write(dparams[at], cell, gradients=True)
        for ours, theirs in zip(grads, variables[direction * count : (direction + 1) * count], strict=bias):
            check("backward", f"d {theirs.path}", ours, theirs.value.grad)


@pytest.mark.parametrize("cell", LAYERS)
def test_layers_that_were_written_and_read_again_are_the_same(cell: str) -> None:
    chain = Chain.of(cell, "numpy", 1, BOTH, "float32")
    (layer,) = made(chain, bias=True)
    before = layer.get_weights()
    layer.set_weights([w for d in (False, True) for w in interop.write(interop.read(before, cell, d), cell)])
    for one, other in zip(before, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
