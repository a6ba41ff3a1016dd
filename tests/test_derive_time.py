"""The benchmark runs and prints its table; what it measures is for people to read, not for a test to judge."""

from __future__ import annotations

import cProfile

import pytest
from sympy.core.cache import clear_cache

from bench import derive_time
from derive import adjoint


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    derive_time.main(["rnn", "--runs", "1", "--gates", "1,2"])
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["cell", "equations", "paths", "build/s", "derive/s"]
    assert [row[:24].strip() for row in rows] == ["rnn", "synthetic, 1 gate", "synthetic, 2 gates"]
    assert all(float(figure) > 0 for row in rows for figure in row[24:].split())


def test_synthetic_cell_grows_by_the_same_for_each_gate() -> None:
    """Each gate brings its own equations, and one path for each tensor that these read."""
    sizes = []
    for gates in (1, 2, 3):
        backward = adjoint(derive_time.gated(gates).system)
        paths = sum(len(derivation.paths) for derivation in backward.derivations.values())
        sizes.append((len(backward.forward.equations), paths))
    (e1, p1), (e2, p2), (e3, p3) = sizes
    assert (e2 - e1, p2 - p1) == (e3 - e2, p3 - p2)


def test_derivation_is_linear_in_the_number_of_gates() -> None:
    """Twice the gates take about twice the calls of functions, which unlike seconds are the same on every machine."""

    def calls(gates: int) -> int:
        system = derive_time.gated(gates).system
        clear_cache()
        profile = cProfile.Profile()
        profile.runcall(adjoint, system)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(40) < 2.3 * calls(20)
