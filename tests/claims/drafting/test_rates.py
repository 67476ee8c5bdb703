"""Rates in clauses: so much a week is no amount by a day."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims.drafting.rates import has_whole_periods, period_of_amount
from servanda.records import Per


@pytest.mark.parametrize(
    ("clause", "value", "per"),
    [
        ("Orland lets at least 40 convoys of relief goods a week through.", 40.0, Per.WEEK),
        ("Orland shall produce at most 500,000 barrels of oil per year.", 500_000.0, Per.YEAR),
        ("Orland admits at least five visits each calendar month.", 5.0, Per.MONTH),
        ("Orland lets at least 150 lorries daily through.", 150.0, Per.DAY),
        ("Orland shall hand over at least 300 rifles within one week.", 300.0, None),
        ("Orland keeps at most 900 soldiers in the zone for a year.", 900.0, None),
        ("Orland shall keep at most 900 soldiers.", 900.0, None),
    ],
)
def test_the_period_after_an_amount_is_that_of_its_rate(
    clause: str, value: float, per: Per | None
) -> None:
    assert period_of_amount(clause, value) is per


def test_a_rate_needs_whole_periods_and_not_too_many() -> None:
    first = date(2006, 1, 1)
    assert has_whole_periods(Per.WEEK, first, None)
    assert has_whole_periods(Per.WEEK, first, date(2006, 1, 7))
    assert not has_whole_periods(Per.WEEK, first, date(2006, 1, 6))
    assert not has_whole_periods(Per.DAY, first, date(2026, 1, 1))
