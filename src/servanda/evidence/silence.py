"""What the silence of those who would have seen says about a duty to abstain.

A watcher that detects an event with probability d and publishes within some days, and of whom our
record holds no report of one, makes an event less likely by the factor 1 - d over the days that the
record reaches. Silence from anybody else says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    DateRange,
    Evidence,
    Obligation,
    Precision,
    Reliability,
    StateSpace,
    Times,
    Variable,
    Watcher,
    day,
)

__all__ = ["Record", "silence"]

# A watcher does what the case says of it with this chance (19 of 20): the floor under any number
# of silent watchers is that one of them was not looking.
_WATCHING = (19.0, 1.0)


@dataclass(frozen=True, slots=True)
class Record:
    """The days from which and to which the kept documents reach."""

    first: date
    last: date


def silence(
    obligation: Obligation, watcher: Watcher, origin: str, record: Record, recorded: datetime
) -> Evidence | None:
    """The watcher's silence as evidence; None where it would have had nothing to report yet.

    origin: the watcher's own, so that what it says and what it does not say are one cause
    """
    last = record.last - timedelta(days=watcher.delay_days)
    if obligation.deadline is not None:
        last = min(last, obligation.deadline)
    if last < obligation.start or last < record.first:
        return None
    watched = (last - max(obligation.start, record.first)).days + 1
    share = watched / ((last - obligation.start).days + 1)
    missed = 1.0 - watcher.detects * share
    return Evidence(
        id=f"{obligation.id}/silence/{watcher.actor}",
        obligation=obligation.id,
        claim=None,
        observation=None,
        document=None,
        site=None,
        origin=origin,
        states=StateSpace(Variable.EVENT, (0.0, 1.0), None),
        if_right=(1.0, missed),
        if_wrong=(1.0, 1.0),
        reliability=Reliability(*_WATCHING, "watches as the case says"),
        bearing=Bearing.BEARS,
        score=1.0,
        times=Times(
            happened=DateRange(max(obligation.start, record.first), last, Precision.RANGE),
            seen=UNKNOWN_TIME,
            published=day(record.last),
            recorded=recorded,
        ),
        says="no report of an event",
        why=f"{watcher.actor} would report an event with probability {watcher.detects:g}; "
        f"our record reaches from {record.first} to {record.last}. {watcher.note}".strip(),
        reviewed=True,
    )
