"""The paths of a derivation, each as two sums over the same numbers: the reader's, and the tensor's.

A path leads from a component of the tensor u through one term of the equation of a reader v.  Summed as v reads,

    Σ over v's indices, Σ over the term's sums  v̄[…] · coefficient · D(u[at])

and as u's gradient is written,  Σ over u's indices (inner) · D(u[…])  with the derivation's result as the inner sum.
What a certificate proves of each path is that the two are equal: the contraction of its deltas.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import sympy as sp

from derive.calculus import Backward, Path
from derive.core.equations import Bound, Index, Kind, Tensor
from derive.proof.expressions import Refused


@dataclass(frozen=True)
class Route:
    """A path, ready to be written down.

    Attributes:
        number: its number in the derivation.
        path: the path.
        tensor: u, whose gradient it belongs to.
        at: the component of u that is read, an expression in the reader's indices for each axis.
        weight: the gradient of the reader; None where the reader is a loss.
        coefficient: the slope, without deltas.
        bounds: the reader's indices and the sums of its term.
    """

    number: int
    path: Path
    tensor: Tensor
    at: tuple[sp.Expr, ...]
    weight: sp.Expr | None
    coefficient: sp.Expr
    bounds: tuple[Bound, ...]

    @property
    def reader(self) -> str:
        return self.path.user.name

    def __str__(self) -> str:
        shown = self.tensor.at(self.at) if self.at else self.tensor
        return f"{self.reader} reads {shown} in the term {self.path.read}"

    def arrivals(self) -> list[tuple[Bound, Index | None, int]]:
        """For each axis of u: its canonical bound, the reader's index there (None: a fixed place), and the shift."""
        found: list[tuple[Bound, Index | None, int]] = []
        for bound, at in zip(self.tensor.bounds(), self.at, strict=True):
            index = next((b.index for b in self.bounds if at.has(b.index)), None)
            if index is not None and index in (known for _, known, _ in found):
                raise Refused(f"{self}: one index selects two axes at once, a diagonal")
            shift = int(at - index) if index is not None else 0
            if abs(shift) > 1:
                raise Refused(f"{self}: a shift by {shift} steps")
            found.append((bound, index, shift))
        return found

    def inner(self) -> tuple[list[Index], list[Index]]:
        """The reader's indices that u has not, as the result sums over them, and those that it does not sum over."""
        used = {index: bound.index - shift for bound, index, shift in self.arrivals() if index is not None}
        rest = [bound.index for bound in self.bounds if bound.index not in used]
        term = (self.weight if self.weight is not None else 1) * self.coefficient
        sums = [bound.index for bound in self.path.result.sums]
        best: list[Index] | None = None
        for chosen in itertools.permutations(rest, len(sums)):
            if any(a.size != b.size for a, b in zip(chosen, sums, strict=True)):
                continue
            best = best or list(chosen)
            vanished = [index for index in rest if index not in chosen]
            factor = sp.Mul(*(index.size.symbol for index in vanished))
            moved = (term * factor).xreplace({**used, **dict(zip(chosen, sums, strict=True))})
            if moved == self.path.result.expr or sp.expand(moved - self.path.result.expr) == 0:
                return list(chosen), vanished
        if best is None:
            raise Refused(f"{self}: its result {self.path.result} sums over other indices")
        return best, [index for index in rest if index not in best]  # a wrong result; Coq shall say so


def routes(backward: Backward) -> list[Route]:
    """All paths of a derivation, tensor by tensor."""
    found: list[Route] = []
    for derivation in backward.derivations.values():
        for path in derivation.paths:
            at, coefficient = _selected(derivation.tensor, path)
            loss = path.user.tensor.kind is Kind.LOSS
            weight = None if loss else backward.derivation(path.user.tensor).adjoint.at(path.user.indices)
            if path.read.when:
                raise Refused(f"{path.user.name}: a term that does not exist on all steps")
            bounds = (*path.user.bounds, *path.read.sums)
            found.append(Route(len(found), path, derivation.tensor, at, weight, coefficient, bounds))
    return found


def _selected(tensor: Tensor, path: Path) -> tuple[tuple[sp.Expr, ...], sp.Expr]:
    """The component that the deltas of a local derivative select, and what is left of it."""
    primed = [index.primed for index in tensor.indices()]
    selected: dict[Index, sp.Expr] = {}
    rest: list[sp.Expr] = []
    for factor in sp.Mul.make_args(path.local):
        free = [index for index in primed if factor.has(index) and index not in selected]
        if isinstance(factor, sp.KroneckerDelta) and free and not factor.atoms(sp.Indexed):
            gap = factor.args[0] - factor.args[1]
            selected[free[0]] = free[0] - gap / gap.coeff(free[0])
        else:
            rest.append(factor)
    if len(selected) < len(primed):
        raise Refused(f"{path.user.name} reads {tensor.name} at no definite place: {path.local}")
    coefficient = sp.Mul(*rest).xreplace(selected)
    return tuple(selected[index] for index in primed), coefficient
