"""Whether a duty is in force on a day: its term, its renewals, its end and its suspensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from servanda.records.times import DateRange, public_by

__all__ = [
    "Ending",
    "Force",
    "OutOfForce",
    "Renewal",
    "Suspension",
    "days_out_of_force",
    "out_of_force",
    "wholly_out_of_force",
]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A dated fact: the term was prolonged."""

    until: date  # the new last day
    effective: date  # when it was agreed
    published: DateRange
    note: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A dated fact: it was ended for good, whatever its term."""

    on: date  # first day on which it no longer binds
    by: tuple[str, ...]  # actor ids
    ground: str
    published: DateRange
    instrument: str | None  # the one that put an end to it, where one did


@dataclass(frozen=True, slots=True)
class Suspension:
    """A dated fact: for a while it did not bind."""

    start: date  # first day on which it does not bind
    until: date | None  # last one; None: it lasts
    by: tuple[str, ...]  # actor ids
    ground: str
    published: DateRange
    until_published: DateRange  # when its last day became public

    def covers(self, on: date, as_of: date) -> bool:
        """True if it did not bind on the day `on`, by what was public by `as_of`."""
        if not public_by(self.published, as_of) or on < self.start:
            return False
        ended = self.until is not None and public_by(self.until_published, as_of)
        return not ended or self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class Force:
    """When a duty, or a whole instrument, is in force."""

    start: date | None  # first day; None: from its beginning
    until: date | None  # last day as first agreed; None: without a term
    renewed_by: tuple[Renewal, ...]
    ended_by: Ending | None
    suspended: tuple[Suspension, ...]

    @property
    def publications(self) -> tuple[DateRange, ...]:
        """When each of its dated facts became public."""
        return (
            *(renewal.published for renewal in self.renewed_by),
            *(() if self.ended_by is None else (self.ended_by.published,)),
            *(stretch.published for stretch in self.suspended),
            *(stretch.until_published for stretch in self.suspended),
        )

    def last_day(self, as_of: date) -> date | None:
        """The last day of its term, by the renewals public by then; None: without a term."""
        known = [renewal for renewal in self.renewed_by if public_by(renewal.published, as_of)]
        latest = max(known, key=lambda renewal: renewal.effective, default=None)
        return self.until if latest is None else latest.until


@dataclass(frozen=True, slots=True)
class OutOfForce:
    """Why a duty is not in force on a day."""

    until: date | None  # last day on which it was in force before; None: it never was
    by: tuple[str, ...]  # actor ids; empty where nobody ended it
    ground: str
    what: str  # "suspended since 2007-12-12"

    @property
    def why(self) -> str:
        """One sentence with by whom and on what ground."""
        by = f" by {' and '.join(self.by)}" if self.by else ""
        return f"{self.what}{by}: {self.ground}"


def out_of_force(force: Force | None, as_of: date, on: date) -> OutOfForce | None:
    """Why it is not in force on the day `on`, by what was public by `as_of`; None where it is."""
    return None if force is None else next(_reasons(force, as_of, on), None)


def days_out_of_force(force: Force | None, as_of: date) -> tuple[tuple[date, date], ...]:
    """The stretches of days on which it is not in force, by what was public by `as_of`."""
    if force is None:
        return ()
    stretches = []
    if force.start is not None and force.start > date.min:
        stretches.append((date.min, _day_before(force.start)))
    last, ending = force.last_day(as_of), force.ended_by
    if last is not None and last < date.max:
        stretches.append((last + timedelta(days=1), date.max))
    if ending is not None and public_by(ending.published, as_of):
        stretches.append((ending.on, date.max))
    for pause in force.suspended:
        if public_by(pause.published, as_of):
            ended = pause.until is not None and public_by(pause.until_published, as_of)
            until = pause.until if ended and pause.until is not None else date.max
            stretches.append((pause.start, until))
    return tuple(sorted(stretches))


def wholly_out_of_force(force: Force | None, as_of: date, happened: DateRange) -> OutOfForce | None:
    """Why nothing was in force on any day on which it may have happened; None where it was on one.

    One stretch has to hold all of them: what may lie in either of two may lie between them.
    """
    if happened.start is None or happened.end is None:
        return None
    reason = out_of_force(force, as_of, happened.start)
    return reason if reason == out_of_force(force, as_of, happened.end) else None


def _reasons(force: Force, as_of: date, on: date) -> Iterator[OutOfForce]:
    """What keeps it out of force on that day; of its two possible ends the earlier comes first."""
    if force.start is not None and on < force.start:
        ground = f"its term begins on {force.start}"
        yield OutOfForce(None, (), ground, f"not in force before {force.start}")
    ends = []
    last = force.last_day(as_of)
    if last is not None and on > last:
        ground = "its term ran out and no renewal was public"
        ends.append(OutOfForce(last, (), ground, f"in force until {last}"))
    ending = force.ended_by
    if ending is not None and public_by(ending.published, as_of) and on >= ending.on:
        what = f"ended on {ending.on}"
        ends.append(OutOfForce(_day_before(ending.on), ending.by, ending.ground, what))
    yield from sorted(ends, key=lambda end: end.until or date.min)
    for stretch in force.suspended:
        if stretch.covers(on, as_of):
            what = f"suspended since {stretch.start}"
            yield OutOfForce(_day_before(stretch.start), stretch.by, stretch.ground, what)


def _day_before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)
