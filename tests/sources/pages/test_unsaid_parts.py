"""What a page does not say is not in its text: struck words, what is hidden, notices and menus."""

from __future__ import annotations

import pytest

from servanda.sources.documents.extraction_worker import answer

STORY = [
    f"On day {n} the mission visited the crossing at Site {n} and found it open, as both had said."
    for n in range(1, 9)
]


def text_of(body: str) -> str:
    html = f"<html><head><title>Crossings</title></head><body>{body}</body></html>"
    found = answer("html", html.encode(), {"max_date": "2030-01-01"})
    return str(found.get("text", found.get("error")))


def story(extra: str = "", before: str = "", after: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY)
    return f"{before}<h1>Crossings</h1>{paragraphs[:-4]} {extra}</p>{after}"


UNSAID = "Nobody will ever read the quick brown words"


@pytest.mark.parametrize("tag", ["del", "s", "strike", "span style='text-decoration:line-through'"])
def test_struck_words_are_not_said_and_the_rest_of_their_sentence_is(tag: str) -> None:
    text = text_of(story(f"Both said that <{tag}>ten</{tag.split()[0]}> nine posts are gone."))
    assert "Both said that nine posts are gone." in text.replace("  ", " ")


def test_struck_words_do_not_hide_what_block_their_line_is() -> None:
    items = "".join(f"<li>{line} <del>And</del> More of {n}.</li>" for n, line in enumerate(STORY))
    body = story(after=f"<p>{STORY[0]}</p><ul>{items}</ul><p>{STORY[1]}</p>")
    html = f"<html><head><title>C</title></head><body>{body}</body></html>".encode()
    found = answer("html", html, {"max_date": "2030-01-01"})
    assert "And" not in found["text"]
    assert [block["kind"] for block in found["blocks"]].count("list_item") == len(STORY)


@pytest.mark.parametrize(
    "part",
    [
        f"<div role='dialog'><p>{UNSAID} and more of it.</p></div>",
        f"<div aria-modal='true'><p>{UNSAID} and more of it.</p></div>",
        f"<dialog><p>{UNSAID} and more of it.</p></dialog>",
        f"<div class='gdpr-bar'><p>{UNSAID} and more of it.</p></div>",
        f"<section id='CookieBanner'><h2>Yes?</h2><p>{UNSAID} and more of it.</p></section>",
        f"<div class='x9'><p>{UNSAID} and more of it, once again.</p><button>OK</button></div>",
        f"<div><p>{UNSAID} and more of it.</p><a role='button'>OK</a></div>",
        f"<div hidden><p>{UNSAID} and more of it.</p></div>",
        f"<p style='display: none'>{UNSAID} and more of it.</p>",
        f"<div role='navigation'><p>{UNSAID} and more of it.</p></div>",
        "<ul><li><a href='/a'>Nobody</a><li><a href='/b'>will</a><li><a href='/c'>read</a></ul>",
        "<p><a href='/a'>Nobody</a> | <a href='/b'>will ever</a> | <a href='/c'>read</a></p>",
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_notices_menus_and_hidden_parts_are_left_out(part: str, wrapped: bool) -> None:
    for body in (story(before=part), story(after=part)):
        if wrapped:
            body = body.replace("<h1>", "<div class='page'><h1>", 1).replace("</p><", "</p><", 1)
            body = f"<div id='root'>{body}"
        text = text_of(body)
        assert "Nobody" not in text
        assert all(line in text for line in STORY)


@pytest.mark.parametrize(
    "body",
    [
        story(f"<s>{UNSAID}. " * 60, after=""),  # left open: it would take the whole page
        f"<body style='display:none'>{story(UNSAID)}",
        f"<div class='cookie-policy'>{story(UNSAID)}</div>",  # a page about them
        f"<div role='dialog'>{story(UNSAID)}</div>",
        story(after=f"<div><button aria-expanded='false'>Why</button><p>{UNSAID}.</p></div>"),
    ],
)  # fmt: skip
def test_what_holds_the_text_is_never_dropped(body: str) -> None:
    text = text_of(body)
    assert "Nobody" in text
    assert sum(line in text for line in STORY) >= len(STORY) - 1
