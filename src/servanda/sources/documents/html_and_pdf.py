"""HTML, mail, office and PDF files as pages, with what the worker process extracts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from servanda.records import (
    UNKNOWN_TIME,
    Block,
    BlockKind,
    DateRange,
    DocumentRemark,
    DocumentWithOriginal,
    parse,
    parse_range,
)
from servanda.sources.documents.extractor import Extractor, UnreadFileError
from servanda.sources.documents.line_blocks import blocks_of_lines, plain_blocks, plain_lines
from servanda.sources.documents.plain_text import dated_by_line
from servanda.sources.documents.unread_files import unread_item
from servanda.sources.files.encodings import checked_text
from servanda.sources.files.items import SourceFile, SourceItem, page

__all__ = ["read_page", "read_pdf"]

_MOST_REMARKS = 3  # on dates of one page [layout]

log = logging.getLogger(__name__)


def read_page(
    file: SourceFile,
    data: bytes,
    recorded: datetime,
    *,
    extractor: Extractor,
    kind: str,
    media_type: str,
) -> Iterator[SourceItem]:
    """One page; publisher, title, date and address are what the file declares.

    The publisher is the host's name until a case says whose it is. kind: of the extractor
    Raises UnreadableError.
    """
    tomorrow = recorded.date() + timedelta(days=1)  # east of Greenwich it is that day already
    try:
        found = extractor.ask(file.label, kind, data, max_date=tomorrow.isoformat())
    except UnreadFileError as error:
        yield unread_item(file, data, media_type, recorded, error)
        return
    text = checked_text(found["text"], file.label)
    for note in found.get("notes", ()):
        log.warning("%s: %s", file.label, note)
    blocks = found["blocks"]
    dates = _dates(found["dates"])
    parts = tuple(DocumentRemark("attachment", name, "the mail") for name in found.get("parts", ()))
    document = replace(
        page(file, data, text, media_type, recorded),
        source=found["hostname"],
        url=found["url"],
        title=found["title"],
        language=found["language"],
        blocks=plain_blocks(text)
        if blocks is None
        else tuple(parse(Block, block) for block in blocks),
        published=dates.published,
        dated_by=dates.by,
        remarks=(*dates.remarks, *parts),
    )
    kept = DocumentWithOriginal(document, data, found["kept_share"])
    yield SourceItem(kept, file, line=0)


@dataclass(frozen=True, slots=True)
class _PublicationDate:
    """A date, what gives it, and what else is said of it."""

    published: DateRange = UNKNOWN_TIME
    by: str = ""
    remarks: tuple[DocumentRemark, ...] = ()


def _dates(found: Sequence[Mapping[str, str]]) -> _PublicationDate:
    """The surest date with what gives it; remarks on later changes and on dates that differ."""
    if not found:
        return _PublicationDate()
    first = found[0]
    published = parse_range(first["days"])
    remarks = []
    for other in found[1:]:
        days = parse_range(other["days"])
        if days.start is None:
            remarks.append(DocumentRemark("changed", str(days.end), other["by"]))
        elif _days_apart(published, days) > 1:
            remarks.append(DocumentRemark("published", other["days"], other["by"]))
    distinct = {(remark.key, remark.value): remark for remark in reversed(remarks)}
    kept = tuple(reversed(distinct.values()))[:_MOST_REMARKS]
    return _PublicationDate(published, first["by"], kept)


def _days_apart(first: DateRange, second: DateRange) -> int:
    """Days between two ranges; 0 where they meet."""
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return 0
    return max((second.start - first.end).days, (first.start - second.end).days, 0)


def read_pdf(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem]:
    """One page, of the day that a line near its top says; a PDF's own dates tell when it was made.

    Raises UnreadableError.
    """
    try:
        found = extractor.ask(file.label, "pdf", data)
    except UnreadFileError as error:
        yield unread_item(file, data, "application/pdf", recorded, error)
        return
    text = checked_text(found["text"], file.label)
    if found["blank_pages"]:
        blank = ", ".join(str(number) for number in found["blank_pages"])
        log.warning("%s: no text layer on page %s; they were not read", file.label, blank)
    if found["mixed_pages"]:
        mixed = ", ".join(str(number) for number in found["mixed_pages"])
        log.warning(
            "%s: the columns of page %s may be mixed line by line; look at the text, or save it "
            "as .txt",
            file.label,
            mixed,
        )
    document = dated_by_line(
        replace(
            page(file, data, text, "application/pdf", recorded),
            title=found["title"],
            blocks=_pdf_blocks(text, frozenset(found["headings"])),
        )
    )
    yield SourceItem(DocumentWithOriginal(document, data, found["kept_share"]), file, line=0)


def _pdf_blocks(text: str, headings: frozenset[int]) -> tuple[Block, ...]:
    """The blocks of a PDF's text: lines in larger letters are headings, others by their form."""
    lines = [
        replace(line, kind=BlockKind.HEADING, apart=True) if line.start in headings else line
        for line in plain_lines(text)
    ]
    after = {line.end for line in lines if line.kind is BlockKind.HEADING}
    marked = [
        replace(line, apart=True) if before is not None and before.end in after else line
        for before, line in pairwise([None, *lines])
        if line is not None
    ]
    return blocks_of_lines(text, marked)
