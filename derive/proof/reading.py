"""The lemmas about a forward equation: that it holds, its terms differentiated, and the movement of what it defines."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.equations import Equation, Kind
from derive.proof.expressions import Refused
from derive.proof.routes import Route
from derive.proof.words import Lemma, Words


def reading(words: Words, equation: Equation) -> Iterator[Lemma]:
    """E_v: the equation; tan_v_i: its terms, differentiated; fwd_v: ⟨v⟩."""
    name = words.say.names.of[equation.name]
    variables, holds = words.solved(equation, "Hv'")
    yield Lemma(
        f"Lemma E'{name} {variables}:\n  {words.component(equation, False)} = {words.say.right(equation, False)}.\n"
        f"Proof. exact: ({holds}). Qed.",
        f"the forward equation of {equation.name}",
    )
    mine = words.reads(equation)
    yield from (tangent(words, equation, i, found) for i, found in enumerate(mine))
    yield flow(words, equation, mine)


def tangent(words: Words, equation: Equation, i: int, found: list[Route]) -> Lemma:
    term, name = equation.terms[i], words.say.names.of[equation.name]
    if term.when:
        raise Refused(f"{equation.name}: a term that does not exist on all steps")
    sums = words.say.sums(term.sums)

    def output(e: Equation) -> str:
        return words.at(f"E'{words.say.names.of[e.name]}", e)

    right = " + ".join(f"({sums}x' * {' * '.join(words.share(r))})" for r in found) or "0"
    claim = f"x' * D ({words.say.term(term, False)}) = {right}"
    head = f"Lemma tan'{name}'{i} {words.given(equation.bounds)}(x' : B) :\n  {claim}.\n"
    if term.reduce == "max":
        proof = "by rewrite slope_largest mulr0."
    else:
        split = "rewrite slope_sum ?join_sums. " if found else "rewrite slope_sum. "
        steps = [
            split + (f"apply: eq_big_nat => {b.index} R'{b.index}. " if found else f"apply: zero_sum => {b.index}. ")
            for b in term.sums
        ]
        known = "".join(
            f"rewrite ?{output(e)}. "
            for call, e in words.outputs.items()
            if term.expr.has(call) and set(e.indices) <= set(equation.indices)
        )
        proof = f"{''.join(steps)}apply: weigh; first by slope calls'. {known}algebra'."
    return Lemma(f"{head}Proof. {proof} Qed.", f"the slopes of the term {term} of {equation.name}")


def flow(words: Words, equation: Equation, mine: list[list[Route]]) -> Lemma:
    name = words.say.names.of[equation.name]
    gradient = "1"
    if equation.tensor.kind is not Kind.LOSS:
        gradient = words.component(words.backward.derivation(equation.tensor).equation, True)
    sums, lines = words.say.sums(equation.bounds), []
    lines += [words.definition(r) for found in mine for r in found]
    groups = [" + ".join(f"F'{r.number}" for r in found) for found in mine]
    right = " + ".join(f"({group})" for group in groups if group) or "0"
    lines.append(f"Definition P'{name} : B := {sums}{gradient} * {words.moves(equation.tensor, equation.indices)}.")
    ranges = words.arguments(equation.bounds)
    unfolded = " ".join(f"/F'{r.number}" for found in mine for r in found)
    peel = "".join(
        (
            f"rewrite ?join_sums. apply: eq_big_nat => {b.index} R'{b.index}. "
            if unfolded
            else f"apply: zero_range => {b.index} R'{b.index}. "
        )
        for b in equation.bounds
    )
    proof, nothing_yet = "", True
    for i, group in enumerate(groups):
        step = f"exact: (tan'{name}'{i} {ranges})"
        lemma = "weigh_left" if not group else "weigh_right" if nothing_yet else "weigh_add"
        proof = f"apply: {lemma}; [{proof} | {step}]" if proof else step
        nothing_yet = nothing_yet and not group
    equality = words.at(f"E'{name}", equation)
    lines.append(
        f"Lemma fwd'{name} : P'{name} = {right}.\nProof.\n"
        f"rewrite /P'{name} {unfolded}. {peel}\nrewrite [in LHS]{equality}. {proof}.\nQed."
    )
    return Lemma("\n".join(lines), f"the movement of {equation.name}")


def movement(words: Words, equation: Equation) -> Lemma:
    """⟨v⟩ over all of v is what its equation gives and, for a state, its initial values."""
    v, name = equation.tensor, words.say.names.of[equation.name]
    groups = [found for found in words.reads(equation) if found]
    mine = [route for found in groups for route in found]
    right = " + ".join(f"({words.total(found)})" for found in groups) or "0"
    contracted = " ".join(f"path'{r.number}" for r in mine)
    lines = [f"Lemma mov'{name} : P'{name} = {right}.\nProof. by rewrite fwd'{name} {contracted}. Qed."]
    if v.kind is Kind.STATE:
        lemma = "last_and_rest" if v.reverse else "first_and_rest"
        first = words.say.pairing(v)
        index = "T.+1" if v.reverse else "0"
        lines.append(f"Definition I'{name} : B := {first}.")
        peel = words.peel(v.bounds()[1:])
        end = f"Hv' ({' '.join([words.say.names.of[v.name], index, *map(str, v.indices()[1:])])})"
        start = f"exact: (if_false ({end}) ltac:(lia))" if v.reverse else f"exact: ({end})"
        lines.append(
            f"Lemma all'{name} : Q'{name} = I'{name} + P'{name}.\n"
            f"Proof. rewrite /Q'{name} /I'{name} /P'{name} {lemma}. congr (_ + _). {peel}congr (_ * D _). {start}. Qed."
        )
    elif v.kind is not Kind.LOSS:
        lines.append(f"Lemma all'{name} : Q'{name} = P'{name}.\nProof. exact: erefl. Qed.")
    return Lemma("\n".join(lines), f"the movement of {equation.name}, path by path")
