"""Networks: layers of cells, a head, and a loss, in one system of equations.

    @network(source="…")
    def forecaster(m):
        x, target = m.input("x"), m.input("target", K, steps=False)
        y = m.layer(lstm, x)
        m.yhat = m.affine("y", y.last, size=K)                # many-to-one: the last step alone is read
        m.output(m.yhat)
        m.loss(squared_error(m.yhat, target, "half"))

A layer's equations are those of its cell, under names of its own (W_i becomes W_i_1 in the layer "1"); nothing is
called and nothing is chained: the whole network is derived at once.

Sequence modes are ways to write the equations: the head reads ``y`` (many-to-many) or ``y.last`` (many-to-one); an
output that is a state, read with ``.prev``, is fed back (one-to-many).  A layer may run backward in time, and may be
masked where sequences differ in length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from derive.core.equations import H, Kind, M, N, Size, T, Tensor
from derive.language.builder import Builder, Cell
from derive.language.values import (
    CellError,
    Operand,
    Ref,
    Value,
    as_value,
    dot,
    log_sum_exp,
    mean,
    shape,
    softplus,
    total,
)

Padded = Literal["hold", "zero"]


class Network(Builder):
    """The ``m`` of a network: all that a cell's has, and layers and a loss."""

    def input(self, name: str, *sizes: Size, steps: bool = True, gradient: bool = True) -> Ref:
        """What arrives: a vector (of M components, or of the size given).

        Args:
            name: its name.
            sizes: its size; M where none is given.
            steps: it arrives at every step; else once for each sequence.
            gradient: the gradient by it is wanted.
        """
        axes = (*((T,) if steps else ()), N, *(sizes or (M,)))
        return self._draft.declare(Tensor(name, axes, Kind.INPUT if gradient else Kind.GIVEN))

    def mask(self, name: str = "mask") -> Ref:
        """One number for each step of each sequence: 1 where the sequence goes on, 0 where it is padded."""
        return self._draft.declare(Tensor(name, (T, N), Kind.GIVEN))

    def layer(
        self,
        cell: Cell,
        *inputs: Ref,
        name: str = "",
        size: Size = H,
        reverse: bool = False,
        mask: Ref | None = None,
        padded: Padded = "hold",
    ) -> Ref:
        """The equations of a cell, reading ``inputs``; the result is its output.

        Args:
            cell: any cell; its own sizes M and H become those of the input and ``size``.
            inputs: one tensor for each input of the cell, in its order.
            name: a label that tells the layer's tensors from those of others: W_i of layer "2" is W_i_2.
            size: the number of units.
            reverse: run from the last step to the first.
            mask: where it is 0, every state holds its value, as if the step were not there.
            padded: what the output is at such a step: "hold" repeats the last one (Keras), "zero" gives 0 (packed
                sequences of PyTorch, sequence_lens of ONNX).
        """
        if padded not in ("hold", "zero"):
            raise CellError(f"layer {name or cell.name}: padded is {padded!r}; it must be 'hold' or 'zero'")
        layer = Layer(self, cell.name, inputs, name, size, reverse, mask)
        cell.definition(layer, **cell.options)
        return layer.close(padded)

    def loss(self, value: Operand, over: Literal["sum", "mean"] = "sum") -> None:
        """State the loss: a scalar, summed (or averaged) over the steps and sequences for which it is stated."""
        if over not in ("sum", "mean"):
            raise CellError(f"loss: over is {over!r}; it must be 'sum' or 'mean'")
        self._draft.define_loss(as_value(value), average=over == "mean")


class Layer(Builder):
    """The ``m`` that a cell's definition receives inside a network: the same words, under the layer's names."""

    _cell: str
    _given: list[Ref]
    _label: str
    _resized: dict[Size, Size]
    _reverse: bool
    _mask: Ref | None
    _output: Ref | None
    _last: str

    def __init__(
        self,
        outer: Network,
        cell: str,
        inputs: tuple[Ref, ...],
        label: str,
        size: Size,
        reverse: bool,
        mask: Ref | None,
    ) -> None:
        for value in inputs:
            if not isinstance(value, Ref) or value.shift or value.at is not None or not value.tensor.in_time:
                raise CellError(f"layer {label or cell}: an input must be a tensor that has a value at every step")
        vars(self).update(
            _draft=outer._draft,
            _cell=cell,
            _given=list(inputs),
            _label=label,
            _resized={H: size},
            _reverse=reverse,
            _mask=mask,
            _output=None,
        )

    def _name(self, name: str) -> str:
        return f"{name}_{self._label}" if self._label else name

    def _fit(self, sizes: tuple[Size, ...]) -> tuple[Size, ...]:
        return tuple(self._resized.get(size, size) for size in sizes)

    def input(self, name: str, size: Size = M) -> Ref:
        """The next of the tensors that the layer was given."""
        if not self._given:
            raise CellError(f"layer {self._label or self._cell}: no tensor is given for the cell's input {name}")
        given: Ref = self._given.pop(0)
        if len(given.axes) != 1:
            raise CellError(f"layer {self._label or self._cell}: input {given} is {shape(given.axes)}, not a vector")
        self._resized.setdefault(size, given.axes[0])
        if self._resized[size] != given.axes[0]:
            raise CellError(f"layer {self._label or self._cell}: input {given} is {shape(given.axes)}, not ({size})")
        return given

    def state(self, name: str, *sizes: Size) -> Ref:
        """A state of the layer."""
        axes = (T, N, *self._fit(sizes or (H,)))
        return self._draft.declare(Tensor(self._name(name), axes, Kind.STATE, last=int(self._reverse)))

    def scalar_state(self, name: str) -> Ref:
        """A state of one number for each sequence."""
        return self._draft.declare(Tensor(self._name(name), (T, N), Kind.STATE, last=int(self._reverse)))

    def output(self, value: Ref) -> None:
        """Say which tensor the layer gives out."""
        vars(self)["_output"] = value

    def __getitem__(self, name: str) -> Ref:
        return super().__getitem__(self._name(name))

    def __setitem__(self, name: str, value: Operand) -> None:
        own = self._name(name)
        vars(self)["_last"] = own
        self._draft.resized = {size.symbol: fit.symbol for size, fit in self._resized.items()}
        declared = self._draft.tensors.get(own)
        if self._mask is None or declared is None or declared.kind is not Kind.STATE:
            super().__setitem__(own, value)
            return
        state = Ref(declared)
        super().__setitem__(f"{own}_new", value)
        super().__setitem__(own, self._mask * self._draft_ref(f"{own}_new") + (1 - self._mask) * state.prev)

    def _draft_ref(self, name: str) -> Ref:
        return Ref(self._draft.tensors[name])

    def close(self, padded: Padded) -> Ref:
        """The output, once the cell has said all."""
        self._draft.resized = {}
        if self._given:
            raise CellError(f"layer {self._label or self._cell}: the cell has no input for {self._given[0]}")
        tensors = self._draft.tensors
        output = self._output.tensor if self._output is not None else tensors.get(self._name("h"))
        if output is None or output.name not in self._draft.equations:
            output = tensors[self._last]
        if self._mask is None or padded == "hold":
            return Ref(output)
        name = f"{output.name}_out"
        super().__setitem__(name, self._mask * Ref(output))
        return Ref(tensors[name])


def network(source: str, name: str = "") -> Callable[[Callable[[Network], None]], Cell]:
    """Make a network of a definition; what is made is a cell like any other, with a loss."""
    return lambda definition: Cell(definition, source, name, builder=Network)


# ---------------------------------------------------------------------------------------------------------------------
# Losses.  They are forward equations; the factor is part of the definition.


def squared_error(prediction: Operand, target: Operand, factor: Literal["sum", "half", "mean"]) -> Value:
    """‖ŷ-y‖² ("sum"), ½‖ŷ-y‖² ("half"), or ‖ŷ-y‖² over the number of components ("mean")."""
    if factor not in ("sum", "half", "mean"):
        raise CellError(f"squared_error: factor is {factor!r}; it must be 'sum', 'half' or 'mean'")
    square = (as_value(prediction) - as_value(target)) ** 2
    return mean(square) if factor == "mean" else total(square) * (0.5 if factor == "half" else 1)


def softmax_cross_entropy(logits: Operand, target: Operand) -> Value:
    """-Σ_k q_k log softmax(a)_k, for a target distribution q (one-hot for classes); logits of any size are safe."""
    target = as_value(target)
    return total(target) * log_sum_exp(logits) - dot(target, logits)


def binary_cross_entropy(logits: Operand, target: Operand) -> Value:
    """-Σ_k (y_k log σ(a)_k + (1-y_k) log(1-σ(a)_k)) = Σ_k log(1+exp a_k) - y_k a_k; logits of any size are safe."""
    return total(softplus(logits)) - dot(target, logits)
