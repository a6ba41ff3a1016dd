"""Wrong gradients of every kind, of any cell: what the checks must refuse.

A mutant is a derivation with one mistake: in an equation of a gradient alone, or in a path and the equation alike, as
if the calculus itself had erred.  :func:`mutants` lists those of a derivation; :func:`rewritten` writes right gradients
differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import sympy as sp

from derive.calculus import Backward, Derivation
from derive.core.equations import TIME, Kind, Tensor, Term

Change = Callable[[Term], Term | None]


def expression(change: Callable[[sp.Expr], sp.Expr]) -> Change:
    return lambda term: replace(term, expr=change(term.expr))


def at_other_indices(tensor: Tensor, rule: Callable[[tuple[sp.Expr, ...]], tuple[sp.Expr, ...]]) -> Change:
    """The components of one tensor read elsewhere."""

    def change(expr: sp.Expr) -> sp.Expr:
        found = {c for c in expr.atoms(sp.Indexed) if c.base == tensor}
        return expr.xreplace({c: tensor.at(rule(tuple(c.indices))) for c in found})

    return expression(change)


def mistakes(term: Term, backward: Backward) -> Iterator[tuple[str, Change]]:
    """The mistakes that can be made in a term."""
    yield "dropped", lambda term: None
    yield "sign", expression(lambda e: -e)
    yield "factor", expression(lambda e: 2 * e)
    if term.when:
        yield "lost condition", lambda term: replace(term, when=())
    tensors = sorted(term.reads(), key=lambda tensor: tensor.name)
    for tensor in tensors:
        if len(tensor.features) == 2 and tensor.features[0] == tensor.features[1]:
            yield f"transposed {tensor.name}", at_other_indices(tensor, lambda ix: (*ix[:-2], ix[-1], ix[-2]))
        if tensor.in_time and all(c.indices[0].has(TIME) for c in term.components() if c.base == tensor):
            if not term.when:
                yield f"{tensor.name} later", at_other_indices(tensor, lambda ix: (ix[0] + 1, *ix[1:]))
            elif any(c.indices[0] != TIME for c in term.components() if c.base == tensor):
                yield f"{tensor.name} earlier", at_other_indices(tensor, lambda ix: (ix[0] - 1, *ix[1:]))
    if term.expr.has(1 - sp.Wild("w")) or any(isinstance(f, sp.Add) for f in sp.Mul.make_args(term.expr)):
        yield "wrong slope", expression(lambda e: e.xreplace({f: f + 1 for f in e.args if isinstance(f, sp.Add)}))
    gates = [e.tensor for e in backward.forward.equations if e.tensor.kind is Kind.SIGNAL]
    for tensor in tensors:
        for other in gates:
            if tensor in gates and other != tensor and other.axes == tensor.axes:
                swap = {c: other.at(c.indices) for c in term.components() if c.base == tensor}
                yield f"{other.name} for {tensor.name}", expression(lambda e, swap=swap: e.xreplace(swap))
                break


def mutants(backward: Backward) -> Iterator[tuple[str, Backward]]:
    """Every derivation with one mistake, by what the mistake is."""
    for name, derivation in backward.derivations.items():
        for i, term in enumerate(derivation.equation.terms):
            for what, change in mistakes(term, backward):
                terms = [t if k != i else change(t) for k, t in enumerate(derivation.equation.terms)]
                equation = replace(derivation.equation, terms=tuple(t for t in terms if t is not None))
                yield f"d{name}, term {i}: {what}", exchanged(backward, name, replace(derivation, equation=equation))
        for i, path in enumerate(derivation.paths):
            for what, change in mistakes(path.result, backward):
                results = [p.result if k != i else change(p.result) for k, p in enumerate(derivation.paths)]
                pairs = [(p, r) for p, r in zip(derivation.paths, results, strict=True) if r is not None]
                yield (
                    f"d{name}, path {i} and equation: {what}",
                    exchanged(
                        backward,
                        name,
                        replace(
                            derivation,
                            paths=tuple(replace(p, result=r) for p, r in pairs),
                            equation=replace(derivation.equation, terms=tuple(r for _, r in pairs)),
                        ),
                    ),
                )


def exchanged(backward: Backward, name: str, derivation: Derivation) -> Backward:
    return Backward(backward.forward, backward.objective, {**backward.derivations, name: derivation})


def rewritten(backward: Backward) -> Backward:
    """The same gradients, written differently: terms in the opposite order, products multiplied out."""
    derivations = {}
    for name, derivation in backward.derivations.items():
        terms = tuple(replace(term, expr=sp.expand(term.expr)) for term in reversed(derivation.equation.terms))
        derivations[name] = replace(derivation, equation=replace(derivation.equation, terms=terms))
    return Backward(backward.forward, backward.objective, derivations)
