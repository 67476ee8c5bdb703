"""The lines of an assessment that one duty gives: itself, and what it says to keep."""

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


def rows_of(question: Question) -> Iterator[Row]:
    yield Row(question.obligation.id, met_values(question), False, question)
    kept = preserve_duty(question.obligation, question.terms)
    if kept is not None:
        yield Row(kept.id, preserved_values(question), True, question)
