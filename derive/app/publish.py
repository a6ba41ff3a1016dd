"""Notes as files to read, in every format: what ``derive notes`` writes.

A job is a cell, by its specifier, or one of the documents that are about no single cell, by its name.  Jobs are done in
processes of their own, a core each, since both deriving and typesetting take a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath

from derive import cells
from derive.app import pdf
from derive.app.build import cores
from derive.app.choices import Format
from derive.calculus import adjoint
from derive.notation import DEFAULT, Notation
from derive.notes import DOCUMENTS, Document, cell_notes
from derive.notes.measured import measured
from derive.pages import html, latex, markdown

INDEX = "index.html"


@dataclass(frozen=True)
class Published:
    """What came of a job: the document's name, its files, and why there is no PDF, if there is none."""

    name: str
    files: dict[PurePath, bytes] = field(default_factory=dict)
    fault: str = ""


def publish(
    jobs: Iterable[str], notation: Notation, formats: Collection[Format], workers: int | None = None
) -> Iterator[Published]:
    """The files of every job, in order.  Work begins at once, before the first result is asked for."""
    jobs = list(jobs)
    shelf = tuple(_stem(job, notation) for job in jobs)
    pool = ProcessPoolExecutor(workers or cores())
    return _results(pool, [pool.submit(_published, job, notation, frozenset(formats), shelf) for job in jobs])


def _stem(job: str, notation: Notation) -> str:
    """The name of a job's files: that of the document or the cell, and of the notation if it is another than usual."""
    name = job.rpartition("::")[2] if "::" in job else PurePath(job).stem
    return name if job in DOCUMENTS or notation.name == DEFAULT.name else f"{name}_{notation.name}"


def _results(pool: ProcessPoolExecutor, futures: list[Future[Published]]) -> Iterator[Published]:
    try:
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _published(job: str, notation: Notation, formats: frozenset[Format], shelf: Sequence[str] = ()) -> Published:
    texts: dict[PurePath, str] = {}
    if Format.HTML in formats:
        interactive = _document(job, notation, interactive=True)
        texts[PurePosixPath(f"{interactive.name}.html")] = html.page(interactive, INDEX, shelf)
        if formats == {Format.HTML}:
            return Published(interactive.name, _encoded(texts))
    document = _document(job, notation, interactive=False)
    name = document.name
    if Format.MARKDOWN in formats:
        texts.update(markdown.files(document))
    if Format.LATEX in formats:
        texts[PurePosixPath(f"{name}.tex")] = latex.standalone(document)
        texts[PurePosixPath(f"{name}_body.tex")] = latex.body(document)
    if Format.PDF not in formats:
        return Published(name, _encoded(texts))
    try:
        typeset = pdf.typeset(latex.standalone(document), name)
    except pdf.NotTypeset as stopped:
        return Published(name, _encoded(texts), str(stopped))
    return Published(name, {**_encoded(texts), PurePosixPath(f"{name}.pdf"): typeset})


def _encoded(texts: dict[PurePath, str]) -> dict[PurePath, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def _document(job: str, notation: Notation, interactive: bool) -> Document:
    if job in DOCUMENTS:
        return DOCUMENTS[job].make(notation, interactive)
    [cell] = cells.find(job).values()
    backward = adjoint(cell.system)
    return cell_notes(backward, notation, interactive, measured(backward))
