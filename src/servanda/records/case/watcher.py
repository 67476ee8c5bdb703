"""Who would see an event that breaks an abstain duty, and the days on which they watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["WatchPeriod", "Watcher"]


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who would publish an event that breaks a duty, or that what is to be done is."""

    actor: str
    detects: float  # probability of seeing and publishing one event, 0..1
    delay_days: int  # from the event to its publication
    note: str
    false_alarms_per_year: float = 0.0  # reports of events that did not happen; 0: none known
    since: date | None = None  # first day on which it watches; None: from the first day of the duty
    until: date | None = None  # last day on which it watches
    sites: tuple[str, ...] = ()  # those of the duty's sites that it can see; empty: all of them


@dataclass(frozen=True, slots=True)
class WatchPeriod:
    """A period in which a watcher reported nothing, and what it would have seen."""

    first: date  # watching from the end of this day ...
    last: date  # ... to the end of this one
    detects: float  # probability of seeing and publishing one event where it looks, 0..1
    false_alarms_per_year: float
    sites: tuple[str, ...]  # those of the duty's sites that it can see; empty: all of them
