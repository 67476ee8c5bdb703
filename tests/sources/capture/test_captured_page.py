"""Captured pages as documents: whose, of when, and which of them are no content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from servanda.records import DateRange, Document, Precision, day, sha256
from servanda.sources.capture.captured_page import captured_item, document_id
from servanda.sources.capture.exchanges import Capture, Exchange
from servanda.sources.capture.walls import address_of_nothing, is_same_page, is_short
from servanda.sources.capture.warc_format import capture_in
from servanda.sources.documents.extractor import Extractor
from tests.sources.capture.sites import WORDS, article

WHEN = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
URL = "https://www.paper.example/2018/news"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as made:
        yield made


def exchange(body: bytes, url: str = URL, status: int = 200, **headers: str) -> Exchange:
    named = {"Content-Type": "text/html"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return Exchange(url, WHEN, (), status, "OK", tuple(named.items()), body)


def document(extractor: Extractor, *exchanges: Exchange) -> Document:
    item = captured_item(Capture(exchanges), WHEN, extractor)
    assert item.kept.document.sha256 == sha256(item.kept.original)
    assert capture_in(item.kept.original) == Capture(exchanges)
    return item.kept.document


def test_a_page_is_read_as_if_it_had_been_saved(extractor: Extractor) -> None:
    head = '<meta property="article:published_time" content="2018-11-20T10:00:00Z">'
    found = document(extractor, exchange(article("Ten posts are gone.", head=head)))
    assert found.text.startswith("Posts gone") or "Ten posts are gone." in found.text
    assert (found.title, found.language) == ("Posts gone", "en")
    assert (found.published, found.dated_by) == (
        day(date(2018, 11, 20)), "meta article:published_time",
    )  # fmt: skip
    assert (found.source, found.url) == ("paper.example", URL)
    assert (found.id, found.media_type) == ("paper.example/2018/news", "application/warc")
    assert found.unread_reason is None


RUSSIAN = "<html><body><article><p>Все миномёты сданы наблюдателям.</p></article></body></html>"


@pytest.mark.parametrize(
    ("body", "stated"),
    [
        (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251"),
        (RUSSIAN.encode("koi8-r"), 'text/html;charset="KOI8-R"'),
        (RUSSIAN.encode(), "text/html; charset=iso-8859-1"),  # it is UTF-8, whatever is said
        (RUSSIAN.encode(), "text/html; charset=no-such-thing"),
    ],
)
def test_letters_are_as_the_server_states_its_encoding(
    extractor: Extractor, body: bytes, stated: str
) -> None:
    found = document(extractor, exchange(body, Content_Type=stated))
    assert "Все миномёты сданы наблюдателям." in found.text


def test_a_page_cannot_choose_its_publisher(extractor: Extractor) -> None:
    head = '<link rel=canonical href="https://agency.example/original">'
    found = document(extractor, exchange(article("x", head=head)))
    assert (found.source, found.url) == ("paper.example", URL)
    assert [(r.key, r.value, r.by) for r in found.remarks if r.key == "url"] == [
        ("url", "https://agency.example/original", "the page itself")
    ]


def test_the_publisher_is_the_host_that_sent_it_in_the_end(extractor: Extractor) -> None:
    first = exchange(b"", "https://short.example/x", 301, Location=URL)
    found = document(extractor, first, exchange(article("x")))
    assert (found.id, found.source, found.url) == ("short.example/x", "paper.example", URL)


def test_headers_are_the_weakest_evidence_of_a_date(extractor: Extractor) -> None:
    stated = {"Last_Modified": "Wed, 21 Nov 2018 10:00:00 GMT"}
    plain = document(extractor, exchange(article("x"), "https://a.example/x", **stated))
    assert plain.published == DateRange(None, date(2018, 11, 21), Precision.RANGE)
    assert plain.dated_by == "header Last-Modified (last change)"
    dated = document(extractor, exchange(article("x"), "https://a.example/2018/11/20/x", **stated))
    assert dated.published == day(date(2018, 11, 20))
    later = {"Last_Modified": "Wed, 21 Nov 2030 10:00:00 GMT"}
    assert document(extractor, exchange(article("x"), "https://a.example/x", **later)).is_undated


SHORT = "Sign in to read on. Members read all of it. "
LOGIN = (
    b"<html><body><h1>Welcome</h1><p>%s</p><form><input name=u><input type=%s></form></body></html>"
)
WALLS = {
    "an error page": (exchange(article("x"), status=404), "an error page (status 404)"),
    "an error of the server": (exchange(article("x"), status=500), "an error page (status 500)"),
    "a login wall": (exchange(LOGIN % (SHORT.encode(), b"password")), "a login wall"),
    "a login wall in capitals": (exchange(LOGIN % (SHORT.encode(), b'"PassWord"')), "a login wall"),
    "a members' article": (
        exchange(
            b'<html><head><script type="application/ld+json">{"@type":"NewsArticle",'
            b'"isAccessibleForFree": "False"}</script></head><body><p>'
            + SHORT.encode() + b"</p></body></html>"
        ),
        "its article is for members",
    ),
    "a cookie wall": (
        exchange(
            b"<html><body><h1>Wir verwenden Cookies</h1><p>Diese Website nutzt Cookies, um Inhalte "
            b"zu zeigen. Ohne Cookies geht es nicht weiter.</p><button>Ja</button></body>"
        ),
        "a cookie wall",
    ),
    "a page that leads on": (
        exchange(b'<meta http-equiv=Refresh content="0; url=/next"><p>One moment, we take you on.'),
        "a page that only leads on",
    ),
    "a page of programs": (
        exchange(b"<body><div id=app></div><noscript>Please turn on JavaScript</noscript></body>"),
        "a page that only a browser with programs shows",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "why"), WALLS.values(), ids=WALLS)
def test_what_is_no_content_is_kept_and_not_read(
    extractor: Extractor, sent: Exchange, why: str
) -> None:
    found = document(extractor, sent)
    assert found.text == ""
    assert found.unread_reason is not None
    assert why in found.unread_reason
    assert "; " in found.unread_reason  # with what to do
    assert found.source == "paper.example"


def test_a_deep_address_that_leads_to_the_front_page_is_no_report(extractor: Extractor) -> None:
    first = exchange(b"", URL, 302, Location="https://www.paper.example/")
    front = exchange(
        b"<body><h1>Paper</h1><p>Short news of the day.</p></body>", "https://www.paper.example/"
    )
    assert "front page" in str(document(extractor, first, front).unread_reason)


def test_an_article_with_a_login_box_and_a_cookie_notice_is_read(extractor: Extractor) -> None:
    body = article("Ten posts are gone.").replace(
        b"<body>",
        b"<body><form><input type=password></form><div>We use cookies. Cookies are good.</div>"
        b"<noscript>Turn on JavaScript</noscript>",
    )
    found = document(extractor, exchange(body))
    assert found.unread_reason is None
    assert "Ten posts are gone." in found.text


@pytest.mark.parametrize(
    ("kind", "body", "reads"),
    [
        ("text/plain; charset=utf-8", b"Ten posts are gone.\n", True),
        ("image/png", b"\x89PNG\r\n", False),
        ("application/zip", b"PK\3\4", False),
        ("text/csv", b"a,b\n1,2\n", False),
        ("application/pdf", b"%PDF-1.4 broken", False),
        (
            "",
            b"<html><body><p>Ten posts are gone, the ministry said on Tuesday.</p></body></html>",
            True,
        ),
    ],
)
def test_a_kind_that_is_not_read_is_kept_with_its_name(
    extractor: Extractor, kind: str, body: bytes, reads: bool
) -> None:
    found = document(extractor, exchange(body, Content_Type=kind))
    assert (found.unread_reason is None) is reads
    assert ("Ten posts are gone" in found.text) is reads


def test_a_compressed_page_is_read_and_a_bomb_is_not(extractor: Extractor) -> None:
    import gzip

    packed = exchange(gzip.compress(article("Ten posts are gone.")), Content_Encoding="gzip")
    assert "Ten posts are gone." in document(extractor, packed).text
    bomb = exchange(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    assert "unpacks to more than 20 MB" in str(document(extractor, bomb).unread_reason)
    broken = exchange(b"not gzip", Content_Encoding="gzip")
    assert "compressed and damaged" in str(document(extractor, broken).unread_reason)
    odd = exchange(b"x", Content_Encoding="br")
    assert "not read (br)" in str(document(extractor, odd).unread_reason)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Paper.example/", "paper.example"),
        ("http://paper.example/a/b.html?x=1", "paper.example/a/b.html?x=1"),
        ("https://paper.example/%ED%95%9C", "paper.example/한"),
    ],
)
def test_an_id_is_the_address_as_people_say_it(url: str, expected: str) -> None:
    assert document_id(url) == expected


@pytest.mark.parametrize("path", ["a%0Ab", "a%20b", "%E2%80%AEgnp", "x" * 400, "%00"])
def test_an_id_is_one_short_printable_word(path: str) -> None:
    made = document_id(f"https://paper.example/{path}")
    assert len(made) <= 150
    assert made.isprintable()
    assert " " not in made
    assert made != document_id(f"https://paper.example/{path}y")


def test_pages_are_compared_with_what_comes_where_nothing_is() -> None:
    assert address_of_nothing("https://a.example/b/c?d").startswith("https://a.example/b/")
    assert address_of_nothing("https://a.example/b/c") == address_of_nothing(
        "https://a.example/b/c"
    )
    first, second = "https://a.example/b/c.html", "https://a.example/b/0f"
    said = "Nothing is at {}. Go home."
    assert is_same_page(said.format("/b/c.html"), first, said.format("/b/0f"), second)
    assert not is_same_page(WORDS, first, said.format("/b/0f"), second)
    assert not is_same_page("", first, "", second)
    assert is_short("Nothing is here.")
    assert not is_short(WORDS * 5)


def test_another_port_is_another_server_and_the_usual_one_is_not_named() -> None:
    urls = ["http://a.example/x", "http://a.example:8080/x", "http://a.example:8081/x"]
    assert len({document_id(url) for url in urls}) == 3
    assert document_id("https://a.example:443/x") == document_id("https://a.example/x")
    assert document_id("http://a.example:443/x") != document_id("https://a.example/x")
