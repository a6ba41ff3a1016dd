"""Random cells and networks of the whole language, always the same ones; and those that were once wrong.

A failure is shrunk, and printed as source text; ``make fuzz`` runs others.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, seed, settings

from derive import Cell, CellError, adjoint
from tests import defects, random_cells
from tests.exact import differences, size_of
from tests.fuzz import RIGHT, judged, shortened
from tests.random_cells import STYLES, Numbers, definition, definitions, load, verdict

CHUNKS, EACH = 10, 16
"""So many tests of so many cells."""

KEPT = {**defects.CELLS, **defects.NAMED}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_cells_are_right(chunk: int) -> None:
    @seed(chunk)
    @settings(max_examples=EACH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(definitions())
    def right(source: str) -> None:
        cell = load(source)
        try:
            _ = cell.system
        except CellError:
            assume(False)
        assert not verdict(cell), source

    right()


@pytest.mark.parametrize("name", KEPT)
def test_what_was_once_wrong_is_right(name: str) -> None:
    assert not verdict(KEPT[name])


@pytest.mark.parametrize("name", KEPT)
def test_what_was_once_wrong_is_proved(name: str) -> None:
    system = KEPT[name].system
    assert differences(system, adjoint(system).system, size_of(system, T=2, N=1)) == []


def test_the_generator_covers_the_language() -> None:
    """What a thousand definitions contain; those that the language refuses are few."""
    texts = [definition(Numbers(number)) for number in range(1000)]
    bodies = [text.removeprefix(random_cells.HEADER) for text in texts]
    for word in (
        *("m.state", "scalar_state", ", H, H)", "m.size", ".prev", ".T @", "outer(", "dot(", "mean(", "total("),
        *("log_sum_exp(", "maximum(", "stop_gradient(", "bias=False", "reverse=True", "mask=mask", '"zero"', ".last"),
        *("m.output(m.y)", "@network", "softmax_cross_entropy", "squared_error", "steps=False", "H, H, M)"),
    ):
        assert sum(word in body for body in bodies) >= 10, word
    cells = [body for body in bodies if "@network" not in body]
    assert {body.count("_state(") + body.count(".state(") for body in cells} == {0, 1, 2, 3, 4}
    refused = 0
    for text in texts[:200]:
        try:
            _ = load(text).system
        except CellError:
            refused += 1
    assert refused <= 10


@pytest.mark.skipif(not STYLES, reason="no kernel is held to be right for every cell yet")
def test_the_verdict_is_not_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gradient that is off by 0.1 % in the textbook kernel, or in the other."""
    cell: Cell = defects.CELLS["delayed_product"]
    assert not verdict(cell)
    right = random_cells.loaded

    for broken in STYLES:

        def loaded(backward: object, style: str, broken: str = broken) -> object:
            module = right(backward, style)  # type: ignore[arg-type]
            if style == broken:
                backward_pass = module.backward

                def wrong(*arguments: object) -> object:
                    grads = backward_pass(*arguments)
                    grads.params.flat[:] *= 1.001
                    return grads

                module.backward = wrong  # type: ignore[attr-defined]
            return module

        monkeypatch.setattr(random_cells, "loaded", loaded)
        assert "W_i" in verdict(cell) or "gradient" in verdict(cell)


def test_a_failure_is_shortened_to_what_it_needs() -> None:
    source = next(
        text
        for text in (definition(Numbers(number)) for number in range(500))
        if "outer(" in text.removeprefix(random_cells.HEADER) and text.count("\n    m.") > 4 and "@network" not in text
    )

    def fails(text: str) -> bool:
        kind, _ = judged(text, ())
        return kind == RIGHT and "outer(" in text.removeprefix(random_cells.HEADER)

    short = shortened(source, fails)
    assert fails(short)
    assert len(short) < len(source)
    assert short.count("\n    m.") < source.count("\n    m.")
