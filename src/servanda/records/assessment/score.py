"""What turned out true, and how well our past assessments did against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.records.assessment.assessment import Interval
from servanda.records.choices import ScoreStep

__all__ = [
    "BrierParts",
    "Difference",
    "ReliabilityBin",
    "Score",
    "ScoreCard",
    "ScoredRow",
    "Scores",
    "Truth",
    "TruthFile",
    "TruthState",
]


@dataclass(frozen=True, slots=True)
class TruthState:
    """The true state of one duty from a day (included) to another (excluded)."""

    start: date
    end: date | None  # None: without end
    met: bool | None  # None: not known
    value: float | None  # how many were done, or the level; None: not known
    source: str | None = None  # address of the page that it rests on
    words: str | None = None  # what that page says, quoted

    def holds_on(self, day: date) -> bool:
        """True if the day lies within `start` (included) and `end` (excluded)."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Truth:
    """The true states of one row of an assessment over time."""

    obligation: str
    states: tuple[TruthState, ...]  # in order, none overlapping another

    def state_on(self, day: date) -> TruthState | None:
        """The true state on a day; None where none is recorded."""
        return next((state for state in self.states if state.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class TruthFile:
    """What a truth file says: the truth of some rows, and what in it no score is made of."""

    truths: tuple[Truth, ...]
    matters: tuple[str, ...] = ()  # left out: a matter is nobody's duty or another row's


@dataclass(frozen=True, slots=True)
class BrierParts:
    """A Brier score taken apart: `reliability - resolution + uncertainty + within_bins`."""

    reliability: float
    resolution: float
    uncertainty: float
    within_bins: float  # spread of forecasts inside bins; 0 where each bin holds one number


@dataclass(frozen=True, slots=True)
class Score:
    """How good probabilities were over some days; lower is better for brier, log_score and rps."""

    days: int  # of one obligation each: two obligations on one day count twice
    brier: float | None  # None without days
    log_score: float | None  # nats
    rps: float | None  # 0..1; None where no count or level is known to compare with
    coverage90: float | None  # share of days with the truth inside the 90 % range; None as for rps
    parts: BrierParts | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Our mean Brier score less that of a baseline on the same days: below 0, ours is better."""

    mean: float | None  # None without days
    interval90: Interval | None  # None with fewer than 3 obligations


@dataclass(frozen=True, slots=True)
class Scores:
    """Our score and those of the baselines, all on the same days.

    Intervals are the central 90 % over obligations drawn with replacement.
    """

    ours: Score
    baselines: tuple[tuple[str, Score], ...]
    obligations: int  # how many the days are of, a duty and what it says to keep counted once
    interval90: Interval | None  # of our mean Brier score; None with fewer than 3 obligations
    differences: tuple[tuple[str, Difference], ...]  # by baseline


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One row of an assessment scored over a stretch of days."""

    obligation: str
    scores: Scores
    days_left_out: int  # because the truth is not known
    days_without_number: int  # because nothing bore on the duty, or it was not due or scorable


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Days with about the same forecast, and how often the duty was met on them."""

    low: float
    high: float
    days: int
    stretches: int  # of one obligation in one state: its days are not independent of each other
    forecast: float  # mean probability of these days
    observed: float  # share of these days on which the duty was met
    band: Interval  # 95 %, counting each stretch as one independent trial


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The scores of a case over some days, each day as known on that day."""

    case: str
    first: date
    last: date  # included
    model: str
    rows: tuple[ScoredRow, ...]
    total: ScoredRow  # all rows together, each of their days counted once
    curve: tuple[ReliabilityBin, ...]  # bins that hold a day, in rising order
    every: ScoreStep = ScoreStep.DAY
    matters_left_out: tuple[str, ...] = ()  # named by the truth file
