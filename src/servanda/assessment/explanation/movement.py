"""What moved a number from one day to another: time, items, and what else changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from servanda.assessment.inference.point_posteriors import PointPosterior, point_posteriors
from servanda.assessment.inference.posterior import decibans
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import (
    Bearing,
    CaseEvidence,
    DateRange,
    Evidence,
    Movement,
    MovementCause,
    MovementStep,
    Obligation,
    public_by,
)

__all__ = ["comparison_day", "decompose_change"]


def decompose_change(
    then: CaseEvidence,
    aged: CaseEvidence,
    now: CaseEvidence,
    row: str,
    priors: Priors = DEFAULT_PRIORS,
) -> Movement | None:
    """The change of one row in steps that add up to it; None if it had no number on either day.

    then: as known on the earlier day about that day; aged: what was public then, about the later
    day; now: as known now about the later day

    New items are added one after the other as they became public, so that each is measured beside
    what was known before it. What an item adds so depends on what came before: two reports of the
    same thing on one day share their worth unevenly, the first taking more.
    """
    before, after = point_posteriors(then, priors).get(row), point_posteriors(now, priors).get(row)
    if before is None or after is None:
        return None
    reached, steps = decibans(before.probability), []
    for by, item, known in _stages(aged, now, after):
        forecast = point_posteriors(known, priors).get(row)
        if forecast is None:  # not due by what was known: the next stage takes it on
            continue
        level = decibans(forecast.probability)
        steps.append(MovementStep(by, item, level - reached))
        reached = level
    return Movement(then.as_of, before.probability, after.probability, tuple(steps))


def comparison_day(duty: Obligation, evidence: Iterable[Evidence], as_of: date) -> date:
    """The day to compare with: the one before the newest item on the duty became public.

    Silence is no such item: it grows a day older every day.
    """
    published = [
        item.times.published.public_on
        for item in evidence
        if item.obligation == duty.id and item.bearing is Bearing.BEARS and item.watch is None
    ]
    newest = max(published, default=as_of)
    return min(max(newest - timedelta(days=1), duty.start), as_of - timedelta(days=1))


def _stages(
    aged: CaseEvidence, now: CaseEvidence, forecast: PointPosterior
) -> Iterator[tuple[MovementCause, str | None, CaseEvidence]]:
    """The ways from what was known then to what is known now, one change at a time."""
    yield MovementCause.TIME, None, aged
    old = {item.id for item in aged.evidence}
    kept = [item for item in now.evidence if item.id in old]
    if kept != list(aged.evidence) or aged.case != now.case or _question_may_change(aged, now):
        yield MovementCause.REVISION, None, _with_evidence(now, kept)
    parts = (forecast.inquiry.part, *forecast.inquiry.coupled)
    own = {part.question.obligation.id for part in parts}
    new = [item for item in now.evidence if item.id not in old]
    for item in sorted(new, key=lambda one: (one.times.published.public_on, one.id)):
        if item.obligation in own and item.bearing is Bearing.BEARS:
            kept.append(item)
            yield MovementCause.ITEM, item.id, _with_evidence(now, kept)
    if len(kept) < len(now.evidence):
        yield MovementCause.ELSEWHERE, None, now


def _question_may_change(aged: CaseEvidence, now: CaseEvidence) -> bool:
    """Whether a later amendment, or word of a condition, may change the question."""
    published: list[DateRange] = []
    for duty in now.case.obligations:
        published += [amendment.published for amendment in duty.amendments]
        if duty.condition is not None:
            published += [change.published for change in duty.condition.changes]
    return any(public_by(when, now.as_of) and not public_by(when, aged.as_of) for when in published)


def _with_evidence(known: CaseEvidence, evidence: Sequence[Evidence]) -> CaseEvidence:
    """In the order in which all evidence is kept."""
    return replace(
        known, evidence=tuple(sorted(evidence, key=lambda one: (one.obligation, one.id)))
    )
