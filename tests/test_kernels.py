"""The generated kernels against finite differences, complex steps, each other, and their contract."""

from __future__ import annotations

import copy
import pickle
import tracemalloc
import types
import warnings
from typing import Any

import numpy as np
import pytest

from derive import adjoint
from derive import cell as define
from derive.backends.numpy import render, runtime
from derive.cells import builtin
from tests import paper_cells, strange_cells
from tests.kernels import (
    STYLES,
    central_difference,
    complex_step,
    disagreements,
    kernel,
    kernel_of,
    random_case,
    sizes_of,
    truncated,
)

EVERY = {**builtin(), **strange_cells.CELLS}
CELLS = tuple(EVERY)
FULL = tuple(name for name, cell in EVERY.items() if not truncated(cell))  # the loss is an oracle for these alone
SHAPES = [
    {"T": 4, "N": 2, "input_size": 2, "hidden_size": 3},
    {"T": 3, "N": 1, "input_size": 1, "hidden_size": 3},
    {"T": 1, "N": 3, "hidden_size": 1},
]


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=CELLS)
def module(request: pytest.FixtureRequest, style: Any) -> Any:
    return kernel(request.param, style)


def analytic(module: Any) -> bool:
    return "complex128" in module.SIGNATURE.dtypes


# the textbook kernel is held against the other on every shape, so that one is enough here
MEASURED = [("numpy", shape) for shape in SHAPES] + [("reference", SHAPES[0])]


@pytest.mark.parametrize(("style", "shape"), MEASURED, ids=str)
@pytest.mark.parametrize("cell", FULL)
def test_every_gradient_agrees_with_central_differences(cell: str, style: Any, shape: dict[str, int]) -> None:
    case = random_case(kernel(cell, style), **shape)
    for name, error in disagreements(case, case.arrays(), central_difference):
        assert error < 1e-8, f"{name} is off by {error:.1e}"


@pytest.mark.parametrize(("style", "shape"), [*MEASURED[:2], MEASURED[-1]], ids=str)
@pytest.mark.parametrize("cell", FULL)
def test_every_gradient_agrees_with_complex_steps(cell: str, style: Any, shape: dict[str, int]) -> None:
    module = kernel(cell, style)
    if not analytic(module):
        with pytest.raises(ValueError, match="dtype is complex128; it must be one of float32, float64, longdouble"):
            module.init(**sizes_of(module), dtype=complex)
        return
    case = random_case(module, **shape).astype(complex)
    for name, error in disagreements(case, case.arrays(), complex_step):
        assert error < 2e-13, f"{name} is off by {error:.1e}"


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_reference_and_numpy_agree(cell: str, shape: dict[str, int]) -> None:
    reference, fast = (random_case(kernel(cell, style), **shape) for style in STYLES)
    y, state, _ = reference.forward()
    y2, state2, _ = fast.forward()
    np.testing.assert_allclose(y2, y, rtol=1e-12, atol=1e-13)
    for one, other in zip(state, state2, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-13)
    ours = fast.arrays()
    for name, (_, grad) in reference.arrays().items():
        np.testing.assert_allclose(ours[name][1], grad, rtol=1e-10, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("dtype", ["float32", "longdouble"])
def test_other_precisions_agree_with_double(module: Any, dtype: str) -> None:
    case = random_case(module)
    other = case.astype(dtype)
    tolerance = 2e-4 if dtype == "float32" else 1e-10
    grads = other.arrays()
    for name, (_, grad) in case.arrays().items():
        assert grads[name][1].dtype == np.dtype(dtype), name
        scale = max(np.abs(grad).max(), 1e-2)
        assert np.abs(grads[name][1] - grad).max() <= tolerance * scale, name
    y, state, _ = other.forward()
    assert {y.dtype, *(field.dtype for field in state)} == {np.dtype(dtype)}


def test_step_by_step_is_forward(module: Any) -> None:
    if not hasattr(module, "step"):
        return  # it reads an end of time, or runs backward
    case = random_case(module)
    y, final, _ = case.forward()
    state = case.state0
    wanted = [name for name in module.step.__annotations__ if name in case.inputs]
    for t in range(len(y)):
        inputs = (case.inputs[name] for name in wanted)
        out, state = module.step(case.p, *(array[t] if array.ndim >= 3 else array for array in inputs), state)
        np.testing.assert_allclose(out, y[t], rtol=1e-12, atol=1e-14)
    for one, other in zip(final, state, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-14)


def test_none_means_zeros_or_where_the_cell_says_that_a_state_starts(module: Any) -> None:
    case = random_case(module)
    start = module.KERNEL.signature.start
    zeros = module.State(*(np.full_like(array, start.get(name, 0)) for name, array in case.state0._asdict().items()))
    y, _, tape = case.forward(state0=None)
    y0, _, tape0 = case.forward(state0=zeros)
    np.testing.assert_array_equal(y, y0)
    one, other = case.backward(tape), case.backward(tape0, module.State(*map(np.zeros_like, zeros)))
    np.testing.assert_array_equal(one.params.flat, other.params.flat)


def test_a_tape_can_be_used_twice_and_no_input_is_written_to(module: Any) -> None:
    case = random_case(module)
    arrays = [case.p.flat, *case.inputs.values(), *case.state0, case.dy, *case.dstate]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    y, _, tape = case.forward()
    first = case.backward(tape, case.dstate)
    y += 1.0  # what forward returned is the caller's
    second = case.backward(tape, case.dstate)
    np.testing.assert_array_equal(first.params.flat, second.params.flat)
    for one, other in zip((*first[1:-1], *first.state), (*second[1:-1], *second.state), strict=True):
        np.testing.assert_array_equal(one, other)
    for array, copied in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copied)


@pytest.mark.parametrize("cell", CELLS)
def test_the_way_back_may_go_through_many_stretches(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = kernel(cell, "numpy")
    if not module.KERNEL.stretches:
        return  # it goes back through all steps at once
    exact, case = (random_case(kernel(cell, style), T=7, N=2) for style in STYLES)
    monkeypatch.setattr(runtime, "ROWS", 4)
    stretches = [(start, part.extent[0]) for start, part in module.KERNEL._stretches(case.p, case.forward()[2])]
    assert len(stretches) > 2
    assert sorted(t for start, steps in stretches for t in range(start, start + steps)) == list(range(7))
    found = case.arrays()
    for name, (_, grad) in exact.arrays().items():
        np.testing.assert_allclose(found[name][1], grad, rtol=1e-10, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell", CELLS)
def test_matrices_too_large_to_be_laid_out_at_once(cell: str, dtype: str) -> None:
    """Wide rows lie apart from each other, and large matrices are transposed strip by strip."""
    exact, case = (random_case(kernel(cell, style), T=3, N=3, hidden_size=132) for style in STYLES)
    for one in (exact, case):
        one.p.flat *= 0.1  # else so many summands leave nothing but saturated gates
    case = case.astype(dtype)
    found, tolerance = case.arrays(), 1e-4 if dtype == "float32" else 1e-12
    for name, (_, grad) in exact.arrays().items():
        error = np.abs(found[name][1] - grad).max() / (np.abs(grad).max() or 1)
        assert error < tolerance, f"{name} is off by {error:.1e}"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell", CELLS)
def test_chunks_of_any_length_give_the_same(cell: str, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = kernel(cell, "numpy")
    if not hasattr(module, "CHUNK"):
        return  # no loop multiplies with what is computed ahead of it
    case = random_case(module, T=5).astype(dtype)
    whole = case.arrays()
    for numbers in (1, 80):
        monkeypatch.setattr(module, "CHUNK", numbers)
        for name, (_, grad) in case.arrays().items():
            np.testing.assert_allclose(grad, whole[name][1], rtol=1e-12 if dtype == "float64" else 1e-5, err_msg=name)


@pytest.mark.parametrize("every", [1, 3, 8])
def test_checkpoints_change_nothing_but_memory(module: Any, every: int) -> None:
    case = random_case(module, T=7)
    arguments = (case.p, *case.inputs.values(), case.state0)
    if hasattr(module, "predict"):
        with pytest.raises(ValueError, match=f"checkpoint_every is {every}; it must be None, since"):
            module.forward(*arguments, checkpoint_every=every)
        return
    y, final, tape = module.forward(*arguments)
    z, last, checkpoints = module.forward(*arguments, checkpoint_every=every)
    assert len(checkpoints.states) == -(-7 // every)
    want, got = case.backward(tape, case.dstate), case.backward(checkpoints, case.dstate)
    ours = (z, *last, got.params.flat, *got[1:-1], *got.state)
    for one, other in zip((y, *final, want.params.flat, *want[1:-1], *want.state), ours, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-13, atol=1e-13 * np.abs(one).max())
    again = case.backward(checkpoints, case.dstate)
    np.testing.assert_array_equal(again.params.flat, got.params.flat)


def test_checkpoints_take_the_memory_of_the_states_and_of_one_stretch(style: Any) -> None:
    case = random_case(kernel("lstm", style), T=1024, N=2, input_size=4, hidden_size=16)
    arguments = (case.p, *case.inputs.values(), case.state0)

    def growth(**options: int) -> int:
        """The peak of both directions, less what they hand out."""
        if style == "numpy":
            runtime.release()
        tracemalloc.start()
        y, _, tape = case.kernel.forward(*arguments, **options)
        grads = case.backward(tape, case.dstate)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak - y.nbytes - grads.x.nbytes - grads.params.flat.nbytes

    growth()  # what is made once
    assert growth(checkpoint_every=32) < growth() / 8


def test_gradients_own_their_memory(module: Any) -> None:
    case = random_case(module)
    grads = case.gradients()
    arrays = [grads.params.flat, *grads[1:-1], *grads.state]
    given = [case.p.flat, *case.inputs.values(), *case.state0, case.dy, *case.dstate]
    assert not any(np.shares_memory(a, b) for i, a in enumerate(arrays) for b in [*given, *arrays[:i]])


def test_parameters_are_views_of_flat(module: Any) -> None:
    case = random_case(module)
    p = case.p
    assert sum(getattr(p, name).size for name in p.names) == p.flat.size
    for name in p.names:
        view = getattr(p, name)
        before = p.flat.sum()
        view += 1.0
        assert np.isclose(p.flat.sum() - before, view.size), name
        setattr(p, name, np.full(view.shape, 0.5))
        assert getattr(p, name) is view
        assert np.all(view == 0.5)
    p.flat -= 0.5
    assert all(np.all(getattr(p, name) == 0) for name in p.names)
    for twin in (p.copy(), copy.deepcopy(p), pickle.loads(pickle.dumps(p))):
        twin.flat += 1
        assert all(np.all(getattr(twin, name) == 1) for name in p.names)
        assert np.all(p.flat == 0)


def test_memory_layout_of_the_inputs_does_not_matter(module: Any) -> None:
    case = random_case(module)
    want = case.arrays()
    for strange in (np.asfortranarray, lambda a: a[::-1].copy()[::-1], lambda a: np.repeat(a, 2, axis=-1)[..., ::2]):
        inputs = {name: strange(array) for name, array in case.inputs.items()}
        other = case._replace(inputs=inputs, dy=strange(case.dy)).arrays()
        for name, (_, grad) in want.items():
            np.testing.assert_allclose(other[name][1], grad, rtol=1e-12, atol=1e-14, err_msg=name)


BOUNDED = tuple(name for name in builtin() if name not in ("slstm", "mlstm"))  # their gates are exponentials


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell", BOUNDED)
def test_inputs_of_any_size_neither_overflow_nor_warn(cell: str, style: Any, dtype: str) -> None:
    case = random_case(kernel(cell, style)).astype(dtype)
    for array in case.inputs.values():
        array[...] = np.where(np.arange(array.size).reshape(array.shape) % 2, 1e4, -1e4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y, _, tape = case.forward()
        grads = case.backward(tape, case.dstate)
    assert np.isfinite(y).all()
    assert np.isfinite(grads.params.flat).all()


@pytest.mark.parametrize("cell", builtin())
@pytest.mark.filterwarnings("ignore:invalid value")
def test_nan_goes_to_what_depends_on_it_and_nowhere_else(cell: str, style: Any) -> None:
    case = random_case(kernel(cell, style))
    next(iter(case.inputs.values()))[2, 0, 0] = np.nan
    y, _, _ = case.forward()
    assert np.isnan(y[2:, 0]).any(axis=-1).all()
    assert not np.isnan(y[:2]).any()
    assert not np.isnan(y[:, 1]).any()


class TestBadInput:
    """Each mistake is a ValueError that names the argument, what it was and what it must be."""

    @pytest.fixture
    def case(self, style: Any) -> Any:
        return random_case(kernel("lstm", style))

    @pytest.mark.parametrize(
        ("shape", "message"),
        [
            ((4, 2, 5), r"x has shape \(4, 2, 5\); it must be \(T, N, 3\)"),
            ((4, 3), r"x has shape \(4, 3\); it must be \(T, N, 3\)"),
            ((0, 2, 3), r"x has shape \(0, 2, 3\); it must be \(T, N, 3\) with T and N at least 1"),
            ((4, 0, 3), r"x has shape \(4, 0, 3\)"),
        ],
    )
    def test_input_of_a_wrong_shape(self, case: Any, shape: tuple[int, ...], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            case.kernel.forward(case.p, np.zeros(shape))

    def test_input_of_a_wrong_dtype(self, case: Any) -> None:
        with pytest.raises(ValueError, match="x has dtype float32; it must be float64, as the parameters are"):
            case.kernel.forward(case.p, case.inputs["x"].astype("float32"))

    @pytest.mark.parametrize("at", [0, 1])
    def test_state_of_a_wrong_shape(self, case: Any, at: int) -> None:
        fields = list(case.state0)
        fields[at] = fields[at][:1]  # would broadcast
        with pytest.raises(ValueError, match=rf"state0\.{'hc'[at]} has shape \(1, 4\); it must be \(2, 4\)"):
            case.kernel.forward(case.p, case.inputs["x"], case.kernel.State(*fields))

    def test_a_state_that_is_none(self, case: Any) -> None:
        with pytest.raises(ValueError, match=r"(?s)state0 is .*it must be State\(h, c\) or None"):
            case.kernel.forward(case.p, case.inputs["x"], np.zeros((2, 4)))

    def test_gradient_of_a_wrong_shape_or_dtype(self, case: Any) -> None:
        _, _, tape = case.kernel.forward(case.p, case.inputs["x"])
        with pytest.raises(ValueError, match=r"dy has shape \(3, 2, 4\); it must be \(4, 2, 4\)"):
            case.kernel.backward(case.p, tape, case.dy[1:])
        with pytest.raises(ValueError, match="dy has dtype float32"):
            case.kernel.backward(case.p, tape, case.dy.astype("float32"))
        with pytest.raises(ValueError, match=r"dstate\.c has shape"):
            case.kernel.backward(case.p, tape, case.dy, case.dstate._replace(c=np.zeros((2, 5))))

    @pytest.mark.parametrize("every", [0, -1, 2.5, True, "3"])
    def test_checkpoints_at_no_whole_number_of_steps(self, case: Any, every: Any) -> None:
        with pytest.raises(ValueError, match=f"checkpoint_every is {every!r}; it must be a positive integer or None"):
            case.kernel.forward(case.p, case.inputs["x"], checkpoint_every=every)

    def test_a_tape_of_other_parameters(self, case: Any) -> None:
        other = random_case(case.kernel, hidden_size=5)
        _, _, tape = other.kernel.forward(other.p, other.inputs["x"])
        with pytest.raises(ValueError, match=r"tape belongs to parameters of sizes \(3, 5\).*hidden_size=4"):
            case.kernel.backward(case.p, tape, case.dy)
        _, _, tape = case.kernel.forward(case.p.astype("float32"), case.inputs["x"].astype("float32"))
        with pytest.raises(ValueError, match="tape belongs to parameters"):
            case.kernel.backward(case.p, tape, case.dy)
        with pytest.raises(ValueError, match="tape is a NoneType"):
            case.kernel.backward(case.p, None, case.dy)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"input_size": 0, "hidden_size": 3}, "input_size is 0; it must be a positive integer"),
            ({"input_size": 2, "hidden_size": 2.5}, "hidden_size is 2.5"),
            ({"input_size": 2, "hidden_size": 3, "dtype": int}, "dtype is int64; it must be one of float32, float64"),
            ({"input_size": 2, "hidden_size": 3, "dtype": "float16"}, "dtype is float16"),
        ],
    )
    def test_bad_sizes_and_dtypes(self, case: Any, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            case.kernel.init(**arguments)

    def test_a_parameter_of_a_wrong_shape(self, case: Any) -> None:
        with pytest.raises(ValueError, match=r"W_f has shape \(4, 3\), but the new value has \(3, 4\)"):
            case.p.W_f = np.zeros((3, 4))
        with pytest.raises(AttributeError, match="there is no parameter 'W_q'"):
            case.p.W_q = 1


def test_init_is_reproducible(module: Any) -> None:
    sizes = [3, 4, 2, 5][: len(module.SIGNATURE.sizes)]
    one, other, third = (module.init(*sizes, rng=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(one.flat, other.flat)
    assert not np.array_equal(one.flat, third.flat)


class TestTheChecker:
    """The checks above reject gradients with the mistakes that people make."""

    def errors(self, damage: Any, shape: dict[str, int] | None = None) -> dict[str, float]:
        case = random_case(kernel("peephole_lstm", "numpy"), **(shape or {}))
        grads = case.arrays()
        damage(grads)
        return dict(disagreements(case, grads, central_difference))

    def test_accepts_the_right_gradient(self) -> None:
        assert max(self.errors(lambda grads: None).values()) < 1e-8

    @pytest.mark.parametrize("name", ["W_f", "R_g", "b_i", "p_o", "x", "c0"])
    def test_rejects_a_gradient_wrong_by_a_tenth_of_a_per_cent(self, name: str) -> None:
        def damage(grads: dict[str, Any]) -> None:
            grads[name] = (grads[name][0], grads[name][1] * 1.001)

        errors = self.errors(damage)
        assert errors.pop(name) > 5e-4
        assert max(errors.values()) < 1e-8

    def test_rejects_a_missing_transpose(self) -> None:
        def damage(grads: dict[str, Any]) -> None:
            grads["R_f"] = (grads["R_f"][0], grads["R_f"][1].T)

        assert self.errors(damage)["R_f"] > 1e-2

    def test_rejects_swapped_gates(self) -> None:
        def damage(grads: dict[str, Any]) -> None:
            i, f = grads["W_i"], grads["W_f"]
            grads["W_i"], grads["W_f"] = (i[0], f[1]), (f[0], i[1])

        errors = self.errors(damage)
        assert errors["W_i"] > 1e-2
        assert errors["W_f"] > 1e-2

    @pytest.mark.parametrize(
        ("right", "wrong", "caught"),
        [
            ("multiply(dc_across, f_across, work_across)", "work[...] = 0", "W_i"),  # the carry of the cell state
            ("product(da_t, R, dh_next)", "dh_next[...] = 0", "W_i"),  # the way through h
            ("product(da_t, R, dh_next)", "product(da_t, np.roll(R, 1, 1), dh_next)", "W_i"),
            ("da_f.swapaxes(1, 2), c[:-1]", "da_f.swapaxes(1, 2), c[1:]", "p_f"),  # the shift of a peephole
            ("da_o.swapaxes(1, 2), c[1:]", "da_o.swapaxes(1, 2), c[:-1]", "p_o"),
            ("dc_next[...] = dstate.c", "dc_next[...] = 0", "W_i"),  # the gradient of the final state
            ("subtract(1, f_c, s_f_c)", "subtract(1, f_c * f_c, s_f_c)", "W_f"),  # the wrong slope
            (
                "multiply(da_o_across, p_o_across, dc_across)",
                "dc[...] = 0",
                "W_i",
            ),  # the way through the output gate's peephole
        ],
    )
    def test_rejects_a_kernel_with_a_mistake(self, right: str, wrong: str, caught: str) -> None:
        source = render(adjoint(builtin()["peephole_lstm"].system), "numpy")
        assert source.count(right) == 1, f"{right!r} is not in the kernel; mend this test"
        module = types.ModuleType("damaged")
        module.__package__ = "derive.backends.numpy"  # where the runtime stands
        exec(source.replace(right, wrong), vars(module))
        case = random_case(module)
        errors = dict(disagreements(case, case.arrays(), central_difference))
        assert errors[caught] > 1e-3


# --- other cells and texts than those of the zoo


@pytest.mark.parametrize("one", paper_cells.CELLS.values(), ids=lambda one: one.name)
def test_cells_of_other_papers_agree_with_central_differences(one: Any, style: Any) -> None:
    case = random_case(kernel_of(one, style), T=3, input_size=2, hidden_size=2)
    for name, error in disagreements(case, case.arrays(), central_difference):
        assert error < 1e-8, f"{name} is off by {error:.1e}"


def test_what_a_user_writes_cannot_break_a_docstring(style: Any) -> None:
    @define(source=r"C:\new\users, \alpha")
    def quoted(m: Any) -> None:
        """Three quotes: \"\"\", and \\ a backslash."""
        m.y = m.affine("y", m.input("x"))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = str(kernel_of(quoted, style).__doc__)
    assert said.startswith('Three quotes: """, and \\ a backslash.')
    assert r"Source: C:\new\users, \alpha" in said
