"""A case: what was promised, by whom, about which places, and who reports on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.records.case.condition import Condition
from servanda.records.case.duties.rate import Rate
from servanda.records.case.duties.ratio import Ratio
from servanda.records.case.duties.schedule import ScheduleEntry
from servanda.records.case.event import DaysAfter, KnownEvent
from servanda.records.case.force import Force
from servanda.records.case.imagery_layer import Imagery
from servanda.records.case.site import Site
from servanda.records.case.source import Admiralty, Source
from servanda.records.case.watcher import Watcher
from servanda.records.times import DateRange

__all__ = [
    "Actor",
    "ActorKind",
    "Amendment",
    "Bound",
    "BoundDirection",
    "Case",
    "Definition",
    "Instrument",
    "Matter",
    "Names",
    "Obligation",
    "ObligationKind",
    "ReferenceClass",
    "Scope",
]


class ActorKind(StrEnum):
    """What sort of speaker an actor is."""

    GOVERNMENT = "government"
    MILITARY = "military"
    INTELLIGENCE = "intelligence"
    LEGISLATURE = "legislature"
    INTERNATIONAL_BODY = "international_body"
    ARMED_GROUP = "armed_group"
    THINK_TANK = "think_tank"
    NEWS_AGENCY = "news_agency"
    STATE_MEDIA = "state_media"
    PERSON = "person"
    ANONYMOUS_OFFICIAL = "anonymous_official"
    EYEWITNESS = "eyewitness"
    DOCUMENT = "document"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who promises, acts or speaks."""

    id: str
    names: tuple[str, ...]  # the first is the one we print; the others are further spellings
    kind: ActorKind
    part_of: str | None  # the actor this one belongs to: a ministry to its state
    shares_with: tuple[str, ...]  # actors with which it shares information
    reliability: Admiralty


@dataclass(frozen=True, slots=True)
class Names:
    """What a reader of texts is given of a case: actors, sites and dated events."""

    actors: tuple[Actor, ...]
    sites: tuple[Site, ...]
    events: tuple[KnownEvent, ...]


class ReferenceClass(StrEnum):
    """What a text's provisions are like, where it is known how often such are kept."""

    PEACE_ACCORD = "peace_accord"  # the provisions of a comprehensive peace accord


@dataclass(frozen=True, slots=True)
class Instrument:
    """A binding text with its date."""

    id: str
    title: str
    kind: str  # "treaty", "joint release", "resolution", "announcement", ...
    parties: tuple[str, ...]  # actor ids
    date: dt.date  # spelt out: the field has the name of its type
    url: str | None
    force: Force | None = None  # of all its duties that have none of their own
    reference_class: ReferenceClass | None = None  # None: nothing is assumed of such texts


class ObligationKind(StrEnum):
    """The four kinds of duty."""

    STATE = "state"  # sites reach and keep a state
    ABSTAIN = "abstain"  # no event of a kind in a period
    LEVEL = "level"  # a quantity stays under, or reaches, a value
    ACT = "act"  # something is done once


class Scope(StrEnum):
    """What a duty covers."""

    NAMED = "named"  # the sites, objects or events it names
    GENERAL = "general"  # a whole programme or class, wherever it is


@dataclass(frozen=True, slots=True)
class Amendment:
    """A dated change of the terms; `None` leaves a term as it was."""

    effective: date
    published: DateRange
    count: int | None
    preserve: int | None
    deadline: date | None
    value: float | None  # of a level
    note: str


class BoundDirection(StrEnum):
    """Which side of a bound keeps a level obligation."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Bound:
    """The value that a level must reach or stay within, in the obligation's unit."""

    direction: BoundDirection
    value: float
    # True: the value is the total declared so far, so a report that names a total ("750 of 1,027")
    # is compared with that total.
    declared: bool = False


class Definition(StrEnum):
    """Which of several counts of the same things is meant; each is at most the one above it."""

    DECLARED = "declared"
    COLLECTED = "collected"  # handed over, received
    STORED = "stored"  # in containers, accepted
    VERIFIED = "verified"  # certified
    DESTROYED = "destroyed"  # neutralised


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty of one bearer in one instrument."""

    id: str
    instrument: str
    clause: str  # the duty in plain words
    bearers: tuple[str, ...]  # actor ids; more than one: jointly
    kind: ObligationKind
    verb: str  # free and optional, "" where not given: the clause is what is read against
    object: str  # likewise
    terms: tuple[str, ...]  # further words by which texts name the object
    unit: str | None
    count: int | None  # sites, objects or events the duty is about, those to preserve left out
    preserve: int  # further sites that must stay as they are
    aspect: str | None  # surface, underground, firing slits, personnel, weapons, ...
    sites: tuple[str, ...]
    scope: Scope
    start: date  # first day on which the duty binds
    deadline: date | None  # state, act, level: done by; abstain: last day of the period
    bound: Bound | None  # level only
    condition: Condition | None
    verification: str | None
    min_size_m: float | None  # smallest thing that must be visible to judge it from above
    watchers: tuple[Watcher, ...]
    amendments: tuple[Amendment, ...]
    unscorable: str | None  # why no test criterion exists; None where one exists
    definition: Definition | None = None  # level only: which count keeps the duty; None: any
    error_share: float | None = None  # level only: standard deviation of reported amounts, as share
    kept_if: tuple[str, ...] = ()  # plain sentences, each of which would show that it is kept
    broken_if: tuple[str, ...] = ()  # ... that it is not
    reversible: bool | None = None  # whether what is done can be undone; None: by its kind
    start_after: DaysAfter | None = None  # how its start is reckoned; None: the text gives a day
    deadline_after: DaysAfter | None = None  # likewise its deadline
    force: Force | None = None  # its own, else its instrument's; None: from its start, for good
    co_bearers: tuple[str, ...] = ()  # who bears the same duty, each for itself in its own row
    rate: Rate | None = None  # level only, in place of a bound: so much in every period
    part_of: str | None = None  # the duty whose things these are some of
    same_things: tuple[str, ...] = ()  # duties on one and the same count; other thresholds or dates
    implies: tuple[str, ...] = ()  # duties that are done, thing by thing, where this one is
    schedule: tuple[ScheduleEntry, ...] = ()  # in instalments; the last one is the whole
    ratio: Ratio | None = None  # state only: how many for each one of another duty

    @property
    def is_reversible(self) -> bool:
        """True if what is done may be put back: an act that took place stays so."""
        return self.kind is not ObligationKind.ACT if self.reversible is None else self.reversible

    @property
    def is_clause_alone(self) -> bool:
        """True if the case gives neither verb nor object: the duty is read by its meaning."""
        return not (self.verb or self.object)

    @classmethod
    def of_clause(
        cls,
        obligation_id: str,
        clause: str,
        bearers: tuple[str, ...],
        kind: ObligationKind,
        count: int | None = None,
    ) -> Obligation:
        """A duty of which only the clause is known: it binds from the first day there is."""
        return cls(
            id=obligation_id,
            instrument="agreement",
            clause=clause,
            bearers=bearers,
            kind=kind,
            verb="",
            object="",
            terms=(),
            unit=None,
            count=count,
            preserve=0,
            aspect=None,
            sites=(),
            scope=Scope.NAMED,
            start=date.min,
            deadline=None,
            bound=None,
            condition=None,
            verification=None,
            min_size_m=None,
            watchers=(),
            amendments=(),
            unscorable=None,
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """A question people ask that may or may not fall under an obligation."""

    id: str
    question: str
    party: str | None  # the actor whose conduct is asked about
    verb: str
    object: str
    terms: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One agreement, or a bundle of them, as an analyst has split it."""

    id: str
    title: str
    instruments: tuple[Instrument, ...]
    obligations: tuple[Obligation, ...]
    matters: tuple[Matter, ...]
    actors: tuple[Actor, ...]
    sources: tuple[Source, ...]
    sites: tuple[Site, ...]
    events: tuple[KnownEvent, ...]
    imagery: tuple[Imagery, ...] = ()  # layers of scenes
