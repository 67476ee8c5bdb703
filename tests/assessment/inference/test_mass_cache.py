"""Sums that were made before are found again, and no others in their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments, reports_from
from servanda.assessment.inference import duty_inference
from servanda.assessment.inference.duty_inference import DutyEvidence
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question
from servanda.records import Reliability, terms_in_force
from tests.builders import START, count_report, obligation

LAST = START + timedelta(days=60)
DUTY = obligation(count=2, preserve=0)
QUESTION = Question(DUTY, terms_in_force(DUTY, LAST, LAST), LAST, DEFAULT_PRIORS)
WAYS = TruthAssignments(("south",))


def reports() -> tuple[Report, ...]:
    return reports_from(
        [
            count_report((0.1, 0.2, 0.7), START + timedelta(days=20), id="a", origin="south"),
            count_report((0.6, 0.2, 0.2), START + timedelta(days=30), id="b", origin="observer"),
        ]
    )


@pytest.fixture
def summed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports went into each sum that was made."""
    made: list[int] = []
    real = duty_inference.scaled_value_mass

    def counting(question: Question, said: tuple[Report, ...], ways: TruthAssignments) -> object:
        made.append(len(said))
        return real(question, said, ways)

    monkeypatch.setattr(duty_inference, "scaled_value_mass", counting)
    return made


def test_the_same_sum_is_made_once_in_one_cache(summed: list[int]) -> None:
    part, cache = DutyEvidence(QUESTION, reports()), MassCache()
    first = part.joint_mass(WAYS, cache)
    assert part.joint_mass(WAYS, cache) is first
    assert part.select_reports(lambda report: True).joint_mass(WAYS, cache) is first
    assert summed == [2]
    part.joint_mass(WAYS, MassCache())
    assert summed == [2, 2]


def test_whatever_a_sum_depends_on_asks_for_another() -> None:
    said, cache = reports(), MassCache()
    part = DutyEvidence(QUESTION, said)
    less_sure = (said[0], replace(said[1], reliability=Reliability(1.0, 9.0, "test")))
    others = (
        part.select_reports(lambda report: report.origin == "south"),
        part.with_priors(replace(DEFAULT_PRIORS, late=0.5)),
        DutyEvidence(replace(QUESTION, on=LAST + timedelta(days=300)), said),
        DutyEvidence(QUESTION, less_sure),
    )
    base = part.joint_mass(WAYS, cache).mass
    for other in others:
        shared = other.joint_mass(WAYS, cache).mass
        assert not np.allclose(shared / shared.sum(), base / base.sum(), rtol=1e-6)
        np.testing.assert_array_equal(shared, other.joint_mass(WAYS, MassCache()).mass)
    assert part.joint_mass(TruthAssignments(()), cache).mass.shape != base.shape
