"""HTML and PDF files as pages, with what the worker process extracts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from servanda.records import UNKNOWN_TIME, Block, DocumentWithOriginal, parse, parse_range
from servanda.sources.documents.extractor import Extractor
from servanda.sources.files.encodings import checked_text
from servanda.sources.files.items import SourceFile, SourceItem, page

__all__ = ["read_html", "read_pdf"]

log = logging.getLogger(__name__)


def read_html(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem]:
    """One page; publisher, title, date and address are what the page declares.

    The publisher is the host's name until a case says whose it is. Raises UnreadableError.
    """
    tomorrow = recorded.date() + timedelta(days=1)  # east of Greenwich it is that day already
    found = extractor.ask(file.label, "html", data, max_date=tomorrow.isoformat())
    text = checked_text(found["text"], file.label)
    document = replace(
        page(file, data, text, "text/html", recorded),
        source=found["hostname"],
        url=found["url"],
        title=found["title"],
        published=parse_range(found["date"]) if found["date"] else UNKNOWN_TIME,
        language=found["language"],
        blocks=tuple(parse(Block, block) for block in found["blocks"]),
    )
    yield SourceItem(DocumentWithOriginal(document, data), file, line=0)


def read_pdf(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem]:
    """One page; published is unknown, because a PDF's dates tell when the file was made.

    Raises UnreadableError.
    """
    found = extractor.ask(file.label, "pdf", data)
    text = checked_text(found["text"], file.label)
    if found["blank_pages"]:
        blank = ", ".join(str(number) for number in found["blank_pages"])
        log.warning("%s: no text layer on page %s; they were not read", file.label, blank)
    document = replace(page(file, data, text, "application/pdf", recorded), title=found["title"])
    yield SourceItem(DocumentWithOriginal(document, data), file, line=0)
