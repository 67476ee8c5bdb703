"""Scores against outside implementations, and their parts against their sum."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.scoring.proper_scores import (
    brier,
    brier_parts,
    covers,
    log_score,
    ranked_probability_score,
)
from servanda.assessment.scoring.reliability_curve import reliability_curve, wilson_interval

CHANCES = st.floats(min_value=0.0, max_value=1.0)
DAYS = st.lists(st.tuples(CHANCES, st.sampled_from([0.0, 1.0])), min_size=1, max_size=60)
MASSES = st.lists(st.floats(min_value=0.001, max_value=1.0), min_size=2, max_size=13)


def arrays(days: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    said, was = zip(*days, strict=True)
    return np.array(said), np.array(was)


@given(DAYS)
def test_the_parts_of_the_brier_score_add_up_to_it(days: list[tuple[float, float]]) -> None:
    said, was = arrays(days)
    parts = brier_parts(said, was)
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within_bins
    np.testing.assert_allclose(whole, brier(said, was).mean(), rtol=0.0, atol=1e-12)


@given(DAYS)
def test_the_parts_are_what_they_are_called(days: list[tuple[float, float]]) -> None:
    said, was = arrays(days)
    said = (np.floor(said * 9.999) + 0.5) / 10  # one number a bin: the classical three parts
    parts = brier_parts(said, was)
    assert abs(parts.within_bins) < 1e-12
    assert parts.reliability >= 0.0
    assert -1e-12 <= parts.resolution <= parts.uncertainty + 1e-12


def test_a_forecast_of_the_base_rate_has_neither_reliability_nor_resolution() -> None:
    parts = brier_parts(np.full(4, 0.25), np.array([1.0, 0.0, 0.0, 0.0]))
    assert (parts.reliability, parts.resolution, parts.uncertainty) == (0.0, 0.0, 0.1875)


@given(DAYS)
def test_the_brier_score_is_that_of_scoringrules(days: list[tuple[float, float]]) -> None:
    said, was = arrays(days)
    np.testing.assert_allclose(brier(said, was), scoringrules.brier_score(was, said), rtol=1e-12)


@given(st.floats(min_value=0.001, max_value=0.999), st.sampled_from([0.0, 1.0]))
def test_the_log_score_is_minus_the_logarithm_of_what_was_so(said: float, was: float) -> None:
    (found,) = log_score(np.array([said]), np.array([was]))
    np.testing.assert_allclose(found, scoringrules.log_score(was, said), rtol=1e-9)


def test_the_log_score_of_a_certain_mistake_is_finite_and_as_documented() -> None:
    (found,) = log_score(np.array([1.0]), np.array([0.0]))
    np.testing.assert_allclose(found, -np.log(1e-6), rtol=1e-6)


@given(MASSES, st.data())
def test_the_ranked_score_is_that_of_scoringrules_a_step(
    masses: list[float], data: st.DataObject
) -> None:
    distribution = np.array(masses) / sum(masses)
    truth = data.draw(st.integers(min_value=0, max_value=len(masses) - 1))
    expected = scoringrules.rps_score(truth + 1, distribution) / (len(masses) - 1)
    np.testing.assert_allclose(
        ranked_probability_score(distribution, truth), expected, rtol=1e-9, atol=1e-15
    )


@given(MASSES)
def test_the_central_interval_holds_at_least_nine_tenths_of_the_mass(masses: list[float]) -> None:
    distribution = np.array(masses) / sum(masses)
    held = sum(one for value, one in enumerate(distribution) if covers(distribution, value))
    assert held >= 0.9 - 1e-9


def test_the_central_interval_leaves_out_the_tails() -> None:
    distribution = np.array([0.03, 0.3, 0.34, 0.3, 0.03])
    assert [covers(distribution, value) for value in range(5)] == [False, True, True, True, False]


def test_the_wilson_interval_is_that_of_the_printed_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, Wilson's score method
    interval = wilson_interval(81 / 263, 263)
    np.testing.assert_allclose((interval.low, interval.high), (0.2553, 0.3662), atol=5e-5)


def test_the_curve_counts_each_stretch_once_however_long_it_lasts() -> None:
    said, was = np.full(100, 0.85), np.ones(100)
    (one,) = reliability_curve(said, was, ["a"] * 60 + ["b"] * 40)
    assert (one.low, one.high, one.days, one.stretches) == (0.8, 0.9, 100, 2)
    assert (one.forecast, one.observed) == pytest.approx((0.85, 1.0))
    assert one.band == wilson_interval(1.0, 2)
