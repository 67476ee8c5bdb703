"""Dates as pages write them: in attributes, in addresses, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from servanda.records import DateRange, day, month
from servanda.sources.formats.dates_in_words import days_in_words

__all__ = ["date_in_name", "date_in_url", "date_of_value", "dates_in_words"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_IN_URL = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=/|$|-)|/(\d{4})/(\d{2})(?=/)")
_DAY_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_EARLIEST = 1700  # years before it are numbers of something else [judgement; not from outside]


def date_of_value(text: str) -> DateRange | None:
    """The date that an attribute gives: "2021-03-10T09:12:00+03:00", "Wed, 10 Mar 2021", ...

    Of a time the day as written. None where digits alone leave open which is the month.
    """
    text = text.strip()
    for pattern in (_ISO, _COMPACT):
        match = pattern.match(text)
        if match:
            return _day(match[1], match[2], match[3])
    match = _MONTH_ONLY.fullmatch(text)
    if match:
        return _month(match[1], match[2])
    match = _NUMERIC.match(text)
    if match:
        return _day_of_digits(match[1], match[3], match[4], match[2])
    return next(dates_in_words(text), None)


def dates_in_words(text: str) -> Iterator[DateRange]:
    """The days written with the name of their month: "10 March 2021", "10 de marzo de 2021"."""
    for found in days_in_words(text):
        if found.days.public_on.year >= _EARLIEST:
            yield found.days


def date_in_url(url: str) -> DateRange | None:
    """The day, or the month, in an address: "/2021/03/10/", "/2021-03-10-title", "/2021/03/"."""
    match = _IN_URL.search(url)
    if match and match[1]:
        return _day(match[1], match[2], match[3])
    if match:
        return _month(match[4], match[5])
    match = _DAY_IN_URL.search(url)
    return _day(match[1], match[2], match[3]) if match else None


def date_in_name(name: str) -> DateRange | None:
    """The only day in the name of a file: "2021-03-10", "20210310", "2021_03_10"."""
    found = {_day(match[1], match[3], match[4]) for match in _IN_NAME.finditer(name)} - {None}
    return found.pop() if len(found) == 1 else None


def _day_of_digits(first: str, second: str, year: str, mark: str) -> DateRange | None:
    """The day of "31.03.2021" and "31/03/2021"; None of "03/04/2021"."""
    if mark == "." or int(first) > 12:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else None


def _day(year: str, number: str, of_month: str) -> DateRange | None:
    try:
        found = date(int(year), int(number), int(of_month))
    except ValueError:
        return None
    return day(found) if found.year >= _EARLIEST else None


def _month(year: str, number: str) -> DateRange | None:
    valid = int(year) >= _EARLIEST and 1 <= int(number) <= 12
    return month(int(year), int(number)) if valid else None
