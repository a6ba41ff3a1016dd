"""Equations and derivations as text for a terminal, in components.

    dc[t,n,j] = dc_T[n,j]                                  if t = T
              + dh[t,n,j]·o[t,n,j]·(1 - tanh(c[t,n,j])²)   if t ≥ 1
              + dc[t+1,n,j]·f[t+1,n,j]                     if t < T

Factors stand as a paper writes them: what arrives from outside or from above first, then parameters, then what the cell
computes, in the order in which the definition names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sympy as sp
from sympy.printing.precedence import PRECEDENCE, precedence
from sympy.printing.str import StrPrinter

from derive.calculus import Contraction, Derivation
from derive.core.equations import Bound, Equation, Kind, System, Tensor, Term

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
RANK = {Kind.ADJOINT: 1, Kind.SEED: 1, Kind.TANGENT: 1, Kind.PARAMETER: 2}  # numbers are 0, whatever else is 3
OTHER = 3


class TextPrinter(StrPrinter):
    """SymPy's printer of strings, with ``·``, superscripts, δ, and factors in the order of ``names``."""

    printmethod = "_derive_text"  # not SymPy's own, by which an Indexed would print itself

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        self.place = {name: place for place, name in enumerate(names)}

    def _print_Indexed(self, component: sp.Indexed) -> str:
        if component.indices == (0,):  # a tensor without axes
            return str(component.base.name)
        return f"{component.base.name}[{','.join(map(self.index, component.indices))}]"

    def index(self, expr: sp.Expr) -> str:
        """t-1, without spaces, so that a component reads as one word."""
        return str(self.doprint(expr)).replace(" ", "")

    def _print_KroneckerDelta(self, delta: sp.KroneckerDelta) -> str:
        return f"δ({','.join(map(self.index, delta.args))})"

    def _print_Add(self, total: sp.Add, order: str | None = None) -> str:
        """Positive summands first, each kind in SymPy's order."""
        summands = sorted(self._as_ordered_terms(total, order=order), key=lambda part: part.could_extract_minus_sign())
        first, *rest = map(str, map(self._print, summands))
        return first + "".join(f" - {text[1:]}" if text.startswith("-") else f" + {text}" for text in rest)

    def _print_Mul(self, product: sp.Mul) -> str:
        number, rest = product.as_coeff_Mul()
        if number.is_negative:
            return "-" + self.factors(-number, rest)
        return self.factors(number, rest)

    def factors(self, number: sp.Expr, rest: sp.Expr) -> str:
        """A product: number, numerators, and behind a slash what it is divided by."""
        above = [f for f in sp.Mul.make_args(rest) if not _divides(f)]
        below = [1 / f for f in sp.Mul.make_args(rest) if _divides(f)]
        if number.p != 1 or not above:
            above.insert(0, sp.Integer(number.p))
        if number.q != 1:
            below.insert(0, sp.Integer(number.q))
        text = self.product(above)
        if not below:
            return text
        divisor = self.product(below)
        return f"{text}/({divisor})" if len(below) > 1 else f"{text}/{divisor}"

    def product(self, factors: list[sp.Expr]) -> str:
        ordered = sorted(factors, key=self.rank)
        return "·".join(self.parenthesize(factor, PRECEDENCE["Mul"], strict=False) for factor in ordered)

    def rank(self, factor: sp.Expr) -> tuple[int, int, bool, str]:
        """Where a factor stands: by kind, then by the order of the definition, then o before 1 - o; deltas last."""
        components = factor.atoms(sp.Indexed)
        bare = isinstance(factor, sp.Indexed)
        if not components:
            return (OTHER + 1 if factor.has(sp.KroneckerDelta) else 0, 0, bare, str(factor))
        place = max(self.place.get(component.base.name, len(self.place)) for component in components)
        return (RANK.get(factor.base.kind, OTHER) if bare else OTHER, place, not bare, str(factor))

    def _print_Pow(self, power: sp.Pow, rational: bool = False) -> str:
        base, exponent = power.as_base_exp()
        if _divides(power):
            return self.factors(sp.S.One, power)
        body = str(self.parenthesize(base, PRECEDENCE["Pow"], strict=False))
        if exponent == sp.S.Half:
            return f"√({self.doprint(base)})"
        if exponent.is_Integer:
            return body + str(exponent).translate(SUPERSCRIPTS)
        return f"{body}^({self.doprint(exponent)})"

    # --- terms, equations

    def sums(self, term: Term) -> str:
        return f"Σ_{_group([_range(bound) for bound in term.sums])} " if term.sums else ""

    def term(self, term: Term) -> str:
        """One summand without its condition; it may begin with a minus."""
        expr = str(self.doprint(term.expr))
        if not term.sums:
            return expr
        if precedence(term.expr) < PRECEDENCE["Mul"] and term.expr.is_Add:
            return f"{self.sums(term)}({expr})"
        return f"-{self.sums(term)}{expr[1:]}" if expr.startswith("-") else f"{self.sums(term)}{expr}"

    def terms(self, terms: Iterable[Term], bounds: tuple[Bound, ...]) -> Iterator[tuple[str, str, str]]:
        """Sign, summand and condition of each term."""
        for term in terms:
            text = self.term(term)
            negative = text.startswith("-")
            yield "-" if negative else "+", text.removeprefix("-"), conditions(term.when, bounds)

    def equation(self, equation: Equation, width: int | None = None) -> str:
        """On one line where it fits and no term has a condition; else a line for each term."""
        return self.assignment(equation.lhs, equation, "=", width)

    def assignment(self, target: sp.Expr, equation: Equation, sign: str, width: int | None = None) -> str:
        """What an equation says of a target, which may be its left side at one step; ``sign`` is = or +=."""
        lhs = f"{self.doprint(target)} {sign}"
        parts = list(self.terms(equation.terms, equation.bounds)) or [("+", "0", "")]
        if parts[0][0] == "-":
            parts[0] = ("+", f"-{parts[0][1]}", parts[0][2])
        line = f"{lhs} {parts[0][1]}" + "".join(f" {mark} {text}" for mark, text, _ in parts[1:])
        if not any(condition for *_, condition in parts) and (width is None or len(line) <= width or len(parts) == 1):
            return line
        column = max((len(text) for _, text, condition in parts if condition), default=0)
        lines = []
        for nth, (mark, text, condition) in enumerate(parts):
            head = lhs if nth == 0 else f"{mark:>{len(lhs)}}"
            lines.append(f"{head} {text:<{column}}   {condition}".rstrip())
        return "\n".join(lines)


def _divides(factor: sp.Expr) -> bool:
    return bool(factor.is_Pow and factor.exp.could_extract_minus_sign())


def _group(items: list[str]) -> str:
    return items[0] if len(items) == 1 and len(items[0]) == 1 else "{" + ",".join(items) + "}"


def _range(bound: Bound) -> str:
    """The index alone where it runs over all there is."""
    return str(bound.index) if bound == Bound.over(bound.index) else str(bound).replace(" ", "")


def conditions(when: Iterable[Bound], bounds: tuple[Bound, ...]) -> str:
    """The ranges to which a term is narrowed, said as shortly as the equation's own ranges allow."""
    whole = {bound.index: bound for bound in bounds}
    said = [_condition(bound, whole.get(bound.index)) for bound in when]
    return f"if {' and '.join(said)}" if said else ""


def _condition(bound: Bound, whole: Bound | None) -> str:
    index, lo, hi = str(bound.index), str(bound.lo).replace(" ", ""), str(bound.hi).replace(" ", "")
    if bound.lo == bound.hi:
        return f"{index} = {lo}"
    if whole is not None and bound.lo == whole.lo:
        return f"{index} < {whole.hi}" if bound.hi == whole.hi - 1 and whole.hi.is_Symbol else f"{index} ≤ {hi}"
    if whole is not None and bound.hi == whole.hi:
        return f"{index} ≥ {lo}"
    return f"{lo} ≤ {index} ≤ {hi}"


# ---------------------------------------------------------------------------------------------------------------------
# Whole pages.


def equations(
    system: System, names: Iterable[str], width: int | None = None, numbers: Mapping[str, int] | None = None
) -> str:
    """The equations of a system, one below the other, with their numbers in the notes where they are given."""
    printer = TextPrinter(names)
    lines = []
    for equation in system.equations:
        gutter = f"{f'({numbers[equation.name]})':<5}" if numbers else ""
        lines.append(gutter + _indent(printer.equation(equation, _less(width, len(gutter))), len(gutter)))
    return "\n".join(lines)


def order(forward: System) -> tuple[str, ...]:
    """The order of factors: that in which the definition names its tensors, inputs last."""
    tensors = sorted(forward.tensors.values(), key=lambda tensor: tensor.kind in (Kind.INPUT, Kind.STATE))
    return tuple(tensor.name for tensor in tensors)


def derivation(derivation: Derivation, forward: System, width: int | None = None) -> str:
    """The steps from the equations that use a tensor to its gradient."""
    printer = TextPrinter(order(forward))
    target = printer.doprint(derivation.target)
    users = tuple(dict.fromkeys(path.user.name for path in derivation.paths))
    blocks = [f"{derivation.tensor.name} is used by {', '.join(users) or 'no equation'}."]
    for nth, path in enumerate(derivation.paths, start=1):
        split = sum(other.user == path.user and other.read == path.read for other in derivation.paths) > 1
        steps = [
            ("through the term", printer.term(path.read)),
            ("local derivative", f"∂{printer.doprint(path.user.lhs)}/∂{target} = {printer.doprint(path.derivative)}"),
            ("one summand of it" if split else "slope by its output", printer.doprint(path.local)),
            ("chain rule", printer.term(path.product)),
            *(_contraction(contraction, printer) for contraction in path.contractions),
            ("result", f"{printer.term(path.result)}   {conditions(path.result.when, derivation.equation.bounds)}"),
        ]
        if path.local == path.derivative:
            del steps[2]
        if len(path.user.terms) == 1:
            del steps[0]
        head = f"{nth}. "
        lines = [head + _indent(printer.equation(path.user, _less(width, len(head))), len(head))]
        lines += [_labelled(label, body, width) for label, body in steps]
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, "Collected:", printer.equation(derivation.equation, width)])


LABEL = 24


def _labelled(label: str, body: str, width: int | None) -> str:
    """A step; where it is too long for the line, it breaks before its equals sign."""
    line = f"   {label:<{LABEL - 3}}{body.rstrip()}"
    return line if width is None or len(line) <= width else line.replace(" = ", f"\n{' ' * LABEL}= ", 1)


def _contraction(contraction: Contraction, printer: TextPrinter) -> tuple[str, str]:
    """What a delta forces: t → t'+1, or of indices that are not summed, a condition."""
    if contraction.index is not None:
        forced = f"{contraction.index} → {printer.index(contraction.value)}"
    else:
        forced = f"only {' = '.join(map(printer.index, contraction.delta.args))} is left"
    return (f"contract {printer.doprint(contraction.delta)}", forced)


def _indent(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)


def _less(width: int | None, indent: int) -> int | None:
    return None if width is None else width - indent


def shape(tensor: Tensor) -> str:
    """(T, N, H)"""
    return f"({', '.join(map(str, tensor.axes))})" if tensor.axes else "(one number)"
