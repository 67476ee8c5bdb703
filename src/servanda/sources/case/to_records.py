"""The entries of a case as the records that every room knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from servanda.records import (
    UNKNOWN_TIME,
    Actor,
    Amendment,
    Bound,
    Case,
    Condition,
    ConditionChange,
    DaysAfter,
    DeclaredCoverage,
    Ending,
    EventDay,
    Extension,
    Force,
    Imagery,
    Instrument,
    KnownEvent,
    Matter,
    Obligation,
    Rate,
    Ratio,
    Renewal,
    ScheduleEntry,
    Site,
    Source,
    Suspension,
    Watcher,
    day,
    duties_by_bearer,
    reckon_days,
    with_whole_of_schedule,
)
from servanda.sources.case.condition_entry import ChangeEntry, ConditionEntry
from servanda.sources.case.entries import CaseEntries
from servanda.sources.case.entry_types import (
    AmendmentEntry,
    InstrumentEntry,
    ObligationEntry,
    SourceEntry,
)
from servanda.sources.case.event_entry import DayOrAfter, DaysAfterEntry, EventEntry, ExtensionEntry
from servanda.sources.case.force_entry import (
    EndingEntry,
    ForceEntry,
    RenewalEntry,
    SuspensionEntry,
)
from servanda.sources.case.targets.named_rows import row_named_by

__all__ = ["ReckonedFrom", "case_record", "days_reckoned_from", "event_record", "source_records"]


@dataclass(frozen=True, slots=True)
class ReckonedFrom:
    """What terms may be reckoned from: an event or an instrument."""

    name: str
    known: tuple[EventDay, ...]


def case_record(case: CaseEntries, sites: Iterable[Site], imagery: Iterable[Imagery] = ()) -> Case:
    """The case; only for entries without problems."""
    assert case.head is not None
    sites = tuple(sites)
    parties = {site.id: site.party for site in sites}
    instruments = {at.entry.id: at.entry for at in case.instruments}
    days = days_reckoned_from(case)
    duties = [
        duty
        for at in case.obligations
        for duty in _duties(at.entry, instruments[at.entry.instrument], days, parties)
    ]
    entries = {at.entry.id: at.entry for at in case.obligations}
    return Case(
        id=case.head.id,
        title=case.head.title,
        instruments=tuple(_instrument(at.entry) for at in case.instruments),
        obligations=tuple(_with_named_rows(duty, entries) for duty in duties),
        matters=tuple(Matter(**dict(at.entry)) for at in case.matters),
        actors=tuple(Actor(**dict(at.entry)) for at in case.actors),
        sources=source_records(case),
        sites=sites,
        events=tuple(event_record(at.entry) for at in case.events),
        imagery=tuple(imagery),
    )


def source_records(case: CaseEntries) -> tuple[Source, ...]:
    """The publishers that can be read."""
    return tuple(_source(at.entry) for at in case.sources)


def _source(entry: SourceEntry) -> Source:
    coverage = tuple(DeclaredCoverage(**dict(period)) for period in entry.coverage)
    return Source(**dict(entry) | {"coverage": coverage})


def days_reckoned_from(case: CaseEntries) -> dict[str, ReckonedFrom]:
    """What terms may be reckoned from, by id; of entries that can be read."""
    found = {}
    for instrument in case.instruments:
        when = instrument.entry.date
        known = (EventDay(when, when, day(when), ""),)
        found[instrument.entry.id] = ReckonedFrom(instrument.entry.title, known)
    for event in case.events:
        if event.entry.id is not None:
            days = event_record(event.entry).days
            found[event.entry.id] = ReckonedFrom(event.entry.names[0], days)
    return found


def event_record(entry: EventEntry) -> KnownEvent:
    """A dated event with its moves."""
    return KnownEvent(
        names=entry.names,
        when=entry.date or UNKNOWN_TIME,
        id=entry.id,
        published=entry.published,
        extended=tuple(_extension(extension) for extension in entry.extended),
    )


def _extension(entry: ExtensionEntry) -> Extension:
    effective = entry.effective or entry.published.public_on
    return Extension(entry.to, effective, entry.published, entry.note)


def _instrument(entry: InstrumentEntry) -> Instrument:
    return Instrument(**dict(entry) | {"force": entry.force and _force(entry.force)})


def _duties(
    entry: ObligationEntry,
    instrument: InstrumentEntry,
    days: Mapping[str, ReckonedFrom],
    parties: Mapping[str, str | None],
) -> tuple[Obligation, ...]:
    """The duty; where its bearers have it each for itself, one for each."""
    duty = _obligation(entry, instrument, days)
    return duties_by_bearer(duty, parties) if entry.several else (duty,)


def _with_named_rows(duty: Obligation, entries: Mapping[str, ObligationEntry]) -> Obligation:
    """The duty with the row of its bearer where it names one that several have."""

    def row(name: str) -> str:
        return row_named_by(duty.bearers, name, entries)

    return replace(
        duty,
        part_of=None if duty.part_of is None else row(duty.part_of),
        same_things=tuple(map(row, duty.same_things)),
        implies=tuple(map(row, duty.implies)),
        ratio=None if duty.ratio is None else replace(duty.ratio, to=row(duty.ratio.to)),
    )


def _obligation(
    entry: ObligationEntry, instrument: InstrumentEntry, days: Mapping[str, ReckonedFrom]
) -> Obligation:
    keys = dict(entry)
    keys["bearers"] = keys.pop("bearer")
    del keys["several"]
    keys["start"], keys["start_after"] = _day_or_rule(entry.start, days)
    keys["start"] = keys["start"] or instrument.date
    keys["deadline"], keys["deadline_after"] = _day_or_rule(entry.deadline, days)
    keys["bound"] = entry.bound and Bound(**dict(entry.bound))
    keys["ratio"] = entry.ratio and Ratio(**dict(entry.ratio))
    keys["schedule"] = tuple(
        ScheduleEntry(line.count, *_day_or_rule(line.by, days)) for line in entry.schedule
    )
    keys["condition"] = entry.condition and _condition(entry.condition)
    keys["watchers"] = tuple(Watcher(**dict(watcher)) for watcher in entry.watchers)
    keys["amendments"] = tuple(_amendment(amendment) for amendment in entry.amendments)
    force = entry.force or instrument.force
    keys["force"] = force and _force(force)
    keys["rate"] = entry.rate and Rate(**dict(entry.rate))
    keys["unit"] = entry.unit or (entry.rate and entry.rate.unit)
    return reckon_days(with_whole_of_schedule(Obligation(**keys)))


def _day_or_rule(
    entry: DayOrAfter | None, days: Mapping[str, ReckonedFrom]
) -> tuple[date | None, DaysAfter | None]:
    if not isinstance(entry, DaysAfterEntry):
        return entry, None
    origin = days[entry.after]
    return None, DaysAfter(entry.days, entry.after, origin.name, origin.known)


def _condition(entry: ConditionEntry) -> Condition:
    return Condition(entry.text, entry.mode, tuple(_change(change) for change in entry.changes))


def _change(entry: ChangeEntry) -> ConditionChange:
    published = entry.published or day(entry.since)
    return ConditionChange(entry.fulfilled, entry.since, published, entry.note)


def _amendment(entry: AmendmentEntry) -> Amendment:
    return Amendment(**dict(entry) | {"published": entry.published or day(entry.effective)})


def _force(entry: ForceEntry) -> Force:
    return Force(
        start=entry.from_day,
        until=entry.until,
        renewed_by=tuple(_renewal(renewal) for renewal in entry.renewed_by),
        ended_by=None if entry.ended_by is None else _ending(entry.ended_by),
        suspended=tuple(_suspension(stretch) for stretch in entry.suspended),
    )


def _renewal(entry: RenewalEntry) -> Renewal:
    effective = entry.effective or entry.published.public_on
    return Renewal(entry.until, effective, entry.published, entry.note)


def _ending(entry: EndingEntry) -> Ending:
    return Ending(**dict(entry) | {"published": entry.published or day(entry.on)})


def _suspension(entry: SuspensionEntry) -> Suspension:
    until_published = entry.until_published or (day(entry.until) if entry.until else UNKNOWN_TIME)
    return Suspension(
        start=entry.from_day,
        until=entry.until,
        by=entry.by,
        ground=entry.ground,
        published=entry.published or day(entry.from_day),
        until_published=until_published,
    )
