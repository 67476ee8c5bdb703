"""Evidence to an assessment: every obligation, preserve duty and matter of a case on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from servanda.assessment.explanation.account import explain_number
from servanda.assessment.explanation.blind_spots import blind_spots
from servanda.assessment.explanation.contradictions import contradictions
from servanda.assessment.inference.case_inference import CaseModel, build_case_model
from servanda.assessment.inference.degrees import grade_of, share_of_work
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.period_rows import period_counts
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.row_answers import answer_row, prior_probability
from servanda.assessment.inference.rows import rows_of
from servanda.assessment.inference.targets.schedule_dates import dates_of
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import (
    Assessment,
    Bearing,
    CaseEvidence,
    Evidence,
    Judgement,
    Obligation,
    Status,
    out_of_force,
    word_for,
)

__all__ = ["MODEL", "assess"]

MODEL = "chains/5"  # changes whenever the same evidence would give another number


def assess(
    known: CaseEvidence,
    draws: BetaSampler,
    priors: Priors = DEFAULT_PRIORS,
    *,
    explained: bool | Collection[str] = True,
) -> Assessment:
    """The judgement of every obligation, with its preserve duty, and of every matter.

    explained: True with what each item does to each number, which takes as long as the numbers,
    and with what is known of the sources; or the ids of the rows of which that is asked
    """
    case_model, cache = build_case_model(known, priors), MassCache()
    rows = explained if isinstance(explained, bool) else _with_covers(explained, known)
    judgements = [
        judgement
        for obligation in known.case.obligations
        for judgement in _judgements(known, obligation, case_model, draws, cache, rows)
    ]
    by_id = {judgement.id: judgement for judgement in judgements}
    matters = [_matter(matter.id, known, by_id) for matter in known.case.matters]
    return Assessment(
        known.case.id,
        known.as_of,
        known.on,
        MODEL,
        (*judgements, *matters),
        case_model.source_records() if explained is True else (),
        record_until=known.whole_record_until,
        source_ends=known.source_ends,
    )


def _with_covers(rows: Collection[str], known: CaseEvidence) -> frozenset[str]:
    """The rows, and those that answer for the matters among them."""
    covers = (known.coverage[row].covered_by for row in rows if row in known.coverage)
    return frozenset(rows).union(*covers)


def _judgements(
    known: CaseEvidence,
    obligation: Obligation,
    case_model: CaseModel,
    draws: BetaSampler,
    cache: MassCache,
    explained: bool | Collection[str],
) -> Iterator[Judgement]:
    if obligation.id in case_model.without_number:
        yield _base_judgement(known, obligation, *case_model.without_number[obligation.id])
        return
    model = case_model.by_obligation[obligation.id]
    belief, spread = posterior(model, draws, cache), PriorSpread(model, cache)
    items = known.items(obligation.id)
    blind = blind_spots(obligation, known.case, items, known.observations)
    for row in rows_of(model, cache):
        chance = belief.probability(row.wanted)
        answer = answer_row(model, row, chance, known, cache)
        without = replace(
            _base_judgement(known, obligation, answer.status, answer.why),
            id=row.id,
            blind_spots=blind,
            prior=prior_probability(model, row, cache),
            days_late=answer.days_late,
            detection=known.detection.get(obligation.id),
            dates=() if row.keeping else dates_of(model, known.on, cache),
            target=row.target,
        )
        if not answer.has_number:
            yield without
            continue
        numbered = replace(
            without,
            probability_met=chance,
            interval=spread.interval(belief, row.wanted),
            word=word_for(chance) if answer.has_word else None,
            count=row.count(belief),
            share=None if row.keeping else share_of_work(row.question, belief.distribution),
            grade=None if row.keeping else grade_of(model, belief.distribution, items),
            numerical_error=model.error(cache),
            periods=period_counts(model, cache),
        )
        is_asked = explained if isinstance(explained, bool) else row.id in explained
        yield (
            _with_explanation(numbered, known, model, row.wanted, cache) if is_asked else numbered
        )


def _with_explanation(
    judgement: Judgement, known: CaseEvidence, model: DutyModel, wanted: Array, cache: MassCache
) -> Judgement:
    """The judgement with the account of its number, and which items contradict each other."""
    assert judgement.probability_met is not None
    explained = explain_number(model, known.evidence, wanted, judgement.probability_met, cache)
    return replace(
        judgement,
        contradictions=contradictions(known.items(model.question.obligation.id)),
        account=explained.account,
        contributions=explained.contributions,
        contributions_left_out=explained.left_out,
    )


def _base_judgement(
    known: CaseEvidence, obligation: Obligation, status: Status, why: str
) -> Judgement:
    """A judgement of the obligation that still lacks its number and what explains it."""
    items = known.items(obligation.id)
    origins = known.origin_count(obligation.id)
    return replace(
        _judgement_without_number(obligation.id, status, _note_retractions(why, items)),
        documents=_documents(items),
        origins_low=origins.low,
        origins_high=origins.high,
        unreviewed_share=_unreviewed_share(items),
        in_force=out_of_force(obligation.force, known.as_of, known.on),
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
    """The judgement of the obligation that covers the matter, or NOT_COVERED if none does."""
    cover = known.coverage[matter]
    lapsed = {row for row, judgement in judgements.items() if judgement.in_force is not None}
    binding = [row for row in cover.covered_by if row not in lapsed]
    if binding:
        return replace(judgements[binding[0]], id=matter, why=cover.why)
    why = f"{cover.why}; not in force on {known.on}" if cover.covered_by else cover.why
    return replace(
        _judgement_without_number(matter, Status.NOT_COVERED, why),
        covered_in_general_by=None if cover.in_general_by in lapsed else cover.in_general_by,
    )


def _documents(items: Sequence[Evidence]) -> int:
    return len({item.document for item in items if item.document is not None})


def _note_retractions(why: str, items: Sequence[Evidence]) -> str:
    """The reason of a row, naming any retracted items that it no longer rests on."""
    gone = [item.claim or item.id for item in items if item.bearing is Bearing.RETRACTED]
    return f"{why}; without what was retracted: {', '.join(gone)}" if gone else why


def _unreviewed_share(items: Sequence[Evidence]) -> float:
    """The share of bearing items from texts that no person has reviewed."""
    bearing = [item for item in items if item.bearing is Bearing.BEARS and item.claim is not None]
    return sum(not item.reviewed for item in bearing) / len(bearing) if bearing else 0.0
