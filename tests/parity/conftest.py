"""The suite that runs the kernels against the real libraries: only where it is asked for, as `make test-parity` does.

The libraries must be there then: a test that cannot import one fails, and is never skipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).resolve().parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = any(Path(arg.split("::")[0]).resolve().is_relative_to(HERE) for arg in config.args)
    return None if asked else True


@pytest.fixture
def agree(request: pytest.FixtureRequest) -> Callable[..., None]:
    """``agree(what, name, ours, theirs, tolerance)``: no entry differs by more, measured on the largest or on 1.

    The largest differences are told at the end of the run.
    """

    def compare(what: str, name: str, ours: Any, theirs: Any, tolerance: float) -> None:
        ours, theirs = np.asarray(ours), np.asarray(theirs)
        assert ours.shape == theirs.shape, f"{name}: ours has shape {ours.shape}, theirs {theirs.shape}"
        assert ours.dtype == theirs.dtype, f"{name}: ours is {ours.dtype}, theirs {theirs.dtype}"
        error = float(np.abs(ours - theirs).max() / max(np.abs(theirs).max(), 1.0))
        request.node.user_properties.append((what, error))
        assert error <= tolerance, f"{name} differs by {error:.1e}"

    return compare


def pytest_terminal_summary(terminalreporter: Any) -> None:
    largest: dict[str, float] = defaultdict(float)
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for what, error in report.user_properties:
            largest[what] = max(largest[what], error)
    if largest:
        terminalreporter.section("largest differences")
    for what, error in sorted(largest.items()):
        terminalreporter.write_line(f"{what:58} {error:.1e}")
