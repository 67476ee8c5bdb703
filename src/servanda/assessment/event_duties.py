"""Duties to abstain: events at a constant rate; none so far, or at least one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.hazards import constant
from servanda.assessment.hidden import Array
from servanda.assessment.questions import Question
from servanda.assessment.reports import Report, Ways
from servanda.assessment.sums import summed

__all__ = ["abstain_mass"]


def abstain_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    priors = question.priors
    axis = EventAxis(
        question.obligation.start, (priors.events_per_year, priors.events_anyway_per_year)
    )
    return summed(question, (axis,), reports, ways)


@dataclass(frozen=True, slots=True)
class EventAxis:
    """No event yet (0), or at least one (1); once it has happened it stays so."""

    duty_start: date
    per_year: tuple[float, ...]  # one a regime

    def start(self) -> Array:
        """(regime, 2): nothing has happened when the duty begins."""
        return np.tile([1.0, 0.0], (len(self.per_year), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after)."""
        days = max(0, (last - max(first, self.duty_start)).days)
        chances = (constant(rate, days) for rate in self.per_year)
        return np.stack([np.array([[1.0 - c, c], [0.0, 1.0]]) for c in chances])
