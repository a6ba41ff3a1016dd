"""How fast the kernels are, as ratios in one interleaved run.

    python bench/kernels.py [--cell lstm] [--dtype float32] [--rounds 7] [--sizes 100,32,64,128 …] [-o results.json]

A round runs every contender once, forward and backward, and lets 120 ms pass before the next, since the threads that
one library leaves spinning slow down the next.  The table gives the median of each contender, and its ratio to the
first.

Contenders: the scheduled kernel, the textbook kernel, the bare matrix products of the scheduled kernel (same count,
same shapes, nothing else), and PyTorch's own module where PyTorch is installed and has the cell.

Before anything is timed, every gradient is checked against the kernel in double precision.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import numpy as np

from derive.cells import builtin
from derive.kernels import compiled

SIZES = ["100,1,32,32", "100,32,64,128", "100,64,256,256", "50,64,512,512", "200,16,128,512"]
PAUSE = 0.12
TORCH = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
TOLERANCE = {"float32": 2e-4, "float64": 1e-10}


def problem(kernel: Any, T: int, N: int, M: int, H: int, dtype: str) -> tuple[Any, Any, Any]:
    """Parameters, input, gradient by the output."""
    rng = np.random.default_rng(0)
    p = kernel.init(M, H, rng=0, dtype=dtype)
    return p, rng.standard_normal((T, N, M)).astype(dtype), rng.standard_normal((T, N, H)).astype(dtype)


def ours(kernel: Any, p: Any, x: Any, dy: Any) -> Callable[[], Any]:
    def work() -> Any:
        _, _, tape = kernel.forward(p, x)
        return kernel.backward(p, tape, dy)

    return work


def products(p: Any, x: Any, T: int, N: int, M: int, H: int) -> Callable[[], Any]:
    """The matrix products of a cell whose weights are stacked in p.W and p.R: three for each of the two."""
    W, R = (getattr(p, name, None) for name in "WR")
    if W is None or R is None:
        raise SystemExit("this cell's weights are not stacked in W and R; there is no bare-product contender for it")
    rows, h = x.reshape(T * N, M), np.zeros((T + 1, N, H), x.dtype)
    a = np.zeros((T, N, len(W)), x.dtype)
    work, dh, dx = np.zeros((N, len(R)), x.dtype), np.zeros((N, H), x.dtype), np.zeros((T * N, M), x.dtype)
    dW, dR = np.zeros_like(W), np.zeros_like(R)

    def run() -> None:
        flat = a.reshape(T * N, -1)
        np.matmul(rows, W.T, out=flat)
        for t in range(T):
            np.matmul(h[t], R.T, out=work)
        for t in range(T):
            np.matmul(a[t], R, out=dh)
        np.matmul(flat, W, out=dx)
        np.matmul(flat.T, rows, out=dW)
        np.matmul(flat.T, h[:-1].reshape(T * N, H), out=dR)

    return run


def pytorch(cell: str, p: Any, x: Any, dy: Any, M: int, H: int) -> Callable[[], Any] | None:
    """One training step of PyTorch's module, without the optimiser; None where there is none to be had."""
    try:
        import torch
    except ImportError:
        return None
    if cell not in TORCH:
        return None
    module = getattr(torch.nn, TORCH[cell])(M, H).to(torch.from_numpy(x).dtype)
    given, arriving = torch.from_numpy(x).requires_grad_(), torch.from_numpy(dy)

    def work() -> None:
        module.zero_grad()
        given.grad = None
        y, _ = module(given)
        y.backward(arriving)

    return work


def check(cell: str, T: int, N: int, M: int, H: int, dtype: str) -> None:
    """The gradients that are about to be timed, against those of the textbook kernel in double precision."""
    kernel, exact = compiled(builtin()[cell]), compiled(builtin()[cell], "reference")
    p, x, dy = problem(kernel, T, N, M, H, dtype)
    got = ours(kernel, p, x, dy)().params.flat
    want = ours(exact, exact.Params(M, H, p.flat.astype("float64")), x.astype("float64"), dy.astype("float64"))()
    error = np.abs(got - want.params.flat).max() / np.abs(want.params.flat).max()
    if not error < TOLERANCE[dtype]:
        raise SystemExit(f"{cell} at {(T, N, M, H)}: the gradient is off by {error:.1e}; nothing was timed")


def measure(cell: str, size: tuple[int, int, int, int], dtype: str, rounds: int) -> dict[str, float]:
    """Contender → median seconds of forward and backward together."""
    T, N, M, H = size
    check(cell, T, N, M, H, dtype)
    kernel, textbook = compiled(builtin()[cell]), compiled(builtin()[cell], "reference")
    p, x, dy = problem(kernel, T, N, M, H, dtype)
    contenders: dict[str, Callable[[], Any] | None] = {
        "numpy": ours(kernel, p, x, dy),
        "bare products": products(p, x, T, N, M, H) if hasattr(p, "W") and hasattr(p, "R") else None,
        "reference": ours(textbook, textbook.Params(M, H, p.flat), x, dy),
        "torch": pytorch(cell, p, x, dy, M, H),
    }
    times: dict[str, list[float]] = {name: [] for name, work in contenders.items() if work is not None}
    for number in range(rounds + 1):  # the first round warms up
        for name, work in contenders.items():
            if work is None:
                continue
            sleep(PAUSE)
            start = perf_counter()
            work()
            if number:
                times[name].append(perf_counter() - start)
    return {name: median(values) for name, values in times.items()}


def machine() -> dict[str, str]:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # type: ignore[call-overload]
    return {
        "machine": f"{platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas.get('name')} {blas.get('version')}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", default="lstm", choices=sorted(builtin()))
    parser.add_argument("--dtype", default="float32", choices=sorted(TOLERANCE))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="T,N,M,H")
    parser.add_argument("-o", "--output", type=Path, help="write the medians as JSON")
    options = parser.parse_args()
    about = machine()
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    print(f"{options.cell}, {options.dtype}, forward and backward, median of {options.rounds} rounds")
    results = {}
    for text in options.sizes:
        T, N, M, H = (int(part) for part in text.split(","))
        medians = measure(options.cell, (T, N, M, H), options.dtype, options.rounds)
        results[text] = medians
        first = medians["numpy"]
        row = "   ".join(f"{name} {s * 1e3:.2f} ms ({first / s:.2f})" for name, s in medians.items())
        print(f"({T}, {N}, {M}, {H}):  {row}   {first / T * 1e6:.1f} µs a step")
    print("In brackets: the time of the numpy kernel, in that of the contender.")
    if options.output:
        partial = options.output.with_suffix(".tmp")
        partial.write_text(json.dumps({**about, "cell": options.cell, "medians": results}, indent=2) + "\n")
        partial.replace(options.output)


if __name__ == "__main__":
    main()
