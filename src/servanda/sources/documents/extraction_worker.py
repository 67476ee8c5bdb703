"""Parse foreign files in a process with limits: `python -m` this module, with FD.

Whatever a hostile file does to a parser, it does to this process: memory, processor time, open
files, written files and the length of an answer are bounded here, time on the clock by `extractor`,
which waits for the answers.

Over the socket FD come, again and again, a JSON header {"kind", "options"} and the bytes of the
file; the answer is JSON in UTF-8, never a pickle: what the parser found, or
{"error": [what is wrong, what to do]}, with "is_broken" of a file that its parser could not bear,
or {"problem": [file, line, what is wrong, what to do]},
or {"died": why}, after which the process ends.
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

from servanda.errors import SourceError
from servanda.sources.files.limits import (
    ANSWER_BYTES,
    MEGABYTE,
    WORKER_CPU_SECONDS,
    WORKER_MEMORY_BYTES,
    WORKER_OPEN_FILES,
)

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


def _yaml(data: bytes, file: str, first_line: int) -> dict[str, Any]:
    from servanda.sources.formats.foreign_yaml import located_values

    return located_values(data.decode("utf-8", "surrogatepass"), file, first_line)


def _sites(data: bytes, file: str, actors: list[str] | None) -> dict[str, Any]:
    from servanda.sources.sites.foreign_sites import site_values

    known = None if actors is None else frozenset(actors)
    return site_values(data.decode("utf-8", "surrogatepass"), file, known)


def _kmz(data: bytes, file: str) -> dict[str, Any]:
    from servanda.sources.sites.kmz import kml_of_kmz

    return {"text": kml_of_kmz(data, file)}


def _line(data: bytes, label: str, number: int) -> dict[str, Any]:
    from servanda.sources.documents.jsonl_list import line_values

    return line_values(data, label, number)


def _truth(data: bytes, label: str, rows: list[str], matters: list[str]) -> dict[str, Any]:
    from servanda.sources.tables.truth_file import truth_values

    return truth_values(data, label, rows, matters)


def _table(
    data: bytes, label: str, form: str, columns: list[str], most_rows: int, most_columns: int
) -> dict[str, Any]:
    from servanda.sources.tables.table_parser import table_values

    return table_values(data, label, form, columns, most_rows, most_columns)


def _raster(_: bytes, path: str, label: str, driver: str) -> dict[str, Any]:
    from servanda.sources.imagery.pixels.open_raster import check_header

    return check_header(path, label, driver)


# By what a file is: a parser of its bytes. Options and answers are JSON values.
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
    "yaml": _yaml,
    "sites": _sites,
    "kmz": _kmz,
    "line": _line,
    "truth": _truth,
    "table": _table,
    "raster": _raster,
    "page signs": _page_signs,
    "feed": _feed,
    "warc": _warc,
    "wacz": _wacz,
}


def answer(kind: str, data: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the parser found, or what is wrong with the file and what to do."""
    try:
        return EXTRACTORS[kind](data, **options)
    except MemoryError:
        return {"died": f"needs more than {WORKER_MEMORY_BYTES // MEGABYTE} MB of memory to read"}
    except SourceError as error:
        return {"problem": [error.source, error.line, error.message, error.advice]}
    except Exception as error:  # noqa: BLE001 -- a damaged file makes a parser raise anything
        if isinstance(error, ValueError) and len(error.args) == 2:
            return {"error": [str(part) for part in error.args]}
        found = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        advice = "save it again, or save its text as .txt"
        return {"error": [f"is damaged ({found})", advice], "is_broken": True}


def serve(connection: Connection[Any, Any]) -> None:
    """Answer until the other end hangs up, or until a file has broken this process."""
    while True:
        try:
            header = json.loads(connection.recv_bytes())
            data = connection.recv_bytes()
        except EOFError:
            return
        _allow_processor_seconds(WORKER_CPU_SECONDS)
        reply = answer(header["kind"], data, header["options"])
        del data
        connection.send_bytes(_encode(reply))
        if "died" in reply:
            return


def _encode(reply: dict[str, Any]) -> bytes:
    """The answer as JSON in UTF-8; in its place, if it is too long, that it is."""
    try:
        encoded = json.dumps(reply, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except MemoryError:
        encoded = bytes(ANSWER_BYTES + 1)
    if len(encoded) <= ANSWER_BYTES:
        return encoded
    what = f"holds more than {ANSWER_BYTES // MEGABYTE} MB of text and structure"
    return json.dumps({"error": [what, "split it into parts"]}).encode()


def _allow_processor_seconds(seconds: int) -> None:
    """Allow this much processor time from now on; then the kernel ends the process (SIGXCPU)."""
    limit = math.ceil(time.process_time()) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_cap_limit(limit, hard), hard))


def _cap_limit(limit: int, hard: int) -> int:
    return limit if hard == resource.RLIM_INFINITY else min(limit, hard)


def _set_limit(which: int, most: int) -> None:
    """Set a limit for good: neither this process nor a child of it can raise it again."""
    limit = _cap_limit(most, resource.getrlimit(which)[1])
    resource.setrlimit(which, (limit, limit))


def main(descriptor: str) -> None:
    """Set the limits for good, then serve."""
    _set_limit(resource.RLIMIT_AS, WORKER_MEMORY_BYTES)
    _set_limit(resource.RLIMIT_NOFILE, WORKER_OPEN_FILES)
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_FSIZE, 0)
    with Connection(int(descriptor)) as connection:
        serve(connection)


if __name__ == "__main__":
    main(sys.argv[1])
