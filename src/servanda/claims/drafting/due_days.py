"""The day by which a provision is due: a date, or so many days from the signature."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import DateRange, Precision

__all__ = ["due_day", "signature_day"]

_SIGNED = re.compile(
    r"^[ \t]*(?:done|signed|concluded|adopted|executed|initialled)\b[^.\n]{0,80}", re.I | re.M
)
_DAY_OF = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+day\s+of\s+(?P<month>[A-Z][a-z]+),?\s+(?P<year>\d{4})"
)
_TOP_LINES = 6  # lines from the top in which a dateline stands [judgement; by eye]
_BY = re.compile(
    r"\b(?:by|before|until|(?:no|not)\s+later\s+than|on\s+or\s+before)\s+(?:the\s+)?$", re.I
)
_BY_INSIDE = re.compile(r"(?:by|before|until|(?:no|not)\s+later\s+than)\b", re.I)
_WITHIN = re.compile(
    r"\b(?:within|in|(?:no|not)\s+later\s+than)\s+(?:a\s+period\s+of\s+)?(?P<number>[\w-]+(?:\s+[\w-]+)?"
    r"(?:\s*\(\d+\))?)\s+(?:calendar\s+|working\s+)?(?P<unit>day|week|month|year)s?\b"
    r"(?P<after>(?:\s+(?:of|from|after|following)\s+[\w ]{0,60})?)",
    re.I,
)
_DAY_NUMBER = re.compile(r"\bD(?:ay)?\s*\+?\s*(?P<number>\d{1,4})\b", re.I)
_FROM_START = re.compile(r"sign|entry\s+into\s+force|effective|conclusion|adoption", re.I)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def signature_day(text: str, published: DateRange) -> tuple[date, str] | None:
    """When the text was signed, with the words that say so; None where they give no day."""
    stretches = [text[match.start() : match.end()] for match in _SIGNED.finditer(text)]
    top = [line for line in text.splitlines() if line.strip()][:_TOP_LINES]
    for said in [*reversed(stretches), *top]:
        plain = _DAY_OF.sub(r"\g<day> \g<month> \g<year>", said)
        for mention in time_mentions(plain, 0, len(plain), Calendar(published)):
            if mention.when.precision is Precision.DAY and mention.when.end is not None:
                return mention.when.end, said
    return None


def due_day(said: str, signed: date | None, published: DateRange) -> tuple[date | None, str]:
    """The day by which the words say that it is due, and what is to be known of it.

    said: a clause, or the day of its row in a timetable; signed: what "within ten days" runs from
    """
    relative = _relative(said, signed)
    if relative is not None:
        return relative
    for mention in time_mentions(said, 0, len(said), Calendar(published)):
        before = said[max(0, mention.span.start - 24) : mention.span.start]
        if _BY_INSIDE.match(mention.text) or _BY.search(before):
            return mention.when.end, f"the text says {mention.text!r}"
    return None, ""


def _relative(said: str, signed: date | None) -> tuple[date | None, str] | None:
    row = _DAY_NUMBER.match(said)
    if row is not None:
        words, number, unit = row[0], int(row["number"]), "day"
    else:
        match = next((m for m in _WITHIN.finditer(said) if _number(m["number"])), None)
        if match is None:
            return None
        words, number, unit = match[0], _number(match["number"]), match["unit"].lower()
        if match["after"] and not _FROM_START.search(match["after"]):
            return None, f"{words.strip()!r}: runs from an event; write the day when it is known"
    if signed is None:
        return None, f"{words.strip()!r}: write the day once that of the signature is known"
    return _later(signed, number, unit), f"{words.strip()!r}, counted from {signed}"


def _number(words: str) -> int:
    """Of "thirty (30)" 30, of "sixty" 60; 0 where it is no number."""
    figures = re.search(r"\d+", words)
    if figures:
        return int(figures[0])
    found = stated_numbers(f"{words} things")
    return int(found[0].value) if found else 0


def _later(start: date, number: int, unit: str) -> date:
    if unit in _DAYS:
        return start + timedelta(days=number * _DAYS[unit])
    months = start.year * 12 + start.month - 1 + number * _MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
