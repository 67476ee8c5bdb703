"""Duties about a quantity on a grid: towards a bound it grows in quanta, under one it drifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.counts import SiteBlock
from servanda.assessment.hazards import DAYS_PER_YEAR
from servanda.assessment.hidden import Array, Axis
from servanda.assessment.questions import Question, kept_paces, site_regimes
from servanda.assessment.reports import Report, Ways
from servanda.assessment.sums import summed
from servanda.errors import InputError
from servanda.records import BoundDirection
from servanda.records.terms import LEVEL_BEYOND, LEVEL_STEPS

__all__ = ["level_mass"]


def level_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    bound = question.terms.bound
    if bound is None:
        raise InputError(f"{question.obligation.id}: a level obligation needs a bound")
    if bound.direction is BoundDirection.AT_LEAST:
        axes: tuple[Axis, ...] = (
            SiteBlock(LEVEL_STEPS, site_regimes(question).paces, 0),
            SiteBlock(LEVEL_BEYOND, kept_paces(question), 0),
        )
        return summed(question, axes, reports, ways)
    drift = DriftAxis(question.priors.level_drift_per_year, question.priors.under_anyway)
    return summed(question, (drift,), reports, ways)


@dataclass(frozen=True, slots=True)
class DriftAxis:
    """A level that should stay under its bound: it starts anywhere its regime allows and drifts."""

    drift_per_year: float  # standard deviation, as a share of the bound
    under_anyway: float  # chance that a bearer who does not mean to starts under the bound

    def start(self) -> Array:
        """(regime, value): up to the bound, or mostly above it."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        under = np.where(np.arange(size) <= LEVEL_STEPS, 1.0, 0.0)
        under, over = under / under.sum(), (1.0 - under) / (1.0 - under).sum()
        return np.stack([under, self.under_anyway * under + (1.0 - self.under_anyway) * over])

    def transition(self, first: date, last: date) -> Array:
        """(1, before, after): a discrete Gaussian step whose variance grows with the days."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        years = max(1, (last - first).days) / DAYS_PER_YEAR
        spread = self.drift_per_year * LEVEL_STEPS * np.sqrt(years)
        steps = np.subtract.outer(np.arange(size), np.arange(size)) / spread
        kernel = np.exp(-0.5 * steps**2)
        return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))[None]
