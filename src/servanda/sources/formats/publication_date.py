"""The date of publication: from a value that somebody gave, or from a line near the top."""

from __future__ import annotations

import re
from datetime import date

from servanda.records import UNKNOWN_TIME, DateRange, Precision, day, month, parse_range

__all__ = ["DATE_ADVICE", "find_publication_date", "published_range", "written_range"]

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

# Not from `calendar`, which speaks the machine's language.
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_LABEL = r"(?:posted|published|publication date|released|issued|date)(?: on)?\s*:?"
_NAME = r"(?P<month>[a-z]{3,9})\.?"
_FORMS = (
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})",
    rf"{_NAME} (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})",
    rf"(?P<day>[0-9]{{1,2}}) {_NAME},? (?P<year>[0-9]{{4}})",
    rf"{_NAME} (?P<year>[0-9]{{4}})",
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_ZONE = r"(?:\s*[a-z0-9:+-]{1,6}){0,2}"
_CLOCK = (
    r"(?:(?:,| at|T)?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?"
    rf"{_ZONE})?"
)
_LINES = tuple(
    re.compile(rf"{_LABEL}\s*{_WEEKDAY}{form}\s*{_CLOCK}\.?", re.IGNORECASE) for form in _FORMS
)


def find_publication_date(text: str) -> DateRange:
    """The date of a line such as "Posted November 15, 2018" among the first five.

    The whole line must be a label (posted, published, released, issued, date) and one date,
    maybe with a time of day. Digits alone ("11/12/2018") are not read: which is the month?
    "Updated" is not publication. No such line, or two that disagree: UNKNOWN_TIME.
    """
    found = set()
    for line in text[:2000].splitlines()[:TOP_LINES]:
        for pattern in _LINES:
            match = pattern.fullmatch(" ".join(line.split()))
            if match:
                found.add(_range(match.groupdict()))
    dates = [date_range for date_range in found if date_range is not None]
    return dates[0] if len(dates) == 1 else UNKNOWN_TIME


def _range(parts: dict[str, str | None]) -> DateRange | None:
    """The days that the parts name; None where they are no date: "November 31"."""
    try:
        if parts.get("iso"):
            return day(date.fromisoformat(str(parts["iso"])))
        number = _month(str(parts["month"]).lower())
        if parts.get("day"):
            return day(date(int(str(parts["year"])), number, int(str(parts["day"]))))
        return month(int(str(parts["year"])), number)
    except ValueError:
        return None


def _month(name: str) -> int:
    """1 to 12 for a name or its first letters (at least three); raises ValueError."""
    for number, full in enumerate(MONTHS, 1):
        if full.startswith(name):
            return number
    raise ValueError(f"{name} is not a month")
