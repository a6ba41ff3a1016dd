"""The calculus in its parts: deltas, edges of time, sums that vanish, names, steps as data, tangents, second order."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from derive import (
    Builder,
    Cell,
    Equation,
    Kind,
    Network,
    System,
    Tensor,
    absolute,
    adjoint,
    dot,
    exp,
    largest,
    maximum,
    mean,
    outer,
    relu,
    sigmoid,
    sqrt,
    stop_gradient,
    tangent,
    tanh,
    total,
)
from derive.analysis.flow import equation_at
from derive.calculus import Backward, adjoint_of, canonicalise, collect, contract, probe, tangent_of
from derive.calculus.substitute import substituted
from derive.cells import builtin
from derive.core import functions as F
from derive.core.equations import BATCH, TIME, Bound, H, Index, N, T, Term
from derive.core.evaluate import evaluate, needed
from derive.language import Value
from tests.exact import Key, Unrolled, components, differences, experiment, extents, size_of

CELLS = list(builtin().values())
ALIKE = (
    "lstm",
    "lstm_1997",
    "dense_peephole_lstm",
    "lstm_nig",
    "lstm_nfg",
    "lstm_nog",
    "lstm_niaf",
    "lstm_noaf",
    "lstm_np",
)
KINDS = [cell for cell in CELLS if cell.name not in ALIKE]  # the peephole LSTM stands for these
each_cell = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
J, R = H.index(0), H.index(1)
END = T.symbol


@cache
def derived(cell: Cell) -> Backward:
    return adjoint(cell.system)


@cache
def moving(system: System) -> System:
    return tangent(system)


def define(definition: Callable[[Builder], None]) -> System:
    return Cell(definition, "a test").system


def delta(left: sp.Expr | int, right: sp.Expr | int) -> sp.Expr:
    return sp.KroneckerDelta(left, right)


# ---------------------------------------------------------------------------------------------------------------------
# Deltas and the edges of time.


class TestContract:
    free = (Bound.over(TIME.primed, 0), Bound.over(J.primed))
    sums = (Bound.over(TIME), Bound.over(J))
    u = Tensor("u", (T, H), Kind.SIGNAL)

    def contracted(self, *factors: sp.Expr, sums: tuple[Bound, ...] = sums) -> Term | None:
        return contract(Term(sp.Mul(*factors), sums), self.free)[0]

    def test_step_before_comes_back_as_step_after(self) -> None:
        """δ(t-1,t') turns u[t] into u[t'+1], which exists only while t'+1 ≤ T."""
        term = self.contracted(self.u[TIME, J], delta(TIME - 1, TIME.primed), delta(J, J.primed))
        assert term == Term(self.u[TIME.primed + 1, J.primed], (), (Bound(TIME.primed, sp.S.Zero, END - 1),))

    def test_same_step_excludes_the_initial_state(self) -> None:
        term = self.contracted(self.u[TIME, J], delta(TIME, TIME.primed), delta(J, J.primed))
        assert term == Term(self.u[TIME.primed, J.primed], (), (Bound(TIME.primed, sp.S.One, END),))

    def test_last_step(self) -> None:
        """δ(t',T), as from a loss that reads the final state, leaves a condition and replaces nothing."""
        term, steps = contract(
            Term(self.u[1, J] * delta(TIME.primed, END) * delta(J, J.primed), self.sums[1:]), self.free
        )
        assert term == Term(self.u[1, J.primed], (), (Bound(TIME.primed, END, END),))
        assert [(step.index, step.value) for step in steps] == [(J, J.primed), (None, None)]

    def test_first_step(self) -> None:
        term = self.contracted(self.u[1, J], delta(TIME.primed, 0), delta(J, J.primed), sums=self.sums[1:])
        assert term == Term(self.u[1, J.primed], (), (Bound(TIME.primed, sp.S.Zero, sp.S.Zero),))

    def test_nothing_is_left_outside_the_range(self) -> None:
        assert self.contracted(delta(TIME.primed, END + 1)) is None
        assert self.contracted(self.u[TIME, 1], delta(TIME, 0)) is None  # t sums from 1
        assert self.contracted(delta(TIME, TIME.primed), delta(TIME.primed, 0)) is None

    def test_deltas_chain(self) -> None:
        """δ(j,r) δ(r,j'): both summed indices go, in whatever order."""
        sums = (Bound.over(J), Bound.over(R))
        term = self.contracted(self.u[1, J], self.u[2, R], delta(J, R), delta(R, J.primed), sums=sums)
        assert term == Term(self.u[1, J.primed] * self.u[2, J.primed])

    def test_identity_between_free_indices_stays(self) -> None:
        """A Jacobian's δ(j,l) is part of the answer."""
        other = Bound.over(H.index(2))
        term, _ = contract(Term(delta(J.primed, other.index)), (*self.free, other))
        assert term == Term(delta(J.primed, other.index))

    def test_what_depends_on_the_number_of_steps_is_refused(self) -> None:
        """Whether step T-1 is one of 1…T depends on T: an answer either way would be wrong for some T."""
        with pytest.raises(ValueError, match="depends on T"):
            self.contracted(delta(TIME, END - 1))


def test_bounds_meet_where_the_nearer_end_depends_on_the_number_of_steps() -> None:
    every = Bound.over(TIME)
    assert every.meet(sp.S.Zero, END - 1) == Bound(TIME, sp.S.One, END - 1)
    assert every.meet(END, END) == Bound(TIME, END, END)
    last_but_one = every.meet(END - 1, END - 1)
    assert [(last_but_one.lo.subs(END, n), last_but_one.hi.subs(END, n)) for n in (1, 2, 3)] == [(1, 0), (1, 1), (2, 2)]
    assert every.meet(END + 1, END + 2).empty


# ---------------------------------------------------------------------------------------------------------------------
# Sums.


def test_summed_index_that_vanishes_leaves_its_range() -> None:
    a, b = Tensor("a", (T, N), Kind.SIGNAL), Tensor("b", (H,), Kind.PARAMETER)
    term = Term(a[TIME, BATCH], (Bound.over(J), Bound(TIME, sp.Integer(2), END)))
    assert canonicalise(term, (Bound.over(BATCH),)) == Term(
        a[TIME, BATCH] * H.symbol, (Bound(TIME, sp.Integer(2), END),)
    )
    one_step = Term(a[TIME, BATCH] * b[J], (Bound(TIME, END, END), Bound.over(J)))
    assert canonicalise(one_step, (Bound.over(BATCH),)) == Term(a[END, BATCH] * b[J], (Bound.over(J),))


def test_variance_multiplied_out_keeps_its_factor() -> None:
    """The trap: in Σ_r (a[r]-μ)²/H, multiplied out, the summand μ²/H has lost its r; its gradient must not lose H."""
    a, mu = Tensor("a", (T, N, H), Kind.INPUT), Tensor("mu", (T, N), Kind.INPUT)
    v = Tensor("v", (T, N), Kind.SIGNAL)
    over = (Bound.over(J),)
    square = sp.expand((a[TIME, BATCH, J] - mu[TIME, BATCH]) ** 2 / H.symbol)
    for terms in ([Term(square, over)], [Term(summand, over) for summand in square.args]):
        forward = System("variance", (Equation(v, v.bounds(), tuple(terms)),), v)
        backward = adjoint(forward).system
        assert differences(forward, backward, extents(T=2, N=2, M=1, H=3)) == []
        rest = sum(term.expr.subs(H.symbol, 3) for term in backward.equation("dmu").terms if not term.sums)
        assert sp.expand(rest) == 2 * mu[TIME, BATCH] * Tensor("dv", (T, N), Kind.ADJOINT, of=v)[TIME, BATCH]


def test_broadcast_bias_is_summed_over_what_it_was_spread_over() -> None:
    def scalar_bias(m: Builder) -> None:
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev, bias=False) + m.param("b"))

    forward = define(scalar_bias)
    backward = adjoint(forward).system
    (term,) = backward.equation("db").terms
    assert [bound.index.size for bound in term.sums] == [T, N, H]
    assert differences(forward, backward, extents(T=3, N=2, M=1, H=3)) == []


def test_layer_normalisation() -> None:
    def normalised(m: Builder) -> None:
        x, h = m.input("x"), m.state("h")
        m.u = m.affine("", x, h.prev)
        m.s = sqrt(mean((m.u - mean(m.u)) ** 2) + 0.001)
        m.h = m.param("alpha", H) * (m.u - mean(m.u)) / m.s + m.param("beta", H)

    forward = define(normalised)
    assert differences(forward, adjoint(forward).system, extents(T=3, N=2, M=2, H=3)) == []


# ---------------------------------------------------------------------------------------------------------------------
# What textbooks get wrong.


def reads(system: System, gradient: str, *tensors: str) -> list[list[str]]:
    """How the terms of a gradient that read all these tensors do it: the components, as text."""
    terms = system.equation(gradient).terms
    found = [{str(c.base): str(c) for c in term.components()} for term in terms]
    return [[components[name] for name in tensors] for components in found if set(tensors) <= set(components)]


def test_time_shift_of_peepholes() -> None:
    """p_i and p_f pair c of a step with deltas of the next one, p_o with that of the same step."""
    backward = derived(builtin()["peephole_lstm"]).system
    assert reads(backward, "dp_i", "c", "da_i") == [["c[t - 1, n, j]", "da_i[t, n, j]"]]
    assert reads(backward, "dp_f", "c", "da_f") == [["c[t - 1, n, j]", "da_f[t, n, j]"]]
    assert reads(backward, "dp_o", "c", "da_o") == [["c[t, n, j]", "da_o[t, n, j]"]]
    assert reads(backward, "dc", "p_i", "da_i") == [["p_i[j]", "da_i[t + 1, n, j]"]]
    assert reads(backward, "dc", "p_o", "da_o") == [["p_o[j]", "da_o[t, n, j]"]]


def test_carry_and_its_range() -> None:
    """dL/dc^{t-1} = dL/dc^t ⊙ f^t, on all steps but the last, the initial state included."""
    backward = derived(builtin()["lstm"]).system
    assert reads(backward, "dc", "dc", "f") == [["dc[t + 1, n, j]", "f[t + 1, n, j]"]]
    (carry,) = [term for term in backward.equation("dc").terms if "f" in map(str, term.reads())]
    assert carry.when == (Bound(TIME, sp.S.Zero, END - 1),)
    seeds = {str(term.expr): term.when for term in backward.equation("dh").terms if not term.sums}
    assert seeds == {
        "dy[t, n, j]": (Bound(TIME, sp.S.One, END),),
        "dh_T[n, j]": (Bound(TIME, END, END),),
    }


def test_transpose_is_a_sum_over_the_first_index() -> None:
    backward = derived(builtin()["lstm"]).system
    assert reads(backward, "dh", "R_f", "da_f") == [["R_f[r, j]", "da_f[t + 1, n, r]"]]
    assert reads(backward, "dx", "W_f", "da_f") == [["W_f[j, k]", "da_f[t, n, j]"]]
    (term,) = backward.equation("dR_f").terms
    assert str(term) == "Σ_{t=1…T, n=1…N} da_f[t, n, j]*h[t - 1, n, r]"


def test_slopes_are_rewritten_by_outputs() -> None:
    backward = derived(builtin()["lstm"]).system
    assert [str(term) for term in backward.equation("da_f").terms] == ["(1 - f[t, n, j])*df[t, n, j]*f[t, n, j]"]
    assert [str(term) for term in backward.equation("da_g").terms] == ["(1 - g[t, n, j]**2)*dg[t, n, j]"]


# ---------------------------------------------------------------------------------------------------------------------
# Collect.


class TestCollect:
    a, b = Tensor("a", (T, H), Kind.SIGNAL), Tensor("b", (T, H), Kind.SIGNAL)
    du, dv = (adjoint_of(Tensor(name, (T, H), Kind.SIGNAL)) for name in "uv")
    at = (TIME, J)
    early = (Bound(TIME, sp.S.One, END - 1),)

    def test_common_factor(self) -> None:
        terms = [Term(self.du[self.at] * self.a[self.at]), Term(-self.du[self.at] * self.b[self.at])]
        assert collect(terms) == (Term(self.du[self.at] * (self.a[self.at] - self.b[self.at])),)

    def test_different_ranges_and_arrivals_stay_apart(self) -> None:
        terms = (
            Term(self.du[self.at] * self.a[self.at]),
            Term(self.dv[self.at] * self.a[self.at]),
            Term(self.du[self.at] * self.a[self.at], (), self.early),
            Term(self.du[self.at] * self.a[self.at], (Bound.over(R),)),
        )
        assert collect(terms) == terms

    def test_equal_terms_add_and_opposite_ones_vanish(self) -> None:
        plain, summed = (
            Term(self.du[self.at] * self.a[self.at]),
            Term(self.du[TIME, R] * self.a[self.at], (Bound.over(R),)),
        )
        for term in (plain, summed):
            assert collect([term, term]) == (replace(term, expr=2 * term.expr),)
            assert collect([term, replace(term, expr=-term.expr)]) == ()
        assert collect([]) == ()


# ---------------------------------------------------------------------------------------------------------------------
# A maximum stays one, whatever is made of its term.


class TestMaximum:
    u = Tensor("u", (T, N, H), Kind.SIGNAL)
    a, b = Tensor("a", (T, N, H), Kind.SIGNAL), Tensor("b", (H,), Kind.PARAMETER)
    at = (TIME, BATCH, J)
    term = Term(F.stop_gradient(u[at]), (Bound.over(J),), reduce="max")
    top = Tensor("top", (T, N), Kind.SIGNAL)
    equation = Equation(top, top.bounds(), (term,))

    def test_at_another_step(self) -> None:
        (term,) = equation_at(self.equation, END)
        assert (str(term), term.reduce) == ("max_{j=1…H} stop_gradient(u[T, n, j])", "max")
        (term,) = equation_at(self.equation, TIME - 1)
        assert term.reduce == "max"

    def test_under_canonical_letters(self) -> None:
        over = replace(self.term.sums[0], index=R)
        other = replace(self.term, expr=self.term.expr.xreplace({J: R}), sums=(over,))
        assert canonicalise(other, self.equation.bounds) == self.term

    def test_index_that_vanishes_leaves_no_factor(self) -> None:
        alone = Term(F.stop_gradient(self.top[TIME, BATCH]), (Bound.over(J),), reduce="max")
        assert canonicalise(alone, self.equation.bounds) == Term(F.stop_gradient(self.top[TIME, BATCH]))

    def test_with_another_equation_put_in(self) -> None:
        plain = Equation(self.u, self.u.bounds(), (Term(self.a[self.at] + self.b[J]),))
        (term,) = substituted(self.equation, [plain]).terms
        assert term == replace(self.term, expr=F.stop_gradient(self.a[self.at] + self.b[J]))
        summed = Equation(self.u, self.u.bounds(), (Term(self.a[TIME, BATCH, R], (Bound.over(R),), reduce="sum"),))
        with pytest.raises(ValueError, match="inside the maximum"):
            substituted(self.equation, [summed])

    def test_maxima_are_not_added_up(self) -> None:
        terms = (self.term, replace(self.term, expr=F.stop_gradient(-self.u[self.at])), self.term)
        assert collect(terms) == terms

    def test_has_no_slope_and_no_delta(self) -> None:
        slope = replace(self.equation, terms=(replace(self.term, expr=self.u[self.at]),))
        for derive in (adjoint, tangent):
            with pytest.raises(ValueError, match="only stand inside stop_gradient"):
                derive(System("slope", (slope,), self.top))
        with pytest.raises(ValueError, match="no sum"):
            contract(self.term, self.equation.bounds)

    def test_of_nothing_is_the_expression(self) -> None:
        assert Term(self.u[self.at], reduce="max") == Term(self.u[self.at])
        with pytest.raises(ValueError, match="'sum' or 'max'"):
            Term(self.u[self.at], reduce="min")

    def test_as_a_loss(self) -> None:
        """The loss adds up the largest component of every step, and not all components."""

        def definition(m: Network) -> None:
            h = m.state("h")
            m.h = tanh(m.affine("", m.input("x"), h.prev))
            m.loss(largest(m.h))

        system = Cell(definition, "a test", builder=Network).system
        sizes = {"T": 2, "N": 1, "M": 1, "H": 3}
        rng = random.Random(0)
        given = {name: {at: rng.uniform(-1, 1) for at in places} for name, places in needed(system, sizes).items()}
        values = evaluate(system, sizes, given)
        assert values["loss"][(0,)] == sum(max(values["h"][t, 1, j] for j in (1, 2, 3)) for t in (1, 2))


# ---------------------------------------------------------------------------------------------------------------------
# Names and letters.


def test_sizes_of_one_name_are_told_apart() -> None:
    """SymPy keeps what it has computed, by equality: the K of one cell must not turn up in another."""

    def output(argument: str) -> System:
        def definition(m: Builder) -> None:
            K = m.size("K", argument)
            m.y = tanh(m.affine("y", m.input("x"), size=K))
            m.output(m.y)

        return define(definition)

    for argument in ("output_size", "classes"):
        system, backward = output(argument), adjoint(output(argument)).system
        for tensor in (*system.tensors.values(), *backward.tensors.values()):
            assert {size.argument for size in tensor.axes if size.name == "K"} <= {argument}, tensor.name
        indices = [i for e in backward.equations for term in e.terms for i in term.expr.atoms(Index)]
        assert {index.size.argument for index in indices if index.size.name == "K"} == {argument}
    one, other = (output(argument).output for argument in ("output_size", "classes"))
    assert one is not None
    assert other is not None
    assert one != other
    assert one.indices()[2] != other.indices()[2]
    assert adjoint_of(one) != adjoint_of(other)
    assert one.at(one.indices()) != other.at(other.indices())


@each_cell
def test_letters_are_distinct_and_belong_to_their_axes(cell: Cell) -> None:
    """No index is bound twice, every one is bound, and each stands where its size does."""
    for system in (cell.system, derived(cell).objective, derived(cell).system, tangent(cell.system)):
        for equation in system.equations:
            assert equation.bounds == equation.tensor.bounds() or equation.tensor.kind is not Kind.ADJOINT
            for term in equation.terms:
                letters = [bound.index.name for bound in (*equation.bounds, *term.sums)]
                assert len(letters) == len(set(letters))
                assert {bound.index for bound in term.when} <= set(equation.indices)
                assert not term.expr.atoms(sp.KroneckerDelta)
                bound = {bound.index for bound in (*equation.bounds, *term.sums)}
                for component in term.components():
                    for size, index in zip(component.base.axes, component.indices, strict=False):
                        assert index.free_symbols <= bound | {END} | {own.symbol for own in system.sizes}
                        # a part of what lies side by side is read, or written to, on its own range of the whole
                        for symbol in (symbol for symbol in index.free_symbols & bound if symbol.size != size):
                            ranges = {when.index: when for when in term.when}
                            over = ranges.get(symbol, Bound.over(symbol))
                            first, last = (sp.expand(index.xreplace({symbol: end})) for end in (over.lo, over.hi))
                            assert (first - 1).is_nonnegative
                            assert sp.expand(size.symbol - last).is_nonnegative


@pytest.mark.parametrize("cell", KINDS, ids=lambda cell: cell.name)
def test_names_are_distinct(cell: Cell) -> None:
    tensors = set().union(*(system_tensors(s) for s in (derived(cell).objective, derived(cell).system)))
    tensors |= system_tensors(moving(both(cell))) | system_tensors(second(cell).system)
    for left, right in combinations(sorted(tensors, key=lambda tensor: tensor.name), 2):
        assert left.name != right.name


def system_tensors(system: System) -> set[Tensor]:
    return {e.tensor for e in system.equations}.union(*(e.reads() for e in system.equations))


def test_seeds_keep_clear_of_gradients() -> None:
    """An output called y has the gradient dy, so that what arrives from outside must be called otherwise."""
    y, loss = Tensor("y", (T, N, H), Kind.STATE), Tensor("L", (H,), Kind.PARAMETER)
    x, y_T = Tensor("x", (T, N, H), Kind.INPUT), Tensor("y_T", (H,), Kind.PARAMETER)
    terms = (
        Term(y[TIME - 1, BATCH, J] * loss[J]),
        Term(x[TIME, BATCH, J] * x[TIME, BATCH, J] * y_T[J]),
    )
    forward = System("clash", (Equation(y, (Bound.over(TIME), *y.bounds()[1:]), terms),), y)
    backward = adjoint(forward)
    assert {seed.name for seed in backward.seeds} == {"dy_out", "dy_T_out"}
    assert probe(forward).name == "L_out"
    assert differences(forward, backward.system, extents(T=3, N=2, M=1, H=2)) == []


# ---------------------------------------------------------------------------------------------------------------------
# The steps are those that were taken.


@each_cell
def test_paths_add_up_to_their_equation(cell: Cell) -> None:
    backward = derived(cell)
    for derivation in backward.derivations.values():
        balance: dict[object, sp.Expr] = {}
        for sign, terms in ((1, [path.result for path in derivation.paths]), (-1, derivation.equation.terms)):
            for term in terms:
                key = (term.sums, term.when)
                balance[key] = balance.get(key, sp.S.Zero) + sign * term.expr
        assert all(sp.expand(left_over) == 0 for left_over in balance.values()), derivation.tensor.name


@each_cell
def test_steps_follow_from_each_other(cell: Cell) -> None:
    """Each path names an equation of the objective, its term, SymPy's own derivative of it, and every delta once."""
    backward = derived(cell)
    for name, derivation in backward.derivations.items():
        assert derivation.tensor.name == name
        assert derivation.adjoint == adjoint_of(derivation.tensor)
        for path in derivation.paths:
            assert path.user in backward.objective.equations
            assert path.read in path.user.terms
            assert path.derivative == path.read.expr.diff(derivation.target)
            deltas = path.local.atoms(sp.KroneckerDelta)
            assert len(path.contractions) == len(deltas)
            assert len([c for c in path.contractions if c.index is not None]) <= len(derivation.tensor.axes)
        followed = {path.read for path in derivation.paths}
        for equation in backward.objective.users(derivation.tensor):
            for term in equation.terms:
                assert term in followed or term.expr.diff(derivation.target) == 0


# ---------------------------------------------------------------------------------------------------------------------
# Tangents and second derivatives, against dual numbers of the unrolled network.


SMALL = {"T": 2, "N": 1, "M": 1, "H": 2}


@cache
def both(cell: Cell) -> System:
    """Forward and backward equations as one system, to be differentiated again."""
    backward = derived(cell).system
    return replace(cell.system, name=f"{cell.name}_both", equations=(*cell.system.equations, *backward.equations))


def pairing(cell: Cell) -> Equation:
    """⟨v, gradient⟩ for a direction v of the parameters, the inputs and the initial states: a loss of second order."""
    terms = []
    for tensor in cell.system.tensors.values():
        gradient, initial = adjoint_of(tensor), tensor.kind is Kind.STATE
        if initial or not cell.system.defines(tensor):
            axes = tensor.axes[1:] if initial else tensor.axes
            v = Tensor(f"v_{tensor.name}", axes, Kind.SEED)
            read = gradient.at((sp.S.Zero, *tensor.indices()[1:]) if initial else tensor.indices())
            indices = tensor.indices()[1:] if initial else tensor.indices()
            terms.append(Term(v.at(indices) * read, tuple(Bound.over(index) for index in indices)))
    return Equation(Tensor("S", (), Kind.LOSS), (), tuple(terms))


@cache
def second(cell: Cell) -> Backward:
    return adjoint(both(cell), pairing(cell))


def moved(system: System, network: Unrolled, direction: dict[Key, Fraction]) -> Unrolled:
    """The tangent system on the numbers of a network: this direction for what is given, and zero for the rest."""
    tangents = {}
    for tensor in system.tensors.values():
        for key in outside(tensor, system, network.sizes):
            tangents[tangent_of(tensor).name, key[1]] = direction.get(key, Fraction(0))
    return Unrolled(moving(system), network.sizes, {**network.values, **tangents}, network.arithmetic)


def outside(tensor: Tensor, system: System, sizes: dict[str, int]) -> list[Key]:
    """The components of a tensor that are given: all of them, or the initial state."""
    keys = components(tensor, sizes)
    if not system.defines(tensor):
        return keys
    return [key for key in keys if key[1][0] == 0] if tensor.kind is Kind.STATE else []


@each_cell
def test_tangent_is_the_transpose_of_the_adjoint(cell: Cell) -> None:
    """⟨seed, J v⟩ = ⟨Jᵀ seed, v⟩ without tolerance, and J v is what dual numbers say, for every computed tensor."""
    system = cell.system
    truth = experiment(system, size_of(system))
    direction = {key: truth.network.arithmetic.draw() for key in truth.network.given}
    network = moved(system, truth.network, direction)
    for key in truth.network.scalars:
        slope = truth.network.dual(key).slope
        assert network.value((f"t{key[0]}", key[1])) == sum(slope[at] * v for at, v in direction.items() if at in slope)

    end = truth.network.sizes["T"]
    pushed = Fraction(0)
    for (seed, at), arriving in truth.seeds.items():
        read = (system.output.name, at) if seed == "dy" else (seed[1:-2], (end, *at))
        pushed += arriving * network.value((f"t{read[0]}", read[1]))
    assert pushed == sum(truth.gradients[key] * v for key, v in direction.items())


@pytest.mark.parametrize(
    ("cell", "steps"),
    [(cell, 2) for cell in KINDS]
    + [(builtin()[name], n) for name in ("rnn", "peephole_lstm", "mlstm") for n in (1, 3)],
    ids=lambda value: getattr(value, "name", value),
)
def test_second_derivatives(cell: Cell, steps: int) -> None:
    """Forward over reverse, reverse over reverse and dual numbers of the backward pass agree; the Hessian is symmetric.

    Some with one step and three as well: the ranges of second order have edges of their own.
    """
    sizes = size_of(cell.system, **SMALL | {"T": steps})
    truth = experiment(cell.system, sizes)
    arithmetic, unknowns = truth.network.arithmetic, list(truth.network.given)
    given = {**truth.network.given, **truth.arriving(derived(cell).system)}
    gradients = Unrolled(both(cell), sizes, given, arithmetic)

    u, v = ({key: arithmetic.draw() for key in unknowns} for _ in range(2))
    hessian = {key: gradients.dual((f"d{key[0]}", key[1])).slope for key in unknowns}
    along_v = {key: sum(hessian[key][at] * v[at] for at in unknowns if at in hessian[key]) for key in unknowns}

    forward = moved(both(cell), gradients, v)
    assert {key: forward.value((f"td{key[0]}", key[1])) for key in unknowns} == along_v

    states = {state.name for state in cell.system.states}
    directions = {(f"v_{name}", at[1:] or (0,) if name in states else at): value for (name, at), value in v.items()}
    reverse = Unrolled(second(cell).system, sizes, {**gradients.values, **directions}, arithmetic)
    assert {key: reverse.value((f"d2{key[0]}", key[1])) for key in unknowns} == along_v

    along_u = moved(both(cell), gradients, u)
    assert sum(u[key] * along_v[key] for key in unknowns) == sum(
        v[key] * along_u.value((f"td{key[0]}", key[1])) for key in unknowns
    )


# ---------------------------------------------------------------------------------------------------------------------
# Cells that nobody has thought of.


def random_definition(rng: random.Random) -> Callable[[Builder], None]:
    """A recurrence of random operations on vectors, scalars and matrices, with four states."""

    def definition(m: Builder) -> None:
        x = m.input("x")
        h, c, s, A = m.state("h"), m.state("c"), m.scalar_state("s"), m.state("A", H, H)
        vectors, scalars, matrices = [h.prev, c.prev], [s.prev], [A.prev, m.param("B", H, H), m.param("B", H, H).T]
        m.u = m.affine("u", x, h.prev)
        vectors.append(m.u)

        def vector() -> Value:
            return rng.choice(vectors)

        def scalar() -> Value:
            return rng.choice(scalars)

        def matrix() -> Value:
            return rng.choice(matrices)

        def label() -> str:
            return f"v{len(m._draft.equations)}"

        to_vector = [
            lambda: rng.choice([sigmoid, tanh, exp, relu, absolute, stop_gradient])(vector() + vector()),
            lambda: vector() * rng.choice([sigmoid, tanh])(vector()) - 2 * vector(),
            lambda: m.affine(label(), vector(), vector()),
            lambda: matrix() @ (vector() * vector()) + vector(),
            lambda: scalar() * vector() + m.param("b", H),
            lambda: vector() / (1 + exp(scalar()) ** 2),
            lambda: (vector() - mean(vector())) * sqrt(total(vector() ** 2) + 0.5) / H,
            lambda: maximum(vector(), vector() * scalar()),
            lambda: (vector() + scalar()) ** 2 / 3,
        ]
        to_scalar = [
            lambda: dot(vector(), vector()) / sqrt(H),
            lambda: tanh(mean(vector()) * scalar()),
            lambda: total(matrix() * outer(vector(), vector())),
            lambda: dot(vector(), matrix() @ vector()) + scalar() * m.param("w"),
            lambda: maximum(scalar(), mean(vector())),
        ]
        to_matrix = [
            lambda: outer(vector(), vector()) * scalar(),
            lambda: tanh(matrix() + outer(vector(), vector())),
            lambda: matrix() @ matrix() - matrix().T,
            lambda: matrix() * matrix() * mean(vector()),
        ]
        for nth in range(rng.randrange(3, 7)):
            kind, made = rng.choice(
                [(vectors, to_vector), (vectors, to_vector), (scalars, to_scalar), (matrices, to_matrix)]
            )
            m[f"z{nth}"] = rng.choice(made)()
            kind.append(m[f"z{nth}"])
        m.c = sigmoid(vector()) * c.prev + vector()
        m.s = tanh(scalar() * m.param("w") + dot(vector(), vector()))
        m.A = sigmoid(scalar()) * A.prev + tanh(outer(vector(), vector()) + m.param("B", H, H))
        everything = sum(mean(v) for v in (*vectors, *matrices)) + sum(scalars)  # of what nobody reads, none
        m.h = tanh(m.c + m.s * vector() + m.A @ vector()) * sigmoid(everything)

    return definition


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**6))
def test_random_cells_are_proved(seed: int) -> None:
    forward = define(random_definition(random.Random(seed)))
    assert differences(forward, adjoint(forward).system, extents(T=3, N=1, M=1, H=2)) == []
