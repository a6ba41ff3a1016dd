"""The kernel to run: the plan, statement by statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.equations import TIME, Kind, T, Tensor
from derive.kernels.writer import Writer, loose_indices
from derive.schedule import Segment, Statement

HEADER = {1: "for t in range(T):", -1: "for t in reversed(range(T)):"}


class ScheduledWriter(Writer):
    """The plan, statement by statement.  Time counts from 0 here: step t of the notes is row t-1 of an array."""

    one_based = False

    def __init__(self, backward: Backward) -> None:
        super().__init__(backward)
        self.whole = False  # whether the statement at hand computes all steps at once
        self.carried = {tensor.name for tensor in self.plan.carries.values()}
        self.starts = {start.name: self.plan.carries[state] for state, start in self.plan.starts.items()}
        self.arrays = self._arrays()

    # --- where things live

    def root(self, tensor: Tensor) -> tuple[Tensor, sp.Expr, sp.Expr | None]:
        """The array that holds the tensor, and from where to where along its first feature."""
        tensor = self.plan.aliases.get(tensor.name, tensor)
        first = next((b.members[0] for b in self.plan.blocks if b.tensor == tensor), tensor)
        extent = tensor.features[0].symbol if tensor.features else sp.S.One
        holders = [b for b in self.plan.blocks if first in b.members]
        if not holders:
            return tensor, sp.S.Zero, None
        block = max(holders, key=lambda b: len(b.members))
        start = block.offset(first)
        return block.tensor, start, start + extent

    def _arrays(self) -> frozenset[str]:
        """The roots that hold all steps: states, what one segment computes and another reads, and every block."""
        spoken: set[Tensor] = {self.output, *self.states}
        segments = (*self.plan.ahead, *self.plan.back)
        reads = [{t for s in segment.statements for t in s.equation.reads()} for segment in segments]
        for number, segment in enumerate(segments):
            targets = {s.target for s in segment.statements}
            if not segment.direction:
                spoken |= targets
            spoken |= {t for other, read in enumerate(reads) if other != number for t in read & self._parts(targets)}
        roots = {self.root(tensor)[0] for tensor in spoken}
        roots |= {b.tensor for b in self.plan.blocks if self.root(b.tensor)[0] == b.tensor}
        return frozenset(root.name for root in roots if root.in_time)

    def _parts(self, tensors: set[Tensor]) -> set[Tensor]:
        """The tensors, and those that share an array with one of them."""
        roots = {self.root(tensor)[0] for tensor in tensors}
        members = {member for block in self.plan.blocks for member in (*block.members, block.tensor)}
        return tensors | {member for member in members if self.root(member)[0] in roots}

    def holds_all_steps(self, tensor: Tensor) -> bool:
        return tensor.in_time and self.root(tensor)[0].name in self.arrays and tensor.name not in self.carried

    def identifier(self, tensor: Tensor) -> str:
        """What carries a gradient starts under the name that it is carried under."""
        return super().identifier(self.starts.get(tensor.name, tensor))

    def rows(self, tensor: Tensor, step: sp.Expr) -> str:
        """The subscript of an array for a step of the notes.  A state has a row more: the value that it starts from."""
        after = 1 if tensor.kind is Kind.STATE and not tensor.reverse else 0  # how far its rows lie behind the steps
        if not step.has(TIME):
            row = step - 1 + after
            return "[-1]" if row == T.symbol - 1 and tensor.kind is not Kind.STATE else f"[{row}]"
        shift = int(step - TIME) + after
        if not self.whole:
            return f"[t + {shift}]" if shift else "[t]"
        return ("[1:]" if shift else "[:-1]") if tensor.kind is Kind.STATE else ""

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return f"p.{tensor.name}"
        if tensor.kind is Kind.SEED and tensor.of is not None:
            return f"dy{self.rows(tensor, component.indices[0])}" if tensor.in_time else f"dstate.{tensor.of.name}"
        name = self.identifier(tensor)
        given = tensor.kind in (Kind.INPUT, Kind.GIVEN)
        stored = tensor.in_time and (given or self.holds_all_steps(tensor))
        return f"{name}{self.rows(tensor, component.indices[0])}" if stored else name

    # --- statements

    def line(self, statement: Statement, direction: int) -> str:
        equation = statement.equation
        self.whole = not direction
        single = direction or statement.step is not None
        target = tuple(index for index in equation.indices if not (single and index == TIME))
        loose = loose_indices(equation) - (frozenset({TIME}) if direction else frozenset())
        code = self.sum_of(equation.terms, target, loose)
        left, exists = self._left(statement)
        if not exists and not statement.accumulate:
            code = self.full(code, equation.terms, target)
        return f"{left} {'+=' if statement.accumulate else '='} {code}{self.comment(statement.origin)}"

    def _left(self, statement: Statement) -> tuple[str, bool]:
        """The target, and whether it exists already and is written into."""
        tensor = statement.target
        if tensor.of is not None and tensor.of.kind is Kind.PARAMETER and tensor.kind is Kind.ADJOINT:
            return f"grads.{tensor.of.name}[...]", True
        alias = self.plan.aliases.get(tensor.name)
        name = self.identifier(alias if alias is not None and self._is_block(tensor) else tensor)
        if tensor.kind is not Kind.STATE and not self.holds_all_steps(tensor):
            return name, False
        return f"{name}{self.rows(tensor, statement.step or TIME) or '[...]'}", True

    def _is_block(self, tensor: Tensor) -> bool:
        return any(block.tensor == tensor for block in self.plan.blocks)

    def _body(self, segments: Sequence[Segment]) -> list[str]:
        lines = []
        for segment in segments:
            if segment.direction:
                lines.append(HEADER[segment.direction])
            indent = "    " if segment.direction else ""
            lines += [indent + self.line(s, segment.direction) for s in segment.statements]
        return lines

    # --- directions

    def _allocate(self, segments: Sequence[Segment]) -> list[str]:
        """Arrays for what this direction computes, and the views of what lies side by side in them."""
        statements = [s for segment in segments for s in segment.statements]
        roots = dict.fromkeys(self.root(s.target)[0] for s in statements if self.holds_all_steps(s.target))
        return [
            f"{self.identifier(root)} = np.empty(({self.steps(root)}, N{self.feature_shape(root)}), dtype)"
            for root in roots
        ]

    @staticmethod
    def steps(tensor: Tensor) -> str:
        return "T + 1" if tensor.kind is Kind.STATE else "T"

    def _views(self, segments: Sequence[Segment]) -> list[str]:
        """Names for the slices that the statements speak of."""
        statements = [s for segment in segments for s in segment.statements]
        spoken = {t for s in statements for t in (s.target, *s.equation.reads()) if self.holds_all_steps(t)}
        groups: dict[tuple[str, str], list[str]] = {}
        for tensor in sorted(spoken, key=self._position):
            root, start, stop = self.root(tensor)
            if root == tensor or (self._is_block(tensor) and tensor.name in self.plan.aliases):
                continue
            extent = root.features[0].symbol if root.features else None
            tail = ", :" * (len(root.features) - 1)
            low = "" if start == 0 else _spaced(start)
            high = "" if stop is None or stop == extent else _spaced(stop)
            cut = f"[..., {low} : {high}{tail}]" if stop is not None else ""
            groups.setdefault((self.identifier(root), cut), []).append(self.identifier(tensor))
        return [f"{' = '.join(names)} = {root}{cut}" for (root, cut), names in groups.items()]

    def _position(self, tensor: Tensor) -> tuple[str, int, int, str]:
        """Views in the order in which they lie in their array, larger ones first."""
        root, start, _ = self.root(tensor)
        block = next((b for b in self.plan.blocks if b.tensor == root), None)
        at = [i for i, m in enumerate(block.members) if block.offset(m) == start] if block else [0]
        return (root.name, at[0], -len(tensor.name), tensor.name)

    @cached_property
    def saved(self) -> tuple[str, ...]:
        reads = {t for segment in self.plan.back for s in segment.statements for t in s.equation.reads()}
        forward = [s.target for segment in self.plan.ahead for s in segment.statements]
        roots = {self.root(t)[0] for t in reads if t.in_time}
        kept = [self.root(t)[0] if t.in_time else t for t in forward]
        return tuple(
            dict.fromkeys(self.identifier(t) for t in (*self.inputs, *(t for t in kept if t in roots | reads)))
        )

    def run_lines(self, needed: frozenset[str] | None = None) -> list[str]:
        segments = self.plan.ahead
        if needed is not None:
            kept = [
                Segment(segment.direction, tuple(s for s in segment.statements if self._serves(s, needed)))
                for segment in segments
            ]
            segments = tuple(segment for segment in kept if segment.statements)
        starts = [
            f"{self.identifier(state)}[{'T' if state.reverse else 0}] = state0.{state.name}" for state in self.states
        ]
        return [*self._allocate(segments), *self._views(segments), *starts, *self._body(segments), *self._results()]

    def _serves(self, statement: Statement, needed: frozenset[str]) -> bool:
        return any(name in needed for name in (*statement.origin, statement.target.name))

    def _results(self) -> list[str]:
        output, name = self.output, self.identifier(self.output)
        self.whole = True
        rows = self.rows(output, TIME) if output.in_time else ""
        ends = {state: f"{self.identifier(state)}[{0 if state.reverse else 'T'}].copy()" for state in self.states}
        final = ", ".join(f"{state.name}={end}" for state, end in ends.items())
        return [f"y = {name}{rows}.copy()", f"state = State({final})"]

    @cached_property
    def backward_lines(self) -> list[str]:
        back = self.plan.back
        return [*self._allocate(back), *self._views(back), *self._body(back)]


def _spaced(expr: sp.Expr) -> str:
    return str(expr).replace("*", " * ")
