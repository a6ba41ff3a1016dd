"""LSTM with layer normalisation."""

from collections.abc import Sequence

from derive.cells.lstm import GATES
from derive.core.equations import H, M
from derive.language import Builder, Value, cell, mean, sqrt, tanh


@cell(source="Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours")
def layer_norm_lstm(m: Builder, eps: float = 1e-5) -> None:
    """LSTM that normalises what its gates see and what it reads from the cell.

    R h and W x are normalised each as one vector of all four gates; the cell is carried as it is.  Without ε inside the
    root the first step from h = 0 would divide by zero.
    """
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    for gate in GATES:
        m[f"u_{gate}"] = m.param(f"R_{gate}", H, H) @ h.prev
        m[f"v_{gate}"] = m.param(f"W_{gate}", H, M) @ x
    u = layer_norm(m, "u", [f"u_{gate}" for gate in GATES], eps)
    v = layer_norm(m, "v", [f"v_{gate}" for gate in GATES], eps)
    for (gate, squash), u_normal, v_normal in zip(GATES.items(), u, v, strict=True):
        m[gate] = squash(u_normal + v_normal + m.param(f"b_{gate}", H))
    m.c = m.f * c.prev + m.i * m.g
    m.h = m.o * tanh(*layer_norm(m, "c", ["c"], eps))


def layer_norm(m: Builder, label: str, parts: Sequence[str], eps: float) -> list[Value]:
    """LN(u; α, β) = α ⊙ (u-μ)/s + β of one vector, given as parts of equal size that are defined already.

    μ and s are the mean and the standard deviation over all components of all parts.
    """
    mu, s = f"mu_{label}", f"s_{label}"
    m[mu] = sum(mean(m[part]) for part in parts) / len(parts)
    m[s] = sqrt(sum(mean((m[part] - m[mu]) ** 2) for part in parts) / len(parts) + eps)
    for part in parts:
        m[f"{part}_hat"] = (m[part] - m[mu]) / m[s]
    return [m.param(f"alpha_{part}", H) * m[f"{part}_hat"] + m.param(f"beta_{part}", H) for part in parts]
