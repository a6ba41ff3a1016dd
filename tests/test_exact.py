"""Every gradient of every cell, proved at small sizes without tolerance; and the proof, proved not to be blind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy as sp

from derive import (
    Cell,
    Equation,
    Kind,
    Network,
    System,
    Tensor,
    adjoint,
    binary_cross_entropy,
    network,
    softmax_cross_entropy,
    squared_error,
)
from derive.calculus import Backward
from derive.cells import builtin
from derive.core.equations import BATCH, TIME, Bound, H, M, N, T, Term
from derive.core.functions import Elementwise
from tests.exact import (
    Digits,
    Experiment,
    Key,
    Rationals,
    Unrolled,
    differences,
    experiment,
    extents,
    faulty,
    mismatches,
    size_of,
    unroll,
)

CELLS = list(builtin().values())
SIZES = {
    "equal": extents(T=3, N=2, M=2, H=2),
    "unequal": extents(T=4, N=1, M=1, H=3),
    "one-step": extents(T=1, N=2, M=3, H=2),
}
each_cell = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)


@pytest.fixture(scope="module")
def derived() -> Callable[[Cell], Backward]:
    known: dict[str, Backward] = {}
    return lambda cell: known.get(cell.name) or known.setdefault(cell.name, adjoint(cell.system))


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@each_cell
def test_every_gradient_is_proved(cell: Cell, sizes: dict[str, int], derived: Callable[[Cell], Backward]) -> None:
    further = {size.name: 1 + sizes["H"] for size in cell.system.sizes if size.name not in sizes}
    assert differences(cell.system, derived(cell).system, sizes | further) == []


# ---------------------------------------------------------------------------------------------------------------------
# Whole networks: one derivation from the loss to every weight of every layer.


def many_to_one(m: Network) -> None:
    """Two layers, and a head that sees the last step alone."""
    K = m.size("K", "outputs")
    x, target = m.input("x"), m.input("target", K, steps=False)
    below = m.layer(builtin()["lstmp"], x, name="1")
    above = m.layer(builtin()["gru"], below, name="2")
    m.yhat = m.affine("y", above.last, size=K)
    m.loss(squared_error(m.yhat, target, "mean"), over="mean")


def both_directions(m: Network) -> None:
    """A layer for each direction of time, sequences of different lengths, and a class for each step."""
    K = m.size("K", "classes")
    x, target, mask = m.input("x"), m.input("target", K, gradient=False), m.mask()
    onward = m.layer(builtin()["peephole_lstm"], x, name="f", mask=mask)
    back = m.layer(builtin()["mlstm"], x, name="b", mask=mask, reverse=True, padded="zero")
    m.yhat = m.affine("y", onward, back, size=K)
    m.loss(softmax_cross_entropy(m.yhat, target))


def fed_back(m: Network) -> None:
    """One to many: what comes out is what goes in at the next step."""
    target, y = m.input("target"), m.state("y", M)
    m.fed = 1 * y.prev
    h = m.layer(builtin()["rnn"], m.fed)
    m.y = m.affine("y", h, size=M)
    m.loss(binary_cross_entropy(m.y, target))


@pytest.mark.parametrize("definition", [many_to_one, both_directions, fed_back])
@pytest.mark.parametrize("steps", [1, 3])
def test_networks_are_proved(definition: Callable[[Network], None], steps: int) -> None:
    forward = network(source="a test")(definition).system
    assert differences(forward, adjoint(forward).system, size_of(forward, T=steps)) == []


def _shifts_exponents(system: System, tensor: Tensor | None) -> bool:
    """Whether the tensor is a maximum that shifts exponents: its gradient is 0, and so is 0.1 % of it."""
    return tensor is not None and system.defines(tensor) and system.equation(tensor).terms[0].reduce == "max"


@each_cell
def test_every_gradient_is_proved_backward_in_time(cell: Cell) -> None:
    def reversed_layer(m: Network) -> None:
        inputs = [m.input(tensor.name, *tensor.features) for tensor in cell.system.inputs]
        m.output(m.layer(cell, *inputs, reverse=True))

    forward = network(source="a test")(reversed_layer).system
    assert all(state.reverse for state in forward.states)
    assert differences(forward, adjoint(forward).system, size_of(forward, N=1, M=1)) == []


# ---------------------------------------------------------------------------------------------------------------------
# The method: the same numbers as one unrolled loss, all substituted, differentiated as a whole.


@pytest.mark.parametrize("name", ["rnn", "lstm", "peephole_lstm"])
def test_method_agrees_with_one_substituted_loss(name: str, derived: Callable[[Cell], Backward]) -> None:
    """H=1, T=2, true activations, 50 digits: no dual numbers, no chain of scalar equations, no free outputs."""
    cell = builtin()[name]
    truth = experiment(cell.system, extents(T=2, N=1, M=1, H=1), digits := Digits(50))
    network = truth.network
    symbols = {key: sp.Symbol("_".join((key[0], *map(str, key[1])))) for key in network.given}
    functions: dict[str, Callable[..., Any]] = {}

    @cache
    def opaque(function: type[Elementwise]) -> type[sp.Function]:
        """The function as one that SymPy does not look into, with the slope of its definition."""
        x, name = sp.Symbol("x"), function.__name__
        functions[name] = sp.lambdify(x, function.definition(x), [digits.functions])
        functions[f"slope_of_{name}"] = sp.lambdify(x, function.definition(x).diff(x), [digits.functions])
        slope = sp.Function(f"slope_of_{name}")
        return type(name, (sp.Function,), {"fdiff": lambda self, argindex=1: slope(self.args[0])})

    @cache
    def whole(key: Key) -> sp.Expr:
        """The component as one expression in what is given."""
        if key in symbols:
            return symbols[key]
        scalar = network.scalars[key]
        value = scalar.value.replace(lambda e: isinstance(e, Elementwise), lambda e: opaque(type(e))(*e.args))
        return value.xreplace({sp.Symbol(f"v{n}"): whole(read) for n, read in enumerate(scalar.reads)})

    output, states, t_end = cell.system.output, cell.system.states, 2
    loss = sum(truth.seeds["dy", (t, 1, 1)] * whole((output.name, (t, 1, 1))) for t in (1, 2))
    loss += sum(truth.seeds[f"d{state}_T", (1, 1)] * whole((state.name, (t_end, 1, 1))) for state in states)
    backward = truth.evaluate(derived(cell).system)
    for key, symbol in symbols.items():
        compute = sp.lambdify(list(symbols.values()), loss.diff(symbol), [functions], cse=True)
        slope = digits.mp.mpf(compute(*network.given.values()))
        assert abs(slope) > 1e-6, f"{key} tests nothing"
        assert abs(truth.gradients[key] / slope - 1) < 1e-45
        assert abs(backward.value((f"d{key[0]}", key[1])) / slope - 1) < 1e-45


# ---------------------------------------------------------------------------------------------------------------------
# The checker is checked: mistakes of the kind that are made by hand must all be found.


def edit(system: System, name: str, change: Callable[[Term], Term | None]) -> System:
    """The system with every term of one equation changed; None drops the term."""
    equation = system.equation(name)
    terms = tuple(new for term in equation.terms if (new := change(term)) is not None)
    assert terms != equation.terms, "the mistake was not made"
    return replace(system, equations=tuple(replace(e, terms=terms) if e is equation else e for e in system.equations))


def reading(*names: str) -> Callable[[Term], bool]:
    return lambda term: set(names) <= {tensor.name for tensor in term.reads()}


def drop(system: System, name: str, where: Callable[[Term], bool]) -> System:
    return edit(system, name, lambda term: None if where(term) else term)


def swap(system: System, name: str, rule: Callable[[sp.Indexed], sp.Indexed | None]) -> System:
    """Read another component wherever the rule names one."""
    return edit(system, name, lambda term: term.xreplace({c: new for c in term.components() if (new := rule(c))}))


def tensor(system: System, name: str) -> Tensor:
    return system.tensors[name]


MISTAKES: dict[str, Callable[[System], System]] = {
    "0.1 % off": lambda s: edit(s, "dW_f", lambda term: replace(term, expr=term.expr * sp.Rational(1001, 1000))),
    "carry of the cell missing": lambda s: drop(s, "dc", reading("dc", "f")),
    "carry missing in the first step": lambda s: edit(
        s, "dc", lambda t: replace(t, when=(Bound(TIME, sp.S.One, T.symbol - 1),)) if reading("dc", "f")(t) else t
    ),
    "recurrence through h missing": lambda s: drop(s, "dh", reading("R_f")),
    "transpose missing": lambda s: swap(
        s, "dh", lambda c: c.base[tuple(reversed(c.indices))] if c.base.name == "R_f" else None
    ),
    "outer product transposed": lambda s: swap(
        s, "dR_g", lambda c: c.base[(*c.indices[:2], H.index(1 - H.letters.index(str(c.indices[2]))))]
    ),
    "gates swapped": lambda s: swap(
        s, "dW_i", lambda c: tensor(s, "da_f")[c.indices] if c.base.name == "da_i" else None
    ),
    "gate's activation swapped": lambda s: swap(
        s, "dg", lambda c: tensor(s, "f")[c.indices] if c.base.name == "i" else None
    ),
    "time shift missing in a weight": lambda s: swap(
        s, "dR_o", lambda c: c.base[(TIME, *c.indices[1:])] if c.base.name == "h" else None
    ),
    "time shift missing in a peephole": lambda s: swap(
        s, "dp_i", lambda c: c.base[(TIME, *c.indices[1:])] if c.base.name == "c" else None
    ),
    "time shift too many in a peephole": lambda s: swap(
        s, "dp_o", lambda c: c.base[(TIME - 1, *c.indices[1:])] if c.base.name == "c" else None
    ),
    "peephole path missing": lambda s: drop(s, "dc", reading("p_o")),
    "final seed missing": lambda s: drop(s, "dc", reading("dc_T")),
    "final seed at every step": lambda s: edit(s, "dh", lambda term: replace(term, when=())),
    "seed of the output missing": lambda s: drop(s, "dh", reading("dy")),
    "slope missing": lambda s: edit(
        s, "da_f", lambda term: replace(term, expr=tensor(s, "df")[TIME, BATCH, H.index()])
    ),
    "summed over one sequence only": lambda s: edit(
        s, "db_f", lambda term: replace(term, sums=(term.sums[0], Bound(BATCH, sp.S.One, sp.S.One)))
    ),
    "sign": lambda s: edit(s, "dx", lambda term: replace(term, expr=-term.expr)),
    "no gradient at all": lambda s: replace(s, equations=s.equations[:-1]),
}


@pytest.fixture(scope="module")
def right() -> tuple[Experiment, System]:
    """The peephole LSTM's true gradients, and the derived equations, which agree with them."""
    cell = builtin()["peephole_lstm"]
    truth, backward = experiment(cell.system, SIZES["equal"]), adjoint(cell.system).system
    assert next(mismatches(truth, backward), None) is None
    return truth, backward


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_seeded_mistake_is_found(mistake: Callable[[System], System], right: tuple[Experiment, System]) -> None:
    truth, backward = right
    assert next(mismatches(truth, mistake(backward)), None) is not None


ZERO = {"layer_norm_lstm": ["dmu_u", "dmu_v", "dmu_c"]}
"""Gradients with terms that add up to nothing, whatever the numbers: Σ (u-μ) in that of a mean μ."""


@each_cell
def test_every_term_is_needed(cell: Cell, derived: Callable[[Cell], Backward]) -> None:
    """Each term of each backward equation, off by 0.1 % or left out, is found: the check is blind nowhere.

    Several draws, since relu, maximum and absolute follow one branch or the other.
    """

    @cache
    def truth(seed: int) -> Experiment:
        return experiment(cell.system, size_of(cell.system, M=1), Rationals(seed))

    for equation in derived(cell).system.equations:
        assert not faulty(truth(1), equation)
        if _shifts_exponents(cell.system, equation.tensor.of):
            continue
        for nth, term in enumerate(equation.terms):
            before, after = equation.terms[:nth], equation.terms[nth + 1 :]
            off = replace(term, expr=term.expr * sp.Rational(1001, 1000))
            if equation.name in ZERO.get(cell.name, ()) and "mu" in str(term):
                continue
            for wrong in ((*before, off, *after), (*before, *after)):
                mistaken = replace(equation, terms=wrong)
                assert any(faulty(truth(seed), mistaken) for seed in (1, 2, 3, 4)), f"{term} in {equation.name}"


# ---------------------------------------------------------------------------------------------------------------------
# The oracle's own parts.


def test_unrolling_counts_what_a_sum_runs_over() -> None:
    """A sum over an index that its term lacks adds its extent; a term exists where ``when`` says; time shifts."""
    u, s = Tensor("u", (T, N, H), Kind.INPUT), Tensor("s", (T, N), Kind.SIGNAL)
    j = H.index()
    every = Equation(
        s,
        s.bounds(),
        (
            Term(sp.Rational(1, 2), (Bound.over(j),)),
            Term(u[TIME, BATCH, j] * H.symbol, (Bound.over(j),), (Bound(TIME, T.symbol, T.symbol),)),
            Term(u[TIME - 1, BATCH, 1] ** 2, (), (Bound(TIME, sp.Integer(2), T.symbol),)),
        ),
    )
    sizes = extents(T=3, N=1, M=1, H=3)
    given = {("u", (t, 1, j)): Fraction(10 * t + j) for t in (1, 2, 3) for j in (1, 2, 3)}
    network = Unrolled(System("sums", (every,)), sizes, given, Rationals())
    half = Fraction(3, 2)
    assert [network.value(("s", (t, 1))) for t in (1, 2, 3)] == [half, half + 11**2, half + 3 * (31 + 32 + 33) + 21**2]
    assert set(unroll(network.system, sizes)) == {("s", (1, 1)), ("s", (2, 1)), ("s", (3, 1))}
    slope = network.dual(("s", (3, 1))).slope
    assert slope == {("s", (3, 1)): 1, **{("u", (3, 1, j)): 3 for j in (1, 2, 3)}, ("u", (2, 1, 1)): 42}


def test_free_outputs_are_functions() -> None:
    """Equal arguments give equal outputs, others another; rational functions are what they are."""
    from derive.core.functions import absolute, maximum, relu, sigmoid, sign, step, stop_gradient, tanh

    exact, a = Rationals(), Fraction(3, 7)
    assert exact.apply(tanh, a) == exact.apply(tanh, a) != exact.apply(sigmoid, a) != exact.apply(sigmoid, -a)
    assert [exact.apply(f, -a) for f in (relu, absolute, step, sign, stop_gradient)] == [0, a, 0, -1, -a]
    assert exact.apply(maximum, a, -a) == a
