"""servanda watch: pages and feeds of a case again, and only what is new."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import CaseName, Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, show, table
from servanda.errors import SettingsError, StoreBusyError

if TYPE_CHECKING:
    from servanda.pipeline import CapturedPage
    from servanda.settings import Settings

__all__ = ["watch"]

SHOWN_LINES = 20  # of the difference of one page [layout]
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}  # [definition]
# Between two rounds: what is asked more often is asked too often. [judgement; not from outside]
_SHORTEST_S = 60

Every = Annotated[
    str | None,
    typer.Option(
        "--every", metavar="TIME", help="Again and again, so far apart: 30m, 6h, 1d; default once."
    ),
]
IgnoreRobots = Annotated[
    bool, typer.Option("--ignore-robots", help="Fetch also what a site asks robots to leave alone.")
]


def watch(
    case: CaseName,
    every: Every = None,
    ignore_robots: IgnoreRobots = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Ask for the pages and feeds of a case again, and keep what is new.

    A page that has changed is kept as a version of its own; the earlier one stays, and so do the
    claims that came from it.

    Example: servanda watch korea-2018 --every 6h
    """
    pause_s = None if every is None else seconds_of(every)
    settings = settings_of(data)
    _watch_once(settings, case, ignore_robots, form)
    while pause_s is not None:
        time.sleep(pause_s)
        try:
            _watch_once(settings, case, ignore_robots, form)
        except StoreBusyError as error:  # the next round may find it free
            note(str(error))


def seconds_of(text: str) -> float:
    """The seconds that "30m", "6h" or "1d" stand for. Raises SettingsError."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if seconds < _SHORTEST_S:
        raise SettingsError(
            f"--every {text}: write a time of a minute or more, such as 30m, 6h, 1d"
        )
    return seconds


def _watch_once(settings: Settings, case: str, ignore_robots: bool, form: OutputFormat) -> None:
    from servanda.cli.capture.fetching import fetcher_of
    from servanda.pipeline import CaptureRun, case_to_change, open_data_store, watch_case

    with open_data_store(settings, now) as store, progress_bar() as progress:
        found = case_to_change(store, case, now(), note)
        run = CaptureRun(store, found, fetcher_of(settings, ignore_robots), now)
        pages = list(watch_case(run, progress))
    rows = [_row(page) for page in pages]
    told = [page for page in pages if page.state != "unchanged"]
    columns = ("state", "document", "lines", "what")
    show(rows, rows, form, table(f"Watched for {found.id}", columns, map(_cells, told)))
    for line in _notes(pages):
        note(line)
    for source in run.new_sources:
        note(f"new source {source.id} (F): {source.note}")


def _row(page: CapturedPage) -> dict[str, Any]:
    document, before = page.document, page.before
    difference = page.difference
    return {
        "url": page.url,
        "state": str(page.state),
        "document": None if document is None else document.id,
        "before": None if before is None or page.state != "changed" else before.id,
        "unread": None if document is None else document.unread_reason,
        "error": None if page.error is None else str(page.error),
        "added": sum(line.startswith("+") for line in difference),
        "removed": sum(line.startswith("-") for line in difference),
        "difference": list(difference[:SHOWN_LINES]),
    }


def _cells(page: CapturedPage) -> tuple[str, ...]:
    row = _row(page)
    lines = f"+{row['added']} -{row['removed']}" if page.difference else ""
    return row["state"], row["document"] or page.url, lines, row["error"] or row["unread"] or ""


def _notes(pages: list[CapturedPage]) -> Iterator[str]:
    """The differences, what there is to say of feeds, and how many pages were as before."""
    for page in pages:
        difference = page.difference
        if difference and page.document is not None:
            yield f"{page.document.id}: changed"
            yield from (f"  {line}" for line in difference[:SHOWN_LINES])
            if len(difference) > SHOWN_LINES:
                yield f"  and {len(difference) - SHOWN_LINES} more lines"
        if page.note is not None:
            yield page.note
    states = [str(page.state) for page in pages]
    counts = (f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    yield f"{len(pages)} addresses: {', '.join(counts)}"
