"""Extract texts in a process with limits: `python -m` this module, with FD.

Whatever a hostile file does to a parser, it does to this process: memory and processor time are
bounded here, time on the clock by `extractor`, which waits for the answers.

Over the socket FD come, again and again, a JSON header {"kind", "options"} and the bytes of the
file; the answer is JSON: what the extractor found, or {"error": [what is wrong, what to do]}.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from servanda.sources.files.limits import MEGABYTE, WORKER_CPU_SECONDS, WORKER_MEMORY_BYTES

__all__ = ["answer", "serve"]


def _pdf(data: bytes) -> dict[str, Any]:
    from servanda.sources.documents.pdf_text import pdf_text

    return pdf_text(data)


def _html(data: bytes, max_date: str) -> dict[str, Any]:
    from servanda.sources.documents.html_text import html_text

    return html_text(data, max_date)


def _mail(data: bytes, max_date: str) -> dict[str, Any]:
    from servanda.sources.packed.mail import mail_text

    return mail_text(data, max_date)


def _page_archive(data: bytes, max_date: str) -> dict[str, Any]:
    from servanda.sources.packed.mail import page_archive_text

    return page_archive_text(data, max_date)


def _docx(data: bytes, max_date: str) -> dict[str, Any]:
    from servanda.sources.packed.docx import docx_text

    return docx_text(data, max_date)


def _page_signs(data: bytes) -> dict[str, Any]:
    from servanda.sources.capture.page_signs import page_signs

    return page_signs(data)


def _feed(data: bytes, address: str) -> dict[str, Any]:
    from servanda.sources.feeds.feed_format import feed_entries

    return feed_entries(data, address)


def _warc(data: bytes, is_last: bool, most_bytes: int, bodies: bool = True) -> dict[str, Any]:
    from servanda.sources.archives.warc_records import warc_answers

    return warc_answers(data, is_last, most_bytes, bodies)


def _wacz(data: bytes) -> dict[str, Any]:
    from servanda.sources.archives.wacz_entries import wacz_entries

    return wacz_entries(data)


EXTRACTORS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "pdf": _pdf,
    "html": _html,
    "mail": _mail,
    "page archive": _page_archive,
    "docx": _docx,
    "page signs": _page_signs,
    "feed": _feed,
    "warc": _warc,
    "wacz": _wacz,
}


def answer(kind: str, data: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the extractor found, or what is wrong with the file and what to do."""
    try:
        return EXTRACTORS[kind](data, **options)
    except MemoryError:
        memory = f"needs more than {WORKER_MEMORY_BYTES // MEGABYTE} MB of memory"
        return {"error": [memory, "save its text as .txt"]}
    except Exception as error:  # noqa: BLE001 -- a damaged file makes a parser raise anything
        if isinstance(error, ValueError) and len(error.args) == 2:
            return {"error": [str(part) for part in error.args]}
        found = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return {"error": [f"is damaged ({found})", "save it again, or save its text as .txt"]}


def serve(connection: Connection[Any, Any]) -> None:
    """Answer until the other end hangs up."""
    while True:
        try:
            header = json.loads(connection.recv_bytes())
            data = connection.recv_bytes()
        except EOFError:
            return
        _allow_processor_seconds(WORKER_CPU_SECONDS)
        reply = answer(header["kind"], data, header["options"])
        connection.send_bytes(json.dumps(reply).encode("ascii"))


def _allow_processor_seconds(seconds: int) -> None:
    """Allow this much processor time from now on; then the kernel ends the process (SIGXCPU)."""
    limit = math.ceil(time.process_time()) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_cap_limit(limit, hard), hard))


def _cap_limit(limit: int, hard: int) -> int:
    return limit if hard == resource.RLIM_INFINITY else min(limit, hard)


def main(descriptor: str) -> None:
    """Set the limits for good, then serve."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = _cap_limit(WORKER_MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with Connection(int(descriptor)) as connection:
        serve(connection)


if __name__ == "__main__":
    main(sys.argv[1])
