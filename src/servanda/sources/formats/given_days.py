"""Days that a person gives for a document or claim, in every form that has one reading alone."""

from __future__ import annotations

import re
from datetime import date

from servanda.records import DateRange, parse_range
from servanda.sources.formats.dates_in_words import only_date_in_words
from servanda.sources.formats.publication_date import published_range
from servanda.sources.formats.written_days import advise_on_date

__all__ = ["advise_on_given_day", "given_day_before", "given_range", "is_to_come"]

_DIGITS = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})", re.ASCII)


def given_range(text: str) -> DateRange:
    """The days of "2018-11-20", "18 July 2004", "July 2004", "18.07.2004" or "07/18/2004".

    Of digits alone one number must be above 12, or both the same: "05/03/2021" has two readings.
    Raises ValueError.
    """
    try:
        return published_range(text)
    except ValueError:
        found = only_date_in_words(text.strip()) or _day_of_digits(text.strip())
        if found is None:
            raise
        return found


def given_day_before(text: str, today: date) -> DateRange:
    """The days on which something was published; raises ValueError, also if they are to come."""
    found = given_range(text)
    if is_to_come(found, today):
        raise ValueError(f"{text.strip()[:40]} is in the future")
    return found


def is_to_come(days: DateRange, today: date) -> bool:
    """True of days that have not begun yet anywhere on earth."""
    first = days.start or days.end
    return first is not None and first.toordinal() > today.toordinal() + 1


def advise_on_given_day(text: str) -> str:
    """What to write instead of a day that is none, or one on which nothing can be published yet."""
    try:
        given_range(text)
    except ValueError:
        return advise_on_date(text)
    return "write the day on which it was published"


def _day_of_digits(text: str) -> DateRange | None:
    parts = _DIGITS.fullmatch(text)
    if parts is None:
        return None
    first, second, year = int(parts[1]), int(parts[3]), parts[4]
    if first > 12 or first == second:
        number, of_month = second, first
    elif second > 12 and parts[2] == "/":  # with points or hyphens nobody writes the month first
        number, of_month = first, second
    else:
        return None
    try:
        return parse_range(f"{year}-{number:02}-{of_month:02}")
    except ValueError:
        return None
