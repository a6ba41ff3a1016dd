"""Where the equations come from, and what else to read.

The data stand in ``references.toml``.  An entry belongs to a cell if the cell's ``source`` holds the words by which the
entry is cited; whatever else a ``source`` says is printed as it is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from derive.notes.document import Block, Items, Section, Text, literal
from derive.notes.writer import NotesWriter


@dataclass(frozen=True)
class Reference:
    """A text.

    Attributes:
        cited: the words by which it is cited, in a cell's ``source``.
        authors, year, title: what its first page says.
        where: in which journal or book, if it is in one.
        link: where it can be found.
        about: what it says that concerns every cell, if it does.
    """

    cited: str
    authors: str
    year: int
    title: str
    where: str
    link: str
    about: str = ""

    @property
    def text(self) -> str:
        """As it stands in a list."""
        where = f" {literal(self.where)}." if self.where else ""
        name = self.link.removeprefix("https://").replace("arxiv.org/abs/", "arXiv:").replace("doi.org/", "doi:")
        link = f" [{name}]({self.link})." if self.link else ""
        end = "" if self.title.endswith("?") else "."
        return f"{literal(self.authors)} ({self.year}). *{literal(self.title)}*{end}{where}{link}"


@cache
def known() -> tuple[Reference, ...]:
    """All that is known, in the order of the file."""
    file = Path(__file__).with_suffix(".toml")
    return tuple(Reference(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["reference"])


def cited(source: str) -> list[Reference]:
    """What a source cites, in its own order."""
    found = [reference for reference in known() if reference.cited in source]
    return sorted(found, key=lambda reference: source.index(reference.cited))


def references(writer: NotesWriter) -> Section:
    """What the cell cites, and what concerns every cell."""
    source = writer.forward.source
    own = cited(source)
    blocks: list[Block] = []
    if source:
        blocks.append(Text(f"The equations: {literal(source)}{'' if source.endswith('.') else '.'}"))
    if own:
        blocks.append(Items(tuple(reference.text for reference in own)))
    further = [reference for reference in known() if reference.about and reference not in own]
    blocks.append(Text("Of use for every cell:"))
    blocks.append(Items(tuple(f"{reference.text} On {reference.about}." for reference in further)))
    return Section("References", "references", tuple(blocks), need=160)
