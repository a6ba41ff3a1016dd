"""Single edits of an equation's right side, each with the class of the mistake that it would mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.audit.meaning import Gradient, Read, leaves
from derive.audit.reading.symbols import Symbol
from derive.audit.reading.tree import (
    Big,
    Call,
    IndexExpr,
    Name,
    Node,
    Number,
    Over,
    Power,
    Product,
    Quotient,
    Slice,
    Sum,
    Transpose,
    children,
    with_children,
)

ONE = Number(Fraction(1))


@dataclass(frozen=True)
class Edit:
    """A right side with something changed.

    Attributes:
        kind: the class of the mistake.
        node: the new right side.
        says: what was done, in words.
        shape: the kind of change, by which the same one is made elsewhere.
    """

    kind: str
    node: Node
    says: str
    shape: str = ""


def everywhere(node: Node, symbols: Sequence[Symbol], likely: Sequence[Name]) -> Iterator[Edit]:
    """Every single edit, at every place.

    Args:
        node: a right side.
        symbols: the table.
        likely: symbols that may have been dropped or mistaken, at the steps that occur.
    """
    yield from here(node, symbols, likely)
    below = children(node)
    for place, child in enumerate(below):
        for edit in everywhere(child, symbols, likely):
            yield replace(edit, node=with_children(node, (*below[:place], edit.node, *below[place + 1 :])))


def here(node: Node, symbols: Sequence[Symbol], likely: Sequence[Name]) -> Iterator[Edit]:
    """The edits of one node itself."""
    yield from _slopes(node, likely)
    yield from _signs(node)
    yield from _parentheses(node)
    yield from _names(node, likely)
    yield from _factors(node, likely)
    yield from _layout(node)


def _slopes(node: Node, likely: Sequence[Name]) -> Iterator[Edit]:
    match node:
        case Call(primes=1, by_output=False, arguments=[inner]):
            yield Edit("ACT", replace(node, by_output=True), f"the slope is taken at {inner} and not at the argument")
            for other in ("sigmoid", "tanh"):
                if other != node.function:
                    for by_output in (False, True):
                        says = f"{other} is the function, not {node.function}"
                        yield Edit("ACT", Call(other, node.arguments, 1, by_output), says)
        case Call(primes=0, arguments=[inner]):
            yield Edit("ACT", replace(node, primes=1), f"the slope of {node.function}, not its value")
            yield Edit("ACT", inner, f"{node.function} is applied once too often")
            for other in ("sigmoid", "tanh"):
                if other != node.function:
                    yield Edit("ACT", Call(other, node.arguments), f"{other}, not {node.function}")
        case Call(primes=1, by_output=True, arguments=[inner]):
            for other in ("sigmoid", "tanh"):
                if other != node.function:
                    yield Edit("ACT", Call(other, node.arguments, 1, True), f"{other} is the function")
            yield Edit("ACT", replace(node, by_output=False), "the slope is taken by its output, not at its argument")
    if isinstance(node, Sum) and len(node.terms) == 2 and node.terms[0] == (1, ONE) and node.terms[1][0] == -1:
        inner = node.terms[1][1]
        if isinstance(inner, Name | Call):
            square = Sum(((1, ONE), (-1, Power(inner, Number(Fraction(2))))))
            yield Edit("ACT", square, f"the slope of tanh is 1 - {inner}²")
            yield Edit("ACT", Product((inner, node), ("⊙",)), f"the slope of sigmoid is {inner} (1 - {inner})")
        if isinstance(inner, Power) or (isinstance(inner, Product) and len(set(inner.factors)) == 1):
            base = inner.base if isinstance(inner, Power) else inner.factors[0]
            plain = Sum(((1, ONE), (-1, base)))
            yield Edit("ACT", Product((base, plain), ("⊙",)), f"the slope of sigmoid is {base} (1 - {base})")
            yield Edit("ACT", plain, f"1 - {base}, not its square")
            squashed = Sum(((1, ONE), (-1, Power(Call("tanh", (base,)), Number(Fraction(2))))))
            yield Edit("ACT", squashed, f"the slope is 1 - tanh({base})²")
            if isinstance(base, Call):
                inside = Sum(((1, ONE), (-1, Power(base.arguments[0], Number(Fraction(2))))))
                yield Edit("ACT", inside, f"the slope is 1 - {base.arguments[0]}²")
    if isinstance(node, Product):
        for place in range(len(node.factors) - 1):
            first, second = node.factors[place], node.factors[place + 1]
            for base, rest in ((first, second), (second, first)):
                if rest == Sum(((1, ONE), (-1, base))):
                    slope = Sum(((1, ONE), (-1, Power(base, Number(Fraction(2))))))
                    yield Edit("ACT", _merged(node, place, slope), f"the slope of tanh is 1 - {base}²")


def _signs(node: Node) -> Iterator[Edit]:
    if isinstance(node, Sum):
        for place, (sign, term) in enumerate(node.terms):
            terms = (*node.terms[:place], (-sign, term), *node.terms[place + 1 :])
            yield Edit("SIGN", Sum(terms), f"the sign of {term}")
            rest = (*node.terms[:place], *node.terms[place + 1 :])
            if rest and not isinstance(term, Number):
                left = rest[0][1] if len(rest) == 1 and rest[0][0] == 1 else Sum(rest)
                yield Edit("PATH", left, f"the term {term} is too much")
        if len(node.terms) == 2 and all(sign == 1 for sign, _ in node.terms):
            whole = Product(tuple(term for _, term in node.terms), ("⊙",))
            yield Edit("OP", whole, "a product, not a sum")
    elif isinstance(node, Product) and len(node.factors) == 2:
        yield Edit("OP", Sum(tuple((1, factor) for factor in node.factors)), "a sum, not a product")
    if isinstance(node, Quotient):
        yield Edit("OP", Product((node.top, node.bottom), ("",)), "a product, not a quotient")


def _parentheses(node: Node) -> Iterator[Edit]:
    if isinstance(node, Product):
        for place, factor in enumerate(node.factors):
            if isinstance(factor, Sum) and len(factor.terms) > 1:
                before, after = node.factors[:place], node.factors[place + 1 :]
                for cut in range(1, len(factor.terms)):
                    left, right = factor.terms[:cut], factor.terms[cut:]
                    if before:
                        terms = (*_times(before, node.signs[:place], left), *right)
                        if after:
                            terms = (
                                *_times(before, node.signs[:place], left),
                                *_after(right, after, node.signs[place:]),
                            )
                        yield Edit("PAREN", Sum(terms), "a parenthesis is misplaced")
                    if after:
                        inner = _after(right, after, node.signs[place:])
                        whole: Node = Sum((*left, *inner))
                        if before:
                            whole = Product((*before, whole), node.signs[:place])
                        yield Edit("PAREN", whole, "a parenthesis is misplaced")
    if isinstance(node, Sum) and len(node.terms) > 1:
        for place in range(len(node.terms) - 1):
            sign, last = node.terms[-1]
            if isinstance(last, Product) and place == 0:
                for cut in range(1, len(last.factors)):
                    head = _group(last.factors[:cut], last.signs[: cut - 1])
                    inside = Sum((*node.terms[:-1], (sign, head)))
                    moved = Product((inside, *last.factors[cut:]), last.signs[cut - 1 :])
                    yield Edit("PAREN", moved, "a parenthesis is misplaced")
            _, first = node.terms[0]
            if isinstance(first, Product) and place == 0 and node.terms[0][0] == 1:
                for cut in range(1, len(first.factors)):
                    tail = _group(first.factors[cut:], first.signs[cut:])
                    inside = Sum(((1, tail), *node.terms[1:]))
                    moved = Product((*first.factors[:cut], inside), first.signs[:cut])
                    yield Edit("PAREN", moved, "a parenthesis is misplaced")
    if isinstance(node, Power) and isinstance(node.base, Sum) and len(node.base.terms) == 2:
        (s, a), (r, b) = node.base.terms
        yield Edit("PAREN", Sum(((s, a), (r, Power(b, node.exponent)))), "the power belongs to the last term")
    if isinstance(node, Sum) and len(node.terms) == 2 and isinstance(node.terms[1][1], Power):
        power = node.terms[1][1]
        inside = Sum((node.terms[0], (node.terms[1][0], power.base)))
        yield Edit("PAREN", Power(inside, power.exponent), "the power belongs to the whole")
    if isinstance(node, Call) and len(node.arguments) == 1 and isinstance(node.arguments[0], Product):
        times = node.arguments[0]
        for cut in range(1, len(times.factors)):
            head = replace(node, arguments=(_group(times.factors[:cut], times.signs[: cut - 1]),))
            yield Edit(
                "PAREN", Product((head, *times.factors[cut:]), times.signs[cut - 1 :]), "a parenthesis is misplaced"
            )


def _names(node: Node, likely: Sequence[Name]) -> Iterator[Edit]:
    if not isinstance(node, Name) or node.meaning is None:
        return
    for slot, index in node.slots:
        if slot == "t":
            for shift in (-1, 1):
                moved = IndexExpr(index.letter, index.offset + shift)
                slots = tuple((s, moved if s == slot else i) for s, i in node.slots)
                text = f"{node.text}, one step {'earlier' if shift < 0 else 'later'}"
                yield Edit(
                    "INDEX", replace(node, text=text, slots=slots), f"{node.text} is of the wrong step", f"{shift}"
                )
    if not node.slots and _in_time(node):
        for shift in (-1, 1):
            text = f"{node.text} of the step {'before' if shift < 0 else 'after'}"
            moved_name = replace(node, text=text, slots=(("t", IndexExpr("t", shift)),))
            yield Edit("INDEX", moved_name, f"{node.text} is of the wrong step", f"{shift}")
    components = [place for place, (slot, _) in enumerate(node.slots) if slot != "t"]
    if len(components) == 2:
        first, second = components
        crossed = list(node.slots)
        (one, at), (two, there) = crossed[first], crossed[second]
        crossed[first], crossed[second] = (one, there), (two, at)
        turned = replace(node, text=f"{node.text} transposed", slots=tuple(crossed))
        yield Edit("TRANS", turned, f"{node.text} is transposed")
    for other in likely:
        if other != node:
            kind = "INDEX" if _same_tensor(other, node) else "SYM"
            yield Edit(kind, other, f"{node.text} should be {other.text}")
            yield Edit("ACT", Call("tanh", (other,)), f"{node.text} should be tanh({other.text})")
    yield Edit("ACT", Call("tanh", (node,)), f"tanh({node.text}), not {node.text}")


def _factors(node: Node, likely: Sequence[Name]) -> Iterator[Edit]:
    if isinstance(node, Product):
        for place, factor in enumerate(node.factors):
            rest = (*node.factors[:place], *node.factors[place + 1 :])
            signs = (*node.signs[: max(place - 1, 0)], *node.signs[place if place else 1 :])
            yield Edit("FACTOR", _group(rest, signs), f"the factor {factor} is too much")
    if isinstance(node, Number):
        for value in (node.value * 2, node.value / 2):
            yield Edit("FACTOR", Number(value), f"{value}, not {node.value}")
        return
    if isinstance(node, Name | Product | Sum | Call):
        for other in likely:
            for pair in ((Transpose(other), node), (other, node), (node, Transpose(other)), (node, other)):
                yield Edit("FACTOR", Product(pair, ("@",)), f"the factor {other.text} is missing")
            slopes: tuple[tuple[str, Node], ...] = (
                (other.text, other),
                (f"{other.text} (1 - {other.text})", _logistic(other)),
                (f"1 - {other.text}²", Sum(((1, ONE), (-1, Power(other, Number(Fraction(2))))))),
                (f"1 - tanh({other.text})²", Call("tanh", (other,), 1)),
                (f"tanh({other.text})", Call("tanh", (other,))),
                (f"1 - {other.text}", Sum(((1, ONE), (-1, other)))),
            )
            for text, factor in slopes:
                kind = "FACTOR" if factor == other or text.startswith("tanh") else "ACT"
                yield Edit(kind, Product((node, factor), ("⊙",)), f"the factor {text} is missing")


def _layout(node: Node) -> Iterator[Edit]:
    if isinstance(node, Transpose):
        yield Edit("TRANS", node.inner, f"{node.inner} is not to be transposed")
    elif isinstance(node, Name | Product | Sum):
        yield Edit("TRANS", Transpose(node), f"{node} is to be transposed")
    if isinstance(node, Product):
        for place in range(len(node.factors) - 1):
            a, b = node.factors[place], node.factors[place + 1]
            swapped = (*node.factors[:place], b, a, *node.factors[place + 2 :])
            yield Edit("TRANS", Product(swapped, node.signs), f"{a} and {b} stand in the wrong order")
            pair = Product((Transpose(b), Transpose(a)), ("@",))
            yield Edit("TRANS", _merged(node, place, pair), f"the product of {a} and {b} is transposed")
            outer = Product((a, Transpose(b)), ("@",))
            yield Edit("TRANS", _merged(node, place, outer), f"{b} is to be transposed")
            outer = Product((Transpose(a), b), ("@",))
            yield Edit("TRANS", _merged(node, place, outer), f"{a} is to be transposed")
            for sign in ("⊙", "@"):
                if node.signs[place] != sign:
                    signs = (*node.signs[:place], sign, *node.signs[place + 1 :])
                    what = "elementwise" if sign == "⊙" else "of matrices"
                    yield Edit("OP", Product(node.factors, signs), f"the product of {a} and {b} is {what}")
    if isinstance(node, Big) and node.operation == "sum":
        yield Edit("SUMT", node.body, "there is no sum over steps")
        if node.low is not None:
            for shift in (-1, 1):
                low = IndexExpr(node.low.letter, node.low.offset + shift)
                yield Edit("SUMT", replace(node, low=low), f"the sum begins at {low}")
    if isinstance(node, Over):
        yield Edit("SUMN", node.inner, "there is no sum over an axis")
        if node.operation == "mean":
            yield Edit("SUMN", replace(node, operation="sum"), "a sum, not a mean")
        if node.axis is not None:
            yield Edit("SUMN", replace(node, axis=1 - abs(node.axis)), "the sum is over the other axis")
    if isinstance(node, Slice):
        yield Edit("SLICE", node.inner, "there is no cut")
        for start, stop in node.cuts:
            for cut in ((stop, None), (None, start), (None, stop), (start, None)):
                cuts = tuple(cut if old == (start, stop) else old for old in node.cuts)
                yield Edit("SLICE", replace(node, cuts=cuts), "another cut")


def at_the_top(node: Node) -> Iterator[Edit]:
    """What may be missing around a whole right side."""
    yield Edit("SUMT", Big("sum", "t", None, None, node), "the sum over steps is missing")
    for axis in (0, 1):
        yield Edit("SUMN", Over("sum", node, axis), "the sum over the sequences of the batch is missing")
    yield Edit("SIGN", Sum(((-1, node),)), "the sign of the whole")
    for factor in (Fraction(2), Fraction(1, 2)):
        yield Edit("FACTOR", Product((Number(factor), node), ("",)), f"a factor {factor} is missing")


def _logistic(base: Node) -> Node:
    return Product((base, Sum(((1, ONE), (-1, base)))), ("⊙",))


def _merged(node: Product, place: int, new: Node) -> Node:
    """A product with two neighbouring factors replaced by one."""
    return _group(
        (*node.factors[:place], new, *node.factors[place + 2 :]), (*node.signs[:place], *node.signs[place + 1 :])
    )


def _group(factors: Sequence[Node], signs: Sequence[str]) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs))


def _times(
    before: Sequence[Node], signs: Sequence[str], terms: Sequence[tuple[int, Node]]
) -> tuple[tuple[int, Node], ...]:
    """before · (first term), the other terms as they are, where one term is meant."""
    (sign, first), *rest = terms
    return ((sign, Product((*before, first), tuple(signs))), *rest)


def _after(
    terms: Sequence[tuple[int, Node]], after: Sequence[Node], signs: Sequence[str]
) -> tuple[tuple[int, Node], ...]:
    """The terms, the last one times what follows."""
    *rest, (sign, last) = terms
    return (*rest, (sign, Product((last, *after), tuple(signs))))


def _in_time(node: Name) -> bool:
    return any(
        (isinstance(what, Read) and what.step is not None)
        or (isinstance(what, Gradient) and what.of.step is not None and what.whole)
        for what in leaves(node)
    )


def _same_tensor(a: Name, b: Name) -> bool:
    names = [{getattr(what, "name", str(what)) for what in leaves(node)} for node in (a, b)]
    return names[0] == names[1]
