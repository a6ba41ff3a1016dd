"""The cells beside one another: what each changes, what it costs, and how its states carry an error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property

import sympy as sp

from derive.analysis.flow import direct_step
from derive.analysis.gates import gates
from derive.calculus import adjoint
from derive.core.equations import Equation, H, Kind, M, N, Size, System, T, Tensor, Term
from derive.forms.matrix import Added, Array, Node, matrix_form, matrix_term
from derive.ir import Function
from derive.ir.cost import cost
from derive.language import Cell
from derive.notes.document import Card, Document, Equations, Formula, Heading, Section, Table, Text, literal
from derive.notes.script import ROOM, Script
from derive.passes import scheduled
from derive.typeset.lines import aligned, width

UNITS = 128
"""The number of hidden units and of inputs for which numbers are given."""


def comparison(cells: Iterable[Cell], pointing: bool = False) -> Document:
    """Cells side by side, in families.

    Args:
        cells: the cells, of which those of one module are a family.
        pointing: as in other notes; here no symbols are marked, since one name stands for a tensor in many cells.
    """
    entries = [entry_of(cell) for cell in cells]
    families = list(_families(entries))
    return Document(
        name="zoo",
        title="The cells side by side",
        about="What each cell changes, what it costs, and how its states carry an error.",
        sections=(
            _intent(),
            *(_family(title, members, entries) for title, members in families),
            _shape(families),
            _work(families),
            _carry(families),
        ),
    )


@dataclass(frozen=True)
class Entry:
    """A cell and what is said of it."""

    cell: Cell

    @cached_property
    def script(self) -> Script:
        return Script(adjoint(self.cell.system))

    @property
    def name(self) -> str:
        return f"`{self.cell.name}`"

    @property
    def system(self) -> System:
        return self.script.forward

    @cached_property
    def equations(self) -> tuple[Short, ...]:
        """The forward equations, without those that are put into others."""
        shown: list[Short] = []
        within: set[Tensor] = set()
        for equation in reversed(self.system.equations):
            if equation.tensor in within:
                continue
            inside = set(_inside(equation, self.system))
            short = self._short(equation, inside)
            if max(map(width, short.formula.lines)) > ROOM:
                inside, short = set(), self._short(equation, set())
            within |= inside
            shown.append(short)
        return tuple(reversed(shown))

    def _short(self, equation: Equation, inside: Set[Tensor]) -> Short:
        put = [other for other in self.system.equations if other.tensor in inside]
        forms = {other.tensor: self.script.form(other) for other in put}
        form = self.script.form(equation)
        if form is None:
            return Short(self.script.in_components(equation), equation.tensor, str(equation))
        sums = {tensor: Added(tuple(term.node for term in known.terms)) for tensor, known in forms.items() if known}
        nodes = (inlined(term.node, sums) for term in form.terms)
        left, _, _ = self.script.sides(equation)
        lines = aligned(left, [self.script.printer.node_piece(node) for node in nodes], ROOM)
        return Short(Formula(lines), equation.tensor, " ".join(map(str, (equation, *put))))

    @cached_property
    def parameters(self) -> sp.Expr:
        """How many numbers the parameters hold."""
        return self.system.parameter_count

    @cached_property
    def budget(self) -> Budget:
        made = scheduled(self.script.backward, without=("join",))  # which makes columns of the biases of some cells
        ahead, both = cost(replace(made, backward=Function((), ()))), cost(made)
        return Budget(
            _step(2 * ahead.products),
            _step(2 * (both.products - ahead.products)),
            _step(ahead.elementwise),
            _step(both.elementwise - ahead.elementwise),
            _step(both.tape),
        )


@cache
def entry_of(cell: Cell) -> Entry:
    """The entry of a cell, made once for all formats."""
    return Entry(cell)


@dataclass(frozen=True)
class Short:
    """An equation as it is shown, what it defines, and what it says, in components."""

    formula: Formula
    tensor: Tensor
    says: str

    def stands_in(self, others: Iterable[Short]) -> bool:
        """Whether one of these says the same, or is the same but for its sizes."""
        return any(self.says == other.says or self.formula == other.formula for other in others)


def _inside(user: Equation, system: System) -> Iterator[Tensor]:
    """What the equation takes a function of, at the same step, and no other equation reads."""
    calls = (call for term in user.terms for call in term.expr.atoms(sp.Function))
    for argument in (argument for call in calls for argument in call.args if isinstance(argument, sp.Indexed)):
        tensor: Tensor = argument.base
        alone = tensor.kind is Kind.SIGNAL and tensor != system.output and len(list(system.users(tensor))) == 1
        if alone and argument.indices == user.indices and matrix_form(system.equation(tensor)):
            yield tensor


def inlined(node: Node, sums: Mapping[Tensor, Node]) -> Node:
    """The node with these nodes in the place of arrays."""
    if isinstance(node, Array):
        return sums.get(node.tensor, node)
    parts = {
        name: tuple(inlined(part, sums) if isinstance(part, Node) else part for part in value)
        if isinstance(value, tuple)
        else inlined(value, sums)
        if isinstance(value, Node)
        else value
        for name, value in vars(node).items()
    }
    return replace(node, **parts)


@dataclass(frozen=True)
class Budget:
    """What a step of one sequence costs: operations in matrix products and others, forward and back; what is kept."""

    products_ahead: sp.Expr
    products_back: sp.Expr
    others_ahead: sp.Expr
    others_back: sp.Expr
    kept: sp.Expr


def _step(expr: sp.Expr) -> sp.Expr:
    """What grows with the steps and sequences, for one of each."""
    return sp.expand(expr).coeff(T.symbol, 1).coeff(N.symbol, 1)


def at_units(expr: sp.Expr, system_sizes: Iterable[Size]) -> int:
    """The number for UNITS hidden units and inputs; any other size is half of that."""
    values = {size.symbol: UNITS if size in (H, M) else UNITS // 2 for size in (H, M, *system_sizes)}
    return int(expr.subs(values))


def _formula(expr: sp.Expr) -> str:
    return f"${sp.latex(sp.expand(expr), order='grlex')}$"


def _count(number: int) -> str:
    """A number, in groups of three digits."""
    return rf"${number:,}$".replace(",", r"\,")


# ---------------------------------------------------------------------------------------------------------------------
# Equations.


def _families(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """The cells by the module of their definition, under what that module says that it holds."""
    for module in dict.fromkeys(entry.cell.definition.__module__ for entry in entries):
        doc = getattr(sys.modules.get(module), "__doc__", None) or module
        title = doc.strip().splitlines()[0].partition(":")[0].partition(". ")[0].rstrip(".")
        yield title, [entry for entry in entries if entry.cell.definition.__module__ == module]


def parent(entry: Entry, before: Sequence[Entry]) -> Entry | None:
    """The cell of which it is a variant, or else the earlier one with which it shares most equations.

    There is none where that is not half of its own.  Among those that share as much, it is the one with the fewest.
    """
    variants = [other for other in before if other.cell.definition is entry.cell.definition]
    if variants:
        return variants[0]
    shared = {other: sum(equation.stands_in(other.equations) for equation in entry.equations) for other in before}
    nearest = max(before, key=lambda other: (shared[other], -len(other.equations)), default=None)
    return nearest if nearest and 2 * shared[nearest] >= len(entry.equations) else None


def _intent() -> Section:
    blocks = (
        Text(
            "All that stands here is read off the equations of the cells: the counts, the differences and the factors. "
            "What is but the argument of a function is put into it. A cell that is a variant of one before it, or "
            "shares at least half its equations with one, is shown by that in which it differs. Every equation holds "
            r"for $t = 1, \dots, T$; vectors are columns, and $\odot$ is the elementwise product."
        ),
    )
    return Section("How to read this", "reading", blocks)


def _family(title: str, members: Sequence[Entry], entries: Sequence[Entry]) -> Section:
    cards = (_card(entry, entries[: entries.index(entry)]) for entry in members)
    return Section(literal(title), members[0].cell.name, tuple(cards), need=160)


def _card(entry: Entry, before: Sequence[Entry]) -> Card:
    title = rf"\texttt{{{entry.cell.name.replace('_', chr(92) + '_')}}}"
    remark = literal(entry.cell.summary.rstrip("."))
    nearest = parent(entry, before)
    if nearest is None:
        source = Text(f"{literal(entry.cell.source)}:")
        return Card(title, remark, (source, Equations(tuple(equation.formula for equation in entry.equations))))
    own = tuple(e.formula for e in entry.equations if not e.stands_in(nearest.equations))
    said = Text(_difference(entry, nearest, bool(own)))
    return Card(title, remark, (said, Equations(own)) if own else (said,))


def _difference(entry: Entry, nearest: Entry, some: bool) -> str:
    """What is gone, what is new, and that the rest is the same."""
    mine, theirs = (one.system.tensors for one in (entry, nearest))
    shown = {equation.tensor.name for equation in nearest.equations}
    gone = [t for name, t in theirs.items() if name not in mine and (name in shown or t.kind is Kind.PARAMETER)]
    new = [t for name, t in mine.items() if name not in theirs and t.kind is Kind.PARAMETER]
    reshaped = [t for name, t in mine.items() if name in theirs and t.axes != theirs[name].axes]
    clauses = [
        f"without {_symbols(nearest, gone)}" if gone else "",
        f"with new parameters {_symbols(entry, new)}" if new else "",
        f"with other shapes of {_symbols(entry, reshaped)}" if reshaped else "",
        "with" if some else "",
    ]
    found = list(filter(None, clauses))
    *most, last = found or [""]
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"As {nearest.name}" + (f", but {listed}" if listed else " in everything") + (":" if some else ".")


def _symbols(entry: Entry, tensors: Iterable[Tensor]) -> str:
    return ", ".join(f"${entry.script.bare(tensor)}$" for tensor in tensors)


# ---------------------------------------------------------------------------------------------------------------------
# Tables.

Families = Sequence[tuple[str, list[Entry]]]


def _each(families: Families) -> Iterator[Entry]:
    for _, members in families:
        yield from members


def _shape(families: Families) -> Section:
    """States, gates and parameters."""
    rows = tuple(
        (
            entry.name,
            _symbols(entry, entry.system.states) or "none",
            _symbols(entry, gates(entry.system)) or "none",
            _formula(entry.parameters),
            _count(at_units(entry.parameters, entry.system.sizes)),
        )
        for entry in _each(families)
    )
    head = ("cell", "states", "gates", "parameters", rf"$H = M = {UNITS}$")
    said = (
        "The states are what is carried from step to step. A gate is the output of a sigmoid that multiplies something "
        "else. Parameters count the numbers in all weights and biases, as the vector `p.flat` of the kernel holds "
        f"them. In the last column there are ${UNITS}$ hidden units and as many inputs"
        + (f", and any other size is ${UNITS // 2}$" if _other_sizes(families) else "")
        + "."
    )
    return Section(
        "States, gates and parameters",
        "parameters",
        (Text(said), Table(head, rows, numeric=frozenset({4}), small=True)),
        need=430,
    )


def _other_sizes(families: Families) -> bool:
    return any(size not in (H, M) for entry in _each(families) for size in entry.system.sizes)


def _work(families: Families) -> Section:
    """Operations and memory of a step."""
    entries = list(_each(families))
    budgets = [entry.budget for entry in entries]
    products = tuple(
        (entry.name, _formula(budget.products_ahead), _formula(budget.products_back))
        for entry, budget in zip(entries, budgets, strict=True)
    )
    others = tuple(
        (entry.name, _formula(budget.others_ahead), _formula(budget.others_back), _formula(budget.kept))
        for entry, budget in zip(entries, budgets, strict=True)
    )
    numbers = tuple(
        (
            entry.name,
            *(
                _count(at_units(part, entry.system.sizes))
                for part in (
                    budget.products_ahead + budget.others_ahead,
                    budget.products_back + budget.others_back,
                    budget.kept,
                )
            ),
        )
        for entry, budget in zip(entries, budgets, strict=True)
    )
    blocks = (
        Text(
            "Counted for one step of one sequence, in the plan from which the generated kernel is printed. A product "
            "of a matrix of $r$ rows and $s$ columns with a vector is $2rs$ operations, and so is its share in the "
            "gradient of the matrix and in that of the vector: the way back costs about twice the way ahead. Every "
            "sum, product or quotient of two components, and every function of one, is one operation, whatever it "
            "costs a processor; a sigmoid, which the kernels compute by a tanh, is several. A bias is a sum, though "
            "the kernels of some cells make it a column of a matrix. What does not grow with the number of steps is "
            "left out."
        ),
        Heading("Operations in matrix products"),
        Table(("cell", "forward", "backward"), products, small=True),
        Heading("Other operations, and numbers that are kept"),
        Text("What is kept are the numbers of a step that the way back reads again, the input among them."),
        Table(("cell", "forward", "backward", "kept"), others, small=True),
        Heading("Together, in numbers"),
        Text(f"With the sizes as above, $H = M = {UNITS}$:"),
        Table(("cell", "forward", "backward", "kept"), numbers, numeric=frozenset({1, 2, 3}), small=True),
    )
    return Section("Operations and memory of a step", "work", blocks)


def _carry(families: Families) -> Section:
    """The direct path of each state."""
    rows = []
    for entry in _each(families):
        factors = {state: carried(entry, state) for state in entry.system.states}
        direct = [f"${entry.script.bare(state)}$: {factor}" for state, factor in factors.items() if factor]
        without = [state for state, factor in factors.items() if not factor]
        rows.append((entry.name, ", ".join(direct), _symbols(entry, without)))
    said = (
        "With all else held fixed, the equation of a state multiplies what it reads of the state one step before, "
        "component by component, by a factor, and the error of the state is multiplied by the same on its direct way "
        "back. Over many steps it is the product of these factors; where they stay near $1$, the error stays. States "
        "in the last column have no such path: they are read one step later only by other equations, mostly through "
        "matrices."
    )
    table = Table(("cell", "state and factor", "no direct path"), tuple(rows), small=True)
    return Section("How the states carry an error", "carry", (Text(said), table), need=430)


def carried(entry: Entry, state: Tensor) -> str:
    """The factor of a state's direct path; nothing, where there is no such path."""
    step = direct_step(entry.script.backward, state)
    if step is None:
        return ""
    if not step.elementwise:
        return "a matrix"
    over = tuple(index for index in state.indices() if index.size in state.features and step.factor.has(index))
    node = matrix_term(Term(step.factor), over, entry.script.reading)
    return f"${entry.script.printer.doprint(node)}$"
