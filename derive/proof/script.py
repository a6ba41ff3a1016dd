r"""The proof of a certificate, written from the paths of the derivation.

For each tensor u let ⟨u⟩ be the sum of gradient · D(u) over all of u.  Each path k gives a number in two forms,
F_k summed as its reader reads and B_k summed as the gradient is written.

    tan_v_i      a term of v's equation, differentiated
    fwd_v        ⟨v⟩ on the steps of its equation = Σ F_k over the paths that v reads
    path_k       F_k = B_k: the contraction of the deltas
    adj_u        the gradient of u is the sum of its paths
    bwd_u        ⟨u⟩ = Σ B_k over the paths to u
    right        added up, what is computed cancels, and the claim is left

Nothing here needs to be trusted: a wrong step can only make Coq refuse.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.core.equations import Kind
from derive.proof.gradients import gradient
from derive.proof.reading import movement, reading
from derive.proof.routes import Route
from derive.proof.rules import section
from derive.proof.solution import solution
from derive.proof.statement import Statement
from derive.proof.words import Lemma, Words


def lemmas(statement: Statement) -> list[Lemma]:
    """All lemmas of a certificate, in order; the last one ends with the theorem."""
    words = Words(statement)
    steps = [*solution(words, "forward"), *solution(words, "backward"), section(words)]
    for equation in words.forward.equations:
        steps += reading(words, equation)
    for derivation in words.backward.derivations.values():
        steps += gradient(words, derivation.tensor)
    steps += [movement(words, equation) for equation in words.forward.equations]
    return [*steps, theorem(words)]


def theorem(words: Words) -> Lemma:
    """Added up: what is computed cancels, and the claim is left; then the theorem."""
    names = words.say.names.of
    computed = [e.tensor for e in words.forward.equations]
    targets = [d.tensor for d in words.backward.derivations.values()]
    losses = [v for v in computed if v.kind is Kind.LOSS]
    paths = " + ".join(f"b'{r.number}" for r in words.routes) or "0"

    def add(texts: Iterable[str]) -> str:
        return " + ".join(texts) or "0"

    def shares(found: Iterable[Route]) -> str:
        return add(f"b'{r.number}" for r in found)

    variables = [
        *(f"b'{r.number}" for r in words.routes),
        *(f"q'{names[u.name]}" for u in targets),
        *(f"p'{names[v.name]}" for v in computed),
        *(f"i'{names[s.name]}" for s in words.forward.states),
    ]
    premises, arguments = [], []
    for u in targets:
        groups, rest = words.groups(u, [r for r in words.routes if r.tensor is u])
        grouped = [*(found for _, found in groups), *([r] for r in rest)]
        right = add(f"({shares(found)})" for found in grouped)
        premises.append(f"q'{names[u.name]} = {right}")
        arguments.append(f"bwd'{names[u.name]}")
    for v in computed:
        premises.append(
            f"p'{names[v.name]} = "
            + add(f"({shares(found)})" for found in words.reads(words.forward.equation(v)) if found)
        )
        arguments.append(f"mov'{names[v.name]}")
    for v in computed:
        if v not in losses:
            start = f"i'{names[v.name]} + " if v.kind is Kind.STATE else ""
            premises.append(f"q'{names[v.name]} = {start}p'{names[v.name]}")
            arguments.append(f"all'{names[v.name]}")
    values = [
        *(f"B'{r.number}" for r in words.routes),
        *(f"Q'{names[u.name]}" for u in targets),
        *(f"P'{names[v.name]}" for v in computed),
        *(f"I'{names[s.name]}" for s in words.forward.states),
    ]
    left: list[str] = []
    results: list[str] = []
    arriving: list[str] = []
    opened: list[str] = []
    for term in words.backward.objective.equations[-1].terms:
        read = {c.base.name for c in term.components()} & {v.name for v in losses}
        left += [f"p'{names[name]}" for name in read]
        arriving += [f"P'{names[name]}" for name in read]
        opened += [f"/P'{names[name]} mul1r" for name in read]
        direct = [r.number for r in words.direct() if r.path.read is term]
        left += [f"b'{number}" for number in direct]
        arriving += [f"B'{number}" for number in direct]
        opened += [f"-path'{number}" for number in direct]
    for u in words.forward.tensors.values():
        if u.kind is Kind.STATE:
            results.append(f"i'{names[u.name]}")
        elif u.kind not in (Kind.LOSS, Kind.GIVEN) and u not in computed:
            results.append(f"q'{names[u.name]}")
    hypotheses = [f"K'{i}" for i in range(len(premises))]
    moved = add(f"p'{names[v.name]}" for v in computed if v not in losses)
    gradients = add(f"q'{names[u.name]}" for u in targets)
    n, m = len(targets), len(targets) + len(computed)
    text = (
        f"Lemma telescope' ({' '.join(variables)} : B) :\n  "
        + " ->\n  ".join(premises)
        + f" ->\n  {add(left)} = {add(results)}.\nProof.\nmove=> {' '.join(hypotheses)}.\n"
        f"have all'q : {gradients} = {paths} by rewrite {' '.join(hypotheses[:n])}; ring.\n"
        f"have all'p : ({add(left)}) + ({moved}) = {paths} by rewrite {' '.join(hypotheses[n:m])}; ring.\n"
        f"apply: (addIr ({moved})); rewrite all'p -all'q {' '.join(hypotheses[m:])}; ring.\nQed.\n"
        f"Lemma for'any : claim v w.\nProof.\napply: (etrans (y := {add(arriving)})).\n"
        f"  by rewrite /claim {' '.join(opened)}.\n"
        f"exact: (telescope' {' '.join([*values, *arguments])}).\nQed.\nEnd Any'.\n\n"
        f"Theorem {words.say.theorem} : {words.say.conclusion}.\nProof using All.\n"
        "have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.\n"
        "by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].\nQed."
    )
    return Lemma(text, "the sum of all paths")
