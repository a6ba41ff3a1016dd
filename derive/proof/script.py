r"""The proof of a certificate, written from the paths of the derivation.

For each tensor u let ⟨u⟩ be the sum of gradient · D(u) over all of u.  Each path k gives a number in two forms, F_k summed
as its reader reads and B_k summed as the gradient is written.

    tan_v_i      a term of v's equation, differentiated
    fwd_v        ⟨v⟩ on the steps of its equation = Σ F_k over the paths that v reads
    path_k       F_k = B_k: the contraction of the deltas
    adj_u        the gradient of u is the sum of its paths
    bwd_u        ⟨u⟩ = Σ B_k over the paths to u
    right        added up, what is computed cancels, and the claim is left

Nothing here needs to be trusted: a wrong step can only make Coq refuse.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Bound, Equation, Kind, T, Tensor, Term
from derive.proof.order import Cyclic, Place, places
from derive.proof.routes import Route, routes
from derive.proof.statement import PRODUCT, Refused, Statement

IN_TIME = " R't"
"""The argument of a lemma about a component in time: that the step is one of those of its equation."""

MULTIPLES = (1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8)
"""Of the law of the unit fraction, those that are at hand."""

DERIVED = (Kind.ADJOINT, Kind.SEED)


@dataclass(frozen=True)
class Lemma:
    """A step of the proof.

    Attributes:
        text: definitions, statement and proof.
        about: what is refused where Coq refuses it, in words.
    """

    text: str
    about: str


def fold(lemma: str, proofs: Sequence[str]) -> str:
    """The proof about a sum ((a + b) + c) from proofs about its summands, by a lemma about two."""
    whole = proofs[0]
    for proof in proofs[1:]:
        whole = f"apply: {lemma}; [{whole} | {proof}]"
    return whole


class Script:
    """The lemmas of one certificate, in order."""

    def __init__(self, statement: Statement) -> None:
        self.say, self.backward = statement, statement.backward
        self.forward = self.backward.forward
        self.routes = routes(self.backward)
        self.outputs = {
            e.terms[0].expr: e
            for e in self.forward.equations
            if len(e.terms) == 1 and isinstance(e.terms[0].expr, sp.Function) and not e.terms[0].sums
        }

    def lemmas(self) -> list[Lemma]:
        """All of them, without the theorem."""
        steps = [*self.solution("forward"), *self.solution("backward"), self.section()]
        for equation in self.forward.equations:
            steps += self.reading(equation)
        for derivation in self.backward.derivations.values():
            steps += self.gradient(derivation.tensor)
        for equation in self.forward.equations:
            steps.append(self.movement(equation))
        return [*steps, self.sum()]

    # ---- why there is exactly one solution

    def solution(self, which: str) -> Iterator[Lemma]:
        equations = (self.forward if which == "forward" else self.backward.system).equations
        kind, given = ("signal", "") if which == "forward" else ("gradient", " v")
        try:
            order = places(equations)
        except Cyclic as why:
            raise Refused(f"{which} equations: {why}") from None
        cases = "\n".join(f"  | {self.pattern(e)} => {self.rank(e, order[e.name])}" for e in equations)
        yield Lemma(
            f"Definition {which}'order (what : {kind}) : rank :=\n  match what with\n{cases}\n  end.", f"{which} order"
        )
        quantified = "" if which == "forward" else "(v : signal -> A) "
        for equation in equations:
            name = self.say.names.of[equation.name]
            indices = " ".join(map(str, equation.tensor.indices()))
            yield Lemma(
                f"Lemma order'{name} {quantified}{f'({indices} : nat)' if indices else ''} :"
                f" looks_back {which}'order ({which}{given}) ({name} {indices}).\n"
                f"Proof. move=> p' q' H'; rewrite /{which}; same H'. Qed.",
                f"the equation of {equation.name} has a value, given those before it",
            )
        passed = "" if which == "forward" else "v "
        cases = "\n".join(
            f"  | {self.pattern(e)} => order'{self.say.names.of[e.name]} {passed}{' '.join(map(str, e.indices))}"
            for e in equations
        )
        yield Lemma(
            f"Lemma {which}'solvable {quantified}: exists f, the_solution ({which}{given}) f.\n"
            f"Proof.\nexact: (solvable (order := {which}'order) (fun what => match what with\n{cases}\n  end)).\nQed.",
            f"the {which} equations have exactly one solution",
        )

    def pattern(self, equation: Equation) -> str:
        return " ".join([self.say.names.of[equation.name], *map(str, equation.tensor.indices())])

    @staticmethod
    def rank(equation: Equation, place: Place) -> str:
        time = {0: "0", 1: "t", -1: "T.+1 - t"}[place.direction] if equation.tensor.in_time else "0"
        return f"({place.stage}, {time}, {place.position})%N"

    def section(self) -> Lemma:
        """Any solution, and the slopes of functions as rules."""
        lines = [
            "Section Any'.",
            "Variables (v : signal -> A) (w : gradient -> B).",
            "Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).",
        ]
        for name in sorted(self.say.functions):
            function = self.say.functions[name]
            x = [f"x{i}" for i in range(function.arity if function else 1)]
            slope = " + ".join(f"{p} * {u.replace('x', 'e')}" for p, u in zip(self.say.partials(function), x, strict=True))
            premises = "".join(f"D {u} = {u.replace('x', 'e')} -> " for u in x)
            lines.append(
                f"Lemma call'{name} {' '.join(x)} {' '.join(u.replace('x', 'e') for u in x)} : {premises}"
                f"D ({name} {' '.join(x)}) = {slope}.\nProof. move=> {' '.join(['<-'] * len(x))}; exact: slope_{name}. Qed."
            )
        lines.append(self.algebra())
        rules = [f"apply: call'{name}" for name in sorted(self.say.functions)]
        rules += [f"exact: slope_{name}" for name in self.say.constants.values()]
        integers = self.say.names.integers
        given = [u.name for u in self.forward.tensors.values() if u.kind is Kind.GIVEN and u.name not in integers]
        rules += [f"exact: still_{self.say.names.of[name]}" for name in given]
        lines.append(f"Ltac calls' := {f'first [{chr(32).join(rules) if len(rules) == 1 else (chr(32) + chr(124) + chr(32)).join(rules)}]' if rules else 'fail'}.")
        for route in self.direct():
            lines.append(self.definition(route))
        return Lemma("\n".join(lines), "the slopes of functions")

    def algebra(self) -> str:
        """The tactic that decides equations of polynomials; with the law of the unit fraction, if there is one.

        ``ring`` uses a law where the coefficient is the very same, so that its multiples are laws too.  To it, functions of equal arguments
        that are written otherwise are different things: where it fails, arguments are made the same first.
        """
        lines, tries = [], ["ring"]
        unit = self.say.unit
        if (name := self.say.constants.get(sp.Rational(1, unit))) is not None:
            known = []
            for power, times in itertools.product((2, 1), MULTIPLES):
                left, right = (" * ".join([f"ev {name}"] * n) or "1" for n in (power, power - 1))
                law, sign = f"law'{len(known)}", "- " if times < 0 else ""
                lines.append(
                    f"Lemma {law} : {sign}({abs(times) * unit}%:R) * ({left}) = {sign}({abs(times)}%:R) * ({right}).\n"
                    f"Proof.\ntransitivity ({sign}({abs(times)}%:R) * ({right}) * ({unit}%:R * ev {name})); first by ring.\n"
                    f"by rewrite (unit_law d law_{name}) mulr1.\nQed."
                )
                known.append(law)
            tries.append(f"ring: {' '.join(known)}")
        cases = [
            f"  | |- context [{f} ?a] => match goal with |- context [{f} ?b] =>\n"
            f"      tryif constr_eq a b then fail else (have -> : a = b by ring) end"
            for f, function in self.say.functions.items()
            if function is None or function.arity == 1
        ]
        polynomials = f"first [{' | '.join(tries)}]"
        if cases:
            lines.append("Ltac align' := repeat match goal with\n" + "\n".join(cases) + "\n  end.")
            return "\n".join([*lines, f"Ltac algebra' := rewrite /=; first [{polynomials} | align'; {polynomials}]."])
        return "\n".join([*lines, f"Ltac algebra' := rewrite /=; {polynomials}."])

    def direct(self) -> list[Route]:
        """The paths of what arrives: from the loss itself."""
        return [route for route in self.routes if not self.forward.defines(route.path.user.tensor)]

    def definition(self, route: Route) -> str:
        return f"Definition F'{route.number} : B := {self.say.sums(route.bounds)}{self.read(route)}."

    # ---- words

    def moves(self, tensor: Tensor, at: Iterable[sp.Expr]) -> str:
        return f"D ({self.say.component(tensor.at(at), False)})"

    def read(self, route: Route) -> str:
        """What stands inside F_k."""
        return " * ".join([*self.weight(route), *self.share(route)])

    def weight(self, route: Route) -> list[str]:
        """The gradient of the reader; 1 for the loss that a network states, nothing for what arrives."""
        if route.weight is not None:
            return [self.say.component(route.weight, True)]
        return ["1"] if self.forward.defines(route.path.user.tensor) else []

    def share(self, route: Route) -> list[str]:
        one = [] if route.coefficient == 1 else [self.say.expression(route.coefficient, True, PRODUCT)]
        return [*one, self.moves(route.tensor, route.at)]

    def given(self, bounds: Iterable[Bound]) -> str:
        """Indices and their ranges, as arguments of a lemma."""
        bounds = list(bounds)
        names = " ".join(str(b.index) for b in bounds)
        ranges = " ".join(f"(R'{b.index} : ({self.say.span(b)})%N)" for b in bounds)
        return f"({names} : nat) {ranges} " if bounds else ""

    @staticmethod
    def arguments(bounds: Iterable[Bound]) -> str:
        bounds = list(bounds)
        return " ".join([*(str(b.index) for b in bounds), *(f"R'{b.index}" for b in bounds)])

    @staticmethod
    def peel(bounds: Iterable[Bound]) -> str:
        return "".join(f"apply: eq_big_nat => {b.index} R'{b.index}. " for b in bounds)

    # ---- an equation, differentiated

    def reading(self, equation: Equation) -> Iterator[Lemma]:
        """E_v: the equation; tan_v_i: its terms, differentiated; fwd_v: ⟨v⟩."""
        name, bounds = self.say.names.of[equation.name], equation.bounds
        timed = [b for b in bounds if b.index.size == T]
        value = self.say.component(equation.tensor.at(equation.indices), False)
        solved = f"Hv' ({self.pattern(equation)})"
        exact = f"if_true ({solved}) R't" if timed else solved
        indices = " ".join(str(b.index) for b in bounds)
        range_ = f"(R't : ({self.say.span(timed[0])})%N) " if timed else ""
        yield Lemma(
            f"Lemma E'{name} {f'({indices} : nat) ' if indices else ''}{range_}:\n"
            f"  {value} = {self.say.right(equation, False)}.\nProof. exact: ({exact}). Qed.",
            f"the forward equation of {equation.name}",
        )
        mine = self.reads(equation)
        yield from (self.tangent(equation, i, found) for i, found in enumerate(mine))
        yield self.flow(equation, mine)

    def reads(self, equation: Equation) -> list[list[Route]]:
        """The paths through each term of an equation."""
        return [
            [r for r in self.routes if r.path.user.name == equation.name and r.path.read is term]
            for term in equation.terms
        ]

    def tangent(self, equation: Equation, i: int, found: list[Route]) -> Lemma:
        term, name = equation.terms[i], self.say.names.of[equation.name]
        if term.when:
            raise Refused(f"{equation.name}: a term that does not exist on all steps")
        sums = self.say.sums(term.sums)
        right = " + ".join(f"({sums}x' * {' * '.join(self.share(r))})" for r in found) or "0"
        head = f"Lemma tan'{name}'{i} {self.given(equation.bounds)}(x' : B) :\n  x' * D ({self.say.term(term, False)}) = {right}.\n"
        if term.reduce == "max":
            proof = "by rewrite slope_largest mulr0."
        else:
            split = "rewrite slope_sum ?join_sums. " if found else "rewrite slope_sum. "
            steps = [
                split + (f"apply: eq_big_nat => {b.index} R'{b.index}. " if found else f"apply: zero_sum => {b.index}. ")
                for b in term.sums
            ]
            known = "".join(
                f"rewrite ?(E'{self.say.names.of[e.name]} {' '.join(map(str, e.indices))}{IN_TIME if e.tensor.in_time else ''}). "
                for call, e in self.outputs.items()
                if term.expr.has(call) and set(e.indices) <= set(equation.indices)
            )
            proof = f"{''.join(steps)}apply: weigh; first by slope calls'. {known}algebra'."
        return Lemma(f"{head}Proof. {proof} Qed.", f"the slopes of the term {term} of {equation.name}")

    def flow(self, equation: Equation, mine: list[list[Route]]) -> Lemma:
        name = self.say.names.of[equation.name]
        loss = equation.tensor.kind is Kind.LOSS
        weight = "1" if loss else self.say.component(self.backward.derivation(equation.tensor).adjoint.at(equation.indices), True)
        sums, lines = self.say.sums(equation.bounds), []
        lines += [self.definition(r) for found in mine for r in found]
        groups = [" + ".join(f"F'{r.number}" for r in found) for found in mine]
        right = " + ".join(f"({group})" for group in groups if group) or "0"
        lines.append(f"Definition P'{name} : B := {sums}{weight} * {self.moves(equation.tensor, equation.indices)}.")
        ranges = self.arguments(equation.bounds)
        timed = [b for b in equation.bounds if b.index.size == T]
        unfolded = " ".join(f"/F'{r.number}" for found in mine for r in found)
        peel = "".join(
            (f"rewrite ?join_sums. apply: eq_big_nat => {b.index} R'{b.index}. " if unfolded else f"apply: zero_range => {b.index} R'{b.index}. ")
            for b in equation.bounds
        )
        proof, known = "", False
        for i, group in enumerate(groups):
            step = f"exact: (tan'{name}'{i} {ranges})"
            if i == 0:
                proof = step
            else:
                lemma = "weigh_add" if known and group else "weigh_left" if known or not group else "weigh_right"
                if not known and not group:
                    lemma = "weigh_left"
                proof = f"apply: {lemma}; [{proof} | {step}]"
            known = known or bool(group)
        equality = f"(E'{name}{''.join(f' {b.index}' for b in equation.bounds)}{IN_TIME if timed else ''})"
        lines.append(f"Lemma fwd'{name} : P'{name} = {right}.\nProof. rewrite /P'{name} {unfolded}. {peel}rewrite [in LHS]{equality}. {proof}. Qed.")
        return Lemma("\n".join(lines), f"the movement of {equation.name}")

    # ---- a gradient, path by path

    def gradient(self, u: Tensor) -> Iterator[Lemma]:
        """path_k: F_k = B_k; adj_u: the gradient is the sum of its paths; bwd_u: ⟨u⟩."""
        mine = [route for route in self.routes if route.tensor is u]
        for route in mine:
            yield self.contraction(route)
        groups, rest = self.groups(u, mine)
        yield self.collected(u, groups, rest)
        yield self.pairing(u, groups, rest)

    def contraction(self, route: Route) -> Lemma:
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
                span = [self.say.index(e) for e in (bound.lo, guard.lo, guard.hi + 1, bound.hi + 1)]
                if index is None:
                    span = [span[0], self.say.index(guard.lo), span[3]]
                    at = [*(b.index for b in bounds)]
                    lemma = f"@single _ {' '.join(span)} (fun {bound.index} => {self.held(route, nest)})"
                    del at
                else:
                    if shift == 1:
                        span[1:3] = [self.say.index(ranges[index].lo), self.say.index(ranges[index].hi + 1)]
                    lemma = f"@{ {0: 'narrow', -1: 'later', 1: 'earlier'}[shift] } _ {' '.join(span)} _"
                steps.append(f"apply: (etrans ({lemma} ltac:(lia) ltac:(lia))).")
            elif shift or index is None:
                raise Refused(f"{route}: a shift without a condition")
            steps.append(f"apply: eq_big_nat => {bound.index} _.")
            if guard is not None:
                if shift == 1:
                    t = bound.index
                    steps.append(f"case: (boolP ({self.say.span(guard)})%N) => [G'{t}|_]; last by symmetry; zeros.")
                    steps.append(f"have P'{t} : (0 < {t})%N by lia.\nrewrite ?(prednK P'{t}).")
                else:
                    steps.append(f"case: ({self.say.span(guard)})%N; last by symmetry; zeros.")
            if index is not None:
                nest.remove(index)
        kept, vanished = route.inner()
        for own, bound in zip(kept, result.sums, strict=True):
            steps += bring(nest, own)
            steps.append(f"rewrite [RHS]mulr_suml. apply: eq_big_nat => {bound.index} _.")
            nest.remove(own)
        for index in vanished:
            steps.append("rewrite big_nat1." if ranges[index].lo == ranges[index].hi else "rewrite constant_sum.")
        body = f"({self.say.term(result, True)}) * {self.moves(u, u.indices())}"
        lines = [
            f"Definition B'{k} : B := {self.say.sums(bounds)}{body}.",
            f"Lemma path'{k} : F'{k} = B'{k}.\nProof.\nrewrite /F'{k} /B'{k}.\n" + "\n".join(steps) + "\nalgebra'.\nQed.",
        ]
        return Lemma("\n".join(lines), f"the gradient of {u.name}: {route}, which leads to {result}")

    def held(self, route: Route, nest: list[sp.Symbol]) -> str:
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
        return self.say.sums(spans[index] for index in nest) + self.read(here)

    def groups(self, u: Tensor, mine: list[Route]) -> tuple[list[tuple[Term, list[Route]]], list[Route]]:
        """The terms of the gradient's equation, each with the paths that it collects, and the paths that none does."""
        terms, left = self.backward.derivation(u).equation.terms, list(mine)
        groups: list[tuple[Term, list[Route]]] = []
        for term in terms:
            same = [r for r in left if (r.path.result.sums, r.path.result.when) == (term.sums, term.when)]
            chosen = next(([r] for r in same if r.path.result.expr == term.expr), None)
            if chosen is None:
                arriving = _arriving(term.expr)
                chosen = [r for r in same if _arriving(r.path.result.expr) == arriving]
                total = sp.Add(*(r.path.result.expr for r in chosen))
                if sp.expand(total - term.expr) != 0 and not term.sums:
                    chosen = chosen or same
            groups.append((term, chosen))
            left = [r for r in left if r not in chosen]
        return groups, left

    def collected(self, u: Tensor, groups: list[tuple[Term, list[Route]]], rest: list[Route]) -> Lemma:
        equation = self.backward.derivation(u).equation
        name, adjoint = self.say.names.of[u.name], self.say.names.of[equation.name]
        timed = [b for b in equation.bounds if b.index.size == T]
        parts, proofs = [], []
        for term, found in groups:
            text, texts = self.say.term(term, True), [f"({self.say.term(r.path.result, True)})" for r in found]
            parts.append(f"({' + '.join(texts) or 0})")
            cases = "".join(f"case: ({self.say.span(b)})%N => /=; [|by rewrite !addr0]. " for b in term.when)
            peel = "".join(f"rewrite ?join_sums. apply: eq_big_nat => {b.index} _. " for b in term.sums)
            proofs.append("exact: erefl" if [f"({text})"] == texts else f"({cases}{peel}algebra')".replace(". ", "; "))
        whole = " + ".join(parts) or "0"
        proof = fold("sum_of", proofs) if groups else "exact: erefl"
        if rest:
            whole += "".join(f" + ({self.say.term(r.path.result, True)})" for r in rest)
            proof = "by rewrite -[LHS]addr0; ring"
        solved = f"Hw' ({self.pattern(equation)})"
        exact = f"if_true ({solved}) R't" if timed else solved
        indices = " ".join(str(b.index) for b in equation.bounds)
        range_ = f"(R't : ({self.say.span(timed[0])})%N) " if timed else ""
        text = (
            f"Lemma adj'{name} {f'({indices} : nat) ' if indices else ''}{range_}:\n"
            f"  {self.say.component(equation.tensor.at(equation.indices), True)} = {whole}.\n"
            f"Proof. apply: (etrans ({exact})). {proof}. Qed."
        )
        return Lemma(text, f"the gradient of {u.name}: {adjoint} is not the sum of its paths")

    @staticmethod
    def total(found: Iterable[Route]) -> str:
        return " + ".join(f"B'{r.number}" for r in found) or "0"

    def pairing(self, u: Tensor, groups: list[tuple[Term, list[Route]]], rest: list[Route]) -> Lemma:
        equation, name = self.backward.derivation(u).equation, self.say.names.of[u.name]
        timed = [b for b in equation.bounds if b.index.size == T]
        grouped = [*(found for _, found in groups), *([r] for r in rest)]
        right = " + ".join(f"({self.total(found)})" for found in grouped) or "0"
        unfold = " ".join(f"/B'{r.number}" for found in grouped for r in found)
        sums = self.say.sums(equation.bounds)
        gradient = self.say.component(equation.tensor.at(equation.indices), True)
        peel = "".join(
            f"rewrite ?join_sums. apply: eq_big_nat => {b.index} R'{b.index}. " if unfold
            else f"apply: zero_range => {b.index} R'{b.index}. " for b in equation.bounds
        )
        solved = f"(adj'{name}{''.join(f' {b.index}' for b in equation.bounds)}{IN_TIME if timed else ''})"
        proof = fold("times_sum", [fold("times_sum", ["exact: erefl"] * len(found)) for found in grouped]) if unfold else "exact: mul0r"
        text = (
            f"Definition Q'{name} : B := {sums}{gradient} * {self.moves(u, equation.indices)}.\n"
            f"Lemma bwd'{name} : Q'{name} = {right}.\n"
            f"Proof. rewrite /Q'{name} {unfold}. {peel}rewrite [X in X * _]{solved}. {proof}. Qed."
        )
        return Lemma(text, f"the gradient of {u.name}, paired")

    # ---- all together

    def movement(self, equation: Equation) -> Lemma:
        """⟨v⟩ over all of v is what its equation gives and, for a state, its initial values."""
        v, name = equation.tensor, self.say.names.of[equation.name]
        groups = [found for found in self.reads(equation) if found]
        mine = [route for found in groups for route in found]
        right = " + ".join(f"({self.total(found)})" for found in groups) or "0"
        contracted = " ".join(f"path'{r.number}" for r in mine)
        lines = [f"Lemma mov'{name} : P'{name} = {right}.\nProof. by rewrite fwd'{name} {contracted}. Qed."]
        if v.kind is Kind.STATE:
            lemma = "last_and_rest" if v.reverse else "first_and_rest"
            first = self.say.pairing(v)
            index = "T.+1" if v.reverse else "0"
            lines.append(f"Definition I'{name} : B := {first}.")
            peel = self.peel(v.bounds()[1:])
            end = f"Hv' ({' '.join([self.say.names.of[v.name], index, *map(str, v.indices()[1:])])})"
            start = f"exact: (if_false ({end}) ltac:(lia))" if v.reverse else f"exact: ({end})"
            lines.append(
                f"Lemma all'{name} : Q'{name} = I'{name} + P'{name}.\n"
                f"Proof. rewrite /Q'{name} /I'{name} /P'{name} {lemma}. congr (_ + _). {peel}congr (_ * D _). {start}. Qed."
            )
        elif v.kind is not Kind.LOSS:
            lines.append(f"Lemma all'{name} : Q'{name} = P'{name}.\nProof. exact: erefl. Qed.")
        return Lemma("\n".join(lines), f"the movement of {equation.name}, path by path")

    def sum(self) -> Lemma:
        """What is computed cancels."""
        names = self.say.names.of
        computed = [e.tensor for e in self.forward.equations]
        targets = [d.tensor for d in self.backward.derivations.values()]
        losses = [v for v in computed if v.kind is Kind.LOSS]
        paths = " + ".join(f"b'{r.number}" for r in self.routes) or "0"

        def add(texts: Iterable[str]) -> str:
            return " + ".join(texts) or "0"

        def shares(found: Iterable[Route]) -> str:
            return add(f"b'{r.number}" for r in found)

        variables = [
            *(f"b'{r.number}" for r in self.routes),
            *(f"q'{names[u.name]}" for u in targets),
            *(f"p'{names[v.name]}" for v in computed),
            *(f"i'{names[s.name]}" for s in self.forward.states),
        ]
        premises, arguments = [], []
        for u in targets:
            groups, rest = self.groups(u, [r for r in self.routes if r.tensor is u])
            grouped = [*(found for _, found in groups), *([r] for r in rest)]
            right = add(f"({shares(found)})" for found in grouped)
            premises.append(f"q'{names[u.name]} = {right}")
            arguments.append(f"bwd'{names[u.name]}")
        for v in computed:
            premises.append(f"p'{names[v.name]} = {add(f'({shares(found)})' for found in self.reads(self.forward.equation(v)) if found)}")
            arguments.append(f"mov'{names[v.name]}")
        for v in computed:
            if v not in losses:
                start = f"i'{names[v.name]} + " if v.kind is Kind.STATE else ""
                premises.append(f"q'{names[v.name]} = {start}p'{names[v.name]}")
                arguments.append(f"all'{names[v.name]}")
        values = [
            *(f"B'{r.number}" for r in self.routes),
            *(f"Q'{names[u.name]}" for u in targets),
            *(f"P'{names[v.name]}" for v in computed),
            *(f"I'{names[s.name]}" for s in self.forward.states),
        ]
        left, right, arriving, opened = [], [], [], []
        for term in self.backward.objective.equations[-1].terms:
            read = {c.base.name for c in term.components()} & {v.name for v in losses}
            left += [f"p'{names[name]}" for name in read]
            arriving += [f"P'{names[name]}" for name in read]
            opened += [f"/P'{names[name]} mul1r" for name in read]
            direct = [r.number for r in self.direct() if r.path.read is term]
            left += [f"b'{number}" for number in direct]
            arriving += [f"B'{number}" for number in direct]
            opened += [f"-path'{number}" for number in direct]
        for u in self.forward.tensors.values():
            if u.kind is Kind.STATE:
                right.append(f"i'{names[u.name]}")
            elif u.kind not in (Kind.LOSS, Kind.GIVEN) and u not in computed:
                right.append(f"q'{names[u.name]}")
        hypotheses = [f"K'{i}" for i in range(len(premises))]
        moved = add(f"p'{names[v.name]}" for v in computed if v not in losses)
        gradients = add(f"q'{names[u.name]}" for u in targets)
        n, m = len(targets), len(targets) + len(computed)
        text = (
            f"Lemma telescope' ({' '.join(variables)} : B) :\n  "
            + " ->\n  ".join(premises)
            + f" ->\n  {add(left)} = {add(right)}.\nProof.\nmove=> {' '.join(hypotheses)}.\n"
            f"have all'q : {gradients} = {paths} by rewrite {' '.join(hypotheses[:n])}; ring.\n"
            f"have all'p : ({add(left)}) + ({moved}) = {paths} by rewrite {' '.join(hypotheses[n:m])}; ring.\n"
            f"apply: (addIr ({moved})); rewrite all'p -all'q {' '.join(hypotheses[m:])}; ring.\nQed.\n"
            f"Lemma for'any : claim v w.\nProof.\napply: (etrans (y := {add(arriving)})).\n"
            f"  by rewrite /claim {' '.join(opened)}.\n"
            f"exact: (telescope' {' '.join([*values, *arguments])}).\nQed.\nEnd Any'.\n\n"
            f"Theorem {self.say.theorem} : {self.say.conclusion}.\nProof.\n"
            "have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.\n"
            "by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].\nQed."
        )
        return Lemma(text, "the sum of all paths")


def bring(nest: list[sp.Symbol], index: sp.Symbol) -> list[str]:
    """Bring the sum over the index to the front of those that are left."""
    depth = nest.index(index)
    nest.insert(0, nest.pop(depth))
    return [f"apply: etrans; first exact: bring{depth}."] if depth else []


def _arriving(expr: sp.Expr) -> frozenset[sp.Expr]:
    return frozenset(c for c in expr.atoms(sp.Indexed) if c.base.kind in DERIVED)
