"""A number held against what is asked."""

from __future__ import annotations

import pytest

from servanda.claims.statements.amounts import settle_amount
from servanda.records import Comparison, Counted, Label, ObligationKind, StatedCount
from tests.builders import obligation

TEN = obligation(count=10)
DONE, PARTLY = list(Label).index(Label.DONE), list(Label).index(Label.PARTLY_DONE)
BOTH = [0.3 if label in {Label.DONE, Label.PARTLY_DONE} else 0.4 / 9 for label in Label]


def stated(
    value: float,
    comparison: Comparison = Comparison.EXACTLY,
    counts: Counted = Counted.DONE,
    of: float | None = None,
) -> StatedCount:
    return StatedCount(value, of, comparison, counts)


@pytest.mark.parametrize("count", [stated(10), stated(11), stated(10, Comparison.AT_LEAST)])
def test_as_many_as_are_asked_are_all(count: StatedCount) -> None:
    settled = settle_amount(BOTH, count, TEN)
    assert (settled[DONE], settled[PARTLY]) == (pytest.approx(0.6), 0.0)


@pytest.mark.parametrize("count", [stated(4), stated(9, Comparison.AT_MOST)])
def test_fewer_are_a_part(count: StatedCount) -> None:
    settled = settle_amount(BOTH, count, TEN)
    assert (settled[DONE], settled[PARTLY]) == (0.0, pytest.approx(0.6))


@pytest.mark.parametrize(
    "count",
    [
        None,
        stated(4, Comparison.AT_LEAST),  # it may be more
        stated(10, Comparison.AT_MOST),
        stated(4, of=4),  # all of what the text counts
        stated(4, counts=Counted.ADDED),
        stated(10, counts=Counted.LEFT),
        stated(10, counts=Counted.ASKED),
    ],
)
def test_what_tells_no_amount_of_what_is_done_settles_nothing(count: StatedCount | None) -> None:
    assert settle_amount(BOTH, count, TEN) == BOTH


@pytest.mark.parametrize(
    "duty",
    [
        obligation(count=None),
        obligation(kind=ObligationKind.LEVEL),
        obligation(kind=ObligationKind.ABSTAIN),
    ],
)
def test_only_duties_that_add_up_are_settled(duty: object) -> None:
    assert settle_amount(BOTH, stated(10), duty) == BOTH  # type: ignore[arg-type]


def test_chances_still_sum_to_one() -> None:
    for value in (4, 10):
        assert sum(settle_amount(BOTH, stated(value), TEN)) == pytest.approx(sum(BOTH))
