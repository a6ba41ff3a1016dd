"""The README shows what its commands print: every block of it is run, from the top to the bottom, in one folder.

```python file=my_cell.py     becomes a file
```python                     is run; a block ```text after it is what it prints
```console                    `$ command`, and under it what the command prints
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
README = (ROOT / "README.md").read_text()


def test_the_first_screen_shows_the_way_through():
    first_screen = README[: README.index("## Contents")]
    definition = FENCE.search(first_screen)
    assert definition[2] == "my_lstm.py"
    assert len([line for line in definition[3].splitlines() if line]) <= 12
    for command in ("make derive", "make test"):
        assert f"\n    {command} " in first_screen


def test_every_link_leads_somewhere():
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-") for line in README.splitlines()}
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target.removeprefix("#") in headings if target.startswith("#") else (ROOT / target).exists(), target


def test_what_the_page_shows_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    printed = ""
    loaded = set(sys.modules)
    try:
        for language, name, text in FENCE.findall(README):
            if name:
                Path(name).write_text(text)
            elif language == "python":
                importlib.invalidate_caches()  # a command above may have written what is imported here
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    exec(compile(text, "README.md", "exec"), {})
                printed = out.getvalue()
            elif language == "text":
                assert text == printed
            else:
                assert language == "console"
                for command, output in commands(text):
                    assert run(command, tmp_path) == seconds(output), command
    finally:
        for module in set(sys.modules) - loaded:
            if module.split(".")[0] == "out":
                del sys.modules[module]


def commands(console: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it prints."""
    for part in console.split("$ ")[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run(command: str, folder: Path) -> str:
    """What a command prints, on either stream."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(folder), "PYTHONUTF8": "1"}
    merged = subprocess.STDOUT
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=merged)
    return seconds(done.stdout.decode())


def seconds(text: str) -> str:
    """Without the times, which no two runs share; nor whether an earlier run left its result in the cache."""
    return re.sub(r"derived in [\d.]+ s|as before", "derived", text)
