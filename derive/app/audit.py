"""The command ``derive audit``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

FILE = "file"


class FileByDefault(TyperGroup):
    """``derive audit post.md`` is ``derive audit file post.md``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = [FILE, *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [FILE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FileByDefault,
    help="Judge the equations of a backward pass that somebody has published: derive audit FILE.",
    no_args_is_help=True,
)


@app.command(FILE, help="Judge the equations of a file; the word “file” may be left out.")
def file(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="Markdown with front matter and a table; or .tex, .md, .ipynb.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
    start: Annotated[
        bool, typer.Option("--start", help="Print the table of the file's symbols, to be filled in.")
    ] = False,
    forward: Annotated[str, typer.Option(metavar="CELL|FILE", help="With --start: the forward pass.")] = "lstm",
    markdown: Annotated[Path | None, typer.Option("--markdown", metavar="OUT", help="Write a report.")] = None,
    mend: Annotated[bool, typer.Option("--mend/--no-mend", help="Look for what is wrong in wrong equations.")] = True,
) -> None:
    """Exit status: 0 all is right, 1 something is wrong, 3 something is unclear, 2 the file cannot be audited."""
    from derive import audit as audits  # here, so that help does not wait for SymPy
    from derive.audit import start as starting
    from derive.language import CellError

    try:
        if start:
            typer.echo(starting.begun(path, forward), nl=False)
            return
        console = Console(stderr=True, highlight=False)
        with console.status("reading") if console.is_terminal else _quiet() as status:
            report = audits.audit(path, mend=mend, progress=lambda name: status.update(f"judging {name}"))
    except audits.AuditError as error:
        raise CellError(" ".join(str(error).split())) from None
    if markdown is not None:
        markdown.write_text(report.markdown(), encoding="utf-8")
    typer.echo(json.dumps(report.as_data(), indent=2, ensure_ascii=False) if as_json else str(report))
    raise typer.Exit(report.status)


class _quiet:
    """Progress where nobody looks."""

    def __enter__(self) -> _quiet:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, _: str) -> None:
        pass
