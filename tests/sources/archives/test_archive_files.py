"""WARC and WACZ of others: their pages as documents, whole, cut and hostile."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.records import DateRange, Precision, day, sha256
from servanda.sources import ReadResult, read_items
from servanda.sources.archives import archive_files
from servanda.sources.archives.archive_files import ARCHIVE_FORMATS
from servanda.sources.archives.wacz_entries import wacz_entries
from servanda.sources.archives.warc_records import warc_answers
from servanda.sources.capture.warc_format import capture_in
from tests.sources.archives.archives import Answer, wacz_of, warc_of
from tests.sources.capture.sites import article

NOW = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
DAY = "2018-11-21T10:00:00Z"
Read = Callable[[str, bytes], ReadResult]


def answers(count: int) -> list[Answer]:
    return [
        (f"https://paper.example/{number}", DAY, article(f"Page {number} says ten."), {})
        for number in range(count)
    ]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_one(name: str, data: bytes) -> ReadResult:
        (tmp_path / name).write_bytes(data)
        return read_items([tmp_path / name], NOW, more_formats=ARCHIVE_FORMATS)

    return read_one


@pytest.mark.parametrize("is_packed", [True, False])
def test_each_page_is_a_document_with_its_own_record(read: Read, is_packed: bool) -> None:
    head = '<meta name=date content="2018-11-20">'
    made = [*answers(2), ("https://en.other.example/x", DAY, article("x", head=head), {})]
    warc = warc_of(made, is_packed)
    found = read("pages.warc.gz" if is_packed else "pages.warc", warc)
    assert found.errors == ()
    documents = [item.kept.document for item in found.items]
    assert [document.source for document in documents] == [
        "paper.example", "paper.example", "en.other.example",
    ]  # fmt: skip
    assert documents[0].id == "paper.example/0@2018-11-21T100000Z"
    assert "Page 0 says ten." in documents[0].text
    assert documents[0].published == DateRange(None, date(2018, 11, 21), Precision.RANGE)
    assert documents[0].dated_by == "WARC-Date (when it was captured)"
    assert documents[2].published == day(date(2018, 11, 20))
    for item in found.items:
        assert item.kept.original in warc  # the very bytes of others, not a copy of ours
        assert item.kept.document.sha256 == sha256(item.kept.original)
        assert capture_in(item.kept.original).page.url == item.kept.document.url


def test_what_is_no_page_is_left_out(read: Read) -> None:
    parts: list[Answer] = [
        ("https://paper.example/a.png", DAY, b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://paper.example/a.js", DAY, b"x()", {"Content-Type": "text/javascript"}),
        ("dns:paper.example", DAY, b"1.2.3.4", {}),
        *answers(1),
    ]
    found = read("a.warc.gz", warc_of(parts) + warc_of(answers(3), status="404 Not Found"))
    assert [item.kept.document.id for item in found.items] == ["paper.example/0@2018-11-21T100000Z"]


def test_a_body_that_was_kept_in_chunks_is_put_together(read: Read) -> None:
    page = article("Ten posts are gone.")
    half = len(page) // 2
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (page[:half], page[half:], b"")
    )
    packed = gzip.compress(page)
    made: list[Answer] = [
        ("https://a.example/1", DAY, chunks, {"Transfer-Encoding": "chunked"}),
        ("https://a.example/2", DAY, page, {"Transfer-Encoding": "chunked"}),  # untrue
        ("https://a.example/3", DAY, packed, {"Content-Encoding": "gzip"}),
    ]
    found = read("a.warc.gz", warc_of(made))
    assert len(found.items) == 3
    assert all("Ten posts are gone." in item.kept.document.text for item in found.items)


def test_a_page_that_was_captured_often_is_one_version_for_each_text(read: Read) -> None:
    made: list[Answer] = [
        ("https://a.example/x", f"2018-11-{number}T10:00:00Z", article(text), {})
        for number, text in ((20, "Ten."), (21, "Ten."), (25, "Two."), (28, "None."))
    ]
    documents = [item.kept.document for item in read("a.warc.gz", warc_of(made)).items]
    assert [document.id[-18:-8] for document in documents] == [
        "2018-11-20",
        "2018-11-25",
        "2018-11-28",
    ]
    assert [document.variant_of for document in documents] == [
        documents[1].id,
        documents[2].id,
        None,
    ]
    assert documents[1].published == DateRange(
        date(2018, 11, 20), date(2018, 11, 25), Precision.RANGE
    )


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("part", [0.15, 0.35, 0.5, 0.75, 0.97])
def test_of_a_warc_that_is_cut_what_is_whole_is_taken(
    read: Read, is_packed: bool, part: float
) -> None:
    whole = warc_of(answers(6), is_packed)
    cut = whole[: int(len(whole) * part)]
    found = read("a.warc.gz" if is_packed else "a.warc", cut)
    expected = [item.kept.original for item in read("w.warc", whole).items]
    kept = [item.kept.original for item in found.items]
    assert kept == [record for record in expected if record in cut]
    (error,) = found.errors
    assert "is cut off in a record" in str(error)
    assert f"its {len(kept)} whole pages were taken" in str(error)
    assert "\n" not in str(error)


def test_windows_join_without_loss(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    for is_packed in (True, False):
        warc = warc_of(answers(12), is_packed)
        expected = [item.kept for item in read("a.warc.gz", warc).items]
        assert len(expected) == 12
        with monkeypatch.context() as small:
            small.setattr(archive_files, "_WINDOW_BYTES", len(warc) // 3)
            small.setattr(archive_files, "_MOST_BYTES", 5_000)
            found = read("b.warc.gz", warc)
        assert found.errors == ()
        assert [item.kept for item in found.items] == expected


def test_a_record_that_was_altered_is_left_out(read: Read) -> None:
    warc = warc_of(answers(2), gzip=False).replace(b"Page 0 says ten.", b"Page 0 says two.")
    found = read("a.warc", warc)
    assert [item.kept.document.id[:15] for item in found.items] == ["paper.example/1"]
    assert "1 records that do not match their digests" in str(found.errors[0])


def test_pages_of_days_to_come_are_not_taken(read: Read) -> None:
    late: list[Answer] = [("https://a.example/x", "2088-01-01T00:00:00Z", article("x"), {})]
    assert read("a.warc.gz", warc_of(late)).items == ()


NO_ARCHIVES = {
    "a.warc": b"no archive at all",
    "b.warc.gz": gzip.compress(b"something else"),
    "c.warc.gz": b"\x1f\x8b broken",
    "e.wacz": b"PK\x03\x04 broken",
    "f.wacz": b"",
}


@pytest.mark.parametrize(("name", "data"), NO_ARCHIVES.items(), ids=NO_ARCHIVES)
def test_what_is_no_archive_costs_one_line(read: Read, name: str, data: bytes) -> None:
    found = read(name, data)
    assert found.items == ()
    assert len(found.errors) == 1
    assert "\n" not in str(found.errors[0])
    assert any(part in str(found.errors[0]) for part in ("is no WARC", "is no WACZ", "is cut off"))


def test_the_pages_that_a_wacz_lists_are_taken(read: Read) -> None:
    warc = warc_of(answers(3))
    every = read("a.wacz", wacz_of(warc))
    assert len(every.items) == 3
    listed = read("b.wacz", wacz_of(warc, ["https://paper.example/1"]))
    assert [item.kept.document.url for item in listed.items] == ["https://paper.example/1"]


def test_a_listed_page_that_was_redirected_is_the_one_it_led_to(read: Read) -> None:
    to = {"Location": "/1"}
    moved: list[Answer] = [("https://paper.example/moved", DAY, b"", to)]
    warc = warc_of(moved, status="301 Moved") + warc_of(answers(3))
    found = read("a.wacz", wacz_of(warc, ["https://paper.example/moved"]))
    assert [item.kept.document.url for item in found.items] == ["https://paper.example/1"]


def test_a_wacz_that_does_not_match_itself_is_refused(read: Read) -> None:
    found = read("a.wacz", wacz_of(warc_of(answers(1)), digest="0" * 64))
    assert found.items == ()
    assert "does not have the digest that the WACZ states for it" in str(found.errors[0])
    whole = wacz_of(warc_of(answers(1)))
    cut = read("b.wacz", whole[: len(whole) // 2])
    assert "is no WACZ, or is cut off" in str(cut.errors[0])
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("archive/data.warc.gz", b"x")
    assert "no datapackage.json" in str(read("c.wacz", other.getvalue()).errors[0])


WARC = warc_of(answers(2))
WACZ = wacz_of(WARC)


@settings(max_examples=60)
@given(st.data())
def test_no_damage_breaks_the_parsers(data: st.DataObject) -> None:
    for whole in (WARC, WACZ, warc_of(answers(1), gzip=False)):
        at = data.draw(st.integers(0, len(whole) - 1))
        damaged = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 1 :]
        try:
            found = warc_answers(damaged, True, 1_000_000)
        except ValueError:
            pass
        else:
            assert all(answer["url"].startswith("http") for answer in found["answers"])
        with suppress(Exception):  # which the worker turns into one line
            wacz_entries(damaged)
