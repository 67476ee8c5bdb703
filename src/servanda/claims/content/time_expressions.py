"""Time expressions and the days they stand for, seen from the day of publication.

Without a year, a date is the one nearest before publication, unless the sentence looks ahead or
the next one is close at hand. Seasons are the northern meteorological ones. Where the day of
publication is not known, only what carries its own year gets days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from servanda.claims.text.segments import normalise_typography
from servanda.claims.text.spans import DisjointSpans
from servanda.records import (
    UNKNOWN_TIME,
    DateRange,
    KnownEvent,
    Precision,
    Span,
    TimeMention,
    day,
    month,
)

__all__ = ["Calendar", "time_mentions"]

_MONTHS = {
    name.lower(): number
    for table in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(table)
    if name
} | {"sept": 9}
_DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 2),
}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_SMALL = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_AHEAD_DAYS = 60  # a date without a year this close after publication is the coming one
_BACK_DAYS = 240  # ... if the one before is at least this far back

_M = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?"
    r"|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|(?:the\s+)?(?:[Ee]nd|[Bb]eginning|[Mm]iddle|[Ss]tart)\s+of)"
)
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
# The first end of a range over months.
_FIRST_M = _M.replace("<month>", "<first_month>")
_FIRST_D = _D.replace("<day>", "<first_day>")
_FIRST_Y = r"(?:,?\s+(?P<first_year>(?:19|20)\d\d))?"
_TO = r"\s*(?:-|–|—|\bto\b|\band\b|\buntil\b|\bthrough\b)\s*"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are reckoned from: the days of publication, and the events that texts lean on."""

    published: DateRange
    events: tuple[KnownEvent, ...] = ()

    @property
    def anchor(self) -> date | None:
        """The last day of publication."""
        return self.published.end or self.published.start


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    when: DateRange


def time_mentions(text: str, start: int, end: int, reckoning: Calendar) -> tuple[TimeMention, ...]:
    """The time expressions of one stretch of the text, in order and apart, longest first."""
    plain = normalise_typography(text)
    apart = DisjointSpans()
    hits = [
        hit for hit in _all_hits(plain, start, end, reckoning) if apart.take(hit.start, hit.end)
    ]
    widened = sorted(
        (_widened(plain, start, end, hit, reckoning) for hit in hits), key=lambda h: h.start
    )
    return _with_backward(
        tuple(
            TimeMention(text[hit.start : hit.end], Span(hit.start, hit.end), hit.when)
            for hit in widened
        )
    )


def _with_backward(mentions: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """ "That day" and "two days earlier" from the last single day named before them.

    What names the same day beside it goes before: "two days earlier, on 31 December".
    """
    result: list[TimeMention] = []
    last = UNKNOWN_TIME
    for mention, following in pairwise([*mentions, None]):
        assert mention is not None
        when = mention.when
        earlier = _EARLIER.search(mention.text)
        if _BACKWARD.search(mention.text):
            when = last
        elif earlier is not None:
            beside = following is not None and following.span.start - mention.span.end <= _BESIDE
            when = following.when if following and beside else _earlier_than(last, earlier)
        result.append(TimeMention(mention.text, mention.span, when))
        if when.precision is Precision.DAY:
            last = when
    return tuple(result)


def _earlier_than(last: DateRange, words: re.Match[str]) -> DateRange:
    """So many days, weeks, months or years before the last day named; not known without one."""
    if last.start is None:
        return UNKNOWN_TIME
    count = _SMALL.get(words["number"].lower()) or int(words["number"])
    unit = words["unit"].lower()
    then = last.start - timedelta(days=count * _UNITS[unit])
    return day(then) if unit in ("day", "week") else _unit_around(then, unit, 0)


def _all_hits(text: str, start: int, end: int, reckoning: Calendar) -> Iterable[_Hit]:
    """Every reading, the most specific patterns first."""
    for event in reckoning.events:
        yield from _event_hits(text, start, end, event)
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            when = _safely(read, match, reckoning)
            if when is not None:
                yield _Hit(match.start(), match.end(), when)


def _safely(
    read: Callable[[re.Match[str], Calendar], DateRange | None],
    match: re.Match[str],
    reckoning: Calendar,
) -> DateRange | None:
    """The days, or None for a date that no calendar has (31 June, the year 0)."""
    try:
        return read(match, reckoning)
    except (ValueError, OverflowError):
        return None


# --- one reading each ------------------------------------------------------------------------


def _full_date(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    number = _MONTHS[match["month"].lower().rstrip(".")]
    year = _year_of(match, number, int(match["day"]), reckoning)
    return _day_if_any(year, number, int(match["day"])) if year else UNKNOWN_TIME


def _day_if_any(year: int, number: int, day_number: int) -> DateRange:
    """The day; a date that no calendar has ("29 February 2021") is a date that is not known."""
    try:
        return day(date(year, number, day_number))
    except ValueError:
        return UNKNOWN_TIME


def _long_range(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    """ "28 February to 2 March 2021": a year stands for both ends."""
    first, last = (_MONTHS[match[name].lower().rstrip(".")] for name in ("first_month", "month"))
    year = _year_of(match, last, int(match["day"]), reckoning)
    if not year:
        return UNKNOWN_TIME
    own = match["first_year"]
    start = date(int(own) if own else year - (first > last), first, int(match["first_day"]))
    end = date(year, last, int(match["day"]))
    return DateRange(start, end, Precision.RANGE) if start <= end else None


def _numeric(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    """Digits: with points the day first; with strokes only where one number is no month."""
    first, mark, second, written = match["day"], match["mark"], match["second"], match["year"]
    if len(written) < 4 or (mark == "/" and int(first) <= 12 and int(second) <= 12):
        return UNKNOWN_TIME
    if mark == "/" and int(second) > 12:
        first, second = second, first
    return _day_if_any(int(written), int(second), int(first))


def _year_first(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    return _day_if_any(*(int(part) for part in match.group().split("/")))


def _day_of_month(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    """ "The 2nd of this month", "the 30th of last month"."""
    if reckoning.anchor is None:
        return UNKNOWN_TIME
    shift = {"last": -1, "this": 0, "next": 1}[match["turn"].lower()]
    whole = _unit_around(reckoning.anchor, "month", shift)
    assert whole.start
    return _day_if_any(whole.start.year, whole.start.month, int(match["day"]))


def _feast(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    """ "New Year's Eve", "Christmas Day": the last such day, unless the sentence looks ahead."""
    number, day_number = _FEASTS[" ".join(match["feast"].lower().replace("’", "'").split())]
    year = _year_of(match, number, day_number, reckoning)
    return day(date(year, number, day_number)) if year else UNKNOWN_TIME


def _day_range(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    number = _MONTHS[match["month"].lower().rstrip(".")]
    year = _year_of(match, number, int(match["last"]), reckoning)
    if not year:
        return UNKNOWN_TIME
    first, last = date(year, number, int(match["day"])), date(year, number, int(match["last"]))
    return DateRange(first, last, Precision.RANGE)


def _iso(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    return day(date(*(int(part) for part in match.group().split("-"))))


def _month_part(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    number = _MONTHS[match["month"].lower().rstrip(".")]
    year = _year_of(match, number, 15, reckoning)
    if not year:
        return UNKNOWN_TIME
    whole = month(year, number)
    assert whole.start
    assert whole.end
    part = match["part"].lower()
    if part.startswith("end"):
        return DateRange(date(year, number, whole.end.day - 6), whole.end, Precision.RANGE)
    if part.startswith(("early", "beginning", "start")):
        return DateRange(whole.start, date(year, number, 10), Precision.RANGE)
    if part.startswith("mid"):
        return DateRange(date(year, number, 11), date(year, number, 20), Precision.RANGE)
    return DateRange(date(year, number, 21), whole.end, Precision.RANGE)


def _month_alone(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    number = _MONTHS[match["month"].lower().rstrip(".")]
    year = _year_of(match, number, 28, reckoning)
    return month(year, number) if year else UNKNOWN_TIME


def _weekday(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    anchor = reckoning.anchor
    if anchor is None or reckoning.published.precision is not Precision.DAY:
        return UNKNOWN_TIME
    back = (anchor.weekday() - _DAYS[match["weekday"].lower()]) % 7
    turn = (match["turn"] or "").lower()
    if turn == "next":
        return day(anchor + timedelta(days=7 - back if back else 7))
    return day(anchor - timedelta(days=back or (7 if turn == "last" else 0)))


# Days with names of their own. [definition; Gregorian calendar]
_FEASTS = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "may day": (5, 1),
}
_EARLIER = re.compile(
    r"(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3})\s+"
    r"(?P<unit>day|week|month|year)s?\s+(?:earlier|before(?:hand)?)$",
    re.I,
)
_BESIDE = 3  # characters between two names of one day: ", " [definition]
_BACKWARD = re.compile(r"\b(?:same|that)\s+(?:day|afternoon|morning|evening)$", re.I)


def _backward(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    return UNKNOWN_TIME  # known only once the dates before it are


def _near_day(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[match["near"].lower()]
    if reckoning.anchor is None or reckoning.published.precision is not Precision.DAY:
        return UNKNOWN_TIME
    return day(reckoning.anchor + timedelta(days=shift))


def _turned_unit(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    """last week, this month, next year; "earlier this month" ends on the day of publication."""
    anchor = reckoning.anchor
    if anchor is None:
        return UNKNOWN_TIME
    shift = {"last": -1, "past": -1, "this": 0, "next": 1}[match["turn"].lower()]
    if match["turn"].lower() == "past":
        days = _UNITS[match["unit"].lower()]
        return DateRange(anchor - timedelta(days=days), anchor, Precision.RANGE)
    whole = _unit_around(anchor, match["unit"].lower(), shift)
    earlier = match["earlier"]
    if earlier and earlier.lower() == "earlier" and whole.start:
        return DateRange(whole.start, anchor, Precision.RANGE)
    if earlier and earlier.lower() == "later":
        return DateRange(anchor, whole.end, Precision.RANGE)
    return whole


def _unit_around(anchor: date, unit: str, shift: int) -> DateRange:
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(days=7 * shift)
        return DateRange(monday, monday + timedelta(days=6), Precision.WEEK)
    if unit == "month":
        count = anchor.year * 12 + anchor.month - 1 + shift
        return month(count // 12, count % 12 + 1)
    return _year(anchor.year + shift)


def _season(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    first, last = _SEASONS[match["season"].lower()]
    anchor = reckoning.anchor
    if match["year"]:
        return _season_of(int(match["year"]), first, last)
    if anchor is None:
        return UNKNOWN_TIME
    turn = (match["turn"] or "").lower()
    if turn.endswith(("next", "coming")):
        years = (anchor.year, anchor.year + 1)
        return next(
            s for y in years if (s := _season_of(y, first, last)).start and s.start > anchor
        )
    for year in (anchor.year, anchor.year - 1, anchor.year - 2):
        found = _season_of(year, first, last)
        assert found.start
        assert found.end
        if found.start <= anchor and not (turn == "last" and found.end >= anchor):
            return found
    return None


def _season_of(year: int, first: int, last: int) -> DateRange:
    end = month(year + (last < first), last).end
    return DateRange(date(year, first, 1), end, Precision.SEASON)


def _ago(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    if reckoning.anchor is None:
        return UNKNOWN_TIME
    word = match["number"].lower()
    unit = match["unit"].lower()
    count = _SMALL.get(word) or int(word)
    then = reckoning.anchor - timedelta(days=count * _UNITS[unit])
    if unit == "day":
        return day(then)
    return _unit_around(then, unit, 0)


def _end_of_year(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    anchor = reckoning.anchor
    year = int(written) if (written := match["year"]) else anchor.year if anchor else None
    if year is None:
        return UNKNOWN_TIME
    return DateRange(date(year, 12, 25), date(year, 12, 31), Precision.RANGE)


def _year_alone(match: re.Match[str], reckoning: Calendar) -> DateRange | None:
    return _year(int(match["year"]))


def _year(number: int) -> DateRange:
    return DateRange(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)


_PATTERNS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], DateRange | None]], ...
] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.I if loose else 0), read)
    for pattern, read, loose in (
        (rf"{_FIRST_D}(?:\s+of)?\s+{_FIRST_M}{_FIRST_Y}{_TO}{_D}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?",
         _long_range, False),
        (rf"{_FIRST_M}\s+{_FIRST_D}{_FIRST_Y}{_TO}{_M}\s+{_D}(?:,?\s+{_Y})?", _long_range, False),
        (r"(?P<day>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)",
         _numeric, False),
        (r"(?:19|20)\d\d/\d{1,2}/\d{1,2}", _year_first, False),
        (rf"the\s+{_D}\s+of\s+(?P<turn>this|last|next)\s+month", _day_of_month, True),
        (rf"(?P<feast>New\s+Year['’]s\s+(?:Eve|Day)|Christmas\s+(?:Eve|Day)|May\s+Day)"
         rf"(?:,?\s+{_Y})?", _feast, False),
        (rf"(?:{_D}\s*(?:-|–|to|and)\s*)(?P<last>\d{{1,2}})(?:st|nd|rd"
         rf"|th)?(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?", _day_range, False),
        (rf"{_M}\s+{_D}\s*(?:-|–|to|and)\s*(?P<last>\d{{1,2}})(?:st|nd|rd"
         rf"|th)?(?:,?\s+{_Y})?", _day_range, False),
        (rf"(?:the\s+)?{_D}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?", _full_date, False),
        (rf"{_M}\s+{_D}(?:,?\s+{_Y})?", _full_date, False),
        (r"(?:19|20)\d\d-\d\d-\d\d", _iso, False),
        (_PART + r"[\s-]*" + _M + rf"(?:,?\s+(?:of\s+)?{_Y})?", _month_part, False),
        (rf"{_M},?\s+(?:of\s+)?{_Y}", _month_alone, False),
        (rf"(?:(?<=in )|(?<=since )|(?<=during )|(?<=until )|(?<=by )|(?<=from )"
         rf"|(?<=last )|(?<=this )|(?<=next )|(?<=and )|(?<=to )|(?<=In )"
         rf"|(?<=Since )|(?<=the )|(?<=for ))(?!May\s+(?:be|not|have)){_M}", _month_alone, False),
        (rf"(?:(?P<turn>last|next|this|on)\s+)?{_WEEKDAY}", _weekday, True),
        (r"(?:the\s+same|that)\s+(?:day|afternoon|morning|evening)", _backward, True),
        (r"(?P<near>yesterday|today|tonight|tomorrow)", _near_day, True),
        (r"(?:(?P<earlier>earlier|later)\s+)?(?:the\s+)?(?P<turn>last|past|this"
         r"|next)\s+(?P<unit>week|month|year)", _turned_unit, True),
        (rf"(?:(?P<turn>last|this|next|the coming|the northern|the southern|in"
         rf"|in the|during the|the)\s+)(?:northern\s+)?(?P<season>spring|summer"
         rf"|autumn|fall|winter)(?:\s+(?:of\s+)?{_Y})?(?!\s+(?:exercise|drill"
         rf"|manoeuv|maneuv|game))", _season, True),
        (r"(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
         r"|\d{1,3})\s+(?P<unit>day|week|month|year)s?\s+ago", _ago, True),
        (_EARLIER.pattern.removesuffix("$"), _backward, True),
        (rf"(?:the\s+)?(?:year(?:'s)?[\s-]end|end\s+of\s+(?:the\s+year|this\s+year"
         rf"|{_Y}))", _end_of_year, True),
        (rf"(?:(?<=in )|(?<=since )|(?<=during )|(?<=until )|(?<=by )|(?<=In )"
         rf"|(?<=Since )|(?<=of )){_Y}", _year_alone, False),
    )
)  # fmt: skip


def _year_of(match: re.Match[str], number: int, day_number: int, reckoning: Calendar) -> int | None:
    """The year written, or the one that the date belongs to; None if that cannot be known."""
    if "year" in match.re.groupindex and match["year"]:
        return int(match["year"])
    anchor = reckoning.anchor
    if anchor is None:
        return None
    year = anchor.year
    this = _clipped(year, number, day_number)
    past = this if this <= anchor else _clipped(year - 1, number, day_number)
    coming = this if this > anchor else _clipped(year + 1, number, day_number)
    ahead, back = (coming - anchor).days, (anchor - past).days
    looks_ahead = _looks_ahead(match.string[max(0, match.start() - 60) : match.start()])
    if (looks_ahead and ahead <= 300) or (ahead <= _AHEAD_DAYS and back >= _BACK_DAYS):
        return coming.year
    return past.year


_AHEAD = re.compile(
    r"\b(?:will|would|next|plan|plans|planned|due|scheduled|to\s+\w+|ahead)\b[^.]*$", re.I
)
_UP_TO = re.compile(r"\b(?:by|until|before)\b[^.]*$", re.I)
_DONE = re.compile(r"\b(?:was|were|had|has|have)\s+(?:\w+\s+){0,6}?(?:by|until|before)\b", re.I)


def _looks_ahead(before: str) -> bool:
    """Whether the words before a date speak of what is to come: "were cleared by" does not."""
    if _AHEAD.search(before):
        return True
    return bool(_UP_TO.search(before)) and not _DONE.search(before)


def _clipped(year: int, number: int, day_number: int) -> date:
    return date(year, number, min(day_number, calendar.monthrange(year, number)[1]))


# --- events and what stands before an expression ------------------------------------------------


def _event_hits(text: str, start: int, end: int, event: KnownEvent) -> Iterable[_Hit]:
    for name in event.names:
        body = re.escape(re.sub(r"^the\s+", "", normalise_typography(name), flags=re.I)).replace(
            r"\ ", r"\s+"
        )
        pattern = re.compile(
            rf"(?:(?P<shift>(?:the\s+)?day\s+(?:after|before))\s+)?"
            rf"(?:(?:the|that|this|their|his|its)\s+(?:[\w-]+\s+){{0,2}}?)?\b{body}\b",
            re.I,
        )
        for match in pattern.finditer(text, start, end):
            yield _Hit(match.start(), match.end(), _shifted(event.when, match["shift"]))


def _shifted(when: DateRange, shift: str | None) -> DateRange:
    if not shift or when.start is None or when.end is None:
        return when
    if shift.lower().endswith("after"):
        return day(when.end + timedelta(days=1))
    return day(when.start - timedelta(days=1))


_LEAD = re.compile(
    r"(?P<word>ever\s+since|since|until|till|by|before|after|following|from|as\s+of|on|in|during)"
    r"(?:\s+(?:the|his|her|its|their))?\s*$",
    re.I,
)


def _widened(text: str, start: int, end: int, hit: _Hit, reckoning: Calendar) -> _Hit:
    """The expression with the word before it, which can open the range at one end."""
    lead = _LEAD.search(text, max(start, hit.start - 20), hit.start)
    if lead is None or (lead.start() and text[lead.start() - 1].isalnum()):
        return hit
    word = lead["word"].lower()
    when = hit.when
    if when.has_date:
        when = _opened(when, word, reckoning)
    return _Hit(lead.start(), hit.end, when)


def _opened(when: DateRange, word: str, reckoning: Calendar) -> DateRange:
    if word.endswith("since"):
        end = reckoning.published.end
        if when.start is not None and end is not None and end >= when.start:
            return DateRange(when.start, end, Precision.RANGE)
        return DateRange(when.start, None, Precision.RANGE)
    if word in {"after", "following"} or (word == "from" and when.precision is Precision.DAY):
        return DateRange(when.start, None, Precision.RANGE)
    if word in {"until", "till", "by"}:
        return DateRange(None, when.end, Precision.RANGE)
    if word == "before":
        start = when.start
        return DateRange(None, start - timedelta(days=1) if start else None, Precision.RANGE)
    return when
