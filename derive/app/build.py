"""Derive many cells, and the documents about them: on all cores, and only what has changed.

A cell has changed if its equations have, or anything that its outputs depend on: this package, the templates, the
versions of the libraries that decide bytes; a document, if any cell has.  A key made of all of these is kept with the
outputs in a cache folder, one file a cell or document; it can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from derive import cells, templating
from derive.app import emit
from derive.core.equations import System
from derive.language import Cell, CellError

DECIDING = ("sympy", "mpmath", "jinja2", "ruff")
"""The libraries whose version decides the bytes of what is generated."""


@dataclass(frozen=True)
class Built:
    """What became of a cell or document.

    Attributes:
        name: what it is called.
        files: its outputs; none where it failed.
        seconds: how long they took; None if they were at hand.
        fault: why it failed, in a line; empty where it did not.
    """

    name: str
    files: emit.Files
    seconds: float | None
    fault: str = ""


def build(
    wanted: Mapping[str, Cell],
    cache: Path | None,
    workers: int | None = None,
    documents: Iterable[str] = (),
    single_file: bool = False,
) -> Iterator[Built]:
    """The outputs of every cell, in order, then the documents.  Work begins at once, before the first is asked for.

    Args:
        wanted: the cells by their specifiers.
        documents: names of documents that are about no single cell.
        cache: the folder of what was derived before; None: derive everything.
        workers: processes to use; None: one for each core.
        single_file: put the runtime into each kernel.
    """
    names = {**{specifier: cell.name for specifier, cell in wanted.items()}, **{name: name for name in documents}}
    keys = {job: key(wanted[job].system, single_file) if job in wanted else zoo_key() for job in names} if cache else {}
    known = {job: files for job in keys if cache and (files := recall(cache, names[job], keys[job])) is not None}
    todo = [job for job in names if job not in known]
    workers = min(workers or cores(), len(todo))
    pool = ProcessPoolExecutor(workers) if workers > 1 else None
    futures = {job: pool.submit(_derive, job, wanted.get(job), single_file) for job in todo} if pool else {}
    return _results(names, wanted, known, futures, keys, cache, pool, single_file)


def _results(
    names: Mapping[str, str],
    wanted: Mapping[str, Cell],
    known: Mapping[str, emit.Files],
    futures: Mapping[str, Future[tuple[emit.Files, float]]],
    keys: Mapping[str, str],
    cache: Path | None,
    pool: ProcessPoolExecutor | None,
    single_file: bool,
) -> Iterator[Built]:
    try:
        for job, name in names.items():
            if job in known:
                yield Built(name, known[job], None)
                continue
            try:
                one = (job, wanted.get(job), single_file)
                files, seconds = futures[job].result() if job in futures else _derive(*one)
            except Exception as error:  # one cell that fails keeps no other from being built
                yield Built(name, {}, None, fault(name, error))
                continue
            if cache:
                keep(cache, name, keys[job], files)
            yield Built(name, files, seconds)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _derive(job: str, cell: Cell | None, single_file: bool) -> tuple[emit.Files, float]:
    """In a process of its own, for a cell, or for the document of this name."""
    start = time.perf_counter()
    files = emit.outputs(cell, single_file) if cell is not None else emit.document(job)
    return files, time.perf_counter() - start


def fault(name: str, error: BaseException) -> str:
    """Why a job failed, in a line: what is said of a cell, or where in this package something is wrong."""
    if isinstance(error, CellError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    what = " ".join(str(error).split())
    return f"{name}: {type(error).__name__}: {what}{where}; this is a fault of derive, please report it"


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---------------------------------------------------------------------------------------------------------------------
# The cache.


def folder() -> Path:
    """Where outputs are kept: in a checkout beside the package, else in the user's cache folder."""
    package = Path(__file__).resolve().parents[1]
    if (package.parent / "pyproject.toml").is_file():
        return package.parent / ".derive-cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "derive"


def key(system: System, single_file: bool = False) -> str:
    """A digest of all that the outputs depend on."""
    return sha256("\n".join([engine(), str(single_file), *_description(system)]).encode()).hexdigest()


@cache
def zoo_key() -> str:
    """A digest of all that a document about the zoo depends on."""
    return sha256("\n".join([engine(), *(key(cell.system) for cell in cells.builtin().values())]).encode()).hexdigest()


def _description(system: System) -> Iterator[str]:
    """Everything that a system says, as text: its fields, and what stands behind the names in them."""
    yield "\n".join(map(str, (system.name, system.source, system.doc, system.output, system.loss, system)))
    for tensor in system.tensors.values():
        yield f"{tensor._hashable_content()} {tensor.axes}"


@cache
def engine() -> str:
    """A digest of this package with its data, of the templates, and of what decides bytes; not of the zoo."""
    digest = sha256(" ".join(f"{name} {version(name)}" for name in DECIDING).encode())
    for root, file in sources():
        digest.update(f"\n{file.relative_to(root).as_posix()}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def sources() -> Iterator[tuple[Path, Path]]:
    """The files that decide bytes, each with the folder it belongs to: code and data alike, since notes read both."""
    for root in (Path(__file__).resolve().parents[1], templating.folder()):
        for file in sorted(root.rglob("*")):
            parts = file.relative_to(root).parts
            if file.is_file() and parts[0] not in ("cells", "vendor") and "__pycache__" not in parts:
                yield root, file


def recall(cache: Path, name: str, key: str) -> emit.Files | None:
    """What was kept under this key, if anything was."""
    try:
        kept = json.loads((cache / f"{name}.json").read_text())
        if kept["key"] != key or kept["digest"] != digest(kept["files"]):  # of something else, or damaged since
            return None
        return {PurePosixPath(path): text for path, text in kept["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # there is none, or it is no use
        return None


def digest(texts: Mapping[str, str]) -> str:
    """A digest of the outputs, by which a damaged entry is known."""
    return sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


def keep(cache: Path, name: str, key: str, files: emit.Files) -> None:
    """Keep the outputs for the next time; a cache that cannot be written is no cache."""
    texts = {str(path): text for path, text in files.items()}
    text = json.dumps({"key": key, "digest": digest(texts), "files": texts})
    try:
        emit.write({PurePosixPath(f"{name}.json"): text}, cache)
    except OSError:
        return
