"""sLSTM: exponential gates, a normaliser n and a stabiliser m.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

Generated from the forward equations by `derive build slstm`; the numbers in the comments are those of the notes:

    (1)  i_tilde[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j]
    (2)  f_tilde[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j]
    (3)  log_f[t,n,j] = log_sigmoid(f_tilde[t,n,j])
    (4)  a_z[t,n,j] = Σ_k W_z[j,k]·x[t,n,k] + Σ_r R_z[j,r]·h[t-1,n,r] + b_z[j]
    (5)  z[t,n,j] = tanh(a_z[t,n,j])
    (6)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j]
    (7)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (8)  a_m[t,n,j] = log_f[t,n,j] + m[t-1,n,j]
    (9)  m[t,n,j] = maximum(a_m[t,n,j], i_tilde[t,n,j])
    (10) a_i_prime[t,n,j] = i_tilde[t,n,j] - m[t,n,j]
    (11) i_prime[t,n,j] = exp(a_i_prime[t,n,j])
    (12) a_f_prime[t,n,j] = log_f[t,n,j] + m[t-1,n,j] - m[t,n,j]
    (13) f_prime[t,n,j] = exp(a_f_prime[t,n,j])
    (14) c[t,n,j] = f_prime[t,n,j]·c[t-1,n,j] + z[t,n,j]·i_prime[t,n,j]
    (15) n[t,n,j] = f_prime[t,n,j]·n[t-1,n,j] + i_prime[t,n,j]
    (16) h[t,n,j] = o[t,n,j]·c[t,n,j]/n[t,n,j]
    (17) dh[t,n,j] = dy[t,n,j]                        if t ≥ 1
                   + dh_T[n,j]                        if t = T
                   + Σ_r di_tilde[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r df_tilde[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r da_z[t+1,n,r]·R_z[r,j]       if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]       if t < T
    (18) dn[t,n,j] = dn_T[n,j]                               if t = T
                   - dh[t,n,j]·o[t,n,j]·c[t,n,j]/n[t,n,j]²   if t ≥ 1
                   + dn[t+1,n,j]·f_prime[t+1,n,j]            if t < T
    (19) dc[t,n,j] = dc_T[n,j]                      if t = T
                   + dh[t,n,j]·o[t,n,j]/n[t,n,j]    if t ≥ 1
                   + dc[t+1,n,j]·f_prime[t+1,n,j]   if t < T
    (20) df_prime[t,n,j] = dc[t,n,j]·c[t-1,n,j] + dn[t,n,j]·n[t-1,n,j]
    (21) da_f_prime[t,n,j] = df_prime[t,n,j]·f_prime[t,n,j]
    (22) di_prime[t,n,j] = dc[t,n,j]·z[t,n,j] + dn[t,n,j]
    (23) da_i_prime[t,n,j] = di_prime[t,n,j]·i_prime[t,n,j]
    (24) dm[t,n,j] = dm_T[n,j]             if t = T
                   - da_i_prime[t,n,j]     if t ≥ 1
                   - da_f_prime[t,n,j]     if t ≥ 1
                   + da_m[t+1,n,j]         if t < T
                   + da_f_prime[t+1,n,j]   if t < T
    (25) da_m[t,n,j] = dm[t,n,j]·step(a_m[t,n,j] - i_tilde[t,n,j])
    (26) do[t,n,j] = dh[t,n,j]·c[t,n,j]/n[t,n,j]
    (27) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (28) dz[t,n,j] = dc[t,n,j]·i_prime[t,n,j]
    (29) da_z[t,n,j] = dz[t,n,j]·(1 - z[t,n,j]²)
    (30) dlog_f[t,n,j] = da_m[t,n,j] + da_f_prime[t,n,j]
    (31) df_tilde[t,n,j] = dlog_f[t,n,j]·sigmoid(-f_tilde[t,n,j])
    (32) di_tilde[t,n,j] = dm[t,n,j]·(1 - step(a_m[t,n,j] - i_tilde[t,n,j])) + da_i_prime[t,n,j]
    (33) dx[t,n,k] = Σ_j di_tilde[t,n,j]·W_i[j,k]
                   + Σ_j df_tilde[t,n,j]·W_f[j,k]
                   + Σ_j da_z[t,n,j]·W_z[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (34) dW_i[j,k] = Σ_{t,n} di_tilde[t,n,j]·x[t,n,k]
    (35) dR_i[j,r] = Σ_{t,n} di_tilde[t,n,j]·h[t-1,n,r]
    (36) db_i[j] = Σ_{t,n} di_tilde[t,n,j]
    (37) dW_f[j,k] = Σ_{t,n} df_tilde[t,n,j]·x[t,n,k]
    (38) dR_f[j,r] = Σ_{t,n} df_tilde[t,n,j]·h[t-1,n,r]
    (39) db_f[j] = Σ_{t,n} df_tilde[t,n,j]
    (40) dW_z[j,k] = Σ_{t,n} da_z[t,n,j]·x[t,n,k]
    (41) dR_z[j,r] = Σ_{t,n} da_z[t,n,j]·h[t-1,n,r]
    (42) db_z[j] = Σ_{t,n} da_z[t,n,j]
    (43) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (44) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (45) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble")
_DTYPES = tuple(np.dtype(name) for name in DTYPES)


class Params:
    """The parameters, all views of one contiguous vector ``flat``.

    An update is ``p.flat -= lr * grads.params.flat``; assigning to a parameter copies into it.
    Parameters that share an operand lie side by side and can be had as one stacked matrix:
    W, R, b.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = (
        "W_i",
        "W_f",
        "W_z",
        "W_o",
        "R_i",
        "R_f",
        "R_z",
        "R_o",
        "b_i",
        "b_f",
        "b_z",
        "b_o",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_z: Array  # (H, M)
    W_o: Array  # (H, M)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_z: Array  # (H, H)
    R_o: Array  # (H, H)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_z: Array  # (H,)
    b_o: Array  # (H,)
    W: Array  # (4*H, M): W_i, W_f, W_z, W_o
    R: Array  # (4*H, H): R_i, R_f, R_z, R_o
    b: Array  # (4*H,): b_i, b_f, b_z, b_o

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "W_i": (H, M),
            "W_f": (H, M),
            "W_z": (H, M),
            "W_o": (H, M),
            "R_i": (H, H),
            "R_f": (H, H),
            "R_z": (H, H),
            "R_o": (H, H),
            "b_i": (H,),
            "b_f": (H,),
            "b_z": (H,),
            "b_o": (H,),
        }
        total = sum(math.prod(shape) for shape in layout.values())
        if flat is None:
            flat = np.zeros(total, _dtype(dtype))
        _dtype(flat.dtype)
        if flat.shape != (total,) or not flat.flags.c_contiguous:
            raise ValueError(
                f"flat has shape {flat.shape}; it must be a contiguous vector of {total} numbers"
            )
        places: dict[str, tuple[slice, tuple[int, ...]]] = {}
        at = 0
        for name, shape in layout.items():
            places[name] = slice(at, at + math.prod(shape)), shape
            at += math.prod(shape)
        at = places["W_i"][0].start
        places["W"] = slice(at, at + 4 * H * M), (4 * H, M)
        at = places["R_i"][0].start
        places["R"] = slice(at, at + 4 * H * H), (4 * H, H)
        at = places["b_i"][0].start
        places["b"] = slice(at, at + 4 * H), (4 * H,)
        vars(self).update(M=M, H=H, _places=places)
        self._view(flat)

    def _view(self, flat: Array) -> None:
        views = {name: flat[place].reshape(shape) for name, (place, shape) in self._places.items()}
        vars(self).update(views, flat=flat)

    def _on(self, flat: Array) -> Params:
        """Parameters of these sizes on another vector of as many numbers."""
        other = Params.__new__(Params)
        vars(other).update(vars(self))
        other._view(flat)
        return other

    def __setattr__(self, name: str, value: Any) -> None:
        view = vars(self).get(name)
        if not isinstance(view, np.ndarray):
            raise AttributeError(f"there is no parameter {name!r} to set")
        if value is not view:
            if np.shape(value) != view.shape:
                raise ValueError(
                    f"{name} has shape {view.shape}, but the new value has {np.shape(value)}"
                )
            view[...] = value

    def __reduce__(self) -> tuple[Any, ...]:
        return Params, (self.M, self.H, self.flat)

    def __repr__(self) -> str:
        return f"Params(input_size={self.M}, hidden_size={self.H}, dtype={self.flat.dtype})"

    def copy(self) -> Params:
        """The same numbers in memory of their own."""
        return Params(self.M, self.H, self.flat.copy())

    def astype(self, dtype: Any) -> Params:
        """A copy in another of ``DTYPES``."""
        return Params(self.M, self.H, self.flat.astype(_dtype(dtype)))


class State(NamedTuple):
    """What the cell carries from step to step."""

    h: Array  # (N, H)
    c: Array  # (N, H)
    n: Array  # (N, H)
    m: Array  # (N, H)


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque.  It refers to the input, which must not be changed in between."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    x: Array
    i_tilde: Array
    f_tilde: Array
    log_f: Array
    a_z: Array
    z: Array
    a_o: Array
    o: Array
    a_m: Array
    m: Array
    a_i_prime: Array
    i_prime: Array
    a_f_prime: Array
    f_prime: Array
    c: Array
    n: Array
    h: Array


class Checkpoints(NamedTuple):
    """A tape that keeps the state before every k-th step, and nothing of the steps between; opaque.

    It refers to the input, which must not be changed in between.
    """

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    every: int
    inputs: tuple[Array, ...]
    states: tuple[State, ...]


class Gradients(NamedTuple):
    """The gradients of the loss by parameters, inputs and initial state."""

    params: Params
    x: Array  # (T, N, M)
    state: State


def init(
    input_size: int,
    hidden_size: int,
    rng: int | np.random.Generator | None = None,
    dtype: Any = np.float64,
) -> Params:
    """Fresh parameters: matrices uniform in ±1/√(columns), all else zero.

    Args:
        input_size: M, the number of inputs.
        hidden_size: H, the number of hidden units.
        rng: a seed or a generator.
        dtype: one of ``DTYPES``.

    Raises:
        ValueError: a size that is not positive, or another dtype.
    """
    p = Params(input_size, hidden_size, dtype=dtype)
    random = np.random.default_rng(rng)
    for name in Params.names:
        view = getattr(p, name)
        if view.ndim == 2:
            view[...] = random.uniform(-1, 1, view.shape) / np.sqrt(view.shape[1])
    return p


def forward(
    p: Params, x: Array, state0: State | None = None, checkpoint_every: int | None = None
) -> tuple[Array, State, Tape | Checkpoints]:
    """Run the cell over a batch of sequences.

    Args:
        p: parameters.
        x: (T, N, M), of the parameters' dtype.
        state0: the initial state; None, or a field that is None, means zeros.

        checkpoint_every: k, to keep only the state before every k-th step: ``backward`` then computes the steps between
            once more.  Memory is least for k near √T.  None keeps all.

    Returns:
        y (T, N, H), the final state, and the tape for ``backward``.

    Raises:
        ValueError: a wrong shape or dtype, or no step or sequence at all; the message names the argument.
    """
    M, H = p.M, p.H
    dtype = p.flat.dtype
    x = _checked("x", x, (None, None, M), dtype)
    T, N = x.shape[:2]
    state0 = _state("state0", state0, p, N)

    if checkpoint_every is not None:
        return _in_segments(p, x, state0, checkpoint_every)
    x = from_one(x)
    i_tilde = np.zeros((T + 1, N, H), dtype)
    f_tilde = np.zeros((T + 1, N, H), dtype)
    log_f = np.zeros((T + 1, N, H), dtype)
    a_z = np.zeros((T + 1, N, H), dtype)
    z = np.zeros((T + 1, N, H), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    a_m = np.zeros((T + 1, N, H), dtype)
    m = np.zeros((T + 1, N, H), dtype)
    a_i_prime = np.zeros((T + 1, N, H), dtype)
    i_prime = np.zeros((T + 1, N, H), dtype)
    a_f_prime = np.zeros((T + 1, N, H), dtype)
    f_prime = np.zeros((T + 1, N, H), dtype)
    c = np.zeros((T + 1, N, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        i_tilde[t] = x[t] @ p.W_i.T + h[t - 1] @ p.R_i.T + p.b_i  # (1)
        f_tilde[t] = x[t] @ p.W_f.T + h[t - 1] @ p.R_f.T + p.b_f  # (2)
        log_f[t] = -softplus(-f_tilde[t])  # (3)
        a_z[t] = x[t] @ p.W_z.T + h[t - 1] @ p.R_z.T + p.b_z  # (4)
        z[t] = np.tanh(a_z[t])  # (5)
        a_o[t] = x[t] @ p.W_o.T + h[t - 1] @ p.R_o.T + p.b_o  # (6)
        o[t] = sigmoid(a_o[t])  # (7)
        a_m[t] = log_f[t] + m[t - 1]  # (8)
        m[t] = np.maximum(a_m[t], i_tilde[t])  # (9)
        a_i_prime[t] = i_tilde[t] - m[t]  # (10)
        i_prime[t] = np.exp(a_i_prime[t])  # (11)
        a_f_prime[t] = log_f[t] + m[t - 1] - m[t]  # (12)
        f_prime[t] = np.exp(a_f_prime[t])  # (13)
        c[t] = f_prime[t] * c[t - 1] + i_prime[t] * z[t]  # (14)
        n[t] = f_prime[t] * n[t - 1] + i_prime[t]  # (15)
        h[t] = o[t] * c[t] / n[t]  # (16)
    y = h[1:].copy()
    state = State(h=h[T].copy(), c=c[T].copy(), n=n[T].copy(), m=m[T].copy())
    return (
        y,
        state,
        Tape(
            dtype,
            (M, H),
            (T, N),
            x,
            i_tilde,
            f_tilde,
            log_f,
            a_z,
            z,
            a_o,
            o,
            a_m,
            m,
            a_i_prime,
            i_prime,
            a_f_prime,
            f_prime,
            c,
            n,
            h,
        ),
    )


def backward(
    p: Params, tape: Tape | Checkpoints, dy: Array, dstate: State | None = None
) -> Gradients:
    """Gradients of a loss, given its gradients by the outputs and by the final state.

    Args:
        p: the parameters that ``forward`` had.
        tape: what ``forward`` returned; it can be used again.
        dy: (T, N, H), gradient by the outputs.
        dstate: gradient by the final state; None, or a field that is None, means zeros.

    Returns:
        Gradients by ``params``, ``x``, and the initial ``state``.

    Raises:
        ValueError: a wrong shape or dtype, or a tape that does not belong to these parameters.
    """
    M, H = p.M, p.H
    dtype = p.flat.dtype
    if not isinstance(tape, Tape | Checkpoints):
        raise ValueError(
            f"tape is a {type(tape).__name__}; it must be what this module's forward returned"
        )
    if tape.sizes != (M, H) or tape.dtype != dtype:
        raise ValueError(
            f"tape belongs to parameters of sizes {tape.sizes} and {tape.dtype}; these are {p}"
        )
    T, N = tape.extent
    dy = _checked("dy", dy, (T, N, H), dtype)
    dstate = _state("dstate", dstate, p, N)
    dx = np.empty((T, N, M), dtype)
    grads: Params | None = None
    for start, part in _stretches(p, tape):
        steps = slice(start, start + part.extent[0])
        into = (dx[steps],)
        found, dstate = _back(p, part, dy[steps], dstate, into)
        if grads is None:
            grads = found
        else:
            grads.flat += found.flat
    assert grads is not None
    return Gradients(grads, dx, dstate)


def _in_segments(p: Params, x: Array, state: State, every: int) -> tuple[Array, State, Checkpoints]:
    """``forward``, one stretch of steps after another, each from the state that the last one left."""
    if isinstance(every, bool) or not isinstance(every, (int, np.integer)) or every < 1:
        raise ValueError(f"checkpoint_every is {every!r}; it must be a positive integer or None")
    T, N = x.shape[:2]
    y = np.empty((T, N, p.H), p.flat.dtype)
    states = []
    for start in range(0, T, every):
        rows = slice(start, start + every)
        states.append(State(*(field.copy() for field in state)))
        y[rows], state, _ = forward(p, x[rows], state)
    sizes = (p.M, p.H)
    inputs = (x,)
    return y, state, Checkpoints(p.flat.dtype, sizes, (T, N), int(every), inputs, tuple(states))


def _stretches(p: Params, tape: Tape | Checkpoints) -> Iterator[tuple[int, Tape]]:
    """Stretches of steps, from the last to the first: where each starts, and its tape.

    Those between checkpoints are computed once more.
    """
    if isinstance(tape, Checkpoints):
        for number in reversed(range(len(tape.states))):
            first = number * tape.every
            inputs = (array[first : first + tape.every] for array in tape.inputs)
            _, _, again = forward(p, *inputs, tape.states[number])
            for start, part in _stretches(p, again):
                yield first + start, part
        return
    yield 0, tape


def _back(
    p: Params, tape: Tape, dy: Array, dstate: State, into: tuple[Array, ...]
) -> tuple[Params, State]:
    """``backward`` through a stretch: the gradients by parameters and state; those by inputs are written to ``into``."""
    M, H = p.M, p.H
    dtype = p.flat.dtype
    (
        (T, N),
        x,
        i_tilde,
        f_tilde,
        log_f,
        a_z,
        z,
        a_o,
        o,
        a_m,
        m,
        a_i_prime,
        i_prime,
        a_f_prime,
        f_prime,
        c,
        n,
        h,
    ) = tape[2:]
    grads = Params(M, H, dtype=dtype)
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    dc = np.zeros((T + 1, N, H), dtype)
    df_prime = np.zeros((T + 1, N, H), dtype)
    da_f_prime = np.zeros((T + 1, N, H), dtype)
    di_prime = np.zeros((T + 1, N, H), dtype)
    da_i_prime = np.zeros((T + 1, N, H), dtype)
    dm = np.zeros((T + 1, N, H), dtype)
    da_m = np.zeros((T + 1, N, H), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dz = np.zeros((T + 1, N, H), dtype)
    da_z = np.zeros((T + 1, N, H), dtype)
    dlog_f = np.zeros((T + 1, N, H), dtype)
    df_tilde = np.zeros((T + 1, N, H), dtype)
    di_tilde = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (17)
        if t == T:
            dh[t] += dstate.h  # (17)
        if t < T:
            dh[t] += (
                di_tilde[t + 1] @ p.R_i
                + df_tilde[t + 1] @ p.R_f
                + da_z[t + 1] @ p.R_z
                + da_o[t + 1] @ p.R_o
            )  # (17)
        dn[t] = -dh[t] * o[t] * c[t] / (n[t] ** 2)  # (18)
        if t == T:
            dn[t] += dstate.n  # (18)
        if t < T:
            dn[t] += dn[t + 1] * f_prime[t + 1]  # (18)
        dc[t] = dh[t] * o[t] / n[t]  # (19)
        if t == T:
            dc[t] += dstate.c  # (19)
        if t < T:
            dc[t] += dc[t + 1] * f_prime[t + 1]  # (19)
        df_prime[t] = dc[t] * c[t - 1] + dn[t] * n[t - 1]  # (20)
        da_f_prime[t] = df_prime[t] * f_prime[t]  # (21)
        di_prime[t] = dc[t] * z[t] + dn[t]  # (22)
        da_i_prime[t] = di_prime[t] * i_prime[t]  # (23)
        dm[t] = -da_i_prime[t] - da_f_prime[t]  # (24)
        if t == T:
            dm[t] += dstate.m  # (24)
        if t < T:
            dm[t] += da_m[t + 1] + da_f_prime[t + 1]  # (24)
        da_m[t] = dm[t] * heaviside(a_m[t] - i_tilde[t])  # (25)
        do[t] = dh[t] * c[t] / n[t]  # (26)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (27)
        dz[t] = dc[t] * i_prime[t]  # (28)
        da_z[t] = dz[t] * (1 - z[t] ** 2)  # (29)
        dlog_f[t] = da_m[t] + da_f_prime[t]  # (30)
        df_tilde[t] = dlog_f[t] * sigmoid(-f_tilde[t])  # (31)
        di_tilde[t] = dm[t] * (1 - heaviside(a_m[t] - i_tilde[t])) + da_i_prime[t]  # (32)
        dx[t] = (
            di_tilde[t] @ p.W_i + df_tilde[t] @ p.W_f + da_z[t] @ p.W_z + da_o[t] @ p.W_o
        )  # (33)
        grads.W_i += di_tilde[t].T @ x[t]  # (34)
        grads.R_i += di_tilde[t].T @ h[t - 1]  # (35)
        grads.b_i += di_tilde[t].sum(axis=0)  # (36)
        grads.W_f += df_tilde[t].T @ x[t]  # (37)
        grads.R_f += df_tilde[t].T @ h[t - 1]  # (38)
        grads.b_f += df_tilde[t].sum(axis=0)  # (39)
        grads.W_z += da_z[t].T @ x[t]  # (40)
        grads.R_z += da_z[t].T @ h[t - 1]  # (41)
        grads.b_z += da_z[t].sum(axis=0)  # (42)
        grads.W_o += da_o[t].T @ x[t]  # (43)
        grads.R_o += da_o[t].T @ h[t - 1]  # (44)
        grads.b_o += da_o[t].sum(axis=0)  # (45)
    dh[0] = di_tilde[1] @ p.R_i + df_tilde[1] @ p.R_f + da_z[1] @ p.R_z + da_o[1] @ p.R_o  # (17)
    dn[0] = dn[1] * f_prime[1]  # (18)
    dc[0] = dc[1] * f_prime[1]  # (19)
    dm[0] = da_m[1] + da_f_prime[1]  # (24)
    state = State(h=dh[0].copy(), c=dc[0].copy(), n=dn[0].copy(), m=dm[0].copy())

    into[0][...] = dx[1:]
    return grads, state


def step(p: Params, x: Array, state: State | None = None) -> tuple[Array, State]:
    """One time step without a tape, for generation.

    Args:
        p: parameters.
        x: (N, M), of the parameters' dtype.
        state: the state before the step; None, or a field that is None, means zeros.

    Returns:
        y (N, H) and the state after the step.

    Raises:
        ValueError: a wrong shape or dtype; the message names the argument.
    """
    M = p.M
    dtype = p.flat.dtype
    x = _checked("x", x, (None, M), dtype)
    N = x.shape[0]
    state = _state("state", state, p, N)
    i_tilde = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i  # (1)
    f_tilde = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f  # (2)
    log_f = -softplus(-f_tilde)  # (3)
    a_z = x @ p.W_z.T + state.h @ p.R_z.T + p.b_z  # (4)
    z = np.tanh(a_z)  # (5)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o  # (6)
    o = sigmoid(a_o)  # (7)
    a_m = log_f + state.m  # (8)
    m = np.maximum(a_m, i_tilde)  # (9)
    a_i_prime = i_tilde - m  # (10)
    i_prime = np.exp(a_i_prime)  # (11)
    a_f_prime = log_f + state.m - m  # (12)
    f_prime = np.exp(a_f_prime)  # (13)
    c = f_prime * state.c + i_prime * z  # (14)
    n = f_prime * state.n + i_prime  # (15)
    h = o * c / n  # (16)
    return h, State(h=h, c=c, n=n, m=m)


def sigmoid(a: Array, out: Array | None = None) -> Array:
    """The logistic function, into ``out`` if given; neither end overflows."""
    s = np.multiply(a, 0.5, out)
    s = np.tanh(s, out)
    s = np.multiply(s, 0.5, out)
    return np.add(s, 0.5, out)


def softplus(a: Array) -> Array:
    """log(1 + exp(a)); neither end overflows."""
    flipped = np.where(a.real > 0, -a, a)
    return np.where(a.real > 0, a, 0) + np.log1p(np.exp(flipped))


def heaviside(a: Array) -> Array:
    """1 where a > 0, else 0; NaN stays NaN."""
    return np.where(np.isnan(a), a, a > 0).astype(a.dtype)


def from_one(a: Array) -> Array:
    """The same rows, counted from 1."""
    return np.concatenate([np.zeros_like(a[:1]), a])


def _dtype(dtype: Any) -> Any:
    dtype = np.dtype(dtype)
    if dtype not in _DTYPES:
        raise ValueError(f"dtype is {dtype}; it must be one of {', '.join(DTYPES)}")
    return dtype


def _checked(name: str, value: Any, shape: tuple[int | None, ...], dtype: Any) -> Array:
    """The argument as an array of exactly this shape (None: any extent from 1 on) and dtype."""
    array = np.asarray(value)
    fits = array.ndim == len(shape) and all(
        got == extent if extent is not None else got > 0
        for got, extent in zip(array.shape, shape, strict=True)
    )
    if not fits:
        free = iter("TN"[-sum(extent is None for extent in shape) :])
        wanted = ", ".join(next(free) if extent is None else str(extent) for extent in shape)
        rule = " with T and N at least 1" if None in shape else ""
        raise ValueError(f"{name} has shape {array.shape}; it must be ({wanted}){rule}")
    if array.dtype != dtype:
        raise ValueError(
            f"{name} has dtype {array.dtype}; it must be {dtype}, as the parameters are"
        )
    return array


def _state(name: str, value: State | None, p: Params, N: int) -> State:
    """The state with zeros where none was given."""
    shapes: tuple[tuple[int, ...], ...] = ((N, p.H), (N, p.H), (N, p.H), (N, p.H))
    if value is None:
        value = State(*(None for _ in shapes))  # type: ignore[arg-type]
    if not isinstance(value, tuple) or len(value) != len(shapes):
        raise ValueError(
            f"{name} is {value!r:.60}; it must be State({', '.join(State._fields)}) or None"
        )
    dtype = p.flat.dtype
    return State(
        *(
            np.zeros(shape, dtype)
            if field is None
            else _checked(f"{name}.{key}", field, shape, dtype)
            for key, field, shape in zip(State._fields, value, shapes, strict=True)
        )
    )
