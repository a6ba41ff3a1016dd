"""How fast the kernels are, as ratios in one interleaved run; see docs/bench.md.

A round lets every contender take a training step, forward and backward, and lets 120 ms pass before the next one, since
the threads that one library leaves spinning slow down the next.  Before anything is timed, every gradient is checked
against the textbook kernel in double precision.

    python bench/kernels.py                                     # everything, in about five minutes
    python bench/kernels.py --cells gru --dtypes float32 --sizes 100,32,64,128 --no-memory
    python bench/kernels.py --all                               # every cell and dtype against everybody
    python bench/kernels.py --markdown docs/bench.md            # and write the tables into the page
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import memory
import numpy as np
import report
from contenders import ALL, Contender, Extent, Problem, contenders
from report import Results
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SIZES = ("100,1,32,32", "100,32,64,128", "100,64,256,256", "50,64,512,512", "200,16,128,512")
CELLS = ("lstm", "peephole_lstm", "gru")
TOLERANCE = {"float32": 5e-4, "float64": 1e-10}
PAUSE = 0.12
SPELL = 0.05
"""Seconds for which a contender repeats its step in a round, so that short ones are timed more than once."""

OTHERS = ("numpy", "torch", "jax")
"""Who takes part beyond the first cell in the first dtype, unless all are asked for."""


def check(problem: Problem, entrants: Sequence[Contender], results: Results) -> None:
    """The gradients that are about to be timed, against those of the textbook kernel in double precision."""
    for contender in entrants:
        error = contender.error()
        if not error < TOLERANCE[problem.dtype]:
            where = f"{problem.cell} at {problem.extent} in {problem.dtype}"
            raise SystemExit(f"{contender.name}: a gradient of {where} is off by {error:.1e}; nothing was timed")
        if contender.gradients:
            results.errors[problem.dtype, problem.extent, problem.cell, contender.name] = error


def spell(step: Callable[[], Any]) -> float:
    """The median time of a step, repeated for a while."""
    times: list[float] = []
    while sum(times) < SPELL:
        start = perf_counter()
        step()
        times.append(perf_counter() - start)
    return median(times)


def programme(cells: Sequence[str], dtypes: Sequence[str], everything: bool) -> dict[str, dict[str, tuple[str, ...]]]:
    """dtype → cell → who takes part: all where the goals ask for them, and where everything is asked for."""
    whole = {dtype: dict.fromkeys(cells, tuple(ALL)) for dtype in dtypes}
    if everything:
        return whole
    first, *rest = dtypes
    most = {cell: OTHERS if number else tuple(ALL) for number, cell in enumerate(cells)}
    return {first: most} | {dtype: {cells[0]: OTHERS} for dtype in rest}


def measure(
    extent: Extent,
    dtype: str,
    cells: Mapping[str, tuple[str, ...]],
    rounds: int,
    results: Results,
    advance: Callable[[str], None],
) -> None:
    """Time the contenders of all cells at one size, in turns."""
    entrants: list[tuple[str, Contender]] = []
    for cell, wanted in cells.items():
        problem = Problem(cell, extent, dtype)
        found = contenders(problem, wanted)
        advance(f"{extent} {dtype}: checking {cell}")
        check(problem, found, results)
        entrants += [(cell, contender) for contender in found]
    times: dict[tuple[str, str], list[float]] = {(cell, contender.name): [] for cell, contender in entrants}
    for number in range(rounds):
        advance(f"{extent} {dtype}: round {number + 1} of {rounds}")
        for cell, contender in entrants:
            sleep(PAUSE)
            times[cell, contender.name].append(spell(contender.step))
    for (cell, name), found_times in times.items():
        results.seconds[dtype, extent, cell, name] = median(found_times)


def measure_memory(extents: Sequence[Extent], results: Results, advance: Callable[[str], None], long: bool) -> None:
    """Tapes and peaks in float32; and, where kernels can, a long sequence with checkpoints."""
    for extent in extents:
        advance(f"{extent}: memory")
        results.tapes[extent] = memory.tape(extent)
        for contender in contenders(Problem("lstm", extent, "float32"), ("numpy", "torch")):
            results.growth[extent, contender.name] = memory.fresh(contender.name, extent, "float32")["growth"]
    if long and memory.can_checkpoint():
        advance(f"{memory.LONG}: checkpoints")
        results.checkpointed = memory.fresh("checkpointed", memory.LONG, "float32")


def about() -> dict[str, str]:
    """The machine, BLAS and versions."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # type: ignore[call-overload]
    found = {"processor": f"{_processor()}, {platform.machine()}", "system": platform.system()}
    found |= {"Python": platform.python_version(), "NumPy": np.__version__, blas["name"]: blas["version"]}
    for name in ("torch", "jax"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.processor() or 'unknown'} ({cores} cores)"


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", nargs="+", default=CELLS, choices=CELLS, help="the first meets all contenders")
    parser.add_argument("--dtypes", nargs="+", default=tuple(TOLERANCE), choices=tuple(TOLERANCE))
    parser.add_argument("--all", action="store_true", help="all contenders for every cell in every dtype")
    parser.add_argument("--sizes", nargs="+", default=tuple(map(_extent, SIZES)), metavar="T,N,M,H", type=_extent)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the median is taken (5)")
    parser.add_argument("--no-memory", action="store_true", help="do not measure memory")
    parser.add_argument("--no-long", action="store_true", help="do not measure a sequence of 100,000 steps")
    parser.add_argument("--markdown", type=Path, metavar="PAGE", help="write the tables into this page")
    folder = Path("build/bench")
    parser.add_argument(
        "-o", "--output", type=Path, default=folder, metavar="DIR", help=f"for JSON and plot ({folder})"
    )
    return parser.parse_args(arguments)


def _extent(text: str) -> Extent:
    try:
        extent = Extent(*map(int, text.split(",")))
    except (TypeError, ValueError) as fault:
        raise argparse.ArgumentTypeError(f"{text} is not T,N,M,H: four numbers") from fault
    if min(extent) < 1:
        raise argparse.ArgumentTypeError(f"{text}: sizes begin at 1")
    return extent


def save(results: Results, folder: Path) -> list[Path]:
    """JSON, and where matplotlib is there, a plot."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "kernels.json"
    partial = written.with_suffix(".tmp")
    partial.write_text(json.dumps(results.json(), indent=2) + "\n")
    partial.replace(written)
    try:
        report.plot(results, folder / "kernels.png")
    except ImportError:
        return [written]
    return [written, folder / "kernels.png"]


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options(arguments)
    extents = chosen.sizes
    results = Results(about(), chosen.rounds)
    runs = programme(chosen.cells, chosen.dtypes, chosen.all)
    total = len(extents) * sum(len(cells) + chosen.rounds for cells in runs.values())
    total += 0 if chosen.no_memory else len(extents) + (not chosen.no_long and memory.can_checkpoint())
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(what: str) -> None:
            bar.update(task, advance=1, description=what)

        for dtype, cells in runs.items():
            for extent in extents:
                measure(extent, dtype, cells, chosen.rounds, results, advance)
        if not chosen.no_memory:
            measure_memory(extents, results, advance, not chosen.no_long)
    print(report.markdown(results))
    written = save(results, chosen.output)
    if chosen.markdown:
        report.insert(chosen.markdown, results)
        written.append(chosen.markdown)
    print("written:", *written)


if __name__ == "__main__":
    main()
