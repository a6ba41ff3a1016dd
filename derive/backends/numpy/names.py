"""Python names for what a kernel speaks of: each its own, none of Python's, NumPy's or the kernel's."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Hashable, Iterable

from derive.backends.numpy import runtime

MODULE = (
    ["np", "NamedTuple", "annotations", "Array", "SIGNATURE", "Params", "State", "Gradients", "KERNEL"]
    + ["init", "forward", "backward", "step", "predict", "release", "_run", "_back", "_advance", "_predict"]
)  # fmt: skip
"""What a kernel's module holds, and what all its functions see."""

RUNTIME = tuple(name for name in vars(runtime) if not name.startswith("__"))
"""What the runtime holds: it may stand in the kernel's own file."""

UFUNCS = (
    ["absolute", "add", "cos", "divide", "exp", "log", "maximum", "minimum", "multiply", "negative", "power"]
    + ["sign", "sin", "sqrt", "square", "subtract", "tanh"]
)  # fmt: skip
"""What it may take from NumPy by its bare name: looking it up in the module costs a tenth of a call in a short loop."""

LOCALS = (
    ["p", "x_t", "y", "t", "T", "N", "state", "state0", "tape", "arrays", "dy", "dstate", "dtype", "grads", "order"]
    + ["product", "span", "t0", "t1", "steps", "checkpoint_every"]
)  # fmt: skip
"""Names of the functions' own arguments and variables."""

RESERVED = frozenset([*MODULE, *RUNTIME, *UFUNCS, *LOCALS, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)])

MEMBERS = frozenset(
    [
        "flat",
        "names",
        "signature",
        "attributes",
        "sizes",
        "keys",
        "items",
        "values",
        "get",
        "copy",
        "astype",
        "count",
        "index",
    ]
    + [*keyword.kwlist]
)
"""Names that attributes of Params, State and Gradients cannot have."""


class Names:
    """A scope of names.  The same thing has the same name; no two things have one name.

    Args:
        reserved: names that are taken by others.
    """

    def __init__(self, reserved: Iterable[str] = RESERVED) -> None:
        self.taken = set(reserved)
        self.known: dict[Hashable, str] = {}

    def __call__(self, thing: Hashable, wanted: str) -> str:
        """The thing's name: the one wanted, or one like it that is free."""
        if thing not in self.known:
            name = ascii_name(wanted)
            while name in self.taken:
                name += "_"
            self.taken.add(name)
            self.known[thing] = name
        return self.known[thing]

    def within(self) -> Names:
        """A scope inside this one, which sees its names."""
        inner = Names(self.taken)
        inner.known = dict(self.known)
        return inner


def ascii_name(name: str) -> str:
    """A name in letters that every keyboard has: α is alpha."""
    return "".join(letter if letter.isascii() else _spelled(letter) for letter in name)


def _spelled(letter: str) -> str:
    words = unicodedata.name(letter, f"u{ord(letter):x}").split()
    return words[-1].lower() if words[-1].isalpha() else f"u{ord(letter):x}"


def member(name: str, taken: Iterable[str] = ()) -> str:
    """The attribute under which a parameter, state or gradient is known."""
    found = ascii_name(name)
    while found in MEMBERS or found in taken or found.startswith("_"):
        found = f"{found.lstrip('_')}_"
    return found
