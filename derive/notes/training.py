"""From the cell to learning: head, loss, layers, and the step that a gradient is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import sympy as sp

from derive.backends.numpy import compiled
from derive.calculus import Backward, adjoint, tangent
from derive.calculus.substitute import solved, substituted
from derive.cells.rnn import rnn
from derive.core.equations import TIME, Equation, Kind, N, System, T, Tensor, Term
from derive.core.functions import sigmoid
from derive.forms.reader import matrix_term
from derive.forms.tree import Array, Diagonal, Outer
from derive.language import Cell
from derive.notation import DEFAULT, Notation, Symbol
from derive.notes.cell import facts
from derive.notes.document import (
    Block,
    Card,
    Code,
    Display,
    Document,
    Equations,
    Fact,
    Formula,
    Items,
    Line,
    Section,
    Steps,
    Table,
    Text,
)
from derive.notes.forward import conventions, dimensioned
from derive.notes.gradients import card, gradients
from derive.notes.networks import LOSSES, both_ways, classifier, forecaster
from derive.notes.time import at_edge
from derive.notes.writer import ROOM, NotesWriter
from derive.typeset.lines import aligned
from derive.typeset.tree import EMPTY, Piece, signed


def training(notation: Notation = DEFAULT, interactive: bool = False) -> Document:
    """What surrounds a cell, derived as the cell is: dense head, loss, layers; and what is done with the gradient.

    Args:
        notation: the notation.
        interactive: mark the symbols of tensors, for a page on which one can point at them.
    """
    head = Excerpt(classifier, notation, interactive)
    stack = Excerpt(forecaster, notation, interactive, ("h_2", "h_1"), head.last)
    sides = Excerpt(both_ways, notation, interactive, ("h_right", "h_left", "x"), stack.last)
    return Document(
        name="training",
        title="From the cell to learning",
        about="Head, loss, layers, and the step of learning, derived.",
        sections=(
            conventions(head),
            _forward(head),
            gradients(head, folded=False),
            _together(head),
            _losses(notation),
            _modes(stack, head),
            _layers(stack, sides),
            _update(head),
            _example(stack),
            _code(),
            _references(),
        ),
        facts=_facts(head, stack, sides) if interactive else {},
    )


class Excerpt(NotesWriter):
    """A network of which some gradients are shown; its numbers follow upon those of another.

    Args:
        cell: the network.
        notation: the notation.
        interactive: mark the symbols.
        gradients: the tensors whose gradients are shown; all, where none is named.
        before: the last number that is taken.
    """

    def __init__(
        self, cell: Cell, notation: Notation, interactive: bool = False, gradients: Sequence[str] = (), before: int = 0
    ) -> None:
        super().__init__(derived(cell.system), notation, interactive)
        own = self.printer.notation
        self.printer = self.in_notation(replace(own, names={**own.names, "loss": Symbol.read("L")}))
        adjoints = [self.backward.derivation(tensor).adjoint for tensor in gradients or self.backward.derivations]
        shown = [*(equation.name for equation in self.forward.equations), *(adjoint.name for adjoint in adjoints)]
        self.numbers = {name: number for number, name in enumerate(shown, before + 1)}
        self.last = before + len(shown)

    def tensor(self, name: str) -> str:
        """A tensor's symbol."""
        return f"${self.symbol(self.forward.tensors[name])}$"

    def delta(self, name: str) -> str:
        """The symbol of a tensor's gradient."""
        return f"${self.symbol(self.backward.derivation(name).adjoint)}$"

    def stated(self) -> Equations:
        """The forward equations, with their dimensions."""
        matrix = self.notation.form == "matrix"
        return Equations(tuple(dimensioned(self) if matrix else self.equations), "define")

    def card(self, name: str) -> Card:
        return card(self, self.backward.derivation(name))

    def lines(self, equation: Equation, remark: str = "", left: bool = True) -> Iterator[Line]:
        """An equation as lines of a derivation."""
        yield from remarked(unnumbered(self, equation), remark, left)


def unnumbered(writer: NotesWriter, equation: Equation) -> Formula:
    """An equation that no other refers to."""
    left, pieces, _ = writer.sides(equation)
    return Formula(aligned(left, pieces, ROOM))


def derived(system: System) -> Backward:
    """The gradients of a network's loss, where no gradient arrives at the final states."""
    assert system.loss is not None
    return adjoint(system, Equation(Tensor("L", (), Kind.LOSS), (), (Term(system.loss.at(())),)))


def remarked(formula: Formula, remark: str = "", left: bool = True) -> Iterator[Line]:
    """The lines of a formula, the last one with a remark; its left-notation side only where that is asked for."""
    lines = formula.lines if left else tuple(replace(line, left=EMPTY) for line in formula.lines)
    *most, last = lines
    yield from (*most, replace(last, remark=remark))


def _facts(*scripts: Excerpt) -> dict[str, Fact]:
    """What there is to say of each tensor; where several networks have one of its name, of the first."""
    found: dict[str, Fact] = {}
    for writer in scripts:
        shown = {name: fact for name, fact in facts(writer).items() if name not in found}
        found.update(shown)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Head and loss.


def _forward(head: Excerpt) -> Section:
    h, a, q, p = map(head.tensor, "haqp")
    said = (
        f"A cell gives out {h}, and knows nothing of what it is for. A *dense head* makes as many numbers {a} of it as "
        f"there are numbers in the target {q}, and a *loss* says in one number, summed over steps and sequences, how "
        f"far off they are. Here the head is followed by a softmax, whose result {p} is a distribution over $C$ "
        f"classes, and the loss is the cross-entropy of {p} and {q}:"
    )
    after = "These are equations like those of a cell, and are differentiated like them."
    return Section("Head and loss", "forward", (Text(said), head.stated(), Text(after)))


def _together(head: Excerpt) -> Section:
    """Softmax and cross-entropy put into one another, and the Jacobian between them."""
    a, p, q, h = map(head.tensor, "apqh")
    blocks: list[Block] = [
        Text(
            f"Put into one another, from {a} up to the loss, the gradients above lose their logarithm, exponentials "
            "and quotients:"
        ),
        Steps(tuple(_eliminated(head))),
        Text(
            f"Where {q} is one-hot, the entry of the right class is its probability less one, and every other entry "
            "its probability. Nothing is divided by a probability any more, which may be zero in floating-point "
            "numbers; networks are therefore written with both in one function, `softmax_cross_entropy`. The same "
            f"comes of the Jacobian of the softmax. When {a} moves, {p} moves by"
        ),
        *_jacobian(head),
        Text(
            f"With it, the gradients of the head's parameters, and what goes down into the cell, are those of the "
            f"cards above. The gradient by {h} is what the notes of a cell call ${head.notation.arriving}$: it "
            "arrives from outside at the cell's output."
        ),
        Equations(tuple(head.formula(head.backward.derivation(name).equation) for name in "Vbh"), "repeat"),
    ]
    return Section("Softmax and cross-entropy together", "together", tuple(blocks), need=200)


def _eliminated(head: Excerpt) -> Iterator[Line]:
    """The gradient by the head's output, its gradients replaced one by one."""
    q, p = head.forward.tensors["q"], head.forward.tensors["p"]
    equation = head.backward.derivation("a").equation
    yield from head.lines(equation, head.reference(equation.tensor))
    for names in (("e",), ("zeta",), ("p",), ("l", "loss")):
        put = [head.backward.derivation(name).equation for name in names]
        equation = substituted(equation, put)
        yield from head.lines(equation, "with " + ", ".join(head.reference(one.tensor) for one in put), left=False)
    equation = substituted(equation, [_solved_for_exponentials(head)])
    yield from head.lines(equation, f"with {head.reference(p)}, solved for {head.tensor('e')}", left=False)
    yield from head.lines(_adding_to_one(equation, q), f"as {head.tensor('q')} adds up to 1", left=False)


def _solved_for_exponentials(head: NotesWriter) -> Equation:
    """The exponentials as what the probabilities make of their sum."""
    return solved(head.forward.equation("p"), head.forward.tensors["e"])


def _adding_to_one(equation: Equation, distribution: Tensor) -> Equation:
    """The equation where the components of a tensor add up to 1."""
    terms = []
    for term in equation.terms:
        for component in term.components():
            kept = tuple(bound for bound in term.sums if bound.index != component.indices[-1])
            if component.base == distribution and kept != term.sums:
                term = replace(term, expr=term.expr / component, sums=kept)
        terms.append(term)
    return replace(equation, terms=tuple(terms))


def moved(head: NotesWriter) -> Equation:
    """How the probabilities move when what the softmax is taken of does."""
    system = tangent(head.forward)
    steps = [system.equation(name) for name in ("tzeta", "te")]
    return substituted(system.equation("tp"), [*steps, _solved_for_exponentials(head)])


def _jacobian(head: Excerpt) -> Iterator[Block]:
    equation = moved(head)
    yield Equations((unnumbered(head, equation),))
    if head.notation.form == "components":
        return
    p = Array(head.forward.tensors["p"], TIME)
    diagonal, outer = (head.printer.doprint(head.tree(node)) for node in (Diagonal(p), Outer(p, p)))
    fraction = rf"\partial {head.symbol(p.tensor)} / \partial {head.symbol(head.forward.tensors['a'])}"
    yield Text(
        f"so that the Jacobian is ${fraction} = {diagonal} - {outer}$. It is symmetric, and times {head.delta('p')} it "
        f"gives {head.delta('a')} as it does above."
    )


# ---------------------------------------------------------------------------------------------------------------------
# Other losses.


def _losses(notation: Notation) -> Section:
    scripts = {name: Excerpt(cell, notation) for name, cell in LOSSES.items()}
    first = next(iter(scripts.values()))
    rows = tuple((name, f"${stated(writer)}$", f"${by_output(writer)}$") for name, writer in scripts.items())
    squashed = " or ".join(
        f"${unnumbered(writer, writer.forward.equation('s')).single}$"
        for writer in scripts.values()
        if "s" in writer.forward.tensors
    )
    table = Table(("loss", "at one step of one sequence", f"gradient by {first.tensor('a')}"), rows)
    blocks = (
        Text(
            f"The head stays; the loss, and with it {first.delta('a')}, may be another. All of these were derived from "
            "the definition in the second column."
        ),
        table,
        Text(
            f"Here {squashed}, and $p$ is the softmax as above; in its row the sum of {first.tensor('q')} is $1$ where "
            "it is a distribution. The squared error has no factor of its own: with $1/2$ the gradient has the factor "
            "$1$, without it $2$, and the mean over the $C$ outputs, which libraries call by the same name, gives "
            "$2/C$; where the mean is taken over the batch and the steps as well, they divide it further. A learning "
            "rate holds for one of these definitions. In all of them the gradient is *output less target*, "
            "times factors that are never negative: a step against it moves the output towards the target. In the last "
            "two rows nothing else is left, because the loss undoes the slope of the function before it; the squared "
            "error does not, and learns slowly where a sigmoid or a tanh is saturated."
        ),
    )
    return Section("Other losses", "losses", blocks)


def stated(writer: NotesWriter) -> str:
    """What the loss adds up at each step of each sequence."""
    assert writer.forward.loss is not None
    loss = writer.forward.equation(writer.forward.loss)
    terms = (
        replace(term, expr=summand, sums=tuple(b for b in term.sums if b.index.size not in (T, N)))
        for term in loss.terms
        for summand in sp.Add.make_args(term.expr)  # each an inner product of its own
    )
    loss = substituted(replace(loss, terms=tuple(terms)), _written_out(writer))
    if writer.notation.form == "components":
        return joined(writer.printer.terms(loss))
    nodes = (writer.tree(matrix_term(term, (), writer.reading)) for term in loss.terms)
    return joined(map(writer.printer.node_piece, nodes))


def _written_out(writer: NotesWriter) -> list[Equation]:
    """The logarithms l and the weights 1 - q, which a row of the table shows as what they are."""
    return [equation for equation in writer.forward.equations if equation.name in ("l", "a_loss")]


def by_output(writer: NotesWriter) -> str:
    """The gradient by what the head gives, with no other gradient in it."""
    return joined(writer.sides(output_gradient(writer))[1])


def output_gradient(writer: NotesWriter) -> Equation:
    """The same as an equation."""
    between = [d.equation for name, d in writer.backward.derivations.items() if name not in ("a", "h", "V", "b")]
    found = substituted(writer.backward.derivation("a").equation, [*reversed(between), *_written_out(writer)])
    if "p" in writer.forward.tensors:
        found = substituted(found, [_solved_for_exponentials(writer)])
    if any(term.expr.atoms(sigmoid) for term in found.terms) and not any(
        term.sums or term.when for term in found.terms
    ):
        found = replace(found, terms=_in_one_sigmoid(found.terms))
    return replace(found, terms=tuple(replace(term, expr=sp.factor_terms(term.expr)) for term in found.terms))


def _in_one_sigmoid(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The summands with 1 - σ(a) for σ(-a), by which what they share goes away."""

    def mirrored(argument: sp.Expr) -> sp.Expr:
        return 1 - sigmoid(-argument) if argument.could_extract_minus_sign() else sigmoid(argument)

    whole = sp.expand(sp.Add(*(term.expr for term in terms)).replace(sigmoid, mirrored))
    return tuple(map(Term, sorted(sp.Add.make_args(whole), key=lambda summand: summand.could_extract_minus_sign())))


def joined(pieces: Iterable[Piece]) -> str:
    """The summands on one line."""
    return str(signed(pieces))


# ---------------------------------------------------------------------------------------------------------------------
# Sequences and layers.


def _modes(stack: Excerpt, head: Excerpt) -> Section:
    state = stack.forward.tensors["h_2"]
    ends = (
        (at_edge(stack, state, T.symbol), "last step"),
        (at_edge(stack, state, TIME), r"$1 \leq t < T$"),
    )
    blocks = (
        Text(
            f"Above, the head reads {head.tensor('h')} at every step, and its gradient arrives at every step: "
            "*many to many*. A forecast reads the last step alone: *many to one*. Here are two Elman layers, one above "
            "the other, with such a head and half the squared error:"
        ),
        stack.stated(),
        stack.card("h_2"),
        Text(f"So the head's gradient, {stack.delta('a')} through its weights, arrives at the last step,"),
        Steps(tuple(line for formula, remark in ends for line in remarked(formula, remark))),
        Text(
            "and at every step before it nothing arrives: what those steps hear of the loss comes through the "
            "recurrence alone."
        ),
    )
    return Section("One output, or one at every step", "modes", blocks)


def _layers(stack: Excerpt, sides: Excerpt) -> Section:
    """How the gradient gets from layer to layer."""
    alone = NotesWriter(adjoint(rnn.system), stack.notation)
    (state,) = alone.forward.states
    own = at_edge(alone, state, TIME), unnumbered(alone, alone.backward.derivation("x").equation)
    blocks: tuple[Block, ...] = (
        Text(
            f"The lower layer's output is the upper layer's input: {stack.tensor('h_1')} stands where a cell has its "
            f"$x$. In the network above, its gradient is"
        ),
        stack.card("h_1"),
        Text(
            "A layer of this kind that is derived alone, under a loss of which nothing is known, has before the last "
            "step the gradients"
        ),
        Equations(own),
        Text(
            f"The card's first summand is the second of these, for the upper layer; and it stands where the first has "
            f"${alone.notation.arriving}$. So layers are joined without any further rule: what arrives at the output "
            "of a layer is the gradient by the input of the layer above it,"
        ),
        Display(
            rf"{stack.notation.arriving}^{{(\ell)}} = {stack.gradient('x^{(' + chr(92) + 'ell+1)}')}, \qquad "
            r"\ell = 1, 2, \dots"
        ),
        Text(
            "and if several layers or heads read one output, it is the sum of what they send. That is so in both "
            "directions of time. In the next network two layers read the same input, one from the first step to the "
            "last, the other from the last to the first, and one head reads both:"
        ),
        sides.stated(),
        *map(sides.card, ("h_right", "h_left", "x")),
        Text(
            f"The head sends each layer its own part of the gradient, and {sides.delta('x')} is the sum of what both "
            "send back. In the layer that runs from the last step to the first, the gradient goes from the first "
            "to the last."
        ),
    )
    return Section("Layer upon layer", "layers", blocks)


# ---------------------------------------------------------------------------------------------------------------------
# What is done with the gradient.


def _update(head: Excerpt) -> Section:
    """Steps against the gradient, in the ways that are in use."""
    g, p = head.gradient(r"\theta"), r"\theta"
    blocks = (
        Text(
            rf"Let ${p}$ be all parameters in one vector, ${g}$ their gradient, and $\eta > 0$ the learning rate. To "
            rf"first order a small step ${p} \leftarrow {p} + s$ changes the loss by the inner product of ${g}$ and "
            r"$s$, which among all steps of one length is least for the one that points against the gradient:"
        ),
        Display(rf"{p} \leftarrow {p} - \eta\,{g} \qquad (\text{{gradient descent}})"),
        Text(
            r"*Momentum* (Polyak 1964) steps along a decaying sum of the gradients so far, with $0 \leq \mu < 1$; it "
            "adds up where they agree, and cancels where they alternate:"
        ),
        Display(rf"v \leftarrow \mu\,v + {g}, \qquad {p} \leftarrow {p} - \eta\,v"),
        Text(
            r"*Adam* (Kingma & Ba 2015) also divides each component by its recent size. With $u$ and $v$ zero to begin "
            r"with, $k = 1, 2, \dots$ the number of the step, and mostly $\beta_1 = 0.9$, $\beta_2 = 0.999$, "
            r"$\epsilon = 10^{-8}$:"
        ),
        Display(
            rf"u \leftarrow \beta_1\,u + (1-\beta_1)\,{g}, \qquad v \leftarrow \beta_2\,v + (1-\beta_2)\,{g} \odot {g},"
        ),
        Display(
            rf"{p} \leftarrow {p} - \eta\,\frac{{u}}{{1-\beta_1^k}} \oslash "
            r"\left(\sqrt{\frac{v}{1-\beta_2^k}} + \epsilon\right)"
        ),
        Text(
            "Gradients that flow through many steps can grow beyond all bounds. *Clipping* (Pascanu, Mikolov & Bengio "
            "2013) keeps their direction and bounds their length by $c > 0$, before any of these steps:"
        ),
        Display(rf"{g} \leftarrow \min\left(1, \frac{{c}}{{\lVert {g} \rVert}}\right) {g}"),
        Text(
            "It is a remedy for gradients that explode; against those that vanish it does nothing, since what is lost "
            "in a sum cannot be scaled up again."
        ),
    )
    return Section("The step", "step", blocks, need=200)


RATE = 0.5
START = {"W_1": 1.0, "R_1": 0.5, "W_2": 1.0, "R_2": 0.5, "V": 1.0}


def example() -> tuple[ModuleType, Any, np.ndarray, np.ndarray]:
    """The kernel of the forecaster with one unit in each layer, its parameters, the input of two steps, the target."""
    kernel = compiled(forecaster)
    p = kernel.init(input_size=1, hidden_size=1, outputs=1)
    p.flat[:] = 0
    for name, value in START.items():
        getattr(p, name)[...] = value
    return kernel, p, np.array([1.0, 0.0]).reshape(2, 1, 1), np.array([[1.0]])


def _example(stack: Excerpt) -> Section:
    """One step of gradient descent with numbers, and one with the wrong sign."""
    kernel, p, x, q = example()
    loss, output, _, tape = kernel.forward(p, x, q)
    gradient = kernel.backward(p, tape).params
    names = [tensor.name for tensor in stack.forward.parameters]
    before = {name: getattr(p, name).item() for name in names}
    start = p.flat.copy()
    p.flat[:] = start + RATE * gradient.flat
    ascended, *_ = kernel.forward(p, x, q)
    p.flat[:] = start - RATE * gradient.flat
    descended, after, *_ = kernel.forward(p, x, q)
    rows = tuple(
        (
            stack.tensor(name),
            f"${before[name]:g}$",
            _number(getattr(gradient, name).item()),
            _number(getattr(p, name).item()),
        )
        for name in names
    )
    a, target, delta = stack.tensor("a"), stack.tensor("q"), stack.delta("a")
    blocks = (
        Text(
            f"The network of two layers, with one unit in each, on two steps, {stack.tensor('x')} first $1$ and then "
            f"$0$, with the target {target} of $1$. From the parameters in the second column it gives {a} as "
            f"{_number(output.item())}, with the loss {_number(loss)}, so that {delta} is the output less the target, "
            f"{_number((output - q).item())}. The gradients were computed by the generated kernel, and the last column "
            rf"is what a step with $\eta = {RATE}$ makes of the parameters:"
        ),
        Table(("parameter", "before", "gradient", "after"), rows, numeric=frozenset({1, 2, 3})),
        Text(f"After the step the network gives {_number(after.item())}, with the loss {_number(descended)}."),
        Text(
            f"*The sign.* The gradient of half the squared error is often printed as target less output "
            f"(M. Miguel's *How the LSTM improves the RNN* has it so). With the update as it is above, which "
            f"subtracts, that sign climbs: the same step takes the loss from {_number(loss)} up to {_number(ascended)}."
        ),
    )
    return Section("One step with numbers", "example", blocks, need=200)


def _number(value: float) -> str:
    """Four digits behind the point."""
    return f"${value:.4f}$"


LISTING = """\
import numpy as np
from derive.backends.numpy import compiled
from derive.notes.networks import forecaster

series = np.sin(0.3 * np.arange(104))
x = np.stack([series[i : i + 100] for i in range(4)])[..., None]  # 100 sequences
q = series[4:, None]  # what comes after their four steps

kernel = compiled(forecaster)
p = kernel.init(input_size=1, hidden_size=8, outputs=1, rng=0)
for epoch in range(200):
    loss, a, state, tape = kernel.forward(p, x, q)  # head and loss are in the kernel
    g = kernel.backward(p, tape).params.flat  # every gradient, in one vector
    g *= min(1, 1 / np.linalg.norm(g))  # clipped at the length 1
    p.flat -= 0.1 * g  # one step, all parameters at once
"""
"""How a network is trained; the tests run it."""


def _code() -> Section:
    blocks = (
        Text(
            "The generated kernel of a network holds head and loss, and its backward pass starts from the loss. All "
            "its parameters are views of one vector, `p.flat`, and so are their gradients; each of the steps above is "
            "a line of NumPy on them:"
        ),
        Code(LISTING),
    )
    return Section("In code", "code", blocks, need=160)


def _references() -> Section:
    items = (
        "B. T. Polyak: Some methods of speeding up the convergence of iteration methods. *USSR Computational "
        "Mathematics and Mathematical Physics* 4, 1964. Momentum.",
        "J. S. Bridle: Probabilistic interpretation of feedforward classification network outputs. In: "
        "*Neurocomputing*, Springer 1990. Softmax with cross-entropy.",
        "R. Pascanu, T. Mikolov, Y. Bengio: On the difficulty of training recurrent neural networks. ICML 2013, "
        "[arXiv 1211.5063](https://arxiv.org/abs/1211.5063). Clipping by the norm.",
        "D. P. Kingma, J. Ba: Adam: a method for stochastic optimization. ICLR 2015, "
        "[arXiv 1412.6980](https://arxiv.org/abs/1412.6980).",
    )
    return Section("References", "references", (Items(items),))
