"""The form of a line: dateline, byline, marker, heading."""

from __future__ import annotations

import time

import pytest

from servanda.datelines import split_dateline
from servanda.sources.documents.line_forms import (
    has_byline_form,
    has_caption_form,
    has_cells,
    has_date_form,
    split_marker,
)


@pytest.mark.parametrize(
    "head",
    [
        "BREL, March 4 (OPA) - ",
        "BREL (OPA) -- ",
        "BREL/TARN, Sept. 19, 2018 (OPA) — ",
        "Tarn, Westland (Coast News) — ",
        "Tarn, 3 May 2021 – ",
        "TARN, Westland (OPA) —",
        "TARN, Westland – ",
    ],
)
def test_place_date_and_agency_before_a_text_are_a_dateline(head: str) -> None:
    line = f"{head}The ministry said that the posts were gone."
    assert line[split_dateline(line, first=False) :].startswith("The ministry")


@pytest.mark.parametrize(
    "line",
    [
        "On Tuesday, 3 May – the day of the handover – nobody came.",
        "ARTICLE 5 – The Parties shall withdraw.",
        "Ostland's army - The best in the region - withdrew.",
        "The ministry (MOD) - which leads the talks - said no.",
        "Ten posts: BREL (OPA) - The list.",
        "BREL - ",
        "WITHDRAWN - The posts at Brel, and those at Tarn.",
    ],
)
def test_a_sentence_with_a_dash_keeps_all_its_words(line: str) -> None:
    assert split_dateline(line, first=False) == 0


def test_a_place_alone_is_a_dateline_only_where_a_document_opens() -> None:
    line = "TARN — The ministry said that the posts were gone."
    assert split_dateline(line, first=True) == len("TARN — ")
    assert split_dateline(line, first=False) == 0


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [
        ("By Anna Sen in Tarn", True),
        ("By ANNA SEN and Bo de Li", True),
        ("(Reporting by Anna Sen; Editing by Bo Li)", True),
        ("By the end of March", False),
        ("By Ostland", False),
        ("By Anna Sen's account the posts were gone before the month was over.", False),
        ("Violations by Armed Groups", False),
    ],
)
def test_a_byline_names_a_writer_in_two_words(line: str, is_byline: bool) -> None:
    assert has_byline_form(line) is is_byline


def test_a_line_that_is_only_a_date_is_one() -> None:
    assert has_date_form("15 November 2018")
    assert has_date_form("Published: 2018-11-15")
    assert not has_date_form("15 November 2018 was a day of rest.")


@pytest.mark.parametrize(
    ("line", "form", "numbering"),
    [
        ("- the road", "bullet", "-"),
        ("(a) the road", "lettered", "(a)"),
        ("iv) the road", "lettered", "iv)"),
        ("14. Both sides met.", "numbered", "14."),
        ("2.1 Roads", "numbered", "2.1"),
        ("II. Roads", "section", "II."),
        ("Article 3: Roads", "section", "Article 3:"),
        ("2.1 million people fled.", "", ""),
        ("12 posts were removed.", "", ""),
    ],
)
def test_what_stands_before_a_line_is_told_from_its_words(
    line: str, form: str, numbering: str
) -> None:
    assert split_marker(line)[:2] == (form, numbering)


@pytest.mark.parametrize("line", ["| a |", "| a | b |", "a | b", "a\tb", "|---|---|"])
def test_bars_and_tabs_between_words_make_a_row(line: str) -> None:
    assert has_cells(line)


@pytest.mark.parametrize("line", ["|", "| they must hand over", "they must |", "the SPLM/A-|O"])
def test_a_stray_bar_of_a_scan_makes_none(line: str) -> None:
    assert not has_cells(line)


def test_a_caption_says_what_it_is_of() -> None:
    assert has_caption_form("Figure 2: A post near Brel")
    assert not has_caption_form("Figures on the posts differ.")


@pytest.mark.parametrize("word", ["A ", "By Anna ", "(A", "1.", "BREL, ", "- "])
def test_a_hostile_line_takes_no_time(word: str) -> None:
    line = word * 300_000
    begun = time.process_time()
    has_byline_form(line)
    has_caption_form(line)
    has_date_form(line)
    split_dateline(line, first=True)
    split_marker(line)
    assert time.process_time() - begun < 5.0
