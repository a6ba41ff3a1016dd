"""What each pass leaves computes the gradients; what a plan is said to cost is what its kernel does."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from derive.printers.plan import amount, schedule
from derive.schedule import RECIPE, Plan, plan, stages, start
from derive.schedule.cost import cost

from derive import adjoint
from derive.calculus import numbering
from derive.cells import builtin
from derive.core.equations import Kind, N, T
from tests import strange_cells
from tests.counting import counted, watched
from tests.kernels import Case, kernel, random_case
from tests.plans import Machine

EVERY = {**builtin(), **strange_cells.CELLS}
CELLS = tuple(EVERY)


# their kernels divide by numbers, change signs, or multiply numbers of each sequence first: an operation here or there
ROUGH = ("slstm", "mlstm", "layer_norm_lstm", "normalised", "stabilised", "matrix_memory", "scalar_state")
ROUGH += ("forecaster", "stacked_tagger", "generator")


def value(expr: sp.Expr, p: Any, **sizes: int) -> int:
    values = {**{name: size for name, size in vars(p).items() if isinstance(size, int)}, **sizes}
    return int(expr.subs({symbol: values[symbol.name] for symbol in expr.free_symbols}))


def tally(name: str, steps: int) -> Counter[str]:
    """What the kernel does, forward and backward."""
    case = random_case(kernel(name, "numpy"), T=steps, N=2)
    module, p = case.kernel, case.p
    with watched(module) as done:
        counting = case._replace(
            p=module.Params(*p.__reduce__()[1][:-1], counted(p.flat)),
            inputs={name: counted(array) for name, array in case.inputs.items()},
            state0=module.State(*map(counted, case.state0)),
            dy=counted(case.dy),
            dstate=module.State(*map(counted, case.dstate)),
        )
        counting.gradients()
        return Counter(done)


@pytest.mark.parametrize("name", CELLS)
def test_a_kernel_costs_what_is_said_of_its_plan(name: str) -> None:
    said, case = cost(plan(adjoint(EVERY[name].system))), random_case(kernel(name, "numpy"), T=3, N=2)
    *_, tape = case.forward()
    kept = sum(field.size for field in tape if isinstance(field, np.ndarray))
    assert kept == value(said.tape, case.p, T=3, N=2)
    done, more = tally(name, 3), tally(name, 4)
    pairs = [
        (done["elementwise"], value(said.elementwise, case.p, T=3, N=2)),
        (more["calls"] - done["calls"], int(said.in_loops)),
        (done["calls"], int(3 * said.in_loops + said.ahead + said.once)),
    ]
    assert done["products"] == value(said.products, case.p, T=3, N=2)
    assert all(abs(one - other) <= other / 6 if name in ROUGH else one == other for one, other in pairs), pairs


@pytest.mark.parametrize("name", ["rnn", "lstm", "peephole_lstm", "lstmp", "gru", "min_gru"])
def test_products_are_three_for_each_matrix_and_step(name: str) -> None:
    """One forward, one for its own gradient, one for that of what it acts on; forward, a bias may be a column."""
    system = builtin()[name].system
    matrices = sp.Add(*(sp.Mul(*(s.symbol for s in t.axes)) for t in system.parameters if len(t.axes) == 2))
    made = plan(adjoint(system))
    products = (3 * matrices + joined_biases(made)) * T.symbol * N.symbol
    assert sp.expand(cost(made).products - products) == 0


def joined_biases(made: Plan) -> sp.Expr:
    """How many numbers there are in the biases that are a column of a matrix."""
    return sp.Add(*(joined.weights.axes[0].symbol for joined in made.joined if joined.wide))


SHOWN = ("rnn", "lstm", "gru", "min_gru", "forecaster", "generator")


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_speaks_of_every_equation_and_no_pass_adds_to_a_step(name: str) -> None:
    backward = adjoint(EVERY[name].system)
    page = dict(schedule(backward))
    told = "\n".join(page["Forward"] + page["Backward"])
    assert {int(number) for number in re.findall(r"\((\d+)\)", told)} >= set(numbering(backward).values())
    assert [title for title in page if title[0].isdigit()] == [
        f"{n}. {step.name}: {step.reason}" for n, step in enumerate(RECIPE, start=1)
    ]
    assert all(page.values())
    plans = [start(backward), *(left for _, left in stages(backward))]
    for before, after in itertools.pairwise(plans):
        old, new = cost(before), cost(after)
        biases = (joined_biases(after) - joined_biases(before)) * N.symbol * T.symbol
        more = sp.expand(new.products - old.products - biases).coeff(T.symbol)
        assert not more.as_coeff_Mul()[0].is_positive
        assert new.in_loops <= old.in_loops


@pytest.mark.parametrize("name", ["lstm", "lstmp", "mlstm"])
def test_amounts_are_printed_as_they_are(name: str) -> None:
    for costs in map(cost, (left for _, left in stages(adjoint(EVERY[name].system)))):
        for expr in vars(costs).values():
            said = amount(expr).replace("·", "*").translate(str.maketrans({"²": "**2", "³": "**3"}))
            assert sp.expand(sp.sympify(said, {s.name: s for s in expr.free_symbols}) - expr) == 0


def disagreement(left: Plan, case: Case) -> float:
    """How far the gradients that a plan computes are from those of the textbook kernel, on the largest of each."""
    backward = left.backward
    sizes = {"T": 3, "N": 2, **{key: size for key, size in vars(case.p).items() if isinstance(size, int)}}
    seeds = {seed.of.name: seed.name for seed in backward.seeds if not seed.in_time}
    given = {key: getattr(case.p, key) for key in case.p.names} | case.inputs | case.state0._asdict()
    given |= {seeds[state]: array for state, array in case.dstate._asdict().items() if state in seeds}
    given |= {seed.name: case.dy for seed in backward.seeds if seed.name not in seeds.values()}
    machine, worst = Machine(left, sizes, given), 0.0
    exact = {name: grad for name, (_, grad) in case.arrays().items()}
    for tensor in backward.forward.of_kind(Kind.PARAMETER, Kind.INPUT):
        got = machine.view(backward.derivation(tensor).adjoint)[slice(1, -1) if tensor.in_time else ...]
        scale = max(np.abs(exact[tensor.name]).max(), 1e-2)
        worst = np.fmax(worst, np.nan_to_num(np.abs(got - exact[tensor.name]), nan=np.inf).max() / scale)
    return worst


@pytest.mark.parametrize("name", CELLS)
def test_every_pass_leaves_a_plan_that_computes_the_gradients(name: str) -> None:
    backward, case = adjoint(EVERY[name].system), random_case(kernel(name, "reference"), T=3, N=2)
    assert disagreement(start(backward), case) < 1e-12
    for step, left in stages(backward):
        assert disagreement(left, case) < 1e-12, step.name


def test_a_plan_that_lacks_a_statement_is_noticed() -> None:
    whole, case = plan(adjoint(EVERY["lstm"].system)), random_case(kernel("lstm", "reference"), T=3, N=2)
    for at, segment in enumerate(whole.back):
        for nth in range(len(segment.statements)):
            less = replace(segment, statements=segment.statements[:nth] + segment.statements[nth + 1 :])
            torn = replace(whole, back=(*whole.back[:at], less, *whole.back[at + 1 :]))
            assert disagreement(torn, case) > 1e-3, segment.statements[nth]
