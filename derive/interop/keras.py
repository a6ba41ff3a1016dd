"""Weights as Keras keeps them: what ``get_weights()`` of SimpleRNN, LSTM and GRU returns and ``set_weights`` takes.

    w = keras.read(layer.get_weights(), "gru")
    load(p, w)
    ...
    layer.set_weights(keras.write(p, "gru", like=w))

A Bidirectional layer's list is that of the direction with time, then that against it.

Layouts: Keras 3, https://keras.io/api/layers/recurrent_layers.  All are in row form (x K + h U + b), gates along the
columns.  There is one bias; only GRU with ``reset_after``, its default (cell gru), has a second, for the recurrent
part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from derive.interop.layouts import Array, Framework, Kept, Layout
from derive.interop.weights import Params, Weights, pack, unpack


def _layout(gates: tuple[str, ...], recurrent: tuple[str, ...] = ()) -> Layout:
    biases = (*(f"b{gate}" for gate in gates), *recurrent)
    return (
        Kept("kernel", ("H", "M"), tuple(f"W{gate}" for gate in gates), columns=True),
        Kept("recurrent_kernel", ("H", "H"), tuple(f"R{gate}" for gate in gates), columns=True),
        Kept("bias", ("H",), biases, halves=bool(recurrent), optional=True),
    )


GRU = ("_z", "_r", "_n")

KERAS = Framework(
    "Keras",
    {
        "rnn": _layout(("",)),
        "rnn_relu": _layout(("",)),
        "lstm": _layout(("_i", "_f", "_g", "_o")),
        "gru": _layout(GRU, recurrent=("b_z", "b_r", "b_Rn")),
        "gru_reset_before": _layout(GRU),
    },
)

NAMES = ("kernel", "recurrent_kernel", "bias")


def read(weights: Sequence[Any], cell: str = "lstm", reverse: bool = False, *, suffix: str = "") -> Weights:
    """The weights of one direction of a layer, by our names.

    Args:
        weights: what ``get_weights()`` returned, of the layer or of a Bidirectional one.
        cell: rnn, rnn_relu, lstm, gru (with reset_after) or gru_reset_before.
        reverse: of the direction against time, of a Bidirectional layer.
        suffix: what to put after our names, as in "_1".

    Raises:
        ValueError: there is no such cell, or the list is too short or long, or an array has a wrong shape.
    """
    one, two = (2, 3), (4, 6)
    if len(weights) not in one + two:
        raise ValueError(f"there are {len(weights)} arrays; a layer has 2 or 3, and twice as many if Bidirectional")
    if len(weights) in one and reverse:
        raise ValueError(f"there are {len(weights)} arrays, of one direction; reverse is for Bidirectional layers")
    count = len(weights) if len(weights) in one else len(weights) // 2
    arrays = weights[count:] if reverse else weights[:count]
    return unpack(KERAS, cell, dict(zip(NAMES, arrays, strict=False)), suffix)


def write(
    weights: Params | Mapping[str, Any],
    cell: str = "lstm",
    *,
    suffix: str = "",
    bias: bool = True,
    like: Weights | None = None,
    gradients: bool = False,
    partial: bool = False,
) -> list[Array]:
    """The list for ``set_weights``; that of a Bidirectional layer is two of them, one after the other.

    Args:
        weights: the ``Params`` of a kernel, or arrays by the names of parameters.
        cell, suffix: as for ``read``.
        bias: the layer's ``use_bias``; without, all biases must be zero.
        like: what ``read`` returned: a bias of GRU that is unchanged since is split in two as it was.
        gradients: the weights are gradients; both summands of a bias have the same.
        partial: there may be other parameters too, as in a network.

    Raises:
        ValueError: there is no such cell, or a parameter is missing, unknown or of a wrong shape.
    """
    arrays = pack(KERAS, cell, weights, suffix, bias=bias, like=like, gradients=gradients, partial=partial)
    return list(arrays.values())
