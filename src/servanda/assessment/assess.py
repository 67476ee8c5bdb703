"""Evidence to an assessment: every obligation, preserve duty and matter of a case on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from servanda.assessment.explanation.blind_spots import blind_spots
from servanda.assessment.explanation.contradictions import contradictions
from servanda.assessment.explanation.contributions import rank_contributions
from servanda.assessment.inference.case_inference import CaseModel, build_case_model
from servanda.assessment.inference.posterior import Posterior, posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.model.questions import Question, met_values, preserved_values
from servanda.assessment.model.status import status_by_probability, status_of
from servanda.records import (
    Assessment,
    Bearing,
    CaseEvidence,
    CountBelief,
    Evidence,
    Judgement,
    Moment,
    Obligation,
    ObligationKind,
    Status,
    preserve_duty,
    word_for,
)

__all__ = ["MODEL", "assess", "moments"]

MODEL = "chains/2"  # changes whenever the same evidence would give another number


def assess(known: CaseEvidence, draws: BetaSampler, priors: Priors = DEFAULT_PRIORS) -> Assessment:
    """The judgement on every obligation, with its preserve duty, and on every matter."""
    asked = build_case_model(known, priors)
    judgements = [
        judgement
        for one in known.case.obligations
        for judgement in _judgements(known, one, asked, draws)
    ]
    by_id = {judgement.id: judgement for judgement in judgements}
    matters = [_matter(matter.id, known, by_id) for matter in known.case.matters]
    return Assessment(
        known.case.id, known.as_of, known.on, MODEL, (*judgements, *matters), asked.sources
    )


def moments(
    known: CaseEvidence,
    wanted: Collection[str],
    draws: BetaSampler,
    priors: Priors = DEFAULT_PRIORS,
) -> dict[str, Moment]:
    """What was believed of the wanted duties, and of what they say to keep, on one day."""
    asked = build_case_model(known, priors)
    return {
        row: moment
        for one in known.case.obligations
        if one.id in wanted
        for row, moment in _moments(known, one, asked, draws)
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of an assessment: a duty, or what it says to keep."""

    id: str
    wanted: Array  # (value,) 1 where it is met
    keeping: bool  # what is to be kept, not what is to be done
    question: Question

    def status(self, chance: float) -> tuple[Status, str]:
        """What may be said of it at that probability, and why."""
        terms = self.question.terms
        if self.keeping:  # binds at every moment, so it is never pending
            return status_by_probability(
                chance
            ), f"{terms.preserve} of {terms.sites} to be left as is"
        return status_of(self.question.obligation, terms, self.question.on, chance)

    def count(self, belief: Posterior) -> CountBelief | None:
        """How many of N, where the duty counts sites."""
        if self.keeping or self.question.obligation.kind is not ObligationKind.STATE:
            return None
        return CountBelief(
            self.question.terms.count, tuple(float(mass) for mass in belief.distribution)
        )


def _rows(question: Question) -> Iterator[_Row]:
    yield _Row(question.obligation.id, met_values(question), False, question)
    kept = preserve_duty(question.obligation, question.terms)
    if kept is not None:
        yield _Row(kept.id, preserved_values(question), True, question)


def _moments(
    known: CaseEvidence, obligation: Obligation, asked: CaseModel, draws: BetaSampler
) -> Iterator[tuple[str, Moment]]:
    if obligation.id in asked.without_number:
        status, _ = asked.without_number[obligation.id]
        yield obligation.id, Moment(known.on, None, None, status)
        return
    inquiry = asked.by_obligation[obligation.id]
    belief, spread = posterior(inquiry, draws), PriorSpread(inquiry)
    for row in _rows(inquiry.question):
        chance, interval = belief.probability(row.wanted), spread.interval(belief, row.wanted)
        yield row.id, Moment(known.on, chance, interval, row.status(chance)[0])


def _judgements(
    known: CaseEvidence, obligation: Obligation, asked: CaseModel, draws: BetaSampler
) -> Iterator[Judgement]:
    if obligation.id in asked.without_number:
        yield _base_judgement(known, obligation, *asked.without_number[obligation.id])
        return
    inquiry = asked.by_obligation[obligation.id]
    belief, spread = posterior(inquiry, draws), PriorSpread(inquiry)
    for row in _rows(inquiry.question):
        chance = belief.probability(row.wanted)
        items = known.items(obligation.id)
        told = rank_contributions(inquiry, known.evidence, row.wanted)
        yield replace(
            _base_judgement(known, obligation, *row.status(chance)),
            id=row.id,
            probability_met=chance,
            interval=spread.interval(belief, row.wanted),
            word=word_for(chance),
            count=row.count(belief),
            blind_spots=blind_spots(obligation, known.case, items, known.observations),
            contradictions=contradictions(inquiry.part.reports),
            contributions=told.contributions,
            contributions_left_out=told.left_out,
            uncalibrated=float(np.clip(belief.uncalibrated @ row.wanted, 0.0, 1.0)),
            numerical_error=inquiry.error,
        )


def _base_judgement(
    known: CaseEvidence, obligation: Obligation, status: Status, why: str
) -> Judgement:
    """What is said of an obligation beside its number."""
    items = known.items(obligation.id)
    origins = known.origin_count(obligation.id)
    return replace(
        _judgement_without_number(obligation.id, status, _note_retractions(why, items)),
        documents=_documents(items),
        origins_low=origins.low,
        origins_high=origins.high,
        unreviewed_share=_unreviewed_share(items),
    )


def _judgement_without_number(row: str, status: Status, why: str) -> Judgement:
    return Judgement(
        id=row,
        status=status,
        probability_met=None,
        interval=None,
        word=None,
        count=None,
        documents=0,
        origins_low=0,
        origins_high=0,
        blind_spots=(),
        contradictions=(),
        contributions=(),
        unreviewed_share=0.0,
        why=why,
        covered_in_general_by=None,
    )


def _matter(matter: str, known: CaseEvidence, judgements: Mapping[str, Judgement]) -> Judgement:
    """What is judged of the obligation that covers it; not covered is an answer of its own."""
    cover = known.coverage[matter]
    if cover.covered_by:
        return replace(judgements[cover.covered_by[0]], id=matter, why=cover.why)
    return replace(
        _judgement_without_number(matter, Status.NOT_COVERED, cover.why),
        covered_in_general_by=cover.in_general_by,
    )


def _documents(items: Sequence[Evidence]) -> int:
    return len({item.document for item in items if item.document is not None})


def _note_retractions(why: str, items: Sequence[Evidence]) -> str:
    """The reason of a row, and which items it no longer rests on."""
    gone = [item.claim or item.id for item in items if item.bearing is Bearing.RETRACTED]
    return f"{why}; without what was retracted: {', '.join(gone)}" if gone else why


def _unreviewed_share(items: Sequence[Evidence]) -> float:
    """The share of bearing items from texts that no person has reviewed."""
    bearing = [item for item in items if item.bearing is Bearing.BEARS and item.claim is not None]
    return sum(not item.reviewed for item in bearing) / len(bearing) if bearing else 0.0
