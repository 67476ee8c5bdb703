"""When what a sentence tells of happened, and of which day's state it tells.

The day that it happened comes from the date that its act has in the sentence, never from a deadline
or the date of an agreement. The state is that of the last day of the period that a report is about,
or of the day of publication, unless the sentence names another day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from servanda.claims.content.time_expressions import Calendar
from servanda.claims.slots.date_roles import DateRole, date_role
from servanda.claims.slots.found_dates import FoundDate, found_dates, in_year
from servanda.claims.slots.reporting_period import reporting_period
from servanda.claims.statements.passages import Passage
from servanda.records import DateRange, KnownEvent, Label, Precision, Span, day

__all__ = ["DocumentTimes", "StatedTimes"]


@dataclass(frozen=True, slots=True)
class StatedTimes:
    """The two times of one statement."""

    event: DateRange | None  # when it happened, where text or document says so
    as_of: DateRange  # the day or period of whose state it tells


_HAPPENED = frozenset({Label.DONE, Label.PARTLY_DONE, Label.UNDER_WAY, Label.REVERSED})
_PERIODIC = frozenset({Label.RESPECTED, Label.VIOLATED})  # told of a whole stretch of time
_EXACT = frozenset({Precision.DAY, Precision.RANGE})
_STATES = _HAPPENED | _PERIODIC | {Label.NOT_DONE}
_CLOCK = re.compile(
    r"[\[(]?(?:[01]?\d|2[0-3])[:.]?[0-5]\d(?:\s*(?:hours|hrs|[ap]\.?m\.?))?[\])]?[\s:]"
)
_DATELINE = re.compile(r"[A-Z]{2}[^:;|]{0,70}?(?:\d|\([^)]{1,40}\))\s*[-–—]+\s")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MISSED = re.compile(
    r"\b(?:missed|passed|lapsed|slip(?:ped)?|expired?|ran\s+out|went\s+by|elapsed)\b"
)
_THAT_DAY = re.compile(r"\b(?:that|same)\s+\w+$", re.I)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|although|which|who|whereas)\b|\s[-–—]\s")
_VERB = re.compile(
    r"\b(?:was|were|has|have|had|did|came|went|took|gave|left|began|fell|met|put|sent|held|stood"
    r"|brought|kept|broke|made|found|saw|set|shut|ran|\w{2,}ed)\b"
)
_SITTING = timedelta(days=3)  # a longer period is no meeting's [judgement; not from outside]
_FAR = 1000  # what a clause boundary between act and date counts for, in characters [definition]


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of a sentence and what it is of."""

    found: FoundDate
    role: DateRole
    place: int  # of the sentence's characters
    heads_row: bool  # it is the first cell of a row of a table


class DocumentTimes:
    """The times of the passages of one document, its period read once."""

    def __init__(
        self,
        text: str,
        cut: Sequence[Passage],
        title: str | None,
        published: DateRange,
        events: tuple[KnownEvent, ...] = (),
    ) -> None:
        """text: the document's; cut: its passages; events: those that texts lean on"""
        self._text = text
        self._passages = tuple(cut)
        self._published = published
        self._reckoning = Calendar(published, events)
        self.period = reporting_period(
            title or "", [passage.text for passage in self._passages], published
        )
        self.as_of = self.period or published
        self._dates: dict[int, tuple[_Dated, ...]] = {}

    def times_of(self, number: int, label: Label) -> StatedTimes:
        """The times of what a passage says with that label."""
        if label is Label.UNRELATED or self.as_of.end is None:
            return StatedTimes(None, self.as_of)
        dates = self._dates_of(number)
        if label not in _STATES:
            return StatedTimes(None, self._state_of(dates, frozenset({DateRole.SAID})))
        event = self._event(number, dates, label)
        return StatedTimes(event, self._as_of(number, dates, label, event))

    def _dates_of(self, number: int) -> tuple[_Dated, ...]:
        """The dates of a passage, each with its role; its dateline has none."""
        if number not in self._dates:
            span = self._passages[number].span
            dateline = _DATELINE.match(self._text, span.start, span.end)
            start = dateline.end() if dateline else span.start
            sentence = self._text[start : span.end]
            assert self.as_of.end
            dates = found_dates(self._text, Span(start, span.end), self._reckoning, self.as_of.end)
            self._dates[number] = tuple(
                self._with_role(number, sentence, start, found) for found in dates
            )
        return self._dates[number]

    def _with_role(self, number: int, sentence: str, start: int, found: FoundDate) -> _Dated:
        place, end = found.start - start, found.end - start
        if not found.when.has_date and _THAT_DAY.search(found.text):
            found = replace(found, when=self._day_before(number) or found.when)
        row = place == 0 and sentence[end:].lstrip().startswith("|")
        return _Dated(found, date_role(sentence, place, end), place, row)

    def _day_before(self, number: int) -> DateRange | None:
        """The last single day that the passage before names."""
        before = self._passages[number].before
        if before is None:
            return None
        days = [dated.found.when for dated in self._dates_of(before)]
        return next((when for when in reversed(days) if when.precision is Precision.DAY), None)

    def _event(self, number: int, dates: Sequence[_Dated], label: Label) -> DateRange | None:
        acts = [dated for dated in dates if dated.role is DateRole.ACT]
        when = self._nearest(number, acts)
        if when is not None and (label is not Label.NOT_DONE or when.precision in _EXACT):
            return when
        if label in _HAPPENED:
            return self._day_of_log(number)
        since = self._nearest(number, [dated for dated in dates if dated.role is DateRole.SINCE])
        if since is not None and since.start is not None:
            return self._up_to_now(since.start)
        if label not in _PERIODIC:
            return None
        return self._day_of_log(number) or self._whole_period()

    def _up_to_now(self, start: date) -> DateRange | None:
        end = self.as_of.end
        return None if end is None or start > end else DateRange(start, end, Precision.RANGE)

    def _whole_period(self) -> DateRange | None:
        """The period of a report; a sitting has none."""
        period = self.period
        if period is None or period.start is None or period.end is None:
            return None
        return period if period.end - period.start > _SITTING else None

    def _as_of(
        self, number: int, dates: Sequence[_Dated], label: Label, event: DateRange | None
    ) -> DateRange:
        wanted = {DateRole.STATE}
        if event is None:
            wanted.add(DateRole.SAID)
        if label is Label.NOT_DONE and _MISSED.search(self._passages[number].text):
            wanted.add(DateRole.LIMIT)
        state = self._state_of(dates, frozenset(wanted))
        if state is not self.as_of or event is None or event.end is None or not self.as_of.end:
            return state
        over = label is Label.NOT_DONE and event.start != event.end
        if event.end > self.as_of.end or over:
            return event
        return state

    def _state_of(self, dates: Sequence[_Dated], roles: frozenset[DateRole]) -> DateRange:
        """The first day that the sentence gives in such a role, else the document's own."""
        for dated in dates:
            if dated.role in roles or dated.heads_row:
                end = self._told_day(dated.found)
                if end is not None:
                    return day(end)
        return self.as_of

    def _told_day(self, found: FoundDate) -> date | None:
        """The last of the days; without a year the last such day before publication."""
        end = found.when.end
        if end is None or self._past(end):
            return end
        if _YEAR.search(found.text):
            return None
        earlier = in_year(end, end.year - 1)
        return earlier if self._past(earlier) else None

    def _past(self, when: date) -> bool:
        return self._published.end is not None and when <= self._published.end

    def _nearest(self, number: int, dates: Sequence[_Dated]) -> DateRange | None:
        """The days of the date nearest to the act, one in its clause before any other."""
        span = self._passages[number].span
        sentence = self._text[span.start : span.end]
        verb = _VERB.search(sentence)
        act = verb.start() if verb else 0
        for dated in sorted(dates, key=lambda dated: _distance(sentence, act, dated)):
            when = self._known_part(dated.found.when)
            if when is not None:
                return when
        return None

    def _known_part(self, when: DateRange) -> DateRange | None:
        """Those of the days that the document can know; None if there are none."""
        if when.start is None or when.end is None or not self._past(when.start):
            return None
        last = self.as_of.end
        if last is None or not when.start <= last < when.end:
            return when if self._past(when.end) else None
        return DateRange(when.start, last, Precision.RANGE)

    def _day_of_log(self, number: int) -> DateRange | None:
        """The document's day, for an entry of a log that starts with the time of day."""
        if _CLOCK.match(self._passages[number].text) and self.as_of.end is not None:
            return day(self.as_of.end)
        return None


def _distance(sentence: str, act: int, dated: _Dated) -> int:
    between = sentence[min(act, dated.place) : max(act, dated.place)]
    return len(between) + _FAR * len(_CLAUSE.findall(between))
