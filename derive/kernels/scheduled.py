"""The kernel to run: the plan, statement by statement."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import sympy as sp

from derive.core.equations import TIME, Kind, Tensor
from derive.kernels.loops import PRODUCT, TURNED, Loops
from derive.kernels.storage import VECTORS, between, spaced
from derive.kernels.writer import loose_indices
from derive.schedule import Joined, Segment, Statement
from derive.schedule.memory import tape

FOLD = re.compile(r"\.reshape\(T \* N, [^()]*\)$")
ROWS = re.compile(r"(?<!out=)\b(?P<array>\w+)\.reshape\(T \* N, (?P<size>[^()]+)\)")
WRITTEN = re.compile(r"^(?:project\(.*, |np\.matmul\(.*out=)?(\w+)")
SUMS = re.compile(r"(?<=\] = )(?P<array>\w+)\.sum\(axis=\(0, 1\)\)")  # of all steps and sequences

PAIRED = re.compile(r"\((\w+(?:\[[^\]]*\])?) \* (\w+(?:\[[^\]]*\])?)\)\.sum\(axis=\(0, 1\)\)")
TRANSPOSED = rf"(\1{TURNED} * \2{TURNED}).sum(axis=(0, 2))"  # across the rows, if one of the two lies by rows


class ScheduledWriter(Loops):
    """The plan, statement by statement."""

    # --- statements

    def lines(self, statement: Statement) -> list[str]:
        """A statement of all steps, or of one, outside of the loops.  A large product goes straight to its place."""
        equation, comment = statement.equation, self.comment(statement.origin)
        target = tuple(index for index in equation.indices if not (statement.step is not None and index == TIME))
        loose = loose_indices(equation)
        left, exists = self._left(statement)
        if statement.target.name in self.starts:  # written to in the loop, so that it must not be the caller's
            code = self.full(self.sum_of(equation.terms, target, loose), equation.terms, target)
            order = ", order=order" if VECTORS.fullmatch(self.shape(statement.target)) else ""
            return [f"{left} = np.array({code}{order}){comment}"]
        if exists and not statement.accumulate and equation.terms:
            first, *rest = equation.terms
            product = PRODUCT.fullmatch(self.sum_of([first], target, loose))
            steps = product is not None and product["folded"] and self.vectors(statement.target)
            if product and (steps or not self.is_view(statement.target)):
                out = place = left.removesuffix("[...]")
                if steps:
                    call = f"project({FOLD.sub('', product['a'])}, {product['b']}, {out}){comment}"
                else:
                    out = f"{place}.reshape(T * N, {product['folded']})" if product["folded"] else place
                    call = f"np.matmul({product['a']}, {product['b']}, out={out}){comment}"
                return [call, *([f"{place} += {self.sum_of(rest, target, loose)}"] if rest else [])]
        if statement.target.of in self.copies:
            whole = PRODUCT.fullmatch(self.sum_of(equation.terms, target, loose))
            assert whole is not None
            made = f"{left} = empty({self.shape(statement.target)}, dtype)"
            return [made, f"np.matmul({whole['a']}, {whole['b']}, out={left}){comment}"]
        if (columns := self._columns_of(statement)) is not None:
            return [f"{left} = {columns}"]
        code = self.sum_of(equation.terms, target, loose)
        if all(self.vectors(c.base) for term in equation.terms for c in term.components()):
            code = PAIRED.sub(TRANSPOSED, code)
        if not exists and not statement.accumulate:
            code = self.full(code, equation.terms, target)
        return [f"{left} {'+=' if statement.accumulate else '='} {code}{comment}"]

    def _columns_of(self, statement: Statement) -> str | None:
        """The columns that a statement takes from the gradient of what is side by side."""
        matrix, terms = statement.target.of, statement.equation.terms
        for joined in self.plan.joined:
            whole = terms[0].expr.base if len(terms) == 1 and isinstance(terms[0].expr, sp.Indexed) else None
            if matrix is not None and whole is not None and whole.of == joined.weights:
                start = joined.column(matrix)
                columns = between(start, start + matrix.features[1].symbol, joined.extent)
                return f"{self.identifier(whole)}[:, {columns}]"
        return None

    def _left(self, statement: Statement) -> tuple[str, bool]:
        """The target, and whether it exists already and is written into."""
        tensor = statement.target
        parameter = tensor.of is not None and tensor.of.kind is Kind.PARAMETER and tensor.of not in self.copies
        if tensor.of is not None and parameter and tensor.kind is Kind.ADJOINT:
            return f"grads.{tensor.of.name}[...]", True
        name = self.name_of_memory(tensor)
        if tensor.kind is not Kind.STATE and not self.holds_all_steps(tensor):
            return name, False
        return f"{name}{self.rows(tensor, statement.step or TIME) or '[...]'}", True

    # --- programs

    def _body(self, segments: Sequence[Segment]) -> list[str]:
        lines = []
        for segment in segments:
            if segment.direction:
                lines += self.loop(segment)
            else:
                lines += self._rows_once([line for s in segment.statements for line in self.lines(s)])
        return lines

    def _rows_once(self, lines: list[str]) -> list[str]:
        """Name the rows of all steps and sequences of an array that several products read, be it in part."""
        found = [match["array"] for line in lines for match in ROWS.finditer(line)]
        whole = [self.cuts.get(name, (name, "", ""))[0] for name in found]
        names = {array: f"{array}_rows" for array in whole if whole.count(array) > 1}

        def rows(match: re.Match[str]) -> str:
            array, cut, _ = self.cuts.get(match["array"], (match["array"], "", ""))
            return f"{names[array]}{_columns(cut)}" if array in names else match[0]

        def summed(match: re.Match[str]) -> str:
            array, cut, _ = self.cuts.get(match["array"], (match["array"], "", ""))
            return f"{names[array]}{_columns(cut)}.sum(axis=0)" if array in named else match[0]

        result: list[str] = []
        named: set[str] = set()
        for line in lines:
            for match in ROWS.finditer(line):
                array, _, size = self.cuts.get(match["array"], (match["array"], "", match["size"]))
                if array in names and array not in named:
                    result.append(f"{names[array]} = {array}.reshape(T * N, {size})")
                    named.add(array)
            result.append(SUMS.sub(summed, ROWS.sub(rows, line)))
            for name in WRITTEN.findall(line):  # its rows may be a copy, which is spent now
                named.discard(self.cuts.get(name, (name, "", ""))[0])
        return result

    # --- directions

    @cached_property
    def story(self) -> list[str]:
        """What was done to the equations, and why that is allowed."""
        segments = (*self.plan.ahead, *self.plan.back)
        outside = [s for segment in segments if not segment.direction for s in segment.statements]
        whole = {n for s in outside if s.target.name not in self.starts for n in s.origin}
        loops = {n for segment in segments if segment.direction for s in segment.statements for n in s.origin}
        ahead = {n for segment in segments for s in segment.ahead for n in s.origin}
        story = []
        if self.stacks:
            made = "; ".join(f"{stack.name} is {', '.join(stack.members)}" for stack in self.stacks)
            story.append(f"Stacked, since their products share an operand, or since they stand beside such: {made}.")
        for joined in self.plan.joined:
            other = "after" if joined.state.reverse else "before"
            row = [tensor.name for tensor in joined.inputs] + [f"the {joined.state.name} of the step {other}"]
            row += ["a one"] if joined.wide else []
            parts = ", ".join(part.name for part in joined.parts)
            story.append(
                "Joined, so that one product reads what arrives and what is carried: a row of "
                f"{joined.home.name} holds {', '.join(row)}; {joined.weights.name} is {parts}, side by side."
            )
        if self.plan.scaled:
            copies = ", ".join(scaled.tensor.name for scaled in self.plan.scaled)
            story.append(
                "One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2); the inner 1/2 is in copies of "
                f"parameters, {copies}, so that the a of a sigmoid is half that of the notes."
            )
        told = {
            "In loops over time, since they lie on a cycle through time": loops - whole,
            "In loops, but for the terms that nothing in the loop feeds": loops & whole,
            "For all steps at once, since they lie on no such cycle": whole - loops,
            "For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of": ahead,
        }
        story += [f"{why}: {numbers}." for why, names in told.items() if (numbers := self.ranges(names))]
        known = {s.target for segment in self.plan.ahead for s in segment.statements}
        again = [s.target.name for segment in self.plan.back for s in segment.ahead if s.target in known]
        return story + ([f"Computed again there, and not kept: {', '.join(again)}."] if again else [])

    @cached_property
    def saved(self) -> tuple[str, ...]:
        return tuple(map(self.identifier, tape(self.plan)))

    @property
    def fills(self) -> bool:
        outside = [s for segment in self.plan.back if not segment.direction for s in segment.statements]
        whole = {s.target for s in outside if not s.accumulate and s.equation.terms}
        members = {member for block in self.plan.blocks if block.tensor in whole for member in block.members}
        return {self.backward.derivation(p).adjoint for p in self.forward.parameters} <= whole | members

    @property
    def in_stretches(self) -> bool:
        return self.segmentable

    def saved_of(self, start: str, stop: str) -> list[str]:
        """The arrays of the tape, of some of the steps; a state has a row more."""
        return [
            f"self.{self.identifier(tensor)}[{start} : {stop}{' + 1' if tensor.kind is Kind.STATE else ''}]"
            if tensor.in_time
            else f"self.{self.identifier(tensor)}"
            for tensor in tape(self.plan)
        ]

    def run_lines(self, needed: frozenset[str] | None = None) -> list[str]:
        segments = self.plan.ahead
        if needed is not None:
            kept = [
                replace(segment, statements=tuple(s for s in segment.statements if self._serves(s, needed)))
                for segment in segments
            ]
            segments = tuple(segment for segment in kept if segment.statements)
        starts = [
            f"{self.identifier(state)}[{'T' if state.reverse else 0}] = state0.{state.name}" for state in self.states
        ]
        self.enter(segments)
        body = self._body(segments)
        arrays = [*self.allocate(segments), *self.slices(segments, body), *starts]
        before = [*_layout(body), *arrays, *self._filled(body), *self._copied(body)]
        return [*before, *body, *self._results(), *(self._narrowed() if needed is None else [])]

    def _copied(self, body: Sequence[str]) -> list[str]:
        """The copies of parameters that the code reads: side by side, their rows scaled."""
        joined = {joined.weights: self._side_by_side(joined) for joined in self.plan.joined}
        lines = [f"{weights.name} = {code}" for weights, code in joined.items() if _spoken(weights, body)]
        for scaled in self.plan.scaled:
            if not _spoken(scaled.tensor, body):
                continue
            name = scaled.tensor.name
            runs = [(scale, [size for size, _ in run]) for scale, run in itertools.groupby(scaled.runs, lambda r: r[1])]
            if scaled.of not in joined and len(runs) == 1:
                lines.append(f"{name} = p.{scaled.of.name} * {float(runs[0][0])}")
                continue
            lines.append(f"{name} = {joined.get(scaled.of, f'p.{scaled.of.name}.copy()')}")
            start = sp.S.Zero
            for scale, sizes in runs:
                stop = start + sp.Add(*sizes)
                low, high = ("" if at in (0, scaled.of.axes[0].symbol) else spaced(at) for at in (start, stop))
                rows = f"[{low} : {high}]" if low or high else ""
                lines += [f"{name}{rows} *= {float(scale)}"] if scale != 1 else []
                start = stop
        return lines

    @staticmethod
    def _side_by_side(joined: Joined) -> str:
        parts = (f"p.{part.name}{'' if part.features[1:] else '[:, None]'}" for part in joined.parts)
        return f"np.concatenate([{', '.join(parts)}], axis=1)"

    def _filled(self, body: Sequence[str]) -> list[str]:
        """What lies beside a state is there before the loop."""
        lines = []
        for joined in self.plan.joined:
            copies = (joined.weights, *(scaled.tensor for scaled in self.plan.scaled if scaled.of == joined.weights))
            if not any(_spoken(copy, body) for copy in copies):
                continue
            lines += [f"{self._part(joined, tensor)} = {self.identifier(tensor)}" for tensor in joined.inputs]
            if joined.wide is not None:
                lines.append(f"{self.identifier(joined.wide)}[..., {spaced(joined.extent)}] = 1")
        return lines

    def _narrowed(self) -> list[str]:
        """What of it is kept on the tape: all but the ones."""
        return [
            f"{self.identifier(joined.rows)} = {self.identifier(joined.wide)}[..., : {spaced(joined.extent)}]"
            for joined in self.plan.joined
            if joined.wide is not None
        ]

    def _part(self, joined: Joined, tensor: Tensor) -> str:
        """Where an input lies beside a state."""
        start = joined.offset(tensor)
        columns = between(start, start + tensor.features[0].symbol, joined.extent)
        return f"{self.identifier(joined.home)}[{'1:' if joined.state.reverse else ':-1'}, :, {columns}]"

    def _serves(self, statement: Statement, needed: frozenset[str]) -> bool:
        return any(name in needed for name in (*statement.origin, statement.target.name))

    def _results(self) -> list[str]:
        output, name = self.output, self.identifier(self.output)
        rows = self.rows(output, TIME) if output.in_time else ""
        ends = {state: f"{self.identifier(state)}[{0 if state.reverse else 'T'}].copy()" for state in self.states}
        final = ", ".join(f"{state.name}={end}" for state, end in ends.items())
        return [f"y = copied({name}{rows})", f"state = State({final})"]

    @cached_property
    def backward_lines(self) -> list[str]:
        back = self.plan.back
        self.enter(back, on_tape={joined.home: joined.rows for joined in self.plan.joined})
        body = self._body(back)
        held = [(joined, tensor) for joined in self.plan.joined for tensor in joined.inputs]
        inputs = {self.identifier(t): self._part(joined, t) for joined, t in reversed(held) if _spoken(t, body)}
        beside = [f"{name} = {part}" for name, part in inputs.items()]
        return [*_layout(body), *self.allocate(back), *beside, *self.slices(back, body), *body]


def _spoken(tensor: Tensor, body: Sequence[str]) -> bool:
    return any(re.search(rf"\b{tensor.name}\b", line) for line in body)


def _layout(body: Sequence[str]) -> list[str]:
    """How vectors lie and are multiplied, where the code asks for it."""
    code = "\n".join(body)
    order, product = (
        ("order" if re.search(r"\border(?:\)|=order)", code) else "_"),
        ("product" if "product(" in code else "_"),
    )
    return [f"{order}, {product} = layout(N, dtype)"] if (order, product) != ("_", "_") else []


def _columns(cut: str) -> str:
    return f"[:, {cut}]" if cut else ""
