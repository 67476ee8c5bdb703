"""The dated expressions of a sentence, those included that only its document makes clear.

To what `claims.content.time_expressions` reads come "the 22nd", "the last week of May", "this year
so far", months in lists, and ranges whose ends stand apart ("from 3 May to the end of June").
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.text.segments import normalise_typography
from servanda.records import DateRange, Precision, Span, TimeMention, day, month

__all__ = ["FoundDate", "found_dates", "in_year"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A time expression of a document, the word that leads it included, and its days."""

    start: int  # of the document's characters
    end: int
    text: str
    when: DateRange


def found_dates(text: str, stretch: Span, reckoning: Calendar, last: date) -> tuple[FoundDate, ...]:
    """The time expressions of one stretch of a text, in order, the ends of a range joined.

    last: the last day that the document tells of, from which weekdays are reckoned
    """
    start, end = stretch.start, stretch.end
    plain = normalise_typography(text)
    more = tuple(_more(plain, start, end, last))
    recent = time_mentions(text, start, end, Calendar(day(last), reckoning.events))
    days = {mention.span: mention.when for mention in recent}
    known = [
        FoundDate(found.span.start, found.span.end, found.text, _days_of(found, days))
        for found in time_mentions(text, start, end, reckoning)
        if not found.text.endswith("earlier")  # than another day, not than publication
        and not any(found.span.start < other.end and other.start < found.span.end for other in more)
    ]
    return _join_ranges(plain, sorted((*more, *known), key=lambda found: found.start))


def in_year(when: date, year: int) -> date:
    """The same day of another year; 28 February for a 29th that it has not."""
    last = calendar.monthrange(year, when.month)[1]
    return date(year, when.month, min(when.day, last))


# What a weekly report calls "on Saturday" is a day of its week, not of the week it came out in.
_RECENT = re.compile(
    r"\w+day\b|\b(?:tonight|tomorrow)\b|\b(?:last|this|past|next)\s+(?:week|month|year)\b", re.I
)


def _days_of(mention: TimeMention, recent: dict[Span, DateRange]) -> DateRange:
    if _RECENT.search(mention.text):
        return recent.get(mention.span, mention.when)
    return mention.when


# --- what needs more than the expression itself -------------------------------------------------

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "(?P<month>" + "|".join(name.capitalize() for name in _MONTHS) + ")"
_YEAR = r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?"
_LEAD = r"(?:(?:since|until|by|before|after|from|on|in|during|of|for|over)\s+)?(?:the\s+)?"
_WEEKS = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3}
_UNITS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS = {
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{f"twenty-{word}": number for number, word in enumerate(_UNITS[:9], 21)},
    "thirtieth": 30,
    "thirty-first": 31,
}
_WEEK = 7  # days [definition]
_MIDDLE = 15  # the last day of the first half of a month [definition]


def _more(text: str, start: int, end: int, last: date) -> Iterator[FoundDate]:
    taken: list[tuple[int, int]] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(match.start() < stop and begin < match.end() for begin, stop in taken):
                continue
            when = _safely(read, match, last)
            if when is not None:
                taken.append(match.span())
                yield FoundDate(match.start(), match.end(), match.group(), when)


def _safely(
    read: Callable[[re.Match[str], date], DateRange | None], match: re.Match[str], last: date
) -> DateRange | None:
    """The days, None for a date that no calendar has (the 31st of a short month)."""
    try:
        return read(match, last)
    except ValueError:
        return None


def _month_of(match: re.Match[str], last: date) -> tuple[date, date]:
    """First and last day of the month, without a year the last such month that has begun."""
    number = _MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else last.year - (number > last.month)
    whole = month(year, number)
    assert whole.start
    assert whole.end
    return whole.start, whole.end


def _week_of_month(match: re.Match[str], last: date) -> DateRange:
    first, final = _month_of(match, last)
    word = match["order"].lower()
    if word in {"last", "final", "closing"}:
        return DateRange(final - timedelta(days=_WEEK - 1), final, Precision.WEEK)
    start = first + timedelta(days=_WEEK * _WEEKS[word])
    return DateRange(start, start + timedelta(days=_WEEK - 1), Precision.WEEK)


def _half_of_month(match: re.Match[str], last: date) -> DateRange:
    first, final = _month_of(match, last)
    if match["order"].lower() == "first":
        return DateRange(first, first.replace(day=_MIDDLE), Precision.RANGE)
    return DateRange(first.replace(day=_MIDDLE + 1), final, Precision.RANGE)


def _day_in_words(match: re.Match[str], last: date) -> DateRange:
    first, _ = _month_of(match, last)
    return day(first.replace(day=_ORDINALS[match["ordinal"].lower()]))


def _day_number(match: re.Match[str], last: date) -> DateRange | None:
    """ "The 22nd": the last such day."""
    number = int(match["number"])
    if number <= last.day:
        return day(last.replace(day=number))
    return day((last.replace(day=1) - timedelta(days=1)).replace(day=number))


def _year_so_far(match: re.Match[str], last: date) -> DateRange:
    return DateRange(date(last.year, 1, 1), last, Precision.RANGE)


def _between_months(match: re.Match[str], last: date) -> DateRange:
    _, end = _month_of(match, last)
    first = _MONTHS[match["first"].lower()]
    written = match["first_year"]
    year = int(written) if written else end.year - (first > end.month)
    return DateRange(date(year, first, 1), end, Precision.RANGE)


def _lone_month(match: re.Match[str], last: date) -> DateRange:
    first, end = _month_of(match, last)
    return DateRange(first, end, Precision.MONTH)


_PATTERNS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], date], DateRange | None]], ...
] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), read)
    for pattern, read in (
        (rf"{_LEAD}(?P<order>first|opening|second|third|fourth|last|final|closing)\s+(?:week|days)\s+(?:of|in)"
         rf"\s+{_MONTH}{_YEAR}", _week_of_month),
        (rf"{_LEAD}(?P<order>first|second)\s+half\s+of\s+{_MONTH}{_YEAR}", _half_of_month),
        (rf"(?i:{_LEAD})(?P<ordinal>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
         rf"\s+(?:day\s+)?of\s+{_MONTH}{_YEAR}", _day_in_words),
        (r"(?i:on|since|until|by|before|after|from|of)\s+the\s+(?P<number>\d{1,2})(?:st|nd|rd|th)"
         r"(?=\s*(?:[,.;:)]|$)|\s+(?:by|at|in|and|under|to|with|from|when|was|that|for)\b)",
         _day_number),
        (r"(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\.?\s+(?P<number>\d{1,2})(?=\s*(?:\||$))",
         _day_number),
        (r"(?i:so\s+far\s+this\s+year|this\s+year\s+(?:so\s+far|to\s+date)"
         r"|(?:since|from)\s+the\s+(?:start|beginning|turn)\s+of\s+the\s+year)", _year_so_far),
        (r"(?i:between|from)\s+(?P<first>" + "|".join(n.capitalize() for n in _MONTHS) + r")"
         rf"(?:\s+(?P<first_year>(?:19|20)\d\d))?\s+(?:and|to|until)\s+{_MONTH}{_YEAR}(?!\s+\d)",
         _between_months),
        (rf"(?<!\d )(?<!\dth )(?<!of )(?<![-–])(?!March|May){_MONTH}(?!\s+\d|\s+of|-)()(?P<year>)",
         _lone_month),
    )
)  # fmt: skip


# --- ranges whose ends stand apart --------------------------------------------------------------

_TO = re.compile(r"\s*(?:-|–|—|to|through|up\s+to|and)?\s*", re.I)
_UP_TO = re.compile(r"(?:until|till)\b", re.I)
_OPENS = re.compile(r"\b(?:from|between)\b", re.I)
_BEFORE = 9  # characters before an expression in which "between" may stand [definition]


def _join_ranges(text: str, dates: list[FoundDate]) -> tuple[FoundDate, ...]:
    """Two neighbours that are the ends of one range as one."""
    result: list[FoundDate] = []
    for found in dates:
        before = result[-1] if result else None
        whole = None if before is None else _range_of(text, before, found)
        if whole is None:
            result.append(found)
        else:
            result[-1] = whole
    return tuple(result)


def _range_of(text: str, first: FoundDate, last: FoundDate) -> FoundDate | None:
    gap = text[first.end : last.start]
    if not _TO.fullmatch(gap) or first.when.start is None or last.when.end is None:
        return None
    word = gap.strip().lower()
    opened = bool(_OPENS.search(text, max(0, first.start - _BEFORE), first.end))
    if not (word not in {"", "and"} or (opened and word) or _UP_TO.match(last.text)):
        return None
    start, end = first.when.start, last.when.end
    if start > end:
        start = in_year(start, end.year)
    if start > end:
        start = in_year(start, end.year - 1)
    whole = DateRange(start, end, Precision.RANGE)
    return replace(first, end=last.end, text=text[first.start : last.end], when=whole)
