"""True values: a cell run forward and backward on numbers that cannot agree by chance.

Sizes are small and all different, initial states are not zero, every output and every final state has a gradient that
arrives from outside.  A :class:`Setting` says what is otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derive.calculus import Backward, Path
from derive.core.equations import TIME, Equation, Kind, System, T, Tensor
from derive.core.evaluate import At, Values, components, digits, evaluate, needed

ARITHMETIC = digits(50)
TINY = ARITHMETIC.mpf(10) ** -18
EXTENTS = (3, 5, 4, 7, 6, 8, 9)
"""Extents of the sizes of features, in order; N is 2 where there is a batch."""

Array: TypeAlias = NDArray[Any]


class MissingError(LookupError):
    """A value that does not exist: a step before the first or after the last."""


@dataclass(frozen=True)
class Setting:
    """Under which circumstances values are taken.

    Attributes:
        steps: T.
        batch: N.
        final: whether gradients arrive at the final states.
        above: whether gradients arrive at the output at every step, or at the last alone.
        initial: whether the initial states differ from zero.
        single: every size is 1.
        draw: the seed of the numbers.
    """

    steps: int = 5
    batch: int = 1
    final: bool = True
    above: bool = True
    initial: bool = True
    single: bool = False
    draw: int = 1


class World:
    """A system in one setting."""

    def __init__(self, backward: Backward, setting: Setting) -> None:
        self.backward, self.setting = backward, setting
        names = [size.name for size in backward.forward.sizes]
        literal = {name: int(name) for name in names if name.isdigit()}
        extents = dict(zip([name for name in names if name not in literal], EXTENTS, strict=False))
        if setting.single:
            extents = dict.fromkeys(extents, 1)
        self.sizes = {**extents, **literal, "T": setting.steps, "N": setting.batch}
        self.tensors = {**backward.objective.tensors, **backward.system.tensors}
        self.term = cache(self._term)
        self.moved = cache(self._moved_whole)
        self.derivative = cache(self._derivative)

    @cached_property
    def given(self) -> Values:
        """Parameters, inputs, initial states and seeds."""
        draw = random.Random(self.setting.draw)
        found: Values = {}
        for name, places in needed(self.backward.objective, self.sizes).items():
            tensor = self.tensors[name]
            found[name] = {at: ARITHMETIC.mpf(draw.choice((-1, 1)) * draw.randrange(20, 90)) / 97 for at in places}
            last = self.setting.steps
            for at in places:
                seed = tensor.kind is Kind.SEED
                zero = seed and not self.setting.final and not tensor.in_time
                zero |= seed and not self.setting.above and tensor.in_time and at[0] != last
                zero |= tensor.kind is Kind.STATE and not self.setting.initial
                if zero:
                    found[name][at] = ARITHMETIC.mpf(0)
        return found

    @cached_property
    def forward(self) -> Values:
        return evaluate(self.backward.objective, self.sizes, self.given, ARITHMETIC)

    @cached_property
    def values(self) -> Values:
        """Everything, forward and backward."""
        return evaluate(self.backward.system, self.sizes, self.forward, ARITHMETIC)

    def array(self, name: str, step: int | None) -> Array:
        """A tensor at a step: batch first where it has one, then its features.

        Raises:
            MissingError: there is no such step.
        """
        tensor = self.tensors[name]
        return self._array(tensor, step, self.values[name])

    def _array(self, tensor: Tensor, step: int | None, numbers: Mapping[At, Any]) -> Array:
        places = [at for at in components(tensor, self.sizes) if not tensor.in_time or at[0] == step]
        if not places or any(at not in numbers for at in places):
            raise MissingError(f"{tensor.name}[{step}]")
        shape = [self.sizes[size.name] for size in tensor.axes if size is not T]
        array = np.empty(len(places), dtype=object)
        array[:] = [numbers[at] for at in places]
        return array.reshape(shape)

    # --- parts of a gradient

    def part(self, name: str, step: int | None, paths: Iterable[int]) -> Array:
        """The sum of some paths of a derivation, by their numbers."""
        shape = [self.sizes[size.name] for size in self.tensors[name].axes if size is not T]
        total = np.full(shape, ARITHMETIC.mpf(0), dtype=object)
        for number in paths:
            total = total + self.term(name, step, number)
        return total

    def _term(self, name: str, step: int | None, number: int) -> Array:
        derivation = self.backward.derivation(name)
        tensor = derivation.adjoint.like(f"part of d{name}", Kind.ADJOINT)  # the path may read the gradient itself
        equation = Equation(tensor, derivation.equation.bounds, (derivation.paths[number].result,))
        return self._array(tensor, step, self._evaluated(equation))

    def share(self, name: str, step: int) -> Array:
        """What one step adds to the gradient of a parameter.

        Raises:
            MissingError: there is no such step.
        """
        adjoint = self.backward.derivation(name).adjoint
        tensor = adjoint.like(f"share of d{name}", Kind.ADJOINT)
        if not 1 <= step <= self.setting.steps:
            raise MissingError(f"d{name} of {step}")
        terms = []
        for path in self.backward.derivation(name).paths:
            sums = tuple(bound for bound in path.result.sums if bound.index.size is not T)
            if len(sums) == len(path.result.sums):
                continue  # no sum over time: it belongs to no step
            [time] = [bound for bound in path.result.sums if bound.index.size is T]
            low, high = (int(end.xreplace({T.symbol: sp.Integer(self.setting.steps)})) for end in (time.lo, time.hi))
            if low <= step <= high:
                term = path.result.xreplace({time.index: sp.Integer(step)})
                terms.append(replace(term, sums=sums, when=()))
        return self._array(tensor, None, self._evaluated(Equation(tensor, tensor.bounds(), tuple(terms))))

    def _evaluated(self, equation: Equation) -> Mapping[At, Any]:
        return evaluate(System("part", (equation,)), self.sizes, self.values, ARITHMETIC)[equation.name]

    def paths(
        self, name: str, step: int | None, source: int | None, outside: bool, users: tuple[str, ...]
    ) -> list[int]:
        """The numbers of the paths that arrive from a step, from outside, or through some equations."""
        found = []
        for number, path in enumerate(self.backward.derivation(name).paths):
            if outside and path.user.tensor.kind is not Kind.LOSS:
                continue
            if users and not (path.user.name in users or f"a_{path.user.name}" in users):
                continue
            shift, loss = arrival(path), path.user.tensor.kind is Kind.LOSS
            same = shift is None and source == step and not loss
            if source is not None and shift != source - (step or 0) and not same:
                continue
            found.append(number)
        return found

    # --- derivatives of one tensor with respect to another

    def _derivative(self, of: str, at: int, by: str, step: int | None, total: bool) -> Array:
        """∂of/∂by of each sequence: batch, the components of ``of``, those of ``by``.

        Raises:
            MissingError: a step does not exist.
        """
        target, source = self.tensors[of], self.tensors[by]
        self.array(of, at), self.array(by, step)
        rows = [place for place in components(target, self.sizes) if not target.in_time or place[0] == at]
        places = [place for place in components(source, self.sizes) if not source.in_time or place[0] == step]
        matrix = np.empty((len(rows), len(places)), dtype=object)
        for column, place in enumerate(places):
            up, down = (self._moved(target, by, place, sign * TINY, total) for sign in (1, -1))
            for row, where in enumerate(rows):
                matrix[row, column] = (up[where] - down[where]) / (2 * TINY)
        return matrix

    def _moved_whole(self, by: str, place: At, up: bool) -> Values:
        """The forward pass with one component moved, and what depends on it."""
        value = self.forward[by][place] + (TINY if up else -TINY)
        given = {**self.given, by: {**self.given.get(by, {}), place: value}}
        return evaluate(self.backward.objective, self.sizes, given, ARITHMETIC)

    def _moved(self, target: Tensor, by: str, place: At, step: Any, total: bool) -> Mapping[At, Any]:
        value = self.forward[by][place] + step
        system = self.backward.objective
        if total:
            return self.moved(by, place, step > 0)[target.name]
        equations = [system.equation(target)]
        while not any(by in {tensor.name for tensor in equation.reads()} for equation in equations):
            read = {t.name for e in equations for t in e.reads() if t.kind is Kind.SIGNAL and system.defines(t)}
            more = [system.equation(name) for name in sorted(read) if name not in {e.name for e in equations}]
            if not more:
                break
            equations = [*more, *equations]
        names = {equation.name for equation in equations}
        given = {name: numbers for name, numbers in self.forward.items() if name not in names}
        for equation in equations:  # the steps that the equations do not define
            if equation.tensor.kind is Kind.STATE:
                given[equation.name] = self.given.get(equation.name, {})
                if equation.name == by:
                    given[equation.name] = {**self.forward[by]}
        given[by] = {**given.get(by, {}), place: value}
        if target.name == by:
            steps = {at: v for at, v in given[by].items() if at[0] <= place[0]}
            given[by] = steps
        return evaluate(System("moved", tuple(equations)), self.sizes, given, ARITHMETIC)[target.name]


def arrival(path: Path) -> int | None:
    """How many steps later the gradient stands that a path brings; None where it comes from no step."""
    shifts = {
        c.indices[0] - TIME
        for c in path.result.components()
        if c.base.kind is Kind.ADJOINT and c.base.in_time and path.user.tensor == c.base.of
    }
    numbers = [int(shift) for shift in shifts if shift.is_Integer]
    return numbers[0] if len(numbers) == 1 else None


def other(setting: Setting, **changes: Any) -> Setting:
    """The same setting with some circumstances changed."""
    return replace(setting, **changes)
