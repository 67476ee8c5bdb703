"""How often bearers keep duties of a known kind of text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.assessment.inference.case_inference import questions_of
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import probability
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import met_values
from servanda.assessment.model.reference_classes import priors_of_class
from servanda.records import CaseEvidence, ObligationKind, ReferenceClass
from tests.builders import case, obligation

PROVISION = obligation(
    kind=ObligationKind.ACT, count=1, preserve=0, start=date(2016, 12, 1), deadline=None
)
FIVE_YEARS_ON = date(2021, 12, 1)


def _chance_beforehand(reference_class: ReferenceClass | None) -> float:
    whole = case(PROVISION)
    texts = tuple(
        replace(text, reference_class=reference_class, date=date(2016, 12, 1))
        for text in whole.instruments
    )
    known = CaseEvidence(
        replace(whole, instruments=texts), FIVE_YEARS_ON, FIVE_YEARS_ON, (), {}, {}
    )
    (question,) = questions_of(known, DEFAULT_PRIORS)
    model = DutyModel(DutyEvidence(question, ()))
    return probability(model, met_values(question), MassCache())


def test_three_provisions_of_an_accord_in_ten_are_complete_after_five_years() -> None:
    assert _chance_beforehand(ReferenceClass.PEACE_ACCORD) == pytest.approx(0.30, abs=0.05)


def test_of_a_text_of_no_known_kind_nothing_is_assumed() -> None:
    assert _chance_beforehand(None) > 0.4


def test_an_assumption_that_is_moved_stays_moved() -> None:
    (text,) = case().instruments
    accord = replace(text, reference_class=ReferenceClass.PEACE_ACCORD)
    moved = priors_of_class(replace(DEFAULT_PRIORS, keeps=4.0), accord)
    assert (moved.keeps, moved.breaks) == (2.0, 2.0)
    assert priors_of_class(DEFAULT_PRIORS, text) == DEFAULT_PRIORS
