"""Every document that was public by the day is used, unused or unread, and in one list only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from servanda.evidence import document_use
from servanda.records import DocumentClaims, DocumentUse
from tests.builders import document

AS_OF = date(2018, 11, 30)
READS = tuple(
    DocumentClaims(document("Some text.", day, key), ())
    for key, day in (
        ("a", date(2018, 11, 1)),
        ("b", date(2018, 11, 30)),
        ("c", date(2018, 11, 2)),
        ("later", date(2018, 12, 1)),
    )
)


def item(key: str | None) -> Any:
    return SimpleNamespace(document=key)


def use(*rested_on: str | None, unread: str = "") -> DocumentUse:
    items = [item(key) for key in rested_on]
    return document_use(READS, items, AS_OF, lambda read: read.document.id == unread)


def test_a_document_is_used_if_one_item_rests_on_it() -> None:
    assert use("b", "b", None) == DocumentUse(used=("b",), unused=("a", "c"))


def test_what_was_published_later_is_neither_used_nor_unused() -> None:
    found = use("later")
    assert "later" not in (*found.used, *found.unused, *found.unread)
    assert found.public == 3


def test_what_nobody_read_is_told_apart_unless_an_item_rests_on_it() -> None:
    assert use("b", unread="a").unread == ("a",)
    assert use("b", unread="a").unused == ("c",)
    assert use("a", unread="a").unread == ()


def test_a_document_of_an_unknown_day_counts_from_the_day_on_which_it_was_kept() -> None:
    page = document("Some text.", None)
    reads = [DocumentClaims(page, ())]
    kept = page.recorded.date()
    assert document_use(reads, [], kept, lambda _: False).unused == ("page",)
    assert document_use(reads, [], date(2000, 1, 1), lambda _: False).public == 0


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (DocumentUse(), "0 documents: 0 used, 0 read and used nowhere"),
        (DocumentUse(("a",)), "1 document: 1 used, 0 read and used nowhere"),
        (
            DocumentUse(("a",), ("b", "c"), ("d",)),
            "4 documents: 1 used, 2 read and used nowhere, 1 not read",
        ),
    ],
)
def test_the_numbers_in_words(found: DocumentUse, words: str) -> None:
    assert found.in_words == words
    assert replace(found, unread=()).in_words.startswith(f"{len(found.used) + len(found.unused)} ")
