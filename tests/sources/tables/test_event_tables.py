"""Exports with ACLED's columns: each note a document, and a claim of whom it rests on."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from servanda.records import DateRange, day
from servanda.sources import read_claim_table, read_sources
from servanda.sources.tables.event_tables import is_event_table

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "interaction", "iso", "region",
    "country", "admin1", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
NOTE = 'On 5 March 2021, Caldrian forces removed nine barriers near Brel, "without a shot".'


def export(path: Path, separator: str = ",", more: tuple[str, ...] = (), **cells: str) -> Path:
    row = {
        "event_id_cnty": "CAL17", "event_date": "05 March 2021", "time_precision": "1",
        "source": "Radio Brel; Coast Wire", "notes": NOTE, "timestamp": "1615900000",
        "actor1": "Military Forces of Caldria", "iso": "999", **cells,
    }  # fmt: skip
    file = io.StringIO()
    writer = csv.DictWriter(file, (*COLUMNS, *more), restval="", delimiter=separator)
    writer.writeheader()
    writer.writerow(row)
    path.write_text(file.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_a_note_is_a_document_of_the_project(tmp_path: Path, name: str, separator: str) -> None:
    (kept,) = read_sources([export(tmp_path / name, separator)], RECORDED)
    document = kept.document
    assert (document.id, document.text, document.source) == ("CAL17", NOTE, "ACLED")
    assert document.published.start is None
    assert document.published.end == date(2021, 3, 16)  # changed last on that day, public by then
    remarks = {remark.key: remark.value for remark in document.remarks}
    assert remarks["rests on"] == "Radio Brel; Coast Wire"
    assert remarks["event_date"] == "05 March 2021"


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ({}, day(date(2021, 3, 5))),
        ({"event_date": "2021-03-05"}, day(date(2021, 3, 5))),
        ({"time_precision": "2"}, (date(2021, 2, 27), date(2021, 3, 11))),
        ({"time_precision": "3"}, (date(2021, 3, 1), date(2021, 3, 31))),
        (
            {"event_date": "2020-02-10", "time_precision": "3"},
            (date(2020, 2, 1), date(2020, 2, 29)),
        ),
    ],
)
def test_a_row_is_a_claim_by_hand(
    tmp_path: Path, cells: dict[str, str], days: DateRange | tuple[date, date]
) -> None:
    table = read_claim_table(export(tmp_path / "a.csv", **cells))
    assert table.problems == ()
    (row,) = table.rows
    entry = row.entry
    assert (entry.document, entry.quote, entry.holder) == ("CAL17", NOTE, "Radio Brel")
    assert entry.event is not None
    assert (entry.event.start, entry.event.end) == (
        (days.start, days.end) if isinstance(days, DateRange) else days
    )


def test_columns_of_ours_that_are_added_count(tmp_path: Path) -> None:
    more = ("obligation", "count", "completed")
    path = export(tmp_path / "a.csv", more=more, obligation="gates", count="9", completed="yes")
    (row,) = read_claim_table(path).rows
    assert (row.entry.obligation, row.entry.count, row.entry.completed) == ("gates", 9, True)


def test_a_row_without_a_day_or_with_two_is_told(tmp_path: Path) -> None:
    (problem, *_) = read_claim_table(export(tmp_path / "a.csv", event_date="05/03/2021")).problems
    assert "write 2021-03-05 or 2021-05-03" in str(problem)
    (problem, *_) = read_claim_table(export(tmp_path / "b.csv", notes="")).problems
    assert "'quote' is empty" in str(problem)


def test_other_tables_are_not_taken_for_it() -> None:
    assert not is_event_table(["document", "quote", "notes", "event_date"])
    assert is_event_table([" EVENT_ID_CNTY", "notes", "Event_Date"])
