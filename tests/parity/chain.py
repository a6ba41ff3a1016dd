"""Several layers in one direction or both, made of single kernels; backward calls are chained as forward ones are.

A layer reads what the layer below gives out; two directions give out their outputs side by side.  The direction against
time runs on the reversed input, and its output is turned round again.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from tests.kernels import kernel

T, N, M, H, P = 6, 3, 4, 5, 2
"""Steps, sequences, inputs, hidden units, and outputs of a projection: no two alike."""

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}


@dataclass(frozen=True)
class Chain:
    """Layers of a cell, and the data that goes through them: all random, nothing zero.

    Attributes:
        cell: its name.
        module: its kernel.
        layers: how many.
        against: for each direction of a layer, whether it is against time.
        dtype: of everything.
    """

    cell: str
    module: types.ModuleType
    layers: int
    against: tuple[bool, ...]
    dtype: str

    @classmethod
    def of(cls, cell: str, style: Any, layers: int, against: tuple[bool, ...], dtype: str) -> Chain:
        return cls(cell, kernel(cell, style), layers, against, dtype)

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """Layer and direction of every kernel."""
        return product(range(self.layers), range(len(self.against)))

    @property
    def output(self) -> int:
        """The size of one direction's output."""
        return P if self.cell == "lstmp" else H

    def inputs_of(self, layer: int) -> int:
        return len(self.against) * self.output if layer else M

    def params(self, layer: int) -> Any:
        """Parameters that fit the layer."""
        sizes = (self.inputs_of(layer), H, *([P] if self.cell == "lstmp" else []))
        return self.module.Params(*sizes, dtype=self.dtype)

    def random(self, *shape: int, seed: tuple[int, ...], scale: float = 0.8) -> Any:
        return np.random.default_rng(seed).uniform(-scale, scale, shape).astype(self.dtype)

    @property
    def x(self) -> Any:
        return self.random(T, N, M, seed=(1,), scale=1.5)

    @property
    def dy(self) -> Any:
        """A gradient at every output of the last layer."""
        return self.random(T, N, len(self.against) * self.output, seed=(2,), scale=1)

    def states(self, seed: int) -> dict[tuple[int, int], Any]:
        """A state for every kernel."""

        def state(place: tuple[int, int]) -> Any:
            zeros = self.module.KERNEL._state("state0", None, self.params(place[0]), N)
            return type(zeros)(*(self.random(*part.shape, seed=(seed, *place, at)) for at, part in enumerate(zeros)))

        return {place: state(place) for place in self.places}

    def forward(self, params: Any, x: Any, state0: Any) -> tuple[Any, Any, Any]:
        """Outputs of the last layer, final states, and tapes; parameters and states by their places."""
        state, tapes = {}, {}
        for layer in range(self.layers):
            outputs = []
            for direction, against in enumerate(self.against):
                at = layer, direction
                y, state[at], tapes[at] = self.module.forward(params[at], turned(x, against), state0[at])
                outputs.append(turned(y, against))
            x = np.concatenate(outputs, axis=-1)
        return x, state, tapes

    def backward(self, params: Any, tapes: Any, dy: Any, dstate: Any) -> tuple[Any, Any, Any]:
        """Gradients by parameters, inputs and initial states."""
        dparams, dstate0 = {}, {}
        for layer in reversed(range(self.layers)):
            dx = np.zeros_like(dy, shape=(T, N, self.inputs_of(layer)))
            parts = np.split(dy, len(self.against), axis=-1)
            for direction, against in enumerate(self.against):
                at = layer, direction
                g = self.module.backward(params[at], tapes[at], turned(parts[direction], against), dstate[at])
                dparams[at], dstate0[at] = g.params, g.state
                dx += turned(g.x, against)
            dy = dx
        return dparams, dy, dstate0


def turned(x: Any, against: bool) -> Any:
    """Against time, the steps in reverse."""
    return np.ascontiguousarray(x[::-1]) if against else x
