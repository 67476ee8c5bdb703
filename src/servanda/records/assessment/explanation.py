"""Why a number is what it is, what would move it next, and what it hangs on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from servanda.records.assessment.assessment import Interval, Judgement

__all__ = [
    "CollectionKind",
    "CollectionOption",
    "CollectionOutcome",
    "ExplainedItem",
    "Explanation",
    "InformationGain",
    "Movement",
    "MovementCause",
    "MovementStep",
    "Sensitivity",
]


class MovementCause(StrEnum):
    """What moved a number from one day to another."""

    TIME = "time"  # days went by: work goes on, deadlines come nearer
    REVISION = "revision"  # what was known before counts otherwise: new terms, retractions, silence
    ITEM = "item"  # an item that became public since
    ELSEWHERE = "elsewhere"  # items on other duties, which tell of the same sources


@dataclass(frozen=True, slots=True)
class MovementStep:
    """One part of a change; the steps add up to the whole."""

    by: MovementCause
    evidence: str | None  # of an item; None of the other steps
    decibans: float  # > 0: towards met


@dataclass(frozen=True, slots=True)
class Movement:
    """How a number came from one day's value to another's."""

    since: dt.date
    before: float  # probability of met about that day, as known on that day
    after: float
    steps: tuple[MovementStep, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far one assumption alone could shift the number."""

    prior: str
    value: float
    low: float  # half as much, or half the odds of a chance
    high: float  # twice as much
    at_low: float  # probability of met
    at_high: float


class CollectionKind(StrEnum):
    """Ways of finding out."""

    IMAGE = "image"
    INSPECTION = "inspection"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class CollectionOutcome:
    """What a look may bring, how likely that is, and what would then be believed."""

    says: str
    chance: float
    probability_met: float


@dataclass(frozen=True, slots=True)
class CollectionOption:
    """One look, or one answer, that could be had, and how much it would tell."""

    obligation: str
    day: dt.date  # on which to look: its result is about being met on that day
    sites: tuple[str, ...]  # one of these, which would all tell the same; empty: all of them
    kind: CollectionKind
    by: str  # id of a sensor, or of the actor who would speak
    name: str  # in words
    available: bool  # False: somebody would have to agree to it first
    bits: float  # expected information about met; exactly 0 where it cannot tell
    outcomes: tuple[CollectionOutcome, ...]  # empty where it cannot tell
    why: str


@dataclass(frozen=True, slots=True)
class InformationGain:
    """What could still be found out about one row of an assessment."""

    obligation: str
    probability_met: float
    reach: Interval  # the furthest that a single available look could take it
    settles: bool  # whether one of them could take it to 0.80 or more, or to 0.20 or less
    why: str
    looks: tuple[CollectionOption, ...]  # most telling first


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """One item with its own words and what it does to the number."""

    evidence: str
    document: str | None
    title: str | None
    published: dt.date
    origin: str
    says: str  # in a few words, as it was weighed
    quote: str | None  # the words of the text itself; None for silence
    decibans: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row of an assessment with everything that there is to say about its number."""

    case: str
    as_of: dt.date
    on: dt.date
    clause: str
    judgement: Judgement
    items: tuple[ExplainedItem, ...]  # all that bear, largest first
    moved: Movement | None  # None where there was no number to start from
    sensitivity: tuple[Sensitivity, ...]  # largest first
    information_gain: InformationGain | None
