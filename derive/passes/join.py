"""What arrives at a step and what is carried to it lie side by side: one product reads both, and the bias.

    a = Σ W x + b   ahead, and   a += Σ R h_prev   in the loop        becomes        a = Σ [W R b] [x h_prev 1]

The rows [x h 1] are made before the loop, which writes each h into the row of the step that reads it.  The backward
function finds them there, and the gradients of W and R are one product too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from derive.core.equations import TIME, Bound, Kind, N, Size, T, Tensor, Term
from derive.ir.dependence import shift
from derive.ir.nodes import (
    Block,
    Buffer,
    Copy,
    Function,
    Gemm,
    Life,
    Load,
    Loop,
    Map,
    Op,
    Place,
    Program,
    Stack,
    Statement,
    Whole,
    cells,
    fresh,
    op_of,
)

ONE = Size("1", "a one", "", "u")


@dataclass(frozen=True)
class _Joint:
    """What one product is to read, and the statements that it takes the place of.

    ``arriving`` and ``carried`` are products of a weight with an input, and with a state of the step before.
    """

    hoisted: Statement
    statement: Statement
    arriving: tuple[Gemm, ...]
    carried: Gemm
    biases: tuple[Map, ...]

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        return tuple(op.operands()[1].base for op in self.arriving)

    @property
    def state(self) -> Tensor:
        tensor: Tensor = self.carried.operands()[1].base
        return tensor

    @property
    def matrices(self) -> tuple[Tensor, ...]:
        return tuple(op.operands()[0].base for op in (*self.arriving, self.carried))


def join(program: Program) -> Program:
    """Join the products of inputs that stand before a loop with the product of a state that they are added to."""
    for block in program.forward.blocks:
        for statement in block.statements if isinstance(block, Loop) else ():
            joint = _joint(statement, program)
            if joint is not None:
                program = _joined(joint, program)
    return program


def _joint(statement: Statement, program: Program) -> _Joint | None:
    """What can be joined with the product of a state in this statement, if anything can."""
    carried = [op for op in statement.ops if isinstance(op, Gemm) and _is_product(op, statement, (Kind.STATE,))]
    mine = cells(statement.target)
    others = [s for s in program.forward.statements if s is statement or cells(s.target) & mine]
    before = next(at for at, s in enumerate(others) if s is statement)
    early = others[:before]  # what comes later adds to what the product has written
    if not carried or not statement.add or len(early) != 1:
        return None
    [hoisted] = early
    whole = any(any(s is hoisted for s in b.statements) for b in program.forward.blocks if isinstance(b, Whole))
    if not whole or hoisted.target != statement.target or hoisted.bounds != statement.bounds or hoisted.add:
        return None
    given = (Kind.INPUT, Kind.GIVEN)
    arriving = tuple(op for op in hoisted.ops if isinstance(op, Gemm) and _is_product(op, hoisted, given))
    biases = tuple(op for op in hoisted.ops if isinstance(op, Map) and _is_bias(op, hoisted))
    if not arriving or len(biases) > 1 or len(arriving) + len(biases) < len(hoisted.ops):
        return None
    joint = _Joint(hoisted, statement, arriving, carried[0], biases)
    # nothing else may decide where the state lies, and a row holds each input once
    alone = [t for t, place in program.places.items() if place.buffer == program.buffer(joint.state)] == [joint.state]
    return joint if alone and len(set(joint.inputs)) == len(joint.inputs) else None


def _joined(joint: _Joint, program: Program) -> Program:
    """The program with these products joined."""
    state, statement = joint.state, joint.statement
    lag = 1 if state.reverse else -1  # what arrives at a step lies in the row of the state that it reads
    names = program.names
    copies = tuple(Tensor(fresh(f"{x.name}_row", names), x.axes, Kind.SIGNAL) for x in joint.inputs)
    width = _beside([tensor.features[0] for tensor in (*copies, state)])
    stem = "".join(tensor.name for tensor in (*joint.inputs, state))
    lags = (*(lag for _ in copies), 0)
    rows = Stack(fresh(stem, names), (*copies, state), width, lags=lags, like=state)
    home = rows
    if joint.biases:
        one = Tensor(fresh("one", names), (T, N, ONE), Kind.SIGNAL)
        size = _beside([*width.parts, ONE])
        home = Stack(fresh(f"{stem}1", names), (*copies, state, one), size, lags=(*lags, lag), like=state)
    memory = program.buffer(state)
    buffer = Buffer(home.name, home.axes, Life.TAPE, memory.before, memory.after)
    places = {rows: Place(buffer), home: Place(buffer), state: Place(buffer, rows.offset(state))}
    places |= {copy: Place(buffer, rows.offset(copy), lag) for copy in copies}
    loads: list[Load | Copy] = [Load(copy, x) for copy, x in zip(copies, joint.inputs, strict=True)]
    if joint.biases:
        places[one] = Place(buffer, width.symbol, lag)
        loads.append(Load(one, None))
    parts = (*joint.matrices, *(op.expr.base for op in joint.biases))
    weights = Tensor(
        fresh("".join(part.name for part in parts), names), (parts[0].axes[0], home.features[0]), Kind.PARAMETER
    )
    places[weights] = Place(Buffer(weights.name, weights.axes, Life.VALUE))
    loads.append(Copy(weights, parts))
    column, row = home.features[0].index(), statement.indices[-1]
    step = joint.carried.operands()[1].indices[0]
    product = weights.at((row, column)) * home.at((step, statement.indices[1], column))
    joined = op_of(Term(product, (Bound.over(column),), reduce="sum"))
    rest = tuple(op for op in statement.ops if op is not joint.carried)
    origin = tuple(dict.fromkeys((*joint.hoisted.origin, *statement.origin)))
    made = Statement(statement.target, statement.bounds, (joined, *rest), origin=origin)
    forward = _replaced(program.forward, {id(joint.hoisted): (), id(statement): (made,)})
    forward = replace(forward, loads=(*forward.loads, *loads))
    known = dict(zip(joint.inputs, copies, strict=True))
    backward = program.backward.mapped(
        lambda s: s.rewritten({c: known[c.base].at(c.indices) for c in s.components if c.base in known})
    )
    return _gathered(replace(program, forward=forward, backward=backward).placed(places), joint, copies, rows, weights)


def _beside(sizes: Sequence[Size]) -> Size:
    return Size(str(sp.Add(*(size.symbol for size in sizes))), "joined", "", "uvw", tuple(sizes))


def _gathered(program: Program, joint: _Joint, copies: tuple[Tensor, ...], rows: Stack, weights: Tensor) -> Program:
    """The program with the gradients of all these matrices as one product, where each is one with the same factor."""
    mine = {s.target.of: s for s in program.backward.statements if s.target.of in joint.matrices}
    row = TIME + (1 if joint.state.reverse else -1)
    reads = zip(joint.matrices, (*copies, joint.state), (*(TIME for _ in copies), row), strict=True)
    deltas = {_delta(mine.get(matrix), vector, step) for matrix, vector, step in reads}
    homes = {
        number for number, block in enumerate(program.backward.blocks) for s in mine.values() if s in block.statements
    }
    if len(deltas) != 1 or None in deltas or len(homes) != 1:
        return program
    [delta] = deltas
    assert delta is not None
    size = rows.features[0]
    name = fresh("d" + "".join(matrix.name for matrix in joint.matrices), program.names)
    gradient = Tensor(name, (weights.axes[0], size), Kind.ADJOINT, of=weights)
    column, index = size.index(), delta.indices[-1]
    product = delta * rows.at((row, *delta.indices[1:-1], column))
    sums = mine[joint.matrices[0]].ops[0].term.sums
    origin = tuple(name for matrix in joint.matrices for name in mine[matrix].origin)
    summed = op_of(Term(product, sums, reduce="sum"))
    whole = Statement(gradient, (Bound.over(index), Bound.over(column)), (summed,), origin=origin)
    made = [whole]
    for matrix, vector in zip(joint.matrices, (*copies, joint.state), strict=True):
        first, second = mine[matrix].indices
        part = Term(gradient.at((first, rows.offset(vector) + second)))
        made.append(replace(mine[matrix], ops=(op_of(part),)))
    one, *others = (s for s in program.backward.statements if any(s is m for m in mine.values()))
    backward = _replaced(program.backward, {id(one): tuple(made), **{id(s): () for s in others}})
    places = {gradient: Place(Buffer(name, gradient.axes, Life.VALUE))}
    return replace(program, backward=backward).placed(places)


def _delta(statement: Statement | None, vector: Tensor, step: sp.Expr) -> sp.Indexed | None:
    """What the gradient of a matrix multiplies with this vector at this step, all steps and sequences together."""
    if statement is None or statement.add or len(statement.ops) != 1 or len(statement.indices) != 2:
        return None
    op = statement.ops[0]
    if not isinstance(op, Gemm) or not op.plain or op.inner != {TIME, N.index()} or op.term.when:
        return None
    other = vector.at((step, N.index(), statement.indices[-1]))
    if other not in (op.a, op.b):
        return None
    delta = op.b if op.a == other else op.a
    return delta if tuple(delta.indices) == (TIME, N.index(), statement.indices[0]) else None


def _is_product(op: Gemm, statement: Statement, kinds: tuple[Kind, ...]) -> bool:
    """Whether it is a matrix of parameters times a vector of one of these kinds: a state at the step before."""
    if not op.plain or len(op.inner) != 1 or len(statement.indices) != 3 or op.term.when:
        return False
    weight, vector = op.operands()
    [over] = op.inner
    if weight.base.kind is not Kind.PARAMETER or tuple(weight.indices) != (statement.indices[-1], over):
        return False
    # a state at this step, or an input of another one, has no such row
    wanted = (1 if vector.base.reverse else -1) if vector.base.kind is Kind.STATE else 0
    return (
        vector.base.kind in kinds
        and vector.base.axes[:2] == (T, N)
        and shift(vector) == wanted
        and tuple(vector.indices[1:]) == (statement.indices[1], over)
    )


def _is_bias(op: Op, statement: Statement) -> bool:
    expr = op.term.expr
    vector = isinstance(expr, sp.Indexed) and expr.base.kind is Kind.PARAMETER and not op.term.when
    return bool(vector) and tuple(expr.indices) == statement.indices[-1:]


def _replaced(function: Function, new: dict[int, tuple[Statement, ...]]) -> Function:
    """The function with others in the place of some statements, by identity."""
    blocks: list[Block] = []
    for block in function.blocks:
        statements = tuple(s for old in block.statements for s in new.get(id(old), (old,)))
        if isinstance(block, Loop):
            blocks.append(replace(block, statements=statements))
        elif statements:
            blocks.append(Whole(statements))
    return replace(function, blocks=tuple(blocks))
