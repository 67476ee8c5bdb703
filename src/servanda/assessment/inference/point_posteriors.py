"""The belief about each row of an assessment, without its interval and reasons: cheap to ask for.

Whatever asks for many assessments of one case (every day of it, every prior changed, every item
left out) asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import distribution_of
from servanda.assessment.inference.rows import rows_of
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.records import CaseEvidence

__all__ = ["PointPosterior", "point_posteriors"]


@dataclass(frozen=True, slots=True)
class PointPosterior:
    """What is believed of one duty, or of what it says to keep."""

    row: str
    inquiry: DutyModel
    distribution: Array  # (value,) sums to 1
    wanted: Array  # (value,) 1 where it is met

    @property
    def probability(self) -> float:
        """That it is met."""
        return float(np.clip(self.distribution @ self.wanted, 0.0, 1.0))


def point_posteriors(
    known: CaseEvidence, priors: Priors = DEFAULT_PRIORS, cache: MassCache | None = None
) -> dict[str, PointPosterior]:
    """Every row of the case that carries a number, by its id.

    cache: where the sums are kept, for whoever asks for more of the same case
    """
    cache = MassCache() if cache is None else cache
    asked = build_case_model(known, priors).by_obligation
    return {
        forecast.row: forecast for inquiry in asked.values() for forecast in _rows(inquiry, cache)
    }


def _rows(inquiry: DutyModel, cache: MassCache) -> Iterator[PointPosterior]:
    distribution = distribution_of(inquiry, cache)
    for row in rows_of(inquiry.question):
        yield PointPosterior(row.id, inquiry, distribution, row.wanted)
