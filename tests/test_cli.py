"""The command ``derive``: what it prints, what it writes, and how it answers mistakes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from derive import adjoint, cells
from derive.app import build, cli, emit
from derive.typeset import text

OWN = '''
from derive import cell, sigmoid, tanh


@cell(source="a notebook")
def leaky(m):
    """A leaky unit."""
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x))
    m.h = m.z * h.prev + (1 - m.z) * tanh(m.affine("", x, h.prev))
'''

PRODUCTS = [
    "coq/{}.v",
    "coq/{}_over_reals.v",
    "latex/{}.tex",
    "latex/{}_body.tex",
    "numpy/{}.py",
    "reference/{}.py",
]


def own(source: str = OWN, name: str = "my_cell.py") -> Path:
    Path(name).write_text(source)
    return Path(name)


def edit(path: str) -> None:
    Path(path).write_text(Path(path).read_text() + "# edited\n")


def written(folder: Path | str) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


RUNTIMES = ["numpy/runtime.py", "reference/runtime.py"]


def products(*names: str, beside: list[str] = RUNTIMES) -> list[str]:
    return sorted([*(product.format(name) for product in PRODUCTS for name in names), *beside])


@pytest.fixture
def two_cells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A zoo small enough to be built again and again."""
    zoo = {name: cells.builtin()[name] for name in ("rnn", "rnn_relu")}
    monkeypatch.setattr(cells, "builtin", lambda: zoo)
    monkeypatch.setattr(cli, "DOCUMENTS", {})
    return list(zoo)


# --- list, show


def test_list_names_every_cell_with_its_source(derive):
    said = derive("list")
    assert said.code == 0
    for cell in cells.builtin().values():
        [line] = [line for line in said.out.splitlines() if line.split()[0] == cell.name]
        assert cell.summary in line
        assert cell.source in line
    assert "4·H² + 4·H·M + 4·H" in said.out


def test_show_prints_both_passes(derive):
    said = derive("show", "lstm")
    assert said.code == 0
    lines = said.out.splitlines()
    assert "(9)  c[t,n,j] = f[t,n,j]·c[t-1,n,j] + i[t,n,j]·g[t,n,j]" in lines
    assert "(10) h[t,n,j] = o[t,n,j]·tanh(c[t,n,j])" in lines
    assert any(line.endswith("+ dc[t+1,n,j]·f[t+1,n,j]                     if t < T") for line in lines)
    assert any(line.endswith("dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]") for line in lines)


@pytest.mark.parametrize("name", ["W_f", "dW_f"])
def test_show_derives_one_gradient_step_by_step(derive, name):
    said = derive("show", "lstm", name)
    assert said.code == 0
    steps = [
        "W_f is used by a_f.",
        "∂a_f[t,n,j]/∂W_f[j',k'] = x[t,n,k]·δ(j,j')·δ(k,k')",
        "Σ_{t,n,j,k} da_f[t,n,j]·x[t,n,k]·δ(j,j')·δ(k,k')",
        "j → j'",
        "k → k'",
        "dW_f[j,k] = Σ_{t,n} da_f[t,n,j]·x[t,n,k]",
    ]
    places = [said.out.index(step) for step in steps]
    assert places == sorted(places)


def test_show_says_how_a_slope_is_written(derive):
    said = derive("show", "lstm", "a_f")
    assert "(1 - sigmoid(a_f[t,n,j]))·sigmoid(a_f[t,n,j])" in said.out
    assert "slope by its output  f[t,n,j]·(1 - f[t,n,j])·δ(j,j')·δ(n,n')·δ(t,t')" in said.out


def test_show_says_how_a_delta_shifts_time(derive):
    said = derive("show", "peephole_lstm", "c")
    assert "contract δ(t',t-1)   t → t'+1" in said.out
    assert "only t' = T is left" in said.out
    assert said.out.count("if t < T") >= 3


@pytest.mark.parametrize("cell", cells.builtin())
def test_every_gradient_of_every_cell_can_be_read(cell):
    backward = adjoint(cells.builtin()[cell].system)
    for width in (None, 60):
        for derivation in backward.derivations.values():
            page = text.derivation(derivation, backward.forward, width)
            *_, collected = page.split("Collected:\n\n")
            assert collected.startswith(derivation.adjoint.name)
            assert len(page.split("\n\n")) == len(derivation.paths) + 3
        page = text.equations(backward.system, text.order(backward.forward), width)
        assert "KroneckerDelta" not in page
        assert "**" not in page


def test_show_takes_a_file(derive):
    own()
    assert derive("show", "my_cell.py").out.startswith("leaky: A leaky unit.")
    assert derive("show", "my_cell.py::leaky", "R").code == 0


def test_output_in_a_pipe_is_plain_and_whole():
    environment = {**os.environ, "COLUMNS": "20", "PYTHONIOENCODING": "utf-8"}
    for arguments in (["list"], ["show", "peephole_lstm"], ["show", "lstm", "c"]):
        command = [sys.executable, "-m", "derive", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8")
        assert "\x1b" not in done.stdout
        assert "…" not in done.stdout.replace("1…T", "").replace("T…1", "")
        assert max(map(len, done.stdout.splitlines())) > 80
        assert not done.stderr


def test_show_schedule(derive):
    own()
    for specifier in ("gru", "my_cell.py"):
        said = derive("show", specifier, "--schedule")
        assert said.code == 0
        for word in ("Forward", "Backward", "In a loop, t = T…1:", "1. carry: ", "numbers on the tape"):
            assert word in said.out


def test_output_survives_a_terminal_without_greek():
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "derive", "show", "rnn"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="latin-1")
    assert "a_h[t,n,j] = ?_k W[j,k]·x[t,n,k]" in done.stdout


# --- build


def test_build_writes_every_built_in_cell(derive, two_cells):
    said = derive("build")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == two_cells
    packages = [*map(str, emit.packages([]))]
    assert written("generated") == sorted([*products(*two_cells), *packages, *map(str, emit.library())])
    assert derive("build", "--check").code == 0


def test_build_again_derives_nothing(derive):
    assert "derived in" in derive("build", "rnn").out
    again = derive("build", "rnn").out
    assert again.split() == ["rnn", "as", "before,", "0", "files", "written"]
    Path("generated/numpy/rnn.py").unlink()
    assert "as before, 1 file written" in derive("build", "rnn").out


USED = """
import sys
import numpy as np
{imported}
p = leaky.init(input_size=3, hidden_size=4, rng=0)
y, _, tape = leaky.forward(p, np.ones((5, 2, 3)))
grads = leaky.backward(p, tape, np.ones_like(y))
assert grads.x.shape == (5, 2, 3) and grads.params.flat.any()
assert not [name for name in sys.modules if name.split(".")[0] == "derive"]
"""


def use(imported: str, folder: Path | str) -> None:
    """Run a kernel as its reader would, in a process that knows this folder alone."""
    command = [sys.executable, "-c", USED.format(imported=imported)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_build_takes_a_file_and_a_folder(derive):
    own()
    assert derive("build", "my_cell.py", "-o", "out/").code == 0
    assert written("out") == products("leaky")
    use("from out.numpy import leaky", ".")
    use("from out.reference import leaky", ".")
    assert derive("build", "my_cell.py", "-o", "out/", "--check").code == 0
    Path("out/numpy/runtime.py").unlink()
    assert "missing   out/numpy/runtime.py" in derive("build", "my_cell.py", "-o", "out/", "--check").out.splitlines()


@pytest.mark.parametrize("style", ["numpy", "reference"])
def test_a_kernel_can_be_one_file(derive, tmp_path, style):
    own()
    assert derive("build", "my_cell.py", "-o", "out", "--single-file").code == 0
    assert written("out") == products("leaky", beside=[])
    (tmp_path / "empty").mkdir()
    shutil.copy(f"out/{style}/leaky.py", tmp_path / "empty")
    use("import leaky", tmp_path / "empty")
    assert derive("build", "my_cell.py", "-o", "out", "--single-file", "--check").code == 0
    said = derive("build", "my_cell.py", "-o", "out", "--check")  # they import no runtime, and there is none
    assert said.code == 1
    assert said.out.count("changed") == 2
    assert said.out.count("missing") == 2
    edit("out/numpy/leaky.py")
    said = derive("build", "my_cell.py", "-o", "out", "--single-file", "--check")
    assert "mend with: derive build my_cell.py --single-file -o out" in said.out.splitlines()


def test_a_cell_cannot_take_the_place_of_the_runtime(derive):
    own(OWN.replace("def leaky", "def runtime"))
    said = derive("build", "my_cell.py")
    assert said.code == 2
    assert "give the cell of this name another one" in said.err
    assert not Path("generated").exists()
    assert derive("build", "my_cell.py", "--single-file").code == 0


def test_build_takes_several_cells_at_once(derive):
    own()
    assert derive("build", "rnn", "my_cell.py", "-o", "out").code == 0
    assert written("out") == products("rnn", "leaky")


def test_build_takes_one_cell_of_a_file(derive):
    own(OWN + "\nleaky_too = leaky.variant('leaky_too')\n")
    assert derive("build", "my_cell.py::leaky_too", "-o", "out").code == 0
    assert written("out") == products("leaky_too")


def test_a_file_may_import_its_neighbours_and_vary_what_is_built_in(derive, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "neighbour.py").write_text("from derive import tanh\nsquash = tanh\n")
    (folder / "mine.py").write_text(
        "from derive.cells.rnn import rnn\nfrom neighbour import squash\nmine = rnn.variant('mine', doc=str(squash))\n"
    )
    assert derive("build", folder / "mine.py", "-o", "out").code == 0
    assert written("out") == products("mine")
    assert [path.name for path in folder.glob("*.pyc")] == []


def test_a_changed_file_is_derived_again(derive):
    own()
    derive("build", "my_cell.py", "-o", "out")
    own(OWN.replace("tanh(m", "sigmoid(m"))
    assert derive("build", "my_cell.py", "-o", "out", "--check").code == 1
    assert ", 0 files written" not in derive("build", "my_cell.py", "-o", "out").out
    assert derive("build", "my_cell.py", "-o", "out", "--check").code == 0


def test_one_cell_that_fails_keeps_no_other_from_being_built(derive):
    own()
    own("import sys\nsys.exit(3)\n", "leaves.py")
    said = derive("build", "lstn", "leaves.py", "my_cell.py", "-o", "out")
    assert said.code == 1
    assert written("out") == products("leaky")
    unknown, leaves = said.err.splitlines()
    assert unknown.startswith("derive: unknown cell 'lstn'")
    assert leaves == "derive: leaves.py, line 2: SystemExit: 3"


def test_a_fault_of_our_own_is_one_line_too(derive, two_cells, monkeypatch):
    def fails(cell):
        raise KeyError("a\nb")

    monkeypatch.setattr(emit, "outputs", fails)
    monkeypatch.setattr(build, "cores", lambda: 1)
    said = derive("build")
    assert said.code == 1
    assert [line for line in said.err.splitlines() if "this is a fault of derive, please report it" in line]
    assert len(said.err.splitlines()) == len(two_cells)


def test_a_file_is_run_once(derive):
    own(
        "from pathlib import Path\n"
        + OWN
        + """
another = leaky.variant("another")
with Path("runs").open("a") as runs:
    runs.write("x")
"""
    )
    assert derive("build", "my_cell.py", "-o", "out").code == 0
    assert Path("runs").read_text() == "x"


def test_a_damaged_cache_is_no_cache(derive, tmp_path):
    derive("build", "rnn")
    [entry] = (tmp_path / "cache").iterdir()
    entry.write_text(entry.read_text().replace("Elman", "Elmo"))
    assert derive("build", "rnn", "--check").code == 0
    assert "derived in" in derive("build", "rnn").out or "Elmo" not in entry.read_text()


def test_a_difference_is_shown_and_nothing_written(derive):
    said = derive("build", "rnn", "--diff")
    assert said.code == 1
    assert not Path("generated").exists()


# --- check


def test_check_says_what_is_stale_and_what_mends_it(derive, two_cells):
    derive("build", "-o", "out")
    Path("out/numpy/rnn.py").unlink()
    edit("out/reference/rnn.py")
    Path("out/numpy/old.py").write_text("")
    said = derive("build", "--check", "-o", "out")
    assert said.code == 1
    assert said.out.splitlines() == [
        "changed   out/reference/rnn.py",
        "missing   out/numpy/rnn.py",
        "leftover  out/numpy/old.py",
        "mend with: derive build -o out",
        "mend with: rm out/numpy/old.py",
    ]
    assert not Path("out/numpy/rnn.py").exists()
    derive("build", "-o", "out")
    Path("out/numpy/old.py").unlink()
    assert derive("build", "--check", "-o", "out").code == 0


def test_check_shows_the_difference(derive):
    derive("build", "rnn")
    edit("generated/numpy/rnn.py")
    said = derive("build", "rnn", "--check", "--diff")
    assert "-# edited" in said.out.splitlines()
    assert "mend with: derive build rnn" in said.out.splitlines()


def test_check_of_nothing_says_that_all_is_missing(derive):
    said = derive("build", "rnn", "--check")
    assert said.code == 1
    assert said.out.count("missing") == len(emit.PRODUCTS) + len(emit.runtimes())
    assert not Path("generated").exists()


# --- mistakes


MISTAKES = {
    ("show", "lstn"): "unknown cell 'lstn'; did you mean lstm",
    ("build", "zzz"): "unknown cell 'zzz'; there are: rnn, ",
    ("show", "lstm", "W_ff"): "cell lstm has no tensor 'W_ff'; did you mean W_f",
    ("show", "lstm", "dW_ff"): "cell lstm has no tensor 'dW_ff'; did you mean dW_f",
    ("build", "nowhere.py"): "there is no file nowhere.py",
    ("show", "nowhere/cell"): "there is no file nowhere/cell",
    ("build", "empty.py"): "empty.py defines no cell: decorate a definition with @cell(source=…)",
    ("build", "syntax.py"): "syntax.py, line 2: ",
    ("build", "raises.py"): "raises.py, line 3: ZeroDivisionError: division by zero",
    ("build", "binary.py"): "binary.py",
    ("build", "missing_import.py"): "missing_import.py, line 1: ModuleNotFoundError",
    ("build", "broken.py"): "cell broken: equation h: 'q' is not defined here",
    ("build", "my_cell.py::other"): "my_cell.py defines no cell 'other'; there are: leaky",
    ("build", "twins.py"): "twins.py defines two cells named leaky, in line 5 and in line 12",
    ("build", "overwritten.py"): "overwritten.py defines two cells named leaky, in line 5 and in line 15",
    ("build", "clash.py"): "clash.py, line 5: a cell named lstm is built in (lstm.py, line 11); rename yours",
    ("build", "copies/my_cell.py", "my_cell.py"): "copies/my_cell.py::leaky and my_cell.py::leaky would write the same",
    ("build", "leaves.py"): "leaves.py, line 2: SystemExit: 3",
    ("build", "leaves_within.py"): "cell leaky: SystemExit: 3 (line 4: def leaky(m): sys.exit(3))",
    ("build", "nul.py"): "nul.py",
    ("build", "rnn", "-o", "text.txt"): "cannot write to text.txt: File exists",
    ("build", "rnn", "-o", "text.txt/deeper"): "cannot write to text.txt/deeper: Not a directory",
    ("build", "rnn", "-o", "/proc/nowhere"): "cannot write to /proc/nowhere: ",
    ("notes", "rnn", "-o", "text.txt"): "cannot write to text.txt: File exists",
    ("notes", "leaves.py"): "leaves.py, line 2: SystemExit: 3",
    ("build", "notes.txt/"): "there is no file notes.txt",
    ("build", "text.txt::a"): "text.txt is not a Python file",
    ("build", "folder.py"): "folder.py is not a file",
    ("show", "lstm", "c", "--schedule"): "--schedule is about all equations at once: leave out c, or the option",
    ("show", "pair.py", "W"): "pair.py defines several cells; say which: pair.py::a or pair.py::b",
}


@pytest.mark.parametrize("command", MISTAKES, ids=" ".join)
def test_a_mistake_is_answered_in_one_line(derive, command):
    own()
    own("import derive\n", "empty.py")
    own("x = 1\ndef broken(:\n", "syntax.py")
    own("\n\n1 / 0\n", "raises.py")
    Path("binary.py").write_bytes(b"\xff\xfe\x00")
    own("import no_such_module_anywhere\n", "missing_import.py")
    own("from derive import cell\n@cell(source='')\ndef broken(m):\n    m.h = m.q\n", "broken.py")
    own(OWN + "\nother = leaky.variant('leaky', source='b')\n", "twins.py")
    own(OWN.replace("leaky", "lstm"), "clash.py")
    own(OWN + OWN, "overwritten.py")
    Path("copies").mkdir()
    own(OWN, "copies/my_cell.py")
    own("import sys\nsys.exit(3)\n", "leaves.py")
    own("import sys\nfrom derive import cell\n@cell(source='')\ndef leaky(m): sys.exit(3)\n", "leaves_within.py")
    Path("nul.py").write_bytes(b"x = 1\0\n")
    own("", "text.txt")
    own(OWN + "\na = leaky.variant('a')\nb = leaky.variant('b')\ndel leaky\n", "pair.py")
    Path("folder.py").mkdir()
    said = derive(*command)
    assert said.code == 2
    assert said.out == ""
    [line] = said.err.splitlines()
    assert line.startswith("derive: ")
    assert MISTAKES[command] in line
    assert not Path("generated").exists()


@pytest.mark.parametrize("command", [(), ("--help",), ("list", "--help"), ("show", "--help"), ("build", "--help")])
def test_help(derive, command):
    said = derive(*command)
    assert "Usage: derive" in said.out + said.err
    for word in ("list", "show", "build") if command in ((), ("--help",)) else ():
        assert word in said.out + said.err


def test_version(derive):
    said = derive("--version")
    assert (said.code, said.out.split()[0]) == (0, "derive")


@pytest.mark.parametrize("command", [("nothing",), ("show",), ("build", "--chek")])
def test_a_wrong_command_is_no_traceback(derive, command):
    said = derive(*command)
    assert said.code == 2
    assert "Usage: derive" in said.err
    assert "Traceback" not in said.err


# --- the package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked: what ``pip install .`` puts in place."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_templates_travel_inside_the_wheel(wheel):
    there = {str(path.relative_to(wheel / "derive/_templates")) for path in (wheel / "derive/_templates").rglob("*.*")}
    here = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*")}
    assert there == here != set()
    assert (wheel / "derive/py.typed").is_file()
    assert (wheel / "derive/vendor/katex/LICENSE").is_file()
    assert {path.name for path in wheel.iterdir() if not path.name.endswith(".dist-info")} == {"derive"}


def test_the_wheel_works_away_from_the_checkout(wheel, tmp_path):
    (tmp_path / "my_cell.py").write_text(OWN)
    environment = {**os.environ, "PYTHONPATH": str(wheel), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-P", "-m", "derive", "build", "my_cell.py", "-o", "out"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert written(tmp_path / "out") == products("leaky")
    assert written(tmp_path / "cache") == ["derive/leaky.json"]
    command = [sys.executable, "-P", "-m", "derive", "notes", "my_cell.py", "-o", "notes", "-f", "html"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert written(tmp_path / "notes") == ["index.html", "leaky.html"]


# --- what help needs

HELP = """
import contextlib, io, sys
from derive.app import cli
sys.argv = ["derive", "--help"]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    cli.main()
"""


def test_help_lists_what_there_is() -> None:
    from derive.app import choices
    from derive.notation.files import NAMES
    from derive.notes import DOCUMENTS

    assert tuple(DOCUMENTS) == choices.DOCUMENTS
    assert choices.NOTATIONS == NAMES


@pytest.mark.parametrize("program", ["import derive", HELP])
def test_nothing_waits_for_sympy_that_does_not_need_it(program: str) -> None:
    """It takes half a second to import, NumPy a tenth of one."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{program}\nimport sys; print({{'sympy', 'numpy', 'mpmath', 'jinja2'}} & {{*sys.modules}})",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert said.stdout == "set()\n"


def test_public_names_are_there_when_asked_for() -> None:
    import derive

    for name in derive.__all__:
        assert getattr(derive, name) is not None
    assert set(derive.__all__) <= set(dir(derive))
    with pytest.raises(AttributeError, match="nothing"):
        _ = derive.nothing
