"""Captures as WARC: an independent reader (fastwarc) finds what went over the line."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.capture.exchanges import Capture, Exchange
from servanda.sources.capture.warc_format import capture_in, warc_bytes
from tests.sources.capture.sites import SlowTime, fetcher_for, page, site

DAY = datetime(2024, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)
NAMES = st.text(st.sampled_from("abcXYZ-09"), min_size=1, max_size=12).map(lambda name: f"X-{name}")
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=5).map(tuple)


@st.composite
def captures(draw: st.DrawFn) -> Capture:
    count = draw(st.integers(1, 3))
    return Capture(
        tuple(
            Exchange(
                url=f"https://site.example/{number}?a={draw(st.integers(0, 9))}",
                started=DAY + timedelta(seconds=number),
                sent=(("Host", "site.example"), *draw(HEADERS)),
                status=draw(st.sampled_from([200, 301, 404, 503])),
                reason=draw(st.sampled_from(["OK", "Not Found", ""])),
                received=draw(HEADERS),
                body=draw(st.binary(max_size=300)),
                address=draw(st.sampled_from([None, "93.184.215.14", "2606:4700::1111"])),
            )
            for number in range(count)
        )
    )


@given(captures())
def test_a_capture_comes_back_as_it_was(capture: Capture) -> None:
    data = warc_bytes(capture)
    assert capture_in(data) == capture
    assert warc_bytes(capture) == data


@given(captures())
def test_an_independent_reader_finds_the_same(capture: Capture) -> None:
    found = list(
        ArchiveIterator(io.BytesIO(warc_bytes(capture)), parse_http=False, verify_digests=False)
    )
    answers = list(
        ArchiveIterator(io.BytesIO(warc_bytes(capture)), record_types=WarcRecordType.response)
    )
    assert len(found) == 2 * len(capture.exchanges)
    assert len(answers) == len(capture.exchanges)


def test_an_independent_reader_checks_digests_headers_and_bytes() -> None:
    pages = {"/a": page(b"", 302, Location="/b"), "/b": page(b"<p>here", X_More="1")}
    with site(pages) as server:
        capture = fetcher_for(SlowTime()).capture(f"{server.url}/a")
    assert capture is not None
    records = []
    for record in ArchiveIterator(io.BytesIO(warc_bytes(capture)), verify_digests=True):
        headers = dict(record.http_headers.asdict()) if record.http_headers else {}
        records.append(
            (record.record_type, record.headers["WARC-Target-URI"], headers, record.reader.read())
        )
    kinds = [kind for kind, *_ in records]
    assert kinds == [WarcRecordType.response, WarcRecordType.request] * 2
    assert records[2][1] == f"{server.url}/b"
    assert records[2][2]["X-More"] == "1"
    assert records[2][3] == b"<p>here"
    assert records[3][2]["User-Agent"].startswith("servanda/")


def test_a_body_that_came_in_chunks_is_kept_without_a_header_that_says_so() -> None:
    exchange = Exchange(
        "https://site.example/", DAY, (), 200, "OK",
        (("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")), b"<p>whole",
    )  # fmt: skip
    again = capture_in(warc_bytes(Capture((exchange,)))).page
    assert again.body == b"<p>whole"
    assert again.received == (
        ("X-Orig-Transfer-Encoding", "chunked"), ("Content-Type", "text/html"),
    )  # fmt: skip
