"""The checks of a cell, and of a function that was written by hand."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from derive.backends.numpy import Style, loaded
from derive.calculus import Backward, adjoint
from derive.checking.measure import CLOSE, CLOSER, Problem, complex_step, measured, named
from derive.checking.proof import Undecided, prove, sizes_for, truncated
from derive.checking.report import ALL, Finding, Report
from derive.core.equations import FIXED, Kind, T, Tensor
from derive.core.evaluate import extent
from derive.language import Cell

Advance = Callable[[str, int, int], object]
"""Is told what is done, how many of its parts are, and of how many."""

STYLES: dict[Style, str] = {"reference": "textbook", "numpy": "numpy"}
"""The kernels, and how a table calls them."""

LENGTHS = ({"T": 1, "N": 2}, {"T": 4, "N": 2})
"""One step alone, which many a carry does not survive, and several."""


def check(cell: Cell, advance: Advance | None = None, seed: int = 0) -> Report:
    """Prove every derived gradient of a cell or network, and measure those of its kernels.

    The proof is exact, at T = 3, N = 2 and sizes of 2.  Kernels of both styles run in double precision on random
    numbers, for one step and for four, with a gradient at every output and at the final state.

    Args:
        cell: the cell.
        advance: is told ``(check, done, of)`` as the work goes on.
        seed: of the random numbers.

    Raises:
        CellError: the definition does not make sense.
    """
    return Report(cell.name, tuple(_findings(adjoint(cell.system), advance or (lambda *_: None), seed)))


def proved(backward: Backward) -> Iterator[Finding]:
    """The findings of the proof, or why there is none."""
    try:
        yield from prove(backward)
    except Undecided as error:
        yield Finding(ALL, "exact", None, remark=str(error))
    except Exception as error:  # an equation that cannot be evaluated is a finding too
        yield Finding(ALL, "exact", math.inf, remark=f"cannot be computed: {type(error).__name__}: {error}")


def _findings(backward: Backward, advance: Advance, seed: int) -> Iterator[Finding]:
    yield from proved(backward)
    advance("exact", 1, 1)
    if truncated(backward.forward):
        reason = "gradients are stopped by decree, which no measurement of the loss can see"
        yield Finding(ALL, "kernels", None, remark=reason)
        return
    for style, called in STYLES.items():
        try:
            module = loaded(backward, style)
            yield from _measured(backward, module, called, advance, seed)
        except Exception as error:  # a kernel that cannot run is a finding, and not the end of the others
            said = f"cannot be computed: {type(error).__name__}: {error}"
            yield Finding(ALL, called, math.inf, CLOSE, remark=said)


def _measured(backward: Backward, module: ModuleType, called: str, advance: Advance, seed: int) -> Iterator[Finding]:
    for lengths in LENGTHS:
        problem = random_problem(backward, module, seed=seed, **lengths)
        done = 0

        def told(entries: int, name: str = f"{called}, T={lengths['T']}", of: int = problem.entries) -> None:
            nonlocal done
            done += entries
            advance(name, done, of)

        yield from measured(problem, f"{called}, T={lengths['T']}", advance=told)
    try:
        problem = random_problem(backward, module, dtype=np.complex128, seed=seed, **LENGTHS[-1])
    except ValueError as error:  # the cell is not analytic
        yield Finding(ALL, f"{called}, complex", None, remark=str(error))
    else:
        yield from measured(problem, f"{called}, complex", complex_step, CLOSER)


def random_problem(
    backward: Backward, module: ModuleType, dtype: Any = np.float64, seed: int = 0, **chosen: int
) -> Problem:
    """A kernel on random numbers: no zero state, a gradient at every output and at the final state.

    Args:
        backward: the derivation that the kernel was printed from.
        module: the kernel.
        dtype: of all arrays.
        seed: of the random numbers.
        chosen: sizes by their names; by default small ones, no two alike.

    Raises:
        ValueError: the kernel does not take the dtype.
    """
    system, rng = backward.forward, np.random.default_rng(seed)
    unlike = {size.name: 2 + nth for nth, size in enumerate(system.sizes)}
    sizes = sizes_for(system, **{**unlike, **chosen})
    arguments = {size.argument: sizes[size.name] for size in system.sizes}
    taken = inspect.signature(module.init).parameters
    p = module.init(**{name: count for name, count in arguments.items() if name in taken}, rng=0, dtype=dtype)
    p.flat[...] = rng.uniform(-0.8, 0.8, p.flat.shape)

    def drawn(tensor: Tensor, scale: float = 1.0) -> Any:
        axes = tensor.axes[1:] if tensor.kind is Kind.STATE else tensor.axes  # a state at one end of time
        shape = tuple(extent(size, sizes) for size in axes)
        if tensor.vocabulary is not None:
            return rng.integers(0, extent(tensor.vocabulary, sizes), shape)
        low = 0 if tensor.kind is Kind.GIVEN else -scale
        return rng.uniform(low, scale, shape).astype(dtype)

    inputs = {tensor.name: drawn(tensor) for tensor in system.inputs}
    state0, dstate = (module.State(*(drawn(state, scale) for state in system.states)) for scale in (0.9, 1.0))
    fixed = tuple(tensor.name for tensor in system.of_kind(*FIXED))
    dy = None
    if system.loss is None and system.output is not None:
        dy = rng.uniform(-1, 1, tuple(extent(size, sizes) for size in system.output.axes)).astype(dtype)
    assert system.loss is not None or (system.output is not None and T in system.output.axes)
    return Problem(module.forward, module.backward, p, inputs, state0, dy, dstate, fixed)


# ---------------------------------------------------------------------------------------------------------------------


def grad_check(
    functions: ModuleType | tuple[Callable[..., Any], Callable[..., Any]],
    params: Any,
    *inputs: Any,
    state0: Any = None,
    dy: Any = None,
    dstate: Any = None,
    fixed: tuple[str, ...] = (),
    seed: int = 0,
    tolerance: float = CLOSE,
    complex_steps: bool = False,
) -> Report:
    """Measure the gradients of a function of your own, whose backward pass was written by hand.

    The functions follow the contract of the kernels:

        y, state, tape = forward(params, *inputs, state0)
        dparams, *dinputs, dstate0 = backward(params, tape, dy, dstate)

    Args:
        functions: a module with ``forward`` and ``backward``, or the two.
        params: a dictionary or named tuple of arrays, or parameters of a kernel.
        inputs: arrays.
        state0: the initial state, a named tuple, tuple or dictionary of arrays; None for a function without states.
        dy: the gradient at the output; None: random numbers.
        dstate: the gradient at the final state; None: random numbers.
        fixed: names of inputs for which ``backward`` returns no gradient.
        seed: of the random numbers.
        tolerance: the relative error up to which a gradient counts as right.
        complex_steps: measure by complex steps too; the functions then must be analytic, and take complex arrays.

    Returns:
        The findings, one for each gradient; ``print`` shows which is off, at which entry, and by how much.

    Raises:
        ValueError: ``backward`` returns gradients of other names or shapes than the arrays have, or an array is not of
            double precision.
    """
    forward, backward = functions if isinstance(functions, tuple) else (functions.forward, functions.backward)
    names = list(inspect.signature(forward).parameters)[1 : 1 + len(inputs)]
    problem = Problem(
        forward, backward, params, dict(zip(names, inputs, strict=True)), state0, dy, dstate, tuple(fixed)
    )
    for name, array in problem.arrays().items():
        if not isinstance(array, np.ndarray) or array.dtype != np.float64:
            kind = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
            raise ValueError(f"{name} is {kind}; differences are taken of float64 arrays")
    rng = np.random.default_rng(seed)
    *own, y, state, _ = problem.run()
    if dy is None and not own:
        dy = rng.uniform(-1, 1, np.shape(y))
    if dstate is None and state is not None:
        dstate = _alike(state, lambda array: rng.uniform(-1, 1, np.shape(array)))
    problem = Problem(forward, backward, params, problem.inputs, state0, dy, dstate, tuple(fixed))
    findings = list(measured(problem, "differences", tolerance=tolerance))
    if complex_steps:
        cast = [_alike(part, lambda array: np.asarray(array, complex)) for part in (params, state0, dstate)]
        numbers = {name: np.asarray(array, complex) for name, array in problem.inputs.items()}
        arriving = None if problem.dy is None else np.asarray(problem.dy, complex)
        other = Problem(forward, backward, cast[0], numbers, cast[1], arriving, cast[2], tuple(fixed))
        findings += measured(other, "complex steps", complex_step, CLOSER)
    name = getattr(functions, "__name__", getattr(forward, "__qualname__", "function"))
    return Report(name, tuple(findings))


def _alike(arrays: Any, change: Callable[[Any], Any]) -> Any:
    """A collection of the same kind with changed arrays."""
    if arrays is None:
        return None
    if hasattr(arrays, "astype"):  # an array, or the parameters of a kernel
        return arrays.astype(complex) if not isinstance(arrays, np.ndarray) else change(arrays)
    if hasattr(arrays, "_fields"):
        return type(arrays)(*map(change, arrays))
    if isinstance(arrays, tuple):
        return tuple(map(change, arrays))
    return {name: change(array) for name, array in named(arrays)}
