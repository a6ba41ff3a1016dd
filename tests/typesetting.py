"""What sets the pages: TeX and a browser.  Tests that need them take their time, and bear the mark ``pages``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import chromium
import pytest

Test = TypeVar("Test", bound=Callable[..., object])


def needs_tex(test: Test) -> Test:
    """A test that is skipped where there is no TeX."""
    return pytest.mark.pages(pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no TeX")(test))


def needs_browser(test: Test) -> Test:
    """A test that is skipped where there is no Chromium."""
    return pytest.mark.pages(pytest.mark.skipif(chromium.PROGRAM is None, reason="there is no Chromium")(test))


def compiled(text: str, folder: Path, **others: str) -> str:
    """The log of two runs of pdflatex, which must not fail."""
    for name, content in {"notes": text, **others}.items():
        (folder / f"{name}.tex").write_text(content)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "notes.tex"]
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode("latin-1")[-3000:]
    return (folder / "notes.log").read_text("latin-1")


def faults(log: str) -> list[str]:
    """Lines that stick out by more than 5 pt, references that lead nowhere, and labels that are there twice."""
    wide = [line for line in re.findall(r"Overfull .*", log) if float(re.findall(r"\((.*?)pt", line)[0]) > 5]
    return [*wide, *re.findall(r"LaTeX Warning: .*(?:undefined|multiply defined).*", log)]
