"""Syria, Minsk, Bougainville and Northern Ireland: read and judged by no code of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servanda.records import Admiralty, Document, ObligationKind, Status
from tests.examples.cases import EXAMPLES, Rows, found, judging, written

# case: obligations, notes
SIZES = {
    "syria-cw-2013": (6, 10),
    "minsk-2015": (5, 6),
    "bougainville-2001": (2, 6),
    "ni-decommissioning-1998": (2, 7),
}
# What the notes write for a report that is a word in the list of reports.
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
    "11": "eleven bm-21",
}


@pytest.mark.parametrize("case_id", SIZES)
def test_a_case_loads_clean_with_all_its_duties_and_notes(case_id: str) -> None:
    case, notes = found(case_id)
    assert case.id == case_id
    assert (len(case.obligations), len(notes)) == SIZES[case_id]
    assert all(note.source is not None and note.url is not None for note in notes)


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


def tells(note: Document, report: dict[str, Any]) -> bool:
    """Whether a note gives a report's page, day and value."""
    value = report["value"]
    words = (f"{value:,}" if isinstance(value, float | int) else str(value)).lower()
    wanted = {words, IN_WORDS.get(words, words)}
    named = any(one in note.text.lower() for one in wanted)
    return note.url == report["source"] and written(report["date"]) in note.text and named


@pytest.mark.parametrize("case_id", SIZES)
def test_every_dated_report_of_the_agreements_is_in_a_note(case_id: str, shared_dir: Path) -> None:
    listed = json.loads((shared_dir / "cases" / "agreements.json").read_text(encoding="utf-8"))
    (agreement,) = (one for one in listed if one["id"] == case_id)
    _, notes = found(case_id)
    for obligation in agreement["obligations"]:
        for report in obligation["reports"]:
            assert any(tells(note, report) for note in notes), report


@pytest.mark.parametrize("case_id", SIZES)
def test_the_truth_follows_each_duty_without_gaps(case_id: str) -> None:
    case, _ = found(case_id)
    path = EXAMPLES / "truth" / f"{case_id}.json"
    truth = {
        one["obligation"]: one["states"]
        for one in json.loads(path.read_text(encoding="utf-8"))["truth"]
    }
    scorable = {one.id: one for one in case.obligations if one.unscorable is None}
    assert truth.keys() == scorable.keys()
    for obligation_id, states in truth.items():
        days = [state["from"] for state in states]
        assert [state["to"] for state in states] == [*days[1:], None]
        assert days == sorted(set(days))
        assert days[0] == scorable[obligation_id].start.isoformat()


PENDING, UNDETERMINED, NOT_DUE = Status.PENDING, Status.UNDETERMINED, Status.NOT_DUE
MET, NOT_MET = Status.MET, Status.NOT_MET

EXPECTED = [
    ("syria-cw-2013", "equipment", "2013-10-15", PENDING),
    ("syria-cw-2013", "removal", "2014-03-15", PENDING),  # Syria's own later date
    ("syria-cw-2013", "removal", "2014-04-28", NOT_MET),  # nearly 8 percent still in Syria
    ("syria-cw-2013", "removal", "2014-06-24", MET),  # the last of them left
    ("syria-cw-2013", "removal-outer", "2014-08-31", MET),
    ("syria-cw-2013", "destruction", "2014-09-04", NOT_MET),  # 96 percent
    ("syria-cw-2013", "removal-outer", "2014-05-01", PENDING),
    ("syria-cw-2013", "destruction", "2014-06-24", PENDING),
    ("syria-cw-2013", "declaration", "2014-09-05", Status.UNSCORABLE),
    ("syria-cw-2013", "x-undeclared", "2014-09-05", Status.NOT_COVERED),
    ("minsk-2015", "artillery-groups", "2015-02-20", PENDING),
    ("minsk-2015", "artillery-groups", "2015-03-12", UNDETERMINED),  # their word alone
    ("minsk-2015", "artillery-ukraine", "2015-03-12", UNDETERMINED),  # not confirmed
    ("minsk-2015", "artillery-groups", "2017-02-16", PENDING),  # the new date
    ("minsk-2015", "artillery-ukraine", "2017-02-25", UNDETERMINED),
    ("minsk-2015", "storage", "2015-02-20", NOT_DUE),
    ("minsk-2015", "tanks-groups", "2015-09-28", NOT_DUE),
    ("minsk-2015", "tanks-groups", "2015-10-10", PENDING),
    ("bougainville-2001", "stage2", "2003-03-05", PENDING),
    ("bougainville-2001", "stage3", "2003-03-05", PENDING),
    ("bougainville-2001", "stage3", "2004-07-10", PENDING),
    ("bougainville-2001", "x-meekamui", "2004-07-10", Status.NOT_COVERED),
    ("ni-decommissioning-1998", "arms-ira", "2000-05-01", PENDING),
    ("ni-decommissioning-1998", "arms-ira", "2001-12-14", NOT_MET),  # a first act
    ("ni-decommissioning-1998", "arms-ira", "2009-02-11", MET),  # all its arms
    ("ni-decommissioning-1998", "arms-loyalists", "2003-10-25", PENDING),  # the day has moved
]


@pytest.mark.parametrize(("case_id", "obligation", "as_of", "status"), EXPECTED)
def test_the_status_on_a_key_day(
    case_id: str, obligation: str, as_of: str, status: Status, rows: Rows
) -> None:
    assert rows(case_id, as_of)[obligation].status is status


@pytest.mark.parametrize(
    ("case_id", "matter", "as_of", "general"),
    [
        ("syria-cw-2013", "x-undeclared", "2014-09-05", "declaration"),
        ("bougainville-2001", "x-meekamui", "2004-07-10", None),  # never signed
    ],
)
def test_what_nobody_promised_is_not_covered(
    case_id: str, matter: str, as_of: str, general: str | None, rows: Rows
) -> None:
    row = rows(case_id, as_of)[matter]
    assert row.status is Status.NOT_COVERED
    assert row.covered_in_general_by == general
    assert row.probability_met is None


@pytest.mark.parametrize("case_id", SIZES)
def test_two_readings_of_a_case_give_the_same_judgements(case_id: str, rows: Rows) -> None:
    again = judging()(case_id, "2010-01-01")
    assert again == rows(case_id, "2010-01-01")
