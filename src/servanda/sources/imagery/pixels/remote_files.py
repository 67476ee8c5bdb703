"""Files behind http(s) URLs, from servers that send parts of them."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from http import HTTPStatus

from servanda.errors import SourceError
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import printable
from servanda.sources.http_client import Answer, Limits, Request, fetch
from servanda.sources.imagery.pixels.timeouts import Timeouts

__all__ = ["all_bytes", "display_href", "first_bytes", "is_remote", "vsicurl"]

# Reserved characters and escapes stay as they are; what a URL may not hold is escaped.
KEPT = "%/:=&?~#+!$,;'@()*[]"

MOST_REDIRECTS = 10  # a signed file behind a catalogue takes two or three [limit]


def is_remote(href: str) -> bool:
    """True if it is an http or https URL."""
    if "://" not in href:
        return False
    return urllib.parse.urlsplit(href).scheme.lower() in {"http", "https"}


def display_href(href: str) -> str:
    """The path or URL on one line, without its query and password, which may be secret."""
    if not is_remote(href):
        return printable(href, None)
    parts = urllib.parse.urlsplit(href)
    host = parts.netloc.rpartition("@")[2]
    return printable(urllib.parse.urlunsplit((parts.scheme, host, parts.path, "", "")), None)


def vsicurl(href: str) -> str:
    """The URL as GDAL wants it."""
    return f"/vsicurl/{urllib.parse.quote(href, safe=KEPT)}"


def first_bytes(url: str, count: int, patience: Timeouts) -> bytes:
    """The first bytes of the file at the URL.

    Raises SourceError where the server has no such file, fails, does not answer, or sends files
    only whole: reading windows would then fetch the whole scene each time.
    """
    limits = Limits(patience.connect_seconds, count, MOST_REDIRECTS)
    answer = _success(url, limits, patience, {"Range": f"bytes=0-{count - 1}"})
    if answer.status != HTTPStatus.PARTIAL_CONTENT:
        raise SourceError(
            display_href(url),
            f"its server sends only whole files (status {answer.status}, no range requests)",
            "download the file and give its path",
        )
    return answer.body


def all_bytes(url: str, limit: int, patience: Timeouts) -> bytes:
    """All bytes at the URL; raises SourceError, also where they are more than `limit`."""
    answer = _success(url, Limits(patience.answer_seconds, limit, MOST_REDIRECTS), patience, {})
    if answer.is_cut:
        raise SourceError(
            display_href(url), f"is larger than {limit // MEGABYTE} MB", "check the URL"
        )
    return answer.body


def _success(url: str, limits: Limits, patience: Timeouts, headers: Mapping[str, str]) -> Answer:
    """The answer of a server that has the file, through the proxies that GDAL uses too."""
    label = display_href(url)
    request = Request(urllib.parse.quote(url, safe=KEPT), headers=headers, display_url=label)
    answer = fetch(request, limits, use_proxies=True, guard=patience.guard)
    if not answer.is_success:
        raise SourceError(label, *_refusal(answer.status))
    return answer


def _refusal(status: int) -> tuple[str, str]:
    if status in {404, 410}:
        return f"is not there any more (status {status})", "check the URL, or leave the scene out"
    if status in {401, 403}:
        return f"may not be read (status {status})", "use a signed URL, or download the file"
    if status == 416:
        return "is empty (status 416)", "get it again, or leave the scene out"
    if status == 429 or status >= 500:
        return f"its server failed (status {status})", "try again later"
    return f"its server refused (status {status})", "check the URL"
