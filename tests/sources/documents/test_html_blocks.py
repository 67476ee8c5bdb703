"""HTML pages as blocks: what elements say of the lines that an extractor took from them."""

from __future__ import annotations

import time

import pytest

from servanda.records import BlockKind
from servanda.sources.documents.html_blocks import html_blocks
from servanda.sources.documents.html_text import html_text

FIRST = "The ministry said on Thursday that it had taken down a guard post near Tarn, as agreed."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Posts gone</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li>World</li></ul></nav>
<article class="author-page date-archive"><h1>Posts gone</h1>
<p><span class="article-dateline">BREL, Nov 15 (OPA) –</span> {FIRST}</p>
<h2>1. Not yet done</h2>
<p>The following had not been carried out:</p>
<ul><li>the handover of Fort Brel; <ul><li>its two gates</li></ul></li>
<li>the opening of the road.</li></ul>
<h3>1.1 Posts by region</h3>
<table><tr><th>Post</th><th>State</th></tr><tr><td>North</td><td>gone</td></tr></table>
<p>14. The parties met and agreed on <b>nothing</b> more before the month ended.<br>
They will meet again in June, a spokesman of both delegations told reporters.</p>
</article><footer>All rights reserved</footer></body></html>"""


def shown(html: str, text: str) -> list[tuple[str, int | None, str]]:
    return [
        (block.kind.value, block.level, text[block.span.start : block.span.end])
        for block in html_blocks(html, text)
    ]


def test_a_page_that_is_read_has_the_blocks_of_its_elements() -> None:
    text = html_text(PAGE.encode(), "2024-01-01")["text"]
    assert shown(PAGE, text) == [
        ("headline", 1, "Posts gone"),
        ("dateline", None, "BREL, Nov 15 (OPA) –"),
        ("paragraph", None, FIRST),
        ("heading", 2, "1. Not yet done"),
        ("paragraph", None, "The following had not been carried out:"),
        ("list_item", 1, "- the handover of Fort Brel;"),
        ("list_item", 2, "- its two gates"),
        ("list_item", 1, "- the opening of the road."),
        ("heading", 3, "1.1 Posts by region"),
        ("table_row", None, "| Post | State |"),
        ("table_row", None, "|---|---|"),
        ("table_row", None, "| North | gone |"),
        (
            "paragraph",
            None,
            "14. The parties met and agreed on nothing more before the month ended.",
        ),
        (
            "paragraph",
            None,
            "They will meet again in June, a spokesman of both delegations told reporters.",
        ),
    ]


@pytest.mark.parametrize(
    ("html", "line", "kind"),
    [
        ('<div class="byline">Anna Sen, Tarn</div>', "Anna Sen, Tarn", "byline"),
        ('<p><a rel="author">Anna Sen</a></p>', "Anna Sen", "byline"),
        ('<p itemprop="author"><span>Anna</span> Sen</p>', "Anna Sen", "byline"),
        ("<time>Thursday, noon</time>", "Thursday, noon", "dateline"),
        ('<p class="post-date">3/4/2021</p>', "3/4/2021", "dateline"),
        (
            "<figure><figcaption>A post at Brel.</figcaption></figure>",
            "A post at Brel.",
            "caption",
        ),
        ('<p class="wp-caption-text">A post at Brel.</p>', "A post at Brel.", "caption"),
        ("<aside><p>Ten more stories.</p></aside>", "Ten more stories.", "furniture"),
        ("<nav><h2>More</h2></nav>", "More", "furniture"),
        ("<dl><dt>Posts</dt><dd>Ten are gone.</dd></dl>", "Ten are gone.", "list_item"),
        ("<h4>a long heading, closed.</h4>", "a long heading, closed.", "heading"),
        ("<p>Ten posts are gone.</p>", "Ten posts are gone.", "paragraph"),
    ],
)
def test_an_element_says_what_its_line_is(html: str, line: str, kind: str) -> None:
    page = f"<article><h2>1. Posts</h2><p>The first line.</p>{html}</article>"
    text = f"1. Posts\nThe first line.\n{line}"
    assert shown(page, text)[-1][0] == kind


@pytest.mark.parametrize(
    ("html", "line"),
    [
        (
            '<p><a rel="author">Anna Sen</a> wrote that posts are gone.</p>',
            "Anna Sen wrote that posts are gone.",
        ),
        ("<p><time>On 3 May</time> the parties met.</p>", "On 3 May the parties met."),
        (
            '<div class="author">' + "<p>Ten posts are gone.</p>" * 20 + "</div>",
            "Ten posts are gone.",
        ),
        (
            "<table><tr><td><p>Ten posts are gone.</p></td></tr></table>",
            "Ten posts are gone.",
        ),
    ],
    ids=["writer within a sentence", "date within a sentence", "long part", "layout table"],
)
def test_a_sentence_of_the_text_is_a_paragraph_whatever_its_elements_are_called(
    html: str, line: str
) -> None:
    page = f"<article><h2>1. Posts</h2>{html}</article>"
    assert shown(page, f"1. Posts\n{line}")[1] == ("paragraph", None, line)


def test_lines_that_wrap_in_paragraphs_of_their_own_are_one() -> None:
    lines = ["The posts at the ford were taken by soldiers from Lirang camp, which", "is the base."]
    page = "<h2>2. Brel</h2>" + "".join(f"<p>{line}</p>" for line in lines)
    assert shown(page, "\n".join(["2. Brel", *lines]))[1][2] == "\n".join(lines)


def test_a_line_that_the_page_does_not_have_is_what_its_form_says() -> None:
    assert shown("<p>x</p>", "Posts\n- ten are gone")[-1][0] == "list_item"
    assert html_blocks("", "Ten posts are gone.") == ()
    assert html_blocks("<?xml version='1.0' encoding='utf-8'?><p>\udc80x", "x y z.") == ()


ROWS = "".join(f"<tr><td>Post {number}</td><td>gone</td></tr>" for number in range(5_000))
HOSTILE = {
    "nested": "<div>" * 10_000 + f"<p>{FIRST}</p>" + "</div>" * 10_000,
    "nested lists": "<ul><li>the post " * 10_000,
    "unclosed list": "<ul>" + "<li>the handover of Fort Brel" * 10_000,
    "long table": f"<table>{ROWS}</table>",
    "nested names": '<span class="byline">' * 10_000 + FIRST,
    "many breaks": "the post<br>" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_in_bounded_time(name: str) -> None:
    lines = {"long table": [f"| Post {number} | gone |" for number in range(5_000)]}
    text = "\n".join(lines.get(name, ["the handover of Fort Brel"] * 10_000))
    begun = time.process_time()
    blocks = html_blocks(f"<html><body><article>{HOSTILE[name]}", text)
    assert time.process_time() - begun < 20.0
    if name == "long table":
        assert {block.kind for block in blocks} == {BlockKind.ROW}
    if name == "unclosed list":
        assert [block.kind for block in blocks] == [BlockKind.ITEM] * 10_000


def test_lines_that_are_nowhere_are_not_looked_for_for_ever() -> None:
    page = "".join(f"<p>w{number} said that all of it was done</p>" for number in range(20_000))
    text = "\n".join(f"w{number} said that XX of it was done" for number in range(20_000))
    begun = time.process_time()
    html_blocks(page, text)
    assert time.process_time() - begun < 20.0
