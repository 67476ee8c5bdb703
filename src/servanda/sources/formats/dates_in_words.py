"""Dates written with the name of their month, in the languages of the press.

"10 March 2021", "Mar. 10th, 2021", "10 de marzo de 2021", "2021. március 10.", "2021年3月10日". The
names leave no doubt about which number is the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from servanda.calendar_names import MONTH_NAMES, WEEKDAY_NAMES
from servanda.records import DateRange, day, month

__all__ = ["WordedDate", "days_in_words", "is_weekday", "months_in_words", "only_date_in_words"]

_EARLIEST = 1000  # years before it are numbers of something else [judgement; not from outside]

_ORDINAL = r"(?:(?:st|nd|rd|th|er|re|[ºª°]|-?го|-?е)(?![^\W\d_])|\.)?"
_DAY = rf"(?P<day>\d{{1,2}}){_ORDINAL}"
_YEAR = r"(?P<year>\d{4})(?!\d)"
# What languages put between the parts: points, commas, "de", "of", Hebrew "in". [CLDR's patterns]
_BETWEEN = r"[\s.,/-]{0,3}(?:(?:of|de|del|di|do|da|den|ng|d['’])[\s]*)?"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"\.?(?![^\W\d_])"
# Months that are numbers with the word for a month.
_BY_NUMBER = (
    re.compile(
        r"(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]"
    ),
    re.compile(
        rf"{_BEFORE}(?P<day>\d{{1,2}})\s+th(?:áng|g)\s+(?P<number>\d{{1,2}})(?:,|\s+năm)?\s+{_YEAR}",
        re.IGNORECASE,
    ),
)
_MONTH_BY_NUMBER = (
    re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월](?!\s?\d)"),
    re.compile(rf"{_BEFORE}th(?:áng|g)\s+(?P<number>\d{{1,2}})(?:,|\s+năm)?\s+{_YEAR}", re.I),
)


@dataclass(frozen=True, slots=True)
class WordedDate:
    """A date and where it stands in its text."""

    days: DateRange
    start: int
    end: int


def days_in_words(text: str) -> Iterator[WordedDate]:
    """The days in a text, in their order."""
    if not _may_hold_date(text):
        return
    found = [
        WordedDate(day(when), match.start(), match.end())
        for pattern in (*_day_patterns(), *_BY_NUMBER)
        for match in pattern.finditer(text)
        if (when := _day_of(match)) is not None
    ]
    end = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= end:
            yield each
            end = each.end


def months_in_words(text: str) -> Iterator[WordedDate]:
    """The months in a text that no day stands beside: "March 2021", "mars 2021", "2021年3月"."""
    if not _may_hold_date(text):
        return
    days = list(days_in_words(text))
    for pattern in (_month_pattern(), *_MONTH_BY_NUMBER):
        for match in pattern.finditer(text):
            number, year = _number_of_month(match), int(match["year"])
            beside_day = any(each.start < match.end() and match.start() < each.end for each in days)
            if 1 <= number <= 12 and year >= _EARLIEST and not beside_day:
                yield WordedDate(month(year, number), match.start(), match.end())


def only_date_in_words(text: str) -> DateRange | None:
    """The day or month that is all of a text, but for a weekday; None of anything else."""
    for found in (*days_in_words(text), *months_in_words(text)):
        around = f"{text[: found.start]} {text[found.end :]}"
        words = re.findall(r"[^\s,.]+", around)
        if all(is_weekday(word) or word in _YEAR_WORDS for word in words):
            return found.days
    return None


_YEAR_WORDS = frozenset({"г", "р", "m", "d"})  # "year" after it, as Russian and Lithuanian write


def is_weekday(word: str) -> bool:
    """True of the name of a weekday, whole or as it is cut short."""
    return word.casefold().rstrip(".,") in _weekdays()


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(WEEKDAY_NAMES.split("|"))


@cache
def _numbers() -> dict[str, int]:
    return {
        name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split("|")
    }


def _may_hold_date(text: str) -> bool:
    """True unless a text has no year, or is ASCII without a name that a month could have."""
    if not re.search(r"\d{4}", text):
        return False
    return not text.isascii() or any(
        word in _numbers() for word in re.findall(r"[a-z]+", text.casefold())
    )


@cache
def _day_patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<month>{_alternatives(_numbers())}){_AFTER}"
    forms = (
        rf"{_BEFORE}{_DAY}{_BETWEEN}ב?{name}{_BETWEEN}{_YEAR}",
        rf"{_BEFORE}{name}{_BETWEEN}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+(?:de\s+)?){_YEAR}",
        rf"{_BEFORE}{_YEAR}(?:\.|\s+m\.|\.?\s+gada)?\s+{name}\s+{_DAY}(?!\d)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@cache
def _month_pattern() -> re.Pattern[str]:
    name = rf"(?P<month>{_alternatives(_numbers())}){_AFTER}"
    return re.compile(rf"{_BEFORE}{name}{_BETWEEN}{_YEAR}", re.IGNORECASE)


def _alternatives(names: Iterable[str]) -> str:
    """A pattern of the names, grouped by their first letters, the longest first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        groups.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _number_of_month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if "number" in parts:
        return int(parts["number"])
    return _numbers()[parts["month"].casefold()]


def _day_of(match: re.Match[str]) -> date | None:
    try:
        found = date(int(match["year"]), _number_of_month(match), int(match["day"]))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST else None
