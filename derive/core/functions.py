"""The elementwise functions that a cell may use.

Each is a SymPy function that says its slope in terms of its own output where it can (σ' = σ(1-σ), tanh' = 1-tanh²),
the form that every backward pass uses: the output is at hand, the argument is not.  ``definition`` is what the function
*is*; a test differentiates the definitions and holds the slopes against them.

To add a function: subclass :class:`Elementwise`, give ``definition`` and ``fdiff``, and one line in each printer.
"""

from __future__ import annotations

from typing import ClassVar

import sympy as sp


class Elementwise(sp.Function):
    """Base of the elementwise functions of the language."""

    arity = 1
    analytic = True
    by_tanh: ClassVar[tuple[sp.Rational, sp.Rational, sp.Rational] | None] = None
    """(α, β, γ) where the function is β·tanh(αx) + γ."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        """What the function is, in SymPy's own terms."""
        raise NotImplementedError(cls.__name__)


class sigmoid(Elementwise):
    """The logistic function σ(x) = 1/(1+e⁻ˣ)."""

    by_tanh = (sp.Rational(1, 2), sp.Rational(1, 2), sp.Rational(1, 2))

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-args[0]))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self * (1 - self)


class tanh(Elementwise):
    """The hyperbolic tangent."""

    by_tanh = (sp.Integer(1), sp.Integer(1), sp.Integer(0))

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.tanh(args[0])

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return 1 - self**2


class exp(Elementwise):
    """The exponential function, its own slope."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.exp(args[0])

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self


class log(Elementwise):
    """The natural logarithm."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.log(args[0])

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return 1 / self.args[0]


class sqrt(Elementwise):
    """The square root."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.sqrt(args[0])

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return 1 / (2 * self)


class log_sigmoid(Elementwise):
    """log σ(x), in a form that neither overflows nor loses digits; its slope is σ(-x)."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.log(sigmoid.definition(args[0]))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sigmoid(-self.args[0])


class softplus(Elementwise):
    """log(1+eˣ) in a form that does not overflow; its slope is σ(x)."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.log(1 + sp.exp(args[0]))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sigmoid(self.args[0])


class step(Elementwise):
    """1 where x > 0, else 0; slope 0 everywhere.  It is the slope of relu, which thereby is 0 on the kink."""

    analytic = False

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((1, args[0] > 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


class relu(Elementwise):
    """max(x, 0), with slope 0 on the kink (the choice of PyTorch and Keras)."""

    analytic = False

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((args[0], args[0] > 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return step(self.args[0])


class sign(Elementwise):
    """-1, 0 or 1; slope 0 everywhere.  It is the slope of absolute, which thereby is 0 on the kink."""

    analytic = False

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((1, args[0] > 0), (-1, args[0] < 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero


class absolute(Elementwise):
    """|x|, with slope 0 on the kink."""

    analytic = False

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((args[0], args[0] > 0), (-args[0], True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sign(self.args[0])


class maximum(Elementwise):
    """The larger of two; on a tie the slope goes to the second argument."""

    arity = 2
    analytic = False

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return sp.Piecewise((args[0], args[0] > args[1]), (args[1], True))

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        first_wins = step(self.args[0] - self.args[1])
        return first_wins if argindex == 1 else 1 - first_wins


class stop_gradient(Elementwise):
    """The identity, with slope zero by decree: how a truncated gradient is said."""

    @classmethod
    def definition(cls, *args: sp.Expr) -> sp.Expr:
        return args[0]

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sp.S.Zero
