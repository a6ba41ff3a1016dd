r"""The chain rule: on one edge, and for a product with a matrix, from components to :math:`W^\top δ` and :math:`δ "
r"x^\top`."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.equations import Kind, Tensor
from derive.forms import tree as mx
from derive.notes.document import Block, Heading, Line, Section, Steps, Text
from derive.notes.gradients import general, path_block
from derive.notes.writer import NotesWriter
from derive.typeset.tree import EMPTY, Grid, Math, joined, number, row


def chain_rule(writer: NotesWriter) -> Section:
    """The rule, one edge of this cell, and a matrix of two rows and two columns."""
    blocks: list[Block] = [*general(writer), *_one_edge(writer)]
    if writer.notation.form == "matrix" and (product := _product(writer)) is not None:
        blocks += _matrix(writer, *product)
    return Section("The chain rule", "chain-rule", tuple(blocks), need=220)


def _one_edge(writer: NotesWriter) -> Iterator[Block]:
    """The first gradient that has a single path through an elementwise equation."""
    for derivation in writer.backward.derivations.values():
        single = len(derivation.paths) == 1 and derivation.tensor.kind is Kind.SIGNAL
        if single and not derivation.paths[0].read.sums and derivation.paths[0].user.tensor.kind is not Kind.LOSS:
            [path] = derivation.paths
            yield Heading("On one edge")
            yield Text(
                f"${writer.symbol(derivation.tensor)}$ is read by one equation, "
                f"{writer.reference(path.user.tensor)}. Given the gradient "
                f"${writer.gradient(writer.symbol(path.user.tensor))}$ that arrives there:"
            )
            yield path_block(writer, derivation, path, None)
            return


def _product(writer: NotesWriter) -> tuple[Tensor, Tensor, Tensor] | None:
    """A result, a matrix and the vector that it is multiplied with, from the forward equations."""
    for equation in writer.forward.equations:
        form = writer.form(equation)
        for term in form.terms if form else ():
            match term.node:
                case mx.Matmul(mx.Array(matrix), mx.Array(vector)) if matrix.kind is Kind.PARAMETER:
                    if len(vector.features) == 1 and equation.tensor.in_time:
                        return equation.tensor, matrix, vector
    return None


def _matrix(writer: NotesWriter, result: Tensor, matrix: Tensor, vector: Tensor) -> Iterator[Block]:
    """The case of two rows and two columns, written out."""
    notation, rows = writer.notation, writer.notation.rows

    def component(tensor: Tensor, *at: int) -> Math:
        at = at[::-1] if rows and len(at) == 2 else at
        return writer.marked(tensor, notation.symbol(tensor, EMPTY, row(*map(number, at), tight=True)))

    def gradient(tensor: Tensor, *at: int) -> Math:
        return writer.gradient(component(tensor, *at))

    def bare(tensor: Tensor) -> Math:
        return writer.bare(tensor)

    both = (1, 2)
    y, W, x = f"${bare(result)}$", f"${bare(matrix)}$", f"${bare(vector)}$"
    forward = [
        Line(
            component(result, i),
            row(
                "=", joined((joined([component(matrix, i, j), component(vector, j)]) for j in both), "+"), "+", r"\dots"
            ),
        )
        for i in both
    ]
    down = [
        Line(
            gradient(vector, j),
            row("=", joined((joined([component(matrix, i, j), gradient(result, i)]) for i in both), "+")),
        )
        for j in both
    ]
    outer = [
        Line(gradient(matrix, i, j), row("=", joined([gradient(result, i), component(vector, j)])))
        for i in both
        for j in both
    ]
    adjoint = writer.backward.derivation(result).adjoint if result.name in writer.backward.derivations else None
    if adjoint is None:
        return
    here = mx.Array(adjoint, None)
    turned = writer.printer.doprint(writer.tree(mx.Matmul(mx.Transposed(mx.Array(matrix, None)), here)))
    spread = writer.printer.doprint(writer.tree(mx.Outer(here, mx.Array(vector, None))))
    yield Heading("A matrix of two rows and two columns")
    yield Text(
        f"The product of {W} and {x} in {y}, for one step of one sequence, written out with two units on either side; "
        "the steps and the other summands are left out:"
    )
    yield Steps(tuple(forward))
    yield Text(f"The first component of {x} stands in both lines, once beside each entry of the first column of {W}:")
    yield Steps(tuple(down))
    grid = Grid(tuple(tuple(component(matrix, i, j) for i in both) for j in both))
    column = Grid(tuple((gradient(result, i),) for i in both))
    whole = row(grid, column, "=", turned) if not rows else turned
    yield Text(
        f"The columns of {W} have become rows, ${row(writer.gradient(bare(vector)), '=', whole)}$: a *transpose*."
    )
    yield Text(f"Every entry of {W} stands in one line only, beside one component of {x}:")
    yield Steps(tuple(outer))
    yield Text(
        f"All products of a component of ${writer.gradient(bare(result))}$ with one of {x}: an *outer product*, "
        f"${row(writer.gradient(bare(matrix)), '=', spread)}$. In the cell it is summed over all steps and "
        f"sequences, since "
        "all of them use the same matrix."
    )
