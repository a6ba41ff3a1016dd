"""Gated recurrent units.  In GRU the gate z keeps the old state; in minGRU and MGU the gate lets the new one in."""

from derive.core.equations import H
from derive.language import Builder, cell, sigmoid, tanh


@cell(source="Cho et al. 2014, arXiv 1406.1078; as PyTorch and Keras have it")
def gru(m: Builder) -> None:
    """GRU, reset after: the gate r acts on R_n h, which has its own bias."""
    x, h = m.input("x"), m.state("h")
    m.r = sigmoid(m.affine("r", x, h.prev))
    m.z = sigmoid(m.affine("z", x, h.prev))
    a_n = m.affine("n", x)
    m.u = m.param("R_n", H, H) @ h.prev + m.param("b_Rn", H)
    m.n = tanh(a_n + m.r * m.u)
    m.h = m.z * h.prev + (1 - m.z) * m.n


@cell(source="Cho et al. 2014, arXiv 1406.1078v3; ONNX with linear_before_reset=0")
def gru_reset_before(m: Builder) -> None:
    """GRU, reset before: the gate r acts on h, and R_n on what is left of it."""
    x, h = m.input("x"), m.state("h")
    m.r = sigmoid(m.affine("r", x, h.prev))
    m.z = sigmoid(m.affine("z", x, h.prev))
    m.n = tanh(m.affine("n", x, m.r * h.prev))
    m.h = m.z * h.prev + (1 - m.z) * m.n


@cell(source="Zhou, Wu, Zhang & Zhou 2016, arXiv 1603.09420")
def mgu(m: Builder) -> None:
    """Minimal gated unit: one gate forgets and resets."""
    x, h = m.input("x"), m.state("h")
    m.f = sigmoid(m.affine("f", x, h.prev))
    m.n = tanh(m.affine("n", x, m.f * h.prev))
    m.h = (1 - m.f) * h.prev + m.f * m.n


@cell(source="Feng et al. 2024, arXiv 2410.01201")
def min_gru(m: Builder) -> None:
    """minGRU: gate and candidate see the input alone.

    Everything but one elementwise recurrence can be computed for all steps at once.
    """
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x))
    m.n = m.affine("n", x)
    m.h = (1 - m.z) * h.prev + m.z * m.n
