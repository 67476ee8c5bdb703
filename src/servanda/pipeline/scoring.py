"""Past assessments against what turned out true: a case walked day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from servanda.assessment import DEFAULT_PRIORS, Priors, ScoredDay, score_card, scored_days
from servanda.errors import SettingsError
from servanda.pipeline.assessing import collect_evidence
from servanda.records import (
    Case,
    DocumentClaims,
    ObservationWithScenes,
    ScoreCard,
    Truth,
    preserve_duty,
    terms_in_force,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import read_truth

__all__ = ["rows_of", "score_case", "truth_of"]


def truth_of(path: Path, case: Case) -> tuple[Truth, ...]:
    """What turned out true of a case's obligations, from a file.

    Raises InputError with one line for each thing wrong.
    """
    return read_truth(path, rows_of(case))


def rows_of(case: Case) -> tuple[str, ...]:
    """Every id that a row with a number can have: obligations, and what they say to keep."""
    found = []
    for duty in case.obligations:
        found.append(duty.id)
        versions = (duty.start, *(one.effective for one in duty.amendments))
        kept = (
            preserve_duty(duty, terms_in_force(duty, date.max, max(day, duty.start)))
            for day in versions
        )
        found += {one.id for one in kept if one is not None}
    return tuple(found)


def score_case(
    case: Case,
    reads: Sequence[DocumentClaims],
    truths: Sequence[Truth],
    first: date | None = None,
    last: date | None = None,
    progress: Progress = ignore_progress,
    priors: Priors = DEFAULT_PRIORS,
    sights: Sequence[ObservationWithScenes] = (),
) -> ScoreCard:
    """Each day's probability for that day, as known on it, against the truth of that day.

    first: by default the first day of which anything is known to be so; last (included): by
    default the last such day, or where truth has no end the day on which the record ends
    Raises SettingsError where no day is left.
    """
    first, last = first or _first_day(truths), last or _last_day(truths, reads)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if not days:
        raise SettingsError(
            f"no day from {first} to {last}; give --from and --to in order, inside the truth"
        )
    scored: list[ScoredDay] = []
    for number, day in enumerate(days):
        progress("scoring", number, len(days))
        scored += scored_days(collect_evidence(case, reads, day, day, sights), truths, priors)
    progress("scoring", len(days), len(days))
    return score_card(case.id, first, last, scored, truths)


def _first_day(truths: Sequence[Truth]) -> date:
    return min(state.start for truth in truths for state in truth.states)


def _last_day(truths: Sequence[Truth], reads: Sequence[DocumentClaims]) -> date:
    ends = [state.end for truth in truths for state in truth.states]
    recorded = [read.document.publication.public_on for read in reads]
    known = [end - timedelta(days=1) for end in ends if end is not None]
    return max(known if None not in ends or not recorded else [*known, max(recorded)])
