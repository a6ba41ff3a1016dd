"""Kernels in NumPy: a program printed as a Python module that needs NumPy and nothing else.

Two styles share one interface and one runtime (``runtime.py``, which stands beside the kernels):

* ``reference``: the textbook, a loop over time, a line an equation, in the order and with the numbers of the notes;
* ``numpy``: the program after all passes, to be run.
"""

from derive.backends.numpy.build import Style, compiled, loaded, render, runtime_source

__all__ = ["Style", "compiled", "loaded", "render", "runtime_source"]
