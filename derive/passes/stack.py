"""Products that share an operand become one: their weights, targets and gradients lie side by side.

a_i = W_i x + …, a_f = W_f x + …   becomes   a = W x,   where a is a_i beside a_f, and W is W_i above W_f.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Bound, Kind, N, Size, T, Tensor, Term
from derive.core.functions import Elementwise, tanh
from derive.ir.dependence import ordered, same_step
from derive.ir.nodes import (
    Block,
    Buffer,
    Function,
    Gemm,
    Loop,
    Map,
    Op,
    Place,
    Program,
    Stack,
    Statement,
    Whole,
    cells,
    first_feature,
    op_of,
)

SMALL = 6
"""Of how many members at most every order is tried."""


@dataclass(frozen=True)
class StackedRun:
    """Neighbours in a stack of pre-activations, and what lies side by side with them.

    ``lifts`` maps, for each member, its own tensors to those of the run: W_i → W, b_i → b, a_i → a, da_i → da.
    """

    members: tuple[Tensor, ...]
    lifts: tuple[dict[Tensor, Tensor], ...]


def stack(program: Program) -> Program:
    """Lay side by side what shares an operand, and compute alike what is computed alike."""
    runs, places = _runs(program)
    program = program.placed(places)

    def merged(function: Function) -> Function:
        blocks: list[Block] = []
        for block in function.blocks:
            in_loop = isinstance(block, Loop)
            statements = _stacked(block.statements, runs, in_loop, program.carried)
            if isinstance(block, Loop):
                blocks.append(replace(block, statements=statements))
            else:
                blocks.append(Whole(_led_by_products(statements, stacks)))
        return replace(function, blocks=tuple(blocks))

    stacks = _Stacks(program)
    forward, backward = map(merged, program.functions)
    return replace(program, forward=forward, backward=backward).placed(stacks.places)


# --- what lies side by side


def _runs(program: Program) -> tuple[list[StackedRun], dict[Tensor, Place]]:
    """What is laid side by side, and where it then lies."""
    families, biases, functions = _families(program), _biases(program.forward), _functions(program.forward)
    adjoints = {s.target.of: s.target for s in program.backward.statements if s.target.kind is Kind.ADJOINT}
    written = list(dict.fromkeys(statement.target for statement in program.forward.statements))
    waits = _Waiting(program.forward.statements)
    taken = program.names
    runs: list[StackedRun] = []
    places: dict[Tensor, Place] = {}
    for group in _components([set(family) for family in families]):
        if any(member not in adjoints or program.carried(adjoints[member]) for member in group):
            continue
        mine = [*(family for family in families if set(family) & group), biases]
        members = [tensor for tensor in written if tensor in group]
        order = tuple(_arrange(members, [set(family) for family in mine], functions, waits))
        wanted: dict[tuple[Tensor, ...], list[dict[Tensor, Tensor]]] = {order: []}
        for family in mine:
            for run in _neighbours(order, set(family)):
                wanted.setdefault(run, []).append(family)
        for run in sorted(wanted, key=lambda run: (-len(run), order.index(run[0]))):
            rows = [run, *(tuple(family[member] for member in run) for family in wanted[run])]
            lifts: tuple[dict[Tensor, Tensor], ...] = tuple({} for _ in run)
            for parts in rows:
                whole = side_by_side(parts, len(run) == len(order), taken)
                gradients = tuple(adjoints[part] for part in parts)
                gradient = side_by_side(gradients, len(run) == len(order), taken, of=whole)
                for made in (whole, gradient):
                    places |= placed_together(made, program.placed(places))
                for lift, part in zip(lifts, parts, strict=True):
                    lift |= {part: whole, adjoints[part]: gradient}
            runs.append(StackedRun(run, lifts))
    return runs, places


def placed_together(stack: Stack, program: Program) -> dict[Tensor, Place]:
    """Places in which the parts of a stack are neighbours: in new memory, or where they are neighbours already."""
    here = program.place(stack.parts[0])
    lies = [program.place(part) for part in stack.parts]
    neighbours = all(
        place.buffer == here.buffer and place.offset == here.offset + stack.offset(part)
        for part, place in zip(stack.parts, lies, strict=True)
    )
    if neighbours:
        return {stack: here}
    buffer = Buffer(stack.name, stack.axes, here.buffer.life, here.buffer.before, here.buffer.after)
    return {stack: Place(buffer), **{part: Place(buffer, stack.offset(part)) for part in stack.parts}}


def side_by_side(parts: tuple[Tensor, ...], whole: bool, taken: set[str], of: Tensor | None = None) -> Stack:
    """The tensor in which these lie side by side along their first feature axis."""
    name = stack_name([part.name for part in parts], whole, taken)
    taken.add(name)
    return Stack(name, parts, total([part.features[0] for part in parts]), of=of)


def total(sizes: Sequence[Size]) -> Size:
    """The size of several side by side: 4*H."""
    return Size(str(sp.Add(*(size.symbol for size in sizes))), "stacked", "", "BCD", tuple(sizes))


def _families(program: Program) -> list[dict[Tensor, Tensor]]:
    """Target → weight, for each operand that several products share in one block.  Each weight is used once."""
    shared: dict[object, dict[Tensor, Tensor]] = {}
    uses: dict[Tensor, int] = {}
    for number, block in enumerate(program.forward.blocks):
        for statement in block.statements:
            for tensor in (tensor for op in statement.ops for tensor in op.reads()):
                uses[tensor] = uses.get(tensor, 0) + 1
            for op in statement.ops if statement.target.kind is Kind.SIGNAL else ():
                if (found := _weighted(op, statement)) is not None:
                    weight, operand = found
                    shared.setdefault((number, operand, op.term.when), {}).setdefault(statement.target, weight)
    families = [{t: w for t, w in family.items() if uses[w] == 1} for family in shared.values()]
    alike: list[dict[Tensor, Tensor]] = []
    for family in families:
        kinds: dict[object, dict[Tensor, Tensor]] = {}
        for target, weight in family.items():  # side by side lie tensors that differ in their first feature only
            kinds.setdefault((target.axes[: first_feature(target)], target.features[1:]), {})[target] = weight
        alike += [kind for kind in kinds.values() if len(kind) > 1]
    return alike


def _weighted(op: Op, statement: Statement) -> tuple[Tensor, sp.Expr] | None:
    """The weight and the operand, if the operation is a matrix of parameters times a vector."""
    if not isinstance(op, Gemm) or not op.plain or len(op.inner) != 1:
        return None
    weight, operand = op.operands()
    [over] = op.inner
    slot = first_feature(statement.target)
    row = statement.indices[slot : slot + 1]
    if (
        not row
        or weight.base.kind is not Kind.PARAMETER
        or tuple(weight.indices) != (*row, over)
        or not operand.base.in_time
    ):
        return None
    return weight.base, operand.xreplace({over: sp.Symbol("·")})


def _biases(forward: Function) -> dict[Tensor, Tensor]:
    """Target → its bias: the one parameter vector that it adds, if nothing else uses it."""
    found: dict[Tensor, list[Tensor]] = {}
    used: dict[Tensor, int] = {}
    for statement in forward.statements:
        for op in statement.ops:
            for tensor in op.reads():
                used[tensor] = used.get(tensor, 0) + 1
            expr = op.term.expr
            if isinstance(op, Map) and isinstance(expr, sp.Indexed) and expr.base.kind is Kind.PARAMETER:
                slot = first_feature(statement.target)
                if not op.term.when and tuple(expr.indices) == statement.indices[slot:]:
                    found.setdefault(statement.target, []).append(expr.base)
    return {
        target: biases[0]
        for target, biases in found.items()
        if len(biases) == 1 and used[biases[0]] == 1 and biases[0].features == target.features and target.features
    }


def _functions(forward: Function) -> dict[Tensor, type[Elementwise]]:
    """Tensor → the function that is applied to it as a whole."""
    return {
        op.term.expr.args[0].base: type(op.term.expr)
        for statement in forward.statements
        for op in statement.ops
        if isinstance(op.term.expr, Elementwise) and isinstance(op.term.expr.args[0], sp.Indexed)
    }


class _Waiting:
    """Tensor → all tensors that it needs at the same step, whatever the way."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.reads: dict[Tensor, set[Tensor]] = {}
        for statement in statements:
            found = {cell for c in statement.components if same_step(c) for cell in cells(c.base)}
            for cell in cells(statement.target):
                self.reads.setdefault(cell, set()).update(found)

    def on(self, tensor: Tensor) -> set[Tensor]:
        seen: set[Tensor] = set()
        todo = [tensor]
        while todo:
            for other in self.reads.get(todo.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen


def _components(groups: list[set[Tensor]]) -> list[set[Tensor]]:
    """Groups that overlap become one."""
    merged: list[set[Tensor]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))
    return merged


def _arrange(
    members: list[Tensor],
    groupings: list[set[Tensor]],
    functions: Mapping[Tensor, type[Elementwise]],
    waits: _Waiting,
) -> list[Tensor]:
    """The order in which the fewest groupings, then calls, then functions are torn apart.

    Neighbours are one call where their functions are, in the end, the same (σ is tanh but for an affine map), and where
    they wait for the same others at each step.
    """
    if len(members) > SMALL:
        return members
    known = {member: functions.get(member) for member in members}
    among = {member: frozenset(waits.on(member) & set(members)) for member in members}

    def call(member: Tensor) -> object:
        function = known[member]
        squashed = function is not None and function.by_tanh is not None
        return (tanh if squashed else function or member, among[member])

    def torn(order: Iterable[Tensor]) -> tuple[int, int, int]:
        order = list(order)
        return (
            sum(
                sum(inside for inside, _ in itertools.groupby(order, key=grouping.__contains__))
                for grouping in groupings
            ),
            _changes([call(member) for member in order]),
            _changes([known[member] or member for member in order]),
        )

    return list(min(itertools.permutations(members), key=torn))  # the first of equals is nearest to the written order


def _changes(kinds: Sequence[object]) -> int:
    return sum(a != b for a, b in itertools.pairwise(kinds))


def _neighbours(order: Sequence[Tensor], among: set[Tensor]) -> list[tuple[Tensor, ...]]:
    """The maximal stretches of the order that lie within the set, those of one member left out."""
    stretches = [tuple(g) for inside, g in itertools.groupby(order, key=lambda m: m in among) if inside]
    return [stretch for stretch in stretches if len(stretch) > 1]


def stack_name(names: Sequence[str], whole: bool, taken: set[str]) -> str:
    """W of W_i, W_f, …; W_if for a part of them; W_1 of W_i_1, W_f_1, …"""
    parts = [name.split("_") for name in names]
    differ = [at for at, column in enumerate(zip(*parts, strict=False)) if len(set(column)) > 1]
    if len({len(part) for part in parts}) == 1 and len(differ) == 1 and differ[0] > 0:
        common = [part for at, part in enumerate(parts[0]) if at != differ[0]]
        name = "_".join(common)
        if not whole or name in taken:
            name = "_".join([*common[: differ[0]], "".join(part[differ[0]] for part in parts), *common[differ[0] :]])
    else:
        heads = [part[0] for part in parts]
        head = max(heads, key=heads.count)
        tails = ["_".join(part[1:]) if part[0] == head and part[1:] else "_".join(part) for part in parts]
        name = head if whole and head not in taken else f"{head}_{''.join(tails)}"
    while name in taken:
        name += "_"
    return name


class _Stacks:
    """Stacks of neighbours, known ones or new ones."""

    def __init__(self, program: Program) -> None:
        self.program, self.places, self.taken = program, dict(program.places), program.names

    def of(self, parts: tuple[Tensor, ...]) -> Tensor:
        """The tensor in which these lie side by side: they are neighbours in memory."""
        if len(parts) == 1:
            return parts[0]
        known = (tensor for tensor in self.places if isinstance(tensor, Stack) and tensor.parts == parts)
        found = next(known, None)
        if found is None:
            found = side_by_side(parts, False, self.taken)
            self.places[found] = self.places[parts[0]]
        return found


# --- what is computed alike


def _stacked(
    statements: Sequence[Statement], runs: Sequence[StackedRun], in_loop: bool, carried: Callable[[Tensor], bool]
) -> tuple[Statement, ...]:
    """Replace what the members of a run compute alike by one statement for the run, largest runs first."""
    todo = [_summed_up(statement, runs) for statement in statements]
    for run in runs:
        for position in range(len(run.lifts[0])):
            made = _merge_alike(todo, run, [list(table)[position] for table in run.lifts])
            # only where each statement still finds what it reads: a member may wait for another one
            if made is not None and (order := ordered(made, in_loop, carried)) is not None:
                todo = list(order)
    return tuple(todo)


def _lifted(op: Op, old: sp.Expr, new: sp.Expr, table: Mapping[Tensor, Tensor]) -> Op | None:
    """One member's operation rewritten for its whole run; None where it reads something that is not laid out so.

    The member's tensors become the run's, and ``old``, the index along which they lie side by side, becomes ``new``.
    """
    rule: dict[sp.Basic, sp.Basic] = {}
    for component in op.components:
        slot = first_feature(component.base)
        if component.base in table and component.base.features and component.indices[slot] == old:
            indices = [new if i == slot else index for i, index in enumerate(component.indices)]
            rule[component] = table[component.base].at(indices)
        elif component.has(old):
            return None
    if not rule or any(bound.index == old for bound in op.term.when):
        return None
    expr = op.term.expr.xreplace(rule)
    sums = tuple(Bound.over(new) if bound.index == old else bound for bound in op.term.sums)
    return None if expr.has(old) else op_of(replace(op.term, expr=expr, sums=sums))


def _summed_up(statement: Statement, runs: Sequence[StackedRun]) -> Statement:
    """Σ over members of Σ_r R_i[r,j] da_i[r] is one product with the stacked matrix."""
    ops = list(statement.ops)
    for run in runs:
        new = next(iter(run.lifts[0].values())).features[0].index()
        found: dict[Term, list[Op]] = {}
        for table in run.lifts:
            for op in ops:
                for bound in op.term.sums if op.term.reduce == "sum" else ():
                    lifted = _lifted(op, bound.index, new, table)
                    if lifted is not None and bound.index.size not in (T, N):
                        found.setdefault(lifted.term, []).append(op)
        for term, parts in found.items():
            if len(parts) == len(run.members) and all(part in ops for part in parts):
                ops[ops.index(parts[0])] = op_of(term)
                ops = [op for op in ops if op not in parts]
    return replace(statement, ops=tuple(ops)) if tuple(ops) != statement.ops else statement


def _merge_alike(statements: list[Statement], run: StackedRun, targets: list[Tensor]) -> list[Statement] | None:
    """The operations that all members' statements have in common, lifted to the run, as one statement."""
    mine = [[s for s in statements if s.target == target] for target in targets]
    if any(len(found) != 1 for found in mine) or len({found[0].add for found in mine}) != 1:
        return None
    owners = [found[0] for found in mine]
    whole = run.lifts[0][targets[0]]
    new = whole.features[0].index()
    slot = first_feature(targets[0])
    old = owners[0].indices[slot]
    if any(s.indices[slot] != old or s.bounds[:slot] != owners[0].bounds[:slot] for s in owners):
        return None
    lifted: list[dict[Term, Op]] = []
    for statement, table in zip(owners, run.lifts, strict=True):
        made = ((_lifted(op, old, new, table), op) for op in statement.ops)
        lifted.append({key.term: op for key, op in made if key is not None})
    alike = [term for term in lifted[0] if all(term in other for other in lifted[1:])]
    if not alike:
        return None
    bounds = tuple(Bound.over(new) if bound.index == old else bound for bound in owners[0].bounds)
    origin = tuple(name for statement in owners for name in statement.origin)
    merged = Statement(whole, bounds, tuple(map(op_of, alike)), owners[0].add, origin)
    rests: dict[int, Statement] = {}
    for statement, own in zip(owners, lifted, strict=True):
        used = {own[term] for term in alike}
        rest = tuple(op for op in statement.ops if op not in used)
        if rest:
            rests[id(statement)] = replace(statement, ops=rest, add=True)
    result: list[Statement] = []
    first = min(owners, key=statements.index)
    for statement in statements:
        if statement is first:
            result.append(merged)
        if not any(statement is owner for owner in owners):
            result.append(statement)
        elif id(statement) in rests:
            result.append(rests[id(statement)])
    return result


def _led_by_products(statements: Sequence[Statement], stacks: _Stacks) -> tuple[Statement, ...]:
    """A product that is added to some parts of a stack comes first: it is written where it belongs, without a detour.

    a = b, a_rzn += W x     becomes     a_u = b_u, a_rzn = W x, a_rzn += b_rzn
    """
    result = list(statements)
    for first in statements:
        if not isinstance(first.target, Stack) or first.add or not all(isinstance(op, Map) for op in first.ops):
            continue
        late = [s for s in result if s.add and s.target != first.target and cells(s.target) < cells(first.target)]
        products = [s for s in late if len(s.ops) == 1 and isinstance(s.ops[0], Gemm) and s.ops[0].steps is None]
        if len(products) != 1 or cells(first.target) & {cell for t in products[0].reads() for cell in cells(t)}:
            continue
        lead = products[0]
        others = [part for part in first.target.parts if part not in cells(lead.target)]
        made = [*(_part_of(first, part, stacks) for part in others), replace(lead, add=False)]
        made.append(replace(_part_of(first, lead.target, stacks), add=True))
        moved = [new for s in result for new in (made if s is first else () if s is lead else (s,))]
        if (order := ordered(moved, in_loop=False)) is not None:
            result = list(order)
    return tuple(result)


def _part_of(statement: Statement, part: Tensor, stacks: _Stacks) -> Statement:
    """What a statement computes of one part of its stack, or of several neighbours."""
    whole = statement.target
    assert isinstance(whole, Stack)
    members = part.parts if isinstance(part, Stack) else (part,)
    first = whole.parts.index(members[0])
    slot = first_feature(whole)
    old, new = statement.indices[slot], part.features[0].index()
    rule: dict[sp.Basic, sp.Basic] = {}
    for component in statement.components:
        where = first_feature(component.base)
        if len(component.indices) > where and component.indices[where] == old:
            assert isinstance(component.base, Stack)  # what meets a stack along its parts is a stack of as many
            inside = stacks.of(component.base.parts[first : first + len(members)])
            rule[component] = inside.at([new if i == where else index for i, index in enumerate(component.indices)])
    bounds = tuple(Bound.over(new) if bound.index == old else bound for bound in statement.bounds)
    return replace(statement, target=part, bounds=bounds, ops=tuple(op.rewritten(rule) for op in statement.ops))
