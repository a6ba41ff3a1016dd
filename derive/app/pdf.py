"""LaTeX → PDF, where there is a TeX."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = "pdflatex"
REMEDY = (
    "PDFs need a TeX.  Debian, Ubuntu: apt-get install texlive-latex-recommended texlive-pictures lmodern.  "
    "Fedora: dnf install texlive-collection-latexrecommended texlive-pgfplots texlive-lm.  "
    "macOS: brew install --cask mactex-no-gui.  Windows: MiKTeX, from miktex.org."
)

ROUNDS = 4
"""References settle in two runs, or three."""


class NotTypeset(Exception):
    """TeX has stopped; the message says at what."""


def available() -> bool:
    return shutil.which(PROGRAM) is not None


def typeset(latex: str, name: str = "notes") -> bytes:
    """The PDF of a document; the same bytes for the same text.

    Raises:
        NotTypeset: there is no TeX, or it does not take the document.
    """
    if not available():
        raise NotTypeset(REMEDY)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / f"{name}.tex").write_text(latex, encoding="utf-8")
        before = b""
        for _ in range(ROUNDS):
            _run(folder, name)
            after = (folder / f"{name}.aux").read_bytes()
            if after == before:
                break
            before = after
        return (folder / f"{name}.pdf").read_bytes()


def _run(folder: Path, name: str) -> None:
    command = [PROGRAM, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", f"{name}.tex"]
    undated = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1", "max_print_line": "1000"}
    done = subprocess.run(command, cwd=folder, env=undated, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stdout.decode(errors="replace")
        fault = re.search(r"^! (.+)", said, re.MULTILINE)
        raise NotTypeset(f"{PROGRAM} does not take {name}.tex: {fault[1] if fault else said[-500:]}")
