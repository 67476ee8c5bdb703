"""Evidence to an assessment: every obligation, preserve duty and matter of a case on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.assessment.belief import Belief, believe
from servanda.assessment.blind_spots import blind_spots
from servanda.assessment.draws import Draws
from servanda.assessment.explain import contradictions, contributions
from servanda.assessment.hidden import Array
from servanda.assessment.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.questions import Question, met_values, preserved_values
from servanda.assessment.reports import Report, reports_from
from servanda.assessment.status import by_probability, standing, status_of
from servanda.records import (
    Assessment,
    Bearing,
    Case,
    CountBelief,
    Evidence,
    Judgement,
    Moment,
    Obligation,
    ObligationKind,
    Status,
    Terms,
    preserve_duty,
    terms_in_force,
    word_for,
)

__all__ = ["MODEL", "Known", "assess", "timeline_moments"]

MODEL = "chains/1"  # changes whenever the same evidence would give another number


@dataclass(frozen=True, slots=True)
class Known:
    """What the evidence room has to say of a case as of one day."""

    case: Case
    as_of: date
    on: date
    evidence: tuple[Evidence, ...]
    origins: Mapping[str, tuple[int, int]]  # obligation -> independent origins, low and high
    coverage: Mapping[str, tuple[tuple[str, ...], str | None, str]]  # matter: by, in general, why


def assess(known: Known, draws: Draws, priors: Priors = DEFAULT_PRIORS) -> Assessment:
    """The judgement on every obligation, with its preserve duty, and on every matter."""
    judgements = [
        judgement
        for obligation in known.case.obligations
        for judgement in _judgements(known, obligation, draws, priors)
    ]
    by_id = {judgement.id: judgement for judgement in judgements}
    matters = [_matter(matter.id, known, by_id) for matter in known.case.matters]
    return Assessment(known.case.id, known.as_of, known.on, MODEL, (*judgements, *matters))


def timeline_moments(
    known: Known, obligation: Obligation, draws: Draws, priors: Priors = DEFAULT_PRIORS
) -> dict[str, Moment]:
    """What was believed of one obligation, and of what it says to keep, as of one day about it."""
    without_number = standing(obligation, known.as_of, known.on)
    if without_number is not None:
        return {obligation.id: Moment(known.on, None, None, without_number[0])}
    question, _, reports = _asked(known, obligation, priors)
    belief = believe(question, reports, draws)
    wanted = met_values(question)
    chance = belief.probability(wanted)
    status, _ = status_of(obligation, question.terms, known.on, chance)
    moments = {obligation.id: Moment(known.on, chance, belief.interval(wanted), status)}
    kept = preserve_duty(obligation, question.terms)
    if kept is not None:
        wanted = preserved_values(question)
        chance = belief.probability(wanted)
        status, _ = _preserve_status(question.terms, chance)
        moments[kept.id] = Moment(known.on, chance, belief.interval(wanted), status)
    return moments


def _asked(
    known: Known, obligation: Obligation, priors: Priors
) -> tuple[Question, tuple[Evidence, ...], tuple[Report, ...]]:
    terms = terms_in_force(obligation, known.as_of, known.on)
    items = tuple(item for item in known.evidence if item.obligation == obligation.id)
    return Question(obligation, terms, known.on, priors), items, reports_from(items)


def _judgements(
    known: Known, obligation: Obligation, draws: Draws, priors: Priors
) -> Iterator[Judgement]:
    without_number = standing(obligation, known.as_of, known.on)
    question, items, reports = _asked(known, obligation, priors)
    if without_number is not None:
        yield _unnumbered(obligation, known, items, *without_number)
        return
    belief = believe(question, reports, draws)
    rows = [(obligation.id, met_values(question), _count(question.terms, belief, obligation))]
    kept = preserve_duty(obligation, question.terms)
    if kept is not None:
        rows.append((kept.id, preserved_values(question), None))
    for row_id, wanted, count in rows:
        yield _numbered(row_id, wanted, count, known, question, items, reports, belief)


def _numbered(
    row_id: str,
    wanted: Array,
    count: CountBelief | None,
    known: Known,
    question: Question,
    items: Sequence[Evidence],
    reports: Sequence[Report],
    belief: Belief,
) -> Judgement:
    chance = belief.probability(wanted)
    if row_id == question.obligation.id:
        status, why = status_of(question.obligation, question.terms, known.on, chance)
    else:
        status, why = _preserve_status(question.terms, chance)
    low, high = known.origins.get(question.obligation.id, (0, 0))
    return Judgement(
        id=row_id,
        status=status,
        probability_met=chance,
        interval=belief.interval(wanted),
        word=word_for(chance),
        count=count,
        documents=_documents(items),
        lineages=_documents(items),
        origins_low=low,
        origins_high=high,
        blind_spots=blind_spots(question.obligation, known.case, items),
        contradictions=contradictions(reports),
        contributions=contributions(question, reports, items, wanted),
        unreviewed_share=_unreviewed(items),
        why=_without_retracted(why, items),
        covered_in_general_by=None,
    )


def _preserve_status(terms: Terms, chance: float) -> tuple[Status, str]:
    """Keeping what is to be kept binds at every moment, so it is never pending."""
    keep = f"{terms.preserve} of {terms.sites} to be left as they are"
    return by_probability(chance), keep


def _unnumbered(
    obligation: Obligation, known: Known, items: Sequence[Evidence], status: Status, why: str
) -> Judgement:
    low, high = known.origins.get(obligation.id, (0, 0))
    return Judgement(
        id=obligation.id,
        status=status,
        probability_met=None,
        interval=None,
        word=None,
        count=None,
        documents=_documents(items),
        lineages=_documents(items),
        origins_low=low,
        origins_high=high,
        blind_spots=(),
        contradictions=(),
        contributions=(),
        unreviewed_share=_unreviewed(items),
        why=_without_retracted(why, items),
        covered_in_general_by=None,
    )


def _matter(matter: str, known: Known, judgements: Mapping[str, Judgement]) -> Judgement:
    """What is judged of the obligation that covers it; not covered is an answer of its own."""
    covered_by, general, why = known.coverage[matter]
    if covered_by:
        return replace(judgements[covered_by[0]], id=matter, why=why)
    return Judgement(
        id=matter,
        status=Status.NOT_COVERED,
        probability_met=None,
        interval=None,
        word=None,
        count=None,
        documents=0,
        lineages=0,
        origins_low=0,
        origins_high=0,
        blind_spots=(),
        contradictions=(),
        contributions=(),
        unreviewed_share=0.0,
        why=why,
        covered_in_general_by=general,
    )


def _count(terms: Terms, belief: Belief, obligation: Obligation) -> CountBelief | None:
    if obligation.kind is not ObligationKind.STATE:
        return None
    return CountBelief(terms.count, tuple(float(mass) for mass in belief.distribution))


def _documents(items: Sequence[Evidence]) -> int:
    return len({item.document for item in items if item.document is not None})


def _without_retracted(why: str, items: Sequence[Evidence]) -> str:
    """The reason of a row, and which items it no longer rests on."""
    gone = [item.claim or item.id for item in items if item.bearing is Bearing.RETRACTED]
    return f"{why}; without what was retracted: {', '.join(gone)}" if gone else why


def _unreviewed(items: Sequence[Evidence]) -> float:
    """The share of bearing items from texts that no person has reviewed."""
    bearing = [item for item in items if item.bearing is Bearing.BEARS and item.claim is not None]
    return sum(not item.reviewed for item in bearing) / len(bearing) if bearing else 0.0
