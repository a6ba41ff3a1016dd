"""The report: for a terminal, as Markdown, and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive.audit.engine import Finding
from derive.audit.judge import RIGHT, UNCLEAR, WRONG

CLASSES = {
    "ACT": "the slope of an activation",
    "PAREN": "a parenthesis",
    "CARRY": "the carried gradient is missing",
    "RECUR": "the recurrent path is missing",
    "PEEP": "a peephole's path is missing",
    "PATH": "a path is missing or too much",
    "SYM": "the wrong symbol",
    "SLICE": "the wrong cut",
    "TRANS": "a transpose or the order of factors",
    "SUMT": "the sum over steps",
    "SUMN": "the sum over the batch",
    "INDEX": "the wrong step",
    "STALE": "a value that was overwritten",
    "ALIAS": "two names of one array",
    "SIGN": "a sign",
    "OP": "the wrong operation",
    "FACTOR": "a factor",
    "FWD": "the backward pass of another forward pass",
}
"""What the classes of mistakes mean."""


@dataclass(frozen=True)
class Report:
    """The findings of an audit.  ``status`` is the exit status: 0 all right, 1 something wrong, 3 something unclear."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def status(self) -> int:
        verdicts = {finding.verdict for finding in self.findings}
        return 1 if WRONG in verdicts else 3 if UNCLEAR in verdicts else 0

    def __getitem__(self, name: str) -> Finding:
        return next(finding for finding in self.findings if finding.claim.name == name)

    def as_data(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {"claims": {finding.claim.name: _data(finding) for finding in self.findings}}

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        for finding in self.findings:
            yield from text(finding)
        yield summary(self.findings)

    def markdown(self) -> str:
        """As Markdown."""
        parts = [f"# Audit of {self.name}", summary(self.findings)]
        for finding in self.findings:
            parts.append(f"## {finding.claim.name}: {finding.verdict}")
            parts.append(_quoted(finding))
            parts += [f"- {label}: {value}" for label, value in facts(finding)]
        return "\n\n".join(parts) + "\n"

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_markdown_(self) -> str:
        return self.markdown()


def _data(finding: Finding) -> Mapping[str, Any]:
    return {
        "verdict": finding.verdict,
        "reading": "; ".join(finding.readings),
        "read_as": finding.read_as or None,
        "classes": list(finding.classes),
        "mended": finding.mended or None,
        "because": finding.because or None,
        "unclear": list(finding.unclear),
        "question": finding.question or None,
        "right_at": finding.right_at or None,
    }


def _quoted(finding: Finding) -> str:
    if finding.claim.kind == "latex":
        return f"$$\n{finding.claim.text.strip()}\n$$"
    return f"```\n{finding.claim.text.strip()}\n```"


def text(finding: Finding) -> Iterator[str]:
    """One finding, in a few lines."""
    yield f"{finding.verdict:<8} {finding.claim.name}"
    for label, value in facts(finding):
        yield f"         {label:<9} {value}"


def facts(finding: Finding) -> Iterator[tuple[str, str]]:
    """What is said beside the verdict, by labels."""
    for reading in finding.readings:
        yield "read as" if reading is finding.readings[0] else "and", reading
    if finding.read_as:
        yield "right", f"read so: {finding.read_as}"
    if finding.right_at:
        yield "only" if finding.verdict == WRONG else "at", f"right at {finding.right_at}"
    if finding.classes:
        yield "mistake", f"{', '.join(f'{name} ({CLASSES[name]})' for name in finding.classes)}"
    if finding.because:
        yield "because", finding.because
    if finding.mended:
        yield "mended", finding.mended
    if finding.question:
        yield "question", finding.question


def summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.verdict for finding in findings)
    parts = [f"{counts[verdict]} {verdict.lower()}" for verdict in (RIGHT, WRONG, UNCLEAR) if counts[verdict]]
    return f"{len(findings)} equation{'s' * (len(findings) != 1)}: {', '.join(parts) or 'none to judge'}"


def joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
