"""Archives as others write them, made with their own library."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

__all__ = ["Answer", "wacz_of", "warc_of"]

Answer = tuple[str, str, bytes, dict[str, str]]  # address, WARC-Date, body, headers


def warc_of(answers: Sequence[Answer], gzip: bool = True, status: str = "200 OK") -> bytes:
    """A WARC with a warcinfo record, and a request and an answer for each."""
    output = io.BytesIO()
    writer = WARCWriter(output, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "other 1.0"}))
    for url, moment, body, more in answers:
        headers = {"Content-Type": "text/html; charset=utf-8", **more}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body),
                http_headers=StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": moment},
            )
        )  # fmt: skip
        writer.write_record(
            writer.create_warc_record(
                url, "request", warc_headers_dict={"WARC-Date": moment},
                http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True),
            )
        )  # fmt: skip
    return output.getvalue()


def wacz_of(warc: bytes, pages: Sequence[str] = (), digest: str | None = None) -> bytes:
    """A WACZ around a WARC."""
    listed = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url in pages)]
    stated = f"sha256:{digest or hashlib.sha256(warc).hexdigest()}"
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": [{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": stated}],
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        packed.writestr("archive/data.warc.gz", warc)
        packed.writestr("pages/pages.jsonl", "".join(json.dumps(line) + "\n" for line in listed))
        packed.writestr("datapackage.json", json.dumps(package))
    return output.getvalue()
