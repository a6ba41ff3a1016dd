"""Notes as files to read, in every format: what ``derive notes`` writes.

A job is a cell, by its specifier, or one of the documents that are about no single cell, by its name.  Jobs are done in
processes of their own, a core each, since both deriving and typesetting take a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath

from derive.app import pdf
from derive.app.build import cores, fault
from derive.app.choices import Format
from derive.calculus import adjoint
from derive.language import Cell
from derive.notation import DEFAULT, Notation
from derive.notes import DOCUMENTS, Document, cell_notes
from derive.notes.measured import measured
from derive.pages import html, latex, markdown

INDEX = "index.html"


@dataclass(frozen=True)
class Published:
    """What came of a job: the document's name, its files, and why there are none, or no PDF, if that is so."""

    name: str
    files: dict[PurePath, bytes] = field(default_factory=dict)
    fault: str = ""


def publish(
    jobs: Mapping[str, Cell | None], notation: Notation, formats: Collection[Format], workers: int | None = None
) -> Iterator[Published]:
    """The files of every job, in order: of a cell, by its specifier, or of the document of this name.

    Work begins at once, before the first is asked for; a job that fails keeps no other from being done.
    """
    shelf = tuple(_stem(job, cell, notation) for job, cell in jobs.items())
    pool = ProcessPoolExecutor(workers or cores())
    futures = {
        job: pool.submit(_published, job, cell, notation, frozenset(formats), shelf) for job, cell in jobs.items()
    }
    return _results(pool, futures)


def _stem(job: str, cell: Cell | None, notation: Notation) -> str:
    """The name of a job's files: that of the document or the cell, and of the notation if it is another than usual."""
    name = job if cell is None else cell.name
    return name if cell is None or notation.name == DEFAULT.name else f"{name}_{notation.name}"


def _results(pool: ProcessPoolExecutor, futures: Mapping[str, Future[Published]]) -> Iterator[Published]:
    try:
        for job, future in futures.items():
            try:
                yield future.result()
            except Exception as error:
                yield Published(job, {}, fault(job, error))
    finally:
        pool.shutdown(cancel_futures=True)


def _published(
    job: str, cell: Cell | None, notation: Notation, formats: frozenset[Format], shelf: Sequence[str] = ()
) -> Published:
    texts: dict[PurePath, str] = {}
    if Format.HTML in formats:
        interactive = _document(job, cell, notation, interactive=True)
        texts[PurePosixPath(f"{interactive.name}.html")] = html.page(interactive, INDEX, shelf)
        if formats == {Format.HTML}:
            return Published(interactive.name, _encoded(texts))
    document = _document(job, cell, notation, interactive=False)
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


def _document(job: str, cell: Cell | None, notation: Notation, interactive: bool) -> Document:
    if cell is None:
        return DOCUMENTS[job].make(notation, interactive)
    backward = adjoint(cell.system)
    return cell_notes(backward, notation, interactive, measured(backward))
