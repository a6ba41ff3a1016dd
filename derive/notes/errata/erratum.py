"""What an erratum is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from derive.notes.errata.hand import Hand, Lines
from derive.notes.errata.trial import Row

ROUNDING = 1e-12
"""What a right formula may err by, on the gradient's length."""


@dataclass(frozen=True)
class Measured:
    """By how much a statement is off.

    Attributes:
        said: in a sentence.
        short: in a table.
        error: the relative error of what is printed, where it has one.
        rest: the relative error of what is derived, where it has one.
    """

    said: str
    short: str
    error: float | None = None
    rest: float | None = None


@dataclass(frozen=True)
class Erratum:
    """A statement of an article that is wrong.

    Attributes:
        number: the article's number and its own.
        what: what the statement is about.
        printed: the statement, a formula a line.
        wrong: what is wrong with it.
        right: what is derived instead.
        measured: the disagreement in numbers, where it has been measured.
        remark: what is said beside the derived equations.
    """

    number: str
    what: str
    printed: tuple[str, ...]
    wrong: str
    right: Callable[[Hand], Lines]
    measured: Callable[[], Measured] | None = None
    remark: str = ""


@dataclass(frozen=True)
class Article:
    """An article and what is wrong in it.

    Attributes:
        number: by which its errata begin.
        title: its title, or what it is.
        author: its author, where known.
        notation: the notation that is its own.
        about: how it writes, and what was taken for measuring.
        errata: its errata.
    """

    number: int
    title: str
    author: str
    notation: str
    about: str
    errata: tuple[Erratum, ...]


# ---------------------------------------------------------------------------------------------------------------------
# Kinds of disagreement.


def disagreement(
    printed: Row, true: Row, derived: Row, repaired: Row | None = None, if_: str = "", of: str = ""
) -> Measured:
    """Relative errors: the length of the difference over that of the true gradient.

    Args:
        printed: the value of the printed formula.
        true: the gradient, measured.
        derived: the value of the derived formula.
        repaired: the value of the printed formula with one of its faults mended.
        if_: which one.
        of: of what, where it is not the whole formula.
    """
    error, rest = distance(printed, true), distance(derived, true)
    said = f"The relative error {f'of {of} ' if of else ''}is ${figures(error)}$"
    if repaired is not None:
        said += f" (${figures(distance(repaired, true))}$ {if_})"
    return Measured(f"{said}; that of the derived formula is {_small(rest)}.", f"${figures(error)}$", error, rest)


def number(said: str, printed: float, true: float) -> Measured:
    """A number that is not what it should be."""
    error = abs(printed - true) / abs(true)
    if error < 10:
        return Measured(f"{said} The relative error is ${figures(error)}$.", f"${figures(error)}$", error)
    times = figures(printed / true)
    return Measured(f"{said} The claim is too large by a factor of ${times}$.", rf"factor ${times}$", error)


def distance(value: Row, true: Row) -> float:
    """The length of the difference over the length of what is true."""
    return float(np.linalg.norm(value - true) / np.linalg.norm(true))


def _small(error: float) -> str:
    """A relative error, as rounding if it is no more than that."""
    return "below $10^{-12}$" if error < ROUNDING else f"${figures(error)}$"


def figures(value: float, count: int = 2) -> str:
    """A number with so many significant digits, in LaTeX."""
    digits, power = f"{value:.{count - 1}e}".split("e")
    if value == 0:
        return "0"
    if -4 < int(power) < count + 2:
        return f"{float(f'{digits}e{power}'):.{max(count - 1 - int(power), 0)}f}"
    return rf"{digits} \cdot 10^{{{int(power)}}}"


def misshapen(left: Row, right: Row, product: str, wanted: Row | None = None, of: str = "") -> Measured:
    """A product whose shape is not the one that is wanted, or that is not defined."""
    factors = f"${_extents(left)}$ times ${_extents(right)}$"
    try:
        shape = _extents(left @ right)
    except ValueError:
        return Measured(
            f"With the shapes of the forward pass, ${product}$ is {factors}, which is not defined.", "shape"
        )
    if wanted is None or wanted.shape == (left @ right).shape:
        raise ValueError(f"{product} has a shape that fits")
    return Measured(f"${product}$ is {factors}, that is ${shape}$; ${of}$ is ${_extents(wanted)}$.", "shape")


def _extents(matrix: Row) -> str:
    return r" \times ".join(map(str, matrix.shape))
