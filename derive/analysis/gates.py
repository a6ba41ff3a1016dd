"""Which of the things that a cell computes are gates, and what the cell is when its gates stand still.

A gate is the output of a sigmoid that multiplies something: 1 lets it pass, 0 stops it.  An exponential that multiplies
something in the equation of a state is a gate too.  Which gates there are and what they do is read off the equations;
no cell is known here by its name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from derive.analysis.flow import direct_step
from derive.calculus import Backward
from derive.core.equations import TIME, Equation, System, Tensor
from derive.core.functions import Elementwise, exp, sigmoid, tanh

OPEN, SHUT = sp.S.One, sp.S.Zero

Setting = Mapping[Tensor, sp.Expr]
"""The values at which tensors are held, on all steps."""


def gates(system: System) -> tuple[Tensor, ...]:
    """The outputs of sigmoids that multiply something that the cell computes or is given at each step.

    And of exponentials, where what they multiply is added up in a state: elsewhere, as in a softmax, an exponential
    lets nothing pass and stops nothing.
    """
    products = {e: [p for term in e.terms for p in _products(term.expr)] for e in system.equations if e.tensor.in_time}
    everywhere = [product for found in products.values() for product in found]
    in_states = [product for e, found in products.items() if e.tensor in system.states for product in found]
    return tuple(
        e.tensor
        for e in system.equations
        for function, places in ((sigmoid, everywhere), (exp, in_states))
        if is_squashed(e, function) and any(_opens(e.tensor, product) for product in places)
    )


def exponential(system: System, gate: Tensor) -> bool:
    """Whether a gate is an exponential, which is not bounded by 1."""
    return is_squashed(system.equation(gate), exp)


def is_squashed(equation: Equation, function: type[Elementwise]) -> bool:
    """Whether the equation says no more than that its tensor is this function of something: not a sum of such."""
    if not equation.tensor.in_time or len(equation.terms) != 1:
        return False
    [term] = equation.terms
    return isinstance(term.expr, function) and not term.sums and not term.when


def _products(expr: sp.Expr) -> Iterator[sp.Mul]:
    return (product for product in sp.preorder_traversal(expr) if isinstance(product, sp.Mul))


def _opens(gate: Tensor, product: sp.Mul) -> bool:
    """Whether the gate, or one minus it, is a factor beside something else that is in time."""
    rest = [factor for factor in product.args if gate not in _tensors(factor)]
    return len(rest) < len(product.args) and any(tensor.in_time for factor in rest for tensor in _tensors(factor))


def _tensors(expr: sp.Expr) -> set[Tensor]:
    return {component.base for component in expr.atoms(sp.Indexed)}


def fractions(expr: sp.Expr, system: System) -> bool:
    """Whether the expression is a product of gates, or of one minus a gate, so that it lies between 0 and 1."""
    known = [gate for gate in gates(system) if not exponential(system, gate)]
    return all(
        isinstance(part, sp.Indexed) and part.base in known
        for factor in sp.Mul.make_args(expr)
        for part in [factor if isinstance(factor, sp.Indexed) else 1 - factor]
    )


@dataclass(frozen=True)
class Group:
    """States, and the gates that stand in their own equations, those on the direct path first."""

    states: tuple[Tensor, ...]
    gates: tuple[Tensor, ...]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Every way to open and shut the gates: 1 and 0 of one gate; (1, 0), (0, 1), (0, 0), (1, 1) of two."""
        values = list(itertools.product((OPEN, SHUT), repeat=len(self.gates)))
        if len(self.gates) == 2:
            values = [values[1], values[2], values[3], values[0]]
        return tuple(dict(zip(self.gates, row, strict=True)) for row in values)


MOST = 2
"""Where the equation of a state holds more gates than that, only those on its direct path are opened and shut."""


def groups(backward: Backward) -> tuple[Group, ...]:
    """The states with a direct path, by the gates in their own equations."""
    system, found = backward.forward, dict[tuple[Tensor, ...], list[Tensor]]()
    for state in system.states:
        step = direct_step(backward, state)
        if step is None or not step.elementwise:
            continue
        carrying = [gate for gate in gates(system) if gate in _tensors(step.factor)]
        others = [gate for gate in gates(system) if gate in system.equation(state).reads() and gate not in carrying]
        taken = carrying + others if len(carrying) + len(others) <= MOST else carrying
        if taken and len(taken) <= MOST:
            found.setdefault(tuple(taken), []).append(state)
    return tuple(Group(tuple(states), taken) for taken, states in found.items())


@dataclass(frozen=True)
class KeepBias:
    """The bias of a gate on the direct path of a state; ``sign`` is that of a change by which more is kept."""

    tensor: Tensor
    sign: int


def keep_biases(backward: Backward) -> tuple[KeepBias, ...]:
    """The biases by which a cell keeps its states: of the gates on their direct paths; none where there are no such."""
    system, found = backward.forward, dict[Tensor, KeepBias]()
    for group in groups(backward):
        step = direct_step(backward, group.states[0])
        for gate in group.gates:
            if step is None or not step.factor.has(gate):
                continue
            bias = _bias(system, gate)
            rising = put(step.factor, {gate: OPEN}) != 0
            if bias is not None:
                found.setdefault(bias, KeepBias(bias, 1 if rising else -1))
    return tuple(found.values())


def _bias(system: System, gate: Tensor) -> Tensor | None:
    """The parameter that is added to what a gate is computed from, at the same step."""
    front, seen = [gate], {gate}
    while front:
        terms = [term for tensor in front for term in system.equation(tensor).terms]
        for term in terms:
            if isinstance(term.expr, sp.Indexed) and term.expr.base in system.parameters and not term.sums:
                bias: Tensor = term.expr.base
                return bias
        read = [c.base for term in terms for c in term.components() if c.base.in_time and c.indices[0] == TIME]
        front = [u for u in dict.fromkeys(read) if u not in seen and u not in system.states and system.defines(u)]
        seen.update(front)
    return None


# ---------------------------------------------------------------------------------------------------------------------
# Gates that stand still.


def held(system: System, setting: Setting) -> System:
    """The system with these tensors held at these values, and all that is then known put in.

    What is held loses its equation.  A tensor that turns out to be a number is put in wherever it is read at the same
    step, but keeps its equation.
    """
    known: dict[Tensor, sp.Expr] = {}
    equations = []
    for equation in system.equations:
        if equation.tensor in setting:
            continue
        terms = [replace(term, expr=put(term.expr, setting, known)) for term in equation.terms]
        left = tuple(term for term in terms if term.expr != 0)
        equations.append(replace(equation, terms=left))
        numbers = [term.expr for term in left if term.expr.is_number and not term.sums and not term.when]
        if len(numbers) == len(left):
            known[equation.tensor] = sp.Add(*numbers)
    return replace(system, equations=tuple(equations), declared=())


def put(expr: sp.Expr, setting: Setting, known: Setting | None = None) -> sp.Expr:
    """An expression with what is held put in; ``known`` holds at step t alone."""
    rule: dict[sp.Basic, sp.Basic] = {}
    for component in expr.atoms(sp.Indexed):
        if component.base in setting:
            rule[component] = setting[component.base]
        elif known and component.base in known and component.indices[0] == TIME:
            rule[component] = known[component.base]
    if not rule:
        return expr
    found = expr.xreplace(rule)
    return found.replace(
        lambda part: isinstance(part, Elementwise) and all(arg.is_number for arg in part.args),
        lambda part: part.definition(*part.args),
    )


def reached(system: System, tensors: Iterable[Tensor]) -> frozenset[Tensor]:
    """These tensors, and all that their equations read, at whatever step."""
    waiting, seen = list(tensors), set[Tensor]()
    while waiting:
        tensor = waiting.pop()
        if tensor not in seen:
            seen.add(tensor)
            waiting += sorted(system.equation(tensor).reads(), key=str) if system.defines(tensor) else []
    return frozenset(seen)


def opened(system: System) -> frozenset[Tensor]:
    """What is computed by a product with a gate."""
    known = gates(system)
    return frozenset(
        equation.tensor
        for equation in system.equations
        for term in equation.terms
        if any(_opens(gate, product) for gate in known for product in _products(term.expr))
    )


def remembers(system: System, state: Tensor) -> bool:
    """Whether a state depends on any state of the step before, its own among them."""
    waiting, seen = [state], set[Tensor]()
    while waiting:
        for term in system.equation(waiting.pop()).terms:
            for component in term.components():
                if component.base in system.states and component.indices[0] != TIME:
                    return True
                if component.base not in seen and system.defines(component.base):
                    seen.add(component.base)
                    waiting.append(component.base)
    return False


def candidates(system: System, state: Tensor) -> tuple[Tensor, ...]:
    """What the equation of a state reads that is a tanh of something."""
    read = system.equation(state).reads()
    return tuple(e.tensor for e in system.equations if e.tensor in read and is_squashed(e, tanh))
