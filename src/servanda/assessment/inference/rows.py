"""The rows of an assessment that one duty gives: itself, and its preserve duty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.assessment.inference.posterior import Posterior
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, met_values, preserved_values
from servanda.assessment.model.status import status_by_probability, status_of
from servanda.records import CountBelief, ObligationKind, Status, preserve_duty

__all__ = ["Row", "rows_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an assessment: a duty, or its preserve duty."""

    id: str
    wanted: Array  # (value,) 1 where the row is met
    keeping: bool  # True for the preserve duty
    question: Question

    def status(self, chance: float) -> tuple[Status, str]:
        """The status of the row at that probability, and why."""
        terms = self.question.terms
        if self.keeping:  # binds at every moment, so it is never pending
            why = f"{terms.preserve} of {terms.sites} to be left as is"
            return status_by_probability(chance), why
        return status_of(self.question.obligation, terms, self.question.on, chance)

    def count(self, belief: Posterior) -> CountBelief | None:
        """The distribution of how many sites are done; None if the duty does not count sites."""
        if self.keeping or self.question.obligation.kind is not ObligationKind.STATE:
            return None
        return CountBelief(
            self.question.terms.count, tuple(float(mass) for mass in belief.distribution)
        )


def rows_of(question: Question) -> Iterator[Row]:
    """The row of a duty, then that of its preserve duty if it has one."""
    yield Row(question.obligation.id, met_values(question), False, question)
    kept = preserve_duty(question.obligation, question.terms)
    if kept is not None:
        yield Row(kept.id, preserved_values(question), True, question)
