"""The rows of an assessment that one duty gives: itself, and its preserve duty.

A duty in instalments asks on each day for the target that fell due last; one with a ratio, for so
many as the other duty's count asks on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import Posterior
from servanda.assessment.inference.targets.ratio_values import ratio_values
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import (
    Question,
    met_values,
    preserved_values,
    reached_values,
)
from servanda.assessment.model.status import status_by_probability, status_of
from servanda.records import CountBelief, Instalment, ObligationKind, Status, preserve_duty

__all__ = ["Row", "rows_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an assessment: a duty, or its preserve duty."""

    id: str
    wanted: Array  # (value,) 1 where the row is met
    keeping: bool  # True for the preserve duty
    question: Question
    due: date | None = (
        None  # by when what the row asks is to be done; None: no day, or at all times
    )
    target: Instalment | None = None  # of a duty in instalments
    at_all_times: str = ""  # why it is never pending; "" where it may be

    def status(self, chance: float) -> tuple[Status, str]:
        """The status of the row at that probability, and why."""
        if self.at_all_times:
            return status_by_probability(chance), self.at_all_times
        terms = replace(self.question.terms, deadline=self.due)
        return status_of(self.question.obligation, terms, self.question.on, chance)

    def count(self, belief: Posterior) -> CountBelief | None:
        """The distribution of how many sites are done; None if the duty does not count sites."""
        if self.keeping or self.question.obligation.kind is not ObligationKind.STATE:
            return None
        return CountBelief(
            self.question.terms.count, tuple(float(mass) for mass in belief.distribution)
        )


def rows_of(model: DutyModel, cache: MassCache) -> Iterator[Row]:
    """The row of a duty, then that of its preserve duty if it has one."""
    question = model.question
    yield _main_row(model, cache)
    kept = preserve_duty(question.obligation, question.terms)
    if kept is not None:
        terms = question.terms
        why = f"{terms.preserve} of {terms.sites} to be left as is"
        yield Row(kept.id, preserved_values(question), True, question, at_all_times=why)


def _main_row(model: DutyModel, cache: MassCache) -> Row:
    question = model.question
    duty, target = question.obligation, question.target
    if model.measured_by is not None and duty.ratio is not None:
        wanted = ratio_values(model, model.measured_by, duty.ratio.each, cache)
        why = f"at least {duty.ratio.each:g} for each one of {duty.ratio.to} on that day"
        return Row(duty.id, wanted, False, question, at_all_times=why)
    if target is not None:
        wanted = reached_values(question, target.count)
        return Row(duty.id, wanted, False, question, due=target.due, target=target)
    return Row(duty.id, met_values(question), False, question, due=question.terms.deadline)
