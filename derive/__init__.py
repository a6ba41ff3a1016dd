"""derive: write the forward equations of a recurrent cell once; every gradient, note and kernel follows.

    from derive import adjoint, cell, tanh

    @cell(source="Elman 1990")
    def rnn(m):
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev))

    print(adjoint(rnn.system).derivation("R"))

prints how dL/dR comes about.
"""

from derive.app import notebook
from derive.calculus import Backward, Derivation, Path, adjoint, tangent
from derive.checking import check, grad_check
from derive.core.equations import Equation, H, Kind, M, N, Size, System, T, Tensor, Term
from derive.language import (
    Builder,
    Cell,
    CellError,
    Network,
    absolute,
    binary_cross_entropy,
    cell,
    dot,
    exp,
    identity,
    largest,
    log,
    log_sigmoid,
    log_sum_exp,
    maximum,
    mean,
    network,
    outer,
    relu,
    sigmoid,
    softmax_cross_entropy,
    softplus,
    sqrt,
    squared_error,
    stop_gradient,
    tanh,
    total,
)

notebook.attach()

__all__ = [
    "log_sum_exp",
    "largest",
    "squared_error",
    "softmax_cross_entropy",
    "network",
    "binary_cross_entropy",
    "Network",
    "Backward",
    "Builder",
    "Cell",
    "CellError",
    "Derivation",
    "Equation",
    "H",
    "Kind",
    "M",
    "N",
    "Path",
    "Size",
    "System",
    "T",
    "Tensor",
    "Term",
    "absolute",
    "adjoint",
    "cell",
    "check",
    "dot",
    "exp",
    "grad_check",
    "identity",
    "log",
    "log_sigmoid",
    "maximum",
    "mean",
    "outer",
    "relu",
    "sigmoid",
    "softplus",
    "sqrt",
    "stop_gradient",
    "tangent",
    "tanh",
    "total",
]
