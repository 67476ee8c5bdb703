"""How the belief about a duty went: on which days to ask, and what was believed on each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from servanda.assessment.inference.case_inference import CaseModel, build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.reliability_draws import BetaSampler
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
    moved = {
        item.times.published.public_on
        for item in evidence
        if item.obligation == obligation.id and item.bearing is Bearing.BEARS
    }
    deadline = terms_in_force(obligation, last, last).deadline
    marks = {last, *moved, *([deadline] if deadline is not None else [])}
    return frozenset(day for day in spread | marks if first <= day <= last)


def moments(
    known: CaseEvidence,
    wanted: Collection[str],
    draws: BetaSampler,
    priors: Priors = DEFAULT_PRIORS,
) -> dict[str, Moment]:
    """What was believed of the wanted duties, and of what they say to keep, on one day."""
    asked, cache = build_case_model(known, priors), MassCache()
    return {
        row: moment
        for one in known.case.obligations
        if one.id in wanted
        for row, moment in _moments(known, one, asked, draws, cache)
    }


def _moments(
    known: CaseEvidence,
    obligation: Obligation,
    asked: CaseModel,
    draws: BetaSampler,
    cache: MassCache,
) -> Iterator[tuple[str, Moment]]:
    if obligation.id in asked.without_number:
        status, _ = asked.without_number[obligation.id]
        yield obligation.id, Moment(known.on, None, None, status)
        return
    inquiry = asked.by_obligation[obligation.id]
    belief, spread = posterior(inquiry, draws, cache), PriorSpread(inquiry, cache)
    for row in rows_of(inquiry.question):
        chance, interval = belief.probability(row.wanted), spread.interval(belief, row.wanted)
        yield row.id, Moment(known.on, chance, interval, row.status(chance)[0])
