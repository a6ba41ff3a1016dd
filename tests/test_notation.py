"""Notations: every printed equation, evaluated in its own convention, against the components; files, names, TeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from printed import Printed
from test_matrix import Values, gru, matrix_memory, normalised, oddities
from test_notes import user_cell
from typer.testing import CliRunner
from typesetting import compiled, faults, needs_tex

from derive import Cell, T, adjoint
from derive.app.cli import app
from derive.cells import builtin
from derive.core.equations import BATCH, TIME, Equation, H, Kind, Tensor
from derive.forms import tree as mx
from derive.language import CellError
from derive.notation import DEFAULT, Notation, Symbol
from derive.notation.files import NAMES, NotationError, find, read
from derive.notes import NotesWriter, cell_notes
from derive.notes.summary import loop_equations
from derive.pages import latex
from derive.typeset.lines import Line

SIZES = {"T": 3, "N": 2, "M": 3, "H": 3}
BUILTIN = [
    builtin()[name] for name in ("rnn", "lstm", "peephole_lstm", "dense_peephole_lstm", "gru", "gru_reset_before")
]
CELLS = [*BUILTIN, gru, normalised, matrix_memory, oddities, user_cell]
SOME = [builtin()["peephole_lstm"], builtin()["gru"], user_cell]
HANDS = [name for name in NAMES if name != "index"]


def shown(line: Line) -> str:
    """The line as LaTeX sets it in an alignment."""
    return f"{line.left} &{line.right}"


class Reader:
    """Replaces every symbol of the notes by a token, steps and all, and evaluates what is left."""

    def __init__(self, notes: NotesWriter, values: Values) -> None:
        self.notes, self.values, self.rows = notes, values, notes.notation.rows
        self.tokens: dict[str, str] = {}
        symbols: dict[str, Callable[[int, int], np.ndarray | float]] = {}
        print_ = notes.printer.doprint
        systems = (notes.forward, notes.backward.system)
        for tensor in {t: None for s in systems for e in s.equations for t in (e.tensor, *e.reads())}:
            for offset in (-1, 0, 1) if tensor.in_time else (0,):
                step = TIME + offset if tensor.in_time else None
                self.add(
                    symbols,
                    str(print_(mx.Array(tensor, step))),
                    lambda t, n, k=tensor, o=offset: self.array(k, t + o, n),
                )
        for joint in notes.joints.values():
            weights = [weight.tensor for weight in joint.weights]
            lead = str(print_(notes.tree(mx.Joined(joint.weights))))
            blocks = [self.array(weight, 0, 1) for weight in weights]
            joined = np.concatenate(blocks, axis=0 if self.rows else 1)
            self.add(symbols, lead, lambda t, n, joined=joined: joined)
        batch = str(notes.printer.doprint(BATCH))
        self.read = Printed(symbols, SIZES, ones=3, rows=self.rows, batch=batch)
        longest = sorted(self.tokens, key=len, reverse=True)
        signs = r"\\(?:operatorname|mathbf)\{\w+\}|\\[A-Za-z]+"
        self.pattern = re.compile("|".join([*map(re.escape, longest), signs]))

    def add(self, symbols: dict[str, Callable[[int, int], np.ndarray | float]], text: str, value: Callable) -> None:
        assert text not in self.tokens, f"two tensors look alike: {text}"
        self.tokens[text] = f"@{len(self.tokens)}@"
        symbols[self.tokens[text]] = value

    def array(self, tensor: Tensor, step: int, sequence: int) -> np.ndarray | float:
        """The tensor in the convention of the notes: a column or a row, a matrix as it is or transposed."""
        array = self.values.of(tensor)
        array = array[step] if tensor.in_time else array
        array = array[sequence - 1] if tensor.batched else array
        if array.ndim == 0:
            return float(array)
        column = array[:, None] if array.ndim == 1 else array
        return column.T if self.rows else column

    def evaluate(self, latex: str, step: int, sequence: int) -> np.ndarray:
        text = self.pattern.sub(lambda found: self.tokens.get(found[0], found[0]), latex)
        return self.read.evaluate(text, step, sequence)

    def wanted(self, equation: Equation, step: int, sequence: int) -> np.ndarray:
        """The equation by its components, laid out in the convention of the notes."""
        inner = [bound for bound in equation.bounds if bound.index.size.name not in "TN"]
        outer = {b.index: step if b.index.size is T else sequence for b in equation.bounds if b not in inner}
        shape = [self.values.extent[bound.index.size.name] for bound in inner]
        total = np.zeros(shape)
        for slot in np.ndindex(*shape):
            at = {**outer, **{b.index: place + 1 for b, place in zip(inner, slot, strict=True)}}
            total[slot] = sum(self.values.term_at(term, at) for term in equation.terms)
        column = total[:, None] if total.ndim == 1 else total
        return column.T if self.rows else column


def read_back(one: Cell, notation: Notation, spoil: Callable[[str], str] = lambda text: text) -> int:
    """Evaluate every equation of the notes, at two steps and for a sequence; the number of them."""
    notes = NotesWriter(adjoint(one.system), notation)
    reader = Reader(notes, Values(SIZES))
    equations = [e for system in (notes.forward, notes.backward.system) for e in system.equations]
    for equation in equations:
        _, pieces, is_matrix = notes.sides(equation)
        assert is_matrix, equation
        text = spoil(" ".join(f"{sign}{piece}" for sign, piece in pieces))
        for step in (1, 2) if equation.tensor.in_time else (0,):
            wanted = reader.wanted(equation, step, 2)
            got = np.broadcast_to(reader.evaluate(text, step, 2), np.shape(wanted))
            assert np.allclose(got, wanted, rtol=1e-9, atol=1e-11), text
    for joint in notes.joints.values():
        formula = notes.joint_gradient(joint)
        assert formula is not None
        parts = [reader.wanted(notes.backward.derivation(w.tensor).equation, 0, 1) for w in joint.weights]
        right = " ".join(str(line.right) for line in formula.lines).removeprefix("= ").replace(r"\quad {}", "")
        assert np.allclose(reader.evaluate(right, 0, 1), np.concatenate(parts, axis=0 if reader.rows else 1))
    return len(equations)


@pytest.mark.parametrize(
    ("name", "one"),
    [(name, one) for name in HANDS for one in (CELLS if name in ("stacked-row", "olah") else SOME)],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_equation_holds_in_its_own_convention(name: str, one: Cell) -> None:
    assert read_back(one, find(name)) > 5


SWITCHES = """
vectors = "rows"
weights = "state first"
adjoint = "bar"
time = "subscript"
step = "(*)"
"""


def test_the_switches_are_independent_of_each_other() -> None:
    assert read_back(builtin()["peephole_lstm"], read(SWITCHES, "mine", "mine")) > 20


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("stacked-row", lambda text: text.replace(r"^\top", "")),
        ("stacked-row", lambda text: re.sub(r"\[(x\^{t}),\\,(h\^{t-1})\]", r"[\2,\\,\1]", text)),
        ("olah", lambda text: text.replace(r"c_{t-1}", "c_t")),
    ],
)
def test_the_comparison_is_not_blind(name: str, wrong: Callable[[str], str]) -> None:
    with pytest.raises((AssertionError, ValueError)):
        read_back(builtin()["lstm"], find(name), wrong)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("odyssey", r"\bar{z}^{(t)} &= W_z\,x^{(t)} + R_z\,y^{(t-1)} + b_z"),
        ("article0", r"\bar{f}^{(t)} &= W_{\mathit{for}}\,x^{(t)} + R_{\mathit{for}}\,y^{(t-1)} + b_{\mathit{for}}"),
        ("stacked-row", r"a_n^{t} &= [x^{t},\,h^{t-1}]\,W_n + B_n"),
        ("olah", r"a_{f,t} &= W_f\,[h_{t-1};\,x_t] + b_f"),
        ("coursera", r"z_u^{\langle t\rangle} &= W_u\,[a^{\langle t-1\rangle};\,x^{\langle t\rangle}] + b_u"),
        ("pytorch", r"a_{f,t} &= W_{if}\,x_t + W_{hf}\,h_{t-1} + b_{if}"),
        ("index", r"a_{f,nj}^{t} &= W_{f,jk}\,x_{nk}^{t} + R_{f,jr}\,h_{nr}^{t-1} + b_{f,j}"),
    ],
)
def test_each_author_is_recognised(name: str, formula: str) -> None:
    notes = NotesWriter(adjoint(builtin()["lstm"].system), find(name))
    assert formula in [shown(line) for equation in notes.equations for line in equation.lines]


@pytest.mark.parametrize("one", CELLS, ids=lambda one: one.name)
def test_sums_that_are_not_written_are_understood(one: Cell) -> None:
    """By the reader's rule: an index is summed if two factors bear it, and neither the left nor a sum does."""
    backward = adjoint(one.system)
    notes = NotesWriter(backward, find("index"))
    for equation in (*one.system.equations, *backward.system.equations):
        for term in equation.terms:
            text = str(notes.printer.term(term)[1])
            written = set(re.findall(r"[a-z]", "".join(re.findall(r"\\sum_\{([a-z,]+)", text))))
            factors = re.sub(r"\\sum_\{.*?\}(\^\{T\})?", "", text)
            below = re.findall(r"_(?:\{(?:[^{}]|\{[^{}]*\})*?,?([a-z]+)\}|([a-z]))(?=\^|'|\\|\)|$| )", factors)
            borne = [letter for group, single in below for letter in set(group or single)]
            summed = {str(notes.printer.doprint(bound.index)) for bound in term.sums}
            understood = {index for index in summed - written if len(index) == 1}
            assert written <= summed
            assert all(borne.count(index) == 2 for index in understood), (text, borne)


def test_no_two_tensors_look_alike_whoever_writes() -> None:
    for one in builtin().values():
        tensors = one.system.tensors.values()
        for name in NAMES:
            notation = find(name).on(tensors)
            shown = [notation.symbol(tensor) for tensor in tensors]
            assert len(set(shown)) == len(shown), (name, one.name)


# --- files


def test_a_notation_is_a_small_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("step = '[*]'\nadjoint = 'hat'\n[gates]\nf = 'k'\n[tags]\nf = 'keep'\n")
    notes = NotesWriter(adjoint(builtin()["lstm"].system), find(str(file)))
    lines = [shown(line) for equation in (*notes.equations, *loop_equations(notes)) for line in equation.lines]
    assert r"c^{[t]} &= k^{[t]} \odot c^{[t-1]} + i^{[t]} \odot g^{[t]}" in lines
    assert r"\hat{k}^{[t]} &= \hat{c}^{[t]} \odot c^{[t-1]}" in lines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vector = 'rows'", "mine.toml: unknown key 'vector'; did you mean vectors?"),
        ("vectors = 'row'", "mine.toml: vectors cannot be 'row'; did you mean rows?"),
        ("step = 't'", "step = 't' must hold one * for what it is put around"),
        ("[roles]\nV = 'x'", "mine.toml: unknown role 'V'; there are: W, R, P, p, b, a"),
        ("[names]\nh = 3", "names.h must be LaTeX in quotes, its braces closed, not 3"),
        ("[names]\nh = '{'", "names.h must be LaTeX in quotes, its braces closed, not '{'"),
        ("names = 'h'", "names must be a table: [names]"),
        ("step = ", "mine.toml is no TOML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(NotationError, match=re.escape(message)):
        read(text, "mine", "mine.toml")


def test_an_unknown_notation_names_the_nearest() -> None:
    with pytest.raises(NotationError, match=r"no notation 'oddysey'; did you mean odyssey\?"):
        find("oddysey")
    with pytest.raises(NotationError, match="cannot read the notation nowhere.toml"):
        find("nowhere.toml")
    assert find("default") is DEFAULT


@pytest.mark.parametrize("latex", ["W_{if}", r"\tilde{c}", r"\Gamma_f", "i'", "x", r"W_\alpha", r"\bar{\tilde{c}}"])
def test_symbols_are_read_as_they_are_written(latex: str) -> None:
    assert str(Symbol.read(latex).math()) == latex


def test_notes_are_written_in_another_hand(tmp_path: Path) -> None:
    run = CliRunner().invoke
    done = run(app, ["notes", "rnn", "--notation", "olah", "-f", "latex", "-f", "html", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert written == {"rnn_olah.tex", "rnn_olah_body.tex", "rnn_olah.html", "index.html"}
    assert 'href="rnn_olah.html"' in (tmp_path / "index.html").read_text()
    with pytest.raises(CellError, match="did you mean olah"):
        raise run(app, ["notes", "rnn", "--notation", "olha", "-o", str(tmp_path)]).exception or AssertionError


def test_names_that_would_look_alike_are_told_apart() -> None:
    tensors = [Tensor(name, (H,), Kind.SIGNAL) for name in ("m2", "m_2", "W_f")]
    notation = DEFAULT.on(tensors)
    assert [str(notation.symbol(tensor)) for tensor in tensors] == ["m_2", r"\mathrm{m\_2}", "W_f"]


# --- TeX


@needs_tex
@pytest.mark.parametrize(("one", "name"), [("peephole_lstm", "stacked-row"), ("gru", "coursera"), ("lstm", "index")])
def test_tex_sets_every_hand(one: str, name: str, tmp_path: Path) -> None:
    assert faults(compiled(latex.standalone(cell_notes(adjoint(builtin()[one].system), find(name))), tmp_path)) == []
