"""Days and spans of days, with how precisely they are known.

Four times are kept apart in every record that has them: `happened` (when the thing took
place), `seen` (when it was observed, for an image the acquisition), `published` (when it
became public) and `recorded` (when we kept it; an aware UTC datetime).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

__all__ = [
    "UNKNOWN_TIME",
    "DateRange",
    "Precision",
    "Times",
    "day",
    "month",
    "parse_range",
    "public_by",
]


# Years have four digits: "05/03/2021" is no span from the year 5 to 2021.
_WRITTEN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


class Precision(StrEnum):
    """How precisely a time is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"  # given as two ends, or open at one
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days on which something may have happened: both ends included, `None` if open."""

    start: date | None
    end: date | None
    precision: Precision

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a range cannot end ({self.end}) before it starts ({self.start})")

    @property
    def has_date(self) -> bool:
        """True if at least one end is known."""
        return self.start is not None or self.end is not None

    @property
    def public_on(self) -> date:
        """The last day of the range, by which it had surely happened.

        Raises ValueError if the end is open.
        """
        if self.end is None:
            raise ValueError("a time without an end cannot be placed before or after a day")
        return self.end


def public_by(published: DateRange, day: date) -> bool:
    """True if it was surely public by that day; without an end it never is."""
    return published.end is not None and published.end <= day


UNKNOWN_TIME = DateRange(None, None, Precision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Times:
    """The four times of one thing, never merged."""

    happened: DateRange
    seen: DateRange
    published: DateRange
    recorded: datetime  # aware, UTC


def day(value: date) -> DateRange:
    """A single day as a range."""
    return DateRange(value, value, Precision.DAY)


def month(year: int, number: int) -> DateRange:
    """A calendar month as a range."""
    last = calendar.monthrange(year, number)[1]
    return DateRange(date(year, number, 1), date(year, number, last), Precision.MONTH)


def parse_range(text: str) -> DateRange:
    """Read "2018-11-20", "2018-11", "2018" or "2018-06-11/2018-06-20" ("..": open).

    Raises ValueError with what to write instead.
    """
    if "/" in text:
        first, last = (part.strip() for part in text.split("/", 1))
        start = None if first == ".." else parse_range(first).start
        end = None if last == ".." else parse_range(last).end
        return DateRange(start, end, Precision.RANGE)
    try:
        if not _WRITTEN.fullmatch(text.strip()):
            raise ValueError(text)
        numbers = [int(part) for part in text.strip().split("-")]
        if len(numbers) == 1:
            return DateRange(date(numbers[0], 1, 1), date(numbers[0], 12, 31), Precision.YEAR)
        if len(numbers) == 2:
            return month(numbers[0], numbers[1])
        return day(date(*numbers))
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(
            f"{text!r} is not a date; write YYYY-MM-DD, YYYY-MM, YYYY or FROM/TO"
        ) from error
