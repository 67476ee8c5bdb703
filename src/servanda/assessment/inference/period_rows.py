"""Of a rate: each period that is over, whether it was kept, broken, or is not known."""

from __future__ import annotations

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.model.questions import Question
from servanda.assessment.model.rate_periods import closed_periods, counted_periods
from servanda.assessment.model.status import MET_FROM, NOT_MET_TO
from servanda.records import PeriodCounts, PeriodOutcome

__all__ = ["period_counts"]


def period_counts(model: DutyModel, cache: MassCache) -> PeriodCounts | None:
    """The periods by the chance of each that it was kept; None if the duty is no rate."""
    question = model.question
    if question.terms.rate is None:
        return None
    closed = closed_periods(question.obligation, question.terms, question.on)
    counted = counted_periods(question.obligation, question.terms, closed)
    chances: dict[int, float] = {}
    if counted:
        chances = dict(zip(counted, model.chances_of_periods(cache).tolist(), strict=True))
    each = tuple(_outcome(question, period, chances.get(period)) for period in range(closed))
    found = [one.outcome for one in each]
    kept, broken, unknown = map(found.count, ("kept", "broken", "unknown"))
    return PeriodCounts(kept, broken, unknown, found.count("not_in_force"), each)


def _outcome(question: Question, period: int, chance: float | None) -> PeriodOutcome:
    rate, start = question.terms.rate, question.obligation.start
    assert rate is not None
    days = rate.first_day(start, period), rate.last_day(start, period)
    if chance is None:
        return PeriodOutcome(*days, "not_in_force", None)
    outcome = "kept" if chance >= MET_FROM else "unknown"
    return PeriodOutcome(*days, "broken" if chance <= NOT_MET_TO else outcome, chance)
