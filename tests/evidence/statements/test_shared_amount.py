"""Numbers of several bearers together: what they tell of one of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.statements.shared_amount import is_together, least_of_one
from servanda.evidence.statements.stated_amount import stated_amount
from servanda.records import (
    Bound,
    BoundDirection,
    Comparison,
    Counted,
    Label,
    ObligationKind,
    StatedCount,
    state_space,
    terms_in_force,
)
from tests.builders import DEADLINE, obligation

POSTS = obligation(count=10, preserve=0, co_bearers=("south",))
BOTH, NORTH = ("north", "south"), ("north",)


def stated(value: float, of: float | None = None, **changes: object) -> StatedCount:
    made = StatedCount(value, of, Comparison.EXACTLY, Counted.DONE)
    return replace(made, **changes)  # type: ignore[arg-type]


def told(
    count: StatedCount, named: tuple[str, ...] = (), duty: object = POSTS
) -> ClaimReading | None:
    terms = terms_in_force(duty, DEADLINE, DEADLINE)  # type: ignore[arg-type]
    states = state_space(duty, terms)  # type: ignore[arg-type]
    return stated_amount(count, Label.DONE, duty, states, terms, named)  # type: ignore[arg-type]


def test_eighteen_of_the_twenty_of_both_are_at_least_eight_of_one() -> None:
    for count in (stated(18.0, 20.0), stated(18.0), stated(2.0, 20.0, counts=Counted.LEFT)):
        reading = told(count)
        assert reading is not None
        assert (reading.says, reading.number) == (Says.AT_LEAST, 8.0)


def test_all_of_both_is_all_of_each_and_little_of_both_may_be_nothing_of_one() -> None:
    whole, little = told(stated(20.0, 20.0)), told(stated(9.0, 20.0))
    assert whole is not None
    assert (whole.says, whole.number) == (Says.AT_LEAST, 10.0)
    assert little is None


def test_a_number_within_what_one_was_asked_stays_its_own() -> None:
    reading = told(stated(9.0, 10.0), NORTH)
    assert reading is not None
    assert (reading.says, reading.number) == (Says.EXACTLY, 9.0)


def test_one_bearer_alone_over_its_cap_is_over_it_and_two_together_need_not_be() -> None:
    cap = obligation(
        kind=ObligationKind.LEVEL,
        count=None,
        preserve=0,
        bound=Bound(BoundDirection.AT_MOST, 100.0),
        co_bearers=("south",),
    )
    alone = told(stated(150.0), NORTH, cap)
    assert alone is not None
    assert alone.number == 150.0
    assert told(stated(150.0), BOTH, cap) is None
    unnamed = told(stated(150.0), (), cap)
    assert unnamed is not None  # as of a duty of one


@given(asked=st.integers(1, 5), bearers=st.integers(2, 4), data=st.data())
def test_the_least_of_one_is_the_least_over_every_way_to_share_the_number_out(
    asked: int, bearers: int, data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, asked * bearers))
    ways = [w for w in product(range(asked + 1), repeat=bearers) if sum(w) == total]
    least = least_of_one(stated(float(total), float(asked * bearers)), asked, bearers)
    assert (least or 0.0) == min(way[0] for way in ways)
    assert is_together(stated(float(total), float(asked * bearers)), asked, bearers, of_one=True)
