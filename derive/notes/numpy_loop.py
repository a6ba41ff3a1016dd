"""The whole of backpropagation through time in a few lines of NumPy, for one sequence, as one would write it by hand.

The kernels are what to run; this is to be read, and typed in.  Arrays in time have the step as their first index and
begin at 0; what lies beyond step T is zero.
"""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterator, Mapping, Sequence

import sympy as sp

from derive.analysis.flow import equation_at
from derive.calculus import Derivation
from derive.core.equations import TIME, Bound, Equation, Kind, System, T, Tensor
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.forms.tree import Node
from derive.notes.patterns import patterns
from derive.notes.writer import NotesWriter

FUNCTIONS = {
    "sigmoid": "sigmoid({})",
    "tanh": "np.tanh({})",
    "exp": "np.exp({})",
    "log": "np.log({})",
    "sqrt": "np.sqrt({})",
    "relu": "np.maximum({}, 0)",
    "absolute": "np.abs({})",
    "maximum": "np.maximum({}, {})",
    "log_sigmoid": "np.log(sigmoid({}))",
    "sign": "np.sign({})",
    "step": "({} > 0)",
    "stop_gradient": "{}",
}

TAKEN = frozenset(("np", "sum", "range", "sigmoid", "T", "t", "d"))
"""Names that the program uses itself."""

WIDTH = 96
"""The signs of a line."""

LONG = 104
"""The signs of a line that cannot be broken before a plus."""

LONGEST = 40
"""The lines beyond which a reader is better served by the kernel."""

SUM, PRODUCT, POWER, ATOM = range(4)


class NotInLines(Exception):
    """The equations cannot be written in a few lines; the message says why."""


def numpy_lines(writer: NotesWriter) -> list[str] | None:
    """The lines of the program; None where it would be long, or no program for one sequence."""
    forward, backward = writer.forward, writer.backward
    if any(state.reverse for state in forward.states) or not forward.states or forward.loss is not None:
        return None
    try:
        lines = [wrapped(line) for line in _program(writer)]
    except NotInLines:
        return None
    names = {tensor.name for system in (forward, backward.system) for tensor in system.tensors.values()}
    fits = len(lines) <= LONGEST and not names & TAKEN and not any(map(keyword.iskeyword, names))
    return lines if fits else None


def _program(writer: NotesWriter) -> Iterator[str]:
    forward, backward = writer.forward, writer.backward
    read = {tensor for equation in backward.system.equations for tensor in equation.reads()}
    before = [e for e in forward.equations if not e.tensor.in_time]
    yield from (_line(equation, writer, {}) for equation in before)
    yield "for t in range(1, T + 1):"
    kept = {forward.output, *forward.states, *read}
    yield from (f"    {line}" for line in _loop(writer, forward, [t for t in kept if t is not None]))
    yield "for t in range(T, 0, -1):"
    states = [backward.derivation(state).adjoint for state in forward.states]
    inputs = [backward.derivation(tensor).adjoint for tensor in forward.of_kind(Kind.INPUT)]
    outside = [e for e in backward.system.equations if not e.tensor.in_time]
    summed = {tensor for equation in outside for tensor in equation.reads()}
    yield from (f"    {line}" for line in _loop(writer, backward.system, [*states, *inputs, *summed]))
    for state in forward.states:
        equation = backward.derivation(state).equation
        terms = equation_at(equation, sp.S.Zero, Bound(TIME, sp.S.One, T.symbol - 1))
        code = _code(writer.with_terms(equation, terms), writer, {})
        yield f"{equation.name}[0] = {code}"
    derivations = [backward.derivation(tensor) for tensor in forward.parameters]
    for group in patterns(derivations):
        yield from _sums(group, writer)


def _loop(writer: NotesWriter, system: System, kept: Collection[Tensor]) -> Iterator[str]:
    """A line for each equation in time, those that only one other reads put into it."""
    inside: dict[Tensor, Node] = {}
    for equation in system.equations:
        if not equation.tensor.in_time:
            continue
        users = list(system.users(equation.tensor))
        once = len(users) == 1 and all(
            component.indices[0] == TIME
            for term in users[0].terms
            for component in term.components()
            if component.base == equation.tensor
        )
        if once and equation.tensor not in kept and _occurs(equation.tensor, users[0]) == 1:
            inside[equation.tensor] = _whole(equation, writer, inside)
        else:
            yield _line(equation, writer, inside)


def _occurs(tensor: Tensor, user: Equation) -> int:
    """How often an equation reads a tensor."""
    parts = (part for term in user.terms for part in sp.preorder_traversal(term.expr))
    return sum(isinstance(part, sp.Indexed) and part.base == tensor for part in parts)


def _whole(equation: Equation, writer: NotesWriter, inside: Mapping[Tensor, Node]) -> Node:
    """The right-hand side of an equation as one node, with others put into it."""
    form = matrix_form(equation, writer.reading)
    if form is None:
        raise NotInLines(f"{equation.name} has no matrix form")
    nodes = [_put(_only_at_the_end(term.node, term.when), inside) for term in form.terms]
    return nodes[0] if len(nodes) == 1 else mx.Added(tuple(nodes))


AT_END = Tensor("(t == T)", (), Kind.GIVEN)
"""What a term that exists at the last step alone is multiplied by."""


def _only_at_the_end(node: Node, when: Sequence[Bound]) -> Node:
    """A term that exists at the last step only; what comes from step T+1 is zero by itself."""
    if any(bound.lo == bound.hi == T.symbol for bound in when):
        return mx.Scaled((mx.Array(AT_END, None),), node)
    return node


def _put(node: Node, inside: Mapping[Tensor, Node]) -> Node:
    if isinstance(node, mx.Array):
        return inside.get(node.tensor, node)
    return mx.mapped(node, lambda part: _put(part, inside))


def _line(equation: Equation, writer: NotesWriter, inside: Mapping[Tensor, Node]) -> str:
    left = f"{equation.name}[t]" if equation.tensor.in_time else equation.name
    return f"{left} = {_code(equation, writer, inside)}"


def wrapped(line: str) -> str:
    """The line, or several within parentheses where it is too long for a page: it breaks before a plus."""
    if len(line) <= WIDTH or " for d in (" in line:
        return line
    left, _, right = line.partition(" = ")
    indent = " " * (len(left) + 4)
    lines = [""]
    for nth, part in enumerate(right.split(" + ")):
        piece = part if nth == 0 else f" + {part}"
        if len(indent) + len(lines[-1]) + len(piece) > WIDTH and nth:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return f"{left} = (" + f"\n{indent}".join(lines) + ")"


def _code(equation: Equation, writer: NotesWriter, inside: Mapping[Tensor, Node]) -> str:
    return code(_whole(equation, writer, inside))[0] if equation.terms else "0"


def _sums(group: Sequence[Derivation], writer: NotesWriter) -> Iterator[str]:
    """The gradients of parameters that are summed alike, on one line."""
    found = []
    for derivation in group:
        node = _whole(derivation.equation, writer, {})
        if not isinstance(node, mx.Summed):
            raise NotInLines(f"{derivation.equation.name} is more than a sum over steps")
        adjoints = {a.tensor for a in mx.walk(node.item) if isinstance(a, mx.Array) and a.tensor.kind is Kind.ADJOINT}
        if len(adjoints) != 1:
            raise NotInLines(f"{derivation.equation.name} holds several gradients")
        [adjoint] = adjoints
        found.append((derivation.equation.name, adjoint.name, code(node.item, {adjoint: "d"})[0], code(node.item)[0]))
    if len(found) > 1 and len({inner for _, _, inner, _ in found}) == 1:
        targets, sources = (", ".join(one[place] for one in found) for place in (0, 1))
        line = f"{targets} = (sum({found[0][2]} for t in range(1, T + 1)) for d in ({sources}))"
        yield line if len(line) <= LONG else line.replace(" = (sum", " = (\n    sum", 1)
    else:
        yield from (f"{name} = sum({inner} for t in range(1, T + 1))" for name, _, _, inner in found)


# ---------------------------------------------------------------------------------------------------------------------


def code(node: Node, names: Mapping[Tensor, str] | None = None) -> tuple[str, int]:
    """A node as NumPy, and how tightly it holds together.

    Raises:
        NotInLines: it has no short form.
    """
    names = names or {}

    def within(part: Node, least: int) -> str:
        text, holds = code(part, names)
        return text if holds >= least else f"({text})"

    match node:
        case mx.Constant(value):
            return str(value), ATOM if value.is_Symbol or (value.is_Integer and value >= 0) else SUM
        case mx.Array(tensor, step):
            name = names.get(tensor, tensor.name)
            return (name if step is None else f"{name}[{str(step).replace(' ', '')}]"), ATOM
        case mx.Transposed(item):
            return f"{within(item, ATOM)}.T", ATOM
        case mx.Matmul(left, right) if not isinstance(left, mx.Diagonal) and not isinstance(right, mx.Diagonal):
            return f"{within(left, POWER)} @ {within(right, POWER)}", PRODUCT
        case mx.Outer(left, right):
            return f"np.outer({code(left, names)[0]}, {code(right, names)[0]})", ATOM
        case mx.Inner(mx.Ones(), right):
            return f"np.sum({code(right, names)[0]})", ATOM
        case mx.Inner(left, right) if len(left.axes) == 2:
            return f"np.sum({within(left, PRODUCT)} * {within(right, POWER)})", ATOM
        case mx.Inner(left, right):
            return f"{within(left, POWER)} @ {within(right, POWER)}", PRODUCT
        case mx.Hadamard(items):
            return " * ".join([within(items[0], PRODUCT), *(within(item, POWER) for item in items[1:])]), PRODUCT
        case mx.Quotient(above, below):
            return f"{within(above, PRODUCT)} / {within(below, POWER)}", PRODUCT
        case mx.Scaled((mx.Constant(value),), item) if value == -1:
            return f"-{within(item, PRODUCT)}", SUM
        case mx.Scaled(factors, item) if not isinstance(item, mx.Ones):
            return " * ".join([*(within(factor, POWER) for factor in factors), within(item, POWER)]), PRODUCT
        case mx.Added(items):
            first, *others = (within(item, SUM if isinstance(item, mx.Scaled) else PRODUCT) for item in items)
            return first + "".join(f" - {part[1:]}" if part.startswith("-") else f" + {part}" for part in others), SUM
        case mx.Raised(base, exponent):
            return f"{within(base, ATOM)}**{exponent}", POWER
        case mx.Applied(function, args) if function.__name__ in FUNCTIONS:
            return FUNCTIONS[function.__name__].format(*(code(arg, names)[0] for arg in args)), ATOM
    raise NotInLines(f"no short form of {type(node).__name__}")
