"""Days that a text reckons from an event, put into the terms of its duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.records.case.case import Amendment, Case, Obligation
from servanda.records.case.event import DaysAfter, EventDay
from servanda.records.times import public_by

__all__ = ["UNKNOWN_START", "reckon_days", "with_starts_as_of"]

UNKNOWN_START = date.max  # of a duty that binds from an event whose day is not known yet


def reckon_days(duty: Obligation) -> Obligation:
    """The duty with the start and the deadline that its text reckons from events.

    The day of the event that was public when the duty began gives the deadline. What became known
    later, and every extension, is an amendment of it, so that the day that was missed before is
    remembered as such. Without a known day the deadline stays open.
    """
    begun = _with_start(duty, date.max)
    rule = begun.deadline_after
    if rule is None:
        return begun
    first, later = _at_start(rule, begun.start)
    return replace(
        begun,
        deadline=None if first is None else rule.day_from(first),
        amendments=(*begun.amendments, *(_amendment(rule, event_day) for event_day in later)),
    )


def with_starts_as_of(case: Case, as_of: date) -> Case:
    """The case in which duties that begin with an event begin when it was then known to be."""
    duties = tuple(_with_start(duty, as_of) for duty in case.obligations)
    return case if duties == case.obligations else replace(case, obligations=duties)


def _with_start(duty: Obligation, as_of: date) -> Obligation:
    if duty.start_after is None:
        return duty
    return replace(duty, start=duty.start_after.day_as_of(as_of) or UNKNOWN_START)


def _at_start(rule: DaysAfter, start: date) -> tuple[EventDay | None, tuple[EventDay, ...]]:
    """The day of the event that was known when the duty began, and those that came after it."""
    if rule.known and public_by(rule.known[0].published, start):
        return rule.known[0], rule.known[1:]
    return None, rule.known


def _amendment(rule: DaysAfter, event_day: EventDay) -> Amendment:
    note = "; ".join(part for part in (rule.words_from(event_day), event_day.note) if part)
    return Amendment(
        effective=event_day.effective,
        published=event_day.published,
        count=None,
        preserve=None,
        deadline=rule.day_from(event_day),
        value=None,
        note=note,
    )
