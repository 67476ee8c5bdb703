"""The folders of the eight further cases: complete, clean, and true to the list of agreements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from servanda.records import Admiralty, Document, ObligationKind
from tests.examples.cases import EXAMPLES, found, written

# case: obligations, notes
SIZES = {
    "colombia-2016": (3, 14),
    "aceh-2005": (3, 18),
    "inf-1987": (8, 8),
    "jcpoa-2015": (3, 17),
    "syria-cw-2013": (6, 10),
    "minsk-2015": (5, 6),
    "bougainville-2001": (2, 6),
    "ni-decommissioning-1998": (2, 7),
}
# Whose notes stand under the address of their publisher, not where they were found again.
OWN_PAGES = ("colombia-2016", "aceh-2005", "inf-1987", "jcpoa-2015")
# Further counts that a listed report gives beside its value.
BESIDE = (
    "accepted", "accepted_by_both", "accepted_by_monitor_only", "accepted_by_government",
    "denominator", "disputed",
)  # fmt: skip
# What the notes of the other cases write for a word, or a small number, in the list of reports.
IN_WORDS = {
    ">0": "first shipment",
    "claimed complete": "completed the withdrawal",
    "not confirmed": "could not confirm",
    "new date": "by 20 february 2017",
    "some": "part of a withdrawal",
    "complete": "complete",
    "large": "considerable",
    "complete (ira)": "all its arms beyond use",
    "0": "no paramilitary group",
    "1": "first act",
    "3": "three of the six",
    "6": "three of the six",
    "11": "eleven bm-21",
}


@pytest.mark.parametrize("case_id", SIZES)
def test_a_case_loads_clean_with_all_its_duties_and_notes(case_id: str) -> None:
    case, notes = found(case_id)
    assert case.id == case_id
    assert (len(case.obligations), len(notes)) == SIZES[case_id]
    assert all(note.source is not None and note.url is not None for note in notes)


@pytest.mark.parametrize("case_id", OWN_PAGES)
def test_a_note_stands_under_the_address_of_its_publisher(case_id: str) -> None:
    case, notes = found(case_id)
    hosts = {source.id: urlsplit(source.url or "").hostname for source in case.sources}
    for note in notes:
        assert urlsplit(note.url or "").hostname == hosts[note.source or ""], note.id


@pytest.mark.parametrize("case_id", SIZES)
def test_whoever_speaks_in_a_case_has_a_letter(case_id: str) -> None:
    case, _ = found(case_id)
    letters = {one.reliability for one in case.actors} | {one.reliability for one in case.sources}
    assert Admiralty.F not in letters


@pytest.mark.parametrize("case_id", SIZES)
def test_a_duty_to_abstain_names_who_would_see_a_breach(case_id: str) -> None:
    case, _ = found(case_id)
    abstain = [one for one in case.obligations if one.kind is ObligationKind.ABSTAIN]
    assert all(one.watchers for one in abstain)


def counts_of(report: dict[str, Any]) -> Iterator[str]:
    """The report's value and what else it counts, as notes write them: 8,994, 101.7, complete."""
    values = [report["value"], *(report[key] for key in BESIDE if key in report)]
    for value in (*values, *report.get("also", {}).values()):
        yield (f"{value:,.10g}" if isinstance(value, float | int) else str(value)).lower()


def tells(note: Document, report: dict[str, Any], in_words: dict[str, str]) -> bool:
    """Whether a note gives a report's page, its day and everything that it counts."""
    text = note.text.lower()
    told = all(one in text or in_words.get(one, one) in text for one in counts_of(report))
    return note.url == report["source"] and written(report["date"]) in note.text and told


@pytest.mark.parametrize("case_id", SIZES)
def test_every_dated_report_of_the_agreements_is_in_a_note(case_id: str, shared_dir: Path) -> None:
    listed = json.loads((shared_dir / "cases" / "agreements.json").read_text(encoding="utf-8"))
    (agreement,) = (one for one in listed if one["id"] == case_id)
    _, notes = found(case_id)
    in_words = {} if case_id in OWN_PAGES else IN_WORDS
    for obligation in agreement["obligations"]:
        for report in obligation["reports"]:
            assert any(tells(note, report, in_words) for note in notes), report


@pytest.mark.parametrize("case_id", SIZES)
def test_the_truth_follows_each_duty_without_gaps(case_id: str) -> None:
    case, _ = found(case_id)
    path = EXAMPLES / "truth" / f"{case_id}.json"
    truth = {
        one["obligation"]: one["states"]
        for one in json.loads(path.read_text(encoding="utf-8"))["truth"]
    }
    starts = {one.id: one.start for one in case.obligations if one.unscorable is None}
    assert truth.keys() == starts.keys()
    for obligation_id, states in truth.items():
        days = [state["from"] for state in states]
        assert [state["to"] for state in states] == [*days[1:], None]
        assert days == sorted(set(days))
        assert days[0] == starts[obligation_id].isoformat()
