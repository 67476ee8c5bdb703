"""What may stand in case.yaml: one model an entry, every key with its meaning."""

from __future__ import annotations

from typing import Any

from pydantic import (
    ConfigDict,
    Field,
)

from servanda.records import (
    ActorKind,
    Admiralty,
    BoundDirection,
    Definition,
    ImageryKind,
    ObligationKind,
    ReferenceClass,
    Scope,
)
from servanda.sources.case.condition_entry import ChangeEntry, ConditionEntry
from servanda.sources.case.event_entry import (
    DayOrAfter,
    DaysAfterEntry,
    EventEntry,
    ExtensionEntry,
)
from servanda.sources.case.force_entry import (
    EndingEntry,
    ForceEntry,
    RenewalEntry,
    SuspensionEntry,
)
from servanda.sources.case.targets.rate_entry import RateEntry
from servanda.sources.case.targets.target_entries import RatioEntry, ScheduleLineEntry
from servanda.sources.formats.field_types import (
    Count,
    Day,
    Entry,
    Id,
    Ids,
    Line,
    Lines,
    Names,
    OneOrMore,
    PublicationDays,
    Remark,
)

__all__ = [
    "IMAGERY_PLACES",
    "ActorEntry",
    "AmendmentEntry",
    "BoundEntry",
    "CaseFile",
    "CaseHead",
    "ChangeEntry",
    "ConditionEntry",
    "CoverageEntry",
    "DaysAfterEntry",
    "EndingEntry",
    "EventEntry",
    "ExtensionEntry",
    "ForceEntry",
    "ImageryEntry",
    "InstrumentEntry",
    "MatterEntry",
    "ObligationEntry",
    "RateEntry",
    "RatioEntry",
    "RenewalEntry",
    "ScheduleLineEntry",
    "SourceEntry",
    "SuspensionEntry",
    "WatcherEntry",
    "case_schema",
]


class ActorEntry(Entry):
    """Somebody who promises, acts or speaks."""

    id: Id
    names: Names = Field(description="the name we print, then its other spellings")
    kind: ActorKind = Field(description="what sort of speaker it is")
    part_of: Id | None = Field(None, description="the actor it belongs to: a ministry to its state")
    shares_with: Ids = Field((), description="actors with which it shares information")
    reliability: Admiralty = Field(
        Admiralty.F, description="Admiralty letter, A (completely reliable) to F (cannot be judged)"
    )


class CoverageEntry(Entry):
    """A period of which all that a source published is kept."""

    model_config = ConfigDict(populate_by_name=True)

    first: Day = Field(alias="from", description="the first day")
    last: Day = Field(alias="until", description="the last day")
    of: Line = Field(description="what is complete: all monthly access snapshots")


class SourceEntry(Entry):
    """A publisher."""

    id: Id
    name: Line = Field(description="as we print it")
    url: Line | None = Field(None, description="its site; pages saved from there count as its own")
    actor: Id | None = Field(None, description="the actor whose voice it is: a ministry's own page")
    reliability: Admiralty = Field(
        Admiralty.F, description="Admiralty letter, A (completely reliable) to F (cannot be judged)"
    )
    coverage: tuple[CoverageEntry, ...] = Field(
        (), description="periods of which all that it published is here: its silence counts there"
    )
    hosts: Lines = Field(
        (), description='further hosts whose pages are its own; "*.paper.example" for any below it'
    )
    note: Remark = Field("", description="what there is to know about it")


class InstrumentEntry(Entry):
    """A text that binds."""

    id: Id
    title: Line = Field(description="as we print it")
    kind: Line = Field(description="treaty, joint release, resolution, announcement, ...")
    date: Day = Field(description="the day from which it binds")
    parties: Ids = Field((), description="actors that it binds")
    url: Line | None = Field(None, description="where its text is published")
    force: ForceEntry | None = Field(
        None, description="when it is in force, and all its duties without a `force` of their own"
    )
    reference_class: ReferenceClass | None = Field(
        None,
        description="peace_accord: its provisions are kept as often as those of such accords were; "
        "by default nothing is assumed",
    )


class BoundEntry(Entry):
    """The value that a level must reach or stay within."""

    direction: BoundDirection = Field(description="which side of the value keeps the duty")
    value: float = Field(ge=0, description="in the obligation's unit")
    declared: bool = Field(
        False,
        description="the value is what has been declared so far: a report with a total of its own "
        '("750 of 1,027") is held against that total',
    )


class WatcherEntry(Entry):
    """Somebody who would see an event that breaks an abstain duty, and would say so."""

    actor: Id = Field(description="who")
    detects: float = Field(ge=0, le=1, description="probability of seeing and publishing one event")
    delay_days: int = Field(
        7, ge=0, le=36_500, description="days from the event to its publication"
    )
    note: Remark = Field("", description="how it is known")
    false_alarms_per_year: float = Field(
        0.0, ge=0, le=366, description="reports a year of events that did not happen"
    )
    since: Day | None = Field(None, description="first day on which it watches")
    until: Day | None = Field(None, description="last day on which it watches")
    sites: Ids = Field((), description="the duty's sites that it can see; by default all")


class AmendmentEntry(Entry):
    """A dated change of what is asked; what is left out stays as it was."""

    effective: Day = Field(description="from which day")
    published: PublicationDays | None = Field(
        None, description="when it became public; by default `effective`"
    )
    count: Count | None = Field(None, description="the new count")
    preserve: Count | None = Field(None, description="the new number to preserve")
    deadline: Day | None = Field(None, description="the new deadline")
    value: float | None = Field(None, ge=0, description="the new value of a level's bound or rate")
    note: Remark = Field("", description="how it is known")


class ObligationEntry(Entry):
    """One duty of one bearer in one instrument."""

    id: Id
    instrument: Id = Field(description="the instrument it stands in")
    clause: Line = Field(description="the duty in plain words")
    bearer: OneOrMore = Field(
        description="the actor that bears it; a list where they bear it jointly"
    )
    kind: ObligationKind = Field(
        description="state: sites reach and keep a state; abstain: no event of a kind; "
        "level: a quantity stays under or reaches a value; act: something is done once"
    )
    verb: Remark = Field("", description="what is to be done, or not to be done: demolish, test")
    object: Remark = Field("", description="to what: surface structures of guard posts")
    terms: Lines = Field((), description="further words by which texts name the object")
    unit: Line | None = Field(None, description="what is counted or measured; a level needs it")
    count: Count | None = Field(
        None, description="sites, objects or events, those to preserve left out"
    )
    preserve: Count = Field(0, description="further sites that must stay as they are")
    aspect: Line | None = Field(
        None,
        description="the part concerned: surface, underground, firing slits, personnel, weapons",
    )
    sites: Ids = Field((), description="the sites it covers, from the sites file")
    scope: Scope = Field(
        Scope.NAMED, description="named: what it names; general: a whole programme or class"
    )
    start: DayOrAfter | None = Field(
        None, description="first day it binds; by default the instrument's date"
    )
    deadline: DayOrAfter | None = Field(
        None, description="done by; for abstain the last day of the period"
    )
    bound: BoundEntry | None = Field(
        None, description="the value of a level; no other kind has one"
    )
    condition: ConditionEntry | None = Field(None, description="what must be so for it to be due")
    verification: Line | None = Field(None, description="who checks it, and how")
    min_size_m: float | None = Field(
        None,
        gt=0,
        description="smallest thing, in metres, that must be visible to judge it from above",
    )
    watchers: tuple[WatcherEntry, ...] = Field(
        (), description="who would see an event, or tell that it is done"
    )
    amendments: tuple[AmendmentEntry, ...] = Field(
        (), description="dated changes of count, preserve, deadline or value"
    )
    unscorable: Line | None = Field(
        None, description="why no test criterion exists; leave it out where one does"
    )
    definition: Definition | None = Field(
        None, description="which count keeps it; a level only, by default whichever is reported"
    )
    error_share: float | None = Field(
        None, gt=0, le=1, description="standard deviation of reported amounts, as a share of them"
    )
    kept_if: Lines = Field(
        (), description="plain sentences, each of which would show that it is kept"
    )
    broken_if: Lines = Field(
        (), description="plain sentences, each of which would show that it is not kept"
    )
    reversible: bool | None = Field(
        None,
        description="whether what is done can be undone (withdrawn, stored) or not (destroyed, "
        "released); by default an act cannot and a state can",
    )
    force: ForceEntry | None = Field(
        None, description="when it is in force; by default as its instrument"
    )
    several: bool = Field(
        False,
        description="each of the bearers has the whole duty for itself: one row each, "
        "`ID.BEARER`; by default they bear it jointly, in one row",
    )
    rate: RateEntry | None = Field(
        None, description="so much in every period; of a level, in place of a bound"
    )
    part_of: Id | None = Field(
        None, description="the obligation whose things these are some of: the priority part of all"
    )
    same_things: Ids = Field(
        (), description="obligations on one and the same count, with other amounts or dates"
    )
    implies: Ids = Field(
        (), description="obligations that are done too where this one is: destroyed, so removed"
    )
    schedule: tuple[ScheduleLineEntry, ...] = Field(
        (), description="cumulative targets, each with its date; state and level only"
    )
    ratio: RatioEntry | None = Field(
        None, description="how many for each one of another obligation; state only"
    )


class MatterEntry(Entry):
    """Something people ask about that may or may not be anybody's duty."""

    id: Id
    question: Line = Field(description="as it is asked")
    party: Id | None = Field(None, description="the actor whose conduct is asked about")
    verb: Line = Field(description="what is or would be done: operate")
    object: Line = Field(description="to what: missile bases")
    terms: Lines = Field((), description="further words by which texts name the object")
    sites: Ids = Field((), description="the sites concerned, from the sites file")


# The ways to name where scenes are; each entry has exactly one of these keys.
IMAGERY_PLACES = tuple(kind.value for kind in ImageryKind)


class ImageryEntry(Entry):
    """One layer of scenes; exactly one of `folder`, `catalogue`, `api` and `simulated`."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [key]} for key in IMAGERY_PLACES]}
    )

    id: Id
    folder: Line | None = Field(
        None, description="a folder of GeoTIFF, COG or ENVI files, inside the case folder"
    )
    catalogue: Line | None = Field(
        None, description="the first file of a static STAC catalogue, inside the case folder"
    )
    api: Line | None = Field(None, description="the address of a STAC API")
    simulated: Line | None = Field(
        None, description="a file inside the case folder that states what is to be drawn"
    )
    collections: Lines = Field((), description="STAC collections to search; by default all")
    bands: Lines = Field((), description="assets or bands to read; by default those of the sensor")
    sites: Ids = Field((), description="the sites to look at; by default all that have a place")


class CaseHead(Entry):
    """What a case is called."""

    id: Id
    title: Line = Field(description="as we print it")


class CaseFile(CaseHead):
    """An agreement, or a bundle of them, split into duties that can be checked."""

    actors: tuple[ActorEntry, ...] = Field((), description="who promises, acts or speaks")
    sources: tuple[SourceEntry, ...] = Field((), description="who publishes")
    events: tuple[EventEntry, ...] = Field((), description="dated events that texts lean on")
    instruments: tuple[InstrumentEntry, ...] = Field((), description="texts that bind")
    obligations: tuple[ObligationEntry, ...] = Field((), description="duties")
    matters: tuple[MatterEntry, ...] = Field((), description="questions that may be nobody's duty")
    imagery: tuple[ImageryEntry, ...] = Field((), description="where scenes are found")


def case_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of case.yaml, every key with its meaning, keys sorted."""
    schema = CaseFile.model_json_schema()
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
    return {key: _sort_keys(whole[key]) for key in sorted(whole)}


def _sort_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sort_keys(value[key]) for key in sorted(value)}
    return [_sort_keys(item) for item in value] if isinstance(value, list) else value
