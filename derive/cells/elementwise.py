"""Cells whose recurrence is elementwise: gates and candidates see the input alone, or the old state through a diagonal.

Everything but that recurrence can be computed for all steps at once.
"""

from derive.core.equations import H, M
from derive.language import Builder, cell, cos, exp, log_sigmoid, sigmoid, sin, tanh


@cell(source="Lei, Zhang, Wang, Dai & Artzi 2018, arXiv 1709.02755; with the projection of the authors' code")
def sru(m: Builder) -> None:
    """SRU: gates see the old state through a vector; a highway around it."""
    x, c = m.input("x"), m.state("c")
    m.u = m.affine("u", x, bias=False)
    m.f = sigmoid(m.affine("f", x) + m.param("v_f", H) * c.prev)
    m.r = sigmoid(m.affine("r", x) + m.param("v_r", H) * c.prev)
    m.c = m.f * c.prev + (1 - m.f) * m.u
    m.h = m.r * m.c + (1 - m.r) * m.affine("p", x, bias=False)


@cell(source="Bradbury, Merity, Xiong & Socher 2016, arXiv 1611.01576; fo-pooling, filters of width 2")
def qrnn(m: Builder) -> None:
    """Quasi-recurrent network: gates see two steps of the input."""
    x, c = m.input("x"), m.state("c")
    m.z = tanh(m.affine("z", x, V=x.prev))
    m.f = sigmoid(m.affine("f", x, V=x.prev))
    m.o = sigmoid(m.affine("o", x, V=x.prev))
    m.c = m.f * c.prev + (1 - m.f) * m.z
    m.h = m.o * m.c


@cell(source="Feng et al. 2024, arXiv 2410.01201")
def min_lstm(m: Builder) -> None:
    """minLSTM: forget and input gate are normalised to add up to 1.

    f/(f + i) of the two sigmoids is σ(log f - log i), which is finite where both gates underflow.
    """
    x, h = m.input("x"), m.state("h")
    m.a_f, m.a_i, m.n = m.affine("f", x), m.affine("i", x), m.affine("n", x)
    m.f_prime = sigmoid(log_sigmoid(m.a_f) - log_sigmoid(m.a_i))
    m.h = m.f_prime * h.prev + (1 - m.f_prime) * m.n


@cell(source="Orvieto et al. 2023, arXiv 2303.06349")
def lru(m: Builder) -> None:
    """Linear recurrent unit: a complex diagonal, as two reals.

    λ = exp(-exp ν + i exp θ); u and v are the real and the imaginary part of the state.
    """
    x, u, v = m.input("x"), m.state("u"), m.state("v")
    size, angle = exp(-exp(m.param("nu", H))), exp(m.param("theta", H))
    m.lambda_u, m.lambda_v, m.gamma = size * cos(angle), size * sin(angle), exp(m.param("log_gamma", H))
    m.u = m.lambda_u * u.prev - m.lambda_v * v.prev + m.gamma * (m.param("B_u", H, M) @ x)
    m.v = m.lambda_u * v.prev + m.lambda_v * u.prev + m.gamma * (m.param("B_v", H, M) @ x)
    m.y = m.param("C_u", M, H) @ m.u - m.param("C_v", M, H) @ m.v + m.param("d", M) * x
    m.output(m.y)
