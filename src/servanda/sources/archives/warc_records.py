"""The answers in a WARC. Runs inside `extraction_worker`: archives can be hostile.

A window of the file is read at a time. A record that the window cuts is left for the next one.
"""

from __future__ import annotations

import base64
import io
from typing import Any

__all__ = ["warc_answers"]

_SCHEMES = ("http://", "https://")
_LONGEST_ADDRESS = 8_000  # characters [limit]


def warc_answers(
    data: bytes, is_last: bool, most_bytes: int, bodies: bool = True
) -> dict[str, Any]:
    """The answers of servers in a window of a WARC, and where the next window begins.

    is_last: nothing follows the window, so that a record without its end is cut off
    most_bytes: of the bodies that are handed over at once; of more, the rest is for the next
    bodies: False to learn only where the answers stand
    What comes back has `next`, the offset of the first record that was not read, `cut`, true if the
    file ends in the middle of a record, and `other`, how many records are no answers.
    """
    from warcio.archiveiterator import ArchiveIterator

    found: dict[str, Any] = {"answers": [], "next": 0, "cut": False, "other": 0, "damaged": 0}
    records = ArchiveIterator(io.BytesIO(data), check_digests=True)
    room = most_bytes
    try:
        for record in records:
            answer = _answer(record, most_bytes)
            if not bodies:
                answer["body"] = None
            start, length = records.get_record_offset(), records.get_record_length()
            end = start + length
            if answer.pop("short") or (end >= len(data) and not is_last):
                found["cut"] = is_last
                break
            found["next"] = end
            _sort_in(found, record, {**answer, "offset": start, "length": length})
            room -= len(answer["body"] or "")
            if room <= 0 and end < len(data):
                break
    except Exception as error:
        if found["next"] == 0 and is_last and not found["answers"]:
            raise ValueError(f"is no WARC ({error})", "give a WARC or a WACZ") from error
        found["cut"] = is_last
    return found


def _sort_in(found: dict[str, Any], record: Any, answer: dict[str, Any]) -> None:
    if record.digest_checker is not None and record.digest_checker.passed is False:
        found["damaged"] += 1
    elif answer["url"] is None:
        found["other"] += 1
    else:
        found["answers"].append(answer)


def _answer(record: Any, most_bytes: int) -> dict[str, Any]:
    """What there is to know of a record; `url` is None of one that is no answer of a page."""
    body = record.raw_stream.read(most_bytes + 1)
    stated = (record.payload_length if record.payload_length >= 0 else record.length) or 0
    taken = len(body)
    while taken < stated and (more := record.raw_stream.read(1 << 20)):
        taken += len(more)
    headers, http = record.rec_headers, record.http_headers
    url = headers.get_header("WARC-Target-URI") or ""
    is_answer = (
        record.rec_type == "response"
        and http is not None
        and url.startswith(_SCHEMES)
        and len(url) <= _LONGEST_ADDRESS
        and (http.get_statuscode() or "").isdigit()
        and len(body) <= most_bytes
    )
    return {
        "short": record.length is None or taken < stated,
        "url": url if is_answer else None,
        "date": headers.get_header("WARC-Date"),
        "status": int(http.get_statuscode()) if is_answer else None,
        "reason": http.statusline.partition(" ")[2] if is_answer else "",
        "headers": [list(pair) for pair in http.headers] if is_answer else [],
        "digest": headers.get_header("WARC-Payload-Digest"),
        "body": base64.b64encode(body).decode("ascii") if is_answer else None,
    }
