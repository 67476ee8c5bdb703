"""Reassess a case with items left out or distrusted, or under other assumptions.

Working out what each item does to a number takes as long as the numbers themselves, and "what if"
should be answered at once; so these assessments carry no contributions and no contradictions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.point_posteriors import PointPosterior, point_posteriors
from servanda.assessment.inference.posterior import Posterior, posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.status import status_by_probability, status_of
from servanda.records import (
    Assessment,
    Bearing,
    CaseEvidence,
    CountBelief,
    Evidence,
    Judgement,
    Status,
    word_for,
)

__all__ = ["neutralise_items", "reassess"]

_WHY = "distrusted for this question"


def neutralise_items(known: CaseEvidence, distrusted: Callable[[Evidence], bool]) -> CaseEvidence:
    """The evidence with the distrusted items made flat: each likelihood ratio is exactly 1.

    The items stay in place, so nothing else counts in their stead. Leaving an item out is
    different: its repetitions count then.
    """
    evidence = (_neutralise(item) if distrusted(item) else item for item in known.evidence)
    return replace(known, evidence=tuple(evidence))


def reassess(
    before: Assessment, known: CaseEvidence, draws: BetaSampler, priors: Priors
) -> Assessment:
    """The assessment under changed evidence and priors, numbers only.

    before: the unchanged assessment, of the same case and the same two days
    """
    cache = MassCache()
    found = point_posteriors(known, priors, cache)
    beliefs = {
        forecast.row: posterior(forecast.model, draws, cache)
        for forecast in found.values()
        if forecast.row == _duty_id(forecast.model)
    }
    judgements = []
    for judgement in before.judgements:
        forecast = found.get(_row_behind(judgement, known) or "")
        after = judgement
        if forecast is not None:  # whether a duty carries a number does not depend on evidence
            belief = beliefs[_duty_id(forecast.model)]
            after = _update_judgement(judgement, forecast, belief, known, cache)
        judgements.append(replace(after, contributions=(), contradictions=()))
    return replace(before, judgements=tuple(judgements), sources=())


def _row_behind(judgement: Judgement, known: CaseEvidence) -> str | None:
    """The row whose number a judgement states: of a matter, what covers it; None if nothing."""
    cover = known.coverage.get(judgement.id)
    if cover is None:
        return judgement.id
    return cover.covered_by[0] if cover.covered_by else None


def _update_judgement(
    before: Judgement,
    forecast: PointPosterior,
    belief: Posterior,
    known: CaseEvidence,
    cache: MassCache,
) -> Judgement:
    items = known.items(_duty_id(forecast.model))
    origins = known.origin_count(_duty_id(forecast.model))
    chance = belief.probability(forecast.wanted)
    status, why = _status(forecast, before, chance)
    documents = {item.document for item in items if item.document is not None}
    return replace(
        before,
        status=status,
        probability_met=chance,
        interval=PriorSpread(forecast.model, cache).interval(belief, forecast.wanted),
        word=word_for(chance),
        count=None if before.count is None else _count(before.count, belief),
        documents=len(documents),
        origins_low=origins.low,
        origins_high=origins.high,
        why=why,
    )


def _duty_id(model: DutyModel) -> str:
    return model.question.obligation.id


def _status(forecast: PointPosterior, before: Judgement, chance: float) -> tuple[Status, str]:
    """The status at that probability; while it is the status from before, so is its reason."""
    question = forecast.model.question
    duty = question.obligation
    if forecast.row != duty.id:  # what is to be kept: the same reason at any number
        return status_by_probability(chance), before.why
    status, why = status_of(duty, question.terms, question.on, chance)
    if status is before.status or before.id != duty.id:  # a matter says what covers it
        return status, before.why
    return status, why


def _count(before: CountBelief, belief: Posterior) -> CountBelief:
    return CountBelief(before.of, tuple(float(mass) for mass in belief.distribution))


def _neutralise(item: Evidence) -> Evidence:
    bearing = Bearing.CANNOT_KNOW if item.bearing is Bearing.BEARS else item.bearing
    return replace(item, if_right=item.if_wrong, bearing=bearing, why=f"{item.why}; {_WHY}")
