"""``derive prove``: write certificates, and have Coq judge them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from derive.app import emit
from derive.app.build import cores
from derive.calculus import adjoint
from derive.language import Cell
from derive.proof import Certificate, Refused, certificate, coq


@dataclass(frozen=True)
class Outcome:
    """What became of a cell: one line to read, and whether its gradients are proved."""

    line: str
    proved: bool


def prove(
    wanted: Mapping[str, Cell], folder: Path, advance: Callable[[str, int, int], None], workers: int | None = None
) -> Iterator[Outcome]:
    """Write a certificate for every cell, and run Coq on each, several at once.

    Args:
        wanted: the cells.
        folder: where the certificates go.
        advance: called with a cell's name, its lemmas proved and all of them, whenever one more is proved.
        workers: how many to run at once; None: one for each core.

    Raises:
        RuntimeError: Coq does not accept the library that certificates rest on.
    """
    emit.write({path.relative_to("coq"): text for path, text in emit.library().items()}, folder)
    if coq.version():
        coq.prepare(folder, ("calculus.v", "dual.v", *(["reals.v"] if coq.knows_reals() else [])))
    with ThreadPoolExecutor(workers or cores()) as pool:
        futures = []
        for cell in wanted.values():
            try:
                made = certificate(adjoint(cell.system))
            except Refused as why:
                yield Outcome(f"{cell.name:<24} no certificate: {why}", False)
                continue
            files = {f"{made.name}.v": made.text, f"{made.name}_over_reals.v": made.over_reals}
            emit.write({PurePosixPath(path): text for path, text in files.items()}, folder)
            if coq.version():
                futures.append(pool.submit(_judged, made, folder, advance))
            else:
                yield Outcome(f"{made.name:<24} {folder / made.name}.v written, not checked", False)
        for future in as_completed(futures):
            yield future.result()


def _judged(made: Certificate, folder: Path, advance: Callable[[str, int, int], None]) -> Outcome:
    verdict = coq.check(made, folder, lambda done, of: advance(made.name, done, of))
    if verdict.proved:
        reals = ""
        if made.speaks_of_reals and coq.knows_reals():
            if fault := coq.check_reals(made.name, folder):
                return Outcome(f"{made.name:<24} proved, but not over the reals\n{fault}", False)
            reals = "; and over the reals, with the axioms of Coq's reals"
        axioms = f"axioms: {', '.join(verdict.axioms)}" if verdict.axioms else "no axioms"
        said = f"proved for all sizes by Coq {coq.version()}"
        line = f"{made.name:<24} {said}: {len(made.lemmas)} lemmas, {axioms}, {verdict.seconds:.1f} s{reals}"
        return Outcome(line, not verdict.axioms)
    what = f"not proved: {verdict.refused.about}" if verdict.refused else "not proved"
    return Outcome(f"{made.name:<24} {what}\n{verdict.message}", False)
