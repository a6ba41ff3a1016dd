"""What options can be, as ``--help`` lists it: here, so that help needs nothing that takes long to import."""

from enum import StrEnum

DOCUMENTS = ("training", "zoo", "errata")
"""The names of :data:`derive.notes.DOCUMENTS`."""

NOTATIONS = ("odyssey", "article0", "stacked-row", "olah", "coursera", "pytorch", "index")
"""The names of :data:`derive.notation.files.NAMES`."""


class Format(StrEnum):
    """What notes can be written as."""

    HTML = "html"  # one file that opens offline
    PDF = "pdf"
    LATEX = "latex"  # NAME.tex compiles by itself, NAME_body.tex is for \\input
    MARKDOWN = "markdown"  # for notebooks, with its pictures beside it
