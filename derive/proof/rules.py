"""The slopes of functions as rules, and the tactic that decides equations of polynomials, for one certificate."""

from __future__ import annotations

import itertools

import sympy as sp

from derive.core.equations import Kind
from derive.proof.words import Lemma, Words

MULTIPLES = (1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8)
"""Of the law of the unit fraction, those that are at hand."""


def section(words: Words) -> Lemma:
    """Any solution, and the slopes of functions as rules."""
    lines = [
        "Section Any'.",
        "Variables (v : signal -> A) (w : gradient -> B).",
        "Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).",
    ]
    for name in sorted(words.say.functions):
        function = words.say.functions[name]
        x = [f"x{i}" for i in range(function.arity if function else 1)]
        slope = " + ".join(f"{p} * {u.replace('x', 'e')}" for p, u in zip(words.say.partials(function), x, strict=True))
        premises = "".join(f"D {u} = {u.replace('x', 'e')} -> " for u in x)
        lines.append(
            f"Lemma call'{name} {' '.join(x)} {' '.join(u.replace('x', 'e') for u in x)} : {premises}"
            f"D ({name} {' '.join(x)}) = {slope}.\nProof. move=> {' '.join(['<-'] * len(x))}; exact: slope_{name}. Qed."
        )
    lines.append(algebra(words))
    rules = [f"apply: call'{name}" for name in sorted(words.say.functions)]
    rules += [f"exact: slope_{name}" for name in words.say.constants.values()]
    integers = words.say.names.integers
    given = [u.name for u in words.forward.tensors.values() if u.kind is Kind.GIVEN and u.name not in integers]
    rules += [f"exact: still_{words.say.names.of[name]}" for name in given]
    alternatives = " | ".join(rules)
    lines.append(f"Ltac calls' := {f'first [{alternatives}]' if rules else 'fail'}.")
    for route in words.direct():
        lines.append(words.definition(route))
    return Lemma("\n".join(lines), "the slopes of functions")


def algebra(words: Words) -> str:
    """The tactic that decides equations of polynomials; with the law of the unit fraction, if there is one.

    ``ring`` uses a law where the coefficient is the very same, so that multiples of it are laws too.  Calls of a
    function with equal arguments, written otherwise, are different things to it: where it fails, they are made equal.
    """
    lines, tries = [], ["ring"]
    unit = words.say.unit
    if (name := words.say.constants.get(sp.Rational(1, unit))) is not None:
        known: list[str] = []
        for power, times in itertools.product((2, 1), MULTIPLES):
            left, right = (" * ".join([f"ev {name}"] * n) or "1" for n in (power, power - 1))
            law, sign = f"law'{len(known)}", "- " if times < 0 else ""
            lines.append(
                f"Lemma {law} : {sign}({abs(times) * unit}%:R) * ({left}) = {sign}({abs(times)}%:R) * ({right}).\n"
                f"Proof.\ntransitivity ({sign}({abs(times)}%:R) * ({right}) * ({unit}%:R * ev {name}));"
                f" first by ring.\n"
                f"by rewrite (unit_law d law_{name}) mulr1.\nQed."
            )
            known.append(law)
        tries.append(f"ring: {' '.join(known)}")
    cases = [
        f"  | |- context [{f} ?a] => match goal with |- context [{f} ?b] =>\n"
        f"      tryif constr_eq a b then fail else (have -> : a = b by ring) end"
        for f, function in words.say.functions.items()
        if function is None or function.arity == 1
    ]
    polynomials = f"first [{' | '.join(tries)}]"
    if cases:
        lines.append("Ltac align' := repeat match goal with\n" + "\n".join(cases) + "\n  end.")
        return "\n".join([*lines, f"Ltac algebra' := rewrite /=; first [{polynomials} | align'; {polynomials}]."])
    return "\n".join([*lines, f"Ltac algebra' := rewrite /=; {polynomials}."])
