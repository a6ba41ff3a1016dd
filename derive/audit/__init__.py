"""Audit: somebody's backward pass in, a verdict out.

    from derive.audit import audit

    report = audit("post.md")                       # a file with front matter, a table of symbols and equations
    print(report)                                   # RIGHT, WRONG or UNCLEAR, and why
    report["carry"].verdict, report.status

reading/    files, LaTeX, plain text and Python to one tree       forward   the forward pass: a cell, or a block
meaning     what symbols mean                                     table     the table of symbols as patterns
truth       true values from the derivation                       values    the value of a tree, products by shape
judge       is it true, and in which reading?                     edits, mend   what is the mistake, and what mends it?
engine      one source from end to end                            report    what is shown

Everything is data: no text that is audited is ever evaluated.  A false accusation is the worst failure, so that what is
in doubt is UNCLEAR, with a question.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from derive.audit.engine import Audit, Finding
from derive.audit.reading.document import Source, parse, read
from derive.audit.reading.tree import AuditError
from derive.audit.report import Report
from derive.language import Cell

__all__ = ["AuditError", "Finding", "Report", "audit"]

SECONDS = 600.0


def audit(
    source: Path | str,
    cell: Cell | None = None,
    mend: bool = True,
    progress: Callable[[str], None] = lambda _: None,
    seconds: float = SECONDS,
) -> Report:
    """Judge the equations of a source.

    Args:
        source: a file (.md, .tex or .ipynb, its table in ``FILE.audit.md`` beside it), or the text of one in Markdown.
        cell: the forward pass; by default the one that the front matter names.
        mend: whether mistakes are looked for in what is wrong.
        progress: is told the name of each equation before it is judged.
        seconds: after so long the audit is given up.

    Raises:
        AuditError: the source cannot be read or makes no sense, in one line; or it takes too long.
    """
    with _limited(seconds):
        try:
            document = _source(source)
            return Report(document.name, tuple(Audit(document, cell, mend).findings(progress)))
        except RecursionError:
            raise AuditError("the source nests too deep") from None
        except MemoryError:
            raise AuditError("the source needs too much memory") from None


def _source(source: Path | str) -> Source:
    if isinstance(source, Path):
        return read(source)
    if "\n" in source:
        return parse(source)
    return read(Path(source))


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Ends in an error after so many seconds, where signals can be set."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def over(_: int, __: FrameType | None) -> None:
        raise AuditError(f"the audit was given up after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
