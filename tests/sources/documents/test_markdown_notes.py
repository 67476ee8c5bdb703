"""Markdown: notes, pages, and front matter with mistakes."""

from collections.abc import Callable

import pytest

from servanda.errors import InputError
from servanda.records import UNKNOWN_TIME, DocumentKind, DocumentWithOriginal, month

Read = Callable[..., DocumentWithOriginal]

NOTE = """\
---
title: Posts gone
publisher: paper
url: https://paper.example/1
published: 2018-11
variant_of: gp-04
language: no
---

The North said so.\r
"""


def test_front_matter_with_a_publisher_makes_a_note(read: Read) -> None:
    document = read("gp-04-paper.md", NOTE).document
    assert document.kind is DocumentKind.NOTE
    assert document.id == "gp-04-paper"
    assert document.source == "paper"
    assert document.url == "https://paper.example/1"
    assert document.title == "Posts gone"
    assert document.published == month(2018, 11)
    assert document.variant_of == "gp-04"
    assert document.language == "no"  # YAML 1.1 would have made it false
    assert document.text == "\nThe North said so.\r\n"
    assert document.media_type == "text/markdown"


def test_an_address_alone_makes_a_note_too(read: Read) -> None:
    document = read("a.md", "---\nurl: https://x.example\n---\nPosted November 15, 2018\n").document
    assert (document.kind, document.published) == (DocumentKind.NOTE, UNKNOWN_TIME)


@pytest.mark.parametrize("head", ["", "---\n---\n", "---\ntitle: A\n---\n"])
def test_without_publisher_and_address_it_is_a_page(read: Read, head: str) -> None:
    document = read("a.md", f"{head}Published: November 2018\n\nText.").document
    assert document.kind is DocumentKind.PAGE
    assert document.published == month(2018, 11)
    assert document.text == "Published: November 2018\n\nText."


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (
            "publisher: p\npublishd: 2018",
            r"a\.md:3: unknown key 'publishd'; did you mean 'published'\?",
        ),
        ("publisher: p\npublished: 2018-11-31", r"a\.md:3: 'published' is wrong"),
        ("publisher: two words", r"a\.md:2: 'publisher' is 'two words', which is no id"),
        ("publisher: p\nlanguage: english", r"a\.md:3: 'language' is 'english'; write two letters"),
        ("publisher: p\npublisher: q", r"a\.md:3: key 'publisher' stands twice"),
        ("publisher: p\n\ttitle: x", r"a\.md:3: is indented with a tab; indent with spaces"),
        ("publisher: [a", r"a\.md:\d: is not YAML here"),
        ("title: {a: b}", r"a\.md:2: 'title' is .*, not a text"),
        ("title: ''", r"a\.md:2: 'title' is empty"),
    ],
)
def test_a_mistake_in_the_front_matter_is_told_with_its_line(
    read: Read, head: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        read("a.md", f"---\n{head}\n---\nText.\n")


def test_every_mistake_of_a_front_matter_is_told(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read("a.md", "---\npublishr: p\nlanguage: x\npublished: soon\n---\nText.\n")
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\npublisher: p\n", r"a\.md:1: has a front matter that does not end"),
        ("---\npublisher: p\n---\n  \n", "holds no text"),
    ],
)
def test_a_note_needs_an_end_and_a_text(read: Read, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read("a.md", text)
