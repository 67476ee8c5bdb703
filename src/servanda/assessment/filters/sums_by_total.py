"""The mass of a product of chains, summed over states with the same total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.filters.forward_backward import LEADING, Axis, DayLikelihood, smoothed_mass
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments, day_likelihoods
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question

__all__ = ["MergedReport", "mass_by_total", "merge_reports"]


@dataclass(frozen=True, slots=True)
class MergedReport:
    """Everything reported of one day, about one site or about the whole duty."""

    day: date
    site: str | None
    vectors: Array  # (way or 1, value) likelihood of each value, scaled to a largest value of 1


def merge_reports(reports: Sequence[Report], ways: TruthAssignments) -> list[MergedReport]:
    """The reports of each day on each thing (a site or the whole duty), multiplied together."""
    sites: list[str | None] = []

    def as_vectors(report: Report, vectors: Array) -> Array:
        sites.append(report.site)
        return vectors

    merged: dict[tuple[date, str | None, int], Array] = {}
    for look, site in zip(day_likelihoods(reports, ways, as_vectors), sites, strict=True):
        vectors = look.likelihood[:, 0]
        key = (look.day, site, vectors.shape[-1])
        vectors = merged[key] * vectors if key in merged else vectors
        most = float(vectors.max())
        merged[key] = vectors / most if most > 0.0 else vectors
    return [MergedReport(day, site, vectors) for (day, site, _), vectors in merged.items()]


def mass_by_total(
    question: Question, axes: Sequence[Axis], reports: Sequence[Report], ways: TruthAssignments
) -> Array:
    """(way, regime, total) mass of reports on the whole duty, summed over states by total.

    Up to a common factor, which drops out of every probability.
    """
    sizes = tuple(axis.start().shape[-1] for axis in axes)
    total = np.indices(sizes).sum(axis=0)
    spread = [
        DayLikelihood(report.day, report.vectors[:, total][:, None])
        for report in merge_reports(reports, ways)
    ]
    mass = smoothed_mass(axes, spread, question.begins, question.on)
    flat = mass.reshape(*mass.shape[:LEADING], -1)
    indicator = np.equal.outer(total.ravel(), np.arange(total.max() + 1)).astype(np.float64)
    return np.asarray(flat @ indicator)
