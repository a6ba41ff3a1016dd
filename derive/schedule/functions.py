"""Function values: shared between the directions, and fused where they lie side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sympy as sp

from derive.core.equations import TIME, Equation, Kind, Tensor, Term
from derive.core.functions import Elementwise
from derive.schedule.program import Block, Segment, Statement, first_feature, same_step_reach, total


def share(
    forward: Sequence[Equation], backward: Sequence[Equation]
) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
    """Name each function of a tensor that stands inside a larger expression and that the way back needs again.

    h = o·tanh(c) becomes tanh_c = tanh(c), h = o·tanh_c, and the way back reads tanh_c.
    """
    needed = {key for equation in backward for key in map(_function_key, _applications(equation)) if key}
    taken = {e.name for e in (*forward, *backward)} | {t.name for e in (*forward, *backward) for t in e.reads()}
    named: dict[tuple[type[Elementwise], Tensor], Tensor] = {}
    result: list[Equation] = []
    for equation in forward:
        for application in _applications(equation):
            key = _function_key(application)
            whole = len(equation.terms) == 1 and equation.terms[0] == Term(application)
            if key is None or key in named or key not in needed or whole:
                continue
            function, argument = key
            name = f"{function.__name__}_{argument.name}"
            while name in taken:
                name += "_"
            tensor = Tensor(name, argument.axes, Kind.SIGNAL)
            named[key] = tensor
            term = Term(function(argument.at(tensor.indices())))
            result.append(Equation(tensor, tensor.bounds(), (term,)))
        result.append(equation)
    return tuple(_renamed(e, named) for e in result), tuple(_renamed(e, named) for e in backward)


def _applications(equation: Equation) -> list[sp.Expr]:
    found = (a for term in equation.terms for a in term.expr.atoms(Elementwise))
    return sorted(found, key=sp.default_sort_key)


def _function_key(application: sp.Expr) -> tuple[type[Elementwise], Tensor] | None:
    """The function and the tensor, where it is applied to a tensor of the same step."""
    argument = application.args[0]
    if len(application.args) != 1 or not isinstance(argument, sp.Indexed) or not argument.base.in_time:
        return None
    return (type(application), argument.base) if argument.indices[0] == TIME else None


def _renamed(equation: Equation, named: dict[tuple[type[Elementwise], Tensor], Tensor]) -> Equation:
    if equation.tensor in named.values():
        return equation
    rule = {
        application: named[key].at(application.args[0].indices)
        for application in _applications(equation)
        if (key := _function_key(application)) in named and key is not None
    }
    return replace(equation, terms=tuple(term.xreplace(rule) for term in equation.terms))


def fuse(
    segments: Sequence[Segment], blocks: Sequence[Block], others: Iterable[Equation]
) -> tuple[list[Segment], list[Block], dict[str, Tensor]]:
    """Let a function's value take over the memory of its argument where nobody else reads the argument.

    Neighbours in a block to which the same function is applied in one segment are then one statement.
    """
    statements = [statement for segment in segments for statement in segment.statements]
    home = {id(s): number for number, segment in enumerate(segments) for s in segment.statements}
    members = {block.tensor: block.members for block in blocks}
    readers: dict[Tensor, int] = {}
    for equation in (*(s.equation for s in statements), *others):
        for tensor in {part for read in equation.reads() for part in (read, *members.get(read, ()))}:
            readers[tensor] = readers.get(tensor, 0) + 1
    aliases: dict[str, Tensor] = {}
    applied: dict[Tensor, tuple[str, Statement]] = {}
    for statement in statements:
        terms = statement.equation.terms
        if len(terms) == 1 and isinstance(terms[0].expr, Elementwise) and isinstance(terms[0].expr.args[0], sp.Indexed):
            argument, value = terms[0].expr.args[0].base, statement.target
            whole = terms[0].expr.args[0].indices == statement.equation.indices and len(terms[0].expr.args) == 1
            if whole and readers[argument] == 1 and value.kind is Kind.SIGNAL and argument.kind is Kind.SIGNAL:
                aliases[value.name] = argument
                applied[argument] = (type(terms[0].expr).__name__, statement)
    result = {number: list(segment.statements) for number, segment in enumerate(segments)}
    made: list[Block] = []
    reach = same_step_reach(statements, blocks)
    for block in blocks:
        if block.tensor.kind is not Kind.SIGNAL or not all(m.kind is Kind.SIGNAL for m in block.members):
            continue
        for arguments in _alike(block.members, applied, reach):
            mine = [applied[argument][1] for argument in arguments]
            homes = {home[id(statement)] for statement in mine}
            if len(homes) > 1 or any(statement not in result[min(homes)] for statement in mine):
                continue  # a larger run has it already
            here = result[min(homes)]
            values = tuple(statement.target for statement in mine)
            run = next((b.tensor for b in (*blocks, *made) if b.members == arguments), None)
            if run is None:
                size = total([argument.features[0] for argument in arguments])
                axes = (*arguments[0].axes[: first_feature(arguments[0])], size, *arguments[0].features[1:])
                run = Tensor(f"{block.tensor.name}_{''.join(v.name for v in values)}", axes, Kind.SIGNAL)
                made.append(Block(run, arguments))
            out = Tensor("_".join(value.name for value in values), run.axes, Kind.SIGNAL)
            made.append(Block(out, values))
            aliases[out.name] = run
            function = type(mine[0].equation.terms[0].expr)
            term = Term(function(run.at(out.indices())))
            merged = Statement(Equation(out, out.bounds(), (term,)), origin=tuple(n for s in mine for n in s.origin))
            result[min(homes)] = [merged if s is mine[-1] else s for s in here if s not in mine[:-1]]
    fused = [replace(segment, statements=tuple(result[number])) for number, segment in enumerate(segments)]
    return fused, made, aliases


def _alike(
    members: Sequence[Tensor], applied: dict[Tensor, tuple[str, Statement]], reach: dict[str, set[str]]
) -> list[tuple[Tensor, ...]]:
    """Stretches of neighbours under the same function, none of which needs another's value at the same step."""
    stretches: list[list[Tensor]] = []
    for member in members:
        last = stretches[-1] if stretches else []
        if (
            last
            and member in applied
            and last[-1] in applied
            and applied[member][0] == applied[last[-1]][0]
            and not any(applied[other][1].target.name in reach[member.name] for other in last)
        ):
            last.append(member)
        else:
            stretches.append([member])
    return [tuple(stretch) for stretch in stretches if len(stretch) > 1]
