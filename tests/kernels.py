"""What the kernel tests share: the kernels of every cell, random data for them, and the gradient checks.

The checks know a kernel only by its contract.  ``tests/test_kernels.py`` proves that they reject wrong gradients.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from derive import Cell, adjoint
from derive.backends.numpy import Style, loaded
from derive.cells import builtin
from derive.core import functions
from tests import strange_cells

STYLES: tuple[Style, ...] = ("reference", "numpy")


@cache
def kernel_of(cell: Cell, style: Style) -> types.ModuleType:
    """The kernel as ``derive build`` would write it, imported."""
    return loaded(adjoint(cell.system), style, check=False)  # the tests are the check


def truncated(cell: Cell) -> bool:
    """Whether the cell stops gradients by decree, so that its gradient is not that of its loss.

    A maximum that only shifts exponents is no such stop: nothing depends on it.
    """
    terms = (term for equation in cell.system.equations for term in equation.terms)
    return any(term.reduce == "sum" and term.expr.has(functions.stop_gradient) for term in terms)


def kernel(name: str, style: Style) -> types.ModuleType:
    return kernel_of({**builtin(), **strange_cells.CELLS}[name], style)


class Case(NamedTuple):
    """One problem: parameters, an input, an initial state, and a gradient arriving at every output and final state."""

    kernel: types.ModuleType
    p: Any
    inputs: dict[str, Any]
    state0: Any
    dy: Any
    dstate: Any

    def forward(self, state0: Any = True) -> tuple[Any, Any, Any]:
        """y, state, tape; from zeros where ``state0`` is None."""
        return self.kernel.forward(self.p, *self.inputs.values(), self.state0 if state0 is True else state0)[-3:]

    def backward(self, tape: Any, *dstate: Any) -> Any:
        """The gradients; without ``dstate``, nothing arrives at the final state."""
        arriving = () if hasattr(self.kernel, "predict") else (self.dy,)
        return self.kernel.backward(self.p, tape, *arriving, *dstate)

    def loss(self) -> Any:
        """The loss whose gradients are ``dy`` and ``dstate``."""
        *loss, y, state, _ = self.kernel.forward(self.p, *self.inputs.values(), self.state0)
        own = loss[0] if loss else (self.dy * y).sum()
        return own + sum((d * s).sum() for d, s in zip(self.dstate, state, strict=True))

    def gradients(self) -> Any:
        return self.backward(self.forward()[2], self.dstate)

    def arrays(self) -> dict[str, tuple[Any, Any]]:
        """Every array that the loss depends on, beside its derived gradient."""
        grads = self.gradients()
        found = {name: (self.p[name], grads.params[name]) for name in self.p.names}
        by_input = zip(self.kernel.SIGNATURE.gradients, grads[1:-1], strict=True)
        found |= {name: (self.inputs[name], grad) for name, grad in by_input}
        fields = zip(self.state0._fields, self.state0, grads.state, strict=True)
        return found | {f"{name}0": (array, grad) for name, array, grad in fields}

    def astype(self, dtype: Any) -> Case:
        def cast(state: Any) -> Any:
            return type(state)(*(array.astype(dtype) for array in state))

        inputs = {name: array.astype(dtype) for name, array in self.inputs.items()}
        return Case(
            self.kernel, self.p.astype(dtype), inputs, cast(self.state0), self.dy.astype(dtype), cast(self.dstate)
        )


SIZES = {"input_size": 3, "hidden_size": 4}


def sizes_of(module: types.ModuleType, **given: int) -> dict[str, int]:
    """A value for every size that the kernel's ``init`` takes, no two alike."""
    wanted = module.SIGNATURE.sizes.values()
    spare = iter((5, 2, 6, 7))
    return {name: given.get(name) or SIZES.get(name) or next(spare) for name in wanted}


def random_case(module: types.ModuleType, T: int = 4, N: int = 2, seed: int = 0, **given: int) -> Case:
    """Random numbers everywhere: no zero state, no zero bias, a gradient at every output and at the final state."""
    rng = np.random.default_rng(seed)
    p = module.init(**sizes_of(module, **given), rng=rng)
    for name in sorted(p.names):  # by name: the two kernels lay them out each in its own order
        p[name][...] = rng.uniform(-0.8, 0.8, p[name].shape)

    def state(scale: float) -> Any:
        shapes = (shape_of(module, p, axes, N=N) for axes in module.SIGNATURE.states.values())
        return module.State(*(rng.uniform(-scale, scale, shape) for shape in shapes))

    inputs = {
        name: rng.uniform(0, 1, shape_of(module, p, axes, T=T, N=N)) for name, axes in module.SIGNATURE.inputs.items()
    }
    *_, y, _, _ = module.forward(p, *inputs.values())
    return Case(module, p, inputs, state(0.9), rng.uniform(-1, 1, y.shape), state(1.0))


def shape_of(module: types.ModuleType, p: Any, axes: tuple[str, ...], **known: int) -> tuple[int, ...]:
    """Axes of the kernel's signature, in numbers."""
    sizes = {**known, **{size: vars(p)[size] for size in module.SIGNATURE.sizes}}
    return tuple(module.SIGNATURE.shape(axes, sizes))


def central_difference(case: Case, array: Any, at: tuple[int, ...], h: float = 5e-5) -> Any:
    """∂loss/∂array[at] by central differences of fourth order: the error is of the order of h⁴."""
    before = array[at]

    def loss(shift: float) -> Any:
        array[at] = before + shift
        value = case.loss()
        array[at] = before
        return value

    return (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)


def complex_step(case: Case, array: Any, at: tuple[int, ...], h: float = 1e-30) -> float:
    """∂loss/∂array[at] of a case in complex numbers, to rounding."""
    before = array[at]
    array[at] = before + 1j * h
    slope = case.loss().imag / h
    array[at] = before
    return float(slope)


def disagreements(case: Case, grads: dict[str, tuple[Any, Any]], step: Any) -> Iterator[tuple[str, float]]:
    """For each array: the largest error of its gradient against ``step(case, array, index)``, on its largest entry."""
    for name, (array, grad) in grads.items():
        measured = np.zeros(array.shape)
        for at in np.ndindex(array.shape):
            measured[at] = np.real(step(case, array, at))
        assert grad.shape == array.shape, f"the gradient of {name} has shape {grad.shape}, not {array.shape}"
        scale = max(np.abs(measured).max(), 1e-2)
        yield name, float(np.abs(measured - np.real(grad)).max() / scale)
