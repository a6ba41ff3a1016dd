"""sLSTM: exponential gates, a normaliser n and a stabiliser m.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
Stacked, since their products share an operand, or since they stand beside such: W is W_i, W_f,
W_z, W_o; R is R_i, R_f, R_z, R_o; b is b_i, b_f, b_z, b_o.
Joined, so that one product reads what arrives and what is carried: a row of xh1 holds x, the h of
the step before, a one; WRb is W, R, b, side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2); the inner 1/2 is in copies of
parameters, scaled_WRb, so that the a of a sigmoid is half that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(32).
For all steps at once, since they lie on no such cycle: (33)-(45).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (18)-(19),
(25)-(29), (31)-(32).
Loops write into arrays that are made before them: the last argument of each call in them.

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
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, divide, exp, multiply, negative, subtract, tanh
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble")
_DTYPES = tuple(np.dtype(name) for name in DTYPES)

CHUNK = 1 << 17
"""How many numbers of local slopes are computed ahead of a loop at once: what stays in the cache."""

ROWS = 1 << 11
"""How many steps times sequences a product for the gradients of weights takes at once: what stays in the cache."""

KEEP = 1 << 28
"""How many bytes of memory may wait for the next call; 0 keeps none.  ``release`` gives back what waits."""

SMALL = 1 << 17
"""How many bytes an array must have to lie in such memory: the system is fast with smaller ones."""

_SPARE: dict[int, list[Array]] = {}


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
    """What ``backward`` needs of ``forward``; opaque."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    a: Array
    a_m: Array
    a_i_prime: Array
    a_f_prime: Array
    c: Array
    n: Array
    xh: Array

    def part(self, start: int, stop: int) -> Tape:
        """The tape of some of the steps."""
        extent = (stop - start, self.extent[1])
        return Tape(
            self.dtype,
            self.sizes,
            extent,
            self.a[start:stop],
            self.a_m[start:stop],
            self.a_i_prime[start:stop],
            self.a_f_prime[start:stop],
            self.c[start : stop + 1],
            self.n[start : stop + 1],
            self.xh[start : stop + 1],
        )


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
    order, product = layout(N, dtype)
    a = vectors((T, N, 4 * H), dtype)
    a_m = vectors((T, N, H), dtype)
    m = vectors((T + 1, N, H), dtype)
    a_i_prime = vectors((T, N, H), dtype)
    a_f_prime = vectors((T, N, H), dtype)
    c = vectors((T + 1, N, H), dtype)
    n = vectors((T + 1, N, H), dtype)
    xh1 = rows((T + 1, N, H + M + 1), dtype)
    i_tilde = a[..., :H]
    f_tilde = a[..., H : 2 * H]
    a_zo = a[..., 2 * H :]
    z = a[..., 2 * H : 3 * H]
    o = a[..., 3 * H :]
    f_prime = a_f_prime
    i_prime = a_i_prime
    h = xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    n[0] = state0.n
    m[0] = state0.m
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    scaled_WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    scaled_WRb[3 * H :] *= 0.5
    work = vectors((N, H), dtype)
    scaled_WRb_T = laid(scaled_WRb.T, order)
    half = np.full_like(o[0], 1 / 2)
    steps = zip(
        a, xh1[:-1], f_tilde, a_zo, o, a_m, m[:-1], m[1:], i_tilde, i_prime, f_prime, c[1:],
        c[:-1], z, n[1:], n[:-1], c[1:].swapaxes(1, 2), h[1:].swapaxes(1, 2),
        n[1:].swapaxes(1, 2), o.swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        a_t, xh1_prev, f_tilde_t, a_zo_t, o_t, a_m_t, m_prev, m_t, i_tilde_t, i_prime_t,
        f_prime_t, c_t, c_prev, z_t, n_t, n_prev, c_across, h_across, n_across, o_across,
    ) in steps:  # fmt: skip
        # (1), (2), (4), (6) a = xh1_prev @ scaled_WRb_T
        product(xh1_prev, scaled_WRb_T, a_t)
        log_f = -softplus(-f_tilde_t)  # (3)
        # (5), (7) a_zo = np.tanh(a_zo)
        tanh(a_zo_t, a_zo_t)
        # (7) o = 1 / 2 + tanh_a_o / 2
        multiply(half, o_t, o_t)
        add(half, o_t, o_t)
        # (8) a_m = log_f + m_prev
        add(log_f, m_prev, a_m_t)
        # (9) m = np.maximum(a_m, i_tilde)
        np.maximum(a_m_t, i_tilde_t, out=m_t)
        # (10) a_i_prime = i_tilde - m
        negative(m_t, i_prime_t)
        add(i_prime_t, i_tilde_t, i_prime_t)
        # (11) i_prime = np.exp(a_i_prime)
        exp(i_prime_t, i_prime_t)
        # (12) a_f_prime = log_f + m_prev - m
        negative(m_t, f_prime_t)
        add(f_prime_t, log_f, f_prime_t)
        add(f_prime_t, m_prev, f_prime_t)
        # (13) f_prime = np.exp(a_f_prime)
        exp(f_prime_t, f_prime_t)
        # (14) c = f_prime * c_prev + i_prime * z
        multiply(f_prime_t, c_prev, c_t)
        multiply(i_prime_t, z_t, work)
        add(c_t, work, c_t)
        # (15) n = f_prime * n_prev + i_prime
        multiply(f_prime_t, n_prev, n_t)
        add(n_t, i_prime_t, n_t)
        # (16) h = o * c / n
        multiply(o_across, c_across, h_across)
        divide(h_across, n_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy(), n=n[T].copy(), m=m[T].copy())
    xh = xh1[..., : H + M]
    return y, state, Tape(dtype, (M, H), (T, N), a, a_m, a_i_prime, a_f_prime, c, n, xh)


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
    dx = empty((T, N, M), dtype)
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
    T, N = tape.extent
    number = min(T, round(T * N / ROWS))
    if number < 2:
        yield 0, tape
        return
    for nth in reversed(range(number)):
        start, stop = nth * T // number, (nth + 1) * T // number
        yield start, tape.part(start, stop)


def _back(
    p: Params, tape: Tape, dy: Array, dstate: State, into: tuple[Array, ...]
) -> tuple[Params, State]:
    """``backward`` through a stretch: the gradients by parameters and state; those by inputs are written to ``into``."""
    M, H = p.M, p.H
    dtype = p.flat.dtype
    (T, N), a, a_m, a_i_prime, a_f_prime, c, n, xh = tape[2:]
    (dx,) = into
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = layout(N, dtype)
    da = rows((T, N, 4 * H), dtype)
    i_tilde = a[..., :H]
    f_tilde = a[..., H : 2 * H]
    z = a[..., 2 * H : 3 * H]
    o = a[..., 3 * H :]
    f_prime = a_f_prime
    i_prime = a_i_prime
    di_tilde = da[..., :H]
    df_tilde = da[..., H : 2 * H]
    da_z = da[..., 2 * H : 3 * H]
    da_o = da[..., 3 * H :]
    dh_next = np.array(dstate.h, order=order)  # (17)
    dn_next = np.array(dstate.n, order=order)  # (18)
    dc_next = np.array(dstate.c, order=order)  # (19)
    dm_next = np.array(dstate.m, order=order)  # (24)
    span = max(1, min(T, CHUNK // (7 * H * N)))
    work_2, s_n, s_c, s_m, s_o, s_z, s_f_tilde, s_i_tilde = vectors((8, span, N, H), dtype)
    dh, dn, dc, df_prime, work, da_f_prime, di_prime, da_i_prime, dm, da_m, dlog_f = vectors(
        (11, N, H), dtype
    )
    R = laid(p.R, order)
    dh_across = dh.T
    dc_across = dc.T
    dlog_f_across = dlog_f.T
    da_i_prime_across = da_i_prime.T
    dm_across = dm.T
    work_across = work.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        s_n_c, o_c, c_c, n_c = s_n[: t1 - t0], o[t0:t1], c[t0 + 1 : t1 + 1], n[t0 + 1 : t1 + 1]
        work_2_c, s_c_c, s_m_c, a_m_c = (
            work_2[: t1 - t0],
            s_c[: t1 - t0],
            s_m[: t1 - t0],
            a_m[t0:t1],
        )
        i_tilde_c, s_o_c, s_z_c, z_c = i_tilde[t0:t1], s_o[: t1 - t0], s_z[: t1 - t0], z[t0:t1]
        i_prime_c, s_f_tilde_c, f_tilde_c, s_i_tilde_c = (
            i_prime[t0:t1],
            s_f_tilde[: t1 - t0],
            f_tilde[t0:t1],
            s_i_tilde[: t1 - t0],
        )
        # (18) s_n = o * c / (n ** 2)
        multiply(n_c, n_c, work_2_c)
        multiply(o_c, c_c, s_n_c)
        divide(s_n_c, work_2_c, s_n_c)
        # (19) s_c = o / n
        divide(o_c, n_c, s_c_c)
        s_m_c[...] = heaviside(a_m_c - i_tilde_c)  # (25)
        # (26), (27) s_o = (1 - o) * o * c / n
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, c_c, s_o_c)
        divide(s_o_c, n_c, s_o_c)
        # (28), (29) s_z = (1 - z ** 2) * i_prime
        multiply(z_c, z_c, s_z_c)
        subtract(1, s_z_c, s_z_c)
        multiply(s_z_c, i_prime_c, s_z_c)
        # (31) s_f_tilde = sigmoid(-f_tilde)
        multiply(-1, f_tilde_c, s_f_tilde_c)
        sigmoid(s_f_tilde_c, s_f_tilde_c)
        s_i_tilde_c[...] = 1 - heaviside(a_m_c - i_tilde_c)  # (32)
        steps = zip(
            dy[t0:t1][::-1], s_n_c[::-1], f_prime[t0:t1][::-1], s_c_c[::-1], c[t0:t1][::-1],
            n[t0:t1][::-1], z_c[::-1], i_prime_c[::-1], s_m_c[::-1], da[t0:t1][::-1],
            da_o[t0:t1].swapaxes(1, 2)[::-1], s_o_c.swapaxes(1, 2)[::-1],
            da_z[t0:t1].swapaxes(1, 2)[::-1], s_z_c.swapaxes(1, 2)[::-1],
            df_tilde[t0:t1].swapaxes(1, 2)[::-1], s_f_tilde_c.swapaxes(1, 2)[::-1],
            di_tilde[t0:t1].swapaxes(1, 2)[::-1], s_i_tilde_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, s_n_t, f_prime_t, s_c_t, c_prev, n_prev, z_t, i_prime_t, s_m_t, da_t,
            da_o_across, s_o_across, da_z_across, s_z_across, df_tilde_across, s_f_tilde_across,
            di_tilde_across, s_i_tilde_across,
        ) in steps:  # fmt: skip
            # (17) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (18) dn = -dh * s_n + dn_next
            multiply(dh, s_n_t, dn)
            negative(dn, dn)
            add(dn, dn_next, dn)
            # (18) dn_next = dn * f_prime
            multiply(dn, f_prime_t, dn_next)
            # (19) dc = dh * s_c + dc_next
            multiply(dh, s_c_t, dc)
            add(dc, dc_next, dc)
            # (19) dc_next = dc * f_prime
            multiply(dc, f_prime_t, dc_next)
            # (20) df_prime = dc * c_prev + dn * n_prev
            multiply(dc, c_prev, df_prime)
            multiply(dn, n_prev, work)
            add(df_prime, work, df_prime)
            # (21) da_f_prime = df_prime * f_prime
            multiply(df_prime, f_prime_t, da_f_prime)
            # (22) di_prime = dc * z + dn
            multiply(dc, z_t, di_prime)
            add(di_prime, dn, di_prime)
            # (23) da_i_prime = di_prime * i_prime
            multiply(di_prime, i_prime_t, da_i_prime)
            # (24) dm = -da_i_prime - da_f_prime + dm_next
            negative(da_i_prime, dm)
            subtract(dm, da_f_prime, dm)
            add(dm, dm_next, dm)
            # (25) da_m = dm * s_m
            multiply(dm, s_m_t, da_m)
            # (24) dm_next = da_m + da_f_prime
            add(da_m, da_f_prime, dm_next)
            # (26), (27) da_o = dh * s_o
            multiply(dh_across, s_o_across, da_o_across)
            # (28), (29) da_z = dc * s_z
            multiply(dc_across, s_z_across, da_z_across)
            # (30) dlog_f = da_m + da_f_prime
            add(da_m, da_f_prime, dlog_f)
            # (31) df_tilde = dlog_f * s_f_tilde
            multiply(dlog_f_across, s_f_tilde_across, df_tilde_across)
            # (32) di_tilde = dm * s_i_tilde + da_i_prime
            multiply(dm_across, s_i_tilde_across, work_across)
            add(work_across, da_i_prime_across, di_tilde_across)
            # (17) dh_next = da @ R
            product(da_t, R, dh_next)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (33)
    dWR = empty((4 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (34), (35), (37), (38), (40), (41), (43), (44)
    grads.W[...] = dWR[:, :M]
    grads.R[...] = dWR[:, M:]
    grads.b[...] = da_rows.sum(axis=0)  # (36), (39), (42), (45)
    state = State(h=dh_next.copy(), c=dc_next.copy(), n=dn_next.copy(), m=dm_next.copy())

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


def empty(shape: tuple[int, ...], dtype: Any) -> Array:
    """``np.empty``, in memory that an earlier call used, where there is such."""
    size = math.prod(shape) * dtype.itemsize
    if size < SMALL:
        return np.empty(shape, dtype)
    # sizes that differ by less than an eighth are interchangeable
    step = 1 << (size.bit_length() - 4)
    block = _Block(_taken(-(-size // step) * step))
    return np.asarray(block)[:size].view(dtype).reshape(shape)


def copied(array: Array) -> Array:
    """A copy of an array, in such memory."""
    copy = empty(array.shape, array.dtype)
    copy[...] = array
    return copy


def release() -> None:
    """Give the memory back that waits for the next call."""
    _SPARE.clear()


class _Block:
    """Memory that waits for the next call once the last array that lies in it is gone.

    To the system it would go, and come back, page by page, which takes its time.  Arrays hold their
    block, so that nobody's memory is used again, and each call, in whatever thread, has blocks of its own.
    """

    __slots__ = ("__array_interface__", "memory")

    def __init__(self, memory: Array) -> None:
        self.memory = memory
        self.__array_interface__ = memory.__array_interface__

    def __del__(self, spare: dict[int, list[Array]] = _SPARE) -> None:
        spare.setdefault(self.memory.size, []).append(self.memory)
        for size in list(spare):
            if sum(size * len(blocks) for size, blocks in list(spare.items())) <= KEEP:
                return
            spare.pop(size, None)


def _taken(size: int) -> Array:
    """So many bytes: those that wait, or fresh ones."""
    waiting = _SPARE.pop(size, [])
    try:
        memory = waiting.pop()
    except IndexError:  # there are none, or another thread was faster
        return np.empty(size, np.uint8)
    if waiting:
        _SPARE[size] = waiting  # now the last of all sizes to be given up
    return memory


def layout(N: int, dtype: Any) -> tuple[Literal["C", "F"], Callable[..., Any]]:
    """How a step (N, H) lies in memory, and the function that multiplies it with weights: what is fastest.

    BLAS has its own preference.  Single precision is faster as R @ h, feature by feature, all else as h @ R.T.
    The method ``dot`` has half the overhead of ``np.matmul``, but writes only to what lies row by row.
    """
    if N > 1 and dtype == np.float32:
        return "F", np.matmul
    return "C", np.ndarray.dot


def vectors(shape: tuple[int, ...], dtype: Any) -> Array:
    """An array (…, N, H) whose steps lie in memory as ``layout`` says."""
    if layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*shape[:-2], shape[-1], shape[-2]), dtype).swapaxes(-1, -2)


def rows(shape: tuple[int, ...], dtype: Any) -> Array:
    """An array (…, N, H) that lies row by row, as products of all steps want it.

    What is computed feature by feature is written across the rows.  At distances near a power of two they fall on the
    same few places of the cache; an odd number of cache lines keeps them apart.
    """
    *others, H = shape
    if H < 256 or layout(shape[-2], dtype)[0] == "C":
        return empty(shape, dtype)
    return empty((*others, 16 * (-(-H // 16) | 1)), dtype)[..., :H]


def laid(W: Array, order: Literal["C", "F"]) -> Array:
    """A matrix in this order.  A large one is transposed sixteen rows at a time: as many find room in the cache."""
    if W.flags[order] or W.size < 1 << 16:
        return np.asarray(W, order=order)
    source, copy = (
        (W.T, empty(W.shape, W.dtype)) if order == "C" else (W, empty(W.shape[::-1], W.dtype))
    )
    for row in range(0, len(source), 16):
        copy[:, row : row + 16] = source[row : row + 16].T
    return copy if order == "C" else copy.T


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
