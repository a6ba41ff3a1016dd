"""Differentiate, contract the deltas, collect: every gradient of every cell.

The adjoint of a tensor u is one line, the same for every cell:

    ū[s…] = Σ over equations v, Σ over v's indices of  v̄[v's indices] · ∂v/∂u[s…]

SymPy answers ∂v/∂u[s…] with Kronecker deltas, one for each index of u.  Contracting them, that is replacing a summed
index by what its delta forces, yields all that hand-made gradients get wrong: δ(t-1,s) is the shift in time, an index
that u lacks stays summed (the sum over time and batch of a weight gradient), and a sum over the first index of W
rather than the second is the transpose.  An index that a delta replaces leaves its range behind as a condition: what
comes from step t+1 exists only while t+1 ≤ T.

No rule for any tensor operation is written here; all derivatives are SymPy's.  The only inputs of the backward pass are
the gradients that arrive from outside, and they enter as an equation too (:func:`probe`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from derive.equations import BATCH, TIME, Bound, Equation, Index, Kind, System, T, Tensor, Term

DERIVED = (Kind.ADJOINT, Kind.TANGENT, Kind.SEED)


# ---------------------------------------------------------------------------------------------------------------------
# The steps, as data.


@dataclass(frozen=True)
class Contraction:
    """One delta used up: ``index`` was replaced by ``value`` (or, without an index, only its condition stayed)."""

    delta: sp.Expr
    index: Index | None
    value: sp.Expr | None

    def __str__(self) -> str:
        return f"{self.delta}: {self.index} → {self.value}" if self.index is not None else f"{self.delta}"


@dataclass(frozen=True)
class Path:
    """One way in which the loss depends on a tensor: through one term of one equation.

    Attributes:
        user: the equation that reads the tensor.
        read: the term of it that does.
        derivative: ∂(term)/∂(tensor component), as SymPy gives it, with its deltas.
        local: one summand of the derivative, slopes rewritten by the outputs of their functions.
        product: adjoint of the user times ``local``, summed over all indices of both.
        contractions: the deltas used up, in order.
        result: what is left, under the canonical indices of the tensor.
    """

    user: Equation
    read: Term
    derivative: sp.Expr
    local: sp.Expr
    product: Term
    contractions: tuple[Contraction, ...]
    result: Term


@dataclass(frozen=True)
class Derivation:
    """All paths to one tensor, and the equation of its adjoint that they add up to."""

    tensor: Tensor
    target: sp.Expr
    paths: tuple[Path, ...]
    equation: Equation

    @property
    def adjoint(self) -> Tensor:
        return self.equation.tensor

    def __str__(self) -> str:
        lines = [f"∂L/∂{self.target}:"]
        for path in self.paths:
            lines += [
                f"  {self.tensor.name} is read by {path.user}",
                f"    ∂{path.user.lhs}/∂{self.target} ∋ {path.local}",
                f"    {path.product}",
                *(f"    {contraction}" for contraction in path.contractions),
                f"    = {path.result}",
            ]
        return "\n".join([*lines, f"  {self.equation}"])


@dataclass(frozen=True)
class Backward:
    """A forward system with its adjoint.

    Attributes:
        forward: the cell's equations.
        objective: the forward equations with the equation of the loss.
        derivations: the steps, by the name of the tensor that is differentiated by.
    """

    forward: System
    objective: System
    derivations: Mapping[str, Derivation]

    @cached_property
    def system(self) -> System:
        """The adjoint equations: a system like any other.

        They stand in an order in which they can be evaluated at one step: a user before what it uses.
        """
        derivations = self.derivations.values()
        return System(
            f"{self.forward.name}_backward", tuple(d.equation for d in derivations), source=self.forward.source
        )

    @cached_property
    def seeds(self) -> tuple[Tensor, ...]:
        """The gradients that arrive from outside."""
        return self.objective.of_kind(Kind.SEED)

    def derivation(self, tensor: Tensor | str) -> Derivation:
        return self.derivations[tensor if isinstance(tensor, str) else tensor.name]


def numbering(backward: Backward) -> dict[str, int]:
    """Tensor → the number of its equation in notes and kernels: forward equations, then those of the gradients."""
    equations = (*backward.forward.equations, *backward.system.equations)
    return {equation.name: number for number, equation in enumerate(equations, start=1)}


# ---------------------------------------------------------------------------------------------------------------------
# The loss.


def adjoint_of(tensor: Tensor, order: int = 1) -> Tensor:
    """The tensor that holds ∂L/∂tensor, of the same shape, on the same steps: dW_f, and d2W_f for a second loss."""
    return tensor.like(f"d{order if order > 1 else ''}{tensor.name}", Kind.ADJOINT)


def order_of(tensor: Tensor) -> int:
    """How many times the loss has been differentiated on the way to this tensor."""
    return 0 if tensor.of is None else order_of(tensor.of) + (tensor.kind is Kind.ADJOINT)


def probe(forward: System) -> Equation:
    """A loss of which nothing is known but the gradients that it sends to the output and to the final states.

        L = Σ_t Σ_n Σ_j dy[t,n,j] · y[t,n,j]  +  Σ_states Σ_n Σ_j dc_T[n,j] · c[T,n,j]

    To first order every loss is of this form, so that what arrives from outside is derived like all else.  In a network
    that states its own loss, this loss takes the place of the first sum.  A state that runs backward in time ends at 1.
    """
    taken = {name for tensor in forward.tensors.values() for name in (tensor.name, adjoint_of(tensor).name)}

    def fresh(name: str) -> str:
        """A system may have a y of its own, whose gradient is dy; the gradient from outside then is dy_out."""
        return name if name not in taken else fresh(f"{name}_out")

    loss = Tensor(fresh("L"), (), Kind.LOSS)
    terms = []
    if forward.loss is not None:
        terms.append(Term(forward.loss.at(())))
    elif forward.output is not None:
        output = forward.output
        seed = Tensor(fresh("dy"), output.axes, Kind.SEED, 1, of=output)
        sums = tuple(Bound.over(index) for index in output.indices())
        terms.append(Term(seed.at(output.indices()) * output.at(output.indices()), sums))
    for state in forward.states:
        seed = Tensor(fresh(f"d{state.name}_T"), state.axes[1:], Kind.SEED, of=state)
        indices = state.indices()[1:]
        final = state.at((sp.S.One if state.reverse else T.symbol, *indices))
        terms.append(Term(seed.at(indices) * final, tuple(Bound.over(index) for index in indices)))
    return Equation(loss, (), tuple(terms))


# ---------------------------------------------------------------------------------------------------------------------
# Differentiate.


def adjoint(forward: System, loss: Equation | None = None) -> Backward:
    """Derive the gradient of the loss by every tensor of the system.

    Args:
        forward: any system of equations, derived ones included.
        loss: an equation for a scalar; without one, :func:`probe`.
    """
    loss = loss or probe(forward)
    objective = replace(forward, equations=(*forward.equations, loss))
    order = 1 + max(map(order_of, forward.tensors.values()), default=0)
    outputs = _outputs(objective)
    last_first = {equation.name: -i for i, equation in enumerate(objective.equations)}
    targets = [tensor for tensor in forward.tensors.values() if tensor.kind not in (Kind.LOSS, Kind.GIVEN)]
    targets.sort(key=lambda tensor: last_first.get(tensor.name, 1))  # computed ones from the last back, then the given
    return Backward(forward, objective, {t.name: _derive(t, objective, outputs, order) for t in targets})


def _derive(tensor: Tensor, objective: System, outputs: Mapping[sp.Expr, sp.Expr], order: int) -> Derivation:
    canonical = tensor.bounds()
    primed = tuple(replace(bound, index=bound.index.primed) for bound in canonical)
    target = tensor.at(bound.index for bound in primed)
    unprime = {p.index: c.index for p, c in zip(primed, canonical, strict=True)}
    paths = []
    for user in objective.users(tensor):
        weight = sp.S.One if user.tensor.kind is Kind.LOSS else adjoint_of(user.tensor, order).at(user.indices)
        for read in user.terms:
            if tensor not in read.reads():
                continue
            derivative = read.expr.diff(target)
            bounds = (*_narrowed(user.bounds, read.when), *read.sums)
            for local in _summands(by_output(derivative, outputs)):
                product = Term(weight * local, bounds)
                contracted, contractions = contract(product, primed)
                if contracted is not None:
                    result = canonicalise(contracted, canonical, unprime)
                    paths.append(Path(user, read, derivative, local, product, contractions, result))
    paths.sort(key=lambda path: _arrival(path.result))
    equation = Equation(adjoint_of(tensor, order), canonical, collect([path.result for path in paths]))
    return Derivation(tensor, target, tuple(paths), equation)


def _arrival(term: Term) -> int:
    """The order in which a paper adds up: from outside, from the same step, from the next."""
    adjoints = [c for c in term.components() if c.base.kind is Kind.ADJOINT and c.base.in_time]
    return 0 if not adjoints else 1 if all(c.indices[0] == TIME for c in adjoints) else 2


def tangent_of(tensor: Tensor) -> Tensor:
    """The tensor that holds the directional derivative of the tensor."""
    return tensor.like(f"t{tensor.name}", Kind.TANGENT)


def tangent(system: System) -> System:
    """The forward-mode derivative (JVP): how every computed tensor moves when parameters, inputs and initial states do.

        v̇[indices] = Σ over tensors u read by v, Σ over u's indices of  ∂v/∂u[s…] · u̇[s…]

    Tangents of what the system does not compute are given from outside, as are those of initial states.
    """
    outputs = _outputs(system)
    return replace(
        system,
        name=f"{system.name}_tangent",
        equations=tuple(_tangent_equation(equation, outputs) for equation in system.equations),
        output=tangent_of(system.output) if system.output is not None else None,
        declared=(),
    )


def _tangent_equation(equation: Equation, outputs: Mapping[sp.Expr, sp.Expr]) -> Equation:
    terms = []
    for read in equation.terms:
        for tensor in sorted(read.reads(), key=lambda tensor: tensor.name):
            primed = tuple(replace(bound, index=bound.index.primed) for bound in tensor.bounds())
            moved = tangent_of(tensor).at(bound.index for bound in primed)
            derivative = read.expr.diff(tensor.at(bound.index for bound in primed))
            for local in _summands(by_output(derivative, outputs)):
                free = _narrowed(equation.bounds, read.when)
                contracted, _ = contract(Term(local * moved, (*primed, *read.sums)), free)
                if contracted is not None:
                    narrowed = tuple(
                        bound for bound in _narrowed(free, contracted.when) if bound not in equation.bounds
                    )
                    terms.append(canonicalise(replace(contracted, when=narrowed), equation.bounds))
    return Equation(tangent_of(equation.tensor), equation.bounds, collect(terms))


def _outputs(system: System) -> dict[sp.Expr, sp.Expr]:
    """What each equation of one function application computes: sigmoid(a_f[t,n,j]) → f[t,n,j]."""
    return {
        equation.terms[0].expr: equation.lhs
        for equation in system.equations
        if len(equation.terms) == 1 and isinstance(equation.terms[0].expr, sp.Function) and not equation.terms[0].sums
    }


def by_output(derivative: sp.Expr, outputs: Mapping[sp.Expr, sp.Expr]) -> sp.Expr:
    """Rewrite a slope by the output that is at hand: σ(a)(1-σ(a)) becomes f(1-f)."""
    return derivative.xreplace(dict(outputs))


def _narrowed(bounds: tuple[Bound, ...], when: tuple[Bound, ...]) -> tuple[Bound, ...]:
    narrow = {bound.index: bound for bound in when}
    return tuple(narrow.get(bound.index, bound) for bound in bounds)


def _summands(expr: sp.Expr) -> Iterator[sp.Expr]:
    """The summands of a derivative: products are multiplied out only where a factor holds deltas."""
    for summand in sp.Add.make_args(expr):
        factors = sp.Mul.make_args(summand)
        compound = next((f for f in factors if isinstance(f, sp.Add) and f.has(sp.KroneckerDelta)), None)
        if compound is None:
            if summand != 0:
                yield summand
        else:
            rest = sp.Mul(*(f for f in factors if f is not compound))
            for part in compound.args:
                yield from _summands(rest * part)


# ---------------------------------------------------------------------------------------------------------------------
# Contract.


def contract(term: Term, free: tuple[Bound, ...]) -> tuple[Term | None, tuple[Contraction, ...]]:
    """Use up the deltas of a product.

    Each delta either replaces a summed index, whose range stays behind as a condition on what replaced it, or
    constrains free indices, or decides that there is nothing left (None).
    """
    sums = {bound.index: bound for bound in term.sums}
    fixed = {bound.index: bound for bound in free}
    factors = list(sp.Mul.make_args(term.expr))
    steps: list[Contraction] = []
    kept: list[sp.Expr] = []
    while deltas := [f for f in factors if isinstance(f, sp.KroneckerDelta)]:
        delta = min(deltas, key=lambda d: _delta_order(d, sums))
        factors.remove(delta)
        gap = delta.args[0] - delta.args[1]
        index = next((i for i in sums if gap.has(i)), None)
        if index is not None:
            value = _solve(gap, index)
            bound = sums.pop(index)
            steps.append(Contraction(delta, index, value))
            factors = [factor.xreplace({index: value}) for factor in factors]
            kept = [factor.xreplace({index: value}) for factor in kept]
            if not _impose(bound, value, sums, fixed):
                return None, tuple(steps)
        else:
            steps.append(Contraction(delta, None, None))
            index = next((i for i in fixed if gap.has(i)), None)
            if index is None:  # two constants; SymPy has answered 0 or 1 where it can
                kept.append(delta)
                continue
            value = _solve(gap, index)
            if any(value.has(other) for other in fixed):
                kept.append(delta)  # an identity between two free indices, as in a Jacobian
            else:
                fixed[index] = fixed[index].meet(value, value)
                if fixed[index].empty:
                    return None, tuple(steps)
        if any(factor == 0 for factor in factors):
            return None, tuple(steps)
    when = tuple(fixed[bound.index] for bound in free if fixed[bound.index] != bound)
    return Term(sp.Mul(*factors, *kept), tuple(sums.values()), when), tuple(steps)


def _solve(gap: sp.Expr, index: Index) -> sp.Expr:
    """The index that makes the gap vanish; a delta holds each of its indices with coefficient 1 or -1."""
    return index - gap / gap.coeff(index)


def _delta_order(delta: sp.Expr, sums: Mapping[Index, Bound]) -> tuple[bool, int, str]:
    """Time first, then batch, then features; deltas that hold a summed index before those that do not."""
    return (not any(delta.has(index) for index in sums), *_axis_order(delta.free_symbols), str(delta))


def _axis_order(symbols: set[sp.Symbol]) -> tuple[int]:
    sizes = {symbol.size for symbol in symbols if isinstance(symbol, Index)}
    return (0 if T in sizes else 1 if BATCH.size in sizes else 2,)


def _impose(bound: Bound, value: sp.Expr, sums: dict[Index, Bound], fixed: dict[Index, Bound]) -> bool:
    """Keep lo ≤ value ≤ hi as a range of the index that value holds.  False where nothing satisfies it.

    Raises:
        ValueError: the value holds no index, and whether it lies in the range depends on T.
    """
    for known in (sums, fixed):
        for index in known:
            if value.has(index):
                offset = value - index
                known[index] = known[index].meet(bound.lo - offset, bound.hi - offset)
                return not known[index].empty
    if (bound.lo - value).is_positive or (value - bound.hi).is_positive:
        return False
    if (value - bound.lo).is_nonnegative and (bound.hi - value).is_nonnegative:
        return True
    raise ValueError(f"whether {value} lies in {bound} depends on {T}")


# ---------------------------------------------------------------------------------------------------------------------
# Collect.


def canonicalise(term: Term, free: tuple[Bound, ...], rule: Mapping[Index, Index] | None = None) -> Term:
    """Give the summed indices their canonical letters, time and batch first, and settle those that vanished.

    A summed index that no longer occurs leaves its range as a factor.  ``rule`` renames free indices on the way.
    """
    expr = term.expr
    kept = []
    for bound in term.sums:
        if bound.lo == bound.hi:
            expr = expr.xreplace({bound.index: bound.lo})
        elif expr.has(bound.index):
            kept.append(bound)
        else:
            expr = expr * bound.extent
    kept.sort(key=lambda bound: (*_axis_order({bound.index}), _first_seen(expr, bound.index)))
    used = [bound.index.size for bound in free]
    renamed = dict(rule or {})
    for bound in kept:
        size = bound.index.size
        renamed[bound.index] = size.index(used.count(size))
        used.append(size)
    return Term(expr, tuple(kept), term.when).xreplace(renamed)  # all at once: a new letter may be an old one


def _first_seen(expr: sp.Expr, index: Index) -> tuple[str, ...]:
    """A position that does not depend on the index's own letter: the tensors and slots in which it occurs."""
    return tuple(
        sorted(
            f"{component.base.name}:{slot}"
            for component in expr.atoms(sp.Indexed)
            for slot, at in enumerate(component.indices)
            if at.has(index)
        )
    )


def collect(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Add up: terms on the same range that share what arrives (their adjoint or tangent factors) become one.

    dh·h_prev - dh·n is dh·(h_prev - n).  Sums are added only where they are multiples of one another, since Σ R·da and
    Σ V·da are two matrix products.  Zeros are dropped.
    """
    merged: dict[tuple[object, ...], tuple[sp.Expr, sp.Expr, Term]] = {}
    for term in terms:
        if term.sums:
            rest, arriving = term.expr.as_coeff_Mul()
        else:
            factors = sp.Mul.make_args(term.expr)
            arriving = sp.Mul(*(f for f in factors if isinstance(f, sp.Indexed) and f.base.kind in DERIVED))
            rest = term.expr / arriving
        key = (arriving, term.sums, term.when)
        before = merged[key][1] if key in merged else sp.S.Zero
        merged[key] = (arriving, before + rest, term)
    return tuple(replace(term, expr=a * rest) for a, rest, term in merged.values() if rest != 0)
