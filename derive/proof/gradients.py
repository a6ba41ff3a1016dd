"""The lemmas about a gradient: each path's two sums are equal, and the gradient is the sum of its paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy as sp

from derive.core.equations import Tensor, Term
from derive.proof.routes import Route
from derive.proof.words import Lemma, Words, fold


def gradient(words: Words, u: Tensor) -> Iterator[Lemma]:
    """path_k: F_k = B_k; adj_u: the gradient is the sum of its paths; bwd_u: ⟨u⟩."""
    mine = [route for route in words.routes if route.tensor is u]
    for route in mine:
        yield contraction(words, route)
    groups, rest = words.groups(u, mine)
    yield collected(words, u, groups, rest)
    yield pairing(words, u, groups, rest)


def contraction(words: Words, route: Route) -> Lemma:
    u, k, result = route.tensor, route.number, route.path.result
    bounds, steps = list(u.bounds()), []
    nest = [b.index for b in route.bounds]  # the sums on the left, the outermost first
    ranges = {b.index: b for b in route.bounds}
    when = {b.index: b for b in result.when}
    for bound, index, shift in route.arrivals():
        if index is not None:
            steps += bring(nest, index)
        guard = when.get(bound.index)
        if guard is not None:
            span = [words.say.index(e) for e in (bound.lo, guard.lo, guard.hi + 1, bound.hi + 1)]
            if index is None:
                span = [span[0], words.say.index(guard.lo), span[3]]
                lemma = f"@single _ {' '.join(span)} (fun {bound.index} => {held(words, route, nest)})"
            else:
                if shift == 1:
                    span[1:3] = [words.say.index(ranges[index].lo), words.say.index(ranges[index].hi + 1)]
                lemma = f"@{ {0: 'narrow', -1: 'later', 1: 'earlier'}[shift] } _ {' '.join(span)} _"
            steps.append(f"apply: (etrans ({lemma} ltac:(lia) ltac:(lia))).")
        steps.append(f"apply: eq_big_nat => {bound.index} _.")
        if guard is not None:
            if shift == 1:
                t = bound.index
                steps.append(f"case: (boolP ({words.say.span(guard)})%N) => [G'{t}|_]; last by symmetry; zeros.")
                steps.append(f"have P'{t} : (0 < {t})%N by lia.\nrewrite ?(prednK P'{t}).")
            else:
                steps.append(f"case: ({words.say.span(guard)})%N; last by symmetry; zeros.")
        if index is not None:
            nest.remove(index)
    kept, vanished = route.inner()
    for own, bound in zip(kept, result.sums, strict=True):
        steps += bring(nest, own)
        steps.append(f"rewrite [RHS]mulr_suml. apply: eq_big_nat => {bound.index} _.")
        nest.remove(own)
    for index in vanished:
        steps.append("rewrite big_nat1." if ranges[index].lo == ranges[index].hi else "rewrite constant_sum.")
    body = f"({words.say.term(result, True)}) * {words.moves(u, u.indices())}"
    lines = [
        f"Definition B'{k} : B := {words.say.sums(bounds)}{body}.",
        f"Lemma path'{k} : F'{k} = B'{k}.\nProof.\nrewrite /F'{k} /B'{k}.\n" + "\n".join(steps) + "\nalgebra'.\nQed.",
    ]
    return Lemma("\n".join(lines), f"the gradient of {u.name}: {route}, which leads to {result}")


def held(words: Words, route: Route, nest: list[sp.Symbol]) -> str:
    """F_k from here on, for a component at a fixed place: as a function of that place."""
    arrivals = route.arrivals()
    moved = [b.index if index is None else at for (b, index, _), at in zip(arrivals, route.at, strict=True)]
    done = {index: b.index - shift for b, index, shift in arrivals if index is not None and index not in nest}
    here = replace(
        route,
        at=tuple(sp.sympify(e).xreplace(done) for e in moved),
        weight=route.weight.xreplace(done) if route.weight is not None else None,
        coefficient=route.coefficient.xreplace(done),
    )
    spans = {b.index: b for b in route.bounds}
    return words.say.sums(spans[index] for index in nest) + words.read(here)


def collected(words: Words, u: Tensor, groups: list[tuple[Term, list[Route]]], rest: list[Route]) -> Lemma:
    equation = words.backward.derivation(u).equation
    name, adjoint = words.say.names.of[u.name], words.say.names.of[equation.name]
    parts, proofs = [], []
    for term, found in groups:
        text, texts = words.say.term(term, True), [f"({words.say.term(r.path.result, True)})" for r in found]
        parts.append(f"({' + '.join(texts) or 0})")
        cases = "".join(f"case: ({words.say.span(b)})%N => /=; [|by rewrite !addr0]. " for b in term.when)
        peel = "".join(f"rewrite ?join_sums. apply: eq_big_nat => {b.index} _. " for b in term.sums)
        proofs.append("exact: erefl" if [f"({text})"] == texts else f"({cases}{peel}algebra')".replace(". ", "; "))
    whole = " + ".join(parts) or "0"
    proof = fold("sum_of", proofs) if groups else "exact: erefl"
    if rest:
        whole += "".join(f" + ({words.say.term(r.path.result, True)})" for r in rest)
        proof = "by rewrite -[LHS]addr0; ring"
    variables, holds = words.solved(equation, "Hw'")
    text = (
        f"Lemma adj'{name} {variables}:\n  {words.component(equation, True)} = {whole}.\n"
        f"Proof. apply: (etrans ({holds})). {proof}. Qed."
    )
    return Lemma(text, f"the gradient of {u.name}: {adjoint} is not the sum of its paths")


def pairing(words: Words, u: Tensor, groups: list[tuple[Term, list[Route]]], rest: list[Route]) -> Lemma:
    equation, name = words.backward.derivation(u).equation, words.say.names.of[u.name]
    grouped = [*(found for _, found in groups), *([r] for r in rest)]
    right = " + ".join(f"({words.total(found)})" for found in grouped) or "0"
    unfold = " ".join(f"/B'{r.number}" for found in grouped for r in found)
    sums = words.say.sums(equation.bounds)
    peel = "".join(
        f"rewrite ?join_sums. apply: eq_big_nat => {b.index} R'{b.index}. "
        if unfold
        else f"apply: zero_range => {b.index} R'{b.index}. "
        for b in equation.bounds
    )
    proof = (
        fold("times_sum", [fold("times_sum", ["exact: erefl"] * max(1, len(found))) for found in grouped])
        if unfold
        else "exact: mul0r"
    )
    collected = words.at(f"adj'{name}", equation)
    text = (
        f"Definition Q'{name} : B := {sums}{words.component(equation, True)} * {words.moves(u, equation.indices)}.\n"
        f"Lemma bwd'{name} : Q'{name} = {right}.\n"
        f"Proof.\nrewrite /Q'{name} {unfold}. {peel}\nrewrite [X in X * _]{collected}. {proof}.\nQed."
    )
    return Lemma(text, f"the gradient of {u.name}, paired")


def bring(nest: list[sp.Symbol], index: sp.Symbol) -> list[str]:
    """Bring the sum over the index to the front of those that are left."""
    depth = nest.index(index)
    nest.insert(0, nest.pop(depth))
    return [f"apply: etrans; first exact: bring{depth}."] if depth else []
