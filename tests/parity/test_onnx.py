"""The kernels against ONNX: outputs and final states.

onnxruntime computes RNN, LSTM and GRU in float32 alone ("does not support double yet"); every cell is tried there.  The
reference evaluator of onnx computes in float64 too.  It knows no relu, and ignores input_forget and the activations of
an LSTM, so that it can say nothing on the cells that need them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import checker, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from derive.interop import load
from derive.interop import onnx as interop
from tests.kernels import STYLES
from tests.parity.chain import TOLERANCE, Chain, H, M, N, T

OPSET = 22
DIRECTIONS = {(False,): "forward", (True,): "reverse", (False, True): "bidirectional"}
REFERENCE = ("rnn", "lstm", "peephole_lstm", "gru", "gru_reset_before")


def model_of(chain: Chain, bias: bool = True) -> Any:
    """A node a layer, with random numbers for all its weights, both biases included."""
    operator, count = interop.OPERATORS[chain.cell], len(chain.against)
    states = chain.module.State._fields
    nodes, weights, y = [], [], "x"
    for layer in range(chain.layers):
        named = {}
        for seed, kept in enumerate(operator.layout):
            if kept.name == "B" and not bias:
                continue
            shape = [n * {"M": chain.inputs_of(layer), "H": H}[size] for n, size in kept.extents]
            array = chain.random(count, *shape, seed=(10, layer, seed))
            named[kept.name] = f"{kept.name}_{layer}"
            weights.append(numpy_helper.from_array(array, named[kept.name]))
        optional = ["", *(f"{state}0_{layer}" for state in states), named.get("P", "")]
        inputs = [y, named["W"], named["R"], named.get("B", ""), *optional]
        outputs = [f"Y_{layer}", *(f"{state}_{layer}" for state in states)]
        while not inputs[-1]:
            inputs.pop()
        attributes = interop.attributes(chain.cell, H, DIRECTIONS[chain.against])
        y = f"y_{layer}"
        nodes += [
            helper.make_node(operator.name, inputs, outputs, **attributes),
            helper.make_node("Transpose", [f"Y_{layer}"], [f"turned_{layer}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"turned_{layer}", "shape"], [y]),
        ]
    weights.append(numpy_helper.from_array(np.array([T, N, -1]), "shape"))
    number = helper.np_dtype_to_tensor_dtype(np.dtype(chain.dtype))

    def infos(of_states: str, name: str, *shape: int) -> list[Any]:
        shapes = {of_states.format(s, layer): (count, N, H) for layer in range(chain.layers) for s in states}
        return [helper.make_tensor_value_info(n, number, s) for n, s in ({name: shape} | shapes).items()]

    inputs, outputs = infos("{}0_{}", "x", T, N, M), infos("{}_{}", y, T, N, count * H)
    model = helper.make_model(
        helper.make_graph(nodes, chain.cell, inputs, outputs, weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=10,
    )
    checker.check_model(model)
    return model


def read(chain: Chain, model: Any) -> Any:
    """The kernels' parameters, from the model as a file has it."""
    arrays = {array.name: numpy_helper.to_array(array) for array in model.graph.initializer}
    nodes = [node for node in model.graph.node if node.op_type == interop.OPERATORS[chain.cell].name]
    params = {}
    for layer, direction in chain.places:
        names = dict(zip(("x", "W", "R", "B", "", "", "", "P"), nodes[layer].input, strict=False))
        tensors = {name: arrays[names[name]] for name in "WRBP" if names.get(name)}
        attributes = {a.name: helper.get_attribute_value(a) for a in nodes[layer].attribute}
        params[layer, direction] = chain.params(layer)
        load(params[layer, direction], interop.read(tensors, chain.cell, bool(direction), attributes=attributes))
    return params


def check(chain: Chain, model: Any, run: Any, library: str, agree: Any) -> None:
    state0 = chain.states(3)
    feed = {"x": chain.x}
    for layer in range(chain.layers):
        for at, name in enumerate(chain.module.State._fields):
            feed[f"{name}0_{layer}"] = np.stack([state0[layer, d][at] for d in range(len(chain.against))])
    theirs = dict(zip((output.name for output in model.graph.output), run(feed), strict=True))

    y, state, _ = chain.forward(read(chain, model), chain.x, state0)
    ours = {f"y_{chain.layers - 1}": y}
    for layer in range(chain.layers):
        for at, name in enumerate(chain.module.State._fields):
            ours[f"{name}_{layer}"] = np.stack([state[layer, d][at] for d in range(len(chain.against))])
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        agree(f"{library:9} {chain.cell:18} {chain.dtype}  forward", name, array, theirs[name], TOLERANCE[chain.dtype])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("against", DIRECTIONS, ids=DIRECTIONS.get)
@pytest.mark.parametrize("cell", interop.OPERATORS)
@pytest.mark.parametrize("bias", [True, False])
def test_onnxruntime(cell: str, against: tuple[bool, ...], layers: int, style: Any, bias: bool, agree: Any) -> None:
    chain = Chain.of(cell, style, layers, against, "float32")
    model = model_of(chain, bias)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    check(chain, model, lambda feed: session.run(None, feed), "ort", agree)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("against", DIRECTIONS, ids=DIRECTIONS.get)
@pytest.mark.parametrize("cell", REFERENCE)
def test_reference_evaluator(
    cell: str, against: tuple[bool, ...], layers: int, dtype: str, style: Any, agree: Any
) -> None:
    chain = Chain.of(cell, style, layers, against, dtype)
    model = model_of(chain)
    check(chain, model, lambda feed: ReferenceEvaluator(model).run(None, feed), "onnx.ref", agree)


@pytest.mark.parametrize("cell", interop.OPERATORS)
def test_a_node_that_was_read_and_written_again_is_the_same(cell: str) -> None:
    chain = Chain.of(cell, "numpy", 1, (False, True), "float32")
    model = model_of(chain)
    arrays = {array.name[0]: numpy_helper.to_array(array) for array in model.graph.initializer if array.name != "shape"}
    one, other = (interop.write(interop.read(arrays, cell, reverse), cell) for reverse in (False, True))
    written = interop.bidirectional(one, other)
    for name, array in arrays.items():
        read_by_onnx = written[name] != 0 if cell == "lstm_cifg" else np.ones(array.shape, bool)
        np.testing.assert_array_equal(written[name][read_by_onnx], array[read_by_onnx])
