"""servanda add: keep files and folders as sources of a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    now,
    settings_of,
)
from servanda.cli.output import note, progress_bar, show, table
from servanda.plurals import count_phrase

if TYPE_CHECKING:
    from servanda.pipeline import AddedSources
    from servanda.records import Document

__all__ = ["add"]

NAMED = 3  # documents that a line names before it says how many more there are [layout]
# A page that keeps less of its letters has lost more than menus and notices take up on most sites.
# [judgement; not from outside]
LITTLE = 0.3
SHOWN_KEYS = ("publisher", "published", "url")

Publisher = Annotated[
    str | None,
    typer.Option("--publisher", help="Who published all of them: a source's id, a host, a name."),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DAY", help="When all of them were published."),
]
Url = Annotated[str | None, typer.Option("--url", help="Where they were published.")]
Things = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files and folders (.txt, .md, .html, .pdf; .jsonl, .csv or .xlsx lists), and "
        "addresses of pages and feeds (https://...).",
    ),
]
IgnoreRobots = Annotated[
    bool, typer.Option("--ignore-robots", help="Fetch also what a site asks robots to leave alone.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Keep nothing if anything is refused.")]


def add(
    case: CaseName,
    sources: Things,
    publisher: Publisher = None,
    published: Published = None,
    url: Url = None,
    strict: Strict = False,
    ignore_robots: IgnoreRobots = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Keep files and folders as sources of a case, byte for byte with their digests.

    What can be taken is taken; each refusal is one line. Publishers that the case does not have
    become sources of it, with the letter F.

    Example: servanda add korea-2018 report.pdf pages/ pages.csv

    Example: servanda add korea-2018 https://www.example.org/2018/report

    Example: servanda add korea-2018 report.html --publisher example.org --published 2018-11-20
    """
    from servanda.cli.capture.fetching import fetcher_of
    from servanda.pipeline import CaptureRun, add_everything, case_to_change, open_data_store
    from servanda.sources import facts_of_options

    given = facts_of_options(publisher, published, url, now().date())
    settings = settings_of(data)
    with open_data_store(settings, now) as store, progress_bar() as progress:
        found = case_to_change(store, case, now(), note)
        fetcher = fetcher_of(settings, ignore_robots)
        run = CaptureRun(store, found, fetcher, now, given, strict)
        added = add_everything(run, sources, progress)
    rows = [_row(document, added) for document in added.documents]
    columns = ("id", "publisher", "published", "dated by", "kept", "sha256")
    cells = [_cells(document, added) for document in added.documents]
    show(rows, rows, form, table(f"Added to {found.id}", columns, cells))
    for line in _notes(added):
        note(line)


def _row(document: Document, added: AddedSources) -> dict[str, Any]:
    from servanda.sources import written_range

    share = added.kept_shares.get(document.id)
    days = document.published
    return {
        "id": document.id,
        "name": document.name,
        "media_type": document.media_type,
        "publisher": document.source,
        "url": document.url,
        "published": None if days.end is None else str(days.end),
        "published_days": written_range(days) if days.has_date else None,
        "published_kind": _kind_of_date(document),
        "precision": str(days.precision),
        "counts_from": str(document.publication.public_on),
        "dated_by": document.dated_by or None,
        "kept_share": None if share is None else round(share, 4),
        "remarks": [
            {"key": remark.key, "value": remark.value, "by": remark.by}
            for remark in document.remarks
        ],
        "sha256": document.sha256,
    }


def _kind_of_date(document: Document) -> str:
    """What is known: published `on` a day, `within` several, or only `by` or `from` one."""
    days = document.published
    if days.start is None and days.end is None:
        return "unknown"
    if days.start is None or days.end is None:
        return "by" if days.start is None else "from"
    return "on" if days.start == days.end else "within"


def _cells(document: Document, added: AddedSources) -> tuple[str, ...]:
    from servanda.sources import written_range

    share = added.kept_shares.get(document.id)
    return (
        document.id,
        document.source or "unknown",
        written_range(document.published),
        document.dated_by,
        "" if share is None else f"{100 * share:.0f} %",
        document.sha256,
    )


def _notes(added: AddedSources) -> Iterator[str]:
    """What there is to know beside the table, a line each."""
    from servanda.records import undated_in_words
    from servanda.sources import first_lines

    yield from first_lines(added.refusals)
    yield from first_lines([*_unread(added.documents)])
    yield from first_lines(added.left_out)
    yield from first_lines([*_differences(added.documents)])
    yield from first_lines([*_losses(added)])
    yield from first_lines(added.language_notes)
    if added.replaced:
        what = "takes" if len(added.replaced) == 1 else "take"
        place = "the place of another version, which stays in the store"
        yield f"{name_first(added.replaced)}: {what} {place}"
    undated = undated_in_words(added.documents)
    if undated is not None:
        yield undated
    for source in added.new_sources:
        yield f"new source {source.id} (F): {source.note}"
    if added.new_sources:
        yield "judge new sources under `sources:` in case.yaml, by their ids; case load keeps them"
    if added.kept_before:
        count = count_phrase(added.kept_before, "document")
        yield f"{count} were kept when this command was stopped, and not read again"
    if added.refusals:
        refused = count_phrase(len(added.refusals), "refusal")
        yield f"{count_phrase(len(added.documents), 'document')} kept, {refused}"


def _differences(documents: tuple[Document, ...]) -> Iterator[str]:
    from servanda.sources import written_range

    for document in documents:
        kept = {
            "publisher": document.source,
            "published": written_range(document.published),
            "url": document.url,
        }
        for remark in document.remarks:
            if remark.key in SHOWN_KEYS:
                yield (
                    f"{document.id}: {remark.key} is {kept[remark.key]}; "
                    f"{remark.by} says {remark.value}"
                )


def _unread(documents: tuple[Document, ...]) -> Iterator[str]:
    """A line for each file that was kept without a text."""
    for document in documents:
        if document.unread_reason is not None:
            yield f"{document.name}: kept, but not read: {document.unread_reason}"


def _losses(added: AddedSources) -> Iterator[str]:
    for name, share in added.kept_shares.items():
        if share < LITTLE:
            yield (
                f"{name}: only {100 * share:.0f} % of the page's text was kept; "
                "look at it, or save its text as .txt"
            )


def name_first(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
