"""Duties about a quantity: to reach a bound, or to stay under one."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.assessment.duty_kinds.level_chains import BatchDelivery, MeanRevertingLevel
from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments
from servanda.assessment.filters.sums_by_total import mass_by_total
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, site_regimes
from servanda.errors import InputError
from servanda.records import BoundDirection

__all__ = ["level_mass"]


def level_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, cell) mass over the cells of a level, in the order of `level_cells`."""
    bound, priors = question.terms.bound, question.priors
    if bound is None:
        raise InputError(f"{question.obligation.id}: a level obligation needs a bound")
    if bound.value < 0.0:
        raise InputError(f"{question.obligation.id}: the bound of a level cannot be below nothing")
    axis: Axis = (
        BatchDelivery(bound, site_regimes(question).hazards)
        if bound.direction is BoundDirection.AT_LEAST
        else MeanRevertingLevel(bound, priors.level_drift_per_year, priors.under_anyway)
    )
    return mass_by_total(question, (axis,), reports, ways)
