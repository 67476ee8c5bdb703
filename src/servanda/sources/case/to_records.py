"""The entries of a case as the records that every room knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servanda.records import (
    Actor,
    Amendment,
    Bound,
    Case,
    Condition,
    ConditionChange,
    DeclaredCoverage,
    Imagery,
    Instrument,
    KnownEvent,
    Matter,
    Obligation,
    Site,
    Source,
    Watcher,
    day,
)
from servanda.sources.case.entries import CaseEntries
from servanda.sources.case.entry_types import (
    AmendmentEntry,
    ChangeEntry,
    ConditionEntry,
    ObligationEntry,
    SourceEntry,
)

__all__ = ["case_record", "source_records"]


def case_record(case: CaseEntries, sites: Iterable[Site], imagery: Iterable[Imagery] = ()) -> Case:
    """The case; only for entries without problems."""
    assert case.head is not None
    dates = {at.entry.id: at.entry.date for at in case.instruments}
    return Case(
        id=case.head.id,
        title=case.head.title,
        instruments=tuple(Instrument(**dict(at.entry)) for at in case.instruments),
        obligations=tuple(
            _obligation(at.entry, dates[at.entry.instrument]) for at in case.obligations
        ),
        matters=tuple(Matter(**dict(at.entry)) for at in case.matters),
        actors=tuple(Actor(**dict(at.entry)) for at in case.actors),
        sources=source_records(case),
        sites=tuple(sites),
        events=tuple(KnownEvent(at.entry.names, at.entry.date) for at in case.events),
        imagery=tuple(imagery),
    )


def source_records(case: CaseEntries) -> tuple[Source, ...]:
    """The publishers that can be read."""
    return tuple(_source(at.entry) for at in case.sources)


def _source(entry: SourceEntry) -> Source:
    coverage = tuple(DeclaredCoverage(**dict(period)) for period in entry.coverage)
    return Source(**dict(entry) | {"coverage": coverage})


def _obligation(entry: ObligationEntry, binds: date) -> Obligation:
    keys = dict(entry)
    keys["bearers"] = keys.pop("bearer")
    keys["start"] = entry.start or binds
    keys["bound"] = entry.bound and Bound(**dict(entry.bound))
    keys["condition"] = entry.condition and _condition(entry.condition)
    keys["watchers"] = tuple(Watcher(**dict(watcher)) for watcher in entry.watchers)
    keys["amendments"] = tuple(_amendment(amendment) for amendment in entry.amendments)
    return Obligation(**keys)


def _condition(entry: ConditionEntry) -> Condition:
    return Condition(entry.text, entry.mode, tuple(_change(change) for change in entry.changes))


def _change(entry: ChangeEntry) -> ConditionChange:
    published = entry.published or day(entry.since)
    return ConditionChange(entry.fulfilled, entry.since, published, entry.note)


def _amendment(entry: AmendmentEntry) -> Amendment:
    return Amendment(**dict(entry) | {"published": entry.published or day(entry.effective)})
