"""No input activation function: the block input is linear.

Source: Greff et al. 2015, arXiv 1503.04069, section III: NIAF

The kernel to run.  Step t of the notes is row t - 1 of an array, and row t of a state, whose row 0 is the initial value.
Stacked, since their products share an operand, or since they stand beside such: W is W_i, W_f,
W_o, W_g; R is R_i, R_f, R_o, R_g; b is b_i, b_f, b_o, b_g.
Joined, so that one product reads what arrives and what is carried: a row of xh1 holds x, the h of
the step before, a one; WRb is W, R, b, side by side.
One tanh for neighbours, since sigmoid(a) is 1/2 + 1/2 tanh(a/2); the inner 1/2 is in copies of
parameters, scaled_WRb, scaled_p_i, scaled_p_f, scaled_p_o, so that the a of a sigmoid is half
that of the notes.
In loops over time, since they lie on a cycle through time: (1)-(18).
For all steps at once, since they lie on no such cycle: (19)-(34).
For chunks of steps ahead of a loop, the factors that nothing in the loop feeds, of: (11)-(13),
(15)-(18).
Computed again there, and not kept: tanh_c.
Loops write into arrays that are made before them: the last argument of each call in them.

Generated from the forward equations by `derive build lstm_niaf`; the numbers in the comments are those of the notes:

    (1)  a_i[t,n,j] = Σ_k W_i[j,k]·x[t,n,k] + Σ_r R_i[j,r]·h[t-1,n,r] + b_i[j] + p_i[j]·c[t-1,n,j]
    (2)  i[t,n,j] = sigmoid(a_i[t,n,j])
    (3)  a_f[t,n,j] = Σ_k W_f[j,k]·x[t,n,k] + Σ_r R_f[j,r]·h[t-1,n,r] + b_f[j] + p_f[j]·c[t-1,n,j]
    (4)  f[t,n,j] = sigmoid(a_f[t,n,j])
    (5)  g[t,n,j] = Σ_k W_g[j,k]·x[t,n,k] + Σ_r R_g[j,r]·h[t-1,n,r] + b_g[j]
    (6)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]
    (7)  a_o[t,n,j] = Σ_k W_o[j,k]·x[t,n,k] + Σ_r R_o[j,r]·h[t-1,n,r] + b_o[j] + p_o[j]·c[t,n,j]
    (8)  o[t,n,j] = sigmoid(a_o[t,n,j])
    (9)  h[t,n,j] = o[t,n,j]·tanh(c[t,n,j])
    (10) dh[t,n,j] = dy[t,n,j]                    if t ≥ 1
                   + dh_T[n,j]                    if t = T
                   + Σ_r da_i[t+1,n,r]·R_i[r,j]   if t < T
                   + Σ_r da_f[t+1,n,r]·R_f[r,j]   if t < T
                   + Σ_r dg[t+1,n,r]·R_g[r,j]     if t < T
                   + Σ_r da_o[t+1,n,r]·R_o[r,j]   if t < T
    (11) do[t,n,j] = dh[t,n,j]·tanh(c[t,n,j])
    (12) da_o[t,n,j] = do[t,n,j]·o[t,n,j]·(1 - o[t,n,j])
    (13) dc[t,n,j] = dc_T[n,j]                                  if t = T
                   + da_o[t,n,j]·p_o[j]                         if t ≥ 1
                   + dh[t,n,j]·o[t,n,j]·(1 - tanh(c[t,n,j])²)   if t ≥ 1
                   + da_i[t+1,n,j]·p_i[j]                       if t < T
                   + da_f[t+1,n,j]·p_f[j]                       if t < T
                   + dc[t+1,n,j]·f[t+1,n,j]                     if t < T
    (14) dg[t,n,j] = dc[t,n,j]·i[t,n,j]
    (15) df[t,n,j] = dc[t,n,j]·c[t-1,n,j]
    (16) da_f[t,n,j] = df[t,n,j]·f[t,n,j]·(1 - f[t,n,j])
    (17) di[t,n,j] = dc[t,n,j]·g[t,n,j]
    (18) da_i[t,n,j] = di[t,n,j]·i[t,n,j]·(1 - i[t,n,j])
    (19) dx[t,n,k] = Σ_j da_i[t,n,j]·W_i[j,k]
                   + Σ_j da_f[t,n,j]·W_f[j,k]
                   + Σ_j dg[t,n,j]·W_g[j,k]
                   + Σ_j da_o[t,n,j]·W_o[j,k]
    (20) dW_i[j,k] = Σ_{t,n} da_i[t,n,j]·x[t,n,k]
    (21) dR_i[j,r] = Σ_{t,n} da_i[t,n,j]·h[t-1,n,r]
    (22) db_i[j] = Σ_{t,n} da_i[t,n,j]
    (23) dp_i[j] = Σ_{t,n} da_i[t,n,j]·c[t-1,n,j]
    (24) dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]
    (25) dR_f[j,r] = Σ_{t,n} da_f[t,n,j]·h[t-1,n,r]
    (26) db_f[j] = Σ_{t,n} da_f[t,n,j]
    (27) dp_f[j] = Σ_{t,n} da_f[t,n,j]·c[t-1,n,j]
    (28) dW_g[j,k] = Σ_{t,n} dg[t,n,j]·x[t,n,k]
    (29) dR_g[j,r] = Σ_{t,n} dg[t,n,j]·h[t-1,n,r]
    (30) db_g[j] = Σ_{t,n} dg[t,n,j]
    (31) dW_o[j,k] = Σ_{t,n} da_o[t,n,j]·x[t,n,k]
    (32) dR_o[j,r] = Σ_{t,n} da_o[t,n,j]·h[t-1,n,r]
    (33) db_o[j] = Σ_{t,n} da_o[t,n,j]
    (34) dp_o[j] = Σ_{t,n} da_o[t,n,j]·c[t,n,j]

Shapes: T steps, N sequences, M inputs, H hidden units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy import add, multiply, subtract, tanh
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = ("float32", "float64", "longdouble", "complex128")
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
        "W_o",
        "W_g",
        "R_i",
        "R_f",
        "R_o",
        "R_g",
        "b_i",
        "b_f",
        "b_o",
        "b_g",
        "p_i",
        "p_f",
        "p_o",
    )

    M: int
    H: int
    flat: Array
    _places: dict[str, tuple[slice, tuple[int, ...]]]
    W_i: Array  # (H, M)
    W_f: Array  # (H, M)
    W_o: Array  # (H, M)
    W_g: Array  # (H, M)
    R_i: Array  # (H, H)
    R_f: Array  # (H, H)
    R_o: Array  # (H, H)
    R_g: Array  # (H, H)
    b_i: Array  # (H,)
    b_f: Array  # (H,)
    b_o: Array  # (H,)
    b_g: Array  # (H,)
    p_i: Array  # (H,)
    p_f: Array  # (H,)
    p_o: Array  # (H,)
    W: Array  # (4*H, M): W_i, W_f, W_o, W_g
    R: Array  # (4*H, H): R_i, R_f, R_o, R_g
    b: Array  # (4*H,): b_i, b_f, b_o, b_g

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
            "W_o": (H, M),
            "W_g": (H, M),
            "R_i": (H, H),
            "R_f": (H, H),
            "R_o": (H, H),
            "R_g": (H, H),
            "b_i": (H,),
            "b_f": (H,),
            "b_o": (H,),
            "b_g": (H,),
            "p_i": (H,),
            "p_f": (H,),
            "p_o": (H,),
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


class Tape(NamedTuple):
    """What ``backward`` needs of ``forward``; opaque."""

    dtype: Any
    sizes: tuple[int, ...]
    extent: tuple[int, int]
    a: Array
    c: Array
    xh: Array

    def part(self, start: int, stop: int) -> Tape:
        """The tape of some of the steps."""
        extent = (stop - start, self.extent[1])
        return Tape(
            self.dtype,
            self.sizes,
            extent,
            self.a[start:stop],
            self.c[start : stop + 1],
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
    c = vectors((T + 1, N, H), dtype)
    xh1 = rows((T + 1, N, H + M + 1), dtype)
    a_if = a[..., : 2 * H]
    i = a[..., :H]
    f = a[..., H : 2 * H]
    o = a[..., 2 * H : 3 * H]
    g = a[..., 3 * H :]
    h = xh1[..., M : H + M]
    h[0] = state0.h
    c[0] = state0.c
    xh1[:-1, :, :M] = x
    xh1[..., H + M] = 1
    scaled_WRb = np.concatenate([p.W, p.R, p.b[:, None]], axis=1)
    scaled_WRb[: 3 * H] *= 0.5
    scaled_p_i = p.p_i * 0.5
    scaled_p_f = p.p_f * 0.5
    scaled_p_o = p.p_o * 0.5
    work, tanh_c = vectors((2, N, H), dtype)
    scaled_WRb_T = laid(scaled_WRb.T, order)
    scaled_p_i = np.array(np.broadcast_to(scaled_p_i, (N, scaled_p_i.size)), order=order)
    scaled_p_f = np.array(np.broadcast_to(scaled_p_f, (N, scaled_p_f.size)), order=order)
    scaled_p_o = np.array(np.broadcast_to(scaled_p_o, (N, scaled_p_o.size)), order=order)
    half = np.full_like(a_if[0], 1 / 2)
    half_ = np.full_like(o[0], 1 / 2)
    tanh_c_across = tanh_c.T
    steps = zip(
        a, xh1[:-1], i, c[:-1], f, a_if, c[1:], g, o, h[1:].swapaxes(1, 2),
        o.swapaxes(1, 2), strict=True,
    )  # fmt: skip
    for (
        a_t, xh1_prev, i_t, c_prev, f_t, a_if_t, c_t, g_t, o_t, h_across, o_across,
    ) in steps:  # fmt: skip
        # (1), (3), (5), (7) a = xh1_prev @ scaled_WRb_T
        product(xh1_prev, scaled_WRb_T, a_t)
        # (1) a_i += scaled_p_i * c_prev
        multiply(scaled_p_i, c_prev, work)
        add(i_t, work, i_t)
        # (3) a_f += scaled_p_f * c_prev
        multiply(scaled_p_f, c_prev, work)
        add(f_t, work, f_t)
        # (2), (4) a_if = np.tanh(a_if)
        tanh(a_if_t, a_if_t)
        # (2), (4) a_if = 1 / 2 + a_if / 2
        multiply(half, a_if_t, a_if_t)
        add(half, a_if_t, a_if_t)
        # (6) c = f * c_prev + g * i
        multiply(f_t, c_prev, c_t)
        multiply(g_t, i_t, work)
        add(c_t, work, c_t)
        # (7) a_o += scaled_p_o * c
        multiply(scaled_p_o, c_t, work)
        add(o_t, work, o_t)
        # (8) tanh_a_o = np.tanh(a_o)
        tanh(o_t, o_t)
        # (8) o = 1 / 2 + tanh_a_o / 2
        multiply(half_, o_t, o_t)
        add(half_, o_t, o_t)
        # tanh_c = np.tanh(c)
        tanh(c_t, tanh_c)
        # (9) h = o * tanh_c
        multiply(o_across, tanh_c_across, h_across)
    y = copied(h[1:])
    state = State(h=h[T].copy(), c=c[T].copy())
    xh = xh1[..., : H + M]
    return y, state, Tape(dtype, (M, H), (T, N), a, c, xh)


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
    (T, N), a, c, xh = tape[2:]
    (dx,) = into
    grads = p._on(empty(p.flat.shape, dtype))
    order, product = layout(N, dtype)
    da = rows((T, N, 4 * H), dtype)
    i = a[..., :H]
    f = a[..., H : 2 * H]
    o = a[..., 2 * H : 3 * H]
    g = a[..., 3 * H :]
    da_i = da[..., :H]
    da_f = da[..., H : 2 * H]
    da_o = da[..., 2 * H : 3 * H]
    dg = da[..., 3 * H :]
    dh_next = np.array(dstate.h, order=order)  # (10)
    dc_next = np.array(dstate.c, order=order)  # (13)
    span = max(1, min(T, CHUNK // (5 * H * N)))
    dh, dc, work = vectors((3, N, H), dtype)
    tanh_c, s_o, s_c, s_f, s_i = vectors((5, span, N, H), dtype)
    p_o = np.array(np.broadcast_to(p.p_o, (N, p.p_o.size)), order=order)
    R = laid(p.R, order)
    p_i = np.array(np.broadcast_to(p.p_i, (N, p.p_i.size)), order=order)
    p_f = np.array(np.broadcast_to(p.p_f, (N, p.p_f.size)), order=order)
    dh_across = dh.T
    dc_across = dc.T
    dc_next_across = dc_next.T
    p_o_across = p_o.T
    work_across = work.T
    p_f_across = p_f.T
    p_i_across = p_i.T
    for t0 in reversed(range(0, T, span)):
        t1 = min(t0 + span, T)
        tanh_c_c, c_c, s_o_c, o_c = tanh_c[: t1 - t0], c[t0 + 1 : t1 + 1], s_o[: t1 - t0], o[t0:t1]
        s_c_c, s_f_c, f_c, c_prev_c = s_c[: t1 - t0], s_f[: t1 - t0], f[t0:t1], c[t0:t1]
        s_i_c, i_c, g_c = s_i[: t1 - t0], i[t0:t1], g[t0:t1]
        # tanh_c = np.tanh(c)
        tanh(c_c, tanh_c_c)
        # (11), (12) s_o = (1 - o) * o * tanh_c
        subtract(1, o_c, s_o_c)
        multiply(s_o_c, o_c, s_o_c)
        multiply(s_o_c, tanh_c_c, s_o_c)
        # (13) s_c = (1 - tanh_c ** 2) * o
        multiply(tanh_c_c, tanh_c_c, s_c_c)
        subtract(1, s_c_c, s_c_c)
        multiply(s_c_c, o_c, s_c_c)
        # (15), (16) s_f = (1 - f) * f * c_prev
        subtract(1, f_c, s_f_c)
        multiply(s_f_c, f_c, s_f_c)
        multiply(s_f_c, c_prev_c, s_f_c)
        # (17), (18) s_i = (1 - i) * g * i
        subtract(1, i_c, s_i_c)
        multiply(s_i_c, g_c, s_i_c)
        multiply(s_i_c, i_c, s_i_c)
        steps = zip(
            dy[t0:t1][::-1], da[t0:t1][::-1], da_o[t0:t1].swapaxes(1, 2)[::-1],
            s_o_c.swapaxes(1, 2)[::-1], s_c_c.swapaxes(1, 2)[::-1],
            dg[t0:t1].swapaxes(1, 2)[::-1], i_c.swapaxes(1, 2)[::-1],
            da_f[t0:t1].swapaxes(1, 2)[::-1], s_f_c.swapaxes(1, 2)[::-1],
            da_i[t0:t1].swapaxes(1, 2)[::-1], s_i_c.swapaxes(1, 2)[::-1],
            f_c.swapaxes(1, 2)[::-1], strict=True,
        )  # fmt: skip
        for (
            dy_t, da_t, da_o_across, s_o_across, s_c_across, dg_across, i_across, da_f_across,
            s_f_across, da_i_across, s_i_across, f_across,
        ) in steps:  # fmt: skip
            # (10) dh = dy + dh_next
            add(dy_t, dh_next, dh)
            # (11), (12) da_o = dh * s_o
            multiply(dh_across, s_o_across, da_o_across)
            # (13) dc = da_o * p_o + dh * s_c + dc_next
            multiply(da_o_across, p_o_across, dc_across)
            multiply(dh_across, s_c_across, work_across)
            add(dc_across, work_across, dc_across)
            add(dc_across, dc_next_across, dc_across)
            # (14) dg = dc * i
            multiply(dc_across, i_across, dg_across)
            # (15), (16) da_f = dc * s_f
            multiply(dc_across, s_f_across, da_f_across)
            # (17), (18) da_i = dc * s_i
            multiply(dc_across, s_i_across, da_i_across)
            # (10) dh_next = da @ R
            product(da_t, R, dh_next)
            # (13) dc_next = da_i * p_i + da_f * p_f + dc * f
            multiply(da_i_across, p_i_across, dc_next_across)
            multiply(da_f_across, p_f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
            multiply(dc_across, f_across, work_across)
            add(dc_next_across, work_across, dc_next_across)
    da_rows = da.reshape(T * N, 4 * H)
    np.matmul(da_rows, p.W, out=dx.reshape(T * N, M))  # (19)
    dWR = empty((4 * H, H + M), dtype)
    np.matmul(
        da_rows.T, xh[:-1].reshape(T * N, H + M), out=dWR
    )  # (20), (21), (24), (25), (28), (29), (31), (32)
    grads.W[...] = dWR[:, :M]
    grads.R[...] = dWR[:, M:]
    grads.b[...] = da_rows.sum(axis=0)  # (22), (26), (30), (33)
    grads.p_i[...] = (da_i.swapaxes(1, 2) * c[:-1].swapaxes(1, 2)).sum(axis=(0, 2))  # (23)
    grads.p_f[...] = (da_f.swapaxes(1, 2) * c[:-1].swapaxes(1, 2)).sum(axis=(0, 2))  # (27)
    grads.p_o[...] = (da_o.swapaxes(1, 2) * c[1:].swapaxes(1, 2)).sum(axis=(0, 2))  # (34)
    state = State(h=dh_next.copy(), c=dc_next.copy())

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
    a_i = x @ p.W_i.T + state.h @ p.R_i.T + p.b_i + p.p_i * state.c  # (1)
    i = sigmoid(a_i)  # (2)
    a_f = x @ p.W_f.T + state.h @ p.R_f.T + p.b_f + p.p_f * state.c  # (3)
    f = sigmoid(a_f)  # (4)
    g = x @ p.W_g.T + state.h @ p.R_g.T + p.b_g  # (5)
    c = f * state.c + g * i  # (6)
    a_o = x @ p.W_o.T + state.h @ p.R_o.T + p.b_o + p.p_o * c  # (7)
    o = sigmoid(a_o)  # (8)
    h = o * np.tanh(c)  # (9)
    return h, State(h=h, c=c)


def sigmoid(a: Array, out: Array | None = None) -> Array:
    """The logistic function, into ``out`` if given; neither end overflows."""
    s = np.multiply(a, 0.5, out)
    s = np.tanh(s, out)
    s = np.multiply(s, 0.5, out)
    return np.add(s, 0.5, out)


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
    shapes: tuple[tuple[int, ...], ...] = ((N, p.H), (N, p.H))
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
