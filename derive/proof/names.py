"""The names that tensors and functions bear in a certificate."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import BATCH, T, Tensor
from derive.core.functions import Elementwise

RESERVED = frozenset(
    [
        *("A", "B", "D", "d", "ev", "v", "w", "what", "inv", "nat", "seq", "over", "largest", "index_iota"),
        *("forward", "backward", "claim", "signal", "gradient", "rank", "slope", "value", "derivation"),
        *("as", "at", "by", "cofix", "do", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if"),
        *("in", "is", "let", "match", "mod", "of", "return", "then", "using", "where", "with"),
        *("Prop", "Set", "Type", "SProp", "true", "false", "S", "O", "one_step"),
    ]
)
"""Words of Coq, and those that every certificate uses in a sense of its own."""


class Names:
    """A Coq identifier for each tensor: its own name, with underscores after it where that is taken.

    Attributes:
        of: identifier by the tensor's name; of a tensor that is computed, that of the constructor of its components.
        initial: identifier of a state's given values, where it begins.
        computed, adjoints, seeds, integers: names of tensors: what the forward equations define, the gradients, the
            gradients that arrive, and the tensors whose components select (they stand in a Kronecker delta).
    """

    def __init__(self, backward: Backward) -> None:
        forward = backward.forward
        self.computed = frozenset(equation.name for equation in forward.equations)
        self.adjoints = frozenset(equation.name for equation in backward.system.equations)
        self.seeds = frozenset(tensor.name for tensor in backward.seeds)
        self.integers = frozenset(_selecting(backward))
        self._taken = set(RESERVED) | set(_words(backward))
        gradients = [equation.name for equation in backward.system.equations]
        tensors = dict.fromkeys([*forward.tensors, *gradients, *(seed.name for seed in backward.seeds)])
        self.of = {name: self.fresh(name) for name in tensors}
        self.initial = {s.name: self.fresh(f"{s.name}_{'end' if s.reverse else '0'}") for s in forward.states}

    def fresh(self, name: str) -> str:
        """An identifier that no other thing bears."""
        name = "".join(char if char.isalnum() or char == "_" else "_" for char in name)
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def over_b(self, tensor: Tensor) -> bool:
        """Whether the tensor's components are elements of B: gradients, arriving ones included."""
        return tensor.name in self.adjoints or tensor.name in self.seeds

    def assignment(self, tensor: Tensor) -> str:
        """The assignment that a component is read through: v, w, or none where it is given."""
        return "v" if tensor.name in self.computed else "w" if tensor.name in self.adjoints else ""


def _words(backward: Backward) -> Iterator[str]:
    """The names of sizes, indices and functions, which stay as they are."""
    yield from map(str, (T, BATCH.size, *backward.forward.sizes))
    for equation in (*backward.objective.equations, *backward.system.equations):
        for term in equation.terms:
            yield from (type(call).__name__ for call in term.expr.atoms(Elementwise))
            for bound in (*equation.bounds, *equation.tensor.bounds(), *term.sums, *term.when):
                yield from (bound.index.name, bound.index.primed.name, *map(str, bound.hi.free_symbols))
                yield from map(str, bound.index.size.parts)


def _selecting(backward: Backward) -> Iterator[str]:
    for equation in (*backward.objective.equations, *backward.system.equations):
        for term in equation.terms:
            for delta in term.expr.atoms(sp.KroneckerDelta):
                yield from (at.base.name for at in delta.atoms(sp.Indexed))
