"""derive: write the forward equations of a recurrent cell once; every gradient, note and kernel follows.

    from derive import adjoint, cell, tanh

    @cell(source="Elman 1990")
    def rnn(m):
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev))

    print(adjoint(rnn).derivation("R"))

prints how dL/dR comes about.
"""

import sys
from typing import Any

import lazy_loader

# a name is imported when it is first asked for, from where ``__init__.pyi`` says: SymPy alone takes half a second
_imported, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    value = _imported(name)
    _attach_to_notebooks()
    return value


def _attach_to_notebooks() -> None:
    """Equations show themselves as mathematics in a notebook."""
    from derive.app import notebook

    notebook.attach()


if "IPython" in sys.modules:  # which shows cells of derive.cells too, when no public name has been asked for
    _attach_to_notebooks()
