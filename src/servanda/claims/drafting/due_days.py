"""The day by which a provision is due: a date, or so many days from one that the text fixes."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import DateRange, Precision

__all__ = ["Anchors", "Period", "anchors_of", "due_day", "periods_of", "signature_day"]

_SIGNED = re.compile(
    r"^[ \t]*(?:done|signed|concluded|adopted|executed|initialled)\b[^.\n]{0,240}", re.I | re.M
)
# How an opening tells the day that it does not set apart: "met in Tolm on 26 January and agreed".
_MET = re.compile(r"\b(?:met|meeting|gathered|assembled|convened)\b[^.;:]{0,160}\bagree", re.I)
_PREAMBLE = 1_500  # characters in which it stands [judgement; by eye]
_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)?|(?:[a-z]+-)?(?:\w+th|first|second|third))"
_DAY_OF = re.compile(
    rf"\b(?P<day>{_ORDINAL})\s+day\s+of\s+(?P<month>[A-Z][a-z]+),?\s+(?:in\s+the\s+year\s+)?"
    r"(?P<year>\d{4}|(?:(?:one|two)\s+thousand|nineteen\s+hundred)[a-z -]*)"
)
_LONGEST_TOP_LINE = 80  # a longer one recalls other days [judgement; by eye]
_TOP_LINES = 6  # lines from the top in which a dateline stands [judgement; by eye]
_SAME = re.compile(
    r"\b(?:by|on|from|before|(?:not|no)\s+later\s+than)\s+the\s+same\s+(?:date|day|time)\b", re.I
)
_STRICTLY = re.compile(r"before\b", re.I)
_ON_OR = re.compile(r"\bon\s+or\s+$", re.I)
_UNTIL = re.compile(r"\b(?:to|until|through)\s+(?:the\s+)?$", re.I)
_ON = re.compile(
    r"\b(?:on|at|from|as\s+(?:of|from)|starting(?:\s+(?:on|from))?|beginning(?:\s+(?:on|from))?|midnight\s+on)\s+(?:the\s+)?$",
    re.I,
)
_BY = re.compile(
    r"\b(?:by|before|until|(?:no|not)\s+later\s+than|on\s+or\s+before)\s+(?:the\s+)?$", re.I
)
_BY_INSIDE = re.compile(r"(?:by|before|until|(?:no|not)\s+later\s+than)\b", re.I)
_WITHIN = re.compile(
    r"\b(?:within|in|(?:no|not)\s+later\s+than)\s+(?:a\s+period\s+of\s+)?(?P<number>[\w-]+(?:\s+[\w-]+)?"
    r"(?:\s*\(\d+\))?)\s+(?:calendar\s+|working\s+)?(?P<unit>day|week|month|year)s?\b"
    r"(?P<after>(?:\s+(?:of|from|after|following)\s+[\w -]{0,60})?)",
    re.I,
)
_DAY_NUMBER = re.compile(
    r"\b(?:D(?:ay)?\s*\+\s*|(?:^|(?<=by ))D(?:ay)?\s+)(?P<number>\d{1,4})\b", re.I
)
_AT_START = re.compile(
    r"\b(?:from|as\s+(?:of|from)|on|upon)\s+(?:the\s+)?(?:(?:date|day)\s+of\s+)?"
    r"(?:signature|D-Day|th(?:is|e\s+present)\s+[A-Z]\w+)",
    re.I,
)
_FROM_START = re.compile(
    r"sign|entry\s+into\s+force|effective|conclusion|adoption|\bD-Day"
    r"|date\s+of\s+th(?:e|is)\s+(?:present\s+)?(?!end|start)\w+",
    re.I,
)
_FORCE = re.compile(
    r"\b(?:enters?|come[s]?|takes?|has)\s+(?:into\s+)?(?:force|effect)\b[^.;]{3,160}", re.I
)
_AT_ONCE = re.compile(r"\b(?:on|upon|from|by)\s+(?:the\s+)?(?:date\s+of\s+)?(?:its\s+)?sign", re.I)
_DATE = r"(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2},)\s+\d{4}"
_FIRST_DAY = re.compile(
    rf"\bD-Day\s*\((?P<beside>{_DATE})\)|(?P<before>{_DATE})[^;.\n]{{0,90}}[\"“]D(?:-Day)?[\"”]"
)
_FIRST_DAY_MEANS = re.compile(r"[\"“]D(?:-Day)?[\"”]\s+means\s+(?P<what>[^;.\n]{3,240})")
_NTH_AFTER = re.compile(
    rf"\bthe\s+(?P<nth>{_ORDINAL})\s+day\s+(?:after|following|from)\b[^,;]{{0,40}}\bsign", re.I
)
_DAY_OF_EVENT = re.compile(
    r"\b(?:day|date|hour|moment)\s+(?:on|at)\s+which\s+the\s+(?P<thing>[\w-]+(?:\s[\w-]+)?)"
    r"\s+(?:takes?|enters?|begins?|comes?|starts?)\b"
)
# What so many days run from, though no "of" or "after" says so. [grammar]
_ONCE = re.compile(r"\s*,?\s*(?:whenever|when|if|where|once|that|beforehand|before)\b", re.I)
_IN_FORCE = re.compile(r"(?:entry|coming)\s+into\s+(?:force|effect)|takes?\s+effect", re.I)
_LENGTH = r"(?P<number>[\w-]+(?:\s+[\w-]+)?(?:\s*\(\d+\))?)\s+(?P<unit>day|week|month|year)s?\b"
_CALLED = r"(?P<name>(?:[A-Z][\w-]*\s+)*(?:Period|Phase|Transition|Stage))"
_DEFINED = re.compile(
    rf"(?:[\"“]{_CALLED}[\"”]\s+(?:means|is)\s+(?:the|a)\s+(?:period|time)\s+of"
    rf"|\bThe\s+{_CALLED.replace('name', 'also')}\s+(?:shall|will|is|lasts?|runs?)\b"
    r"[^.;\n]{0,40}?)\s+"
    rf"{_LENGTH}[^.;\n]{{0,40}}?\b(?:begin\w*|start\w*|commenc\w*|from|after)\s+"
    r"(?:on\s+|from\s+|with\s+)?(?P<since>[^.;\n]{3,90})"
)
_CUES: tuple[Callable[[str, str], bool], ...] = (
    lambda said, words: bool(_BY_INSIDE.match(said) or _BY.search(words)),
    lambda said, words: bool(_UNTIL.search(words)),
    lambda said, words: bool(_ON.search(words) or re.match(r"(?:on|from|since)\b", said, re.I)),
)
_TIME = r"(?P<unit>day|week|month|year)s?"
_OF = (
    r"\s+(?:of|after|from|following)\s+(?:the\s+)?"
    r"(?:(?:start|beginning|commencement|opening)\s+of\s+)?(?:the\s+)?$"
)
_BEFORE_END = re.compile(
    rf"(?P<number>[\w-]+(?:\s*\(\d+\))?)\s+{_TIME}\s+before\s+the\s+end\s+of\s+(?:the\s+)?$", re.I
)
_NTH_DAY = re.compile(rf"(?P<nth>{_ORDINAL})(?:\s*\([^)]*\))?\s+day{_OF}", re.I)
_END_OF_NTH = re.compile(
    rf"\bend\s+of\s+(?:the\s+|its\s+)?(?P<nth>{_ORDINAL})\s+{_TIME}{_OF}", re.I
)
_FIRST_OF = re.compile(
    rf"\b(?:within|in|during)\s+(?:the\s+first\s+)?(?P<number>(?!first)[\w-]+(?:\s*\(\d+\))?)?\s*{_TIME}{_OF}",
    re.I,
)
_WORDS_BEFORE = 90  # characters before a period's name that tell its day [layout]
_ITEM = re.compile(
    r"^[ \t]*(?:item\s+)?(?P<number>\d{1,3})[.):][ \t]+(?P<said>[^\n]{1,400})", re.M | re.I
)
_OF_ITEM = re.compile(
    r"\b(?:item|line|row|point)\s+(?P<number>\d{1,3})\s+of\s+(?:the\s+)?annex", re.I
)
_MOST_PERIODS = 50  # that one text defines [limit]
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days from which a text counts: its signature, its force, and its periods."""

    signed: date | None
    in_force: date | None = None
    waits: bool = False  # its force waits for something that has no day yet
    first_day: date | None = None  # "D-Day", where the text gives it a day of its own
    undated: bool = False  # it means by D-Day a day that it does not give
    periods: tuple[Period, ...] = ()
    items: Mapping[str, date] = field(default_factory=dict)  # of an annex of dates, by number


def anchors_of(text: str, signed: date | None, published: DateRange) -> Anchors:
    """The days that a text counts from, as far as it fixes them."""
    told = [match[0] for match in _FORCE.finditer(text)]
    days = (
        signed if _AT_ONCE.search(words) else _plain_due_day(words, signed, published)
        for words in told
    )
    in_force = next((day for day in days if day is not None), None)
    first_day, undated = _first_day(text, signed, published)
    waits = bool(told) and in_force is None
    return Anchors(
        signed=signed,
        in_force=in_force,
        waits=waits,
        first_day=first_day,
        undated=undated,
        periods=periods_of(text, None if undated else first_day or signed),
        items=_items(text, published),
    )


def _items(text: str, published: DateRange) -> dict[str, date]:
    """The days of an annex's numbered items, which articles refer to."""
    found: dict[str, date] = {}
    for match in _ITEM.finditer(text, max(text.rfind("\nANNEX"), text.rfind("\nAnnex"), 0)):
        said = match["said"]
        days = (
            mention.when.end
            for mention in time_mentions(said, 0, len(said), Calendar(published))
            if mention.when.precision is Precision.DAY
        )
        day = next((day for day in days if day is not None), None)
        if day is not None:
            found.setdefault(match["number"], day)
    return found


def _first_day(text: str, signed: date | None, published: DateRange) -> tuple[date | None, bool]:
    """The day that a text calls D-Day, and whether it means one that is not known."""
    meant = _FIRST_DAY_MEANS.search(text)
    if meant is None:
        named = _FIRST_DAY.search(text)
        day = next((found for found in named.groups() if found), None) if named else None
        return (_plain_due_day(day, None, published) if day else None), False
    what, rest = meant["what"], text[meant.end() :]
    day = _day_of_meaning(what, rest, signed, published)
    return day, day is None


def _day_of_meaning(what: str, rest: str, signed: date | None, published: DateRange) -> date | None:
    """The day that a definition of D-Day tells: a date, so many days on, or that of an event."""
    if named := re.search(_DATE, what):
        return _plain_due_day(named[0], None, published)
    if signed is not None and (nth := _NTH_AFTER.search(what)):
        return signed + timedelta(days=_number(nth["nth"]))
    if event := _DAY_OF_EVENT.search(what):
        thing = re.escape(event["thing"])
        told = re.search(rf"\b{thing}\b[^.;\n]{{3,120}}?\b({_DATE})", rest, re.I)
        return _plain_due_day(told[1], None, published) if told else None
    if counted := _plain_due_day(f"within {what}", signed, published):
        return counted
    return signed if re.search(r"\b(?:signature|signing|signed)\b", what) else None


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time that a text defines, with both its days."""

    name: str
    start: date
    end: date


def periods_of(text: str, signed: date | None) -> tuple[Period, ...]:
    """The periods that a text defines from its signature, or from the end of another."""
    found: dict[str, Period] = {}
    definitions = list(islice(_DEFINED.finditer(text), _MOST_PERIODS))
    for match in definitions * 2:  # one may be defined before the one that it follows
        name, number = match["name"] or match["also"], _number(match["number"])
        start = _start_of(match["since"], signed, found)
        if start is not None and number:
            end = _later(start, number, match["unit"]) - timedelta(days=1)
            found.setdefault(name, Period(name, start, end))
    return tuple(found.values())


def _start_of(since: str, signed: date | None, found: Mapping[str, Period]) -> date | None:
    for period in sorted(found.values(), key=lambda period: -len(period.name)):
        if re.search(rf"\bend\s+of\s+the\s+{re.escape(period.name)}", since):
            return period.end + timedelta(days=1)
    return signed if _FROM_START.search(since) else None


def signature_day(text: str, published: DateRange) -> tuple[date, str] | None:
    """When the text was signed, with the words that say so; None where they give no day."""
    stretches = [text[match.start() : match.end()] for match in _SIGNED.finditer(text)]
    top = [line for line in text.splitlines() if line.strip()][:_TOP_LINES]
    top = [line for line in top if len(line) < _LONGEST_TOP_LINE]
    met = [match.group() for match in _MET.finditer(text[:_PREAMBLE])]
    for said in [*reversed(stretches), *top, *met]:
        plain = _DAY_OF.sub(_in_figures, said)
        for mention in time_mentions(plain, 0, len(plain), Calendar(published)):
            if mention.when.precision is Precision.DAY and mention.when.end is not None:
                return mention.when.end, said
    return None


def _in_figures(match: re.Match[str]) -> str:
    """ "the fourteenth day of May, one thousand nine hundred and ninety-two" in figures."""
    return f"{_number(match['day'])} {match['month']} {_number(match['year'])} "


def due_day(
    said: str,
    anchors: Anchors,
    published: DateRange,
    before: date | None = None,
    *,
    begins: bool = True,
) -> tuple[date | None, str]:
    """The day by which the words say that it is due, and what is to be known of it.

    said: a clause, or the day of its row in a timetable
    anchors: what "within ten days" runs from
    before: the day of the provision before, which "the same date" means
    begins: the day on which it begins will do, as it does for what is to be done on a day
    """
    if before is not None and _SAME.search(said):
        return before, "the date of the provision before it"
    if (item := _OF_ITEM.search(said)) and item["number"] in anchors.items:
        return anchors.items[item["number"]], f"as {item[0]!r} says"
    relative = _in_period(said, anchors.periods) or _relative(said, anchors)
    if relative is not None and relative[0] is not None:
        return relative
    told = _told_day(said, published, begins=begins) or relative
    if told is None and begins and anchors.signed is not None and (match := _AT_START.search(said)):
        told = anchors.signed, f"the text says {match[0]!r}"
    return told or (None, "")


def _plain_due_day(said: str, signed: date | None, published: DateRange) -> date | None:
    return due_day(said, Anchors(signed), published)[0]


def _told_day(said: str, published: DateRange, *, begins: bool) -> tuple[date, str] | None:
    """A day that the words name: what it is due by, else what it ends on or begins from."""
    found: list[tuple[int, date, str]] = []
    cues = _CUES if begins else _CUES[:1]
    for mention in time_mentions(said, 0, len(said), Calendar(published)):
        words = said[max(0, mention.span.start - 24) : mention.span.start]
        end = mention.when.end or mention.when.start  # "from 1 May" has no end
        rank = next((rank for rank, cue in enumerate(cues) if cue(mention.text, words)), None)
        if mention.text == said.strip():  # a cell that is a date and nothing else
            rank = 0
        if rank is None or end is None:
            continue
        if _STRICTLY.match(mention.text) and _ON_OR.search(words):
            end += timedelta(days=1)  # "before 1 March" ends on the last of February
        found.append((rank, end, mention.text))
    if not found:
        return None
    _, day, words = min(found, key=lambda one: one[0])
    return day, f"the text says {words!r}"


def _relative(said: str, anchors: Anchors) -> tuple[date | None, str] | None:
    start, since = anchors.signed, "that of the signature"
    row = _DAY_NUMBER.search(said)
    if row is not None:
        words, number, unit = row[0], int(row["number"]), "day"
        start = anchors.first_day or (None if anchors.undated else start)
        since = "D-Day"
    else:
        match = next((m for m in _WITHIN.finditer(said) if _number(m["number"])), None)
        if match is None:
            return None
        words, number, unit = match[0], _number(match["number"]), match["unit"].lower()
        if anchors.in_force is not None and _IN_FORCE.search(match["after"]):
            start, since = anchors.in_force, "its entry into force"
        elif "D-Day" in match["after"] and (anchors.first_day is not None or anchors.undated):
            start, since = anchors.first_day, "D-Day"
        elif (
            (match["after"] and not _FROM_START.search(match["after"]))
            or (anchors.waits and _IN_FORCE.search(match["after"]))
            or _ONCE.match(said, match.end())
        ):
            return None, f"{words.strip()!r}: runs from an event; write the day when it is known"
    if start is None:
        return None, f"{words.strip()!r}: write the day once {since} is known"
    return _later(start, number, unit), f"{words.strip()!r}, counted from {start}"


def _in_period(said: str, periods: Sequence[Period]) -> tuple[date, str] | None:
    """The day that is told by a period of the text: "by the end of its second year"."""
    for period in sorted(periods, key=lambda period: -len(period.name)):
        at = re.search(rf"(?<![\w-]){re.escape(period.name)}\b", said)
        if at is None:
            continue
        before = said[max(0, at.start() - _WORDS_BEFORE) : at.start()]
        day = _day_in(before, period)
        if day is not None:
            return day, f"in the {period.name}, {period.start} to {period.end}"
    return None


def _day_in(before: str, period: Period) -> date | None:
    """The day that the words before a period's name tell of it."""
    day = timedelta(days=1)
    if match := _BEFORE_END.search(before):
        return _later(period.end, -_number(match["number"]), match["unit"].lower())
    if match := _NTH_DAY.search(before):
        return period.start + (_number(match["nth"]) - 1) * day
    if match := _END_OF_NTH.search(before):
        return _later(period.start, _number(match["nth"]), match["unit"].lower()) - day
    if match := _FIRST_OF.search(before):
        number = _number(match["number"]) if match["number"] else 1
        return _later(period.start, number, match["unit"].lower()) - day if number else None
    if re.search(r"\bend\s+of\s+(?:the\s+)?$", before, re.I):
        return period.end
    return None


def _number(words: str) -> int:
    """Of "thirty (30)" 30, of "sixty" and "sixtieth" 60; 0 where it is no number."""
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
