"""Days as people write them, and which of the forms that we read stands for the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from servanda.sources.formats.publication_date import DATE_ADVICE

__all__ = ["advise_on_date"]

_PARTS = re.compile(r"(\d{1,4})([-/.]) ?(\d{1,4})(?:\2 ?(\d{1,4}))?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
# The day 0 of a spreadsheet's calendar, and those of its days that fall into 1927 to 2119.
# [definition; ISO/IEC 29500-1, 18.17.4.1, the 1900 date system]
_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)


def advise_on_date(text: str) -> str:
    """What to write instead of a text that is no date of ours: "05/03/2021" has two answers.

    A year of two digits is taken for one of this century.
    """
    written = text.strip()
    days = list(dict.fromkeys(_readings(written)))
    if not days:
        return DATE_ADVICE
    said = f"write {' or '.join(days)}"
    if _SERIAL.fullmatch(written):
        said += " if it is a day of a spreadsheet: format its cells as dates"
    return said


def _readings(text: str) -> Iterator[str]:
    """Every day or month that the text may stand for, as we write it; day first before month."""
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        yield (_EPOCH + timedelta(days=int(float(text)))).isoformat()
        return
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return
    first, second, third = parts[1], parts[3], parts[4]
    if third is None:
        yield from _month(first, second)
        yield from _month(second, first)
    elif len(first) == 4:
        yield from _existing(first, second, third)
    else:
        yield from _existing(third, second, first)
        if parts[2] == "/":  # with points or hyphens nobody writes the month first
            yield from _existing(third, first, second)


def _month(year: str, number: str) -> Iterator[str]:
    if len(year) == 4 and 1 <= int(number) <= 12:
        yield f"{year}-{int(number):02}"


def _existing(year: str, month: str, day: str) -> Iterator[str]:
    """The day, if a calendar has it; a year of two digits is one of this century."""
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return
    try:
        century = 0 if len(year) == 4 else 2000
        yield date(century + int(year), int(month), int(day)).isoformat()
    except ValueError:
        return
