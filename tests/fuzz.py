"""Many random cells, in several processes, and a table of what became of them.

    python -m tests.fuzz [--count 1000] [--seed 0] [--workers 2] [--styles reference,numpy] [-o build/fuzz]
    python -m tests.fuzz build/fuzz/17.py …                                 # run failures again

What fails is made as short as lines can be left out of it, and kept as a file whose first line says what was wrong.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from derive import CellError
from derive.backends.numpy import Style
from tests.random_cells import Numbers, definition, load, verdict

ROOT = Path(__file__).resolve().parent.parent
BOTH: tuple[Style, ...] = ("reference", "numpy")
AT_ONCE = 100
"""After so many cells a process is replaced, since SymPy's cache and the kernels' memory grow."""

RIGHT, REFUSED = "right", "refused by the language"


@dataclass(frozen=True)
class Outcome:
    """What became of one cell: ``kind`` is right, refused, or what kind of failure it is."""

    seed: int
    kind: str
    said: str = ""
    source: str = ""


def judged(source: str, styles: Sequence[Style]) -> tuple[str, str]:
    """The kind of outcome, and all that there is to say about it."""
    try:
        cell = load(source)
        _ = cell.system
    except CellError as error:
        return REFUSED, str(error)
    except Exception as error:
        return f"language: {type(error).__name__}", str(error)
    try:
        said = verdict(cell, styles)
    except Exception as error:
        return type(error).__name__, " ".join(str(error).split())[:200]
    if not said:
        return RIGHT, ""
    return "wrong equations" if said.startswith(("exact", "60")) else "wrong numbers", said


def outcome(seed: int, styles: Sequence[Style]) -> Outcome:
    """The cell of a seed, judged, and shortened where it fails."""
    source = definition(Numbers(seed))
    kind, said = judged(source, styles)
    if kind in (RIGHT, REFUSED):
        return Outcome(seed, kind, said)
    source = shortened(source, lambda text: judged(text, styles)[0] == kind)
    return Outcome(seed, kind, judged(source, styles)[1], source)


def shortened(source: str, fails: Callable[[str], bool]) -> str:
    """The source without the lines, and with the simpler expressions, that the failure does not need."""
    smaller = True
    while smaller:
        smaller = False
        for text in (*_without_a_line(source), *_with_a_name_put_in(source), *_with_a_simpler_expression(source)):
            if fails(text):
                source, smaller = text, True
                break
    return source


def _without_a_line(source: str) -> Iterator[str]:
    lines = source.splitlines(keepends=True)
    for nth in reversed(range(len(lines))):
        if lines[nth].startswith("    ") and "=" in lines[nth] and '"""' not in lines[nth]:
            yield "".join((*lines[:nth], *lines[nth + 1 :]))


def _with_a_name_put_in(source: str) -> Iterator[str]:
    """Without one signal, and in its place wherever it is read one of the tensors that it is computed from."""
    lines = source.splitlines(keepends=True)
    for nth, line in enumerate(lines):
        if line.startswith("    m.u"):
            [statement] = ast.parse(line.strip()).body
            if isinstance(statement, ast.Assign):
                name, rest = ast.unparse(statement.targets[0]), "".join((*lines[:nth], *lines[nth + 1 :]))
                read = {ast.unparse(n) for n in ast.walk(statement.value) if isinstance(n, ast.Attribute | ast.Name)}
                for part in sorted(read - {"m"}):
                    yield re.sub(rf"\b{re.escape(name)}\b", part, rest)


def _with_a_simpler_expression(source: str) -> Iterator[str]:
    """Each right-hand side, replaced by one of its own parts, the smallest first."""
    lines = source.splitlines(keepends=True)
    for nth, line in enumerate(lines):
        if not line.startswith("    m."):
            continue
        [statement] = ast.parse(line.strip()).body
        if not isinstance(statement, ast.Assign):
            continue
        whole = ast.unparse(statement.value)
        parts = {ast.unparse(node) for node in ast.walk(statement.value) if isinstance(node, ast.expr)}
        for part in sorted(parts - {whole}, key=lambda text: (len(text), text)):
            if part != "m" and len(part) < len(whole):
                yield "".join((*lines[:nth], f"    {ast.unparse(statement.targets[0])} = {part}\n", *lines[nth + 1 :]))


# ---------------------------------------------------------------------------------------------------------------------


def outcomes(seeds: range, styles: Sequence[Style], workers: int) -> Iterator[Outcome]:
    """The outcomes as they come, over several processes, each of which is replaced now and then."""
    with get_context("spawn").Pool(workers, maxtasksperchild=AT_ONCE) as pool:
        yield from pool.imap_unordered(partial(outcome, styles=tuple(styles)), seeds)


def keep(found: Outcome, folder: Path) -> Path:
    """Write a failure to a file that can be run again."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{found.seed}.py"
    file.write_text(f"# seed {found.seed}: {found.kind}: {' '.join(found.said.split())}\n\n{found.source}")
    return file


def table(counts: Counter[str], examples: dict[str, list[int]]) -> Table:
    """How many cells had each outcome, and the seeds of some."""
    made = Table("outcome", "cells", "seeds", box=None, header_style="bold", pad_edge=False)
    for kind, count in sorted(counts.items(), key=lambda row: (row[0] != RIGHT, row[0] != REFUSED, -row[1])):
        made.add_row(kind, f"{count}", ", ".join(map(str, sorted(examples[kind])[:8])) if kind != RIGHT else "")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="files of failures, to be run again")
    parser.add_argument("--count", type=int, default=1000, help="how many cells")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--styles", default=",".join(BOTH), help="kernels; without any, equations alone are proved")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build/fuzz", help="where failures are kept")
    chosen = parser.parse_args(arguments)
    styles: list[Style] = [style for style in BOTH if style in chosen.styles.split(",")]
    out = Console(highlight=False)
    if chosen.files:
        verdicts = [(file, *judged(file.read_text(), styles)) for file in chosen.files]
        for file, kind, said in verdicts:
            out.print(f"{file}: {kind}{': ' * bool(said)}{said}", markup=False)
        return int(any(kind not in (RIGHT, REFUSED) for _, kind, _ in verdicts))
    counts: Counter[str] = Counter()
    examples: dict[str, list[int]] = {}
    seeds = range(chosen.seed, chosen.seed + chosen.count)
    columns = (TextColumn("random cells"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        advance = partial(progress.advance, progress.add_task("", total=len(seeds)))
        for found in outcomes(seeds, styles, chosen.workers):
            counts[found.kind] += 1
            examples.setdefault(found.kind, []).append(found.seed)
            if found.source:
                progress.console.print(f"{keep(found, chosen.output)}: {found.kind}: {found.said}", markup=False)
            advance()
    out.print(table(counts, examples))
    return int(bool(set(counts) - {RIGHT, REFUSED}))


if __name__ == "__main__":
    sys.exit(main())
