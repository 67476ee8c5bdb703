"""Files that broke their parser: kept byte for byte, marked with the reason, never as a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from servanda.records import UNREAD, DocumentRemark, DocumentWithOriginal
from servanda.sources.documents.extractor import UnreadFileError
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["unread_errors", "unread_item"]


def unread_item(
    file: SourceFile, data: bytes, media_type: str, recorded: datetime, error: UnreadFileError
) -> SourceItem:
    """The file as a document without a text, and why."""
    remark = DocumentRemark(UNREAD, f"{error.message}; {error.advice}", "the limits on parsers")
    document = replace(page(file, data, "", media_type, recorded), remarks=(remark,))
    return SourceItem(DocumentWithOriginal(document, data), file, line=0)


def unread_errors(items: Iterable[SourceItem]) -> tuple[UnreadableError, ...]:
    """An error for each document whose file was not read, for who keeps nothing of it."""
    found = ((item, item.kept.document.unread_reason) for item in items)
    return tuple(
        unreadable_error(item.file.label, 0, *reason.split("; ", 1))
        for item, reason in found
        if reason is not None
    )
