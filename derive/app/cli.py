"""The command ``derive``."""

from __future__ import annotations

import contextlib
import errno
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from derive.app import audit
from derive.app.choices import DOCUMENTS, NOTATIONS, Format

if TYPE_CHECKING:  # each command imports what it needs: help should not wait for SymPy
    from derive.app import emit
    from derive.calculus import Backward, Derivation
    from derive.core.equations import System, Tensor
    from derive.language import Cell
    from derive.notation import Notation

app = typer.Typer(
    name="derive",
    help="Forward equations of a recurrent cell in; derived gradients, kernels and study notes out.",
    epilog="CELL is the name of a built-in cell; FILE is a Python file with cells of your own, or FILE::CELL.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(audit.app, name="audit")
out = Console(highlight=False, emoji=False)

HANDS = f"In whose hand: {', '.join(NOTATIONS)}, or a .toml file of your own."
Specifier = Annotated[str, typer.Argument(metavar="CELL|FILE", help="A built-in cell, or a file with cells of yours.")]


def main() -> None:
    """Run the command; a mistake in what was asked for is one line, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without Unicode gets ?
    try:
        app(prog_name="derive")
    except ValueError as error:
        from derive.language import CellError

        if not isinstance(error, CellError):
            raise
        sys.exit(_say(str(error)))
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever read the output has seen enough
            sys.exit(1)
        what = f"{error.filename}: " if error.filename else ""
        sys.exit(_say(f"{what}{error.strerror or error}"))


def _say(message: str) -> int:
    """A mistake, or what failed, on standard error; the exit status of a mistake."""
    for line in message.splitlines():
        typer.echo(f"derive: {line}", err=True)
    return 2


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"derive {version('derive-rnn')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


# ---------------------------------------------------------------------------------------------------------------------


@app.command("list")
def list_cells() -> None:
    """List the built-in cells."""
    from derive import cells

    table = Table("cell", "what it is", "parameters", "source", box=None, header_style="bold", pad_edge=False)
    for cell in cells.builtin().values():
        table.add_row(cell.name, cell.summary, parameter_count(cell.system), cell.source)
    _print(table)


def parameter_count(system: System) -> str:
    """How many numbers the parameters hold: 4·H² + 4·H·M + 4·H."""
    from derive.typeset import text

    return str(text.TextPrinter().doprint(system.parameter_count))


def _print(table: Table) -> None:
    """As wide as the terminal; in a pipe as wide as it needs to be, so that nothing is cut."""
    if out.is_terminal:
        out.print(table)
    else:
        page = StringIO()
        Console(file=page, width=10_000).print(table)
        typer.echo("\n".join(line.rstrip() for line in page.getvalue().splitlines()))


# ---------------------------------------------------------------------------------------------------------------------


@app.command()
def show(
    specifier: Specifier,
    tensor: Annotated[
        str | None, typer.Argument(metavar="TENSOR", help="W_f, or its gradient dW_f: show how it is derived.")
    ] = None,
    schedule: Annotated[
        bool,
        typer.Option("--schedule", help="Show what the fast kernel computes when, and what each pass of it gains."),
    ] = False,
    latex: Annotated[
        bool, typer.Option("--latex", help="As LaTeX: the gradient with respect to TENSOR, or all equations.")
    ] = False,
    notation: Annotated[str, typer.Option(metavar="NAME|FILE", help=f"With --latex: {HANDS}")] = "default",
    form: Annotated[
        str, typer.Option(metavar="FORM", help="With --latex: matrix or components; by default the notation's own.")
    ] = "",
) -> None:
    """Show a cell's equations and gradients, step by step how one gradient is derived, or how all are computed."""
    from derive import cells
    from derive.calculus import adjoint
    from derive.language import CellError

    found = cells.find(specifier)
    if tensor is not None and schedule:
        raise CellError(f"--schedule is about all equations at once: leave out {tensor}, or the option")
    if tensor is not None and len(found) > 1:
        raise CellError(f"{specifier} defines several cells; say which: {' or '.join(found)}")
    if latex:
        from derive.app import api

        typer.echo("\n\n".join(api.latex(cell, tensor or "", notation, form) for cell in found.values()))
        return
    if form or notation != "default":
        raise CellError("--notation and --form are of LaTeX here: add --latex, or see derive notes --help")
    page = _schedule if schedule else partial(_page, tensor=tensor)
    typer.echo("\n\n".join(page(adjoint(cell.system), cell) for cell in found.values()))


def _schedule(backward: Backward, cell: Cell) -> str:
    from derive.passes import report

    sections = (f"{_bold(title)}\n\n{_indented(lines)}" for title, lines in report.schedule(backward, _width()))
    return "\n\n".join([_title(cell), *sections])


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _title(cell: Cell) -> str:
    return _bold(f"{cell.name}: {cell.summary}" if cell.summary else cell.name)


def _width() -> int | None:
    return shutil.get_terminal_size().columns if out.is_terminal else None


def _page(backward: Backward, cell: Cell, tensor: str | None) -> str:
    from derive.calculus import numbering
    from derive.core.equations import Kind, N, T
    from derive.typeset import text

    given = (Kind.INPUT, Kind.GIVEN, Kind.STATE, Kind.PARAMETER)
    width = _width()
    if tensor is not None:
        from derive.app.api import derivation_of

        return _steps(backward, derivation_of(backward, tensor), width)
    forward, names, numbers = backward.forward, text.order(backward.forward), numbering(backward)
    sizes = [f"{size} {size.meaning}" for size in (T, N, *forward.sizes)]
    lines = [
        _title(cell),
        *_facts("source", [cell.source] if cell.source else [], width),
        *_facts("sizes", sizes, width),
        *(line for kind in given for line in _facts(f"{kind}s", map(_shaped, forward.of_kind(kind)), width)),
        "",
        _bold("Forward, for t = 1…T"),
        "",
        text.equations(forward, names, width, numbers),
        "",
        _bold("Backward, for t = T…1: du is ∂L/∂u, the gradient of the loss"),
        *_facts("from outside", map(_shaped, backward.seeds), width),
        "",
        text.equations(backward.system, names, width, numbers),
    ]
    return "\n".join(lines)


def _facts(label: str, items: Iterable[str], width: int | None) -> list[str]:
    """A line ``label  item, item, …``, wrapped between items."""
    whole = (item.replace(" ", "\N{NO-BREAK SPACE}") if len(item) < 40 else item for item in items)
    line = f"{label:<14}" + ",  ".join(whole)
    if line == f"{label:<14}":
        return []
    lines = textwrap.wrap(line, width or len(line), subsequent_indent=" " * 14, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _shaped(tensor: Tensor) -> str:
    from derive.core.equations import Kind
    from derive.typeset import text

    ends = "" if tensor.kind is not Kind.STATE else " from t = 0" if tensor.first == 0 else " to t = T+1"
    return f"{tensor.name} {text.shape(tensor)}{ends}"


def _steps(backward: Backward, derivation: Derivation, width: int | None) -> str:
    from derive.calculus import numbering
    from derive.typeset import text

    tensor = derivation.tensor
    number = numbering(backward)[derivation.adjoint.name]
    head = f"{backward.forward.name}: {derivation.adjoint.name} = ∂L/∂{tensor.name}, equation ({number})"
    about = f"{tensor.name} is {_article(tensor)} {text.shape(tensor)}."
    return f"{_bold(head)}\n\n{about}  {text.derivation(derivation, backward.forward, width)}"


def _article(tensor: Tensor) -> str:
    from derive.core.equations import Kind

    return f"{'an' if tensor.kind is Kind.INPUT else 'a'} {tensor.kind}"


def _bold(line: str) -> str:
    return typer.style(line, bold=True) if out.is_terminal else line


# ---------------------------------------------------------------------------------------------------------------------


@app.command()
def build(
    specifiers: Annotated[
        list[str] | None,
        typer.Argument(metavar="CELL|FILE", help="What to build; by default every built-in cell."),
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write.")] = Path("generated"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what is missing, changed or left over, and exit with 1.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="As --check, and show how changed files differ.")] = False,
    single_file: Annotated[
        bool,
        typer.Option("--single-file", help="Put the runtime into each kernel; write no runtime.py beside it."),
    ] = False,
) -> None:
    """Derive cells, and write their kernels and notes.  A cell that fails keeps no other from being built."""
    from derive.app import build as builds
    from derive.app import emit
    from derive.language import CellError

    check = check or diff
    wanted, faults = _wanted(specifiers)
    if not single_file and any(cell.name == emit.RUNTIME for cell in wanted.values()):
        raise CellError(
            f"the kernels of a folder share a module {emit.RUNTIME}: give the cell of this name another one"
        )
    files = {} if specifiers else emit.packages(wanted.values()) | emit.library()
    documents = [] if specifiers else list(DOCUMENTS)
    if not check:
        _writable(folder)
    results = builds.build(
        wanted, builds.folder(), documents=documents, single_file=single_file
    )  # before the bar: processes are best forked before threads start
    with _progress(len(wanted) + len(documents)) as (advance, say):
        for built in results:
            files.update(built.files)
            if built.fault:
                faults.append(built.fault)
            elif not check:
                took = "as before" if built.seconds is None else f"derived in {built.seconds:.2f} s"
                say(f"{built.name:<24} {took}, {_count(len(emit.write(built.files, folder)), 'file')} written")
            advance()
    if files and not single_file:
        files.update(emit.runtimes())
    if not check:
        emit.write(files, folder)
        _failed(faults)
        return
    stale = list(emit.stale(files, folder, complete=not specifiers))
    for fault in stale:
        typer.echo(f"{fault.fault:<9} {folder / fault.path}")
        if diff and fault.diff:
            typer.echo(fault.diff)
    for remedy in _remedies(stale, [*(specifiers or []), *(["--single-file"] if single_file else [])], folder):
        typer.echo(f"mend with: {remedy}")
    _failed(faults)
    if stale:
        raise typer.Exit(1)
    typer.echo(f"{_count(len(files), 'file')} in {folder} as derived")


@app.command()
def check(specifiers: Annotated[list[str], typer.Argument(metavar="CELL|FILE", help="What to check.")]) -> None:
    """Prove every gradient of cells, measure those of their kernels, and exit with 1 if one is wrong."""
    from derive import checking

    wrong = []
    wanted, faults = _wanted(specifiers)
    for specifier, cell in wanted.items():
        with _checking(cell) as advance:
            report = checking.check(cell, advance)
        typer.echo(f"{_title(cell)}\n\n{_indented(str(report).splitlines())}\n")
        wrong += [] if report.ok else [specifier]
    if wrong:
        faults.append(f"wrong: {', '.join(wrong)}")
    _failed(faults)


@app.command()
def notes(
    specifiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CELL|FILE",
            help=f"The notes of what; also {', '.join(DOCUMENTS)}.  By default of every built-in cell, and those.",
        ),
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write.")] = Path(
        "build/notes"
    ),
    formats: Annotated[
        list[Format] | None,
        typer.Option(
            "--format", "-f", help="As what, more than once if wanted; by default html, and pdf if there is a TeX."
        ),
    ] = None,
    notation: Annotated[
        str,
        typer.Option(metavar="NAME|FILE", help=HANDS),
    ] = "default",
) -> None:
    """Write study notes to read, and an index of them: pages that open offline, PDFs, LaTeX, Markdown."""
    from derive import cells
    from derive.app import emit, pdf
    from derive.app.publish import INDEX, publish
    from derive.language import CellError
    from derive.notes import DOCUMENTS as TOPICS
    from derive.pages import html

    hand = _hand(notation)
    jobs, wanted, faults = _jobs(specifiers)
    as_what = set(formats or (Format.HTML, *([Format.PDF] if pdf.available() else [])))
    if Format.PDF in as_what and not pdf.available():
        raise CellError(pdf.REMEDY)
    _writable(folder)
    results = publish(jobs, hand, as_what)  # before the bar: processes are best forked before threads start
    with _progress(len(jobs)) as (advance, say):
        for published in results:
            written = emit.write(published.files, folder)
            if published.files:
                say(f"{published.name:<24} {', '.join(sorted(map(str, written))) or 'as before'}")
            faults += [published.fault] if published.fault else []
            advance()
    known = {cell.name: cell for cell in (*cells.builtin().values(), *wanted.values())}
    emit.write({PurePosixPath(INDEX): html.index_page(known.values(), TOPICS, folder)}, folder)
    _failed(faults)
    if not formats and not pdf.available():
        typer.echo(pdf.REMEDY)


@app.command()
def prove(
    specifiers: Annotated[
        list[str] | None,
        typer.Argument(metavar="CELL|FILE", help="What to prove; by default every built-in cell."),
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write.")] = Path("build/coq"),
) -> None:
    """Prove that gradients are right for all sizes: write a Coq file for each cell, and have Coq check it."""
    from derive.app import prove as proofs
    from derive.language import CellError
    from derive.proof import coq

    wanted, faults = _wanted(specifiers)
    missed = 0
    with _lemmas() as advance:
        try:
            for outcome in proofs.prove(wanted, folder, advance):
                (out.print if out.is_terminal else typer.echo)(outcome.line)
                missed += not outcome.proved
        except RuntimeError as error:
            raise CellError(str(error)) from error
    if coq.version() is None:
        raise CellError(coq.REMEDY)
    if missed:
        raise CellError(f"{_count(missed, 'cell')} of {len(wanted)} not proved")
    _failed(faults)


@contextlib.contextmanager
def _lemmas() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each cell that is being proved; without a terminal, nothing."""
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TextColumn("lemmas"))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=of)
            progress.update(tasks[name], completed=done, visible=done < of)

        yield advance


def _hand(notation: str) -> Notation:
    from derive.language import CellError
    from derive.notation.files import NotationError, find

    try:
        return find(notation)
    except NotationError as error:
        raise CellError(str(error)) from error


def _jobs(specifiers: list[str] | None) -> tuple[dict[str, Cell | None], dict[str, Cell], list[str]]:
    """What notes are to be made of, the cells among it by their specifiers, and why others are not."""
    from derive import cells

    documents = [name for name in specifiers or DOCUMENTS if name in DOCUMENTS]
    named = [name for name in specifiers or cells.builtin() if name not in DOCUMENTS]
    wanted, faults = _wanted(named, alone=not documents) if named else ({}, [])
    return {**wanted, **dict.fromkeys(documents)}, wanted, faults


def _wanted(specifiers: list[str] | None, alone: bool = True) -> tuple[dict[str, Cell], list[str]]:
    """The cells asked for, by specifiers of their own, and why others are not among them.

    Every definition is checked before any is derived.

    Raises:
        CellError: two cells have one name; or nothing that was asked for can be had, and (``alone``) nothing else is to
            be done.
    """
    from derive import cells
    from derive.language import CellError

    wanted: dict[str, Cell] = {}
    faults: list[str] = []
    for specifier in specifiers or cells.builtin():
        try:
            for own, cell in cells.find(specifier).items():
                _ = cell.system
                wanted[own] = cell
        except CellError as error:
            faults.append(str(error))
    names: dict[str, str] = {}
    for own, cell in wanted.items():
        if names.setdefault(cell.name, own) != own:
            raise CellError(f"{names[cell.name]} and {own} would write the same files: rename one of the cells")
    if faults and not wanted and alone:
        raise CellError("\n".join(faults))
    return wanted, faults


def _writable(folder: Path) -> None:
    """That files can be written to a folder, before anything is derived for it.

    Raises:
        CellError: they cannot.
    """
    from derive.language import CellError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CellError(f"cannot write to {folder}: {error.strerror}") from error


def _failed(faults: list[str]) -> None:
    """Say what failed; the exit status then is 1."""
    if faults:
        _say("\n".join(faults))
        raise typer.Exit(1)


def _remedies(faults: list[emit.Stale], specifiers: list[str], folder: Path) -> Iterator[str]:
    from derive.app import emit

    leftover = [str(folder / fault.path) for fault in faults if fault.fault is emit.Fault.LEFTOVER]
    if len(leftover) < len(faults):
        where = [] if folder == Path("generated") else ["-o", str(folder)]
        yield shlex.join(["derive", "build", *specifiers, *where])
    if leftover:
        yield shlex.join(["rm", *leftover])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


@contextlib.contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[], None], Callable[[str], None]]]:
    """A bar that goes when it is done, and a way to print lines above it; without a terminal, the lines alone."""
    columns = (TextColumn("deriving"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task("deriving", total=total)
        say = progress.console.print if out.is_terminal else typer.echo
        yield lambda: progress.advance(task), say


@contextlib.contextmanager
def _checking(cell: Cell) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for the entries of gradients that have been measured, on a terminal alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task(f"checking {cell.name}")
        yield lambda what, done, of: progress.update(task, description=f"{cell.name}: {what}", completed=done, total=of)
