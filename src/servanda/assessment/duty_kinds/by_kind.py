"""The mass of each value of a duty on one day, by the model for its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from servanda.assessment.duty_kinds.abstain import abstain_mass
from servanda.assessment.duty_kinds.level import level_mass
from servanda.assessment.duty_kinds.rate import rate_mass
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question
from servanda.assessment.site_counts.exact_blocks import SiteMass
from servanda.assessment.site_counts.route import site_masses
from servanda.records import ObligationKind

__all__ = ["scaled_value_mass", "scaled_value_masses", "value_mass"]


def value_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, value) joint mass of the reports and each value on the day asked about.

    Each way and regime is taken as given; `regime_shares` has the chances of the regimes.
    """
    return scaled_value_mass(question, reports, ways).values


def scaled_value_mass(
    question: Question, reports: Sequence[Report], ways: TruthAssignments
) -> SiteMass:
    """`value_mass` with its error and scale, by which masses of unlike questions compare."""
    (found,) = scaled_value_masses([question], reports, ways)
    return found


def scaled_value_masses(
    questions: Sequence[Question], reports: Sequence[Report], ways: TruthAssignments
) -> list[SiteMass]:
    """`scaled_value_mass` of one question under several assumptions."""
    kind, terms = questions[0].obligation.kind, questions[0].terms
    exactly = rate_mass if terms.rate is not None else EXACT.get(kind)
    if exactly is not None:
        return [SiteMass(exactly(question, reports, ways), 0.0) for question in questions]
    found = site_masses(questions, reports, ways)
    return [replace(mass, error=min(1.0, mass.error)) for mass in found]


EXACT: Mapping[ObligationKind, Callable[[Question, Sequence[Report], TruthAssignments], Array]] = {
    ObligationKind.ABSTAIN: abstain_mass,
    ObligationKind.LEVEL: level_mass,
}
