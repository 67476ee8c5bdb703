"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from servanda.cli.harmless_text import harmless, harmless_json
from servanda.cli.options import OutputFormat

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import TaskID
    from rich.table import Table

    from servanda.records.progress import Progress as Report

__all__ = ["note", "progress_bar", "say", "show", "table"]

QUIET = 10.0  # seconds between two lines of progress that go to a file or a pipe [layout]
WIDE = 160  # characters across a table that goes to a file or a pipe [layout]


def note(text: str) -> None:
    """Print a line for the user on stderr."""
    typer.echo(harmless(text), err=True)


def say(text: str, end: str = "\n") -> None:
    """Print a line of a result on stdout."""
    typer.echo(f"{harmless(text)}{end}", nl=False)


def show(rows: Sequence[Any], whole: Any, form: OutputFormat, as_table: RenderableType) -> None:
    """Print a result in the chosen format.

    rows: the objects for jsonl, one a line; whole: the object for json
    """
    if form is OutputFormat.TABLE:
        console = _harmless_console()
        console.print(as_table)
    elif form is OutputFormat.JSON:
        typer.echo(harmless_json(whole, indent=1))
    else:
        for row in rows:
            typer.echo(harmless_json(row))


def _harmless_console() -> Console:
    """A console that prints no control character of a text, whatever draws the text."""
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

    class HarmlessConsole(Console):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                if segment.control:  # of the console's own
                    yield segment
                else:
                    yield Segment(harmless(segment.text), segment.style)

    console = HarmlessConsole()
    return console if console.is_terminal else HarmlessConsole(width=WIDE)


def table(title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> Table:
    """A plain table; its cells are text, never markup."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=Text(harmless(title), style="bold"), title_justify="left", show_edge=False)
    for number, column in enumerate(columns):
        drawn.add_column(column, overflow="fold", no_wrap=number == 0)  # the first names the row
    for row in rows:
        drawn.add_row(*(Text(harmless(cell)) for cell in row))
    return drawn


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A progress bar on stderr; if that is no terminal, a line every ten seconds or so."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines_of_progress()
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done, total=total)

    with bar:
        yield report


def _lines_of_progress() -> Report:
    """Reports as plain lines, so seldom that quick work says nothing.

    Work is quick or not from its own first report on, whatever took long before it; what has said
    how far it is also says that it is done.
    """
    said = time.monotonic()
    begun: dict[str, float] = {}
    told: set[str] = set()

    def report(what: str, done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        since = max(said, begun.setdefault(what, now))
        if now - since >= QUIET or (done == total and what in told):
            note(f"{what}: {done} of {total}")
            said = now
            told.add(what)

    return report
