"""``generated/`` is what the definitions lead to, byte for byte, and everything else is noticed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from conftest import ROOT

from derive import cells
from derive.app import build, emit
from derive.app.emit import Fault
from derive.notes import DOCUMENTS

MEND = "generated/ is not what the definitions lead to; mend it with:  make derive"


def test_generated_is_fresh():
    zoo = cells.builtin()
    derived = emit.packages(zoo.values()) | emit.runtimes() | emit.library()
    for built in build.build(zoo, cache=None, documents=DOCUMENTS):
        derived.update(built.files)
    faults = list(emit.stale(derived, ROOT / "generated", complete=True))
    report = "\n".join(f"{fault.fault} {fault.path}\n{fault.diff}" for fault in faults)
    assert not faults, f"{MEND}\n{report}"


@pytest.mark.parametrize("seed", ["1", "20"])
def test_bytes_do_not_depend_on_the_hash_seed(seed):
    """Sets and dictionaries of strings, and SymPy's caches, are ordered by the seed; outputs are not.

    Here for a few cells; :func:`test_generated_is_fresh` runs under another seed each time, for all.
    """
    program = (
        "import hashlib\n"
        "from derive import cells\n"
        "from derive.app import emit\n"
        "for name in ('mlstm', 'peephole_lstm'):\n"
        "    for path, text in emit.outputs(cells.builtin()[name]).items():\n"
        "        print(path, hashlib.sha256(text.encode()).hexdigest())\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    there = dict(line.split() for line in done.stdout.splitlines())
    here = {path: hashlib.sha256((ROOT / "generated" / path).read_bytes()).hexdigest() for path in there}
    assert there == here, MEND
    assert len(there) == 2 * len(emit.PRODUCTS)


def test_every_cell_has_every_product():
    expected = {product.file(cell) for product in emit.PRODUCTS for cell in cells.builtin().values()}
    documents = {PurePosixPath(f"latex/{name}{end}.tex") for name in DOCUMENTS for end in ("", "_body")}
    packages = {PurePosixPath(folder, "__init__.py") for folder in emit.PACKAGES} | set(emit.runtimes())
    generated = ROOT / "generated"
    there = {
        PurePosixPath(path.relative_to(generated))
        for path in generated.rglob("*")
        if path.suffix in (".py", ".tex", ".v")
    }
    assert there == expected | documents | packages | set(emit.library()), MEND


def test_outputs_hold_no_machine_and_no_loose_ends():
    for path in sorted((ROOT / "generated").rglob("*")):
        if path.suffix in (".py", ".tex", ".v"):
            text = path.read_bytes().decode()
            assert str(ROOT) not in text, path
            assert "\r" not in text, path
            assert "\t" not in text, path
            assert text.endswith("\n"), path
            assert not any(line != line.rstrip() for line in text.splitlines()), path


# --- noticing


FILES = {PurePosixPath("numpy/a.py"): "a = 1\n", PurePosixPath("latex/a.tex"): "α\n"}


def faults(root: Path, complete: bool = True) -> dict[str, Fault]:
    return {str(fault.path): fault.fault for fault in emit.stale(FILES, root, complete)}


def test_what_was_written_is_fresh(tmp_path):
    assert emit.write(FILES, tmp_path) == list(FILES)
    assert faults(tmp_path) == {}


def test_what_is_missing_is_noticed(tmp_path):
    assert faults(tmp_path / "nowhere") == {"numpy/a.py": Fault.MISSING, "latex/a.tex": Fault.MISSING}


def test_what_was_edited_is_noticed_with_a_diff(tmp_path):
    emit.write(FILES, tmp_path)
    (tmp_path / "numpy/a.py").write_text("a = 2\n")
    [fault] = emit.stale(FILES, tmp_path, complete=True)
    assert (str(fault.path), fault.fault) == ("numpy/a.py", Fault.CHANGED)
    assert "-a = 2" in fault.diff.splitlines()
    assert "+a = 1" in fault.diff.splitlines()


@pytest.mark.parametrize("data", [b"a = 1\r\n", b"a = 1", b"\xff\xfe"])
def test_bytes_count_and_not_lines(tmp_path, data):
    emit.write(FILES, tmp_path)
    (tmp_path / "numpy/a.py").write_bytes(data)
    assert faults(tmp_path) == {"numpy/a.py": Fault.CHANGED}


def test_what_no_cell_makes_is_noticed(tmp_path):
    emit.write(FILES, tmp_path)
    (tmp_path / "numpy/old.py").write_text("")
    (tmp_path / "html").mkdir()
    (tmp_path / "html/old.tex").write_text("")
    (tmp_path / "latex/a.log").write_text("what TeX leaves beside its input is not ours to judge")
    assert faults(tmp_path) == {"numpy/old.py": Fault.LEFTOVER, "html/old.tex": Fault.LEFTOVER}
    assert faults(tmp_path, complete=False) == {}


# --- writing


def test_unchanged_files_are_not_touched(tmp_path):
    emit.write(FILES, tmp_path)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in FILES}
    (tmp_path / "numpy/a.py").write_text("a = 2\n")
    assert emit.write(FILES, tmp_path) == [PurePosixPath("numpy/a.py")]
    assert (tmp_path / "latex/a.tex").stat().st_mtime_ns == before[PurePosixPath("latex/a.tex")]


def test_nothing_is_half_written(tmp_path, monkeypatch):
    emit.write(FILES, tmp_path)
    (tmp_path / "numpy/a.py").write_text("old\n")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="full"):
        emit.write(FILES, tmp_path)
    assert (tmp_path / "numpy/a.py").read_text() == "old\n"
    assert [path.name for path in (tmp_path / "numpy").iterdir()] == ["a.py"]


# --- deriving only what has changed


def test_unchanged_cells_are_not_derived_again(tmp_path, monkeypatch):
    wanted = {"rnn": cells.builtin()["rnn"]}
    [first] = build.build(wanted, tmp_path)
    [again] = build.build(wanted, tmp_path)
    assert first.seconds is not None
    assert again.seconds is None
    assert again.files == first.files
    monkeypatch.setattr(build, "engine", lambda: "another version")
    [anew] = build.build(wanted, tmp_path)
    assert anew.seconds is not None


def test_a_changed_definition_is_derived_again():
    rnn = cells.builtin()["rnn"]
    changed = rnn.variant("rnn", doc="Something else.")
    assert build.key(rnn.variant("rnn").system) == build.key(rnn.system)
    assert build.key(changed.system) != build.key(rnn.system)
    assert build.key(rnn.system, single_file=True) != build.key(rnn.system)
    keys = [build.key(cell.system) for cell in cells.builtin().values()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "", "files": 3}', '{"key": 1}'])
def test_a_broken_cache_is_no_cache(tmp_path, text):
    wanted = {"rnn": cells.builtin()["rnn"]}
    (tmp_path / "rnn.json").write_text(text)
    [built] = build.build(wanted, tmp_path)
    assert built.seconds is not None


def test_a_cache_that_cannot_be_written_is_no_cache(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    [built] = build.build({"rnn": cells.builtin()["rnn"]}, tmp_path / "cache")
    assert built.seconds is not None


def test_one_process_derives_what_several_derive():
    zoo = {name: cells.builtin()[name] for name in ("rnn", "gru")}
    one, two = (list(build.build(zoo, cache=None, workers=workers)) for workers in (1, 2))
    assert [built.files for built in one] == [built.files for built in two]


def test_the_key_covers_the_data_beside_the_code() -> None:
    """References, notations, grammars and Coq's lemmas decide bytes as the code does."""
    package = Path(build.__file__).resolve().parents[1]
    covered = {file for _, file in build.sources()}
    for kind in ("py", "toml", "lark", "v", "j2"):
        assert any(file.suffix == f".{kind}" for file in covered), kind
    assert set(package.rglob("*.toml")) | set(package.glob("proof/coq/*.v")) <= covered
