"""What went over the line for one page: requests and answers, redirects first."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from servanda.records import sha256

__all__ = ["Capture", "Exchange", "Headers", "header_of"]

Headers = tuple[tuple[str, str], ...]

_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE)
REDIRECTS = frozenset({301, 302, 303, 307, 308})  # that name another address [definition]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    url: str
    started: datetime  # aware, UTC
    sent: Headers
    status: int
    reason: str
    received: Headers
    body: bytes  # as it was sent
    protocol: str = "HTTP/1.1"
    address: str | None = None  # IP address of the server

    @property
    def redirect(self) -> str | None:
        """The address that the answer leads on to, if it is a redirect."""
        place = header_of(self.received, "Location")
        if self.status not in REDIRECTS or not place:
            return None
        try:
            return urljoin(self.url, place)
        except ValueError:  # "http://[": its reader says that it is no address
            return place

    @property
    def media_type(self) -> str:
        """What the answer says that it is, in lower case and without parameters."""
        stated = header_of(self.received, "Content-Type") or ""
        return stated.partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the answer states, in lower case."""
        found = _CHARSET.search(header_of(self.received, "Content-Type") or "")
        return found[1].lower() if found else None

    def content(self, limit: int) -> bytes:
        """The body without compression; raises ValueError if that is damaged or too long."""
        coding = (header_of(self.received, "Content-Encoding") or "identity").strip().lower()
        if coding in ("identity", ""):
            return self.body
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise ValueError(f"is compressed in a way that is not read ({coding})")
        window = zlib.MAX_WBITS + (0 if coding == "deflate" else 16)
        unpacker = zlib.decompressobj(window)
        try:
            data = unpacker.decompress(self.body, limit + 1)
        except (zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"is compressed and damaged ({error})") from error
        if len(data) > limit:
            raise ValueError(f"unpacks to more than {limit // 1_000_000} MB")
        return data


@dataclass(frozen=True, slots=True)
class Capture:
    """One page as it was fetched: the exchanges that led to it, the page's own last."""

    exchanges: tuple[Exchange, ...]

    @property
    def asked_url(self) -> str:
        """The address that was asked for."""
        return self.exchanges[0].url

    @property
    def page(self) -> Exchange:
        """The exchange that is no redirect."""
        return self.exchanges[-1]

    @property
    def payload_sha256(self) -> str:
        """The digest of the page's bytes as they were sent."""
        return sha256(self.page.body)


def header_of(headers: Headers, name: str) -> str | None:
    """The first value of a header; None where it is not there."""
    wanted = name.casefold()
    return next((value for key, value in headers if key.casefold() == wanted), None)
