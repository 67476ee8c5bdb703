"""Tables, CSV and XLSX: of documents with their texts, or of facts about files beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from servanda.records import UNKNOWN_TIME, DateRange, DocumentRemark, DocumentWithOriginal
from servanda.sources.documents.given_facts import FileFacts, GivenFacts, with_host_of_url
from servanda.sources.documents.line_blocks import plain_blocks
from servanda.sources.files.encodings import checked_text
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.problems import HIDDEN, UnreadableError, printable, unreadable_error
from servanda.sources.files.suggestions import closest_match
from servanda.sources.formats.given_days import advise_on_given_day, given_day_before
from servanda.sources.pages.page_address import problem_of_address
from servanda.sources.tables.event_tables import EVENT_COLUMNS, document_cells, is_event_table
from servanda.sources.tables.table_rows import csv_rows, workbook_rows

__all__ = ["read_csv", "read_workbook"]

# Columns by what they hold; the names that corpora use for the same.
_NAMES = {
    "file": ("file", "filename", "path"),
    "id": ("id", "doc_id"),
    "text": ("text", "body", "content"),
    "publisher": ("publisher", "outlet", "source"),
    "published": ("published", "date", "publication_date"),
    "url": ("url", "link", "address"),
    "title": ("title", "headline"),
    "language": ("language", "lang"),
}
_KNOWN = {name: key for key, names in _NAMES.items() for name in names}
# As in lists of documents: a column this much like one of ours is a slip.
# [judgement; not from outside]
SLIP = 80
MOST_ROWS = 100_000  # of a corpus; more is a mistake [limit]
MOST_COLUMNS = 100  # of a table [limit]

Found = SourceItem | FileFacts | UnreadableError


def read_csv(file: SourceFile, data: bytes, recorded: datetime) -> Iterator[Found]:
    """A document, or a row of facts about a file, for each row; bad rows as errors."""
    return _rows(
        file,
        csv_rows(data, file.label, (*_KNOWN, *EVENT_COLUMNS), MOST_ROWS + 2),
        recorded,
    )


def read_workbook(file: SourceFile, data: bytes, recorded: datetime) -> Iterator[Found]:
    """The same from the first sheet of a workbook."""
    rows = workbook_rows(data, file.label, MOST_ROWS + 2, MOST_COLUMNS)
    return _rows(file, rows, recorded)


def _rows(
    file: SourceFile, rows: Iterator[tuple[int, Sequence[str]]], recorded: datetime
) -> Iterator[Found]:
    line, names = next(rows, (1, ()))
    is_events = is_event_table(names)
    header = tuple(map(_plain, names)) if is_events else _header(file, line, names)
    number = -1
    for number, (line, cells) in enumerate(rows):
        if number == MOST_ROWS:
            yield unreadable_error(file.label, line, f"is row {MOST_ROWS + 1}", "split the table")
            return
        row = {key: cell.strip() for key, cell in zip(header, cells, strict=False) if cell.strip()}
        row = document_cells(row) if is_events else row
        if HIDDEN.search(" ".join(value for key, value in row.items() if key != "text")):
            yield unreadable_error(
                file.label, line, "has a cell of several lines or hidden characters",
                "write it on one line",
            )  # fmt: skip
            continue
        facts, problems = _facts(file, line, row, recorded.date())
        yield from problems
        try:
            if "file" in header:
                yield _file_facts(file, line, row, facts)
            else:
                yield _document(file, line, row, facts, recorded)
        except UnreadableError as error:
            yield error
    if number < 0:
        yield unreadable_error(file.label, 0, "holds no documents", "write one a row, or leave it")


def _header(file: SourceFile, line: int, cells: Sequence[str]) -> tuple[str, ...]:
    """The keys of the columns; columns that are not ours keep their own names."""
    names = list(map(_plain, cells))
    keys = tuple(_KNOWN.get(name, name) for name in names)
    for name in names:
        meant = None if name in _KNOWN else closest_match(name, _KNOWN, SLIP)
        if meant is not None:
            raise unreadable_error(
                file.label, line, f"unknown column {printable(name)!r}",
                f"write {meant!r}, or rename it",
            )  # fmt: skip
    twice = next((key for key in _NAMES if keys.count(key) > 1), None)
    if twice is not None:
        what = f"two columns are {' or '.join(_NAMES[twice])}"
        raise unreadable_error(file.label, line, what, "leave one out")
    if "file" not in keys and "text" not in keys:
        raise unreadable_error(
            file.label, line, "is a table without a column `file` or `text`",
            "write file, publisher, published, url, title, language for a table about files, "
            "or id, text, ... for a table of documents",
        )  # fmt: skip
    return keys


def _plain(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _facts(
    file: SourceFile, line: int, row: Mapping[str, str], today: date
) -> tuple[GivenFacts, list[UnreadableError]]:
    """What a row says, and what is wrong with its date and its address."""
    published, url, problems = None, row.get("url"), []
    try:
        published = given_day_before(row["published"], today) if "published" in row else None
    except ValueError as error:
        advice = advise_on_given_day(row["published"])
        problems.append(unreadable_error(file.label, line, f"'published': {error}", advice))
    wrong = None if url is None else problem_of_address(url)
    if wrong is not None:
        what = f"'url': {printable(url or '')!r} {wrong[0]}"
        problems.append(unreadable_error(file.label, line, what, wrong[1]))
        url = None
    others = tuple((key, value) for key, value in row.items() if key and key not in _NAMES)
    facts = GivenFacts(
        by=f"{file.label.rpartition('/')[2]}:{line}",
        publisher=row.get("publisher"),
        published=published,
        url=url,
        title=row.get("title"),
        language=_language(row.get("language")),
        others=others,
    )
    return facts, problems


def _language(written: str | None) -> str | None:
    """Two letters of "en", "en-GB" or "EN"; None of anything else."""
    code = (written or "").partition("-")[0].casefold()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _file_facts(
    file: SourceFile, line: int, row: Mapping[str, str], facts: GivenFacts
) -> FileFacts:
    if "file" not in row:
        raise unreadable_error(file.label, line, "names no file", "write one, or leave the row out")
    return FileFacts(file, line, row["file"], facts)


def _document(
    file: SourceFile, line: int, row: Mapping[str, str], facts: GivenFacts, recorded: datetime
) -> SourceItem:
    text = checked_text(row.get("text", ""), file.label, line)
    published: DateRange = facts.published or UNKNOWN_TIME
    original = json.dumps(dict(row), ensure_ascii=False, sort_keys=True).encode()
    document = replace(
        page(file, original, text, "application/json", recorded),
        id=row.get("id", f"{file.stem}-{line}"),
        source=facts.publisher,
        url=facts.url,
        title=facts.title,
        language=facts.language,
        published=published,
        dated_by=facts.by if facts.published is not None else "",
        blocks=plain_blocks(text),
        remarks=tuple(DocumentRemark(key, value, facts.by) for key, value in facts.others),
    )
    kept = DocumentWithOriginal(with_host_of_url(document), original)
    return SourceItem(kept, file, line, id_is_given="id" in row)
