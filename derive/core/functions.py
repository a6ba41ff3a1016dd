r"""The elementwise functions that a cell may use: one table, :data:`FUNCTIONS`, which every printer reads.

A row says what a function *is* (its definition, in SymPy's own terms), its slope with respect to each argument, and how
it is written.  The slope is said by the function's own output where it can be (σ' = σ(1-σ), tanh' = 1-tanh²), the form
that every backward pass uses: the output is at hand, the argument is not.  A test differentiates the definitions and
holds the slopes against them.

To add a function, add a row.  NumPy's name for it is that in ``numpy``; where NumPy has none, the kernels' runtime has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias, cast

import sympy as sp

Definition: TypeAlias = Callable[..., sp.Expr]
"""From the arguments to what the function is."""

Slopes: TypeAlias = Callable[..., tuple[sp.Expr, ...]]
"""From the function's own output and its arguments to its slope with respect to each argument."""


class Elementwise(sp.Function):
    """Base of the elementwise functions of the language.

    Attributes:
        arity: how many arguments it takes.
        analytic: whether it is complex differentiable, so that a complex step measures its slope.
        by_tanh: (α, β, γ) where the function is β·tanh(αx) + γ.
        latex: its sign in LaTeX, or what stands before, between and after its arguments.
        numpy: NumPy's name for it; empty where NumPy has none.
    """

    arity: ClassVar[int] = 1
    analytic: ClassVar[bool] = True
    by_tanh: ClassVar[tuple[sp.Rational, sp.Rational, sp.Rational] | None] = None
    latex: ClassVar[str | tuple[str, ...]] = ""
    numpy: ClassVar[str] = ""
    slopes: ClassVar[Slopes]

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        """What the function is, in SymPy's own terms."""
        raise NotImplementedError(cls.__name__)

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return type(self).slopes(self, *self.args)[argindex - 1]


FUNCTIONS: dict[str, type[Elementwise]] = {}
"""Every function of the language by its name."""


def _function(
    name: str,
    doc: str,
    definition: Definition,
    slopes: Slopes,
    latex: str | tuple[str, ...] = "",
    numpy: str = "",
    analytic: bool = True,
    by_tanh: tuple[object, ...] | None = None,
) -> type[Elementwise]:
    """A row of the table."""
    made: dict[str, Any] = {
        "__doc__": doc,
        "__module__": __name__,
        "arity": definition.__code__.co_argcount,
        "nargs": definition.__code__.co_argcount,
        "analytic": analytic,
        "by_tanh": tuple(map(sp.sympify, by_tanh)) if by_tanh else None,
        "latex": latex or r"\operatorname{" + name.replace("_", r"\_") + "}",
        "numpy": numpy,
        "definition": classmethod(lambda cls, *args: definition(*args)),
        "slopes": staticmethod(slopes),
    }
    FUNCTIONS[name] = cast("type[Elementwise]", type(Elementwise)(name, (Elementwise,), made))  # type: ignore[misc]
    return FUNCTIONS[name]


def _either(condition: sp.Basic, then: sp.Expr | int, otherwise: sp.Expr | int) -> sp.Expr:
    return sp.Piecewise((then, condition), (otherwise, True))


HALF = sp.Rational(1, 2)

sigmoid = _function(
    "sigmoid",
    "The logistic function σ(x) = 1/(1+e⁻ˣ).",
    lambda x: 1 / (1 + sp.exp(-x)),
    lambda y, x: (y * (1 - y),),
    latex=r"\sigma",
    by_tanh=(HALF, HALF, HALF),
)
tanh = _function(
    "tanh",
    "The hyperbolic tangent.",
    lambda x: sp.tanh(x),
    lambda y, x: (1 - y**2,),
    latex=r"\tanh",
    numpy="tanh",
    by_tanh=(1, 1, 0),
)
exp = _function(
    "exp",
    "The exponential function, its own slope.",
    lambda x: sp.exp(x),
    lambda y, x: (y,),
    latex=r"\exp",
    numpy="exp",
)
expm1 = _function(
    "expm1",
    "eˣ - 1, to full precision where x is small.",
    lambda x: sp.exp(x) - 1,
    lambda y, x: (y + 1,),
    latex=r"\operatorname{expm1}",
    numpy="expm1",
)
log = _function("log", "The natural logarithm.", lambda x: sp.log(x), lambda y, x: (1 / x,), latex=r"\log", numpy="log")
sqrt = _function(
    "sqrt",
    "The square root.",
    lambda x: sp.sqrt(x),
    lambda y, x: (1 / (2 * y),),
    latex=(r"\sqrt{", "}"),
    numpy="sqrt",
)
power: type[Elementwise] = _function(
    "power",
    "x to the power p, for x > 0.",
    lambda x, p: x**p,
    lambda y, x, p: (p * power(x, p - 1), log(x) * y),
    latex=("{", "}^{", "}"),
    numpy="power",
)
sin: type[Elementwise] = _function(
    "sin", "The sine.", lambda x: sp.sin(x), lambda y, x: (cos(x),), latex=r"\sin", numpy="sin"
)
cos: type[Elementwise] = _function(
    "cos", "The cosine.", lambda x: sp.cos(x), lambda y, x: (-sin(x),), latex=r"\cos", numpy="cos"
)
erf = _function(
    "erf",
    "The error function 2/√π ∫₀ˣ exp(-s²) ds.",
    lambda x: sp.erf(x),
    lambda y, x: (2 / sp.sqrt(sp.pi) * exp(-(x**2)),),
    latex=r"\operatorname{erf}",
    analytic=False,  # it is, but the kernels have it for real numbers alone
)
log_sigmoid = _function(
    "log_sigmoid",
    "log σ(x), in a form that neither overflows nor loses digits; its slope is σ(-x).",
    lambda x: sp.log(1 / (1 + sp.exp(-x))),
    lambda y, x: (sigmoid(-x),),
    latex=r"\log\sigma",
)
softplus = _function(
    "softplus",
    "log(1+eˣ) in a form that does not overflow; its slope is σ(x).",
    lambda x: sp.log(1 + sp.exp(x)),
    lambda y, x: (sigmoid(x),),
)
step = _function(
    "step",
    "1 where x > 0, else 0; slope 0 everywhere.  It is the slope of relu, which thereby is 0 on the kink.",
    lambda x: _either(x > 0, 1, 0),
    lambda y, x: (sp.S.Zero,),
    analytic=False,
)
relu = _function(
    "relu",
    "max(x, 0), with slope 0 on the kink (the choice of PyTorch and Keras).",
    lambda x: _either(x > 0, x, 0),
    lambda y, x: (step(x),),
    analytic=False,
)
sign = _function(
    "sign",
    "-1, 0 or 1; slope 0 everywhere.  It is the slope of absolute, which thereby is 0 on the kink.",
    lambda x: sp.Piecewise((1, x > 0), (-1, x < 0), (0, True)),
    lambda y, x: (sp.S.Zero,),
    numpy="sign",
    analytic=False,
)
absolute = _function(
    "absolute",
    "|x|, with slope 0 on the kink.",
    lambda x: _either(x > 0, x, -x),
    lambda y, x: (sign(x),),
    latex=(r"\lvert ", r"\rvert"),
    numpy="absolute",
    analytic=False,
)
maximum = _function(
    "maximum",
    "The larger of two; on a tie the slope goes to the second argument.",
    lambda x, y: _either(x > y, x, y),
    lambda z, x, y: (step(x - y), 1 - step(x - y)),
    latex=r"\max",
    numpy="maximum",
    analytic=False,
)
minimum = _function(
    "minimum",
    "The smaller of two; on a tie the slope goes to the second argument.",
    lambda x, y: _either(y > x, x, y),
    lambda z, x, y: (step(y - x), 1 - step(y - x)),
    latex=r"\min",
    numpy="minimum",
    analytic=False,
)
where: type[Elementwise] = _function(
    "where",
    "x where a > b, else y.  No gradient passes through a and b.",
    lambda a, b, x, y: _either(a > b, x, y),
    lambda z, a, b, x, y: (sp.S.Zero, sp.S.Zero, where(a, b, 1, 0), where(a, b, 0, 1)),
    latex=(r"\left\{", " > ", " : ", ", ", r"\right\}"),
    analytic=False,
)
weigh = _function(
    "weigh",
    "w·x, and 0 where the weight w is 0, however large x is: an infinite x of no weight counts for nothing.",
    lambda w, x: sp.Piecewise((0, sp.Eq(w, 0)), (w * x, True)),
    lambda z, w, x: (x, w),
    latex=("", r"\,", ""),
)
stop_gradient = _function(
    "stop_gradient",
    "The identity, with slope zero by decree: how a truncated gradient is said.",
    lambda x: x,
    lambda y, x: (sp.S.Zero,),
    latex=r"\operatorname{sg}",
)
