"""Naming a mistake, and mending it: edits of the author's equation, cheapest first, each judged again.

First the derivation is asked which of its paths the equation lacks; then single edits are tried, then the same edit at
all like places, then up to three edits, by how much of the error each takes away.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from derive.audit.edits import Edit, at_the_top, everywhere
from derive.audit.judge import RIGHT, Judge, Outcome, Reading, Verdict, everything
from derive.audit.meaning import Gradient, Read, leaves
from derive.audit.reading.symbols import Symbol
from derive.audit.reading.tree import Call, Equation, IndexExpr, Leaf, Name, Node, Sum, children, with_children
from derive.audit.truth import Array, MissingError, arrival
from derive.audit.values import Layout, ShapeError, UnknownError
from derive.core.equations import Kind

SECONDS = 12.0
BEAM = 12


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with an equation: the classes of mistakes, the equation mended, and words."""

    classes: tuple[str, ...] = ()
    mended: str = ""
    because: str = ""
    certain: bool = False
    """Whether it is wrong whatever the layout."""


def diagnose(judge: Judge, verdict: Verdict, layout: Layout, symbols: Sequence[Symbol]) -> Diagnosis:
    """Names and mends what is wrong.  Without a mend that holds, nothing is named."""
    equation, outcome = verdict.equation, verdict.outcome
    assert equation is not None
    assert outcome is not None
    if outcome.shape:
        found = _mended(judge, equation, outcome, layout, symbols, [])
        loose = replace(layout, loose=True)
        reading = replace(outcome.reading, layout=loose)
        freely = judge.outcome(equation, reading, exact=False)
        if found.classes or freely.shape:
            return found
        if freely.right:
            return Diagnosis(("TRANS",), "", "it holds up to transposes, which do not fit here", True)
        found = _mended(judge, equation, freely, loose, symbols, ["TRANS"])
        return found if found.classes else Diagnosis((), "", "", True)
    return _mended(judge, equation, outcome, layout, symbols, [])


def misfit(judge: Judge, verdict: Verdict, layout: Layout) -> bool:
    """Whether the factors fit by no transposes at all, so that the equation may have been misread."""
    equation, outcome = verdict.equation, verdict.outcome
    if equation is None or outcome is None or not outcome.shape:
        return False
    reading = replace(outcome.reading, layout=replace(layout, loose=True))
    return bool(judge.outcome(equation, reading, exact=False).shape)


def _mended(
    judge: Judge, equation: Equation, outcome: Outcome, layout: Layout, symbols: Sequence[Symbol], known: list[str]
) -> Diagnosis:
    """The first edits under which the equation holds in every respect."""
    mender = Mender(judge, equation, outcome, layout, symbols)
    for edits in mender.attempts():
        mended = replace(equation, right=edits[-1].node, adds=False)
        if judge.judge(mended, layout).verdict == RIGHT:
            classes = tuple(dict.fromkeys([*known, *(edit.kind for edit in edits)]))
            says = "; ".join(filter(None, (edit.says for edit in edits)))
            return Diagnosis(classes, f"{authored(mended.left)} = {authored(mended.right)}", says, True)
    return Diagnosis()


class Mender:
    """Tries edits of one equation, in floats, at few places."""

    def __init__(
        self, judge: Judge, equation: Equation, outcome: Outcome, layout: Layout, symbols: Sequence[Symbol]
    ) -> None:
        self.judge, self.equation, self.layout, self.symbols = judge, equation, layout, symbols
        self.reading: Reading = outcome.reading
        self.until = time.monotonic() + SECONDS
        self.evaluator = judge.evaluator(self.reading, exact=False)
        self.points = self._points(outcome)
        self.likely = self._likely()

    def _points(self, outcome: Outcome) -> list[dict[str, int]]:
        """A few places at which the equation is looked at, away from the edges."""
        try:
            points = list(self.judge.points(self.equation, self.evaluator))
        except UnknownError:
            points = [{}]
        inside = [env for env in points if 2 <= env.get("t", 2) < self.reading.setting.steps] or points
        usable = []
        for env in inside:
            try:
                self.evaluator(self.equation.left, env)
                usable.append(env)
            except (MissingError, ShapeError, UnknownError):
                continue
        return usable[:1] + usable[-1:] if len(usable) > 1 else usable

    def _likely(self) -> list[Name]:
        """Symbols of the table at the steps that occur, that may have been dropped or mistaken."""
        steps: Counter[IndexExpr] = Counter()
        used: list[Name] = []
        for node in everything(self.equation):
            if isinstance(node, Name) and node.meaning is not None:
                used.append(node)
                steps.update(index for slot, index in node.slots if slot == "t")
        found: dict[Name, None] = {}
        target = self.equation.left.meaning if isinstance(self.equation.left, Name) else None
        for symbol in self.symbols:
            if symbol.meaning is None or symbol.function or symbol.meaning == target:
                continue
            slotted = set(symbol.letters.values())
            if slotted - {"t"}:
                continue
            here = [index for index, _ in steps.most_common(3)] or [IndexExpr("t")]
            near = [IndexExpr(here[0].letter, here[0].offset + shift) for shift in (-1, 1)]
            for index in dict.fromkeys((*here, *near)):
                slots = (("t", index),) if "t" in slotted else ()
                text = symbol.text if not slots else _at(symbol, index, used)
                found[Name(text, symbol.meaning, slots)] = None
        return list(found)[:120]

    # --- how far off

    def error(self, right: Node) -> float | None:
        """The relative error of a right side; None where it has no value."""
        worst = 0.0
        looked = 0
        for env in self.points:
            try:
                lefts, rights = self.evaluator(self.equation.left, env), self.evaluator(right, env)
                if self.layout.loose:
                    lefts = [*lefts, *(left.T for left in lefts)]
            except MissingError:
                continue
            except (ShapeError, UnknownError, ZeroDivisionError, OverflowError, ValueError):
                return None
            errors = [_distance(a, b) for a, b in itertools.product(lefts, rights)]
            fitting = [error for error in errors if error is not None]
            if not fitting:
                return None
            worst = max(worst, min(fitting))
            looked += 1
        return worst if looked else None

    # --- attempts, cheapest first

    def attempts(self) -> Iterator[list[Edit]]:
        """Edits under which the equation holds in floats at a few places."""
        if not self.points:
            return
        yield from self.paths()
        singles = []
        edits = itertools.chain(
            at_the_top(self.equation.right),
            everywhere(self.equation.right, self.symbols, ()),
            everywhere(self.equation.right, self.symbols, self.likely),
        )
        holding = []
        for edit in edits:
            if time.monotonic() > self.until:
                break
            error = self.error(edit.node)
            if error is not None and error < 1e-9:
                holding.append(edit)
            elif error is not None:
                singles.append((error, edit))
        for edit in sorted(holding, key=_price):
            yield [edit]
        yield from self.alike()
        yield from self.beam(singles)

    def paths(self) -> Iterator[list[Edit]]:
        """The gap is a sum of paths of the derivation: which are missing, and through which equations."""
        gradients = [what for what in leaves(self.equation.left) if isinstance(what, Gradient)]
        if len(gradients) != 1 or not isinstance(self.equation.left, Name | Leaf):
            return
        gradient = gradients[0]
        if not gradient.whole or gradient.of.at or self.judge.parameter(gradient):
            return
        derivation = self.judge.backward.derivation(gradient.of.name)
        users = list(dict.fromkeys((path.user.name, arrival(path)) for path in derivation.paths))
        for size in range(1, min(len(users), 5) + 1):
            for chosen in itertools.combinations(users, size):
                if time.monotonic() > self.until:
                    return
                parts = [self._part(gradient, name, shift) for name, shift in chosen]
                node = Sum((*_terms(self.equation.right), *((1, part) for part in parts)))
                error = self.error(node)
                if error is not None and error < 1e-9:
                    kinds = [self._kind(gradient.of.name, name, shift) for name, shift in chosen]
                    says = (
                        f"the path through {' and '.join(f'the equation of {name}' for name, _ in chosen)} is missing"
                    )
                    yield [
                        Edit(kind, node, says if place == 0 else "") for place, kind in enumerate(dict.fromkeys(kinds))
                    ]

    def _part(self, gradient: Gradient, user: str, shift: int | None) -> Node:
        source = None
        if shift is not None and gradient.of.step is not None:
            source = IndexExpr(gradient.of.step.letter, gradient.of.step.offset + shift)
        part = Leaf(replace(gradient, users=(user,), source=source))
        left = self.equation.left
        return Name(str(part), part, left.slots) if isinstance(left, Name) else part

    def _kind(self, target: str, user: str, shift: int | None) -> str:
        tensors = self.judge.backward.objective.tensors
        if user == target:
            return "CARRY"
        reads = [path.read for path in self.judge.backward.derivation(target).paths if path.user.name == user]
        parameters = [c for term in reads for c in term.components() if c.base.kind is Kind.PARAMETER]
        if tensors[user].kind is Kind.LOSS:
            return "PATH"
        if parameters and any(len(c.base.axes) == 1 for c in parameters):
            return "PEEP"
        return "RECUR" if shift == 1 and parameters else "PATH"

    def alike(self) -> Iterator[list[Edit]]:
        """One kind of edit at all like places: the same slip for every gate."""
        right = self.equation.right
        changes = (
            ("ACT", "slopes are taken at the gates' values, not at their arguments", _by_output),
            ("ACT", "slopes are taken by the output, not at the argument", _at_argument),
            ("TRANS", "the weights are to be transposed", _transposed_weights),
            ("INDEX", "the gradients are of the next step", lambda node: _shifted(node, 1, True)),
            ("INDEX", "the gradients are of the step before", lambda node: _shifted(node, -1, True)),
            ("INDEX", "the values are of the next step", lambda node: _shifted(node, 1, False)),
            ("INDEX", "the values are of the step before", lambda node: _shifted(node, -1, False)),
        )
        for kind, says, change in changes:
            node = change(right)
            if node != right:
                error = self.error(node)
                if error is not None and error < 1e-9:
                    yield [Edit(kind, node, says)]

    def beam(self, singles: list[tuple[float, Edit]]) -> Iterator[list[Edit]]:
        """Two and three edits, the most promising first."""
        front = [[edit] for _, edit in sorted(singles, key=lambda pair: (round(pair[0], 6), _price(pair[1])))]
        rounds = 0
        while front and time.monotonic() < self.until and rounds < 2:
            rounds += 1
            following: list[tuple[float, list[Edit]]] = []
            for edits in _varied(front, BEAM * (3 if rounds == 1 else 1)):
                for edit in everywhere(edits[-1].node, self.symbols, self.likely):
                    if time.monotonic() > self.until:
                        return
                    error = self.error(edit.node)
                    if error is None:
                        continue
                    if error < 1e-9:
                        yield [*edits, edit]
                    else:
                        following.append((error, [*edits, edit]))
            front = [edits for _, edits in sorted(following, key=lambda pair: pair[0])[: 4 * BEAM]]


def _varied(front: list[list[Edit]], count: int) -> list[list[Edit]]:
    """The best few, and of each class the best, so that no class is crowded out."""
    chosen: list[list[Edit]] = []
    per_kind: Counter[str] = Counter()
    for edits in front:
        kind = edits[-1].kind
        if per_kind[kind] < max(2, count // 6):
            per_kind[kind] += 1
            chosen.append(edits)
        if len(chosen) >= count:
            break
    return chosen


ORDER = ("ACT", "PAREN", "SIGN", "INDEX", "TRANS", "OP", "SUMT", "SUMN", "SLICE", "FACTOR", "SYM", "PATH")


def _price(edit: Edit) -> int:
    return ORDER.index(edit.kind) if edit.kind in ORDER else len(ORDER)


def _distance(a: Array, b: Array) -> float | None:
    if a.shape != b.shape:
        if not (a.size == b.size and 1 in a.shape and 1 in b.shape):
            return None
        b = b.reshape(a.shape)
    scale = float(np.abs(a).max()) or 1.0
    return float(np.abs(a - b).max()) / scale


def _terms(node: Node) -> tuple[tuple[int, Node], ...]:
    return node.terms if isinstance(node, Sum) else ((1, node),)


def _at(symbol: Symbol, index: IndexExpr, used: Sequence[Name]) -> str:
    """A symbol at a step, as the author wrote it where he did."""
    for name in used:
        if name.meaning == symbol.meaning and dict(name.slots).get("t") == index:
            return name.text
    return f"{symbol.text} at {index}" if index != IndexExpr("t") else symbol.text


def _mapped(node: Node, change) -> Node:  # type: ignore[no-untyped-def]
    below = children(node)
    node = with_children(node, tuple(_mapped(child, change) for child in below)) if below else node
    return change(node)  # type: ignore[no-any-return]


def _by_output(node: Node) -> Node:
    return _mapped(node, lambda n: replace(n, by_output=True) if isinstance(n, Call) and n.primes == 1 else n)


def _at_argument(node: Node) -> Node:
    return _mapped(node, lambda n: replace(n, by_output=False) if isinstance(n, Call) and n.primes == 1 else n)


def _transposed_weights(node: Node) -> Node:
    from derive.audit.reading.tree import Transpose

    def change(n: Node) -> Node:
        if isinstance(n, Transpose) and isinstance(n.inner, Transpose):
            return n.inner.inner
        if isinstance(n, Name) and n.meaning is not None:
            reads = [what for what in leaves(n) if isinstance(what, Read)]
            if reads and all(what.step is None and what.name[0].isupper() for what in reads):
                return Transpose(n)
        return n

    return _mapped(node, change)


def _shifted(node: Node, shift: int, gradients: bool) -> Node:
    def change(n: Node) -> Node:
        if isinstance(n, Name) and n.slots and any(isinstance(w, Gradient) for w in leaves(n)) == gradients:
            slots = tuple((s, IndexExpr(i.letter, i.offset + shift) if s == "t" else i) for s, i in n.slots)
            return replace(n, slots=slots, text=f"{n.text} ({shift:+d} step)")
        return n

    return _mapped(node, change)


def authored(node: Node) -> str:
    """A tree in the author's own symbols."""

    def plain(n: Node) -> Node:
        return Name(n.text) if isinstance(n, Name) else n

    return str(_mapped(node, plain))
