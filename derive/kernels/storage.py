"""Where a scheduled kernel keeps what it computes: arrays, slices of them, and the rows of a step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.core.equations import TIME, Kind, T, Tensor
from derive.kernels.writer import RESERVED, Writer
from derive.schedule import Segment
from derive.schedule.memory import Place, held, place

VECTORS = re.compile(r"\((?:[^,()]+, )*N, [^,()]+\)")


class Storage(Writer):
    """Arrays for all steps, where another direction or segment needs them; else values of one step.

    Time counts from 0 here: step t of the notes is row t-1 of an array, and row t of a state that starts at 0.
    """

    one_based = False

    def __init__(self, backward: Backward) -> None:
        super().__init__(backward)
        self.on_tape: dict[Tensor, Tensor] = {}
        self.mode = "whole"  # what the statement at hand computes: all steps, a "chunk" of them, one "step"; or "said"
        self.in_chunks = False  # whether the loop at hand runs over chunks of steps
        self.slopes: set[str] = set()  # what the direction at hand computes for chunks of steps
        self.carried = {tensor.name for tensor in self.plan.carries.values()}
        self.starts = {start.name: self.plan.carries[state] for state, start in self.plan.starts.items()}
        self.copies = [joined.weights for joined in self.plan.joined] + [copy.tensor for copy in self.plan.scaled]
        self.arrays = {array.name for array in held(self.plan)}
        self.views: dict[str, str] = {}  # local name → the array over which it runs, in the loop at hand
        self.constants: dict[tuple[str, str], tuple[str, str]] = {}  # number, shape → its name, and how it is made
        self.across: dict[str, str] = {}  # array, or rows of one → the name of its transpose, in the loop at hand
        self.works: dict[str, str] = {}  # shape → name of the work arrays of that shape
        self.values = self._values()
        self.cuts = self._cuts()
        segments = (*self.plan.ahead, *self.plan.back)
        spoken = {t for seg in segments for s in (*seg.ahead, *seg.statements) for t in s.equation.reads()}
        self.names = (
            {self.identifier(t) for t in spoken if t.kind is not Kind.PARAMETER}
            | {size.name for size in self.sizes}
            | RESERVED
        )

    # --- where things live

    def root(self, tensor: Tensor) -> Place:
        return place(self.plan, tensor)

    @property
    def chunked(self) -> bool:
        """Whether some loop multiplies with what is computed ahead of it."""
        return any(segment.ahead for segment in (*self.plan.ahead, *self.plan.back))

    def enter(self, segments: Sequence[Segment], on_tape: Mapping[Tensor, Tensor] | None = None) -> None:
        """Begin with the statements of a direction; of some arrays only a part is on the tape, under its own name."""
        self.on_tape = dict(on_tape or {})
        self.slopes = {s.target.name for segment in segments for s in segment.ahead}

    def holds_all_steps(self, tensor: Tensor) -> bool:
        if tensor.name in self.slopes:
            return tensor.in_time
        return tensor.in_time and self.root(tensor)[0].name in self.arrays and tensor.name not in self.carried

    def identifier(self, tensor: Tensor) -> str:
        """What carries a gradient starts under the name that it is carried under."""
        return super().identifier(self.on_tape.get(tensor) or self.starts.get(tensor.name, tensor))

    def name_of_memory(self, tensor: Tensor) -> str:
        alias = self.plan.aliases.get(tensor.name)
        return self.identifier(alias if alias is not None and self.is_block(tensor) else tensor)

    def _values(self) -> dict[str, Tensor]:
        """Memory that one tensor after the other takes over → the tensor whose value stays there."""
        blocks = {block.tensor.name for block in self.plan.blocks}
        values: dict[str, Tensor] = {}
        for statement in (s for segment in self.plan.ahead for s in segment.statements):
            for value in self.plan.parts(statement.target):
                if value.name in self.plan.aliases and value.name not in blocks:
                    values[self.plan.aliases[value.name].name] = value
        return values

    def _cuts(self) -> dict[str, tuple[str, str, str]]:
        """Names of slices → the array that holds them, which columns they are, and how many it has."""
        cuts: dict[str, tuple[str, str, str]] = {}
        for tensor in {member for block in self.plan.blocks for member in (block.tensor, *block.members)}:
            root, start, stop = self.root(tensor)
            if tensor.in_time and self.vectors(root) and root != tensor and stop is not None:
                extent = root.features[0].symbol
                cuts[self.name_of_memory(tensor)] = (
                    self.identifier(root),
                    between(start, stop, extent),
                    spaced(extent),
                )
        return cuts

    def rows(self, tensor: Tensor, step: sp.Expr) -> str:
        """The subscript of an array for a step of the notes.  A state has a row more: the value that it starts from."""
        after = 1 if tensor.kind is Kind.STATE and not tensor.reverse else 0  # how far its rows lie behind the steps
        if not step.has(TIME):
            row = step - 1 + after
            return "[-1]" if row == T.symbol - 1 and tensor.kind is not Kind.STATE else f"[{row}]"
        shift = int(step - TIME) + after
        if self.mode == "chunk" or (self.mode == "step" and self.in_chunks):
            if tensor.name in self.slopes:
                return "[: t1 - t0]"
            return f"[t0 + {shift} : t1 + {shift}]" if shift else "[t0:t1]"
        return ("[1:]" if shift else "[:-1]") if tensor.kind is Kind.STATE else ""

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return tensor.name if tensor in self.copies else f"p.{tensor.name}"
        if tensor.kind is Kind.SEED and tensor.of is not None and not tensor.in_time:
            return f"dstate.{tensor.of.name}"
        name = "dy" if tensor.kind is Kind.SEED else self.name_of_memory(tensor)
        given = tensor.kind in (Kind.INPUT, Kind.GIVEN, Kind.SEED)
        if not (tensor.in_time and (given or self.holds_all_steps(tensor))):
            return name
        return self.view(name, tensor, component.indices[0])

    def view(self, name: str, tensor: Tensor, step: sp.Expr) -> str:
        """An array at a step; inside a loop, under the name that it runs under over the array's rows."""
        if self.mode == "said":
            return name if not step.has(TIME) or step == TIME else f"{name}_{'prev' if step == TIME - 1 else 'next'}"
        memory = self.plan.aliases.get(tensor.name, tensor)
        if memory.name in self.values and not self.is_block(tensor):
            name = self.identifier(self.values[memory.name])
        text = f"{name}{self.rows(tensor, step)}"
        if self.mode == "whole" or not step.has(TIME):
            return text
        suffix = "t" if self.mode == "step" else "c"
        local = f"{name.rstrip('_')}_{suffix if step == TIME else 'prev' if self.mode == 'step' else 'prev_c'}"
        while self.views.get(local, text) != text or local in self.names:
            local += "_"
        self.views[local] = text
        return local

    def is_block(self, tensor: Tensor) -> bool:
        return any(block.tensor == tensor for block in self.plan.blocks)

    def is_view(self, tensor: Tensor) -> bool:
        """Whether its memory is a slice of a larger array, or begins after the row that a state starts from."""
        return tensor.in_time and (self.root(tensor)[0] != tensor or tensor.kind is Kind.STATE)

    def allocate(self, segments: Sequence[Segment]) -> list[str]:
        """Arrays for what this direction computes, and the views of what lies side by side in them."""
        statements = [s for segment in segments for s in segment.statements]
        roots = dict.fromkeys(self.root(s.target)[0] for s in statements if self.holds_all_steps(s.target))
        given = {self.backward.derivation(u).adjoint for u in self.differentiated} if self.in_stretches else set()
        lines = []
        for root in (root for root in roots if root not in given):
            shape = f"({self.steps(root)}, N{self.feature_shape(root)})"
            kind = "rows" if root in self.operands else "vectors" if self.vectors(root) else "empty"
            lines.append(f"{self.identifier(root)} = {kind}({shape}, dtype)")
        return lines

    @cached_property
    def operands(self) -> frozenset[Tensor]:
        """The arrays that matrix products read: they lie row by row, as products of all steps want them."""
        found: set[Tensor] = set()
        statements = [s for segment in (*self.plan.ahead, *self.plan.back) for s in segment.statements]
        for term in (term for statement in statements for term in statement.equation.terms):
            factors = [factor for factor in sp.Mul.make_args(term.expr) if isinstance(factor, sp.Indexed)]
            shared = set.intersection(*(set(factor.indices) for factor in factors)) if len(factors) == 2 else None
            if shared and shared <= {bound.index for bound in term.sums}:
                found |= {self.root(factor.base).array for factor in factors}
        return frozenset(array for array in found if self.vectors(array))

    @staticmethod
    def vectors(tensor: Tensor) -> bool:
        """Whether it lies in memory as products of a step like it best; gradients that are handed out do not."""
        handed_out = tensor.kind is Kind.ADJOINT and tensor.of is not None and tensor.of.kind is Kind.INPUT
        return tensor.in_time and tensor.batched and len(tensor.features) == 1 and not handed_out

    @staticmethod
    def steps(tensor: Tensor) -> str:
        return "T + 1" if tensor.kind is Kind.STATE else "T"

    def slices(self, segments: Sequence[Segment], body: Sequence[str]) -> list[str]:
        """Names for the slices that the statements speak of, as far as the code needs them."""
        code = {word for line in body for word in re.findall(r"\w+", line.split("#")[0])}
        statements = [s for segment in segments for s in (*segment.ahead, *segment.statements)]
        spoken = {t for s in statements for t in (s.target, *s.equation.reads()) if self.holds_all_steps(t)}
        spoken = {tensor for tensor in spoken if tensor.name not in self.slopes}
        groups: dict[tuple[str, str], list[str]] = {}
        for tensor in sorted(spoken, key=self._position):
            root, start, stop = self.root(tensor)
            if root == tensor:
                continue
            extent = root.features[0].symbol if root.features else None
            tail = ", :" * (len(root.features) - 1)
            cut = f"[..., {between(start, stop, extent)}{tail}]" if stop is not None else ""
            groups.setdefault((self.identifier(root), cut), []).append(self.name_of_memory(tensor))
        wanted = {
            key: [name for name in dict.fromkeys(names) if name in code and name != key[0]]
            for key, names in groups.items()
        }
        return [f"{' = '.join(names)} = {root}{cut}" for (root, cut), names in wanted.items() if names]

    def _position(self, tensor: Tensor) -> tuple[str, int, int, str]:
        """Views in the order in which they lie in their array, larger ones first."""
        root, start, _ = self.root(tensor)
        block = next((b for b in self.plan.blocks if b.tensor == root), None)
        at = [i for i, m in enumerate(block.members) if block.offset(m) == start] if block else [0]
        return (root.name, at[0], -len(tensor.name), tensor.name)


def empty(shape: str) -> str:
    """An array to write into."""
    return f"{'vectors' if VECTORS.fullmatch(shape) else 'empty'}({shape}, dtype)"


def between(start: sp.Expr, stop: sp.Expr, extent: sp.Expr | None) -> str:
    """A slice as it is written: ``:H``, ``H : 2 * H``, ``3 * H :``."""
    low, high = ("" if at in (0, extent) else spaced(at) for at in (start, stop))
    return f"{low}{' ' if low else ''}:{' ' if ' ' in low + high and high else ''}{high}"


def spaced(expr: sp.Expr) -> str:
    return str(expr).replace("*", " * ")
