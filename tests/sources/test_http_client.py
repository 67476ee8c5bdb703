"""The one way onto the network, against small servers on this machine that misbehave."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from servanda.sources.http_client import (
    Answer,
    FetchError,
    Limits,
    Request,
    TimedOutError,
    fetch,
)

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
USUAL = Limits(seconds=5.0, answer_bytes=1000)
Speak = Callable[[socket.socket, threading.Event], None]


def read_request(line: socket.socket) -> str:
    """Headers and body, or what came of them before the client hung up."""
    data = b""
    while (start := data.find(b"\r\n\r\n")) < 0:
        if not (more := line.recv(65536)):
            return data.decode("latin-1")
        data += more
        if not data[:1].isalpha():  # TLS
            break
    length = re.search(rb"Content-Length: (\d+)", data)
    while length and len(data) < start + 4 + int(length[1]):
        data += line.recv(65536)
    return data.decode("latin-1")


class Server:
    """Speaks to each connection as the test says, and remembers what was asked."""

    def __init__(self, speak: Speak) -> None:
        self.asked: list[str] = []
        self.speak = speak
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self.listener.accept()
                self.threads.append(threading.Thread(target=self._serve, args=(line,)))
                self.threads[-1].start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):  # clients that hang up are what some tests are about
            line.settimeout(5)
            self.asked.append(read_request(line))
            self.speak(line, self.closing)

    def close(self) -> None:
        self.closing.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join()


@contextmanager
def speaking(speak: Speak) -> Iterator[Server]:
    server = Server(speak)
    try:
        yield server
    finally:
        server.close()


def says(*parts: bytes, every_s: float = 0.0) -> Speak:
    """A server that sends parts of an answer, then hangs up."""

    def speak(line: socket.socket, closing: threading.Event) -> None:
        for part in parts:
            line.sendall(part)
            if closing.wait(every_s):
                return

    return speak


def answers(body: bytes, status: int = 200, *headers: str) -> Speak:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers, "", ""]
    return says("\r\n".join(lines).encode() + body)


def redirects_to(url: str) -> Speak:
    return answers(b"", 302, f"Location: {url}")


def hangs(line: socket.socket, closing: threading.Event) -> None:
    closing.wait(20)


def pours(line: socket.socket, closing: threading.Event) -> None:
    line.sendall(b"HTTP/1.1 200 X\r\n\r\n")
    while not closing.is_set():
        line.sendall(bytes(65536))


def get(server: Server, limits: Limits = USUAL) -> Answer:
    return fetch(Request(f"{server.url}/"), limits)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@pytest.fixture(autouse=True)
def _no_proxies_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_the_bytes_of_an_answer_are_given_as_they_were_sent() -> None:
    body = bytes(range(256))
    with speaking(answers(body, 206)) as server:
        assert get(server) == Answer(206, body)


def test_what_is_sent_is_what_was_asked_for() -> None:
    with speaking(answers(b"yes")) as server:
        request = Request(f"{server.url}/a%2Fb?x=1,2", "POST", {"Range": "bytes=0-3"}, b"{}")
        fetch(request, USUAL)
    (asked,) = server.asked
    first, *lines = asked.splitlines()
    assert first == "POST /a%2Fb?x=1,2 HTTP/1.1"
    assert {"Range: bytes=0-3", "Content-Length: 2", "Accept-Encoding: identity"} <= set(lines)
    assert asked.endswith("\r\n\r\n{}")
    assert not any(line.startswith(("Cookie", "Authorization")) for line in lines)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_status_than_success_is_an_answer_whose_body_nobody_waits_for(status: int) -> None:
    start = f"HTTP/1.1 {status} X\r\nContent-Length: 1000\r\nLocation: /\r\n\r\n".encode()
    with speaking(says(start, b" ", every_s=3)) as server, within(2):
        answer = get(server)
        assert answer == Answer(status)
        assert not answer.is_success
        server.closing.set()


def test_an_answer_longer_than_the_limit_is_cut_there() -> None:
    with speaking(answers(b"12345")) as server:
        assert get(server, Limits(5.0, 5)) == Answer(200, b"12345")
        assert get(server, Limits(5.0, 4)) == Answer(200, b"1234", is_cut=True)


def test_an_endless_answer_is_cut_and_not_read_on() -> None:
    with speaking(pours) as server, within(3):
        answer = get(server, Limits(5.0, 200_000))
    assert answer.is_cut
    assert len(answer.body) == 200_000


DRIP = [b" "] * 400
SLOW = {
    "says nothing": hangs,
    "drips its headers": says(b"HTTP/1.1 200 X\r\nX-Long: ", *DRIP, every_s=0.05),
    "drips its body": says(b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n", *DRIP, every_s=0.05),
}


@pytest.mark.parametrize("speak", SLOW.values(), ids=SLOW)
def test_a_slow_server_is_left_when_the_time_is_over(speak: Speak) -> None:
    with (
        speaking(speak) as server,
        within(2),
        pytest.raises(TimedOutError, match=r"its server gave no answer in 0\.3 s; try again later"),
    ):
        get(server, Limits(0.3, 1000))


def noticing(speak: Speak) -> Speak:
    """The same server, which closes when its client hangs up."""

    def listen(line: socket.socket, closing: threading.Event) -> None:
        threading.Thread(target=speak, args=(line, closing), daemon=True).start()
        while line.recv(100):
            pass
        closing.set()

    return listen


@pytest.mark.parametrize("speak", SLOW.values(), ids=SLOW)
def test_a_server_that_is_left_notices_at_once(speak: Speak) -> None:
    with speaking(noticing(speak)) as server:
        with pytest.raises(TimedOutError):
            get(server, Limits(0.3, 1000))
        assert server.closing.wait(1)


def test_a_server_that_never_begins_tls_is_left_and_notices() -> None:
    with speaking(noticing(hangs)) as server:
        with within(2), pytest.raises(TimedOutError):
            fetch(Request(f"https://127.0.0.1:{server.port}/"), Limits(0.3, 1000))
        assert server.closing.wait(1)


def test_redirects_share_one_limit_of_time() -> None:
    def dawdles(line: socket.socket, closing: threading.Event) -> None:
        closing.wait(0.2)
        redirects_to("/again")(line, closing)

    with speaking(dawdles) as server, within(2), pytest.raises(TimedOutError):
        get(server, Limits(0.5, 1000, redirects=100))
    assert 1 < len(server.asked) < 5


def test_a_name_that_nobody_looks_up_is_left_when_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released, real = threading.Event(), socket.getaddrinfo

    def hanging(*arguments: Any, **more: Any) -> Any:
        released.wait(20)
        return real(*arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    with speaking(answers(b"too late")) as server:
        try:
            with within(2), pytest.raises(TimedOutError):
                fetch(Request(f"http://localhost:{server.port}/"), Limits(0.3, 1000))
        finally:
            released.set()
        while not server.asked:
            time.sleep(0.01)
    assert server.asked == [""]  # connected in the end, and hung up before it asked for anything


def test_redirects_are_followed_as_often_as_is_allowed() -> None:
    with speaking(answers(b"here")) as there, speaking(redirects_to(f"{there.url}/x")) as server:
        assert get(server, Limits(5.0, 1000, redirects=1)).body == b"here"
        assert get(server, Limits(5.0, 1000, redirects=0)).status == 302
    with speaking(redirects_to("/again")) as server:
        with pytest.raises(FetchError, match="it redirects more than 3 times"):
            get(server, Limits(5.0, 1000, redirects=3))
        assert len(server.asked) == 4


def test_a_key_does_not_follow_a_redirect_to_another_server() -> None:
    with speaking(answers(b"here")) as there, speaking(redirects_to(there.url)) as server:
        request = Request(server.url, headers={"Authorization": "Bearer key"})
        fetch(request, Limits(5.0, 1000, redirects=1))
    assert "Bearer key" in server.asked[0]
    assert "key" not in there.asked[0]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1:99999/", "//:x"]
)
def test_a_redirect_that_leads_nowhere_is_an_error_in_words(target: str) -> None:
    with speaking(redirects_to(target)) as server, pytest.raises(FetchError) as caught:
        get(server, Limits(5.0, 1000, redirects=5))
    assert "\n" not in str(caught.value)


BROKEN = {
    "hangs up": (says(), "Server disconnected"),
    "breaks off": (says(b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n1"), "peer closed connection"),
    "is no server of pages": (says(b"220 smtp\r\n\r\n"), "illegal status line"),
}


@pytest.mark.parametrize(("speak", "why"), BROKEN.values(), ids=BROKEN)
def test_a_server_that_breaks_the_rules_is_told_of(speak: Speak, why: str) -> None:
    with speaking(speak) as server, pytest.raises(FetchError, match=why) as caught:
        get(server)
    assert str(caught.value).startswith(f"{server.url}/: its server cannot be reached (")
    assert str(caught.value).endswith("); check the URL and the network")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/", "Connection refused"),
        ("http://localhost:9/", "Connection refused"),
        ("ftp://127.0.0.1/", "unsupported protocol"),
        ("http://[::1", "Invalid port"),
        ("", "missing an 'http://' or 'https://' protocol"),
    ],
)
def test_a_url_at_which_nobody_answers_has_its_reason(url: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(Request(url), USUAL)
    assert reason in caught.value.reason


def test_a_server_without_tls_is_told_of() -> None:
    with speaking(says(b"HTTP/1.1 400 X\r\n\r\n")) as server, pytest.raises(FetchError) as caught:
        fetch(Request(f"https://127.0.0.1:{server.port}/"), USUAL)
    assert "SSL" in caught.value.reason


def test_messages_name_the_url_as_they_are_told_to() -> None:
    with pytest.raises(FetchError) as caught:
        fetch(Request("http://127.0.0.1:9/?sig=secret", display_url="the file"), USUAL)
    assert str(caught.value).startswith("the file: ")
    assert "secret" not in str(caught.value)


def test_proxies_of_the_environment_are_used_only_by_who_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with speaking(answers(b"direct")) as server, speaking(answers(b"by proxy")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        request = Request(f"{server.url}/file")
        assert fetch(request, USUAL).body == b"direct"
        assert fetch(request, USUAL, use_proxies=True).body == b"by proxy"
    assert proxy.asked[0].startswith(f"GET {server.url}/file")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_told_of(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(FetchError):
        fetch(Request("http://127.0.0.1:9/"), USUAL, use_proxies=True)


def test_it_also_works_where_an_event_loop_runs_already() -> None:
    async def notebook(server: Server) -> Answer:
        return get(server)

    with speaking(answers(b"yes")) as server:
        assert asyncio.run(notebook(server)).body == b"yes"
