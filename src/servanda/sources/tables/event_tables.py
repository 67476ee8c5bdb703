"""Tables of events that others have coded by hand, with ACLED's columns, read as ours.

A row's note is a document of its own, published by the project that wrote it, and a claim by hand
about the day of the event. What ACLED calls `source` is who the note rests on: the claim's holder.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from servanda.sources.pages.date_texts import date_of_value

__all__ = ["EVENT_COLUMNS", "claim_cells", "document_cells", "is_event_table"]

# Of an export, in the columns that every version has had. [definition; ACLED codebook]
EVENT_COLUMNS = ("event_id_cnty", "event_date", "notes")
_PROJECT = "ACLED"
# What `time_precision` 2 ("during the week") may be off by, either way. [judgement; codebook]
_WEEK_OFF = timedelta(days=6)
# Columns of ours that people add to an export. [definition]
_OURS = (
    "nth", "stance", "obligation", "count", "unit", "verb", "negated", "completed", "holder",
)  # fmt: skip


def is_event_table(names: Iterable[str]) -> bool:
    """True if a table's header has the columns of ACLED's exports."""
    return {name.strip().casefold() for name in names} >= {*EVENT_COLUMNS}


def document_cells(row: Mapping[str, str]) -> dict[str, str]:
    """A row of events as one of documents: the note under its event's id, by the project.

    `timestamp`, when the row was last changed, says by which day its note was public.
    """
    others = {key: value for key, value in row.items() if key not in ("event_id_cnty", "notes")}
    if "source" in others:  # a column of ours would mean the publisher
        others["rests on"] = others.pop("source")
    cells = {"id": row.get("event_id_cnty", ""), "text": row.get("notes", ""), **others}
    cells["publisher"] = _PROJECT
    changed = _day_of_timestamp(row.get("timestamp", ""))
    if changed is not None:
        cells["published"] = f"../{changed}"
    return {key: value for key, value in cells.items() if value}


def claim_cells(row: Mapping[str, str]) -> dict[str, str]:
    """A row of events as one of claims: the whole note, its first source, and its days."""
    sources = row.get("source", "").split(";")
    cells = {
        "document": row.get("event_id_cnty", ""),
        "quote": row.get("notes", ""),
        "holder": sources[0].strip(),
        **_days(row.get("event_date", ""), row.get("time_precision", "")),
        **{name: row[name] for name in _OURS if row.get(name)},
    }
    return {key: value for key, value in cells.items() if value}


def _days(written: str, precision: str) -> dict[str, str]:
    """The days of an event by the precision of its date: a day, some days around it, a month."""
    found = date_of_value(written)
    if found is None or found.start is None:
        return {"event_from": written}
    day = found.start
    first, last = day, day
    if precision.strip() == "2":
        first, last = day - _WEEK_OFF, day + _WEEK_OFF
    elif precision.strip() == "3":
        first = day.replace(day=1)
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return {"event_from": first.isoformat(), "event_to": "" if first == last else last.isoformat()}


def _day_of_timestamp(written: str) -> date | None:
    """The day of seconds since 1970, as exports have them, or of a written date."""
    if written.strip().isdecimal():
        try:
            return datetime.fromtimestamp(int(written), UTC).date()
        except (ValueError, OverflowError, OSError):
            return None
    found = date_of_value(written)
    return None if found is None else found.end
