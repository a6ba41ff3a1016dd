"""Columns or rows side by side, the lines in them, and the tracks between them: where each lies along one axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

PITCH = 12.0
"""Between neighbouring tracks."""

OUTSIDE = 30.0
"""Between the ends, which lie outside of the frame, and the first track."""


@dataclass(frozen=True)
class Line:
    """A line of the grid: one that belongs to a column or row, or a track behind it.

    ``at`` is its distance from the middle of the column or row, or the number of the track.
    """

    band: int
    track: bool
    at: float


@dataclass(frozen=True)
class Bands:
    """The columns (or rows) with their extents to both sides, the lines in them, and the tracks between them."""

    before: Mapping[int, float]
    after: Mapping[int, float]
    lines: tuple[Line, ...]
    outside: frozenset[int]
    margin: float
    apart: float

    @property
    def numbers(self) -> list[int]:
        return sorted(self.before)

    @classmethod
    def of(
        cls,
        extents: Iterable[tuple[int, float, float]],
        offsets: Iterable[tuple[int, float]],
        tracks: int,
        outside: frozenset[int],
        margin: float,
        apart: float,
        around: bool,
    ) -> Bands:
        before: dict[int, float] = {}
        after: dict[int, float] = {}
        inner: dict[int, set[float]] = {}
        for band, low, high in extents:
            before[band] = max(before.get(band, 0.0), -low)
            after[band] = max(after.get(band, 0.0), high)
            inner.setdefault(band, set()).add(0.0)
        for band, offset in offsets:
            inner[band].add(offset)
        lines = []
        for band in sorted(before):
            lines += [Line(band, False, at) for at in sorted(inner[band])]
            if around or band < max(before):
                lines += [Line(band, True, at) for at in range(tracks)]
        if around:
            lines = [Line(min(before) - 1, True, at) for at in range(tracks)] + lines
        return cls(before, after, tuple(lines), outside, margin, apart)

    def places(self, more: float = 0.0) -> list[float]:
        """Where each line lies; the first column begins where the tracks before it end."""
        numbers = self.numbers
        count = {
            band: sum(line.track and line.band == band for line in self.lines) for band in (*numbers, numbers[0] - 1)
        }
        middles: dict[int, float] = {}
        ends: dict[int, tuple[float, float]] = {}  # of the gap behind a band
        edge = 0.0
        first = numbers[0] - 1
        if count[first]:
            ends[first] = (0.0, (count[first] - 1) * PITCH)
            edge = ends[first][1] + self.margin
        for band, following in zip(numbers, [*numbers[1:], None], strict=True):
            middles[band] = edge + self.before[band]
            edge = middles[band] + self.after[band]
            low = OUTSIDE if band in self.outside else self.margin
            high = OUTSIDE if following in self.outside else self.margin
            width = low + high + (count[band] - 1) * PITCH if count[band] else 0.0
            least = self.apart + more if low == high == self.margin else max(low, high) + self.margin
            spare = max(0.0, least - width) / 2 if following is not None else 0.0
            ends[band] = (edge + low + spare, edge + width - high + spare)
            edge += max(width, least)
        places = []
        for line in self.lines:
            if not line.track:
                places.append(middles[line.band] + line.at)
            else:
                low, high = ends[line.band]
                step = (high - low) / (count[line.band] - 1) if count[line.band] > 1 else 0.0
                places.append(low + step * line.at)
        return places

    def kept(self, used: Iterable[int]) -> tuple[Bands, dict[int, int]]:
        """Without the tracks that are not used; and where each line of before is now."""
        used = set(used)
        lines: list[Line] = []
        where: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            if line.track and number not in used:
                continue
            where[number] = len(lines)
            at = sum(other.track and other.band == line.band for other in lines) if line.track else line.at
            lines.append(Line(line.band, line.track, at))
        return replace(self, lines=tuple(lines)), where

    def line(self, band: int, offset: float) -> int:
        return self.lines.index(Line(band, False, offset))
