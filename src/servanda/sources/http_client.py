"""HTTP requests, each with one time limit for the whole of it; nothing else uses the network.

The limit counts from looking up the server's name to the last byte, over all redirects: a server
that sends a byte now and then cannot stretch it, as it can stretch the limits of single reads. No
cookies, no passwords from files, no compression; certificates are checked against the system's.

An address that foreign data names is asked under a guard: it reaches nothing inside.
"""

from __future__ import annotations

import socket
import ssl
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from servanda import __version__
from servanda.errors import SourceError
from servanda.sources.files.problems import printable
from servanda.sources.network.guard import NetworkGuard, RefusedAddressError

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Delivery", "FetchError", "Limits", "Request", "TimedOutError", "fetch"]

HEADERS = {
    "User-Agent": f"servanda/{__version__}",
    "Accept-Encoding": "identity",
    "Connection": "close",  # no second request could use it
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a server."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    display_url: str | None = None  # for messages; without what signs the URL

    @property
    def label(self) -> str:
        """The URL as messages name it."""
        return printable(self.url, None) if self.display_url is None else self.display_url


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request."""

    seconds: float
    answer_bytes: int
    redirects: int = 0  # 0: an answer that redirects is an answer like any other
    any_body: bool = False  # read the bytes of every answer, not only of a success


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer came: what was sent and received beside its bytes."""

    sent: tuple[tuple[str, str], ...]  # headers of the request, as they went out
    received: tuple[tuple[str, str], ...]  # headers of the answer, in their order
    protocol: str  # "HTTP/1.1"
    reason: str  # the words beside the status
    address: str | None  # IP address of the server


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a server."""

    status: int
    body: bytes = b""  # of a success only, unless all are asked for
    is_cut: bool = False  # the body was longer than the limit, and is cut there
    how: Delivery | None = field(default=None, compare=False)

    @property
    def is_success(self) -> bool:
        """True if the server gave what was asked for, or the part of it."""
        return 200 <= self.status < 300


class FetchError(SourceError):
    """A server gave no answer; `reason` says why in a few words."""

    def __init__(self, label: str, reason: str) -> None:
        message = f"its server cannot be reached ({reason})"
        super().__init__(label, message, "check the URL and the network")
        self.reason = reason


class TimedOutError(SourceError):
    """A server gave no whole answer in time."""

    def __init__(self, label: str, seconds: float) -> None:
        super().__init__(label, f"its server gave no answer in {seconds:g} s", "try again later")


def fetch(
    request: Request,
    limits: Limits,
    *,
    use_proxies: bool = False,
    guard: NetworkGuard | None = None,
) -> Answer:
    """The answer to a request, whatever its status; of a success also its bytes.

    use_proxies: go through the proxies that the environment names (HTTPS_PROXY and the like)
    guard: decides on every address, also of redirects; None only for what the user set himself
    Raises TimedOutError, FetchError and RefusedAddressError.
    """
    import httpx  # 0.2 s of CPU, which only those pay who ask a server

    # In a thread of its own, as nothing else ends the look-up of a name. One that is left behind
    # ends by itself: with the look-up, or as its lines are dead.
    thread, lines = ThreadPoolExecutor(1), _Lines()
    try:
        asked = thread.submit(_ask, request, limits, use_proxies, guard, lines)
        return asked.result(limits.seconds)
    except RefusedAddressError:
        raise
    except (TimeoutError, httpx.TimeoutException) as error:
        raise TimedOutError(request.label, limits.seconds) from error
    except httpx.TooManyRedirects as error:
        reason = f"it redirects more than {limits.redirects} times"
        raise FetchError(request.label, reason) from error
    # The last three: what a URL, a header or a proxy without meaning raises, and a kind of proxy
    # that takes another library.
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
        raise FetchError(request.label, _reason(error)) from error
    finally:
        lines.hang_up()
        thread.shutdown(wait=False)


def _ask(
    request: Request,
    limits: Limits,
    use_proxies: bool,
    guard: NetworkGuard | None,
    lines: _Lines,
) -> Answer:
    with (
        _client(limits, use_proxies, guard) as client,
        client.stream(
            request.method,
            request.url,
            headers=dict(request.headers),
            content=request.body,
            extensions={"trace": lines.trace},
        ) as response,
    ):
        how, body = _delivery(response), bytearray()
        for chunk in response.iter_raw() if response.is_success or limits.any_body else ():
            body += chunk
            if len(body) > limits.answer_bytes:
                break
        is_cut = len(body) > limits.answer_bytes
        kept = bytes(body[: limits.answer_bytes])
        return Answer(response.status_code, kept, is_cut, how)


def _delivery(response: httpx.Response) -> Delivery:
    stream = response.extensions.get("network_stream")
    place = None if stream is None else stream.get_extra_info("server_addr")
    return Delivery(
        _as_texts(response.request.headers.raw),
        _as_texts(response.headers.raw),
        response.http_version,
        response.reason_phrase,
        str(place[0]) if place else None,
    )


def _as_texts(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _client(limits: Limits, use_proxies: bool, guard: NetworkGuard | None) -> httpx.Client:
    import httpx

    return httpx.Client(
        verify=_certificates(),
        trust_env=use_proxies,
        transport=None if guard is None else _transport(guard, use_proxies),
        timeout=limits.seconds,  # of every step, so that none outlasts the whole
        follow_redirects=limits.redirects > 0,
        max_redirects=limits.redirects,
        headers=HEADERS,
    )


def _transport(guard: NetworkGuard, use_proxies: bool) -> httpx.BaseTransport:
    from servanda.sources.network.guarded_transport import guarded_transport

    proxies = urllib.request.getproxies() if use_proxies else {}
    return guarded_transport(guard, _certificates(), proxies)


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Lines:
    """The connections of one request, which another thread can end all at once."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._is_over = False

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        """Note each new connection; httpx calls this at every step of a request."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            stream = info["return_value"]
            self._sockets.append(stream.get_extra_info("socket"))  # type: ignore[attr-defined]
            if self._is_over:
                self.hang_up()

    def hang_up(self) -> None:
        """End the connections, also later ones, so that a thread that waits for one wakes up."""
        self._is_over = True
        for line in self._sockets:
            with suppress(OSError):  # it is closed already
                line.shutdown(socket.SHUT_RDWR)


def _reason(error: BaseException) -> str:
    """The cause of the failure: the system's own words where an inner error has them."""
    said = str(error) or type(error).__name__
    below: BaseException | None = error
    while below is not None:
        said = getattr(below, "strerror", None) or said
        below = below.__cause__ or below.__context__
    return printable(said)
