"""The references in the notes."""

from __future__ import annotations

import re

import pytest

from derive import adjoint, cell
from derive.cells import builtin
from derive.language import tanh
from derive.notes.document import Items, Text, spans
from derive.notes.references import cited, known, references
from derive.notes.writer import NotesWriter


@pytest.mark.parametrize("name", builtin())
def test_every_year_that_the_zoo_cites_has_its_entry(name: str) -> None:
    source = builtin()[name].source
    assert re.findall(r"\b(?:19|20)\d\d\b(?!\.)", source) == [
        re.search(r"\d{4}$", reference.cited)[0] for reference in cited(source)
    ]


def test_nothing_is_listed_that_is_never_cited_and_concerns_no_other_cell() -> None:
    sources = " ".join(one.source for one in builtin().values())
    assert [entry.cited for entry in known() if entry.cited not in sources and not entry.about] == []
    assert len({entry.cited for entry in known()}) == len(known())


def test_links_are_of_the_archive_or_by_doi_and_numbers_are_those_of_the_definitions() -> None:
    for entry in known():
        assert re.fullmatch(r"(https://(arxiv\.org/abs/\d{4}\.\d{4,5}|doi\.org/10\.\d{4}/[\w.]+))?", entry.link)
        for source in (one.source for one in builtin().values() if entry.cited in one.source):
            for number in re.findall(rf"{re.escape(entry.cited)}, arXiv (\d{{4}}\.\d{{4,5}})", source):
                assert entry.link.endswith(number)


def test_a_users_own_source_is_printed_as_it_is() -> None:
    @cell(source="My notebook, p. 3 (50 % of $x$); gates: Gers & Schmidhuber 2000")
    def own(m):
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev))

    @cell(source="")
    def without(m):
        x, h = m.input("x"), m.state("h")
        m.h = tanh(m.affine("", x, h.prev))

    first, second, *_ = references(NotesWriter(adjoint(own.system))).blocks
    assert isinstance(first, Text)
    assert "".join(span.text for span in spans(first.text)) == f"The equations: {own.source}."
    assert isinstance(second, Items)
    assert [span.target for span in spans(second.items[0]) if span.kind == "link"] == [
        "https://doi.org/10.1109/IJCNN.2000.861302"
    ]
    first, *_ = references(NotesWriter(adjoint(without.system))).blocks
    assert isinstance(first, Text)
    assert first.text == "Of use for every cell:"
