"""sLSTM and mLSTM of xLSTM, in their stabilised forms, with one head and with several."""

from collections.abc import Callable
from math import inf

from derive.core.equations import H
from derive.language import (
    Builder,
    Value,
    absolute,
    cell,
    exp,
    log_sigmoid,
    maximum,
    minimum,
    sigmoid,
    sqrt,
    tanh,
    total,
)


@cell(source="Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm")
def slstm(m: Builder, log_forget: Callable[[Value], Value] = log_sigmoid, heads: bool = False) -> None:
    """sLSTM: exponential gates, a normaliser n and a stabiliser m.

    m scales c and n alike and leaves h as it is.  It starts from -∞, so that the first step sets it to the input gate's
    exponent: n is 1 then, and never less, however small the gates are.  ``log_forget=identity`` makes the forget gate
    exponential too.  With ``heads``, the units of a head see those of the same head alone.
    """
    units = (m.size("G", "num_heads"), m.size("D", "head_dim")) if heads else (H,)
    x, h, c, n = m.input("x"), m.state("h", *units), m.state("c", *units), m.state("n", *units)
    m_prev = m.state("m", *units, start=-inf).prev
    m.i_tilde = m.affine("i", x, h.prev, size=units)
    m.f_tilde = m.affine("f", x, h.prev, size=units)
    m.log_f = log_forget(m.f_tilde)
    m.z = tanh(m.affine("z", x, h.prev, size=units))
    m.o = sigmoid(m.affine("o", x, h.prev, size=units))
    m.m = maximum(m.log_f + m_prev, m.i_tilde)
    m.i_prime = exp(m.i_tilde - m.m)
    m.f_prime = exp(m.log_f + m_prev - m.m)
    m.c = m.f_prime * c.prev + m.i_prime * m.z
    m.n = m.f_prime * n.prev + m.i_prime
    m.h = m.o * m.c / m.n


slstm_heads = slstm.variant(
    "slstm_heads", doc="sLSTM with several heads, each a block of the recurrent matrices.", heads=True
)


@cell(source="Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm")
def mlstm(
    m: Builder, log_forget: Callable[[Value], Value] = log_sigmoid, heads: bool = False, floor: float = 1e-15
) -> None:
    """mLSTM: a matrix memory of values v under keys k, read by queries q.

    Nothing but the memory is carried; the gates i and f and the stabiliser m are one number for each head.  What is
    read is (C q)/max(|n·q|, exp -m), above and below times exp(min(m, 0)), so that no exponent overflows; ``floor`` is
    far below the rounding of what else is in the maximum, and keeps 0/0 away where n·q is 0 and exp -m underflows.
    """
    units = (m.size("G", "num_heads"), m.size("D", "head_dim")) if heads else (H,)
    gates, D = units[:-1], units[-1]
    x, C, n = m.input("x"), m.state("C", *units, D), m.state("n", *units)
    m_prev = (m.state("m", *gates) if gates else m.scalar_state("m")).prev
    m.q, m.v, m.k = m.affine("q", x, size=units), m.affine("v", x, size=units), m.affine("k", x, size=units) / sqrt(D)
    m.i_tilde, m.f_tilde = m.affine("i", x, size=gates), m.affine("f", x, size=gates)
    m.log_f = log_forget(m.f_tilde)
    m.o = sigmoid(m.affine("o", x, size=units))
    m.m = maximum(m.log_f + m_prev, m.i_tilde)
    m.i_prime, m.f_prime = exp(m.i_tilde - m.m), exp(m.log_f + m_prev - m.m)
    i, f = m.i_prime[..., None], m.f_prime[..., None]
    m.C = f[..., None] * C.prev + i[..., None] * m.v[..., None] * m.k[..., None, :]
    m.n = f * n.prev + i * m.k
    m.s = total(m.n * m.q, axis=-1)
    m.e = exp(minimum(m.m, 0))
    m.d = maximum(maximum(absolute(m.s) * m.e, exp(-maximum(m.m, 0))), floor)
    m.h = m.o * (m.C @ m.q) * (m.e / m.d)[..., None]


mlstm_heads = mlstm.variant("mlstm_heads", doc="mLSTM with several heads, each with a memory of its own.", heads=True)
