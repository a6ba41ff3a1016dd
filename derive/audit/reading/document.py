"""Files: front matter, the table of symbols, and the equations that are to be judged.

A Markdown file holds all three.  A file from the wild (.tex, .md, .ipynb, .py is code) has its front matter and table
beside it, in ``FILE.audit.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from derive.audit.reading.tree import AuditError

LARGEST = 2_000_000
KEYS = ("forward", "vectors", "weights", "batch", "time", "products", "truncated", "title", "initial", "source")
VECTORS = ("rows", "columns", "scalars", "components")
WEIGHTS = ("input first", "output first")
PRODUCTS = ("elementwise", "matrix", "outer", "any")


@dataclass(frozen=True)
class Claim:
    """An equation of the author's: what it is called, its text, and the words beside it."""

    name: str
    text: str
    kind: Literal["latex", "code"]
    words: str = ""


@dataclass(frozen=True)
class Source:
    """What a file says."""

    name: str
    front: Mapping[str, str]
    table: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    block: str = ""
    folder: Path = field(default_factory=Path)


def read(path: Path) -> Source:
    """A file, and what stands beside it.

    Raises:
        AuditError: it cannot be read, or says nothing that can be audited.
    """
    text, beside = content(path), path.with_name(path.name + ".audit.md")
    if path.suffix == ".ipynb":
        text = _notebook(text, path)
    if beside.is_file():
        side = parse(content(beside), beside.name, path.parent, marked_only=True)
        wild = claims(text, latex=path.suffix == ".tex", every=True)
        return Source(path.name, side.front, side.table, (*wild, *side.claims), side.block, path.parent)
    if path.suffix == ".tex":
        raise AuditError(f"{path}: its table of symbols is missing: write {beside.name}, or have it begun by --start")
    return parse(text, path.name, path.parent)


def content(path: Path) -> str:
    """The text of a file.

    Raises:
        AuditError: there is none, or it is too large or no text.
    """
    try:
        if not path.is_file():
            raise AuditError(f"{path} is not a file" if path.exists() else f"there is no file {path}")
        if path.stat().st_size > LARGEST:
            raise AuditError(f"{path} has {path.stat().st_size} bytes; {LARGEST} are the most")
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\0", " ")
    except UnicodeDecodeError:
        raise AuditError(f"{path} is no text in UTF-8") from None
    except OSError as error:
        raise AuditError(f"cannot read {path}: {error.strerror}") from None


def parse(text: str, name: str = "text", folder: Path | None = None, marked_only: bool = False) -> Source:
    """Markdown with front matter and a table.

    Raises:
        AuditError: a key or a value of the front matter is none.
    """
    front, body = _front(text, name)
    body, block = _without_block(body, front)
    table, rest = _table(body)
    found = claims(rest, latex=False, every=not marked_only)
    return Source(name, front, tuple(table), tuple(found), block, folder or Path())


def _notebook(text: str, path: Path) -> str:
    """The Markdown and code of a notebook, cell by cell."""
    try:
        cells = json.loads(text)["cells"]
        parts = []
        for cell in cells:
            source = cell.get("source", "")
            source = source if isinstance(source, str) else "".join(source)
            if cell["cell_type"] == "markdown":
                parts.append(source)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise AuditError(f"{path} is no notebook: it needs a list “cells”") from None
    return "\n\n".join(parts)


# --- front matter and table


def _front(text: str, name: str) -> tuple[dict[str, str], str]:
    match = re.match(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", text, re.DOTALL)
    if match is None:
        return {}, text
    front: dict[str, str] = {}
    for line in match[1].splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if not line:
            continue
        key, colon, value = line.partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            raise AuditError(f"{name}: the line {line.strip()[:40]!r} of the front matter is no “key: value”")
        if key not in KEYS:
            raise AuditError(f"{name}: unknown key {key[:40]!r} in the front matter; there are: {', '.join(KEYS)}")
        front[key] = value.strip("\"'") if not value.startswith("{") else value
    for key, allowed in (("vectors", VECTORS), ("weights", WEIGHTS)):
        if front.get(key, allowed[0]) not in allowed:
            raise AuditError(f"{name}: {key} cannot be {front[key][:40]!r}; it is one of: {', '.join(allowed)}")
    return front, text[match.end() :]


def products(front: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the author's signs of products mean.

    Raises:
        AuditError: the value is no table.
    """
    text = front.get("products", "")
    if not text:
        return ()
    pairs = re.findall(r"[\"']?([^\s\"':,{}]+)[\"']?\s*:\s*[\"']?(\w+)[\"']?", text)
    if not pairs or any(meaning not in PRODUCTS for _, meaning in pairs):
        raise AuditError(f'products: {text[:40]!r} is no table as {{"*": elementwise, ".": matrix}}')
    signs = {r"\cdot": "·", ".": "·", r"\times": "×", r"\odot": "⊙", r"\circ": "⊙", r"\otimes": "⊗", r"\ast": "*"}
    return tuple((signs.get(sign, sign), meaning) for sign, meaning in pairs if meaning != "any")


BLOCK = re.compile(r"^(```+|~~~+)[ \t]*(\w*)[^\n]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)


def _without_block(body: str, front: Mapping[str, str]) -> tuple[str, str]:
    """The fenced block of the forward pass, where the front matter names no other."""
    if front.get("forward", "").strip("|> ") not in ("", "below", "block", "fenced", "here"):
        return body, ""
    for match in BLOCK.finditer(body):
        before = body[: match.start()].rstrip().rpartition("\n")[2]
        if not MARK.search(before):
            return body[: match.start()] + body[match.end() :], match[3]
    return body, ""


def _table(text: str) -> tuple[list[tuple[str, str]], str]:
    """The rows of the tables of symbols, and the text without them."""
    rows, rest, inside = [], [], False
    lines = text.splitlines()
    for number, line in enumerate(lines):
        cells = _cells(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if cells and len(cells) == 2 and not inside and re.fullmatch(r"\s*\|?[\s:|-]*-[\s:|-]*", following):
            inside = cells[0].lower().strip("`* ").startswith("symbol") or "mean" in cells[1].lower()
            if inside:
                continue
        if inside and not cells:
            inside = False
        if not inside:
            rest.append(line)
        elif cells and not re.fullmatch(r"[\s:|-]+", line):
            meaning = cells[1] if len(cells) > 1 else ""
            spans = re.findall(r"(`+)(.+?)\1", cells[0])
            symbols = [span for _, span in spans] or [cells[0].strip("$ ")]
            rows += [(symbol.strip().strip("$").strip(), meaning.strip()) for symbol in symbols]
    return [(symbol, meaning) for symbol, meaning in rows if symbol], "\n".join(rest)


def _cells(line: str) -> list[str]:
    """The cells of a row, cut at bars outside of code and not escaped."""
    if not line.strip().startswith("|"):
        return []
    cells, current, ticks, skip = [], "", 0, False
    for letter in line.strip()[1:]:
        if skip:
            current += letter if letter == "|" else "\\" + letter
            skip = False
        elif letter == "\\":
            skip = True
        elif letter == "|" and not ticks % 2:
            cells.append(current)
            current = ""
        else:
            ticks += letter == "`"
            current += letter
    if skip:
        current += "\\"
    if current.strip():
        cells.append(current)
    return [cell.strip() for cell in cells]


# --- equations

MARK = re.compile(r"[(\[]([^()\[\]\n|]{1,60})[)\]]\**[ \t:.]*$")
DISPLAY = re.compile(
    r"\$\$(?P<dollars>.+?)\$\$|\\\[(?P<square>.+?)\\\]"
    r"|\\begin\{(?P<env>(?:equation|align|gather|multline|eqnarray|displaymath|alignat|flalign)\*?)\}(?P<inside>.+?)\\end\{(?P=env)\}"
    r"|^(?P<fence>```+|~~~+)[ \t]*(?P<lang>\w*)[^\n]*\n(?P<block>.*?)^(?P=fence)[ \t]*$"
    r"|(?P<ticks>`+)(?P<code>[^`].*?)(?P=ticks)"
    r"|(?<![\\$\w])\$(?P<inline>[^$\n]+?)\$(?!\$)",
    re.DOTALL | re.MULTILINE,
)
TAG = re.compile(r"\\tag\*?\{([^{}]*)\}|\\label\{([^{}]*)\}")


def claims(text: str, latex: bool, every: bool) -> list[Claim]:
    """The marked equations; where nothing is marked and ``every`` is wanted, all displays, by number."""
    if latex:
        text = re.sub(r"(?<!\\)%[^\n]*", "", text)
    marked: list[Claim] = []
    loose: list[Claim] = []
    end = 0
    for match in DISPLAY.finditer(text):
        before, end = text[end : match.start()], match.end()
        kind: Literal["latex", "code"] = "code" if match["code"] or match["block"] is not None else "latex"
        inside = (
            next(match[group] for group in ("dollars", "square", "inside", "block", "code", "inline") if match[group])
            if any(match[g] for g in ("dollars", "square", "inside", "block", "code", "inline"))
            else ""
        )
        if not inside.strip():
            continue
        after = text[match.end() :].partition("\n")[0]
        tag = TAG.search(inside)
        line = before.rstrip(" \t\n*").rpartition("\n\n")[2]
        mark = MARK.search(re.sub(r"\*+$", "", before.rstrip()))
        words = f"{line[-200:]} {after[:200]}"
        if mark is not None:
            marked.append(Claim(mark[1].strip(), inside, kind, words))
        elif match["inline"] is None and match["code"] is None:
            named = (tag[1] or tag[2]).strip() if tag is not None else ""
            behind = re.match(r"\s*[(\[]([\w.:-]{1,20})[)\]]\s*$", after)
            named = named or (behind[1] if behind else "")
            (marked if named else loose).append(Claim(named, inside, kind, words))
    if every and not marked:
        return _unique([Claim(str(number), c.text, c.kind, c.words) for number, c in enumerate(loose, 1)])
    if latex and every:
        marked += [Claim(f"display {number}", c.text, c.kind, c.words) for number, c in enumerate(loose, 1)]
    return _unique(marked)


def _unique(found: list[Claim]) -> list[Claim]:
    """Claims of one name are told apart by a number."""
    seen: dict[str, int] = {}
    out = []
    for claim in found:
        seen[claim.name] = seen.get(claim.name, 0) + 1
        name = claim.name if seen[claim.name] == 1 else f"{claim.name} ({seen[claim.name]})"
        out.append(Claim(name, claim.text, claim.kind, claim.words))
    return out


def lines(text: str) -> Iterator[str]:
    """The lines of a block of code that hold something."""
    return (line for line in text.splitlines() if line.split("#")[0].strip())
