"""The parts of the course: patterns, exercises with checked answers, common mistakes, the lines of NumPy."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import sympy as sp

from derive import Cell, adjoint
from derive.cells import builtin
from derive.notes import NotesWriter, cell_notes
from derive.notes.document import Card, Fold, on_paper, walk
from derive.notes.exercises import exercises, wrong_term
from derive.notes.mistakes import mistakes
from derive.notes.numpy_loop import WIDTH, numpy_lines
from derive.notes.patterns import patterns
from tests import paper_cells, strange_cells
from tests.kernels import kernel

PAPERS = {name: one for name, one in vars(paper_cells).items() if isinstance(one, Cell)}
CELLS = {**builtin(), **strange_cells.CELLS, **PAPERS}


@cache
def writer(name: str) -> NotesWriter:
    return NotesWriter(adjoint(CELLS[name].system))


# --- the lines of NumPy


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("name", [name for name in CELLS if numpy_lines(writer(name)) is not None])
def test_the_lines_of_numpy_compute_what_the_kernel_does(name: str) -> None:
    """Run as they are printed, against the textbook kernel."""
    one, T = writer(name), 4
    system, backward = one.forward, one.backward
    from derive.backends.numpy import loaded

    module = kernel(name, "reference") if CELLS[name] is builtin().get(name) else loaded(backward, "reference")
    random = np.random.default_rng(3)
    extents = {
        size.name: int(size.name) if size.name.isdigit() else 3 + place for place, size in enumerate(system.sizes)
    }
    wanted = module.init.__annotations__
    p = module.init(**{s.argument: extents[s.name] for s in system.sizes if s.argument in wanted})
    p.flat[...] = random.uniform(-0.8, 0.8, p.flat.shape)

    def shape(tensor) -> list[int]:
        return [extents[size.name] for size in tensor.features]

    inputs = {x.name: random.uniform(0.1, 1, [T, 1, *shape(x)]) for x in system.inputs}
    states = {s.name: random.uniform(0.1, 1, [1, *shape(s)]) for s in system.states}
    y, _, tape = module.forward(p, *inputs.values(), module.State(*states.values()))
    dy = random.uniform(-1, 1, y.shape)
    ends = {s.name: random.uniform(-1, 1, [1, *shape(s)]) for s in system.states}
    given = module.backward(p, tape, dy, module.State(*(ends[s.name] for s in system.states)))

    names: dict = {"np": np, "sigmoid": sigmoid, "T": T, **{q.name: getattr(p, q.name) for q in system.parameters}}
    names |= {s.symbol.name: extents[s.name] for s in system.sizes if s.symbol.is_Symbol}
    for tensor in {**system.tensors, **backward.system.tensors}.values():
        if tensor.in_time:
            names[tensor.name] = np.zeros([T + 2, *shape(tensor)])
    for tensor in system.inputs:
        names[tensor.name][1 : T + 1] = inputs[tensor.name][:, 0]
    for tensor in system.states:
        names[tensor.name][0] = states[tensor.name][0]
    for seed in backward.seeds:
        if seed.in_time:
            names[seed.name][1 : T + 1] = dy[:, 0]
        else:
            names[seed.name] = ends[seed.of.name][0]
    program = numpy_lines(one)
    assert program is not None
    assert all(len(line) <= WIDTH + 20 for text in program for line in text.splitlines())
    exec("\n".join(program), names)
    assert names[system.output.name][1 : T + 1] == pytest.approx(y[:, 0], rel=1e-10)
    for q in system.parameters:
        assert names[f"d{q.name}"] == pytest.approx(getattr(given.params, q.name), rel=1e-8, abs=1e-12), q.name
    for s in system.states:
        assert names[f"d{s.name}"][0] == pytest.approx(getattr(given.state, s.name)[0], rel=1e-8, abs=1e-12), s.name


def test_an_lstm_takes_twenty_lines() -> None:
    for name, most in (("lstm", 20), ("gru", 17), ("rnn", 10)):
        lines = numpy_lines(writer(name))
        assert lines is not None
        assert len(lines) <= most


# --- patterns, folds


def test_one_card_for_each_pattern_and_the_others_folded() -> None:
    groups = patterns(writer("lstm").backward.derivations.values())
    names = ["".join(d.tensor.name for d in group) for group in groups]
    assert {"W_iW_fW_gW_o", "R_iR_fR_gR_o", "b_ib_fb_gb_o"} <= set(names)
    document = cell_notes(writer("lstm").backward)
    assert sum(isinstance(b, Card) and bool(b.tensor) for s in document.sections for b in walk(s.blocks)) == 23
    open_ = [b for s in document.sections for b in s.blocks if isinstance(b, Card) and b.tensor]
    assert len(open_) == 11


def test_on_paper_nothing_is_folded_and_nothing_lost() -> None:
    document = cell_notes(writer("gru").backward)
    flat = on_paper(document)
    assert not any(isinstance(b, Fold) for s in flat.sections for b in walk(s.blocks))
    assert set(flat.formulas) == set(document.formulas)


# --- exercises and mistakes


@pytest.mark.parametrize("name", [name for name in CELLS if wrong_term(writer(name))])
def test_the_wrong_term_is_wrong_and_the_right_one_right(name: str) -> None:
    posed = wrong_term(writer(name))
    assert posed is not None
    changed = [place for place, (a, b) in enumerate(zip(posed.right.terms, posed.wrong.terms, strict=True)) if a != b]
    assert changed == [posed.place]
    right, wrong = posed.right.terms[posed.place], posed.wrong.terms[posed.place]
    assert sp.simplify(right.expr - wrong.expr) != 0
    assert posed.right == writer(name).backward.derivation(posed.right.tensor.of).equation


@pytest.mark.parametrize("name", CELLS)
def test_every_exercise_has_an_answer(name: str) -> None:
    section = exercises(writer(name))
    if section is None:
        return
    headings = [b for b in section.blocks if type(b).__name__ == "Heading"]
    answers = [b for b in section.blocks if isinstance(b, Fold)]
    assert len(headings) == len(answers) > 0


def test_mistakes_stand_at_the_cards_they_belong_to() -> None:
    one = writer("lstm")
    told = {d.tensor.name: " ".join(mistakes(one, d)) for d in one.backward.derivations.values()}
    assert "instead of $0.09$" in told["a_o"]
    assert "instead of $0.19$" in told["a_g"]
    assert "leaves out what comes back through $h$" in told["c"]
    assert "lies in $\\mathbb{R}^{H \\times M}$" in told["W_f"]
    assert "and not with $h^{t}$" in told["R_f"]
    assert told["o"] == ""


def test_the_first_screen_says_what_gates_do() -> None:
    document = cell_notes(writer("gru").backward)
    [first, *_] = document.sections
    said = " ".join(item for block in first.blocks if hasattr(block, "items") for item in block.items)
    assert "$z^{t}$ lets $h^{t-1}$ and $n^{t}$, as far as it is shut, into $h^{t}$." in said
