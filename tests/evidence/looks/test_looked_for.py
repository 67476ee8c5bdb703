"""What the duties of one site ask to be seen from above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.looks.looked_for import LookedFor, looked_for
from servanda.records import Direction, Obligation, ObligationKind
from tests.builders import START, obligation

TEAR_DOWN = obligation(verb="demolish", min_size_m=12.0)
PUT_UP = replace(TEAR_DOWN, verb="build")


def test_a_demolition_asks_for_clearing_since_its_start() -> None:
    assert looked_for([TEAR_DOWN]) == LookedFor(START, 12.0, Direction.CLEARED)


def test_a_construction_asks_for_building() -> None:
    assert looked_for([PUT_UP]).change is Direction.BUILT


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
    nothing = LookedFor(None, None, Direction.UNDETERMINED)
    assert looked_for([duty]) == nothing
    early = replace(duty, start=START - timedelta(days=99))
    assert looked_for([early, TEAR_DOWN]) == looked_for([TEAR_DOWN])


def test_without_duties_any_change_is_looked_for() -> None:
    assert looked_for([]) == LookedFor(None, None, Direction.UNDETERMINED)


def test_duties_that_ask_for_opposites_leave_the_change_open() -> None:
    assert looked_for([TEAR_DOWN, PUT_UP]).change is Direction.UNDETERMINED


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1)), st.floats(0.5, 500.0)), min_size=1, max_size=5)
)
def test_the_first_start_and_the_smallest_object_count(stated: list[tuple[date, float]]) -> None:
    duties = [replace(TEAR_DOWN, start=start, min_size_m=size) for start, size in stated]
    expected = LookedFor(
        min(start for start, _ in stated), min(size for _, size in stated), Direction.CLEARED
    )
    assert looked_for(duties) == expected
    assert looked_for(reversed(duties)) == expected
