"""How much looks alike add to one another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.looks.correlated_looks import ACROSS_SEASONS, IN_SEASON, LookAnswer, weights

FIRST = date(2018, 1, 1)


def alike(*gaps: int, latest_first: bool = False) -> tuple[float, ...]:
    return weights([LookAnswer(FIRST + timedelta(days=gap), "gone", latest_first) for gap in gaps])


def test_looks_of_one_season_add_what_the_design_effect_of_kish_grows_by() -> None:
    worth = [n / (1 + (n - 1) * IN_SEASON) for n in range(5)]
    grown = [after - before for before, after in pairwise(worth)]
    assert alike(0, 5, 10, 15) == pytest.approx(grown)
    assert grown[0] == 1.0


def test_a_look_of_the_next_season_is_worth_more_than_another_of_this_one() -> None:
    assert alike(0, 100)[1] == pytest.approx(2 / (1 + ACROSS_SEASONS) - 1)
    assert alike(0, 100)[1] > alike(0, 50)[1]


@given(st.lists(st.integers(min_value=0, max_value=3650), min_size=1, max_size=200))
def test_however_many_looks_are_alike_they_count_as_at_most_eight(gaps: list[int]) -> None:
    found = alike(*sorted(gaps))
    assert found[0] == 1.0
    assert all(0.0 <= one <= 1.0 for one in found)
    assert sum(found) <= 1 / (IN_SEASON * ACROSS_SEASONS)


def test_in_one_season_they_count_as_at_most_two() -> None:
    assert 1.5 < sum(alike(*range(90))) <= 2.0


@given(st.lists(st.integers(min_value=0, max_value=900), min_size=1, max_size=30, unique=True))
def test_counted_from_the_latest_they_weigh_the_same_backwards(gaps: list[int]) -> None:
    there, back = sorted(gaps), sorted(900 - gap for gap in gaps)
    assert alike(*back, latest_first=True) == alike(*there)[::-1]


def test_a_look_that_says_otherwise_begins_a_new_run() -> None:
    days = [FIRST + timedelta(days=5 * n) for n in range(4)]
    says = ["gone", "gone", "stands", "gone"]
    found = weights([LookAnswer(day, one, False) for day, one in zip(days, says, strict=True)])
    assert found == pytest.approx((1.0, 1 / 3, 1.0, 1.0))
