"""A publisher is a source by its id, its hosts or its name; a host is one of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.records import Admiralty, Source
from servanda.sources import merge_sources, new_source, publisher_in

PAPER = Source("paper", "The Paper", "https://www.paper.example/news", None, Admiralty.B)
DAY = date(2024, 2, 3)


@pytest.mark.parametrize(
    ("written", "hosts", "is_paper"),
    [
        ("paper", (), True),
        ("paper.example", (), True),
        ("WWW.Paper.example", (), True),
        ("the paper", (), True),
        ("en.paper.example", (), False),
        ("example", (), False),
        ("en.paper.example", ("en.paper.example",), True),
        ("fr.paper.example", ("en.paper.example",), False),
        ("fr.paper.example", ("*.paper.example",), True),
        ("a.fr.paper.example", ("*.paper.example",), True),
        ("newspaper.example", ("*.paper.example",), False),
        ("http://[", (), False),
    ],
)
def test_a_host_is_a_publisher_of_its_own_unless_the_case_says_otherwise(
    written: str, hosts: tuple[str, ...], is_paper: bool
) -> None:
    found = publisher_in(written, [replace(PAPER, hosts=hosts)])
    assert (found is not None) is is_paper


def test_the_nearest_declared_source_takes_a_host() -> None:
    whole = replace(PAPER, hosts=("*.paper.example",))
    english = replace(PAPER, id="en", url="https://en.paper.example")
    found = publisher_in("en.paper.example", [whole, english])
    assert found is not None
    assert found.id == "en"


def test_a_new_source_is_judged_by_nobody() -> None:
    made = new_source("en.paper.example", None, DAY, [PAPER])
    assert (made.id, made.url) == ("en.paper.example", "https://en.paper.example")
    assert (made.reliability, made.added) == (Admiralty.F, DAY)
    assert new_source("Ünion of Sailors!", None, DAY, []).id == "nion-of-sailors"
    assert new_source("…", None, DAY, []).id == "publisher"
    assert new_source("…", None, DAY, [replace(PAPER, id="publisher")]).id == "publisher-2"


def test_added_sources_stay_until_the_case_declares_them() -> None:
    added = new_source("en.paper.example", None, DAY, [PAPER])
    gone = replace(PAPER, id="gone")
    assert merge_sources([PAPER], [PAPER, gone, added]) == ((PAPER, added), {})
    by_host = replace(PAPER, id="en", url="https://en.paper.example/x")
    assert merge_sources([by_host], [added]) == ((by_host,), {"en.paper.example": "en"})
    by_id = replace(PAPER, id="en.paper.example")
    assert merge_sources([by_id], [added]) == ((by_id,), {})
