"""Weights as PyTorch keeps them: the ``state_dict`` of nn.RNN, nn.LSTM (also with proj_size) and nn.GRU.

    rnn = nn.LSTM(3, 4, num_layers=2)
    w = torch.read(rnn.state_dict(), "lstm", layer=1)
    load(p, w)
    ...
    entries = torch.write(p, "lstm", layer=1, like=w)       # arrays of NumPy's
    rnn.load_state_dict({**rnn.state_dict(), **{key: tensor(array) for key, array in entries.items()}})

Layouts: the documentation of torch.nn, https://pytorch.org/docs/stable/nn.html.  The gates are stacked along the rows.
Every bias is kept in two summands, but for the candidate of nn.GRU: it is reset-after, so that the second bias stands
inside the reset and is a parameter of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from derive.interop.layouts import Array, Framework, Kept, Layout
from derive.interop.weights import Params, Weights, pack, unpack


def _layout(gates: tuple[str, ...], *, recurrent: tuple[str, ...] = (), output: str = "H") -> Layout:
    return (
        Kept("weight_ih", ("H", "M"), tuple(f"W{gate}" for gate in gates)),
        Kept("weight_hh", ("H", output), tuple(f"R{gate}" for gate in gates)),
        Kept("bias_ih", ("H",), tuple(f"b{gate}" for gate in gates), optional=True),
        Kept("bias_hh", ("H",), recurrent or tuple(f"b{gate}" for gate in gates), optional=True),
    )


LSTM = ("_i", "_f", "_g", "_o")

PYTORCH = Framework(
    "PyTorch",
    {
        "rnn": _layout(("",)),
        "rnn_relu": _layout(("",)),
        "lstm": _layout(LSTM),
        "lstmp": (*_layout(LSTM, output="P"), Kept("weight_hr", ("P", "H"), ("V",))),
        "gru": _layout(("_r", "_z", "_n"), recurrent=("b_r", "b_z", "b_Rn")),
    },
)

KEY = re.compile(r"(?:weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(_l\d+(?:_reverse)?)")


def read(
    state_dict: Mapping[str, Any],
    cell: str = "lstm",
    layer: int = 0,
    reverse: bool = False,
    *,
    prefix: str = "",
    suffix: str = "",
) -> Weights:
    """The weights of one layer in one direction, by our names.

    Args:
        state_dict: that of nn.RNN, nn.LSTM or nn.GRU, or with a ``prefix`` that of a module that has one.
        cell: rnn, rnn_relu, lstm, lstmp or gru.
        layer: counted from 0.
        reverse: of the direction against time.
        prefix: what stands before the keys, as in "encoder.rnn.".
        suffix: what to put after our names, as in "_1".

    Raises:
        ValueError: there is no such cell or layer, or a key is missing, unknown or of a wrong shape.
    """
    entries = {key: value for key, value in state_dict.items() if key.startswith(prefix)}
    ends = {}
    for key in entries:
        match = KEY.fullmatch(key.removeprefix(prefix))
        if match is None:
            raise ValueError(f"{key} is no weight of nn.RNN, nn.LSTM or nn.GRU; prefix says which module to read")
        ends[key] = match[1]
    end = _end(layer, reverse)
    if end not in ends.values():
        found = ", ".join(sorted({f"*{other}" for other in ends.values()})) or "nothing"
        raise ValueError(f"there is no {prefix}*{end} in the state_dict, which has {found}")
    wanted = {key: value for key, value in entries.items() if ends[key] == end}
    return unpack(PYTORCH.renamed(f"{prefix}{{}}{end}"), cell, wanted, suffix)


def write(
    weights: Params | Mapping[str, Any],
    cell: str = "lstm",
    layer: int = 0,
    reverse: bool = False,
    *,
    prefix: str = "",
    suffix: str = "",
    bias: bool = True,
    like: Weights | None = None,
    gradients: bool = False,
    partial: bool = False,
) -> dict[str, Array]:
    """The entries of a ``state_dict`` for one layer in one direction.

    Args:
        weights: the ``Params`` of a kernel, or arrays by the names of parameters.
        cell, layer, reverse, prefix, suffix: as for ``read``.
        bias: as the module's; without, all biases must be zero.
        like: what ``read`` returned: a bias that is unchanged since is split in two as it was.
        gradients: the weights are gradients; b_ih and b_hh have the same.
        partial: there may be other parameters too, as in a network.

    Raises:
        ValueError: there is no such cell, or a parameter is missing, unknown or of a wrong shape.
    """
    framework = PYTORCH.renamed(f"{prefix}{{}}{_end(layer, reverse)}")
    return pack(framework, cell, weights, suffix, bias=bias, like=like, gradients=gradients, partial=partial)


def _end(layer: int, reverse: bool) -> str:
    return f"_l{layer}{'_reverse' if reverse else ''}"
