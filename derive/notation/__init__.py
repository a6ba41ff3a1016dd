r"""How authors write it: names, time, adjoints.  Data, not code.

A notation says how a tensor of the language becomes a symbol of mathematics.  Each author's is a file of a few lines
beside this one, and a user's own is read in the same way (:mod:`derive.notation.files`).  What a notation does not say
follows from the name itself by the rules of :func:`spelled`:

    W_f → W_f        a_den → a_{\mathrm{den}}      alpha → \alpha       m2 → m_2
    r_h → r_h        tanh_c → \mathrm{tanh}_c      i_prime → i'         c_tilde → \tilde{c}
    log_f → \ell_f, since \log_f would be a logarithm to the base f
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Literal

from sympy.printing.latex import greek_letters_set, tex_greek_dictionary

from derive.calculus import order_of
from derive.core.equations import Index, Kind, N, Tensor
from derive.typeset.reader import read
from derive.typeset.signs import ACCENTS
from derive.typeset.tree import EMPTY, Accented, Atom, Fenced, Math, Scripts, Word, filled, joined, number, row

ABBREVIATED = {"stop_gradient": "sg"}
"""Words that are too long for a symbol, and what stands for them."""

ROLES = ("W", "R", "P", "p", "b", "a")
"""What the names of tensors that belong to a gate begin with."""

BLOCKS = {"W": "W_{*x}", "R": "W_{*h}", "P": "W_{*c}"}
"""How the blocks of concatenated weights are written where the notation says nothing of its own."""

PLACE, GATE = "*", "@"
"""The signs in a pattern in whose place something is put."""


@dataclass(frozen=True)
class Symbol:
    """A name in its parts, so that accents, subscripts and superscripts can be added where they belong."""

    base: Math
    subscripts: tuple[Math, ...] = ()
    primes: int = 0

    def accented(self, accent: str) -> Symbol:
        return replace(self, base=Accented(accent, self.base))

    @classmethod
    def of(cls, formula: Math) -> Symbol:
        """The parts of a formula that is one symbol; whatever else it is, is the base."""
        match formula:
            case Scripts(base, below, above, primes) if not above:
                return cls(base, (below,) if below else (), primes)
        return cls(formula)

    @classmethod
    def read(cls, latex: str) -> Symbol:
        r"""A symbol that is given as LaTeX: ``W_{if}``, ``\tilde{c}``, ``\Gamma_f``, ``i'``."""
        return cls.of(read(latex))

    def math(self, indices: Math = EMPTY, superscript: Math = EMPTY) -> Math:
        """The symbol with the letters of a component and a superscript."""
        below = joined(filter(None, (*self.subscripts, indices)), ",")
        whole = Scripts(self.base, below, superscript, self.primes)
        return whole if below or superscript or self.primes else self.base


def spelled(name: str) -> Symbol:
    """A name of the language as a symbol, where the notation says nothing of its own."""
    for words, word in ABBREVIATED.items():
        name = name.replace(words, word)
    stem, *rest = name.split("_")
    letters = stem.rstrip("0123456789")
    letters, digits = (letters, stem[len(letters) :]) if letters else (stem, "")
    base = Atom(r"\ell") if letters == "log" and rest else _word(letters)
    symbol = Symbol(base, (Atom(digits),) if digits else ())
    for part in rest:
        if part in ACCENTS:
            symbol = symbol.accented(part)
        elif part == "prime":
            symbol = replace(symbol, primes=symbol.primes + 1)
        else:
            symbol = replace(symbol, subscripts=(*symbol.subscripts, _word(part)))
    return symbol


def _word(word: str) -> Math:
    if word in tex_greek_dictionary:
        return read(str(tex_greek_dictionary[word]))
    if word.lower() in greek_letters_set:
        return Atom(rf"\{word}")
    return Atom(word) if len(word) == 1 or word.isdigit() else Word(word)


@dataclass(frozen=True)
class Notation:
    r"""How one author writes.

    Attributes:
        name: what it is called for by.
        names: symbols of tensors that are not spelled as they are named.
        time: where the step stands.
        step: the step in its place: ``*`` for c^t, ``(*)`` for c^{(t)}, ``\langle * \rangle`` for c^{⟨t⟩}.
        adjoint: ∂L/∂u of the symbol u with all its scripts: ``\delta *``, ``\frac{\partial L}{\partial *}``;
            or an accent on its letters, ``bar``.
        arriving: the gradient that arrives at the output from outside, at every step.
        final: the gradient that arrives at a state after the last step; it bears the state's name below.
        transpose: the mark of a transpose.
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
        remark: how it differs from its source, a text in the markup of the notes.
        index_letters: other letters for indices whose own a tensor of the cell bears.
    """

    name: str
    names: Mapping[str, Symbol] = field(default_factory=dict)
    time: Literal["superscript", "subscript"] = "superscript"
    step: str = PLACE
    adjoint: str = r"\delta *"
    arriving: str = r"\Delta"
    final: str = r"\Gamma"
    transpose: str = r"\top"
    ones: str = r"\mathbf{1}"
    title: str = ""
    gates: Mapping[str, Symbol] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    joint: str = "W_*"
    vectors: Literal["columns", "rows"] = "columns"
    weights: Literal["split", "input first", "state first"] = "split"
    form: Literal["matrix", "components"] = "matrix"
    remark: str = ""
    index_letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> bool:
        """Whether vectors are rows."""
        return self.vectors == "rows"

    def on(self, tensors: Iterable[Tensor]) -> Notation:
        """This notation for the tensors of a cell.

        Where two tensors would look alike, the later one is called by its name; an index whose letter is the symbol of
        a tensor gets another one.
        """
        tensors = tuple(tensors)
        names: dict[str, Symbol] = {}
        taken: set[Math] = set()
        for tensor in tensors:
            if tensor.of is not None or tensor.kind is Kind.LOSS:
                continue
            whole = Symbol(Word(tensor.name))
            found = next(s for s in (self.letters(tensor), spelled(tensor.name), whole) if s.math() not in taken)
            taken.add(found.math())
            names[tensor.name] = found
        return replace(self, names=names, index_letters=_free_letters(tensors, taken))

    @property
    def accents(self) -> bool:
        """Whether an adjoint is marked by an accent on its letters, and not by something around the symbol."""
        return PLACE not in self.adjoint

    def joined(self, lead: Tensor, adjoint: bool = False) -> Math:
        """The concatenated weights of which this is a block, or their gradient."""
        _, _, gate = lead.name.partition("_")
        whole = self._pattern(self.joint, gate)
        return self.gradient(whole.math()) if adjoint else whole.math()

    def gradient(self, symbol: Math | str) -> Math:
        """The gradient with respect to what the symbol, a tree or LaTeX, stands for."""
        symbol = read(symbol) if isinstance(symbol, str) else symbol
        if not self.accents:
            return filled(read(self.adjoint), {PLACE: symbol})
        if isinstance(symbol, Scripts):
            return replace(symbol, base=Accented(self.adjoint, symbol.base))
        return Accented(self.adjoint, symbol)

    def symbol(self, tensor: Tensor, step: Math = EMPTY, indices: Math = EMPTY) -> Math:
        """The tensor, at a step and with the letters of a component where they are given."""
        if tensor.kind is Kind.ADJOINT and tensor.of is not None:
            order = order_of(tensor)
            if self.accents:
                return self._scripted(self.letters(tensor.of).accented(self.adjoint), step, indices)
            inner = self.symbol(tensor.of, step, indices)
            if order > 1:
                inner = row(Scripts(EMPTY, EMPTY, Fenced(number(order))), inner)
            return self.gradient(inner)
        return self._scripted(self.letters(tensor), step, indices)

    def _scripted(self, letters: Symbol, step: Math, indices: Math) -> Math:
        mark = filled(read(self.step), {PLACE: step}) if step else EMPTY
        if self.time == "superscript":
            return letters.math(indices, mark)
        return letters.math(joined(filter(None, (mark, indices)), ","))

    def letters(self, tensor: Tensor) -> Symbol:
        """The tensor's name in its parts."""
        if tensor.kind is Kind.SEED and tensor.of is not None:
            if tensor.in_time:
                return Symbol.read(self.arriving)
            return replace(Symbol.read(self.final), subscripts=(self.letters(tensor.of).math(),))
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
        """A pattern with the tag and the symbol of a gate put in; a tensor that belongs to no gate has no subscript."""
        symbol = self.gates.get(gate) or self.names.get(gate) or spelled(gate) if gate else Symbol(EMPTY)
        if gate in self.tags:
            tag = read(self.tags[gate])
        else:
            tag = joined((spelled(gate).base, *spelled(gate).subscripts), ",") if gate else EMPTY
        return Symbol.of(filled(read(pattern), {PLACE: tag, GATE: symbol.math()}))

    def index(self, index: Index) -> Math:
        """An index: j, j' or j_1."""
        stem = index.name.rstrip("'")
        stem = self.index_letters.get(stem, stem)
        letters = stem.rstrip("0123456789")
        digits = stem[len(letters) :]
        return Symbol(_word(letters), (Atom(digits),) if digits else (), index.name.count("'")).math()

    @staticmethod
    def kronecker(left: Math, right: Math) -> Math:
        """The Kronecker delta of two indices, as the bracket that is 1 where they are equal: [t' = t-1]."""
        return Fenced(row(left, "=", right, tight=True), "[", "]")


SPARE = "bklmpsuvwd"
"""The letters that an index may get; the first one, of the batch, is for sequences."""


def _free_letters(tensors: Iterable[Tensor], taken: Set[Math]) -> dict[str, str]:
    """Another letter for each index whose own is the symbol of a tensor."""
    sizes = dict.fromkeys((N, *(size for tensor in tensors for size in tensor.axes)))
    used = [letter for size in sizes for letter in size.letters]
    spare = [letter for letter in SPARE if letter not in used and Atom(letter) not in taken]
    found: dict[str, str] = {}
    for letter in used:
        if Atom(letter) in taken and spare:
            found[letter] = spare.pop(0)
    return found


DEFAULT = Notation("default")
PARTIAL = Notation("partial", adjoint=r"\frac{\partial L}{\partial *}")
"""The default with ∂L/∂u written out."""
