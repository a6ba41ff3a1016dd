"""Kernels: the equations, printed as a Python module that needs NumPy and nothing else.

Two styles share one interface (``templates/numpy/kernel.py.j2``):

* ``reference``: a loop over time, a line an equation, in the order and with the numbers of the notes;
* ``numpy``: what :mod:`derive.schedule` made of the same equations.
"""

from __future__ import annotations

import subprocess
from typing import Literal

from ruff.__main__ import find_ruff_bin

from derive.calculus import Backward
from derive.kernels.reference import ReferenceWriter
from derive.kernels.scheduled import ScheduledWriter
from derive.templating import environment

Style = Literal["reference", "numpy"]

# what fits on a line stays on it
LAYOUT = ("line-length = 100", "format.skip-magic-trailing-comma = true", "lint.isort.split-on-trailing-comma = false")


def render(backward: Backward, style: Style) -> str:
    """The source of one kernel module, formatted."""
    writer = ReferenceWriter(backward) if style == "reference" else ScheduledWriter(backward)
    text = environment("numpy").get_template("kernel.py.j2").render(kernel=writer, style=style)
    return formatted(text)


def formatted(source: str) -> str:
    """The source as ruff lays it out."""
    options = [part for option in LAYOUT for part in ("--config", option)]
    command = [find_ruff_bin(), "format", "--isolated", *options, "--stdin-filename", "kernel.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a kernel is no valid Python: {done.stderr.strip()}\n{source}")
    return done.stdout
