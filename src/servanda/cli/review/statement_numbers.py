"""The number and the days of a statement: in words, and asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from servanda.cli.review.answers import read_line
from servanda.records import Comparison, Counted, DateRange, StatedCount, Statement

__all__ = ["ask_for_numbers", "days_in_words", "numbers_in_words"]

_NONE = "-"  # answered where there is no number, or no day
_NUMBER = re.compile(r"(>=|<=|[=~<>])?\s*(\d+(?:\.\d+)?)")


def numbers_in_words(statement: Statement) -> str:
    """Number, day of the event, and the day or period of whose state it tells."""
    count = "no number" if statement.count is None else _count_in_words(statement.count)
    event = "no day" if statement.event is None else days_in_words(statement.event)
    return f"{count} | happened: {event} | state of: {days_in_words(statement.as_of)}"


def _count_in_words(count: StatedCount) -> str:
    sign = "" if count.comparison is Comparison.EXACTLY else f"{count.comparison.value} "
    whole = "" if count.of is None else f" of {count.of:g}"
    return f"{sign}{count.value:g}{whole} {count.counts.value}"


def days_in_words(when: DateRange) -> str:
    """A day, or the first and the last: "2004-05-01..2004-05-03"; an open end is left out."""
    first, last = ("" if end is None else end.isoformat() for end in (when.start, when.end))
    return first if first == last else f"{first}..{last}"


def ask_for_numbers(statement: Statement) -> Statement:
    """The statement with the numbers and days that a person types; a blank line leaves each.

    Raises ValueError with what to write instead.
    """
    value = read_line(f"count (>= 10, ~10, 10; {_NONE} for none)")
    whole = read_line("of how many")
    counts = read_line(f"it counts ({', '.join(Counted)})")
    first = read_line(f"happened from (YYYY-MM-DD; {_NONE} for no day)")
    last = read_line("happened to")
    state = read_line("state of (YYYY-MM-DD)")
    event = statement.event
    if first == _NONE:
        event = None
    elif first or last:
        event = _days(first, last)
    return replace(
        statement,
        count=_count(statement.count, value, whole, counts),
        event=event,
        as_of=_days(state, "") if state else statement.as_of,
    )


def _count(count: StatedCount | None, value: str, whole: str, counts: str) -> StatedCount | None:
    if value == _NONE:
        return None
    if value:
        sign, number = _number_with_sign(value)
        kind = Counted.DONE if count is None else count.counts
        count = StatedCount(number, None if count is None else count.of, sign, kind)
    if count is None:
        if whole or counts:
            raise ValueError("there is no count yet; give one")
        return None
    if whole:
        count = replace(count, of=None if whole == _NONE else _number_with_sign(whole)[1])
    return replace(count, counts=Counted(counts)) if counts else count


def _number_with_sign(text: str) -> tuple[Comparison, float]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no count; write a number, or >= and a number")
    return Comparison(found[1] or "="), float(found[2])


def _days(first: str, last: str) -> DateRange:
    from servanda.sources import event_range

    days = event_range(first or None, last or None)
    if days is None:
        raise ValueError("give a day as YYYY-MM-DD")
    return days
