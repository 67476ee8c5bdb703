"""The date of publication: from a value that somebody gave, or from a line near the top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from servanda.records import UNKNOWN_TIME, DateRange, Precision, day, parse_range
from servanda.sources.formats.dates_in_words import (
    WordedDate,
    days_in_words,
    is_weekday,
    months_in_words,
)
from servanda.sources.formats.publication_labels import publication_rank, split_parts

__all__ = [
    "DATE_ADVICE",
    "dates_in_line",
    "find_publication_date",
    "is_clock",
    "published_range",
    "written_range",
]

DATE_ADVICE = "write YYYY-MM-DD, YYYY-MM, YYYY or FROM/TO (an open end is ..)"

_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_RANGE = re.compile(rf"{_DATE}|{_DATE}/(?:{_DATE}|\.\.)|\.\./{_DATE}")
_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}\S*")


def published_range(text: str) -> DateRange:
    """The days that "2018-11-20", "2018-11", "2018" or "2018-06-11/2018-06-20" stand for.

    A time of day ("2018-11-20T08:00:00+09:00") counts as its calendar day as written: it is
    the day on which readers there could know. Raises ValueError.
    """
    text = text.strip()
    timestamp = _TIMESTAMP.fullmatch(text)
    if timestamp:
        text = timestamp[1]
    if not _RANGE.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a date")
    return parse_range(text)


def written_range(days: DateRange) -> str:
    """The text that `published_range` reads as these days; "unknown" of none."""
    if not days.has_date:
        return "unknown"
    start, end = (".." if end is None else end.isoformat() for end in (days.start, days.end))
    if days.precision is Precision.YEAR:
        return start[:4]
    if days.precision is Precision.MONTH:
        return start[:7]
    return start if start == end else f"{start}/{end}"


# How many lines may stand above the line with the date: headline, subtitle, author.
# [judgement; not from outside]
TOP_LINES = 5

# A day as digits whose order everybody reads in the same way.
_ISO = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_ZONE = r"(?:\s*[a-z0-9:+-]{1,6}){0,2}"
_CLOCK = re.compile(
    r"(?:г\.?)?(?:(?:at |T|um |à )?\s*[0-9]{1,2} ?[:.h] ?[0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?"
    rf"{_ZONE})?\.?",
    re.IGNORECASE,
)


def find_publication_date(text: str) -> DateRange:
    """The date of a line such as "Posted November 15, 2018" among the first five.

    A line, or a part of one between bars, must be a label of publication and one date, maybe with
    a time of day; the label may stand on a line of its own above. Digits alone ("11/12/2018") are
    not read: which is the month? "Updated" is not publication, nor is "Meeting". A label that says
    "date" alone counts where none says more. No such line, or two that disagree: UNKNOWN_TIME.
    """
    lines = [" ".join(line.split()) for line in text[:2000].splitlines()[:TOP_LINES]]
    parts = [part for line in lines for part in split_parts(line)]
    labelled = [f"{above} {line}" for above, line in pairwise(lines) if _is_label(above)]
    found = {found for line in (*parts, *labelled) for found in _dates_with_rank(line)}
    best = max((rank for rank, _ in found), default=0)
    dates = [days for rank, days in found if rank == best]
    return dates[0] if len(dates) == 1 else UNKNOWN_TIME


def _is_label(line: str) -> bool:
    return bool(line) and not _ISO.search(line) and publication_rank(line) > 0


def _dates_with_rank(line: str) -> Iterator[tuple[int, DateRange]]:
    """How surely a whole line is the date of publication, and that date."""
    found = dates_in_line(line)
    if len(found) == 1 and is_clock(line[found[0].end :]):
        rank = publication_rank(line[: found[0].start])
        if rank:
            yield rank, found[0].days


def dates_in_line(line: str) -> list[WordedDate]:
    """Every day of a short line that can be read in one way alone; without one, its months."""
    days = [*days_in_words(line), *_iso_days(line)]
    return days or list(months_in_words(line))


def _iso_days(line: str) -> Iterator[WordedDate]:
    for match in _ISO.finditer(line):
        try:
            yield WordedDate(day(date.fromisoformat(match[0])), match.start(), match.end())
        except ValueError:
            continue


def is_clock(after: str) -> bool:
    """True if nothing but a weekday and a time of day stands after a date."""
    words = after.strip(" ,()").split(" ", 1)
    if is_weekday(words[0]):
        after = words[1] if len(words) > 1 else ""
    return _CLOCK.fullmatch(after.strip(" ,")) is not None
