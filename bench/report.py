"""What was measured, against what is wanted: tables, a plot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contenders import Extent
from memory import LONG, MIB

PRODUCTS = ("products, by rows", "products, by features")


@dataclass
class Results:
    """Everything that one run measured.

    Attributes:
        about: machine, BLAS and versions.
        seconds: (dtype, extent, cell, contender) → median seconds of forward and backward together.
        errors: the same → the largest error of a gradient, on the gradient's largest entry.
        tapes: extent → numbers on the tape.
        growth: (extent, contender) → bytes by which a step grows the memory.
        checkpointed: what checkpoints add, in bytes, and how many steps lie between two; empty where there are none.
    """

    about: dict[str, str]
    rounds: int
    seconds: dict[tuple[str, Extent, str, str], float] = field(default_factory=dict)
    errors: dict[tuple[str, Extent, str, str], float] = field(default_factory=dict)
    tapes: dict[Extent, int] = field(default_factory=dict)
    growth: dict[tuple[Extent, str], int] = field(default_factory=dict)
    checkpointed: dict[str, int] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        def rows(table: dict[tuple[str, Extent, str, str], float]) -> list[dict[str, Any]]:
            return [
                {"dtype": dtype, "extent": list(extent), "cell": cell, "contender": name, "value": value}
                for (dtype, extent, cell, name), value in table.items()
            ]

        return {
            "about": self.about,
            "rounds": self.rounds,
            "seconds": rows(self.seconds),
            "errors": rows(self.errors),
            "tapes": [{"extent": list(extent), "numbers": numbers} for extent, numbers in self.tapes.items()],
            "growth": [
                {"extent": list(extent), "contender": name, "bytes": grown}
                for (extent, name), grown in self.growth.items()
            ],
            "checkpointed": self.checkpointed,
            "goals": [vars(goal) | {"extent": goal.extent and list(goal.extent)} for goal in goals(self)],
        }

    def time(self, dtype: str, extent: Extent, cell: str, *names: str) -> float | None:
        """The shortest time of these contenders; None where none was measured."""
        found = [self.seconds[key] for name in names if (key := (dtype, extent, cell, name)) in self.seconds]
        return min(found, default=None)

    @property
    def extents(self) -> list[Extent]:
        return list(dict.fromkeys(extent for _, extent, _, _ in self.seconds))


@dataclass(frozen=True)
class Goal:
    """What is wanted of one size, and what was measured; None where it was not."""

    wanted: str
    extent: Extent | None
    measured: float | None
    limit: float
    unit: str = ""

    @property
    def met(self) -> bool | None:
        return None if self.measured is None else self.measured <= self.limit


def goals(results: Results) -> list[Goal]:
    """All goals, one for each size that they speak of."""
    return [goal for extent in results.extents for goal in _goals_at(results, extent)] + list(_of_memory(results))


def _goals_at(results: Results, extent: Extent) -> Iterator[Goal]:
    def ratio(dtype: str, *others: str, cell: str = "lstm", of: str = "lstm") -> float | None:
        mine, theirs = results.time(dtype, extent, of, "numpy"), results.time(dtype, extent, cell, *others)
        return mine / theirs if mine and theirs else None

    T, N, _, H = extent
    if H >= 128:
        yield Goal(
            "time / bare products, the faster of two layouts",
            extent,
            ratio("float32", *PRODUCTS),
            1.25 if H >= 256 else 1.5,
        )
    yield Goal("time / torch", extent, ratio("float32", "torch"), 1.15 if H >= 256 and N == 64 else 1.35)
    yield Goal("time / torch, float64", extent, ratio("float64", "torch"), 1)
    yield Goal("time / torch without oneDNN", extent, ratio("float32", "torch without oneDNN"), 1)
    yield Goal("time / naive NumPy", extent, ratio("float32", "naive"), 1)
    if N > 1:
        yield Goal("time / JAX", extent, ratio("float32", "jax"), 1)
    else:
        mine = results.time("float32", extent, "lstm", "numpy")
        yield Goal("time of a step", extent, mine and mine / T * 1e6, 8, " µs")
    if H >= 256:
        yield Goal("peephole LSTM / LSTM", extent, ratio("float32", "numpy", of="peephole_lstm"), 1.1)
        yield Goal("GRU / LSTM", extent, ratio("float32", "numpy", of="gru"), 0.85)


def _of_memory(results: Results) -> Iterator[Goal]:
    for extent, numbers in results.tapes.items():
        T, N, M, H = extent
        # the states that the sequence starts from lie with the others: c, and h with x beside it, have a row more
        wanted = (6 * H + M) * T * N + (2 * H + M) * N
        yield Goal("numbers on the tape / (6H + M)TN", extent, numbers / wanted, 1)
    for extent in dict.fromkeys(extent for extent, _ in results.growth):
        mine, theirs = (results.growth.get((extent, name)) for name in ("numpy", "torch"))
        yield Goal("growth of memory / torch", extent, mine / theirs if mine and theirs else None, 1)
    grown = results.checkpointed.get("growth")
    yield Goal("what checkpoints add to x, y, dy, dx", LONG, None if grown is None else grown / MIB, 100, " MiB")


# ---------------------------------------------------------------------------------------------------------------------
# Tables.


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that reads as text, and is Markdown."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    text = ["| " + " | ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=True)) + " |" for line in lines]
    return "\n".join([text[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *text[1:]])


def times(results: Results, dtype: str, cell: str) -> str:
    """The median of each contender at each size, and how many times ours it is."""
    names = list(dict.fromkeys(n for d, _, c, n in results.seconds if (d, c) == (dtype, cell)))
    rows = []
    for extent in results.extents:
        mine = results.time(dtype, extent, cell, "numpy")
        found = [results.time(dtype, extent, cell, name) for name in names]
        rows.append([str(extent), *(_against(value, mine) for value in found)])
    return table(["(T, N, M, H)", *names], rows)


def _against(value: float | None, mine: float | None) -> str:
    if value is None:
        return ""
    text = f"{value * 1e3:.3g} ms" if value < 0.1 else f"{value * 1e3:.0f} ms"
    return text if mine is None or value == mine else f"{text} ({mine / value:.2f})"


def verdicts(results: Results) -> str:
    head = ("goal", "(T, N, M, H)", "measured", "wanted", "met")
    return table(
        head,
        (
            (
                goal.wanted,
                str(goal.extent or ""),
                "not measured" if goal.measured is None else f"{goal.measured:.3g}{goal.unit}",
                f"at most {goal.limit:g}{goal.unit}",
                {None: "", True: "yes", False: "no"}[goal.met],
            )
            for goal in goals(results)
        ),
    )


def markdown(results: Results) -> str:
    """The tables of a run, as they stand in docs/bench.md."""
    said = [", ".join(f"{key} {value}" for key, value in results.about.items()) + "."]
    said.append(f"Medians of {results.rounds} rounds; in brackets, the time of the kernel in that of the contender.")
    for dtype, cell in dict.fromkeys((dtype, cell) for dtype, _, cell, _ in results.seconds):
        said += [f"**{cell}, {dtype}**", times(results, dtype, cell)]
    if results.growth:
        rows = [[str(e), name, f"{grown / MIB:.1f} MiB"] for (e, name), grown in results.growth.items()]
        said += [
            "**What a step adds to the memory**, lstm, float32",
            table(["(T, N, M, H)", "contender", "growth"], rows),
        ]
    met = [goal.met for goal in goals(results)]
    said += [
        f"**Goals**: {met.count(True)} met, {met.count(False)} missed, {met.count(None)} not measured",
        verdicts(results),
    ]
    return "\n\n".join(said) + "\n"


BEGIN, END = "<!-- results: written by bench/kernels.py --markdown -->", "<!-- end of results -->"


def insert(page: Path, results: Results) -> None:
    """Put the tables between the two marks of the page."""
    text = page.read_text()
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{page} has no {BEGIN} … {END} to write between")
    partial = page.with_suffix(".tmp")
    partial.write_text(f"{before}{BEGIN}\n\n{markdown(results)}\n{END}{after}")
    partial.replace(page)


def plot(results: Results, path: Path) -> None:
    """A panel for each dtype: how long each contender takes, ours being 1."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    dtypes = list(dict.fromkeys(dtype for dtype, _, cell, _ in results.seconds if cell == "lstm"))
    if not dtypes:
        return
    figure, panels = pyplot.subplots(
        1, len(dtypes), figsize=(6.5 * len(dtypes), 5), squeeze=False, layout="constrained"
    )
    for panel, dtype in zip(panels[0], dtypes, strict=True):
        names = list(dict.fromkeys(n for d, _, c, n in results.seconds if (d, c) == (dtype, "lstm") and n != "numpy"))
        for nth, name in enumerate(names):
            points = [
                (row, theirs / mine)
                for row, extent in enumerate(results.extents)
                if (mine := results.time(dtype, extent, "lstm", "numpy"))
                and (theirs := results.time(dtype, extent, "lstm", name))
            ]
            rows, values = zip(*points, strict=True) if points else ((), ())
            panel.scatter(values, rows, s=55, label=name, marker="os^DvPX*"[nth % 8], zorder=2)
        panel.axvline(1, color="black", linewidth=1, zorder=1)
        panel.set_xscale("log", base=2)
        panel.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        panel.set_yticks(range(len(results.extents)), [str(extent) for extent in results.extents])
        panel.invert_yaxis()
        panel.set_xlabel("time of a training step; the generated kernel takes 1")
        panel.set_title(f"LSTM, {dtype}")
        panel.grid(axis="x", color="0.9")
        panel.spines[["top", "right"]].set_visible(False)
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
    figure.savefig(path, dpi=150)
    pyplot.close(figure)
