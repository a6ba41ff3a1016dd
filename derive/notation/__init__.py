r"""How authors write it: names, time, adjoints.  Data, not code.

A notation says how a tensor of the language becomes a symbol of mathematics.  Each author's is a file of a few lines
beside this one, and a user's own is read in the same way (:mod:`derive.notation.files`).  What a notation does not say
follows from the name itself by the rules of :func:`spelled`:

    W_f → W_f        a_den → a_{\mathrm{den}}      alpha → \alpha       m2 → m_2
    r_h → r_h        tanh_c → \mathrm{tanh}_c      i_prime → i'         c_tilde → \tilde{c}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sympy.printing.latex import greek_letters_set, tex_greek_dictionary

from derive.calculus import order_of
from derive.core.equations import Index, Kind, Tensor

ACCENTS = ("hat", "tilde", "bar", "check", "breve", "acute", "grave", "vec", "dot", "ddot")

ABBREVIATED = {"stop_gradient": "sg"}
"""Words that are too long for a symbol, and what stands for them."""

ROLES = ("W", "R", "P", "p", "b", "a")
"""What the names of tensors that belong to a gate begin with."""

BLOCKS = {"W": "W_{*x}", "R": "W_{*h}", "P": "W_{*c}"}
"""How the blocks of concatenated weights are written where the notation says nothing of its own."""


@dataclass(frozen=True)
class Symbol:
    """A name in its parts, so that accents, subscripts and superscripts can be added where they belong."""

    base: str
    subscripts: tuple[str, ...] = ()
    primes: str = ""

    def accented(self, accent: str) -> Symbol:
        return Symbol(rf"\{accent}{{{self.base}}}", self.subscripts, self.primes)

    @classmethod
    def read(cls, latex: str) -> Symbol:
        r"""The parts of a symbol that is given as LaTeX: ``W_{if}``, ``\tilde{c}``, ``\Gamma_f``, ``i'``."""
        letters, group, letter, primes = re.fullmatch(  # type: ignore[union-attr]  # anything matches
            r"(.+?|)(?:_(?:\{(.*)\}|(\\[A-Za-z]+|[^{])))?('*)", latex, re.DOTALL
        ).groups()
        below = group or letter
        return cls(letters, (below,) if below else (), primes)

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
        adjoint: ∂L/∂u of the symbol u with all its scripts: ``\delta {}``, ``\frac{{\partial L}}{{\partial {}}}``;
            or an accent on its letters, ``bar``.
        arriving: the gradient that arrives at the output from outside, at every step.
        final: the gradient that arrives at a state after the last step; it bears the state's name below.
        transpose: the mark of a transpose.
        delta: the Kronecker delta of its indices; another face than the adjoint's δ, so that nobody takes
            one for the other.
        ones: the vector of ones.
        title: whose hand it is.
        gates: symbols of gates, and of candidates: of what a cell computes at each step and is no state.
        tags: what stands, below the parameters of a gate, for the gate's own name.
        roles: a pattern for each role of a tensor that belongs to a gate, by the letter before its ``_``: W and R, the
            weights of the input and of the state, P and p of a peephole, the bias b, and a, the pre-activation.  In a
            pattern ``*`` is the gate's tag, ``@`` the gate's symbol.
        joint: the pattern of the weights of a gate, where they are concatenated; ``roles`` then names the blocks.
        vectors: whether they are columns or rows; where they are rows, every matrix is written transposed too.
        weights: whether the products of one equation are split, W x + R h, or are one product with a concatenated
            vector, in which the input or the state stands first.
        form: matrix form, or components with Einstein's summation.
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
    title: str = ""
    gates: Mapping[str, Symbol] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    joint: str = "W_*"
    vectors: Literal["columns", "rows"] = "columns"
    weights: Literal["split", "input first", "state first"] = "split"
    form: Literal["matrix", "components"] = "matrix"

    @property
    def rows(self) -> bool:
        """Whether vectors are rows."""
        return self.vectors == "rows"

    def on(self, tensors: Iterable[Tensor]) -> Notation:
        """This notation for the tensors of a cell: where two would look alike, the later one is called by its name."""
        names: dict[str, Symbol] = {}
        taken: set[str] = set()
        for tensor in tensors:
            if tensor.of is not None or tensor.kind is Kind.LOSS:
                continue
            whole = Symbol(r"\mathrm{" + tensor.name.replace("_", r"\_") + "}")
            found = next(s for s in (self.letters(tensor), spelled(tensor.name), whole) if s.latex() not in taken)
            taken.add(found.latex())
            names[tensor.name] = found
        return replace(self, names=names)

    def joined(self, lead: Tensor, adjoint: bool = False) -> str:
        """The concatenated weights of which this is a block, or their gradient."""
        _, _, gate = lead.name.partition("_")
        text = self._pattern(self.joint, gate).latex()
        return self.adjoint.format(text) if adjoint and "{" in self.adjoint else self._accented(text, adjoint)

    def _accented(self, text: str, adjoint: bool) -> str:
        return Symbol.read(text).accented(self.adjoint).latex() if adjoint else text

    def gradient(self, symbol: str) -> str:
        """The gradient by what the symbol stands for."""
        return self.adjoint.format(symbol) if "{" in self.adjoint else self._accented(symbol, True)

    def symbol(self, tensor: Tensor, step: str = "", indices: str = "") -> str:
        """The tensor, at a step and with the letters of a component where they are given."""
        if tensor.kind is Kind.ADJOINT and tensor.of is not None:
            order = order_of(tensor)
            if "{" not in self.adjoint:
                return self._scripted(self.letters(tensor.of).accented(self.adjoint), step, indices)
            inner = self.symbol(tensor.of, step, indices)
            return self.adjoint.format(inner if order == 1 else rf"^{{({order})}} {inner}")
        return self._scripted(self.letters(tensor), step, indices)

    def _scripted(self, letters: Symbol, step: str, indices: str) -> str:
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
        return self.names.get(tensor.name) or self._by_role(tensor) or spelled(tensor.name)

    def _by_role(self, tensor: Tensor) -> Symbol | None:
        """The symbol of a gate, or of a tensor that belongs to one; None where the notation has none."""
        if tensor.kind is Kind.SIGNAL and tensor.name in self.gates:
            return self.gates[tensor.name]
        role, _, gate = tensor.name.partition("_")
        if role not in ROLES or tensor.kind is not (Kind.SIGNAL if role == "a" else Kind.PARAMETER):
            return None
        block = "" if self.weights == "split" else BLOCKS.get(role, "")
        pattern = self.roles.get(role) or block or (f"{role}_*" if gate in self.tags else "")
        return self._pattern(pattern, gate) if pattern and (gate or "@" not in pattern) else None

    def _pattern(self, pattern: str, gate: str) -> Symbol:
        symbol = self.gates.get(gate) or self.names.get(gate) or spelled(gate) if gate else Symbol("")
        tag = self.tags.get(gate) or ",".join((spelled(gate).base, *spelled(gate).subscripts)) if gate else ""
        pattern = pattern if gate else pattern.replace("_*", "")
        return Symbol.read(pattern.replace("*", tag).replace("@", symbol.latex()))

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
