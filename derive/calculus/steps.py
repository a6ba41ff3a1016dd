"""The steps of a derivation, as data."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derive.core.equations import Equation, Index, Kind, System, Tensor, Term


@dataclass(frozen=True)
class Contraction:
    """One delta used up: ``index`` was replaced by ``value`` (or, without an index, only its condition stayed)."""

    delta: sp.Expr
    index: Index | None
    value: sp.Expr | None

    def __str__(self) -> str:
        return f"{self.delta}: {self.index} → {self.value}" if self.index is not None else f"{self.delta}"


@dataclass(frozen=True)
class Path:
    """One way in which the loss depends on a tensor: through one term of one equation.

    Attributes:
        user: the equation that reads the tensor.
        read: the term of it that does.
        derivative: ∂(term)/∂(tensor component), as SymPy gives it, with its deltas.
        local: one summand of the derivative, slopes rewritten by the outputs of their functions.
        product: adjoint of the user times ``local``, summed over all indices of both.
        contractions: the deltas used up, in order.
        result: what is left, under the canonical indices of the tensor.
    """

    user: Equation
    read: Term
    derivative: sp.Expr
    local: sp.Expr
    product: Term
    contractions: tuple[Contraction, ...]
    result: Term


@dataclass(frozen=True)
class Derivation:
    """All paths to one tensor, and the equation of its adjoint that they add up to."""

    tensor: Tensor
    target: sp.Expr
    paths: tuple[Path, ...]
    equation: Equation

    @property
    def adjoint(self) -> Tensor:
        return self.equation.tensor

    def __repr__(self) -> str:
        return f"<derivation of {self.adjoint.name}: {len(self.paths)} path{'s' * (len(self.paths) != 1)}>"

    def __str__(self) -> str:
        lines = [f"∂L/∂{self.target}:"]
        for path in self.paths:
            lines += [
                f"  {self.tensor.name} is read by {path.user}",
                f"    ∂{path.user.lhs}/∂{self.target} ∋ {path.local}",
                f"    {path.product}",
                *(f"    {contraction}" for contraction in path.contractions),
                f"    = {path.result}",
            ]
        return "\n".join([*lines, f"  {self.equation}"])


@dataclass(frozen=True)
class Backward:
    """A forward system with its adjoint.

    Attributes:
        forward: the cell's equations.
        objective: the forward equations with the equation of the loss.
        derivations: the steps, by the name of the tensor that is differentiated by.
    """

    forward: System
    objective: System
    derivations: Mapping[str, Derivation]

    def __repr__(self) -> str:
        return f"<gradients of {self.forward.name} with respect to {len(self.derivations)} tensors>"

    @cached_property
    def system(self) -> System:
        """The adjoint equations: a system like any other.

        They stand in an order in which they can be evaluated at one step: a user before what it uses.
        """
        derivations = self.derivations.values()
        return System(
            f"{self.forward.name}_backward", tuple(d.equation for d in derivations), source=self.forward.source
        )

    @cached_property
    def seeds(self) -> tuple[Tensor, ...]:
        """The gradients that arrive from outside."""
        return self.objective.of_kind(Kind.SEED)

    def derivation(self, tensor: Tensor | str) -> Derivation:
        """The steps to the gradient with respect to a tensor.

        Raises:
            KeyError: there is none; the message names the nearest.
        """
        return _named(self.derivations, tensor if isinstance(tensor, str) else tensor.name, self.forward.name)


def _named(known: Mapping[str, Derivation], name: str, where: str) -> Derivation:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        raise KeyError(f"{where} has no tensor {name!r}; there are: {', '.join(close or known)}")
    return known[name]


def numbering(backward: Backward) -> dict[str, int]:
    """Tensor → the number of its equation in notes and kernels: forward equations, then those of the gradients."""
    equations = (*backward.forward.equations, *backward.system.equations)
    return {equation.name: number for number, equation in enumerate(equations, start=1)}
