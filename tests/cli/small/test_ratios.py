"""A duty measured by another's count: parity keeps it, and no day of the other's is its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small.small_case import Page, start_case

PAIR = """\
  - id: nets
    instrument: truce
    clause: The Council returns 90 nets.
    bearer: council
    kind: state
    unit: net
    reversible: false
    schedule:
      - {by: 2014-05-20, count: 30}
      - {by: 2014-06-20, count: 90}
  - id: boats
    instrument: truce
    clause: The League returns one boat for every ten nets that the Council returns.
    bearer: league
    kind: state
    unit: boat
    count: 9
    reversible: false
    ratio: {to: nets, each: 0.1}
"""
HEAD = "document,quote,obligation,count,event_from"


@pytest.mark.parametrize(
    ("nets", "boats", "met"),
    [
        ("had returned 30 nets in all", "had returned 3 boats in all", True),
        ("had returned 30 nets by 18 May", "had returned 3 boats by 18 May", True),
        ("had returned 39 nets in all", "had returned 3 boats in all", True),  # of whole tens
        ("had returned 40 nets in all", "had returned 3 boats in all", False),
    ],
)
def test_exactly_as_many_as_are_asked_are_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nets: str, boats: str, met: bool
) -> None:
    page = Page("2014-05-19", f"The Council {nets}. The League {boats}.")
    counts = [
        next(int(word) for word in words.split() if word.isdecimal()) for words in (nets, boats)
    ]
    told = zip((nets, boats), ("nets", "boats"), counts, strict=True)
    entered = [HEAD, *(f"page,{words},{duty},{count},2014-05-18" for words, duty, count in told)]
    case = start_case(tmp_path, monkeypatch, PAIR, {"page": page}, entered)
    row = case.rows("2014-05-19")["boats"]
    assert row["status"] == ("met" if met else "not_met"), (row["probability_met"], row["why"])


def test_days_of_which_nothing_is_told_part_no_two_that_were_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(
        "2014-05-25", "The Council had returned 40 nets in all, the League 40 boats in all."
    )
    entered = [
        HEAD, "page,had returned 40 nets in all,nets,40,2014-05-18",
        "page,40 boats in all,boats,40,2014-05-18",
    ]  # fmt: skip
    even = PAIR.replace("each: 0.1", "each: 1").replace("count: 9\n", "count: 90\n")
    case = start_case(tmp_path, monkeypatch, even, {"page": page}, entered)
    row = case.rows("2014-05-30")["boats"]
    assert row["status"] == "met", (row["probability_met"], row["why"])
    assert "2014-05-18" in row["why"]


@pytest.mark.parametrize("as_of", ["2014-05-25", "2014-06-20", "2014-07-01"])
def test_its_row_has_no_deadline_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_of: str
) -> None:
    pages = {"page": Page("2014-06-20", "The river was high.")}
    case = start_case(tmp_path, monkeypatch, PAIR, pages)
    silent = case.rows(as_of)["boats"]
    assert silent["status"] == "no_evidence"
    assert "deadline" not in silent["why"]
    assert "deadline" in case.rows(as_of)["nets"]["why"]


def test_its_period_does_not_close_with_the_other_s_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page("2014-06-20", "The League had returned 5 boats in all.")
    entered = [HEAD, "page,had returned 5 boats in all,boats,5,2014-06-20"]
    case = start_case(tmp_path, monkeypatch, PAIR, {"page": page}, entered)
    why = case.rows("2014-07-01")["boats"]["why"]
    assert "nothing collected since 2014-06-20" in why
    assert "closed" not in why
