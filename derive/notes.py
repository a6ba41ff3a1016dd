r"""Study notes: the derivation, step by step, as LaTeX.

The notes say what the engine did.  Every line is made of a :class:`~derive.calculus.Path` of the derivation: the term
that reads the tensor, the derivative with its deltas, the product with what arrives, the contraction, the result in
index form and in matrix form.  Equations bear the numbers of :func:`derive.calculus.numbering`, as the lines of the
kernels do.

What is mathematics is made here, where it stands on the page is said in ``templates/latex/``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp
from sympy.printing.latex import greek_letters_set

from derive.calculus import Backward, Derivation, Path, numbering
from derive.equations import TIME, Bound, Equation, Kind, N, Size, T, Tensor, Term
from derive.flow import equation_at, flow, paths_of
from derive.matrix import (
    Applied,
    Array,
    Inner,
    Joined,
    Joint,
    MatrixEquation,
    Node,
    NoMatrixForm,
    Ones,
    Quotient,
    in_rows,
    joints,
    matrix_form,
    matrix_term,
    reading_order,
    walk,
)
from derive.notation import DEFAULT, PARTIAL, Notation, spelled
from derive.notation.files import NAMES, known
from derive.printers.latex import LatexPrinter, Piece, fenced
from derive.printers.lines import aligned, width
from derive.templating import environment

ROOM = 37.0
"""The width of a displayed formula in em, less that of its number."""


def render_body(backward: Backward, notation: Notation = DEFAULT) -> str:
    r"""The notes of a cell without a preamble, to be read in by ``\input``; a comment in it says what to load."""
    return environment("latex").get_template("body.tex.j2").render(notes=Notes(backward, notation))


def render_document(backward: Backward, notation: Notation = DEFAULT) -> str:
    """The notes of a cell as a document that compiles by itself with pdflatex."""
    return environment("latex").get_template("document.tex.j2").render(notes=Notes(backward, notation))


# ---------------------------------------------------------------------------------------------------------------------
# What stands on the page.


@dataclass(frozen=True)
class Formula:
    """An equation, its lines aligned at the equals sign; where it has one, its number and the label of that.

    ``also`` are the labels of further equations that it holds.
    """

    lines: tuple[str, ...]
    number: int | None = None
    label: str = ""
    also: tuple[str, ...] = ()

    @property
    def single(self) -> str:
        """The whole equation, where it is one line; else nothing."""
        return self.lines[0].replace("&=", "=", 1) if len(self.lines) == 1 else ""


@dataclass(frozen=True)
class Row:
    """A line of the table of symbols: tensors of one kind and one shape."""

    symbols: tuple[str, ...]
    kind: str
    shape: str
    steps: str


@dataclass(frozen=True)
class Line:
    """A line of a derivation: what stands before and after the equals sign, and a remark."""

    left: str
    right: str
    remark: str


@dataclass(frozen=True)
class Step:
    """One path to a tensor."""

    mark: str
    through: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Card:
    """The derivation of one gradient."""

    tensor: str
    adjoint: str
    kind: str
    steps: tuple[Step, ...]
    result: Formula


@dataclass(frozen=True)
class Edge:
    """A state's gradient at the last step, between, and at step 0."""

    tensor: str
    last: Formula
    between: Formula
    first: Formula


@dataclass(frozen=True)
class Recurrence:
    """How the error of a state gets from step t to step t-1.

    Attributes:
        tensor: the state at step t.
        last: the state at step t-1.
        before: its gradient at step t-1.
        direct: the direct path alone, where there is one.
        complete: every path, each over what it goes through.
        within: the recurrences of the other states whose gradients occur in it.
        left_out: what the direct path leaves out: the tensors that the other paths go through.
    """

    tensor: str
    last: str
    before: str
    direct: Formula | None
    complete: Formula
    within: tuple[Formula, ...]
    left_out: tuple[str, ...]


class Notes:
    """Everything that the templates need to know of one cell."""

    def __init__(self, backward: Backward, notation: Notation = DEFAULT) -> None:
        self.backward, self.forward = backward, backward.forward
        self.notation = notation = notation.on(backward.forward.tensors.values())
        self.reading = reading_order(self.forward)
        coloured = replace(notation, delta=rf"{{{{\color{{{{deriveDelta}}}}{notation.delta}}}}}")
        self.printer = LatexPrinter(coloured, self.reading)
        self.numbers = numbering(backward)

    # --- the head

    @property
    def name(self) -> str:
        return escaped(self.forward.name)

    @property
    def doc(self) -> str:
        return escaped(" ".join(self.forward.doc.split()))

    @property
    def source(self) -> str:
        return escaped(" ".join(self.forward.source.split()))

    # --- notation and shapes

    @cached_property
    def rows(self) -> list[Row]:
        """The tensors by kind, shape and range, in order of declaration."""
        groups: dict[tuple[Kind, tuple[Size, ...], bool, int], list[Tensor]] = {}
        for kind in KINDS:
            for tensor in self.backward.objective.of_kind(kind):
                groups.setdefault((kind, tensor.features, tensor.in_time, tensor.first), []).append(tensor)
        return [
            Row(
                tuple(map(self.symbol, group)),
                KINDS[kind],
                shape(features[::-1], row=True) if self.notation.rows else shape(features),
                rf"$t={first},\dots,T$" if in_time else "",
            )
            for (kind, features, in_time, first), group in groups.items()
        ]

    @cached_property
    def indices(self) -> list[tuple[str, str, str]]:
        """Letters, extent and meaning of the indices."""
        sizes = (T, N, *self.forward.sizes)
        return [(", ".join(size.letters), size.name, escaped(size.meaning)) for size in sizes]

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(map(self.symbol, self.forward.states))

    @cached_property
    def final_seeds(self) -> tuple[str, ...]:
        return tuple(self.symbol(seed) for seed in self.backward.seeds if not seed.in_time)

    @cached_property
    def arriving(self) -> tuple[str, ...]:
        """The seeds that arrive at every step, with the tensors at which they do."""
        return tuple(self.symbol(seed) for seed in self.backward.seeds if seed.in_time)

    @property
    def output(self) -> str:
        return self.symbol(self.forward.output) if self.forward.output is not None else ""

    @property
    def examples(self) -> tuple[str, ...]:
        """Components of a parameter and of a state, to show how they are written."""
        kinds = (self.forward.parameters, self.forward.states)
        largest = [max(tensors, key=lambda tensor: len(tensor.axes)) for tensors in kinds if tensors]
        return tuple(self.printer.component(tensor, tensor.indices()) for tensor in largest)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that occur, of those that may need a word: functions, ones, Frobenius products, quotients."""
        systems = (self.forward, self.backward.system)
        forms = [matrix_form(equation, self.reading) for system in systems for equation in system.equations]
        nodes = [node for form in forms if form for term in form.terms for node in walk(term.node)]
        found = {
            "components": not all(forms),
            "ones": any(isinstance(node, Ones) for node in nodes),
            "frobenius": any(isinstance(node, Inner) and len(node.left.axes) == 2 for node in nodes),
            "quotient": any(isinstance(node, Quotient) and bool(node.below.axes) for node in nodes),
            **{node.function.__name__: True for node in nodes if isinstance(node, Applied)},
        }
        return frozenset(name for name, occurs in found.items() if occurs)

    def symbol(self, tensor: Tensor) -> str:
        """The tensor as it stands in matrix form, at step t."""
        return str(self.printer.doprint(Array(tensor, TIME if tensor.in_time else None)))

    def gradient(self, symbol: str) -> str:
        """The gradient by what the symbol stands for."""
        return self.notation.gradient(symbol)

    @cached_property
    def translations(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The notations, the one at hand first, and the tensors of the cell in each of them, as rows of a table."""
        own = self.notation
        hands = (own, *(n for n in (DEFAULT, *map(known, NAMES)) if n.name != own.name))
        tensors = [t for t in self.forward.tensors.values() if t.kind is not Kind.LOSS]
        printers = [LatexPrinter(hand.on(tensors)) for hand in hands]
        shown = [*tensors, *(d.adjoint for d in self.backward.derivations.values() if d.tensor in self.forward.states)]
        rows = tuple(
            tuple(printer.doprint(Array(tensor, TIME if tensor.in_time else None)) for printer in printers)
            for tensor in shown
        )
        return tuple(escaped(hand.name) for hand in hands), rows

    # --- concatenated weights

    @cached_property
    def joints(self) -> dict[str, Joint]:
        """What this notation concatenates, by the equation that it stands in."""
        if self.notation.weights == "split" or self.notation.form == "components":
            return {}
        input_first = self.notation.weights == "input first"
        return {joint.equation: joint for joint in joints(self.forward, input_first, self.reading)}

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """What each concatenated matrix consists of, on as few lines as it needs."""
        found: list[str] = []
        used = ROOM
        for joint in self.joints.values():
            parts = [self.printer.doprint(self.tree(weight)) for weight in joint.weights]
            matrix = (r" \\ " if self.notation.rows else " & ").join(parts)
            left = self.printer.doprint(self.tree(Joined(joint.weights)))
            size = width(left) + (1 if self.notation.rows else len(parts)) * (max(map(width, parts)) + 1) + 4
            formula = rf"{left} = \begin{{bmatrix}} {matrix} \end{{bmatrix}}"
            if used + size > ROOM:
                found, used = [*found, formula], size
            else:
                found[-1], used = rf"{found[-1]} \qquad {formula}", used + size
        return tuple(found)

    def joint_gradient(self, joint: Joint) -> Formula | None:
        """The gradient of a concatenated matrix; None where those of its blocks differ."""
        equations = [self.backward.derivation(weight.tensor).equation for weight in joint.weights]
        node = joint.gradient([matrix_form(equation, self.reading) for equation in equations])
        if node is None:
            return None
        lead = min((weight.tensor for weight in joint.weights), key=lambda tensor: not tensor.name.startswith("W"))
        left = self.notation.joined(lead, adjoint=True)
        lines = aligned(left, [self.printer.node_piece(self.tree(node))], ROOM)
        first, *also = sorted(equations, key=lambda equation: self.numbers[equation.name])
        labels = tuple(self.label(equation.tensor) for equation in also)
        return Formula(lines, self.numbers[first.name], self.label(first.tensor), labels)

    def tree(self, node: Node) -> Node:
        """A node as this notation writes vectors."""
        return in_rows(node) if self.notation.rows else node

    # --- equations

    def form(self, equation: Equation) -> MatrixEquation | None:
        """The equation in matrix form, where it has one and the notation uses it."""
        if self.notation.form == "components":
            return None
        form = matrix_form(equation, self.reading)
        joint = self.joints.get(equation.name)
        return joint.joined(form) if form and joint else form

    def sides(
        self, equation: Equation, step: sp.Expr = TIME, printer: LatexPrinter | None = None
    ) -> tuple[str, list[Piece], bool]:
        """Left-hand side at a step, summands, and whether they are in matrix form rather than in components."""
        printer = printer or self.printer
        form = self.form(equation)
        if form is None:
            return printer.doprint(equation.lhs.xreplace({TIME: step})), printer.terms(equation), False
        left = printer.doprint(Array(equation.tensor, step if equation.tensor.in_time else None))
        return left, [printer.node_piece(self.tree(term.node)) for term in form.terms] or [ZERO], True

    def formula(self, equation: Equation, pieces: Sequence[Piece] | None = None) -> Formula:
        """The equation in matrix form, with its number."""
        left, plain, _ = self.sides(equation)
        return Formula(aligned(left, pieces or plain, ROOM), self.numbers[equation.name], self.label(equation.tensor))

    def label(self, tensor: Tensor) -> str:
        return f"{self.forward.name}:{tensor.name}"

    def reference(self, tensor: Tensor) -> str:
        return rf"\eqref{{{self.label(tensor)}}}"

    @cached_property
    def equations(self) -> list[Formula]:
        """The forward equations in matrix form."""
        return [self.formula(equation) for equation in self.forward.equations]

    @cached_property
    def components(self) -> list[Formula]:
        """The forward equations in components."""
        return list(map(self.in_components, self.forward.equations))

    def in_components(self, equation: Equation) -> Formula:
        return Formula(aligned(self.printer.doprint(equation.lhs), self.printer.terms(equation), ROOM))

    @cached_property
    def loss(self) -> Formula:
        """The equation by which gradients arrive from outside."""
        return self.in_components(self.backward.objective.equations[-1])

    # --- derivations

    @cached_property
    def cards(self) -> list[Card]:
        """One card a tensor, in the order in which the backward pass computes the gradients."""
        return [self.card(derivation) for derivation in self.backward.derivations.values()]

    def card(self, derivation: Derivation) -> Card:
        tensor, equation = derivation.tensor, derivation.equation
        several = len(derivation.paths) > 1
        steps = tuple(
            self.step(derivation, path, mark(number) if several else "")
            for number, path in enumerate(derivation.paths, start=1)
        )
        _, pieces, _ = self.sides(equation)
        marked = [
            (sign, self.annotated(text, derivation, term))
            for (sign, text), term in zip(pieces, equation.terms, strict=False)
        ]
        kind = "" if tensor.kind is Kind.SIGNAL else f"{KINDS[tensor.kind]} "
        return Card(self.symbol(tensor), self.symbol(equation.tensor), kind, steps, self.formula(equation, marked))

    def annotated(self, text: str, derivation: Derivation, term: Term) -> str:
        """A summand of a gradient over the marks of the paths that led to it and the steps on which it exists."""
        numbers = paths_of(derivation, term) if len(derivation.paths) > 1 else ()
        notes = ["".join(map(mark, numbers))] if numbers else []
        notes += [self.condition(bound, derivation.tensor.first) for bound in term.when]
        if not notes:
            return text
        return underbraced(text, r"\;".join(notes))

    def step(self, derivation: Derivation, path: Path, number: str) -> Step:
        """The lines of one path."""
        printer, target = self.printer, derivation.target
        term = printer.doprint(path.read.expr)
        left = rf"\frac{{\partial}}{{\partial {printer.doprint(target)}}}{fenced(term)}"
        derivative, local = printer.doprint(path.derivative), printer.doprint(path.local)
        lines = [Line(left, f"= {derivative}", "local derivative")]
        if local != derivative:
            lines.append(Line("", f"= {local}", self.rewriting(path)))
        whole = derivation.adjoint.at(index.primed for index in derivation.equation.indices)
        lines.append(
            Line(
                number or printer.doprint(whole),
                f"= {signed_piece(printer.term(path.product))}",
                "times what arrives",
            )
        )
        primed = {index: index.primed for index in derivation.equation.indices}
        result = f"= {signed_piece(printer.term(path.result.xreplace(primed)))}"
        matrix = self.in_matrix_form(path.result, derivation.equation) if number else ""
        when = "".join(rf"\quad ({self.condition(bound, derivation.tensor.first)})" for bound in path.result.when)
        if matrix:
            matrix = rf"\;\longrightarrow\; {matrix}{when}"
        if width(result) + width(matrix) < 0.7 * ROOM:
            lines.append(Line("", f"{result} {matrix}".rstrip(), self.contracted(path)))
        else:
            lines += [Line("", result, self.contracted(path)), *([Line("", matrix, "")] if matrix else [])]
        if width(left) + max(width(line.right) + width(line.remark) / 2 for line in lines) > ROOM:
            lines[:1] = [Line("", left, ""), replace(lines[0], left="")]
        return Step(number, self.through(derivation, path), tuple(lines))

    def in_matrix_form(self, term: Term, equation: Equation) -> str:
        if self.notation.form == "components":
            return ""
        try:
            node = matrix_term(term, equation.indices, self.reading)
            return signed_piece(self.printer.node_piece(self.tree(node)))
        except NoMatrixForm:
            return ""

    def rewriting(self, path: Path) -> str:
        """Why the local derivative looks other than SymPy's answer."""
        kept = path.local.atoms(sp.Function)
        gone = {call for call in path.derivative.atoms(sp.Function) if call not in kept}
        used = [e for e in self.forward.equations if len(e.terms) == 1 and e.terms[0].expr in gone]
        if used:
            return "slope by its output, " + ", ".join(self.reference(equation.tensor) for equation in used)
        return "one summand"

    def contracted(self, path: Path) -> str:
        """The deltas used up: what each index was replaced by."""
        rules = []
        for contraction in path.contractions:
            if contraction.index is not None and contraction.value is not None:
                index, value = self.printer.doprint(contraction.index), self.printer.step(contraction.value)
                rules.append(rf"{index} \to {value}")
            else:
                rules.append("=".join(self.printer.step(side) for side in contraction.delta.args))
        text = r",\ ".join(rules)
        return f"${text}$" if rules else ""

    def through(self, derivation: Derivation, path: Path) -> str:
        """Where the tensor is read."""
        tensor, user = derivation.tensor, path.user.tensor
        if user.kind is Kind.LOSS:
            at_end = any(step.has(T.symbol) for step in path.read.shifts(tensor))
            return "from outside" + (", at the last step" if at_end else "")
        shifted = any(c.index == TIME and c.value == TIME.primed + 1 for c in path.contractions)
        later = ", which reads it one step later" if shifted else ""
        return f"through ${self.bare(user)}$, equation~{self.reference(user)}{later}"

    def bare(self, tensor: Tensor) -> str:
        """The tensor's name, without a step."""
        return str(self.printer.doprint(Array(tensor, None)))

    def condition(self, bound: Bound, first: int) -> str:
        """The range of an index, as short as it can be said."""
        index, lo, hi = (self.printer.doprint(bound.index), bound.lo, bound.hi)
        if lo == hi:
            return f"{index}={self.printer.step(lo)}"
        if lo == first:
            return f"{index}<T" if hi == T.symbol - 1 else rf"{index} \leq {self.printer.doprint(hi)}"
        if hi == bound.index.size.symbol:
            return rf"{index} \geq {self.printer.doprint(lo)}"
        return rf"{self.printer.doprint(lo)} \leq {index} \leq {self.printer.doprint(hi)}"

    # --- the edges of time, the summary, the flow of the error

    @cached_property
    def edges(self) -> list[Edge]:
        """The gradients of the states where they differ from what they are in between."""
        return [self.edge(state) for state in self.forward.states]

    def edge(self, state: Tensor) -> Edge:
        equation = self.backward.derivation(state).equation
        between = Bound(TIME, sp.S.One, T.symbol - 1)

        def at(step: sp.Expr) -> Formula:
            terms = equation_at(equation, step, between)
            left, pieces, _ = self.sides(self.with_terms(equation, terms), step)
            return Formula(aligned(left, pieces, ROOM - 8))

        return Edge(self.symbol(state), at(T.symbol), at(TIME), at(sp.S.Zero))

    @staticmethod
    def with_terms(equation: Equation, terms: Iterable[Term]) -> Equation:
        return Equation(equation.tensor, equation.bounds, tuple(terms))

    @cached_property
    def loop(self) -> list[Formula]:
        """What the backward pass computes at each step, in order."""
        return [self.summarised(e) for e in self.backward.system.equations if e.tensor.in_time]

    @cached_property
    def after(self) -> list[Formula]:
        """What is summed over the steps; concatenated weights as one."""
        joined: dict[str, Formula | None] = {}
        for joint in self.joints.values():
            if (formula := self.joint_gradient(joint)) is not None:
                names = [self.backward.derivation(weight.tensor).adjoint.name for weight in joint.weights]
                first = min(names, key=lambda name: self.numbers[name])
                joined.update({name: formula if name == first else None for name in names})
        equations = [e for e in self.backward.system.equations if not e.tensor.in_time]
        found = [joined.get(e.name) if e.name in joined else self.summarised(e) for e in equations]
        return [formula for formula in found if formula is not None]

    def summarised(self, equation: Equation) -> Formula:
        """An equation of the loop t = T…1, in which what comes from step T+1 is zero."""
        _, pieces, _ = self.sides(equation)
        first = equation.tensor.first
        marked = []
        for (sign, text), term in zip(pieces, equation.terms, strict=False):
            special = [b for b in term.when if b.index != TIME or b.lo not in (0, 1) or b.hi not in ENDS]
            brackets = "".join(rf"[{self.condition(bound, first)}]\," for bound in special)
            marked.append((sign, brackets + text))
        return self.formula(equation, marked)

    @property
    def summary_height(self) -> int:
        """The height of the summary in pt, roughly, so that it can begin where it fits a page."""
        lines = [
            line for formula in (*self.loop, *self.after, *(e.first for e in self.edges)) for line in formula.lines
        ]
        return min(150 + sum(32 if r"\frac" in line else 17 for line in lines), 650)

    @cached_property
    def recurrences(self) -> list[Recurrence]:
        """The direct path of each state, and beside it everything that reaches it."""
        return [self.recurrence(state) for state in self.forward.states]

    def recurrence(self, state: Tensor) -> Recurrence:
        flowing = flow(self.backward, state)
        left, direct = self.one_step_back(state, flowing.direct)
        _, others = self.one_step_back(state, [term for _, term in flowing.others])
        complete = [(sign, underbraced(text, r"\text{direct}")) for sign, text in direct if flowing.direct]
        for (sign, text), (path, term) in zip(others, flowing.others, strict=False):
            outside = path.user.tensor.kind is Kind.LOSS
            notes = [r"\text{from outside}" if outside else rf"\text{{through }}{self.bare(path.user.tensor)}"]
            notes += [self.condition(bound, 1) for bound in term.when]
            complete.append((sign, underbraced(text, r",\;".join(notes))))
        within = [
            Formula(aligned(*self.one_step_back(other, [*now.direct, *(term for _, term in now.others)]), ROOM))
            for other in self.forward.states
            if other != state and any(self.reads_back(term, other) for _, term in flowing.others)
            for now in [flow(self.backward, other)]
        ]
        users = dict.fromkeys(path.user.tensor for path, _ in flowing.others if path.user.tensor.kind is not Kind.LOSS)
        adjoint = self.backward.derivation(state).adjoint
        return Recurrence(
            self.symbol(state),
            str(self.printer.doprint(Array(state, TIME - 1))),
            str(self.printer.doprint(Array(adjoint, TIME - 1))),
            Formula(aligned(left, direct, ROOM - 8)) if flowing.direct else None,
            Formula(aligned(left, complete or [ZERO], ROOM)),
            tuple(within),
            tuple(map(self.bare, users)),
        )

    def one_step_back(self, state: Tensor, terms: Iterable[Term]) -> tuple[str, list[Piece]]:
        r"""The gradient of a state at t-1 as the sum of these terms, with \partial L/\partial u written out."""
        printer = LatexPrinter(PARTIAL, self.reading) if self.notation is DEFAULT else self.printer
        equation = self.with_terms(self.backward.derivation(state).equation, terms)
        left, pieces, _ = self.sides(equation, TIME - 1, printer)
        return left, pieces

    def reads_back(self, term: Term, state: Tensor) -> bool:
        """Whether the term holds the gradient of the state at t-1."""
        adjoint = self.backward.derivation(state).adjoint
        return any(c.base == adjoint and c.indices[0] == TIME - 1 for c in term.components())


KINDS = {
    Kind.INPUT: "input",
    Kind.STATE: "state",
    Kind.SIGNAL: "computed",
    Kind.PARAMETER: "parameter",
    Kind.ADJOINT: "adjoint",
    Kind.TANGENT: "tangent",
    Kind.SEED: "gradient from outside",
}
"""Kinds of tensors, in the order of the table, and what the notes call them."""

ENDS = (T.symbol - 1, T.symbol)
ZERO: Piece = ("+", "0")


def shape(features: Sequence[Size], row: bool = False) -> str:
    """The space that an array lives in; a row is a matrix of one row."""
    if row and len(features) == 1:
        return rf"\mathbb{{R}}^{{1 \times {features[0].name}}}"
    axes = r" \times ".join(size.name for size in features)
    return rf"\mathbb{{R}}^{{{axes}}}" if axes else r"\mathbb{R}"


def mark(number: int) -> str:
    """The mark of a path: its number in a circle of its colour."""
    return rf"\derivePath{{{number}}}{{{(number - 1) % COLOURS + 1}}}"


COLOURS = 6


def underbraced(text: str, below: str) -> str:
    return rf"\underbrace{{{text}}}_{{{below}}}"


def signed_piece(piece: Piece) -> str:
    sign, text = piece
    return text if sign == "+" else f"-{text}"


def escaped(text: str) -> str:
    """A user's text for LaTeX: ``code`` in its own face, and a character that pdflatex may not know by its name."""
    plain, *quoted = re.split(r"``(.+?)``", text)
    rest = zip(quoted[::2], quoted[1::2], strict=True)
    return _set(plain) + "".join(rf"\texttt{{{_set(code)}}}{_set(more)}" for code, more in rest)


def _set(text: str) -> str:
    return "".join(SPECIAL.get(character) or _known(character) for character in text)


SPECIAL = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "→": r"$\to$",
    "⊙": r"$\odot$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "−": "$-$",
}


def _known(character: str) -> str:
    """A character that pdflatex knows, or what stands for it."""
    if ord(character) < 0x180 or character in "–—‘’“”…":
        return character
    name = unicodedata.name(character, f"U+{ord(character):X}").lower()
    if name.startswith("greek ") and (letter := name.split()[-1]) in greek_letters_set:
        return f"${spelled(letter.capitalize() if 'capital' in name else letter).latex()}$"
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or f"[{name}]"
