"""Fixtures that several files of tests use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.known_failures import KNOWN_FAILURES

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is known not to hold yet is run and reported; once it holds, its entry must go."""
    for item in items:
        if why := KNOWN_FAILURES.get(item.nodeid.removeprefix("tests/")):
            item.add_marker(pytest.mark.xfail(reason=why, strict=True))


class Said(NamedTuple):
    """What a command printed, and its exit status."""

    code: int
    out: str
    err: str


@pytest.fixture
def derive(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Said]:
    """Run ``derive …`` as a shell would, in an empty folder and with an empty cache."""
    from derive.app import build, cli  # here, so that the other tests run without the command

    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(build, "folder", lambda: tmp_path / "cache")

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr("sys.argv", ["derive", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1 if done.code else 0
        return Said(code, *capsys.readouterr())

    return run
