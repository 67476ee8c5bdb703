"""Scoring past assessments of a case, day by day, against what turned out true."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from servanda.assessment import (
    DEFAULT_PRIORS,
    Priors,
    days_to_score,
    scorable_days,
    scorable_rows,
    score_card,
    scored_days,
)
from servanda.errors import SettingsError
from servanda.evidence import chances_of_detection, collect_evidence, coverage
from servanda.records import (
    Case,
    CaseEvidence,
    DecisionAct,
    DocumentClaims,
    ObservationWithScenes,
    ScoreCard,
    TruthFile,
    public_by,
    terms_in_force,
    with_starts_as_of,
)
from servanda.records.choices import ScoreStep
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import read_truth

__all__ = ["DaysToScore", "evidence_by_day", "score_case", "truth_of"]


@dataclass(frozen=True, slots=True)
class DaysToScore:
    """Which past days to score.

    first: by default the first day with known truth; last (included): by default the last such
    day, or the day of the newest document if the truth has no end
    """

    first: date | None = None
    last: date | None = None
    every: ScoreStep = ScoreStep.DAY


ALL_DAYS = DaysToScore()


def truth_of(path: Path, case: Case) -> TruthFile:
    """The truth about a case's obligations, read from a file; its matters are left out.

    Raises InputError with one line for each thing wrong.
    """
    return read_truth(path, scorable_rows(case), [matter.id for matter in case.matters])


def score_case(
    case: Case,
    reads: Sequence[DocumentClaims],
    truth: TruthFile,
    asked: DaysToScore = ALL_DAYS,
    progress: Progress = ignore_progress,
    priors: Priors = DEFAULT_PRIORS,
    sights: Sequence[ObservationWithScenes] = (),
) -> ScoreCard:
    """Score the probability for each day, as known on that day, against the truth of that day.

    Raises SettingsError if no day is left.
    """
    public = (read.document.publication.public_on for read in reads)
    first_known, last_known = scorable_days(truth.truths, public)
    first, last = asked.first or first_known, asked.last or last_known
    days = days_to_score(first, last, asked.every)
    if not days:
        raise SettingsError(
            f"no day from {first} to {last} at steps of a {asked.every.value}; give --from and "
            "--to in order, inside the truth, or smaller steps with --every"
        )
    known = evidence_by_day(case, reads, _report(days, progress), sights)
    scored = tuple(scored_days(known, truth.truths, priors))
    return score_card(case.id, first, last, scored, truth, asked.every)


def _report(days: Sequence[date], progress: Progress) -> Iterator[date]:
    for number, day in enumerate(days):
        progress("scoring", number, len(days))
        yield day
    progress("scoring", len(days), len(days))


def evidence_by_day(
    case: Case,
    reads: Sequence[DocumentClaims],
    days: Iterable[date],
    sights: Sequence[ObservationWithScenes] = (),
) -> Iterator[CaseEvidence]:
    """The evidence as of each day, about that day; collected anew only where it can be another.

    Evidence rests on what is public, on what of it has been retracted and on what the case says by
    that day, so days in a row on which these are the same share it.
    """
    public = sorted(
        when.end
        for when in (
            *(read.document.publication for read in reads),
            *(look.publication for look in sights),
        )
        if when.end is not None
    )
    retracted = sorted(
        act.since
        for read in reads
        for acts in read.acts.values()
        for act in acts
        if act.act is DecisionAct.RETRACT
    )
    basis: Hashable = None
    for day in days:
        now = bisect_right(public, day), bisect_right(retracted, day), _case_as_of(case, day)
        if now != basis:
            basis, known = now, collect_evidence(case, reads, day, day, sights)
        covered = {matter.id: coverage(matter, case, day) for matter in case.matters}
        then = replace(known, as_of=day, on=day, coverage=covered)
        yield replace(then, detection=chances_of_detection(then, reads))


def _case_as_of(case: Case, day: date) -> Hashable:
    """What the case says by a day: terms, starts, facts of force, how far coverage reaches."""
    duties = case.obligations
    force = [when for duty in duties if duty.force is not None for when in duty.force.publications]
    periods = [period for source in case.sources for period in source.coverage]
    return (
        tuple(terms_in_force(duty, day, day) for duty in duties),
        tuple(duty.start for duty in with_starts_as_of(case, day).obligations),
        sum(public_by(when, day) for when in force),
        tuple(min(period.last, day) for period in periods if period.first <= day),
    )
