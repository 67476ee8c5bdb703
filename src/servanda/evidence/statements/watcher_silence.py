"""What the silence of those who would have seen says about a duty to abstain.

A watcher that detects an event with probability d and publishes within some days, and of whom our
record holds no report of one, makes an event less likely: each event goes unseen with chance
1 - d s over the days, and at the sites, that both the watcher and the record reach. Here s is how
surely our reader would have read its report, at least: what is there and misread is silence, too.
The record reaches a watcher's own documents and no others (`covered_days`). Silence from anybody
else, on any other day, says nothing; and a watcher that speaks of the duty has said what it knows
of the days until then.

The likelihood beside the values is that of one event on a day of the duty like any other; what the
assessment sums over is the watch itself, because who keeps silent together with whom, and how many
events there may have been, matter too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from math import exp

from servanda.evidence.statements.covered_days import Days, within
from servanda.evidence.statements.reader_shares import SENSITIVITY
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

__all__ = ["WATCHING", "silence_evidence", "silences", "told_days", "watches"]

# A watcher does what the case says of it with this chance (19 of 20): the floor under any number
# of silent watchers is that one of them was not looking. [judgement; not from outside]
WATCHING = Reliability(19.0, 1.0, "watches as the case says")


def watches(
    obligation: Obligation, watcher: Watcher, covered: Sequence[Days]
) -> tuple[WatchPeriod, ...]:
    """The days on which a watcher would have seen an event and we would know, in order.

    covered: the days over which the record holds what it publishes, in order
    """
    sites = tuple(site for site in obligation.sites if site in watcher.sites)
    blind = bool(watcher.sites and obligation.sites) and not sites
    if blind or not watcher.detects:
        return ()
    detects = watcher.detects * SENSITIVITY[obligation.kind]
    return tuple(
        WatchPeriod(days[0], days[1], detects, watcher.false_alarms_per_year, sites)
        for days in told_days(obligation, watcher, covered, obligation.deadline or date.max)
    )


def told_days(
    obligation: Obligation, watcher: Watcher, covered: Sequence[Days], last: date
) -> tuple[Days, ...]:
    """The days of the duty, none after the last, of which the watcher would have told us, in order.

    covered: the days over which the record holds what it publishes, in order
    """
    first = max(obligation.start, watcher.since or obligation.start)
    last = min(watcher.until or date.max, last)
    delay = timedelta(days=watcher.delay_days)
    told = (within((begins, ends - delay), first, last) for begins, ends in covered)
    return tuple(days for days in told if days is not None)


def silences(
    obligation: Obligation,
    watcher: Watcher,
    voices: tuple[str, ...],
    covered: Sequence[Days],
    recorded: datetime,
) -> Iterator[Evidence]:
    """The watcher's silence as evidence, one item for each unbroken watch.

    voices: as `silence_evidence` takes them
    """
    for watch in watches(obligation, watcher, covered):
        days = (watch.last - watch.first).days
        quiet = exp(-watcher.false_alarms_per_year * days / DAYS_PER_YEAR)
        yield silence_evidence(
            obligation,
            watcher,
            voices,
            recorded,
            watch,
            states=StateSpace(Variable.EVENT, (0.0, 1.0), None),
            if_right=(quiet, quiet * _missed(obligation, watch)),
            says="no report of an event",
            why=f"{watcher.actor} would report an event with probability {watcher.detects:g} (the "
            f"case says so), and the reader would take it for one with "
            f"{watch.detects / watcher.detects:.2f} or more (measured): together "
            f"{watch.detects:.2f}; what it publishes is here from {watch.first} to {watch.last}.",
        )


def silence_evidence(
    obligation: Obligation,
    watcher: Watcher,
    voices: tuple[str, ...],
    recorded: datetime,
    watch: WatchPeriod,
    *,
    states: StateSpace,
    if_right: tuple[float, ...],
    says: str,
    why: str,
) -> Evidence:
    """A watcher's silence over one unbroken watch; flat where it does not watch as the case says.

    voices: the watcher and all that it is part of; the last is the origin of what it says, too, so
    that what it says and what it does not say are one cause
    if_right: the likelihood, 0..1, of the silence under each of the states
    """
    return Evidence(
        id=f"{obligation.id}/silence/{watcher.actor}/{watch.first}",
        obligation=obligation.id,
        claim=None,
        observation=None,
        document=None,
        site=None,
        origin=voices[-1],
        states=states,
        if_right=if_right,
        if_wrong=(1.0,) * len(if_right),
        reliability=WATCHING,
        bearing=Bearing.BEARS,
        score=1.0,
        times=Times(
            happened=DateRange(watch.first, watch.last, Precision.RANGE),
            seen=UNKNOWN_TIME,
            published=day(watch.last + timedelta(days=watcher.delay_days)),
            recorded=recorded,
        ),
        says=says,
        why=f"{why} {watcher.note}".strip(),
        reviewed=True,
        watch=watch,
        voices=voices,
    )


def _missed(obligation: Obligation, watch: WatchPeriod) -> float:
    """The chance that one event, on any day of the duty and at any of its sites, goes unseen."""
    days = (watch.last - watch.first).days / max(1, (watch.last - obligation.start).days)
    sites = len(watch.sites) / len(obligation.sites) if watch.sites else 1.0
    return 1.0 - watch.detects * days * sites
