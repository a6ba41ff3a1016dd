"""Certificates: for one cell a Coq file that states that its gradients are right for all sizes, and proves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from derive.calculus import Backward
from derive.proof.expressions import Refused
from derive.proof.script import lemmas
from derive.proof.statement import Statement
from derive.proof.words import Lemma

REALS = ("exp", "log_sigmoid", "sigmoid", "softplus", "stop_gradient", "tanh")
"""The functions of which ``reals.v`` proves the slopes."""

LIBRARY = "library"
"""The folder beside certificates that holds what they rest on, under the logical name ``derive``."""

HEAD = """\
From mathcomp Require Import all_ssreflect all_algebra zify.
From derive Require Import calculus.
Import GRing.Theory. Local Open Scope ring_scope.

Section Certificate.
(* A: numbers as they depend on whatever is perturbed; ev: their value where the gradient is taken; D: their directional
   derivative there. Over the reals A is a ring of curves, ev f = f 0 and D f = f' 0. *)
Variables (A B : comRingType) (d : derivation A B).
Local Notation ev := (value d).
Local Notation D := (slope d).
"""

PROOF = (
    "(* "
    + "-" * 100
    + "\n   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)"
)


@dataclass(frozen=True)
class Certificate:
    """A Coq file.

    Attributes:
        name: the cell's name, and that of the file.
        statement: what is said, for people to read.
        lemmas: the proof, in order; the last one ends with the theorem.
        theorem: the theorem's name.
        over_reals: a file of its own that says the same of the reals, in one line; or a comment that says why not.
    """

    name: str
    statement: str
    lemmas: tuple[Lemma, ...]
    theorem: str
    over_reals: str
    speaks_of_reals: bool

    @property
    def text(self) -> str:
        """The whole file."""
        return "".join(text for text, _ in self.parts())

    def parts(self) -> list[tuple[str, Lemma | None]]:
        """The file in pieces, each with the lemma that it is, if it is one."""
        end = f"\nEnd Certificate.\n\nPrint Assumptions {self.theorem}.\n"
        lemmas = [(f"\n{lemma.text}\n", lemma) for lemma in self.lemmas]
        parts = [(f"{self.statement}\n\n{PROOF}\n", None), *lemmas, (end, None)]
        return [("\n".join(line.rstrip() for line in text.split("\n")), lemma) for text, lemma in parts]


def certificate(backward: Backward) -> Certificate:
    """The certificate of a derivation.

    Raises:
        Refused: the derivation holds something that a certificate cannot say or prove yet.
    """
    statement = Statement(backward)
    statement.text()  # names the functions and constants that occur, which the declarations then list
    proof = tuple(lemmas(statement))
    forward = backward.forward
    about = f"{forward.name}: {forward.doc.splitlines()[0] if forward.doc else ''}".rstrip(": ")
    source = f"\n   Source of the forward equations: {forward.source}." if forward.source else ""
    written = "Its gradients are right for all sizes. Written by derive from the equations; see its README.md."
    comment = f"(* {about}{source}\n   {written} *)".replace("(*)", "( * )")
    return Certificate(
        forward.name, f"{comment}\n{HEAD}\n{statement.text()}", proof, statement.theorem, *_reals(statement)
    )


def _reals(statement: Statement) -> tuple[str, bool]:
    name, functions = statement.backward.forward.name, sorted(statement.functions)
    if missing := [*(f for f in functions if f not in REALS), *statement.constants.values()]:
        return (
            f"(* {name}: nothing is said about the reals yet: {', '.join(missing)} would have to be there. *)\n",
            False,
        )
    if statement.maxima:
        return f"(* {name}: nothing is said about the reals yet, for a maximum over components is taken. *)\n", False
    rings = "_ _ curves"
    slopes = [f"slope_{function}" for function in functions]
    text = (
        f"(* {name}: its gradients are right over the reals, where D is the derivative along any curve. *)\n"
        f"From derive Require Import calculus reals.\nRequire {name}.\n\n"
        f"Definition {name}_over_reals :=\n  @{name}.{statement.theorem} {' '.join([rings, *functions, *slopes])}.\n\n"
        f"Print Assumptions {name}_over_reals.\n"
    )
    return text, True


def over_reals(backward: Backward) -> str:
    """The text of the file about the reals."""
    try:
        return certificate(backward).over_reals
    except Refused as why:
        return f"(* {backward.forward.name}: there is no certificate yet: {why} *)\n"


def document(backward: Backward) -> str:
    """The text of the certificate, or of a file without a sentence that says why there is none."""
    try:
        return certificate(backward).text
    except Refused as why:
        return f"(* {backward.forward.name}: there is no certificate yet: {why} *)\n"


@cache
def library() -> dict[str, str]:
    """What certificates rest on: Coq text by file name."""
    folder = resources.files("derive.proof") / "coq"
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".v")
    }
