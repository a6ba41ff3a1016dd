"""The study notes as HTML: one file that needs nothing else, and that works in a real browser."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from chromium import Browser
from strange_cells import CELLS as STRANGE
from test_notes import stateless, user_cell
from typesetting import needs_browser, needs_tex

from derive import Cell, adjoint
from derive.app import pdf
from derive.calculus import Backward, numbering
from derive.cells import builtin
from derive.notes import cell_notes
from derive.notes.document import literal
from derive.notes.references import known
from derive.pages.html import index_page, said
from derive.pages.html import page as as_page

SHOWN: dict[str, Cell] = {
    **{name: builtin()[name] for name in ("lstm", "gru", "mlstm")},
    **{cell.name: cell for cell in (user_cell, stateless)},
}


def render(backward: Backward, index: str = "") -> str:
    return as_page(cell_notes(backward, interactive=True), index)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages of some cells and their index."""
    folder = tmp_path_factory.mktemp("notes")
    for name, cell in SHOWN.items():
        (folder / f"{name}.html").write_text(render(adjoint(cell.system), index="index.html"), encoding="utf-8")
    index = index_page(SHOWN.values(), {}, folder)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium.browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


# --- the file


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_says_what_the_notes_say(pages, name):
    page = (pages / f"{name}.html").read_text()
    backward = adjoint(SHOWN[name].system)
    assert page.count('<article class="card" id="card-') == len(backward.derivations)
    assert page.count('<section class="path') == 2 + sum(len(d.paths) for d in backward.derivations.values())
    numbers = re.findall(r'<tbody class="equation" id="eq-(\d+)">', page)
    assert sorted(map(int, numbers)) == list(range(1, len(numbering(backward)) + 1))
    for section in (
        "Notation and shapes",
        "Forward pass",
        "The gradients, one by one",
        "Summary: all that it takes, on one page",
    ):
        assert f">{section}</h2>" in page
    assert ("The recurrence, path by path</h2>" in page) == bool(backward.forward.states)


@pytest.mark.parametrize("name", [*SHOWN, "index"])
def test_links_lead_somewhere_and_never_away(pages, name):
    page = re.sub(r"(?s)<script>.*?</script>", "", (pages / f"{name}.html").read_text())
    links = set(re.findall(r'\b(?:href|src)="([^"]*)"', page)) - {"data:,"}
    assert {link[1:] for link in links if link.startswith("#")} <= set(re.findall(r'\bid="([^"]+)"', page))
    away = {link for link in links if link.startswith("https://")}
    assert away <= {reference.link for reference in known()}  # of articles, which nothing loads
    assert not re.findall(r'\bsrc="https', page)
    assert all((pages / link).is_file() for link in links - away if not link.startswith("#"))
    assert not re.findall(r"url\((?!data:)", page)
    assert r"\color" not in page
    assert "Permission is hereby granted" in page  # KaTeX's licence travels with it


def test_the_same_bytes_every_time(pages):
    assert render(adjoint(SHOWN["gru"].system), index="index.html") == (pages / "gru.html").read_text()


def test_what_a_user_writes_is_text():
    assert said(literal("a <b>\n & ``m.x``")) == "a &lt;b&gt; &amp; <code>m.x</code>"


@pytest.mark.pages
@pytest.mark.parametrize("name", STRANGE)
def test_strange_cells_and_networks_have_pages(name):
    page = render(adjoint(STRANGE[name].system))
    assert page.count('<article class="card" id="card-') == len(adjoint(STRANGE[name].system).derivations)


# --- the command


@pytest.fixture
def own_cell(tmp_path: Path) -> Path:
    file = tmp_path / "own.py"
    file.write_text(
        "from derive import cell, sigmoid\n\n\n"
        '@cell(source="an exercise")\n'
        "def own(m):\n"
        '    """A cell of a user\'s."""\n'
        '    x, h = m.input("x"), m.state("h")\n'
        '    m.h = sigmoid(m.affine("h", x, h.prev))\n'
    )
    return file


def test_the_command_writes_pages_and_an_index(derive, own_cell):
    assert derive("notes", "rnn", "-f", "html").code == 0
    said = derive("notes", own_cell, "--format", "html")
    assert (said.code, said.out.split(), said.err) == (0, ["own", "own.html"], "")
    assert {path.name for path in Path("build/notes").iterdir()} == {"rnn.html", "own.html", "index.html"}
    index = Path("build/notes/index.html").read_text()
    assert 'href="own.html"' in index
    assert 'href="rnn.html"' in index  # from before
    assert '.pdf"' not in index


@needs_tex
def test_the_command_writes_pdfs(derive, own_cell):
    assert derive("notes", own_cell, "-o", "there").code == 0
    made = Path("there/own.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert 'href="own.pdf"' in Path("there/index.html").read_text()
    assert derive("notes", own_cell, "-o", "again").code == 0
    assert Path("again/own.pdf").read_bytes() == made


def test_without_a_tex_the_command_says_what_to_install(derive, own_cell, monkeypatch):
    monkeypatch.setattr(pdf, "PROGRAM", "no-such-program")
    said = derive("notes", own_cell)
    assert said.code == 0
    assert "apt-get install texlive" in said.out
    assert Path("build/notes/own.html").is_file()
    said = derive("notes", own_cell, "-f", "pdf")
    assert said.code == 2
    assert "apt-get install texlive" in said.err


@needs_tex
def test_what_tex_does_not_take_is_told():
    with pytest.raises(pdf.NotTypeset, match="does not take bad.tex: LaTeX Error: File `absent.sty' not found"):
        pdf.typeset(r"\documentclass{article}\usepackage{absent}\begin{document}x\end{document}", "bad")


# --- in a browser


@needs_browser
@pytest.mark.parametrize("name", ["lstm", "gru", "mlstm", "user_cell", "index"])
def test_a_browser_sets_it_without_fault_or_network(page, pages, name):
    page.open(pages / f"{name}.html")
    assert page.evaluate("[...document.querySelectorAll('.katex-error')].map(e => e.title)") == []
    assert page.evaluate("[...document.querySelectorAll('.math')].filter(e => !e.querySelector('.katex')).length") == 0
    assert page.evaluate("document.fonts.check('16px KaTeX_Main') && document.fonts.check('16px KaTeX_Math')")
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'error').length") == 0
    assert page.requests == [(pages / f"{name}.html").resolve().as_uri()]
    assert page.complaints == []
    for width in (400, 1280):  # nothing sticks out
        page.size(width, 900)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


LIT = "[...document.querySelectorAll('.{}')].map(e => e.dataset.t ?? e.textContent)"


def lit(page: Browser) -> tuple[set[str], set[str]]:
    """The tensors that are lit up: where they are used, and as a gradient."""
    use, grad = (set(page.evaluate(LIT.format(f"katex .{mark}"))) for mark in ("use", "grad"))
    return use, grad


@needs_browser
@pytest.mark.parametrize(("name", "tensor"), [("lstm", "c"), ("gru", "h"), ("mlstm", "C"), ("user_cell", "c_tilde")])
def test_pointing_at_a_tensor_lights_up_its_uses_and_its_gradient(page, pages, name, tensor):
    page.open(pages / f"{name}.html")
    assert lit(page) == (set(), set())
    page.point(f"#forward ~ .wide [data-t={tensor}]")
    assert lit(page) == ({tensor}, {f"d{tensor}"})
    everywhere = page.evaluate(f"document.querySelectorAll('main [data-t={tensor}]').length")
    assert page.evaluate(f"document.querySelectorAll('main .use[data-t={tensor}]').length") == everywhere > 3
    system = SHOWN[name].system
    readers = {equation.name for equation in system.equations if system.tensors[tensor] in equation.reads()}
    rows = page.evaluate("[...document.querySelectorAll('.equation.lit[id]')].map(e => e.id)")
    numbers = numbering(adjoint(system))
    assert {f"eq-{numbers[reader]}" for reader in {*readers, tensor, f"d{tensor}"}} <= set(rows)
    paths = page.evaluate("[...document.querySelectorAll('.path.through')].map(e => e.closest('.card')?.id ?? '')")
    read = {read.name for read in system.equation(tensor).reads()}
    assert {f"card-{name}" for name in read} <= set(paths)
    drawn = "[...document.querySelectorAll('svg .{}')].map(e => e.dataset.t + ' in ' + e.closest('figure').id)"
    assert f"{tensor} in {name}-circuit" in page.evaluate(drawn.format("use"))
    assert f"d{tensor} in {name}-backward" in page.evaluate(drawn.format("grad"))
    said = page.evaluate("document.getElementById('lens').textContent")
    assert "state" in said
    assert f"defined in ({numbers[tensor]})" in said
    page.point(f"figure[id={name}-circuit] .node[data-t={tensor}]")
    assert lit(page) == ({tensor}, {f"d{tensor}"})
    page.point(f"#card-{tensor} .result [data-t=d{tensor}]")
    assert lit(page) == ({tensor}, {f"d{tensor}"})
    assert "gradient with respect to" in page.evaluate("document.getElementById('lens').textContent")


@needs_browser
def test_a_click_keeps_the_light_on(page, pages):
    page.open(pages / "lstm.html")
    page.click("#forward ~ .wide [data-t=f]")
    page.point("h1")
    later = "new Promise(done => setTimeout(() => done(true), 500))"
    assert page.evaluate(later)
    assert lit(page) == ({"f"}, {"df"})
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Escape")
    assert lit(page) == (set(), set())
    page.point("#forward ~ .wide [data-t=f]")
    page.point("h1")
    assert page.evaluate(later)
    assert lit(page) == (set(), set())


@needs_browser
def test_light_and_dark(page, pages):
    background = "getComputedStyle(document.body).backgroundColor"
    colours = {}
    for scheme in ("light", "dark"):
        page.open(pages / "gru.html", scheme)
        page.evaluate("localStorage.clear()")
        colours[scheme] = page.evaluate(background)
    assert colours["light"] != colours["dark"]
    page.click("#theme")
    assert page.evaluate(background) == colours["light"]
    page.open(pages / "index.html", "dark")
    assert page.evaluate(background) == colours["light"]  # remembered, and by all pages
    page.click("#theme")
    assert page.evaluate(background) == colours["dark"]
    page.evaluate("localStorage.clear()")


@needs_browser
def test_the_browser_tells_of_faults(page, tmp_path):
    """The checks above are not blind."""
    (tmp_path / "bad.html").write_text(
        "<html data-ready><img src='http://127.0.0.1:9/x.png'><script>console.error('no'); undefined_name</script>"
    )
    page.open(tmp_path / "bad.html")
    assert "http://127.0.0.1:9/x.png" in page.requests
    said = json.dumps(page.complaints)
    assert "undefined_name" in said
    assert "'no'" in said or '\\"no\\"' in said


# --- narrow pages, readers of screens, lookups


@needs_browser
@pytest.mark.parametrize("name", ["lstm", "gru", "mlstm"])
def test_on_a_narrow_page_no_formula_is_cut_and_the_title_comes_first(page, pages, name):
    page.size(400, 900)
    try:
        page.open(pages / f"{name}.html")
        page.evaluate("document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true; })")
        wide = "[...document.querySelectorAll('.wide:has(.katex)')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
        cut = page.evaluate(
            f"{wide}.filter((e) => !e.querySelector('.words, svg')).map((e) => e.textContent.slice(0, 80))"
        )
        assert cut == []
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        order = "document.querySelector('h1').compareDocumentPosition(document.querySelector('nav'))"
        assert page.evaluate(order) & 4, "the list of contents stands before the title"
        assert not page.evaluate("document.querySelector('nav details').open")
    finally:
        page.size(1280, 900)


@needs_browser
def test_what_is_linked_to_is_unfolded(page, pages):
    page.open(pages / "lstm.html")
    page.evaluate("location.hash = '#card-W_f'")
    assert page.evaluate("document.getElementById('card-W_f').closest('details').open")


@needs_browser
def test_a_tensor_is_lit_by_keyboard(page, pages):
    page.open(pages / "lstm.html")
    page.evaluate("document.querySelector('[data-light=c]').click()")
    assert lit(page) == ({"c"}, {"dc"})
    assert page.evaluate("document.querySelector('[data-light=c]').getAttribute('aria-pressed')") == "true"


@needs_browser
def test_the_index_finds_a_cell(page, pages):
    page.open(pages / "index.html")
    rows = "[...document.querySelectorAll('.zoo tbody tr')].filter((row) => !row.hidden)"
    shown = f"{rows}.map((row) => row.textContent.trim())"
    everything = page.evaluate(shown)
    page.evaluate("search.value = 'GRU'; search.dispatchEvent(new Event('input'))")
    assert 0 < len(page.evaluate(shown)) < len(everything)
    assert page.evaluate("document.getElementById('found').textContent") == f"1 of {len(everything)}"


AXE = Path(os.environ.get("AXE", Path(__file__).resolve().parent.parent / "node_modules/axe-core/axe.min.js"))
KNOWN_BY_THEIR_FORMULA = ("link-name", "empty-table-header", "button-name")
"""Rules that look for a text within what is left out: formulas bring their own, in MathML, and have 10,000 elements."""


@needs_browser
@pytest.mark.skipif(not AXE.is_file(), reason="there is no axe-core: npm install --no-save axe-core")
@pytest.mark.parametrize("name", ["stateless", "index"])  # those with few formulas; the pages have one template
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page, pages, name, scheme):
    page.open(pages / f"{name}.html", scheme)
    page.evaluate(AXE.read_text() + ";0")
    off = {rule: {"enabled": False} for rule in KNOWN_BY_THEIR_FORMULA}
    page.evaluate(
        "window.found = null; axe.run({exclude: [['.katex'], ['svg g']]}, "
        f"{{resultTypes: ['violations'], rules: {json.dumps(off)}}})"
        ".then((result) => { window.found = result.violations.map((one) => one.id + ' ' + one.nodes[0].html); }); 0"
    )
    deadline = time.monotonic() + 60
    while (found := page.evaluate("window.found")) is None and time.monotonic() < deadline:
        time.sleep(0.2)
    assert found == []
