"""The dates of a duty in instalments, each with the chance that so many were done by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import probability
from servanda.assessment.model.questions import reached_values
from servanda.assessment.model.status import status_after_record, status_by_probability
from servanda.records import DateOutcome, Instalment, Status

__all__ = ["dates_of"]


def dates_of(model: DutyModel, asked: date, cache: MassCache) -> tuple[DateOutcome, ...]:
    """One outcome a target, in order; none without a schedule.

    Of a target that is due after the day asked about, the chance is that of being reached by then.
    Every chance is from all that is public, so what came after a date may tell of it.
    """
    return () if model.measured_by is not None else tuple(_outcomes(model, asked, cache))


def _outcomes(model: DutyModel, asked: date, cache: MassCache) -> Iterator[DateOutcome]:
    for target in model.question.terms.schedule:
        if not model.has_evidence:
            yield DateOutcome(target.due, target.count, Status.NO_EVIDENCE, None)
            continue
        chance = _chance_by(model, target, cache)
        status = _status(target, asked, model.question.on, chance)
        yield DateOutcome(target.due, target.count, status, chance)


def _chance_by(model: DutyModel, target: Instalment, cache: MassCache) -> float:
    """The chance that so many were done by its day, or by the day asked about if it is earlier."""
    day = min(target.due, model.question.on)
    return probability(model.about(day), reached_values(model.question, target.count), cache)


def _status(target: Instalment, asked: date, judged: date, chance: float) -> Status:
    if target.due > asked:
        return Status.PENDING
    return status_after_record(chance) if target.due > judged else status_by_probability(chance)
