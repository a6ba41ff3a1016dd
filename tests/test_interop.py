"""Weights of PyTorch, Keras and ONNX: the layouts block by block, exact round trips, and what is refused.

The frameworks themselves are not needed here; `make test-parity` runs the kernels against them.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from derive.interop import Weights, keras, load, onnx, torch
from derive.interop.layouts import UNUSED, parameters
from tests.kernels import kernel

FRAMEWORKS = {"torch": torch.PYTORCH, "keras": keras.KERAS, "onnx": onnx.ONNX}
CASES = [(name, cell) for name, framework in FRAMEWORKS.items() for cell in framework.layouts]
M, H, P = 3, 4, 2


def params(cell: str, seed: int = 0, dtype: Any = np.float64) -> Any:
    module = kernel(cell, "numpy")
    sizes = (M, H, P)[: 3 if cell == "lstmp" else 2]
    p = module.Params(*sizes, dtype=dtype)
    p.flat[...] = np.random.default_rng(seed).standard_normal(p.flat.shape)
    return p


def write(framework: str, weights: Any, cell: str, **options: Any) -> dict[str, Any]:
    made = {"torch": torch.write, "keras": keras.write, "onnx": onnx.write}[framework](weights, cell, **options)
    return dict(zip(keras.NAMES, made, strict=False)) if framework == "keras" else made  # type: ignore[arg-type]


def read(framework: str, arrays: dict[str, Any], cell: str, **options: Any) -> Weights:
    given: Any = list(arrays.values()) if framework == "keras" else arrays
    return {"torch": torch.read, "keras": keras.read, "onnx": onnx.read}[framework](given, cell, **options)


def equal(one: Any, other: Any) -> None:
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name, strict=True)


def blocks(p: Any, letter: str, gates: str) -> Any:
    return np.concatenate([getattr(p, f"{letter}_{gate}") for gate in gates])


class TestLayouts:
    """The layouts as the frameworks' documentation has them, written out a second time."""

    def test_lstm_of_pytorch(self) -> None:
        p = params("lstm")
        zero = np.zeros(4 * H)
        expected = {
            "weight_ih_l0": blocks(p, "W", "ifgo"),
            "weight_hh_l0": blocks(p, "R", "ifgo"),
            "bias_ih_l0": blocks(p, "b", "ifgo"),
            "bias_hh_l0": zero,
        }
        equal(torch.write(p, "lstm"), expected)

    def test_projection_of_pytorch(self) -> None:
        p = params("lstmp")
        made = torch.write(p, "lstmp", layer=2, reverse=True)
        np.testing.assert_array_equal(made["weight_hr_l2_reverse"], p.V)
        shapes = {"weight_ih": (16, 3), "weight_hh": (16, 2), "weight_hr": (2, 4), "bias_ih": (16,), "bias_hh": (16,)}
        assert {name: array.shape for name, array in made.items()} == {
            f"{name}_l2_reverse": shape for name, shape in shapes.items()
        }

    def test_gru_of_pytorch(self) -> None:
        p = params("gru")
        made = torch.write(p, "gru")
        np.testing.assert_array_equal(made["weight_ih_l0"], blocks(p, "W", "rzn"))
        np.testing.assert_array_equal(made["bias_ih_l0"], blocks(p, "b", "rzn"))
        np.testing.assert_array_equal(made["bias_hh_l0"], np.concatenate([np.zeros(2 * H), p.b_Rn]))

    def test_lstm_of_keras(self) -> None:
        p = params("lstm")
        kernel, recurrent, bias = keras.write(p, "lstm")
        np.testing.assert_array_equal(kernel, blocks(p, "W", "ifgo").T)
        np.testing.assert_array_equal(recurrent, blocks(p, "R", "ifgo").T)
        np.testing.assert_array_equal(bias, blocks(p, "b", "ifgo"))
        assert kernel.flags.c_contiguous

    def test_both_gru_of_keras(self) -> None:
        p, q = params("gru"), params("gru_reset_before")
        kernel, _, bias = keras.write(p, "gru")
        np.testing.assert_array_equal(kernel, blocks(p, "W", "zrn").T)
        np.testing.assert_array_equal(bias, [blocks(p, "b", "zrn"), np.concatenate([np.zeros(2 * H), p.b_Rn])])
        np.testing.assert_array_equal(keras.write(q, "gru_reset_before")[2], blocks(q, "b", "zrn"))

    def test_peephole_lstm_of_onnx(self) -> None:
        p = params("peephole_lstm")
        expected = {
            "W": blocks(p, "W", "iofg")[None],
            "R": blocks(p, "R", "iofg")[None],
            "B": np.concatenate([blocks(p, "b", "iofg"), np.zeros(4 * H)])[None],
            "P": blocks(p, "p", "iof")[None],
        }
        equal(onnx.write(p, "peephole_lstm"), expected)

    def test_coupled_gates_of_onnx(self) -> None:
        p = params("lstm_cifg")
        made = onnx.write(p, "lstm_cifg")
        zero = np.zeros((H, M))
        np.testing.assert_array_equal(made["W"][0], np.concatenate([p.W_i, p.W_o, zero, p.W_g]))
        np.testing.assert_array_equal(made["P"][0], np.concatenate([p.p_i, p.p_o, zero[:, 0]]))

    def test_both_gru_of_onnx(self) -> None:
        p, q = params("gru"), params("gru_reset_before")
        zero = np.zeros(H)
        np.testing.assert_array_equal(onnx.write(p, "gru")["W"][0], blocks(p, "W", "zrn"))
        np.testing.assert_array_equal(
            onnx.write(p, "gru")["B"][0], np.concatenate([p.b_z, p.b_r, p.b_n, zero, zero, p.b_Rn])
        )
        np.testing.assert_array_equal(
            onnx.write(q, "gru_reset_before")["B"][0], np.concatenate([q.b_z, q.b_r, q.b_n, zero, zero, zero])
        )
        assert onnx.attributes("gru", H)["linear_before_reset"] == 1
        assert onnx.attributes("gru_reset_before", H)["linear_before_reset"] == 0

    @pytest.mark.parametrize(("framework", "cell"), CASES)
    def test_a_layout_has_every_parameter_of_the_cell(self, framework: str, cell: str) -> None:
        assert parameters(FRAMEWORKS[framework].layout(cell)).keys() == set(kernel(cell, "numpy").Params.names)


@pytest.mark.parametrize(("framework", "cell"), CASES)
class TestRoundTrips:
    def theirs(self, framework: str, cell: str, dtype: Any = np.float64) -> dict[str, Any]:
        """Arrays of a framework with random numbers everywhere, but for blocks that it does not read."""
        rng = np.random.default_rng(1)
        arrays = write(framework, params(cell), cell)
        for kept, array in zip(FRAMEWORKS[framework].layout(cell), arrays.values(), strict=True):
            array[...] = rng.standard_normal(array.shape)
            at = array[0] if framework == "onnx" else array
            for name, block in zip(
                kept.blocks, np.split(at, len(kept.blocks)) if UNUSED in kept.blocks else [], strict=False
            ):
                block *= name != UNUSED
        return {name: array.astype(dtype) for name, array in arrays.items()}

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_ours_theirs_ours(self, framework: str, cell: str, dtype: str) -> None:
        p, q = params(cell, 0, dtype), params(cell, 1, dtype)
        load(q, read(framework, write(framework, p, cell), cell))
        np.testing.assert_array_equal(q.flat, p.flat, strict=True)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_theirs_ours_theirs(self, framework: str, cell: str, dtype: str) -> None:
        theirs = self.theirs(framework, cell, dtype)
        weights = read(framework, theirs, cell)
        equal(write(framework, weights, cell), theirs)
        p = params(cell, dtype=dtype)
        load(p, weights)
        equal(write(framework, p, cell, like=weights), theirs)

    def test_a_bias_that_was_trained_goes_to_the_first_summand(self, framework: str, cell: str) -> None:
        theirs = self.theirs(framework, cell)
        weights = read(framework, theirs, cell)
        p = params(cell)
        load(p, weights)
        p.flat *= 1.1
        again = params(cell)
        load(again, read(framework, write(framework, p, cell, like=weights), cell))
        np.testing.assert_array_equal(again.flat, p.flat)

    def test_what_is_read_is_a_copy(self, framework: str, cell: str) -> None:
        theirs = self.theirs(framework, cell)
        before = {name: array.copy() for name, array in theirs.items()}
        for array in read(framework, theirs, cell).values():
            array += 1
        equal(theirs, before)

    def test_without_biases(self, framework: str, cell: str) -> None:
        p = params(cell)
        for name in p.names:
            if name.startswith("b"):
                getattr(p, name)[...] = 0
        arrays = write(framework, p, cell, bias=False)
        assert not [name for name in arrays if name.startswith(("b", "B"))]
        q = params(cell, 1)
        load(q, read(framework, arrays, cell))
        np.testing.assert_array_equal(q.flat, p.flat)
        with pytest.raises(ValueError, match="bias is False, but the biases are not all zero"):
            write(framework, params(cell), cell, bias=False)

    def test_layers_of_a_network(self, framework: str, cell: str) -> None:
        theirs = self.theirs(framework, cell)
        one = read(framework, theirs, cell, suffix="_1")
        both = one | read(framework, write(framework, params(cell), cell), cell, suffix="_2") | {"W_y": np.ones(1)}
        assert {name.removesuffix("_1") for name in one} == set(params(cell).names)
        equal(write(framework, both, cell, suffix="_1"), theirs)

    def test_gradients_of_both_summands(self, framework: str, cell: str) -> None:
        """The gradient by each summand is that by the sum: reading is linear, and this is its transpose."""
        d = params(cell, 2)
        arrays = self.theirs(framework, cell)
        weights = read(framework, arrays, cell)
        back = write(framework, d, cell, gradients=True)
        ours = sum(np.vdot(getattr(d, name), weights[name]) for name in d.names)
        assert sum(np.vdot(back[name], arrays[name]) for name in arrays) == pytest.approx(ours, rel=1e-12)


def test_the_summands_of_one_bias_are_restored_though_another_was_trained() -> None:
    theirs = {
        name: np.random.default_rng(3).standard_normal(a.shape) for name, a in torch.write(params("lstm")).items()
    }
    weights = torch.read(theirs, "lstm")
    weights["b_f"] += 1
    made = torch.write(weights, "lstm")
    np.testing.assert_array_equal(
        np.delete(made["bias_hh_l0"], range(4, 8)), np.delete(theirs["bias_hh_l0"], range(4, 8))
    )
    np.testing.assert_array_equal(made["bias_hh_l0"][4:8], 0)
    np.testing.assert_array_equal(made["bias_ih_l0"][4:8], weights["b_f"])


def test_directions() -> None:
    p, q = params("lstm", 0), params("lstm", 1)
    of_torch = torch.write(p, "lstm") | torch.write(q, "lstm", reverse=True) | torch.write(p, "lstm", layer=1)
    of_keras = keras.write(p, "lstm") + keras.write(q, "lstm")
    of_onnx = onnx.bidirectional(onnx.write(p, "lstm"), onnx.write(q, "lstm"))
    for forward, backward in (
        (torch.read(of_torch, "lstm"), torch.read(of_torch, "lstm", reverse=True)),
        (keras.read(of_keras, "lstm"), keras.read(of_keras, "lstm", reverse=True)),
        (onnx.read(of_onnx, "lstm"), onnx.read(of_onnx, "lstm", reverse=True)),
    ):
        for weights, own in ((forward, p), (backward, q)):
            equal(weights, {name: getattr(own, name) for name in weights})


def test_a_module_of_a_model_is_chosen_by_its_prefix() -> None:
    p = params("gru")
    model = {"head.weight": np.ones((1, 4))} | torch.write(p, "gru", prefix="encoder.rnn.")
    weights = torch.read(model, "gru", prefix="encoder.rnn.")
    equal(weights, {name: getattr(p, name) for name in weights})
    with pytest.raises(ValueError, match=r"head\.weight is no weight of nn\.RNN.*prefix"):
        torch.read(model, "gru")


def test_tensors_and_variables_are_taken_as_arrays() -> None:
    class Tensor:
        def __init__(self, array: Any) -> None:
            self.array = array

        def detach(self) -> Tensor:
            return self

        cpu = detach

        def numpy(self) -> Any:
            if self.array is None:
                raise TypeError("Got unsupported ScalarType BFloat16")
            return self.array

    p = params("lstm")
    entries: dict[str, Any] = {name: Tensor(array) for name, array in torch.write(p).items()}
    equal(torch.read(entries), {name: getattr(p, name) for name in torch.read(entries)})
    entries["bias_hh_l0"] = Tensor(None)
    with pytest.raises(ValueError, match="bias_hh_l0 is no array that NumPy knows: .*BFloat16"):
        torch.read(entries)


def test_no_framework_is_imported() -> None:
    code = "import derive.interop, sys; print(*{'torch', 'keras', 'onnx', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


class TestRefused:
    """Each mistake is a ValueError that names what was given and what is needed."""

    def test_load(self) -> None:
        p = params("lstm")
        before = p.flat.copy()
        weights = torch.read(torch.write(params("lstm", 1)))
        with pytest.raises(ValueError, match=r"unknown: p_i \(the kernel has .*; given: .*p_i\)"):
            load(p, weights | {"p_i": np.zeros(H)})
        with pytest.raises(ValueError, match=r"missing: W_i, .* \(the kernel has W_i.*; given: R_f, b_o\)"):
            load(p, {"R_f": weights["R_f"], "b_o": weights["b_o"]})
        with pytest.raises(ValueError, match=r"b_o has shape \(1,\); the kernel's has \(4,\)"):
            load(p, weights | {"b_o": np.zeros(1)})  # would broadcast
        with pytest.raises(ValueError, match="b_o has dtype complex128; the kernel's has float64"):
            load(p, weights | {"b_o": np.zeros(H, complex)})
        with pytest.raises(ValueError, match="b_o has dtype int64; it must be one of floating-point numbers"):
            load(p, weights | {"b_o": np.zeros(H, int)})
        np.testing.assert_array_equal(p.flat, before)
        load(p, {"b_o": np.ones(H)}, partial=True)
        np.testing.assert_array_equal(p.b_o, 1)

    def test_cells_that_a_framework_does_not_have(self) -> None:
        with pytest.raises(
            ValueError, match="PyTorch keeps no weights of a cell 'peephole_lstm'; of rnn, .*lstmp, gru it"
        ):
            torch.write(params("peephole_lstm"), "peephole_lstm")
        with pytest.raises(ValueError, match="Keras keeps no weights of a cell 'lstmp'"):
            keras.write(params("lstmp"), "lstmp")
        with pytest.raises(ValueError, match="ONNX keeps no weights of a cell 'lstmp'"):
            onnx.attributes("lstmp", 4)

    def test_parameters_that_a_framework_has_no_place_for(self) -> None:
        with pytest.raises(ValueError, match="cell 'lstm' of PyTorch: unknown: p_i, p_f, p_o"):
            torch.write(params("peephole_lstm"), "lstm")
        with pytest.raises(ValueError, match=r"cell 'gru' of Keras: missing: b_Rn \(it has W_z"):
            keras.write(params("gru_reset_before"), "gru")
        network = {f"{name}_1": value for name, value in torch.read(torch.write(params("lstm"))).items()}
        with pytest.raises(ValueError, match="unknown: p_i_1"):
            torch.write(network | {"p_i_1": np.ones(H)}, "lstm", suffix="_1")
        torch.write(network | {"p_i_2": np.ones(H)}, "lstm", suffix="_1")
        torch.write(network | {"W_y_1": np.ones(H)}, "lstm", suffix="_1", partial=True)
        with pytest.raises(ValueError, match="missing: W_f_1"):
            torch.write({name: value for name, value in network.items() if name != "W_f_1"}, "lstm", suffix="_1")
        with pytest.raises(ValueError, match=r"R_f_1 has shape \(4, 3\); it must be \(H, H\) = \(4, 4\)"):
            torch.write(network | {"R_f_1": np.ones((4, 3))}, suffix="_1")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"weight_hh_l0": (16, 3)}, r"weight_hh_l0 has shape \(16, 3\); it must be \(4·H, H\) = \(16, 4\)"),
            ({"weight_ih_l0": (15, 3)}, r"weight_ih_l0 has shape \(15, 3\); it must be \(4·H, M\)$"),
            ({"weight_ih_l0": (16,)}, r"weight_ih_l0 has shape \(16,\); it must be \(4·H, M\)"),
            ({"weight_ih_l0": (0, 3)}, r"weight_ih_l0 has shape \(0, 3\)"),
            ({"bias_hh_l0": (1,)}, r"bias_hh_l0 has shape \(1,\); it must be \(4·H,\) = \(16,\)"),
            ({"bias_hh_l0": None}, r"missing: bias_hh_l0 \(it has weight_ih_l0, .*; given: weight_ih_l0"),
            ({"weight_hh_l0": None}, "missing: weight_hh_l0"),
            ({"weight_hr_l0": (2, 4)}, r"unknown: weight_hr_l0"),
            ({"weight_xx_l0": (2, 4)}, r"weight_xx_l0 is no weight of nn\.RNN, nn\.LSTM or nn\.GRU"),
        ],
    )
    def test_entries_of_pytorch(self, change: dict[str, Any], message: str) -> None:
        entries = torch.write(params("lstm"))
        entries |= {key: np.zeros(shape or ()) for key, shape in change.items()}
        entries = {key: array for key, array in entries.items() if change.get(key, "kept") is not None}
        with pytest.raises(ValueError, match=message):
            torch.read(entries, "lstm")

    def test_layers_of_pytorch(self) -> None:
        entries = torch.write(params("lstm")) | torch.write(params("lstm"), layer=1)
        with pytest.raises(ValueError, match=r"there is no \*_l2 in the state_dict, which has \*_l0, \*_l1"):
            torch.read(entries, "lstm", layer=2)
        with pytest.raises(ValueError, match=r"there is no \*_l0_reverse"):
            torch.read(entries, "lstm", reverse=True)
        with pytest.raises(ValueError, match="which has nothing"):
            torch.read({}, "lstm")

    def test_weights_of_another_cell_are_recognised(self) -> None:
        with pytest.raises(ValueError, match="unknown: weight_hr_l0 .*; these are weights of a cell 'lstmp'"):
            torch.read(torch.write(params("lstmp"), "lstmp"), "lstm")
        with pytest.raises(ValueError, match="these are weights of a cell 'rnn' or 'rnn_relu'"):
            torch.read(torch.write(params("rnn"), "rnn"), "gru")
        with pytest.raises(ValueError, match=r"bias has shape \(2, 12\); .* cell 'gru'$"):
            keras.read(keras.write(params("gru"), "gru"), "gru_reset_before")
        with pytest.raises(
            ValueError, match=r"bias has shape \(12,\); it must be \(2, 3·H\) = \(2, 12\); .* 'gru_reset_b"
        ):
            keras.read(keras.write(params("gru_reset_before"), "gru_reset_before"), "gru")
        with pytest.raises(ValueError, match=r"unknown: P\[0\] .* cell 'peephole_lstm'"):
            onnx.read(onnx.write(params("peephole_lstm"), "peephole_lstm"), "lstm")

    def test_lists_of_keras(self) -> None:
        weights = keras.write(params("lstm"), "lstm")
        with pytest.raises(
            ValueError, match="there are 5 arrays; a layer has 2 or 3, and twice as many if Bidirectional"
        ):
            keras.read([*weights, *weights[1:]], "lstm")
        with pytest.raises(ValueError, match="there are 3 arrays, of one direction; reverse is for Bidirectional"):
            keras.read(weights, "lstm", reverse=True)
        with pytest.raises(ValueError, match=r"kernel has shape \(16, 3\)"):
            keras.read([weights[0].T, *weights[1:]], "lstm")

    def test_tensors_of_onnx(self) -> None:
        tensors: dict[str, Any] = onnx.write(params("lstm"), "lstm")
        with pytest.raises(
            ValueError, match=r"first axis .* directions; given: W \(16, 3\), R \(1, 16, 4\), B \(1, 32\)"
        ):
            onnx.read(tensors | {"W": tensors["W"][0]}, "lstm")
        with pytest.raises(ValueError, match="given: nothing"):
            onnx.read({}, "lstm")
        with pytest.raises(ValueError, match="the tensors have one direction; reverse"):
            onnx.read(tensors, "lstm", reverse=True)
        with pytest.raises(ValueError, match=r"unknown: initial_h\[0\]"):
            onnx.read(tensors | {"initial_h": np.zeros((1, 2, 4))}, "lstm")
        with pytest.raises(ValueError, match="the directions differ: forward is .*, backward is"):
            onnx.bidirectional(tensors, {"W": tensors["W"]})
        assert onnx.read(tensors | {"P": None}, "lstm").keys() == set(params("lstm").names)

    @pytest.mark.parametrize(
        ("cell", "change", "message"),
        [
            ("lstm", {"clip": 3.0}, r"clip is 3\.0; cell 'lstm' is computed with 0\.0"),
            ("lstm", {"input_forget": 1}, "input_forget is 1; cell 'lstm' is computed with 0"),
            (
                "peephole_lstm",
                {"activations": ["Sigmoid", "Relu", "Tanh"]},
                r"activations is \('sigmoid', 'relu', 'tanh'\)",
            ),
            (
                "rnn_relu",
                {"activations": None},
                r"activations is \('tanh',\); cell 'rnn_relu' is computed with \('relu',\)",
            ),
            ("gru", {"linear_before_reset": None}, "linear_before_reset is 0; cell 'gru' is computed with 1"),
            ("gru_reset_before", {"linear_before_reset": 1}, "linear_before_reset is 1"),
            ("lstm", {"hidden_size": 5}, "hidden_size is 5; cell 'lstm' is computed with 4"),
            ("lstm", {"direction": b"bidirectional"}, "direction is 'bidirectional', but the tensors have 1"),
            ("lstm", {"direction": "sideways"}, "direction is 'sideways'"),
            ("lstm", {"clipping": 1}, "clipping is no attribute of LSTM; it has clip, "),
        ],
    )
    def test_attributes_of_onnx(self, cell: str, change: dict[str, Any], message: str) -> None:
        tensors = onnx.write(params(cell), cell)
        attributes = onnx.attributes(cell, H)
        onnx.read(tensors, cell, attributes=attributes | {"layout": 1})
        onnx.read(
            tensors, cell, attributes=attributes | {"activations": [a.encode() for a in attributes["activations"]]}
        )
        attributes = {name: value for name, value in (attributes | change).items() if value is not None}
        with pytest.raises(ValueError, match=message):
            onnx.read(tensors, cell, attributes=attributes)
        with pytest.raises(
            ValueError, match="direction is 'sideways'; it must be one of forward, reverse, bidirectional"
        ):
            onnx.attributes(cell, H, "sideways")  # type: ignore[arg-type]
