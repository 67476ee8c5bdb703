"""A small real site on this machine that sends what a test has set, and notes what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from servanda.sources.capture.manners import Manners
from servanda.sources.capture.page_fetcher import PageFetcher
from servanda.sources.network.guard import NetworkGuard

__all__ = ["Site", "SlowTime", "article", "fetcher_for", "page", "site"]

WORDS = (
    "The commission counted the weapons in the containers at the airport on Tuesday and wrote "
    "down every serial number in the presence of both sides and of a witness from the church. "
)


def article(*sentences: str, title: str = "Posts gone", head: str = "") -> bytes:
    """A page with enough text to be one of content."""
    text = "".join(f"<p>{part}</p>" for part in (*sentences, WORDS * 2, WORDS * 3, WORDS * 2))
    return (
        f"<html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


@dataclass(frozen=True)
class Sent:
    """What the site sends for a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    speak: Callable[[BaseHTTPRequestHandler], None] | None = None  # in place of all that


def page(body: bytes, status: int = 200, **headers: str) -> Sent:
    """A page; headers with "_" for "-"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Sent(body, status, {"Content-Type": "text/html; charset=utf-8", **named})


class Site(ThreadingHTTPServer):
    """The site at work; `pages` may be changed between requests."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, pages: dict[str, Sent]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        self.at_once = self.most_at_once = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.at_once += 1
        self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            self._answer()
        finally:
            self.server.at_once -= 1

    def _answer(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        sent = self.server.pages.get(self.path, Sent(b"gone", 404))
        if sent.speak is not None:
            sent.speak(self)
            return
        etag = sent.headers.get("ETag")
        if etag is not None and self.headers["If-None-Match"] == etag:
            sent = Sent(b"", 304, sent.headers)
        self.send_response(sent.status)
        for name, value in sent.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sent.body)))
        self.end_headers()
        self.wfile.write(sent.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@contextmanager
def site(pages: dict[str, Sent]) -> Iterator[Site]:
    """The site, until the block ends."""
    made = Site(pages)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.closing.set()
        made.shutdown()
        made.server_close()
        thread.join()


class SlowTime:
    """A clock that only sleeping moves; it notes every pause."""

    def __init__(self, start: datetime = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)) -> None:
        self.start, self.passed = start, 0.0
        self.pauses: list[float] = []

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.passed += seconds


QUICK = Manners(seconds=2.0)


def fetcher_for(time: SlowTime, manners: Manners = QUICK, **more: Any) -> PageFetcher:
    """A fetcher that may ask this machine."""
    guard = NetworkGuard(frozenset({"127.0.0.1", "localhost"}))
    return PageFetcher(guard, time.now, time.monotonic, time.sleep, manners, **more)
