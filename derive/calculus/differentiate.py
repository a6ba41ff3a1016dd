"""The loss, and what it is differentiated by: adjoints (reverse) and tangents (forward)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import sympy as sp

from derive.calculus.contract import canonicalise, collect, contract
from derive.calculus.steps import Backward, Derivation, Path
from derive.core.equations import FIXED, TIME, Bound, Equation, Kind, System, T, Tensor, Term
from derive.core.functions import Elementwise


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
        terms.append(Term(seed.at(output.indices()) * output.at(output.indices()), sums, reduce="sum"))
    for state in forward.states:
        seed = Tensor(fresh(f"d{state.name}_T"), state.axes[1:], Kind.SEED, of=state)
        indices = state.indices()[1:]
        final = state.at((sp.S.One if state.reverse else T.symbol, *indices))
        terms.append(Term(seed.at(indices) * final, tuple(map(Bound.over, indices)), reduce="sum"))
    return Equation(loss, (), tuple(terms))


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
    targets = [tensor for tensor in forward.tensors.values() if tensor.kind not in (Kind.LOSS, *FIXED)]
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
            derivative = _derivative(read, target)
            bounds = (*_narrowed(user.bounds, read.when), *read.sums)
            for local in _summands(by_output(derivative, outputs)):
                product = Term(weight * local, bounds, reduce="sum")
                contracted, contractions = contract(product, primed)
                if contracted is not None:
                    result = canonicalise(contracted, canonical, unprime)
                    paths.append(Path(user, read, derivative, local, product, contractions, result))
    paths.sort(key=lambda path: _arrival(path.result))
    equation = Equation(adjoint_of(tensor, order), canonical, collect([path.result for path in paths]))
    return Derivation(tensor, target, tuple(paths), equation)


def _derivative(term: Term, target: sp.Expr) -> sp.Expr:
    """∂(summand)/∂(component), by SymPy.

    Raises:
        ValueError: the term is a maximum through which a gradient would pass.
    """
    derivative = term.expr.diff(target)
    if term.reduce != "sum" and derivative != 0:
        raise ValueError(f"{term} has a slope; a maximum over an index may only stand inside stop_gradient")
    return derivative.replace(_is_constant, lambda e: e.definition(*e.args))


def _is_constant(expr: sp.Basic) -> bool:
    """Whether this is a function of numbers that is a number itself, as the slope of maximum(a, a) holds step(0)."""
    numbers = isinstance(expr, Elementwise) and not expr.free_symbols
    return numbers and bool(expr.definition(*expr.args).is_Rational)


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
            derivative = _derivative(read, tensor.at(bound.index for bound in primed))
            for local in _summands(by_output(derivative, outputs)):
                free = _narrowed(equation.bounds, read.when)
                contracted, _ = contract(Term(local * moved, (*primed, *read.sums), reduce="sum"), free)
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
    return derivative.xreplace(outputs)


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
