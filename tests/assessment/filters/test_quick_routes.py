"""What is summed the quick way is what is summed the plain way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.filters.forward_backward import FEW_VALUES, _apply_transition
from servanda.assessment.model import hazards
from servanda.assessment.model.hazards import CompletionHazard


@pytest.mark.parametrize("values", range(1, FEW_VALUES + 3))
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
    st.integers(min_value=0, max_value=900),
    st.integers(min_value=1, max_value=900),
    st.floats(min_value=0.05, max_value=0.99),
    st.sampled_from([1.0, 2.0, 3.3]),
)
def test_kept_steps_are_those_of_the_days_alone(
    first: int, days: int, by_end: float, power: float
) -> None:
    start = date(2018, 1, 1)
    pace = CompletionHazard(start, start + timedelta(days=400), by_end, power, 90.0, 0.1)
    kept = hazards._steps_between(pace, first, first + days)
    alone = hazards._daily_steps(pace, first, first + days)
    for one, other in zip(kept, alone, strict=True):
        np.testing.assert_array_equal(one, other)
