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

import inspect
import keyword
from collections.abc import Callable
from functools import cached_property
from typing import Any

from derive.core.equations import H, Kind, M, N, Size, System, T, Tensor
from derive.language.blame import blame
from derive.language.draft import Draft
from derive.language.values import CellError, Operand, Ref, Sum, Value, as_value, nearest, shape


class Builder:
    """The ``m`` of a definition.  ``m.f = …`` (or ``m["f"] = …``) defines a tensor, ``m.f`` reads it."""

    _draft: Draft

    def __init__(self, cell: str) -> None:
        vars(self)["_draft"] = Draft(cell)

    # --- declarations

    def input(self, name: str, size: Size = M) -> Ref:
        """A vector that arrives at every step."""
        return self._draft.declare(Tensor(name, (T, N, *_sizes(size)), Kind.INPUT))

    def state(self, name: str, *sizes: Size) -> Ref:
        """What the cell carries from step to step: a vector of H units, or of the sizes given (none given: H)."""
        return self._draft.declare(Tensor(name, (T, N, *_sizes(sizes or H)), Kind.STATE))

    def scalar_state(self, name: str) -> Ref:
        """A state of one number for each sequence."""
        return self._draft.declare(Tensor(name, (T, N), Kind.STATE))

    def param(self, name: str, *sizes: Size) -> Ref:
        """A parameter: a matrix of two sizes, a vector of one, a scalar of none.  The same name is the same one."""
        return self._draft.declare(Tensor(self._name(name), self._fit(_sizes(sizes)), Kind.PARAMETER))

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
        return name

    def _fit(self, sizes: tuple[Size, ...]) -> tuple[Size, ...]:
        """The sizes in the whole system; in a layer of a network M and H are the layer's own."""
        return sizes

    def affine(
        self, label: str, *operands: Operand, bias: bool = True, size: Size | tuple[Size, ...] = H, **weighted: Operand
    ) -> Value:
        """W_label x + R_label h_prev + … + b_label.

        The operands' weights are W, R and P in order; ``P=c.prev`` names the letter outright.  The result has ``size``.
        """
        if not isinstance(label, str):
            raise CellError(f"affine: first comes a label, as in m.affine('i', x, h.prev), not {label}")
        if len(operands) > 3:
            raise CellError(f"affine({label!r}): name the weights from the fourth operand on, as in U=…")
        rows = self._fit(_sizes(size))
        suffix = f"_{label}" if label else ""
        items: list[Value] = []
        for letter, operand in [*zip("WRP", operands, strict=False), *weighted.items()]:
            value = as_value(operand)
            if len(value.axes) != 1:
                raise CellError(f"affine({label!r}): {value} is {shape(value.axes)}; affine takes vectors")
            weight = Tensor(self._name(letter + suffix), (*rows, value.axes[0]), Kind.PARAMETER)
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
        if name not in self._draft.tensors:
            raise CellError(f"{name!r} is not defined here; {nearest(str(name), self._draft.tensors)}")
        return Ref(self._draft.tensors[name])

    def __setitem__(self, name: str, value: Operand) -> None:
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


def _sizes(sizes: Size | tuple[Size, ...]) -> tuple[Size, ...]:
    sizes = (sizes,) if not isinstance(sizes, tuple) else sizes
    for size in sizes:
        if not isinstance(size, Size):
            raise CellError(f"{size!r} is no size: a size is M, H, or what m.size(…) makes")
        if size in (T, N):
            raise CellError(f"{size} is never written: a tensor has {size.meaning} if what it is made of has")
    return sizes


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
        self.doc = inspect.cleandoc(definition.__doc__ or "")
        if not self.name.isidentifier() or keyword.iskeyword(self.name):
            raise CellError(f"{self.name!r} cannot name a cell, since a cell becomes a module: @cell(…, name='…')")

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
        except Exception as error:
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

    def __repr__(self) -> str:
        return f"<cell {self.name}>"


def cell(source: str, name: str = "", **options: Any) -> Callable[[Callable[..., None]], Cell]:
    """Make a cell of a definition.  ``source`` says where its equations come from; the name is the function's."""
    return lambda definition: Cell(definition, source, name, **options)
