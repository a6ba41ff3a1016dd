"""Forecast the sunspots of the coming year from those of the years before, with an LSTM.

The network is that of the many-to-one tutorials: LSTM, dense head on the last step, half squared error.  It is trained
twice from the same start, by plain gradient descent, W ← W − η dL/dW, and by Adam.

The years stand in their order: the network learns from the first ones; which epoch's weights are kept is decided on the
years after them; the errors shown are those on the last ones, which neither the weights, nor that choice, nor the
scaling has seen.  Each forecast may read the years before its own, as the naive forecasts do.

    python examples/sunspots.py --help
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by NumPy; threads only wait on products as small as these

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from training import SGD, Adam, Array, Bar, Optimiser, batches, extra

from derive import Network, network, squared_error
from derive.backends.numpy import compiled
from derive.cells.lstm import lstm

CYCLE = 11
"""Years between maxima, about."""


@network(source="Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000")
def forecaster(m: Network) -> None:
    """One number from a sequence: LSTM, dense head on its last step, half squared error."""
    K = m.size("K", "output_size")
    x = m.input("x", gradient=False)
    target = m.input("target", K, steps=False, gradient=False)
    m.yhat = m.affine("y", m.layer(lstm, x).last, size=K)
    m.output(m.yhat)
    m.loss(squared_error(m.yhat, target, "half"), over="mean")


class Source(StrEnum):
    """Where a series comes from."""

    sunspots = "sunspots"
    synthetic = "synthetic"


class Series(NamedTuple):
    """A number a year."""

    years: Array
    values: Array


def load(source: Source, seed: int) -> Series:
    """The yearly sunspot numbers from 1700 to 2008 that statsmodels bundles, or years that are made up."""
    if source is Source.sunspots:
        data = extra("statsmodels.datasets.sunspots").load_pandas().data
        return Series(data["YEAR"].to_numpy().astype(int), data["SUNACTIVITY"].to_numpy().astype(float))
    random = np.random.default_rng(seed)
    years = np.arange(1700, 2009)
    phase = np.cumsum(np.pi / random.normal(CYCLE, 1, len(years)))  # the sun's field turns every second cycle
    height = 80 + 40 * np.sin(2 * np.pi * years / 90)
    return Series(years, np.maximum(height * np.sin(phase) ** 2 + random.normal(0, 8, len(years)), 0))


class Examples(NamedTuple):
    """Windows of years, and what came after each: x (window, N, 1), target (N, 1), both scaled."""

    x: Array
    target: Array


@dataclass(frozen=True)
class Split:
    """The series in its three parts, scaled by mean and deviation of the first one alone."""

    series: Series
    window: int
    learn_until: int  # the last year to learn from
    choose_until: int  # the last year on which to choose

    @property
    def _learnt(self) -> Array:
        return self.series.values[self.series.years <= self.learn_until]

    def scaled(self, values: Array) -> Array:
        """From sunspots to what the network reads."""
        return np.asarray((values - self._learnt.mean()) / self._learnt.std())

    def unscaled(self, values: Array) -> Array:
        """And back."""
        return np.asarray(values * self._learnt.std() + self._learnt.mean())

    def of(self, rows: Array) -> Examples:
        """The examples whose targets are these rows of the series; they read no later row."""
        values = self.scaled(self.series.values)
        x = np.stack([values[rows - back] for back in range(self.window, 0, -1)])
        return Examples(x[..., None], values[rows, None])

    @property
    def rows(self) -> tuple[Array, Array, Array]:
        """The rows to learn from, to choose on, and to judge by."""
        row, years = np.arange(len(self.series.years)), self.series.years
        learn = row[(years <= self.learn_until) & (row >= self.window)]
        choose = row[(years > self.learn_until) & (years <= self.choose_until)]
        return learn, choose, row[years > self.choose_until]


class Fit(NamedTuple):
    """The weights of the best epoch, and the mean losses of all: rows of (learnt from, chosen on)."""

    weights: Any
    losses: Array

    @property
    def best(self) -> int:
        return int(self.losses[:, 1].argmin())


def fit(kernel: Any, name: str, optimiser: Optimiser, split: Split, hidden: int, epochs: int, seed: int) -> Fit:
    """Train for some epochs; keep the weights that were best on the years to choose on."""
    learn, choose, _ = map(split.of, split.rows)
    p = kernel.init(input_size=1, hidden_size=hidden, output_size=1, rng=seed)
    p.b_f[...] = 1  # remember, to begin with
    random = np.random.default_rng(seed)
    best, losses = p.copy(), []
    with Bar(name, epochs) as bar:
        for _ in range(epochs):
            for chosen in batches(len(learn.target), 16, random):
                _, _, _, tape = kernel.forward(p, learn.x[:, chosen], learn.target[chosen])
                optimiser.update(p.flat, kernel.backward(p, tape).params.flat)
            losses.append([float(kernel.forward(p, *part)[0]) for part in (learn, choose)])
            if losses[-1][1] <= min(loss for _, loss in losses):
                best = p.copy()
            bar.advance(f"loss {losses[-1][0]:.4f}; to choose {losses[-1][1]:.4f}")
    return Fit(best, np.array(losses))


def linear(split: Split) -> Callable[[Examples], Array]:
    """Linear regression on the same windows, by least squares: the plainest forecast that learns."""

    def design(x: Array) -> Array:
        return np.concatenate([x[..., 0].T, np.ones((x.shape[1], 1))], axis=1)

    learn = split.of(split.rows[0])
    weights = np.linalg.lstsq(design(learn.x), learn.target, rcond=None)[0]
    return lambda examples: design(examples.x) @ weights


def plot(split: Split, forecasts: dict[str, Array], fits: dict[str, Fit], path: Path) -> None:
    """The forecasts over what came, and the losses."""
    extra("matplotlib").use("Agg")
    figure, (above, below) = extra("matplotlib.pyplot").subplots(
        2, 1, figsize=(9, 7), layout="constrained", height_ratios=(3, 2)
    )
    years, values = split.series
    judge = split.rows[2]
    colours = dict(zip(fits, ("C1", "C0"), strict=True))
    shown = years > split.choose_until - 3 * CYCLE
    above.plot(years[shown], values[shown], color="0.25", linewidth=1.2, label="observed")
    above.axvspan(years[judge[0]] - 0.5, years[-1] + 0.5, color="0.95")
    above.text(
        years[judge[0]], 0.98, " never seen in training", transform=above.get_xaxis_transform(), va="top", color="0.4"
    )
    for name, forecast in forecasts.items():
        if name in fits:
            above.plot(years[judge], forecast, color=colours[name], marker=".", linewidth=1, label=name)
    above.set(ylabel="sunspot number", title="One year ahead", xlim=(years[shown][0], years[-1] + 0.5))
    for name, made in fits.items():
        epoch = np.arange(1, len(made.losses) + 1)
        below.plot(epoch, made.losses[:, 0], color=colours[name], label=f"{name}: learnt from")
        below.plot(epoch, made.losses[:, 1], color=colours[name], alpha=0.4, label=f"{name}: chosen on")
        below.plot(made.best + 1, made.losses[made.best, 1], "o", color=colours[name])
    below.set(xlabel="epoch", ylabel="loss", title="Half squared error, scaled (dot: the epoch kept)", yscale="log")
    for axis in (above, below):
        axis.legend(frameon=False, loc="upper right", ncols=2)
        axis.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150)


def forecasts(kernel: Any, split: Split, fits: dict[str, Fit]) -> Iterator[tuple[str, Array]]:
    """Each method and its forecasts for the years to judge by."""
    _, _, judge = split.rows
    examples = split.of(judge)
    yield "last value", split.series.values[judge - 1]
    yield f"last cycle ({CYCLE} years back)", split.series.values[judge - CYCLE]
    yield f"linear regression on {split.window} years", split.unscaled(linear(split)(examples)[:, 0])
    for name, made in fits.items():
        y, _ = kernel.predict(made.weights, examples.x)
        yield name, split.unscaled(y[:, 0])


def main(
    source: Annotated[Source, typer.Option(help="synthetic needs no statsmodels.")] = Source.sunspots,
    quick: Annotated[bool, typer.Option("--quick", help="A smaller network and fewer epochs: some seconds.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 0,
    sgd_rate: Annotated[float, typer.Option(min=0, help="η of plain gradient descent.")] = 0.1,
    adam_rate: Annotated[float, typer.Option(min=0, help="η of Adam.")] = 0.003,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to save a plot.")] = None,
) -> None:
    """Forecast yearly sunspot numbers with an LSTM, trained by plain gradient descent and by Adam."""
    if output:
        extra("matplotlib")  # better missed now than after the training
    split = Split(load(source, seed), window=2 * CYCLE, learn_until=1929, choose_until=1959)
    hidden, epochs = (4, 5) if quick else (16, 300)
    kernel = compiled(forecaster)
    optimisers: dict[str, Optimiser] = {"LSTM, plain SGD": SGD(sgd_rate), "LSTM, Adam": Adam(adam_rate)}
    fits = {name: fit(kernel, name, optimiser, split, hidden, epochs, seed) for name, optimiser in optimisers.items()}
    made = dict(forecasts(kernel, split, fits))
    years, values = split.series
    judge = split.rows[2]
    table = Table("forecast", "RMSE", "MAE", title=f"One year ahead, {years[judge[0]]} to {years[-1]}")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, forecast in made.items():
        error = forecast - values[judge]
        table.add_row(name, f"{np.sqrt(np.mean(error**2)):.1f}", f"{np.mean(abs(error)):.1f}")
    console = Console(width=100)
    console.print(table)
    console.print(
        f"learnt from {years[0]} to {split.learn_until}; weights of epoch "
        + " and ".join(f"{made.best + 1} ({name})" for name, made in fits.items())
        + f" of {epochs}, the best ones from {split.learn_until + 1} to {split.choose_until}",
    )
    if output:
        plot(split, made, fits, output)
        console.print(f"wrote {output}")


if __name__ == "__main__":
    typer.run(main)
