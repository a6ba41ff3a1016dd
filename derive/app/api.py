"""What is done with a cell in Python: derive it, compile it, write its equations down.

from derive import adjoint, compile, latex
from derive.cells import builtin

backward = adjoint(builtin()["lstm"])           # every gradient, with its steps
kernel = compile(builtin()["lstm"])             # the module that `derive build` would write
print(latex(builtin()["lstm"], "W_f"))          # its equation, for a text of one's own
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from derive import calculus
from derive.app import formulas
from derive.backends.numpy import Style, loaded
from derive.calculus import Backward
from derive.core.equations import Equation, System
from derive.language import Cell, CellError, nearest


def adjoint(cell: Cell | System, loss: Equation | None = None) -> Backward:
    """Derive the gradient of the loss with respect to every tensor of a cell, network, or system of equations.

    Args:
        cell: what is differentiated; a derived system too.
        loss: an equation for a scalar; without one, a loss of which nothing is known but the gradients that arrive from
            it at the output and at the final states.

    Raises:
        CellError: the cell's definition does not make sense.
        TypeError: it is neither a cell nor a system.
    """
    return calculus.adjoint(_system(cell), loss)


def compile(cell: Cell, style: Style = "numpy") -> ModuleType:
    """The kernel of a cell or network as a module, without a file: ``compile(my_cell).forward(…)``.

    Asking for the same cell again gives the same module.  ``style`` is "numpy", or "reference" for the textbook.
    """
    return _compiled(_system(cell), style)


@cache
def _compiled(system: System, style: Style) -> ModuleType:
    return loaded(_derived(system), style)


@cache
def _derived(system: System) -> Backward:
    """The derivation of a system; the same one for the same equations."""
    return calculus.adjoint(system)


def latex(cell: Cell | System, tensor: str = "", notation: str = "default", form: str = "") -> str:
    """Equations as LaTeX: of one gradient, or where no tensor is named, of the whole cell and all its gradients.

    Args:
        cell: a cell or network.
        tensor: ``W_f`` or ``dW_f`` for the gradient with respect to W_f.
        notation: an author's (``olah``, ``odyssey``, …), or a .toml file of your own.
        form: "matrix" or "components"; by default the notation's own.

    Raises:
        CellError: there is no such tensor, notation or form.
    """
    backward = _derived(_system(cell))
    if tensor:
        equations: tuple[Equation, ...] = (derivation_of(backward, tensor).equation,)
    else:
        equations = (*backward.forward.equations, *backward.system.equations)
    return formulas.latex(backward, equations, formulas.notation_of(notation, form))


def derivation_of(backward: Backward, name: str) -> calculus.Derivation:
    """The steps to one gradient, by the name of the tensor or of its gradient.

    Raises:
        CellError: there is no such tensor.
    """
    by_gradient = {derivation.adjoint.name: derivation for derivation in backward.derivations.values()}
    found = backward.derivations.get(name) or by_gradient.get(name)
    if found is None:
        known = [*backward.derivations, *(by_gradient if name.startswith("d") else ())]
        raise CellError(f"cell {backward.forward.name} has no tensor {name!r}; {nearest(name, known)}")
    return found


def _system(cell: Cell | System) -> System:
    if isinstance(cell, Cell):
        return cell.system
    if isinstance(cell, System):
        return cell
    raise TypeError(f"{cell!r} is neither a cell nor a system of equations: @cell(source=…) makes a cell of a function")
