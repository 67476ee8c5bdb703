"""HTML and PDF: read by a worker with limits; what it cannot read is told in one line."""

import io
import json
import logging
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from servanda.errors import SourceError
from servanda.records import UNKNOWN_TIME, Admiralty, DocumentKind, DocumentWithOriginal, day
from servanda.sources import check_case, read_sources, read_unkept_case
from servanda.sources.documents import extraction_worker, pdf_text
from servanda.sources.documents import extractor as extraction
from servanda.sources.documents.extraction_worker import answer, serve
from servanda.sources.documents.extractor import Extractor

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
Read = Callable[..., DocumentWithOriginal]

TEXT = "The ministry said on Thursday that it had blown up a guard post in Cheorwon, as agreed."
HTML = f"""\
<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Posts gone</title>
<link rel="canonical" href="https://www.paper.example/2018/11/posts">
<meta property="article:published_time" content="2018-11-15T08:00:00+09:00"></head>
<body><nav><a href="/">Menu</a></nav><article><h1>Posts gone</h1>
<p>{TEXT}</p><p>It added – “as agreed” – that ten more would follow before the month ends.</p>
</article><footer>All rights reserved</footer></body></html>
"""
KOREAN = "국방부는 목요일 합의에 따라 철원의 감시초소 한 곳을 폭파했다고 밝혔다. " * 3


def text_of(html: str | bytes, max_date: str = "2024-02-03") -> dict[str, Any]:
    data = html if isinstance(html, bytes) else html.encode()
    return answer("html", data, {"max_date": max_date})


def test_html_gives_the_article_and_what_it_declares(read: Read) -> None:
    document = read("posts.html", HTML).document
    assert document.text.splitlines()[:2] == ["Posts gone", TEXT]
    assert "Menu" not in document.text
    assert document.title == "Posts gone"
    assert document.published == day(date(2018, 11, 15))
    assert document.url == "https://www.paper.example/2018/11/posts"
    assert document.source == "paper.example"
    assert document.language == "en"
    assert (document.kind, document.media_type) == (DocumentKind.PAGE, "text/html")


def test_html_in_a_case_belongs_to_the_source_of_its_host(case_dir: Path) -> None:
    (case_dir / "sources" / "posts.htm").write_text(HTML)
    assert check_case(case_dir) == ()
    (case_dir / "sources" / "other.html").write_text(HTML.replace("paper.example", "other.example"))
    case = read_unkept_case(case_dir)
    (new,) = (source for source in case.case.sources if source.id == "other.example")
    assert (new.reliability, new.note) == (
        Admiralty.F,
        "the host of sources/other.html; nobody has judged it",
    )
    assert any("new source other.example (F)" in note for note in case.notes)
    assert {kept.document.source for kept in case.documents} >= {"other.example"}
    assert read_unkept_case(case_dir).case == case.case  # the same on any day
    (case_dir / "sources" / "slip.md").write_text("---\npublisher: papr\n---\nText.\n")
    (problem,) = check_case(case_dir)
    assert "publisher 'papr' is not among the case's sources" in str(problem)


def test_what_readers_write_below_an_article_is_left_out() -> None:
    comment = "<p>I have seen with my own eyes that not one of these posts was blown up at all.</p>"
    comments = f'<section id="comments"><div class="comment-body">{comment}</div></section>'
    html = HTML.replace("</article>", f"</article>{comments}")
    assert text_of(html)["text"] == text_of(HTML)["text"]


def test_html_is_read_the_same_twice_and_believes_no_later_date() -> None:
    assert text_of(HTML) == text_of(HTML)
    declared = {"days": "2018-11-15", "by": "meta article:published_time"}
    assert text_of(HTML)["dates"][0] == declared
    assert text_of(HTML, max_date="2018-01-01")["dates"] == []


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", "utf-16"), ("cp949", "euc-kr"), ("utf-8", "euc-kr"), ("utf-8-sig", "x")],
)
def test_html_is_decoded_by_what_it_declares(encoding: str, declared: str) -> None:
    html = f'<html><head><meta charset="{declared}"></head><body><p>{KOREAN}</p></body></html>'
    assert text_of(html.encode(encoding))["text"] == KOREAN.strip()


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("", "is not UTF-8 and declares no encoding"),
        ('<meta charset="utf-8">', "is not UTF-8 and declares utf-8, which it is not"),
        ('<meta charset="martian">', "is not UTF-8 and declares martian, which it is not"),
    ],
)
def test_html_in_an_encoding_that_it_hides_is_refused(head: str, says: str) -> None:
    html = f"<html><head>{head}</head><body><p>{KOREAN}</p></body></html>"
    what, advice = text_of(html.encode("cp949"))["error"]
    assert what.startswith(f"{says}; it looks like EUC-KR")
    assert "iconv -f EUC-KR" in advice


WESTERN = TEXT + " “No,” said the café’s owner – he wouldn’t comment."


@pytest.mark.parametrize(
    "head", ["", '<meta charset="utf-8">', '<meta charset="martian">', '<meta charset="utf-16">']
)
def test_html_of_windows_is_read_as_browsers_read_it(head: str) -> None:
    html = f"<html><head>{head}</head><body><p>{WESTERN}</p></body></html>"
    found = text_of(html.encode("cp1252"))
    assert found["text"] == WESTERN
    assert "windows-1252" in found["notes"][0]


@pytest.mark.parametrize("stray", [b"\xa9", b"\xff", b"\x81\x8d"])
@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">'])
def test_one_stray_byte_loses_no_article(stray: bytes, head: str) -> None:
    page = f"<html><head>{head}</head><body><p>{WESTERN}</p><footer>@ 2021 Courier</footer></body>"
    found = text_of(page.encode().replace(b"@", stray))
    assert found["text"].startswith(WESTERN)
    assert "U+FFFD" in found["notes"][0]


def test_a_sound_page_has_nothing_to_note() -> None:
    assert text_of(HTML)["notes"] == []


@pytest.mark.parametrize(
    ("root", "language"),
    [
        ('<html lang="ko-KR">', "ko"),
        ("<html>", None),
        ('<!--[if IE 7]><html lang="en"><![endif]--><html lang="fr">', "fr"),
        ('<!--[if IE 7]><html lang="en"><![endif]--><html>', None),
    ],
)
def test_the_root_of_a_page_declares_its_language(root: str, language: str | None) -> None:
    assert text_of(f"{root}<body><p>{TEXT}</p></body></html>")["language"] == language


@pytest.mark.parametrize("html", ["<html><body></body></html>", "", "<p>", "<" * 5000])
def test_html_without_text_is_refused(html: str) -> None:
    assert text_of(html)["error"] == [
        "has no article text that we can find",
        "save its text as .txt",
    ]


def test_html_nested_without_end_is_survived() -> None:
    assert text_of("<div>" * 200_000 + TEXT).keys() & {"text", "error"}


def test_pdf_gives_the_text_of_its_pages(read: Read, make_pdf: Callable[..., bytes]) -> None:
    document = read(
        "report.pdf", make_pdf("First page.", "Second page.", title="A report")
    ).document
    assert document.text == "First page.\n\nSecond page."
    assert document.title == "A report"
    assert document.published == UNKNOWN_TIME  # when the file was made is another matter
    assert document.media_type == "application/pdf"


def test_pdf_is_of_the_day_that_a_line_of_it_says(
    read: Read, make_pdf: Callable[..., bytes]
) -> None:
    document = read("r.pdf", make_pdf("Published: 10 March 2021", "Text.")).document
    assert (document.published, document.dated_by) == (day(date(2021, 3, 10)), "a line of the text")


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_pdf_with_an_empty_password_is_read(make_pdf: Callable[..., bytes], algorithm: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf("One."))))
    writer.encrypt("", owner_password="x", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    assert answer("pdf", file.getvalue(), {})["text"] == "One."


def test_a_glyph_that_is_no_character_is_shown_as_such(
    read: Read, make_pdf: Callable[..., bytes]
) -> None:
    assert read("r.pdf", make_pdf(r"ten\000posts")).document.text == "ten\ufffdposts"


def test_a_page_without_text_layer_among_others_is_told(
    read: Read, make_pdf: Callable[..., bytes], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert read("r.pdf", make_pdf("One.", "", "Three.", "")).document.text == "One.\n\nThree."
    assert "r.pdf: no text layer on page 2, 4" in caplog.text


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda pdf: pdf("", ""), "has no text layer: its pages are pictures; recognise its text"),
        (lambda pdf: pdf("One.", password="x"), "is encrypted; save a copy without a password"),
        (lambda pdf: pdf("One.")[:200], "is damaged"),
        (lambda pdf: b"no PDF at all", "is damaged"),
        (lambda pdf: b"", "is damaged"),
    ],
)  # fmt: skip
def test_a_pdf_that_gives_no_text_is_refused(
    make: Callable[..., bytes], says: str, make_pdf: Callable[..., bytes]
) -> None:
    found = answer("pdf", make(make_pdf), {})
    assert says in "; ".join(found["error"])


def test_pages_and_text_of_a_pdf_are_bounded(
    make_pdf: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_pdf("One.", "Two.")
    monkeypatch.setattr(pdf_text, "TEXT_BYTES", 5)
    assert answer("pdf", data, {})["error"] == ["holds more than 0 MB of text", "split it"]
    monkeypatch.setattr(pdf_text, "PDF_PAGES", 1)
    assert answer("pdf", data, {})["error"] == ["has more than 1 pages", "split it"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RecursionError("too deep"), "is damaged (RecursionError: too deep)"),
        (KeyError(), "is damaged (KeyError)"),
        (ValueError("odd"), "is damaged (ValueError: odd)"),
    ],
)
def test_whatever_a_parser_raises_is_an_answer(
    error: Exception, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bytes) -> dict[str, object]:
        raise error

    monkeypatch.setattr(extraction_worker, "EXTRACTORS", {"pdf": fail})
    assert answer("pdf", b"", {})["error"][0] == says


def test_the_worker_answers_until_the_other_end_hangs_up(
    make_pdf: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction_worker, "_allow_processor_seconds", lambda _: None)
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as here, Connection(theirs.detach()) as there:
        worker = threading.Thread(target=serve, args=(there,))
        worker.start()
        for text in ("One.", "Two."):
            here.send_bytes(json.dumps({"kind": "pdf", "options": {}}).encode())
            here.send_bytes(make_pdf(text))
            assert json.loads(here.recv_bytes())["text"] == text
        here.close()
        worker.join(timeout=10)
        assert not worker.is_alive()


# Workers that misbehave, as a hostile file could make ours.
START = "import sys, servanda.sources.documents.extraction_worker as w\n"
SPIN = START + "w.WORKER_CPU_SECONDS = 1\ndef spin(data):\n    while True: pass\n"
SPIN += "w.EXTRACTORS = {'pdf': spin}\nw.main(sys.argv[1])"
GREEDY = START + "w.EXTRACTORS = {'pdf': lambda data: bytearray(3 * 10**9)}\nw.main(sys.argv[1])"
ONCE = START + "answer = w.answer\nn = 0\ndef once(*a):\n    global n\n    n += 1\n"
ONCE += "    return answer(*a) if n == 1 else sys.exit(3)\nw.answer = once\nw.main(sys.argv[1])"


def misbehave(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "COMMAND", [sys.executable, "-c", code])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "says"),
    [
        (SPIN, "of processor time to read"),
        (GREEDY, "needs more than 512 MB of memory"),
        ("raise SystemExit(7)", r"makes the reader of such files fail \(exit 7\)"),
        ("import os; os.abort()", r"\(exit -6\)"),
    ],
)
def test_a_file_that_breaks_the_worker_is_refused(
    code: str, says: str, monkeypatch: pytest.MonkeyPatch, make_pdf: Callable[..., bytes]
) -> None:
    misbehave(code, monkeypatch)
    with Extractor() as extractor, pytest.raises(SourceError, match=says):
        extractor.ask("x.pdf", "pdf", make_pdf("One."))


def test_a_worker_that_gives_no_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, make_pdf: Callable[..., bytes]
) -> None:
    misbehave("import time; time.sleep(60)", monkeypatch)
    with (
        Extractor(wall_seconds=0.2) as extractor,
        pytest.raises(SourceError, match=r"x\.pdf: takes more than 0\.2 s to read; save its text"),
    ):
        extractor.ask("x.pdf", "pdf", make_pdf("One."))


def test_an_answer_beyond_all_measure_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, make_pdf: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(extraction, "ANSWER_BYTES", 10)
    monkeypatch.setattr(extraction, "GONE_SECONDS", 0.1)
    with Extractor() as extractor, pytest.raises(SourceError, match="makes the reader"):
        extractor.ask("x.pdf", "pdf", make_pdf("One."))


def test_a_page_of_today_is_believed_where_the_day_began_earlier(read: Read) -> None:
    html = HTML.replace("2018-11-15", "2024-02-04")
    assert read("posts.html", html).document.published == day(date(2024, 2, 4))


@pytest.mark.slow
def test_a_file_is_not_blamed_for_what_an_earlier_one_did_to_the_worker(
    monkeypatch: pytest.MonkeyPatch, make_pdf: Callable[..., bytes]
) -> None:
    misbehave(ONCE, monkeypatch)
    with Extractor() as extractor:
        for text in ("One.", "Two."):
            assert extractor.ask("x.pdf", "pdf", make_pdf(text))["text"] == text


def test_the_processor_limit_ends_a_process() -> None:
    code = START + "w._allow_processor_seconds(1)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGXCPU


def test_a_hostile_folder_leaves_no_worker_behind(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"(" * 100_000)
    (tmp_path / "b.html").write_bytes(b"\x00" * 1000)
    with pytest.raises(ValueError, match=r"b\.html: [^\n]*\n[^\n]*a\.pdf: is damaged"):
        read_sources([tmp_path], RECORDED)
