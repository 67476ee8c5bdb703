"""The probability that each obligation is met on a date, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from servanda.records.assessment.account import Account, Contribution
from servanda.records.assessment.degree import Grade, ShareDone
from servanda.records.assessment.document_use import DocumentUse
from servanda.records.assessment.period_counts import PeriodCounts
from servanda.records.assessment.probability_words import ProbabilityWord
from servanda.records.case.duties.schedule import Instalment
from servanda.records.case.force import OutOfForce
from servanda.records.evidence.blind_spot import BlindSpot
from servanda.records.evidence.evidence import Reliability

__all__ = [
    "Assessment",
    "CountBelief",
    "DateOutcome",
    "Interval",
    "Judgement",
    "Moment",
    "SourceRecord",
    "StatementOutcome",
    "Status",
    "Timeline",
]


class Status(StrEnum):
    """The answer on an obligation; from NOT_DUE on it carries no number."""

    MET = "met"
    MET_LATE = "met_late"  # done, but after its deadline
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    PENDING = "pending"
    NOT_VERIFIABLE = "not_verifiable"  # a breach would hardly have shown; its number has no word
    NOT_DUE = "not_due"
    NOT_IN_FORCE = "not_in_force"  # ended, suspended, or not yet
    NO_EVIDENCE = "no_evidence"  # nothing read or looked at bears on it
    NOT_COVERED = "not_covered"
    UNSCORABLE = "unscorable"


@dataclass(frozen=True, slots=True)
class Interval:
    """The central 90 % of the probability, given the uncertainty about sources and priors."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CountBelief:
    """How many of `of` are done: `distribution[k]` is the probability of exactly k."""

    of: int
    distribution: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DateOutcome:
    """Whether one target of a schedule was reached by its day."""

    due: date
    count: float  # all in all
    status: Status  # PENDING: due after the day asked about
    probability_met: float | None  # None without evidence; of a pending one, of by that day


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer for one obligation, or one matter, on one day."""

    id: str
    status: Status
    probability_met: float | None  # None exactly where the status carries no number
    interval: Interval | None
    word: ProbabilityWord | None  # ICD 203
    count: CountBelief | None
    documents: int
    origins_low: int
    origins_high: int
    blind_spots: tuple[BlindSpot, ...]  # largest first
    contradictions: tuple[tuple[str, str], ...]  # pairs of evidence ids
    contributions: tuple[Contribution, ...]  # largest first
    unreviewed_share: float  # 0..1, of the items that bear on it
    why: str  # one sentence for the status
    covered_in_general_by: str | None  # matters: the general obligation that reaches it
    numerical_error: float = 0.0  # bound on the error of the sums; 0 where they are exact
    contributions_left_out: int = 0  # of an overlong list, the smallest ones
    prior: float | None = None  # the probability if nothing had been said or seen
    account: Account | None = None  # of the number; None without one, or if it was not asked for
    days_late: int | None = None  # of MET_LATE: from the deadline to the likeliest day
    detection: float | None = None  # the chance that one breach would have shown; None: not known
    in_force: OutOfForce | None = None  # why it is not in force on that day; None where it is
    share: ShareDone | None = None  # of what is asked; None where the duty counts nothing
    grade: Grade | None = None  # of an act or programme, and of a duty that counts
    periods: PeriodCounts | None = None  # of a rate: what is known of those that are over
    dates: tuple[DateOutcome, ...] = ()  # of a schedule: whether each target was reached in time
    target: Instalment | None = None  # of a schedule: the one that the number is about


@dataclass(frozen=True, slots=True)
class StatementOutcome:
    """What other origins' evidence says about one origin's statement on one duty."""

    obligation: str
    decibans: float  # > 0: it was borne out; 0: left open


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The reliability of one origin in one kind of statement, before and after its record."""

    origin: str
    kind: str
    prior: Reliability
    learnt: Reliability
    statements: tuple[StatementOutcome, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Judgements on a whole case about the day `on`, from what was public by `as_of`."""

    case: str
    as_of: date
    on: date
    model: str  # name and version of the procedure
    judgements: tuple[Judgement, ...]
    sources: tuple[SourceRecord, ...] = ()
    documents: DocumentUse = field(default_factory=DocumentUse)
    record_until: date | None = None  # the last day that the record reaches; None: unknown
    source_ends: Mapping[str, date] = field(default_factory=dict)  # the same, by source


@dataclass(frozen=True, slots=True)
class Moment:
    """The probability for one day, from what was public by that day."""

    day: date
    probability_met: float | None
    interval: Interval | None
    status: Status


@dataclass(frozen=True, slots=True)
class Timeline:
    """The probability of one obligation over time, each day from what was public by that day."""

    obligation: str
    moments: tuple[Moment, ...]
