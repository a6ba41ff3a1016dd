"""LaTeX to rows of boxes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

from derive.audit.reading.boxes import Box, Row
from derive.audit.reading.tree import UnreadableError

LONGEST, DEEPEST = 20_000, 60
"""How many characters an equation may have, and how deep its braces may nest."""

SPELLED = {
    "−": "-",
    "∗": "*",
    r"\cdot": "·",
    r"\times": "×",
    r"\odot": "⊙",
    r"\circ": "⊙",
    r"\otimes": "⊗",
    r"\oplus": "+",
    r"\ast": "*",
    r"\star": "*",
    r"\div": "/",
    r"\oslash": "/",
    "∘": "⊙",
    "⊕": "+",
    "÷": "/",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\lparen": "(",
    r"\rparen": ")",
    r"\langle": "⟨",
    r"\rangle": "⟩",
    r"\coloneqq": "=",
    r"\triangleq": "=",
    r"\equiv": "=",
    r"\gets": "=",
    r"\leftarrow": "=",
    "≔": "=",
    r"\colon": ":",
    r"\sum": "∑",
    "Σ": "∑",
    r"\prod": "∏",
    r"\in": "∈",
    r"\ldots": "…",
    r"\dots": "…",
    r"\cdots": "…",
    r"\hdots": "…",
    r"\vdots": "…",
    r"\leq": "≤",
    r"\geq": "≥",
    r"\le": "≤",
    r"\ge": "≥",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\lVert": "|",
    r"\rVert": "|",
    r"\Vert": "|",
    r"\vert": "|",
    r"\mid": "|",
    r"\|": "|",
    "∂": r"\partial",
    r"\intercal": r"\top",
    r"\mathsf{T}": r"\top",
    r"\colonequals": "=",
    r"\to": "→",
    r"\rightarrow": "→",
    r"\approx": "≈",
    r"\propto": "≈",
    r"\simeq": "≈",
}
SIGNS = set('-+*/=()[]|,;:.!<>&@·×⊙⊗∑∏∈…≤≥⟨⟩→≈√∇"?`') | {r"\{", r"\}"}
ONES = "𝟙"
"""A vector of ones."""

ONE_WORD = ("mathrm", "mathit", "mathsf", "mathtt", "operatorname", "operatorname*", "rm", "it", "mathbf", "bf")
MATRICES = ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array")


def boxes(text: str) -> Row:
    """The boxes of a piece of LaTeX.

    Raises:
        UnreadableError: it is too long, nests too deep, or its braces or commands do not fit.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"an equation of {len(text)} characters; {LONGEST} are the most")
    depth = deepest = 0
    for letter in text:
        depth += (letter in "{([") - (letter in "})]")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or text.count(r"\begin") > DEEPEST or text.count("^") + text.count("_") > 4000:
        raise UnreadableError("the equation nests too deep")
    try:
        return _Boxes().transform(_grammar().parse(text))  # type: ignore[no-any-return]
    except UnexpectedInput as error:
        near = text[max(0, (error.pos_in_stream or 0) - 12) : (error.pos_in_stream or 0) + 12].replace("\n", " ")
        raise UnreadableError(f"cannot be read near “{near.strip()}”") from None
    except (LarkError, RecursionError) as error:
        raise UnreadableError(f"cannot be read: {type(error).__name__}") from None


@cache
def _grammar() -> Lark:
    grammar = (Path(__file__).parent / "latex.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)


class _Boxes(Transformer):  # type: ignore[type-arg]
    """From lark's tree to boxes; every nucleus is a row, since a style may hold several boxes."""

    def start(self, rows: list[Row]) -> Row:
        return sum(rows, ())

    def box(self, parts: list[object]) -> Row:
        nucleus, scripts = parts[0], parts[1:]
        assert isinstance(nucleus, tuple)
        if nucleus and nucleus[0].text == "brace":
            below: Row = next((s[1] for s in scripts if isinstance(s, tuple) and s[0] == "sub"), ())
            if any(b.is_sign("=", "<", ">", "≤", "≥") for b in below):
                return (replace(nucleus[0], sub=below),)  # where it holds; other words are remarks
            inside: Row = nucleus[0].args[0]
            return inside
        if not scripts:
            return nucleus
        last = nucleus[-1] if len(nucleus) == 1 else Box("group", args=(nucleus,))
        for script in scripts:
            assert isinstance(script, tuple)
            kind, row = script
            if kind == "primes":
                last = replace(last, primes=last.primes + row)
            elif kind == "sub":
                if last.sub:
                    raise UnreadableError("two subscripts on one symbol")
                last = replace(last, sub=row)
            else:
                primes = [box for box in row if box.kind == "letter" and box.text == r"\prime"]
                row = tuple(box for box in row if box not in primes)
                if last.sup and row:
                    last = Box("group", args=((last,),))
                last = replace(last, sup=row or last.sup, primes=last.primes + len(primes))
        return (last,)

    def superscript(self, parts: list[Row]) -> tuple[str, Row]:
        return ("sup", _opened(parts[0]))

    def subscript(self, parts: list[Row]) -> tuple[str, Row]:
        return ("sub", _opened(parts[0]))

    def primes(self, parts: list[Token]) -> tuple[str, int]:
        return ("primes", sum(2 if mark == "″" else 1 for mark in str(parts[0])))

    def group(self, rows: list[Row]) -> Row:
        inner: Row = sum(rows, ())
        return inner if len(inner) == 1 and inner[0].bare else (Box("group", args=(inner,)),)

    def frac(self, parts: list[object]) -> Row:
        return (Box("frac", args=(_opened(parts[1]), _opened(parts[2]))),)

    def root(self, parts: list[object]) -> Row:
        return (Box("root", args=(_opened(parts[1]),)),)

    def accented(self, parts: list[object]) -> Row:
        accent = str(parts[0]).replace("wide", "").replace("overline", "bar")
        return (Box("letter", accent, args=(_opened(parts[1]),)),)

    def styled(self, parts: list[object]) -> Row:
        name, inner = str(parts[0])[1:], _opened(parts[1])
        letters = [box for box in inner if box.kind in ("letter", "number") and box.bare and not box.args]
        word = name in ONE_WORD and len(inner) > 1 and len(letters) == len(inner) and inner[0].kind == "letter"
        if word and not any(box.text.startswith("\\") for box in inner):
            return (Box("letter", "".join(box.text for box in inner)),)
        if name in ("mathbf", "mathbb", "boldsymbol", "bm", "bf") and [box.text for box in inner] == ["1"]:
            return (Box("letter", ONES),)
        if name == "mathsf" and [box.text for box in inner] == ["T"]:
            return (Box("letter", r"\top"),)
        return inner

    def braced(self, parts: list[object]) -> Row:
        return (Box("group", "brace", args=(_opened(parts[1]),)),)

    def dropped(self, _: list[object]) -> Row:
        return ()

    def environment(self, parts: list[object]) -> Row:
        name = str(parts[0]).partition("{")[2].partition("}")[0].rstrip("*")
        body: Row = sum(parts[1:-1], ())  # type: ignore[arg-type]
        if name in MATRICES:
            return (Box("rows", name, args=_split(body, r"\\", "&")),)
        return body

    def words(self, parts: list[Token]) -> Row:
        inside = str(parts[0]).partition("{")[2][:-1].strip()
        if inside.isalnum() and not inside.isdigit():
            return (Box("letter", inside),)
        if "_" in inside and inside.replace("_", "").isalnum():
            return (Box("letter", inside),)
        return (Box("words", inside),)

    def letter(self, parts: list[Token]) -> Row:
        return (Box("letter", GREEK.get(str(parts[0]), str(parts[0]))),)

    def command(self, parts: list[Token]) -> Row:
        text = SPELLED.get(str(parts[0]), str(parts[0]))
        return (Box("sign" if text in SIGNS else "letter", text),)

    def number(self, parts: list[Token]) -> Row:
        return (Box("number", str(parts[0])),)

    def sign(self, parts: list[Token]) -> Row:
        text = str(parts[0])
        text = r"\\" if text.startswith("\\") else SPELLED.get(text, text)
        return (Box("sign" if not text.startswith(r"\p") else "letter", text),)


GREEK = {
    letter: rf"\{name}"
    for letter, name in zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΦΨΩϕϵ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Phi",
            "Psi",
            "Omega",
            "phi",
            "epsilon",
        ],
        strict=True,
    )
}


def _opened(row: object) -> Row:
    """What stands in a group's braces."""
    assert isinstance(row, tuple)
    inside: Row = row
    while len(inside) == 1 and inside[0].kind == "group" and inside[0].bare:
        inside = inside[0].args[0]
    return inside


def _split(row: Row, *signs: str) -> tuple[Row, ...]:
    parts: list[list[Box]] = [[]]
    for box in row:
        if box.is_sign(*signs):
            parts.append([])
        else:
            parts[-1].append(box)
    return tuple(tuple(part) for part in parts if part)
