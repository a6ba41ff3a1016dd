"""Long time lags: two tasks of Hochreiter & Schmidhuber 1997, for their LSTM and for an Elman network.

Adding problem (their experiment 4): a sequence of pairs of a value and a marker; two of the values are marked, early
and far apart, and at the end, some hundred steps later, their sum is asked for.  A sequence is right where the error is
below 0.04, as in the paper.

Embedded Reber grammar (their experiment 1): every symbol of a string is to be predicted.  The second-last one repeats
the second one, with a whole Reber string (or several in a row, for a longer lag) in between.  A string is right where,
after every one of its symbols, the symbols that may follow are exactly those held most probable.

Both networks have about as many weights, see the same sequences, and are trained by Adam with full backpropagation
through time.  The Elman network may try several learning rates in each run, and its best is shown.

    python examples/long_lags.py --help
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by NumPy; threads only wait on products as small as these

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from training import Adam, Array, Bar, batches, clip, extra, one_hot

from derive import Cell, Network, network, sigmoid, softmax_cross_entropy, squared_error
from derive.backends.numpy import compiled
from derive.cells.lstm import lstm_1997
from derive.cells.rnn import rnn

SOLVED = 0.95
"""The fraction of unseen sequences that must be right."""


def adder(cell: Cell) -> Cell:
    """One number between 0 and 1, read from the last step."""

    @network(source="Hochreiter & Schmidhuber 1997, experiment 4", name=f"adder_{cell.name}")
    def definition(m: Network) -> None:
        K = m.size("K", "output_size")
        x = m.input("x", gradient=False)
        target = m.input("target", K, steps=False, gradient=False)
        m.yhat = sigmoid(m.affine("y", m.layer(cell, x).last, size=K))
        m.output(m.yhat)
        m.loss(squared_error(m.yhat, target, "half"), over="mean")

    return definition


def predictor(cell: Cell) -> Cell:
    """The next symbol, at every step."""

    @network(source="Hochreiter & Schmidhuber 1997, experiment 1", name=f"predictor_{cell.name}")
    def definition(m: Network) -> None:
        K = m.size("K", "output_size")
        x = m.input("x", gradient=False)
        target = m.input("target", K, gradient=False)
        m.logits = m.affine("y", m.layer(cell, x), size=K)
        m.output(m.logits)
        m.loss(softmax_cross_entropy(m.logits, target))

    return definition


@dataclass(frozen=True)
class Task:
    """What is learnt, and how it is judged."""

    name: str
    network: Callable[[Cell], Cell]
    sizes: tuple[int, int]  # of input and output
    units: dict[str, int]  # by cell
    biases: dict[str, float]  # of gates, before training
    rates: dict[str, tuple[float, ...]]  # by cell
    lesson: Callable[[np.random.Generator], Iterator[tuple[Array, Array]]]  # endless batches
    judge: Callable[[Callable[[Array], Array]], Array]  # predictions to True or False for each unseen sequence
    guess: float  # the fraction that is right without any memory
    batch: int
    updates: int


def adding(lag: int, unseen: int, updates: int, random: np.random.Generator) -> Task:
    """The adding problem, with ``lag`` to 1.1 ``lag`` steps."""

    def sequences(count: int, random: np.random.Generator) -> tuple[Array, Array]:
        steps = int(random.integers(lag, lag + lag // 10 + 1))
        value, marker = random.uniform(-1, 1, (steps, count)), np.zeros((steps, count))
        first = random.integers(0, 10, count)
        second = random.integers(0, lag // 2 - 2, count)
        second += second >= first
        columns = np.arange(count)
        marker[[0, -1]] = -1
        marker[first, columns] = marker[second, columns] = 1
        value[0] *= marker[0] == -1  # as in the paper: where the first pair is chosen, its value is 0
        total = value[first, columns] + value[second, columns]
        x = np.stack([value, marker], axis=2)
        return x.astype(np.float32), (0.5 + total / 4)[:, None].astype(np.float32)

    tests = [sequences(unseen // 8, random) for _ in range(8)]

    def lesson(random: np.random.Generator) -> Iterator[tuple[Array, Array]]:
        while True:
            yield sequences(32, random)

    def judge(predict: Callable[[Array], Array]) -> Array:
        return np.concatenate([abs(predict(x) - target)[:, 0] < 0.04 for x, target in tests])

    return Task(
        name=f"adding, {lag} to {lag + lag // 10} steps",
        network=adder,
        sizes=(2, 1),
        units={"lstm_1997": 16, "rnn": 29},
        biases={"b_i": -3},  # as in the paper: the gate is shut until it learns what to let in
        rates={"lstm_1997": (0.02,), "rnn": (0.01, 0.001)},
        lesson=lesson,
        judge=judge,
        guess=float(judge(lambda x: np.full((x.shape[1], 1), 0.5)).mean()),
        batch=32,
        updates=updates,
    )


SYMBOLS = "BTSXPVE"
REBER: tuple[dict[str, int], ...] = (
    {"T": 1, "P": 2},
    {"S": 1, "X": 3},
    {"T": 2, "V": 4},
    {"X": 2, "S": 5},
    {"P": 3, "V": 5},
    {},
)
"""Reber's grammar between B and E: for each node, which symbol leads where; from node 5 on, E."""


def reber(random: np.random.Generator) -> tuple[str, list[str]]:
    """A Reber string, and for each symbol but the last those that may follow."""
    string, node = "B", 0
    follow = ["TP"]
    while node != 5:
        symbol = str(random.choice(list(REBER[node])))
        string, node = string + symbol, REBER[node][symbol]
        follow.append("".join(REBER[node]) or "E")
    return f"{string}E", follow


def embedded(repeats: int, random: np.random.Generator) -> tuple[str, list[str]]:
    """B, T or P, ``repeats`` Reber strings, the T or P again, E; and what may follow each symbol but the last."""
    symbol = str(random.choice(["T", "P"]))
    string, follow = f"B{symbol}", ["TP"]
    for _ in range(repeats):
        inner, within = reber(random)
        string, follow = string + inner, [*follow, "B", *within]
    return f"{string}{symbol}E", [*follow, symbol, "E"]


def grammar(repeats: int, count: int, updates: int, random: np.random.Generator) -> Task:
    """The embedded Reber grammar: ``count`` strings to learn from, and ``count`` others."""
    strings: dict[str, list[str]] = {}
    while len(strings) < 2 * count:
        string, follow = embedded(repeats, random)
        strings[string] = follow
    seen, unseen = list(strings)[:count], list(strings)[count:]

    def encoded(strings: list[str]) -> tuple[Array, Array]:
        """Inputs, and targets that are 0 where a string has ended: there the loss is 0."""
        labels = np.full((max(map(len, strings)), len(strings)), -1)
        for n, string in enumerate(strings):
            labels[: len(string), n] = [SYMBOLS.index(symbol) for symbol in string]
        target = one_hot(labels[1:], len(SYMBOLS))
        return one_hot(labels[:-1], len(SYMBOLS)), target / target.sum()

    def lesson(random: np.random.Generator) -> Iterator[tuple[Array, Array]]:
        while True:
            for chosen in batches(count, 16, random):
                yield encoded([seen[n] for n in chosen])

    x, _ = encoded(unseen)
    may_follow = np.zeros(x.shape, bool)
    for n, string in enumerate(unseen):
        for t, symbols in enumerate(strings[string]):
            may_follow[t, n, [SYMBOLS.index(symbol) for symbol in symbols]] = True
    asked = may_follow.any(axis=2)

    def judge(predict: Callable[[Array], Array]) -> Array:
        logits = predict(x)
        least = np.where(may_follow, logits, np.inf).min(axis=2)
        most = np.where(may_follow, -np.inf, logits).max(axis=2)
        return np.asarray(np.all((least > most) | ~asked, axis=0))

    lag = min(map(len, unseen)) - 3, max(map(len, unseen)) - 3
    return Task(
        name=f"Reber × {repeats}, lag {lag[0]} to {lag[1]}",
        network=predictor,
        sizes=(len(SYMBOLS), len(SYMBOLS)),
        units={"lstm_1997": 16, "rnn": 29},
        biases={"b_i": -2},
        rates={"lstm_1997": (0.03,), "rnn": (0.02, 0.005, 0.002)},
        lesson=lesson,
        judge=judge,
        guess=max(sum(string[1] == symbol for string in unseen) for symbol in "TP") / count,
        batch=16,
        updates=updates,
    )


@dataclass(frozen=True)
class Run:
    """What came of one training: the fraction of unseen sequences that is right, as training went on."""

    weights: int
    sequences: list[int]
    right: list[float]

    @property
    def solved(self) -> bool:
        return self.right[-1] >= SOLVED


def train(task: Task, kernel: Any, cell: str, rate: float, seed: int) -> Run:
    """Train one network; in the second half the rate falls to a twentieth."""
    p = kernel.init(task.sizes[0], task.units[cell], task.sizes[1], rng=seed, dtype=np.float32)
    for name, bias in task.biases.items():
        if name in p.names:
            getattr(p, name)[...] = bias
    adam = Adam(rate)
    lesson = task.lesson(np.random.default_rng(seed))
    sequences, right = [], []
    with Bar(f"{cell}, run {seed}, rate {rate:g}", task.updates) as bar:
        for update in range(1, task.updates + 1):
            x, target = next(lesson)
            _, _, _, tape = kernel.forward(p, x, target)
            gradient = kernel.backward(p, tape).params.flat
            clip(gradient, 1)
            adam.rate = rate * min(1, 2.05 - 2 * update / task.updates)
            adam.update(p.flat, gradient)
            if update % max(1, task.updates // 20) == 0:
                sequences.append(update * task.batch)
                right.append(float(task.judge(lambda x: kernel.predict(p, x)[0]).mean()))
            bar.advance(f"right: {right[-1]:.1%}" if right else "")
    return Run(p.flat.size, sequences, right)


def best(task: Task, kernel: Any, cell: str, seed: int) -> Run:
    """The best of the learning rates that the network may try."""
    return max((train(task, kernel, cell, rate, seed) for rate in task.rates[cell]), key=lambda run: run.right[-1])


def plot(results: dict[str, dict[str, list[Run]]], path: Path) -> None:
    """How many unseen sequences are right, as training goes on."""
    extra("matplotlib").use("Agg")
    figure, axes = extra("matplotlib.pyplot").subplots(
        1, len(results), figsize=(4.2 * len(results), 3.4), sharey=True, layout="constrained"
    )
    for axis, (task, cells) in zip(axes, results.items(), strict=True):
        for (cell, runs), colour in zip(cells.items(), ("C0", "C3"), strict=True):
            for number, run in enumerate(runs):
                axis.plot(
                    [0, *np.divide(run.sequences, 1000)], [0, *run.right], color=colour, label="" if number else cell
                )
        axis.axhline(SOLVED, color="0.6", linewidth=0.8, linestyle=":")
        axis.set(xlabel="sequences seen, in thousands", ylim=(-0.02, 1.02))
        axis.set_title(task, fontsize=10)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("fraction right, of unseen ones")
    axes[0].legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150)


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Shorter lags and one run: some seconds.")] = False,
    budget: Annotated[float, typer.Option(min=0.01, help="2 trains both networks twice as long.")] = 1.0,
    runs: Annotated[int, typer.Option(min=1, help="How often each network is trained.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Of the first run; the same seed gives the same numbers.")] = 0,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to save a plot of the learning.")] = None,
) -> None:
    """Long time lags: the adding problem and the embedded Reber grammar, for the LSTM of 1997 and an Elman network."""
    if output:
        extra("matplotlib")  # better missed now than after the training
    random = np.random.default_rng([seed, 1])  # a stream of its own, beside those of the runs
    if quick:
        runs = 1
        given = [adding(30, 256, 300, random), grammar(1, 128, 500, random)]
    else:
        given = [adding(100, 2048, 800, random), grammar(1, 256, 1000, random), grammar(4, 256, 2000, random)]
    tasks = [replace(task, updates=round(task.updates * budget)) for task in given]
    table = Table("task", "without memory", "network", "weights", "sequences seen", "right, run by run", "solved")
    for column in (table.columns[number] for number in (1, 3, 4)):
        column.justify = "right"
    results: dict[str, dict[str, list[Run]]] = {}
    for task in tasks:
        results[task.name] = {}
        for cell in (lstm_1997, rnn):
            kernel = compiled(task.network(cell))
            done = [best(task, kernel, cell.name, run) for run in range(seed, seed + runs)]
            results[task.name][cell.name] = done
            table.add_row(
                *((task.name, f"{task.guess:.1%}") if cell is lstm_1997 else ("", "")),
                cell.name,
                str(done[0].weights),
                f"{done[0].sequences[-1]:,}",
                "  ".join(f"{run.right[-1]:.1%}" for run in done),
                f"{sum(run.solved for run in done)} of {runs}",
            )
        table.add_section()
    console = Console(width=130)
    console.print(table)
    console.print(
        f"right: of unseen sequences; solved: at least {SOLVED:.0%}.  A run of rnn is the best of its learning rates."
    )
    if output:
        plot(results, output)
        console.print(f"wrote {output}")


if __name__ == "__main__":
    typer.run(main)
