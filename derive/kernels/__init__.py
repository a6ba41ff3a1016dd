"""Kernels: the equations, printed as a Python module that needs NumPy and nothing else.

Two styles share one interface (``templates/numpy/kernel.py.j2``):

* ``reference``: a loop over time, a line an equation, in the order and with the numbers of the notes;
* ``numpy``: what :mod:`derive.schedule` made of the same equations.
"""

from __future__ import annotations

import linecache
import subprocess
import sys
from functools import cache
from types import ModuleType
from typing import Literal

from jinja2 import Environment
from ruff.__main__ import find_ruff_bin

from derive.calculus import Backward, adjoint
from derive.kernels.reference import ReferenceWriter
from derive.kernels.scheduled import ScheduledWriter
from derive.language import Cell
from derive.templating import environment

Style = Literal["reference", "numpy"]

# what fits on a line stays on it
LAYOUT = ("line-length = 100", "format.skip-magic-trailing-comma = true", "lint.isort.split-on-trailing-comma = false")


def render(backward: Backward, style: Style) -> str:
    """The source of one kernel module, formatted."""
    writer = ReferenceWriter(backward) if style == "reference" else ScheduledWriter(backward)
    text = _surroundings().get_template("kernel.py.j2").render(kernel=writer, style=style)
    return formatted(text)


@cache
def _surroundings() -> Environment:
    python = environment("numpy").overlay()
    python.filters.update(quoted=quoted)
    return python


def quoted(text: str) -> str:
    """A user's text within a docstring: what would end it, or be an escape, is said by an escape."""
    return text.replace("\\", r"\\").replace('"""', r"\"\"\"")


def compiled(cell: Cell, style: Style = "numpy") -> ModuleType:
    """The kernel of a cell or network as a module, without a file: ``compiled(my_cell).forward(…)``."""
    return loaded(adjoint(cell.system), style)


def loaded(backward: Backward, style: Style = "numpy") -> ModuleType:
    """The kernel of a derivation as a module.

    The module is registered under ``derive.compiled.<style>.<name>``, so that its classes can be pickled; its source is
    what :func:`render` gives, and tracebacks show it.
    """
    source = render(backward, style)
    module = ModuleType(f"derive.compiled.{style}.{backward.forward.name}")
    file = f"<{module.__name__}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    sys.modules[module.__name__] = module
    exec(compile(source, file, "exec"), vars(module))
    return module


def formatted(source: str) -> str:
    """The source as ruff lays it out."""
    options = [part for option in LAYOUT for part in ("--config", option)]
    command = [find_ruff_bin(), "format", "--isolated", *options, "--stdin-filename", "kernel.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a kernel is no valid Python: {done.stderr.strip()}\n{source}")
    return done.stdout
