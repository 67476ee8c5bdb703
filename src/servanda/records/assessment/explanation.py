"""Why a number is what it is, what could move it next, and what it depends on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from servanda.records.assessment.assessment import Interval, Judgement
from servanda.records.evidence.evidence import Bearing

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
    "SetAsideItem",
]


class MovementCause(StrEnum):
    """What moved a number from one day to another."""

    TIME = "time"  # days went by: work goes on, deadlines come nearer
    REVISION = "revision"  # new terms, retractions or silence change what earlier items mean
    ITEM = "item"  # an item that became public since
    ELSEWHERE = (
        "elsewhere"  # items on other duties, which bear on the reliability of shared sources
    )


@dataclass(frozen=True, slots=True)
class MovementStep:
    """One part of a movement; the steps add up to the whole movement."""

    by: MovementCause
    evidence: str | None  # id of the item; None for other causes
    decibans: float  # > 0: towards met


@dataclass(frozen=True, slots=True)
class Movement:
    """How a number moved from its value on an earlier day to its present one."""

    since: dt.date
    before: float  # probability of met on the day `since`, as known on that day
    after: float
    steps: tuple[MovementStep, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The number under a low and a high value of one assumption, all else unchanged."""

    prior: str
    value: float
    low: float  # half the value; of a probability, half its odds
    high: float  # twice the value, or twice the odds
    at_low: float  # probability of met
    at_high: float


class CollectionKind(StrEnum):
    """Ways of collecting new information."""

    IMAGE = "image"
    INSPECTION = "inspection"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class CollectionOutcome:
    """One possible result of a look, its probability, and the probability of met given it."""

    says: str
    chance: float
    probability_met: float


@dataclass(frozen=True, slots=True)
class CollectionOption:
    """One look or one statement that could be obtained, and the information expected of it."""

    obligation: str
    day: dt.date  # on which to look: its result is about being met on that day
    sites: tuple[str, ...]  # looking at any one of these is worth the same; empty: look at all
    kind: CollectionKind
    by: str  # id of a sensor, or of the actor who would speak
    name: str  # in words
    available: bool  # False: somebody would have to agree to it first
    bits: float  # expected information about met; exactly 0 where it cannot inform
    outcomes: tuple[CollectionOutcome, ...]  # empty where it cannot inform
    why: str
    has_part: bool = True  # False: of a source with no part in the duty, which comes after others


@dataclass(frozen=True, slots=True)
class InformationGain:
    """What new looks could still show about one row of an assessment."""

    obligation: str
    probability_met: float
    reach: Interval  # the lowest and highest that one available look could bring
    settles: bool  # True if one of them could bring it to 0.80 or more, or to 0.20 or less
    why: str
    looks: tuple[CollectionOption, ...]  # most informative first


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """One item with its words and how far it moves the number."""

    evidence: str
    document: str | None
    title: str | None
    published: dt.date
    origin: str
    says: str  # in a few words, as it was weighed
    quote: str | None  # the words of the text itself; None for silence
    decibans: float


@dataclass(frozen=True, slots=True)
class SetAsideItem:
    """One item on the duty that may not move its number, with the reason."""

    evidence: str
    document: str | None
    published: dt.date
    origin: str
    says: str
    bearing: Bearing
    why: str  # about the duty, whose word it is, and at last why it was set aside


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row of an assessment with its items, movement, sensitivities and possible looks."""

    case: str
    as_of: dt.date
    on: dt.date
    clause: str
    judgement: Judgement
    items: tuple[ExplainedItem, ...]  # those that bear on it, largest first
    moved: Movement | None  # None where there was no number to start from
    sensitivity: tuple[Sensitivity, ...]  # largest first
    information_gain: InformationGain | None
    set_aside: tuple[SetAsideItem, ...] = ()  # items on it that may not move the number
    silence: tuple[str, ...] = ()  # what each watcher's silence is worth, in words
