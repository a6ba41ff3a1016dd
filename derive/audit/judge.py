"""Judging: is an equation true of the derivation?  And if it is not as it was read, is it in another reading?

WRONG is said only when no reading of a finite list makes the equation true: the layouts that the author leaves open,
one sequence or a batch, one step or the sum over steps, gradients from outside that the author does not speak of.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from derive.audit.meaning import Derivative, Gradient, Read, leaves, letters
from derive.audit.reading.tree import (
    Big,
    Equation,
    Join,
    Leaf,
    Name,
    Node,
    Number,
    Over,
    Sum,
    Where,
    children,
    walk,
    with_children,
)
from derive.audit.truth import Array, MissingError, Setting, World
from derive.audit.values import Evaluator, Layout, ShapeError, UnknownError, sequences
from derive.calculus import Backward
from derive.core.equations import Kind

RIGHT, WRONG, UNCLEAR = "RIGHT", "WRONG", "UNCLEAR"
CLOSE = {True: 1e-24, False: 1e-9}
SMALL = 1e-4
"""Values are of the order of one: what is zero in truth need not be zero to the last digit."""
STEPS = 5


@dataclass(frozen=True)
class Reading:
    """One way to take an equation.  The first that is tried costs nothing."""

    layout: Layout
    setting: Setting
    change: str = ""
    says: tuple[str, ...] = ()


@dataclass
class Outcome:
    """An equation in one reading: where it holds, where it does not, and why it has no value."""

    reading: Reading
    holds: list[Mapping[str, int]] = field(default_factory=list)
    fails: list[Mapping[str, int]] = field(default_factory=list)
    shape: str = ""
    unknown: tuple[str, ...] = ()
    gap: float = 0.0
    slice: str = ""
    right_at: str = ""

    @property
    def right(self) -> bool:
        return bool(self.holds) and not self.fails and not self.shape and not self.unknown


@dataclass
class Verdict:
    """What is said of one equation."""

    verdict: str
    equation: Equation | None = None
    outcome: Outcome | None = None
    read_as: str = ""
    right_at: str = ""
    unclear: tuple[str, ...] = ()
    question: str = ""


class Judge:
    """Judges equations about one system.

    Args:
        backward: the derivation.
        layouts: the layouts that the author leaves open, the likeliest first.
        batch: whether the author says that there are several sequences.
        single: whether all sizes are one.
        seeded: whether the table speaks of gradients that arrive at the output from outside.
        last: the last step that is mentioned by its number.
    """

    def __init__(
        self,
        backward: Backward,
        layouts: Sequence[Layout],
        batch: bool = False,
        single: bool = False,
        seeded: bool = True,
        last: int = 0,
        zero_initial: bool = False,
    ) -> None:
        self.backward, self.layouts = backward, tuple(layouts)
        self.batch, self.single, self.seeded, self.last = batch, single, seeded, last
        self.zero_initial = zero_initial
        self.worlds: dict[Setting, World] = {}
        self.evaluators: dict[tuple[Setting, Layout, bool], Evaluator] = {}
        self.incomplete: set[str] = set()

    # --- values

    def evaluator(self, reading: Reading, exact: bool) -> Evaluator:
        key = (reading.setting, reading.layout, exact)
        if key not in self.evaluators:
            if reading.setting not in self.worlds:
                self.worlds[reading.setting] = World(self.backward, reading.setting)
            self.evaluators[key] = Evaluator(self.worlds[reading.setting], reading.layout, exact=exact)
        return self.evaluators[key]

    # --- readings

    def readings(self, equation: Equation, layout: Layout) -> Iterator[Reading]:
        """The ways in which an equation may be taken in one layout, the plainest first."""
        absolute = steps_named(equation)
        steps = max(3, self.last) if absolute and not time_letters(equation, self) else STEPS
        batched = self.batch or counts_sequences(equation)
        sequences = (2,) if batched else (2, 1)
        if layout.components or self.single or any(isinstance(what, Derivative) for what in leaves_of(equation)):
            sequences = (1,)
        layouts = [layout]
        if any(isinstance(node, Join) for node in everything(equation)):
            layouts.append(replace(layout, side=True))
        if any("∂" in str(what) or "/d" in str(what) for what in leaves_of(equation)):
            layouts.append(replace(layout, numerator=False))
        changes = ["", *self.changes(equation)]
        outside = [(True, True, True), (False, True, True)]
        if self.zero_initial:
            outside = [(True, True, False), (False, True, False)]
        if not self.seeded:
            outside.append((False, False, True))
            outside.append((False, False, False))
        outside.append((False, True, False))
        if not any(isinstance(what, Gradient) for what in leaves_of(equation)):
            outside = [(True, True, True), (True, True, False)]  # nothing in it is a gradient of the loss
        for (final, above, initial), change in itertools.product(outside, changes):
            says = []
            if not above:
                says.append("nothing arrives at the output from outside before the last step")
            if not initial and not self.zero_initial:
                says.append("the initial states are zero")
            if change:
                says.append(change)
            for batch, one in itertools.product(sequences, layouts):
                setting = Setting(steps, batch, final, above, initial, self.single)
                yield Reading(one, setting, change, tuple(says))

    def changes(self, equation: Equation) -> list[str]:
        """What the left side may stand for beside what the table says."""
        found = []
        gradients = [what for what in leaves(equation.left) if isinstance(what, Gradient)]
        time = time_letters(equation, self)
        if gradients and all(self.parameter(gradient) for gradient in gradients):
            if all(gradient.whole for gradient in gradients):
                inside = time - time_letters(Equation(equation.left, Number(0)), self)  # type: ignore[arg-type]
                if inside or (steps_named(equation) and not steps_named(Equation(equation.left, equation.left))):
                    found.append("the share of one step")
            elif all(gradient.share is not None for gradient in gradients) and any(
                isinstance(node, Big) for node in everything(equation)
            ):
                found.append("the sum over all steps")
        return found

    def parameter(self, gradient: Gradient) -> bool:
        return self.backward.objective.tensors[gradient.of.name].kind is Kind.PARAMETER

    # --- one reading

    def outcome(self, equation: Equation, reading: Reading, exact: bool = True) -> Outcome:
        """Where the equation holds in this reading."""
        equation = changed(equation, reading.change)
        evaluator = self.evaluator(reading, exact)
        outcome = Outcome(reading)
        if reading.layout.components:
            equation = einstein(equation, evaluator)
        try:
            points = list(self.points(equation, evaluator))
        except UnknownError as error:
            outcome.unknown = error.names
            return outcome
        missing = None
        for env in points:
            try:
                self.at(equation, evaluator, env, outcome, exact)
            except MissingError as error:
                missing = error
            except UnknownError as error:
                outcome.unknown = (*outcome.unknown, *error.names)
                break
            except ShapeError as error:
                outcome.shape = str(error)
                break
        if not (outcome.holds or outcome.fails or outcome.shape or outcome.unknown) and missing is not None:
            outcome.shape = f"{missing} does not exist"
        self.edges(outcome)
        return outcome

    def at(
        self, equation: Equation, evaluator: Evaluator, env: Mapping[str, int], outcome: Outcome, exact: bool
    ) -> None:
        left = evaluator(equation.left, env)
        right = evaluator(equation.right, env)
        tolerance = CLOSE[exact]
        if evaluator.layout.loose:
            left = [*left, *(value.T for value in left)]
        for a, b in itertools.product(left, right):
            if equal(a, b, tolerance) or as_printed(equation, a, b):
                outcome.holds.append(env)
                return
        fitting = [(a, b) for a, b in itertools.product(left, right) if a.shape == b.shape or b.size == 1]
        if not fitting:
            part = a_slice(left[0], right[0], tolerance)
            if part:
                outcome.slice = part
                outcome.holds.append(env)
                return
            shapes = " and ".join("×".join(map(str, side[0].shape)) for side in (left, right))
            raise ShapeError(f"the two sides are {shapes}")
        outcome.fails.append(env)
        if not outcome.gap:
            a, b = fitting[0]
            size = float(max(abs(x) for x in a.ravel())) or 1.0
            outcome.gap = float(max(abs(x) for x in (a - b).ravel())) / size

    def points(self, equation: Equation, evaluator: Evaluator) -> Iterator[dict[str, int]]:
        """The values of the free indices, steps and components."""
        world = evaluator.world
        ranges: dict[str, Iterable[int]] = {}
        for letter in sorted(free(equation.left) | free(equation.right)):
            size = evaluator.size_of(equation.left, letter) or evaluator.size_of(equation.right, letter)
            extent = world.sizes[size] if size else world.setting.steps
            ranges[letter] = range(1 if size else 0, extent + 1)
        ambient = "t" in ranges and not named_time(equation) and steps_named(equation)
        if ambient:
            ranges["t"] = sorted(steps_named(equation), reverse=True)[:1]
        count = 1
        for values in ranges.values():
            count *= len(list(values))
        if count > 3000:
            raise UnknownError(*sorted(ranges))
        for values in itertools.product(*ranges.values()):
            yield dict(zip(ranges, values, strict=True))

    def edges(self, outcome: Outcome) -> None:
        """An equation that fails at the first or last step alone is right, and it is said where."""
        if not outcome.fails or not outcome.holds or "t" not in outcome.holds[0]:
            return
        last = outcome.reading.setting.steps
        good, bad = ({env["t"] for env in side} for side in (outcome.holds, outcome.fails))
        inside = set(range(2, last))
        if good & bad:
            return
        outcome.right_at = steps_text(good, last)
        if inside <= good and bad <= {0, 1, last}:
            outcome.fails = []

    # --- the verdict

    def judge(self, equation: Equation, layout: Layout) -> Verdict:
        """The verdict in one layout."""
        first: Outcome | None = None
        partial = ""
        unknown: list[str] = []
        edge: Outcome | None = None
        for reading in self.readings(equation, layout):
            outcome = self.outcome(equation, reading, exact=False)
            if outcome.right:
                outcome = self.outcome(equation, reading, exact=True)
            if outcome.right and (edge is None or not outcome.right_at):
                if outcome.right_at and reading.setting.final and not reading.change:
                    edge = outcome  # right but for an end; perhaps in all places where nothing arrives at the end
                    continue
                return self.said(equation, outcome)
            if edge is not None and (reading.setting.above, reading.setting.initial) != (True, True):
                return self.said(equation, edge)
            if outcome.unknown:
                unknown += outcome.unknown
                return Verdict(UNCLEAR, equation, outcome, unclear=tuple(dict.fromkeys(unknown)))
            if outcome.right_at and not partial and not reading.change and max(e["t"] for e in outcome.holds) > 0:
                partial = outcome.right_at
            if first is None or (first.shape and not outcome.shape):
                first = outcome
        if edge is not None:
            return self.said(equation, edge)
        assert first is not None
        if any(evaluator.truncated for evaluator in self.evaluators.values()):
            for evaluator in self.evaluators.values():
                evaluator.truncated = False
            return Verdict(UNCLEAR, equation, first, question="there are too many ways to read its products")
        if equation.adds or refers_to_itself(equation):
            verdict = self.increment(equation, layout)
            if verdict is not None:
                return verdict
        return Verdict(WRONG, equation, first, right_at=partial)

    def said(self, equation: Equation, outcome: Outcome) -> Verdict:
        says = list(outcome.reading.says)
        right_at = outcome.right_at
        if "the initial states are zero" in says:
            right_at = "the initial states are zero"
            says.remove(right_at)
        absolute = steps_named(equation) and not named_time(equation)
        last = outcome.reading.setting.steps
        if absolute and not outcome.reading.setting.final and last in steps_named(equation):
            wider = self.outcome(
                equation, replace(outcome.reading, setting=replace(outcome.reading.setting, steps=last + 1))
            )
            if not wider.right:
                right_at = f"t = T = {last}"
        if outcome.slice:
            says.append(outcome.slice)
            return Verdict(RIGHT, equation, outcome, "; ".join(says), right_at, question="slice")
        return Verdict(RIGHT, equation, outcome, "; ".join(says), right_at)

    def increment(self, equation: Equation, layout: Layout) -> Verdict | None:
        """``dc += …``: what is added must be a sum of paths of the gradient; so for dc = dc + … ."""
        added = equation.right
        if not equation.adds:
            if not isinstance(added, Sum):
                return None
            own = [(s, term) for s, term in added.terms if term == equation.left]
            others = tuple((s, term) for s, term in added.terms if term != equation.left)
            if len(own) != 1 or own[0][0] != 1 or not others:
                return None
            added = Sum(others)
        gradients = [what for what in leaves(equation.left) if isinstance(what, Gradient)]
        if len(gradients) != 1:
            return None
        gradient = gradients[0]
        time = time_letters(Equation(equation.left, added), self)
        if self.parameter(gradient):
            share = "t" if time or not steps_named(equation) else ""
            for text in ("the share of one step",) if share else ():
                for reading in self.readings(Equation(equation.left, added), layout):
                    outcome = self.outcome(Equation(equation.left, added), replace(reading, change=text))
                    if outcome.right:
                        return Verdict(RIGHT, equation, outcome, f"adds {text}")
        for users in self.subsets(gradient.of.name):
            part = Gradient(gradient.of, users=users)
            candidate = Equation(with_gradient(equation.left, part), added)
            for reading in itertools.islice(self.readings(candidate, layout), 4):
                outcome = self.outcome(candidate, reading, exact=False)
                if outcome.right and self.outcome(candidate, reading).right:
                    return Verdict(RIGHT, equation, outcome, f"adds the part through {' and '.join(users)}")
        return None

    def subsets(self, name: str) -> Iterator[tuple[str, ...]]:
        """The sets of equations through which a gradient may arrive, small ones first."""
        users = list(dict.fromkeys(path.user.name for path in self.backward.derivation(name).paths))
        for size in range(1, len(users) + 1):
            yield from itertools.islice(itertools.combinations(users, size), 40)

    # --- several equations

    def best_layout(self, equations: Sequence[Equation]) -> Layout:
        """The layout in which most equations of a file are right; the likeliest where several are."""
        if len(self.layouts) == 1:
            return self.layouts[0]
        counts: Counter[int] = Counter()
        for number, layout in enumerate(self.layouts):
            for equation in equations:
                counts[number] += self.judge(equation, layout).verdict == RIGHT
            if counts[number] == len(equations):
                return layout
        best = max(counts.values(), default=0)
        return next(layout for number, layout in enumerate(self.layouts) if counts[number] == best)

    @cached_property
    def names(self) -> set[str]:
        return set(self.backward.objective.tensors)


# ---------------------------------------------------------------------------------------------------------------------


def equal(a: Array, b: Array, tolerance: float) -> bool:
    """The same numbers; a number beside a matrix is all of it, and a vector may lie across."""
    if a.shape != b.shape:
        if a.size == b.size and 1 in a.shape and 1 in b.shape:
            b = b.reshape(a.shape)
        elif b.size == 1:
            b = np.broadcast_to(b, a.shape)
        else:
            return False
    scale = max([abs(x) for x in a.ravel()] + [abs(x) for x in b.ravel()], default=0)
    return bool(max((abs(x) for x in (a - b).ravel()), default=0) <= tolerance * max(scale, SMALL))


def as_printed(equation: Equation, a: Array, b: Array) -> bool:
    """An equation of mere numbers holds to the digits that are printed."""
    if any(isinstance(node, Name | Leaf) for side in (equation.left, equation.right) for node in walk(side)):
        return False
    decimals = [n.value.denominator for n in (equation.left, equation.right) if isinstance(n, Number)]
    if not decimals or a.size != 1 or b.size != 1:
        return False
    digits = max(len(str(d)) - 1 for d in decimals)
    return digits > 0 and bool(abs(a.item() - b.item()) <= 10.0**-digits)


def a_slice(left: Array, right: Array, tolerance: float) -> str:
    """Whether the left side is the beginning or the end of the right side."""
    for axis in (0, 1):
        if left.shape[1 - axis] == right.shape[1 - axis] and left.shape[axis] < right.shape[axis]:
            size = left.shape[axis]
            what = "columns" if axis else "rows"
            for name, part in (("first", slice(None, size)), ("last", slice(-size, None))):
                if equal(left, right[part] if axis == 0 else right[:, part], tolerance):
                    return f"the {name} {size} {what} of the right side"
    return ""


def free(node: Node, bound: frozenset[str] = frozenset()) -> set[str]:
    """The letters of indices that nothing binds; ``t`` where a meaning is at the step of the equation."""
    if isinstance(node, Big) and sequences(node):
        return free(node.body, bound)
    if isinstance(node, Where):
        return free(node.inner, bound) | ({node.letter} - bound)
    if isinstance(node, Big):
        ends = {end.letter for end in (node.low, node.high) if end is not None} - {"", "T"} - bound
        inner = bound | {node.letter}
        return (free(node.body, inner) - ({"t"} if _hides_time(node) else set())) | {
            e for e in ends if len(e) == 1 and e not in "HMNP"
        }
    if isinstance(node, Name) and node.meaning is not None:
        slots = dict(node.slots)
        found = {index.letter for index in slots.values()} - {"", "T"} - bound
        return found | (free(node.meaning) - set(slots) - bound)
    if isinstance(node, Leaf):
        return letters(node.what) - bound
    return set().union(*(free(child, bound) for child in children(node)), set())


def _hides_time(node: Big) -> bool:
    """Whether a sum over steps binds the symbols in it that have no step of their own."""
    return (
        True
        if node.low is None or node.letter == "t"
        else not any(
            isinstance(part, Name) and any(index.letter == "t" for _, index in part.slots) for part in walk(node.body)
        )
    )


def everything(equation: Equation) -> Iterator[Node]:
    """All nodes of both sides, meanings of symbols included."""
    waiting: list[Node] = [equation.left, equation.right]
    while waiting:
        for node in walk(waiting.pop()):
            yield node
            if isinstance(node, Name) and node.meaning is not None:
                waiting.append(node.meaning)


def leaves_of(equation: Equation) -> Iterator[Any]:
    yield from leaves(equation.left)
    yield from leaves(equation.right)


def steps_named(equation: Equation) -> set[int]:
    """The steps that are named by their numbers in slots of symbols."""
    found = set()
    for node in everything(equation):
        if isinstance(node, Name):
            found |= {index.offset for letter, index in node.slots if not index.letter and letter == "t"}
        if isinstance(node, Leaf) and isinstance(node.what, Read) and node.what.step and not node.what.step.letter:
            found.add(node.what.step.offset)
    return found


def named_time(equation: Equation) -> bool:
    """Whether a letter of time is written in the equation."""
    return any(
        isinstance(node, Name) and any(slot == "t" and index.letter for slot, index in node.slots)
        for node in everything(equation)
    )


def time_letters(equation: Equation, judge: Judge) -> set[str]:
    """The free letters that are steps."""
    found = free(equation.left) | free(equation.right)
    if not found:
        return set()
    if found == {"t"} and not named_time(equation) and steps_named(equation):
        return set()
    slotted = {
        index.letter
        for node in everything(equation)
        if isinstance(node, Name)
        for slot, index in node.slots
        if slot == "t" or slot.startswith("time")
    }
    return {letter for letter in found if letter == "t" or letter in slotted}


def counts_sequences(equation: Equation) -> bool:
    """Whether an equation speaks of several sequences: a sum over an axis, the size of the batch."""
    return any(
        isinstance(node, Over) or (isinstance(node, Big) and sequences(node)) for node in everything(equation)
    ) or any(getattr(what, "name", "") == "N" for what in leaves_of(equation))


def refers_to_itself(equation: Equation) -> bool:
    return any(node == equation.left for node in walk(equation.right))


def changed(equation: Equation, change: str) -> Equation:
    """The equation with its left side taken for something else."""
    if not change:
        return equation

    def other(what: Any) -> Any:
        if isinstance(what, Gradient):
            if change == "the share of one step":
                from derive.audit.reading.tree import IndexExpr

                return replace(what, share=IndexExpr("t"))
            return replace(what, share=None)
        return what

    return replace(equation, left=mapped(equation.left, other))


def with_gradient(node: Node, gradient: Gradient) -> Node:
    return mapped(node, lambda what: gradient if isinstance(what, Gradient) else what)


def mapped(node: Node, change: Any) -> Node:
    """A tree with its leaves, those in meanings too, changed."""
    if isinstance(node, Leaf):
        return Leaf(change(node.what))
    if isinstance(node, Name) and node.meaning is not None:
        return replace(node, meaning=mapped(node.meaning, change))
    below = children(node)
    return with_children(node, tuple(mapped(child, change) for child in below)) if below else node


def einstein(equation: Equation, evaluator: Evaluator) -> Equation:
    """In components, an index that the left side lacks is summed over in each term."""
    known = free(equation.left)

    def term(node: Node) -> Node:
        if isinstance(node, Sum):
            return Sum(tuple((sign, term(part)) for sign, part in node.terms))
        for letter in sorted(free(node) - known):
            if evaluator.size_of(node, letter) is not None:
                node = Big("sum", letter, None, None, node)
        return node

    return replace(equation, right=term(equation.right))


def steps_text(steps: set[int], last: int) -> str:
    """Where an equation holds, in words: t = T, t < T, t > 1."""
    if steps == {last}:
        return "t = T"
    low, high = min(steps), max(steps)
    if steps != set(range(low, high + 1)):
        return "t = " + ", ".join("T" if step == last else str(step) for step in sorted(steps))
    text = f"t ≥ {low}" if low > 1 else ""
    if high < last:
        text = f"{low} ≤ t ≤ T{high - last:+d}" if low > 1 else f"t ≤ T{high - last:+d}"
    return text


__all__ = ["RIGHT", "UNCLEAR", "WRONG", "Judge", "Outcome", "Reading", "Verdict"]
