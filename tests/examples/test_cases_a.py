"""Colombia, Aceh, INF and the JCPOA: read and judged by no code of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from servanda.records import Admiralty, Document, Status
from tests.examples.cases import EXAMPLES, Rows, found, written

# case: obligations, notes
SIZES = {
    "colombia-2016": (3, 14),
    "aceh-2005": (3, 18),
    "inf-1987": (8, 8),
    "jcpoa-2015": (3, 17),
}
# Further counts that a listed report gives beside its value.
BESIDE = (
    "accepted", "accepted_by_both", "accepted_by_monitor_only", "accepted_by_government",
    "denominator", "disputed",
)  # fmt: skip


@pytest.mark.parametrize("case_id", SIZES)
def test_a_case_loads_clean_with_all_its_duties_and_notes(case_id: str) -> None:
    case, notes = found(case_id)
    assert case.id == case_id
    assert (len(case.obligations), len(notes)) == SIZES[case_id]
    assert all(note.source is not None and note.url is not None for note in notes)


@pytest.mark.parametrize("case_id", SIZES)
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


def counts_of(report: dict[str, Any]) -> Iterator[str]:
    """The report's value and what else it counts, as the notes write them: 8,994 or 101.7."""
    values = [report["value"], *(report[key] for key in BESIDE if key in report)]
    for value in (*values, *report.get("also", {}).values()):
        yield f"{value:,.10g}"


def tells(note: Document, report: dict[str, Any]) -> bool:
    """Whether a note gives a report's page, its day and everything that it counts."""
    told = all(one in note.text for one in counts_of(report))
    return note.url == report["source"] and written(report["date"]) in note.text and told


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
    starts = {one.id: one.start for one in case.obligations}
    assert truth.keys() == starts.keys()
    for obligation_id, states in truth.items():
        days = [state["from"] for state in states]
        assert [state["to"] for state in states] == [*days[1:], None]
        assert days == sorted(set(days))
        assert days[0] == starts[obligation_id].isoformat()


PENDING, MET, NOT_MET = Status.PENDING, Status.MET, Status.NOT_MET
UNDETERMINED, NOT_DUE = Status.UNDETERMINED, Status.NOT_DUE

EXPECTED = [
    ("colombia-2016", "arms", "2017-04-15", PENDING),
    ("colombia-2016", "arms", "2017-06-20", PENDING),  # the deadline has moved
    ("colombia-2016", "arms", "2017-09-05", MET),  # 7,132 stored, 8,112 handed over
    ("colombia-2016", "arms-total", "2017-04-15", NOT_DUE),
    ("colombia-2016", "arms-total", "2017-09-05", PENDING),  # extended
    ("colombia-2016", "arms-total", "2017-09-22", MET),  # 8,994 received
    ("colombia-2016", "caches", "2017-06-26", PENDING),
    ("colombia-2016", "caches", "2017-09-05", PENDING),  # extended
    ("colombia-2016", "caches", "2017-09-16", NOT_MET),  # 750 of 998
    ("colombia-2016", "caches", "2017-09-30", NOT_MET),  # 750 of 1,027: the total has moved
    ("aceh-2005", "weapons", "2005-10-17", PENDING),
    ("aceh-2005", "weapons", "2005-12-15", PENDING),
    ("aceh-2005", "weapons", "2006-01-05", MET),  # 840 accepted
    ("aceh-2005", "troops-soldiers", "2005-12-30", NOT_DUE),
    ("inf-1987", "all", "1988-12-02", PENDING),
    ("inf-1987", "all-us", "1991-06-02", MET),
    ("inf-1987", "all-ussr", "1991-06-02", MET),
    ("inf-1987", "shorter-range", "1988-12-02", PENDING),
    ("inf-1987", "interim-ussr", "1988-12-02", NOT_DUE),
    ("inf-1987", "interim-ussr", "1990-12-01", UNDETERMINED),
    ("jcpoa-2015", "leu", "2016-03-01", UNDETERMINED),  # no report yet
    ("jcpoa-2015", "leu", "2017-06-03", MET),  # 79.8 kg
    ("jcpoa-2015", "leu", "2019-07-02", NOT_MET),  # 205 kg verified
    ("jcpoa-2015", "leu", "2019-09-01", NOT_MET),  # 241.6 kg
    ("jcpoa-2015", "leu", "2020-09-04", NOT_MET),
    ("jcpoa-2015", "heavy-water", "2016-11-17", NOT_MET),  # above 130 tonnes
    ("jcpoa-2015", "purity", "2019-09-01", NOT_MET),
]


@pytest.mark.parametrize(("case_id", "obligation", "as_of", "status"), EXPECTED)
def test_the_status_on_a_key_day(
    case_id: str, obligation: str, as_of: str, status: Status, rows: Rows
) -> None:
    assert rows(case_id, as_of)[obligation].status is status


def test_a_quarter_of_the_weapons_is_not_all_of_them(rows: Rows) -> None:
    row = rows("aceh-2005", "2005-10-17", "2005-10-17")["weapons"]
    assert row.probability_met is not None
    assert row.probability_met <= 0.2


def test_the_total_of_both_sides_is_met_as_later_accounts_have_it(rows: Rows) -> None:
    row = rows("inf-1987", "2019-12-31", "1991-06-01")["all"]
    assert row.status is MET
    assert row.probability_met is not None
    assert row.probability_met >= 0.9


@pytest.mark.parametrize("case_id", SIZES)
def test_an_earlier_day_is_judged_without_later_pages(case_id: str, rows: Rows) -> None:
    _, notes = found(case_id)
    middle = sorted(note.published.end for note in notes if note.published.end)[len(notes) // 2]
    day = middle.isoformat()
    for row in rows(case_id, day, day).values():
        assert all(one.published <= middle for one in row.contributions)
