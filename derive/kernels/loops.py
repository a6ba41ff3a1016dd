"""The loops over time of the kernel to run: calls that allocate nothing, on the rows of arrays."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import sympy as sp

from derive.core.equations import TIME, Index, Kind, T, Tensor, Term
from derive.kernels.storage import Storage, empty, spaced
from derive.kernels.writer import loose_indices
from derive.printers.inplace import Assembler, NoPlace
from derive.printers.numpy import NumpyPrinter, term_code
from derive.schedule import Segment, Statement

# a matrix product, folded or not, and nothing else
ARRAY = r"[\w.]+(?:\[[^\[\]]*\])?(?:\.reshape\([^()]*\))?(?:\.T)?"
PRODUCT = re.compile(rf"(?P<p>\()?(?P<a>{ARRAY}) @ (?P<b>{ARRAY})(?(p)\)\.reshape\(T, N, (?P<folded>[^()]+)\))")

TURNED = ".swapaxes(1, 2)"
NUMBERS = {"1": "one", "1 / 2": "half", "2": "two"}
ROOM = 84  # for a line inside a loop


class Loops(Storage):
    """Loops over time, or over chunks of steps, statement by statement."""

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
