"""Loops over time: calls that allocate nothing, on the rows of arrays."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import sympy as sp

from derive.backends.numpy.calls import batched, contraction, elementwise, reduction, sides
from derive.backends.numpy.operands import Operand
from derive.backends.numpy.text import axes_of, chunk_rows, delta, diagonal, number, rows, shape, subscript
from derive.backends.numpy.whole import WholeWriter
from derive.backends.numpy.writer import Ranges
from derive.core.equations import TIME, Bound, Index, Kind, N, T, Tensor
from derive.ir.arithmetic import Constant, Leaf, natural
from derive.ir.calls import SLOW, Call, Target, Work
from derive.ir.calls import Operand as Value
from derive.ir.nodes import Buffer, Life, Loop, Statement

ROOM = 84  # for a line inside a loop
STEP = frozenset((TIME,))
NUMBERS = {"1": "one", "1 / 2": "half", "2": "two"}


class NoLoop(Exception):
    """A loop whose steps do not all do the same: it cannot run over the rows of arrays."""


@dataclass(frozen=True)
class _Source:
    """An array over whose rows a loop runs, the last two axes of which may be turned."""

    text: str
    turned: bool = False


@dataclass
class _Inside:
    """What the calls of a loop speak of, as it is collected.

    Attributes:
        rows: variable of the loop → the array over whose rows it runs.
        known: the same for all variables, spoken of or not.
        chunks: the same for a chunk's prologue.
        fixed: lines that make what stays the same throughout.
        made: how arrays are made, and their extents → the arrays.
    """

    rows: dict[str, _Source] = field(default_factory=dict)
    known: dict[str, _Source] = field(default_factory=dict)
    chunks: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    made: dict[tuple[str, tuple[str, ...]], list[str]] = field(default_factory=dict)


class LoopWriter(WholeWriter):
    """Writes loops over time."""

    def loop(self, loop: Loop) -> list[str]:
        """A loop: what it writes into is made before it, and it runs over the rows of its arrays."""
        for statement in (*loop.ahead, *loop.statements):
            if statement.step is not None or statement.accumulates or any(op.steps is not None for op in statement.ops):
                raise NoLoop(f"not every step computes {statement}")
        self.inside = _Inside()
        self.loop_works: dict[tuple[str, int], str] = {}
        self.in_chunks = bool(loop.ahead)
        ahead = [line for statement in loop.ahead for line in self._calls(statement, chunk=True)]
        body = [line for statement in loop.statements for line in self._calls(statement, chunk=False)]
        inside = self.inside
        lines = self._span(loop) if loop.ahead else []
        lines += [line for (maker, extents), names in inside.made.items() for line in self._made(maker, extents, names)]
        lines += [f"{name} = {text}" for name, text in inside.fixed.items()]
        backward = "[::-1]" if loop.direction < 0 else ""
        known = {text: name for name, text in inside.chunks.items()}
        arrays = [
            f"{known.get(source.text, source.text)}{'.swapaxes(1, 2)' if source.turned else ''}{backward}"
            for source in inside.rows.values()
        ]
        if len(arrays) == 1:  # zip would make tuples of one
            heads = [f"for {next(iter(inside.rows))} in {arrays[0]}:"]
        elif arrays:
            heads = [
                *_listed("steps = zip(", [*arrays, "strict=True"], ")"),
                *_listed("for (", inside.rows, ") in steps:"),
            ]
        else:
            heads = [f"for _ in range({'t1 - t0' if loop.ahead else 'T'}):"]
        steps = [*heads, *_indented(body)]
        if not loop.ahead:
            return [*lines, *steps]
        lines.append(f"for t0 in {'reversed(range(0, T, span))' if backward else 'range(0, T, span)'}:")
        return [*lines, *_indented(["t1 = min(t0 + span, T)", *_named(inside.chunks), *ahead, *steps])]

    def _span(self, loop: Loop) -> list[str]:
        """How many steps a chunk has."""
        self.used.add("CHUNK")
        numbers = sum(sp.Mul(*(s.symbol for s in st.target.axes if s is not T)) for st in loop.ahead)
        text = number(numbers)
        return [f"span = max(1, min(T, CHUNK // {f'({text})' if ' ' in text else text}))"]

    @staticmethod
    def _made(maker: str, extents: tuple[str, ...], names: Sequence[str]) -> list[str]:
        """Arrays of one shape, made at once; single numbers are no rows of an array."""
        if len(names) > 1 and extents:
            return [f"{', '.join(names)} = {maker}({shape((str(len(names)), *extents))}, dtype)"]
        return [f"{name} = {maker}({shape(extents)}, dtype)" for name in names]

    def _make(self, name: str, maker: str, extents: Sequence[str]) -> None:
        names = self.inside.made.setdefault((maker, tuple(extents)), [])
        if name not in names:
            names.append(name)

    # --- operands

    def _value(self, value: Value, statement: Statement, ranges: Ranges, chunk: bool) -> Operand:
        match value:
            case Constant():
                return Operand(self.constant(value), ())
            case Work():
                return self._work_array(value, ranges, chunk)
            case Target():
                return self._component(statement.lhs, ranges, chunk)
            case Leaf(component):
                return self._component(component, ranges, chunk)
        raise TypeError(value)

    def _work_array(self, value: Work, ranges: Ranges, chunk: bool) -> Operand:
        extents = [
            "span" if i == TIME else number(ranges[i].extent) if i in ranges else number(i.size.symbol)
            for i in value.axes
        ]
        key = (shape(extents), value.nth)
        if key not in self.loop_works:
            wanted = "work" if not self.loop_works else f"work_{len(self.loop_works) + 1}"
            self.loop_works[key] = self.names(("loop work", len(self.loop_works)), wanted)
        name = self.loop_works[key]
        self._make(name, self.maker([index.size for index in value.axes]), extents)
        if chunk and value.axes[:1] == (TIME,):
            name = self._chunk(name, f"{name}[: t1 - t0]", ("chunk of work", name))
        return Operand(name, value.axes, False, name)

    def _component(self, component: sp.Indexed, ranges: Ranges, chunk: bool) -> Operand:
        if isinstance(component, sp.KroneckerDelta):
            text, axes = delta(component, lambda token: self._token(token, ranges, chunk), STEP, self.used)
            return Operand(text, axes)
        tensor: Tensor = component.base
        buffer = self.program.buffer(tensor)
        cut = subscript([*([":"] if chunk and T in tensor.axes else []), *self.parts(component, ranges)])
        axes = axes_of(component, frozenset() if chunk else STEP)
        name, stem = self._variable(component, buffer, chunk)
        text, own = diagonal(f"{name}{cut}", axes)
        plain = not cut and own == axes
        operand = Operand(text, own, self.by_rows(tensor), name if plain else "", stem)
        if not plain:  # it has no other view
            self._use(name)
        return operand

    def _token(self, token: sp.Indexed, ranges: Ranges, chunk: bool) -> str:
        operand = self._component(token, ranges, chunk)
        self._use(operand.name)
        return operand.text

    def _use(self, variable: str) -> None:
        """Let the loop run over the rows that a variable stands for, if it stands for rows."""
        if variable in self.inside.known:
            self.inside.rows.setdefault(variable, self.inside.known[variable])

    def _variable(self, component: sp.Indexed, buffer: Buffer, chunk: bool) -> tuple[str, str]:
        """The variable that a component's array has in the loop, and what other views of it are named after."""
        tensor: Tensor = component.base
        name = self.name(tensor)
        if T not in tensor.axes:
            return name, name.rpartition(".")[2]
        if buffer.life in (Life.STEP, Life.CARRIED):
            if buffer.life is Life.STEP:
                axes = [size for size in buffer.axes if size is not T]
                self._make(self.regions.root(buffer), self.maker(axes), self.extents(buffer))
                if not name.isidentifier():  # a part of it
                    name = self._fixed(("part", name), self.regions.shown[self.regions.key(tensor)], name)
            return name, name
        index, place = component.indices[0], self.program.place(tensor)
        if buffer.life is Life.CHUNK:
            axes = list(buffer.axes)
            self._make(self.regions.root(buffer), self.maker(axes), self.extents(buffer, "span"))
            source = f"{name}[: t1 - t0]"
        elif not index.has(TIME):
            return f"{name}[{rows(place, index, None)}]", name
        elif self.in_chunks:
            source = f"{name}[{chunk_rows(place, index)}]"
        else:
            source = f"{name}{subscript([rows(place, index, Bound.over(TIME))])}"
        ahead = index - TIME
        mark = "" if ahead == 0 else "_prev" if ahead < 0 else "_next"
        if chunk:
            return self._chunk(f"{name}{mark}", source, ("chunk", source)), name
        variable = self.names(("row", source), f"{name}{mark or '_t'}")
        self.inside.known[variable] = _Source(source)
        return variable, f"{name}{mark}"

    def _chunk(self, stem: str, source: str, key: object) -> str:
        variable = self.names(key, f"{stem}_c")
        self.inside.chunks.setdefault(variable, source)
        return variable

    def _fixed(self, key: object, wanted: str, text: str) -> str:
        """What is made before the loop and stays the same."""
        name = self.names(key, wanted)
        self.inside.fixed.setdefault(name, text)
        return name

    # --- statements

    def _calls(self, statement: Statement, chunk: bool) -> list[str]:
        """The calls that compute a statement, under a comment that says it."""
        lines = [self.said(statement)]
        for step in self.layout.steps_of(statement, in_loop=not chunk):
            ranges = step.ranges(statement)
            made = []
            for call in step.calls:
                args = [self._value(value, statement, ranges, chunk) for value in call.args]
                made.append((call, args, self._value(call.out, statement, ranges, chunk)))
            across = not chunk and self._mixes(statement, made)
            for call, args, out in made:
                shown = args
                if call.function not in SLOW:
                    pairs = zip(call.args, args, strict=True)
                    shown = [self._shown(value, arg, call, ranges, chunk) for value, arg in pairs]
                if across:
                    shown, out = [self._turned(arg) for arg in shown], self._turned(out)
                for operand in (out, *shown):
                    self._use(operand.name)
                if call.function == "product":
                    array = partial(self._component, ranges=ranges, chunk=chunk)
                    picked = self._lookup(call, shown, out, array)
                    lines.append(picked or self._product_of(call, shown, out, chunk))
                elif call.function in SLOW:
                    lines.append(reduction(call, shown[0], out.text))
                else:
                    lines.append(elementwise(call, shown, out.text, self.used, across))
        return lines

    def _shown(self, value: Value, arg: Operand, call: Call, ranges: Ranges, chunk: bool) -> Operand:
        """An argument of an elementwise call, as is fastest: numbers and vectors as whole arrays."""
        if chunk or [index.size for index in call.out.axes[:1]] != [N] or len(call.out.axes) != 2:
            return arg
        sizes = shape([number(ranges[i].extent if i in ranges else i.size.symbol) for i in call.out.axes])
        if isinstance(value, Constant) and call.function != "copy":
            self.used.add("constant")
            wanted = NUMBERS.get(arg.text, "number")
            name = self._fixed(("constant", arg.text, sizes), wanted, f"constant({arg.text}, {sizes}, dtype)")
            return Operand(name, call.out.axes, None, name)
        if _is_parameter(value) and arg.axes == call.out.axes[1:] and arg.name:
            self.used.add("for_each")
            name = self._fixed(("for each", arg.text), arg.stem, f"for_each({arg.text}, N)")
            return Operand(name, call.out.axes, None, name)
        return arg

    def _mixes(self, statement: Statement, made: Sequence[tuple[Call, list[Operand], Operand]]) -> bool:
        """Whether calls mix what lies by rows with what does not, and can all go through transposed views."""
        tensors = {statement.target, *statement.reads()}
        if not any(self.program.buffer(tensor) in self.layout.by_rows for tensor in tensors):
            return False
        wanted = statement.indices[1:]
        if len(wanted) != 2 or any(call.function in (*SLOW, "copy") for call, _, _ in made):
            return False
        vectors = all(
            arg.axes in (wanted, ()) or (arg.axes == wanted[1:] and _is_parameter(v))
            for call, args, _ in made
            for v, arg in zip(call.args, args, strict=True)
        )
        whole = all(arg.name or not arg.axes for _, args, out in made for arg in (*args, out))
        return vectors and whole and all(out.axes == wanted for _, _, out in made)

    def _turned(self, operand: Operand) -> Operand:
        """An operand as a transposed view."""
        if not operand.axes:
            return operand
        name = self.names(("across", operand.name), f"{operand.stem or operand.name}_across")
        if operand.name in self.inside.known:
            self.inside.known[name] = _Source(self.inside.known[operand.name].text, turned=True)
        else:
            self.inside.fixed.setdefault(name, f"{operand.name}.T")
        return Operand(name, operand.axes, None, name)

    def _product_of(self, call: Call, args: Sequence[Operand], out: Operand, chunk: bool) -> str:
        both = sides(call, args[0], args[1], natural)
        flat = len(both.rows) == 1 and len(both.columns) == 1 and len(both.inner) == 1
        if not both.is_matrix or not flat or chunk:
            return batched(both, out.text) or contraction(call, args, out.text)
        left = self._side(both.a, both.rows + both.inner)
        right = self._side(both.b, both.inner + both.columns)
        if both.rows[0].size is N:  # what changes from step to step times what stays the same
            self.used.add("step_layout")
            self.uses_product = True
            return f"product({left}, {right}, {out.text})"
        return f"np.matmul({left}, {right}, {out.text})"

    def _side(self, side: Operand, wanted: tuple[Index, ...]) -> str:
        """One side of a product; a matrix that stays the same is laid out once."""
        turned = side.axes != wanted
        if N in [index.size for index in side.axes]:
            return f"{side.text}.T" if turned else side.text
        self.used.add("in_order")
        self.uses_order = True
        stem = side.stem if side.name else "weights"
        text = f"{side.text}{'.T' if turned else ''}"
        return self._fixed(("matrix", text), f"{stem}{'_T' if turned else ''}", f"in_order({text}, order)")


def _is_parameter(value: Value) -> bool:
    return isinstance(value, Leaf) and value.component.base.kind is Kind.PARAMETER


def _listed(before: str, items: Iterable[str], after: str) -> list[str]:
    """A list on one line, or on as many as it needs, which are not to be formatted to one item each."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= ROOM:
        return [line]
    listed = ", ".join(item.replace(" ", "\0") for item in items) + ","
    wrapped = [row.replace("\0", " ") for row in textwrap.wrap(listed, ROOM, break_long_words=False)]
    return [before, *_indented(wrapped), f"{after}  # fmt: skip"]


def _named(chunks: dict[str, str]) -> list[str]:
    """Names for arrays, some to a line: name → array."""
    groups: list[list[tuple[str, str]]] = []
    for name, text in chunks.items():
        if groups and sum(len(n) + len(t) + 4 for n, t in [*groups[-1], (name, text)]) <= ROOM:
            groups[-1].append((name, text))
        else:
            groups.append([(name, text)])
    return [f"{', '.join(name for name, _ in group)} = {', '.join(text for _, text in group)}" for group in groups]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
