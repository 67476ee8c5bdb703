"""The reader at an address, against a small real server on this machine that also misbehaves."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from servanda.claims import default_names, imported_claims
from servanda.errors import SettingsError, SourceError
from servanda.records import Claim
from servanda.settings import ReaderAddress, Settings
from servanda.sources import RemoteReader, chat_model, remote_reader
from tests.claims.texts import page
from tests.sources.chat_server import Answer, ChatServer, chat_server, says, sends

KEY = "sk-very-secret"
TEXT = "The ministry said on Monday that ten posts had been removed."
GOOD = {
    "source": "The ministry",
    "cue": "said",
    "content": "ten posts had been removed",
    "stance": "asserted",
}


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server(says({"claims": [GOOD]})) as made:
        yield made


@pytest.fixture
def read(server: ChatServer) -> Callable[..., tuple[tuple[Claim, ...], list[str]]]:
    """Reads a text by the server; gives the claims, and what was said of those not kept."""

    def reading(
        answer: Answer | None = None, text: str = TEXT, timeout_s: float = 5.0, path: str = "/v1"
    ) -> tuple[tuple[Claim, ...], list[str]]:
        if answer is not None:
            server.answer = answer
        url = f"http://127.0.0.1:{server.server_port}{path}"
        told: list[str] = []
        address = ReaderAddress(url, "small-model", KEY, timeout_s)
        reader = RemoteReader(address, imported_claims, told.append)
        return reader.read(page(text), default_names()), told

    return reading


def test_what_it_quotes_becomes_a_claim(read: Any, server: ChatServer) -> None:
    (claim,), told = read()
    (span,) = claim.content
    assert TEXT[span.start : span.end] == "ten posts had been removed"
    assert claim.reader == "remote/1 small-model at 127.0.0.1"
    assert claim.id == "page#c1"
    assert told == []
    (asked,) = server.asked
    assert asked["path"] == "/v1/chat/completions"
    assert asked["key"] == f"Bearer {KEY}"
    assert (asked["model"], asked["temperature"]) == ("small-model", 0)
    assert asked["messages"][1]["content"] == TEXT


def test_a_whole_address_is_used_as_it_is(read: Any, server: ChatServer) -> None:
    read(path="/api/chat/completions?version=1")
    assert server.asked[0]["path"] == "/api/chat/completions?version=1"


def test_invented_quotes_are_left_out_and_told(read: Any) -> None:
    claims, told = read(says([GOOD | {"content": "eleven posts were kept"}, GOOD]))
    assert len(claims) == 1
    (line,) = told
    assert line.startswith("page: claim 1 dropped:")
    assert "does not stand in the text" in line


def test_a_fence_around_the_answer_is_no_matter(read: Any) -> None:
    claims, _ = read(says("```json\n" + json.dumps({"claims": [GOOD]}) + "\n```"))
    assert len(claims) == 1


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (sends(b"no json"), "did not answer as a chat-completions interface does"),
        (sends(b"\xff\xfe\x00"), "did not answer as"),
        (sends(b"[]"), "did not answer as"),
        (sends(b'{"choices": []}'), "did not answer as"),
        (sends(b"[" * 100_000), "did not answer as"),
        (says("Sure! Here are the claims:"), "answered with what is not JSON"),
        (says("[" * 100_000), "answered with what is not JSON"),
        (says({"claims": "none"}), "without a list of claims"),
        (says("7"), "without a list of claims"),
        (says(None), "without a list of claims"),
        (sends(b"oh no", 500), "HTTP status 500"),
        (sends(b"denied", 401), "HTTP status 401"),
        (sends(b"", 302), "HTTP status 302"),
    ],
)
def test_a_bad_answer_is_one_clear_line(read: Any, answer: Answer, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read(answer)
    assert "\n" not in str(caught.value)
    assert ";" in str(caught.value)
    assert KEY not in str(caught.value)


def test_an_endless_body_is_cut_off(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_model, "ANSWER_BYTES", 100_000)
    with pytest.raises(SourceError, match="more than"):
        read(sends(b" " * 200_000))


def test_a_server_that_says_nothing_is_not_waited_for(read: Any, server: ChatServer) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"did not answer within 0\.2 seconds"):
        read(lambda handler: server.release.wait(10) and None, timeout_s=0.2)
    assert time.monotonic() - began < 5


def test_a_server_that_drips_is_not_waited_for(read: Any, server: ChatServer) -> None:
    def drips(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not server.release.wait(0.05):
            handler.wfile.write(b" ")

    began = time.monotonic()
    with pytest.raises(SourceError, match=r"did not answer within 0\.3 seconds"):
        read(drips, timeout_s=0.3)
    assert time.monotonic() - began < 5


def test_a_server_that_hangs_up_is_told_of(read: Any) -> None:
    def hangs_up(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(SourceError, match="cannot be reached"):
        read(hangs_up)


def test_a_body_that_breaks_off_is_told_of(read: Any) -> None:
    def breaks_off(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(SourceError, match=r"did not answer as|cannot be reached"):
        read(breaks_off)


def test_nobody_there_is_one_clear_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    reader = RemoteReader(
        ReaderAddress(f"http://127.0.0.1:{port}/v1", "m", KEY, 2.0), imported_claims, print
    )
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        reader.read(page(TEXT), default_names())
    assert KEY not in str(caught.value)


def test_a_server_of_another_kind_than_https_promises_is_told_of(server: ChatServer) -> None:
    url = f"https://127.0.0.1:{server.server_port}/v1"
    reader = RemoteReader(ReaderAddress(url, "m", None, 2.0), imported_claims, print)
    with pytest.raises(SourceError, match=r"cannot be reached|did not answer"):
        reader.read(page(TEXT), default_names())


def test_a_long_text_is_asked_in_pieces_and_claims_are_numbered_through(
    read: Any, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_reader, "PIECE_CHARACTERS", 80)
    text = f"{TEXT}\n\n{TEXT}\n\n" + "x" * 200
    claims, _ = read(text=text)
    pieces = [one["messages"][1]["content"] for one in server.asked]
    assert "".join(pieces) == text
    assert [claim.id for claim in claims] == ["page#c1", "page#c2"]
    assert claims[0].content[0].start < claims[1].content[0].start


def test_an_empty_text_is_not_asked_about(read: Any, server: ChatServer) -> None:
    assert read(text="  \n ")[0] == ()
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    ["ftp://x/v1", "file:///etc/passwd", "localhost:80", "http://", "http://u:secret@h/", "http://h:x/",
     "http://h/a b", "http://h/\r\nX: y"],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="SERVANDA_READER_URL is no plain address") as caught:
        ReaderAddress(url, "m")
    assert "secret" not in str(caught.value)


def test_the_settings_hold_it_and_never_show_the_key() -> None:
    environ = {
        "SERVANDA_READER_URL": "http://localhost:8080/v1",
        "SERVANDA_READER_MODEL": "m",
        "SERVANDA_READER_KEY": KEY,
        "SERVANDA_READER_TIMEOUT": "7.5",
    }
    settings = Settings.from_environment(environ, user="ana")
    assert settings.reader == ReaderAddress("http://localhost:8080/v1", "m", KEY, 7.5)
    assert KEY not in repr(settings)
    assert Settings.from_environment({}, user="ana").reader is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SERVANDA_READER_TIMEOUT": "soon"}, "must be a number of seconds"),
        ({"SERVANDA_READER_TIMEOUT": "0"}, "must be a number of seconds"),
        ({"SERVANDA_READER_TIMEOUT": "nan"}, "must be a number of seconds"),
        ({"SERVANDA_READER_KEY": f"{KEY}\nX: y"}, "holds a blank or a character outside ASCII"),
        ({"SERVANDA_READER_MODEL": "a\nb"}, "cannot be printed"),
    ],
)
def test_settings_without_a_meaning_are_refused(change: dict[str, str], message: str) -> None:
    environ = {"SERVANDA_READER_URL": "http://localhost/v1", "SERVANDA_READER_MODEL": "m"}
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.from_environment(environ | change, user="ana")
    assert KEY not in str(caught.value)


def test_an_address_without_a_model_is_refused() -> None:
    with pytest.raises(SettingsError, match="SERVANDA_READER_MODEL is not set"):
        Settings.from_environment({"SERVANDA_READER_URL": "http://h/v1"}, user="ana")
