r"""Equations in matrix form → the graph of one step.

A node is an operation, an edge is an array.  There are

* affine maps: all summands of an equation that are linear in one operand by a weight, W x + R h + p ⊙ c + b;
* functions of one array, with the numbers around them: σ, tanh, 1 - ·, 4 σ(·) - 2, the mean;
* products, sums and other joins of several arrays: × elementwise, +, • contracted, ⊗ outer, max;
* and the ends: inputs, states of the step before, states of this step, outputs.

Differences and quotients are sums and products of -u and 1/u, so that no join has an order among its operands.
Parameters are no nodes: they label what they do.  What neither a state nor the output depends on is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import sympy as sp

from derive.core.equations import TIME, Equation, Kind, N, System, T, Tensor
from derive.diagram.graph.nodes import Graph, Node, Operand, Role
from derive.diagram.graph.signs import OperationPrinter, hole
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.forms.reading import reading_order
from derive.notation import DEFAULT, Notation
from derive.notation.printer import function_sign
from derive.typeset.tree import EMPTY, Atom, Math, joined, row


def graph(system: System, notation: Notation = DEFAULT) -> Graph:
    """The graph of one step of the system."""
    return _Grapher(system, notation).graph()


def closed(tensor: Tensor) -> bool:
    """Whether the tensor is the same at every step and for every sequence: a parameter, or made of parameters."""
    return T not in tensor.axes and N not in tensor.axes


def _constant(node: mx.Node) -> bool:
    """Whether there is no data in it."""
    return all(closed(part.tensor) for part in mx.walk(node) if isinstance(part, mx.Array))


def _number(node: mx.Node) -> bool:
    """Whether there is no array in it at all, but for vectors of ones."""
    return not any(isinstance(part, mx.Array) for part in mx.walk(node))


class _Grapher:
    """Reads equations one after the other.  Nodes are numbered while they are made, and named in the end."""

    def __init__(self, system: System, notation: Notation) -> None:
        self.system, self.notation = system, notation
        self.reading = reading_order(system)
        self.printer = OperationPrinter(notation, self.reading)
        self.nodes: list[Node] = []
        self.known: dict[Node, int] = {}
        self.owner: list[str] = []
        self.values: dict[str, int] = {}
        self.ends: dict[tuple[str, str], int] = {}
        self.current = ""

    # --- the whole

    def graph(self) -> Graph:
        sinks = self.sinks()
        for equation in self.needed(sinks):
            self.current = equation.name
            self.define(equation)
        for tensor in sinks:
            role = Role.NEW if tensor.kind is Kind.STATE else Role.OUTPUT
            symbol = self.printer.notation.symbol(tensor, self.printer.step(TIME))
            operands = (Operand(str(self.values[tensor.name])),)
            self.end((tensor.name, "sink"), Node("", role, symbol, operands, tensor, symbol))
        return self.named()

    def sinks(self) -> tuple[Tensor, ...]:
        """The states, and the output where it is none; if there is neither, whatever nothing else reads."""
        system = self.system
        inner = [equation.tensor for equation in system.equations if equation.tensor.in_time]
        found = [tensor for tensor in inner if tensor.kind is Kind.STATE or tensor == system.output]
        if not found:
            found = [tensor for tensor in inner if not any(system.users(tensor))]
        order = list(system.tensors.values())
        return tuple(sorted(found, key=order.index))

    def needed(self, sinks: Iterable[Tensor]) -> Iterator[Equation]:
        """The equations that the sinks depend on within a step, in order."""
        wanted = {tensor.name for tensor in sinks}
        for equation in reversed(self.system.equations):
            if equation.name in wanted:
                wanted |= {tensor.name for tensor in equation.reads() if not closed(tensor)}
        return (equation for equation in self.system.equations if equation.name in wanted)

    def named(self) -> Graph:
        """The nodes under their final keys, each behind its operands."""
        keys: list[str] = []
        counts: dict[str, int] = {}
        given = [node.key or (node.tensor.name if node.tensor is not None else "") for node in self.nodes]
        for key, owner in zip(given, self.owner, strict=True):
            while not key or key in keys:
                counts[owner] = counts.get(owner, 0) + 1
                key = f"{owner}:{counts[owner]}"
            keys.append(key)
        nodes = {
            key: replace(node, key=key, operands=tuple(replace(o, source=keys[int(o.source)]) for o in node.operands))
            for key, node in zip(keys, self.nodes, strict=True)
        }
        values = {name: keys[number] for name, number in self.values.items()}
        return Graph(self.system.name, nodes, values, self.system.output)

    def define(self, equation: Equation) -> None:
        """Add what computes a tensor, and give its last node the tensor's name."""
        form = matrix_form(equation, self.reading)
        if form is None:
            number = self.unread(equation)
        else:
            terms = [term.node for term in form.terms]
            number = self.value(terms[0] if len(terms) == 1 else mx.Added(tuple(terms)))
        node = self.nodes[number]
        if node.tensor is None:
            if self.owner[number] != equation.name:  # an equation before has it within, and keeps it without a name
                number = self.append(node)
            symbol = self.symbol(equation.tensor)
            self.nodes[number] = replace(node, tensor=equation.tensor, symbol=symbol)
            self.known = {known: at for known, at in self.known.items() if at != number}  # the name is for this one
        self.values[equation.name] = number

    def symbol(self, tensor: Tensor) -> Math:
        return self.notation.symbol(tensor, self.printer.step(TIME) if tensor.in_time else EMPTY)

    def unread(self, equation: Equation) -> int:
        """An equation without a matrix form: one join of all that it reads."""
        components = {
            (c.base, c.indices[0] if c.base.in_time else None): None
            for term in equation.terms
            for c in term.components()
            if not closed(c.base)
        }
        operands = [self.source(tensor, step) for tensor, step in components]
        return self.add(Role.JOIN, Atom(r"\bullet"), operands, elementwise=False)

    # --- nodes

    def add(self, role: Role, label: Math, sources: Iterable[int], elementwise: bool = True) -> int:
        """A node, or the one that does the same already."""
        operands = tuple(Operand(str(source)) for source in sources)
        return self.once(Node("", role, label, operands, elementwise=elementwise))

    def once(self, node: Node) -> int:
        if node not in self.known:
            self.known[node] = self.append(node)
        return self.known[node]

    def append(self, node: Node) -> int:
        self.nodes.append(node)
        self.owner.append(self.current)
        return len(self.nodes) - 1

    def end(self, at: tuple[str, str], node: Node) -> int:
        if at not in self.ends:
            key = at[0] if node.role is Role.INPUT else f"{at[0]}@{at[1]}"
            self.ends[at] = self.append(replace(node, key=key))
        return self.ends[at]

    def source(self, tensor: Tensor, step: sp.Expr | None) -> int:
        """The node that an array comes from."""
        if tensor.name in self.values and step in (None, TIME):
            return self.values[tensor.name]
        symbol = self.notation.symbol(tensor, EMPTY if step is None else self.printer.step(step))
        at = "" if step is None else str(step).replace(" ", "")
        role = Role.INPUT if step in (None, TIME) else Role.OLD
        return self.end((tensor.name, at), Node("", role, symbol, (), tensor, symbol))

    # --- expressions

    def value(self, node: mx.Node) -> int:
        """The number of the node that computes an expression."""
        if isinstance(node, mx.Array) and not _constant(node):
            return self.source(node.tensor, node.step)
        if _constant(node):
            return self.affine([], [node])
        pin = self.pin(node)
        if pin:
            return self.affine([pin], [])
        inner = self.layer(node)
        if inner is not None:
            return self.function(node)
        match node:
            case mx.Added(items):
                return self.sum(items)
            case mx.Applied(function, args):
                return self.add(Role.JOIN, function_sign(function.__name__), map(self.value, args))
        return self.product(node)

    def function(self, node: mx.Node) -> int:
        """A function of one array with all the numbers around it, as one node."""
        core: mx.Node = node
        rebuild: Callable[[mx.Node], mx.Node] = _itself
        while (step := self.layer(core)) is not None and not self.pin(core):
            core, rebuild = step[0], _composed(rebuild, step[1])
        dot = hole(core.axes)
        return self.add(
            Role.FUNCTION,
            self.printer.operation(rebuild(dot)),
            [self.value(core)],
            elementwise=core.axes == node.axes and not any(_contracts(part) for part in mx.walk(rebuild(dot))),
        )

    def layer(self, node: mx.Node) -> tuple[mx.Node, Callable[[mx.Node], mx.Node]] | None:
        """The one array in an expression that has but numbers else, and how the expression is made of it."""
        match node:
            case mx.Applied(function, args):
                data = [arg for arg in args if not _number(arg)]
                if len(data) == 1 and not _constant(data[0]):
                    return data[0], lambda hole: mx.Applied(function, _put(args, hole))
            case mx.Scaled(factors, mx.Ones()) if sum(not _number(factor) for factor in factors) == 1:
                (core,) = (factor for factor in factors if not _number(factor))
                numbers = tuple(factor for factor in factors if _number(factor))
                return core, lambda hole: mx.Scaled(numbers, hole) if numbers else hole
            case mx.Scaled(factors, item) if all(map(_number, factors)):
                return item, lambda hole: mx.Scaled(factors, hole)
            case mx.Quotient(above, below) if _number(above) != _number(below):
                if _number(above):
                    return below, lambda hole: mx.Quotient(above, hole)
                return above, lambda hole: mx.Quotient(hole, below)
            case mx.Added(items) if sum(not _number(item) for item in items) == 1:
                (core,) = (item for item in items if not _number(item))
                return core, lambda hole: mx.Added(_put(items, hole))
            case mx.Raised(base, exponent):
                return base, lambda hole: mx.Raised(hole, exponent)
            case mx.Transposed(item):
                return item, mx.Transposed
            case mx.Diagonal(item):
                return item, mx.Diagonal
            case mx.Summed(bounds, item):
                return item, lambda hole: mx.Summed(bounds, hole)
            case mx.Inner(mx.Ones() as ones, item) if not _constant(item):
                return item, lambda hole: mx.Inner(ones, hole)
            case mx.Inner(left, right) if left == right and not _constant(left):
                return left, lambda hole: mx.Inner(hole, hole)
            case mx.Hadamard(items) if len(set(items)) == 1:
                return items[0], lambda hole: mx.Raised(hole, sp.Integer(len(items)))
        return None

    def sum(self, items: Iterable[mx.Node]) -> int:
        """An affine map of what has weights, and a sum of it with all else."""
        pins, constants, others = [], [], []
        for item in _flattened(items):
            if _constant(item):
                constants.append(item)
            elif pin := self.pin(item):
                pins.append(pin)
            else:
                others.append(self.value(item))
        others = [self.times(count, number) for number, count in _counted(others)]
        if others and not pins and all(map(_number, constants)):
            total = self.joined(Role.SUM, Atom("+"), others)
            if not constants:
                return total
            dot = hole()
            return self.add(Role.FUNCTION, self.printer.operation(mx.Added((dot, *constants))), [total])
        chip = self.affine(pins, constants)
        return self.joined(Role.SUM, Atom("+"), [chip, *others])

    def times(self, count: int, number: int) -> int:
        """A node's value several times."""
        return number if count == 1 else self.add(Role.FUNCTION, row(str(count), r"\,", r"\cdot"), [number])

    def affine(self, pins: Iterable[tuple[list[mx.Node], int]], constants: Sequence[mx.Node]) -> int:
        """An affine map; operands that come twice share their weights."""
        weights: dict[int, list[list[mx.Node]]] = {}
        for weight, source in pins:
            weights.setdefault(source, []).append(weight)
        operands = tuple(
            Operand(str(source), joined(map(self.weight, parts), "+"), _parameter(sum(parts, [])))
            for source, parts in weights.items()
        )
        bias = (
            self.printer.doprint(mx.Added(tuple(constants)) if len(constants) > 1 else constants[0])
            if constants
            else EMPTY
        )
        parameter = _parameter(constants)
        return self.once(Node("", Role.AFFINE, EMPTY, operands, elementwise=False, bias=bias, parameter=parameter))

    def pin(self, node: mx.Node) -> tuple[list[mx.Node], int] | None:
        """The factors of a weight and the operand that it is multiplied to; None where there is no weight."""
        numbers: list[mx.Node] = []
        while isinstance(node, mx.Scaled) and all(map(_number, node.factors)):
            numbers += node.factors
            node = node.item
        match node:
            case mx.Matmul(left, right) | mx.Outer(left, right) if _constant(left) != _constant(right):
                weight, data = (left, right) if _constant(left) else (right, left)
            case mx.Inner(left, right) if _constant(left) != _constant(right):
                weight, data = (mx.Transposed(left), right) if _constant(left) else (mx.Transposed(right), left)
                if _number(weight):
                    return None
            case mx.Hadamard() | mx.Scaled() | mx.Quotient():
                factors, weights = self.factors(node)
                weights = [*numbers, *weights]
                if all(map(_number, weights)):
                    return None
                return weights, self.multiplied(factors)
            case _:
                return None
        return [*numbers, weight], self.value(data)

    def weight(self, parts: Sequence[mx.Node]) -> Math:
        return joined(map(self.printer.factor, parts)) if len(parts) > 1 else self.printer.doprint(parts[0])

    def factors(self, node: mx.Node) -> tuple[list[mx.Node], list[mx.Node]]:
        """What is multiplied elementwise: data, and what has none."""
        if isinstance(node, mx.Ones):
            return [], []
        if _constant(node):
            return [], [node]
        match node:
            case mx.Hadamard(items):
                parts = [self.factors(item) for item in items]
            case mx.Scaled(factors, item):
                parts = [self.factors(factor) for factor in (*factors, item)]
            case mx.Quotient(above, below):
                below_one = mx.Quotient(mx.Constant(sp.S.One), below)
                parts = [self.factors(above), ([], [below_one]) if _constant(below) else ([below_one], [])]
            case _:
                return [node], []
        return [f for data, _ in parts for f in data], [w for _, constants in parts for w in constants if w != ONE]

    def multiplied(self, factors: Sequence[mx.Node]) -> int:
        """The product of data, elementwise; the same factor several times is a power."""
        powers = [factor if count == 1 else mx.Raised(factor, sp.Integer(count)) for factor, count in _counted(factors)]
        return self.joined(Role.PRODUCT, Atom(r"\times"), list(map(self.value, powers)))

    def product(self, node: mx.Node) -> int:
        """A product in which nothing is a weight."""
        match node:
            case mx.Matmul(left, right) | mx.Inner(left, right):
                return self.add(Role.JOIN, Atom(r"\bullet"), [self.value(left), self.value(right)], elementwise=False)
            case mx.Outer(left, right):
                return self.add(Role.JOIN, Atom(r"\otimes"), [self.value(left), self.value(right)], elementwise=False)
        factors, numbers = self.factors(node)
        if factors == [node]:
            raise TypeError(f"no operation for {node}")
        whole = self.multiplied(factors)
        if not numbers:
            return whole
        dot = hole()
        return self.add(Role.FUNCTION, self.printer.operation(mx.Scaled(tuple(numbers), dot)), [whole])

    def joined(self, role: Role, label: Math, sources: Sequence[int]) -> int:
        """A join of several; one alone is itself."""
        return sources[0] if len(sources) == 1 else self.add(role, label, sources)


def _parameter(parts: Iterable[mx.Node]) -> str:
    """The only tensor in some expressions, by its name."""
    names = {node.tensor.name for part in parts for node in mx.walk(part) if isinstance(node, mx.Array)}
    return names.pop() if len(names) == 1 else ""


ONE = mx.Constant(sp.S.One)
Item = TypeVar("Item")


def _itself(hole: mx.Node) -> mx.Node:
    return hole


def _composed(outer: Callable[[mx.Node], mx.Node], inner: Callable[[mx.Node], mx.Node]) -> Callable[[mx.Node], mx.Node]:
    return lambda hole: outer(inner(hole))


def _contracts(node: mx.Node) -> bool:
    return isinstance(node, mx.Inner | mx.Transposed | mx.Diagonal | mx.Summed | mx.Matmul)


def _put(items: Iterable[mx.Node], hole: mx.Node) -> tuple[mx.Node, ...]:
    """The items, the hole in place of the one that is no number."""
    return tuple(item if _number(item) else hole for item in items)


def _flattened(items: Iterable[mx.Node]) -> Iterator[mx.Node]:
    for item in items:
        if isinstance(item, mx.Added):
            yield from _flattened(item.items)
        else:
            yield item


def _counted(items: Sequence[Item]) -> list[tuple[Item, int]]:
    return [(item, items.count(item)) for i, item in enumerate(items) if item not in items[:i]]
