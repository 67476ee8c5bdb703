"""Of a rate: how many of the periods that are over were kept, broken, or are not known."""

from __future__ import annotations

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.model.rate_periods import closed_periods
from servanda.assessment.model.status import MET_FROM, NOT_MET_TO
from servanda.records import PeriodCounts

__all__ = ["period_counts"]


def period_counts(model: DutyModel, cache: MassCache) -> PeriodCounts | None:
    """The periods by the chance of each that it was kept; None if the duty is no rate."""
    question = model.question
    if question.terms.rate is None:
        return None
    if not closed_periods(question.obligation, question.terms, question.on):
        return PeriodCounts(0, 0, 0)
    chances = model.chances_of_periods(cache)
    kept, broken = int((chances >= MET_FROM).sum()), int((chances <= NOT_MET_TO).sum())
    return PeriodCounts(kept, broken, len(chances) - kept - broken)
