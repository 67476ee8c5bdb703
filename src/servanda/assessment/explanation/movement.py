"""Why a number changed from one day to another: time, items, and whatever else changed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
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

    New items are added one after the other as they became public, so that each is measured on top
    of what was known before it. So what an item adds depends on the order: of two reports of one
    thing on one day the first takes more.
    """
    before, after = _forecast(then, row, priors), _forecast(now, row, priors)
    if before is None or after is None:
        return None
    # That the record goes on is time, too.
    aged = replace(aged, record_until=now.record_until, watched_until=now.watched_until)
    reached, steps = decibans(before.probability), []
    for by, item, known in _stages(aged, now, after):
        forecast = _forecast(known, row, priors)
        if forecast is None:  # not due by what was known: the next stage takes it on
            continue
        level = decibans(forecast.probability)
        steps.append(MovementStep(by, item, level - reached))
        reached = level
    return Movement(then.as_of, before.probability, after.probability, tuple(steps))


def _forecast(known: CaseEvidence, row: str, priors: Priors) -> PointPosterior | None:
    return point_posteriors(known, priors, wanted={row}).get(row)


def comparison_day(duty: Obligation, evidence: Iterable[Evidence], as_of: date) -> date:
    """The day to compare with: the one before the newest item on the duty became public.

    Silence does not count as an item: it grows a day longer every day.
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
    """The evidence after each change from what was known then to what is known now."""
    yield MovementCause.TIME, None, aged
    old = {item.id for item in aged.evidence}
    kept = [item for item in now.evidence if item.id in old]
    if kept != list(aged.evidence) or _question_may_change(aged, now):
        yield MovementCause.REVISION, None, _with_evidence(now, kept)
    own = {duty for part in forecast.model.parts for duty in part.duties}
    for item in _new_items(now, old):
        if item.obligation in own:
            kept.append(item)
            yield MovementCause.ITEM, item.id, _with_evidence(now, kept)
    if len(kept) < len(now.evidence):
        yield MovementCause.ELSEWHERE, None, now


def _new_items(now: CaseEvidence, old: Container[str]) -> list[Evidence]:
    """The items that bear and were not known before, in the order in which they became public."""
    new = [item for item in now.evidence if item.id not in old and item.bearing is Bearing.BEARS]
    return sorted(new, key=lambda item: (item.times.published.public_on, item.id))


def _question_may_change(aged: CaseEvidence, now: CaseEvidence) -> bool:
    """True if an amendment, or news of a condition or of force, may have changed the question."""
    if aged.case != now.case:
        return True
    published: list[DateRange] = []
    for duty in now.case.obligations:
        published += [amendment.published for amendment in duty.amendments]
        if duty.condition is not None:
            published += [change.published for change in duty.condition.changes]
        if duty.force is not None:
            published += duty.force.publications
    return any(public_by(when, now.as_of) and not public_by(when, aged.as_of) for when in published)


def _with_evidence(known: CaseEvidence, evidence: Sequence[Evidence]) -> CaseEvidence:
    """The case with this evidence instead, sorted as evidence always is."""
    return replace(
        known, evidence=tuple(sorted(evidence, key=lambda item: (item.obligation, item.id)))
    )
