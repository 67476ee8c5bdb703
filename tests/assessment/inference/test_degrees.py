"""How far a duty has come: shares and grades, against sums by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.inference.degrees import grade_of, share_of_work
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.records import (
    Bearing,
    Bound,
    BoundDirection,
    Evidence,
    Obligation,
    ObligationKind,
    Reliability,
    terms_in_force,
)
from tests.builders import START, count_report, obligation

DAY = date(2018, 11, 20)


def asked(duty: Obligation, day: date = DAY) -> DutyModel:
    question = Question(duty, terms_in_force(duty, day, day), day, DEFAULT_PRIORS)
    return DutyModel(DutyEvidence(question, ()))


ACT = obligation(kind=ObligationKind.ACT, count=1, preserve=0)
TEN = obligation(count=10, preserve=0)


def under_way(origin: str, surely: float = 1.0, right: float = 0.9) -> Evidence:
    item = count_report((1.0, 1.0), DAY)
    trust = Reliability(right, 1.0 - right, "")
    return replace(item, id=origin, origin=origin, tells_part=surely, reliability=trust)


def test_the_share_is_of_what_is_asked_and_its_interval_of_the_distribution() -> None:
    chances = np.zeros(11)
    chances[[0, 5, 10]] = 0.2, 0.5, 0.3
    share = share_of_work(asked(TEN).question, chances)
    assert share is not None
    assert share.expected == pytest.approx(0.55)
    assert (share.low, share.high) == (0.0, 1.0)


def test_more_than_is_asked_is_no_more_than_all() -> None:
    duty = obligation(
        kind=ObligationKind.LEVEL, count=None, bound=Bound(BoundDirection.AT_LEAST, 100.0)
    )
    model = asked(duty)
    chances = np.zeros_like(_values(model))
    chances[-1] = 1.0
    share = share_of_work(model.question, chances)
    assert share is not None
    assert share.expected == 1.0


def _values(model: DutyModel) -> Array:
    return met_values(model.question)


def test_duties_to_refrain_and_to_stay_under_a_level_have_neither() -> None:
    refrain = obligation(kind=ObligationKind.ABSTAIN, count=None, preserve=0)
    cap = obligation(
        kind=ObligationKind.LEVEL, count=None, bound=Bound(BoundDirection.AT_MOST, 100.0)
    )
    for duty in (refrain, cap):
        model = asked(duty)
        chances = np.full(len(_values(model)), 1.0 / len(_values(model)))
        assert share_of_work(model.question, chances) is None
        assert grade_of(model, chances, ()) is None


def test_grades_of_a_count_are_sums_of_its_distribution() -> None:
    chances = np.arange(1.0, 12.0) / 66.0
    grade = grade_of(asked(TEN), chances, ())
    assert grade is not None
    assert grade.not_begun == pytest.approx(chances[0])
    assert grade.minimal == pytest.approx(chances[1:5].sum())
    assert grade.intermediate == pytest.approx(chances[5:10].sum())
    assert grade.complete == pytest.approx(chances[10])


def test_who_says_that_an_act_is_under_way_makes_it_begun_and_repeating_it_does_not() -> None:
    chances = np.array([0.8, 0.2])
    model = asked(ACT)
    silent, once, twice, by_two = (
        grade_of(model, chances, items)
        for items in (
            (),
            (under_way("un"),),
            (under_way("un"), replace(under_way("un"), id="again")),
            (under_way("un"), under_way("eu")),
        )
    )
    assert silent is not None
    assert once is not None
    assert by_two is not None
    assert silent.not_begun > once.not_begun > by_two.not_begun
    assert twice == once
    odds = (0.8 - once.not_begun) / once.not_begun
    before = (0.8 - silent.not_begun) / silent.not_begun
    assert odds / before == pytest.approx(1.0 / (1.0 - 0.9 * 0.9))


def test_an_item_that_may_not_move_the_number_begins_nothing() -> None:
    chances = np.array([0.8, 0.2])
    gone = replace(under_way("un"), bearing=Bearing.RETRACTED)
    assert grade_of(asked(ACT), chances, (gone,)) == grade_of(asked(ACT), chances, ())


@given(
    done=st.floats(0.0, 1.0),
    told=st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.01, 0.99)), max_size=4),
    day=st.dates(START, date(2030, 1, 1)),
)
def test_grades_sum_to_one_and_complete_is_the_number(
    done: float, told: list[tuple[float, float]], day: date
) -> None:
    items = [under_way(f"o{n}", surely, right) for n, (surely, right) in enumerate(told)]
    grade = grade_of(asked(ACT, day), np.array([1.0 - done, done]), items)
    assert grade is not None
    parts = (grade.not_begun, grade.minimal, grade.intermediate, grade.complete)
    assert sum(parts) == pytest.approx(1.0, abs=1e-9)
    assert min(parts) >= 0.0
    assert grade.complete == pytest.approx(done)
