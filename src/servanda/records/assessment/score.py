"""What turned out true, and how well our past assessments did against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.records.assessment.assessment import Interval

__all__ = [
    "BrierParts",
    "ReliabilityBin",
    "Score",
    "ScoreCard",
    "ScoredRow",
    "Scores",
    "Truth",
    "TruthState",
]


@dataclass(frozen=True, slots=True)
class TruthState:
    """What was so of one duty from a day (included) to another (excluded)."""

    start: date
    end: date | None  # None: without end
    met: bool | None  # None: not known
    value: float | None  # how many were done, or the level; None: not known

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Truth:
    """What turned out true of one row of an assessment."""

    obligation: str
    states: tuple[TruthState, ...]  # in order, none overlapping another

    def state_on(self, day: date) -> TruthState | None:
        """What was so on that day; None where nothing is said of it."""
        return next((one for one in self.states if one.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class BrierParts:
    """A Brier score taken apart: `reliability - resolution + uncertainty + within_bins`."""

    reliability: float
    resolution: float
    uncertainty: float
    within_bins: float  # what forecasts differ inside one bin; 0 where each bin holds one number


@dataclass(frozen=True, slots=True)
class Score:
    """How well probabilities did over some days; less is better in the first three."""

    days: int  # of one obligation each: two obligations on one day count twice
    brier: float | None  # None without days
    log_score: float | None  # nats
    rps: float | None  # 0..1; None where no count or level is known to compare with
    coverage90: float | None  # share of days; None likewise
    parts: BrierParts | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Our score beside those of the baselines, on the same days."""

    ours: Score
    baselines: tuple[tuple[str, Score], ...]


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One row of an assessment scored over a stretch of days."""

    obligation: str
    scores: Scores
    days_left_out: int  # the truth is not known
    days_without_number: int  # not due, or not scorable


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Days on which we said about the same, and how often it was so."""

    low: float
    high: float
    days: int
    stretches: int  # of one obligation in one state: its days are not independent of each other
    forecast: float  # mean of what we said
    observed: float  # share of days on which it was so
    band: Interval  # 95 %, for as many independent looks as there are stretches


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A case walked day by day, each day as known on that day."""

    case: str
    first: date
    last: date  # included
    model: str
    rows: tuple[ScoredRow, ...]
    total: ScoredRow  # all rows together, each of their days counted once
    curve: tuple[ReliabilityBin, ...]  # bins that hold a day, in rising order
