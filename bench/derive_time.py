"""Seconds to derive every gradient: of each cell of the zoo, and how they grow with the number of gates.

    python bench/derive_time.py [--runs 5] [--gates 1,2,4,8,16] [CELL …]

One core, the median of several runs.  SymPy's cache is cleared before each, so that every run starts from nothing, as a
fresh process does; importing SymPy is not counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

from sympy.core.cache import clear_cache

from derive import Builder, Cell, adjoint, sigmoid, tanh
from derive.cells import builtin


def gated(gates: int) -> Cell:
    """A synthetic cell: a gated state like the LSTM's, with as many gates as wanted, peepholes included."""

    def definition(m: Builder) -> None:
        x, h, c = m.input("x"), m.state("h"), m.state("c")
        m.c = 0.5 * c.prev + sum(
            (sigmoid(m.affine(f"g{nth}", x, h.prev, c.prev)) * m.affine(f"z{nth}", x) for nth in range(1, gates + 1)),
            start=0,
        )
        m.h = tanh(m.c)

    return Cell(definition, "synthetic", f"gates_{gates}")


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of the work, from a cold cache."""
    times = []
    for _ in range(runs):
        clear_cache()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def row(cell: Cell, name: str, runs: int) -> str:
    """One line of the table: how long the forward equations take to build, and all gradients to derive."""
    building = seconds(lambda: Cell(cell.definition, cell.source, cell.name, **cell.options).system, runs)
    deriving = seconds(lambda: adjoint(cell.system), runs)
    backward = adjoint(cell.system)
    paths = sum(len(derivation.paths) for derivation in backward.derivations.values())
    return f"{name:<24}{len(cell.system.equations):>10}{paths:>8}{building:>10.3f}{deriving:>10.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cells", nargs="*", metavar="CELL", help="cells of the zoo; all of them if none is named")
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median is taken")
    parser.add_argument("--gates", default="1,2,4,8,16", help="numbers of gates of the synthetic cell")
    chosen = parser.parse_args(arguments)
    print(f"{'cell':<24}{'equations':>10}{'paths':>8}{'build/s':>10}{'derive/s':>10}")
    for name in chosen.cells or builtin():
        print(row(builtin()[name], name, chosen.runs))
    for gates in map(int, chosen.gates.split(",")):
        print(row(gated(gates), f"synthetic, {gates} gate{'s'[: gates > 1]}", chosen.runs))


if __name__ == "__main__":
    main()
