"""What somebody says of documents beside their files: on the command line, or in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from servanda.errors import SettingsError
from servanda.records import DateRange, Document, DocumentRemark
from servanda.sources.documents.publishers import host_of
from servanda.sources.files.items import SourceFile, SourceItem
from servanda.sources.files.problems import UnreadableError, printable, unreadable_error
from servanda.sources.formats.given_days import advise_on_given_day, given_day_before
from servanda.sources.formats.publication_date import written_range
from servanda.sources.pages.page_address import problem_of_address

__all__ = [
    "FileFacts",
    "GivenFacts",
    "apply_table_rows",
    "facts_by_file",
    "facts_of_options",
    "is_another",
    "with_facts",
    "with_host_of_url",
    "with_known_facts",
]


@dataclass(frozen=True, slots=True)
class GivenFacts:
    """What is said of a document; it goes before what the file says of itself."""

    by: str  # "--published", "dates.csv:3"
    publisher: str | None = None  # id, host or name
    published: DateRange | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    others: tuple[tuple[str, str], ...] = ()  # columns that are not ours


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A row of a table beside files: what it says of one of them."""

    table: SourceFile
    line: int
    file: str  # as written: a path from the table's folder, or a name
    facts: GivenFacts


def facts_of_options(
    publisher: str | None, published: str | None, url: str | None, today: date | None = None
) -> GivenFacts:
    """The facts of a command line; nothing is published after `today`, if it is given.

    Raises SettingsError for a date or an address that is none.
    """
    try:
        days = None if published is None else given_day_before(published, today or date.max)
    except ValueError as error:
        advice = advise_on_given_day(published or "")
        raise SettingsError(f"--published: {error}; {advice}") from error
    wrong = None if url is None else problem_of_address(url)
    if wrong is not None:
        raise SettingsError(f"--url: {printable(url or '')!r} {wrong[0]}; {wrong[1]}")
    return GivenFacts("the command line", publisher or None, days, url or None)


def with_facts(document: Document, facts: GivenFacts) -> Document:
    """The document as the facts have it; where it said otherwise, a remark keeps that."""
    remarks = [*_differences(document, facts)]
    remarks += [DocumentRemark(key, value, facts.by) for key, value in facts.others]
    changed = replace(
        document,
        source=facts.publisher or document.source,
        published=facts.published or document.published,
        url=facts.url or document.url,
        title=facts.title or document.title,
        language=facts.language or document.language,
        remarks=(*document.remarks, *remarks),
    )
    if facts.published is not None:
        changed = replace(changed, dated_by=facts.by)
    return with_host_of_url(changed)


def is_another(document: Document, known: Document) -> bool:
    """True of two documents that were surely published on different days."""
    if document.sha256 == known.sha256 or document.is_undated or known.is_undated:
        return False
    ours, theirs = document.published, known.published
    return bool(
        ours.start
        and theirs.start
        and ours.end
        and theirs.end
        and (ours.end < theirs.start or theirs.end < ours.start)
    )


def with_known_facts(document: Document, known: Document) -> Document:
    """The document with what was known of its bytes when they were kept before, where it is silent.

    What a person said of a file then is not in the file, and is not said again with every reading.
    """
    if document.sha256 != known.sha256:
        return document
    filled = replace(
        document,
        source=document.source or known.source,
        url=document.url or known.url,
        title=document.title or known.title,
        language=document.language or known.language,
    )
    if document.is_undated and not known.is_undated:
        filled = replace(filled, published=known.published, dated_by=known.dated_by)
    return filled


def with_host_of_url(document: Document) -> Document:
    """The document with its address's host as publisher, if none is named."""
    if document.source is not None or not document.url or "//" not in document.url:
        return document
    return replace(document, source=host_of(document.url))


def _differences(document: Document, facts: GivenFacts) -> Iterator[DocumentRemark]:
    was = document.published
    pairs = (
        ("publisher", document.source, facts.publisher),
        ("url", document.url, facts.url),
        ("title", document.title, facts.title),
    )
    for key, old, new in pairs:
        if old is not None and new is not None and old != new:
            yield DocumentRemark(key, old, "the file itself")
    if facts.published is not None and was.has_date and was != facts.published:
        by = document.dated_by or "the file itself"
        yield DocumentRemark("published", written_range(was), by)


def apply_table_rows(
    items: Sequence[SourceItem], rows: Iterable[FileFacts], files: Sequence[SourceFile]
) -> tuple[list[SourceItem], list[UnreadableError]]:
    """The items as the rows have them, and an error for each row that means no one file.

    files: all that were given, also those that could not be read
    """
    facts, errors = facts_by_file(rows, files)
    changed = []
    for item in items:
        document = item.kept.document
        for given in facts.get(item.file.path, ()):
            document = with_facts(document, given)
        changed.append(item.with_document(document))
    return changed, errors


def facts_by_file(
    rows: Iterable[FileFacts], files: Sequence[SourceFile]
) -> tuple[dict[Path, list[GivenFacts]], list[UnreadableError]]:
    """What the rows say of each file, by its path; an error for each row that means no one file."""
    at_path = {file.path: file for file in files}
    by_name: dict[str, list[SourceFile]] = {}
    for file in files:
        by_name.setdefault(Path(file.relative).name, []).append(file)
    facts: dict[Path, list[GivenFacts]] = {}
    errors: list[UnreadableError] = []
    for row in rows:
        exact = at_path.get(row.table.path.parent / row.file)
        named = by_name.get(Path(row.file).name, ())
        meant = _matching_files(row, named) if exact is None else [exact]
        if len(meant) == 1:
            facts.setdefault(meant[0].path, []).append(row.facts)
        else:
            errors.append(_row_error(row, len(meant)))
    return facts, errors


def _matching_files(row: FileFacts, files: Iterable[SourceFile]) -> list[SourceFile]:
    """The files of that name, or whose path ends so."""
    wanted = row.file.removeprefix("./")
    return [
        file
        for file in files
        if file.path != row.table.path and f"/{file.relative}".endswith(f"/{wanted}")
    ]


def _row_error(row: FileFacts, found: int) -> UnreadableError:
    name = printable(row.file)
    if found:
        what, advice = (
            f"{found} files are called {name!r}",
            "write the path from the table's folder",
        )
    else:
        what, advice = f"no file {name!r} is given", "give it, or its folder, beside the table"
    return unreadable_error(row.table.label, row.line, what, advice)
