"""Which rows and days can be held against what turned out true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.assessment import days_to_score, scorable_days, scorable_rows
from servanda.records import Amendment, Truth, TruthState, day
from servanda.records.choices import ScoreStep
from tests.builders import START, case, obligation

LATER = date(2018, 12, 31)


def truth(*spans: tuple[date, date | None]) -> Truth:
    return Truth("surface", tuple(TruthState(first, end, True, None) for first, end in spans))


def test_a_duty_that_keeps_something_at_any_time_has_a_row_for_it() -> None:
    keeps_later = Amendment(LATER, day(LATER), None, 1, None, None, "")
    duties = (
        obligation(id="plain", preserve=0),
        obligation(id="keeps", preserve=1),
        obligation(id="later", preserve=0, amendments=(keeps_later,)),
    )
    assert scorable_rows(case(*duties)) == (
        "plain", "keeps", "keeps.preserve", "later", "later.preserve",
    )  # fmt: skip


def test_the_days_reach_from_the_first_to_the_last_of_which_something_is_known() -> None:
    known = (truth((START, LATER)), truth((START + timedelta(3), LATER - timedelta(3))))
    assert scorable_days(known, [date(2030, 1, 1)]) == (START, LATER - timedelta(days=1))


def test_a_truth_without_an_end_reaches_to_the_end_of_the_record() -> None:
    assert scorable_days([truth((START, None))], [LATER, START]) == (START, LATER)
    assert scorable_days([truth((START, None))], []) == (START, START)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (ScoreStep.DAY, [date(2020, 1, 30) + timedelta(n) for n in range(62)]),
        (ScoreStep.WEEK, [date(2020, 1, 30) + timedelta(7 * n) for n in range(9)]),
        (ScoreStep.MONTH, [date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31)]),
    ],
)
def test_days_lie_at_fixed_steps_with_both_ends_included(
    every: ScoreStep, expected: list[date]
) -> None:
    assert list(days_to_score(date(2020, 1, 30), date(2020, 3, 31), every)) == expected


def test_a_span_without_the_end_of_a_month_has_no_such_day() -> None:
    assert days_to_score(date(2020, 1, 1), date(2020, 1, 30), ScoreStep.MONTH) == ()
    assert days_to_score(date(2020, 1, 2), date(2020, 1, 1), ScoreStep.DAY) == ()
