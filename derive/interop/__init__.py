"""Weights as other frameworks keep them: PyTorch, Keras and ONNX.

    from derive.interop import load, torch

    w = torch.read(rnn.state_dict(), "lstm")        # by our names: W_i, R_i, b_i, …
    load(p, w)                                      # into the Params of a kernel
    entries = torch.write(p, "lstm", like=w)        # and back

NumPy is all that is needed; no framework is imported.  Each module has ``read`` and ``write``, and its layouts as data:
the order of the gates, rows or columns, how many biases there are (:mod:`derive.interop.layouts`).  Round trips are
exact both ways, though the frameworks split biases and we do not (:mod:`derive.interop.weights`).
"""

from derive.interop import keras, onnx, torch
from derive.interop.weights import Weights, load

__all__ = ["Weights", "keras", "load", "onnx", "torch"]
