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
from derive.ir.nodes import op_of
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


@pytest.mark.parametrize("name", ["rnn", "lstm", "peephole_lstm", "lstmp", "gru", "min_gru"])
def test_products_are_three_for_each_matrix_and_step(name: str) -> None:
    """One forward, one for its own gradient, one for that of what it acts on; forward, a bias may be a column."""
    system = builtin()[name].system
    matrices = sp.Add(*(sp.Mul(*(s.symbol for s in t.axes)) for t in system.parameters if len(t.axes) == 2))
    program = scheduled(adjoint(system))
    products = (3 * matrices + joined_biases(program)) * T.symbol * N.symbol
    assert sp.expand(cost(program).products - products) == 0


def joined_biases(program: Program) -> sp.Expr:
    """How many numbers there are in the biases that are a column of a matrix."""
    columns = (part for copy in program.copies if len(copy.target.axes) == 2 for part in copy.parts)
    return sp.Add(*(part.axes[0].symbol for part in columns if len(part.axes) == 1))


# --- the page


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru", "min_gru", "forecaster", "generator"])
def test_the_page_names_every_equation_and_pass_and_no_pass_adds_to_a_step(name: str) -> None:
    backward = adjoint(EVERY[name].system)
    page = dict(schedule(backward))
    told = "\n".join(page["Forward"] + page["Backward"])
    assert {int(number) for number in re.findall(r"\((\d+)\)", told)} >= set(numbering(backward).values())
    assert [title for title in page if title[0].isdigit()] == [
        f"{n}. {step.name}: {step.reason}" for n, step in enumerate(RECIPE, start=1)
    ]
    assert all(page.values())
    programs = [lower(backward), *(program for _, program in stages(backward))]
    for before, after in itertools.pairwise(programs):
        old, new = cost(before), cost(after)
        biases = (joined_biases(after) - joined_biases(before)) * N.symbol * T.symbol
        more = sp.expand(new.products - old.products - biases).coeff(T.symbol)
        assert not more.as_coeff_Mul()[0].is_positive
    calls = [cost(program).in_loops for program in programs]
    assert calls[-1] < calls[0]
    for step, before, after in zip(RECIPE, calls[:-1], calls[1:], strict=True):
        # a function counts as one call; this pass takes several of NumPy's own instead of one that takes more of them
        assert after <= before or step.name == "tanh_for_sigmoid", step.name


@pytest.mark.parametrize("name", ["lstm", "lstmp", "mlstm"])
def test_amounts_are_printed_as_they_are(name: str) -> None:
    for _, program in stages(adjoint(EVERY[name].system)):
        costs = cost(program)
        for expr in (getattr(costs, part.name) for part in fields(Cost)):
            said = amount(expr).replace("·", "*").translate(str.maketrans({"²": "**2", "³": "**3"}))
            assert sp.expand(sp.sympify(said, {s.name: s for s in expr.free_symbols}) - expr) == 0


# --- legal after each pass, and equal


class Observed(Machine):
    """A machine that remembers the output, which the backward function need not keep."""

    def _forget(self) -> None:
        self.output = self.result(self.program.output)
        super()._forget()


def results(program: Program) -> dict[str, Any]:
    """The output and every gradient, at a small size."""
    sizes = small_sizes(program, 5, 2)
    machine = Observed(program, sizes, random_numbers(program, sizes))
    return {"y": machine.output, **{tensor.name: machine.result(tensor) for tensor in program.results}}


def difference(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How far results are apart, on the largest of each."""
    assert one.keys() == other.keys()
    scales = {name: max(np.abs(array).max(), 1e-2) for name, array in one.items()}
    return max(float(np.nan_to_num(np.abs(one[n] - other[n]), nan=np.inf).max() / scales[n]) for n in one)


@pytest.mark.parametrize("name", CELLS)
def test_every_pass_leaves_a_legal_program(name: str) -> None:
    """Between the first and the last at one size alone, which is quick: three steps are more than a chunk."""
    backward = adjoint(EVERY[name].system)
    programs = {"lower": lower(backward), **{step.name: program for step, program in stages(backward)}}
    seen: list[Program] = []
    for said, program in reversed(programs.items()):
        if program not in seen:
            seen.append(program)
            try:
                if said in (RECIPE[-1].name, "lower"):
                    verify(program)
                else:
                    sizes = small_sizes(program, 3, 2)
                    Machine(program, sizes, random_numbers(program, sizes))
            except IllegalProgram as error:
                pytest.fail(f"{said}: {error}")


@pytest.mark.parametrize("name", ["lstm", "gru", "mlstm", "normalised", "tied", "both_ends"])
def test_every_pass_leaves_a_program_that_computes_the_same(name: str) -> None:
    backward = adjoint(EVERY[name].system)
    right = results(lower(backward))
    for step, program in stages(backward):
        assert difference(right, results(program)) < 1e-12, step.name


# --- what is not legal


def with_blocks(program: Program, change: Callable[[tuple[Statement, ...]], tuple[Statement, ...]]) -> Program:
    """The program with the statements of every block changed."""

    def changed(function: Function) -> Function:
        return replace(
            function,
            blocks=tuple(
                replace(block, statements=change(block.statements), ahead=change(block.ahead))
                if isinstance(block, Loop)
                else replace(block, statements=change(block.statements))
                for block in function.blocks
            ),
        )

    return replace(program, forward=changed(program.forward), backward=changed(program.backward))


def without(program: Program, statement: Statement) -> Program:
    return with_blocks(program, lambda statements: tuple(s for s in statements if s is not statement))


def refused(program: Program) -> bool:
    try:
        verify(program)
    except IllegalProgram:
        return True
    return False


@pytest.mark.parametrize("program", [lower, scheduled], ids=["lowered", "scheduled"])
def test_a_program_that_lacks_a_statement_is_refused(program: Callable[[Backward], Program]) -> None:
    whole = program(adjoint(EVERY["lstm"].system))
    for statement in whole.statements:
        less = without(whole, statement)
        # a summand that nobody adds leaves no gap in memory: the results tell
        assert refused(less) or (statement.add and difference(results(whole), results(less)) > 1e-3), statement


def read_early(program: Program) -> Iterator[tuple[str, Program]]:
    """Programs in which one value that a loop computes is read one step before the loop computes it."""
    for loop in (block for f in program.functions for block in f.blocks if isinstance(block, Loop)):
        written = {statement.target for statement in loop.statements}
        for statement in loop.statements:
            for component in statement.components:
                if component.base in written and component.indices[:1] and component.indices[0].has(TIME):
                    early = component.xreplace({TIME: TIME + loop.direction})
                    wrong = replace(statement, ops=tuple(op_of(_swap(op, component, early)) for op in statement.ops))
                    torn = with_blocks(program, lambda ss, a=statement, b=wrong: tuple(b if s is a else s for s in ss))
                    yield f"{early} in {statement}", torn


def _swap(op: Any, old: sp.Basic, new: sp.Basic) -> Any:
    return replace(op.term, expr=op.term.expr.xreplace({old: new}))


@pytest.mark.parametrize("name", ["lstm", "gru"])
def test_a_program_that_reads_a_step_early_is_refused(name: str) -> None:
    torn = [case for program in (lower, scheduled) for case in read_early(program(adjoint(EVERY[name].system)))]
    assert len(torn) > 20
    for said, program in torn:
        assert refused(program), said


def test_a_program_whose_carry_is_overwritten_is_refused() -> None:
    program = scheduled(adjoint(EVERY["lstm"].system))
    carried: list[Tensor] = [tensor for tensor in program.places if program.carried(tensor)]
    assert len(carried) > 1
    for one, other in itertools.permutations(carried, 2):
        assert refused(program.placed({one: program.place(other)})), f"{one.name} in the memory of {other.name}"


def test_a_program_that_keeps_nothing_for_the_backward_function_is_refused() -> None:
    program = scheduled(adjoint(EVERY["lstm"].system))
    tape = [buffer for buffer in program.buffers if buffer.life is Life.TAPE]
    assert tape
    for buffer in tape:
        lost = replace(buffer, life=Life.ARRAY)
        here = {tensor: place for tensor, place in program.places.items() if place.buffer == buffer}
        moved = {tensor: replace(place, buffer=lost) for tensor, place in here.items()}
        assert refused(program.placed(moved)), buffer.name
