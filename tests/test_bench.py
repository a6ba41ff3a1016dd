"""The benchmark of the kernels runs, checks before it times, and judges rightly; the figures are for people to read."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location("kernels", ROOT / "bench" / "kernels.py")
    assert spec is not None
    assert spec.loader is not None
    kernels = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "kernels", kernels)  # the tests have a module of that name too
    spec.loader.exec_module(kernels)
    monkeypatch.setattr(kernels, "PAUSE", 0)
    monkeypatch.setattr(kernels, "SPELL", 1e-9)
    here = ("numpy", "products, by rows", "products, by features", "naive", "reference")
    monkeypatch.setattr(kernels, "ALL", {name: kernels.ALL[name] for name in here})
    monkeypatch.setattr(kernels, "OTHERS", ("numpy",))
    return kernels


def test_a_run(bench: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{bench.report.BEGIN}\nold\n{bench.report.END}\nafter\n")
    bench.main(
        [
            "--sizes",
            "3,2,2,4",
            "2,1,3,128",
            "--rounds",
            "1",
            "--all",
            "--no-memory",
            "-o",
            str(tmp_path / "out"),
            "--markdown",
            str(page),
        ]
    )
    found = json.loads((tmp_path / "out/kernels.json").read_text())
    assert len(found["seconds"]) == 2 * 2 * (5 + 4 + 4)
    assert all(row["value"] > 0 for row in found["seconds"])
    assert {row["value"] < bench.TOLERANCE[row["dtype"]] for row in found["errors"]} == {True}
    assert set(found["about"]) >= {"processor", "Python", "NumPy", "torch", "jax"}
    printed, written = capsys.readouterr().out, page.read_text()
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    assert "old" not in written
    for text in (printed, written):
        assert "**gru, float64**" in text
        assert "| time / naive NumPy" in text


def test_the_programme_has_all_that_the_goals_speak_of(bench: ModuleType) -> None:
    runs = bench.programme(("lstm", "gru"), ("float32", "float64"), False)
    assert runs == {"float32": {"lstm": tuple(bench.ALL), "gru": ("numpy",)}, "float64": {"lstm": ("numpy",)}}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_wrong_gradient_is_noticed(bench: ModuleType, dtype: str) -> None:
    from contenders import Extent, Problem, by_hand

    problem = Problem("lstm", Extent(3, 2, 2, 4), dtype)
    right = by_hand(problem)
    bench.check(problem, [right], results(bench))

    def step() -> Any:
        dW, *rest = right.step()
        dW[0, 0] += 2e-3 * np.abs(dW).max()
        return dW, *rest

    with pytest.raises(SystemExit, match=r"naive: a gradient of lstm at \(3, 2, 2, 4\) .* is off by 2.0e-03"):
        bench.check(problem, [dataclasses.replace(right, step=step)], results(bench))


def results(bench: ModuleType) -> Any:
    return bench.Results({"NumPy": np.__version__}, 1)


def test_goals_are_judged_by_what_was_measured(bench: ModuleType) -> None:
    measured, extent = results(bench), bench.Extent(100, 64, 256, 256)
    times = {"numpy": 1.2, "products, by rows": 0.9, "products, by features": 1.0, "torch": 1.0, "naive": 2.0}
    measured.seconds |= {("float32", extent, "lstm", name): value for name, value in times.items()}
    measured.seconds["float32", extent, "gru", "numpy"] = 1.0
    measured.growth |= {(extent, "numpy"): 2, (extent, "torch"): 3}
    T, N, M, H = extent
    measured.tapes[extent] = (6 * H + M) * T * N + (2 * H + M) * N
    judged = {goal.wanted: (goal.measured, goal.met) for goal in bench.report.goals(measured)}
    assert judged["time / bare products, the faster of two layouts"] == (pytest.approx(1.2 / 0.9), False)
    assert judged["time / torch"] == (1.2, False)
    assert judged["time / naive NumPy"] == (0.6, True)
    assert judged["time / JAX"] == (None, None)
    assert judged["GRU / LSTM"] == (pytest.approx(1 / 1.2), True)
    assert judged["growth of memory / torch"] == (pytest.approx(2 / 3), True)
    assert judged["numbers on the tape / (6H + M)TN"] == (1, True)


def test_a_page_without_marks_is_left_alone(bench: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks")
    with pytest.raises(SystemExit, match=r"page.md has no <!-- results"):
        bench.report.insert(page, results(bench))
    assert page.read_text() == "no marks"


def test_the_page_has_its_marks(bench: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    page.write_text((ROOT / "docs/bench.md").read_text())
    bench.report.insert(page, results(bench))


def test_growth_is_what_is_allocated(bench: ModuleType) -> None:
    wanted = 64 * bench.memory.MIB
    grown = bench.memory.growth(lambda: np.ones(wanted // 8).sum())
    assert wanted * 0.9 < grown < wanted * 1.2


def test_memory_of_a_step(bench: ModuleType) -> None:
    extent = bench.Extent(200, 4, 16, 128)
    least = 4 * 200 * 4 * (128 + 16)  # y and dx
    assert bench.memory.fresh("numpy", extent, "float32")["growth"] > least


def test_the_tape_is_counted_whole(bench: ModuleType) -> None:
    """Beside (6H + M)TN: the rows that states start from, and the ones that a product multiplies biases with."""
    T, N, M, H = extent = bench.Extent(20, 4, 8, 16)
    assert bench.memory.tape(extent) == (6 * H + M) * T * N + (2 * H + M) * N + (T + 1) * N


@pytest.mark.parametrize("size", ["1,2,3", "a,b,c,d", "0,1,1,1"])
def test_a_size_that_is_none(bench: ModuleType, size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--sizes", size])
    assert size in capsys.readouterr().err
