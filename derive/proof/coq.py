"""Running Coq on a certificate."""

from __future__ import annotations

import bisect
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from derive.proof.certificate import LIBRARY, Certificate
from derive.proof.words import Lemma

REMEDY = (
    "there is no Coq here that knows MathComp; on Debian: "
    "apt-get install coq libcoq-mathcomp-algebra libcoq-mathcomp-algebra-tactics"
)

SENTENCE = re.compile(rb"^Chars (\d+) - (\d+) ")
"""How ``coqc -time`` reports a sentence that it has accepted: by the bytes of the file that it takes."""

FAULT = re.compile(r'^File "[^"]*", line (\d+), characters \d+-\d+:\n', re.MULTILINE)
"""How it reports one that it does not accept."""

CLOSED = "Closed under the global context"


@dataclass(frozen=True)
class Verdict:
    """What Coq says of a certificate.

    Attributes:
        seconds: how long it took.
        axioms: the axioms that the theorem rests on; empty: none.
        refused: the lemma that it does not accept, if any; None where all is proved, or where it is no lemma.
        message: Coq's own message, where it does not accept the file.
    """

    seconds: float
    axioms: tuple[str, ...] = ()
    refused: Lemma | None = None
    message: str = ""

    @property
    def proved(self) -> bool:
        return not self.message


@cache
def version() -> str | None:
    """The version of the Coq that is installed; None where there is none with MathComp's algebra tactics."""
    if shutil.which("coqc") is None:
        return None
    where = subprocess.run(["coqc", "-where"], capture_output=True, text=True, check=False).stdout.strip()
    if not (Path(where) / "user-contrib" / "mathcomp" / "algebra_tactics").is_dir():
        return None
    shown = subprocess.run(["coqc", "--print-version"], capture_output=True, text=True, check=False).stdout
    return shown.split()[0] if shown else None


def prepare(folder: Path, names: tuple[str, ...] = ("calculus.v", "dual.v")) -> None:
    """Compile the library in the folder of certificates, where that has not been done.

    Raises:
        RuntimeError: Coq does not accept it.
    """
    for name in names:
        source = folder / LIBRARY / name
        compiled = source.with_suffix(".vo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        command = ["coqc", "-w", "none", "-Q", LIBRARY, "derive", f"{LIBRARY}/{name}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Coq does not accept {source}:\n{done.stderr.strip()}")


@cache
def knows_reals() -> bool:
    """Whether the libraries that the statements about the reals need are installed."""
    where = subprocess.run(["coqc", "-where"], capture_output=True, text=True, check=False).stdout.strip()
    return all((Path(where) / "user-contrib" / name).is_dir() for name in ("Coquelicot", "mathcomp/analysis"))


def check_reals(name: str, folder: Path) -> str:
    """Run Coq on what a cell's file says about the reals, beside its compiled certificate: its complaint, if any."""
    command = ["coqc", "-w", "none", "-Q", LIBRARY, "derive", f"{name}_over_reals.v"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def check(
    certificate: Certificate, folder: Path, advance: Callable[[int, int], None] = lambda done, of: None
) -> Verdict:
    """Run Coq on a certificate that stands in a folder, beside the compiled library.

    Args:
        certificate: what stands in ``folder/NAME.v``.
        folder: where.
        advance: called with the number of lemmas that are proved, and of all, whenever there is one more.
    """
    start = time.perf_counter()
    parts = certificate.parts()
    ends = list(accumulate(len(text.encode()) for text, _ in parts))
    command = [
        "coqc",
        "-w",
        "none",
        "-time",
        "-Q",
        LIBRARY,
        "derive",
        f"{certificate.name}.v",
    ]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said: list[bytes] = []
        for line in process.stdout:
            if found := SENTENCE.match(line):
                advance(max(0, bisect.bisect_right(ends, int(found[2]) + 1) - 1), len(certificate.lemmas))
            else:
                said.append(line)
    message = b"".join(said).decode(errors="replace").strip()
    seconds = time.perf_counter() - start
    if process.returncode == 0:
        return Verdict(seconds, axioms=() if CLOSED in message else tuple(message.splitlines()))
    if fault := FAULT.search(message):
        message = message[fault.start() :]  # what comes before shows the goals of tactics that tried
    return Verdict(seconds, (), _lemma(parts, message), message or f"coqc exits with {process.returncode}")


def _lemma(parts: list[tuple[str, Lemma | None]], message: str) -> Lemma | None:
    """The lemma in which the fault lies."""
    found = FAULT.search(message)
    if found is None:
        return None
    lines = list(accumulate(text.count("\n") for text, _ in parts))
    return parts[min(bisect.bisect_left(lines, int(found[1])), len(parts) - 1)][1]
