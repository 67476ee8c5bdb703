"""Plain text files: the text as it is, the date of publication if a line near the top has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from servanda.records import Kept
from servanda.sources.files.encodings import checked_text, decoded
from servanda.sources.files.items import Item, SourceFile, page
from servanda.sources.formats.publication_date import published_in

__all__ = ["read_text"]


def read_text(file: SourceFile, data: bytes, recorded: datetime) -> Iterator[Item]:
    """One page; line ends and blanks stay as they are, only a byte order mark goes.

    Raises UnreadableError.
    """
    text = checked_text(decoded(data, file.shown), file.shown)
    document = replace(page(file, data, text, "text/plain", recorded), published=published_in(text))
    yield Item(Kept(document, data), file, line=0)
