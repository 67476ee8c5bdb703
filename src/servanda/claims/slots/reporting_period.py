"""The days that a report is about, from its title and its first lines."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servanda.claims.text.segments import normalise_typography
from servanda.records import DateRange, Precision

__all__ = ["reporting_period"]

# What a report is about ended at most so long before it came out. [judgement; not from outside]
_LATEST = timedelta(days=400)
_LEAD_LINES = 8  # lines of a document that say what it is about [judgement; not from outside]
_QUARTER, _HALF, _YEAR = 3, 6, 12  # months [definition]

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"


def _point(name: str) -> str:
    """A day or a month, with or without its year: its parts have that name as prefix."""
    return (
        rf"(?:(?:the\s+)?(?P<{name}_day>{_NUMBER})(?:\s+of)?\s+)?(?P<{name}_month>{_MONTH})"
        rf"(?:\s+(?P<{name}_after>{_NUMBER})(?!\d))?(?:,?\s+(?P<{name}_year>(?:19|20)\d\d))?"
    )


_TO = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\buntil\b|\btill\b|\band\b)\s*(?:the\s+end\s+of\s+)?"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|half-year|six\s+months|year|period)"
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}
_MONTHS_OF = {
    "month": 1, "quarter": _QUARTER, "half": _HALF, "half-year": _HALF, "six months": _HALF,
    "three months": _QUARTER, "year": _YEAR,
}  # fmt: skip
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class _Days:
    """First and last day; the first may not be given."""

    start: date | None
    end: date


def reporting_period(title: str, lines: Sequence[str], published: DateRange) -> DateRange | None:
    """The days that a document reports on, None where neither title nor first lines tell.

    lines: the document's, in order; only the first ones are read
    """
    if published.end is None:
        return None
    for number, line in enumerate((title, *lines[:_LEAD_LINES])):
        plain = normalise_typography(line)
        if number and not _TELLS_SCOPE.search(plain):
            continue
        for days in _readings(plain, published.end, title=number == 0):
            if published.end - _LATEST <= days.end <= published.end:
                return DateRange(days.start, days.end, _precision(days))
    return None


_TELLS_SCOPE = re.compile(
    r"\b(?:(?:this|present|current|following)\s+(?:\w+\s+){0,3}?(?:report|update|bulletin|note"
    r"|survey|review|brief(?:ing)?|statement|summary|document|paper|edition)"
    r"|reporting\s+period|period\s+(?:under|of|covered|from|to|up|ending|ended|between)"
    r"|(?:quarter|half-year|months?|year|week)\s+(?:ended|ending|to|under)"
    r"|cover(?:s|ed|ing)?\b|held\s+its|met\s+(?:in|at|from|on)|data\s+(?:as\s+of|to|cut)"
    r"|(?:position|situation|state\s+of\s+play|figures)\s+(?:is|are|as|at|on)"
    r"|^\W*(?:status\s+)?as\s+(?:of|at)\b|reports?\s+(?:on|for)\b|for\s+the\s+period"
    r"|(?:gathered|collected|compiled|received|closed|available)\s+(?:\w+\s+)?(?:up\s+to|until|to"
    r"|on|as\s+(?:of|at))\b)",
    re.I,
)
_SITTING = re.compile(
    r"\b(?:minutes|records?|transcript|meeting|session|sitting|log|proceedings|hearing|answers)\b",
    re.I,
)


def _precision(days: _Days) -> Precision:
    return Precision.DAY if days.start == days.end else Precision.RANGE


def _readings(line: str, published: date, *, title: bool) -> Iterator[_Days]:
    """What one line may say of it, the surest first."""
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(line):
            found = _safely(read, match, published)
            if found is not None:
                yield found
    if title and _SITTING.search(line):
        for match in _DAY.finditer(line):
            end = _end(match, "last", published)
            if end is not None:
                yield _Days(end, end)


def _safely(
    read: Callable[[re.Match[str], date], _Days | None], match: re.Match[str], published: date
) -> _Days | None:
    """The days, None for a date that no calendar has."""
    try:
        return read(match, published)
    except ValueError:
        return None


def _end(match: re.Match[str], name: str, published: date) -> date | None:
    """The last day of a point; without a year it is the last such day before publication."""
    number = _MONTHS[match[f"{name}_month"][:3].lower()]
    written = match[f"{name}_year"]
    day_text = match[f"{name}_day"] or match[f"{name}_after"]
    year = int(written) if written else published.year
    found = _day_in(year, number, day_text)
    if not written and found > published:
        found = _day_in(year - 1, number, day_text)
    return found


def _day_in(year: int, number: int, day_text: str | None) -> date:
    last = calendar.monthrange(year, number)[1]
    return date(year, number, int(re.sub(r"\D", "", day_text)) if day_text else last)


def _between(match: re.Match[str], published: date) -> _Days | None:
    end = _end(match, "last", published)
    if end is None:
        return None
    number = _MONTHS[match["first_month"][:3].lower()]
    day_text = match["first_day"] or match["first_after"] or "1"
    written = match["first_year"]
    start = _day_in(int(written) if written else end.year, number, day_text)
    if start > end:
        start = _day_in(end.year - 1, number, day_text)
    return _Days(start, end)


def _days_of_month(match: re.Match[str], published: date) -> _Days | None:
    end = _end(match, "last", published)
    if end is None:
        return None
    return _Days(end.replace(day=int(re.sub(r"\D", "", match["from"]))), end)


def _unit_to(match: re.Match[str], published: date) -> _Days | None:
    end = _end(match, "last", published)
    if end is None:
        return None
    unit = " ".join(match["unit"].lower().split())
    if unit in _DAYS_OF:
        return _Days(end - timedelta(days=_DAYS_OF[unit] - 1), end)
    if unit in _MONTHS_OF:
        return _Days(_months_before(end, _MONTHS_OF[unit]), end)
    return _Days(None, end)


def _months_before(end: date, months: int) -> date:
    """The first day of so many months that end with that one's."""
    count = end.year * 12 + end.month - months
    return date(count // 12, count % 12 + 1, 1)


def _state_at(match: re.Match[str], published: date) -> _Days | None:
    end = _end(match, "last", published)
    return None if end is None else _Days(None, end)


def _part_of_year(match: re.Match[str], published: date) -> _Days | None:
    length = _MONTHS_OF[" ".join(match["part"].lower().split())]
    order = _ORDER[match["order"].lower()] or _YEAR // length
    end = _day_in(int(match["year"]), min(order * length, _YEAR), None)
    return _Days(_months_before(end, length), end)


def _whole_year(match: re.Match[str], published: date) -> _Days | None:
    year = int(match["year"])
    return _Days(date(year, 1, 1), date(year, 12, 31))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Days | None]], ...] = (
    (re.compile(rf"\b{_point('first')}{_TO}{_point('last')}"), _between),
    (re.compile(rf"\b(?P<from>{_NUMBER}){_TO}{_point('last')}"), _days_of_month),
    (
        re.compile(
            rf"\b{_UNIT}\s+(?:ended|ending|to|up\s+to|until|through)\s+(?:on\s+)?{_point('last')}",
            re.I,
        ),
        _unit_to,
    ),
    (
        re.compile(
            rf"\b(?:(?:position|situation|state|figures?|data|facts)\s+(?:as\s+)?(?:at|of|on|to)"
            rf"|as\s+(?:of|at)|up\s+to|until)\s+(?:the\s+end\s+of\s+)?{_point('last')}",
            re.I,
        ),
        _state_at,
    ),
    (
        re.compile(
            r"\b(?P<order>first|second|third|fourth|last|final)\s+(?P<part>quarter|half"
            r"|(?:three|six)\s+months)\s+of\s+(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)",
            re.I,
        ),
        _part_of_year,
    ),
    (
        re.compile(
            r"\b(?:(?:calendar\s+)?year|annual\s+(?:report|survey|review)\b[^.]{0,60}?"
            r"\b(?:for|of|in)?)\s+(?P<year>(?:19|20)\d\d)\b",
            re.I,
        ),
        _whole_year,
    ),
)
_DAY = re.compile(rf"\b(?={_NUMBER}\s|{_MONTH}\s+{_NUMBER}\b){_point('last')}")
