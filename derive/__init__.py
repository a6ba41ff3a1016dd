"""derive: write the forward equations of a recurrent cell once; every gradient, note and kernel follows.

    from derive import adjoint, cell, tanh

    @cell(source="Elman 1990")
    def rnn(m):
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev))

    print(adjoint(rnn).derivation("R"))

prints how dL/dR comes about.
"""

from derive.app import notebook
from derive.app.api import adjoint, compile, latex
from derive.calculus import Backward, Derivation, Path, tangent
from derive.core.equations import Equation, H, Kind, M, N, Size, System, T, Tensor, Term
from derive.core.evaluate import evaluate
from derive.language import (
    Builder,
    Cell,
    CellError,
    Network,
    absolute,
    binary_cross_entropy,
    cell,
    clip,
    concat,
    conv,
    cos,
    diag,
    dot,
    elu,
    erf,
    exp,
    expm1,
    eye,
    gelu,
    identity,
    largest,
    log,
    log_sigmoid,
    log_sum_exp,
    maximum,
    mean,
    minimum,
    network,
    norm,
    outer,
    relu,
    shift,
    sigmoid,
    silu,
    sin,
    softmax,
    softmax_cross_entropy,
    softplus,
    sqrt,
    squared_error,
    stop_gradient,
    tanh,
    total,
    weigh,
    where,
)

notebook.attach()

__all__ = [
    "latex",
    "evaluate",
    "compile",
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
    "Network",
    "Path",
    "Size",
    "System",
    "T",
    "Tensor",
    "Term",
    "absolute",
    "adjoint",
    "binary_cross_entropy",
    "cell",
    "clip",
    "concat",
    "conv",
    "cos",
    "diag",
    "dot",
    "elu",
    "erf",
    "exp",
    "expm1",
    "eye",
    "gelu",
    "identity",
    "largest",
    "log",
    "log_sigmoid",
    "log_sum_exp",
    "maximum",
    "mean",
    "minimum",
    "network",
    "norm",
    "outer",
    "relu",
    "shift",
    "sigmoid",
    "silu",
    "sin",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "sqrt",
    "squared_error",
    "stop_gradient",
    "tangent",
    "tanh",
    "total",
    "weigh",
    "where",
]
