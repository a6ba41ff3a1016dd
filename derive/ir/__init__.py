"""A kernel as a small, typed, printable program, between the equations and any language.

``lower`` makes it of a derivation, :mod:`derive.passes` rewrite it, ``verify`` checks that it is legal, ``Machine``
carries it out in numbers, ``cost`` counts what it spends, and :mod:`derive.backends` print it.
"""

from derive.ir.lower import lower
from derive.ir.nodes import (
    Block,
    Buffer,
    Contract,
    Copy,
    Function,
    Gemm,
    Life,
    Load,
    Loop,
    Map,
    Op,
    Place,
    Program,
    Reduce,
    Stack,
    Statement,
    Whole,
    op_of,
)
from derive.ir.verify import IllegalProgram, verify

__all__ = [
    "Block",
    "Buffer",
    "Contract",
    "Copy",
    "Function",
    "Gemm",
    "IllegalProgram",
    "Life",
    "Load",
    "Loop",
    "Map",
    "Op",
    "Place",
    "Program",
    "Reduce",
    "Stack",
    "Statement",
    "Whole",
    "lower",
    "op_of",
    "verify",
]
