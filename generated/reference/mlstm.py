"""mLSTM: a matrix memory of values v under keys k, read by queries q.

Source: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm

The textbook kernel: a loop over time, a line an equation, made to be read beside the notes.  Arrays are indexed by
t = 1…T as in the notes; row 0 of a state is its initial value.

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
    q: Array
    a_k: Array
    k: Array
    v: Array
    i_tilde: Array
    f_tilde: Array
    log_f: Array
    a_o: Array
    o: Array
    a_m: Array
    m: Array
    a_i_prime: Array
    i_prime: Array
    a_f_prime: Array
    f_prime: Array
    C: Array
    n: Array
    s: Array
    d: Array
    a_h: Array
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
    q = np.zeros((T + 1, N, H), dtype)
    a_k = np.zeros((T + 1, N, H), dtype)
    k = np.zeros((T + 1, N, H), dtype)
    v = np.zeros((T + 1, N, H), dtype)
    i_tilde = np.zeros((T + 1, N), dtype)
    f_tilde = np.zeros((T + 1, N), dtype)
    log_f = np.zeros((T + 1, N), dtype)
    a_o = np.zeros((T + 1, N, H), dtype)
    o = np.zeros((T + 1, N, H), dtype)
    a_m = np.zeros((T + 1, N), dtype)
    m = np.zeros((T + 1, N), dtype)
    a_i_prime = np.zeros((T + 1, N), dtype)
    i_prime = np.zeros((T + 1, N), dtype)
    a_f_prime = np.zeros((T + 1, N), dtype)
    f_prime = np.zeros((T + 1, N), dtype)
    C = np.zeros((T + 1, N, H, H), dtype)
    n = np.zeros((T + 1, N, H), dtype)
    s = np.zeros((T + 1, N), dtype)
    d = np.zeros((T + 1, N), dtype)
    a_h = np.zeros((T + 1, N, H), dtype)
    h = np.zeros((T + 1, N, H), dtype)
    C[0] = state0.C
    n[0] = state0.n
    m[0] = state0.m
    for t in range(1, T + 1):
        q[t] = x[t] @ p.W_q.T + p.b_q  # (1)
        a_k[t] = x[t] @ p.W_k.T + p.b_k  # (2)
        k[t] = a_k[t] / np.sqrt(H)  # (3)
        v[t] = x[t] @ p.W_v.T + p.b_v  # (4)
        i_tilde[t] = p.W_i @ x[t].T + p.b_i  # (5)
        f_tilde[t] = p.W_f @ x[t].T + p.b_f  # (6)
        log_f[t] = -softplus(-f_tilde[t])  # (7)
        a_o[t] = x[t] @ p.W_o.T + p.b_o  # (8)
        o[t] = sigmoid(a_o[t])  # (9)
        a_m[t] = log_f[t] + m[t - 1]  # (10)
        m[t] = np.maximum(a_m[t], i_tilde[t])  # (11)
        a_i_prime[t] = i_tilde[t] - m[t]  # (12)
        i_prime[t] = np.exp(a_i_prime[t])  # (13)
        a_f_prime[t] = log_f[t] + m[t - 1] - m[t]  # (14)
        f_prime[t] = np.exp(a_f_prime[t])  # (15)
        C[t] = (
            f_prime[t][:, None, None] * C[t - 1]
            + i_prime[t][:, None, None] * k[t][:, None, :] * v[t][:, :, None]
        )  # (16)
        a_h[t] = np.einsum("nr,njr->nj", q[t], C[t])  # (20)
        n[t] = f_prime[t][:, None] * n[t - 1] + i_prime[t][:, None] * k[t]  # (17)
        s[t] = (q[t] * n[t]).sum(axis=1)  # (18)
        d[t] = np.maximum(np.abs(s[t]), np.exp(-m[t]))  # (19)
        h[t] = a_h[t] * o[t] / d[t][:, None]  # (21)
    y = h[1:].copy()
    state = State(C=C[T].copy(), n=n[T].copy(), m=m[T].copy())
    return (
        y,
        state,
        Tape(
            dtype,
            (M, H),
            (T, N),
            x,
            q,
            a_k,
            k,
            v,
            i_tilde,
            f_tilde,
            log_f,
            a_o,
            o,
            a_m,
            m,
            a_i_prime,
            i_prime,
            a_f_prime,
            f_prime,
            C,
            n,
            s,
            d,
            a_h,
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
        q,
        a_k,
        k,
        v,
        i_tilde,
        f_tilde,
        log_f,
        a_o,
        o,
        a_m,
        m,
        a_i_prime,
        i_prime,
        a_f_prime,
        f_prime,
        C,
        n,
        s,
        d,
        a_h,
        h,
    ) = tape[2:]
    grads = Params(M, H, dtype=dtype)
    dy = from_one(dy)
    dh = np.zeros((T + 1, N, H), dtype)
    da_h = np.zeros((T + 1, N, H), dtype)
    dd = np.zeros((T + 1, N), dtype)
    ds = np.zeros((T + 1, N), dtype)
    dn = np.zeros((T + 1, N, H), dtype)
    dC = np.zeros((T + 1, N, H, H), dtype)
    df_prime = np.zeros((T + 1, N), dtype)
    da_f_prime = np.zeros((T + 1, N), dtype)
    di_prime = np.zeros((T + 1, N), dtype)
    da_i_prime = np.zeros((T + 1, N), dtype)
    dm = np.zeros((T + 1, N), dtype)
    da_m = np.zeros((T + 1, N), dtype)
    do = np.zeros((T + 1, N, H), dtype)
    da_o = np.zeros((T + 1, N, H), dtype)
    dlog_f = np.zeros((T + 1, N), dtype)
    df_tilde = np.zeros((T + 1, N), dtype)
    di_tilde = np.zeros((T + 1, N), dtype)
    dv = np.zeros((T + 1, N, H), dtype)
    dk = np.zeros((T + 1, N, H), dtype)
    da_k = np.zeros((T + 1, N, H), dtype)
    dq = np.zeros((T + 1, N, H), dtype)
    dx = np.zeros((T + 1, N, M), dtype)
    for t in range(T, 0, -1):
        dh[t] = dy[t]  # (22)
        da_h[t] = dh[t] * o[t] / d[t][:, None]  # (23)
        dd[t] = (-1 / (d[t] ** 2)) * (dh[t] * a_h[t] * o[t]).sum(axis=1)  # (24)
        ds[t] = dd[t] * np.sign(s[t]) * heaviside(np.abs(s[t]) - np.exp(-m[t]))  # (25)
        do[t] = dh[t] * a_h[t] / d[t][:, None]  # (34)
        da_o[t] = do[t] * (1 - o[t]) * o[t]  # (35)
        dq[t] = ds[t][:, None] * n[t] + np.einsum("nr,nrj->nj", da_h[t], C[t])  # (42)
        grads.W_q += dq[t].T @ x[t]  # (44)
        grads.b_q += dq[t].sum(axis=0)  # (45)
        grads.W_o += da_o[t].T @ x[t]  # (54)
        grads.b_o += da_o[t].sum(axis=0)  # (55)
        dn[t] = ds[t][:, None] * q[t]  # (26)
        if t == T:
            dn[t] += dstate.n  # (26)
        if t < T:
            dn[t] += dn[t + 1] * f_prime[t + 1][:, None]  # (26)
        dC[t] = da_h[t][:, :, None] * q[t][:, None, :]  # (27)
        if t == T:
            dC[t] += dstate.C  # (27)
        if t < T:
            dC[t] += dC[t + 1] * f_prime[t + 1][:, None, None]  # (27)
        df_prime[t] = (dC[t] * C[t - 1]).sum(axis=(1, 2)) + (dn[t] * n[t - 1]).sum(axis=1)  # (28)
        da_f_prime[t] = df_prime[t] * f_prime[t]  # (29)
        di_prime[t] = np.einsum("njr,nr,nj->n", dC[t], k[t], v[t]) + (dn[t] * k[t]).sum(
            axis=1
        )  # (30)
        da_i_prime[t] = di_prime[t] * i_prime[t]  # (31)
        dv[t] = i_prime[t][:, None] * np.einsum("njr,nr->nj", dC[t], k[t])  # (39)
        dk[t] = (
            i_prime[t][:, None] * np.einsum("nrj,nr->nj", dC[t], v[t]) + dn[t] * i_prime[t][:, None]
        )  # (40)
        da_k[t] = dk[t] / np.sqrt(H)  # (41)
        grads.W_k += da_k[t].T @ x[t]  # (46)
        grads.b_k += da_k[t].sum(axis=0)  # (47)
        grads.W_v += dv[t].T @ x[t]  # (48)
        grads.b_v += dv[t].sum(axis=0)  # (49)
        dm[t] = (
            -da_i_prime[t]
            - da_f_prime[t]
            - dd[t] * (1 - heaviside(np.abs(s[t]) - np.exp(-m[t]))) * np.exp(-m[t])
        )  # (32)
        if t == T:
            dm[t] += dstate.m  # (32)
        if t < T:
            dm[t] += da_m[t + 1] + da_f_prime[t + 1]  # (32)
        da_m[t] = dm[t] * heaviside(a_m[t] - i_tilde[t])  # (33)
        dlog_f[t] = da_m[t] + da_f_prime[t]  # (36)
        df_tilde[t] = dlog_f[t] * sigmoid(-f_tilde[t])  # (37)
        di_tilde[t] = dm[t] * (1 - heaviside(a_m[t] - i_tilde[t])) + da_i_prime[t]  # (38)
        dx[t] = (
            dq[t] @ p.W_q
            + da_k[t] @ p.W_k
            + dv[t] @ p.W_v
            + di_tilde[t][:, None] * p.W_i
            + df_tilde[t][:, None] * p.W_f
            + da_o[t] @ p.W_o
        )  # (43)
        grads.W_i += di_tilde[t] @ x[t]  # (50)
        grads.b_i[...] += di_tilde[t].sum(axis=0)  # (51)
        grads.W_f += df_tilde[t] @ x[t]  # (52)
        grads.b_f[...] += df_tilde[t].sum(axis=0)  # (53)
    dn[0] = dn[1] * f_prime[1][:, None]  # (26)
    dC[0] = dC[1] * f_prime[1][:, None, None]  # (27)
    dm[0] = da_m[1] + da_f_prime[1]  # (32)
    state = State(C=dC[0].copy(), n=dn[0].copy(), m=dm[0].copy())

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
