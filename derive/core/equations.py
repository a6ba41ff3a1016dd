"""What an equation is: sizes, indices, tensors, terms, equations, systems.

An equation is written in components, with time ``t`` and batch ``n`` as indices like any other:

    a_f[t,n,j] = Σ_k W_f[j,k] x[t,n,k] + Σ_r R_f[j,r] h[t-1,n,r] + b_f[j]

Sums are explicit.  A :class:`Term` carries the indices that it sums over, with their ranges, as data: nothing is
summed merely because an index repeats.  A summed index that does not occur in its term leaves its range as a factor, so
that no factor ``H`` is ever lost, and a summed index never stands inside a nonlinear function.

Everything here is immutable data.  Forward systems, backward systems and tangent systems have this one type.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

import numpy as np
import sympy as sp


@dataclass(frozen=True)
class Size:
    """The extent of an axis: ``H`` hidden units, ``M`` inputs, ``T`` steps, ``N`` sequences, or a size of the user's.

    ``argument`` is the keyword under which a kernel's ``init`` takes it, ``letters`` names its indices, in order.
    Several sizes laid side by side are one, of these ``parts``: ``2 * H``, ``M + H``, ``H + 1``.  A plain number is a
    size too, whose name is its digits.
    """

    name: str
    meaning: str
    argument: str
    letters: str | tuple[str, ...]
    parts: tuple[Size, ...] = ()

    @classmethod
    def number(cls, extent: int) -> Size:
        """The size that is a plain number."""
        return cls(str(extent), str(extent), "", (f"i_{extent}",))

    @classmethod
    def joined(cls, parts: Iterable[Size]) -> Size:
        """The sizes laid side by side, in an order of their own, so that M + H and H + M are one size."""
        counts: dict[Size, int] = {}
        extent = 0
        for part in (inner for outer in parts for inner in (outer.parts or (outer,))):
            if part.name.isdigit():
                extent += int(part.name)
            else:
                counts[part] = counts.get(part, 0) + 1
        named = sorted(counts.items(), key=lambda counted: counted[0].name)
        flat = [part for part, count in named for _ in range(count)] + ([cls.number(extent)] if extent else [])
        if len(flat) == 1:
            return flat[0]
        words = [f"{count}*{part}" if count > 1 else part.name for part, count in named] + [str(extent)] * bool(extent)
        name = "+".join(words)
        return cls(name, " and ".join(part.meaning for part in dict.fromkeys(flat)), "", (f"i_{name}",), tuple(flat))

    def __reduce__(self) -> tuple[object, ...]:
        return (_known, (self.name, self.meaning, self.argument, self.letters, self.parts))

    def __add__(self, other: Size | int) -> Size:
        if isinstance(other, int) and not isinstance(other, bool):
            other = Size.number(other)
        return Size.joined((self, other)) if isinstance(other, Size) else NotImplemented

    __radd__ = __add__

    def __mul__(self, times: int) -> Size:
        if isinstance(times, bool) or not isinstance(times, int):
            return NotImplemented
        if times < 1:
            raise ValueError(f"{times} * {self} is no size: a size is positive")
        return Size.joined([self] * times)

    __rmul__ = __mul__

    def __truediv__(self, other: int) -> sp.Expr:
        return self.symbol / other

    def __rtruediv__(self, other: int) -> sp.Expr:
        return other / self.symbol

    @cached_property
    def key(self) -> str:
        """All of its fields as one string, by which SymPy tells tensors and indices over it from others."""
        return repr(self)

    @property
    def symbol(self) -> sp.Expr:
        if self.parts:
            return sp.Add(*(part.symbol for part in self.parts))
        if self.name.isdigit():
            return sp.Integer(self.name)
        return sp.Symbol(self.name, integer=True, positive=True)

    def index(self, nth: int = 0) -> Index:
        """The ``nth`` index that runs over this size: j, r, l, … for ``H``."""
        if nth < len(self.letters):
            return Index(self.letters[nth], self)
        return Index(f"{self.letters[0]}{nth - len(self.letters) + 1}", self)

    def __str__(self) -> str:
        return self.name


class Index(sp.Symbol):
    """An integer symbol that knows which size it runs over."""

    __slots__ = ("size",)
    size: Size

    def __new__(cls, name: str, size: Size) -> Self:
        index: Self = sp.Symbol.__xnew__(cls, name, integer=True)
        index.size = size
        return index

    def _hashable_content(self) -> tuple[object, ...]:
        return (*super()._hashable_content(), self.size.key)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.name, self.size))

    @property
    def primed(self) -> Index:
        """The same index with a prime: the position of the tensor that is differentiated by."""
        return Index(f"{self.name}'", self.size)


T = Size("T", "time steps", "steps", "t")
N = Size("N", "sequences in a batch", "batch", "n")
M = Size("M", "inputs", "input_size", "k")
H = Size("H", "hidden units", "hidden_size", "jrlq")
TIME, BATCH = T.index(), N.index()


def _known(*facts: Any) -> Size:
    """A size that comes from another process: T, N, M and H are the only ones of their kind here too."""
    size = Size(*facts)
    return next((own for own in (T, N, M, H) if own == size), size)


class Kind(StrEnum):
    """What a tensor is to the system that names it."""

    INPUT = "input"
    GIVEN = "given input"  # an input by which nobody differentiates: a mask
    TOKEN = "integer input"  # an input that is an index, by which a table is looked up
    CONSTANT = "constant"  # numbers that the definition states
    PARAMETER = "parameter"
    STATE = "state"
    SIGNAL = "signal"  # whatever else the cell computes: gates, candidates, pre-activations, outputs
    LOSS = "loss"
    SEED = "seed"  # a gradient that arrives from outside
    ADJOINT = "adjoint"
    TANGENT = "tangent"


FIXED = (Kind.GIVEN, Kind.TOKEN, Kind.CONSTANT)
"""Kinds of tensors by which nobody differentiates."""


class Tensor(sp.IndexedBase):
    """A named array.  ``tensor[t, n, j]`` is its component, an ordinary SymPy ``Indexed``.

    Attributes:
        name: name in the mathematics, ``W_f``, ``a_o``, ``c``, ``dc``.
        axes: its sizes in order.  Time and batch come first where the tensor has them.
        kind: what it is to the system.
        first: the first step on which it exists: 0 for states, 1 for all else.
        last: how far beyond T it exists: 1 for the states of a cell that runs backward in time (1…T+1), 0 for all else.
        of: for an adjoint, tangent or seed, the tensor that it belongs to.
        start: for a state, the number that it starts from where no other is given.
        values: for a constant, its numbers.
        vocabulary: for an integer input, the size of what it is an index of.
    """

    name: str
    axes: tuple[Size, ...]
    kind: Kind
    first: int
    last: int
    of: Tensor | None
    start: sp.Expr
    values: np.ndarray | None
    vocabulary: Size | None

    def __new__(
        cls,
        name: str,
        axes: Iterable[Size],
        kind: Kind,
        first: int | None = None,
        of: Tensor | None = None,
        last: int = 0,
        start: sp.Expr = sp.S.Zero,
        values: np.ndarray | None = None,
        vocabulary: Size | None = None,
    ) -> Self:
        tensor: Self = sp.IndexedBase.__new__(cls, name)
        tensor.axes = tuple(axes)
        tensor.kind = kind
        tensor.first = first if first is not None else (0 if kind is Kind.STATE and not last else 1)
        tensor.last = last
        tensor.of = of
        tensor.start, tensor.values, tensor.vocabulary = start, values, vocabulary
        return tensor

    def __reduce__(self) -> tuple[object, ...]:
        facts = (self.name, self.axes, self.kind, self.first, self.of, self.last, self.start, self.values)
        return (type(self), (*facts, self.vocabulary))

    def _hashable_content(self) -> tuple[str, ...]:
        return self._content

    @cached_property
    def _content(self) -> tuple[str, ...]:
        # as many strings for each tensor: SymPy sorts by this, the shorter one first
        axes = ",".join(size.key for size in self.axes)
        of = "…".join(self.of._hashable_content()) if self.of is not None else ""
        numbers = "" if self.values is None else self.values.tobytes().hex()
        own = f"{self.start} {numbers} {self.vocabulary or ''}"
        return (self.name, axes, self.kind.value, f"{self.first}…{self.last}", of, own)

    @property
    def func(self):  # type: ignore[no-untyped-def]
        return lambda *_: self  # SymPy's rewriting sees an atom: a tensor is never rebuilt from its label

    def like(self, name: str, kind: Kind) -> Tensor:
        """A tensor of the same shape on the same steps that belongs to this one."""
        return Tensor(name, self.axes, kind, self.first, of=self, last=self.last)

    @property
    def reverse(self) -> bool:
        """Whether this is a state (or belongs to one) that is carried backward in time."""
        return self.last > 0

    @property
    def in_time(self) -> bool:
        return T in self.axes

    @property
    def batched(self) -> bool:
        return N in self.axes

    @property
    def features(self) -> tuple[Size, ...]:
        """The axes other than time and batch."""
        return tuple(size for size in self.axes if size not in (T, N))

    def indices(self) -> tuple[Index, ...]:
        """The canonical index of each axis: t, n, j, r, …"""
        return tuple(size.index(self.axes[:i].count(size)) for i, size in enumerate(self.axes))

    def bounds(self) -> tuple[Bound, ...]:
        """The canonical indices with the ranges on which this tensor exists."""
        return tuple(Bound.over(index, self.first, self.last) for index in self.indices())

    def at(self, indices: Iterable[sp.Expr]) -> sp.Expr:
        """The component at these indices; a tensor without axes is its own component."""
        indices = tuple(indices)
        return self[indices] if indices else sp.Indexed(self, sp.S.Zero)


@dataclass(frozen=True)
class Bound:
    """An index and the range, ends included, that it runs over."""

    index: Index
    lo: sp.Expr
    hi: sp.Expr

    @classmethod
    def over(cls, index: Index, first: int = 1, last: int = 0) -> Bound:
        """The whole range of the index: first … T + last for time, from 1 to its size for everything else."""
        if index.size is T:
            return cls(index, sp.Integer(first), T.symbol + last)
        return cls(index, sp.S.One, index.size.symbol)

    @property
    def extent(self) -> sp.Expr:
        return self.hi - self.lo + 1

    @property
    def empty(self) -> bool:
        return bool((self.lo - self.hi).is_positive)

    def meet(self, lo: sp.Expr, hi: sp.Expr) -> Bound:
        """The intersection with lo…hi.  Where it depends on T which end is the nearer, both stay, as max(1, T-1)."""
        return Bound(self.index, sp.Max(self.lo, lo), sp.Min(self.hi, hi))

    def __str__(self) -> str:
        return f"{self.index}={self.lo}…{self.hi}"


REDUCTIONS = ("sum", "max")
"""What a term may do over the indices that it sums over."""


@dataclass(frozen=True)
class Term:
    """One summand: an expression in components, the indices it is summed over, and where it exists.

    ``when`` narrows the ranges of the equation's own indices: a contribution that comes from step t+1 exists only while
    t ≤ T-1.  It is empty where the term exists on the whole range of its equation.

    ``reduce`` says what is done over the summed indices: "sum", or "max" for the largest.  The latter stands only where
    it has no slope (inside ``stop_gradient``): it shifts exponents, and nothing depends on the shift.  Where nothing is
    summed over, it is "sum".

    A term that is made of another one is made by :func:`dataclasses.replace`, so that a maximum stays one; a term that
    is made from nothing and has ``sums`` states its ``reduce``.  A test holds all of ``derive/`` to this.
    """

    expr: sp.Expr
    sums: tuple[Bound, ...] = ()
    when: tuple[Bound, ...] = ()
    reduce: str = "sum"

    def __post_init__(self) -> None:
        if self.reduce not in REDUCTIONS:
            raise ValueError(f"reduce is {self.reduce!r}; it must be {' or '.join(map(repr, REDUCTIONS))}")
        if not self.sums:
            object.__setattr__(self, "reduce", "sum")  # so that equal terms are equal

    def xreplace(self, rule: Mapping[sp.Basic, sp.Basic]) -> Term:
        """Replace in the expression and in the indices of the sums (ranges are constants and stay)."""
        return replace(
            self,
            expr=self.expr.xreplace(rule),
            sums=tuple(replace(bound, index=rule.get(bound.index, bound.index)) for bound in self.sums),
            when=tuple(replace(bound, index=rule.get(bound.index, bound.index)) for bound in self.when),
        )

    def components(self) -> tuple[sp.Indexed, ...]:
        """Every tensor component that occurs, in a fixed order."""
        return self._components

    @cached_property
    def _components(self) -> tuple[sp.Indexed, ...]:
        return tuple(sorted(self.expr.atoms(sp.Indexed), key=sp.default_sort_key))

    def reads(self) -> frozenset[Tensor]:
        return self._reads

    @cached_property
    def _reads(self) -> frozenset[Tensor]:
        return frozenset(component.base for component in self.expr.atoms(sp.Indexed))

    def shifts(self, tensor: Tensor) -> frozenset[sp.Expr]:
        """The steps at which the term reads the tensor, relative to the equation's own step (or absolute ends)."""
        return frozenset(c.indices[0] - TIME for c in self.components() if c.base == tensor and tensor.in_time)

    def __repr__(self) -> str:
        return f"<term {self}>"

    def __str__(self) -> str:
        sign = "Σ" if self.reduce == "sum" else self.reduce
        sums = f"{sign}_{{{', '.join(map(str, self.sums))}}} " if self.sums else ""
        when = f"  [{', '.join(map(str, self.when))}]" if self.when else ""
        return f"{sums}{self.expr}{when}"


@dataclass(frozen=True)
class Equation:
    """``tensor[indices] = Σ terms`` for every value of the bounds.  No terms means zero."""

    tensor: Tensor
    bounds: tuple[Bound, ...]
    terms: tuple[Term, ...]

    @property
    def indices(self) -> tuple[Index, ...]:
        return tuple(bound.index for bound in self.bounds)

    @property
    def lhs(self) -> sp.Expr:
        return self.tensor.at(self.indices)

    @property
    def name(self) -> str:
        return self.tensor.name

    def reads(self) -> frozenset[Tensor]:
        return self._reads

    @cached_property
    def _reads(self) -> frozenset[Tensor]:
        return frozenset().union(*(term.reads() for term in self.terms))

    def __repr__(self) -> str:
        return f"<equation {self.lhs} = {len(self.terms)} term{'s' * (len(self.terms) != 1)}>"

    def __str__(self) -> str:
        return f"{self.lhs} = {' + '.join(map(str, self.terms)) or '0'}"


def _sizes_of(tensor: Tensor) -> Iterator[Size]:
    for size in (*tensor.features, *([] if tensor.vocabulary is None else [tensor.vocabulary])):
        yield from (part for part in size.parts or (size,) if not part.name.isdigit())


@dataclass(frozen=True)
class System:
    """A set of equations, each tensor defined at most once, in an order in which they can be evaluated at one step.

    Attributes:
        name: the cell's name.
        equations: forward, backward or tangent equations.
        output: the tensor that a layer above sees, where there is one.
        loss: the scalar that a network minimises, where it states one.
        source: where the equations come from.
        doc: the definition's docstring.
        declared: tensors in the order in which they were declared.
    """

    name: str
    equations: tuple[Equation, ...]
    output: Tensor | None = None
    source: str = ""
    doc: str = ""
    declared: tuple[Tensor, ...] = field(default=(), repr=False)
    loss: Tensor | None = None

    @cached_property
    def tensors(self) -> dict[str, Tensor]:
        """Every tensor by its name: those declared, in their order, then those that equations define or read."""
        found = {tensor.name: tensor for tensor in self.declared}
        for equation in self.equations:
            found.setdefault(equation.name, equation.tensor)
        for equation in self.equations:
            for tensor in sorted(equation.reads(), key=lambda tensor: tensor.name):
                found.setdefault(tensor.name, tensor)
        return found

    @cached_property
    def _defining(self) -> dict[str, Equation]:
        return {equation.name: equation for equation in self.equations}

    def equation(self, tensor: Tensor | str) -> Equation:
        """The equation that defines the tensor.

        Raises:
            KeyError: it is given from outside, or there is none; the message names the nearest that are defined.
        """
        name = tensor if isinstance(tensor, str) else tensor.name
        if name not in self._defining:
            close = difflib.get_close_matches(name, self._defining, n=3, cutoff=0.5) or list(self._defining)
            raise KeyError(f"{self.name} has no equation for {name!r}; there are: {', '.join(close)}")
        return self._defining[name]

    def defines(self, tensor: Tensor) -> bool:
        return tensor.name in self._defining

    def users(self, tensor: Tensor) -> Iterator[Equation]:
        """The equations that read the tensor."""
        return iter(self._users.get(tensor, ()))

    @cached_property
    def _users(self) -> dict[Tensor, list[Equation]]:
        users: dict[Tensor, list[Equation]] = defaultdict(list)
        for equation in self.equations:
            for tensor in equation.reads():
                users[tensor].append(equation)
        return dict(users)

    def of_kind(self, *kinds: Kind) -> tuple[Tensor, ...]:
        return tuple(tensor for tensor in self.tensors.values() if tensor.kind in kinds)

    @property
    def parameter_count(self) -> sp.Expr:
        """How many numbers the parameters hold: 4H² + 4HM + 4H."""
        return sp.expand(sp.Add(*(sp.Mul(*(size.symbol for size in tensor.axes)) for tensor in self.parameters)))

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        """What arrives from outside, differentiated by or not."""
        return self.of_kind(Kind.INPUT, Kind.GIVEN, Kind.TOKEN)

    @property
    def parameters(self) -> tuple[Tensor, ...]:
        return self.of_kind(Kind.PARAMETER)

    @property
    def states(self) -> tuple[Tensor, ...]:
        return self.of_kind(Kind.STATE)

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """The feature sizes that occur and are to be chosen, in order of appearance: no sums, and no numbers."""
        return tuple(dict.fromkeys(size for tensor in self.tensors.values() for size in _sizes_of(tensor)))

    def __repr__(self) -> str:
        return f"<system {self.name}: {len(self.equations)} equations>"

    def __str__(self) -> str:
        return "\n".join(map(str, self.equations))
