"""Until when the record reaches: by what is kept, by source, and for those who watch a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from servanda.evidence.statements.covered_days import declared_days
from servanda.records import Case, DocumentClaims, ObservationWithScenes, Source, public_by

__all__ = ["kept_until", "source_ends", "watched_until"]


def kept_until(
    reads: Iterable[DocumentClaims], sights: Iterable[ObservationWithScenes], as_of: date
) -> date | None:
    """The last day on which a document or look became public; None if none was by `as_of`."""
    published = (
        *(read.document.publication for read in reads),
        *(look.publication for look in sights),
    )
    days = (when.public_on for when in published if public_by(when, as_of))
    return max(days, default=None)


def source_ends(case: Case, reads: Sequence[DocumentClaims], as_of: date) -> dict[str, date]:
    """By source, the last day that its documents or its declared coverage reach by `as_of`."""
    ends: dict[str, date] = {}
    for source in case.sources:
        own = [read for read in reads if read.document.source == source.id]
        days = [*_declared_ends(source, as_of), kept_until(own, (), as_of)]
        last = max((day for day in days if day is not None), default=None)
        if last is not None:
            ends[source.id] = last
    return ends


def watched_until(case: Case, as_of: date) -> dict[str, date]:
    """By duty, the last day that what its watchers publish is declared to be complete for."""
    ends: dict[str, date] = {}
    for duty in case.obligations:
        last = max(
            (
                days[1]
                for watcher in duty.watchers
                for days in declared_days(watcher.actor, case, as_of)
            ),
            default=None,
        )
        if last is not None:
            ends[duty.id] = last
    return ends


def _declared_ends(source: Source, as_of: date) -> Iterator[date]:
    """The last days of its declared periods, none after `as_of`."""
    return (min(period.last, as_of) for period in source.coverage if period.first <= as_of)
