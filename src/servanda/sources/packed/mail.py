"""A mail (.eml), or a page with its parts in one file (.mhtml): both are MIME.

Of a mail the plain part is the text, of one without it the HTML part; its other parts are named. Of
a page archive the first page is the text; its date is that of the saving, and says no more than
that the page was there by then.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from typing import Any

from servanda.sources.documents.html_text import html_text
from servanda.sources.documents.publishers import host_of
from servanda.sources.formats.publication_date import written_range
from servanda.sources.pages.date_texts import date_of_value

__all__ = ["mail_text", "page_archive_text"]

_MOST_PARTS = 1_000  # of one message [limit]
_LONGEST_NAME = 100  # characters of a part's name that are kept [limit]


def mail_text(data: bytes, max_date: str) -> dict[str, Any]:
    """The text of a mail, its subject, day and sender's host, and the names of other parts.

    Raises ValueError with two parts, what is wrong and what to do.
    """
    message = _message(data)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ValueError("is a mail without a text", "save its text as .txt")
    if body.get_content_subtype() == "html":
        found = html_text(_utf8_page(body), max_date)
    else:
        text = _content(body).replace("\r\n", "\n").strip("\n")
        found = {"text": text, "url": None, "language": None, "blocks": None, "kept_share": 1.0}
    sent = date_of_value(str(message.get("Date") or ""))
    day = [] if sent is None else [{"days": written_range(sent), "by": "header Date"}]
    senders = getaddresses([str(message.get("From") or "")])
    host = senders[0][1].rpartition("@")[2] if senders and "@" in senders[0][1] else None
    return found | {
        "title": _subject(message) or found.get("title"),
        "dates": [seen for seen in day if seen["days"] <= max_date],
        "hostname": host_of(host) if host else None,
        "parts": list(_other_parts(message, body)),
    }


def page_archive_text(data: bytes, max_date: str) -> dict[str, Any]:
    """The first page in an archive, with the address that the archive gives."""
    message = _message(data)
    parts = list(zip(range(_MOST_PARTS), message.walk(), strict=False))
    page = next((part for _, part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ValueError("is an archive without a page", "save the page itself as .html")
    found = html_text(_utf8_page(page), max_date)
    url = found["url"] or next(filter(None, map(_address, (message, page))), None)
    saved = date_of_value(str(message.get("Date") or ""))
    dates = [*found["dates"]]
    if saved is not None and str(saved.end) <= max_date:
        dates.append({"days": f"../{saved.end}", "by": "header Date (when it was saved)"})
    host = host_of(url) if url else None
    return found | {"url": url, "hostname": host, "dates": dates, "parts": []}


def _message(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise ValueError("has no headers of a mail", "save its text as .txt")
    return message


def _content(part: MIMEPart) -> str:
    """The text of a part; characters that are none in its encoding come out as U+FFFD."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(str(part.get_content_charset("utf-8")), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _utf8_page(part: MIMEPart) -> bytes:
    return b"\xef\xbb\xbf" + _content(part).encode("utf-8", "replace")


def _subject(message: EmailMessage) -> str | None:
    return " ".join(str(message.get("Subject") or "").split()) or None


def _address(part: MIMEPart) -> str | None:
    for name in ("Snapshot-Content-Location", "Content-Location"):
        written = str(part.get(name) or "").strip()
        if written.startswith(("http://", "https://")):
            return written.partition("#")[0]
    return None


def _other_parts(message: MIMEPart, body: MIMEPart) -> Iterator[str]:
    """The names, or the kinds, of parts that are no other form of the text."""
    for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False):
        name = part.get_filename()
        if part is not body and (name or part.get_content_disposition() == "attachment"):
            yield " ".join((name or part.get_content_type()).split())[:_LONGEST_NAME]
