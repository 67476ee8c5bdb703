"""A captured page as a document: read as if it had been saved, and kept as WARC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from servanda.records import (
    UNREAD,
    DateRange,
    Document,
    DocumentRemark,
    DocumentWithOriginal,
    Precision,
    public_by,
    sha256,
)
from servanda.sources.capture.exchanges import Capture, Exchange, header_of
from servanda.sources.capture.page_fetcher import shown_address
from servanda.sources.capture.walls import NO_SIGNS, wall_reason
from servanda.sources.capture.warc_format import WARC_TYPE, warc_bytes
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.publishers import host_of
from servanda.sources.documents.read_sources import FORMATS
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.limits import HTML_BYTES
from servanda.sources.files.problems import HIDDEN, UnreadableError, unreadable_error
from servanda.sources.pages.date_texts import date_in_url
from servanda.sources.pages.page_encoding import in_stated_encoding

__all__ = [
    "ADDRESS",
    "BY",
    "CHANGED_BY",
    "FEED",
    "another_id",
    "captured_item",
    "document_id",
    "feed_item",
    "mark_not_there",
    "mark_unread",
]

BY = "the capture"  # what says of a document where it was asked for [definition]
ADDRESS, FEED = "address", "feed"  # keys of remarks [definition]
# What to do about a page that shows no content to us.
_BY_HAND = "if it shows you more, save it by hand and add the file"
CHANGED_BY = "a change seen between two captures"
_LONGEST_ID = 150  # characters of an id made of an address [limit]
_PORTS = {"http": 80, "https": 443}  # that an address need not name [definition; RFC 9110]
_DIGITS = 12  # of a digest that stands for what an id leaves out [definition]
# How files of a media type are read, by their ending; a type that says nothing goes by the name.
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_SAY_NOTHING = ("", "application/octet-stream", "binary/octet-stream", "application/download")
_NOT_PAGES = (".jsonl", ".csv", ".xlsx")
_NOT_OF_AN_ID = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class _Found:
    """What could be read of a page."""

    item: SourceItem | None
    problem: UnreadableError | None
    signs: Mapping[str, Any]


def captured_item(capture: Capture, recorded: datetime, extractor: Extractor) -> SourceItem:
    """The document of a captured page; of one that is no content without a text, and why.

    Its publisher is the host that sent it, whatever it says of itself.
    """
    file = _file_of(capture)
    found = _read(capture.page, file, recorded, extractor)
    text = None if found.item is None else found.item.kept.document.text
    wall = wall_reason(capture, text, found.signs)
    if found.item is None or wall is not None:
        why = _problem_in_words(found.problem) if wall is None else f"{wall}; {_BY_HAND}"
        return _unread_item(capture, file, recorded, why)
    document = _dated_from_outside(found.item.kept.document, capture.page, recorded)
    return _warc_item(capture, file, document, found.item.kept.kept_share)


def feed_item(capture: Capture, recorded: datetime, title: str | None) -> SourceItem:
    """The document of a feed: its bytes are the evidence of its dates, and nobody reads it."""
    item = _unread_item(capture, _file_of(capture), recorded, "a feed; its entries are read")
    remark = DocumentRemark(FEED, capture.asked_url, BY)
    document = item.kept.document
    return item.with_document(replace(document, title=title, remarks=(*document.remarks, remark)))


def mark_not_there(item: SourceItem) -> SourceItem:
    """The item as an error page that its server sends as if it were one of content."""
    return mark_unread(
        item, f"an error page: the same comes for an address at which nothing is; {_BY_HAND}"
    )


def mark_unread(item: SourceItem, why: str) -> SourceItem:
    """The same kept bytes without a text, and why."""
    document = item.kept.document
    remark = DocumentRemark(UNREAD, why, BY)
    return item.with_document(
        replace(document, text="", blocks=(), remarks=(remark, *document.remarks))
    )


def document_id(url: str) -> str:
    """The id of the document at an address: its host and path, so that a reader knows it again.

    A port that the scheme does not imply is part of it: another server answers there.
    """
    parts = urlsplit(url)
    port = parts.port if parts.port != _PORTS.get(parts.scheme) else None
    place = host_of(url) if port is None else f"{host_of(url)}:{port}"
    path = unquote(parts.path if parts.path != "/" else "")
    query = f"?{parts.query}" if parts.query else ""
    plain = f"{place}{path}{query}"
    if len(plain) <= _LONGEST_ID and not HIDDEN.search(plain) and not _NOT_OF_AN_ID.search(plain):
        return plain
    cut = HIDDEN.sub("-", _NOT_OF_AN_ID.sub("-", plain))[: _LONGEST_ID - _DIGITS - 1]
    return f"{cut}-{_digest_of(url)}"


def another_id(url: str) -> str:
    """The id of the document at an address if another address has the plain one already."""
    return f"{document_id(url)}-{_digest_of(url)}"


def _digest_of(url: str) -> str:
    return sha256(url.encode("utf-8", "replace"))[:_DIGITS]


def _read(exchange: Exchange, file: SourceFile, recorded: datetime, extractor: Extractor) -> _Found:
    try:
        data = exchange.content(HTML_BYTES)
    except ValueError as error:
        return _Found(None, _unreadable(file, str(error)), NO_SIGNS)
    kind = FORMATS.get(file.ending)
    if kind is None or file.ending in _NOT_PAGES:
        stated = exchange.media_type or "nothing"
        return _Found(None, _unreadable(file, f"is {stated}, which is not read"), NO_SIGNS)
    if file.ending == ".html" and exchange.charset is not None:
        data = in_stated_encoding(data, exchange.charset)
    signs = _signs_of(extractor, file.label, data) if file.ending == ".html" else NO_SIGNS
    if len(data) > kind.largest_bytes:
        return _Found(None, _unreadable(file, "is too large to read"), signs)
    try:
        for item in kind.reader(extractor)(file, data, recorded):
            if isinstance(item, SourceItem):
                return _Found(item, None, signs)
            if isinstance(item, UnreadableError):
                return _Found(None, item, signs)
    except UnreadableError as error:
        return _Found(None, error, signs)
    return _Found(None, _unreadable(file, "holds no document"), signs)


def _signs_of(extractor: Extractor, label: str, data: bytes) -> Mapping[str, Any]:
    """What the page's elements show; nothing where the page breaks their parser."""
    try:
        return extractor.ask(label, "page signs", data)
    except UnreadableError:
        return NO_SIGNS


def _unreadable(file: SourceFile, message: str) -> UnreadableError:
    return unreadable_error(file.label, 0, message, "save its text as .txt")


def _problem_in_words(error: UnreadableError | None) -> str:
    if error is None:
        return "holds no document"
    return f"{error.problem.message}; {error.problem.advice}"


def _unread_item(capture: Capture, file: SourceFile, recorded: datetime, why: str) -> SourceItem:
    item = _warc_item(capture, file, page(file, b"", "", WARC_TYPE, recorded), None)
    return mark_unread(item, why)


def _warc_item(
    capture: Capture, file: SourceFile, document: Document, share: float | None
) -> SourceItem:
    """The document under the address that was asked for, with its WARC as the original."""
    data = warc_bytes(capture)
    remarks = [DocumentRemark(ADDRESS, capture.asked_url, BY)]
    own = document.url
    if own is not None and host_of(own) != host_of(capture.page.url):
        remarks.append(DocumentRemark("url", own, "the page itself"))
    named = replace(
        document,
        id=document_id(capture.asked_url),
        sha256=sha256(data),
        name=file.relative,
        media_type=WARC_TYPE,
        source=host_of(capture.page.url),
        url=capture.page.url,
        remarks=(*document.remarks, *remarks),
    )
    return SourceItem(DocumentWithOriginal(named, data, share), file, line=0, id_is_given=True)


def _file_of(capture: Capture) -> SourceFile:
    """The page as a file would be called that somebody saved."""
    parts = urlsplit(capture.page.url)
    name = PurePosixPath(unquote(parts.path)).name or "index"
    name = HIDDEN.sub("-", name)[-_LONGEST_ID:]
    ending = _ENDINGS.get(capture.page.media_type)
    stated = PurePosixPath(name).suffix.lower()
    if ending is None and capture.page.media_type in _SAY_NOTHING:
        ending = stated if stated in FORMATS else ".html"
    if ending is not None and stated != ending:
        name += ending
    elif ending is None:
        name += ".unread"
    return SourceFile(Path(name), shown_address(capture.asked_url), name)


def _dated_from_outside(document: Document, exchange: Exchange, recorded: datetime) -> Document:
    """The document, dated by its address or by Last-Modified if nothing in it gives a date.

    The header is the weakest evidence: the page was there by then.
    """
    if document.published.has_date:
        return document
    days = date_in_url(exchange.url)
    if days is not None and public_by(days, recorded.date()):
        return replace(document, published=days, dated_by="the address")
    stated = header_of(exchange.received, "Last-Modified")
    try:
        last = None if stated is None else parsedate_to_datetime(stated).date()
    except ValueError:
        last = None
    if last is None or last > recorded.date():
        return document
    days = DateRange(None, last, Precision.RANGE)
    return replace(document, published=days, dated_by="header Last-Modified (last change)")
