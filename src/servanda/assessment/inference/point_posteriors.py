"""The probability of each row of an assessment, cheaply: without its interval and reasons.

For callers that need many assessments of one case: every day, every prior changed, every item left
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import distribution_of
from servanda.assessment.inference.rows import Row, rows_of
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import CaseEvidence

__all__ = ["PointPosterior", "point_posteriors"]


@dataclass(frozen=True, slots=True)
class PointPosterior:
    """The probabilities of the values of one row: a duty, or its preserve duty."""

    row: Row
    model: DutyModel
    distribution: Array  # (value,) sums to 1

    @property
    def probability(self) -> float:
        """The probability that the row is met."""
        return float(np.clip(self.distribution @ self.row.wanted, 0.0, 1.0))


def point_posteriors(
    known: CaseEvidence,
    priors: Priors = DEFAULT_PRIORS,
    cache: MassCache | None = None,
    wanted: Collection[str] | None = None,
) -> dict[str, PointPosterior]:
    """The posterior of every row of the case that carries a number, by row id.

    cache: keeps the sums, for callers that ask more about the same case
    wanted: ids of the rows that are asked for, None for all; no duty is summed for its own sake
    that has none of them
    """
    cache = MassCache() if cache is None else cache
    models = build_case_model(known, priors, wanted).by_obligation
    return {
        forecast.row.id: forecast for model in models.values() for forecast in _rows(model, cache)
    }


def _rows(model: DutyModel, cache: MassCache) -> Iterator[PointPosterior]:
    distribution = distribution_of(model, cache)
    for row in rows_of(model, cache):
        yield PointPosterior(row, model, distribution)
