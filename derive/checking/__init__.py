"""Is every gradient right?  For a cell that is derived, and for a function that was written by hand.

    print(check(my_cell))                                   # proof, and measurements on the kernels
    print(grad_check(my_module, params, x))                 # forward and backward under the contract of the kernels

A cell's derived equations are *proved* at a small size, without tolerance (:mod:`.proof`); the kernels that are printed
from them are *measured*, by central differences and by complex steps (:mod:`.measure`).
"""

from derive.checking.checks import check, grad_check
from derive.checking.report import Finding, Report

__all__ = ["Finding", "Report", "check", "grad_check"]
