"""Front matter of any program: keys of ours are read, others kept, rules are rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from servanda.errors import InputError
from servanda.records import DocumentKind, DocumentWithOriginal, day

Read = Callable[..., DocumentWithOriginal]
TEXT = "The mission said that Ostland had withdrawn eleven howitzers.\n"
MARCH = day(date(2021, 3, 10))


@pytest.mark.parametrize(
    ("head", "kind", "source"),
    [
        ("---\npublisher: courier\npublished: 10 March 2021\n---\n", "note", "courier"),
        ("\n---\npublisher: courier\npublished: 2021-03-10\n---\n", "note", "courier"),
        ("\ufeff---\r\npublisher: courier\r\npublished: 2021-03-10\r\n---\r\n", "note", "courier"),
        ("---\nsource: https://en.c.org/g\npublished: 2021-03-10\n---\n", "page", "en.c.org"),
        ("---\ntitle: Guns\ndate: 2021-03-10 09:00:00 +0300\nlayout: post\n---\n", "page", None),
        ('+++\ntitle = "Guns"\ndate = 2021-03-10T09:00:00Z\n+++\n', "page", None),
        ("---\n# by hand\ndate: March 10, 2021\n---\n", "page", None),
    ],
)  # fmt: skip
def test_each_program_is_read(read: Read, head: str, kind: str, source: str | None) -> None:
    document = read("a.md", head + TEXT).document
    assert document.text == TEXT
    assert (document.published, document.dated_by) == (MARCH, "front matter")
    assert (document.kind, document.source) == (DocumentKind(kind), source)


def test_keys_that_are_not_ours_are_kept(read: Read) -> None:
    head = "---\ntitle: A\ntags: [x, y]\nauthor: B\nsource: The Courier\nempty:\ndate: soon\n---\n"
    document = read("a.md", head + TEXT).document
    assert [(remark.key, remark.value) for remark in document.remarks] == [
        ("tags", '["x", "y"]'), ("author", "B"), ("source", "The Courier"), ("date", "soon"),
    ]  # fmt: skip
    assert {remark.by for remark in document.remarks} == {"front matter"}


@pytest.mark.parametrize(
    "head", ["---\n\nText one.\n\n---\n\n", "---\njust words\n---\n", "---\n\n"]
)
def test_a_rule_begins_no_front_matter(read: Read, head: str) -> None:
    assert read("a.md", head + TEXT).document.text == head + TEXT


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("+++\ntitle = \n+++\n", "is not TOML here"),
        ("---\ntitel: A\ntags: [x]\npublishd: 2018\n---\n", "unknown key 'publishd'"),
    ],
)
def test_a_mistake_is_told(read: Read, head: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read("a.md", head + TEXT)
