"""How much memory a training step takes, each measured in a fresh process.

The growth is the peak of the resident memory during forward and backward, less what was resident before: weights, input
and arriving gradient are there before, output and gradients are not.  A step on two time steps goes before it, so that
libraries have what they need for themselves.
"""

from __future__ import annotations

import inspect
import json
import math
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from contenders import Extent, Problem, contenders, kernel

MIB = 1 << 20
LONG = Extent(100_000, 8, 64, 256)


def growth(work: Callable[[], Any]) -> int:
    """Bytes by which the resident memory grows while this works."""
    own = Path("/proc/self/clear_refs")
    if own.exists():
        own.write_text("5")  # the peak begins anew
    before = resident() if own.exists() else peak()
    work()
    return peak() - before


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def peak() -> int:
    """The largest resident memory so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def step(name: str, extent: Extent, dtype: str) -> dict[str, int]:
    """What a training step of a contender adds."""
    [small] = contenders(Problem("lstm", extent._replace(T=2), dtype), (name,))
    small.step()
    [contender] = contenders(Problem("lstm", extent, dtype), (name,))
    return {"growth": growth(contender.step)}


def checkpointed(extent: Extent, dtype: str) -> dict[str, int]:
    """What a step with checkpoints adds to x, y, dy and dx."""
    module, problem = kernel("lstm"), Problem("lstm", extent, dtype)
    p, x, dy = problem.p, problem.x, problem.dy
    every = math.isqrt(extent.T)

    def work() -> None:
        y, _, tape = module.forward(p, x, checkpoint_every=every)
        g = module.backward(p, tape, dy)
        handed.extend((y, g.x))

    handed: list[Any] = []
    grown = growth(work)
    return {"growth": grown - sum(array.nbytes for array in handed), "every": every}


def can_checkpoint() -> bool:
    return "checkpoint_every" in inspect.signature(kernel("lstm").forward).parameters


def tape(extent: Extent) -> int:
    """How many numbers the tape of the LSTM holds."""
    problem = Problem("lstm", extent, "float32")
    _, _, kept = kernel("lstm").forward(problem.p, problem.x)
    return sum(array.size for array in kept.arrays)


def fresh(name: str, extent: Extent, dtype: str) -> dict[str, int]:
    """The same in a process of its own; ``name`` is a contender, or "checkpointed"."""
    command = [sys.executable, __file__, name, *map(str, extent), dtype]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the memory of {name} at {extent} could not be measured: {done.stderr.strip()[-500:]}")
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: Sequence[str]) -> None:
    name, *sizes, dtype = arguments
    extent = Extent(*map(int, sizes))
    print(json.dumps(checkpointed(extent, dtype) if name == "checkpointed" else step(name, extent, dtype)))


if __name__ == "__main__":
    main(sys.argv[1:])
