"""WARC and WACZ files of others as documents: each page that was captured is one."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from servanda.records import DateRange, Document, DocumentWithOriginal, Precision, public_by, sha256
from servanda.sources.capture.captured_page import (
    CHANGED_BY,
    captured_item,
    document_id,
)
from servanda.sources.capture.exchanges import Capture, Exchange, header_of
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.read_sources import FileFormat
from servanda.sources.files.items import SourceFile, SourceItem
from servanda.sources.files.limits import LIST_BYTES
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["ARCHIVE_FORMATS"]

log = logging.getLogger(__name__)

_WINDOW_BYTES = 64_000_000  # of a WARC that are read at once [limit]
_MOST_BYTES = 16_000_000  # of the bodies that come back at once, and of one body [limit]
_MOST_PAGES = 10_000  # of one archive [limit]
_GZIP = b"\x1f\x8b"
# Answers that are pages or papers; pictures, programs and styles are parts of them.
_PAGE_TYPES = (
    "text/html", "application/xhtml+xml", "application/pdf", "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _ArchivedPage:
    """One page in an archive, with the very bytes of its record."""

    exchange: Exchange
    record: bytes


def _read_warc(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem | UnreadableError]:
    """The pages in a WARC."""
    yield from _documents(file, _pages(file.label, data, extractor, {}), recorded, extractor)


def _read_wacz(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem | UnreadableError]:
    """The pages in the WARCs of a WACZ; where it lists its pages, these alone."""
    found = extractor.ask(file.label, "wacz", data)
    for name, what in found["wrong"]:
        yield unreadable_error(f"{file.label}/{name}", 0, what, "get the WACZ again")
    redirects: dict[str, str] = {}
    pages: list[_ArchivedPage | UnreadableError] = []
    for name, start, size in found["warcs"]:
        warc = data[start : start + size]
        pages += _pages(f"{file.label}/{name}", warc, extractor, redirects)
    wanted = _with_targets(found["pages"], redirects)
    listed = (page for page in pages if not wanted or _is_on(page, wanted))
    yield from _documents(file, listed, recorded, extractor)


def _with_targets(listed: Iterable[str], redirects: Mapping[str, str]) -> set[str]:
    """The listed addresses, and those that they were redirected to in the archive."""
    wanted: set[str] = set()
    for url in listed:
        while url not in wanted:
            wanted.add(url)
            url = redirects.get(url, url)
    return wanted


def _is_on(page: _ArchivedPage | UnreadableError, wanted: Collection[str]) -> bool:
    return isinstance(page, UnreadableError) or page.exchange.url in wanted


def _pages(
    label: str, data: bytes, extractor: Extractor, redirects: dict[str, str]
) -> Iterator[_ArchivedPage | UnreadableError]:
    """The pages in a WARC, window by window; one line on what is cut off or damaged.

    redirects: takes where addresses lead to
    """
    at = taken = left_out = damaged = 0
    while at < len(data):
        window = data[at : at + _WINDOW_BYTES]
        is_last = at + len(window) >= len(data)
        found = extractor.ask(label, "warc", window, is_last=is_last, most_bytes=_MOST_BYTES)
        damaged += found["damaged"]
        for answer in found["answers"]:
            exchange = _exchange(answer)
            if exchange is not None and exchange.redirect is not None:
                redirects[exchange.url] = exchange.redirect
            page = _archived_page(exchange, answer, window)
            if page is None:
                left_out += 1
            elif taken < _MOST_PAGES:
                taken += 1
                yield page
        if found["cut"] or found["next"] == 0:
            yield _cut_error(label, taken, is_last)
            break
        at += found["next"]
        while data[at : at + 1] in (b"\r", b"\n"):  # between records that are not compressed
            at += 1
    if damaged:
        what = f"has {damaged} records that do not match their digests; they were left out"
        yield unreadable_error(label, 0, what, "get it again")
    if left_out:
        log.warning("%s: %d answers that are no pages were left out", label, left_out)


def _cut_error(label: str, taken: int, is_last: bool) -> UnreadableError:
    if not is_last:
        what = f"has a record of more than {_WINDOW_BYTES // 1_000_000} MB"
        return unreadable_error(label, 0, what, f"the {taken} pages before it were taken")
    return unreadable_error(
        label, 0, f"is cut off in a record; its {taken} whole pages were taken", "get it again"
    )


def _exchange(answer: Mapping[str, Any]) -> Exchange | None:
    """The answer as an exchange; None of one whose date is none."""
    try:
        moment = datetime.fromisoformat(answer["date"] or "")
    except ValueError:
        return None
    return Exchange(
        url=answer["url"],
        started=moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC),
        sent=(),
        status=answer["status"],
        reason=answer["reason"],
        received=tuple((name, value) for name, value in answer["headers"]),
        body=base64.b64decode(answer["body"]),
    )


def _archived_page(
    exchange: Exchange | None, answer: Mapping[str, Any], window: bytes
) -> _ArchivedPage | None:
    """The page of an answer; None of a failure, a redirect, a part of a page."""
    if exchange is None or exchange.status != 200 or exchange.media_type not in _PAGE_TYPES:
        return None
    start = answer["offset"]
    return _ArchivedPage(exchange, window[start : start + answer["length"]])


def _documents(
    file: SourceFile,
    pages: Iterable[_ArchivedPage | UnreadableError],
    recorded: datetime,
    extractor: Extractor,
) -> Iterator[SourceItem | UnreadableError]:
    """A document for each page that says something, versions of one address in their order."""
    versions: dict[str, list[SourceItem]] = {}
    for page in pages:
        if isinstance(page, UnreadableError):
            yield page
        elif page.exchange.started <= recorded:
            made = _item(file, page, recorded, extractor)
            versions.setdefault(page.exchange.url, []).append(made)
    for items in versions.values():
        yield from _in_order(items)


def _item(
    file: SourceFile, page: _ArchivedPage, recorded: datetime, extractor: Extractor
) -> SourceItem:
    made = captured_item(Capture((_as_chunks_say(page.exchange),)), recorded, extractor)
    moment = page.exchange.started
    document = replace(
        made.kept.document,
        id=f"{document_id(page.exchange.url)}@{moment.strftime('%Y-%m-%dT%H%M%SZ')}",
        sha256=sha256(page.record),
        remarks=tuple(r for r in made.kept.document.remarks if r.key != "address"),
    )
    document = _dated_by_archive(document, moment.date(), recorded)
    kept = DocumentWithOriginal(document, page.record, made.kept.kept_share)
    return SourceItem(kept, file, line=0, id_is_given=True)


def _as_chunks_say(exchange: Exchange) -> Exchange:
    """The exchange with its body put together again, if the archive kept it in chunks."""
    coding = (header_of(exchange.received, "Transfer-Encoding") or "").lower()
    joined = _body_of_chunks(exchange.body) if coding == "chunked" else None
    return exchange if joined is None else replace(exchange, body=joined)


def _body_of_chunks(body: bytes) -> bytes | None:
    """The body that was sent in chunks; None of one that was not, whatever its header says."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            return None
        if size < 0 or end + 2 + size > len(body):
            return None
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _dated_by_archive(document: Document, day: date, recorded: datetime) -> Document:
    """The document, by the day of its capture if nothing else says when it was published."""
    if document.published.has_date or day > recorded.date():
        return document
    days = DateRange(None, day, Precision.RANGE)
    return replace(document, published=days, dated_by="WARC-Date (when it was captured)")


def _in_order(items: list[SourceItem]) -> Iterator[SourceItem]:
    """The versions of a page whose text differs, each the variant of the one that followed it."""
    ordered = sorted(items, key=lambda item: item.kept.document.id)
    kept = [
        item
        for number, item in enumerate(ordered)
        if number == 0 or item.kept.document.text != ordered[number - 1].kept.document.text
    ]
    for number, item in enumerate(kept):
        document = item.kept.document
        if number + 1 < len(kept):
            document = replace(document, variant_of=kept[number + 1].kept.document.id)
        if number > 0:
            between = _days_between(kept[number - 1].kept.document.id, document.id)
            if between is not None and public_by(between, document.recorded.date()):
                document = replace(document, published=between, dated_by=CHANGED_BY)
        yield item.with_document(document)


def _days_between(earlier: str, later: str) -> DateRange | None:
    first, last = (date.fromisoformat(name.rpartition("@")[2][:10]) for name in (earlier, later))
    return DateRange(first, last, Precision.RANGE)


def _reader(reader: Callable[..., Any]) -> Callable[[Extractor], Any]:
    return lambda extractor: partial(reader, extractor=extractor)


# By the ending of a file; "pages.warc.gz" ends in ".gz".
ARCHIVE_FORMATS: Mapping[str, FileFormat] = {
    ".warc": FileFormat(LIST_BYTES, _reader(_read_warc), holds_many=True),
    ".gz": FileFormat(LIST_BYTES, _reader(_read_warc), holds_many=True),
    ".wacz": FileFormat(LIST_BYTES, _reader(_read_wacz), holds_many=True),
}
