"""The house stands: every module imports only from below, and nothing that is generated is ever read back."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS = (
    ("core",),
    ("language",),
    ("cells",),
    ("calculus",),
    ("analysis",),
    ("forms",),
    ("notation",),
    ("typeset",),
    ("ir",),
    ("passes",),
    ("templating",),
    ("backends",),
    ("checking",),
    ("diagram",),
    ("notes", "interop"),
    ("pages",),
    ("app",),
    ("__main__",),
)
"""From the bottom up.  A module may import from the layers below its own, and from its own folder."""

PLACE = {name: place for place, layer in enumerate(LAYERS) for name in layer}

EXCEPTIONS = {
    ("calculus", "language"): "the calculus knows equations, and no language that they were written in",
    ("calculus", "cells"): "the calculus knows no cell",
    ("ir", "notation"): "a kernel is not written the way an author writes",
    ("ir", "forms"): "a kernel is made of equations in components",
    ("passes", "notation"): "a kernel is not written the way an author writes",
    ("passes", "forms"): "a kernel is made of equations in components",
}
"""Imports that the order would allow and that must not be, with the reason."""

MODULES = sorted((ROOT / "derive").rglob("*.py"))


def top(module: Path) -> str:
    """The part of the package that a file belongs to: calculus, language, …"""
    part = module.relative_to(ROOT / "derive").parts[0]
    return part.removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import; write it out"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def ids(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_imports_point_downwards(module):
    here = top(module)
    if here == "__init__":
        return  # the public names of the package
    assert here in PLACE, f"derive/{here} has no place among the layers: give it one in {Path(__file__).name}"
    for line, name in imports(module):
        first, *rest = name.split(".")
        if first != "derive":
            continue
        there = rest[0] if rest[0] in PLACE else "__init__"
        where = f"{ids(module)}:{line} imports {name}"
        assert there != "__init__" or rest[0] not in _public(), f"{where}: import it from its own module"
        if there != here:
            assert PLACE[there] < PLACE[here], f"{where}: {there} is no layer below {here}"
        assert (here, there) not in EXCEPTIONS, f"{where}: {EXCEPTIONS[here, there]}"


def _public() -> set[str]:
    import derive

    return set(derive.__all__)


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_nothing_generated_is_read_back(module):
    assert not [name for _, name in imports(module) if name.split(".")[0] in ("generated", "tests", "bench")]


@pytest.mark.parametrize("kernel", sorted((ROOT / "generated").rglob("*.py")), ids=ids)
def test_kernels_need_numpy_and_what_stands_beside_them(kernel):
    nodes = [node for node in ast.walk(ast.parse(kernel.read_text())) if isinstance(node, ast.ImportFrom | ast.Import)]
    beside = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.level]
    assert set(beside) <= {"runtime"}
    names = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    names += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert {str(name).split(".")[0] for name in names} - set(sys.stdlib_module_names) <= {"numpy"}


@pytest.mark.parametrize("module", [m for m in MODULES if top(m) in ("ir", "passes", "backends")], ids=ids)
def test_programs_are_data_to_the_last(module):
    """What an earlier stage knew is no text to be read back: no regular expressions from the equations to the code."""
    assert "re" not in {name.split(".")[0] for _, name in imports(module)}


def test_every_module_of_the_zoo_is_listed():
    from derive.cells import MODULES as listed

    assert set(listed) == {file.stem for file in (ROOT / "derive/cells").glob("*.py")} - {"__init__"}


def test_every_cell_has_a_source_and_says_what_it_is():
    from derive.cells import builtin

    for cell in builtin().values():
        assert cell.source, f"{cell.name}: where do its equations come from?"
        assert cell.summary, f"{cell.name}: what is it?"
        assert cell.system.name == cell.name


def test_the_calculus_prints_nothing_and_the_emitters_do_not_differentiate():
    for module in MODULES:
        source = module.read_text()
        if top(module) in ("typeset", "forms", "notation", "ir", "passes", "backends", "notes", "pages"):
            assert ".diff(" not in source, f"{ids(module)} differentiates"
        if module.name != "cli.py":
            assert not [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _is_print(n)], ids(module)


def _is_print(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "print"


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_a_term_with_sums_states_its_reduction(module):
    """``Term(expr, sums)`` would make a sum of a maximum: from another term by ``replace``, or with ``reduce=``."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Term":
            stated = {keyword.arg for keyword in node.keywords}
            sums = len(node.args) > 1 or "sums" in stated
            assert not sums or "reduce" in stated, f"{ids(module)}:{node.lineno}: is it a sum or a maximum?"
