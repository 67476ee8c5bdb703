"""What is summed the quick way is what is summed the plain way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.filters.forward_backward import _apply_transition
from servanda.assessment.model.hazards import CompletionHazard, step_chances
from servanda.records.units import DAYS_PER_YEAR


@pytest.mark.parametrize("values", range(1, 6))
@pytest.mark.parametrize("regimes", [1, 4])
def test_ways_moved_together_are_moved_one_by_one(values: int, regimes: int) -> None:
    rng = np.random.default_rng(values)
    mass, transition = rng.random((7, regimes, values)), rng.random((4, values, values))
    found = _apply_transition(mass, transition, 2)
    assert found.shape == (7, 4, values)
    for way in range(7):
        for regime in range(4):
            plain = mass[way, min(regime, regimes - 1)] @ transition[regime]
            np.testing.assert_allclose(found[way, regime], plain, rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-40, 900), st.integers(0, 900)), min_size=1, max_size=4),
    st.floats(min_value=0.05, max_value=0.99),
    st.sampled_from([1.0, 2.0, 3.3]),
)
def test_paces_and_stretches_taken_together_are_the_product_of_single_days(
    stretches: list[tuple[int, int]], by_end: float, power: float
) -> None:
    start = date(2018, 1, 1)
    paces = (
        CompletionHazard(start, start + timedelta(days=400), by_end, power, 90.0, 0.1),
        CompletionHazard(
            start + timedelta(days=7), start + timedelta(days=90), 0.3, 1.0, 30.0, 2.0
        ),
    )
    days = [(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in stretches]
    done, undone = step_chances(paces, days)
    for place, (first, last) in enumerate(days):
        for number, pace in enumerate(paces):
            one, other = _day_by_day(pace, first, last)
            np.testing.assert_allclose(done[place, number], one, rtol=1e-9, atol=1e-14)
            np.testing.assert_allclose(undone[place, number], other, rtol=1e-9, atol=1e-13)


def _day_by_day(pace: CompletionHazard, first: date, last: date) -> tuple[float, float]:
    """(done, undone) probabilities, one day after the other."""
    from_undone, from_done = 0.0, 1.0
    undone = float(-np.expm1(-pace.undone_per_year / DAYS_PER_YEAR))
    while first < last:
        done = pace.finish_probability(first, first + timedelta(days=1))
        from_undone, from_done = (
            done * (1.0 - chance) + (1.0 - undone) * chance for chance in (from_undone, from_done)
        )
        first += timedelta(days=1)
    return from_undone, 1.0 - from_done
