"""Gradients proved for all sizes, by a checker that is not ours.

    print(certificate(adjoint(lstm.system)).text)

A :class:`Certificate` is a Coq file about one derivation.  It defines the forward equations and the derived gradients,
as they stand, and proves that there is exactly one solution of them, and that for it

    Σ what arrives · D(outputs, final states)  =  Σ gradients · D(parameters, inputs, initial states)

for all sizes, over any commutative rings with a derivation.  Coq differentiates the forward equations itself.  The
proof is written from the derivation's own paths, and only Coq judges it.

    names, expressions, statement     what is said: must be trusted
    order, routes, words              what the proof is made of
    solution, rules, reading, gradients, script      its lemmas
    certificate, coq                  the file, and running Coq on it;  coq/: what every certificate rests on
"""

from derive.proof.certificate import LIBRARY, REALS, Certificate, certificate, document, library, over_reals
from derive.proof.expressions import Refused

__all__ = ["LIBRARY", "REALS", "Certificate", "Refused", "certificate", "document", "library", "over_reals"]
