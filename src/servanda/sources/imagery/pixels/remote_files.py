"""Files behind http(s) URLs: whether a server gives parts of them, asked once, plainly."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from servanda.errors import SourceError
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import printable
from servanda.sources.imagery.pixels.timeouts import Timeouts

__all__ = ["all_bytes", "display_href", "first_bytes", "is_remote", "vsicurl"]

# Reserved characters and escapes stay as they are; what a URL may not hold is escaped.
KEPT = "%/:=&?~#+!$,;'@()*[]"


def is_remote(href: str) -> bool:
    """Whether it is an http or https URL."""
    return (
        urllib.parse.urlsplit(href).scheme.lower() in {"http", "https"} if "://" in href else False
    )


def display_href(href: str) -> str:
    """The path or URL on one line, without what signs it: that is nobody else's business."""
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
    status, start = _fetch(url, count, patience, {"Range": f"bytes=0-{count - 1}"})
    if status != http.HTTPStatus.PARTIAL_CONTENT:
        raise SourceError(
            display_href(url),
            f"its server sends only whole files (status {status}, no range requests)",
            "download the file and give its path",
        )
    return start


def all_bytes(url: str, limit: int, patience: Timeouts) -> bytes:
    """All bytes at the URL; raises SourceError, also where they are more than `limit`."""
    _, data = _fetch(url, limit + 1, patience, {})
    if len(data) > limit:
        raise SourceError(
            display_href(url), f"is larger than {limit // MEGABYTE} MB", "check the URL"
        )
    return data


def _fetch(
    url: str, count: int, patience: Timeouts, headers: Mapping[str, str]
) -> tuple[int, bytes]:
    """Status and first bytes of the answer."""
    shown = display_href(url)
    asked = urllib.request.Request(urllib.parse.quote(url, safe=KEPT), headers=dict(headers))
    try:
        with urllib.request.urlopen(asked, timeout=patience.connect_seconds) as answer:
            return answer.status, answer.read(count)
    except urllib.error.HTTPError as error:
        error.close()
        raise SourceError(shown, *_refusal(error.code)) from error
    except TimeoutError as error:
        raise _timeout_error(shown, patience) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, urllib.error.URLError) and isinstance(error.reason, TimeoutError):
            raise _timeout_error(shown, patience) from error
        why = printable(str(getattr(error, "reason", error)))
        raise SourceError(
            shown, f"its server cannot be reached ({why})", "check the URL and the network"
        ) from error


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


def _timeout_error(shown: str, patience: Timeouts) -> SourceError:
    return SourceError(
        shown, f"its server gave no answer in {patience.connect_seconds} s", "try again later"
    )
