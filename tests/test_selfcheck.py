"""A kernel that disagrees with its equations is never handed out: the recipe is tried without the faulty pass."""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

import numpy as np
import pytest

from derive import adjoint
from derive.backends.numpy import build as kernels
from derive.backends.numpy.build import KernelWarning, WrongKernel, render
from derive.cells import builtin
from derive.ir import Loop, Program, verify
from derive.ir.machine import IllegalProgram
from derive.passes import RECIPE
from tests import strange_cells

EVERY = {**builtin(), **strange_cells.CELLS}


def without_last_statement(program: Program) -> Program:
    """A pass that loses what the last loop computes last: a carry."""
    blocks = list(program.backward.blocks)
    at = max(number for number, block in enumerate(blocks) if isinstance(block, Loop))
    blocks[at] = dataclasses.replace(blocks[at], statements=blocks[at].statements[:-1])
    return dataclasses.replace(program, backward=dataclasses.replace(program.backward, blocks=tuple(blocks)))


def broken_recipe(name: str, damage: Any) -> tuple[Any, ...]:
    """The recipe, one pass of which damages what it makes."""
    return tuple(
        dataclasses.replace(step, apply=lambda program, apply=step.apply: damage(apply(program)))
        if step.name == name
        else step
        for step in RECIPE
    )


@pytest.mark.parametrize("name", ["fuse", "inline", "slopes"])
def test_a_pass_that_breaks_a_kernel_is_left_out_and_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derive.passes.RECIPE", broken_recipe(name, without_last_statement))
    with pytest.warns(KernelWarning, match=f"lstm: the kernel is made without the pass {name}, which broke it"):
        source = render(adjoint(builtin()["lstm"].system), "numpy")
    assert "_back" in source


def test_a_pass_that_trips_is_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(program: Program) -> Program:
        raise KeyError("h")

    monkeypatch.setattr("derive.passes.RECIPE", broken_recipe("join", trip))
    with pytest.warns(KernelWarning, match="without the pass join, which broke it .KeyError"):
        render(adjoint(builtin()["gru"].system), "numpy")


@pytest.mark.parametrize("style", ["numpy", "reference"])
def test_a_kernel_that_is_wrong_whatever_is_left_out_is_refused(style: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = kernels._source

    def wrong(*arguments: Any) -> str:
        return right(*arguments).replace("dtype)  # (", "dtype) + 1  # (").replace("= State(h=", "= State(h=2 * ")

    monkeypatch.setattr(kernels, "_source", wrong)
    with pytest.raises(WrongKernel, match="rnn: .*final h.*please report it"):
        render(adjoint(builtin()["rnn"].system), style)


def test_no_kernel_of_the_zoo_needs_a_pass_left_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", KernelWarning)
        for name in ("rnn", "lstm", "gru", "peephole_lstm", "min_gru"):
            render(adjoint(builtin()[name].system), "numpy")


def test_a_program_that_loses_a_carry_is_illegal() -> None:
    from derive.passes import scheduled

    program = scheduled(adjoint(builtin()["lstm"].system))
    verify(program)
    with pytest.raises(IllegalProgram, match="dh_next is read where"):
        verify(without_last_statement(program))


def test_the_equations_are_evaluated_where_functions_have_no_real_value() -> None:
    """What is not real is not compared, and stops nothing."""
    with np.errstate(all="ignore"):
        assert "_run" in render(adjoint(EVERY["scalar_functions"].system), "numpy")
