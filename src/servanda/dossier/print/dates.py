"""Dates as text: "31 December 2018", "30 Nov 2018", "Nov 2018"."""

from __future__ import annotations

from datetime import date, datetime

from servanda.records import DateRange, Precision

__all__ = ["MONTHS", "date_range_text", "long_day", "minute", "short_day"]

# Not strftime: that follows the locale of the machine.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_day(day: date) -> str:
    """A day with the full month: "31 December 2018"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A day with the short month: "31 Dec 2018"."""
    return f"{day.day} {_short_month(day)}"


def _short_month(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def minute(when: datetime) -> str:
    """A moment to the minute: "2018-12-31 06:12 UTC"; another zone keeps its offset."""
    text = when.isoformat(sep=" ", timespec="minutes")
    return text.removesuffix("+00:00") + " UTC" if text.endswith("+00:00") else text


def date_range_text(when: DateRange) -> str:
    """A range of days as text, no more precise than it is known."""
    if when.start is None and when.end is None:
        return "not known"
    if when.start is None or when.end is None:
        return _open_range_text(when.start, when.end)
    if when.start == when.end:
        return short_day(when.start)
    if when.precision is Precision.MONTH:
        return _short_month(when.start)
    if when.precision is Precision.YEAR:
        return str(when.start.year)
    if when.precision is Precision.WEEK:
        return f"week of {short_day(when.start)}"
    return f"{short_day(when.start)} to {short_day(when.end)}"


def _open_range_text(start: date | None, end: date | None) -> str:
    if start is not None:
        return f"since {short_day(start)}"
    assert end is not None
    return f"by {short_day(end)}"
