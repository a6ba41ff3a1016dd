"""What a check has found, as data and as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

At = tuple[int, ...]

ALL = "all"
"""In place of a gradient: the finding is about the whole check."""


@dataclass(frozen=True)
class Finding:
    """One gradient under one check.

    Attributes:
        gradient: what the loss is differentiated with respect to: ``W_f``, ``x``, ``c[0]`` for an initial state.
        check: the name of the check.
        error: the largest deviation, relative to the largest entry; None where the check does not apply.
        tolerance: up to which it counts as right; 0 for a proof.
        at: the entry of the largest deviation.
        given: that entry as it is derived, or returned by the function.
        measured: that entry as it should be.
        remark: why the check does not apply, or what went wrong.
    """

    gradient: str
    check: str
    error: float | None
    tolerance: float = 0.0
    at: At = ()
    given: float = 0.0
    measured: float = 0.0
    remark: str = ""

    @property
    def ok(self) -> bool:
        return self.error is None or self.error <= self.tolerance  # not where the error is nan

    @property
    def verdict(self) -> str:
        """A few characters for a table."""
        if self.error is None:
            return "-"
        if self.ok:
            return f"{self.error:.0e}" if self.tolerance else "proved"
        return f"WRONG {self.error:.0e}" if math.isfinite(self.error) else "FAILED"

    def __str__(self) -> str:
        where = f"[{', '.join(map(str, self.at))}]" if self.at else ""
        if self.gradient == ALL:
            return f"{self.check}: {self.remark}"
        said = self.remark or f"is {self.given:.8g}, but must be {self.measured:.8g}"
        return f"{self.check}: the gradient with respect to {self.gradient}{where} {said}"


@dataclass(frozen=True)
class Report:
    """All findings of the checks of one cell or function.  ``str(report)`` is a table, one row a gradient."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no check found an error, and at least one was made."""
        return not self.failures and any(finding.error is not None for finding in self.findings)

    @property
    def failures(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.ok)

    @property
    def checks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.check for finding in self.findings))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """For each gradient its name, and the verdict of each check."""
        by_place = {(finding.gradient, finding.check): finding for finding in self.findings}
        told = (finding.gradient for finding in self.findings if finding.gradient != ALL or finding.error is not None)
        for gradient in dict.fromkeys(told):
            found = (by_place.get((gradient, check)) for check in self.checks)
            yield (gradient, *(finding.verdict if finding else "-" for finding in found))

    def remarks(self) -> Iterator[str]:
        """The failures, one a line, and why some checks were not made."""
        yield from map(str, self.failures)
        skipped = {(f.check, f.remark) for f in self.findings if f.error is None and f.remark}
        yield from (f"{check}: {remark}" for check, remark in sorted(skipped))

    def __str__(self) -> str:
        table = [("gradient", *self.checks), *self.rows()]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in table]
        verdict = f"{self.name}: {'every gradient is right' if self.ok else 'WRONG'}"
        return "\n".join(line.rstrip() for line in (*lines, "", *self.remarks(), verdict))
