"""The calibration layer: a monotone map of probabilities that invents nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.inference.calibration import DEFAULT_CALIBRATION, IDENTITY, Calibration
from servanda.errors import InputError

MET = np.array([0.0, 1.0])
probabilities = st.floats(0.0, 1.0)
calibrations = st.builds(Calibration, st.floats(0.2, 5.0), st.floats(-3.0, 3.0))


def apply(layer: Calibration, p: float) -> float:
    """What a probability of met is worth, of two values."""
    return float(layer.calibrate(np.array([1.0 - p, p]), MET)[1])


@given(calibrations, probabilities, probabilities)
def test_the_likelier_of_two_stays_so(layer: Calibration, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert apply(layer, low) <= apply(layer, high)


@given(calibrations, probabilities)
def test_what_is_not_certain_stays_uncertain_and_what_is_stays_so(
    layer: Calibration, p: float
) -> None:
    assert (0.0 < apply(layer, p) < 1.0) == (0.0 < p < 1.0)


def test_the_map_is_the_line_of_the_log_odds() -> None:
    # Even odds of 3 to 1: 3 ** 2 times e ** 0.5 to 1.
    odds = 9.0 * math.exp(0.5)
    assert math.isclose(apply(Calibration(2.0, 0.5), 0.75), odds / (1.0 + odds), rel_tol=1e-12)


@given(probabilities)
def test_turned_off_it_changes_no_bit(p: float) -> None:
    assert apply(IDENTITY, p) == p


@given(calibrations, st.lists(st.floats(0.0, 1.0), min_size=2, max_size=12), st.data())
def test_a_tempered_distribution_agrees_with_the_number_and_keeps_the_odds_on_each_side(
    layer: Calibration, masses: list[float], data: st.DataObject
) -> None:
    before = np.array(masses) + 1e-3
    before /= before.sum()
    split = data.draw(st.integers(1, len(before) - 1))
    wanted = (np.arange(len(before)) >= split).astype(np.float64)
    after = layer.calibrate(before, wanted)
    np.testing.assert_allclose(after.sum(), 1.0, rtol=1e-9)
    np.testing.assert_allclose(after @ wanted, apply(layer, float(before @ wanted)), rtol=1e-9)
    for side in (slice(None, split), slice(split, None)):
        np.testing.assert_allclose(
            after[side] * before[side].sum(), before[side] * after[side].sum(), rtol=1e-9
        )


@given(calibrations, st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12).filter(any))
def test_a_duty_that_is_met_by_every_value_or_by_none_stays_as_it_is(
    layer: Calibration, masses: list[float]
) -> None:
    before = np.array(masses) / sum(masses)
    for wanted in (np.ones(len(before)), np.zeros(len(before))):
        np.testing.assert_array_equal(layer.calibrate(before, wanted), before)


@pytest.mark.parametrize(
    ("slope", "intercept"), [(0.0, 0.0), (-1.0, 0.0), (math.nan, 0.0), (1.0, math.inf)]
)
def test_a_map_that_is_not_monotone_cannot_be_made(slope: float, intercept: float) -> None:
    with pytest.raises(InputError, match="slope"):
        Calibration(slope, intercept)


def test_what_ships_is_a_correction_and_not_a_model_of_its_own() -> None:
    assert 0.5 <= DEFAULT_CALIBRATION.slope <= 1.5
    assert abs(DEFAULT_CALIBRATION.intercept) <= 0.5
