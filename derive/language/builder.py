"""The language in which a cell is written: forward equations, as a paper writes them.

    @cell(source="Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000")
    def lstm(m):
        x, h, c = m.input("x"), m.state("h"), m.state("c")
        for gate, squash in dict(i=sigmoid, f=sigmoid, g=tanh, o=sigmoid).items():
            m[gate] = squash(m.affine(gate, x, h.prev))
        m.c = m.f * c.prev + m.i * m.g
        m.h = m.o * tanh(m.c)

``*`` is elementwise, ``@`` a contraction (matrix times vector, or the dot product of two vectors), ``.prev`` the value
of the last step, ``.T`` a transpose.  Nothing has an index yet.  An assignment lowers the right-hand side to
components: it picks the indices, makes the sums explicit, and gives what may not stand where it stands a name of its
own: a sum inside a function, a contraction inside a product or a power, an operand of a contraction that is no plain
tensor, so that ``f = sigmoid(W_f x + …)`` becomes ``a_f = W_f x + …`` and ``f = sigmoid(a_f)``.  Time and batch are
never written; a tensor has them if anything that it is made of has them.

Mistakes raise :class:`CellError`, which names the cell, the equation and the line.
"""

from __future__ import annotations

import contextlib
import inspect
import keyword
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from derive.core.equations import H, Kind, M, N, Size, System, T, Tensor
from derive.language.blame import blame
from derive.language.draft import Draft
from derive.language.errors import CellError, nearest
from derive.language.names import spelled_out
from derive.language.sizing import Extent, fit_all, fitted, shape
from derive.language.values import Literal, Operand, Ref, Sum, Value, as_value, start_value

HERE = Path(__file__).parent


class Builder:
    """The ``m`` of a definition.  ``m.f = …`` (or ``m["f"] = …``) defines a tensor, ``m.f`` reads it."""

    _draft: Draft

    def __init__(self, cell: str) -> None:
        vars(self)["_draft"] = Draft(cell)

    # --- declarations

    def input(
        self, name: str, *sizes: Extent, steps: bool = True, gradient: bool = True, tokens: Extent | None = None
    ) -> Ref:
        """What arrives: a vector of M components, or a tensor of the sizes given.

        Args:
            name: its name.
            sizes: its axes beside time and batch; M where none is given.
            steps: it arrives at every step; else once for each sequence.
            gradient: the gradient with respect to it is wanted.
            tokens: it is an integer, one of so many, by which a table is looked up: ``E[x]``.  Without sizes it is one
                integer; there is no gradient with respect to it.
        """
        if tokens is not None:
            vocabulary = fitted(tokens)
            axes, kind = fit_all(sizes), Kind.TOKEN
        else:
            vocabulary, axes, kind = None, fit_all(sizes or M), Kind.INPUT if gradient else Kind.GIVEN
        axes = (*((T,) if steps else ()), N, *axes)
        return self._draft.declare(Tensor(self._name(name), axes, kind, vocabulary=vocabulary))

    def state(self, name: str, *sizes: Extent, start: float = 0) -> Ref:
        """What the cell carries from step to step: a vector of H units, or of the sizes given (none given: H).

        ``start`` is the number that it starts from where a kernel is given no other; it may be infinite.
        """
        return self._state(name, fit_all(sizes or H), start)

    def scalar_state(self, name: str, start: float = 0) -> Ref:
        """A state of one number for each sequence."""
        return self._state(name, (), start)

    def _state(self, name: str, axes: tuple[Size, ...], start: float) -> Ref:
        tensor = Tensor(
            self._name(name), (T, N, *axes), Kind.STATE, last=int(self._draft.reverse), start=start_value(start)
        )
        return self._draft.declare(tensor)

    def steps(self, name: str = "steps") -> Ref:
        """The number of the step, 1 for the first: a state that counts, so that what is carried holds it."""
        count = self.scalar_state(name)
        self[name] = count.prev + 1
        return count

    def param(self, name: str, *sizes: Extent) -> Ref:
        """A parameter: a matrix of two sizes, a vector of one, a scalar of none.  The same name is the same one."""
        return self._draft.declare(Tensor(self._name(name), fit_all(sizes), Kind.PARAMETER))

    def constant(self, name: str, numbers: object) -> Value:
        """An array of numbers under a name; its axes are plain numbers.  An array in an equation is one without."""
        value = Literal.of(np.asarray(numbers), self._name(name))
        if isinstance(value, Literal):
            self._draft.constant(value)
        return value

    def size(self, name: str, argument: str) -> Size:
        """A size beside M and H, and the keyword under which the kernels' ``init`` takes it."""
        return self._draft.size(name, argument)

    def output(self, value: Ref) -> None:
        """Say which tensor the layer above sees.  By default it is ``h``, or what was defined last."""
        if not isinstance(value, Ref) or value.shift or value.tensor.name not in self._draft.equations:
            raise CellError(
                f"output takes a tensor that an equation before it defines, as in m.output(m.h), not {value}"
            )
        self._draft.output = value.tensor

    # --- equations

    def _name(self, name: str) -> str:
        """The tensor's name in the whole system; in a layer of a network it gets the layer's label."""
        return spelled_out(name)

    def affine(
        self,
        label: str,
        *operands: Operand,
        bias: bool = True,
        size: Extent | tuple[Extent, ...] = H,
        tie: bool = False,
        **weighted: Operand,
    ) -> Value:
        """W_label x + R_label h_prev + … + b_label.

        The operands' weights are W, R and P in order; ``P=c.prev`` names the letter outright.  The result has ``size``.
        An operand with heads, (G, D) where the result is (G, E), gets a weight for each head, (G, E, D).  A label says
        one set of weights; ``tie=True`` uses those of an earlier affine map again.
        """
        if not isinstance(label, str):
            raise CellError(f"affine: first comes a label, as in m.affine('i', x, h.prev), not {label}")
        if len(operands) > 3:
            raise CellError(f"affine({label!r}): name the weights from the fourth operand on, as in U=…")
        own = self._name(label) if label else self._name("_")
        if (own in self._draft.labels) is not tie:
            raise CellError(
                f"affine({label!r}): there is no affine map of this label to tie to"
                if tie
                else f"affine({label!r}): there is an affine map of this label already; tie=True shares its weights"
            )
        self._draft.labels.add(own)
        rows = fit_all(size)
        suffix = f"_{label}" if label else ""
        items: list[Value] = []
        for letter, operand in [*zip("WRP", operands, strict=False), *weighted.items()]:
            value = as_value(operand)
            heads = value.axes[:-1]
            if not value.axes or heads != rows[: len(heads)] or len(heads) >= max(len(rows), 1):
                raise CellError(
                    f"affine({label!r}): {value} is {shape(value.axes)}; affine takes vectors"
                    + (f", or here what has the heads of {shape(rows)}" if len(rows) > 1 else "")
                )
            weight = Tensor(self._name(letter + suffix), (*rows, value.axes[-1]), Kind.PARAMETER)
            items.append(self._draft.declare(weight) @ value)
        if bias:
            items.append(self._draft.declare(Tensor(self._name("b" + suffix), rows, Kind.PARAMETER)))
        return Sum(tuple(items), self._name(label) if label else "")

    def __setattr__(self, name: str, value: Operand) -> None:
        if hasattr(type(self), name):
            raise CellError(f"m.{name} is a method of the language; write m[{name!r}] = …")
        self[name] = value

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Ref:
        name = spelled_out(name)
        if name not in self._draft.tensors:
            raise CellError(f"{name!r} is not defined here; {nearest(str(name), self._draft.tensors)}")
        return Ref(self._draft.tensors[name])

    def __setitem__(self, name: str, value: Operand) -> None:
        name = spelled_out(name)
        if name in self._draft.equations:
            value = self._draft.introduced(name)
            twice = (
                f"{name} stands for {value} already; choose another name"
                if value is not None
                else f"{name} is defined twice"
            )
            raise CellError(f"equation {name}: {twice}")
        try:
            self._draft.define(name, as_value(value))
        except CellError as error:
            raise CellError(f"equation {name}: {error}") from None


class Cell:
    """A definition with a name and a source.  ``cell.system`` are its forward equations."""

    def __init__(
        self,
        definition: Callable[..., None],
        source: str,
        name: str = "",
        builder: type[Builder] = Builder,
        **options: Any,
    ) -> None:
        self.definition, self.source, self.builder, self.options = definition, source, builder, options
        self.name = name or definition.__name__
        self.place = _place()
        self.doc = inspect.cleandoc(definition.__doc__ or "")
        if not self.name.isidentifier() or keyword.iskeyword(self.name):
            raise CellError(f"{self.name!r} cannot name a cell, since a cell becomes a module: @cell(…, name='…')")
        for listener in _LISTENERS:
            listener(self)

    @property
    def summary(self) -> str:
        """The first line of the definition's docstring."""
        return next(iter(self.doc.splitlines()), "")

    @cached_property
    def system(self) -> System:
        """The forward equations, checked and in an order in which they can be evaluated.

        Raises:
            CellError: the definition does not make sense; the message names the equation and the line.
        """
        builder = self.builder(self.name)
        try:
            self.definition(builder, **self.options)
            return builder._draft.finish(self.source, self.doc)
        except (Exception, SystemExit) as error:
            message = str(error) if isinstance(error, CellError) else f"{type(error).__name__}: {error}"
            equation, line = blame(error, self.definition)
            if equation and not message.startswith("equation "):
                message = f"equation {equation}: {message}"
            raise CellError(f"cell {self.name}: {message}" + (f" ({line})" if line else "")) from (
                None if isinstance(error, CellError) else error
            )

    def variant(self, name: str, source: str = "", doc: str = "", **options: Any) -> Cell:
        """The same definition with other options, under a name of its own."""
        made = Cell(self.definition, source or self.source, name, self.builder, **{**self.options, **options})
        made.doc = inspect.cleandoc(doc) or self.doc
        return made

    def __getstate__(self) -> dict[str, Any]:
        """A cell travels between processes as its equations: its definition is a function, which does not travel."""
        return {key: getattr(self, key) for key in ("name", "source", "doc", "place", "system")}

    def __repr__(self) -> str:
        return f"<cell {self.name}>"


_LISTENERS: list[Callable[[Cell], None]] = []


@contextlib.contextmanager
def listening(listener: Callable[[Cell], None]) -> Iterator[None]:
    """Hear of every cell that is made meanwhile, also of those that nobody keeps."""
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)


def _place() -> tuple[str, int]:
    """The file and the line at which a cell is made: the first that is not of this package."""
    frame = sys._getframe(1)
    while Path(frame.f_code.co_filename).parent == HERE and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def cell(source: str, name: str = "", **options: Any) -> Callable[[Callable[..., None]], Cell]:
    """Make a cell of a definition.  ``source`` says where its equations come from; the name is the function's."""
    return lambda definition: Cell(definition, source, name, **options)
