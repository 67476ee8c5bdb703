"""What the silence of those who would have seen says about a duty to abstain.

A watcher that detects an event with probability d and publishes within some days, and of whom our
record holds no report of one, makes an event less likely: each event goes unseen with chance 1 - d
over the days, and at the sites, that both the watcher and the record reach. Silence from anybody
else says nothing.

The likelihood beside the values is that of one event on a day of the duty like any other; what the
assessment sums over is the watch itself, because who keeps silent together with whom, and how many
events there may have been, matter too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp

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
    WatchPeriod,
    day,
)
from servanda.records.units import DAYS_PER_YEAR

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
    obligation: Obligation,
    watcher: Watcher,
    voices: tuple[str, ...],
    record: Record,
    recorded: datetime,
) -> Evidence | None:
    """The watcher's silence as evidence; None where it would have had nothing to report yet.

    voices: the watcher and all that it is part of; the last is the origin of what it says, too, so
    that what it says and what it does not say are one cause
    """
    watch = _watch(obligation, watcher, record)
    if watch is None:
        return None
    days = (watch.last - watch.first).days
    quiet = exp(-watcher.false_alarms_per_year * days / DAYS_PER_YEAR)
    return Evidence(
        id=f"{obligation.id}/silence/{watcher.actor}",
        obligation=obligation.id,
        claim=None,
        observation=None,
        document=None,
        site=None,
        origin=voices[-1],
        states=StateSpace(Variable.EVENT, (0.0, 1.0), None),
        if_right=(quiet, quiet * _missed(obligation, watch)),
        if_wrong=(1.0, 1.0),
        reliability=Reliability(*_WATCHING, "watches as the case says"),
        bearing=Bearing.BEARS,
        score=1.0,
        times=Times(
            happened=DateRange(watch.first, watch.last, Precision.RANGE),
            seen=UNKNOWN_TIME,
            published=day(record.last),
            recorded=recorded,
        ),
        says="no report of an event",
        why=f"{watcher.actor} would report an event with probability {watcher.detects:g}; "
        f"our record reaches from {record.first} to {record.last}. {watcher.note}".strip(),
        reviewed=True,
        watch=watch,
        voices=voices,
    )


def _watch(obligation: Obligation, watcher: Watcher, record: Record) -> WatchPeriod | None:
    """The days on which it would have seen an event and we would know; None if there are none."""
    starts = (obligation.start, record.first, watcher.since or obligation.start)
    ends = (
        record.last - timedelta(days=watcher.delay_days),
        watcher.until or date.max,
        obligation.deadline or date.max,
    )
    first, last = max(starts), min(ends)
    sites = tuple(site for site in obligation.sites if site in watcher.sites)
    blind = bool(watcher.sites and obligation.sites) and not sites
    if last <= first or blind or not watcher.detects:
        return None
    return WatchPeriod(first, last, watcher.detects, watcher.false_alarms_per_year, sites)


def _missed(obligation: Obligation, watch: WatchPeriod) -> float:
    """The chance that one event, on any day of the duty and at any of its sites, goes unseen."""
    days = (watch.last - watch.first).days / max(1, (watch.last - obligation.start).days)
    sites = len(watch.sites) / len(obligation.sites) if watch.sites else 1.0
    return 1.0 - watch.detects * days * sites
