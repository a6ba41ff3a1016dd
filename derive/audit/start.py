"""The beginning of a table: the symbols of a source, with guesses from the notations, each marked as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from derive.audit import forward
from derive.audit.reading import latex, plain
from derive.audit.reading.boxes import Box, Row, spelled
from derive.audit.reading.document import claims, content, parse
from derive.audit.reading.tree import UnreadableError
from derive.calculus import adjoint
from derive.core.equations import Kind, Tensor
from derive.language import Cell
from derive.notation import DEFAULT
from derive.notation.files import NAMES, known
from derive.typeset.tree import EMPTY, Atom


def begun(path: Path, cell: str = "lstm") -> str:
    """Front matter and table for a file, to be filled in."""
    text = content(path)
    source = parse(text, path.name, path.parent) if path.suffix == ".md" else None
    specifier = (source.front.get("forward") if source else None) or cell
    found = source.claims if source else tuple(claims(text, latex=path.suffix == ".tex", every=True))
    there = dict(source.table) if source else {}
    guesses = _guesses(forward.cell(specifier, source.block if source else "", path.parent))
    rows = dict.fromkeys(symbol for claim in found for symbol in _symbols(claim.text, claim.kind))
    lines = ["---", f"forward: {specifier}", "vectors: columns", "weights: output first", "---", ""]
    lines += ["| symbol | means |", "|---|---|"]
    for symbol in rows:
        guess = there.get(symbol) or (f"{guesses[symbol]} ?" if symbol in guesses else "?")
        lines.append(f"| `{symbol}` | {guess} |")
    lines += ["", "A row that ends in a question mark is a guess: take the mark away where it is right."]
    return "\n".join(lines) + "\n"


def _symbols(text: str, kind: str) -> Iterator[str]:
    try:
        row = latex.boxes(text) if kind == "latex" else plain.boxes(text)
    except UnreadableError:
        return
    yield from _letters(row)


def _letters(row: Row) -> Iterator[str]:
    for place, box in enumerate(row):
        if box.kind == "frac" and any(b.text in ("d", r"\partial") for b in box.args[1]):
            yield _latex((box,))
        elif box.kind == "letter" and (box.args or len(box.text) == 1 or box.sub or box.text.startswith("\\")):
            before = row[place - 1] if place else None
            if before is not None and before.bare and before.text in ("d", r"\partial", r"\delta") and place:
                continue
            if box.text in ("d", r"\partial", r"\delta") and box.bare and place + 1 < len(row):
                yield _latex(row[place : place + 2])
            elif box.text not in (r"\tanh", r"\top", r"\exp", r"\log"):
                yield _latex((box,))
        elif box.kind == "letter" and box.text not in ("tanh", "sigmoid", "exp", "log", "np"):
            yield _latex((box,))
        for inner in box.args if box.kind in ("frac", "group", "root", "rows") else ():
            if box.kind != "frac" or not any(b.text in ("d", r"\partial") for b in box.args[1]):
                yield from _letters(inner)


def _latex(row: Row) -> str:
    """Boxes as LaTeX again, without powers and transposes; a step becomes the letter t."""
    text = ""
    for box in row:
        if box.kind == "frac":
            text += rf"\frac{{{_latex(box.args[0])}}}{{{_latex(box.args[1])}}}"
            continue
        text += f"{box.text}{{{_latex(box.args[0])}}}" if box.args else box.text
        if box.text.startswith("\\") and not box.args and not (box.sub or box.sup):
            text += " "
        for mark, script in (("_", box.sub), ("^", box.sup)):
            if script and not _raised(script):
                inner = _step(script)
                text += mark + (inner if len(inner) == 1 else f"{{{inner}}}")
    return text.strip()


def _raised(script: Row) -> bool:
    return len(script) == 1 and script[0].text in (r"\top", "T", "*")


def _step(script: Row) -> str:
    step = script[0].kind == "number" or (script[0].kind == "letter" and script[0].text == "t")
    if step and len(script) in (1, 3):
        return "t"
    return "".join(_script(box) for box in script)


def _script(box: Box) -> str:
    return _latex((box,)) if box.kind == "letter" else spelled((box,))


def _guesses(cell: Cell) -> dict[str, str]:
    """What a symbol is in the seven notations, where they agree with no other."""
    backward = adjoint(cell.system)
    found: dict[str, set[str]] = {}
    tensors = [*backward.forward.tensors.values(), *(d.adjoint for d in backward.derivations.values())]
    for name in ("", *NAMES):
        notation = (known(name) if name else DEFAULT).on(tensors)
        for tensor in tensors:
            try:
                written = notation.symbol(tensor, Atom("t") if tensor.in_time else EMPTY)
                rows = [_latex(latex.boxes(str(written))), *([tensor.name] if not name else [])]
            except UnreadableError:
                continue
            for symbol in rows:
                found.setdefault(symbol, set()).add(_meaning(tensor))
    return {symbol: next(iter(meanings)) for symbol, meanings in found.items() if len(meanings) == 1}


def _meaning(tensor: Tensor) -> str:
    step = "[t]" if tensor.in_time else ""
    return f"{tensor.name}{step}" if tensor.kind is not Kind.SEED else f"{tensor.name}{step}"
