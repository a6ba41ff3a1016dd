"""sLSTM and mLSTM of xLSTM, in their stabilised forms, with one head."""

from collections.abc import Callable

from derive.core.equations import H
from derive.language import (
    Builder,
    Value,
    absolute,
    cell,
    dot,
    exp,
    log_sigmoid,
    maximum,
    outer,
    sigmoid,
    sqrt,
    tanh,
)


@cell(source="Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm")
def slstm(m: Builder, log_forget: Callable[[Value], Value] = log_sigmoid) -> None:
    """sLSTM: exponential gates, a normaliser n and a stabiliser m.

    m scales c and n alike and leaves h as it is; from c = n = 0 any m will do to begin with.
    ``log_forget=identity`` makes the forget gate exponential too.
    """
    x, h, c, n, m_prev = m.input("x"), m.state("h"), m.state("c"), m.state("n"), m.state("m").prev
    m.i_tilde = m.affine("i", x, h.prev)
    m.f_tilde = m.affine("f", x, h.prev)
    m.log_f = log_forget(m.f_tilde)
    m.z = tanh(m.affine("z", x, h.prev))
    m.o = sigmoid(m.affine("o", x, h.prev))
    m.m = maximum(m.log_f + m_prev, m.i_tilde)
    m.i_prime = exp(m.i_tilde - m.m)
    m.f_prime = exp(m.log_f + m_prev - m.m)
    m.c = m.f_prime * c.prev + m.i_prime * m.z
    m.n = m.f_prime * n.prev + m.i_prime
    m.h = m.o * m.c / m.n


@cell(source="Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm")
def mlstm(m: Builder, log_forget: Callable[[Value], Value] = log_sigmoid) -> None:
    """mLSTM: a matrix memory of values v under keys k, read by queries q.

    Nothing but the memory is carried; the gates i and f and the stabiliser m are one number each.
    """
    x, C, n, m_prev = m.input("x"), m.state("C", H, H), m.state("n"), m.scalar_state("m").prev
    m.q = m.affine("q", x)
    m.k = m.affine("k", x) / sqrt(H)
    m.v = m.affine("v", x)
    m.i_tilde = m.affine("i", x, size=())
    m.f_tilde = m.affine("f", x, size=())
    m.log_f = log_forget(m.f_tilde)
    m.o = sigmoid(m.affine("o", x))
    m.m = maximum(m.log_f + m_prev, m.i_tilde)
    m.i_prime = exp(m.i_tilde - m.m)
    m.f_prime = exp(m.log_f + m_prev - m.m)
    m.C = m.f_prime * C.prev + m.i_prime * outer(m.v, m.k)
    m.n = m.f_prime * n.prev + m.i_prime * m.k
    m.s = dot(m.n, m.q)
    m.d = maximum(absolute(m.s), exp(-m.m))
    m.h = m.o * (m.C @ m.q) / m.d
