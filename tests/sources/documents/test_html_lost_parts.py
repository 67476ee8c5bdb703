"""Captions and dates in sentences come through extraction."""

from __future__ import annotations

import time

import pytest
import trafilatura
from lxml import etree

from servanda.sources.documents.html_lost_parts import keep_lost_parts
from servanda.sources.documents.html_text import html_text

FIRST = "The ministry said on Thursday that it had taken down a guard post near Tarn, as agreed."
META = '<meta property="article:published_time" content="2018-11-15T08:00:00+09:00">'


def page(inside: str) -> bytes:
    rest = "".join(f"<p>{FIRST.replace('a guard post', f'{count} posts')}</p>" for count in "2345")
    body = f"<article><h1>Posts gone</h1><p>{FIRST}</p>{inside}{rest}</article>"
    head = f"<head><title>Posts gone</title>{META}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def lines(inside: str) -> list[str]:
    text: str = html_text(page(inside), "2024-01-01")["text"]
    return text.splitlines()


def test_a_caption_is_a_unit_after_its_picture() -> None:
    figure = '<figure><img src="a.jpg"><figcaption>A post at <b>Brel</b>.</figcaption></figure>'
    found = html_text(page(figure), "2024-01-01")
    assert found["text"].splitlines()[2] == "A post at Brel."
    assert [block["kind"] for block in found["blocks"]] == [
        "headline",
        "paragraph",
        "caption",
        *["paragraph"] * 4,
    ]


def test_a_caption_beside_the_article_is_left_out() -> None:
    aside = "<aside><figure><figcaption>Ten more stories.</figcaption></figure></aside>"
    assert lines(aside) == lines("")


def test_a_date_within_a_sentence_stays_in_it() -> None:
    inside = "<p>The parties met on <time>3 May</time> and agreed on nothing.</p>"
    assert "The parties met on 3 May and agreed on nothing." in lines(inside)


def test_a_date_by_itself_stays_out_of_the_text_and_is_still_the_day_of_publication() -> None:
    inside = '<p class="meta">Posted <time datetime="2018-11-15">Thursday noon</time></p>'
    assert not any("noon" in line for line in lines(inside))
    data = page(inside).replace(META.encode(), b"")
    dates = html_text(data, "2024-01-01")["dates"]
    assert dates == [{"days": "2018-11-15", "by": "a time element"}]
    # A time of a change is none of publication.
    assert html_text(data.replace(b"Posted", b"Updated"), "2024-01-01")["dates"] == []


def test_a_page_without_such_parts_is_not_changed() -> None:
    html = page("<ul><li>Ten posts<li>Two gates</ul><!-- none -->").decode()
    tree = trafilatura.load_html(html)
    assert tree is not None
    before = etree.tostring(tree)
    keep_lost_parts(tree)
    assert etree.tostring(tree) == before
    assert trafilatura.extract(tree) == trafilatura.extract(html)


def test_a_hostile_page_is_changed_in_bounded_time() -> None:
    nested = "<figure><figcaption>x" * 10_000
    dates = "<p>" + "one two three <time>3 May</time> " * 20_000 + "</p>"
    begun = time.process_time()
    for inside in (nested, dates):
        tree = trafilatura.load_html(page(inside).decode())
        assert tree is not None
        keep_lost_parts(tree)
    assert time.process_time() - begun < 30.0


WORDS = ["The first gate is shut.", "Two crossings are open.", "Nobody was seen there."]


@pytest.mark.parametrize(
    "items",
    [
        "<ul><li><p>{}</p></li><li>{}</li><li>{}</li></ul>",
        "<ul><li>{}</li><li><p>{}</p><p>{}</p></li></ul>",
        "<ol><li><b>1</b> {}</li><li><div>{}</div></li><li><div><p>{}</p></div></li></ol>",
        "<dl><dt>One</dt><dd>{}</dd><dt>Two</dt><dd><p>{}</p></dd><dd>{}</dd></dl>",
        "<ul><li>{}<ul><li><p>{}</p></li></ul></li><li>{}</li></ul>",
    ],
)
def test_every_item_of_a_list_is_kept_whatever_is_inside(items: str) -> None:
    page = f"<html><body><p>They agreed as follows:</p>{items.format(*WORDS)}</body></html>"
    found = html_text(page.encode(), "2024-01-01")
    assert all(words in found["text"] for words in WORDS)
    assert found["kept_share"] > 0.95
    assert len([block for block in found["blocks"] if block["kind"] == "list_item"]) >= 2
