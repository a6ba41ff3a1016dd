r"""The signs of mathematics: for each command of LaTeX its character, and what it is in a formula."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a sign is in a formula, which decides the space around it."""

    LETTER = "letter"  # set in italics
    PLAIN = "plain"  # digits and signs without a space around them
    NAME = "name"  # a function, set upright
    BINARY = "binary"
    RELATION = "relation"
    SPACE = "space"


def _all(role: Role, **commands: str) -> dict[str, tuple[str, Role]]:
    return {f"\\{name}": (character, role) for name, character in commands.items()}


_LOWER = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "vartheta": "ϑ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "ϕ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
}
_UPPER = {
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Upsilon": "Υ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}

SIGNS: Mapping[str, tuple[str, Role]] = MappingProxyType(
    {
        **_all(Role.LETTER, **_LOWER),
        **_all(Role.PLAIN, **_UPPER),
        **_all(Role.BINARY, odot="⊙", oslash="⊘", otimes="⊗", oplus="⊕", times="×", cdot="·", bullet="•", pm="±"),
        **_all(Role.RELATION, leq="≤", geq="≥", to="→", longrightarrow="⟶", approx="≈", neq="≠", ni="∋"),
        "\\in": ("∈", Role.RELATION),
        **_all(Role.PLAIN, top="⊤", partial="∂", sum="Σ", prod="Π", infty="∞", nabla="∇", ell="ℓ", prime="′"),
        **_all(Role.PLAIN, langle="⟨", rangle="⟩", lvert="|", rvert="|", Vert="‖", lVert="‖", rVert="‖"),
        **_all(Role.PLAIN, dots="…", ldots="…", cdots="⋯"),
        **_all(Role.NAME, tanh="tanh", exp="exp", log="log", max="max", min="min", sin="sin", cos="cos"),
        **_all(Role.SPACE, quad="\u2003", qquad="\u2003\u2003"),
        "\\,": ("\u2009", Role.SPACE),
        "\\;": ("\u2005", Role.SPACE),
        "\\ ": (" ", Role.SPACE),
        "\\!": ("", Role.SPACE),
        "\\|": ("‖", Role.PLAIN),
        "\\_": ("_", Role.PLAIN),
        "+": ("+", Role.BINARY),
        "-": ("−", Role.BINARY),
        **{sign: (sign, Role.RELATION) for sign in "=<>"},
    }
)
"""Commands and single characters that are more than themselves."""

ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "hat": "\u0302",
        "tilde": "\u0303",
        "bar": "\u0304",
        "vec": "\u20d7",
        "dot": "\u0307",
        "ddot": "\u0308",
        "check": "\u030c",
        "breve": "\u0306",
        "acute": "\u0301",
        "grave": "\u0300",
    }
)
"""Accents, and the combining character that reads like them."""


def sign(text: str) -> tuple[str, Role]:
    """The character or word of an atom, and its role; an unknown command is its name."""
    if text in SIGNS:
        return SIGNS[text]
    if text.startswith("\\"):
        return text[1:], Role.NAME
    return text, Role.LETTER if text.isalpha() and text.isascii() else Role.PLAIN
