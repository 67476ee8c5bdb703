"""The worker process that parses foreign files: its limits, and what happens beyond them."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servanda.errors import SourceError
from servanda.sources import read_items
from servanda.sources.documents import extraction_worker
from servanda.sources.documents import extractor as extraction
from servanda.sources.documents.extraction_worker import answer
from servanda.sources.documents.extractor import Extractor, UnreadFileError, ask_worker
from servanda.sources.files.limits import WORKER_OPEN_FILES
from servanda.sources.tables.table_rows import csv_rows
from tests.sources.conftest import RECORDED

PAGE = (
    "<html><body><article><p>The North took down ten of its posts on Tuesday, the agency said.</p>"
)

# A worker whose parser of pages does what the page names.
START = """
import os, sys, time
import servanda.sources.documents.extraction_worker as w
html = w.EXTRACTORS["html"]
def parse(data, **options):
    text = data.decode()
    if "WORD-" in text:
        exec(text.partition("WORD-")[2].partition("<")[0])
    return html(data, **options)
w.EXTRACTORS = {**w.EXTRACTORS, "html": parse, "pdf": lambda data: DO(data)}
"""
SERVE = "w.main(sys.argv[1])"
ENVIRONMENT = "DO = lambda data: dict(os.environ)\n"
FILES = """
def DO(data):
    found = []
    try:
        for _ in range(10_000):
            found.append(open("/dev/null"))
    except OSError as error:
        return {"files": len(found), "why": error.errno}
"""
WRITES = """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def DO(data):
    with open(data.decode(), "wb", buffering=0) as file:
        file.write(b"x")
"""
LONG = "DO = lambda data: {'text': 'x' * 60_000_000}\n"


@pytest.fixture(autouse=True)
def _no_worker_waits() -> Iterator[None]:
    extraction._stop_waiting()
    yield
    extraction._stop_waiting()


@pytest.fixture
def misbehave(monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(code: str) -> None:
        monkeypatch.setattr(extraction, "COMMAND", [sys.executable, "-c", START + code + SERVE])

    return use


def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The process ids of the workers started from now on."""
    found: list[int] = []
    start = extraction._start

    def noted() -> Any:
        worker = start()
        found.append(worker.process.pid)
        return worker

    monkeypatch.setattr(extraction, "_start", noted)
    return found


def pages(folder: Path, *bodies: str) -> Path:
    for number, body in enumerate(bodies):
        (folder / f"p{number}.html").write_text(f"{PAGE}<p>{body}</p>")
    return folder


def test_one_worker_serves_many_files_and_waits_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = started(monkeypatch)
    pages(tmp_path, *map(str, range(30)))
    assert len(read_items([tmp_path], RECORDED).items) == 30
    assert ask_worker("f", "yaml", b"a: 1", file="f", first_line=1)["located"]["value"] == {
        "a": "1"
    }
    assert len(read_items([tmp_path], RECORDED).items) == 30
    assert len(workers) == 1


def test_a_file_that_breaks_its_parser_costs_one_worker_and_is_kept_unread(
    tmp_path: Path, misbehave: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    misbehave("")
    workers = started(monkeypatch)
    pages(tmp_path, "one", "WORD-os._exit(9)", "three", "WORD-os.abort()", "five")
    reading = read_items([tmp_path], RECORDED)
    assert not reading.errors
    documents = [item.kept.document for item in reading.items]
    assert [document.id for document in documents] == ["p0", "p1", "p2", "p3", "p4"]
    assert [bool(document.text) for document in documents] == [True, False, True, False, True]
    assert documents[1].unread_reason == (
        "makes the reader of such files fail (exit 9); save its text as .txt"
    )
    assert reading.items[1].kept.original == (tmp_path / "p1.html").read_bytes()
    assert documents[0].unread_reason is None
    # The first, one for each second try, and one for what comes after it.
    assert len(workers) == 5
    with pytest.raises(SourceError, match=r"p1\.html: makes the reader"):
        list(extraction_read(tmp_path / "p1.html"))


def extraction_read(path: Path) -> Iterator[Any]:
    from servanda.sources import read_sources

    return read_sources([path], RECORDED)


def test_a_used_worker_that_is_full_is_not_the_files_fault(
    misbehave: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    misbehave("")
    workers = started(monkeypatch)
    once = "WORD-w.answer = lambda *a: {'died': 'needs more than 512 MB of memory'}<"
    with Extractor() as extractor:
        extractor.ask("a", "html", (PAGE + once).encode(), max_date="2024-01-01")
        assert extractor.ask("b", "html", PAGE.encode(), max_date="2024-01-01")["text"]
    assert len(workers) == 2


def test_what_the_worker_says_of_a_line_is_said_so() -> None:
    rows = csv_rows(b'a,b\n1,2\n"3', "t.csv", {"a"}, 9)
    assert [next(rows), next(rows)] == [(1, ["a", "b"]), (2, ["1", "2"])]
    with pytest.raises(SourceError, match=r"^t\.csv:3: is not CSV.*; close every quotation mark"):
        next(rows)


def test_a_parser_sees_no_secret_of_ours(misbehave: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_READER_KEY", "secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    misbehave(ENVIRONMENT)
    assert "secret" not in str(ask_worker("x", "pdf", b""))


def test_open_files_written_files_and_answers_are_bounded(misbehave: Any, tmp_path: Path) -> None:
    misbehave(FILES)
    found = ask_worker("x", "pdf", b"")
    assert found["files"] < WORKER_OPEN_FILES
    misbehave(WRITES)
    with pytest.raises(SourceError, match="File too large"):
        ask_worker("x", "pdf", str(tmp_path / "written").encode())
    misbehave(LONG)
    with pytest.raises(SourceError, match="holds more than 50 MB of text and structure"):
        ask_worker("x", "pdf", b"")


def test_a_child_of_ours_leaves_our_worker_alone() -> None:
    assert ask_worker("f", "yaml", b"a: 1", file="f", first_line=1)
    (ours,) = extraction._waiting
    process = os.fork()
    if process == 0:
        taken = extraction._take_waiting()
        os._exit(0 if taken is None else 1)
    assert os.waitpid(process, 0)[1] == 0
    assert ours.process.poll() is None
    assert ask_worker("f", "yaml", b"b: 1", file="f", first_line=1)


def test_the_reason_of_a_broken_parser_is_an_error_of_its_own(misbehave: Any) -> None:
    misbehave("def DO(data):\n    raise MemoryError\n")
    with pytest.raises(UnreadFileError, match="x: needs more than 512 MB of memory to read; split"):
        ask_worker("x", "pdf", b"", instead="split it")


def test_a_worker_ends_after_an_answer_that_cost_its_memory() -> None:
    ours, theirs = socket.socketpair()
    with (
        extraction.Connection(ours.detach()) as here,
        extraction.Connection(theirs.detach()) as there,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(extraction_worker, "_allow_processor_seconds", lambda _: None)
        patch.setattr(extraction_worker, "EXTRACTORS", {"pdf": lambda _: [][MemoryError]})
        patch.setattr(extraction_worker, "answer", lambda *_: {"died": "full"})
        here.send_bytes(b'{"kind": "pdf", "options": {}}')
        here.send_bytes(b"")
        extraction_worker.serve(there)
        assert here.recv_bytes() == b'{"died": "full"}'


def test_running_out_of_memory_is_an_end_and_not_an_error() -> None:
    with pytest.MonkeyPatch.context() as patch:

        def fail(_: bytes) -> dict[str, object]:
            raise MemoryError

        patch.setattr(extraction_worker, "EXTRACTORS", {"pdf": fail})
        assert answer("pdf", b"", {}) == {"died": "needs more than 512 MB of memory to read"}


def test_a_list_without_end_and_a_head_without_a_ground_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.sources.documents.jsonl_list.MOST_DOCUMENTS", 2)
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "It fell."}\n' * 3)
    (tmp_path / "b.md").write_text("+++\na = " + "[" * 5_000 + "]" * 5_000 + "\n+++\nIt fell.\n")
    reading = read_items([tmp_path], RECORDED)
    first, second = (str(error) for error in reading.errors)
    assert first.endswith("a.jsonl: is a list of 3 lines, more than 2; split the list")
    assert "b.md:1: is not TOML here" in second
