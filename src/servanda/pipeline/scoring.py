"""Scoring past assessments of a case, day by day, against what turned out true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from servanda.assessment import (
    DEFAULT_PRIORS,
    Priors,
    ScoredDay,
    scorable_days,
    scorable_rows,
    score_card,
    scored_days,
)
from servanda.errors import SettingsError
from servanda.evidence import collect_evidence
from servanda.records import Case, DocumentClaims, ObservationWithScenes, ScoreCard, Truth
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import read_truth

__all__ = ["score_case", "truth_of"]


def truth_of(path: Path, case: Case) -> tuple[Truth, ...]:
    """The truth about a case's obligations, read from a file.

    Raises InputError with one line for each thing wrong.
    """
    return read_truth(path, scorable_rows(case))


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
    """Score the probability for each day, as known on that day, against the truth of that day.

    first: by default the first day with known truth; last (included): by default the last such
    day, or the day of the newest document if the truth has no end
    Raises SettingsError if no day is left.
    """
    public = (read.document.publication.public_on for read in reads)
    first_known, last_known = scorable_days(truths, public)
    first, last = first or first_known, last or last_known
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
