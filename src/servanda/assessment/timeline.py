"""The belief about a duty over time: on which days to ask, and what was believed on each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from servanda.assessment.inference.case_inference import CaseModel, build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.row_answers import answer_row
from servanda.assessment.inference.rows import rows_of
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import (
    Bearing,
    CaseEvidence,
    Evidence,
    Moment,
    Obligation,
    terms_in_force,
)

__all__ = ["moments", "timeline_days"]

# Evenly spread days, beside those on which something moved the number. [layout]
SPREAD_DAYS = 24


def timeline_days(
    obligation: Obligation, evidence: Iterable[Evidence], last: date
) -> frozenset[date]:
    """The days to ask about: when something became public, the deadline, and some between.

    last: the day on which the timeline ends
    """
    first = obligation.start
    if last <= first:
        return frozenset({last})
    step = max(1, (last - first).days // SPREAD_DAYS)
    spread = {first + timedelta(days=n) for n in range(0, (last - first).days, step)}
    publications = {
        item.times.published.public_on
        for item in evidence
        if item.obligation == obligation.id and item.bearing is Bearing.BEARS
    }
    terms = terms_in_force(obligation, last, last)
    dues = {target.due for target in terms.schedule}
    marks = {last, *publications, *dues, *([terms.deadline] if terms.deadline is not None else [])}
    return frozenset(day for day in spread | marks if first <= day <= last)


def moments(
    known: CaseEvidence,
    wanted: Collection[str],
    draws: BetaSampler,
    priors: Priors = DEFAULT_PRIORS,
) -> dict[str, Moment]:
    """By row id, what was believed on one day of the wanted duties and their preserve duties."""
    case_model, cache = build_case_model(known, priors, wanted), MassCache()
    return {
        row: moment
        for obligation in known.case.obligations
        if obligation.id in wanted
        for row, moment in _moments(known, obligation, case_model, draws, cache)
    }


def _moments(
    known: CaseEvidence,
    obligation: Obligation,
    case_model: CaseModel,
    draws: BetaSampler,
    cache: MassCache,
) -> Iterator[tuple[str, Moment]]:
    if obligation.id in case_model.without_number:
        status, _ = case_model.without_number[obligation.id]
        yield obligation.id, Moment(known.on, None, None, status)
        return
    model = case_model.by_obligation[obligation.id]
    belief, spread = posterior(model, draws, cache), PriorSpread(model, cache)
    for row in rows_of(model, cache):
        chance = belief.probability(row.wanted)
        answer = answer_row(model, row, chance, known, cache)
        if answer.has_word:
            interval = spread.interval(belief, row.wanted)
            yield row.id, Moment(known.on, chance, interval, answer.status)
        else:
            yield row.id, Moment(known.on, None, None, answer.status)
