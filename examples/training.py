"""What the examples share: optimisers on one flat vector, batches, codes for symbols, a progress bar.

The parameters of a kernel are views of one vector, ``p.flat``, and so are their gradients; whatever trains them
therefore works on a pair of vectors and knows nothing of the network.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column

Array = NDArray[Any]


class Optimiser(Protocol):
    """Anything that changes parameters, given the gradient of the loss by them."""

    def update(self, flat: Array, gradient: Array) -> None: ...


@dataclass
class SGD:
    """W ← W − η dL/dW."""

    rate: float

    def update(self, flat: Array, gradient: Array) -> None:
        """Change ``flat`` in place; ``gradient`` has its shape."""
        flat -= self.rate * gradient


@dataclass
class Adam:
    """Kingma & Ba 2015, arXiv 1412.6980, algorithm 1.  One instance trains one vector."""

    rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    steps: int = 0
    moments: list[Array] = field(default_factory=list)

    def update(self, flat: Array, gradient: Array) -> None:
        """Change ``flat`` in place; ``gradient`` has its shape."""
        if not self.moments:
            self.moments = [np.zeros_like(flat), np.zeros_like(flat)]
        self.steps += 1
        first, second = self.moments
        first += (1 - self.beta1) * (gradient - first)
        second += (1 - self.beta2) * (gradient**2 - second)
        corrected = first / (1 - self.beta1**self.steps)
        flat -= self.rate * corrected / (np.sqrt(second / (1 - self.beta2**self.steps)) + self.epsilon)


def clip(gradient: Array, limit: float) -> float:
    """Scale a gradient in place so that its Euclidean norm is at most ``limit``; return the norm that it had."""
    norm = float(np.linalg.norm(gradient))
    if norm > limit:
        gradient *= limit / norm
    return norm


def one_hot(labels: Array, classes: int, dtype: Any = np.float32) -> Array:
    """Integers (…) as vectors (…, classes): 1 at the label, else 0.  A negative label, for padding, gives no 1."""
    return np.equal(labels[..., None], np.arange(classes)).astype(dtype)


def batches(count: int, size: int, random: np.random.Generator) -> Iterator[Array]:
    """Indices of the ``count`` examples in random order, ``size`` at a time; the last batch may be smaller."""
    order = random.permutation(count)
    for start in range(0, count, size):
        yield order[start : start + size]


def streams(sequence: Array, count: int, steps: int) -> Iterator[tuple[Array, Array]]:
    """Cut a long sequence into ``count`` parallel ones and walk along them, ``steps`` at a time.

    Column n of a piece goes on where column n of the piece before it ended: the state can be carried.

    Yields:
        a piece (steps, count), and the same piece one step later, which is what is to be predicted.
    """
    length = (len(sequence) - 1) // count
    if length < 1:
        raise ValueError(f"a sequence of {len(sequence)} does not make {count} streams")
    now = sequence[: length * count].reshape(count, length).T
    after = sequence[1 : length * count + 1].reshape(count, length).T
    for start in range(0, length, steps):
        yield now[start : start + steps], after[start : start + steps]


@dataclass
class Bar:
    """A progress bar on standard error, so that standard output has the results alone."""

    title: str
    total: int

    def __enter__(self) -> Bar:
        columns = (
            TextColumn("{task.description:<28}"),
            BarColumn(bar_width=16),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}", table_column=Column(no_wrap=True)),
        )
        self.progress = Progress(*columns, console=Console(stderr=True))
        self.task = self.progress.add_task(self.title, total=self.total, note="")
        self.progress.start()
        return self

    def advance(self, note: str = "") -> None:
        """One unit is done; ``note`` stands behind the bar."""
        self.progress.update(self.task, advance=1, note=note)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


def extra(module: str) -> Any:
    """A module of the ``examples`` extra; where it is missing, the program ends with what to do about it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed: make examples, or pip install -e '.[examples]'")
