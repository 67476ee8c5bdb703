"""Captures as WARC 1.1, and back: each request and answer a record, redirects too.

The same capture gives the same bytes: record ids are made from what they name, and nothing in a
record is the time of writing.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from servanda.records import sha256
from servanda.sources.capture.exchanges import Capture, Exchange, Headers

__all__ = ["WARC_TYPE", "capture_in", "warc_bytes"]

WARC_TYPE = "application/warc"
_VERSION = "1.1"
# The body is kept without its transfer coding, so its header would be untrue.
_RENAMED = {"transfer-encoding": "X-Orig-Transfer-Encoding"}


def warc_bytes(capture: Capture) -> bytes:
    """The capture as a WARC, each record compressed for itself."""
    from warcio.warcwriter import WARCWriter

    output = io.BytesIO()
    writer = WARCWriter(output, gzip=True, warc_version=_VERSION)
    for exchange in capture.exchanges:
        for record in _records(exchange, writer):
            writer.write_record(record)
    return output.getvalue()


def capture_in(data: bytes) -> Capture:
    """The capture in a WARC that `warc_bytes` wrote. Raises ValueError if there is none."""
    requests: dict[str, Headers] = {}
    answers: list[tuple[str, Exchange]] = []
    for record in _own_records(data):
        name = record.rec_headers.get_header("WARC-Record-ID")
        if record.rec_type == "request":
            asked = record.rec_headers.get_header("WARC-Concurrent-To")
            requests[asked] = tuple(record.http_headers.headers)
        elif record.rec_type == "response":
            answers.append((name, _exchange(record)))
    if not answers:
        raise ValueError("holds no answer of a server")
    return Capture(tuple(_with_request(answer, requests.get(name)) for name, answer in answers))


def _with_request(exchange: Exchange, sent: Headers | None) -> Exchange:
    return exchange if sent is None else replace(exchange, sent=sent)


def _records(exchange: Exchange, writer: Any) -> Iterator[Any]:
    """The answer and the request of an exchange; each names the other."""
    from warcio.statusandheaders import StatusAndHeaders

    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    about = {"WARC-Date": _warc_date(exchange.started)}
    if exchange.address is not None:
        about["WARC-IP-Address"] = exchange.address
    ids = {kind: _record_id(exchange, kind) for kind in ("response", "request")}
    answer = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        warc_headers_dict={**about, "WARC-Record-ID": ids["response"]},
        http_headers=StatusAndHeaders(
            f"{exchange.status} {exchange.reason}".rstrip(),
            _true_headers(exchange.received),
            protocol=exchange.protocol,
        ),
    )
    question = writer.create_warc_record(
        exchange.url,
        "request",
        warc_headers_dict={
            **about,
            "WARC-Record-ID": ids["request"],
            "WARC-Concurrent-To": ids["response"],
        },
        http_headers=StatusAndHeaders(
            f"GET {path} HTTP/1.1", list(exchange.sent), is_http_request=True
        ),
    )
    yield answer
    yield question


def _true_headers(headers: Headers) -> list[tuple[str, str]]:
    return [(_RENAMED.get(name.lower(), name), value) for name, value in headers]


def _record_id(exchange: Exchange, kind: str) -> str:
    named = f"{kind} {exchange.url} {exchange.started.isoformat()} {sha256(exchange.body)}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, named)}>"


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _exchange(record: Any) -> Exchange:
    headers = record.rec_headers
    status, _, reason = record.http_headers.statusline.partition(" ")
    return Exchange(
        url=headers.get_header("WARC-Target-URI"),
        started=datetime.fromisoformat(headers.get_header("WARC-Date")),
        sent=(),
        status=int(status),
        reason=reason,
        received=tuple(record.http_headers.headers),
        body=record.raw_stream.read(),
        protocol=record.http_headers.protocol,
        address=headers.get_header("WARC-IP-Address"),
    )


def _own_records(data: bytes) -> Iterable[Any]:
    from warcio.archiveiterator import ArchiveIterator

    records: Iterable[Any] = ArchiveIterator(io.BytesIO(data))
    return records
