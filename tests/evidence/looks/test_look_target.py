"""What the duties of one site ask to be seen from above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.looks.look_target import LookTarget, look_target
from servanda.records import Direction, Obligation, ObligationKind
from tests.builders import START, obligation

TEAR_DOWN = obligation(verb="demolish", min_size_m=12.0)
PUT_UP = replace(TEAR_DOWN, verb="build")


def test_a_demolition_asks_for_clearing_since_its_start() -> None:
    assert look_target([TEAR_DOWN]) == LookTarget(START, 12.0, Direction.CLEARED)


def test_a_construction_asks_for_building() -> None:
    assert look_target([PUT_UP]).change is Direction.BUILT


@pytest.mark.parametrize(
    "duty",
    [
        replace(TEAR_DOWN, min_size_m=None),  # how large is not said
        replace(TEAR_DOWN, aspect="tunnels"),
        replace(TEAR_DOWN, aspect="personnel"),
        replace(TEAR_DOWN, kind=next(k for k in ObligationKind if k is not ObligationKind.STATE)),
        replace(TEAR_DOWN, verb="inform", object="the other side"),
    ],
)
def test_a_duty_that_no_image_tells_of_asks_for_nothing(duty: Obligation) -> None:
    nothing = LookTarget(None, None, Direction.UNDETERMINED)
    assert look_target([duty]) == nothing
    early = replace(duty, start=START - timedelta(days=99))
    assert look_target([early, TEAR_DOWN]) == look_target([TEAR_DOWN])


def test_without_duties_any_change_is_looked_for() -> None:
    assert look_target([]) == LookTarget(None, None, Direction.UNDETERMINED)


def test_duties_that_ask_for_opposites_leave_the_change_open() -> None:
    assert look_target([TEAR_DOWN, PUT_UP]).change is Direction.UNDETERMINED


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1)), st.floats(0.5, 500.0)), min_size=1, max_size=5)
)
def test_the_first_start_and_the_smallest_object_count(stated: list[tuple[date, float]]) -> None:
    duties = [replace(TEAR_DOWN, start=start, min_size_m=size) for start, size in stated]
    expected = LookTarget(
        min(start for start, _ in stated), min(size for _, size in stated), Direction.CLEARED
    )
    assert look_target(duties) == expected
    assert look_target(reversed(duties)) == expected
