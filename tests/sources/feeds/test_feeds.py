"""Feeds of the three kinds, whole and hostile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import DateRange, Precision, day
from servanda.sources.documents.extractor import Extractor
from servanda.sources.feeds.feed import FeedEntry, read_feed, with_feed_entry
from servanda.sources.feeds.feed_format import MOST_ENTRIES, feed_entries, is_feed
from servanda.sources.files.problems import UnreadableError
from tests.builders import document

AT = "https://paper.example/feed/"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Paper</title>
<item><title>Posts &amp; guns</title><link>https://paper.example/1</link>
<pubDate>Tue, 20 Nov 2018 23:30:00 +0900</pubDate></item>
<item><title>By dc</title><link>/2</link><dc:date>2018-11-21T01:00:00Z</dc:date></item>
<item><title>No link</title></item>
<item><title>Again</title><link>https://paper.example/1</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Paper</title>
<entry><title type="html">Posts &lt;b&gt;gone&lt;/b&gt;</title>
<link rel="alternate" href="../a"/><published>2018-11-20T10:00:00Z</published>
<updated>2018-12-01T10:00:00Z</updated></entry>
<entry><title>Only changed</title><link href="https://paper.example/b"/>
<updated>2018-12-02T10:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>The Paper</title></channel>
<item rdf:about="https://paper.example/r"><title>R</title><link>https://paper.example/r</link>
<dc:date>2018-11-20</dc:date></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "items": [
            {"id": "1", "url": "/j", "title": "J", "date_published": "2018-11-20T10:00:00+09:00"},
            {"id": "https://paper.example/id", "content_text": "x"},
            "nonsense",
            {"id": 7},
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RSS, [("https://paper.example/1", "Posts & guns", "2018-11-20"),
               ("https://paper.example/2", "By dc", "2018-11-21")]),
        (ATOM, [("https://paper.example/a", "Posts gone", "2018-11-20"),
                ("https://paper.example/b", "Only changed", None)]),
        (RDF, [("https://paper.example/r", "R", "2018-11-20")]),
        (JSON, [("https://paper.example/j", "J", "2018-11-20"),
                ("https://paper.example/id", None, None)]),
    ],
    ids=["RSS", "Atom", "RSS 1.0", "JSON Feed"],
)  # fmt: skip
def test_each_kind_gives_its_entries(text: str, expected: list[tuple[str, str, str]]) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), b"\n " + text.encode()):
        if not text.startswith("<?xml") or data.startswith(b"<"):
            assert is_feed(data)
            found = feed_entries(data, AT)
            entries = [(e["url"], e["title"], e["published"]) for e in found["entries"]]
            assert entries == expected
            assert found["title"] == "The Paper"


NO_FEEDS = {
    "a page": b"<!doctype html><html><head><title>x</title></head><body>the <rss> of it</body>",
    "a page with a feed in it": b"<html><body><rss><channel><item/></channel></rss></body></html>",
    "nothing": b"",
    "a picture": b"\x89PNG\r\n",
    "other XML": b"<?xml version='1.0'?><kml><Document/></kml>",
    "other JSON": b'{"type": "FeatureCollection"}',
    "text": b"An rss feed is a thing.",
}


@pytest.mark.parametrize("data", NO_FEEDS.values(), ids=NO_FEEDS)
def test_what_is_no_feed_is_refused_in_one_line(data: bytes) -> None:
    assert not is_feed(data)
    with Extractor() as extractor, pytest.raises(UnreadableError, match="is no feed") as caught:
        read_feed(extractor, "https://x.example/feed", data, AT, date(2024, 1, 1))
    assert "\n" not in str(caught.value)


def items(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"<item><title>T{number}</title><link>https://paper.example/{number}</link></item>"


@pytest.mark.parametrize("kind", ["rss", "atom", "rdf", "json"])
def test_a_feed_of_100_000_entries_is_bounded_with_a_line(kind: str) -> None:
    made = "".join(items(100_000))
    if kind == "rss":
        data = f'<rss version="2.0"><channel><title>Long</title>{made}</channel></rss>'
    elif kind == "rdf":
        data = f"{RDF[: RDF.index('<channel')]}{made}</rdf:RDF>"
    elif kind == "atom":
        entries = "".join(
            f'<entry><title>T{n}</title><link href="https://paper.example/{n}"/></entry>'
            for n in range(100_000)
        )
        data = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Long</title>{entries}</feed>'
    else:
        listed = [{"url": f"https://paper.example/{n}", "title": f"T{n}"} for n in range(100_000)]
        data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": listed})
    with Extractor() as extractor:
        feed = read_feed(extractor, AT, data.encode(), AT, date(2024, 1, 1))
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.entries[-1] == FeedEntry(
        f"https://paper.example/{MOST_ENTRIES - 1}", f"T{MOST_ENTRIES - 1}", None, AT
    )
    assert feed.note is not None
    assert "has 100,000 entries, of which the first 500 are taken" in feed.note
    assert "\n" not in feed.note


@given(st.binary(max_size=400))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    for start in (b"<rss>", b"<feed>", b'{"version":"https://jsonfeed.org/version/1",'):
        with suppress(ValueError):  # which the worker turns into one line
            found = feed_entries(start + noise, AT)
            assert all(entry["url"].startswith("http") for entry in found["entries"])


def entry(published: DateRange | None, title: str | None = "From the feed") -> FeedEntry:
    return FeedEntry("https://paper.example/1", title, published, AT)


def test_a_feed_dates_what_does_not_date_itself() -> None:
    undated = document("x", None)
    dated = with_feed_entry(undated, entry(day(date(2018, 11, 20))))
    assert (dated.published, dated.dated_by) == (day(date(2018, 11, 20)), f"feed {AT}")
    changed = DateRange(None, date(2018, 12, 1), Precision.RANGE)
    open_start = replace(undated, published=changed, dated_by="header Last-Modified (last change)")
    again = with_feed_entry(open_start, entry(day(date(2018, 11, 20))))
    assert again.published == day(date(2018, 11, 20))


def test_what_a_page_says_of_itself_goes_before_its_feed() -> None:
    own = document("x", date(2018, 11, 18))
    kept = with_feed_entry(own, entry(day(date(2018, 11, 25))))
    assert kept.published == own.published
    assert ("published", "2018-11-25", f"feed {AT}") in [
        (remark.key, remark.value, remark.by) for remark in kept.remarks
    ]
    near = with_feed_entry(own, entry(day(date(2018, 11, 19))))
    assert [remark.key for remark in near.remarks] == ["feed"]


def test_dates_to_come_are_not_believed() -> None:
    late = RSS.replace("2018", "2088")
    with Extractor() as extractor:
        feed = read_feed(extractor, AT, late.encode(), AT, date(2024, 1, 1))
    assert [found.published for found in feed.entries] == [None, None]
