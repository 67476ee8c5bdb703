"""A WACZ of captures: their WARC records, an index, a list of pages, and digests of all of it.

WACZ 1.1.1 (specs.webrecorder.net). The same captures and the same moment give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from servanda import __version__
from servanda.records import Document

__all__ = ["CDX_TIME", "IndexedRecord", "wacz_bytes"]

WACZ_VERSION = "1.1.1"
CDX_TIME = "%Y%m%d%H%M%S"
_WARC = "data.warc.gz"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a ZIP, whose files have no time here [definition]
_KEPT = "%/:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """An answer in a WARC, and where it stands there."""

    url: str
    date: datetime
    status: int
    media_type: str
    digest: str | None
    offset: int
    length: int


def wacz_bytes(
    captures: Sequence[tuple[Document, bytes]],
    index: Iterable[IndexedRecord],
    title: str,
    made: datetime,
) -> bytes:
    """The WACZ of captured documents.

    captures: each document with its WARC; index: of the answers in all of them, one after another
    """
    files = {
        f"archive/{_WARC}": b"".join(data for _, data in captures),
        "indexes/index.cdx": _index(index),
        "pages/pages.jsonl": _pages(document for document, _ in captures),
    }
    package = _lines_of_json(
        {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "software": f"servanda {__version__}",
            "created": _written_time(made),
            "resources": [_resource(path, data) for path, data in files.items()],
        }
    )
    digest = {"path": "datapackage.json", "hash": _digest(package)}
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = _lines_of_json(digest)
    return _zip_of(files)


def _zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files in a ZIP; WARCs as they are, so that readers can jump into them."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        for path, data in files.items():
            info = zipfile.ZipInfo(path, _FIRST_DAY)
            is_warc = path.startswith("archive/")
            info.compress_type = zipfile.ZIP_STORED if is_warc else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)
    return output.getvalue()


def _index(records: Iterable[IndexedRecord]) -> bytes:
    """A CDXJ index: a line for each answer, sorted."""
    lines = []
    for record in records:
        fields = {
            "url": record.url,
            "mime": record.media_type,
            "status": str(record.status),
            "digest": record.digest,
            "length": str(record.length),
            "offset": str(record.offset),
            "filename": _WARC,
        }
        moment = record.date.astimezone(UTC).strftime(CDX_TIME)
        lines.append(f"{surt_of(record.url)} {moment} {json.dumps(fields)}\n")
    return "".join(sorted(lines)).encode("utf-8")


def surt_of(url: str) -> str:
    """The address as indexes sort it: "org,example)/path?query"."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = quote(parts.path, safe=_KEPT).lower()
    path = path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    reversed_host = ",".join(reversed(host.split(".")))
    return f"{reversed_host}{port}){path}{'?' + query if query else ''}".replace(" ", "%20")


def _pages(documents: Iterable[Document]) -> bytes:
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    for document in documents:
        page = {"id": document.id, "url": document.url, "ts": _written_time(document.recorded)}
        lines.append(page | ({"title": document.title} if document.title else {}))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8")


def _resource(path: str, data: bytes) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    return {"name": name, "path": path, "hash": _digest(data), "bytes": len(data)}


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _lines_of_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _written_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
