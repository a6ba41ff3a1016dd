"""Statements of all steps at once: calls on whole arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import sympy as sp

from derive.backends.numpy.calls import batched, contraction, elementwise, reduction, sides
from derive.backends.numpy.operands import Operand
from derive.backends.numpy.text import axes_of, delta, diagonal, extent, filled, fitted, folded, number, rows, subscript
from derive.backends.numpy.writer import Ranges, Writer
from derive.core.equations import TIME, Index, N, T, Tensor
from derive.ir.arithmetic import Constant, Leaf, natural
from derive.ir.calls import SLOW, Call, Step, Target, Work
from derive.ir.calls import Operand as Value
from derive.ir.nodes import Buffer, Life, Statement, Whole

STEPS_AND_BATCH = (T, N)


class WholeWriter(Writer):
    """Writes the statements outside of loops."""

    def whole(self, block: Whole) -> list[str]:
        """A block of statements.  Arrays whose rows several products read have a name for these rows."""
        self.folds, self.named, self.shared = Counter(), {}, set()
        state = (set(self.made), set(self.works_made), self.regions.uses.copy())
        for statement in block.statements:  # to see what is read several times
            self._statement(statement)
        self.made, self.works_made, self.regions.uses = state
        self.shared = {text for text, count in self.folds.items() if count > 1}
        self.named = {}
        return [line for statement in block.statements for line in self._statement(statement)]

    def _statement(self, statement: Statement) -> list[str]:
        lines: list[str] = []
        comment = self.facts.comment(statement.origin)
        self.before: list[str] = []
        for step in self.layout.steps_of(statement, in_loop=False):
            ranges = step.ranges(statement)
            lines += [self._call(call, statement, step, ranges) for call in step.calls]
        target = self.program.buffer(statement.target)
        # rows may be copies, which are spent once their array is written to
        for text in [text for text, root in self.named.items() if root == self.regions.root(target)]:
            del self.named[text]
        if len(lines) == 1:
            return [*self.before, f"{lines[0]}{comment}"]
        return [*self.before, self.said(statement), *lines]

    # --- operands

    def _operand(self, value: Value, statement: Statement, ranges: Ranges) -> Operand:
        fixed = frozenset((TIME,)) if statement.step is not None else frozenset()
        match value:
            case Constant():
                return Operand(self.constant(value), ())
            case Work():
                name, made = self.work(value, ranges)
                if name not in self.works_made:
                    self.works_made.add(name)
                    sizes = [index.size for index in value.axes]
                    self.before.append(f"{name} = {self.maker(sizes)}({made}, dtype)")
                shaped = tuple(i.size for i in value.axes[:2]) == STEPS_AND_BATCH and len(value.axes) == 3
                return Operand(name, value.axes, False if shaped else None, name)
            case Target():
                component = statement.lhs
                if statement.step is not None:
                    component = component.xreplace({TIME: statement.step})
                return self._array(component, ranges, frozenset())
            case Leaf(component):
                return self._array(component, ranges, fixed)
        raise TypeError(value)

    def _array(self, component: sp.Indexed, ranges: Ranges, fixed: frozenset[Index]) -> Operand:
        if isinstance(component, sp.KroneckerDelta):
            text, axes = delta(component, lambda token: self._array(token, ranges, fixed).text, fixed, self.used)
            return Operand(text, axes)
        tensor: Tensor = component.base
        place = self.program.place(tensor)
        parts = self.parts(component, ranges)
        if place.buffer.in_time and T in tensor.axes:
            parts = [rows(place, component.indices[0], ranges.get(TIME)), *parts]
        cut = subscript(parts)
        axes = axes_of(component, fixed)
        if not place.buffer.in_time:  # one step of it is there
            axes = tuple(index for index in axes if index != TIME)
        name = self.name(tensor)
        text, own = diagonal(f"{name}{cut}", axes)
        return Operand(text, own, self.by_rows(tensor), "" if cut or own != axes else name)

    # --- calls

    def _call(self, call: Call, statement: Statement, step: Step, ranges: Ranges) -> str:
        buffer = self.program.buffer(statement.target)
        fresh = isinstance(call.out, Target) and buffer not in self.made and not buffer.in_time
        is_result = bool(self.facts.result(statement.target))
        args = [self._operand(value, statement, ranges) for value in call.args]
        if fresh and not is_result:
            self.made.add(buffer)
            name = self.name(statement.target)
            if call.function == "copy" and buffer.life is not Life.CARRIED and len(step.calls) == 1:
                return f"{name} = {self._copied(args[0], call, buffer)}"
            self.before.append(f"{name} = {self.memory(buffer)}")
        out = self._operand(call.out, statement, ranges)
        if call.function == "product":
            picked = self._lookup(call, args, out, lambda token: self._operand(Leaf(token), statement, ranges))
            return picked or self._product(call, args[0], args[1], out, statement)
        if call.function in SLOW:
            return reduction(call, self._rows_of(args[0], call), out.text)
        if self._mixes_layouts(call, args, out):  # NumPy would go along the rows: transposed views go across them
            turned = [Operand(f"{a.text}.swapaxes(1, 2)", a.axes) if a.axes else a for a in args]
            return elementwise(call, turned, f"{out.text}.swapaxes(1, 2)", self.used, turned=True)
        return elementwise(call, args, out.text, self.used)

    def _lookup(
        self, call: Call, args: Sequence[Operand], out: Operand, array: Callable[[sp.Indexed], Operand]
    ) -> str | None:
        """A product with the rows that an integer picks: a gather, or a scatter where the integers are summed over."""
        for value, other in ((0, 1), (1, 0)):
            leaf, table = call.args[value], args[other]
            if not isinstance(leaf, Leaf) or not isinstance(leaf.component, sp.KroneckerDelta):
                continue
            token = next((side for side in leaf.component.args if isinstance(side, sp.Indexed)), None)
            row = next((side for side in leaf.component.args if isinstance(side, Index)), None)
            if token is None or row is None:
                continue
            tokens = array(token)
            picked = (*tokens.axes, *table.axes[1:])
            if call.over == {row} and table.axes[:1] == (row,) and picked == out.axes:
                return f"np.take({table.text}, {tokens.text}, axis=0, out={out.text}, mode='clip')"
            rest = table.axes[len(tokens.axes) :]
            summed = call.over == set(tokens.axes) and table.axes[: len(tokens.axes)] == tokens.axes
            if summed and out.axes == (row, *rest):
                self.used.add("scatter")
                return f"scatter({tokens.text}, {table.text}, {out.text})"
        return None

    def _copied(self, arg: Operand, call: Call, buffer: Buffer) -> str:
        """A new array that holds a copy."""
        sizes = "".join(f"{extent(index)}, " for index in call.out.axes)
        if not arg.axes and call.out.axes:
            return f"np.zeros(({sizes}), dtype)" if arg.text == "0" else f"np.full(({sizes}), {arg.text}, dtype)"
        if arg.axes == call.out.axes:
            return f"{arg.text}.copy()" if arg.axes else f"np.array({arg.text}, dtype)"
        return f"np.broadcast_to({fitted(arg.text, arg.axes, call.out.axes)}, ({sizes})).copy()"

    @staticmethod
    def _mixes_layouts(call: Call, args: list[Operand], out: Operand) -> bool:
        """Whether a call has arrays that lie by rows beside others, and nothing else but numbers."""
        arrays = [operand for operand in (*args, out) if operand.axes]
        if call.function == "copy" or any(a.axes != call.out.axes or len(a.axes) != 3 for a in arrays):
            return False
        return {operand.by_rows for operand in arrays} == {True, False}

    def _rows_of(self, arg: Operand, call: Call) -> Operand:
        """An array that is summed over steps and sequences, with both as one axis."""
        first = arg.axes[:2]
        whole = tuple(i.size for i in first) == STEPS_AND_BATCH and call.over == set(first) and len(arg.axes) == 3
        if whole and arg.name and arg.by_rows:
            return Operand(self._folded(arg.text, arg.axes, first, arg.axes[2:]), (first[0], arg.axes[2]))
        return arg

    def _product(self, call: Call, a: Operand, b: Operand, out: Operand, statement: Statement) -> str:
        both = sides(call, a, b, natural)
        if not both.is_matrix:
            return batched(both, out.text) or contraction(call, (a, b), out.text)
        row_sizes = tuple(index.size for index in both.rows)
        handed_out = isinstance(call.out, Target) and self.program.buffer(statement.target) in self.layout.results
        vectors = row_sizes == STEPS_AND_BATCH and len(both.inner) == len(both.columns) == 1
        # `project` folds rows itself; asking for a side as a matrix counts it as read under another name
        projects = vectors and both.a.axes == (*both.rows, *both.inner) and out.by_rows is not None and not handed_out
        right = self._matrix(both.b, both.inner, both.columns)
        if projects and right is not None:
            self.used.add("project")
            return f"project({both.a.text}, {right}, {out.text})"
        left = self._matrix(both.a, both.rows, both.inner)
        if left is None or right is None:
            return contraction(call, (a, b), out.text)
        if len(both.rows) < 2 and len(both.columns) < 2:
            return f"np.matmul({left}, {right}, out={out.text})"
        if out.name and out.by_rows is not False:  # its rows are those of a matrix, without a copy
            shape = ", ".join(folded(group) for group in (both.rows, both.columns) if group)
            return f"np.matmul({left}, {right}, out={out.text}.reshape({shape}))"
        result = ", ".join(map(extent, both.out))
        return f"{filled(out.text)} = ({left} @ {right}).reshape({result})"

    def _matrix(self, side: Operand, rows: tuple[Index, ...], columns: tuple[Index, ...]) -> str | None:
        """One side of a matrix product, several axes that stand together folded into one; None where they do not."""
        if side.axes == rows + columns:
            return self._folded(side.text, side.axes, rows, columns)
        if side.axes == columns + rows:
            return f"{self._folded(side.text, side.axes, columns, rows)}.T"
        return None

    def _folded(self, text: str, axes: tuple[Index, ...], first: tuple[Index, ...], second: tuple[Index, ...]) -> str:
        """An array as a matrix.  Rows of an array that several products read have a name."""
        if len(first) < 2 and len(second) < 2:
            return text
        cut = self.regions.cuts.get(text)
        if tuple(i.size for i in first) == STEPS_AND_BATCH and len(second) == 1:
            root, columns = (self.regions.root(cut[0]), f"[:, {cut[1]}]") if cut else (text, "")
            width = number(cut[0].features[0].symbol) if cut else extent(second[0])
            rows = f"{root}.reshape(T * N, {width})"
            self.folds[rows] += 1
            if rows in self.shared and root.isidentifier():
                name = self.names(("rows", root), f"{root}_rows")
                if rows not in self.named:
                    self.named[rows] = root
                    self.before.append(f"{name} = {rows}")
                if cut:  # the part is not spoken of by its own name
                    self.regions.uses[text] -= 1
                return f"{name}{columns}"
            return f"{text}.reshape(T * N, {extent(second[0])})"
        return f"{text}.reshape({', '.join(folded(group) for group in (first, second) if group)})"
