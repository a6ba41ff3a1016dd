"""Products that share an operand become one: their weights, targets and gradients are laid side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import Bound, Equation, Kind, N, T, Tensor, Term
from derive.core.functions import Elementwise
from derive.core.functions import tanh as hyperbolic
from derive.schedule.program import Block, Statement, first_feature, same_step_reach, total


@dataclass(frozen=True)
class Run:
    """Neighbours in a block of pre-activations, and what lies side by side with them.

    ``lifts`` maps, for each member, its own tensors to those of the run: W_i → W, b_i → b, a_i → a, da_i → da.
    """

    members: tuple[Tensor, ...]
    lifts: tuple[dict[Tensor, Tensor], ...]


def stack(forward: Sequence[Sequence[Statement]], backward: Sequence[Equation]) -> tuple[list[Run], list[Block]]:
    """Decide what is laid side by side: equations whose products share an operand, and their weights.

    Args:
        forward: the statements of each phase of the forward direction.
        backward: the adjoint equations; gradients lie side by side as what they belong to.
    """
    families, biases, functions = _families(forward), _biases(forward), _functions(forward)
    adjoints = {equation.tensor.of: equation.tensor for equation in backward}
    statements = [statement for phase in forward for statement in phase]
    waits = same_step_reach(statements, ())
    written = list(dict.fromkeys(statement.target for statement in statements))
    taken = {tensor.name for s in statements for tensor in (s.target, *s.equation.reads())}
    taken |= {tensor.name for equation in backward for tensor in (equation.tensor, *equation.reads())}
    runs: list[Run] = []
    blocks: list[Block] = []
    for group in _components([set(family) for family in families]):
        if any(member not in adjoints for member in group):
            continue
        mine = [*(family for family in families if set(family) & group), biases]
        order = tuple(_arrange([m for m in written if m in group], [set(f) for f in mine], functions, waits))
        wanted: dict[tuple[Tensor, ...], list[dict[Tensor, Tensor]]] = {order: []}
        for family in mine:
            for run in _neighbours(order, set(family)):
                wanted.setdefault(run, []).append(family)
        for run in sorted(wanted, key=lambda run: (-len(run), order.index(run[0]))):
            rows = [run, *(tuple(family[member] for member in run) for family in wanted[run])]
            lifts: tuple[dict[Tensor, Tensor], ...] = tuple({} for _ in run)
            for parts in rows:
                block = side_by_side(parts, len(run) == len(order), taken)
                adjoint = side_by_side(tuple(adjoints[part] for part in parts), len(run) == len(order), taken, block)
                blocks += [Block(block, parts), Block(adjoint, tuple(adjoints[part] for part in parts))]
                for lift, part in zip(lifts, parts, strict=True):
                    lift |= {part: block, adjoints[part]: adjoint}
            runs.append(Run(run, lifts))
    return runs, blocks


def _families(forward: Sequence[Sequence[Statement]]) -> list[dict[Tensor, Tensor]]:
    """Target → weight, for each operand that several products share.  Each weight is used once."""
    products = [
        (phase, found[1], found[0], statement.target)
        for phase, statements in enumerate(forward)
        for statement in statements
        for term in statement.equation.terms
        if (found := _product(term, statement.equation)) is not None
    ]
    weights = [weight for _, _, weight, _ in products]
    shared: dict[tuple[int, str], dict[Tensor, Tensor]] = {}
    for phase, operand, weight, target in products:
        if weights.count(weight) == 1:
            shared.setdefault((phase, operand), {}).setdefault(target, weight)
    return [family for family in shared.values() if len(family) > 1]


def side_by_side(parts: tuple[Tensor, ...], whole: bool, taken: set[str], of: Tensor | None = None) -> Tensor:
    """The tensor in which these lie side by side along their first feature axis."""
    slot = first_feature(parts[0])
    axes = [total([part.features[0] for part in parts]) if i == slot else a for i, a in enumerate(parts[0].axes)]
    name = _block_name([part.name for part in parts], whole, taken)
    taken.add(name)
    return Tensor(name, axes, parts[0].kind, parts[0].first, of)


def _product(term: Term, equation: Equation) -> tuple[Tensor, str] | None:
    """The weight and the operand, if the term is a matrix of parameters times a vector."""
    factors = sp.Mul.make_args(term.expr)
    if len(factors) != 2 or len(term.sums) != 1 or not all(isinstance(f, sp.Indexed) for f in factors):
        return None
    weight, operand = sorted(factors, key=lambda f: f.base.kind is not Kind.PARAMETER)
    row, over = equation.indices[-1:], term.sums[0].index
    if weight.base.kind is not Kind.PARAMETER or weight.indices != (*row, over) or not operand.base.in_time:
        return None
    return weight.base, str(operand.xreplace({over: sp.Symbol("·")}))


def _biases(forward: Sequence[Sequence[Statement]]) -> dict[Tensor, Tensor]:
    """Target → its bias: the one parameter vector that it adds, if nothing else uses it."""
    found: dict[Tensor, list[Tensor]] = {}
    used: dict[Tensor, int] = {}
    for statement in (s for statements in forward for s in statements):
        for term in statement.equation.terms:
            for tensor in term.reads():
                used[tensor] = used.get(tensor, 0) + 1
            if isinstance(term.expr, sp.Indexed) and term.expr.base.kind is Kind.PARAMETER and not term.sums:
                found.setdefault(statement.target, []).append(term.expr.base)
    return {
        t: bs[0]
        for t, bs in found.items()
        if len(bs) == 1 and used[bs[0]] == 1 and bs[0].features == t.features and t.features
    }


def _functions(forward: Sequence[Sequence[Statement]]) -> dict[Tensor, type[Elementwise]]:
    """Tensor → the function that is applied to it as a whole."""
    return {
        term.expr.args[0].base: type(term.expr)
        for statements in forward
        for statement in statements
        for term in statement.equation.terms
        if isinstance(term.expr, Elementwise) and isinstance(term.expr.args[0], sp.Indexed)
    }


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
    functions: dict[Tensor, type[Elementwise]],
    waits: dict[str, set[str]],
) -> list[Tensor]:
    """The order in which the fewest groupings, then calls, then functions are torn apart.

    Neighbours are one call where their functions are, in the end, the same (σ is tanh but for an affine map), and where
    they wait for the same others at each step.
    """
    if len(members) > 6:
        return members
    known = {member: functions.get(member) for member in members}
    names = {member.name for member in members}

    def call(member: Tensor) -> object:
        function = known[member]
        squashed = function is not None and function.by_tanh is not None
        return (hyperbolic if squashed else function or member, frozenset(waits[member.name] & names))

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


def _block_name(names: Sequence[str], whole: bool, taken: set[str]) -> str:
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


def _lifted(term: Term, old: sp.Expr, new: sp.Expr, table: dict[Tensor, Tensor]) -> Term | None:
    """One member's term rewritten for its whole run; None where it speaks of something that is not laid out so.

    The member's tensors become the run's, and ``old``, the index along which they lie side by side, becomes ``new``.
    """
    rule: dict[sp.Basic, sp.Basic] = {}
    for component in term.components():
        slot = first_feature(component.base)
        if component.base in table and component.base.features and component.indices[slot] == old:
            indices = [new if i == slot else index for i, index in enumerate(component.indices)]
            rule[component] = table[component.base].at(indices)
        elif component.has(old):
            return None
    if not rule:
        return None
    expr = term.expr.xreplace(rule)
    sums = tuple(Bound.over(new) if bound.index == old else bound for bound in term.sums)
    return None if expr.has(old) else Term(expr, sums, term.when)


def stacked(statements: Sequence[Statement], runs: Sequence[Run]) -> list[Statement]:
    """Replace what the members of a run compute alike by one statement for the run, largest runs first."""
    todo = [replace(s, equation=_summed_up(s.equation, runs)) for s in statements]
    for run in runs:
        for position in range(len(run.lifts[0])):
            todo = _merge_alike(todo, run, [list(table)[position] for table in run.lifts])
    return todo


def led_by_products(statements: Sequence[Statement], blocks: Sequence[Block]) -> tuple[Statement, ...]:
    """A product that is added to a part of a block comes first: it needs no memory beside that which it is written to.

    a = b, a_rzn += W x     becomes     a_u = 0, a_rzn = W x, a += b
    """
    members = {block.tensor: block.members for block in blocks}
    result = list(statements)
    for first in statements:
        parts = members.get(first.target, ())
        later = [
            s for s in statements if s.accumulate and s is not first and set(members.get(s.target, ())) < set(parts)
        ]
        products = [s for s in later if len(s.equation.terms) == 1 and s.equation.terms[0].sums and s.step is None]
        if first.accumulate or first.step is not None or len(products) != 1 or _reads_any(first, parts):
            continue
        if any(term.sums for term in first.equation.terms):
            continue
        lead = products[0]
        rest = [part for part in parts if part not in members[lead.target]]
        zeros = [Statement(Equation(part, part.bounds(), ())) for part in rest]
        at = result.index(first)
        result.remove(lead)
        result[at : at + 1] = [*zeros, replace(lead, accumulate=False), replace(first, accumulate=True)]
    return tuple(result)


def _reads_any(statement: Statement, tensors: Sequence[Tensor]) -> bool:
    return bool(statement.equation.reads() & set(tensors))


def _summed_up(equation: Equation, runs: Sequence[Run]) -> Equation:
    """Σ over members of Σ_r R_i[r,j] da_i[r] is one product with the stacked matrix."""
    terms = list(equation.terms)
    for run in runs:
        new = next(iter(run.lifts[0].values())).features[0].index()
        found: dict[Term, list[Term]] = {}
        for table in run.lifts:
            for term in terms:
                for bound in term.sums:
                    lifted = _lifted(term, bound.index, new, table)
                    if lifted is not None and bound.index.size not in (T, N):
                        found.setdefault(lifted, []).append(term)
        for lifted, parts in found.items():
            if len(parts) == len(run.members) and all(part in terms for part in parts):
                terms[terms.index(parts[0])] = lifted
                terms = [term for term in terms if term not in parts]
    return replace(equation, terms=tuple(terms))


def _merge_alike(statements: list[Statement], run: Run, targets: list[Tensor]) -> list[Statement]:
    """The terms that all members' equations have in common, lifted to the run, as one statement."""
    mine = [[s for s in statements if s.target == target] for target in targets]
    if any(len(found) != 1 for found in mine) or len({found[0].accumulate for found in mine}) != 1:
        return statements
    owners = [found[0] for found in mine]
    block = run.lifts[0][targets[0]]
    new = block.features[0].index()
    lifted: list[dict[Term, Term]] = []
    for statement, table in zip(owners, run.lifts, strict=True):
        old = statement.equation.indices[first_feature(statement.target)]
        made = {_lifted(term, old, new, table): term for term in statement.equation.terms}
        lifted.append({key: term for key, term in made.items() if key is not None})
    alike = [term for term in lifted[0] if all(term in other for other in lifted[1:])]
    if not alike:
        return statements
    old = owners[0].equation.indices[first_feature(targets[0])]
    bounds = tuple(Bound.over(new) if bound.index == old else bound for bound in owners[0].equation.bounds)
    origin = tuple(name for statement in owners for name in statement.origin)
    merged = Statement(Equation(block, bounds, tuple(alike)), owners[0].accumulate, origin)
    result: list[Statement] = []
    passed: list[Statement] = []  # those passed already: the run's statement stands where the first of them stood
    for statement in statements:
        if statement not in owners:
            result.append(statement)
            continue
        if not any(owner in passed for owner in owners):
            result.append(merged)
        passed.append(statement)
        spent = {lifted[owners.index(statement)][term] for term in alike}
        rest = tuple(term for term in statement.equation.terms if term not in spent)
        if rest:
            result.append(Statement(replace(statement.equation, terms=rest), True, statement.origin))
    return result
