"""Kernels under unkind conditions: two threads at once, denormal numbers, odd layouts, extents of one, NaN."""

from __future__ import annotations

import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import numpy as np
import pytest

from derive.backends.numpy import runtime
from derive.cells import builtin
from tests import strange_cells
from tests.kernels import STYLES, Case, kernel, random_case

ZOO = tuple(builtin())
TOGETHER = ("lstm", "peephole_lstm", "lstmp", "gru", "layer_norm_lstm", "mlstm", "masked_both_ways")
TINY = {"float32": 1e-40, "float64": 1e-310}


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Any:
    return request.param


def flattened(grads: Any) -> list[Any]:
    """Every array of the gradients; parameters by name, since kernels lay them out each in its own order."""
    return [*(grads.params[name] for name in sorted(grads.params)), *grads[1:-1], *grads.state]


def step(case: Case, pause: Callable[[], object] = lambda: None) -> list[Any]:
    """All that forward and backward return, with a pause between the two."""
    y, state, tape = case.forward()
    pause()
    return [y, *state, *flattened(case.backward(tape, case.dstate))]


# ---------------------------------------------------------------------------------------------------------------------
# Memory that is used again.


@pytest.fixture
def pooled() -> Iterator[Any]:
    """A kernel that uses even small memory again."""
    runtime.release()
    with mock.patch.object(runtime, "SMALL", 64):
        yield kernel("lstm", "numpy")
    runtime.release()


def waiting() -> int:
    """The bytes that wait for the next call."""
    return sum(size * len(blocks) for size, blocks in runtime._SPARE.items())


def test_memory_is_used_again_once_nobody_holds_it(pooled: Any) -> None:
    runtime.release()
    array = runtime.empty((100, 8), np.dtype(float))
    place, view = array.ctypes.data, array[3:, ::2]
    del array
    assert waiting() == 0
    assert runtime.empty((100, 8), np.dtype(float)).ctypes.data != place  # the view is still there
    del view
    again = runtime.empty((101, 8), np.dtype(np.float32))
    assert waiting() > 0
    fits = [runtime.empty((100, 8), np.dtype(float)) for _ in range(2)]
    assert place in [array.ctypes.data for array in fits]
    assert not any(np.shares_memory(again, array) for array in fits)


def test_what_a_caller_holds_is_not_written_to(pooled: Any) -> None:
    case = random_case(pooled, T=6, N=3)
    held = [step(case) for _ in range(3)]
    copies = [[array.copy() for array in result] for result in held]
    *_, tape = case.forward()
    before = [array.copy() for array in flattened(case.backward(tape, case.dstate))]
    for _ in range(3):
        step(random_case(pooled, T=6, N=3, seed=7))
    assert all(np.array_equal(a, b) for a, b in zip(sum(held, []), sum(copies, []), strict=True))
    assert all(map(np.array_equal, before, flattened(case.backward(tape, case.dstate))))


def test_memory_waits_within_bounds_and_can_be_given_back(pooled: Any) -> None:
    case = random_case(pooled, T=6, N=3)
    step(case)
    most = waiting()
    assert most > 0
    for length in range(7, 60):  # sequences of many lengths
        step(random_case(pooled, T=length, N=3))
    with mock.patch.object(runtime, "KEEP", most):
        step(case)
        assert 0 < waiting() <= most
    with mock.patch.object(runtime, "KEEP", 0):
        step(case)
        assert waiting() == 0
    step(case)
    runtime.release()
    assert waiting() == 0


# ---------------------------------------------------------------------------------------------------------------------
# Threads.


@pytest.fixture
def eager() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def side_by_side(module: types.ModuleType) -> bool:
    """Whether two threads that call the kernel at once get, to the last bit, what each gets alone."""
    cases = [random_case(module, T=12, N=4, seed=seed, input_size=7, hidden_size=16) for seed in (1, 2)]
    alone = [step(case) for case in cases]
    barrier = threading.Barrier(2, timeout=60)

    def repeatedly(case: Case) -> list[list[Any]]:
        return [step(case, barrier.wait) for _ in range(5)]

    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(repeatedly, cases))
    return all(
        np.array_equal(one, other)
        for want, found in zip(alone, together, strict=True)
        for got in found
        for one, other in zip(want, got, strict=True)
    )


@pytest.mark.parametrize("cell", TOGETHER)
def test_two_threads_may_call_a_kernel_at_once(cell: str, style: Any, eager: None) -> None:
    assert side_by_side(kernel(cell, style))


@pytest.mark.parametrize("cell", TOGETHER)
def test_threads_share_no_memory_that_is_used_again(cell: str, eager: None) -> None:
    module = kernel(cell, "numpy")
    with mock.patch.object(runtime, "SMALL", 64):  # else arrays of this size would not be used again
        assert side_by_side(module)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.filterwarnings("ignore")
def test_arrays_that_threads_share_are_noticed(cell: str, style: Any, eager: None) -> None:
    """The check above rejects a kernel that keeps its arrays from call to call."""
    module, shared = kernel(cell, style), {}

    def keeping(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(shape: Any, dtype: Any = float) -> Any:
            return shared.setdefault((make, shape, np.dtype(dtype)), make(shape, dtype))

        return made

    numpy = types.ModuleType("numpy")
    vars(numpy).update(vars(np), empty=keeping(np.empty))
    if style == "reference":
        vars(numpy).update(zeros=keeping(np.zeros))
    memory = {
        name: keeping(getattr(module, name)) for name in ("empty", "vectors", "padded_rows") if name in vars(module)
    }
    with mock.patch.dict(vars(module), np=numpy, **memory):
        assert not side_by_side(module)


# ---------------------------------------------------------------------------------------------------------------------
# Numbers.


@pytest.mark.parametrize("dtype", TINY)
@pytest.mark.parametrize("cell", ZOO)
def test_denormal_numbers(cell: str, style: Any, dtype: str) -> None:
    case = random_case(kernel(cell, style)).astype(dtype)
    for array in (*case.inputs.values(), *case.state0, case.dy, *case.dstate):
        array[...] = np.sign(array) * TINY[dtype]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = step(case)
        case.p.flat[...] = np.sign(case.p.flat) * TINY[dtype]
        found += step(case)
    assert all(np.isfinite(array).all() for array in found)


@pytest.mark.parametrize("cell", ZOO)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_reaches_the_gradients(cell: str, style: Any) -> None:
    case = random_case(kernel(cell, style))
    assert not any(np.isnan(array).any() for array in step(case))
    for array, at in [(next(iter(case.inputs.values())), (1, 0, 0)), (case.dy, (2, 1, 0)), (case.p.flat, 0)]:
        before, array[at] = array[at], np.nan
        grads = case.gradients()
        assert np.isnan(grads.params.flat).any()
        assert np.isnan(grads.x).any()
        array[at] = before


# ---------------------------------------------------------------------------------------------------------------------
# Shapes and layouts.


@pytest.mark.parametrize("cell", [*ZOO, *strange_cells.CELLS])
def test_extents_of_one(cell: str) -> None:
    ones = dict.fromkeys(("input_size", "hidden_size", "proj_size"), 1)
    reference, fast = (random_case(kernel(cell, style), T=1, N=1, **ones) for style in STYLES)
    for got, want in zip(step(fast), step(reference), strict=True):
        assert got.shape == want.shape
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-13)


LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "Fortran": np.asfortranarray,
    "backward": lambda a: np.flip(np.flip(a).copy()),
    "view": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
}


@pytest.mark.parametrize("cell", ZOO)
def test_any_layout_of_any_argument_read_only(cell: str, style: Any) -> None:
    case = random_case(kernel(cell, style), T=3, N=4)
    want = step(case)

    def frozen(array: Any, strange: Callable[[Any], Any]) -> Any:
        result = strange(array)
        assert np.array_equal(result, array)
        result.flags.writeable = False
        return result

    for strange in LAYOUTS.values():
        other = case._replace(
            inputs={name: frozen(array, strange) for name, array in case.inputs.items()},
            state0=type(case.state0)(*(frozen(array, strange) for array in case.state0)),
            dy=frozen(case.dy, strange),
            dstate=type(case.dstate)(*(frozen(array, strange) for array in case.dstate)),
        )
        for one, two in zip(step(other), want, strict=True):
            np.testing.assert_allclose(one, two, rtol=1e-12, atol=1e-14)
