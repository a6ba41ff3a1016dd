"""The kernel to run: the plan, statement by statement."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import sympy as sp

from derive.equations import TIME, Index, Kind, T, Tensor, Term
from derive.kernels.storage import VECTORS, Storage, between, empty, spaced
from derive.kernels.writer import loose_indices
from derive.printers.inplace import Assembler, NoPlace
from derive.printers.numpy import NumpyPrinter, term_code
from derive.schedule import Joined, Segment, Statement
from derive.schedule.memory import tape

# a matrix product, folded or not, and nothing else
ARRAY = r"[\w.]+(?:\[[^\[\]]*\])?(?:\.reshape\([^()]*\))?(?:\.T)?"
PRODUCT = re.compile(rf"(?P<p>\()?(?P<a>{ARRAY}) @ (?P<b>{ARRAY})(?(p)\)\.reshape\(T, N, (?P<folded>[^()]+)\))")

FOLD = re.compile(r"\.reshape\(T \* N, [^()]*\)$")
ROWS = re.compile(r"(?<!out=)\b(?P<array>\w+)\.reshape\(T \* N, (?P<size>[^()]+)\)")
WRITTEN = re.compile(r"^(?:project\(.*, |np\.matmul\(.*out=)?(\w+)")
SUMS = re.compile(r"(?<=\] = )(?P<array>\w+)\.sum\(axis=\(0, 1\)\)")  # of all steps and sequences

TURNED = ".swapaxes(1, 2)"
PAIRED = re.compile(r"\((\w+(?:\[[^\]]*\])?) \* (\w+(?:\[[^\]]*\])?)\)\.sum\(axis=\(0, 1\)\)")
TRANSPOSED = rf"(\1{TURNED} * \2{TURNED}).sum(axis=(0, 2))"  # across the rows, if one of the two lies by rows
NUMBERS = {"1": "one", "1 / 2": "half", "2": "two"}
ROOM = 84  # for a line inside a loop


class ScheduledWriter(Storage):
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

    # --- loops

    def loop(self, segment: Segment) -> list[str]:
        """A loop over time: what it writes into is made before it, and it runs over the rows of its arrays."""
        made: dict[str, str] = {}
        weights: dict[str, str] = {}
        self.in_chunks, self.constants, self.across = bool(segment.ahead), {}, {}
        ahead = self._calls(segment.ahead, "chunk", made, weights)
        chunks = {text: name for name, text in self.views.items()}
        steps = self._calls(segment.statements, "step", made, weights)
        lines = []
        if segment.ahead:
            numbers = sum(sp.Mul(*(size.symbol for size in s.target.axes if size is not T)) for s in segment.ahead)
            lines.append(f"span = max(1, min(T, CHUNK // ({spaced(numbers)})))")
            made |= {self.identifier(s.target): self.shape(s.target).replace("(", "(span, ", 1) for s in segment.ahead}
        lines += [_made(names, shape) for shape, names in _by_value(made).items()]
        lines += [f"{name} = {_weight(text)}" for text, name in weights.items()]
        lines += [f"{name} = {text}" for name, text in self.constants.values()]
        lines += [f"{name} = {array}.T" for array, name in self.across.items() if name not in self.views]
        backward = segment.direction < 0
        arrays = [
            f"{chunks.get(rows, rows)}{turn}{'[::-1]' if backward else ''}"
            for rows, turn, _ in (text.partition(TURNED) for text in self.views.values())
        ]
        heads = [
            *_listed("steps = zip(", [*arrays, "strict=True"], ")"),
            *_listed("for (", self.views, ") in steps:"),
        ]
        if len(arrays) == 1:  # zip would make tuples of one
            heads = [f"for {next(iter(self.views))} in {arrays[0]}:"]
        loop = [*heads, *_indented(steps)]
        if not segment.ahead:
            return [*lines, *loop]
        lines.append(f"for t0 in {'reversed(range(0, T, span))' if backward else 'range(0, T, span)'}:")
        return [*lines, *_indented(["t1 = min(t0 + span, T)", *_named(chunks), *ahead, *loop])]

    def _calls(
        self, statements: Sequence[Statement], mode: str, made: dict[str, str], weights: dict[str, str]
    ) -> list[str]:
        """Statements as calls.  ``views`` then has the names that they use, and ``weights`` those of the parameters."""
        self.mode, self.views = mode, {}
        calls = [self._in_place(statement, made) for statement in statements]
        for line in itertools.chain(*calls):
            for found in self.weight.finditer(line):
                if not line.startswith("#"):
                    weights.setdefault(found[0], self._name_of_weight(found[0], weights))
        names = {text.removesuffix("[:]"): name for text, name in weights.items()} | weights
        calls = [[self.weight.sub(lambda found: names.get(found[0], found[0]), line) for line in c] for c in calls]
        if mode == "step":
            vectors = {name for text, name in weights.items() if text.endswith("[:]")}
            carried = {self.identifier(tensor) for tensor in self.plan.carries.values()}
            heads = (re.match(r"(\w+) =", line) for line in itertools.chain(*calls))
            rebound = {head[1] for head in heads if head}
            fixed = {*made, *vectors, *carried - rebound, *(name for name, _ in self.constants.values())}
            mixed = [any(self.root(t).array in self.operands for t in _tensors(s)) for s in statements]
            calls = [self._across(c, fixed) if mix else c for c, mix in zip(calls, mixed, strict=True)]
        body = list(itertools.chain(*calls))
        self.mode = "whole"
        code = {word for line in body if not line.startswith("#") for word in re.findall(r"\w+", line)}
        self.views = {name: text for name, text in self.views.items() if name in code}
        return body

    @cached_property
    def weight(self) -> re.Pattern[str]:
        """A parameter in a statement; [:] marks a vector that meets those of all sequences."""
        copies = "".join(rf"|{copy.name}\b" for copy in self.copies)
        return re.compile(rf"\b(?:p\.\w+{copies})(?:\.T|\[:\])?")

    def _name_of_weight(self, text: str, weights: dict[str, str]) -> str:
        name = text.removeprefix("p.").removesuffix("[:]").replace(".", "_")
        while name in self.names or name in self.views or name in weights.values():
            name += "_"
        return name

    def _in_place(self, statement: Statement, made: dict[str, str]) -> list[str]:
        """The calls that compute a statement; ``made`` collects the arrays that they write into."""
        equation, tensor = statement.equation, statement.target
        chunk = self.mode == "chunk"
        axes = tuple(index for index in equation.indices if chunk or index != TIME)
        loose = loose_indices(equation) - (frozenset() if chunk else {TIME})
        stored = tensor.kind is Kind.STATE or self.holds_all_steps(tensor)
        name = self.name_of_memory(tensor)
        comment = self.comment(statement.origin)
        left = self.view(name, tensor, TIME) if stored else name
        shape = self.shape(tensor).replace("(", "(span, ", 1) if chunk else self.shape(tensor)
        carried = {c.base.name for term in equation.terms for c in term.components()} & self.carried

        def product(term: Term) -> str | None:
            found = PRODUCT.fullmatch(term_code(term, axes, self.access, loose)) if term.sums else None
            return f"{found['a']}, {found['b']}" if found and not found["folded"] and len(axes) == 2 else None

        def show(expr: sp.Expr, wanted: tuple[Index, ...]) -> str:
            text = str(NumpyPrinter(self.access, wanted, loose).doprint(expr))
            if expr.is_number and not chunk and len(axes) == 2:
                return self._constant(text, f"{name}[0]" if stored else name, shape)
            vector = isinstance(expr, sp.Indexed) and expr.base.kind is Kind.PARAMETER and len(expr.base.axes) == 1
            return f"{text}[:]" if vector and not chunk and len(wanted) == 2 and "(" not in text else text

        work = self.works.get(shape, f"work_{len(self.works) + 1}" if self.works else "work")
        whole = not stored or self.root(tensor).array == tensor
        by_rows = not chunk and len(equation.terms) > 1 and self.root(tensor).array in self.operands
        by_rows &= not statement.accumulate and not any(term.sums for term in equation.terms)
        assembler = Assembler(work if by_rows else left, axes, show, product, work, whole, busy=by_rows)
        try:
            if tensor.name in carried or not axes:
                raise NoPlace  # it would be overwritten while it is read
            lines = assembler.add(equation.terms) if statement.accumulate else assembler.assign(equation.terms)
        except NoPlace:
            code = self.sum_of(equation.terms, axes, loose)
            if statement.accumulate:
                return [f"{left} += {code}{comment}"]
            if stored:
                return [f"{left}[...] = {code}{comment}"]
            return [f"{left} = {self.full(code, equation.terms, axes)}{comment}"]
        if by_rows:  # to write, and read again, across the rows is dear: the last call alone does
            lines[-1] = f"{lines[-1].removesuffix(f'{work})')}{left})"
        if not stored and tensor.name not in self.carried:
            made.setdefault(name, shape)
        if assembler.works:
            self.works[shape] = work
        for number in range(assembler.works):
            array = f"{work}{number + 1 if number else ''}"
            if not any(re.search(rf"\b{array}\b", line) for line in lines):
                continue  # borrowed, but what was to go there stands somewhere already
            made.setdefault(array, shape)
            if chunk:
                self.views[f"{array}_c"] = f"{array}[: t1 - t0]"
                lines = [re.sub(rf"\b{array}\b", f"{array}_c", line) for line in lines]
        return [f"{comment.strip() or '#'} {self._said(statement, axes, loose)}", *lines]

    def _across(self, lines: list[str], fixed: set[str]) -> list[str]:
        """Calls that mix what lies by rows with what may not, on transposed views: NumPy would go along the rows.

        All that they speak of must be rows of arrays, or arrays that stay the same throughout the loop.
        """
        words = {word for line in lines[1:] for word in re.findall(r"\w+", line.partition("(")[2])}
        if any("product" in line or "matmul" in line for line in lines) or not words <= fixed | set(self.views):
            return lines
        names = {word: self._name_across(word) for word in sorted(words)}
        self.views |= {name: f"{self.views[word]}{TURNED}" for word, name in names.items() if word in self.views}
        said, *rest = lines
        return [said, *(re.sub(r"\w+", lambda word: names.get(word[0], word[0]), line) for line in rest)]

    def _name_across(self, word: str) -> str:
        """The name of a transposed view: always the same, and nobody else's."""
        name = f"{word.removesuffix('_t')}_across"
        while name in self.names or (word not in self.across and name in self.across.values()):
            name += "_"
        return self.across.setdefault(word, name)

    def _constant(self, number: str, like: str, shape: str) -> str:
        """A number as an array of that shape: a plain number costs a call as much again as the call itself."""
        name, taken = NUMBERS.get(number, "number"), {name for name, _ in self.constants.values()}
        while name in self.names or name in taken:
            name += "_"
        return self.constants.setdefault((number, shape), (name, f"np.full_like({like}, {number})"))[0]

    def _said(self, statement: Statement, axes: tuple[Index, ...], loose: frozenset[Index]) -> str:
        """The statement as comments show it: in the names of the notes, without the marks of a step or chunk."""
        mode, self.mode = self.mode, "said"
        code = self.sum_of(statement.equation.terms, axes, loose)
        self.mode = mode
        return f"{self.name_of_memory(statement.target)} {'+=' if statement.accumulate else '='} {code}"

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


def _weight(text: str) -> str:
    """A parameter as a loop wants it: laid out for its products, or a vector as one of all sequences."""
    if text.endswith("[:]"):
        vector = text.removesuffix("[:]")
        return f"np.array(np.broadcast_to({vector}, (N, {vector}.size)), order=order)"
    return f"laid({text}, order)"


def _by_value(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Shape → the names of the arrays that have it."""
    found: dict[str, list[str]] = {}
    for name, shape in names.items():
        found.setdefault(shape, []).append(name)
    return found


def _made(names: Sequence[str], shape: str) -> str:
    """Arrays of one shape, made at once."""
    together = shape if len(names) == 1 else shape.replace("(", f"({len(names)}, ", 1)
    return f"{', '.join(names)} = {empty(together)}"


def _tensors(statement: Statement) -> set[Tensor]:
    """What a statement computes and what it reads."""
    return {statement.target, *statement.equation.reads()}


def _columns(cut: str) -> str:
    return f"[:, {cut}]" if cut else ""


def _listed(before: str, items: Iterable[str], after: str) -> list[str]:
    """A list on one line, or on as many as it needs, which are not to be formatted to one item each."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= ROOM:
        return [line]
    listed = ", ".join(item.replace(" ", "\0") for item in items) + ","
    wrapped = [row.replace("\0", " ") for row in textwrap.wrap(listed, ROOM, break_long_words=False)]
    return [before, *_indented(wrapped), f"{after}  # fmt: skip"]


def _named(chunks: dict[str, str]) -> list[str]:
    """Names for arrays, some to a line: array → its name."""
    pairs = [(name, text) for text, name in chunks.items()]
    rows = (pairs[at : at + 4] for at in range(0, len(pairs), 4))
    return [f"{', '.join(name for name, _ in row)} = {', '.join(text for _, text in row)}" for row in rows]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
