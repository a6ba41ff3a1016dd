"""mLSTM: a matrix memory of values v under keys k, read by queries q.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
Stacked, since their products share an operand, or since they stand beside such: W is W_q, W_k,
W_v, W_o; b is b_q, b_k, b_v, b_o.
In loops over time, since they lie on a cycle through time: (10)-(11), (16)-(17), (26)-(27),
(32)-(33).
For all steps at once, since they lie on no such cycle: (1)-(9), (12)-(15), (18)-(25), (28)-(31),
(34)-(55).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (32)-(33).
Loops write into arrays that are made before them: the last argument of each call in them.

Generated from the forward equations by `derive build mlstm`; the numbers in the comments are those of the notes:

    (1)  q[t,n,j] = Σ_k W_q[j,k]·x[t,n,k] + b_q[j]
    (2)  a_k[t,n,j] = Σ_k W_k[j,k]·x[t,n,k] + b_k[j]
    (3)  k[t,n,j] = a_k[t,n,j]/sqrt(H)
    (4)  v[t,n,j] = Σ_k W_v[j,k]·x[t,n,k] + b_v[j]
    (5)  i_tilde[t,n] = Σ_k W_i[k]·x[t,n,k] + b_i
    (6)  f_tilde[t,n] = Σ_k W_f[k]·x[t,n,k] + b_f
    (7)  log_f[t,n] = log_sigmoid(f_tilde[t,n])
    (8)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + b_o[j]
    (9)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (10) a_m[t,n] = log_f[t,n] + m[t-1,n]
    (11) m[t,n] = maximum(a_m[t,n], i_tilde[t,n])
    (12) a_i_prime[t,n] = i_tilde[t,n] - m[t,n]
    (13) i_prime[t,n] = exp(a_i_prime[t,n])
    (14) a_f_prime[t,n] = log_f[t,n] + m[t-1,n] - m[t,n]
    (15) f_prime[t,n] = exp(a_f_prime[t,n])
    (16) C[t,n,j,r] = f_prime[t,n]·C[t-1,n,j,r] + k[t,n,r]·v[t,n,j]·i_prime[t,n]
    (17) n[t,n,j] = f_prime[t,n]·n[t-1,n,j] + k[t,n,j]·i_prime[t,n]
    (18) s[t,n] = Σ_j q[t,n,j]·n[t,n,j]
    (19) d[t,n] = maximum(absolute(s[t,n]), exp(-m[t,n]))
    (20) a_h[t,n,j] = Σ_r q[t,n,r]·C[t,n,j,r]
    (21) h[t,n,j] = o[t,n,j]·a_h[t,n,j]/d[t,n]
    (22) dh[t,n,j] = dy[t,n,j]
    (23) da_h[t,n,j] = dh[t,n,j]·o[t,n,j]/d[t,n]
    (24) dd[t,n] = -Σ_j dh[t,n,j]·o[t,n,j]·a_h[t,n,j]/d[t,n]²
    (25) ds[t,n] = dd[t,n]·sign(s[t,n])·step(absolute(s[t,n]) - exp(-m[t,n]))
    (26) dn[t,n,j] = dn_T[n,j]                    if t = T
                   + ds[t,n]·q[t,n,j]             if t ≥ 1
                   + dn[t+1,n,j]·f_prime[t+1,n]   if t < T
    (27) dC[t,n,j,r] = dC_T[n,j,r]                    if t = T
                     + da_h[t,n,j]·q[t,n,r]           if t ≥ 1
                     + dC[t+1,n,j,r]·f_prime[t+1,n]   if t < T
    (28) df_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·C[t-1,n,j,r] + Σ_j dn[t,n,j]·n[t-1,n,j]
    (29) da_f_prime[t,n] = df_prime[t,n]·f_prime[t,n]
    (30) di_prime[t,n] = Σ_{j,r} dC[t,n,j,r]·k[t,n,r]·v[t,n,j] + Σ_j dn[t,n,j]·k[t,n,j]
    (31) da_i_prime[t,n] = di_prime[t,n]·i_prime[t,n]
    (32) dm[t,n] = dm_T[n]                                                            if t = T
                 - da_i_prime[t,n]                                                    if t ≥ 1
                 - da_f_prime[t,n]                                                    if t ≥ 1
                 - dd[t,n]·(1 - step(absolute(s[t,n]) - exp(-m[t,n])))·exp(-m[t,n])   if t ≥ 1
                 + da_m[t+1,n]                                                        if t < T
                 + da_f_prime[t+1,n]                                                  if t < T
    (33) da_m[t,n] = dm[t,n]·step(a_m[t,n] - i_tilde[t,n])
    (34) do[t,n,j] = dh[t,n,j]·a_h[t,n,j]/d[t,n]
    (35) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (36) dlog_f[t,n] = da_m[t,n] + da_f_prime[t,n]
    (37) df_tilde[t,n] = dlog_f[t,n]·sigmoid(-f_tilde[t,n])
    (38) di_tilde[t,n] = dm[t,n]·(1 - step(a_m[t,n] - i_tilde[t,n])) + da_i_prime[t,n]
    (39) dv[t,n,j] = Σ_r dC[t,n,j,r]·k[t,n,r]·i_prime[t,n]
    (40) dk[t,n,j] = Σ_r dC[t,n,r,j]·v[t,n,r]·i_prime[t,n] + dn[t,n,j]·i_prime[t,n]
    (41) da_k[t,n,j] = dk[t,n,j]/sqrt(H)
    (42) dq[t,n,j] = ds[t,n]·n[t,n,j] + Σ_r da_h[t,n,r]·C[t,n,r,j]
    (43) dx[t,n,k] = Σ_j dq[t,n,j]·W_q[j,k]
                   + Σ_j da_k[t,n,j]·W_k[j,k]
                   + Σ_j dv[t,n,j]·W_v[j,k]
                   + di_tilde[t,n]·W_i[k]
                   + df_tilde[t,n]·W_f[k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (44) dW_q[j,k] = Σ_{t,n} dq[t,n,j]·x[t,n,k]
    (45) db_q[j] = Σ_{t,n} dq[t,n,j]
    (46) dW_k[j,k] = Σ_{t,n} da_k[t,n,j]·x[t,n,k]
    (47) db_k[j] = Σ_{t,n} da_k[t,n,j]
    (48) dW_v[j,k] = Σ_{t,n} dv[t,n,j]·x[t,n,k]
    (49) db_v[j] = Σ_{t,n} dv[t,n,j]
    (50) dW_i[k] = Σ_{t,n} di_tilde[t,n]·x[t,n,k]
    (51) db_i = Σ_{t,n} di_tilde[t,n]
    (52) dW_f[k] = Σ_{t,n} df_tilde[t,n]·x[t,n,k]
    (53) db_f = Σ_{t,n} df_tilde[t,n]
    (54) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (55) db_o[j] = Σ_{t,n} da_o[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, multiply, negative, subtract
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
    W, b.

    Raises:
        ValueError: a size that is not positive, a dtype that is not one of ``DTYPES``, or a ``flat`` that does not fit.
    """

    names: ClassVar[tuple[str, ...]] = (
        "W_q",
        "W_k",
        "W_v",
        "W_o",
        "b_q",
        "b_k",
        "b_v",
        "b_o",
        "W_i",
        "b_i",
        "W_f",
        "b_f",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_q: Array  # (H, M)
    W_k: Array  # (H, M)
    W_v: Array  # (H, M)
    W_o: Array  # (H, M)
    b_q: Array  # (H,)
    b_k: Array  # (H,)
    b_v: Array  # (H,)
    b_o: Array  # (H,)
    W_i: Array  # (M,)
    b_i: Array  # ()
    W_f: Array  # (M,)
    b_f: Array  # ()
    W: Array  # (4*H, M): W_q, W_k, W_v, W_o
    b: Array  # (4*H,): b_q, b_k, b_v, b_o

    def __init__(
        self, input_size: int, hidden_size: int, flat: Array | None = None, dtype: Any = np.float64
    ) -> None:
        for name, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}; it must be a positive integer")
        M = int(input_size)
        H = int(hidden_size)
        layout: dict[str, tuple[int, ...]] = {
            "W_q": (H, M),
            "W_k": (H, M),
            "W_v": (H, M),
            "W_o": (H, M),
            "b_q": (H,),
            "b_k": (H,),
            "b_v": (H,),
            "b_o": (H,),
            "W_i": (M,),
            "b_i": (),
            "W_f": (M,),
            "b_f": (),
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
        at = places["W_q"][0].start
        places["W"] = slice(at, at + 4 * H * M), (4 * H, M)
        at = places["b_q"][0].start
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

    C: Array  # (N, H, H)
    n: Array  # (N, H)
    m: Array  # (N,)


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque.  It refers to the input, which must not be changed in between."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    x: Array
    a: Array
    k: Array
    i_tilde: Array
    f_tilde: Array
    a_m: Array
    m: Array
    a_i_prime: Array
    a_f_prime: Array
    C: Array
    a_h: Array
    n: Array
    s: Array
    absolute_s: Array
    d: Array

    def part(self, start: int, stop: int) -> Tape:
        """The tape of some of the steps."""
        extent = (stop - start, self.extent[1])
        return Tape(
            self.dtype,
            self.sizes,
            extent,
            self.x[start:stop],
            self.a[start:stop],
            self.k[start:stop],
            self.i_tilde[start:stop],
            self.f_tilde[start:stop],
            self.a_m[start:stop],
            self.m[start : stop + 1],
            self.a_i_prime[start:stop],
            self.a_f_prime[start:stop],
            self.C[start : stop + 1],
            self.a_h[start:stop],
            self.n[start : stop + 1],
            self.s[start:stop],
            self.absolute_s[start:stop],
            self.d[start:stop],
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
    a = vectors((T, N, 4 * H), dtype)
    k = vectors((T, N, H), dtype)
    i_tilde = empty((T, N), dtype)
    f_tilde = empty((T, N), dtype)
    log_f = empty((T, N), dtype)
    a_m = empty((T, N), dtype)
    m = empty((T + 1, N), dtype)
    a_i_prime = empty((T, N), dtype)
    a_f_prime = empty((T, N), dtype)
    C = empty((T + 1, N, H, H), dtype)
    a_h = vectors((T, N, H), dtype)
    n = vectors((T + 1, N, H), dtype)
    s = empty((T, N), dtype)
    absolute_s = empty((T, N), dtype)
    d = empty((T, N), dtype)
    h = vectors((T, N, H), dtype)
    q = a[..., :H]
    a_k = a[..., H : 2 * H]
    v = a[..., 2 * H : 3 * H]
    o = a[..., 3 * H :]
    f_prime = a_f_prime
    i_prime = a_i_prime
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    project(x, p.W.T, a)  # (1), (2), (4), (8)
    a += p.b
    k[...] = a_k / np.sqrt(H)  # (3)
    x_rows = x.reshape(T * N, M)
    i_tilde[...] = (p.W_i @ x_rows.T).reshape(T, N) + p.b_i  # (5)
    f_tilde[...] = (p.W_f @ x_rows.T).reshape(T, N) + p.b_f  # (6)
    log_f[...] = -softplus(-f_tilde)  # (7)
    o[...] = sigmoid(o)  # (9)
    steps = zip(a_m, log_f, m[:-1], m[1:], i_tilde, strict=True)
    for a_m_t, log_f_t, m_prev, m_t, i_tilde_t in steps:
        # (10) a_m = log_f + m_prev
        add(log_f_t, m_prev, a_m_t)
        # (11) m = np.maximum(a_m, i_tilde)
        np.maximum(a_m_t, i_tilde_t, out=m_t)
    a_i_prime[...] = i_tilde - m[1:]  # (12)
    i_prime[...] = np.exp(i_prime)  # (13)
    a_f_prime[...] = log_f + m[:-1] - m[1:]  # (14)
    f_prime[...] = np.exp(f_prime)  # (15)
    work_2 = empty((N, H, H), dtype)
    steps = zip(C[1:], f_prime, C[:-1], i_prime, k, v, strict=True)
    for C_t, f_prime_t, C_prev, i_prime_t, k_t, v_t in steps:
        # (16) C = f_prime[:, None, None] * C_prev + i_prime[:, None, None] * k[:, None, :] * v[:, :, None]
        multiply(f_prime_t[:, None, None], C_prev, C_t)
        multiply(i_prime_t[:, None, None], k_t[:, None, :], work_2)
        multiply(work_2, v_t[:, :, None], work_2)
        add(C_t, work_2, C_t)
    a_h[...] = np.einsum("tnr,tnjr->tnj", q, C[1:])  # (20)
    work_3 = vectors((N, H), dtype)
    steps = zip(n[1:], f_prime, n[:-1], i_prime, k, strict=True)
    for n_t, f_prime_t, n_prev, i_prime_t, k_t in steps:
        # (17) n = f_prime[:, None] * n_prev + i_prime[:, None] * k
        multiply(f_prime_t[:, None], n_prev, n_t)
        multiply(i_prime_t[:, None], k_t, work_3)
        add(n_t, work_3, n_t)
    s[...] = (q * n[1:]).sum(axis=2)  # (18)
    absolute_s[...] = np.abs(s)
    d[...] = np.maximum(absolute_s, np.exp(-m[1:]))  # (19)
    h[...] = a_h * o / d[:, :, None]  # (21)
    y = copied(h)
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return (
        y,
        state,
        Tape(
            dtype,
            (M, H),
            (T, N),
            x,
            a,
            k,
            i_tilde,
            f_tilde,
            a_m,
            m,
            a_i_prime,
            a_f_prime,
            C,
            a_h,
            n,
            s,
            absolute_s,
            d,
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
    (T, N), x, a, k, i_tilde, f_tilde, a_m, m, a_i_prime, a_f_prime, C, a_h, n, s, absolute_s, d = (
        tape[2:]
    )
    (dx,) = into
    grads = p._on(empty(p.flat.shape, dtype))
    order, _ = layout(N, dtype)
    dh = vectors((T, N, H), dtype)
    da_h = vectors((T, N, H), dtype)
    dd = empty((T, N), dtype)
    ds = empty((T, N), dtype)
    do = vectors((T, N, H), dtype)
    da = rows((T, N, 4 * H), dtype)
    dn = vectors((T, N, H), dtype)
    dC = empty((T, N, H, H), dtype)
    df_prime = empty((T, N), dtype)
    da_f_prime = empty((T, N), dtype)
    di_prime = empty((T, N), dtype)
    da_i_prime = empty((T, N), dtype)
    dk = vectors((T, N, H), dtype)
    dm = empty((T, N), dtype)
    da_m = empty((T, N), dtype)
    dlog_f = empty((T, N), dtype)
    df_tilde = empty((T, N), dtype)
    di_tilde = empty((T, N), dtype)
    q = a[..., :H]
    v = a[..., 2 * H : 3 * H]
    o = a[..., 3 * H :]
    f_prime = a_f_prime
    i_prime = a_i_prime
    dq = da[..., :H]
    da_k = da[..., H : 2 * H]
    dv = da[..., 2 * H : 3 * H]
    da_o = da[..., 3 * H :]
    dn_next = np.array(dstate.n, order=order)  # (26)
    dC_next = np.array(dstate.C)  # (27)
    dm_next = np.array(dstate.m)  # (32)
    dh[...] = dy  # (22)
    da_h[...] = dh * o / d[:, :, None]  # (23)
    dd[...] = (-1 / (d**2)) * (dh * a_h * o).sum(axis=2)  # (24)
    ds[...] = dd * np.sign(s) * heaviside(absolute_s - np.exp(-m[1:]))  # (25)
    do[...] = dh * a_h / d[:, :, None]  # (34)
    da_o[...] = do * (1 - o) * o  # (35)
    dq[...] = ds[:, :, None] * n[1:] + np.einsum("tnr,tnrj->tnj", da_h, C[1:])  # (42)
    da_rows = da.reshape(T * N, 4 * H)
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows[:, :H].T, x_rows, out=grads.W_q)  # (44)
    grads.b_q[...] = da_rows[:, :H].sum(axis=0)  # (45)
    np.matmul(da_rows[:, 3 * H :].T, x_rows, out=grads.W_o)  # (54)
    grads.b_o[...] = da_rows[:, 3 * H :].sum(axis=0)  # (55)
    steps = zip(dn[::-1], ds[::-1], q[::-1], f_prime[::-1], strict=True)
    for dn_t, ds_t, q_t, f_prime_t in steps:
        # (26) dn = ds[:, None] * q + dn_next
        multiply(ds_t[:, None], q_t, dn_t)
        add(dn_t, dn_next, dn_t)
        # (26) dn_next = dn * f_prime[:, None]
        multiply(dn_t, f_prime_t[:, None], dn_next)
    steps = zip(dC[::-1], da_h[::-1], q[::-1], f_prime[::-1], strict=True)
    for dC_t, da_h_t, q_t, f_prime_t in steps:
        # (27) dC = da_h[:, :, None] * q[:, None, :] + dC_next
        multiply(da_h_t[:, :, None], q_t[:, None, :], dC_t)
        add(dC_t, dC_next, dC_t)
        # (27) dC_next = dC * f_prime[:, None, None]
        multiply(dC_t, f_prime_t[:, None, None], dC_next)
    df_prime[...] = (dC * C[:-1]).sum(axis=(2, 3)) + (dn * n[:-1]).sum(axis=2)  # (28)
    da_f_prime[...] = df_prime * f_prime  # (29)
    di_prime[...] = np.einsum("tnjr,tnr,tnj->tn", dC, k, v) + (dn * k).sum(axis=2)  # (30)
    da_i_prime[...] = di_prime * i_prime  # (31)
    dv[...] = i_prime[:, :, None] * np.einsum("tnjr,tnr->tnj", dC, k)  # (39)
    dk[...] = (
        i_prime[:, :, None] * np.einsum("tnrj,tnr->tnj", dC, v) + dn * i_prime[:, :, None]
    )  # (40)
    da_k[...] = dk / np.sqrt(H)  # (41)
    da_rows = da.reshape(T * N, 4 * H)
    x_rows = x.reshape(T * N, M)
    np.matmul(da_rows[:, H : 2 * H].T, x_rows, out=grads.W_k)  # (46)
    grads.b_k[...] = da_rows[:, H : 2 * H].sum(axis=0)  # (47)
    np.matmul(da_rows[:, 2 * H : 3 * H].T, x_rows, out=grads.W_v)  # (48)
    grads.b_v[...] = da_rows[:, 2 * H : 3 * H].sum(axis=0)  # (49)
    span = max(1, min(T, CHUNK // (2 * N)))
    s_m, s_m2 = empty((2, span, N), dtype)
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        s_m_c, dd_c, absolute_s_c, m_c = (
            s_m[: t1 - t0],
            dd[t0:t1],
            absolute_s[t0:t1],
            m[t0 + 1 : t1 + 1],
        )
        s_m2_c, a_m_c, i_tilde_c = s_m2[: t1 - t0], a_m[t0:t1], i_tilde[t0:t1]
        s_m_c[...] = dd_c * (1 - heaviside(absolute_s_c - np.exp(-m_c))) * np.exp(-m_c)  # (32)
        s_m2_c[...] = heaviside(a_m_c - i_tilde_c)  # (33)
        steps = zip(
            dm[t0:t1][::-1], da_i_prime[t0:t1][::-1], da_f_prime[t0:t1][::-1], s_m_c[::-1],
            da_m[t0:t1][::-1], s_m2_c[::-1], strict=True,
        )  # fmt: skip
        for dm_t, da_i_prime_t, da_f_prime_t, s_m_t, da_m_t, s_m2_t in steps:
            # (32) dm = -da_i_prime - da_f_prime - s_m + dm_next
            negative(da_i_prime_t, dm_t)
            subtract(dm_t, da_f_prime_t, dm_t)
            subtract(dm_t, s_m_t, dm_t)
            add(dm_t, dm_next, dm_t)
            # (33) da_m = dm * s_m2
            multiply(dm_t, s_m2_t, da_m_t)
            # (32) dm_next = da_m + da_f_prime
            add(da_m_t, da_f_prime_t, dm_next)
    dlog_f[...] = da_m + da_f_prime  # (36)
    df_tilde[...] = dlog_f * sigmoid(-f_tilde)  # (37)
    di_tilde[...] = dm * (1 - heaviside(a_m - i_tilde)) + da_i_prime  # (38)
    np.matmul(da.reshape(T * N, 4 * H), p.W, out=dx.reshape(T * N, M))  # (43)
    dx += di_tilde[:, :, None] * p.W_i + df_tilde[:, :, None] * p.W_f
    x_rows = x.reshape(T * N, M)
    np.matmul(di_tilde.reshape(T * N), x_rows, out=grads.W_i)  # (50)
    grads.b_i[...] = di_tilde.sum(axis=(0, 1))  # (51)
    np.matmul(df_tilde.reshape(T * N), x_rows, out=grads.W_f)  # (52)
    grads.b_f[...] = df_tilde.sum(axis=(0, 1))  # (53)
    state = State(C=dC_next.copy(), n=dn_next.copy(), m=dm_next.copy())

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
    M, H = p.M, p.H
    dtype = p.flat.dtype
    x = _checked("x", x, (None, M), dtype)
    N = x.shape[0]
    state = _state("state", state, p, N)
    q = x @ p.W_q.T + p.b_q  # (1)
    a_k = x @ p.W_k.T + p.b_k  # (2)
    k = a_k / np.sqrt(H)  # (3)
    v = x @ p.W_v.T + p.b_v  # (4)
    i_tilde = p.W_i @ x.T + p.b_i  # (5)
    f_tilde = p.W_f @ x.T + p.b_f  # (6)
    log_f = -softplus(-f_tilde)  # (7)
    a_o = x @ p.W_o.T + p.b_o  # (8)
    o = sigmoid(a_o)  # (9)
    a_m = log_f + state.m  # (10)
    m = np.maximum(a_m, i_tilde)  # (11)
    a_i_prime = i_tilde - m  # (12)
    i_prime = np.exp(a_i_prime)  # (13)
    a_f_prime = log_f + state.m - m  # (14)
    f_prime = np.exp(a_f_prime)  # (15)
    C = (
        f_prime[:, None, None] * state.C + i_prime[:, None, None] * k[:, None, :] * v[:, :, None]
    )  # (16)
    n = f_prime[:, None] * state.n + i_prime[:, None] * k  # (17)
    s = (q * n).sum(axis=1)  # (18)
    d = np.maximum(np.abs(s), np.exp(-m))  # (19)
    a_h = np.einsum("nr,njr->nj", q, C)  # (20)
    h = a_h * o / d[:, None]  # (21)
    return h, State(C=C, n=n, m=m)


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


def project(x: Array, W: Array, out: Array) -> None:
    """x @ W of all steps: one product where the rows of ``out`` lie at equal distances, else one for each step."""
    T, N, K = out.shape
    if out.strides[0] == N * out.strides[1]:
        np.matmul(x.reshape(T * N, -1), W, out=out.reshape(T * N, K))
    else:
        np.matmul(x, W, out=out)


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
    shapes: tuple[tuple[int, ...], ...] = ((N, p.H, p.H), (N, p.H), (N,))
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
