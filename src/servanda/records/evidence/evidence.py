"""Evidence: one report's likelihood under each state of one obligation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.records.case.states import StateSpace
from servanda.records.case.watcher import WatchPeriod
from servanda.records.times import DateRange, Times

__all__ = ["Bearing", "Evidence", "Reliability"]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A Beta distribution over the probability that a report of this kind is right."""

    right: float  # pseudo-count of right reports, > 0
    wrong: float  # pseudo-count of wrong reports, > 0
    why: str
    # Whose conduct a statement is about and whether it speaks well of it. Statements of one kind
    # share a track record. Empty where the origin is not one source but many.
    kind: str = ""

    @property
    def mean(self) -> float:
        """The expected probability of a right report."""
        return self.right / (self.right + self.wrong)


class Bearing(StrEnum):
    """Whether an item may move the number; an item that may not is kept with its reason."""

    BEARS = "bears"
    REPEATS = "repeats"  # its origin has already said this
    BEFORE_DUTY = "before_duty"  # it saw, or happened, before the duty began
    AFTER_DUTY = "after_duty"  # it happened after the period of the duty had closed
    NOT_IN_FORCE = "not_in_force"  # it happened while the duty did not bind
    CANNOT_KNOW = "cannot_know"  # the source cannot know this aspect
    NO_STATEMENT = "no_statement"  # not confirmed, declined to comment, promised, demanded
    NOT_OBSERVABLE = "not_observable"
    RETRACTED = "retracted"  # taken back by the day of the assessment
    REPLACED = "replaced"  # a person has put the same words otherwise


@dataclass(frozen=True, slots=True)
class Evidence:
    """The likelihood of one report under every state of one obligation.

    The likelihood of state s is `r * if_right[s] + (1 - r) * if_wrong[s]`, where r is drawn from
    `reliability`. Where `bearing` is not BEARS both vectors are equal and flat, and the likelihood
    ratio between any two states is exactly 1.
    """

    id: str
    obligation: str
    claim: str | None
    observation: str | None
    document: str | None
    site: str | None  # the one site it speaks of; None for a report on the whole
    origin: str
    states: StateSpace
    if_right: tuple[float, ...]
    if_wrong: tuple[float, ...]
    reliability: Reliability
    bearing: Bearing
    score: float  # 0..1: how surely it is about this obligation
    times: Times
    says: str  # in a few words: "10 of 11 destroyed"
    why: str  # why it bears on the obligation, and how the reliability was set
    reviewed: bool  # a person accepted it
    watch: WatchPeriod | None = None  # of a watcher's silence: what it would have seen, and when
    voices: tuple[str, ...] = ()  # whose word it is: publisher, speaker, all that those are part of
    # Of what came about on a day that it names: the first day on which it may have.
    came_about: date | None = None
    tells_part: float = 0.0  # 0..1: how surely it says that something is under way or partly done
    covers: DateRange | None = None  # of a rate: the periods that it tells of, by their days
    after_others: bool = False  # it added to what was there before, of which nothing is told
    # The part of `if_right` and of `if_wrong` that stands for the text having been read wrongly;
    # None where there is no such part. What `score` leaves open comes on top of it.
    if_misread: tuple[tuple[float, ...], tuple[float, ...]] | None = None
