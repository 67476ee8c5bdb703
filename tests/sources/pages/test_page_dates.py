"""Dates and addresses of pages, in the manner of twenty publishing systems."""

from __future__ import annotations

from datetime import date, timedelta
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from servanda.records import DateRange, day, month
from servanda.sources.formats.publication_date import published_range, written_range
from servanda.sources.pages.date_texts import date_in_name, date_in_url, date_of_value
from servanda.sources.pages.page_address import page_address
from servanda.sources.pages.page_dates import page_dates

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

# $iso 2021-03-10, $words 10 March 2021, $us March 10, 2021, $path 2021/03/10, $later a later day
SYSTEMS = {
    "open graph": '<meta property="article:published_time" content="${iso}T08:00:00+09:00">'
    '<meta property="article:modified_time" content="${later}T08:00:00+00:00">|<p>Text</p>',
    "json-ld": '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": '
    '"NewsArticle", "dateModified": "$later", "datePublished": "${iso}T10:00:00Z"}]}</script>|',
    "json-ld with a video": '<script type="application/ld+json">[{"@type": "VideoObject", '
    '"uploadDate": "$later", "datePublished": "$later"}, {"@type": "Article", "datePublished": '
    '"$iso"}]</script>|',
    "broken json-ld": '<script type="application/ld+json">{oops</script>|<h1>T</h1><p>$words</p>',
    "microdata": "|<div><meta itemprop='datePublished' content='$iso'></div>",
    "microdata in words": "|<span itemprop='datePublished'>$us</span>",
    "dublin core": '<meta name="DC.date.issued" content="$iso">|',
    "repository": '<meta name="citation_publication_date" content="$slashes">|',
    "newsletter": '<meta name="sailthru.date" content="$iso 10:11:12">|',
    "old news site": '<meta name="pubdate" content="$compact">|',
    "microformat": "|<abbr class='published' title='${iso}T09:00:00Z'>long ago</abbr>",
    "old tables": "<title>Nine barriers gone | Paper</title>|<table><tr><td><b>Nine barriers"
    " gone</b><br><i>$words</i></td></tr></table><i>Copyright 1999</i>",
    "press office": "|<h1>T</h1><p>Published: $words</p>",
    "press office, changed": '<meta name="last-modified" content="$later">|<p>Released on $us</p>',
    "mail-like": "|<p>Date: Wed, $words 09:12:00 +0300</p>",
    "blog": '|<time class="updated" datetime="$later">x</time>'
    '<time class="entry-date published" datetime="${iso}T01:00:00">y</time>',
    "blog, one time": '|<p>Updated <time datetime="$later">x</time></p>'
    '<time datetime="$iso">y</time>',
    "date by class": "|<div class='post-date'>$us</div>"
    "<aside><p class='date'>1 May 2001</p></aside>",
    "byline": "|<p class='byline date'>By A Writer | $words</p>",
    "below the title": "|<h1>Posts</h1><p>$words</p><p>It fell on 1 May 2001, they said again.</p>",
    "address alone": '<link rel="canonical" href="https://a.example/$path/posts">|',
    "numbers with points": "|<div class='date'>$points</div>",
}  # fmt: skip
HEAD = '<html><head>{}</head><body>{}<div class="comments"><time datetime="2001-01-01">c</time>'


def made(system: str, when: date) -> str:
    parts = {
        "iso": when.isoformat(),
        "slashes": when.strftime("%Y/%m/%d"),
        "path": when.strftime("%Y/%m/%d"),
        "compact": when.strftime("%Y%m%d"),
        "points": f"{when.day}.{when.month}.{when.year}",
        "words": f"{when.day} {MONTHS[when.month - 1].title()} {when.year}",
        "us": f"{MONTHS[when.month - 1].title()} {when.day}, {when.year}",
        "later": (when + timedelta(400)).isoformat(),
    }
    head, body = Template(SYSTEMS[system]).substitute(parts).split("|", 1)
    return HEAD.format(head, body)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_date_is_found_as_the_system_writes_it(system: str) -> None:
    for number in range(10):
        when = date(2012, 1, 1) + timedelta(397 * number)
        html = made(system, when)
        tree = lxml_html.fromstring(html)
        found = page_dates(tree, page_address(tree, html), "2030-01-01")
        assert found, when
        assert found[0].days == day(when)
        assert found[0].by


def dates(html: str, url: str | None = None) -> list[tuple[str, str]]:
    found = page_dates(lxml_html.fromstring(html), url, "2030-01-01")
    return [(written_range(seen.days), seen.by) for seen in found]


def test_a_last_change_alone_says_only_by_when_it_was_there() -> None:
    html = HEAD.format('<meta property="article:modified_time" content="2021-03-10">', "<p>x</p>")
    assert dates(html) == [("../2021-03-10", "meta article:modified_time (last change)")]


def test_lines_that_disagree_and_days_that_no_calendar_has_count_as_none() -> None:
    lines = "<p>Published: 1 May 2001</p><p>Released: 2 May 2001</p>"
    assert dates(f"<html><body>{lines}") == []
    assert dates('<html><head><meta name="date" content="2021-02-30"></head><body>') == []
    assert dates('<html><head><meta name="date" content="2031-02-03"></head><body>') == []


GRAPH = (
    '{"@type": "NewsArticle", "url": "https://a.example/1", "datePublished": "2004-05-01"}',
    '{"@type": "WebPage", "@id": "https://www.a.example/2/"}',
    '{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://a.example/2#page"}, '
    '"datePublished": "2004-07-12"}',
)


@pytest.mark.parametrize("order", [GRAPH, GRAPH[::-1]])
def test_what_is_said_of_another_page_dates_none_that_is_named(order: tuple[str, ...]) -> None:
    graph = ", ".join(order)
    html = f'<script type="application/ld+json">{{"@graph": [{graph}]}}</script><p>Text'
    tree = lxml_html.fromstring(f"<html><head>{html}")

    def first(url: str) -> str:
        return written_range(page_dates(tree, url, "2030-01-01")[0].days)

    assert first("https://a.example/2") == "2004-07-12"
    assert first("https://a.example/1") == "2004-05-01"


@pytest.mark.parametrize("tag", ["p", "li", "td"])
def test_a_day_in_a_sentence_is_not_that_of_the_page(tag: str) -> None:
    time = '<time datetime="2004-06-30">30 June</time>'
    sentence = f"Haldria promised to clear the ridge, and the deadline is {time}, both sides said."
    byline = f"By A Writer in Gall, {time}"

    def found(text: str) -> list[str]:
        tree = lxml_html.fromstring(f"<html><body><{tag}>{text}</{tag}>")
        return [written_range(seen.days) for seen in page_dates(tree, None, "2030-01-01")]

    assert found(sentence) == []
    assert found(sentence * 9) == []
    assert "2004-06-30" in found(byline)
    assert "2004-06-30" in found(sentence.replace("<time", "<time pubdate"))


def test_only_the_article_counts() -> None:
    inside = (
        "<nav><time datetime='2001-01-01'>x</time></nav><footer><p>Date: 1 May 2001</p></footer>"
    )
    assert dates(f"<html><body>{inside}<p>Text.</p>") == []


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://en.a.example/x#top">', "https://en.a.example/x"),
        ('<base href="https://a.example/y/"><link rel="canonical" href="x">', "https://a.example/y/x"),
        ('<link rel="canonical" href="//a.example/x">', "https://a.example/x"),
        ('<meta property="og:url" content="http://a.example">', "http://a.example"),
        ("<!-- saved from url=(0020)https://a.example/x -->", "https://a.example/x"),
        ("<!--\n Page saved with SingleFile \n url: https://a.example/x \n-->", "https://a.example/x"),
        ('<link rel="canonical" href="file:///home/x">', None),
        ('<link rel="canonical" href="http://[">', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_address_is_whole(head: str, address: str | None) -> None:
    html = f"<html><head>{head}</head><body><p>x</p></body></html>"
    assert page_address(lxml_html.document_fromstring(html), html) == address


def test_digits_that_may_be_two_days_are_none() -> None:
    assert date_of_value("03/04/2021") is None
    assert date_of_value("13/04/2021") == day(date(2021, 4, 13))
    assert date_of_value("04/13/2021") == day(date(2021, 4, 13))
    assert date_of_value("2021-04") == month(2021, 4)
    assert date_of_value("soon") is None


def test_addresses_and_names_of_files() -> None:
    assert date_in_url("https://a.example/2021/3/9/x") == day(date(2021, 3, 9))
    assert date_in_url("https://a.example/2021/03/x") == month(2021, 3)
    assert date_in_url("https://a.example/x-2021-03-09.html") == day(date(2021, 3, 9))
    assert date_in_url("https://a.example/2021/31/12/x") is None
    assert date_in_name("report 20210309") == day(date(2021, 3, 9))
    assert date_in_name("report_2021_03_09") == day(date(2021, 3, 9))
    assert date_in_name("report 2021-13 of 12345678") is None
    assert date_in_name("2021-03-09 to 2021-03-10") is None


@given(st.dates(date(1701, 1, 1)), st.dates(date(1701, 1, 1)))
def test_a_range_is_written_as_it_is_read(first: date, last: date) -> None:
    start, end = sorted((first, last))
    for text in (f"{start}", f"{start:%Y-%m}", f"{start:%Y}", f"{start}/{end}", f"../{end}"):
        days = published_range(text)
        assert published_range(written_range(days)).end == days.end
        assert published_range(written_range(days)).start == days.start


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    date_of_value(text)
    date_in_name(text)
    date_in_url(text)


def dates_of(body: str) -> list[DateRange]:
    tree = lxml_html.fromstring(f"<html><head><title>T</title></head><body>{body}</body></html>")
    return [found.days for found in page_dates(tree, None, "2030-01-01")]


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Released on 15 June 2004</h2><p>Text</p>",
        "<p>Date of publication: 15 June 2004</p>",
        "<p>First published online: Tuesday, 15 June 2004, 12:30 GMT | By A Writer</p>",
        "<dl><dt>Meeting<dd>1 May 2004<dt>Published:<dd>15 June 2004</dl>",
        "<table><tr><th>Date of issue<td>15 June 2004<tr><th>Session<td>1 May 2004</table>",
        "<h1>Report</h1><p>Geneva, 15 June 2004</p>",
        "<h1>Report</h1><p>Tuesday 15 June 2004 | News</p>",
        "<div class='date'>Meeting: 1 May 2004 | Released: 15 June 2004</div>",
        "<div class='post-date'>By A Writer 15 June 2004</div>",
        "<p>Publié le 15 juin 2004 à 12:30</p>",
        "<p>Veröffentlicht am Dienstag, 15. Juni 2004</p>",
        "<p>Fecha de publicación: 15 de junio de 2004</p>",
        "<p>Опубликовано: 15 июня 2004 г.</p>",
        "<p>发布时间：2004年6月15日 12:30</p>",
        "<p>تاريخ النشر: 15 يونيو 2004</p>",
        "<h1>보고</h1><p>2004년 6월 15일</p>",
    ],
)
def test_a_label_of_publication_dates_a_page_in_any_of_our_languages(body: str) -> None:
    found = dates_of(body)
    assert found
    assert set(found) == {day(date(2004, 6, 15))}


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Report</h1><p>Meeting: 15 June 2004</p>",
        "<h1>Report</h1><p>Meeting 15 June 2004</p>",
        "<h1>Report</h1><p>15 June 2004: meeting</p>",
        "<h1>Report</h1><p>Date of meeting: 15 June 2004</p>",
        "<div class='date'>Meeting: 15 June 2004</div>",
        "<div class='date'>Held on 15 June 2004</div>",
        "<p>Meeting: <time datetime='2004-06-15'>15 June</time></p>",
        "<dl><dt>Entry into force<dd class='date'>15 June 2004</dl>",
        "<h1>Report</h1><dl><dt>Session<dd>15 June 2004</dl>",
        "<p>Mis à jour : 15 juin 2004</p>",
        "<h1>R</h1><p>Réunion : 15 juin 2004</p>",
    ],
)
def test_a_label_of_something_else_dates_no_page(body: str) -> None:
    assert dates_of(body) == []
