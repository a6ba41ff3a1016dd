"""Notes as files to read, in every format: what ``derive notes`` writes.

A job is a cell, by its specifier, or one of the documents that are about no single cell, by its name.  Jobs are done in
processes of their own, a core each, since both deriving and typesetting take a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath

from derive import cells
from derive.app import pdf
from derive.app.build import cores
from derive.app.choices import Format
from derive.calculus import adjoint
from derive.notation import Notation
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
    jobs: Iterable[str], hand: Notation, formats: Collection[Format], workers: int | None = None
) -> Iterator[Published]:
    """The files of every job, in order.  Work begins at once, before the first result is asked for."""
    pool = ProcessPoolExecutor(workers or cores())
    return _results(pool, [pool.submit(_published, job, hand, frozenset(formats)) for job in jobs])


def _results(pool: ProcessPoolExecutor, futures: list[Future[Published]]) -> Iterator[Published]:
    try:
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _published(job: str, hand: Notation, formats: frozenset[Format]) -> Published:
    texts: dict[PurePath, str] = {}
    if Format.HTML in formats:
        pointing = _document(job, hand, pointing=True)
        texts[PurePosixPath(f"{pointing.name}.html")] = html.page(pointing, INDEX)
        if formats == {Format.HTML}:
            return Published(pointing.name, _encoded(texts))
    document = _document(job, hand, pointing=False)
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


def _document(job: str, hand: Notation, pointing: bool) -> Document:
    if job in DOCUMENTS:
        return DOCUMENTS[job].make(hand, pointing)
    [cell] = cells.find(job).values()
    backward = adjoint(cell.system)
    return cell_notes(backward, hand, pointing, measured(backward))
