"""Fetching pages from a real server on this machine: manners, and servers that have none."""

from __future__ import annotations

import time as real_time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from servanda.errors import SourceError
from servanda.sources.capture.manners import Manners
from servanda.sources.capture.page_fetcher import PageFetcher, Seen
from servanda.sources.capture.warc_format import capture_in, warc_bytes
from servanda.sources.network.guard import NetworkGuard, RefusedAddressError
from tests.sources.capture.sites import Sent, Site, SlowTime, fetcher_for, page, site

Speak = Callable[[BaseHTTPRequestHandler], None]


def raw(*parts: bytes, every_s: float = 0.0) -> Speak:
    """A server that sends these bytes, then hangs up."""

    def speak(handler: BaseHTTPRequestHandler) -> None:
        server = handler.server
        assert isinstance(server, Site)
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()
            if server.closing.wait(every_s):
                break
        handler.close_connection = True

    return speak


def test_a_page_comes_with_its_redirects_headers_and_bytes() -> None:
    pages = {
        "/a": page(b"", 301, Location="/b?x=1"),
        "/b?x=1": page(b"<p>here", ETag='"1"', X_More="a, b"),
    }
    with site(pages) as server:
        time = SlowTime()
        capture = fetcher_for(time).capture(f"{server.url}/a#part")
        assert capture is not None
        assert [exchange.status for exchange in capture.exchanges] == [301, 200]
        assert capture.asked_url == f"{server.url}/a"
        assert capture.page.url == f"{server.url}/b?x=1"
        assert capture.page.body == b"<p>here"
        assert ("X-More", "a, b") in capture.page.received
        assert capture.page.address == "127.0.0.1"
        names = {name.lower(): value for name, value in capture.page.sent}
    assert names["user-agent"].startswith("servanda/")
    assert "cookie" not in names
    assert server.paths == ["/robots.txt", "/a", "/b?x=1"]


def test_an_address_with_other_letters_is_asked_and_kept_as_it_goes_over_the_network() -> None:
    with site({"/pag%C3%A9?id=%C3%A9&of=a%20b": page(b"<p>here")}) as server:
        capture = fetcher_for(SlowTime()).capture(
            f"{server.url}/pag\u00e9?id=\u00e9&of=a%20b#\u00e9"
        )
        assert capture is not None
        assert capture.page.status == 200
        assert capture.page.url == f"{server.url}/pag%C3%A9?id=%C3%A9&of=a%20b"
        assert capture_in(warc_bytes(capture)).page.url == capture.page.url


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_before_each() -> None:
    with site({f"/{n}": page(b"<p>x") for n in range(5)}) as server:
        time = SlowTime()
        fetcher = fetcher_for(time)
        for n in range(5):
            fetcher.capture(f"{server.url}/{n}")
    assert time.pauses == [1.0] * 5
    assert server.most_at_once == 1


def test_a_site_may_wish_for_a_longer_pause() -> None:
    robots = page(b"User-agent: *\nCrawl-delay: 7\n")
    with site({"/robots.txt": robots, "/a": page(b"a"), "/b": page(b"b")}) as server:
        time = SlowTime()
        fetcher = fetcher_for(time)
        fetcher.capture(f"{server.url}/a")
        fetcher.capture(f"{server.url}/b")
    assert time.pauses == [7.0, 7.0]


def test_robots_txt_is_obeyed_unless_told_otherwise() -> None:
    robots = page(b"User-agent: *\nDisallow: /private\n")
    pages = {
        "/robots.txt": robots,
        "/private/a": page(b"a"),
        "/to": page(b"", 302, Location="/private/a"),
    }
    with site(pages) as server:
        fetcher = fetcher_for(SlowTime())
        for path in ("/private/a", "/to"):
            with pytest.raises(SourceError, match=r"robots\.txt asks robots to stay away"):
                fetcher.capture(server.url + path)
        assert "/private/a" not in server.paths
        told = fetcher_for(SlowTime(), obeys_robots=False)
        assert told.capture(f"{server.url}/private/a") is not None
        assert server.paths.count("/robots.txt") == 1


def test_a_site_whose_robots_txt_fails_is_left_alone() -> None:
    with site({"/robots.txt": Sent(b"", 500), "/a": page(b"a")}) as server:
        with pytest.raises(SourceError, match="nobody knows what may be asked"):
            fetcher_for(SlowTime()).capture(f"{server.url}/a")
        assert "/a" not in server.paths


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({}, 2.0),
        ({"Retry-After": "30"}, 30.0),
        ({"Retry-After": "Sat, 03 Feb 2024 04:05:37 GMT"}, 30.0),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(headers: dict[str, str], waits: float) -> None:
    with site({}) as server:

        def busy(handler: BaseHTTPRequestHandler) -> None:
            server.pages["/a"] = page(b"<p>now")
            handler.send_response(503)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        server.pages["/a"] = Sent(speak=busy)
        time = SlowTime()
        capture = fetcher_for(time).capture(f"{server.url}/a")
        assert capture is not None
        assert capture.page.body == b"<p>now"
    assert time.pauses == [1.0, waits]


def test_a_server_that_stays_busy_is_left_after_pauses_that_double() -> None:
    with site({"/a": page(b"busy", 503)}) as server:
        time = SlowTime()
        capture = fetcher_for(time).capture(f"{server.url}/a")
        assert capture is not None
        assert capture.page.status == 503  # kept as it came, and marked
    assert time.pauses == [1.0, 2.0, 4.0, 8.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for() -> None:
    why = r"is busy \(status 429\) for 3600 s; try again then"
    busy = page(b"", 429, Retry_After="3600")
    with site({"/a": busy}) as server, pytest.raises(SourceError, match=why):
        fetcher_for(SlowTime()).capture(f"{server.url}/a")


def test_a_page_is_asked_for_again_under_its_conditions() -> None:
    with site({"/a": page(b"<p>a", ETag='"v1"')}) as server:
        fetcher = fetcher_for(SlowTime())
        seen = Seen('"v1"', "Wed, 10 Mar 2021 10:00:00 GMT")
        assert fetcher.capture(f"{server.url}/a", seen) is None
        sent = {name.lower(): value for name, value in server.asked[-1][1].items()}
        assert sent["if-none-match"] == '"v1"'
        assert sent["if-modified-since"] == "Wed, 10 Mar 2021 10:00:00 GMT"
        server.pages["/a"] = page(b"<p>b", ETag='"v2"')
        capture = fetcher.capture(f"{server.url}/a", seen)
        assert capture is not None
        assert capture.page.body == b"<p>b"


START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MISBEHAVING = {
    "hangs after its headers": (
        raw(START + b"Content-Length: 10\r\n\r\n", b"", every_s=20), "no answer in 1 s"
    ),
    "sends a byte a second": (
        raw(START + b"Content-Length: 500\r\n\r\n", *[b"x"] * 500, every_s=0.2), "no answer in 1 s"
    ),
    "sends less than it says": (
        raw(START + b"Content-Length: 1000\r\n\r\n<p>short"), "promised 1,000 bytes and sent 8"
    ),
    "says a length that is none": (
        raw(START + b"Content-Length: many\r\n\r\nx"), "cannot be reached"
    ),
    "says a negative length": (raw(START + b"Content-Length: -1\r\n\r\nx"), "cannot be reached"),
    "says two lengths": (
        raw(START + b"Content-Length: 1\r\nContent-Length: 9\r\n\r\nx"), "cannot be reached"
    ),
    "is no server of pages": (raw(b"220 smtp ready\r\n\r\n"), "illegal status line"),
    "sends more than is read": (raw(START + b"\r\n", *[bytes(65536)] * 20), "is larger than 0 MB"),
}  # fmt: skip


@pytest.mark.parametrize(("speak", "why"), MISBEHAVING.values(), ids=MISBEHAVING)
def test_a_server_that_misbehaves_costs_one_line_and_the_others_go_on(
    speak: Speak, why: str
) -> None:
    manners = Manners(seconds=1.0, retries=0, page_bytes=100_000)
    with site({"/bad": Sent(speak=speak), "/good": page(b"<p>good")}) as server:
        fetcher = fetcher_for(SlowTime(), manners)
        began = real_time.monotonic()
        with pytest.raises(SourceError, match=why) as caught:
            fetcher.capture(f"{server.url}/bad")
        assert real_time.monotonic() - began < 10
        assert "\n" not in str(caught.value)
        assert fetcher.capture(f"{server.url}/good") is not None


def test_a_server_that_says_less_than_it_sends_is_believed() -> None:
    sent = raw(START + b"Content-Length: 6\r\nConnection: close\r\n\r\n<p>one<p>two")
    with site({"/a": Sent(speak=sent)}) as server:
        capture = fetcher_for(SlowTime()).capture(f"{server.url}/a")
        assert capture is not None
        assert capture.page.body == b"<p>one"


@pytest.mark.parametrize("path", ["/a", "/b"])
def test_redirects_in_a_circle_are_seen(path: str) -> None:
    pages = {"/a": page(b"", 302, Location="/b"), "/b": page(b"", 302, Location="/a#x"),
             "/self": page(b"", 302, Location="/self")}  # fmt: skip
    with site(pages) as server:
        with pytest.raises(SourceError, match="redirects in a circle"):
            fetcher_for(SlowTime()).capture(server.url + path)
        with pytest.raises(SourceError, match="redirects in a circle"):
            fetcher_for(SlowTime()).capture(f"{server.url}/self")


def test_redirects_without_end_are_left() -> None:
    with site({f"/{n}": page(b"", 302, Location=f"/{n + 1}") for n in range(50)}) as server:
        with pytest.raises(SourceError, match="redirects more than 10 times"):
            fetcher_for(SlowTime()).capture(f"{server.url}/0")
        assert len(server.asked) == 12


def test_a_redirect_reaches_nothing_inside() -> None:
    with site({"/secret": page(b"secret")}) as inside, site({}) as server:
        server.pages["/a"] = page(b"", 302, Location=f"{inside.url}/secret")
        time = SlowTime()
        guard = NetworkGuard(frozenset({f"127.0.0.1:{server.server_address[1]}"}))
        fetcher = PageFetcher(guard, time.now, time.monotonic, time.sleep)
        with pytest.raises(RefusedAddressError, match="/secret: is on port"):
            fetcher.capture(f"{server.url}/a")
        assert inside.asked == []


def test_nothing_secret_in_an_address_is_printed() -> None:
    with site({}) as server, pytest.raises(SourceError) as caught:
        fetcher_for(SlowTime(), Manners(seconds=1.0, retries=0)).capture(
            f"http://user:SECRET@127.0.0.1:{server.server_address[1]}/a?sig=SECRET"
        )
    assert "SECRET" not in str(caught.value)
