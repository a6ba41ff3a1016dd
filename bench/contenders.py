"""Who is timed: one training step, forward and backward without an update, on one problem for all.

A contender that is not installed, or that has no such cell, does not take part.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import naive
import numpy as np

from derive.backends.numpy import Style, compiled
from derive.cells import builtin
from derive.interop import torch as layout

Array = Any


class Extent(NamedTuple):
    """T steps, N sequences, M inputs, H hidden units."""

    T: int
    N: int
    M: int
    H: int

    def __str__(self) -> str:
        return f"({self.T}, {self.N}, {self.M}, {self.H})"


@cache
def kernel(cell: str, style: Style = "numpy") -> Any:
    return compiled(builtin()[cell], style)


@dataclass(frozen=True)
class Problem:
    """Parameters, an input, and a gradient that arrives at every output."""

    cell: str
    extent: Extent
    dtype: str

    @cached_property
    def p(self) -> Any:
        return kernel(self.cell).init(self.extent.M, self.extent.H, rng=0, dtype=self.dtype)

    @cached_property
    def x(self) -> Array:
        T, N, M, _ = self.extent
        return np.random.default_rng(1).standard_normal((T, N, M), self.dtype)

    @cached_property
    def dy(self) -> Array:
        T, N, _, H = self.extent
        return np.random.default_rng(2).standard_normal((T, N, H), self.dtype)

    @cached_property
    def exact(self) -> Any:
        """The gradients of the textbook kernel in double precision."""
        module = kernel(self.cell, "reference")
        p = module.Params(self.p.M, self.p.H, dtype=np.float64)
        for name in p.names:
            setattr(p, name, getattr(self.p, name))
        _, _, tape = module.forward(p, self.x.astype(np.float64))
        return module.backward(p, tape, self.dy.astype(np.float64))


@dataclass(frozen=True)
class Contender:
    """Somebody's training step.

    Attributes:
        name: who.
        step: forward and backward, once.
        gradients: of what ``step`` returned, the pairs (computed, exact); None where there are none.
    """

    name: str
    step: Callable[[], Any]
    gradients: Callable[[Any], Iterator[tuple[Array, Array]]] | None = None

    def error(self) -> float:
        """The largest error of a gradient, on its own largest entry."""
        if self.gradients is None:
            return 0.0
        pairs = self.gradients(self.step())
        return max(float(np.abs(np.asarray(got) - want).max() / np.abs(want).max()) for got, want in pairs)


def contenders(problem: Problem, wanted: tuple[str, ...]) -> list[Contender]:
    """Those of ``ALL`` that are wanted and can be had."""
    found = (ALL[name](problem) for name in wanted)
    return [contender for contender in found if contender is not None]


# ---------------------------------------------------------------------------------------------------------------------
# Ours.


def ours(problem: Problem, style: Style = "numpy") -> Contender:
    module = kernel(problem.cell, style)
    p = module.Params(problem.p.M, problem.p.H, dtype=problem.dtype)
    for name in p.names:
        setattr(p, name, getattr(problem.p, name))

    def step() -> Any:
        _, _, tape = module.forward(p, problem.x)
        return module.backward(p, tape, problem.dy)

    def gradients(found: Any) -> Iterator[tuple[Array, Array]]:
        yield found.x, problem.exact.x
        yield from ((getattr(found.params, name), getattr(problem.exact.params, name)) for name in p.names)

    return Contender(style, step, gradients)


def reference(problem: Problem) -> Contender:
    return ours(problem, "reference")


# ---------------------------------------------------------------------------------------------------------------------
# The bare matrix products: as many as the cell has, of the same shapes, on the same BLAS, and nothing else.


def by_rows(problem: Problem) -> Contender:
    return _products(problem, "products, by rows", feature_major=False)


def by_features(problem: Problem) -> Contender:
    """The products of a loop on matrices (H, N), which BLAS does faster for few sequences."""
    return _products(problem, "products, by features", feature_major=True)


def _products(problem: Problem, name: str, feature_major: bool) -> Contender:
    T, N, M, H = problem.extent
    p, x = problem.p, problem.x.reshape(T * N, M)
    W, R = (np.concatenate([getattr(p, part) for part in p.names if part.startswith(f"{name}_")]) for name in "WR")
    a, h = np.zeros((T * N, len(W)), x.dtype), np.zeros((T * N, H), x.dtype)
    dW, dR, dx = np.zeros_like(W), np.zeros_like(R), np.zeros_like(x)
    if feature_major:
        states, deltas, wide, narrow = ((T, H, N), (T, len(R), N), (len(R), N), (H, N))
    else:
        states, deltas, wide, narrow = ((T, N, H), (T, N, len(R)), (N, len(R)), (N, H))
    steps, back = np.zeros(states, x.dtype), np.zeros(deltas, x.dtype)
    out, dh = np.zeros(wide, x.dtype), np.zeros(narrow, x.dtype)

    def step() -> None:
        np.matmul(x, W.T, out=a)
        for t in range(T):
            np.matmul(*((R, steps[t]) if feature_major else (steps[t], R.T)), out=out)
        for t in range(T):
            np.matmul(*((R.T, back[t]) if feature_major else (back[t], R)), out=dh)
        np.matmul(a, W, out=dx)
        np.matmul(a.T, x, out=dW)
        np.matmul(a[:, : len(R)].T, h, out=dR)

    return Contender(name, step)


# ---------------------------------------------------------------------------------------------------------------------
# Others.


GATES = ("i", "f", "g", "o")


def by_hand(problem: Problem) -> Contender | None:
    """The LSTM of ``naive``."""
    if problem.cell != "lstm":
        return None
    W, R, b = (np.concatenate([getattr(problem.p, f"{name}_{gate}") for gate in GATES]) for name in "WRb")

    def step() -> Any:
        _, cache = naive.forward(W, R, b, problem.x)
        return naive.backward(W, R, problem.x, cache, problem.dy)

    def gradients(found: Any) -> Iterator[tuple[Array, Array]]:
        exact = problem.exact
        wanted = [np.concatenate([getattr(exact.params, f"{name}_{gate}") for gate in GATES]) for name in "WRb"]
        return zip(found, (*wanted, exact.x), strict=True)

    return Contender("naive", step, gradients)


TORCH = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}


def torch(problem: Problem, onednn: bool = True) -> Contender | None:
    """PyTorch's own module; by default it takes oneDNN's kernels where oneDNN has them."""
    if problem.cell not in TORCH or not importlib.util.find_spec("torch"):
        return None
    import torch

    weights = layout.write(problem.p, problem.cell)
    module = getattr(torch.nn, TORCH[problem.cell])(problem.extent.M, problem.extent.H).to(
        getattr(torch, problem.dtype)
    )
    module.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.items()})
    x, dy = torch.from_numpy(problem.x).requires_grad_(), torch.from_numpy(problem.dy)

    warnings.filterwarnings("ignore", message="TF32 acceleration")  # what the switch for oneDNN says of Intel GPUs

    def step() -> Any:
        module.zero_grad()
        x.grad = None
        with nullcontext() if onednn else torch.backends.mkldnn.flags(enabled=False):
            y, _ = module(x)
            y.backward(dy)
        return module, x

    def gradients(_: Any) -> Iterator[tuple[Array, Array]]:
        exact = {name: getattr(problem.exact.params, name) for name in problem.p.names}
        wanted = layout.write(exact, problem.cell, gradients=True)
        yield x.grad.numpy(), problem.exact.x
        yield from ((parameter.grad.numpy(), wanted[name]) for name, parameter in module.named_parameters())

    return Contender("torch" if onednn else "torch without oneDNN", step, gradients)


def torch_alone(problem: Problem) -> Contender | None:
    return torch(problem, onednn=False)


def jax(problem: Problem) -> Contender | None:
    """A scan, compiled; the products with the input stand before it, as one writes it."""
    if problem.cell not in SCANS or not importlib.util.find_spec("jax"):
        return None
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_platforms", "cpu")
    weights = {name: jax.numpy.asarray(getattr(problem.p, name)) for name in problem.p.names}
    x, dy = jax.numpy.asarray(problem.x), jax.numpy.asarray(problem.dy)
    scan = SCANS[problem.cell]
    differentiated = jax.jit(jax.grad(lambda w, x, dy: (scan(w, x) * dy).sum(), argnums=(0, 1)))

    def step() -> Any:
        return jax.block_until_ready(differentiated(weights, x, dy))

    def gradients(found: Any) -> Iterator[tuple[Array, Array]]:
        yield found[1], problem.exact.x
        yield from ((array, getattr(problem.exact.params, name)) for name, array in found[0].items())

    return Contender("jax", step, gradients)


def _stacked(w: Mapping[str, Any], name: str, gates: tuple[str, ...]) -> Any:
    import jax.numpy as jnp

    return jnp.concatenate([w[f"{name}_{gate}"] for gate in gates])


def _scan_lstm(w: Mapping[str, Any], x: Any) -> Any:
    import jax.numpy as jnp
    from jax import lax, nn

    W, R, b = (_stacked(w, name, GATES) for name in "WRb")
    peepholes = "p_i" in w

    def step(carried: Any, a: Any) -> Any:
        h, c = carried
        i, f, g, o = jnp.split(a + h @ R.T, 4, axis=-1)
        if peepholes:
            i, f = i + w["p_i"] * c, f + w["p_f"] * c
        c = nn.sigmoid(f) * c + nn.sigmoid(i) * jnp.tanh(g)
        h = nn.sigmoid(o + w["p_o"] * c if peepholes else o) * jnp.tanh(c)
        return (h, c), h

    zeros = jnp.zeros((x.shape[1], R.shape[1]), x.dtype)
    return lax.scan(step, (zeros, zeros), x @ W.T + b)[1]


def _scan_gru(w: Mapping[str, Any], x: Any) -> Any:
    import jax.numpy as jnp
    from jax import lax, nn

    gates = ("r", "z", "n")
    W, R, b = (_stacked(w, name, gates) for name in "WRb")
    H = R.shape[1]

    def step(h: Any, a: Any) -> Any:
        u = h @ R.T
        r, z = jnp.split(nn.sigmoid(a[:, : 2 * H] + u[:, : 2 * H]), 2, axis=-1)
        n = jnp.tanh(a[:, 2 * H :] + r * (u[:, 2 * H :] + w["b_Rn"]))
        h = z * h + (1 - z) * n
        return h, h

    return lax.scan(step, jnp.zeros((x.shape[1], H), x.dtype), x @ W.T + b)[1]


SCANS = {"lstm": _scan_lstm, "peephole_lstm": _scan_lstm, "gru": _scan_gru}

ALL: dict[str, Callable[[Problem], Contender | None]] = {
    "numpy": ours,
    "products, by rows": by_rows,
    "products, by features": by_features,
    "torch": torch,
    "torch without oneDNN": torch_alone,
    "jax": jax,
    "naive": by_hand,
    "reference": reference,
}
