"""The captures of a case as a WACZ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from servanda.errors import NotFoundError
from servanda.records import Case
from servanda.sources.archives.archive_index import index_of
from servanda.sources.archives.wacz_writer import IndexedRecord, wacz_bytes
from servanda.sources.capture.warc_format import WARC_TYPE
from servanda.sources.documents.extractor import Extractor
from servanda.store import Store

__all__ = ["wacz_of_case"]


def wacz_of_case(store: Store, case: Case, now: datetime) -> bytes:
    """A WACZ of every page of the case that was captured, in the order of capture.

    Raises NotFoundError if there is none.
    """
    documents = [each for each in store.documents(case.id) if each.media_type == WARC_TYPE]
    if not documents:
        raise NotFoundError(
            f"{case.id} has no pages that were captured; add one with "
            f"`servanda add {case.id} https://...`"
        )
    documents.sort(key=lambda each: (each.recorded, each.id))
    captures = [(document, store.original(document.sha256)) for document in documents]
    return wacz_bytes(captures, _index([data for _, data in captures]), case.title, now)


def _index(warcs: list[bytes]) -> Iterator[IndexedRecord]:
    start = 0
    with Extractor() as extractor:
        for data in warcs:
            yield from index_of(data, start, extractor)
            start += len(data)
