"""Dated events that texts lean on, and days that a text reckons from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from servanda.plurals import count_phrase
from servanda.records.times import DateRange, public_by

__all__ = ["DaysAfter", "EventDay", "Extension", "KnownEvent"]


@dataclass(frozen=True, slots=True)
class Extension:
    """A dated fact: the end of a period, or the day of an event, was moved."""

    to: date
    effective: date  # from this day the new day counts
    published: DateRange
    note: str


@dataclass(frozen=True, slots=True)
class EventDay:
    """On which day an event is, by one of its dated facts."""

    day: date
    effective: date  # from this day on it is taken to be then
    published: DateRange
    note: str


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A dated event that texts refer to: "the summit", "since the agreement"."""

    names: tuple[str, ...]
    when: DateRange  # as first set; without any end: not known yet
    id: str | None = None  # by which terms refer to it
    published: DateRange | None = None  # when its date became public; None: by itself
    extended: tuple[Extension, ...] = ()

    @property
    def days(self) -> tuple[EventDay, ...]:
        """The days on which it was said to be, in the order in which they took effect.

        Of several possible days the last counts. One that was announced counts from then on, and
        one that was moved had been set before it was.
        """
        moves = sorted(self.extended, key=lambda move: move.effective)
        later = [EventDay(move.to, move.effective, move.published, move.note) for move in moves]
        public = self.published or self.when
        if self.when.end is None or public.end is None:
            return tuple(later)
        counts_from = min(self.when.end, public.end, *(move.effective for move in moves))
        return (EventDay(self.when.end, counts_from, public, ""), *later)


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """A day that a text gives as so many days after an event."""

    days: int  # below 0: so many days before it
    after: str  # id of an event or an instrument
    event: str  # its name, as we print it
    known: tuple[EventDay, ...]  # in the order in which they took effect

    def day_as_of(self, as_of: date) -> date | None:
        """The day, by what was public then; None while no day of the event was."""
        event_day = self._event_day(as_of)
        return None if event_day is None else self.day_from(event_day)

    def day_from(self, event_day: EventDay) -> date:
        """The day, if the event is on that one; the calendar's end where it would be later."""
        try:
            return event_day.day + timedelta(days=self.days)
        except OverflowError:
            return date.max if self.days > 0 else date.min

    def in_words(self, as_of: date) -> str:
        """How it is reckoned: "60 days after entry into force (2018-09-12): 2018-11-11"."""
        event_day = self._event_day(as_of)
        if event_day is None:
            return f"{self.rule}, whose day is not known yet"
        return self.words_from(event_day)

    def words_from(self, event_day: EventDay) -> str:
        """How it is reckoned if the event is on that day."""
        return f"{self.rule} ({event_day.day}): {self.day_from(event_day)}"

    @property
    def rule(self) -> str:
        """The rule alone: "60 days after entry into force"."""
        if self.days == 0:
            return f"the day of {self.event}"
        side = "after" if self.days > 0 else "before"
        return f"{count_phrase(abs(self.days), 'day')} {side} {self.event}"

    def _event_day(self, as_of: date) -> EventDay | None:
        known = [event_day for event_day in self.known if public_by(event_day.published, as_of)]
        return known[-1] if known else None
