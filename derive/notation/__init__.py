r"""How authors write it: names, time, adjoints.  Data, not code.

A notation says how a tensor of the language becomes a symbol of mathematics.  To add one, make another
:class:`Notation`; what it does not say follows from the name itself by the rules of :func:`spelled`:

    W_f → W_f        a_den → a_{\mathrm{den}}      alpha → \alpha       m2 → m_2
    r_h → r_h        tanh_c → \mathrm{tanh}_c      i_prime → i'         c_tilde → \tilde{c}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sympy.printing.latex import greek_letters_set, tex_greek_dictionary

from derive.calculus import order_of
from derive.equations import Index, Kind, Tensor

ACCENTS = ("hat", "tilde", "bar", "check", "breve", "acute", "grave", "vec", "dot", "ddot")

ABBREVIATED = {"stop_gradient": "sg"}
"""Words that are too long for a symbol, and what stands for them."""


@dataclass(frozen=True)
class Symbol:
    """A name in its parts, so that accents, subscripts and superscripts can be added where they belong."""

    base: str
    subscripts: tuple[str, ...] = ()
    primes: str = ""

    def accented(self, accent: str) -> Symbol:
        return Symbol(rf"\{accent}{{{self.base}}}", self.subscripts, self.primes)

    def latex(self, indices: str = "", superscript: str = "") -> str:
        """The symbol with the letters of a component and a superscript."""
        below = ",".join((*self.subscripts, indices) if indices else self.subscripts)
        above = f"^{{{superscript}}}" if superscript else ""
        return f"{self.base}{_script('_', below)}{self.primes}{above}"


def spelled(name: str) -> Symbol:
    """A name of the language as a symbol, where the notation says nothing of its own."""
    for words, word in ABBREVIATED.items():
        name = name.replace(words, word)
    stem, *rest = name.split("_")
    parts = re.fullmatch(r"(.*?)(\d*)", stem)
    letters, digits = parts.groups() if parts and parts[1] else (stem, "")
    symbol = Symbol(_word(letters), (digits,) if digits else ())
    for part in rest:
        if part in ACCENTS:
            symbol = symbol.accented(part)
        elif part == "prime":
            symbol = Symbol(symbol.base, symbol.subscripts, symbol.primes + "'")
        else:
            symbol = Symbol(symbol.base, (*symbol.subscripts, _word(part)), symbol.primes)
    return symbol


def _word(word: str) -> str:
    if word in tex_greek_dictionary:
        return str(tex_greek_dictionary[word])
    if word.lower() in greek_letters_set:
        return rf"\{word}"
    if len(word) == 1 or word.isdigit():
        return word
    return rf"\mathrm{{{re.sub('f(?=[fil])', 'f{}', word)}}}"  # no ligatures


def _script(mark: str, text: str) -> str:
    if not text:
        return ""
    return f"{mark}{text}" if len(text) == 1 else f"{mark}{{{text}}}"


@dataclass(frozen=True)
class Notation:
    r"""How one author writes.

    Attributes:
        name: what it is called for by.
        names: symbols of tensors that are not spelled as they are named.
        time: where the step stands.
        step: the step in its place: ``{}`` for c^t, ``({})`` for c^{(t)}, ``\langle {} \rangle`` for c^{⟨t⟩}.
        adjoint: ∂L/∂u of the symbol u with all its scripts: ``\delta {}``, ``\frac{{\partial L}}{{\partial {}}}``.
        arriving: the gradient that arrives at the output from outside, at every step.
        final: the gradient that arrives at a state after the last step; it bears the state's name below.
        transpose: the mark of a transpose.
        delta: the Kronecker delta of its indices; another face than the adjoint's δ, so that nobody takes
            one for the other.
        ones: the vector of ones.
    """

    name: str
    names: Mapping[str, Symbol] = field(default_factory=dict)
    time: Literal["superscript", "subscript"] = "superscript"
    step: str = "{}"
    adjoint: str = r"\delta {}"
    arriving: str = r"\Delta"
    final: str = r"\Gamma"
    transpose: str = r"\top"
    delta: str = r"\boldsymbol{{\delta}}_{{{}}}"
    ones: str = r"\mathbf{1}"

    def symbol(self, tensor: Tensor, step: str = "", indices: str = "") -> str:
        """The tensor, at a step and with the letters of a component where they are given."""
        if tensor.kind is Kind.ADJOINT and tensor.of is not None:
            order = order_of(tensor)
            inner = self.symbol(tensor.of, step, indices)
            return self.adjoint.format(inner if order == 1 else rf"^{{({order})}} {inner}")
        letters = self.letters(tensor)
        mark = self.step.format(step) if step else ""
        if self.time == "superscript":
            return letters.latex(indices, mark)
        return letters.latex(",".join(filter(None, (mark, indices))))

    def letters(self, tensor: Tensor) -> Symbol:
        """The tensor's name in its parts."""
        if tensor.kind is Kind.SEED and tensor.of is not None:
            if tensor.in_time:
                return Symbol(self.arriving)
            return Symbol(self.final, (self.letters(tensor.of).latex(),))
        if tensor.kind is Kind.TANGENT and tensor.of is not None:
            return self.letters(tensor.of).accented("dot")
        return self.names.get(tensor.name) or spelled(tensor.name)

    def index(self, index: Index) -> str:
        """An index: j, j' or j_1."""
        letters, digits, primes = re.fullmatch(r"(\D+?)(\d*)('*)", index.name).groups()  # type: ignore[union-attr]
        return f"{_word(letters)}{_script('_', digits)}{primes}"

    def kronecker(self, left: str, right: str) -> str:
        """The Kronecker delta of two indices."""
        between = "" if max(len(left), len(right)) <= 2 else r",\,"
        return self.delta.format(left + between + right)


DEFAULT = Notation("default")
PARTIAL = Notation("partial", adjoint=r"\frac{{\partial L}}{{\partial {}}}")
"""The default with ∂L/∂u written out."""
