"""Cells that carry a matrix: linear attention with decay and with the delta rule, and a memory that is addressed.

A memory S of a head holds values v under keys k; a query q reads S q.
"""

from derive.core.equations import M
from derive.language import (
    Builder,
    Value,
    cell,
    concat,
    exp,
    mean,
    norm,
    sigmoid,
    silu,
    softmax,
    softplus,
    sqrt,
    tanh,
    total,
)


@cell(source="Dao & Gu 2024, arXiv 2405.21060; without the short convolution before and the norm behind")
def mamba2(m: Builder) -> None:
    """Mamba-2: a state space that decays by one number for each head.

    All heads share B, which writes, and C, which reads.
    """
    G, D, S = m.size("G", "num_heads"), m.size("D", "head_dim"), m.size("S", "state_size")
    x, h = m.input("x"), m.state("h", G, D, S)
    m.v, m.z = silu(m.affine("v", x, size=(G, D), bias=False)), silu(m.affine("z", x, size=(G, D), bias=False))
    m.B, m.C = silu(m.affine("B", x, size=S, bias=False)), silu(m.affine("C", x, size=S, bias=False))
    m.dt = softplus(m.affine("dt", x, size=G))
    m.a = exp(-exp(m.param("log_A", G)) * m.dt)
    m.h = m.a[:, None, None] * h.prev + (m.dt[:, None] * m.v)[:, :, None] * m.B[None, None, :]
    m.y = (m.h @ m.C + m.param("d", G)[:, None] * m.v) * m.z
    m.output(m.y)


@cell(source="Yang, Kautz & Hatamizadeh 2024, arXiv 2412.06464; without the short convolutions and the output norm")
def gated_delta_net(m: Builder) -> None:
    """Gated DeltaNet: a memory that decays, and replaces what it overwrites.

    It decays by α; under the key k the new value takes the place of the old one by the part β.
    """
    G, D = m.size("G", "num_heads"), m.size("D", "head_dim")
    x, S = m.input("x"), m.state("S", G, D, D)
    q, k, v = (silu(m.affine(name, x, size=(G, D), bias=False)) for name in "qkv")
    m.q, m.k, m.v = _unit(q), _unit(k), v
    m.alpha = exp(-exp(m.param("log_A", G)) * softplus(m.affine("alpha", x, size=G)))
    m.beta = sigmoid(m.affine("beta", x, size=G))
    m.P = m.alpha[:, None, None] * S.prev
    m.e = m.beta[:, None] * (m.v - m.P @ m.k)
    m.S = m.P + m.e[:, :, None] * m.k[:, None, :]
    m.h = (m.S @ m.q) * silu(m.affine("g", x, size=(G, D), bias=False))


def _unit(value: Value, eps: float = 1e-6) -> Value:
    """Each row over its length; a row of zeros stays one."""
    return value / norm(value, axis=-1, eps=eps)[..., None]


@cell(
    source="Peng et al. 2025, arXiv 2503.14456; the time mixing, its low-rank maps as whole matrices, no value residual"
)
def rwkv7(m: Builder) -> None:
    """RWKV-7: a memory that decays by a vector, and forgets under a key.

    w is the decay, κ the key under which is forgotten, by the vector a; the value v is written under k_tilde.
    """
    G, D = m.size("G", "num_heads"), m.size("D", "head_dim")
    x, S = m.input("x"), m.state("S", G, D, D)
    mixed = {name: x + (x.prev - x) * m.param(f"mu_{name}", M) for name in "rwkvag"}  # token shift
    r, w, k, v, a, g = (m.affine(name, mixed[name], size=(G, D), bias=name in "wa") for name in mixed)
    m.r, m.v, m.k, m.a = r, v, k, sigmoid(a)
    m.w = exp(-exp(-0.5) * sigmoid(tanh(w)))
    m.kappa = _unit(m.k * m.param("xi", G, D), eps=1e-12)
    m.k_tilde = m.k * (1 + (m.a - 1) * m.param("alpha", G, D))
    m.e = S.prev @ m.kappa
    m.S = (
        S.prev * m.w[:, None, :]
        - m.e[:, :, None] * (m.a * m.kappa)[:, None, :]
        + m.v[..., None] * m.k_tilde[:, None, :]
    )
    m.o = _normal(m.S @ m.r) * m.param("gain", G, D) + m.param("shift", G, D)
    m.h = (m.o + total(m.r * m.param("rho", G, D) * m.k_tilde, axis=1)[:, None] * m.v) * g


def _normal(value: Value, eps: float = 64e-5) -> Value:
    """Each row less its mean, over its standard deviation."""
    rest = value - mean(value, axis=-1)[..., None]
    return rest / sqrt(mean(rest**2, axis=-1) + eps)[..., None]


@cell(source="Graves, Wayne & Danihelka 2014, arXiv 1410.5401; addressing by content and by the last weights, no shift")
def ntm(m: Builder) -> None:
    """Neural Turing machine: rows of memory, addressed by cosine with a key."""
    R, D = m.size("R", "memory_rows"), m.size("D", "row_size")
    x, h, r, w, S = m.input("x"), m.state("h"), m.state("r", D), m.state("w", R), m.state("S", R, D)
    m.h = tanh(m.affine("h", x, h.prev, r.prev))
    m.k, m.a = tanh(m.affine("k", m.h, size=D)), tanh(m.affine("a", m.h, size=D))
    m.e, m.g = sigmoid(m.affine("e", m.h, size=D)), sigmoid(m.affine("g", m.h, size=()))
    m.beta = softplus(m.affine("beta", m.h, size=()))
    m.cosine = (S.prev @ m.k) / (norm(S.prev, axis=1, eps=1e-8) * norm(m.k, eps=1e-8))
    m.w = m.g * softmax(m.beta * m.cosine) + (1 - m.g) * w.prev
    m.S = S.prev * (1 - m.w[:, None] * m.e[None, :]) + m.w[:, None] * m.a[None, :]
    m.r = m.S.T @ m.w
    m.y = concat(m.h, m.r)
    m.output(m.y)
