"""What to look at or ask for next, most informative first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from servanda.assessment import (
    PointPosterior,
    day_after_deadline,
    information_gain,
    point_posteriors,
    rank_looks,
)
from servanda.evidence import collect_evidence, possible_sources
from servanda.pipeline.assessing import AssessedCase
from servanda.records import InformationGain
from servanda.records.progress import Progress, ignore_progress

__all__ = ["information_gains", "rank_looks"]


def information_gains(
    found: AssessedCase, wanted: Collection[str] | None = None, progress: Progress = ignore_progress
) -> tuple[InformationGain, ...]:
    """The information that looks could give about each row with a number, in the case's order.

    wanted: ids of rows; None: all. If a deadline lies ahead, a look on the day after it is among
    the options.
    """
    known, on = found.known, found.question.on
    rows = {
        row: posterior
        for row, posterior in point_posteriors(known, found.question.priors, wanted=wanted).items()
        if wanted is None or row in wanted
    }
    status = {judgement.id: judgement.status for judgement in found.assessment.judgements}
    after = {
        row: day
        for row, posterior in rows.items()
        if (day := day_after_deadline(posterior, status[row])) is not None
    }
    later = _posteriors_by_day(found, after, progress)
    gains = []
    for row, posterior in rows.items():
        by_day = {on: posterior}
        if row in after and row in later[after[row]]:
            by_day[after[row]] = later[after[row]][row]
        duty = posterior.model.question.obligation
        witnesses = tuple(possible_sources(duty, found.case, known.evidence))
        gains.append(information_gain(by_day, found.case, witnesses))
    return tuple(gains)


def _posteriors_by_day(
    found: AssessedCase, after: Mapping[str, date], progress: Progress
) -> dict[date, dict[str, PointPosterior]]:
    """By day, the posterior of each row that is asked about then, from what is known now."""
    later, days = {}, sorted(set(after.values()))
    for number, day in enumerate(days):
        progress("looking ahead", number, len(days))
        then = collect_evidence(found.case, found.reads, found.question.as_of, day, found.sights)
        # Whoever looks then extends the record.
        looked = replace(then, record_until=None, watched_until={})
        rows = {row for row, asked in after.items() if asked == day}
        later[day] = point_posteriors(looked, found.question.priors, wanted=rows)
    return later
