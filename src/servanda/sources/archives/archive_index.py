"""Where the answers stand in a WARC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from servanda.sources.archives.wacz_writer import IndexedRecord
from servanda.sources.capture.exchanges import header_of
from servanda.sources.documents.extractor import Extractor

__all__ = ["index_of"]

_MOST_BYTES = 100_000_000  # of a body that is indexed; its bytes do not come back [limit]


def index_of(data: bytes, start: int, extractor: Extractor) -> Iterator[IndexedRecord]:
    """The answers in a WARC of ours, which begins at `start` in a larger file."""
    at = 0
    while at < len(data):
        found = extractor.ask(
            "WARC", "warc", data[at:], is_last=True, most_bytes=_MOST_BYTES, bodies=False
        )
        for answer in found["answers"]:
            headers = tuple((name, value) for name, value in answer["headers"])
            stated = (header_of(headers, "Content-Type") or "").partition(";")[0].strip()
            moment = datetime.fromisoformat(answer["date"])
            yield IndexedRecord(
                answer["url"],
                moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC),
                answer["status"],
                stated.lower() or "application/octet-stream",
                answer["digest"],
                start + at + answer["offset"],
                answer["length"],
            )
        if not found["next"]:
            return
        at += found["next"]
