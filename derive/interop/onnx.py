"""Weights as the operators RNN, LSTM and GRU of ONNX keep them: W, R, B and P, the directions along the first axis.

    w = onnx.read({"W": W, "R": R, "B": B, "P": P}, "peephole_lstm", attributes={"hidden_size": 4})
    load(p, w)
    ...
    tensors = onnx.write(p, "peephole_lstm", like=w)
    make_node("LSTM", ["x", "W", "R", "B", "", "", "", "P"], …, **onnx.attributes("peephole_lstm", hidden_size=4))

Two directions are read one by one, and written by ``onnx.bidirectional(onnx.write(p, …), onnx.write(q, …))``.

Layouts: the specification of the operators, https://onnx.ai/onnx/operators.  B has a bias of the input and one of the
recurrent part for every gate.  Of the variants of the LSTM those are here that attributes can say.  The coupled gate is
input_forget=1; W, R, B and P still have blocks for the forget gate then, which are not read: ours are zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from derive.interop.layouts import UNUSED, Array, Framework, Kept, Layout
from derive.interop.weights import Params, Weights, as_array, pack, unpack

Direction = Literal["forward", "reverse", "bidirectional"]


class Operator(NamedTuple):
    """An operator of ONNX, and the attributes with which it is one of our cells."""

    name: str
    gates: tuple[str | None, ...]
    attributes: Mapping[str, Any]
    recurrent: tuple[str, ...] | None = None
    peepholes: bool = False

    @property
    def layout(self) -> Layout:
        """The arrays; a gate that is None is kept, but not read."""

        def blocks(letter: str, gates: tuple[str | None, ...] = self.gates) -> tuple[str, ...]:
            return tuple(UNUSED if gate is None else letter + gate for gate in gates)

        return (
            Kept("W", ("H", "M"), blocks("W")),
            Kept("R", ("H", "H"), blocks("R")),
            Kept("B", ("H",), blocks("b") + (self.recurrent or blocks("b")), optional=True),
            *([Kept("P", ("H",), blocks("p", self.gates[:3]))] if self.peepholes else []),
        )


LSTM = ("_i", "_o", "_f", "_g")
GRU = ("_z", "_r", "_n")
SQUASH = {"activations": ("Sigmoid", "Tanh", "Tanh")}
LINEAR = {"activation_alpha": (1.0,), "activation_beta": (0.0,)}

OPERATORS = {
    "rnn": Operator("RNN", ("",), {"activations": ("Tanh",)}),
    "rnn_relu": Operator("RNN", ("",), {"activations": ("Relu",)}),
    "lstm": Operator("LSTM", LSTM, SQUASH),
    "peephole_lstm": Operator("LSTM", LSTM, SQUASH, peepholes=True),
    "lstm_cifg": Operator("LSTM", ("_i", "_o", None, "_g"), SQUASH | {"input_forget": 1}, peepholes=True),
    "lstm_niaf": Operator("LSTM", LSTM, {"activations": ("Sigmoid", "Affine", "Tanh")} | LINEAR, peepholes=True),
    "lstm_noaf": Operator("LSTM", LSTM, {"activations": ("Sigmoid", "Tanh", "Affine")} | LINEAR, peepholes=True),
    "gru": Operator(
        "GRU",
        GRU,
        {"activations": ("Sigmoid", "Tanh"), "linear_before_reset": 1},
        recurrent=("b_z", "b_r", "b_Rn"),
    ),
    "gru_reset_before": Operator("GRU", GRU, {"activations": ("Sigmoid", "Tanh"), "linear_before_reset": 0}),
}

ONNX = Framework("ONNX", {cell: operator.layout for cell, operator in OPERATORS.items()})

DIRECTIONS = {"forward": 1, "reverse": 1, "bidirectional": 2}
DEFAULTS: dict[str, Any] = {
    "clip": 0.0,
    "input_forget": 0,
    "linear_before_reset": 0,
    "activation_alpha": (),
    "activation_beta": (),
}
"""What the attributes mean where they are absent.  Those for activations depend on the operator."""


def attributes(cell: str, hidden_size: int, direction: Direction = "forward") -> dict[str, Any]:
    """The attributes with which a node (of the type ``OPERATORS[cell].name``) computes the cell.

    Raises:
        ValueError: ONNX has no such cell or direction.
    """
    ONNX.layout(cell)
    if direction not in DIRECTIONS:
        raise ValueError(f"direction is {direction!r}; it must be one of {', '.join(DIRECTIONS)}")
    made: dict[str, Any] = {"hidden_size": hidden_size, "direction": direction}
    for name, value in OPERATORS[cell].attributes.items():
        made[name] = list(value) * DIRECTIONS[direction] if isinstance(value, tuple) else value
    return made


def read(
    tensors: Mapping[str, Any],
    cell: str = "lstm",
    reverse: bool = False,
    *,
    attributes: Mapping[str, Any] | None = None,
    suffix: str = "",
) -> Weights:
    """The weights of one direction of a node, by our names.

    Args:
        tensors: W, R and, where the node has them, B and P; None means absent.
        cell: rnn, rnn_relu, lstm, peephole_lstm, lstm_cifg, lstm_niaf, lstm_noaf, gru or gru_reset_before.
        reverse: of the direction against time, where there are two.
        attributes: those of the node, to check that it computes the cell.
        suffix: what to put after our names, as in "_1".

    Raises:
        ValueError: there is no such cell, or a tensor is missing, unknown or of a wrong shape, or the node computes
            another cell.
    """
    arrays = {name: as_array(name, value) for name, value in tensors.items() if value is not None}
    counts = {array.shape[0] if array.ndim else 0 for array in arrays.values()}
    if len(counts) != 1 or not counts <= {1, 2}:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(
            f"the first axis of every tensor must be that of 1 or 2 directions; given: {shapes or 'nothing'}"
        )
    (count,) = counts
    at = int(reverse)
    if at >= count:
        raise ValueError("the tensors have one direction; reverse is for those of two")
    chosen = {f"{name}[{at}]": array[at] for name, array in arrays.items()}
    weights = unpack(ONNX.renamed(f"{{}}[{at}]"), cell, chosen, suffix)
    if attributes is not None:
        _check(cell, attributes, hidden_size=chosen[f"R[{at}]"].shape[-1], directions=count)
    return weights


def write(
    weights: Params | Mapping[str, Any],
    cell: str = "lstm",
    *,
    suffix: str = "",
    bias: bool = True,
    like: Weights | None = None,
    gradients: bool = False,
    partial: bool = False,
) -> dict[str, Array]:
    """The tensors W, R, B and, for a cell with peepholes, P, of one direction.

    Args:
        weights: the ``Params`` of a kernel, or arrays by the names of parameters.
        cell, suffix: as for ``read``.
        bias: write B; without, all biases must be zero.
        like: what ``read`` returned: a bias that is unchanged since is split in two as it was.
        gradients: the weights are gradients; both summands of a bias have the same.
        partial: there may be other parameters too, as in a network.

    Raises:
        ValueError: there is no such cell, or a parameter is missing, unknown or of a wrong shape.
    """
    arrays = pack(ONNX, cell, weights, suffix, bias=bias, like=like, gradients=gradients, partial=partial)
    return {name: array[np.newaxis] for name, array in arrays.items()}


def bidirectional(forward: Mapping[str, Array], backward: Mapping[str, Array]) -> dict[str, Array]:
    """The tensors of a node of two directions, from those that ``write`` made for each.

    Raises:
        ValueError: the two do not have the same tensors, in the same shapes.
    """
    one, other = ({name: array.shape for name, array in tensors.items()} for tensors in (forward, backward))
    if one != other:
        raise ValueError(f"the directions differ: forward is {one}, backward is {other}")
    return {name: np.concatenate([forward[name], backward[name]]) for name in forward}


def _check(cell: str, given: Mapping[str, Any], hidden_size: int, directions: int) -> None:
    """Refuse a node whose attributes make it another cell than this.  ``layout`` is about the data, not the weights."""
    default = (
        next(o for o in OPERATORS.values() if o.name == OPERATORS[cell].name).attributes["activations"] * directions
    )
    meant = {**DEFAULTS, "activations": default, "hidden_size": hidden_size, "direction": "forward", "layout": 0}
    if unknown := [name for name in given if name not in meant]:
        raise ValueError(f"{', '.join(unknown)} is no attribute of {OPERATORS[cell].name}; it has {', '.join(meant)}")
    found = {name: _plain(value) for name, value in (meant | dict(given)).items()}
    if DIRECTIONS.get(found["direction"]) != directions:
        raise ValueError(f"direction is {found['direction']!r}, but the tensors have {directions}")
    needed = meant | attributes(cell, hidden_size, found["direction"]) | {"layout": found["layout"]}
    for name, value in needed.items():
        if found[name] != _plain(value):
            raise ValueError(f"{name} is {found[name]!r}; cell {cell!r} is computed with {_plain(value)!r}")


def _plain(value: Any) -> Any:
    """A value as it can be compared, whatever a library made of it: text as bytes, a list, a name in small letters."""
    if isinstance(value, bytes | str):
        return (value.decode() if isinstance(value, bytes) else value).lower()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value
