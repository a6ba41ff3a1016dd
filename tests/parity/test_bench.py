"""The steps of other libraries that the benchmark times compute the same gradients."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("cell", "name"),
    [("lstm", "torch"), ("lstm", "torch without oneDNN"), ("gru", "torch")]
    + [(cell, "jax") for cell in ("lstm", "peephole_lstm", "gru")],
)
def test_gradients(cell: str, name: str, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(name.split()[0], reason=f"{name} comes with make bench")
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    from contenders import Extent, Problem, contenders

    [contender] = contenders(Problem(cell, Extent(5, 3, 2, 4), dtype), (name,))
    assert contender.error() < {"float32": 2e-5, "float64": 1e-13}[dtype]
