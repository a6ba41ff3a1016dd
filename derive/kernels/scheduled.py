"""The kernel to run: the plan, statement by statement."""

from __future__ import annotations

from functools import cached_property

import sympy as sp

from derive.calculus import Backward
from derive.equations import TIME, Kind, Tensor
from derive.kernels.writer import Writer, loose_indices
from derive.schedule import Program, Statement


class ScheduledWriter(Writer):
    """The plan, statement by statement.  Time counts from 0 here: step t of the notes is row t-1 of an array."""

    one_based = False

    def __init__(self, backward: Backward) -> None:
        super().__init__(backward)
        self.whole = False  # whether the statement at hand computes all steps at once
        self.carriers = {tensor.name: state for state, tensor in self.plan.carries.items()}
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
        """The roots that hold all steps: what another direction or another phase reads, and every block."""
        roots: set[str] = {self.root(state)[0].name for state in self.states}
        for program in (self.plan.forward_program, self.plan.backward_program):
            elsewhere = [s for s in self.plan.backward_program.statements if program is self.plan.forward_program]
            here = {t for s in (*program.before, *program.after) for t in (s.target, *s.equation.reads())}
            computed = {s.target for s in program.statements} | {m for b in self.plan.blocks for m in b.members}
            there = {t for s in elsewhere for t in s.equation.reads()} & computed
            roots |= {self.root(tensor)[0].name for tensor in here | there if tensor.in_time}
        roots |= {b.tensor.name for b in self.plan.blocks if b.tensor.in_time and self.root(b.tensor)[0] == b.tensor}
        roots.add(self.root(self.output)[0].name)
        return frozenset(roots)

    def holds_all_steps(self, tensor: Tensor) -> bool:
        return tensor.in_time and self.root(tensor)[0].name in self.arrays and tensor.name not in self.carriers

    def access(self, component: sp.Indexed) -> str:
        tensor = component.base
        if tensor.kind is Kind.PARAMETER:
            return f"p.{tensor.name}"
        name = "dy" if tensor.kind is Kind.SEED else self.identifier(tensor)
        if not tensor.in_time or tensor.name in self.carriers:
            return name
        shift = component.indices[0] - TIME
        if tensor.kind is Kind.STATE:
            if self.whole:
                return f"{name}[1:]" if shift == 0 else f"{name}[:-1]"
            return f"{name}[t + 1]" if shift == 0 else f"{name}[t]"
        given = tensor.kind in (Kind.INPUT, Kind.SEED)
        return f"{name}[t]" if not self.whole and (given or self.holds_all_steps(tensor)) else name

    # --- statements

    def line(self, statement: Statement, *, whole: bool) -> str:
        self.whole = (
            whole
            and statement.target.in_time
            or any(bound.index == TIME for term in statement.equation.terms for bound in term.sums)
        )
        equation, tensor = statement.equation, statement.target
        loose = loose_indices(equation) - (frozenset() if self.whole else {TIME})
        target = tuple(index for index in equation.indices if index in loose or index != TIME)
        code = self.sum_of(equation.terms, target, loose)
        left, in_place = self._left(tensor)
        if not in_place and not statement.accumulate:
            code = self.full(code, tensor, equation.terms, target)
        return f"{left} {'+=' if statement.accumulate else '='} {code}{self.comment(statement.origin)}"

    def _left(self, tensor: Tensor) -> tuple[str, bool]:
        """The target, and whether it exists already and is written into."""
        if tensor.of is not None and tensor.of.kind is Kind.PARAMETER and tensor.kind is Kind.ADJOINT:
            return f"grads.{tensor.of.name}[...]", True
        alias = self.plan.aliases.get(tensor.name)
        name = self.identifier(alias if alias is not None and not self._viewed(tensor) else tensor)
        if tensor.kind is Kind.STATE:
            return (f"{name}[1:]" if self.whole else f"{name}[t + 1]"), True
        if self.holds_all_steps(tensor):
            return (f"{name}[...]" if self.whole else f"{name}[t]"), True
        return name, False

    def _viewed(self, tensor: Tensor) -> bool:
        return not any(b.tensor == tensor for b in self.plan.blocks)

    # --- directions

    def _allocate(self, program: Program) -> list[str]:
        """Arrays for what this direction computes, and the views of what lies side by side in them."""
        lines = []
        computed = {self.root(s.target)[0] for s in program.statements if self.holds_all_steps(s.target)}
        for root in sorted(computed, key=lambda t: [self.root(s.target)[0] for s in program.statements].index(t)):
            steps = "T + 1" if root.kind is Kind.STATE else "T"
            lines.append(f"{self.identifier(root)} = np.empty(({steps}, N{self.feature_shape(root)}), dtype)")
        return lines + self._views(program)

    def _views(self, program: Program) -> list[str]:
        """Names for the slices that the statements speak of."""
        spoken = {t for s in program.statements for t in (s.target, *s.equation.reads()) if t.in_time}
        groups: dict[tuple[str, str], list[str]] = {}
        for tensor in sorted(spoken, key=self._position):
            if not self.holds_all_steps(tensor) or not self._viewed(tensor) and tensor.name in self.plan.aliases:
                continue
            root, start, stop = self.root(tensor)
            if root == tensor:
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
        given = self.inputs
        reads = {t for s in self.plan.backward_program.statements for t in s.equation.reads()}
        forward = [s.target for s in self.plan.forward_program.statements]
        roots = [self.root(t)[0] for t in forward if t.in_time]
        wanted = {self.root(t)[0] for t in reads if t.in_time}
        loose = [t for t in forward if not t.in_time and t in reads]
        return tuple(dict.fromkeys(self.identifier(t) for t in (*given, *(r for r in roots if r in wanted), *loose)))

    @cached_property
    def forward_lines(self) -> list[str]:
        program = self.plan.forward_program
        lines = self._allocate(program)
        lines += [f"{self.identifier(state)}[0] = state0.{state.name}" for state in self.states]
        lines += [self.line(s, whole=True) for s in program.before]
        if program.loop:
            lines.append("for t in range(T):")
            lines += [f"    {self.line(s, whole=False)}" for s in program.loop]
        lines += [self.line(s, whole=True) for s in program.after]
        rows = "[1:]" if self.output.kind is Kind.STATE else ""
        lines.append(f"y = {self.identifier(self.output)}{rows}.copy()")
        final = ", ".join(f"{state.name}={self.identifier(state)}[T].copy()" for state in self.states)
        lines.append(f"state = State({final})")
        return lines

    @cached_property
    def backward_lines(self) -> list[str]:
        program = self.plan.backward_program
        lines = self._allocate(program)
        forward_views = self._views(Program((), (), tuple(s for s in program.statements)))
        lines = [*(v for v in forward_views if v not in lines), *lines]
        lines += [f"{self.identifier(tensor)} = dstate.{state}" for state, tensor in self.plan.carries.items()]
        lines += [self.line(s, whole=True) for s in program.before]
        if program.loop:
            lines.append("for t in reversed(range(T)):")
            lines += [f"    {self.line(s, whole=False)}" for s in program.loop]
        lines += [self.line(s, whole=True) for s in program.after]
        return lines


def _spaced(expr: sp.Expr) -> str:
    return str(expr).replace("*", " * ")
