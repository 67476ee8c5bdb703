"""The same sums with something left out, distrusted or assumed otherwise: numbers alone.

What each item does to a number takes as long as the numbers themselves, and who asks "what if"
wants an answer at once; so these assessments carry no contributions and no contradictions.
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
    """The same evidence with some items made flat: each likelihood ratio is exactly 1.

    They are still there, like whatever else cannot tell: nothing takes their place. It is not the
    same as leaving an item out, after which its repetitions count.
    """
    evidence = (_neutralise(item) if distrusted(item) else item for item in known.evidence)
    return replace(known, evidence=tuple(evidence))


def reassess(
    before: Assessment, known: CaseEvidence, draws: BetaSampler, priors: Priors
) -> Assessment:
    """The assessment that the changed evidence and priors give, without what led to it.

    before: of the same case and the same two days
    """
    cache = MassCache()
    found = point_posteriors(known, priors, cache)
    beliefs = {
        one.row: posterior(one.inquiry, draws, cache)
        for one in found.values()
        if one.row == one.inquiry.question.obligation.id
    }
    judgements = []
    for one in before.judgements:
        row = known.coverage[one.id].covered_by[:1] if one.id in known.coverage else (one.id,)
        forecast = found.get(row[0]) if row else None
        if forecast is not None:  # whether a duty carries a number does not hang on evidence
            one = _update_judgement(
                one, forecast, beliefs[_duty_id(forecast.inquiry)], known, cache
            )
        judgements.append(replace(one, contributions=(), contradictions=()))
    return replace(before, judgements=tuple(judgements), sources=())


def _update_judgement(
    one: Judgement,
    forecast: PointPosterior,
    belief: Posterior,
    known: CaseEvidence,
    cache: MassCache,
) -> Judgement:
    items = known.items(_duty_id(forecast.inquiry))
    origins = known.origin_count(_duty_id(forecast.inquiry))
    chance = belief.probability(forecast.wanted)
    status, why = _status(forecast, one, chance)
    documents = {item.document for item in items if item.document is not None}
    return replace(
        one,
        status=status,
        probability_met=chance,
        interval=PriorSpread(forecast.inquiry, cache).interval(belief, forecast.wanted),
        word=word_for(chance),
        count=None if one.count is None else _count(one.count, belief),
        documents=len(documents),
        origins_low=origins.low,
        origins_high=origins.high,
        why=why,
    )


def _duty_id(inquiry: DutyModel) -> str:
    return inquiry.question.obligation.id


def _status(forecast: PointPosterior, before: Judgement, chance: float) -> tuple[Status, str]:
    """The status at that probability; its reason stays while the status does."""
    question = forecast.inquiry.question
    duty = question.obligation
    if forecast.row != duty.id:  # what is to be kept: the same reason at any number
        return status_by_probability(chance), before.why
    status, why = status_of(duty, question.terms, question.on, chance)
    kept = status is before.status or before.id != duty.id  # a matter says what covers it
    return status, before.why if kept else why


def _count(before: CountBelief, belief: Posterior) -> CountBelief:
    return CountBelief(before.of, tuple(float(mass) for mass in belief.distribution))


def _neutralise(item: Evidence) -> Evidence:
    bearing = Bearing.CANNOT_KNOW if item.bearing is Bearing.BEARS else item.bearing
    return replace(item, if_right=item.if_wrong, bearing=bearing, why=f"{item.why}; {_WHY}")
