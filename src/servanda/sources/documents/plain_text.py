"""Plain text files: the text as it is, the date of publication if a line near the top has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from servanda.records import Document, DocumentWithOriginal
from servanda.sources.documents.line_blocks import plain_blocks
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.formats.publication_date import find_publication_date

__all__ = ["dated_by_line", "read_text"]


def read_text(file: SourceFile, data: bytes, recorded: datetime) -> Iterator[SourceItem]:
    """One page; line ends and blanks stay as they are, only a byte order mark goes.

    Raises UnreadableError.
    """
    text = checked_text(decode_text(data, file.label), file.label)
    document = dated_by_line(
        replace(page(file, data, text, "text/plain", recorded), blocks=plain_blocks(text))
    )
    yield SourceItem(DocumentWithOriginal(document, data), file, line=0)


def dated_by_line(document: Document) -> Document:
    """The document with the date of a line near its top, if there is one."""
    published = find_publication_date(document.text)
    dated_by = "a line of the text" if published.has_date else ""
    return replace(document, published=published, dated_by=dated_by)
