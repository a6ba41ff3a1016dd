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
from dataclasses import replace
from typing import Literal

import sympy as sp

from derive.core.equations import H, Kind, M, N, Size, T, Tensor
from derive.language import sizing
from derive.language.builder import Builder, Cell
from derive.language.errors import CellError
from derive.language.sizing import Extent, fitted, shape
from derive.language.values import Operand, Ref, Value, as_value
from derive.language.words import exp, largest, log, mean, softplus, total, weigh

Padded = Literal["hold", "zero"]


class Network(Builder):
    """The ``m`` of a network: all that a cell's has, and layers and a loss."""

    def mask(self, name: str = "mask") -> Ref:
        """One number for each step of each sequence: 1 where the sequence goes on, 0 where it is padded."""
        return self._draft.declare(Tensor(name, (T, N), Kind.GIVEN))

    def layer(
        self,
        cell: Cell,
        *inputs: Ref,
        name: str = "",
        size: Extent = H,
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
        layer = Layer(self, cell.name, inputs, name, fitted(size), mask)
        self._draft.reverse, self._draft.mask = reverse, mask
        with sizing.layer(layer._resized):
            cell.definition(layer, **cell.options)
        self._draft.reverse, self._draft.mask = False, None
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
        mask: Ref | None,
    ) -> None:
        for value in inputs:
            if not isinstance(value, Ref) or value.shift:
                raise CellError(f"layer {label or cell}: an input must be a tensor, not {value}")
        vars(self).update(
            _draft=outer._draft,
            _cell=cell,
            _given=list(inputs),
            _label=label,
            _resized={H: size},
            _mask=mask,
            _output=None,
        )

    def _name(self, name: str) -> str:
        name = super()._name(name)
        return f"{name}_{self._label}" if self._label else name

    def input(
        self, name: str, *sizes: Extent, steps: bool = True, gradient: bool = True, tokens: Extent | None = None
    ) -> Ref:
        """The next of the tensors that the layer was given."""
        here = f"layer {self._label or self._cell}"
        if not self._given:
            raise CellError(f"{here}: no tensor is given for the cell's input {name}")
        given: Ref = self._given.pop(0)
        if steps and (not given.tensor.in_time or given.at is not None):
            raise CellError(f"{here}: an input must be a tensor that has a value at every step, {given} is none")
        if (given.tensor.kind is Kind.TOKEN) is (tokens is None):
            raise CellError(f"{here}: input {name} is {'no' if tokens is None else 'an'} integer, unlike {given}")
        own = [*(sizes or (() if tokens is not None else (M,))), *([tokens] if tokens is not None else [])]
        axes = given.axes if given.tensor.vocabulary is None else (*given.axes, given.tensor.vocabulary)
        if len(own) != len(axes):
            vector = ", not a vector" if len(own) == 1 else ""
            raise CellError(f"{here}: input {given} is {shape(given.axes)}{vector}")
        for size, axis in zip(own, axes, strict=True):
            if isinstance(size, Size) and not size.parts and not size.name.isdigit():
                self._resized.setdefault(size, axis)
            if fitted(size) != axis:
                raise CellError(f"{here}: input {given} is {shape(given.axes)}, not ({size})")
        return replace(given, start=sp.S.Zero)

    def output(self, value: Ref) -> None:
        """Say which tensor the layer gives out."""
        vars(self)["_output"] = value

    def __getitem__(self, name: str) -> Ref:
        return super().__getitem__(self._name(name))

    def __setitem__(self, name: str, value: Operand) -> None:
        own = self._name(name)
        vars(self)["_last"] = own
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
    """-Σ_k q_k log softmax(a)_k, for a target distribution q (one-hot for classes).

    The largest logit is subtracted before anything is summed, so that logits of any size are safe; a logit of -∞
    under a target of 0 contributes nothing.
    """
    target, logits = as_value(target), as_value(logits)
    below = logits - largest(logits)
    return total(target) * log(total(exp(below))) - total(weigh(target, below))


def binary_cross_entropy(logits: Operand, target: Operand) -> Value:
    """-Σ_k (y_k log σ(a_k) + (1-y_k) log(1-σ(a_k))) = Σ_k y_k log(1+exp -a_k) + (1-y_k) log(1+exp a_k).

    No summand is subtracted from another, so that logits of any size are safe; an infinite logit of the right sign
    under a target of 0 or 1 contributes nothing.
    """
    target, logits = as_value(target), as_value(logits)
    return total(weigh(target, softplus(-logits)) + weigh(1 - target, softplus(logits)))
