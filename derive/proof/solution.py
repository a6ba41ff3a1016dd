"""Why the equations of a certificate have exactly one solution: each reads only components of lower rank."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.equations import Equation
from derive.proof.expressions import Refused
from derive.proof.order import Cyclic, Place, places
from derive.proof.words import Lemma, Words


def solution(words: Words, which: str) -> Iterator[Lemma]:
    equations = (words.forward if which == "forward" else words.backward.system).equations
    kind, given = ("signal", "") if which == "forward" else ("gradient", " v")
    try:
        order = places(equations)
    except Cyclic as why:
        raise Refused(f"{which} equations: {why}") from None
    cases = "\n".join(f"  | {words.pattern(e)} => {rank(e, order[e.name])}" for e in equations)
    yield Lemma(
        f"Definition {which}'order (what : {kind}) : rank :=\n  match what with\n{cases}\n  end.", f"{which} order"
    )
    quantified = "" if which == "forward" else "(v : signal -> A) "
    for equation in equations:
        name = words.say.names.of[equation.name]
        indices = " ".join(map(str, equation.tensor.indices()))
        yield Lemma(
            f"Lemma order'{name} {quantified}{f'({indices} : nat)' if indices else ''} :"
            f" looks_back {which}'order ({which}{given}) ({name} {indices}).\n"
            f"Proof. move=> p' q' H'; rewrite /{which}; same H'. Qed.",
            f"the equation of {equation.name} has a value, given those before it",
        )
    passed = "" if which == "forward" else "v "
    cases = "\n".join(
        f"  | {words.pattern(e)} => order'{words.say.names.of[e.name]} {passed}{' '.join(map(str, e.indices))}"
        for e in equations
    )
    yield Lemma(
        f"Lemma {which}'solvable {quantified}: exists f, the_solution ({which}{given}) f.\n"
        f"Proof.\nexact: (solvable (order := {which}'order) (fun what => match what with\n{cases}\n  end)).\nQed.",
        f"the {which} equations have exactly one solution",
    )


def rank(equation: Equation, place: Place) -> str:
    time = {0: "0", 1: "t", -1: "T.+1 - t"}[place.direction] if equation.tensor.in_time else "0"
    return f"({place.stage}, {time}, {place.position})%N"
