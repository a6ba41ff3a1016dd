"""Differentiate, contract the deltas, collect: every gradient of every cell.

The adjoint of a tensor u is one line, the same for every cell:

    ū[s…] = Σ over equations v, Σ over v's indices of  v̄[v's indices] · ∂v/∂u[s…]

SymPy answers ∂v/∂u[s…] with Kronecker deltas, one for each index of u.  Contracting them, that is replacing a summed
index by what its delta forces, yields all that hand-made gradients get wrong: δ(t-1,s) is the shift in time, an index
that u lacks stays summed (the sum over time and batch of a weight gradient), and a sum over the first index of W
rather than the second is the transpose.  An index that a delta replaces leaves its range behind as a condition: what
comes from step t+1 exists only while t+1 ≤ T.

No rule for any tensor operation is written here; all derivatives are SymPy's.  The only inputs of the backward pass are
the gradients that arrive from outside, and they enter as an equation too (:func:`.differentiate.probe`).
"""

from derive.calculus.contract import canonicalise, collect, contract
from derive.calculus.differentiate import adjoint, adjoint_of, by_output, order_of, probe, tangent, tangent_of
from derive.calculus.steps import Backward, Contraction, Derivation, Path, numbering

__all__ = [
    "Backward",
    "Contraction",
    "Derivation",
    "Path",
    "adjoint",
    "adjoint_of",
    "by_output",
    "canonicalise",
    "collect",
    "contract",
    "numbering",
    "order_of",
    "probe",
    "tangent",
    "tangent_of",
]
