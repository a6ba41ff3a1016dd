"""What each pass leaves computes the gradients; what a program is said to cost is what its kernel does."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from derive import adjoint
from derive.calculus import Backward, numbering
from derive.cells import builtin
from derive.core.equations import TIME, N, T, Tensor
from derive.ir import Function, IllegalProgram, Life, Loop, Program, Statement, lower, verify
from derive.ir.cost import Cost, cost
from derive.ir.machine import Machine
from derive.ir.nodes import op_of, statements_of
from derive.ir.verify import random_numbers, small_sizes
from derive.passes import RECIPE, scheduled, stages
from derive.passes.report import amount, schedule
from tests import strange_cells
from tests.counting import counted, watched
from tests.kernels import Case, kernel, random_case

EVERY = {**builtin(), **strange_cells.CELLS}
CELLS = tuple(EVERY)


# --- what a program costs


def value(expr: sp.Expr, p: Any, **sizes: int) -> int:
    known = {**dict(zip(p.signature.sizes, p.sizes, strict=True)), **sizes}
    return int(expr.subs({symbol: known[symbol.name] for symbol in expr.free_symbols}))


def tally(case: Case, steps: int, batch: int) -> tuple[Counter[str], int]:
    """What the kernel does, forward and backward, and the numbers that it keeps in between."""
    module, p = case.kernel, case.p
    run, dtype = module.KERNEL, p.flat.dtype
    shapes = run.shapes(p.sizes, steps, batch).gradients
    with watched(module) as done:
        q = module.Params(*p.sizes, flat=counted(p.flat))
        state0, dstate = (module.State(*map(counted, state)) for state in (case.state0, case.dstate))
        *_, tape = run.run(q, steps, batch, dtype, *map(counted, case.inputs.values()), state0)
        arriving = () if module.SIGNATURE.loss else (counted(case.dy),)
        gradients = (counted(np.empty(shape, dtype)) for shape in shapes)
        run.back(q, steps, batch, dtype, tape, *arriving, dstate, *gradients)
        return Counter(done), sum(array.size for array in tape)


@pytest.mark.parametrize("name", CELLS)
def test_a_kernel_costs_exactly_what_is_said_of_its_program(name: str) -> None:
    said = cost(scheduled(adjoint(EVERY[name].system)))
    for steps, batch in ((1, 1), (3, 2)):
        case = random_case(kernel(name, "numpy"), T=steps, N=batch)
        done, kept = tally(case, steps, batch)
        told = {
            "products": value(said.products, case.p, T=steps, N=batch),
            "elementwise": value(said.elementwise, case.p, T=steps, N=batch),
            "calls": int(steps * said.in_loops + said.ahead + said.once),
            "kept": value(said.tape, case.p, T=steps, N=batch),
        }
        assert {**{key: done[key] for key in told if key != "kept"}, "kept": kept} == told
