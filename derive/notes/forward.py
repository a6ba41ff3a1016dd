"""The beginning of the notes: symbols and shapes, and the forward equations."""

from __future__ import annotations

from derive.core.equations import BATCH, Index, Kind, N, Size, T, Tensor
from derive.forms.tree import Array, Node
from derive.notation.printer import MathPrinter
from derive.notes.document import Block, Display, Equations, Fold, Formula, Section, Table, Text, literal
from derive.notes.writer import KINDS, NotesWriter, extents, shape, underbraced
from derive.typeset.tree import Math, joined


def conventions(writer: NotesWriter) -> Section:
    """How things are written, and the tables of indices and tensors."""
    return Section(
        "Notation and shapes",
        "notation",
        (
            Text(_gradients(writer)),
            Fold("How the formulas are to be read", (Text(_conventions(writer)), _indices(writer))),
            Fold("All tensors, and their shapes", (_tensors(writer),)),
        ),
    )


def _conventions(writer: NotesWriter) -> str:
    hand, signs = writer.notation, writer.signs
    examples, batch = "$, $".join(map(str, _examples(writer))), writer.printer.doprint(BATCH)
    said = []
    if hand.form == "matrix":
        said.append(rf"Vectors are {hand.vectors}, and $\odot$ is the elementwise product.")
    said.append(
        f"The {hand.time} is the step. Functions act on each component, and a number that is added to an array is"
    )
    said.append("added to each component.")
    if hand.form == "components":
        said.append(
            f"Every index is written: ${examples}$. An index that two factors of a product bear, and that does not"
        )
        said.append("stand on the left, is summed over its range; all other sums are written.")
        return " ".join(said)
    said.append(
        f"In matrix form, arrays are those of one sequence of the batch, and the index ${batch}$ of the sequence is not"
    )
    said.append("written. It comes back only where gradients of parameters are summed over the batch: behind")
    said.append(
        rf"$\sum_{{{batch}=1}}^{{N}}$, arrays are those of sequence ${batch}$. In components, every index is written:"
    )
    said.append(f"${examples}$.")
    if "components" in signs:
        said.append(
            "An equation that has no matrix form, as with arrays of three axes, is written in components throughout."
        )
    if hand.rows:
        said.append(
            "Since vectors are rows, a matrix stands to the right of what it acts on, and has as many rows as that"
        )
        said.append(f"has components; ${hand.ones}$ is a row, too.")
    if "ones" in signs:
        sum_ = rf"u\,{hand.ones}^{hand.transpose}" if hand.rows else rf"{hand.ones}^{hand.transpose} u"
        said.append(f"${hand.ones}$ is the vector of ones, so that ${sum_}$ is the sum of the components of $u$.")
    if "frobenius" in signs:
        said.append(r"$\langle A, B \rangle$ is the sum of the components of $A \odot B$.")
    if "quotient" in signs:
        said.append(r"$\oslash$ divides component by component.")
    return " ".join(said)


def _examples(writer: NotesWriter) -> list[Math]:
    """Components of a parameter and of a state, to show how they are written."""
    kinds = (writer.forward.parameters, writer.forward.states)
    largest = [max(tensors, key=lambda tensor: len(tensor.axes)) for tensors in kinds if tensors]
    return [writer.printer.component(tensor, tensor.indices()) for tensor in largest]


def _indices(writer: NotesWriter) -> Table:
    """Letters, extent and meaning of the indices."""
    sizes = (T, N, *writer.forward.sizes)
    rows = tuple(
        (f"${joined(map(writer.printer.doprint, _indices_of(s)), ',')}$", rf"$1,\dots,{s.name}$", literal(s.meaning))
        for s in sizes
    )
    return Table(("index", "runs over", "meaning"), rows)


def _indices_of(size: Size) -> list[Index]:
    """The indices that run over a size, as far as it names them."""
    return [size.index(nth) for nth in range(len(size.letters))]


def _tensors(writer: NotesWriter) -> Table:
    """The tensors by kind, shape and range, in order of declaration."""
    groups: dict[tuple[Kind, tuple[Size, ...], bool, int], list[Tensor]] = {}
    for kind in KINDS:
        for tensor in writer.backward.objective.of_kind(kind):
            groups.setdefault((kind, tensor.features, tensor.in_time, tensor.first), []).append(tensor)
    rows = tuple(
        (
            ", ".join(f"${writer.symbol(tensor)}$" for tensor in group),
            KINDS[kind],
            f"${shape(features[::-1], flat=True) if writer.notation.rows else shape(features)}$",
            rf"$t={first},\dots,T$" if in_time else "",
        )
        for (kind, features, in_time, first), group in groups.items()
    )
    return Table(("symbol", "kind", "shape", "steps"), rows, wide=(0, 0.34))


def _gradients(writer: NotesWriter) -> str:
    gradient, signs = writer.gradient("u"), writer.signs
    meaning = "" if gradient.tall else r" = \partial L/\partial u"
    said = [
        f"The gradient of the loss $L$ with respect to a tensor $u$ is written ${gradient}{meaning}$, has the shape of",
        "$u$, and exists on the same steps. The generated kernels call it `du`, and their lines bear the numbers of "
        "the "
        "equations",
        "below.",
        "A bracket around an equation, $[i=j]$, is $1$ where it holds and $0$ elsewhere: the Kronecker delta.",
    ]
    if "stop_gradient" in signs:
        said.append(
            r"$\operatorname{sg}(u)$ is $u$, with a derivative that is zero by decree: no gradient passes through it."
        )
    if "step" in signs:
        said.append("$[u > v]$ is $1$ where the condition holds, and $0$ elsewhere.")
    return " ".join(said)


# ---------------------------------------------------------------------------------------------------------------------


def forward(writer: NotesWriter) -> Section:
    """The forward equations, with the dimensions of what is in them, and once more in components."""
    matrix = writer.notation.form == "matrix"
    blocks: list[Block] = [
        Text(
            r"For $t = 1, \dots, T$, in this order"
            + ("; below the braces stand the dimensions of the arrays of one sequence:" if matrix else ":")
        ),
        Equations(tuple(dimensioned(writer)) if matrix else tuple(writer.equations), "define"),
    ]
    if writer.blocks:
        blocks.append(
            Text(
                "Here the weights are joined in one matrix, and the vectors that they act on in one vector. In "
                "components, and wherever the parts go ways of their own, the blocks stand by themselves:"
            )
        )
        blocks.extend(map(Display, writer.blocks))
    if matrix:
        blocks.append(
            Fold("The same in components, as they are differentiated", (Equations(tuple(writer.components)),))
        )
    if writer.backward.seeds:
        blocks.append(Text(_arriving(writer)))
        blocks.append(Equations((writer.loss,)))
    return Section("Forward pass", "forward", tuple(blocks))


def _arriving(writer: NotesWriter) -> str:
    """By which seeds the loss reaches the cell."""
    seeds = writer.backward.seeds
    arriving = [f"${writer.symbol(seed)}$" for seed in seeds if seed.in_time]
    final = [f"${writer.symbol(seed)}$" for seed in seeds if not seed.in_time]
    ways = []
    if arriving and writer.forward.output is not None:
        ways.append(f"{', '.join(arriving)} to the output ${writer.symbol(writer.forward.output)}$ at every step")
    if final:
        ways.append(f"{', '.join(final)} to the states after the last step")
    return (
        "Of the loss nothing need be known but the gradients that it sends to the cell: "
        + ", and ".join(ways)
        + ". To first order, every loss is"
    )


def dimensioned(writer: NotesWriter) -> list[Formula]:
    """The forward equations in matrix form, every array over its dimensions."""
    printer = DimensionPrinter(writer.printer)
    found = []
    for equation in writer.forward.equations:
        _, pieces, is_matrix = writer.sides(equation, printer=printer)
        found.append(writer.formula(equation, pieces if is_matrix else None))
    return found


class DimensionPrinter(MathPrinter):
    """Sets arrays over their dimensions, otherwise as another printer does."""

    def __init__(self, plain: MathPrinter) -> None:
        super().__init__(plain.notation, plain.reading)
        self.plain = plain

    def _print_Array(self, node: Array) -> Math:
        return self.over(node, self.plain.doprint(node))

    def transposed(self, node: Node) -> Math:
        if isinstance(node, Array):
            return self.over(node, self.plain.transposed(node), transposed=True)
        return super().transposed(node)

    def over(self, node: Array, formula: Math, transposed: bool = False) -> Math:
        sizes = node.tensor.features
        if not sizes:
            return formula
        rows = self.notation.rows
        return underbraced(formula, extents(sizes[::-1] if rows != transposed else sizes, flat=rows or transposed))
